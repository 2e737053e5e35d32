/* words.h - prose as a stream of folded words with places, and patterns over it.
 *
 * A word is a run of letters and digits, ASCII folded to lower case, without
 * apostrophes; hyphens and everything else part words. Each word knows its byte,
 * its line, its sentence and its clause, so that "do not open an issue" can be
 * told from "open an issue". It knows nothing of what the words mean. */
#ifndef FACTS_WORDS_H
#define FACTS_WORDS_H

#include "base/arena.h"
#include "base/text.h"

struct word {
    const char *text;
    size_t offset;             /* of its first byte in the text that was read */
    uint32_t line;             /* from 1 */
    uint32_t sentence, clause; /* numbered from 0; a clause lies within one sentence */
};

struct words {
    const struct word *items;
    size_t count;
    uint32_t sentences;
};

/* A sentence ends at a full stop, a question or an exclamation mark before white
 * space, at a blank line, and where a list item, a heading or a table row begins. */
struct words words_read(struct arena *arena, struct text text);

/* The index of the first place in [from, to) where the pattern matches wholly
 * inside it, or SIZE_MAX. A pattern is words parted by one blank; `a|b` is either
 * word, `a*` every word that begins with it, `...` up to four words of any kind.
 * `end`, when not NULL, is one past the last word matched. */
size_t words_find(const struct words *words, size_t from, size_t to, const char *pattern,
                  size_t *end);
/* Does the pattern match at this word? */
bool words_match(const struct words *words, size_t at, size_t to, const char *pattern, size_t *end);
/* Does one of the patterns (NULL-ended) match anywhere in [from, to)? */
bool words_have(const struct words *words, size_t from, size_t to, const char *const *patterns);
bool words_have_one(const struct words *words, size_t from, size_t to, const char *pattern);

/* The words of one sentence are [from, to): at most 80 to either side of `at`. */
void words_sentence(const struct words *words, size_t at, size_t *from, size_t *to);
void words_clause(const struct words *words, size_t at, size_t *from, size_t *to);
/* Index of the first word at or after a byte, or `count`. */
size_t words_at(const struct words *words, size_t offset);

#endif
