#include "cli/arguments.h"

#include <ctype.h>
#include <string.h>

const struct command_exit usual_exits[] = {
    {EXIT_CLEAN, "nothing blocks; what was asked for is done"},
    {EXIT_BLOCKED, "a finding blocks"},
    {EXIT_USAGE, "usage, or a policy, rule or exception file was refused"},
    {EXIT_NOTHING, "nothing was evaluated: no rule in force, no repository"},
    {EXIT_TROUBLE, "the job could not be completed, or a rule blocks as unknown"},
    {0, NULL},
};

/* Appends words, broken at `width`, later lines indented. */
static void wrap(struct buffer *out, const char *string, size_t indent, size_t column, size_t width)
{
    while (*string) {
        if (*string == '\n') {
            buffer_add_byte(out, '\n');
            column = 0;
            string++;
            for (size_t i = 0; i < indent && *string && *string != '\n'; i++, column++)
                buffer_add_byte(out, ' ');
            continue;
        }
        size_t length = strcspn(string, " \n");
        if (column > indent && column + 1 + length > width) {
            buffer_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            buffer_add_byte(out, ' ');
            column++;
        }
        buffer_add(out, string, length);
        column += length;
        string += length;
        if (*string == ' ')
            string++;
    }
    buffer_add_byte(out, '\n');
}

static void add_option(struct buffer *out, const struct option *option, unsigned width)
{
    struct buffer left = BUFFER_EMPTY;
    if (option->letter)
        buffer_printf(&left, "  -%c, --%s", option->letter, option->name);
    else
        buffer_printf(&left, "      --%s", option->name);
    if (option->argument)
        buffer_printf(&left, " %s", option->argument);
    size_t column = 30;
    buffer_add(out, buffer_string(&left), left.size);
    if (left.size + 2 > column)
        buffer_printf(out, "\n%*s", (int)column, "");
    else
        buffer_printf(out, "%*s", (int)(column - left.size), "");
    wrap(out, option->summary, column, column, width);
    buffer_release(&left);
}

void help_wrap(struct buffer *out, const char *text, size_t indent, size_t width)
{
    wrap(out, text, indent, indent, width);
}

void help_program(struct buffer *out)
{
    buffer_add_string(out,
                      "bylaw - judges git repositories by policies written in YAML, offline\n\n"
                      "usage: bylaw COMMAND [ARGUMENTS]\n\ncommands:\n");
    for (size_t i = 0; command_table[i]; i++)
        buffer_printf(out, "  %-12s %s\n", command_table[i]->name, command_table[i]->summary);
    buffer_add_string(
        out, "\n'bylaw COMMAND --help' tells more; 'bylaw --version' the version.\n\n"
             "exit status: 0 nothing blocks, 1 a finding blocks, 2 usage or a refused policy,\n"
             "3 nothing was evaluated, 4 the job could not be completed\n");
}

static void add_exits(struct buffer *out, const struct command_exit *exits, unsigned width)
{
    buffer_add_string(out, "\nexit status:\n");
    for (; exits->when; exits++) {
        buffer_printf(out, "  %d  ", exits->status);
        wrap(out, exits->when, 5, 5, width);
    }
}

static void add_examples(struct buffer *out, const struct command_example *examples, unsigned width)
{
    buffer_add_string(out, "\nexamples:\n");
    for (; examples->line; examples++) {
        buffer_printf(out, "  %s\n      ", examples->line);
        wrap(out, examples->meaning, 6, 6, width);
    }
}

void help_command(struct buffer *out, const struct command *command, unsigned width)
{
    struct buffer usage = BUFFER_EMPTY;
    buffer_printf(&usage, "bylaw %s%s%s [OPTIONS]", command->name, *command->arguments ? " " : "",
                  command->arguments);
    buffer_add_string(out, "usage: ");
    wrap(out, buffer_string(&usage), 7, 7, width);
    buffer_add_byte(out, '\n');
    buffer_release(&usage);
    size_t from = out->size;
    wrap(out, command->summary, 0, 0, width);
    if (islower((unsigned char)out->bytes[from]))
        out->bytes[from] = (char)toupper((unsigned char)out->bytes[from]);
    if (command->details) {
        buffer_add_byte(out, '\n');
        wrap(out, command->details, 0, 0, width);
    }
    if (command->options && command->options->name) {
        buffer_add_string(out, "\noptions:\n");
        for (const struct option *option = command->options; option->name; option++)
            add_option(out, option, width);
    }
    buffer_add_string(out, "\ncommon options:\n");
    for (const struct option *option = common_options; option->name; option++)
        add_option(out, option, width);
    if (command->exits)
        add_exits(out, command->exits, width);
    if (command->examples)
        add_examples(out, command->examples, width);
}

