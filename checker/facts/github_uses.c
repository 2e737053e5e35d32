#include "facts/github_uses.h"

#include <string.h>

static const char *copy_part(struct arena *arena, const char *start, size_t size)
{
    return size > 0 ? arena_copy(arena, (struct text){.bytes = start, .size = size}) : NULL;
}

struct github_use github_image_parse(struct arena *arena, const char *image)
{
    const char *digest = strchr(image, '@');
    size_t size = digest ? (size_t)(digest - image) : strlen(image);
    /* A colon before the last slash is a port's. */
    const char *tag = NULL;
    for (size_t at = size; at > 0 && image[at - 1] != '/' && !tag; at--)
        if (image[at - 1] == ':')
            tag = image + at;
    size_t tag_size = tag ? (size_t)(image + size - tag) : 0;
    return (struct github_use){
        .kind = GITHUB_USE_IMAGE,
        .name = copy_part(arena, image, tag ? size - tag_size - 1 : size),
        .ref = digest ? copy_part(arena, digest + 1, strlen(digest + 1))
               : tag  ? copy_part(arena, tag, tag_size)
                      : NULL,
    };
}

static bool names_workflow(const char *name)
{
    return strstr(name, "/.github/workflows/") &&
           (string_ends_with(name, ".yml") || string_ends_with(name, ".yaml"));
}

struct github_use github_use_parse(struct arena *arena, const char *uses)
{
    static const char docker[] = "docker://";
    if (string_starts_with(uses, docker))
        return github_image_parse(arena, uses + sizeof(docker) - 1);
    if (string_starts_with(uses, "./") || string_starts_with(uses, "../") ||
        string_starts_with(uses, "$/") || strcmp(uses, ".") == 0)
        return (struct github_use){.kind = GITHUB_USE_LOCAL, .name = uses};
    const char *mark = strchr(uses, '@');
    size_t size = mark ? (size_t)(mark - uses) : strlen(uses);
    const char *slash = memchr(uses, '/', size);
    const char *name = copy_part(arena, uses, size);
    return (struct github_use){
        .kind = name && names_workflow(name) ? GITHUB_USE_WORKFLOW : GITHUB_USE_ACTION,
        .owner = slash ? copy_part(arena, uses, (size_t)(slash - uses)) : NULL,
        .name = name,
        .ref = mark ? copy_part(arena, mark + 1, strlen(mark + 1)) : NULL,
    };
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* `v4`, `4.1.2`, `v2.0.0-rc.1`; not `40 hex digits` nor a bare number of an issue. */
static bool is_version(struct text word)
{
    size_t at = word.size > 0 && (word.bytes[0] == 'v' || word.bytes[0] == 'V') ? 1 : 0;
    size_t digits = at;
    while (digits < word.size && is_digit(word.bytes[digits]))
        digits++;
    if (digits == at || digits - at > 8)
        return false;
    if (digits == word.size)
        return at == 1;
    return word.bytes[digits] == '.' || word.bytes[digits] == '-' || word.bytes[digits] == '+';
}

const char *github_version_comment(struct arena *arena, struct text rest)
{
    if (rest.size == 0 || (rest.bytes[0] != ' ' && rest.bytes[0] != '\t'))
        return NULL;
    rest = text_trim(rest);
    if (rest.size == 0 || rest.bytes[0] != '#')
        return NULL;
    size_t at = 0;
    while (at < rest.size) {
        while (at < rest.size && strchr(" \t#,;()", rest.bytes[at]) && rest.bytes[at])
            at++;
        size_t start = at;
        while (at < rest.size && !(strchr(" \t#,;()", rest.bytes[at]) && rest.bytes[at])) {
            /* What stands behind the last of these marks is the version. */
            if (strchr("=@:/", rest.bytes[at]) && rest.bytes[at])
                start = at + 1;
            at++;
        }
        struct text word = {.bytes = rest.bytes + start, .size = at - start};
        if (is_version(word))
            return arena_copy(arena, word);
    }
    return NULL;
}
