#include "rows.h"

static const char path[] = "azure-pipelines.yml";

static void a_pipeline_has_jobs_and_steps(void **state)
{
    (void)state;
    static const char pipeline[] = "trigger: {branches: {include: [main], exclude: [old/*]},\n"
                                   "  paths: {exclude: [docs/*]}, tags: {include: [v*]}}\n"
                                   "pool: {vmImage: ubuntu-latest}\n"
                                   "variables: {level: high}\n"
                                   "steps:\n"
                                   "  - checkout: self\n"
                                   "  - script: |\n"
                                   "      npm ci\n"
                                   "      npm audit || true\n"
                                   "    displayName: Audit\n"
                                   "    workingDirectory: $(Build.SourcesDirectory)/web\n"
                                   "  - task: SnykSecurityScan@1\n"
                                   "    name: snyk\n"
                                   "    inputs: {testType: app, failOnIssues: false}\n"
                                   "    continueOnError: true\n"
                                   "    env: {TOKEN: $(token)}\n"
                                   "  - task: Bash@3\n"
                                   "    inputs: {targetType: inline, script: trivy fs .}\n";
    assert_rows_of(path, pipeline, "workflow", "system name activation",
                   "azure-pipelines.yml:1 azure none automatic\n");
    assert_rows_of(path, pipeline, "workflow_trigger",
                   "event branches branches_ignore tags paths_ignore",
                   "azure-pipelines.yml:1 pull_request none none none none\n"
                   "azure-pipelines.yml:1 push main old/* none docs/*\n"
                   "azure-pipelines.yml:1 tag none none v* none\n");
    assert_rows_of(path, pipeline, "workflow_job", "job runs_on steps activation blocking",
                   "azure-pipelines.yml:5 Job ubuntu-latest 4 automatic true\n");
    assert_rows_of(path, pipeline, "workflow_step",
                   "job position id name uses shell working_directory",
                   "azure-pipelines.yml:6 Job 1 none checkout self none none none\n"
                   "azure-pipelines.yml:7 Job 2 none Audit none bash web\n"
                   "azure-pipelines.yml:12 Job 3 snyk none SnykSecurityScan@1 none none\n"
                   "azure-pipelines.yml:17 Job 4 none none Bash@3 bash none\n");
    assert_rows_of(path, pipeline, "workflow_step", "position run lines blocking advisory_reason",
                   "azure-pipelines.yml:6 1 none none true none\n"
                   "azure-pipelines.yml:7 2 npm ci\nnpm audit || true\n 8, 9 false its last command"
                   " cannot fail\n"
                   "azure-pipelines.yml:12 3 none none false continueOnError is true\n"
                   "azure-pipelines.yml:17 4 trivy fs . 18 true none\n");
    assert_rows_of(path, pipeline, "workflow_use", "kind uses name ref job step",
                   "azure-pipelines.yml:12 task SnykSecurityScan@1 SnykSecurityScan 1 Job 3\n"
                   "azure-pipelines.yml:17 task Bash@3 Bash 3 Job 4\n");
    assert_rows_of(path, pipeline, "workflow_input", "step name value",
                   "azure-pipelines.yml:14 3 testType app\n"
                   "azure-pipelines.yml:14 3 failOnIssues false\n"
                   "azure-pipelines.yml:18 4 targetType inline\n"
                   "azure-pipelines.yml:18 4 script trivy fs .\n");
    assert_rows_of(path, pipeline, "workflow_variable", "job step name value",
                   "azure-pipelines.yml:4 none none level high\n"
                   "azure-pipelines.yml:16 Job 3 TOKEN $(token)\n");
}

static void constant_variables_are_put_in(void **state)
{
    (void)state;
    static const char pipeline[] = "variables:\n"
                                   "  - {name: tool, value: trivy}\n"
                                   "  - {name: web, value: apps/web}\n"
                                   "  - ${{ if eq(variables.unknown, 1) }}:\n"
                                   "    - {name: level, value: low}\n"
                                   "jobs:\n"
                                   "  - job: a\n"
                                   "    variables: {tool: grype}\n"
                                   "    strategy: {matrix: {x: {web: one}}}\n"
                                   "    steps: [{script: $(tool) $(web) $(level) $(pwd)}]\n"
                                   "  - job: b\n"
                                   "    steps: [{script: $(Tool) ., workingDirectory: $(web)}]\n";
    assert_rows_of(path, pipeline, "workflow_step", "job run working_directory",
                   "azure-pipelines.yml:10 a grype $(web) $(level) $(pwd) none\n"
                   "azure-pipelines.yml:12 b trivy . apps/web\n");
}

