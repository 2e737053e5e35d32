#include "facts/circleci_reader.h"
#include "facts/paths.h"

#include <string.h>

struct pipeline_place circleci_place(const struct circleci_reader *reader, const struct node *node)
{
    return (struct pipeline_place){
        .path = reader->path, .line = node->line, .column = node->column};
}

struct pipeline_run circleci_condition(struct circleci_reader *reader, const struct node *condition,
                                       const struct circleci_scope *scope, bool unless)
{
    if (!condition)
        return (struct pipeline_run){0};
    bool chosen = false;
    enum truth truth = circleci_truth(reader->pipeline->scratch, condition, scope, &chosen);
    if (truth == TRUTH_OPEN || (truth == TRUTH_TRUE) != unless)
        return (struct pipeline_run){0};
    if (chosen)
        return pipeline_stopped(PIPELINE_MANUAL,
                                "only a run that sets a parameter of the pipeline does it");
    return pipeline_stopped(PIPELINE_DISABLED,
                            unless ? "its `unless` is always true" : "its `when` is always false");
}

/* Where a step runs, seen from the root of the checkout, which is where the job works. */
static const char *directory_of(struct circleci_reader *reader, const struct circleci_job *job,
                                const char *own)
{
    struct arena *scratch = reader->pipeline->scratch;
    if (!own || strcmp(own, ".") == 0)
        return NULL;
    const char *base = job->directory ? job->directory : "~/project";
    size_t size = strlen(base);
    while (size > 1 && base[size - 1] == '/')
        size--;
    if (strncmp(own, base, size) == 0 && (own[size] == '\0' || own[size] == '/')) {
        const char *rest = own + size;
        while (*rest == '/')
            rest++;
        return *rest ? arena_strdup(scratch, rest) : NULL;
    }
    return own;
}

struct replacing {
    struct arena *scratch;
    const struct circleci_scope *scope;
};

static const char *replace(void *state, const char *line)
{
    const struct replacing *replacing = state;
    return circleci_text(replacing->scratch, line, replacing->scope);
}

/* A command that is a parameter as a whole stands where the parameter is written. */
static struct pipeline_script script_of(struct circleci_reader *reader, const struct node *node,
                                        const struct circleci_scope *scope)
{
    struct circleci_value value = circleci_resolve(reader->pipeline->scratch, node, scope);
    struct replacing replacing = {.scratch = reader->pipeline->scratch, .scope = value.scope};
    if (!value.node)
        return pipeline_script_of(reader->pipeline, node, NULL, NULL);
    return pipeline_script_of(reader->pipeline, value.node, replace, &replacing);
}

static void add_run(struct circleci_reader *reader, struct circleci_job *job,
                    const struct node *step, const struct node *what,
                    const struct circleci_scope *scope, struct pipeline_run run)
{
    struct arena *scratch = reader->pipeline->scratch;
    bool brief = node_is_scalar(what);
    const struct node *command = brief ? what : node_find(what, "command");
    const char *shell = circleci_string_at(scratch, what, "shell", scope);
    const char *background = circleci_string_at(scratch, what, "background", scope);
    if (background && strcmp(background, "true") == 0)
        run = pipeline_within(run, (struct pipeline_run){.blocking = PIPELINE_ADVISES,
                                                         .advisory = "it runs in the background"});
    pipeline_add_step(
        reader->pipeline,
        &(struct pipeline_step){
            .place = circleci_place(reader, step),
            .job = job->id,
            .position = job->position,
            .name = circleci_string_at(scratch, what, "name", scope),
            .condition = circleci_string_at(scratch, what, "when", scope),
            .shell = shell        ? shell
                     : job->shell ? job->shell
                                  : "/bin/bash -eo pipefail",
            .directory = directory_of(
                reader, job, circleci_string_at(scratch, what, "working_directory", scope)),
            .script = script_of(reader, command, scope),
            .run = run,
        });
    if (!brief)
        circleci_add_variables(reader, node_find(what, "environment"), scope, job->id,
                               job->position);
}

static bool is_built_in(const char *name)
{
    static const char *const names[] = {
        "checkout",
        "setup_remote_docker",
        "save_cache",
        "restore_cache",
        "store_artifacts",
        "store_test_results",
        "attach_workspace",
        "add_ssh_keys",
        "persist_to_workspace",
        NULL,
    };
    return string_is_one_of(name, names);
}

/* Is the command among those that are being followed? */
static bool is_called(const struct circleci_scope *scope, const struct node *command)
{
    for (; scope; scope = scope->caller)
        if (scope->element == command)
            return true;
    return false;
}

/* A step that is the name of a command, with what it is given. */
struct command_call {
    const struct node *step;
    const char *name;
    const struct node *arguments; /* or NULL */
};

