/* release - the tags that name releases, with component, version and rank. */
#include "base/table.h"
#include "facts/history_kinds.h"
#include "facts/history_rows.h"
#include "facts/release_name.h"

#include <stdlib.h>
#include <string.h>

enum {
    TAG,
    COMPONENT,
    VERSION,
    TIME,
    RANK,
    SCHEME,
    PRERELEASE,
    ANNOTATED,
    SIGNED,
    COMMIT,
    SHORT,
    REACHABLE,
    PART
};

static const struct fact_field fields[] = {
    {"tag", {.kind = TYPE_TEXT}, false, "the name of its tag"},
    {"component",
     {.kind = TYPE_TEXT},
     false,
     "what is released, as the tag names it: name-1.2.3, name/v1.2.3, name@1.2.3; '.' when it "
     "names nothing"},
    {"version", {.kind = TYPE_TEXT}, false, "without a 'v', its numbers parted by dots"},
    {"time", {.kind = TYPE_TIME}, false, "when it was tagged; of a lightweight tag its commit's"},
    {"rank",
     {.kind = TYPE_INTEGER},
     false,
     "1 for the newest of its component; pre-releases are counted apart"},
    {"scheme",
     {.kind = TYPE_WORD, .words = release_scheme_names},
     false,
     "Semantic Versioning, the year first, or another one"},
    {"prerelease", {.kind = TYPE_BOOLEAN}, false, "alpha, beta, rc and the like"},
    {"annotated", {.kind = TYPE_BOOLEAN}, false, "its tag is an object of its own"},
    {"signed", {.kind = TYPE_BOOLEAN}, false, "its tag has a signature, which is not verified"},
    {"commit", {.kind = TYPE_TEXT}, false, "the full id of what was released"},
    {"short",
     {.kind = TYPE_TEXT},
     false,
     "the version without words and the '.0' that end it: 1.2 for 1.2.0 and for 1.2_released"},
    {"reachable",
     {.kind = TYPE_BOOLEAN},
     false,
     "it was made from this branch: the head's history holds its commit"},
    {"part",
     {.kind = TYPE_TEXT},
     false,
     "the last part of the component's name, as a folder may be called: pay of acme-pay"},
    {0},
};

static const char *const key[] = {"tag", NULL};

const struct fact_kind fact_kind_release = {
    .name = "release",
    .summary = "a tag that names a release",
    .nowhere = true,
    .key = key,
    .fields = fields,
};

struct release {
    const struct value *tag; /* cells */
    struct release_name name;
    int64_t time;
};

/* By component, pre-releases apart; newest first. */
static int by_rank(const void *left, const void *right)
{
    const struct release *a = left;
    const struct release *b = right;
    int order = strcmp(a->name.component, b->name.component);
    if (order == 0)
        order = (int)a->name.prerelease - (int)b->name.prerelease;
    if (order == 0 && a->time != b->time)
        return a->time > b->time ? -1 : 1;
    if (order == 0)
        order = release_version_order(b->name.version, a->name.version);
    return order != 0 ? order : strcmp(a->tag[TAG_NAME].text, b->tag[TAG_NAME].text);
}

static bool is_same_row(const struct release *a, const struct release *b)
{
    return strcmp(a->name.component, b->name.component) == 0 &&
           a->name.prerelease == b->name.prerelease;
}

/* `3.3_as_released`: the words are about the tag. */
static size_t size_without_words(const char *version)
{
    const size_t size = strlen(version);
    size_t end = size;
    while (end > 0 &&
           (version[end - 1] == '_' || (version[end - 1] >= 'a' && version[end - 1] <= 'z')))
        end--;
    return end > 0 && version[end] == '_' ? end : size;
}

static const char *short_version(struct arena *arena, const char *version)
{
    size_t size = size_without_words(version);
    version = arena_copy(arena, (struct text){version, size});
    while (size > 4 && strcmp(version + size - 2, ".0") == 0 &&
           strchr(version, '.') < version + size - 2)
        version = arena_copy(arena, (struct text){version, size -= 2});
    return version;
}

static const char *part_of(const char *component)
{
    const char *part = component;
    for (const char *at = component; *at; at++)
        if ((*at == '-' || *at == '/' || *at == '_') && at[1])
            part = at + 1;
    return part;
}

/* The commits of the head's history, by their ids. */
struct reach {
    struct table commits;
    const struct history *history; /* NULL: nobody asks, or there is none */
};

static struct failure *read_reach(struct reach *out, struct fact_writer *writer,
                                  const struct fact_repository *repository)
{
    out->history = NULL;
    table_init(&out->commits, fact_arena(writer));
    if (!repository->repository || !fact_wants_field(repository, &fact_kind_release, "reachable"))
        return NULL;
    TRY(repository->history(repository, &out->history));
    for (size_t i = 0; out->history && i < out->history->count; i++) {
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(&out->history->commits[i].id, hex);
        table_set(&out->commits, arena_strdup(fact_arena(writer), hex), out);
    }
    return NULL;
}

static struct value reachable(struct arena *arena, const struct reach *reach, const char *commit)
{
    if (!reach->history)
        return (struct value){0};
    if (table_has(&reach->commits, commit))
        return value_boolean(true);
    return reach->history->truncated
               ? value_unknown(arena, UNKNOWN_UNOBSERVABLE, reach->history->truncated_because)
               : value_boolean(false);
}

