#include "base/glob.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 16);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct glob *glob_of(const char *pattern)
{
    const char *problem = "";
    size_t at = 0;
    struct glob *glob = glob_new(&arena, pattern, &problem, &at);
    if (!glob)
        fail_msg("'%s': %s at %zu", pattern, problem, at);
    return glob;
}

struct expectation {
    const char *pattern;
    const char *matching[6];
    const char *other[6];
};

static void check_all(const struct expectation *expectations, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct expectation *expected = &expectations[i];
        struct glob *glob = glob_of(expected->pattern);
        for (size_t k = 0; k < 6 && expected->matching[k]; k++)
            if (!glob_matches(glob, expected->matching[k]))
                fail_msg("'%s' should match '%s'", expected->pattern, expected->matching[k]);
        for (size_t k = 0; k < 6 && expected->other[k]; k++)
            if (glob_matches(glob, expected->other[k]))
                fail_msg("'%s' should not match '%s'", expected->pattern, expected->other[k]);
    }
}

/* The expectations were compared with `git check-ignore` (2.39.5). */
static void stars_and_slashes_as_in_gitignore(void **state)
{
    (void)state;
    static const struct expectation expectations[] = {
        {"*.tf", {"main.tf", "a/b/main.tf", ".tf"}, {"main.tfvars", "main.tf/x", "a.tf.bak"}},
        {"README.md",
         {"README.md", "docs/README.md"},
         {"README.md/x", "OLDREADME.md", "readme.md"}},
        {"/README.md", {"README.md"}, {"docs/README.md"}},
        {"docs/*.md", {"docs/a.md", "docs/.md"}, {"docs/a/b.md", "x/docs/a.md", "docs/a.mdx"}},
        {"docs/**", {"docs/a", "docs/a/b"}, {"docs", "x/docs/a", "docs2/a"}},
        {"**/docs/**", {"docs/a", "x/docs/a/b"}, {"docs", "x/docs", "xdocs/a"}},
        {"a/**/b", {"a/b", "a/x/b", "a/x/y/b"}, {"a", "ab", "a/xb", "a/b/c", "x/a/b"}},
        {"a/**/**/b", {"a/b", "a/x/b"}, {"ab"}},
        {"**/foo", {"foo", "a/foo", "a/b/foo"}, {"foo/a", "afoo"}},
        {"**/foo/bar", {"foo/bar", "a/foo/bar"}, {"a/bar", "xfoo/bar", "foo/bar/x"}},
        {"**", {"a", "a/b", ".x"}, {""}},
        {"*", {"a", "a/b", ".hidden"}, {""}},
        {"/*", {"a", ".hidden"}, {"a/b"}},
        {"a/*/b", {"a/x/b"}, {"a/b", "a/x/y/b", "a//b/c"}},
        {"a/**b", {"a/b", "a/xb"}, {"a/x/b"}},
        {"a**b/c", {"ab/c", "axxb/c"}, {"a/b/c"}},
        {"***/c", {"c", "a/b/c"}, {"xc"}},
        {"?.c", {"a.c", "x/b.c"}, {"ab.c", ".c", "a/.c"}},
        {"a?b/x", {"a-b/x"}, {"a/b/x", "ab/x"}},
        {"*a*b*c", {"abc", "xaxbxc", "x/1a2b3c"}, {"acb", "a/bc", "abcd"}},
        {"src/**/*.test.*", {"src/a.test.js", "src/x/y/.test.c"}, {"src/a.js", "a.test.js"}},
        {"**/*x/y*/z", {"ax/y/z", "q/ax/yy/z", "x/y/x/y/z"}, {"x/y/x/z", "ax/b/y/z"}},
        {"a/**/x/**/b", {"a/x/b", "a/1/x/2/3/b", "a/x/x/b"}, {"a/1/b", "a/x"}},
    };
    check_all(expectations, sizeof(expectations) / sizeof(*expectations));
}

static void a_slash_at_the_end_takes_what_is_below(void **state)
{
    (void)state;
    static const struct expectation expectations[] = {
        {"docs/", {"docs/a", "x/docs/a/b"}, {"docs", "x/docs", "mydocs/a"}},
        {"/docs/", {"docs/a", "docs/a/b"}, {"x/docs/a", "docs"}},
        {"a/b/", {"a/b/c"}, {"x/a/b/c", "a/b"}},
        {"build*/", {"build/a", "x/build-1/a/b"}, {"build", "a/build"}},
        {"**/", {"a/b", "a/b/c"}, {"a"}},
        {"a/**/", {"a/b/c"}, {"a/b", "x/a/b/c"}},
    };
    check_all(expectations, sizeof(expectations) / sizeof(*expectations));
}

