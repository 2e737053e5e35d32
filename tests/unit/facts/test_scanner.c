#include "facts/scanner_match.h"
#include "scanner_stage.h"

#define SCOPE "directory depth files first_only"

static void assert_script(const char *script, const char *fields, const char *expected)
{
    struct stage stage;
    stage_start(&stage);
    stage_script(&stage, script);
    assert_string_equal(stage_rows(&stage, fields), expected);
    stage_end(&stage);
}

static void assert_use(const char *sort, const char *use, const char *fields, const char *expected)
{
    struct stage stage;
    stage_start(&stage);
    stage_use(&stage, sort, use);
    assert_string_equal(stage_rows(&stage, fields), expected);
    stage_end(&stage);
}

static void a_command_tells_what_it_looks_at(void **state)
{
    (void)state;
    assert_script("snyk test", SCOPE, "snyk sca active . 0 none true\n");
    assert_script("snyk test services/api --all-projects", SCOPE,
                  "snyk sca active services/api 4 none none\n");
    assert_script("snyk test --all-projects --detection-depth=7", SCOPE,
                  "snyk sca active . 7 none none\n");
    assert_script("snyk test --file=api/pom.xml", SCOPE, "snyk sca active . 0 api/pom.xml none\n");
    assert_script("osv-scanner --lockfile=a/go.mod --lockfile b/go.mod", SCOPE,
                  "osv_scanner sca active . 0 a/go.mod, b/go.mod none\n");
    assert_script("osv-scanner scan source -r ./services/", SCOPE,
                  "osv_scanner sca active services -1 none none\n");
    assert_script("npm --prefix web audit", SCOPE, "npm_audit sca active web 0 none none\n");
    assert_script("govulncheck -C tools ./...", SCOPE,
                  "govulncheck sca active tools 0 none none\n");
    assert_script("grype dir:src --fail-on high", SCOPE " fails_at",
                  "grype sca active src -1 none none high\n");
    assert_script("zizmor .github/workflows/*.yml", "directory",
                  "zizmor sast active .github/workflows\n");
    assert_script("gosec ./cmd/...", "directory", "gosec sast active cmd\n");
    assert_use("task", "SnykSecurityScan@1 severityThreshold=medium failOnThreshold=critical",
               "fails_at", "snyk sca active critical\n");
    assert_script("gosec 2>&1 >out.txt ./... > /dev/null", "directory", "gosec sast active .\n");
    assert_script("fossa analyze --only-target cabal --team x api\nfossa test --project a api",
                  "directory",
                  "fossa licence active api\nfossa sca active api\n"
                  "fossa licence active api\nfossa sca active api\n");
    assert_script("fossa test > out", "directory", "fossa licence active .\nfossa sca active .\n");
    assert_script("pip-audit -r requirements.txt -r dev.txt", SCOPE,
                  "pip_audit sca active . 0 requirements.txt, dev.txt none\n");
}

static void variables_of_the_root_are_known(void **state)
{
    (void)state;
    assert_script("trivy fs --exit-code 1 --scanners vuln $GITHUB_WORKSPACE/api", SCOPE,
                  "trivy sca active api -1 none none\n");
    assert_script("trivy fs --exit-code 1 --scanners vuln \"$CI_PROJECT_DIR\"", SCOPE,
                  "trivy sca active . -1 none none\n");
    assert_script("trivy fs --exit-code 1 --scanners vuln $WHERE", "directory",
                  "trivy sca active unknown\n");
    assert_script("trivy fs --exit-code 1 --scanners vuln ../other", "directory",
                  "trivy sca active unknown\n");
}

static void it_runs_where_the_step_runs(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    struct value *cells = stage_script(&stage, "trivy fs --exit-code 1 --scanners vuln ..");
    cells[INVOCATION_DIRECTORY] = value_text("services/api");
    assert_string_equal(stage_rows(&stage, "directory"), "trivy sca active services\n");
    stage_end(&stage);
    stage_start(&stage);
    cells = stage_script(&stage, "npm audit");
    cells[INVOCATION_DIRECTORY] = value_unknown(&stage.arena, UNKNOWN_UNOBSERVABLE, "a matrix");
    assert_string_equal(stage_rows(&stage, "directory"), "npm_audit sca active unknown\n");
    stage_end(&stage);
}

