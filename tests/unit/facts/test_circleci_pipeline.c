#include "rows.h"

static const char path[] = ".circleci/config.yml";

static void a_job_runs_what_its_commands_say(void **state)
{
    (void)state;
    static const char config[] = "version: 2.1\n"
                                 "orbs: {snyk: snyk/snyk@2.1.0}\n"
                                 "commands:\n"
                                 "  scan:\n"
                                 "    parameters: {target: {type: string, default: .}}\n"
                                 "    steps:\n"
                                 "      - run: trivy fs << parameters.target >>\n"
                                 "jobs:\n"
                                 "  test:\n"
                                 "    docker: [{image: 'cimg/go:1.22'}, {image: 'postgres:16'}]\n"
                                 "    working_directory: ~/code\n"
                                 "    environment: {LEVEL: high}\n"
                                 "    steps:\n"
                                 "      - checkout\n"
                                 "      - scan\n"
                                 "      - scan: {target: web}\n"
                                 "      - snyk/scan: {severity-threshold: high}\n"
                                 "      - run:\n"
                                 "          name: All\n"
                                 "          working_directory: ~/code/web\n"
                                 "          command: |\n"
                                 "            npm ci\n"
                                 "            npm audit || true\n"
                                 "workflows: {main: {jobs: [test]}}\n";
    assert_rows_of(path, config, "workflow_job", "job name image activation blocking steps",
                   ".circleci/config.yml:9 main/test test cimg/go:1.22 automatic true 5\n");
    assert_rows_of(
        path, config, "workflow_step", "job position name uses run working_directory",
        ".circleci/config.yml:7 main/test 2 none none trivy fs . none\n"
        ".circleci/config.yml:7 main/test 3 none none trivy fs web none\n"
        ".circleci/config.yml:14 main/test 1 checkout none none none\n"
        ".circleci/config.yml:17 main/test 4 none snyk/snyk/scan none none\n"
        ".circleci/config.yml:18 main/test 5 All none npm ci\nnpm audit || true\n web\n");
    assert_rows_of(path, config, "workflow_step", "position lines shell blocking advisory_reason",
                   ".circleci/config.yml:7 2 7 /bin/bash -eo pipefail true none\n"
                   ".circleci/config.yml:7 3 7 /bin/bash -eo pipefail true none\n"
                   ".circleci/config.yml:14 1 none none true none\n"
                   ".circleci/config.yml:17 4 none none true none\n"
                   ".circleci/config.yml:18 5 22, 23 /bin/bash -eo pipefail false its last command"
                   " cannot fail\n");
    assert_rows_of(
        path, config, "workflow_use", "kind uses owner name ref step",
        ".circleci/config.yml:10 image cimg/go:1.22 none cimg/go 1.22 none\n"
        ".circleci/config.yml:10 image postgres:16 none postgres 16 none\n"
        ".circleci/config.yml:17 orb snyk/snyk/scan@2.1.0 snyk snyk/snyk/scan 2.1.0 4\n");
    assert_rows_of(path, config, "workflow_input", "job step name value",
                   ".circleci/config.yml:17 main/test 4 severity-threshold high\n");
    assert_rows_of(path, config, "workflow_variable", "job step name value",
                   ".circleci/config.yml:12 main/test none LEVEL high\n");
    assert_rows_of(path, config, "workflow_trigger", "event system",
                   ".circleci/config.yml:1 push circleci\n");
}

