/* adr_citation - where files that are no decision records name one. */
#include "base/table.h"
#include "facts/adr.h"
#include "facts/adr_kinds.h"
#include "facts/adr_places.h"
#include "facts/paths.h"
#include "facts/prose.h"

#include <string.h>

enum { CITATION_TEXT, CITATION_RECORD, CITATION_STATUS, CITATION_IN_FORCE, CITATION_HISTORICAL };

static const struct fact_kind kind = {
    .name = "adr_citation",
    .summary = "Where a file outside the folders of decision records names one of them.",
    .key = (const char *const[]){"path", "text", NULL},
    .fields =
        (const struct fact_field[]){
            {"text", {.kind = TYPE_TEXT}, false, "The path or the number, as written."},
            {"record", {.kind = TYPE_PATH}, false, "The record."},
            {"status",
             {.kind = TYPE_WORD, .words = adr_status_names},
             true,
             "The record's status, where it is a known one."},
            {"in_force", {.kind = TYPE_BOOLEAN}, false, "Does the record hold?"},
            {"historical",
             {.kind = TYPE_BOOLEAN},
             false,
             "Do words beside it say that it is superseded, rejected, of the past, or an example?"},
            {0},
        },
};

struct joining {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    const struct fact_table *records;
    const char *remote;     /* NULL: not known */
    struct table by_path;   /* folded */
    struct table by_number; /* of the one record that has it; itself when there are more */
    struct table directories;
};

static const char *number_key(struct arena *arena, int64_t number)
{
    return arena_printf(arena, "%lld", (long long)number);
}

static void index_records(struct joining *joining)
{
    struct arena *arena = fact_arena(joining->writer);
    table_init(&joining->by_path, arena);
    table_init(&joining->by_number, arena);
    table_init(&joining->directories, arena);
    for (size_t i = 0; i < joining->records->count; i++) {
        struct fact_row *row = &joining->records->rows[i];
        if (row->gap)
            continue;
        table_set(&joining->by_path, prose_fold(arena, row->path), row);
        table_set(&joining->directories, path_directory(arena, row->path), row);
        table_set(&joining->directories, row->cells[ADR_DIRECTORY].text, row);
        if (row->cells[ADR_NUMBER].kind != VALUE_INTEGER)
            continue;
        const char *key = number_key(arena, row->cells[ADR_NUMBER].integer);
        bool is_taken = table_has(&joining->by_number, key);
        table_set(&joining->by_number, key, is_taken ? (void *)joining : (void *)row);
    }
}

static const struct fact_row *find_path(const struct joining *joining, const char *from,
                                        const char *written)
{
    struct arena *arena = fact_arena(joining->writer);
    char *text = arena_strdup(arena, written);
    size_t length = strlen(text);
    if (string_ends_with(text, ".html"))
        memcpy(text + length - 5, ".md", 4);
    const char *folders[] = {path_directory(arena, from), "."};
    for (size_t i = 0; i < 2; i++) {
        const char *path = path_resolve(arena, folders[i], text);
        const struct fact_row *row =
            path ? table_find(&joining->by_path, prose_fold(arena, path)) : NULL;
        if (row)
            return row;
    }
    /* `https://host/org/repository/blob/main/docs/adr/0007-x.md` */
    struct adr_page page;
    return adr_page_read(arena, joining->remote, text, &page)
               ? table_find(&joining->by_path, prose_fold(arena, page.path))
               : NULL;
}

static bool is_among_records(const struct joining *joining, const char *path)
{
    struct arena *arena = fact_arena(joining->writer);
    for (const char *folder = path_directory(arena, path); strcmp(folder, ".") != 0;
         folder = path_directory(arena, folder))
        if (table_has(&joining->directories, folder))
            return true;
    return false;
}

/* `diagrams/ADR-0008/x.svg` belongs to that record. */
static bool belongs_to(struct arena *arena, const char *path, const char *text,
                       const struct fact_row *record)
{
    const char *base = path_base(record->path);
    const char *stem = arena_copy(arena, (struct text){base, strcspn(base, ".")});
    struct text folded = text_of(path);
    return text_find_folded(folded, prose_fold(arena, stem)) != SIZE_MAX ||
           (strlen(text) > 4 && text_find_folded(folded, prose_fold(arena, text)) != SIZE_MAX);
}

static void join(struct joining *joining, const struct fact_row *mention)
{
    struct arena *arena = fact_arena(joining->writer);
    const char *text = mention->cells[ADR_MENTION_TEXT].text;
    const struct fact_row *record = NULL;
    if (mention->cells[ADR_MENTION_NUMBER].kind == VALUE_INTEGER)
        record = table_find(&joining->by_number,
                            number_key(arena, mention->cells[ADR_MENTION_NUMBER].integer));
    else
        record = find_path(joining, mention->path, text);
    if (!record || (const void *)record == (const void *)joining ||
        is_among_records(joining, mention->path) || belongs_to(arena, mention->path, text, record))
        return;
    struct value *cells =
        fact_add(joining->writer, &kind, mention->path, mention->line, mention->column)->cells;
    cells[CITATION_TEXT] = value_text(text);
    cells[CITATION_RECORD] = value_text(record->path);
    if (record->cells[ADR_STATUS_CELL].kind == VALUE_TEXT)
        cells[CITATION_STATUS] = value_text(record->cells[ADR_STATUS_CELL].text);
    cells[CITATION_IN_FORCE] = record->cells[ADR_IN_FORCE];
    cells[CITATION_HISTORICAL] = mention->cells[ADR_MENTION_HISTORICAL];
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct joining joining = {.writer = writer, .repository = repository};
    joining.records = repository->table(repository, &fact_kind_adr);
    const struct fact_table *mentions = repository->table(repository, &fact_kind_adr_mention);
    if (repository->repository)
        joining.remote = repository_remote(repository->repository, fact_arena(writer));
    index_records(&joining);
    for (size_t i = 0; i < joining.records->count; i++) {
        const struct fact_row *row = &joining.records->rows[i];
        if (row->gap)
            fact_add_gap(writer, &kind, row->path, row->cells[ADR_TITLE].unknown->class,
                         row->cells[ADR_TITLE].unknown->reason);
    }
    for (size_t i = 0; joining.by_path.count && i < mentions->count; i++)
        if (!mentions->rows[i].gap)
            join(&joining, &mentions->rows[i]);
    return NULL;
}

FACT(adr_citation) = {
    .name = "adr_citation",
    .area = FACT_AREA_DECISIONS,
    .summary = "Where other files name decision records.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_adr, &fact_kind_adr_mention, NULL},
    .recognise_repository = recognise,
};
