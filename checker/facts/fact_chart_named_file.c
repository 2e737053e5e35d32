/* chart_named_file - the values that releases name for their chart, in files, whatever they are
 * called, and in ConfigMaps: those of them that lie here. */
#include "base/limits.h"
#include "base/table.h"
#include "document/format.h"
#include "facts/chart_kinds.h"
#include "facts/chart_override.h"

#include <string.h>

/* Who names what: each is read once whoever names it. The value is the name of the one chart it
 * is for, empty where it is for several. */
struct naming {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct arena scratch; /* of one file */
    struct arena_mark empty;
    struct table files;     /* path */
    struct table configs;   /* name and key of a ConfigMap */
    struct table manifests; /* path of what has one that is named */
};

static void note(struct table *charts, const char *key, const char *chart)
{
    const char *known = table_find(charts, key);
    bool is_of_one = !known || strcmp(known, chart) == 0;
    table_set(charts, key, (void *)(uintptr_t)(is_of_one ? chart : ""));
}

static void note_file(struct naming *naming, const struct value *file, const char *chart)
{
    const struct entry *entry = snapshot_find(naming->repository->snapshot, file->text);
    if (entry)
        note(&naming->files, entry->path, chart);
}

static void index_named(struct naming *naming, const struct fact_table *named)
{
    for (size_t i = 0; i < named->count; i++) {
        const struct value *cells = named->rows[i].cells;
        if (named->rows[i].gap)
            continue;
        const struct value *chart = &cells[CHART_NAMED_CHART];
        const char *name = chart->kind == VALUE_TEXT ? chart->text : "";
        if (cells[CHART_NAMED_FILE].kind == VALUE_TEXT)
            note_file(naming, &cells[CHART_NAMED_FILE], name);
        else if (cells[CHART_NAMED_CONFIG].kind == VALUE_TEXT)
            note(&naming->configs, cells[CHART_NAMED_CONFIG].text, name);
    }
}

static void index_configs(struct naming *naming, const struct fact_table *configs)
{
    for (size_t i = 0; naming->configs.count > 0 && i < configs->count; i++) {
        const struct fact_row *row = &configs->rows[i];
        const char *chart =
            row->gap ? NULL : table_find(&naming->configs, row->cells[CHART_CONFIG_NAME].text);
        if (!chart)
            continue;
        if (row->cells[CHART_CONFIG_FILE].kind == VALUE_TEXT)
            note_file(naming, &row->cells[CHART_CONFIG_FILE], chart);
        else
            table_set(&naming->manifests, row->path, naming);
    }
}

static struct chart_override override_of(const struct naming *naming, const char *path,
                                         const char *chart)
{
    return (struct chart_override){
        .writer = naming->writer, .path = path, .chart = chart[0] != '\0' ? chart : NULL};
}

static bool parse(struct naming *naming, const char *path, struct content *content,
                  struct document *document)
{
    struct document_problem problem;
    const struct entry *entry = snapshot_find(naming->repository->snapshot, path);
    arena_reset(&naming->scratch, naming->empty);
    reader_read(naming->repository->reader, entry, LIMIT_BLOB_BYTES, &naming->scratch, content);
    return content->state == CONTENT_TEXT &&
           document_format_find("yaml")->parse(&naming->scratch, content->text, document, &problem);
}

static void read_file(struct naming *naming, const char *path, const char *chart)
{
    struct content content;
    struct document document = {0};
    const struct chart_override override = override_of(naming, path, chart);
    if (parse(naming, path, &content, &document))
        for (size_t i = 0; i < document.count; i++)
            chart_override_add(&override, document.roots[i]);
    else if (content.state == CONTENT_TEXT)
        chart_override_add_words(&override, content.text);
    else
        chart_override_add_gap(&override, UNKNOWN_UNREADABLE,
                               content.state == CONTENT_TOO_LARGE ? "it is too large to be read"
                                                                  : "it cannot be read as text");
}

static void read_config(struct naming *naming, const char *path, const struct node *object)
{
    const char *name = node_string(node_find(object, "metadata"), "name");
    const struct node *data = node_find(object, "data");
    for (size_t i = 0; name && data && data->kind == NODE_MAPPING && i < data->count; i++) {
        const char *key = arena_printf(&naming->scratch, "%s/%s", name, data->keys[i]->text);
        const char *chart = table_find(&naming->configs, key);
        const struct chart_override override = override_of(naming, path, chart ? chart : "");
        if (chart)
            chart_override_add_text(&override, data->items[i]);
    }
}

static void read_manifest(struct naming *naming, const char *path)
{
    struct content content;
    struct document document = {0};
    if (!parse(naming, path, &content, &document))
        return;
    for (size_t i = 0; i < document.count; i++) {
        const char *kind = node_string(document.roots[i], "kind");
        if (kind && strcmp(kind, "ConfigMap") == 0)
            read_config(naming, path, document.roots[i]);
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct naming naming = {.writer = writer, .repository = repository};
    struct arena *arena = fact_arena(writer);
    arena_init(&naming.scratch, 1 << 16);
    naming.empty = arena_mark(&naming.scratch);
    table_init(&naming.files, arena);
    table_init(&naming.configs, arena);
    table_init(&naming.manifests, arena);
    index_named(&naming, repository->table(repository, &chart_named_kind));
    index_configs(&naming, repository->table(repository, &chart_config_kind));
    for (size_t i = 0; i < naming.files.count; i++)
        read_file(&naming, naming.files.entries[i].key, naming.files.entries[i].value);
    for (size_t i = 0; i < naming.manifests.count; i++)
        read_manifest(&naming, naming.manifests.entries[i].key);
    arena_release(&naming.scratch);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&chart_override_kind, NULL};
static const struct fact_kind *const needs[] = {&chart_named_kind, &chart_config_kind, NULL};

FACT(chart_named_file) = {
    .name = "chart_named_file",
    .area = FACT_AREA_WORKLOADS,
    .summary = "values for charts of Helm that a release of Flux or Argo CD names",
    .version = 1,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
