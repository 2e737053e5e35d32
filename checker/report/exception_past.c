#include "report/exception_past.h"

#include "base/date.h"
#include "base/text.h"
#include "engine/approval.h"
#include "engine/excuse.h"
#include "report/json.h"

#include <string.h>

const char *const exception_past_formats[] = {"text", "json", NULL};

const char *const *exception_past_ids(const struct exception_records *records, struct arena *arena)
{
    const struct exception_history *history = records->history;
    struct table known;
    table_init(&known, arena);
    for (size_t i = 0; i < records->set.count; i++)
        table_set(&known, records->set.items[i].id, &known);
    for (size_t i = 0; i < history->count; i++)
        table_set(&known, history->events[i].id, &known);
    const char **ids = ARENA_ARRAY(arena, const char *, known.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < known.count; i++)
        if (known.entries[i].key[0] != '(') /* a record without an id */
            ids[count++] = known.entries[i].key;
    return ids;
}

/* The ids that the asked one follows and those that follow it. Every turn but the last finds
 * one more. */
static void find_lineage(struct table *ids, const struct exception_history *history)
{
    for (size_t before = 0; before != ids->count;) {
        before = ids->count;
        for (size_t i = 0; i < history->count; i++) {
            const struct exception_event *event = &history->events[i];
            if (!event->follows)
                continue;
            if (table_has(ids, event->id))
                table_set(ids, event->follows, ids);
            else if (table_has(ids, event->follows))
                table_set(ids, event->id, ids);
        }
    }
}

static void take_events(struct exception_past_page *out, struct table *ids, struct arena *arena)
{
    const struct exception_history *history = out->history;
    struct table told;
    table_init(&told, arena);
    out->lineage = ARENA_ARRAY(arena, const char *, ids->count + 1);
    out->events = ARENA_ARRAY(arena, const struct exception_event *, history->count + 1);
    for (size_t i = 0; i < history->count; i++) {
        const struct exception_event *event = &history->events[i];
        if (!table_has(ids, event->id))
            continue;
        out->events[out->event_count++] = event;
        if (!table_set(&told, event->id, ids))
            out->lineage[out->lineage_count++] = event->id;
    }
    for (size_t i = 0; i < ids->count; i++)
        if (!table_has(&told, ids->entries[i].key))
            out->lineage[out->lineage_count++] = ids->entries[i].key;
}

bool exception_past_find(struct exception_past_page *out, const struct exception_records *records,
                         const char *id, struct arena *arena)
{
    struct table ids;
    table_init(&ids, arena);
    table_set(&ids, id, &ids);
    out->id = id;
    out->commit = records->commit;
    out->ruleset = records->ruleset;
    out->history = records->history;
    out->record = exceptions_find(&records->set, id);
    find_lineage(&ids, out->history);
    if (out->record)
        out->use = exception_use_of(out->record, records->ruleset, out->today);
    if (out->record && out->record->supersedes)
        table_set(&ids, out->record->supersedes, &ids);
    take_events(out, &ids, arena);
    const struct exception *last = out->record;
    for (size_t i = out->event_count; i-- > 0 && !last;)
        if (strcmp(out->events[i]->id, id) == 0)
            last = out->events[i]->after ? out->events[i]->after : out->events[i]->before;
    if (!last)
        return false;
    exception_past_of(&out->past, out->history, last, arena);
    return true;
}

static void format_day(int32_t day, char out[DATE_TEXT_SIZE])
{
    if (day == INT32_MIN)
        snprintf(out, DATE_TEXT_SIZE, "no day");
    else
        date_format(day, out);
}

static int32_t day_of(const struct exception_event *event)
{
    return time_to_date(event->commit->committer.time);
}

static void text_state(struct buffer *out, const struct exception_past_page *page)
{
    char day[DATE_TEXT_SIZE];
    escape_visible(out, page->id);
    if (!page->record) {
        buffer_add_string(out, ": not among the records any more\n");
        return;
    }
    format_day(exception_lapses_on(&page->use), day);
    buffer_printf(out, ": %s, last valid day %s", exception_state_words[page->use.state], day);
    if (page->record->expires != INT32_MIN) {
        int32_t left = page->use.days_left;
        int32_t days = left < 0 ? -left : left;
        buffer_printf(out, " (%d day%s %s)", days, days == 1 ? "" : "s", left < 0 ? "ago" : "left");
    }
    buffer_add_string(out, "\n  owner ");
    escape_visible(out, page->record->owner ? page->record->owner : "none");
    buffer_add_string(out, ", ");
    escape_visible(out, page->record->place.path);
    buffer_printf(out, ":%u\n", page->record->place.line);
}

