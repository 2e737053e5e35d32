/* dockerfile_reader.h - the instructions of a Dockerfile, one after the other: parser
 * directives, continuations, comments within them and here-documents are dealt with. */
#ifndef DOCUMENT_DOCKERFILE_READER_H
#define DOCUMENT_DOCKERFILE_READER_H

#include "document/dockerfile.h"

struct dockerfile_reader {
    struct arena *arena;
    struct text rest;
    uint32_t line; /* of the line that was read last */
    char escape;
    struct buffer joined;
    const char *problem; /* the first one; reading goes on */
    uint32_t problem_line;
};

void dockerfile_reader_open(struct dockerfile_reader *reader, struct arena *arena,
                            struct text text);
/* False at the end. */
bool dockerfile_reader_next(struct dockerfile_reader *reader, struct dockerfile_instruction *out);
void dockerfile_reader_close(struct dockerfile_reader *reader);

/* Of the names of variables; `first`: at their start. */
bool dockerfile_is_name_byte(char byte, bool first);

#endif
