/* mix.lock: a line for every dependency that is fetched, else `mix deps.get
 * --check-locked` "raises if there are pending changes" (Mix.Tasks.Deps.Get). */
#include "facts/lock_check.h"
#include "facts/manifest_nodes.h"
#include "facts/mix_dependencies.h"

#include <string.h>

static char present[] = "present";

struct mix {
    struct lock_check *check;
    const struct lock_manifest *manifest;
    struct table names;
};

static void check_dependency(void *context, const struct mix_dependency *dependency)
{
    const struct mix *mix = context;
    struct lock_check *check = mix->check;
    const char *name = arena_copy(check->scratch, dependency->name);
    if (!dependency->is_local && !table_has(&mix->names, name))
        lock_problem_add(
            check, 0, "missing_entry", mix->manifest, name,
            arena_printf(check->scratch, "'%s' of '%s' is not in it", name, mix->manifest->path));
}

void lock_check_mix(struct lock_check *check)
{
    struct mix mix = {.check = check};
    struct manifest_lines lines = {.rest = check->text};
    table_init(&mix.names, check->scratch);
    while (manifest_next_line(&lines)) {
        /* `"name": {:hex, ...` - with `%{` before the first where all is in one line. */
        struct text line = lines.line;
        if (text_starts_with(line, "%{"))
            line = text_trim((struct text){line.bytes + 2, line.size - 2});
        struct text name = text_quoted(line, 0);
        if (text_starts_with(line, "\"") && name.size > 0)
            table_set(&mix.names, arena_copy(check->scratch, name), present);
    }
    for (size_t i = 0; i < check->count; i++) {
        mix.manifest = &check->manifests[i];
        mix_each_dependency(mix.manifest->text, check_dependency, &mix);
    }
}
