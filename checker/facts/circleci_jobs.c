#include "facts/circleci_jobs.h"

#include <string.h>

/* Where a job runs: what it says itself, else what its executor says. */
struct place_of_work {
    const struct node *job;
    const struct circleci_scope *job_scope;
    const struct node *executor; /* NULL: none, or one of an orb elsewhere */
    const struct circleci_scope *executor_scope;
    struct circleci_element orb; /* of an executor that is elsewhere */
};

static struct circleci_scope *scope_of(struct circleci_reader *reader,
                                       const struct circleci_element *element,
                                       const struct node *arguments,
                                       const struct circleci_scope *caller)
{
    struct circleci_scope *scope = ARENA_NEW(reader->pipeline->scratch, struct circleci_scope);
    *scope = (struct circleci_scope){
        .caller = caller,
        .root = element->root,
        .configuration = caller->configuration,
        .declared = node_find(element->node, "parameters"),
        .arguments = arguments,
        .matrix = node_find(node_find(arguments, "matrix"), "parameters"),
    };
    return scope;
}

static void find_executor(struct circleci_reader *reader, struct place_of_work *work)
{
    struct arena *scratch = reader->pipeline->scratch;
    struct circleci_value value =
        circleci_resolve(scratch, node_find(work->job, "executor"), work->job_scope);
    const struct node *named = value.node;
    bool is_mapping = named && named->kind == NODE_MAPPING;
    const char *name = is_mapping ? circleci_string_at(scratch, named, "name", value.scope)
                                  : circleci_string(scratch, named, value.scope);
    if (!name)
        return;
    const struct circleci_scope *where = is_mapping ? value.scope : work->job_scope;
    struct circleci_element element = circleci_find(reader, where, "executors", name);
    if (!element.node && value.scope && value.scope != where)
        element = circleci_find(reader, value.scope, "executors", name);
    work->orb = element;
    work->executor = element.node;
    if (element.node)
        work->executor_scope = scope_of(reader, &element, is_mapping ? named : NULL, where);
}

static struct circleci_value setting(const struct place_of_work *work, const char *key)
{
    const struct node *own = node_find(work->job, key);
    if (own)
        return (struct circleci_value){.node = own, .scope = work->job_scope};
    return (struct circleci_value){.node = node_find(work->executor, key),
                                   .scope = work->executor_scope};
}

static const char *setting_text(struct circleci_reader *reader, const struct place_of_work *work,
                                const char *key)
{
    struct circleci_value value = setting(work, key);
    return value.node ? circleci_string(reader->pipeline->scratch, value.node, value.scope) : NULL;
}

/* Windows has PowerShell where no shell is named (circleci.com/docs/reference/
 * configuration-reference, "Default shell options"). */
static const char *shell_of(struct circleci_reader *reader, const struct place_of_work *work)
{
    const char *shell = setting_text(reader, work, "shell");
    const char *class = setting_text(reader, work, "resource_class");
    bool windows = (class && strstr(class, "windows")) ||
                   (work->orb.orb && string_starts_with(work->orb.orb, "circleci/windows/"));
    return !shell && windows ? "powershell.exe -ExecutionPolicy Bypass" : shell;
}

/* The first image is where the steps run; the others serve it. */
static const char *read_images(struct circleci_reader *reader, const struct place_of_work *work,
                               const char *job)
{
    struct arena *scratch = reader->pipeline->scratch;
    struct circleci_value docker = setting(work, "docker");
    docker = circleci_resolve(scratch, docker.node, docker.scope);
    const char *first = NULL;
    if (!docker.node || docker.node->kind != NODE_SEQUENCE)
        return NULL;
    for (size_t i = 0; i < docker.node->count; i++) {
        const struct node *image = node_find(docker.node->items[i], "image");
        const char *text = circleci_string(scratch, image, docker.scope);
        if (!text)
            continue;
        pipeline_add_image(reader->pipeline, circleci_place(reader, image), job, text);
        first = first ? first : text;
    }
    return first;
}

