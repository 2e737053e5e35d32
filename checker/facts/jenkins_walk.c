#include "facts/jenkins_reader.h"
#include "facts/paths.h"

#include <string.h>

static void walk_node(struct jenkins_reader *reader, const struct groovy *node,
                      struct jenkins_place *place, bool statement);

/* Around what stands within; the job that steps there get is seen outside too. */
static void walk_within(struct jenkins_reader *reader, const struct groovy *block,
                        struct jenkins_place *place)
{
    struct jenkins_place inner = *place;
    inner.depth++;
    if (inner.depth > JENKINS_DEPTH_MAX) {
        reader->rest = 0;
        return;
    }
    for (size_t i = 0; block && i < block->count && reader->rest > 0; i++)
        if (block->items[i])
            walk_node(reader, block->items[i], &inner, true);
}

void jenkins_walk(struct jenkins_reader *reader, const struct groovy *block,
                  const struct jenkins_place *place)
{
    struct jenkins_place copy = *place;
    walk_within(reader, block, &copy);
}

/* Every closure that a call is given, and the calls in its arguments. */
static void walk_closures(struct jenkins_reader *reader, const struct groovy *call,
                          struct jenkins_place *place)
{
    for (size_t i = 0; i < call->count && reader->rest > 0; i++)
        if (call->items[i]->kind == GROOVY_CLOSURE)
            walk_within(reader, call->items[i], place);
}

static void walk_parts(struct jenkins_reader *reader, const struct groovy *node,
                       struct jenkins_place *place)
{
    if (node->base)
        walk_node(reader, node->base, place, false);
    for (size_t i = 0; i < node->count && reader->rest > 0; i++)
        if (node->items[i])
            walk_node(reader, node->items[i], place, false);
}

static void walk_stage(struct jenkins_reader *reader, const struct groovy *call, const char *name,
                       const struct groovy *block, struct jenkins_place *place)
{
    struct arena *scratch = reader->pipeline->scratch;
    if (!name)
        name = arena_printf(scratch, "line %u", call->line);
    const char *id = *place->stage ? arena_printf(scratch, "%s/%s", place->stage, name) : name;
    struct jenkins_place inner = *place;
    inner.stage = id;
    inner.job = jenkins_job_new(reader, call, id, place);
    inner.job->name = name;
    walk_within(reader, block, &inner);
    if (inner.job->position > 0)
        jenkins_job_write(reader, inner.job);
}

/* Branches: `parallel(a: { }, b: { })`. */
static void walk_parallel(struct jenkins_reader *reader, const struct groovy *call,
                          struct jenkins_place *place)
{
    const struct groovy *list = groovy_argument(call, 0);
    if (list && list->kind == GROOVY_LIST)
        call = list;
    for (size_t i = 0; i < call->count && reader->rest > 0; i++) {
        bool waits = reader->waits;
        if (call->items[i]->kind == GROOVY_CLOSURE && call->keys[i])
            walk_stage(reader, call->items[i], call->keys[i], call->items[i], place);
        else if (call->items[i]->kind != GROOVY_WORD)
            walk_node(reader, call->items[i], place, false);
        reader->waits = waits;
    }
}

static const char *first_text(struct jenkins_reader *reader, const struct groovy *call,
                              const char *key)
{
    const struct groovy *named = groovy_named(call, key);
    return jenkins_text(reader, named ? named : groovy_argument(call, 0));
}

static void walk_directory(struct jenkins_reader *reader, const struct groovy *call,
                           struct jenkins_place *place)
{
    struct arena *scratch = reader->pipeline->scratch;
    struct jenkins_place inner = *place;
    const char *path = first_text(reader, call, "path");
    bool constant = path && !strchr(path, '$');
    const char *whole = constant && place->directory ? path_resolve(scratch, place->directory, path)
                        : constant                   ? path_resolve(scratch, ".", path)
                                                     : NULL;
    /* What is no constant stays as it is written: nobody can tell where it is. */
    inner.directory = whole ? (strcmp(whole, ".") == 0 ? NULL : whole) : path ? path : "${...}";
    walk_closures(reader, call, &inner);
}

