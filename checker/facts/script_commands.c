#include "facts/script_commands.h"

#include "facts/launcher.h"
#include "facts/paths.h"
#include "facts/script_failure.h"
#include "facts/script_variables.h"
#include "facts/shell_words.h"

#include <string.h>

enum { SCRIPT_DEPTH_MAX = 16, NESTED_MAX = 3 };

struct script_reading {
    struct arena *arena;
    struct table variables;
    /* The folder at each depth of groups; NULL where it is not constant. */
    const char *directories[SCRIPT_DEPTH_MAX + 1];
    unsigned depth;
    unsigned nested; /* scripts within scripts */
    const char *advisory;
    uint32_t line; /* of a nested script's command */
    struct script_command *commands;
    size_t count, capacity;
};

bool script_shell_of(const char *shell, bool *stops, bool *pipes_fail)
{
    if (string_starts_with(shell, "/usr"))
        shell += 4;
    if (string_starts_with(shell, "/bin/"))
        shell += 5;
    if (!string_starts_with(shell, "bash") && !string_starts_with(shell, "sh") &&
        !string_starts_with(shell, "ash") && !string_starts_with(shell, "zsh"))
        return false;
    const char *options = strchr(shell, ' ');
    *stops = options && (strstr(options, " -e") || strstr(options, "errexit"));
    *pipes_fail = options && strstr(options, "pipefail");
    return true;
}

const char *script_directory(struct arena *arena, const char *from, const char *written,
                             const struct table *variables)
{
    static const char *const roots[] = {"${{ github.workspace }}",
                                        "${{github.workspace}}",
                                        "$GITHUB_WORKSPACE",
                                        "${GITHUB_WORKSPACE}",
                                        "$CI_PROJECT_DIR",
                                        "${CI_PROJECT_DIR}",
                                        "$(Build.SourcesDirectory)",
                                        "$(System.DefaultWorkingDirectory)",
                                        "$BUILD_SOURCESDIRECTORY",
                                        "$BITBUCKET_CLONE_DIR",
                                        "${BITBUCKET_CLONE_DIR}",
                                        "$WORKSPACE",
                                        "${WORKSPACE}",
                                        "${env.WORKSPACE}",
                                        "$CIRCLE_WORKING_DIRECTORY",
                                        "~/project",
                                        "$(git rev-parse --show-toplevel)",
                                        NULL};
    const char *text = variables ? script_expand(arena, written, variables) : written;
    for (size_t i = 0; roots[i]; i++) {
        size_t size = strlen(roots[i]);
        if (string_starts_with(text, roots[i]) && (!text[size] || text[size] == '/'))
            return path_resolve(arena, ".", text[size] ? text + size + 1 : ".");
    }
    if (text[0] == '/' || text[0] == '~' || strchr(text, '$') || strchr(text, '*') ||
        strchr(text, '`'))
        return NULL;
    return from ? path_resolve(arena, from, text[0] ? text : ".") : NULL;
}

static void follow_depth(struct script_reading *reading, unsigned depth)
{
    if (depth > SCRIPT_DEPTH_MAX)
        depth = SCRIPT_DEPTH_MAX;
    while (reading->depth < depth) {
        reading->directories[reading->depth + 1] = reading->directories[reading->depth];
        reading->depth++;
    }
    reading->depth = depth;
}

/* `cd x`, `pushd x`; `cd -`, `popd` and `cd` alone lead where nobody wrote. */
static bool change_directory(struct script_reading *reading, const struct script_command *command)
{
    const char *program = command->words[0];
    if (strcmp(program, "popd") == 0) {
        reading->directories[reading->depth] = NULL;
        return true;
    }
    if (strcmp(program, "cd") != 0 && strcmp(program, "pushd") != 0)
        return false;
    const char *to = NULL;
    for (size_t i = 1; i < command->count && !to; i++)
        if (command->words[i][0] != '-' || !command->words[i][1])
            to = command->words[i];
    const char **here = &reading->directories[reading->depth];
    *here = to && strcmp(to, "-") != 0
                ? script_directory(reading->arena, *here, to, &reading->variables)
                : NULL;
    return true;
}

static struct script_command *add_command(struct script_reading *reading)
{
    reading->commands = arena_grow(reading->arena, reading->commands, reading->count,
                                   &reading->capacity, sizeof(*reading->commands));
    struct script_command *added = &reading->commands[reading->count++];
    *added = (struct script_command){0};
    return added;
}

