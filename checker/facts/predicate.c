#include "facts/predicate.h"

#include "base/text.h"
#include "facts/catalogue.h"
#include "facts/deployment.h"
#include "facts/deployment_kinds.h"
#include "facts/dockerfile_kinds.h"
#include "facts/history_kinds.h"
#include "facts/prose_kinds.h"
#include "facts/workload_kinds.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct fact_kind *const predicate_lifecycle_needs[] = {&fact_kind_component, NULL};
const struct fact_kind *const predicate_service_needs[] = {&fact_kind_component,
                                                           &fact_kind_dockerfile_stage,
                                                           &fact_kind_workload,
                                                           &fact_kind_licence_text,
                                                           &fact_kind_tag,
                                                           &fact_kind_deployment,
                                                           NULL};

/* Who says nothing of how important it is gets the middle. */
enum { TIER_UNSAID = 3 };

const char *predicate_label(const struct fact_repository *repository, const char *name)
{
    for (const struct fact_label *item = repository->labels; item && item->name; item++)
        if (strcmp(item->name, name) == 0)
            return item->value;
    return NULL;
}

/* The place of the labels; the line of each is the policy's affair. */
static struct predicate by_label(struct arena *arena, const struct fact_repository *repository,
                                 const char *name)
{
    struct predicate predicate = {
        .value = value_text(predicate_label(repository, name)),
        .reason = arena_printf(arena, "the label '%s' of .bylaw.yml says so", name),
    };
    if (repository->snapshot && snapshot_find(repository->snapshot, ".bylaw.yml")) {
        predicate.path = ".bylaw.yml";
        predicate.line = predicate.column = 1;
    }
    return predicate;
}

static size_t depth_of(const char *path)
{
    size_t depth = 0;
    for (; *path; path++)
        depth += *path == '/' ? 1 : 0;
    return depth;
}

/* Is this entry about the repository, as far as its path tells? */
static bool is_ours(const struct fact_row *row)
{
    const struct value *test = &row->cells[COMPONENT_TEST];
    return test->kind != VALUE_BOOLEAN || !test->boolean;
}

static bool is_more_important(const struct value *a, const struct value *b)
{
    return a->kind == VALUE_INTEGER && (b->kind != VALUE_INTEGER || a->integer < b->integer);
}

static bool is_in_production(const struct value *lifecycle)
{
    static const char *const words[] = {"production",          "prod",   "live", "ga",
                                        "generally_available", "stable", NULL};
    return lifecycle->kind == VALUE_TEXT && string_is_one_of(lifecycle->text, words);
}

static bool is_run(const struct value *type)
{
    static const char *const words[] = {"service", "application", "website", NULL};
    return type->kind == VALUE_TEXT && string_is_one_of(type->text, words);
}

/* Of entries equally near to the root, the one that asks for more decides: what is in
 * production, runs, or is more important. */
static bool asks_more(size_t cell, const struct value *a, const struct value *b)
{
    if (b->kind == VALUE_ABSENT)
        return true;
    if (a->kind == VALUE_UNKNOWN || b->kind == VALUE_UNKNOWN)
        return b->kind != VALUE_UNKNOWN;
    switch (cell) {
    case COMPONENT_LIFECYCLE:
        return is_in_production(a) && !is_in_production(b);
    case COMPONENT_TYPE:
        return is_run(a) && !is_run(b);
    case COMPONENT_TIER:
        return is_more_important(a, b);
    default:
        return false;
    }
}

/* What the catalogue says in that cell; absent where no entry says anything. A gap near
 * the root may say it. */
static struct predicate by_catalogue(struct arena *arena, const struct fact_repository *repository,
                                     size_t cell)
{
    struct fact_table components;
    struct failure *failure = catalogue_entries(&components, repository, arena);
    if (failure) {
        const char *why = arena_strdup(arena, failure_message(failure));
        failure_free(failure);
        return (struct predicate){.value = value_unknown(arena, UNKNOWN_UNREADABLE, why)};
    }
    struct predicate found = {.value = {.kind = VALUE_ABSENT},
                              .reason = "neither a label nor a catalogue says it"};
    size_t nearest = SIZE_MAX;
    for (size_t i = 0; i < components.count; i++) {
        const struct fact_row *row = &components.rows[i];
        const struct value *value = &row->cells[cell];
        size_t depth = depth_of(row->path);
        if (!is_ours(row) || value->kind == VALUE_ABSENT || depth > nearest ||
            (depth == nearest && !asks_more(cell, value, &found.value)))
            continue;
        nearest = depth;
        const struct value *name = &row->cells[COMPONENT_NAME];
        found = (struct predicate){.value = *value,
                                   .path = row->path,
                                   .line = row->line,
                                   .column = row->column,
                                   .reason = "the entry for a service catalogue says so"};
        if (name->kind == VALUE_TEXT)
            found.reason = arena_printf(arena, "the catalogue's entry of '%s' says so", name->text);
    }
    return found;
}

static struct predicate by_owner_or_catalogue(struct arena *arena,
                                              const struct fact_repository *repository,
                                              const char *name, size_t cell)
{
    return predicate_label(repository, name) ? by_label(arena, repository, name)
                                             : by_catalogue(arena, repository, cell);
}

