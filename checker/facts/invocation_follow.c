#include "document/json.h"
#include "facts/invocation_reader.h"
#include "facts/makefile.h"
#include "facts/paths.h"
#include "facts/supply.h"

#include "base/limits.h"

#include <string.h>

/* Scripts that call scripts, and all that is followed in one repository. */
enum { FOLLOW_DEPTH_MAX = 4, TARGET_DEPTH_MAX = 32, FOLLOWED_MAX = 5000, TARGETS_MAX = 1000 };

struct following {
    struct invocation_reader *reader;
    const struct invocation_place *place;
    const struct invocation_script *from;
    const struct script_command *command;
};

/* A script that calls itself is read once. */
static bool is_being_read(const struct invocation_script *script, const char *path, uint32_t first)
{
    for (; script; script = script->caller)
        if (script->first == first && strcmp(script->path, path) == 0)
            return true;
    return false;
}

/* Did a step of this job run the script before, in the same way and no deeper? All that it
 * runs has its rows. */
static bool is_read(const struct following *following, const struct invocation_script *script)
{
    struct arena *arena = fact_arena(following->reader->writer);
    const struct invocation_place *place = following->place;
    const struct script_setting *setting = &script->setting;
    struct buffer key = BUFFER_EMPTY;
    invocation_key(arena, place, &key);
    buffer_printf(&key, "%s\n%u\n%s\n%d\n%s", script->path, script->first,
                  setting->directory ? setting->directory : "?", (int)setting->stops,
                  script->advisory ? script->advisory : "");
    const struct table *constants = setting->variables ? &setting->variables->values : NULL;
    for (size_t i = 0; constants && i < constants->count; i++)
        buffer_printf(&key, "\n%s=%s", constants->entries[i].key,
                      constants->entries[i].value ? (const char *)constants->entries[i].value
                                                  : "?");
    struct table *read = &following->reader->scripts_read;
    unsigned *depth = table_find(read, buffer_string(&key));
    bool known = depth && *depth <= script->depth;
    if (!depth) {
        depth = ARENA_NEW(arena, unsigned);
        table_set(read, arena_strdup(arena, buffer_string(&key)), depth);
    }
    if (!known)
        *depth = script->depth;
    buffer_release(&key);
    return known;
}

static void cut(const struct following *following, const char *path, const char *reason)
{
    if (!following->reader->cut)
        fact_add_gap(following->reader->writer, &fact_kind_invocation, path, UNKNOWN_UNREADABLE,
                     reason);
    following->reader->cut = true;
}

static void run(const struct following *following, const char *path, struct text text,
                uint32_t first, const char *directory, bool stops, const char *advisory)
{
    if (is_being_read(following->from, path, first))
        return;
    const char *before =
        following->command->advisory ? following->command->advisory : following->from->advisory;
    struct invocation_script script = {
        .path = path,
        .text = text,
        .first = first,
        .setting = {.language = string_ends_with(path, ".ps1") ? SCRIPT_POWER : SCRIPT_UNIX,
                    .stops = stops,
                    .directory = directory,
                    .variables = following->from->setting.variables},
        .caller = following->from,
        .depth = following->from->depth + 1,
        .advisory = before ? before : advisory,
    };
    if (following->from->depth >= FOLLOW_DEPTH_MAX) {
        cut(following, path, "scripts call each other more deeply than they are followed");
        return;
    }
    if (is_read(following, &script))
        return;
    if (following->reader->followed == FOLLOWED_MAX) {
        cut(following, path, "automation calls more scripts of the repository than are followed");
        return;
    }
    following->reader->followed++;
    invocation_read_script(following->reader, following->place, &script);
}

/* The value of an option, as the next word or behind `=`; NULL. */
static const char *option_of(const struct script_command *command, const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 1; i < command->count; i++) {
        const char *word = command->words[i];
        if (!word)
            continue;
        if (strcmp(word, name) == 0)
            return i + 1 < command->count ? command->words[i + 1] : NULL;
        if (string_starts_with(word, name) && strlen(word) > size && word[size] == '=')
            return word + size + 1;
    }
    return NULL;
}

