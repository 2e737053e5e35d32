#include "rows.h"

#include "facts/ai_policy.h"

static void assert_tools(const char *sentence, const char *expected)
{
    char content[512];
    snprintf(content, sizeof(content), "# AI policy\n\n%s You are responsible.\n", sentence);
    assert_rows_of("AI_POLICY.md", content, "ai_policy", "tools any_tool", expected);
}

static void tools_by_name(void **state)
{
    (void)state;
    assert_tools("Copilot and Claude may be used.", "AI_POLICY.md:1 Claude, Copilot false\n");
    assert_tools("GPT may be used.", "AI_POLICY.md:1 ChatGPT false\n");
    assert_tools("The cursory reader may use it.", "AI_POLICY.md:1  false\n");
}

static void every_tool(void **state)
{
    (void)state;
    assert_tools("Any AI tool may be used.", "AI_POLICY.md:1  true\n");
    assert_tools("It holds regardless of the tools that you use.", "AI_POLICY.md:1  true\n");
    assert_tools("Tools such as Codex may be used.", "AI_POLICY.md:1 Codex true\n");
    assert_tools("Tasks such as tests are fine. Codex may be used.",
                 "AI_POLICY.md:1 Codex false\n");
    assert_tools("It holds regardless of whether AI tools were used.", "AI_POLICY.md:1  false\n");
}

static void the_day_of_review(void **state)
{
    (void)state;
    assert_rows_of("AI_POLICY.md",
                   "---\nlast_reviewed: 2026-01-31\n---\n# AI policy\n\nYou are responsible.\n",
                   "ai_policy", "reviewed_on elsewhere", "AI_POLICY.md:4 2026-01-31 false\n");
}

static const char *digest_of(struct arena *arena, const char *text)
{
    return ai_policy_digest(arena, "CONTRIBUTING.md", text_of(text));
}

/* The sections about AI alone, without layout and days of review. */
static void what_it_says(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const char *digest = digest_of(&arena, "# A\n\nHello.\n\n## AI\n\nYou are responsible.\n");
    assert_non_null(digest);
    assert_string_equal(
        digest, digest_of(&arena, "# A\n\nBye.\n\n## AI\n\nLast reviewed: 2026-01-31\n\nYou "
                                  "*are*\nresponsible.\n"));
    assert_string_not_equal(digest, digest_of(&arena, "## AI\n\nThey are responsible.\n"));
    assert_null(digest_of(&arena, "# A\n\nYou are responsible.\n"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tools_by_name),
        cmocka_unit_test(every_tool),
        cmocka_unit_test(the_day_of_review),
        cmocka_unit_test(what_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
