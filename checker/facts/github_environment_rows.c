/* What is written to GITHUB_ENV and GITHUB_PATH, and who has a say in it. */
#include "facts/github_hygiene.h"
#include "facts/shell_flow.h"
#include "facts/shell_variables.h"

#include <string.h>

/* From harmless to dangerous: github_context.h's words, and what it cannot tell of a
 * script, the output of another program and what a file holds. */
enum say { SAY_FIXED, SAY_TRUSTED, SAY_INPUT, SAY_STRUCTURED, SAY_OUTPUT, SAY_FILE, SAY_ATTACKER };
static const char *const say_names[] = {"fixed",  "trusted", "input",   "structured",
                                        "output", "file",    "attacker"};

struct writing {
    struct hygiene *hygiene;
    const struct github_job *job;
    const struct node *step, *run;
    size_t position;
    struct shell_script script;
    struct shell_flow flow;
    struct github_scope scope;
    unsigned budget;
    struct table said; /* of variables of the script: enum say, by name */
};

static enum say say_of(enum github_control control)
{
    static const enum say says[] = {
        [GITHUB_FIXED] = SAY_FIXED,    [GITHUB_TRUSTED] = SAY_TRUSTED,
        [GITHUB_INPUT] = SAY_INPUT,    [GITHUB_STRUCTURED] = SAY_STRUCTURED,
        [GITHUB_UNKNOWN] = SAY_OUTPUT, [GITHUB_ATTACKER] = SAY_ATTACKER};
    return says[control];
}

static enum say worse(enum say a, enum say b)
{
    return a > b ? a : b;
}

/* "env" or "path" when the word is that file, in a shell's, PowerShell's or cmd's way. */
static const char *environment_file(const char *word)
{
    static const struct {
        const char *word, *file;
    } files[] = {
        {"$GITHUB_ENV", "env"},         {"${GITHUB_ENV}", "env"},     {"$env:GITHUB_ENV", "env"},
        {"%GITHUB_ENV%", "env"},        {"${env:GITHUB_ENV}", "env"}, {"$GITHUB_PATH", "path"},
        {"${GITHUB_PATH}", "path"},     {"$env:GITHUB_PATH", "path"}, {"%GITHUB_PATH%", "path"},
        {"${env:GITHUB_PATH}", "path"},
    };
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        if (string_equals_folded(word, files[i].word))
            return files[i].file;
    if (strstr(word, "${{") && strstr(word, "github.env }}"))
        return "env";
    return strstr(word, "${{") && strstr(word, "github.path }}") ? "path" : NULL;
}

/* Variables that the runner sets: none can hold a line's end, and a name of a branch is a
 * text of whoever pushed it. docs.github.com, "Default environment variables". */
static enum say runner_variable(const char *name)
{
    static const char *const named_by_pusher[] = {"GITHUB_REF", "GITHUB_REF_NAME",
                                                  "GITHUB_HEAD_REF", "GITHUB_BASE_REF", NULL};
    static const char *const system[] = {"HOME",  "PATH",   "PWD",  "USER",   "CI",
                                         "SHELL", "TMPDIR", "TEMP", "RANDOM", NULL};
    if (string_is_one_of(name, named_by_pusher))
        return SAY_STRUCTURED;
    bool runner = string_starts_with(name, "GITHUB_") || string_starts_with(name, "RUNNER_") ||
                  string_is_one_of(name, system);
    return runner ? SAY_TRUSTED : SAY_OUTPUT;
}

static enum say variable_control(struct writing *writing, const char *name)
{
    const enum say *said = table_find(&writing->said, name);
    if (said)
        return *said;
    struct github_scope inner;
    const struct node *value = github_environment_find(&writing->scope, name, &inner);
    if (value)
        return say_of(
            github_text_control(&inner, (struct text){.bytes = value->text, .size = value->size})
                .control);
    return runner_variable(name);
}

/* Everything that is expanded in a word. Commands in it are judged by themselves. */
static enum say word_control(struct writing *writing, const char *word)
{
    enum say control = say_of(github_text_control(&writing->scope, text_of(word)).control);
    for (const char *at = strpbrk(word, "$%"); at; at = strpbrk(at + 1, "$%")) {
        if (strncmp(at, "${{", 3) == 0) {
            const char *end = strstr(at, "}}");
            if (!end)
                break;
            at = end;
            continue;
        }
        const char *name = at + 1 + (at[1] == '{');
        if (strncmp(name, "env:", 4) == 0)
            name += 4;
        size_t size = 0;
        while (shell_is_name_byte(name[size]))
            size++;
        bool positional = size > 0 && name[0] >= '0' && name[0] <= '9';
        if (size == 0 || (*at == '%' && name[size] != '%'))
            continue;
        const char *copy = arena_copy(writing->hygiene->reader.scratch,
                                      (struct text){.bytes = name, .size = size});
        control = worse(control, positional ? SAY_OUTPUT : variable_control(writing, copy));
    }
    return control;
}