/* One line of `extra` before the steps, and how the pipeline starts then. */
static void assert_activation(const char *extra, const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, path, arena_printf(&world.arena, "%s\nsteps: [{script: a}]\n", extra));
    assert_string_equal(world_rows(&world, "workflow", "activation"), expected);
    world_end(&world);
}

static void only_people_start_what_nothing_triggers(void **state)
{
    (void)state;
    static const char by_hand[] = "azure-pipelines.yml:1 manual\n";
    static const char by_itself[] = "azure-pipelines.yml:1 automatic\n";
    assert_activation("trigger: none\npr: none", by_hand);
    assert_activation("trigger: [none]\npr: none", by_hand);
    assert_activation("trigger: none", by_itself);
    assert_activation("pr: none", by_itself);
    assert_activation("trigger: none\npr: none\nschedules: [{cron: '0 0 * * *'}]", by_itself);
    assert_activation("trigger: none\npr: none\nresources: {pipelines: [{pipeline: a, source: b,"
                      " trigger: true}]}",
                      by_itself);
    assert_activation("trigger: none\npr: none\nresources: {pipelines: [{pipeline: a, source: b,"
                      " trigger: none}]}",
                      by_hand);
}

static void assert_step(const char *step, const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, path,
              arena_printf(&world.arena,
                           "parameters: [{name: scan, type: boolean, default: false}]\n"
                           "variables: {off: 'no'}\n"
                           "steps:\n%s",
                           step));
    assert_string_equal(world_rows(&world, "workflow_step", "activation enabled"), expected);
    world_end(&world);
}

static void constant_conditions_say_what_never_runs(void **state)
{
    (void)state;
    static const char never[] = "azure-pipelines.yml:4 disabled false\n";
    static const char always[] = "azure-pipelines.yml:4 automatic true\n";
    static const char by_hand[] = "azure-pipelines.yml:4 manual true\n";
    assert_step("  - {script: a, condition: false}\n", never);
    assert_step("  - {script: a, condition: 'and(succeeded(), false)'}\n", never);
    assert_step("  - {script: a, condition: never()}\n", never);
    assert_step("  - {script: a, condition: \"eq('a', 'b')\"}\n", never);
    assert_step("  - {script: a, enabled: false}\n", never);
    assert_step("  - {script: a, enabled: true}\n", always);
    assert_step("  - {script: a, condition: always()}\n", always);
    assert_step("  - {script: a, condition: failed()}\n", always);
    assert_step("  - {script: a, condition: not(succeeded())}\n", always);
    assert_step("  - {script: a, condition: \"eq(variables['x'], 'y')\"}\n", always);
    assert_step("  - {script: a, condition: \"eq(variables['Build.Reason'], 'PullRequest')\"}\n",
                always);
    assert_step("  - {script: a, condition: \"eq(variables['Build.Reason'], 'Manual')\"}\n",
                by_hand);
    assert_step("  - {script: a, condition: 'and(succeeded(), ${{ parameters.scan }})'}\n",
                by_hand);
    /* The condition is a key of its step's. */
    assert_step("  - ${{ if parameters.scan }}:\n    - script: a\n",
                "azure-pipelines.yml:5 manual true\n");
    assert_step("  - ${{ if eq(variables.off, 'yes') }}:\n    - script: a\n",
                "azure-pipelines.yml:5 disabled false\n");
    assert_step("  - ${{ if eq(variables['Build.SourceBranch'], 'x') }}:\n    - script: a\n",
                "azure-pipelines.yml:5 automatic true\n");
    assert_step("  - ${{ if eq(variables.elsewhere, 'x') }}:\n    - script: a\n",
                "azure-pipelines.yml:5 unknown true\n");
    assert_step("  - ${{ if eq(1, 1) }}:\n    - script: a\n  - ${{ else }}:\n    - script: b\n",
                "azure-pipelines.yml:5 automatic true\nazure-pipelines.yml:7 disabled false\n");
}

