#include "facts/workload_replicas.h"

#include "facts/kustomize_index.h"
#include "facts/kustomize_kinds.h"
#include "facts/workload_kinds.h"

#include <string.h>

static bool is_count(const struct value *replicas)
{
    return replicas[KUSTOMIZE_REPLICAS_COUNT].kind != VALUE_ABSENT;
}

static bool has_replicas(const struct value *cells)
{
    static const char *const kinds[] = {"Deployment", "ReplicaSet", "ReplicationController",
                                        "StatefulSet", NULL};
    return cells[WORKLOAD_KIND].kind == VALUE_TEXT && cells[WORKLOAD_NAME].kind == VALUE_TEXT &&
           string_is_one_of(cells[WORKLOAD_KIND].text, kinds);
}

void workload_replicas_apply(struct arena *arena, const struct fact_table *replicas,
                             const struct fact_table *workloads, struct value *const *cells)
{
    struct kustomize_index index;
    kustomize_index_init(&index, arena, replicas, KUSTOMIZE_REPLICAS_NAME, KUSTOMIZE_REPLICAS_TEST,
                         is_count);
    for (size_t i = 0; index.here.count > 0 && i < workloads->count; i++) {
        if (workloads->rows[i].gap || !has_replicas(cells[i]))
            continue;
        const char *name = cells[i][WORKLOAD_NAME].text;
        const struct fact_row *here =
            kustomize_index_nearest(&index, workloads->rows[i].path, name);
        const struct fact_row *other = kustomize_index_elsewhere(&index, name);
        if (here)
            cells[i][WORKLOAD_REPLICAS] = here->cells[KUSTOMIZE_REPLICAS_COUNT];
        else if (other)
            cells[i][WORKLOAD_REPLICAS] = value_unknown(
                arena, UNKNOWN_UNOBSERVABLE,
                arena_printf(arena, "'%s' sets the replicas where it is applied", other->path));
    }
}
