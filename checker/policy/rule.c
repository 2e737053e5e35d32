#include "policy/form.h"
#include "policy/parse.h"

#include "base/limits.h"
#include "document/problem.h"
#include "document/yaml.h"

#include <string.h>

/* Of the built-in rules, by area; a company's rules take others. */
static const char *const builtin_prefixes[] = {"SDL", "SCA", "ADR", "OPS", "REL", "OWN",
                                               "AIG", "IAC", "DOC", "EXC", NULL};
static const char *const stability_words[] = {"experimental", "stable", "deprecated"};

enum { FORMAT_VERSION = 1 };

static const char *const *texts_of(struct arena *arena, const struct schema_texts *texts)
{
    const char **out = ARENA_ARRAY(arena, const char *, texts->count + 1);
    for (size_t i = 0; i < texts->count; i++)
        out[i] = texts->items[i];
    return out;
}

static void texts_check_twice(struct parser *parser, const struct schema_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        for (size_t j = 0; j < i && j < LIMIT_CHECKS; j++)
            if (strcmp(texts->items[i], texts->items[j]) == 0) {
                struct diagnostic *diagnostic =
                    mistake(parser, E209, texts->nodes[i], "'%s' is said twice",
                            shown(parser, texts->items[i]));
                diagnostic_note(diagnostic, place_of(parser, texts->nodes[j]),
                                (uint32_t)strlen(texts->items[j]), "it was first said here");
                break;
            }
}

static void controls_check(struct parser *parser, const struct schema_texts *controls)
{
    texts_check_twice(parser, controls);
    for (size_t i = 0; i < controls->count; i++) {
        const char *control = controls->items[i];
        if (control_is_known(control))
            continue;
        const struct node *node = controls->nodes[i];
        const char *slash = strchr(control, '/');
        size_t size = slash ? (size_t)(slash - control) : strlen(control);
        const char *name = arena_copy(parser->arena, (struct text){control, size});
        const char *const *ids = control_ids(parser->arena, name);
        if (!slash || !ids) {
            struct diagnostic *diagnostic = mistake_within(
                parser, E414, node, 0, size, "unknown framework '%s'", shown(parser, name));
            mistake_candidates(parser, diagnostic, name, control_frameworks());
            continue;
        }
        struct diagnostic *diagnostic =
            mistake_within(parser, E415, node, size + 1, strlen(slash + 1),
                           "'%s' has no control '%s'", name, shown(parser, slash + 1));
        if (strlen(slash + 1) < 40)
            diagnostic->meant = suggest(slash + 1, ids);
    }
}

/* Of another version nothing else can be said: its words may mean other things. */
static bool version_check(struct parser *parser, const struct node *node)
{
    const struct node *version = node_find(node, "bylaw");
    int64_t number;
    if (!version)
        return true; /* told as a missing key */
    if (!node_integer(version, &number)) {
        mistake(parser, E106, version, "'bylaw' is the version of the format, a whole number")
            ->expected = "bylaw: 1";
        return true;
    }
    if (number == FORMAT_VERSION)
        return true;
    struct diagnostic *diagnostic = mistake(
        parser, E106, version, "the file is of format %lld, and this program knows format %d",
        (long long)number, FORMAT_VERSION);
    diagnostic->expected = number > FORMAT_VERSION ? "a newer bylaw" : "bylaw: 1";
    return false;
}

/* A rule of one's own could else take the place of a built-in one. */
static void aliases_check(struct parser *parser, const struct rule_form *form, bool builtin)
{
    for (size_t i = 0; i < form->aliases.count && !builtin; i++) {
        const char *alias = form->aliases.items[i];
        if (!alias || strlen(alias) < 3)
            continue;
        const char *prefix = arena_copy(parser->arena, (struct text){alias, 3});
        if (string_is_one_of(prefix, builtin_prefixes))
            mistake(parser, E401, form->aliases.nodes[i],
                    "the prefix '%s' is reserved for built-in rules", prefix)
                ->expected = "three capitals of your own";
    }
}

static void days_check(struct parser *parser, const struct rule_form *form, bool is_deprecated)
{
    static const char *const keys[] = {"deprecated_on", "removed_on", NULL};
    for (const char *const *key = keys; *key; key++)
        if (!is_deprecated && node_find(form->node, *key))
            mistake(parser, E402, node_key(form->node, *key),
                    "'%s' is said of a deprecated rule only", *key)
                ->expected = "stability: deprecated";
    if (form->deprecated_on != INT32_MIN && form->removed_on != INT32_MIN &&
        form->removed_on <= form->deprecated_on)
        mistake(parser, E402, node_find(form->node, "removed_on"),
                "a rule is removed after it was deprecated")
            ->expected = "a later day than 'deprecated_on'";
}

