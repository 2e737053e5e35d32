#include "facts/hook_kinds.h"
#include "facts/invocation_reader.h"
#include "facts/supply.h"

#include <string.h>

static const char *text_of_cell(const struct value *cells, size_t field)
{
    return cells[field].kind == VALUE_TEXT ? cells[field].text : NULL;
}

static size_t list_of_cell(const struct value *cells, size_t field, const struct value **out)
{
    if (cells[field].kind != VALUE_LIST)
        return 0;
    *out = cells[field].list->items;
    return cells[field].list->count;
}

/* `pre-commit run [hook]`, or an action that does it. */
static bool runs_hooks(const struct value *cells)
{
    static const char *const actions[] = {"pre-commit/action", "j178/prek-action",
                                          "cloudposse/github-action-pre-commit",
                                          "tox-dev/action-pre-commit-uv", NULL};
    static const char *const programs[] = {"pre-commit", "prek", NULL};
    const char *name = text_of_cell(cells, INVOCATION_NAME);
    const char *sort = text_of_cell(cells, INVOCATION_SORT);
    if (!name || !sort)
        return false;
    if (strcmp(sort, "action") == 0)
        return string_is_one_of(name, actions);
    const struct value *words = NULL;
    size_t count = list_of_cell(cells, INVOCATION_WORDS, &words);
    return strcmp(sort, "command") == 0 && string_is_one_of(name, programs) && count > 1 &&
           strcmp(words[1].text, "run") == 0;
}

void invocation_note(struct invocation_reader *reader, struct value *cells)
{
    if (!runs_hooks(cells))
        return;
    reader->runners = arena_grow(fact_arena(reader->writer), reader->runners, reader->runner_count,
                                 &reader->runner_capacity, sizeof(*reader->runners));
    reader->runners[reader->runner_count++] = cells;
}

static bool lists(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += size)
        if ((at == list || at[-1] == ',' || at[-1] == ' ') &&
            (at[size] == '\0' || at[size] == ',' || at[size] == ' '))
            return true;
    return false;
}

/* Hooks named in SKIP, and prek's --skip, are passed over; a hook named behind `run` is the only
 * one. */
static bool runs_hook(const struct value *cells, const char *id)
{
    const struct value *items = NULL;
    size_t count = list_of_cell(cells, INVOCATION_VARIABLES, &items);
    for (size_t i = 0; i < count; i++)
        if (string_starts_with(items[i].text, "SKIP=") && lists(items[i].text + 5, id))
            return false;
    count = list_of_cell(cells, INVOCATION_WORDS, &items);
    const char *only = NULL;
    for (size_t i = 2; i < count && !only; i++) {
        static const char *const with_word[] = {
            "--hook-stage", "--files", "--from-ref", "--to-ref", "-c",       "--config",
            "-s",           "-o",      "--color",    "--source", "--origin", "--directory",
            "-d",           "-C",      "--cd",       "--skip",   NULL};
        bool skips = strcmp(items[i].text, "--skip") == 0;
        if (skips && i + 1 < count && lists(items[i + 1].text, id))
            return false;
        if (string_is_one_of(items[i].text, with_word))
            i++;
        else if (items[i].text[0] != '-')
            only = items[i].text;
    }
    return !only || strcmp(only, id) == 0;
}

