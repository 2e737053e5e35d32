/* The first byte chooses which bot's settings the rest is. Whatever they say, every row
 * has a place, every cell that must be there is there, gaps say why; and manifests of
 * several ecosystems beside them are judged to the end. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {
    ".github/dependabot.yml", "renovate.json", "renovate.json5",   ".renovaterc",
    ".whitesource",           "package.json",  "requirements.txt", ".scala-steward.conf",
};

static const char *const kinds[] = {"update_entry", "update_rule", "requirement_include",
                                    "coverage"};

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
}

#define FILE_OF(path_, content_)                                        \
    {                                                                   \
        .path = (path_), .content = {(content_), sizeof(content_) - 1 } \
    }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const struct memory_file files[] = {
        {.path = names[data[0] % (sizeof(names) / sizeof(*names))],
         .content = {(const char *)data + 1, size - 1}},
        FILE_OF("web/package.json", "{\"dependencies\": {\"a\": \"1\"}}"),
        FILE_OF("a/b/requirements.txt", "flask\n"),
        FILE_OF("go.mod", "module a.test/b\nrequire c.test/d v1.0.0\n"),
        FILE_OF(".github/workflows/ci.yml", "on: push\njobs: {a: {uses: o/r/w.yml@v1}}\n"),
    };
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
        const struct fact_kind *kind = fact_kind_find(kinds[k]);
        struct arena arena;
        arena_init(&arena, 4096);
        struct fact_table table;
        struct failure *failure = fact_recognise_memory(
            fact_recogniser_of(kind), kind, files, sizeof(files) / sizeof(*files), &arena, &table);
        if (failure)
            abort();
        for (size_t i = 0; i < table.count; i++)
            check_row(kind, &table.rows[i]);
        arena_release(&arena);
    }
    return 0;
}
