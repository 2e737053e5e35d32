#include "rows.h"

static const char fields[] = "component version human_lines lines unreleased";

static void assert_entries(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "changelog_entry", fields, expected);
}

static void headings_of_every_markup(void **state)
{
    (void)state;
    assert_entries("CHANGELOG.md",
                   "# Changelog\n## [1.2.0](https://x.test) (2026-01-01)\n- It is round.\n",
                   "CHANGELOG.md:2 . 1.2.0 1 1 false\n");
    assert_entries("CHANGES.rst", "Version 1.2\n===========\n\n* It is round.\n* It is blue.\n",
                   "CHANGES.rst:1 . 1.2 2 2 false\n");
    assert_entries("NEWS.adoc", "== v1.2.3\nIt is round.\n", "NEWS.adoc:1 . 1.2.3 1 1 false\n");
    assert_entries("NEWS", "1.2.3 (2026-01-01)\n  - It is round.\n", "NEWS:1 . 1.2.3 1 1 false\n");
    assert_entries("NEWS", "Overview of changes in 1.2.3\n- It is round.\n",
                   "NEWS:1 . 1.2.3 1 1 false\n");
    assert_entries("news.rst", "* Version 1.2.3 (January):\n\n  - It is round.\n",
                   "news.rst:1 . 1.2.3 1 1 false\n");
    assert_entries("RELEASE-NOTES", "Pay and web 1.2.3\n\n o It is round.\n",
                   "RELEASE-NOTES:1 . 1.2.3 1 1 false\n");
    assert_entries("CHANGELOG.md", "## Unreleased\n- It is round.\n",
                   "CHANGELOG.md:1 . unreleased 1 1 true\n");
    assert_entries("CHANGELOG.md", "## v1.2.3/v1.2.4\n- It is round.\n",
                   "CHANGELOG.md:1 . 1.2.3 1 1 false\nCHANGELOG.md:1 . 1.2.4 1 1 false\n");
    assert_entries("CHANGELOG.md", "## 1.2.3 - 1.2.5 (August 17)\n- It is round.\n",
                   "CHANGELOG.md:1 . 1.2.3 1 1 false\nCHANGELOG.md:1 . 1.2.5 1 1 false\n");
    assert_entries("news.rst", "* Version 1.2.3 (May) and 1.2.5 (June 2026):\n\n  - It is round.\n",
                   "news.rst:1 . 1.2.3 1 1 false\nnews.rst:1 . 1.2.5 1 1 false\n");
    assert_entries("CHANGELOG.md", "## 1.2.3 (needs 2.0.0) for 1.2.5 and - 1.2.6\n- It is round.\n",
                   "CHANGELOG.md:1 . 1.2.3 1 1 false\n");
    assert_entries("CHANGELOG.md", "## 1.2.3 - 2026.01.02\n- It is round.\n",
                   "CHANGELOG.md:1 . 1.2.3 1 1 false\n");
    assert_entries("changelogs/1.2.3.md", "# What is new\nIt is round.\n",
                   "changelogs/1.2.3.md:1 . 1.2.3 1 1 false\n");
}

static void components(void **state)
{
    (void)state;
    assert_entries("packages/pay/CHANGELOG.md", "# @acme/pay\n## 1.2.3\n- It is round.\n",
                   "packages/pay/CHANGELOG.md:2 @acme/pay 1.2.3 1 1 false\n");
    assert_entries("pay/CHANGELOG.md", "## 1.2.3\n", "pay/CHANGELOG.md:1 pay 1.2.3 0 0 false\n");
    assert_entries("doc_src/news.rst", "Version 1.2.3\n=============\n",
                   "doc_src/news.rst:1 . 1.2.3 0 0 false\n");
    assert_entries("docks/CHANGELOG.md", "## 1.2.3\n",
                   "docks/CHANGELOG.md:1 docks 1.2.3 0 0 false\n");
    assert_entries("docs/changelog.md", "## 1.2.3\n", "docs/changelog.md:1 . 1.2.3 0 0 false\n");
    assert_entries("CHANGELOG.md", "## pay-v1.2.3\n", "CHANGELOG.md:1 pay 1.2.3 0 0 false\n");
}

static void what_nobody_wrote(void **state)
{
    (void)state;
    assert_entries("CHANGELOG.md",
                   "## 1.2.3\n- Bump a from 1 to 2\n- chore(deps): update b\n- by @dependabot\n"
                   "**Full Changelog**: https://x.test/compare/v1.2.2...v1.2.3\n",
                   "CHANGELOG.md:1 . 1.2.3 0 4 false\n");
    assert_entries("CHANGELOG.md", "## 1.2.3\nNo changes.\n---\nTBD\n[1.2.3]: https://x.test\n",
                   "CHANGELOG.md:1 . 1.2.3 0 0 false\n");
    assert_entries("CHANGELOG.md",
                   "## 1.2.3\n## Added\n- Let dependabot wait.\n- Bump the version of Go\n",
                   "CHANGELOG.md:1 . 1.2.3 2 2 false\n");
    assert_entries("CHANGELOG.md", "```\n## 1.2.3\n```\n", "");
    assert_entries("CHANGELOG.md", "## https://x.test/v1.2.2...v1.2.3\n", "");
}

static void other_files(void **state)
{
    (void)state;
    assert_entries("docs/HISTORY.md", "## 1.2.3\n", "");
    assert_entries("src/changes.c", "## 1.2.3\n", "");
    assert_entries("testdata/CHANGELOG.md", "## 1.2.3\n", "");
    assert_entries("CHANGELOG.md", "", "");
    assert_entries("CHANGELOG.md", "#\n##\n## \n- \n*\n[\n](\n", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_of_every_markup),
        cmocka_unit_test(components),
        cmocka_unit_test(what_nobody_wrote),
        cmocka_unit_test(other_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
