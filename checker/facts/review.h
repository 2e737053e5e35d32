/* review.h - what a commit of a branch shows of having been looked at by somebody else
 * than its author. Git holds no reviews: who merged, who committed and what the message
 * says is all there is, and where a forge alone knows, that is said. */
#ifndef FACTS_REVIEW_H
#define FACTS_REVIEW_H

#include "source/lineage.h"

/* How the commit came to the branch. */
enum review_way {
    REVIEW_TRAILER,     /* another person's Reviewed-by, Approved-by or Acked-by */
    REVIEW_MERGED,      /* another person merged it */
    REVIEW_COMMITTED,   /* another person committed what its author wrote */
    REVIEW_SELF_MERGED, /* a pull request or branch that its own author merged */
    REVIEW_BOT_MERGED,  /* a bot merged or committed it */
    REVIEW_SQUASHED,    /* a pull request that became one commit of its author's */
    REVIEW_FORGE,       /* committed by the forge, without a pull request's number */
    REVIEW_REBASED,     /* its author committed it anew after it was made, as a rebase merge does */
    REVIEW_DIRECT,      /* its author committed it, and nothing speaks of a review */
    REVIEW_PULLED,      /* brings nothing to the branch but what was there already */
};
extern const char *const review_way_names[]; /* by way, NULL-ended */

enum review_state { REVIEW_YES, REVIEW_NO, REVIEW_UNPROVEN };

struct review {
    enum review_way way;
    enum review_state state;
    const char *reviewer; /* who looked at it, NULL when that is not known */
    const char *request;  /* `#123`, `!45`: of the forge; NULL when none is named */
    const char *evidence; /* what speaks for it or against it, in words */
    const char *unproven; /* REVIEW_UNPROVEN: why, and what would prove it; else NULL */
};

/* `merged_author` wrote the last commit of what a merge merged; NULL: not known, or no
 * merge. */
struct review review_of(struct arena *arena, const struct history_commit *commit,
                        const struct identity *merged_author);

#endif
