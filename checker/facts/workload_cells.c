#include "facts/workload_cells.h"

#include "facts/kubernetes.h"

#include <stdlib.h>
#include <string.h>

const char patch_reason[] = "a patch: the rest stands in what it patches";

bool text_is_open(const char *text)
{
    return strstr(text, "{{") || strstr(text, "${") || strstr(text, "$(");
}

static struct value open_cell(struct arena *arena)
{
    return value_unknown(arena, UNKNOWN_UNOBSERVABLE, "a template or a variable decides it");
}

struct value cell_of_text(struct arena *arena, const char *text)
{
    if (!text)
        return (struct value){0};
    return text_is_open(text) ? open_cell(arena) : value_text(arena_strdup(arena, text));
}

struct value cell_of_scalar(struct arena *arena, const struct node *node)
{
    bool is_set = node_is_scalar(node) && node->kind != NODE_NULL && node->size > 0;
    return cell_of_text(arena, is_set ? node->text : NULL);
}

struct value cell_of_integer(struct arena *arena, const struct node *node)
{
    int64_t integer = 0;
    if (node_integer(node, &integer))
        return value_integer(integer);
    return node_is_scalar(node) && node->text && text_is_open(node->text) ? open_cell(arena)
                                                                          : (struct value){0};
}

/* A boolean that is not said is `fallback`. */
static struct value cell_of_boolean(struct arena *arena, const struct node *node, bool fallback)
{
    bool is_true = fallback;
    if (!node_boolean(node, &is_true) && node_is_scalar(node) && node->text &&
        text_is_open(node->text))
        return open_cell(arena);
    return value_boolean(is_true);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct value cell_of_labels(struct arena *arena, const struct node *mapping)
{
    if (!mapping || mapping->kind != NODE_MAPPING)
        return (struct value){0};
    const char **pairs = ARENA_ARRAY(arena, const char *, mapping->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < mapping->count; i++) {
        const struct node *value = mapping->items[i];
        if (!node_is_scalar(value) || !value->text)
            continue;
        if (text_is_open(value->text) || text_is_open(mapping->keys[i]->text))
            return open_cell(arena);
        pairs[count++] = arena_printf(arena, "%s=%s", mapping->keys[i]->text, value->text);
    }
    qsort(pairs, count, sizeof(*pairs), by_text);
    return value_texts(arena, pairs, count);
}

static struct value host_namespaces(struct arena *arena, const struct node *pod_spec)
{
    static const struct {
        const char *key, *name;
    } asked[] = {{"hostNetwork", "network"}, {"hostPID", "pid"}, {"hostIPC", "ipc"}};
    const char *names[3];
    size_t count = 0;
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        struct value shared = cell_of_boolean(arena, node_find(pod_spec, asked[i].key), false);
        if (shared.kind == VALUE_UNKNOWN)
            return shared;
        if (shared.boolean)
            names[count++] = asked[i].name;
    }
    return value_texts(arena, names, count);
}

static size_t items_of(const struct node *node)
{
    return node && node->kind == NODE_SEQUENCE ? node->count : 0;
}

static bool claims_volume(const struct node *spec, const struct node *pod_spec)
{
    const struct node *volumes = node_find(pod_spec, "volumes");
    for (size_t i = 0; i < items_of(volumes); i++)
        if (node_find(volumes->items[i], "persistentVolumeClaim"))
            return true;
    return items_of(node_find(spec, "volumeClaimTemplates")) > 0;
}

/* Deployments have `strategy.type`, StatefulSets and DaemonSets `updateStrategy.type`,
 * Argo's Rollouts a key of `strategy`. */
