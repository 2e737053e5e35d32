#include "engine/predicate.h"

#include <string.h>

/* A field with few different values in many rows tells little: of all that a hash can
 * answer, what gives the fewest rows is asked. */

static uint64_t hash_value(const struct value *value)
{
    if (value->kind == VALUE_TEXT)
        return hash_bytes(value->text, strlen(value->text), VALUE_TEXT);
    int64_t number = value->kind == VALUE_BOOLEAN ? value->boolean : value->integer;
    return hash_bytes(&number, sizeof(number), (uint64_t)value->kind);
}

/* Numbers may equal integers and lists may hold what is unknown: these are left
 * to the predicate itself. */
static bool is_hashable(const struct value *value)
{
    switch (value->kind) {
    case VALUE_TEXT:
    case VALUE_INTEGER:
    case VALUE_BOOLEAN:
    case VALUE_DATE:
    case VALUE_TIME:
    case VALUE_DURATION:
        return true;
    case VALUE_ABSENT:
    case VALUE_UNKNOWN:
    case VALUE_NUMBER:
    case VALUE_SHARE:
    case VALUE_LIST:
    case VALUE_NODE:
        break;
    }
    return false;
}

static struct row_index *index_new(struct evaluator *evaluator, const struct judge_rows *rows,
                                   const struct field *field)
{
    struct arena *arena = evaluator->arena;
    struct row_index *index = ARENA_NEW(arena, struct row_index);
    index->field_kind = field->kind;
    index->field_index = field->index;
    index->rows = *rows;
    index->bucket_count = 16;
    while (index->bucket_count < rows->count)
        index->bucket_count *= 2;
    index->buckets = ARENA_ARRAY(arena, uint32_t, index->bucket_count);
    index->next = ARENA_ARRAY(arena, uint32_t, rows->count);
    size_t capacity = 0;
    /* From the end, so that every chain ascends. */
    for (size_t i = rows->count; i-- > 0;) {
        struct value value = row_field(arena, &rows->rows[i], field);
        if (is_hashable(&value)) {
            size_t bucket = (size_t)(hash_value(&value) >> 16) & (index->bucket_count - 1);
            index->different += index->buckets[bucket] == 0 ? 1 : 0;
            index->next[i] = index->buckets[bucket];
            index->buckets[bucket] = (uint32_t)(i + 1);
        } else if (value.kind != VALUE_ABSENT) {
            index->loose =
                arena_grow(arena, index->loose, index->loose_count, &capacity, sizeof(uint32_t));
            index->loose[index->loose_count++] = (uint32_t)i;
        }
    }
    return index;
}

static struct row_index *index_of(struct judge_context *context, const struct plan_source *source,
                                  const struct judge_rows *rows, const struct field *field)
{
    struct evaluator *evaluator = context->evaluator;
    struct row_index **first = &evaluator->indexes[source->table];
    for (struct row_index *index = *first; index; index = index->other)
        if (index->field_kind == field->kind && index->field_index == field->index &&
            index->rows.rows == rows->rows)
            return index;
    struct row_index *index = index_new(evaluator, rows, field);
    index->other = *first;
    *first = index;
    return index;
}

/* The values that a row's field may have; false when one of them cannot be sought. */
struct probes {
    struct value *items;
    size_t count, capacity;
};

static bool add_probe(struct judge_context *context, struct probes *probes,
                      const struct operand *operand, const struct value *value)
{
    if (value->kind == VALUE_LIST) {
        for (size_t i = 0; i < value->list->count; i++)
            if (!add_probe(context, probes, operand, &value->list->items[i]))
                return false;
        return true;
    }
    if (value->kind == VALUE_ABSENT)
        return true; /* equals nothing */
    if (!is_hashable(value))
        return false;
    probes->items = arena_grow(&context->evaluator->scratch, probes->items, probes->count,
                               &probes->capacity, sizeof(*probes->items));
    probes->items[probes->count++] = *value;
    return true;
}

static bool list_probes(struct judge_context *context, struct probes *probes,
                        const struct operand *operand)
{
    if (operand->kind == OPERAND_LIST) {
        for (size_t i = 0; i < operand->count; i++)
            if (!list_probes(context, probes, &operand->items[i]))
                return false;
        return true;
    }
    struct value value = judge_operand(context, operand);
    return add_probe(context, probes, operand, &value);
}

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static void add_candidate(struct judge_context *context, uint32_t **rows, size_t *count,
                          size_t *capacity, uint32_t row)
{
    *rows = arena_grow(&context->evaluator->scratch, *rows, *count, capacity, sizeof(**rows));
    (*rows)[(*count)++] = row;
}

/* One equality with its index and the values it is sought by. */
struct probe {
    const struct row_index *index;
    const struct field *field;
    struct probes values;
};

