#include "engine/publish.h"

#include "base/date.h"
#include "base/table.h"
#include "engine/approval.h"
#include "engine/exception_ending.h"
#include "engine/excuse.h"
#include "engine/waiver_past.h"
#include "facts/gather.h"
#include "policy/exception_compare.h"
#include "policy/person.h"

#include <string.h>

/* Of a record that overlaps with many, it is enough to name some. */
enum { OVERLAPS_MOST = 5 };

/* Ids of the other living records that excuse one of its findings. */
struct overlaps {
    const char **ids;
    size_t count, capacity;
};

/* What is known of the records, while their rows are written. */
struct publisher {
    struct arena *arena;
    const struct evaluation *evaluation;
    struct fact_writer writer;
    struct table reasons;                    /* justification -> size_t: how many records give it */
    struct overlaps *overlaps;               /* one a record */
    size_t *failing;                         /* of a record: what fails though it reaches it */
    bool *hides_new;                         /* of a proposed record: does it reach what is new? */
    const struct exception_history *history; /* NULL: nobody asks for what it tells */
};

static struct value day_of(int32_t day)
{
    return day == INT32_MIN ? (struct value){0} : value_date(day);
}

static size_t count_of(const char *const *list)
{
    size_t count = 0;
    while (list && list[count])
        count++;
    return count;
}

/* Of the gravest of its rules in force. */
static void set_severity(const struct publisher *publisher, const struct exception *record,
                         struct value *cells)
{
    const struct ruleset *ruleset = publisher->evaluation->ruleset;
    bool is_in_force = false;
    enum severity gravest = SEVERITY_INFO;
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < ruleset->count; i++) {
        const struct setting *setting = &ruleset->settings[i];
        if (!exception_names_rule(record, setting->rule))
            continue;
        int64_t days = exception_most_days(&ruleset->exceptions, setting->severity);
        is_in_force = true;
        least = days < least ? days : least;
        gravest = setting->severity > gravest ? setting->severity : gravest;
    }
    if (!is_in_force)
        return;
    cells[EXCEPTION_ROW_SEVERITY] = value_text(severity_words[gravest]);
    cells[EXCEPTION_ROW_MOST_DAYS] = value_integer(least);
}

static void count_findings(struct publisher *publisher)
{
    const struct evaluation *evaluation = publisher->evaluation;
    publisher->failing = ARENA_ARRAY(publisher->arena, size_t, evaluation->exception_count + 1);
    publisher->hides_new = ARENA_ARRAY(publisher->arena, bool, evaluation->exception_count + 1);
    for (size_t f = 0; f < evaluation->finding_count; f++) {
        const struct finding *finding = &evaluation->findings[f];
        const size_t *numbers;
        size_t count = exceptions_reaching(evaluation, finding, &numbers);
        for (size_t i = 0; i < count; i++) {
            const struct exception *record = evaluation->exceptions[numbers[i]].exception;
            if (finding->verdict == VERDICT_FAIL && !finding->excused)
                publisher->failing[numbers[i]]++;
            if (record->pending && finding->baseline == BASELINE_NEW)
                publisher->hides_new[numbers[i]] = true;
        }
    }
}

static struct value approvers_of(const struct publisher *publisher, const struct exception *record)
{
    const char **names = ARENA_ARRAY(publisher->arena, const char *, record->approval_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < record->approval_count; i++)
        if (record->approvals[i].by)
            names[count++] = record->approvals[i].by;
    return value_texts(publisher->arena, names, count);
}

/* How often each justification is there. */
static void count_reasons(struct publisher *publisher)
{
    const struct evaluation *evaluation = publisher->evaluation;
    table_init(&publisher->reasons, publisher->arena);
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const char *justification = evaluation->exceptions[i].exception->justification;
        if (!justification)
            continue;
        const char *reason = exception_plain_text(publisher->arena, justification);
        size_t *count = table_find(&publisher->reasons, reason);
        if (!count) {
            count = ARENA_NEW(publisher->arena, size_t);
            table_set(&publisher->reasons, reason, count);
        }
        ++*count;
    }
}

