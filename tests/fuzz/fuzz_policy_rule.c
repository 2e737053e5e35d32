/* Any bytes as a rule file: parsed, linted, its mistakes printed, and freed again. */
#include "policy/lint.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct text text = {(const char *)data, size};
    struct rule *rule = rule_parse(&arena, "fuzz.yml", text, true, &diagnostics);
    if (!rule && diagnostics.errors == 0)
        __builtin_trap(); /* refused without a reason */
    if (rule)
        rule_lint(rule, &diagnostics);
    diagnostics_sort(&diagnostics);
    struct buffer out = BUFFER_EMPTY;
    diagnostics_print(&diagnostics, &out, false, 20);
    buffer_release(&out);
    rule_release(rule);
    arena_release(&arena);
    return 0;
}