static void add_release(struct fact_writer *writer, const struct release *release, size_t rank,
                        const struct reach *reach)
{
    struct value *cells = fact_add(writer, &fact_kind_release, NULL, 0, 0)->cells;
    cells[TAG] = release->tag[TAG_NAME];
    cells[COMPONENT] = value_text(release->name.component);
    cells[VERSION] = value_text(release->name.version);
    cells[TIME] = value_time(release->time);
    cells[RANK] = value_integer((int64_t)rank);
    cells[SCHEME] = value_text(release_scheme_names[release->name.scheme]);
    cells[PRERELEASE] = value_boolean(release->name.prerelease);
    cells[ANNOTATED] = release->tag[TAG_ANNOTATED];
    cells[SIGNED] = release->tag[TAG_SIGNED];
    cells[COMMIT] = release->tag[TAG_TARGET];
    cells[SHORT] = value_text(short_version(fact_arena(writer), release->name.version));
    cells[PART] = value_text(part_of(release->name.component));
    cells[REACHABLE] = reachable(fact_arena(writer), reach, release->tag[TAG_TARGET].text);
}

/* Of a tag whose object is not there only its name is known. */
static void add_lost(struct fact_writer *writer, const struct value *tag,
                     const struct release_name *name)
{
    const struct unknown *unknown = tag[TAG_RELEASE].unknown;
    struct fact_row *row =
        fact_add_gap(writer, &fact_kind_release, NULL, unknown->class, unknown->reason);
    row->cells[TAG] = tag[TAG_NAME];
    row->cells[COMPONENT] = value_text(name->component);
    row->cells[VERSION] = value_text(name->version);
    row->cells[PRERELEASE] = value_boolean(name->prerelease);
    row->cells[SHORT] = value_text(short_version(fact_arena(writer), name->version));
    row->cells[PART] = value_text(part_of(name->component));
}

static const char *place_of(const struct release *release, struct arena *arena)
{
    return arena_printf(arena, "%s %s", release->tag[TAG_TARGET].text, release->name.component);
}

/* `v8.1` beside `v8.1.2` on one commit is a tag that moves with the releases. */
static size_t drop_moving(struct release *releases, size_t count, struct arena *arena)
{
    struct table longest;
    table_init(&longest, arena);
    for (size_t i = 0; i < count; i++) {
        const char *place = place_of(&releases[i], arena);
        const char *known = table_find(&longest, place);
        if (!known || strlen(known) < strlen(releases[i].name.version))
            table_set(&longest, place, (void *)(uintptr_t)releases[i].name.version);
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const char *version = releases[i].name.version;
        const char *other = table_find(&longest, place_of(&releases[i], arena));
        size_t size = strlen(version);
        if (strncmp(other, version, size) != 0 || other[size] != '.')
            releases[kept++] = releases[i];
    }
    return kept;
}

/* `3.9.5-0` before `3.9.5` was a candidate for it; after it, it is built anew. */
static void mark_candidates(struct release *releases, size_t count, struct arena *arena)
{
    struct table whole;
    table_init(&whole, arena);
    for (size_t i = 0; i < count; i++)
        table_set(
            &whole,
            arena_printf(arena, "%s %s", releases[i].name.component, releases[i].name.version),
            &releases[i]);
    for (size_t i = 0; i < count; i++) {
        struct release_name *name = &releases[i].name;
        size_t size = strcspn(name->version, "-");
        const char *behind = name->version + size;
        if (name->prerelease || !*behind || !behind[1] ||
            behind[1 + strspn(behind + 1, "0123456789")])
            continue;
        const struct release *release = table_find(
            &whole, arena_printf(arena, "%s %.*s", name->component, (int)size, name->version));
        name->prerelease = release && release->time > releases[i].time;
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const struct fact_table *tags = repository->table(repository, &fact_kind_tag);
    struct release *releases = ARENA_ARRAY(arena, struct release, tags->count);
    size_t count = 0;
    for (size_t i = 0; i < tags->count; i++) {
        const struct value *tag = tags->rows[i].cells;
        struct release release = {.tag = tag, .time = INT64_MIN};
        if (tags->rows[i].gap || !release_name_parse(arena, tag[TAG_NAME].text, &release.name))
            continue;
        if (tag[TAG_TIME].kind == VALUE_TIME)
            release.time = tag[TAG_TIME].integer;
        if (tag[TAG_RELEASE].kind == VALUE_UNKNOWN)
            add_lost(writer, tag, &release.name);
        else if (tag[TAG_RELEASE].boolean)
            releases[count++] = release;
    }
    struct reach reach;
    TRY(read_reach(&reach, writer, repository));
    count = drop_moving(releases, count, arena);
    mark_candidates(releases, count, arena);
    if (count > 0)
        qsort(releases, count, sizeof(*releases), by_rank);
    for (size_t i = 0, rank = 0; i < count; i++) {
        rank = i > 0 && is_same_row(&releases[i - 1], &releases[i]) ? rank + 1 : 1;
        add_release(writer, &releases[i], rank, &reach);
    }
    if (history_tags_missing(repository))
        fact_add_gap(writer, &fact_kind_release, NULL, UNKNOWN_UNOBSERVABLE,
                     history_tags_missing(repository));
    return NULL;
}

FACT(release) = {
    .name = "release",
    .area = FACT_AREA_HISTORY,
    .names_only = true,
    .summary = "the tags that name releases: component, version and rank",
    .version = 3,
    .kinds = (const struct fact_kind *const[]){&fact_kind_release, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_tag, NULL},
    .recognise_repository = recognise,
};
