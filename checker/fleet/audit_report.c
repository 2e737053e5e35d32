#include "fleet/audit.h"

#include "base/date.h"
#include "base/table.h"
#include "fleet/echo.h"
#include "report/markdown_change.h"
#include "report/markdown_rows.h"

#include <stdlib.h>
#include <string.h>

const char *const audit_formats[] = {"text", "markdown", "json", NULL};

/* Copies of a document, and documents about others, that are named; the JSON has them all. */
enum { ECHOES_SHOWN = 5, ANCHORS_SHOWN = 10 };

/* Of the Markdown, so that each part of it fits: policies, rules, exceptions, levels, echoes,
 * anchors; the repositories have what is left. */
enum { PART_MOST = MARKDOWN_BYTES_MOST / 8 };

/* Counts of one rule, or of one policy, over the repositories that were judged. */
struct tally {
    const char *name;
    size_t by[5]; /* by verdict */
    size_t excused, findings;
};

struct summary {
    struct arena arena;
    struct table rules, policies; /* name -> struct tally */
    struct tally **worst;         /* rules that fail somewhere, most first */
    size_t worst_count;
    size_t blocked, files, findings;
    size_t lapsing[3]; /* within 30, 60, 90 days */
    struct echo *echoes;
    size_t echo_count;
    size_t anchors; /* of all repositories */
    size_t ladders, short_ladders;
};

static struct tally *tally_of(struct summary *summary, struct table *table, const char *name)
{
    struct tally *tally = table_find(table, name);
    if (tally)
        return tally;
    tally = ARENA_NEW(&summary->arena, struct tally);
    tally->name = name;
    table_set(table, name, tally);
    return tally;
}

static void count_rule(struct tally *tally, const struct audit_rule *rule)
{
    tally->by[rule->verdict]++;
    tally->excused += rule->excused;
    tally->findings += rule->findings;
}

static int by_failures(const void *a, const void *b)
{
    const struct tally *one = *(struct tally *const *)a;
    const struct tally *two = *(struct tally *const *)b;
    if (one->by[VERDICT_FAIL] != two->by[VERDICT_FAIL])
        return one->by[VERDICT_FAIL] < two->by[VERDICT_FAIL] ? 1 : -1;
    return strcmp(one->name, two->name);
}

static bool is_alive(const struct audit_exception *exception)
{
    return exception->state == EXCEPTION_ACTIVE || exception->state == EXCEPTION_EXPIRING;
}

static void summary_init(struct summary *summary, const struct audit *audit)
{
    *summary = (struct summary){0};
    arena_init(&summary->arena, 1 << 14);
    table_init(&summary->rules, &summary->arena);
    table_init(&summary->policies, &summary->arena);
    for (size_t i = 0; i < audit->count; i++) {
        const struct audit_repository *one = &audit->repositories[i];
        summary->blocked += one->blocking > 0;
        summary->files += one->files;
        summary->findings += one->findings;
        summary->anchors += one->anchor_count;
        summary->ladders += one->ladder_count;
        for (size_t j = 0; j < one->ladder_count; j++)
            summary->short_ladders += one->ladders[j].is_short;
        for (size_t j = 0; j < one->rule_count; j++) {
            count_rule(tally_of(summary, &summary->rules, one->rules[j].id), &one->rules[j]);
            count_rule(tally_of(summary, &summary->policies, one->rules[j].policy), &one->rules[j]);
        }
        for (size_t j = 0; j < one->exception_count; j++)
            for (int days = 0; days < 3; days++)
                summary->lapsing[days] += is_alive(&one->exceptions[j]) &&
                                          one->exceptions[j].days_left <= 30 * (days + 1);
    }
    summary->echoes = echo_find(audit, &summary->echo_count, &summary->arena);
    summary->worst = ARENA_ARRAY(&summary->arena, struct tally *, summary->rules.count + 1);
    for (size_t i = 0; i < summary->rules.count; i++) {
        struct tally *tally = summary->rules.entries[i].value;
        if (tally->by[VERDICT_FAIL] > 0)
            summary->worst[summary->worst_count++] = tally;
    }
    if (summary->worst_count > 0)
        qsort(summary->worst, summary->worst_count, sizeof(*summary->worst), by_failures);
}

