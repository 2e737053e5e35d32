/* How GitLab puts a configuration together from its files, and what of it cannot be read. */
#include "pipeline_test.h"

#include "facts/gitlab_config.h"

extern const struct recogniser fact_gitlab_pipeline;
extern const struct recogniser fact_workflow_caller;

#define ROOT ".gitlab-ci.yml"

static void assert_steps(const struct named_file *files, const char *expected)
{
    assert_files(&fact_gitlab_pipeline, files, &fact_kind_workflow_step, "job run", expected);
}

static void assert_jobs(const struct named_file *files, const char *fields, const char *expected)
{
    assert_files(&fact_gitlab_pipeline, files, &fact_kind_workflow_job, fields, expected);
}

static void assert_uses(const struct named_file *files, const char *expected)
{
    assert_files(&fact_gitlab_pipeline, files, &fact_kind_workflow_use, "kind uses owner name ref",
                 expected);
}

static void later_files_hold_over_earlier_ones(void **state)
{
    (void)state;
    assert_steps((const struct named_file[]){{ROOT, "include: [a.yml, {local: /b.yml}]\n"
                                                    "y: {script: own}\n"},
                                             {"a.yml", "x: {script: a}\ny: {script: a}\n"},
                                             {"b.yml", "x: {script: b}\nz: {script: b}\n"},
                                             {NULL, NULL}},
                 "2:13 y|own\n / b.yml:1:13 x|b\n / b.yml:2:13 z|b\n");
    /* mappings are merged, lists are not */
    assert_steps((const struct named_file[]){{ROOT, "include: a.yml\nx: {allow_failure: true}\n"},
                                             {"a.yml", "x: {script: [a, b]}\n"},
                                             {NULL, NULL}},
                 "a.yml:1:14 x|a\nb\n");
    /* nested ones come before the file that includes them */
    assert_steps((const struct named_file[]){{ROOT, "include: a.yml\n"},
                                             {"a.yml", "include: b.yml\nx: {script: a}\n"},
                                             {"b.yml", "x: {script: b}\n"},
                                             {NULL, NULL}},
                 "a.yml:2:13 x|a\n");
}

static void stars_name_files(void **state)
{
    (void)state;
    assert_steps((const struct named_file[]){{ROOT, "include: /ci/*.yml\n"},
                                             {"ci/a.yml", "x: {script: a}\n"},
                                             {"ci/deep/b.yml", "y: {script: b}\n"},
                                             {NULL, NULL}},
                 "ci/a.yml:1:13 x|a\n");
    assert_true(gitlab_wildcard_matches("ci/**.yml", "ci/deep/b.yml"));
    assert_true(gitlab_wildcard_matches("ci/**/*.yml", "ci/b.yml"));
    assert_true(gitlab_wildcard_matches("ci/**/*.yml", "ci/a/b/c.yml"));
    assert_true(gitlab_wildcard_matches("**/x.yml", "x.yml"));
    assert_false(gitlab_wildcard_matches("**/x.yml", "ax.yml"));
    assert_false(gitlab_wildcard_matches("ci/*.yml", "ci/a/b.yml"));
    assert_false(gitlab_wildcard_matches("ci/[ab].yml", "ci/a.yml"));
    assert_true(gitlab_wildcard_matches("ci/[ab]*", "ci/[ab].yml"));
    assert_true(gitlab_wildcard_matches("a*", "a"));
    assert_false(gitlab_wildcard_matches("", "a"));
    assert_true(gitlab_wildcard_matches("**/**/**/**/**/**/*", "a/b"));
}

