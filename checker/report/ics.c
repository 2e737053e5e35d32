#include "report/ics.h"

#include "base/date.h"
#include "base/digest.h"
#include "engine/excuse.h"

#include <string.h>

/* A content line may have 75 octets, its line end not counted (section 3.1). */
enum { LINE_OCTETS = 75 };

/* Adds a content line, folded without splitting a character. */
static void add_line(struct buffer *out, const char *line)
{
    size_t size = strlen(line);
    size_t room = LINE_OCTETS;
    for (size_t at = 0; at < size;) {
        size_t take = size - at < room ? size - at : room;
        while (at + take < size && ((unsigned char)line[at + take] & 0xc0) == 0x80)
            take--;
        buffer_add(out, line + at, take);
        buffer_add_string(out, "\r\n");
        at += take;
        if (at < size)
            buffer_add_byte(out, ' ');
        room = LINE_OCTETS - 1;
    }
}

/* Section 3.3.11: a value of type TEXT. */
static void add_text(struct buffer *line, const char *string)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, string);
    for (const char *at = buffer_string(&visible); *at; at++) {
        if (strchr("\\;,", *at))
            buffer_add_byte(line, '\\');
        buffer_add_byte(line, *at);
    }
    buffer_release(&visible);
}

static void add_date_line(struct buffer *out, const char *name, int32_t day)
{
    int year;
    unsigned month;
    unsigned date;
    char line[64];
    date_to_civil(day, &year, &month, &date);
    snprintf(line, sizeof(line), "%s;VALUE=DATE:%04d%02u%02u", name, year, month, date);
    add_line(out, line);
}

static void add_stamp(struct buffer *out, const char *name, int64_t seconds)
{
    char text[TIME_TEXT_SIZE];
    char line[64];
    time_format(seconds, text);
    size_t size = (size_t)snprintf(line, sizeof(line), "%s:", name);
    for (const char *at = text; *at && size + 1 < sizeof(line); at++)
        if (*at != '-' && *at != ':')
            line[size++] = *at;
    line[size] = '\0';
    add_line(out, line);
}

/* The same record of the same repository keeps its id for ever. */
static void add_uid(struct buffer *out, const struct evaluation *evaluation, const char *id,
                    const char *what)
{
    char hex[SHA256_HEX_SIZE];
    struct sha256 digest;
    sha256_init(&digest);
    sha256_add_string(&digest, evaluation->remote ? evaluation->remote : evaluation->repository);
    sha256_add_string(&digest, id);
    sha256_add_string(&digest, what);
    sha256_finish_hex(&digest, hex);
    char line[128];
    snprintf(line, sizeof(line), "UID:%.32s@bylaw", hex);
    add_line(out, line);
}

static void add_alarm(struct buffer *out, int days)
{
    char line[32];
    add_line(out, "BEGIN:VALARM");
    add_line(out, "ACTION:DISPLAY");
    add_line(out, "DESCRIPTION:An exception is about to lapse");
    snprintf(line, sizeof(line), "TRIGGER:-P%dD", days);
    add_line(out, line);
    add_line(out, "END:VALARM");
}

/* A day of a record. */
struct event {
    const char *id, *what;
    int32_t day;
    size_t sequence;    /* how often the record was changed; cancelled, once more */
    int64_t changed_at; /* the last time; INT64_MIN: not known */
    bool is_cancelled, has_alarms;
    const struct exception *exception; /* NULL: it was removed */
};

static const char last_day[] = "last valid day";
static const char review[] = "review";

static void add_summary(struct buffer *out, const struct event *event)
{
    struct buffer line = BUFFER_EMPTY;
    buffer_add_string(&line, "SUMMARY:");
    add_text(&line, event->id);
    buffer_add_string(&line, " ");
    add_text(&line, event->what);
    buffer_add_string(&line, event->exception ? " (" : "");
    for (size_t i = 0; event->exception && event->exception->rules[i]; i++) {
        if (i > 0)
            buffer_add_string(&line, "\\, ");
        add_text(&line, event->exception->rules[i]);
    }
    buffer_add_string(&line, event->exception ? ")" : "");
    add_line(out, buffer_string(&line));
    buffer_release(&line);
}

