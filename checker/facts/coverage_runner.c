#include "base/limits.h"
#include "facts/coverage.h"
#include "facts/invocation_kinds.h"
#include "facts/paths.h"

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

static const char *value_behind(const struct fact_row *row, size_t field, const char *name)
{
    const struct value *items = NULL;
    size_t count = cell_list(row, field, &items);
    for (size_t i = 0; i < count; i++)
        if (items[i].kind == VALUE_TEXT && string_starts_with(items[i].text, name))
            return items[i].text + strlen(name);
    return NULL;
}

/* Who runs the bot may give it settings that stand above those of the repository. They are
 * programs, mostly, and never run; without one of these words they decide nothing here. */
static const char *settings_of(const struct coverage_run *run, const struct fact_row *row)
{
    static const char *const words[] = {"enabled",     "extends",      "packageRules", "force",
                                        "ignorePaths", "includePaths", "Extends",      NULL};
    const char *path = value_behind(row, INVOCATION_INPUTS, "configurationFile=");
    if (!path)
        path = value_behind(row, INVOCATION_VARIABLES, "RENOVATE_CONFIG_FILE=");
    if (!path)
        return NULL;
    const char *resolved = path_resolve(run->arena, ".", path);
    const struct entry *entry =
        resolved ? snapshot_find(run->repository->snapshot, resolved) : NULL;
    if (!entry || !run->repository->reader)
        return path;
    struct content content = {0};
    reader_read(run->repository->reader, entry, LIMIT_POLICY_BYTES, run->arena, &content);
    if (content.state != CONTENT_TEXT)
        return path;
    for (size_t i = 0; words[i]; i++)
        if (text_find(content.text, words[i]) != SIZE_MAX)
            return path;
    return NULL;
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
            .settings = settings_of(run, row),
        };
    }
    return best;
}