static void add_variable(struct jenkins_reader *reader, struct jenkins_place *place,
                         const struct groovy *at, const char *text)
{
    const char *equals = text ? strchr(text, '=') : NULL;
    if (!equals || place->variable_count == JENKINS_VARIABLES_MAX)
        return;
    struct jenkins_variable *variable =
        ARENA_NEW(reader->pipeline->scratch, struct jenkins_variable);
    variable->name = arena_copy(reader->pipeline->scratch,
                                (struct text){.bytes = text, .size = (size_t)(equals - text)});
    variable->value = equals + 1;
    variable->place = jenkins_at(reader, at);
    place->variables[place->variable_count++] = variable;
}

static void walk_environment(struct jenkins_reader *reader, const struct groovy *call,
                             struct jenkins_place *place)
{
    struct jenkins_place inner = *place;
    const struct groovy *list = groovy_argument(call, 0);
    for (size_t i = 0; list && list->kind == GROOVY_LIST && i < list->count; i++)
        add_variable(reader, &inner, list->items[i], jenkins_text(reader, list->items[i]));
    walk_closures(reader, call, &inner);
}

/* `catchError` marks the build as failed unless it is told otherwise; `warnError` as
 * unstable (jenkins.io/doc/pipeline/steps/workflow-basic-steps). */
static void walk_caught(struct jenkins_reader *reader, const struct groovy *call,
                        struct jenkins_place *place)
{
    struct jenkins_place inner = *place;
    const char *result = jenkins_text(reader, groovy_named(call, "buildResult"));
    bool warns = strcmp(call->text, "warnError") == 0;
    if (warns || (result && strcmp(result, "FAILURE") != 0))
        inner.run = pipeline_within(
            inner.run,
            (struct pipeline_run){
                .blocking = PIPELINE_ADVISES,
                .advisory = warns ? "warnError makes the build unstable only"
                                  : arena_printf(reader->pipeline->scratch,
                                                 "catchError leaves the build as %s", result),
            });
    walk_closures(reader, call, &inner);
}

static void walk_image(struct jenkins_reader *reader, const struct groovy *place_of,
                       const char *image, const struct groovy *call, struct jenkins_place *place)
{
    struct jenkins_place inner = *place;
    inner.image = image;
    pipeline_add_image(reader->pipeline, jenkins_at(reader, place_of),
                       place->job ? place->job->id : NULL, image);
    walk_closures(reader, call, &inner);
}

static void walk_method(struct jenkins_reader *reader, const struct groovy *method,
                        struct jenkins_place *place)
{
    for (size_t i = 0; i < reader->call_count; i++)
        if (strcmp(reader->calls[i], method->text) == 0)
            return;
    if (reader->call_count == JENKINS_DEPTH_MAX)
        return;
    reader->calls[reader->call_count++] = method->text;
    walk_within(reader, method->items[0], place);
    reader->call_count--;
}

/* Around steps, and nothing of their own. */
static bool is_transparent(const char *name)
{
    static const char *const names[] = {"node",      "script",     "steps",     "timeout",
                                        "retry",     "timestamps", "ansiColor", "lock",
                                        "container", "waitUntil",  "stages",    "podTemplate",
                                        "throttle",  "milestone",  NULL};
    return string_is_one_of(name, names);
}

/* Calls that are no steps: of the language, of lists and texts, of the set-up. */
static bool is_no_step(const char *name)
{
    static const char *const names[] = {
        "println",      "print",      "isUnix",     "pwd",          "env",
        "properties",   "parameters", "each",       "collect",      "find",
        "findAll",      "contains",   "options",    "choice",       "string",
        "booleanParam", "cron",       "pollSCM",    "any",          "evaluate",
        "sleep",        "readFile",   "fileExists", "currentBuild", NULL};
    return string_is_one_of(name, names);
}

