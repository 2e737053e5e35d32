/* dashboard_definition - dashboards as files define them. */
#include "facts/dashboard_reader.h"
#include "facts/gather.h"
#include "facts/operations_paths.h"
#include "facts/paths.h"
#include "facts/prose.h"
#include "facts/residue.h"

#include <string.h>

const char *const dashboard_systems[] = {"grafana",    "operator", "perses",   "datadog",
                                         "cloudwatch", "google",   "newrelic", NULL};

static const struct fact_field fields[] = {DASHBOARD_COMMON_FIELDS, {0}};
static const char *const key[] = {"path", "title", NULL};

const struct fact_kind fact_kind_dashboard_definition = {
    .name = "dashboard_definition",
    .summary = "A dashboard as a file defines it.",
    .key = key,
    .fields = fields,
};

struct rows {
    struct dashboard_sink sink;
    struct fact_writer *writer;
    bool test, vendored;
};

enum { TEXT_MAX = 20000 };

/* Texts of one word say how something looks; queries and titles have more, or are asked
 * for by name. */
static void add_text(struct buffer *out, const struct node *node, const char *name)
{
    static const char *const asked[] = {"title", "expr", "query", "name", NULL};
    if (!node || out->size > TEXT_MAX)
        return;
    if (node_is_scalar(node)) {
        if (node->kind == NODE_TEXT && node->size < 4000 &&
            (strpbrk(node->text, " ({_") || (name && string_is_one_of(name, asked)))) {
            buffer_add_string(out, node->text);
            buffer_add_byte(out, ' ');
        }
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        add_text(out, node->items[i], node->kind == NODE_MAPPING ? node->keys[i]->text : name);
}

static bool is_unnamed(struct arena *scratch, const char *title)
{
    static const char *const given[] = {"new dashboard", "dashboard", "untitled", NULL};
    if (!title || !text_trim(text_of(title)).size)
        return true;
    const char *folded = prose_fold(scratch, title);
    return string_is_one_of(folded, given) || string_starts_with(folded, "new dashboard copy") ||
           residue_is_value(title);
}

static void add(struct dashboard_sink *sink, const struct dashboard *dashboard)
{
    struct rows *rows = (struct rows *)sink;
    struct fact_writer *writer = rows->writer;
    struct value *cells =
        fact_add(writer, &fact_kind_dashboard_definition, NULL, dashboard->line, dashboard->column)
            ->cells;
    struct value elsewhere = value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                                           "what the dashboard shows is kept in another place");
    struct buffer text = BUFFER_EMPTY;
    if (dashboard->title)
        buffer_printf(&text, "%s ", dashboard->title);
    add_text(&text, dashboard->all, NULL);
    cells[DASHBOARD_SYSTEM] = value_text(dashboard->system);
    cells[DASHBOARD_TITLE] = operations_text(writer, dashboard->title);
    cells[DASHBOARD_UNNAMED] = value_boolean(is_unnamed(rows->sink.scratch, dashboard->title));
    cells[DASHBOARD_PANELS] =
        dashboard->is_elsewhere ? elsewhere : value_integer((int64_t)dashboard->panels);
    cells[DASHBOARD_QUERIES] =
        dashboard->is_elsewhere ? elsewhere : value_integer((int64_t)dashboard->queries);
    cells[DASHBOARD_SHOWN] = value_boolean(!dashboard->is_elsewhere);
    cells[DASHBOARD_TEXT] = fact_text(writer, buffer_string(&text));
    cells[DASHBOARD_TEST] = value_boolean(rows->test);
    cells[DASHBOARD_VENDORED] = value_boolean(rows->vendored);
    buffer_release(&text);
}

static bool bears_marks(const struct fact_file *file)
{
    static const char *const marks[] = {"grafonnet",
                                        "dashboard.new(",
                                        "grafana.dashboard",
                                        "kind: GrafanaDashboard",
                                        "grafana_dashboard",
                                        "\"schemaVersion\"",
                                        NULL};
    return operations_bears(file, marks);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct rows rows = {
        .sink = {.add = add},
        .writer = writer,
        .test = path_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    enum unknown_class class;
    const char *reason;
    const struct document *document = operations_document(file, &class, &reason);
    if (!document) {
        if (!bears_marks(file))
            return;
        struct fact_row *gap =
            fact_add_gap(writer, &fact_kind_dashboard_definition, NULL, class, reason);
        gap->cells[DASHBOARD_SHOWN] = value_boolean(false);
        gap->cells[DASHBOARD_TEST] = value_boolean(rows.test);
        gap->cells[DASHBOARD_VENDORED] = value_boolean(rows.vendored);
        return;
    }
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    rows.sink.scratch = &scratch;
    for (size_t i = 0; i < document->count; i++) {
        if (string_ends_with(file->path, ".tf"))
            dashboard_read_terraform(&rows.sink, document->roots[i]);
        else
            dashboard_read(&rows.sink, document->roots[i]);
    }
    arena_release(&scratch);
}

FACT(dashboard_definition) = {
    .name = "dashboard_definition",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Dashboards of Grafana, Perses, Datadog and Terraform, as they are written.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_dashboard_definition, NULL},
    .paths = (const char *const[]){"*.yaml", "*.yml", "*.json", "*.tf", "*.jsonnet", "*.libsonnet",
                                   "*.j2", "*.tpl", "*.tmpl", NULL},
    .literals = (const char *const[]){"\"schemaVersion\"", "GrafanaDashboard", "PersesDashboard",
                                      "\"Dashboard\"", "kind: Dashboard", "\"layout_type\"",
                                      "_dashboard", "grafonnet", "grafana.dashboard",
                                      "dashboard.new(", "\"templating\"", NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
