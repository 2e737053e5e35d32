/* circleci_pipeline - the configuration of CircleCI, .circleci/config.yml, and a
 * configuration of this repository that it goes on with (`setup: true`). Semantics:
 * circleci.com/docs/reference/configuration-reference (workflows, jobs, run, filters,
 * shells), circleci.com/docs/reference/reusing-config (commands, executors, orbs,
 * parameters, matrix) and circleci.com/docs/guides/orchestrate/dynamic-config. */
#include "facts/circleci_reader.h"

#include <string.h>

/* Configurations that follow one another: CircleCI allows one set-up, which goes on once. */
enum { FILES_MAX = 10 };

struct reading {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct arena *scratch;
    const char *files[FILES_MAX];
    size_t count;
};

static void add_file(struct reading *reading, const char *path)
{
    for (size_t i = 0; i < reading->count; i++)
        if (strcmp(reading->files[i], path) == 0)
            return;
    if (reading->count < FILES_MAX)
        reading->files[reading->count++] = path;
}

/* Texts of the set-up that name a configuration of this repository: the inputs of the
 * orbs `continuation` and `path-filtering`, the words of a command. */
static void find_continuations(struct reading *reading, const struct node *node, unsigned depth)
{
    const char *text = pipeline_string(node);
    static const char folder[] = ".circleci/";
    for (const char *at = text ? strstr(text, folder) : NULL; at; at = strstr(at + 1, folder)) {
        size_t size = strcspn(at, " \t\r\n\"'`;|&()<>{}:,");
        const char *path = arena_copy(reading->scratch, (struct text){.bytes = at, .size = size});
        const struct entry *entry = snapshot_find(reading->repository->snapshot, path);
        if (entry && (string_ends_with(path, ".yml") || string_ends_with(path, ".yaml")))
            add_file(reading, entry->path);
    }
    for (size_t i = 0; node && depth < CIRCLECI_DEPTH_MAX && i < node->count; i++)
        find_continuations(reading, node->items[i], depth + 1);
}

/* The path that the orb `path-filtering` goes on with when nothing is said. */
static void add_default_continuation(struct reading *reading, const struct node *root)
{
    const struct node *orbs = node_find(root, "orbs");
    for (size_t i = 0; orbs && orbs->kind == NODE_MAPPING && i < orbs->count; i++) {
        const char *orb = pipeline_string(orbs->items[i]);
        const struct entry *entry =
            orb && string_starts_with(orb, "circleci/path-filtering@")
                ? snapshot_find(reading->repository->snapshot, ".circleci/continue_config.yml")
                : NULL;
        if (entry)
            add_file(reading, entry->path);
    }
}

static void read_setup(struct reading *reading, struct pipeline *pipeline, const struct node *root)
{
    const char *setup = node_string(root, "setup");
    if (!setup || strcmp(setup, "true") != 0)
        return;
    size_t before = reading->count;
    find_continuations(reading, root, 0);
    if (reading->count == before)
        add_default_continuation(reading, root);
    if (reading->count == before)
        pipeline_add_gaps(pipeline, PIPELINE_GAP_JOBS, pipeline->workflow, UNKNOWN_UNOBSERVABLE,
                          "setup: true: what it goes on with is made while it runs");
}

static void read_file(struct reading *reading, const char *path)
{
    struct pipeline pipeline = {.writer = reading->writer,
                                .scratch = reading->scratch,
                                .system = "circleci",
                                .workflow = path};
    enum unknown_class class;
    const char *reason;
    const struct entry *entry = snapshot_find(reading->repository->snapshot, path);
    const struct node *root =
        pipeline_read_yaml(reading->scratch, reading->repository, entry, &class, &reason);
    if (!root) {
        pipeline_add_gaps(&pipeline, PIPELINE_GAP_FILE, path, class, reason);
        return;
    }
    const struct circleci_scope scope = {.root = root, .configuration = root};
    struct circleci_reader reader = {
        .pipeline = &pipeline, .path = path, .scope = &scope, .rest = CIRCLECI_STEPS_MAX};
    circleci_read_workflows(&reader);
    read_setup(reading, &pipeline, root);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct reading reading = {.writer = writer, .repository = repository, .scratch = &scratch};
    static const char *const names[] = {".circleci/config.yml", ".circleci/config.yaml", NULL};
    for (size_t i = 0; names[i] && reading.count == 0; i++) {
        const struct entry *entry = snapshot_find(repository->snapshot, names[i]);
        if (entry && entry->kind != ENTRY_SUBMODULE)
            add_file(&reading, entry->path);
    }
    for (size_t i = 0; i < reading.count; i++)
        read_file(&reading, reading.files[i]);
    arena_release(&scratch);
    return NULL;
}

FACT(circleci_pipeline) = {
    .name = "circleci_pipeline",
    .area = FACT_AREA_AUTOMATION,
    .summary = "workflows, jobs and steps of CircleCI",
    .version = 1,
    .kinds = pipeline_kinds,
    .recognise_repository = recognise,
};