static void read_parameters(struct jenkins_reader *reader, const struct groovy *node,
                            unsigned depth)
{
    if (!node || depth > 20)
        return;
    if (node->kind == GROOVY_CALL && strcmp(node->text, "booleanParam") == 0) {
        const char *name = jenkins_text(reader, groovy_named(node, "name"));
        const struct groovy *otherwise = groovy_named(node, "defaultValue");
        if (name && otherwise && otherwise->kind == GROOVY_WORD)
            table_set(&reader->choices, name,
                      arena_strdup(reader->pipeline->scratch, otherwise->text));
    }
    for (size_t i = 0; i < node->count; i++)
        read_parameters(reader, node->items[i], depth + 1);
}

/* `properties([parameters([...]), pipelineTriggers([cron('...')])])` */
static void read_properties(struct jenkins_reader *reader, const struct groovy *node,
                            unsigned depth)
{
    if (!node || depth > 20)
        return;
    if (node->kind == GROOVY_CALL && strcmp(node->text, "pipelineTriggers") == 0)
        jenkins_read_triggers(reader, groovy_argument(node, 0));
    for (size_t i = 0; i < node->count; i++)
        read_properties(reader, node->items[i], depth + 1);
    if (depth == 0)
        read_parameters(reader, node, 0);
}

static void ask_person(struct jenkins_reader *reader, const struct groovy *call,
                       struct jenkins_place *place)
{
    jenkins_add_plugin(reader, call, call->text, place);
    reader->waits = true;
    walk_closures(reader, call, place);
}

static void load_file(struct jenkins_reader *reader, const struct groovy *call)
{
    struct arena *scratch = reader->pipeline->scratch;
    const char *path = jenkins_text(reader, groovy_argument(call, 0));
    jenkins_add_library(reader, call, path);
    pipeline_add_gaps(reader->pipeline, PIPELINE_GAP_JOBS, reader->path, UNKNOWN_UNOBSERVABLE,
                      arena_printf(scratch,
                                   "line %u: '%s' is loaded, and what it holds is not read",
                                   call->line, path ? path : "a file"));
}

/* The calls that mean something to the structure of a pipeline; false: any other. */
static bool walk_known(struct jenkins_reader *reader, const struct groovy *call,
                       struct jenkins_place *place)
{
    const char *name = call->text;
    const struct groovy *block = groovy_closure(call);
    if (strcmp(name, "stage") == 0 && block)
        walk_stage(reader, call, first_text(reader, call, "name"), block, place);
    else if (strcmp(name, "pipeline") == 0 && block)
        jenkins_read_declarative(reader, block);
    else if (strcmp(name, "parallel") == 0)
        walk_parallel(reader, call, place);
    else if (strcmp(name, "dir") == 0 && block)
        walk_directory(reader, call, place);
    else if (strcmp(name, "withEnv") == 0)
        walk_environment(reader, call, place);
    else if (strcmp(name, "catchError") == 0 || strcmp(name, "warnError") == 0)
        walk_caught(reader, call, place);
    else if (strcmp(name, "withDockerContainer") == 0)
        walk_image(reader, call, first_text(reader, call, "image"), call, place);
    else if (strcmp(name, "input") == 0)
        ask_person(reader, call, place);
    else if (strcmp(name, "load") == 0)
        load_file(reader, call);
    else if (strcmp(name, "library") == 0 || strcmp(name, "@Library") == 0)
        jenkins_add_library(reader, call, first_text(reader, call, "identifier"));
    else if (strcmp(name, "properties") == 0)
        read_properties(reader, call, 0);
    else
        return false;
    return true;
}

static void walk_node_block(struct jenkins_reader *reader, const struct groovy *call,
                            struct jenkins_place *place)
{
    struct jenkins_place inner = *place;
    const char *label = first_text(reader, call, "label");
    if (strcmp(call->text, "node") == 0 && label && *label)
        inner.label = label;
    walk_closures(reader, call, &inner);
}

