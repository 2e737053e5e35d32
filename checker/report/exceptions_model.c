#include "base/date.h"
#include "base/digest.h"
#include "base/table.h"
#include "document/yaml.h"
#include "engine/excuse.h"
#include "engine/waiver_past.h"
#include "report/exceptions.h"

#include <stdlib.h>
#include <string.h>

const char *const exceptions_group_titles[EXCEPTIONS_GROUPS] = {
    "expired, and still failing",
    "invalid: they excuse nothing",
    "not approved: they excuse nothing",
    "lapse within 30 days",
    "lapse within 60 days",
    "lapse within 90 days",
    "active",
    "not valid yet",
    "pending: only in the head",
    "expired, and nothing fails",
};

const char *const exceptions_group_keys[EXCEPTIONS_GROUPS] = {
    "expired_failing", "invalid", "unapproved", "within_30_days", "within_60_days",
    "within_90_days",  "active",  "scheduled",  "pending",        "expired_harmless",
};

const char *const exceptions_date_words[] = {"begins", "review", "last valid day",
                                             "the gate turns red"};

const struct fact_kind *const exceptions_kinds[] = {&fact_kind_exception,
                                                    &fact_kind_exception_event, NULL};

/* Does something fail that it would excuse? What another record excuses does not. */
static bool is_failing(const struct exceptions_record *record)
{
    int64_t failing;
    return exceptions_number(record, EXCEPTION_ROW_FAILING, &failing) ? failing > 0
                                                                      : record->use->matches > 0;
}

static enum exceptions_group group_of(const struct exceptions_record *record)
{
    const struct exception_use *use = record->use;
    switch (use->state) {
    case EXCEPTION_INVALID:
        return EXCEPTIONS_INVALID;
    case EXCEPTION_UNAPPROVED:
        return EXCEPTIONS_UNAPPROVED;
    case EXCEPTION_PENDING:
        return EXCEPTIONS_PENDING;
    case EXCEPTION_SCHEDULED:
        return EXCEPTIONS_SCHEDULED;
    case EXCEPTION_EXPIRED:
        return is_failing(record) ? EXCEPTIONS_FAILING : EXCEPTIONS_OVER;
    case EXCEPTION_ACTIVE:
    case EXCEPTION_EXPIRING:
        break;
    }
    return use->days_left <= 30   ? EXCEPTIONS_30
           : use->days_left <= 60 ? EXCEPTIONS_60
           : use->days_left <= 90 ? EXCEPTIONS_90
                                  : EXCEPTIONS_LATER;
}

static const struct value *cell_of(const struct exceptions_record *record, int cell)
{
    return record->row && !record->row->gap ? &record->row->cells[cell] : NULL;
}

const char *exceptions_text(const struct exceptions_record *record, int cell)
{
    const struct value *value = cell_of(record, cell);
    return value && value->kind == VALUE_TEXT ? value->text : NULL;
}

bool exceptions_number(const struct exceptions_record *record, int cell, int64_t *out)
{
    const struct value *value = cell_of(record, cell);
    if (!value || (value->kind != VALUE_INTEGER && value->kind != VALUE_TIME))
        return false;
    *out = value->integer;
    return true;
}

const char *exceptions_texts(const struct exceptions_record *record, int cell, struct arena *arena)
{
    const struct value *value = cell_of(record, cell);
    if (!value || value->kind != VALUE_LIST || value->list->count == 0)
        return NULL;
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < value->list->count; i++)
        if (value->list->items[i].kind == VALUE_TEXT)
            buffer_printf(&out, "%s%s", out.size > 0 ? ", " : "", value->list->items[i].text);
    const char *texts = out.size > 0 ? arena_strdup(arena, buffer_string(&out)) : NULL;
    buffer_release(&out);
    return texts;
}

const struct setting *exceptions_setting(const struct evaluation *evaluation, const char *rule)
{
    const struct ruleset *ruleset = evaluation->ruleset;
    for (size_t i = 0; i < ruleset->count; i++) {
        const struct rule *known = ruleset->settings[i].rule;
        if (strcmp(known->id, rule) == 0 ||
            (known->aliases && string_is_one_of(rule, known->aliases)))
            return &ruleset->settings[i];
    }
    return NULL;
}

