/* Any bytes as .bylaw/baseline.yml: it is refused with a reason, or what is written of it
 * reads the same. */
#include "policy/baseline_file.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_same(const struct baseline_entry *one, const struct baseline_entry *two)
{
    if (strcmp(one->rule, two->rule) != 0 || strcmp(one->fingerprint, two->fingerprint) != 0 ||
        one->first_seen != two->first_seen || one->until != two->until ||
        one->verdict != two->verdict)
        __builtin_trap();
    if (two->path && strcmp(one->path, two->path) != 0)
        __builtin_trap(); /* a name that cannot be written is left out, never changed */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct buffer out = BUFFER_EMPTY;
    const struct policy_file file = {.path = "fuzz.yml", .text = {(const char *)data, size}};
    const struct baseline_file *baseline = baseline_file_parse(&arena, &file, &diagnostics);
    if (!baseline && diagnostics.errors == 0)
        __builtin_trap(); /* refused without a reason */
    if (baseline) {
        baseline_file_write(baseline, &out);
        const struct policy_file again = {.path = "again.yml",
                                          .text = {buffer_string(&out), out.size}};
        const struct baseline_file *read = baseline_file_parse(&arena, &again, &diagnostics);
        if (!read || read->count != baseline->count || !read->commit != !baseline->commit)
            __builtin_trap();
        for (size_t i = 0; i < read->count; i++)
            check_same(&baseline->entries[i], &read->entries[i]);
    }
    buffer_release(&out);
    arena_release(&arena);
    return 0;
}
