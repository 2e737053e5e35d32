#include "policy/ruleset_diff.h"

static const char builtin_prefix[] = "builtin:";

/* Built-in policies that were named, while a side is loaded. */
struct loading {
    struct library *library;
    struct arena *arena;
    struct diagnostics *diagnostics;
    const char **named; /* NULL-ended */
    size_t named_count;
};

static struct failure *add_files(struct loading *loading, const char *place)
{
    struct policy_file *files = NULL;
    size_t count = 0;
    TRY(policy_files_of_path(loading->arena, place, &files, &count));
    library_add_files(loading->library, LAYER_ORGANISATION, files, count, loading->diagnostics);
    return NULL;
}

static struct failure *add_above(struct loading *loading, const char *place)
{
    if (!string_starts_with(place, builtin_prefix))
        return add_files(loading, place);
    loading->named[loading->named_count++] = place;
    return NULL;
}

/* What was read of one side's place. */
struct root {
    const char *place;
    struct repository_policy_files files;
    bool is_root;      /* it has a configuration or policies of its own */
    bool is_bare_root; /* a repository that has none */
};

/* Rules that come without any policy are in force all, as they are for `check`. */
static struct failure *load_organisation(struct loading *loading, const char *const *above,
                                         const char *place)
{
    library_use_builtin(loading->library, loading->diagnostics);
    for (size_t i = 0; above && above[i]; i++)
        TRY(add_above(loading, above[i]));
    if (place)
        TRY(add_above(loading, place));
    library_enforce_rules(loading->library, loading->diagnostics);
    return NULL;
}

static struct failure *load(struct loading *loading, const struct policy_sides_options *options,
                            const struct root *root)
{
    TRY(load_organisation(loading, options->above, root->is_root ? NULL : root->place));
    library_add_files(loading->library, LAYER_REPOSITORY, root->files.files, root->files.file_count,
                      loading->diagnostics);
    if (root->files.configuration.path)
        library_add_configuration(loading->library, &root->files.configuration,
                                  loading->diagnostics);
    return NULL;
}

static size_t count_of(const char *const *list)
{
    size_t count = 0;
    while (list && list[count])
        count++;
    return count;
}

static struct failure *load_side(struct policy_side *out,
                                 const struct policy_sides_options *options,
                                 const struct root *root, struct arena *arena,
                                 struct diagnostics *diagnostics)
{
    out->library = ARENA_NEW(arena, struct library);
    library_init(out->library, arena);
    out->library->version = options->version;
    struct loading loading = {.library = out->library, .arena = arena, .diagnostics = diagnostics};
    loading.named = ARENA_ARRAY(arena, const char *, count_of(options->above) + 2);
    size_t errors = diagnostics->errors;
    TRY(load(&loading, options, root));
    struct ruleset *ruleset = ARENA_NEW(arena, struct ruleset);
    const struct ruleset_options asked = {
        .policies = loading.named_count > 0 ? loading.named : NULL, .today = options->today};
    if (diagnostics->errors == errors)
        ruleset_resolve(ruleset, out->library, &asked, arena, diagnostics);
    if (diagnostics->errors == errors)
        out->ruleset = ruleset;
    return NULL;
}

static struct failure *read_root(struct root *out, const char *place, struct arena *arena)
{
    *out = (struct root){.place = place};
    if (string_starts_with(place, builtin_prefix))
        return NULL;
    TRY(policy_files_of_root(arena, place, &out->files, &out->is_bare_root));
    out->is_root = out->files.configuration.path || out->files.file_count > 0;
    return NULL;
}

struct failure *policy_sides_load(struct policy_sides *out,
                                  const struct policy_sides_options *options, struct arena *arena,
                                  struct diagnostics *diagnostics)
{
    *out = (struct policy_sides){0};
    struct root before;
    struct root after;
    TRY(read_root(&before, options->before, arena));
    TRY(read_root(&after, options->after, arena));
    bool any = before.is_root || after.is_root;
    before.is_root |= any && before.is_bare_root;
    after.is_root |= any && after.is_bare_root;
    TRY(load_side(&out->before, options, &before, arena, diagnostics));
    return load_side(&out->after, options, &after, arena, diagnostics);
}

struct failure *policy_sides_of_files(struct policy_sides *out,
                                      const struct repository_policy_files *before,
                                      const struct repository_policy_files *after,
                                      const struct policy_sides_options *options,
                                      struct arena *arena, struct diagnostics *diagnostics)
{
    *out = (struct policy_sides){0};
    const struct root old = {.files = *before, .is_root = true};
    const struct root new = {.files = *after, .is_root = true};
    TRY(load_side(&out->before, options, &old, arena, diagnostics));
    return load_side(&out->after, options, &new, arena, diagnostics);
}

void policy_sides_release(struct policy_sides *sides)
{
    if (sides->before.library)
        library_release(sides->before.library);
    if (sides->after.library)
        library_release(sides->after.library);
}
