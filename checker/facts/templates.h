/* templates.h - the texts that people start documents from, by their fingerprints:
 * rules/catalogue/templates.yml, compiled into the program, parsed once a process and never
 * changed. A fingerprint is the hash of five words that follow each other below a heading
 * (a shingle), so that no text of others is kept here; phrases are short marks of our own.
 * What a document is when it holds them is the business of residue.h and template_reading.h. */
#ifndef FACTS_TEMPLATES_H
#define FACTS_TEMPLATES_H

#include "base/arena.h"
#include "base/builtin_file.h"
#include "base/diagnostic.h"
#include "document/schema.h"
#include "facts/words.h"

enum { SHINGLE_WORDS = 5, TEMPLATES_MAX = 64 };

struct template
{
    const char *name; /* NULL: phrases of no template in particular */
    const char *source, *licence;
    struct schema_texts headings;
    struct schema_texts phrases; /* patterns of words.h, without `...` */
    const char *shingles;        /* as written: hashes of 16 digits, parted by blanks */
};

struct template_slot {
    uint64_t hash;      /* 0: empty */
    uint64_t templates; /* bit i: templates[i] has it */
};

struct templates {
    const struct template *const *items; /* in the order of the file */
    size_t count;
    const struct template_slot *slots; /* a power of two of them; NULL: there are none */
    size_t slot_count, shingle_count;
};

/* FNV-1a of 64 bits over SHINGLE_WORDS words, a blank after each; never 0. */
uint64_t shingle_hash(const struct word *words);

const struct templates *templates_builtin(void);
/* Mistakes are diagnostics; what is right is taken. */
struct templates *templates_parse(struct arena *arena, const struct builtin_file *file,
                                  struct diagnostics *diagnostics);

/* Which words of a text are a template's. */
struct template_cover {
    const bool *words;          /* by word of the text */
    size_t count;               /* how many of them */
    size_t hits[TEMPLATES_MAX]; /* shingles, by template */
};
/* One pass. A word or two between two that are covered, within one sentence, count too: the
 * name that somebody put there. */
void template_cover(const struct templates *templates, struct arena *arena,
                    const struct words *words, struct template_cover *out);
/* Are the words of a text that are still there in `rest` (the text with its placeholders
 * blanked in place) a template's? At least four of five are, and no sentence is without one of
 * them: an answer below its question, however short, is a sentence of its own. */
bool template_explains(const struct templates *templates, struct arena *scratch,
                       const struct words *words, const char *rest);
/* The next phrase of a template: [*from, end) words. `out`, when not NULL, is whose it is. */
bool template_next_phrase(const struct templates *templates, const struct words *words,
                          size_t *from, size_t *end, const struct template **out);

#endif
