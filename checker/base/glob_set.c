#include "base/glob.h"
#include "base/glob_program.h"

#include <assert.h>
#include <string.h>

/* By what an alternative is looked up; KEY_INITIAL is the base name's first byte. */
enum key { KEY_PATH, KEY_NAME, KEY_EXTENSION, KEY_INITIAL, KEY_TREE, KEY_FOLDER, KEY_COUNT };

struct member {
    const struct glob_program *program;
    uint64_t hash;
    size_t glob;
    uint32_t next; /* index + 1 of the next member with this hash */
};

struct glob_set {
    struct arena *arena;
    size_t count;
    bool built;
    struct member *hashed;
    size_t hashed_count, hashed_capacity;
    struct member *rest;
    size_t rest_count, rest_capacity;
    uint32_t *slots; /* index + 1 of the first member with a hash */
    size_t slot_mask;
    bool used[KEY_COUNT];
};

/* FNV-1a, byte by byte, because a path's prefixes and segments are hashed in one
 * pass. The key is part of the hash: a folder is not found as a base name. */
static uint64_t hash_start(enum key key)
{
    return 14695981039346656037ULL ^ ((uint64_t)key + 1) * 0x9e3779b97f4a7c15ULL;
}

static uint64_t hash_step(uint64_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * 1099511628211ULL;
}

static uint64_t hash_of(enum key key, const char *bytes, size_t size)
{
    uint64_t hash = hash_start(key);
    for (size_t i = 0; i < size; i++)
        hash = hash_step(hash, bytes[i]);
    return hash;
}

struct glob_set *glob_set_new(struct arena *arena)
{
    struct glob_set *set = ARENA_NEW(arena, struct glob_set);
    set->arena = arena;
    return set;
}

/* What a path must have to match the program; false when nothing can be hashed. */
static bool find_key(const struct glob_program *program, enum key *key, uint64_t *hash)
{
    const char *literal = program->literal;
    size_t size = program->literal_size;
    size_t name = size;
    while (name > 0 && literal[name - 1] != '/')
        name--;
    size_t dot = size;
    while (dot > name && literal[dot - 1] != '.')
        dot--;

    if (program->shape == GLOB_TREE || program->shape == GLOB_PATH)
        *key = program->shape == GLOB_TREE ? KEY_TREE : KEY_PATH;
    else if (program->shape == GLOB_FOLDER)
        *key = KEY_FOLDER;
    else if (program->shape == GLOB_STEM)
        *key = KEY_INITIAL;
    else if ((program->whole_name || name > 0) && name < size)
        *key = KEY_NAME;
    else if (dot > name)
        *key = KEY_EXTENSION;
    else
        return false;

    size_t from = *key == KEY_NAME ? name : *key == KEY_EXTENSION ? dot : 0;
    *hash = hash_of(*key, literal + from, *key == KEY_INITIAL ? 1 : size - from);
    return true;
}

size_t glob_set_add(struct glob_set *set, const struct glob *glob)
{
    size_t program_count;
    const struct glob_program *programs = glob_programs(glob, &program_count);
    for (size_t i = 0; i < program_count; i++) {
        struct member member = {.program = &programs[i], .glob = set->count};
        enum key key;
        if (find_key(&programs[i], &key, &member.hash)) {
            set->used[key] = true;
            set->hashed = arena_grow(set->arena, set->hashed, set->hashed_count,
                                     &set->hashed_capacity, sizeof(member));
            set->hashed[set->hashed_count++] = member;
        } else {
            set->rest = arena_grow(set->arena, set->rest, set->rest_count, &set->rest_capacity,
                                   sizeof(member));
            set->rest[set->rest_count++] = member;
        }
    }
    return set->count++;
}

static size_t slot_of(const struct glob_set *set, uint64_t hash)
{
    size_t slot = (size_t)((hash ^ hash >> 29) * 0x9e3779b97f4a7c15ULL >> 32) & set->slot_mask;
    while (set->slots[slot] && set->hashed[set->slots[slot] - 1].hash != hash)
        slot = (slot + 1) & set->slot_mask;
    return slot;
}

void glob_set_build(struct glob_set *set)
{
    size_t slots = 16;
    while (slots < set->hashed_count * 4)
        slots *= 2;
    set->slots = ARENA_ARRAY(set->arena, uint32_t, slots);
    set->slot_mask = slots - 1;
    for (size_t i = 0; i < set->hashed_count; i++) {
        size_t slot = slot_of(set, set->hashed[i].hash);
        set->hashed[i].next = set->slots[slot];
        set->slots[slot] = (uint32_t)(i + 1);
    }
    set->built = true;
}

size_t glob_set_count(const struct glob_set *set)
{
    return set->count;
}

struct search {
    const struct glob_set *set;
    const char *path;
    size_t size;
    uint64_t *hits;
    bool any;
};

static void try_member(struct search *search, const struct member *member)
{
    uint64_t bit = 1ULL << (member->glob % 64);
    uint64_t *word = &search->hits[member->glob / 64];
    if (*word & bit || !glob_program_matches(member->program, search->path, search->size))
        return;
    *word |= bit;
    search->any = true;
}

static void try_hashed(struct search *search, uint64_t hash)
{
    const struct glob_set *set = search->set;
    uint32_t next = set->slots[slot_of(set, hash)];
    while (next) {
        const struct member *member = &set->hashed[next - 1];
        try_member(search, member);
        next = member->next;
    }
}

/* What is known by the folders above the file. */
static void try_folders(struct search *search)
{
    const struct glob_set *set = search->set;
    uint64_t tree = hash_start(KEY_TREE);
    uint64_t folder = hash_start(KEY_FOLDER);
    for (const char *at = search->path; *at; at++) {
        tree = hash_step(tree, *at);
        if (*at != '/') {
            folder = hash_step(folder, *at);
            continue;
        }
        if (set->used[KEY_TREE])
            try_hashed(search, tree);
        if (set->used[KEY_FOLDER])
            try_hashed(search, folder);
        folder = hash_start(KEY_FOLDER);
    }
}

bool glob_set_match(const struct glob_set *set, const char *path, uint64_t *hits)
{
    assert(set->built);
    memset(hits, 0, (set->count + 63) / 64 * sizeof(*hits));
    size_t size = strlen(path);
    struct search search = {.set = set, .path = path, .size = size, .hits = hits};
    size_t name = size;
    size_t dot = 0; /* behind the last dot of the base name */
    for (; name > 0 && path[name - 1] != '/'; name--)
        if (dot == 0 && path[name - 1] == '.')
            dot = name;
    if (set->used[KEY_TREE] || set->used[KEY_FOLDER])
        try_folders(&search);
    if (set->used[KEY_PATH])
        try_hashed(&search, hash_of(KEY_PATH, path, size));
    if (set->used[KEY_NAME])
        try_hashed(&search, hash_of(KEY_NAME, path + name, size - name));
    if (set->used[KEY_INITIAL] && name < size)
        try_hashed(&search, hash_of(KEY_INITIAL, path + name, 1));
    if (set->used[KEY_EXTENSION] && dot > name)
        try_hashed(&search, hash_of(KEY_EXTENSION, path + dot, size - dot));
    for (size_t i = 0; i < set->rest_count; i++)
        try_member(&search, &set->rest[i]);
    return search.any;
}
