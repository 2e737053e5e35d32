#include "facts/shell_download.h"

#include "facts/paths.h"
#include "facts/shell_code.h"
#include "facts/shell_request.h"

#include <string.h>

/* Files that are followed in a job, readers in one pipe, and commands before one that may
 * belong to it. */
enum { ITEMS_MAX = 256, PIPE_MAX = 16, BEFORE_MAX = 32 };

/* A file, or a variable (its name behind a `$`), that holds what was downloaded. */
struct taint_item {
    const char *name;
    const char *program, *url;
    enum shell_certainty pinned;
    bool verified, gone;
    bool reported; /* once is enough */
};

/* One command. */
struct reading {
    struct shell_taint *taint;
    size_t number; /* of the script */
    const struct script_point *point;
    const struct shell_script *script;   /* the innermost */
    const struct shell_command *command; /* with constants put in */
};

void shell_taint_init(struct shell_taint *taint, struct arena *arena)
{
    *taint = (struct shell_taint){.arena = arena, .whole = true};
}

/* `./a//b` is a/b. */
static const char *plain_path(struct arena *arena, const char *path)
{
    char *out = arena_strdup(arena, path);
    size_t size = 0;
    while (string_starts_with(path, "./"))
        path += 2;
    for (; *path; path++) {
        if (*path == '/' && size > 0 && out[size - 1] == '/')
            continue;
        out[size++] = *path;
    }
    out[size] = '\0';
    return out;
}

/* A path from the root of the tree, as far as that is known. */
static const char *file_name(const struct reading *reading, const char *word)
{
    struct arena *arena = reading->taint->arena;
    const char *directory = reading->point->command->directory;
    const char *text = shell_expand(reading->point->variables, word);
    const char *path = script_directory(arena, directory, text, NULL);
    if (path)
        return path;
    text = plain_path(arena, text);
    if (!*text || strchr("/~$", text[0]))
        return text;
    /* All that lies in folders of which nothing is known is taken to lie in one. */
    if (!directory)
        return arena_printf(arena, "?/%s", text);
    return strcmp(directory, ".") == 0 ? text : path_join(arena, directory, text);
}

static struct taint_item *find_item(struct shell_taint *taint, const char *name)
{
    for (size_t i = 0; i < taint->item_count; i++)
        if (!taint->items[i].gone && strcmp(taint->items[i].name, name) == 0)
            return &taint->items[i];
    return NULL;
}

static void add_item(struct shell_taint *taint, struct taint_item item)
{
    struct taint_item *there = find_item(taint, item.name);
    if (there) {
        *there = item;
        return;
    }
    if (taint->item_count == ITEMS_MAX) {
        taint->whole = false;
        return;
    }
    taint->items = arena_grow(taint->arena, taint->items, taint->item_count, &taint->item_capacity,
                              sizeof(*taint->items));
    taint->items[taint->item_count++] = item;
}

static uint32_t line_of(const struct reading *reading, size_t command)
{
    const struct script_point *point = reading->point;
    return point->inner ? point->line : reading->script->commands[command].line;
}

static void report(const struct reading *reading, size_t command, struct taint_item item,
                   enum shell_way way, const char *runs)
{
    struct shell_taint *taint = reading->taint;
    taint->downloads = arena_grow(taint->arena, taint->downloads, taint->count, &taint->capacity,
                                  sizeof(*taint->downloads));
    taint->downloads[taint->count++] = (struct shell_download){
        .script = reading->number,
        .line = line_of(reading, command),
        .program = item.program,
        .url = item.url,
        .runs = runs,
        .way = way,
        .pinned = item.pinned,
        .verified = item.verified,
    };
}

static void report_item(const struct reading *reading, size_t command, struct taint_item *item,
                        const char *runs)
{
    if (!item || item->reported)
        return;
    item->reported = true;
    report(reading, command, *item, SHELL_WAY_FILE, runs);
}

static struct taint_item item_of(struct shell_request request)
{
    return (struct taint_item){
        .program = request.program, .url = request.url, .pinned = request.pinned};
}

/* The interpreter at the end of the pipe that takes it as code; SIZE_MAX: none. Within a
 * group every command may read from the pipe. */
static size_t running_reader(const struct reading *reading, size_t from)
{
    size_t at = from;
    for (unsigned i = 0; i < PIPE_MAX; i++) {
        at = shell_flow_reader(reading->point->flow, at);
        if (at == SIZE_MAX)
            return SIZE_MAX;
        const struct shell_command *commands = reading->script->commands;
        size_t end = at;
        while (end + 1 < reading->script->count && commands[at].subshell > 0 &&
               commands[end + 1].subshell == commands[at].subshell)
            end++;
        for (size_t k = at; k <= end; k++)
            if (shell_code_of(&commands[k]).from_input)
                return k;
        at = end;
    }
    return SIZE_MAX;
}

