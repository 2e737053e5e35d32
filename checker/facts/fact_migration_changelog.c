/* migration_part, of Liquibase's changelogs in XML, YAML and JSON. */
#include "facts/gather.h"
#include "facts/migration_kinds.h"
#include "facts/migration_liquibase.h"
#include "facts/operations_paths.h"
#include "facts/paths.h"

#include <string.h>

/* A changelog that was not read shows by its place alone that it is one. */
static bool is_placed_as_changelog(const char *path)
{
    struct text text = text_of(path);
    return text_find_folded(text, "changelog") != SIZE_MAX ||
           text_find_folded(text, "liquibase") != SIZE_MAX;
}

static void add_gap(struct fact_writer *writer, enum unknown_class class, const char *reason)
{
    fact_add_gap(writer, &migration_part_kind, NULL, class, reason);
}

static const struct document *document_of(struct fact_file *file, enum unknown_class *class,
                                          const char **reason)
{
    const struct document_problem *problem = NULL;
    if (!string_ends_with(file->path, ".xml"))
        return operations_document(file, class, reason);
    *class = UNKNOWN_UNREADABLE;
    *reason = "it cannot be parsed";
    return fact_file_document(file, document_format_find("xml"), &problem);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        if (file->content.state != CONTENT_LINK && file->content.state != CONTENT_SUBMODULE &&
            is_placed_as_changelog(file->path))
            add_gap(writer, class, reason);
        return;
    }
    const struct document *document = document_of(file, &class, &reason);
    if (!document) {
        add_gap(writer, class, reason);
        return;
    }
    struct arena scratch;
    arena_init(&scratch, 1 << 14);
    for (size_t i = 0; i < document->count; i++) {
        struct liquibase_way_back way =
            liquibase_way_back_of(&scratch, document->roots[i], file->content.text);
        if (way.change_count == 0)
            continue;
        struct value *cells = fact_add(writer, &migration_part_kind, NULL, way.line, 1)->cells;
        cells[PART_MIGRATION_TOOL] = value_text("Liquibase");
        cells[PART_MIGRATION_SIDE] = value_text("both");
        cells[PART_MIGRATION_STATE] = way.state
                                          ? value_text(way.state)
                                          : value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                                                          "an extension of Liquibase decides it");
        cells[PART_MIGRATION_REASON] = fact_text(writer, way.reason);
    }
    arena_release(&scratch);
}

FACT(migration_changelog) = {
    .name = "migration_changelog",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Changelogs of Liquibase that are no SQL, and which changesets can be taken back.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&migration_part_kind, NULL},
    .paths = (const char *const[]){"*.xml", "*.yaml", "*.yml", "*.json", NULL},
    .literals = (const char *const[]){"databaseChangeLog", NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
