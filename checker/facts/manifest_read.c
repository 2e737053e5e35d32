#include "facts/manifest_read.h"

#include "document/dockerfile.h"
#include "facts/paths.h"

#include <string.h>

void manifest_add_member(struct manifest_reading *reading, const char *member)
{
    if (member[0] == '\0')
        return;
    reading->is_workspace = true;
    reading->members = arena_grow(reading->arena, reading->members, reading->member_count,
                                  &reading->member_capacity, sizeof(*reading->members));
    reading->members[reading->member_count++] = arena_strdup(reading->arena, member);
}

void manifest_count(struct manifest_reading *reading, uint32_t line)
{
    if (reading->dependencies == 0)
        reading->line = line;
    reading->dependencies++;
}

struct named_format {
    const char *pattern; /* of the base name, or of the folder's name and it; one '*' */
    bool has_folder;
    struct manifest_format format;
};

#define MANIFEST(pattern, ecosystem, naming, reader) \
    {pattern, false, {ecosystem, MANIFEST_NAME_##naming, manifest_read_##reader}},
#define MANIFEST_IN(pattern, ecosystem, naming, reader) \
    {pattern, true, {ecosystem, MANIFEST_NAME_##naming, manifest_read_##reader}},
#define MANIFEST_GLOB(glob)

static const struct named_format formats[] = {
#include "facts/manifest_table.inc"
};

static const struct manifest_format requirements = {"pip", MANIFEST_NAME_OWN,
                                                    manifest_read_requirements};
static const struct manifest_format docker = {"docker", MANIFEST_NAME_OWN, manifest_read_docker};
static const struct manifest_format compose = {"docker-compose", MANIFEST_NAME_OWN,
                                               manifest_read_compose};
static const struct manifest_format workflow = {"github-actions", MANIFEST_NAME_OWN,
                                                manifest_read_workflow};

/* requirements.txt, requirements-dev.txt, dev-requirements.in, and any .txt or .in
 * of a folder with that name. */
static bool is_requirements(const char *path, const char *base)
{
    if (!string_ends_with(base, ".txt") && !string_ends_with(base, ".in"))
        return false;
    if (text_find_folded(text_of(base), "requirements") != SIZE_MAX)
        return true;
    size_t folder = (size_t)(base - path);
    return folder > 12 && memcmp(base - 13, "requirements/", 13) == 0;
}

static bool is_yaml(const char *base)
{
    return string_ends_with(base, ".yml") || string_ends_with(base, ".yaml");
}

static bool is_compose(const char *base)
{
    return is_yaml(base) &&
           (string_starts_with(base, "docker-compose") || string_starts_with(base, "compose."));
}

static bool is_workflow(const char *path, const char *base)
{
    return is_yaml(base) && string_starts_with(path, ".github/workflows/") && base == path + 18;
}

/* From the folder's name on; NULL at the root. */
static const char *with_folder(const char *path, const char *base)
{
    if (base == path)
        return NULL;
    const char *start = base - 1;
    while (start > path && start[-1] != '/')
        start--;
    return start;
}

static bool fits(const char *pattern, const char *name)
{
    const char *star = strchr(pattern, '*');
    if (!star)
        return strcmp(pattern, name) == 0;
    size_t before = (size_t)(star - pattern);
    return strlen(name) >= strlen(pattern) - 1 && strncmp(name, pattern, before) == 0 &&
           string_ends_with(name, star + 1);
}

const struct manifest_format *manifest_format_of(const char *path)
{
    const char *base = path_base(path);
    const char *below = with_folder(path, base);
    for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
        const char *name = formats[i].has_folder ? below : base;
        if (name && fits(formats[i].pattern, name))
            return &formats[i].format;
    }
    if (is_requirements(path, base))
        return &requirements;
    if (is_workflow(path, base))
        return &workflow;
    if (is_compose(base))
        return &compose;
    return dockerfile_is_name(path) ? &docker : NULL;
}
