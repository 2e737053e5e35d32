#include "report/exceptions_sections.h"

#include "base/date.h"
#include "base/table.h"
#include "engine/exception_history.h"
#include "engine/excuse.h"
#include "report/approval_words.h"
#include "report/finding_text.h"

#include <string.h>

enum { FIELD_MOST = 2000, SAME_REASON_LEAST = 3, RETURNS_MOST = 50 };

static struct section *begin(struct sections *out, const char *title, const char *none)
{
    out->items =
        arena_grow(out->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
    struct section *section = &out->items[out->count++];
    *section = (struct section){.title = title, .none = none};
    return section;
}

static void head(struct section *section, const char *const *columns, unsigned numbers)
{
    for (; columns[section->width]; section->width++)
        section->columns[section->width] = columns[section->width];
    section->numbers = numbers;
}

static void add(struct sections *out, const char *cell)
{
    struct section *section = &out->items[out->count - 1];
    section->cells = arena_grow(out->arena, section->cells, section->cell_count, &section->capacity,
                                sizeof(*section->cells));
    section->cells[section->cell_count++] = cell ? cell : "";
}

static void add_number(struct sections *out, int64_t number)
{
    add(out, arena_printf(out->arena, "%lld", (long long)number));
}

static void add_day(struct sections *out, int32_t day)
{
    char text[DATE_TEXT_SIZE];
    if (day == INT32_MIN) {
        add(out, "none");
        return;
    }
    date_format(day, text);
    add(out, arena_strdup(out->arena, text));
}

/* A number of the row, or "?" where it is not known. */
static void add_cell(struct sections *out, const struct exceptions_record *record, int cell)
{
    int64_t number;
    if (exceptions_number(record, cell, &number))
        add_number(out, number);
    else
        add(out, "?");
}

static const char *owner_of(const struct exceptions_record *record)
{
    const char *owner = record->use->exception->owner;
    return owner ? owner : "none";
}

static const char *rules_of(struct arena *arena, const struct exception *exception)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; exception->rules[i]; i++)
        buffer_printf(&out, "%s%s", i ? ", " : "", exception->rules[i]);
    const char *rules = arena_strdup(arena, out.size > 0 ? buffer_string(&out) : "none");
    buffer_release(&out);
    return rules;
}

const char *record_name(const struct exception *exception, struct arena *arena)
{
    if (exception_has_id(exception))
        return exception->id;
    return arena_printf(arena, "%s:%u %s", exception->place.path, exception->place.line,
                        exception->id);
}

const char *record_remark(const struct exceptions_record *record)
{
    return record->unused           ? "unused"
           : record->to_be_closed   ? "to be closed: the file that it waits for is there"
           : record->use->over_long ? "longer than the policy allows: clamped"
           : record->review_overdue ? "the review is overdue"
                                    : "";
}

