#include "engine_test.h"

/* A recogniser of the test's own stands in the plan where the built-in one of the kind
 * `binary` stood; it reads what it did not say that it needs. */
static struct failure *reads_what_it_does_not_need(struct fact_writer *writer,
                                                   const struct fact_repository *repository)
{
    (void)writer;
    const struct fact_table *table = repository->table(repository, fact_kind_find("adr"));
    assert_non_null(table);
    assert_int_equal(table->count, 0);
    return NULL;
}

static void test_a_need_that_is_not_declared(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, "for_each: {fact: binary}\nrequire: {size: {at_most: 3}}\n"
                       "on_empty: pass\nmessage: '{path}.'\n");
    struct plan_part *part = &bench.plan->parts[SIDE_HEAD];
    assert_int_equal(part->recogniser_count, 1);
    const struct recogniser careless = {.name = "careless",
                                        .summary = "reads what it does not need",
                                        .version = 1,
                                        .kinds = part->recognisers[0].recogniser->kinds,
                                        .recognise_repository = reads_what_it_does_not_need};
    part->recognisers[0].recogniser = &careless;
    part->reader_count = 0;
    const struct memory_file file = {.path = "a", .content = text_of("")};
    DONE(snapshot_of_memory(&bench.snapshot, &file, 1, &bench.arena));
    static const struct fact_label no_labels[] = {{0}};
    const struct collect_options options = {
        .snapshot = &bench.snapshot, .labels = no_labels, .jobs = 1};
    struct failure *failure = collect(&bench.collection, bench.plan, &options, &bench.arena);
    assert_non_null(failure);
    assert_int_equal(failure_kind(failure), FAILURE_BUG);
    assert_non_null(strstr(failure_message(failure), "'careless' reads 'adr' without needing it"));
    failure_free(failure);
    bench_release(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_need_that_is_not_declared),
    };
    return cmocka_run_group_tests_name("needs", tests, NULL, NULL);
}
