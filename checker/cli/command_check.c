#include "cli/judging.h"

static const char *const fail_on_words[] = {"block", "warn", "never", NULL};
static const char *const exceptions_from_words[] = {"base", "head", NULL};

static const char *const group_by_words[] = {"rule", "owner", "path", NULL};

static const struct option options[] = {
    {"rev", 0, OPTION_TEXT, "REV", NULL, "judge this commit instead of HEAD"},
    {"index", 0, OPTION_FLAG, NULL, NULL, "judge what is staged"},
    {"worktree", 0, OPTION_FLAG, NULL, NULL, "judge the files as they lie there"},
    {"as-of", 0, OPTION_DATE, "DATE", NULL,
     "judge the commit in force on that day, by that day's clock"},
    {"history", 0, OPTION_FLAG, NULL, NULL,
     "look for secrets in every file that any reference reaches"},
    {"base", 0, OPTION_TEXT, "REV", NULL,
     "policies, configuration and exceptions come from there; findings are new or unchanged"},
    {"base-tip", 0, OPTION_FLAG, NULL, NULL,
     "compare with the base itself, not with the merge base"},
    {"only-new", 0, OPTION_FLAG, NULL, NULL,
     "only findings that are neither at the base nor in the baseline decide and are shown"},
    {"exceptions-from", 0, OPTION_WORD, "base|head", exceptions_from_words,
     "where exceptions are read with --base"},
    {"exceptions", 0, OPTION_TEXTS, "PATH", NULL,
     "a register of exceptions: a file, a folder or REPOSITORY@REV:PATH; repeatable"},
    {"policy-digest", 0, OPTION_TEXT, "sha256:HEX", NULL,
     "refuse to judge by policies with another digest; -v prints it"},
    {"fail-on", 0, OPTION_WORD, "block|warn|never", fail_on_words, "what makes the exit status 1"},
    {"rule", 0, OPTION_TEXTS, "ID", NULL, "only this rule; repeatable"},
    {"exclude-rule", 0, OPTION_TEXTS, "ID", NULL, "all but this rule; repeatable"},
    {"only", 0, OPTION_TEXTS, "GLOB", NULL, "only findings at these paths; repeatable"},
    {"facts", 0, OPTION_TEXTS, "FILE", NULL,
     "evidence from outside: forge settings, SARIF or deployments; a file or folder; repeatable"},
    {"group-by", 0, OPTION_WORD, "rule|owner|path", group_by_words,
     "how text and markdown put findings together"},
    {"timeout", 0, OPTION_NUMBER, "SECONDS", NULL, "give up after so long (exit status 4)"},
    {"verify-objects", 0, OPTION_FLAG, NULL, NULL, "check the hash of every object that is read"},
    {0},
};

static void say_what_was_not_seen(const struct invocation *invocation,
                                  const struct evaluation *evaluation)
{
    size_t count = evaluation->unseen_changes;
    if (count > 0 && !invocation_has(invocation, "quiet"))
        print_error("%zu changed file%s of the work tree %s not looked at (--worktree does)", count,
                    count == 1 ? "" : "s", count == 1 ? "was" : "were");
}

/* Whoever mends a policy in a change sees the mistakes of the base all the same. */
static void say_whose_mistakes(const struct diagnostics *diagnostics, const char *base)
{
    bool is_own = false;
    for (size_t i = 0; i < diagnostics->count; i++) {
        const char *path = diagnostics->items[i].place.path;
        is_own |= path && string_starts_with(path, ".bylaw");
    }
    if (base && diagnostics->errors > 0 && is_own)
        print_error(
            "with --base the repository's policies are those of '%s': mend them there first", base);
}

static int run(const struct invocation *invocation)
{
    struct judge_options judging;
    struct output *outputs;
    size_t output_count;
    const char *repository = invocation->argument_count > 0 ? invocation->arguments[0] : ".";
    if (!judging_options(invocation, repository, &judging) ||
        !judging_outputs(invocation, &outputs, &output_count))
        return EXIT_USAGE;
    for (size_t i = 0; i < output_count; i++) {
        judging.excerpts |= outputs[i].format->excerpts;
        judging.line_hashes |= outputs[i].format->line_hashes;
    }
    judging.count_changes = !invocation_has(invocation, "quiet");

    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, invocation->arena);
    struct evaluation *evaluation = NULL;
    int status = EXIT_TROUBLE;
    struct failure *failure =
        judge(&evaluation, &judging, invocation->arena, &diagnostics, &status);
    judging_print_diagnostics(invocation, &diagnostics);
    say_whose_mistakes(&diagnostics, judging.base);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return status;
    }
    if (!evaluation)
        return status;
    say_what_was_not_seen(invocation, evaluation);
    const struct evaluation *const evaluations[] = {evaluation};
    failure = judging_write(invocation, outputs, output_count, evaluations, 1);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return EXIT_TROUBLE;
    }
    return evaluation->exit_status;
}

static const struct command_example examples[] = {
    {"bylaw check", "HEAD of the repository here"},
    {"bylaw check --worktree", "the files as they lie there, before they are committed"},
    {"bylaw check --base origin/main --format sarif=out.sarif .",
     "a change, by the policies of its base, for code scanning"},
    {"bylaw check --policy governance --rule ACM001 .", "one rule of a company's policy folder"},
    {0},
};

COMMAND(check) = {
    .name = "check",
    .arguments = "[REPOSITORY]",
    .summary = "judge one repository",
    .details = "Judges HEAD of the repository at or above the given path (default: here) by the "
               "policies that .bylaw.yml names, else by the built-in baseline.",
    .options = options,
    .maximum_arguments = 1,
    .examples = examples,
    .exits = usual_exits,
    .run = run,
};
