#include "engine/line_hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The vectors of codeql-action's own tests. */
static void assert_hashes(const char *source, size_t size, const char *const *wanted)
{
    struct arena arena;
    arena_init(&arena, 4096);
    size_t count = 0;
    while (wanted[count])
        count++;
    uint32_t lines[32];
    const char *out[32];
    for (size_t i = 0; i <= count; i++)
        lines[i] = (uint32_t)i + 1;
    line_hash_lines(&arena, (struct text){source, size}, lines, count + 1, out);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(out[i], wanted[i]);
    assert_null(out[count]); /* there is no such line */
    arena_release(&arena);
}

static void test_upstream_vectors(void **state)
{
    (void)state;
    static const char *const empty[] = {"c129715d7a2bc9a3:1", NULL};
    assert_hashes("", 0, empty);
    static const char *const spaces[] = {"271789c17abda88f:1", "54703d4cd895b18:1",
                                         "180aee12dab6264:1", "a23a3dc5e078b07b:1", NULL};
    const char *text = " a\nb\n  \t\tc\n d";
    assert_hashes(text, strlen(text), spaces);
    static const char *const program[] = {
        "e54938cc54b302f1:1", "bb609acbe9138d60:1", "1131fd5871777f34:1",
        "5c482a0f8b35ea28:1", "54517377da7028d2:1", "2c644846cb18d53e:1",
        "f1b89f20de0d133:1",  "c129715d7a2bc9a3:1", NULL};
    text = "x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n";
    assert_hashes(text, strlen(text), program);
    static const char *const lorem[] = {
        "a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4",
        "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1",
        "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1", NULL};
    char repeated[400] = "";
    for (size_t i = 0; i < 10; i++)
        memcpy(repeated + i * 28, "Lorem ipsum dolor sit amet.\n", 29);
    assert_hashes(repeated, 280, lorem);
}

static void test_line_ends_are_equal(void **state)
{
    (void)state;
    static const char *const wanted[] = {"271789c17abda88f:1", "54703d4cd895b18:1",
                                         "180aee12dab6264:1", "a23a3dc5e078b07b:1", NULL};
    static const char *const texts[] = {" a\r\nb\r\n  \t\tc\r\n d", " a\rb\r  \t\tc\r d"};
    for (size_t i = 0; i < 2; i++)
        assert_hashes(texts[i], strlen(texts[i]), wanted);
}

/* Lines may be asked for twice, and lines that are not there. */
static void test_lines_asked_for(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    const uint32_t lines[] = {2, 2, 4, 9};
    const char *out[4];
    line_hash_lines(&arena, text_of(" a\nb\n  \t\tc\n d"), lines, 4, out);
    assert_string_equal(out[0], "54703d4cd895b18:1");
    assert_string_equal(out[1], "54703d4cd895b18:1");
    assert_string_equal(out[2], "a23a3dc5e078b07b:1");
    assert_null(out[3]);
    line_hash_lines(&arena, text_of("\xff\xfe\xF0\x9F\x98\x80"), lines, 4, out);
    assert_null(out[0]);
    arena_release(&arena);
}

static void test_absence_has_a_stable_value(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    const char *one = line_hash_of_absence(&arena, "ADR001", "https://x/y", "");
    assert_int_equal(strlen(one), 18);
    assert_string_equal(one + 16, ":1");
    assert_string_equal(one, line_hash_of_absence(&arena, "ADR001", "https://x/y", ""));
    assert_string_not_equal(one, line_hash_of_absence(&arena, "ADR002", "https://x/y", ""));
    assert_string_not_equal(one, line_hash_of_absence(&arena, "ADR001", "https://x/z", ""));
    assert_string_not_equal(one, line_hash_of_absence(&arena, "ADR001", "https://x/y", "a"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_upstream_vectors),
        cmocka_unit_test(test_line_ends_are_equal),
        cmocka_unit_test(test_lines_asked_for),
        cmocka_unit_test(test_absence_has_a_stable_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
