#include "report/coverage_matrix.h"

#include "base/table.h"
#include "facts/coverage.h"
#include "facts/paths.h"
#include "report/cells.h"
#include "report/report.h"

#include <string.h>

enum { PURPOSES_MAX = 8, GAP = 2, LEAST_PATH = 24 };

/* The best that is known of a manifest for a purpose. */
struct cell {
    enum coverage_state state;
    const char *tool;
    size_t others; /* tools beside that one */
    bool is_unknown;
    const char *proof, *reason; /* of what is unknown */
};

struct line {
    const char *path, *ecosystem;
    const char *skipped; /* why it does not count; NULL when it does */
    bool is_gap;
    struct cell cells[PURPOSES_MAX];
};

struct matrix {
    struct arena *arena;
    const char *purposes[PURPOSES_MAX];
    bool shown[PURPOSES_MAX];
    size_t purpose_count;
    struct line *lines;
    size_t line_count;
    struct table by_key; /* "ecosystem path" -> struct line */
};

/* A reason of the kind itself where it has one, else the conventions of folders. */
static const char *why_skipped(const struct fact_table *manifests, const struct fact_row *row)
{
    if (cell_is_true(row, MANIFEST_VENDORED))
        return "vendored";
    if (fact_field_find(manifests->kind, "skipped") >= 0)
        return cell_of_field(manifests, row, "skipped");
    return path_is_test(row->path) ? "test or example" : NULL;
}

static void read_manifests(struct matrix *matrix, const struct fact_table *manifests)
{
    struct arena *arena = matrix->arena;
    matrix->lines = ARENA_ARRAY(arena, struct line, manifests->count);
    table_init(&matrix->by_key, arena);
    for (size_t i = 0; i < manifests->count; i++) {
        const struct fact_row *row = &manifests->rows[i];
        const char *ecosystem = cell_text(row, MANIFEST_ECOSYSTEM);
        struct line *line = &matrix->lines[matrix->line_count++];
        *line = (struct line){
            .path = row->path,
            .ecosystem = ecosystem ? ecosystem : "?",
            .is_gap = row->gap,
            .skipped = why_skipped(manifests, row),
        };
        for (size_t p = 0; p < PURPOSES_MAX; p++)
            line->cells[p].state = COVERAGE_NONE;
        table_set(&matrix->by_key, arena_printf(arena, "%s %s", line->ecosystem, line->path), line);
    }
}

static size_t purpose_of(const struct matrix *matrix, const char *word)
{
    size_t index = 0;
    while (index < matrix->purpose_count && strcmp(matrix->purposes[index], word) != 0)
        index++;
    return index;
}

static void add_known(struct cell *cell, enum coverage_state state, const char *tool)
{
    if (state <= COVERAGE_DECLARED && cell->state <= COVERAGE_DECLARED)
        cell->others++;
    if (state < cell->state) {
        cell->state = state;
        cell->tool = tool;
    }
}

static void add_unknown(struct cell *cell, const struct unknown *unknown, const char *proof)
{
    if (cell->is_unknown)
        return;
    cell->is_unknown = true;
    cell->reason = unknown->reason;
    cell->proof = proof;
}

/* What cannot be seen of automation may be a scanner of any purpose. */
static void add_gap(const struct matrix *matrix, struct line *line, const struct unknown *unknown)
{
    for (size_t p = 0; p < matrix->purpose_count; p++)
        if (coverage_purpose_fits(matrix->purposes[p], line->ecosystem))
            add_unknown(&line->cells[p], unknown, NULL);
}

static void read_coverage(struct matrix *matrix, const struct fact_table *coverage)
{
    int states = fact_field_find(coverage->kind, "state");
    for (size_t i = 0; i < coverage->count; i++) {
        const struct fact_row *row = &coverage->rows[i];
        const char *path = cell_of_field(coverage, row, "manifest");
        const char *ecosystem = cell_of_field(coverage, row, "ecosystem");
        const char *purpose = cell_of_field(coverage, row, "purpose");
        if (!path || !ecosystem)
            continue;
        struct line *line =
            table_find(&matrix->by_key, arena_printf(matrix->arena, "%s %s", ecosystem, path));
        const struct value *state = &row->cells[states];
        if (line && row->gap && !purpose && state->kind == VALUE_UNKNOWN)
            add_gap(matrix, line, state->unknown);
        size_t p = purpose ? purpose_of(matrix, purpose) : matrix->purpose_count;
        if (!line || p == matrix->purpose_count)
            continue;
        matrix->shown[p] |= !row->gap; /* a column of unknowns alone tells nothing */
        if (state->kind == VALUE_TEXT)
            add_known(&line->cells[p], coverage_state_find(state->text),
                      cell_of_field(coverage, row, "tool"));
        else if (state->kind == VALUE_UNKNOWN)
            add_unknown(&line->cells[p], state->unknown, cell_of_field(coverage, row, "proof"));
    }
}

