#include "facts/publication.h"

#include "base/text.h"
#include "facts/history_kinds.h"
#include "facts/paths.h"
#include "facts/prose_kinds.h"
#include "facts/release_name.h"

#include <string.h>

enum { VERSIONS_LEAST = 2 };

/* GoReleaser, promu, cargo-dist, Snapcraft, nFPM, Omnibus, Lerna; what GitHub and pre-commit read
 * of those whose work others run; what Artifact Hub and the releaser of charts read, and a chart
 * that is the whole repository; the project and the bundle of an operator. Who lists its adopters
 * is run by them. */
static const char *const settings[] = {".goreleaser.yml",
                                       ".goreleaser.yaml",
                                       "goreleaser.yml",
                                       "goreleaser.yaml",
                                       ".promu.yml",
                                       "dist-workspace.toml",
                                       "snapcraft.yaml",
                                       "snap/snapcraft.yaml",
                                       "nfpm.yml",
                                       "nfpm.yaml",
                                       "action.yml",
                                       "action.yaml",
                                       ".pre-commit-hooks.yaml",
                                       "artifacthub-repo.yml",
                                       "artifacthub-repo.yaml",
                                       "cr.yaml",
                                       ".github/cr.yaml",
                                       "Chart.yaml",
                                       "goreleaser-canary.yml",
                                       "omnibus.rb",
                                       "lerna.json",
                                       "PROJECT",
                                       "bundle.Dockerfile",
                                       "ADOPTERS.md",
                                       NULL};

/* A gem at the root; packages of NuGet and RPM and operators, wherever they stand. */
static bool is_package(const struct snapshot *snapshot, const char *path)
{
    static const char *const endings[] = {".nuspec", ".spec", ".clusterserviceversion.yaml", NULL};
    if (!strchr(path, '/') && string_ends_with(path, ".gemspec"))
        return true;
    for (size_t i = 0; endings[i]; i++)
        if (string_ends_with(path, endings[i]) && !path_is_test(path) &&
            !snapshot_is_vendored(snapshot, path))
            return true;
    return false;
}

static const char *find_charts(const struct snapshot *snapshot)
{
    size_t charts = 0;
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        const char *slash = string_starts_with(path, "charts/") ? strchr(path + 7, '/') : NULL;
        if (slash && strcmp(slash, "/Chart.yaml") == 0 && ++charts > 1)
            return path;
    }
    return NULL;
}

static const char *find_settings(const struct snapshot *snapshot)
{
    for (size_t i = 0; settings[i]; i++)
        if (snapshot_find(snapshot, settings[i]))
            return settings[i];
    if (snapshot_has_folder(snapshot, "packaging"))
        return "packaging";
    for (size_t i = 0; i < snapshot->count; i++)
        if (is_package(snapshot, snapshot->entries[i].path))
            return snapshot->entries[i].path;
    return NULL;
}

/* Whoever gives a known licence at the root gives it to everybody. */
static bool is_licensed(const struct fact_table *licences)
{
    for (size_t i = 0; i < licences->count; i++)
        if (!licences->rows[i].gap && !strchr(licences->rows[i].path, '/') &&
            licences->rows[i].cells[LICENCE_TEXT_SPDX].kind == VALUE_TEXT)
            return true;
    return false;
}

/* A version by the calendar or a running number is told to nobody who has to choose one. */
static struct value has_versions(struct arena *arena, const struct fact_table *tags)
{
    struct value lost = value_boolean(false);
    size_t count = 0;
    for (size_t i = 0; i < tags->count; i++) {
        const struct value *cells = tags->rows[i].cells;
        struct release_name name;
        if (tags->rows[i].gap || cells[TAG_RELEASE].kind == VALUE_UNKNOWN)
            lost = cells[TAG_RELEASE];
        else if (cells[TAG_RELEASE].boolean &&
                 release_name_parse(arena, cells[TAG_NAME].text, &name) &&
                 name.scheme == RELEASE_SEMVER && ++count == VERSIONS_LEAST)
            return value_boolean(true);
    }
    return lost;
}

struct publication publication_of(struct arena *arena, const struct fact_repository *repository)
{
    return (struct publication){
        .settings = find_settings(repository->snapshot),
        .charts = find_charts(repository->snapshot),
        .versions = is_licensed(repository->table(repository, &fact_kind_licence_text))
                        ? has_versions(arena, repository->table(repository, &fact_kind_tag))
                        : value_boolean(false),
    };
}
