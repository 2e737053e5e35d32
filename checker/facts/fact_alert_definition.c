/* alert_definition - alerts as files define them, before anybody looks where their
 * runbooks are. */
#include "facts/alert_reader.h"
#include "facts/gather.h"
#include "facts/operations_paths.h"
#include "facts/paths.h"
#include "facts/prose.h"

#include <string.h>

const char *const alert_systems[] = {"prometheus", "operator",   "grafana", "datadog",
                                     "terraform",  "cloudwatch", NULL};

static const struct fact_field fields[] = {ALERT_COMMON_FIELDS, {0}};

static const char *const key[] = {"path", "name", NULL};

const struct fact_kind fact_kind_alert_definition = {
    .name = "alert_definition",
    .summary = "An alert as a file defines it.",
    .key = key,
    .fields = fields,
};

/* What one alert says is some lines; what is longer adds no name of a service. */
enum { TEXT_MAX = 4000 };

static void add_text(struct buffer *out, const struct node *node)
{
    if (!node || out->size > TEXT_MAX)
        return;
    if (node_is_scalar(node)) {
        buffer_add(out, node->text, strlen(node->text));
        buffer_add_byte(out, ' ');
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        add_text(out, node->items[i]);
}

void alert_add(struct alert_reading *reading, const struct alert_words *words)
{
    struct fact_writer *writer = reading->writer;
    struct value *cells = fact_add(writer, &fact_kind_alert_definition, NULL,
                                   words->line + reading->line_offset, words->column)
                              ->cells;
    struct buffer text = BUFFER_EMPTY;
    if (words->group)
        buffer_printf(&text, "%s ", words->group);
    add_text(&text, words->all);
    cells[ALERT_SYSTEM] = value_text(words->system);
    cells[ALERT_NAME] = fact_text(writer, words->name);
    const char *severity = words->severity ? prose_fold(&reading->scratch, words->severity) : NULL;
    cells[ALERT_SEVERITY] = operations_text(writer, severity);
    cells[ALERT_EXPRESSION] = fact_text(writer, words->expression);
    cells[ALERT_RUNBOOK] = fact_text(writer, words->runbook);
    cells[ALERT_TEXT] = fact_text(writer, buffer_string(&text));
    cells[ALERT_TEST] = value_boolean(reading->test);
    cells[ALERT_VENDORED] = value_boolean(reading->vendored);
    buffer_release(&text);
}

void alert_add_gap(struct alert_reading *reading, enum unknown_class class, const char *reason)
{
    struct fact_row *gap =
        fact_add_gap(reading->writer, &fact_kind_alert_definition, NULL, class, reason);
    gap->cells[ALERT_TEST] = value_boolean(reading->test);
    gap->cells[ALERT_VENDORED] = value_boolean(reading->vendored);
}

/* Alerts may stand in any YAML; one that cannot be read is a gap where it shows that it
 * holds some. */
static bool bears_marks(const struct fact_file *file)
{
    static const char *const marks[] = {"kind: PrometheusRule", "kind: VMRule",
                                        "AWS::CloudWatch::Alarm", NULL};
    static const char *const name[] = {"alert:", NULL}, *const query[] = {"expr:", NULL};
    return operations_bears(file, marks) ||
           (operations_bears(file, name) && operations_bears(file, query));
}

static void read_document(struct alert_reading *reading, const struct document *document)
{
    const char *path = reading->file->path;
    for (size_t i = 0; i < document->count; i++) {
        if (string_ends_with(path, ".tf"))
            alert_read_terraform(reading, document->roots[i]);
        else if (string_ends_with(path, ".json"))
            alert_read_monitors(reading, document->roots[i]);
        if (!string_ends_with(path, ".tf"))
            alert_read_rules(reading, document->roots[i]);
    }
}

/* Pages that a program makes show alerts to their readers. */
static bool is_page(const char *path)
{
    return strstr(path_base(path), ".md.") || strstr(path_base(path), ".html.");
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (is_page(file->path))
        return;
    struct alert_reading reading = {
        .writer = writer,
        .file = file,
        .test = path_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    enum unknown_class class;
    const char *reason;
    const struct document *document = operations_document(file, &class, &reason);
    if (!document) {
        if (!bears_marks(file))
            return;
        alert_add_gap(&reading, class, reason);
        return;
    }
    arena_init(&reading.scratch, 1 << 12);
    read_document(&reading, document);
    arena_release(&reading.scratch);
}

FACT(alert_definition) = {
    .name = "alert_definition",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Alerts of Prometheus, Grafana, Datadog and Terraform, as they are written.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_alert_definition, NULL},
    .paths = (const char *const[]){"*.yaml", "*.yml", "*.rules", "*.json", "*.tf", "*.jsonnet",
                                   "*.libsonnet", "*.j2", "*.tpl", "*.tmpl", "*.erb", NULL},
    .literals = (const char *const[]){"alert:", "\"alert\"", "PrometheusRule", "VMRule",
                                      "condition:", " alert\"", "service check",
                                      "CloudWatch::Alarm", "_alarm\"", "datadog_monitor", "_alert",
                                      "grafana_rule_group", "-alarm", "-alert", "-monitor",
                                      "/alarm", "/alert", "/monitor", NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
