/* power_statement.h - a script of PowerShell or of cmd as statements and words: quotes,
 * marks before a line's end, comments, here-strings, blocks. What a statement does is
 * power_script.h's business. Nothing is put in for variables.
 *
 * learn.microsoft.com: about_Parsing, about_Quoting_Rules, about_Pipeline_Chain_Operators;
 * the reference of Windows commands, "cmd". */
#ifndef FACTS_POWER_STATEMENT_H
#define FACTS_POWER_STATEMENT_H

#include "base/text.h"

enum power_language { POWER_SHELL, POWER_CMD };

enum power_join {
    POWER_NEW,  /* it begins anew */
    POWER_PIPE, /* `|` */
    POWER_AND,  /* `&&` */
    POWER_OR,   /* `||` */
};

struct power_statement {
    const char **words; /* without quotes; a group in parentheses is one word */
    size_t count, capacity;
    uint64_t quoted;      /* bit N: word N stands in quotes; of the first 64 */
    uint32_t line;        /* from 1 */
    unsigned depth;       /* how many blocks it stands in */
    bool repeats;         /* one of them is a loop, a function or an argument */
    enum power_join join; /* to the statement before */
};

/* False when it was cut at a limit, or a quote or a block has no end. */
bool power_statements_read(struct arena *arena, struct text script, enum power_language language,
                           struct power_statement **out, size_t *count);

#endif