/* Programs whose output holds no text of others: times, ids, numbers and folders. */
static bool prints_plainly(const struct shell_command *command)
{
    static const char *const programs[] = {
        "date", "pwd",     "nproc",   "uname", "hostname", "mktemp",   "wc",
        "id",   "whoami",  "uuidgen", "which", "dirname",  "realpath", "sha256sum",
        "arch", "getconf", "brew",    "go",    "python",   "python3",  "rustc",
        "true", "openssl", "[",       "test",  "dpkg",     NULL};
    for (size_t i = 0; programs[i]; i++)
        if (shell_calls(command, programs[i]))
            return true;
    const char *verb = shell_calls(command, "git") ? shell_subcommand(command) : NULL;
    return verb && strcmp(verb, "rev-parse") == 0;
}

static enum say command_control(struct writing *writing, size_t at, unsigned depth);

/* The commands whose output becomes a part of a command's words. */
static enum say inner_control(struct writing *writing, size_t at, unsigned depth)
{
    enum say control = SAY_FIXED;
    for (size_t i = 0; i < at; i++)
        if (writing->script.commands[i].owner == at)
            control = worse(control, command_control(writing, i, depth + 1));
    return control;
}

static enum say words_control(struct writing *writing, size_t at, size_t from)
{
    const struct shell_command *command = &writing->script.commands[at];
    enum say control = SAY_FIXED;
    for (size_t i = from; i < command->count; i = shell_next_argument(command, i))
        if (command->marks[i] & SHELL_MARK_EXPANDS || strchr(command->words[i], '%'))
            control = worse(control, word_control(writing, command->words[i]));
    return control;
}

/* Programs that print what stands in files, and the number of words from which on one of
 * them is a file: behind a pattern or a filter for some. */
static const struct {
    const char *name;
    size_t least;
} readers[] = {
    {"cat", 1},  {"head", 1}, {"tail", 1}, {"unzip", 1},   {"base64", 1},      {"sort", 1},
    {"uniq", 1}, {"jq", 2},   {"yq", 2},   {"grep", 2},    {"egrep", 2},       {"sed", 2},
    {"awk", 2},  {"cut", 2},  {"tr", 3},   {"xmllint", 1}, {"get-content", 1},
};

static size_t find_reader(const struct shell_command *command)
{
    size_t program = shell_program(command);
    size_t count = sizeof(readers) / sizeof(readers[0]);
    for (size_t i = 0; program < command->count && i < count; i++)
        if (string_equals_folded(command->words[program], readers[i].name))
            return i;
    return count;
}

static bool is_reader(const struct shell_command *command)
{
    return find_reader(command) < sizeof(readers) / sizeof(readers[0]);
}

/* Does it print what stands in a file: `cat f`, `jq . f`, `< f`? */
static bool reads_file(const struct shell_command *command)
{
    for (size_t i = 0; i + 1 < command->count; i++)
        if (command->marks[i] & SHELL_MARK_OPERATOR && strcmp(command->words[i], "<") == 0)
            return true;
    if (!is_reader(command) || command->here)
        return false;
    size_t arguments = 0;
    for (size_t i = shell_next_argument(command, shell_program(command)); i < command->count;
         i = shell_next_argument(command, i))
        arguments += command->words[i][0] != '-';
    return arguments >= readers[find_reader(command)].least;
}

