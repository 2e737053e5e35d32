#include "facts/azure_reader.h"

#include <string.h>

struct pipeline_place azure_place(const struct azure_scope *scope, const struct node *node)
{
    return (struct pipeline_place){
        .path = scope->frame->path, .line = node->line, .column = node->column};
}

const char *azure_condition(struct azure_reader *reader, const struct azure_mapping *mapping)
{
    const char *text = azure_get_text(reader->expander.scratch, mapping, "condition");
    return text && *text ? text : NULL;
}

static struct pipeline_run of_condition(struct azure_reader *reader,
                                        const struct azure_mapping *mapping)
{
    struct arena *scratch = reader->expander.scratch;
    const char *condition = azure_condition(reader, mapping);
    if (!condition)
        return (struct pipeline_run){0};
    const struct azure_entry *entry = azure_find(mapping, "condition");
    struct azure_truth truth = azure_condition_truth(scratch, entry->node->text, entry->scope);
    if (truth.truth != TRUTH_FALSE)
        return (struct pipeline_run){0};
    if (truth.chosen)
        return pipeline_stopped(
            PIPELINE_MANUAL,
            arena_printf(scratch, "only a run that a person starts does it: '%s'", condition));
    return pipeline_stopped(
        PIPELINE_DISABLED, arena_printf(scratch, "its condition is always false: '%s'", condition));
}

struct pipeline_run azure_run_of(struct azure_reader *reader, const struct azure_mapping *mapping)
{
    struct arena *scratch = reader->expander.scratch;
    struct pipeline_run run = of_condition(reader, mapping);
    struct azure_value enabled = azure_get(scratch, mapping, "enabled");
    const char *word = azure_value_text(&enabled);
    if (word && string_equals_folded(word, "false"))
        run = pipeline_within(run, pipeline_stopped(PIPELINE_DISABLED, "enabled is false"));
    struct azure_value lax = azure_get(scratch, mapping, "continueOnError");
    word = azure_value_text(&lax);
    bool asks = word && strchr(word, '$');
    if (word && string_equals_folded(word, "true")) {
        run.blocking = PIPELINE_ADVISES;
        run.advisory = "continueOnError is true";
    } else if (lax.kind == AZURE_OPEN || asks) {
        run.blocking = PIPELINE_MAY_BLOCK;
        run.advisory = "continueOnError is an expression";
    }
    return run;
}

static const char *const words[] = {"task",         "script",    "bash",       "pwsh",
                                    "powershell",   "checkout",  "download",   "downloadBuild",
                                    "publish",      "upload",    "getPackage", "reviewApp",
                                    "restoreCache", "saveCache", NULL};

static const struct azure_entry *word_of(const struct azure_mapping *step)
{
    for (size_t i = 0; i < step->count; i++)
        if (string_is_one_of(step->entries[i].key, words))
            return &step->entries[i];
    return NULL;
}

/* Where a script runs, seen from the root of the sources. */
static const char *directory_of(struct azure_reader *reader, const struct azure_job *job,
                                const struct azure_mapping *mapping)
{
    static const char *const roots[] = {"$(Build.SourcesDirectory)",
                                        "$(System.DefaultWorkingDirectory)",
                                        "$(Build.Repository.LocalPath)", NULL};
    const char *text = azure_get_text(reader->expander.scratch, mapping, "workingDirectory");
    if (!text)
        text = azure_get_text(reader->expander.scratch, mapping, "cwd");
    text = azure_macros(reader, job, text);
    for (size_t i = 0; text && roots[i]; i++) {
        size_t size = strlen(roots[i]);
        struct text start = {.bytes = text, .size = strlen(text)};
        if (text_find_folded(start, roots[i]) != 0)
            continue;
        text += size;
        while (*text == '/' || *text == '\\')
            text++;
        break;
    }
    return text && *text ? text : NULL;
}

struct replacing {
    struct azure_reader *reader;
    const struct azure_job *job;
    const struct azure_scope *scope;
};

