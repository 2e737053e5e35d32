/* What the jobs of GitLab CI run: scripts, images, variables, and what the rows say. */
#include "pipeline_test.h"

extern const struct recogniser fact_gitlab_pipeline;

static void assert_rows(const struct fact_kind *kind, const char *fields, const char *content,
                        const char *expected)
{
    const struct named_file files[] = {{".gitlab-ci.yml", content}, {NULL, NULL}};
    assert_files(&fact_gitlab_pipeline, files, kind, fields, expected);
}

static void jobs_are_rows(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_job;
    assert_rows(kind, "system job steps workflow declares_permissions",
                "stages: [build]\ncache: {}\nbuild:\n  script: make\n'job: two': {script: x}\n",
                "3:1 gitlab|build|1|.gitlab-ci.yml|false / "
                "5:1 gitlab|job: two|1|.gitlab-ci.yml|false");
    assert_rows(kind, "needs runs_on environment",
                "a: {script: x, needs: [b, {job: c, artifacts: true}, {project: g/p, job: d}],\n"
                "    tags: [docker], environment: production}\n"
                "e: {script: x, dependencies: [b], environment: {name: 'review/$CI_JOB_ID'}}\n"
                "f: {script: x, needs: [], dependencies: [b]}\n",
                "1:1 b, c|docker|production / 3:1 b|-|? / 4:1 |-|-");
    assert_rows(kind, "timeout_minutes",
                "a: {script: x, timeout: 1h 30m}\nb: {script: x, timeout: 3 hours 20 minutes}\n"
                "c: {script: x, timeout: 90}\nd: {script: x, timeout: soon}\n"
                "e: {script: x, timeout: 1 month}\n",
                "1:1 90 / 2:1 200 / 3:1 2 / 4:1 ? / 5:1 ?");
}

static void scripts_are_one_shell(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_step;
    static const char fields[] = "job position run lines blocking";
    assert_rows(kind, fields, "a:\n  script: make\n", "2:11 a|1|make\n|2|true");
    assert_rows(kind, fields,
                "default:\n  before_script: [setup]\na:\n  script:\n    - |\n      one\n      two\n"
                "    - [three, [four]]\n",
                "5:7 a|1|setup\none\ntwo\nthree\nfour\n|2, 6, 7, 8, 8|true");
    assert_rows(kind, fields, "before_script: [g]\na: {script: x, before_script: []}\n",
                "2:13 a|1|x\n|2|true");
    assert_rows(kind, fields, "before_script: [g]\na: {script: x, before_script: [own]}\n",
                "2:13 a|1|own\nx\n|2, 2|true");
    assert_rows(kind, fields, "a:\n  script: x || true\n", "2:11 a|1|x || true\n|2|false");
    assert_rows(kind, "position run blocking advisory_reason",
                "a: {script: x, after_script: [y, z]}\n",
                "1:13 1|x\n|true|- / "
                "1:31 2|y\nz\n|false|what happens in after_script does not fail the job");
    assert_rows(kind, "shell activation workflow", "a: {script: x, when: manual}\n",
                "1:13 bash -eo pipefail|manual|.gitlab-ci.yml");
    assert_rows(kind, fields, "a: {trigger: g/p}\nb: {script: []}\nc: {script: }\n", "");
    assert_rows(kind, "position name uses run",
                "a:\n  run:\n    - {name: one, script: echo}\n    - {name: two, step: host/x@v1}\n",
                "3:27 1|one|-|echo\n / 4:7 2|two|host/x@v1|-");
}

static void defaults_are_inherited_or_not(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_job;
    static const char content[] = "default: {image: d, tags: [t], timeout: 1h}\n"
                                  "a: {script: x}\n"
                                  "b: {script: x, image: own}\n"
                                  "c: {script: x, inherit: {default: false}}\n"
                                  "d: {script: x, inherit: {default: [tags]}}\n"
                                  "e: {trigger: g/p}\n";
    assert_rows(kind, "image runs_on timeout_minutes", content,
                "2:1 d|t|60 / 3:1 own|t|60 / 4:1 -|-|- / 5:1 -|t|- / 6:1 -|t|60");
}

static void images_are_uses(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_use;
    static const char fields[] = "kind uses name ref job";
    assert_rows(kind, fields, "a: {script: x, image: 'r.example:5000/a/b:1@sha256:0'}\n",
                "1:23 image|r.example:5000/a/b:1@sha256:0|r.example:5000/a/b|sha256:0|a");
    assert_rows(kind, fields, "a: {script: x, image: {name: b}, services: [s:1, {name: t:2}]}\n",
                "1:30 image|b|b|-|a / 1:45 image|s:1|s|1|a / 1:57 image|t:2|t|2|a");
    /* what many jobs take from one place is one use */
    assert_rows(kind, fields, "image: d:1\na: {script: x}\nb: {script: x}\n",
                "1:8 image|d:1|d|1|-");
    assert_rows(kind, fields, ".t: {image: d:1}\na: {script: x, extends: .t}\n",
                "1:13 image|d:1|d|1|-");
    assert_rows(kind, fields,
                "variables: {V: '3', I: 'ruby:$V'}\na: {script: x, image: '${I}-slim'}\n",
                "2:23 image|ruby:3-slim|ruby|3-slim|a");
    assert_rows(kind, fields, "a: {script: x, image: 'ruby:$V'}\nb: {script: x, image: '$I:1'}\n",
                "1:23 image|ruby:$V|ruby|?|a / 2:23 image|$I:1|?|1|b");
    assert_rows(kind, fields, "a: {script: x, image: 'r:$V', variables: {V: $V}}\n",
                "1:23 image|r:$V|r|?|a");
    assert_rows(kind, fields,
                "a: {script: x, image: 'r:$V', parallel: {matrix: [{V: ['1', '2']}, {V: '3'}]}}\n",
                "1:23 image|r:1|r|1|a / 1:23 image|r:2|r|2|a / 1:23 image|r:3|r|3|a");
    assert_rows(kind, fields,
                "variables: {V: '1'}\n"
                "a: {script: x, image: 'r:$V', parallel: {matrix: [{V: ['2', '3']}]}}\n"
                "b: {script: x, image: 'r:$V', inherit: {variables: false}}\n"
                "c: {script: x, image: 'r:$V', inherit: {variables: [V]}}\n",
                "2:23 image|r:2|r|2|a / 2:23 image|r:3|r|3|a / 3:23 image|r:$V|r|?|b / "
                "4:23 image|r:1|r|1|c");
    assert_rows(kind, fields, "a: {trigger: g/p, image: x}\n", "");
}

