#include "policy/register.h"

#include <string.h>

/* "https://github.com/Acme/pay.git" as "github.com/acme/pay": no forge tells names apart by
 * their case. */
static const char *plain_name(struct arena *arena, const char *remote)
{
    const char *scheme = strstr(remote, "://");
    char *name = arena_strdup(arena, scheme ? scheme + 3 : remote);
    size_t size = strlen(name);
    if (string_ends_with(name, ".git"))
        name[size - 4] = '\0';
    for (char *byte = name; *byte; byte++)
        if (*byte >= 'A' && *byte <= 'Z')
            *byte = (char)(*byte - 'A' + 'a');
    return name;
}

/* Host and owner are written out: a wildcard there takes in who never asked. A scheme would be
 * cut off, with all that stands before it. */
static bool is_literal_owner(const char *pattern)
{
    if (strstr(pattern, "://"))
        return false;
    const char *owner = strchr(pattern, '/');
    const char *name = owner ? strchr(owner + 1, '/') : NULL;
    if (!name || owner == pattern || name == owner + 1 || name[1] == '\0')
        return false;
    return strcspn(pattern, "*?[{\\") > (size_t)(name - pattern);
}

static bool is_about(struct arena *arena, const char *pattern, const char *name)
{
    const char *problem = NULL;
    size_t at = 0;
    const struct glob *glob = glob_new(arena, plain_name(arena, pattern), &problem, &at);
    return glob && glob_matches(glob, name);
}

/* Is one of its repositories this one? What is wrong with them is told once. */
static bool is_mine(struct arena *arena, const struct exception *record, const char *name,
                    struct diagnostics *diagnostics)
{
    bool is_mine = false;
    bool any = false;
    for (const char *const *repository = record->repositories; *repository; repository++) {
        bool is_literal = is_literal_owner(*repository);
        if (!is_literal)
            diagnostics_add(diagnostics, W601, record->place,
                            "'%s' is about '%.200s': host and owner are written out there, as in "
                            "github.com/acme/*",
                            record->id, *repository);
        any = true;
        is_mine = is_mine || (is_literal && name && is_about(arena, *repository, name));
    }
    if (!any)
        diagnostics_add(diagnostics, W601, record->place,
                        "'%s' is about no repository: it has no 'scope.repos'", record->id);
    return is_mine;
}

/* A file that is no YAML gives one record without an id, which says why. */
static bool is_unreadable(const struct exception *record)
{
    return strcmp(record->id, "(unreadable)") == 0;
}

void register_load(struct exception_set *out, struct arena *arena, const struct policy_file *files,
                   size_t count, const char *remote, struct diagnostics *diagnostics)
{
    struct exception_set set;
    const char *name = remote ? plain_name(arena, remote) : NULL;
    exceptions_load(&set, arena, files, count);
    struct exception *all = ARENA_ARRAY(arena, struct exception, out->count + set.count + 1);
    if (out->count > 0)
        memcpy(all, out->items, out->count * sizeof(*all));
    out->items = all;
    for (size_t i = 0; i < set.count; i++) {
        const struct exception *record = &set.items[i];
        for (size_t m = 0; is_unreadable(record) && m < record->mistake_count; m++)
            *diagnostics_add(diagnostics, record->mistakes[m].code, record->mistakes[m].place, "%s",
                             record->mistakes[m].message) = record->mistakes[m];
        if (is_unreadable(record) || !is_mine(arena, record, name, diagnostics))
            continue;
        all[out->count] = *record;
        all[out->count++].layout = EXCEPTION_IN_REGISTER;
    }
    if (!name && set.count > 0)
        diagnostics_add(diagnostics, W602, set.items[0].place,
                        "the register excuses nothing here: this repository has no remote 'origin' "
                        "that tells its name");
}

void register_check_own(struct exception_set *set, struct arena *arena, const char *remote)
{
    const char *name = remote ? plain_name(arena, remote) : NULL;
    for (size_t i = 0; i < set->count; i++) {
        struct exception *record = &set->items[i];
        bool is_own = !record->repositories || !*record->repositories;
        for (size_t k = 0; !is_own && record->repositories[k]; k++)
            is_own = name && strcmp(plain_name(arena, record->repositories[k]), name) == 0;
        if (is_own)
            continue;
        struct diagnostic mistake = {
            .code = E602,
            .place = record->place,
            .message =
                name ? arena_printf(arena, "'repos' names others than this repository, '%s'", name)
                     : "'repos' names repositories, and no remote 'origin' tells whether "
                       "this is one"};
        exception_add_mistake(record, arena, &mistake);
    }
}

size_t register_of(const char *const *registers, const struct exception *record)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; registers && registers[i]; i++)
        if (string_starts_with(record->place.path, registers[i]) &&
            (found == SIZE_MAX || strlen(registers[i]) > strlen(registers[found])))
            found = i;
    return found;
}
