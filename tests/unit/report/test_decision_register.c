/* The register of decisions, as wide as a terminal. */
#include "../facts/rows.h"

#include "report/decision_register.h"

static const char *register_of(struct world *world, size_t width)
{
    struct fact_table records = world_table(world, "adr");
    struct fact_table relations = world_table(world, "adr_relation");
    struct buffer out = BUFFER_EMPTY;
    decision_register_write(&out, &world->arena, &records, &relations, width);
    const char *text = arena_strdup(&world->arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static void titles_are_cut_and_successors_are_not(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "docs/adr/0001-a.md",
              "# 1. Ein sch\xc3\xb6ner langer Titel, der nicht passt\n\n## Status\n\nSuperseded by "
              "[2](0002-b.md)\n\n## Decision\n\nA.\n");
    world_add(&world, "docs/adr/0002-b.md",
              "# 2. Sch\xc3\xb6n\n\n## Status\n\nAccepted\n\nSupersedes [1](0001-a.md)\n\n## "
              "Decision\n\nB.\n");
    assert_string_equal(register_of(&world, 62),
                        "docs/adr: 2 records, 1 in force\n"
                        "ID    STATUS       SINCE       TITLE\n"
                        "0001  superseded   ?           Ein sch\xc3\xb6ner langer T... -> 0002\n"
                        "0002  accepted     ?           Sch\xc3\xb6n\n");
    assert_non_null(strstr(register_of(&world, SIZE_MAX), "der nicht passt -> 0002\n"));
    world_end(&world);
}

static void a_status_that_is_not_known_is_not_out_of_force(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "docs/adr/0001-a.md",
              "# 1. A\n\n## Status\n\nSimmering\n\n## Decision\n\nA.\n");
    world_add(&world, "docs/adr/0002-b.md",
              "# 2. B\n\n## Status\n\nRejected\n\n## Decision\n\nB.\n");
    assert_non_null(
        strstr(register_of(&world, 80), "docs/adr: 2 records, 0 in force, 1 unknown\n"));
    struct fact_table records = world_table(&world, "adr");
    struct fact_table relations = world_table(&world, "adr_relation");
    struct buffer out = BUFFER_EMPTY;
    decision_graph_write(&out, &world.arena, &records, &relations);
    assert_non_null(strstr(buffer_string(&out), "[label=\"0001 A\", style=dashed];"));
    assert_non_null(strstr(buffer_string(&out), "[label=\"0002 B\", color=grey, fontcolor=grey];"));
    buffer_release(&out);
    world_end(&world);
}

static void there_are_none(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "README.md", "# Pay\n");
    assert_string_equal(register_of(&world, 80), "no decision records\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_are_cut_and_successors_are_not),
        cmocka_unit_test(a_status_that_is_not_known_is_not_out_of_force),
        cmocka_unit_test(there_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