const char *record_field(const struct node *value, struct arena *arena)
{
    struct buffer out = BUFFER_EMPTY;
    if (node_is_scalar(value))
        buffer_add_folded(&out, value->text ? value->text : "");
    else if (!json_add_node(&out, value, FIELD_MOST))
        buffer_add_string(&out, " ... and more");
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static void list_dates(struct sections *out, const struct exceptions_report *report)
{
    static const char *const columns[] = {"day", "in days", "what", "exception", "owner", NULL};
    struct section *section = begin(out, "Next events", "No day is noted.");
    head(section, columns, 1u << 1);
    for (size_t i = 0; i < report->date_count; i++) {
        const struct exceptions_date *date = &report->dates[i];
        add_day(out, date->day);
        add_number(out, date->day - report->today);
        add(out, exceptions_date_words[date->kind]);
        add(out, date->record ? record_name(date->record->use->exception, out->arena) : "");
        add(out, date->record ? owner_of(date->record) : "");
    }
}

static void list_forecast(struct sections *out, const struct exceptions_report *report)
{
    static const char *const columns[] = {"returning within", "until", "critical", "high",
                                          "medium",           "low",   "info",     "all",
                                          "blocking",         NULL};
    struct forecast_horizon horizons[FORECAST_HORIZONS];
    struct section *section = begin(out, "Forecast", "");
    struct buffer note = BUFFER_EMPTY;
    forecast_horizons(report->forecast, horizons);
    head(section, columns, 0x1fcu);
    buffer_add_string(&note, "Findings that return if nobody does anything. Not modelled: ");
    for (size_t i = 0; forecast_not_modelled[i]; i++)
        buffer_printf(&note, "%s%s", i ? "; " : "", forecast_not_modelled[i]);
    buffer_add_byte(&note, '.');
    section->note = arena_strdup(out->arena, buffer_string(&note));
    buffer_release(&note);
    for (size_t i = 0; i < FORECAST_HORIZONS; i++) {
        struct forecast_tally tally = forecast_tally(report->forecast, horizons[i].until);
        add(out, horizons[i].title);
        add_day(out, horizons[i].until);
        for (int severity = SEVERITY_CRITICAL; severity >= SEVERITY_INFO; severity--)
            add_number(out, (int64_t)tally.by_severity[severity]);
        add_number(out, (int64_t)tally.all);
        add_number(out, (int64_t)tally.blocking);
    }
}

/* The first of them; `exceptions forecast` and the JSON list all. */
static void list_returns(struct sections *out, const struct exceptions_report *report)
{
    static const char *const columns[] = {"returns on", "rule",  "severity", "blocks",
                                          "where",      "cause", "owner",    NULL};
    const struct forecast *forecast = report->forecast;
    struct section *section = begin(out, "What returns, and when", "Nothing returns.");
    head(section, columns, 0);
    if (forecast->count > RETURNS_MOST)
        section->note = arena_printf(
            out->arena, "The first %d of %zu; 'bylaw exceptions forecast' lists them all.",
            RETURNS_MOST, forecast->count);
    for (size_t i = 0; i < forecast->count && i < RETURNS_MOST; i++) {
        const struct forecast_return *item = &forecast->returns[i];
        const struct finding *finding = item->finding;
        add_day(out, item->day);
        add(out, finding->setting->rule->id);
        add(out, severity_words[finding->severity]);
        add(out, item->blocks ? "yes" : "no");
        add(out, finding->place.line > 0 ? arena_printf(out->arena, "%s:%u", finding->place.path,
                                                        (unsigned)finding->place.line)
                                         : finding->place.path);
        add(out, item->last ? item->last->id : "the baseline's entry ends");
        add(out, item->last && item->last->owner ? item->last->owner : "none");
    }
}

/* How many records there are of one sort, how many excuse, and how many findings. */
struct share {
    size_t records, alive, findings;
};

static struct share *share_of(struct sections *out, struct table *shares, const char *name)
{
    struct share *share = table_find(shares, name);
    if (!share) {
        share = ARENA_NEW(out->arena, struct share);
        table_set(shares, name, share);
    }
    return share;
}

static void count_share(struct sections *out, struct table *shares, const char *name,
                        const struct exceptions_record *record)
{
    struct share *share = share_of(out, shares, name);
    share->records++;
    share->alive += record->alive;
}

static const char *severity_of(const struct exceptions_record *record)
{
    const char *severity = exceptions_text(record, EXCEPTION_ROW_SEVERITY);
    return severity ? severity : "not known";
}

static const char *policy_of(const struct setting *setting)
{
    return setting && setting->policy ? setting->policy->name : "no policy in force";
}

/* Each finding once, with the record that excuses it. */
static void count_excused(struct sections *out, struct table shares[4],
                          const struct exceptions_report *report, const struct finding *finding)
{
    const size_t *numbers;
    size_t count = exceptions_reaching(report->evaluation, finding, &numbers);
    for (size_t i = 0; i < count; i++) {
        const struct exceptions_record *record = &report->records[numbers[i]];
        if (record->use->exception != finding->exception)
            continue;
        share_of(out, &shares[0], policy_of(finding->setting))->findings++;
        share_of(out, &shares[1], severity_of(record))->findings++;
        share_of(out, &shares[2], owner_of(record))->findings++;
        share_of(out, &shares[3], record->use->exception->category)->findings++;
    }
}

/* By each policy once, though it may bring several of its rules in force. */
static void count_policies(struct sections *out, struct table *shares,
                           const struct exceptions_report *report,
                           const struct exceptions_record *record)
{
    const struct exception *exception = record->use->exception;
    struct table seen;
    table_init(&seen, out->arena);
    for (size_t i = 0; exception->rules[i]; i++) {
        const char *name = policy_of(exceptions_setting(report->evaluation, exception->rules[i]));
        if (!table_set(&seen, name, &seen))
            count_share(out, shares, name, record);
    }
}

static void list_shares(struct sections *out, const char *title, const char *column,
                        const struct table *shares)
{
    const char *const columns[] = {column, "records", "that excuse", "findings", NULL};
    struct section *section = begin(out, title, "No record.");
    head(section, columns, 0xeu);
    for (size_t i = 0; i < shares->count; i++) {
        const struct share *share = shares->entries[i].value;
        add(out, shares->entries[i].key);
        add_number(out, (int64_t)share->records);
        add_number(out, (int64_t)share->alive);
        add_number(out, (int64_t)share->findings);
    }
}

static void list_all_shares(struct sections *out, const struct exceptions_report *report)
{
    struct table shares[4];
    for (size_t i = 0; i < 4; i++)
        table_init(&shares[i], out->arena);
    for (size_t i = 0; i < report->count; i++) {
        const struct exceptions_record *record = &report->records[i];
        count_policies(out, &shares[0], report, record);
        count_share(out, &shares[1], severity_of(record), record);
        count_share(out, &shares[2], owner_of(record), record);
        count_share(out, &shares[3], record->use->exception->category, record);
    }
    for (size_t i = 0; i < report->evaluation->finding_count; i++)
        if (report->evaluation->findings[i].excused)
            count_excused(out, shares, report, &report->evaluation->findings[i]);
    list_shares(out, "By policy", "policy", &shares[0]);
    list_shares(out, "By severity of the rule", "severity", &shares[1]);
    list_shares(out, "By owner", "owner", &shares[2]);
    list_shares(out, "By category", "category", &shares[3]);
}

static void list_renewals(struct sections *out, const struct exceptions_report *report)
{
    static const char *const columns[] = {"exception",   "owner",          "renewals", "bare",
                                          "days in all", "last valid day", "follows",  NULL};
    long long most = report->evaluation->ruleset->exceptions.max_renewals;
    struct section *section = begin(out, "Renewals", "No record was renewed.");
    head(section, columns, 0x1cu);
    section->note =
        report->truncated
            ? arena_printf(out->arena, "The history is cut (%s): renewals are not known.",
                           report->truncated)
        : most >= 0 ? arena_printf(out->arena,
                                   "The policy allows %lld. Bare: without another reason.", most)
                    : "The policy sets no limit. Bare: without another reason.";
    for (size_t i = 0; i < report->count; i++) {
        const struct exceptions_record *record = &report->records[i];
        const char *former = exceptions_texts(record, EXCEPTION_ROW_FORMER, out->arena);
        int64_t renewals = 0;
        exceptions_number(record, EXCEPTION_ROW_RENEWALS, &renewals);
        if (renewals == 0 && !former)
            continue;
        add(out, record_name(record->use->exception, out->arena));
        add(out, owner_of(record));
        add_cell(out, record, EXCEPTION_ROW_RENEWALS);
        add_cell(out, record, EXCEPTION_ROW_BARE_RENEWALS);
        add_cell(out, record, EXCEPTION_ROW_TOTAL_DAYS);
        add_day(out, exception_lapses_on(record->use));
        add(out, former ? former : "");
    }
}

static void list_budgets(struct sections *out, const struct exceptions_report *report)
{
    static const char *const columns[] = {"of", "which", "used", "allowed", NULL};
    struct section *section = begin(out, "Budget", "No budget is set, or nothing of it is used.");
    head(section, columns, 0xcu);
    for (size_t i = 0; i < report->budget_count; i++) {
        add(out, report->budgets[i].of);
        add(out, report->budgets[i].name);
        add_number(out, report->budgets[i].used);
        add_number(out, report->budgets[i].allowed);
    }
}

/* Who has more of one flaw reads the register, which has them all. */
enum { FLAWED_SHOWN = 50 };

/* A row of hygiene: what is wrong, and which records. */
static void add_flaw(struct sections *out, const struct exceptions_report *report, const char *what,
                     bool (*has)(const struct exceptions_record *record))
{
    struct buffer ids = BUFFER_EMPTY;
    size_t count = 0;
    for (size_t i = 0; i < report->count; i++)
        if (has(&report->records[i]) && count++ < FLAWED_SHOWN)
            buffer_printf(&ids, "%s%s", count > 1 ? ", " : "",
                          record_name(report->records[i].use->exception, out->arena));
    if (count > FLAWED_SHOWN)
        buffer_printf(&ids, " and %zu more", count - FLAWED_SHOWN);
    if (count > 0) {
        add(out, what);
        add_number(out, (int64_t)count);
        add(out, arena_strdup(out->arena, buffer_string(&ids)));
    }
    buffer_release(&ids);
}

static bool is_unused(const struct exceptions_record *record)
{
    return record->unused;
}

static bool is_to_be_closed(const struct exceptions_record *record)
{
    return record->to_be_closed;
}

static bool is_shadowed(const struct exceptions_record *record)
{
    const struct value *value =
        record->row && !record->row->gap ? &record->row->cells[EXCEPTION_ROW_OVERLAPS] : NULL;
    return value && value->kind == VALUE_LIST && value->list->count > 0;
}

static bool has_weak_reason(const struct exceptions_record *record)
{
    const struct exception *exception = record->use->exception;
    int64_t same;
    for (size_t i = 0; i < exception->mistake_count; i++)
        if (exception->mistakes[i].code == E601)
            return true;
    return exceptions_number(record, EXCEPTION_ROW_SAME_REASON, &same) && same >= SAME_REASON_LEAST;
}

static bool has_no_ticket(const struct exceptions_record *record)
{
    return !record->use->exception->ticket && record->use->state != EXCEPTION_EXPIRED;
}

static bool is_stale(const struct exceptions_record *record)
{
    const struct value *value =
        record->row && !record->row->gap ? &record->row->cells[EXCEPTION_ROW_STALE_APPROVAL] : NULL;
    return value && value->kind == VALUE_BOOLEAN && value->boolean;
}

static bool is_overdue(const struct exceptions_record *record)
{
    return record->review_overdue;
}

static bool is_over_long(const struct exceptions_record *record)
{
    return record->over_long;
}

static bool is_self_approved(const struct exceptions_record *record)
{
    return record->self_approved;
}

static void list_flaws(struct sections *out, const struct exceptions_report *report)
{
    static const char *const columns[] = {"what", "records", "which", NULL};
    struct section *section = begin(out, "Hygiene", "Nothing to tidy.");
    head(section, columns, 1u << 1);
    add_flaw(out, report, "unused: judged, and no such finding", is_unused);
    add_flaw(out, report, "to be closed: the file that it waits for is there", is_to_be_closed);
    add_flaw(out, report, "shadowed: another excuses the same", is_shadowed);
    add_flaw(out, report, "weak reason, or the same for many", has_weak_reason);
    add_flaw(out, report, "no ticket", has_no_ticket);
    add_flaw(out, report, "prolonged without a new approval", is_stale);
    add_flaw(out, report, "the review is overdue", is_overdue);
    add_flaw(out, report, "longer than the policy allows", is_over_long);
    add_flaw(out, report, "approved by who asked, owns or wrote it", is_self_approved);
}

/* An event that no later `expires` tells says which first day did it. */
static const char *what_changed(const struct exceptions_change *change, struct arena *arena)
{
    char day[DATE_TEXT_SIZE];
    bool is_renewed = strcmp(change->what, exception_event_words[EXCEPTION_RENEWED]) == 0;
    bool is_widened = strcmp(change->what, exception_event_words[EXCEPTION_WIDENED]) == 0;
    if (change->ending)
        return change->ending;
    if (change->begins == INT32_MIN || !((is_renewed && change->after <= change->before) ||
                                         (is_widened && change->begins < change->began)))
        return change->what;
    date_format(change->begins, day);
    return arena_printf(arena, "%s: begins %s", change->what, day);
}

static void list_changes(struct sections *out, const struct exceptions_report *report)
{
    static const char *const columns[] = {"day",   "what",   "exception", "was until",
                                          "until", "commit", "by",        NULL};
    char day[DATE_TEXT_SIZE];
    date_format(report->source.since, day);
    struct section *section =
        begin(out, arena_printf(out->arena, "Changes since %s", day), "Nothing changed.");
    head(section, columns, 0);
    if (report->truncated)
        section->note = arena_printf(out->arena, "The history is cut (%s): older ones are missing.",
                                     report->truncated);
    for (size_t i = 0; i < report->change_count; i++) {
        const struct exceptions_change *change = &report->changes[i];
        add_day(out, change->day);
        add(out, what_changed(change, out->arena));
        add(out, change->id);
        add_day(out, change->before);
        add_day(out, change->after);
        add(out, change->commit ? arena_printf(out->arena, "%.12s", change->commit) : "");
        add(out, change->author);
    }
}

static void list_register(struct sections *out, const struct exceptions_report *report)
{
    static const char *const columns[] = {"exception", "state",          "rules",     "owner",
                                          "from",      "last valid day", "days left", "findings",
                                          "evidence",  "granted by",     NULL};
    struct section *section = begin(out, "Register", "There is no record.");
    head(section, columns, 0xc0u);
    for (size_t i = 0; i < report->count; i++) {
        const struct exceptions_record *record = &report->records[i];
        const struct exception *exception = record->use->exception;
        const char *evidence = exceptions_text(record, EXCEPTION_ROW_EVIDENCE);
        add(out, record_name(exception, out->arena));
        add(out, exception_state_words[record->use->state]);
        add(out, rules_of(out->arena, exception));
        add(out, owner_of(record));
        add_day(out, exception->valid_from);
        add_day(out, exception_lapses_on(record->use));
        if (exception->expires == INT32_MIN)
            add(out, "");
        else
            add_number(out, record->use->days_left);
        add_number(out, (int64_t)record->use->matches);
        add(out, evidence                         ? evidence
                 : exception->approval_count == 0 ? "nobody approved"
                                                  : "not known");
        add(out, record->grant ? arena_printf(out->arena, "%.12s", record->grant) : "not known");
    }
}

static void list_approvals(struct sections *out, const struct exceptions_report *report)
{
    static const char *const columns[] = {"exception", "by",  "on",      "evidence",
                                          "holds",     "key", "because", NULL};
    struct section *section = begin(out, "Approvals", "Nobody approved anything.");
    head(section, columns, 0);
    for (size_t i = 0; i < report->count; i++) {
        const struct exception *record = report->records[i].use->exception;
        for (size_t k = 0; k < record->approval_count; k++) {
            const struct exception_approval *approval = &record->approvals[k];
            const char *evidence = approval_evidence_in_words(record, approval, report->truncated);
            const char *fault =
                approval_fault_in_words(record, approval, report->today, out->arena);
            if (!approval->by)
                continue;
            add(out, record_name(record, out->arena));
            add(out, approval->by);
            add_day(out, approval->on);
            add(out, evidence ? evidence : "not known");
            add(out, fault ? "no" : approval->proof ? "yes" : "not known");
            add(out, approval->proof ? approval->proof->key : NULL);
            add(out, fault);
        }
    }
}

static void list_evidence(struct sections *out)
{
    static const char *const meanings[] = {
        "the record says so; it proves nothing",
        "a trailer of the commit names them; its writer can forge it",
        "who approved wrote or committed it; that can be forged",
        "a signature of that commit by an allowed signer",
        "a signature of who approved, over the record itself",
    };
    static const char *const columns[] = {"evidence", "what proves an approval", NULL};
    struct section *section = begin(out, "Legend of evidence", "");
    head(section, columns, 0);
    for (int i = 0; i < EXCEPTION_EVIDENCE_WORDS; i++) {
        add(out, exception_evidence_words[i]);
        add(out, meanings[i]);
    }
}

static void attest(struct sections *out, const char *what, const char *value)
{
    add(out, what);
    add(out, value);
}

static void list_attestations(struct sections *out, const struct exceptions_report *report,
                              const char *version)
{
    static const char *const columns[] = {"of", "value", NULL};
    const struct evaluation *evaluation = report->evaluation;
    char hex[OBJECT_ID_HEX_SIZE];
    struct section *section = begin(out, "Attestations", "");
    section->note = "The same commit, policies, day and version give the same bytes.";
    head(section, columns, 0);
    attest(out, "program", arena_printf(out->arena, "bylaw %s", version));
    object_id_format(&evaluation->head.commit, hex);
    attest(out, "commit", arena_strdup(out->arena, hex));
    object_id_format(&evaluation->head.tree, hex);
    attest(out, "tree", arena_strdup(out->arena, hex));
    if (evaluation->has_base) {
        object_id_format(&evaluation->base.commit, hex);
        attest(out, "base", arena_strdup(out->arena, hex));
    }
    for (size_t i = 0; evaluation->ruleset->policies && evaluation->ruleset->policies[i]; i++)
        attest(out, "policy", evaluation->ruleset->policies[i]);
    attest(out, "policies and rules, SHA-256", evaluation->ruleset->digest);
    if (evaluation->ruleset->bundle)
        attest(out, "bundle, for --policy-digest", evaluation->ruleset->bundle);
    if (report->source.command)
        attest(out, "command line", report->source.command);
    for (size_t i = 0; i < report->count; i++) {
        const struct exceptions_record *record = &report->records[i];
        if (record->use->exception->layout != EXCEPTION_INLINE)
            attest(out,
                   arena_printf(out->arena, "%s, SHA-256 of its file",
                                record_name(record->use->exception, out->arena)),
                   record->file_digest ? record->file_digest : "not read");
    }
}

void sections_of(struct sections *out, const struct exceptions_report *report, struct arena *arena,
                 const char *version)
{
    *out = (struct sections){.arena = arena};
    list_dates(out, report);
    list_forecast(out, report);
    list_returns(out, report);
    list_all_shares(out, report);
    list_renewals(out, report);
    list_budgets(out, report);
    list_flaws(out, report);
    list_changes(out, report);
    list_register(out, report);
    list_approvals(out, report);
    list_evidence(out);
    list_attestations(out, report, version);
}

static void say(struct headline *out, size_t *count, const char *name, const char *value,
                bool is_bad)
{
    out[(*count)++] = (struct headline){.name = name, .value = value, .is_bad = is_bad};
}

static void say_count(struct headline *out, size_t *count, const char *name, size_t number,
                      bool is_bad, struct arena *arena)
{
    say(out, count, name, arena_printf(arena, "%zu", number), is_bad && number > 0);
}

size_t headlines_of(struct headline out[HEADLINES], const struct exceptions_report *report,
                    struct arena *arena)
{
    const struct exceptions_totals *totals = &report->totals;
    size_t count = 0;
    say_count(out, &count, "records that excuse", totals->alive, false, arena);
    say_count(out, &count, "findings excused", totals->excused, false, arena);
    say_count(out, &count, "over within 30 days", totals->within[0], true, arena);
    say_count(out, &count, "within 60 days", totals->within[1], false, arena);
    say_count(out, &count, "within 90 days", totals->within[2], false, arena);
    say_count(out, &count, "expired, still failing", totals->groups[EXCEPTIONS_FAILING], true,
              arena);
    say_count(out, &count, "invalid", totals->groups[EXCEPTIONS_INVALID], true, arena);
    say_count(out, &count, "self-approved", totals->self_approved, true, arena);
    say_count(out, &count, "not approved", totals->groups[EXCEPTIONS_UNAPPROVED], true, arena);
    say_count(out, &count, "too long", totals->over_long, true, arena);
    say_count(out, &count, "unused", totals->unused, true, arena);
    if (totals->to_be_closed > 0)
        say_count(out, &count, "to be closed", totals->to_be_closed, true, arena);
    if (totals->oldest >= 0) {
        say(out, &count, "oldest, days", arena_printf(arena, "%lld", (long long)totals->oldest),
            false);
        say(out, &count, "median age, days", arena_printf(arena, "%lld", (long long)totals->median),
            false);
    }
    say(out, &count, "exception-days so far",
        arena_printf(arena, "%lld", (long long)totals->days_past), false);
    say(out, &count, "exception-days to come",
        arena_printf(arena, "%lld", (long long)totals->days_ahead), false);
    for (size_t i = 0; i < report->budget_count; i++)
        if (strcmp(report->budgets[i].of, "repository") == 0) /* there is one of it */
            say(out, &count, "of the budget",
                arena_printf(arena, "%lld of %lld", (long long)report->budgets[i].used,
                             (long long)report->budgets[i].allowed),
                report->budgets[i].used > report->budgets[i].allowed);
    return count;
}
