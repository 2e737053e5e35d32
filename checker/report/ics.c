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

static void add_stamp(struct buffer *out, int64_t seconds)
{
    char text[TIME_TEXT_SIZE];
    char line[64] = "DTSTAMP:";
    time_format(seconds, text);
    size_t size = strlen(line);
    for (const char *at = text; *at && size + 1 < sizeof(line); at++)
        if (*at != '-' && *at != ':')
            line[size++] = *at;
    line[size] = '\0';
    add_line(out, line);
}

/* The same record of the same repository keeps its id for ever. */
static void add_uid(struct buffer *out, const struct evaluation *evaluation,
                    const struct exception *exception, const char *what)
{
    char hex[SHA256_HEX_SIZE];
    struct sha256 digest;
    sha256_init(&digest);
    sha256_add_string(&digest, evaluation->remote ? evaluation->remote : evaluation->repository);
    sha256_add_string(&digest, exception->id);
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

static void add_event(struct buffer *out, const struct evaluation *evaluation,
                      const struct exception *exception, const char *what, int32_t day)
{
    struct buffer line = BUFFER_EMPTY;
    add_line(out, "BEGIN:VEVENT");
    add_uid(out, evaluation, exception, what);
    /* the commit's time, not the clock: the same input gives the same bytes */
    add_stamp(out, evaluation->head.time);
    add_date_line(out, "DTSTART", day);
    add_date_line(out, "DTEND", day + 1);
    buffer_add_string(&line, "SUMMARY:");
    add_text(&line, exception->id);
    buffer_add_string(&line, " ");
    add_text(&line, what);
    buffer_add_string(&line, " (");
    for (size_t i = 0; exception->rules[i]; i++) {
        if (i > 0)
            buffer_add_string(&line, "\\, ");
        add_text(&line, exception->rules[i]);
    }
    buffer_add_string(&line, ")");
    add_line(out, buffer_string(&line));
    buffer_clear(&line);
    buffer_add_string(&line, "DESCRIPTION:Owner: ");
    add_text(&line, exception->owner ? exception->owner : "none");
    add_line(out, buffer_string(&line));
    add_line(out, "TRANSP:TRANSPARENT");
    add_alarm(out, 30);
    add_alarm(out, 7);
    add_line(out, "END:VEVENT");
    buffer_release(&line);
}

void ics_write(struct buffer *out, const struct evaluation *evaluation, const char *version)
{
    char line[128];
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    snprintf(line, sizeof(line), "PRODID:-//bylaw//bylaw %s//EN", version);
    add_line(out, line);
    add_line(out, "CALSCALE:GREGORIAN");
    add_line(out, "METHOD:PUBLISH");
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception_use *use = &evaluation->exceptions[i];
        /* what excuses nothing has no end that anybody must note */
        if (use->state != EXCEPTION_ACTIVE && use->state != EXCEPTION_EXPIRING &&
            use->state != EXCEPTION_SCHEDULED)
            continue;
        add_event(out, evaluation, use->exception, "last valid day", exception_lapses_on(use));
        if (use->exception->review_by != INT32_MIN)
            add_event(out, evaluation, use->exception, "review", use->exception->review_by);
    }
    add_line(out, "END:VCALENDAR");
}
