#include "facts/gather.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

void fact_writer_init(struct fact_writer *writer, const struct recogniser *recogniser,
                      struct arena *arena, const char *path, const bool *wanted)
{
    *writer = (struct fact_writer){
        .arena = arena, .recogniser = recogniser, .path = path, .wanted = wanted};
}

struct arena *fact_arena(struct fact_writer *writer)
{
    return writer->arena;
}

/* A recogniser that writes a kind it does not declare would lose its rows in
 * silence. */
static size_t kind_index(const struct fact_writer *writer, const struct fact_kind *kind)
{
    for (size_t i = 0; i < FACT_KINDS_MAX && writer->recogniser->kinds[i]; i++)
        if (writer->recogniser->kinds[i] == kind)
            return i;
    abort();
}

bool fact_is_wanted(const struct fact_writer *writer, const struct fact_kind *kind)
{
    return !writer->wanted || writer->wanted[kind_index(writer, kind)];
}

static size_t field_count(const struct fact_kind *kind)
{
    size_t count = 0;
    while (kind->fields[count].name)
        count++;
    return count;
}

static struct fact_row *row_new(struct fact_writer *writer, const struct fact_kind *kind)
{
    size_t index = kind_index(writer, kind);
    struct fact_rows *rows = &writer->rows[index];
    if ((writer->wanted && !writer->wanted[index]) || rows->count > LIMIT_FACT_ROWS)
        return ARENA_NEW(writer->arena, struct fact_row);
    rows->rows =
        arena_grow(writer->arena, rows->rows, rows->count, &rows->capacity, sizeof(*rows->rows));
    return &rows->rows[rows->count++];
}

static void make_gap(struct fact_writer *writer, const struct fact_kind *kind, struct fact_row *row,
                     enum unknown_class class, const char *reason)
{
    row->gap = true;
    struct value unknown = value_unknown(writer->arena, class, reason);
    for (size_t i = 0; kind->fields[i].name; i++)
        row->cells[i] = unknown;
}

struct fact_row *fact_add(struct fact_writer *writer, const struct fact_kind *kind,
                          const char *path, uint32_t line, uint32_t column)
{
    struct fact_row *row = row_new(writer, kind);
    const char *place = kind->nowhere ? NULL
                        : path        ? arena_strdup(writer->arena, path)
                                      : writer->path;
    *row = (struct fact_row){
        .path = place,
        .line = line,
        .column = column,
        .cells = ARENA_ARRAY(writer->arena, struct value, field_count(kind) + 1),
    };
    if (writer->rows[kind_index(writer, kind)].count > LIMIT_FACT_ROWS) {
        make_gap(writer, kind, row, UNKNOWN_UNREADABLE, "more rows than are read");
        /* its writer fills the cells all the same */
        struct fact_row *lost = ARENA_NEW(writer->arena, struct fact_row);
        lost->cells = ARENA_ARRAY(writer->arena, struct value, field_count(kind) + 1);
        return lost;
    }
    return row;
}

struct fact_row *fact_add_gap(struct fact_writer *writer, const struct fact_kind *kind,
                              const char *path, enum unknown_class class, const char *reason)
{
    struct fact_row *row =
        fact_add(writer, kind, path, kind->nowhere ? 0 : 1, kind->nowhere ? 0 : 1);
    make_gap(writer, kind, row, class, reason);
    return row;
}

void fact_add_gaps(struct fact_writer *writer, const char *path, enum unknown_class class,
                   const char *reason)
{
    for (size_t i = 0; writer->recogniser->kinds[i]; i++)
        if (fact_is_wanted(writer, writer->recogniser->kinds[i]))
            fact_add_gap(writer, writer->recogniser->kinds[i], path, class, reason);
}

struct value fact_text(struct fact_writer *writer, const char *text)
{
    return value_text(text ? arena_strdup(writer->arena, text) : NULL);
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_keys(const struct fact_kind *kind, const int *key_fields,
                        const struct fact_row *a, const struct fact_row *b)
{
    for (size_t i = 0; kind->key[i]; i++) {
        if (key_fields[i] < 0)
            continue;
        int order = value_compare(&a->cells[key_fields[i]], &b->cells[key_fields[i]]);
        if (order != 0)
            return order;
    }
    return (int)a->gap - (int)b->gap;
}

static int compare_rows(const struct fact_kind *kind, const int *key_fields,
                        const struct fact_row *a, const struct fact_row *b)
{
    int order = strcmp(a->path ? a->path : "", b->path ? b->path : "");
    if (order == 0)
        order = compare_numbers(a->line, b->line);
    if (order == 0)
        order = compare_numbers(a->column, b->column);
    return order != 0 ? order : compare_keys(kind, key_fields, a, b);
}

enum { KEY_FIELDS_MAX = 8 };

/* Merges from[start, middle) and from[middle, end) into the same room of `to`. */
static void merge_rows(const struct fact_kind *kind, const int *key_fields,
                       const struct fact_row *from, struct fact_row *to, size_t start,
                       size_t middle, size_t end)
{
    size_t left = start;
    size_t right = middle;
    for (size_t at = start; at < end; at++) {
        bool take_left =
            left < middle &&
            (right == end || compare_rows(kind, key_fields, &from[left], &from[right]) <= 0);
        to[at] = take_left ? from[left++] : from[right++];
    }
}

/* Bottom up merge sort: stable, and the kind reaches the comparison, which
 * qsort has no room for. */
void fact_table_sort(struct fact_table *table)
{
    int key_fields[KEY_FIELDS_MAX];
    for (size_t i = 0; table->kind->key[i]; i++) {
        if (i == KEY_FIELDS_MAX)
            abort();
        key_fields[i] = fact_field_find(table->kind, table->kind->key[i]);
    }
    bool sorted = true;
    for (size_t i = 1; i < table->count && sorted; i++)
        sorted = compare_rows(table->kind, key_fields, &table->rows[i - 1], &table->rows[i]) <= 0;
    if (sorted)
        return;
    struct fact_row *other = malloc(table->count * sizeof(*other));
    if (!other)
        abort();
    struct fact_row *from = table->rows;
    struct fact_row *to = other;
    for (size_t width = 1; width < table->count; width *= 2) {
        for (size_t start = 0; start < table->count; start += 2 * width) {
            size_t middle = start + width < table->count ? start + width : table->count;
            size_t end = start + 2 * width < table->count ? start + 2 * width : table->count;
            merge_rows(table->kind, key_fields, from, to, start, middle, end);
        }
        struct fact_row *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != table->rows)
        memcpy(table->rows, from, table->count * sizeof(*from));
    free(other);
}
