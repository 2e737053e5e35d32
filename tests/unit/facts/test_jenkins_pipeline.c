#include "rows.h"

static const char path[] = "Jenkinsfile";

/* `body` between the braces of a declarative pipeline, or a scripted one as it is. */
static void assert_jenkins(const char *content, const char *kind, const char *fields,
                           const char *expected)
{
    assert_rows_of(path, content, kind, fields, expected);
}

static void a_declarative_pipeline_has_stages(void **state)
{
    (void)state;
    static const char pipeline[] =
        "#!/usr/bin/env groovy\n"
        "@Library('acme@v2') _\n"
        "pipeline {\n"
        "  agent { docker { image 'maven:3'; label 'linux' } }\n"
        "  environment { LEVEL = 'high' }\n"
        "  triggers { cron('@daily') }\n"
        "  stages {\n"
        "    stage('Build') {\n"
        "      steps {\n"
        "        checkout scm\n"
        "        dir('web') { sh 'npm ci' }\n"
        "        sh \"npm audit --audit-level=${LEVEL}\"\n"
        "        // sh 'commented out'\n"
        "        /* sh 'this too' */\n"
        "      }\n"
        "    }\n"
        "    stage('Scan') {\n"
        "      parallel {\n"
        "        stage('A') { steps { snykSecurity failOnIssues: false, snykTokenId: 't' } }\n"
        "        stage('B') { steps { step([$class: 'DependencyCheckPublisher', pattern: 'x']) } "
        "}\n"
        "      }\n"
        "      post { always { sh 'done' } failure { sh 'sad' } }\n"
        "    }\n"
        "  }\n"
        "  post { cleanup { deleteDir() } }\n"
        "}\n";
    assert_jenkins(pipeline, "workflow", "system activation", "Jenkinsfile:1 jenkins automatic\n");
    assert_jenkins(pipeline, "workflow_trigger", "event schedules",
                   "Jenkinsfile:1 pull_request none\nJenkinsfile:1 push none\n"
                   "Jenkinsfile:6 schedule @daily\n");
    assert_jenkins(pipeline, "workflow_job", "job name image runs_on steps",
                   "Jenkinsfile:8 Build Build maven:3 linux 3\n"
                   "Jenkinsfile:17 Scan Scan maven:3 linux 2\n"
                   "Jenkinsfile:19 Scan/A A maven:3 linux 1\n"
                   "Jenkinsfile:20 Scan/B B maven:3 linux 1\n"
                   "Jenkinsfile:25 post none maven:3 linux 1\n");
    assert_jenkins(pipeline, "workflow_step", "job position uses run shell working_directory",
                   "Jenkinsfile:10 Build 1 checkout none none none\n"
                   "Jenkinsfile:11 Build 2 none npm ci sh -ex web\n"
                   "Jenkinsfile:12 Build 3 none npm audit --audit-level=high sh -ex none\n"
                   "Jenkinsfile:19 Scan/A 1 snykSecurity none none none\n"
                   "Jenkinsfile:20 Scan/B 1 DependencyCheckPublisher none none none\n"
                   "Jenkinsfile:22 Scan 1 none done sh -ex none\n"
                   "Jenkinsfile:22 Scan 2 none sad sh -ex none\n"
                   "Jenkinsfile:25 post 1 deleteDir none none none\n");
    assert_jenkins(pipeline, "workflow_use", "kind uses name ref job step",
                   "Jenkinsfile:2 include acme@v2 acme v2 none none\n"
                   "Jenkinsfile:4 image maven:3 maven 3 none none\n"
                   "Jenkinsfile:10 plugin checkout checkout none Build 1\n"
                   "Jenkinsfile:19 plugin snykSecurity snykSecurity none Scan/A 1\n"
                   "Jenkinsfile:20 plugin DependencyCheckPublisher DependencyCheckPublisher none"
                   " Scan/B 1\n"
                   "Jenkinsfile:25 plugin deleteDir deleteDir none post 1\n");
    assert_jenkins(pipeline, "workflow_input", "job step name value",
                   "Jenkinsfile:19 Scan/A 1 failOnIssues false\n"
                   "Jenkinsfile:19 Scan/A 1 snykTokenId t\n"
                   "Jenkinsfile:20 Scan/B 1 pattern x\n");
    assert_jenkins(pipeline, "workflow_variable", "job name value",
                   "Jenkinsfile:5 none LEVEL high\n");
}