static void templates_are_followed_with_what_is_passed(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, path,
              "stages:\n"
              "  - stage: Build\n"
              "    jobs:\n"
              "      - template: ci/job.yml\n"
              "        parameters:\n"
              "          name: unit\n"
              "          image: windows-2022\n"
              "          tools: [trivy, grype]\n"
              "          before:\n"
              "            - script: echo ${{ parameters.name }}\n");
    world_add(&world, "ci/job.yml",
              "parameters:\n"
              "  - {name: name, type: string}\n"
              "  - {name: image, type: string, default: ubuntu-latest}\n"
              "  - {name: tools, type: object, default: []}\n"
              "  - {name: before, type: stepList, default: []}\n"
              "  - {name: lint, type: boolean, default: true}\n"
              "jobs:\n"
              "  - job: ${{ parameters.name }}\n"
              "    pool: {vmImage: '${{ parameters.image }}'}\n"
              "    steps:\n"
              "      - ${{ parameters.before }}\n"
              "      - ${{ each tool in parameters.tools }}:\n"
              "        - bash: ${{ tool }} .\n"
              "      - ${{ if parameters.lint }}:\n"
              "        - template: /steps/lint.yml@self\n");
    world_add(&world, "steps/lint.yml", "steps: [{bash: lint}]\n");
    assert_string_equal(world_rows(&world, "workflow", "activation"),
                        "azure-pipelines.yml:1 automatic\n");
    assert_string_equal(world_rows(&world, "workflow_job", "job runs_on workflow"),
                        "ci/job.yml:8 Build/unit windows-2022 azure-pipelines.yml\n");
    assert_string_equal(world_rows(&world, "workflow_step", "job position run shell activation"),
                        "azure-pipelines.yml:10 Build/unit 1 echo  cmd automatic\n"
                        "ci/job.yml:13 Build/unit 2 trivy . bash automatic\n"
                        "ci/job.yml:13 Build/unit 3 grype . bash automatic\n"
                        "steps/lint.yml:1 Build/unit 4 lint bash automatic\n");
    world_end(&world);
}

static void all_parameters_may_be_passed_on(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, path,
              "jobs: [{template: a.yml, parameters: {name: x, run: make, other: 1}}]\n");
    world_add(&world, "a.yml",
              "parameters: {name: '', run: '', other: ''}\n"
              "jobs:\n"
              "- template: b.yml\n"
              "  parameters:\n"
              "    ${{ each parameter in parameters }}:\n"
              "      ${{ if ne(parameter.key, 'other') }}:\n"
              "        ${{ parameter.key }}: ${{ parameter.value }}\n");
    world_add(&world, "b.yml",
              "parameters: {name: none, run: none, other: kept}\n"
              "jobs:\n"
              "- job: ${{ parameters.name }}\n"
              "  ${{ if ne(parameters.other, '') }}:\n"
              "    displayName: ${{ parameters.other }}\n"
              "  steps: [{script: '${{ parameters.run }}'}]\n");
    assert_string_equal(world_rows(&world, "workflow_job", "job name"), "b.yml:3 x kept\n");
    assert_string_equal(world_rows(&world, "workflow_step", "job run"), "b.yml:6 x make\n");
    world_end(&world);
}

static void templates_of_others_are_uses_and_gaps(void **state)
{
    (void)state;
    static const char pipeline[] =
        "resources: {repositories: [{repository: t, type: github, name: acme/templates, ref: "
        "v1}]}\n"
        "extends:\n"
        "  template: main.yml@t\n"
        "  parameters:\n"
        "    buildSteps: [{script: make}]\n"
        "    stages: [{stage: S, jobs: [{job: J, container: box, steps: [{task: A@1}]}]}]\n"
        "    containers: {box: {image: 'acme/box:1'}}\n";
    assert_rows_of(path, pipeline, "workflow_use", "kind uses owner name ref",
                   "azure-pipelines.yml gap\n"
                   "azure-pipelines.yml:3 include main.yml@t acme acme/templates/main.yml v1\n"
                   "azure-pipelines.yml:6 image acme/box:1 none acme/box 1\n"
                   "azure-pipelines.yml:6 task A@1 none A 1\n");
    assert_rows_of(path, pipeline, "workflow_job", "job activation",
                   "azure-pipelines.yml gap\n"
                   "azure-pipelines.yml:5 buildSteps unknown\n"
                   "azure-pipelines.yml:6 S/J unknown\n");
    assert_rows_of(path, "jobs: [{template: nowhere.yml}]\n", "workflow_job", "job system",
                   "azure-pipelines.yml gap system=azure\n");
    assert_rows_of(path, "steps: [{template: '${{ parameters.x }}.yml'}, {script: a}]\n",
                   "workflow_step", "run", "azure-pipelines.yml gap\nazure-pipelines.yml:1 a\n");
}

