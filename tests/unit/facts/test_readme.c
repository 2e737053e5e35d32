#include "rows.h"

static void assert_readme(const char *path, const char *content, const char *fields,
                          const char *expected)
{
    char row[160];
    snprintf(row, sizeof(row), "%s:1 %s\n", path, expected);
    assert_rows_of(path, content, "readme", fields, row);
}

static void a_full_readme_has_everything(void **state)
{
    (void)state;
    assert_readme("README.md",
                  "# Pay\n\nPay moves money between accounts.\n\n## Build\n\n```sh\n$ make build\n"
                  "```\n\nRun `./bin/pay serve`, and `make test` before a change.\n\n"
                  "## Support\n\nAsk in #payments.\n",
                  "root purpose install_command run_command test_command support commands "
                  "placeholder",
                  "true true true true true true 3 false");
}

static void badges_and_templates_are_no_purpose(void **state)
{
    (void)state;
    assert_readme("README.md",
                  "# Pay\n[![ci](https://x.io/a.svg)](https://x.io) [![b](c.svg)](d)\n"
                  "<!-- A sentence that nobody sees. -->\n",
                  "purpose sentences", "false 0");
    assert_readme("README.md",
                  "# Project Title\n\nOne Paragraph of project description goes here\n",
                  "purpose placeholder", "false true");
    assert_readme("README.md", "# Pay\n\nTODO: describe what this is\n", "purpose", "false");
    assert_readme("README.md", "# Pay\n## Usage\nPress the big red button.\n", "purpose", "true");
    assert_readme("README.md", "", "purpose commands", "false 0");
}

static void commands_are_commands(void **state)
{
    (void)state;
    assert_readme("README.md", "# P\n```python\nimport pay\npip install nothing\n```\n",
                  "install_command commands", "false 0");
    assert_readme("README.md", "# P\nRun `ci/test`.\n", "test_command", "true");
    assert_readme("README.md", "# P\nLook into `src/test`.\n", "test_command", "false");
    assert_readme("README.md", "# P\n```\n$ teapot run\n```\n", "run_command", "true");
    assert_readme("README.md", "# P\n```\nteapot run\n```\n", "run_command", "false");
    assert_readme("README.md", "# P\nUse `pip install pay`.\n", "install_command test_command",
                  "true false");
    assert_readme("README.md", "# P\nTests are good, make them.\n", "test_command commands",
                  "false 0");
    assert_readme("README.md", "# P\n```\npip install '.[test]'\npytest -q\n```\n",
                  "install_command test_command", "true true");
    assert_readme("README.rst",
                  "P\n=\n\nRun::\n\n   make install\n\n.. code-block:: sh\n\n   tox\n",
                  "install_command test_command commands", "true true 2");
    assert_readme("README.adoc", "= P\n\n----\nmake install\n----\n", "install_command", "true");
    assert_readme("README", "P\n\n    make install\n", "commands", "0");
}

static void a_test_is_one_of_the_repository(void **state)
{
    (void)state;
    static const char *const tests[] = {
        "make -j4 check",
        "make testacc TEST=./x",
        "go test ./...",
        "cargo nextest run",
        "cargo +nightly test",
        "npm t",
        "npm run test:unit",
        "yarn workspace web test",
        "pnpm --filter web test",
        "python -m pytest -q",
        "python manage.py test",
        "python3 tests/runtests.py",
        "poetry run pytest",
        "uv run --with x tox run",
        "bundle exec rspec",
        "docker compose run web rspec",
        "docker-compose -f docker-compose.test.yml up",
        "./mvnw clean verify",
        "./gradlew connectedAndroidTest",
        "cmake --build . --target check",
        "ninja -C build test",
        "bash scripts/test.sh",
        "./vendor/bin/phpunit",
        "./tests/run-all.sh",
        "node --test",
        "hatch run test",
        "xcodebuild -scheme Pay test",
    };
    static const char *const others[] = {
        "amtool config routes test --config.file=a.yml",
        "amtool alert query alertname=~'Test.*'",
        "make -C tests deps",
        "kubectl get pods -n test",
        "docker run -it test",
        "npm install --save-dev jest",
        "cargo install cargo-nextest",
        "curl http://localhost/test",
        "git checkout -b test",
        "cmake -B build-test -DBUILD_TESTING=ON",
        "mvn package -DskipTests",
        "make latest",
        "docker push acme/test",
        "terraform plan -var env=test",
    };
    char page[160];
    for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
        snprintf(page, sizeof(page), "# P\n```sh\n$ %s\n```\n", tests[i]);
        assert_readme("README.md", page, "test_command commands", "true 1");
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        snprintf(page, sizeof(page), "# P\n```sh\n$ %s\n```\n", others[i]);
        assert_readme("README.md", page, "test_command commands", "false 1");
    }
}

