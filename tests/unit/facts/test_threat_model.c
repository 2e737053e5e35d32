#include "facts/freshness.h"
#include "rows.h"

/* Cells of the one row: threats, mitigated, open, unstated, boundaries, assets, template. */
static void assert_model(const char *path, const char *content, const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, path, content);
    assert_string_equal(
        world_rows(&world, "threat_model_part",
                   "format title threats mitigated open unstated boundaries assets template"),
        expected);
    world_end(&world);
}

static void threat_dragon(void **state)
{
    (void)state;
    /* Version 2. */
    assert_model("a/model.json",
                 "{\"summary\":{\"title\":\"Pay\"},\"detail\":{\"diagrams\":[{\"cells\":["
                 "{\"data\":{\"type\":\"tm.Boundary\"}},{\"data\":{\"type\":\"tm.BoundaryBox\"}},"
                 "{\"data\":{\"type\":\"tm.Store\",\"threats\":["
                 "{\"status\":\"Open\",\"mitigation\":\"some\"},{\"status\":\"NotApplicable\"},"
                 "{\"mitigation\":\"Numbers\"},{\"mitigation\":\"\"},"
                 "{\"mitigation\":\"Provide remediation for this threat\"}]}},"
                 "{\"data\":{\"type\":\"tm.Flow\",\"threats\":[{\"status\":\"Mitigated\"}]}}"
                 "]}]}}",
                 "a/model.json:1 threat_dragon Pay 6 3 1 2 2 1 false\n");
    /* Version 1. */
    assert_model("model.json",
                 "{\"summary\":{\"title\":\"demo threat model\"},\"detail\":{\"diagrams\":[{"
                 "\"diagramJson\":{\"cells\":[{\"type\":\"tm.Process\",\"threats\":["
                 "{\"status\":\"Mitigated\"}]},{\"type\":\"tm.Boundary\"}]}}]}}",
                 "model.json:1 threat_dragon demo threat model 1 1 0 0 1 1 true\n");
    /* Another file that has a summary and speaks of threats. */
    assert_model("x.json", "{\"summary\":{\"title\":\"threats\"},\"detail\":\"none\"}", "");
    assert_model("x.json", "{\"threats\": [", "");
}

static void threagile(void **state)
{
    (void)state;
    assert_model("threagile.yaml",
                 "threagile_version: 1.0.0\ntitle: Pay\ndata_assets: {a: {}, b: {}}\n"
                 "technical_assets: {c: {}}\ntrust_boundaries: {d: {}}\n"
                 "risk_tracking:\n  x@a: {status: mitigated}\n  y@*: {status: unchecked}\n"
                 "  z@b: {status: false-positive}\n  w: {}\n",
                 "threagile.yaml:1 threagile Pay 4 2 1 1 1 3 false\n");
    assert_model("model.yml", "threagile_version: 1.0.0\ntitle: Pay\ntechnical_assets: {c: {}}\n",
                 "model.yml:1 threagile Pay unknown unknown unknown unknown 0 1 false\n");
    assert_model("model.yml",
                 "threagile_version: 1.0.0\ntitle: Model Stub\ntechnical_assets: {c: {}}\n"
                 "risk_tracking: {a: {status: accepted}}\n",
                 "model.yml:1 threagile Model Stub 1 1 0 0 0 1 true\n");
    assert_model("threagile.yaml", "threagile_version: [\n", "threagile.yaml gap\n");
    assert_model("model.yaml", "threagile_version: 1\n", "");
}

