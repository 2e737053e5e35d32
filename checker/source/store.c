#include "source/store.h"

#include "base/limits.h"
#include "source/loose.h"
#include "source/pack.h"
#include "source/regular_file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LIMIT_ALTERNATE_DEPTH = 5 };

struct object_folder {
    char *path;
    struct pack **packs;
    size_t pack_count, pack_capacity;
    struct timespec listed; /* when its packs changed last */
    bool has_broken_index;
};

struct store {
    struct object_folder *folders;
    size_t folder_count;
    struct pack *recent; /* the next object is likely there too */
    struct unpacker *unpacker;
};

static void *checked(void *room)
{
    if (!room)
        abort();
    return room;
}

static bool knows_pack(const struct object_folder *folder, const char *index_path)
{
    for (size_t i = 0; i < folder->pack_count; i++)
        if (strcmp(pack_index_path(folder->packs[i]), index_path) == 0)
            return true;
    return false;
}

/* gcc's analyzer loses sight of what is stored behind a pointer that realloc gave, and
 * takes the pack for lost; store_close closes it. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif
static void add_pack(struct object_folder *folder, const char *index_path)
{
    if (knows_pack(folder, index_path))
        return;
    struct pack *pack = pack_open(index_path);
    if (!pack) {
        folder->has_broken_index = true;
        return;
    }
    if (folder->pack_count == folder->pack_capacity) {
        folder->pack_capacity = folder->pack_capacity ? folder->pack_capacity * 2 : 8;
        folder->packs =
            checked(realloc(folder->packs, folder->pack_capacity * sizeof(struct pack *)));
    }
    folder->packs[folder->pack_count++] = pack;
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/* Lists the packs when they changed; returns whether they did. */
static bool list_packs(struct object_folder *folder)
{
    char path[LIMIT_PATH_BYTES];
    struct stat status;
    int size = snprintf(path, sizeof(path), "%s/pack", folder->path);
    if (size < 0 || (size_t)size >= sizeof(path) || stat(path, &status) != 0 ||
        (status.st_mtim.tv_sec == folder->listed.tv_sec &&
         status.st_mtim.tv_nsec == folder->listed.tv_nsec))
        return false;
    DIR *names = opendir(path);
    if (!names)
        return false;
    folder->listed = status.st_mtim;
    const struct dirent *entry;
    while ((entry = readdir(names))) {
        if (!string_starts_with(entry->d_name, "pack-") || !string_ends_with(entry->d_name, ".idx"))
            continue;
        size_t left = sizeof(path) - (size_t)size;
        int more = snprintf(path + size, left, "/%s", entry->d_name);
        if (more > 0 && (size_t)more < left)
            add_pack(folder, path);
    }
    closedir(names);
    return true;
}

static bool knows_folder(const struct store *store, const char *path)
{
    for (size_t i = 0; i < store->folder_count; i++)
        if (strcmp(store->folders[i].path, path) == 0)
            return true;
    return false;
}

