#include "facts/github_event.h"
#include "facts/github_reader.h"
#include "facts/github_uses.h"
#include "facts/shell_words.h"

#include <string.h>

/* What a step asks git for. */
enum asked { ASKED_OTHER, ASKED_UNKNOWN, ASKED_HEAD };

enum { ORIGINS_MAX = 64 };

/* `refs/pull/1/head`, `pull/${{ ... }}/merge:pr`. */
static bool names_pull_request(const char *text)
{
    const char *pull = strstr(text, "pull/");
    return pull && (strstr(pull, "/head") || strstr(pull, "/merge"));
}

/* Outputs are made elsewhere; one that is called after a head is one. */
static enum asked asked_by_output(const char *path)
{
    if (!string_starts_with(path, "steps.") && !string_starts_with(path, "needs."))
        return ASKED_OTHER;
    const char *name = strrchr(path, '.') + 1;
    return strstr(name, "head") ? ASKED_HEAD : ASKED_UNKNOWN;
}

static enum asked asked_by_text(const struct github_scope *scope, struct text text)
{
    const char *origins[ORIGINS_MAX];
    size_t count = github_text_origins(scope, text, origins, ORIGINS_MAX);
    enum asked worst = ASKED_OTHER;
    for (size_t i = 0; i < count; i++) {
        enum asked asked =
            github_event_is_head(origins[i]) ? ASKED_HEAD : asked_by_output(origins[i]);
        worst = asked > worst ? asked : worst;
    }
    return worst;
}

static enum asked asked_by_checkout(const struct github_scope *scope, const struct node *step)
{
    static const char *const inputs[] = {"ref", "repository"};
    enum asked worst = ASKED_OTHER;
    for (size_t i = 0; i < 2; i++) {
        const struct node *input = github_find_folded(node_find(step, "with"), inputs[i]);
        if (!github_string(input))
            continue;
        if (names_pull_request(input->text))
            return ASKED_HEAD;
        enum asked asked =
            asked_by_text(scope, (struct text){.bytes = input->text, .size = input->size});
        worst = asked > worst ? asked : worst;
    }
    return worst;
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (byte >= '0' && byte <= '9');
}

/* Variables of the environment in a word: $NAME, ${NAME}, $env:NAME, %NAME%. */
static enum asked asked_by_variables(const struct github_scope *scope, const char *word)
{
    enum asked worst = ASKED_OTHER;
    for (const char *at = word; *at && *scope->budget > 0; at++) {
        if (*at != '$' && *at != '%')
            continue;
        const char *name = at + 1;
        if (*name == '{')
            name++;
        if (strncmp(name, "env:", 4) == 0)
            name += 4;
        size_t size = 0;
        while (is_name_byte(name[size]))
            size++;
        if (size == 0)
            continue;
        --*scope->budget;
        struct github_scope inner;
        const struct node *value = github_environment_find(
            scope, arena_copy(scope->scratch, (struct text){.bytes = name, .size = size}), &inner);
        if (!value)
            continue;
        enum asked asked =
            names_pull_request(value->text)
                ? ASKED_HEAD
                : asked_by_text(&inner, (struct text){.bytes = value->text, .size = value->size});
        worst = asked > worst ? asked : worst;
    }
    return worst;
}

static bool fetches_code(const struct shell_command *command)
{
    static const char *const verbs[] = {"fetch",       "pull",   "checkout", "switch",
                                        "reset",       "clone",  "merge",    "worktree",
                                        "cherry-pick", "rebase", NULL};
    const char *verb = shell_calls(command, "git") ? shell_subcommand(command) : NULL;
    return verb && string_is_one_of(verb, verbs);
}

static bool checks_out_pull_request(const struct shell_command *command)
{
    if (!shell_calls(command, "gh") && !shell_calls(command, "hub"))
        return false;
    for (size_t i = 0; i + 1 < command->count; i++)
        if (strcmp(command->words[i], "pr") == 0 && strcmp(command->words[i + 1], "checkout") == 0)
            return true;
    return false;
}

static enum asked asked_by_command(const struct github_scope *scope,
                                   const struct shell_command *command)
{
    if (checks_out_pull_request(command))
        return ASKED_HEAD;
    if (!fetches_code(command))
        return ASKED_OTHER;
    enum asked worst = ASKED_OTHER;
    for (size_t i = 0; i < command->count; i++) {
        if (names_pull_request(command->words[i]))
            return ASKED_HEAD;
        enum asked by_text = asked_by_text(scope, text_of(command->words[i]));
        enum asked by_variable = asked_by_variables(scope, command->words[i]);
        worst = by_text > worst ? by_text : worst;
        worst = by_variable > worst ? by_variable : worst;
    }
    return worst;
}

static enum asked asked_by_script(const struct github_scope *scope, const struct node *run)
{
    struct shell_script script;
    shell_parse(scope->scratch, (struct text){.bytes = run->text, .size = run->size}, &script);
    enum asked worst = script.whole ? ASKED_OTHER : ASKED_UNKNOWN;
    for (size_t i = 0; i < script.count && worst != ASKED_HEAD; i++) {
        enum asked asked = asked_by_command(scope, &script.commands[i]);
        worst = asked > worst ? asked : worst;
    }
    return worst;
}

static bool is_checkout(struct github_reader *reader, const char *uses)
{
    struct github_use use = github_use_parse(reader->scratch, uses);
    return use.kind == GITHUB_USE_ACTION && use.name &&
           string_equals_folded(use.name, "actions/checkout");
}

struct value github_checks_out_head(struct github_reader *reader, const struct github_job *job,
                                    const struct node *step)
{
    unsigned budget;
    struct github_scope scope = github_scope_of(reader, job->node, step, 3, &budget);
    const char *uses = node_string(step, "uses");
    const struct node *run = node_find(step, "run");
    enum asked asked = ASKED_OTHER;
    if (uses && is_checkout(reader, uses))
        asked = asked_by_checkout(&scope, step);
    else if (github_string(run))
        asked = asked_by_script(&scope, run);
    if (budget == 0 && asked != ASKED_HEAD)
        asked = ASKED_UNKNOWN;
    if (asked == ASKED_UNKNOWN)
        return value_unknown(fact_arena(reader->writer), UNKNOWN_UNOBSERVABLE,
                             "what is checked out is the output of another step");
    return value_boolean(asked == ASKED_HEAD);
}