static void open_threat_model(void **state)
{
    (void)state;
    assert_model("pay.otm",
                 "otmVersion: 0.2.0\nproject: {name: Pay, id: pay}\n"
                 "trustZones: [{id: a}, {id: b}]\nassets: [{id: c}]\n"
                 "components:\n  - id: x\n    threats:\n"
                 "      - {threat: t, state: exposed, mitigations: [{state: implemented}]}\n"
                 "      - {threat: t, state: exposed, mitigations: [{state: implemented}, {state: "
                 "required}]}\n      - {threat: t, state: exposed}\n      - {threat: t}\n"
                 "dataflows:\n  - {id: y, threats: [{threat: t, state: mitigated}]}\n"
                 "threats: [{id: t}]\n",
                 "pay.otm:1 otm Pay 5 2 2 1 2 1 false\n");
    assert_model("pay.json",
                 "{\"otmVersion\": \"0.1.0\", \"project\": {\"name\": \"Test project\"}, "
                 "\"threats\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}",
                 "pay.json:1 otm Test project 2 0 0 2 0 0 true\n");
    assert_model("pay.otm", "{\"otmVersion\": ", "pay.otm gap\n");
}

static void hcl(void **state)
{
    (void)state;
    assert_model("pay.hcl",
                 "spec_version = \"0.1.6\"\nthreatmodel \"Pay\" {\n"
                 "  information_asset \"a\" {}\n  information_asset \"b\" {}\n"
                 "  threat { control = \"guards\" }\n"
                 "  threat {\n    expanded_control \"x\" { implemented = false }\n  }\n"
                 "  threat {\n    expanded_control \"x\" { implemented = false }\n"
                 "    expanded_control \"y\" { implemented = true }\n  }\n"
                 "  threat { proposed_control { description = \"later\" } }\n"
                 "  threat { description = \"bare\" }\n"
                 "  data_flow_diagram_v2 \"d\" {\n    trust_zone \"z\" {}\n  }\n}\n",
                 "pay.hcl:2 hcl Pay 5 2 2 1 1 2 false\n");
    assert_model(
        "pay.hcl",
        "threatmodel \"Pay\" {\n  threat \"one\" {\n    control \"c\" { implemented = true }\n"
        "  }\n  threat \"two\" {}\n}\nthreatmodel \"Tower of London\" {}\n",
        "pay.hcl:1 hcl Pay 2 1 0 1 0 0 false\n");
    assert_model("pay.hcl", "threatmodel \"Tower of London\" {\n  threat {}\n}\n",
                 "pay.hcl:1 hcl Tower of London 1 0 0 1 0 0 true\n");
    assert_model("x.hcl", "resource \"threat\" \"a\" {}\n", "");
}

static void tm7(void **state)
{
    (void)state;
    assert_model(
        "pay.tm7",
        "<ThreatModel xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"><DrawingSurfaceList>"
        "<DrawingSurfaceModel><Borders xmlns:a=\"x\">"
        "<a:KeyValueOfguidanyType><a:Key>1</a:Key><a:Value "
        "i:type=\"StencilEllipse\"/></a:KeyValueOfguidanyType>"
        "<a:KeyValueOfguidanyType><a:Key>2</a:Key><a:Value "
        "i:type=\"BorderBoundary\"/></a:KeyValueOfguidanyType></Borders>"
        "<Lines xmlns:a=\"x\"><a:KeyValueOfguidanyType><a:Value i:type=\"LineBoundary\"/>"
        "</a:KeyValueOfguidanyType><a:KeyValueOfguidanyType><a:Value i:type=\"Connector\"/>"
        "</a:KeyValueOfguidanyType></Lines></DrawingSurfaceModel></DrawingSurfaceList>"
        "<MetaInformation><ThreatModelName>Pay</ThreatModelName></MetaInformation>"
        "<ThreatInstances xmlns:a=\"x\" xmlns:b=\"y\">"
        "<a:KeyValueOfstringThreatpc_P0_PhOB><a:Value><b:State>Mitigated</b:State></a:Value>"
        "</a:KeyValueOfstringThreatpc_P0_PhOB>"
        "<a:KeyValueOfstringThreatpc_P0_PhOB><a:Value><b:State>NeedsInvestigation</b:State>"
        "</a:Value></a:KeyValueOfstringThreatpc_P0_PhOB>"
        "<a:KeyValueOfstringThreatpc_P0_PhOB><a:Value><b:State>AutoGenerated</b:State></a:Value>"
        "</a:KeyValueOfstringThreatpc_P0_PhOB></ThreatInstances></ThreatModel>",
        "pay.tm7:1 tm7 Pay 3 1 1 1 2 1 false\n");
    assert_model("pay.tm7", "<ThreatModel><DrawingSurfaceList/></ThreatModel>",
                 "pay.tm7:1 tm7 none 0 0 0 0 0 0 false\n");
    assert_model("pay.tm7", "<ThreatModel>", "pay.tm7 gap\n");
}

