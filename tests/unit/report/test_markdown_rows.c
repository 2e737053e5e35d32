/* Rows that fit into a page, and those that do not. */
#include "report/markdown_change.h"
#include "report/markdown_rows.h"
#include "report/policy_diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void add_row(struct markdown_rows *rows, const char *row)
{
    markdown_row_begin(rows);
    buffer_add_string(rows->out, row);
    markdown_row_end(rows);
}

/* A row that does not fit is left out whole; a shorter one behind it may fit. */
static void test_rows(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, "head\n");
    struct markdown_rows rows = markdown_rows_of(&out, 15);
    add_row(&rows, "| a |\n");
    add_row(&rows, "| much too long |\n");
    add_row(&rows, "|b|\n");
    add_row(&rows, "|c|\n");
    markdown_rows_end(&rows);
    assert_string_equal(buffer_string(&out), "head\n| a |\n|b|\n\nand 2 more.\n");
    buffer_clear(&out);
    rows = markdown_rows_of(&out, 5);
    add_row(&rows, "| a |");
    markdown_rows_end(&rows);
    assert_string_equal(buffer_string(&out), "| a |");
    buffer_release(&out);
}

/* A policy whose every rule changed: the first are there, and the others counted. */
static void test_a_long_diff_of_policies(void **state)
{
    (void)state;
    enum { CHANGES = 30000 };
    struct policy_change *items = calloc(CHANGES, sizeof(*items));
    assert_non_null(items);
    for (size_t i = 0; i < CHANGES; i++)
        items[i] = (struct policy_change){.direction = CHANGE_LOOSER,
                                          .rule = "ACM001",
                                          .what = "severity",
                                          .before = "high",
                                          .after = "low",
                                          .place = {.path = "policies/acme.yml", .line = 1}};
    const struct policy_changes changes = {.items = items, .count = CHANGES, .looser = CHANGES};
    const struct policy_diff_names names = {"old", "new"};
    const struct report_options options = {.width = 80, .version = "1"};
    struct buffer out = BUFFER_EMPTY;
    policy_diff_write(&out, &changes, &names, "markdown", &options);
    assert_in_range(out.size, MARKDOWN_BYTES_MOST - 1000, MARKDOWN_BYTES_MOST + 1000);
    assert_non_null(strstr(buffer_string(&out), "30000 looser"));
    const char *rest = strstr(buffer_string(&out), "|\n\nand ");
    assert_non_null(rest);
    assert_true(string_ends_with(rest, " more.\n"));
    buffer_release(&out);
    free(items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_a_long_diff_of_policies),
    };
    return cmocka_run_group_tests_name("markdown_rows", tests, NULL, NULL);
}
