#include "base/version_pep440.h"
#include "base/version_semver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef bool compare_function(struct text a, struct text b, int *out);

/* Every version against every other, and against itself. */
static void check_ascending(compare_function *compare, const char *const *versions)
{
    for (size_t i = 0; versions[i]; i++)
        for (size_t j = 0; versions[j]; j++) {
            int order = 7;
            int wanted = (i > j) - (i < j);
            if (!compare(text_of(versions[i]), text_of(versions[j]), &order) || order != wanted)
                fail_msg("'%s' and '%s' are %d, not %d", versions[i], versions[j], order, wanted);
        }
}

static void check_same(compare_function *compare, const char *const *pairs)
{
    for (size_t i = 0; pairs[i]; i += 2) {
        int order = 7;
        if (!compare(text_of(pairs[i]), text_of(pairs[i + 1]), &order) || order != 0)
            fail_msg("'%s' is not '%s'", pairs[i], pairs[i + 1]);
    }
}

static void check_refused(compare_function *compare, const char *const *texts)
{
    for (size_t i = 0; texts[i]; i++) {
        int order = 7;
        if (compare(text_of(texts[i]), text_of("1.0.0"), &order) ||
            compare(text_of("1.0.0"), text_of(texts[i]), &order) || order != 7)
            fail_msg("'%s' is taken as a version", texts[i]);
    }
}

static void semantic_versions_have_the_order_that_is_printed(void **state)
{
    (void)state;
    static const char *const numbers[] = {"1.0.0", "2.0.0", "2.1.0", "2.1.1", NULL};
    static const char *const sections_9_and_11[] = {
        "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
        "1.0.0-beta",  "1.0.0-beta.2",  "1.0.0-beta.11",
        "1.0.0-rc.1",  "1.0.0",         NULL};
    static const char *const all[] = {"0.0.0-0",
                                      "0.0.0-0.0",
                                      "0.0.0--",
                                      "0.0.0",
                                      "0.0.9",
                                      "0.0.10",
                                      "0.9.0",
                                      "0.10.0",
                                      "1.0.0--1",
                                      "1.0.0-0A.is.legal",
                                      "1.0.0-A",
                                      "1.0.0-a",
                                      "1.0.0-a.b",
                                      "1.0.0-a-b",
                                      "1.0.0",
                                      "9.0.0",
                                      "10.0.0",
                                      "18446744073709551615.0.0",
                                      "18446744073709551616.0.0-99999999999999999999",
                                      "18446744073709551616.0.0-100000000000000000000",
                                      "18446744073709551616.0.0",
                                      NULL};
    check_ascending(semver_compare, numbers);
    check_ascending(semver_compare, sections_9_and_11);
    check_ascending(semver_compare, all);
}

static void build_metadata_have_no_part_in_precedence(void **state)
{
    (void)state;
    static const char *const same[] = {"1.0.0-alpha+001",
                                       "1.0.0-alpha+20130313144700",
                                       "1.0.0+20130313144700",
                                       "1.0.0",
                                       "1.0.0-beta+exp.sha.5114f85",
                                       "1.0.0-beta",
                                       "1.0.0+21AF-26-D",
                                       "1.0.0+0-0.00",
                                       NULL};
    check_same(semver_compare, same);
}

static void what_is_no_semantic_version_has_no_order(void **state)
{
    (void)state;
    static const char *const refused[] = {"",
                                          "1",
                                          "1.2",
                                          "1.2.3.4",
                                          "v1.2.3",
                                          "V1.2.3",
                                          " 1.2.3",
                                          "1.2.3 ",
                                          "1.2.3\n",
                                          "01.2.3",
                                          "1.02.3",
                                          "1.2.03",
                                          "1.2.3-",
                                          "1.2.3+",
                                          "1.2.3-+b",
                                          "1.2.3-01",
                                          "1.2.3-a.01",
                                          "1.2.3-a..b",
                                          "1.2.3-.a",
                                          "1.2.3-a.",
                                          "1.2.3+a..b",
                                          "1.2.3+a+b",
                                          "1.2.3-a_b",
                                          "1.2.3-\xc3\xa9",
                                          "1.2.3+a_b",
                                          "1.2.-3",
                                          "-1.2.3",
                                          "1..3",
                                          ".2.3",
                                          "1.2.",
                                          "1.2.x",
                                          "a.b.c",
                                          "1.2-beta",
                                          "1.2.3-a/b",
                                          "1.2.3+a b",
                                          "+1.2.3",
                                          "1.2.3.DEV",
                                          "1.1.2+.123",
                                          "alpha.1",
                                          "1.2.3.4-pre",
                                          "9.8.7-whatever+meta+meta",
                                          "1.2-SNAPSHOT",
                                          NULL};
    check_refused(semver_compare, refused);
    struct semver semver;
    assert_false(semver_parse((struct text){.bytes = "1.2.3\0", .size = 6}, &semver));
    assert_false(semver_parse((struct text){0}, &semver));
}

