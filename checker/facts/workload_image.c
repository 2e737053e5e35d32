#include "facts/workload_image.h"

#include "document/dockerfile.h"
#include "facts/kustomize_index.h"
#include "facts/kustomize_kinds.h"
#include "facts/paths.h"
#include "facts/release_image_kind.h"
#include "facts/workload_kinds.h"

#include <string.h>

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

/* A digest takes the place of the tag. */
static void set(struct value *cells, const struct fact_row *image)
{
    cells[CONTAINER_TAG] = image->cells[KUSTOMIZE_IMAGE_TAG];
    cells[CONTAINER_DIGEST] = image->cells[KUSTOMIZE_IMAGE_DIGEST];
}

void workload_image_apply(struct arena *arena, const struct fact_table *images,
                          const struct fact_table *containers, struct value *const *cells)
{
    struct kustomize_index index;
    kustomize_index_init(&index, arena, images, KUSTOMIZE_IMAGE_NAME, KUSTOMIZE_IMAGE_TEST, fixes);
    for (size_t i = 0; index.here.count > 0 && i < containers->count; i++) {
        const struct value *image = &cells[i][CONTAINER_IMAGE];
        if (containers->rows[i].gap || image->kind != VALUE_TEXT)
            continue;
        const char *name = image_reference_parse(arena, image->text).name;
        const struct fact_row *here =
            kustomize_index_nearest(&index, containers->rows[i].path, name);
        const struct fact_row *other = kustomize_index_elsewhere(&index, name);
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

static const char *place_of(struct arena *arena, const char *path, const char *image)
{
    return arena_printf(arena, "%s\n%s", path_directory(arena, path), image);
}

void workload_image_release(struct arena *arena, const struct fact_table *images,
                            const struct fact_table *containers, struct value *const *cells)
{
    struct table replaced;
    table_init(&replaced, arena);
    for (size_t i = 0; i < images->count; i++) {
        const struct fact_row *row = &images->rows[i];
        if (!row->gap && row->cells[RELEASE_IMAGE_NAME].kind == VALUE_TEXT)
            table_set(&replaced, place_of(arena, row->path, row->cells[RELEASE_IMAGE_NAME].text),
                      (void *)(uintptr_t)row);
    }
    for (size_t i = 0; replaced.count > 0 && i < containers->count; i++) {
        const struct value *image = &cells[i][CONTAINER_IMAGE];
        if (containers->rows[i].gap || image->kind != VALUE_TEXT ||
            cells[i][CONTAINER_DIGEST].kind != VALUE_ABSENT)
            continue;
        const struct fact_row *row =
            table_find(&replaced, place_of(arena, containers->rows[i].path, image->text));
        if (row)
            cells[i][CONTAINER_DIGEST] = value_unknown(
                arena, UNKNOWN_UNOBSERVABLE,
                arena_printf(arena, "a release puts a digest in its place, as '%s' says",
                             row->path));
    }
}
