#include "facts/dependabot_tree.h"

#include "base/limits.h"
#include "base/table.h"
#include "facts/dependabot_reach.h"

#include <string.h>

/* A folder of an entry that is a pattern. */
struct wide {
    size_t entry;
    struct dependabot_folder folder;
};

/* Entries of one ecosystem. */
struct group {
    const char *ecosystem;
    struct wide *wides;
    size_t wide_count, wide_capacity;
};

struct numbers {
    size_t *items;
    size_t count, capacity;
};

struct look {
    struct arena *arena;
    const struct snapshot *snapshot;
    const struct dependabot *file;
    struct dependabot_found *found;
    struct group *groups;
    size_t group_count, group_capacity;
    struct table by_folder; /* "ecosystem folder" -> struct numbers: entries that name it */
    size_t steps;           /* patterns held against folders */
};

static bool takes_too_long(struct look *look, size_t steps)
{
    look->steps += steps;
    return look->steps > LIMIT_FOLDER_PATTERN_STEPS;
}

static struct group *group_of(struct look *look, const char *ecosystem)
{
    for (size_t i = 0; i < look->group_count; i++)
        if (strcmp(look->groups[i].ecosystem, ecosystem) == 0)
            return &look->groups[i];
    look->groups = arena_grow(look->arena, look->groups, look->group_count, &look->group_capacity,
                              sizeof(*look->groups));
    look->groups[look->group_count] = (struct group){.ecosystem = ecosystem};
    return &look->groups[look->group_count++];
}

static void add_folder(struct look *look, struct group *group, size_t entry, const char *directory)
{
    struct dependabot_folder folder = dependabot_folder_of(look->arena, directory);
    if (dependabot_is_pattern(directory)) {
        group->wides = arena_grow(look->arena, group->wides, group->wide_count,
                                  &group->wide_capacity, sizeof(*group->wides));
        group->wides[group->wide_count++] = (struct wide){entry, folder};
        return;
    }
    const char *key = arena_printf(look->arena, "%s %s", group->ecosystem, folder.top);
    struct numbers *numbers = table_find(&look->by_folder, key);
    if (!numbers) {
        numbers = ARENA_NEW(look->arena, struct numbers);
        table_set(&look->by_folder, key, numbers);
    }
    numbers->items = arena_grow(look->arena, numbers->items, numbers->count, &numbers->capacity,
                                sizeof(*numbers->items));
    numbers->items[numbers->count++] = entry;
}

static void add_entries(struct look *look)
{
    for (size_t i = 0; i < look->file->count; i++) {
        const struct dependabot_entry *entry = &look->file->entries[i];
        if (!entry->ecosystem || !string_is_one_of(entry->ecosystem, dependabot_ecosystems))
            continue;
        look->found[i].dead = true;
        for (size_t d = 0; d < entry->directory_count; d++)
            add_folder(look, group_of(look, entry->ecosystem), i, entry->directories[d]);
    }
}

/* A file of that name keeps the entries alive that mean one of its homes. */
static bool look_at(struct look *look, struct arena *scratch, const struct group *group,
                    const char *path)
{
    const char *homes[DEPENDABOT_HOMES_MAX];
    size_t count = dependabot_homes(scratch, group->ecosystem, path, homes);
    for (size_t h = 0; h < count; h++) {
        const struct numbers *numbers = table_find(
            &look->by_folder, arena_printf(scratch, "%s %s", group->ecosystem, homes[h]));
        for (size_t i = 0; numbers && i < numbers->count; i++)
            look->found[numbers->items[i]].dead = false;
        for (size_t w = 0; w < group->wide_count; w++) {
            struct dependabot_found *found = &look->found[group->wides[w].entry];
            if (!found->dead)
                continue;
            if (takes_too_long(look, 1))
                return false;
            found->dead = !dependabot_folder_means(&group->wides[w].folder, homes[h]);
        }
    }
    return true;
}

static bool find_dead(struct look *look)
{
    struct arena scratch;
    arena_init(&scratch, 4096);
    bool is_done = true;
    for (size_t p = 0; p < look->snapshot->count && is_done; p++) {
        const struct entry *entry = &look->snapshot->entries[p];
        if (entry->kind == ENTRY_SUBMODULE)
            continue;
        struct arena_mark mark = arena_mark(&scratch);
        for (size_t g = 0; g < look->group_count && is_done; g++)
            if (dependabot_reads_name(look->groups[g].ecosystem, entry->path) !=
                DEPENDABOT_READS_NOT)
                is_done = look_at(look, &scratch, &look->groups[g], entry->path);
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
    return is_done;
}

static bool have_one_branch(const struct dependabot_entry *a, const struct dependabot_entry *b)
{
    if (!a->branch || !b->branch)
        return a->branch == b->branch;
    return strcmp(a->branch, b->branch) == 0;
}

static void overlap(struct look *look, size_t a, size_t b)
{
    size_t later = a > b ? a : b;
    const struct dependabot_entry *earlier = &look->file->entries[a > b ? b : a];
    if (a != b && look->found[later].overlaps == 0 &&
        have_one_branch(earlier, &look->file->entries[later]))
        look->found[later].overlaps = earlier->line;
}

/* All that mean one folder. Those that name it twice are refused, and told of there. */
static bool compare_at(struct look *look, struct arena *scratch, const struct group *group,
                       const char *folder)
{
    const struct numbers *named =
        table_find(&look->by_folder, arena_printf(scratch, "%s %s", group->ecosystem, folder));
    size_t first = SIZE_MAX;
    for (size_t w = 0; w < group->wide_count; w++) {
        size_t entry = group->wides[w].entry;
        if (takes_too_long(look, 1))
            return false;
        if (!dependabot_folder_means(&group->wides[w].folder, folder))
            continue;
        for (size_t i = 0; named && i < named->count; i++)
            overlap(look, named->items[i], entry);
        if (first == SIZE_MAX)
            first = entry;
        overlap(look, first, entry);
    }
    return true;
}

static bool find_overlaps(struct look *look)
{
    struct arena scratch;
    arena_init(&scratch, 4096);
    bool is_done = true;
    for (size_t g = 0; g < look->group_count; g++) {
        const struct group *group = &look->groups[g];
        for (size_t f = 0; group->wide_count > 0 && f <= look->snapshot->folder_count && is_done;
             f++) {
            struct arena_mark mark = arena_mark(&scratch);
            is_done =
                compare_at(look, &scratch, group, f == 0 ? "." : look->snapshot->folders[f - 1]);
            arena_reset(&scratch, mark);
        }
    }
    arena_release(&scratch);
    return is_done;
}

const struct dependabot_found *dependabot_look(struct arena *arena, const struct snapshot *snapshot,
                                               const struct dependabot *file)
{
    struct look look = {.arena = arena, .snapshot = snapshot, .file = file};
    look.found = ARENA_ARRAY(arena, struct dependabot_found, file->count + 1);
    table_init(&look.by_folder, arena);
    add_entries(&look);
    return find_dead(&look) && find_overlaps(&look) ? look.found : NULL;
}
