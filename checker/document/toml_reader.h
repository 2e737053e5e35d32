/* toml_reader.h - where the TOML reader stands in the text, its refusals and its
 * nodes; and the texts in quotes. Only the toml*.c files use it. */
#ifndef DOCUMENT_TOML_READER_H
#define DOCUMENT_TOML_READER_H

#include "document/node.h"

struct toml_reader {
    struct arena *arena;
    struct arena scratch; /* the tables while they grow */
    struct document_problem *problem;
    struct text text;
    size_t at;
    uint32_t line;
    size_t line_start; /* offset of the line, for its columns */
    size_t counted_at; /* offset up to which the columns of the line were counted */
    uint32_t counted;  /* code points between the two */
    size_t nodes;
    struct buffer items; /* of struct node *: of the arrays that are open */
};

/* All refuse with false, so that a caller can return what they return. */
bool toml_refuse_at(struct toml_reader *reader, size_t offset, const char *message);
bool toml_refuse(struct toml_reader *reader, const char *message);
bool toml_refuse_deep(struct toml_reader *reader);

/* The byte here, -1 at the end. */
int toml_peek(const struct toml_reader *reader);
bool toml_starts(const struct toml_reader *reader, const char *prefix);
/* Over spaces and tabs. */
void toml_skip_blanks(struct toml_reader *reader);
/* Over the line end here, LF or CRLF; false without a refusal when there is none. */
bool toml_skip_line_end(struct toml_reader *reader);
/* Over the comment here, if there is one, up to its line end. */
bool toml_skip_comment(struct toml_reader *reader);
/* Over one code point above ASCII, which must be UTF-8. */
bool toml_skip_rune(struct toml_reader *reader);

/* A node that begins here; NULL, refused, when there are too many. */
struct node *toml_node_new(struct toml_reader *reader, enum node_kind kind,
                           const struct node *parent);
void toml_node_begin(struct toml_reader *reader, struct node *node);
void toml_node_end(struct toml_reader *reader, struct node *node);
/* Moves the place of `node` to that of `to`. */
void toml_node_place(struct node *node, const struct node *to);

/* The text in quotes that begins here, of one line or of several. */
bool toml_text_read(struct toml_reader *reader, struct text *out);

#endif
