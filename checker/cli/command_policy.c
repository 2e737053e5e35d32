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
    {"output", 0, OPTION_TEXT, "FOLDER", NULL,
     "docs: write every page, one a rule and the others, below this folder"},
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

static const struct command_example examples[] = {
    {"bylaw policy validate governance", "every mistake of a policy folder at once"},
    {"bylaw policy test --mutate governance",
     "its rules against their worlds, and the worlds against changed rules"},
    {"bylaw policy docs --output site governance", "a page for each of its rules, for people"},
    {"bylaw policy schema rule > rule.json", "for an editor"},
    {0},
};

static const struct command_exit exits[] = {
    {EXIT_CLEAN, "no mistake; every world gave what it should"},
    {EXIT_BLOCKED, "test: a world gave something else, or no world noticed a change; diff "
                   "--fail-on-weaker: something is looser"},
    {EXIT_USAGE, "usage, or a policy, rule, test or configuration has a mistake"},
    {EXIT_NOTHING, "test: there is no rule to test"},
    {EXIT_TROUBLE, "the job could not be completed"},
    {0},
};

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
        "list [PATH...]: the policies and rules there are, built-in and given. With -v, this and "
        "validate print the digest that 'check --policy-digest' asks for.\n"
        "test [PATH...]: runs the worlds beside the rules (default: the built-in ones); "
        "--format text, tap or junit.\n"
        "diff OLD NEW: what becomes tighter, looser or neither. OLD and NEW are what --policy "
        "takes, "
        "or the root of a repository: a folder, or REPOSITORY@REV: with its .bylaw.yml and "
        ".bylaw/; --policy names what stands above both.\n"
        "export FOLDER: writes the built-in policies and rules out.\n"
        "docs [KIND|PATH...]: documentation in Markdown: an index of the rules (default: the "
        "built-in ones), with --rule the page of a rule with its examples, with --output all "
        "pages; or one page: facts, tools, commands, diagnostics, or the files of a KIND: rule, "
        "policy, "
        "configuration, exception, test.\n"
        "schema KIND: the JSON Schema (draft-07) of the files of a KIND.",
    .options = options,
    .minimum_arguments = 1,
    .maximum_arguments = 1000,
    .actions = actions,
    .examples = examples,
    .exits = exits,
    .run = run,
};
