/* agent_exclusion - the lines that keep an AI tool from paths. */
#include "facts/agent_exclusion.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/paths.h"

#include <string.h>

const char *const agent_exclusion_tools[] = {"aider",   "claude",   "cline",  "continue",
                                             "copilot", "cursor",   "gemini", "junie",
                                             "roo",     "windsurf", NULL};

const struct fact_kind fact_kind_agent_exclusion = {
    .name = "agent_exclusion",
    .summary = "A line that keeps an AI tool from paths: of its ignore file, or of its settings.",
    .key = (const char *const[]){"path", "pattern", NULL},
    .fields =
        (const struct fact_field[]){
            [AGENT_EXCLUSION_TOOL] = {"tool",
                                      {.kind = TYPE_WORD, .words = agent_exclusion_tools},
                                      false,
                                      "The tool that heeds it."},
            [AGENT_EXCLUSION_DIRECTORY] = {"directory",
                                           {.kind = TYPE_PATH},
                                           false,
                                           "The folder that the pattern is seen from."},
            [AGENT_EXCLUSION_PATTERN] = {"pattern",
                                         {.kind = TYPE_TEXT},
                                         false,
                                         "In the syntax of gitignore, with its '!'."},
            [AGENT_EXCLUSION_GLOBS] = {"globs",
                                       {.kind = TYPE_LIST, .of = TYPE_GLOB},
                                       false,
                                       "The globs that say the same, where it holds for the whole "
                                       "tree."},
            [AGENT_EXCLUSION_EVERYTHING] = {"everything",
                                            {.kind = TYPE_BOOLEAN},
                                            false,
                                            "Does it keep the tool from every file?"},
            {0},
        },
};

static const struct {
    const char *name, *tool;
    bool is_plain;  /* it knows no negation */
    bool is_closed; /* an empty file excludes everything */
} files[] = {
    {".aiderignore", "aider", false, false},      {".aiexclude", "gemini", true, true},
    {".aiignore", "junie", false, false},         {".clineignore", "cline", false, false},
    {".codeiumignore", "windsurf", false, false}, {".continueignore", "continue", false, false},
    {".cursorignore", "cursor", false, false},    {".geminiignore", "gemini", false, false},
    {".rooignore", "roo", false, false},
};

const char *agent_exclusion_of_permission(struct arena *arena, const char *rule)
{
    size_t length = strlen(rule);
    if (strcmp(rule, "Read") == 0)
        return "*";
    if (!string_starts_with(rule, "Read(") || length < 7 || rule[length - 1] != ')')
        return NULL;
    const char *pattern = arena_copy(arena, (struct text){rule + 5, length - 6});
    /* `//` is the root of the machine, `~` its user's folder. */
    if (pattern[0] == '~' || string_starts_with(pattern, "//") ||
        string_starts_with(pattern, "../"))
        return NULL;
    return string_starts_with(pattern, "./") ? pattern + 1 : pattern;
}

const char *const *agent_exclusion_globs(struct arena *arena, const char *pattern)
{
    enum { GLOBS_MAX = 12 };
    const char **globs = ARENA_ARRAY(arena, const char *, GLOBS_MAX + 1);
    size_t count = 0;
    if (pattern[0] == '!')
        return globs;
    bool anchored = pattern[0] == '/';
    const char *bare = anchored ? pattern + 1 : pattern;
    while (!anchored && string_starts_with(bare, "**/"))
        bare += 3;
    size_t size = strlen(bare);
    if (size > 3 && strcmp(bare + size - 3, "/**") == 0)
        size -= 2;
    const char *name = arena_copy(arena, (struct text){bare, size});
    bool is_folder = size > 0 && name[size - 1] == '/';
    const char *slash = strchr(name, '/');
    /* A slash in the middle anchors; one at the end does not. */
    bool floats =
        !anchored &&
        (bare != pattern || !slash ||
         (is_folder && slash == name + size - 1 && bare + size == pattern + strlen(pattern)));
    const char *ends[3] = {"", NULL, NULL};
    if (is_folder)
        ends[1] = "**";
    else
        ends[1] = "/**";
    ends[2] = is_folder ? NULL : "/";
    for (size_t i = 0; i < 3 && ends[i]; i++) {
        globs[count++] = arena_printf(arena, "/%s%s", name, ends[i]);
        globs[count++] = arena_printf(arena, "%s%s", name, ends[i]);
        if (floats)
            globs[count++] = arena_printf(arena, "**/%s%s", name, ends[i]);
    }
    return globs;
}

