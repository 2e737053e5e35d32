/* The first byte chooses a path, the rest is the file: every recogniser of what is written for
 * AI agents and about them reads it. Rows must stand within the file and hold whole cells. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {
    "AGENTS.md",
    "CLAUDE.md",
    "AI_POLICY.md",
    "CONTRIBUTING.md",
    ".mcp.json",
    ".claude/settings.json",
    ".aiexclude",
    ".cursorignore",
    ".cursor/rules/a.mdc",
    ".codex/config.toml",
    "docs/code-provenance.rst",
    "src/a.c",
    "REUSE.toml",
    ".reuse/dep5",
};

static const char *const kinds[] = {
    "agent_file", "agent_smell",      "agent_import",   "agent_exclusion",
    "ai_policy",  "attribution_rule", "licence_header", "reuse_annotation",
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
    struct text content = {(const char *)data + 1, size - 1};
    const struct memory_file files[] = {
        {.path = paths[data[0] % (sizeof(paths) / sizeof(*paths))],
         .content = content,
         .kind = ENTRY_FILE},
        {.path = "GEMINI.md", .content = text_of("@docs/a.md"), .kind = ENTRY_FILE},
        {.path = "docs/a.md", .content = content, .kind = ENTRY_FILE},
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        struct arena arena;
        arena_init(&arena, 4096);
        const struct fact_kind *kind = fact_kind_find(kinds[i]);
        struct fact_table table = {.kind = kind};
        struct failure *failure = fact_recognise_memory(
            NULL, kind, files, sizeof(files) / sizeof(*files), &arena, &table);
        if (failure)
            abort();
        check(&table, size);
        arena_release(&arena);
    }
    return 0;
}
