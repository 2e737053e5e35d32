#include "rows.h"

#include "facts/rollback.h"

static const char fields[] = "sort name scope state test";

static void commands_of_known_tools(void **state)
{
    (void)state;
    static const struct {
        const char *words[8];
        int scope; /* -1: takes nothing back */
    } samples[] = {
        {{"helm", "-n", "shop", "rollback", "web"}, ROLLBACK_DEPLOYMENT},
        {{"/usr/bin/helm", "upgrade", "web", "--atomic"}, ROLLBACK_DEPLOYMENT},
        {{"helm", "upgrade", "web", "--atomic=false"}, -1},
        {{"helm", "upgrade", "web"}, -1},
        {{"helm", "rollback", "web", "--dry-run"}, -1},
        {{"helm", "rollback", "--help"}, -1},
        {{"kubectl", "rollout", "undo", "deploy/web"}, ROLLBACK_DEPLOYMENT},
        {{"kubectl", "undo", "rollout"}, -1},
        {{"kubectl", "rollout"}, -1},
        {{"alembic", "downgrade", "-1"}, ROLLBACK_DATABASE},
        {{"alembic", "upgrade", "head"}, -1},
        {{"rollback"}, -1},
    };
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
        size_t count = 0;
        while (samples[i].words[count])
            count++;
        enum rollback_scope scope = ROLLBACK_DATABASE;
        bool found = rollback_command(samples[i].words, count, &scope);
        if ((found ? (int)scope : -1) != samples[i].scope)
            fail_msg("sample %zu", i);
    }
}

static void names_that_say_it(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    enum rollback_scope scope;
    static const char *const deployments[] = {
        "rollback",    "roll-back", "rollBack", "ROLLBACK", "Roll back production",
        "undo_deploy", NULL};
    static const char *const stores[] = {"db:rollback", "migration:revert", "rollback-schema",
                                         NULL};
    static const char *const others[] = {"test-rollback", "back",           "roll", "undo",
                                         "revert",        "rollbacks-of-x", "",     NULL};
    for (size_t i = 0; deployments[i]; i++)
        assert_true(rollback_is_name(&arena, deployments[i], &scope) &&
                    scope == ROLLBACK_DEPLOYMENT);
    for (size_t i = 0; stores[i]; i++)
        assert_true(rollback_is_name(&arena, stores[i], &scope) && scope == ROLLBACK_DATABASE);
    for (size_t i = 0; others[i]; i++)
        assert_false(rollback_is_name(&arena, others[i], &scope));
    arena_release(&arena);
}

static void targets_of_build_tools(void **state)
{
    (void)state;
    assert_rows_of("Makefile", "a:\n\tmake b\nrollback:\n\t@echo x\n\tcf rollback x\n", "rollback",
                   fields, "Makefile:4 target rollback deployment ready false\n");
    assert_rows_of("Makefile", "rollback:\n\t@echo x\n", "rollback", fields,
                   "Makefile:2 target rollback deployment hollow false\n");
    assert_rows_of("justfile",
                   "set shell := ['sh']\nrollback version:\n  @cf rollback {{version}}\n",
                   "rollback", fields, "justfile:2 target rollback deployment ready false\n");
    assert_rows_of("justfile", "rollback:\n  @echo no\n\nb:\n  cf push\n", "rollback", fields,
                   "justfile:1 target rollback deployment hollow false\n");
    assert_rows_of("Taskfile.yml", "tasks:\n  rollback:\n    cmds:\n      - cf rollback x\n",
                   "rollback", fields, "Taskfile.yml:2 target rollback deployment ready false\n");
    assert_rows_of("Taskfile.yml", "tasks:\n  rollback:\n    cmds: [{task: back}]\n", "rollback",
                   fields, "Taskfile.yml:2 target rollback deployment ready false\n");
    assert_rows_of("package.json", "{\"scripts\": {\"rollback\": \"vercel rollback\"}}", "rollback",
                   fields, "package.json:1 target rollback deployment ready false\n");
    assert_rows_of("composer.json", "{\"scripts\": {\"db:rollback\": [\"echo x\"]}}", "rollback",
                   fields, "composer.json:1 target db:rollback database hollow false\n");
    assert_rows_of("package.json", "{\"scripts\": [1]}", "rollback", fields, "");
}

