#include "cli/exceptions_actions.h"
#include "cli/exceptions_sign.h"
#include "cli/judging.h"
#include "report/exceptions.h"
#include "report/forecast.h"

#include <string.h>

static const char *const actions[] = {"list",  "report", "forecast", "history", "lint", "new",
                                      "renew", "prune",  "sign",     "verify",  NULL};
static const char *const exceptions_from_words[] = {"base", "head", NULL};

static const struct option options[] = {
    {"rev", 0, OPTION_TEXT, "REV", NULL, "of this commit instead of HEAD"},
    {"worktree", 0, OPTION_FLAG, NULL, NULL, "of the files as they lie there"},
    {"base", 0, OPTION_TEXT, "REV", NULL, "records that are only in the head are pending"},
    {"exceptions", 0, OPTION_TEXTS, "PATH", NULL,
     "a register of exceptions: a file, a folder or REPOSITORY@REV:PATH; repeatable"},
    {"exceptions-from", 0, OPTION_WORD, "base|head", exceptions_from_words,
     "where records are read with --base"},
    {"fail-on", 0, OPTION_TEXT, "WORDS", NULL,
     "of list and report: exit 1 for records that are expired, invalid, self-approved, over-long "
     "or unused; with commas"},
    {"since", 0, OPTION_DATE, "DATE", NULL,
     "of report: what changed from this day on; 90 days back when it is not said"},
    {"unused", 0, OPTION_FLAG, NULL, NULL, "prune: records that excuse nothing any more"},
    {"expired", 0, OPTION_FLAG, NULL, NULL, "prune: records that are over"},
    {"rule", 0, OPTION_TEXTS, "ID", NULL, "new: a rule that it excuses, up to five"},
    {"path", 0, OPTION_TEXTS, "GLOB", NULL, "new: where; begins with a whole folder or file"},
    {"subject", 0, OPTION_TEXTS, "KEY", NULL, "new: a subject, as its finding names it"},
    {"finding", 0, OPTION_TEXTS, "ID", NULL, "new: a fingerprint, the safest scope"},
    {"owner", 0, OPTION_TEXT, "WHO", NULL, "new: who answers for it"},
    {"requested-by", 0, OPTION_TEXT, "WHO", NULL, "new, renew: who asks for it"},
    {"reason", 0, OPTION_TEXT, "TEXT", NULL,
     "new, renew: why, and what holds instead; 40 characters"},
    {"expires", 0, OPTION_DATE, "DATE", NULL, "new: the last day on which it excuses"},
    {"until", 0, OPTION_DATE, "DATE", NULL, "renew: the last day on which it excuses then"},
    {"days", 0, OPTION_NUMBER, "N", NULL, "new: or how many days, today the first"},
    {"ticket", 0, OPTION_TEXT, "URL", NULL, "new: where the work is followed"},
    {"key", 0, OPTION_TEXT, "FILE", NULL, "sign: a private key of OpenSSH, Ed25519"},
    {"print", 0, OPTION_FLAG, NULL, NULL, "sign: only what is signed, for ssh-keygen"},
    {0},
};

/* What was written behind the command. */
struct given {
    const char *action;
    const char *id; /* of the record that it is about, or NULL */
    const char *repository;
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
        buffer_printf(&out, ":%u", use->exception->place.line);
        if (use->grace > 0)
            buffer_printf(&out, "  with %d days of grace", use->grace);
        buffer_add_byte(&out, '\n');
    }
    print_out(buffer_string(&out));
    buffer_release(&out);
}

/* A report, and how much of it somebody wants to see. */
struct written {
    const struct exceptions_report *report;
    bool verbose;
};

static void write(struct buffer *out, const char *name, const void *state)
{
    const struct written *written = state;
    const struct report_options shown = {
        .width = 80, .version = BYLAW_VERSION, .verbose = written->verbose};
    exceptions_write(out, written->report, name, &shown);
}

