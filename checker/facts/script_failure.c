#include "facts/script_failure.h"

#include <string.h>

/* Commands that are looked at for what handles a failure. */
enum { HANDLER_MAX = 40 };

/* What is set within `( )` ends with it. */
static void follow_subshell(struct script_failure *failure, const struct shell_command *command)
{
    if (failure->subshell == 0 || command->subshell == failure->subshell ||
        command->depth > failure->depth)
        return;
    failure->stops = failure->outer_stops;
    failure->pipes_fail = failure->outer_pipes_fail;
    failure->subshell = 0;
}

static void enter_subshell(struct script_failure *failure, const struct shell_command *command)
{
    if (command->subshell == failure->subshell)
        return;
    failure->subshell = command->subshell;
    failure->depth = command->depth;
    failure->outer_stops = failure->stops;
    failure->outer_pipes_fail = failure->pipes_fail;
}

void script_failure_follow(struct script_failure *failure, const struct shell_command *command)
{
    follow_subshell(failure, command);
    bool elsewhere = command->depth > (command->subshell > 0 ? 1 : 0) || command->substituted;
    if (elsewhere || !shell_calls(command, "set"))
        return;
    enter_subshell(failure, command);
    for (size_t i = shell_program(command) + 1; i < command->count; i++) {
        const char *word = command->words[i];
        bool on = word[0] == '-';
        if (strcmp(word, "--") == 0)
            return;
        if ((word[0] != '-' && word[0] != '+') || word[1] == '-')
            continue;
        if (strchr(word, 'e'))
            failure->stops = on;
        const char *named =
            strchr(word, 'o') && i + 1 < command->count ? command->words[i + 1] : "";
        if (strcmp(named, "errexit") == 0)
            failure->stops = on;
        if (strcmp(named, "pipefail") == 0)
            failure->pipes_fail = on;
    }
}

/* `exit 1`, `return 1`, `exit $?`, `exit`, `false`: the failure goes on. */
static bool fails(const struct shell_command *command)
{
    if (shell_calls(command, "false"))
        return true;
    if (!shell_calls(command, "exit") && !shell_calls(command, "return"))
        return false;
    const char *status = shell_subcommand(command);
    return !status || strcmp(status, "0") != 0;
}

static bool has_word(const struct shell_command *command, const char *word)
{
    for (size_t i = 0; i < command->count; i++)
        if (strcmp(command->words[i], word) == 0)
            return true;
    return false;
}

/* Do the commands from `from` on, up to the one that holds `end`, fail somewhere? Without
 * an end: those of one list. */
static bool handler_fails(const struct shell_script *script, size_t from, const char *end)
{
    unsigned depth = from < script->count ? script->commands[from].depth : 0;
    for (size_t i = from; i < script->count && i < from + HANDLER_MAX; i++) {
        const struct shell_command *command = &script->commands[i];
        if (fails(command))
            return true;
        if (end ? has_word(command, end)
                : command->depth <= depth && strcmp(command->after, "&&") != 0 &&
                      strcmp(command->after, "||") != 0)
            return false;
    }
    return false;
}

static bool is_condition(const struct shell_command *command)
{
    static const char *const words[] = {"if", "elif", "while", "until", NULL};
    for (size_t i = 0; i < shell_program(command); i++)
        if (string_is_one_of(command->words[i], words))
            return true;
    return false;
}

static bool is_negated(const struct shell_command *command)
{
    for (size_t i = 0; i < shell_program(command); i++)
        if (strcmp(command->words[i], "!") == 0)
            return true;
    return false;
}

/* What comes behind the last command of a list, at its depth or above. */
static bool something_follows(const struct shell_script *script, size_t index)
{
    for (size_t i = index + 1; i < script->count; i++) {
        const struct shell_command *command = &script->commands[i];
        static const char *const closing[] = {"fi", "done", "}", "esac", NULL};
        if (!command->substituted &&
            !(command->count == 1 && string_is_one_of(command->words[0], closing)))
            return true;
    }
    return false;
}

/* The value of `NAME=value`, alone in its command; `name` is all before the sign. */
static const char *assigned(const struct shell_command *command, struct text *name)
{
    if (command->count != 1 || shell_program(command) != 1)
        return NULL;
    const char *sign = strchr(command->words[0], '=');
    if (!sign) /* a word of the grammar, alone */
        return NULL;
    *name = (struct text){command->words[0], (size_t)(sign - command->words[0])};
    return sign + 1;
}

