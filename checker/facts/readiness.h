/* readiness.h - a review before something goes into production, as a document: what is
 * asked, how each item is answered, and who approved it. */
#ifndef FACTS_READINESS_H
#define FACTS_READINESS_H

#include "facts/prose.h"

enum readiness_state {
    READINESS_IS_OPEN,     /* no answer */
    READINESS_IS_BARE,     /* 'N/A', and no reason */
    READINESS_IS_REASONED, /* 'N/A', and why */
    READINESS_IS_TICKED,   /* yes, and nothing that shows it */
    READINESS_IS_EVIDENT,  /* yes, with a page, an issue, a path or a command */
};
extern const char *const readiness_state_names[]; /* by state, NULL-ended */

struct readiness_item {
    const char *text;
    uint32_t line;
    enum readiness_state state;
};

enum { READINESS_SIGNERS_MAX = 16 };

struct readiness {
    struct readiness_item *items;
    size_t count, states[READINESS_IS_EVIDENT + 1]; /* how many are in each state */
    const char *signers[READINESS_SIGNERS_MAX];
    size_t signer_count;
};

/* Is it one by its path? Pages about such reviews and templates of them are none. */
bool readiness_is_review(const char *path);
/* Items are boxes of lists, and rows of tables with a column for the answer. */
struct readiness readiness_read(struct arena *arena, const struct prose *prose);

#endif
