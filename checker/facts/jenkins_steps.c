#include "facts/github_uses.h"
#include "facts/jenkins_reader.h"

#include <string.h>

struct pipeline_place jenkins_at(const struct jenkins_reader *reader, const struct groovy *node)
{
    return (struct pipeline_place){
        .path = reader->path, .line = node->line, .column = node->column};
}

/* `${NAME}` and `${env.NAME}` of constants; others stay. */
static const char *put_in(struct jenkins_reader *reader, const char *text)
{
    struct arena *scratch = reader->pipeline->scratch;
    struct buffer out = BUFFER_EMPTY;
    bool changed = false;
    for (const char *at = text; *at && out.size < (1 << 20);) {
        const char *start = string_starts_with(at, "${env.") ? at + 6 : at + 2;
        size_t size = string_starts_with(at, "${") ? strcspn(start, "}") : 0;
        const char *value = NULL;
        if (size > 0 && start[size] == '}')
            value = table_find(&reader->constants,
                               arena_copy(scratch, (struct text){.bytes = start, .size = size}));
        if (value) {
            buffer_add_string(&out, value);
            at = start + size + 1;
            changed = true;
        } else {
            buffer_add_byte(&out, *at++);
        }
    }
    const char *made = changed ? arena_strdup(scratch, buffer_string(&out)) : text;
    buffer_release(&out);
    return made;
}

const char *jenkins_text(struct jenkins_reader *reader, const struct groovy *expression)
{
    struct arena *scratch = reader->pipeline->scratch;
    if (expression && expression->kind == GROOVY_NAME)
        return table_find(&reader->constants, expression->text);
    const char *text = groovy_text(scratch, expression);
    return text && strstr(text, "${") ? put_in(reader, text) : text;
}

struct jenkins_job *jenkins_job_new(struct jenkins_reader *reader, const struct groovy *place,
                                    const char *id, const struct jenkins_place *outer)
{
    struct jenkins_job *job = ARENA_NEW(reader->pipeline->scratch, struct jenkins_job);
    job->id = id;
    job->place = jenkins_at(reader, place);
    job->image = outer->image;
    job->label = outer->label;
    job->condition = outer->condition;
    job->run = outer->run;
    return job;
}

struct jenkins_job *jenkins_loose_job(struct jenkins_reader *reader, const struct groovy *place,
                                      const struct jenkins_place *outer)
{
    if (!reader->loose) {
        struct jenkins_place bare = {.image = outer->image, .label = outer->label};
        reader->loose = jenkins_job_new(reader, place, "pipeline", &bare);
    }
    return reader->loose;
}

void jenkins_job_write(struct jenkins_reader *reader, const struct jenkins_job *job)
{
    struct arena *arena = fact_arena(reader->pipeline->writer);
    const char *label = job->label ? arena_strdup(arena, job->label) : NULL;
    pipeline_add_job(reader->pipeline,
                     &(struct pipeline_job){
                         .place = job->place,
                         .id = job->id,
                         .name = job->name,
                         .condition = job->condition,
                         .image = job->image,
                         .runs_on = label ? value_texts(arena, &label, 1) : value_text(NULL),
                         .events = job->events,
                         .paths = job->paths,
                         .steps = job->position,
                         .run = job->run,
                     });
}

bool jenkins_is_script(const char *name)
{
    static const char *const names[] = {"sh", "bat", "powershell", "pwsh", NULL};
    return string_is_one_of(name, names);
}

/* The lines of the file on which the lines of a script stand, as far as one text holds
 * all of it. */
static struct value lines_of(struct jenkins_reader *reader, const struct groovy *expression,
                             const char *text)
{
    struct arena *arena = fact_arena(reader->pipeline->writer);
    while (expression && expression->kind == GROOVY_CALL && expression->base)
        expression = expression->base;
    bool whole = expression && expression->kind == GROOVY_TEXT;
    struct value *lines = NULL;
    size_t count = 0;
    size_t capacity = 0;
    struct text rest = text_of(text);
    struct text line;
    for (size_t i = 0; text_next_line(&rest, &line); i++) {
        uint32_t at = expression ? expression->line : 1;
        if (whole && i < expression->line_count)
            at = expression->lines[i];
        lines = arena_grow(arena, lines, count, &capacity, sizeof(*lines));
        lines[count++] = value_integer(at);
    }
    return count > 0 ? value_list_of(arena, lines, count) : value_text(NULL);
}

/* `sh` runs `sh -xe`; a script that begins with #! says itself what runs it
 * (jenkins.io/doc/pipeline/steps/workflow-durable-task-step). */
static const char *shell_of(struct jenkins_reader *reader, const char *name, const char *script)
{
    if (strcmp(name, "sh") != 0)
        return name;
    if (!string_starts_with(script, "#!"))
        return "sh -ex";
    struct text line = text_of(script + 2);
    struct text rest = line;
    text_next_line(&rest, &line);
    const char *shell = arena_copy(reader->pipeline->scratch, text_trim(line));
    static const char env[] = "/usr/bin/env ";
    return string_starts_with(shell, env) ? shell + sizeof(env) - 1 : shell;
}

static void add_variables(struct jenkins_reader *reader, const struct jenkins_place *place)
{
    for (size_t i = 0; i < place->variable_count; i++)
        pipeline_add_variable(reader->pipeline, place->variables[i]->place, place->job->id,
                              place->job->position, place->variables[i]->name,
                              place->variables[i]->value);
}

