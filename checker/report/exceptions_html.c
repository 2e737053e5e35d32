#include "base/date.h"
#include "engine/excuse.h"
#include "report/exceptions_sections.h"
#include "report/exceptions_writers.h"

#include <string.h>

/* One page that is complete in itself: no script, nothing that is loaded, and well-formed as
 * XML too, so that any reader of either takes it. It prints on paper as it shows. */
static const char page_head[] =
    "<meta charset=\"utf-8\"/>\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "style-src 'unsafe-inline'\"/>\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
    "<style>\n"
    "body { font: 16px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; "
    "padding: 0 1rem; color: #1a1a1a; background: #fff; }\n"
    "h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }\n"
    ".gate { font-size: 1.25rem; font-weight: 600; padding: .8rem 1rem; margin: 1rem 0; "
    "border-left: .5rem solid #1b6e2e; background: #eaf5ec; }\n"
    ".gate.soon { border-color: #8a5a00; background: #fff5dd; }\n"
    ".gate.red { border-color: #a4161a; background: #fdecec; }\n"
    ".tiles { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; "
    "list-style: none; }\n"
    ".tiles li { border: 1px solid #bbb; border-radius: .3rem; padding: .4rem .8rem; "
    "min-width: 7rem; }\n"
    ".tiles b { display: block; font-size: 1.5rem; }\n"
    ".tiles .bad { border-color: #a4161a; } .tiles .bad b { color: #a4161a; }\n"
    ".wide { overflow-x: auto; }\n"
    "table { border-collapse: collapse; font-size: .9rem; }\n"
    "th, td { border-bottom: 1px solid #ccc; padding: .25rem .7rem .25rem 0; text-align: left; "
    "vertical-align: top; overflow-wrap: anywhere; }\n"
    "td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }\n"
    ".small { color: #444; font-size: .9rem; }\n"
    "dt { font-weight: 600; } dd { margin: 0 0 .3rem 1.5rem; overflow-wrap: anywhere; }\n"
    "@media print { body { margin: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }\n"
    "</style>\n";

/* What is unsafe is written out first; then nothing is markup. */
static void add_html(struct buffer *out, const char *string)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, string ? string : "");
    for (const char *at = buffer_string(&visible); *at; at++) {
        const char *entity = *at == '&'    ? "&amp;"
                             : *at == '<'  ? "&lt;"
                             : *at == '>'  ? "&gt;"
                             : *at == '"'  ? "&quot;"
                             : *at == '\'' ? "&#39;"
                                           : NULL;
        if (entity)
            buffer_add_string(out, entity);
        else
            buffer_add_byte(out, *at);
    }
    buffer_release(&visible);
}

static void add_gate(struct buffer *out, const struct exceptions_report *report)
{
    const struct forecast *forecast = report->forecast;
    struct buffer sentence = BUFFER_EMPTY;
    forecast_add_gate(&sentence, forecast);
    buffer_printf(out, "<p class=\"gate%s\">",
                  forecast->blocking > 0 ? " red"
                  : forecast->red        ? " soon"
                                         : "");
    const char *text = buffer_string(&sentence);
    buffer_add_byte(out, (char)(*text - 'a' + 'A'));
    add_html(out, text + 1);
    buffer_add_string(out, ".");
    if (forecast->red) {
        buffer_add_string(out, "<br/><span class=\"small\">First: ");
        add_html(out, forecast->red->setting->rule->id);
        buffer_add_string(out, ", ");
        add_html(out, forecast->red->setting->rule->title);
        buffer_add_string(out, ", ");
        add_html(out, forecast->red->place.path);
        buffer_add_string(out, "</span>");
    }
    buffer_add_string(out, "</p>\n");
    buffer_release(&sentence);
}

static void add_tiles(struct buffer *out, const struct exceptions_report *report)
{
    struct headline headlines[HEADLINES];
    size_t count = headlines_of(headlines, report, report->arena);
    buffer_add_string(out, "<ul class=\"tiles\">\n");
    for (size_t i = 0; i < count; i++) {
        buffer_printf(out, "<li%s><b>", headlines[i].is_bad ? " class=\"bad\"" : "");
        add_html(out, headlines[i].value);
        buffer_add_string(out, "</b>");
        add_html(out, headlines[i].name);
        buffer_add_string(out, "</li>\n");
    }
    buffer_add_string(out, "</ul>\n");
}

