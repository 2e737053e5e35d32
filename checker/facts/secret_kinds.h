/* secret_kinds.h - the kind of secrets that stand in the tree, for recognisers that
 * compare with it. */
#ifndef FACTS_SECRET_KINDS_H
#define FACTS_SECRET_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_secret;

/* Words of the field `sort`; NULL-ended. */
extern const char *const secret_sorts[];

/* A place in a text, moved on as the matches come: 0 and line 1 at first. */
struct secret_cursor {
    struct text text;
    size_t offset, line_start;
    uint32_t line;
};
void secret_cursor_move(struct secret_cursor *cursor, size_t offset);
uint32_t secret_cursor_column(const struct secret_cursor *cursor);

#endif
