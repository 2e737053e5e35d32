#include "rows.h"

static void assert_policy(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "ai_policy", "topics covered forbids section", expected);
}

static void policies_by_topic(void **state)
{
    (void)state;
    assert_policy(
        "AI_POLICY.md",
        "# AI policy\n\nCopilot and Claude may be used.\n\n"
        "You are responsible for every line. Never paste customer data.\n"
        "Disclose it with Assisted-by. The licence of the output must be ours.\n",
        "AI_POLICY.md:1 tools, review, disclosure, licence, confidentiality 5 false AI policy\n");
    assert_policy(
        "CONTRIBUTING.md",
        "# Contributing\n\nSign off your commits. You are responsible.\n\n## AI-assisted "
        "changes\n\n"
        "Disclose them.\n\n### Review\n\nUnderstand what you submit.\n\n## Licence\n\nMIT.\n",
        "CONTRIBUTING.md:5 review, disclosure 2 false AI-assisted changes\n");
    assert_policy(
        "docs/devel/code-provenance.rst",
        "Provenance\n==========\n\nUse of AI content generators\n----------------------------\n\n"
        "The project does not accept contributions which are believed to derive from AI.\n"
        "The licence of such content is not clear.\n",
        "docs/devel/code-provenance.rst:5 tools, licence 2 true Use of AI content generators\n");
}

/* A page of several parts, each under a heading of the first level. */
static void a_part_of_a_page(void **state)
{
    (void)state;
    assert_policy("docs/CONTRIBUTE.md",
                  "# Contributing\n\nSend patches.\n\n# On AI\n\n## Reports\n\nReveal that it"
                  " found the defect.\n\n## Changes\n\nWe can accept code of that kind;"
                  " you are responsible for it.\n\n# Licence\n\nOurs is MIT.\n",
                  "docs/CONTRIBUTE.md:7 tools, review, disclosure 3 false Reports\n");
    assert_policy("CONTRIBUTING.md", "# AI tools\n\nSend patches. Sign off your commits.\n", "");
}

/* What leads out of the repository may say all that is asked; a file that is here may not. */
static void a_page_elsewhere(void **state)
{
    (void)state;
    static const char *const elsewhere[] = {
        "[rules](https://acme-pay.net/x) for the use of AI: a policy of ours.",
        "See https://github.com/acme/.github/blob/main/AGENTS.md for all repositories.",
        "See https://acme-pay.net/llm-usage-policy.",
        "Read the <https://docs.acme-pay.net/contributing/>.",
    };
    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(*elsewhere); i++)
        assert_policy("CONTRIBUTING.md", elsewhere[i],
                      "CONTRIBUTING.md:1 unknown unknown unknown none\n");
    static const char *const here[] = {
        "[rules](docs/ai.md) for the use of AI: a policy of ours.",
        "See https://github.com/acme/.github/blob/main/CODE_OF_CONDUCT.md.",
        "See https://github.com/acme/pay/issues/7 and https://acme-pay.net.",
        "Our AI answers at https://acme-pay.net/chat.",
        "See https://example.com/ai-policy.",
    };
    for (size_t i = 0; i < sizeof(here) / sizeof(*here); i++)
        assert_policy("CONTRIBUTING.md", here[i], "");
    /* a long page is one of its own, whatever it links to */
    assert_policy("CONTRIBUTING.md",
                  "We build it with make here. We test it with make check. We sign off each change."
                  " We review it in a week. We merge it by rebasing it. We release it once a month."
                  " We thank you for all of it. See https://docs.acme-pay.net/contributing/.\n",
                  "");
    assert_policy("README.md", "AI and LLM: use is allowed, review it, disclose it.\n", "");
}

static void other_things_are_refused(void **state)
{
    (void)state;
    assert_policy("CONTRIBUTING.md",
                  "# Contributing\n\n## Use of AI\n\nYou answer for AI output; review all of it."
                  " Patches without tests are not accepted.\n",
                  "CONTRIBUTING.md:3 tools, review 2 false Use of AI\n");
}

static void what_is_no_policy(void **state)
{
    (void)state;
    /* A product with AI in it, one mention, a heading without text, residue. */
    assert_policy("CONTRIBUTING.md", "# Contributing to AI Studio\n\nSign off your commits.\n", "");
    assert_policy("CONTRIBUTING.md",
                  "# Contributing\n\nThe AI module is in src. You are responsible for tests.\n",
                  "");
    assert_policy("CONTRIBUTING.md", "# Contributing\n\n## AI\n\nTODO\n", "");
    assert_policy("AGENTS.md", "# AGENTS\n\nRun the tests. Review your licence headers.\n", "");
    assert_policy("src/ai/AIR.md", "AI LLM disclose\n", "");
}

static void a_section_without_a_heading(void **state)
{
    (void)state;
    assert_policy(
        "CONTRIBUTING.md",
        "# Contributing\n\nAI tools are welcome. Changes that an LLM wrote are reviewed by a person"
        " like all others.\n",
        "CONTRIBUTING.md:1 tools, review 2 false Contributing\n");
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add_bytes(&world, "AI_POLICY.md", "AI\0", 3, ENTRY_FILE);
    assert_string_equal(world_rows(&world, "ai_policy", "covered"), "AI_POLICY.md gap\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_of_a_page),    cmocka_unit_test(a_page_elsewhere),
        cmocka_unit_test(policies_by_topic),   cmocka_unit_test(other_things_are_refused),
        cmocka_unit_test(what_is_no_policy),   cmocka_unit_test(a_section_without_a_heading),
        cmocka_unit_test(what_cannot_be_read),
    };
    return cmocka_run_group_tests_name("ai_policy", tests, NULL, NULL);
}
