#include "cli/exceptions_actions.h"
#include "cli/judging.h"
#include "report/exception_past.h"

static void write(struct buffer *out, const char *name, const void *state)
{
    struct report_options report = {.width = 80, .version = BYLAW_VERSION};
    exception_past_write(out, state, name, &report);
}

static void say_unknown(const struct invocation *invocation,
                        const struct exception_records *records, const char *id)
{
    const char *meant = suggest(id, exception_past_ids(records, invocation->arena));
    const char *truncated = records->history->truncated;
    print_error("no exception '%s', neither among the records nor in %s history%s%s%s", id,
                truncated ? "what is there of their" : "their", meant ? "; did you mean '" : "",
                meant ? meant : "", meant ? "'?" : "");
    if (truncated)
        print_error("the history is cut (%s): an older one is not known here", truncated);
}

static struct failure *tell(const struct invocation *invocation, const char *repository,
                            const char *id, const struct judge_options *options, int *status)
{
    struct diagnostics diagnostics;
    struct exception_records records;
    diagnostics_init(&diagnostics, invocation->arena);
    TRY(judge_exceptions(&records, NULL, options, invocation->arena, &diagnostics, status));
    if (*status != EXIT_CLEAN) {
        judging_print_diagnostics(invocation, &diagnostics);
        print_error("the policies in force are refused: the history was not read");
        return NULL;
    }
    struct exception_past_page page = {.repository = repository, .today = options->today};
    *status = EXIT_USAGE;
    if (!exception_past_find(&page, &records, id, invocation->arena)) {
        say_unknown(invocation, &records, id);
        return NULL;
    }
    *status = EXIT_TROUBLE;
    TRY(judging_write_own(invocation, exception_past_formats, write, &page));
    *status = EXIT_CLEAN;
    return NULL;
}

int exceptions_history(const struct invocation *invocation, const char *repository, const char *id)
{
    struct judge_options options;
    int status = EXIT_TROUBLE;
    if (!judging_own_formats(invocation, exception_past_formats) ||
        !judging_options(invocation, repository, &options))
        return EXIT_USAGE;
    options.exception_history = true;
    options.comment = id;
    struct failure *failure = tell(invocation, repository, id, &options, &status);
    if (!failure)
        return status;
    print_failure(failure);
    failure_free(failure);
    return status;
}
