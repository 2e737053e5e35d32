/* readme_command - commands that README and CONTRIBUTING show and that call for something
 * of the tree: is it there? */
#include "facts/command_target.h"
#include "facts/commands.h"
#include "facts/paths.h"
#include "facts/prose_kinds.h"

enum { CELL_COMMAND, CELL_REFERS, CELL_FOUND, CELL_PURPOSE };

static const struct fact_kind kind = {
    .name = "readme_command",
    .summary = "A command of a README or CONTRIBUTING page, and whether what it calls is there.",
    .key = (const char *const[]){"path", "command", NULL},
    .fields =
        (const struct fact_field[]){
            {"command", {.kind = TYPE_TEXT}, false, "One command, without its prompt."},
            {"refers", {.kind = TYPE_TEXT}, true, "What of the tree it calls for."},
            {"found",
             {.kind = TYPE_BOOLEAN},
             true,
             "Is that there? Absent for commands that call for nothing of the tree."},
            {"purpose",
             {.kind = TYPE_WORD, .words = command_purpose_names},
             false,
             "What it is for."},
            {0},
        },
};

struct asking {
    const struct snapshot *snapshot;
    struct command_targets *targets;
    struct arena *arena, *scratch;
    const char *const *words;
    size_t count;
    bool asked;                 /* one folder at least was there */
    struct command_answer best; /* of those that were asked */
};

/* `> file`, `2>&1`: what follows is no part of what is called. */
static size_t without_redirection(const char *const *words, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const char *word = words[i] + strspn(words[i], "0123456789&");
        if ((word[0] == '>' || (word[0] == '<' && !word[1])) && !strchr(words[i], '{'))
            return i;
    }
    return count;
}

/* False when there is no such folder. */
static bool ask(struct asking *asking, const char *base, const char *folder,
                struct command_answer *out)
{
    const char *place = path_resolve(asking->scratch, *base ? base : ".", folder);
    if (!place)
        return false;
    if (strcmp(place, ".") == 0)
        place = "";
    if (*place && !snapshot_has_folder(asking->snapshot, place))
        return false;
    *out = command_targets_ask(asking->targets, place, asking->words, asking->count);
    return true;
}

/* Also called there? An answer that tells more than those before is kept. */
static void ask_too(struct asking *asking, const char *base, const char *folder)
{
    struct command_answer next;
    if (asking->best.found == COMMAND_FOUND || !ask(asking, base, folder, &next))
        return;
    const struct command_answer *best = &asking->best;
    bool surer = best->found == COMMAND_MISSING &&
                 (next.found == COMMAND_NOT_KNOWN ||
                  (next.found == COMMAND_MISSING && best->tool && !next.tool));
    if (!asking->asked || next.found == COMMAND_FOUND || surer)
        asking->best = next;
    asking->asked = true;
}

/* The folders that the paragraph names can only tell that it is there. */
static void ask_near(struct asking *asking, const char *own, const char *near)
{
    struct command_answer next;
    while (*near && asking->best.found != COMMAND_FOUND) {
        size_t size = strcspn(near, "\n");
        const char *folder = arena_copy(asking->scratch, (struct text){near, size});
        const char *const bases[] = {own, ""};
        for (size_t i = 0; i < 2; i++)
            if (ask(asking, bases[i], folder, &next) && next.found == COMMAND_FOUND)
                asking->best = next;
        near += size + (near[size] == '\n');
    }
}

