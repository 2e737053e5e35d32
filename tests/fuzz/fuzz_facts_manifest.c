/* The first byte chooses a file's name: manifests, lock files, bots' settings,
 * workloads, states. Whatever the bytes, every row has a place, every cell that
 * must be there is there, and gaps say why. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {
    "package.json",
    "pyproject.toml",
    "requirements.txt",
    "setup.py",
    "setup.cfg",
    "go.mod",
    "go.work",
    "Cargo.toml",
    "pom.xml",
    "build.gradle",
    "settings.gradle",
    "Gemfile",
    "composer.json",
    "a.csproj",
    "a.sln",
    "mix.exs",
    "pubspec.yaml",
    "Package.swift",
    "Podfile",
    "Chart.yaml",
    "main.tf",
    ".github/workflows/a.yml",
    "compose.yaml",
    "Dockerfile",
    ".gitignore",
    ".github/dependabot.yml",
    "renovate.json5",
    "k8s/a.yaml",
    "Procfile",
    "terraform.tfstate",
    "yarn.lock",
    "pnpm-workspace.yaml",
    "serverless.yml",
    "Pipfile",
    "aws/task-def.json",
    "app.yaml",
};

static const char *const kinds[] = {"manifest",      "lockfile",  "update_entry", "coverage",
                                    "workload",      "container", "state_file",   "ignore_rule",
                                    "manifest_part", "binary",    "file",         "secret"};

static void check_row(const struct fact_kind *kind, const struct fact_row *row, uint32_t lines)
{
    if (!row->path || row->line == 0 || row->line > lines + 1)
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    static const char npm[] = "{\"dependencies\": {\"a\": \"1\"}}";
    const struct memory_file files[] = {
        {.path = names[data[0] % (sizeof(names) / sizeof(*names))],
         .content = {(const char *)data + 1, size - 1}},
        {.path = "web/package.json", .content = {npm, sizeof(npm) - 1}},
    };
    uint32_t lines = 1;
    for (size_t i = 1; i < size; i++)
        lines += data[i] == '\n';
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
        const struct fact_kind *kind = fact_kind_find(kinds[k]);
        struct arena arena;
        arena_init(&arena, 4096);
        struct fact_table table;
        struct failure *failure =
            fact_recognise_memory(fact_recogniser_of(kind), kind, files, 2, &arena, &table);
        if (failure)
            abort();
        for (size_t i = 0; i < table.count; i++)
            check_row(kind, &table.rows[i], lines);
        arena_release(&arena);
    }
    return 0;
}