static int64_t same_reason(const struct publisher *publisher, const struct exception *record)
{
    if (!record->justification)
        return 1;
    const size_t *count = table_find(&publisher->reasons,
                                     exception_plain_text(publisher->arena, record->justification));
    return (int64_t)*count;
}

static void note_overlap(struct publisher *publisher, size_t one, size_t other)
{
    struct overlaps *overlaps = &publisher->overlaps[one];
    const char *id = publisher->evaluation->exceptions[other].exception->id;
    for (size_t i = 0; i < overlaps->count; i++)
        if (strcmp(overlaps->ids[i], id) == 0)
            return;
    overlaps->ids = arena_grow(publisher->arena, overlaps->ids, overlaps->count,
                               &overlaps->capacity, sizeof(*overlaps->ids));
    overlaps->ids[overlaps->count++] = id;
}

/* The longest first. */
static int by_last_day(const void *a, const void *b)
{
    const struct exception_use *const *one = a;
    const struct exception_use *const *other = b;
    int32_t day = exception_lapses_on(*one);
    int32_t other_day = exception_lapses_on(*other);
    if (day != other_day)
        return day > other_day ? -1 : 1;
    return (*one > *other) - (*one < *other);
}

/* The living records that excuse a finding, the longest first. */
static size_t list_living(const struct evaluation *evaluation, const struct finding *finding,
                          const struct exception_use **out)
{
    const size_t *numbers;
    size_t reaching = exceptions_reaching(evaluation, finding, &numbers);
    size_t count = 0;
    for (size_t i = 0; i < reaching; i++)
        if (exception_is_alive(evaluation->exceptions[numbers[i]].state))
            out[count++] = &evaluation->exceptions[numbers[i]];
    if (count > 1)
        qsort(out, count, sizeof(*out), by_last_day);
    return count;
}

/* Which living records excuse the same finding. */
static void find_overlaps(struct publisher *publisher)
{
    const struct evaluation *evaluation = publisher->evaluation;
    const struct exception_use *first = evaluation->exceptions;
    const struct exception_use **living = ARENA_ARRAY(
        publisher->arena, const struct exception_use *, evaluation->exception_count + 1);
    publisher->overlaps =
        ARENA_ARRAY(publisher->arena, struct overlaps, evaluation->exception_count + 1);
    for (size_t f = 0; f < evaluation->finding_count; f++) {
        if (!evaluation->findings[f].excused)
            continue;
        size_t count = list_living(evaluation, &evaluation->findings[f], living);
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0;
                 k < count && publisher->overlaps[living[i] - first].count < OVERLAPS_MOST; k++)
                if (i != k)
                    note_overlap(publisher, (size_t)(living[i] - first),
                                 (size_t)(living[k] - first));
    }
}

/* Of the records of the evaluation, which one? */
static size_t number_of(const struct publisher *publisher, const struct exception_use *use)
{
    return (size_t)(use - publisher->evaluation->exceptions);
}

static enum exception_row_use row_use(const struct publisher *publisher,
                                      const struct exception_use *use)
{
    if (exception_is_to_be_closed(use))
        return EXCEPTION_DONE;
    if (exception_is_alive(use->state) && use->matches > 0)
        return EXCEPTION_USED;
    return exception_is_unused(publisher->evaluation, use) ? EXCEPTION_UNUSED : EXCEPTION_UNTRIED;
}

static void set_days(const struct exception_use *use, struct value *cells)
{
    const struct exception *record = use->exception;
    int32_t last = exception_lapses_on(use);
    cells[EXCEPTION_ROW_REQUESTED_ON] = day_of(record->requested_on);
    cells[EXCEPTION_ROW_VALID_FROM] = day_of(record->valid_from);
    cells[EXCEPTION_ROW_EXPIRES] = day_of(record->expires);
    cells[EXCEPTION_ROW_REVIEW_BY] = day_of(record->review_by);
    cells[EXCEPTION_ROW_LAST_DAY] = day_of(last);
    if (last != INT32_MIN)
        cells[EXCEPTION_ROW_DAYS_LEFT] = value_integer(use->days_left);
    if (record->expires != INT32_MIN && record->valid_from != INT32_MIN)
        cells[EXCEPTION_ROW_DAYS] =
            value_integer((int64_t)record->expires - record->valid_from + 1);
}