static void stages_and_jobs_wait_for_one_another(void **state)
{
    (void)state;
    static const char pipeline[] =
        "stages:\n"
        "  - {stage: A, condition: false, jobs: [{job: a, steps: [{script: a}]}]}\n"
        "  - {stage: B, jobs: [{job: b, steps: [{script: b}]}]}\n"
        "  - {stage: C, condition: always(), jobs: [{job: c, steps: [{script: c}]}]}\n"
        "  - stage: D\n"
        "    dependsOn: []\n"
        "    jobs:\n"
        "      - {job: d, condition: \"eq('1', '2')\", steps: [{script: d}]}\n"
        "      - {job: e, dependsOn: d, steps: [{script: e}]}\n"
        "      - {job: f, dependsOn: [d, e], condition: succeededOrFailed(), steps: [{script: "
        "f}]}\n"
        "      - deployment: g\n"
        "        environment: {name: prod.web}\n"
        "        strategy:\n"
        "          runOnce:\n"
        "            preDeploy: {steps: [{script: one}]}\n"
        "            deploy: {steps: [{script: two}]}\n"
        "            on: {failure: {steps: [{script: three}]}}\n";
    assert_rows_of(path, pipeline, "workflow_job", "job activation needs environment steps",
                   "azure-pipelines.yml:2 A/a disabled  none 1\n"
                   "azure-pipelines.yml:3 B/b disabled  none 1\n"
                   "azure-pipelines.yml:4 C/c automatic  none 1\n"
                   "azure-pipelines.yml:8 D/d disabled  none 1\n"
                   "azure-pipelines.yml:9 D/e disabled D/d none 1\n"
                   "azure-pipelines.yml:10 D/f automatic D/d, D/e none 1\n"
                   "azure-pipelines.yml:11 D/g automatic  prod.web 3\n");
}

static void images_come_from_containers_and_matrices(void **state)
{
    (void)state;
    static const char pipeline[] =
        "resources: {containers: [{container: go, image: 'golang:1.22'}]}\n"
        "jobs:\n"
        "  - {job: a, container: go, steps: [{script: a}]}\n"
        "  - {job: b, container: {image: 'x:2'}, services: {db: go}, steps: [{script: b}]}\n"
        "  - job: c\n"
        "    strategy: {matrix: {l: {vm: ubuntu, im: 'p:1'}, w: {vm: windows-2019, im: 'p:2'}}}\n"
        "    pool: {vmImage: $(vm)}\n"
        "    container: $[ variables['im'] ]\n"
        "    steps: [{script: c}]\n";
    assert_rows_of(path, pipeline, "workflow_job", "job image runs_on",
                   "azure-pipelines.yml:3 a golang:1.22 none\n"
                   "azure-pipelines.yml:4 b x:2 none\n"
                   "azure-pipelines.yml:5 c $[ variables['im'] ] ubuntu, windows-2019\n");
    assert_rows_of(path, pipeline, "workflow_use", "job name ref",
                   "azure-pipelines.yml:3 a golang 1.22\n"
                   "azure-pipelines.yml:4 b x 2\n"
                   "azure-pipelines.yml:4 b golang 1.22\n"
                   "azure-pipelines.yml:8 c p 1\n"
                   "azure-pipelines.yml:8 c p 2\n");
    /* in a template that nothing here uses a bare word may be a container of the caller's */
    static const char jobs[] = "parameters: [{name: a, type: string}]\n"
                               "jobs:\n"
                               "  - {job: a, container: box, steps: [{script: a}]}\n"
                               "  - {job: b, container: 'box:1', services: {db: box, "
                               "c: 'd/e'}, steps: [{script: b}]}\n";
    assert_rows_of("ci/templates/jobs.yml", jobs, "workflow_use", "job uses",
                   "ci/templates/jobs.yml:4 b box:1\n"
                   "ci/templates/jobs.yml:4 b d/e\n");
    assert_rows_of(path,
                   "trigger: [main]\njobs: [{job: a, container: box, steps: [{script: a}]}]\n",
                   "workflow_use", "job uses", "azure-pipelines.yml:2 a box\n");
}

