#include "facts/gitlab_hidden.h"
#include "facts/gitlab_reader.h"

#include <string.h>

/* Keywords of the root: none of them is a job. */
static const char *const keywords[] = {
    "default", "include", "before_script", "image", "services", "after_script", "variables",
    "stages",  "types",   "workflow",      "cache", "spec",     NULL,
};

struct pipeline {
    struct gitlab_config *config;
    struct gitlab_outcome workflow[GITLAB_SCENARIOS];
    struct gitlab_hidden hidden;
    bool is_for[GITLAB_SCENARIOS]; /* some job is */
    struct table images;
    struct table *children;
};

static const struct node *given(const struct node *owner, const char *keyword)
{
    const struct node *node = node_find(owner, keyword);
    return node && node->kind != NODE_NULL ? node : NULL;
}

static bool says_when(const struct node *job)
{
    return given(job, "rules") || given(job, "only") || given(job, "except") || given(job, "when");
}

static bool has_work(const struct node *job)
{
    return given(job, "script") || given(job, "trigger") || given(job, "run");
}

/* Templates of scanners let their jobs fail. */
static void open_blocking(const struct pipeline *pipeline, struct gitlab_job *job)
{
    if (given(job->node, "allow_failure"))
        return;
    job->activation.blocking =
        value_unknown(fact_arena(pipeline->config->writer), UNKNOWN_UNOBSERVABLE,
                      "what it builds on comes from an include that the repository does not hold");
    job->activation.advisory = NULL;
}

static void set_open(const struct pipeline *pipeline, struct gitlab_job *job, const char *what)
{
    struct arena *arena = fact_arena(pipeline->config->writer);
    job->activation.activation = value_unknown(
        arena, UNKNOWN_UNOBSERVABLE,
        arena_printf(arena, "%s comes from an include that the repository does not hold", what));
    job->activation.reason = NULL;
    job->activation.enabled = true;
    for (size_t i = 0; i < GITLAB_SCENARIOS; i++)
        job->activation.outcomes[i].is_for = false;
    job->activation.events = value_text(NULL);
}

static void set_disabled(struct gitlab_job *job, const char *reason)
{
    job->activation.activation = value_text("disabled");
    job->activation.reason = reason;
    job->activation.enabled = false;
    job->activation.events = value_text(NULL);
    for (size_t i = 0; i < GITLAB_SCENARIOS; i++)
        job->activation.outcomes[i].is_for = false;
}

/* What cannot be seen may decide; what is not there at all is an error. */
static void judge_parts(const struct pipeline *pipeline, struct gitlab_job *job, bool is_hidden)
{
    struct gitlab_config *config = pipeline->config;
    const char *missing = job->entry->missing;
    if (is_hidden) {
        set_disabled(job, "a name that begins with a dot hides it, and nothing extends it");
    } else if (missing && !job->entry->unseen) {
        gitlab_add_gaps(config, GITLAB_GAP_STEPS, job->path, job->key->line, UNKNOWN_UNREADABLE,
                        arena_printf(config->scratch,
                                     "the job '%.100s' asks for %s, which is not "
                                     "there",
                                     job->entry->name, missing));
    } else if (missing) {
        open_blocking(pipeline, job);
        if (!says_when(job->node))
            set_open(pipeline, job, missing);
    } else if (!has_work(job->node) && !config->unseen) {
        set_disabled(job, "it has neither script nor trigger, which GitLab refuses");
    } else if (!has_work(job->node)) {
        open_blocking(pipeline, job);
        if (!says_when(job->node))
            set_open(pipeline, job, "the job that it changes");
    }
}

/* A child pipeline whose first file is not here leaves its uses and gaps. */
static void note_child(const struct pipeline *pipeline, const struct gitlab_job *job)
{
    struct gitlab_config *config = pipeline->config;
    const struct node *include = node_find(node_find(job->node, "trigger"), "include");
    if (!include || include->kind == NODE_NULL)
        return;
    const struct node *first =
        include->kind == NODE_SEQUENCE && include->count > 0 ? include->items[0] : include;
    const char *owner = gitlab_path_of(config, first);
    const char *path = node_is_scalar(first) ? first->text : node_string(first, "local");
    if (!path || strchr(path, '$') || strchr(path, '*')) {
        struct gitlab_config apart = *config;
        gitlab_read_includes(&apart, include, owner);
        return;
    }
    path += path[0] == '/';
    /* One that starts its own file again has no other jobs. */
    if (strcmp(path, config->start) == 0 || table_has(pipeline->children, path))
        return;
    struct gitlab_child *child = ARENA_NEW(config->scratch, struct gitlab_child);
    *child = (struct gitlab_child){.include = include, .owner = owner};
    table_set(pipeline->children, path, child);
}

static void read_job(struct pipeline *pipeline, const struct node *key, struct node *raw)
{
    struct gitlab_config *config = pipeline->config;
    bool is_hidden = key->text[0] == '.';
    if (raw->kind != NODE_MAPPING) {
        if (!is_hidden)
            gitlab_add_gaps(config, GITLAB_GAP_STEPS, gitlab_path_of(config, key), key->line,
                            UNKNOWN_UNREADABLE, "a job is no mapping");
        return;
    }
    if (is_hidden &&
        (!given(raw, "script") || gitlab_hidden_is_used(&pipeline->hidden, key->text, raw)))
        return;
    struct gitlab_job job = {
        .config = config,
        .entry = gitlab_entry_find(config, key->text),
        .own = raw,
        .key = key,
        .path = gitlab_path_of(config, key),
    };
    job.node = job.entry->node;
    gitlab_activation_of(config, job.entry, pipeline->workflow, &job.activation);
    judge_parts(pipeline, &job, is_hidden);
    for (size_t i = 0; i < GITLAB_SCENARIOS; i++)
        pipeline->is_for[i] |= job.activation.outcomes[i].is_for;
    size_t steps = gitlab_read_steps(&job);
    gitlab_add_job(&job, steps);
    if (has_work(job.node) && !given(job.node, "trigger"))
        gitlab_read_images(&job, &pipeline->images);
    gitlab_read_variables(config, &job, node_find(job.node, "variables"));
    if (!is_hidden)
        note_child(pipeline, &job);
}