/* What is looked up for each record. */
struct lookups {
    struct table rows;       /* place (none in a register) and id -> struct fact_row */
    struct table sources[2]; /* path -> struct diagnostic_source; [1]: of the proposals */
    struct table files[2];   /* path -> struct file; likewise */
    struct table events;     /* id -> struct events_of_id */
};

static const char *row_key(struct arena *arena, const char *path, uint32_t line, uint32_t column,
                           const char *id)
{
    return arena_printf(arena, "%u %u %s %s", (unsigned)line, (unsigned)column, id, path);
}

static void index_rows(const struct exceptions_report *report, struct table *out)
{
    const struct evaluation *evaluation = report->evaluation;
    const struct fact_table *table = evaluation->tables ? evaluation->tables[0] : NULL;
    table_init(out, report->arena);
    for (size_t i = table ? table->count : 0; i-- > 0;) { /* of two the first stays */
        struct fact_row *row = &table->rows[i];
        const struct value *id = &row->cells[EXCEPTION_ROW_ID];
        if (id->kind == VALUE_TEXT)
            table_set(out,
                      row_key(report->arena, row->path ? row->path : "", row->line, row->column,
                              id->text),
                      row);
    }
}

static void index_sources(const struct diagnostics *files, struct arena *arena, struct table *out)
{
    table_init(out, arena);
    for (size_t i = files ? files->source_count : 0; i-- > 0;)
        table_set(out, files->sources[i].path, &files->sources[i]);
}

/* A file that records stand in, digested and parsed once. */
struct file {
    char digest[SHA256_HEX_SIZE];
    struct document document;
    bool is_parsed;
};

/* Of a proposal the head's own file; NULL where no text is known. */
static const struct file *file_of(const struct exceptions_report *report, struct lookups *lookups,
                                  const struct exception *exception)
{
    const struct diagnostic_source *source =
        table_find(&lookups->sources[exception->pending], exception->place.path);
    if (!source)
        return NULL;
    struct table *known = &lookups->files[exception->pending];
    struct file *file = table_find(known, source->path);
    if (file)
        return file;
    file = ARENA_NEW(report->arena, struct file);
    table_set(known, source->path, file);
    struct document_problem problem;
    struct sha256 digest;
    sha256_init(&digest);
    sha256_add(&digest, source->text.bytes, source->text.size);
    sha256_finish_hex(&digest, file->digest);
    file->is_parsed = yaml_parse(report->arena, source->text, &file->document, &problem);
    return file;
}

static const struct node *find_node(const struct node *root, struct place place)
{
    const struct node *inner = node_find(root, "exceptions");
    const struct node *records = inner ? inner : root;
    if (records->kind == NODE_MAPPING)
        return records->line == place.line && records->column == place.column ? records : NULL;
    for (size_t i = 0; records->kind == NODE_SEQUENCE && i < records->count; i++)
        if (records->items[i]->line == place.line && records->items[i]->column == place.column)
            return records->items[i];
    return NULL;
}

static void take_file(const struct exceptions_report *report, struct lookups *lookups,
                      struct exceptions_record *record)
{
    const struct file *file = file_of(report, lookups, record->use->exception);
    if (!file)
        return;
    record->file_digest = file->digest;
    for (size_t i = 0; file->is_parsed && i < file->document.count && !record->node; i++)
        record->node = find_node(file->document.roots[i], record->use->exception->place);
}

static const char *event_text(const struct fact_row *row, int cell)
{
    return row->cells[cell].kind == VALUE_TEXT ? row->cells[cell].text : NULL;
}

static int64_t event_time(const struct fact_row *row)
{
    const struct value *value = &row->cells[EXCEPTION_EVENT_TIME];
    return value->kind == VALUE_TIME ? value->integer : INT64_MIN;
}

static int32_t event_day(const struct fact_row *row, int cell)
{
    const struct value *value = &row->cells[cell];
    return value->kind == VALUE_DATE ? (int32_t)value->integer : INT32_MIN;
}

/* What the events say of one id. */
struct events_of_id {
    size_t count;
    int64_t changed_at, granted_at;
    int32_t latest; /* day on which it ever was to end; INT32_MIN: none */
    int32_t review; /* likewise: to be reviewed */
    const char *grant;
};

