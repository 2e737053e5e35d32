#include "facts/power_script.h"

#include "facts/launcher.h"
#include "facts/paths.h"

#include <string.h>

static const char goes_on[] = "the script goes on after its failure, and ends with the exit status "
                              "of another program";
static const char ends_well[] = "the script ends with success whatever it says";
static const char forgiven[] = "what stands behind || makes good for its failure";
static const char lost[] = "its exit status is lost in a pipe";
static const char open[] = "whether its failure ends the script only a run tells";

struct script {
    struct arena *arena;
    enum power_language language;
    const struct power_statement *items;
    size_t count;
    const char *directory; /* NULL: not constant */
    struct shell_variables variables;
    bool strict; /* $PSNativeCommandUseErrorActionPreference */
};

static bool is(const struct power_statement *statement, size_t at, const char *word)
{
    return at < statement->count && string_equals_folded(statement->words[at], word);
}

static bool is_any(const char *word, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (string_equals_folded(word, words[i]))
            return true;
    return false;
}

/* `Verb-Noun` of PowerShell's own: a name of letters with one hyphen after a verb. */
static bool is_cmdlet(const char *word)
{
    static const char *const verbs[] = {
        "add",      "clear",   "compare",  "convert", "convertfrom", "convertto", "copy",
        "disable",  "enable",  "enter",    "exit",    "expand",      "export",    "find",
        "format",   "get",     "group",    "import",  "install",     "invoke",    "join",
        "measure",  "move",    "new",      "out",     "pop",         "push",      "read",
        "register", "remove",  "rename",   "resolve", "restart",     "save",      "select",
        "send",     "set",     "show",     "sort",    "split",       "start",     "stop",
        "tee",      "test",    "update",   "use",     "wait",        "where",     "write",
        "foreach",  "unblock", "compress", NULL};
    const char *hyphen = strchr(word, '-');
    if (!hyphen || strpbrk(word, "./\\"))
        return false;
    char verb[16];
    size_t size = (size_t)(hyphen - word);
    if (size == 0 || size >= sizeof(verb))
        return false;
    memcpy(verb, word, size);
    verb[size] = '\0';
    return is_any(verb, verbs);
}

static bool is_grammar(const struct script *script, const char *word)
{
    static const char *const power[] = {
        "if",     "elseif", "else",   "foreach",  "for",      "while",  "do",      "until",
        "switch", "try",    "catch",  "finally",  "function", "filter", "param",   "return",
        "throw",  "exit",   "break",  "continue", "trap",     "begin",  "process", "end",
        "class",  "using",  "echo",   "cd",       "ls",       "dir",    "rm",      "cp",
        "mv",     "mkdir",  "cat",    "pwd",      "iex",      "irm",    "iwr",     "sleep",
        "tee",    "where",  "select", "sort",     "%",        "?",      "md",      "rd",
        "del",    "copy",   "move",   "type",     "chdir",    "sl",     "pushd",   "popd",
        "write",  "gci",    "gc",     "sc",       "ni",       "ri",     "measure", "out",
        NULL};
    static const char *const cmd[] = {
        "if",    "else",  "for",    "goto",     "exit",     "set",   "echo", "echo.", "cd",
        "chdir", "pushd", "popd",   "setlocal", "endlocal", "title", "rem",  "mkdir", "md",
        "rmdir", "rd",    "del",    "erase",    "copy",     "move",  "type", "pause", "shift",
        "ver",   "path",  "prompt", "cls",      "ren",      "dir",   NULL};
    if (script->language == POWER_CMD)
        return !*word || strchr(":#{}-", word[0]) || is_any(word, cmd);
    return !*word || strchr("$[(\"'@-{}!<>", word[0]) || (word[0] >= '0' && word[0] <= '9') ||
           is_any(word, power) || is_cmdlet(word);
}

/* What cmd runs behind `if exist x` and `for %%d in (a b) do` on the same line. */
static size_t behind_condition(const struct power_statement *statement)
{
    size_t at = 1;
    if (is(statement, 0, "for")) {
        while (at < statement->count && !is(statement, at, "do"))
            at++;
        return at + 1;
    }
    if (!is(statement, 0, "if"))
        return 0;
    at += is(statement, at, "/i") ? 1 : 0;
    at += is(statement, at, "not") ? 1 : 0;
    if (is(statement, at, "exist") || is(statement, at, "defined") ||
        is(statement, at, "errorlevel"))
        return at + 2;
    return at < statement->count && strstr(statement->words[at], "==") ? at + 1 : at + 3;
}

/* Where the program stands in the statement: behind `&`, `call` or `$x =`. SIZE_MAX: it is
 * no program. */