/* PowerShell: `iex (irm ...)`, `iex ((New-Object ...).DownloadString(...))`. */
static const char *running_before(const struct reading *reading, size_t at)
{
    const struct shell_command *commands = reading->script->commands;
    for (size_t i = at; i > 0 && i + BEFORE_MAX > at && commands[at].subshell > 0; i--) {
        const struct shell_command *before = &commands[i - 1];
        if (before->line != commands[at].line)
            return NULL;
        struct shell_code code = shell_code_of(before);
        if (code.from_input && !code.shell && before->count == shell_program(before) + 1)
            return code.interpreter;
    }
    return NULL;
}

/* Does the owner run the text that a substitution gives? */
static const char *running_owner(const struct reading *reading, size_t inner)
{
    size_t owner = reading->script->commands[inner].owner;
    if (owner == SIZE_MAX)
        return running_before(reading, inner);
    const struct shell_command *command = &reading->script->commands[owner];
    struct shell_code code = shell_code_of(command);
    if (!code.interpreter)
        return NULL;
    /* sh <(...), source <(...) */
    if (code.script > 0 && string_starts_with(command->words[code.script], "<("))
        return code.interpreter;
    /* sh -c "$(...)", eval "$(...)" */
    const char *text = code.text > 0 ? command->words[code.text] : NULL;
    if (text && (strstr(text, "$(") || strchr(text, '`')))
        return code.interpreter;
    /* sh <<< "$(...)" */
    for (size_t i = 0; code.from_input && i + 1 < command->count; i++)
        if (strcmp(command->words[i], "<<<") == 0 || strcmp(command->words[i], "<") == 0)
            return code.interpreter;
    return NULL;
}

/* The variable that a lone assignment fills: `A=$(...)`. */
static const char *assigned_by(const struct reading *reading, size_t inner)
{
    size_t owner = reading->script->commands[inner].owner;
    if (owner == SIZE_MAX)
        return NULL;
    const struct shell_command *command = &reading->script->commands[owner];
    size_t last = command->count - 1;
    const char *mark = strchr(command->words[last], '=');
    bool lone = shell_program(command) == command->count || shell_calls(command, "export") ||
                shell_calls(command, "local");
    if (!mark || !lone || !(string_starts_with(mark, "=$(") || string_starts_with(mark, "=`")))
        return NULL;
    return arena_printf(reading->taint->arena, "$%.*s", (int)(mark - command->words[last]),
                        command->words[last]);
}

static void read_request(const struct reading *reading, size_t at)
{
    struct shell_taint *taint = reading->taint;
    struct shell_request request = shell_request_of(taint->arena, reading->command);
    if (!request.program)
        return;
    struct taint_item item = item_of(request);
    size_t writer = at;
    const char *file = request.file ? request.file : shell_flow_file(reading->point->flow, &writer);
    if (file) {
        item.name = file_name(reading, file);
        add_item(taint, item);
        return;
    }
    size_t reader = running_reader(reading, at);
    if (reader != SIZE_MAX) {
        report(reading, reader, item, SHELL_WAY_PIPE,
               shell_code_of(&reading->script->commands[reader]).interpreter);
        return;
    }
    const char *owner = running_owner(reading, at);
    if (owner) {
        report(reading, at, item, SHELL_WAY_SUBSTITUTION, owner);
        return;
    }
    /* `curl ... | tee file`, `... | sed ... > file` */
    for (size_t i = 0, end = at; i < PIPE_MAX; i++) {
        end = shell_flow_reader(reading->point->flow, end);
        if (end == SIZE_MAX)
            break;
        size_t redirect = end;
        const struct shell_command *last = &reading->script->commands[end];
        const char *to = shell_calls(last, "tee")
                             ? shell_subcommand(last)
                             : shell_flow_file(reading->point->flow, &redirect);
        if (!to)
            continue;
        item.name = file_name(reading, to);
        add_item(taint, item);
        return;
    }
    item.name = assigned_by(reading, at);
    if (item.name)
        add_item(taint, item);
}

