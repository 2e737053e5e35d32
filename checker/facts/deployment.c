#include "facts/deployment.h"

#include "base/text.h"
#include "facts/dockerfile_kinds.h"
#include "facts/gather.h"
#include "facts/paths.h"
#include "facts/workload_kinds.h"

#include <string.h>

/* What the images of the repository hold. */
struct programs {
    bool found;                 /* a final stage with a command: a program that runs somewhere */
    bool serves;                /* and one of them has a port or a check of its health */
    struct value unknown;       /* VALUE_UNKNOWN: a Dockerfile may hold one */
    const struct fact_row *row; /* of the program: one that serves, if there is one */
};

/* A gap may not know even what its path tells. */
static bool is_true(const struct value *value)
{
    return value->kind == VALUE_BOOLEAN && value->boolean;
}

static void add_stage(struct programs *programs, const struct fact_row *row)
{
    const struct value *cells = row->cells;
    static const struct {
        const char *field;
        bool wanted;
    } asked[] = {{"final", true}, {"command", true}, {"test", false}, {"development", false}};
    const struct value *unknown = NULL;
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        const struct value *cell =
            &cells[fact_field_find(&fact_kind_dockerfile_stage, asked[i].field)];
        if (cell->kind == VALUE_UNKNOWN)
            unknown = cell;
        else if (cell->boolean != asked[i].wanted)
            return;
    }
    if (unknown) {
        programs->unknown = *unknown;
        return;
    }
    bool serves = is_true(&cells[fact_field_find(&fact_kind_dockerfile_stage, "port")]) ||
                  is_true(&cells[fact_field_find(&fact_kind_dockerfile_stage, "healthcheck")]);
    if (!programs->found || (serves && !programs->serves))
        programs->row = row;
    programs->found = true;
    programs->serves = programs->serves || serves;
}

/* A manifest, a chart, a function or a process: somebody runs it. Compose files are
 * for the developer's machine more often than not; what stands in documentation is shown
 * to people. */
static bool is_shown_only(const char *path)
{
    static const char *const folders[] = {"docs",    "doc",        "documentation",
                                          "website", "test_files", "StaticResources"};
    for (const char *name = path; name; name = strchr(name, '/') ? strchr(name, '/') + 1 : NULL)
        for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
            size_t size = strlen(folders[i]);
            if (strncmp(name, folders[i], size) == 0 && name[size] == '/')
                return true;
        }
    return false;
}

static struct predicate find_workload(const struct fact_table *workloads)
{
    int system = fact_field_find(&fact_kind_workload, "system");
    int test = fact_field_find(&fact_kind_workload, "test");
    int vendored = fact_field_find(&fact_kind_workload, "vendored");
    struct predicate found = {.value = value_boolean(false)};
    for (size_t i = 0; i < workloads->count; i++) {
        const struct fact_row *row = &workloads->rows[i];
        const struct value *cells = row->cells;
        if (is_true(&cells[test]) || is_true(&cells[vendored]) || is_shown_only(row->path))
            continue;
        struct predicate here = {.path = row->path, .line = row->line, .column = row->column};
        if (cells[system].kind == VALUE_UNKNOWN) {
            here.value = cells[system];
            found = here;
        } else if (strcmp(cells[system].text, "compose") != 0) {
            here.value = value_boolean(true);
            here.reason = "a workload stands here";
            return here;
        }
    }
    return found;
}

/* Settings of tools that build programs and publish them for others to run:
 * GoReleaser, promu, cargo-dist, Snapcraft, nFPM; of packages: gems, NuGet, RPM, a folder for
 * packaging; of operators and charts that others install: the project of Kubebuilder, bundles,
 * Artifact Hub, Chart Releaser, and a chart that is the whole repository. Who lists its
 * adopters is installed by them. */
static bool releases_programs(const struct snapshot *snapshot)
{
    static const char *const endings[] = {
        ".gemspec", ".nuspec", ".spec", "artifacthub-repo.yml", ".clusterserviceversion.yaml",
        NULL};
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
                                           "goreleaser-canary.yml",
                                           "omnibus.rb",
                                           "lerna.json",
                                           "ADOPTERS.md",
                                           "PROJECT",
                                           "bundle.Dockerfile",
                                           "cr.yaml",
                                           "Chart.yaml",
                                           NULL};
    for (size_t i = 0; settings[i]; i++)
        if (snapshot_find(snapshot, settings[i]))
            return true;
    if (snapshot_has_folder(snapshot, "packaging"))
        return true;
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        for (size_t k = 0; endings[k]; k++)
            if (string_ends_with(path, endings[k]) && !path_is_test(path) &&
                !snapshot_is_vendored(snapshot, path))
                return true;
    }
    return false;
}

/* Charts side by side, as repositories of charts have them. */
static bool collects_charts(const struct snapshot *snapshot)
{
    size_t charts = 0;
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        const char *name = string_starts_with(path, "charts/") ? path + 7 : "";
        const char *slash = strchr(name, '/');
        charts += slash && strcmp(slash, "/Chart.yaml") == 0;
    }
    return charts > 1;
}

static bool is_sort(const struct predicate *sort, const char *const *words)
{
    return sort->value.kind == VALUE_TEXT && string_is_one_of(sort->value.text, words);
}

static struct predicate of_sort(struct arena *arena, const struct predicate *sort, bool deploys)
{
    struct predicate predicate = *sort;
    predicate.value = value_boolean(deploys);
    predicate.reason = arena_printf(arena, "it is called a '%s' here", sort->value.text);
    return predicate;
}

static struct predicate of_image(const struct programs *programs)
{
    return (struct predicate){.value = value_boolean(true),
                              .reason = "an image has a program with a port or a check of health",
                              .path = programs->row->path,
                              .line = programs->row->line,
                              .column = programs->row->column};
}

struct predicate deployment_of(struct arena *arena, const struct fact_repository *repository,
                               const struct predicate *sort)
{
    static const char *const shipped[] = {"library", "tool", "documentation", NULL};
    static const char *const run[] = {"service", "application", "website", NULL};
    if (is_sort(sort, shipped) || is_sort(sort, run))
        return of_sort(arena, sort, is_sort(sort, run));
    struct predicate workload = find_workload(repository->table(repository, &fact_kind_workload));
    const struct fact_table *stages = repository->table(repository, &fact_kind_dockerfile_stage);
    struct programs programs = {.unknown = value_boolean(false)};
    for (size_t i = 0; i < stages->count; i++)
        add_stage(&programs, &stages->rows[i]);
    bool released = releases_programs(repository->snapshot) ||
                    (!programs.found && collects_charts(repository->snapshot));
    if (is_true(&workload.value)) {
        if (released)
            workload.value = value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                                           "a program is released for others, and its manifests "
                                           "may be for them: the label 'kind' can tell");
        return workload;
    }
    if (programs.serves && !released)
        return of_image(&programs);
    if (workload.value.kind == VALUE_UNKNOWN)
        return workload;
    if (sort->value.kind == VALUE_UNKNOWN)
        return *sort;
    if (!programs.found || (released && !programs.serves))
        return (struct predicate){.value = programs.unknown,
                                  .reason = "no workload and no image with a service"};
    struct predicate open = of_image(&programs);
    open.value = value_unknown(
        arena, UNKNOWN_UNOBSERVABLE,
        released ? "a program is released for others, and nothing here deploys it: the label "
                   "'kind' can tell"
                 : "an image holds a program, and nothing tells a service from a tool: the label "
                   "'kind' can");
    return open;
}
