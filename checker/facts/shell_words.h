/* shell_words.h - the simple commands of a shell script, as words: enough to see which
 * programs a CI step calls. Nothing is expanded: `$NAME` stays as it is. Commands in `$( )`,
 * `<( )`, backquotes and `( )` are commands too. A here-document is kept beside its command,
 * and `${{ }}` of GitHub Actions is a part of a word. How commands hang together is told by
 * shell_flow.h, whether their failures count by script_failure.h. */
#ifndef FACTS_SHELL_WORDS_H
#define FACTS_SHELL_WORDS_H

#include "base/text.h"

/* What is known of a word beside its text. */
enum shell_mark {
    SHELL_MARK_OPERATOR = 1, /* a redirection's: `>`, `2>>`, `<` */
    SHELL_MARK_QUOTED = 2,   /* a part of it is quoted or escaped */
    SHELL_MARK_EXPANDS = 4, /* a part of it is expanded by the shell, or by the runner (`${{ }}`) */
};

struct shell_command {
    const char *const *words; /* quotes removed; assignments and redirections included */
    size_t count;
    uint32_t line;     /* of its first word, from 1 within the script */
    const char *after; /* "&&", "||", "|", "&", ";" (a line's end too), ")" or "" */
    unsigned depth;    /* 0 for the script itself, more within $( ) and ( ) */
    bool substituted;  /* stands in $( ), <( ) or ` `, before the command whose word it makes */
    const unsigned char *marks; /* one a word: a set of enum shell_mark */
    size_t owner;               /* the command whose word it makes; SIZE_MAX where there is none */
    size_t subshell;            /* the ordinal of the innermost `( )` around it; 0: none */
    const char *here;           /* the body of its last here-document, or NULL */
    bool here_expands;          /* is that body expanded? Not behind a quoted mark */
};

struct shell_script {
    const struct shell_command *commands;
    size_t count;
    bool whole; /* false: cut at a limit */
};

void shell_parse(struct arena *arena, struct text script, struct shell_script *out);

/* The index of the word that names the program: behind assignments, `if`, `!`,
 * `then`, `sudo`, `time`, `exec`, `command`, `env` and the like; `count` when there is none. */
size_t shell_program(const struct shell_command *command);
/* Is the program called so, with or without a folder before it? */
bool shell_calls(const struct shell_command *command, const char *program);
/* The first word behind the program that is no option; NULL when there is none.
 * `-C`, `-c` and other options of git that take a word are passed with it. */
const char *shell_subcommand(const struct shell_command *command);

#endif