struct predicate predicate_lifecycle(struct arena *arena, const struct fact_repository *repository)
{
    return by_owner_or_catalogue(arena, repository, "lifecycle", COMPONENT_LIFECYCLE);
}

static bool is_text_of(const struct value *value, const char *word)
{
    return value->kind == VALUE_TEXT && strcmp(value->text, word) == 0;
}

/* An entry that is a service by what holds it: OpsLevel's have that type when they say
 * none, and Datadog's definitions are of services, whose type says what they run as. */
static bool is_service_unsaid(const struct fact_row *row)
{
    const struct value *system = &row->cells[COMPONENT_SYSTEM], *type = &row->cells[COMPONENT_TYPE];
    if (!is_ours(row) || row->gap)
        return false;
    if (is_text_of(system, "datadog"))
        return type->kind == VALUE_ABSENT ||
               (type->kind == VALUE_TEXT && !is_text_of(type, "library") &&
                !is_text_of(type, "mobile"));
    return is_text_of(system, "opslevel") && type->kind == VALUE_ABSENT;
}

/* Several of them are the catalogue of a company as well as services of one repository. */
static const struct fact_row *only_service_unsaid(const struct fact_table *components)
{
    const struct fact_row *only = NULL;
    for (size_t i = 0; i < components->count; i++) {
        const struct fact_row *row = &components->rows[i];
        if (!is_service_unsaid(row))
            continue;
        if (only && strcmp(only->cells[COMPONENT_NAME].text, row->cells[COMPONENT_NAME].text) != 0)
            return NULL;
        only = only ? only : row;
    }
    return only;
}

struct predicate predicate_sort(struct arena *arena, const struct fact_repository *repository)
{
    static const char *const said[] = {"library", "tool", "documentation", "service", "application",
                                       "website", NULL};
    struct predicate sort = by_owner_or_catalogue(arena, repository, "kind", COMPONENT_TYPE);
    struct fact_table components;
    if (predicate_label(repository, "kind") || sort.value.kind == VALUE_UNKNOWN ||
        (sort.value.kind == VALUE_TEXT && string_is_one_of(sort.value.text, said)))
        return sort;
    struct failure *failure = catalogue_entries(&components, repository, arena);
    if (failure) {
        failure_free(failure); /* by_catalogue() has told it */
        return sort;
    }
    const struct fact_row *row = only_service_unsaid(&components);
    if (!row)
        return sort;
    return (struct predicate){
        .value = value_text("service"),
        .reason = arena_printf(arena, "the catalogue's entry of '%s' is that of a service",
                               row->cells[COMPONENT_NAME].text),
        .path = row->path,
        .line = row->line,
        .column = row->column,
    };
}

struct predicate predicate_owner(struct arena *arena, const struct fact_repository *repository)
{
    return by_owner_or_catalogue(arena, repository, "owner", COMPONENT_OWNER);
}

struct predicate predicate_service(struct arena *arena, const struct fact_repository *repository)
{
    struct predicate sort = predicate_sort(arena, repository);
    return deployment_of(arena, repository, &sort);
}

struct predicate predicate_production(struct arena *arena, const struct fact_repository *repository)
{
    struct predicate lifecycle = predicate_lifecycle(arena, repository);
    if (lifecycle.value.kind == VALUE_TEXT) {
        lifecycle.reason = arena_printf(arena, "its lifecycle is '%s': %s", lifecycle.value.text,
                                        lifecycle.reason);
        lifecycle.value = value_boolean(is_in_production(&lifecycle.value));
        return lifecycle;
    }
    if (lifecycle.value.kind == VALUE_UNKNOWN)
        return lifecycle;
    struct predicate service = predicate_service(arena, repository);
    if (service.value.kind == VALUE_BOOLEAN)
        service.reason = arena_printf(arena, "no lifecycle is said, and it is %s service: %s",
                                      service.value.boolean ? "a" : "no", service.reason);
    return service;
}

struct predicate predicate_tier_label(struct arena *arena, const struct fact_repository *repository)
{
    struct predicate tier = by_label(arena, repository, "tier");
    char *end = NULL;
    errno = 0;
    long long number = strtoll(tier.value.text, &end, 10);
    if (errno == 0 && end != tier.value.text && *end == '\0')
        tier.value = value_integer(number);
    else
        tier.value = value_unknown(
            arena, UNKNOWN_UNREADABLE,
            arena_printf(arena, "the label 'tier' is no number: '%s'", tier.value.text));
    return tier;
}

struct predicate predicate_tier(struct arena *arena, const struct fact_repository *repository)
{
    if (predicate_label(repository, "tier"))
        return predicate_tier_label(arena, repository);
    struct predicate tier = by_catalogue(arena, repository, COMPONENT_TIER);
    if (tier.value.kind == VALUE_ABSENT)
        tier = (struct predicate){.value = value_integer(TIER_UNSAID),
                                  .reason = "neither a label nor a catalogue says it: the middle"};
    return tier;
}
