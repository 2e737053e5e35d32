#include "engine_test.h"

/* Fields of rows made by a small generator; a join must say what a look at every pair
 * of rows says, whatever the types and wherever something is absent or unknown. */

enum { ROWS = 40, ROUNDS = 40 };

static uint32_t next_number(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static struct value some_integer(struct bench *bench, uint32_t *state)
{
    uint32_t choice = next_number(state) % 60;
    if (choice < 2)
        return value_unknown(&bench->arena, UNKNOWN_UNREADABLE, "cannot be read");
    if (choice < 12)
        return (struct value){.kind = VALUE_ABSENT};
    return value_integer(next_number(state) % 90);
}

static struct value some_boolean(struct bench *bench, uint32_t *state)
{
    uint32_t choice = next_number(state) % 60;
    if (choice == 0)
        return value_unknown(&bench->arena, UNKNOWN_UNOBSERVABLE, "nobody can see it");
    if (choice < 20)
        return (struct value){.kind = VALUE_ABSENT};
    return value_boolean(choice < 58);
}

static struct value some_list(struct bench *bench, uint32_t *state)
{
    struct value items[4];
    size_t count = next_number(state) % 5;
    for (size_t i = 0; i < count; i++)
        items[i] = value_integer(next_number(state) % 90);
    return value_list_of(&bench->arena, items, count);
}

/* Is the field equal to the operand, or to an item of it? LANGUAGE: of an absent field
 * every such predicate is false, of an unknown one unknown; an absent operand equals
 * nothing. */
static enum truth equality(const struct value *field, const struct value *operand)
{
    if (field->kind == VALUE_ABSENT)
        return TRUTH_FALSE;
    if (field->kind == VALUE_UNKNOWN || operand->kind == VALUE_UNKNOWN)
        return TRUTH_UNKNOWN;
    if (operand->kind == VALUE_LIST) {
        for (size_t i = 0; i < operand->list->count; i++)
            if (equality(field, &operand->list->items[i]) == TRUTH_TRUE)
                return TRUTH_TRUE;
        return TRUTH_FALSE;
    }
    if (operand->kind != field->kind)
        return TRUTH_FALSE;
    bool equal = field->kind == VALUE_BOOLEAN ? field->boolean == operand->boolean
                                              : field->integer == operand->integer;
    return equal ? TRUTH_TRUE : TRUTH_FALSE;
}

typedef struct value generator(struct bench *bench, uint32_t *state);

static void check_join(const char *kind, const char *operand_field, generator *make_operand,
                       const char *field, generator *make_field, const char *predicate)
{
    uint32_t state = 88172645u;
    size_t seen[3] = {0};
    for (size_t round = 0; round < ROUNDS; round++) {
        struct bench bench = {0};
        char body[400];
        snprintf(body, sizeof(body),
                 "for_each: {fact: %s}\non_empty: pass\nplace: [a]\nmessage: No.\n"
                 "require: {exists: {fact: file, where: {%s: %s}}}\n",
                 kind, field, predicate);
        bench_plan(&bench, body);
        const struct memory_file file = {.path = "a", .content = text_of("")};
        bench_tables(&bench, &file, 1);
        size_t count = round % 2 ? ROWS : 6; /* few rows are looked at one by one */
        struct fact_row *subjects = ARENA_ARRAY(&bench.arena, struct fact_row, count);
        struct fact_row *rows = ARENA_ARRAY(&bench.arena, struct fact_row, count);
        struct value operands[ROWS], fields[ROWS];
        bool any_unknown = round % 3 == 0;
        for (size_t i = 0; i < count; i++) {
            operands[i] = make_operand(&bench, &state);
            fields[i] = make_field(&bench, &state);
            if (!any_unknown && fields[i].kind == VALUE_UNKNOWN)
                fields[i].kind = VALUE_ABSENT;
            subjects[i] = bench_row(&bench, kind, arena_printf(&bench.arena, "s%02zu", i));
            bench_set(&subjects[i], kind, operand_field, operands[i]);
            rows[i] = bench_row(&bench, "file", arena_printf(&bench.arena, "r%02zu", i));
            bench_set(&rows[i], "file", field, fields[i]);
        }
        size_t expected[3] = {0};
        for (size_t i = 0; i < count; i++) {
            enum truth best = TRUTH_FALSE;
            for (size_t j = 0; j < count; j++) {
                enum truth truth = equality(&fields[j], &operands[i]);
                if (truth == TRUTH_TRUE || best == TRUTH_TRUE)
                    best = TRUTH_TRUE;
                else if (truth == TRUTH_UNKNOWN)
                    best = TRUTH_UNKNOWN;
            }
            expected[best]++;
            seen[best]++;
        }
        bench_set_rows(&bench, kind, subjects, count);
        bench_set_rows(&bench, "file", rows, count);
        bench_judge(&bench);
        assert_int_equal(bench.result.checks[0].passed, expected[TRUTH_TRUE]);
        assert_int_equal(bench.result.checks[0].failed, expected[TRUTH_FALSE]);
        assert_int_equal(bench.result.checks[0].unknown, expected[TRUTH_UNKNOWN]);
        bench_release(&bench);
    }
    for (size_t i = 0; i < 3; i++)
        assert_true(seen[i] > 0);
}

static void test_integers(void **state)
{
    (void)state;
    check_join("binary", "size", some_integer, "size", some_integer, "$each.size");
}

static void test_booleans(void **state)
{
    (void)state;
    check_join("container", "sidecar", some_boolean, "generated", some_boolean, "$each.sidecar");
}

static void test_items_of_a_list(void **state)
{
    (void)state;
    check_join("container", "ports", some_list, "size", some_integer, "{in: $each.ports}");
}

/* The same row is one row, though two operands lead to it, and rows come in their order. */
static void test_rows_come_once_and_in_order(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, "for_each: {fact: binary}\non_empty: pass\nplace: [a]\n"
                       "message: '{f.count}: {f.first}.'\n"
                       "require: {none: {fact: file, as: f, where: {size: [$each.size, 7]}}}\n");
    const struct memory_file file = {.path = "a", .content = text_of("")};
    bench_tables(&bench, &file, 1);
    struct fact_row *rows = ARENA_ARRAY(&bench.arena, struct fact_row, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        rows[i] = bench_row(&bench, "file", arena_printf(&bench.arena, "r%02zu", i));
        bench_set(&rows[i], "file", "size", value_integer((int64_t)(i % 20)));
    }
    struct fact_row *subjects = ARENA_ARRAY(&bench.arena, struct fact_row, 2);
    for (size_t i = 0; i < 2; i++) {
        subjects[i] = bench_row(&bench, "binary", i ? "s1" : "s0");
        bench_set(&subjects[i], "binary", "size", value_integer(i ? 3 : 7));
    }
    bench_set_rows(&bench, "binary", subjects, 2);
    bench_set_rows(&bench, "file", rows, ROWS);
    bench_judge(&bench);
    assert_int_equal(bench.judging.finding_count, 2);
    assert_string_equal(bench.judging.findings[0].message, "2: r07, r27.");
    assert_string_equal(bench.judging.findings[1].message, "4: r03, r07, r23 and 1 more.");
    bench_release(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_booleans),
        cmocka_unit_test(test_items_of_a_list),
        cmocka_unit_test(test_rows_come_once_and_in_order),
    };
    return cmocka_run_group_tests_name("join", tests, NULL, NULL);
}
