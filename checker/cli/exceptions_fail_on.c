#include "base/diagnostic.h"
#include "cli/arguments.h"
#include "cli/exceptions_actions.h"
#include "engine/excuse.h"

#include <string.h>

/* In the order of the bits. */
static const char *const words[] = {"expired",   "invalid", "self-approved",
                                    "over-long", "unused",  NULL};

enum reason {
    REASON_EXPIRED,
    REASON_INVALID,
    REASON_SELF_APPROVED,
    REASON_OVER_LONG,
    REASON_UNUSED
};

static bool take_word(const struct invocation *invocation, struct text written, unsigned *out)
{
    const char *word = arena_copy(invocation->arena, text_trim(written));
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0) {
            *out |= 1u << i;
            return true;
        }
    const char *meant = suggest(word, words);
    print_error("--fail-on takes expired, invalid, self-approved, over-long and unused, with "
                "commas between them, not '%s'%s%s%s",
                word, meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
    return false;
}

bool exceptions_fail_on(const struct invocation *invocation, unsigned *out)
{
    *out = 0;
    const char *rest = invocation_text(invocation, "fail-on");
    while (rest) {
        size_t length = strcspn(rest, ",");
        if (!take_word(invocation, (struct text){.bytes = rest, .size = length}, out))
            return false;
        rest = rest[length] ? rest + length + 1 : NULL;
    }
    return true;
}

static bool is(const struct evaluation *evaluation, const struct exception_use *use,
               enum reason reason)
{
    switch (reason) {
    case REASON_EXPIRED:
        return use->state == EXCEPTION_EXPIRED;
    case REASON_INVALID:
        return use->state == EXCEPTION_INVALID;
    case REASON_SELF_APPROVED:
        return exception_is_self_approved(use->exception);
    case REASON_OVER_LONG:
        return exception_is_over_long(evaluation, use);
    case REASON_UNUSED:
        return exception_is_unused(evaluation, use) || exception_is_to_be_closed(use);
    }
    return false;
}

int exceptions_status(const struct evaluation *evaluation, unsigned fail_on)
{
    int status = EXIT_CLEAN;
    for (size_t reason = 0; words[reason]; reason++) {
        struct buffer named = BUFFER_EMPTY;
        for (size_t i = 0; i < evaluation->exception_count; i++) {
            const struct exception_use *use = &evaluation->exceptions[i];
            if (!(fail_on & 1u << reason) || !is(evaluation, use, (enum reason)reason))
                continue;
            buffer_printf(&named, "%s%s", named.size > 0 ? ", " : "", use->exception->id);
        }
        if (named.size > 0) {
            print_error("--fail-on %s: %s", words[reason], buffer_string(&named));
            status = EXIT_BLOCKED;
        }
        buffer_release(&named);
    }
    return status;
}
