#include "facts/kustomize_touch.h"

#include "base/text.h"
#include "facts/workload_kinds.h"
#include "facts/workload_kustomize.h"

#include <string.h>

/* A place of an object, of its pods or of a container, and a cell that it decides. */
struct place {
    const char *path; /* names with slashes between them */
    size_t cell;
    bool is_shared; /* the pod says it too, or something else stands in for it */
};

static const struct place of_objects[] = {
    {"spec/replicas", WORKLOAD_REPLICAS, false},
    {"spec/strategy", WORKLOAD_STRATEGY, false},
    {"spec/strategy/rollingUpdate/maxUnavailable", WORKLOAD_MAX_UNAVAILABLE, false},
    {"spec/updateStrategy", WORKLOAD_STRATEGY, false},
    {"spec/updateStrategy/rollingUpdate/maxUnavailable", WORKLOAD_MAX_UNAVAILABLE, false},
    {"metadata/annotations/singleton", WORKLOAD_SINGLETON, true},
    {NULL, 0, false},
};

static const struct place of_pods[] = {
    {"metadata/labels", WORKLOAD_LABELS, true},
    {"spec/hostNetwork", WORKLOAD_HOST_NAMESPACES, true},
    {"spec/hostPID", WORKLOAD_HOST_NAMESPACES, true},
    {"spec/hostIPC", WORKLOAD_HOST_NAMESPACES, true},
    {"spec/volumes", WORKLOAD_CLAIMS, true},
    {NULL, 0, false},
};

static const struct place of_all_containers[] = {
    {"spec/securityContext/runAsNonRoot", CONTAINER_NON_ROOT, true},
    {"spec/securityContext/runAsUser", CONTAINER_NON_ROOT, true},
    {"spec/securityContext/runAsUser", CONTAINER_ROOT, true},
    {"spec/securityContext/seccompProfile/type", CONTAINER_SECCOMP, true},
    {"spec/terminationGracePeriodSeconds", CONTAINER_GRACE_SECONDS, true},
    {"spec/os/name", CONTAINER_WINDOWS, true},
    {NULL, 0, false},
};

static const struct place of_containers[] = {
    {"image", CONTAINER_IMAGE, true},
    {"image", CONTAINER_TAG, true},
    {"image", CONTAINER_DIGEST, true},
    {"image", CONTAINER_IMAGE_BASE, true},
    {"ports", CONTAINER_PORTS, true},
    {"ports", CONTAINER_PORT_NAMES, true},
    {"readinessProbe", CONTAINER_READINESS_PROBE, false},
    {"readinessProbe", CONTAINER_LIVENESS_COPIES, true},
    {"livenessProbe", CONTAINER_LIVENESS_PROBE, false},
    {"livenessProbe", CONTAINER_LIVENESS_COPIES, false},
    {"livenessProbe", CONTAINER_LIVENESS_ASKS, false},
    {"livenessProbe", CONTAINER_LIVENESS_WAITS, false},
    {"startupProbe", CONTAINER_STARTUP_PROBE, false},
    {"startupProbe", CONTAINER_LIVENESS_WAITS, true},
    {"resources/requests/cpu", CONTAINER_CPU_REQUEST, true},
    {"resources/requests/memory", CONTAINER_MEMORY_REQUEST, true},
    {"resources/limits/cpu", CONTAINER_CPU_LIMIT, false},
    {"resources/limits/cpu", CONTAINER_CPU_REQUEST, true},
    {"resources/limits/memory", CONTAINER_MEMORY_LIMIT, false},
    {"resources/limits/memory", CONTAINER_MEMORY_REQUEST, true},
    {"securityContext/runAsNonRoot", CONTAINER_NON_ROOT, true},
    {"securityContext/runAsUser", CONTAINER_NON_ROOT, true},
    {"securityContext/runAsUser", CONTAINER_ROOT, true},
    {"securityContext/privileged", CONTAINER_PRIVILEGED, true},
    {"securityContext/allowPrivilegeEscalation", CONTAINER_ESCALATION, true},
    {"securityContext/capabilities/drop", CONTAINER_DROPS_ALL, false},
    {"securityContext/capabilities/add", CONTAINER_ADDS, true},
    {"securityContext/seccompProfile/type", CONTAINER_SECCOMP, true},
    {"securityContext/readOnlyRootFilesystem", CONTAINER_READ_ONLY_ROOT, false},
    {"lifecycle/preStop", CONTAINER_PRE_STOP, false},
    {"lifecycle/preStop", CONTAINER_PRE_STOP_SECONDS, false},
    {NULL, 0, false},
};

