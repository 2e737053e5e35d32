#include "policy/bundle.h"

#include "base/digest.h"

#include <string.h>

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_name_and_layer(const void *a, const void *b)
{
    const struct policy *one = *(const struct policy *const *)a;
    const struct policy *other = *(const struct policy *const *)b;
    int order = strcmp(one->name, other->name);
    return order ? order : (int)one->layer - (int)other->layer;
}

/* Ids while they are gathered; some more than once. */
struct ids {
    const char **items;
    size_t count, capacity;
};

/* What is missing or refused was told when the policies were resolved. */
static void add_rules(const struct bundle *bundle, struct arena *arena,
                      const struct policy_rule *rules, size_t count, struct ids *ids)
{
    struct diagnostics told;
    diagnostics_init(&told, arena);
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = library_need_rule(bundle->library, rules[i].rule, &told);
        if (!rule)
            continue;
        ids->items = arena_grow(arena, ids->items, ids->count, &ids->capacity, sizeof(*ids->items));
        ids->items[ids->count++] = rule->id;
    }
}

static void add_line(struct sha256 *digest, const char *line)
{
    sha256_add(digest, line, strlen(line));
}

static void add_policies(struct sha256 *digest, const struct bundle *bundle, struct arena *arena,
                         struct ids *ids)
{
    const struct policy **sorted = ARENA_ARRAY(arena, const struct policy *, bundle->count + 1);
    if (bundle->count > 0)
        memcpy(sorted, bundle->policies, bundle->count * sizeof(struct policy *));
    if (bundle->count > 1)
        qsort(sorted, bundle->count, sizeof(struct policy *), by_name_and_layer);
    for (size_t i = 0; i < bundle->count; i++) {
        const struct policy *policy = sorted[i];
        add_line(digest, arena_printf(arena, "policy %d %s %s\n", (int)policy->layer, policy->name,
                                      policy->digest ? policy->digest : "-"));
        add_rules(bundle, arena, policy->rules, policy->rule_count, ids);
    }
}

static void add_rule_lines(struct sha256 *digest, const struct bundle *bundle, struct arena *arena,
                           struct ids *ids)
{
    if (ids->count > 1)
        qsort(ids->items, ids->count, sizeof(*ids->items), by_text);
    for (size_t i = 0; i < ids->count; i++) {
        if (i > 0 && strcmp(ids->items[i], ids->items[i - 1]) == 0)
            continue;
        const struct rule *rule = library_find_rule(bundle->library, ids->items[i]);
        const char *hex = rule ? library_rule_digest(bundle->library, rule) : "";
        add_line(digest, arena_printf(arena, "rule %s %s\n", ids->items[i], *hex ? hex : "-"));
    }
}

const char *bundle_digest(const struct bundle *bundle, struct arena *arena)
{
    const struct configuration *configuration =
        bundle->with_configuration ? bundle->library->configuration : NULL;
    struct ids ids = {0};
    struct sha256 digest;
    sha256_init(&digest);
    add_line(&digest, "bylaw bundle 1\n");
    add_policies(&digest, bundle, arena, &ids);
    if (configuration)
        add_rules(bundle, arena, configuration->rules, configuration->rule_count, &ids);
    add_rule_lines(&digest, bundle, arena, &ids);
    if (configuration)
        add_line(&digest, arena_printf(arena, "configuration %s\n",
                                       configuration->digest ? configuration->digest : "-"));
    char hex[SHA256_HEX_SIZE];
    sha256_finish_hex(&digest, hex);
    return arena_printf(arena, "sha256:%s", hex);
}
