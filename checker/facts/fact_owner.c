/* owner - the owners that CODEOWNERS names, and when each was last seen at work: as author,
 * committer or reviewer of a commit. A handle is known by the address that the forge gives
 * its commits, or by the entity of a user for Backstage; a team by its group's entity. What
 * nothing maps to a person is unknown, not gone. */
#include "base/date.h"
#include "base/table.h"
#include "facts/catalogue_kinds.h"
#include "facts/identities.h"
#include "facts/owners_file.h"
#include "facts/supply.h"

#include <string.h>

enum { OWNER, SORT, ALIVE, LAST, BY };

static const char *const sorts[] = {"person", "team", "address", NULL};
enum { SORT_PERSON, SORT_TEAM, SORT_ADDRESS };

static const struct fact_kind kind = {
    .name = "owner",
    .summary = "an owner that CODEOWNERS names, and when somebody of that name was at work",
    .key = (const char *const[]){"owner", NULL},
    .fields =
        (const struct fact_field[]){
            {"owner", {.kind = TYPE_TEXT}, false, "as written; stands at its first line"},
            {"sort", {.kind = TYPE_WORD, .words = sorts}, false, "what it is"},
            {"alive",
             {.kind = TYPE_BOOLEAN},
             false,
             "at work within 365 days; unknown where nothing maps it to a person"},
            {"last", {.kind = TYPE_DATE}, true, "when it was last at work, as far as is known"},
            {"by", {.kind = TYPE_TEXT}, true, "the name that was seen"},
            {0},
        },
};

enum { ALIVE_DAYS = 365 };

struct sight {
    int64_t time;
    const char *name;
};

struct people {
    struct arena *arena;
    struct table users, groups;  /* folded, by what the forge calls them, to rows of entities */
    struct table user_names;     /* and by the names of their entities */
    struct table mails, handles; /* folded, to struct sight: sure */
    struct table names;          /* names and first parts of addresses: a hint */
    int64_t since;
    bool truncated;
    const char *truncated_because;
};

/* What is known of one owner. */
struct state {
    bool mapped; /* surely */
    struct sight sight;
};

