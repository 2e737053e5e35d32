#include "facts/governs.h"

#include "base/text.h"

#include <stddef.h>

/* CODEOWNERS where GitHub, GitLab and Bitbucket look for it. */
static const char *const governing_files[] = {
    ".bylaw.yml",
    ".bylaw.yaml",
    ".bylaw", /* a link or a submodule in its place */
    "CODEOWNERS",
    ".github/CODEOWNERS",
    ".gitlab/CODEOWNERS",
    ".bitbucket/CODEOWNERS",
    "docs/CODEOWNERS",
    "allowed_signers",
    ".allowed_signers",
    ".github/allowed_signers",
    ".git_allowed_signers",
    NULL,
};

bool path_governs(const char *path)
{
    return string_starts_with(path, ".bylaw/") || string_is_one_of(path, governing_files);
}
