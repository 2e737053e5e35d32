#include "base/glob.h"
#include "rows.h"

extern const struct recogniser fact_disclosure;

static void assert_disclosure(const char *content, const char *expected)
{
    char row[80];
    snprintf(row, sizeof(row), "SECURITY.md:1 %s\n", expected);
    assert_rows_of("SECURITY.md", content, "disclosure",
                   "supported_versions response_time placeholder", row);
}

static void times_are_promises_only_with_a_unit_and_a_verb(void **state)
{
    (void)state;
    assert_disclosure("We acknowledge reports within 3 business days.\n", "false 3d false");
    assert_disclosure("You will hear back in 48 hours.\n", "false 2d false");
    assert_disclosure("Expect a response within two weeks.\n", "false 14d false");
    assert_disclosure("We reply within 7 (seven) days.\n", "false 7d false");
    assert_disclosure("We triage in 24h. We answer within a week.\n", "false 1d false");
    assert_disclosure("We aim to confirm receipt within\nfive working days.\n", "false 5d false");
    assert_disclosure("Copyright 2023 MIT, version 2.\n", "false none false");
    assert_disclosure("We respond as fast as we can, since 2023.\n", "false none false");
    assert_disclosure("Embargoes last 90 days.\n", "false none false");
    assert_disclosure("", "false none false");
}

static void a_policy_elsewhere_is_not_known(void **state)
{
    (void)state;
    assert_disclosure("# Security\n\nOur policy is at <https://acme.io/security/>.\n",
                      "unknown unknown false");
    assert_disclosure("See https://acme.io/security. We answer within 3 days.\n",
                      "unknown 3d false");
    assert_disclosure("See https://acme.io/security or mail security@acme.io.\n",
                      "false none false");
    assert_disclosure("Use https://github.com/acme/pay/security/advisories/new here.\n",
                      "false none false");
    assert_disclosure("See https://acme.io/news for news.\n", "false none false");
    assert_rows_of("SECURITY.md", "Our policy is at <https://acme.io/security/>.\n", "disclosure",
                   "continued", "SECURITY.md:1 unknown\n");
    assert_rows_of("SECURITY.md", "Mail security@acme.io.\n", "disclosure", "continued",
                   "SECURITY.md:1 false\n");
}

/* Of a file that a recogniser wants and nobody can read nothing is known. */
static void only_documents_are_wanted(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        bool is_wanted;
    } cases[] = {
        {"docs/vulnerability-policy.md", true},
        {"VULNERABILITY", true},
        {"a/DISCLOSURE", true},
        {"docs/our-disclosure.rst", true},
        {"test/vuln-image.tar.gz", false},
        {"db/vulnerability.db", false},
        {"src/vulnerability.go", false},
    };
    struct arena arena;
    arena_init(&arena, 1 << 12);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        bool is_wanted = false;
        for (size_t k = 0; fact_disclosure.paths[k]; k++) {
            const char *problem = NULL;
            size_t at = 0;
            const struct glob *glob = glob_new(&arena, fact_disclosure.paths[k], &problem, &at);
            assert_non_null(glob);
            is_wanted |= glob_matches(glob, cases[i].path);
        }
        if (is_wanted != cases[i].is_wanted)
            fail_msg("%s is %s", cases[i].path, is_wanted ? "wanted" : "not wanted");
    }
    arena_release(&arena);
}

static void supported_versions_are_stated(void **state)
{
    (void)state;
    assert_disclosure("## Supported Versions\n| 2.x | yes |\n", "true none false");
    assert_disclosure("Only the latest release receives security fixes.\n", "true none false");
    assert_disclosure("Mail a@acme.io.\n", "false none false");
}

static void the_table_of_the_template_states_nothing(void **state)
{
    (void)state;
    assert_disclosure("## Supported Versions\n\n| 5.1.x | :white_check_mark: |\n| 5.0.x | :x: |\n"
                      "| 4.0.x | :white_check_mark: |\n| < 4.0 | :x: |\n",
                      "false none true");
    assert_disclosure("Tell them where to go, how often they can expect to get an update on a\n"
                      "reported vulnerability.\n",
                      "false none true");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_promises_only_with_a_unit_and_a_verb),
        cmocka_unit_test(a_policy_elsewhere_is_not_known),
        cmocka_unit_test(only_documents_are_wanted),
        cmocka_unit_test(supported_versions_are_stated),
        cmocka_unit_test(the_table_of_the_template_states_nothing),
    };
    return cmocka_run_group_tests_name("disclosure", tests, NULL, NULL);
}
