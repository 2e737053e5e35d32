#include "facts/coverage.h"
#include "facts/invocation_kinds.h"

#include <string.h>

/* What runs a bot: actions, images, included projects and programs by their names. */
static const struct {
    const char *tool, *name;
} runners[] = {
    {"renovate", "renovatebot/github-action"},
    {"renovate", "renovate"},
    {"renovate", "renovate/renovate"},
    {"renovate", "docker.io/renovate/renovate"},
    {"renovate", "ghcr.io/renovatebot/renovate"},
    {"renovate", "renovate-bot/renovate-runner"},
    {"scala_steward", "scala-steward-org/scala-steward-action"},
    {"scala_steward", "scala-steward"},
};

static bool is_named(const char *name, size_t size, const char *tool)
{
    for (size_t i = 0; i < sizeof(runners) / sizeof(*runners); i++)
        if (strcmp(runners[i].tool, tool) == 0 && strlen(runners[i].name) == size &&
            strncmp(runners[i].name, name, size) == 0)
            return true;
    return false;
}

/* A command that runs in the bot's own image is the bot, whatever it is called. */
static bool runs(const struct fact_row *row, const char *tool)
{
    const char *name = cell_text(row, INVOCATION_NAME);
    if (name && is_named(name, strlen(name), tool))
        return true;
    const char *image = cell_text(row, INVOCATION_IMAGE);
    if (!image)
        return false;
    size_t size = strcspn(image, "@");
    const char *slash = memchr(image, '/', size);
    const char *colon = slash ? memchr(slash, ':', size - (size_t)(slash - image)) : NULL;
    return is_named(image, colon ? (size_t)(colon - image) : size, tool);
}

struct coverage_runner coverage_runner_of(const struct coverage_run *run, const char *tool)
{
    const struct fact_repository *repository = run->repository;
    const struct fact_table *table = repository->table(repository, &fact_kind_invocation);
    struct coverage_runner best = {0};
    for (size_t i = 0; i < table->count && !best.automatic; i++) {
        const struct fact_row *row = &table->rows[i];
        const char *activation = row->gap ? NULL : cell_text(row, INVOCATION_ACTIVATION);
        if (!activation || strcmp(activation, "disabled") == 0 || !runs(row, tool))
            continue;
        bool automatic = strcmp(activation, "automatic") == 0;
        if (best.found && !automatic)
            continue;
        best = (struct coverage_runner){
            .found = true,
            .automatic = automatic,
            .place = arena_printf(run->arena, "%s:%u", row->path, row->line),
        };
    }
    return best;
}
