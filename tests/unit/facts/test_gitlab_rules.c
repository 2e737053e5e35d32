/* When a job of GitLab CI runs, and whether it can fail the pipeline. */
#include "pipeline_test.h"

extern const struct recogniser fact_gitlab_pipeline;

static void assert_all(const char *content, const char *fields, const char *expected)
{
    const struct named_file files[] = {
        {".gitlab-ci.yml", content}, {"src/main.c", ""}, {"Dockerfile", ""}, {NULL, NULL}};
    assert_files(&fact_gitlab_pipeline, files, &fact_kind_workflow_job, fields, expected);
}

/* Of the one job of a file. */
static void assert_job(const char *lines, const char *expected)
{
    const char *content = arena_printf(&arena, "a:\n  script: x\n%s", lines);
    assert_all(content, "activation events", arena_printf(&arena, "1:1 %s", expected));
}

#define RULE(condition) "  rules: [{if: '" condition "'}]\n"

static void without_rules_it_is_for_branches_and_tags(void **state)
{
    (void)state;
    assert_job("", "automatic|push, tag");
    assert_job("  when: always\n", "automatic|push, tag");
    assert_job("  when: on_failure\n", "automatic|push, tag");
    assert_job("  when: delayed\n", "automatic|push, tag");
    assert_job("  when: manual\n", "manual|push, tag");
    assert_job("  when: never\n", "disabled|-");
}

static void the_first_rule_that_matches_decides(void **state)
{
    (void)state;
    assert_job("  rules: [{when: never}]\n", "disabled|-");
    assert_job("  rules: [{when: never}, {when: always}]\n", "disabled|-");
    assert_job("  rules: [{when: manual}]\n", "manual|push, tag, pull_request");
    assert_job("  rules: [{when: always}]\n", "automatic|push, tag, pull_request");
    assert_job("  rules: []\n", "disabled|-");
    assert_job("  rules: [{if: $CI_COMMIT_TAG, when: never}, {when: on_success}]\n",
               "automatic|push, pull_request");
    assert_job("  rules: [{if: $CI_COMMIT_TAG, when: never}, {if: $CI_COMMIT_TAG}]\n",
               "disabled|-");
    assert_job("  when: manual\n  rules: [{if: $CI_COMMIT_BRANCH}]\n", "manual|push");
    assert_job("  rules:\n    - [{when: never}]\n", "disabled|-");
}

static void conditions_name_what_starts_it(void **state)
{
    (void)state;
    assert_job(RULE("$CI_PIPELINE_SOURCE == \"merge_request_event\""), "automatic|pull_request");
    assert_job(RULE("$CI_MERGE_REQUEST_IID"), "automatic|pull_request");
    assert_job(RULE("$CI_COMMIT_TAG"), "automatic|tag");
    assert_job(RULE("$CI_COMMIT_TAG =~ /^v/"), "automatic|tag");
    assert_job(RULE("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"), "automatic|push");
    assert_job(RULE("$CI_COMMIT_BRANCH == \"main\""), "automatic|push");
    assert_job(RULE("$CI_PIPELINE_SOURCE == \"schedule\""), "automatic|schedule");
    assert_job(RULE("$CI_PIPELINE_SOURCE =~ /^(schedule|push)$/"), "automatic|push, tag, schedule");
    assert_job(RULE("$CI_PIPELINE_SOURCE == \"web\""), "manual|workflow_dispatch");
    assert_job(RULE("$CI_PIPELINE_SOURCE == \"api\""), "manual|api");
    assert_job(RULE("$CI_PIPELINE_TRIGGERED"), "manual|api");
    assert_job(RULE("$CI_PIPELINE_SOURCE == \"pipeline\""), "called|workflow_call");
    assert_job(RULE("$CI_PIPELINE_SOURCE != \"schedule\" && $CI_COMMIT_BRANCH"), "automatic|push");
    assert_job(RULE("$CI_COMMIT_TAG && $CI_COMMIT_BRANCH"), "disabled|-");
    assert_job(RULE("$CI_COMMIT_TAG && $CI_PIPELINE_SOURCE == \"merge_request_event\""),
               "disabled|-");
}