static const char *replace(void *state, const char *line)
{
    const struct replacing *replacing = state;
    return azure_macros(replacing->reader, replacing->job,
                        azure_text(replacing->reader->expander.scratch, line, replacing->scope));
}

static struct pipeline_script script_of(struct azure_reader *reader, const struct azure_job *job,
                                        const struct azure_entry *entry)
{
    struct replacing replacing = {.reader = reader, .job = job, .scope = entry->scope};
    return pipeline_script_of(reader->pipeline, entry->node, replace, &replacing);
}

/* Tasks that run a script which stands in an input. */
static const struct {
    const char *task, *input, *shell;
} script_tasks[] = {
    {"Bash", "script", "bash"},
    {"CmdLine", "script", NULL},
    {"PowerShell", "script", "pwsh"},
    {"AzureCLI", "inlineScript", "bash"},
    {"AzurePowerShell", "Inline", "pwsh"},
};

static const char *command_shell(const struct azure_job *job)
{
    return job->system && strcmp(job->system, "windows") == 0 ? "cmd" : "bash";
}

static const char *shell_of(const struct azure_job *job, const char *word)
{
    if (strcmp(word, "script") == 0)
        return command_shell(job);
    static const char *const shells[] = {"bash", "pwsh", "powershell", NULL};
    return string_is_one_of(word, shells) ? word : NULL;
}

static void add_task_script(struct azure_reader *reader, const struct azure_job *job,
                            const char *task, const struct azure_mapping *inputs,
                            struct pipeline_step *step)
{
    size_t size = strcspn(task, "@");
    for (size_t i = 0; i < sizeof(script_tasks) / sizeof(script_tasks[0]); i++) {
        const struct azure_entry *script = azure_find(inputs, script_tasks[i].input);
        if (!script || strlen(script_tasks[i].task) != size ||
            strncmp(task, script_tasks[i].task, size) != 0)
            continue;
        const char *type = azure_get_text(reader->expander.scratch, inputs, "scriptType");
        step->script = script_of(reader, job, script);
        step->shell = type && strcmp(type, "bash") != 0 ? type
                      : script_tasks[i].shell           ? script_tasks[i].shell
                                                        : command_shell(job);
    }
}

static void add_inputs(struct azure_reader *reader, const struct azure_job *job,
                       const struct azure_mapping *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        const struct azure_entry *entry = &inputs->entries[i];
        const char *written = pipeline_string(entry->node);
        if (!written && entry->node->kind != NODE_NULL)
            continue;
        /* What is a boolean is written as in YAML, not as Azure writes it in texts. */
        struct azure_value value =
            azure_value_of(reader->expander.scratch, entry->node, entry->scope);
        const char *text =
            value.kind == AZURE_BOOLEAN
                ? (string_equals_folded(value.text, "true") ? "true" : "false")
                : azure_macros(reader, job,
                               azure_text(reader->expander.scratch, written, entry->scope));
        pipeline_add_input(reader->pipeline, azure_place(entry->scope, entry->place), job->id,
                           job->position, entry->key, text);
    }
}

static void add_environment(struct azure_reader *reader, const struct azure_job *job,
                            const struct azure_mapping *step)
{
    struct azure_value value = azure_get(reader->expander.scratch, step, "env");
    if (value.kind != AZURE_NODE)
        return;
    struct azure_mapping env = azure_expand_mapping(&reader->expander, value.node, value.scope);
    for (size_t i = 0; i < env.count; i++) {
        const struct azure_entry *entry = &env.entries[i];
        const char *text = pipeline_string(entry->node);
        pipeline_add_variable(reader->pipeline, azure_place(entry->scope, entry->place), job->id,
                              job->position, entry->key,
                              azure_text(reader->expander.scratch, text, entry->scope));
    }
}

