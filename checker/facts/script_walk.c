#include "facts/script_walk.h"

#include "facts/launcher.h"
#include "facts/paths.h"
#include "facts/shell_code.h"

#include <string.h>

/* Groups within groups, scripts within scripts, and the commands of all of them. */
enum { GROUPS_MAX = 16, SCRIPTS_MAX = 4, COMMANDS_MAX = 20000 };

struct walk {
    struct arena *arena;
    void (*visit)(void *state, const struct script_point *point);
    void *state;
    struct shell_variables variables;
    /* The folder at each depth of groups; NULL where it is not constant. */
    const char *directories[GROUPS_MAX + 1];
    unsigned depth;
    const char *previous;           /* folder, for `cd -` */
    const char *pushed[GROUPS_MAX]; /* by pushd */
    unsigned pushed_count;
    unsigned outer_depth; /* at which the innermost script stands */
    unsigned nested;      /* scripts within scripts */
    const char *advisory; /* of the command that a script within the script belongs to */
    uint32_t line;        /* of that command; 0: there is none */
    size_t walked;
    bool cut;
};

/* What stands behind the name of a folder; NULL: the text begins with none of them. */
static const char *behind_one_of(const char *text, const char *const *names)
{
    for (size_t i = 0; names[i]; i++) {
        size_t size = strlen(names[i]);
        if (string_starts_with(text, names[i]) && (!text[size] || text[size] == '/'))
            return text[size] ? text + size + 1 : ".";
    }
    return NULL;
}

const char *script_directory(struct arena *arena, const char *from, const char *written,
                             const struct shell_variables *variables)
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
    static const char *const here[] = {"$PWD", "${PWD}", "$(pwd)", "`pwd`", NULL};
    const char *text = variables ? shell_expand(variables, written) : written;
    const char *rest = behind_one_of(text, roots);
    if (rest)
        return path_resolve(arena, ".", rest);
    rest = behind_one_of(text, here);
    if (rest)
        return from ? path_resolve(arena, from, rest) : NULL;
    if (text[0] == '/' || text[0] == '~' || strchr(text, '$') || strchr(text, '*') ||
        strchr(text, '`'))
        return NULL;
    return from ? path_resolve(arena, from, text[0] ? text : ".") : NULL;
}

static void follow_depth(struct walk *walk, unsigned depth)
{
    if (depth > GROUPS_MAX)
        depth = GROUPS_MAX;
    while (walk->depth < depth) {
        walk->directories[walk->depth + 1] = walk->directories[walk->depth];
        walk->depth++;
    }
    walk->depth = depth;
}

/* `cd x`, `cd -`, `pushd x`, `popd`; `cd` alone leads where nobody wrote. */
static void change_directory(struct walk *walk, const struct script_command *command)
{
    const char *to = NULL;
    for (size_t i = 1; i < command->count && !to; i++)
        if (command->words[i][0] != '-' || !command->words[i][1])
            to = command->words[i];
    const char **here = &walk->directories[walk->depth];
    const char *before = *here;
    if (strcmp(command->words[0], "popd") == 0)
        *here = walk->pushed_count > 0 ? walk->pushed[--walk->pushed_count] : NULL;
    else if (to && strcmp(to, "-") == 0)
        *here = walk->previous;
    else
        *here = to ? script_directory(walk->arena, before, to, &walk->variables) : NULL;
    if (strcmp(command->words[0], "pushd") == 0 && walk->pushed_count < GROUPS_MAX)
        walk->pushed[walk->pushed_count++] = before;
    walk->previous = before;
}

static void walk_script(struct walk *walk, struct text text, struct script_failure *failure);

/* `sh -c 'text'`: a shell of its own, whose folder and variables are lost behind it. */
static void walk_inner_shell(struct walk *walk, const struct shell_command *shell,
                             const struct shell_code *code, const char *text)
{
    struct script_failure failure = {0};
    size_t end = code->text > 0 ? code->text : shell->count;
    for (size_t i = shell_program(shell) + 1; i < end; i++) {
        const char *word = shell->words[i];
        failure.stops = failure.stops || (word[0] == '-' && word[1] != '-' && strchr(word, 'e'));
        failure.pipes_fail = failure.pipes_fail || strcmp(word, "pipefail") == 0;
    }
    size_t mark = shell_variables_mark(&walk->variables);
    unsigned outer = walk->outer_depth;
    walk->outer_depth = walk->depth + 1;
    walk_script(walk, text_of(text), &failure);
    walk->outer_depth = outer;
    shell_variables_undo(&walk->variables, mark);
}

/* Is the text what a run substitutes: `sh -c "$(curl ...)"`? */
static bool is_substituted(const struct shell_command *command, size_t word)
{
    const char *text = command->words[word];
    return command->marks[word] & SHELL_MARK_EXPANDS &&
           (text[0] == '`' || string_starts_with(text, "$("));
}

/* `eval a "b c"` runs its words, with blanks between them. */
static const char *joined(struct arena *arena, const struct shell_command *command, size_t from)
{
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = from; i < command->count; i = shell_next_argument(command, i))
        buffer_printf(&text, "%s%s", i > from ? " " : "", command->words[i]);
    const char *copy = arena_strdup(arena, buffer_string(&text));
    buffer_release(&text);
    return copy;
}

