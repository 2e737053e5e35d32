#include "facts/azure_reader.h"

#include <string.h>

/* Rounds in which "what it depends on never runs" spreads; a longer chain is taken as
 * running. */
enum { ROUNDS = 16, LABELS_MAX = 32 };

/* Without a condition of its own what depends on something skipped is skipped too
 * (learn.microsoft.com/azure/devops/pipelines/process/conditions). */
static bool take_over(struct pipeline_run *run, const struct pipeline_run *needed)
{
    if (needed->activation < PIPELINE_MANUAL || needed->activation <= run->activation)
        return false;
    run->activation = needed->activation;
    run->reason = needed->activation == PIPELINE_MANUAL
                      ? "what it depends on runs only when a person starts it"
                      : "what it depends on never runs";
    return true;
}

static bool spread_stages(struct azure_reader *reader, const struct table *by_id)
{
    bool changed = false;
    for (size_t i = 0; i < reader->stage_count; i++) {
        struct azure_stage *stage = reader->stages[i];
        for (size_t k = 0; k < stage->need_count && !stage->conditional; k++) {
            const struct azure_stage *needed = table_find(by_id, stage->needs[k]);
            if (needed && needed != stage)
                changed |= take_over(&stage->run, &needed->run);
        }
    }
    return changed;
}

static bool spread_jobs(struct azure_reader *reader, const struct table *by_id)
{
    bool changed = false;
    for (size_t i = 0; i < reader->job_count; i++) {
        struct azure_job *job = reader->jobs[i];
        for (size_t k = 0; k < job->need_count && !job->conditional; k++) {
            const struct azure_job *needed = table_find(by_id, job->needs[k]);
            if (needed && needed != job)
                changed |= take_over(&job->run, &needed->run);
        }
    }
    return changed;
}

static void spread(struct azure_reader *reader)
{
    struct table stages;
    struct table jobs;
    table_init(&stages, reader->expander.scratch);
    table_init(&jobs, reader->expander.scratch);
    for (size_t i = 0; i < reader->stage_count; i++)
        table_set(&stages, reader->stages[i]->id, reader->stages[i]);
    for (size_t i = 0; i < reader->job_count; i++)
        table_set(&jobs, reader->jobs[i]->id, reader->jobs[i]);
    for (unsigned round = 0; round < ROUNDS && spread_stages(reader, &stages); round++) {
    }
    for (size_t i = 0; i < reader->job_count; i++)
        if (reader->jobs[i]->stage)
            reader->jobs[i]->run =
                pipeline_within(reader->jobs[i]->stage->run, reader->jobs[i]->run);
    for (unsigned round = 0; round < ROUNDS && spread_jobs(reader, &jobs); round++) {
    }
}

/* `$(NAME)` and `$[ variables['NAME'] ]` of a matrix's legs; the text itself otherwise. */
static size_t matrix_texts(struct azure_reader *reader, const struct azure_job *job,
                           const char *text, const char **out, size_t most)
{
    struct arena *scratch = reader->expander.scratch;
    const char *start = strstr(text, "$(") == text ? text + 2 : NULL;
    if (!start && string_starts_with(text, "$["))
        start = strchr(text, '\'') ? strchr(text, '\'') + 1 : NULL;
    size_t size = start ? strcspn(start, ")'") : 0;
    out[0] = text;
    if (size == 0)
        return 1;
    const char *name = arena_copy(scratch, (struct text){.bytes = start, .size = size});
    struct azure_value strategy = azure_get(scratch, &job->mapping, "strategy");
    struct azure_value matrix = azure_property(scratch, &strategy, "matrix");
    if (matrix.kind != AZURE_NODE || matrix.node->kind != NODE_MAPPING)
        return 1;
    struct azure_mapping legs = azure_expand_mapping(&reader->expander, matrix.node, matrix.scope);
    size_t count = 0;
    for (size_t i = 0; i < legs.count && count < most; i++) {
        struct azure_value leg =
            azure_value_of(scratch, legs.entries[i].node, legs.entries[i].scope);
        struct azure_value value = azure_property(scratch, &leg, name);
        const char *one = value.kind == AZURE_NOTHING ? NULL : azure_value_text(&value);
        bool seen = !one;
        for (size_t k = 0; one && k < count; k++)
            seen |= strcmp(out[k], one) == 0;
        if (!seen && one)
            out[count++] = one;
    }
    return count > 0 ? count : 1;
}

