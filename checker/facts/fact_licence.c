/* licence - the licence files of a repository, beside what the manifests of the same
 * folder declare. */
#include "base/table.h"
#include "facts/gather.h"
#include "facts/licence.h"
#include "facts/prose_kinds.h"

enum { CELL_ROOT, CELL_SPDX, CELL_SORT, CELL_DECLARED, CELL_DECLARED_IN, CELL_AGREE };

static const struct fact_kind kind = {
    .name = "licence",
    .summary = "A licence file, and what the manifest beside it declares.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"root", {.kind = TYPE_BOOLEAN}, false, "Does it stand in the root?"},
            {"spdx", {.kind = TYPE_TEXT}, true, "Its SPDX id, where the text is known."},
            {"sort",
             {.kind = TYPE_WORD, .words = licence_sort_names},
             false,
             "How much of it is there."},
            {"declared", {.kind = TYPE_TEXT}, true, "What a manifest of the same folder declares."},
            {"declared_in", {.kind = TYPE_PATH}, true, "That manifest."},
            {"agree",
             {.kind = TYPE_BOOLEAN},
             true,
             "Does the declaration name this licence? Absent when either says none."},
            {0},
        },
};

static size_t folder_size(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) : 0;
}

static const char *folder_of(struct arena *arena, const char *path)
{
    return arena_copy(arena, (struct text){path, folder_size(path)});
}

/* The first declaration of each folder, by folder. */
static void read_declarations(struct table *declarations, struct arena *scratch,
                              const struct fact_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const char *folder = folder_of(scratch, table->rows[i].path);
        if (!table_has(declarations, folder))
            table_set(declarations, folder, &table->rows[i]);
    }
}

static void compare(struct fact_writer *writer, struct arena *scratch, struct fact_row *row,
                    const struct fact_row *declaration)
{
    if (declaration->gap) {
        const struct unknown *why = declaration->cells[DECLARED_LICENCE_EXPRESSION].unknown;
        row->cells[CELL_DECLARED] = row->cells[CELL_AGREE] =
            value_unknown(fact_arena(writer), why->class, why->reason);
        return;
    }
    const char *expression = declaration->cells[DECLARED_LICENCE_EXPRESSION].text;
    row->cells[CELL_DECLARED] = value_text(expression);
    row->cells[CELL_DECLARED_IN] = value_text(declaration->path);
    if (row->cells[CELL_SPDX].kind == VALUE_TEXT && !licence_expression_is_open(expression))
        row->cells[CELL_AGREE] = value_boolean(
            licence_expression_names(scratch, expression, row->cells[CELL_SPDX].text));
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *texts = repository->table(repository, &fact_kind_licence_text);
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    struct table declarations;
    table_init(&declarations, &scratch);
    read_declarations(&declarations, &scratch,
                      repository->table(repository, &fact_kind_declared_licence));
    for (size_t i = 0; i < texts->count; i++) {
        const struct fact_row *text = &texts->rows[i];
        if (text->gap) {
            const struct unknown *why = text->cells[LICENCE_TEXT_SORT].unknown;
            struct fact_row *gap = fact_add_gap(writer, &kind, text->path, why->class, why->reason);
            if (gap)
                gap->cells[CELL_ROOT] = value_boolean(folder_size(text->path) == 0);
            continue;
        }
        struct fact_row *row = fact_add(writer, &kind, text->path, text->line, text->column);
        row->cells[CELL_ROOT] = value_boolean(folder_size(text->path) == 0);
        row->cells[CELL_SPDX] = text->cells[LICENCE_TEXT_SPDX];
        row->cells[CELL_SORT] = text->cells[LICENCE_TEXT_SORT];
        const struct fact_row *declaration =
            table_find(&declarations, folder_of(&scratch, text->path));
        if (declaration)
            compare(writer, &scratch, row, declaration);
    }
    arena_release(&scratch);
    return NULL;
}

FACT(licence) = {
    .name = "licence",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "Licence files, and whether the manifests beside them agree.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_licence_text, &fact_kind_declared_licence,
                                               NULL},
    .recognise_repository = recognise,
};