static void write_strategy(struct arena *arena, const struct node *spec, struct value *cells)
{
    static const char *const of_rollouts[] = {"canary", "blueGreen", NULL};
    const struct node *strategy = node_find(spec, "strategy");
    if (!strategy)
        strategy = node_find(spec, "updateStrategy");
    const struct node *rolling = node_find(strategy, "rollingUpdate");
    cells[WORKLOAD_STRATEGY] = cell_of_scalar(arena, node_find(strategy, "type"));
    for (size_t i = 0; of_rollouts[i] && cells[WORKLOAD_STRATEGY].kind == VALUE_ABSENT; i++) {
        if (!node_find(strategy, of_rollouts[i]))
            continue;
        cells[WORKLOAD_STRATEGY] = value_text(of_rollouts[i]);
        rolling = node_find(strategy, of_rollouts[i]);
    }
    cells[WORKLOAD_MAX_UNAVAILABLE] = cell_of_scalar(arena, node_find(rolling, "maxUnavailable"));
}

/* acme.test/singleton: "one writer of the ledger" */
static struct value singleton(struct arena *arena, const struct node *object)
{
    const struct node *annotations = node_find(node_find(object, "metadata"), "annotations");
    for (size_t i = 0; annotations && annotations->kind == NODE_MAPPING && i < annotations->count;
         i++) {
        const char *name = strrchr(annotations->keys[i]->text, '/');
        name = name ? name + 1 : annotations->keys[i]->text;
        if (strcmp(name, "singleton") == 0 || strcmp(name, "singleton-reason") == 0)
            return cell_of_scalar(arena, annotations->items[i]);
    }
    return (struct value){0};
}

/* Kustomize joins a manifest without images to the one of the same name that has them. */
static bool is_patch(const struct node *pod_spec)
{
    const struct node *containers = node_find(pod_spec, "containers");
    for (size_t i = 0; i < items_of(containers); i++)
        if (node_find(containers->items[i], "image"))
            return false;
    return items_of(containers) > 0 || pod_spec->count == 0 || !containers;
}

void workload_write_pods(struct arena *arena, const struct node *object,
                         const struct node *pod_spec, struct value *cells)
{
    const struct node *spec = node_find(object, "spec");
    cells[WORKLOAD_LABELS] = cell_of_labels(arena, kubernetes_pod_labels(object));
    if (cells[WORKLOAD_LABELS].kind == VALUE_ABSENT)
        cells[WORKLOAD_LABELS] = value_texts(arena, NULL, 0);
    cells[WORKLOAD_HOST_NAMESPACES] = host_namespaces(arena, pod_spec);
    cells[WORKLOAD_REPLICAS] = cell_of_integer(arena, node_find(spec, "replicas"));
    write_strategy(arena, spec, cells);
    cells[WORKLOAD_PATCH] = value_boolean(is_patch(pod_spec));
    if (cells[WORKLOAD_PATCH].boolean) {
        static const enum workload_field asked[] = {WORKLOAD_REPLICAS, WORKLOAD_STRATEGY};
        for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
            if (cells[asked[i]].kind == VALUE_ABSENT)
                cells[asked[i]] = value_unknown(arena, UNKNOWN_UNOBSERVABLE, patch_reason);
    }
    cells[WORKLOAD_SINGLETON] = singleton(arena, object);
    cells[WORKLOAD_CLAIMS] = value_boolean(claims_volume(spec, pod_spec));
}

static bool node_equals(const struct node *a, const struct node *b)
{
    if (!a || !b || a->kind != b->kind)
        return !a && !b;
    if (node_is_scalar(a))
        return a->size == b->size &&
               memcmp(a->text ? a->text : "", b->text ? b->text : "", a->size) == 0;
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!node_equals(a->items[i],
                         a->kind == NODE_MAPPING ? node_find(b, a->keys[i]->text) : b->items[i]))
            return false;
    return true;
}

static const char *words_of(struct arena *arena, const struct node *command)
{
    const char *words = NULL;
    for (size_t i = 0; i < items_of(command); i++)
        if (node_is_scalar(command->items[i]) && command->items[i]->text)
            words = words ? arena_printf(arena, "%s %s", words, command->items[i]->text)
                          : command->items[i]->text;
    return words;
}