static void constant_conditions_are_asked(void **state)
{
    (void)state;
    assert_job(RULE("\"a\" == \"b\""), "disabled|-");
    assert_job(RULE("\"a\" == \"a\""), "automatic|push, tag, pull_request");
    assert_job(RULE("null"), "disabled|-");
    assert_job(RULE("$CI == null"), "disabled|-");
    assert_job(RULE("($CI == null || $CI_PIPELINE_SOURCE == \"x\") && $Y"), "disabled|-");
    assert_job(RULE("$NIGHTLY"), "automatic|push, tag");
    assert_job("  rules: [{if: $NO, when: never}, {when: on_success}]\n",
               "automatic|push, tag, pull_request");
    assert_job(RULE("not an expression"), "automatic|push, tag, pull_request");
}

/* The file says no; a setting of the project may say yes. */
static void what_the_file_sets_may_be_set_otherwise(void **state)
{
    (void)state;
    assert_all("variables: {SCAN: 'no'}\na:\n  script: x\n" RULE("$SCAN == \"yes\""),
               "activation enabled", "2:1 ?|true");
    assert_all("variables: {SCAN: {value: 'yes', description: d}}\na:\n  script: x\n" RULE(
                   "$SCAN == \"yes\""),
               "activation", "2:1 automatic");
    assert_all("a:\n  script: x\n  variables: {SCAN: 'no'}\n" RULE("$SCAN == \"yes\""),
               "activation", "1:1 ?");
}

static void files_that_exist_are_looked_for(void **state)
{
    (void)state;
    assert_job("  rules: [{exists: [Dockerfile]}]\n", "automatic|push, tag, pull_request");
    assert_job("  rules: [{exists: ['**/*.c']}]\n", "automatic|push, tag, pull_request");
    assert_job("  rules: [{exists: ['*.c']}]\n", "disabled|-");
    assert_job("  rules: [{exists: {paths: [go.mod]}}]\n", "disabled|-");
    assert_job("  rules: [{exists: {paths: [go.mod], project: a/b}}]\n", "automatic|push, tag, "
                                                                         "pull_request");
    assert_job("  rules: [{exists: ['$X/go.mod']}]\n", "automatic|push, tag, pull_request");
}

static void changes_are_paths(void **state)
{
    (void)state;
    static const char fields[] = "activation paths";
    assert_all("a:\n  script: x\n  rules: [{changes: [src/**/*, Makefile]}]\n", fields,
               "1:1 automatic|src/**/*, Makefile");
    assert_all("a:\n  script: x\n  rules: [{changes: {paths: [src/*]}}, {if: $CI_COMMIT_BRANCH}]\n",
               fields, "1:1 automatic|-");
    assert_all("a:\n  script: x\n  rules: [{changes: [doc/*], when: never}, {when: always}]\n",
               fields, "1:1 automatic|-");
    assert_all("a:\n  script: x\n  only: {changes: [src/*]}\n", fields, "1:1 automatic|src/*");
    /* by hand for any change, by itself for one */
    assert_all("a:\n  script: x\n  rules: [{changes: [go.sum]}, {when: manual}]\n", fields,
               "1:1 automatic|go.sum");
    assert_all("a:\n  script: x\n  rules: [{changes: [go.sum], when: manual}]\n", fields,
               "1:1 manual|go.sum");
}

static void only_and_except(void **state)
{
    (void)state;
    assert_job("  only: [main]\n", "automatic|push, tag");
    assert_job("  only: [branches]\n", "automatic|push");
    assert_job("  only: [tags]\n", "automatic|tag");
    assert_job("  only: [merge_requests]\n", "automatic|pull_request");
    assert_job("  only: schedules\n", "automatic|schedule");
    assert_job("  only: [web]\n", "manual|workflow_dispatch");
    assert_job("  only: [triggers, api]\n", "manual|api");
    assert_job("  only: [pipelines]\n", "called|workflow_call");
    assert_job("  only: [/^release/]\n", "automatic|push, tag");
    assert_job("  only: [branches@group/project]\n", "automatic|push");
    assert_job("  except: [branches]\n", "automatic|tag");
    assert_job("  except: [branches, tags]\n", "disabled|-");
    assert_job("  except: [main]\n", "automatic|push, tag");
    assert_job("  only: [schedules]\n  except: [branches]\n", "disabled|-");
    assert_job("  only: {refs: [tags], variables: ['$CI_COMMIT_BRANCH']}\n", "disabled|-");
    assert_job("  only: {variables: ['$X == \"1\"']}\n", "automatic|push, tag");
    assert_job("  except: {variables: ['$CI']}\n", "disabled|-");
}