static bool is_variable(const char *word, struct text name)
{
    bool braces = string_starts_with(word, "${");
    const char *at = word + (braces ? 2 : 1);
    return word[0] == '$' && strncmp(at, name.bytes, name.size) == 0 &&
           strcmp(at + name.size, braces ? "}" : "") == 0;
}

static bool is_test(const struct shell_command *command)
{
    return shell_calls(command, "test") || shell_calls(command, "[") || shell_calls(command, "[[");
}

/* Does a test of a status end the script when it is wrong? `if [ ... ]; then exit 1; fi`,
 * `[ ... ] && exit 1`, or alone where the shell stops or nothing follows. Which way round it
 * asks is not looked at, as of other conditions. */
static bool test_fails(const struct script_failure *failure, const struct shell_script *script,
                       size_t index)
{
    const struct shell_command *command = &script->commands[index];
    if (is_condition(command))
        return handler_fails(script, index + 1, "fi");
    if (strcmp(command->after, "&&") == 0 || strcmp(command->after, "||") == 0) {
        bool braces =
            index + 1 < script->count && strcmp(script->commands[index + 1].words[0], "{") == 0;
        return handler_fails(script, index + 1, braces ? "}" : NULL);
    }
    return failure->stops || !something_follows(script, index);
}

/* `status=$?`, and further down `exit $status` or a test of it: the failure is kept and told
 * at the end. Nobody keeps one for longer than KEPT_MAX commands. */
static bool is_kept(const struct script_failure *failure, const struct shell_script *script,
                    size_t index)
{
    enum { KEPT_MAX = 4000 };
    struct text name, other;
    const char *value = assigned(&script->commands[index], &name);
    if (!value || !*value || strcmp(value, "0") == 0)
        return false;
    for (size_t i = index + 1; i < script->count && i - index < KEPT_MAX; i++) {
        const struct shell_command *command = &script->commands[i];
        const char *again = assigned(command, &other);
        bool ends = shell_calls(command, "exit") || shell_calls(command, "return");
        bool tests = is_test(command);
        for (size_t k = shell_program(command) + 1; (ends || tests) && k < command->count; k++)
            if (is_variable(command->words[k], name) && (ends || test_fails(failure, script, i)))
                return true;
        if (again && strcmp(again, "0") == 0 && other.size == name.size &&
            strncmp(other.bytes, name.bytes, name.size) == 0)
            return false;
    }
    return false;
}

/* Which part of its pipe a command is, from 0. */
static size_t part_of_pipe(const struct shell_flow *flow, size_t index)
{
    enum { BACK_MAX = 64 };
    size_t part = 0;
    for (size_t at = index, i = index; i > 0 && index - i < BACK_MAX; i--)
        if (shell_flow_reader(flow, i - 1) == at) {
            at = i - 1;
            part++;
        }
    return part;
}

/* What tells the status of one command: `$?`, or of a part of a pipe `${PIPESTATUS[0]}` (bash,
 * "Pipelines"; every command sets both anew). */
struct status {
    bool own; /* `$?` is this command's */
    bool piped;
    const struct shell_flow *flow;
    size_t index; /* of the command */
};

static bool tells(const char *word, const struct status *status)
{
    static const char array[] = "${PIPESTATUS[";
    if (strcmp(word, "$?") == 0 || strcmp(word, "${?}") == 0)
        return status->own;
    if (!status->piped || !string_starts_with(word, array))
        return false;
    const char *at = word + sizeof(array) - 1;
    if (*at == '@' || *at == '*')
        return true;
    size_t part = 0;
    for (; *at >= '0' && *at <= '9' && part < 100; at++)
        part = part * 10 + (size_t)(*at - '0');
    return strcmp(at, "]}") == 0 && part == part_of_pipe(status->flow, status->index);
}

/* Does the next command ask how this one ended, and fail when it failed? */
static bool is_asked(const struct script_failure *failure, const struct shell_flow *flow,
                     size_t next, const struct status *status)
{
    const struct shell_script *script = flow->script;
    if (next >= script->count)
        return false;
    const struct shell_command *command = &script->commands[next];
    struct text name;
    const char *value = assigned(command, &name);
    if (value)
        return tells(value, status) && is_kept(failure, script, next);
    bool ends = shell_calls(command, "exit") || shell_calls(command, "return");
    if (!ends && !is_test(command))
        return false;
    if (ends && !shell_subcommand(command))
        return status->own;
    for (size_t i = shell_program(command) + 1; i < command->count; i++)
        if (tells(command->words[i], status))
            return ends || test_fails(failure, script, next);
    return false;
}

