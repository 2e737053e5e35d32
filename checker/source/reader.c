#include "source/snapshot.h"

#include "source/folder.h"
#include "source/state.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    const struct snapshot *snapshot;
    struct repository *repository; /* NULL in memory */
    struct folder *folder;         /* in a folder */
    bool owns_repository;
};

static struct failure *open_with(struct reader **out, const struct snapshot *snapshot,
                                 struct repository *repository)
{
    struct folder *folder = NULL;
    if (repository && snapshot->state->storage == STORED_IN_FOLDER)
        TRY(folder_open(&folder, repository->work_tree));
    struct reader *reader = calloc(1, sizeof(*reader));
    if (!reader)
        abort();
    *reader = (struct reader){.snapshot = snapshot, .repository = repository, .folder = folder};
    *out = reader;
    return NULL;
}

struct failure *reader_open(struct reader **out, const struct snapshot *snapshot)
{
    struct repository *repository = NULL;
    if (snapshot->state->repository)
        TRY(repository_reopen_objects(&repository, snapshot->state->repository));
    struct failure *failure = open_with(out, snapshot, repository);
    if (failure)
        repository_close(repository);
    else
        (*out)->owns_repository = true;
    return failure;
}

struct failure *reader_open_here(struct reader **out, const struct snapshot *snapshot)
{
    return open_with(out, snapshot, snapshot->state->repository);
}

void reader_close(struct reader *reader)
{
    if (!reader)
        return;
    folder_close(reader->folder);
    if (reader->owns_repository)
        repository_close(reader->repository);
    free(reader);
}

/* As git decides (buffer_is_binary in xdiff-interface.c). */
static bool is_binary(struct text text)
{
    return memchr(text.bytes, 0, text.size < CONTENT_HEAD_BYTES ? text.size : CONTENT_HEAD_BYTES) !=
           NULL;
}

/* Pointers are shorter than 1,024 bytes (git-lfs, docs/spec.md). */
static bool is_lfs_pointer(struct text text)
{
    return text.size < 1024 && text_starts_with(text, "version https://git-lfs.github.com/spec/v1");
}

static enum content_state state_of_bytes(const struct entry *entry, struct text text)
{
    if (entry->kind == ENTRY_LINK)
        return CONTENT_LINK;
    if (is_binary(text))
        return CONTENT_BINARY;
    return is_lfs_pointer(text) ? CONTENT_LFS_POINTER : CONTENT_TEXT;
}

static enum content_state state_of_object(enum object_state state)
{
    switch (state) {
    case OBJECT_MISSING:
        return CONTENT_MISSING;
    case OBJECT_TOO_LARGE:
        return CONTENT_TOO_LARGE;
    case OBJECT_READ:
    case OBJECT_CORRUPT:
        break;
    }
    return CONTENT_CORRUPT;
}

void reader_read_object(struct reader *reader, const struct entry *entry, size_t limit,
                        struct arena *arena, struct content *out)
{
    struct object object = {.size = 0};
    enum object_state state =
        object_read_into(reader->repository, &entry->id, GIT_OBJECT_BLOB, limit, arena, &object);
    if (state != OBJECT_READ) {
        *out = (struct content){.state = state_of_object(state), .size = object.size};
        if (state == OBJECT_TOO_LARGE)
            out->head = object_head(reader->repository, &entry->id, CONTENT_HEAD_BYTES, arena);
        return;
    }
    struct text text = {object.bytes, object.size};
    *out = (struct content){.state = state_of_bytes(entry, text), .text = text, .size = text.size};
}

static void read_file(struct reader *reader, const struct entry *entry, size_t limit,
                      struct arena *arena, struct content *out)
{
    struct folder_bytes read = {.size = 0};
    enum object_state state =
        folder_read(reader->folder, entry->path, entry->kind == ENTRY_LINK, limit, arena, &read);
    if (state == OBJECT_READ) {
        *out = (struct content){
            .state = state_of_bytes(entry, read.text), .text = read.text, .size = read.text.size};
        return;
    }
    *out = (struct content){.state = state_of_object(state), .size = read.size};
    if (state == OBJECT_TOO_LARGE && entry->kind != ENTRY_LINK)
        out->head = folder_head(reader->folder, entry->path, CONTENT_HEAD_BYTES, arena);
}

