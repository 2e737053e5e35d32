/* tag - the tags of the repository, peeled to what they lead to. */
#include "facts/history_kinds.h"
#include "facts/history_rows.h"
#include "facts/release_name.h"

static const struct fact_field fields[] = {
    [TAG_NAME] = {"name", {.kind = TYPE_TEXT}, false, "without refs/tags/"},
    [TAG_TARGET] = {"target",
                    {.kind = TYPE_TEXT},
                    false,
                    "the full id of what it leads to, through tags of tags"},
    [TAG_ANNOTATED] = {"annotated", {.kind = TYPE_BOOLEAN}, false, "is an object of its own"},
    [TAG_SIGNED] = {"signed",
                    {.kind = TYPE_BOOLEAN},
                    false,
                    "has a signature of its own, which is not verified"},
    [TAG_TIME] = {"time", {.kind = TYPE_TIME}, true, "the tagger's, or else its commit's"},
    [TAG_POINTS_TO_COMMIT] = {"points_to_commit",
                              {.kind = TYPE_BOOLEAN},
                              false,
                              "leads to a commit, not to a tree or a file"},
    [TAG_RELEASE] = {"release",
                     {.kind = TYPE_BOOLEAN},
                     false,
                     "its name is that of a release, and it leads to a commit"},
    {0},
};

static const char *const key[] = {"name", NULL};

const struct fact_kind fact_kind_tag = {
    .name = "tag",
    .summary = "a tag of the repository",
    .nowhere = true,
    .key = key,
    .fields = fields,
};

static void add_tag(struct fact_writer *writer, const struct tag *tag)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &fact_kind_tag, NULL, 0, 0)->cells;
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&tag->target, hex);
    struct release_name name;
    bool is_release = release_name_parse(arena, tag->name, &name);
    struct value gone =
        value_unknown(arena, UNKNOWN_UNOBSERVABLE, "what it leads to is not in this repository");
    cells[TAG_NAME] = value_text(tag->name);
    cells[TAG_TARGET] = value_text(arena_strdup(arena, hex));
    cells[TAG_ANNOTATED] = value_boolean(tag->annotated);
    cells[TAG_SIGNED] = value_boolean(tag->signed_);
    if (tag->time != INT64_MIN)
        cells[TAG_TIME] = value_time(tag->time);
    else if (!tag->is_known)
        cells[TAG_TIME] = gone;
    cells[TAG_POINTS_TO_COMMIT] = tag->is_known ? value_boolean(tag->points_to_commit) : gone;
    cells[TAG_RELEASE] =
        tag->is_known || !is_release ? value_boolean(is_release && tag->points_to_commit) : gone;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    if (!repository->repository)
        return NULL;
    struct tag *tags = NULL;
    size_t count = 0;
    TRY(history_tags(repository->repository, &tags, &count, fact_arena(writer)));
    for (size_t i = 0; i < count; i++)
        add_tag(writer, &tags[i]);
    if (history_tags_missing(repository))
        fact_add_gap(writer, &fact_kind_tag, NULL, UNKNOWN_UNOBSERVABLE,
                     history_tags_missing(repository));
    return NULL;
}

FACT(tag) = {
    .name = "tag",
    .area = FACT_AREA_HISTORY,
    .names_only = true,
    .summary = "the tags of the repository, peeled to what they lead to",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_tag, NULL},
    .recognise_repository = recognise,
};