static int32_t later(int32_t one, int32_t other)
{
    return one > other ? one : other;
}

static void note_event(struct events_of_id *of, const struct fact_row *row)
{
    const char *what = event_text(row, EXCEPTION_EVENT_EVENT);
    int64_t at = event_time(row);
    bool is_grant =
        what && (strcmp(what, exception_event_words[0]) == 0 || strcmp(what, "returned") == 0);
    of->count++;
    of->changed_at = at > of->changed_at ? at : of->changed_at;
    of->latest = later(of->latest, event_day(row, EXCEPTION_EVENT_EXPIRES));
    of->latest = later(of->latest, event_day(row, EXCEPTION_EVENT_EXPIRED));
    of->review = later(of->review, event_day(row, EXCEPTION_EVENT_REVIEW_BY));
    if (!is_grant || at < of->granted_at)
        return;
    of->granted_at = at;
    of->grant = event_text(row, EXCEPTION_EVENT_COMMIT);
}

static void index_events(const struct exceptions_report *report, struct table *out)
{
    const struct fact_table *events = report->events;
    table_init(out, report->arena);
    for (size_t i = 0; events && i < events->count; i++) {
        const struct fact_row *row = &events->rows[i];
        const char *id = row->gap ? NULL : event_text(row, EXCEPTION_EVENT_ID);
        if (!id)
            continue;
        struct events_of_id *of = table_find(out, id);
        if (!of) {
            of = ARENA_NEW(report->arena, struct events_of_id);
            *of = (struct events_of_id){.changed_at = INT64_MIN,
                                        .granted_at = INT64_MIN,
                                        .latest = INT32_MIN,
                                        .review = INT32_MIN};
            table_set(out, id, of);
        }
        note_event(of, row);
    }
}

static void take_events(const struct table *events, struct exceptions_record *record)
{
    const struct events_of_id *of = record->use->exception->layout == EXCEPTION_IN_REGISTER
                                        ? NULL
                                        : table_find(events, record->use->exception->id);
    record->changed_at = of ? of->changed_at : INT64_MIN;
    record->changes = of ? of->count : 0;
    record->grant = of ? of->grant : NULL;
    record->past_end = of ? of->latest : INT32_MIN;
    record->past_review = of ? of->review : INT32_MIN;
}

/* Of a comment the day of the commit that wrote its end; INT32_MIN: not known. */
static int32_t first_day(const struct exception *exception)
{
    const struct waiver_past *past = exception->past;
    return past && past->count > 0 && !past->last_unknown ? past->writings[0].on
                                                          : exception->valid_from;
}

/* The last day that was ever granted to it, or to one that it follows: it may have been
 * shortened since, and its days in all count that one too. */
static int32_t latest_end(const struct table *events, const struct exceptions_record *record)
{
    const struct value *former = cell_of(record, EXCEPTION_ROW_FORMER);
    const struct events_of_id *own = table_find(events, record->use->exception->id);
    int32_t latest = record->use->exception->expires;
    latest = own && own->latest > latest ? own->latest : latest;
    const struct waiver_past *past = record->use->exception->past;
    for (size_t i = 0; past && i < past->count; i++)
        latest = past->writings[i].until > latest ? past->writings[i].until : latest;
    for (size_t i = 0; former && former->kind == VALUE_LIST && i < former->list->count; i++) {
        const struct events_of_id *of = table_find(events, former->list->items[i].text);
        latest = of && of->latest > latest ? of->latest : latest;
    }
    return latest;
}

/* The days on which it, or one that it follows, was valid until today: its days in all but
 * for those to come. */
static int64_t age_of(const struct exceptions_report *report, const struct table *events,
                      const struct exceptions_record *record)
{
    int32_t first = first_day(record->use->exception);
    int64_t days;
    if (!record->alive || first == INT32_MIN)
        return -1;
    int64_t own = report->today - first + 1;
    if (!exceptions_number(record, EXCEPTION_ROW_TOTAL_DAYS, &days))
        return own;
    days -= latest_end(events, record) - report->today;
    return days > own ? days : own;
}