/* The entry of the listing itself: a caller may hold a copy. */
static const struct text *content_in_memory(const struct reader *reader, const struct entry *entry)
{
    const struct snapshot *snapshot = reader->snapshot;
    const struct entry *found = snapshot_find(snapshot, entry->path);
    return found ? &snapshot->state->contents[found - snapshot->entries] : NULL;
}

static struct text head_in_memory(struct arena *arena, struct text text)
{
    size_t size = text.size < CONTENT_HEAD_BYTES ? text.size : CONTENT_HEAD_BYTES;
    return (struct text){arena_copy(arena, (struct text){text.bytes, size}), size};
}

static void read_memory(struct reader *reader, const struct entry *entry, size_t limit,
                        struct arena *arena, struct content *out)
{
    const struct text *text = content_in_memory(reader, entry);
    if (!text)
        *out = (struct content){.state = CONTENT_MISSING};
    else if (text->size > limit)
        *out = (struct content){
            .state = CONTENT_TOO_LARGE, .head = head_in_memory(arena, *text), .size = text->size};
    else
        *out = (struct content){.state = state_of_bytes(entry, *text),
                                .text = {arena_copy(arena, *text), text->size},
                                .size = text->size};
}

static int by_path(const void *path, const void *entry)
{
    return strcmp(path, (*(const struct entry *const *)entry)->path);
}

/* Where the bytes of this entry are; a sparse checkout has some in objects. */
static enum storage storage_of(const struct reader *reader, const struct entry *entry,
                               const struct entry **out)
{
    const struct snapshot_state *state = reader->snapshot->state;
    *out = entry;
    if (state->storage != STORED_IN_FOLDER || state->absent_count == 0)
        return state->storage;
    const struct entry *const *absent =
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
        bsearch(entry->path, state->absent, state->absent_count, sizeof(*state->absent), by_path);
    if (!absent)
        return STORED_IN_FOLDER;
    *out = *absent;
    return STORED_AS_OBJECTS;
}

void reader_read(struct reader *reader, const struct entry *entry, size_t limit,
                 struct arena *arena, struct content *out)
{
    if (entry->kind == ENTRY_SUBMODULE) {
        *out = (struct content){.state = CONTENT_SUBMODULE};
        return;
    }
    switch (storage_of(reader, entry, &entry)) {
    case STORED_AS_OBJECTS:
        reader_read_object(reader, entry, limit, arena, out);
        break;
    case STORED_IN_FOLDER:
        read_file(reader, entry, limit, arena, out);
        break;
    case STORED_IN_MEMORY:
        read_memory(reader, entry, limit, arena, out);
        break;
    }
}

bool reader_size(struct reader *reader, const struct entry *entry, uint64_t *out)
{
    if (entry->kind == ENTRY_SUBMODULE)
        return false;
    switch (storage_of(reader, entry, &entry)) {
    case STORED_AS_OBJECTS: {
        size_t size = 0;
        git_object_t type = GIT_OBJECT_INVALID;
        if (object_size(reader->repository, &entry->id, &type, &size) != OBJECT_READ ||
            type != GIT_OBJECT_BLOB)
            return false;
        *out = size;
        return true;
    }
    case STORED_IN_FOLDER:
        return folder_size(reader->folder, entry->path, entry->kind == ENTRY_LINK, out);
    case STORED_IN_MEMORY:
        break;
    }
    const struct text *text = content_in_memory(reader, entry);
    if (text)
        *out = text->size;
    return text != NULL;
}

bool reader_identify(struct reader *reader, const struct entry *entry, struct object_id *out)
{
    if (entry->kind == ENTRY_SUBMODULE || storage_of(reader, entry, &entry) != STORED_IN_FOLDER) {
        *out = entry->id;
        return true;
    }
    return folder_identify(reader->folder, entry->path, entry->kind == ENTRY_LINK, out);
}
