#include "facts/script_shell.h"

#include <string.h>

/* By the word that a shell is called with, its folder and `/usr/bin/env` left out. */
static const struct {
    const char *begins;
    enum script_shell kind;
} shells[] = {
    {"bash", SCRIPT_SHELL_UNIX},  {"sh", SCRIPT_SHELL_UNIX},          {"zsh", SCRIPT_SHELL_UNIX},
    {"dash", SCRIPT_SHELL_UNIX},  {"ash", SCRIPT_SHELL_UNIX},         {"ksh", SCRIPT_SHELL_UNIX},
    {"nix", SCRIPT_SHELL_UNIX},   {"alpine.sh", SCRIPT_SHELL_UNIX},   {"msys2", SCRIPT_SHELL_UNIX},
    {"pwsh", SCRIPT_SHELL_POWER}, {"powershell", SCRIPT_SHELL_POWER}, {"cmd", SCRIPT_SHELL_POWER},
    {"bat", SCRIPT_SHELL_POWER},  {"wsl-bash", SCRIPT_SHELL_UNIX},
};

enum script_shell script_shell_kind(const char *shell)
{
    static const char env[] = "/usr/bin/env ";
    if (string_starts_with(shell, env))
        shell += sizeof(env) - 1;
    size_t size = strcspn(shell, " ");
    while (size > 0 && shell[0] != '$') {
        const char *slash = memchr(shell, '/', size);
        if (!slash)
            break;
        size -= (size_t)(slash + 1 - shell);
        shell = slash + 1;
    }
    for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++)
        if (string_starts_with(shell, shells[i].begins))
            return shells[i].kind;
    return SCRIPT_SHELL_OTHER;
}

bool script_shell_of(const char *shell, bool *stops, bool *pipes_fail)
{
    /* These are scripts of actions that call `bash -e` in another system. */
    static const char *const wrappers[] = {"msys2", "wsl-bash", "alpine.sh"};
    if (script_shell_kind(shell) != SCRIPT_SHELL_UNIX)
        return false;
    const char *options = strchr(shell, ' ');
    *stops = options && (strstr(options, " -e") || strstr(options, "errexit"));
    *pipes_fail = options && strstr(options, "pipefail");
    for (size_t i = 0; i < sizeof(wrappers) / sizeof(*wrappers); i++)
        *stops = *stops || string_starts_with(shell, wrappers[i]);
    return true;
}

struct text script_shell_of_power(struct arena *arena, struct text script)
{
    char *copy = arena_copy(arena, script);
    for (size_t i = 0; i < script.size; i++) {
        bool continues = i + 1 < script.size && script.bytes[i + 1] == '\n';
        if (script.bytes[i] == '\\')
            copy[i] = '/';
        else if (script.bytes[i] == '`' || script.bytes[i] == '^')
            copy[i] = continues ? '\\' : ' ';
    }
    return (struct text){.bytes = copy, .size = script.size};
}