/* The image of Microsoft's agents, or the pool: of the job, its stage, the pipeline. */
static struct value runs_on(struct azure_reader *reader, struct azure_job *job,
                            const struct azure_mapping *root)
{
    struct arena *scratch = reader->expander.scratch;
    struct arena *arena = fact_arena(reader->pipeline->writer);
    const struct azure_mapping *owners[] = {&job->mapping, job->stage ? &job->stage->mapping : NULL,
                                            root};
    const char *text = NULL;
    for (size_t i = 0; i < sizeof(owners) / sizeof(owners[0]) && !text; i++) {
        if (!owners[i] || !azure_find(owners[i], "pool"))
            continue;
        struct azure_value pool = azure_get(scratch, owners[i], "pool");
        struct azure_value image = azure_property(scratch, &pool, "vmImage");
        if (image.kind != AZURE_TEXT)
            image = azure_property(scratch, &pool, "name");
        text = pool.kind == AZURE_TEXT ? pool.text : image.kind == AZURE_TEXT ? image.text : NULL;
    }
    if (!text || !*text)
        return value_text(NULL);
    const char *labels[LABELS_MAX];
    size_t count = matrix_texts(reader, job, text, labels, LABELS_MAX);
    size_t windows = 0;
    for (size_t i = 0; i < count; i++) {
        windows += text_find_folded(text_of(labels[i]), "win") != SIZE_MAX ||
                   string_starts_with(labels[i], "vs20");
        labels[i] = arena_strdup(arena, labels[i]);
    }
    job->system = windows == count ? "windows" : NULL;
    return value_texts(arena, labels, count);
}

static const char *image_of(struct azure_reader *reader, const struct azure_job *job)
{
    struct arena *scratch = reader->expander.scratch;
    struct azure_value container = azure_get(scratch, &job->mapping, "container");
    if (container.kind == AZURE_NODE)
        container = azure_property(scratch, &container, "image");
    if (container.kind != AZURE_TEXT || !*container.text)
        return NULL;
    const char *named = table_find(&reader->containers, container.text);
    return named ? named : container.text;
}

/* `container: box` is a container that the pipeline declares, or else an image of Docker
 * Hub: in a template it is not known which. Anything but a bare word is an image. */
static bool may_be_alias(const struct azure_reader *reader, const char *name)
{
    return reader->called && !strpbrk(name, "/:@.$");
}

static void add_images(struct azure_reader *reader, const struct azure_job *job, const char *image)
{
    struct arena *scratch = reader->expander.scratch;
    const struct azure_entry *entry = azure_find(&job->mapping, "container");
    const char *images[LABELS_MAX];
    size_t count = image ? matrix_texts(reader, job, image, images, LABELS_MAX) : 0;
    for (size_t i = 0; i < count && entry; i++) {
        const char *named = table_find(&reader->containers, images[i]);
        if (!named && may_be_alias(reader, images[i]))
            continue;
        pipeline_add_image(reader->pipeline, azure_place(entry->scope, entry->place), job->id,
                           named ? named : images[i]);
    }
    struct azure_value value = azure_get(scratch, &job->mapping, "services");
    if (value.kind != AZURE_NODE)
        return;
    struct azure_mapping services =
        azure_expand_mapping(&reader->expander, value.node, value.scope);
    for (size_t i = 0; i < services.count; i++) {
        const struct azure_entry *service = &services.entries[i];
        struct azure_value text = azure_value_of(scratch, service->node, service->scope);
        if (text.kind == AZURE_NODE)
            text = azure_property(scratch, &text, "image");
        const char *name = text.kind == AZURE_TEXT ? text.text : "";
        const char *named = table_find(&reader->containers, name);
        if (!named && may_be_alias(reader, name))
            continue;
        pipeline_add_image(reader->pipeline, azure_place(service->scope, service->place), job->id,
                           named ? named : name);
    }
}

/* The hooks of a deployment, in the order in which they run: learn.microsoft.com/azure/
 * devops/pipelines/process/deployment-jobs. */
static void read_hooks(struct azure_reader *reader, struct azure_job *job,
                       const struct azure_value *strategy, struct pipeline_run run)
{
    static const char *const kinds[] = {"runOnce", "rolling", "canary", NULL};
    static const char *const hooks[] = {"preDeploy", "deploy", "routeTraffic", "postRouteTraffic",
                                        NULL};
    static const char *const ends[] = {"failure", "success", NULL};
    struct arena *scratch = reader->expander.scratch;
    for (size_t i = 0; kinds[i]; i++) {
        struct azure_value kind = azure_property(scratch, strategy, kinds[i]);
        for (size_t k = 0; hooks[k]; k++) {
            struct azure_value hook = azure_property(scratch, &kind, hooks[k]);
            struct azure_value steps = azure_property(scratch, &hook, "steps");
            azure_read_steps(reader, job, &steps, run);
        }
        struct azure_value on = azure_property(scratch, &kind, "on");
        for (size_t k = 0; ends[k]; k++) {
            struct azure_value end = azure_property(scratch, &on, ends[k]);
            struct azure_value steps = azure_property(scratch, &end, "steps");
            azure_read_steps(reader, job, &steps, run);
        }
    }
}