/* Kept, of those that could be decided: unknown is shown beside it, never in it. */
static void add_coverage(struct buffer *out, const struct tally *tally)
{
    size_t kept = tally->by[VERDICT_PASS];
    size_t decided = kept + tally->by[VERDICT_FAIL] + tally->by[VERDICT_REVIEW];
    if (decided == 0)
        buffer_add_string(out, "none decided");
    else
        buffer_printf(out, "%zu of %zu (%.1f%%)", kept, decided,
                      100.0 * (double)kept / (double)decided);
}

static void markdown_tallies(struct buffer *out, const char *title, struct tally *const *tallies,
                             size_t count)
{
    buffer_printf(out,
                  "| %s | kept | fail | excused | unknown | review | not applicable |\n"
                  "| --- | --- | ---: | ---: | ---: | ---: | ---: |\n",
                  title);
    struct markdown_rows rows = markdown_rows_of(out, out->size + PART_MOST);
    for (size_t i = 0; i < count; i++) {
        const struct tally *tally = tallies[i];
        markdown_row_begin(&rows);
        buffer_add_string(out, "| ");
        escape_markdown(out, tally->name);
        buffer_add_string(out, " | ");
        add_coverage(out, tally);
        buffer_printf(out, " | %zu | %zu | %zu | %zu | %zu |\n", tally->by[VERDICT_FAIL],
                      tally->excused, tally->by[VERDICT_UNKNOWN], tally->by[VERDICT_REVIEW],
                      tally->by[VERDICT_NOT_APPLICABLE]);
        markdown_row_end(&rows);
    }
    markdown_rows_end(&rows);
    buffer_add_byte(out, '\n');
}

static struct tally **all_of(struct summary *summary, const struct table *table)
{
    struct tally **list = ARENA_ARRAY(&summary->arena, struct tally *, table->count + 1);
    for (size_t i = 0; i < table->count; i++)
        list[i] = table->entries[i].value;
    return list;
}

static void markdown_exceptions(struct buffer *out, const struct audit *audit)
{
    bool any = false;
    struct markdown_rows rows = markdown_rows_of(out, out->size + PART_MOST);
    for (size_t i = 0; i < audit->count; i++)
        for (size_t j = 0; j < audit->repositories[i].exception_count; j++) {
            const struct audit_exception *exception = &audit->repositories[i].exceptions[j];
            bool soon = is_alive(exception) && exception->days_left <= 90;
            if (!soon && exception->state != EXCEPTION_EXPIRED &&
                exception->state != EXCEPTION_UNAPPROVED && exception->state != EXCEPTION_INVALID)
                continue;
            if (!any)
                buffer_add_string(
                    out, "| repository | exception | rules | owner | state | last valid day |\n"
                         "| --- | --- | --- | --- | --- | --- |\n");
            any = true;
            markdown_row_begin(&rows);
            char day[DATE_TEXT_SIZE] = "none";
            if (exception->expires != INT32_MIN)
                date_format(exception->expires, day);
            const char *const cells[] = {audit->repositories[i].path,
                                         exception->id,
                                         exception->rules,
                                         exception->owner ? exception->owner : "none",
                                         exception_state_words[exception->state],
                                         day};
            for (size_t c = 0; c < 6; c++) {
                buffer_add_string(out, "| ");
                escape_markdown(out, cells[c]);
                buffer_add_byte(out, ' ');
            }
            buffer_add_string(out, "|\n");
            markdown_row_end(&rows);
        }
    markdown_rows_end(&rows);
    buffer_add_string(out, any ? "\n"
                               : "None lapses within 90 days, none is expired, unapproved or "
                                 "invalid.\n\n");
}

static void markdown_levels(struct buffer *out, const struct audit *audit,
                            const struct summary *summary)
{
    if (summary->ladders == 0)
        return;
    buffer_printf(out,
                  "## Levels\n\nLess reached than is expected: %zu of %zu.\n\n"
                  "| repository | levels | next |\n| --- | --- | --- |\n",
                  summary->short_ladders, summary->ladders);
    struct markdown_rows rows = markdown_rows_of(out, out->size + PART_MOST);
    for (size_t i = 0; i < audit->count; i++)
        for (size_t j = 0; j < audit->repositories[i].ladder_count; j++) {
            markdown_row_begin(&rows);
            buffer_add_string(out, "| ");
            escape_markdown(out, audit->repositories[i].path);
            buffer_add_string(out, " | ");
            escape_markdown(out, audit->repositories[i].ladders[j].state);
            buffer_add_string(out, " | ");
            escape_markdown(out, audit->repositories[i].ladders[j].needs);
            buffer_add_string(out, " |\n");
            markdown_row_end(&rows);
        }
    markdown_rows_end(&rows);
    buffer_add_byte(out, '\n');
}

