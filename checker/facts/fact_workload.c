#include "facts/kustomize_kinds.h"
#include "facts/kustomize_patch_kinds.h"
#include "facts/pod_index.h"
#include "facts/release_image_kind.h"
#include "facts/service_kinds.h"
#include "facts/workload_chart.h"
#include "facts/workload_image.h"
#include "facts/workload_kinds.h"
#include "facts/workload_patch.h"
#include "facts/workload_replicas.h"
#include "facts/workload_touch.h"

#include <stdlib.h>
#include <string.h>

/* A workload while it is joined. */
struct joined {
    struct value *cells;
    struct value open;     /* VALUE_UNKNOWN: what keeps its targets from being known */
    struct table *targets; /* of the services that select it; NULL: there is none */
    bool is_named;         /* a container names one of these ports */
};

/* What is joined, and the workloads that come of it. */
struct joining {
    struct fact_writer *writer;
    struct arena *arena;
    const struct snapshot *snapshot;
    const struct fact_table *parts, *budgets, *images, *release_images, *replicas;
    struct pod_index services, budget_index;
    struct workload_touch touch;
    struct table autoscalers; /* kind and name of the target -> least, a value */
    struct joined *workloads; /* one a part */
    struct table by_name;     /* path, kind and name of a workload -> struct joined */
    struct value *budget_cells;
    struct joined *looked_at;
};

static const char *key_of(struct arena *arena, const char *first, const char *second)
{
    return arena_printf(arena, "%s\n%s", first, second);
}

static const char *name_of(struct arena *arena, const char *path, const char *kind,
                           const char *name)
{
    return arena_printf(arena, "%s\n%s\n%s", path, kind, name);
}

static bool is_text(const struct value *value)
{
    return value->kind == VALUE_TEXT;
}

/* Several for one workload stand in several overlays: the least of them counts. */
static void index_autoscalers(struct joining *joining, const struct fact_table *table)
{
    table_init(&joining->autoscalers, joining->arena);
    for (size_t i = 0; i < table->count; i++) {
        const struct value *cells = table->rows[i].cells;
        if (table->rows[i].gap || !is_text(&cells[AUTOSCALER_TARGET]) ||
            !is_text(&cells[AUTOSCALER_TARGET_KIND]) || cells[AUTOSCALER_TEST].boolean)
            continue;
        const char *key = key_of(joining->arena, cells[AUTOSCALER_TARGET_KIND].text,
                                 cells[AUTOSCALER_TARGET].text);
        const struct value *known = table_find(&joining->autoscalers, key);
        const struct value *least = &cells[AUTOSCALER_LEAST];
        if (!known || least->kind == VALUE_UNKNOWN ||
            (known->kind == VALUE_INTEGER && known->integer > least->integer))
            table_set(&joining->autoscalers, key, (void *)(uintptr_t)least);
    }
}

static struct value least_pods(const struct joining *joining, const struct value *cells)
{
    const struct value *scaled = NULL;
    if (is_text(&cells[WORKLOAD_NAME]))
        scaled = table_find(&joining->autoscalers, key_of(joining->arena, cells[WORKLOAD_KIND].text,
                                                          cells[WORKLOAD_NAME].text));
    if (scaled)
        return *scaled;
    return cells[WORKLOAD_REPLICAS].kind == VALUE_ABSENT ? value_integer(1)
                                                         : cells[WORKLOAD_REPLICAS];
}

static void note_service(void *state, size_t row)
{
    struct joining *joining = state;
    struct joined *joined = joining->looked_at;
    const struct value *targets = &joining->services.table->rows[row].cells[SERVICE_TARGETS];
    if (targets->kind != VALUE_LIST) {
        joined->open = *targets;
        return;
    }
    if (!joined->targets) {
        joined->targets = ARENA_NEW(joining->arena, struct table);
        table_init(joined->targets, joining->arena);
    }
    for (size_t i = 0; i < targets->list->count; i++)
        table_set(joined->targets, targets->list->items[i].text, joined);
}

/* `50%` of 3 pods are 2: Kubernetes rounds up. */
static int64_t pods_of(const char *text, int64_t pods, bool *is_number)
{
    char *end = NULL;
    long long number = strtoll(text, &end, 10);
    *is_number = end != text && (strcmp(end, "") == 0 || strcmp(end, "%") == 0);
    if (number < 0 || number > INT32_MAX)
        *is_number = false;
    if (!*is_number || *end == '\0')
        return number;
    return (number * pods + 99) / 100;
}

