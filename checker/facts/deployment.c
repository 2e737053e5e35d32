#include "facts/deployment.h"

#include "base/text.h"
#include "facts/dockerfile_kinds.h"
#include "facts/gather.h"
#include "facts/workload_kinds.h"

#include <string.h>

/* What the images of the repository hold. */
struct programs {
    bool found;           /* a final stage with a command: a program that runs somewhere */
    bool serves;          /* and one of them has a port or a check of its health */
    struct value unknown; /* VALUE_UNKNOWN: a Dockerfile may hold one */
};

/* A gap may not know even what its path tells. */
static bool is_true(const struct value *value)
{
    return value->kind == VALUE_BOOLEAN && value->boolean;
}

static void add_stage(struct programs *programs, const struct value *cells)
{
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
    programs->found = true;
    programs->serves = programs->serves ||
                       is_true(&cells[fact_field_find(&fact_kind_dockerfile_stage, "port")]) ||
                       is_true(&cells[fact_field_find(&fact_kind_dockerfile_stage, "healthcheck")]);
}

/* A manifest, a chart, a function or a process: somebody runs it. Compose files are
 * for the developer's machine more often than not, and examples are not ours. */
static struct value has_workload(const struct fact_table *workloads)
{
    int system = fact_field_find(&fact_kind_workload, "system");
    int test = fact_field_find(&fact_kind_workload, "test");
    int vendored = fact_field_find(&fact_kind_workload, "vendored");
    struct value found = value_boolean(false);
    for (size_t i = 0; i < workloads->count; i++) {
        const struct value *cells = workloads->rows[i].cells;
        if (is_true(&cells[test]) || is_true(&cells[vendored]))
            continue;
        if (cells[system].kind == VALUE_UNKNOWN)
            found = cells[system];
        else if (strcmp(cells[system].text, "compose") != 0)
            return value_boolean(true);
    }
    return found;
}

/* Settings of tools that build programs and publish them for others to run:
 * GoReleaser, promu, cargo-dist, Snapcraft, nFPM. */
static bool releases_programs(const struct snapshot *snapshot)
{
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
                                           NULL};
    for (size_t i = 0; settings[i]; i++)
        if (snapshot_find(snapshot, settings[i]))
            return true;
    return false;
}

struct value deployment_of(struct arena *arena, const struct fact_repository *repository,
                           const char *kind)
{
    static const char *const shipped[] = {"library", "tool", "documentation", NULL};
    static const char *const run[] = {"service", "application", NULL};
    if (kind && string_is_one_of(kind, shipped))
        return value_boolean(false);
    if (kind && string_is_one_of(kind, run))
        return value_boolean(true);
    struct value workload = has_workload(repository->table(repository, &fact_kind_workload));
    if (is_true(&workload))
        return workload;
    const struct fact_table *stages = repository->table(repository, &fact_kind_dockerfile_stage);
    struct programs programs = {.unknown = value_boolean(false)};
    for (size_t i = 0; i < stages->count; i++)
        add_stage(&programs, stages->rows[i].cells);
    bool released = releases_programs(repository->snapshot);
    if (programs.serves && !released)
        return value_boolean(true);
    if (workload.kind == VALUE_UNKNOWN)
        return workload;
    if (!programs.found || (released && !programs.serves))
        return programs.unknown;
    return value_unknown(
        arena, UNKNOWN_UNOBSERVABLE,
        released ? "a program is released for others, and nothing here deploys it: the label "
                   "'kind' can tell"
                 : "an image holds a program, and nothing tells a service from a tool: the label "
                   "'kind' can");
}