static void markdown_echoes(struct buffer *out, const struct summary *summary)
{
    if (summary->echo_count == 0)
        return;
    buffer_add_string(out, "## The same document in several repositories\n\nA copy says nothing "
                           "about the repository that it stands in, unless it is meant to be "
                           "shared.\n\n| document | repositories | where |\n"
                           "| --- | ---: | --- |\n");
    struct markdown_rows rows = markdown_rows_of(out, out->size + PART_MOST);
    for (size_t i = 0; i < summary->echo_count; i++) {
        const struct echo *echo = &summary->echoes[i];
        markdown_row_begin(&rows);
        buffer_add_string(out, "| ");
        escape_markdown(out, echo->copies[0].path);
        buffer_printf(out, " | %zu | ", echo->repositories);
        for (size_t j = 0; j < echo->count && j < ECHOES_SHOWN; j++) {
            buffer_add_string(out, j ? ", " : "");
            escape_markdown(out, echo->copies[j].repository);
        }
        if (echo->count > ECHOES_SHOWN)
            buffer_printf(out, ", and %zu more", echo->count - ECHOES_SHOWN);
        buffer_add_string(out, " |\n");
        markdown_row_end(&rows);
    }
    markdown_rows_end(&rows);
    buffer_add_byte(out, '\n');
}

static void markdown_anchors(struct buffer *out, const struct audit *audit,
                             const struct summary *summary)
{
    if (summary->anchors == 0)
        return;
    buffer_add_string(out, "## Documents that speak of another repository\n\nEach names another "
                           "repository again and again and never the one that it stands in: "
                           "it may have been copied from there.\n\n"
                           "| repository | document | names | times | first line | where |\n"
                           "| --- | --- | --- | ---: | ---: | --- |\n");
    struct markdown_rows rows = markdown_rows_of(out, out->size + PART_MOST);
    for (size_t i = 0; i < audit->count; i++)
        for (size_t j = 0; j < audit->repositories[i].anchor_count; j++) {
            const struct audit_anchor *anchor = &audit->repositories[i].anchors[j];
            markdown_row_begin(&rows);
            const char *const cells[] = {audit->repositories[i].path, anchor->document->path,
                                         anchor->name};
            for (size_t c = 0; c < 3; c++) {
                buffer_add_string(out, "| ");
                escape_markdown(out, cells[c]);
                buffer_add_byte(out, ' ');
            }
            buffer_printf(out, "| %zu | %u | %s |\n", anchor->mentions, anchor->line,
                          anchor->where);
            markdown_row_end(&rows);
        }
    markdown_rows_end(&rows);
    buffer_add_byte(out, '\n');
}

