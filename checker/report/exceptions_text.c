#include "base/date.h"
#include "base/diagnostic_page.h"
#include "base/excerpt.h"
#include "engine/excuse.h"
#include "report/exceptions_sections.h"
#include "report/exceptions_writers.h"

#include <string.h>

enum { NEXT_SHOWN = 3, CELL_MOST = 40, LINE = 80 };

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
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

static void add_rules(struct buffer *out, const struct exception *exception)
{
    if (!*exception->rules)
        buffer_add_string(out, "none");
    for (size_t i = 0; exception->rules[i]; i++) {
        buffer_add_string(out, i ? ", " : "");
        escape_visible(out, exception->rules[i]);
    }
}

static void add_mistakes(struct buffer *out, const struct exception *exception)
{
    for (size_t i = 0; i < exception->mistake_count; i++) {
        const struct diagnostic *mistake = &exception->mistakes[i];
        const struct diagnostic_page *page = diagnostic_page(mistake->code);
        buffer_add_string(out, "    ");
        escape_visible(out, mistake->place.path);
        buffer_printf(out, ":%u:%u: error%s%s%s: ", mistake->place.line, mistake->place.column,
                      page ? "[" : "", page ? page->code : "", page ? "]" : "");
        escape_visible(out, mistake->message);
        buffer_add_byte(out, '\n');
    }
}

static void add_record(struct buffer *out, const struct exceptions_report *report,
                       const struct exceptions_record *record)
{
    const struct exception_use *use = record->use;
    const struct exception *exception = use->exception;
    char day[DATE_TEXT_SIZE];
    format_day(exception_lapses_on(use), day);
    buffer_add_string(out, "  ");
    escape_visible(out, exception->id);
    buffer_printf(out, "  last valid day %s", day);
    if (exception->expires != INT32_MIN)
        add_days(out, use->days_left);
    buffer_add_string(out, "\n    rules ");
    add_rules(out, exception);
    buffer_add_string(out, "\n    owner ");
    escape_visible(out, exception->owner ? exception->owner : "none");
    buffer_printf(out, ", %zu finding%s", use->matches, plural(use->matches));
    const char *remark = record_remark(record);
    buffer_printf(out, "%s%s\n    ", *remark ? ", " : "", remark);
    escape_visible(out, exception->place.path);
    buffer_printf(out, ":%u\n", exception->place.line);
    if (use->state == EXCEPTION_UNAPPROVED && exception->unapproved) {
        buffer_add_string(out, "    ");
        escape_visible(out, exception->unapproved);
        buffer_add_string(out, exception->layout == EXCEPTION_INLINE
                                   ? "\n"
                                   : "; 'bylaw exceptions verify' says why\n");
    } else if (use->state == EXCEPTION_UNAPPROVED)
        buffer_printf(out, "    %zu of %lld approvals\n", use->approvals,
                      (long long)report->evaluation->ruleset->exceptions.approvals);
    add_mistakes(out, exception);
}

/* The days that come next, in one line each. */
static void add_next(struct buffer *out, const struct exceptions_report *report)
{
    char day[DATE_TEXT_SIZE];
    for (size_t i = 0; i < report->date_count && i < NEXT_SHOWN; i++) {
        const struct exceptions_date *date = &report->dates[i];
        date_format(date->day, day);
        buffer_printf(out, "  %s %s  ", i ? "     " : "next:", day);
        if (date->record) {
            escape_visible(out, date->record->use->exception->id);
            buffer_add_string(out, ": ");
        }
        buffer_printf(out, "%s\n", exceptions_date_words[date->kind]);
    }
    if (report->date_count > NEXT_SHOWN)
        buffer_printf(out, "        and %zu more, with -v\n", report->date_count - NEXT_SHOWN);
}

