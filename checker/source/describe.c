#include "source/describe.h"

#include "base/limits.h"
#include "source/state.h"
#include "source/trailer.h"

#include <string.h>

static void load_mailmap(struct people *people, struct repository *repository,
                         const struct object_id *tree)
{
    struct object object;
    struct tree_entry entry;
    const char *problem;
    bool is_found = false;
    if (object_read(repository, tree, GIT_OBJECT_TREE, LIMIT_STRUCTURE_BYTES, &object) !=
        OBJECT_READ)
        return;
    const char *at = object.bytes;
    while (!is_found && tree_next(&at, object.bytes + object.size, &entry, &problem))
        is_found = entry.name_size == 8 && memcmp(entry.name, ".mailmap", 8) == 0 &&
                   (entry.mode & MODE_TYPE) == MODE_FILE;
    object_release(&object);
    if (!is_found || object_read(repository, &entry.id, GIT_OBJECT_BLOB, LIMIT_POLICY_BYTES,
                                 &object) != OBJECT_READ)
        return;
    mailmap_init(&people->mailmap, (struct text){object.bytes, object.size}, people->arena);
    object_release(&object);
}

struct identity people_identify(struct people *people, struct text line)
{
    struct text name;
    struct text email;
    int64_t time = 0;
    identity_split(line, &name, &email, &time);
    size_t size = email.size > 0 ? (size_t)(email.bytes + email.size - line.bytes) : name.size;
    struct arena_mark mark = arena_mark(people->arena);
    const char *key = arena_copy(people->arena, (struct text){line.bytes, size});
    struct identity *known = table_find(&people->known, key);
    if (known) {
        arena_reset(people->arena, mark);
    } else {
        known = ARENA_NEW(people->arena, struct identity);
        known->name = arena_copy(people->arena, name);
        known->email = arena_copy(people->arena, email);
        mailmap_resolve(&people->mailmap, &known->name, &known->email);
        table_set(&people->known, key, known);
    }
    return (struct identity){.name = known->name, .email = known->email, .time = time};
}

static const char *summary_of(struct text message, struct arena *arena)
{
    struct buffer summary = BUFFER_EMPTY;
    struct text line;
    while (text_next_line(&message, &line)) {
        line = text_trim(line);
        if (line.size == 0 && summary.size > 0)
            break;
        if (line.size > 0 && summary.size > 0)
            buffer_add_byte(&summary, ' ');
        buffer_add(&summary, line.bytes, line.size);
    }
    const char *copy = arena_strdup(arena, buffer_string(&summary));
    buffer_release(&summary);
    return copy;
}

void people_init(struct people *people, struct repository *repository, const struct object_id *tree,
                 struct arena *arena)
{
    *people = (struct people){.arena = arena};
    table_init(&people->known, arena);
    mailmap_init(&people->mailmap, (struct text){NULL, 0}, arena);
    load_mailmap(people, repository, tree);
}

struct history_commit people_describe(struct people *people, const struct commit_object *object,
                                      bool messages)
{
    struct history_commit commit = {.author = people_identify(people, object->author),
                                    .committer = people_identify(people, object->committer),
                                    .summary = "",
                                    .message = "",
                                    .parents = object->parent_count,
                                    .signed_ = object->signed_};
    if (messages) {
        commit.summary = summary_of(object->message, people->arena);
        commit.message = arena_copy(people->arena, object->message);
        trailers_parse(commit.message, &commit.trailers, &commit.trailer_count, people->arena);
    }
    return commit;
}
