#include "facts/gitlab_config.h"

#include "base/limits.h"
#include "document/yaml.h"

#include <string.h>

/* As GitLab: 150 includes in a pipeline, nested 100 deep. */
enum { FILES_MAX = 150, DEPTH_MAX = 100 };

static const struct {
    const struct fact_kind *kind;
    enum gitlab_gap least; /* the smallest gap that leaves this kind open */
    int system;
} gap_kinds[] = {
    {&fact_kind_workflow, GITLAB_GAP_FILE, WORKFLOW_SYSTEM},
    {&fact_kind_workflow_trigger, GITLAB_GAP_INCLUDE, WORKFLOW_TRIGGER_SYSTEM},
    {&fact_kind_workflow_job, GITLAB_GAP_INCLUDE, WORKFLOW_JOB_SYSTEM},
    {&fact_kind_workflow_step, GITLAB_GAP_STEPS, WORKFLOW_STEP_SYSTEM},
    {&fact_kind_workflow_use, GITLAB_GAP_STEPS, WORKFLOW_USE_SYSTEM},
    {&fact_kind_workflow_variable, GITLAB_GAP_STEPS, WORKFLOW_VARIABLE_SYSTEM},
};

void gitlab_add_gaps(struct gitlab_config *config, enum gitlab_gap gap, const char *path,
                     uint32_t line, enum unknown_class class, const char *reason)
{
    config->broken |= gap == GITLAB_GAP_FILE;
    for (size_t i = 0; i < sizeof(gap_kinds) / sizeof(gap_kinds[0]); i++) {
        if (gap > gap_kinds[i].least || !fact_is_wanted(config->writer, gap_kinds[i].kind))
            continue;
        struct fact_row *row = fact_add_gap(config->writer, gap_kinds[i].kind, path, class,
                                            arena_strdup(fact_arena(config->writer), reason));
        if (line > 0)
            row->line = line;
        row->cells[gap_kinds[i].system] = value_text("gitlab");
    }
}

bool gitlab_spend(struct gitlab_config *config, size_t nodes)
{
    if (nodes > config->budget) {
        config->budget = 0;
        return false;
    }
    config->budget -= nodes;
    return true;
}

void gitlab_set_origin(struct gitlab_config *config, const struct node *root, const char *path)
{
    config->origins = arena_grow(config->scratch, config->origins, config->origin_count,
                                 &config->origin_capacity, sizeof(*config->origins));
    config->origins[config->origin_count++] = (struct gitlab_origin){root, path};
}

const char *gitlab_path_of(const struct gitlab_config *config, const struct node *node)
{
    while (node && node->parent)
        node = node->parent;
    for (size_t i = 0; i < config->origin_count; i++)
        if (config->origins[i].root == node)
            return config->origins[i].path;
    return config->start;
}

static const char *why_unreadable(const struct content *content)
{
    switch (content->state) {
    case CONTENT_TEXT:
        return NULL;
    case CONTENT_BINARY:
        return "binary content";
    case CONTENT_LFS_POINTER:
        return "the content is in Git LFS";
    case CONTENT_LINK:
        return "a symbolic link";
    case CONTENT_SUBMODULE:
        return "a submodule";
    case CONTENT_TOO_LARGE:
        return "too large to be read";
    case CONTENT_MISSING:
        return "the content is not in this clone";
    case CONTENT_CORRUPT:
        break;
    }
    return "the content cannot be read";
}

