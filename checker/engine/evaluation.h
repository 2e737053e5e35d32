/* evaluation.h - what came out of judging one repository: the model that every
 * report writes and that `audit` keeps. Plain data in one arena. */
#ifndef ENGINE_EVALUATION_H
#define ENGINE_EVALUATION_H

#include "facts/baseline_kinds.h"
#include "policy/baseline_file.h"
#include "policy/ruleset.h"

enum { FINGERPRINT_SIZE = 33 }; /* 32 hex digits and a NUL */

enum baseline_state { BASELINE_NONE, BASELINE_NEW, BASELINE_UNCHANGED };

struct related_place {
    struct place place;
    const char *message;
};

/* A failing, reviewable or undecidable subject. */
struct finding {
    const struct setting *setting;
    const struct check *check;
    enum verdict verdict;         /* fail, review or unknown */
    enum severity severity;       /* after grade and policy; info is a note that never blocks */
    enum enforcement enforcement; /* today */
    bool blocks;                  /* decides the exit status: not excused, not advisory, ... */
    struct place place;
    bool stand_in;       /* no candidate exists: the place stands for `wanted` */
    const char *wanted;  /* a path, or NULL */
    const char *message; /* a full sentence */
    const char *subject; /* the key, for people: "a.yml, build, 3" */
    char fingerprint[FINGERPRINT_SIZE];
    enum unknown_class unknown_class; /* verdict unknown */
    const char *reason;               /* verdict unknown: why, else NULL */
    struct related_place *related;
    size_t related_count, related_rest;
    const struct exception
        *exception; /* that excuses it, or the expired or pending one that would */
    enum exception_state exception_state;
    bool excused;
    int32_t returns_on; /* excused: the first day it is not */
    enum baseline_state baseline;
    bool on_changed_line; /* new, and the change wrote the line that it stands on */
    bool recordable;      /* .bylaw/baseline.yml may name it */
    const struct baseline_entry *recorded; /* it does: the entry, or NULL */
    bool tolerated;            /* recorded, and its end has not come: it does not block */
    const char *const *owners; /* NULL-ended; by CODEOWNERS, else by the catalogue */
    size_t owners_rest;        /* how many more there are (engine/owners_of.h) */
    const char *excerpt;       /* the line at the place, without its end; NULL when there is none */
    const char *line_hash;     /* primaryLocationLineHash, or NULL */
};

struct evidence {
    struct place place;
    const char *text;
};

struct check_result {
    const struct check *check;
    enum verdict verdict;
    const char *reason; /* why not applicable, unknown, or decided by on_empty; or NULL */
    enum unknown_class unknown_class; /* verdict unknown */
    size_t passed, failed, unknown, review, notes, excused;
    struct evidence *evidence; /* up to 20 subjects that passed, with their places */
    size_t evidence_count;
};

struct rule_result {
    const struct setting *setting;
    enum verdict verdict; /* before exceptions */
    bool excused;         /* it fails, and every failing subject is excused */
    enum enforcement enforcement;
    const char *reason;
    struct check_result *checks;
    size_t check_count;
};

struct exception_use {
    const struct exception *exception;
    enum exception_state state;
    size_t matches;    /* findings that it excuses, or would */
    int32_t last_day;  /* of the match that lapses next, else of that which lapsed last; where
                        * nothing matches, by its rules in force. INT32_MIN: nothing tells it */
    int32_t days_left; /* from today to last_day, else to expires; negative when over */
    int32_t grace;     /* days behind expires that the policies give; within last_day */
    bool over_long;    /* expires lies behind what the policy allows: clamped */
    size_t approvals;  /* people who have approved it; the ruleset says how many must */
};

/* An entry of .bylaw/baseline.yml, and what became of it. */
struct recorded_entry {
    const struct baseline_entry *entry;
    enum baseline_entry_state state;
};

/* What keeps a level from being reached. */
struct level_need {
    const struct rule *rule;
    enum verdict verdict;
    bool judged; /* false: it was left out of this run */
};

struct level_result {
    const struct level_setting *setting;
    bool reached;
    size_t excused;           /* rules that only exceptions keep */
    struct level_need *needs; /* of its own rules */
    size_t need_count;
};

/* What was not read, and why: so that silence is never a pass. */
struct skipped {
    const char *path;
    const char *why;
};

/* A document that must be kept current (facts/controlled_kinds.h), by its content. */
struct controlled_copy {
    const char *path;
    const char *sort;
    struct object_id blob;
};

struct evaluation {
    /* what was judged */
    const char *repository;      /* as named on the command line */
    const char *remote, *branch; /* or NULL */
    enum snapshot_kind snapshot_kind;
    struct commit_ids head, base;
    struct commit_ids base_tip; /* with a base: what --base names, whose policies hold */
    bool has_base, shallow;
    size_t files;
    int64_t now;           /* first second of the day */
    size_t unseen_changes; /* files of the work tree that differ from HEAD */
    bool only_some_paths;  /* --only: what lies elsewhere was not looked for */
    /* by what */
    const struct ruleset *ruleset;
    /* what came out */
    struct rule_result *rules; /* by rule id */
    size_t rule_count;
    struct finding *findings; /* by place's path, line, column, rule, check, subject */
    size_t finding_count;
    bool is_compared;      /* with a base or a baseline file: each finding is new or unchanged */
    struct finding *fixed; /* with a base: what failed there and fails no more */
    size_t fixed_count;
    bool only_new;    /* --only-new: unchanged findings decide nothing and are left out */
    size_t unchanged; /* so many of them */
    const struct baseline_file *baseline_file; /* .bylaw/baseline.yml in force, or NULL */
    struct recorded_entry *recorded;           /* its entries, and those that the head adds */
    size_t recorded_count;
    struct level_result *levels; /* as the ruleset's */
    size_t level_count;
    struct controlled_copy *controlled; /* when asked for; by path */
    size_t controlled_count;
    struct service_names *names;      /* with them: by catalogue, manifests and remote */
    struct exception_use *exceptions; /* by id */
    size_t exception_count;
    struct excuse_lookup *excuse_lookup; /* engine/excuse.h: which of them reach a finding */
    struct skipped *skipped;
    size_t skipped_count;
    bool renames_are_cut; /* with a base: only files moved as they are were taken for renamed */
    /* With a base: paths of .bylaw, CODEOWNERS and their like that the head adds,
     * changes or deletes. It is judged by the base's; sorted. */
    const char **governance_changes;
    size_t governance_change_count;
    const struct trust *trust;            /* with a base: who judged (engine/trust.h); else NULL */
    struct diagnostics *head_diagnostics; /* with a base: mistakes in the head's own policy files */
    /* Facts of the kinds that were asked for, in their order; NULL-ended, or NULL. */
    const struct fact_table *const *tables;
    size_t rules_by_verdict[5]; /* indexed by enum verdict */
    size_t blobs_read, threads_used;
    int exit_status; /* 0, 1, 3 or 4 (docs/cli.md) */
};

#endif