static void what_is_elsewhere_is_a_use(void **state)
{
    (void)state;
    assert_uses((const struct named_file[]){{ROOT, "include:\n"
                                                   "  - template: Jobs/SAST.gitlab-ci.yml\n"
                                                   "a: {script: x}\n"},
                                            {NULL, NULL}},
                "2:15 include|Jobs/SAST.gitlab-ci.yml|-|Jobs/SAST.gitlab-ci.yml|-");
    assert_uses(
        (const struct named_file[]){
            {ROOT, "include: {project: org/ci, ref: v1, file: [/a.yml, b.yml]}\n"}, {NULL, NULL}},
        "gap 1:1 ?|?|?|?|? / gap 1:1 ?|?|?|?|? / "
        "1:44 include|org/ci/a.yml@v1|org|org/ci/a.yml|v1 / "
        "1:52 include|org/ci/b.yml@v1|org|org/ci/b.yml|v1");
    assert_uses(
        (const struct named_file[]){{ROOT, "include: https://x.example/a.yml\n"}, {NULL, NULL}},
        "gap 1:1 ?|?|?|?|? / "
        "1:10 include|https://x.example/a.yml|-|https://x.example/a.yml|-");
    assert_uses(
        (const struct named_file[]){
            {ROOT, "include: [{component: gitlab.com/components/sast/sast@2.1}]\n"}, {NULL, NULL}},
        "gap 1:1 ?|?|?|?|? / 1:23 component|gitlab.com/components/sast/sast@2.1|"
        "components|gitlab.com/components/sast/sast|2.1");
    /* a template leaves no gap: GitLab ships it, and its name says what it is */
    assert_jobs(
        (const struct named_file[]){{ROOT, "include: [{template: Jobs/SAST.gitlab-ci.yml}]\n"},
                                    {NULL, NULL}},
        "job", "");
    assert_jobs((const struct named_file[]){{ROOT, "include: [{project: a/b, file: c.yml}]\n"},
                                            {NULL, NULL}},
                "system job", "gap 1:1 gitlab|?");
}

static void overrides_of_a_template_are_rows(void **state)
{
    (void)state;
    static const char include[] = "include: [{template: Jobs/SAST.gitlab-ci.yml}]\n";
    assert_jobs(
        (const struct named_file[]){
            {ROOT, arena_printf(&arena, "%ssast: {rules: [{when: never}]}\n", include)},
            {NULL, NULL}},
        "job steps activation enabled blocking", "2:1 sast|0|disabled|false|?");
    assert_jobs(
        (const struct named_file[]){
            {ROOT, arena_printf(&arena, "%ssast: {stage: scan}\n", include)}, {NULL, NULL}},
        "job steps activation blocking", "2:1 sast|0|?|?");
    assert_jobs(
        (const struct named_file[]){
            {ROOT, arena_printf(&arena, "%ssast: {allow_failure: false}\n", include)},
            {NULL, NULL}},
        "job activation blocking", "2:1 sast|?|true");
}

static void own_components_are_read(void **state)
{
    (void)state;
    assert_steps(
        (const struct named_file[]){
            {ROOT, "include:\n  - component: $CI_SERVER_FQDN/$CI_PROJECT_PATH/x@$CI_COMMIT"
                   "_SHA\n    inputs: {job: own}\n"},
            {"templates/x.yml", "spec:\n  inputs: {job: {default: d}}\n---\n"
                                "\"$[[ inputs.job ]]-x\": {script: a}\n"},
            {NULL, NULL}},
        "templates/x.yml:4:33 own-x|a\n");
}

static void rules_of_an_include_are_asked(void **state)
{
    (void)state;
    assert_steps(
        (const struct named_file[]){{ROOT, "include:\n"
                                           "  - {local: a.yml, rules: [{exists: [go.mod]}]}\n"
                                           "  - {local: b.yml, rules: [{exists: [a.yml]}]}\n"
                                           "  - {local: c.yml, rules: [{if: $X}]}\n"
                                           "  - {local: d.yml, rules: [{when: never}]}\n"},
                                    {"a.yml", "a: {script: a}\n"},
                                    {"b.yml", "b: {script: b}\n"},
                                    {"c.yml", "c: {script: c}\n"},
                                    {"d.yml", "d: {script: d}\n"},
                                    {NULL, NULL}},
        "b.yml:1:13 b|b\n / c.yml:1:13 c|c\n");
}

