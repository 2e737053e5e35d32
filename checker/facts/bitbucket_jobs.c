#include "facts/bitbucket_reader.h"
#include "facts/github_uses.h"
#include "facts/script_failure.h"
#include "facts/script_lines.h"

#include <string.h>

/* The script of a step runs in one shell that stops at the first command that fails:
 * support.atlassian.com/bitbucket-cloud/docs/step-options/, "script". */
static const char shell[] = "bash -e";

static struct value open_text(struct bitbucket_reader *reader, const char *text)
{
    if (!text || !strchr(text, '$'))
        return fact_text(reader->writer, text);
    return value_unknown(fact_arena(reader->writer), UNKNOWN_UNOBSERVABLE,
                         "a variable: only a run tells");
}

/* Of a pipe or an image; `docker://` before it names an image too. */
void bitbucket_add_use(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                       size_t step, const char *kind, const struct node *place)
{
    const char *text = bitbucket_string(place);
    if (!text || !*text || !fact_is_wanted(reader->writer, &fact_kind_workflow_use))
        return;
    static const char docker[] = "docker://";
    const char *image = text + (string_starts_with(text, docker) ? sizeof(docker) - 1 : 0);
    struct github_use use = github_image_parse(reader->scratch, image);
    bool is_pipe = strcmp(kind, "pipe") == 0;
    const char *slash = is_pipe && use.name ? strchr(use.name, '/') : NULL;
    struct value *cells =
        fact_add(reader->writer, &fact_kind_workflow_use, NULL, place->line, place->column)->cells;
    cells[WORKFLOW_USE_SYSTEM] = value_text("bitbucket");
    cells[WORKFLOW_USE_KIND] = value_text(kind);
    cells[WORKFLOW_USE_USES] = fact_text(reader->writer, text);
    if (slash)
        cells[WORKFLOW_USE_OWNER] =
            open_text(reader, arena_copy(reader->scratch,
                                         (struct text){use.name, (size_t)(slash - use.name)}));
    cells[WORKFLOW_USE_NAME] = open_text(reader, use.name ? use.name : image);
    cells[WORKFLOW_USE_REF] = open_text(reader, use.ref);
    if (job)
        cells[WORKFLOW_USE_JOB] = fact_text(reader->writer, job->id);
    if (step > 0)
        cells[WORKFLOW_USE_STEP] = value_integer((int64_t)step);
}

void bitbucket_add_image(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                         const struct node *image)
{
    const struct node *place = bitbucket_image_of(image);
    if (!bitbucket_string(place))
        return;
    const char *key = arena_printf(reader->scratch, "%u:%u", place->line, place->column);
    if (table_set(&reader->images, key, reader))
        return;
    bool own = job && !job->is_alias && image->parent == job->node;
    bitbucket_add_use(reader, own ? job : NULL, 0, "image", place);
}

/* `ALIAS:PIPELINE`, where `definitions:imports` says REPOSITORY:REF:FILE of the alias, or
 * the older REPOSITORY:REF:PIPELINE. */