/* Where the command looks for its file. */
static const char *folder_of(const struct following *following, const char *const *options)
{
    struct arena *arena = fact_arena(following->reader->writer);
    const char *folder = following->command->directory;
    for (size_t i = 0; options[i]; i++) {
        const char *value = option_of(following->command, options[i]);
        if (value)
            return script_directory(arena, folder, value, NULL);
    }
    return folder;
}

struct make_run {
    const struct following *following;
    const struct makefile *makefile;
    const char *path, *folder;
    struct table done;
};

static void make_target(struct make_run *make, const char *name, unsigned depth)
{
    const struct makefile_target *target = table_find(&make->makefile->targets, name);
    if (!target || table_has(&make->done, name))
        return;
    if (make->done.count > TARGETS_MAX || depth > TARGET_DEPTH_MAX) {
        cut(make->following, make->path, "a Makefile has more targets than are followed");
        return;
    }
    table_set(&make->done, name, make);
    for (size_t i = 0; i < target->need_count; i++)
        make_target(make, target->needs[i], depth + 1);
    for (size_t i = 0; i < target->line_count; i++)
        run(make->following, make->path, text_of(target->lines[i].text), target->lines[i].line,
            make->folder, false,
            target->lines[i].ignored ? "make ignores its failure (`-`)" : NULL);
}

static void follow_make(const struct following *following)
{
    static const char *const names[] = {"GNUmakefile", "makefile", "Makefile", NULL};
    static const char *const options[] = {"-C", "--directory", NULL};
    struct arena *arena = fact_arena(following->reader->writer);
    const char *folder = folder_of(following, options);
    const char *named = option_of(following->command, "-f");
    const struct text *text = NULL;
    const char *path = NULL;
    for (size_t i = 0; folder && names[i] && !text; i++) {
        path = path_resolve(arena, folder, named ? named : names[i]);
        text = path ? step_file(&following->reader->scripts, path) : NULL;
    }
    if (!text)
        return;
    struct makefile makefile;
    makefile_read(&makefile, arena, *text);
    struct make_run make = {
        .following = following, .makefile = &makefile, .path = path, .folder = folder};
    table_init(&make.done, arena);
    bool any = false;
    for (size_t i = 1; i < following->command->count; i++) {
        const char *word = following->command->words[i];
        static const char *const with_word[] = {"-C", "--directory", "-f", "--file",
                                                "-j", "-o",          "-W", NULL};
        if (string_is_one_of(word, with_word)) {
            i++;
        } else if (word[0] != '-' && !strchr(word, '=')) {
            any = true;
            make_target(&make, word, 0);
        }
    }
    if (!any && makefile.first)
        make_target(&make, makefile.first, 0);
}

/* What the program does itself, whatever the scripts are called: npm runs few scripts
 * without `run`, the others every one that is no command of theirs. */
static bool is_own_command(const char *program, const char *word)
{
    static const char *const of_npm[] = {"test", "t", "start", "stop", "restart", NULL};
    static const char *const own[] = {
        "add",      "audit",   "bin",     "cache",  "ci",        "config",     "create", "dedupe",
        "dlx",      "exec",    "fetch",   "import", "info",      "init",       "i",      "install",
        "link",     "list",    "login",   "ls",     "npm",       "npx",        "pack",   "patch",
        "prune",    "publish", "rebuild", "remove", "root",      "set",        "store",  "up",
        "update",   "upgrade", "version", "why",    "workspace", "workspaces", "x",      "outdated",
        "licenses", "pm",      NULL};
    if (strcmp(program, "npm") == 0)
        return !string_is_one_of(word, of_npm);
    return string_is_one_of(word, own);
}

