#include "base/limits.h"
#include "facts/hidden_paths.h"
#include "facts/lock_check.h"
#include "facts/lock_names.h"
#include "facts/paths.h"
#include "facts/workspace.h"

#include <string.h>

static const char *const sorts[] = {
    "missing_entry", "other_version", "other_tool", "conflict_marks",
    "stale",         "ignored",       "off",        NULL};

static const struct fact_field fields[] = {
    [LOCK_PROBLEM_SORT] = {"sort",
                           {.kind = TYPE_WORD, .words = sorts},
                           false,
                           "stale: the lock file holds what the manifest no longer declares; off: "
                           "a setting tells the tool to write none"},
    [LOCK_PROBLEM_MANIFEST] = {"manifest", {.kind = TYPE_PATH}, false, "the manifest it is about"},
    [LOCK_PROBLEM_NAME] = {"name",
                           {.kind = TYPE_TEXT},
                           true,
                           "the package; of other_tool the other lock file"},
    [LOCK_PROBLEM_DETAIL] = {"detail", {.kind = TYPE_TEXT}, false, "what differs, in words"},
    [LOCK_PROBLEM_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", "sort", "name", NULL};

const struct fact_kind lock_problem_kind = {
    .name = "lock_problem",
    .summary = "what keeps a lock file from saying what its manifests ask for",
    .key = key,
    .fields = fields,
};

struct locks {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    const struct fact_table *parts;     /* manifest_part */
    const struct fact_table *lockfiles; /* lockfile_part */
    struct workspaces *workspaces;
    struct table by_place; /* "tool directory" of every lock file */
    struct table root_of;  /* path of a manifest -> the folder of its workspace */
};

static const char *place_of(struct arena *arena, const char *tool, const char *directory)
{
    return arena_printf(arena, "%s %s", tool, directory);
}

static bool fits(const char *pattern, const char *base)
{
    const char *star = strchr(pattern, '*');
    if (!star)
        return strcmp(pattern, base) == 0;
    size_t before = (size_t)(star - pattern);
    return strncmp(base, pattern, before) == 0 &&
           (star[1] == '\0' || strstr(base + before, star + 1));
}

/* The folder of the lock file that speaks for a manifest: its own first. */
static bool speaks_for(const struct locks *locks, const struct fact_row *lock, const char *path,
                       struct arena *arena)
{
    const char *folder = cell_text(lock, LOCK_PART_DIRECTORY);
    const char *own = package_directory(arena, path);
    if (strcmp(own, folder) == 0)
        return true;
    const char *root = table_find(&locks->root_of, path);
    return root && strcmp(root, folder) == 0 &&
           !table_has(&locks->by_place, place_of(arena, cell_text(lock, LOCK_PART_TOOL), own));
}

static void read_manifest(struct lock_check *check, struct lock_manifest *manifest)
{
    const struct fact_repository *repository = check->repository;
    const struct entry *entry = snapshot_find(repository->snapshot, manifest->path);
    struct content content;
    if (!entry)
        return;
    reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, check->scratch, &content);
    manifest->is_read = content.state == CONTENT_TEXT;
    if (manifest->is_read)
        manifest->text = content.text;
}

static const char *below(struct arena *arena, const char *directory, const char *root)
{
    if (strcmp(directory, root) == 0)
        return ".";
    if (strcmp(root, ".") == 0)
        return directory;
    if (path_is_within(directory, root))
        return arena_strdup(arena, directory + strlen(root) + 1);
    return directory;
}

/* False when one of them cannot be read: then nothing is compared. */
static bool find_manifests(const struct locks *locks, const struct fact_row *lock,
                           const struct lock_rule *rule, struct lock_check *check)
{
    const char *ecosystem = cell_text(lock, LOCK_PART_ECOSYSTEM);
    size_t capacity = 0;
    for (size_t i = 0; i < locks->parts->count; i++) {
        const struct fact_row *part = &locks->parts->rows[i];
        const char *its_ecosystem = cell_text(part, PART_ECOSYSTEM);
        if (!its_ecosystem || strcmp(its_ecosystem, ecosystem) != 0 ||
            !fits(rule->manifests, path_base(part->path)) ||
            !speaks_for(locks, lock, part->path, check->scratch))
            continue;
        if (part->gap) {
            const struct unknown *unknown = part->cells[PART_DEPENDENCIES].unknown;
            lock_unknown(check, unknown->class,
                         arena_printf(check->scratch, "'%s' cannot be read: %s", part->path,
                                      unknown->reason));
            return false;
        }
        struct lock_manifest manifest = {.path = part->path};
        manifest.directory = package_directory(check->scratch, part->path);
        manifest.below = below(check->scratch, manifest.directory, check->directory);
        read_manifest(check, &manifest);
        check->manifests = arena_grow(check->scratch, check->manifests, check->count, &capacity,
                                      sizeof(*check->manifests));
        check->manifests[check->count++] = manifest;
    }
    return true;
}

static void compare(const struct locks *locks, const struct fact_row *lock, struct arena *scratch)
{
    const struct lock_rule *rule = lock_rule_find(cell_text(lock, LOCK_PART_TOOL));
    if (!rule)
        return;
    struct lock_check check = {
        .arena = fact_arena(locks->writer),
        .scratch = scratch,
        .repository = locks->repository,
        .writer = locks->writer,
        .path = lock->path,
        .directory = cell_text(lock, LOCK_PART_DIRECTORY),
        .tool = rule->tool,
    };
    const struct entry *entry = snapshot_find(locks->repository->snapshot, lock->path);
    struct content content = {.state = CONTENT_MISSING};
    if (entry)
        reader_read(locks->repository->reader, entry, LIMIT_BLOB_BYTES, scratch, &content);
    if (content.state != CONTENT_TEXT) {
        lock_unknown(&check, UNKNOWN_UNREADABLE, "it is no text");
        return;
    }
    check.text = content.text;
    if (find_manifests(locks, lock, rule, &check) && check.count > 0)
        rule->check(&check);
}

static void add(const struct locks *locks, const char *path, uint32_t line, const char *sort,
                const char *manifest, const char *name, const char *detail)
{
    struct fact_row *row = fact_add(locks->writer, &lock_problem_kind, path, line, 1);
    row->cells[LOCK_PROBLEM_SORT] = value_text(sort);
    row->cells[LOCK_PROBLEM_MANIFEST] = fact_text(locks->writer, manifest);
    row->cells[LOCK_PROBLEM_NAME] = fact_text(locks->writer, name);
    row->cells[LOCK_PROBLEM_DETAIL] = fact_text(locks->writer, detail);
}

/* A manifest of a folder and an ecosystem: one that names its tool, else the first. */
static const struct fact_row *manifest_of(const struct locks *locks, const char *ecosystem,
                                          const char *directory)
{
    const struct fact_row *first = NULL;
    for (size_t i = 0; i < locks->parts->count; i++) {
        const struct fact_row *part = &locks->parts->rows[i];
        const char *its_ecosystem = cell_text(part, PART_ECOSYSTEM);
        if (part->gap || !its_ecosystem || strcmp(its_ecosystem, ecosystem) != 0 ||
            cell_is_true(part, PART_ONLY_WORKSPACE) ||
            strcmp(package_directory(fact_arena(locks->writer), part->path), directory) != 0)
            continue;
        if (cell_text(part, PART_TOOL))
            return part;
        if (!first)
            first = part;
    }
    return first;
}

/* Tools that install the same packages; beside pip's compiled requirements and the
 * export formats any of them may stand. */
static bool is_rival(const char *tool)
{
    static const char *const rivals[] = {"npm",    "yarn", "pnpm", "bun", "pipenv",
                                         "poetry", "uv",   "pdm",  NULL};
    return string_is_one_of(tool, rivals);
}

/* Of lock files of several tools in one folder one is what people install from: that of
 * the tool that the manifest names, else the first. The others are wrong. */
static void find_rivals(const struct locks *locks, size_t index)
{
    const struct fact_row *lock = &locks->lockfiles->rows[index];
    const char *tool = cell_text(lock, LOCK_PART_TOOL);
    const char *ecosystem = cell_text(lock, LOCK_PART_ECOSYSTEM);
    const char *directory = cell_text(lock, LOCK_PART_DIRECTORY);
    if (lock->gap || !is_rival(tool))
        return;
    const struct fact_row *manifest = manifest_of(locks, ecosystem, directory);
    const char *wanted = manifest ? cell_text(manifest, PART_TOOL) : NULL;
    struct arena *arena = fact_arena(locks->writer);
    if (wanted && strcmp(wanted, tool) == 0)
        return;
    for (size_t i = 0; i < locks->lockfiles->count; i++) {
        const struct fact_row *other = &locks->lockfiles->rows[i];
        const char *other_tool = cell_text(other, LOCK_PART_TOOL);
        if (i == index || other->gap || strcmp(other_tool, tool) == 0 || !is_rival(other_tool) ||
            !cell_is(other, LOCK_PART_ECOSYSTEM, ecosystem) ||
            !cell_is(other, LOCK_PART_DIRECTORY, directory))
            continue;
        bool other_is_wanted = wanted && strcmp(wanted, other_tool) == 0;
        if (!other_is_wanted && (wanted || i > index))
            continue;
        add(locks, lock->path, 1, "other_tool", manifest ? manifest->path : lock->path, other->path,
            arena_printf(arena, "'%s' stands beside it, and %s", path_base(other->path),
                         other_is_wanted ? arena_printf(arena, "the manifest names %s", other_tool)
                                         : "nothing says which of them is installed from"));
        return;
    }
}

/* A lock file that is committed although a .gitignore hides it: `git add` leaves out
 * the next one. */
static void find_ignored(const struct locks *locks, struct hidden_paths *hidden)
{
    for (size_t i = 0; i < locks->lockfiles->count; i++) {
        const struct fact_row *lock = &locks->lockfiles->rows[i];
        if (lock->gap || !hidden_paths_have(hidden, lock->path))
            continue;
        const struct fact_row *manifest = manifest_of(locks, cell_text(lock, LOCK_PART_ECOSYSTEM),
                                                      cell_text(lock, LOCK_PART_DIRECTORY));
        add(locks, lock->path, 1, "ignored", manifest ? manifest->path : lock->path, NULL,
            "a .gitignore hides it");
    }
}

static bool is_off(struct text line)
{
    size_t equals = text_find(line, "=");
    if (equals == SIZE_MAX)
        return false;
    struct text name = text_trim((struct text){line.bytes, equals});
    struct text value = text_trim((struct text){line.bytes + equals + 1, line.size - equals - 1});
    return text_equals(value, "false") &&
           (text_equals(name, "package-lock") || text_equals(name, "lockfile"));
}

/* `package-lock=false` of npm and `lockfile=false` of pnpm in the .npmrc beside a
 * manifest (docs of npm and pnpm, "config"). */
static void find_switched_off(const struct locks *locks, const char *manifest,
                              struct arena *scratch)
{
    const char *path = path_join(scratch, path_directory(scratch, manifest), ".npmrc");
    const struct entry *entry = snapshot_find(locks->repository->snapshot, path);
    struct content content;
    if (!entry)
        return;
    reader_read(locks->repository->reader, entry, LIMIT_BLOB_BYTES, scratch, &content);
    struct text rest = content.state == CONTENT_TEXT ? content.text : (struct text){"", 0};
    struct text line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++)
        if (is_off(line))
            add(locks, entry->path, number, "off", manifest, NULL,
                arena_printf(scratch, "'%.*s'", (int)text_trim(line).size, text_trim(line).bytes));
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct locks locks = {
        .writer = writer,
        .repository = repository,
        .parts = repository->table(repository, &manifest_part_kind),
        .lockfiles = repository->table(repository, &lockfile_part_kind),
    };
    locks.workspaces = workspaces_new(arena, locks.parts);
    table_init(&locks.by_place, arena);
    table_init(&locks.root_of, arena);
    for (size_t i = 0; i < locks.lockfiles->count; i++) {
        struct fact_row *lock = &locks.lockfiles->rows[i];
        if (!lock->gap)
            table_set(&locks.by_place,
                      place_of(arena, cell_text(lock, LOCK_PART_TOOL),
                               cell_text(lock, LOCK_PART_DIRECTORY)),
                      lock);
    }
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct arena_mark start = arena_mark(&scratch);
    for (size_t i = 0; i < locks.parts->count; i++) {
        const struct fact_row *part = &locks.parts->rows[i];
        const char *ecosystem = cell_text(part, PART_ECOSYSTEM);
        if (!ecosystem)
            continue;
        table_set(&locks.root_of, part->path,
                  arena_strdup(arena, workspaces_root(locks.workspaces, ecosystem,
                                                      package_directory(arena, part->path))));
        if (strcmp(path_base(part->path), "package.json") == 0)
            find_switched_off(&locks, part->path, &scratch);
        arena_reset(&scratch, start);
    }
    for (size_t i = 0; i < locks.lockfiles->count; i++) {
        const struct fact_row *lock = &locks.lockfiles->rows[i];
        if (lock->gap)
            continue;
        find_rivals(&locks, i);
        if (lock->cells[LOCK_PART_CONFLICT].kind == VALUE_INTEGER)
            add(&locks, lock->path, (uint32_t)cell_integer(lock, LOCK_PART_CONFLICT, 1),
                "conflict_marks", lock->path, NULL, "marks of an unfinished merge");
        else if (cell_is_true(lock, LOCK_PART_WHOLE))
            compare(&locks, lock, &scratch);
        arena_reset(&scratch, start);
    }
    arena_release(&scratch);
    find_ignored(&locks, hidden_paths_new(arena, repository->table(repository, &ignore_rule_kind)));
    return NULL;
}

static const struct fact_kind *const kinds[] = {&lock_problem_kind, NULL};
static const struct fact_kind *const needs[] = {&manifest_part_kind, &lockfile_part_kind,
                                                &ignore_rule_kind, NULL};

FACT(lock_problem) = {
    .name = "lock_problem",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "lock files compared with the manifests that they speak for",
    .version = 2,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