static size_t program_at(const struct script *script, const struct power_statement *statement)
{
    size_t at = 0;
    if (script->language == POWER_CMD) {
        at = behind_condition(statement);
        at += is(statement, at, "call") ? 1 : 0;
    } else {
        if (statement->count > 2 && statement->words[0][0] == '$' && is(statement, 1, "="))
            at = 2;
        bool called = is(statement, at, "&") || is(statement, at, ".");
        at += called ? 1 : 0;
        /* Behind `&` a text is a name. */
        if (called && at < statement->count && !strchr("$({", statement->words[at][0]))
            return at;
        if (at < 64 && statement->quoted >> at & 1)
            return SIZE_MAX;
    }
    if (is(statement, at, "cmd") && is(statement, at + 1, "/c"))
        at += 2;
    if (at >= statement->count || is_grammar(script, statement->words[at]))
        return SIZE_MAX;
    return at;
}

static bool is_program(const struct script *script, size_t index)
{
    return index < script->count && program_at(script, &script->items[index]) != SIZE_MAX;
}

static bool mentions(const struct power_statement *statement, const char *const *names)
{
    for (size_t i = 0; i < statement->count; i++)
        for (size_t k = 0; names[k]; k++)
            if (text_find_folded(text_of(statement->words[i]), names[k]) != SIZE_MAX)
                return true;
    return false;
}

static const char *const status_names[] = {"lastexitcode", "$?", "errorlevel", NULL};

/* `exit`, `throw`, `exit /b 1`, `Write-Error`: not `exit 0`. */
static bool ends_badly(const struct power_statement *statement)
{
    if (is(statement, 0, "throw"))
        return true;
    size_t at = is(statement, 0, "exit") ? 1 : SIZE_MAX;
    for (size_t i = 0; i + 1 < statement->count && at == SIZE_MAX; i++)
        at = is(statement, i, "exit") && is(statement, 0, "if") ? i + 1 : at;
    if (at == SIZE_MAX)
        return false;
    at += is(statement, at, "/b") ? 1 : 0;
    return at < statement->count && !is(statement, at, "0");
}

static bool ends_in_success(const struct power_statement *statement)
{
    size_t at = is(statement, 0, "exit") ? (is(statement, 1, "/b") ? 2 : 1) : 0;
    if (at > 0)
        return is(statement, at, "0");
    return text_find_folded(text_of(statement->words[0]), "lastexitcode") != SIZE_MAX &&
           is(statement, 1, "=") && is(statement, 2, "0");
}

/* Is the status of the program before asked for at once, and a failure handed on? */
static bool is_asked_for(const struct script *script, size_t next)
{
    if (next >= script->count)
        return false;
    const struct power_statement *statement = &script->items[next];
    if (is(statement, 0, "exit"))
        return mentions(statement, status_names) && ends_badly(statement);
    if (!is(statement, 0, "if") || !mentions(statement, status_names))
        return false;
    if (ends_badly(statement))
        return true;
    for (size_t i = next + 1; i < script->count && script->items[i].depth > statement->depth; i++)
        if (ends_badly(&script->items[i]))
            return true;
    return false;
}

/* The end of what is joined to it. */
static size_t last_of_chain(const struct script *script, size_t index)
{
    while (index + 1 < script->count && script->items[index + 1].join != POWER_NEW)
        index++;
    return index;
}

/* Does a program in the same pipe end after it? */
static bool is_lost_in_pipe(const struct script *script, size_t index)
{
    for (size_t i = index + 1; i < script->count && script->items[i].join == POWER_PIPE; i++)
        if (is_program(script, i))
            return true;
    return false;
}

static bool is_forgiven(const struct script *script, size_t index, size_t last)
{
    for (size_t i = index + 1; i <= last; i++)
        if (script->items[i].join == POWER_OR)
            return !ends_badly(&script->items[i]);
    return false;
}

/* The same, by what stands behind its chain. */
static const char *judge_by_rest(const struct script *script, size_t index, size_t last)
{
    const struct power_statement *statement = &script->items[index];
    if (is_asked_for(script, last + 1))
        return NULL;
    if (statement->repeats || (script->language == POWER_CMD && is(statement, 0, "for")))
        return open;
    for (size_t i = last + 1; i < script->count; i++) {
        if (ends_in_success(&script->items[i]))
            return script->items[i].depth == 0 ? ends_well : open;
        if (is_program(script, i))
            return script->items[i].depth > 0 ? open : goes_on;
        if (is(&script->items[i], 0, "exit"))
            return mentions(&script->items[i], status_names) ? NULL : open;
    }
    return NULL;
}

/* Why its failure does not count; `open` where that is not known; NULL: it does. */
static const char *judge(const struct script *script, size_t index)
{
    size_t last = last_of_chain(script, index);
    if (is_forgiven(script, index, last))
        return forgiven;
    for (size_t i = index + 1; i <= last; i++)
        if (script->items[i].join == POWER_OR)
            return NULL; /* `|| exit 1` */
    if (script->strict)
        return NULL;
    return is_lost_in_pipe(script, index) ? lost : judge_by_rest(script, index, last);
}