/* `npm run x`, `npm test`, `yarn x`, `pnpm x`, `bun run x`. */
static const char *package_script(const struct script_command *command)
{
    bool run = false;
    for (size_t i = 1; i < command->count; i++) {
        const char *word = command->words[i];
        static const char *const with_word[] = {"--prefix", "-C", "--dir", "--cwd", NULL};
        if (string_is_one_of(word, with_word)) {
            i++;
        } else if (strcmp(word, "-w") == 0 || string_starts_with(word, "--workspace") ||
                   string_starts_with(word, "--filter")) {
            return NULL; /* of another package */
        } else if (word[0] != '-') {
            if (run || (strcmp(word, "run") != 0 && strcmp(word, "run-script") != 0))
                return run || !is_own_command(command->words[0], word) ? word : NULL;
            run = true;
        }
    }
    return NULL;
}

static void follow_package(const struct following *following)
{
    static const char *const options[] = {"--prefix", "-C", "--dir", "--cwd", NULL};
    struct arena *arena = fact_arena(following->reader->writer);
    const char *name = package_script(following->command);
    const char *folder = folder_of(following, options);
    if (!name || !folder)
        return;
    const char *path = path_join(arena, folder, "package.json");
    const struct text *text = step_file(&following->reader->scripts, path);
    struct document document;
    struct document_problem problem;
    if (!text || !json_parse(arena, *text, false, &document, &problem) || document.count == 0)
        return;
    const struct node *scripts = node_find(document.roots[0], "scripts");
    /* npm runs `prex` before and `postx` after `x`. */
    const char *const names[] = {arena_printf(arena, "pre%s", name), name,
                                 arena_printf(arena, "post%s", name)};
    for (size_t i = 0; i < 3; i++) {
        const struct node *script = node_find(scripts, names[i]);
        if (script && script->kind == NODE_TEXT)
            run(following, path, text_of(script->text), script->line, folder, false, NULL);
    }
}

/* Does the file's first line, or its name, say that a shell reads it? */
static bool is_shell_script(const char *path, struct text text, bool called_by_shell, bool *stops)
{
    struct text rest = text;
    struct text line = {0};
    text_next_line(&rest, &line);
    bool marked = text_starts_with(line, "#!");
    *stops = marked && text_find(line, " -e") != SIZE_MAX;
    if (string_ends_with(path, ".ps1"))
        return true;
    if (marked)
        return text_find(line, "sh") != SIZE_MAX && text_find(line, "pwsh") == SIZE_MAX;
    return called_by_shell || string_ends_with(path, ".sh") || string_ends_with(path, ".bash");
}

static void follow_script(const struct following *following, const char *written,
                          bool called_by_shell)
{
    struct arena *arena = fact_arena(following->reader->writer);
    const char *path = script_directory(arena, following->command->directory, written,
                                        following->from->setting.variables);
    const struct text *text = path ? step_file(&following->reader->scripts, path) : NULL;
    bool stops = false;
    if (text && is_shell_script(path, *text, called_by_shell, &stops))
        run(following, path, *text, 1, following->command->directory, stops, NULL);
}

void invocation_follow(struct invocation_reader *reader, const struct invocation_place *place,
                       const struct invocation_script *from, const struct script_command *command)
{
    static const char *const packages[] = {"npm", "pnpm", "yarn", "bun", NULL};
    static const char *const shells[] = {"sh", "bash", "dash", "zsh", "source", ".", NULL};
    static const char *const power_shells[] = {"pwsh", "powershell", NULL};
    if (command->image)
        return;
    const struct following following = {
        .reader = reader, .place = place, .from = from, .command = command};
    const char *program = command->words[0];
    if (strcmp(program, "make") == 0 || strcmp(program, "gmake") == 0) {
        follow_make(&following);
    } else if (string_is_one_of(program, packages)) {
        follow_package(&following);
    } else if (string_is_one_of(program, shells)) {
        for (size_t i = 1; i < command->count; i++)
            if (command->words[i][0] != '-') {
                follow_script(&following, command->words[i], true);
                break;
            }
    } else if (string_is_one_of(program, power_shells)) {
        for (size_t i = 1; i < command->count; i++)
            if (string_ends_with(command->words[i], ".ps1")) {
                follow_script(&following, command->words[i], false);
                break;
            }
    } else if (strchr(command->program_path, '/') && command->program_path[0] != '/') {
        follow_script(&following, command->program_path, false);
    }
}
