#include "facts/kustomize_reach.h"

#include "base/limits.h"
#include "facts/kustomize_patch_kinds.h"
#include "facts/paths.h"
#include "facts/workload_kustomize.h"

#include <string.h>

/* Paths that one kustomization names, or that name one. */
struct paths {
    const char *path;
    struct paths *next;
};

static void push(struct arena *arena, struct table *table, const char *key, const char *path)
{
    struct paths *first = ARENA_NEW(arena, struct paths);
    *first = (struct paths){path, table_find(table, key)};
    table_set(table, key, first);
}

void kustomize_reach_init(struct kustomize_reach *reach, struct arena *arena,
                          const struct snapshot *snapshot, const struct fact_table *sources)
{
    struct table components;
    *reach = (struct kustomize_reach){.arena = arena, .snapshot = snapshot};
    table_init(&reach->sources, arena);
    table_init(&reach->users, arena);
    table_init(&reach->reached, arena);
    table_init(&components, arena);
    for (size_t i = 0; i < sources->count; i++) {
        const struct fact_row *row = &sources->rows[i];
        if (row->gap || row->cells[KUSTOMIZE_SOURCE_ENTRY].kind != VALUE_TEXT)
            continue;
        const char *folder = path_directory(arena, row->path);
        const char *entry = path_resolve(arena, folder, row->cells[KUSTOMIZE_SOURCE_ENTRY].text);
        if (!entry)
            continue;
        push(arena, &reach->sources, row->path, entry);
        push(arena, &reach->users, entry, folder);
        if (row->cells[KUSTOMIZE_SOURCE_COMPONENT].boolean)
            table_set(&components, folder, reach);
    }
    /* What names any other folder does not get its patches' reach. */
    struct table users = reach->users;
    table_init(&reach->users, arena);
    for (size_t i = 0; i < users.count; i++)
        if (table_has(&components, users.entries[i].key))
            table_set(&reach->users, users.entries[i].key, users.entries[i].value);
}

struct visit {
    struct kustomize_reach *reach;
    struct kustomize_files *files;
    struct table seen;
    size_t depth;
};

/* Chains of bases are short: what is deeper is not followed, and not known. */
enum { DEPTH_MAX = 32 };

/* Only the Component that is asked for goes up to those that name it: one that is taken in
 * patches what is asked for already. */
static void visit_folder(struct visit *visit, const char *folder, bool is_asked)
{
    if (table_has(&visit->seen, folder))
        return;
    if (visit->depth == DEPTH_MAX) {
        visit->reach->is_cut = true;
        return;
    }
    table_set(&visit->seen, folder, visit);
    visit->depth++;
    const char *kustomization =
        workload_kustomize_in(visit->reach->arena, visit->reach->snapshot, folder);
    if (!kustomization)
        table_set(&visit->files->folders, folder, visit);
    else
        table_set(&visit->files->files, kustomization, visit);
    const struct paths *entry =
        kustomization ? table_find(&visit->reach->sources, kustomization) : NULL;
    for (; entry && kustomize_reach_step(visit->reach, 1); entry = entry->next) {
        if (snapshot_find(visit->reach->snapshot, entry->path))
            table_set(&visit->files->files, entry->path, visit);
        else
            visit_folder(visit, entry->path, false);
    }
    const struct paths *user = is_asked ? table_find(&visit->reach->users, folder) : NULL;
    for (; user && kustomize_reach_step(visit->reach, 1); user = user->next)
        visit_folder(visit, user->path, true);
    visit->depth--;
}

const struct kustomize_files *kustomize_reach_of(struct kustomize_reach *reach, const char *folder)
{
    struct kustomize_files *files = table_find(&reach->reached, folder);
    if (files)
        return files;
    files = ARENA_NEW(reach->arena, struct kustomize_files);
    table_init(&files->files, reach->arena);
    table_init(&files->folders, reach->arena);
    struct visit visit = {.reach = reach, .files = files};
    table_init(&visit.seen, reach->arena);
    visit_folder(&visit, folder, true);
    table_set(&reach->reached, folder, files);
    return files;
}

bool kustomize_reach_step(struct kustomize_reach *reach, size_t steps)
{
    reach->steps += steps;
    if (reach->steps > LIMIT_KUSTOMIZE_STEPS)
        reach->is_cut = true;
    return !reach->is_cut;
}

bool kustomize_files_have(const struct kustomize_files *files, const char *path)
{
    if (table_has(&files->files, path))
        return true;
    for (size_t i = 0; i < files->folders.count; i++)
        if (path_is_within(path, files->folders.entries[i].key))
            return true;
    return false;
}
