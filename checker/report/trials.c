#include "report/trials.h"

#include "report/report.h"

#include <string.h>

struct sums {
    size_t worlds, failed, mutants, survivors;
};

static struct sums sums_of(const struct trials *trials)
{
    struct sums sums = {0};
    for (size_t i = 0; i < trials->count; i++) {
        sums.worlds += trials->results[i].worlds;
        sums.failed += trials->results[i].failed;
        sums.mutants += trials->results[i].mutants;
        sums.survivors += trials->results[i].survivors;
    }
    return sums;
}

/* Line by line: names of worlds and messages are others' text. */
static void write_lines(struct buffer *out, const char *detail,
                        void (*escape)(struct buffer *out, const char *text))
{
    struct text rest = text_of(detail);
    struct text line;
    struct arena arena;
    arena_init(&arena, 1024);
    while (text_next_line(&rest, &line)) {
        escape(out, arena_copy(&arena, line));
        buffer_add_byte(out, '\n');
    }
    arena_release(&arena);
}

void trials_write_text(struct buffer *out, const struct trials *trials)
{
    for (size_t i = 0; i < trials->count; i++)
        for (size_t k = 0; k < trials->results[i].point_count; k++)
            write_lines(out, trials->results[i].points[k].detail, escape_visible);
    struct sums sums = sums_of(trials);
    buffer_printf(out, "%zu rule%s, %zu world%s, %zu wrong", trials->count,
                  trials->count == 1 ? "" : "s", sums.worlds, sums.worlds == 1 ? "" : "s",
                  sums.failed);
    if (trials->mutated)
        buffer_printf(out, ", %zu mutant%s, %zu not noticed", sums.mutants,
                      sums.mutants == 1 ? "" : "s", sums.survivors);
    buffer_add_byte(out, '\n');
}

static const char *subject_word(enum trial_subject subject)
{
    switch (subject) {
    case TRIAL_FILES:
        return "files";
    case TRIAL_WORLD:
        return "world";
    case TRIAL_MUTANT:
        break;
    }
    return "mutant";
}

/* A description ends at a '#', which begins a directive, and at the line's end. */
static void write_description(struct buffer *out, const char *text)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, text);
    for (const char *at = buffer_string(&visible); *at; at++) {
        if (*at == '#' || *at == '\\')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, *at == '\n' || *at == '\r' ? ' ' : *at);
    }
    buffer_release(&visible);
}

/* A block of YAML, two columns in; every text in it is quoted. */
static void write_diagnostic(struct buffer *out, const struct trial_point *point)
{
    buffer_printf(out, "  ---\n  subject: %s\n  line: %u\n  detail:\n",
                  subject_word(point->subject), point->line);
    struct text rest = text_of(point->detail);
    struct text line;
    struct arena arena;
    arena_init(&arena, 1024);
    while (text_next_line(&rest, &line)) {
        buffer_add_string(out, "    - ");
        escape_json_string(out, arena_copy(&arena, line));
        buffer_add_byte(out, '\n');
    }
    arena_release(&arena);
    buffer_add_string(out, "  ...\n");
}

void trials_write_tap(struct buffer *out, const struct trials *trials)
{
    size_t count = 0;
    for (size_t i = 0; i < trials->count; i++)
        count += trials->results[i].point_count;
    buffer_printf(out, "TAP version 14\n1..%zu\n", count);
    size_t number = 0;
    for (size_t i = 0; i < trials->count; i++) {
        const struct trial_result *result = &trials->results[i];
        for (size_t k = 0; k < result->point_count; k++) {
            const struct trial_point *point = &result->points[k];
            buffer_printf(out, "%sok %zu - ", point->right ? "" : "not ", ++number);
            write_description(out, result->rule);
            buffer_add_string(out, point->subject == TRIAL_MUTANT ? ": a world notices " : ": ");
            write_description(out, point->name);
            buffer_add_byte(out, '\n');
            if (!point->right)
                write_diagnostic(out, point);
        }
    }
}

/* Of attributes and of text; what XML 1.0 cannot hold is made visible before. */
static void write_xml(struct buffer *out, const char *text)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, text);
    for (const char *at = buffer_string(&visible); *at; at++) {
        switch (*at) {
        case '&':
            buffer_add_string(out, "&amp;");
            break;
        case '<':
            buffer_add_string(out, "&lt;");
            break;
        case '>':
            buffer_add_string(out, "&gt;");
            break;
        case '"':
            buffer_add_string(out, "&quot;");
            break;
        default:
            buffer_add_byte(out, *at);
            break;
        }
    }
    buffer_release(&visible);
}

static size_t wrong_points(const struct trial_result *result)
{
    size_t wrong = 0;
    for (size_t i = 0; i < result->point_count; i++)
        wrong += result->points[i].right ? 0 : 1;
    return wrong;
}

static void write_case(struct buffer *out, const struct trial_result *result,
                       const struct trial_point *point)
{
    buffer_add_string(out, "    <testcase classname=\"");
    write_xml(out, result->rule);
    buffer_printf(out, ".%s\" name=\"", subject_word(point->subject));
    write_xml(out, point->name);
    if (point->right) {
        buffer_add_string(out, "\"/>\n");
        return;
    }
    struct text rest = text_of(point->detail);
    struct text first = {0};
    text_next_line(&rest, &first);
    struct arena arena;
    arena_init(&arena, 1024);
    buffer_printf(out, "\">\n      <failure type=\"%s\" message=\"", subject_word(point->subject));
    write_xml(out, arena_copy(&arena, first));
    arena_release(&arena);
    buffer_add_string(out, "\">");
    write_lines(out, point->detail, write_xml);
    buffer_add_string(out, "</failure>\n    </testcase>\n");
}

void trials_write_junit(struct buffer *out, const struct trials *trials)
{
    size_t tests = 0;
    size_t failures = 0;
    for (size_t i = 0; i < trials->count; i++) {
        tests += trials->results[i].point_count;
        failures += wrong_points(&trials->results[i]);
    }
    buffer_printf(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<testsuites name=\"bylaw policy test\" tests=\"%zu\" failures=\"%zu\" "
                  "errors=\"0\">\n",
                  tests, failures);
    for (size_t i = 0; i < trials->count; i++) {
        const struct trial_result *result = &trials->results[i];
        buffer_add_string(out, "  <testsuite name=\"");
        write_xml(out, result->rule);
        buffer_printf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\">\n",
                      result->point_count, wrong_points(result));
        for (size_t k = 0; k < result->point_count; k++)
            write_case(out, result, &result->points[k]);
        buffer_add_string(out, "  </testsuite>\n");
    }
    buffer_add_string(out, "</testsuites>\n");
}