static void pytm(void **state)
{
    (void)state;
    assert_model("tm.py",
                 "#!/usr/bin/env python3\nfrom pytm import TM, Boundary, Server\n\n"
                 "tm = TM(\"Pay\")\n# old = Boundary(\"no\")\nweb = Boundary(\"Web\")\n"
                 "api = Server(\"API\")\nMyServer(\"x\")\ntm.process()\n",
                 "tm.py:4 pytm Pay unknown unknown unknown unknown 1 1 false\n");
    assert_model("tm.py", "import pytm\nt = pytm.TM('my test tm')\n",
                 "tm.py:2 pytm my test tm unknown unknown unknown unknown 0 0 true\n");
    assert_model("x.py", "# from pytm import TM\ntm = TM(\"x\")\n", "");
    assert_model("x.py", "from pytm import Server\n", "");
}

static void documents(void **state)
{
    (void)state;
    assert_model(
        "docs/threat-model.md",
        "# Threat model\n\n## Assets\n- keys\n- money\n\n## Trust boundaries\nThe edge.\n\n"
        "## Threats\n\n### Spoofing\nA token is stolen. Mitigated by binding it.\n\n"
        "### Tampering\nA message is changed on its way.\n\n"
        "### Denial of service\nMany requests. Status: open, nothing is done.\n",
        "docs/threat-model.md:1 markdown Threat model 3 1 1 1 1 2 false\n");
    assert_model(
        "THREAT_MODEL.md",
        "# Pay\n\nThreats of today.\n\n## Attacks\n- A stolen token; we prevent it by binding.\n"
        "- A message\n  that is sent twice\n\n## Mitigations\n- Numbers on messages\n",
        "THREAT_MODEL.md:1 markdown none 2 2 0 0 0 0 false\n");
    assert_model("SECURITY.md",
                 "# Security\n\nMail us.\n\n## Threat model\n\n| Risk | Countermeasure |\n|--|--|\n"
                 "| stolen token | binding |\n| sent twice | - |\n\n## Risks\n- elsewhere\n",
                 "SECURITY.md:5 markdown Threat model 2 1 0 1 0 0 false\n");
    assert_model("SECURITY.md", "# Security\n\nWe watch threats.\n", "");
    /* A pointer is no model; a page without a list may be one. */
    assert_model("SECURITY.md",
                 "# Security\n\n## Threat model\nIt stands in [another](docs/x.md) page.\n", "");
    assert_model("SECURITY.md",
                 "# Security\n\n## Threat model\n\n### Roles\n- guest\n- owner\n- clerk\n\n"
                 "### In scope\n- a\n- b\n- c\n- d\n- e\n- f\n- g\n",
                 "SECURITY.md:3 markdown Threat model unknown unknown unknown unknown 0 0 false\n");
    assert_model("docs/threat-model.md",
                 "# Threat model\n\n## Threats\n- Somebody who reads the network may see which "
                 "accounts are asked for, so names are hashed.\n- Stolen keys\n",
                 "docs/threat-model.md:1 markdown Threat model 2 unknown 0 unknown 0 0 false\n");
    assert_model("docs/threat-model.md", "# Numbers\n\nNothing here.\n", "");
    assert_model("docs/threat-model.rst",
                 "Threat model\n============\n\nThreats\n-------\n\n- stolen token, mitigated\n",
                 "docs/threat-model.rst:1 markdown Threat model 1 1 0 0 0 0 false\n");
}