/* What it is, its text says: the same name may hold others' YAML, and others hold it. */
static void others_yaml_is_left_alone(void **state)
{
    (void)state;
    static const char pipeline[] = "trigger: [main]\nsteps: [{script: a}]\n";
    assert_rows_of("ci/build.yml", pipeline, "workflow", "system", "ci/build.yml:1 azure\n");
    assert_rows_of("any.yml", pipeline, "workflow", "system", "any.yml:1 azure\n");
    assert_rows_of(".github/azure.yml", pipeline, "workflow_step", "system", "");
    assert_rows_of("pipeline.yml", "kind: Pipeline\nsteps: [{script: a}]\n", "workflow_step",
                   "system", "");
    assert_rows_of("pipeline.yml", "steps: [{name: a, image: b}]\n", "workflow_step", "system", "");
    assert_rows_of("pipeline.yml", "steps: [{run: a}]\n", "workflow", "system", "");
    assert_rows_of("templates/steps.yml", "parameters: {a: b}\nsteps: [{script: a}]\n", "workflow",
                   "activation", "");
    assert_rows_of("azure/steps.yml", "parameters: {a: b}\nsteps: [{script: a}]\n", "workflow",
                   "activation", "azure/steps.yml:1 called\n");
    assert_rows_of(path, "steps: [{script: a}\n", "workflow", "system",
                   "azure-pipelines.yml gap system=azure\n");
}

static void pipelines_of_vendored_code_run_elsewhere(void **state)
{
    (void)state;
    static const char vendored[] = "vendor/azure/sdk/ci.yml";
    static const char pipeline[] =
        "trigger: [main]\nextends: {template: /eng/pipelines/templates/jobs/sdk.yml}\n";
    assert_rows_of(vendored, pipeline, "workflow_step", "system", "");
    assert_rows_of("lib/azure/sdk/ci.yml", pipeline, "workflow_step", "system",
                   "lib/azure/sdk/ci.yml gap system=azure\n");
    assert_rows_of("vendor/azure-pipelines.yml", "steps: [{script: a}\n", "workflow", "system", "");
    struct world world;
    world_start(&world);
    world_add(&world, path, "steps: [{template: third_party/azure/scan.yml}]\n");
    world_add(&world, "third_party/azure/scan.yml", "steps: [{bash: scan}]\n");
    assert_string_equal(world_rows(&world, "workflow_step", "run activation"),
                        "third_party/azure/scan.yml:1 scan automatic\n");
    world_end(&world);
}

static void what_has_no_end_is_a_gap(void **state)
{
    (void)state;
    assert_rows_of(path,
                   "jobs: [{template: azure-pipelines.yml}, {job: a, steps: [{script: a}]}]\n",
                   "workflow", "system", "azure-pipelines.yml:1 azure\n");
    struct world world;
    world_start(&world);
    world_add(&world, path, "steps: [{template: a.yml}]\n");
    world_add(&world, "a.yml", "steps: [{template: b.yml}, {template: b.yml}]\n");
    world_add(&world, "b.yml", "steps: [{template: a.yml}, {template: a.yml}]\n");
    const char *steps = world_rows(&world, "workflow_step", "system");
    assert_true(string_starts_with(steps, "a.yml gap system=azure\n") ||
                string_starts_with(steps, "azure-pipelines.yml gap system=azure\n"));
    world_end(&world);
    assert_rows_of(path,
                   "parameters: {a: ['${{ each x in parameters.a }}': [1]]}\n"
                   "steps: ['${{ each x in parameters.a }}': [{script: a}]]\n",
                   "workflow", "system", "azure-pipelines.yml:1 azure\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pipeline_has_jobs_and_steps),
        cmocka_unit_test(constant_variables_are_put_in),
        cmocka_unit_test(only_people_start_what_nothing_triggers),
        cmocka_unit_test(constant_conditions_say_what_never_runs),
        cmocka_unit_test(templates_are_followed_with_what_is_passed),
        cmocka_unit_test(all_parameters_may_be_passed_on),
        cmocka_unit_test(templates_of_others_are_uses_and_gaps),
        cmocka_unit_test(stages_and_jobs_wait_for_one_another),
        cmocka_unit_test(images_come_from_containers_and_matrices),
        cmocka_unit_test(others_yaml_is_left_alone),
        cmocka_unit_test(pipelines_of_vendored_code_run_elsewhere),
        cmocka_unit_test(what_has_no_end_is_a_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
