#include "facts/workload_chart.h"

#include "base/table.h"
#include "facts/paths.h"

#include <string.h>

struct chart {
    const char *path;
    struct value test, vendored;
    size_t templates;
};

const char *workload_chart_of(struct arena *arena, const struct snapshot *snapshot,
                              const char *path)
{
    static const char folder[] = "templates/";
    const char *found = NULL;
    for (const char *at = path; (at = strstr(at, folder)); at += strlen(folder)) {
        if (at != path && at[-1] != '/')
            continue;
        const char *chart = arena_printf(arena, "%.*sChart.yaml", (int)(at - path), path);
        if (snapshot_find(snapshot, chart))
            found = chart;
    }
    return found;
}

/* The first cell that the path does not tell says why the row is not known. */
static bool is_template(const struct fact_row *row)
{
    return row->gap && row->cells[0].kind == VALUE_UNKNOWN &&
           row->cells[0].unknown->class == UNKNOWN_UNOBSERVABLE;
}

bool workload_chart_has(struct arena *arena, const struct snapshot *snapshot,
                        const struct fact_row *row)
{
    return is_template(row) && workload_chart_of(arena, snapshot, row->path);
}

static void count_template(struct arena *arena, struct table *charts, const char *path,
                           const struct value *test, const struct value *vendored)
{
    const char *key = arena_printf(arena, "%s\n%d%d", path, test->boolean, vendored->boolean);
    struct chart *chart = table_find(charts, key);
    if (!chart) {
        chart = ARENA_NEW(arena, struct chart);
        *chart = (struct chart){.path = path, .test = *test, .vendored = *vendored};
        table_set(charts, key, chart);
    }
    chart->templates++;
}

void workload_chart_add_gaps(struct fact_writer *writer, const struct snapshot *snapshot,
                             const struct fact_table *parts, const struct fact_kind *kind,
                             const struct workload_chart_cells *cells)
{
    struct arena *arena = fact_arena(writer);
    struct table charts;
    table_init(&charts, arena);
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *row = &parts->rows[i];
        const char *path = is_template(row) ? workload_chart_of(arena, snapshot, row->path) : NULL;
        if (path)
            count_template(arena, &charts, path, &row->cells[cells->test],
                           &row->cells[cells->vendored]);
    }
    for (size_t i = 0; i < charts.count; i++) {
        const struct chart *chart = charts.entries[i].value;
        const char *reason =
            arena_printf(arena, "%zu template%s of this chart %s not rendered", chart->templates,
                         chart->templates == 1 ? "" : "s", chart->templates == 1 ? "is" : "are");
        struct fact_row *row =
            fact_add_gap(writer, kind, chart->path, UNKNOWN_UNOBSERVABLE, reason);
        row->cells[cells->test] = chart->test;
        row->cells[cells->vendored] = chart->vendored;
    }
}