/* Where a reader may call it: beside the document or in the root, behind each `cd`. */
static struct command_answer answer(struct asking *asking, const struct fact_row *row)
{
    const struct value *folder = &row->cells[WRITTEN_COMMAND_FOLDER];
    const struct value *anew = &row->cells[WRITTEN_COMMAND_ANEW];
    const struct value *near = &row->cells[WRITTEN_COMMAND_NEAR];
    const struct command_answer nothing = {.found = COMMAND_ASKS_NOTHING};
    const char *own = path_directory(asking->scratch, row->path);
    const char *const bases[] = {strcmp(own, ".") == 0 ? "" : own, ""};
    /* Out of the tree nobody calls for what is in it. */
    if (!asking->count || folder->kind == VALUE_ABSENT)
        return nothing;
    const char *moved = folder->kind == VALUE_TEXT ? folder->text : "";
    for (size_t i = 0; i < 2; i++) {
        ask_too(asking, bases[i], moved);
        if (anew->kind == VALUE_TEXT)
            ask_too(asking, bases[i], anew->text);
    }
    bool gone = !asking->asked;
    /* A folder that is not in the tree is that of the clone, or a command made it. */
    if (gone)
        ask_too(asking, "", "");
    if (asking->best.found == COMMAND_ASKS_NOTHING)
        return nothing;
    if (near->kind == VALUE_TEXT)
        ask_near(asking, bases[0], near->text);
    if (asking->best.found != COMMAND_FOUND && (gone || folder->kind == VALUE_UNKNOWN)) {
        asking->best.found = COMMAND_NOT_KNOWN;
        asking->best.reason =
            gone ? arena_printf(asking->arena, "'cd %s' leads to a folder that is not in the tree",
                                moved)
                 : folder->unknown->reason;
    }
    return asking->best;
}

static void add_answer(struct fact_writer *writer, const struct fact_row *command,
                       const struct command_answer *found)
{
    enum { COMMAND_SHOWN = 60 };
    struct arena *arena = fact_arena(writer);
    struct fact_row *row = fact_add(writer, &kind, command->path, command->line, 1);
    row->cells[CELL_COMMAND] = command->cells[WRITTEN_COMMAND_COMMAND];
    row->cells[CELL_PURPOSE] = command->cells[WRITTEN_COMMAND_PURPOSE];
    if (found->found == COMMAND_ASKS_NOTHING)
        return;
    row->cells[CELL_REFERS] = value_text(found->refers);
    const char *text = command->cells[WRITTEN_COMMAND_COMMAND].text;
    row->cells[CELL_FOUND] =
        found->found == COMMAND_NOT_KNOWN
            ? value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                            arena_printf(arena, "'%.*s%s': %s", COMMAND_SHOWN, text,
                                         strlen(text) > COMMAND_SHOWN ? "..." : "", found->reason))
            : value_boolean(found->found == COMMAND_FOUND);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 14);
    struct command_targets *targets =
        command_targets_new(&scratch, fact_arena(writer), repository->snapshot,
                            repository->table(repository, &fact_kind_build_target));
    const struct fact_table *commands = repository->table(repository, &fact_kind_written_command);
    for (size_t i = 0; i < commands->count; i++) {
        const struct fact_row *command = &commands->rows[i];
        if (command->gap) {
            const struct unknown *why = command->cells[WRITTEN_COMMAND_COMMAND].unknown;
            fact_add_gap(writer, &kind, command->path, why->class, why->reason);
            continue;
        }
        struct arena_mark mark = arena_mark(&scratch);
        struct asking asking = {.snapshot = repository->snapshot,
                                .targets = targets,
                                .arena = fact_arena(writer),
                                .scratch = &scratch};
        asking.words =
            command_words(&scratch, command->cells[WRITTEN_COMMAND_COMMAND].text, &asking.count);
        asking.count = without_redirection(asking.words, asking.count);
        struct command_answer found = answer(&asking, command);
        /* "like `make defconfig` in Linux": prose may speak of another project. */
        if (found.found == COMMAND_MISSING && found.tool &&
            command->cells[WRITTEN_COMMAND_SPAN].boolean) {
            found.found = COMMAND_NOT_KNOWN;
            found.reason = "nothing here is built that way, and prose may speak of another project";
        }
        add_answer(writer, command, &found);
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
    return NULL;
}

FACT(readme_command) = {
    .name = "readme_command",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "Whether what the commands of README and CONTRIBUTING call for is there.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_written_command, &fact_kind_build_target,
                                               NULL},
    .recognise_repository = recognise,
};