static void add_head(struct buffer *out, const struct exceptions_report *report)
{
    const struct exceptions_totals *totals = &report->totals;
    const struct evaluation *evaluation = report->evaluation;
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&evaluation->head.commit, hex);
    buffer_add_string(out, "  ");
    escape_visible(out, evaluation->repository);
    buffer_printf(out, " at %.12s, history ", hex);
    buffer_add_string(out, report->truncated ? "cut: " : report->events ? "complete" : "not asked");
    escape_visible(out, report->truncated ? report->truncated : "");
    buffer_add_string(out, "\n  ");
    forecast_add_gate(out, report->forecast);
    buffer_printf(out,
                  "\n  %zu record%s %zu finding%s; over within 30 days: %zu, 60: %zu, 90: %zu\n",
                  totals->alive, totals->alive == 1 ? " excuses" : "s excuse", totals->excused,
                  plural(totals->excused), totals->within[0], totals->within[1], totals->within[2]);
    if (totals->oldest >= 0)
        buffer_printf(
            out, "  oldest %lld days, median %lld; exception-days: %lld so far, %lld to come\n",
            (long long)totals->oldest, (long long)totals->median, (long long)totals->days_past,
            (long long)totals->days_ahead);
    add_next(out, report);
}

static size_t cell_size(const char *cell)
{
    struct buffer visible = BUFFER_EMPTY;
    size_t size = 0;
    escape_visible(&visible, cell);
    for (const char *at = buffer_string(&visible); *at; at++)
        size += ((unsigned char)*at & 0xc0) != 0x80;
    buffer_release(&visible);
    return size;
}

static void widths_of(const struct section *section, size_t widths[SECTION_COLUMNS])
{
    for (size_t c = 0; c < section->width; c++)
        widths[c] = cell_size(section->columns[c]);
    for (size_t i = 0; i < section->cell_count; i++) {
        size_t size = cell_size(section->cells[i]);
        size_t *width = &widths[section_column(section, i)];
        if (size > *width)
            *width = size > CELL_MOST ? CELL_MOST : size;
    }
}

static void add_cell(struct buffer *out, const char *cell, size_t width, bool is_number,
                     bool is_last)
{
    size_t size = cell_size(cell);
    size_t blanks = size < width ? width - size : 0;
    buffer_add_string(out, "  ");
    if (is_number)
        buffer_printf(out, "%*s", (int)blanks, "");
    escape_visible(out, cell);
    if (!is_number && !is_last)
        buffer_printf(out, "%*s", (int)blanks, "");
}

/* How many columns stand beside each other; the first always does. */
static size_t columns_that_fit(const struct section *section, const size_t *widths)
{
    size_t used = widths[0] + 2;
    size_t count = section->width == 2 ? 2 : 1; /* a name and its value stay together */
    while (count < section->width && used + widths[count] + 2 <= LINE)
        used += widths[count++] + 2;
    return count;
}

/* Words in lines that are no longer than a terminal is wide. */
static void wrap_words(struct buffer *out, const char *note, int indent)
{
    size_t used = 0;
    while (*note) {
        size_t size = strcspn(note, " ");
        bool breaks = used == 0 || used + 1 + size > LINE;
        if (breaks)
            buffer_printf(out, "%s%*s", used ? "\n" : "", indent, "");
        else
            buffer_add_byte(out, ' ');
        used = (breaks ? (size_t)indent : used + 1) + size;
        visible_add(out, (struct text){.bytes = note, .size = size});
        note += size + (note[size] == ' ');
    }
}

static void add_words(struct buffer *out, const char *note, int indent)
{
    wrap_words(out, note, indent);
    buffer_add_byte(out, '\n');
}

/* What does not fit stands below, each value behind its name. */
static void add_rest(struct buffer *out, const struct section *section, const char *const *cells,
                     size_t from)
{
    size_t used = LINE;
    for (size_t c = from; c < section->width; c++) {
        size_t size = cell_size(section->columns[c]) + cell_size(cells[c]) + 3;
        if (!*cells[c])
            continue;
        bool breaks = used + size > LINE;
        if (size + 6 > LINE) {
            struct buffer words = BUFFER_EMPTY;
            buffer_printf(&words, "%s %s", section->columns[c], cells[c]);
            buffer_add_byte(out, '\n');
            wrap_words(out, buffer_string(&words), 6);
            buffer_release(&words);
            used = LINE;
            continue;
        }
        buffer_add_string(out, breaks ? "\n      " : "; ");
        used = (breaks ? 6 : used + 2) + size;
        buffer_printf(out, "%s ", section->columns[c]);
        escape_visible(out, cells[c]);
    }
}