static bool is_covered(const struct cell *cell)
{
    return cell->state <= COVERAGE_DECLARED;
}

static const char *cell_words(struct arena *arena, const struct line *line, size_t purpose,
                              bool with_tool)
{
    const struct cell *cell = &line->cells[purpose];
    if (line->is_gap)
        return "not read";
    if (cell->is_unknown && !is_covered(cell))
        return "unknown";
    if (cell->state == COVERAGE_NONE)
        return "-";
    const char *state = coverage_state_word(cell->state);
    if (!with_tool || !cell->tool)
        return state;
    const char *tool = cell_visible(arena, cell->tool);
    return cell->others > 0 ? arena_printf(arena, "%s %s +%zu", state, tool, cell->others)
                            : arena_printf(arena, "%s %s", state, tool);
}

/* Without what stands in the middle, so that it fits: the ends tell most of a path. */
static const char *shortened(struct arena *arena, const char *path, size_t width)
{
    size_t columns = cell_columns(path);
    if (columns <= width || width < 8)
        return path;
    size_t front = (width - 3) / 3;
    size_t back = width - 3 - front;
    const char *start = path;
    for (size_t i = 0; i < front; i++)
        do
            start++;
        while (((unsigned char)*start & 0xC0) == 0x80);
    const char *end = path;
    for (size_t i = 0; i < columns - back; i++)
        do
            end++;
        while (((unsigned char)*end & 0xC0) == 0x80);
    return arena_printf(arena, "%.*s...%s", (int)(start - path), path, end);
}

static void add_padded(struct buffer *out, const char *text, size_t width)
{
    buffer_add_string(out, text);
    for (size_t columns = cell_columns(text); columns < width; columns++)
        buffer_add_byte(out, ' ');
}

struct layout {
    size_t path, ecosystem, cells[PURPOSES_MAX];
    bool with_tools;
};

