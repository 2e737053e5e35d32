#include "report/exceptions.h"

#include "base/date.h"
#include "base/diagnostic_page.h"
#include "engine/excuse.h"
#include "report/ics.h"
#include "report/json.h"

#include <string.h>

const char *const exceptions_formats[] = {"text", "markdown", "json", "ics", NULL};

/* The groups that a reader asks about, in order of urgency. */
enum group {
    GROUP_FAILING, /* expired, and what it excused still fails */
    GROUP_INVALID,
    GROUP_UNAPPROVED,
    GROUP_30,
    GROUP_60,
    GROUP_90,
    GROUP_LATER,
    GROUP_SCHEDULED,
    GROUP_PENDING,
    GROUP_OVER, /* expired, and nothing fails */
};

static const char *const group_titles[] = {
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

static const char *const group_keys[] = {
    "expired_failing", "invalid", "unapproved", "within_30_days", "within_60_days",
    "within_90_days",  "active",  "scheduled",  "pending",        "expired_harmless",
};

enum { GROUPS = sizeof(group_titles) / sizeof(group_titles[0]) };

static enum group group_of(const struct exception_use *use)
{
    switch (use->state) {
    case EXCEPTION_INVALID:
        return GROUP_INVALID;
    case EXCEPTION_UNAPPROVED:
        return GROUP_UNAPPROVED;
    case EXCEPTION_PENDING:
        return GROUP_PENDING;
    case EXCEPTION_SCHEDULED:
        return GROUP_SCHEDULED;
    case EXCEPTION_EXPIRED:
        return use->matches > 0 ? GROUP_FAILING : GROUP_OVER;
    case EXCEPTION_ACTIVE:
    case EXCEPTION_EXPIRING:
        break;
    }
    return use->days_left <= 30   ? GROUP_30
           : use->days_left <= 60 ? GROUP_60
           : use->days_left <= 90 ? GROUP_90
                                  : GROUP_LATER;
}

/* Said of a record in a word or two, or "". */
static const char *remark_of(const struct evaluation *evaluation, const struct exception_use *use)
{
    return exception_is_unused(evaluation, use) ? "unused"
           : use->over_long                     ? "longer than the policy allows: clamped"
                                                : "";
}

static size_t count_group(const struct evaluation *evaluation, enum group group)
{
    size_t count = 0;
    for (size_t i = 0; i < evaluation->exception_count; i++)
        count += group_of(&evaluation->exceptions[i]) == group;
    return count;
}

static size_t count_unused(const struct evaluation *evaluation)
{
    size_t count = 0;
    for (size_t i = 0; i < evaluation->exception_count; i++)
        count += exception_is_unused(evaluation, &evaluation->exceptions[i]);
    return count;
}

static void format_day(int32_t day, char out[DATE_TEXT_SIZE])
{
    if (day == INT32_MIN)
        snprintf(out, DATE_TEXT_SIZE, "none");
    else
        date_format(day, out);
}

static void add_days(struct buffer *out, int32_t days)
{
    int32_t number = days < 0 ? -days : days;
    buffer_printf(out, " (%d day%s %s)", number, number == 1 ? "" : "s", days < 0 ? "ago" : "left");
}

static void add_rules(struct buffer *out, const struct exception *exception,
                      void (*escape)(struct buffer *out, const char *string))
{
    for (size_t i = 0; exception->rules[i]; i++) {
        buffer_add_string(out, i ? ", " : "");
        escape(out, exception->rules[i]);
    }
}

static void text_record(struct buffer *out, const struct evaluation *evaluation,
                        const struct exception_use *use)
{
    const struct exception *exception = use->exception;
    char day[DATE_TEXT_SIZE];
    format_day(exception_lapses_on(use), day);
    buffer_add_string(out, "  ");
    escape_visible(out, exception->id);
    buffer_printf(out, "  last valid day %s", day);
    if (exception->expires != INT32_MIN)
        add_days(out, use->days_left);
    buffer_add_string(out, "\n    rules ");
    if (*exception->rules)
        add_rules(out, exception, escape_visible);
    else
        buffer_add_string(out, "none");
    buffer_add_string(out, "\n    owner ");
    escape_visible(out, exception->owner ? exception->owner : "none");
    buffer_printf(out, ", %zu finding%s", use->matches, use->matches == 1 ? "" : "s");
    const char *remark = remark_of(evaluation, use);
    buffer_printf(out, "%s%s\n    ", *remark ? ", " : "", remark);
    escape_visible(out, exception->place.path);
    buffer_printf(out, ":%u\n", exception->place.line);
    if (use->state == EXCEPTION_UNAPPROVED)
        buffer_printf(out, "    %zu of %lld approvals\n", use->approvals,
                      (long long)evaluation->ruleset->exceptions.approvals);
    for (size_t i = 0; i < exception->mistake_count; i++) {
        buffer_add_string(out, "    ");
        escape_visible(out, exception->mistakes[i].place.path);
        const struct diagnostic_page *page = diagnostic_page(exception->mistakes[i].code);
        buffer_printf(out, ":%u:%u: error%s%s%s: ", exception->mistakes[i].place.line,
                      exception->mistakes[i].place.column, page ? "[" : "", page ? page->code : "",
                      page ? "]" : "");
        escape_visible(out, exception->mistakes[i].message);
        buffer_add_byte(out, '\n');
    }
}

static void write_text(struct buffer *out, const struct evaluation *evaluation)
{
    char day[DATE_TEXT_SIZE];
    date_format(time_to_date(evaluation->now), day);
    buffer_printf(out, "%zu exception%s on %s (days are UTC, the last one counts)\n",
                  evaluation->exception_count, evaluation->exception_count == 1 ? "" : "s", day);
    if (evaluation->exception_count > 0 && evaluation->exceptions[0].grace > 0)
        buffer_printf(out, "the policies give %d days of grace: they are counted\n",
                      evaluation->exceptions[0].grace);
    for (int group = 0; group < GROUPS; group++) {
        size_t count = count_group(evaluation, (enum group)group);
        if (count == 0)
            continue;
        buffer_printf(out, "\n%s: %zu\n", group_titles[group], count);
        for (size_t i = 0; i < evaluation->exception_count; i++)
            if (group_of(&evaluation->exceptions[i]) == (enum group)group)
                text_record(out, evaluation, &evaluation->exceptions[i]);
    }
    if (count_unused(evaluation) > 0)
        buffer_printf(out,
                      "\nunused: %zu (every rule they name was judged and has no such finding)\n",
                      count_unused(evaluation));
}

static void markdown_record(struct buffer *out, const struct evaluation *evaluation,
                            const struct exception_use *use)
{
    char day[DATE_TEXT_SIZE];
    format_day(exception_lapses_on(use), day);
    buffer_add_string(out, "| ");
    escape_markdown(out, use->exception->id);
    buffer_add_string(out, " | ");
    add_rules(out, use->exception, escape_markdown);
    buffer_add_string(out, " | ");
    escape_markdown(out, use->exception->owner ? use->exception->owner : "none");
    buffer_printf(out, " | %s | ", day);
    if (use->exception->expires != INT32_MIN)
        buffer_printf(out, "%d", use->days_left);
    buffer_printf(out, " | %zu | ", use->matches);
    if (use->exception->mistake_count > 0)
        escape_markdown(out, use->exception->mistakes[0].message);
    else if (use->state == EXCEPTION_UNAPPROVED)
        buffer_printf(out, "%zu of %lld approvals", use->approvals,
                      (long long)evaluation->ruleset->exceptions.approvals);
    else
        buffer_add_string(out, remark_of(evaluation, use));
    buffer_add_string(out, " |\n");
}

static void write_markdown(struct buffer *out, const struct evaluation *evaluation)
{
    char day[DATE_TEXT_SIZE];
    date_format(time_to_date(evaluation->now), day);
    buffer_printf(out,
                  "## Exceptions on %s\n\n%zu in all, %zu unused. Days are UTC; the last valid "
                  "day counts.\n\n",
                  day, evaluation->exception_count, count_unused(evaluation));
    for (int group = 0; group < GROUPS; group++) {
        size_t count = count_group(evaluation, (enum group)group);
        if (count == 0)
            continue;
        buffer_printf(out,
                      "### %s: %zu\n\n| id | rules | owner | last valid day | days | findings | |\n"
                      "| --- | --- | --- | --- | ---: | ---: | --- |\n",
                      group_titles[group], count);
        for (size_t i = 0; i < evaluation->exception_count; i++) {
            const struct exception_use *use = &evaluation->exceptions[i];
            if (group_of(use) != (enum group)group)
                continue;
            markdown_record(out, evaluation, use);
        }
        buffer_add_byte(out, '\n');
    }
}

static void json_record(struct json *json, const struct evaluation *evaluation,
                        const struct exception_use *use)
{
    const struct exception *exception = use->exception;
    int32_t last = exception_lapses_on(use);
    char day[DATE_TEXT_SIZE];
    json_begin_object(json, NULL);
    json_string(json, "id", exception->id);
    json_string(json, "state", exception_state_words[use->state]);
    json_string(json, "group", group_keys[group_of(use)]);
    json_boolean(json, "unused", exception_is_unused(evaluation, use));
    json_boolean(json, "over_long", use->over_long);
    json_string(json, "owner", exception->owner);
    json_string(json, "category", exception->category);
    json_string(json, "justification", exception->justification);
    json_string(json, "ticket", exception->ticket);
    json_begin_list(json, "rules");
    for (size_t i = 0; exception->rules[i]; i++)
        json_string(json, NULL, exception->rules[i]);
    json_end_list(json);
    if (last != INT32_MIN) {
        date_format(last, day);
        json_string(json, "last_valid_day", day);
        date_format(last + 1, day);
        char instant[TIME_TEXT_SIZE];
        snprintf(instant, sizeof(instant), "%sT00:00:00Z", day);
        json_string(json, "expiry_utc", instant);
        json_integer(json, "days_left", use->days_left);
    } else {
        json_null(json, "last_valid_day");
        json_null(json, "expiry_utc");
        json_null(json, "days_left");
    }
    json_begin_object(json, "approvals");
    json_integer(json, "given", (int64_t)use->approvals);
    json_integer(json, "needed", evaluation->ruleset->exceptions.approvals);
    json_end_object(json);
    json_integer(json, "matches", (int64_t)use->matches);
    json_begin_object(json, "place");
    json_string(json, "path", exception->place.path);
    json_integer(json, "line", exception->place.line);
    json_end_object(json);
    json_begin_list(json, "mistakes");
    for (size_t i = 0; i < exception->mistake_count; i++)
        json_string(json, NULL, exception->mistakes[i].message);
    json_end_list(json);
    json_end_object(json);
}

static void write_json(struct buffer *out, const struct evaluation *evaluation,
                       const struct report_options *options)
{
    struct json json = {.out = out};
    char day[DATE_TEXT_SIZE];
    char commit[OBJECT_ID_HEX_SIZE];
    date_format(time_to_date(evaluation->now), day);
    object_id_format(&evaluation->head.commit, commit);
    json_begin_object(&json, NULL);
    json_string(&json, "schema_version", "1.0");
    json_begin_object(&json, "tool");
    json_string(&json, "name", "bylaw");
    json_string(&json, "version", options->version);
    json_end_object(&json);
    json_string(&json, "as_of", day);
    json_string(&json, "time_zone", "UTC");
    json_string(&json, "repository", evaluation->repository);
    json_string(&json, "commit", commit);
    json_begin_object(&json, "summary");
    for (int group = 0; group < GROUPS; group++)
        json_integer(&json, group_keys[group], (int64_t)count_group(evaluation, (enum group)group));
    json_integer(&json, "unused", (int64_t)count_unused(evaluation));
    json_end_object(&json);
    json_begin_list(&json, "exceptions");
    for (size_t i = 0; i < evaluation->exception_count; i++)
        json_record(&json, evaluation, &evaluation->exceptions[i]);
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}

void exceptions_write(struct buffer *out, const struct evaluation *evaluation, const char *format,
                      const struct report_options *options)
{
    if (strcmp(format, "json") == 0)
        write_json(out, evaluation, options);
    else if (strcmp(format, "markdown") == 0)
        write_markdown(out, evaluation);
    else if (strcmp(format, "ics") == 0)
        ics_write(out, evaluation, options->version);
    else
        write_text(out, evaluation);
}
