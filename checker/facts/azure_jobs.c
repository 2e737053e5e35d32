#include "facts/azure_reader.h"

#include <string.h>

static const char *const *needs_of(struct azure_reader *reader, const struct azure_mapping *mapping,
                                   const struct azure_stage *stage, size_t *count)
{
    struct arena *scratch = reader->expander.scratch;
    struct azure_value value = azure_get(scratch, mapping, "dependsOn");
    const char *single = value.kind == AZURE_NOTHING ? NULL : azure_value_text(&value);
    struct azure_list list = azure_expand_list(&reader->expander, &value);
    const char **needs = ARENA_ARRAY(scratch, const char *, list.count + 1);
    *count = 0;
    if (single && *single)
        needs[(*count)++] = single;
    for (size_t i = 0; i < list.count; i++) {
        const char *text = pipeline_string(list.items[i].node);
        if (text && list.items[i].run.activation < PIPELINE_MANUAL)
            needs[(*count)++] = azure_text(scratch, text, list.items[i].scope);
    }
    for (size_t i = 0; stage && stage->id && i < *count; i++)
        needs[i] = arena_printf(scratch, "%s/%s", stage->id, needs[i]);
    return needs;
}

static struct azure_job *add_job(struct azure_reader *reader, struct azure_stage *stage,
                                 const char *name, struct pipeline_place place)
{
    struct arena *scratch = reader->expander.scratch;
    if (reader->job_count == AZURE_JOBS_MAX) {
        reader->expander.rest = 0;
        return NULL;
    }
    struct azure_job *job = ARENA_NEW(scratch, struct azure_job);
    job->id = stage && stage->id ? arena_printf(scratch, "%s/%s", stage->id, name) : name;
    job->stage = stage;
    job->place = place;
    table_init(&job->variables, scratch);
    reader->jobs = arena_grow(scratch, reader->jobs, reader->job_count, &reader->job_capacity,
                              sizeof(*reader->jobs));
    reader->jobs[reader->job_count++] = job;
    return job;
}

void azure_read_bare_steps(struct azure_reader *reader, const struct azure_value *steps,
                           struct azure_stage *stage, const char *id, struct pipeline_place place,
                           struct pipeline_run run)
{
    struct azure_job *job = add_job(reader, stage, id, place);
    if (!job)
        return;
    job->bare = true;
    job->steps = *steps;
    job->run = run;
}

static void read_job(struct azure_reader *reader, struct azure_stage *stage,
                     const struct azure_mapping *mapping, const struct azure_entry *word,
                     size_t number, struct pipeline_run run)
{
    struct arena *scratch = reader->expander.scratch;
    const char *name = azure_get_text(scratch, mapping, word->key);
    if (!name || !*name)
        name = arena_printf(scratch, "Job%zu", number);
    struct azure_job *job = add_job(reader, stage, name, azure_place(word->scope, word->place));
    if (!job)
        return;
    job->mapping = *mapping;
    job->conditional = azure_condition(reader, mapping) != NULL;
    job->needs = needs_of(reader, mapping, stage, &job->need_count);
    job->run = pipeline_within(pipeline_within(run, word->run), azure_run_of(reader, mapping));
}

void azure_read_jobs(struct azure_reader *reader, const struct azure_value *value,
                     struct azure_stage *stage, struct pipeline_run run)
{
    struct arena *scratch = reader->expander.scratch;
    if (value->kind == AZURE_OPEN)
        azure_gap(reader, AZURE_LEVEL_JOBS, reader->pipeline->workflow, UNKNOWN_UNOBSERVABLE,
                  "the jobs are an expression");
    struct azure_list list = azure_expand_list(&reader->expander, value);
    for (size_t i = 0; i < list.count && reader->expander.rest > 0; i++) {
        struct azure_value item = azure_value_of(scratch, list.items[i].node, list.items[i].scope);
        if (item.kind != AZURE_NODE || item.node->kind != NODE_MAPPING)
            continue;
        struct azure_mapping mapping =
            azure_expand_mapping(&reader->expander, item.node, item.scope);
        struct pipeline_run own = pipeline_within(run, list.items[i].run);
        const struct azure_entry *word = azure_find(&mapping, "job");
        if (!word)
            word = azure_find(&mapping, "deployment");
        if (word)
            read_job(reader, stage, &mapping, word, i + 1, own);
        else if (azure_find(&mapping, "template"))
            azure_follow(
                reader, &mapping,
                &(struct azure_call){.level = AZURE_LEVEL_JOBS, .stage = stage, .run = own});
    }
}