static void support_is_somewhere_to_go(void **state)
{
    (void)state;
    assert_readme("README.md", "# P\n## Contact\nTBD\n", "support", "false");
    assert_readme("README.md", "# P\nAsk in #payments.\n", "support", "true");
    assert_readme("README.md", "# P\nThe channel for it is **#team-pay**.\n", "support", "true");
    assert_readme("README.md", "# P\nAsk what #42 and C#sharp have in common.\n", "support",
                  "false");
    assert_readme("README.md", "# P\nUse #include in the first line.\n", "support", "false");
    assert_readme("README.md", "# P\nIssues can be reported at <https://acme.io>.\n", "support",
                  "true");
    assert_readme(
        "README.md",
        "# P\nThe [contributing page](CONTRIBUTING.md) says how to share your feedback.\n",
        "support", "true");
    assert_readme("README.md", "# P\nFeedback loops are closed by sensors.\n", "support", "false");
    assert_readme("README.md", "# P\n## Contact\n", "support", "false");
    assert_readme("README.md", "# P\n## Getting help\nAsk Ann.\n", "support", "true");
    assert_readme("README.md", "# P\nMaintained by the payments team.\n", "support", "true");
    assert_readme("README.md", "# P\nSee [SUPPORT](SUPPORT.md).\n", "support", "true");
    assert_readme("README.md", "# P\nIt helps.\n", "support", "false");
}

static void documentation_is_a_link(void **state)
{
    (void)state;
    assert_readme("README.md", "# P\n[Guide](docs/guide.md)\n", "documentation", "true");
    assert_readme("README.md", "# P\nhttps://pay.readthedocs.io\n", "documentation", "true");
    assert_readme("README.md", "# P\nThe documentation is missing.\n", "documentation", "false");
}

static void only_the_root_speaks_for_the_repository(void **state)
{
    (void)state;
    assert_readme("docs/README.md", "x\n", "root", "true");
    assert_readme("packages/a/README.md", "x\n", "root", "false");
    assert_rows_of("templates/README.md", "x\n", "readme", "root", "");
    assert_rows_of("README.py", "x\n", "readme", "root", "");
}

static void assert_contributing(const char *content, const char *expected)
{
    char row[120];
    snprintf(row, sizeof(row), "CONTRIBUTING.md:1 %s\n", expected);
    assert_rows_of("CONTRIBUTING.md", content, "contributing", "tests review sign_off test_command",
                   row);
}

static void a_review_is_one_of_a_change(void **state)
{
    (void)state;
    static const struct {
        const char *sentence;
        bool review;
    } said[] = {
        {"Your pull request will be reviewed by a maintainer.", true},
        {"Wait for a maintainer of this repository to review your change.", true},
        {"We review every patch within a week.", true},
        {"One of us has to approve it: two approvals are required.", true},
        {"Ask for a review in #pay.", true},
        {"All work goes through code review.", true},
        {"Nothing is merged without an approving review.", false},
        {"Nothing is merged before an approving review.", true},
        {"Once a member of the team has reviewed the design, start.", false},
        {"No pull requests that have not been approved in an issue.", false},
        {"Please review the guidelines before you open a pull request.", false},
        {"Review, approve, and merge the PR to enter prerelease mode.", false},
        {"A reviewed and approved list of licences is in legal/.", false},
        {"Wait for a maintainer. To review them is a joy.", false},
    };
    for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++)
        assert_contributing(said[i].sentence,
                            said[i].review ? "false true false false" : "false false false false");
}

static void contributing_states_what_a_change_needs(void **state)
{
    (void)state;
    assert_contributing("Add tests for every change. A maintainer reviews it. Sign off your "
                        "commits with `git commit -s` (DCO).\n",
                        "true true true false");
    assert_contributing("Run `make test`.\n", "true false false true");
    assert_contributing("A sign-off is not required. Thank you.\n", "false false false false");
    assert_contributing("We love pull requests.\n", "false false false false");
    assert_contributing("See [our guide](https://acme.io/contribute).\n",
                        "unknown unknown unknown unknown");
    assert_contributing("Changes are reviewed. See [our guide](https://acme.io/contribute).\n",
                        "unknown true unknown unknown");
    assert_rows_of("CONTRIBUTING.md", "# X\n## Tests\nTODO\n", "contributing", "placeholder",
                   "CONTRIBUTING.md:1 true\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_readme_has_everything),
        cmocka_unit_test(badges_and_templates_are_no_purpose),
        cmocka_unit_test(commands_are_commands),
        cmocka_unit_test(a_test_is_one_of_the_repository),
        cmocka_unit_test(support_is_somewhere_to_go),
        cmocka_unit_test(documentation_is_a_link),
        cmocka_unit_test(only_the_root_speaks_for_the_repository),
        cmocka_unit_test(a_review_is_one_of_a_change),
        cmocka_unit_test(contributing_states_what_a_change_needs),
    };
    return cmocka_run_group_tests_name("readme", tests, NULL, NULL);
}
