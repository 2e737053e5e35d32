#include "facts/history_kinds.h"
#include "facts/history_rows.h"
#include "facts/identities.h"

enum { COMMIT, TIME, BOT, IN_RANGE, AUTHOR, EMAIL, AGENT, SIGNED, MERGE, SUMMARY };

static const struct fact_field fields[] = {
    {"commit", {.kind = TYPE_TEXT}, false, "its full id"},
    {"time", {.kind = TYPE_TIME}, false, "the committer's"},
    {"bot", {.kind = TYPE_BOOLEAN}, false, "its author is a bot"},
    {"in_range", {.kind = TYPE_BOOLEAN}, false, "in the head and not in the base"},
    {"author", {.kind = TYPE_TEXT}, false, "the author's name, through the .mailmap"},
    {"email", {.kind = TYPE_TEXT}, false, "the author's address, through the .mailmap"},
    {"agent", {.kind = TYPE_TEXT}, true, "the AI agent that its author is"},
    {"signed", {.kind = TYPE_BOOLEAN}, false, "has a signature, which is not verified"},
    {"merge", {.kind = TYPE_BOOLEAN}, false, "has more than one parent"},
    {"summary", {.kind = TYPE_TEXT}, false, "the first paragraph of its message"},
    {0},
};

static const char *const key[] = {"commit", NULL};

const struct fact_kind fact_kind_commit = {
    .name = "commit",
    .summary = "a commit of the history",
    .nowhere = true,
    .key = key,
    .fields = fields,
};

static void add_commit(struct fact_writer *writer, const struct history_commit *commit,
                       const struct value *in_range)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &fact_kind_commit, NULL, 0, 0)->cells;
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&commit->id, hex);
    const struct identity *author = &commit->author;
    const char *written = arena_printf(arena, "%s <%s>", author->name, author->email);
    cells[COMMIT] = value_text(arena_strdup(arena, hex));
    cells[TIME] = value_time(commit->committer.time);
    cells[BOT] = value_boolean(identity_is_bot(author->name, author->email));
    cells[IN_RANGE] = in_range ? *in_range : value_boolean(commit->in_range);
    cells[AUTHOR] = value_text(author->name);
    cells[EMAIL] = value_text(author->email);
    cells[AGENT] = value_text(identity_agent(written));
    cells[SIGNED] = value_boolean(commit->signed_);
    cells[MERGE] = value_boolean(commit->parents > 1);
    cells[SUMMARY] = value_text(commit->summary);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    return history_rows(writer, repository, &fact_kind_commit, IN_RANGE, add_commit);
}

static const struct fact_kind *const kinds[] = {&fact_kind_commit, NULL};

FACT(commit) = {
    .name = "commit",
    .area = FACT_AREA_HISTORY,
    .summary = "the commits that lead to the snapshot",
    .version = 1,
    .kinds = kinds,
    .needs_history = true,
    .recognise_repository = recognise,
};