static void write_forecast(struct buffer *out, const char *name, const void *state)
{
    struct report_options report = {.width = 80, .version = BYLAW_VERSION};
    forecast_write(out, state, name, &report);
}

enum { SINCE_DAYS = 90 };

/* The files of the records are digested here, before a diagnostic masks what they hold. */
static const struct exceptions_report *report_of(const struct invocation *invocation,
                                                 const struct evaluation *evaluation,
                                                 const struct diagnostics *diagnostics)
{
    int32_t today = judging_today(invocation);
    const struct exceptions_source source = {
        .evaluation = evaluation,
        .files = diagnostics,
        .since = (int32_t)invocation_number(invocation, "since", today - SINCE_DAYS),
        .command = exceptions_command_line(invocation, evaluation),
    };
    return exceptions_report_new(&source, invocation->arena);
}

/* Writes what the action asks for; the status that the records give. */
static struct failure *write_action(const struct invocation *invocation, const char *action,
                                    const struct evaluation *evaluation,
                                    const struct exceptions_report *report)
{
    if (strcmp(action, "forecast") == 0)
        return judging_write_own(invocation, forecast_formats, write_forecast,
                                 forecast_new(evaluation, invocation->arena));
    const struct written written = {.report = report,
                                    .verbose = invocation_has(invocation, "verbose")};
    if (report)
        return judging_write_own(invocation, exceptions_formats, write, &written);
    list(evaluation);
    return NULL;
}

static int judge_and_write(const struct invocation *invocation, const char *action,
                           const char *repository)
{
    bool is_forecast = strcmp(action, "forecast") == 0;
    unsigned fail_on = 0;
    struct judge_options judging;
    if (!exceptions_fail_on(invocation, &fail_on) ||
        !judging_own_formats(invocation, is_forecast ? forecast_formats : exceptions_formats) ||
        !judging_options(invocation, repository, &judging))
        return EXIT_USAGE;
    bool is_report = strcmp(action, "report") == 0 || invocation_has(invocation, "format");
    judging.kinds = is_report && !is_forecast ? exceptions_kinds : NULL;
    judging.fail_on = FAIL_ON_BLOCK; /* --fail-on says something else here */
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, invocation->arena);
    struct evaluation *evaluation = NULL;
    int status = EXIT_TROUBLE;
    struct failure *failure =
        judge(&evaluation, &judging, invocation->arena, &diagnostics, &status);
    const struct exceptions_report *report =
        judging.kinds && evaluation ? report_of(invocation, evaluation, &diagnostics) : NULL;
    judging_print_diagnostics(invocation, &diagnostics);
    if (!failure && !evaluation)
        return status;
    if (!failure) {
        status = EXIT_TROUBLE;
        failure = write_action(invocation, action, evaluation, report);
    }
    if (!failure)
        return exceptions_status(evaluation, fail_on);
    print_failure(failure);
    failure_free(failure);
    return status;
}

static int run_new(const struct invocation *invocation, const struct given *given)
{
    return exceptions_new(invocation, given->repository);
}

static int run_lint(const struct invocation *invocation, const struct given *given)
{
    return exceptions_lint(invocation, given->repository);
}

static int run_history(const struct invocation *invocation, const struct given *given)
{
    return exceptions_history(invocation, given->repository, given->id);
}

static int run_sign(const struct invocation *invocation, const struct given *given)
{
    return exceptions_sign(invocation, given->id, given->repository);
}

static int run_verify(const struct invocation *invocation, const struct given *given)
{
    return exceptions_verify(invocation, given->id, given->repository);
}

static int run_judging(const struct invocation *invocation, const struct given *given)
{
    return judge_and_write(invocation, given->action, given->repository);
}

static int run_renew(const struct invocation *invocation, const struct given *given)
{
    return exceptions_renew(invocation, given->repository, given->id);
}

static int run_prune(const struct invocation *invocation, const struct given *given)
{
    return exceptions_prune(invocation, given->repository);
}