/* A record of a register has its past where the register lies, which nobody reads here. */
static bool is_elsewhere(const struct exception_past_page *page)
{
    return page->record && page->record->layout == EXCEPTION_IN_REGISTER;
}

/* Why nothing is counted; NULL: all that happened is known. */
static const char *why_uncounted(const struct exception_past_page *page)
{
    return is_elsewhere(page) ? "the history of a register is not looked at"
                              : page->history->truncated;
}

static void text_sums(struct buffer *out, const struct exception_past_page *page)
{
    const struct exception_past *past = &page->past;
    long long most = page->ruleset->exceptions.max_renewals;
    if (why_uncounted(page)) {
        buffer_add_string(out, is_elsewhere(page)
                                   ? "  nothing is counted: "
                                   : "  the history is cut, so older events are not known and "
                                     "nothing is counted:\n  ");
        escape_visible(out, why_uncounted(page));
        buffer_add_byte(out, '\n');
        return;
    }
    buffer_printf(out, "  %lld renewal%s", (long long)past->renewals,
                  past->renewals == 1 ? "" : "s");
    if (most >= 0)
        buffer_printf(out, " of %lld", most);
    if (past->bare_renewals > 0)
        buffer_printf(out, ", %lld without another reason", (long long)past->bare_renewals);
    buffer_printf(out, "; %lld day%s in all\n", (long long)past->days, past->days == 1 ? "" : "s");
    if (past->is_reused)
        buffer_add_string(out, "  its id was removed and came back\n");
    if (past->is_stale)
        buffer_add_string(out, "  nobody approved it anew when it was last prolonged or widened\n");
    if (page->lineage_count < 2)
        return;
    buffer_add_string(out, "  about the same:");
    for (size_t i = 0; i < page->lineage_count; i++) {
        buffer_add_string(out, i ? ", " : " ");
        escape_visible(out, page->lineage[i]);
    }
    buffer_add_byte(out, '\n');
}

/* What an event that leaves `expires` as it was changed: a clamped record ends with its first
 * day, and one that begins sooner covers more. */
static void text_start(struct buffer *out, const struct exception_event *event)
{
    char before[DATE_TEXT_SIZE];
    char after[DATE_TEXT_SIZE];
    bool is_prolonged =
        event->kind == EXCEPTION_RENEWED && event->after->expires <= event->before->expires;
    bool is_sooner =
        event->kind == EXCEPTION_WIDENED && event->after->valid_from < event->before->valid_from;
    if (!is_prolonged && !is_sooner)
        return;
    format_day(event->before->valid_from, before);
    format_day(event->after->valid_from, after);
    buffer_printf(out, ", begins %s -> %s%s", before, after,
                  is_prolonged ? " and so lapses later" : "");
}

/* From which day to which: "2026-03-31 -> 2026-05-31, 61 days more". */
static void text_days(struct buffer *out, const struct exception_event *event)
{
    char before[DATE_TEXT_SIZE];
    char after[DATE_TEXT_SIZE];
    format_day(event->before ? event->before->expires : INT32_MIN, before);
    format_day(event->after ? event->after->expires : INT32_MIN, after);
    bool has_both = event->before && event->after;
    bool is_moved = (event->kind == EXCEPTION_RENEWED || event->kind == EXCEPTION_SHORTENED) &&
                    has_both && event->before->expires != event->after->expires;
    if (event->before && !event->after)
        buffer_printf(out, "was until %s", before);
    else if (is_moved)
        buffer_printf(out, "%s -> %s", before, after);
    else
        buffer_printf(out, "until %s", after);
    if (is_moved && event->before->expires != INT32_MIN &&
        event->after->expires > event->before->expires)
        buffer_printf(out, ", %d days more", event->after->expires - event->before->expires);
    if (has_both)
        text_start(out, event);
    if (event->kind == EXCEPTION_RENEWED && event->is_bare)
        buffer_add_string(out, ", the reason as before");
    if (event->follows) {
        buffer_add_string(out, ", follows ");
        escape_visible(out, event->follows);
    }
    if (event->kind == EXCEPTION_REASSIGNED && event->before && event->after) {
        buffer_add_string(out, ", ");
        escape_visible(out, event->before->owner);
        buffer_add_string(out, " -> ");
        escape_visible(out, event->after->owner);
    }
}