static void identity_check(struct parser *parser, const struct rule_form *form, bool builtin)
{
    if (form->id && strlen(form->id) > 3 && !builtin) {
        const char *prefix = arena_copy(parser->arena, (struct text){form->id, 3});
        if (string_is_one_of(prefix, builtin_prefixes))
            mistake(parser, E401, node_find(form->node, "id"),
                    "the prefix '%s' is reserved for built-in rules", prefix)
                ->expected = "three capitals of your own";
    }
    bool is_deprecated = form->stability == 2;
    if (is_deprecated && !node_find(form->node, "replaced_by"))
        mistake(parser, E402, node_find(form->node, "stability"),
                "a deprecated rule says what took its place")
            ->expected = "replaced_by: ID";
    if (!is_deprecated && form->replaced_by)
        mistake(parser, E402, node_key(form->node, "replaced_by"),
                "only a deprecated rule is replaced")
            ->expected = "stability: deprecated";
    days_check(parser, form, is_deprecated);
    aliases_check(parser, form, builtin);
    texts_check_twice(parser, &form->tags);
    texts_check_twice(parser, &form->aliases);
    controls_check(parser, &form->controls);
}

static void check_names_check(struct parser *parser, const struct rule_form *form)
{
    for (size_t i = 0; i < form->checks.count; i++) {
        const struct check_form *check = form->checks.items[i];
        for (size_t j = 0; check->name && j < i; j++) {
            const struct check_form *earlier = form->checks.items[j];
            if (!earlier->name || strcmp(check->name, earlier->name) != 0)
                continue;
            const struct node *first = node_find(earlier->node, "name");
            struct diagnostic *diagnostic = mistake(parser, E403, node_find(check->node, "name"),
                                                    "the check '%s' is there twice", check->name);
            diagnostic_note(diagnostic, place_of(parser, first), (uint32_t)strlen(check->name),
                            "the name was first given here");
            break;
        }
    }
}

static const char *const inline_keys[] = {"for_each", "where",   "require", "on_empty",
                                          "place",    "message", "grades",  NULL};
static const char *const inline_required[] = {"for_each", "require", "message", NULL};

static void checks_parse(struct parser *parser, const struct rule_form *form,
                         const struct binding_list *outer, struct rule *out)
{
    const struct node *checks = node_find(form->node, "checks");
    if (!checks) {
        for (const char *const *key = inline_required; *key; key++)
            if (!node_find(form->node, *key))
                mistake(parser, E202, form->node, "rule has no '%s'", *key)->expected =
                    "for_each, require and message, or 'checks'";
        struct check_form check = form->check;
        check.node = form->node;
        check.applies_when = NULL; /* the rule's own */
        check.severity = -1;
        out->checks = ARENA_NEW(parser->arena, struct check);
        out->check_count = 1;
        check_parse(parser, &check, outer, out->severity, &out->checks[0]);
        return;
    }
    for (const char *const *key = inline_keys; *key; key++)
        if (node_key(form->node, *key))
            mistake(parser, E210, node_key(form->node, *key), "'%s' cannot stand beside 'checks'",
                    *key)
                ->expected = "it within one of the checks";
    if (checks->kind == NODE_SEQUENCE && checks->count == 0)
        mistake(parser, E204, node_key(form->node, "checks"), "'checks' is empty");
    check_names_check(parser, form);
    out->checks = ARENA_ARRAY(parser->arena, struct check, form->checks.count + 1);
    out->check_count = form->checks.count;
    for (size_t i = 0; i < form->checks.count; i++)
        check_parse(parser, form->checks.items[i], outer, out->severity, &out->checks[i]);
}

static bool count_check(struct parser *parser, const struct node *node, const char *key,
                        size_t most)
{
    const struct node *list = node_find(node, key);
    if (!list || list->kind != NODE_SEQUENCE || list->count <= most)
        return true;
    mistake(parser, E104, node_key(node, key), "more than %zu %s", most, key);
    return false;
}

/* Before anything is loaded, so that no file makes us load what it multiplied. */
static bool counts_check(struct parser *parser, const struct node *node)
{
    static const char *const texts[] = {"tags", "controls", "references", "aliases", "place", NULL};
    for (const char *const *key = texts; *key; key++)
        if (!count_check(parser, node, *key, LIMIT_TEXTS))
            return false;
    if (!count_check(parser, node, "checks", LIMIT_CHECKS) ||
        !count_check(parser, node, "grades", LIMIT_GRADES))
        return false;
    const struct node *checks = node_find(node, "checks");
    for (size_t i = 0; checks && i < checks->count; i++)
        if (!count_check(parser, checks->items[i], "grades", LIMIT_GRADES) ||
            !count_check(parser, checks->items[i], "place", LIMIT_TEXTS))
            return false;
    return true;
}

