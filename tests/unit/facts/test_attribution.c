#include "rows.h"

static const char fields[] = "stance trailers";

static void assert_asks(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "attribution_rule", fields, expected);
}

static void what_is_asked(void **state)
{
    (void)state;
    assert_asks("CONTRIBUTING.md", "# C\n\nYou must add an Assisted-by trailer when AI helped.\n",
                "CONTRIBUTING.md:3 required assisted-by\n");
    assert_asks("AGENTS.md", "The agent signature must be added to each commit message.\n",
                "AGENTS.md:1 required \n");
    assert_asks("AGENTS.md", "- Co-Authored-By is required.\n- Generated-by is mandatory too.\n",
                "AGENTS.md:1 required generated-by, co-authored-by\n");
}

static void what_is_forbidden(void **state)
{
    (void)state;
    assert_asks("AGENTS.md", "Don't add Co-Authored-By lines.\n",
                "AGENTS.md:1 forbidden co-authored-by\n");
    assert_asks("CLAUDE.md", "- NO AI attribution in commits.\n", "CLAUDE.md:1 forbidden \n");
    assert_asks("CONTRIBUTING.md", "No LLM bots in `Co-authored-by:`s.\n",
                "CONTRIBUTING.md:1 forbidden co-authored-by\n");
    assert_asks(
        "AI_POLICY.md",
        "Commits must have an Assisted-by trailer for AI.\n\nNever use Generated-by for AI.\n",
        "AI_POLICY.md:1 required assisted-by\nAI_POLICY.md:3 forbidden generated-by\n");
}

static void what_asks_nothing(void **state)
{
    (void)state;
    assert_asks("CONTRIBUTING.md", "Co-authored-by must name everybody.\n", "");
    assert_asks("CONTRIBUTING.md", "AI must never add Signed-off-by or Assisted-by.\n", "");
    assert_asks("CONTRIBUTING.md", "Assisted-by for AI is permitted but not required.\n", "");
    assert_asks("CONTRIBUTING.md", "You must disclose AI in the pull request.\n", "");
    assert_asks("CONTRIBUTING.md", "Use Assisted-by for AI.\n", "");
    assert_asks("testdata/AGENTS.md", "Never add Co-authored-by.\n", "");
    assert_asks("README.md", "Never add Co-authored-by for AI.\n", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_asked),
        cmocka_unit_test(what_is_forbidden),
        cmocka_unit_test(what_asks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