/* The text of a script that the command runs, or NULL. */
static const char *inner_text(struct arena *arena, const struct shell_command *command,
                              const struct shell_code *code)
{
    if (!code->shell || (code->text > 0 && is_substituted(command, code->text)))
        return NULL;
    if (code->text > 0 && strcmp(code->interpreter, "eval") == 0)
        return joined(arena, command, code->text);
    if (code->text > 0)
        return command->words[code->text];
    return code->from_input ? command->here : NULL;
}

static void walk_inner(struct walk *walk, const struct script_point *point,
                       struct script_failure *failure)
{
    struct shell_code code = shell_code_of(point->started);
    const char *text = inner_text(walk->arena, point->started, &code);
    uint32_t line = walk->line;
    const char *advisory = walk->advisory;
    walk->line = point->line;
    walk->advisory = point->command->advisory;
    walk->nested++;
    unsigned outer = walk->outer_depth;
    if (strcmp(code.interpreter, "eval") == 0) {
        walk->outer_depth = walk->depth;
        walk_script(walk, text_of(text), failure);
    } else {
        walk_inner_shell(walk, point->started, &code, text);
    }
    walk->outer_depth = outer;
    walk->nested--;
    walk->line = line;
    walk->advisory = advisory;
}

static bool holds_script(const struct walk *walk, const struct shell_command *command)
{
    struct shell_code code = shell_code_of(command);
    return walk->nested < SCRIPTS_MAX && inner_text(walk->arena, command, &code) != NULL;
}

static enum script_sort sort_of(const struct walk *walk, const struct shell_command *started,
                                const struct script_command *command)
{
    static const char *const folders[] = {"cd", "pushd", "popd", NULL};
    static const char *const grammar[] = {"for", "case", "esac",   "done",     "fi", "in",
                                          "{",   "}",    "select", "function", NULL};
    if (command->count == 0 || string_is_one_of(command->words[0], grammar))
        return SCRIPT_GRAMMAR;
    if (string_is_one_of(command->words[0], folders))
        return SCRIPT_FOLDER;
    return !command->image && holds_script(walk, started) ? SCRIPT_SCRIPT : SCRIPT_COMMAND;
}

static void read_assignments(struct walk *walk, const struct shell_command *written, size_t program,
                             struct script_command *out)
{
    const char **texts = ARENA_ARRAY(walk->arena, const char *, program + 1);
    for (size_t i = 0; i < program; i++)
        if (strchr(written->words[i], '=') && written->words[i][0] != '-')
            texts[out->assignment_count++] = shell_expand(&walk->variables, written->words[i]);
    out->assignments = texts;
}

/* The command without what starts it, as a command of its own. */
static struct shell_command without_starters(struct walk *walk, const struct shell_command *written,
                                             const struct shell_words *words)
{
    struct script_command taken = {.words = words->words, .count = words->count};
    if (taken.count > 0)
        launcher_take_starters(walk->arena, &taken);
    struct shell_command started = *written;
    started.words = taken.words;
    started.count = taken.count;
    started.marks = taken.count > 0 ? words->marks + (words->count - taken.count) : NULL;
    return started;
}

static void walk_command(struct walk *walk, const struct shell_flow *flow, size_t index,
                         struct script_failure *failure)
{
    const struct shell_command *written = &flow->script->commands[index];
    size_t program = shell_program(written);
    follow_depth(walk, walk->outer_depth + written->depth);
    script_failure_follow(failure, written);
    struct shell_words words = {0};
    for (size_t i = program; i < written->count; i++)
        shell_add_expanded(&walk->variables, written->words[i], written->marks[i], &words);
    struct shell_command started = without_starters(walk, written, &words);
    struct script_command command = {
        .words = words.words,
        .count = words.count,
        .line = walk->line ? walk->line : written->line,
        .directory = walk->directories[walk->depth],
        .advisory = script_failure_of(failure, flow, index),
    };
    if (!command.advisory)
        command.advisory = walk->advisory;
    read_assignments(walk, written, program, &command);
    if (command.count > 0)
        launcher_take_away(walk->arena, &command);
    const struct script_point point = {
        .sort = sort_of(walk, &started, &command),
        .flow = flow,
        .at = index,
        .written = written,
        .started = &started,
        .command = &command,
        .variables = &walk->variables,
        .failure = failure,
        .line = command.line,
        .inner = walk->nested > 0,
    };
    walk->visit(walk->state, &point);
    if (point.sort == SCRIPT_FOLDER)
        change_directory(walk, &command);
    else if (point.sort == SCRIPT_SCRIPT)
        walk_inner(walk, &point, failure);
    shell_variables_note(&walk->variables, written);
}

static void walk_script(struct walk *walk, struct text text, struct script_failure *failure)
{
    struct shell_script script;
    shell_parse(walk->arena, text, &script);
    walk->cut = walk->cut || !script.whole;
    struct shell_flow flow;
    shell_flow_init(&flow, walk->arena, &script);
    for (size_t i = 0; i < script.count; i++) {
        if (walk->walked++ == COMMANDS_MAX) {
            walk->cut = true;
            return;
        }
        walk_command(walk, &flow, i, failure);
    }
}

bool script_walk(struct arena *arena, struct text script, const struct script_setting *setting,
                 void (*visit)(void *state, const struct script_point *point), void *state)
{
    struct walk walk = {.arena = arena, .visit = visit, .state = state};
    shell_variables_copy(&walk.variables, arena, setting->variables);
    walk.directories[0] = setting->directory;
    struct script_failure failure = {.stops = setting->stops, .pipes_fail = setting->pipes_fail};
    walk_script(&walk, script, &failure);
    return !walk.cut;
}