static void a_scripted_pipeline_has_stages_too(void **state)
{
    (void)state;
    static const char pipeline[] =
        "def tool = 'trivy'\n"
        "def scan(String where) {\n"
        "  sh \"$where\"\n"
        "}\n"
        "node('linux') {\n"
        "  checkout scm\n"
        "  stage('Unit') {\n"
        "    withEnv(['CI=true', \"A=${tool}\"]) { sh '''\n"
        "      set -x\n"
        "      make test\n"
        "    '''.stripIndent() }\n"
        "    def status = sh(script: \"${tool} fs .\", returnStatus: true)\n"
        "    if (sh(returnStdout: true, script: 'x').trim() == 'y') { scan('a') }\n"
        "  }\n"
        "  docker.image('node:20').inside('-u root') { stage('Web') { sh 'npm test' } }\n"
        "}\n"
        "def builds = [:]\n"
        "for (os in ['a', 'b']) { builds[os] = { node(os) { stage(\"Build $os\") { sh 'make' } } } "
        "}\n"
        "parallel builds\n"
        "parallel(lint: { node { sh 'lint' } }, failFast: true)\n";
    assert_jenkins(pipeline, "workflow_job", "job runs_on image steps",
                   "Jenkinsfile:6 pipeline linux none 1\n"
                   "Jenkinsfile:7 Unit linux none 4\n"
                   "Jenkinsfile:15 Web linux node:20 1\n"
                   "Jenkinsfile:18 Build $os none none 1\n"
                   "Jenkinsfile:20 lint none none 1\n");
    assert_jenkins(pipeline, "workflow_step", "job position run blocking lines",
                   "Jenkinsfile:3 Unit 4 $where true 3\n"
                   "Jenkinsfile:6 pipeline 1 none true none\n"
                   "Jenkinsfile:8 Unit 1 \n      set -x\n      make test\n     true 8, 9, 10, 11\n"
                   "Jenkinsfile:12 Unit 2 trivy fs . false 12\n"
                   "Jenkinsfile:13 Unit 3 x true 13\n"
                   "Jenkinsfile:15 Web 1 npm test true 15\n"
                   "Jenkinsfile:18 Build $os 1 make true 18\n"
                   "Jenkinsfile:20 lint 1 lint true 20\n");
    assert_jenkins(pipeline, "workflow_variable", "job step name value",
                   "Jenkinsfile:8 Unit 1 CI true\nJenkinsfile:8 Unit 1 A trivy\n");
}

/* A stage of this body, and what is said of its only step. */
static void assert_stage(const char *body, const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, path,
              arena_printf(&world.arena,
                           "pipeline { agent any\n"
                           "parameters { booleanParam(name: 'DEEP', defaultValue: false) }\n"
                           "stages { stage('S') {\n%s\n} } }\n",
                           body));
    const struct fact_table table = world_table(&world, "workflow_step");
    assert_int_equal(table.count, 1);
    const char *rows = world_rows(&world, "workflow_step",
                                  "activation activation_reason blocking advisory_reason");
    assert_string_equal(strchr(rows, ' ') + 1, expected);
    world_end(&world);
}