static void write_markdown(struct buffer *out, const struct audit *audit, struct summary *summary)
{
    char day[DATE_TEXT_SIZE];
    date_format(audit->today, day);
    buffer_printf(
        out,
        "# Governance audit, %s\n\n%zu of %zu repositories judged; a finding blocks in %zu. "
        "%zu findings in %zu files.\n\n",
        day, audit->judged, audit->count, summary->blocked, summary->findings, summary->files);
    buffer_add_string(out, "## Policies\n\nKept: passes of all that could be decided.\n\n");
    markdown_tallies(out, "policy", all_of(summary, &summary->policies), summary->policies.count);
    buffer_add_string(out, "## Rules that fail most\n\n");
    if (summary->worst_count > 0)
        markdown_tallies(out, "rule", summary->worst, summary->worst_count);
    else
        buffer_add_string(out, "No rule fails.\n\n");
    buffer_printf(out,
                  "## Exceptions\n\nLapsing within 30 days: %zu, 60 days: %zu, 90 days: %zu.\n\n",
                  summary->lapsing[0], summary->lapsing[1], summary->lapsing[2]);
    markdown_exceptions(out, audit);
    markdown_levels(out, audit, summary);
    markdown_echoes(out, summary);
    markdown_anchors(out, audit, summary);
    buffer_add_string(out,
                      "## Repositories\n\n| repository | commit | findings | block | excused | |\n"
                      "| --- | --- | ---: | ---: | ---: | --- |\n");
    struct markdown_rows rows = markdown_rows_of(out, MARKDOWN_BYTES_MOST);
    for (size_t i = 0; i < audit->count; i++) {
        const struct audit_repository *one = &audit->repositories[i];
        markdown_row_begin(&rows);
        buffer_add_string(out, "| ");
        escape_markdown(out, one->path);
        buffer_printf(out, " | %.12s | %zu | %zu | %zu | ", one->commit, one->findings,
                      one->blocking, one->excused);
        if (one->trouble)
            buffer_add_string(out, "not judged: ");
        escape_markdown(out, one->trouble ? one->trouble : one->shallow ? "shallow" : "");
        buffer_add_string(out, " |\n");
        markdown_row_end(&rows);
    }
    markdown_rows_end(&rows);
}

static void text_echoes(struct buffer *out, const struct summary *summary)
{
    for (size_t i = 0; i < summary->echo_count && i < ECHOES_SHOWN; i++) {
        buffer_add_string(out, "the same in ");
        buffer_printf(out, "%zu repositories: ", summary->echoes[i].repositories);
        escape_visible(out, summary->echoes[i].copies[0].path);
        buffer_add_byte(out, '\n');
    }
    if (summary->echo_count > ECHOES_SHOWN)
        buffer_printf(out, "and %zu more such documents\n", summary->echo_count - ECHOES_SHOWN);
}

static void text_anchors(struct buffer *out, const struct audit *audit,
                         const struct summary *summary)
{
    size_t shown = 0;
    for (size_t i = 0; i < audit->count; i++)
        for (size_t j = 0; j < audit->repositories[i].anchor_count; j++) {
            if (shown++ >= ANCHORS_SHOWN)
                continue;
            const struct audit_anchor *anchor = &audit->repositories[i].anchors[j];
            escape_visible(out, audit->repositories[i].path);
            buffer_add_string(out, ": ");
            escape_visible(out, anchor->document->path);
            buffer_printf(out, ":%u speaks of ", anchor->line);
            escape_visible(out, anchor->name);
            buffer_add_string(out, ", never of its own repository\n");
        }
    if (summary->anchors > ANCHORS_SHOWN)
        buffer_printf(out, "and %zu more such documents\n", summary->anchors - ANCHORS_SHOWN);
}

static void write_text(struct buffer *out, const struct audit *audit, struct summary *summary)
{
    for (size_t i = 0; i < audit->count; i++) {
        const struct audit_repository *one = &audit->repositories[i];
        escape_visible(out, one->path);
        if (one->trouble) {
            buffer_add_string(out, "  not judged: ");
            escape_visible(out, one->trouble);
            buffer_add_byte(out, '\n');
        } else {
            buffer_printf(out, "  %.12s  %zu finding%s, %zu block, %zu excused%s\n", one->commit,
                          one->findings, one->findings == 1 ? "" : "s", one->blocking, one->excused,
                          one->shallow ? ", shallow" : "");
            for (size_t j = 0; j < one->ladder_count; j++)
                buffer_printf(out, "  levels of %s\n", one->ladders[j].state);
        }
    }
    buffer_printf(out, "\n%zu of %zu repositories judged; a finding blocks in %zu\n", audit->judged,
                  audit->count, summary->blocked);
    for (size_t i = 0; i < summary->worst_count && i < 10; i++) {
        buffer_printf(out, "  %s fails in %zu, kept in ", summary->worst[i]->name,
                      summary->worst[i]->by[VERDICT_FAIL]);
        add_coverage(out, summary->worst[i]);
        buffer_printf(out, ", unknown in %zu\n", summary->worst[i]->by[VERDICT_UNKNOWN]);
    }
    buffer_printf(out, "exceptions that lapse within 30 days: %zu, 60 days: %zu, 90 days: %zu\n",
                  summary->lapsing[0], summary->lapsing[1], summary->lapsing[2]);
    if (summary->ladders > 0)
        buffer_printf(out, "less reached than is expected: %zu of %zu\n", summary->short_ladders,
                      summary->ladders);
    text_echoes(out, summary);
    text_anchors(out, audit, summary);
}

