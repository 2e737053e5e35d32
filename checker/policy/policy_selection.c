#include "policy/policy_selection.h"

#include "base/table.h"
#include "policy/policy_file.h"

#include <string.h>

struct level_written {
    const struct node *node;
    const char *name;
    struct schema_texts rules;
    const struct node *expected_of;
};

static const struct schema_field level_fields[] = {
    {.name = "level",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct level_written, name),
     .required = true,
     .pattern = "^[a-z0-9][a-z0-9-]*$",
     .pattern_hint = "lower-case letters, digits and hyphens",
     .summary = "Name of the level: bronze, silver, gold."},
    {.name = "rules",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct level_written, rules),
     .required = true,
     .pattern = "^[A-Z]{3}[0-9]{3}$",
     .pattern_hint = "a rule id",
     .summary = "Rules that are kept on this level, beside those of the levels before it."},
    {.name = "expected_of",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct level_written, expected_of),
     .summary =
         "A condition over the repository's row: who is expected to be here; absent: nobody.",
     .node_schema = "{\"type\": \"object\"}"},
    {0},
};

const struct schema level_schema = {
    .name = "level",
    .summary = "A rung of a ladder of maturity.",
    .size = sizeof(struct level_written),
    .node_offset = offsetof(struct level_written, node),
    .fields = level_fields,
};

static bool is_pattern(const char *control)
{
    return string_ends_with(control, "*");
}

static bool control_matches(const char *wanted, const char *control)
{
    return is_pattern(wanted) ? strncmp(wanted, control, strlen(wanted) - 1) == 0
                              : strcmp(wanted, control) == 0;
}

/* Of the framework's ids one at least begins so. */
static bool is_asked(struct arena *arena, const char *control, const char *framework,
                     const char *const *ids)
{
    if (!is_pattern(control))
        return control_is_known(control);
    for (; *ids; ids++)
        if (control_matches(control, arena_printf(arena, "%s/%s", framework, *ids)))
            return true;
    return false;
}

static void check_control(struct arena *arena, struct place place, const char *control,
                          struct diagnostics *diagnostics)
{
    const char *slash = strchr(control, '/');
    size_t size = slash ? (size_t)(slash - control) : strlen(control);
    const char *framework = arena_copy(arena, (struct text){control, size});
    const char *const *ids = slash ? control_ids(arena, framework) : NULL;
    struct diagnostic *diagnostic = NULL;
    if (!ids) {
        diagnostic =
            diagnostics_add(diagnostics, E414, place, "unknown framework '%.200s'", framework);
        diagnostic->length = (uint32_t)size;
        diagnostic->meant = suggest(framework, control_frameworks());
        diagnostic->expected = "framework-version/id, or framework-version/* for all of it";
    } else if (!is_asked(arena, control, framework, ids)) {
        diagnostic = diagnostics_add(diagnostics, E415, place, "'%s' has no control '%.200s'",
                                     framework, slash + 1);
        diagnostic->length = (uint32_t)strlen(control);
        diagnostic->meant = suggest(slash + 1, ids);
    }
}

/* The texts of a list that are there, with their places; one that was said already is told. */
static const char **load_list(struct arena *arena, const char *path,
                              const struct schema_texts *written, struct place **places,
                              struct diagnostics *diagnostics)
{
    const char **texts = ARENA_ARRAY(arena, const char *, written->count + 1);
    *places = ARENA_ARRAY(arena, struct place, written->count + 1);
    struct table seen;
    table_init(&seen, arena);
    size_t count = 0;
    for (size_t i = 0; i < written->count; i++) {
        const char *text = written->items[i];
        if (!text)
            continue;
        struct place *place = &(*places)[count];
        *place = node_place(path, written->nodes[i]);
        const struct place *first = table_find(&seen, text);
        if (first)
            diagnostic_note(diagnostics_add(diagnostics, E209, *place, "'%s' is said twice", text),
                            *first, (uint32_t)strlen(text), "it was first said here");
        else
            table_set(&seen, text, place);
        texts[count++] = text;
    }
    return texts;
}