static void scripts(void **state)
{
    (void)state;
    assert_rows_of("ops/rollback.py", "#!/usr/bin/env python\nimport os\nos.remove('x')\n",
                   "rollback", fields,
                   "ops/rollback.py:1 script rollback.py deployment ready false\n");
    assert_rows_of("ops/rollback.py", "# later\nprint('x')\n", "rollback", fields,
                   "ops/rollback.py:1 script rollback.py deployment hollow false\n");
    /* Code of the product. */
    assert_rows_of("src/rollback.py", "os.remove('x')\n", "rollback", fields, "");
    assert_rows_of("ansible/rollback.yml", "- hosts: web\n  tasks: [{shell: back}]\n", "rollback",
                   fields, "ansible/rollback.yml:1 script rollback.yml deployment ready false\n");
    assert_rows_of("ansible/rollback.yml", "a: 1\n", "rollback", fields, "");
    assert_rows_of("tests/rollback.sh", "cf rollback x\n", "rollback", fields,
                   "tests/rollback.sh:1 script rollback.sh deployment ready true\n");
}

static void settings_of_platforms(void **state)
{
    (void)state;
    assert_rows_of(
        "a.yml",
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {strategy: {canary: {a: 1}}}\n",
        "rollback", fields, "a.yml:3 setting Argo Rollouts deployment ready false\n");
    assert_rows_of("a.yml",
                   "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {strategy: {}}\n",
                   "rollback", fields, "");
    assert_rows_of("a.yml",
                   "apiVersion: flagger.app/v1\nkind: Canary\nspec: {analysis: {interval: 1m}}\n",
                   "rollback", fields, "a.yml:3 setting Flagger deployment ready false\n");
    assert_rows_of(
        "compose.yml", "services: {a: {deploy: {update_config: {failure_action: rollback}}}}\n",
        "rollback", fields, "compose.yml:1 setting docker service deployment ready false\n");
    assert_rows_of(
        "compose.yml",
        "services: {a: {deploy: {rollback_config: {}, update_config: {failure_action: pause}}}}\n",
        "rollback", fields, "");
    assert_rows_of("a.tf", "resource \"helm_release\" \"a\" {\n  atomic = true\n}\n", "rollback",
                   fields, "a.tf:1 setting helm_release atomic deployment ready false\n");
    assert_rows_of("a.tf",
                   "resource \"aws_ecs_service\" \"a\" {\n  deployment_circuit_breaker {\n    "
                   "rollback = true\n  }\n}\n",
                   "rollback", fields,
                   "a.tf:2 setting ECS circuit breaker deployment ready false\n");
    assert_rows_of("docs/a.tf", "resource \"helm_release\" \"a\" {\n  atomic = true\n}\n",
                   "rollback", fields, "");
    assert_rows_of("charts/a/templates/a.yml", "apiVersion: flagger.app/v1\nkind: {{ x }}\n",
                   "rollback", fields, "charts/a/templates/a.yml gap\n");
}

static void procedures(void **state)
{
    (void)state;
    static const char cells[] = "heading commands git scope sentences test";
    assert_rows_of(
        "docs/a.md",
        "# A\n## Rolling back\nThe release before comes back.\n### How\n```\nkubectl rollout undo "
        "deploy/web\n```\n## B\n`make b`\n",
        "rollback_procedure", cells, "docs/a.md:2 Rolling back 1 false deployment 1 false\n");
    assert_rows_of("docs/a.md", "## Rolling back\n```\nkubectl rollout undo deploy/web\n```\n",
                   "rollback_procedure", "words",
                   "docs/a.md:1 rollout, undo, deploy/web, deploy, web\n");
    assert_rows_of("docs/a.md", "## Revert a release\n```\ngit revert HEAD\n```\n",
                   "rollback_procedure", "git", "docs/a.md:1 true\n");
    assert_rows_of("docs/a.md", "## Rollback of a migration\nNo.\n", "rollback_procedure", "scope",
                   "docs/a.md:1 database\n");
    assert_rows_of("docs/adr/a.md", "## Rollback\nNo.\n", "rollback_procedure", "scope", "");
    assert_rows_of("CHANGELOG.md", "## Rollback\nNo.\n", "rollback_procedure", "scope", "");
}

/* Whether it only prints is not known of a script that is longer than is read. */
static void a_script_longer_than_is_read_is_a_gap(void **state)
{
    (void)state;
    struct buffer script = BUFFER_EMPTY;
    buffer_printf(&script, "#!/bin/sh\n");
    for (unsigned i = 0; i < 20001; i++)
        buffer_printf(&script, "echo\n");
    assert_rows_of("rollback.sh", buffer_string(&script), "rollback", fields,
                   "rollback.sh gap test=false\n");
    buffer_release(&script);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_script_longer_than_is_read_is_a_gap),
        cmocka_unit_test(commands_of_known_tools),
        cmocka_unit_test(names_that_say_it),
        cmocka_unit_test(targets_of_build_tools),
        cmocka_unit_test(scripts),
        cmocka_unit_test(settings_of_platforms),
        cmocka_unit_test(procedures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