static struct value limit_of(int64_t most, int64_t unsaid)
{
    return most == unsaid ? (struct value){0} : value_integer(most);
}

static void set_caps(const struct publisher *publisher, struct value *cells)
{
    const struct exception_limits *limits = &publisher->evaluation->ruleset->exceptions;
    const struct exception_caps *caps = &limits->caps;
    cells[EXCEPTION_ROW_GRACE] = value_integer(caps->grace_days);
    cells[EXCEPTION_ROW_MOST_RENEWALS] = limit_of(limits->max_renewals, -1);
    cells[EXCEPTION_ROW_MOST_TOTAL_DAYS] = limit_of(caps->max_total_days, 0);
    cells[EXCEPTION_ROW_MOST_PER_REPOSITORY] = limit_of(caps->budget.per_repository, 0);
    cells[EXCEPTION_ROW_MOST_PER_OWNER] = limit_of(caps->budget.per_owner, 0);
    cells[EXCEPTION_ROW_MOST_PER_RULE] = limit_of(caps->budget.per_rule, 0);
}

/* A truth that may be unknown. */
static struct value truth(const struct publisher *publisher, bool holds, const char *unknown)
{
    return unknown ? value_unknown(publisher->arena, UNKNOWN_UNOBSERVABLE, unknown)
                   : value_boolean(holds);
}

static int evidence_of_word(const char *word)
{
    int evidence = EXCEPTION_EVIDENCE_WORDS - 1;
    while (evidence > 0 && strcmp(exception_evidence_words[evidence], word) != 0)
        evidence--;
    return evidence;
}

static void publish_approval(struct publisher *publisher, const struct exception_use *use,
                             const struct exception_approval *approval)
{
    const struct approval_proof *proof = approval->proof;
    struct value *cells =
        fact_add(&publisher->writer, &fact_kind_exception_approval, approval->place.path,
                 approval->place.line, approval->place.column)
            ->cells;
    bool is_best = proof->evidence == EXCEPTION_EVIDENCE_RECORD_SIGNATURE;
    bool is_here = use->exception->layout != EXCEPTION_IN_REGISTER;
    const char *cut = is_best || !is_here ? NULL : publisher->history->truncated;
    const char *not_proved = proof->evidence >= proof->wanted ? NULL : proof->proved_unknown;
    int claimed = evidence_of_word(approval->evidence);
    bool is_borne_out = proof->evidence >= claimed;
    int more = proof->evidence < proof->wanted ? proof->wanted
               : !is_borne_out                 ? claimed
                                               : EXCEPTION_EVIDENCE_WORDS - 1;
    cells[EXCEPTION_APPROVAL_ID] = value_text(use->exception->id);
    cells[EXCEPTION_APPROVAL_BY] = value_text(approval->by);
    cells[EXCEPTION_APPROVAL_ON] = day_of(approval->on);
    cells[EXCEPTION_APPROVAL_STATE] = value_text(exception_state_words[use->state]);
    cells[EXCEPTION_APPROVAL_EXPIRES] = day_of(use->exception->expires);
    cells[EXCEPTION_APPROVAL_CLAIMED] = value_text(approval->evidence);
    cells[EXCEPTION_APPROVAL_EVIDENCE] =
        cut ? value_unknown(publisher->arena, UNKNOWN_UNOBSERVABLE, cut)
            : value_text(exception_evidence_words[proof->evidence]);
    cells[EXCEPTION_APPROVAL_WANTED] = value_text(exception_evidence_words[proof->wanted]);
    cells[EXCEPTION_APPROVAL_PROVED] =
        truth(publisher, proof->evidence >= proof->wanted, not_proved);
    cells[EXCEPTION_APPROVAL_BORNE_OUT] =
        truth(publisher, is_borne_out, is_borne_out ? NULL : proof->proved_unknown);
    cells[EXCEPTION_APPROVAL_ENTITLED] =
        truth(publisher, proof->is_entitled, proof->entitled_unknown);
    cells[EXCEPTION_APPROVAL_SEPARATE] =
        truth(publisher, proof->is_separate, proof->separate_unknown);
    cells[EXCEPTION_APPROVAL_WHY] = value_text(approval_why_less(proof, more, publisher->arena));
}