static bool is_everything(const char *directory, const char *pattern)
{
    static const char *const all[] = {"*", "**", "/*", "/**", "**/*", "/**/*", NULL};
    return strcmp(directory, ".") == 0 && string_is_one_of(pattern, all);
}

static void add_exclusion(struct fact_writer *writer, uint32_t line, const char *tool,
                          const char *directory, const char *pattern)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &fact_kind_agent_exclusion, NULL, line, 1)->cells;
    const char *const *globs = agent_exclusion_globs(arena, pattern);
    size_t count = 0;
    while (strcmp(directory, ".") == 0 && globs[count])
        count++;
    cells[AGENT_EXCLUSION_TOOL] = value_text(tool);
    cells[AGENT_EXCLUSION_DIRECTORY] = fact_text(writer, directory);
    cells[AGENT_EXCLUSION_PATTERN] = fact_text(writer, pattern);
    cells[AGENT_EXCLUSION_GLOBS] = value_texts(arena, globs, count);
    cells[AGENT_EXCLUSION_EVERYTHING] = value_boolean(is_everything(directory, pattern));
}

static void read_ignore_file(struct fact_writer *writer, const struct fact_file *file, size_t which)
{
    struct arena *arena = fact_arena(writer);
    const char *directory = path_directory(arena, file->path);
    struct text rest = file->content.text, line;
    if (files[which].is_closed && !text_trim(rest).size)
        add_exclusion(writer, 1, files[which].tool, directory, "*");
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        struct text trimmed = text_trim(line);
        if (!trimmed.size || trimmed.bytes[0] == '#' ||
            (files[which].is_plain && trimmed.bytes[0] == '!'))
            continue;
        add_exclusion(writer, number, files[which].tool, directory, arena_copy(arena, trimmed));
    }
}

static void add_gap(struct fact_writer *writer, const char *tool, enum unknown_class class,
                    const char *reason)
{
    fact_add_gap(writer, &fact_kind_agent_exclusion, NULL, class, reason)
        ->cells[AGENT_EXCLUSION_TOOL] = value_text(tool);
}

static void read_settings(struct fact_writer *writer, struct fact_file *file)
{
    struct arena *arena = fact_arena(writer);
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_json(file, true, &problem);
    if (!document || document->count != 1) {
        add_gap(writer, "claude", UNKNOWN_UNREADABLE, "it is no JSON document");
        return;
    }
    const struct node *deny = node_find(node_find(document->roots[0], "permissions"), "deny");
    const char *directory = path_directory(arena, path_directory(arena, file->path));
    for (size_t i = 0; deny && deny->kind == NODE_SEQUENCE && i < deny->count; i++) {
        const struct node *item = deny->items[i];
        const char *pattern =
            node_is_scalar(item) ? agent_exclusion_of_permission(arena, item->text) : NULL;
        if (pattern)
            add_exclusion(writer, item->line, "claude", directory, pattern);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const char *name = path_base(file->path);
    size_t which = 0;
    enum { FILES = sizeof(files) / sizeof(*files) };
    while (which < FILES && strcmp(files[which].name, name) != 0)
        which++;
    const char *tool = which < FILES ? files[which].tool : "claude";
    if (document_is_foreign(file->path))
        return;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason =
        file->content.state == CONTENT_LINK ? "it is a link" : fact_file_unreadable(file, &class);
    if (reason)
        add_gap(writer, tool, class, reason);
    else if (which < FILES)
        read_ignore_file(writer, file, which);
    else
        read_settings(writer, file);
}

FACT(agent_exclusion) = {
    .name = "agent_exclusion",
    .area = FACT_AREA_AI,
    .summary = "The lines that keep an AI tool from paths.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_agent_exclusion, NULL},
    .paths = (const char *const[]){".aiderignore", ".aiexclude", ".aiignore", ".clineignore",
                                   ".codeiumignore", ".continueignore", ".cursorignore",
                                   ".geminiignore", ".rooignore", "**/.claude/settings.json", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
