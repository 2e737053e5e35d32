/* workflow_hygiene - what the workflows and actions of GitHub do that is often a
 * weakness: kept credentials, conditions that hold always, what is downloaded and run
 * and the like. The workflows themselves are read by github_workflow. */
#include "facts/github_hygiene.h"

#include <string.h>

static const struct fact_kind *const kinds[] = {
    &fact_kind_workflow_cache,
    &fact_kind_workflow_checkout,
    &fact_kind_workflow_condition,
    &fact_kind_workflow_environment_write,
    &fact_kind_workflow_login,
    &fact_kind_workflow_release,
    &fact_kind_workflow_runner,
    &fact_kind_workflow_secret,
    &fact_kind_workflow_tool,
    &fact_kind_workflow_artifact,
    NULL,
};

static const char *const paths[] = {
    "/.github/workflows/*.yml", "/.github/workflows/*.yaml", "action.yml", "action.yaml", NULL,
};

static bool is_workflow(const char *path)
{
    static const char folder[] = ".github/workflows/";
    return string_starts_with(path, folder) && !strchr(path + sizeof(folder) - 1, '/');
}

/* In an action these cannot be. */
static bool is_of_workflows(const struct fact_kind *kind)
{
    return kind == &fact_kind_workflow_login || kind == &fact_kind_workflow_runner;
}

static void add_gaps(struct hygiene *hygiene, const char *reason)
{
    for (size_t i = 0; kinds[i]; i++)
        if (hygiene_wants(hygiene, kinds[i]) &&
            !(hygiene->reader.action && is_of_workflows(kinds[i])))
            fact_add_gap(hygiene->reader.writer, kinds[i], NULL, hygiene->reader.gap_class, reason);
}

static void read_job(struct hygiene *hygiene, const struct github_job *job)
{
    const struct node *steps = node_find(job->node, "steps");
    if (steps && steps->kind != NODE_SEQUENCE && steps->kind != NODE_NULL) {
        add_gaps(hygiene, "the steps of a job are no list");
        return;
    }
    for (size_t i = 0; i < hygiene_step_count(job); i++)
        if (!hygiene_step(job, i)) {
            add_gaps(hygiene, "a step is no mapping");
            break;
        }
    hygiene_read_artifacts(hygiene, job);
    hygiene_read_caches(hygiene, job);
    hygiene_read_checkouts(hygiene, job);
    hygiene_read_conditions(hygiene, job);
    hygiene_read_environment_writes(hygiene, job);
    hygiene_read_logins(hygiene, job);
    hygiene_read_releases(hygiene, job);
    hygiene_read_runner(hygiene, job);
    hygiene_read_tools(hygiene, job);
}

static void read_workflow(struct hygiene *hygiene)
{
    const struct node *jobs = node_find(hygiene->reader.root, "jobs");
    if (!jobs || jobs->kind != NODE_MAPPING) {
        add_gaps(hygiene, "a workflow without jobs");
        return;
    }
    hygiene->jobs = jobs;
    hygiene_read_release_triggers(hygiene);
    hygiene_read_secrets(hygiene);
    for (size_t i = 0; i < jobs->count; i++) {
        const struct github_job job = {.id = jobs->keys[i]->text, .node = jobs->items[i]};
        if (job.node->kind == NODE_MAPPING)
            read_job(hygiene, &job);
        else
            add_gaps(hygiene, "a job is no mapping");
    }
}

/* Only a composite action has steps; other files of this name are somebody else's. */
static void read_action(struct hygiene *hygiene)
{
    const struct node *runs = node_find(hygiene->reader.root, "runs");
    const char *using = node_string(runs, "using");
    if (!using || !string_equals_folded(using, "composite"))
        return;
    const struct github_job job = {.id = "runs", .node = runs, .enabled = true};
    hygiene_read_secrets(hygiene);
    read_job(hygiene, &job);
}

static void read_document(struct hygiene *hygiene, const struct document *document)
{
    const struct node *root = document->count > 0 ? document->roots[0] : NULL;
    if (!root || root->kind == NODE_NULL)
        return;
    hygiene->reader.root = root;
    if (document->count > 1 || root->kind != NODE_MAPPING) {
        if (!hygiene->reader.action)
            add_gaps(hygiene, document->count > 1 ? "several documents in one workflow"
                                                  : "a workflow is a mapping");
    } else if (hygiene->reader.action) {
        read_action(hygiene);
    } else {
        read_workflow(hygiene);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 14);
    struct hygiene hygiene = {
        .reader = {.writer = writer,
                   .scratch = &scratch,
                   .action = !is_workflow(file->path),
                   .gap_class = UNKNOWN_UNREADABLE},
    };
    const char *reason = fact_file_unreadable(file, &hygiene.reader.gap_class);
    const struct document_problem *problem = NULL;
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    if (document) {
        github_reader_init(&hygiene.reader, file->content.text);
        read_document(&hygiene, document);
    } else if (reason) {
        add_gaps(&hygiene, reason);
    } else if (!hygiene.reader.action || text_find(file->content.text, "using:") != SIZE_MAX) {
        bool template = fact_file_is_template(file);
        hygiene.reader.gap_class =
            template && !problem->limit ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE;
        add_gaps(&hygiene, arena_printf(&scratch, "line %u: %s", problem->line, problem->message));
    }
    arena_release(&scratch);
}

FACT(workflow_hygiene) = {
    .name = "workflow_hygiene",
    .area = FACT_AREA_AUTOMATION,
    .summary = "what workflows and actions of GitHub do that is often a weakness",
    .version = 3,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
