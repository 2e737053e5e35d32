/* service_call - which other services what is deployed here is told to call: URLs of the
 * same cluster or network in the environment of Kubernetes' containers (core/v1, EnvVar) and
 * of services of Compose (compose-spec, `environment`). Templates of charts are not read. */
#include "facts/fact.h"
#include "facts/paths.h"

#include <string.h>

enum { VARIABLE, HOST, SERVICE, TEST, VENDORED };

static const struct fact_kind kind = {
    .name = "service_call",
    .summary =
        "A URL of a service of the same cluster or network in the environment of a container.",
    .key = (const char *const[]){"path", "variable", "host", NULL},
    .fields =
        (const struct fact_field[]){
            [VARIABLE] = {"variable", {.kind = TYPE_TEXT}, false, "The variable that holds it."},
            [HOST] = {"host", {.kind = TYPE_TEXT}, false, "The host of the URL, in lower case."},
            [SERVICE] = {"service",
                         {.kind = TYPE_TEXT},
                         false,
                         "The host's first label: what the service is called where it runs."},
            [TEST] = {"test",
                      {.kind = TYPE_BOOLEAN},
                      false,
                      "Stands where test material, examples and templates stand."},
            [VENDORED] = {"vendored", {.kind = TYPE_BOOLEAN}, false, "Was copied from others."},
            {0},
        },
};

struct reading {
    struct fact_writer *writer;
    const struct fact_file *file;
};

static bool is_label(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
           byte == '_';
}

/* The host of `scheme://user@HOST:port/...`, in lower case; NULL where there is none, a
 * variable is in it, or it is not of the same network: a name without a dot that is not the
 * machine itself, or a name of Kubernetes' services (`NAME.NAMESPACE.svc`). */
static const char *near_host(struct arena *arena, const char *url)
{
    static const char *const machine[] = {"localhost", "host", "none", NULL};
    const char *start = strstr(url, "://");
    if (!start)
        return NULL;
    start += 3;
    size_t size = strcspn(start, "/?#");
    const char *user = memchr(start, '@', size);
    if (user) {
        size -= (size_t)(user + 1 - start);
        start = user + 1;
    }
    const char *port = memchr(start, ':', size);
    size = port ? (size_t)(port - start) : size;
    char *host = arena_copy(arena, (struct text){start, size});
    bool has_letter = false;
    for (char *at = host; *at; at++) {
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
        if (!is_label(*at) && *at != '.')
            return NULL;
        has_letter = has_letter || (*at >= 'a' && *at <= 'z');
    }
    const char *dot = strchr(host, '.');
    const char *cluster = strstr(host, ".svc");
    bool is_cluster = cluster && cluster != host && (cluster[4] == '.' || cluster[4] == '\0');
    if (!has_letter || host[0] == '.' || (dot && !is_cluster) || string_is_one_of(host, machine))
        return NULL;
    return host;
}

static void add(const struct reading *reading, const char *variable, struct text value,
                const struct node *place)
{
    struct arena *arena = fact_arena(reading->writer);
    const char *host = near_host(arena, arena_copy(arena, value));
    if (!host || !variable)
        return;
    struct value *cells = fact_add(reading->writer, &kind, NULL, place->line, place->column)->cells;
    cells[VARIABLE] = fact_text(reading->writer, variable);
    cells[HOST] = value_text(host);
    cells[SERVICE] = value_text(arena_copy(arena, (struct text){host, strcspn(host, ".")}));
    cells[TEST] = value_boolean(path_is_test(reading->file->path));
    cells[VENDORED] =
        value_boolean(snapshot_is_vendored(reading->file->snapshot, reading->file->path));
}

/* `env: [{name: A, value: B}]`, `environment: {A: B}`, `environment: ["A=B"]` */
static void read_environment(const struct reading *reading, const struct node *environment)
{
    for (size_t i = 0; environment && i < environment->count; i++) {
        const struct node *item = environment->items[i];
        if (environment->kind == NODE_MAPPING) {
            if (node_is_scalar(item))
                add(reading, environment->keys[i]->text, (struct text){item->text, item->size},
                    item);
        } else if (item->kind == NODE_MAPPING) {
            const struct node *value = node_find(item, "value");
            if (node_is_scalar(value))
                add(reading, node_string(item, "name"), (struct text){value->text, value->size},
                    value);
        } else if (node_is_scalar(item)) {
            const char *equals = strchr(item->text, '=');
            if (equals)
                add(reading,
                    arena_copy(fact_arena(reading->writer),
                               (struct text){item->text, (size_t)(equals - item->text)}),
                    text_of(equals + 1), item);
        }
    }
}

static void read_containers(const struct reading *reading, const struct node *pod)
{
    static const char *const lists[] = {"containers", "initContainers", NULL};
    for (size_t i = 0; lists[i]; i++) {
        const struct node *list = node_find(pod, lists[i]);
        for (size_t k = 0; list && list->kind == NODE_SEQUENCE && k < list->count; k++)
            read_environment(reading, node_find(list->items[k], "env"));
    }
}

/* A Pod, what has a template of pods, and a CronJob, which has one of what has one. */
static void read_workload(const struct reading *reading, const struct node *root)
{
    const struct node *spec = node_find(root, "spec");
    const struct node *job = node_find(node_find(spec, "jobTemplate"), "spec");
    read_containers(reading, spec);
    read_containers(reading, node_find(node_find(spec, "template"), "spec"));
    read_containers(reading, node_find(node_find(job, "template"), "spec"));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct reading reading = {.writer = writer, .file = file};
    const struct document_problem *problem = NULL;
    const struct document *document =
        fact_file_is_template(file) ? NULL : fact_file_yaml(file, &problem);
    for (size_t i = 0; document && i < document->count; i++) {
        const struct node *root = document->roots[i];
        const struct node *services = node_find(root, "services");
        if (node_find(root, "apiVersion")) {
            read_workload(&reading, root);
            continue;
        }
        for (size_t k = 0; services && services->kind == NODE_MAPPING && k < services->count; k++)
            read_environment(&reading, node_find(services->items[k], "environment"));
    }
}

FACT(service_call) = {
    .name = "service_call",
    .area = FACT_AREA_OWNERSHIP,
    .summary = "Other services that what is deployed here is told to call.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){"*.yml", "*.yaml", NULL},
    .literals = (const char *const[]){"://", NULL},
    .recognise_file = recognise,
};