/* What starts a job, and what keeps it from starting. */
static void what_does_not_run_says_why(void **state)
{
    (void)state;
    static const char config[] =
        "version: 2.1\n"
        "parameters: {nightly: {type: boolean, default: false}}\n"
        "jobs:\n"
        "  a: {machine: true, steps: [{run: make}]}\n"
        "  b: {machine: true, steps: [{run: make}]}\n"
        "  c: {machine: true, steps: [{run: make}]}\n"
        "  d: {machine: true, steps: [{run: make}]}\n"
        "  unused: {machine: true, steps: [{run: make}]}\n"
        "  e:\n"
        "    machine: true\n"
        "    steps:\n"
        "      - when: {condition: false, steps: [{run: off}]}\n"
        "      - unless: {condition: {equal: [a, a]}, steps: [{run: off too}]}\n"
        "      - when: {condition: {not: false}, steps: [{run: on}]}\n"
        "      - when: {condition: {equal: [main, << pipeline.git.branch >>]}, steps: [{run: x}]}\n"
        "workflows:\n"
        "  main:\n"
        "    jobs:\n"
        "      - hold: {type: approval}\n"
        "      - a: {requires: [hold]}\n"
        "      - b: {filters: {branches: {ignore: /.*/}}}\n"
        "      - c: {filters: {branches: {ignore: /.*/}, tags: {only: /v.*/}}}\n"
        "      - d: {requires: [b]}\n"
        "      - e\n"
        "      - a: {name: f, filters: {branches: {ignore: /.*/}, tags: {ignore: /^rc-.*/}}}\n"
        "      - a: {name: g, filters: {branches: {ignore: /.*/}, tags: {ignore: [/.*/]}}}\n"
        "  night:\n"
        "    when: << pipeline.parameters.nightly >>\n"
        "    jobs: [a]\n"
        "  clock:\n"
        "    triggers: [{schedule: {cron: '0 0 * * *', filters: {branches: {only: main}}}}]\n"
        "    jobs: [c]\n";
    assert_rows_of(path, config, "workflow_job", "job activation activation_reason condition",
                   ".circleci/config.yml:4 main/a manual a job that it requires waits for a person"
                   " none\n"
                   ".circleci/config.yml:4 main/f automatic none not tags: /^rc-.*/\n"
                   ".circleci/config.yml:4 main/g disabled its filters leave no branch not"
                   " branches: /.*/\n"
                   ".circleci/config.yml:4 night/a manual only a run that sets a parameter of the"
                   " pipeline does it none\n"
                   ".circleci/config.yml:5 main/b disabled its filters leave no branch not"
                   " branches: /.*/\n"
                   ".circleci/config.yml:6 clock/c automatic none none\n"
                   ".circleci/config.yml:6 main/c automatic none tags: /v.*/\n"
                   ".circleci/config.yml:7 main/d disabled a job that it requires never runs none\n"
                   ".circleci/config.yml:8 unused disabled no workflow runs it none\n"
                   ".circleci/config.yml:9 main/e automatic none none\n"
                   ".circleci/config.yml:19 main/hold manual it waits for a person's approval"
                   " none\n");
    assert_rows_of(path, config, "workflow_trigger", "event schedules branches",
                   ".circleci/config.yml:1 push none none\n"
                   ".circleci/config.yml:1 tag none none\n"
                   ".circleci/config.yml:31 schedule 0 0 * * * main\n");
    struct world world;
    world_start(&world);
    world_add(&world, path, config);
    const char *steps = world_rows(&world, "workflow_step", "job run activation activation_reason");
    assert_non_null(strstr(steps, "main/e off disabled its `when` is always false\n"));
    assert_non_null(strstr(steps, "main/e off too disabled its `unless` is always true\n"));
    assert_non_null(strstr(steps, "main/e on automatic none\n"));
    assert_non_null(strstr(steps, "main/e x automatic none\n"));
    world_end(&world);
}

static void parameters_carry_steps_executors_and_matrices(void **state)
{
    (void)state;
    static const char config[] =
        "version: 2.1\n"
        "executors:\n"
        "  go:\n"
        "    parameters: {version: {type: string}}\n"
        "    docker: [{image: 'go:<< parameters.version >>'}]\n"
        "    shell: /bin/sh\n"
        "orbs:\n"
        "  own:\n"
        "    commands: {lint: {steps: [{run: {command: lint, background: true}}]}}\n"
        "jobs:\n"
        "  t:\n"
        "    parameters: {extra: {type: steps, default: []}, v: {type: string}}\n"
        "    executor: {name: go, version: << parameters.v >>}\n"
        "    steps:\n"
        "      - steps: << parameters.extra >>\n"
        "      - own/lint\n"
        "      - run: << parameters.v >>\n"
        "workflows:\n"
        "  w:\n"
        "    jobs:\n"
        "      - t: {name: one, v: '1', extra: [{run: first}], post-steps: [{run: last}]}\n"
        "      - t: {name: many, matrix: {parameters: {v: ['1', '2']}}}\n";
    assert_rows_of(path, config, "workflow_job", "job image",
                   ".circleci/config.yml:11 w/many go:<< parameters.version >>\n"
                   ".circleci/config.yml:11 w/one go:1\n");
    assert_rows_of(path, config, "workflow_step", "job position run shell blocking",
                   ".circleci/config.yml:9 w/many 1 lint /bin/sh false\n"
                   ".circleci/config.yml:9 w/one 2 lint /bin/sh false\n"
                   ".circleci/config.yml:17 w/many 2 << parameters.v >> /bin/sh true\n"
                   ".circleci/config.yml:17 w/one 3 1 /bin/sh true\n"
                   ".circleci/config.yml:21 w/one 1 first /bin/sh true\n"
                   ".circleci/config.yml:21 w/one 4 last /bin/sh true\n");
}

