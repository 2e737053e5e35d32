#include "policy/form.h"
#include "policy/parse.h"

#include <string.h>

static const char *const repository_word = "repository";

static void for_each_parse(struct context *context, const struct node *node, struct check *out,
                           struct row *row)
{
    static const char *const no_others[] = {NULL};
    struct parser *parser = context->parser;
    if (node->kind == NODE_MAPPING) {
        source_parse(context, node, no_others, &out->for_each, row);
        return;
    }
    out->for_each = (struct source){.kind = SOURCE_REPOSITORY,
                                    .place = place_of(parser, node),
                                    .number = parser->source_count++};
    *row = row_repository();
    out->for_each.fact = row->fact;
    if (node->kind == NODE_TEXT && strcmp(node->text, repository_word) == 0)
        return;
    const char *const words[] = {repository_word, NULL};
    row->mistaken = true;
    if (node->kind != NODE_TEXT) {
        mistake(parser, E203, node, "'for_each' is a source, not %s", node_kind_name(node->kind));
        return;
    }
    struct diagnostic *diagnostic =
        mistake(parser, E314, node, "'%s' is no source", shown(parser, node->text));
    diagnostic->meant = fact_kind_find(node->text)
                            ? arena_printf(parser->arena, "{fact: %s}", node->text)
                        : node->size < 40 ? suggest(node->text, words)
                                          : NULL;
    diagnostic->expected = diagnostic->meant ? NULL : "{fact: KIND}, another source or repository";
}

static void grade_parse(struct context *context, const struct grade_form *form,
                        const struct check *check, const struct row *each, struct grade *out)
{
    struct parser *parser = context->parser;
    if (form->when)
        out->when = condition_parse(context, form->when);
    out->is_review = form->verdict >= 0;
    out->has_severity = form->severity >= 0;
    if (out->has_severity)
        out->severity = (enum severity)form->severity;
    if (out->has_severity && out->severity >= check->severity)
        mistake(parser, E404, node_find(form->node, "severity"),
                "a grade can only lower the severity, and the check's is '%s'",
                severity_words[check->severity]);
    if (form->message) {
        struct names names = {each, context->bindings->items, context->bindings->count, false};
        out->message = ARENA_NEW(parser->arena, struct message);
        message_parse(parser, form->message, &names, out->message);
    }
    if (form->severity < 0 && form->verdict < 0 && !form->message && form->when &&
        form->node->count == 1)
        mistake(parser, E405, form->node, "the grade changes nothing")->expected =
            "severity, verdict or message beside 'when'";
}

/* A bare `fail` borrows what the check says of its subjects; that must not need
 * a subject. */
static void borrowed_check(struct parser *parser, const struct node *node,
                           const struct check *check, bool borrows_message)
{
    for (size_t i = 0; borrows_message && i < check->message.count; i++) {
        const struct message_part *part = &check->message.parts[i];
        bool is_binding = part->kind >= MESSAGE_COUNT;
        if (part->kind != MESSAGE_FIELD && !(is_binding && !check->bindings[part->index].early))
            continue;
        mistake(parser, E408, node,
                "the check's message names '{%s}', and here there is no subject", part->text)
            ->expected = "{verdict: fail, message: ..., place: [...]}";
        return;
    }
    for (size_t i = 0; i < check->place_count; i++) {
        const struct place_candidate *candidate = &check->places[i];
        if (candidate->kind == CANDIDATE_FIELD ||
            (candidate->kind == CANDIDATE_BINDING && !check->bindings[candidate->binding].early)) {
            mistake(parser, E408, node, "the check's place is '%s', and here there is no subject",
                    candidate->written)
                ->expected = "{verdict: fail, message: ..., place: [...]}";
            return;
        }
    }
}

static enum verdict on_empty_verdict(int word)
{
    for (int i = 0; word >= 0 && verdict_words[i]; i++)
        if (strcmp(verdict_words[i], on_empty_words[word]) == 0)
            return (enum verdict)i;
    return VERDICT_FAIL;
}