static void take_record(const struct exceptions_report *report, struct lookups *lookups,
                        const struct exception_use *use, struct exceptions_record *out)
{
    const struct exception *exception = use->exception;
    /* What lies in a register has no place in this repository, and no history. */
    bool is_here = exception->layout != EXCEPTION_IN_REGISTER;
    const char *row = row_key(report->arena, is_here ? exception->place.path : "",
                              is_here ? exception->place.line : 0,
                              is_here ? exception->place.column : 0, exception->id);
    *out = (struct exceptions_record){
        .use = use,
        .row = table_find(&lookups->rows, row),
        .alive = exception_is_alive(use->state),
        .unused = exception_is_unused(report->evaluation, use),
        .to_be_closed = exception_is_to_be_closed(use),
        .self_approved = exception_is_self_approved(use->exception),
        .over_long = exception_is_over_long(report->evaluation, use),
    };
    out->group = group_of(out);
    take_file(report, lookups, out);
    take_events(&lookups->events, out);
    out->age = age_of(report, &lookups->events, out);
    out->review_overdue = out->alive && use->exception->review_by != INT32_MIN &&
                          use->exception->review_by < report->today;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *one = a;
    const int64_t *two = b;
    return (*one > *two) - (*one < *two);
}

static void sum_ages(struct exceptions_report *report)
{
    int64_t *ages = ARENA_ARRAY(report->arena, int64_t, report->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < report->count; i++)
        if (report->records[i].alive && report->records[i].age >= 0)
            ages[count++] = report->records[i].age;
    if (count > 1)
        qsort(ages, count, sizeof(*ages), by_number);
    report->totals.oldest = count > 0 ? ages[count - 1] : -1;
    report->totals.median = count > 0 ? ages[(count - 1) / 2] : -1;
}

static void sum(struct exceptions_report *report)
{
    struct exceptions_totals *totals = &report->totals;
    for (size_t i = 0; i < report->count; i++) {
        const struct exceptions_record *record = &report->records[i];
        const struct exception *exception = record->use->exception;
        totals->groups[record->group]++;
        totals->unused += record->unused;
        totals->to_be_closed += record->to_be_closed;
        totals->self_approved += record->self_approved;
        totals->over_long += record->over_long;
        if (!record->alive)
            continue;
        totals->alive++;
        if (first_day(exception) != INT32_MIN)
            totals->days_past += report->today - first_day(exception) + 1;
        totals->days_ahead += record->use->days_left;
        for (size_t k = 0; k < 3; k++)
            totals->within[k] += record->use->days_left <= 30 * (int32_t)(k + 1);
    }
    for (size_t i = 0; i < report->evaluation->finding_count; i++)
        totals->excused += report->evaluation->findings[i].excused;
    sum_ages(report);
}

static void add_date(struct exceptions_report *report, int32_t day, enum exceptions_date_kind kind,
                     const struct exceptions_record *record)
{
    if (day != INT32_MIN && day >= report->today)
        report->dates[report->date_count++] =
            (struct exceptions_date){.day = day, .kind = kind, .record = record};
}

static int by_date(const void *a, const void *b)
{
    const struct exceptions_date *one = a;
    const struct exceptions_date *two = b;
    if (one->day != two->day)
        return one->day < two->day ? -1 : 1;
    if (one->kind != two->kind)
        return one->kind < two->kind ? -1 : 1;
    return (one->record > two->record) - (one->record < two->record);
}

static void find_dates(struct exceptions_report *report)
{
    report->dates = ARENA_ARRAY(report->arena, struct exceptions_date, 3 * report->count + 1);
    for (size_t i = 0; i < report->count; i++) {
        const struct exceptions_record *record = &report->records[i];
        const struct exception *exception = record->use->exception;
        bool is_scheduled = record->use->state == EXCEPTION_SCHEDULED;
        if (is_scheduled)
            add_date(report, exception->valid_from, EXCEPTIONS_BEGINS, record);
        if (!record->alive && !is_scheduled)
            continue;
        add_date(report, exception->review_by, EXCEPTIONS_REVIEW, record);
        add_date(report, exception_lapses_on(record->use), EXCEPTIONS_LAST_DAY, record);
    }
    if (report->forecast->red && report->forecast->blocking == 0)
        add_date(report, report->forecast->red_on, EXCEPTIONS_RED, NULL);
    if (report->date_count > 1)
        qsort(report->dates, report->date_count, sizeof(*report->dates), by_date);
}