/* Must somebody have approved what happened? */
static bool wants_approval(const struct exception_event *event)
{
    if (event->after && event->after->layout == EXCEPTION_INLINE)
        return false; /* who reviews the change reads the comment */
    return event->kind == EXCEPTION_GRANTED || event->kind == EXCEPTION_RETURNED ||
           event->kind == EXCEPTION_RENEWED || event->kind == EXCEPTION_WIDENED;
}

static bool is_unapproved(const struct exception_event *event)
{
    bool prolongs = event->kind == EXCEPTION_RENEWED || event->kind == EXCEPTION_WIDENED;
    return (prolongs && !event->is_approved) || (event->after && event->after->approval_count == 0);
}

/* What proves an approval: of the event that the record stands on all that is proved of it
 * now, by signatures too; of those before only what their commits say of themselves. */
static int evidence_of(const struct exception_past_page *page, const struct exception_event *event,
                       const char *by)
{
    const struct exception *record = page->record;
    bool stands = record && event == page->past.changed &&
                  approval_is_of_as_much(event->after, record, page->ruleset);
    for (size_t i = 0; stands && i < record->approval_count; i++) {
        const struct exception_approval *approval = &record->approvals[i];
        if (approval->proof && string_equals_folded(approval->by, by))
            return approval->proof->evidence;
    }
    return approval_evidence_of_commit(event->commit, by);
}

/* Does the signature of the commit prove an approval? */
static bool is_verified(const struct exception_past_page *page, const struct exception_event *event)
{
    for (size_t i = 0; event->after && i < event->after->approval_count; i++) {
        const char *by = event->after->approvals[i].by;
        if (by && evidence_of(page, event, by) == EXCEPTION_EVIDENCE_SIGNED_COMMIT)
            return true;
    }
    return false;
}

static void text_approvals(struct buffer *out, const struct exception_past_page *page,
                           const struct exception_event *event)
{
    if (!wants_approval(event))
        return;
    if (is_unapproved(event))
        buffer_add_string(out, "    nobody approved this anew\n");
    for (size_t i = 0; i < event->after->approval_count; i++) {
        const struct exception_approval *approval = &event->after->approvals[i];
        char day[DATE_TEXT_SIZE];
        if (!approval->by)
            continue;
        format_day(approval->on, day);
        buffer_add_string(out, "    approved by ");
        escape_visible(out, approval->by);
        buffer_printf(out, " on %s, evidence: %s\n", day,
                      exception_evidence_words[evidence_of(page, event, approval->by)]);
    }
}

static void text_event(struct buffer *out, const struct exception_past_page *page,
                       const struct exception_event *event)
{
    const struct history_commit *commit = event->commit;
    char day[DATE_TEXT_SIZE];
    char hex[OBJECT_ID_HEX_SIZE];
    date_format(day_of(event), day);
    object_id_format(&commit->id, hex);
    buffer_printf(out, "\n%s  ", day);
    escape_visible(out, event->id);
    buffer_printf(out, "  %s  ", exception_event_words[event->kind]);
    text_days(out, event);
    buffer_printf(out, "\n    %.12s  ", hex);
    escape_visible(out, commit->summary ? commit->summary : "");
    buffer_add_string(out, "\n    by ");
    escape_visible(out, commit->author.name ? commit->author.name : "");
    buffer_add_string(out, " <");
    escape_visible(out, commit->author.email ? commit->author.email : "");
    buffer_printf(out, ">%s, in ",
                  !commit->signed_           ? ""
                  : is_verified(page, event) ? ", signed"
                                             : ", signed (not verified)");
    escape_visible(out, event->path);
    buffer_add_byte(out, '\n');
    text_approvals(out, page, event);
}

static const char *why_no_event(const struct exception_past_page *page)
{
    const struct exception *record = page->record;
    if (is_elsewhere(page))
        return "no event is known: look in the repository that the register lies in";
    if (page->history->truncated)
        return "what is there of the history shows no event of it";
    if (record && record->pending)
        return "no event is known: it is only in the head";
    return record && record->layout == EXCEPTION_INLINE && !record->past
               ? "no event is known: a comment without a rule and an end is not followed"
               : "no event is known: it is not committed yet";
}

static void write_text(struct buffer *out, const struct exception_past_page *page)
{
    text_state(out, page);
    text_sums(out, page);
    for (size_t i = 0; i < page->event_count; i++)
        text_event(out, page, page->events[i]);
    if (page->event_count == 0)
        buffer_printf(out, "\n%s\n", why_no_event(page));
}

