/* A pack and its index: two bytes say how long the index is. Every object that
 * the index names is asked for. */
#define _POSIX_C_SOURCE 200809L

#include "source/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_file(const char *path, const uint8_t *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
}

static void read_each(struct pack *pack, const uint8_t *index, size_t size)
{
    enum { HEAD = 8 + 1024, ASKED = 64 };
    struct unpacker *unpacker = unpacker_new();
    for (size_t i = 0; i < ASKED && HEAD + (i + 1) * OBJECT_ID_SIZE <= size; i++) {
        struct object_id id;
        uint64_t offset;
        memcpy(id.bytes, index + HEAD + i * OBJECT_ID_SIZE, OBJECT_ID_SIZE);
        if (!pack_find(pack, &id, &offset))
            continue;
        git_object_t type;
        size_t known = 0;
        struct object object;
        struct object_request request = {.type = GIT_OBJECT_ANY, .limit = 1 << 20};
        struct arena arena;
        arena_init(&arena, 256);
        if (pack_head(pack, offset, unpacker, 100, &arena).size > 100)
            abort();
        arena_release(&arena);
        enum object_state state = pack_size(pack, offset, &type, &known);
        if (pack_read(pack, offset, unpacker, &request, &object) == OBJECT_READ) {
            if (state != OBJECT_READ || object.size != known || object.type != type)
                abort();
            object_release(&object);
        }
        pack_find_prefix(pack, oid_of(&id), 7, &id);
    }
    unpacker_free(unpacker);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t index_size = (size_t)data[0] | (size_t)data[1] << 8;
    if (index_size > size - 2)
        return 0;
    char folder[] = "/tmp/bylaw-fuzz-XXXXXX";
    char index[64];
    char packed[64];
    if (!mkdtemp(folder))
        abort();
    snprintf(index, sizeof(index), "%s/pack-x.idx", folder);
    snprintf(packed, sizeof(packed), "%s/pack-x.pack", folder);
    write_file(index, data + 2, index_size);
    write_file(packed, data + 2 + index_size, size - 2 - index_size);
    struct pack *pack = pack_open(index);
    if (pack)
        read_each(pack, data + 2, index_size);
    pack_close(pack);
    unlink(index);
    unlink(packed);
    rmdir(folder);
    return 0;
}
