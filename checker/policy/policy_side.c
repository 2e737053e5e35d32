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

/* Rules that come without any policy are in force all, as they are for `check`. */
static struct failure *load_organisation(struct loading *loading,
                                         const struct policy_side_options *options, bool has_place)
{
    library_use_builtin(loading->library, loading->diagnostics);
    for (size_t i = 0; options->above && options->above[i]; i++)
        TRY(add_above(loading, options->above[i]));
    if (has_place)
        TRY(add_above(loading, options->place));
    library_enforce_rules(loading->library, loading->diagnostics);
    return NULL;
}

static struct failure *load(struct loading *loading, const struct policy_side_options *options)
{
    struct repository_policy_files root = {0};
    if (!string_starts_with(options->place, builtin_prefix))
        TRY(policy_files_of_root(loading->arena, options->place, &root));
    bool is_root = root.configuration.path || root.file_count > 0;
    TRY(load_organisation(loading, options, !is_root));
    library_add_files(loading->library, LAYER_REPOSITORY, root.files, root.file_count,
                      loading->diagnostics);
    if (root.configuration.path)
        library_add_configuration(loading->library, &root.configuration, loading->diagnostics);
    return NULL;
}

static size_t count_of(const char *const *list)
{
    size_t count = 0;
    while (list && list[count])
        count++;
    return count;
}

struct failure *policy_side_load(struct policy_side *out, const struct policy_side_options *options,
                                 struct arena *arena, struct diagnostics *diagnostics)
{
    *out = (struct policy_side){.library = ARENA_NEW(arena, struct library)};
    library_init(out->library, arena);
    out->library->version = options->version;
    struct loading loading = {.library = out->library, .arena = arena, .diagnostics = diagnostics};
    loading.named = ARENA_ARRAY(arena, const char *, count_of(options->above) + 2);
    size_t errors = diagnostics->errors;
    TRY(load(&loading, options));
    struct ruleset *ruleset = ARENA_NEW(arena, struct ruleset);
    const struct ruleset_options asked = {
        .policies = loading.named_count > 0 ? loading.named : NULL, .today = options->today};
    if (diagnostics->errors == errors)
        ruleset_resolve(ruleset, out->library, &asked, arena, diagnostics);
    if (diagnostics->errors == errors)
        out->ruleset = ruleset;
    return NULL;
}

void policy_side_release(struct policy_side *side)
{
    if (side->library)
        library_release(side->library);
}
