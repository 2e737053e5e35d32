#include "source/store.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(git_oid) == OBJECT_ID_SIZE, "an object id is what libgit2 has");

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return -1;
}

void object_id_format(const struct object_id *id, char out[OBJECT_ID_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < OBJECT_ID_SIZE; i++) {
        out[2 * i] = digits[id->bytes[i] >> 4];
        out[2 * i + 1] = digits[id->bytes[i] & 15];
    }
    out[OBJECT_ID_HEX_SIZE - 1] = '\0';
}

bool object_id_parse(struct text hex, struct object_id *out)
{
    if (hex.size != OBJECT_ID_HEX_SIZE - 1)
        return false;
    struct object_id id = {{0}};
    for (size_t i = 0; i < OBJECT_ID_SIZE; i++) {
        int high = hex_digit(hex.bytes[2 * i]);
        int low = hex_digit(hex.bytes[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        id.bytes[i] = (unsigned char)(high << 4 | low);
    }
    *out = id;
    return true;
}

bool object_id_is_zero(const struct object_id *id)
{
    static const struct object_id zero;
    return object_id_compare(id, &zero) == 0;
}

int object_id_compare(const struct object_id *a, const struct object_id *b)
{
    return memcmp(a->bytes, b->bytes, OBJECT_ID_SIZE);
}

const char *object_state_name(enum object_state state)
{
    switch (state) {
    case OBJECT_READ:
        return "read";
    case OBJECT_MISSING:
        return "missing";
    case OBJECT_TOO_LARGE:
        return "too large";
    case OBJECT_CORRUPT:
        break;
    }
    return "corrupt";
}

enum object_state object_size(struct repository *repository, const struct object_id *id,
                              git_object_t *type, size_t *out)
{
    return store_size(repository->objects, id, type, out);
}

enum object_state object_read_into(struct repository *repository, const struct object_id *id,
                                   git_object_t type, size_t limit, struct arena *arena,
                                   struct object *out)
{
    struct object object = {.size = 0};
    struct object_request request = {.type = type, .limit = limit, .arena = arena};
    enum object_state state = store_read(repository->objects, id, &request, &object);
    if (state == OBJECT_READ && repository->verify_objects) {
        git_oid hash = {{0}};
        if (git_odb_hash(&hash, object.bytes, object.size, object.type) != 0 ||
            !git_oid_equal(&hash, oid_of(id))) {
            object_release(&object);
            return OBJECT_CORRUPT;
        }
    }
    if (state == OBJECT_READ)
        *out = object;
    else if (state == OBJECT_TOO_LARGE)
        out->size = object.size;
    return state;
}

struct text object_head(struct repository *repository, const struct object_id *id, size_t size,
                        struct arena *arena)
{
    return store_head(repository->objects, id, size, arena);
}

enum object_state object_read(struct repository *repository, const struct object_id *id,
                              git_object_t type, size_t limit, struct object *out)
{
    return object_read_into(repository, id, type, limit, NULL, out);
}

char *object_init(struct object *object, git_object_t type, size_t size, struct arena *arena)
{
    char *room = arena ? arena_bytes(arena, size) : malloc(size + 1);
    if (!room)
        abort();
    room[size] = '\0';
    *object =
        (struct object){.owned = arena ? NULL : room, .type = type, .bytes = room, .size = size};
    return room;
}

void object_release(struct object *object)
{
    free(object->owned);
    object->owned = NULL;
}
