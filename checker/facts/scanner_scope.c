#include "facts/scanner_scope.h"

#include "facts/invocation_kinds.h"
#include "facts/paths.h"
#include "facts/scanner_container.h"
#include "facts/scanner_kinds.h"
#include "facts/wild.h"

#include <stdlib.h>
#include <string.h>

/* Variables that every system sets to the root of the work tree. */
static const char *const roots[] = {
    "$GITHUB_WORKSPACE",
    "${GITHUB_WORKSPACE}",
    "${{ github.workspace }}",
    "${{github.workspace}}",
    "$CI_PROJECT_DIR",
    "${CI_PROJECT_DIR}",
    "$WORKSPACE",
    "${WORKSPACE}",
    "$(Build.SourcesDirectory)",
    "$(System.DefaultWorkingDirectory)",
    "$BITBUCKET_CLONE_DIR",
    "${BITBUCKET_CLONE_DIR}",
    NULL,
};

static const char *const here[] = {"$PWD", "${PWD}", "$(pwd)", "`pwd`", NULL};

/* What stands behind one of these words and a slash, or "" for the word alone. */
static const char *behind(const char *text, const char *const *words)
{
    for (; *words; words++) {
        size_t size = strlen(*words);
        if (strncmp(text, *words, size) == 0 && (text[size] == '/' || text[size] == '\0'))
            return text + size + (text[size] == '/');
    }
    return NULL;
}

/* `dir:.` of grype and syft, `./...` of Go. */
static const char *without_marks(struct arena *arena, const char *text)
{
    if (string_starts_with(text, "dir:"))
        text += strlen("dir:");
    else if (string_starts_with(text, "file:") && text[5] != '/')
        text += strlen("file:");
    size_t size = strlen(text);
    while (size > 1 && text[size - 1] == '/')
        size--;
    if (size >= 3 && strcmp(text + size - 3, "...") == 0)
        size -= size > 3 && text[size - 4] == '/' ? 4 : 3;
    /* Of a glob the folder that is written out. */
    const char *star = memchr(text, '*', size);
    while (star && star > text && *star != '/')
        star--;
    if (star)
        size = (size_t)(star - text);
    return size == 0 ? "." : arena_copy(arena, (struct text){text, size});
}

struct place_of {
    const char *path;    /* NULL: not known */
    const char *problem; /* why */
};

/* The path that a value names, seen from the folder that the command runs in. */
static struct place_of resolve(const struct scanner_match *match, const char *cwd, const char *text)
{
    struct arena *arena = match->options.arena;
    text = without_marks(arena, text);
    if (match->in_container) {
        const char *problem = NULL;
        text = scanner_path_outside(match, text, &problem);
        if (!text)
            return (struct place_of){NULL, problem};
    }
    const char *rest = behind(text, roots);
    if (rest)
        cwd = ".";
    else if ((rest = behind(text, here)) == NULL)
        rest = text;
    const char *path = NULL;
    if (!scanner_is_open(rest) && *rest != '/' && *rest != '~')
        path = path_resolve(arena, cwd ? cwd : ".", *rest ? rest : ".");
    if (path && !cwd)
        return (struct place_of){NULL, "the folder that it runs in is not known"};
    return path ? (struct place_of){path, NULL}
                : (struct place_of){
                      NULL, arena_printf(arena, "'%s' is no folder that git tells of", text)};
}

static void set_unknown(struct arena *arena, struct value *cell, const char *reason)
{
    *cell = value_unknown(arena, UNKNOWN_UNOBSERVABLE, reason);
}

static void set_directory(const struct scanner_match *match, const struct snapshot *snapshot,
                          struct value *cells)
{
    const struct tool_pattern *pattern = match->pattern;
    struct arena *arena = match->options.arena;
    const struct value *directory = &match->invocation->cells[INVOCATION_DIRECTORY];
    const char *cwd = directory->kind == VALUE_TEXT ? directory->text : NULL;
    struct option given = scanner_first_option(&match->options, &pattern->directory);
    bool is_given = given.state == OPTION_TEXT || given.state == OPTION_OPEN;
    if (!is_given && !match->in_container) {
        if (cwd || directory->kind == VALUE_UNKNOWN)
            cells[SCANNER_DIRECTORY] = *directory;
        else
            cells[SCANNER_DIRECTORY] = value_text(".");
        return;
    }
    struct place_of place = resolve(match, cwd, is_given ? given.text : ".");
    if (!place.path) {
        set_unknown(arena, &cells[SCANNER_DIRECTORY], place.problem);
        return;
    }
    if (snapshot && snapshot_find(snapshot, place.path)) {
        cells[SCANNER_FILES] = value_texts(arena, &place.path, 1);
        place.path = path_directory(arena, place.path);
    }
    cells[SCANNER_DIRECTORY] = value_text(place.path);
}