struct touching {
    struct arena *arena;
    void (*touched)(void *state, const struct kustomize_touch *touch);
    void *state;
};

enum relation { APART, BELOW, AT_OR_ABOVE };

/* How the path of these tokens stands to a place. */
static enum relation relation_of(char *const *tokens, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strcspn(path, "/");
        if (size == 0)
            return BELOW;
        if (strlen(tokens[i]) != size || strncmp(tokens[i], path, size) != 0)
            return APART;
        path += size;
        path += *path == '/';
    }
    return AT_OR_ABOVE;
}

static void touch(const struct touching *touching, const struct place *places, bool is_container,
                  const char *container, char *const *tokens, size_t count)
{
    for (size_t i = 0; places[i].path; i++) {
        enum relation relation = relation_of(tokens, count, places[i].path);
        if (relation == APART)
            continue;
        /* A request is said by its limit too: whatever says it stands in `resources`. */
        bool is_all = !places[i].is_shared ||
                      (count == 1 && string_starts_with(places[i].path, "resources/"));
        struct kustomize_touch found = {is_container, container, places[i].cell,
                                        relation == AT_OR_ABOVE && is_all, relation == AT_OR_ABOVE};
        touching->touched(touching->state, &found);
    }
}

static bool is_number(const char *token)
{
    return token[0] != '\0' && strspn(token, "0123456789") == strlen(token);
}

/* `tokens` stand below the pods: metadata, spec. */
static void touch_pods(const struct touching *touching, char *const *tokens, size_t count)
{
    bool is_init = count > 1 && strcmp(tokens[1], "initContainers") == 0;
    if (count < 2 || (!is_init && strcmp(tokens[1], "containers") != 0)) {
        touch(touching, of_pods, false, NULL, tokens, count);
        touch(touching, of_all_containers, true, NULL, tokens, count);
        if (count == 0 || (count == 1 && strcmp(tokens[0], "spec") == 0))
            touch(touching, of_containers, true, NULL, tokens, 0);
        return;
    }
    if (count == 2) {
        touch(touching, of_containers, true, NULL, tokens, 0);
        return;
    }
    /* One that is added behind the others changes none of them. */
    if (strcmp(tokens[2], "-") == 0)
        return;
    const char *prefix = is_init ? workload_kustomize_init_container : workload_kustomize_container;
    const char *container =
        is_number(tokens[2]) ? arena_printf(touching->arena, "%s%s", prefix, tokens[2]) : tokens[2];
    touch(touching, of_containers, true, container, tokens + 3, count - 3);
}

void kustomize_touch_each(struct arena *arena, char *const *tokens, size_t count,
                          void (*touched)(void *state, const struct kustomize_touch *touch),
                          void *state)
{
    static const char *const of_pod[] = {"containers",
                                         "initContainers",
                                         "securityContext",
                                         "hostNetwork",
                                         "hostPID",
                                         "hostIPC",
                                         "volumes",
                                         "os",
                                         "terminationGracePeriodSeconds",
                                         NULL};
    static const char *const to_template[] = {"spec", "jobTemplate", "spec", "template"};
    const struct touching touching = {arena, touched, state};
    touch(&touching, of_objects, false, NULL, tokens, count);
    if (count == 0 || strcmp(tokens[0], "spec") != 0)
        return;
    if (count > 1 && string_is_one_of(tokens[1], of_pod)) {
        touch_pods(&touching, tokens, count);
        return;
    }
    size_t depth = 1;
    if (count > 1 && strcmp(tokens[1], "template") == 0) {
        depth = 2;
    } else {
        while (depth < count && depth < 4 && strcmp(tokens[depth], to_template[depth]) == 0)
            depth++;
        if (depth < count && depth < 4)
            return;
    }
    touch_pods(&touching, tokens + depth, count - depth);
}
