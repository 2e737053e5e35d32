#include "facts/history_kinds.h"
#include "facts/history_rows.h"
#include "facts/identities.h"

enum { COMMIT, KEY, VALUE, IN_RANGE, TIME, AGENT, TOKEN };

static const struct fact_field fields[] = {
    {"commit", {.kind = TYPE_TEXT}, false, "the commit's full id"},
    {"key", {.kind = TYPE_TEXT}, false, "as written: Signed-off-by"},
    {"value", {.kind = TYPE_TEXT}, false, "as written"},
    {"in_range", {.kind = TYPE_BOOLEAN}, false, "its commit is in the head and not in the base"},
    {"time", {.kind = TYPE_TIME}, false, "of its commit: the committer's"},
    {"agent", {.kind = TYPE_TEXT}, true, "the AI agent that the value names"},
    {"token", {.kind = TYPE_TEXT}, false, "the key in lower case: git takes signed-OFF-by for one"},
    {0},
};

static const char *const key[] = {"commit", "key", "value", NULL};

const struct fact_kind fact_kind_trailer = {
    .name = "trailer",
    .summary = "a trailer of a commit's message, as git interprets them",
    .nowhere = true,
    .key = key,
    .fields = fields,
};

static const char *lower(struct arena *arena, const char *string)
{
    char *copy = arena_strdup(arena, string);
    for (char *byte = copy; *byte; byte++)
        if (*byte >= 'A' && *byte <= 'Z')
            *byte = (char)(*byte - 'A' + 'a');
    return copy;
}

static void add_trailers(struct fact_writer *writer, const struct history_commit *commit,
                         const struct value *in_range)
{
    struct arena *arena = fact_arena(writer);
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&commit->id, hex);
    const char *id = commit->trailer_count > 0 ? arena_strdup(arena, hex) : NULL;
    for (size_t i = 0; i < commit->trailer_count; i++) {
        const struct trailer *trailer = &commit->trailers[i];
        struct value *cells = fact_add(writer, &fact_kind_trailer, NULL, 0, 0)->cells;
        cells[COMMIT] = value_text(id);
        cells[KEY] = value_text(trailer->key);
        cells[VALUE] = value_text(trailer->value);
        cells[IN_RANGE] = in_range ? *in_range : value_boolean(commit->in_range);
        cells[TIME] = value_time(commit->committer.time);
        cells[TOKEN] = value_text(lower(arena, trailer->key));
        cells[AGENT] = value_text(identity_agent(trailer->value));
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    return history_rows(writer, repository, &fact_kind_trailer, IN_RANGE, add_trailers);
}

static const struct fact_kind *const kinds[] = {&fact_kind_trailer, NULL};

FACT(trailer) = {
    .name = "trailer",
    .area = FACT_AREA_HISTORY,
    .summary = "the trailers of the commits that lead to the snapshot",
    .version = 2,
    .kinds = kinds,
    .needs_history = true,
    .recognise_repository = recognise,
};
