/* command.h - one command a file, cli/command_<name>.c, that defines one
 * constant COMMAND(<name>). Options, help, completion and the man page come from
 * its table. This layer alone prints, exits, reads argv and the environment. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"

enum option_value {
    OPTION_FLAG,
    OPTION_TEXT,  /* the last one given wins */
    OPTION_TEXTS, /* repeatable */
    OPTION_WORD,  /* one of `words` */
    OPTION_NUMBER,
    OPTION_DATE,
};

struct option {
    const char *name; /* "format" of --format */
    char letter;      /* 'q' of -q, or 0 */
    enum option_value value;
    const char *argument; /* "NAME[=FILE]", for help */
    const char *const *words;
    const char *summary;
};

struct option_given {
    const struct option *option;
    const char *value;
    int64_t number; /* number, date (days), word (index) */
};

struct invocation {
    struct arena *arena;
    const struct command *command;
    struct option_given *options;
    size_t option_count;
    const char **arguments; /* NULL-ended */
    size_t argument_count;
    bool terminal_output, terminal_errors; /* stdout, stderr */
    bool colour_output, colour_errors;
    unsigned width;
};

/* What somebody would type. */
struct command_example {
    const char *line; /* "bylaw check --base origin/main ." */
    const char *meaning;
};

/* An exit status, where a command has its own reason for it. */
struct command_exit {
    int status;
    const char *when;
};

struct command {
    const char *name;
    const char *arguments;                  /* "[REPOSITORY]", for help */
    const char *summary;                    /* one line */
    const char *details;                    /* paragraphs for --help and the man page, or NULL */
    const struct option *options;           /* ended by a NULL name; the common ones are added */
    const struct command_example *examples; /* ended by a NULL line, or NULL */
    const struct command_exit *exits;       /* ended by a NULL `when`, or NULL: the usual ones */
    unsigned minimum_arguments, maximum_arguments;
    const char *const *actions; /* words the first argument may be, or NULL */
    bool action_is_optional;    /* the first argument may be what follows an action */
    int (*run)(const struct invocation *invocation); /* the exit status */
};

#define COMMAND(name)                           \
    extern const struct command command_##name; \
    const struct command command_##name

extern const struct command *const command_table[];
extern const struct option
    common_options[]; /* --policy, --format, --now, --jobs, --color, -q, -v, --help */

/* NULL when it was not given. The option of that name was declared. */
const char *invocation_text(const struct invocation *invocation, const char *name);
bool invocation_has(const struct invocation *invocation, const char *name);
int64_t invocation_number(const struct invocation *invocation, const char *name, int64_t otherwise);
const char *const *invocation_texts(const struct invocation *invocation,
                                    const char *name); /* NULL-ended */

/* The whole program. */
int command_line(int argc, char **argv);

#endif
