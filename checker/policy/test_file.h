/* test_file.h - test files of rules: worlds, each with what makes its repository and
 * what a rule must say of it. All mistakes are told at once,
 * with their places. Building and judging worlds is the engine's (engine/trial.h). */
#ifndef POLICY_TEST_FILE_H
#define POLICY_TEST_FILE_H

#include "document/schema.h"
#include "policy/rule.h"
#include "policy/words.h"

struct test_expectation {
    const struct node *node;
    const char *check; /* NULL: not compared */
    int verdict;       /* index into verdict_words; -1: fail */
    int severity;      /* -1: not compared */
    const char *path;
    int64_t line;        /* 0: not compared */
    const char *message; /* must stand in the finding's; NULL: not compared */
};

struct test_expect {
    const struct node *node;
    int verdict;                    /* of the rule */
    struct schema_objects findings; /* of struct test_expectation */
};

struct test_commit {
    const struct node *node, *files, *trailers, *signed_;
    struct schema_texts deleted, executables, merged;
    const char *branch; /* NULL: main */
    const char *message, *author, *committer, *date, *committed, *signature;
};

struct test_tag {
    const struct node *node;
    const char *name, *message /* NULL: lightweight */, *date;
    int64_t at; /* number of a commit, from 1; 0: the last */
};

enum test_kind {
    TEST_PASSES,
    TEST_FAILS,
    TEST_NOT_APPLICABLE,
    TEST_NEAR_MISS,
    TEST_THEATRE,
    TEST_UNKNOWN,
    TEST_KINDS
};
extern const char *const test_kind_words[]; /* in that order, NULL-ended */

struct test_world {
    const struct node *node;
    const char *name, *summary, *remote, *head /* a branch; NULL: main */;
    int kind; /* enum test_kind */
    const struct node *files, *links, *binaries, *base, *exceptions, *labels, *facts, *params,
        *shallow;
    const char *base_branch; /* when `base` names one */
    struct schema_texts executables, branches;
    struct schema_objects commits, tags; /* struct test_commit, struct test_tag */
    bool whole_history;                  /* judged with --history */
    int64_t depth;                       /* of a shallow history; 0: it is whole */
    int32_t now;
    struct test_expect *expect;
};

/* A change to the rule that no world can notice, because it changes nothing. */
struct test_equivalent {
    const char *change; /* as a survivor is reported: "dropped 'system'" */
    const char *why;
};

struct test_file {
    const struct node *node, *bylaw;
    const char *rule; /* the id of the rule that it tests */
    struct schema_objects worlds, equivalents;
};

extern const struct schema test_file_schema;

/* Loads a test file; with the rule, parameters and checks are held against it. NULL
 * when it has mistakes, which are all in `diagnostics`. */
const struct test_file *test_file_load(struct arena *arena, const char *path, struct text text,
                                       const struct rule *rule, struct diagnostics *diagnostics);

#endif
