/* readiness_review - reviews of readiness with what their history tells: who wrote them,
 * whether somebody else approved, and whether all boxes were ticked at once. */
#include "base/limits.h"
#include "facts/freshness.h"
#include "facts/history_rows.h"
#include "facts/prose.h"
#include "facts/readiness.h"
#include "facts/readiness_kinds.h"

#include <string.h>

static const struct fact_field fields[] = {
    READINESS_COMMON_FIELDS,
    [READINESS_AUTHOR] = {"author", {.kind = TYPE_TEXT}, false, "Who committed it first."},
    [READINESS_SELF_SIGNED] = {"self_signed",
                               {.kind = TYPE_BOOLEAN},
                               false,
                               "Did nobody approve it but its author?"},
    [READINESS_SWEPT] = {"swept",
                         {.kind = TYPE_BOOLEAN},
                         false,
                         "Did one commit answer all that was open, or bring it complete, with "
                         "nothing that shows it?"},
    [READINESS_CHANGED] = {"changed", {.kind = TYPE_TIME}, false, "Since when it says this."},
    [READINESS_CHANGED + 1] = {0},
};

const struct fact_kind fact_kind_readiness_review = {
    .name = "readiness_review",
    .summary = "A review of readiness for production, and what its history tells.",
    .key = (const char *const[]){"path", NULL},
    .fields = fields,
};

/* How one revision stood. */
struct standing {
    size_t items, open, evidence;
};

struct past {
    bool is_swept, found;
    struct object_id first; /* the commit that brought it */
    struct value unknown;   /* VALUE_UNKNOWN: the history is cut */
};

enum { ITEMS_LEAST = 3 };

static struct standing read_standing(struct arena *scratch, const char *path, struct text content)
{
    bool limit = false;
    const struct markdown *markdown =
        prose_syntax_of(path) == PROSE_MARKDOWN ? markdown_parse(scratch, content, &limit) : NULL;
    const struct prose *prose = prose_read(scratch, path, content, markdown);
    struct readiness readiness = readiness_read(scratch, prose);
    return (struct standing){
        .items = readiness.count,
        .open = readiness.states[READINESS_IS_OPEN] + readiness.states[READINESS_IS_BARE],
        .evidence = readiness.states[READINESS_IS_EVIDENT],
    };
}

/* From the older revision to the newer; `older` is NULL for the first one. */
static bool is_sweep(const struct standing *older, const struct standing *newer)
{
    if (newer->open || newer->items < ITEMS_LEAST)
        return false;
    if (!older)
        return newer->evidence == 0;
    return older->open >= ITEMS_LEAST && newer->evidence <= older->evidence;
}

static struct failure *walk_back(struct past *past, struct lineage *lineage, const char *path,
                                 struct arena *arena)
{
    struct path_walk *walk = path_walk_new(lineage, path, arena);
    struct revision revision;
    struct standing newer = {0}, older;
    struct arena scratch;
    struct failure *failure = NULL;
    bool found = true;
    arena_init(&scratch, 1 << 16);
    for (size_t i = 0; i < LIMIT_TIMELINE_REVISIONS && found; i++) {
        struct arena_mark mark = arena_mark(&scratch);
        struct text content;
        failure = path_walk_next(walk, &revision, &found);
        if (failure || !found)
            break;
        if (!path_walk_read(walk, &revision, LIMIT_BLOB_BYTES, &scratch, &content)) {
            past->unknown = value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                                          "an older content is not in this repository");
            break;
        }
        older = read_standing(&scratch, revision.path, content);
        past->is_swept = past->is_swept || (past->found && is_sweep(&older, &newer));
        past->found = true;
        past->first = revision.commit;
        newer = older;
        arena_reset(&scratch, mark);
    }
    past->is_swept = past->is_swept || (past->found && is_sweep(NULL, &newer));
    if (!failure && path_walk_truncated(walk))
        past->unknown = value_unknown(arena, UNKNOWN_UNOBSERVABLE, path_walk_truncated(walk));
    arena_release(&scratch);
    return failure;
}

