#include "document/json5.h"
#include "facts/dependabot.h"
#include "facts/paths.h"
#include "facts/renovate.h"
#include "facts/supply.h"

#include <string.h>

static const char *const tools[] = {"dependabot", "renovate", "mend", NULL};

static const struct fact_field fields[] = {
    [UPDATE_TOOL] = {"tool", {.kind = TYPE_WORD, .words = tools}, false, "whose configuration"},
    [UPDATE_ECOSYSTEM] = {"ecosystem",
                          {.kind = TYPE_TEXT},
                          true,
                          "as Dependabot names it; absent: every one"},
    [UPDATE_DIRECTORY] = {"directory",
                          {.kind = TYPE_TEXT},
                          true,
                          "from the root, with a slash in front; may be a pattern"},
    [UPDATE_LIMIT] = {"limit", {.kind = TYPE_INTEGER}, true, "open pull requests at a time"},
    [UPDATE_ENABLED] = {"enabled",
                        {.kind = TYPE_BOOLEAN},
                        false,
                        "makes pull requests for new versions"},
    [UPDATE_PROBLEM] = {"problem",
                        {.kind = TYPE_TEXT},
                        true,
                        "why the tool refuses the whole file"},
    [UPDATE_BRANCH] = {"branch",
                       {.kind = TYPE_TEXT},
                       true,
                       "the branch that it reads instead of the default one"},
    [UPDATE_MANAGERS] = {"managers",
                         {.kind = TYPE_LIST, .of = TYPE_TEXT},
                         true,
                         "Renovate: the only managers in use"},
    [UPDATE_INCLUDES] = {"includes",
                         {.kind = TYPE_LIST, .of = TYPE_TEXT},
                         true,
                         "Renovate: includePaths"},
    [UPDATE_EXCLUDES] = {"excludes",
                         {.kind = TYPE_LIST, .of = TYPE_TEXT},
                         true,
                         "exclude-paths, ignorePaths"},
    [UPDATE_OFF] = {"off",
                    {.kind = TYPE_LIST, .of = TYPE_TEXT},
                    true,
                    "Renovate: managers that are switched off"},
    [UPDATE_COMPILES] = {"compiles",
                         {.kind = TYPE_LIST, .of = TYPE_TEXT},
                         true,
                         "Renovate: what pip-compile writes, as patterns"},
    [UPDATE_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", "ecosystem", "directory", NULL};

const struct fact_kind update_entry_kind = {
    .name = "update_entry",
    .summary = "an entry of the configuration of an update bot",
    .key = key,
    .fields = fields,
};

static struct value list_of(struct arena *arena, const char *const *items, size_t count)
{
    return count > 0 ? value_texts(arena, items, count) : value_text(NULL);
}

static void add_refused(struct fact_writer *writer, const char *tool, uint32_t line,
                        const char *problem)
{
    struct value *cells = fact_add(writer, &update_entry_kind, NULL, line, 1)->cells;
    cells[UPDATE_TOOL] = value_text(tool);
    cells[UPDATE_ENABLED] = value_boolean(false);
    cells[UPDATE_PROBLEM] = fact_text(writer, problem);
}

static void add_dependabot_entry(struct fact_writer *writer, const struct dependabot *file,
                                 const struct dependabot_entry *entry, const char *directory)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &update_entry_kind, NULL, entry->line, 1)->cells;
    cells[UPDATE_TOOL] = value_text("dependabot");
    cells[UPDATE_ECOSYSTEM] = fact_text(writer, entry->ecosystem);
    cells[UPDATE_DIRECTORY] = fact_text(writer, directory);
    cells[UPDATE_LIMIT] = value_integer(entry->limit);
    cells[UPDATE_ENABLED] =
        value_boolean(!file->problem && entry->limit > 0 && !entry->ignores_all);
    cells[UPDATE_PROBLEM] = fact_text(writer, file->problem);
    cells[UPDATE_BRANCH] = fact_text(writer, entry->branch);
    cells[UPDATE_EXCLUDES] = list_of(arena, entry->excludes, entry->exclude_count);
}

/* GitHub refuses the file as a whole, so a mistake in one entry disables all. */
static void recognise_dependabot(struct fact_writer *writer, struct fact_file *file)
{
    if (strcmp(file->path, ".github/dependabot.yaml") == 0 &&
        snapshot_find(file->snapshot, ".github/dependabot.yml")) {
        add_refused(writer, "dependabot", 1, "dependabot.yml stands beside it and is read instead");
        return;
    }
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_yaml(file, &problem);
    if (!document || document->count != 1) {
        add_refused(writer, "dependabot", problem && problem->line > 0 ? problem->line : 1,
                    "it is no YAML document");
        return;
    }
    struct dependabot dependabot;
    dependabot_read(&dependabot, fact_arena(writer), document->roots[0]);
    size_t rows = 0;
    for (size_t i = 0; i < dependabot.count; i++) {
        const struct dependabot_entry *entry = &dependabot.entries[i];
        for (size_t d = 0; d < entry->directory_count; d++, rows++)
            add_dependabot_entry(writer, &dependabot, entry, entry->directories[d]);
    }
    if (rows == 0 && dependabot.problem)
        add_refused(writer, "dependabot", dependabot.problem_line, dependabot.problem);
}

