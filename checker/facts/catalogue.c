#include "facts/catalogue.h"

#include "base/limits.h"
#include "facts/gather.h"

#include <string.h>

const char *const catalogue_names[] = {"catalog-info.yaml",
                                       "catalog-info.yml",
                                       "service.datadog.yaml",
                                       "service.datadog.yml",
                                       "entity.datadog.yaml",
                                       "entity.datadog.yml",
                                       "opslevel.yml",
                                       "opslevel.yaml",
                                       "cortex.yaml",
                                       "cortex.yml",
                                       NULL};

/* The files of that name in the root of the base, as its recogniser reads them. */
static struct failure *read_base(struct fact_table *out, const struct fact_repository *repository,
                                 struct arena *arena)
{
    struct snapshot root;
    struct reader *reader = NULL;
    TRY(snapshot_of_commit_part(&root, repository->repository, &repository->base->commit,
                                catalogue_names, arena));
    TRY(reader_open_here(&reader, &root));
    struct memory_file *files = ARENA_ARRAY(arena, struct memory_file, root.count + 1);
    for (size_t i = 0; i < root.count; i++) {
        struct content content;
        reader_read(reader, &root.entries[i], LIMIT_BLOB_BYTES, arena, &content);
        files[i] = (struct memory_file){
            .path = root.entries[i].path, .content = content.text, .kind = root.entries[i].kind};
    }
    reader_close(reader);
    return fact_recognise_memory(fact_recogniser_of(&fact_kind_component), &fact_kind_component,
                                 files, root.count, arena, out);
}

struct failure *catalogue_entries(struct fact_table *out, const struct fact_repository *repository,
                                  struct arena *arena)
{
    const struct fact_table *here = repository->table(repository, &fact_kind_component);
    if (!repository->base || !repository->repository ||
        object_id_is_zero(&repository->base->commit.commit)) {
        *out = *here;
        return NULL;
    }
    struct fact_table base;
    TRY(read_base(&base, repository, arena));
    out->kind = here->kind;
    out->count = 0;
    out->rows = ARENA_ARRAY(arena, struct fact_row, base.count + here->count + 1);
    for (size_t i = 0; i < base.count; i++)
        out->rows[out->count++] = base.rows[i];
    for (size_t i = 0; i < here->count; i++)
        if (strchr(here->rows[i].path, '/'))
            out->rows[out->count++] = here->rows[i];
    return NULL;
}