static int by_change(const void *a, const void *b)
{
    const struct exceptions_change *one = a;
    const struct exceptions_change *two = b;
    if (one->day != two->day)
        return one->day < two->day ? -1 : 1;
    int order = strcmp(one->id, two->id);
    if (order)
        return order;
    if (one->at != two->at)
        return one->at < two->at ? -1 : 1;
    return strcmp(one->what, two->what);
}

static void add_event(struct exceptions_report *report, const struct fact_row *row)
{
    const char *id = event_text(row, EXCEPTION_EVENT_ID);
    const char *what = event_text(row, EXCEPTION_EVENT_EVENT);
    int64_t at = event_time(row);
    if (!id || !what || at == INT64_MIN || time_to_date(at) < report->source.since)
        return;
    report->changes[report->change_count++] = (struct exceptions_change){
        .day = time_to_date(at),
        .at = at,
        .what = what,
        .ending = event_text(row, EXCEPTION_EVENT_ENDING),
        .id = id,
        .before = event_day(row, EXCEPTION_EVENT_EXPIRED),
        .after = event_day(row, EXCEPTION_EVENT_EXPIRES),
        .began = event_day(row, EXCEPTION_EVENT_BEGAN),
        .begins = event_day(row, EXCEPTION_EVENT_BEGINS),
        .commit = event_text(row, EXCEPTION_EVENT_COMMIT),
        .author = event_text(row, EXCEPTION_EVENT_AUTHOR),
    };
}

/* The events since the day, and what lapsed since: no commit does that. */
static void find_changes(struct exceptions_report *report)
{
    size_t events = report->events ? report->events->count : 0;
    report->changes =
        ARENA_ARRAY(report->arena, struct exceptions_change, events + report->count + 1);
    for (size_t i = 0; i < events; i++)
        if (!report->events->rows[i].gap)
            add_event(report, &report->events->rows[i]);
    for (size_t i = 0; i < report->count; i++) {
        const struct exceptions_record *record = &report->records[i];
        int32_t last = exception_lapses_on(record->use);
        if (record->use->state != EXCEPTION_EXPIRED || last + 1 < report->source.since)
            continue;
        report->changes[report->change_count++] = (struct exceptions_change){
            .day = last + 1,
            .at = ((int64_t)last + 1) * SECONDS_A_DAY,
            .what = "lapsed",
            .id = record->use->exception->id,
            .before = last,
            .after = INT32_MIN,
            .began = record->use->exception->valid_from,
            .begins = INT32_MIN,
            .commit = record->grant,
        };
    }
    if (report->change_count > 1)
        qsort(report->changes, report->change_count, sizeof(*report->changes), by_change);
}

static void note_removed(struct exceptions_removed *known, const struct fact_row *row)
{
    bool is_removal = strcmp(event_text(row, EXCEPTION_EVENT_EVENT), "removed") == 0;
    int64_t at = event_time(row);
    known->changes++;
    known->review = later(known->review, event_day(row, EXCEPTION_EVENT_REVIEW_BY));
    if (at < known->at)
        return;
    known->at = at;
    known->expired = event_day(row, is_removal ? EXCEPTION_EVENT_EXPIRED : EXCEPTION_EVENT_EXPIRES);
}

/* Ids that have events and no record any more: a commit took it away, or its file cannot be
 * read. Events of one id stand in the order of their time only after a look at each: the table
 * is sorted by its key. */
static void find_removed(struct exceptions_report *report)
{
    const struct fact_table *events = report->events;
    struct table ids, there;
    table_init(&ids, report->arena);
    table_init(&there, report->arena);
    report->removed =
        ARENA_ARRAY(report->arena, struct exceptions_removed, (events ? events->count : 0) + 1);
    for (size_t i = 0; events && i < events->count; i++) {
        const struct fact_row *row = &events->rows[i];
        const char *id = row->gap ? NULL : event_text(row, EXCEPTION_EVENT_ID);
        if (!id || !event_text(row, EXCEPTION_EVENT_EVENT))
            continue;
        struct exceptions_removed *known = table_find(&ids, id);
        if (!known) {
            known = ARENA_NEW(report->arena, struct exceptions_removed);
            *known = (struct exceptions_removed){
                .id = id, .expired = INT32_MIN, .review = INT32_MIN, .at = INT64_MIN};
            table_set(&ids, id, known);
        }
        note_removed(known, row);
    }
    for (size_t i = 0; i < report->count; i++)
        table_set(&there, report->records[i].use->exception->id, report);
    for (size_t i = 0; i < ids.count; i++)
        if (!table_has(&there, ids.entries[i].key))
            report->removed[report->removed_count++] =
                *(const struct exceptions_removed *)ids.entries[i].value;
}

