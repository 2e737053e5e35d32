/* What one version of a decision record says otherwise than another. */
#include "facts/adr_body.h"
#include "facts/prose.h"
#include "rows.h"

static struct adr_body body_of(struct arena *arena, const char *path, const char *text)
{
    bool limit = false;
    struct adr_body body;
    struct adr_record record = {.path = path};
    const struct markdown *markdown = prose_syntax_of(path) == PROSE_MARKDOWN
                                          ? markdown_parse(arena, text_of(text), &limit)
                                          : NULL;
    const struct prose *prose = prose_read(arena, path, text_of(text), markdown);
    adr_record_read(&record, arena, arena, prose, markdown, NULL);
    adr_body_read(&body, arena, arena, prose, record.format);
    return body;
}

#define HEAD         "# 1. Broker\n\n## Status\n\nAccepted\n\n## Context\n\n"
#define CONTEXT      "We send mail. It is slow. Users wait for it.\n\n"
#define DECISION     "## Decision\n\nWe use the broker Rabbit. We run three of them.\n\n"
#define CONSEQUENCES "## Consequences\n\n* One more service to run.\n* Mail is quick.\n"
static const char record[] = HEAD CONTEXT DECISION CONSEQUENCES;

static void assert_difference(const char *before, const char *after, const char *expected)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct adr_body a = body_of(&arena, "docs/adr/0001-x.md", before);
    struct adr_body b = body_of(&arena, "docs/adr/0001-x.md", after);
    struct adr_difference difference = adr_body_compare(&arena, &a, &b);
    assert_true(difference.known);
    const char *got = arena_printf(
        &arena, "%s%s%s%zu of %zu, %zu", difference.changed ? "changed " : "",
        difference.substitution ? "substitution " : "", difference.dated_addition ? "dated " : "",
        difference.core, difference.core_before, difference.decision);
    if (strcmp(got, expected) != 0)
        fail_msg("got '%s', wanted '%s' of\n%s", got, expected, after);
    arena_release(&arena);
}

static void what_is_no_change(void **state)
{
    (void)state;
    static const char *const same[] = {
        record,
        /* another status, title, date and author */
        "# 1. Use a broker\n\nDate: 2026-01-01\n\n* Deciders: Ann\n\n## Status\n\nSuperseded by "
        "[2](0002.md)\n\n## Context\n\n" CONTEXT DECISION CONSEQUENCES,
        /* front matter, comments, marks, case, wrapping */
        "---\nstatus: accepted\n---\n# 1. Broker\n\n## Context\n\n<!-- said later -->\nWe send\n"
        "**mail**. It is\nSLOW. Users wait for it.\n\n" DECISION CONSEQUENCES,
        /* the target of a link */
        HEAD "We send [mail](https://mail.test). It is slow. Users wait for it.\n\n" DECISION
            CONSEQUENCES,
        /* another mark of the list and another order; spelling */
        HEAD CONTEXT DECISION "## Consequences\n\n- Mail is quick.\n- One more service to run.\n",
        HEAD CONTEXT DECISION "## Consequences\n\n* One more servcie to run.\n* Mail is quick.\n",
    };
    for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
        assert_difference(record, same[i], "0 of 7, 0");
}

static void what_is_one(void **state)
{
    (void)state;
    assert_difference(record,
                      HEAD CONTEXT
                      "## Decision\n\nWe use the database. We run three of them.\n\n" CONSEQUENCES,
                      "changed 1 of 7, 1");
    assert_difference(record, HEAD CONTEXT DECISION, "changed 2 of 7, 0");
    assert_difference(record, HEAD CONTEXT DECISION CONSEQUENCES "* It costs money.\n",
                      "changed 1 of 7, 0");
    /* To say the opposite takes one word. */
    assert_difference(
        record,
        HEAD CONTEXT
        "## Decision\n\nWe use the broker Rabbit. We do not run three of them.\n\n" CONSEQUENCES,
        "changed 1 of 7, 1");
    /* A row of a table is one. */
    assert_difference("# 1. A\n\n## Decision\n\n| What | Who |\n|---|---|\n| read | all |\n",
                      "# 1. A\n\n## Decision\n\n| What | Who |\n|---|---|\n| read | all |\n"
                      "| write | Ann |\n",
                      "changed 1 of 2, 1");
    /* A number is no spelling. */
    assert_difference("# 1. A\n\n## Decision\n\nWe keep it for 1000 days.\n",
                      "# 1. A\n\n## Decision\n\nWe keep it for 1001 days.\n", "changed 1 of 1, 1");
    assert_difference("# 1. A\n\n## Decision\n\nWe speak http with it.\n",
                      "# 1. A\n\n## Decision\n\nWe speak http2 with it.\n", "changed 1 of 1, 1");
    /* Another heading above it is none. */
    assert_difference("# 1. A\n\n## Context\n\nIt is slow.\n\n## Decision\n\nWe use it.\n",
                      "# 1. A\n\n## Context\n\n## Decision\n\nIt is slow.\n\nWe use it.\n",
                      "0 of 2, 0");
}