/* An action, and what it takes of the options that not all have. */
static const struct action {
    const char *name;
    enum { NO_ID, MAY_HAVE_ID, NEEDS_ID } id; /* does the argument behind it name a record? */
    const char *const *options;
    int (*run)(const struct invocation *invocation, const struct given *given);
} action_table[] = {
    {"list", NO_ID, (const char *const[]){"fail-on", NULL}, run_judging},
    {"report", NO_ID, (const char *const[]){"fail-on", "since", NULL}, run_judging},
    {"forecast", NO_ID, NULL, run_judging},
    {"history", NEEDS_ID, NULL, run_history},
    {"lint", NO_ID, NULL, run_lint},
    {"new", NO_ID, exceptions_new_options, run_new},
    {"renew", NEEDS_ID, exceptions_renew_options, run_renew},
    {"prune", NO_ID, exceptions_prune_options, run_prune},
    {"sign", NEEDS_ID, exceptions_sign_options, run_sign},
    {"verify", MAY_HAVE_ID, NULL, run_verify},
};

enum {
    ACTIONS = sizeof(action_table) / sizeof(*action_table),
    REPORT = 1 /* where none is named */
};

static bool takes(const struct action *action, const char *option)
{
    return action->options && string_is_one_of(option, action->options);
}

/* False, with a message printed, when an option of other actions was given. */
static bool check_options(const struct invocation *invocation, const struct action *action)
{
    for (size_t i = 0; i < invocation->option_count; i++) {
        const char *option = invocation->options[i].option->name;
        struct buffer owners = BUFFER_EMPTY;
        for (size_t k = 0; k < ACTIONS; k++)
            if (takes(&action_table[k], option))
                buffer_printf(&owners, "%s'exceptions %s'", owners.size > 0 ? " and " : "",
                              action_table[k].name);
        bool is_right = owners.size == 0 || takes(action, option);
        if (!is_right)
            print_error("--%s belongs to %s", option, buffer_string(&owners));
        buffer_release(&owners);
        if (!is_right)
            return false;
    }
    return true;
}

static const struct action *find_action(const char *name)
{
    for (size_t i = 0; i < ACTIONS; i++)
        if (strcmp(action_table[i].name, name) == 0)
            return &action_table[i];
    return NULL;
}

static int run(const struct invocation *invocation)
{
    size_t count = invocation->argument_count;
    const struct action *named = count > 0 ? find_action(invocation->arguments[0]) : NULL;
    const struct action *action = named ? named : &action_table[REPORT];
    size_t at = named != NULL;
    struct given given = {.action = action->name, .repository = "."};
    bool is_id = action->id == NEEDS_ID || (action->id == MAY_HAVE_ID && at < count &&
                                            exceptions_is_id(invocation->arguments[at]));
    if (is_id && at < count)
        given.id = invocation->arguments[at++];
    if (is_id && at < count && exceptions_is_id(invocation->arguments[at])) {
        print_error("exceptions %s takes one id, and '%s' is another", action->name,
                    invocation->arguments[at]);
        return EXIT_USAGE;
    }
    if (at < count)
        given.repository = invocation->arguments[at++];
    if (!named && at < count) {
        print_error("exceptions has no action '%s'", invocation->arguments[0]);
        return EXIT_USAGE;
    }
    if (at < count) {
        print_error("exceptions %s does not take '%s'; 'bylaw exceptions --help' tells more",
                    action->name, invocation->arguments[at]);
        return EXIT_USAGE;
    }
    if (action->id == NEEDS_ID && !given.id) {
        print_error("exceptions %s wants the id of a record", action->name);
        return EXIT_USAGE;
    }
    return check_options(invocation, action) ? action->run(invocation, &given) : EXIT_USAGE;
}

