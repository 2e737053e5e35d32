#include "facts/bitbucket_reader.h"

#include <string.h>

static const struct fact_kind *const kinds[] = {
    &fact_kind_workflow,
    &fact_kind_workflow_trigger,
    &fact_kind_workflow_job,
    &fact_kind_workflow_step,
    &fact_kind_workflow_input,
    &fact_kind_workflow_use,
    NULL,
};

/* Bitbucket starts with this file; others are named by hand when a pipeline is started. */
static const char *const paths[] = {"/bitbucket-pipelines.yml", NULL};

/* Bytes of all scripts of a file, aliases in full: the longest real ones have 200 KiB. */
enum { SCRIPT_BYTES_MAX = 32 << 20 };

static const struct {
    const struct fact_kind *kind;
    enum bitbucket_gap least; /* the smallest gap that leaves this kind open */
    int system;
} gap_kinds[] = {
    {&fact_kind_workflow, BITBUCKET_GAP_FILE, WORKFLOW_SYSTEM},
    {&fact_kind_workflow_trigger, BITBUCKET_GAP_FILE, WORKFLOW_TRIGGER_SYSTEM},
    {&fact_kind_workflow_job, BITBUCKET_GAP_PIPELINE, WORKFLOW_JOB_SYSTEM},
    {&fact_kind_workflow_step, BITBUCKET_GAP_STEPS, WORKFLOW_STEP_SYSTEM},
    {&fact_kind_workflow_input, BITBUCKET_GAP_STEPS, WORKFLOW_INPUT_SYSTEM},
    {&fact_kind_workflow_use, BITBUCKET_GAP_STEPS, WORKFLOW_USE_SYSTEM},
};

void bitbucket_add_gaps(struct bitbucket_reader *reader, enum bitbucket_gap gap, uint32_t line,
                        const char *reason)
{
    for (size_t i = 0; i < sizeof(gap_kinds) / sizeof(gap_kinds[0]); i++) {
        if (gap > gap_kinds[i].least || !fact_is_wanted(reader->writer, gap_kinds[i].kind))
            continue;
        struct fact_row *row =
            fact_add_gap(reader->writer, gap_kinds[i].kind, NULL, reader->gap_class,
                         arena_strdup(fact_arena(reader->writer), reason));
        if (line > 0)
            row->line = line;
        row->cells[gap_kinds[i].system] = value_text("bitbucket");
    }
}

const char *bitbucket_string(const struct node *node)
{
    return node_is_scalar(node) && node->kind != NODE_NULL ? node->text : NULL;
}

const struct node *bitbucket_image_of(const struct node *image)
{
    return image && image->kind == NODE_MAPPING ? node_find(image, "name") : image;
}

static void read_definitions(struct bitbucket_reader *reader)
{
    bitbucket_add_image(reader, NULL, node_find(reader->root, "image"));
    const struct node *services = node_find(node_find(reader->root, "definitions"), "services");
    for (size_t i = 0; services && services->kind == NODE_MAPPING && i < services->count; i++)
        bitbucket_add_image(reader, NULL, node_find(services->items[i], "image"));
}

static void read_root(struct bitbucket_reader *reader, const struct document *document)
{
    const struct node *root = document->count > 0 ? document->roots[0] : NULL;
    if (!root || root->kind == NODE_NULL)
        return;
    reader->root = root;
    if (document->count > 1) {
        bitbucket_add_gaps(reader, BITBUCKET_GAP_FILE, 0, "several documents in one configuration");
        return;
    }
    const struct node *pipelines = node_find(root, "pipelines");
    const struct node *shared = node_find(node_find(root, "definitions"), "pipelines");
    if ((!pipelines || pipelines->kind != NODE_MAPPING) &&
        (!shared || shared->kind != NODE_MAPPING)) {
        bitbucket_add_gaps(reader, BITBUCKET_GAP_FILE, 0, "a configuration without pipelines");
        return;
    }
    read_definitions(reader);
    bitbucket_read_pipelines(reader, pipelines);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 14);
    struct bitbucket_reader reader = {
        .writer = writer,
        .scratch = &scratch,
        .gap_class = UNKNOWN_UNREADABLE,
        .script_budget = SCRIPT_BYTES_MAX,
    };
    table_init(&reader.ids, &scratch);
    table_init(&reader.images, &scratch);
    const char *reason = fact_file_unreadable(file, &reader.gap_class);
    const struct document_problem *problem = NULL;
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    if (document)
        read_root(&reader, document);
    else
        bitbucket_add_gaps(
            &reader, BITBUCKET_GAP_FILE, reason ? 0 : problem->line,
            reason ? reason
                   : arena_printf(&scratch, "line %u: %s", problem->line, problem->message));
    arena_release(&scratch);
}

FACT(bitbucket_pipeline) = {
    .name = "bitbucket_pipeline",
    .area = FACT_AREA_AUTOMATION,
    .summary = "pipelines of Bitbucket",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