static void a_semantic_version_is_its_parts(void **state)
{
    (void)state;
    struct semver semver;
    assert_true(semver_parse(text_of("1.20.3-x-y.7+b.01-2"), &semver));
    assert_true(text_equals(semver.numbers[0], "1") && text_equals(semver.numbers[1], "20") &&
                text_equals(semver.numbers[2], "3"));
    assert_true(text_equals(semver.pre_release, "x-y.7"));
    assert_true(text_equals(semver.build, "b.01-2"));
    assert_true(semver_parse(text_of("1.0.0+a-b"), &semver));
    assert_int_equal(semver.pre_release.size, 0);
}

static void python_versions_have_the_order_that_is_printed(void **state)
{
    (void)state;
    /* 'Summary of permitted suffixes and relative ordering' of PEP 440 */
    static const char *const summary[] = {"1.dev0",
                                          "1.0.dev456",
                                          "1.0a1",
                                          "1.0a2.dev456",
                                          "1.0a12.dev456",
                                          "1.0a12",
                                          "1.0b1.dev456",
                                          "1.0b2",
                                          "1.0b2.post345.dev456",
                                          "1.0b2.post345",
                                          "1.0rc1.dev456",
                                          "1.0rc1",
                                          "1.0",
                                          "1.0+abc.5",
                                          "1.0+abc.7",
                                          "1.0+5",
                                          "1.0.post456.dev34",
                                          "1.0.post456",
                                          "1.0.15",
                                          "1.1.dev1",
                                          NULL};
    /* 'Version epochs', 'Date based release segments' and its neighbours */
    static const char *const epochs[] = {"1.0",   "1.1",   "2.0",   "2013.10", "2014.04",
                                         "1!1.0", "1!1.1", "1!2.0", "2!0",     NULL};
    static const char *const releases[] = {"0.9",   "0.9.1", "0.9.2", "0.9.10", "0.9.11", "1.0",
                                           "1.0.1", "1.1",   "2.0",   "2.0.1",  NULL};
    static const char *const cycle[] = {"4.3a2", "4.3b2", "4.3rc2", "4.3", "4.3.post2", NULL};
    check_ascending(pep440_compare, summary);
    check_ascending(pep440_compare, epochs);
    check_ascending(pep440_compare, releases);
    check_ascending(pep440_compare, cycle);
}

static void local_versions_follow_their_release(void **state)
{
    (void)state;
    static const char *const locals[] = {
        "1.0a1+9",          "1.0",       "1.0+a",  "1.0+a.b",
        "1.0+a.1",          "1.0+b",     "1.0+0",  "1.0+0.a",
        "1.0+0.1",          "1.0+9",     "1.0+10", "1.0.post0.dev1",
        "1.0.post0.dev1+a", "1.0.post0", NULL};
    check_ascending(pep440_compare, locals);
}

