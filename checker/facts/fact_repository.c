#include "base/date.h"
#include "facts/history_kinds.h"
#include "facts/identities.h"
#include "facts/people.h"
#include "facts/predicate.h"

#include <string.h>

enum {
    ARCHIVED,
    HAS_BASE,
    SHALLOW,
    MAINTAINERS,
    LIFECYCLE,
    TIER,
    KIND,
    OWNER,
    DEPLOYS,
    REMOTE,
    NAME,
    PRODUCTION,
    EFFECTIVE_TIER,
    RELEASES,
    ACTIVE,
};

/* Who committed within a year still looks after the repository. */
enum { MAINTAINER_DAYS = 365 };

static const struct fact_field fields[] = {
    {"archived", {.kind = TYPE_BOOLEAN}, false, "its lifecycle is 'archived'"},
    {"has_base", {.kind = TYPE_BOOLEAN}, false, "there is a base to compare with"},
    {"shallow", {.kind = TYPE_BOOLEAN}, false, "its history is cut"},
    {"maintainers",
     {.kind = TYPE_INTEGER},
     false,
     "people, not bots, who wrote commits in the last 365 days"},
    {"lifecycle",
     {.kind = TYPE_TEXT},
     true,
     "a label of .bylaw.yml, or else what its entry for a service catalogue says"},
    {"tier", {.kind = TYPE_INTEGER}, true, "a label of .bylaw.yml"},
    {"kind",
     {.kind = TYPE_TEXT},
     true,
     "a label of .bylaw.yml, or else the type that its entry for a service catalogue says"},
    {"owner",
     {.kind = TYPE_TEXT},
     true,
     "a label of .bylaw.yml, or else what its entry for a service catalogue says"},
    {"deploys",
     {.kind = TYPE_BOOLEAN},
     false,
     "it builds or runs something that is deployed; its kind decides: service, application and "
     "website are, library, tool and documentation are not"},
    {"remote", {.kind = TYPE_TEXT}, true, "https form of the remote 'origin'"},
    {"name", {.kind = TYPE_TEXT}, true, "the last part of the remote"},
    {"production",
     {.kind = TYPE_BOOLEAN},
     false,
     "its lifecycle is 'production' or a word for it; where none is said, what deploys is"},
    {"effective_tier",
     {.kind = TYPE_INTEGER},
     false,
     "1 for the most important: the label, or else the catalogue's, or else 3"},
    {"releases",
     {.kind = TYPE_BOOLEAN},
     false,
     "it has two tags of releases or more, or a workflow that makes releases"},
    {"active",
     {.kind = TYPE_BOOLEAN},
     false,
     "a person committed within 365 days, and it is not archived"},
    {0},
};

static const char *const key[] = {NULL};

const struct fact_kind fact_kind_repository = {
    .name = "repository",
    .summary = "the repository itself: one row",
    .nowhere = true,
    .key = key,
    .fields = fields,
};

static bool wants(const struct fact_repository *repository, size_t cell)
{
    return fact_wants_field(repository, &fact_kind_repository, fields[cell].name);
}

static size_t count_people(const struct history *history, int64_t since, struct arena *arena)
{
    struct people_counter people;
    people_counter_init(&people, arena);
    for (size_t i = 0; i < history->count; i++) {
        const struct history_commit *commit = &history->commits[i];
        const struct identity *author = &commit->author;
        const char *written = arena_printf(arena, "%s <%s>", author->name, author->email);
        if (commit->committer.time < since || identity_is_bot(author->name, author->email) ||
            identity_agent(written))
            continue;
        people_counter_see(&people, author);
    }
    return people_counter_finish(&people);
}

