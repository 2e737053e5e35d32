/* jenkins_pipeline - pipelines of Jenkins, declarative and scripted. A file called
 * Jenkinsfile is one; a file of Groovy where builds are kept is one when it calls `pipeline`
 * or `node`. Semantics: jenkins.io/doc/book/pipeline/syntax, jenkins.io/doc/pipeline/steps
 * and jenkins.io/doc/book/pipeline/shared-libraries. */
#include "base/limits.h"
#include "facts/jenkins_reader.h"
#include "facts/paths.h"

#include <string.h>

static const char *const paths[] = {
    "Jenkinsfile*",
    "*.jenkinsfile",
    "*.Jenkinsfile",
    "*.jenkinsFile",
    "/ci/**/*.groovy",
    "/.ci/**/*.groovy",
    "/jenkins/**/*.groovy",
    "/.jenkins/**/*.groovy",
    "/build/**/*.groovy",
    "/pipelines/**/*.groovy",
    NULL,
};

static bool is_named(const char *path)
{
    const char *base = path_base(path);
    return string_starts_with(base, "Jenkinsfile") ||
           text_find_folded(text_of(base), ".jenkinsfile") != SIZE_MAX;
}

/* Other files whose names begin so: templates of them, documents about them. Those that came
 * with others' code build it where it is developed. */
static bool is_something_else(const struct fact_file *file)
{
    const char *path = file->path;
    static const char *const ends[] = {".md",  ".txt", ".adoc", ".yml",  ".yaml", ".json",
                                       ".xml", ".sh",  ".py",   ".java", NULL};
    for (size_t i = 0; ends[i]; i++)
        if (string_ends_with(path, ends[i]))
            return true;
    return snapshot_is_vendored(file->snapshot, path);
}

static bool is_pipeline(const struct groovy *file)
{
    static const char *const names[] = {"pipeline", "node", "podTemplate", NULL};
    for (size_t i = 0; i < file->count; i++)
        if (file->items[i]->kind == GROOVY_CALL && !file->items[i]->base &&
            string_is_one_of(file->items[i]->text, names))
            return true;
    return false;
}

static void note_assigned(struct jenkins_reader *reader, const struct groovy *node)
{
    const struct groovy *target = node->items[0];
    if (target->kind != GROOVY_NAME)
        return;
    const char *text = groovy_text(reader->pipeline->scratch, node->items[1]);
    bool again = table_has(&reader->locals, target->text);
    table_set(&reader->locals, target->text, reader);
    if (!again && text && !strchr(text, '$') && strcmp(node->text, "=") == 0)
        table_set(&reader->constants, target->text, arena_strdup(reader->pipeline->scratch, text));
    else
        table_set(&reader->constants, target->text, NULL);
}

/* Methods, and names that are given a value once, and that a constant. */
static void note_names(struct jenkins_reader *reader, const struct groovy *node, unsigned depth)
{
    if (!node || depth > 200)
        return;
    if (node->kind == GROOVY_METHOD)
        table_set(&reader->methods, node->text, (void *)(uintptr_t)node);
    if (node->kind == GROOVY_ASSIGN)
        note_assigned(reader, node);
    if (node->base)
        note_names(reader, node->base, depth + 1);
    /* What `environment` gives a value to is read where it stands. */
    bool environment = node->kind == GROOVY_CALL && strcmp(node->text, "environment") == 0;
    for (size_t i = 0; !environment && i < node->count; i++)
        note_names(reader, node->items[i], depth + 1);
}

static void add_trigger(struct jenkins_reader *reader, const struct groovy *node)
{
    const struct groovy *spec = groovy_named(node, "spec");
    const char *cron = jenkins_text(reader, spec ? spec : groovy_argument(node, 0));
    struct arena *arena = fact_arena(reader->pipeline->writer);
    struct pipeline_trigger trigger = {0};
    if (strcmp(node->text, "cron") == 0 || strcmp(node->text, "parameterizedCron") == 0)
        trigger.event = "schedule";
    else if (strcmp(node->text, "upstream") == 0)
        trigger.event = "workflow_run";
    if (!trigger.event)
        return;
    const struct groovy *projects = groovy_named(node, "upstreamProjects");
    const char *text = projects ? jenkins_text(reader, projects) : cron;
    const char *copy = text ? arena_strdup(arena, text) : NULL;
    struct value *list =
        strcmp(trigger.event, "schedule") == 0 ? &trigger.schedules : &trigger.workflows;
    if (copy)
        *list = value_texts(arena, &copy, 1);
    pipeline_add_trigger(reader->pipeline, jenkins_at(reader, node), &trigger);
}