/* The documents of a file; NULL, with a gap, when it cannot be read. */
static const struct document *parse_file(struct gitlab_config *config, const char *path,
                                         const char *owner, uint32_t line)
{
    const struct entry *entry = snapshot_find(config->repository->snapshot, path);
    if (!entry) {
        gitlab_add_gaps(config, GITLAB_GAP_FILE, owner, line, UNKNOWN_UNREADABLE,
                        arena_printf(config->scratch, "includes '%s', which is not there", path));
        return NULL;
    }
    struct content content;
    reader_read(config->repository->reader, entry, LIMIT_BLOB_BYTES, config->scratch, &content);
    const char *reason = why_unreadable(&content);
    if (reason) {
        enum unknown_class class =
            content.state == CONTENT_LFS_POINTER || content.state == CONTENT_MISSING
                ? UNKNOWN_UNOBSERVABLE
                : UNKNOWN_UNREADABLE;
        gitlab_add_gaps(config, GITLAB_GAP_FILE, path, 0, class, reason);
        return NULL;
    }
    struct document *document = ARENA_NEW(config->scratch, struct document);
    struct document_problem problem = {0};
    if (yaml_parse(config->scratch, content.text, document, &problem))
        return document;
    gitlab_add_gaps(config, GITLAB_GAP_FILE, path, problem.line, UNKNOWN_UNREADABLE,
                    arena_printf(config->scratch, "line %u: %s", problem.line, problem.message));
    return NULL;
}

/* A header with `spec` may stand before the configuration, as a document of its own. */
static struct node *body_of(struct gitlab_config *config, const struct document *document,
                            const char *path, const struct node *inputs)
{
    if (document->count == 0)
        return NULL;
    struct node *body = document->roots[document->count - 1];
    const struct node *header = document->count == 2 ? document->roots[0] : NULL;
    if (document->count > 2 || (header && !node_find(header, "spec"))) {
        gitlab_add_gaps(config, GITLAB_GAP_FILE, path, 0, UNKNOWN_UNREADABLE,
                        "several documents in one configuration");
        return NULL;
    }
    if (body->kind == NODE_NULL)
        return NULL;
    if (body->kind != NODE_MAPPING) {
        gitlab_add_gaps(config, GITLAB_GAP_FILE, path, body->line, UNKNOWN_UNREADABLE,
                        "a configuration of GitLab CI is a mapping");
        return NULL;
    }
    if (header)
        body = gitlab_put_inputs(config, header, body, inputs);
    gitlab_set_origin(config, body, path);
    return body;
}

static bool is_open(const struct gitlab_config *config, const char *path)
{
    for (unsigned i = 0; i < config->depth; i++)
        if (strcmp(config->open_files[i], path) == 0)
            return true;
    return false;
}

struct node *gitlab_read_file(struct gitlab_config *config, const char *path,
                              const struct node *inputs, const char *owner, uint32_t line)
{
    if (config->budget == 0)
        return NULL;
    const char *reason = NULL;
    if (is_open(config, path))
        reason = arena_printf(config->scratch, "includes '%s' within itself", path);
    else if (config->files > FILES_MAX)
        reason = arena_printf(config->scratch, "more than %d includes", FILES_MAX);
    else if (config->depth == DEPTH_MAX)
        reason = arena_printf(config->scratch, "includes nested more than %d deep", DEPTH_MAX);
    if (reason) {
        gitlab_add_gaps(config, GITLAB_GAP_FILE, owner, line, UNKNOWN_UNREADABLE, reason);
        return NULL;
    }
    config->files++;
    const struct document *document = parse_file(config, path, owner, line);
    struct node *body = document ? body_of(config, document, path, inputs) : NULL;
    if (!body)
        return NULL;
    config->open_files[config->depth++] = path;
    struct node *included = gitlab_read_includes(config, node_find(body, "include"), path);
    config->depth--;
    return gitlab_merge(config, included, body);
}

static void init(struct gitlab_config *config)
{
    config->budget = LIMIT_DOCUMENT_NODES;
    config->unseen_silent = true;
    table_init(&config->entries, config->scratch);
}

static void finish(struct gitlab_config *config)
{
    if (config->budget > 0)
        return;
    config->root = NULL;
    gitlab_add_gaps(config, GITLAB_GAP_FILE, config->start, 0, UNKNOWN_UNREADABLE,
                    "more is included than is read");
}

void gitlab_config_load(struct gitlab_config *config)
{
    init(config);
    config->root = gitlab_read_file(config, config->start, NULL, config->start, 0);
    finish(config);
}

void gitlab_config_load_includes(struct gitlab_config *config, const struct node *include,
                                 const char *owner)
{
    init(config);
    config->root = gitlab_read_includes(config, include, owner);
    finish(config);
}
