/* written_command - commands that README and CONTRIBUTING show, as they are written. */
#include "facts/commands.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/prose_kinds.h"

const struct fact_kind fact_kind_written_command = {
    .name = "written_command",
    .summary = "A command that a README or a CONTRIBUTING page shows.",
    .key = (const char *const[]){"path", "command", NULL},
    .fields =
        (const struct fact_field[]){
            {"command", {.kind = TYPE_TEXT}, false, "One command, without its prompt."},
            {"folder",
             {.kind = TYPE_TEXT},
             true,
             "Where `cd` went before it, as written; empty where the document begins, absent when "
             "it left the tree."},
            {"anew",
             {.kind = TYPE_TEXT},
             true,
             "The same without what an earlier block of the section did."},
            {"near",
             {.kind = TYPE_TEXT},
             true,
             "Paths that the paragraph names and that may be folders, a line each."},
            {"purpose",
             {.kind = TYPE_WORD, .words = command_purpose_names},
             false,
             "What it is for."},
            {"span",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it stand within a line of prose, not in a code block?"},
            {0},
        },
};

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!document_is_prose(file->path) || document_is_template(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    struct commands commands = {0};
    if (prose)
        commands = commands_read(&scratch, prose);
    for (size_t i = 0; i < commands.count; i++) {
        const struct command *command = &commands.items[i];
        struct fact_row *row = fact_add(writer, &fact_kind_written_command, NULL, command->line, 1);
        row->cells[WRITTEN_COMMAND_COMMAND] = fact_text(writer, command->text);
        if (command->place == COMMAND_OPEN)
            row->cells[WRITTEN_COMMAND_FOLDER] =
                value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                              "'cd' goes where the text leaves it open");
        else if (command->place == COMMAND_HERE)
            row->cells[WRITTEN_COMMAND_FOLDER] = fact_text(writer, command->folder);
        row->cells[WRITTEN_COMMAND_ANEW] = fact_text(writer, command->anew);
        row->cells[WRITTEN_COMMAND_NEAR] = fact_text(writer, *command->near ? command->near : NULL);
        row->cells[WRITTEN_COMMAND_SPAN] = value_boolean(command->span);
        row->cells[WRITTEN_COMMAND_PURPOSE] = value_text(command_purpose_names[command->purpose]);
    }
    arena_release(&scratch);
}

FACT(written_command) = {
    .name = "written_command",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "Commands that README and CONTRIBUTING show.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&fact_kind_written_command, NULL},
    .paths = (const char *const[]){README_PATHS, CONTRIBUTING_PATHS, NULL},
    .recognise_file = recognise,
};
