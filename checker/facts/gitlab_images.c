#include "facts/github_uses.h"
#include "facts/gitlab_reader.h"

#include <string.h>

enum { IMAGES_MAX = 64 };

static const char *scalar(const struct node *node)
{
    return node && node_is_scalar(node) && node->kind != NODE_NULL ? node->text : NULL;
}

static struct value part(const struct gitlab_job *job, const char *whole, const char *text)
{
    /* What a variable stands in is open; what stands beside it is known. */
    const char *asked = text ? text : whole;
    if (!strchr(asked, '$'))
        return fact_text(job->config->writer, text);
    return value_unknown(fact_arena(job->config->writer), UNKNOWN_UNOBSERVABLE,
                         "a variable: only a run tells");
}

struct images {
    const struct gitlab_job *job;
    struct table *written;
    bool own; /* the job itself names them */
};

static bool is_written(const struct images *images, const char *path, const struct node *place,
                       const char *image)
{
    const char *key = arena_printf(images->job->config->scratch, "%s:%u:%u:%s", path, place->line,
                                   place->column, image);
    return table_set(images->written, key, images->written) != NULL;
}

static void add_image(const struct images *images, const struct node *place, const char *image)
{
    const struct gitlab_job *job = images->job;
    struct fact_writer *writer = job->config->writer;
    if (!images->own && is_written(images, gitlab_path_of(job->config, place), place, image))
        return;
    struct value *cells = fact_add(writer, &fact_kind_workflow_use,
                                   gitlab_path_of(job->config, place), place->line, place->column)
                              ->cells;
    struct github_use use = github_image_parse(job->config->scratch, image);
    cells[WORKFLOW_USE_SYSTEM] = value_text("gitlab");
    cells[WORKFLOW_USE_KIND] = value_text("image");
    cells[WORKFLOW_USE_USES] = fact_text(writer, image);
    cells[WORKFLOW_USE_NAME] = part(job, image, use.name);
    cells[WORKFLOW_USE_REF] = part(job, image, use.ref);
    cells[WORKFLOW_USE_WORKFLOW] = fact_text(writer, job->config->start);
    if (images->own)
        cells[WORKFLOW_USE_JOB] = fact_text(writer, job->entry->name);
}

/* Does the text name this variable, as $NAME or ${NAME}? */
static const char *find_variable(const char *text, const char *name, size_t *size)
{
    size_t length = strlen(name);
    for (const char *at = strchr(text, '$'); at; at = strchr(at + 1, '$')) {
        bool braces = at[1] == '{';
        const char *start = at + 1 + braces;
        if (strncmp(start, name, length) != 0)
            continue;
        char next = start[length];
        bool goes_on = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') ||
                       (next >= '0' && next <= '9') || next == '_';
        if (goes_on || (braces && next != '}'))
            continue;
        *size = length + 1 + 2 * (size_t)braces;
        return at;
    }
    return NULL;
}

/* Adds the images that one variable of the matrix makes, each once; `count` of them before. */
static size_t expand_variable(const struct gitlab_job *job, const char *text, const char *name,
                              const struct node *values, const char **out, size_t count)
{
    size_t size;
    const char *at = find_variable(text, name, &size);
    size_t many = values->kind == NODE_SEQUENCE ? values->count : 1;
    for (size_t i = 0; at && i < many && count < IMAGES_MAX; i++) {
        const char *value = scalar(values->kind == NODE_SEQUENCE ? values->items[i] : values);
        if (!value)
            continue;
        const char *image = arena_printf(job->config->scratch, "%.*s%s%s", (int)(at - text), text,
                                         value, at + size);
        bool known = false;
        for (size_t n = 0; n < count && !known; n++)
            known = strcmp(out[n], image) == 0;
        if (!known)
            out[count++] = image;
    }
    return count;
}

/* The images that the variables of the matrix make; 0 when there is none in the text. */
static size_t expand_matrix(const struct gitlab_job *job, const char *text, const char **out)
{
    const struct node *matrix = node_find(node_find(job->node, "parallel"), "matrix");
    size_t count = 0;
    for (size_t i = 0; matrix && matrix->kind == NODE_SEQUENCE && i < matrix->count; i++) {
        const struct node *one = matrix->items[i];
        for (size_t k = 0; one->kind == NODE_MAPPING && k < one->count; k++)
            count = expand_variable(job, text, one->keys[k]->text, one->items[k], out, count);
    }
    return count;
}

static void read_image(const struct images *images, const struct node *node)
{
    const struct gitlab_job *job = images->job;
    if (node && node->kind == NODE_MAPPING)
        node = node_find(node, "name");
    if (!scalar(node) || !*node->text)
        return;
    const char *text = gitlab_expand(job, node->text);
    const char *names[IMAGES_MAX] = {text};
    size_t count = strchr(text, '$') ? expand_matrix(job, text, names) : 0;
    if (count == 0) {
        names[0] = text;
        count = 1;
    }
    for (size_t i = 0; i < count; i++)
        add_image(images, node, names[i]);
}

void gitlab_read_images(const struct gitlab_job *job, struct table *written)
{
    if (!fact_is_wanted(job->config->writer, &fact_kind_workflow_use))
        return;
    struct images images = {.job = job, .written = written};
    const struct node *image = gitlab_keyword(job, "image");
    images.own = image == node_find(job->own, "image");
    read_image(&images, image);
    const struct node *services = gitlab_keyword(job, "services");
    images.own = services == node_find(job->own, "services");
    for (size_t i = 0; services && services->kind == NODE_SEQUENCE && i < services->count; i++)
        read_image(&images, services->items[i]);
}