/* `.\tools\scan.exe` as others know it: tools/scan. */
static const char *plain(const struct script *script, const char *word)
{
    char *copy = arena_strdup(script->arena, word);
    for (char *at = copy; *at; at++)
        if (*at == '\\')
            *at = '/';
    return copy;
}

static const char *program_name(const struct script *script, const char *word)
{
    static const char *const endings[] = {".exe", ".cmd", ".bat"};
    const char *name = plain(script, word);
    size_t size = strlen(name);
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
        if (size > 4 && string_equals_folded(name + size - 4, endings[i]))
            return arena_copy(script->arena, (struct text){name, size - 4});
    return name;
}

/* `$env:NAME` and `%NAME%` as the table of variables knows them. */
static const char *expand(const struct script *script, const char *word)
{
    struct buffer out = BUFFER_EMPTY;
    bool cmd = script->language == POWER_CMD;
    for (const char *at = word; *at;) {
        size_t skip = 0;
        size_t size = 0;
        if (!cmd && string_starts_with(at, "$env:"))
            skip = 5;
        else if (!cmd && string_starts_with(at, "${env:"))
            skip = 6;
        else if (cmd && *at == '%')
            skip = 1;
        if (skip > 0)
            size = strspn(at + skip,
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
        if (size > 0 && (!cmd || at[skip + size] == '%')) {
            buffer_printf(&out, "${%.*s}", (int)size, at + skip);
            at += skip + size;
            at += cmd || (*at == '}' && skip == 6);
        } else {
            buffer_add_byte(&out, *at++);
        }
    }
    const char *text = arena_strdup(script->arena, buffer_string(&out));
    buffer_release(&out);
    return shell_expand(&script->variables, text);
}

/* `cd`, `Set-Location`: where what follows runs. */
static bool changes_folder(struct script *script, const struct power_statement *statement)
{
    static const char *const names[] = {"cd",    "chdir", "sl", "Set-Location", "Push-Location",
                                        "pushd", NULL};
    static const char *const back[] = {"popd", "Pop-Location", NULL};
    if (is_any(statement->words[0], back)) {
        script->directory = NULL;
        return true;
    }
    if (!is_any(statement->words[0], names))
        return false;
    size_t at = 1;
    while (at < statement->count && (is(statement, at, "/d") || statement->words[at][0] == '-'))
        at++;
    const char *to =
        at < statement->count ? plain(script, expand(script, statement->words[at])) : NULL;
    bool constant = to && statement->depth == 0 && !strpbrk(to, ":%");
    script->directory =
        constant ? script_directory(script->arena, script->directory, to, NULL) : NULL;
    return true;
}

static void add(struct script *script, size_t index, size_t at, struct script_command *out)
{
    const struct power_statement *statement = &script->items[index];
    const char **words = ARENA_ARRAY(script->arena, const char *, statement->count - at);
    for (size_t i = at; i < statement->count; i++)
        words[i - at] = plain(script, expand(script, statement->words[i]));
    words[0] = program_name(script, words[0]);
    const char *reason = judge(script, index);
    *out = (struct script_command){
        .words = words,
        .count = statement->count - at,
        .line = statement->line,
        .directory = script->directory,
        .advisory = reason == open ? NULL : reason,
        .unsure = reason == open ? open : NULL,
    };
    launcher_take_away(script->arena, out);
}

static void note_setting(struct script *script, const struct power_statement *statement)
{
    if (statement->count < 3 || statement->words[0][0] != '$' || !is(statement, 1, "="))
        return;
    if (is(statement, 0, "$PSNativeCommandUseErrorActionPreference"))
        script->strict = is(statement, 2, "$true");
    else if (statement->count == 3 && statement->depth == 0 && !strpbrk(statement->words[2], "$("))
        shell_variables_set(&script->variables, statement->words[0] + 1, statement->words[2]);
    else
        shell_variables_set(&script->variables, statement->words[0] + 1, NULL);
}

bool power_script_read(struct arena *arena, struct text script, enum power_language language,
                       const struct script_setting *setting, struct script_command **out,
                       size_t *count)
{
    struct power_statement *statements = NULL;
    struct script reading = {
        .arena = arena,
        .language = language,
        .directory = setting->directory,
    };
    bool whole = power_statements_read(arena, script, language, &statements, &reading.count);
    reading.items = statements;
    shell_variables_copy(&reading.variables, arena, setting->variables);
    *out = ARENA_ARRAY(arena, struct script_command, reading.count + 1);
    *count = 0;
    for (size_t i = 0; i < reading.count; i++) {
        note_setting(&reading, &statements[i]);
        if (changes_folder(&reading, &statements[i]))
            continue;
        size_t at = program_at(&reading, &statements[i]);
        if (at != SIZE_MAX)
            add(&reading, i, at, &(*out)[(*count)++]);
    }
    return whole;
}
