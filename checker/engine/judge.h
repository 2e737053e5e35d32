/* judge.h - judges one repository: plan, gather, evaluate, excuse. The plan is
 * immutable and shared by the threads; each blob is read at most once, parsed at
 * most once, and only if a rule in force needs it. */
#ifndef ENGINE_JUDGE_H
#define ENGINE_JUDGE_H

#include "engine/evaluation.h"
#include "engine/exception_history.h"

enum fail_on { FAIL_ON_BLOCK, FAIL_ON_WARN, FAIL_ON_NEVER };

/* What `check` asks for; paths and revisions as the user named them. */
struct judge_options {
    const char *repository; /* a path */
    const char *revision;   /* NULL: HEAD */
    int32_t as_of;          /* INT32_MIN: not asked for */
    enum snapshot_kind snapshot;
    bool head_if_bare;  /* the commit, where there is neither work tree nor index */
    bool whole_history; /* look at every file that any reference reaches */
    const char *base;   /* NULL: none */
    bool base_tip;      /* compare with the tip of the base, not the merge base */
    bool only_new;      /* unchanged findings decide nothing and are left out */
    bool exceptions_from_head;
    const char *const *policies;   /* --policy, NULL-ended, or NULL */
    const char *policy_digest;     /* "sha256:...": the bundle that must be in force; or NULL */
    const char *const *registers;  /* --exceptions, likewise */
    const char *const *only_rules; /* --rule */
    const char *const *exclude_rules;
    const char *const *only_paths; /* --only: globs; findings elsewhere are left out */
    enum fail_on fail_on;
    const char *const *evidence_places;   /* --facts: files and folders, or NULL */
    const struct fact_evidence *evidence; /* instead of them: read by the caller */
    size_t evidence_count;
    const char *const *evidence_folders; /* for an audit: evidence by the repository's name */
    int32_t today;
    unsigned jobs;    /* 0: as many as there are processors */
    unsigned timeout; /* seconds; 0: none */
    bool verify_objects;
    const char *more_objects; /* a further folder of objects: a push in quarantine; or NULL */
    const char *index_file;   /* what a commit that is being made holds; or NULL */
    const char *version;      /* the program's: for min_version; NULL: not checked */
    bool count_changes;       /* of the work tree against HEAD: evaluation->unseen_changes */
    bool excerpts;            /* fill excerpt of the findings */
    bool controlled;          /* list the documents that must be kept current, and the names */
    const struct fact_kind *const *kinds; /* whose tables to keep: evaluation->tables; or NULL */
    bool exception_history;               /* judge_exceptions: fill history, prove approvals */
    bool comments;                        /* judge_exceptions: the waivers in comments, too */
    const char *comment; /* likewise, the one of this id, and its history if that is asked for */
    bool line_hashes;    /* and line_hash, which takes all lines up to there */
    /* For `policy test` and `audit`: files loaded already; else they are read. */
    const struct policy_file *extra_policy_files;
    size_t extra_policy_file_count;
    bool without_builtin; /* the extra files are all there is */
};

/* Judges. `evaluation` is NULL when nothing could be evaluated; then `status` is
 * 2 (policy refused: see `diagnostics`; bad --rev), 3 (no repository, no rule in
 * force) or 4, and the failure says why. */
struct failure *judge(struct evaluation **out, const struct judge_options *options,
                      struct arena *arena, struct diagnostics *diagnostics, int *status) MUST_CHECK;

/* The settings alone, nothing judged: also of policies that are refused (status 2)
 * because somebody loosens what is locked; NULL where a file has other mistakes. */
struct failure *judge_ruleset(const struct ruleset **out, const struct judge_options *options,
                              struct arena *arena, struct diagnostics *diagnostics,
                              int *status) MUST_CHECK;

/* The exception records of a snapshot, nothing judged. */
struct exception_records {
    const struct ruleset *ruleset;
    struct exception_set set;
    struct exception_set proposed;           /* those of the file that was handed in */
    struct object_id commit;                 /* whose first parents tell their past */
    const struct exception_history *history; /* when it was asked for; else NULL */
};

/* Loads and checks them, as `judge` does; with `proposed`, a file more that is not in the
 * snapshot (NULL: none). */
struct failure *judge_exceptions(struct exception_records *out, const struct policy_file *proposed,
                                 const struct judge_options *options, struct arena *arena,
                                 struct diagnostics *diagnostics, int *status) MUST_CHECK;

/* The tables of facts of a snapshot, for `bylaw facts`: kinds NULL-ended. */
struct failure *judge_facts(const struct fact_table ***out, const struct fact_kind *const *kinds,
                            const struct judge_options *options, struct arena *arena,
                            struct diagnostics *diagnostics, int *status) MUST_CHECK;
/* What the repository and its services are called, workloads too. */
struct failure *judge_names(struct service_names **out, const struct judge_options *options,
                            struct arena *arena, int *status) MUST_CHECK;
/* The rows of a SELECT over the facts of a snapshot, for `bylaw query`: of the kind
 * that sql_kind_of() gives. `problem`: why it could not be run to its end, or NULL. */
struct failure *judge_sql(struct fact_table *out, const char **problem,
                          const struct sql_statement *sql, const struct judge_options *options,
                          struct arena *arena, int *status) MUST_CHECK;

#endif
