/* ruleset.h - which rules are in force for one repository, with every final
 * value and where it came from: layers merged by rule id, nearest last, locks
 * held, `applies_to` decided by the caller. */
#ifndef POLICY_RULESET_H
#define POLICY_RULESET_H

#include "policy/exception.h"

struct origin {
    enum layer layer;
    struct place place;
};

/* A lock binds every layer that is nearer than the one it was written in, and the
 * policies that extend the one it was written in. */
struct lock {
    bool is_set;
    struct origin by;
};

/* What somebody asked for and a lock refused. */
struct attempt {
    const char *what;  /* severity, params.NAME ... */
    const char *value; /* as it would have been */
    struct origin from;
    struct origin lock;
};

struct setting {
    const struct rule *rule;
    const struct policy *policy;  /* the one that brought it in force first */
    enum severity severity;       /* final */
    bool severity_is_policys;     /* set by a policy: then it is a ceiling for checks and grades */
    enum enforcement enforcement; /* final, before effective_from */
    int32_t effective_from;       /* INT32_MIN: at once; before that day it is advisory */
    enum unknown_action on_unreadable, on_unobservable;
    bool review_blocks;
    struct value *params; /* one a parameter of the rule */
    const struct glob **for_paths;
    const char *const *for_path_texts; /* as written; NULL-ended, or NULL */
    size_t for_path_count;             /* 0: everywhere */
    struct origin severity_from, enforcement_from;
    /* No place where nobody said anything. */
    struct origin effective_from_from, for_paths_from;
    struct origin on_unreadable_from, on_unobservable_from, on_review_from;
    struct origin *params_from;
    struct lock severity_lock, enforcement_lock, effective_lock, paths_lock;
    struct lock *param_locks;
    const struct attempt *refused;
    size_t refused_count;
};

/* A level of a policy in force. */
struct level_setting {
    const struct policy *policy;
    const struct policy_level *level;
    const struct rule **rules; /* its own, NULL-ended */
    bool expected;             /* of this repository */
};

struct ruleset {
    struct setting *settings; /* by rule id */
    size_t count;
    struct exception_limits exceptions;
    const struct label *labels;
    const char *const *policies;   /* names in force, "secure-sdlc 1.0.0", NULL-ended */
    const struct policy **sources; /* the same, as they were written */
    size_t source_count;
    struct level_setting *levels; /* policy by policy, the lowest of each first */
    size_t level_count;
    const bool *source_is_named; /* in force by itself, not only because another extends it */
    char digest[65];             /* SHA-256 over every final value, label and rule text */
    const char *bundle; /* "sha256:...": of the texts of the policies that were asked for */
};

struct ruleset_options {
    /* Names given on the command line, or NULL. In force are these, every policy of
     * the organisation layer (given as a path), and those that the configuration
     * names. Where nothing of these is given: builtin:baseline and every policy of
     * the repository's own .bylaw/policies. */
    const char *const *policies;
    const char *const *only;    /* --rule, or NULL */
    const char *const *exclude; /* --exclude-rule, or NULL */
    int32_t today;              /* for rules that are deprecated or removed on a day */
    /* Decides a policy's `applies_to`: true, false, or true where it is unknown. */
    bool (*applies)(const struct condition *condition, void *state);
    /* Does what holds hold because of the change alone? Asked of what would loosen, which it
     * then does not. NULL: of nothing. */
    bool (*is_of_change)(const struct condition *condition, void *state);
    void *state;
};

/* Merges: nearest last, the configuration being nearer than the repository's own
 * policies. A policy brings in those that it extends; within a layer it is nearer than
 * they are, and speaks for them. Of the policies of one layer each demands for itself:
 * the strictest enforcement, the earliest day and all of their paths hold; of the
 * severities and parameters that are said the strictest. A lock binds all that is
 * nearer: what it holds may be tightened only, and a locked enforcement also holds the
 * day, the paths and what becomes of the unknown. What comes with a change alone brings its
 * own rules as it says, and of others' tightens only. Mistakes (an unknown rule or policy,
 * a locked setting loosened, a wrong parameter, a rule that was removed) are
 * diagnostics; a former or a deprecated name of a rule is a warning. */
void ruleset_resolve(struct ruleset *out, struct library *library,
                     const struct ruleset_options *options, struct arena *arena,
                     struct diagnostics *diagnostics);
/* The enforcement on a day. */
enum enforcement setting_enforcement(const struct setting *setting, int32_t today);

#endif
