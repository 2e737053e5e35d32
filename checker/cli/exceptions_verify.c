#include "base/date.h"
#include "cli/arguments.h"
#include "cli/exceptions_actions.h"
#include "cli/exceptions_sign.h"
#include "cli/judging.h"
#include "engine/approval.h"
#include "engine/judge_approval.h"
#include "report/approval_words.h"
#include "report/report.h"

#include <string.h>

enum { REASON_INDENT = 4 };

/* What is told, and how it went. */
struct telling {
    const struct invocation *invocation;
    const struct approval_records *records;
    int32_t today;
    const char *id; /* of the record that is asked for; NULL: of all that are not over */
    const char *repository;
    struct buffer out;         /* as text */
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

static const char *fault_of(const struct telling *telling, const struct exception *record,
                            const struct exception_approval *approval)
{
    return approval_fault_in_words(record, approval, telling->today, telling->invocation->arena);
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
    if (record->mistake_count > 0) {
        const struct place *place = &record->mistakes[0].place;
        return arena_printf(arena, "invalid: %s:%u:%u: %s; 'bylaw exceptions lint' says all",
                            place->path, place->line, place->column, record->mistakes[0].message);
    }
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
static bool is_asked(const struct telling *telling, const struct exception *record)
{
    if (telling->id)
        return strcmp(record->id, telling->id) == 0;
    return record->expires == INT32_MIN || record->expires >= telling->today ||
           record->mistake_count > 0;
}

static void tell_all(struct telling *telling)
{
    const struct exception_set *set = &telling->records->set;
    for (size_t i = 0; i < set->count; i++)
        if (is_asked(telling, &set->items[i]))
            tell_record(telling, &set->items[i]);
    if (telling->told > 1)
        buffer_printf(&telling->out,
                      "%zu records, %zu of %zu approvals hold; %zu excuse%s nothing\n",
                      telling->told, telling->holding, telling->approvals, telling->lacking,
                      telling->lacking == 1 ? "s" : "");
}

static void json_record(struct json *json, const struct telling *telling,
                        const struct exception *record)
{
    json_begin_object(json, NULL);
    json_string(json, "id", record->id);
    json_string(json, "path", record->place.path);
    json_integer(json, "line", record->place.line);
    json_boolean(json, "pending", record->pending);
    json_begin_list(json, "approvals");
    for (size_t i = 0; i < record->approval_count; i++)
        if (record->approvals[i].by && record->approvals[i].proof)
            approval_add_json(json, record, &record->approvals[i], telling->records->truncated,
                              telling->today, telling->invocation->arena);
    json_end_list(json);
    json_string(json, "lack", lack_of(telling, record));
    json_end_object(json);
}

static void write_json(struct buffer *out, const struct telling *telling)
{
    struct json json = {.out = out};
    const struct exception_set *set = &telling->records->set;
    json_begin_object(&json, NULL);
    json_string(&json, "schema_version", "1.0");
    json_begin_object(&json, "tool");
    json_string(&json, "name", "bylaw");
    json_string(&json, "version", BYLAW_VERSION);
    json_end_object(&json);
    json_day(&json, "as_of", telling->today);
    json_string(&json, "time_zone", "UTC");
    json_string(&json, "repository", telling->repository);
    json_begin_object(&json, "history");
    json_boolean(&json, "complete", !telling->records->truncated);
    json_string(&json, "truncated_because", telling->records->truncated);
    json_end_object(&json);
    json_boolean(&json, "holds", !telling->fails);
    json_begin_list(&json, "records");
    for (size_t i = 0; i < set->count; i++)
        if (is_asked(telling, &set->items[i]))
            json_record(&json, telling, &set->items[i]);
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}

static const char *const formats[] = {"text", "json", NULL};

static void write(struct buffer *out, const char *name, const void *state)
{
    const struct telling *telling = state;
    if (strcmp(name, "json") == 0)
        write_json(out, telling);
    else
        buffer_add(out, telling->out.bytes, telling->out.size);
}

static struct failure *tell(struct telling *telling, int *status)
{
    tell_signers(telling);
    tell_all(telling);
    *status = EXIT_USAGE;
    if (telling->id && telling->told == 0) {
        print_error(
            "there is no record '%s'%s", telling->id,
            exceptions_meant(&telling->records->set, telling->id, telling->invocation->arena));
        return NULL;
    }
    *status = EXIT_TROUBLE;
    TRY(judging_write_own(telling->invocation, formats, write, telling));
    *status = telling->fails ? EXIT_BLOCKED : EXIT_CLEAN;
    return NULL;
}

int exceptions_verify(const struct invocation *invocation, const char *id, const char *repository)
{
    struct judge_options options;
    struct diagnostics diagnostics;
    struct approval_records records;
    int status = EXIT_TROUBLE;
    if (!judging_own_formats(invocation, formats) ||
        !judging_options(invocation, repository, &options))
        return EXIT_USAGE;
    diagnostics_init(&diagnostics, invocation->arena);
    struct failure *failure =
        judge_approvals(&records, &options, invocation->arena, &diagnostics, &status);
    judging_print_diagnostics(invocation, &diagnostics);
    if (!failure && status == EXIT_CLEAN) {
        struct telling telling = {.invocation = invocation,
                                  .records = &records,
                                  .today = options.today,
                                  .id = id,
                                  .repository = repository};
        failure = tell(&telling, &status);
        buffer_release(&telling.out);
    }
    if (!failure)
        return status;
    print_failure(failure);
    failure_free(failure);
    return status;
}
