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

/* Parts of keys that are looked at in all; what is more may set anything. */
enum { SEGMENTS_MAX = 16, PARTS_MAX = 1000000 };

struct joining {
    struct fact_writer *writer;
    struct arena *arena;
    const struct fact_table *parts;
    struct table read; /* chart and key that a template names */
    struct table set;  /* chart and key -> struct setting */
    /* Name of a chart, or nothing, and key -> the path of what sets it outside the charts, and
     * of what sets something below it. */
    struct table given, given_below;
    size_t parts_given;    /* of PARTS_MAX */
    struct table replaced; /* chart and key for which a template takes another where it is empty */
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
        keys = cells[CHART_READING_REPLACED].list;
        for (size_t j = 0; j < keys->count; j++)
            table_set(&joining->replaced,
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

static const char *given_key(const struct joining *joining, const char *chart, struct text key)
{
    return arena_printf(joining->arena, "%s\n%.*s", chart, (int)key.size, key.bytes);
}

/* `live.web.replicas` may be `web.replicas` of a chart that another depends on. It sets what
 * stands there, and what reads `web` gets something else. Deeper ones no chart here has. */
static void index_key(struct joining *joining, const char *chart, char *path, const char *key)
{
    size_t starts[SEGMENTS_MAX + 1], count = 0;
    starts[count++] = 0;
    for (const char *dot = strchr(key, '.'); dot; dot = strchr(dot + 1, '.')) {
        if (count == SEGMENTS_MAX)
            return;
        starts[count++] = (size_t)(dot + 1 - key);
    }
    starts[count] = strlen(key) + 1;
    joining->parts_given += count * (count + 1) / 2;
    if (joining->parts_given > PARTS_MAX) {
        table_set(&joining->given, given_key(joining, "", text_of("")), path);
        return;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j <= count; j++) {
            struct text part = {key + starts[i], starts[j] - 1 - starts[i]};
            table_set(j == count ? &joining->given : &joining->given_below,
                      given_key(joining, chart, part), path);
        }
}

static void index_overrides(struct joining *joining, const struct fact_table *overrides,
                            bool is_root_a_chart)
{
    for (size_t i = 0; i < overrides->count; i++) {
        const struct fact_row *row = &overrides->rows[i];
        const struct value *chart = &row->cells[CHART_OVERRIDE_CHART];
        /* What the chart of the root is called no folder tells. */
        char *path = arena_strdup(joining->arena, row->path);
        const char *name = chart->kind == VALUE_TEXT && !is_root_a_chart ? chart->text : "";
        if (row->gap) {
            table_set(&joining->given, given_key(joining, name, text_of("")), path);
            continue;
        }
        const struct value_list *keys = row->cells[CHART_OVERRIDE_KEYS].list;
        for (size_t j = 0; j < keys->count; j++)
            index_key(joining, name, path, keys->items[j].text);
    }
}

static const char *given_in(const struct joining *joining, const char *chart, const char *key)
{
    const char *path = table_find(&joining->given_below, given_key(joining, chart, text_of(key)));
    struct text above = text_of(key);
    while (!path) {
        path = table_find(&joining->given, given_key(joining, chart, above));
        if (above.size == 0)
            break;
        while (above.size > 0 && above.bytes[above.size - 1] != '.')
            above.size--;
        if (above.size > 0)
            above.size--;
    }
    return path;
}

/* Which file sets the value where the chart is installed; NULL: none that is here. */
static const char *overridden_in(const struct joining *joining, const struct value *cells)
{
    const char *key = cells[CHART_VALUE_KEY].text;
    const char *folder = path_directory(joining->arena, cells[CHART_VALUE_CHART].text);
    const char *path = given_in(joining, "", key);
    return path ? path : given_in(joining, path_base(folder), key);
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
    bool is_empty = cells[CHART_VALUE_VALUE].kind == VALUE_TEXT &&
                    strcmp(cells[CHART_VALUE_VALUE].text, "false") == 0;
    if (is_empty && table_has(&joining->replaced, key_of(joining, &cells[CHART_VALUE_CHART],
                                                         cells[CHART_VALUE_KEY].text)))
        return value_unknown(joining->arena, UNKNOWN_UNOBSERVABLE,
                             "a template takes another value where it is empty");
    const char *elsewhere = is_set_on_installing(cells) ? overridden_in(joining, cells) : NULL;
    if (elsewhere)
        return value_unknown(
            joining->arena, UNKNOWN_UNOBSERVABLE,
            arena_printf(joining->arena, "the values in '%s' may set it otherwise", elsewhere));
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
    table_init(&joining.read, joining.arena);
    table_init(&joining.set, joining.arena);
    table_init(&joining.replaced, joining.arena);
    add_readings(&joining, repository->table(repository, &chart_reading_kind));
    index_values(&joining);
    table_init(&joining.given, joining.arena);
    table_init(&joining.given_below, joining.arena);
    index_overrides(&joining, repository->table(repository, &chart_override_kind),
                    snapshot_find(repository->snapshot, "Chart.yaml") != NULL);
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
static const struct fact_kind *const needs[] = {&chart_value_part_kind, &chart_reading_kind,
                                                &chart_override_kind, NULL};

FACT(chart_value) = {
    .name = "chart_value",
    .area = FACT_AREA_WORKLOADS,
    .summary = "what the values of charts of Helm say of pods and containers",
    .version = 3,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
