/* explain.h - one rule, explained: what it demands, every final setting with its
 * origin, what a lock refused, and the verdict with its findings. The same model for
 * the table on a terminal and for JSON (docs/schemas/explain.json). */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include "report/report.h"

struct explanation {
    const struct rule *rule;
    const struct setting *setting;       /* NULL: not in force */
    const struct evaluation *evaluation; /* NULL: nothing was judged */
    const char *fingerprint;             /* the beginning of one: only that finding; or NULL */
};

/* One final setting. */
struct explained_setting {
    const char *name;          /* severity, enforcement, params.NAME ... */
    const char *value;         /* as people read it */
    const char *const *items;  /* of a list, NULL-ended; else NULL */
    const struct origin *from; /* NULL: nobody said anything */
    const struct lock *lock;   /* NULL: not locked */
};

extern const char *const layer_words[]; /* by enum layer */

/* In the order in which they are shown. */
const struct explained_setting *explain_settings(struct arena *arena, const struct setting *setting,
                                                 size_t *count);
void explain_write_json(struct buffer *out, const struct explanation *explanation,
                        struct arena *arena, const char *version);

#endif
