#include "rows.h"

#define HEAD "apiVersion: backstage.io/v1alpha1\n"

static const char *problems(struct world *world)
{
    return world_rows(world, "catalogue_problem", "entity field sort problem");
}

static void assert_problems(const char *path, const char *content, const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, path, content);
    assert_string_equal(problems(&world), expected);
    world_end(&world);
}

static void what_backstage_asks(void **state)
{
    (void)state;
    assert_problems("catalog-info.yaml",
                    HEAD "kind: Component\nmetadata: {name: pay}\n"
                         "spec: {type: service, lifecycle: production, owner: group:acme/pay}\n",
                    "");
    assert_problems("catalog-info.yaml", HEAD "kind: API\nmetadata: {name: pay}\nspec:\n",
                    "catalog-info.yaml:1 pay spec missing is required and not there\n");
    assert_problems("catalog-info.yaml",
                    HEAD "kind: API\nmetadata: {name: pay}\nspec:\n  type: ''\n  lifecycle: [a]\n"
                         "  owner: {$text: ./owner}\n",
                    "catalog-info.yaml:5 pay spec.definition missing is required and not there\n"
                    "catalog-info.yaml:5 pay spec.type missing is required and empty\n"
                    "catalog-info.yaml:6 pay spec.lifecycle type must be a text and is a list\n");
    assert_problems("catalog-info.yaml",
                    HEAD "kind: Group\nmetadata: {name: pay}\nspec: {type: team}\n",
                    "catalog-info.yaml:4 pay spec.children missing is required and not there; an "
                    "empty list is enough\n");
    assert_problems("catalog-info.yaml", HEAD "kind: component\nmetadata: {name: pay}\nspec: {}\n",
                    "catalog-info.yaml:2 pay kind value is 'component' and must be 'Component'\n");
    assert_problems("catalog-info.yaml", "- a\n",
                    "catalog-info.yaml:1 document 1 . type is no mapping\n");
    /* Another plugin's kind, and one that a later Backstage knows. */
    assert_problems("catalog-info.yaml",
                    "apiVersion: acme.io/v1\nkind: Pipeline\nmetadata: {name: pay}\n---\n" HEAD
                    "kind: AiResource\nmetadata: {name: pay}\nspec: {owner: guests}\n",
                    "");
}

static void what_backstage_asks_of_names(void **state)
{
    (void)state;
    assert_problems(
        "catalog-info.yaml",
        HEAD "kind: Component\nmetadata:\n  name: pay--x\n  namespace: A\n  tags: [go, C++, a b]\n"
             "  labels: {a: 1, b: 'x', c: {$text: ./c}}\n  links: [{title: x}, y]\n"
             "spec: {type: service, lifecycle: production, owner: pay}\n",
        "catalog-info.yaml:4 pay--x metadata.name value is 'pay--x': letters and digits parted by "
        "one of -_. are asked, 63 characters at most\n"
        "catalog-info.yaml:5 pay--x metadata.namespace value is 'A': small letters and digits "
        "parted by '-' are asked\n"
        "catalog-info.yaml:6 pay--x metadata.tags value is 'C++': small letters, digits and :+# "
        "parted by one '-' are asked\n"
        "catalog-info.yaml:6 pay--x metadata.tags value is 'a b': small letters, digits and :+# "
        "parted by one '-' are asked\n"
        "catalog-info.yaml:7 pay--x metadata.labels.a type must be a text and is a number; put it "
        "in quotes\n"
        "catalog-info.yaml:8 pay--x metadata.links[0].url missing is required and not there\n"
        "catalog-info.yaml:8 pay--x metadata.links[1] type must be a mapping and is a text\n");
}

static void placeholders(void **state)
{
    (void)state;
    static const char *const owners[] = {
        "guests",  "user:guest",       "group:default/my-team", "TODO",
        "unknown", "team-a",           "sample-team",           "'<team>'",
        "my-team", "john@example.com", "user:default/john.doe"};
    for (size_t i = 0; i < sizeof(owners) / sizeof(*owners); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, "service.datadog.yaml",
                  arena_printf(&world.arena, "schema-version: v2.2\ndd-service: pay\nteam: %s\n",
                               owners[i]));
        const char *rows = world_rows(&world, "catalogue_problem", "field sort");
        if (strcmp(rows, "service.datadog.yaml:3 team placeholder\n") != 0)
            fail_msg("'%s' gives: %s", owners[i], rows);
        world_end(&world);
    }
    static const char *const real[] = {"pay",        "group:acme/payments", "user:jane",
                                       "team-atlas", "unknown-pleasures",   "jane@acme.internal"};
    for (size_t i = 0; i < sizeof(real) / sizeof(*real); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, "service.datadog.yaml",
                  arena_printf(&world.arena, "schema-version: v2.2\ndd-service: pay\nteam: %s\n",
                               real[i]));
        assert_string_equal(world_rows(&world, "catalogue_problem", "field sort"), "");
        world_end(&world);
    }
}