static const struct command_example examples[] = {
    {"bylaw exceptions", "what lapses, what has lapsed, what is unused"},
    {"bylaw exceptions list", "a line a record, for grep"},
    {"bylaw exceptions forecast", "what returns, and the day on which the gate turns red"},
    {"bylaw exceptions history EXC-2026-0007", "how often it was renewed, and who approved that"},
    {"bylaw exceptions lint", "the mistakes of the records, as a compiler says them"},
    {"bylaw exceptions new --rule SDL009 --path 'ci/**' --days 60 --owner team-pay",
     "with --requested-by and --reason: a record that others then approve"},
    {"bylaw exceptions new", "at a terminal: asks for all of that"},
    {"bylaw exceptions renew EXC-2026-0007 --until 2026-12-31",
     "with --reason: what is new since it was granted; others then approve it"},
    {"bylaw exceptions prune --unused --expired | git apply",
     "removes what excuses nothing any more"},
    {"bylaw exceptions sign EXC-2026-0007 --key ~/.ssh/id_ed25519",
     "an approval that nobody else can write"},
    {"bylaw exceptions verify --base origin/main", "which approvals are proved, and how"},
    {"bylaw exceptions report --fail-on expired,invalid", "for a pipeline that keeps them tidy"},
    {"bylaw exceptions --format ics=exceptions.ics",
     "the days on which they lapse, for a calendar"},
    {0},
};

static const struct command_exit exits[] = {
    {EXIT_CLEAN, "the report was written, lint found no mistake, every approval holds"},
    {EXIT_BLOCKED, "lint found a mistake, verify an approval that does not hold; with --fail-on: a "
                   "record is what it names"},
    {EXIT_USAGE, "usage, or a policy or rule was refused"},
    {EXIT_NOTHING, "nothing was evaluated: no repository, no commit, no rule in force"},
    {EXIT_TROUBLE, "the job could not be completed"},
    {0},
};

COMMAND(exceptions) = {
    .name = "exceptions",
    .arguments = "[ACTION] [ID] [REPOSITORY]",
    .summary = "which exceptions are alive, lapse, have lapsed or are unused",
    .details =
        "The repository is judged first, so that the report can say which records still excuse "
        "something and which have lapsed while the rule still fails. Actions: list, report, "
        "forecast, history ID, lint, new, renew ID, prune, sign ID and verify [ID]; without one: "
        "report. --format text, markdown, json, html, csv, sarif, prometheus, oscal or ics; -v "
        "shows every section as text.\n"
        "forecast: what is excused now and returns within 7, 30, 60 and 90 days and until the end "
        "of the quarter, and the first day on which the gate turns red. --format text, markdown, "
        "json or csv.\n"
        "history ID: what became of a record and of those about the same: granted, renewed, "
        "widened, removed; by which commit, and what proves the approval. --format text or json.\n"
        "lint: only the mistakes of the records and of comments that waive, nothing judged; exit 1 "
        "when there is one. The files as they lie there, unless --rev or --base is given; of a "
        "bare repository HEAD's. --format text, json or sarif.\n"
        "new: writes .bylaw/exceptions/ID.yml with the next free id of the year, never over a "
        "file, and refuses what lint would refuse. At a terminal it asks for what is missing. It "
        "excuses nothing until others have approved it.\n"
        "renew ID: writes a later end and another reason into the record, and leaves comments and "
        "order as they are. It refuses more days or renewals than the policies give. The approvals "
        "are taken out: they were for another end.\n"
        "prune: prints a patch for git apply that removes records, whole files or elements of a "
        "list, and touches nothing itself. What was not judged on all files is never called "
        "unused.\n"
        "sign: writes a signature of the record beside it, .bylaw/exceptions/ID.sig, which "
        "survives "
        "squashes and web merges; ssh-keygen makes the same from what --print prints.\n"
        "verify: each approval, what proves it, and why it does not hold; exit 1 when one does "
        "not. Without an ID: of all records that are not over. --format text or json.",
    .options = options,
    .maximum_arguments = 3,
    .actions = actions,
    .action_is_optional = true,
    .examples = examples,
    .exits = exits,
    .run = run,
};
