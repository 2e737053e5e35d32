#include "source/state.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The paths of one listing together: a tree that names one subtree many times
 * is small in the pack and has no end here. */
enum { LIMIT_PATHS_BYTES = 512 << 20 };

const char *name_problem(const char *name, size_t size)
{
    if (size == 0)
        return "holds an entry without a name"; /* the path is that of its folder */
    if (memchr(name, '/', size))
        return "has a name with a slash in it";
    if (size == 1 && name[0] == '.')
        return "has the name '.'";
    if (size == 2 && memcmp(name, "..", 2) == 0)
        return "has the name '..'";
    char folded[6];
    if (size <= 5 && size >= 4) {
        memcpy(folded, name, size);
        folded[size] = '\0';
        if (string_equals_folded(folded, ".git"))
            return "has the name '.git'";
        /* what a file system of Windows takes for .git */
        if (string_equals_folded(folded, "git~1"))
            return "has the name 'git~1'";
    }
    return NULL;
}

const char *path_problem(const char *path)
{
    if (strlen(path) > LIMIT_PATH_BYTES)
        return "is too long";
    for (;;) {
        size_t size = strcspn(path, "/");
        const char *problem = name_problem(path, size);
        if (problem)
            return problem;
        if (!path[size])
            return NULL;
        path += size + 1;
    }
}

struct failure *listing_add(struct listing *listing, const char *path, size_t size,
                            enum entry_kind kind, const struct object_id *id)
{
    if (listing->count >= LIMIT_SNAPSHOT_ENTRIES)
        return failure_new(FAILURE_LIMIT, "the tree holds more than %d files",
                           LIMIT_SNAPSHOT_ENTRIES);
    listing->path_bytes += size + 1;
    if (listing->path_bytes > LIMIT_PATHS_BYTES)
        return failure_new(FAILURE_LIMIT, "the paths of the tree are longer than %d bytes",
                           LIMIT_PATHS_BYTES);
    if (listing->count == listing->capacity) {
        listing->capacity = listing->capacity ? listing->capacity * 2 : 1024;
        struct entry *moved =
            realloc(listing->entries, listing->capacity * sizeof(*listing->entries));
        if (!moved)
            abort();
        listing->entries = moved;
    }
    struct entry *entry = &listing->entries[listing->count++];
    entry->path = arena_copy(listing->arena, (struct text){path, size});
    entry->kind = kind;
    entry->id = *id;
    return NULL;
}

void listing_add_defect(struct listing *listing, const char *path, size_t size, const char *problem)
{
    listing->defects = arena_grow(listing->arena, listing->defects, listing->defect_count,
                                  &listing->defect_capacity, sizeof(*listing->defects));
    listing->defects[listing->defect_count++] = (struct defect){
        .path = arena_copy(listing->arena, (struct text){path, size}), .problem = problem};
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

static int by_string(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_path_and_problem(const void *a, const void *b)
{
    const struct defect *left = a;
    const struct defect *right = b;
    int order = strcmp(left->path, right->path);
    return order != 0 ? order : strcmp(left->problem, right->problem);
}

static void sort_entries(struct listing *listing)
{
    bool is_sorted = true;
    for (size_t i = 1; i < listing->count && is_sorted; i++)
        is_sorted = by_path(&listing->entries[i - 1], &listing->entries[i]) < 0;
    if (is_sorted)
        return;
    qsort(listing->entries, listing->count, sizeof(*listing->entries), by_path);
    size_t kept = 1;
    for (size_t i = 1; i < listing->count; i++) {
        const char *path = listing->entries[i].path;
        if (strcmp(listing->entries[kept - 1].path, path) == 0)
            listing_add_defect(listing, path, strlen(path), "stands twice in its folder");
        else
            listing->entries[kept++] = listing->entries[i];
    }
    listing->count = kept;
}

/* Folders in the order of their paths. They come nearly so: only `a-b` stands
 * before `a`, as `a-b/x` does before `a/x`. */
struct folder_list {
    const char **items;
    size_t count, capacity;
    size_t moves; /* when there are too many, the list is sorted at the end */
};

static void add_folder(struct folder_list *list, const char *path, struct arena *arena)
{
    enum { MOVES_A_FOLDER = 8 };
    list->items = arena_grow(arena, list->items, list->count, &list->capacity, sizeof(char *));
    size_t at = list->count++;
    for (; at > 0 && list->moves <= MOVES_A_FOLDER * list->count; at--) {
        if (strcmp(list->items[at - 1], path) <= 0)
            break;
        list->items[at] = list->items[at - 1];
        list->moves++;
    }
    list->items[at] = path;
}

/* The entries are sorted, so those of one folder are neighbours, and a folder is
 * new where the path parts from the one before. */
static void find_folders(struct listing *listing, struct snapshot *out)
{
    struct folder_list list = {.items = NULL};
    const char *before = "";
    for (size_t i = 0; i < listing->count; i++) {
        const char *path = listing->entries[i].path;
        size_t same = 0;
        while (path[same] && path[same] == before[same])
            same++;
        for (size_t at = same; path[at]; at++) {
            if (path[at] != '/')
                continue;
            add_folder(&list, arena_copy(listing->arena, (struct text){path, at}), listing->arena);
        }
        before = path;
    }
    bool is_sorted = true;
    for (size_t i = 1; i < list.count && is_sorted; i++)
        is_sorted = strcmp(list.items[i - 1], list.items[i]) < 0;
    if (!is_sorted)
        qsort(list.items, list.count, sizeof(*list.items), by_string);
    out->folders = list.items;
    out->folder_count = list.count;
}

void listing_finish(struct listing *listing, struct snapshot *out)
{
    sort_entries(listing);
    struct entry *entries = ARENA_ARRAY(listing->arena, struct entry, listing->count);
    if (listing->count > 0)
        memcpy(entries, listing->entries, listing->count * sizeof(*entries));
    out->entries = entries;
    out->count = listing->count;
    find_folders(listing, out);
    /* both are sorted */
    for (size_t i = 0, k = 0; i < out->folder_count && k < out->count;) {
        int order = strcmp(out->folders[i], out->entries[k].path);
        if (order == 0)
            listing_add_defect(listing, out->folders[i], strlen(out->folders[i]),
                               "is both a file and a folder");
        i += order <= 0;
        k += order >= 0;
    }
    if (listing->defect_count > 0)
        qsort(listing->defects, listing->defect_count, sizeof(*listing->defects),
              by_path_and_problem);
    out->defects = listing->defects;
    out->defect_count = listing->defect_count;
}
