#include "base/table.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void what_was_set_is_found(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct table table;
    table_init(&table, &arena);
    assert_null(table_find(&table, "a"));
    assert_false(table_has(&table, "a"));
    int one = 1;
    int two = 2;
    assert_null(table_set(&table, "a", &one));
    assert_null(table_set(&table, "", &two));
    assert_null(table_set(&table, "nothing", NULL));
    assert_ptr_equal(table_find(&table, "a"), &one);
    assert_ptr_equal(table_find(&table, ""), &two);
    assert_true(table_has(&table, "nothing"));
    assert_null(table_find(&table, "nothing"));
    assert_ptr_equal(table_set(&table, "a", &two), &one);
    assert_ptr_equal(table_find(&table, "a"), &two);
    assert_int_equal(table.count, 3);
    arena_release(&arena);
}

static void many_keys_keep_their_order(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct table table;
    table_init(&table, &arena);
    enum { KEYS = 20000 };
    static int values[KEYS];
    for (int i = 0; i < KEYS; i++)
        assert_null(table_set(&table, arena_printf(&arena, "key-%d", i), &values[i]));
    for (int i = 0; i < KEYS; i++) {
        char *key = arena_printf(&arena, "key-%d", i);
        assert_ptr_equal(table_find(&table, key), &values[i]);
        assert_string_equal(table.entries[i].key, key);
    }
    assert_false(table_has(&table, "key-20000"));
    assert_int_equal(table.count, KEYS);
    arena_release(&arena);
}

static void hashes_depend_on_bytes_and_seed(void **state)
{
    (void)state;
    assert_true(hash_bytes("ab", 2, 0) == hash_bytes("abc", 2, 0));
    assert_true(hash_bytes("ab", 2, 0) != hash_bytes("ba", 2, 0));
    assert_true(hash_bytes("ab", 2, 0) != hash_bytes("ab", 2, 1));
    assert_true(hash_bytes("a\0b", 3, 0) != hash_bytes("a\0c", 3, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_set_is_found),
        cmocka_unit_test(many_keys_keep_their_order),
        cmocka_unit_test(hashes_depend_on_bytes_and_seed),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
