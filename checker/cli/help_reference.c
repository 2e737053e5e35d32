#include "cli/arguments.h"

#include "report/page.h"

#include <string.h>

static void add_options(struct buffer *out, const struct option *options)
{
    buffer_add_string(out, "| option | |\n| --- | --- |\n");
    for (const struct option *option = options; option->name; option++) {
        struct buffer name = BUFFER_EMPTY;
        if (option->letter)
            buffer_printf(&name, "-%c, ", option->letter);
        buffer_printf(&name, "--%s", option->name);
        if (option->argument)
            buffer_printf(&name, " %s", option->argument);
        buffer_add_string(out, "| ");
        size_t from = out->size;
        page_code(out, buffer_string(&name));
        page_end_cell(out, from);
        buffer_add_string(out, " | ");
        from = out->size;
        page_text(out, option->summary);
        page_end_cell(out, from);
        buffer_add_string(out, " |\n");
        buffer_release(&name);
    }
    buffer_add_byte(out, '\n');
}

static void add_exits(struct buffer *out, const struct command_exit *exits)
{
    buffer_add_string(out, "| status | when |\n| --- | --- |\n");
    for (; exits->when; exits++) {
        buffer_printf(out, "| %d | ", exits->status);
        size_t from = out->size;
        page_text(out, exits->when);
        page_end_cell(out, from);
        buffer_add_string(out, " |\n");
    }
    buffer_add_byte(out, '\n');
}

/* Is it a word of `actions` at the start of the line, as in "list [PATH...]: ..."? */
static size_t action_length(const struct command *command, const char *line)
{
    for (const char *const *action = command->actions; action && *action; action++) {
        size_t length = strlen(*action);
        const char *colon = strchr(line, ':');
        const char *end = strchr(line, '\n');
        if (strncmp(line, *action, length) == 0 && strchr(" :,", line[length]) && colon &&
            (!end || colon < end))
            return (size_t)(colon - line);
    }
    return 0;
}

/* Paragraphs; lines that begin with an action become a list of actions. */
static void add_details(struct buffer *out, struct arena *arena, const struct command *command)
{
    struct text rest = text_of(command->details ? command->details : "");
    struct text line;
    bool in_list = false;
    while (text_next_line(&rest, &line)) {
        const char *text = arena_copy(arena, line);
        size_t length = action_length(command, text);
        if (length > 0) {
            buffer_add_string(out, "- ");
            page_code(out, arena_copy(arena, (struct text){.bytes = text, .size = length}));
            page_text(out, text + length);
            buffer_add_byte(out, '\n');
            in_list = true;
        } else if (*text) {
            buffer_add_string(out, in_list ? "\n" : "");
            page_text(out, text);
            buffer_add_string(out, "\n\n");
            in_list = false;
        }
    }
    buffer_add_string(out, in_list ? "\n" : "");
}

static void add_examples(struct buffer *out, const struct command_example *examples)
{
    if (!examples)
        return;
    struct buffer lines = BUFFER_EMPTY;
    for (; examples->line; examples++)
        buffer_printf(&lines, "%s# %s\n%s\n", lines.size ? "\n" : "", examples->meaning,
                      examples->line);
    page_block(out, "sh", text_of(buffer_string(&lines)), SIZE_MAX);
    buffer_add_byte(out, '\n');
    buffer_release(&lines);
}

static void add_command(struct buffer *out, struct arena *arena, const struct command *command)
{
    buffer_printf(out, "## %s\n\n", command->name);
    page_code(out, arena_printf(arena, "bylaw %s%s%s [OPTIONS]", command->name,
                                *command->arguments ? " " : "", command->arguments));
    buffer_add_string(out, "\n\n");
    page_sentence(out, command->summary);
    buffer_add_string(out, ".\n\n");
    add_details(out, arena, command);
    if (command->options && command->options->name)
        add_options(out, command->options);
    if (command->exits && command->exits != usual_exits)
        add_exits(out, command->exits);
    add_examples(out, command->examples);
}

void help_reference(struct buffer *out)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    buffer_add_string(out, "# Commands\n\n| command | |\n| --- | --- |\n");
    for (size_t i = 0; command_table[i]; i++) {
        buffer_printf(out, "| [%s](#%s) | ", command_table[i]->name, command_table[i]->name);
        size_t from = out->size;
        page_sentence(out, command_table[i]->summary);
        page_end_cell(out, from);
        buffer_add_string(out, " |\n");
    }
    buffer_add_string(out, "\nResults go to standard output, everything else to standard error. "
                           "`bylaw COMMAND --help` says what this page says.\n\n"
                           "## Options of every command\n\n");
    add_options(out, common_options);
    buffer_add_string(out, "## Exit status\n\nOf several that apply it is the first of 2, 3, 4, "
                           "1 and 0. A command with reasons of its own lists them below.\n\n");
    add_exits(out, usual_exits);
    for (size_t i = 0; command_table[i]; i++)
        add_command(out, &arena, command_table[i]);
    arena_release(&arena);
}
