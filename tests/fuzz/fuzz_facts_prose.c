/* The first byte chooses a path, the rest is the file: every recogniser of prose
 * reads it. Rows must stand within the file and hold whole cells. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {
    "README.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "docs/runbooks/x.md",
    "README.rst",
    "README.adoc",
    ".well-known/security.txt",
    "docs/adr/0001-x.md",
    "LICENSE",
    "Makefile",
    "justfile",
    "package.json",
    "Cargo.toml",
    "pyproject.toml",
    "pom.xml",
    "README",
};

static const char *const kinds[] = {
    "markdown_section", "markdown_link",   "placeholder",      "security_contact",  "disclosure",
    "readme",           "contributing",    "readme_command",   "licence",           "runbook",
    "build_target",     "repository_name", "declared_licence", "contributing_link", "adr_mention",
};

static void check(const struct fact_table *table, size_t size)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        if (!row->path || row->line > size + 1)
            abort();
        for (size_t field = 0; table->kind->fields[field].name; field++) {
            const struct value *cell = &row->cells[field];
            if (cell->kind == VALUE_TEXT && strlen(cell->text) > size + 4096)
                abort();
            if (cell->kind == VALUE_ABSENT && !table->kind->fields[field].optional)
                abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const char *path = paths[data[0] % (sizeof(paths) / sizeof(*paths))];
    struct text content = {(const char *)data + 1, size - 1};
    const struct memory_file files[] = {
        {.path = path, .content = content, .kind = ENTRY_FILE},
        {.path = "docs/guide.md", .content = text_of("# Guide\n"), .kind = ENTRY_FILE},
        {.path = "lib", .content = text_of("docs"), .kind = ENTRY_LINK},
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        struct arena arena;
        arena_init(&arena, 4096);
        const struct fact_kind *kind = fact_kind_find(kinds[i]);
        struct fact_table table = {.kind = kind};
        struct failure *failure = fact_recognise_memory(
            fact_recogniser_of(kind), kind, files, sizeof(files) / sizeof(*files), &arena, &table);
        if (failure)
            abort();
        check(&table, size);
        arena_release(&arena);
    }
    return 0;
}
