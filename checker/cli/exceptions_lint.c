#include "base/date.h"
#include "cli/exceptions_actions.h"
#include "cli/judging.h"
#include "facts/secret_mask.h"
#include "report/diagnostics.h"

#include <string.h>

static const char *const formats[] = {"text", "json", "sarif", NULL};

struct lint {
    struct diagnostics mistakes;
    size_t records, comments;
    bool colour;
};

/* A record that is over is the history of a decision; a comment is only in the way. */
static void tell_over(struct lint *lint, const struct exception *exception,
                      const struct exception_limits *limits, int32_t today)
{
    char day[DATE_TEXT_SIZE];
    int64_t grace = limits->caps.grace_days > 0 ? limits->caps.grace_days : 0;
    if (exception->expires == INT32_MIN || (int64_t)exception->expires + grace >= today)
        return;
    date_format(exception->expires, day);
    diagnostics_add(&lint->mistakes, W604, exception->place, "it was over on %s", day);
}

static void collect(struct lint *lint, const struct exception_records *records, int32_t today)
{
    const struct exception_set *set = &records->set;
    for (size_t i = 0; i < set->count; i++) {
        bool is_comment = set->items[i].layout == EXCEPTION_INLINE;
        lint->comments += is_comment;
        lint->records += !is_comment;
        if (is_comment)
            tell_over(lint, &set->items[i], &records->ruleset->exceptions, today);
        for (size_t j = 0; j < set->items[i].mistake_count; j++) {
            const struct diagnostic *mistake = &set->items[i].mistakes[j];
            *diagnostics_add(&lint->mistakes, mistake->code, mistake->place, "%s",
                             mistake->message) = *mistake;
        }
    }
    diagnostics_sort(&lint->mistakes);
    secret_mask_sources(&lint->mistakes);
}

static void write(struct buffer *out, const char *name, const void *state)
{
    const struct lint *lint = state;
    size_t count = lint->mistakes.count;
    if (strcmp(name, "json") == 0) {
        diagnostics_write_json(&lint->mistakes, BYLAW_VERSION, out);
    } else if (strcmp(name, "sarif") == 0) {
        diagnostics_write_sarif(&lint->mistakes, BYLAW_VERSION, out);
    } else {
        diagnostics_print(&lint->mistakes, out, lint->colour, 0);
        buffer_printf(out, "%zu record%s, ", lint->records, lint->records == 1 ? "" : "s");
        if (lint->comments > 0)
            buffer_printf(out, "%zu comment%s, ", lint->comments, lint->comments == 1 ? "" : "s");
        buffer_printf(out, "%zu mistake%s\n", count, count == 1 ? "" : "s");
    }
}

/* As they lie there, so that a mistake is found before it is committed; unless a
 * revision is asked for, or nothing lies there. */
static bool lint_options(const struct invocation *invocation, const char *repository,
                         struct judge_options *out)
{
    if (!judging_own_formats(invocation, formats) || !judging_options(invocation, repository, out))
        return false;
    out->head_if_bare = out->snapshot == SNAPSHOT_COMMIT;
    out->comments = true;
    if (!out->revision && !out->base)
        out->snapshot = SNAPSHOT_WORK_TREE;
    return true;
}

/* Lint tells what is wrong, and must not be silent where it cannot see that. */
static void say_unknown(const struct exception_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].layout == EXCEPTION_INLINE && set->items[i].unapproved) {
            print_error("%s: %s; the same may hold for others", set->items[i].id,
                        set->items[i].unapproved);
            return;
        }
}

int exceptions_lint(const struct invocation *invocation, const char *repository)
{
    struct judge_options options;
    if (!lint_options(invocation, repository, &options))
        return EXIT_USAGE;
    struct diagnostics diagnostics;
    struct exception_records records;
    struct lint lint = {.colour = invocation->colour_output};
    int status = EXIT_TROUBLE;
    diagnostics_init(&diagnostics, invocation->arena);
    diagnostics_init(&lint.mistakes, invocation->arena);
    struct failure *failure =
        judge_exceptions(&records, NULL, &options, invocation->arena, &diagnostics, &status);
    if (!failure && status != EXIT_CLEAN) {
        judging_print_diagnostics(invocation, &diagnostics);
        print_error("the policies in force are refused: the records were not checked");
        return status;
    }
    if (!failure) {
        lint.mistakes.sources = diagnostics.sources;
        lint.mistakes.source_count = diagnostics.source_count;
        collect(&lint, &records, options.today);
        say_unknown(&records.set);
        status = EXIT_TROUBLE;
        failure = judging_write_own(invocation, formats, write, &lint);
    }
    if (!failure)
        return lint.mistakes.errors > 0 ? EXIT_BLOCKED : EXIT_CLEAN;
    print_failure(failure);
    failure_free(failure);
    return status;
}
