/* trial.h - tests of rules as data: each world of a rule's test file becomes a
 * real git repository, is judged by that rule alone, and must give the verdict,
 * the findings and the places that it expects. */
#ifndef ENGINE_TRIAL_H
#define ENGINE_TRIAL_H

#include "base/diagnostic.h"
#include "document/node.h"
#include "engine/judge.h"

/* A rule file and the test file beside it. */
struct trial_file {
    const char *rule_path; /* as shown; "builtin:..." for a built-in rule */
    struct text rule;
    const char *test_path; /* NULL: it has none, which is an error */
    struct text test;
};

struct trial_options {
    const char *folder; /* an empty folder of the caller's for the repositories */
    bool mutate;        /* change each condition in turn: a world must notice */
    bool update;        /* where a world differs, write what was found as its `expect` */
};

enum trial_subject {
    TRIAL_FILES,  /* the rule and its test file, before any world */
    TRIAL_WORLD,  /* a world and its expectations */
    TRIAL_MUTANT, /* a change of the rule that some world must notice */
};

/* One thing that was tried. */
struct trial_point {
    enum trial_subject subject;
    const char *name; /* of the world; what was changed */
    uint32_t line;    /* in the test file; of a mutant, in the rule's */
    bool right;
    const char *detail; /* what is wrong, in whole lines; "" when it is right */
};

struct trial_result {
    const char *rule; /* its id, or where that cannot be read, its path */
    struct trial_point *points;
    size_t point_count, point_capacity;
    size_t worlds, failed;     /* worlds that ran, and what was wrong with them or the files */
    size_t mutants, survivors; /* changes tried, and those that no world noticed */
    size_t updated;            /* worlds whose `expect` is another in `text` */
    struct text text;          /* the test file as it is to be; empty: as it is */
};

/* Runs the worlds of one rule; what is given lives in the arena. A failure is trouble
 * with the machine. */
struct failure *trial_run(const struct trial_file *file, const struct trial_options *options,
                          struct arena *arena, struct trial_result *result) MUST_CHECK;

#endif
