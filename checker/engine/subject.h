/* subject.h - what names a subject for ever: its key, for people and for the
 * fingerprint (LANGUAGE.md, Fingerprint). No line, severity or message is in it. */
#ifndef ENGINE_SUBJECT_H
#define ENGINE_SUBJECT_H

#include "base/table.h"
#include "engine/evaluation.h"
#include "engine/judge_condition.h"

/* The key for people: "a.yml, build, 3"; "" for the repository. */
const char *subject_key(struct arena *arena, const struct source *source,
                        const struct fact_row *row);

/* The same as one item of a list: "a.yml (build, 3)". */
const char *subject_label(struct arena *arena, const struct source *source,
                          const struct fact_row *row);

struct fingerprint_maker {
    struct arena *arena;
    struct table seen;           /* digest -> count, for the ordinals of equal keys */
    const struct table *renames; /* old path -> const char * new path; NULL: none */
};

void fingerprint_maker_init(struct fingerprint_maker *maker, struct arena *arena,
                            const struct table *renames);
/* Whom a fingerprint is of. */
struct fingerprint_subject {
    const char *rule, *check;
    const struct source *source;
    const struct fact_row *row; /* NULL: the check as a whole, named by `whole` */
    const char *whole;          /* "empty", "applies" */
};
void fingerprint_make(struct fingerprint_maker *maker, const struct fingerprint_subject *subject,
                      char out[FINGERPRINT_SIZE]);

#endif