/* What it names in the tree is looked for there, from where it stands. */
static void what_dangles(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "svc/catalog-info.yaml",
              HEAD "kind: API\nmetadata:\n  name: pay\n  annotations:\n"
                   "    backstage.io/techdocs-ref: dir:.\n    backstage.io/adr-location: docs/adr\n"
                   "spec:\n  type: openapi\n  lifecycle: production\n  owner: pay\n"
                   "  definition: {$text: ./openapi.yaml}\n---\n" HEAD
                   "kind: Location\nmetadata: {name: all}\n"
                   "spec: {targets: [./a.yaml, ../b.yaml, ./*.yaml, 'https://x.test/y']}\n");
    world_add(&world, "b.yaml", "x: 1\n");
    world_add(&world, "docs/adr/0001.md", "# x\n");
    assert_string_equal(
        problems(&world),
        "svc/catalog-info.yaml:6 pay metadata.annotations.backstage.io/techdocs-ref dangling is "
        "'dir:.', where there is no mkdocs.yml and no docs\n"
        "svc/catalog-info.yaml:7 pay metadata.annotations.backstage.io/adr-location dangling is "
        "'docs/adr', which is not in the tree\n"
        "svc/catalog-info.yaml:12 pay spec.definition dangling is './openapi.yaml', which is not "
        "in the tree\n"
        "svc/catalog-info.yaml:17 all spec.targets dangling is './a.yaml', which is not in the "
        "tree\n");
    world_add(&world, "svc/mkdocs.yml", "x: 1\n");
    world_add(&world, "svc/openapi.yaml", "x: 1\n");
    world_add(&world, "svc/docs/adr/0001.md", "# x\n");
    assert_string_equal(problems(&world),
                        "svc/catalog-info.yaml:17 all spec.targets dangling is './a.yaml', which "
                        "is not in the tree\n");
    world_end(&world);
}

static void what_the_others_ask(void **state)
{
    (void)state;
    assert_problems(
        "service.datadog.yaml",
        "schema-version: v2.2\ndd-service: pay\ntype: webb\nteem: core\ncontacts: [{type: email}]\n"
        "integrations: {pagerduty: {service-url: 'https://acme.test/x'}}\n",
        "service.datadog.yaml:3 pay type value is 'webb'; web, db, cache, function, browser, "
        "mobile or custom is asked\n"
        "service.datadog.yaml:4 pay teem unknown_key is no field; 'team' is near\n"
        "service.datadog.yaml:5 pay contacts[0].contact missing is required and not there\n"
        "service.datadog.yaml:6 pay integrations.pagerduty.service-url value is no address of a "
        "service: 'TEAM.pagerduty.com/service-directory/P...' is asked\n");
    assert_problems("service.datadog.yaml", "dd-service: pay\n",
                    "service.datadog.yaml:1 pay schema-version missing is required and not "
                    "there\n");
    assert_problems("entity.datadog.yaml",
                    "apiVersion: v3\nkind: service\nmetadata: {nam: pay}\nspec: {}\n",
                    "entity.datadog.yaml:3 document 1 metadata.name missing is required and not "
                    "there\n"
                    "entity.datadog.yaml:3 document 1 metadata.nam unknown_key is no field; 'name' "
                    "is near\n");
    assert_problems("opslevel.yaml", "version: 2\nservice: {name: pay, owner: pay}\n",
                    "opslevel.yaml:1 document 1 . value is opslevel.yaml, and OpsLevel reads "
                    "opslevel.yml alone\n"
                    "opslevel.yaml:1 document 1 version value is '2'; 1 is asked\n");
    assert_problems("cortex.yaml",
                    "info:\n  x-cortex-tag: pay\n  x-cortex-owners: [{type: email}]\n",
                    "cortex.yaml:1 pay openapi missing is required and not there\n"
                    "cortex.yaml:2 pay info.title missing is required and not there\n"
                    "cortex.yaml:3 pay info.x-cortex-owners[0].email missing is required and not "
                    "there\n");
    assert_problems("cortex.yaml", "auth_enabled: false\n", "");
}

