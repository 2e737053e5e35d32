#include "fleet/echo.h"

#include "base/table.h"

#include <stdlib.h>
#include <string.h>

struct group {
    struct echo echo;
    size_t capacity;
    size_t last; /* repository that was counted last, plus one */
};

static void add_copy(struct group *group, struct arena *arena, size_t number,
                     const struct audit_repository *repository,
                     const struct audit_document *document)
{
    struct echo *echo = &group->echo;
    echo->copies =
        arena_grow(arena, echo->copies, echo->count, &group->capacity, sizeof(*echo->copies));
    echo->copies[echo->count++] =
        (struct echo_copy){.repository = repository->path, .path = document->path};
    if (group->last != number + 1)
        echo->repositories++;
    group->last = number + 1;
}

static int by_repositories(const void *a, const void *b)
{
    const struct echo *one = a;
    const struct echo *two = b;
    if (one->repositories != two->repositories)
        return one->repositories < two->repositories ? 1 : -1;
    int order = strcmp(one->copies[0].path, two->copies[0].path);
    return order != 0 ? order : strcmp(one->blob, two->blob);
}

struct echo *echo_find(const struct audit *audit, size_t *count, struct arena *arena)
{
    struct table groups;
    table_init(&groups, arena);
    for (size_t i = 0; i < audit->count; i++)
        for (size_t j = 0; j < audit->repositories[i].document_count; j++) {
            const struct audit_document *document = &audit->repositories[i].documents[j];
            struct group *group = table_find(&groups, document->blob);
            if (!group) {
                group = ARENA_NEW(arena, struct group);
                group->echo = (struct echo){.sort = document->sort, .blob = document->blob};
                table_set(&groups, document->blob, group);
            }
            add_copy(group, arena, i, &audit->repositories[i], document);
        }
    struct echo *echoes = ARENA_ARRAY(arena, struct echo, groups.count + 1);
    *count = 0;
    for (size_t i = 0; i < groups.count; i++) {
        const struct group *group = groups.entries[i].value;
        if (group->echo.repositories >= ECHO_REPOSITORIES)
            echoes[(*count)++] = group->echo;
    }
    if (*count > 0)
        qsort(echoes, *count, sizeof(*echoes), by_repositories);
    return echoes;
}