void policy_load_controls(struct arena *arena, const char *path, const struct schema_texts *written,
                          struct policy *policy, struct diagnostics *diagnostics)
{
    struct place *places;
    const char **controls = load_list(arena, path, written, &places, diagnostics);
    for (size_t i = 0; controls[i]; i++)
        check_control(arena, places[i], controls[i], diagnostics);
    policy->controls = controls[0] ? controls : NULL;
    policy->control_places = places;
}

static void check_name(struct table *names, struct policy_level *level,
                       struct diagnostics *diagnostics)
{
    const struct policy_level *first = table_find(names, level->name);
    if (!first) {
        table_set(names, level->name, level);
        return;
    }
    struct diagnostic *diagnostic = diagnostics_add(
        diagnostics, E514, level->place, "the level '%s' stands here twice", level->name);
    diagnostic->length = (uint32_t)strlen(level->name);
    diagnostic_note(diagnostic, first->place, diagnostic->length, "it was first given here");
}

void policy_load_levels(struct arena *arena, const char *path, const struct schema_objects *written,
                        struct policy *policy, struct diagnostics *diagnostics)
{
    policy->levels = ARENA_ARRAY(arena, struct policy_level, written->count + 1);
    struct table names;
    table_init(&names, arena);
    for (size_t i = 0; i < written->count; i++) {
        const struct level_written *one = written->items[i];
        if (!one || !one->name)
            continue;
        struct policy_level *level = &policy->levels[policy->level_count++];
        struct place *places;
        const char **rules = load_list(arena, path, &one->rules, &places, diagnostics);
        *level = (struct policy_level){
            .name = one->name,
            .rules = rules,
            .rule_places = places,
            .place = node_place(path, node_find(one->node, "level")),
        };
        if (one->expected_of)
            level->expected_of = condition_of_node(arena, path, one->expected_of, diagnostics);
        check_name(&names, level, diagnostics);
    }
}

bool policy_asks_for(const struct policy *policy, const char *control)
{
    for (size_t i = 0; policy->controls && policy->controls[i]; i++)
        if (control_matches(policy->controls[i], control))
            return true;
    return false;
}

bool policy_selects(const struct policy *policy, const struct rule *rule)
{
    if (strcmp(rule->stability, "deprecated") == 0)
        return false;
    for (const char *const *control = rule->controls; control && *control; control++)
        if (policy_asks_for(policy, *control))
            return true;
    return false;
}

/* The entry of a policy that asks for the rule by this control. */
static struct place place_of_control(const struct policy *policy, const struct rule *rule)
{
    for (size_t i = 0; policy->controls[i]; i++)
        for (const char *const *control = rule->controls; *control; control++)
            if (control_matches(policy->controls[i], *control))
                return policy->control_places[i];
    return policy->place;
}

static bool names_it(const struct policy *policy, const struct rule *rule)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].rule, rule->id) == 0 ||
            string_is_one_of(policy->rules[i].rule, rule->aliases))
            return true;
    return false;
}

static struct policy *own_policy(struct library *library, const struct policy *policy)
{
    for (size_t i = 0; i < library->policy_count; i++)
        if (library->policies[i] == policy)
            return library->policies[i];
    return NULL;
}

void library_expand(struct library *library, const struct policy *wanted,
                    struct diagnostics *diagnostics)
{
    struct policy *policy = own_policy(library, wanted);
    if (!policy || !policy->controls || policy->is_expanded)
        return;
    policy->is_expanded = true;
    library_need_all(library, diagnostics);
    struct policy_rule *rules = ARENA_ARRAY(library->arena, struct policy_rule,
                                            policy->rule_count + library->rule_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < library->rule_count; i++) {
        const struct rule *rule = library->rules[i];
        if (policy_selects(policy, rule) && !names_it(policy, rule))
            rules[count++] = (struct policy_rule){.rule = rule->id,
                                                  .severity = -1,
                                                  .enforcement = -1,
                                                  .effective_from = INT32_MIN,
                                                  .place = place_of_control(policy, rule)};
    }
    for (size_t i = 0; i < policy->rule_count; i++)
        rules[count++] = policy->rules[i];
    policy->rules = rules;
    policy->rule_count = count;
}