/* Of a merge the author of what it brought. */
static bool author_of(struct lineage *lineage, const struct object_id *id, struct identity *out)
{
    const struct lineage_commit *at;
    for (size_t i = 0; (at = lineage_commit(lineage, i)) != NULL; i++) {
        struct history_commit commit;
        if (memcmp(&at->id, id, sizeof(*id)) != 0)
            continue;
        if (lineage_merged_author(lineage, i, out))
            return true;
        if (!lineage_describe(lineage, i, &commit))
            return false;
        *out = commit.author;
        return true;
    }
    return false;
}

/* By name, by address, or by an account that is named as the address is. */
static bool is_person(struct arena *arena, const char *signer, const struct identity *author)
{
    if (!author->name || !author->email)
        return false;
    const char *folded = prose_squeeze(arena, prose_fold(arena, signer));
    const char *name = prose_squeeze(arena, author->name);
    const char *local = prose_squeeze(
        arena, arena_copy(arena, (struct text){author->email, strcspn(author->email, "@")}));
    return (*name && prose_has_phrase(folded, name)) || strcmp(folded, local) == 0 ||
           (*author->email && strstr(prose_fold(arena, signer), prose_fold(arena, author->email)));
}

static struct value self_signed(struct arena *arena, const struct value *signers,
                                const struct identity *author)
{
    for (size_t i = 0; i < signers->list->count; i++)
        if (!is_person(arena, signers->list->items[i].text, author))
            return value_boolean(false);
    return value_boolean(signers->list->count > 0);
}

static struct failure *add_history(struct value *cells, const struct fact_repository *repository,
                                   const char *path, struct arena *arena)
{
    struct lineage *lineage = NULL;
    struct past past = {0};
    struct identity author = {0};
    TRY(history_lineage(repository, &lineage));
    past.unknown = value_unknown(arena, UNKNOWN_UNOBSERVABLE, "there is no history");
    if (lineage) {
        past.unknown = (struct value){.kind = VALUE_ABSENT};
        TRY(walk_back(&past, lineage, path, arena));
        if (past.unknown.kind == VALUE_ABSENT &&
            (!past.found || !author_of(lineage, &past.first, &author)))
            past.unknown = value_unknown(arena, UNKNOWN_UNOBSERVABLE, "no commit has it yet");
    }
    bool is_known = past.unknown.kind == VALUE_ABSENT;
    const struct value *signers = &cells[READINESS_SIGNERS];
    cells[READINESS_AUTHOR] =
        is_known ? value_text(arena_strdup(arena, author.name)) : past.unknown;
    cells[READINESS_SWEPT] =
        is_known || past.is_swept ? value_boolean(past.is_swept) : past.unknown;
    cells[READINESS_SELF_SIGNED] = !signers->list->count ? value_boolean(false)
                                   : is_known            ? self_signed(arena, signers, &author)
                                                         : past.unknown;
    return freshness_of(&cells[READINESS_CHANGED], repository, path, arena);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *table = repository->table(repository, &fact_kind_readiness_document);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *document = &table->rows[i];
        if (document->gap) {
            const struct unknown *why = document->cells[READINESS_ITEMS].unknown;
            fact_add_gap(writer, &fact_kind_readiness_review, document->path, why->class,
                         why->reason);
            continue;
        }
        struct value *cells = fact_add(writer, &fact_kind_readiness_review, document->path,
                                       document->line, document->column)
                                  ->cells;
        memcpy(cells, document->cells, READINESS_DOCUMENT_CELLS * sizeof(*cells));
        TRY(add_history(cells, repository, document->path, fact_arena(writer)));
    }
    return NULL;
}

FACT(readiness_review) = {
    .name = "readiness_review",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Reviews of readiness for production, and what their history tells.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_readiness_review, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_readiness_document, NULL},
    .recognise_repository = recognise,
};
