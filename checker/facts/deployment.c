#include "facts/deployment.h"

#include "base/text.h"
#include "facts/deployment_kinds.h"
#include "facts/dockerfile_kinds.h"
#include "facts/gather.h"
#include "facts/publication.h"
#include "facts/supply.h"
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
    static const char *const folders[] = {"docs", "doc", "documentation", "website", "test_files"};
    for (const char *name = path; name; name = strchr(name, '/') ? strchr(name, '/') + 1 : NULL)
        for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
            size_t size = strlen(folders[i]);
            if (strncmp(name, folders[i], size) == 0 && name[size] == '/')
                return true;
        }
    return false;
}

/* The processes of a Procfile beside a package are those of its demonstration. */
static bool is_counted(const struct value *system, const struct publication *publication)
{
    return strcmp(system->text, "compose") != 0 &&
           (!publication->settings || strcmp(system->text, "procfile") != 0);
}

static struct predicate find_workload(const struct fact_table *workloads,
                                      const struct publication *publication)
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
        } else if (is_counted(&cells[system], publication)) {
            here.value = value_boolean(true);
            here.reason = "a workload stands here";
            return here;
        }
    }
    return found;
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

/* A job of the pipeline puts it where it runs, with a tool that does nothing else: whoever
 * publishes a program runs it here as well. What a job is only called is no sign, and
 * neither is a place that is there for trying it. */
static bool find_deployment(const struct fact_repository *repository, struct predicate *out)
{
    const struct fact_table *table = repository->table(repository, &fact_kind_deployment);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        const char *tool = row->gap ? NULL : cell_text(row, DEPLOYMENT_TOOL);
        const char *target = row->gap ? NULL : cell_text(row, DEPLOYMENT_TARGET);
        if (!tool || (target && strcmp(target, "other") == 0))
            continue;
        *out = (struct predicate){.value = value_boolean(true),
                                  .reason = "a job of the pipeline deploys it",
                                  .path = row->path,
                                  .line = row->line,
                                  .column = row->column};
        return true;
    }
    return false;
}

/* What could be deployed, and is published: by whom it is run nothing here tells. */
static struct predicate unless_published(struct arena *arena,
                                         const struct fact_repository *repository,
                                         struct predicate found,
                                         const struct publication *publication)
{
    static const char tell[] = "and nothing here tells whether it runs from here as well: the "
                               "label 'kind' can";
    bool may_be_published = publication->settings || publication->versions.kind == VALUE_UNKNOWN ||
                            is_true(&publication->versions);
    if (!may_be_published || find_deployment(repository, &found))
        return found;
    if (publication->settings)
        found.value = value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                                    arena_printf(arena, "it is published for others (%s), %s",
                                                 publication->settings, tell));
    else if (publication->versions.kind == VALUE_UNKNOWN)
        found.value = publication->versions;
    else
        found.value = value_unknown(
            arena, UNKNOWN_UNOBSERVABLE,
            arena_printf(arena, "versions of it are published under a licence for everybody, %s",
                         tell));
    return found;
}

static struct programs find_programs(const struct fact_table *stages)
{
    struct programs programs = {.unknown = value_boolean(false)};
    for (size_t i = 0; i < stages->count; i++)
        add_stage(&programs, &stages->rows[i]);
    return programs;
}

struct predicate deployment_of(struct arena *arena, const struct fact_repository *repository,
                               const struct predicate *sort)
{
    static const char *const shipped[] = {"library", "tool", "documentation", NULL};
    static const char *const run[] = {"service", "application", "website", NULL};
    if (is_sort(sort, shipped) || is_sort(sort, run))
        return of_sort(arena, sort, is_sort(sort, run));
    struct publication publication = publication_of(arena, repository);
    const struct programs programs =
        find_programs(repository->table(repository, &fact_kind_dockerfile_stage));
    /* Beside a program that is built here they are its own. */
    if (!publication.settings && !programs.found)
        publication.settings = publication.charts;
    struct predicate workload =
        find_workload(repository->table(repository, &fact_kind_workload), &publication);
    if (is_true(&workload.value))
        return unless_published(arena, repository, workload, &publication);
    if (programs.serves)
        return unless_published(arena, repository, of_image(&programs), &publication);
    if (workload.value.kind == VALUE_UNKNOWN)
        return workload;
    if (sort->value.kind == VALUE_UNKNOWN)
        return *sort;
    if (!programs.found || publication.settings)
        return (struct predicate){.value = programs.unknown,
                                  .reason = "no workload and no image with a service"};
    struct predicate open = of_image(&programs);
    if (find_deployment(repository, &open))
        return open;
    open.value = value_unknown(
        arena, UNKNOWN_UNOBSERVABLE,
        "an image holds a program, and nothing tells a service from a tool: the label 'kind' can");
    return open;
}
