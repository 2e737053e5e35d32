#include "facts/terraform_source.h"

#include "base/text.h"

#include <string.h>

bool terraform_is_bounded(const char *constraint)
{
    for (const char *at = constraint; at && *at != '\0';) {
        at += strspn(at, ", \t");
        if (*at == '<' || *at == '=' || string_starts_with(at, "~>") ||
            (*at >= '0' && *at <= '9') || (*at == 'v' && at[1] >= '0' && at[1] <= '9'))
            return true;
        at += strcspn(at, ",");
    }
    return false;
}

static bool is_commit(const char *ref)
{
    size_t size = strlen(ref);
    return size >= 7 && size <= 64 && strspn(ref, "0123456789abcdefABCDEF") == size;
}

/* v1.2.3, release-7, 2024.01: a branch is rarely called so. */
static bool names_version(const char *ref)
{
    return strpbrk(ref, "0123456789") != NULL;
}

static const char *value_of(struct arena *arena, const char *source, const char *name)
{
    const char *query = strchr(source, '?');
    for (const char *at = query ? query + 1 : NULL; at && *at != '\0';) {
        size_t size = strcspn(at, "&"), length = strlen(name);
        if (size > length + 1 && strncmp(at, name, length) == 0 && at[length] == '=')
            return arena_copy(arena, (struct text){at + length + 1, size - length - 1});
        at += size + (at[size] == '&');
    }
    return NULL;
}

static bool is_repository(const char *source)
{
    static const char *const beginnings[] = {"git::",          "git@",   "hg::",   "github.com/",
                                             "bitbucket.org/", "ssh://", "git://", NULL};
    for (size_t i = 0; beginnings[i]; i++)
        if (string_starts_with(source, beginnings[i]))
            return true;
    return string_ends_with(source, ".git") || strstr(source, ".git?") || strstr(source, ".git//");
}

static bool is_archive(const char *source)
{
    static const char *const beginnings[] = {
        "https://", "http://", "s3::", "gcs::", "oci://", NULL};
    for (size_t i = 0; beginnings[i]; i++)
        if (string_starts_with(source, beginnings[i]))
            return true;
    return false;
}

/* module-1.2.zip of https://acme.test/a/module-1.2.zip?x=1 */
static const char *last_name(struct arena *arena, const char *source)
{
    size_t size = strcspn(source, "?");
    const char *name = source;
    for (size_t i = 0; i < size; i++)
        if (source[i] == '/')
            name = source + i + 1;
    return arena_copy(arena, (struct text){name, size - (size_t)(name - source)});
}

/* [HOST/]NAMESPACE/NAME/PROVIDER, and a folder in it behind two slashes. */
static bool is_of_registry(const char *source)
{
    const char *folder = strstr(source, "//");
    size_t size = folder ? (size_t)(folder - source) : strlen(source), slashes = 0;
    for (size_t i = 0; i < size; i++)
        slashes += source[i] == '/';
    return slashes == 2 || slashes == 3;
}

struct terraform_source terraform_source_read(struct arena *arena, const char *source,
                                              const char *version)
{
    if (string_starts_with(source, "./") || string_starts_with(source, "../") || source[0] == '/' ||
        strcmp(source, ".") == 0 || strcmp(source, "..") == 0)
        return (struct terraform_source){.sort = "local", .pinned = true};
    if (is_repository(source)) {
        const char *ref = value_of(arena, source, "ref");
        if (!ref)
            ref = value_of(arena, source, "rev");
        return (struct terraform_source){
            .sort = "git", .ref = ref, .pinned = ref && (is_commit(ref) || names_version(ref))};
    }
    if (is_archive(source))
        return (struct terraform_source){
            .sort = "archive",
            .pinned = value_of(arena, source, "checksum") || value_of(arena, source, "versionId") ||
                      value_of(arena, source, "digest") || value_of(arena, source, "tag") ||
                      names_version(last_name(arena, source))};
    if (is_of_registry(source))
        return (struct terraform_source){.sort = "registry",
                                         .pinned = terraform_is_bounded(version)};
    return (struct terraform_source){.sort = "other"};
}
