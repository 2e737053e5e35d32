#include "facts/ecosystem.h"
#include "facts/hidden_paths.h"
#include "facts/lock_names.h"
#include "facts/paths.h"
#include "facts/skipped.h"
#include "facts/supply.h"
#include "facts/workload_kinds.h"
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
    [MANIFEST_CHANGED] = {"changed", {.kind = TYPE_TIME}, false, "when it was last touched"},
    [MANIFEST_MEMBER] = {"member",
                         {.kind = TYPE_BOOLEAN},
                         false,
                         "the root of its workspace has a manifest too, which speaks for it"},
    [MANIFEST_SKIPPED] = {"skipped",
                          {.kind = TYPE_WORD, .words = skipped_reasons},
                          true,
                          "why, by convention, nobody ships it: a rule may think otherwise"},
    [MANIFEST_TOOL] = {"tool",
                       {.kind = TYPE_TEXT},
                       true,
                       "its package manager, as it says itself or by its lock file"},
    [MANIFEST_BOTS] = {"bots",
                       {.kind = TYPE_LIST, .of = TYPE_TEXT},
                       false,
                       "update bots that read its ecosystem: dependabot, renovate as it comes; "
                       "empty when none does"},
    [MANIFEST_STANDS_FOR] = {"stands_for",
                             {.kind = TYPE_PATH},
                             false,
                             "its path; the folder for all workflows, of which it is the first"},
    [MANIFEST_FIELD_COUNT] = {0},
};

/* Not the path: a workflow more, before the others, would be another manifest. */
static const char *const key[] = {"stands_for", "ecosystem", NULL};

const struct fact_kind manifest_kind = {
    .name = "manifest",
    .summary = "a manifest that declares packages from outside the repository",
    .key = key,
    .fields = fields,
};

/* What is one manifest to people and to Dependabot though it stands in several
 * files: the workflows of a repository, a module of Terraform, the images of a folder. */
struct merged {
    const char *path;
    uint32_t line;
    const char *ecosystem, *directory;
    const char *tool; /* NULL when it names none */
    int64_t dependencies;
    bool wants_lock, is_library, has_program;
    struct value changed; /* absent when nobody asks */
};

struct assembly {
    struct arena *arena;
    const struct fact_repository *repository;
    const struct fact_table *parts;
    struct workspaces *workspaces;
    struct hidden_paths *hidden; /* NULL when nobody asks for lock_ignored */
    struct merged *items;
    size_t count, capacity;
    struct table by_place; /* "ecosystem directory" of those that merge -> their index */
    /* Folders: of a program in Go; of a Cargo workspace with a program; with a
     * program in Haskell; with a Dockerfile. */
    struct table go_programs, cargo_programs, haskell_programs, images;
    /* "ecosystem directory" of a package of Python or Julia: is it a library? */
    struct table packages;
    struct table directories; /* "ecosystem directory" of every manifest */
    struct table tools;       /* the same -> the tool that a manifest there names */
};

static bool is_workflow(const char *path, const char *ecosystem)
{
    return strcmp(ecosystem, "github-actions") == 0 &&
           string_starts_with(path, ".github/workflows/");
}

static bool merges(const char *path, const char *ecosystem)
{
    static const char *const by_folder[] = {"terraform", "docker", "docker-compose", "kubernetes",
                                            NULL};
    return string_is_one_of(ecosystem, by_folder) || is_workflow(path, ecosystem);
}