/* `mv a b`, `cp a b`, `install -m 755 a b`, `ln -s a b`: what b holds. */
static void read_copies(const struct reading *reading)
{
    struct shell_taint *taint = reading->taint;
    const struct shell_command *command = reading->command;
    static const char *const programs[] = {"mv", "cp", "install", "ln", NULL};
    const char *names[2] = {NULL, NULL};
    bool copies = false;
    for (size_t i = 0; programs[i] && !copies; i++)
        copies = shell_calls(command, programs[i]);
    if (!copies)
        return;
    for (size_t i = shell_next_argument(command, shell_program(command)); i < command->count;
         i = shell_next_argument(command, i)) {
        if (strcmp(command->words[i], "-m") == 0 || strcmp(command->words[i], "-o") == 0 ||
            strcmp(command->words[i], "-g") == 0) {
            i = shell_next_argument(command, i);
        } else if (command->words[i][0] != '-') {
            names[0] = names[1];
            names[1] = file_name(reading, command->words[i]);
        }
    }
    struct taint_item *from = names[0] ? find_item(taint, names[0]) : NULL;
    if (!from)
        return;
    struct taint_item item = *from;
    item.name = names[1];
    const char *slash = strrchr(names[0], '/');
    const char *base = slash ? slash + 1 : names[0];
    bool folder = string_ends_with(names[1], "/") || string_ends_with(names[1], "bin") ||
                  strcmp(names[1], ".") == 0;
    if (folder)
        item.name = plain_path(taint->arena, arena_printf(taint->arena, "%s/%s", names[1], base));
    add_item(taint, item);
}

static bool is_in_path(const char *file, const char *program)
{
    const char *slash = strrchr(file, '/');
    if (!slash || strcmp(slash + 1, program) != 0)
        return false;
    size_t size = (size_t)(slash - file);
    return size >= 3 && strncmp(slash - 3, "bin", 3) == 0;
}

static struct taint_item *executed(const struct reading *reading, const char *word, bool by_path)
{
    struct shell_taint *taint = reading->taint;
    const char *name = file_name(reading, word);
    struct taint_item *item = by_path ? find_item(taint, name) : NULL;
    for (size_t i = 0; !item && !strchr(word, '/') && i < taint->item_count; i++)
        if (!taint->items[i].gone && is_in_path(taint->items[i].name, word))
            item = &taint->items[i];
    return item;
}

static void read_execution(const struct reading *reading, size_t at)
{
    struct shell_taint *taint = reading->taint;
    const struct shell_command *command = reading->command;
    size_t program = shell_program(command);
    struct shell_code code = shell_code_of(command);
    struct taint_item *item = NULL;
    const char *runs = NULL;
    if (code.script > 0) {
        runs = command->words[code.script];
        item = executed(reading, runs, true);
    } else if (code.text > 0 || code.from_input) {
        size_t word = code.text;
        for (size_t i = 0; code.from_input && !word && i + 1 < command->count; i++)
            if ((command->marks[i] & SHELL_MARK_OPERATOR) && command->words[i][0] == '<')
                word = i + 1;
        const char *name =
            word > 0 ? shell_lone_variable(taint->arena, command->words[word]) : NULL;
        if (name)
            item = find_item(taint, arena_printf(taint->arena, "$%s", name));
        else if (word > 0 && code.from_input)
            item = executed(reading, command->words[word], true);
        runs = code.interpreter;
    } else if (program < command->count) {
        runs = command->words[program];
        item = executed(reading, runs, strchr(runs, '/') != NULL || runs[0] == '$');
    }
    report_item(reading, at, item, runs);
}

/* `echo "$SCRIPT" | sh`, `cat file | sh` */
static void read_printing(const struct reading *reading, size_t at)
{
    struct shell_taint *taint = reading->taint;
    const struct shell_command *command = reading->command;
    static const char *const printers[] = {"echo", "printf", "cat", NULL};
    size_t program = shell_program(command);
    if (program == command->count || !string_is_one_of(command->words[program], printers))
        return;
    size_t reader = running_reader(reading, at);
    if (reader == SIZE_MAX)
        return;
    for (size_t i = shell_next_argument(command, program); i < command->count;
         i = shell_next_argument(command, i)) {
        const char *name = shell_lone_variable(taint->arena, command->words[i]);
        struct taint_item *item = name ? find_item(taint, arena_printf(taint->arena, "$%s", name))
                                       : find_item(taint, file_name(reading, command->words[i]));
        report_item(reading, reader, item,
                    shell_code_of(&reading->script->commands[reader]).interpreter);
    }
}

static bool is_digest_program(const struct shell_command *command)
{
    static const char *const programs[] = {"sha256sum", "sha512sum", "sha384sum", "sha224sum",
                                           "sha1sum",   "shasum",    "b2sum",     "b3sum",
                                           "md5sum",    "cksum",     "sha256",    NULL};
    for (size_t i = 0; programs[i]; i++)
        if (shell_calls(command, programs[i]))
            return true;
    return false;
}

/* Commands that end badly when what they look at is not what was meant. */
static const struct {
    const char *program;
    const char *word; /* that must be among its words, or begin one; NULL: none */
} verifiers[] = {
    {"gpg", "--verify"},    {"gpg2", "--verify"},
    {"gpgv", NULL},         {"cosign", "verify-blob"},
    {"minisign", "-V"},     {"signify", "-V"},
    {"openssl", "-verify"}, {"slsa-verifier", "verify-artifact"},
    {"gh", "attestation"},  {"rekor-cli", "verify"},
    {"sigstore", "verify"},
};

