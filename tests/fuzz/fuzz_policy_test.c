/* Any bytes as the test file of a rule: it is refused with a reason, or every world has
 * what its builder takes for granted. */
#include "policy/test_file.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char rule_text[] =
    "bylaw: 1\nid: ACM001\nname: a\ntitle: A\nseverity: low\nwhy: W.\nfix: F.\n"
    "params: {least: {type: integer, default: 1, why: W.}}\n"
    "for_each: {files: a}\nrequire: {size: {at_least: $params.least}}\non_empty: pass\n"
    "message: M.\n";

static void check_texts(const struct node *mapping)
{
    for (size_t i = 0; mapping && i < mapping->count; i++)
        if (mapping->kind != NODE_MAPPING || !node_is_scalar(mapping->items[i]))
            __builtin_trap();
}

static void check_world(const struct test_world *world, size_t commits)
{
    if (!world->name || !world->expect || world->kind < 0 || world->expect->verdict < 0)
        __builtin_trap();
    check_texts(world->files);
    check_texts(world->links);
    check_texts(world->binaries);
    check_texts(world->labels);
    for (size_t i = 0; i < world->commits.count; i++)
        check_texts(((const struct test_commit *)world->commits.items[i])->files);
    for (size_t i = 0; i < world->tags.count; i++) {
        const struct test_tag *tag = world->tags.items[i];
        if (!tag->name || tag->at < 0 || tag->at > (int64_t)commits)
            __builtin_trap();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct rule *rule = rule_parse(&arena, "rule.yml", text_of(rule_text), false, &diagnostics);
    const struct test_file *file = test_file_load(
        &arena, "rule.test.yml", (struct text){(const char *)data, size}, rule, &diagnostics);
    if (!rule || (!file && diagnostics.errors == 0))
        __builtin_trap();
    for (size_t i = 0; file && i < file->worlds.count; i++) {
        const struct test_world *world = file->worlds.items[i];
        check_world(world, world->commits.count + 1 + (world->base && !world->base_branch));
    }
    struct buffer out = BUFFER_EMPTY;
    diagnostics_sort(&diagnostics);
    diagnostics_print(&diagnostics, &out, false, 20);
    buffer_release(&out);
    rule_release(rule);
    arena_release(&arena);
    return 0;
}
