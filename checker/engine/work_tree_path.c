#include "engine/work_tree_path.h"

#include <stdlib.h>
#include <string.h>

const char *work_tree_path(struct arena *arena, const char *work_tree, const char *path)
{
    char *root = realpath(work_tree, NULL);
    char *place = realpath(path, NULL);
    const char *below = NULL;
    size_t length = root && strcmp(root, "/") != 0 ? strlen(root) : 0;
    if (root && place && strncmp(root, place, length) == 0 &&
        (place[length] == '/' || place[length] == '\0'))
        below = arena_strdup(arena, place + length + (place[length] == '/'));
    free(root);
    free(place);
    return below;
}