static bool checks_digests(const struct shell_command *command)
{
    if (!is_digest_program(command))
        return false;
    for (size_t i = shell_program(command) + 1; i < command->count; i++) {
        const char *word = command->words[i];
        if (strcmp(word, "--check") == 0 || (word[0] == '-' && word[1] != '-' && strchr(word, 'c')))
            return true;
    }
    return false;
}

/* `[ "$(sha256sum f)" = ... ]`, `sha256sum f | grep -q ...`, `| diff - sum` */
static bool compares_digest(const struct reading *reading, size_t at)
{
    static const char *const comparing[] = {"[",   "[[",    "test",  "grep", "diff",
                                            "cmp", "egrep", "fgrep", NULL};
    const struct shell_command *commands = reading->script->commands;
    bool digests = is_digest_program(&commands[at]) || shell_calls(&commands[at], "openssl");
    if (!digests)
        return false;
    size_t others[2] = {commands[at].owner, shell_flow_reader(reading->point->flow, at)};
    for (size_t i = 0; i < 2; i++) {
        if (others[i] == SIZE_MAX)
            continue;
        size_t program = shell_program(&commands[others[i]]);
        if (program < commands[others[i]].count &&
            string_is_one_of(commands[others[i]].words[program], comparing) &&
            !script_goes_on(reading->point->failure, reading->point->flow, others[i]))
            return true;
    }
    return false;
}

static bool verifies(const struct reading *reading, size_t at)
{
    const struct shell_command *command = &reading->script->commands[at];
    if (compares_digest(reading, at))
        return true;
    bool found = checks_digests(command);
    for (size_t i = 0; i < sizeof(verifiers) / sizeof(verifiers[0]) && !found; i++) {
        if (!shell_calls(command, verifiers[i].program))
            continue;
        found = verifiers[i].word == NULL;
        for (size_t k = 0; k < command->count && !found; k++)
            found = string_starts_with(command->words[k], verifiers[i].word);
    }
    return found && !script_goes_on(reading->point->failure, reading->point->flow, at);
}

static bool mentions(const struct reading *reading, const struct shell_command *command,
                     const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    if (!*base)
        return false;
    for (size_t i = 0; i < command->count; i++)
        if (strstr(shell_expand(reading->point->variables, command->words[i]), base))
            return true;
    return command->here && strstr(command->here, base) != NULL;
}

/* The check, and the commands that print into it. */
static size_t parts_of_check(const struct reading *reading, size_t at,
                             const struct shell_command **out)
{
    const struct shell_command *commands = reading->script->commands;
    size_t count = 0;
    out[count++] = &commands[at];
    for (size_t i = at; i > 0 && i + BEFORE_MAX > at; i--)
        if (commands[i - 1].line == commands[at].line &&
            shell_flow_reader(reading->point->flow, i - 1) == at)
            out[count++] = &commands[i - 1];
    return count;
}

/* Which files does a check speak of? Those that its pipe names; where it names none
 * of those that are followed, all: `sha256sum -c sums.txt`. */
static void read_check(const struct reading *reading, size_t at)
{
    struct shell_taint *taint = reading->taint;
    if (!verifies(reading, at))
        return;
    const struct shell_command *parts[BEFORE_MAX + 1];
    size_t count = parts_of_check(reading, at, parts);
    bool any = false;
    for (size_t k = 0; k < taint->item_count; k++)
        for (size_t i = 0; i < count; i++)
            if (mentions(reading, parts[i], taint->items[k].name))
                any = taint->items[k].verified = true;
    for (size_t k = 0; k < taint->item_count && !any; k++)
        taint->items[k].verified = true;
}

static void forget(const struct reading *reading)
{
    const struct shell_command *command = reading->command;
    if (!shell_calls(command, "rm"))
        return;
    for (size_t i = shell_program(command) + 1; i < command->count; i++) {
        struct taint_item *item = find_item(reading->taint, file_name(reading, command->words[i]));
        if (item)
            item->gone = true;
    }
}

void shell_taint_read(struct shell_taint *taint, size_t script, bool strict,
                      const struct script_point *point)
{
    const struct reading reading = {
        .taint = taint,
        .number = script,
        .point = point,
        .script = point->flow->script,
        .command = point->started,
    };
    read_execution(&reading, point->at);
    read_printing(&reading, point->at);
    if (strict)
        read_check(&reading, point->at);
    read_request(&reading, point->at);
    read_copies(&reading);
    forget(&reading);
}