static void spellings_of_one_python_version_are_equal(void **state)
{
    (void)state;
    static const char *const same[] = {"1.1RC1",
                                       "1.1rc1",
                                       "00",
                                       "0",
                                       "09000",
                                       "9000",
                                       "1.0+foo0100",
                                       "1.0+FOO0100",
                                       "1.1.a1",
                                       "1.1a1",
                                       "1.1-a1",
                                       "1.1a1",
                                       "1.1_a1",
                                       "1.1a1",
                                       "1.1a.1",
                                       "1.1a1",
                                       "1.1alpha1",
                                       "1.1a1",
                                       "1.1beta2",
                                       "1.1b2",
                                       "1.1c3",
                                       "1.1rc3",
                                       "1.1pre3",
                                       "1.1rc3",
                                       "1.1preview3",
                                       "1.1rc3",
                                       "1.2a",
                                       "1.2a0",
                                       "1.2-post2",
                                       "1.2.post2",
                                       "1.2post2",
                                       "1.2.post2",
                                       "1.2.post-2",
                                       "1.2.post2",
                                       "1.0-r4",
                                       "1.0.post4",
                                       "1.0.rev4",
                                       "1.0.post4",
                                       "1.2.post",
                                       "1.2.post0",
                                       "1.0-1",
                                       "1.0.post1",
                                       "1.2-dev2",
                                       "1.2.dev2",
                                       "1.2dev2",
                                       "1.2.dev2",
                                       "1.2.dev",
                                       "1.2.dev0",
                                       "1.0+ubuntu-1",
                                       "1.0+ubuntu.1",
                                       "1.0+a_1",
                                       "1.0+a.1",
                                       "v1.0",
                                       "1.0",
                                       "V1.0",
                                       "1.0",
                                       " 1.0\n",
                                       "1.0",
                                       "1.1",
                                       "1.1.0",
                                       "1.1",
                                       "1.1.0.0.0",
                                       "0!1.0",
                                       "1.0",
                                       "01!1.0",
                                       "1!1",
                                       "1.0a1-post2.dev3",
                                       "1.0a1.post2.dev3",
                                       "1.0+01",
                                       "1.0+1",
                                       "1.0-0",
                                       "1.0.post0",
                                       NULL};
    check_same(pep440_compare, same);
}

static void what_is_no_python_version_has_no_order(void **state)
{
    (void)state;
    static const char *const refused[] = {"",
                                          "v",
                                          "vv1",
                                          "french toast",
                                          "1.0+a+",
                                          "1.0++",
                                          "1.0+_foobar",
                                          "1.0+foo&asd",
                                          "1.0+1+1",
                                          "1.0+",
                                          "1.0+a.",
                                          "1.0+a..b",
                                          "1!",
                                          "!1",
                                          "1!!1",
                                          "1.0!1",
                                          "1.",
                                          "1..0",
                                          ".1",
                                          "1.0x",
                                          "1.0-",
                                          "1.0--1",
                                          "1.0..dev1",
                                          "1.0dev1dev2",
                                          "1.0a1b2",
                                          "1.0.post1.post2",
                                          "1.0.dev1.post1",
                                          "1.0 a1",
                                          "1.0a..1",
                                          "1.0\xc2\xa0",
                                          "1.0+\xc3\xa9",
                                          "1.*",
                                          "-1",
                                          "1.0_1",
                                          "1.0gamma1",
                                          "2.0.0-SNAPSHOT",
                                          "latest",
                                          NULL};
    check_refused(pep440_compare, refused);
    struct pep440 version;
    assert_false(pep440_parse((struct text){0}, &version));
    assert_false(pep440_parse((struct text){.bytes = "1.0\0", .size = 4}, &version));
}

static void numbers_of_python_versions_have_no_limit(void **state)
{
    (void)state;
    static const char *const ascending[] = {"1.0.dev99999999999999999999",
                                            "1.0.dev100000000000000000000",
                                            "1.0",
                                            "1.18446744073709551616",
                                            "1.100000000000000000000",
                                            "99999999999999999999!0",
                                            "100000000000000000000!0",
                                            NULL};
    check_ascending(pep440_compare, ascending);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(semantic_versions_have_the_order_that_is_printed),
        cmocka_unit_test(build_metadata_have_no_part_in_precedence),
        cmocka_unit_test(what_is_no_semantic_version_has_no_order),
        cmocka_unit_test(a_semantic_version_is_its_parts),
        cmocka_unit_test(python_versions_have_the_order_that_is_printed),
        cmocka_unit_test(local_versions_follow_their_release),
        cmocka_unit_test(spellings_of_one_python_version_are_equal),
        cmocka_unit_test(what_is_no_python_version_has_no_order),
        cmocka_unit_test(numbers_of_python_versions_have_no_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
