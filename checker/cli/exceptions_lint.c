#include "cli/exceptions_actions.h"
#include "cli/judging.h"
#include "facts/secret_mask.h"
#include "report/diagnostics.h"

#include <string.h>

static const char *const formats[] = {"text", "json", "sarif", NULL};

struct lint {
    struct diagnostics mistakes;
    size_t records;
    bool colour;
};

static void collect(struct lint *lint, const struct exception_set *set)
{
    lint->records = set->count;
    for (size_t i = 0; i < set->count; i++)
        for (size_t j = 0; j < set->items[i].mistake_count; j++) {
            const struct diagnostic *mistake = &set->items[i].mistakes[j];
            *diagnostics_add(&lint->mistakes, mistake->code, mistake->place, "%s",
                             mistake->message) = *mistake;
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
        buffer_printf(out, "%zu record%s, %zu mistake%s\n", lint->records,
                      lint->records == 1 ? "" : "s", count, count == 1 ? "" : "s");
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
    if (!out->revision && !out->base)
        out->snapshot = SNAPSHOT_WORK_TREE;
    return true;
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
        collect(&lint, &records.set);
        status = EXIT_TROUBLE;
        failure = judging_write_own(invocation, formats, write, &lint);
    }
    if (!failure)
        return lint.mistakes.errors > 0 ? EXIT_BLOCKED : EXIT_CLEAN;
    print_failure(failure);
    failure_free(failure);
    return status;
}
