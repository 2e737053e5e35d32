/* sql_token.h - the words of an SQL text, as SQLite tells them apart: enough to
 * find the place of a name, never to understand a statement. */
#ifndef FACTS_SQL_TOKEN_H
#define FACTS_SQL_TOKEN_H

#include "base/text.h"

enum sql_token_kind {
    SQL_END,
    SQL_WORD,     /* a keyword or a name */
    SQL_QUOTED,   /* "a name", `a name`, [a name] */
    SQL_STRING,   /* 'a text' */
    SQL_VARIABLE, /* :name, @name, $name, ?1 */
    SQL_SYMBOL,   /* one byte of anything else */
};

struct sql_token {
    enum sql_token_kind kind;
    size_t at;        /* offset of its first byte in the text */
    struct text text; /* with its quotes */
};

/* Takes the next token off the text from `*from`; comments and white space are
 * passed over. SQL_END at the end, again and again. */
struct sql_token sql_token_next(struct text sql, size_t *from);
bool sql_token_is(const struct sql_token *token, const char *word); /* ASCII case apart */
/* What stands between the quotes of a text or a name, doubled quotes made one; of
 * a plain word the word itself. */
const char *sql_token_content(struct arena *arena, const struct sql_token *token);

#endif
