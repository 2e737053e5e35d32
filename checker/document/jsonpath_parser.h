/* jsonpath_parser.h - what the two halves of the parser share: jsonpath_parse.c
 * reads segments and selectors, jsonpath_parse_filter.c what follows a `?`.
 * Functions that give a bool say false after they refused. */
#ifndef DOCUMENT_JSONPATH_PARSER_H
#define DOCUMENT_JSONPATH_PARSER_H

#include "document/jsonpath_steps.h"

struct jsonpath_parser {
    struct arena *arena;
    struct text text;
    size_t at;
    unsigned depth;
    struct jsonpath *path;
    struct jsonpath_problem *problem;
};

/* False; `expected` and `meant` may be NULL. */
bool jsonpath_refuse(struct jsonpath_parser *parser, size_t at, const char *meant,
                     const char *expected, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
int jsonpath_peek(const struct jsonpath_parser *parser); /* -1 at the end */
bool jsonpath_next_is(const struct jsonpath_parser *parser, const char *string);
void jsonpath_skip_blanks(struct jsonpath_parser *parser);
/* Opens one more level, which jsonpath_leave closes. */
bool jsonpath_enter(struct jsonpath_parser *parser, size_t at);
void jsonpath_leave(struct jsonpath_parser *parser);
/* A text between quotes. */
bool jsonpath_parse_quoted(struct jsonpath_parser *parser, struct text *out);
/* The segments behind `$` or `@`; blanks after the last one are left. */
bool jsonpath_parse_segments(struct jsonpath_parser *parser, struct jsonpath_query *out);
/* The condition behind `?`. */
bool jsonpath_parse_filter(struct jsonpath_parser *parser, struct jsonpath_condition **out);

#endif
