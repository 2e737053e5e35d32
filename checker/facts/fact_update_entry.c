#include "document/json5.h"
#include "facts/dependabot.h"
#include "facts/dependabot_tree.h"
#include "facts/paths.h"
#include "facts/renovate.h"
#include "facts/update_kinds.h"

#include <string.h>

static struct value list_of(struct arena *arena, const char *const *items, size_t count)
{
    return count > 0 ? value_texts(arena, items, count) : value_text(NULL);
}

/* A row whose flags say no. */
static struct value *add_entry(struct fact_writer *writer, const char *tool, uint32_t line)
{
    struct value *cells = fact_add(writer, &update_entry_kind, NULL, line, 1)->cells;
    cells[UPDATE_TOOL] = value_text(tool);
    static const unsigned char flags[] = {UPDATE_ENABLED,       UPDATE_DEAD,
                                          UPDATE_SECURITY_ONLY, UPDATE_SILENT,
                                          UPDATE_SOME_ONLY,     UPDATE_INSECURE_EXECUTION,
                                          UPDATE_ADVISORIES};
    for (size_t i = 0; i < sizeof(flags); i++)
        cells[flags[i]] = value_boolean(false);
    return cells;
}

static void add_refused(struct fact_writer *writer, const char *tool, uint32_t line,
                        const char *problem)
{
    add_entry(writer, tool, line)[UPDATE_PROBLEM] = fact_text(writer, problem);
}

/* Why the text is no document, after `what` it is not. */
static const char *malformed(struct arena *arena, const char *what,
                             const struct document_problem *problem)
{
    if (!problem || problem->message[0] == '\0')
        return arena_printf(arena, "it is no %s", what);
    return arena_printf(arena, "it is no %s: %s", what, problem->message);
}

static void add_dependabot_entry(struct fact_writer *writer, const struct dependabot *file,
                                 const struct dependabot_entry *entry, const char *directory,
                                 const struct dependabot_found *found)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = add_entry(writer, "dependabot", entry->line);
    cells[UPDATE_ECOSYSTEM] = fact_text(writer, entry->ecosystem);
    cells[UPDATE_DIRECTORY] = fact_text(writer, directory);
    cells[UPDATE_LIMIT] = value_integer(entry->limit);
    cells[UPDATE_ENABLED] =
        value_boolean(!file->problem && entry->limit > 0 && !entry->ignores_all);
    cells[UPDATE_BRANCH] = fact_text(writer, entry->branch);
    cells[UPDATE_EXCLUDES] = list_of(arena, entry->excludes.items, entry->excludes.count);
    if (found)
        cells[UPDATE_DEAD] = value_boolean(found->dead);
    else
        cells[UPDATE_DEAD] =
            value_unknown(arena, UNKNOWN_UNREADABLE, "too many patterns and folders");
    if (found && found->overlaps > 0)
        cells[UPDATE_OVERLAPS] = value_integer(found->overlaps);
    cells[UPDATE_SECURITY_ONLY] = value_boolean(!file->problem && entry->limit == 0);
    cells[UPDATE_SOME_ONLY] = value_boolean(entry->some_only);
    cells[UPDATE_INTERVAL] = fact_text(writer, entry->interval);
    if (entry->cooldown_days >= 0)
        cells[UPDATE_COOLDOWN_DAYS] = value_integer(entry->cooldown_days);
    cells[UPDATE_INSECURE_EXECUTION] = value_boolean(entry->insecure_execution);
    cells[UPDATE_GROUPS] = list_of(arena, entry->groups.items, entry->groups.count);
}

/* GitHub refuses the file as a whole, so a mistake in one entry disables all. A row at
 * the mistake says so. */
static void recognise_dependabot(struct fact_writer *writer, struct fact_file *file)
{
    struct arena *arena = fact_arena(writer);
    if (strcmp(file->path, ".github/dependabot.yaml") == 0 &&
        snapshot_find(file->snapshot, ".github/dependabot.yml")) {
        add_refused(writer, "dependabot", 1, "dependabot.yml stands beside it and is read instead");
        return;
    }
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_yaml(file, &problem);
    if (!document || document->count != 1) {
        add_refused(writer, "dependabot", problem && problem->line > 0 ? problem->line : 1,
                    malformed(arena, "YAML document", problem));
        return;
    }
    struct dependabot dependabot;
    dependabot_read(&dependabot, arena, document->roots[0]);
    const struct dependabot_found *found = dependabot_look(arena, file->snapshot, &dependabot);
    for (size_t i = 0; i < dependabot.count; i++) {
        const struct dependabot_entry *entry = &dependabot.entries[i];
        for (size_t d = 0; d < entry->directory_count; d++)
            add_dependabot_entry(writer, &dependabot, entry, entry->directories[d],
                                 found ? &found[i] : NULL);
    }
    if (dependabot.problem)
        add_refused(writer, "dependabot", dependabot.problem_line, dependabot.problem);
}