static void entities_and_what_they_refer_to(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "org/all.yaml",
              HEAD "kind: Group\nmetadata:\n  name: Pay\n  annotations: {github.com/team-slug: "
                   "acme/pay}\nspec: {type: team, children: [], members: [user:default/jane]}\n"
                   "---\n" HEAD
                   "kind: User\nmetadata: {name: jane}\nspec: {memberOf: [pay], profile: {email: "
                   "jane@acme.test}}\n");
    world_add(&world, "catalog-info.yaml",
              HEAD "kind: Component\nmetadata: {name: api, namespace: acme, annotations: "
                   "{acme.io/sunset: '2027-01-01'}}\n"
                   "spec: {type: service, lifecycle: Deprecated, owner: pay, system: bank, "
                   "dependsOn: ['resource:db', 'Component:other/Queue', plain], providesApis: "
                   "[rest], consumesApis: ['${{ x }}']}\n");
    assert_string_equal(
        world_rows(&world, "catalogue_entity",
                   "kind namespace name lifecycle owner members address slug retirement"),
        "catalog-info.yaml:1 component acme api deprecated pay none none none 2027-01-01\n"
        "org/all.yaml:1 group default pay none none jane none acme/pay none\n"
        "org/all.yaml:8 user default jane none none pay jane@acme.test none none\n");
    assert_string_equal(world_rows(&world, "catalogue_reference", "verb kind namespace name"),
                        "catalog-info.yaml:4 owned_by group acme pay\n"
                        "catalog-info.yaml:4 part_of system acme bank\n"
                        "catalog-info.yaml:4 depends_on resource acme db\n"
                        "catalog-info.yaml:4 depends_on component other queue\n"
                        "catalog-info.yaml:4 depends_on none acme plain\n"
                        "catalog-info.yaml:4 provides api acme rest\n");
    world_end(&world);
}

/* The rows of a placeholder say so, and a key is never shown. */
static void who_is_on_call(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "catalog-info.yaml",
              HEAD "kind: Component\nmetadata:\n  name: pay\n  annotations:\n"
                   "    pagerduty.com/service-id: P1Q2R3S\n"
                   "    pagerduty.com/integration-key: 0f1e2d3c4b5a69788796a5b4c3d2e1f0\n"
                   "    opsgenie.com/team: '${OPSGENIE_TEAM}'\n"
                   "    ilert.com/integration-key: <sample-key>\n"
                   "    rootly.com/service-id: PXXXXXX\n");
    world_add(&world, "cortex.yaml",
              "openapi: 3.0.1\ninfo:\n  title: Pay\n  x-cortex-tag: pay\n"
              "  x-cortex-oncall: {opsgenie: {id: pay-crew, type: SCHEDULE}}\n");
    world_add(&world, "opslevel.yml",
              "version: 1\ncomponent:\n  name: pay\n  tools: [{name: pager, category: incidents, "
              "url: 'https://acme.pagerduty.com/services/P1Q2R3S'}]\n");
    world_add(&world, "service.datadog.yaml",
              "schema-version: v2.2\ndd-service: pay\n"
              "contacts: [{type: email, contact: pay@acme.internal}]\nintegrations:\n"
              "  pagerduty: {service-url: 'https://acme.pagerduty.com/service-directory/P1Q2R3S'}"
              "\n");
    assert_string_equal(
        world_rows(&world, "oncall", "sort tool value placeholder secret reachable"),
        "catalog-info.yaml:6 integration pagerduty P1Q2R3S false false true\n"
        "catalog-info.yaml:7 integration pagerduty none false true true\n"
        "catalog-info.yaml:8 integration opsgenie ${OPSGENIE_TEAM} true false false\n"
        "catalog-info.yaml:9 integration ilert <sample-key> true false false\n"
        "catalog-info.yaml:10 integration rootly PXXXXXX true false false\n"
        "cortex.yaml:5 integration opsgenie pay-crew false false true\n"
        "opslevel.yml:4 integration pager https://acme.pagerduty.com/services/P1Q2R3S false false "
        "true\n"
        "service.datadog.yaml:3 contact email pay@acme.internal false false false\n"
        "service.datadog.yaml:5 integration pagerduty "
        "https://acme.pagerduty.com/service-directory/P1Q2R3S false false true\n");
    world_end(&world);
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    assert_rows_of("catalog-info.yaml", "a: [\n", "catalogue_problem", "sort",
                   "catalog-info.yaml gap\n");
    assert_rows_of("org/all.yaml", "apiVersion: backstage.io/v1alpha1\na: [\n", "catalogue_entity",
                   "name", "org/all.yaml gap\n");
    assert_rows_of("tests/all.yaml", "apiVersion: backstage.io/v1alpha1\na: [\n",
                   "catalogue_entity", "name", "");
    assert_rows_of("catalog-info.yaml", "{{ if a }}\n", "oncall", "sort",
                   "catalog-info.yaml gap\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_backstage_asks), cmocka_unit_test(what_backstage_asks_of_names),
        cmocka_unit_test(placeholders),        cmocka_unit_test(what_dangles),
        cmocka_unit_test(what_the_others_ask), cmocka_unit_test(entities_and_what_they_refer_to),
        cmocka_unit_test(who_is_on_call),      cmocka_unit_test(what_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
