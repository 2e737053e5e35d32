#include "cli/arguments.h"

#include <string.h>

static void add_names(struct buffer *out, const struct option *options)
{
    for (const struct option *option = options; option && option->name; option++)
        buffer_printf(out, " --%s", option->name);
}

static void add_actions(struct buffer *out, const struct command *command)
{
    for (const char *const *action = command->actions; action && *action; action++)
        buffer_printf(out, " %s", *action);
}

static void write_bash(struct buffer *out)
{
    buffer_add_string(out, "_bylaw() {\n    local words=\n    COMPREPLY=()\n"
                           "    if [[ $COMP_CWORD == 1 ]]; then words='--help --version");
    for (size_t i = 0; command_table[i]; i++)
        buffer_printf(out, " %s", command_table[i]->name);
    buffer_add_string(out, "'\n    else case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; command_table[i]; i++) {
        buffer_printf(out, "        %s) words='", command_table[i]->name);
        add_actions(out, command_table[i]);
        add_names(out, command_table[i]->options);
        add_names(out, common_options);
        buffer_add_string(out, "' ;;\n");
    }
    buffer_add_string(out,
                      "    esac; fi\n"
                      "    COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
                      "}\ncomplete -o default -F _bylaw bylaw\n");
}

/* A single quote inside single quotes, for a shell. */
static void add_quoted(struct buffer *out, const char *string)
{
    for (; *string; string++)
        if (*string == '\'')
            buffer_add_string(out, "'\\''");
        else
            buffer_add_byte(out, *string);
}

static void add_zsh_options(struct buffer *out, const struct option *options)
{
    for (const struct option *option = options; option && option->name; option++) {
        buffer_printf(out, " '--%s%s[", option->name, option->value == OPTION_FLAG ? "" : "=");
        for (const char *at = option->summary; *at; at++) {
            if (strchr("[]:\\", *at))
                buffer_add_byte(out, '\\');
            char one[2] = {*at, 0};
            add_quoted(out, one);
        }
        buffer_printf(out, "]%s'", option->value == OPTION_FLAG ? "" : ":value:_files");
    }
}

static void write_zsh(struct buffer *out)
{
    buffer_add_string(out, "#compdef bylaw\n_bylaw() {\n    local -a commands\n    commands=(");
    for (size_t i = 0; command_table[i]; i++) {
        buffer_printf(out, "\n        '%s:", command_table[i]->name);
        add_quoted(out, command_table[i]->summary);
        buffer_add_byte(out, '\'');
    }
    buffer_add_string(
        out, "\n    )\n    if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
             "    case $words[2] in\n");
    for (size_t i = 0; command_table[i]; i++) {
        buffer_printf(out, "        %s) _arguments", command_table[i]->name);
        add_zsh_options(out, command_table[i]->options);
        add_zsh_options(out, common_options);
        if (command_table[i]->actions) {
            buffer_add_string(out, " '2:action:(");
            add_actions(out, command_table[i]);
            buffer_add_string(out, ")'");
        }
        buffer_add_string(out, " '*:file:_files' ;;\n");
    }
    buffer_add_string(out, "    esac\n}\ncompdef _bylaw bylaw\n");
}

static void add_fish_options(struct buffer *out, const char *command, const struct option *options)
{
    for (const struct option *option = options; option && option->name; option++) {
        buffer_printf(out, "complete -c bylaw -n '__fish_seen_subcommand_from %s' -l %s", command,
                      option->name);
        if (option->letter)
            buffer_printf(out, " -s %c", option->letter);
        if (option->value != OPTION_FLAG)
            buffer_add_string(out, " -r");
        if (option->words) {
            buffer_add_string(out, " -a '");
            for (const char *const *word = option->words; *word; word++)
                buffer_printf(out, "%s ", *word);
            buffer_add_byte(out, '\'');
        }
        buffer_add_string(out, " -d '");
        add_quoted(out, option->summary);
        buffer_add_string(out, "'\n");
    }
}

static void write_fish(struct buffer *out)
{
    for (size_t i = 0; command_table[i]; i++) {
        const struct command *command = command_table[i];
        buffer_printf(out, "complete -c bylaw -n __fish_use_subcommand -a %s -d '", command->name);
        add_quoted(out, command->summary);
        buffer_add_string(out, "'\n");
        for (const char *const *action = command->actions; action && *action; action++)
            buffer_printf(out, "complete -c bylaw -n '__fish_seen_subcommand_from %s' -a %s\n",
                          command->name, *action);
        add_fish_options(out, command->name, command->options);
        add_fish_options(out, command->name, common_options);
    }
}

void completion_write(struct buffer *out, const char *shell)
{
    if (strcmp(shell, "bash") == 0)
        write_bash(out);
    else if (strcmp(shell, "zsh") == 0)
        write_zsh(out);
    else
        write_fish(out);
}
