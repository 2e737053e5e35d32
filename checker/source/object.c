#include "source/git.h"

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

/* libgit2 answers a miss by looking for new packs, every time. After the first
 * miss we ask first, without that. */
static enum object_state state_of(struct repository *repository, int code)
{
    if (code == 0)
        return OBJECT_READ;
    if (code != GIT_ENOTFOUND)
        return OBJECT_CORRUPT;
    repository->expects_misses = true;
    return OBJECT_MISSING;
}

enum object_state object_size(struct repository *repository, const struct object_id *id,
                              git_object_t *type, size_t *out)
{
    if (repository->expects_misses &&
        !git_odb_exists_ext(repository->objects, oid_of(id), GIT_ODB_LOOKUP_NO_REFRESH))
        return OBJECT_MISSING;
    return state_of(repository, git_odb_read_header(out, type, repository->objects, oid_of(id)));
}

enum object_state object_read(struct repository *repository, const struct object_id *id,
                              git_object_t type, size_t limit, struct object *out)
{
    size_t size = 0;
    git_object_t found = GIT_OBJECT_INVALID;
    enum object_state state = object_size(repository, id, &found, &size);
    if (state != OBJECT_READ)
        return state;
    if (type != GIT_OBJECT_ANY && found != type)
        return OBJECT_CORRUPT;
    if (size > limit) {
        out->size = size;
        return OBJECT_TOO_LARGE;
    }
    git_odb_object *handle = NULL;
    state = state_of(repository, git_odb_read(&handle, repository->objects, oid_of(id)));
    if (state != OBJECT_READ)
        return state;
    struct object object = {.handle = handle,
                            .type = git_odb_object_type(handle),
                            .bytes = git_odb_object_data(handle),
                            .size = git_odb_object_size(handle)};
    bool is_right = object.type == found && object.size == size;
    if (is_right && repository->verify_objects) {
        git_oid hash;
        is_right = git_odb_hash(&hash, object.bytes, object.size, object.type) == 0 &&
                   git_oid_equal(&hash, oid_of(id));
    }
    if (!is_right) {
        object_release(&object);
        return OBJECT_CORRUPT;
    }
    *out = object;
    return OBJECT_READ;
}

void object_release(struct object *object)
{
    git_odb_object_free(object->handle);
    object->handle = NULL;
}