void bitbucket_add_import(struct bitbucket_reader *reader, const struct node *import)
{
    const char *text = bitbucket_string(import);
    if (!text)
        return;
    const char *colon = strchr(text, ':');
    const struct node *imports = node_find(node_find(reader->root, "definitions"), "imports");
    const char *source = text;
    const char *first = arena_copy(
        reader->scratch, (struct text){text, colon ? (size_t)(colon - text) : strlen(text)});
    if (node_string(imports, first))
        source = node_string(imports, first);
    const char *mark = strchr(source, ':');
    const char *end = mark ? strchr(mark + 1, ':') : NULL;
    if (fact_is_wanted(reader->writer, &fact_kind_workflow_use)) {
        struct value *cells =
            fact_add(reader->writer, &fact_kind_workflow_use, NULL, import->line, import->column)
                ->cells;
        cells[WORKFLOW_USE_SYSTEM] = value_text("bitbucket");
        cells[WORKFLOW_USE_KIND] = value_text("include");
        cells[WORKFLOW_USE_USES] = fact_text(reader->writer, text);
        cells[WORKFLOW_USE_NAME] =
            fact_text(reader->writer, end ? arena_printf(reader->scratch, "%.*s%s%s",
                                                         (int)(mark - source), source, end,
                                                         source == text ? ""
                                                         : colon        ? colon
                                                                        : "")
                                          : text);
        if (end)
            cells[WORKFLOW_USE_REF] = fact_text(
                reader->writer,
                arena_copy(reader->scratch, (struct text){mark + 1, (size_t)(end - mark - 1)}));
    }
    enum unknown_class class = reader->gap_class;
    reader->gap_class = UNKNOWN_UNOBSERVABLE;
    bitbucket_add_gaps(reader, BITBUCKET_GAP_PIPELINE, import->line,
                       arena_printf(reader->scratch,
                                    "'%.200s' is a pipeline of another file: that file would tell",
                                    text));
    reader->gap_class = class;
}

static struct value *add_step(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                              const struct node *place, size_t position)
{
    struct value *cells =
        fact_add(reader->writer, &fact_kind_workflow_step, NULL, place->line, place->column)->cells;
    cells[WORKFLOW_STEP_SYSTEM] = value_text("bitbucket");
    cells[WORKFLOW_STEP_JOB] = fact_text(reader->writer, job->id);
    cells[WORKFLOW_STEP_POSITION] = value_integer((int64_t)position);
    cells[WORKFLOW_STEP_ENABLED] = value_boolean(true);
    cells[WORKFLOW_STEP_ACTIVATION] = value_text(job->manual ? "manual" : "automatic");
    cells[WORKFLOW_STEP_ACTIVATION_REASON] = value_text(job->manual);
    cells[WORKFLOW_STEP_BLOCKING] = value_boolean(true);
    cells[WORKFLOW_STEP_CHECKS_OUT_HEAD] = value_boolean(false);
    return cells;
}

static bool is_pipe(const struct node *item)
{
    return item->kind == NODE_MAPPING && bitbucket_string(node_find(item, "pipe"));
}

static size_t script_size(const struct node *node)
{
    size_t size = node_is_scalar(node) ? node->size + 1 : 1;
    for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++)
        size += script_size(node->items[i]);
    return size;
}

static const struct node *first_command(const struct node *script)
{
    while (script && script->kind == NODE_SEQUENCE) {
        const struct node *found = NULL;
        for (size_t i = 0; i < script->count && !found; i++)
            if (script->items[i]->kind != NODE_MAPPING && script->items[i]->kind != NODE_NULL)
                found = script->items[i];
        script = found;
    }
    return script && node_is_scalar(script) && script->kind != NODE_NULL ? script : NULL;
}

/* All commands are one shell, whatever pipes stand between them. */
static bool add_script(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                       const struct node *script, size_t position, bool is_after)
{
    const struct node *place = first_command(script);
    if (!place)
        return false;
    size_t size = script_size(script);
    if (size > reader->script_budget) {
        if (reader->script_budget > 0)
            bitbucket_add_gaps(reader, BITBUCKET_GAP_STEPS, place->line,
                               "the scripts take more room than is given");
        reader->script_budget = 0;
        return false;
    }
    reader->script_budget -= size;
    if (!fact_is_wanted(reader->writer, &fact_kind_workflow_step))
        return true;
    struct buffer text = BUFFER_EMPTY;
    struct script_lines lines = {.arena = fact_arena(reader->writer), .text = &text};
    script_lines_add(&lines, script);
    struct shell_script parsed;
    shell_parse(reader->scratch, (struct text){buffer_string(&text), text.size}, &parsed);
    bool forgives = script_forgives(&parsed);
    struct value *cells = add_step(reader, job, place, position);
    cells[WORKFLOW_STEP_RUN] = fact_text(reader->writer, buffer_string(&text));
    cells[WORKFLOW_STEP_SHELL] = value_text(shell);
    cells[WORKFLOW_STEP_LINES] = script_lines_value(&lines);
    if (is_after || forgives)
        cells[WORKFLOW_STEP_BLOCKING] = value_boolean(false);
    cells[WORKFLOW_STEP_ADVISORY_REASON] =
        value_text(is_after   ? "what happens in after-script does not fail the step"
                   : forgives ? workflow_forgiving_script
                              : NULL);
    buffer_release(&text);
    return true;
}

