#include "rows.h"

static struct world world;

static void reviews_have_families(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "docs/postmortems/2026-01-02-a.md",
              "# A\n## Timeline (UTC)\n09:00 Gone.\n## Root cause analysis\n### Five whys\nIt "
              "stopped.\n## Impact\nTODO\n## Action items\n1. Mend it\n");
    world_add(
        &world, "docs/incidents/b.md",
        "# B of 3 May 2026\n**Impact:** All.\n- **Root cause**: It stopped.\n\n## Timeline\n");
    world_add(&world, "docs/incidents/close.md", "# Close\nCloses an incident.\n");
    world_add(&world, "docs/incidents/README.md", "# Why\n2026-01-01\n## Timeline\nx\n");
    world_add(&world, "docs/incident-response.md", "# Why\n2026-01-01\n## Timeline\nx\n");
    world_add(&world, "docs/postmortems/c.md", "# 障害報告書 2026-01-03\n## 根本原因分析\nx\n");
    assert_world_rows(&world, "incident_review", "date timeline impact cause actions",
                      "docs/incidents/b.md:1 2026-05-03 false true true 0\n"
                      "docs/postmortems/2026-01-02-a.md:1 2026-01-02 true false true 1\n"
                      "docs/postmortems/c.md gap\n");
    world_end(&world);
}

static void assert_actions(const char *section, const char *expected)
{
    char content[900];
    snprintf(content, sizeof(content), "# A\n## Timeline\nx\n%s", section);
    world_start(&world);
    world_add(&world, "pir/2026-01-02.md", content);
    assert_world_rows(&world, "incident_action", "text owned due done linked", expected);
    world_end(&world);
}

static void labels_alone_say_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *content, *expected;
    } cases[] = {
        {"**Timeline**: 10:00 it began.\n", "true"},
        {"**Timeline**\n\n- 10:00 it began.\n", "true"},
        {"**Timeline**:\n\n**Root cause**: It stopped.\n", "false"},
        {"**Timeline**\n\n## Impact\nAll.\n", "false"},
        {"**Timeline**: \n", "false"},
        {"**Timeline**\n<!-- when what happened -->\n", "false"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char content[200], expected[80];
        snprintf(content, sizeof(content), "# Outage of 2026-05-03\n%s", cases[i].content);
        snprintf(expected, sizeof(expected), "postmortems/a.md:1 %s\n", cases[i].expected);
        assert_rows_of("postmortems/a.md", content, "incident_review", "timeline", expected);
    }
}

static void what_is_not_understood_has_no_known_actions(void **state)
{
    (void)state;
    static const char review[] = "# 障害 2026-05-03\n## タイムライン\n10:00\n## 対応\n- 直す\n";
    assert_rows_of("postmortems/a.md", review, "incident_review", "test", "postmortems/a.md gap\n");
    assert_rows_of("postmortems/a.md", review, "incident_action", "test", "postmortems/a.md gap\n");
}

static void actions_are_rows_of_tables(void **state)
{
    (void)state;
    assert_actions("## Follow-up\n| Owner | Task | Due | Status |\n|---|---|---|---|\n"
                   "| Ann | Mend it | 2026-02-01 | Not done |\n"
                   "| TBD | Mend that | soon | done |\n"
                   "| - | Mend those #12 |  | open |\n|  |  |  |  |\n",
                   "pir/2026-01-02.md:7 Mend it true 2026-02-01 false false\n"
                   "pir/2026-01-02.md:8 Mend that false none true false\n"
                   "pir/2026-01-02.md:9 Mend those #12 false none false true\n");
}

static void actions_are_items_of_lists(void **state)
{
    (void)state;
    assert_actions("## Action items\n- [ ] Mend it (@ann, 2026-02-01)\n- [x] Mend that\n"
                   "* Mend those, PAY-12\n  - **Owner**: Ben\n- ✅ Mend all\n- TODO\n"
                   "- the owner is told\n## Prevention\n- Mend more\n",
                   "pir/2026-01-02.md:5 Mend it (@ann, 2026-02-01) true 2026-02-01 false false\n"
                   "pir/2026-01-02.md:6 Mend that false none true false\n"
                   "pir/2026-01-02.md:7 Mend those, PAY-12 true none false true\n"
                   "pir/2026-01-02.md:9 ✅ Mend all false none true false\n"
                   "pir/2026-01-02.md:11 the owner is told false none false false\n");
    assert_actions("## Prevention\n- Mend more\n",
                   "pir/2026-01-02.md:5 Mend more false none false false\n");
    assert_actions("## Notes\n- Mend more\n", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reviews_have_families),
        cmocka_unit_test(labels_alone_say_nothing),
        cmocka_unit_test(what_is_not_understood_has_no_known_actions),
        cmocka_unit_test(actions_are_rows_of_tables),
        cmocka_unit_test(actions_are_items_of_lists),
    };
    return cmocka_run_group_tests_name("incident", tests, NULL, NULL);
}
