#include "facts/gitlab_reader.h"

#include <string.h>

static const struct fact_kind *const kinds[] = {
    &fact_kind_workflow,
    &fact_kind_workflow_trigger,
    &fact_kind_workflow_job,
    &fact_kind_workflow_step,
    &fact_kind_workflow_use,
    &fact_kind_workflow_variable,
    NULL,
};

/* The file that a project starts with, unless its settings name another. */
static const char start[] = ".gitlab-ci.yml";

/* Pipelines that jobs start, those of theirs too: as many as files may be included. */
enum { CHILDREN_MAX = 150 };

static void read_one(struct fact_writer *writer, const struct fact_repository *repository,
                     const char *path, const struct gitlab_child *child, struct table *children,
                     struct arena *scratch)
{
    struct gitlab_config config = {
        .writer = writer,
        .repository = repository,
        .scratch = scratch,
        .start = path,
        .is_child = child != NULL,
    };
    if (child)
        gitlab_config_load_includes(&config, child->include, child->owner);
    else
        gitlab_config_load(&config);
    if (!config.broken)
        gitlab_read_pipeline(&config, children);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    if (!snapshot_find(repository->snapshot, start))
        return NULL;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct table children;
    table_init(&children, &scratch);
    read_one(writer, repository, start, NULL, &children, &scratch);
    for (size_t i = 0; i < children.count && i < CHILDREN_MAX; i++)
        read_one(writer, repository, children.entries[i].key, children.entries[i].value, &children,
                 &scratch);
    arena_release(&scratch);
    return NULL;
}

FACT(gitlab_pipeline) = {
    .name = "gitlab_pipeline",
    .area = FACT_AREA_AUTOMATION,
    .summary = "pipelines of GitLab CI, `.gitlab-ci.yml` with what it includes",
    .version = 1,
    .kinds = kinds,
    .recognise_repository = recognise,
};
