/* slo_definition - service level objectives as files define them. */
#include "facts/gather.h"
#include "facts/operations_paths.h"
#include "facts/paths.h"
#include "facts/residue.h"
#include "facts/slo_reader.h"

#include <stdlib.h>
#include <string.h>

const char *const slo_systems[] = {"openslo", "sloth", "pyrra", NULL};

static const struct fact_field fields[] = {SLO_COMMON_FIELDS, {0}};
static const char *const key[] = {"path", "name", NULL};

const struct fact_kind fact_kind_slo_definition = {
    .name = "slo_definition",
    .summary = "A service level objective as a file defines it.",
    .key = key,
    .fields = fields,
};

enum slo_answer slo_answer_of(bool yes)
{
    return yes ? SLO_YES : SLO_NO;
}

static const char *squeezed(struct arena *arena, const char *text)
{
    char *out = arena_alloc(arena, strlen(text) + 1, 1);
    size_t size = 0;
    for (; *text; text++)
        if (!strchr(" \t\r\n", *text))
            out[size++] = *text;
    return out;
}

bool slo_is_same(const struct node *a, const struct node *b)
{
    if (!a || !b || a->kind != b->kind || (!node_is_scalar(a) && a->count != b->count))
        return false;
    if (node_is_scalar(a)) {
        struct arena scratch;
        arena_init(&scratch, 1 << 10);
        bool same = strcmp(squeezed(&scratch, a->text), squeezed(&scratch, b->text)) == 0;
        arena_release(&scratch);
        return same;
    }
    enum { FIELDS_MOST = 200 }; /* no query has more, and keys are looked for one by one */
    for (size_t i = 0; i < a->count && a->count <= FIELDS_MOST; i++) {
        const struct node *other =
            a->kind == NODE_MAPPING ? node_find(b, a->keys[i]->text) : b->items[i];
        if (!slo_is_same(a->items[i], other))
            return false;
    }
    return a->count > 0 && a->count <= FIELDS_MOST;
}

/* `sum(...)`; within a pattern, as in `code=~"5..."`, three dots are characters. */
static bool has_ellipsis(const char *query)
{
    for (const char *at = strstr(query, "..."); at; at = strstr(at + 1, "..."))
        if ((at == query || strchr("({[, ", at[-1])) && (!at[3] || strchr(")}], ", at[3])))
            return true;
    return false;
}

bool slo_is_hollow(const char *query)
{
    if (!query)
        return false;
    struct text text = text_trim(text_of(query));
    if (!text.size)
        return true;
    /* `up` says that a target answers the scraper, not that anybody is served. */
    if (text_starts_with(text, "up") && (text.size == 2 || text.bytes[2] == '{')) {
        size_t close = text_find(text, "}");
        return text.size == 2 || close == text.size - 1;
    }
    return has_ellipsis(query) || (text.size < 60 && residue_is_value(query));
}

bool slo_number(const struct node *node, double *out)
{
    if (!node || !node_is_scalar(node) || node->kind == NODE_NULL)
        return false;
    if (node_number(node, out))
        return true;
    char *end = NULL;
    *out = strtod(node->text, &end);
    if (end != node->text && *end == '%')
        end++;
    return end != node->text && !*end && *out >= 0 && *out <= 1e6;
}

struct rows {
    struct slo_sink sink;
    struct fact_writer *writer;
    bool test, vendored;
};

enum { TEXT_MAX = 4000 };

static void add_text(struct buffer *out, const struct node *node)
{
    if (!node || out->size > TEXT_MAX)
        return;
    if (node_is_scalar(node)) {
        buffer_add_string(out, node->text);
        buffer_add_byte(out, ' ');
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        add_text(out, node->items[i]);
}

static struct value answer(struct rows *rows, enum slo_answer answer)
{
    if (answer == SLO_NOT_KNOWN)
        return value_unknown(fact_arena(rows->writer), UNKNOWN_UNOBSERVABLE,
                             "what it measures is defined elsewhere");
    return value_boolean(answer == SLO_YES);
}

static void add(struct slo_sink *sink, const struct slo *slo)
{
    struct rows *rows = (struct rows *)sink;
    struct fact_writer *writer = rows->writer;
    struct value *cells =
        fact_add(writer, &fact_kind_slo_definition, NULL, slo->line, slo->column)->cells;
    struct buffer text = BUFFER_EMPTY;
    if (slo->service)
        buffer_printf(&text, "%s ", slo->service);
    add_text(&text, slo->all);
    cells[SLO_SYSTEM] = value_text(slo->system);
    cells[SLO_NAME] = fact_text(writer, slo->name);
    cells[SLO_SERVICE] = operations_text(writer, slo->service);
    if (slo->has_target)
        cells[SLO_TARGET] = value_share(slo->target);
    cells[SLO_PROBLEM] = fact_text(writer, slo->problem);
    cells[SLO_IDENTICAL] = answer(rows, slo->identical);
    cells[SLO_PLACEHOLDER] = answer(rows, slo->placeholder);
    cells[SLO_ALERTED] = answer(rows, slo->alerted);
    cells[SLO_TEXT] = fact_text(writer, buffer_string(&text));
    cells[SLO_TEST] = value_boolean(rows->test);
    cells[SLO_VENDORED] = value_boolean(rows->vendored);
    buffer_release(&text);
}

static bool bears_marks(const struct fact_file *file)
{
    static const char *const marks[] = {"apiVersion: openslo", "apiVersion: sloth.slok.dev",
                                        "apiVersion: pyrra.dev", "kind: ServiceLevelObjective",
                                        NULL};
    return operations_bears(file, marks);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct rows rows = {
        .sink = {.add = add},
        .writer = writer,
        .test = path_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    enum unknown_class class;
    const char *reason;
    const struct document *document = operations_document(file, &class, &reason);
    if (!document) {
        if (!bears_marks(file))
            return;
        struct fact_row *gap = fact_add_gap(writer, &fact_kind_slo_definition, NULL, class, reason);
        gap->cells[SLO_TEST] = value_boolean(rows.test);
        gap->cells[SLO_VENDORED] = value_boolean(rows.vendored);
        return;
    }
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    rows.sink.scratch = &scratch;
    rows.sink.document = document;
    for (size_t i = 0; i < document->count; i++) {
        slo_read_openslo(&rows.sink, document->roots[i]);
        slo_read_sloth(&rows.sink, document->roots[i]);
        slo_read_pyrra(&rows.sink, document->roots[i]);
    }
    arena_release(&scratch);
}

FACT(slo_definition) = {
    .name = "slo_definition",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Service level objectives of OpenSLO, Sloth and Pyrra, as they are written.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_slo_definition, NULL},
    .paths = (const char *const[]){"*.yaml", "*.yml", "*.jsonnet", "*.libsonnet", "*.j2", "*.tpl",
                                   "*.tmpl", NULL},
    .literals = (const char *const[]){"openslo", "sloth.slok.dev", "prometheus/v1", "pyrra.dev",
                                      NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