/* What somebody must look at, in the order of urgency. */
static void add_urgent(struct buffer *out, const struct exceptions_report *report)
{
    bool begun = false;
    for (int group = 0; group <= EXCEPTIONS_30; group++)
        for (size_t i = 0; i < report->count; i++) {
            const struct exceptions_record *record = &report->records[i];
            char day[DATE_TEXT_SIZE] = "no day";
            if ((int)record->group != group)
                continue;
            if (!begun)
                buffer_add_string(out, "<h2>To decide</h2>\n<div class=\"wide\"><table>\n"
                                       "<tr><th>exception</th><th>owner</th><th>what</th>"
                                       "<th>last valid day</th></tr>\n");
            begun = true;
            if (exception_lapses_on(record->use) != INT32_MIN)
                date_format(exception_lapses_on(record->use), day);
            buffer_add_string(out, "<tr><td>");
            add_html(out, record_name(record->use->exception, report->arena));
            buffer_add_string(out, "</td><td>");
            add_html(out, record->use->exception->owner ? record->use->exception->owner : "none");
            buffer_printf(out, "</td><td>%s</td><td>%s</td></tr>\n", exceptions_group_titles[group],
                          day);
        }
    if (begun)
        buffer_add_string(out, "</table></div>\n");
}

static void add_section(struct buffer *out, const struct section *section)
{
    buffer_add_string(out, "<h2>");
    add_html(out, section->title);
    buffer_add_string(out, "</h2>\n");
    if (section->note) {
        buffer_add_string(out, "<p class=\"small\">");
        add_html(out, section->note);
        buffer_add_string(out, "</p>\n");
    }
    if (section->cell_count == 0) {
        buffer_printf(out, "<p>%s</p>\n", section->none);
        return;
    }
    buffer_add_string(out, "<div class=\"wide\"><table>\n<tr>");
    for (size_t c = 0; c < section->width; c++)
        buffer_printf(out, "<th%s>%s</th>", section->numbers & 1u << c ? " class=\"n\"" : "",
                      section->columns[c]);
    for (size_t i = 0; i < section->cell_count; i++) {
        size_t c = section_column(section, i);
        buffer_printf(out, "%s<td%s>", c == 0 ? "</tr>\n<tr>" : "",
                      section->numbers & 1u << c ? " class=\"n\"" : "");
        add_html(out, section->cells[i]);
        buffer_add_string(out, "</td>");
    }
    buffer_add_string(out, "</tr>\n</table></div>\n");
}

static void add_fields(struct buffer *out, const struct exceptions_report *report,
                       const struct exceptions_record *record)
{
    const struct node *node = record->node;
    if (!node || node->kind != NODE_MAPPING)
        return;
    buffer_add_string(out, "<details><summary>");
    add_html(out, record->use->exception->id);
    buffer_add_string(out, ", ");
    add_html(out, record->use->exception->place.path);
    buffer_add_string(out, "</summary>\n<dl>\n");
    for (size_t i = 0; i < node->count; i++) {
        buffer_add_string(out, "<dt>");
        add_html(out, node->keys[i]->text);
        buffer_add_string(out, "</dt><dd>");
        add_html(out, record_field(node->items[i], report->arena));
        buffer_add_string(out, "</dd>\n");
    }
    buffer_add_string(out, "</dl></details>\n");
}

static void add_head(struct buffer *out, const struct exceptions_report *report,
                     const struct report_options *options)
{
    const struct evaluation *evaluation = report->evaluation;
    char day[DATE_TEXT_SIZE];
    char hex[OBJECT_ID_HEX_SIZE];
    date_format(report->today, day);
    object_id_format(&evaluation->head.commit, hex);
    const char *name = evaluation->remote ? evaluation->remote : evaluation->repository;
    buffer_printf(out,
                  "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n"
                  "<head>\n%s<title>Exceptions on %s</title>\n</head>\n<body>\n"
                  "<h1>Exceptions on %s</h1>\n<p class=\"small\">",
                  page_head, day, day);
    add_html(out, name);
    buffer_printf(out, " at %.12s; bylaw %s, policies %.12s; history ", hex, options->version,
                  evaluation->ruleset->digest);
    add_html(out, report->truncated ? "cut: " : report->events ? "complete" : "not asked");
    add_html(out, report->truncated);
    if (report->count > 0 && report->records[0].use->grace > 0)
        buffer_printf(out, "; %d days of grace are counted", report->records[0].use->grace);
    buffer_add_string(out, ". Days are UTC; the last valid day counts.</p>\n");
}

void exceptions_write_html(struct buffer *out, const struct exceptions_report *report,
                           const struct report_options *options)
{
    struct sections sections;
    add_head(out, report, options);
    add_gate(out, report);
    add_tiles(out, report);
    add_urgent(out, report);
    sections_of(&sections, report, report->arena, options->version);
    for (size_t i = 0; i < sections.count; i++)
        add_section(out, &sections.items[i]);
    if (report->count > 0)
        buffer_add_string(out, "<h2>Records as they are written</h2>\n");
    for (size_t i = 0; i < report->count; i++)
        add_fields(out, report, &report->records[i]);
    buffer_add_string(out, "</body>\n</html>\n");
}