/* Living, or to live: as the rule about budgets counts them. */
static bool is_budgeted(const struct exceptions_record *record)
{
    return record->alive || record->use->state == EXCEPTION_SCHEDULED ||
           record->use->state == EXCEPTION_PENDING;
}

static void spend(struct exceptions_report *report, struct table *known, const char *of,
                  const char *name, int64_t allowed)
{
    const char *key = arena_printf(report->arena, "%s %s", of, name);
    struct exceptions_budget *budget = table_find(known, key);
    if (!budget) {
        budget = ARENA_NEW(report->arena, struct exceptions_budget);
        *budget = (struct exceptions_budget){.of = of, .name = name, .allowed = allowed};
        table_set(known, key, budget);
    }
    budget->used++;
}

static void find_budgets(struct exceptions_report *report)
{
    const struct exception_budget *budget = &report->evaluation->ruleset->exceptions.caps.budget;
    struct table known;
    table_init(&known, report->arena);
    for (size_t i = 0; i < report->count; i++) {
        const struct exception *exception = report->records[i].use->exception;
        if (!is_budgeted(&report->records[i]))
            continue;
        if (budget->per_repository > 0)
            spend(report, &known, "repository", "", budget->per_repository);
        if (budget->per_owner > 0 && exception->owner)
            spend(report, &known, "owner", exception->owner, budget->per_owner);
        for (size_t k = 0; budget->per_rule > 0 && exception->rules[k]; k++)
            spend(report, &known, "rule", exception->rules[k], budget->per_rule);
    }
    report->budgets = ARENA_ARRAY(report->arena, struct exceptions_budget, known.count + 1);
    for (size_t i = 0; i < known.count; i++)
        report->budgets[report->budget_count++] =
            *(const struct exceptions_budget *)known.entries[i].value;
}

/* A gap among the events says why older ones are not known. */
static const char *truncation_of(const struct fact_table *events)
{
    for (size_t i = 0; events && i < events->count; i++)
        if (events->rows[i].gap)
            return events->rows[i].cells[EXCEPTION_EVENT_ID].kind == VALUE_UNKNOWN
                       ? events->rows[i].cells[EXCEPTION_EVENT_ID].unknown->reason
                       : "not known";
    return NULL;
}

struct exceptions_report *exceptions_report_new(const struct exceptions_source *source,
                                                struct arena *arena)
{
    const struct evaluation *evaluation = source->evaluation;
    struct exceptions_report *report = ARENA_NEW(arena, struct exceptions_report);
    struct lookups lookups;
    *report = (struct exceptions_report){
        .source = *source,
        .evaluation = evaluation,
        .arena = arena,
        .today = time_to_date(evaluation->now),
        .count = evaluation->exception_count,
        .records = ARENA_ARRAY(arena, struct exceptions_record, evaluation->exception_count + 1),
        .events = evaluation->tables ? evaluation->tables[1] : NULL,
        .forecast = forecast_new(evaluation, arena),
    };
    report->truncated = truncation_of(report->events);
    for (size_t i = 0; i < 2; i++)
        table_init(&lookups.files[i], arena);
    index_sources(source->files, arena, &lookups.sources[0]);
    index_sources(evaluation->head_diagnostics, arena, &lookups.sources[1]);
    index_rows(report, &lookups.rows);
    index_events(report, &lookups.events);
    for (size_t i = 0; i < report->count; i++)
        take_record(report, &lookups, &evaluation->exceptions[i], &report->records[i]);
    sum(report);
    find_dates(report);
    find_changes(report);
    find_removed(report);
    find_budgets(report);
    return report;
}
