#include "facts/workload_choice.h"

#include "base/pattern.h"
#include "facts/kustomize_patch_kinds.h"
#include "facts/label_selector.h"
#include "facts/workload_kinds.h"

#include <string.h>

static const char *text_in(const struct value *cells, size_t field)
{
    return cells[field].kind == VALUE_TEXT ? cells[field].text : NULL;
}

static const char *or_none(const char *text)
{
    return text ? text : "";
}

static const char *key_of(struct arena *arena, const char *path, const char *kind, const char *name)
{
    return arena_printf(arena, "%s\n%s\n%s", path, kind, name);
}

void workload_choosing_init(struct workload_choosing *choosing, struct arena *arena,
                            struct kustomize_reach *reach, const struct fact_table *workloads,
                            const struct fact_table *labels)
{
    *choosing = (struct workload_choosing){
        .arena = arena, .reach = reach, .workloads = workloads, .matcher = pattern_matcher_new()};
    table_init(&choosing->labels, arena);
    table_init(&choosing->choices, arena);
    for (size_t i = 0; i < labels->count; i++) {
        const struct fact_row *row = &labels->rows[i];
        if (!row->gap)
            table_set(&choosing->labels,
                      key_of(arena, row->path, row->cells[MANIFEST_LABEL_KIND].text,
                             row->cells[MANIFEST_LABEL_NAME].text),
                      row->cells);
    }
}

void workload_choosing_end(struct workload_choosing *choosing)
{
    pattern_matcher_free(choosing->matcher);
    choosing->matcher = NULL;
}

/* One of a target's patterns; Kustomize takes them as whole expressions. */
struct expression {
    const char *text;        /* NULL: it asks nothing */
    struct pattern *pattern; /* NULL: it does not compile */
};

static struct expression expression_of(struct arena *arena, const char *text)
{
    const char *problem = NULL;
    size_t at = 0;
    if (!text || text[0] == '\0')
        return (struct expression){0};
    return (struct expression){
        text, pattern_new(arena, arena_printf(arena, "^(?:%s)$", text), false, &problem, &at)};
}

static enum selection expression_matches(struct workload_choosing *choosing,
                                         const struct expression *expression,
                                         const struct value *name)
{
    size_t start = 0, end = 0;
    if (!expression->text)
        return SELECTION_YES;
    if (name->kind != VALUE_TEXT)
        return SELECTION_MAYBE;
    if (strcmp(expression->text, name->text) == 0)
        return SELECTION_YES;
    if (!expression->pattern)
        return SELECTION_MAYBE;
    enum pattern_result result = pattern_search(expression->pattern, choosing->matcher,
                                                text_of(name->text), 0, &start, &end);
    return result == PATTERN_MATCH      ? SELECTION_YES
           : result == PATTERN_NO_MATCH ? SELECTION_NO
                                        : SELECTION_MAYBE;
}

static enum selection labels_match(const struct workload_choosing *choosing,
                                   const struct value *target, const struct fact_row *part)
{
    static const struct value none = {0};
    const char *labels = text_in(target, KUSTOMIZE_PATCH_TARGET_LABELS);
    const char *annotations = text_in(target, KUSTOMIZE_PATCH_TARGET_ANNOTATIONS);
    const char *name = text_in(part->cells, WORKLOAD_NAME);
    if (!labels && !annotations)
        return SELECTION_YES;
    const struct value *own =
        name ? table_find(&choosing->labels, key_of(choosing->arena, part->path,
                                                    part->cells[WORKLOAD_KIND].text, name))
             : NULL;
    enum selection a =
        labels ? label_selector_matches(labels, own ? &own[MANIFEST_LABEL_LABELS] : &none)
               : SELECTION_YES;
    enum selection b =
        annotations
            ? label_selector_matches(annotations, own ? &own[MANIFEST_LABEL_ANNOTATIONS] : &none)
            : SELECTION_YES;
    if (a == SELECTION_NO || b == SELECTION_NO)
        return SELECTION_NO;
    return a == SELECTION_YES && b == SELECTION_YES ? SELECTION_YES : SELECTION_MAYBE;
}

/* A target while it is compared with the workloads. */
struct asked {
    const struct value *target;
    struct expression kind, name;
};

static enum selection chooses(struct workload_choosing *choosing, const struct asked *asked,
                              const struct fact_row *part)
{
    const struct value *cells = part->cells;
    if (cells[WORKLOAD_KIND].kind != VALUE_TEXT || cells[WORKLOAD_LABELS].kind == VALUE_ABSENT)
        return SELECTION_NO;
    enum selection kind = expression_matches(choosing, &asked->kind, &cells[WORKLOAD_KIND]);
    if (kind == SELECTION_NO)
        return kind;
    enum selection name = expression_matches(choosing, &asked->name, &cells[WORKLOAD_NAME]);
    if (name == SELECTION_NO)
        return name;
    enum selection labels = labels_match(choosing, asked->target, part);
    if (labels == SELECTION_NO)
        return labels;
    return kind == SELECTION_YES && name == SELECTION_YES ? labels : SELECTION_MAYBE;
}

static void choose(struct workload_choosing *choosing, const struct kustomize_files *files,
                   const struct asked *asked, struct workload_choice *choice)
{
    size_t capacity = 0;
    for (size_t i = 0; i < choosing->workloads->count; i++) {
        const struct fact_row *part = &choosing->workloads->rows[i];
        if (!kustomize_reach_step(choosing->reach, 1 + files->folders.count))
            return;
        if (part->gap || !kustomize_files_have(files, part->path))
            continue;
        enum selection selection = chooses(choosing, asked, part);
        if (selection == SELECTION_NO)
            continue;
        choice->items = arena_grow(choosing->arena, choice->items, choice->count, &capacity,
                                   sizeof(*choice->items));
        choice->items[choice->count++] = (struct workload_chosen){i, selection == SELECTION_MAYBE};
    }
}

const struct workload_choice *workload_choice_of(struct workload_choosing *choosing,
                                                 const char *folder, const struct value *target)
{
    const char *key = arena_printf(choosing->arena, "%s\n%s\n%s\n%s\n%s", folder,
                                   or_none(text_in(target, KUSTOMIZE_PATCH_TARGET_KIND)),
                                   or_none(text_in(target, KUSTOMIZE_PATCH_TARGET_NAME)),
                                   or_none(text_in(target, KUSTOMIZE_PATCH_TARGET_LABELS)),
                                   or_none(text_in(target, KUSTOMIZE_PATCH_TARGET_ANNOTATIONS)));
    struct workload_choice *choice = table_find(&choosing->choices, key);
    if (choice)
        return choice;
    const struct asked asked = {
        target, expression_of(choosing->arena, text_in(target, KUSTOMIZE_PATCH_TARGET_KIND)),
        expression_of(choosing->arena, text_in(target, KUSTOMIZE_PATCH_TARGET_NAME))};
    choice = ARENA_NEW(choosing->arena, struct workload_choice);
    choose(choosing, kustomize_reach_of(choosing->reach, folder), &asked, choice);
    pattern_free(asked.kind.pattern);
    pattern_free(asked.name.pattern);
    table_set(&choosing->choices, key, choice);
    return choice;
}
