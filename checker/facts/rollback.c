#include "facts/rollback.h"

#include "facts/governance_document.h"
#include "facts/paths.h"
#include "facts/script_commands.h"

#include <string.h>

const char *const rollback_scope_names[] = {"deployment", "database", NULL};

static const struct {
    const char *program;
    const char *words;  /* that follow in this order, others between them */
    const char *option; /* that must be given, or NULL */
    enum rollback_scope scope;
} commands[] = {
    {"helm", "rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"helm", "upgrade", "--atomic", ROLLBACK_DEPLOYMENT},
    {"helm", "upgrade", "--rollback-on-failure", ROLLBACK_DEPLOYMENT},
    {"kubectl", "rollout undo", NULL, ROLLBACK_DEPLOYMENT},
    {"kubectl", "argo rollouts undo", NULL, ROLLBACK_DEPLOYMENT},
    {"kubectl", "argo rollouts abort", NULL, ROLLBACK_DEPLOYMENT},
    {"kubectl-argo-rollouts", "undo", NULL, ROLLBACK_DEPLOYMENT},
    {"oc", "rollout undo", NULL, ROLLBACK_DEPLOYMENT},
    {"oc", "rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"argocd", "app rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"heroku", "rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"heroku", "releases:rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"vercel", "rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"wrangler", "rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"cf", "rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"cf", "cancel-deployment", NULL, ROLLBACK_DEPLOYMENT},
    {"kamal", "rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"cap", "deploy:rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"dep", "rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"serverless", "rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"sls", "rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"docker", "service rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"docker", "service update", "--rollback", ROLLBACK_DEPLOYMENT},
    {"nomad", "job revert", NULL, ROLLBACK_DEPLOYMENT},
    {"gcloud", "deploy targets rollback", NULL, ROLLBACK_DEPLOYMENT},
    {"gcloud", "run services update-traffic", "--to-revisions", ROLLBACK_DEPLOYMENT},
    {"gcloud", "app services set-traffic", NULL, ROLLBACK_DEPLOYMENT},
    {"aws", "deploy create-deployment", "--auto-rollback-configuration", ROLLBACK_DEPLOYMENT},
    {"aws", "deploy stop-deployment", "--auto-rollback-enabled", ROLLBACK_DEPLOYMENT},
    {"aws", "lambda update-alias", "--function-version", ROLLBACK_DEPLOYMENT},
    {"az", "webapp deployment slot swap", NULL, ROLLBACK_DEPLOYMENT},
    {"az", "functionapp deployment slot swap", NULL, ROLLBACK_DEPLOYMENT},
    {"az", "containerapp ingress traffic set", NULL, ROLLBACK_DEPLOYMENT},
    {"nixos-rebuild", "", "--rollback", ROLLBACK_DEPLOYMENT},
    {"alembic", "downgrade", NULL, ROLLBACK_DATABASE},
    {"flask", "db downgrade", NULL, ROLLBACK_DATABASE},
    {"flyway", "undo", NULL, ROLLBACK_DATABASE},
    {"liquibase", "rollback", NULL, ROLLBACK_DATABASE},
    {"liquibase", "rollback-count", NULL, ROLLBACK_DATABASE},
    {"rails", "db:rollback", NULL, ROLLBACK_DATABASE},
    {"rake", "db:rollback", NULL, ROLLBACK_DATABASE},
    {"rails", "db:migrate:down", NULL, ROLLBACK_DATABASE},
    {"rake", "db:migrate:down", NULL, ROLLBACK_DATABASE},
    {"knex", "migrate:rollback", NULL, ROLLBACK_DATABASE},
    {"knex", "migrate:down", NULL, ROLLBACK_DATABASE},
    {"sequelize", "db:migrate:undo", NULL, ROLLBACK_DATABASE},
    {"sequelize-cli", "db:migrate:undo", NULL, ROLLBACK_DATABASE},
    {"typeorm", "migration:revert", NULL, ROLLBACK_DATABASE},
    {"php", "migrate:rollback", NULL, ROLLBACK_DATABASE},
    {"goose", "down", NULL, ROLLBACK_DATABASE},
    {"migrate", "down", NULL, ROLLBACK_DATABASE},
    {"dbmate", "rollback", NULL, ROLLBACK_DATABASE},
    {"dbmate", "down", NULL, ROLLBACK_DATABASE},
    {"mix", "ecto.rollback", NULL, ROLLBACK_DATABASE},
    {"diesel", "migration revert", NULL, ROLLBACK_DATABASE},
    {"sqlx", "migrate revert", NULL, ROLLBACK_DATABASE},
    {"phinx", "rollback", NULL, ROLLBACK_DATABASE},
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

/* `helm -n shop rollback web`: options and their words may stand between. */
static bool has_in_order(const char *const *words, size_t count, const char *wanted)
{
    size_t at = 1;
    while (*wanted) {
        size_t size = strcspn(wanted, " ");
        while (at < count && (strlen(words[at]) != size || strncmp(words[at], wanted, size) != 0))
            at++;
        if (at++ >= count)
            return false;
        wanted += size + (wanted[size] == ' ');
    }
    return true;
}

static bool has_option(const char *const *words, size_t count, const char *option)
{
    size_t size = strlen(option);
    for (size_t i = 1; i < count; i++)
        if (strncmp(words[i], option, size) == 0 &&
            (words[i][size] == '\0' ||
             (words[i][size] == '=' && strcmp(words[i] + size, "=false") != 0)))
            return true;
    return false;
}

bool rollback_command(const char *const *words, size_t count, enum rollback_scope *scope)
{
    static const char *const looks[] = {"--help", "-h", NULL};
    if (count < 2)
        return false;
    for (size_t i = 1; i < count; i++)
        if (string_is_one_of(words[i], looks) || string_starts_with(words[i], "--dry-run"))
            return false;
    const char *program = path_base(words[0]);
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(program, commands[i].program) != 0 ||
            !has_in_order(words, count, commands[i].words) ||
            (commands[i].option && !has_option(words, count, commands[i].option)))
            continue;
        *scope = commands[i].scope;
        return true;
    }
    return false;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

/* The words of a name, folded: `rollBack-db`, `db:rollback`, `undo_deploy`. */
static size_t split_name(struct arena *arena, const char *name, const char **out, size_t room)
{
    size_t count = 0;
    while (*name && count < room) {
        while (*name && !is_letter(*name))
            name++;
        size_t size = 0;
        while (is_letter(name[size]) &&
               !(size > 0 && is_upper(name[size]) && !is_upper(name[size - 1])))
            size++;
        if (size == 0)
            break;
        char *word = arena_copy(arena, (struct text){name, size});
        for (char *byte = word; *byte; byte++)
            if (is_upper(*byte))
                *byte = (char)(*byte - 'A' + 'a');
        out[count++] = word;
        name += size;
    }
    return count;
}

bool rollback_is_name(struct arena *arena, const char *name, enum rollback_scope *scope)
{
    static const char *const tests[] = {"test",   "tests", "spec", "testing",  "check",
                                        "verify", "e2e",   "lint", "simulate", NULL};
    static const char *const stores[] = {"db",        "database", "databases",  "migrate",
                                         "migration", "sql",      "migrations", "schema",
                                         "alembic",   "knex",     "typeorm",    "prisma",
                                         "sequelize", "flyway",   "liquibase",  NULL};
    static const char *const releases[] = {"deploy",  "deployment", "deployments",
                                           "release", "releases",   "production",
                                           "prod",    "publish",    NULL};
    enum { WORDS = 16 };
    const char *words[WORDS];
    size_t count = split_name(arena, name, words, WORDS);
    bool back = false, undo = false, release = false, store = false;
    for (size_t i = 0; i < count; i++) {
        if (string_is_one_of(words[i], tests))
            return false;
        back |= strcmp(words[i], "rollback") == 0 ||
                (i > 0 && strcmp(words[i], "back") == 0 && strcmp(words[i - 1], "roll") == 0);
        undo |= strcmp(words[i], "revert") == 0 || strcmp(words[i], "undo") == 0;
        release |= string_is_one_of(words[i], releases);
        store |= string_is_one_of(words[i], stores);
    }
    *scope = store ? ROLLBACK_DATABASE : ROLLBACK_DEPLOYMENT;
    return back || (undo && (release || store));
}

bool rollback_does_something(const char *program)
{
    static const char *const idle[] = {
        "echo",   "printf", "true", "false", "exit",   ":",     "set",   "cd",     "sleep",
        "test",   "[",      "[[",   "read",  "export", "local", "shift", "return", "cat",
        "source", ".",      "trap", "unset", "date",   "wait",  "pwd",   "ls",     NULL};
    return !string_is_one_of(program, idle);
}

bool rollback_script_does_something(struct arena *arena, struct text script, bool *whole)
{
    static const struct script_setting setting = {.directory = "."};
    struct script_command *found = NULL;
    size_t count = script_commands_read(arena, script, &setting, &found, whole);
    for (size_t i = 0; i < count; i++)
        if (found[i].count > 0 && rollback_does_something(found[i].words[0]))
            return true;
    return false;
}

bool rollback_is_aside(const char *path)
{
    static const char *const folders[] = {"docs", "doc", "documentation", "website", NULL};
    for (size_t i = 0; folders[i]; i++)
        if (path_is_within(path, folders[i]))
            return true;
    return path_is_test(path) || document_is_foreign(path);
}
