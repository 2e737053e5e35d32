/* chart_value - the values of charts of Helm that are settings of pods and containers, and
 * whether the templates read them. */
#include "base/table.h"
#include "facts/chart_kinds.h"
#include "facts/paths.h"

#include <string.h>

/* What the files of values of a chart say of one key. */
struct setting {
    const struct fact_row *first;
    bool differs; /* another file says something else */
};

struct joining {
    struct fact_writer *writer;
    struct arena *arena;
    const struct fact_table *parts;
    struct table read;     /* chart and key that a template names */
    struct table set;      /* chart and key -> struct setting */
    const char *elsewhere; /* a file of values of no chart; NULL: there is none */
};

static const char *key_of(const struct joining *joining, const struct value *chart, const char *key)
{
    return arena_printf(joining->arena, "%s\n%s", chart->text, key);
}

static void add_readings(struct joining *joining, const struct fact_table *readings)
{
    for (size_t i = 0; i < readings->count; i++) {
        const struct value *cells = readings->rows[i].cells;
        if (readings->rows[i].gap)
            continue;
        const struct value_list *keys = cells[CHART_READING_KEYS].list;
        for (size_t j = 0; j < keys->count; j++)
            table_set(&joining->read,
                      key_of(joining, &cells[CHART_READING_CHART], keys->items[j].text), joining);
    }
}

/* What reads `web` may read `web.image.tag`. */
static bool is_read(const struct joining *joining, const struct value *cells)
{
    char *key = arena_strdup(joining->arena, cells[CHART_VALUE_KEY].text);
    for (;;) {
        if (table_has(&joining->read, key_of(joining, &cells[CHART_VALUE_CHART], key)))
            return true;
        char *dot = strrchr(key, '.');
        if (!dot)
            return false;
        *dot = '\0';
    }
}

static bool is_same(const struct value *a, const struct value *b)
{
    if (a->kind == VALUE_ABSENT && b->kind == VALUE_ABSENT)
        return true;
    return a->kind == VALUE_TEXT && b->kind == VALUE_TEXT && strcmp(a->text, b->text) == 0;
}

/* Of values.yaml and values-production.yaml one is used with the other or without it. */
static void index_values(struct joining *joining)
{
    for (size_t i = 0; i < joining->parts->count; i++) {
        const struct fact_row *row = &joining->parts->rows[i];
        if (row->gap)
            continue;
        const char *key =
            key_of(joining, &row->cells[CHART_VALUE_CHART], row->cells[CHART_VALUE_KEY].text);
        struct setting *setting = table_find(&joining->set, key);
        if (!setting) {
            setting = ARENA_NEW(joining->arena, struct setting);
            setting->first = row;
            table_set(&joining->set, key, setting);
        } else if (strcmp(setting->first->path, row->path) != 0 &&
                   !is_same(&setting->first->cells[CHART_VALUE_VALUE],
                            &row->cells[CHART_VALUE_VALUE])) {
            setting->differs = true;
        }
    }
}

/* values.yaml, values-live.yaml, live-values.yml: of no chart's folder, so that they may be for
 * any chart here. Those in ci/ beside a chart are what chart-testing tries it with. */
static const char *values_elsewhere(const struct fact_repository *repository, struct arena *arena)
{
    const struct snapshot *snapshot = repository->snapshot;
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path, *base = path_base(path);
        bool is_yaml = string_ends_with(base, ".yaml") || string_ends_with(base, ".yml");
        if (!is_yaml || text_find_folded(text_of(base), "values") == SIZE_MAX ||
            path_is_test(path) || strstr(path, "/templates/"))
            continue;
        const char *folder = path_directory(arena, path);
        if (strcmp(path_base(folder), "ci") == 0)
            continue;
        if (!snapshot_find(snapshot, path_join(arena, folder, "Chart.yaml")) ||
            (!string_starts_with(base, "values.") && !string_starts_with(base, "values-")))
            return path;
    }
    return NULL;
}

/* What people set where they install a chart: how much, how many. The others nobody should. */
static bool is_set_on_installing(const struct value *cells)
{
    static const char *const names[] = {"cpu_request",  "cpu_limit",       "memory_request",
                                        "memory_limit", "readiness_probe", "liveness_probe",
                                        "replicas",     "resources",       NULL};
    return string_is_one_of(cells[CHART_VALUE_SETTING].text, names);
}

static struct value read_of(const struct joining *joining, const struct value *cells)
{
    const struct setting *setting = table_find(
        &joining->set, key_of(joining, &cells[CHART_VALUE_CHART], cells[CHART_VALUE_KEY].text));
    if (!is_read(joining, cells))
        return value_unknown(joining->arena, UNKNOWN_UNOBSERVABLE,
                             "no template of the chart names it");
    if (setting && setting->differs)
        return value_unknown(joining->arena, UNKNOWN_UNOBSERVABLE,
                             "another file of values of the chart sets it otherwise");
    if (joining->elsewhere && is_set_on_installing(cells))
        return value_unknown(joining->arena, UNKNOWN_UNOBSERVABLE,
                             arena_printf(joining->arena, "the values in '%s' may set it otherwise",
                                          joining->elsewhere));
    return value_boolean(true);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct joining joining = {
        .writer = writer,
        .arena = fact_arena(writer),
        .parts = repository->table(repository, &chart_value_part_kind),
    };
    joining.elsewhere = values_elsewhere(repository, joining.arena);
    table_init(&joining.read, joining.arena);
    table_init(&joining.set, joining.arena);
    add_readings(&joining, repository->table(repository, &chart_reading_kind));
    index_values(&joining);
    for (size_t i = 0; i < joining.parts->count; i++) {
        const struct fact_row *part = &joining.parts->rows[i];
        struct fact_row *row =
            fact_add(writer, &fact_kind_chart_value, part->path, part->line, part->column);
        row->gap = part->gap;
        memcpy(row->cells, part->cells, CHART_VALUE_FIELD_COUNT * sizeof(*row->cells));
        if (!part->gap)
            row->cells[CHART_VALUE_READ] = read_of(&joining, part->cells);
    }
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_chart_value, NULL};
static const struct fact_kind *const needs[] = {&chart_value_part_kind, &chart_reading_kind, NULL};

FACT(chart_value) = {
    .name = "chart_value",
    .area = FACT_AREA_WORKLOADS,
    .summary = "what the values of charts of Helm say of pods and containers",
    .version = 2,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