/* roff: a leading dot or quote would be a request, a hyphen a dash. */
static void add_roff(struct buffer *out, const char *string)
{
    bool line_start = true;
    for (; *string; string++) {
        if (line_start && (*string == '.' || *string == '\''))
            buffer_add_string(out, "\\&");
        if (*string == '-')
            buffer_add_string(out, "\\-");
        else if (*string == '\\')
            buffer_add_string(out, "\\e");
        else
            buffer_add_byte(out, *string);
        line_start = *string == '\n';
    }
}

static void add_roff_options(struct buffer *out, const struct option *options)
{
    for (const struct option *option = options; option && option->name; option++) {
        buffer_add_string(out, ".TP\n.B ");
        if (option->letter)
            buffer_printf(out, "\\-%c, ", option->letter);
        buffer_add_string(out, "\\-\\-");
        add_roff(out, option->name);
        if (option->argument) {
            buffer_add_string(out, " \\fI");
            add_roff(out, option->argument);
            buffer_add_string(out, "\\fR");
        }
        buffer_add_byte(out, '\n');
        add_roff(out, option->summary);
        buffer_add_byte(out, '\n');
    }
}

static void add_roff_exits(struct buffer *out, const struct command_exit *exits)
{
    for (; exits->when; exits++) {
        buffer_printf(out, ".TP\n.B %d\n", exits->status);
        add_roff(out, exits->when);
        buffer_add_byte(out, '\n');
    }
}

static void add_roff_examples(struct buffer *out, const struct command *command)
{
    for (const struct command_example *example = command->examples; example && example->line;
         example++) {
        buffer_add_string(out, ".TP\n.B ");
        add_roff(out, example->line);
        buffer_add_byte(out, '\n');
        add_roff(out, example->meaning);
        buffer_add_byte(out, '\n');
    }
}

void help_manual(struct buffer *out, const char *version)
{
    buffer_printf(out, ".TH BYLAW 1 \"\" \"bylaw %s\" \"User commands\"\n", version);
    buffer_add_string(
        out,
        ".SH NAME\nbylaw \\- judges git repositories by policies written in YAML, offline\n"
        ".SH SYNOPSIS\n.B bylaw\n.I COMMAND\n[\\fIARGUMENTS\\fR]\n"
        ".SH DESCRIPTION\nBylaw reads git repositories from their object database, judges them "
        "by policies and says what is kept, what is broken, what cannot be known, and which "
        "exceptions are about to lapse. It never changes or runs anything of a repository and "
        "never uses the network.\n.SH COMMANDS\n");
    for (size_t i = 0; command_table[i]; i++) {
        const struct command *command = command_table[i];
        buffer_printf(out, ".SS bylaw %s ", command->name);
        add_roff(out, command->arguments);
        buffer_add_byte(out, '\n');
        add_roff(out, command->summary);
        buffer_add_byte(out, '\n');
        if (command->details) {
            buffer_add_string(out, ".PP\n");
            add_roff(out, command->details);
            buffer_add_byte(out, '\n');
        }
        add_roff_options(out, command->options);
    }
    buffer_add_string(out, ".SH COMMON OPTIONS\n");
    add_roff_options(out, common_options);
    buffer_add_string(out, ".SH EXIT STATUS\n");
    add_roff_exits(out, usual_exits);
    buffer_add_string(out, ".SH EXAMPLES\n");
    for (size_t i = 0; command_table[i]; i++)
        add_roff_examples(out, command_table[i]);
    buffer_add_string(out, ".SH FILES\n.TP\n.I .bylaw.yml\nthe repository's configuration\n"
                           ".TP\n.I .bylaw/\nits policies, rules and exceptions\n");
}
