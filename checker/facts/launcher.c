#include "facts/launcher.h"

#include "facts/launcher_container.h"
#include "facts/paths.h"

#include <string.h>

/* A launcher within a launcher: `poetry run python -m x`. */
enum { LAUNCHERS_MAX = 6 };

enum launch {
    STARTS,   /* what is there */
    FETCHES,  /* what need not be there */
    PREPARES, /* what is there, and installs before it what the project depends on */
};

struct launcher {
    enum launch launch;
    const char *program;
    const char *verbs[6];       /* one of them must follow; empty: none is needed */
    const char *with_value[28]; /* options that take a word */
};

/* After each program's own help. Options of one word are passed over. */
static const struct launcher launchers[] = {
    {FETCHES, "npx", {0}, {"-p", "--package", "-c", "--call", "-w", "--workspace", NULL}},
    {FETCHES, "bunx", {0}, {"-p", "--package", NULL}},
    {FETCHES, "pnpx", {0}, {"--package", NULL}},
    {FETCHES, "npm", {"exec", "x", NULL}, {"-p", "--package", "-w", "--workspace", NULL}},
    {FETCHES, "pnpm", {"exec", "dlx", NULL}, {"--package", "-C", "--dir", "--filter", "-F", NULL}},
    {FETCHES, "yarn", {"dlx", "exec", NULL}, {"-p", "--package", NULL}},
    {FETCHES, "bun", {"x", NULL}, {NULL}},
    {FETCHES, "uvx", {0}, {"--from", "--with", "-p", "--python", "--index-url", NULL}},
    {PREPARES,
     "uv",
     {"run", NULL},
     {"--with",
      "-p",
      "--python",
      "--group",
      "--extra",
      "--directory",
      "--project",
      "--package",
      "--only-group",
      "--no-group",
      "--no-extra",
      "--with-editable",
      "--with-requirements",
      "--env-file",
      "--index",
      "--default-index",
      "--index-url",
      "-i",
      "--extra-index-url",
      "--find-links",
      "-f",
      "--refresh-package",
      "--config-file",
      "--cache-dir",
      "--color",
      NULL}},
    {FETCHES, "pipx", {"run", NULL}, {"--spec", "--python", "--pip-args", NULL}},
    {STARTS, "conda", {"run", NULL}, {"-n", "--name", "-p", "--prefix", "--cwd", NULL}},
    {STARTS, "poetry", {"run", NULL}, {"-C", "--directory", NULL}},
    {STARTS, "pdm", {"run", NULL}, {"-p", "--project", NULL}},
    {STARTS, "hatch", {"run", NULL}, {NULL}},
    {STARTS, "pipenv", {"run", NULL}, {NULL}},
    {STARTS, "rye", {"run", NULL}, {NULL}},
    {STARTS, "bundle", {"exec", NULL}, {"--gemfile", NULL}},
    {STARTS, "xvfb-run", {0}, {"-s", "--server-args", "-n", "-e", "-f", NULL}},
    {STARTS, "dotenv", {0}, {"-f", "-e", NULL}},
    {STARTS, "cross-env", {0}, {NULL}},
    {STARTS, "time", {0}, {"-f", "-o", NULL}},
    {STARTS, "timeout", {0}, {"-s", "--signal", "-k", "--kill-after", NULL}},
    {STARTS, "xargs", {0}, {"-n", "-I", "-P", "-L", "-d", NULL}},
    {STARTS, "retry", {0}, {"-t", "-d", "-n", NULL}},
    {STARTS, "nix", {"develop", NULL}, {"-c", "--command", NULL}},
    {STARTS, "mise", {"exec", "x", NULL}, {"-C", "--cd", NULL}},
    {STARTS, "asdf", {"exec", NULL}, {NULL}},
    {STARTS, "doppler", {"run", NULL}, {"-p", "--project", "-c", "--config", NULL}},
};

static bool has_verb(const struct launcher *launcher, const struct script_command *command,
                     size_t *at)
{
    if (!launcher->verbs[0]) {
        *at = 1;
        return true;
    }
    for (size_t i = 1; i < command->count; i++) {
        if (string_is_one_of(command->words[i], launcher->verbs)) {
            *at = i + 1;
            return true;
        }
        if (command->words[i][0] != '-')
            return false;
    }
    return false;
}

static void drop(struct script_command *command, size_t count)
{
    command->words += count;
    command->count -= count;
}

/* Past options, assignments and, of `timeout`, the duration. */
static size_t first_word(const struct launcher *launcher, const struct script_command *command,
                         size_t at)
{
    bool waits = strcmp(launcher->program, "timeout") == 0;
    for (; at < command->count; at++) {
        const char *word = command->words[at];
        if (strcmp(word, "--") == 0)
            return at + 1;
        if (string_is_one_of(word, launcher->with_value))
            at++;
        else if (waits)
            waits = false;
        else if (word[0] != '-' && !strchr(word, '='))
            break;
    }
    return at;
}