static void the_pipeline_has_rules_too(void **state)
{
    (void)state;
    static const char fields[] = "activation events";
    assert_all("workflow: {rules: [{if: '$CI_PIPELINE_SOURCE == \"merge_request_event\"'}]}\n"
               "a: {script: x}\n",
               fields, "2:1 automatic|pull_request");
    assert_all("workflow: {rules: [{if: $CI_COMMIT_TAG, when: never}, {when: always}]}\n"
               "a: {script: x}\n",
               fields, "2:1 automatic|push, pull_request");
    assert_all("workflow: {rules: [{when: never}]}\na: {script: x}\n", fields, "2:1 disabled|-");
    assert_all("workflow: {rules: [{if: '$CI_PIPELINE_SOURCE == \"web\"'}]}\na: {script: x}\n",
               fields, "2:1 manual|workflow_dispatch");
    assert_all("workflow: {rules: [{if: $CI_COMMIT_TAG}]}\na: {script: x, only: [branches]}\n",
               fields, "2:1 disabled|-");
}

static void reasons_say_why(void **state)
{
    (void)state;
    static const char field[] = "activation_reason";
    assert_all("a: {script: x, rules: [{when: never}]}\n", field,
               "1:1 its first rule is 'when: never'");
    assert_all("a: {script: x, rules: [{if: 'null'}]}\n", field, "1:1 no rule of it lets it run");
    assert_all("a: {script: x, rules: []}\n", field,
               "1:1 it has rules, and there is none in the list");
    assert_all("a: {script: x, except: [branches, tags]}\n", field,
               "1:1 'except' leaves nothing that starts it");
    assert_all("a: {script: x, only: []}\n", field, "1:1 'only' names nothing that starts it");
    assert_all("a: {script: x, when: manual}\n", field, "1:1 it waits for a person: when: manual");
    assert_all("a: {script: x, only: [web]}\n", field, "1:1 only a person starts it");
    assert_all("workflow: {rules: [{when: never}]}\na: {script: x}\n", field,
               "2:1 the rules of the pipeline let nothing start it");
    assert_all("a: {stage: x}\n", field,
               "1:1 it has neither script nor trigger, which GitLab refuses");
}

static void failures_that_are_allowed_do_not_block(void **state)
{
    (void)state;
    static const char fields[] = "blocking advisory_reason";
    assert_all("a: {script: x}\n", fields, "1:1 true|-");
    assert_all("a: {script: x, allow_failure: true}\n", fields, "1:1 false|allow_failure is true");
    assert_all("a: {script: x, allow_failure: false}\n", fields, "1:1 true|-");
    assert_all("a: {script: x, allow_failure: {exit_codes: 1}}\n", fields,
               "1:1 false|allow_failure allows the exit code 1");
    assert_all("a: {script: x, allow_failure: {exit_codes: [137, 255]}}\n", fields, "1:1 true|-");
    assert_all("a: {script: x, when: manual}\n", fields,
               "1:1 false|a manual job may fail, unless it says otherwise");
    assert_all("a: {script: x, when: manual, allow_failure: false}\n", fields, "1:1 true|-");
    assert_all("a: {script: x, rules: [{when: manual}]}\n", fields, "1:1 true|-");
    assert_all("a: {script: x, rules: [{when: manual, allow_failure: true}]}\n", fields,
               "1:1 false|allow_failure is true");
    assert_all("a: {script: x, rules: [{if: $CI_COMMIT_TAG, allow_failure: true}, {when: "
               "always}]}\n",
               fields, "1:1 true|-");
}

static void one_condition_is_told(void **state)
{
    (void)state;
    assert_all("a: {script: x, rules: [{if: $A}]}\n", "condition", "1:1 $A");
    assert_all("a: {script: x, rules: [{if: $A}, {if: $B}]}\n", "condition", "1:1 -");
    assert_all("a: {script: x, rules: [{when: never}]}\n", "condition", "1:1 -");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_rules_it_is_for_branches_and_tags),
        cmocka_unit_test(the_first_rule_that_matches_decides),
        cmocka_unit_test(conditions_name_what_starts_it),
        cmocka_unit_test(constant_conditions_are_asked),
        cmocka_unit_test(what_the_file_sets_may_be_set_otherwise),
        cmocka_unit_test(files_that_exist_are_looked_for),
        cmocka_unit_test(changes_are_paths),
        cmocka_unit_test(only_and_except),
        cmocka_unit_test(the_pipeline_has_rules_too),
        cmocka_unit_test(reasons_say_why),
        cmocka_unit_test(failures_that_are_allowed_do_not_block),
        cmocka_unit_test(one_condition_is_told),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
