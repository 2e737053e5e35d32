#include "base/glob.h"
#include "facts/invocation_kinds.h"
#include "facts/scanner_kinds.h"
#include "facts/scanner_languages.h"
#include "facts/scanner_scope.h"
#include "facts/scanner_state.h"
#include "facts/supply.h"
#include "facts/workflow_kinds.h"

#include <string.h>

struct finder {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct scanner_surroundings surroundings;
    /* What the invocation at hand has given already: a more exact pattern comes first. */
    const char *tools[32], *purposes[32];
    size_t count;
    struct table rows;  /* a matrix may make the same row several times */
    struct table maven; /* "PLUGIN DIRECTORY" -> struct maven_settings */
    struct table calls; /* "PATH\nJOB" -> what the job calls instead of steps of its own */
};

static bool is_given(struct finder *finder, const char *tool, const char *purpose)
{
    for (size_t i = 0; i < finder->count; i++)
        if (strcmp(finder->tools[i], tool) == 0 && strcmp(finder->purposes[i], purpose) == 0)
            return true;
    if (finder->count < sizeof(finder->tools) / sizeof(*finder->tools)) {
        finder->tools[finder->count] = tool;
        finder->purposes[finder->count++] = purpose;
    }
    return false;
}

static void write_row(struct finder *finder, const struct fact_row *invocation,
                      const struct value *cells)
{
    struct arena *arena = fact_arena(finder->writer);
    struct buffer key = BUFFER_EMPTY;
    buffer_printf(&key, "%s\n%u:%u", invocation->path, invocation->line, invocation->column);
    for (size_t i = 0; i < SCANNER_FIELD_COUNT; i++)
        buffer_printf(&key, "\n%s", value_format(arena, &cells[i]));
    bool is_new = !table_has(&finder->rows, buffer_string(&key));
    if (is_new) {
        table_set(&finder->rows, arena_strdup(arena, buffer_string(&key)), finder);
        memcpy(fact_add(finder->writer, &fact_kind_scanner, invocation->path, invocation->line,
                        invocation->column)
                   ->cells,
               cells, SCANNER_FIELD_COUNT * sizeof(*cells));
    }
    buffer_release(&key);
}

static void add_row(struct finder *finder, const struct scanner_match *match, const char *purpose,
                    const char *open)
{
    const struct tool *tool = match->pattern->tool;
    const struct fact_row *invocation = match->invocation;
    if (is_given(finder, tool->id, purpose))
        return;
    struct scanner_state state = scanner_state_of(match, purpose, &finder->surroundings);
    if (open && state.state && strcmp(state.state, "disabled") != 0)
        state = (struct scanner_state){NULL, open};
    struct value cells[SCANNER_FIELD_COUNT] = {0};
    cells[SCANNER_TOOL] = value_text(tool->id);
    cells[SCANNER_TITLE] = value_text(tool->title);
    cells[SCANNER_PURPOSE] = value_text(purpose);
    cells[SCANNER_STATE] =
        state.state ? value_text(state.state)
                    : value_unknown(fact_arena(finder->writer), UNKNOWN_UNOBSERVABLE, state.reason);
    cells[SCANNER_REASON] = value_text(state.reason);
    cells[SCANNER_SORT] = value_text(match->pattern->sort);
    cells[SCANNER_SYSTEM] = invocation->cells[INVOCATION_SYSTEM];
    cells[SCANNER_JOB] = invocation->cells[INVOCATION_JOB];
    cells[SCANNER_STEP] = invocation->cells[INVOCATION_STEP];
    cells[SCANNER_EVENTS] = invocation->cells[INVOCATION_EVENTS];
    cells[SCANNER_PATHS] = invocation->cells[INVOCATION_PATHS];
    cells[SCANNER_PATHS_IGNORE] = invocation->cells[INVOCATION_PATHS_IGNORE];
    cells[SCANNER_RELEASES] = invocation->cells[INVOCATION_RELEASES];
    scanner_set_scope(match, finder->repository->snapshot, cells);
    if (strcmp(purpose, "sast") == 0 || strcmp(purpose, "lint") == 0)
        cells[SCANNER_LANGUAGES] = scanner_languages_of(match, finder->surroundings.invocations,
                                                        finder->surroundings.jobs);
    write_row(finder, invocation, cells);
}

/* What the project says that Maven builds: that of the folder where it runs. NULL where that is
 * not known, or another file is named. */
static const struct maven_settings *maven_settings_of(struct finder *finder,
                                                      const struct scanner_match *match)
{
    static const char *other_file[] = {"-f", "-f*", "--file", "--file=*"};
    static const struct schema_texts globs = {.items = other_file, .count = 4};
    struct arena *arena = fact_arena(finder->writer);
    const char *directory = cell_text(match->invocation, INVOCATION_DIRECTORY);
    if (!directory || match->in_container || scanner_has_word(&match->options, &globs))
        return NULL;
    const char *key = arena_printf(arena, "%s %s", match->pattern->maven_plugin, directory);
    struct maven_settings *settings = table_find(&finder->maven, key);
    if (!settings) {
        settings = ARENA_NEW(arena, struct maven_settings);
        *settings =
            maven_settings_read(finder->repository, arena, directory, match->pattern->maven_plugin);
        table_set(&finder->maven, key, settings);
    }
    return settings;
}