static void read_script(struct script_reading *reading, struct text text, bool stops,
                        bool pipes_fail);

/* `sh -c 'text'`, `eval text`: its commands are the script's. */
static bool read_nested(struct script_reading *reading, const struct script_command *command)
{
    static const char *const shells[] = {"sh", "bash", "dash", "ash", "zsh", NULL};
    if (reading->nested == NESTED_MAX)
        return false;
    const char *text = NULL;
    bool stops = true;
    if (strcmp(command->words[0], "eval") == 0 && command->count == 2)
        text = command->words[1];
    for (size_t i = 1; string_is_one_of(command->words[0], shells) && i + 1 < command->count; i++)
        if (command->words[i][0] == '-' && command->words[i][1] != '-' &&
            string_ends_with(command->words[i], "c")) {
            text = command->words[i + 1];
            stops = strchr(command->words[i], 'e') != NULL;
            break;
        }
    if (!text)
        return false;
    struct script_reading inner = *reading;
    inner.nested++;
    inner.advisory = command->advisory;
    inner.line = command->line;
    inner.directories[0] = command->directory;
    inner.depth = 0;
    read_script(&inner, text_of(text), stops, false);
    reading->commands = inner.commands;
    reading->count = inner.count;
    reading->capacity = inner.capacity;
    return true;
}

static const char **expand_words(struct script_reading *reading,
                                 const struct shell_command *command, size_t from, size_t *count)
{
    const char **words = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t i = from; i < command->count; i++)
        words = script_add_expanded(reading->arena, words, count, &capacity, command->words[i],
                                    &reading->variables);
    return words;
}

static void read_assignments(struct script_reading *reading, const struct shell_command *command,
                             size_t program, struct script_command *out)
{
    const char **texts = ARENA_ARRAY(reading->arena, const char *, program + 1);
    for (size_t i = 0; i < program; i++)
        if (strchr(command->words[i], '=') && command->words[i][0] != '-')
            texts[out->assignment_count++] =
                script_expand(reading->arena, command->words[i], &reading->variables);
    out->assignments = texts;
    bool alone = program == command->count;
    bool exported = !alone && strcmp(command->words[program], "export") == 0;
    for (size_t i = exported ? program + 1 : 0; i < command->count && (alone || exported); i++)
        script_set_variable(reading->arena, &reading->variables, command->words[i]);
}

static void read_command(struct script_reading *reading, const struct shell_script *script,
                         size_t index, struct script_failure *failure)
{
    const struct shell_command *command = &script->commands[index];
    size_t program = shell_program(command);
    follow_depth(reading, command->depth);
    struct script_command read = {
        .line = reading->line ? reading->line : command->line,
        .directory = reading->directories[reading->depth],
    };
    read_assignments(reading, command, program, &read);
    script_failure_follow(failure, command);
    if (program == command->count)
        return;
    const char *const *words = expand_words(reading, command, program, &read.count);
    if (read.count == 0)
        return;
    read.words = words;
    read.advisory = script_failure_of(failure, script, index);
    if (!read.advisory)
        read.advisory = reading->advisory;
    launcher_take_away(reading->arena, &read);
    if (read.count == 0 || change_directory(reading, &read) || read_nested(reading, &read))
        return;
    /* Words of the shell's own grammar start nothing. */
    static const char *const grammar[] = {"for", "case", "esac",   "done",     "fi", "in",
                                          "{",   "}",    "select", "function", NULL};
    if (!string_is_one_of(read.words[0], grammar))
        *add_command(reading) = read;
}

static void read_script(struct script_reading *reading, struct text text, bool stops,
                        bool pipes_fail)
{
    struct shell_script script;
    shell_parse(reading->arena, text, &script);
    struct script_failure failure = {.stops = stops, .pipes_fail = pipes_fail};
    for (size_t i = 0; i < script.count; i++)
        read_command(reading, &script, i, &failure);
}

size_t script_commands_read(struct arena *arena, struct text script,
                            const struct script_setting *setting, struct script_command **out)
{
    struct script_reading reading = {.arena = arena};
    table_init(&reading.variables, arena);
    for (size_t i = 0; setting->variables && i < setting->variables->count; i++)
        table_set(&reading.variables, setting->variables->entries[i].key,
                  setting->variables->entries[i].value);
    reading.directories[0] = setting->directory;
    read_script(&reading, script, setting->stops, setting->pipes_fail);
    *out = reading.commands;
    return reading.count;
}
