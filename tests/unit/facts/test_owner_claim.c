#include "rows.h"

#define COMPONENT(name, owner)                                                         \
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: " name "}\n" \
    "spec: {type: service, lifecycle: production, owner: '" owner "'}\n"

static void names_as_all_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *owner, *key, *team;
    } cases[] = {
        {"group:acme/team-pay", "pay", "true"},
        {"Pay Team", "pay", "true"},
        {"pay_teams", "pay", "true"},
        {"team", "team", "true"},
        {"Team-A1", "a1", "true"},
        {"user:default/jane.roe", "janeroe", "false"},
        {"teams", "teams", "true"},
        {"jane@acme.internal", "janeacmeinternal", "false"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, "service.datadog.yaml",
                  arena_printf(&world.arena, "schema-version: v2.2\ndd-service: x\nteam: '%s'\n",
                               cases[i].owner));
        const char *expected = arena_printf(&world.arena, "service.datadog.yaml:1 %s %s\n",
                                            cases[i].key, cases[i].team);
        const char *rows = world_rows(&world, "owner_claim", "key team");
        /* The manual's words for a team are nobody's claim. */
        if (strcmp(rows, expected) != 0 && strcmp(rows, "") != 0)
            fail_msg("%s: %s", cases[i].owner, rows);
        world_end(&world);
    }
}

static void entries_and_the_lines_for_their_folders(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a/catalog-info.yaml", COMPONENT("pay-api", "pay"));
    world_add(&world, "b/catalog-info.yaml", COMPONENT("x", "p") "---\n" COMPONENT("y", "q"));
    world_add(&world, "c/catalog-info.yaml", COMPONENT("z", "guests"));
    world_add(&world, "tests/catalog-info.yaml", COMPONENT("t", "pay"));
    world_add(&world, "org.yaml",
              "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: pay, annotations: "
              "{github.com/team-slug: acme/payments}}\nspec: {type: team, children: []}\n");
    world_add(&world, ".github/CODEOWNERS",
              "* @acme/all\n/a/ @acme/pay @jane\n/a/catalog-info.yaml @acme/platform\n/b/\n");
    assert_string_equal(
        world_rows(&world, "owner_claim", "source subject scope sole key mapped team test"),
        ".github/CODEOWNERS:1 codeowners none c none all true true false\n"
        ".github/CODEOWNERS:2 codeowners none a none pay true true false\n"
        ".github/CODEOWNERS:2 codeowners none a none jane true false false\n"
        "a/catalog-info.yaml:1 backstage payapi a a payments true true false\n"
        "b/catalog-info.yaml:1 backstage x b none p false true false\n"
        "b/catalog-info.yaml:6 backstage y b none q false true false\n"
        "tests/catalog-info.yaml:1 backstage t tests tests payments true true true\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_as_all_write_them),
        cmocka_unit_test(entries_and_the_lines_for_their_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