static void jobs_extend_others(void **state)
{
    (void)state;
    assert_jobs(
        (const struct named_file[]){
            {ROOT, ".a: {image: i:1, variables: {X: a, Y: a}, rules: [{when: manual}]}\n"
                   ".b: {extends: .a, image: i:2, variables: {X: b}}\n"
                   "c: {extends: [.a, .b], script: x, rules: null}\n"},
            {NULL, NULL}},
        "job image activation", "3:1 c|i:2|automatic");
    assert_files(&fact_gitlab_pipeline,
                 (const struct named_file[]){{ROOT, ".a: {variables: {X: a, Y: a}}\n"
                                                    "c: {extends: .a, script: x, "
                                                    "variables: {X: c}}\n"},
                                             {NULL, NULL}},
                 &fact_kind_workflow_variable, "job name value", "1:24 c|Y|a / 2:41 c|X|c");
    assert_jobs((const struct named_file[]){{ROOT, "a: {extends: .no, script: x}\n"}, {NULL, NULL}},
                "job activation", "1:1 a|automatic");
    assert_steps((const struct named_file[]){{ROOT, "a: {extends: .no}\n"}, {NULL, NULL}},
                 "gap 1:1 ?|?");
    assert_steps((const struct named_file[]){{ROOT, ".a: {extends: .b}\n.b: {extends: .a}\n"
                                                    "c: {extends: .a, script: x}\n"},
                                             {NULL, NULL}},
                 "gap 3:1 ?|? / 3:26 c|x\n");
    /* what it extends may be in a file of another project, with the rules */
    assert_jobs((const struct named_file[]){{ROOT, "include: [{project: a/b, file: c.yml}]\n"
                                                   "a: {extends: .no, script: x}\n"},
                                            {NULL, NULL}},
                "job activation", "gap 1:1 ?|? / 2:1 a|?");
}

static void references_are_followed(void **state)
{
    (void)state;
    assert_steps(
        (const struct named_file[]){{ROOT,
                                     ".a: {script: [one, two]}\n"
                                     ".b: {script: [!reference [.a, script], three]}\n"
                                     "c:\n  script:\n    - !reference [.b, script]\n    - four\n"},
                                    {NULL, NULL}},
        "6:7 c|one\ntwo\nthree\nfour\n");
    assert_files(&fact_gitlab_pipeline,
                 (const struct named_file[]){
                     {ROOT, "include: a.yml\nc:\n  script:\n    - !reference [.a, script]\n"
                            "    - own\nd:\n  script: !reference [.a, script]\n"},
                     {"a.yml", ".a: {script: [one, two]}\n"},
                     {NULL, NULL}},
                 &fact_kind_workflow_step, "job lines", "5:7 c|5, 5, 5 / a.yml:1:15 d|1, 1");

    assert_jobs(
        (const struct named_file[]){{ROOT,
                                     ".a: {rules: [{when: manual}]}\n"
                                     "c:\n  script: x\n  rules:\n    - !reference [.a, rules]\n"},
                                    {NULL, NULL}},
        "job activation", "2:1 c|manual");
    assert_steps((const struct named_file[]){{ROOT, "c:\n  script: [!reference [c, script], x]\n"},
                                             {NULL, NULL}},
                 "gap 1:1 ?|? / 2:12 c|x\nx\n");
    assert_steps(
        (const struct named_file[]){{ROOT, "c:\n  script: [!reference [.no, script], x]\n"},
                                    {NULL, NULL}},
        "gap 1:1 ?|? / 2:12 c|x\n");
}

