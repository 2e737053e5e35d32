#include "facts/github_reader.h"
#include "facts/github_uses.h"

#include <string.h>

const char *github_version_comment_of(struct github_reader *reader, const struct node *node)
{
    size_t end = github_offset(reader, node->end_line, node->end_column);
    if (end == SIZE_MAX || end >= reader->content.size)
        return NULL;
    struct text rest = {.bytes = reader->content.bytes + end, .size = reader->content.size - end};
    struct text line;
    if (!text_next_line(&rest, &line))
        return NULL;
    return github_version_comment(reader->scratch, line);
}

static struct value open_cell(struct github_reader *reader)
{
    return value_unknown(fact_arena(reader->writer), UNKNOWN_UNOBSERVABLE,
                         "an expression: only a run tells");
}

/* What an expression stands in is open; what stands beside it is known. */
static struct value part_cell(struct github_reader *reader, const char *whole, const char *part)
{
    bool open = part ? strstr(part, "${{") != NULL : strstr(whole, "${{") != NULL;
    return open ? open_cell(reader) : fact_text(reader->writer, part);
}

static void add_use(struct github_reader *reader, const struct github_job *job, size_t step,
                    const struct node *node, const char *text, struct github_use use)
{
    static const char *const kinds[] = {"action", "workflow", "image", "local"};
    struct fact_row *row =
        fact_add(reader->writer, &fact_kind_workflow_use, NULL, node->line, node->column);
    struct value *cells = row->cells;
    bool open = string_starts_with(text, "${{") && use.kind != GITHUB_USE_IMAGE;
    bool has_owner = use.kind == GITHUB_USE_ACTION || use.kind == GITHUB_USE_WORKFLOW;
    cells[WORKFLOW_USE_SYSTEM] = value_text("github");
    cells[WORKFLOW_USE_KIND] = open ? open_cell(reader) : value_text(kinds[use.kind]);
    cells[WORKFLOW_USE_USES] = fact_text(reader->writer, text);
    if (has_owner)
        cells[WORKFLOW_USE_OWNER] = part_cell(reader, use.name ? use.name : text, use.owner);
    cells[WORKFLOW_USE_NAME] = part_cell(reader, text, use.name);
    if (use.kind != GITHUB_USE_LOCAL)
        cells[WORKFLOW_USE_REF] = part_cell(reader, text, use.ref);
    cells[WORKFLOW_USE_VERSION_COMMENT] =
        fact_text(reader->writer, github_version_comment_of(reader, node));
    if (job)
        cells[WORKFLOW_USE_JOB] = fact_text(reader->writer, job->id);
    if (step > 0)
        cells[WORKFLOW_USE_STEP] = value_integer((int64_t)step);
}

void github_read_use(struct github_reader *reader, const struct github_job *job, size_t step,
                     const struct node *uses)
{
    const char *text = uses ? github_string(uses) : NULL;
    if (!text || !*text || !fact_is_wanted(reader->writer, &fact_kind_workflow_use))
        return;
    add_use(reader, job, step, uses, text, github_use_parse(reader->scratch, text));
}

enum { IMAGES_MAX = 64 };

void github_read_image(struct github_reader *reader, const struct github_job *job,
                       const struct node *image)
{
    const char *text = image ? github_string(image) : NULL;
    if (!text || !*text || !fact_is_wanted(reader->writer, &fact_kind_workflow_use))
        return;
    const char *images[IMAGES_MAX] = {text};
    size_t count = github_matrix_expand(reader, job->node, text, images, IMAGES_MAX);
    if (count == 0) {
        images[0] = text;
        count = 1;
    }
    for (size_t i = 0; i < count; i++) {
        static const char docker[] = "docker://";
        const char *name = images[i];
        if (string_starts_with(name, docker))
            name += sizeof(docker) - 1;
        if (*name)
            add_use(reader, job, 0, image, images[i], github_image_parse(reader->scratch, name));
    }
}

void github_read_images(struct github_reader *reader, const struct github_job *job)
{
    const struct node *container = node_find(job->node, "container");
    if (container && container->kind == NODE_MAPPING)
        container = node_find(container, "image");
    github_read_image(reader, job, container);
    const struct node *services = node_find(job->node, "services");
    for (size_t i = 0; services && services->kind == NODE_MAPPING && i < services->count; i++)
        github_read_image(reader, job, node_find(services->items[i], "image"));
}