static void publish_approvals(struct publisher *publisher, const struct exception_use *use)
{
    const struct exception *record = use->exception;
    for (size_t i = 0; publisher->history && i < record->approval_count; i++)
        if (record->approvals[i].proof)
            publish_approval(publisher, use, &record->approvals[i]);
}

static struct value time_of(const struct exception_event *event)
{
    return event && event->commit ? value_time(event->commit->committer.time) : (struct value){0};
}

/* Did somebody approve it further up, too? */
static bool is_again(const struct exception *record, size_t approval)
{
    for (size_t i = 0; i < approval; i++)
        if (record->approvals[i].proof &&
            string_equals_folded(record->approvals[i].by, record->approvals[approval].by))
            return true;
    return false;
}

/* What is proved of as many approvals as are needed, one at least; each person counts once. */
static struct value evidence(const struct publisher *publisher, const struct exception *record)
{
    size_t counts[EXCEPTION_EVIDENCE_WORDS] = {0};
    int64_t needed = publisher->evaluation->ruleset->exceptions.approvals;
    bool is_here = record->layout != EXCEPTION_IN_REGISTER; /* its history is another's */
    const char *cut = is_here ? publisher->history->truncated : NULL;
    if (record->approval_count == 0)
        return (struct value){0};
    for (size_t i = 0; i < record->approval_count; i++)
        if (record->approvals[i].proof && !is_again(record, i))
            counts[record->approvals[i].proof->evidence]++;
    int level = EXCEPTION_EVIDENCE_WORDS - 1;
    for (int64_t proved = 0; level > 0; level--) {
        proved += (int64_t)counts[level];
        if (proved >= (needed > 0 ? needed : 1))
            break;
    }
    /* No commit could prove more than that. */
    if (cut && level < EXCEPTION_EVIDENCE_RECORD_SIGNATURE)
        return value_unknown(publisher->arena, UNKNOWN_UNOBSERVABLE, cut);
    return value_text(exception_evidence_words[level]);
}

static void set_past_unknown(const struct publisher *publisher, struct value *cells)
{
    cells[EXCEPTION_ROW_HISTORY_CUT] = value_text(publisher->history->truncated);
    for (int i = EXCEPTION_ROW_FORMER; i < EXCEPTION_ROW_EVIDENCE; i++)
        cells[i] =
            value_unknown(publisher->arena, UNKNOWN_UNOBSERVABLE, publisher->history->truncated);
}

/* The day on which its id came in; INT64_MIN when nobody knows. */
static int64_t granted_on(const struct publisher *publisher, const struct exception *record,
                          const struct exception_event *granted)
{
    if (granted && granted->commit)
        return time_to_date(granted->commit->committer.time);
    return record->pending ? time_to_date(publisher->evaluation->now) : INT64_MIN;
}

/* What is counted of a waiver in a comment. */
static void set_waiver_past(const struct publisher *publisher, const struct waiver_past *past,
                            struct value *cells)
{
    if (!past->is_whole)
        return;
    cells[EXCEPTION_ROW_HISTORY_CUT] = value_text(past->unknown);
    cells[EXCEPTION_ROW_RENEWALS] = value_integer(past->renewals);
    cells[EXCEPTION_ROW_TOTAL_DAYS] = value_integer(past->days);
    if (past->unknown)
        cells[EXCEPTION_ROW_RENEWALS] = cells[EXCEPTION_ROW_TOTAL_DAYS] =
            value_unknown(publisher->arena, UNKNOWN_UNOBSERVABLE, past->unknown);
}