static void hidden_jobs_never_run(void **state)
{
    (void)state;
    static const char fields[] = "job activation";
    assert_jobs(
        (const struct named_file[]){{ROOT, ".a: {script: x}\n.b: {image: i}\n"}, {NULL, NULL}},
        fields, "1:1 .a|disabled");
    assert_jobs(
        (const struct named_file[]){{ROOT, ".a: {script: x}\nb: {extends: .a}\n"}, {NULL, NULL}},
        fields, "2:1 b|automatic");
    assert_jobs(
        (const struct named_file[]){
            {ROOT, ".a: {script: x}\nb: {script: !reference [.a, script]}\n"}, {NULL, NULL}},
        fields, "2:1 b|automatic");
    assert_jobs(
        (const struct named_file[]){{ROOT, ".a: &a {script: x}\nb: {<<: *a}\n"}, {NULL, NULL}},
        fields, "2:1 b|automatic");
    assert_jobs((const struct named_file[]){{ROOT, ".a: {script: [&a x]}\nb: {script: [*a, y]}\n"},
                                            {NULL, NULL}},
                fields, "2:1 b|automatic");
}

static void inputs_are_put_in(void **state)
{
    (void)state;
    static const char file[] = "spec:\n"
                               "  inputs:\n"
                               "    image: {default: 'alpine:3'}\n"
                               "    when: {default: manual}\n"
                               "    list: {type: array, default: [a, b]}\n"
                               "    open: {}\n"
                               "---\n"
                               "j:\n"
                               "  image: $[[ inputs.image ]]\n"
                               "  when: $[[ inputs.when | expand_vars ]]\n"
                               "  tags: $[[ inputs.list ]]\n"
                               "  script: run $[[ inputs.open ]] $[[ inputs.image ]]\n";
    static const char fields[] = "image activation runs_on";
    assert_jobs(
        (const struct named_file[]){
            {ROOT, "include: {local: a.yml, inputs: {image: 'alpine:4'}}\n"},
            {"a.yml", file},
            {NULL, NULL}},
        fields, "a.yml:8:1 alpine:4|manual|a, b");
    assert_steps((const struct named_file[]){{ROOT, "include: {local: a.yml, inputs: {open: 1}}\n"},
                                             {"a.yml", file},
                                             {NULL, NULL}},
                 "a.yml:12:11 j|run 1 alpine:3\n");
    assert_steps((const struct named_file[]){{ROOT, file}, {NULL, NULL}},
                 "12:11 j|run $[[ inputs.open ]] alpine:3\n");
}

static void child_pipelines_are_their_own(void **state)
{
    (void)state;
    const struct named_file files[] = {
        {ROOT, "a: {trigger: {include: child.yml}}\n"
               "b: {trigger: {include: [{local: /child.yml}], strategy: depend}}\n"
               "c: {trigger: group/project}\n"
               "d: {trigger: {include: [{artifact: made.yml, job: a}]}}\n"},
        {"child.yml", "x: {script: x}\ny: {script: y, only: [tags]}\n"},
        {NULL, NULL}};
    assert_jobs(files, "job uses blocking workflow activation events",
                "1:1 a|./child.yml|false|.gitlab-ci.yml|automatic|push, tag / "
                "2:1 b|./child.yml|true|.gitlab-ci.yml|automatic|push, tag / "
                "3:1 c|group/project|false|.gitlab-ci.yml|automatic|push, tag / "
                "gap 4:1 ?|?|?|?|?|? / "
                "4:1 d|made.yml|false|.gitlab-ci.yml|automatic|push, tag / "
                "child.yml:1:1 x|-|true|child.yml|automatic|workflow_call / "
                "child.yml:2:1 y|-|true|child.yml|automatic|workflow_call");
    assert_files(&fact_gitlab_pipeline, files, &fact_kind_workflow, "activation",
                 "1:1 automatic / child.yml:1:1 called");
    /* whose token a job has is a question of GitHub alone */
    assert_files(&fact_workflow_caller, files, fact_kind_find("workflow_caller"), "job", "");
    assert_files(&fact_gitlab_pipeline, files, &fact_kind_workflow_trigger, "event",
                 "1:1 push / 1:1 tag / gap 4:1 ? / child.yml:1:1 workflow_call");
}

static void a_pipeline_may_start_itself(void **state)
{
    (void)state;
    assert_jobs(
        (const struct named_file[]){
            {ROOT, "a: {trigger: {include: .gitlab-ci.yml}}\nb: {script: x}\n"}, {NULL, NULL}},
        "job", "1:1 a / 2:1 b");
}