static void classes_and_quotes(void **state)
{
    (void)state;
    static const struct expectation expectations[] = {
        {"[a-c].txt", {"a.txt", "x/c.txt"}, {"d.txt", "A.txt", "-.txt"}},
        {"[!a-c].txt", {"d.txt", "-.txt"}, {"a.txt", "x/.txt", ".txt"}},
        {"[^a]b", {"bb"}, {"ab", "b"}},
        {"x/[!a]/b", {"x/b/b"}, {"x/a/b", "x///b"}},
        {"a[!x]b", {"a.b"}, {"a/b", "axb"}},
        {"[]x]", {"]", "x"}, {"[", "[]x]"}},
        {"[!]x]", {"a"}, {"]", "x"}},
        {"[a-]", {"a", "-"}, {"b"}},
        {"[\\]-a]", {"]", "^", "a"}, {"b", "-"}},
        {"[\\!a]", {"!", "a"}, {"b"}},
        {"[[:digit:][:upper:]_]", {"0", "Z", "_"}, {"a", ":", "["}},
        {"[![:space:]]", {"a"}, {" ", "\t"}},
        {"[a[:digit:]]x", {"ax", "0x"}, {"bx"}},
        {"[{,}]x", {"{x", ",x", "}x"}, {"x"}},
        {"a\\*b", {"a*b"}, {"axb", "a\\*b"}},
        {"\\!important", {"!important"}, {"important"}},
        {"\\[a]", {"[a]"}, {"a"}},
        {"\\{a,b\\}", {"{a,b}"}, {"a", "b"}},
        {"a\\\\b", {"a\\b"}, {"ab"}},
        {"a\\/b", {"a/b"}, {"x/a/b"}},
        {"caf\xc3\xa9", {"caf\xc3\xa9"}, {"cafe"}},
        {"*\xc3\xa9*", {"x/un \xc3\xa9t\xc3\xa9"}, {"\xc3\xa8"}},
        {"x#y z", {"x#y z"}, {"x"}},
    };
    check_all(expectations, sizeof(expectations) / sizeof(*expectations));
}

static void braces_are_expanded_first(void **state)
{
    (void)state;
    static const struct expectation expectations[] = {
        {"*.{yml,yaml}", {"a.yml", "x/a.yaml"}, {"a.y", "a.{yml,yaml}", "a.ymlyaml"}},
        {"{a,b}/{c,d}", {"a/c", "b/d", "a/d"}, {"a", "x/a/c", "a/b"}},
        {"x{,y}.c", {"x.c", "xy.c"}, {"xyy.c"}},
        {"{a,{b,c{d,e}}}", {"a", "b", "cd", "ce", "x/ce"}, {"c", "d"}},
        {"{src/,}main.c", {"src/main.c", "main.c", "x/main.c"}, {"x/src/main.d"}},
        {"{/a,b}.md", {"a.md", "b.md", "x/b.md"}, {"x/a.md"}},
        {"docs/{**/,}*.md", {"docs/a.md", "docs/x/a.md"}, {"a.md"}},
        {"{[,],x}", {",", "x"}, {"["}},
        {"{a\\,b,c}", {"a,b", "c"}, {"a", "b"}},
        {"{a}", {"a"}, {"{a}"}},
        {"a,b", {"a,b"}, {"a"}},
    };
    check_all(expectations, sizeof(expectations) / sizeof(*expectations));
}