static void add_manifest(struct assembly *assembly, struct merged merged)
{
    struct arena *arena = assembly->arena;
    if (merges(merged.path, merged.ecosystem)) {
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

static bool has_gemspec(const struct snapshot *snapshot, const char *manifest)
{
    size_t folder = (size_t)(path_base(manifest) - manifest);
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        if (strncmp(path, manifest, folder) == 0 && !strchr(path + folder, '/') &&
            string_ends_with(path, ".gemspec"))
            return true;
    }
    return false;
}

static void add_part(struct assembly *assembly, const struct fact_row *row)
{
    struct arena *arena = assembly->arena;
    const char *ecosystem = cell_text(row, PART_ECOSYSTEM);
    if (!ecosystem)
        return;
    if (cell_text(row, PART_TOOL))
        table_set(&assembly->tools,
                  arena_printf(arena, "%s %s", ecosystem, package_directory(arena, row->path)),
                  arena_strdup(arena, cell_text(row, PART_TOOL)));
    int64_t gemspec = cell_integer(row, PART_GEMSPEC, 0);
    bool takes_in = gemspec > 0 && has_gemspec(assembly->repository->snapshot, row->path);
    int64_t dependencies = cell_integer(row, PART_DEPENDENCIES, 0);
    bool is_first = takes_in && (dependencies == 0 || gemspec < (int64_t)row->line);
    add_manifest(assembly, (struct merged){
                               .path = row->path,
                               .line = is_first ? (uint32_t)gemspec : row->line,
                               .ecosystem = ecosystem,
                               .directory = package_directory(arena, row->path),
                               .tool = cell_text(row, PART_TOOL),
                               .dependencies = dependencies + takes_in,
                               .wants_lock = cell_is_true(row, PART_WANTS_LOCK),
                               .is_library = cell_is_true(row, PART_LIBRARY),
                               .has_program = cell_is_true(row, PART_PROGRAM),
                           });
}

/* Images that manifests of Kubernetes name with a tag or a digest. What a template
 * would make of one is nobody's to update before it is rendered, so it is no gap. */
static void add_images(struct assembly *assembly)
{
    const struct fact_repository *repository = assembly->repository;
    const struct fact_table *containers = repository->table(repository, &fact_kind_container);
    int tag = fact_field_find(&fact_kind_container, "tag");
    int digest = fact_field_find(&fact_kind_container, "digest");
    for (size_t i = 0; i < containers->count; i++) {
        const struct fact_row *row = &containers->rows[i];
        if (row->gap || (!cell_text(row, (size_t)tag) && !cell_text(row, (size_t)digest)))
            continue;
        add_manifest(assembly, (struct merged){
                                   .path = row->path,
                                   .line = row->line,
                                   .ecosystem = "kubernetes",
                                   .directory = path_directory(assembly->arena, row->path),
                                   .dependencies = 1,
                               });
    }
}

static char yes[] = "yes";
static char no[] = "no";

/* A main package in the module's folder or under its cmd/: go install makes a
 * program of it. */
static void find_go_programs(struct assembly *assembly)
{
    const struct snapshot *snapshot = assembly->repository->snapshot;
    struct arena *arena = assembly->arena;
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        if (!string_ends_with(path, ".go"))
            continue;
        if (strcmp(path_base(path), "main.go") == 0)
            table_set(&assembly->go_programs, path_directory(arena, path), yes);
        if (string_starts_with(path, "cmd/"))
            table_set(&assembly->go_programs, ".", yes);
        const char *commands = strstr(path, "/cmd/");
        if (commands)
            table_set(&assembly->go_programs,
                      arena_copy(arena, (struct text){path, (size_t)(commands - path)}), yes);
    }
}

static bool has_cargo_program(const struct assembly *assembly, const char *directory)
{
    const struct snapshot *snapshot = assembly->repository->snapshot;
    return snapshot_find(snapshot, path_join(assembly->arena, directory, "src/main.rs")) ||
           snapshot_has_folder(snapshot, path_join(assembly->arena, directory, "src/bin"));
}

/* The root of a Cargo workspace is what its members are: one program makes it an
 * application, whose lock file is at the root. */
static void find_cargo_programs(struct assembly *assembly, const struct fact_row *row)
{
    const char *member = path_directory(assembly->arena, row->path);
    if (!cell_is_true(row, PART_PROGRAM) && !has_cargo_program(assembly, member))
        return;
    table_set(&assembly->cargo_programs, member, yes);
    table_set(&assembly->cargo_programs, workspaces_root(assembly->workspaces, "cargo", member),
              yes);
}

/* The folders of packages, of Python and of Julia: what stands below one is for working
 * on it. */
static void find_package(struct assembly *assembly, const struct fact_row *row,
                         const char *ecosystem)
{
    static const char *const names[] = {"pyproject.toml", "setup.py",          "setup.cfg",
                                        "Project.toml",   "JuliaProject.toml", NULL};
    if (!string_is_one_of(path_base(row->path), names))
        return;
    const char *place = arena_printf(assembly->arena, "%s %s", ecosystem,
                                     path_directory(assembly->arena, row->path));
    const char *before = table_find(&assembly->packages, place);
    bool is_package = cell_is_true(row, PART_LIBRARY) || before == yes;
    /* An environment of Julia is no package, and says nothing of those above it. */
    if (is_package || strcmp(ecosystem, "pip") == 0)
        table_set(&assembly->packages, place, is_package ? yes : no);
}