static void json_echoes(struct buffer *out, const struct summary *summary)
{
    buffer_add_string(out, "  \"echoes\": [");
    for (size_t i = 0; i < summary->echo_count; i++) {
        const struct echo *echo = &summary->echoes[i];
        buffer_printf(out,
                      "%s\n    {\"sort\": \"%s\", \"blob\": \"%s\", \"repositories\": %zu, "
                      "\"copies\": [",
                      i ? "," : "", echo->sort, echo->blob, echo->repositories);
        for (size_t j = 0; j < echo->count; j++) {
            buffer_printf(out, "%s{\"repository\": ", j ? ", " : "");
            escape_json_string(out, echo->copies[j].repository);
            buffer_add_string(out, ", \"path\": ");
            escape_json_string(out, echo->copies[j].path);
            buffer_add_byte(out, '}');
        }
        buffer_add_string(out, "]}");
    }
    buffer_add_string(out, summary->echo_count ? "\n  ],\n" : "],\n");
}

static void json_anchors(struct buffer *out, const struct audit *audit,
                         const struct summary *summary)
{
    buffer_add_string(out, "  \"foreign_anchors\": [");
    const char *comma = "";
    for (size_t i = 0; i < audit->count; i++)
        for (size_t j = 0; j < audit->repositories[i].anchor_count; j++) {
            const struct audit_anchor *anchor = &audit->repositories[i].anchors[j];
            buffer_printf(out, "%s\n    {\"repository\": ", comma);
            escape_json_string(out, audit->repositories[i].path);
            buffer_add_string(out, ", \"path\": ");
            escape_json_string(out, anchor->document->path);
            buffer_printf(out, ", \"sort\": \"%s\", \"name\": ", anchor->document->sort);
            escape_json_string(out, anchor->name);
            buffer_add_string(out, ", \"other\": ");
            escape_json_string(out, audit->repositories[anchor->other].path);
            buffer_printf(out, ", \"mentions\": %zu, \"line\": %u, \"where\": \"%s\"}",
                          anchor->mentions, anchor->line, anchor->where);
            comma = ",";
        }
    buffer_add_string(out, summary->anchors ? "\n  ],\n" : "],\n");
}

static void json_counts(struct buffer *out, const struct tally *tally)
{
    buffer_printf(
        out,
        "\"pass\": %zu, \"fail\": %zu, \"excused\": %zu, \"unknown\": %zu, \"review\": %zu, "
        "\"not_applicable\": %zu, \"findings\": %zu",
        tally->by[VERDICT_PASS], tally->by[VERDICT_FAIL], tally->excused,
        tally->by[VERDICT_UNKNOWN], tally->by[VERDICT_REVIEW], tally->by[VERDICT_NOT_APPLICABLE],
        tally->findings);
}

static void json_tallies(struct buffer *out, const char *name, const char *key,
                         const struct table *table)
{
    buffer_printf(out, "  \"%s\": [", name);
    for (size_t i = 0; i < table->count; i++) {
        const struct tally *tally = table->entries[i].value;
        buffer_printf(out, "%s\n    {\"%s\": ", i ? "," : "", key);
        escape_json_string(out, tally->name);
        buffer_add_string(out, ", ");
        json_counts(out, tally);
        buffer_add_byte(out, '}');
    }
    buffer_add_string(out, "\n  ],\n");
}

static void json_rules(struct buffer *out, const struct audit_repository *one)
{
    buffer_add_string(out, "\"rules\": {");
    for (size_t i = 0; i < one->rule_count; i++) {
        buffer_printf(out, "%s\"%s\": \"%s\"", i ? ", " : "", one->rules[i].id,
                      one->rules[i].excused ? "excused" : verdict_words[one->rules[i].verdict]);
    }
    buffer_add_byte(out, '}');
}

static void json_name(struct buffer *out, const char *name)
{
    if (name)
        escape_json_string(out, name);
    else
        buffer_add_string(out, "null");
}

