#include "report/policy_diff.h"
#include "cli/judging.h"
#include "cli/policy_actions.h"
#include "policy/ruleset_diff.h"

static int refused(const struct invocation *invocation, struct failure *failure,
                   struct diagnostics *diagnostics)
{
    judging_print_diagnostics(invocation, diagnostics);
    if (!failure)
        return EXIT_USAGE;
    int status =
        failure_kind(failure) == FAILURE_ENVIRONMENT || failure_kind(failure) == FAILURE_LIMIT
            ? EXIT_TROUBLE
            : EXIT_USAGE;
    print_failure(failure);
    failure_free(failure);
    return status;
}

static int print_changes(const struct invocation *invocation, const struct policy_sides *sides,
                         const char *format)
{
    const struct report_options options = {
        .width = invocation->terminal_output ? invocation->width : 0, .version = BYLAW_VERSION};
    const struct policy_diff_names names = {invocation->arguments[1], invocation->arguments[2]};
    struct policy_changes changes;
    struct buffer out = BUFFER_EMPTY;
    ruleset_diff(&changes, &sides->before, &sides->after, invocation->arena);
    policy_diff_write(&out, &changes, &names, format, &options);
    print_out(buffer_string(&out));
    buffer_release(&out);
    return invocation_has(invocation, "fail-on-weaker") && policy_changes_weaken(&changes)
               ? EXIT_BLOCKED
               : EXIT_CLEAN;
}

int policy_diff(const struct invocation *invocation)
{
    if (invocation->argument_count != 3) {
        print_error("policy diff wants OLD and NEW: files, folders, builtin:NAME or "
                    "REPOSITORY@REV:PATH");
        return EXIT_USAGE;
    }
    const char *format = invocation_text(invocation, "format");
    if (format && !string_is_one_of(format, policy_diff_formats)) {
        print_error("policy diff writes text, markdown or json, not '%s'", format);
        return EXIT_USAGE;
    }
    const struct policy_sides_options options = {
        .before = invocation->arguments[1],
        .after = invocation->arguments[2],
        .above = invocation_texts(invocation, "policy"),
        .version = BYLAW_VERSION,
        .today = judging_today(invocation),
    };
    struct policy_sides sides;
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, invocation->arena);
    struct failure *failure = policy_sides_load(&sides, &options, invocation->arena, &diagnostics);
    int status;
    if (failure || diagnostics.errors > 0) {
        status = refused(invocation, failure, &diagnostics);
    } else {
        judging_print_diagnostics(invocation, &diagnostics);
        status = print_changes(invocation, &sides, format ? format : "text");
    }
    policy_sides_release(&sides);
    return status;
}