/* In the order in which Renovate looks; the first that is there is the only one. */
static const char *const renovate_files[] = {
    "renovate.json",         "renovate.jsonc",         "renovate.json5",
    ".github/renovate.json", ".github/renovate.jsonc", ".github/renovate.json5",
    ".gitlab/renovate.json", ".gitlab/renovate.jsonc", ".gitlab/renovate.json5",
    ".renovaterc",           ".renovaterc.json",       ".renovaterc.jsonc",
    ".renovaterc.json5",     "package.json",           NULL,
};

static bool is_shadowed(const struct fact_file *file)
{
    for (size_t i = 0; renovate_files[i]; i++) {
        if (strcmp(renovate_files[i], file->path) == 0)
            return false;
        if (snapshot_find(file->snapshot, renovate_files[i]))
            return true;
    }
    return true;
}

static void add_renovate(struct fact_writer *writer, const struct renovate *renovate, uint32_t line)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &update_entry_kind, NULL, line, 1)->cells;
    cells[UPDATE_TOOL] = value_text("renovate");
    cells[UPDATE_DIRECTORY] = value_text("/");
    cells[UPDATE_ENABLED] =
        value_boolean(!renovate->problem && !renovate->disabled && !renovate->only_security);
    cells[UPDATE_PROBLEM] = fact_text(writer, renovate->problem);
    cells[UPDATE_MANAGERS] = list_of(arena, renovate->managers.items, renovate->managers.count);
    cells[UPDATE_INCLUDES] = list_of(arena, renovate->includes.items, renovate->includes.count);
    cells[UPDATE_EXCLUDES] = list_of(arena, renovate->ignores.items, renovate->ignores.count);
    cells[UPDATE_OFF] = list_of(arena, renovate->off.items, renovate->off.count);
    cells[UPDATE_COMPILES] = list_of(arena, renovate->compiles.items, renovate->compiles.count);
}

static void recognise_renovate(struct fact_writer *writer, struct fact_file *file)
{
    bool is_package = strcmp(file->path, "package.json") == 0;
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_json(file, !is_package, &problem);
    if (is_package) {
        const struct node *node =
            document && document->count > 0 ? node_find(document->roots[0], "renovate") : NULL;
        if (!node || is_shadowed(file))
            return;
        struct renovate renovate = {0};
        if (node->kind != NODE_TEXT) /* one preset as a text: nothing is switched off */
            renovate_read(&renovate, fact_arena(writer), node);
        add_renovate(writer, &renovate, node->line);
        return;
    }
    if (is_shadowed(file))
        return;
    if (!document && text_trim(file->content.text).size == 0) { /* empty is {} */
        add_renovate(writer, &(struct renovate){0}, 1);
        return;
    }
    struct document json5;
    struct document_problem json5_problem = {0};
    if (!document && string_ends_with(file->path, ".json5")) {
        problem = &json5_problem;
        if (json5_parse(fact_arena(writer), file->content.text, &json5, &json5_problem))
            document = &json5;
    }
    if (!document || document->count == 0) {
        add_refused(writer, "renovate", problem && problem->line > 0 ? problem->line : 1,
                    "it is no JSON");
        return;
    }
    struct renovate renovate;
    renovate_read(&renovate, fact_arena(writer), document->roots[0]);
    add_renovate(writer, &renovate, renovate.problem ? renovate.problem_line : 1);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    bool is_dependabot = string_starts_with(file->path, ".github/dependabot.");
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        if (strcmp(file->path, "package.json") == 0)
            return;
        struct fact_row *row = fact_add_gap(writer, &update_entry_kind, NULL, class, reason);
        row->cells[UPDATE_TOOL] = value_text(is_dependabot ? "dependabot" : "renovate");
        return;
    }
    if (is_dependabot)
        recognise_dependabot(writer, file);
    else
        recognise_renovate(writer, file);
}

static const struct fact_kind *const kinds[] = {&update_entry_kind, NULL};
static const char *const paths[] = {
    "/.github/dependabot.yml",
    "/.github/dependabot.yaml",
    "/renovate.json",
    "/renovate.jsonc",
    "/renovate.json5",
    "/.github/renovate.json",
    "/.github/renovate.jsonc",
    "/.github/renovate.json5",
    "/.gitlab/renovate.json",
    "/.gitlab/renovate.jsonc",
    "/.gitlab/renovate.json5",
    "/.renovaterc",
    "/.renovaterc.json",
    "/.renovaterc.jsonc",
    "/.renovaterc.json5",
    "/package.json",
    NULL,
};

FACT(update_entry) = {
    .name = "update_entry",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "configurations of Dependabot and Renovate, entry by entry",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
