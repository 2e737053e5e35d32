#include "base/date.h"
#include "facts/prose_date.h"
#include "facts/review_date.h"
#include "rows.h"

#include <stdio.h>

static void assert_days(const char *text, const char *expected)
{
    char days[200] = "";
    int32_t day;
    for (size_t from = 0; prose_date_next(text_of(text), &from, &day);) {
        char written[DATE_TEXT_SIZE];
        date_format(day, written);
        (void)snprintf(days + strlen(days), sizeof(days) - strlen(days), "%s ", written);
    }
    assert_string_equal(days, expected);
}

static void days_as_people_write_them(void **state)
{
    (void)state;
    assert_days("on 2026-01-31, 2026/02/28 and 01.03.2026", "2026-01-31 2026-02-28 2026-03-01 ");
    assert_days("31 January 2026; Jan 31, 2026; 1st of", "2026-01-31 2026-01-31 ");
    assert_days("February 3rd, 2026 and 3. Sept. 2026", "2026-02-03 2026-09-03 ");
    /* Day first, unless that is no day. */
    assert_days("05/06/2026 and 06/25/2026", "2026-06-05 2026-06-25 ");
}

static void what_is_no_day(void **state)
{
    (void)state;
    assert_days("", "");
    assert_days("2026-02-30 31/02/2026 2026-1", "");
    assert_days("version 1.2.3, 10.20.30.40, 12-31-2026, January 2026, Marching 3 2026", "");
    assert_days("a2026-01-01 12026-01-01 2026-01-011", "");
    assert_days("may 3 of 2026", "");
    assert_days("2026-", "");
    assert_days("3 May", "");
}

/* The newest day of a document, and where; "none". */
static void assert_review(const char *text, const char *expected)
{
    struct arena arena;
    arena_init(&arena, 1 << 12);
    bool limit;
    const struct markdown *markdown = markdown_parse(&arena, text_of(text), &limit);
    const struct prose *prose = prose_read(&arena, "a.md", text_of(text), markdown);
    int32_t day;
    uint32_t line;
    const char *found = "none";
    if (review_date_find(&arena, prose, markdown, &day, &line)) {
        char written[DATE_TEXT_SIZE];
        date_format(day, written);
        found = arena_printf(&arena, "%s at %u", written, line);
    }
    assert_string_equal(found, expected);
    arena_release(&arena);
}

static void statements_of_review(void **state)
{
    (void)state;
    assert_review("# A\n\nLast reviewed: 2026-01-31\n", "2026-01-31 at 3");
    assert_review("# A\n\n| Review date | 31 January 2026 |\n", "2026-01-31 at 3");
    assert_review("*Last updated on Feb 1, 2026 by Ann*\n", "2026-02-01 at 1");
    assert_review("---\nlast_reviewed: 2026-03-01\n---\n# A\n", "2026-03-01 at 1");
    assert_review("Reviewed 2026-01-01\n\nReviewed 2026-02-01\n\nReviewed 2025-01-01\n",
                  "2026-02-01 at 3");
    /* The next one has not been; a day in a sentence states no review. */
    assert_review("Next review: 2027-01-31\n", "none");
    assert_review("The keys that the last review found were all replaced by the team of the "
                  "platform before 2026-01-31.\n",
                  "none");
    assert_review("Created: 2026-01-31\n", "none");
    assert_review("```\nLast reviewed: 2026-01-31\n```\n", "none");
}

static const char *digest(struct arena *arena, const char *text)
{
    bool limit;
    const struct markdown *markdown = markdown_parse(arena, text_of(text), &limit);
    return review_date_digest(arena, prose_read(arena, "a.md", text_of(text), markdown));
}

static void days_of_review_are_not_said(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const char *first = digest(&arena, "# A\n\nReviewed 2026-01-01\n\nRestart it.\n");
    assert_string_equal(first, digest(&arena, "# A\n\nReviewed 2027-01-01\n\nRestart *it*.\n"));
    assert_string_equal(first, digest(&arena, "# A\n\nNext review 2027-01-01\n\nRestart it.\n"));
    assert_string_equal(first, digest(&arena, "---\nreviewed: 1\n---\n# A\nRestart it.\n"));
    assert_string_not_equal(first, digest(&arena, "# A\n\nReviewed 2026-01-01\n\nStop it.\n"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_as_people_write_them),
        cmocka_unit_test(what_is_no_day),
        cmocka_unit_test(statements_of_review),
        cmocka_unit_test(days_of_review_are_not_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