static void what_is_malformed_says_where(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        size_t at;
        const char *part;
    } cases[] = {
        {"", 0, "empty"},
        {"/", 1, "empty"},
        {"a//b", 2, "empty"},
        {"//a", 1, "empty"},
        {"a//", 2, "empty"},
        {"!a", 0, "negated"},
        {"a\\", 1, "backslash"},
        {"x[a", 1, "not closed"},
        {"x[]", 1, "not closed"},
        {"x[!]", 1, "not closed"},
        {"x[a\\", 1, "not closed"},
        {"x[b-a]", 2, "out of order"},
        {"x[a/b]", 3, "slash"},
        {"[\xc3\xa9]", 1, "ASCII"},
        {"[[:letter:]]", 1, "no such class"},
        {"x/{a,b", 2, "brace is not closed"},
        {"a}", 1, "not opened"},
        {"{a,[b}", 3, "not closed"},
        {"./a", 0, "match nothing"},
        {"a/../b", 2, "match nothing"},
        {"x{/./,b}y", 1, "match nothing"},
        {"{,a}", 0, "alternative is empty"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const char *problem = NULL;
        size_t at = 99;
        if (glob_new(&arena, cases[i].pattern, &problem, &at))
            fail_msg("'%s' was accepted", cases[i].pattern);
        if (at != cases[i].at || !strstr(problem, cases[i].part))
            fail_msg("'%s': %s at %zu", cases[i].pattern, problem, at);
    }
}

static void expansion_is_bounded(void **state)
{
    (void)state;
    const char *problem = NULL;
    size_t at = 0;
    assert_non_null(glob_new(&arena, "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", &problem, &at));
    assert_null(glob_new(&arena, "x{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}", &problem, &at));
    assert_non_null(strstr(problem, "256"));
    assert_int_equal(at, 1);

    char pattern[LIMIT_PATH_BYTES + 2];
    memset(pattern, '{', 2000);
    memset(pattern + 2000, '}', 2000);
    pattern[1000] = 'a';
    pattern[4000] = '\0';
    assert_null(glob_new(&arena, pattern, &problem, &at));
    memset(pattern, 'a', LIMIT_PATH_BYTES + 1);
    pattern[LIMIT_PATH_BYTES + 1] = '\0';
    assert_null(glob_new(&arena, pattern, &problem, &at));
    assert_non_null(strstr(problem, "4096"));
    pattern[LIMIT_PATH_BYTES] = '\0';
    assert_non_null(glob_new(&arena, pattern, &problem, &at));
}

/* Would not end in the life of the test with a matcher that tries every split. */
static void no_pattern_explodes(void **state)
{
    (void)state;
    char path[LIMIT_PATH_BYTES + 1];
    memset(path, 'a', LIMIT_PATH_BYTES);
    path[LIMIT_PATH_BYTES] = '\0';
    assert_false(glob_matches(glob_of("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b*a"), path));
    for (size_t i = 1; i < LIMIT_PATH_BYTES; i += 2)
        path[i] = '/';
    path[LIMIT_PATH_BYTES - 1] = 'a';
    assert_false(glob_matches(
        glob_of("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b/**/a*"), path));
    assert_true(glob_matches(glob_of("**/a/**/a/**/a/**/a*"), path));
    char deep[2001];
    for (size_t i = 0; i + 1 < sizeof(deep); i += 2)
        memcpy(deep + i, "a/", 2);
    deep[sizeof(deep) - 3] = '?';
    deep[sizeof(deep) - 2] = 'b';
    deep[sizeof(deep) - 1] = '\0';
    assert_false(glob_matches(glob_of(arena_printf(&arena, "**/%s", deep)), path));
}

