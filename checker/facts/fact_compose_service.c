#include "facts/paths.h"
#include "facts/workload_cells.h"

#include <string.h>

enum { NAME, IMAGE, DOCKERFILE, HEALTHCHECK, RESTARTS, TEST, VENDORED };

static const struct fact_field fields[] = {
    {"name", {.kind = TYPE_TEXT}, false, "its own"},
    {"image", {.kind = TYPE_TEXT}, true, "with tag and digest, as written"},
    {"dockerfile", {.kind = TYPE_PATH}, true, "the file that it is built from"},
    {"healthcheck", {.kind = TYPE_BOOLEAN}, false, "it says how its health is asked"},
    {"restarts", {.kind = TYPE_BOOLEAN}, false, "it is started again when it ends"},
    {"test", {.kind = TYPE_BOOLEAN}, false, "stands where test material and examples stand"},
    {"vendored", {.kind = TYPE_BOOLEAN}, false, "others' code, by .gitattributes or convention"},
    {0},
};

static const char *const key[] = {"path", "name", NULL};

static const struct fact_kind compose_service_kind = {
    .name = "compose_service",
    .summary = "a service of Docker Compose",
    .key = key,
    .fields = fields,
};

/* `build: .` and `build: {context: ., dockerfile: web.Dockerfile}`. */
static struct value dockerfile_of(struct arena *arena, const char *path, const struct node *build)
{
    if (!build || build->kind == NODE_NULL || node_find(build, "dockerfile_inline"))
        return (struct value){0};
    const char *context = node_is_scalar(build) ? build->text : node_string(build, "context");
    const char *name = node_string(build, "dockerfile");
    if ((context && text_is_open(context)) || (name && text_is_open(name)))
        return value_unknown(arena, UNKNOWN_UNOBSERVABLE, "a variable decides it");
    if (context && (strstr(context, "://") || string_starts_with(context, "git@")))
        return (struct value){0};
    const char *folder = path_resolve(arena, path_directory(arena, path), context ? context : ".");
    return value_text(folder ? path_resolve(arena, folder, name ? name : "Dockerfile") : NULL);
}

/* `disable: true` and the test NONE are none. */
static bool asks_health(const struct node *healthcheck)
{
    bool is_off = false;
    const struct node *test = node_find(healthcheck, "test");
    if (!healthcheck || healthcheck->kind != NODE_MAPPING ||
        (node_boolean(node_find(healthcheck, "disable"), &is_off) && is_off) || !test)
        return false;
    const struct node *first =
        test->kind == NODE_SEQUENCE ? (test->count > 0 ? test->items[0] : NULL) : test;
    return first && node_is_scalar(first) && first->size > 0 && strcmp(first->text, "NONE") != 0;
}

static bool restarts(const struct node *service)
{
    const char *restart = node_string(service, "restart");
    const char *condition =
        node_string(node_find(node_find(service, "deploy"), "restart_policy"), "condition");
    return (restart && strcmp(restart, "no") != 0) || (condition && strcmp(condition, "none") != 0);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct arena *arena = fact_arena(writer);
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    const struct value test = value_boolean(path_is_test(file->path));
    const struct value vendored = value_boolean(snapshot_is_vendored(file->snapshot, file->path));
    const struct document_problem *problem = NULL;
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    if (!document) {
        bool is_template = !reason && fact_file_is_template(file);
        struct value *cells = fact_add_gap(writer, &compose_service_kind, NULL,
                                           is_template ? UNKNOWN_UNOBSERVABLE : class,
                                           reason        ? reason
                                           : is_template ? "a template that is not rendered"
                                                         : "it is no YAML")
                                  ->cells;
        cells[TEST] = test;
        cells[VENDORED] = vendored;
        return;
    }
    const struct node *services =
        document->count > 0 ? node_find(document->roots[0], "services") : NULL;
    for (size_t i = 0; services && services->kind == NODE_MAPPING && i < services->count; i++) {
        const struct node *service = services->items[i];
        struct value *cells = fact_add(writer, &compose_service_kind, NULL, services->keys[i]->line,
                                       services->keys[i]->column)
                                  ->cells;
        cells[NAME] = fact_text(writer, services->keys[i]->text);
        cells[IMAGE] = cell_of_text(arena, node_string(service, "image"));
        cells[DOCKERFILE] = dockerfile_of(arena, file->path, node_find(service, "build"));
        cells[HEALTHCHECK] = value_boolean(asks_health(node_find(service, "healthcheck")));
        cells[RESTARTS] = value_boolean(restarts(service));
        cells[TEST] = test;
        cells[VENDORED] = vendored;
    }
}

static const struct fact_kind *const kinds[] = {&compose_service_kind, NULL};
static const char *const paths[] = {"docker-compose*.yml", "docker-compose*.yaml", "compose.yml",
                                    "compose.yaml",        "compose.*.yml",        "compose.*.yaml",
                                    "compose-*.yml",       "compose-*.yaml",       NULL};

FACT(compose_service) = {
    .name = "compose_service",
    .area = FACT_AREA_WORKLOADS,
    .summary = "services of Docker Compose: what they are built from, how their health is asked",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
