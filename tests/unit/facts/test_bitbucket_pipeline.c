/* What is in a bitbucket-pipelines.yml: each case is a whole file, and the rows of one
 * kind that it gives. */
#include "pipeline_test.h"

extern const struct recogniser fact_bitbucket_pipeline;

static void assert_rows(const struct fact_kind *kind, const char *fields, const char *content,
                        const char *expected)
{
    const struct named_file files[] = {{"bitbucket-pipelines.yml", content}, {NULL, NULL}};
    assert_files(&fact_bitbucket_pipeline, files, kind, fields, expected);
}

/* The items of the default pipeline. */
#define DEFAULT(items) "pipelines:\n  default:\n" items

static void what_starts_pipelines(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_trigger;
    static const char fields[] = "event branches tags";
    assert_rows(kind, fields, "pipelines: {default: [{step: {script: [x]}}]}\n", "1:13 push|-|-");
    assert_rows(kind, fields,
                "pipelines:\n  branches: {main: [], 'r/*': []}\n  tags: {'v*': []}\n"
                "  pull-requests: {'**': []}\n  custom: {go: []}\n",
                "2:3 push|main, r/*|- / 3:3 tag|-|v* / 4:3 pull_request|-|- / "
                "5:3 workflow_dispatch|-|-");
    /* the default pipeline is for all other branches */
    assert_rows(kind, fields, "pipelines: {default: [], branches: {main: []}}\n", "1:13 push|-|-");
    const struct fact_kind *workflow = &fact_kind_workflow;
    static const char activation[] = "system activation activation_reason";
    assert_rows(workflow, activation, "pipelines: {default: []}\n", "1:1 bitbucket|automatic|-");
    assert_rows(workflow, activation, "pipelines: {custom: {a: []}}\n",
                "1:1 bitbucket|manual|only a person starts it");
    assert_rows(workflow, activation, "export: true\ndefinitions: {pipelines: {a: []}}\n",
                "1:1 bitbucket|called|only other workflows start it");
    assert_rows(workflow, activation,
                "triggers: {repository-push: [{pipelines: [a]}]}\npipelines: {custom: {a: []}}\n",
                "1:1 bitbucket|automatic|-");
}

static void steps_are_jobs(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_job;
    assert_rows(kind, "job name needs image events",
                "image: i:1\n" DEFAULT("    - step: {name: A, script: [x]}\n"
                                       "    - parallel:\n"
                                       "        - step: {script: [x], image: {name: own}}\n"
                                       "        - step: {script: [x], image: 'r/$X'}\n"
                                       "    - step: {name: A, script: [x]}\n"),
                "4:13 default/A|A||i:1|push / 6:17 default/step|-|default/A|own|push / "
                "7:17 default/step (2)|-|default/A|?|push / "
                "8:13 default/A (2)|A|default/step, default/step (2)|i:1|push");
    assert_rows(kind, "environment runs_on timeout_minutes",
                "options: {max-time: 10}\n" DEFAULT(
                    "    - step: {script: [x], deployment: production, runs-on: [self.hosted, l]}\n"
                    "    - step: {script: [x], max-time: 5, runs-on: one}\n"
                    "    - step: {script: [x], max-time: long}\n"),
                "4:13 production|self.hosted, l|10 / 5:13 -|one|5 / 6:13 -|-|?");
    assert_rows(
        kind, "paths condition blocking advisory_reason",
        DEFAULT("    - step: {script: [x], condition: {changesets: {includePaths: [s/**]}}}\n"
                "    - step: {script: [x], condition: {state: A == b}}\n"
                "    - step: {script: [x], on-fail: {strategy: ignore}}\n"),
        "3:13 s/**|-|true|- / 4:13 -|A == b|true|- / "
        "5:13 -|-|false|on-fail: strategy: ignore");
    assert_rows(kind, "job environment paths",
                DEFAULT("    - stage:\n        deployment: test\n"
                        "        condition: {changesets: {includePaths: [a]}}\n        steps:\n"
                        "          - step: {script: [x]}\n          - parallel:\n"
                        "              steps: [{step: {name: P, script: [x]}}]\n"),
                "7:19 default/step|test|a / 9:30 default/P|test|a");
    assert_rows(kind, "uses steps", DEFAULT("    - step: {type: pipeline, custom: other}\n"),
                "3:13 custom/other|0");
}

