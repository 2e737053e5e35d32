/* query.h - what `bylaw query JSONPATH FILE...` found, and how it is written. */
#ifndef CLI_QUERY_H
#define CLI_QUERY_H

#include "cli/command.h"
#include "document/jsonpath.h"

struct query_match {
    const char *file;
    size_t document; /* within a stream of several, from 0 */
    const struct node *node;
    const char *path; /* normalised */
};

/* A file that could not be read, or of which not all could be said. */
struct query_problem {
    const char *file;
    uint32_t line, column; /* 0: the file as a whole */
    const char *message;
};

struct query_answer {
    const char *expression;
    struct query_match *matches;
    size_t match_count, match_capacity;
    struct query_problem *problems;
    size_t problem_count, problem_capacity;
};

/* A line a match: place, path and value; two where one is too narrow. Values are cut
 * at `width` (0: not at all). False when it would be larger than anybody wants. */
bool query_write_text(struct buffer *out, struct arena *arena, const struct query_answer *answer,
                      unsigned width, bool colour);
/* docs/schemas/query.json. */
bool query_write_json(struct buffer *out, const struct query_answer *answer);

#endif
