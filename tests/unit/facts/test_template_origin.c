#include "rows.h"

static const char fields[] = "tool reference version test";

static void three_tools(void **state)
{
    (void)state;
    assert_rows_of(".copier-answers.pay.yml", "_src_path: a\n", "template_origin", fields,
                   ".copier-answers.pay.yml:1 Copier a@ none false\n");
    assert_rows_of("x/.cruft.json",
                   "{\"template\": \"a\", \"commit\": \"b\", \"checkout\": \"main\"}",
                   "template_origin", fields, "x/.cruft.json:1 cruft a@b b false\n");
    assert_rows_of(".cruft.json", "{\"template\": \"a\", \"commit\": \"b\", \"checkout\": \"1.2\"}",
                   "template_origin", fields, ".cruft.json:1 cruft a@1.2 1.2 false\n");
    assert_rows_of(".cruft.json", "{\"template\": \"a\", \"commit\": \"b\", \"checkout\": null}",
                   "template_origin", fields, ".cruft.json:1 cruft a@b b false\n");
    assert_rows_of("catalog-info.yaml",
                   "kind: System\n---\nkind: Component\nspec:\n  scaffoldedFrom: a\nmetadata: "
                   "{annotations: {backstage.io/template-version: '1'}}\n",
                   "template_origin", fields, "catalog-info.yaml:5 Backstage a@1 1 false\n");
}

static void nothing_of_the_kind(void **state)
{
    (void)state;
    assert_rows_of(".copier-answers.yml", "[a]\n", "template_origin", fields, "");
    assert_rows_of("catalog-info.yaml",
                   "kind: Template\nmetadata: {annotations: {backstage.io/template-version: '1', "
                   "backstage.io/source-template: a}}\n",
                   "template_origin", fields, "");
    assert_rows_of("catalog-info.yaml", "kind: A\nspec: {scaffoldedFrom: '${{ values.x }}'}\n",
                   "template_origin", fields, "catalog-info.yaml gap\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_tools),
        cmocka_unit_test(nothing_of_the_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