static void add_event(struct buffer *out, const struct evaluation *evaluation,
                      const struct event *event)
{
    struct buffer line = BUFFER_EMPTY;
    /* the commit's time, not the clock: the same input gives the same bytes */
    int64_t at = event->changed_at != INT64_MIN ? event->changed_at : evaluation->head.time;
    add_line(out, "BEGIN:VEVENT");
    add_uid(out, evaluation, event->id, event->what);
    add_stamp(out, "DTSTAMP", at);
    add_stamp(out, "LAST-MODIFIED", at);
    buffer_printf(&line, "SEQUENCE:%zu", event->sequence);
    add_line(out, buffer_string(&line));
    buffer_clear(&line);
    add_date_line(out, "DTSTART", event->day);
    add_date_line(out, "DTEND", event->day + 1);
    add_summary(out, event);
    if (event->exception) {
        buffer_add_string(&line, "DESCRIPTION:Owner: ");
        add_text(&line, event->exception->owner ? event->exception->owner : "none");
        add_line(out, buffer_string(&line));
    }
    add_line(out, event->is_cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    add_line(out, "TRANSP:TRANSPARENT");
    if (event->has_alarms) {
        add_alarm(out, 30);
        add_alarm(out, 7);
    }
    add_line(out, "END:VEVENT");
    buffer_release(&line);
}

/* What excuses nothing has no end that anybody must note, and an event of an earlier calendar
 * goes; of what is expired the day was what it was. A proposal was never in a calendar. */
static void add_record(struct buffer *out, const struct exceptions_report *report,
                       const struct exceptions_record *record)
{
    const struct exception *exception = record->use->exception;
    enum exception_state state = record->use->state;
    bool lives = record->alive || state == EXCEPTION_SCHEDULED;
    bool is_promised = exception->review_by != INT32_MIN;
    size_t changes = record->changes > 0 ? record->changes - 1 : 0;
    struct event event = {
        .id = exception->id,
        .what = last_day,
        .day = exception_lapses_on(record->use),
        .changed_at = record->changed_at,
        .is_cancelled = !lives && state != EXCEPTION_EXPIRED,
        .has_alarms = lives,
        .exception = exception,
    };
    if (event.day == INT32_MIN)
        event.day = record->past_end;
    if (state == EXCEPTION_PENDING || event.day == INT32_MIN) /* it never said one */
        return;
    event.sequence = changes + event.is_cancelled;
    add_event(out, report->evaluation, &event);
    if (!is_promised && record->past_review == INT32_MIN)
        return;
    event.what = review;
    event.day = is_promised ? exception->review_by : record->past_review;
    event.is_cancelled = !lives || !is_promised;
    event.has_alarms = !event.is_cancelled;
    event.sequence = changes + event.is_cancelled;
    add_event(out, report->evaluation, &event);
}

/* What came before its last event was told by an earlier calendar. */
static void add_removed(struct buffer *out, const struct exceptions_report *report,
                        const struct exceptions_removed *removed)
{
    struct event event = {
        .id = removed->id,
        .what = last_day,
        .day = removed->expired,
        .sequence = removed->changes,
        .changed_at = removed->at,
        .is_cancelled = true,
    };
    if (event.day == INT32_MIN)
        return;
    add_event(out, report->evaluation, &event);
    if (removed->review == INT32_MIN)
        return;
    event.what = review;
    event.day = removed->review;
    add_event(out, report->evaluation, &event);
}

/* Of several records with one id, which excuse nothing, one stands for all; one without an id
 * was never in a calendar. */
static bool has_events(const struct exceptions_report *report, size_t number)
{
    const struct exception *exception = report->records[number].use->exception;
    return exception_has_id(exception) &&
           (number == 0 ||
            strcmp(report->records[number - 1].use->exception->id, exception->id) != 0);
}

void ics_write(struct buffer *out, const struct exceptions_report *report,
               const struct report_options *options)
{
    char line[128];
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    snprintf(line, sizeof(line), "PRODID:-//bylaw//bylaw %s//EN", options->version);
    add_line(out, line);
    add_line(out, "CALSCALE:GREGORIAN");
    add_line(out, "METHOD:PUBLISH");
    add_line(out, "REFRESH-INTERVAL;VALUE=DURATION:P1D");
    for (size_t i = 0; i < report->count; i++)
        if (has_events(report, i))
            add_record(out, report, &report->records[i]);
    for (size_t i = 0; i < report->removed_count; i++)
        add_removed(out, report, &report->removed[i]);
    add_line(out, "END:VCALENDAR");
}
