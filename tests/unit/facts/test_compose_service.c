#include "rows.h"

static void what_services_are_built_from(void **state)
{
    (void)state;
    static const struct {
        const char *service, *expected;
    } cases[] = {
        {"image: 'a:1'", "a:1 none"},
        {"build: .", "none d/Dockerfile"},
        {"build: ..", "none Dockerfile"},
        {"build: ../..", "none none"},
        {"build: ./a/", "none d/a/Dockerfile"},
        {"build: {context: a, dockerfile: b.Dockerfile}", "none d/a/b.Dockerfile"},
        {"build: {dockerfile: b.Dockerfile}", "none d/b.Dockerfile"},
        {"build: {dockerfile_inline: FROM a}", "none none"},
        {"build: 'https://acme.test/a.git'", "none none"},
        {"build: '${A}'", "none unknown"},
        {"build: {dockerfile: '${A}'}", "none unknown"},
        {"build: null, image: '${A}'", "unknown none"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char content[200], expected[100];
        snprintf(content, sizeof(content), "services:\n  a: {%s}\n", cases[i].service);
        snprintf(expected, sizeof(expected), "d/compose.yaml:2 a %s\n", cases[i].expected);
        assert_rows_of("d/compose.yaml", content, "compose_service", "name image dockerfile",
                       expected);
    }
}

static void how_health_is_asked(void **state)
{
    (void)state;
    static const struct {
        const char *service, *expected;
    } cases[] = {
        {"image: a", "false false"},
        {"healthcheck: {test: a}", "true false"},
        {"healthcheck: {test: [CMD, a]}", "true false"},
        {"healthcheck: {test: [NONE]}", "false false"},
        {"healthcheck: {test: NONE}", "false false"},
        {"healthcheck: {test: []}", "false false"},
        {"healthcheck: {interval: 1s}", "false false"},
        {"healthcheck: {test: a, disable: true}", "false false"},
        {"healthcheck: {test: a, disable: false}", "true false"},
        {"healthcheck: text", "false false"},
        {"restart: always", "false true"},
        {"restart: 'no'", "false false"},
        {"deploy: {restart_policy: {condition: any}}", "false true"},
        {"deploy: {restart_policy: {condition: none}}", "false false"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char content[200], expected[100];
        snprintf(content, sizeof(content), "services:\n  a: {%s}\n", cases[i].service);
        snprintf(expected, sizeof(expected), "docker-compose.yml:2 %s\n", cases[i].expected);
        assert_rows_of("docker-compose.yml", content, "compose_service", "healthcheck restarts",
                       expected);
    }
}

static void malformed_files_hold_nothing(void **state)
{
    (void)state;
    assert_rows_of("compose.yaml", "services: [a]\n", "compose_service", "name", "");
    assert_rows_of("compose.yaml", "services: {a: text, b: }\n", "compose_service",
                   "name dockerfile", "compose.yaml:1 a none\ncompose.yaml:1 b none\n");
    assert_rows_of("compose.yaml", "", "compose_service", "name", "");
    assert_rows_of("tests/compose.yaml", "a: [", "compose_service", "test",
                   "tests/compose.yaml gap test=true\n");
    assert_rows_of("compositions.yaml", "services: {a: {}}\n", "compose_service", "name", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_services_are_built_from),
        cmocka_unit_test(how_health_is_asked),
        cmocka_unit_test(malformed_files_hold_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