static void variables_are_rows(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_variable;
    static const char fields[] = "job name value";
    assert_rows(kind, fields,
                "variables: {A: 1, B: {value: two, description: d}, C: null}\n"
                "a: {script: x, variables: {D: '$A'}}\n",
                "1:13 -|A|1 / 1:19 -|B|two / 1:52 -|C| / 2:28 a|D|$A");
    assert_rows(kind, fields,
                "a: {script: x, parallel: {matrix: [{V: ['1', '2'], W: [one], X: y}]}}\n",
                "1:37 a|V|? / 1:52 a|W|one / 1:62 a|X|y");
    assert_rows(kind, fields, "a: {script: x, parallel: {matrix: [{V: 1}, {V: 2}]}}\n",
                "1:37 a|V|?");
}

static void a_matrix_is_told_with_its_job(void **state)
{
    (void)state;
    assert_rows(&fact_kind_workflow_job, "matrix",
                "a: {script: x, parallel: {matrix: [{V: ['1', '2'], W: y}, {V: 3, U: $X}]}}\n"
                "b: {script: x, parallel: 5}\n",
                "1:1 V=1, V=2, W=y, V=3 / 2:1 -");
}

static void events_of_all_jobs_are_triggers(void **state)
{
    (void)state;
    const struct fact_kind *kind = &fact_kind_workflow_trigger;
    assert_rows(kind, "system event", "a: {script: x}\n", "1:1 gitlab|push / 1:1 gitlab|tag");
    assert_rows(kind, "event",
                "a: {script: x, only: [schedules]}\nworkflow: {rules: [{when: always}]}\n"
                "b: {script: x, only: [merge_requests]}\n",
                "2:1 pull_request / 2:1 schedule");
    assert_rows(kind, "event", "a: {script: x, rules: [{when: never}]}\n", "");
    assert_rows(&fact_kind_workflow, "activation activation_reason",
                "a: {script: x, rules: [{when: never}]}\n", "1:1 disabled|no job of it ever runs");
    assert_rows(&fact_kind_workflow, "activation activation_reason",
                "a: {script: x, only: [web]}\n", "1:1 manual|only a person starts it");
    assert_rows(&fact_kind_workflow, "activation name",
                "workflow: {name: Main}\na: {script: x, when: manual}\n", "1:1 automatic|Main");
    /* templates of GitLab run for branches; what another project holds is open */
    assert_rows(&fact_kind_workflow, "activation",
                "include: [{template: Jobs/SAST.gitlab-ci.yml}]\n", "1:1 automatic");
    assert_rows(&fact_kind_workflow, "activation", "include: [{project: a/b, file: c.yml}]\n",
                "1:1 ?");
}

/* A script that many jobs share is not written without end. */
static void hostile_scripts_end(void **state)
{
    (void)state;
    struct buffer content = BUFFER_EMPTY;
    buffer_add_string(&content, "default:\n  before_script: [\"");
    for (unsigned i = 0; i < 100000; i++)
        buffer_add_string(&content, "0123456789");
    buffer_add_string(&content, "\"]\n");
    for (unsigned i = 0; i < 2000; i++)
        buffer_printf(&content, "j%u: {script: x}\n", i);
    const struct memory_file file = {.path = ".gitlab-ci.yml",
                                     .content = {buffer_string(&content), content.size}};
    struct fact_table table;
    struct failure *failure = fact_recognise_memory(&fact_gitlab_pipeline, &fact_kind_workflow_step,
                                                    &file, 1, &arena, &table);
    assert_null(failure);
    size_t gaps = 0;
    for (size_t i = 0; i < table.count; i++)
        gaps += table.rows[i].gap;
    assert_true(gaps > 0);
    assert_true(table.count < 100);
    buffer_release(&content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_are_rows),
        cmocka_unit_test(scripts_are_one_shell),
        cmocka_unit_test(defaults_are_inherited_or_not),
        cmocka_unit_test(images_are_uses),
        cmocka_unit_test(variables_are_rows),
        cmocka_unit_test(a_matrix_is_told_with_its_job),
        cmocka_unit_test(events_of_all_jobs_are_triggers),
        cmocka_unit_test(hostile_scripts_end),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