static void the_prefix_is_what_every_match_begins_with(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        const char *prefix;
    } cases[] = {
        {"docs/adr/**", "docs/adr/"},
        {"docs/adr-*", "docs/"},
        {"docs/adr/0001.md", "docs/adr/"},
        {"docs/adr/", "docs/adr/"},
        {"/docs/", "docs/"},
        {"docs/", ""},
        {"*.md", ""},
        {"**/a/b", ""},
        {"/a", ""},
        {"a/{b,c}/d", "a/"},
        {"a/{bb/x,bc/y}", "a/"},
        {"{a,b}/c", ""},
        {"a\\*/b", "a*/"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        if (strcmp(glob_prefix(glob_of(cases[i].pattern)), cases[i].prefix) != 0)
            fail_msg("'%s' begins with '%s'", cases[i].pattern,
                     glob_prefix(glob_of(cases[i].pattern)));
    assert_string_equal(glob_pattern(glob_of("a/{b,c}")), "a/{b,c}");
}

static void a_set_says_which_globs_match(void **state)
{
    (void)state;
    struct glob_set *set = glob_set_new(&arena);
    static const char *const patterns[] = {"*.md",       "README.md", "/README.md", "docs/**",
                                           "**/docs/**", "*",         "x*z",        "*.md"};
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(glob_set_add(set, glob_of(patterns[i])), i);
    glob_set_build(set);
    assert_int_equal(glob_set_count(set), 8);
    uint64_t hits = UINT64_MAX;
    assert_true(glob_set_match(set, "README.md", &hits));
    assert_int_equal(hits, 0xa7);
    assert_true(glob_set_match(set, "docs/README.md", &hits));
    assert_int_equal(hits, 0xbb);
    assert_true(glob_set_match(set, "a/docs/xyz", &hits));
    assert_int_equal(hits, 0x70);

    struct glob_set *empty = glob_set_new(&arena);
    glob_set_build(empty);
    assert_false(glob_set_match(empty, "a", &hits));
    struct glob_set *one = glob_set_new(&arena);
    glob_set_add(one, glob_of("*.c"));
    glob_set_build(one);
    hits = UINT64_MAX;
    assert_false(glob_set_match(one, "a.h", &hits));
    assert_int_equal(hits, 0);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static void write_random(uint32_t *seed, const char *const *parts, uint32_t part_count, char *out,
                         size_t size)
{
    size_t used = 0;
    uint32_t pieces = 1 + next_random(seed) % 7;
    for (uint32_t i = 0; i < pieces; i++) {
        const char *part = parts[next_random(seed) % part_count];
        size_t length = strlen(part);
        if (used + length + 1 > size)
            break;
        memcpy(out + used, part, length);
        used += length;
    }
    out[used] = '\0';
}

static struct glob_set *random_set(uint32_t *seed, const struct glob **globs, size_t most)
{
    static const char *const parts[] = {"a",  "b",    ".c", ".d",   "/",      "/",   "*",
                                        "**", "/**/", "?",  "[ab]", "{a,/b}", "**/", "x.c"};
    struct glob_set *set = glob_set_new(&arena);
    for (size_t count = 0; count < most;) {
        char pattern[64];
        write_random(seed, parts, 14, pattern, sizeof(pattern));
        const char *problem;
        size_t at;
        globs[count] = glob_new(&arena, pattern, &problem, &at);
        if (!globs[count])
            continue;
        assert_int_equal(glob_set_add(set, globs[count]), count);
        count++;
    }
    glob_set_build(set);
    return set;
}

static void check_set(const struct glob_set *set, const struct glob *const *globs, const char *path)
{
    uint64_t hits[2];
    bool any = glob_set_match(set, path, hits);
    bool expected_any = false;
    for (size_t i = 0; i < glob_set_count(set); i++) {
        bool hit = hits[i / 64] >> (i % 64) & 1;
        expected_any |= hit;
        if (hit != glob_matches(globs[i], path))
            fail_msg("'%s' on '%s': the set says %d", glob_pattern(globs[i]), path, hit);
        if (hit && strncmp(path, glob_prefix(globs[i]), strlen(glob_prefix(globs[i]))) != 0)
            fail_msg("'%s' on '%s': prefix", glob_pattern(globs[i]), path);
    }
    assert_int_equal(any, expected_any);
}

static void a_set_agrees_with_its_globs(void **state)
{
    (void)state;
    static const char *const parts[] = {"a", "b", ".c", ".d", "/a", "/b", "/", "x.c"};
    uint32_t seed = 20260301;
    for (int round = 0; round < 200; round++) {
        struct arena_mark mark = arena_mark(&arena);
        const struct glob *globs[100];
        struct glob_set *set = random_set(&seed, globs, 100);
        for (int k = 0; k < 60; k++) {
            char path[64];
            write_random(&seed, parts, 8, path, sizeof(path));
            check_set(set, globs, path);
        }
        arena_reset(&arena, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stars_and_slashes_as_in_gitignore),
        cmocka_unit_test(a_slash_at_the_end_takes_what_is_below),
        cmocka_unit_test(classes_and_quotes),
        cmocka_unit_test(braces_are_expanded_first),
        cmocka_unit_test(what_is_malformed_says_where),
        cmocka_unit_test(expansion_is_bounded),
        cmocka_unit_test(no_pattern_explodes),
        cmocka_unit_test(the_prefix_is_what_every_match_begins_with),
        cmocka_unit_test(a_set_says_which_globs_match),
        cmocka_unit_test(a_set_agrees_with_its_globs),
    };
    return cmocka_run_group_tests_name("glob", tests, set_up, tear_down);
}
