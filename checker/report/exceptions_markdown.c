#include "base/date.h"
#include "engine/excuse.h"
#include "report/exceptions_sections.h"
#include "report/exceptions_writers.h"
#include "report/markdown_change.h"
#include "report/markdown_rows.h"

/* The records by urgency have a third of the page, the sections behind them half of it, each the
 * same; the records as they are written have what is left. */
enum { GROUPS_MOST = MARKDOWN_BYTES_MOST / 3, SECTIONS_MOST = MARKDOWN_BYTES_MOST / 2 };

static void add_head(struct buffer *out, const struct exceptions_report *report,
                     const struct report_options *options)
{
    const struct evaluation *evaluation = report->evaluation;
    struct headline headlines[HEADLINES];
    char day[DATE_TEXT_SIZE];
    char hex[OBJECT_ID_HEX_SIZE];
    date_format(report->today, day);
    object_id_format(&evaluation->head.commit, hex);
    buffer_printf(out, "## Exceptions on %s\n\n**", day);
    forecast_add_gate(out, report->forecast);
    buffer_printf(out, ".** %zu in all, %zu unused. Days are UTC; the last valid day counts.\n\n",
                  report->count, report->totals.unused);
    escape_markdown(out, evaluation->repository);
    buffer_printf(out, " at `%.12s`; bylaw %s, policies `%.12s`; history ", hex, options->version,
                  evaluation->ruleset->digest);
    buffer_add_string(out, report->truncated ? "cut: " : report->events ? "complete" : "not asked");
    escape_markdown(out, report->truncated ? report->truncated : "");
    if (report->count > 0 && report->records[0].use->grace > 0)
        buffer_printf(out, "; %d days of grace are counted", report->records[0].use->grace);
    buffer_add_string(out, ".\n\n| | |\n| --- | ---: |\n");
    size_t count = headlines_of(headlines, report, report->arena);
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "| %s | %s%s%s |\n", headlines[i].name, headlines[i].is_bad ? "**" : "",
                      headlines[i].value, headlines[i].is_bad ? "**" : "");
    buffer_add_byte(out, '\n');
}

static void add_record(struct buffer *out, const struct exceptions_report *report,
                       const struct exceptions_record *record)
{
    const struct exception_use *use = record->use;
    char day[DATE_TEXT_SIZE] = "none";
    if (exception_lapses_on(use) != INT32_MIN)
        date_format(exception_lapses_on(use), day);
    buffer_add_string(out, "| ");
    escape_markdown(out, record_name(use->exception, report->arena));
    buffer_add_string(out, " | ");
    for (size_t i = 0; use->exception->rules[i]; i++) {
        buffer_add_string(out, i ? ", " : "");
        escape_markdown(out, use->exception->rules[i]);
    }
    buffer_add_string(out, " | ");
    escape_markdown(out, use->exception->owner ? use->exception->owner : "none");
    buffer_printf(out, " | %s | ", day);
    if (use->exception->expires != INT32_MIN)
        buffer_printf(out, "%d", use->days_left);
    buffer_printf(out, " | %zu | ", use->matches);
    if (use->exception->mistake_count > 0)
        escape_markdown(out, use->exception->mistakes[0].message);
    else if (use->state == EXCEPTION_UNAPPROVED && use->exception->unapproved)
        escape_markdown(out, use->exception->unapproved);
    else if (use->state == EXCEPTION_UNAPPROVED)
        buffer_printf(out, "%zu of %lld approvals", use->approvals,
                      (long long)report->evaluation->ruleset->exceptions.approvals);
    else
        buffer_add_string(out, record_remark(record));
    buffer_add_string(out, " |\n");
}

static void add_groups(struct buffer *out, const struct exceptions_report *report)
{
    for (int group = 0; group < EXCEPTIONS_GROUPS; group++) {
        if (report->totals.groups[group] == 0)
            continue;
        buffer_printf(out,
                      "### %s: %zu\n\n| id | rules | owner | last valid day | days | findings | |\n"
                      "| --- | --- | --- | --- | ---: | ---: | --- |\n",
                      exceptions_group_titles[group], report->totals.groups[group]);
        struct markdown_rows rows = markdown_rows_of(out, GROUPS_MOST);
        for (size_t i = 0; i < report->count; i++) {
            if ((int)report->records[i].group != group)
                continue;
            markdown_row_begin(&rows);
            add_record(out, report, &report->records[i]);
            markdown_row_end(&rows);
        }
        markdown_rows_end(&rows);
        buffer_add_byte(out, '\n');
    }
}

static void add_section(struct buffer *out, const struct section *section, size_t limit)
{
    buffer_printf(out, "### %s\n\n", section->title);
    if (section->note) {
        escape_markdown(out, section->note);
        buffer_add_string(out, "\n\n");
    }
    if (section->cell_count == 0) {
        buffer_printf(out, "%s\n\n", section->none);
        return;
    }
    buffer_add_byte(out, '|');
    for (size_t c = 0; c < section->width; c++)
        buffer_printf(out, " %s |", section->columns[c]);
    buffer_add_string(out, "\n|");
    for (size_t c = 0; c < section->width; c++)
        buffer_add_string(out, section->numbers & 1u << c ? " ---: |" : " --- |");
    buffer_add_byte(out, '\n');
    struct markdown_rows rows = markdown_rows_of(out, limit);
    for (size_t i = 0; i < section->cell_count; i += section->width) {
        markdown_row_begin(&rows);
        for (size_t c = 0; c < section->width && i + c < section->cell_count; c++) {
            buffer_add_string(out, c == 0 ? "| " : " ");
            escape_markdown(out, section->cells[i + c]);
            buffer_add_string(out, " |");
        }
        buffer_add_byte(out, '\n');
        markdown_row_end(&rows);
    }
    markdown_rows_end(&rows);
    buffer_add_byte(out, '\n');
}

/* Every field of a record, as it is written. */
static void add_fields(struct buffer *out, const struct exceptions_report *report,
                       const struct exceptions_record *record)
{
    const struct node *node = record->node;
    if (!node || node->kind != NODE_MAPPING)
        return;
    buffer_add_string(out, "#### ");
    escape_markdown(out, record_name(record->use->exception, report->arena));
    buffer_add_string(out, "\n\n");
    for (size_t i = 0; i < node->count; i++) {
        buffer_add_string(out, "- ");
        escape_markdown(out, node->keys[i]->text);
        buffer_add_string(out, ": ");
        escape_markdown(out, record_field(node->items[i], report->arena));
        buffer_add_byte(out, '\n');
    }
    buffer_add_byte(out, '\n');
}

void exceptions_write_markdown(struct buffer *out, const struct exceptions_report *report,
                               const struct report_options *options)
{
    struct sections sections;
    add_head(out, report, options);
    add_groups(out, report);
    sections_of(&sections, report, report->arena, options->version);
    for (size_t i = 0; i < sections.count; i++)
        add_section(out, &sections.items[i], out->size + SECTIONS_MOST / sections.count);
    if (report->count > 0)
        buffer_add_string(out, "### Records as they are written\n\n");
    struct markdown_rows rows = markdown_rows_of(out, MARKDOWN_BYTES_MOST);
    for (size_t i = 0; i < report->count; i++) {
        markdown_row_begin(&rows);
        add_fields(out, report, &report->records[i]);
        markdown_row_end(&rows);
    }
    markdown_rows_end(&rows);
}
