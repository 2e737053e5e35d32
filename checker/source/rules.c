#include "source/rules.h"

#include <string.h>

const struct glob *rule_pattern(struct text pattern, bool *folders_only, struct arena *arena)
{
    *folders_only = pattern.size > 0 && pattern.bytes[pattern.size - 1] == '/';
    if (*folders_only)
        pattern.size--;
    if (pattern.size == 0 || memchr(pattern.bytes, 0, pattern.size))
        return NULL;
    /* braces and a class that begins with ^ are the two things git writes in
     * another way than our globs; at most every byte becomes two */
    char *glob = arena_alloc(arena, 2 * pattern.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; i < pattern.size; i++) {
        char byte = pattern.bytes[i];
        if (byte == '\\' && i + 1 < pattern.size) {
            glob[size++] = byte;
            byte = pattern.bytes[++i];
        } else if (byte == '{' || byte == '}') {
            glob[size++] = '\\';
        } else if (byte == '[' && i + 1 < pattern.size && pattern.bytes[i + 1] == '^') {
            glob[size++] = byte;
            byte = '!';
            i++;
        }
        glob[size++] = byte;
    }
    const char *problem = NULL;
    size_t at = 0;
    return glob_new(arena, glob, &problem, &at);
}

/* Spaces at the end count only when they are quoted. */
static struct text trim_end(struct text line)
{
    while (line.size > 0 && line.bytes[line.size - 1] == ' ' &&
           (line.size < 2 || line.bytes[line.size - 2] != '\\'))
        line.size--;
    return line;
}

static bool parse_line(struct text line, struct ignore_rule *out, struct arena *arena)
{
    line = trim_end(line);
    if (line.size == 0 || line.bytes[0] == '#')
        return false;
    bool is_negated = line.bytes[0] == '!';
    if (is_negated)
        line = (struct text){line.bytes + 1, line.size - 1};
    bool folders_only = false;
    const struct glob *glob = rule_pattern(line, &folders_only, arena);
    if (!glob)
        return false;
    *out =
        (struct ignore_rule){.glob = glob, .folders_only = folders_only, .is_negated = is_negated};
    return true;
}

const struct ignore *ignore_new(const struct ignore *above, const char *folder, struct text lines,
                                struct arena *arena)
{
    struct ignore_rule *rules = NULL;
    size_t count = 0;
    size_t capacity = 0;
    struct text line;
    if (lines.size >= 3 && memcmp(lines.bytes, "\xef\xbb\xbf", 3) == 0)
        lines = (struct text){lines.bytes + 3, lines.size - 3};
    while (text_next_line(&lines, &line)) {
        struct ignore_rule rule;
        if (!parse_line(line, &rule, arena))
            continue;
        rules = arena_grow(arena, rules, count, &capacity, sizeof(*rules));
        rules[count++] = rule;
    }
    struct ignore *ignore = ARENA_NEW(arena, struct ignore);
    *ignore = (struct ignore){
        .above = above, .folder_size = strlen(folder), .rules = rules, .count = count};
    return ignore;
}

bool ignore_has(const struct ignore *ignore, const char *path, bool is_folder)
{
    for (; ignore; ignore = ignore->above)
        for (size_t i = ignore->count; i > 0; i--) {
            const struct ignore_rule *rule = &ignore->rules[i - 1];
            if ((!rule->folders_only || is_folder) &&
                glob_matches(rule->glob, path + ignore->folder_size))
                return !rule->is_negated;
        }
    return false;
}