/* The job that a step belongs to; false when no more is read. */
static bool begin_step(struct jenkins_reader *reader, const struct groovy *call,
                       struct jenkins_place *place)
{
    if (reader->rest == 0)
        return false;
    reader->rest--;
    reader->any = true;
    if (!place->job)
        place->job = jenkins_loose_job(reader, call, place);
    if (place->image && !place->job->image)
        place->job->image = place->image;
    place->job->position++;
    if (reader->waits)
        place->run = pipeline_within(
            place->run, pipeline_stopped(PIPELINE_MANUAL, "a person is asked before it"));
    return true;
}

static bool is_true(const struct groovy *value)
{
    return value && value->kind == GROOVY_WORD && strcmp(value->text, "true") == 0;
}

void jenkins_add_script(struct jenkins_reader *reader, const struct groovy *call,
                        struct jenkins_place *place)
{
    const struct groovy *argument = groovy_named(call, "script");
    if (!argument)
        argument = groovy_argument(call, 0);
    const char *text = jenkins_text(reader, argument);
    if (!begin_step(reader, call, place))
        return;
    struct pipeline_run run = place->run;
    if (is_true(groovy_named(call, "returnStatus")))
        run =
            pipeline_within(run, (struct pipeline_run){.blocking = PIPELINE_ADVISES,
                                                       .advisory = "returnStatus hands its failure"
                                                                   " to the pipeline"});
    struct pipeline_step step = {
        .place = jenkins_at(reader, call),
        .job = place->job->id,
        .position = place->job->position,
        .name = jenkins_text(reader, groovy_named(call, "label")),
        .condition = place->condition,
        .directory = place->directory,
        .run = run,
    };
    if (text) {
        step.shell = shell_of(reader, call->text, text);
        step.script =
            (struct pipeline_script){.text = text, .lines = lines_of(reader, argument, text)};
    } else {
        step.uses = call->text;
        pipeline_add_gaps(reader->pipeline, PIPELINE_GAP_STEPS, reader->path, UNKNOWN_UNOBSERVABLE,
                          arena_printf(reader->pipeline->scratch,
                                       "line %u: the script of a step is made while it runs",
                                       call->line));
    }
    pipeline_add_step(reader->pipeline, &step);
    add_variables(reader, place);
}

static void add_inputs(struct jenkins_reader *reader, const struct groovy *list,
                       const struct jenkins_place *place)
{
    size_t unnamed = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct groovy *item = list->items[i];
        if (item->kind == GROOVY_CLOSURE)
            continue;
        if (item->kind == GROOVY_LIST && !list->keys[i]) {
            add_inputs(reader, item, place);
            continue;
        }
        const char *key = list->keys[i];
        const char *text = item->kind == GROOVY_WORD ? item->text : jenkins_text(reader, item);
        if (!key)
            key = arena_printf(reader->pipeline->scratch, "%zu", ++unnamed);
        if (text && strcmp(key, "$class") != 0)
            pipeline_add_input(reader->pipeline, jenkins_at(reader, item), place->job->id,
                               place->job->position, key, text);
    }
}

/* `step([$class: 'X', ...])` and `wrap([$class: 'X'])` run what the class is called. */
static const char *class_of(struct jenkins_reader *reader, const struct groovy *call)
{
    static const char *const names[] = {"step", "wrap", NULL};
    if (!string_is_one_of(call->text, names))
        return NULL;
    const struct groovy *list = groovy_argument(call, 0);
    const struct groovy *class = groovy_named(call, "$class");
    if (!class && list && list->kind == GROOVY_LIST)
        class = groovy_named(list, "$class");
    if (!class && list && list->kind == GROOVY_CALL)
        return list->text;
    return jenkins_text(reader, class);
}

void jenkins_add_plugin(struct jenkins_reader *reader, const struct groovy *call, const char *name,
                        struct jenkins_place *place)
{
    const char *class = call->base ? NULL : class_of(reader, call);
    const char *uses = class ? class : name;
    if (!begin_step(reader, call, place))
        return;
    pipeline_add_step(reader->pipeline, &(struct pipeline_step){
                                            .place = jenkins_at(reader, call),
                                            .job = place->job->id,
                                            .position = place->job->position,
                                            .uses = uses,
                                            .condition = place->condition,
                                            .directory = place->directory,
                                            .run = place->run,
                                        });
    pipeline_add_use(reader->pipeline, jenkins_at(reader, call), place->job->id,
                     place->job->position,
                     &(struct pipeline_use){.kind = "plugin", .uses = uses, .name = uses});
    const struct groovy *inner = groovy_argument(call, 0);
    if (class && inner && inner->kind == GROOVY_CALL)
        call = inner;
    add_inputs(reader, call, place);
    add_variables(reader, place);
}

void jenkins_add_library(struct jenkins_reader *reader, const struct groovy *place,
                         const char *text)
{
    struct arena *scratch = reader->pipeline->scratch;
    if (!text || !*text)
        return;
    size_t size = strcspn(text, "@");
    reader->any = true;
    pipeline_add_use(reader->pipeline, jenkins_at(reader, place), NULL, 0,
                     &(struct pipeline_use){
                         .kind = "include",
                         .uses = text,
                         .name = arena_copy(scratch, (struct text){.bytes = text, .size = size}),
                         .ref = text[size] && text[size + 1] ? text + size + 1 : NULL,
                     });
}