/* `name@1.2`, `@scope/name@1.2`: a version is no part of the name. */
static void split_version(struct arena *arena, struct script_command *command)
{
    const char *word = command->words[0];
    const char *mark = strrchr(word, '@');
    if (!mark || mark == word || !mark[1])
        return;
    const char **words = ARENA_ARRAY(arena, const char *, command->count);
    memcpy(words, command->words, command->count * sizeof(*words));
    words[0] = arena_copy(arena, (struct text){word, (size_t)(mark - word)});
    command->words = words;
    command->version = mark + 1;
}

static bool take_launcher(struct arena *arena, struct script_command *command, bool fetching)
{
    for (size_t i = 0; i < sizeof(launchers) / sizeof(*launchers); i++) {
        const struct launcher *launcher = &launchers[i];
        size_t at = 0;
        if (strcmp(path_base(command->words[0]), launcher->program) != 0 ||
            (launcher->launch == FETCHES && !fetching) || !has_verb(launcher, command, &at))
            continue;
        at = first_word(launcher, command, at);
        if (at >= command->count)
            return false;
        if (launcher->launch == PREPARES) {
            command->prepares = command->words;
            command->prepares_count = at;
        }
        drop(command, at);
        if (launcher->launch == FETCHES)
            split_version(arena, command);
        return true;
    }
    return false;
}

/* `corepack yarn install`: it calls a package manager, and has few words of its own. */
static bool take_corepack(struct arena *arena, struct script_command *command)
{
    static const char *const managers[] = {"npm", "npx", "pnpm", "pnpx", "yarn", NULL};
    if (command->count < 2 || strcmp(command->words[0], "corepack") != 0)
        return false;
    size_t size = strcspn(command->words[1], "@");
    if (!string_is_one_of(arena_copy(arena, (struct text){command->words[1], size}), managers))
        return false;
    drop(command, 1);
    split_version(arena, command);
    return true;
}

/* `python -m module`, `python3.11 -Im module`, `$PYTHON -um module`. */
static bool take_module(struct script_command *command)
{
    const char *name = path_base(command->words[0]);
    bool variable = name[0] == '$' && text_find_folded(text_of(name), "py") != SIZE_MAX;
    if (!string_starts_with(name, "python") && strcmp(name, "py") != 0 && !variable)
        return false;
    for (size_t i = 1; i + 1 < command->count && command->words[i][0] == '-'; i++)
        if (command->words[i][1] != '-' && string_ends_with(command->words[i], "m")) {
            drop(command, i + 1);
            return true;
        }
    return false;
}

/* `go run path/name@version`, `go tool name`: the name is the last part of the path that
 * is no major version. */
static bool take_go(struct arena *arena, struct script_command *command)
{
    if (command->count < 3 || strcmp(command->words[0], "go") != 0)
        return false;
    bool tool = strcmp(command->words[1], "tool") == 0;
    if (!tool && strcmp(command->words[1], "run") != 0)
        return false;
    size_t at = 2;
    while (at < command->count && command->words[at][0] == '-')
        at++;
    if (at == command->count || (!tool && !strchr(command->words[at], '@')))
        return false;
    drop(command, at);
    split_version(arena, command);
    const char *path = command->words[0];
    const char *base = path_base(path);
    if (base > path && base[0] == 'v' && base[1] >= '0' && base[1] <= '9')
        base = path_base(arena_copy(arena, (struct text){path, (size_t)(base - path - 1)}));
    const char **words = ARENA_ARRAY(arena, const char *, command->count);
    memcpy(words, command->words, command->count * sizeof(*words));
    words[0] = base;
    command->words = words;
    return true;
}

void launcher_take_starters(struct arena *arena, struct script_command *command)
{
    for (unsigned i = 0; i < LAUNCHERS_MAX && command->count > 0; i++)
        if (!take_launcher(arena, command, false) && !take_module(command) &&
            !take_corepack(arena, command))
            return;
}

void launcher_take_away(struct arena *arena, struct script_command *command)
{
    command->program_path = command->words[0];
    for (unsigned i = 0; i < LAUNCHERS_MAX && command->count > 0; i++) {
        if (launcher_take_container(arena, command))
            return;
        if (!take_launcher(arena, command, true) && !take_module(command) &&
            !take_corepack(arena, command) && !take_go(arena, command))
            break;
        command->program_path = command->words[0];
    }
    const char *base = path_base(command->words[0]);
    /* A scope of npm is a part of the name. */
    if (base == command->words[0] || command->words[0][0] == '@' || !*base)
        return;
    const char **words = ARENA_ARRAY(arena, const char *, command->count);
    memcpy(words, command->words, command->count * sizeof(*words));
    words[0] = base;
    command->words = words;
}
