#include "base/date.h"
#include "cli/exceptions_actions.h"
#include "cli/judging.h"

#include <string.h>

/* As a shell reads it: plain where that is safe, else in single quotes. */
static void add_word(struct buffer *out, const char *word)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@,+";
    bool is_plain = *word && strspn(word, plain) == strlen(word);
    buffer_add_byte(out, ' ');
    buffer_add_string(out, is_plain ? "" : "'");
    for (; *word; word++)
        if (*word == '\'')
            buffer_add_string(out, "'\\''");
        else
            buffer_add_byte(out, *word);
    buffer_add_string(out, is_plain ? "" : "'");
}

static void add_option(struct buffer *out, const char *name, const char *value)
{
    buffer_printf(out, " --%s", name);
    if (value)
        add_word(out, value);
}

static void add_texts(struct buffer *out, const struct invocation *invocation, const char *name)
{
    const char *const *texts = invocation_texts(invocation, name);
    for (; texts && *texts; texts++)
        add_option(out, name, *texts);
}

const char *exceptions_command_line(const struct invocation *invocation,
                                    const struct evaluation *evaluation)
{
    struct buffer out = BUFFER_EMPTY;
    char day[DATE_TEXT_SIZE];
    char hex[OBJECT_ID_HEX_SIZE];
    date_format(time_to_date(evaluation->now), day);
    object_id_format(&evaluation->head.commit, hex);
    buffer_printf(&out, "bylaw exceptions report --now %s", day);
    if (evaluation->snapshot_kind == SNAPSHOT_COMMIT)
        add_option(&out, "rev", hex);
    else
        add_option(&out, "worktree", NULL);
    if (evaluation->has_base) {
        object_id_format(&evaluation->base_tip.commit, hex);
        add_option(&out, "base", hex);
    }
    if (invocation_has(invocation, "exceptions-from"))
        add_option(&out, "exceptions-from", invocation_text(invocation, "exceptions-from"));
    if (invocation_has(invocation, "since"))
        add_option(&out, "since", invocation_text(invocation, "since"));
    add_texts(&out, invocation, "exceptions");
    add_texts(&out, invocation, "policy");
    add_texts(&out, invocation, "format");
    add_word(&out, evaluation->repository);
    const char *line = arena_strdup(invocation->arena, buffer_string(&out));
    buffer_release(&out);
    return line;
}