static void add_folder(struct store *store, const char *path, unsigned depth)
{
    struct stat status;
    /* git goes on without an alternate that is not there; its objects are missing */
    if (knows_folder(store, path) || stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return;
    store->folders =
        checked(realloc(store->folders, (store->folder_count + 1) * sizeof(*store->folders)));
    store->folders[store->folder_count++] = (struct object_folder){.path = checked(strdup(path))};
    list_packs(&store->folders[store->folder_count - 1]);
    if (depth == LIMIT_ALTERNATE_DEPTH)
        return;
    char other[2 * LIMIT_PATH_BYTES + 2];
    snprintf(other, sizeof(other), "%s/info/alternates", path);
    FILE *file = regular_file_open(other);
    if (!file)
        return;
    char line[LIMIT_PATH_BYTES];
    while (fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#')
            continue;
        snprintf(other, sizeof(other), "%s%s%s", line[0] == '/' ? "" : path,
                 line[0] == '/' ? "" : "/", line);
        add_folder(store, other, depth + 1);
    }
    fclose(file);
}

struct failure *store_open(struct store **out, const char *git_folder)
{
    struct arena arena;
    arena_init(&arena, 256);
    const char *folder = arena_printf(&arena, "%sobjects", git_folder);
    struct store *store = checked(calloc(1, sizeof(*store)));
    store->unpacker = unpacker_new();
    add_folder(store, folder, 0);
    arena_release(&arena);
    if (store->folder_count == 0) {
        store_close(store);
        return failure_new(FAILURE_ENVIRONMENT, "'%s' has no folder of objects", git_folder);
    }
    *out = store;
    return NULL;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    for (size_t i = 0; i < store->folder_count; i++) {
        struct object_folder *folder = &store->folders[i];
        for (size_t k = 0; k < folder->pack_count; k++)
            pack_close(folder->packs[k]);
        free(folder->packs);
        free(folder->path);
    }
    free(store->folders);
    unpacker_free(store->unpacker);
    free(store);
}

void store_add(struct store *store, const char *folder)
{
    add_folder(store, folder, 1);
}

static struct pack *find_packed(struct store *store, const struct object_id *id, uint64_t *offset)
{
    if (store->recent && pack_find(store->recent, id, offset))
        return store->recent;
    for (size_t i = 0; i < store->folder_count; i++)
        for (size_t k = 0; k < store->folders[i].pack_count; k++) {
            struct pack *pack = store->folders[i].packs[k];
            if (pack != store->recent && pack_find(pack, id, offset))
                return store->recent = pack;
        }
    return NULL;
}

/* The folder that has it as a loose object. */
static const char *find_loose(const struct store *store, const struct object_id *id)
{
    for (size_t i = 0; i < store->folder_count; i++)
        if (loose_exists(store->folders[i].path, id))
            return store->folders[i].path;
    return NULL;
}

static bool packs_changed(struct store *store)
{
    bool changed = false;
    for (size_t i = 0; i < store->folder_count; i++)
        changed |= list_packs(&store->folders[i]);
    return changed;
}

/* Where an object is: in a pack, or loose in a folder. */
struct location {
    struct pack *pack;
    uint64_t offset;
    const char *folder;
};

static bool locate(struct store *store, const struct object_id *id, struct location *out)
{
    *out = (struct location){.pack = NULL};
    out->pack = find_packed(store, id, &out->offset);
    if (!out->pack)
        out->folder = find_loose(store, id);
    /* a repack may have moved it meanwhile */
    if (!out->pack && !out->folder && packs_changed(store))
        out->pack = find_packed(store, id, &out->offset);
    return out->pack || out->folder;
}

/* What is not found may stand in a pack whose index cannot be read. */
static enum object_state state_of_absent(const struct store *store)
{
    for (size_t i = 0; i < store->folder_count; i++)
        if (store->folders[i].has_broken_index)
            return OBJECT_CORRUPT;
    return OBJECT_MISSING;
}

/* git knows the empty tree without having it. */
static bool is_empty_tree(const struct object_id *id)
{
    static const struct object_id empty = {{0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e,
                                            0xb9, 0xa0, 0x60, 0xe5, 0x4b, 0xf8, 0xd6,
                                            0x92, 0x88, 0xfb, 0xee, 0x49, 0x04}};
    return object_id_compare(id, &empty) == 0;
}

enum object_state store_size(struct store *store, const struct object_id *id, git_object_t *type,
                             size_t *out)
{
    struct location location;
    if (is_empty_tree(id)) {
        *type = GIT_OBJECT_TREE;
        *out = 0;
        return OBJECT_READ;
    }
    if (!locate(store, id, &location))
        return state_of_absent(store);
    return location.pack ? pack_size(location.pack, location.offset, type, out)
                         : loose_size(location.folder, id, type, out);
}

enum object_state store_read(struct store *store, const struct object_id *id,
                             const struct object_request *request, struct object *out)
{
    struct location location;
    if (is_empty_tree(id)) {
        *out = (struct object){.type = GIT_OBJECT_TREE, .bytes = ""};
        return request->type == GIT_OBJECT_TREE || request->type == GIT_OBJECT_ANY ? OBJECT_READ
                                                                                   : OBJECT_CORRUPT;
    }
    if (!locate(store, id, &location))
        return state_of_absent(store);
    return location.pack ? pack_read(location.pack, location.offset, store->unpacker, request, out)
                         : loose_read(location.folder, id, request, out);
}

struct text store_head(struct store *store, const struct object_id *id, size_t size,
                       struct arena *arena)
{
    struct location location;
    if (is_empty_tree(id) || !locate(store, id, &location))
        return (struct text){"", 0};
    return location.pack ? pack_head(location.pack, location.offset, store->unpacker, size, arena)
                         : loose_head(location.folder, id, size, arena);
}

bool store_has(struct store *store, const struct object_id *id)
{
    struct location location;
    return is_empty_tree(id) || locate(store, id, &location);
}

size_t store_find_prefix(struct store *store, const git_oid *prefix, size_t digits,
                         struct object_id *out)
{
    size_t found = 0;
    for (size_t i = 0; i < store->folder_count && found < 2; i++) {
        const struct object_folder *folder = &store->folders[i];
        for (size_t k = 0; k <= folder->pack_count && found < 2; k++) {
            struct object_id id;
            size_t here = k < folder->pack_count
                              ? pack_find_prefix(folder->packs[k], prefix, digits, &id)
                              : loose_find_prefix(folder->path, prefix, digits, &id);
            /* the same object may stand in several places */
            if (here == 0 || (here == 1 && found == 1 && object_id_compare(&id, out) == 0))
                continue;
            *out = id;
            found += here;
        }
    }
    return found < 2 ? found : 2;
}