static void read_job_steps(struct azure_reader *reader, struct azure_job *job)
{
    struct arena *scratch = reader->expander.scratch;
    /* Whether a step's failure fails its job has nothing to do with the job's own. */
    struct pipeline_run run = job->run;
    run.blocking = PIPELINE_BLOCKS;
    run.advisory = NULL;
    if (job->bare) {
        azure_read_steps(reader, job, &job->steps, run);
        return;
    }
    struct azure_value steps = azure_get(scratch, &job->mapping, "steps");
    for (size_t i = 0; i < job->mapping.count; i++) {
        const struct azure_entry *entry = &job->mapping.entries[i];
        if (strcmp(entry->key, "steps") != 0)
            continue;
        steps = azure_value_of(scratch, entry->node, entry->scope);
        azure_read_steps(reader, job, &steps, pipeline_within(run, entry->run));
    }
    struct azure_value strategy = azure_get(scratch, &job->mapping, "strategy");
    if (azure_find(&job->mapping, "deployment") && strategy.kind == AZURE_NODE)
        read_hooks(reader, job, &strategy, run);
}

static const char *environment_of(struct azure_reader *reader, const struct azure_job *job)
{
    struct arena *scratch = reader->expander.scratch;
    struct azure_value value = azure_get(scratch, &job->mapping, "environment");
    if (value.kind == AZURE_NODE)
        value = azure_property(scratch, &value, "name");
    return value.kind == AZURE_TEXT && *value.text ? value.text : NULL;
}

static struct value timeout_of(struct azure_reader *reader, const struct azure_job *job)
{
    struct azure_value value =
        azure_get(reader->expander.scratch, &job->mapping, "timeoutInMinutes");
    const char *text = azure_value_text(&value);
    int64_t minutes = 0;
    if (!text || !*text || strlen(text) > 9)
        return value_text(NULL);
    for (; *text >= '0' && *text <= '9'; text++)
        minutes = minutes * 10 + (*text - '0');
    return *text ? value_text(NULL) : value_integer(minutes);
}

/* What a leg of the matrix sets is no constant of the job. */
static void open_matrix(struct azure_reader *reader, struct azure_job *job)
{
    struct arena *scratch = reader->expander.scratch;
    struct azure_value strategy = azure_get(scratch, &job->mapping, "strategy");
    struct azure_value matrix = azure_property(scratch, &strategy, "matrix");
    if (matrix.kind != AZURE_NODE || matrix.node->kind != NODE_MAPPING)
        return;
    struct azure_mapping legs = azure_expand_mapping(&reader->expander, matrix.node, matrix.scope);
    for (size_t i = 0; i < legs.count; i++) {
        const struct node *leg = legs.entries[i].node;
        for (size_t k = 0; leg->kind == NODE_MAPPING && k < leg->count; k++) {
            char *key = arena_strdup(scratch, leg->keys[k]->text);
            for (char *at = key; *at; at++)
                *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
            table_set(&job->variables, key, NULL);
        }
    }
}

static void write_job(struct azure_reader *reader, struct azure_job *job,
                      const struct azure_mapping *root)
{
    struct arena *scratch = reader->expander.scratch;
    struct arena *arena = fact_arena(reader->pipeline->writer);
    const char **needs = ARENA_ARRAY(scratch, const char *, job->need_count + 1);
    for (size_t i = 0; i < job->need_count; i++)
        needs[i] = arena_strdup(arena, job->needs[i]);
    const char *image = image_of(reader, job);
    struct value labels = runs_on(reader, job, root);
    struct azure_value variables = job->stage
                                       ? azure_get(scratch, &job->stage->mapping, "variables")
                                       : (struct azure_value){.kind = AZURE_NOTHING};
    azure_read_variables(reader, &variables, job);
    variables = azure_get(scratch, &job->mapping, "variables");
    azure_read_variables(reader, &variables, job);
    open_matrix(reader, job);
    add_images(reader, job, image);
    read_job_steps(reader, job);
    pipeline_add_job(reader->pipeline,
                     &(struct pipeline_job){
                         .place = job->place,
                         .id = job->id,
                         .name = azure_get_text(scratch, &job->mapping, "displayName"),
                         .environment = environment_of(reader, job),
                         .condition = azure_condition(reader, &job->mapping),
                         .image = image,
                         .needs = value_texts(arena, needs, job->need_count),
                         .runs_on = labels,
                         .timeout_minutes = timeout_of(reader, job),
                         .steps = job->position,
                         .run = job->run,
                     });
}

void azure_write_jobs(struct azure_reader *reader, const struct azure_mapping *root)
{
    spread(reader);
    for (size_t i = 0; i < reader->job_count && reader->expander.rest > 0; i++)
        write_job(reader, reader->jobs[i], root);
}
