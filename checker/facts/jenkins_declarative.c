#include "facts/jenkins_reader.h"

#include <string.h>

static void read_stages(struct jenkins_reader *reader, const struct groovy *block,
                        const struct jenkins_place *place, bool together);

static bool is_call(const struct groovy *node, const char *name)
{
    return node->kind == GROOVY_CALL && !node->base && strcmp(node->text, name) == 0;
}

static const struct groovy *section(const struct groovy *block, const char *name)
{
    for (size_t i = 0; block && i < block->count; i++)
        if (is_call(block->items[i], name))
            return block->items[i];
    return NULL;
}

/* The value of `NAME 'value'` in a block. */
static const char *said(struct jenkins_reader *reader, const struct groovy *block, const char *name)
{
    const struct groovy *call = section(block, name);
    return call ? jenkins_text(reader, groovy_argument(call, 0)) : NULL;
}

/* jenkins.io/doc/book/pipeline/syntax, "agent". An image in a pod of Kubernetes stands
 * in YAML of its own, which is not read. */
static void read_agent(struct jenkins_reader *reader, const struct groovy *block,
                       struct jenkins_place *place, const char *job)
{
    const struct groovy *agent = section(block, "agent");
    const struct groovy *inner = groovy_closure(agent);
    if (!agent)
        return;
    place->image = NULL;
    if (!inner)
        return;
    const char *label = said(reader, inner, "label");
    const struct groovy *node = groovy_closure(section(inner, "node"));
    const struct groovy *docker = section(inner, "docker");
    const struct groovy *settings = groovy_closure(docker);
    if (!label)
        label = said(reader, node ? node : settings, "label");
    place->label = label;
    if (!docker)
        return;
    place->image = settings ? said(reader, settings, "image")
                            : jenkins_text(reader, groovy_argument(docker, 0));
    pipeline_add_image(reader->pipeline, jenkins_at(reader, docker), job, place->image);
}

/* `NAME = 'value'`; credentials are no constants. */
static void read_environment(struct jenkins_reader *reader, const struct groovy *block,
                             const char *job)
{
    const struct groovy *environment = groovy_closure(section(block, "environment"));
    for (size_t i = 0; environment && i < environment->count; i++) {
        const struct groovy *item = environment->items[i];
        if (item->kind != GROOVY_ASSIGN || item->items[0]->kind != GROOVY_NAME)
            continue;
        const struct groovy *value = item->items[1];
        const char *text = value->kind == GROOVY_WORD ? value->text : jenkins_text(reader, value);
        pipeline_add_variable(reader->pipeline, jenkins_at(reader, item), job, 0,
                              item->items[0]->text, text ? text : "${...}");
        if (text && !strchr(text, '$') && !job)
            table_set(&reader->constants, item->items[0]->text,
                      arena_strdup(reader->pipeline->scratch, text));
    }
}

/* `post`: each of its blocks with what it waits for. */
static void read_post(struct jenkins_reader *reader, const struct groovy *block,
                      const struct jenkins_place *place)
{
    const struct groovy *post = groovy_closure(section(block, "post"));
    for (size_t i = 0; post && i < post->count; i++) {
        const struct groovy *when = post->items[i];
        if (when->kind != GROOVY_CALL)
            continue;
        struct jenkins_place inner = *place;
        bool always = strcmp(when->text, "always") == 0 || strcmp(when->text, "cleanup") == 0;
        inner.condition =
            always ? NULL : arena_printf(reader->pipeline->scratch, "post: %s", when->text);
        jenkins_walk(reader, groovy_closure(when), &inner);
    }
}

static void read_steps(struct jenkins_reader *reader, const struct groovy *block,
                       const struct jenkins_place *place)
{
    const struct groovy *steps = section(block, "steps");
    if (steps)
        jenkins_walk(reader, groovy_closure(steps), place);
}