static void what_cannot_be_read_is_a_gap(void **state)
{
    (void)state;
    static const char fields[] = "system activation";
    static const struct {
        struct named_file files[4];
        const char *expected;
    } cases[] = {
        {{{ROOT, "a: [\n"}}, "gap 2:1 gitlab|?"},
        {{{ROOT, "- a\n"}}, "gap 1:1 gitlab|?"},
        {{{ROOT, "a: {}\n---\nb: {}\n---\nc: {}\n"}}, "gap 1:1 gitlab|?"},
        {{{ROOT, "a: {}\n---\nb: {}\n"}}, "gap 1:1 gitlab|?"},
        {{{ROOT, "include: no.yml\n"}}, "gap 1:1 gitlab|?"},
        {{{ROOT, "\n\ninclude: [a.yml]\n"}, {"a.yml", "x: *no\n"}}, "gap a.yml:1:1 gitlab|?"},
        {{{ROOT, "include: a.yml\n"}, {"a.yml", "include: a.yml\n"}}, "gap a.yml:1:1 gitlab|?"},
        {{{ROOT, "a: {script: \"x\0y\"}\n"}}, "gap 2:1 gitlab|?"},
    };
    for (size_t i = 0; i + 1 < sizeof(cases) / sizeof(cases[0]); i++)
        assert_files(&fact_gitlab_pipeline, cases[i].files, &fact_kind_workflow, fields,
                     cases[i].expected);
    assert_files(&fact_gitlab_pipeline, (const struct named_file[]){{ROOT, ""}, {NULL, NULL}},
                 &fact_kind_workflow, fields, "");
    assert_files(
        &fact_gitlab_pipeline,
        (const struct named_file[]){{"sub/.gitlab-ci.yml", "a: {script: x}\n"}, {NULL, NULL}},
        &fact_kind_workflow, fields, "");
    assert_files(&fact_gitlab_pipeline,
                 (const struct named_file[]){{ROOT, "a: text\nb: {script: x}\n"}, {NULL, NULL}},
                 &fact_kind_workflow_step, "job", "gap 1:1 ? / 2:13 b");
}

/* Each file includes two more of the one below: without a limit 2^20 files. */
static void hostile_includes_end(void **state)
{
    (void)state;
    struct memory_file files[21];
    for (unsigned i = 0; i < 20; i++) {
        files[i].path = i == 0 ? ROOT : arena_printf(&arena, "%u.yml", i);
        files[i].content =
            text_of(arena_printf(&arena, "include: [%u.yml, %u.yml]\n", i + 1, i + 1));
        files[i].kind = ENTRY_FILE;
    }
    files[20] = (struct memory_file){.path = "20.yml", .content = text_of("a: {script: x}\n")};
    struct fact_table table;
    struct failure *failure = fact_recognise_memory(&fact_gitlab_pipeline, &fact_kind_workflow,
                                                    files, 21, &arena, &table);
    assert_null(failure);
    assert_true(table.count > 0);
    assert_true(table.rows[0].gap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(later_files_hold_over_earlier_ones),
        cmocka_unit_test(stars_name_files),
        cmocka_unit_test(what_is_elsewhere_is_a_use),
        cmocka_unit_test(overrides_of_a_template_are_rows),
        cmocka_unit_test(own_components_are_read),
        cmocka_unit_test(rules_of_an_include_are_asked),
        cmocka_unit_test(jobs_extend_others),
        cmocka_unit_test(references_are_followed),
        cmocka_unit_test(hidden_jobs_never_run),
        cmocka_unit_test(inputs_are_put_in),
        cmocka_unit_test(child_pipelines_are_their_own),
        cmocka_unit_test(a_pipeline_may_start_itself),
        cmocka_unit_test(what_cannot_be_read_is_a_gap),
        cmocka_unit_test(hostile_includes_end),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
