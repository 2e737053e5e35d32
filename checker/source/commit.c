#include "source/graph.h"

#include <stdlib.h>
#include <string.h>

/* Takes `key value` off the headers, when the next one has that key. */
static bool take_header(struct text *rest, const char *key, struct text *value)
{
    struct text after = *rest;
    struct text line;
    size_t size = strlen(key);
    if (!text_next_line(&after, &line) || line.size <= size || memcmp(line.bytes, key, size) != 0 ||
        line.bytes[size] != ' ')
        return false;
    *value = (struct text){line.bytes + size + 1, line.size - size - 1};
    *rest = after;
    return true;
}

bool commit_parse(const char *bytes, size_t size, struct commit_object *commit)
{
    struct text rest = {bytes, size};
    struct text value;
    if (!take_header(&rest, "tree", &value) || !object_id_parse(value, &commit->tree))
        return false;
    commit->parents = rest.bytes;
    struct object_id parent;
    while (take_header(&rest, "parent", &value)) {
        if (!object_id_parse(value, &parent) || ++commit->parent_count > UINT16_MAX)
            return false;
    }
    if (!take_header(&rest, "author", &commit->author) ||
        !take_header(&rest, "committer", &commit->committer))
        return false;
    struct text line;
    while (text_next_line(&rest, &line) && line.size > 0)
        if (text_starts_with(line, "gpgsig ") || text_starts_with(line, "gpgsig-sha256 "))
            commit->signed_ = true;
    commit->message = rest;
    struct text name;
    struct text email;
    identity_split(commit->committer, &name, &email, &commit->time);
    return true;
}

enum object_state commit_read(struct repository *repository, const struct object_id *id,
                              struct commit_object *out)
{
    struct commit_object commit = {.time = 0};
    enum object_state state =
        object_read(repository, id, GIT_OBJECT_COMMIT, LIMIT_STRUCTURE_BYTES, &commit.object);
    if (state != OBJECT_READ)
        return state;
    if (!commit_parse(commit.object.bytes, commit.object.size, &commit)) {
        object_release(&commit.object);
        return OBJECT_CORRUPT;
    }
    *out = commit;
    return OBJECT_READ;
}

struct object_id commit_parent(const struct commit_object *commit, unsigned number)
{
    enum { LINE = sizeof("parent ") - 1 + OBJECT_ID_HEX_SIZE };
    struct object_id id = {{0}};
    const char *hex = commit->parents + (size_t)number * LINE + sizeof("parent ") - 1;
    object_id_parse((struct text){hex, OBJECT_ID_HEX_SIZE - 1}, &id);
    return id;
}

static bool parse_time(struct text text, int64_t *out)
{
    text = text_trim(text);
    bool is_negative = text.size > 0 && text.bytes[0] == '-';
    size_t at = is_negative ? 1 : 0;
    size_t first = at;
    int64_t time = 0;
    for (; at < text.size && text.bytes[at] >= '0' && text.bytes[at] <= '9'; at++)
        if (__builtin_mul_overflow(time, 10, &time) ||
            __builtin_add_overflow(time, text.bytes[at] - '0', &time))
            return false;
    if (at == first)
        return false;
    *out = is_negative ? -time : time;
    return true;
}

bool identity_split(struct text line, struct text *name, struct text *email, int64_t *time)
{
    *name = text_trim(line);
    *email = (struct text){"", 0};
    *time = 0;
    const char *open = line.size > 0 ? memchr(line.bytes, '<', line.size) : NULL;
    if (!open)
        return false;
    *name = text_trim((struct text){line.bytes, (size_t)(open - line.bytes)});
    /* git looks for the time from the end: an address may hold a '>' */
    size_t end = line.size;
    while (end > 0 && line.bytes[end - 1] != '>')
        end--;
    if (end == 0 || line.bytes + end - 1 < open)
        return false;
    *email = text_trim((struct text){open + 1, (size_t)(line.bytes + end - 1 - (open + 1))});
    return parse_time((struct text){line.bytes + end, line.size - end}, time);
}