/* The jobs of a template that GitLab ships run for pushes to branches, unless the rules
 * of the pipeline say otherwise. */
static void add_shipped(struct pipeline *pipeline)
{
    size_t count;
    const struct gitlab_scenario *scenarios = gitlab_scenarios_of(pipeline->config, &count);
    for (size_t i = 0; i < count; i++)
        if (pipeline->workflow[i].runs != GITLAB_RUNS_NEVER &&
            (scenarios[i].implied || pipeline->workflow[i].names) &&
            scenarios[i].ref != GITLAB_REF_TAG)
            pipeline->is_for[i] = true;
}

/* Triggers are known by the file that the system starts with. */
static void add_triggers(const struct pipeline *pipeline)
{
    struct gitlab_config *config = pipeline->config;
    size_t count;
    const struct gitlab_scenario *scenarios = gitlab_scenarios_of(config, &count);
    const struct node *place = config->root ? node_key(config->root, "workflow") : NULL;
    bool is_here = place && strcmp(gitlab_path_of(config, place), config->start) == 0;
    if (!fact_is_wanted(config->writer, &fact_kind_workflow_trigger))
        return;
    const char *last = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!pipeline->is_for[i] || (last && strcmp(last, scenarios[i].event) == 0))
            continue;
        last = scenarios[i].event;
        struct value *cells = fact_add(config->writer, &fact_kind_workflow_trigger, config->start,
                                       is_here ? place->line : 1, is_here ? place->column : 1)
                                  ->cells;
        cells[WORKFLOW_TRIGGER_SYSTEM] = value_text("gitlab");
        cells[WORKFLOW_TRIGGER_EVENT] = value_text(last);
    }
}

static void set_activation(const struct pipeline *pipeline, struct value *cells)
{
    struct gitlab_config *config = pipeline->config;
    size_t count;
    const struct gitlab_scenario *scenarios = gitlab_scenarios_of(config, &count);
    bool starts[3] = {false, false, false};
    for (size_t i = 0; i < count; i++)
        if (pipeline->is_for[i])
            starts[scenarios[i].start] = true;
    struct value activation = value_text("disabled");
    const char *reason = "no job of it ever runs";
    if (config->is_child) {
        activation = value_text("called");
        reason = "only other workflows start it";
    } else if (starts[GITLAB_START_ITSELF]) {
        activation = value_text("automatic");
        reason = NULL;
    } else if (config->unseen && !config->unseen_silent) {
        activation = value_unknown(
            fact_arena(config->writer), UNKNOWN_UNOBSERVABLE,
            arena_printf(fact_arena(config->writer),
                         "'%.200s', which the repository does not hold, decides", config->unseen));
        reason = NULL;
    } else if (starts[GITLAB_START_HAND]) {
        activation = value_text("manual");
        reason = "only a person starts it";
    } else if (starts[GITLAB_START_CALL]) {
        activation = value_text("called");
        reason = "only the pipeline of another project starts it";
    }
    cells[WORKFLOW_ACTIVATION] = activation;
    cells[WORKFLOW_ACTIVATION_REASON] = value_text(reason);
}

static void add_workflow(const struct pipeline *pipeline)
{
    struct gitlab_config *config = pipeline->config;
    if (!fact_is_wanted(config->writer, &fact_kind_workflow))
        return;
    struct value *cells = fact_add(config->writer, &fact_kind_workflow, config->start, 1, 1)->cells;
    cells[WORKFLOW_SYSTEM] = value_text("gitlab");
    cells[WORKFLOW_NAME] =
        fact_text(config->writer, node_string(node_find(config->root, "workflow"), "name"));
    cells[WORKFLOW_DECLARES_PERMISSIONS] = value_boolean(false);
    set_activation(pipeline, cells);
}

void gitlab_read_pipeline(struct gitlab_config *config, struct table *children)
{
    struct pipeline pipeline = {.config = config, .children = children};
    const struct node *root = config->root;
    if (!root && !config->unseen)
        return;
    table_init(&pipeline.images, config->scratch);
    gitlab_workflow_outcomes(config, pipeline.workflow);
    if (root)
        gitlab_hidden_find(&pipeline.hidden, config);
    for (size_t i = 0; root && i < root->count; i++)
        if (!string_is_one_of(root->keys[i]->text, keywords))
            read_job(&pipeline, root->keys[i], root->items[i]);
    if (config->unseen && config->unseen_silent)
        add_shipped(&pipeline);
    gitlab_read_variables(config, NULL, node_find(root, "variables"));
    add_triggers(&pipeline);
    add_workflow(&pipeline);
    if (config->budget == 0)
        gitlab_add_gaps(config, GITLAB_GAP_FILE, config->start, 0, UNKNOWN_UNREADABLE,
                        "its jobs take more room than is given");
}
