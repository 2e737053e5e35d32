/* trial.h - tests of rules as data: each world of a rule's test file becomes a
 * real git repository, is judged by that rule alone, and must give the verdict,
 * the findings and the places that it expects (DESIGN.md, section 3). */
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
    bool update;        /* where it differs, print what was found as YAML */
};

struct trial_result {
    size_t worlds, failed;     /* worlds that ran, and those that were wrong */
    size_t mutants, survivors; /* changes tried, and those that no world noticed */
};

/* Runs the worlds of one rule. What is wrong is appended to `out`, a line or more
 * each, with the place in the test file. A failure is trouble with the machine. */
struct failure *trial_run(const struct trial_file *file, const struct trial_options *options,
                          struct arena *arena, struct diagnostics *diagnostics, struct buffer *out,
                          struct trial_result *result) MUST_CHECK;

#endif