static void find_roles(struct assembly *assembly)
{
    find_go_programs(assembly);
    for (size_t i = 0; i < assembly->parts->count; i++) {
        const struct fact_row *row = &assembly->parts->rows[i];
        const char *ecosystem = cell_text(row, PART_ECOSYSTEM);
        if (!ecosystem)
            continue;
        /* What has a Dockerfile beside it is shipped as an image, not as a package. */
        if (strcmp(ecosystem, "docker") == 0)
            table_set(&assembly->images, path_directory(assembly->arena, row->path), yes);
        if (!row->gap && strcmp(ecosystem, "cargo") == 0)
            find_cargo_programs(assembly, row);
        if (!row->gap)
            find_package(assembly, row, ecosystem);
        if (!row->gap && strcmp(ecosystem, "haskell-cabal") == 0 && cell_is_true(row, PART_PROGRAM))
            table_set(&assembly->haskell_programs, path_directory(assembly->arena, row->path), yes);
    }
}

/* Requirements and environments beside or below a package are for working on it. */
static bool belongs_to_library(const struct assembly *assembly, const struct merged *merged)
{
    const char *directory = merged->directory;
    for (;;) {
        const char *package =
            table_find(&assembly->packages,
                       arena_printf(assembly->arena, "%s %s", merged->ecosystem, directory));
        if (package)
            return package == yes;
        if (strcmp(directory, ".") == 0)
            return false;
        directory = path_directory(assembly->arena, directory);
    }
}