static void json_approvals(struct json *json, const struct exception_past_page *page,
                           const struct exception_event *event)
{
    json_begin_list(json, "approvals");
    for (size_t i = 0; event->after && i < event->after->approval_count; i++) {
        const struct exception_approval *approval = &event->after->approvals[i];
        if (!approval->by)
            continue;
        json_begin_object(json, NULL);
        json_string(json, "by", approval->by);
        json_day(json, "on", approval->on);
        json_string(json, "evidence",
                    exception_evidence_words[evidence_of(page, event, approval->by)]);
        json_end_object(json);
    }
    json_end_list(json);
    json_begin_list(json, "trailers");
    for (size_t i = 0; i < event->commit->trailer_count; i++)
        if (approval_is_trailer(event->commit->trailers[i].key))
            json_string(json, NULL, event->commit->trailers[i].value);
    json_end_list(json);
}

static void json_event(struct json *json, const struct exception_past_page *page,
                       const struct exception_event *event)
{
    const struct history_commit *commit = event->commit;
    char hex[OBJECT_ID_HEX_SIZE];
    char instant[TIME_TEXT_SIZE];
    object_id_format(&commit->id, hex);
    time_format(commit->committer.time, instant);
    json_begin_object(json, NULL);
    json_string(json, "id", event->id);
    json_string(json, "event", exception_event_words[event->kind]);
    json_string(json, "commit", hex);
    json_string(json, "time", instant);
    json_begin_object(json, "author");
    json_string(json, "name", commit->author.name);
    json_string(json, "email", commit->author.email);
    json_end_object(json);
    json_string(json, "summary", commit->summary);
    json_boolean(json, "signed", commit->signed_);
    json_string(json, "path", event->path);
    json_day(json, "valid_from_before", event->before ? event->before->valid_from : INT32_MIN);
    json_day(json, "valid_from_after", event->after ? event->after->valid_from : INT32_MIN);
    json_day(json, "expires_before", event->before ? event->before->expires : INT32_MIN);
    json_day(json, "expires_after", event->after ? event->after->expires : INT32_MIN);
    json_string(json, "owner_before", event->before ? event->before->owner : NULL);
    json_string(json, "owner_after", event->after ? event->after->owner : NULL);
    json_string(json, "follows", event->follows);
    json_boolean(json, "bare", event->is_bare);
    json_boolean(json, "unapproved", wants_approval(event) && is_unapproved(event));
    json_approvals(json, page, event);
    json_end_object(json);
}

/* What is counted is null where not all is known. */
static void json_count(struct json *json, const struct exception_past_page *page, const char *key,
                       int64_t count)
{
    if (why_uncounted(page))
        json_null(json, key);
    else
        json_integer(json, key, count);
}

static void json_head(struct json *json, const struct exception_past_page *page,
                      const struct report_options *options)
{
    char commit[OBJECT_ID_HEX_SIZE];
    object_id_format(&page->commit, commit);
    json_string(json, "schema_version", "1.0");
    json_begin_object(json, "tool");
    json_string(json, "name", "bylaw");
    json_string(json, "version", options->version);
    json_end_object(json);
    json_day(json, "as_of", page->today);
    json_string(json, "time_zone", "UTC");
    json_string(json, "repository", page->repository);
    json_string(json, "commit", commit);
    json_begin_object(json, "history");
    json_boolean(json, "complete", !why_uncounted(page));
    json_string(json, "truncated_because", why_uncounted(page));
    json_end_object(json);
}

static void write_json(struct buffer *out, const struct exception_past_page *page,
                       const struct report_options *options)
{
    struct json json = {.out = out};
    const struct exception *record = page->record;
    json_begin_object(&json, NULL);
    json_head(&json, page, options);
    json_string(&json, "id", page->id);
    json_string(&json, "state", record ? exception_state_words[page->use.state] : NULL);
    json_day(&json, "expires", record ? record->expires : INT32_MIN);
    json_count(&json, page, "renewals", page->past.renewals);
    json_count(&json, page, "bare_renewals", page->past.bare_renewals);
    json_count(&json, page, "total_days", page->past.days);
    json_boolean(&json, "reused", page->past.is_reused);
    json_boolean(&json, "stale_approval", page->past.is_stale);
    json_begin_list(&json, "lineage");
    for (size_t i = 0; i < page->lineage_count; i++)
        json_string(&json, NULL, page->lineage[i]);
    json_end_list(&json);
    json_begin_list(&json, "events");
    for (size_t i = 0; i < page->event_count; i++)
        json_event(&json, page, page->events[i]);
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}

void exception_past_write(struct buffer *out, const struct exception_past_page *page,
                          const char *format, const struct report_options *options)
{
    if (strcmp(format, "json") == 0)
        write_json(out, page, options);
    else
        write_text(out, page);
}
