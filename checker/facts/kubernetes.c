#include "facts/kubernetes.h"

#include <string.h>

static const char *const workload_kinds[] = {
    "Deployment", "StatefulSet",           "DaemonSet", "ReplicaSet",       "Job",
    "CronJob",    "ReplicationController", "Pod",       "DeploymentConfig", "Rollout",
    NULL,
};

/* A Service of Knative (and of Cloud Run) makes pods; one of the core does not. */
static bool is_knative_service(const struct node *object)
{
    const char *kind = node_string(object, "kind");
    const char *version = node_string(object, "apiVersion");
    return kind && version && strcmp(kind, "Service") == 0 &&
           string_starts_with(version, "serving.knative.dev/");
}

const struct node *kubernetes_pod_spec(const struct node *object)
{
    const char *kind = node_string(object, "kind");
    const struct node *spec = node_find(object, "spec");
    if (!kind || !node_string(object, "apiVersion") || !spec)
        return NULL;
    if (!string_is_one_of(kind, workload_kinds) && !is_knative_service(object))
        return NULL;
    if (strcmp(kind, "CronJob") == 0)
        spec = node_find(node_find(spec, "jobTemplate"), "spec");
    if (strcmp(kind, "Pod") != 0)
        spec = node_find(node_find(spec, "template"), "spec");
    return spec && spec->kind == NODE_MAPPING ? spec : NULL;
}

const struct node *kubernetes_pod_labels(const struct node *object)
{
    const char *kind = node_string(object, "kind");
    const struct node *spec = node_find(object, "spec");
    if (kind && strcmp(kind, "Pod") == 0)
        return node_find(node_find(object, "metadata"), "labels");
    if (kind && strcmp(kind, "CronJob") == 0)
        spec = node_find(node_find(spec, "jobTemplate"), "spec");
    return node_find(node_find(node_find(spec, "template"), "metadata"), "labels");
}

bool kubernetes_is_list(const struct node *object)
{
    const char *kind = node_string(object, "kind");
    return kind && strcmp(kind, "List") == 0 && node_find(object, "items");
}

bool kubernetes_names_kind(struct text text, const char *const *kinds)
{
    struct text rest = text;
    struct text line;
    while (text_next_line(&rest, &line)) {
        line = text_trim(line);
        if (text_starts_with(line, "- "))
            line = text_trim((struct text){line.bytes + 2, line.size - 2});
        if (!text_starts_with(line, "kind:"))
            continue;
        struct text kind = text_trim((struct text){line.bytes + 5, line.size - 5});
        while (kind.size > 1 && (kind.bytes[0] == '"' || kind.bytes[0] == '\''))
            kind = (struct text){kind.bytes + 1, kind.size - 2};
        for (size_t i = 0; kinds[i]; i++)
            if (text_equals(kind, kinds[i]))
                return true;
    }
    return false;
}

bool kubernetes_names_workload(struct text text)
{
    return kubernetes_names_kind(text, workload_kinds);
}

/* `kube-rbac-proxy-main` is one, and so is `prometheus-config-reloader`. */
static bool is_named_after(const char *name, const char *part)
{
    size_t size = strlen(name), length = strlen(part);
    if (size < length)
        return false;
    return (strncmp(name, part, length) == 0 && (name[length] == '\0' || name[length] == '-')) ||
           (size > length && name[size - length - 1] == '-' &&
            strcmp(name + size - length, part) == 0);
}

bool kubernetes_is_sidecar(const struct node *container, bool init)
{
    static const char *const names[] = {
        "istio-proxy",
        "linkerd-proxy",
        "envoy",
        "fluent-bit",
        "fluentd",
        "vault-agent",
        "cloud-sql-proxy",
        "cloudsql-proxy",
        "oauth2-proxy",
        "kube-rbac-proxy",
        "config-reloader",
        "jaeger-agent",
        "otel-collector",
        "datadog-agent",
        "cloudwatch-agent",
        "xray-daemon",
        NULL,
    };
    const char *policy = node_string(container, "restartPolicy");
    if (init)
        return policy && strcmp(policy, "Always") == 0;
    const char *name = node_string(container, "name");
    /* The program of its pod, whatever it is called. */
    if (!name || !container->parent || container->parent->count < 2)
        return false;
    for (size_t i = 0; names[i]; i++)
        if (is_named_after(name, names[i]))
            return true;
    return false;
}

/* runAsNonRoot and runAsUser of the container win over those of the pod. */
bool kubernetes_asks_for_root(const struct node *pod_spec, const struct node *container)
{
    const struct node *own = node_find(node_find(container, "securityContext"), "runAsUser");
    const struct node *of_pod = node_find(node_find(pod_spec, "securityContext"), "runAsUser");
    int64_t user = 0;
    return node_integer(own ? own : of_pod, &user) && user == 0;
}

bool kubernetes_forbids_root(const struct node *pod_spec, const struct node *container)
{
    const struct node *contexts[] = {node_find(container, "securityContext"),
                                     node_find(pod_spec, "securityContext")};
    bool non_root = false;
    bool knows_non_root = false;
    int64_t user = 0;
    bool knows_user = false;
    for (size_t i = 0; i < 2; i++) {
        if (!knows_non_root)
            knows_non_root = node_boolean(node_find(contexts[i], "runAsNonRoot"), &non_root);
        if (!knows_user)
            knows_user = node_integer(node_find(contexts[i], "runAsUser"), &user);
    }
    if (knows_user)
        return user > 0;
    return knows_non_root && non_root;
}
