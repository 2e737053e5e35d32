#include "source/graph.h"
#include "source/history.h"

#include <stdlib.h>
#include <string.h>

/* Tags of tags end somewhere, unless somebody wants to know where we do. */
enum { LIMIT_NESTED_TAGS = 64 };

/* git (gpg-interface.c, parse_signature) knows a signature of a tag by such a line. */
static bool is_signature(struct text line)
{
    static const char *const starts[] = {
        "-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP MESSAGE-----",
        "-----BEGIN SIGNED MESSAGE-----", "-----BEGIN SSH SIGNATURE-----"};
    for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
        if (text_starts_with(line, starts[i]))
            return true;
    return false;
}

/* The headers `object` and `tagger` of a tag object, and whether it is signed. */
static bool parse_tag(const struct object *object, struct object_id *target, int64_t *time,
                      bool *is_signed)
{
    struct text rest = {object->bytes, object->size};
    struct text line;
    if (!text_next_line(&rest, &line) || !text_starts_with(line, "object ") ||
        !object_id_parse((struct text){line.bytes + 7, line.size - 7}, target))
        return false;
    while (text_next_line(&rest, &line) && line.size > 0) {
        struct text name;
        struct text email;
        if (text_starts_with(line, "tagger "))
            identity_split((struct text){line.bytes + 7, line.size - 7}, &name, &email, time);
    }
    while (!*is_signed && text_next_line(&rest, &line))
        *is_signed = is_signature(line);
    return true;
}

static void peel(struct repository *repository, struct tag *tag)
{
    for (size_t depth = 0; depth < LIMIT_NESTED_TAGS; depth++) {
        size_t size = 0;
        git_object_t type = GIT_OBJECT_INVALID;
        if (object_size(repository, &tag->target, &type, &size) != OBJECT_READ)
            return;
        if (type == GIT_OBJECT_COMMIT) {
            struct commit_object commit;
            if (commit_read(repository, &tag->target, &commit) != OBJECT_READ)
                return;
            tag->points_to_commit = tag->is_known = true;
            if (tag->time == INT64_MIN)
                tag->time = commit.time;
            object_release(&commit.object);
            return;
        }
        struct object object;
        struct object_id target;
        int64_t time = INT64_MIN;
        bool is_signed = false;
        tag->is_known = type != GIT_OBJECT_TAG;
        if (type != GIT_OBJECT_TAG || object_read(repository, &tag->target, type,
                                                  LIMIT_STRUCTURE_BYTES, &object) != OBJECT_READ)
            return;
        bool is_tag = parse_tag(&object, &target, &time, &is_signed);
        object_release(&object);
        if (!is_tag)
            return;
        tag->signed_ |= is_signed && !tag->annotated;
        tag->annotated = true;
        tag->target = target;
        if (tag->time == INT64_MIN)
            tag->time = time;
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct tag *)a)->name, ((const struct tag *)b)->name);
}

AUTO_DEFINE(git_reference_iterator)

/* What git_reference_next answers; `out` without a name where a symbolic reference
 * leads nowhere. */
static int next_tag(struct repository *repository, git_reference_iterator *iterator,
                    struct arena *arena, struct tag *out)
{
    AUTO(git_reference) *reference = NULL;
    AUTO(git_reference) *direct = NULL;
    *out = (struct tag){.time = INT64_MIN};
    int code = git_reference_next(&reference, iterator);
    if (code == 0 && git_reference_resolve(&direct, reference) == 0) {
        out->name = arena_strdup(arena, git_reference_name(reference) + strlen("refs/tags/"));
        out->target = id_of(git_reference_target(direct));
        peel(repository, out);
    }
    return code;
}

struct failure *history_tags(struct repository *repository, struct tag **out, size_t *count,
                             struct arena *arena)
{
    AUTO(git_reference_iterator) *iterator = NULL;
    if (git_reference_iterator_glob_new(&iterator, repository->git, "refs/tags/*") != 0)
        return GIT_FAILURE("cannot list the tags of '%s'", repository->path);
    struct tag *tags = NULL;
    size_t tag_count = 0;
    size_t capacity = 0;
    struct tag tag;
    int code;
    while ((code = next_tag(repository, iterator, arena, &tag)) == 0) {
        if (!tag.name)
            continue;
        tags = arena_grow(arena, tags, tag_count, &capacity, sizeof(*tags));
        tags[tag_count++] = tag;
    }
    if (code != GIT_ITEROVER)
        return GIT_FAILURE("cannot list the tags of '%s'", repository->path);
    if (tag_count > 0)
        qsort(tags, tag_count, sizeof(*tags), by_name);
    *out = tags;
    *count = tag_count;
    return NULL;
}