static struct value allows(const struct value *budget, const struct value *pods)
{
    const struct value *stay = &budget[BUDGET_MIN_AVAILABLE], *go = &budget[BUDGET_MAX_UNAVAILABLE];
    bool is_number = false;
    if (stay->kind == VALUE_UNKNOWN || go->kind == VALUE_UNKNOWN)
        return stay->kind == VALUE_UNKNOWN ? *stay : *go;
    if (is_text(go)) {
        int64_t most = pods_of(go->text, 100, &is_number);
        return is_number ? value_boolean(most > 0) : (struct value){0};
    }
    if (!is_text(stay))
        return (struct value){0};
    if (strcmp(stay->text, "100%") == 0)
        return value_boolean(false);
    int64_t least =
        pods_of(stay->text, pods->kind == VALUE_INTEGER ? pods->integer : 0, &is_number);
    if (!is_number)
        return (struct value){0};
    if (least == 0 && pods->kind != VALUE_UNKNOWN)
        return value_boolean(true);
    return pods->kind == VALUE_INTEGER ? value_boolean(pods->integer == 0 || least < pods->integer)
                                       : *pods;
}

/* A budget that holds back the pods of one workload is told, whatever else it selects. */
static void note_budget(void *state, size_t row)
{
    struct joining *joining = state;
    struct value *budget = &joining->budget_cells[row * BUDGET_FIELD_COUNT];
    struct value here = allows(budget, &joining->looked_at->cells[WORKLOAD_LEAST_PODS]);
    bool is_worse = here.kind == VALUE_BOOLEAN && !here.boolean;
    bool is_first = budget[BUDGET_SELECTS].kind == VALUE_ABSENT;
    if (!is_first && !is_worse)
        return;
    budget[BUDGET_SELECTS] = joining->looked_at->cells[WORKLOAD_NAME];
    budget[BUDGET_ALLOWS] = here;
}

/* Copies of the cells of each row, because patches and joining change them. */
static struct value **copies_of(struct arena *arena, const struct fact_table *parts, size_t fields)
{
    struct value **copies = ARENA_ARRAY(arena, struct value *, parts->count + 1);
    for (size_t i = 0; i < parts->count; i++) {
        copies[i] = ARENA_ARRAY(arena, struct value, fields);
        memcpy(copies[i], parts->rows[i].cells, fields * sizeof(**copies));
    }
    return copies;
}

static void join_workload(struct joining *joining, struct joined *joined,
                          const struct fact_row *part)
{
    struct value *cells = joined->cells;
    struct fact_row row = *part;
    row.cells = cells;
    joining->looked_at = joined;
    cells[WORKLOAD_LEAST_PODS] = least_pods(joining, cells);
    cells[WORKLOAD_SERVED] = pod_index_selects(&joining->services, &row, note_service, joining);
    cells[WORKLOAD_BUDGETED] =
        pod_index_selects(&joining->budget_index, &row, note_budget, joining);
    if (is_text(&cells[WORKLOAD_NAME]))
        table_set(&joining->by_name,
                  name_of(joining->arena, part->path, cells[WORKLOAD_KIND].text,
                          cells[WORKLOAD_NAME].text),
                  joined);
}

static void join_workloads(struct joining *joining)
{
    struct workload_patching patching = {
        joining->arena, joining->snapshot, &joining->touch.reach, joining->parts,
        copies_of(joining->arena, joining->parts, WORKLOAD_FIELD_COUNT)};
    workload_patch_workloads(&patching);
    workload_touch_workloads(&joining->touch, &patching.cells, &joining->parts);
    workload_replicas_apply(joining->arena, joining->replicas, joining->parts, patching.cells);
    joining->workloads = ARENA_ARRAY(joining->arena, struct joined, joining->parts->count + 1);
    for (size_t i = 0; i < joining->parts->count; i++) {
        const struct fact_row *part = &joining->parts->rows[i];
        joining->workloads[i] = (struct joined){.cells = patching.cells[i]};
        if (!part->gap && part->cells[WORKLOAD_LABELS].kind != VALUE_ABSENT)
            join_workload(joining, &joining->workloads[i], part);
    }
}

/* One that selects nothing here may select what another repository deploys. */
static void start_budgets(struct joining *joining)
{
    const size_t size = joining->budgets->count * BUDGET_FIELD_COUNT;
    joining->budget_cells = ARENA_ARRAY(joining->arena, struct value, size + 1);
    for (size_t i = 0; i < joining->budgets->count; i++) {
        struct value *cells = &joining->budget_cells[i * BUDGET_FIELD_COUNT];
        memcpy(cells, joining->budgets->rows[i].cells, BUDGET_FIELD_COUNT * sizeof(*cells));
        if (joining->budgets->rows[i].gap)
            continue;
        struct value none = value_integer(INT32_MAX);
        cells[BUDGET_ALLOWS] = allows(cells, &none);
        if (cells[BUDGET_SELECTOR].kind == VALUE_UNKNOWN)
            cells[BUDGET_SELECTS] = cells[BUDGET_SELECTOR];
    }
}

