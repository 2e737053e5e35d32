#include "base/arena.h"
#include "facts/github_reader.h"

#include <string.h>

static const struct fact_kind *const kinds[] = {
    &fact_kind_workflow,
    &fact_kind_workflow_trigger,
    &fact_kind_workflow_permission,
    &fact_kind_workflow_job,
    &fact_kind_workflow_step,
    &fact_kind_workflow_input,
    &fact_kind_workflow_use,
    &fact_kind_workflow_expression,
    &fact_kind_workflow_variable,
    NULL,
};

/* GitHub reads workflows directly in .github/workflows, and an action from the
 * folder that `uses` names. */
static const char *const paths[] = {
    "/.github/workflows/*.yml", "/.github/workflows/*.yaml", "action.yml", "action.yaml", NULL,
};

static bool is_action(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    bool in_workflows = string_starts_with(path, ".github/workflows/") &&
                        slash == path + strlen(".github/workflows/") - 1;
    return !in_workflows && (strcmp(name, "action.yml") == 0 || strcmp(name, "action.yaml") == 0);
}

static void read_workflow(struct github_reader *reader)
{
    const struct node *jobs = node_find(reader->root, "jobs");
    if (!jobs || jobs->kind != NODE_MAPPING) {
        github_add_gaps(reader, GITHUB_GAP_FILE, "a workflow without jobs");
        return;
    }
    struct fact_row *row = fact_add(reader->writer, &fact_kind_workflow, NULL, 1, 1);
    row->cells[WORKFLOW_SYSTEM] = value_text("github");
    row->cells[WORKFLOW_NAME] = fact_text(reader->writer, node_string(reader->root, "name"));
    row->cells[WORKFLOW_DECLARES_PERMISSIONS] =
        value_boolean(github_declares_permissions(reader->root));
    github_set_workflow_activation(reader, row->cells);
    github_read_variables(reader, reader->root, NULL, 0);
    github_read_triggers(reader);
    github_read_permissions(reader, node_find(reader->root, "permissions"), NULL);
    github_read_root_expressions(reader);
    github_read_jobs(reader, jobs);
}

/* An action's metadata; other files of this name, which have no `runs.using`, are
 * somebody else's. */
static void read_action(struct github_reader *reader)
{
    const struct node *runs = node_find(reader->root, "runs");
    const char *using = node_string(runs, "using");
    if (!using)
        return;
    const struct github_job job = {.id = "runs", .node = runs, .enabled = true};
    if (string_equals_folded(using, "composite")) {
        github_read_steps(reader, &job);
    } else if (string_equals_folded(using, "docker")) {
        const struct node *image = node_find(runs, "image");
        const char *name = github_string(image);
        if (name && string_starts_with(name, "docker://"))
            github_read_image(reader, &job, image);
    }
}

static void read_document(struct github_reader *reader, const struct document *document)
{
    const struct node *root = document->count > 0 ? document->roots[0] : NULL;
    if (!root || root->kind == NODE_NULL)
        return;
    reader->root = root;
    if (document->count > 1 || root->kind != NODE_MAPPING) {
        if (!reader->action)
            github_add_gaps(reader, GITHUB_GAP_FILE,
                            document->count > 1 ? "several documents in one workflow"
                                                : "a workflow is a mapping");
    } else if (reader->action) {
        read_action(reader);
    } else {
        read_workflow(reader);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 14);
    struct github_reader reader = {
        .writer = writer,
        .scratch = &scratch,
        .action = is_action(file->path),
        .gap_class = UNKNOWN_UNREADABLE,
    };
    const char *reason = fact_file_unreadable(file, &reader.gap_class);
    const struct document_problem *problem = NULL;
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    if (document) {
        github_reader_init(&reader, file->content.text);
        read_document(&reader, document);
    } else if (reason) {
        github_add_gaps(&reader, GITHUB_GAP_FILE, reason);
    } else if (!reader.action || text_find(file->content.text, "using:") != SIZE_MAX) {
        bool template = fact_file_is_template(file);
        reader.gap_class = template && !problem->limit ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE;
        github_add_gaps(&reader, GITHUB_GAP_FILE,
                        arena_printf(&scratch, "line %u: %s", problem->line, problem->message));
    }
    arena_release(&scratch);
}

FACT(github_workflow) = {
    .name = "github_workflow",
    .area = FACT_AREA_AUTOMATION,
    .summary = "workflows and actions of GitHub Actions",
    .version = 3,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
