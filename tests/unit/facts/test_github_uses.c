#include "facts/github_uses.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, 4096);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void assert_part(const char *found, const char *expected)
{
    if (expected)
        assert_string_equal(found ? found : "(none)", expected);
    else
        assert_null(found);
}

static void uses_are_taken_apart(void **state)
{
    (void)state;
    static const struct {
        const char *uses;
        enum github_use_kind kind;
        const char *owner, *name, *ref;
    } cases[] = {
        {"actions/checkout@v4", GITHUB_USE_ACTION, "actions", "actions/checkout", "v4"},
        {"a/b/c/d@main", GITHUB_USE_ACTION, "a", "a/b/c/d", "main"},
        {"a/b", GITHUB_USE_ACTION, "a", "a/b", NULL},
        {"a/b@", GITHUB_USE_ACTION, "a", "a/b", NULL},
        {"a/b@feature/x@y", GITHUB_USE_ACTION, "a", "a/b", "feature/x@y"},
        {"a@v1", GITHUB_USE_ACTION, NULL, "a", "v1"},
        {"", GITHUB_USE_ACTION, NULL, NULL, NULL},
        {"a/b/.github/workflows/x.yml@v1", GITHUB_USE_WORKFLOW, "a", "a/b/.github/workflows/x.yml",
         "v1"},
        {"a/b/.github/workflows/x.yaml@v1", GITHUB_USE_WORKFLOW, "a",
         "a/b/.github/workflows/x.yaml", "v1"},
        {"a/b/.github/workflows@v1", GITHUB_USE_ACTION, "a", "a/b/.github/workflows", "v1"},
        {"./.github/actions/x", GITHUB_USE_LOCAL, NULL, "./.github/actions/x", NULL},
        {"./", GITHUB_USE_LOCAL, NULL, "./", NULL},
        {"$/.github/workflows/x.yml", GITHUB_USE_LOCAL, NULL, "$/.github/workflows/x.yml", NULL},
        {".", GITHUB_USE_LOCAL, NULL, ".", NULL},
        {"../x", GITHUB_USE_LOCAL, NULL, "../x", NULL},
        {"docker://alpine", GITHUB_USE_IMAGE, NULL, "alpine", NULL},
        {"docker://alpine:3.20", GITHUB_USE_IMAGE, NULL, "alpine", "3.20"},
        {"docker://h:5000/a/b", GITHUB_USE_IMAGE, NULL, "h:5000/a/b", NULL},
        {"docker://h:5000/a/b:1@sha256:ff", GITHUB_USE_IMAGE, NULL, "h:5000/a/b", "sha256:ff"},
        {"docker://a@sha256:ff", GITHUB_USE_IMAGE, NULL, "a", "sha256:ff"},
        {"docker://", GITHUB_USE_IMAGE, NULL, NULL, NULL},
        {"docker://a:", GITHUB_USE_IMAGE, NULL, "a", NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct github_use use = github_use_parse(&arena, cases[i].uses);
        if (use.kind != cases[i].kind)
            fail_msg("'%s' is of kind %d", cases[i].uses, use.kind);
        assert_part(use.owner, cases[i].owner);
        assert_part(use.name, cases[i].name);
        assert_part(use.ref, cases[i].ref);
    }
}

static void versions_are_found_in_comments(void **state)
{
    (void)state;
    static const struct {
        const char *rest;
        const char *version;
    } cases[] = {
        {" # v4.1.2", "v4.1.2"},
        {"  #v4", "v4"},
        {" # 4.1.2", "4.1.2"},
        {" # tag=v4.1.2", "v4.1.2"},
        {" # ratchet:actions/checkout@v4", "v4"},
        {" # pin v2.0.0-rc.1 (2024)", "v2.0.0-rc.1"},
        {" # renovate: tag=v1", "v1"},
        {" # codeql-bundle-v2.1", NULL},
        {" # see issue 12", NULL},
        {" # zizmor: ignore[unpinned-uses]", NULL},
        {" # 0123456789abcdef", NULL},
        {"", NULL},
        {" ", NULL},
        {"# v4", NULL},
        {" v4", NULL},
        {" #", NULL},
        {" # v", NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_part(github_version_comment(&arena, text_of(cases[i].rest)), cases[i].version);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uses_are_taken_apart),
        cmocka_unit_test(versions_are_found_in_comments),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