static void set_past(const struct publisher *publisher, const struct exception *record,
                     struct value *cells)
{
    struct arena *arena = publisher->arena;
    struct exception_past past;
    if (record->past)
        set_waiver_past(publisher, record->past, cells);
    if (publisher->history && record->layout == EXCEPTION_IN_REGISTER)
        cells[EXCEPTION_ROW_EVIDENCE] = evidence(publisher, record);
    if (!publisher->history || record->layout > EXCEPTION_IN_LIST)
        return;
    if (publisher->history->truncated) {
        set_past_unknown(publisher, cells);
        cells[EXCEPTION_ROW_EVIDENCE] = evidence(publisher, record);
        return;
    }
    exception_past_of(&past, publisher->history, record, arena);
    cells[EXCEPTION_ROW_FORMER] = value_texts(arena, past.former, past.former_count);
    cells[EXCEPTION_ROW_RENEWALS] = value_integer(past.renewals);
    cells[EXCEPTION_ROW_BARE_RENEWALS] = value_integer(past.bare_renewals);
    cells[EXCEPTION_ROW_TOTAL_DAYS] = value_integer(past.days);
    cells[EXCEPTION_ROW_REUSED] = value_boolean(past.is_reused);
    cells[EXCEPTION_ROW_GRANTED_AT] = time_of(past.granted);
    int64_t granted = granted_on(publisher, record, past.granted);
    if (granted != INT64_MIN && record->valid_from != INT32_MIN)
        cells[EXCEPTION_ROW_GRANTED_LATE] = value_integer(granted - record->valid_from);
    cells[EXCEPTION_ROW_CHANGED_AT] = time_of(past.changed);
    cells[EXCEPTION_ROW_STALE_APPROVAL] = value_boolean(past.is_stale);
    cells[EXCEPTION_ROW_EVIDENCE] = evidence(publisher, record);
}

static void publish_event(struct publisher *publisher, const struct exception_event *event)
{
    struct arena *arena = publisher->arena;
    const struct history_commit *commit = event->commit;
    struct value *cells =
        fact_add(&publisher->writer, &fact_kind_exception_event, NULL, 0, 0)->cells;
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&commit->id, hex);
    const char **approvals = ARENA_ARRAY(arena, const char *, commit->trailer_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < commit->trailer_count; i++)
        if (approval_is_trailer(commit->trailers[i].key))
            approvals[count++] = commit->trailers[i].value;
    cells[EXCEPTION_EVENT_ID] = value_text(event->id);
    cells[EXCEPTION_EVENT_EVENT] = value_text(exception_event_words[event->kind]);
    cells[EXCEPTION_EVENT_COMMIT] = value_text(arena_strdup(arena, hex));
    cells[EXCEPTION_EVENT_TIME] = value_time(commit->committer.time);
    cells[EXCEPTION_EVENT_AUTHOR] = value_text(commit->author.email);
    cells[EXCEPTION_EVENT_FILE] = value_text(event->path);
    cells[EXCEPTION_EVENT_EXPIRES] =
        event->after ? day_of(event->after->expires) : (struct value){0};
    cells[EXCEPTION_EVENT_EXPIRED] =
        event->before ? day_of(event->before->expires) : (struct value){0};
    cells[EXCEPTION_EVENT_BEGINS] =
        event->after ? day_of(event->after->valid_from) : (struct value){0};
    cells[EXCEPTION_EVENT_BEGAN] =
        event->before ? day_of(event->before->valid_from) : (struct value){0};
    cells[EXCEPTION_EVENT_REVIEW_BY] = event->after    ? day_of(event->after->review_by)
                                       : event->before ? day_of(event->before->review_by)
                                                       : (struct value){0};
    enum exception_ending ending;
    if (exception_ending_of(&ending, publisher->evaluation, publisher->history, event))
        cells[EXCEPTION_EVENT_ENDING] = value_text(exception_ending_words[ending]);
    cells[EXCEPTION_EVENT_FOLLOWS] = value_text(event->follows);
    cells[EXCEPTION_EVENT_APPROVED_BY] = value_texts(arena, approvals, count);
}

/* The events, oldest first, and a gap where older ones are not known. */
static void publish_events(struct publisher *publisher)
{
    if (!publisher->history)
        return;
    for (size_t i = 0; i < publisher->history->count; i++)
        publish_event(publisher, &publisher->history->events[i]);
    if (publisher->history->truncated)
        fact_add_gap(&publisher->writer, &fact_kind_exception_event, NULL, UNKNOWN_UNOBSERVABLE,
                     publisher->history->truncated);
}