static void set_files(const struct scanner_match *match, struct value *cells)
{
    struct arena *arena = match->options.arena;
    const char **files = NULL;
    size_t count = 0;
    bool constant = scanner_option_values(&match->options, &match->pattern->files, &files, &count);
    /* Of a container the folder outside is that of the command. */
    const struct value *from = match->in_container ? &match->invocation->cells[INVOCATION_DIRECTORY]
                                                   : &cells[SCANNER_DIRECTORY];
    const char *cwd = from->kind == VALUE_TEXT ? from->text : NULL;
    const char **paths = ARENA_ARRAY(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct place_of place = resolve(match, cwd, files[i]);
        constant &= place.path != NULL;
        paths[i] = place.path;
    }
    if (!constant)
        set_unknown(arena, &cells[SCANNER_FILES], "which files it reads is not constant");
    else if (count > 0)
        cells[SCANNER_FILES] = value_texts(arena, paths, count);
}

static void set_texts(const struct scanner_match *match, const struct schema_texts *names,
                      struct value *cell, const char *reason)
{
    const char **items = NULL;
    size_t count = 0;
    if (!scanner_option_values(&match->options, names, &items, &count))
        set_unknown(match->options.arena, cell, reason);
    else if (count > 0)
        *cell = value_texts(match->options.arena, items, count);
}

static bool is_on(struct option option)
{
    return option.state == OPTION_SET || option.state == OPTION_OPEN ||
           (option.state == OPTION_TEXT && !string_equals_folded(option.text, "false"));
}

static bool is_any_on(const struct scanner_match *match, const struct schema_texts *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (is_on(scanner_option(&match->options, names->items[i])))
            return true;
    return false;
}

static void set_depth(const struct scanner_match *match, struct value *cells)
{
    const struct tool_pattern *pattern = match->pattern;
    bool goes_down = is_any_on(match, &pattern->deeper);
    int64_t depth = goes_down ? pattern->deeper_depth : pattern->depth;
    struct option given = {OPTION_ABSENT, ""};
    if (pattern->depth_by)
        given = scanner_option(&match->options, pattern->depth_by);
    char *end = NULL;
    long number = given.state == OPTION_TEXT ? strtol(given.text, &end, 10) : 0;
    if (given.state == OPTION_OPEN)
        set_unknown(match->options.arena, &cells[SCANNER_DEPTH], "how far it goes is not constant");
    else if (given.state == OPTION_TEXT && *end == '\0' && number >= -1 && number <= 1000)
        cells[SCANNER_DEPTH] = value_integer(number);
    else
        cells[SCANNER_DEPTH] = value_integer(depth);
    if (pattern->first_only && !goes_down && cells[SCANNER_FILES].kind == VALUE_ABSENT)
        cells[SCANNER_FIRST_ONLY] = value_boolean(true);
}

