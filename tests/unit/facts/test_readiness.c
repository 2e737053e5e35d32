#include "rows.h"

static struct world world;

static void items_are_boxes(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "docs/production-readiness.md",
              "# P\n- [ ] Open\n- [x] Ticked\n- [x] Evident (#12)\n- [ ] Bare: N/A\n"
              "- [x] Reasoned: not applicable, it has no state\n- [x] Below\n"
              "  see `ci/test`\n- No box\n```\n- [ ] code\n```\n");
    assert_world_rows(
        &world, "readiness_item", "text state",
        "docs/production-readiness.md:2 Open open\n"
        "docs/production-readiness.md:3 Ticked ticked\n"
        "docs/production-readiness.md:4 Evident (#12) evident\n"
        "docs/production-readiness.md:5 Bare: N/A bare\n"
        "docs/production-readiness.md:6 Reasoned: not applicable, it has no state reasoned\n"
        "docs/production-readiness.md:7 Below evident\n");
    assert_world_rows(&world, "readiness_document", "items open evidence",
                      "docs/production-readiness.md:1 6 2 2\n");
    world_end(&world);
}

static void items_are_rows_with_an_answer(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "prr/pay.md",
              "# P\n| Check | Status | Notes |\n|---|---|---|\n| a | Yes | https://x.io |\n"
              "| b | Done | |\n| c | N/A | |\n| d | N/A | it has no state |\n| e | | |\n"
              "| f | Not done | |\n\n| Role | Status |\n|---|---|\n| x | y |\n");
    assert_world_rows(&world, "readiness_item", "text state",
                      "prr/pay.md:4 a evident\nprr/pay.md:5 b ticked\nprr/pay.md:6 c bare\n"
                      "prr/pay.md:7 d reasoned\nprr/pay.md:8 e open\nprr/pay.md:9 f open\n");
    world_end(&world);
}

#define ITEMS "- [x] a\n- [x] b\n- [x] c\n\n"

static void assert_signers(const char *text, const char *signers)
{
    char content[500], row[200];
    snprintf(content, sizeof(content), "# P\n" ITEMS "%s", text);
    snprintf(row, sizeof(row), "orr.md:1 %s\n", signers);
    world_start(&world);
    world_add(&world, "orr.md", content);
    assert_world_rows(&world, "readiness_document", "signers", row);
    world_end(&world);
}

static void who_approved_is_read(void **state)
{
    (void)state;
    assert_signers("Approved by: Ann Miller, 2026-01-01\n", "Ann Miller");
    assert_signers("- **Reviewer**: @ben\n", "ben");
    assert_signers("Signed off by: ______\n", "");
    assert_signers("Approved by: TBD\n", "");
    assert_signers("It must be approved by: Ann\n", "");
    assert_signers("## Sign-off\n| Role | Name | Date |\n|---|---|---|\n| SRE | Ben | x |\n"
                   "| Lead | | |\n",
                   "Ben");
}

static void pages_about_reviews_are_none(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "docs/production-readiness-template.md", ITEMS);
    world_add(&world, "docs/production-readiness/README.md", ITEMS);
    world_add(&world, "docs/production-readiness-process.md", ITEMS);
    world_add(&world, "docs/prrx.md", ITEMS);
    world_add(&world, "docs/readiness/two.md", "- [x] a\n- [x] b\n");
    world_add(&world, "examples/orr.md", ITEMS);
    assert_world_rows(&world, "readiness_document", "test", "examples/orr.md:1 true\n");
    assert_world_rows(&world, "readiness_review", "swept self_signed",
                      "examples/orr.md:1 unknown false\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_boxes),
        cmocka_unit_test(items_are_rows_with_an_answer),
        cmocka_unit_test(who_approved_is_read),
        cmocka_unit_test(pages_about_reviews_are_none),
    };
    return cmocka_run_group_tests_name("readiness", tests, NULL, NULL);
}
