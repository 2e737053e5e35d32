#include "policy/policy.h"

#include "base/digest.h"
#include "policy/builtin.h"
#include "policy/policy_file.h"

#include <string.h>

void library_init(struct library *library, struct arena *arena)
{
    *library = (struct library){.arena = arena};
}

void library_release(struct library *library)
{
    for (size_t i = 0; i < library->rule_count; i++)
        rule_release(library->rules[i]);
    library->rule_count = 0;
}

static size_t rule_position(const struct library *library, const char *id, bool *found)
{
    size_t low = 0;
    size_t high = library->rule_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(library->rules[middle]->id, id);
        if (order == 0) {
            *found = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *found = false;
    return low;
}

const struct rule *library_find_rule(const struct library *library, const char *id)
{
    bool found;
    size_t at = rule_position(library, id, &found);
    return found ? library->rules[at] : NULL;
}

const struct policy *library_find_policy(const struct library *library, const char *name)
{
    const struct policy *nearest = NULL;
    for (size_t i = 0; i < library->policy_count; i++)
        if (strcmp(library->policies[i]->name, name) == 0 &&
            (!nearest || library->policies[i]->layer >= nearest->layer))
            nearest = library->policies[i];
    return nearest;
}

static const char *digest_of(struct arena *arena, struct text text)
{
    char *hex = arena_alloc(arena, SHA256_HEX_SIZE, 1);
    struct sha256 digest;
    sha256_init(&digest);
    sha256_add(&digest, text.bytes, text.size);
    sha256_finish_hex(&digest, hex);
    return hex;
}

/* A copy to the letter, such as `bylaw policy export` writes, is the same rule. */
static bool is_known_copy(const struct library *library, const char *digest)
{
    for (size_t i = 0; i < library->rule_count; i++)
        if (strcmp(library->rule_digests[i], digest) == 0)
            return library->rules[i]->builtin;
    return false;
}

static void add_rule(struct library *library, const char *path, struct text text, bool builtin,
                     struct diagnostics *diagnostics)
{
    const char *digest = digest_of(library->arena, text);
    if (!builtin && is_known_copy(library, digest))
        return;
    struct rule *rule = rule_parse(library->arena, path, text, builtin, diagnostics);
    if (!rule)
        return;
    bool found;
    size_t at = rule_position(library, rule->id, &found);
    if (found) {
        const struct rule *first = library->rules[at];
        diagnostics_add(diagnostics, DIAGNOSTIC_ERROR, rule->place,
                        "rule id '%s' is taken: it stands at %s:%u:%u", rule->id, first->place.path,
                        first->place.line, first->place.column);
        rule_release(rule);
        return;
    }
    library->rules = arena_grow(library->arena, library->rules, library->rule_count,
                                &library->rule_capacity, sizeof(struct rule *));
    library->rule_digests = arena_grow(library->arena, library->rule_digests, library->rule_count,
                                       &library->digest_capacity, sizeof(const char *));
    memmove(library->rules + at + 1, library->rules + at,
            (library->rule_count - at) * sizeof(struct rule *));
    memmove(library->rule_digests + at + 1, library->rule_digests + at,
            (library->rule_count - at) * sizeof(const char *));
    library->rules[at] = rule;
    library->rule_digests[at] = digest;
    library->rule_count++;
}

static void add_policy(struct library *library, const char *path, struct text text,
                       enum layer layer, struct diagnostics *diagnostics)
{
    struct policy *policy = policy_parse(library->arena, path, text, layer, diagnostics);
    if (!policy)
        return;
    for (size_t i = 0; i < library->policy_count; i++) {
        const struct policy *other = library->policies[i];
        if (other->layer == layer && strcmp(other->name, policy->name) == 0) {
            diagnostics_add(diagnostics, DIAGNOSTIC_ERROR, policy->place,
                            "policy '%s' is there already: %s:%u:%u", policy->name,
                            other->place.path, other->place.line, other->place.column);
            return;
        }
    }
    library->policies = arena_grow(library->arena, library->policies, library->policy_count,
                                   &library->policy_capacity, sizeof(struct policy *));
    library->policies[library->policy_count++] = policy;
}

static bool is_yaml(const char *path)
{
    return string_ends_with(path, ".yml") || string_ends_with(path, ".yaml");
}

static bool is_test(const char *path)
{
    return string_ends_with(path, ".test.yml") || string_ends_with(path, ".test.yaml");
}

/* The id at the start of a rule file's name: "rules/x/SDL009-y.yml" is SDL009. */
static bool names_rule(const char *path, const char *const *ids)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (; *ids; ids++)
        if (string_starts_with(name, *ids))
            return true;
    return false;
}

void library_add_builtin(struct library *library, const char *const *ids,
                         struct diagnostics *diagnostics)
{
    for (const struct builtin_file *file = builtin_files; file->path; file++) {
        const char *path = arena_printf(library->arena, "builtin:%s", file->path);
        struct text text = {.bytes = file->bytes, .size = file->size};
        if (string_starts_with(file->path, "policies/"))
            add_policy(library, path, text, LAYER_BUILTIN, diagnostics);
        else if (is_yaml(file->path) && !is_test(file->path) &&
                 !string_starts_with(file->path, "rules/catalogue/") &&
                 (!ids || names_rule(file->path, ids)))
            add_rule(library, path, text, true, diagnostics);
    }
}

/* A policy file names itself with the key `policy`, a rule file with `id`. */
static bool is_policy_text(struct text text)
{
    struct text line;
    while (text_next_line(&text, &line)) {
        if (text_starts_with(line, "policy:"))
            return true;
        if (text_starts_with(line, "id:"))
            return false;
    }
    return false;
}

void library_add_files(struct library *library, enum layer layer, const struct policy_file *files,
                       size_t count, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < count; i++) {
        const struct policy_file *file = &files[i];
        if (!is_yaml(file->path) || is_test(file->path))
            continue;
        if (is_policy_text(file->text))
            add_policy(library, file->path, file->text, layer, diagnostics);
        else
            add_rule(library, file->path, file->text, string_starts_with(file->path, "builtin:"),
                     diagnostics);
    }
}

void library_add_configuration(struct library *library, const struct policy_file *file,
                               struct diagnostics *diagnostics)
{
    library->configuration =
        configuration_parse(library->arena, file->path, file->text, diagnostics);
}
