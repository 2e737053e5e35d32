/* What names a decision record outside the folders of records, and which it is. */
#include "rows.h"

static void assert_mentions(const char *text, const char *expected)
{
    assert_rows_of("src/a.c", text, "adr_mention", "text number historical", expected);
}

static void ways_to_name_one(void **state)
{
    (void)state;
    assert_mentions("// ADR-0012, ADR 7 and adr_3\n",
                    "src/a.c:1 ADR-0012 12 false\nsrc/a.c:1 ADR 7 7 false\nsrc/a.c:1 adr_3 3 "
                    "false\n");
    assert_mentions("@ADR(45)\n", "src/a.c:1 ADR(45) 45 false\n");
    assert_mentions("\n see ../docs/adr/0012-use-x.md.\n",
                    "src/a.c:2 ../docs/adr/0012-use-x.md none false\n");
    assert_mentions("[x](adr/20200131-use-x.html)\n",
                    "src/a.c:1 adr/20200131-use-x.html none false\n");
    /* adr-tools names files without it, others with it. */
    assert_mentions("docs/adr-012-x.md\n", "src/a.c:1 docs/adr-012-x.md none false\n");
}

static void what_names_none(void **state)
{
    (void)state;
    assert_mentions("adr 7, ADRs 7, XADR-7, ADR-7x, ADR 6.1, ADR-123456, ADR, ADR-x\n", "");
    assert_mentions("adr/README.md adr/template.md adr/x.md 0012-x.c ADR-7/x.png\n", "");
}

static void words_beside_it(void **state)
{
    (void)state;
    assert_mentions("ADR-7 was superseded.\n", "src/a.c:1 ADR-7 7 true\n");
    assert_mentions("Superseded records: ADR-7\n", "src/a.c:1 ADR-7 7 true\n");
    assert_mentions("we no longer do\nwhat ADR-7 says\n", "src/a.c:2 ADR-7 7 true\n");
    assert_mentions("ADR-7 says so, and what stands eighty characters behind it is of another "
                    "thing which was superseded.\n",
                    "src/a.c:1 ADR-7 7 false\n");
}

static void pages_of_programs(void **state)
{
    (void)state;
    assert_rows_of("site/index.html", "ADR-7\n", "adr_mention", "text", "");
    assert_rows_of("vendor/a.c", "ADR-7\n", "adr_mention", "text", "");
}

static void which_record_it_is(void **state)
{
    (void)state;
    const char *record = "# 1. A\n\n## Status\n\nDeprecated\n\n## Decision\n\nA.\n";
    struct world world;
    world_start(&world);
    world_add(&world, "docs/adr/0001-a.md", record);
    world_add(&world, "docs/adr/0002-b.md", "# 2. B\n\n## Status\n\nOdd\n\n## Decision\n\nADR-1\n");
    world_add(&world, "docs/adr/x.txt", "ADR-1\n");
    world_add(&world, "docs/adr-1/x.c", "ADR-1\n");
    world_add(&world, "docs/a.c", "ADR-1 adr/0002-B.html ADR-3\n");
    world_add(&world, "b.c",
              "docs/adr/0001-a.md https://x.test/o/r/blob/main/docs/adr/0001-a.md\n");
    assert_string_equal(world_rows(&world, "adr_citation", "text record status in_force"),
                        "b.c:1 docs/adr/0001-a.md docs/adr/0001-a.md deprecated false\n"
                        "b.c:1 //x.test/o/r/blob/main/docs/adr/0001-a.md docs/adr/0001-a.md "
                        "deprecated false\n"
                        "docs/a.c:1 ADR-1 docs/adr/0001-a.md deprecated false\n"
                        "docs/a.c:1 adr/0002-B.html docs/adr/0002-b.md none unknown\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_to_name_one),   cmocka_unit_test(what_names_none),
        cmocka_unit_test(words_beside_it),    cmocka_unit_test(pages_of_programs),
        cmocka_unit_test(which_record_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
