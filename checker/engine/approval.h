/* approval.h - what proves the approvals of exceptions (reference: exceptions A7), and which
 * of them count by the policies in force (policy/approval_limits.h).
 *
 * declared          it stands in the record, and nothing more
 * trailer           the message of the commit that granted or last extended the record
 *                   names the approver
 * commit            the approver is the author or the committer of that commit
 * signed-commit     their key signed it
 * record-signature  their key signed the canonical record (policy/exception_canonical.h)
 *
 * Whose key it is, the allowed signers of the policy's tree say: those of the base, when
 * there is one. What cannot be verified proves nothing. */
#ifndef ENGINE_APPROVAL_H
#define ENGINE_APPROVAL_H

#include "engine/exception_history.h"
#include "engine/register_history.h"
#include "engine/signature_file.h"
#include "facts/fact.h"
#include "policy/ruleset.h"
#include "source/allowed_signers.h"

struct approval_sources {
    struct repository *repository;
    const struct snapshot *records;         /* where the records lie, and their signatures */
    struct register_signatures *signatures; /* of the records of registers */
    const struct snapshot *proposed;        /* where those lie that are only in the head; or NULL */
    const struct snapshot *policy;          /* where the allowed signers lie */
    const struct exception_history *history;    /* of the records; NULL: it is not looked at */
    const struct register_histories *registers; /* of theirs, as `history` */
    const struct fact_table *entities; /* of the policy's tree; NULL: nobody asked for them */
    int32_t today;
};

extern const char approval_signers_path[]; /* .bylaw/allowed_signers */

/* Does one of their demands list a team? */
bool approvals_ask_teams(const struct ruleset *ruleset);
/* How many people must have approved it: of several demands, by that for most. */
int64_t approvals_needed(const struct exception *record, const struct ruleset *ruleset);
/* Do the policies ask for what only the history of the records tells? */
bool approvals_ask_history(const struct ruleset *ruleset);
/* Sets the proof of every approval and what the approvals of each record lack. `signers` are
 * those that were read, for their problems. */
struct failure *approvals_prove(struct exception_set *set, const struct ruleset *ruleset,
                                const struct approval_sources *sources,
                                struct allowed_signers *signers, struct arena *arena) MUST_CHECK;

/* Why less than that is proved; NULL when it is. */
const char *approval_why_less(const struct approval_proof *proof, int than, struct arena *arena);
/* What commits can prove of the approval of `by`: the commit's people or its trailers. */
int approval_evidence_of_commit(const struct history_commit *commit, const char *by);
bool approval_is_trailer(const char *key);
/* Does a record excuse no more than it did then? What came behind it, in the index or the
 * work tree, no commit proves. False when there was none. */
bool approval_is_of_as_much(const struct exception *then, const struct exception *now,
                            const struct ruleset *ruleset);

#endif