static void conditions_say_what_never_runs(void **state)
{
    (void)state;
    static const char runs[] = "automatic none true none\n";
    assert_stage("steps { sh 'a' }", runs);
    assert_stage("when { branch 'main' }\nsteps { sh 'a' }", runs);
    assert_stage("when { expression { false } }\nsteps { sh 'a' }",
                 "disabled its condition is always false: 'expression { false }' true none\n");
    assert_stage("when { expression { return false } }\nsteps { sh 'a' }",
                 "disabled its condition is always false: 'expression { return false }' true"
                 " none\n");
    assert_stage("when { beforeAgent true; not { expression { true } } }\nsteps { sh 'a' }",
                 "disabled its condition is always false: 'beforeAgent true; not { expression {"
                 " true } }' true none\n");
    assert_stage("when { anyOf { expression { false }; branch 'x' } }\nsteps { sh 'a' }", runs);
    assert_stage("when { allOf { expression { env.X == 'y' }; branch 'x' } }\nsteps { sh 'a' }",
                 runs);
    assert_stage("when { expression { params.DEEP } }\nsteps { sh 'a' }",
                 "manual only a run that sets a parameter does it: 'expression { params.DEEP }'"
                 " true none\n");
    assert_stage("when { expression { params.DEEP == false } }\nsteps { sh 'a' }", runs);
    assert_stage("when { triggeredBy 'UserIdCause' }\nsteps { sh 'a' }",
                 "manual only a run that a person starts does it true none\n");
    assert_stage("input { message 'go?' }\nsteps { sh 'a' }",
                 "manual it asks a person first true none\n");
    assert_stage("steps { script { if (false) { sh 'a' } } }",
                 "disabled the `if` around it never leads there true none\n");
    assert_stage("steps { script { if (true) { } else { sh 'a' } } }",
                 "disabled the `if` around it never leads there true none\n");
    assert_stage("steps { script { if (params.DEEP && env.X) sh 'a' } }",
                 "manual only a run that sets a parameter does it true none\n");
}

static void conditions_say_what_starts_a_stage(void **state)
{
    (void)state;
    assert_jenkins("pipeline { stages {\n"
                   "stage('a') { when { buildingTag() } steps { sh 'x' } }\n"
                   "stage('b') { when { changeset 'web/**' } steps { sh 'x' } }\n"
                   "stage('c') { when { not { branch 'main' } } steps { sh 'x' } }\n"
                   "stage('d') { when { changeRequest() } steps { sh 'x' } } } }\n",
                   "workflow_job", "job events paths",
                   "Jenkinsfile:2 a tag none\nJenkinsfile:3 b none web/**\n"
                   "Jenkinsfile:4 c none none\nJenkinsfile:5 d pull_request none\n");
}

static void what_is_caught_does_not_count(void **state)
{
    (void)state;
    static const char counts[] = "automatic none true none\n";
    assert_stage("steps { sh 'a || true' }", "automatic none false its last command cannot fail\n");
    assert_stage("steps { sh(script: 'a', returnStatus: true) }",
                 "automatic none false returnStatus hands its failure to the pipeline\n");
    assert_stage("steps { sh(script: 'a', returnStdout: true) }", counts);
    assert_stage("steps { catchError(buildResult: 'SUCCESS', stageResult: 'FAILURE') { sh 'a' } }",
                 "automatic none false catchError leaves the build as SUCCESS\n");
    assert_stage("steps { catchError { sh 'a' } }", counts);
    assert_stage("steps { catchError(stageResult: 'FAILURE') { sh 'a' } }", counts);
    assert_stage("steps { warnError('x') { sh 'a' } }",
                 "automatic none false warnError makes the build unstable only\n");
    assert_stage("steps { script { try { sh 'a' } catch (e) { println e } } }",
                 "automatic none false the `catch` around it goes on\n");
    assert_stage("steps { script { try { sh 'a' } catch (e) { throw e } } }", counts);
    assert_stage(
        "steps { script { try { sh 'a' } catch (e) { currentBuild.result = 'FAILURE' } } }",
        counts);
    assert_stage("steps { script { try { sh 'a' } finally { println 'x' } } }", counts);
}

static void what_comes_after_a_question_waits_for_a_person(void **state)
{
    (void)state;
    assert_jenkins("node { sh 'a'\n input 'go?'\n sh 'b' }\n", "workflow_step",
                   "run uses activation",
                   "Jenkinsfile:1 a none automatic\n"
                   "Jenkinsfile:2 none input automatic\n"
                   "Jenkinsfile:3 b none manual\n");
}

