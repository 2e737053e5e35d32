/* Changes single values of a text that is YAML, in every mapping that it has: what a node spans
 * lies within the text, and outside of the changes every byte stays. */
#include "document/yaml.h"
#include "document/yaml_edit.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NODES_MOST = 200 };

struct trial {
    struct arena *arena;
    struct text text;
    size_t steps;
};

/* The result is the text with the changes, which stand in their order. */
static void check_result(const struct yaml_edit *edit, struct text result)
{
    struct text before = edit->text;
    size_t at = 0;
    size_t end = 0;
    for (size_t i = 0; i < edit->count; i++) {
        const struct yaml_change *change = &edit->changes[i];
        if (change->from < at || change->to < change->from)
            continue;
        size_t kept = change->from - at;
        size_t added = strlen(change->with);
        if (change->to > before.size || end + kept + added > result.size ||
            memcmp(result.bytes + end, before.bytes + at, kept) != 0 ||
            memcmp(result.bytes + end + kept, change->with, added) != 0)
            abort();
        end += kept + added;
        at = change->to;
    }
    if (result.size - end != before.size - at ||
        memcmp(result.bytes + end, before.bytes + at, before.size - at) != 0)
        abort();
}

/* Each of the three changes by itself, and all keys at once. */
static void change(const struct trial *trial, const struct node *mapping)
{
    static const char prose[] = "Why it is so, in words that need more than one line of the file "
                                "when they are folded: a \"quote\" and a \\ too.";
    for (int kind = 0; kind < 4; kind++) {
        struct yaml_edit edit;
        yaml_edit_init(&edit, trial->arena, trial->text);
        for (size_t i = 0; i < mapping->count; i++) {
            const char *key = mapping->keys[i]->text;
            switch (kind == 3 ? (int)(i % 3) : kind) {
            case 0:
                (void)yaml_edit_value(&edit, mapping, key, "2099-01-01");
                break;
            case 1:
                (void)yaml_edit_prose(&edit, mapping, key, prose);
                break;
            default:
                (void)yaml_edit_remove(&edit, mapping, key);
            }
        }
        check_result(&edit, yaml_edit_apply(&edit));
    }
}

static void walk(struct trial *trial, const struct node *node)
{
    if (++trial->steps > NODES_MOST)
        return;
    struct yaml_edit edit;
    yaml_edit_init(&edit, trial->arena, trial->text);
    if (yaml_edit_start(&edit, node) > trial->text.size ||
        yaml_edit_end(&edit, node) > trial->text.size)
        abort();
    if (node->kind == NODE_MAPPING)
        change(trial, node);
    for (size_t i = 0; i < node->count; i++)
        walk(trial, node->items[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 4096);
    struct document document;
    struct document_problem problem;
    struct trial trial = {.arena = &arena, .text = {(const char *)data, size}};
    if (yaml_parse(&arena, trial.text, &document, &problem))
        for (size_t i = 0; i < document.count; i++)
            walk(&trial, document.roots[i]);
    arena_release(&arena);
    return 0;
}
