#include "facts/ignore.h"

#include "base/glob.h"
#include "facts/paths.h"

#include <string.h>

struct ignore_pattern {
    const char *directory;
    const struct glob *glob; /* over the path below `directory` */
    bool takes_back, only_folders;
};

struct ignore {
    struct arena *arena;
    struct ignore_pattern *patterns;
    size_t count, capacity;
};

struct ignore *ignore_new(struct arena *arena)
{
    struct ignore *ignore = ARENA_NEW(arena, struct ignore);
    ignore->arena = arena;
    return ignore;
}

/* Braces are ordinary characters to git. */
static const char *quote_braces(struct arena *arena, struct text pattern)
{
    char *out = ARENA_ARRAY(arena, char, 2 * pattern.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < pattern.size; i++) {
        if (strchr("{}", pattern.bytes[i]))
            out[size++] = '\\';
        out[size++] = pattern.bytes[i];
        if (pattern.bytes[i] == '\\' && i + 1 < pattern.size)
            out[size++] = pattern.bytes[++i];
    }
    return out;
}

void ignore_add(struct ignore *ignore, const char *directory, const char *line)
{
    struct text pattern = text_of(line);
    while (pattern.size > 0 && strchr(" \t\r", pattern.bytes[pattern.size - 1]) &&
           !(pattern.size > 1 && pattern.bytes[pattern.size - 2] == '\\'))
        pattern.size--;
    struct ignore_pattern added = {.directory = arena_strdup(ignore->arena, directory)};
    if (pattern.size > 0 && pattern.bytes[0] == '!') {
        added.takes_back = true;
        pattern = (struct text){pattern.bytes + 1, pattern.size - 1};
    }
    if (pattern.size > 0 && pattern.bytes[pattern.size - 1] == '/') {
        added.only_folders = true;
        pattern.size--;
    }
    if (pattern.size == 0 || pattern.bytes[0] == '#')
        return;
    const char *problem = NULL;
    size_t at = 0;
    /* What is no pattern matches nothing. */
    added.glob = glob_new(ignore->arena, quote_braces(ignore->arena, pattern), &problem, &at);
    if (!added.glob)
        return;
    ignore->patterns = arena_grow(ignore->arena, ignore->patterns, ignore->count, &ignore->capacity,
                                  sizeof(*ignore->patterns));
    ignore->patterns[ignore->count++] = added;
}

static bool is_hidden_itself(const struct ignore *ignore, const char *path, bool is_folder)
{
    for (size_t i = ignore->count; i > 0; i--) {
        const struct ignore_pattern *pattern = &ignore->patterns[i - 1];
        if ((pattern->only_folders && !is_folder) || !path_is_within(path, pattern->directory))
            continue;
        const char *below = path;
        if (strcmp(pattern->directory, ".") != 0)
            below += strlen(pattern->directory) + (path[strlen(pattern->directory)] == '/');
        if (glob_matches(pattern->glob, below))
            return !pattern->takes_back;
    }
    return false;
}

bool ignore_hides(const struct ignore *ignore, const char *path)
{
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *folder = arena_copy(ignore->arena, (struct text){path, (size_t)(slash - path)});
        if (is_hidden_itself(ignore, folder, true))
            return true;
    }
    return is_hidden_itself(ignore, path, false);
}
