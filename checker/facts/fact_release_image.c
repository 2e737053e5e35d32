/* release_image - the ImageStream in `image-references` beside the manifests of an operator of
 * OpenShift: each image that a tag is from is replaced in them when a release is put together
 * (github.com/openshift/cluster-version-operator, docs/dev/operators.md). */
#include "facts/release_image_kind.h"

#include <string.h>

static const struct fact_field fields[] = {
    [RELEASE_IMAGE_NAME] = {"image",
                            {.kind = TYPE_TEXT},
                            false,
                            "as the manifests in the folder write it"},
    [RELEASE_IMAGE_FIELD_COUNT] = {0},
};

const struct fact_kind release_image_kind = {
    .name = "release_image",
    .summary = "an image that a release of OpenShift replaces by a digest in the manifests beside",
    .key = (const char *const[]){"path", "image", NULL},
    .fields = fields,
};

static void read_stream(struct fact_writer *writer, const struct node *stream)
{
    const char *kind = node_string(stream, "kind");
    const struct node *tags = node_find(node_find(stream, "spec"), "tags");
    if (!kind || strcmp(kind, "ImageStream") != 0 || !tags || tags->kind != NODE_SEQUENCE)
        return;
    for (size_t i = 0; i < tags->count; i++) {
        const struct node *from = node_find(tags->items[i], "from");
        const char *of = node_string(from, "kind"), *name = node_string(from, "name");
        if (of && name && strcmp(of, "DockerImage") == 0)
            fact_add(writer, &release_image_kind, NULL, from->line, from->column)
                ->cells[RELEASE_IMAGE_NAME] = fact_text(writer, name);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    if (file->content.state != CONTENT_TEXT)
        return;
    const struct document *document = fact_file_yaml(file, &problem);
    for (size_t i = 0; document && i < document->count; i++)
        read_stream(writer, document->roots[i]);
}

static const struct fact_kind *const kinds[] = {&release_image_kind, NULL};
static const char *const paths[] = {"image-references", NULL};

FACT(release_image) = {
    .name = "release_image",
    .area = FACT_AREA_WORKLOADS,
    .summary = "images that a release of OpenShift replaces by digests",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