/* In the order in which Renovate looks; the first that is there is the only one. Those
 * of other forges come last, behind package.json. */
static const char *const renovate_files[] = {
    "renovate.json",          "renovate.jsonc",
    "renovate.json5",         ".github/renovate.json",
    ".github/renovate.jsonc", ".github/renovate.json5",
    ".gitlab/renovate.json",  ".gitlab/renovate.jsonc",
    ".gitlab/renovate.json5", ".renovaterc",
    ".renovaterc.json",       ".renovaterc.jsonc",
    ".renovaterc.json5",      NULL,
};

static bool is_shadowed(const struct fact_file *file)
{
    for (size_t i = 0; renovate_files[i]; i++) {
        if (strcmp(renovate_files[i], file->path) == 0)
            return false;
        if (snapshot_find(file->snapshot, renovate_files[i]))
            return true;
    }
    return false;
}

static struct value list_cell(struct arena *arena, const struct renovate_list *list)
{
    return list->is_set ? value_texts(arena, list->items, list->count) : value_text(NULL);
}

static void add_rule(struct fact_writer *writer, const struct renovate_rule *rule, size_t position)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells =
        fact_add(writer, &update_rule_kind, NULL, rule->line ? rule->line : 1, 1)->cells;
    cells[RULE_POSITION] = value_integer((int64_t)position);
    cells[RULE_MANAGER] = fact_text(writer, rule->manager);
    if (rule->enabled != RENOVATE_UNSAID)
        cells[RULE_ENABLED] = value_boolean(rule->enabled == RENOVATE_ON);
    cells[RULE_SOME_ONLY] = value_boolean(rule->some_only);
    cells[RULE_MANAGERS] = list_cell(arena, &rule->managers);
    cells[RULE_FILES] = list_cell(arena, &rule->files);
    cells[RULE_CATEGORIES] = list_cell(arena, &rule->categories);
    cells[RULE_INCLUDES] = list_cell(arena, &rule->includes);
    cells[RULE_EXCLUDES] = list_cell(arena, &rule->ignores);
    cells[RULE_PATTERNS] = list_cell(arena, &rule->patterns);
    cells[RULE_SOURCE] = fact_text(writer, rule->source);
    cells[RULE_TEXTS] = list_cell(arena, &rule->texts);
}

static void add_renovate(struct fact_writer *writer, const struct renovate *renovate, uint32_t line)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = add_entry(writer, "renovate", line);
    cells[UPDATE_DIRECTORY] = value_text("/");
    cells[UPDATE_ENABLED] = value_boolean(!renovate->problem && renovate->enabled != RENOVATE_OFF &&
                                          !renovate->silent && !renovate->only_security);
    cells[UPDATE_PROBLEM] = fact_text(writer, renovate->problem);
    cells[UPDATE_DOUBT] = fact_text(writer, renovate->doubt);
    cells[UPDATE_MANAGERS] = list_cell(arena, &renovate->managers);
    cells[UPDATE_INCLUDES] = list_cell(arena, &renovate->includes);
    cells[UPDATE_EXCLUDES] = list_cell(arena, &renovate->ignores);
    cells[UPDATE_BRANCHES] = list_cell(arena, &renovate->branches);
    cells[UPDATE_SECURITY_ONLY] =
        value_boolean(renovate->enabled != RENOVATE_OFF && renovate->only_security);
    cells[UPDATE_SILENT] = value_boolean(renovate->silent);
    cells[UPDATE_UNRESOLVED] = list_cell(arena, &renovate->unresolved);
    cells[UPDATE_ADVISORIES] = value_boolean(renovate->knows_advisories);
    for (size_t i = 0; i < renovate->rule_count; i++)
        add_rule(writer, &renovate->rules[i], i + 1);
}

/* The key `renovate` of package.json, which Renovate reads when no file of its own is
 * there. */
static void recognise_package(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_json(file, false, &problem);
    const struct node *node =
        document && document->count > 0 ? node_find(document->roots[0], "renovate") : NULL;
    if (!node || is_shadowed(file))
        return;
    struct renovate renovate;
    renovate_read(&renovate, fact_arena(writer), node);
    add_renovate(writer, &renovate, node->line);
}