static bool is_library(const struct assembly *assembly, const struct merged *merged)
{
    if (table_has(&assembly->images, merged->directory))
        return false;
    if (strcmp(merged->ecosystem, "gomod") == 0)
        return !table_has(&assembly->go_programs, merged->directory);
    if (strcmp(merged->ecosystem, "cargo") == 0)
        return merged->is_library && !table_has(&assembly->cargo_programs, merged->directory);
    if (strcmp(merged->ecosystem, "pip") == 0 || strcmp(merged->ecosystem, "julia") == 0)
        return merged->is_library || belongs_to_library(assembly, merged);
    if (strcmp(merged->ecosystem, "haskell-cabal") == 0 &&
        table_has(&assembly->haskell_programs, merged->directory))
        return false;
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

/* The tool whose lock file stands in the folder; of several the first of the table. */
static const char *tool_of_lock(const struct assembly *assembly, const char *ecosystem,
                                const char *directory)
{
    for (size_t i = 0; i < lock_name_count; i++)
        if (strcmp(lock_names[i].ecosystem, ecosystem) == 0 &&
            snapshot_find(assembly->repository->snapshot,
                          path_join(assembly->arena, directory, lock_names[i].name)))
            return lock_names[i].tool;
    return NULL;
}

static const char *tool_of(const struct assembly *assembly, const struct merged *merged,
                           const char *root)
{
    if (merged->tool)
        return merged->tool;
    const char *tool = tool_of_lock(assembly, merged->ecosystem, merged->directory);
    if (!tool)
        tool = table_find(&assembly->tools,
                          arena_printf(assembly->arena, "%s %s", merged->ecosystem, root));
    return tool ? tool : tool_of_lock(assembly, merged->ecosystem, root);
}

static struct value bots_of(struct arena *arena, const char *ecosystem)
{
    const struct ecosystem *known = ecosystem_find(ecosystem);
    const char *bots[2];
    size_t count = 0;
    if (known && known->dependabot[0])
        bots[count++] = "dependabot";
    if (known && known->renovate)
        bots[count++] = "renovate";
    return value_texts(arena, bots, count);
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
    cells[MANIFEST_CHANGED] = merged->changed;
    cells[MANIFEST_SKIPPED] =
        value_text(skipped_as(assembly->arena, assembly->repository->snapshot, merged->path));
    cells[MANIFEST_BOTS] = bots_of(assembly->arena, merged->ecosystem);
    cells[MANIFEST_STANDS_FOR] =
        value_text(is_workflow(merged->path, merged->ecosystem) ? merged->directory : merged->path);
    cells[MANIFEST_TOOL] = fact_text(writer, tool_of(assembly, merged, root));
    cells[MANIFEST_MEMBER] =
        value_boolean(strcmp(root, merged->directory) != 0 &&
                      table_has(&assembly->directories,
                                arena_printf(assembly->arena, "%s %s", merged->ecosystem, root)));
    if (assembly->hidden)
        cells[MANIFEST_LOCK_IGNORED] =
            value_boolean(hides_lock(assembly, merged->ecosystem, merged->directory) ||
                          (strcmp(root, merged->directory) != 0 &&
                           hides_lock(assembly, merged->ecosystem, root)));
}

static void write_gap(struct fact_writer *writer, const struct snapshot *snapshot,
                      const struct fact_row *part)
{
    const struct unknown *unknown = part->cells[PART_DEPENDENCIES].unknown;
    struct fact_row *row =
        fact_add_gap(writer, &manifest_kind, part->path, unknown->class, unknown->reason);
    row->cells[MANIFEST_ECOSYSTEM] = fact_text(writer, cell_text(part, PART_ECOSYSTEM));
    row->cells[MANIFEST_DIRECTORY] = value_text(package_directory(fact_arena(writer), part->path));
    row->cells[MANIFEST_STANDS_FOR] = value_text(part->path);
    /* Where no tool of the ecosystem writes locks, the file need not be read to know. */
    const char *ecosystem = cell_text(part, PART_ECOSYSTEM);
    const struct ecosystem *known = ecosystem ? ecosystem_find(ecosystem) : NULL;
    if (ecosystem)
        row->cells[MANIFEST_BOTS] = bots_of(fact_arena(writer), ecosystem);
    if (known && !known->locks[0])
        row->cells[MANIFEST_LOCK_EXPECTED] = value_boolean(false);
    row->cells[MANIFEST_VENDORED] = value_boolean(snapshot_is_vendored(snapshot, part->path));
    row->cells[MANIFEST_SKIPPED] = value_text(skipped_as(fact_arena(writer), snapshot, part->path));
}

/* One walk for all of them. Where the history ends before a manifest was found, only
 * a full clone can tell. */
static struct failure *find_changes(struct assembly *assembly)
{
    struct arena *arena = assembly->arena;
    const struct fact_repository *repository = assembly->repository;
    const struct object_id *head = &repository->snapshot->commit.commit;
    const char **paths = ARENA_ARRAY(arena, const char *, assembly->count + 1);
    int64_t *times = ARENA_ARRAY(arena, int64_t, assembly->count + 1);
    bool has_history = repository->repository && !object_id_is_zero(head);
    bool truncated = false;
    for (size_t i = 0; i < assembly->count; i++)
        paths[i] = assembly->items[i].path;
    if (has_history)
        TRY(history_last_changed(repository->repository, head, paths, assembly->count, times,
                                 &truncated, arena));
    struct value unknown = value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                                         has_history ? "the history is cut before its last change"
                                                     : "there is no history");
    for (size_t i = 0; i < assembly->count; i++)
        assembly->items[i].changed =
            has_history && times[i] != INT64_MIN ? value_time(times[i]) : unknown;
    return NULL;
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
    table_init(&assembly.go_programs, arena);
    table_init(&assembly.cargo_programs, arena);
    table_init(&assembly.images, arena);
    table_init(&assembly.packages, arena);
    table_init(&assembly.haskell_programs, arena);
    table_init(&assembly.directories, arena);
    table_init(&assembly.tools, arena);
    find_roles(&assembly);
    for (size_t i = 0; i < assembly.parts->count; i++) {
        const struct fact_row *part = &assembly.parts->rows[i];
        if (part->gap)
            write_gap(writer, repository->snapshot, part);
        else if (!cell_is_true(part, PART_ONLY_WORKSPACE))
            add_part(&assembly, part);
    }
    add_images(&assembly);
    size_t kept = 0;
    for (size_t i = 0; i < assembly.count; i++)
        if (assembly.items[i].dependencies > 0)
            assembly.items[kept++] = assembly.items[i];
    assembly.count = kept;
    if (fact_wants_field(repository, &manifest_kind, "changed"))
        TRY(find_changes(&assembly));
    for (size_t i = 0; i < assembly.count; i++)
        table_set(
            &assembly.directories,
            arena_printf(arena, "%s %s", assembly.items[i].ecosystem, assembly.items[i].directory),
            yes);
    for (size_t i = 0; i < assembly.count; i++)
        write_row(&assembly, writer, &assembly.items[i]);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&manifest_kind, NULL};
static const struct fact_kind *const needs[] = {&manifest_part_kind, &fact_kind_container, NULL};
static const struct fact_kind *const ignore_needs[] = {&ignore_rule_kind, NULL};
static const struct fact_field_need field_needs[] = {{"lock_ignored", ignore_needs}, {0}};

FACT(manifest) = {
    .name = "manifest",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "manifests with their workspace, role and whether a lock file is expected",
    .version = 8,
    .kinds = kinds,
    .needs = needs,
    .field_needs = field_needs,
    .recognise_repository = recognise,
};
