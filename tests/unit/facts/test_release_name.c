#include "facts/release_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void names_of_releases(void **state)
{
    (void)state;
    static const struct {
        const char *tag, *component, *version, *scheme;
        bool early;
    } cases[] = {
        {"v1.2.3", ".", "1.2.3", "semver", false},
        {"1.2.3", ".", "1.2.3", "semver", false},
        {"V1.2", ".", "1.2", "other", false},
        {"v0.10.0-rc.1", ".", "0.10.0-rc.1", "semver", true},
        {"v1.2.3+build.5", ".", "1.2.3+build.5", "semver", false},
        {"v1.2.3+rc", ".", "1.2.3+rc", "semver", false},
        {"v1.17.0-alpha20260812", ".", "1.17.0-alpha20260812", "semver", true},
        {"2.0.0-SNAPSHOT", ".", "2.0.0-SNAPSHOT", "semver", true},
        {"5.3.0.Final", ".", "5.3.0.Final", "other", false},
        {"33.0.0-jre", ".", "33.0.0-jre", "semver", false},
        {"1.0.0-feature", ".", "1.0.0-feature", "semver", true},
        {"1.2.3-4", ".", "1.2.3-4", "semver", false},
        {"3.0.0rc1", ".", "3.0.0rc1", "other", true},
        {"3.0b2", ".", "3.0b2", "other", true},
        {"r4.13-rc-2", ".", "4.13-rc-2", "other", true},
        {"r4.13.2", ".", "4.13.2", "semver", false},
        {"curl-8_21_0", "curl", "8.21.0", "semver", false},
        {"rc-8_22_0-2", ".", "8.22.0-2", "semver", true},
        {"REL_15_2", ".", "15.2", "other", false},
        {"release-1.2.3", ".", "1.2.3", "semver", false},
        {"release/v1.2.3", ".", "1.2.3", "semver", false},
        {"log4j-2.17.1", "log4j", "2.17.1", "semver", false},
        {"axum-core-v0.5.0", "axum-core", "0.5.0", "semver", false},
        {"sdk/go/v1.2.3", "sdk/go", "1.2.3", "semver", false},
        {"astro@5.0.0-beta.3", "astro", "5.0.0-beta.3", "semver", true},
        {"@astrojs/mdx@3.1.1", "@astrojs/mdx", "3.1.1", "semver", false},
        {"go1.21.0", "go", "1.21.0", "semver", false},
        {"python-3-1.2.0", "python-3", "1.2.0", "semver", false},
        {"2024.01.02", ".", "2024.01.02", "calendar", false},
        {"2024-01-02", ".", "2024-01-02", "calendar", false},
        {"release-20240102", ".", "20240102", "calendar", false},
        {"nightly-2024-01-02", ".", "2024-01-02", "calendar", true},
        {"scan-beta-v0.0.1", "scan-beta", "0.0.1", "semver", true},
        {"curl-7_15_6-prepipeline", "curl", "7.15.6-prepipeline", "semver", true},
        {"api-2024.1", "api", "2024.1", "calendar", false},
    };
    struct arena arena;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct release_name name;
        if (!release_name_parse(&arena, cases[i].tag, &name))
            fail_msg("'%s' is no release", cases[i].tag);
        if (strcmp(name.component, cases[i].component) != 0 ||
            strcmp(name.version, cases[i].version) != 0 ||
            strcmp(release_scheme_names[name.scheme], cases[i].scheme) != 0 ||
            name.prerelease != cases[i].early)
            fail_msg("'%s' is '%s' '%s' %s %d", cases[i].tag, name.component, name.version,
                     release_scheme_names[name.scheme], name.prerelease);
    }
    arena_release(&arena);
}

static void names_of_other_things(void **state)
{
    (void)state;
    static const char *const tags[] = {"v4",
                                       "latest",
                                       "nightly",
                                       "",
                                       "v",
                                       "1",
                                       "20241302",
                                       "12345678",
                                       "2024-13-02",
                                       "feature/x-1",
                                       "abc1.2x 3",
                                       "s3a1.2.3",
                                       "v1.2.3.4.5.6.7",
                                       "v1.2.3/notes",
                                       "fix-12",
                                       "backports/v0.5.x"};
    struct arena arena;
    arena_init(&arena, 4096);
    struct release_name name;
    for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
        if (release_name_parse(&arena, tags[i], &name))
            fail_msg("'%s' is a release: '%s' '%s'", tags[i], name.component, name.version);
    arena_release(&arena);
}

static void order_of_versions(void **state)
{
    (void)state;
    static const char *const rising[] = {
        "0.9",   "1.0-alpha", "1.0-beta", "1.0-rc.1", "1.0-rc.2",   "1.0-rc.10", "1.0",
        "1.0.1", "1.2.9",     "1.2.10",   "2.0.0",    "2024.01.02", "2024.01.10"};
    enum { COUNT = sizeof(rising) / sizeof(*rising) };
    for (size_t a = 0; a < COUNT; a++)
        for (size_t b = 0; b < COUNT; b++) {
            int order = release_version_order(rising[a], rising[b]);
            if ((order > 0) - (order < 0) != (a > b) - (a < b))
                fail_msg("'%s' and '%s': %d", rising[a], rising[b], order);
        }
    assert_int_equal(release_version_order("1.02", "1.2"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_releases),
        cmocka_unit_test(names_of_other_things),
        cmocka_unit_test(order_of_versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
