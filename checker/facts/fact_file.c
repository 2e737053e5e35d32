#include "facts/fact.h"

enum { SIZE, GENERATED, VENDORED, EXECUTABLE, LINK };

static const struct fact_field fields[] = {
    {"size", {.kind = TYPE_INTEGER}, false, "bytes; unknown for a submodule"},
    {"generated", {.kind = TYPE_BOOLEAN}, false, "made by a tool, by .gitattributes or convention"},
    {"vendored", {.kind = TYPE_BOOLEAN}, false, "others' code, by .gitattributes or convention"},
    {"executable", {.kind = TYPE_BOOLEAN}, false, "has git's executable mode"},
    {"link", {.kind = TYPE_BOOLEAN}, false, "is a symbolic link"},
    {0},
};

static const char *const key[] = {"path", NULL};

static const struct fact_kind file_kind = {
    .name = "file",
    .summary = "every file, link and submodule of the tree",
    .key = key,
    .fields = fields,
};

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct snapshot *snapshot = repository->snapshot;
    struct arena *arena = fact_arena(writer);
    struct value no_size =
        value_unknown(arena, UNKNOWN_UNOBSERVABLE, "the content is not in this repository");
    bool wants_size = fact_wants_field(repository, &file_kind, "size");
    bool wants_generated = fact_wants_field(repository, &file_kind, "generated");
    bool wants_vendored = fact_wants_field(repository, &file_kind, "vendored");
    for (size_t i = 0; i < snapshot->count; i++) {
        const struct entry *entry = &snapshot->entries[i];
        if (!fact_wants_path(repository, &file_kind, entry->path))
            continue;
        struct value *cells = fact_add(writer, &file_kind, entry->path, 1, 1)->cells;
        uint64_t size = 0;
        bool known = wants_size && entry->kind != ENTRY_SUBMODULE &&
                     reader_size(repository->reader, entry, &size);
        cells[SIZE] = known && size <= INT64_MAX ? value_integer((int64_t)size) : no_size;
        if (wants_generated)
            cells[GENERATED] = value_boolean(snapshot_is_generated(snapshot, entry->path));
        if (wants_vendored)
            cells[VENDORED] = value_boolean(snapshot_is_vendored(snapshot, entry->path));
        cells[EXECUTABLE] = value_boolean(entry->kind == ENTRY_EXECUTABLE);
        cells[LINK] = value_boolean(entry->kind == ENTRY_LINK);
    }
    for (size_t i = 0; i < snapshot->defect_count; i++) {
        const struct defect *defect = &snapshot->defects[i];
        fact_add_gap(writer, &file_kind, defect->path, UNKNOWN_UNREADABLE,
                     arena_printf(arena, "a part of the tree cannot be read: '%s' %s",
                                  *defect->path ? defect->path : "./", defect->problem));
    }
    return NULL;
}

static const struct fact_kind *const kinds[] = {&file_kind, NULL};

FACT(file) = {
    .name = "file",
    .area = FACT_AREA_FILES,
    .names_only = true,
    .summary = "the listing of the tree; reads no file",
    .version = 1,
    .kinds = kinds,
    .recognise_repository = recognise,
};