static char *fold(struct arena *arena, struct text text)
{
    char *copy = arena_copy(arena, text);
    for (char *at = copy; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return copy;
}

static void see(struct people *people, struct table *table, struct text key, int64_t time,
                const char *name)
{
    const char *folded = fold(people->arena, key);
    struct sight *sight = table_find(table, folded);
    if (!sight) {
        sight = ARENA_NEW(people->arena, struct sight);
        sight->time = INT64_MIN;
        table_set(table, folded, sight);
    }
    if (time > sight->time)
        *sight = (struct sight){.time = time, .name = name};
}

/* `123+jane@users.noreply.github.com`, `123-jane@users.noreply.gitlab.com`. */
static bool handle_of(const char *email, struct text *out)
{
    const char *at = strchr(email, '@');
    if (!at || !string_starts_with(at, "@users.noreply."))
        return false;
    size_t digits = strspn(email, "0123456789");
    bool numbered = digits > 0 && (email[digits] == '+' || email[digits] == '-');
    const char *begin = numbered ? email + digits + 1 : email;
    *out = (struct text){begin, (size_t)(at - begin)};
    return out->size > 0;
}

static void see_identity(struct people *people, const char *name, const char *email, int64_t time)
{
    struct text handle;
    if (identity_is_bot(name, email) || strcmp(email, "noreply@github.com") == 0)
        return;
    see(people, &people->mails, text_of(email), time, name);
    if (handle_of(email, &handle))
        see(people, &people->handles, handle, time, name);
    see(people, &people->names, text_of(name), time, name);
    see(people, &people->names, (struct text){email, strcspn(email, "@")}, time, name);
}

static void see_trailers(struct people *people, const struct history_commit *commit)
{
    static const char *const keys[] = {"reviewed-by", "acked-by",      "approved-by",
                                       "tested-by",   "signed-off-by", "co-authored-by",
                                       NULL};
    for (size_t i = 0; i < commit->trailer_count; i++) {
        const struct trailer *trailer = &commit->trailers[i];
        const char *open = strchr(trailer->value, '<');
        bool wanted = false;
        for (size_t k = 0; keys[k] && !wanted; k++)
            wanted = string_equals_folded(trailer->key, keys[k]);
        if (!wanted || !open)
            continue;
        struct text name =
            text_trim((struct text){trailer->value, (size_t)(open - trailer->value)});
        see_identity(people, arena_copy(people->arena, name),
                     arena_copy(people->arena, (struct text){open + 1, strcspn(open + 1, ">")}),
                     commit->committer.time);
    }
}

static const char *cell(const struct fact_row *row, size_t field)
{
    return row->cells[field].kind == VALUE_TEXT ? row->cells[field].text : NULL;
}

static void index_entity(struct people *people, struct table *table, const char *key,
                         struct fact_row *row)
{
    const char *folded = fold(people->arena, text_of(key));
    if (!table_has(table, folded))
        table_set(table, folded, row);
}

static void index_entities(struct people *people, const struct fact_table *entities)
{
    table_init(&people->users, people->arena);
    table_init(&people->groups, people->arena);
    table_init(&people->user_names, people->arena);
    for (size_t i = 0; i < entities->count; i++) {
        struct fact_row *row = &entities->rows[i];
        bool is_user = !row->gap && cell_is(row, ENTITY_KIND, "user");
        bool is_group = !row->gap && cell_is(row, ENTITY_KIND, "group");
        if (!is_user && !is_group)
            continue;
        const char *slug = cell(row, ENTITY_SLUG);
        index_entity(people, is_user ? &people->users : &people->groups,
                     slug ? slug : cell(row, ENTITY_NAME), row);
        if (is_user)
            index_entity(people, &people->user_names, cell(row, ENTITY_NAME), row);
    }
}

static void take(struct state *state, const struct table *table, const char *folded, bool sure)
{
    const struct sight *sight = table_find(table, folded);
    if (!sight)
        return;
    state->mapped = state->mapped || sure;
    if (!state->sight.name || sight->time > state->sight.time)
        state->sight = *sight;
}

/* Whoever has one address has others: what was seen of the same name is of the same person. */
static void follow_name(struct state *state, const struct people *people)
{
    if (state->mapped && state->sight.name)
        take(state, &people->names, fold(people->arena, text_of(state->sight.name)), true);
}

static struct state person(const struct people *people, const char *handle)
{
    struct state state = {.sight = {.time = INT64_MIN}};
    const char *folded = fold(people->arena, text_of(handle));
    const struct fact_row *user = table_find(&people->users, folded);
    const char *address = user ? cell(user, ENTITY_ADDRESS) : NULL;
    take(&state, &people->handles, folded, true);
    take(&state, &people->names, folded, false);
    if (address) {
        state.mapped = true;
        take(&state, &people->mails, fold(people->arena, text_of(address)), true);
    }
    follow_name(&state, people);
    return state;
}

/* Of a member the group says its entity's name; the forge may call it otherwise. */
static struct state member(const struct people *people, const char *name)
{
    const struct fact_row *row =
        table_find(&people->user_names, fold(people->arena, text_of(name)));
    const char *slug = row ? cell(row, ENTITY_SLUG) : NULL;
    return person(people, slug ? slug : name);
}

/* Alive when one of them is; gone when all are known and all are gone. */
static struct state team(const struct people *people, const char *slug)
{
    struct state state = {.sight = {.time = INT64_MIN}};
    const struct fact_row *group = table_find(&people->groups, fold(people->arena, text_of(slug)));
    const char *slash = strrchr(slug, '/');
    if (!group && slash)
        group = table_find(&people->groups, fold(people->arena, text_of(slash + 1)));
    if (!group || group->cells[ENTITY_MEMBERS].kind != VALUE_LIST)
        return state;
    const struct value_list *members = group->cells[ENTITY_MEMBERS].list;
    state.mapped = members->count > 0;
    for (size_t i = 0; i < members->count; i++) {
        struct state one = member(people, members->items[i].text);
        state.mapped = state.mapped && one.mapped;
        if (one.sight.name && one.sight.time > state.sight.time)
            state.sight = one.sight;
    }
    return state;
}

static struct state address(const struct people *people, const char *email)
{
    struct state state = {.sight = {.time = INT64_MIN}};
    take(&state, &people->mails, fold(people->arena, text_of(email)), true);
    follow_name(&state, people);
    return state;
}

static struct value alive(const struct people *people, const struct state *state)
{
    if (state->sight.name && state->sight.time >= people->since)
        return value_boolean(true);
    if (!state->mapped)
        return value_unknown(people->arena, UNKNOWN_UNOBSERVABLE,
                             "nothing here says who it is: no commit of that account, and no "
                             "entity of a user or a group");
    if (people->truncated)
        return value_unknown(people->arena, UNKNOWN_UNOBSERVABLE, people->truncated_because);
    return value_boolean(false);
}

static void add(struct fact_writer *writer, const struct people *people, const char *path,
                uint32_t line, const char *owner)
{
    const char *name = owner + strspn(owner, "@");
    int sort = owner[0] != '@' ? SORT_ADDRESS : strchr(name, '/') ? SORT_TEAM : SORT_PERSON;
    struct state state = sort == SORT_ADDRESS ? address(people, owner)
                         : sort == SORT_TEAM  ? team(people, name)
                                              : person(people, name);
    struct value *cells = fact_add(writer, &kind, path, line, 1)->cells;
    cells[OWNER] = value_text(owner);
    cells[SORT] = value_text(sorts[sort]);
    cells[ALIVE] = alive(people, &state);
    if (state.sight.name) {
        cells[LAST] = value_date(time_to_date(state.sight.time));
        cells[BY] = value_text(state.sight.name);
    }
}

static struct failure *meet(struct people *people, const struct fact_repository *repository)
{
    const struct history *history;
    table_init(&people->mails, people->arena);
    table_init(&people->handles, people->arena);
    table_init(&people->names, people->arena);
    if (!repository->repository) {
        people->truncated = true;
        people->truncated_because = "there is no history";
        return NULL;
    }
    TRY(repository->history(repository, &history));
    people->truncated = history->truncated;
    people->truncated_because = history->truncated_because;
    for (size_t i = 0; i < history->count; i++) {
        const struct history_commit *commit = &history->commits[i];
        see_identity(people, commit->author.name, commit->author.email, commit->committer.time);
        see_identity(people, commit->committer.name, commit->committer.email,
                     commit->committer.time);
        see_trailers(people, commit);
    }
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct owners owners;
    enum owners_reading reading = owners_read(&owners, arena, repository);
    if (reading == OWNERS_LOST)
        fact_add_gap(writer, &kind, owners.path, UNKNOWN_UNOBSERVABLE, "CODEOWNERS is no text");
    if (reading != OWNERS_READ)
        return NULL;
    struct people people = {
        .arena = arena,
        .since = repository->now - (int64_t)ALIVE_DAYS * SECONDS_A_DAY,
    };
    index_entities(&people, repository->table(repository, &fact_kind_catalogue_entity));
    TRY(meet(&people, repository));
    struct table known;
    table_init(&known, arena);
    for (size_t i = 0; i < owners.count; i++)
        for (size_t o = 0; o < owners.rules[i].owner_count; o++) {
            const char *owner = owners.rules[i].owners[o];
            if (!table_set(&known, fold(arena, text_of(owner)), &people))
                add(writer, &people, owners.path, owners.rules[i].line, owner);
        }
    return NULL;
}

FACT(owner) = {
    .name = "owner",
    .area = FACT_AREA_OWNERSHIP,
    .summary = "the owners that CODEOWNERS names, and whether they are still there",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_catalogue_entity, NULL},
    .needs_history = true,
    .recognise_repository = recognise,
};