/* Who has a say in what a command prints. What reads from a pipe prints what it was given. */
static enum say command_control(struct writing *writing, size_t at, unsigned depth)
{
    static const char *const echoes[] = {
        "echo",        "printf", "write-output", "write-host", "add-content", "out-file",
        "set-content", "tee",    "sed",          "tr",         "cut",         "awk",
        "head",        "tail",   "xargs",        "sort",       NULL};
    const struct shell_command *command = &writing->script.commands[at];
    size_t program = shell_program(command);
    if (depth > 8 || writing->budget == 0)
        return SAY_OUTPUT;
    --writing->budget;
    enum say control = inner_control(writing, at, depth);
    bool piped = false;
    for (size_t i = 0; i < at; i++) {
        if (strcmp(writing->script.commands[i].after, "|") != 0 ||
            shell_flow_reader(&writing->flow, i) != at)
            continue;
        piped = true;
        control = worse(control, command_control(writing, i, depth + 1));
    }
    if (!piped && reads_file(command))
        control = worse(control, SAY_FILE);
    if (command->here && shell_calls(command, "cat"))
        return worse(control,
                     command->here_expands ? word_control(writing, command->here) : SAY_FIXED);
    if (program == command->count) /* "text" >> $env:GITHUB_ENV */
        return worse(control, words_control(writing, at, 0));
    bool echoing = false;
    const char *name = command->words[program];
    for (size_t i = 0; echoes[i] && !echoing; i++)
        echoing = string_equals_folded(name, echoes[i]);
    if (echoing)
        return worse(control, words_control(writing, at, shell_next_argument(command, program)));
    if (prints_plainly(command))
        return control;
    /* PowerShell prints a text that stands alone. */
    if (command->marks[program] & SHELL_MARK_QUOTED && strchr(name, '='))
        return worse(control, words_control(writing, at, program));
    return is_reader(command) && (piped || control == SAY_FILE) ? control
                                                                : worse(control, SAY_OUTPUT);
}

/* Of several assignments, which may stand in branches, the worst holds. */
static void note(struct writing *writing, const char *name, enum say *said)
{
    const enum say *before = table_find(&writing->said, name);
    if (before && *before > *said)
        *said = *before;
    table_set(&writing->said, name, said);
}

/* `[[ "$NAME" =~ ^[0-9]+$ ]]`: what fits a pattern that begins at the beginning. */
static void note_check(struct writing *writing, const struct shell_command *command)
{
    static enum say trusted = SAY_TRUSTED;
    struct arena *scratch = writing->hygiene->reader.scratch;
    for (size_t i = 1; i + 1 < command->count; i++) {
        const char *name = shell_lone_variable(scratch, command->words[i - 1]);
        if (name && strcmp(command->words[i], "=~") == 0 && command->words[i + 1][0] == '^')
            table_set(&writing->said, name, &trusted);
    }
}

static void note_assignments(struct writing *writing, size_t at)
{
    const struct shell_command *command = &writing->script.commands[at];
    struct arena *scratch = writing->hygiene->reader.scratch;
    for (size_t i = 0; i < command->count; i++) {
        const char *word = command->words[i];
        const char *mark = strchr(word, '=');
        size_t size = 0;
        while (shell_is_name_byte(word[size]))
            size++;
        if (!mark || mark != word + size || size == 0)
            continue;
        enum say *said = arena_alloc(scratch, sizeof(*said), sizeof(*said));
        *said = worse(word_control(writing, mark), inner_control(writing, at, 0));
        if (strchr(mark, '(') && inner_control(writing, at, 0) == SAY_FIXED && !strstr(mark, "$("))
            *said = SAY_OUTPUT; /* an array: not followed */
        note(writing, arena_copy(scratch, (struct text){.bytes = word, .size = size}), said);
    }
    size_t program = shell_program(command);
    bool reads = program < command->count && strcmp(command->words[program], "read") == 0;
    for (size_t i = program + 1; reads && i < command->count; i++) {
        enum say *said = arena_alloc(scratch, sizeof(*said), sizeof(*said));
        *said = SAY_FILE;
        note(writing, command->words[i], said);
    }
    note_check(writing, command);
}

/* The word that holds what is written: `NAME=value`. */
static const char *word_of(const struct shell_command *command)
{
    if (command->here)
        return command->here;
    for (size_t i = 0; i < command->count; i++)
        if (strchr(command->words[i], '=') && !shell_is_redirection(command, i))
            return command->words[i];
    return NULL;
}

/* The same, also of the command that prints into this one. */
static const char *written_word(const struct writing *writing, size_t at)
{
    const char *word = word_of(&writing->script.commands[at]);
    for (size_t i = 0; i < at && !word; i++)
        if (strcmp(writing->script.commands[i].after, "|") == 0 &&
            shell_flow_reader(&writing->flow, i) == at)
            word = word_of(&writing->script.commands[i]);
    return word;
}

