#include "facts/hidden_paths.h"
#include "facts/lock_names.h"
#include "facts/paths.h"
#include "facts/supply.h"
#include "facts/workspace.h"

#include "base/table.h"

#include <string.h>

static const char *const roles[] = {"application", "library", NULL};

static const struct fact_field fields[] = {
    [MANIFEST_ECOSYSTEM] = {"ecosystem", {.kind = TYPE_TEXT}, false, "npm, pip, gomod, cargo, ..."},
    [MANIFEST_DIRECTORY] = {"directory", {.kind = TYPE_PATH}, false, "its folder; . for the root"},
    [MANIFEST_WORKSPACE_ROOT] = {"workspace_root",
                                 {.kind = TYPE_PATH},
                                 false,
                                 "the folder of its workspace; its own when it is in none"},
    [MANIFEST_ROLE] = {"role",
                       {.kind = TYPE_WORD, .words = roles},
                       false,
                       "by the conventions of its ecosystem"},
    [MANIFEST_VENDORED] = {"vendored", {.kind = TYPE_BOOLEAN}, false, "others' code"},
    [MANIFEST_DEPENDENCIES] = {"dependencies",
                               {.kind = TYPE_INTEGER},
                               false,
                               "packages from outside that it declares; never none"},
    [MANIFEST_LOCK_EXPECTED] = {"lock_expected",
                                {.kind = TYPE_BOOLEAN},
                                false,
                                "its tool writes a lock file, and it is not exact by itself"},
    [MANIFEST_LOCK_IGNORED] = {"lock_ignored",
                               {.kind = TYPE_BOOLEAN},
                               false,
                               "a .gitignore hides a lock file of this ecosystem"},
    [MANIFEST_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", "ecosystem", NULL};

const struct fact_kind manifest_kind = {
    .name = "manifest",
    .summary = "a manifest that declares packages from outside the repository",
    .key = key,
    .fields = fields,
};

/* What is one manifest to people and to Dependabot though it stands in several
 * files: the workflows of a repository, a module of Terraform. */
struct merged {
    const char *path;
    uint32_t line;
    const char *ecosystem, *directory;
    int64_t dependencies;
    bool wants_lock, is_library, has_program;
};

struct assembly {
    struct arena *arena;
    const struct fact_repository *repository;
    const struct fact_table *parts;
    struct workspaces *workspaces;
    struct hidden_paths *hidden; /* NULL when nobody asks for lock_ignored */
    struct merged *items;
    size_t count, capacity;
    struct table by_place; /* "ecosystem directory" of those that merge -> index + 1 */
};

static bool merges(const struct fact_row *row)
{
    const char *ecosystem = cell_text(row, PART_ECOSYSTEM);
    return strcmp(ecosystem, "terraform") == 0 ||
           (strcmp(ecosystem, "github-actions") == 0 &&
            string_starts_with(row->path, ".github/workflows/"));
}

static void add_part(struct assembly *assembly, const struct fact_row *row)
{
    struct arena *arena = assembly->arena;
    struct merged merged = {
        .path = row->path,
        .line = row->line,
        .ecosystem = cell_text(row, PART_ECOSYSTEM),
        .directory = path_directory(arena, row->path),
        .dependencies = cell_integer(row, PART_DEPENDENCIES, 0),
        .wants_lock = cell_is_true(row, PART_WANTS_LOCK),
        .is_library = cell_is_true(row, PART_LIBRARY),
        .has_program = cell_is_true(row, PART_PROGRAM),
    };
    if (merges(row)) {
        const char *place = arena_printf(arena, "%s %s", merged.ecosystem, merged.directory);
        const size_t *index = table_find(&assembly->by_place, place);
        if (index) {
            struct merged *first = &assembly->items[*index];
            if (first->dependencies == 0 && merged.dependencies > 0) {
                first->path = merged.path;
                first->line = merged.line;
            }
            first->dependencies += merged.dependencies;
            first->wants_lock |= merged.wants_lock;
            first->is_library &= merged.is_library;
            return;
        }
        size_t *here = ARENA_NEW(arena, size_t);
        *here = assembly->count;
        table_set(&assembly->by_place, place, here);
    }
    assembly->items = arena_grow(arena, assembly->items, assembly->count, &assembly->capacity,
                                 sizeof(*assembly->items));
    assembly->items[assembly->count++] = merged;
}

/* A main package in the module's folder or under its cmd/, but not below another
 * module: go install makes a program of it. */
static bool has_go_program(const struct assembly *assembly, const char *directory)
{
    const struct snapshot *snapshot = assembly->repository->snapshot;
    const char *commands = path_join(assembly->arena, directory, "cmd");
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        if (!string_ends_with(path, ".go"))
            continue;
        if (path_is_within(path, commands) ||
            (strcmp(path_base(path), "main.go") == 0 &&
             strcmp(path_directory(assembly->arena, path), directory) == 0))
            return true;
    }
    return false;
}

static bool has_cargo_program(const struct assembly *assembly, const char *directory)
{
    const struct snapshot *snapshot = assembly->repository->snapshot;
    return snapshot_find(snapshot, path_join(assembly->arena, directory, "src/main.rs")) ||
           snapshot_has_folder(snapshot, path_join(assembly->arena, directory, "src/bin"));
}

/* The root of a Cargo workspace is what its members are: one program makes it an
 * application, whose lock file is at the root. */
static bool has_cargo_member_program(const struct assembly *assembly, const char *directory)
{
    for (size_t i = 0; i < assembly->parts->count; i++) {
        const struct fact_row *row = &assembly->parts->rows[i];
        if (row->gap || strcmp(cell_text(row, PART_ECOSYSTEM), "cargo") != 0)
            continue;
        const char *member = path_directory(assembly->arena, row->path);
        if (strcmp(workspaces_root(assembly->workspaces, "cargo", member), directory) == 0 &&
            (cell_is_true(row, PART_PROGRAM) || has_cargo_program(assembly, member)))
            return true;
    }
    return false;
}

/* Requirements beside or below a package are for working on the package. */
static bool belongs_to_python_library(const struct assembly *assembly, const char *directory)
{
    const struct fact_row *nearest = NULL;
    const char *nearest_directory = NULL;
    for (size_t i = 0; i < assembly->parts->count; i++) {
        const struct fact_row *row = &assembly->parts->rows[i];
        if (row->gap || strcmp(cell_text(row, PART_ECOSYSTEM), "pip") != 0)
            continue;
        const char *base = path_base(row->path);
        if (strcmp(base, "pyproject.toml") != 0 && strcmp(base, "setup.py") != 0 &&
            strcmp(base, "setup.cfg") != 0)
            continue;
        const char *here = path_directory(assembly->arena, row->path);
        if (!path_is_within(directory, here))
            continue;
        bool is_nearer = !nearest || (path_is_within(here, nearest_directory) &&
                                      strcmp(here, nearest_directory) != 0);
        if (is_nearer ||
            (nearest && strcmp(here, nearest_directory) == 0 && cell_is_true(row, PART_LIBRARY))) {
            nearest = row;
            nearest_directory = here;
        }
    }
    return nearest && cell_is_true(nearest, PART_LIBRARY);
}

/* What has a Dockerfile beside it is shipped as an image, not as a package. */
static bool is_shipped_as_image(const struct assembly *assembly, const char *directory)
{
    for (size_t i = 0; i < assembly->parts->count; i++) {
        const struct fact_row *row = &assembly->parts->rows[i];
        const char *ecosystem = cell_text(row, PART_ECOSYSTEM);
        if (ecosystem && strcmp(ecosystem, "docker") == 0 &&
            strcmp(path_directory(assembly->arena, row->path), directory) == 0)
            return true;
    }
    return false;
}

static bool is_library(const struct assembly *assembly, const struct merged *merged)
{
    if (is_shipped_as_image(assembly, merged->directory))
        return false;
    if (strcmp(merged->ecosystem, "gomod") == 0)
        return !has_go_program(assembly, merged->directory);
    if (strcmp(merged->ecosystem, "cargo") == 0)
        return merged->is_library && !merged->has_program &&
               !has_cargo_program(assembly, merged->directory) &&
               !has_cargo_member_program(assembly, merged->directory);
    if (strcmp(merged->ecosystem, "pip") == 0)
        return merged->is_library || belongs_to_python_library(assembly, merged->directory);
    return merged->is_library && !merged->has_program;
}

static bool hides_lock(const struct assembly *assembly, const char *ecosystem,
                       const char *directory)
{
    for (size_t i = 0; i < lock_name_count; i++)
        if (strcmp(lock_names[i].ecosystem, ecosystem) == 0 &&
            hidden_paths_have(assembly->hidden,
                              path_join(assembly->arena, directory, lock_names[i].name)))
            return true;
    return false;
}

static void write_row(struct assembly *assembly, struct fact_writer *writer,
                      const struct merged *merged)
{
    const char *root = workspaces_root(assembly->workspaces, merged->ecosystem, merged->directory);
    struct value *cells = fact_add(writer, &manifest_kind, merged->path, merged->line, 1)->cells;
    cells[MANIFEST_ECOSYSTEM] = fact_text(writer, merged->ecosystem);
    cells[MANIFEST_DIRECTORY] = value_text(merged->directory);
    cells[MANIFEST_WORKSPACE_ROOT] = value_text(root);
    cells[MANIFEST_ROLE] = value_text(is_library(assembly, merged) ? "library" : "application");
    cells[MANIFEST_VENDORED] =
        value_boolean(snapshot_is_vendored(assembly->repository->snapshot, merged->path));
    cells[MANIFEST_DEPENDENCIES] = value_integer(merged->dependencies);
    cells[MANIFEST_LOCK_EXPECTED] = value_boolean(merged->wants_lock);
    if (assembly->hidden)
        cells[MANIFEST_LOCK_IGNORED] =
            value_boolean(hides_lock(assembly, merged->ecosystem, merged->directory) ||
                          (strcmp(root, merged->directory) != 0 &&
                           hides_lock(assembly, merged->ecosystem, root)));
}

static void write_gap(struct fact_writer *writer, const struct fact_row *part)
{
    const struct unknown *unknown = part->cells[PART_DEPENDENCIES].unknown;
    struct fact_row *row =
        fact_add_gap(writer, &manifest_kind, part->path, unknown->class, unknown->reason);
    row->cells[MANIFEST_ECOSYSTEM] = fact_text(writer, cell_text(part, PART_ECOSYSTEM));
    row->cells[MANIFEST_DIRECTORY] = value_text(path_directory(fact_arena(writer), part->path));
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct assembly assembly = {
        .arena = arena,
        .repository = repository,
        .parts = repository->table(repository, &manifest_part_kind),
    };
    assembly.workspaces = workspaces_new(arena, assembly.parts);
    if (fact_wants_field(repository, &manifest_kind, "lock_ignored"))
        assembly.hidden = hidden_paths_new(arena, repository->table(repository, &ignore_rule_kind));
    table_init(&assembly.by_place, arena);
    for (size_t i = 0; i < assembly.parts->count; i++) {
        const struct fact_row *part = &assembly.parts->rows[i];
        if (part->gap)
            write_gap(writer, part);
        else if (!cell_is_true(part, PART_ONLY_WORKSPACE))
            add_part(&assembly, part);
    }
    for (size_t i = 0; i < assembly.count; i++)
        if (assembly.items[i].dependencies > 0)
            write_row(&assembly, writer, &assembly.items[i]);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&manifest_kind, NULL};
static const struct fact_kind *const needs[] = {&manifest_part_kind, NULL};
static const struct fact_kind *const ignore_needs[] = {&ignore_rule_kind, NULL};
static const struct fact_field_need field_needs[] = {{"lock_ignored", ignore_needs}, {0}};

FACT(manifest) = {
    .name = "manifest",
    .summary = "manifests with their workspace, role and whether a lock file is expected",
    .version = 2,
    .kinds = kinds,
    .needs = needs,
    .field_needs = field_needs,
    .recognise_repository = recognise,
};
