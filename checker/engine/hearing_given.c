#include "engine/hearing.h"

#include <stdlib.h>
#include <string.h>

/* The path below the work tree, "" for its root; NULL where it lies elsewhere. */
static const char *within(struct arena *arena, const char *work_tree, const char *path)
{
    char *root = realpath(work_tree, NULL);
    char *place = realpath(path, NULL);
    const char *below = NULL;
    size_t length = root ? strlen(root) : 0;
    if (root && place && strncmp(root, place, length) == 0 &&
        (place[length] == '/' || place[length] == '\0'))
        below = arena_strdup(arena, place + length + (place[length] == '/'));
    free(root);
    free(place);
    return below;
}

/* Is there a file of the head at that path, or below it? */
static bool head_has(const struct hearing *hearing, const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < hearing->head.count; i++) {
        const char *entry = hearing->head.entries[i].path;
        if (strncmp(entry, path, length) == 0 &&
            (length == 0 || entry[length] == '/' || entry[length] == '\0'))
            return true;
    }
    return false;
}

/* Refuses the places of an option that the head itself fills. */
static struct failure *check_places(struct hearing *hearing, const char *option,
                                    const char *const *places, const char *other)
{
    const char *work_tree = repository_work_tree(hearing->repository);
    for (; places && *places; places++) {
        const char *path = within(hearing->arena, work_tree, *places);
        if (path && head_has(hearing, path))
            return failure_new(FAILURE_POLICY,
                               "%s '%s' is a part of what is judged, and with --base no change may "
                               "bring its own: name it as REPOSITORY@REV:PATH%s",
                               option, *places, other);
    }
    return NULL;
}

struct failure *hearing_check_given(struct hearing *hearing)
{
    const struct judge_options *options = hearing->options;
    bool has_policies =
        !options->policy_digest && options->policies && !options->extra_policy_files;
    if (!hearing->has_base || !repository_work_tree(hearing->repository) ||
        !(has_policies || options->registers))
        return NULL;
    TRY(hearing_list(hearing));
    if (has_policies)
        TRY(check_places(hearing, "--policy", options->policies,
                         ", or pin it with --policy-digest"));
    return check_places(hearing, "--exceptions", options->registers, "");
}
