/* excerpt.h - text from a repository or a policy, made safe for a terminal and
 * for plain text: nothing in it can move the cursor, change a colour or reorder
 * what is read (control characters, bidirectional and invisible marks, bytes
 * that are no UTF-8). For HTML, Markdown and the like it is not enough. */
#ifndef BASE_EXCERPT_H
#define BASE_EXCERPT_H

#include "base/text.h"

/* Adds the text with what is unsafe written out: \n, \t, \x1b, \u{202e}; and the
 * first byte of what the log of a runner would obey: `::` where a line or a word
 * begins, whatever white space is before it (GitHub trims a line first), `##[` and
 * `##vso[`. */
void visible_add(struct buffer *out, struct text text);
/* Code points that must not reach a terminal as they are. */
bool visible_is_unsafe(uint32_t code);
/* Does it begin with `##[` or `##vso[`, commands wherever they stand in a line? */
bool visible_is_command(struct text text);
/* White space that stays within a line (Unicode, White_Space): .NET, in which GitHub's
 * runner is written, trims all of it. */
bool visible_is_space(uint32_t code);

/* Adds line `line` of `source` after its number, and below it a caret under each
 * of `length` code points (0 is 1) from `column` on; no carets for column 0, and
 * nothing at all when there is no such line. What is unsafe takes one cell, a tab
 * runs to the next multiple of four, and of a long line the part around the
 * column is shown. */
void excerpt_add(struct buffer *out, struct text source, uint32_t line, uint32_t column,
                 uint32_t length, bool colour);

#endif