static void tables(void **state)
{
    (void)state;
    /* Which columns say it; rows of placeholders; a matrix of levels is no list. */
    assert_model("threat-model.md",
                 "# Threat model\n\nThe trust boundary is the edge.\n\n"
                 "| ID | Threat | Risk level | Response | Status |\n|:--|---|:-:|--|--|\n"
                 "| T1 | stolen token | high | bind it | Mitigated |\n"
                 "| T2 | sent twice | low | | Open |\n| T3 | read \\| all | low | log it | |\n"
                 "| T4 | <describe the threat> | | | |\n| T5 | all alone | low | tbd | |\n"
                 "| T6 | | low | x | Closed |\n\n"
                 "| Risk level | Meaning |\n|--|--|\n| high | bad |\n",
                 "threat-model.md:1 markdown Threat model 4 2 1 1 1 0 false\n");
    assert_model("threat-model.md",
                 "# Threat model\n\n```\n| Threat | Mitigation |\n|--|--|\n| a | b |\n```\n",
                 "threat-model.md:1 markdown Threat model 0 0 0 0 0 0 false\n");
}

static void templates(void **state)
{
    (void)state;
    assert_model("threat-model.md",
                 "# Threat model of <project name>\n\n## Threats\n- [describe the threat]\n"
                 "- TODO\n\n## Assets\n- <list of assets>\n",
                 "threat-model.md:1 markdown Threat model of 0 0 0 0 0 0 true\n");
    assert_model("templates/threat-model-template.md", "# Threat model\n\n## Threats\n- x\n",
                 "templates/threat-model-template.md:1 markdown Threat model 1 0 0 1 0 0 true\n");
}

static void assert_digest(const char *path, const char *a, const char *b, bool same)
{
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const char *first = freshness_digest(&arena, path, text_of(a));
    const char *second = freshness_digest(&arena, path, text_of(b));
    if ((strcmp(first, second) == 0) != same)
        fail_msg("'%s' and '%s' are%s the same", a, b, same ? " not" : "");
    arena_release(&arena);
}

static void what_is_a_change_of_a_document(void **state)
{
    (void)state;
    assert_digest("a.md", "# A Page\n\nOne two.\n", "# a page\n\nOne\ntwo\n", true);
    assert_digest("a.md", "A Page\n======\n\n* x\n", "# A page\n\n- x\n", true);
    assert_digest("a.md", "See [this](https://a.test).\n", "See [this](https://b.test/x).\n", true);
    assert_digest("a.md", "**One** two\n", "One _two_\n", true);
    assert_digest("a.md", "One <!-- note --> two\n", "One two\n", true);
    assert_digest("a.md", "Use `TLS 1.2` here\n", "Use `TLS 1.3` here\n", false);
    assert_digest("a.md", "```\nmake a\n```\n", "```\nmake b\n```\n", false);
    assert_digest("a.md", "One two.\n", "Two one.\n", false);
    assert_digest("a.md", "One.\n", "One, not two.\n", false);
    assert_digest("a.json", "{\"a\":  1}\n", "{\"a\": 1}", true);
    assert_digest("a.json", "{\"a\": 1}", "{\"a\": -1}", false);
    assert_digest("a.json", "{\"a\": 1}", "{\"A\": 1}", false);
    assert_digest("a.md", "", "\n\n", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threat_dragon),
        cmocka_unit_test(threagile),
        cmocka_unit_test(open_threat_model),
        cmocka_unit_test(hcl),
        cmocka_unit_test(tm7),
        cmocka_unit_test(pytm),
        cmocka_unit_test(documents),
        cmocka_unit_test(tables),
        cmocka_unit_test(templates),
        cmocka_unit_test(what_is_a_change_of_a_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