static struct value runs_on(struct circleci_reader *reader, const struct place_of_work *work)
{
    struct arena *arena = fact_arena(reader->pipeline->writer);
    const char *class = setting_text(reader, work, "resource_class");
    if (!class)
        return value_text(NULL);
    class = arena_strdup(arena, class);
    return value_texts(arena, &class, 1);
}

static void add_row(struct circleci_reader *reader, const struct circleci_entry *entry,
                    struct pipeline_place place, const struct place_of_work *work, size_t steps,
                    const char *image, const char *uses)
{
    pipeline_add_job(reader->pipeline,
                     &(struct pipeline_job){
                         .place = place,
                         .id = entry->id,
                         .name = entry->name,
                         .uses = uses,
                         .condition = entry->condition,
                         .image = image,
                         .needs = entry->needs,
                         .events = entry->events,
                         .runs_on = work ? runs_on(reader, work) : value_text(NULL),
                         .steps = steps,
                         .run = entry->run,
                     });
}

static void read_extra_steps(struct circleci_reader *reader, struct circleci_job *job,
                             const struct circleci_entry *entry, const char *key)
{
    circleci_read_steps(reader, job, node_find(entry->arguments, key), reader->scope, entry->run,
                        0);
}

static void read_orb_job(struct circleci_reader *reader, const struct circleci_entry *entry,
                         const struct circleci_element *element)
{
    struct circleci_job job = {.id = entry->id};
    read_extra_steps(reader, &job, entry, "pre-steps");
    read_extra_steps(reader, &job, entry, "post-steps");
    add_row(reader, entry, circleci_place(reader, entry->place), NULL, job.position, NULL,
            element->orb);
    circleci_add_orb(reader, entry->place, entry->id, 0, element);
    circleci_add_inputs(reader, entry->arguments, reader->scope, entry->id, 0);
}

static void read_own_job(struct circleci_reader *reader, const struct circleci_entry *entry,
                         const struct circleci_element *element)
{
    const struct circleci_scope *scope = scope_of(reader, element, entry->arguments, reader->scope);
    struct place_of_work work = {.job = element->node, .job_scope = scope};
    find_executor(reader, &work);
    struct circleci_job job = {
        .id = entry->id,
        .shell = shell_of(reader, &work),
        .directory = setting_text(reader, &work, "working_directory"),
    };
    const char *image = read_images(reader, &work, entry->id);
    if (work.orb.orb)
        circleci_add_orb(reader, node_find(element->node, "executor"), entry->id, 0, &work.orb);
    struct circleci_value executor = {.node = node_find(work.executor, "environment"),
                                      .scope = work.executor_scope};
    if (executor.node)
        circleci_add_variables(reader, executor.node, executor.scope, entry->id, 0);
    circleci_add_variables(reader, node_find(element->node, "environment"), scope, entry->id, 0);
    read_extra_steps(reader, &job, entry, "pre-steps");
    circleci_read_steps(reader, &job, node_find(element->node, "steps"), scope, entry->run, 0);
    read_extra_steps(reader, &job, entry, "post-steps");
    const struct node *place = element->node->kind == NODE_MAPPING && element->node->count > 0
                                   ? element->node->keys[0]
                                   : element->node;
    const struct node *key = node_key(node_find(element->root, "jobs"), entry->name);
    add_row(reader, entry, circleci_place(reader, key ? key : place), &work, job.position, image,
            NULL);
}

void circleci_read_job(struct circleci_reader *reader, const struct circleci_entry *entry)
{
    struct circleci_element element = {0};
    if (entry->name)
        element = circleci_find(reader, reader->scope, "jobs", entry->name);
    const char *type = node_string(element.node, "type");
    if (!entry->name || (type && strcmp(type, "approval") == 0))
        add_row(reader, entry, circleci_place(reader, entry->place), NULL, 0, NULL, NULL);
    else if (element.orb)
        read_orb_job(reader, entry, &element);
    else if (element.node && element.node->kind == NODE_MAPPING)
        read_own_job(reader, entry, &element);
    else
        pipeline_add_gaps(reader->pipeline, PIPELINE_GAP_JOBS, reader->path, UNKNOWN_UNREADABLE,
                          arena_printf(reader->pipeline->scratch, "line %u: there is no job '%s'",
                                       entry->place->line, entry->name));
}
