/* hearing.h - what is judged: the repository, its snapshots, and the policies
 * that hold for it. Opened from the options of one run, closed behind it. */
#ifndef ENGINE_HEARING_H
#define ENGINE_HEARING_H

#include "engine/approval.h"
#include "engine/collect.h"
#include "engine/evidence.h"
#include "engine/judge.h"
#include "engine/trust.h"
#include "policy/baseline_file.h"

/* A condition of a policy or level in force that the base meets and the head does not. */
struct held_by_base {
    const struct condition *condition;
    bool is_unclear; /* that the base meets it is not known */
};

struct hearing {
    const struct judge_options *options;
    struct arena *arena;
    struct repository *repository;
    struct snapshot head; /* of a commit: only what policies are made of, until it is listed */
    bool has_base;
    struct snapshot base;    /* what findings and changes are compared with; empty until then */
    struct renamed *renames; /* from the base to the head, of hearing_find_renames */
    size_t rename_count;
    bool has_renames;
    bool renames_are_cut; /* what is not identical was not compared: there is too much of it */
    bool is_listed;
    struct evidence_list evidence;       /* of --facts */
    const char *const *evidence_in_tree; /* with a base: those of --facts that lie in the work
                                            tree, NULL-ended; or NULL */
    struct snapshot policy; /* where policies come from: the head, or the tip of the base */
    struct deadline deadline;
    struct library library;
    bool library_made;
    struct ruleset *ruleset;
    struct exception_set exceptions;
    struct exception_history *history;    /* of the records, once somebody asked for it */
    struct allowed_signers signers;       /* once an approval was looked at */
    const struct fact_table *entities;    /* of catalogues, once a policy lists a team */
    const struct baseline_file *baseline; /* in force, or NULL */
    const struct baseline_file *proposed; /* with a base: the head's, or NULL */
    struct fact_label *labels;            /* ended by a NULL name */
    struct diagnostics *head_diagnostics;
    struct held_by_base *held_by_base; /* once the ruleset is resolved */
    size_t held_by_base_count, held_by_base_capacity;
    struct trust *trust; /* with a base */
};

/* `status` says what a failure means for the exit status. */
struct failure *hearing_open(struct hearing *hearing, const struct judge_options *options,
                             struct arena *arena, int *status) MUST_CHECK;
void hearing_close(struct hearing *hearing);

/* Loads policies, rules, configuration and exceptions, and resolves the ruleset.
 * Status 2, with diagnostics, when a file is refused. */
struct failure *hearing_load(struct hearing *hearing, struct diagnostics *diagnostics,
                             int *status) MUST_CHECK;
/* What proves the approvals of the records, as far as the policies ask for it; it decides
 * which of them count. Called by hearing_load. */
struct failure *hearing_prove_approvals(struct hearing *hearing) MUST_CHECK;
/* The same once more, when it is known which findings they would excuse, where the policies ask
 * who wrote those lines. */
struct failure *hearing_prove_lines(struct hearing *hearing,
                                    const struct evaluation *evaluation) MUST_CHECK;
/* All of it again, as far as it was asked for: the records of the hearing are others. */
struct failure *hearing_prove_again(struct hearing *hearing,
                                    const struct evaluation *evaluation) MUST_CHECK;
/* Judges it whole, once it is loaded (engine/judge.c). */
struct failure *judge_hearing(struct hearing *hearing, struct evaluation **out) MUST_CHECK;
/* Reads the history of the records, and what it proves of their approvals. */
struct failure *hearing_read_history(struct hearing *hearing) MUST_CHECK;
/* Only the labels of the configuration: what facts need. */
struct failure *hearing_load_labels(struct hearing *hearing) MUST_CHECK;

/* Lists the head and the base whole. Called when it is known that a rule is in
 * force, and by what gathers before that. */
struct failure *hearing_list(struct hearing *hearing) MUST_CHECK;

/* With a base: are the policies or records that were given files of the head itself? Then a
 * change would be judged by what it brings along, which is refused, before any of it is read.
 * A pinned digest says what policies are, wherever they lie. Lists both sides. */
struct failure *hearing_check_given(struct hearing *hearing) MUST_CHECK;
/* Reads the evidence that was given; likewise. What is no file of the head and lies in the
 * work tree all the same may have been written by what the change runs: it is read, and kept
 * in `evidence_in_tree`. Called by hearing_open. */
struct failure *hearing_read_evidence(struct hearing *hearing) MUST_CHECK;

/* Fills `renames`, as far as HEAD tells for the index and the work tree. */
struct failure *hearing_find_renames(struct hearing *hearing) MUST_CHECK;

/* Does the snapshot that is judged have the file by its new name alone? The index and the
 * work tree may have more to say than the commit that they begin with. */
bool hearing_is_renamed(const struct hearing *hearing, const struct renamed *renamed);

/* Exit status of a failure by its kind: 2 or 4. */
int hearing_status_of(const struct failure *failure);
/* Gathers one side of a plan. */
struct failure *hearing_collect(struct hearing *hearing, const struct plan *plan,
                                enum plan_side side, bool base_as_head,
                                struct collection *out) MUST_CHECK;
/* Gathers the base, or the tip of it, as if a change of nothing were judged there: with
 * itself as its base. */
struct failure *hearing_collect_unchanged(struct hearing *hearing, const struct plan *plan,
                                          bool of_tip, struct collection *out) MUST_CHECK;

/* Where the records of exceptions that hold are read from. */
const struct snapshot *hearing_records(const struct hearing *hearing);
/* Publishes the records of exceptions (engine/publish.h); `proposed`: those too that are only
 * in the head. */
struct failure *hearing_publish(struct hearing *hearing, struct collection *collection,
                                const struct evaluation *evaluation, bool proposed) MUST_CHECK;

#endif