static void add_match(void *context, const struct scanner_match *given)
{
    struct finder *finder = context;
    struct scanner_match match = *given;
    if (match.pattern->maven_plugin)
        match.options.maven = maven_settings_of(finder, given);
    const char *open = NULL;
    const char *const *purposes = scanner_purposes_of(&match, &open);
    for (; *purposes; purposes++)
        add_row(finder, &match, *purposes, open);
}

static void add_gap(struct finder *finder, const struct fact_row *invocation)
{
    const struct value *cell = &invocation->cells[INVOCATION_NAME];
    if (cell->kind != VALUE_UNKNOWN)
        return;
    struct fact_row *row = fact_add_gap(finder->writer, &fact_kind_scanner, invocation->path,
                                        cell->unknown->class, cell->unknown->reason);
    row->line = invocation->line;
    row->column = invocation->column;
    row->cells[SCANNER_SYSTEM] = invocation->cells[INVOCATION_SYSTEM];
}

/* Does a change of the code, or the clock, start it? */
static bool runs_on_code(const struct fact_row *invocation)
{
    static const char *const names[] = {"push",        "pull_request", "pull_request_target",
                                        "merge_group", "schedule",     NULL};
    const char *activation = cell_text(invocation, INVOCATION_ACTIVATION);
    const struct value *events = NULL;
    size_t count = cell_list(invocation, INVOCATION_EVENTS, &events);
    for (size_t i = 0; activation && strcmp(activation, "automatic") == 0 && i < count; i++)
        if (string_is_one_of(events[i].text, names))
            return true;
    return false;
}

static const char *call_key(struct arena *arena, const char *path, const char *job)
{
    return arena_printf(arena, "%s\n%s", path, job ? job : "");
}

static void index_calls(struct finder *finder)
{
    struct arena *arena = fact_arena(finder->writer);
    const struct fact_table *jobs = finder->surroundings.jobs;
    table_init(&finder->calls, arena);
    for (size_t i = 0; i < jobs->count; i++) {
        const struct fact_row *row = &jobs->rows[i];
        const char *uses = row->gap ? NULL : cell_text(row, WORKFLOW_JOB_USES);
        if (uses)
            table_set(&finder->calls, call_key(arena, row->path, cell_text(row, WORKFLOW_JOB_JOB)),
                      arena_strdup(arena, uses));
    }
}

/* A workflow of another repository, or a job of an orb: not a command or an executor of one. */
static bool is_called(struct finder *finder, const struct fact_row *invocation, const char *name)
{
    const char *sort = cell_text(invocation, INVOCATION_SORT);
    if (!sort || strcmp(sort, "orb") != 0)
        return sort && strcmp(sort, "workflow") == 0;
    const char *job = cell_text(invocation, INVOCATION_JOB);
    const char *uses =
        table_find(&finder->calls, call_key(fact_arena(finder->writer), invocation->path, job));
    return uses && strcmp(uses, name) == 0 &&
           invocation->cells[INVOCATION_STEP].kind == VALUE_ABSENT;
}

/* A workflow of another repository, or a job of an orb, that the catalogue does not know is a
 * pipeline of its own: which tools look at this change there nobody sees here. */
static void add_called(struct finder *finder, const struct fact_row *invocation)
{
    static const char *const purposes[] = {"sca", "secrets", "sast"};
    const char *name = cell_text(invocation, INVOCATION_NAME);
    if (!name || !is_called(finder, invocation, name) || !runs_on_code(invocation))
        return;
    const char *reason =
        arena_printf(fact_arena(finder->writer), "what '%s' runs is not in this repository", name);
    for (size_t i = 0; i < sizeof(purposes) / sizeof(*purposes); i++) {
        struct fact_row *row = fact_add_gap(finder->writer, &fact_kind_scanner, invocation->path,
                                            UNKNOWN_UNOBSERVABLE, reason);
        row->line = invocation->line;
        row->column = invocation->column;
        row->cells[SCANNER_PURPOSE] = value_text(purposes[i]);
        row->cells[SCANNER_SYSTEM] = invocation->cells[INVOCATION_SYSTEM];
        row->cells[SCANNER_EVENTS] = invocation->cells[INVOCATION_EVENTS];
    }
}

