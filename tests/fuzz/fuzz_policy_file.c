/* Any bytes as a policy, as a configuration, as exception records and as files of a
 * library that is resolved: the mistakes are told, and nothing else happens. */
#include "policy/policy_file.h"
#include "policy/ruleset_diff.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_exceptions(struct arena *arena, const struct policy_file *file,
                             struct library *library, struct diagnostics *diagnostics)
{
    struct exception_set set;
    const struct exception_limits limits = {.approvals = 1};
    exceptions_load(&set, arena, file, 1);
    exceptions_check_rules(&set, library, &limits, diagnostics);
    for (size_t i = 0; i < set.count; i++) {
        const struct exception *exception = &set.items[i];
        enum exception_state state = exception_state(exception, &limits, 20500);
        bool excuses = state == EXCEPTION_ACTIVE || state == EXCEPTION_EXPIRING;
        bool has_bound = exception->globs && (exception->glob_count > 0 || *exception->subjects ||
                                              *exception->findings);
        if (excuses && (exception->mistake_count > 0 || !has_bound || !*exception->rules))
            __builtin_trap(); /* it excuses what nobody bounded */
        if (state != EXCEPTION_INVALID &&
            exception_last_day(exception, SEVERITY_HIGH, &limits) > exception->expires)
            __builtin_trap();
    }
}

/* Whatever holds: compared with itself nothing has changed. */
static void check_difference(struct arena *arena, struct library *library,
                             const struct ruleset *ruleset)
{
    const struct policy_side side = {.library = library, .ruleset = ruleset};
    struct policy_changes changes;
    ruleset_diff(&changes, &side, &side, arena);
    if (changes.count > 0)
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct library library;
    library_init(&library, &arena);
    const struct policy_file file = {.path = "fuzz.yml", .text = {(const char *)data, size}};

    library_add_files(&library, LAYER_ORGANISATION, &file, 1, &diagnostics);
    if (library.policy_count + library.rule_count == 0 && diagnostics.errors == 0)
        __builtin_trap(); /* refused without a reason */
    size_t errors = diagnostics.errors;
    library_add_configuration(&library, &file, &diagnostics);
    if (!library.configuration && diagnostics.errors == errors)
        __builtin_trap();
    struct ruleset ruleset;
    const struct ruleset_options options = {.today = 20000};
    ruleset_resolve(&ruleset, &library, &options, &arena, &diagnostics);
    check_difference(&arena, &library, &ruleset);
    check_exceptions(&arena, &file, &library, &diagnostics);

    diagnostics_sort(&diagnostics);
    struct buffer out = BUFFER_EMPTY;
    diagnostics_print(&diagnostics, &out, false, 20);
    buffer_release(&out);
    library_release(&library);
    arena_release(&arena);
    return 0;
}
