#include "cli/judging.h"
#include "report/exceptions.h"
#include "report/forecast.h"

#include <string.h>

static const char *const actions[] = {"list", "report", "forecast", NULL};
static const char *const exceptions_from_words[] = {"base", "head", NULL};

static const struct option options[] = {
    {"rev", 0, OPTION_TEXT, "REV", NULL, "of this commit instead of HEAD"},
    {"worktree", 0, OPTION_FLAG, NULL, NULL, "of the files as they lie there"},
    {"base", 0, OPTION_TEXT, "REV", NULL, "records that are only in the head are pending"},
    {"exceptions-from", 0, OPTION_WORD, "base|head", exceptions_from_words,
     "where records are read with --base"},
    {0},
};

/* `list` is a line a record, for a terminal and for grep. */
static void list(const struct evaluation *evaluation)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception_use *use = &evaluation->exceptions[i];
        escape_visible(&out, use->exception->id);
        buffer_printf(&out, "  %-9s ", exception_state_words[use->state]);
        if (use->exception->expires == INT32_MIN)
            buffer_printf(&out, "%12s  ", "no end");
        else
            buffer_printf(&out, "%7d days  ", use->days_left);
        for (size_t j = 0; use->exception->rules[j]; j++) {
            buffer_add_string(&out, j ? "," : "");
            escape_visible(&out, use->exception->rules[j]);
        }
        buffer_add_string(&out, "  ");
        escape_visible(&out, use->exception->owner ? use->exception->owner : "no owner");
        buffer_add_string(&out, "  ");
        escape_visible(&out, use->exception->place.path);
        buffer_printf(&out, ":%u\n", use->exception->place.line);
    }
    print_out(buffer_string(&out));
    buffer_release(&out);
}

static void write(struct buffer *out, const char *name, const void *state)
{
    struct report_options report = {.width = 80, .version = BYLAW_VERSION};
    exceptions_write(out, state, name, &report);
}

static void write_forecast(struct buffer *out, const char *name, const void *state)
{
    struct report_options report = {.width = 80, .version = BYLAW_VERSION};
    forecast_write(out, state, name, &report);
}

static int run(const struct invocation *invocation)
{
    size_t count = invocation->argument_count;
    bool is_named = count > 0 && string_is_one_of(invocation->arguments[0], actions);
    const char *action = is_named ? invocation->arguments[0] : "report";
    const char *repository = count > is_named ? invocation->arguments[count - 1] : ".";
    if (!is_named && count > 1) {
        print_error("exceptions has no action '%s'", invocation->arguments[0]);
        return EXIT_USAGE;
    }
    bool is_forecast = strcmp(action, "forecast") == 0;
    const char *const *formats = is_forecast ? forecast_formats : exceptions_formats;
    struct judge_options judging;
    if (!judging_own_formats(invocation, formats) ||
        !judging_options(invocation, repository, &judging))
        return EXIT_USAGE;
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, invocation->arena);
    struct evaluation *evaluation = NULL;
    int status = EXIT_TROUBLE;
    struct failure *failure =
        judge(&evaluation, &judging, invocation->arena, &diagnostics, &status);
    judging_print_diagnostics(invocation, &diagnostics);
    if (!failure && !evaluation)
        return status;
    if (!failure && strcmp(action, "list") == 0 && !invocation_has(invocation, "format")) {
        list(evaluation);
        return EXIT_CLEAN;
    }
    if (!failure) {
        status = EXIT_TROUBLE;
        failure = is_forecast ? judging_write_own(invocation, formats, write_forecast,
                                                  forecast_new(evaluation, invocation->arena))
                              : judging_write_own(invocation, formats, write, evaluation);
    }
    if (!failure)
        return EXIT_CLEAN;
    print_failure(failure);
    failure_free(failure);
    return status;
}

static const struct command_example examples[] = {
    {"bylaw exceptions", "what lapses, what has lapsed, what is unused"},
    {"bylaw exceptions list", "a line a record, for grep"},
    {"bylaw exceptions forecast", "what returns, and the day on which the gate turns red"},
    {"bylaw exceptions --format ics=exceptions.ics",
     "the days on which they lapse, for a calendar"},
    {0},
};

COMMAND(exceptions) = {
    .name = "exceptions",
    .arguments = "[list|report|forecast] [REPOSITORY]",
    .summary = "which exceptions are alive, lapse, have lapsed or are unused",
    .details =
        "The repository is judged first, so that the report can say which records still excuse "
        "something and which have lapsed while the rule still fails. Without an action: report. "
        "--format text, markdown, json or ics.\n"
        "forecast: what is excused now and returns within 7, 30, 60 and 90 days and until the end "
        "of the quarter, and the first day on which the gate turns red. --format text or json.",
    .options = options,
    .maximum_arguments = 2,
    .actions = actions,
    .action_is_optional = true,
    .examples = examples,
    .run = run,
};