/* Variables of a pipeline as a whole, which the templates that it includes obey. */
static const char *const *global_variables(struct arena *arena, const struct fact_table *variables,
                                           const char *system)
{
    const char **globals = ARENA_ARRAY(arena, const char *, variables->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < variables->count; i++) {
        const struct fact_row *row = &variables->rows[i];
        const char *its_system = row->gap ? NULL : cell_text(row, WORKFLOW_VARIABLE_SYSTEM);
        const char *name = row->gap ? NULL : cell_text(row, WORKFLOW_VARIABLE_NAME);
        const char *value = row->gap ? NULL : cell_text(row, WORKFLOW_VARIABLE_VALUE);
        if (its_system && name && value && strcmp(its_system, system) == 0 &&
            row->cells[WORKFLOW_VARIABLE_JOB].kind == VALUE_ABSENT)
            globals[count++] = arena_printf(arena, "%s=%s", name, value);
    }
    return globals;
}

static void add_declared(struct finder *finder, const struct tool_pattern *pattern,
                         const char *path)
{
    for (size_t i = 0; i < pattern->purposes.count; i++) {
        const char *purpose = pattern->purposes.items[i];
        if (is_given(finder, pattern->tool->id, purpose))
            continue;
        struct value *cells = fact_add(finder->writer, &fact_kind_scanner, path, 1, 1)->cells;
        cells[SCANNER_TOOL] = value_text(pattern->tool->id);
        cells[SCANNER_TITLE] = value_text(pattern->tool->title);
        cells[SCANNER_PURPOSE] = value_text(purpose);
        cells[SCANNER_STATE] = value_text("declared");
        cells[SCANNER_REASON] = value_text("its settings are here; whether the service reads them "
                                           "git does not show");
        cells[SCANNER_SORT] = value_text("config");
        if (!pattern->no_directory) {
            cells[SCANNER_DIRECTORY] = value_text(".");
            cells[SCANNER_DEPTH] = value_integer(pattern->depth);
        }
        if (pattern->reads)
            cells[SCANNER_READS] = value_text(pattern->reads);
    }
}

/* Files that switch a hosted service on, all looked up in one walk over the listing. */
static void find_settings(struct finder *finder, const struct tool_catalogue *catalogue)
{
    struct arena *arena = fact_arena(finder->writer);
    struct glob_set *set = glob_set_new(arena);
    const struct tool_pattern **patterns = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < catalogue->count; i++)
        for (size_t k = 0; k < catalogue->tools[i]->patterns.count; k++) {
            const struct tool_pattern *pattern = catalogue->tools[i]->patterns.items[k];
            for (size_t n = 0; strcmp(pattern->sort, "config") == 0 && n < pattern->names.count;
                 n++) {
                const char *problem = NULL;
                size_t at = 0;
                const struct glob *glob = glob_new(arena, pattern->names.items[n], &problem, &at);
                if (!glob)
                    continue;
                glob_set_add(set, glob);
                patterns = arena_grow(arena, patterns, count, &capacity, sizeof(*patterns));
                patterns[count++] = pattern;
            }
        }
    glob_set_build(set);
    uint64_t *hits = ARENA_ARRAY(arena, uint64_t, count / 64 + 1);
    const struct snapshot *snapshot = finder->repository->snapshot;
    for (size_t i = 0; i < snapshot->count; i++) {
        if (snapshot->entries[i].kind == ENTRY_SUBMODULE ||
            !glob_set_match(set, snapshot->entries[i].path, hits))
            continue;
        finder->count = 0;
        for (size_t k = 0; k < count; k++)
            if (hits[k / 64] >> (k % 64) & 1)
                add_declared(finder, patterns[k], snapshot->entries[i].path);
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const struct tool_catalogue *catalogue = tool_catalogue();
    const struct fact_table *invocations = repository->table(repository, &fact_kind_invocation);
    const struct fact_table *variables =
        repository->table(repository, &fact_kind_workflow_variable);
    struct finder finder = {
        .writer = writer,
        .repository = repository,
        .surroundings = {.invocations = invocations,
                         .jobs = repository->table(repository, &fact_kind_workflow_job)},
    };
    table_init(&finder.rows, arena);
    table_init(&finder.maven, arena);
    index_calls(&finder);
    const char *const *gitlab = global_variables(arena, variables, "gitlab");
    for (size_t i = 0; i < invocations->count; i++) {
        const struct fact_row *row = &invocations->rows[i];
        const char *system = cell_text(row, INVOCATION_SYSTEM);
        finder.count = 0;
        if (row->gap)
            add_gap(&finder, row);
        else
            scanner_matches(catalogue, arena, row,
                            system && strcmp(system, "gitlab") == 0 ? gitlab : NULL, add_match,
                            &finder);
        if (!row->gap && finder.count == 0)
            add_called(&finder, row);
    }
    find_settings(&finder, catalogue);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_scanner, NULL};
static const struct fact_kind *const needs[] = {&fact_kind_invocation, &fact_kind_workflow_job,
                                                &fact_kind_workflow_variable, NULL};

FACT(scanner) = {
    .name = "scanner",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "tools of the catalogue: what they are used for, and whether they really run",
    .version = 1,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