static struct value what_it_asks(struct arena *arena, const struct node *probe)
{
    static const char *const sockets[] = {"tcpSocket", "grpc", NULL};
    const struct node *http = node_find(probe, "httpGet");
    if (http) {
        const char *path = node_string(http, "path");
        return cell_of_text(arena, path ? path : "/");
    }
    const struct node *exec = node_find(probe, "exec");
    if (exec)
        return cell_of_text(arena, words_of(arena, node_find(exec, "command")));
    for (size_t i = 0; sockets[i]; i++) {
        const char *port = node_string(node_find(probe, sockets[i]), "port");
        if (port)
            return cell_of_text(arena, arena_printf(arena, "port %s", port));
    }
    return (struct value){0};
}

/* Kubernetes asks for the first time at once, every ten seconds, and gives up after three
 * failures. */
static bool waits(const struct node *container, const struct node *liveness)
{
    enum { FAILURES = 3, PERIOD_SECONDS = 10 };
    int64_t delay = 0, failures = FAILURES, period = PERIOD_SECONDS;
    node_integer(node_find(liveness, "periodSeconds"), &period);
    node_integer(node_find(liveness, "initialDelaySeconds"), &delay);
    node_integer(node_find(liveness, "failureThreshold"), &failures);
    return node_find(container, "startupProbe") || delay > 0 || failures > FAILURES ||
           period > PERIOD_SECONDS;
}

static void write_probes(struct arena *arena, const struct node *container, struct value *cells)
{
    const struct node *readiness = node_find(container, "readinessProbe");
    const struct node *liveness = node_find(container, "livenessProbe");
    cells[CONTAINER_READINESS_PROBE] = value_boolean(readiness != NULL);
    cells[CONTAINER_LIVENESS_PROBE] = value_boolean(liveness != NULL);
    cells[CONTAINER_STARTUP_PROBE] = value_boolean(node_find(container, "startupProbe") != NULL);
    cells[CONTAINER_LIVENESS_ASKS] = what_it_asks(arena, liveness);
    /* A port that opens tells of the process alone, so that asking it twice harms nothing. */
    cells[CONTAINER_LIVENESS_COPIES] = value_boolean(
        liveness && !node_find(liveness, "tcpSocket") && node_equals(liveness, readiness));
    cells[CONTAINER_LIVENESS_WAITS] = value_boolean(liveness && waits(container, liveness));
}

/* Kubernetes takes a limit for the request that is not there ("Resource Management for
 * Pods and Containers"). */
static void write_resources(struct arena *arena, const struct node *container, struct value *cells)
{
    const struct node *resources = node_find(container, "resources");
    const struct node *requests = node_find(resources, "requests");
    const struct node *limits = node_find(resources, "limits");
    static const struct {
        const char *name;
        enum container_field request, limit;
    } asked[] = {{"cpu", CONTAINER_CPU_REQUEST, CONTAINER_CPU_LIMIT},
                 {"memory", CONTAINER_MEMORY_REQUEST, CONTAINER_MEMORY_LIMIT}};
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        cells[asked[i].limit] = cell_of_scalar(arena, node_find(limits, asked[i].name));
        cells[asked[i].request] = cell_of_scalar(arena, node_find(requests, asked[i].name));
        if (cells[asked[i].request].kind == VALUE_ABSENT)
            cells[asked[i].request] = cells[asked[i].limit];
        bool is_open =
            node_is_scalar(resources) && resources->text && text_is_open(resources->text);
        if (is_open)
            cells[asked[i].limit] = cells[asked[i].request] = open_cell(arena);
    }
}