static void a_file_is_told_from_a_folder(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    stage.files[stage.file_count++] =
        (struct memory_file){.path = "api/go.mod", .content = text_of("module a\n")};
    stage_script(&stage, "trivy fs --exit-code 1 --scanners vuln api/go.mod");
    assert_string_equal(stage_rows(&stage, "directory files"), "trivy sca active api api/go.mod\n");
    stage_end(&stage);
}

static void an_image_runs_its_program(void **state)
{
    (void)state;
    assert_script("docker run --rm aquasec/trivy:0.58 fs --exit-code 1 --scanners vuln /src/api",
                  "directory fails_at", "trivy sca active unknown any\n");
    assert_script("docker run zricethezav/gitleaks detect", "directory",
                  "gitleaks secrets active unknown\n");
    assert_script("docker run --rm semgrep/semgrep semgrep ci", "", "semgrep sast active\n");
    assert_script("docker pull aquasec/trivy", "", "");
    assert_use("image", "docker.io/aquasec/trivy@0.58 'args=fs --exit-code 1 --scanners vuln .'",
               "", "trivy sca active\n");
    assert_use("image", "aquasec/trivy@0.58", "", "");
}

static void what_is_mounted_lies_in_the_tree(void **state)
{
    (void)state;
#define TRIVY " aquasec/trivy:0.58 fs --exit-code 1 --scanners vuln "
    static const struct {
        const char *script, *directory;
    } cases[] = {
        {"docker run --rm -v $PWD:/src" TRIVY "/src/api", "api"},
        {"docker run -v \"$(pwd)/api:/src:ro\"" TRIVY "/src/", "api"},
        {"docker run -v./api:/src" TRIVY "/src/v2", "api/v2"},
        {"docker run --volume=$CI_PROJECT_DIR:/src" TRIVY "/src", "."},
        {"cd web && docker run -v .:/src" TRIVY "/src", "web"},
        {"docker run --mount type=bind,source=$PWD/api,target=/src" TRIVY "/src", "api"},
        {"docker run --mount=type=bind,src=api,dst=/src,readonly" TRIVY "/src", "api"},
        {"docker run -e A=b -v $PWD:/src -v $PWD/api:/src/a -w /src" TRIVY "./a", "api"},
        {"docker run -v $PWD:/src --workdir /src/api" TRIVY ".", "api"},
        {"docker run -v $PWD:/src" TRIVY ".", "unknown"}, /* in which folder it starts */
        {"docker run -v $PWD:/src" TRIVY "/srcs", "unknown"},
        {"docker run -v api:/src" TRIVY "/src", "unknown"}, /* a volume of that name */
        {"docker run -v $HOME:/src" TRIVY "/src", "unknown"},
        {"docker run -v /:/src -w /src" TRIVY ".", "unknown"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char expected[64];
        snprintf(expected, sizeof(expected), "trivy sca active %s\n", cases[i].directory);
        assert_script(cases[i].script, "directory", expected);
    }
    assert_script("docker run -v $PWD:/src zricethezav/gitleaks detect -s /src", "directory",
                  "gitleaks secrets active .\n");
    /* A folder that the image is known to start in. */
    assert_script("docker run -v $PWD:/src semgrep/semgrep semgrep scan --error", "directory",
                  "semgrep sast active .\n");
    assert_script("docker run -v $PWD:/app semgrep/semgrep semgrep scan --error", "directory",
                  "semgrep sast active unknown\n");
    assert_script("docker run -v $PWD:/src ghcr.io/google/osv-scanner -L /src/api/go.mod", "files",
                  "osv_scanner sca active api/go.mod\n");
    /* Another image runs what stands behind it. */
    assert_script("docker run -v $PWD/web:/app -w /app node:20 npm audit", "directory",
                  "npm_audit sca active web\n");
    assert_script("docker run -it ubuntu trivy fs --exit-code 1 --scanners vuln .", "directory",
                  "trivy sca active unknown\n");
    assert_use("image", "aquasec/trivy@0.58 'args=fs --exit-code 1 --scanners vuln .'", "directory",
               "trivy sca active .\n");
    assert_use("image",
               "aquasec/trivy@0.58 'args=fs --exit-code 1 --scanners vuln /github/workspace/api'",
               "directory", "trivy sca active api\n");
}

static void options_choose_the_purposes(void **state)
{
    (void)state;
    assert_script("trivy fs --exit-code 1 .", "", "trivy sca active\ntrivy secrets active\n");
    assert_script("trivy fs --exit-code 1 --scanners misconfig,license .", "",
                  "trivy iac active\ntrivy licence active\n");
    assert_script("trivy fs --exit-code 1 --scanners $WHAT .", "reason",
                  "trivy sca unknown what it looks for is not constant: '$WHAT'\n"
                  "trivy secrets unknown what it looks for is not constant: '$WHAT'\n");
    assert_use("action", "aquasecurity/trivy-action@1 exit-code=1", "directory",
               "trivy container active none\n");
    assert_use("action", "AquaSecurity/Trivy-Action@1 scan-type=fs scanners=secret exit-code=1", "",
               "trivy secrets active\n");
    assert_use("action", "aquasecurity/trivy-action@1 'scan-type=${{ matrix.type }}' exit-code=1",
               "",
               "trivy container unknown\ntrivy iac unknown\ntrivy sca unknown\n"
               "trivy secrets unknown\n");
    assert_use("action",
               "Checkmarx/ast-github-action@2 'additional_params=--scan-types sca,kics "
               "--threshold sca-high=1'",
               "", "checkmarx iac active\ncheckmarx sca active\n");
}

static void it_fails_or_it_does_not(void **state)
{
    (void)state;
    assert_script("trivy fs --scanners vuln .", "reason",
                  "trivy sca advisory what it finds fails nothing: `--exit-code` is not given\n");
    assert_script("trivy fs --scanners vuln --exit-code=0 .", "reason",
                  "trivy sca advisory what it finds fails nothing: `--exit-code` is '0'\n");
    assert_script(
        "trivy fs --scanners vuln --exit-code $CODE .", "reason",
        "trivy sca unknown whether it can fail only a run knows: `--exit-code` is '$CODE'\n");
    assert_script("checkov -d . --soft-fail", "reason",
                  "checkov iac advisory what it finds fails nothing: `--soft-fail` is given\n");
    assert_script("npm audit --audit-level=high", "fails_at", "npm_audit sca active high\n");
    assert_script("npm audit --audit-level moderate", "fails_at", "npm_audit sca active medium\n");
    assert_script("trivy image --exit-code 1 --severity CRITICAL,HIGH --ignore-unfixed app:1",
                  "fails_at ignores_unfixed", "trivy container active high true\n");
    assert_script("snyk test --severity-threshold=$LEVEL", "fails_at", "snyk sca active unknown\n");
    struct stage stage;
    stage_start(&stage);
    struct value *cells = stage_script(&stage, "npm audit");
    cells[INVOCATION_BLOCKING] = value_boolean(false);
    cells[INVOCATION_ADVISORY_REASON] = value_text("`|| true` behind it");
    assert_string_equal(stage_rows(&stage, "reason"),
                        "npm_audit sca advisory `|| true` behind it\n");
    stage_end(&stage);
    stage_start(&stage);
    cells = stage_script(&stage, "trivy fs --scanners vuln .");
    cells[INVOCATION_VARIABLES] =
        value_texts(&stage.arena, (const char *const[]){"TRIVY_EXIT_CODE=1"}, 1);
    assert_string_equal(stage_rows(&stage, ""), "trivy sca active\n");
    stage_end(&stage);
}

static void a_gate_makes_it_fail(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    stage_use(&stage, "action", "SonarSource/sonarqube-scan-action@v5");
    stage_use(&stage, "action", "SonarSource/sonarqube-quality-gate-action@v1");
    assert_string_equal(stage_rows(&stage, ""), "sonar sast active\n");
    stage_end(&stage);
    stage_start(&stage);
    stage_use(&stage, "plugin", "withSonarQubeEnv installationName=x");
    stage_use(&stage, "plugin", "waitForQualityGate abortPipeline=true");
    assert_string_equal(stage_rows(&stage, ""), "sonar sast active\n");
    stage_end(&stage);
    assert_script(
        "fossa analyze\nfossa test\n", "",
        "fossa licence active\nfossa sca active\nfossa licence active\nfossa sca active\n");
    assert_script("fossa analyze", "reason",
                  "fossa licence advisory what it finds fails nothing without fossa test\n"
                  "fossa sca advisory what it finds fails nothing without fossa test\n");
}

static void it_looks_at_what_is_installed(void **state)
{
    (void)state;
    static const char elsewhere[] = "pip-audit looks at what is installed, and its job installs "
                                    "nothing that a manifest asks for\n";
    assert_script("pip-audit", "", "pip_audit sca active\n");
    assert_script("pip install -r requirements.txt pip-audit\npip-audit", "",
                  "pip_audit sca active\n");
    assert_script("pip install '.[dev]'\npip-audit", "", "pip_audit sca active\n");
    assert_script("pip install poetry\npoetry install\npip-audit", "", "pip_audit sca active\n");
    assert_script("pip install pip-audit\npip-audit -r requirements.txt", "",
                  "pip_audit sca active\n");
    assert_script("pip install pip-audit\npip-audit .", "", "pip_audit sca active\n");
    struct stage stage;
    stage_start(&stage);
    stage_script(&stage, "pip install --upgrade pip\npip3 install pip-audit\npip-audit");
    struct value *other = stage_script(&stage, "pip install -r requirements.txt");
    other[INVOCATION_JOB] = value_text("another");
    struct fact_table table = stage_run(&stage);
    assert_int_equal(table.count, 1);
    const struct value *cell = &table.rows[0].cells[SCANNER_STATE];
    assert_int_equal(cell->kind, VALUE_UNKNOWN);
    assert_memory_equal(cell->unknown->reason, elsewhere, sizeof(elsewhere) - 2);
    stage_end(&stage);
}

static void assert_maven(const char *script, const char *pom, const char *expected)
{
    struct stage stage;
    stage_start(&stage);
    stage.files[stage.file_count++] =
        (struct memory_file){.path = "pom.xml", .content = text_of(pom)};
    stage_script(&stage, script);
    assert_string_equal(stage_rows(&stage, "reason"), expected);
    stage_end(&stage);
}

static void a_project_of_maven_sets_options(void **state)
{
    (void)state;
#define PLUGIN(settings)                                                              \
    "<plugin><artifactId>dependency-check-maven</artifactId><configuration>" settings \
    "</configuration></plugin>"
#define OTHER                                                                                   \
    "<plugin><artifactId>other</artifactId><configuration><failBuildOnCVSS>1</failBuildOnCVSS>" \
    "</configuration></plugin>"
    static const char check[] = "mvn -B dependency-check:check";
    static const char active[] = "dependency_check sca active none\n";
    assert_maven(check, "<project/>",
                 "dependency_check sca advisory what it finds fails nothing: "
                 "`-DfailBuildOnCVSS` is not given\n");
    assert_maven(check,
                 "<project><build><plugins>" OTHER PLUGIN(
                     "<failBuildOnCVSS>7</failBuildOnCVSS>") "</plugins></build></project>",
                 active);
    assert_maven(
        check,
        "<project><build><pluginManagement><plugins>" PLUGIN(
            "<failBuildOnCVSS>${limit}</failBuildOnCVSS>") "</plugins></pluginManagement></build>"
                                                           "<properties><limit>8</limit></"
                                                           "properties></project>",
        active);
    assert_maven(check,
                 "<project><properties><failBuildOnCVSS>9</failBuildOnCVSS></properties></project>",
                 active);
    assert_maven(check, "<project><build><plugins>" OTHER "</plugins></build></project>",
                 "dependency_check sca advisory what it finds fails nothing: "
                 "`-DfailBuildOnCVSS` is not given\n");
    /* The configuration is stronger than the command line; a property is weaker. */
    assert_maven("mvn dependency-check:check -DfailBuildOnCVSS=7",
                 "<project><build><plugins>" PLUGIN(
                     "<failBuildOnCVSS>11</failBuildOnCVSS>") "</plugins></build></project>",
                 "dependency_check sca advisory what it finds fails nothing: "
                 "`-DfailBuildOnCVSS` is '11'\n");
    assert_maven(
        "mvn dependency-check:check -DfailBuildOnCVSS=7",
        "<project><properties><failBuildOnCVSS>11</failBuildOnCVSS></properties></project>",
        active);
    assert_maven(check,
                 "<project><build><plugins>" PLUGIN(
                     "<failBuildOnCVSS>${open}</failBuildOnCVSS>") "</plugins></build></project>",
                 "dependency_check sca unknown whether it can fail only a run knows: "
                 "`-DfailBuildOnCVSS` is '${open}'\n");
    assert_maven("mvn -f sub/pom.xml dependency-check:check",
                 "<project><properties><failBuildOnCVSS>9</failBuildOnCVSS></properties></project>",
                 "dependency_check sca advisory what it finds fails nothing: "
                 "`-DfailBuildOnCVSS` is not given\n");
    assert_maven(check, "<project><build>",
                 "dependency_check sca advisory what it finds fails nothing: "
                 "`-DfailBuildOnCVSS` is not given\n");
#undef PLUGIN
#undef OTHER
}

static void a_profile_of_maven_builds_when_it_is_asked_for(void **state)
{
    (void)state;
    static const char pom[] =
        "<project><properties><failBuildOnCVSS>7</failBuildOnCVSS></properties>"
        "<modules><module>core</module></modules><profiles>"
        "<profile><id>all</id><modules><module>extra</module><module>core</module></modules>"
        "</profile><profile><id>c</id><modules><module>native</module></modules></profile>"
        "<profile><id>on</id><activation><activeByDefault>true</activeByDefault></activation>"
        "<modules><module>usual</module></modules></profile></profiles></project>";
    static const struct {
        const char *script, *expected;
    } cases[] = {
        {"mvn dependency-check:check", "dependency_check sca active extra/**, native/**\n"},
        {"mvn -Pall dependency-check:check", "dependency_check sca active native/**\n"},
        {"mvn -P x,c dependency-check:check", "dependency_check sca active extra/**\n"},
        {"mvn --activate-profiles=all,c dependency-check:check",
         "dependency_check sca active none\n"},
        {"mvn -P $PROFILES dependency-check:check", "dependency_check sca active none\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct stage stage;
        stage_start(&stage);
        stage.files[stage.file_count++] =
            (struct memory_file){.path = "pom.xml", .content = text_of(pom)};
        stage_script(&stage, cases[i].script);
        assert_string_equal(stage_rows(&stage, "excludes"), cases[i].expected);
        stage_end(&stage);
    }
}

static void it_starts_or_it_does_not(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    struct value *cells = stage_script(&stage, "gitleaks detect");
    cells[INVOCATION_EVENTS] = value_texts(&stage.arena, (const char *const[]){"release"}, 1);
    assert_string_equal(stage_rows(&stage, "reason"),
                        "gitleaks secrets manual only a release starts it\n");
    stage_end(&stage);
    /* Of what belongs to a release that is as it should be. */
    stage_start(&stage);
    cells = stage_script(&stage, "cosign sign --yes app");
    cells[INVOCATION_EVENTS] = value_texts(&stage.arena, (const char *const[]){"tag"}, 1);
    assert_string_equal(stage_rows(&stage, ""), "cosign signing active\n");
    stage_end(&stage);
    stage_start(&stage);
    cells = stage_use(&stage, "action", "actions/dependency-review-action@v4");
    cells[INVOCATION_EVENTS] = value_texts(&stage.arena, (const char *const[]){"push"}, 1);
    assert_string_equal(stage_rows(&stage, "reason"),
                        "dependency_review sca disabled it works only for pull_request, "
                        "pull_request_target or merge_group, which never start it\n");
    stage_end(&stage);
    stage_start(&stage);
    cells = stage_script(&stage, "gitleaks detect");
    cells[INVOCATION_ACTIVATION] = value_unknown(&stage.arena, UNKNOWN_UNOBSERVABLE, "a template");
    assert_string_equal(stage_rows(&stage, ""), "gitleaks secrets unknown\n");
    stage_end(&stage);
    assert_use("action", "actions/dependency-review-action@v4 vulnerability-check=false", "reason",
               "dependency_review sca disabled `vulnerability-check` is 'false'\n");
}

static void a_hook_needs_something_that_runs_it(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    struct value *cells =
        stage_use(&stage, "hook", "https://github.com/gitleaks/gitleaks#gitleaks@v8");
    cells[INVOCATION_SYSTEM] = value_text("pre_commit");
    cells[INVOCATION_WORKFLOW] = value_text(".pre-commit-config.yaml");
    cells[INVOCATION_ACTIVATION] = value_text("manual");
    cells[INVOCATION_ACTIVATION_REASON] = value_text("nothing in CI runs it");
    assert_string_equal(stage_rows(&stage, "reason"),
                        "gitleaks secrets declared nothing in CI runs it\n");
    cells[INVOCATION_ACTIVATION] = value_text("disabled");
    assert_string_equal(stage_rows(&stage, "reason"),
                        "gitleaks secrets disabled nothing in CI runs it\n");
    stage_end(&stage);
    assert_use("hook", "git@github.com:Gitleaks/gitleaks.git#gitleaks@v8", "",
               "gitleaks secrets active\n");
    assert_use("hook", "https://github.com/gitleaks/gitleaks#other@v8", "", "");
}

static void a_template_is_switched_off(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    struct value *cells = stage_use(&stage, "include", "Jobs/SAST.gitlab-ci.yml");
    cells[INVOCATION_SYSTEM] = value_text("gitlab");
    cells = stage_row(&stage, 2, ".gitlab-ci.yml");
    cells[WORKFLOW_VARIABLE_SYSTEM] = value_text("gitlab");
    cells[WORKFLOW_VARIABLE_NAME] = value_text("SAST_DISABLED");
    cells[WORKFLOW_VARIABLE_VALUE] = value_text("true");
    assert_string_equal(stage_rows(&stage, "reason"),
                        "gitlab_sast sast disabled `$SAST_DISABLED` is 'true'\n");
    /* The templates ask for these two values. */
    static const char *const others[] = {"", "false", "0"};
    for (size_t i = 0; i < 3; i++) {
        cells[WORKFLOW_VARIABLE_VALUE] = value_text(others[i]);
        assert_string_equal(stage_rows(&stage, "reason"),
                            "gitlab_sast sast advisory by design: the template allows failure\n");
    }
    cells = stage_row(&stage, 1, ".gitlab-ci.yml");
    cells[WORKFLOW_JOB_SYSTEM] = value_text("gitlab");
    cells[WORKFLOW_JOB_JOB] = value_text("semgrep-sast");
    cells[WORKFLOW_JOB_ACTIVATION] = value_text("disabled");
    assert_string_equal(stage_rows(&stage, "reason"),
                        "gitlab_sast sast disabled its job 'semgrep-sast' never runs\n");
    stage_end(&stage);
}

static void what_only_looks_like_a_tool(void **state)
{
    (void)state;
    static const char *const scripts[] = {
        "echo trivy fs .",
        "# trivy fs .",
        "apt-get install -y trivy",
        "snyk auth $TOKEN",
        "npm install -g snyk",
        "docker build -t aquasec/trivy .",
        "curl -sSfL https://raw.githubusercontent.com/aquasecurity/trivy/main/install.sh",
        "trivy --version",
        "command -v gitleaks",
        "git commit -m 'npm audit'",
        "npm audit fix",
        "make trivy",
    };
    for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
        assert_script(scripts[i], "", "");
    static const char *const actions[] = {
        "dependabot/fetch-metadata@v2",
        "snyk/actions/setup@1",
        "aquasecurity/setup-trivy@1",
        "github/codeql-action/init@v3",
        "anchore/scan-action/download-grype@v6",
        "peter-evans/enable-pull-request-automerge@v3",
    };
    for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++)
        assert_use("action", actions[i], "", "");
}

static void settings_of_a_service(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    static const char *const paths[] = {".deepsource.toml", "docs/.deepsource.toml",
                                        ".github/dependabot.yml", ".trivyignore", ".snyk"};
    for (size_t i = 0; i < 5; i++)
        stage.files[stage.file_count++] = (struct memory_file){.path = paths[i]};
    assert_string_equal(stage_rows(&stage, "sort"), "deepsource sast declared config\n"
                                                    "dependabot update declared config\n");
    stage_end(&stage);
}

static void what_cannot_be_read_is_a_gap(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    struct value *cells = stage_invocation(&stage, "command", "x");
    stage.rows[0][0].gap = true;
    for (size_t i = 0; i < INVOCATION_FIELD_COUNT; i++)
        cells[i] = value_unknown(&stage.arena, UNKNOWN_UNREADABLE, "malformed");
    assert_string_equal(stage_rows(&stage, ""), "gap\n");
    stage_end(&stage);
}

/* `languages` of the init steps, and the matrix of their job. */
static void assert_codeql(const char *const *languages, const char *const *matrix,
                          const char *expected)
{
    struct stage stage;
    stage_start(&stage);
    for (; languages && *languages; languages++)
        stage_use(
            &stage, "action",
            arena_printf(&stage.arena, "github/codeql-action/init@v3 'languages=%s'", *languages));
    stage_use(&stage, "action", "github/codeql-action/analyze@v3");
    if (matrix) {
        size_t count = 0;
        struct value *cells = stage_row(&stage, 1, ".github/workflows/check.yml");
        while (matrix[count])
            count++;
        cells[WORKFLOW_JOB_SYSTEM] = value_text("github");
        cells[WORKFLOW_JOB_JOB] = value_text("check");
        cells[WORKFLOW_JOB_MATRIX] = value_texts(&stage.arena, matrix, count);
    }
    const char *found = stage_rows(&stage, "languages");
    assert_string_equal(found, arena_printf(&stage.arena, "codeql sast active %s\n", expected));
    stage_end(&stage);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static void languages_stand_in_another_step(void **state)
{
    (void)state;
    assert_codeql(LIST("go"), NULL, "go");
    assert_codeql(LIST("javascript-typescript, python"), NULL, "javascript, typescript, python");
    assert_codeql(LIST("c-cpp"), NULL, "c, c++");
    /* A matrix that is put in makes several of the step. */
    assert_codeql(LIST("go", "csharp"), NULL, "go, c#");
    assert_codeql(
        NULL, NULL,
        "c, c++, c#, go, java, kotlin, javascript, typescript, python, ruby, rust, swift");
    assert_codeql(LIST("${{ inputs.languages }}"), NULL, "unknown");
    assert_codeql(LIST("${{ matrix.language }}"), NULL, "unknown");
    assert_codeql(LIST("${{ matrix.language }}"), LIST("language=go", "language=python", "os=x"),
                  "go, python");
    assert_codeql(LIST("${{matrix.language}}"), LIST("lang=go"), "unknown");
    assert_codeql(LIST("${{ matrix.language.name }}"), LIST("language=go"), "unknown");
}

static void a_matrix_makes_no_row_twice(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    for (size_t i = 0; i < 2; i++) {
        struct value *cells = stage_use(&stage, "action", "gitleaks/gitleaks-action@v2");
        stage.rows[0][i].line = 7;
        cells[INVOCATION_STEP] = value_integer(1);
    }
    assert_string_equal(stage_rows(&stage, ""), "gitleaks secrets active\n");
    stage_end(&stage);
}

static void names_of_repositories(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    static const char *const urls[] = {
        "https://github.com/a/b",          "https://github.com/a/b.git",   "git@github.com:a/b.git",
        "https://gitlab.example.com/a/b/", "ssh://git@github.com/a/b.git", "a/b",
    };
    for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++)
        assert_string_equal(scanner_repository_name(&stage.arena, urls[i]), "a/b");
    stage_end(&stage);
}

static void a_workflow_of_another_repository_may_run_anything(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    stage_use(&stage, "workflow", "acme/ci/.github/workflows/scan.yml@v1");
    assert_string_equal(stage_rows(&stage, ""), "gap\ngap\ngap\n");
    stage_end(&stage);
    stage_start(&stage);
    struct value *cells = stage_use(&stage, "workflow", "acme/ci/.github/workflows/scan.yml@v1");
    cells[INVOCATION_ACTIVATION] = value_text("manual");
    assert_string_equal(stage_rows(&stage, ""), "");
    stage_end(&stage);
    stage_start(&stage);
    cells = stage_use(&stage, "workflow", "acme/ci/.github/workflows/scan.yml@v1");
    cells[INVOCATION_EVENTS] = value_texts(&stage.arena, (const char *const[]){"issues"}, 1);
    assert_string_equal(stage_rows(&stage, ""), "");
    stage_end(&stage);
    assert_use("action", "acme/scan@v1", "", "");
}

static void stage_circleci_job(struct stage *stage, const char *uses)
{
    struct value *cells = stage_row(stage, 1, ".circleci/config.yml");
    cells[WORKFLOW_JOB_JOB] = value_text("main/scan");
    cells[WORKFLOW_JOB_USES] = value_text(uses);
}

static struct value *stage_orb(struct stage *stage, const char *use)
{
    struct value *cells = stage_use(stage, "orb", use);
    stage->rows[0][stage->tables[0].count - 1].path = ".circleci/config.yml";
    cells[INVOCATION_SYSTEM] = value_text("circleci");
    cells[INVOCATION_JOB] = value_text("main/scan");
    cells[INVOCATION_STEP] = (struct value){0};
    return cells;
}

static void a_job_of_an_orb_may_run_anything(void **state)
{
    (void)state;
    struct stage stage;
    stage_start(&stage);
    stage_orb(&stage, "acme/checks/scan@1");
    stage_circleci_job(&stage, "acme/checks/scan");
    assert_string_equal(stage_rows(&stage, ""), "gap\ngap\ngap\n");
    stage_end(&stage);
    stage_start(&stage); /* one that the catalogue knows */
    stage_orb(&stage, "circleci/aws-ecr/build_and_push_image@9");
    stage_circleci_job(&stage, "circleci/aws-ecr/build_and_push_image");
    assert_string_equal(stage_rows(&stage, ""), "package_publishing release active\n");
    stage_end(&stage);
    stage_start(&stage); /* the executor of a job that has steps of its own */
    stage_orb(&stage, "acme/checks/default@1");
    stage_circleci_job(&stage, NULL);
    assert_string_equal(stage_rows(&stage, ""), "");
    stage_end(&stage);
    stage_start(&stage); /* a command in a job's `pre-steps` */
    stage_orb(&stage, "acme/checks/scan@1")[INVOCATION_STEP] = value_integer(1);
    stage_circleci_job(&stage, "acme/checks/scan");
    assert_string_equal(stage_rows(&stage, ""), "");
    stage_end(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_tells_what_it_looks_at),
        cmocka_unit_test(variables_of_the_root_are_known),
        cmocka_unit_test(it_runs_where_the_step_runs),
        cmocka_unit_test(a_file_is_told_from_a_folder),
        cmocka_unit_test(an_image_runs_its_program),
        cmocka_unit_test(what_is_mounted_lies_in_the_tree),
        cmocka_unit_test(options_choose_the_purposes),
        cmocka_unit_test(it_fails_or_it_does_not),
        cmocka_unit_test(a_gate_makes_it_fail),
        cmocka_unit_test(it_starts_or_it_does_not),
        cmocka_unit_test(a_project_of_maven_sets_options),
        cmocka_unit_test(a_profile_of_maven_builds_when_it_is_asked_for),
        cmocka_unit_test(it_looks_at_what_is_installed),
        cmocka_unit_test(a_hook_needs_something_that_runs_it),
        cmocka_unit_test(a_template_is_switched_off),
        cmocka_unit_test(what_only_looks_like_a_tool),
        cmocka_unit_test(settings_of_a_service),
        cmocka_unit_test(what_cannot_be_read_is_a_gap),
        cmocka_unit_test(a_workflow_of_another_repository_may_run_anything),
        cmocka_unit_test(a_job_of_an_orb_may_run_anything),
        cmocka_unit_test(languages_stand_in_another_step),
        cmocka_unit_test(a_matrix_makes_no_row_twice),
        cmocka_unit_test(names_of_repositories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