static void people_start_what_is_manual(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_job;
    static const char fields[] = "job activation activation_reason";
    assert_rows(kind, fields,
                DEFAULT("    - step: {name: A, script: [x]}\n"
                        "    - step: {name: B, script: [x], trigger: manual}\n"
                        "    - step: {name: C, script: [x]}\n"),
                "3:13 default/A|automatic|- / "
                "4:13 default/B|manual|it waits for a person: trigger: manual / "
                "5:13 default/C|manual|it comes after a step that waits for a person");
    /* what runs beside it does not wait, what comes after the group does */
    assert_rows(kind, fields,
                DEFAULT("    - parallel:\n"
                        "        - step: {name: A, script: [x], trigger: manual}\n"
                        "        - step: {name: B, script: [x]}\n"
                        "    - step: {name: C, script: [x], trigger: automatic}\n"),
                "4:17 default/A|manual|it waits for a person: trigger: manual / "
                "5:17 default/B|automatic|- / "
                "6:13 default/C|manual|it comes after a step that waits for a person");
    assert_rows(
        kind, fields,
        DEFAULT("    - stage: {trigger: manual, steps: [{step: {name: A, script: [x]}}]}\n"),
        "3:47 default/A|manual|its stage waits for a person: trigger: manual");
    assert_rows(kind, "job activation events",
                "pipelines: {custom: {a: [{step: {script: [x]}}]}}\n",
                "1:33 custom/a/step|manual|workflow_dispatch");
    assert_rows(kind, "job activation events",
                "pipelines: {custom: {a: [{step: {script: [x]}}]}}\n"
                "triggers: {pullrequest-created: [{condition: c, pipelines: [a]}]}\n",
                "1:33 custom/a/step|automatic|pull_request");
}

static void scripts_and_pipes_are_steps(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_step;
    static const char content[] =
        DEFAULT("    - step:\n        script:\n          - one\n          - |\n            two\n"
                "            three\n          - pipe: atlassian/aws-s3-deploy:1.2.3\n"
                "            variables: {A: b, C: $D, E: null, F: [x]}\n          - four\n"
                "        after-script: [five]\n");
    assert_rows(kind, "job position run uses lines blocking", content,
                "5:13 default/step|1|one\ntwo\nthree\nfour\n|-|5, 7, 8, 11|true / "
                "9:13 default/step|2|-|atlassian/aws-s3-deploy:1.2.3|-|true / "
                "12:24 default/step|3|five\n|-|12|false");
    assert_rows(&fact_kind_workflow_input, "job step name value", content,
                "10:25 default/step|2|A|b / 10:31 default/step|2|C|$D / 10:38 default/step|2|E|");
    assert_rows(&fact_kind_workflow_use, "kind uses owner name ref job step", content,
                "9:19 pipe|atlassian/aws-s3-deploy:1.2.3|atlassian|atlassian/aws-s3-deploy|1.2.3|"
                "default/step|2");
    assert_rows(&fact_kind_workflow_use, "kind uses owner name ref",
                DEFAULT("    - step: {script: [{pipe: 'docker://acme/pipe:1'}]}\n"),
                "3:30 pipe|docker://acme/pipe:1|acme|acme/pipe|1");
    assert_rows(kind, "shell activation blocking advisory_reason",
                DEFAULT("    - step: {script: [npm audit || true]}\n"),
                "3:23 bash -e|automatic|false|its last command cannot fail");
    assert_rows(kind, "run", DEFAULT("    - step: {script: []}\n    - step: {name: x}\n"), "");
}