static void windows_has_another_shell(void **state)
{
    (void)state;
    static const char config[] =
        "orbs: {win: circleci/windows@5.0}\n"
        "jobs:\n"
        "  a: {executor: win/default, steps: [{run: x}]}\n"
        "  b: {machine: true, resource_class: windows.medium, steps: [{run: x || true}]}\n"
        "  c: {executor: win/default, steps: [{run: {command: x, shell: bash.exe}}]}\n"
        "workflows: {w: {jobs: [a, b, c]}}\n";
    assert_rows_of(path, config, "workflow_step", "job shell blocking",
                   ".circleci/config.yml:3 w/a powershell.exe -ExecutionPolicy Bypass true\n"
                   ".circleci/config.yml:4 w/b powershell.exe -ExecutionPolicy Bypass true\n"
                   ".circleci/config.yml:5 w/c bash.exe true\n");
    assert_rows_of(path, config, "workflow_use", "kind name ref",
                   ".circleci/config.yml:3 orb circleci/windows/default 5.0\n"
                   ".circleci/config.yml:5 orb circleci/windows/default 5.0\n");
}

static void what_cannot_be_read_is_a_gap(void **state)
{
    (void)state;
    assert_rows_of(path, "jobs: [\n", "workflow_step", "system",
                   ".circleci/config.yml gap system=circleci\n");
    assert_rows_of(path, "jobs: {build: {machine: true, steps: [nowhere, {run: a}]}}\n",
                   "workflow_step", "system run",
                   ".circleci/config.yml gap system=circleci\n"
                   ".circleci/config.yml:1 circleci a\n");
    static const char endless[] = "commands: {a: {steps: [b]}, b: {steps: [a]}}\n"
                                  "jobs: {build: {machine: true, steps: [a]}}\n";
    assert_rows_of(path, endless, "workflow_step", "run", ".circleci/config.yml gap\n");
    static const char itself[] = "jobs: {build: {parameters: {a: {default: << parameters.a >>}},\n"
                                 "  machine: true, steps: [{run: x << parameters.a >>}]}}\n";
    assert_rows_of(path, itself, "workflow_step", "run",
                   ".circleci/config.yml:2 x << parameters.a >>\n");
    /* Not one of CircleCI's: nothing starts with it. */
    assert_rows_of(".circleci/other.yml", "jobs: {build: {steps: [{run: a}]}}\n", "workflow_step",
                   "run", "");
}

static void a_set_up_goes_on_with_a_file_or_with_what_nobody_sees(void **state)
{
    (void)state;
    static const char setup[] =
        "version: 2.1\nsetup: true\norbs: {continuation: circleci/continuation@1.0.0}\n"
        "workflows: {s: {jobs: [{continuation/continue: {configuration_path:"
        " .circleci/main.yml}}]}}\n";
    struct world world;
    world_start(&world);
    world_add(&world, path, setup);
    assert_string_equal(world_rows(&world, "workflow_step", "system"),
                        ".circleci/config.yml gap system=circleci\n");
    world_add(&world, ".circleci/main.yml", "jobs: {build: {machine: true, steps: [{run: a}]}}\n");
    assert_string_equal(world_rows(&world, "workflow_step", "workflow run"),
                        ".circleci/main.yml:1 .circleci/main.yml a\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_runs_what_its_commands_say),
        cmocka_unit_test(what_does_not_run_says_why),
        cmocka_unit_test(parameters_carry_steps_executors_and_matrices),
        cmocka_unit_test(windows_has_another_shell),
        cmocka_unit_test(what_cannot_be_read_is_a_gap),
        cmocka_unit_test(a_set_up_goes_on_with_a_file_or_with_what_nobody_sees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
