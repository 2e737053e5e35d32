#include "base/literals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct literals *built(const char *const *words, bool fold_case)
{
    struct literals *literals = literals_new();
    for (size_t i = 0; words[i]; i++)
        assert_int_equal(literals_add(literals, words[i]), i);
    literals_build(literals, fold_case);
    return literals;
}

static uint64_t search(const struct literals *literals, const char *bytes, size_t size)
{
    uint64_t hits = UINT64_MAX;
    bool any = literals_search(literals, (struct text){bytes, size}, &hits);
    assert_int_equal(any, hits != 0);
    return hits;
}

static void literals_within_literals_are_found(void **state)
{
    (void)state;
    static const char *const words[] = {"he", "she", "his", "hers", "he", NULL};
    struct literals *literals = built(words, false);
    assert_int_equal(literals_count(literals), 5);
    assert_int_equal(search(literals, "ushers", 6), 0x1b);
    assert_int_equal(search(literals, "his", 3), 0x04);
    assert_int_equal(search(literals, "sh", 2), 0);
    assert_int_equal(search(literals, "HE", 2), 0);
    assert_int_equal(search(literals, "", 0), 0);
    assert_int_equal(search(literals, NULL, 0), 0);
    literals_free(literals);
    literals_free(NULL);
}

static void a_suffix_of_a_suffix_is_found(void **state)
{
    (void)state;
    static const char *const words[] = {"abcde", "bcd", "cx", "d", NULL};
    struct literals *literals = built(words, false);
    assert_int_equal(search(literals, "abcdx", 5), 0x0a);
    assert_int_equal(search(literals, "abcx", 4), 0x04);
    assert_int_equal(search(literals, "abcde", 5), 0x0b);
    literals_free(literals);
}

static void any_bytes_may_stand_in_the_subject(void **state)
{
    (void)state;
    static const char *const words[] = {"key", "\xff\xfe", "\xc3\xa9", NULL};
    struct literals *literals = built(words, false);
    assert_int_equal(search(literals, "\0\0key\0", 6), 0x01);
    assert_int_equal(search(literals, "k\0ey", 4), 0);
    assert_int_equal(search(literals, "\xff\xff\xfe", 3), 0x02);
    assert_int_equal(search(literals, "\xc3\xa9", 2), 0x04);
    literals_free(literals);
}

static void ascii_case_is_folded_on_demand(void **state)
{
    (void)state;
    static const char *const words[] = {"Token", "SECRET", "[x]", "\xc3\x89", NULL};
    struct literals *literals = built(words, true);
    assert_int_equal(search(literals, "tOKEN", 5), 0x01);
    assert_int_equal(search(literals, "my secret", 9), 0x02);
    assert_int_equal(search(literals, "{X}", 3), 0);
    assert_int_equal(search(literals, "[X]", 3), 0x04);
    assert_int_equal(search(literals, "\xc3\xa9", 2), 0);
    assert_int_equal(search(literals, "\xc3\x89", 2), 0x08);
    literals_free(literals);
}

static void no_literal_and_the_empty_one(void **state)
{
    (void)state;
    static const char *const none[] = {NULL};
    struct literals *literals = built(none, false);
    uint64_t hits = 7;
    assert_false(literals_search(literals, text_of("abc"), &hits));
    assert_int_equal(hits, 7);
    literals_free(literals);
    static const char *const empty[] = {"", "a", NULL};
    literals = built(empty, false);
    assert_int_equal(search(literals, "", 0), 0x01);
    assert_int_equal(search(literals, "ba", 2), 0x03);
    literals_free(literals);
}

static void every_byte_can_be_a_class_of_its_own(void **state)
{
    (void)state;
    char all[256];
    for (size_t i = 0; i < 255; i++)
        all[i] = (char)(i + 1);
    all[255] = '\0';
    const char *const words[] = {all, all + 254, NULL};
    struct literals *literals = built(words, false);
    assert_int_equal(search(literals, all, 255), 0x03);
    assert_int_equal(search(literals, all, 254), 0);
    literals_free(literals);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static bool naive_has(const char *bytes, size_t size, const char *literal, bool fold_case)
{
    struct text text = {bytes, size};
    return (fold_case ? text_find_folded(text, literal) : text_find(text, literal)) != SIZE_MAX;
}

static void it_agrees_with_a_naive_search(void **state)
{
    (void)state;
    uint32_t seed = 20260301;
    for (int round = 0; round < 600; round++) {
        bool fold_case = round % 2;
        uint32_t letters = 2 + next_random(&seed) % 3;
        uint32_t count = 1 + next_random(&seed) % 150;
        char words[150][8];
        struct literals *literals = literals_new();
        for (uint32_t i = 0; i < count; i++) {
            uint32_t size = 1 + next_random(&seed) % 7;
            for (uint32_t k = 0; k < size; k++)
                words[i][k] =
                    (char)((next_random(&seed) % 2 ? 'a' : 'A') + next_random(&seed) % letters);
            words[i][size] = '\0';
            literals_add(literals, words[i]);
        }
        literals_build(literals, fold_case);
        char subject[200];
        size_t size = next_random(&seed) % sizeof(subject);
        for (size_t k = 0; k < size; k++)
            subject[k] =
                (char)(next_random(&seed) % 17 == 0
                           ? 0
                           : (next_random(&seed) % 2 ? 'a' : 'A') + next_random(&seed) % letters);
        uint64_t hits[3];
        bool any = literals_search(literals, (struct text){subject, size}, hits);
        bool expected_any = false;
        for (uint32_t i = 0; i < count; i++) {
            bool hit = hits[i / 64] >> (i % 64) & 1;
            expected_any |= hit;
            if (hit != naive_has(subject, size, words[i], fold_case))
                fail_msg("round %d: '%s' %d", round, words[i], hit);
        }
        assert_int_equal(any, expected_any);
        literals_free(literals);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_within_literals_are_found),
        cmocka_unit_test(a_suffix_of_a_suffix_is_found),
        cmocka_unit_test(any_bytes_may_stand_in_the_subject),
        cmocka_unit_test(ascii_case_is_folded_on_demand),
        cmocka_unit_test(no_literal_and_the_empty_one),
        cmocka_unit_test(every_byte_can_be_a_class_of_its_own),
        cmocka_unit_test(it_agrees_with_a_naive_search),
    };
    return cmocka_run_group_tests_name("literals", tests, NULL, NULL);
}
