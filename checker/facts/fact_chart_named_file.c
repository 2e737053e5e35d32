/* chart_named_file - the values in files that releases name for their chart, whatever they are
 * called: those of them that lie here. */
#include "base/limits.h"
#include "base/table.h"
#include "document/format.h"
#include "facts/chart_kinds.h"
#include "facts/chart_override.h"

#include <string.h>

static const char *why_unread(enum content_state state)
{
    return state == CONTENT_TOO_LARGE ? "it is too large to be read" : "it cannot be read as text";
}

static void read_file(const struct chart_override *override,
                      const struct fact_repository *repository, const struct entry *entry)
{
    struct arena *arena = fact_arena(override->writer);
    struct document *document = ARENA_NEW(arena, struct document);
    struct document_problem problem;
    struct content content;
    reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, arena, &content);
    if (content.state != CONTENT_TEXT) {
        chart_override_add_gap(override, UNKNOWN_UNREADABLE, why_unread(content.state));
        return;
    }
    if (!document_format_find("yaml")->parse(arena, content.text, document, &problem)) {
        chart_override_add_words(override, content.text);
        return;
    }
    for (size_t i = 0; i < document->count; i++)
        chart_override_add(override, document->roots[i]);
}

/* The chart that each file here is named for: nothing where it is for several, so that it is
 * read once whoever names it. */
static void index_files(const struct fact_table *named, const struct snapshot *snapshot,
                        struct table *charts)
{
    for (size_t i = 0; i < named->count; i++) {
        const struct value *cells = named->rows[i].cells;
        const struct entry *entry =
            named->rows[i].gap ? NULL : snapshot_find(snapshot, cells[CHART_NAMED_FILE].text);
        if (!entry)
            continue;
        const struct value *chart = &cells[CHART_NAMED_CHART];
        const char *name = chart->kind == VALUE_TEXT ? chart->text : "";
        const char *known = table_find(charts, entry->path);
        bool is_of_one = !known || strcmp(known, name) == 0;
        table_set(charts, entry->path, (void *)(uintptr_t)(is_of_one ? name : ""));
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct table charts;
    table_init(&charts, fact_arena(writer));
    index_files(repository->table(repository, &chart_named_kind), repository->snapshot, &charts);
    for (size_t i = 0; i < charts.count; i++) {
        const char *path = charts.entries[i].key, *chart = charts.entries[i].value;
        const struct chart_override override = {
            .writer = writer, .path = path, .chart = chart[0] != '\0' ? chart : NULL};
        read_file(&override, repository, snapshot_find(repository->snapshot, path));
    }
    return NULL;
}

static const struct fact_kind *const kinds[] = {&chart_override_kind, NULL};
static const struct fact_kind *const needs[] = {&chart_named_kind, NULL};

FACT(chart_named_file) = {
    .name = "chart_named_file",
    .area = FACT_AREA_WORKLOADS,
    .summary = "values for charts of Helm in files that a release of Flux or Argo CD names",
    .version = 1,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
