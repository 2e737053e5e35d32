/* hcl_reader.h - the parts of the reader of HCL: hcl.c reads bodies and blocks,
 * hcl_expression.c what stands behind an equals sign, hcl_template.c quoted texts and
 * heredocs. */
#ifndef DOCUMENT_HCL_READER_H
#define DOCUMENT_HCL_READER_H

#include "document/cursor.h"

struct hcl_reader {
    struct build build;
    struct cursor cursor;
    unsigned depth;
    struct table known; /* mapping and key -> the value's node */
};

bool hcl_refuse(struct hcl_reader *reader, const char *message);
bool hcl_enter(struct hcl_reader *reader); /* false when nested too deeply */
/* Over blanks and comments, with `lines` over line ends too. */
bool hcl_skip_space(struct hcl_reader *reader, bool lines);
bool hcl_is_name_start(int byte);
struct text hcl_read_name(struct hcl_reader *reader);
/* The value of a key that is in the mapping already; NULL when it is new. */
struct node *hcl_find(struct hcl_reader *reader, const struct node *mapping, const char *key);
bool hcl_add(struct hcl_reader *reader, struct node *mapping, struct node *key, struct node *value);

/* An expression. It ends at a line's end, at ',', ']', '}' or the end of the text; with
 * `in_brackets`, line ends are white space. NULL with the problem. */
struct node *hcl_read_expression(struct hcl_reader *reader, bool in_brackets);
/* "text"; `plain` tells whether it is one, without anything to evaluate. */
struct node *hcl_read_quoted(struct hcl_reader *reader, bool *plain);
struct node *hcl_read_heredoc(struct hcl_reader *reader);
/* Over a quoted text, a `${...}` within it, or a heredoc. */
bool hcl_skip_quoted(struct hcl_reader *reader);
bool hcl_skip_heredoc(struct hcl_reader *reader);

#endif
