/* go.sum: a hash of the go.mod of every module that go.mod requires, else the go command
 * stops with "missing go.sum entry for go.mod file" (Go Modules Reference, "go.sum files";
 * cmd/go/internal/modload). A module that is replaced by a folder has none, one that is
 * replaced by another has that one's. In a workspace go.work.sum may hold the rest. */
#include "base/limits.h"
#include "facts/lock_check.h"
#include "facts/paths.h"

#include <string.h>

static char present[] = "present";

static void add_sums(struct arena *arena, struct table *sums, struct text rest)
{
    struct text line;
    while (text_next_line(&rest, &line)) {
        size_t mark = text_find(line, "/go.mod h1:");
        if (mark != SIZE_MAX)
            table_set(sums, arena_copy(arena, (struct text){line.bytes, mark}), present);
    }
}

/* go.work.sum of the folder or of one above it. */
static void add_workspace_sums(struct lock_check *check, struct table *sums)
{
    const struct fact_repository *repository = check->repository;
    for (const char *folder = check->directory;; folder = path_directory(check->scratch, folder)) {
        const char *path = path_join(check->scratch, folder, "go.work.sum");
        const struct entry *entry = snapshot_find(repository->snapshot, path);
        struct content content;
        if (entry) {
            reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, check->scratch, &content);
            if (content.state == CONTENT_TEXT)
                add_sums(check->scratch, sums, content.text);
        }
        if (strcmp(folder, ".") == 0)
            return;
    }
}

/* The replacement of a module; NULL when it has none for that version. */
static const struct node *replacement_of(const struct node *root, const char *path,
                                         const char *version)
{
    const struct node *list = node_find(root, "Replace");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const struct node *old = node_find(list->items[i], "Old");
        const char *old_path = node_string(old, "Path");
        const char *old_version = node_string(old, "Version");
        if (old_path && strcmp(old_path, path) == 0 &&
            (!old_version || strcmp(old_version, version) == 0))
            return node_find(list->items[i], "New");
    }
    return NULL;
}

static void check_module(struct lock_check *check, const struct lock_manifest *manifest,
                         const struct table *sums)
{
    const struct node *root = lock_document(check, manifest->path, manifest->text, "gomod");
    const struct node *list = node_find(root, "Require");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const char *path = node_string(list->items[i], "Path");
        const char *version = node_string(list->items[i], "Version");
        if (!path || !version)
            continue;
        const struct node *other = replacement_of(root, path, version);
        const char *sum_path = other ? node_string(other, "Path") : path;
        const char *sum_version = other ? node_string(other, "Version") : version;
        if (!sum_path || !sum_version)
            continue; /* a folder */
        if (!table_has(sums, arena_printf(check->scratch, "%s %s", sum_path, sum_version)))
            lock_problem_add(check, 0, "missing_entry", manifest, path,
                             arena_printf(check->scratch,
                                          "'%s' requires %s %s, of which it has "
                                          "no sum",
                                          manifest->path, sum_path, sum_version));
    }
}

/* Modules of one workspace each have their own sums: only the folder's is compared. */
void lock_check_go(struct lock_check *check)
{
    const struct lock_manifest *manifest = lock_manifest_find(check, "go.mod", ".");
    struct table sums;
    if (!manifest || !string_ends_with(check->path, "go.sum"))
        return;
    table_init(&sums, check->scratch);
    add_sums(check->scratch, &sums, check->text);
    add_workspace_sums(check, &sums);
    check_module(check, manifest, &sums);
}