static size_t at_least(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* As wide as the cells are; without the tools' names when a line would not fit. */
static struct layout lay_out(const struct matrix *matrix, size_t width, bool with_tools)
{
    struct layout layout = {.path = 8, .ecosystem = 9, .with_tools = with_tools};
    for (size_t p = 0; p < matrix->purpose_count; p++)
        layout.cells[p] = cell_columns(matrix->purposes[p]);
    for (size_t i = 0; i < matrix->line_count; i++) {
        const struct line *line = &matrix->lines[i];
        if (line->skipped)
            continue;
        layout.path = at_least(layout.path, cell_columns(cell_visible(matrix->arena, line->path)));
        layout.ecosystem = at_least(layout.ecosystem, cell_columns(line->ecosystem));
        for (size_t p = 0; p < matrix->purpose_count; p++)
            layout.cells[p] = at_least(
                layout.cells[p], cell_columns(cell_words(matrix->arena, line, p, with_tools)));
    }
    size_t rest = layout.ecosystem + GAP;
    for (size_t p = 0; p < matrix->purpose_count; p++)
        rest += matrix->shown[p] ? layout.cells[p] + GAP : 0;
    if (width == SIZE_MAX || rest + layout.path <= width)
        return layout;
    if (rest + LEAST_PATH > width && with_tools)
        return lay_out(matrix, width, false);
    layout.path = rest + LEAST_PATH > width ? LEAST_PATH : width - rest;
    return layout;
}

static void end_line(struct buffer *out)
{
    while (out->size > 0 && out->bytes[out->size - 1] == ' ')
        buffer_cut(out, out->size - 1);
    buffer_add_byte(out, '\n');
}

static void write_lines(const struct matrix *matrix, struct buffer *out,
                        const struct layout *layout)
{
    add_padded(out, "manifest", layout->path + GAP);
    add_padded(out, "ecosystem", layout->ecosystem + GAP);
    for (size_t p = 0; p < matrix->purpose_count; p++)
        if (matrix->shown[p])
            add_padded(out, matrix->purposes[p], layout->cells[p] + GAP);
    end_line(out);
    for (size_t i = 0; i < matrix->line_count; i++) {
        const struct line *line = &matrix->lines[i];
        if (line->skipped)
            continue;
        const char *path = cell_visible(matrix->arena, line->path);
        add_padded(out, shortened(matrix->arena, path, layout->path), layout->path + GAP);
        add_padded(out, cell_visible(matrix->arena, line->ecosystem), layout->ecosystem + GAP);
        for (size_t p = 0; p < matrix->purpose_count; p++)
            if (matrix->shown[p])
                add_padded(out, cell_words(matrix->arena, line, p, layout->with_tools),
                           layout->cells[p] + GAP);
        end_line(out);
    }
}

static const char *share(struct arena *arena, size_t part, size_t whole)
{
    if (whole == 0)
        return "n/a";
    return arena_printf(arena, "%zu of %zu (%zu%%)", part, whole, 100 * part / whole);
}

static void write_shares(const struct matrix *matrix, struct buffer *out)
{
    buffer_add_string(out, "\npurpose    covered           strict            unknown\n");
    for (size_t p = 0; p < matrix->purpose_count; p++) {
        size_t whole = 0, covered = 0, strict = 0, unknown = 0;
        for (size_t i = 0; i < matrix->line_count; i++) {
            const struct line *line = &matrix->lines[i];
            const struct cell *cell = &line->cells[p];
            if (line->skipped || line->is_gap ||
                !coverage_purpose_fits(matrix->purposes[p], line->ecosystem))
                continue;
            whole++;
            covered += is_covered(cell);
            strict += cell->state == COVERAGE_ACTIVE;
            unknown += cell->is_unknown && !is_covered(cell);
        }
        if (!matrix->shown[p])
            continue;
        add_padded(out, matrix->purposes[p], 11);
        add_padded(out, share(matrix->arena, covered, whole), 18);
        add_padded(out, share(matrix->arena, strict, whole), 18);
        buffer_printf(out, "%zu\n", unknown);
    }
    buffer_add_string(out, "covered: active, advisory or declared; strict: active alone\n");
}

/* Each reason once, with what would tell. */
static void write_unknown(const struct matrix *matrix, struct buffer *out)
{
    struct table seen;
    table_init(&seen, matrix->arena);
    static char yes[] = "yes";
    for (size_t i = 0; i < matrix->line_count; i++) {
        for (size_t p = 0; p < matrix->purpose_count; p++) {
            const struct cell *cell = &matrix->lines[i].cells[p];
            if (!cell->is_unknown || is_covered(cell) || matrix->lines[i].skipped ||
                table_set(&seen, cell->reason, yes))
                continue;
            buffer_printf(out, "unknown: %s%s%s\n", cell_visible(matrix->arena, cell->reason),
                          cell->proof ? "; what tells: " : "",
                          cell->proof ? cell_visible(matrix->arena, cell->proof) : "");
        }
    }
}

static void write_skipped(const struct matrix *matrix, struct buffer *out, size_t count)
{
    if (count == 0)
        return;
    buffer_printf(out, "\nnot counted: %zu\n", count);
    for (size_t i = 0; i < matrix->line_count; i++)
        if (matrix->lines[i].skipped)
            buffer_printf(
                out, "  %s (%s): %s\n", cell_visible(matrix->arena, matrix->lines[i].path),
                cell_visible(matrix->arena, matrix->lines[i].ecosystem), matrix->lines[i].skipped);
}

void coverage_matrix_write(struct buffer *out, struct arena *arena,
                           const struct fact_table *manifests, const struct fact_table *coverage,
                           size_t width)
{
    struct matrix matrix = {.arena = arena};
    const struct type *type =
        &coverage->kind->fields[fact_field_find(coverage->kind, "purpose")].type;
    for (size_t i = 0; type->words[i] && i < PURPOSES_MAX; i++)
        matrix.purposes[matrix.purpose_count++] = type->words[i];
    matrix.shown[purpose_of(&matrix, "sca")] = true;
    matrix.shown[purpose_of(&matrix, "update")] = true;
    read_manifests(&matrix, manifests);
    read_coverage(&matrix, coverage);
    size_t skipped = 0;
    for (size_t i = 0; i < matrix.line_count; i++)
        skipped += matrix.lines[i].skipped != NULL;
    size_t counted = matrix.line_count - skipped;
    buffer_printf(out, "coverage: %zu manifest%s", counted, counted == 1 ? "" : "s");
    if (skipped > 0)
        buffer_printf(out, ", %zu not counted", skipped);
    buffer_add_byte(out, '\n');
    if (counted > 0) {
        struct layout layout = lay_out(&matrix, width, true);
        write_lines(&matrix, out, &layout);
        write_shares(&matrix, out);
        write_unknown(&matrix, out);
    }
    write_skipped(&matrix, out, skipped);
}
