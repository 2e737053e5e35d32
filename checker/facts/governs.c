#include "facts/governs.h"

#include "base/text.h"

#include <stddef.h>
#include <string.h>

/* CODEOWNERS where GitHub, GitLab and Bitbucket look for it. */
static const struct {
    const char *path, *sort;
} governing_files[] = {
    {".bylaw.yml", "configuration"},
    {".bylaw.yaml", "configuration"},
    {".bylaw", "policy"}, /* a link or a submodule in its place */
    {".bylaw/exceptions.yml", "exceptions"},
    {".bylaw/exceptions.yaml", "exceptions"},
    {".bylaw/exceptions", "exceptions"},
    {"CODEOWNERS", "owners"},
    {".github/CODEOWNERS", "owners"},
    {".gitlab/CODEOWNERS", "owners"},
    {".bitbucket/CODEOWNERS", "owners"},
    {"docs/CODEOWNERS", "owners"},
    {"allowed_signers", "signers"},
    {".allowed_signers", "signers"},
    {".github/allowed_signers", "signers"},
    {".git_allowed_signers", "signers"},
};

const char *path_governs_as(const char *path)
{
    for (size_t i = 0; i < sizeof(governing_files) / sizeof(governing_files[0]); i++)
        if (strcmp(governing_files[i].path, path) == 0)
            return governing_files[i].sort;
    if (string_starts_with(path, ".bylaw/exceptions/"))
        return "exceptions";
    if (!string_starts_with(path, ".bylaw/"))
        return NULL;
    return string_ends_with(path, "/allowed_signers") ? "signers" : "policy";
}

bool path_governs(const char *path)
{
    return path_governs_as(path) != NULL;
}