static void add_write(struct writing *writing, size_t at, const char *file, enum say control)
{
    struct fact_writer *writer = writing->hygiene->reader.writer;
    const struct shell_command *command = &writing->script.commands[at];
    uint32_t line;
    uint32_t column;
    hygiene_line(writing->hygiene, writing->run, command->line, &line, &column);
    const char *word = strcmp(file, "env") == 0 ? written_word(writing, at) : NULL;
    size_t size = 0;
    while (word && shell_is_name_byte(word[size]))
        size++;
    struct value *cells =
        fact_add(writer, &fact_kind_workflow_environment_write, NULL, line, column)->cells;
    cells[WORKFLOW_ENVIRONMENT_WRITE_JOB] = fact_text(writer, writing->job->id);
    cells[WORKFLOW_ENVIRONMENT_WRITE_STEP] = value_integer((int64_t)writing->position);
    cells[WORKFLOW_ENVIRONMENT_WRITE_FILE] = value_text(file);
    bool named = size > 0 && (word[size] == '=' || word[size] == '<');
    if (named)
        cells[WORKFLOW_ENVIRONMENT_WRITE_NAME] =
            fact_text(writer, arena_copy(writing->hygiene->reader.scratch,
                                         (struct text){.bytes = word, .size = size}));
    bool constant =
        named && word[size] == '=' && control == SAY_FIXED && !command->here && !strchr(word, '$');
    if (constant)
        cells[WORKFLOW_ENVIRONMENT_WRITE_VALUE] = fact_text(writer, word + size + 1);
    cells[WORKFLOW_ENVIRONMENT_WRITE_CONTROL] = value_text(say_names[control]);
}

/* The file among the words of a command that writes what it reads or is given: `tee -a`,
 * Out-File, Add-Content. */
static const char *named_file(const struct shell_command *command)
{
    static const char *const writers[] = {"tee", "out-file", "add-content", "set-content", NULL};
    size_t program = shell_program(command);
    bool writes = false;
    for (size_t i = 0; program < command->count && writers[i] && !writes; i++)
        writes = string_equals_folded(command->words[program], writers[i]);
    for (size_t i = program + 1; writes && i < command->count; i++)
        if (environment_file(command->words[i]))
            return environment_file(command->words[i]);
    return NULL;
}

static void read_commands(struct writing *writing)
{
    for (size_t i = 0; i < writing->script.count; i++) {
        const struct shell_command *command = &writing->script.commands[i];
        note_assignments(writing, i);
        const char *file = named_file(command);
        size_t redirected = i;
        const char *word = file ? NULL : shell_flow_file(&writing->flow, &redirected);
        if (word)
            file = environment_file(word);
        /* what only closes a group prints nothing itself */
        static const char *const silent[] = {
            "}", "done", "fi",   "esac", "if",   "for",  "while",  "cd",    "set", "case",
            "[", "[[",   "test", ":",    "true", "exit", "export", "local", NULL};
        size_t program = shell_program(command);
        bool prints = program < command->count
                          ? !string_is_one_of(command->words[program], silent) &&
                                !string_is_one_of(command->words[0], silent)
                          : command->marks[0] & SHELL_MARK_QUOTED;
        if (!file || command->substituted || (!prints && redirected == i && !command->here) ||
            (!prints && redirected != i))
            continue;
        add_write(writing, i, file, command_control(writing, i, 0));
    }
}

void hygiene_read_environment_writes(struct hygiene *hygiene, const struct github_job *job)
{
    if (!hygiene_wants(hygiene, &fact_kind_workflow_environment_write))
        return;
    for (size_t i = 0; i < hygiene_step_count(job); i++) {
        const struct node *step = hygiene_step(job, i);
        const struct node *run = step ? node_find(step, "run") : NULL;
        /* most scripts write to neither */
        if (!run || !github_string(run) ||
            (!strstr(run->text, "GITHUB_ENV") && !strstr(run->text, "GITHUB_PATH") &&
             !strstr(run->text, "github.env") && !strstr(run->text, "github.path")))
            continue;
        struct writing writing = {
            .hygiene = hygiene, .job = job, .step = step, .run = run, .position = i + 1};
        writing.scope = github_scope_of(&hygiene->reader, job->node, step, 3, &writing.budget);
        table_init(&writing.said, hygiene->reader.scratch);
        hygiene_script(hygiene, job, step, &writing.script);
        shell_flow_init(&writing.flow, hygiene->reader.scratch, &writing.script);
        read_commands(&writing);
    }
}