static void recognise_renovate(struct fact_writer *writer, struct fact_file *file)
{
    struct arena *arena = fact_arena(writer);
    const struct document_problem *problem = NULL;
    if (is_shadowed(file))
        return;
    struct renovate renovate;
    if (text_trim(file->content.text).size == 0) { /* empty is {} */
        const struct node empty = {.kind = NODE_MAPPING, .line = 1};
        renovate_read(&renovate, arena, &empty);
        add_renovate(writer, &renovate, 1);
        return;
    }
    const struct document *document = NULL;
    struct document json5;
    struct document_problem json5_problem = {0};
    if (string_ends_with(file->path, ".json5")) {
        problem = &json5_problem;
        if (json5_parse(arena, file->content.text, &json5, &json5_problem))
            document = &json5;
    } else {
        document = fact_file_json(file, true, &problem);
    }
    if (!document || document->count == 0) {
        add_refused(writer, "renovate", problem && problem->line > 0 ? problem->line : 1,
                    malformed(arena, "JSON", problem));
        return;
    }
    renovate_read(&renovate, arena, document->roots[0]);
    add_renovate(writer, &renovate, renovate.problem ? renovate.problem_line : 1);
}

/* Mend for GitHub: pull requests come from its own Renovate, when that is on. */
static void recognise_mend(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_json(file, true, &problem);
    if (!document || document->count == 0 || document->roots[0]->kind != NODE_MAPPING) {
        add_refused(writer, "mend", problem && problem->line > 0 ? problem->line : 1,
                    malformed(fact_arena(writer), "JSON", problem));
        return;
    }
    const struct node *settings = node_find(document->roots[0], "remediateSettings");
    const struct node *renovate = node_find(settings, "enableRenovate");
    bool on = false;
    bool is_on = node_boolean(renovate, &on) && on;
    struct value *cells = add_entry(writer, "mend", renovate ? renovate->line : 1);
    cells[UPDATE_DIRECTORY] = value_text("/");
    cells[UPDATE_ENABLED] = value_boolean(is_on);
}

/* `updates.limit = 0` is how its settings, in HOCON, switch it off. */
static bool is_limit_of_none(struct text line)
{
    line = text_trim(line);
    if (!text_starts_with(line, "updates.limit"))
        return false;
    line = text_trim((struct text){line.bytes + 13, line.size - 13});
    if (line.size == 0 || (line.bytes[0] != '=' && line.bytes[0] != ':'))
        return false;
    return text_equals(text_trim((struct text){line.bytes + 1, line.size - 1}), "0");
}

static void recognise_scala_steward(struct fact_writer *writer, const struct fact_file *file)
{
    bool is_on = true;
    struct text rest = file->content.text;
    struct text line;
    while (text_next_line(&rest, &line))
        is_on &= !is_limit_of_none(line);
    struct value *cells = add_entry(writer, "scala_steward", 1);
    cells[UPDATE_ECOSYSTEM] = value_text("sbt");
    cells[UPDATE_DIRECTORY] = value_text("/");
    cells[UPDATE_ENABLED] = value_boolean(is_on);
}

static const char *tool_of(const char *path)
{
    if (string_starts_with(path, ".github/dependabot."))
        return "dependabot";
    if (strcmp(path, ".whitesource") == 0)
        return "mend";
    return string_ends_with(path, "scala-steward.conf") ? "scala_steward" : "renovate";
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    const char *tool = tool_of(file->path);
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        if (strcmp(file->path, "package.json") == 0)
            return;
        struct fact_row *row = fact_add_gap(writer, &update_entry_kind, NULL, class, reason);
        row->cells[UPDATE_TOOL] = value_text(tool);
        return;
    }
    if (strcmp(tool, "dependabot") == 0)
        recognise_dependabot(writer, file);
    else if (strcmp(tool, "mend") == 0)
        recognise_mend(writer, file);
    else if (strcmp(tool, "scala_steward") == 0)
        recognise_scala_steward(writer, file);
    else if (strcmp(file->path, "package.json") == 0)
        recognise_package(writer, file);
    else
        recognise_renovate(writer, file);
}

static const struct fact_kind *const kinds[] = {&update_entry_kind, &update_rule_kind, NULL};
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
    "/.whitesource",
    "/.scala-steward.conf",
    "/scala-steward.conf",
    "/.github/.scala-steward.conf",
    "/.github/scala-steward.conf",
    "/.config/.scala-steward.conf",
    "/.config/scala-steward.conf",
    NULL,
};

FACT(update_entry) = {
    .name = "update_entry",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "configurations of update bots, entry by entry, and Renovate's rules in order",
    .version = 3,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