void jenkins_note_hiding(struct jenkins_reader *reader, const struct groovy *node)
{
    if (!reader->hides)
        reader->hides = node->text && *node->text ? node->text : "?";
}

/* A call of a library, or of a plugin, at the top of the file may hold everything. */
static void note_hiding(struct jenkins_reader *reader, const struct groovy *call,
                        const struct jenkins_place *place)
{
    static const char *const steps[] = {"echo", "error", "checkout", "currentBuild", NULL};
    if (place->depth <= 1 && !place->job && !groovy_closure(call) &&
        !string_is_one_of(call->text, steps))
        jenkins_note_hiding(reader, call);
}

static void walk_own_call(struct jenkins_reader *reader, const struct groovy *call,
                          struct jenkins_place *place, bool statement)
{
    const struct groovy *method = table_find(&reader->methods, call->text);
    if (jenkins_is_script(call->text)) {
        jenkins_add_script(reader, call, place);
        return;
    }
    if (walk_known(reader, call, place))
        return;
    if (method) {
        for (size_t i = 0; i < call->count; i++)
            walk_node(reader, call->items[i], place, false);
        walk_method(reader, method, place);
        return;
    }
    bool wraps = groovy_closure(call) != NULL;
    if (is_transparent(call->text)) {
        walk_node_block(reader, call, place);
        return;
    }
    bool type = call->text[0] >= 'A' && call->text[0] <= 'Z';
    bool known = type || is_no_step(call->text) || table_has(&reader->locals, call->text);
    if ((statement || wraps) && !known) {
        note_hiding(reader, call, place);
        jenkins_add_plugin(reader, call, call->text, place);
    }
    walk_parts(reader, call, place);
}

/* `docker.image('x').inside { }` */
static const struct groovy *image_call(const struct groovy *call)
{
    const struct groovy *base = call->base;
    static const char *const names[] = {"inside", "withRun", NULL};
    bool named = base && base->kind == GROOVY_CALL && strcmp(base->text, "image") == 0 &&
                 base->base && base->base->kind == GROOVY_NAME &&
                 strcmp(base->base->text, "docker") == 0;
    return named && string_is_one_of(call->text, names) ? base : NULL;
}

static bool is_object(const struct jenkins_reader *reader, const char *name)
{
    static const char *const names[] = {"env",        "params",  "currentBuild", "scm",
                                        "this",       "it",      "System",       "Math",
                                        "JsonOutput", "Jenkins", "steps",        NULL};
    return string_is_one_of(name, names) || table_has(&reader->locals, name) ||
           (name[0] >= 'A' && name[0] <= 'Z');
}

static void walk_call(struct jenkins_reader *reader, const struct groovy *call,
                      struct jenkins_place *place, bool statement)
{
    const struct groovy *base = call->base;
    const struct groovy *image = image_call(call);
    if (!base || (base->kind == GROOVY_NAME &&
                  (strcmp(base->text, "steps") == 0 || strcmp(base->text, "this") == 0))) {
        walk_own_call(reader, call, place, statement);
    } else if (jenkins_is_script(call->text) &&
               (base->kind == GROOVY_NAME || base->kind == GROOVY_PROPERTY)) {
        jenkins_add_script(reader, call, place); /* script.sh, this.steps.sh */
    } else if (image) {
        walk_image(reader, image, jenkins_text(reader, groovy_argument(image, 0)), call, place);
    } else if (base->kind == GROOVY_NAME && !is_object(reader, base->text) && statement &&
               !is_no_step(call->text)) {
        note_hiding(reader, call, place);
        jenkins_add_plugin(reader, call,
                           arena_printf(reader->pipeline->scratch, "%s.%s", base->text, call->text),
                           place);
        for (size_t i = 0; i < call->count; i++)
            walk_node(reader, call->items[i], place, false);
    } else {
        walk_parts(reader, call, place);
    }
}