/* A walk of its own: a year is a small part of most histories. */
static struct failure *maintainers_of(struct arena *arena, const struct fact_repository *repository,
                                      struct value *out)
{
    const struct object_id *head = &repository->snapshot->commit.commit;
    if (!repository->repository || object_id_is_zero(head)) {
        *out = value_unknown(arena, UNKNOWN_UNOBSERVABLE, "there is no history");
        return NULL;
    }
    int64_t since = repository->now - (int64_t)MAINTAINER_DAYS * SECONDS_A_DAY;
    const struct history_options options = {.since = since};
    struct history history;
    TRY(history_walk(&history, repository->repository, head, &options, arena));
    if (history.truncated)
        *out = value_unknown(arena, history.damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                             history.truncated_because);
    else
        *out = value_integer((int64_t)count_people(&history, since, arena));
    return NULL;
}

static const char *last_part(const char *remote)
{
    const char *slash = remote ? strrchr(remote, '/') : NULL;
    return slash && slash[1] ? slash + 1 : NULL;
}

/* What the owner, a catalogue or the files say; only what is asked for is read. */
static struct failure *set_predicates(struct value *cells, struct arena *arena,
                                      const struct fact_repository *repository)
{
    if (wants(repository, LIFECYCLE) || wants(repository, ARCHIVED)) {
        struct value lifecycle = predicate_lifecycle(arena, repository).value;
        cells[LIFECYCLE] = cells[ARCHIVED] = lifecycle;
        if (lifecycle.kind != VALUE_UNKNOWN)
            cells[ARCHIVED] = value_boolean(lifecycle.kind == VALUE_TEXT &&
                                            strcmp(lifecycle.text, "archived") == 0);
    }
    if (wants(repository, KIND))
        cells[KIND] = predicate_sort(arena, repository).value;
    if (wants(repository, OWNER))
        cells[OWNER] = predicate_owner(arena, repository).value;
    if (wants(repository, DEPLOYS))
        cells[DEPLOYS] = predicate_service(arena, repository).value;
    if (wants(repository, PRODUCTION))
        cells[PRODUCTION] = predicate_production(arena, repository).value;
    if (wants(repository, EFFECTIVE_TIER))
        cells[EFFECTIVE_TIER] = predicate_tier(arena, repository).value;
    if (wants(repository, RELEASES))
        cells[RELEASES] = predicate_releases(arena, repository).value;
    struct predicate active = {.value = {.kind = VALUE_ABSENT}};
    if (wants(repository, ACTIVE))
        TRY(predicate_active(arena, repository, &active));
    cells[ACTIVE] = active.value;
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &fact_kind_repository, NULL, 0, 0)->cells;
    const char *remote =
        repository->repository ? repository_remote(repository->repository, arena) : NULL;
    cells[HAS_BASE] = value_boolean(repository->base != NULL);
    cells[SHALLOW] =
        value_boolean(repository->repository && repository_is_shallow(repository->repository));
    if (predicate_label(repository, "tier"))
        cells[TIER] = predicate_tier_label(arena, repository).value;
    cells[REMOTE] = value_text(remote);
    cells[NAME] = value_text(last_part(remote));
    TRY(set_predicates(cells, arena, repository));
    if (wants(repository, MAINTAINERS))
        TRY(maintainers_of(arena, repository, &cells[MAINTAINERS]));
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_repository, NULL};
static const struct fact_field_need field_needs[] = {
    {"archived", predicate_lifecycle_needs},       {"lifecycle", predicate_lifecycle_needs},
    {"kind", predicate_lifecycle_needs},           {"owner", predicate_lifecycle_needs},
    {"deploys", predicate_service_needs},          {"production", predicate_service_needs},
    {"effective_tier", predicate_lifecycle_needs}, {"releases", predicate_releases_needs},
    {"active", predicate_lifecycle_needs},         {0}};

FACT(repository) = {
    .name = "repository",
    .area = FACT_AREA_REPOSITORY,
    .summary = "labels, history and nature of the repository as a whole",
    .version = 4,
    .kinds = kinds,
    .field_needs = field_needs,
    .recognise_repository = recognise,
};
