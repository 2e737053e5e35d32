#include "base/limits.h"
#include "base/table.h"
#include "policy/policy.h"

#include <string.h>

static const char builtin_prefix[] = "builtin:";

static const char *without_prefix(const char *name)
{
    return string_starts_with(name, builtin_prefix) ? name + strlen(builtin_prefix) : name;
}

const struct policy *library_find_policy(const struct library *library, const char *name)
{
    bool builtin = string_starts_with(name, builtin_prefix);
    const struct policy *nearest = NULL;
    for (size_t i = 0; i < library->policy_count; i++) {
        const struct policy *policy = library->policies[i];
        if ((!builtin || policy->layer == LAYER_BUILTIN) &&
            strcmp(policy->name, without_prefix(name)) == 0 &&
            (!nearest || policy->layer >= nearest->layer))
            nearest = policy;
    }
    return nearest;
}

/* While bases are looked up: the policies of each layer by name. */
struct resolver {
    struct library *library;
    struct diagnostics *diagnostics;
    struct table layers[LAYER_REPOSITORY + 1];
};

static struct policy *find_base(const struct resolver *resolver, const struct policy *policy,
                                const struct policy_base *base)
{
    bool builtin = string_starts_with(base->name, builtin_prefix);
    const char *name = without_prefix(base->name);
    for (int layer = builtin ? LAYER_BUILTIN : (int)policy->layer; layer >= 0; layer--) {
        struct policy *found = table_find(&resolver->layers[layer], name);
        if (found && found != policy)
            return found;
    }
    return NULL;
}

/* "1.2" is asked of 1.2 and 1.2.3, and not of 1.20. */
static bool is_version(const char *wanted, const char *version)
{
    size_t length = strlen(wanted);
    return version && strncmp(version, wanted, length) == 0 &&
           (version[length] == '\0' || version[length] == '.');
}

static void refuse_missing(const struct resolver *resolver, const struct policy *policy,
                           const struct policy_base *wanted)
{
    const struct library *library = resolver->library;
    if (strcmp(without_prefix(wanted->name), policy->name) == 0) {
        diagnostics_add(resolver->diagnostics, E511, wanted->place, "policy '%s' extends itself",
                        policy->name)
            ->length = (uint32_t)strlen(wanted->name);
        return;
    }
    const char **known = ARENA_ARRAY(library->arena, const char *, library->policy_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < library->policy_count; i++)
        if (library->policies[i] != policy && library->policies[i]->layer <= policy->layer)
            known[count++] = library->policies[i]->name;
    struct diagnostic *diagnostic = diagnostics_add(resolver->diagnostics, E502, wanted->place,
                                                    "no policy '%s' to extend", wanted->name);
    diagnostic->length = (uint32_t)strlen(wanted->name);
    diagnostic->meant = suggest(without_prefix(wanted->name), known);
}

static void find_bases(const struct resolver *resolver, struct policy *policy)
{
    for (size_t i = 0; i < policy->base_count; i++) {
        struct policy_base *wanted = &policy->bases[i];
        struct policy *base = find_base(resolver, policy, wanted);
        if (!base) {
            refuse_missing(resolver, policy, wanted);
            continue;
        }
        wanted->policy = base;
        if (!wanted->version || is_version(wanted->version, base->version))
            continue;
        diagnostics_add(resolver->diagnostics, E512, wanted->place,
                        "version %s of policy '%s' is asked for; that of %s is %s", wanted->version,
                        base->name, base->path, base->version ? base->version : "not said")
            ->length = (uint32_t)(strlen(wanted->name) + 1 + strlen(wanted->version));
    }
}

enum { DEPTH_OPEN = -1 };

/* How many policies stand below this one; what closes a circle is cut. */
static int measure(const struct resolver *resolver, struct policy *policy, int above)
{
    if (policy->depth > 0)
        return policy->depth;
    policy->depth = DEPTH_OPEN;
    int depth = 1;
    for (size_t i = 0; i < policy->base_count; i++) {
        struct policy_base *wanted = &policy->bases[i];
        if (!wanted->policy)
            continue;
        bool is_circle = wanted->policy->depth == DEPTH_OPEN;
        int below = is_circle || above >= LIMIT_POLICY_BASES
                        ? LIMIT_POLICY_BASES
                        : measure(resolver, wanted->policy, above + 1);
        if (below + 1 > depth)
            depth = below + 1;
        if (is_circle)
            diagnostics_add(resolver->diagnostics, E511, wanted->place,
                            "policies extend each other in a circle: '%s' builds on '%s'",
                            wanted->policy->name, policy->name)
                ->length = (uint32_t)strlen(wanted->name);
        else if (below >= LIMIT_POLICY_BASES)
            diagnostics_add(resolver->diagnostics, E511, wanted->place,
                            "more than %d policies extend each other", LIMIT_POLICY_BASES);
        if (below >= LIMIT_POLICY_BASES)
            wanted->policy = NULL;
    }
    policy->depth = depth > LIMIT_POLICY_BASES ? 1 : depth;
    return policy->depth;
}

void library_resolve_bases(struct library *library, struct diagnostics *diagnostics)
{
    struct resolver resolver = {.library = library, .diagnostics = diagnostics};
    for (int layer = 0; layer <= LAYER_REPOSITORY; layer++)
        table_init(&resolver.layers[layer], library->arena);
    for (size_t i = 0; i < library->policy_count; i++)
        table_set(&resolver.layers[library->policies[i]->layer], library->policies[i]->name,
                  library->policies[i]);
    for (size_t i = 0; i < library->policy_count; i++)
        find_bases(&resolver, library->policies[i]);
    for (size_t i = 0; i < library->policy_count; i++)
        measure(&resolver, library->policies[i], 1);
}