static void add_row(struct buffer *out, const struct section *section, const char *const *cells,
                    const size_t *widths, bool is_head)
{
    size_t fitting = columns_that_fit(section, widths);
    size_t last = fitting;
    while (last > 1 && !*cells[last - 1])
        last--;
    for (size_t c = 0; c < last; c++)
        add_cell(out, cells[c], widths[c], section->numbers & 1u << c, c + 1 == last);
    if (!is_head)
        add_rest(out, section, cells, fitting);
    buffer_add_byte(out, '\n');
}

static void add_section(struct buffer *out, const struct section *section)
{
    size_t widths[SECTION_COLUMNS] = {0};
    buffer_printf(out, "\n%s\n", section->title);
    if (section->note)
        add_words(out, section->note, 2);
    if (section->cell_count == 0) {
        buffer_printf(out, "  %s\n", section->none);
        return;
    }
    widths_of(section, widths);
    add_row(out, section, section->columns, widths, true);
    for (size_t i = 0; i < section->cell_count; i += section->width)
        add_row(out, section, section->cells + i, widths, false);
}

static void add_sections(struct buffer *out, const struct exceptions_report *report,
                         const struct report_options *options)
{
    struct sections sections;
    sections_of(&sections, report, report->arena, options->version);
    for (size_t i = 0; i < sections.count; i++)
        add_section(out, &sections.items[i]);
}

/* Every field of a record, as it is written. */
static void add_fields(struct buffer *out, const struct exceptions_report *report,
                       const struct exceptions_record *record)
{
    const struct node *node = record->node;
    if (!node || node->kind != NODE_MAPPING)
        return;
    buffer_add_string(out, "  ");
    escape_visible(out, record_name(record->use->exception, report->arena));
    buffer_add_byte(out, '\n');
    for (size_t i = 0; i < node->count; i++)
        add_words(out,
                  arena_printf(report->arena, "%s: %s", node->keys[i]->text,
                               record_field(node->items[i], report->arena)),
                  4);
}

void exceptions_write_text(struct buffer *out, const struct exceptions_report *report,
                           const struct report_options *options)
{
    char day[DATE_TEXT_SIZE];
    date_format(report->today, day);
    buffer_printf(out, "%zu exception%s on %s (days are UTC, the last one counts)\n", report->count,
                  plural(report->count), day);
    if (report->count > 0 && report->records[0].use->grace > 0)
        buffer_printf(out, "the policies give %d days of grace: they are counted\n",
                      report->records[0].use->grace);
    if (report->count > 0 || options->verbose)
        add_head(out, report);
    for (int group = 0; group < EXCEPTIONS_GROUPS; group++) {
        if (report->totals.groups[group] == 0)
            continue;
        buffer_printf(out, "\n%s: %zu\n", exceptions_group_titles[group],
                      report->totals.groups[group]);
        for (size_t i = 0; i < report->count; i++)
            if ((int)report->records[i].group == group)
                add_record(out, report, &report->records[i]);
    }
    if (report->totals.unused > 0)
        buffer_printf(out,
                      "\nunused: %zu (every rule they name was judged and has no such finding)\n",
                      report->totals.unused);
    if (report->totals.self_approved > 0)
        buffer_printf(out, "\nself-approved: %zu (by who asked for it, owns or wrote it)\n",
                      report->totals.self_approved);
    if (report->totals.over_long > 0)
        buffer_printf(out, "\ntoo long: %zu (they say more days than the policies give)\n",
                      report->totals.over_long);
    if (report->totals.to_be_closed > 0)
        buffer_printf(out, "\nto be closed: %zu (the file that they wait for is there)\n",
                      report->totals.to_be_closed);
    if (options->verbose)
        add_sections(out, report, options);
    if (options->verbose && report->count > 0)
        buffer_add_string(out, "\nRecords as they are written\n");
    for (size_t i = 0; i < report->count && options->verbose; i++)
        add_fields(out, report, &report->records[i]);
}
