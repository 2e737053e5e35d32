#include "facts/foreign_glob.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct example {
    const char *pattern, *path;
    bool matches;
};

typedef const struct path_pattern *(*make)(struct path_patterns *patterns, const char *written);

static const struct path_pattern *minimatch(struct path_patterns *patterns, const char *written)
{
    return path_pattern_minimatch(patterns, written, false);
}

static void assert_examples(make pattern_of, const struct example *examples, size_t count)
{
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct path_patterns *patterns = path_patterns_new(&arena);
    /* Twice: what was made before means the same. */
    for (size_t i = 0; i < 2 * count; i++) {
        const struct example *example = &examples[i % count];
        bool matches = path_pattern_matches(pattern_of(patterns, example->pattern), example->path);
        if (matches != example->matches)
            fail_msg("'%s' %s '%s'", example->pattern, matches ? "matches" : "does not match",
                     example->path);
    }
    path_patterns_free(patterns);
    arena_release(&arena);
}

#define ASSERT_EXAMPLES(pattern_of, examples) \
    assert_examples(pattern_of, examples, sizeof(examples) / sizeof(*(examples)))

static void as_minimatch_reads_them(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"**/test/**", "test/a", true},
        {"**/test/**", "a/b/test/c/d", true},
        {"**/test/**", "a/tests/b", false},
        {"**/test/**", "test", false},
        {"*.json", "package.json", true},
        {"*.json", "a/package.json", false},
        {"*", ".hidden", true},
        {"a/*", "a/", false},
        {"a/?", "a/b", true},
        {"a?b", "a/b", false},
        {"a/[bc]", "a/c", true},
        {"a/[!bc]", "a/c", false},
        {"a[/]b", "a/b", false},
        {"[", "[", true},
        {"{a,b/c}.txt", "b/c.txt", true},
        {"{a,b{1,2}}", "b2", true},
        {"{a}", "{a}", true},
        {"v{1..3}", "v2", true},
        {"v{1..3}", "v4", false},
        {"!docs/*.txt", "docs/a.txt", false},
        {"!docs/*.txt", "src/a.txt", true},
        {"!!a", "a", true},
        {"#a", "#a", false},
        {"@(a|b).c", "b.c", true},
        {"+(a|b)", "abba", true},
        {"*(a)", "", true},
        {"?(a)b", "b", true},
        {"!(a|b).c", "d.c", true},
        {"!(a|b).c", "a.c", false},
        {"a.c", "abc", false},
        {"a\\*", "a*", true},
        {"A", "a", false},
        {"**", "a/b", true},
        {"a/**/b", "a/b", true},
        {"a/**/b", "a/x/y/b", true},
    };
    ASSERT_EXAMPLES(minimatch, examples);
}

static void as_renovate_reads_them(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"/(^|/)go\\.mod$/", "a/go.mod", true},
        {"/(^|/)go\\.mod$/", "a/go.mod.txt", false},
        {"/^A$/i", "a", true},
        {"/^A$/", "a", false},
        {"!/^a/", "b", true},
        {"!/^a/", "ab", false},
        {"/(/", "(", false},
        {"*", "a/b", true},
        {"npm", "NPM", true},
        {"**/*.TF", "a/main.tf", true},
    };
    ASSERT_EXAMPLES(path_pattern_renovate, examples);
}

static void as_ruby_reads_them(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"src/*", "src/utils/helper.rb", true},
        {"*.lock", "a/b/Gemfile.lock", true},
        {"test", "a/test/x", false},
        {"**/a", "x/y/a", true},
        {"{a,b}", "b", true},
        {"*", ".a", true},
        {"[!a]b", "ab", false},
    };
    ASSERT_EXAMPLES(path_pattern_fnmatch, examples);
}

static void as_github_reads_them(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"**.js", "a/b.js", true},
        {"*.js", "a/b.js", false},
        {"docs/**", "docs/a/b", true},
        {"**", "a/b", true},
        {"**/a.txt", "a.txt", true},
        {"a/*", "a/b/c", false},
        {"*.jsx?", "page.js", true},
        {"*.jsx?", "page.jsx", true},
        {"*.jsx?", "page.json", false},
        {"**/*.ya?ml", ".github/a.yml", true},
        {"v[12].[0-9]+", "v2.10", true},
        {"v[12].[0-9]+", "v3.1", false},
        {"**/docs/**", "docs/a.md", true},
        {"a\\*b", "a*b", true},
        {"a+", "aaa", true},
        {"[", "[", true},
        {"?", "?", true},
    };
    ASSERT_EXAMPLES(path_pattern_github, examples);
}

static void lists_with_a_no(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct path_patterns *patterns = path_patterns_new(&arena);
    const char *const both[] = {"a/**", "!a/b/**"};
    const char *const no[] = {"!a/**"};
    assert_true(path_pattern_list_matches(patterns, both, 2, "a/c"));
    assert_false(path_pattern_list_matches(patterns, both, 2, "a/b/c"));
    assert_false(path_pattern_list_matches(patterns, both, 2, "c"));
    assert_true(path_pattern_list_matches(patterns, no, 1, "c"));
    assert_false(path_pattern_list_matches(patterns, no, 1, "a/c"));
    assert_false(path_pattern_list_matches(patterns, no, 0, "c"));
    path_patterns_free(patterns);
    arena_release(&arena);
}

/* Braces within braces without end. */
static void what_nests_too_deeply_matches_nothing(void **state)
{
    (void)state;
    char deep[400] = "";
    for (size_t i = 0; i < 60; i++)
        strcat(deep, "{a,");
    for (size_t i = 0; i < 60; i++)
        strcat(deep, "}");
    const struct example examples[] = {{deep, "a", false}};
    ASSERT_EXAMPLES(minimatch, examples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_minimatch_reads_them),
        cmocka_unit_test(as_renovate_reads_them),
        cmocka_unit_test(as_ruby_reads_them),
        cmocka_unit_test(as_github_reads_them),
        cmocka_unit_test(lists_with_a_no),
        cmocka_unit_test(what_nests_too_deeply_matches_nothing),
    };
    return cmocka_run_group_tests_name("foreign_glob", tests, NULL, NULL);
}