static void read_command(struct circleci_reader *reader, struct circleci_job *job,
                         const struct command_call *call, const struct circleci_scope *scope,
                         struct pipeline_run run, unsigned depth)
{
    const struct node *step = call->step;
    const struct node *arguments = call->arguments;
    const char *name = call->name;
    struct pipeline *pipeline = reader->pipeline;
    struct circleci_element element = circleci_find(reader, scope, "commands", name);
    if (element.node && is_called(scope, element.node)) {
        pipeline_add_gaps(pipeline, PIPELINE_GAP_STEPS, reader->path, UNKNOWN_UNREADABLE,
                          arena_printf(pipeline->scratch, "line %u: the command '%s' calls itself",
                                       step->line, name));
        return;
    }
    if (element.node) {
        struct circleci_scope *inner = ARENA_NEW(pipeline->scratch, struct circleci_scope);
        *inner = (struct circleci_scope){.caller = scope,
                                         .root = element.root,
                                         .configuration = scope->configuration,
                                         .declared = node_find(element.node, "parameters"),
                                         .arguments = arguments,
                                         .element = element.node};
        circleci_read_steps(reader, job, node_find(element.node, "steps"), inner, run, depth + 1);
        return;
    }
    if (!element.orb && !is_built_in(name)) {
        pipeline_add_gaps(
            pipeline, PIPELINE_GAP_STEPS, reader->path, UNKNOWN_UNREADABLE,
            arena_printf(pipeline->scratch, "line %u: there is no command '%s'", step->line, name));
        return;
    }
    job->position++;
    pipeline_add_step(pipeline,
                      &(struct pipeline_step){
                          .place = circleci_place(reader, step),
                          .job = job->id,
                          .position = job->position,
                          .name = element.orb ? circleci_string_at(pipeline->scratch, arguments,
                                                                   "step_name", scope)
                                              : name,
                          .uses = element.orb,
                          .run = run,
                      });
    circleci_add_inputs(reader, arguments, scope, job->id, job->position);
    if (element.orb)
        circleci_add_orb(reader, step, job->id, job->position, &element);
}

/* `when` and `unless` around steps; the steps that are a parameter; a run; a command. */
static void read_mapping(struct circleci_reader *reader, struct circleci_job *job,
                         const struct node *step, const struct circleci_scope *scope,
                         struct pipeline_run run, unsigned depth)
{
    const char *word = step->keys[0]->text;
    const struct node *what = step->items[0];
    bool unless = strcmp(word, "unless") == 0;
    if (unless || strcmp(word, "when") == 0) {
        struct pipeline_run own =
            circleci_condition(reader, node_find(what, "condition"), scope, unless);
        circleci_read_steps(reader, job, node_find(what, "steps"), scope, pipeline_within(run, own),
                            depth + 1);
    } else if (strcmp(word, "steps") == 0) {
        circleci_read_steps(reader, job, what, scope, run, depth + 1);
    } else if (strcmp(word, "run") == 0 || strcmp(word, "deploy") == 0) {
        struct circleci_value value = circleci_resolve(reader->pipeline->scratch, what, scope);
        bool whole = value.node && value.node->kind == NODE_MAPPING;
        job->position++;
        add_run(reader, job, step, whole ? value.node : what, whole ? value.scope : scope, run);
    } else {
        read_command(reader, job,
                     &(struct command_call){.step = step,
                                            .name = word,
                                            .arguments = what->kind == NODE_MAPPING ? what : NULL},
                     scope, run, depth);
    }
}

static void read_step(struct circleci_reader *reader, struct circleci_job *job,
                      const struct node *step, const struct circleci_scope *scope,
                      struct pipeline_run run, unsigned depth)
{
    struct circleci_value value = circleci_resolve(reader->pipeline->scratch, step, scope);
    const char *name = pipeline_string(value.node);
    if (value.node && value.node->kind == NODE_SEQUENCE)
        circleci_read_steps(reader, job, value.node, value.scope, run, depth + 1);
    else if (value.node && value.node->kind == NODE_MAPPING && value.node->count > 0)
        read_mapping(reader, job, value.node, value.scope, run, depth);
    else if (value.node && name)
        read_command(
            reader, job,
            &(struct command_call){.step = value.node,
                                   .name = circleci_text(reader->pipeline->scratch, name, scope)},
            value.scope, run, depth);
    else
        pipeline_add_gaps(reader->pipeline, PIPELINE_GAP_STEPS, reader->path,
                          value.node ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                          value.node ? "a step is no mapping" : "a parameter without a value");
}

void circleci_read_steps(struct circleci_reader *reader, struct circleci_job *job,
                         const struct node *steps, const struct circleci_scope *scope,
                         struct pipeline_run run, unsigned depth)
{
    struct circleci_value value = circleci_resolve(reader->pipeline->scratch, steps, scope);
    if (!steps || (value.node && value.node->kind == NODE_NULL))
        return;
    if (!value.node || value.node->kind != NODE_SEQUENCE) {
        pipeline_add_gaps(reader->pipeline, PIPELINE_GAP_STEPS, reader->path,
                          value.node ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                          value.node ? "steps are no list"
                                     : "steps are a parameter without a value");
        return;
    }
    for (size_t i = 0; i < value.node->count; i++) {
        if (reader->rest == 0 || depth > CIRCLECI_DEPTH_MAX) {
            pipeline_add_gaps(reader->pipeline, PIPELINE_GAP_STEPS, reader->path,
                              UNKNOWN_UNREADABLE, "commands call each other without end");
            return;
        }
        reader->rest--;
        read_step(reader, job, value.node->items[i], value.scope, run, depth);
    }
}
