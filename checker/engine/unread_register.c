#include "engine/unread_register.h"

#include "policy/exception.h"
#include "policy/policy.h"

#include <string.h>
#include <sys/stat.h>

/* Where registers are kept, from a folder that holds policies. */
static const char *const places[] = {
    "exceptions",        "exceptions.yml",        "exceptions.yaml",
    ".bylaw/exceptions", ".bylaw/exceptions.yml", NULL};

struct search {
    const char *work_tree;
    struct arena *arena;
    struct diagnostics *diagnostics;
    const char *told[8]; /* places that were told of: two policies may lie beside one register */
    size_t told_count;
};

static bool is_same(const char *one, const char *other)
{
    struct stat a;
    struct stat b;
    return strcmp(one, other) == 0 || (stat(one, &a) == 0 && stat(other, &b) == 0 &&
                                       a.st_dev == b.st_dev && a.st_ino == b.st_ino);
}

/* The repository's own, or one that was told of. */
static bool is_known(const struct search *search, const char *place)
{
    for (size_t i = 0; i < search->told_count; i++)
        if (is_same(search->told[i], place))
            return true;
    for (size_t i = 0; search->work_tree && places[i]; i++)
        if (string_starts_with(places[i], ".bylaw/") &&
            is_same(arena_printf(search->arena, "%s/%s", search->work_tree, places[i]), place))
            return true;
    return false;
}

/* A folder of that name may hold anything; what is no record is none of ours. */
static void look(struct search *search, const char *place)
{
    struct policy_file *files = NULL;
    struct exception_set set;
    size_t count = 0;
    size_t records = 0;
    struct failure *failure = exception_files_of_path(search->arena, place, &files, &count);
    if (failure) {
        failure_free(failure);
        return;
    }
    if (is_known(search, place))
        return;
    exceptions_load(&set, search->arena, files, count);
    const struct exception *first = NULL;
    for (size_t i = 0; i < set.count; i++)
        if (exception_has_id(&set.items[i])) {
            first = first ? first : &set.items[i];
            records++;
        }
    if (!first || search->told_count == sizeof(search->told) / sizeof(search->told[0]))
        return;
    search->told[search->told_count++] = place;
    diagnostics_add(search->diagnostics, W603, first->place,
                    "a policy that is given brings no exceptions with it: %zu record%s here "
                    "excuse%s nothing",
                    records, records == 1 ? "" : "s", records == 1 ? "s" : "")
        ->expected = arena_printf(search->arena, "--exceptions %s", place);
}

/* The folder that the policy lies in; NULL above the root of a commit. `inside` is where the
 * path in a commit begins, 0 on disk. */
static const char *folder_above(struct arena *arena, const char *policy, size_t inside)
{
    const char *slash = strrchr(policy + inside, '/');
    const char *name = slash ? slash + 1 : policy + inside;
    if (inside == 0 && (strcmp(name, ".") == 0 || strcmp(name, "..") == 0))
        return arena_printf(arena, "%s/..", policy);
    if (slash == policy)
        return "/";
    if (slash)
        return arena_copy(arena, (struct text){policy, (size_t)(slash - policy)});
    if (inside == 0)
        return ".";
    return *name ? arena_copy(arena, (struct text){policy, inside}) : NULL;
}

static void look_below(struct search *search, const char *folder)
{
    size_t size = strlen(folder);
    const char *joint = size == 0 || folder[size - 1] == ':' || folder[size - 1] == '/' ? "" : "/";
    for (size_t i = 0; places[i]; i++)
        look(search, arena_printf(search->arena, "%s%s%s", folder, joint, places[i]));
}

void unread_registers_tell(const struct judge_options *options, const char *work_tree,
                           struct arena *arena, struct diagnostics *diagnostics)
{
    struct search search = {.work_tree = work_tree, .arena = arena, .diagnostics = diagnostics};
    for (size_t i = 0; options->policies && options->policies[i]; i++) {
        struct text trimmed = text_of(options->policies[i]);
        while (trimmed.size > 1 && trimmed.bytes[trimmed.size - 1] == '/')
            trimmed.size--;
        const char *policy = arena_copy(arena, trimmed);
        struct stat status;
        bool is_here = stat(policy, &status) == 0;
        const char *colon = is_here ? NULL : strrchr(policy, ':');
        if (string_starts_with(policy, "builtin:") || (!is_here && !colon))
            continue;
        look_below(&search, policy);
        const char *above = folder_above(arena, policy, colon ? (size_t)(colon + 1 - policy) : 0);
        if (above)
            look_below(&search, above);
    }
}
