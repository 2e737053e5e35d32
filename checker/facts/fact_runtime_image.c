/* runtime - the images of Dockerfiles that hold a runtime and are named after its versions:
 * Docker's official ones, Microsoft's of .NET, those of AWS Lambda and distroless ones. What
 * others build and name alike may get fixes from them; it is not looked at. */
#include "facts/dockerfile_kinds.h"
#include "facts/gather.h"
#include "facts/runtime_kinds.h"

#include <string.h>

static const struct {
    const char *image, *runtime;
} images[] = {
    {"node", "node"},
    {"python", "python"},
    {"ruby", "ruby"},
    {"php", "php"},
    {"golang", "go"},
    {"mcr.microsoft.com/dotnet/sdk", "dotnet"},
    {"mcr.microsoft.com/dotnet/aspnet", "dotnet"},
    {"mcr.microsoft.com/dotnet/runtime", "dotnet"},
    {"mcr.microsoft.com/dotnet/runtime-deps", "dotnet"},
    {"mcr.microsoft.com/dotnet/core/sdk", "dotnet"},
    {"mcr.microsoft.com/dotnet/core/aspnet", "dotnet"},
    {"mcr.microsoft.com/dotnet/core/runtime", "dotnet"},
    {"public.ecr.aws/lambda/nodejs", "node"},
    {"public.ecr.aws/lambda/python", "python"},
    {"public.ecr.aws/lambda/ruby", "ruby"},
    {"amazon/aws-lambda-nodejs", "node"},
    {"amazon/aws-lambda-python", "python"},
    {"amazon/aws-lambda-ruby", "ruby"},
};

/* Where Docker's official images are copied to, under their own names. */
static const char *official(const char *image)
{
    static const char *const prefixes[] = {"docker.io/", "index.docker.io/",
                                           "public.ecr.aws/docker/", "mirror.gcr.io/", "library/"};
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
        if (string_starts_with(image, prefixes[i]))
            image += strlen(prefixes[i]);
    return image;
}

/* `gcr.io/distroless/nodejs18-debian12`: the version stands in the name. */
static const char *version_in_name(const char *image)
{
    static const char prefix[] = "gcr.io/distroless/nodejs";
    const char *version = image + sizeof(prefix) - 1;
    return string_starts_with(image, prefix) && *version >= '0' && *version <= '9' ? version : NULL;
}

static const char *text_in(const struct fact_row *row, int field)
{
    return row->cells[field].kind == VALUE_TEXT ? row->cells[field].text : NULL;
}

static bool is_true(const struct fact_row *row, int field)
{
    return row->cells[field].kind == VALUE_BOOLEAN && row->cells[field].boolean;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_kind *kind = &fact_kind_dockerfile_stage;
    const struct fact_table *stages = repository->table(repository, kind);
    int image_field = fact_field_find(kind, "image"), tag_field = fact_field_find(kind, "tag");
    int alias = fact_field_find(kind, "alias_of_stage"), stage = fact_field_find(kind, "stage");
    int test = fact_field_find(kind, "test"), vendored = fact_field_find(kind, "vendored");
    int development = fact_field_find(kind, "development");
    for (size_t i = 0; i < stages->count; i++) {
        const struct fact_row *row = &stages->rows[i];
        if (row->gap) {
            runtime_add_gap(writer, row->path,
                            is_true(row, test) || is_true(row, vendored) ||
                                is_true(row, development));
            continue;
        }
        const char *image = text_in(row, image_field), *tag = text_in(row, tag_field);
        if (!image || is_true(row, alias))
            continue;
        struct runtime_mention mention = {.path = row->path,
                                          .line = row->line,
                                          .column = row->column,
                                          .sort = RUNTIME_IMAGE,
                                          .stage = text_in(row, stage),
                                          .test = is_true(row, test) || is_true(row, vendored) ||
                                                  is_true(row, development)};
        image = official(image);
        mention.version = version_in_name(image);
        mention.runtime = mention.version ? "node" : NULL;
        for (size_t n = 0; tag && n < sizeof(images) / sizeof(*images); n++) {
            if (strcmp(image, images[n].image) != 0)
                continue;
            mention.runtime = images[n].runtime;
            mention.version = tag;
        }
        if (mention.runtime)
            runtime_add(writer, &mention);
    }
    return NULL;
}

FACT(runtime_image) = {
    .name = "runtime_image",
    .area = FACT_AREA_OPERATIONS,
    .summary = "versions of runtimes in the images of Dockerfiles",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_runtime, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_dockerfile_stage, NULL},
    .recognise_repository = recognise,
};
