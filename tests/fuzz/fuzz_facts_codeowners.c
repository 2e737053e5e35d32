/* CODEOWNERS of each forge over any bytes: it ends, and what is matched holds
 * together. The first byte chooses the forge. */
#include "base/glob.h"
#include "facts/governing_effect.h"
#include "facts/owners.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void match(const struct owners *owners, struct owner_matcher *matcher, const char *path)
{
    struct owner_verdict verdict = owner_matcher_match(matcher, path);
    check((verdict.state == OWNER_OWNED) == (verdict.rule_count > 0));
    check(verdict.rule_count <= owners->section_count);
    for (size_t i = 0; i < verdict.rule_count; i++) {
        const struct owner_rule *rule = verdict.rules[i];
        check(!rule->skipped && !rule->excludes && rule->owner_count > 0);
        check(owner_matcher_has_matched(matcher, (size_t)(rule - owners->rules)));
    }
}

/* Comments change nothing, and another line of owners does. */
static void check_effect(struct arena *arena, const char *text)
{
    const char *more = arena_printf(arena, "# x\n%s\n# y", text);
    const char *owned = arena_printf(arena, "%s\n* @a", text);
    struct text whole = text_of(text);
    const char *effect = owners_effect(arena, whole);
    check(strcmp(effect, owners_effect(arena, text_of(more))) == 0);
    check(strcmp(effect, owners_effect(arena, text_of(owned))) != 0);
    effect = attributes_effect(arena, whole);
    const char *same = attributes_effect(arena, text_of(more));
    check(effect ? same && strcmp(effect, same) == 0 : !same);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    char *copy = arena_copy(&arena, (struct text){(const char *)data + 1, size - 1});
    struct owners owners = {.path = "CODEOWNERS"};
    owners_parse(&owners, &arena, (struct text){copy, size - 1}, (enum owner_system)(data[0] % 3),
                 data[0] & 4);
    check(owners.section_count > 0);
    for (size_t i = 0; i < owners.count; i++) {
        const struct owner_rule *rule = &owners.rules[i];
        check(rule->line > 0 && rule->pattern && rule->section_number < owners.section_count);
        const char *globs[OWNER_GLOBS_MAX];
        check(owner_pattern_globs(&arena, owners.system, rule->pattern, globs) <= OWNER_GLOBS_MAX);
        for (size_t o = 0; o < rule->owner_count; o++)
            check(!owner_problem(owners.system, rule->owners[o]) &&
                  !owner_is_placeholder(rule->owners[o]));
    }
    struct owner_matcher *matcher = owner_matcher_new(&arena, &owners);
    match(&owners, matcher, "README.md");
    match(&owners, matcher, "docs/a/b.md");
    match(&owners, matcher, "x y/[z]/{q}");
    check_effect(&arena, copy);
    /* The file's own words are the paths that come nearest to its patterns. */
    struct text rest = {copy, size - 1}, line;
    for (unsigned i = 0; i < 20 && text_next_line(&rest, &line); i++)
        match(&owners, matcher, arena_copy(&arena, line));
    arena_release(&arena);
    return 0;
}