static void copy_row(const struct joining *joining, const struct fact_kind *kind,
                     const struct fact_row *part, const struct value *cells, size_t fields)
{
    if (workload_chart_has(joining->arena, joining->snapshot, part))
        return;
    struct fact_row *row = fact_add(joining->writer, kind, part->path, part->line, part->column);
    row->gap = part->gap;
    memcpy(row->cells, cells, fields * sizeof(*cells));
}

/* The workload of a container; NULL where its name is not known. */
static struct joined *workload_of(const struct joining *joining, const struct fact_row *part)
{
    const struct value *cells = part->cells;
    if (part->gap || !is_text(&cells[CONTAINER_WORKLOAD]))
        return NULL;
    struct joined *own = table_find(&joining->by_name, name_of(joining->arena, part->path,
                                                               cells[CONTAINER_WORKLOAD_KIND].text,
                                                               cells[CONTAINER_WORKLOAD].text));
    if (own || !is_text(&cells[CONTAINER_PATCHES]))
        return own;
    return table_find(&joining->by_name,
                      name_of(joining->arena, cells[CONTAINER_PATCHES].text,
                              cells[CONTAINER_WORKLOAD_KIND].text, cells[CONTAINER_WORKLOAD].text));
}

/* Does a service send requests to a port that this container names? */
static bool is_target(const struct joining *joining, const struct joined *workload,
                      const struct value *cells)
{
    /* A patch that is not known in full may change them. */
    if (cells[CONTAINER_PORTS].kind != VALUE_LIST || cells[CONTAINER_PORT_NAMES].kind != VALUE_LIST)
        return false;
    const struct value_list *ports = cells[CONTAINER_PORTS].list,
                            *names = cells[CONTAINER_PORT_NAMES].list;
    for (size_t i = 0; workload->targets && i < ports->count; i++)
        if (table_has(workload->targets,
                      arena_printf(joining->arena, "%lld", (long long)ports->items[i].integer)))
            return true;
    for (size_t i = 0; workload->targets && i < names->count; i++)
        if (table_has(workload->targets, names->items[i].text))
            return true;
    return false;
}

static struct value served(const struct joining *joining, const struct joined *workload,
                           const struct value *cells)
{
    if (!workload)
        return value_unknown(joining->arena, UNKNOWN_UNOBSERVABLE,
                             "its workload's name is not known");
    if (cells[CONTAINER_PORTS].kind == VALUE_UNKNOWN)
        return cells[CONTAINER_PORTS];
    if (is_target(joining, workload, cells))
        return value_boolean(true);
    if (workload->open.kind == VALUE_UNKNOWN)
        return workload->open;
    if (workload->cells[WORKLOAD_SERVED].kind != VALUE_BOOLEAN)
        return workload->cells[WORKLOAD_SERVED];
    return value_boolean(workload->targets && workload->targets->count > 0 && !workload->is_named);
}

static void add_containers(struct joining *joining, const struct fact_table *parts)
{
    struct workload_patching patching = {joining->arena, joining->snapshot, &joining->touch.reach,
                                         parts,
                                         copies_of(joining->arena, parts, CONTAINER_FIELD_COUNT)};
    const size_t own = parts->count;
    workload_patch_containers(&patching);
    workload_touch_containers(&joining->touch, &patching.cells, &parts);
    workload_image_apply(joining->arena, joining->images, parts, patching.cells);
    workload_image_release(joining->arena, joining->release_images, parts, patching.cells);
    for (size_t i = 0; i < parts->count; i++) {
        struct joined *workload = workload_of(joining, &parts->rows[i]);
        if (workload && is_target(joining, workload, patching.cells[i]))
            workload->is_named = true;
    }
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *part = &parts->rows[i];
        struct value *cells = patching.cells[i];
        if (!part->gap)
            cells[CONTAINER_SERVED] = served(joining, workload_of(joining, part), cells);
        /* What is added is worse than its manifest, and is judged by itself. */
        if (i >= own)
            cells[CONTAINER_PATCHES] = (struct value){0};
        copy_row(joining, &fact_kind_container, part, cells, CONTAINER_FIELD_COUNT);
    }
    static const struct workload_chart_cells of_charts = {CONTAINER_TEST, CONTAINER_VENDORED};
    workload_chart_add_gaps(joining->writer, joining->snapshot, parts, &fact_kind_container,
                            &of_charts);
}