static void anchors_share_steps_and_images(void **state)
{
    (void)state;
    static const char content[] =
        "definitions:\n  steps:\n    - step: &a\n"
        "        {image: i:1, script: [x]}\n"
        "  services: {db: {image: d:2}, none: {memory: 1}}\n"
        "pipelines:\n  default: [step: *a]\n"
        "  branches: {b: [step: *a], c: [step: {image: own, script: [y]}]}\n";
    assert_rows(&fact_kind_workflow_job, "job", content,
                "3:13 branches/b/step / 3:13 default/step / 8:39 branches/c/step");
    assert_rows(&fact_kind_workflow_use, "uses job", content,
                "4:17 i:1|- / 5:26 d:2|- / 8:47 own|branches/c/step");
}

static void pipelines_of_other_files_are_gaps(void **state)
{
    (void)state;
    static const char content[] = "definitions: {imports: {shared: 'ci:main:p.yml'}}\n"
                                  "pipelines:\n  default: {import: 'shared:check'}\n"
                                  "  branches: {b: {import: 'repo:v1:check'}}\n";
    assert_rows(&fact_kind_workflow_use, "kind uses name ref", content,
                "gap 3:1 ?|?|?|? / 3:21 include|shared:check|ci:p.yml:check|main / "
                "gap 4:1 ?|?|?|? / 4:26 include|repo:v1:check|repo:check|v1");
    assert_rows(&fact_kind_workflow_job, "system job", content,
                "gap 3:1 bitbucket|? / gap 4:1 bitbucket|?");
    assert_rows(&fact_kind_workflow_trigger, "event", content, "3:3 push");
}

static void what_cannot_be_read_is_a_gap(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_job;
    assert_rows(kind, "system job", "pipelines: [\n", "gap 2:1 bitbucket|?");
    assert_rows(kind, "system job", "image: x\n", "gap 1:1 bitbucket|?");
    assert_rows(kind, "system job", "pipelines: {}\n---\na: b\n", "gap 1:1 bitbucket|?");
    assert_rows(kind, "system job", "", "");
    assert_rows(&fact_kind_workflow_step, "job", DEFAULT("    - step: text\n"), "gap 3:1 ?");
    assert_files(&fact_bitbucket_pipeline,
                 (const struct named_file[]){{"sub/bitbucket-pipelines.yml",
                                              "pipelines: {default: [{step: {script: [x]}}]}\n"},
                                             {NULL, NULL}},
                 kind, "job", "");
}

/* A script that a thousand aliases repeat is not written without end. */
static void hostile_aliases_end(void **state)
{
    (void)state;
    struct buffer content = BUFFER_EMPTY;
    buffer_add_string(&content, "definitions: {steps: [{step: &a {script: [\"");
    for (unsigned i = 0; i < 100000; i++)
        buffer_add_string(&content, "0123456789");
    buffer_add_string(&content, "\"]}}]}\npipelines:\n  default:\n");
    for (unsigned i = 0; i < 1000; i++)
        buffer_add_string(&content, "    - step: *a\n");
    const struct memory_file file = {.path = "bitbucket-pipelines.yml",
                                     .content = {buffer_string(&content), content.size}};
    struct fact_table table;
    struct failure *failure = fact_recognise_memory(
        &fact_bitbucket_pipeline, &fact_kind_workflow_step, &file, 1, &arena, &table);
    assert_null(failure);
    size_t gaps = 0;
    for (size_t i = 0; i < table.count; i++)
        gaps += table.rows[i].gap;
    assert_int_equal(gaps, 1);
    assert_true(table.count < 100);
    buffer_release(&content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_starts_pipelines),
        cmocka_unit_test(steps_are_jobs),
        cmocka_unit_test(people_start_what_is_manual),
        cmocka_unit_test(scripts_and_pipes_are_steps),
        cmocka_unit_test(anchors_share_steps_and_images),
        cmocka_unit_test(pipelines_of_other_files_are_gaps),
        cmocka_unit_test(what_cannot_be_read_is_a_gap),
        cmocka_unit_test(hostile_aliases_end),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
