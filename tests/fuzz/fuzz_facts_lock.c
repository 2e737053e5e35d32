/* The first byte chooses a lock file and the manifest that it belongs to; a line of
 * `====` parts the two. Whatever the bytes, every row has a place, every cell that must
 * be there is there, gaps say why, and `consistent` follows from the problems. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    const char *manifest, *lock;
} pairs[] = {
    {"package.json", "package-lock.json"},
    {"package.json", "yarn.lock"},
    {"package.json", "pnpm-lock.yaml"},
    {"package.json", "bun.lock"},
    {"go.mod", "go.sum"},
    {"Cargo.toml", "Cargo.lock"},
    {"composer.json", "composer.lock"},
    {"Gemfile", "Gemfile.lock"},
    {"pyproject.toml", "uv.lock"},
    {"pyproject.toml", "poetry.lock"},
    {"pyproject.toml", "pdm.lock"},
    {"Pipfile", "Pipfile.lock"},
    {"a.csproj", "packages.lock.json"},
    {"Chart.yaml", "Chart.lock"},
    {"main.tf", ".terraform.lock.hcl"},
    {"flake.nix", "flake.lock"},
    {"mix.exs", "mix.lock"},
    {"pubspec.yaml", "pubspec.lock"},
    {"Podfile", "Podfile.lock"},
    {"requirements.yaml", "requirements.lock"},
};
enum { PAIRS = sizeof(pairs) / sizeof(*pairs) };

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

static void check_kind(const char *name, const struct memory_file *files)
{
    const struct fact_kind *kind = fact_kind_find(name);
    struct arena arena;
    struct fact_table table;
    arena_init(&arena, 4096);
    if (fact_recognise_memory(fact_recogniser_of(kind), kind, files, 2, &arena, &table))
        abort();
    for (size_t i = 0; i < table.count; i++)
        check_row(kind, &table.rows[i]);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    size_t pair = (size_t)(uint8_t)(data[0] - 65) % PAIRS;
    struct text text = {(const char *)data + 1, size - 1};
    size_t mark = text_find(text, "\n====\n");
    size_t first = mark == SIZE_MAX ? text.size : mark + 1;
    size_t second = mark == SIZE_MAX ? text.size : mark + 6;
    const struct memory_file files[] = {
        {.path = pairs[pair].manifest, .content = {text.bytes, first}},
        {.path = pairs[pair].lock, .content = {text.bytes + second, text.size - second}},
    };
    check_kind("lock_problem", files);
    check_kind("lockfile", files);
    return 0;
}
