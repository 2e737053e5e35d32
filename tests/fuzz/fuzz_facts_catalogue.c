/* The first byte chooses which catalogue's file the rest is. Whatever stands there, every
 * row has a place, every cell that must be there is there, and no key is shown. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {
    "catalog-info.yaml", "service.datadog.yaml", "entity.datadog.yaml", "opslevel.yml",
    "cortex.yaml",       "org/people.yaml",      "docs/on-call.md",     "infra/paging.tf"};

static const char *const kinds[] = {"component",           "catalogue_entity", "catalogue_problem",
                                    "catalogue_reference", "oncall",           "service_call"};

static void check_row(const struct fact_kind *kind, const struct fact_row *row)
{
    if (!row->path || row->line == 0)
        abort();
    for (size_t i = 0; kind->fields[i].name; i++) {
        const struct value *cell = &row->cells[i];
        if (cell->kind == VALUE_ABSENT && !kind->fields[i].optional)
            abort();
        if (cell->kind == VALUE_UNKNOWN && !cell->unknown->reason[0])
            abort();
        if (cell->kind == VALUE_TEXT && kind->fields[i].type.kind == TYPE_WORD &&
            !string_is_one_of(cell->text, kind->fields[i].type.words))
            abort();
    }
    int secret = fact_field_find(kind, "secret"), value = fact_field_find(kind, "value");
    if (secret >= 0 && row->cells[secret].kind == VALUE_BOOLEAN && row->cells[secret].boolean &&
        row->cells[value].kind != VALUE_ABSENT)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const struct memory_file files[] = {
        {.path = names[data[0] % (sizeof(names) / sizeof(*names))],
         .content = {(const char *)data + 1, size - 1}},
        {.path = "docs/adr/0001-a.md", .content = {"# A\n", 4}},
    };
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
        const struct fact_kind *kind = fact_kind_find(kinds[k]);
        struct arena arena;
        arena_init(&arena, 4096);
        struct fact_table table;
        if (fact_recognise_memory(NULL, kind, files, sizeof(files) / sizeof(*files), &arena,
                                  &table))
            abort();
        for (size_t i = 0; i < table.count; i++)
            check_row(kind, &table.rows[i]);
        arena_release(&arena);
    }
    return 0;
}
