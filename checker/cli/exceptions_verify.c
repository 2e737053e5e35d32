#include "base/date.h"
#include "cli/arguments.h"
#include "cli/exceptions_sign.h"
#include "cli/judging.h"
#include "engine/approval.h"
#include "engine/judge_approval.h"
#include "report/report.h"

#include <string.h>

enum { REASON_INDENT = 4 };

/* What is told, and how it went. */
struct telling {
    const struct invocation *invocation;
    const struct approval_records *records;
    int32_t today;
    struct buffer out;
    size_t approvals, holding; /* counted */
    size_t told, lacking;      /* records */
    bool fails;
};

bool exceptions_is_id(const char *text)
{
    size_t letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const char *year = text + letters;
    if (letters < 2 || letters > 8 || *year != '-' || strspn(year + 1, "0123456789") != 4 ||
        year[5] != '-')
        return false;
    size_t digits = strspn(year + 6, "0123456789");
    return digits >= 4 && year[6 + digits] == '\0';
}

static void add_reason(struct telling *telling, const char *text)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, text);
    buffer_printf(&telling->out, "%*s", REASON_INDENT, "");
    help_wrap(&telling->out, buffer_string(&visible), REASON_INDENT, telling->invocation->width);
    buffer_release(&visible);
}

/* Why an approval does not hold; NULL when it does. */
static const char *fault_of(const struct telling *telling, const struct exception *record,
                            const struct exception_approval *approval)
{
    const struct approval_proof *proof = approval->proof;
    if (!exception_approval_is_given(record, approval, telling->today))
        return "it is given on a day that has not come";
    if (proof->fault != APPROVAL_COUNTS)
        return proof->message;
    int claimed = EXCEPTION_EVIDENCE_WORDS - 1;
    while (claimed > 0 && strcmp(exception_evidence_words[claimed], approval->evidence) != 0)
        claimed--;
    if (proof->evidence < claimed)
        return arena_printf(telling->invocation->arena, "the record says %s: %s",
                            approval->evidence,
                            approval_why_less(proof, claimed, telling->invocation->arena));
    return NULL;
}

static void tell_approval(struct telling *telling, const struct exception *record,
                          const struct exception_approval *approval)
{
    char day[DATE_TEXT_SIZE] = "no day";
    if (!approval->by || !approval->proof)
        return;
    const struct approval_proof *proof = approval->proof;
    const char *fault = fault_of(telling, record, approval);
    if (approval->on != INT32_MIN)
        date_format(approval->on, day);
    buffer_add_string(&telling->out, "  ");
    escape_visible(&telling->out, approval->by);
    buffer_printf(&telling->out, "  %s  %s  %s\n", day, exception_evidence_words[proof->evidence],
                  fault ? "DOES NOT HOLD" : "holds");
    if (proof->key)
        add_reason(telling, arena_printf(telling->invocation->arena, "key %s", proof->key));
    if (fault)
        add_reason(telling, fault);
    telling->approvals++;
    telling->holding += !fault;
    telling->fails = telling->fails || fault;
}

/* What the record as a whole lacks; NULL: nothing. */
static const char *lack_of(const struct telling *telling, const struct exception *record)
{
    struct arena *arena = telling->invocation->arena;
    int64_t needed = telling->records->ruleset->exceptions.approvals;
    size_t given = exception_approvals(record, telling->today);
    if (record->mistake_count > 0)
        return arena_printf(arena, "invalid: %s; 'bylaw exceptions lint' says all",
                            record->mistakes[0].message);
    if (record->unapproved)
        return arena_printf(arena, "unapproved: %s", record->unapproved);
    if ((int64_t)given < needed)
        return arena_printf(arena, "unapproved: it has %zu of %lld approvals", given,
                            (long long)needed);
    return NULL;
}

static void tell_record(struct telling *telling, const struct exception *record)
{
    const char *lack = lack_of(telling, record);
    escape_visible(&telling->out, record->id);
    buffer_add_string(&telling->out,
                      record->pending ? "  pending: it is only in the head\n" : "\n");
    for (size_t i = 0; i < record->approval_count; i++)
        tell_approval(telling, record, &record->approvals[i]);
    if (record->approval_count == 0)
        buffer_add_string(&telling->out, "  no approval\n");
    if (lack)
        add_reason(telling, lack);
    telling->fails = telling->fails || lack;
    telling->lacking += lack != NULL;
    telling->told++;
}

static void tell_signers(struct telling *telling)
{
    const struct allowed_signers *signers = &telling->records->signers;
    for (size_t i = 0; i < signers->problem_count; i++) {
        struct buffer visible = BUFFER_EMPTY;
        escape_visible(&visible, signers->problems[i].message);
        print_error("%s:%u: this line lists nobody: %s", approval_signers_path,
                    signers->problems[i].line, buffer_string(&visible));
        buffer_release(&visible);
    }
    if (telling->records->truncated)
        print_error("what commits prove is not known: %s", telling->records->truncated);
}

/* Those that are over need no approval any more, unless one is asked for by its id. */
static void tell_all(struct telling *telling, const char *id)
{
    const struct exception_set *set = &telling->records->set;
    for (size_t i = 0; i < set->count; i++) {
        const struct exception *record = &set->items[i];
        bool is_over = record->expires != INT32_MIN && record->expires < telling->today &&
                       record->mistake_count == 0;
        if (id ? strcmp(record->id, id) == 0 : !is_over)
            tell_record(telling, record);
    }
    if (telling->told > 1)
        buffer_printf(&telling->out,
                      "%zu records, %zu of %zu approvals hold; %zu excuse%s nothing\n",
                      telling->told, telling->holding, telling->approvals, telling->lacking,
                      telling->lacking == 1 ? "s" : "");
}

static int tell(struct telling *telling, const char *id)
{
    tell_signers(telling);
    tell_all(telling, id);
    print_out(buffer_string(&telling->out));
    buffer_release(&telling->out);
    if (id && telling->told == 0) {
        print_error("there is no record '%s'", id);
        return EXIT_USAGE;
    }
    return telling->fails ? EXIT_BLOCKED : EXIT_CLEAN;
}

int exceptions_verify(const struct invocation *invocation, const char *id, const char *repository)
{
    struct judge_options options;
    struct diagnostics diagnostics;
    struct approval_records records;
    int status = EXIT_TROUBLE;
    if (invocation_has(invocation, "format")) {
        print_error("exceptions verify does not take --format");
        return EXIT_USAGE;
    }
    if (!judging_options(invocation, repository, &options))
        return EXIT_USAGE;
    diagnostics_init(&diagnostics, invocation->arena);
    struct failure *failure =
        judge_approvals(&records, &options, invocation->arena, &diagnostics, &status);
    judging_print_diagnostics(invocation, &diagnostics);
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return status;
    }
    if (status != EXIT_CLEAN)
        return status;
    struct telling telling = {
        .invocation = invocation, .records = &records, .today = options.today};
    return tell(&telling, id);
}