static void one_name_for_another(void **state)
{
    (void)state;
    const char *before = "# 1. A\n\n## Context\n\nThe Harbour team runs it.\n\n## Decision\n\n"
                         "We give it to Harbour.\n\n## Consequences\n\nHarbour pays.\n";
    assert_difference(before,
                      "# 1. A\n\n## Context\n\nThe Seaport team runs it.\n\n## Decision\n\n"
                      "We give it to Seaport.\n\n## Consequences\n\nSeaport pays.\n",
                      "changed substitution 3 of 3, 1");
    /* Not the same one throughout. */
    assert_difference(before,
                      "# 1. A\n\n## Context\n\nThe Seaport team runs it.\n\n## Decision\n\n"
                      "We give it to Ann.\n\n## Consequences\n\nSeaport pays.\n",
                      "changed 3 of 3, 1");
    /* Once is a change of mind. */
    assert_difference(before,
                      "# 1. A\n\n## Context\n\nThe Harbour team runs it.\n\n## Decision\n\n"
                      "We give it to Seaport.\n\n## Consequences\n\nHarbour pays.\n",
                      "changed 1 of 3, 1");
}

static void updates_with_a_date(void **state)
{
    (void)state;
    static const char *const later[] = {
        HEAD CONTEXT DECISION CONSEQUENCES
        "\n## Update 2026-01-31\n\nThe broker is gone. We use another one.\n",
        HEAD CONTEXT DECISION CONSEQUENCES
        "\n## Amendments\n\n### January 2026\n\nThe broker is gone.\n",
        HEAD CONTEXT DECISION CONSEQUENCES "\n## Notes\n\n31/01/2026: the broker is gone.\n",
    };
    for (size_t i = 0; i < sizeof(later) / sizeof(*later); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 14);
        struct adr_body a = body_of(&arena, "docs/adr/0001-x.md", record);
        struct adr_body b = body_of(&arena, "docs/adr/0001-x.md", later[i]);
        struct adr_difference difference = adr_body_compare(&arena, &a, &b);
        if (!difference.changed || !difference.dated_addition)
            fail_msg("no dated addition:\n%s", later[i]);
        arena_release(&arena);
    }
    /* Without a date, or beside another change. */
    assert_difference(record,
                      HEAD CONTEXT DECISION CONSEQUENCES "\n## Update\n\nThe broker is gone.\n",
                      "changed 0 of 7, 0");
    assert_difference(record,
                      HEAD CONTEXT
                      "## Decision\n\nWe use the database. We run three of them.\n\n" CONSEQUENCES
                      "\n## Update 2026-01-31\n\nAnother one.\n",
                      "changed 1 of 7, 1");
}

static void a_very_long_record(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct buffer buffer = BUFFER_EMPTY;
    buffer_add_string(&buffer, "# 1. A\n\n## Decision\n\n");
    for (unsigned i = 0; i < 2100; i++)
        buffer_printf(&buffer, "* word%u\n", i);
    struct adr_body a = body_of(&arena, "docs/adr/0001-x.md", buffer_string(&buffer));
    struct adr_body b = body_of(&arena, "docs/adr/0001-x.md", record);
    struct adr_difference difference = adr_body_compare(&arena, &a, &b);
    assert_false(difference.known);
    assert_true(difference.changed);
    /* What is the same at both ends is not compared. */
    buffer_add_string(&buffer, "* another\n");
    b = body_of(&arena, "docs/adr/0001-x.md", buffer_string(&buffer));
    difference = adr_body_compare(&arena, &a, &b);
    assert_true(difference.known);
    assert_int_equal(difference.decision, 1);
    buffer_release(&buffer);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_change),    cmocka_unit_test(what_is_one),
        cmocka_unit_test(one_name_for_another), cmocka_unit_test(updates_with_a_date),
        cmocka_unit_test(a_very_long_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