static void json_levels(struct buffer *out, const struct audit_repository *one)
{
    buffer_add_string(out, "\"levels\": [");
    for (size_t i = 0; i < one->ladder_count; i++) {
        const struct audit_ladder *ladder = &one->ladders[i];
        buffer_printf(out, "%s{\"policy\": ", i ? ", " : "");
        escape_json_string(out, ladder->policy);
        buffer_add_string(out, ", \"reached\": ");
        json_name(out, ladder->reached);
        buffer_add_string(out, ", \"expected\": ");
        json_name(out, ladder->expected);
        buffer_printf(out, ", \"short\": %s}", ladder->is_short ? "true" : "false");
    }
    buffer_add_byte(out, ']');
}

static void json_exceptions(struct buffer *out, const struct audit_repository *one)
{
    buffer_add_string(out, "\"exceptions\": [");
    for (size_t i = 0; i < one->exception_count; i++) {
        const struct audit_exception *exception = &one->exceptions[i];
        buffer_printf(out, "%s{\"id\": ", i ? ", " : "");
        escape_json_string(out, exception->id);
        buffer_add_string(out, ", \"owner\": ");
        json_name(out, exception->owner);
        buffer_printf(out, ", \"state\": \"%s\", \"matches\": %zu, \"last_valid_day\": ",
                      exception_state_words[exception->state], exception->matches);
        char day[DATE_TEXT_SIZE];
        if (exception->expires != INT32_MIN) {
            date_format(exception->expires, day);
            buffer_printf(out, "\"%s\", \"days_left\": %d}", day, exception->days_left);
        } else {
            buffer_add_string(out, "null, \"days_left\": null}");
        }
    }
    buffer_add_byte(out, ']');
}

static void write_json(struct buffer *out, const struct audit *audit, struct summary *summary,
                       const char *version)
{
    char day[DATE_TEXT_SIZE];
    date_format(audit->today, day);
    buffer_printf(
        out,
        "{\n  \"schema_version\": \"1.0\",\n  \"tool\": {\"name\": \"bylaw\", \"version\": "
        "\"%s\"},\n"
        "  \"now\": \"%s\",\n  \"repositories_given\": %zu,\n  \"repositories_judged\": %zu,\n"
        "  \"repositories_blocked\": %zu,\n",
        version, day, audit->count, audit->judged, summary->blocked);
    json_tallies(out, "policies", "policy", &summary->policies);
    json_tallies(out, "rules", "rule", &summary->rules);
    buffer_printf(out, "  \"exceptions_lapsing\": {\"30\": %zu, \"60\": %zu, \"90\": %zu},\n",
                  summary->lapsing[0], summary->lapsing[1], summary->lapsing[2]);
    json_echoes(out, summary);
    json_anchors(out, audit, summary);
    buffer_add_string(out, "  \"repositories\": [");
    for (size_t i = 0; i < audit->count; i++) {
        const struct audit_repository *one = &audit->repositories[i];
        buffer_printf(out, "%s\n    {\"path\": ", i ? "," : "");
        escape_json_string(out, one->path);
        buffer_printf(out, ", \"status\": %d, \"trouble\": ", one->status);
        json_name(out, one->trouble);
        buffer_printf(out,
                      ", \"commit\": \"%s\", \"shallow\": %s, \"files\": %zu, \"findings\": %zu, "
                      "\"blocking\": %zu, \"excused\": %zu, ",
                      one->commit, one->shallow ? "true" : "false", one->files, one->findings,
                      one->blocking, one->excused);
        json_rules(out, one);
        buffer_add_string(out, ", ");
        json_exceptions(out, one);
        buffer_add_string(out, ", ");
        json_levels(out, one);
        buffer_add_byte(out, '}');
    }
    buffer_add_string(out, "\n  ]\n}\n");
}

void audit_write(struct buffer *out, const struct audit *audit, const char *format,
                 const char *version)
{
    struct summary summary;
    summary_init(&summary, audit);
    if (strcmp(format, "json") == 0)
        write_json(out, audit, &summary, version);
    else if (strcmp(format, "markdown") == 0)
        write_markdown(out, audit, &summary);
    else
        write_text(out, audit, &summary);
    arena_release(&summary.arena);
}