static struct value owner_names(struct arena *arena, const char *owner)
{
    if (!owner)
        return (struct value){0};
    const char **names = ARENA_ARRAY(arena, const char *, 3);
    size_t count = 0;
    char *folded = arena_copy(arena, person_identity(owner));
    names[count++] = owner;
    if (strcmp(folded, owner) != 0)
        names[count++] = arena_strdup(arena, folded);
    for (char *at = folded; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    if (strcmp(folded, names[count - 1]) != 0)
        names[count++] = folded;
    return value_texts(arena, names, count);
}

/* Whoever reviews a change reads its comments; where a policy asks for more, that is none. */
static int64_t approvals_of(const struct exception_use *use)
{
    bool is_reviewed =
        use->exception->layout == EXCEPTION_INLINE && use->state != EXCEPTION_UNAPPROVED;
    return (int64_t)use->approvals + is_reviewed;
}

static void publish_record(struct publisher *publisher, const struct exception_use *use)
{
    const struct exception *record = use->exception;
    struct arena *arena = publisher->arena;
    size_t number = number_of(publisher, use);
    bool is_here = record->layout != EXCEPTION_IN_REGISTER;
    struct value *cells =
        fact_add(&publisher->writer, &fact_kind_exception, is_here ? record->place.path : NULL,
                 is_here ? record->place.line : 0, is_here ? record->place.column : 0)
            ->cells;
    cells[EXCEPTION_ROW_ID] = value_text(record->id);
    cells[EXCEPTION_ROW_STATE] = value_text(exception_state_words[use->state]);
    cells[EXCEPTION_ROW_PROPOSED] = value_boolean(record->pending);
    cells[EXCEPTION_ROW_RULES] = value_texts(arena, record->rules, count_of(record->rules));
    cells[EXCEPTION_ROW_CATEGORY] = value_text(record->category);
    cells[EXCEPTION_ROW_OWNER] = value_text(record->owner);
    cells[EXCEPTION_ROW_OWNER_NAMES] = owner_names(arena, record->owner);
    cells[EXCEPTION_ROW_REQUESTED_BY] = value_text(record->requested_by);
    cells[EXCEPTION_ROW_TICKET] = value_text(record->ticket);
    set_days(use, cells);
    set_severity(publisher, record, cells);
    cells[EXCEPTION_ROW_APPROVALS] = value_integer(approvals_of(use));
    cells[EXCEPTION_ROW_APPROVALS_NEEDED] =
        value_integer(approvals_needed(record, publisher->evaluation->ruleset));
    cells[EXCEPTION_ROW_APPROVERS] = approvers_of(publisher, record);
    cells[EXCEPTION_ROW_MATCHES] = value_integer((int64_t)use->matches);
    cells[EXCEPTION_ROW_FAILING] = value_integer((int64_t)publisher->failing[number]);
    cells[EXCEPTION_ROW_USE] = value_text(exception_use_words[row_use(publisher, use)]);
    const struct overlaps *overlaps = &publisher->overlaps[number];
    cells[EXCEPTION_ROW_OVERLAPS] = value_texts(arena, overlaps->ids, overlaps->count);
    cells[EXCEPTION_ROW_SAME_REASON] = value_integer(same_reason(publisher, record));
    if (publisher->evaluation->has_base)
        cells[EXCEPTION_ROW_HIDES_NEW] = value_boolean(publisher->hides_new[number]);
    cells[EXCEPTION_ROW_LAYOUT] = value_text(exception_layout_words[record->layout]);
    cells[EXCEPTION_ROW_CLOSING_FILE] = value_text(record->closing_file);
    cells[EXCEPTION_ROW_SUPERSEDES] = value_text(record->supersedes);
    set_caps(publisher, cells);
    set_past(publisher, record, cells);
}

/* Which demand a mistake breaks. */
static enum exception_check check_of(int code)
{
    static const struct {
        int code;
        enum exception_check check;
    } checks[] = {
        {E201, EXCEPTION_CHECK_KEY_UNKNOWN},
        {E202, EXCEPTION_CHECK_KEY_MISSING},
        {E208, EXCEPTION_CHECK_DATE},
        {E605, EXCEPTION_CHECK_DATE},
        {E609, EXCEPTION_CHECK_ID_TWICE},
        {E501, EXCEPTION_CHECK_RULE_UNKNOWN},
        {E610, EXCEPTION_CHECK_RULE_NON_WAIVABLE},
        {E602, EXCEPTION_CHECK_SCOPE},
        {E603, EXCEPTION_CHECK_SCOPE},
        {E317, EXCEPTION_CHECK_SCOPE},
        {E601, EXCEPTION_CHECK_JUSTIFICATION},
        {E604, EXCEPTION_CHECK_SELF_APPROVED},
        {E621, EXCEPTION_CHECK_TOO_LONG},
    };
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        if (checks[i].code == code)
            return checks[i].check;
    return EXCEPTION_CHECK_FORM;
}

static void publish_defects(struct publisher *publisher, const struct exception *record)
{
    bool is_here = record->layout != EXCEPTION_IN_REGISTER; /* else in a file of elsewhere */
    for (size_t i = 0; i < record->mistake_count; i++) {
        const struct diagnostic *mistake = &record->mistakes[i];
        struct value *cells =
            fact_add(&publisher->writer, &fact_kind_exception_defect,
                     is_here ? mistake->place.path : NULL, is_here ? mistake->place.line : 0,
                     is_here ? mistake->place.column : 0)
                ->cells;
        cells[EXCEPTION_DEFECT_ID] = value_text(record->id);
        cells[EXCEPTION_DEFECT_CHECK] = value_text(exception_check_words[check_of(mistake->code)]);
        cells[EXCEPTION_DEFECT_MESSAGE] = value_text(mistake->message);
    }
}

static bool wants_events(const struct plan *plan)
{
    return plan_find_table(plan, SIDE_HEAD, &fact_kind_exception_event) != SIZE_MAX;
}

bool publish_asks_past(const struct plan *plan)
{
    for (int i = EXCEPTION_ROW_HISTORY_CUT; i <= EXCEPTION_ROW_EVIDENCE; i++)
        if (plan_wants_field(plan, &fact_kind_exception, fact_kind_exception.fields[i].name))
            return true;
    return false;
}

static bool wants_approvals(const struct plan *plan)
{
    return plan_find_table(plan, SIDE_HEAD, &fact_kind_exception_approval) != SIZE_MAX;
}

bool publish_asks_history(const struct plan *plan, const struct evaluation *evaluation)
{
    return wants_events(plan) ||
           (evaluation->exception_count > 0 && (publish_asks_past(plan) || wants_approvals(plan)));
}

struct failure *publish_exceptions(struct collection *collection,
                                   const struct publish_options *options, struct arena *arena)
{
    const struct recogniser *recogniser = fact_recogniser_of(&fact_kind_exception);
    const struct evaluation *evaluation = options->evaluation;
    struct publisher publisher = {
        .arena = arena, .evaluation = evaluation, .history = options->history};
    fact_writer_init(&publisher.writer, recogniser, arena, NULL, NULL);
    count_reasons(&publisher);
    count_findings(&publisher);
    find_overlaps(&publisher);
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception_use *use = &evaluation->exceptions[i];
        if (use->exception->pending && !options->proposed)
            continue;
        publish_record(&publisher, use);
        publish_defects(&publisher, use->exception);
        publish_approvals(&publisher, use);
    }
    publish_events(&publisher);
    for (size_t i = 0; recogniser->kinds[i]; i++) {
        size_t number = plan_find_table(collection->plan, SIDE_HEAD, recogniser->kinds[i]);
        if (number == SIZE_MAX)
            continue;
        struct fact_table *table = &collection->tables[number];
        table->rows = publisher.writer.rows[i].rows;
        table->count = publisher.writer.rows[i].count;
        fact_table_sort(table);
    }
    return NULL;
}
