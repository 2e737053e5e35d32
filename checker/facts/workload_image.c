#include "facts/workload_image.h"

#include "base/table.h"
#include "document/dockerfile.h"
#include "facts/kustomize_kinds.h"
#include "facts/paths.h"
#include "facts/workload_kinds.h"

#include <string.h>

struct index {
    struct arena *arena;
    struct table here;     /* folder and image -> row */
    struct table anywhere; /* image -> row, of what is no test and fixes it */
};

static bool names_version(const struct value *tag)
{
    return tag->kind == VALUE_TEXT && strpbrk(tag->text, "0123456789");
}

/* What gives an image `latest` again changes nothing for it elsewhere. */
static bool fixes(const struct value *image)
{
    return image[KUSTOMIZE_IMAGE_DIGEST].kind != VALUE_ABSENT ||
           image[KUSTOMIZE_IMAGE_TAG].kind == VALUE_UNKNOWN ||
           names_version(&image[KUSTOMIZE_IMAGE_TAG]);
}

static const char *key_of(struct arena *arena, const char *folder, const char *name)
{
    return arena_printf(arena, "%s\n%s", folder, name);
}

static void index_images(struct index *index, const struct fact_table *images)
{
    table_init(&index->here, index->arena);
    table_init(&index->anywhere, index->arena);
    for (size_t i = 0; i < images->count; i++) {
        const struct fact_row *row = &images->rows[i];
        const struct value *name = &row->cells[KUSTOMIZE_IMAGE_NAME];
        if (row->gap || name->kind != VALUE_TEXT)
            continue;
        table_set(&index->here,
                  key_of(index->arena, path_directory(index->arena, row->path), name->text),
                  (void *)(uintptr_t)row);
        if (!row->cells[KUSTOMIZE_IMAGE_TEST].boolean && fixes(row->cells))
            table_set(&index->anywhere, name->text, (void *)(uintptr_t)row);
    }
}

/* The one that stands nearest to the manifest, on the way to the root. */
static const struct fact_row *nearest(const struct index *index, const char *path, const char *name)
{
    for (const char *folder = path; strcmp(folder, ".") != 0;) {
        folder = path_directory(index->arena, folder);
        const struct fact_row *row = table_find(&index->here, key_of(index->arena, folder, name));
        if (row)
            return row;
    }
    return NULL;
}

/* A digest takes the place of the tag. */
static void set(struct value *cells, const struct fact_row *image)
{
    cells[CONTAINER_TAG] = image->cells[KUSTOMIZE_IMAGE_TAG];
    cells[CONTAINER_DIGEST] = image->cells[KUSTOMIZE_IMAGE_DIGEST];
}

void workload_image_apply(struct arena *arena, const struct fact_table *images,
                          const struct fact_table *containers, struct value *const *cells)
{
    struct index index = {.arena = arena};
    index_images(&index, images);
    for (size_t i = 0; index.here.count > 0 && i < containers->count; i++) {
        const struct value *image = &cells[i][CONTAINER_IMAGE];
        if (containers->rows[i].gap || image->kind != VALUE_TEXT)
            continue;
        const char *name = image_reference_parse(arena, image->text).name;
        const struct fact_row *here = nearest(&index, containers->rows[i].path, name);
        const struct fact_row *other = table_find(&index.anywhere, name);
        if (here) {
            set(cells[i], here);
        } else if (other && cells[i][CONTAINER_DIGEST].kind == VALUE_ABSENT &&
                   !names_version(&cells[i][CONTAINER_TAG])) {
            struct value elsewhere = value_unknown(
                arena, UNKNOWN_UNOBSERVABLE,
                arena_printf(arena, "'%s' sets the tag where it is applied", other->path));
            cells[i][CONTAINER_TAG] = elsewhere;
            cells[i][CONTAINER_DIGEST] = elsewhere;
        }
    }
}