/* Names are C strings from here on. No deeper than a document may be. */
static const struct node *find_nul(const struct node *node)
{
    if (node_is_scalar(node))
        return node->text && strlen(node->text) != node->size ? node : NULL;
    const struct node *found = NULL;
    for (size_t i = 0; i < node->count && !found; i++) {
        if (node->kind == NODE_MAPPING)
            found = find_nul(node->keys[i]);
        if (!found)
            found = find_nul(node->items[i]);
    }
    return found;
}

static struct rule *rule_fill(struct parser *parser, const struct node *node, bool builtin)
{
    const struct rule_form *form =
        schema_load(&rule_schema, parser->arena, parser->path, node, parser->diagnostics);
    identity_check(parser, form, builtin);
    parameters_parse(parser, form->params);
    struct rule *rule = ARENA_NEW(parser->arena, struct rule);
    const struct node *id = node_find(node, "id");
    *rule = (struct rule){
        .path = parser->path,
        .builtin = builtin,
        .id = form->id,
        .name = form->name,
        .title = form->title,
        .severity = form->severity >= 0 ? (enum severity)form->severity : SEVERITY_CRITICAL,
        .tags = texts_of(parser->arena, &form->tags),
        .controls = texts_of(parser->arena, &form->controls),
        .references = texts_of(parser->arena, &form->references),
        .aliases = texts_of(parser->arena, &form->aliases),
        .why = form->why,
        .fix = form->fix,
        .stability = stability_words[form->stability >= 0 ? form->stability : 1],
        .replaced_by = form->replaced_by,
        .deprecated_on = form->deprecated_on,
        .removed_on = form->removed_on,
        .node = node,
        .params = parser->params,
        .param_count = parser->param_count,
        .place = place_of(parser, id ? id : node),
    };
    struct binding_list outer = {0};
    struct context context = {
        .parser = parser, .row = row_repository(), .bindings = &outer, .early = true};
    if (form->check.applies_when)
        rule->applies_when = condition_parse(&context, form->check.applies_when);
    checks_parse(parser, form, &outer, rule);
    rule->source_count = parser->source_count;
    return rule;
}

struct rule *rule_of_node(struct arena *arena, const char *path, const struct node *node,
                          bool builtin, struct diagnostics *diagnostics)
{
    struct parser parser = {.arena = arena, .path = path, .diagnostics = diagnostics};
    size_t errors = diagnostics->errors;
    if (!expect_mapping(&parser, node, "a rule") || !version_check(&parser, node) ||
        !counts_check(&parser, node))
        return NULL;
    const struct node *nul = find_nul(node);
    if (nul) {
        mistake(&parser, E105, nul, "a rule cannot hold a NUL");
        return NULL;
    }
    struct rule *rule = rule_fill(&parser, node, builtin);
    if (diagnostics->errors > errors || parser.mistakes > 0) {
        parser_free_patterns(&parser);
        return NULL;
    }
    parameters_warn_unused(&parser);
    rule->patterns = parser.patterns;
    rule->pattern_count = parser.pattern_count;
    return rule;
}

void rule_release(struct rule *rule)
{
    for (size_t i = 0; rule && i < rule->pattern_count; i++)
        pattern_free(rule->patterns[i]);
    if (rule)
        rule->pattern_count = 0;
}

struct rule *rule_parse(struct arena *arena, const char *path, struct text text, bool builtin,
                        struct diagnostics *diagnostics)
{
    struct place place = {.path = path, .line = 1, .column = 1};
    if (text.size > LIMIT_POLICY_BYTES) {
        place.line = place.column = 0;
        diagnostics_add(diagnostics, E104, place, "the file is larger than %d bytes",
                        LIMIT_POLICY_BYTES);
        return NULL;
    }
    diagnostics_add_source(diagnostics, path, text);
    struct document document;
    struct document_problem problem;
    if (!yaml_parse(arena, text, &document, &problem)) {
        document_problem_add(diagnostics, path, &problem);
        return NULL;
    }
    if (document.count != 1) {
        if (document.count > 1) {
            place.line = document.roots[1]->line;
            place.column = document.roots[1]->column;
        }
        diagnostics_add(diagnostics, document.count == 0 ? E102 : E103, place,
                        document.count == 0
                            ? "the file is empty: it holds neither a rule nor a policy"
                            : "the file holds more than one document")
            ->expected = document.count == 0 ? "one rule or one policy a file" : "one rule a file";
        return NULL;
    }
    return rule_of_node(arena, path, document.roots[0], builtin, diagnostics);
}