/* Stages within a stage: one after another, side by side, or once a cell of a matrix. */
static void read_inner_stages(struct jenkins_reader *reader, const struct groovy *block,
                              const struct jenkins_place *place)
{
    const struct groovy *matrix = groovy_closure(section(block, "matrix"));
    read_stages(reader, groovy_closure(section(block, "stages")), place, false);
    read_stages(reader, groovy_closure(section(block, "parallel")), place, true);
    if (!matrix)
        return;
    struct jenkins_place inner = *place;
    read_agent(reader, matrix, &inner, NULL);
    read_environment(reader, matrix, NULL);
    read_stages(reader, groovy_closure(section(matrix, "stages")), &inner, false);
}

static void read_stage(struct jenkins_reader *reader, const struct groovy *call,
                       const struct jenkins_place *outer)
{
    struct arena *scratch = reader->pipeline->scratch;
    const struct groovy *block = groovy_closure(call);
    const char *name = jenkins_text(reader, groovy_argument(call, 0));
    if (!name)
        name = arena_printf(scratch, "line %u", call->line);
    struct jenkins_place place = *outer;
    place.depth++;
    place.stage = *outer->stage ? arena_printf(scratch, "%s/%s", outer->stage, name) : name;
    read_agent(reader, block, &place, place.stage);
    read_environment(reader, block, place.stage);
    place.job = jenkins_job_new(reader, call, place.stage, &place);
    place.job->name = name;
    place.job->events = outer->job ? outer->job->events : value_text(NULL);
    const struct groovy *when = groovy_closure(section(block, "when"));
    if (when)
        jenkins_read_when(reader, when, place.job);
    if (section(block, "input")) {
        place.job->run = pipeline_within(
            place.job->run, pipeline_stopped(PIPELINE_MANUAL, "it asks a person first"));
        reader->waits = true;
    } else if (reader->waits) {
        place.job->run = pipeline_within(
            place.job->run, pipeline_stopped(PIPELINE_MANUAL, "a person is asked before it"));
    }
    place.run = place.job->run;
    read_steps(reader, block, &place);
    read_inner_stages(reader, block, &place);
    read_post(reader, block, &place);
    if (place.job->position > 0)
        jenkins_job_write(reader, place.job);
}

static void read_stages(struct jenkins_reader *reader, const struct groovy *block,
                        const struct jenkins_place *place, bool together)
{
    bool waits = reader->waits;
    if (place->depth > JENKINS_DEPTH_MAX) {
        reader->rest = 0;
        return;
    }
    for (size_t i = 0; block && i < block->count && reader->rest > 0; i++) {
        const struct groovy *item = block->items[i];
        if (is_call(item, "stage"))
            read_stage(reader, item, place);
        else
            jenkins_note_hiding(reader, item);
        if (together)
            reader->waits = waits;
    }
}

static void read_parameters(struct jenkins_reader *reader, const struct groovy *block)
{
    for (size_t i = 0; block && i < block->count; i++) {
        const struct groovy *item = block->items[i];
        const char *name = jenkins_text(reader, groovy_named(item, "name"));
        const struct groovy *otherwise = groovy_named(item, "defaultValue");
        if (is_call(item, "booleanParam") && name && otherwise && otherwise->kind == GROOVY_WORD)
            table_set(&reader->choices, name,
                      arena_strdup(reader->pipeline->scratch, otherwise->text));
    }
}

static void read_libraries(struct jenkins_reader *reader, const struct groovy *block)
{
    for (size_t i = 0; block && i < block->count; i++)
        if (is_call(block->items[i], "lib"))
            jenkins_add_library(reader, block->items[i],
                                jenkins_text(reader, groovy_argument(block->items[i], 0)));
}

void jenkins_read_declarative(struct jenkins_reader *reader, const struct groovy *block)
{
    struct jenkins_place place = {.stage = ""};
    read_parameters(reader, groovy_closure(section(block, "parameters")));
    read_libraries(reader, groovy_closure(section(block, "libraries")));
    jenkins_read_triggers(reader, groovy_closure(section(block, "triggers")));
    read_agent(reader, block, &place, NULL);
    read_environment(reader, block, NULL);
    read_stages(reader, groovy_closure(section(block, "stages")), &place, false);
    const struct groovy *post = section(block, "post");
    if (!post)
        return;
    place.job = jenkins_job_new(reader, post, "post", &place);
    read_post(reader, block, &place);
    if (place.job->position > 0)
        jenkins_job_write(reader, place.job);
}
