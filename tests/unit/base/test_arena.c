#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 64);
    for (size_t size = 1; size < 300; size++) {
        unsigned char *bytes = arena_alloc(&arena, 1, size);
        assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(bytes[i], 0);
        memset(bytes, 0xff, size);
    }
    arena_release(&arena);
}

static void reset_forgets_what_came_after_the_mark(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 64);
    char *kept = arena_strdup(&arena, "kept");
    struct arena_mark mark = arena_mark(&arena);
    char *first = arena_strdup(&arena, "scratch");
    arena_alloc(&arena, 1000, 1);
    arena_reset(&arena, mark);
    assert_string_equal(kept, "kept");
    assert_ptr_equal(arena_strdup(&arena, "again"), first);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(reset_forgets_what_came_after_the_mark),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