const char *capability_name(struct arena *arena, const char *written)
{
    char *name = arena_strdup(arena, written);
    for (char *at = name; *at != '\0'; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    return string_starts_with(name, "CAP_") ? name + 4 : name;
}

static struct value capabilities_of(struct arena *arena, const struct node *list)
{
    const char **names = ARENA_ARRAY(arena, const char *, items_of(list) + 1);
    size_t count = 0;
    for (size_t i = 0; i < items_of(list); i++) {
        if (!node_is_scalar(list->items[i]) || !list->items[i]->text)
            continue;
        names[count++] = capability_name(arena, list->items[i]->text);
    }
    return value_texts(arena, names, count);
}

static bool drops_all(const struct node *capabilities)
{
    const struct node *drop = node_find(capabilities, "drop");
    for (size_t i = 0; i < items_of(drop); i++)
        if (node_is_scalar(drop->items[i]) && drop->items[i]->text &&
            string_equals_folded(drop->items[i]->text, "all"))
            return true;
    return false;
}

static bool runs_on_windows(const struct node *pod_spec)
{
    const char *system = node_string(node_find(pod_spec, "os"), "name");
    const char *node = node_string(node_find(pod_spec, "nodeSelector"), "kubernetes.io/os");
    return (system && strcmp(system, "windows") == 0) || (node && strcmp(node, "windows") == 0);
}

static struct value seccomp(struct arena *arena, const struct node *pod_spec,
                            const struct node *context)
{
    const struct node *profile = node_find(context, "seccompProfile");
    if (!profile)
        profile = node_find(node_find(pod_spec, "securityContext"), "seccompProfile");
    return cell_of_scalar(arena, node_find(profile, "type"));
}

static void write_security(struct arena *arena, const struct node *pod_spec,
                           const struct node *container, struct value *cells)
{
    const struct node *context = node_find(container, "securityContext");
    const struct node *capabilities = node_find(context, "capabilities");
    cells[CONTAINER_NON_ROOT] = value_boolean(kubernetes_forbids_root(pod_spec, container));
    cells[CONTAINER_ROOT] = value_boolean(kubernetes_asks_for_root(pod_spec, container));
    cells[CONTAINER_PRIVILEGED] = cell_of_boolean(arena, node_find(context, "privileged"), false);
    cells[CONTAINER_ESCALATION] =
        cell_of_boolean(arena, node_find(context, "allowPrivilegeEscalation"), true);
    cells[CONTAINER_DROPS_ALL] = value_boolean(drops_all(capabilities));
    cells[CONTAINER_ADDS] = capabilities_of(arena, node_find(capabilities, "add"));
    cells[CONTAINER_SECCOMP] = seccomp(arena, pod_spec, context);
    cells[CONTAINER_READ_ONLY_ROOT] =
        cell_of_boolean(arena, node_find(context, "readOnlyRootFilesystem"), false);
    cells[CONTAINER_WINDOWS] = value_boolean(runs_on_windows(pod_spec));
}

/* `sleep 15` in the words of a command: in seconds, as sleep(1) has it. */
static struct value slept(const char *words)
{
    for (const char *at = words; at && (at = strstr(at, "sleep")); at += strlen("sleep")) {
        const char *rest = at + strlen("sleep");
        rest += strspn(rest, " ");
        size_t digits = strspn(rest, "0123456789");
        if (digits > 0 && digits < 7 && rest > at + strlen("sleep"))
            return value_integer(strtoll(rest, NULL, 10));
    }
    return (struct value){0};
}

static void write_end(struct arena *arena, const struct node *pod_spec,
                      const struct node *container, struct value *cells)
{
    enum { GRACE_SECONDS = 30 };
    const struct node *hook = node_find(node_find(container, "lifecycle"), "preStop");
    struct value seconds = cell_of_integer(arena, node_find(node_find(hook, "sleep"), "seconds"));
    if (seconds.kind == VALUE_ABSENT)
        seconds = slept(words_of(arena, node_find(node_find(hook, "exec"), "command")));
    cells[CONTAINER_PRE_STOP] = value_boolean(hook != NULL);
    cells[CONTAINER_PRE_STOP_SECONDS] = seconds;
    cells[CONTAINER_GRACE_SECONDS] =
        cell_of_integer(arena, node_find(pod_spec, "terminationGracePeriodSeconds"));
    if (cells[CONTAINER_GRACE_SECONDS].kind == VALUE_ABSENT)
        cells[CONTAINER_GRACE_SECONDS] = value_integer(GRACE_SECONDS);
}

void container_write_settings(struct arena *arena, const struct node *pod_spec,
                              const struct node *container, struct value *cells)
{
    write_probes(arena, container, cells);
    write_resources(arena, container, cells);
    write_security(arena, pod_spec, container, cells);
    write_end(arena, pod_spec, container, cells);
}