static void add_task_use(struct azure_reader *reader, const struct azure_job *job,
                         const struct azure_entry *entry, const char *task)
{
    struct arena *scratch = reader->expander.scratch;
    size_t size = strcspn(task, "@");
    pipeline_add_use(reader->pipeline, azure_place(entry->scope, entry->place), job->id,
                     job->position,
                     &(struct pipeline_use){
                         .kind = "task",
                         .uses = task,
                         .name = arena_copy(scratch, (struct text){.bytes = task, .size = size}),
                         .ref = task[size] && task[size + 1] ? task + size + 1 : NULL,
                     });
}

static void read_step(struct azure_reader *reader, struct azure_job *job,
                      const struct azure_mapping *mapping, const struct azure_entry *word,
                      struct pipeline_run run)
{
    struct arena *scratch = reader->expander.scratch;
    bool is_task = strcmp(word->key, "task") == 0;
    const char *task = is_task ? azure_get_text(scratch, mapping, "task") : NULL;
    const char *shell = shell_of(job, word->key);
    const char *name = azure_get_text(scratch, mapping, "displayName");
    const char *what = azure_get_text(scratch, mapping, word->key);
    struct azure_value value = azure_get(scratch, mapping, "inputs");
    struct azure_mapping inputs = {0};
    if (is_task && value.kind == AZURE_NODE)
        inputs = azure_expand_mapping(&reader->expander, value.node, value.scope);
    job->position++;
    struct pipeline_step step = {
        .place = azure_place(word->scope, word->place),
        .job = job->id,
        .position = job->position,
        .id = azure_get_text(scratch, mapping, "name"),
        .name = name || is_task || shell
                    ? name
                    : arena_printf(scratch, "%s %s", word->key, what ? what : ""),
        .uses = task,
        .condition = azure_condition(reader, mapping),
        .shell = shell,
        .directory = directory_of(reader, job, is_task ? &inputs : mapping),
        .run = pipeline_within(run, azure_run_of(reader, mapping)),
    };
    if (shell)
        step.script = script_of(reader, job, word);
    if (task)
        add_task_script(reader, job, task, &inputs, &step);
    pipeline_add_step(reader->pipeline, &step);
    if (task)
        add_task_use(reader, job, word, task);
    add_inputs(reader, job, &inputs);
    add_environment(reader, job, mapping);
}

static void read_item(struct azure_reader *reader, struct azure_job *job,
                      const struct azure_item *item, struct pipeline_run run)
{
    struct azure_value value = azure_value_of(reader->expander.scratch, item->node, item->scope);
    if (value.kind != AZURE_NODE || value.node->kind != NODE_MAPPING) {
        if (value.kind == AZURE_OPEN)
            azure_gap(reader, AZURE_LEVEL_STEPS, item->scope->frame->path, UNKNOWN_UNOBSERVABLE,
                      arena_printf(reader->expander.scratch, "line %u: a step is an expression",
                                   item->node->line));
        return;
    }
    struct azure_mapping mapping = azure_expand_mapping(&reader->expander, value.node, value.scope);
    const struct azure_entry *word = word_of(&mapping);
    if (azure_find(&mapping, "template"))
        azure_follow(reader, &mapping,
                     &(struct azure_call){.level = AZURE_LEVEL_STEPS, .job = job, .run = run});
    else if (word)
        read_step(reader, job, &mapping, word, pipeline_within(run, word->run));
}

void azure_read_steps(struct azure_reader *reader, struct azure_job *job,
                      const struct azure_value *value, struct pipeline_run run)
{
    if (value->kind == AZURE_OPEN)
        azure_gap(reader, AZURE_LEVEL_STEPS, job->place.path, UNKNOWN_UNOBSERVABLE,
                  arena_printf(reader->expander.scratch,
                               "the steps of the job '%s' are an expression", job->id));
    struct azure_list list = azure_expand_list(&reader->expander, value);
    for (size_t i = 0; i < list.count && reader->expander.rest > 0; i++)
        read_item(reader, job, &list.items[i], pipeline_within(run, list.items[i].run));
}