static const char *handled(const struct script_failure *failure, const struct shell_script *script,
                           size_t last)
{
    size_t next = last + 1;
    if (next >= script->count)
        return NULL;
    bool braces = strcmp(script->commands[next].words[0], "{") == 0;
    if (handler_fails(script, next, braces ? "}" : NULL) || is_kept(failure, script, next))
        return NULL;
    return shell_calls(&script->commands[next], "true") || shell_calls(&script->commands[next], ":")
               ? "`|| true` stands behind it"
               : "what stands behind its `||` ends well";
}

static const char goes_on[] = "the script goes on after its failure";

const char *script_failure_of(const struct script_failure *failure, const struct shell_flow *flow,
                              size_t index)
{
    const struct shell_script *script = flow->script;
    const struct shell_command *command = &script->commands[index];
    if (is_condition(command))
        return handler_fails(script, index + 1, "fi") ? NULL : "its failure is only a condition";
    if (is_negated(command))
        return "its failure is what `!` asks for";
    /* Within a group, `(x || true) | y`, what stands behind the command decides first. */
    size_t last = index;
    static const char *const lists[] = {"||", "&&", "&", NULL};
    static const char *const asking[] = {";", "&&", NULL};
    if (!string_is_one_of(command->after, lists)) {
        last = shell_flow_end(flow, index);
        if (last != index && !failure->pipes_fail) {
            const struct status status = {.piped = true, .flow = flow, .index = index};
            bool asked = string_is_one_of(script->commands[last].after, asking) &&
                         is_asked(failure, flow, last + 1, &status);
            return asked ? NULL : "its exit status is lost in a pipe";
        }
    }
    const char *after = script->commands[last].after;
    if (strcmp(after, "||") == 0)
        return handled(failure, script, last);
    if (strcmp(after, "&") == 0)
        return "it runs in the background";
    if (strcmp(after, "&&") == 0) {
        while (last + 1 < script->count && strcmp(script->commands[last].after, "&&") == 0)
            last++;
        if (strcmp(script->commands[last].after, "||") == 0)
            return handled(failure, script, last);
        return something_follows(script, last)
                   ? "it stands before `&&`, and the script goes on after it"
                   : NULL;
    }
    if (failure->stops)
        return NULL;
    const struct status status = {
        .own = true, .piped = last != index, .flow = flow, .index = index};
    bool lost = something_follows(script, last) && !is_asked(failure, flow, last + 1, &status);
    return lost ? goes_on : NULL;
}

/* `|| true`, `|| echo ...`, behind the command or the pipe that it stands in. */
static bool passes_over(const struct shell_flow *flow, size_t index)
{
    static const char *const lax[] = {"true", ":", "echo", "printf", "warn", NULL};
    const struct shell_command *commands = flow->script->commands;
    size_t last = shell_flow_end(flow, index);
    if (strcmp(commands[last].after, "||") != 0 || last + 1 >= flow->script->count)
        return false;
    const struct shell_command *next = &commands[last + 1];
    size_t program = shell_program(next);
    if (program == next->count || strcmp(next->words[0], "{") == 0)
        return false;
    return string_is_one_of(next->words[program], lax) && strcmp(next->after, "&&") != 0;
}

bool script_goes_on(const struct script_failure *failure, const struct shell_flow *flow,
                    size_t index)
{
    return passes_over(flow, index) || script_failure_of(failure, flow, index) == goes_on;
}

/* Does the command end well whatever came before it? */
static bool always_succeeds(const struct shell_command *command)
{
    if (shell_calls(command, "true") || shell_calls(command, ":") || shell_calls(command, "echo"))
        return true;
    const char *status = shell_subcommand(command);
    return shell_calls(command, "exit") && status && strcmp(status, "0") == 0;
}

bool script_forgives(const struct shell_script *script)
{
    struct script_failure failure = {.stops = true};
    const struct shell_command *last = NULL;
    const struct shell_command *previous = NULL;
    for (size_t i = 0; i < script->count; i++) {
        script_failure_follow(&failure, &script->commands[i]);
        if (script->commands[i].substituted)
            continue;
        previous = last;
        last = &script->commands[i];
    }
    if (!last || !always_succeeds(last))
        return false;
    return !failure.stops || (previous && strcmp(previous->after, "||") == 0);
}