static void texts_and_comments_are_told_apart(void **state)
{
    (void)state;
    static const char pipeline[] = "node {\n"
                                   "  sh 'it\\'s // no comment'\n"
                                   "  sh \"a ${b ? \"c\" : '}'} d\"\n"
                                   "  sh(/grep \\/x/)\n"
                                   "  sh $/ cat /etc/x /$\n"
                                   "  sh 'one ' +\n"
                                   "     'two'\n"
                                   "  sh '''#!/bin/bash -e\n"
                                   "a\\\n"
                                   "b\n"
                                   "'''\n"
                                   "  def x = 4 / 2 // 'sh'\n"
                                   "  sh 'last'\n"
                                   "}\n";
    assert_jenkins(pipeline, "workflow_step", "run shell lines",
                   "Jenkinsfile:2 it's // no comment sh -ex 2\n"
                   "Jenkinsfile:3 a ${b ? \"c\" : '}'} d sh -ex 3\n"
                   "Jenkinsfile:4 grep /x sh -ex 4\n"
                   "Jenkinsfile:5  cat /etc/x  sh -ex 5\n"
                   "Jenkinsfile:6 one two sh -ex 6\n"
                   "Jenkinsfile:8 #!/bin/bash -e\nab\n /bin/bash -e 8, 9\n"
                   "Jenkinsfile:13 last sh -ex 13\n");
}

static void what_hides_steps_is_a_gap(void **state)
{
    (void)state;
    assert_jenkins("buildPlugin(jdk: 17)\n", "workflow_step", "uses system",
                   "Jenkinsfile gap system=jenkins\nJenkinsfile:1 buildPlugin jenkins\n");
    assert_jenkins("node { load('ci/x.groovy').run() }\n", "workflow_job", "system",
                   "Jenkinsfile gap system=jenkins\n");
    assert_jenkins("node { sh 'a'\n", "workflow_step", "run", "Jenkinsfile gap\nJenkinsfile:1 a\n");
    assert_jenkins("node { sh 'a }\n", "workflow_job", "system",
                   "Jenkinsfile gap system=jenkins\n");
    assert_jenkins("node { sh command }\n", "workflow_step", "uses",
                   "Jenkinsfile gap\nJenkinsfile:1 sh\n");
    /* A method of the file is followed, also one that calls itself. */
    assert_jenkins("def a() { sh 'x'\n b() }\ndef b() { a() }\nnode { a() }\n", "workflow_step",
                   "run", "Jenkinsfile:1 x\n");
    assert_jenkins("class A { def s\n def go() { s.sh 'x' } }\nnode { echo 'y' }\n",
                   "workflow_step", "run uses", "Jenkinsfile:2 x none\nJenkinsfile:3 none echo\n");
}

static void only_pipelines_are_read(void **state)
{
    (void)state;
    static const char pipeline[] = "node { sh 'a' }\n";
    assert_rows_of("ci/release.jenkinsfile", pipeline, "workflow_step", "run",
                   "ci/release.jenkinsfile:1 a\n");
    assert_rows_of("Jenkinsfile.deploy", pipeline, "workflow_step", "run",
                   "Jenkinsfile.deploy:1 a\n");
    assert_rows_of("Jenkinsfile.md", pipeline, "workflow_step", "run", "");
    assert_rows_of("ci/build.groovy", pipeline, "workflow_step", "run", "ci/build.groovy:1 a\n");
    assert_rows_of("ci/build.groovy", "def call() { sh 'a' }\n", "workflow_step", "run", "");
    assert_rows_of("src/build.groovy", pipeline, "workflow_step", "run", "");
    assert_rows_of("web/Jenkinsfile", pipeline, "workflow_step", "run", "web/Jenkinsfile:1 a\n");
    assert_rows_of("vendor/acme/Jenkinsfile", pipeline, "workflow_step", "run", "");
    assert_rows_of("third_party/Jenkinsfile", "node { sh 'a'\n", "workflow", "system", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_declarative_pipeline_has_stages),
        cmocka_unit_test(a_scripted_pipeline_has_stages_too),
        cmocka_unit_test(conditions_say_what_never_runs),
        cmocka_unit_test(conditions_say_what_starts_a_stage),
        cmocka_unit_test(what_is_caught_does_not_count),
        cmocka_unit_test(what_comes_after_a_question_waits_for_a_person),
        cmocka_unit_test(texts_and_comments_are_told_apart),
        cmocka_unit_test(what_hides_steps_is_a_gap),
        cmocka_unit_test(only_pipelines_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
