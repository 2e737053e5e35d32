/* comment_marker.h - a word that stands at the beginning of a comment, in the comments of the
 * file's language as its name tells it. A line of a text over several lines that looks like a
 * comment counts as one: quotes are followed on their own line only. In Markdown a comment is
 * one of HTML that begins its line, outside of fenced code. */
#ifndef POLICY_COMMENT_MARKER_H
#define POLICY_COMMENT_MARKER_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct comment_marker {
    uint32_t line, column; /* of the word; the column in bytes, from 1 */
    bool is_alone;         /* nothing but the comment is on its line */
    struct text words;     /* what follows in the comment */
    struct text before;    /* what else stands on its line */
    struct text behind;
};

struct comment_scan {
    const char *word;
    unsigned syntax;
    struct text rest;
    uint32_t line;
    char fence; /* Markdown: the sign of the open fence, or 0 */
    size_t fence_size;
};

/* Has a file of this name comments at all? */
bool comment_has_syntax(const char *path);
void comment_scan_init(struct comment_scan *scan, const char *path, struct text text,
                       const char *word);
/* The next one, one a line; false at the end. */
bool comment_scan_next(struct comment_scan *scan, struct comment_marker *out);

#endif