static void add_pipe(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                     const struct node *item, size_t position)
{
    const struct node *pipe = node_find(item, "pipe");
    const struct node *variables = node_find(item, "variables");
    if (fact_is_wanted(reader->writer, &fact_kind_workflow_step)) {
        struct value *cells = add_step(reader, job, item, position);
        cells[WORKFLOW_STEP_USES] = fact_text(reader->writer, pipe->text);
        cells[WORKFLOW_STEP_NAME] = fact_text(reader->writer, node_string(item, "name"));
    }
    bitbucket_add_use(reader, job, position, "pipe", pipe);
    if (!variables || variables->kind != NODE_MAPPING ||
        !fact_is_wanted(reader->writer, &fact_kind_workflow_input))
        return;
    for (size_t i = 0; i < variables->count; i++) {
        if (!node_is_scalar(variables->items[i]))
            continue;
        const struct node *key = variables->keys[i];
        const char *text = bitbucket_string(variables->items[i]);
        struct value *cells =
            fact_add(reader->writer, &fact_kind_workflow_input, NULL, key->line, key->column)
                ->cells;
        cells[WORKFLOW_INPUT_SYSTEM] = value_text("bitbucket");
        cells[WORKFLOW_INPUT_JOB] = fact_text(reader->writer, job->id);
        cells[WORKFLOW_INPUT_STEP] = value_integer((int64_t)position);
        cells[WORKFLOW_INPUT_NAME] = fact_text(reader->writer, key->text);
        cells[WORKFLOW_INPUT_VALUE] = fact_text(reader->writer, text ? text : "");
    }
}

static size_t read_script(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                          const struct node *script, size_t position, bool is_after)
{
    if (!script)
        return position;
    if (add_script(reader, job, script, position + 1, is_after))
        position++;
    for (size_t i = 0; script->kind == NODE_SEQUENCE && i < script->count; i++)
        if (is_pipe(script->items[i]))
            add_pipe(reader, job, script->items[i], ++position);
    return position;
}

size_t bitbucket_read_steps(struct bitbucket_reader *reader, const struct bitbucket_job *job)
{
    size_t count = read_script(reader, job, node_find(job->node, "script"), 0, false);
    return read_script(reader, job, node_find(job->node, "after-script"), count, true);
}

