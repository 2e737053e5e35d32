#include "base/date.h"
#include "base/table.h"
#include "facts/deployment.h"
#include "facts/dockerfile_kinds.h"
#include "facts/history_kinds.h"
#include "facts/identities.h"
#include "facts/workload_kinds.h"

#include <errno.h>
#include <stdlib.h>
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
};

/* Who committed within a year still looks after the repository. */
enum { MAINTAINER_DAYS = 365 };

static const struct fact_field fields[] = {
    {"archived", {.kind = TYPE_BOOLEAN}, false, "its label 'lifecycle' says so"},
    {"has_base", {.kind = TYPE_BOOLEAN}, false, "there is a base to compare with"},
    {"shallow", {.kind = TYPE_BOOLEAN}, false, "its history is cut"},
    {"maintainers",
     {.kind = TYPE_INTEGER},
     false,
     "people, not bots, who wrote commits in the last 365 days"},
    {"lifecycle", {.kind = TYPE_TEXT}, true, "a label of .bylaw.yml"},
    {"tier", {.kind = TYPE_INTEGER}, true, "a label of .bylaw.yml"},
    {"kind", {.kind = TYPE_TEXT}, true, "a label of .bylaw.yml"},
    {"owner", {.kind = TYPE_TEXT}, true, "a label of .bylaw.yml"},
    {"deploys",
     {.kind = TYPE_BOOLEAN},
     false,
     "it builds or runs something that is deployed; its label 'kind' decides: service and "
     "application are, library, tool and documentation are not"},
    {"remote", {.kind = TYPE_TEXT}, true, "https form of the remote 'origin'"},
    {"name", {.kind = TYPE_TEXT}, true, "the last part of the remote"},
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

static const char *label(const struct fact_repository *repository, const char *name)
{
    for (const struct fact_label *item = repository->labels; item && item->name; item++)
        if (strcmp(item->name, name) == 0)
            return item->value;
    return NULL;
}

static struct value tier_of(struct arena *arena, const struct fact_repository *repository)
{
    const char *written = label(repository, "tier");
    if (!written)
        return (struct value){.kind = VALUE_ABSENT};
    char *end = NULL;
    errno = 0;
    long long tier = strtoll(written, &end, 10);
    if (errno == 0 && end != written && *end == '\0')
        return value_integer(tier);
    return value_unknown(arena, UNKNOWN_UNREADABLE,
                         arena_printf(arena, "the label 'tier' is no number: '%s'", written));
}

/* Addresses tell people apart; the same person with two of them is what .mailmap
 * is for. */
static size_t count_people(const struct history *history, int64_t since, struct arena *arena)
{
    struct table people;
    table_init(&people, arena);
    for (size_t i = 0; i < history->count; i++) {
        const struct history_commit *commit = &history->commits[i];
        const struct identity *author = &commit->author;
        const char *written = arena_printf(arena, "%s <%s>", author->name, author->email);
        if (commit->committer.time < since || identity_is_bot(author->name, author->email) ||
            identity_agent(written))
            continue;
        char *address = arena_strdup(arena, author->email[0] ? author->email : author->name);
        for (char *byte = address; *byte; byte++)
            if (*byte >= 'A' && *byte <= 'Z')
                *byte = (char)(*byte - 'A' + 'a');
        table_set(&people, address, address);
    }
    return people.count;
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

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &fact_kind_repository, NULL, 0, 0)->cells;
    const char *lifecycle = label(repository, "lifecycle");
    const char *remote =
        repository->repository ? repository_remote(repository->repository, arena) : NULL;
    cells[ARCHIVED] = value_boolean(lifecycle && strcmp(lifecycle, "archived") == 0);
    cells[HAS_BASE] = value_boolean(repository->base != NULL);
    cells[SHALLOW] =
        value_boolean(repository->repository && repository_is_shallow(repository->repository));
    cells[LIFECYCLE] = value_text(lifecycle);
    cells[TIER] = tier_of(arena, repository);
    cells[KIND] = value_text(label(repository, "kind"));
    cells[OWNER] = value_text(label(repository, "owner"));
    cells[REMOTE] = value_text(remote);
    cells[NAME] = value_text(last_part(remote));
    if (fact_wants_field(repository, &fact_kind_repository, "deploys"))
        cells[DEPLOYS] = deployment_of(arena, repository, label(repository, "kind"));
    if (fact_wants_field(repository, &fact_kind_repository, "maintainers"))
        return maintainers_of(arena, repository, &cells[MAINTAINERS]);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_repository, NULL};
static const struct fact_kind *const deploys_needs[] = {&fact_kind_dockerfile_stage,
                                                        &fact_kind_workload, NULL};
static const struct fact_field_need field_needs[] = {{"deploys", deploys_needs}, {0}};

FACT(repository) = {
    .name = "repository",
    .area = FACT_AREA_REPOSITORY,
    .summary = "labels, history and nature of the repository as a whole",
    .version = 2,
    .kinds = kinds,
    .field_needs = field_needs,
    .recognise_repository = recognise,
};