/* Rows that a hash gives, of all the equalities; a row may come twice. */
struct found {
    uint32_t *rows;
    size_t count, capacity;
};

static void seek(struct judge_context *context, const struct probe *probe, struct found *out)
{
    const struct row_index *index = probe->index;
    for (size_t i = 0; i < probe->values.count; i++) {
        const struct value *sought = &probe->values.items[i];
        size_t bucket = (size_t)(hash_value(sought) >> 16) & (index->bucket_count - 1);
        for (uint32_t row = index->buckets[bucket]; row != 0; row = index->next[row - 1]) {
            struct value value =
                row_field(context->evaluator->arena, &index->rows.rows[row - 1], probe->field);
            if (values_are_equal(&value, sought))
                add_candidate(context, &out->rows, &out->count, &out->capacity, row - 1);
        }
    }
    for (size_t i = index->loose_count; i-- > 0;)
        add_candidate(context, &out->rows, &out->count, &out->capacity, index->loose[i]);
}

static void sort_once(struct found *found, struct candidates *out)
{
    if (found->count > 1)
        qsort(found->rows, found->count, sizeof(*found->rows), by_number);
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++)
        if (kept == 0 || found->rows[kept - 1] != found->rows[i])
            found->rows[kept++] = found->rows[i];
    out->rows = found->rows;
    out->count = kept;
}

/* The equalities made ready, and about how many rows they will give; NULL when one of
 * them cannot be sought. */
static struct probe *ready(struct judge_context *context, const struct plan_source *source,
                           const struct judge_rows *rows, const struct plan_probe *planned,
                           size_t *cost)
{
    struct probe *probes = ARENA_ARRAY(&context->evaluator->scratch, struct probe, planned->count);
    *cost = 0;
    for (size_t i = 0; i < planned->count; i++) {
        const struct plan_equality *equality = &planned->equalities[i];
        if (!list_probes(context, &probes[i].values, equality->operand))
            return NULL;
        struct row_index *index = index_of(context, source, rows, equality->field);
        probes[i].index = index;
        probes[i].field = equality->field;
        *cost += index->loose_count;
        if (index->different > 0)
            *cost += probes[i].values.count * (rows->count / index->different);
    }
    return probes;
}

bool join_candidates(struct judge_context *context, const struct plan_source *source,
                     const struct judge_rows *rows, struct candidates *out)
{
    enum { SMALL_TABLE = 8 };
    if (source->table == SIZE_MAX || rows->count <= SMALL_TABLE)
        return false;
    const struct probe *best = NULL;
    size_t best_count = 0;
    size_t best_cost = 0;
    for (size_t i = 0; i < source->probe_count; i++) {
        size_t cost = 0;
        const struct probe *probes = ready(context, source, rows, &source->probes[i], &cost);
        if (!probes || (best && cost >= best_cost))
            continue;
        best = probes;
        best_count = source->probes[i].count;
        best_cost = cost;
    }
    if (!best)
        return false;
    struct found found = {0};
    for (size_t i = 0; i < best_count; i++)
        seek(context, &best[i], &found);
    sort_once(&found, out);
    return true;
}

static void write_value(struct buffer *out, const struct value *value)
{
    buffer_printf(out, "%d:", (int)value->kind);
    switch (value->kind) {
    case VALUE_ABSENT:
        break;
    case VALUE_TEXT:
        buffer_printf(out, "%zu:%s", strlen(value->text), value->text);
        break;
    case VALUE_UNKNOWN:
        buffer_printf(out, "%d:%zu:%s", (int)value->unknown->class, strlen(value->unknown->reason),
                      value->unknown->reason);
        break;
    case VALUE_INTEGER:
    case VALUE_DATE:
    case VALUE_TIME:
    case VALUE_DURATION:
        buffer_printf(out, "%lld", (long long)value->integer);
        break;
    case VALUE_NUMBER:
    case VALUE_SHARE:
        buffer_printf(out, "%a", value->number);
        break;
    case VALUE_BOOLEAN:
        buffer_printf(out, "%d", value->boolean);
        break;
    case VALUE_NODE:
        buffer_printf(out, "%p", (const void *)value->node);
        break;
    case VALUE_LIST:
        buffer_printf(out, "%zu[", value->list->count);
        for (size_t i = 0; i < value->list->count; i++)
            write_value(out, &value->list->items[i]);
        break;
    }
    buffer_add_byte(out, ',');
}

const char *join_key(struct judge_context *context, const struct plan_source *source)
{
    struct buffer written = BUFFER_EMPTY;
    for (size_t i = 0; i < source->reference_count; i++) {
        struct value value = judge_operand(context, source->references[i]);
        write_value(&written, &value);
    }
    const char *key = arena_strdup(&context->evaluator->scratch, buffer_string(&written));
    buffer_release(&written);
    return key;
}
