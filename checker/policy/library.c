#include "policy/policy.h"

#include "base/digest.h"
#include "document/yaml.h"
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
    for (size_t i = 0; i < library->policy_count; i++)
        policy_release(library->policies[i]);
    library->rule_count = 0;
    library->policy_count = 0;
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

const struct rule *library_find_rule_or_alias(const struct library *library, const char *id)
{
    const struct rule *rule = library_find_rule(library, id);
    for (size_t i = 0; i < library->rule_count && !rule; i++)
        if (string_is_one_of(id, library->rules[i]->aliases))
            rule = library->rules[i];
    return rule;
}

const char *library_suggest_rule(const struct library *library, struct arena *arena,
                                 const char *word)
{
    const char **known = ARENA_ARRAY(arena, const char *, library->rule_count + 1);
    for (size_t i = 0; i < library->rule_count; i++)
        known[i] = library->rules[i]->id;
    return suggest(word, known);
}

const char *library_rule_digest(const struct library *library, const struct rule *rule)
{
    bool found;
    size_t at = rule_position(library, rule->id, &found);
    return found && library->rules[at] == rule ? library->rule_digests[at] : "";
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
static bool is_builtin_copy(struct text text)
{
    for (const struct builtin_file *file = builtin_files; file->path; file++)
        if (file->size == text.size && memcmp(file->bytes, text.bytes, text.size) == 0)
            return true;
    return false;
}

/* An id is never used again: not as a rule's own, not as a former one. */
static bool has_taken_alias(const struct library *library, const struct rule *rule,
                            struct diagnostics *diagnostics)
{
    const struct rule *other = library_find_rule_or_alias(library, rule->id);
    const char *id = rule->id;
    for (const char *const *alias = rule->aliases; *alias && !other; alias++) {
        other = library_find_rule_or_alias(library, *alias);
        id = *alias;
    }
    if (other)
        diagnostic_note(
            diagnostics_add(diagnostics, E503, rule->place, "rule id '%s' is taken", id),
            other->place, (uint32_t)strlen(other->id), "it is or was that of this rule");
    return other != NULL;
}

/* The id of a file that is no rule, as its lines say it. */
static void note_refused(struct library *library, struct text text)
{
    struct text line;
    while (text_next_line(&text, &line)) {
        if (!text_starts_with(line, "id:"))
            continue;
        library->refused = arena_grow(library->arena, library->refused, library->refused_count,
                                      &library->refused_capacity, sizeof(*library->refused));
        library->refused[library->refused_count++] =
            arena_copy(library->arena, text_trim((struct text){line.bytes + 3, line.size - 3}));
        return;
    }
}

bool library_has_refused(const struct library *library, const char *id)
{
    for (size_t i = 0; i < library->refused_count; i++)
        if (strcmp(library->refused[i], id) == 0)
            return true;
    return false;
}

static void add_rule(struct library *library, const char *path, struct text text, bool builtin,
                     struct diagnostics *diagnostics)
{
    const char *digest = digest_of(library->arena, text);
    if (!builtin && is_builtin_copy(text))
        return;
    struct rule *rule = rule_parse(library->arena, path, text, builtin, diagnostics);
    if (!rule) {
        note_refused(library, text);
        return;
    }
    bool found;
    size_t at = rule_position(library, rule->id, &found);
    if (found) {
        const struct rule *first = library->rules[at];
        struct diagnostic *diagnostic =
            diagnostics_add(diagnostics, E503, rule->place, "rule id '%s' is taken", rule->id);
        diagnostic->length = (uint32_t)strlen(rule->id);
        diagnostic_note(diagnostic, first->place, diagnostic->length, "it was first given here");
        rule_release(rule);
        return;
    }
    if (has_taken_alias(library, rule, diagnostics)) {
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
    struct policy *policy =
        policy_parse(library->arena, path, text, layer, library->version, diagnostics);
    if (!policy)
        return;
    policy->digest = digest_of(library->arena, text);
    for (size_t i = 0; i < library->policy_count; i++) {
        const struct policy *other = library->policies[i];
        if (other->layer == layer && strcmp(other->name, policy->name) == 0) {
            struct diagnostic *diagnostic = diagnostics_add(
                diagnostics, E504, policy->place, "policy '%s' is there already", policy->name);
            diagnostic->length = (uint32_t)strlen(policy->name);
            diagnostic_note(diagnostic, other->place, diagnostic->length,
                            "it was first given here");
            policy_release(policy);
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

/* The shipped data files lie beside the rules. */
static bool is_catalogue(const char *path)
{
    return strstr(path, "rules/catalogue/") != NULL;
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

static bool is_builtin_rule(const struct builtin_file *file)
{
    return string_starts_with(file->path, "rules/") && is_yaml(file->path) &&
           !is_test(file->path) && !is_catalogue(file->path);
}

static void add_builtin_rule(struct library *library, const struct builtin_file *file,
                             struct diagnostics *diagnostics)
{
    const char *path = arena_printf(library->arena, "builtin:%s", file->path);
    add_rule(library, path, (struct text){.bytes = file->bytes, .size = file->size}, true,
             diagnostics);
}

static void add_builtin_policies(struct library *library, struct diagnostics *diagnostics)
{
    for (const struct builtin_file *file = builtin_files; file->path; file++)
        if (string_starts_with(file->path, "policies/"))
            add_policy(library, arena_printf(library->arena, "builtin:%s", file->path),
                       (struct text){.bytes = file->bytes, .size = file->size}, LAYER_BUILTIN,
                       diagnostics);
}

void library_add_builtin(struct library *library, const char *const *ids,
                         struct diagnostics *diagnostics)
{
    add_builtin_policies(library, diagnostics);
    for (const struct builtin_file *file = builtin_files; file->path; file++)
        if (is_builtin_rule(file) && (!ids || names_rule(file->path, ids)))
            add_builtin_rule(library, file, diagnostics);
}

void library_use_builtin(struct library *library, struct diagnostics *diagnostics)
{
    add_builtin_policies(library, diagnostics);
    library->builtin_on_demand = true;
}

/* Parses the built-in rule of that id; with no id, all that are not there yet. */
static void demand_builtin(struct library *library, const char *id, struct diagnostics *diagnostics)
{
    const char *const ids[] = {id, NULL};
    for (const struct builtin_file *file = builtin_files; file->path; file++) {
        if (!is_builtin_rule(file) || (id && !names_rule(file->path, ids)))
            continue;
        const char *slash = strrchr(file->path, '/');
        const char *own = arena_copy(library->arena, (struct text){.bytes = slash + 1, .size = 6});
        if (!library_find_rule(library, own))
            add_builtin_rule(library, file, diagnostics);
    }
}

void library_need_all(struct library *library, struct diagnostics *diagnostics)
{
    if (library->builtin_on_demand)
        demand_builtin(library, NULL, diagnostics);
    library->builtin_on_demand = false;
}

const struct rule *library_need_rule(struct library *library, const char *id,
                                     struct diagnostics *diagnostics)
{
    const struct rule *rule = library_find_rule(library, id);
    if (!rule && library->builtin_on_demand) {
        demand_builtin(library, id, diagnostics);
        rule = library_find_rule(library, id);
    }
    if (!rule)
        library_need_all(library, diagnostics); /* an alias stands inside a rule */
    return rule ? rule : library_find_rule_or_alias(library, id);
}

/* A policy file names itself with the key `policy`, a rule file with `id`. Most say
 * so at the start of a line; others are parsed once more to know. */
static bool is_policy_text(struct arena *arena, struct text text)
{
    struct text line;
    for (struct text rest = text; text_next_line(&rest, &line);) {
        if (text_starts_with(line, "policy:"))
            return true;
        if (text_starts_with(line, "id:"))
            return false;
    }
    struct document document;
    struct document_problem problem;
    return yaml_parse(arena, text, &document, &problem) && document.count > 0 &&
           node_find(document.roots[0], "policy");
}

void library_add_files(struct library *library, enum layer layer, const struct policy_file *files,
                       size_t count, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < count; i++) {
        const struct policy_file *file = &files[i];
        if (!is_yaml(file->path) || is_test(file->path) || is_catalogue(file->path))
            continue;
        if (is_policy_text(library->arena, file->text))
            add_policy(library, file->path, file->text, layer, diagnostics);
        else
            add_rule(library, file->path, file->text, string_starts_with(file->path, "builtin:"),
                     diagnostics);
    }
}

void library_enforce_rules(struct library *library, struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < library->policy_count; i++)
        if (library->policies[i]->layer == LAYER_ORGANISATION)
            return;
    if (library->rule_count == 0)
        return;
    const char *text = "bylaw: 1\npolicy: given-rules\ntitle: The rules given with --policy\n"
                       "owner: the command line\nrules:\n";
    struct buffer written = {0};
    buffer_add_string(&written, text);
    for (size_t i = 0; i < library->rule_count; i++)
        buffer_printf(&written, "  - %s\n", library->rules[i]->id);
    text = arena_strdup(library->arena, buffer_string(&written));
    buffer_release(&written);
    add_policy(library, "--policy", (struct text){.bytes = text, .size = strlen(text)},
               LAYER_ORGANISATION, diagnostics);
}

void library_add_configuration(struct library *library, const struct policy_file *file,
                               struct diagnostics *diagnostics)
{
    library->configuration =
        configuration_parse(library->arena, file->path, file->text, library->version, diagnostics);
    if (library->configuration)
        library->configuration->digest = digest_of(library->arena, file->text);
}