static struct pipeline_run run_of_if(enum truth truth, bool chosen, bool otherwise)
{
    enum truth stops = otherwise ? TRUTH_TRUE : TRUTH_FALSE;
    if (truth != stops)
        return (struct pipeline_run){0};
    return chosen ? pipeline_stopped(PIPELINE_MANUAL, "only a run that sets a parameter does it")
                  : pipeline_stopped(PIPELINE_DISABLED, "the `if` around it never leads there");
}

static void walk_if(struct jenkins_reader *reader, const struct groovy *node,
                    struct jenkins_place *place)
{
    bool chosen = false;
    enum truth truth = jenkins_truth(reader, node->items[0], &chosen);
    walk_node(reader, node->items[0], place, false);
    for (size_t i = 1; i < node->count; i++) {
        struct jenkins_place inner = *place;
        inner.run = pipeline_within(place->run, run_of_if(truth, chosen, i == 2));
        walk_within(reader, node->items[i], &inner);
    }
}

/* Does what is caught fail the build after all? */
static bool rethrows(const struct groovy *node, unsigned depth)
{
    if (!node || depth > 30)
        return false;
    if (node->kind == GROOVY_RETURN && strcmp(node->text, "throw") == 0)
        return true;
    if (node->kind == GROOVY_CALL && strcmp(node->text, "error") == 0)
        return true;
    if (node->kind == GROOVY_TEXT && strcmp(node->text, "FAILURE") == 0)
        return true;
    for (size_t i = 0; i < node->count; i++)
        if (rethrows(node->items[i], depth + 1))
            return true;
    return false;
}

static void walk_try(struct jenkins_reader *reader, const struct groovy *node,
                     struct jenkins_place *place)
{
    bool catches = false;
    bool fails = false;
    for (size_t i = 1; i < node->count; i++) {
        if (strcmp(node->keys[i], "catch") != 0)
            continue;
        catches = true;
        fails |= rethrows(node->items[i], 0);
    }
    struct jenkins_place inner = *place;
    if (catches && !fails)
        inner.run = pipeline_within(place->run,
                                    (struct pipeline_run){.blocking = PIPELINE_ADVISES,
                                                          .advisory = "the `catch` around it goes"
                                                                      " on"});
    walk_within(reader, node->items[0], &inner);
    for (size_t i = 1; i < node->count; i++)
        walk_within(reader, node->items[i], place);
}

static void walk_class(struct jenkins_reader *reader, const struct groovy *body,
                       struct jenkins_place *place)
{
    for (size_t i = 0; i < body->count && reader->rest > 0; i++)
        if (body->items[i]->kind == GROOVY_METHOD)
            walk_method(reader, body->items[i], place);
}

static void walk_node(struct jenkins_reader *reader, const struct groovy *node,
                      struct jenkins_place *place, bool statement)
{
    if (place->depth > JENKINS_DEPTH_MAX || reader->rest == 0)
        return;
    place->depth += !statement;
    switch (node->kind) {
    case GROOVY_CALL:
        walk_call(reader, node, place, statement);
        break;
    case GROOVY_IF:
        walk_if(reader, node, place);
        break;
    case GROOVY_TRY:
        walk_try(reader, node, place);
        break;
    case GROOVY_CLOSURE:
        walk_within(reader, node, place);
        break;
    case GROOVY_NAME:
    case GROOVY_TEXT:
    case GROOVY_WORD:
    case GROOVY_METHOD:
        break;
    case GROOVY_LOOP:
        if (strcmp(node->text, "class") == 0)
            walk_class(reader, node->items[0], place);
        else
            walk_parts(reader, node, place);
        break;
    case GROOVY_PROPERTY:
    case GROOVY_LIST:
    case GROOVY_OPERATION:
    case GROOVY_ASSIGN:
    case GROOVY_RETURN:
        walk_parts(reader, node, place);
        break;
    }
    place->depth -= !statement;
}
