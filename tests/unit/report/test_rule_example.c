/* Which worlds are shown: those that are soonest understood. */
#include "report/rule_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { PARTS = 2 };

struct world {
    struct example example;
    struct example_part parts[PARTS];
};

/* A world of one file of that many bytes, and a finding in `found`. */
static struct world world_of(const char *name, enum test_kind kind, enum verdict verdict,
                             size_t size, const char *found)
{
    struct world world = {
        .example = {.name = name,
                    .kind = kind,
                    .verdict = verdict,
                    .path = found,
                    .size = size,
                    .part_count = 1,
                    .file_count = 1},
        .parts = {{.kind = EXAMPLE_FILE, .name = "a.yml"}},
    };
    return world;
}

static struct example_list list_of(struct example *items, struct world *worlds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        worlds[i].example.parts = worlds[i].parts;
        items[i] = worlds[i].example;
    }
    return (struct example_list){.items = items, .count = count};
}

static void the_smallest_that_fails_is_shown(void **state)
{
    (void)state;
    struct world worlds[] = {
        world_of("passes", TEST_PASSES, VERDICT_PASS, 1, NULL),
        world_of("long", TEST_FAILS, VERDICT_FAIL, 900, "a.yml"),
        world_of("short", TEST_FAILS, VERDICT_FAIL, 90, "a.yml"),
        world_of("near", TEST_NEAR_MISS, VERDICT_FAIL, 9, "a.yml"),
    };
    struct example items[4];
    struct example_list list = list_of(items, worlds, 4);
    assert_string_equal(example_bad(&list)->name, "short");
}

static void the_first_comes_before_one_that_is_a_little_shorter(void **state)
{
    (void)state;
    struct world worlds[] = {
        world_of("first", TEST_FAILS, VERDICT_FAIL, 190, "a.yml"),
        world_of("second", TEST_FAILS, VERDICT_FAIL, 90, "a.yml"),
    };
    struct example items[2];
    struct example_list list = list_of(items, worlds, 2);
    assert_string_equal(example_bad(&list)->name, "first");
}

static void a_finding_in_a_file_comes_before_one_elsewhere(void **state)
{
    (void)state;
    struct world worlds[] = {
        world_of("nothing there", TEST_FAILS, VERDICT_FAIL, 9, "b.yml"),
        world_of("there", TEST_FAILS, VERDICT_FAIL, 900, "a.yml"),
    };
    struct example items[2];
    struct example_list list = list_of(items, worlds, 2);
    assert_string_equal(example_bad(&list)->name, "there");
}

static void files_come_before_commits(void **state)
{
    (void)state;
    struct world worlds[] = {
        world_of("commits", TEST_FAILS, VERDICT_FAIL, 10, "a.yml"),
        world_of("files", TEST_FAILS, VERDICT_FAIL, 40, "a.yml"),
    };
    worlds[0].parts[1] = (struct example_part){.kind = EXAMPLE_COMMIT, .name = ""};
    worlds[0].example.part_count = 2;
    struct example items[2];
    struct example_list list = list_of(items, worlds, 2);
    assert_string_equal(example_bad(&list)->name, "files");
}

static void theatre_is_shown_beside_what_plainly_fails(void **state)
{
    (void)state;
    struct world worlds[] = {
        world_of("fails", TEST_FAILS, VERDICT_FAIL, 10, "a.yml"),
        world_of("theatre that passes", TEST_THEATRE, VERDICT_PASS, 10, NULL),
        world_of("theatre", TEST_THEATRE, VERDICT_FAIL, 40, "a.yml"),
    };
    struct example items[3];
    struct example_list list = list_of(items, worlds, 3);
    const struct example *bad = example_bad(&list);
    assert_string_equal(example_theatre(&list, bad)->name, "theatre");
    assert_null(example_theatre(&list, &items[2]));
}

static void the_good_one_has_the_files_of_the_bad_one(void **state)
{
    (void)state;
    struct world worlds[] = {
        world_of("bad", TEST_FAILS, VERDICT_FAIL, 10, "a.yml"),
        world_of("other file", TEST_PASSES, VERDICT_PASS, 500, NULL),
        world_of("same file", TEST_PASSES, VERDICT_PASS, 600, NULL),
    };
    worlds[1].parts[0].name = "b.yml";
    struct example items[3];
    struct example_list list = list_of(items, worlds, 3);
    assert_string_equal(example_good(&list, example_bad(&list))->name, "same file");
    assert_string_equal(example_good(&list, NULL)->name, "other file");
}

static void there_may_be_none(void **state)
{
    (void)state;
    struct example_list none = {0};
    assert_null(example_bad(&none));
    assert_null(example_good(&none, NULL));
    assert_null(example_theatre(&none, NULL));
    struct world worlds[] = {world_of("u", TEST_UNKNOWN, VERDICT_UNKNOWN, 1, NULL)};
    struct example items[1];
    struct example_list list = list_of(items, worlds, 1);
    assert_null(example_bad(&list));
    assert_null(example_good(&list, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_that_fails_is_shown),
        cmocka_unit_test(the_first_comes_before_one_that_is_a_little_shorter),
        cmocka_unit_test(a_finding_in_a_file_comes_before_one_elsewhere),
        cmocka_unit_test(files_come_before_commits),
        cmocka_unit_test(theatre_is_shown_beside_what_plainly_fails),
        cmocka_unit_test(the_good_one_has_the_files_of_the_bad_one),
        cmocka_unit_test(there_may_be_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