static void on_empty_parse(struct parser *parser, const struct node *node, struct check *check)
{
    struct on_empty *out = &check->on_empty;
    const struct on_empty_form none = {.verdict = -1};
    const struct on_empty_form *form = &none;
    check->has_on_empty = true;
    if (node->kind == NODE_MAPPING) {
        form =
            schema_load(&on_empty_schema, parser->arena, parser->path, node, parser->diagnostics);
        if (form->verdict < 0)
            return;
        out->verdict = on_empty_verdict(form->verdict);
    } else {
        int word = 0;
        while (node->kind == NODE_TEXT && on_empty_words[word] &&
               strcmp(on_empty_words[word], node->text) != 0)
            word++;
        if (node->kind != NODE_TEXT || !on_empty_words[word]) {
            bool is_text = node->kind == NODE_TEXT;
            struct diagnostic *diagnostic =
                is_text ? mistake(parser, E205, node, "'on_empty' cannot be '%s'",
                                  shown(parser, node->text))
                        : mistake(parser, E203, node, "'on_empty' is a verdict, not %s",
                                  node_kind_name(node->kind));
            mistake_candidates(parser, diagnostic, is_text ? node->text : "", on_empty_words);
            return;
        }
        out->verdict = on_empty_verdict(word);
    }
    struct names names = {NULL, check->bindings, check->binding_count, true};
    if (form->message) {
        out->message = ARENA_NEW(parser->arena, struct message);
        message_parse(parser, form->message, &names, out->message);
    }
    places_parse(parser, form->place.nodes, form->place.count, &names, &out->places,
                 &out->place_count);
    if (out->verdict != VERDICT_FAIL && out->verdict != VERDICT_REVIEW)
        return;
    if (out->place_count == 0 && check->place_count == 0)
        mistake(parser, E408, node, "a finding about nothing has no place of its own")->expected =
            "place: [...], of 'on_empty' or of the check";
    else if (!form->message || out->place_count == 0) {
        struct check borrowed = *check;
        borrowed.place_count = out->place_count == 0 ? check->place_count : 0;
        borrowed_check(parser, node, &borrowed, !form->message);
    }
}

static void place_check(struct parser *parser, const struct check_form *form, const struct row *row,
                        const struct check *check)
{
    if (check->place_count > 0 || form->place.count > 0 || row->mistaken || row_has_path(row))
        return;
    const char *what = row->kind == SOURCE_LIST         ? "an item of a list"
                       : row->kind == SOURCE_REPOSITORY ? "the repository"
                                                        : row->fact->name;
    mistake(parser, E409, node_key(form->node, "for_each"),
            "'%s' has no place in the tree: say 'place'", what)
        ->expected = "place: [$each.FIELD, $NAME of a quantifier, or a glob]";
}

static void severity_parse(struct parser *parser, const struct check_form *form,
                           enum severity rule_severity, struct check *out)
{
    out->severity = form->severity >= 0 ? (enum severity)form->severity : rule_severity;
    if (out->severity > rule_severity)
        mistake(parser, E404, node_find(form->node, "severity"),
                "the check is graver than its rule, which is '%s'", severity_words[rule_severity]);
}

/* In the order in which the conditions name what those before them bind: the
 * message and the place last. */
void check_parse(struct parser *parser, const struct check_form *form,
                 const struct binding_list *outer, enum severity rule_severity, struct check *out)
{
    struct binding_list bindings = {0};
    for (size_t i = 0; i < outer->count; i++) {
        bindings.items = arena_grow(parser->arena, bindings.items, bindings.count,
                                    &bindings.capacity, sizeof(*bindings.items));
        bindings.items[bindings.count++] = outer->items[i];
    }
    out->name = form->name ? form->name : "";
    out->place = place_of(parser, form->node);
    severity_parse(parser, form, rule_severity, out);
    struct context early = {
        .parser = parser, .row = row_repository(), .bindings = &bindings, .early = true};
    if (form->applies_when)
        out->applies_when = condition_parse(&early, form->applies_when);
    struct row row = {.kind = SOURCE_FACT, .mistaken = true};
    if (form->for_each)
        for_each_parse(&early, form->for_each, out, &row);
    struct context context = {.parser = parser, .row = row, .each = &row, .bindings = &bindings};
    if (form->where)
        out->where = condition_parse(&context, form->where);
    if (form->require)
        out->require = condition_parse(&context, form->require);
    out->grades = ARENA_ARRAY(parser->arena, struct grade, form->grades.count + 1);
    out->grade_count = form->grades.count;
    for (size_t i = 0; i < form->grades.count; i++)
        grade_parse(&context, form->grades.items[i], out, &row, &out->grades[i]);
    out->bindings = bindings.items;
    out->binding_count = bindings.count;
    struct names names = {&row, bindings.items, bindings.count, false};
    if (form->message)
        message_parse(parser, form->message, &names, &out->message);
    places_parse(parser, form->place.nodes, form->place.count, &names, &out->places,
                 &out->place_count);
    place_check(parser, form, &row, out);
    bool is_repository = row.kind == SOURCE_REPOSITORY;
    if (form->on_empty && is_repository && !row.mistaken)
        mistake(parser, E407, node_key(form->node, "on_empty"),
                "'on_empty' has no meaning: the repository is always one subject");
    else if (form->on_empty)
        on_empty_parse(parser, form->on_empty, out);
    else if (form->for_each && !is_repository)
        mistake(parser, E406, node_key(form->node, "for_each"),
                "'on_empty' is missing: what does it mean that there is no subject?")
            ->expected = words_listed(parser->arena, on_empty_words);
}
