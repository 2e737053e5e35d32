#include "facts/kustomize_kinds.h"
#include "facts/paths.h"
#include "facts/workload_cells.h"

static const struct fact_field fields[] = {
    [KUSTOMIZE_IMAGE_NAME] = {"name",
                              {.kind = TYPE_TEXT},
                              false,
                              "the image that it changes, without tag"},
    [KUSTOMIZE_IMAGE_TAG] = {"tag", {.kind = TYPE_TEXT}, true, "the tag that it gives it"},
    [KUSTOMIZE_IMAGE_DIGEST] = {"digest",
                                {.kind = TYPE_TEXT},
                                true,
                                "sha256:..., where it says one"},
    [KUSTOMIZE_IMAGE_TEST] = {"test",
                              {.kind = TYPE_BOOLEAN},
                              false,
                              "stands where test material and examples stand"},
    [KUSTOMIZE_IMAGE_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", "name", NULL};

const struct fact_kind fact_kind_kustomize_image = {
    .name = "kustomize_image",
    .summary = "an image whose tag or digest a kustomization sets",
    .key = key,
    .fields = fields,
};

static const struct fact_field replicas_fields[] = {
    [KUSTOMIZE_REPLICAS_NAME] = {"name", {.kind = TYPE_TEXT}, false, "of the workload"},
    [KUSTOMIZE_REPLICAS_COUNT] = {"replicas", {.kind = TYPE_INTEGER}, true, "how many it gives it"},
    [KUSTOMIZE_REPLICAS_TEST] = {"test",
                                 {.kind = TYPE_BOOLEAN},
                                 false,
                                 "stands where test material and examples stand"},
    [KUSTOMIZE_REPLICAS_FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_kustomize_replicas = {
    .name = "kustomize_replicas",
    .summary = "a workload whose replicas a kustomization sets",
    .key = key,
    .fields = replicas_fields,
};

static void read_replicas(struct fact_writer *writer, const struct fact_file *file,
                          const struct node *replicas)
{
    const char *name = node_string(replicas, "name");
    if (!name)
        return;
    struct value *cells =
        fact_add(writer, &fact_kind_kustomize_replicas, NULL, replicas->line, replicas->column)
            ->cells;
    cells[KUSTOMIZE_REPLICAS_NAME] = cell_of_text(fact_arena(writer), name);
    cells[KUSTOMIZE_REPLICAS_COUNT] =
        cell_of_integer(fact_arena(writer), node_find(replicas, "count"));
    cells[KUSTOMIZE_REPLICAS_TEST] = value_boolean(path_is_test(file->path));
}

static void read_image(struct fact_writer *writer, const struct fact_file *file,
                       const struct node *image)
{
    struct arena *arena = fact_arena(writer);
    const char *name = node_string(image, "name");
    struct value tag = cell_of_scalar(arena, node_find(image, "newTag"));
    struct value digest = cell_of_scalar(arena, node_find(image, "digest"));
    if (!name || (tag.kind == VALUE_ABSENT && digest.kind == VALUE_ABSENT))
        return;
    struct value *cells =
        fact_add(writer, &fact_kind_kustomize_image, NULL, image->line, image->column)->cells;
    cells[KUSTOMIZE_IMAGE_NAME] = cell_of_text(arena, name);
    cells[KUSTOMIZE_IMAGE_TAG] = tag;
    cells[KUSTOMIZE_IMAGE_DIGEST] = digest;
    cells[KUSTOMIZE_IMAGE_TEST] = value_boolean(path_is_test(file->path));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document_problem *problem = NULL;
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    if (!document) {
        bool is_template = !reason && fact_file_is_template(file);
        if (!reason)
            reason = is_template ? "a template that is not rendered" : "it is no YAML";
        class = is_template ? UNKNOWN_UNOBSERVABLE : class;
        struct fact_row *row =
            fact_add_gap(writer, &fact_kind_kustomize_image, NULL, class, reason);
        row->cells[KUSTOMIZE_IMAGE_TEST] = value_boolean(path_is_test(file->path));
        row = fact_add_gap(writer, &fact_kind_kustomize_replicas, NULL, class, reason);
        row->cells[KUSTOMIZE_REPLICAS_TEST] = value_boolean(path_is_test(file->path));
        return;
    }
    for (size_t i = 0; i < document->count; i++) {
        const struct node *images = node_find(document->roots[i], "images");
        for (size_t j = 0; images && images->kind == NODE_SEQUENCE && j < images->count; j++)
            read_image(writer, file, images->items[j]);
        const struct node *replicas = node_find(document->roots[i], "replicas");
        for (size_t j = 0; replicas && replicas->kind == NODE_SEQUENCE && j < replicas->count; j++)
            read_replicas(writer, file, replicas->items[j]);
    }
}

static const struct fact_kind *const kinds[] = {&fact_kind_kustomize_image,
                                                &fact_kind_kustomize_replicas, NULL};
static const char *const paths[] = {"kustomization.yaml", "kustomization.yml", "Kustomization",
                                    NULL};
static const char *const literals[] = {"newTag", "digest", "replicas", NULL};

FACT(kustomize_image) = {
    .name = "kustomize_image",
    .area = FACT_AREA_WORKLOADS,
    .summary = "tags and digests that Kustomize gives images, replicas that it gives workloads",
    .version = 2,
    .kinds = kinds,
    .paths = paths,
    .literals = literals,
    .recognise_file = recognise,
};