/* The command of a local hook is a command like any other. */
static void add_entry(struct invocation_reader *reader, const struct fact_row *hook,
                      const struct value *cells)
{
    struct arena *arena = fact_arena(reader->writer);
    const char *entry = cell_text(hook, HOOK_ENTRY);
    if (!entry || !cell_is(hook, HOOK_REPOSITORY, "local"))
        return;
    bool whole = true;
    struct script_command *commands = NULL;
    const struct script_setting setting = {.stops = true, .directory = "."};
    size_t count = script_commands_read(arena, text_of(entry), &setting, &commands, &whole);
    if (!whole)
        fact_add_gap(reader->writer, &fact_kind_invocation, hook->path, UNKNOWN_UNREADABLE,
                     "a hook with more commands than are read");
    for (size_t i = 0; i < count; i++) {
        struct value *added =
            fact_add(reader->writer, &fact_kind_invocation, hook->path, hook->line, hook->column)
                ->cells;
        memcpy(added, cells, INVOCATION_FIELD_COUNT * sizeof(*added));
        added[INVOCATION_SORT] = value_text("command");
        added[INVOCATION_NAME] = value_text(commands[i].words[0]);
        added[INVOCATION_VERSION] = value_text(commands[i].version);
        added[INVOCATION_WORDS] = value_texts(arena, commands[i].words, commands[i].count);
        added[INVOCATION_INPUTS] = value_text(NULL);
    }
}

/* Without a run in CI: those who installed the hooks, or pre-commit.ci. */
static void set_alone(struct arena *arena, const struct fact_row *hook, struct value *cells)
{
    bool service = cell_is_true(hook, HOOK_SERVICE);
    cells[INVOCATION_WORKFLOW] = value_text(hook->path);
    cells[INVOCATION_ACTIVATION] = value_text(service ? "automatic" : "manual");
    cells[INVOCATION_BLOCKING] = value_boolean(true);
    cells[INVOCATION_RELEASES] = value_boolean(false);
    if (service)
        cells[INVOCATION_EVENTS] =
            value_texts(arena, (const char *const[]){"pull_request", "push"}, 2);
    else
        cells[INVOCATION_ACTIVATION_REASON] =
            value_text("only those who installed the hooks run it: nothing in CI does");
}

static void add_hook(struct invocation_reader *reader, const struct fact_row *hook,
                     const struct value *runner)
{
    struct arena *arena = fact_arena(reader->writer);
    struct value *cells =
        fact_add(reader->writer, &fact_kind_invocation, hook->path, hook->line, hook->column)
            ->cells;
    if (runner)
        memcpy(cells, runner, INVOCATION_FIELD_COUNT * sizeof(*cells));
    else
        set_alone(arena, hook, cells);
    cells[INVOCATION_SYSTEM] = value_text("pre_commit");
    cells[INVOCATION_SORT] = value_text("hook");
    cells[INVOCATION_NAME] = value_text(
        arena_printf(arena, "%s#%s", cell_text(hook, HOOK_REPOSITORY), cell_text(hook, HOOK_ID)));
    cells[INVOCATION_VERSION] = hook->cells[HOOK_VERSION];
    cells[INVOCATION_WORDS] = value_text(NULL);
    cells[INVOCATION_INPUTS] = hook->cells[HOOK_ARGUMENTS];
    cells[INVOCATION_DIRECTORY] = value_text(".");
    if (!cell_is_true(hook, HOOK_ENABLED)) {
        cells[INVOCATION_ACTIVATION] = value_text("disabled");
        cells[INVOCATION_ACTIVATION_REASON] = hook->cells[HOOK_REASON];
    }
    add_entry(reader, hook, cells);
}

static unsigned rank_of(const struct value *cells)
{
    bool blocks =
        cells[INVOCATION_BLOCKING].kind == VALUE_BOOLEAN && cells[INVOCATION_BLOCKING].boolean;
    return (unsigned)automation_of_cell(&cells[INVOCATION_ACTIVATION]) * 2 + (blocks ? 0 : 1);
}

void invocation_read_hooks(struct invocation_reader *reader)
{
    for (size_t i = 0; i < reader->hooks->count; i++) {
        const struct fact_row *hook = &reader->hooks->rows[i];
        const char *id = hook->gap ? NULL : cell_text(hook, HOOK_ID);
        if (!id)
            continue;
        const struct value *best = NULL;
        for (size_t k = 0; k < reader->runner_count; k++)
            if (runs_hook(reader->runners[k], id) &&
                (!best || rank_of(reader->runners[k]) < rank_of(best)))
                best = reader->runners[k];
        add_hook(reader, hook, best);
    }
}