void jenkins_read_triggers(struct jenkins_reader *reader, const struct groovy *list)
{
    for (size_t i = 0; list && i < list->count; i++)
        if (list->items[i]->kind == GROOVY_CALL)
            add_trigger(reader, list->items[i]);
}

/* Which job of Jenkins runs the file, and when, is a setting of Jenkins; without one that
 * says otherwise pushes and requests start it by a webhook. */
static void add_usual_triggers(struct jenkins_reader *reader)
{
    static const char *const events[] = {"push", "pull_request", NULL};
    for (size_t i = 0; events[i]; i++)
        pipeline_add_trigger(reader->pipeline, (struct pipeline_place){.path = reader->path},
                             &(struct pipeline_trigger){.event = events[i]});
}

static void read_file(struct jenkins_reader *reader, const struct groovy *file,
                      const struct groovy_problem *problem)
{
    struct pipeline *pipeline = reader->pipeline;
    struct jenkins_place place = {.stage = ""};
    note_names(reader, file, 0);
    pipeline_add_workflow(pipeline, NULL, 1, (struct pipeline_run){0}, false);
    add_usual_triggers(reader);
    jenkins_walk(reader, file, &place);
    if (reader->loose && reader->loose->position > 0)
        jenkins_job_write(reader, reader->loose);
    if (problem->message)
        pipeline_add_gaps(
            pipeline, PIPELINE_GAP_JOBS, reader->path, UNKNOWN_UNREADABLE,
            arena_printf(pipeline->scratch, "line %u: %s", problem->line, problem->message));
    else if (reader->rest == 0)
        pipeline_add_gaps(pipeline, PIPELINE_GAP_JOBS, reader->path, UNKNOWN_UNREADABLE,
                          "more than is read of one pipeline");
    else if (reader->hides)
        pipeline_add_gaps(pipeline, PIPELINE_GAP_JOBS, reader->path, UNKNOWN_UNOBSERVABLE,
                          arena_printf(pipeline->scratch,
                                       "what the step '%s' of Jenkins runs is not in this "
                                       "repository",
                                       reader->hides));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 14);
    struct pipeline pipeline = {
        .writer = writer, .scratch = &scratch, .system = "jenkins", .workflow = file->path};
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (!reason && file->content.text.size > LIMIT_POLICY_BYTES)
        reason = "longer than is read of a pipeline";
    if (is_something_else(file))
        reason = NULL;
    else if (reason && is_named(file->path))
        pipeline_add_gaps(&pipeline, PIPELINE_GAP_FILE, file->path, class, reason);
    if (!reason && !is_something_else(file)) {
        struct groovy_problem problem;
        const struct groovy *root = groovy_parse(&scratch, file->content.text, &problem);
        struct jenkins_reader reader = {.pipeline = &pipeline,
                                        .path = file->path,
                                        .text = file->content.text,
                                        .rest = JENKINS_STEPS_MAX};
        table_init(&reader.methods, &scratch);
        table_init(&reader.constants, &scratch);
        table_init(&reader.locals, &scratch);
        table_init(&reader.choices, &scratch);
        if (is_named(file->path) || is_pipeline(root))
            read_file(&reader, root, &problem);
    }
    arena_release(&scratch);
}

FACT(jenkins_pipeline) = {
    .name = "jenkins_pipeline",
    .area = FACT_AREA_AUTOMATION,
    .summary = "pipelines of Jenkins, declarative and scripted",
    .version = 2,
    .kinds = pipeline_kinds,
    .paths = paths,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
