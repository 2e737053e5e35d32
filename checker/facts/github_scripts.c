#include "facts/github_scripts.h"

#include "base/text.h"

/* After each action's own action.yml, and CodeQL's models of sinks. */
static const struct {
    const char *action;
    const char *input;
    bool shell; /* a Unix shell runs it, and it is the action's main script */
} scripts[] = {
    {"actions/github-script", "script", false},
    {"8398a7/action-slack", "custom_payload", false},
    {"addnab/docker-run-action", "run", true},
    {"addnab/docker-run-action", "options", false},
    {"amadevus/pwsh-script", "script", false},
    {"appleboy/ssh-action", "script", true},
    {"azure/cli", "inlineScript", true},
    {"azure/powershell", "inlineScript", false},
    {"cardinalby/js-eval-action", "expression", false},
    {"cross-platform-actions/action", "run", true},
    {"devorbitus/yq-action-output", "cmd", false},
    {"gacts/run-and-post-run", "run", true},
    {"gacts/run-and-post-run", "post", false},
    {"gautamkrishnar/blog-post-workflow", "item_exec", false},
    {"google-github-actions/ssh-compute", "command", true},
    {"jannekem/run-python-script-action", "script", false},
    {"mikefarah/yq", "cmd", false},
    {"nick-fields/retry", "command", true},
    {"nick-fields/retry", "new_command_on_retry", false},
    {"nick-fields/retry", "on_retry_command", false},
    {"nick-invision/retry", "command", true},
    {"reactivecircus/android-emulator-runner", "script", true},
    {"satackey/action-js-inline", "script", false},
    {"sergeysova/jq-action", "cmd", false},
    {"uraimo/run-on-arch-action", "run", true},
    {"uraimo/run-on-arch-action", "install", false},
    {"vmactions/freebsd-vm", "run", true},
    {"vmactions/freebsd-vm", "prepare", false},
    {"wandalen/wretry.action", "command", true},
};

enum { SCRIPTS = sizeof(scripts) / sizeof(scripts[0]) };

bool github_is_script(const char *action, const char *input)
{
    for (int i = 0; i < SCRIPTS; i++)
        if (string_equals_folded(action, scripts[i].action) &&
            string_equals_folded(input, scripts[i].input))
            return true;
    return false;
}

const char *github_shell_input(const char *action)
{
    for (int i = 0; i < SCRIPTS; i++)
        if (scripts[i].shell && string_equals_folded(action, scripts[i].action))
            return scripts[i].input;
    return NULL;
}
