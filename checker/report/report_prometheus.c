#include "report/finding_text.h"

#include "base/date.h"
#include "base/table.h"
#include "engine/excuse.h"
#include "engine/recorded.h"
#include "report/exceptions_sections.h"

#include <string.h>

enum { NAMES_BLOCK = 1 << 12 };

/* The text format of the node exporter's textfile collector: a family at a time, no
 * instants, and no label of which there may be thousands. */
struct family {
    const char *name;
    const char *help;
    void (*write)(struct buffer *out, const char *name, const struct evaluation *evaluation);
};

static void add_label(struct buffer *out, const char *label, const char *value)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, value);
    buffer_printf(out, "%s=\"", label);
    for (const char *at = buffer_string(&visible); *at; at++) {
        if (*at == '"' || *at == '\\')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, *at);
    }
    buffer_add_byte(out, '"');
    buffer_release(&visible);
}

static void begin_series(struct buffer *out, const char *name, const struct evaluation *evaluation)
{
    struct buffer repository = BUFFER_EMPTY;
    repository_add_name(&repository, evaluation);
    buffer_printf(out, "%s{", name);
    add_label(out, "repository", buffer_string(&repository));
    buffer_release(&repository);
}

static void write_rules(struct buffer *out, const char *name, const struct evaluation *evaluation)
{
    for (size_t verdict = 0; verdict_words[verdict]; verdict++) {
        begin_series(out, name, evaluation);
        buffer_printf(out, ",verdict=\"%s\"} %zu\n", verdict_words[verdict],
                      evaluation->rules_by_verdict[verdict]);
    }
}

static void write_findings(struct buffer *out, const char *name,
                           const struct evaluation *evaluation)
{
    for (size_t severity = 0; severity <= SEVERITY_CRITICAL; severity++)
        for (int excused = 0; excused < 2; excused++) {
            size_t count = 0;
            for (size_t i = 0; i < evaluation->finding_count; i++)
                count += (size_t)evaluation->findings[i].severity == severity &&
                         evaluation->findings[i].excused == (excused == 1);
            begin_series(out, name, evaluation);
            buffer_printf(out, ",severity=\"%s\",excused=\"%s\"} %zu\n", severity_words[severity],
                          excused ? "true" : "false", count);
        }
}

static void write_blocking(struct buffer *out, const char *name,
                           const struct evaluation *evaluation)
{
    size_t count = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++)
        count += evaluation->findings[i].blocks;
    begin_series(out, name, evaluation);
    buffer_printf(out, "} %zu\n", count);
}

/* What the baseline file keeps from blocking, and what is left in it for nothing. */
static void write_recorded(struct buffer *out, const char *name,
                           const struct evaluation *evaluation)
{
    for (size_t state = 0; baseline_entry_state_words[state]; state++) {
        size_t count = recorded_count(evaluation, (enum baseline_entry_state)state);
        if (!evaluation->baseline_file && count == 0)
            continue;
        begin_series(out, name, evaluation);
        buffer_printf(out, ",state=\"%s\"} %zu\n", baseline_entry_state_words[state], count);
    }
}

static void write_judged(struct buffer *out, const char *name, const struct evaluation *evaluation)
{
    begin_series(out, name, evaluation);
    buffer_printf(out, "} %lld\n", (long long)evaluation->now);
}

static void write_expiry(struct buffer *out, const char *name, const struct evaluation *evaluation)
{
    struct arena arena;
    struct table told; /* names: no series may come twice, though two records may have one id */
    arena_init(&arena, NAMES_BLOCK);
    table_init(&told, &arena);
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception_use *use = &evaluation->exceptions[i];
        const char *id = record_name(use->exception, &arena);
        int32_t last = exception_lapses_on(use);
        if (last == INT32_MIN || table_set(&told, id, &told))
            continue;
        begin_series(out, name, evaluation);
        buffer_add_byte(out, ',');
        add_label(out, "id", id);
        buffer_printf(out, ",state=\"%s\"} %lld\n", exception_state_words[use->state],
                      ((long long)last + 1) * SECONDS_A_DAY);
    }
    arena_release(&arena);
}

static const struct family families[] = {
    {"bylaw_rules", "Rules in force, by verdict.", write_rules},
    {"bylaw_findings", "Findings, by severity and whether an exception covers them.",
     write_findings},
    {"bylaw_blocking_findings", "Findings that decide the exit status.", write_blocking},
    {"bylaw_baseline_entries", "Entries of the baseline file, by what became of them.",
     write_recorded},
    {"bylaw_judged_timestamp_seconds", "The day that was judged by, its first second.",
     write_judged},
    {"bylaw_exception_expiry_timestamp_seconds",
     "End of validity of each exception: the first second on which it excuses nothing.",
     write_expiry},
};

static struct failure *write_prometheus(struct buffer *out,
                                        const struct evaluation *const *evaluations, size_t count,
                                        const struct report_options *options)
{
    (void)options;
    for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
        const struct family *family = &families[i];
        buffer_printf(out, "# HELP %s %s\n# TYPE %s gauge\n", family->name, family->help,
                      family->name);
        for (size_t j = 0; j < count; j++)
            family->write(out, family->name, evaluations[j]);
    }
    return NULL;
}

REPORT(prometheus) = {
    .name = "prometheus",
    .summary = "gauges for the textfile collector of Prometheus' node exporter",
    .extension = "prom",
    .write = write_prometheus,
};
