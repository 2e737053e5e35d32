#include "facts/governs.h"

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What is longer is none of the files, and lies in the folder or does not: its beginning
 * tells. */
enum { LONGEST_LOOK_ALIKE = 256 };

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
    /* For editors alone: what `bylaw init` writes there is read by nothing that judges. */
    if (!string_starts_with(path, ".bylaw/") ||
        (string_starts_with(path, ".bylaw/schemas/") && string_ends_with(path, ".json")))
        return NULL;
    return string_ends_with(path, "/allowed_signers") ? "signers" : "policy";
}

bool path_governs(const char *path)
{
    return path_governs_as(path) != NULL;
}

/* Characters that have no width: HFS+ leaves the first of them out of comparisons, and
 * whoever reads a name does with all. */
static bool is_invisible(uint32_t code)
{
    return code == 0xad || code == 0x34f || code == 0x61c || code == 0x180e || code == 0xfeff ||
           (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || (code >= 0xfe00 && code <= 0xfe0f);
}

/* Small letters, without what is not seen and what Windows drops at the end of a name;
 * of a longer path the beginning, and false. */
static bool seen_as(const char *path, char out[LONGEST_LOOK_ALIKE])
{
    size_t size = 0;
    for (size_t left = strlen(path); left > 0;) {
        uint32_t code;
        size_t taken = utf8_decode(path, left, &code);
        if (*path == '/')
            while (size > 0 && (out[size - 1] == '.' || out[size - 1] == ' '))
                size--;
        if (size + taken >= LONGEST_LOOK_ALIKE) {
            out[size] = '\0';
            return false;
        }
        for (size_t i = 0; i < taken && !is_invisible(code); i++) {
            bool is_capital = path[i] >= 'A' && path[i] <= 'Z';
            out[size++] = is_capital ? (char)(path[i] - 'A' + 'a') : path[i];
        }
        path += taken;
        left -= taken;
    }
    while (size > 0 && (out[size - 1] == '.' || out[size - 1] == ' '))
        size--;
    out[size] = '\0';
    return true;
}

bool path_looks_governing(const char *path)
{
    char seen[LONGEST_LOOK_ALIKE];
    if (path_governs(path))
        return false;
    bool is_whole = seen_as(path, seen);
    for (size_t i = 0; is_whole && i < sizeof(governing_files) / sizeof(governing_files[0]); i++)
        if (string_equals_folded(governing_files[i].path, seen))
            return true;
    return string_starts_with(seen, ".bylaw/");
}
