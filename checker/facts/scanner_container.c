#include "facts/scanner_container.h"

#include "facts/invocation_kinds.h"
#include "facts/launcher_container.h"
#include "facts/paths.h"
#include "facts/supply.h"

#include <string.h>

/* What GitHub mounts the work tree at, and starts an action's image in. */
static const char github_folder[] = "/github/workspace";

static const char *input_of(const struct fact_row *row, const char *name, size_t *at)
{
    const struct value *items = NULL;
    size_t count = cell_list(row, INVOCATION_INPUTS, &items);
    size_t size = strlen(name);
    for (; *at < count; (*at)++)
        if (items[*at].kind == VALUE_TEXT && strncmp(items[*at].text, name, size) == 0 &&
            items[*at].text[size] == '=')
            return items[(*at)++].text + size + 1;
    return NULL;
}

static bool is_action(const struct fact_row *row)
{
    const char *system = cell_text(row, INVOCATION_SYSTEM);
    return system && strcmp(system, "github") == 0 &&
           row->cells[INVOCATION_WORDS].kind == VALUE_ABSENT;
}

/* The folder that it starts in, within; NULL when nothing tells. */
static const char *working_folder(const struct scanner_match *match)
{
    size_t at = 0;
    const char *given = input_of(match->invocation, LAUNCHER_WORKDIR, &at);
    if (given)
        return given;
    return is_action(match->invocation) ? github_folder : match->pattern->tool->workdir;
}

/* What of `path` is below `folder`: "" for the folder itself, NULL when it is elsewhere. */
static const char *below(const char *path, const char *folder)
{
    size_t size = strlen(folder);
    while (size > 1 && folder[size - 1] == '/')
        size--;
    if (strncmp(path, folder, size) != 0 || (path[size] != '/' && path[size] != '\0'))
        return NULL;
    return path + size + strspn(path + size, "/");
}

/* The mount that holds it most closely. */
static const char *through_mounts(const struct scanner_match *match, const char *path)
{
    struct arena *arena = match->options.arena;
    const char *found = NULL;
    size_t longest = 0;
    const char *rest = is_action(match->invocation) ? below(path, github_folder) : NULL;
    if (rest)
        return *rest ? rest : ".";
    size_t at = 0;
    for (const char *mount; (mount = input_of(match->invocation, LAUNCHER_MOUNT, &at));) {
        const char *mark = strrchr(mount, ':');
        rest = mark ? below(path, mark + 1) : NULL;
        if (!rest || strlen(mark + 1) < longest)
            continue;
        longest = strlen(mark + 1);
        const char *host = arena_copy(arena, (struct text){mount, (size_t)(mark - mount)});
        found = *rest ? arena_printf(arena, "%s/%s", host, rest) : host;
    }
    return found;
}

const char *scanner_path_outside(const struct scanner_match *match, const char *path,
                                 const char **problem)
{
    struct arena *arena = match->options.arena;
    if (string_starts_with(path, "file://"))
        path += strlen("file://");
    if (*path != '/') {
        const char *folder = working_folder(match);
        if (!folder) {
            *problem = "it runs in a container, and in which folder there is not written";
            return NULL;
        }
        const char *within = path_resolve(arena, folder[0] && folder[1] ? folder + 1 : ".", path);
        path = arena_printf(arena, "/%s", within && strcmp(within, ".") != 0 ? within : "");
    }
    const char *outside = through_mounts(match, path);
    if (!outside)
        *problem =
            arena_printf(arena, "'%s' is a folder of its container, where none is mounted", path);
    return outside;
}