static struct value texts_of(struct bitbucket_reader *reader, const struct node *list)
{
    const char *single = bitbucket_string(list);
    if (single)
        return value_texts(fact_arena(reader->writer), &single, 1);
    if (!list || list->kind != NODE_SEQUENCE)
        return value_text(NULL);
    const char **texts = ARENA_ARRAY(reader->scratch, const char *, list->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        if (bitbucket_string(list->items[i]))
            texts[count++] = bitbucket_string(list->items[i]);
    return value_texts(fact_arena(reader->writer), texts, count);
}

/* The step's own, else its stage's. */
static const struct node *setting_of(const struct bitbucket_job *job, const char *name)
{
    const struct node *own = node_find(job->node, name);
    return own ? own : node_find(job->stage, name);
}

static struct value timeout_of(struct bitbucket_reader *reader, const struct bitbucket_job *job)
{
    const struct node *node = node_find(job->node, "max-time");
    if (!node)
        node = node_find(node_find(reader->root, "options"), "max-time");
    int64_t minutes;
    if (!bitbucket_string(node))
        return value_text(NULL);
    if (node_integer(node, &minutes))
        return value_integer(minutes);
    return value_unknown(fact_arena(reader->writer), UNKNOWN_UNREADABLE,
                         "no whole number is written");
}

/* A step may start another pipeline instead of running a script. */
static const char *called_by(struct bitbucket_reader *reader, const struct bitbucket_job *job)
{
    const char *custom = node_string(job->node, "custom");
    const char *type = node_string(job->node, "type");
    return custom && type && strcmp(type, "pipeline") == 0
               ? arena_printf(reader->scratch, "custom/%s", custom)
               : NULL;
}

static void set_conditions(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                           struct value *cells)
{
    const struct node *condition = setting_of(job, "condition");
    const char *strategy = node_string(node_find(job->node, "on-fail"), "strategy");
    bool is_ignored = strategy && strcmp(strategy, "ignore") == 0;
    cells[WORKFLOW_JOB_CONDITION] = fact_text(reader->writer, node_string(condition, "state"));
    cells[WORKFLOW_JOB_PATHS] =
        texts_of(reader, node_find(node_find(condition, "changesets"), "includePaths"));
    cells[WORKFLOW_JOB_ENABLED] = value_boolean(true);
    cells[WORKFLOW_JOB_ACTIVATION] = value_text(job->manual ? "manual" : "automatic");
    cells[WORKFLOW_JOB_ACTIVATION_REASON] = value_text(job->manual);
    cells[WORKFLOW_JOB_BLOCKING] = value_boolean(!is_ignored);
    cells[WORKFLOW_JOB_ADVISORY_REASON] =
        value_text(is_ignored ? "on-fail: strategy: ignore" : NULL);
    cells[WORKFLOW_JOB_EVENTS] = value_texts(fact_arena(reader->writer), &job->pipeline->event, 1);
}

void bitbucket_add_job(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                       size_t steps)
{
    const struct node *own = bitbucket_image_of(node_find(job->node, "image"));
    bitbucket_add_image(reader, job, node_find(job->node, "image"));
    if (!fact_is_wanted(reader->writer, &fact_kind_workflow_job))
        return;
    const struct node *image = own ? own : bitbucket_image_of(node_find(reader->root, "image"));
    struct value *cells =
        fact_add(reader->writer, &fact_kind_workflow_job, NULL, job->node->line, job->node->column)
            ->cells;
    cells[WORKFLOW_JOB_SYSTEM] = value_text("bitbucket");
    cells[WORKFLOW_JOB_JOB] = fact_text(reader->writer, job->id);
    cells[WORKFLOW_JOB_NAME] = fact_text(reader->writer, node_string(job->node, "name"));
    cells[WORKFLOW_JOB_DECLARES_PERMISSIONS] = value_boolean(false);
    cells[WORKFLOW_JOB_NEEDS] =
        value_texts(fact_arena(reader->writer), job->pipeline->before, job->pipeline->before_count);
    cells[WORKFLOW_JOB_RUNS_ON] = texts_of(reader, node_find(job->node, "runs-on"));
    cells[WORKFLOW_JOB_ENVIRONMENT] =
        open_text(reader, bitbucket_string(setting_of(job, "deployment")));
    cells[WORKFLOW_JOB_USES] = fact_text(reader->writer, called_by(reader, job));
    cells[WORKFLOW_JOB_INHERITS_SECRETS] = value_boolean(false);
    cells[WORKFLOW_JOB_TIMEOUT_MINUTES] = timeout_of(reader, job);
    cells[WORKFLOW_JOB_STEPS] = value_integer((int64_t)steps);
    cells[WORKFLOW_JOB_IMAGE] = open_text(reader, bitbucket_string(image));
    set_conditions(reader, job, cells);
}