static void write_workloads(const struct joining *joining)
{
    static const struct workload_chart_cells of_charts = {WORKLOAD_TEST, WORKLOAD_VENDORED};
    for (size_t i = 0; i < joining->parts->count; i++)
        copy_row(joining, &fact_kind_workload, &joining->parts->rows[i],
                 joining->workloads[i].cells, WORKLOAD_FIELD_COUNT);
    workload_chart_add_gaps(joining->writer, joining->snapshot, joining->parts, &fact_kind_workload,
                            &of_charts);
}

static void write_host_mounts(const struct joining *joining, const struct fact_table *parts)
{
    static const struct workload_chart_cells of_charts = {HOST_MOUNT_TEST, HOST_MOUNT_VENDORED};
    for (size_t i = 0; i < parts->count; i++)
        copy_row(joining, &fact_kind_host_mount, &parts->rows[i], parts->rows[i].cells,
                 HOST_MOUNT_FIELD_COUNT);
    workload_chart_add_gaps(joining->writer, joining->snapshot, parts, &fact_kind_host_mount,
                            &of_charts);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    static const struct pod_selector_cells of_services = {SERVICE_NAMESPACE, SERVICE_SELECTOR,
                                                          SERVICE_TEST, false};
    static const struct pod_selector_cells of_budgets = {BUDGET_NAMESPACE, BUDGET_SELECTOR,
                                                         BUDGET_TEST, true};
    struct joining joining = {
        .writer = writer,
        .arena = fact_arena(writer),
        .snapshot = repository->snapshot,
        .parts = repository->table(repository, &workload_part_kind),
        .budgets = repository->table(repository, &disruption_budget_part_kind),
        .images = repository->table(repository, &fact_kind_kustomize_image),
        .release_images = repository->table(repository, &release_image_kind),
        .replicas = repository->table(repository, &fact_kind_kustomize_replicas),
    };
    joining.touch = (struct workload_touch){
        .arena = joining.arena,
        .snapshot = joining.snapshot,
        .patches = repository->table(repository, &kustomize_patch_kind),
        .labels = repository->table(repository, &manifest_label_kind),
        .workloads = joining.parts,
        .containers = repository->table(repository, &container_part_kind),
    };
    kustomize_reach_init(&joining.touch.reach, joining.arena, joining.snapshot,
                         repository->table(repository, &kustomize_source_kind));
    table_init(&joining.by_name, joining.arena);
    pod_index_init(&joining.services, joining.arena,
                   repository->table(repository, &fact_kind_service), &of_services);
    pod_index_init(&joining.budget_index, joining.arena, joining.budgets, &of_budgets);
    index_autoscalers(&joining, repository->table(repository, &fact_kind_autoscaler));
    start_budgets(&joining);
    join_workloads(&joining);
    if (fact_is_wanted(writer, &fact_kind_workload))
        write_workloads(&joining);
    for (size_t i = 0;
         fact_is_wanted(writer, &fact_kind_disruption_budget) && i < joining.budgets->count; i++)
        copy_row(&joining, &fact_kind_disruption_budget, &joining.budgets->rows[i],
                 &joining.budget_cells[i * BUDGET_FIELD_COUNT], BUDGET_FIELD_COUNT);
    if (fact_is_wanted(writer, &fact_kind_container))
        add_containers(&joining, repository->table(repository, &container_part_kind));
    if (fact_is_wanted(writer, &fact_kind_host_mount))
        write_host_mounts(&joining, repository->table(repository, &host_mount_part_kind));
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_workload, &fact_kind_container,
                                                &fact_kind_host_mount, &fact_kind_disruption_budget,
                                                NULL};
static const struct fact_kind *const needs[] = {&workload_part_kind,
                                                &container_part_kind,
                                                &host_mount_part_kind,
                                                &fact_kind_service,
                                                &fact_kind_autoscaler,
                                                &disruption_budget_part_kind,
                                                &fact_kind_kustomize_image,
                                                &fact_kind_kustomize_replicas,
                                                &kustomize_patch_kind,
                                                &kustomize_source_kind,
                                                &manifest_label_kind,
                                                &release_image_kind,
                                                NULL};

FACT(workload) = {
    .name = "workload",
    .area = FACT_AREA_WORKLOADS,
    .summary =
        "what a repository deploys, the containers of Kubernetes in it, and what lets them go",
    .version = 12,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
