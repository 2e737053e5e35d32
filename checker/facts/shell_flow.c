#include "facts/shell_flow.h"

#include <string.h>

enum { GROUPS_MAX = 64, PIPE_MAX = 64 };

/* Words that may stand before the one that begins or ends a group. */
static const char *const before_group[] = {"then", "else", "do", "!", "time", "elif", NULL};
static const char *const openers[] = {"{", "if", "while", "until", "for", "case", "select", NULL};
static const char *const closers[] = {"}", "fi", "done", "esac", NULL};

struct group {
    size_t first;
    unsigned depth;
};

struct grouping {
    const struct shell_script *script;
    size_t *closers;
    struct group open[GROUPS_MAX];
    size_t count;
};

static void close_group(struct grouping *grouping, size_t at)
{
    struct group group = grouping->open[--grouping->count];
    for (size_t i = group.first; i < at; i++)
        if (grouping->closers[i] == SIZE_MAX)
            grouping->closers[i] = at;
}

static void read_group_words(struct grouping *grouping, size_t at)
{
    const struct shell_command *command = &grouping->script->commands[at];
    while (grouping->count > 0 && grouping->open[grouping->count - 1].depth > command->depth)
        grouping->count--;
    for (size_t i = 0; i < command->count; i++) {
        const char *word = command->words[i];
        if (string_is_one_of(word, closers)) {
            bool open =
                grouping->count > 0 && grouping->open[grouping->count - 1].depth == command->depth;
            if (open)
                close_group(grouping, at);
            return;
        }
        if (string_is_one_of(word, openers)) {
            if (grouping->count == GROUPS_MAX)
                return;
            grouping->open[grouping->count++] =
                (struct group){.first = at, .depth = command->depth};
        } else if (!string_is_one_of(word, before_group)) {
            return;
        }
    }
}

/* The last command in the same `( )`; the operator behind the bracket is its own. Those of
 * one depth that nothing above it parts have the same. */
static void find_lasts(const struct shell_script *script, size_t *lasts)
{
    const struct shell_command *commands = script->commands;
    for (size_t i = 0; i < script->count; i++)
        lasts[i] = SIZE_MAX;
    for (size_t at = 0; at < script->count; at++) {
        if (commands[at].subshell == 0)
            lasts[at] = at;
        if (lasts[at] != SIZE_MAX)
            continue;
        size_t last = at;
        size_t end = at;
        for (; end < script->count && commands[end].depth >= commands[at].depth; end++)
            if (commands[end].subshell == commands[at].subshell)
                last = end;
        for (size_t i = at; i < end; i++)
            if (commands[i].subshell == commands[at].subshell &&
                commands[i].depth == commands[at].depth)
                lasts[i] = last;
    }
}

void shell_flow_init(struct shell_flow *flow, struct arena *arena,
                     const struct shell_script *script)
{
    struct grouping grouping = {
        .script = script,
        .closers = ARENA_ARRAY(arena, size_t, script->count + 1),
    };
    for (size_t i = 0; i < script->count; i++)
        grouping.closers[i] = SIZE_MAX;
    for (size_t i = 0; i < script->count; i++)
        read_group_words(&grouping, i);
    size_t *lasts = ARENA_ARRAY(arena, size_t, script->count + 1);
    find_lasts(script, lasts);
    *flow = (struct shell_flow){.script = script, .closers = grouping.closers, .lasts = lasts};
}

static size_t next_in_pipe(const struct shell_flow *flow, size_t at)
{
    const struct shell_command *commands = flow->script->commands;
    for (size_t i = at + 1; i < flow->script->count; i++) {
        /* commands within a word of the reader stand before it */
        bool inner = commands[i].substituted && commands[i].depth > commands[at].depth;
        if (!inner)
            return i;
    }
    return SIZE_MAX;
}

/* The command that stands for the group around `at`; `at` itself where there is none. */
static size_t around(const struct shell_flow *flow, size_t at)
{
    if (flow->closers[at] != SIZE_MAX)
        return flow->closers[at];
    return flow->lasts[at];
}

size_t shell_flow_reader(const struct shell_flow *flow, size_t at)
{
    for (unsigned depth = 0; depth < GROUPS_MAX; depth++) {
        if (strcmp(flow->script->commands[at].after, "|") == 0)
            return next_in_pipe(flow, at);
        size_t outer = around(flow, at);
        if (outer == at)
            return SIZE_MAX;
        at = outer;
    }
    return SIZE_MAX;
}

size_t shell_flow_end(const struct shell_flow *flow, size_t at)
{
    size_t last = at;
    for (unsigned i = 0; i < PIPE_MAX; i++) {
        size_t reader = shell_flow_reader(flow, last);
        if (reader == SIZE_MAX || reader <= last)
            break;
        last = reader;
    }
    return last;
}

/* `2>&1`, `>&2`, `<&-`: no file stands behind it. */
static bool names_descriptor(const char *operator)
{
    const char *mark = strchr(operator, '&');
    return mark && mark > operator&& mark[1] != '\0';
}

bool shell_is_redirection(const struct shell_command *command, size_t word)
{
    if (command->marks[word] & SHELL_MARK_OPERATOR)
        return true;
    return word > 0 && (command->marks[word - 1] & SHELL_MARK_OPERATOR) &&
           !names_descriptor(command->words[word - 1]);
}

size_t shell_next_argument(const struct shell_command *command, size_t word)
{
    do
        word++;
    while (word < command->count && shell_is_redirection(command, word));
    return word < command->count ? word : command->count;
}

static bool writes_output(const char *operator)
{
    static const char *const operators[] = {">", ">>", "1>", "1>>", "&>", "&>>", ">|", NULL};
    return string_is_one_of(operator, operators);
}

static const char *file_of(const struct shell_command *command)
{
    const char *file = NULL;
    for (size_t i = 0; i + 1 < command->count; i++)
        if ((command->marks[i] & SHELL_MARK_OPERATOR) && writes_output(command->words[i]))
            file = command->words[i + 1];
    return file;
}

const char *shell_flow_file(const struct shell_flow *flow, size_t *command)
{
    const struct shell_command *commands = flow->script->commands;
    size_t at = *command;
    for (unsigned depth = 0; depth < GROUPS_MAX; depth++) {
        const char *file = file_of(&commands[at]);
        if (file) {
            *command = at;
            return file;
        }
        if (strcmp(commands[at].after, "|") == 0)
            return NULL;
        size_t outer = around(flow, at);
        /* `( ) > file`: what stands behind the bracket became a command of its own */
        if (flow->closers[at] == SIZE_MAX && commands[at].subshell > 0) {
            size_t next = next_in_pipe(flow, outer);
            if (next < flow->script->count && commands[next].marks[0] & SHELL_MARK_OPERATOR &&
                commands[next].depth < commands[outer].depth)
                outer = next;
        }
        if (outer == at)
            return NULL;
        at = outer;
    }
    return NULL;
}