/* The words of the tools, in the five that rules know. */
static int threshold_of(const char *word)
{
    static const struct {
        const char *word;
        int threshold;
    } words[] = {
        {"unknown", 0},  {"info", 0},       {"note", 0},  {"style", 0}, {"any", 0},
        {"all", 0},      {"negligible", 0}, {"low", 1},   {"minor", 1}, {"medium", 2},
        {"moderate", 2}, {"warning", 2},    {"high", 3},  {"major", 3}, {"error", 3},
        {"critical", 4}, {"blocker", 4},    {"fatal", 4},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (string_equals_folded(words[i].word, word))
            return words[i].threshold;
    return -1;
}

static void set_threshold(const struct scanner_match *match, struct value *cells)
{
    const struct tool_pattern *pattern = match->pattern;
    const char **items = NULL;
    size_t count = 0;
    int least = -1;
    for (size_t i = 0; i < pattern->severity.count && count == 0; i++) {
        const struct schema_texts one = {.items = pattern->severity.items + i, .count = 1};
        if (scanner_option_values(&match->options, &one, &items, &count))
            continue;
        set_unknown(match->options.arena, &cells[SCANNER_FAILS_AT],
                    "the severity that fails is not constant");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        int threshold = threshold_of(items[i]);
        if (threshold >= 0 && (least < 0 || threshold < least))
            least = threshold;
    }
    if (least < 0)
        least = pattern->fails_at;
    if (least >= 0)
        cells[SCANNER_FAILS_AT] = value_text(scanner_thresholds[least]);
    cells[SCANNER_IGNORES_UNFIXED] = value_boolean(is_any_on(match, &pattern->ignores_unfixed));
}

/* `-Pfull-build,java-only`, `-P full-build`, `--activate-profiles=x`. */
static bool is_profile_on(const struct scanner_match *match, const char *profile, size_t size)
{
    static const char *const options[] = {"-P", "--activate-profiles", NULL};
    const char *const *words = match->options.words;
    for (size_t i = 0; words && words[i]; i++)
        for (size_t k = 0; options[k]; k++) {
            size_t length = strlen(options[k]);
            if (strncmp(words[i], options[k], length) != 0)
                continue;
            const char *list = words[i] + length;
            if (*list == '=')
                list++;
            else if (!*list && words[i + 1])
                list = words[i + 1];
            for (const char *at = list; *at;) {
                size_t part = strcspn(at, ",");
                if (strchr(list, '$') || (part == size && strncmp(at, profile, size) == 0))
                    return true;
                at += part + (at[part] == ',' ? 1 : 0);
            }
        }
    return false;
}

/* Maven builds a module of a profile only when the profile is asked for. */
static void leave_profiles_out(const struct scanner_match *match, struct value *excludes)
{
    const char *const *modules = match->options.maven->profile_modules;
    size_t count = 0;
    while (modules[count])
        count++;
    struct arena *arena = match->options.arena;
    const char **globs = ARENA_ARRAY(arena, const char *, count + 1);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const char *mark = strchr(modules[i], '=');
        if (!is_profile_on(match, modules[i], (size_t)(mark - modules[i])))
            globs[found++] = mark + 1;
    }
    if (found > 0 && excludes->kind == VALUE_ABSENT)
        *excludes = value_texts(arena, globs, found);
}

void scanner_set_scope(const struct scanner_match *match, const struct snapshot *snapshot,
                       struct value *cells)
{
    const struct tool_pattern *pattern = match->pattern;
    if (!pattern->no_directory) {
        set_directory(match, snapshot, cells);
        set_files(match, cells);
        set_texts(match, &pattern->excludes, &cells[SCANNER_EXCLUDES],
                  "what it passes over is not constant");
        if (match->options.maven)
            leave_profiles_out(match, &cells[SCANNER_EXCLUDES]);
        set_depth(match, cells);
    }
    if (pattern->reads)
        cells[SCANNER_READS] = value_text(pattern->reads);
    set_threshold(match, cells);
}

const char *const *scanner_purposes_of(const struct scanner_match *match, const char **open)
{
    const struct tool_choice *choice = match->pattern->choice;
    const char *const *usual = (const char *const *)match->pattern->purposes.items;
    *open = NULL;
    if (!choice)
        return usual;
    struct option given = scanner_first_option(&match->options, &choice->by);
    if (given.state == OPTION_OPEN) {
        *open = arena_printf(match->options.arena, "what it looks for is not constant: '%s'",
                             given.text);
        return usual;
    }
    if (given.state != OPTION_TEXT)
        return usual;
    const char **items = NULL;
    size_t count = 0;
    size_t chosen = 0;
    scanner_option_values(&match->options, &choice->by, &items, &count);
    const char **purposes = ARENA_ARRAY(match->options.arena, const char *, choice->count + 1);
    for (size_t i = 0; i < choice->count; i++)
        for (size_t k = 0; k < count; k++)
            if (wild_matches(text_of(choice->words[i]), text_of(items[k]), true) &&
                !string_is_one_of(choice->purposes[i], purposes))
                purposes[chosen++] = choice->purposes[i];
    return purposes;
}
