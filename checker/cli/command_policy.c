#include "cli/judging.h"
#include "cli/policy_actions.h"

#include <string.h>

static const char *const actions[] = {"validate", "list", "test",   "diff",
                                      "export",   "docs", "schema", NULL};

static const struct option options[] = {
    {"fail-on-weaker", 0, OPTION_FLAG, NULL, NULL,
     "diff: end with 1 when anything is looser or cannot be compared"},
    {"mutate", 0, OPTION_FLAG, NULL, NULL,
     "test: drop or negate each condition in turn; a world must notice"},
    {"rule", 0, OPTION_TEXTS, "ID", NULL, "test, docs: only this rule; repeatable"},
    {"strict", 0, OPTION_FLAG, NULL, NULL, "validate: end with 2 also when there are warnings"},
    {"update", 0, OPTION_FLAG, NULL, NULL,
     "test: write what was found into the test files, where it differs"},
    {0},
};

typedef int action_function(const struct invocation *invocation);

static int run(const struct invocation *invocation)
{
    static action_function *const functions[] = {policy_validate, policy_list,   policy_test,
                                                 policy_diff,     policy_export, policy_docs,
                                                 policy_schema_of};
    for (size_t i = 0; actions[i]; i++)
        if (strcmp(actions[i], invocation->arguments[0]) == 0)
            return functions[i](invocation);
    return EXIT_USAGE;
}

COMMAND(policy) = {
    .name = "policy",
    .arguments = "ACTION [PATH...]",
    .summary = "validate, list, test, diff, export, docs, schema",
    .details =
        "validate [PATH...]: every mistake in policies, rules, tests, configuration and "
        "exceptions, "
        "all at once (default: the .bylaw.yml and .bylaw/ here); and lint: warnings about "
        "conditions that nothing or everything satisfies, rules that no policy uses, names and "
        "parameters that nothing uses, and expressions that are not anchored. --format text, "
        "json or sarif. 'bylaw explain CODE' says what a diagnostic means.\n"
        "list [PATH...]: the policies and rules there are, built-in and given.\n"
        "test [PATH...]: runs the worlds beside the rules (default: the built-in ones); "
        "--format text, tap or junit.\n"
        "diff OLD NEW: what becomes tighter, looser or neither. OLD and NEW are what --policy "
        "takes, "
        "or the root of a repository: a folder, or REPOSITORY@REV: with its .bylaw.yml and "
        ".bylaw/; --policy names what stands above both.\n"
        "export FOLDER: writes the built-in policies and rules out.\n"
        "docs [KIND]: the reference of rules (default), or of the files of a KIND: rule, policy, "
        "configuration, exception, test, or diagnostics.\n"
        "schema KIND: the JSON Schema (draft-07) of the files of a KIND.",
    .options = options,
    .minimum_arguments = 1,
    .maximum_arguments = 1000,
    .actions = actions,
    .run = run,
};