/* A stage that does not say after which it comes, comes after the one before it. */
static void read_stage(struct azure_reader *reader, const struct azure_mapping *mapping,
                       struct pipeline_run run)
{
    struct arena *scratch = reader->expander.scratch;
    struct azure_stage *stage = ARENA_NEW(scratch, struct azure_stage);
    const char *id = azure_get_text(scratch, mapping, "stage");
    stage->id = id && *id ? id : arena_printf(scratch, "Stage%zu", reader->stage_count + 1);
    stage->mapping = *mapping;
    stage->conditional = azure_condition(reader, mapping) != NULL;
    stage->run = pipeline_within(run, azure_run_of(reader, mapping));
    if (azure_find(mapping, "dependsOn")) {
        stage->needs = needs_of(reader, mapping, NULL, &stage->need_count);
    } else if (reader->stage_count > 0) {
        const char **before = ARENA_ARRAY(scratch, const char *, 1);
        before[0] = reader->stages[reader->stage_count - 1]->id;
        stage->needs = before;
        stage->need_count = 1;
    }
    reader->stages = arena_grow(scratch, reader->stages, reader->stage_count,
                                &reader->stage_capacity, sizeof(*reader->stages));
    reader->stages[reader->stage_count++] = stage;
    struct azure_value jobs = azure_get(scratch, mapping, "jobs");
    azure_read_jobs(reader, &jobs, stage, (struct pipeline_run){0});
}

void azure_read_stages(struct azure_reader *reader, const struct azure_value *value,
                       struct pipeline_run run)
{
    struct arena *scratch = reader->expander.scratch;
    if (value->kind == AZURE_OPEN)
        azure_gap(reader, AZURE_LEVEL_STAGES, reader->pipeline->workflow, UNKNOWN_UNOBSERVABLE,
                  "the stages are an expression");
    struct azure_list list = azure_expand_list(&reader->expander, value);
    for (size_t i = 0; i < list.count && reader->expander.rest > 0; i++) {
        struct azure_value item = azure_value_of(scratch, list.items[i].node, list.items[i].scope);
        if (item.kind != AZURE_NODE || item.node->kind != NODE_MAPPING)
            continue;
        struct azure_mapping mapping =
            azure_expand_mapping(&reader->expander, item.node, item.scope);
        struct pipeline_run own = pipeline_within(run, list.items[i].run);
        if (azure_find(&mapping, "stage"))
            read_stage(reader, &mapping, own);
        else if (azure_find(&mapping, "template"))
            azure_follow(reader, &mapping,
                         &(struct azure_call){.level = AZURE_LEVEL_STAGES, .run = own});
    }
}

static void read_extended(struct azure_reader *reader, const struct azure_mapping *mapping,
                          struct azure_stage *stage, struct pipeline_run run)
{
    struct azure_value value = azure_get(reader->expander.scratch, mapping, "extends");
    if (value.kind != AZURE_NODE || value.node->kind != NODE_MAPPING)
        return;
    struct azure_mapping extended =
        azure_expand_mapping(&reader->expander, value.node, value.scope);
    azure_follow(reader, &extended,
                 &(struct azure_call){.level = AZURE_LEVEL_STAGES, .stage = stage, .run = run});
}

void azure_read_content(struct azure_reader *reader, const struct azure_mapping *mapping,
                        struct azure_stage *stage, struct pipeline_run run)
{
    azure_read_resources(reader, mapping);
    for (size_t i = 0; i < mapping->count; i++) {
        const struct azure_entry *entry = &mapping->entries[i];
        struct azure_value value =
            azure_value_of(reader->expander.scratch, entry->node, entry->scope);
        struct pipeline_run own = pipeline_within(run, entry->run);
        if (strcmp(entry->key, "stages") == 0)
            azure_read_stages(reader, &value, own);
        else if (strcmp(entry->key, "jobs") == 0)
            azure_read_jobs(reader, &value, stage, own);
        else if (strcmp(entry->key, "steps") == 0)
            azure_read_bare_steps(reader, &value, stage, "Job",
                                  azure_place(entry->scope, entry->place), own);
    }
    if (azure_find(mapping, "extends"))
        read_extended(reader, mapping, stage, run);
}
