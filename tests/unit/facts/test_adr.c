#include "facts/adr.h"
#include "facts/adr_places.h"
#include "rows.h"

static void status_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum adr_status_state state;
        enum adr_status status;
    } cases[] = {
        {"Accepted", ADR_STATUS_KNOWN, ADR_ACCEPTED},
        {"**ACCEPTED**, August 2025", ADR_STATUS_KNOWN, ADR_ACCEPTED},
        {"[Accepted](https://acme.test)", ADR_STATUS_KNOWN, ADR_ACCEPTED},
        {"\xe2\x9c\x85 Approved with changes", ADR_STATUS_KNOWN, ADR_ACCEPTED},
        {"not accepted", ADR_STATUS_KNOWN, ADR_REJECTED},
        {"In consideration", ADR_STATUS_KNOWN, ADR_PROPOSED},
        {"Review", ADR_STATUS_KNOWN, ADR_PROPOSED},
        {"LAST CALL 2026-01-01", ADR_STATUS_KNOWN, ADR_PROPOSED},
        {"Work in Progress", ADR_STATUS_KNOWN, ADR_DRAFT},
        {"on hold", ADR_STATUS_KNOWN, ADR_DEFERRED},
        {"Superceded by [12. T](0012-t.md)", ADR_STATUS_KNOWN, ADR_SUPERSEDED},
        {"superseeded", ADR_STATUS_KNOWN, ADR_SUPERSEDED},
        {"~~Accepted~~ Superseded by ADR-3", ADR_STATUS_KNOWN, ADR_SUPERSEDED},
        {"Accepted, superseded by ADR-3", ADR_STATUS_KNOWN, ADR_SUPERSEDED},
        {"Accepted, partially superseded by ADR-3", ADR_STATUS_KNOWN, ADR_ACCEPTED},
        {"Partly superseded", ADR_STATUS_KNOWN, ADR_ACCEPTED},
        {"Accepted; not replaced by anything", ADR_STATUS_KNOWN, ADR_ACCEPTED},
        {"Deprecated by [ADR 30](0030-x.md)", ADR_STATUS_KNOWN, ADR_DEPRECATED},
        {"Deprecated (no superseding ADR)", ADR_STATUS_KNOWN, ADR_DEPRECATED},
        {"obsoleted by ADR 7", ADR_STATUS_KNOWN, ADR_SUPERSEDED},
        {"implementable", ADR_STATUS_KNOWN, ADR_ACCEPTED},
        {"akzeptiert", ADR_STATUS_KNOWN, ADR_ACCEPTED},
        {"Removed", ADR_STATUS_OTHER, 0},
        {"Acceptedish", ADR_STATUS_OTHER, 0},
        {"[proposed | rejected | accepted | deprecated]", ADR_STATUS_TEMPLATE, 0},
        {"{proposed | rejected | accepted | superseded by ADR-0123", ADR_STATUS_TEMPLATE, 0},
        {"Proposed | Accepted | Rejected", ADR_STATUS_TEMPLATE, 0},
        {"STATUS", ADR_STATUS_TEMPLATE, 0},
        {"TBD", ADR_STATUS_TEMPLATE, 0},
        {"", ADR_STATUS_TEMPLATE, 0},
        {"What is the status, such as proposed, accepted, rejected?", ADR_STATUS_OTHER, 0},
    };
    struct arena arena;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        enum adr_status status = ADR_DRAFT;
        enum adr_status_state got = adr_status_read(&arena, text_of(cases[i].text), &status);
        if (got != cases[i].state || (got == ADR_STATUS_KNOWN && status != cases[i].status))
            fail_msg("'%s' is %s %s", cases[i].text, adr_status_state_names[got],
                     adr_status_names[status]);
    }
    arena_release(&arena);
}

static void families_of_headings(void **state)
{
    (void)state;
    static const struct {
        const char *heading;
        enum adr_family family;
    } cases[] = {
        {"Context", ADR_FAMILY_CONTEXT},
        {"1. Context", ADR_FAMILY_CONTEXT},
        {"Context and Problem Statement", ADR_FAMILY_CONTEXT},
        {"Decision: log conventions", ADR_FAMILY_DECISION},
        {"Decision Outcome", ADR_FAMILY_DECISION},
        {"Decision Drivers <!-- optional -->", ADR_FAMILY_DRIVERS},
        {"Considered Options", ADR_FAMILY_OPTIONS},
        {"Alternatives considered", ADR_FAMILY_OPTIONS},
        {"Positive Consequences", ADR_FAMILY_CONSEQUENCES},
        {"Trade-offs", ADR_FAMILY_CONSEQUENCES},
        {"Use a decision table", ADR_FAMILY_NONE},
        {"Contextual logging", ADR_FAMILY_NONE},
        {"More Information", ADR_FAMILY_MORE},
        {"Decision-1", ADR_FAMILY_DECISION},
        {"Contexte et \xc3\xa9nonc\xc3\xa9 du probl\xc3\xa8me", ADR_FAMILY_CONTEXT},
        {"Entscheidung", ADR_FAMILY_DECISION},
    };
    struct arena arena;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        if (adr_family_of(&arena, cases[i].heading) != cases[i].family)
            fail_msg("'%s'", cases[i].heading);
    arena_release(&arena);
}

#define NYGARD(status)                                                  \
    "# 7. Use Kafka\n\nDate: 2026-01-02\n\n## Status\n\n" status "\n\n" \
    "## Context\n\nQueues fill up.\n\n## Decision\n\nWe use Kafka.\n\n" \
    "## Consequences\n\nWe run brokers.\n"

static void a_record_of_nygard(void **state)
{
    (void)state;
    assert_rows_of("doc/adr/0007-use-kafka.md", NYGARD("Accepted"), "adr",
                   "id number title directory format status status_text in_force date complete"
                   " founding",
                   "doc/adr/0007-use-kafka.md:7 0007 7 Use Kafka doc/adr nygard accepted Accepted"
                   " true 2026-01-02 true false\n");
    assert_rows_of("doc/adr/0007-use-kafka.md", NYGARD("Accepted"), "adr_section",
                   "family heading required state",
                   "doc/adr/0007-use-kafka.md:5 status Status false filled\n"
                   "doc/adr/0007-use-kafka.md:9 context Context true filled\n"
                   "doc/adr/0007-use-kafka.md:13 decision Decision true filled\n"
                   "doc/adr/0007-use-kafka.md:17 consequences Consequences true filled\n");
    assert_rows_of("doc/adr/0007-use-kafka.md", NYGARD("Mothballed"), "adr",
                   "status status_state in_force",
                   "doc/adr/0007-use-kafka.md:7 unknown other unknown\n");
    assert_rows_of("doc/adr/0007-use-kafka.md", NYGARD("Accepted\n\nSuperseded by ADR-9"), "adr",
                   "status in_force", "doc/adr/0007-use-kafka.md:9 superseded false\n");
    assert_rows_of("doc/adr/0007-use-kafka.md", NYGARD(""), "adr", "status status_state in_force",
                   "doc/adr/0007-use-kafka.md:5 none template false\n");
    /* CRLF, and the date as old adr-tools wrote it. */
    assert_rows_of("doc/adr/0007-x.md",
                   "# 7. X\r\n\r\nDate: 31/12/2025\r\n\r\n## Status\r\n\r\nProposed\r\n\r\n"
                   "## Context\r\n\r\n## Decision\r\n\r\nTODO\r\n",
                   "adr", "status date complete",
                   "doc/adr/0007-x.md:7 proposed 2025-12-31 false\n");
}

static void where_the_status_stands(void **state)
{
    (void)state;
#define BODY                                                                                   \
    "\n## Context and Problem Statement\n\nA.\n\n## Considered Options\n\n* B\n\n## Decision " \
    "Outcome\n\nB.\n"
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"---\nstatus: accepted\ndate: 2026-03-04\n---\n\n# X\n" BODY,
         "2 madr accepted known 2026-03-04"},
        {"---\nstatus: \"superseded by ADR-0123\"\n---\n\n# X\n" BODY,
         "2 madr superseded known none"},
        {"# X\n\n* Status: proposed\n* Date: 2026-03-04\n" BODY,
         "3 madr proposed known 2026-03-04"},
        {"# X\n\n- **Status**: Rejected\n" BODY, "3 madr rejected known none"},
        {"# X\n\n**Status:** Accepted\n" BODY, "3 madr accepted known none"},
        {"# X\n\n| Status | Accepted |\n|---|---|\n| Date | 2026-03-04 |\n" BODY,
         "3 madr accepted known 2026-03-04"},
        {"# X\n\n| Date | Status | Owner |\n|---|---|---|\n| 2026-03-04 | deferred | me |\n" BODY,
         "3 madr deferred known 2026-03-04"},
        {"# X\n\n![status: accepted](https://img.test/x.svg)\n" BODY, "3 madr accepted known none"},
        {"# X\n\n> **Superseded by [ADR-9](0009-y.md)**\n" BODY, "3 madr superseded known none"},
        {"# X\n" BODY, "1 madr none missing none"},
        {"---\nstatus: \"{proposed | accepted | superseded by ADR-0123\"\n"
         "date: {YYYY-MM-DD when the decision was last updated}\n---\n# X\n" BODY,
         "2 madr none template none"},
        {"---\nstatus:\ndate: \n---\n# X\n" BODY, "2 madr none template none"},
        {"---\nstatus: {proposed: accepted}\n---\n# X\n" BODY, "2 madr none template none"},
        {"---\nstatus: [unclosed\n---\n# X\n" BODY, "1 madr none missing none"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char expected[200];
        snprintf(expected, sizeof(expected), "docs/decisions/0001-x.md:%s\n", cases[i].expected);
        assert_rows_of("docs/decisions/0001-x.md", cases[i].text, "adr",
                       "format status status_state date", expected);
    }
    assert_rows_of("docs/adr/0001-x.md", "# X\n\nStatus: LAST CALL 2026-05-01\n" BODY, "adr",
                   "status last_call", "docs/adr/0001-x.md:3 proposed 2026-05-01\n");
}

/* The states of required sections, in the order of the file. */
static void assert_states(const char *text, const char *expected)
{
    assert_rows_of("docs/adr/0003-x.md", text, "adr_section", "family required state", expected);
}

static void templates_fill_nothing(void **state)
{
    (void)state;
    /* adr-tools */
    assert_states(
        "# 3. X\n\n## Status\n\nAccepted\n\n## Context\n\nThe issue motivating this decision,"
        " and any context that influences or constrains the decision.\n\n## Decision\n\n"
        "The change that we're proposing or have agreed to implement.\n\n## Consequences\n\n"
        "What becomes easier or more difficult to do and any risks introduced by the change"
        " that will need to be mitigated.\n",
        "docs/adr/0003-x.md:3 status false filled\n"
        "docs/adr/0003-x.md:7 context true template\n"
        "docs/adr/0003-x.md:11 decision true template\n"
        "docs/adr/0003-x.md:15 consequences true template\n");
    /* MADR 4, and its bare form */
    assert_states(
        "# X\n\n## Context and Problem Statement\n\n{Describe the context and problem"
        " statement, e.g., in free form using two to three\nsentences.}\n\n"
        "## Considered Options\n\n* {title of option 1}\n* {title of option 2}\n* \xe2\x80\xa6"
        " <!-- numbers of options can vary -->\n\n## Decision Outcome\n\nChosen option:"
        " \"{title of option 1}\", because {justification. e.g., only option, which meets"
        " k.o. criterion decision driver | which resolves force {force} | comes out best"
        " (see below)}.\n\n### Consequences\n\n* Good, because {positive consequence}\n"
        "* Bad, because {negative consequence}\n",
        "docs/adr/0003-x.md:3 context true template\n"
        "docs/adr/0003-x.md:8 options true template\n"
        "docs/adr/0003-x.md:14 decision true template\n"
        "docs/adr/0003-x.md:18 consequences false template\n");
    assert_states("# X\n\n## Context and Problem Statement\n\n## Considered Options\n\n"
                  "* <!-- option -->\n\n## Decision Outcome\n\nChosen option: \"\", because\n\n"
                  "### Consequences\n\n* Good, because\n* Bad, because\n",
                  "docs/adr/0003-x.md:3 context true empty\n"
                  "docs/adr/0003-x.md:5 options true empty\n"
                  "docs/adr/0003-x.md:9 decision true template\n"
                  "docs/adr/0003-x.md:13 consequences false template\n");
    /* MADR 2 and log4brains */
    assert_states(
        "# X\n\n## Context\n\n[Describe the context and problem statement, e.g., in free"
        " form using two to three sentences.]\n\n## Decision\n\nTBD\n\n## Consequences\n\nN/A\n",
        "docs/adr/0003-x.md:3 context true template\n"
        "docs/adr/0003-x.md:7 decision true template\n"
        "docs/adr/0003-x.md:11 consequences true empty\n");
    /* A placeholder is none the less one for being code. */
    assert_states("# X\n\n## Context\n\nIt is slow today.\n\n## Decision\n\n```text\nTODO\n```\n\n"
                  "## Consequences\n\n    TBD\n",
                  "docs/adr/0003-x.md:3 context true filled\n"
                  "docs/adr/0003-x.md:7 decision true empty\n"
                  "docs/adr/0003-x.md:13 consequences true empty\n");
}

static void little_is_enough(void **state)
{
    (void)state;
    assert_states("# X\n\n## Context\n\n![queues](q.png)\n\n## Decision\n\n```\nkafka\n```\n\n"
                  "## Consequences\n\nTODO list: brokers are ours to run, and that costs a night"
                  " shift.\n",
                  "docs/adr/0003-x.md:3 context true filled\n"
                  "docs/adr/0003-x.md:7 decision true filled\n"
                  "docs/adr/0003-x.md:13 consequences true filled\n");
    /* A link by reference is no placeholder, and subsections count. */
    assert_states(
        "# X\n\n## Context\n\nSee [the report of the load test][r].\n\n## Decision\n\n"
        "### For now\n\nKafka.\n\n## Consequences\n\n### Later\n\n\n[r]: https://acme.test\n",
        "docs/adr/0003-x.md:3 context true filled\n"
        "docs/adr/0003-x.md:7 decision true filled\n"
        "docs/adr/0003-x.md:13 consequences true filled\n");
    /* A decision is not made by its consequences. */
    assert_states(
        "# X\n\n## Context\n\nA.\n\n## Considered Options\n\n* B\n\n## Decision Outcome\n\n"
        "### Consequences\n\nMuch.\n",
        "docs/adr/0003-x.md:3 context true filled\n"
        "docs/adr/0003-x.md:7 options true filled\n"
        "docs/adr/0003-x.md:11 decision true empty\n"
        "docs/adr/0003-x.md:13 consequences false filled\n");
}

static void records_of_other_shapes(void **state)
{
    (void)state;
    assert_rows_of("docs/adr/0004-y.md",
                   "# Y\n\nIn the context of the checkout, facing slow queries, we decided for a"
                   " cache and against an index, to achieve low latency, accepting stale prices.\n",
                   "adr_section", "family state",
                   "docs/adr/0004-y.md:3 consequences filled\n"
                   "docs/adr/0004-y.md:3 context filled\n"
                   "docs/adr/0004-y.md:3 decision filled\n");
    assert_rows_of("docs/adr/0004-y.md",
                   "# Y\n\nIn the context of <use case>, facing <concern>, we decided for <option>"
                   " and against <other> to achieve <quality>, accepting <downside>.\n",
                   "adr_section", "family state",
                   "docs/adr/0004-y.md:3 consequences template\n"
                   "docs/adr/0004-y.md:3 context template\n"
                   "docs/adr/0004-y.md:3 decision filled\n");
    assert_rows_of("docs/adr/0005-z.md", "# 5. Use Rust\n\nStatus: accepted\n\nWe use Rust.\n",
                   "adr_section", "family state", "docs/adr/0005-z.md:1 decision filled\n");
    assert_rows_of("docs/adr/0005-z.md", "# 5. Use Rust\n\nStatus: accepted\n", "adr_section",
                   "family state", "docs/adr/0005-z.md:1 decision empty\n");
    assert_rows_of("docs/adr/0005-z.md", "", "adr", "format title complete",
                   "docs/adr/0005-z.md:1 other none false\n");
    assert_rows_of("docs/adr/0006-a.adoc",
                   "= 6. A\n\n== Status\n\nAccepted\n\n== Context\n\nB.\n\n== Decision\n\nC.\n\n"
                   "== Consequences\n\nD.\n",
                   "adr", "title status format complete",
                   "docs/adr/0006-a.adoc:5 A accepted nygard true\n");
    assert_rows_of("docs/adr/0006-a.rst",
                   "6. A\n====\n\nStatus\n------\n\nAccepted\n\nContext\n-------\n\nB.\n\n"
                   "Decision\n--------\n\nC.\n",
                   "adr", "status format complete",
                   "docs/adr/0006-a.rst:7 accepted nygard false\n");
    assert_rows_of(
        "docs/adr/0008-s.md",
        "---\ntitle: S\ntype: adr\ncategory: c\ntags: [a]\nstatus: accepted\n"
        "created: 2026-01-01\nauthor: x\nproject: p\n---\n# ADR-0008: S\n\n## Status\n\nAccepted\n",
        "adr", "title format status date complete",
        "docs/adr/0008-s.md:6 S structured accepted 2026-01-01 false\n");
}

static void enhancement_proposals(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "keps/sig-a/12-x/kep.yaml",
              "title: X\nkep-number: 12\nstatus: implementable\ncreation-date: 2026-01-02\n"
              "replaces:\n  - /keps/sig-a/7-w\n");
    world_add(&world, "keps/sig-a/12-x/README.md",
              "# KEP-12: X\n\n## Summary\n\nA.\n\n## Motivation\n\nB.\n\n## Proposal\n\n"
              "<!-- what -->\n");
    world_add(&world, "keps/sig-a/7-w/kep.yaml",
              "title: W\nstatus: replaced\nsuperseded-by: [KEP-12]\n");
    world_add(&world, "keps/NNNN-kep-template/kep.yaml",
              "title: T\nstatus: provisional|implementable\n");
    world_add(&world, "keps/sig-a/9-v/kep.yaml", "title: [\n");
    assert_string_equal(world_rows(&world, "adr", "number title status date directory complete"),
                        "keps/sig-a/12-x/README.md:1 12 X accepted 2026-01-02 keps false\n"
                        "keps/sig-a/7-w/kep.yaml:2 7 W superseded none keps false\n"
                        "keps/sig-a/9-v/kep.yaml gap\n");
    assert_string_equal(world_rows(&world, "adr_relation", "verb target target_state"),
                        "keps/sig-a/12-x/README.md:1 supersedes keps/sig-a/7-w/kep.yaml found\n"
                        "keps/sig-a/7-w/kep.yaml:3 superseded_by keps/sig-a/12-x/README.md found\n"
                        "keps/sig-a/9-v/kep.yaml gap\n");
    world_end(&world);
}

/* Which files are records: one line a record. */
static void assert_places(const char *const *paths, const char *text, const char *expected)
{
    struct world world;
    world_start(&world);
    for (size_t i = 0; paths[i]; i++)
        world_add(&world, paths[i], text);
    assert_string_equal(world_rows(&world, "adr", "id"), expected);
    world_end(&world);
}

static void which_files_are_records(void **state)
{
    (void)state;
    const char *text = NYGARD("Accepted");
    assert_places((const char *const[]){"docs/adr/0001-a.md", "docs/adr/README.md",
                                        "docs/adr/template.md", "docs/adr/0000-TEMPLATE.md",
                                        "docs/adr/index.md", "docs/adr/adr-template-bare.md",
                                        "docs/adr/0001-a.png", "docs/adr/.hidden.md",
                                        "docs/adr/templates/0001-x.md", "docs/adr/20200101-b.md",
                                        "docs/adr/XXXX-c.md", "docs/adr/adr_002.md",
                                        "docs/adr/use-d.md", "docs/adr/team/0001-e.md", NULL},
                  text,
                  "docs/adr/0001-a.md:7 0001\n"
                  "docs/adr/20200101-b.md:7 20200101\n"
                  "docs/adr/XXXX-c.md:7 none\n"
                  "docs/adr/adr_002.md:7 002\n"
                  "docs/adr/team/0001-e.md:7 0001\n"
                  "docs/adr/use-d.md:7 none\n");
    assert_places((const char *const[]){"docs/adr/ODH-ADR-0001-a.md",
                                        "docs/adr/ODH-ADR-EH-0002-b.md", "docs/adr/ADR7.md",
                                        "docs/adr/0000-modele.md", NULL},
                  text,
                  "docs/adr/ADR7.md:7 7\n"
                  "docs/adr/ODH-ADR-0001-a.md:7 0001\n"
                  "docs/adr/ODH-ADR-EH-0002-b.md:7 0002\n");
    assert_places((const char *const[]){"docs/adr/2022-10-04-a.md", "docs/adr/2022-b.md", NULL},
                  text,
                  "docs/adr/2022-10-04-a.md:7 2022-10-04\n"
                  "docs/adr/2022-b.md:7 2022\n");
    /* The first of the usual folders, and those of packages. */
    assert_places((const char *const[]){"docs/adr/0001-a.md", "docs/decisions/0001-b.md",
                                        "packages/web/docs/adr/0001-c.md",
                                        "testdata/docs/adr/0001-d.md",
                                        "vendor/x/docs/adr/0001-e.md", "src/text/0001-f.md", NULL},
                  text,
                  "docs/adr/0001-a.md:7 0001\n"
                  "packages/web/docs/adr/0001-c.md:7 0001\n");
    assert_places((const char *const[]){"Doc/ADR/0001-a.md", NULL}, text,
                  "Doc/ADR/0001-a.md:7 0001\n");
    assert_places((const char *const[]){"docs/architecture/overview.md",
                                        "docs/architecture/adr-003-x.md", NULL},
                  text, "docs/architecture/adr-003-x.md:7 003\n");
    /* A page of another name is a record only when it is shaped as one. */
    assert_places((const char *const[]){"docs/adr/notes.md", NULL}, "# Notes\n\nText.\n", "");
    /* What is numbered 0 and untouched is the template. */
    assert_places((const char *const[]){"docs/adr/0000-adr.md", "docs/adr/0001-adr.md", NULL},
                  "# {short title}\n\n## Context\n\n## Decision\n\n## Consequences\n",
                  "docs/adr/0001-adr.md:1 0001\n");
}

static void folders_by_configuration(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".adr-dir", "design/log\n");
    world_add(&world, "design/log/0001-a.md", NYGARD("Accepted"));
    world_add(&world, "docs/adr/0001-b.md", NYGARD("Accepted"));
    world_add(&world, "web/.log4brains.yml",
              "project:\n  name: x\n  adrFolder: ./notes\n  packages: [{name: y, adrFolder: "
              "../../..}]\n");
    world_add(&world, "web/notes/20200101-c.md", NYGARD("Accepted"));
    world_add(&world, "svc/catalog-info.yaml",
              "metadata:\n  annotations:\n    backstage.io/adr-location: why\n");
    world_add(&world, "svc/why/0003-d.md", NYGARD("Accepted"));
    assert_string_equal(world_rows(&world, "adr", "directory"),
                        "design/log/0001-a.md:7 design/log\n"
                        "svc/why/0003-d.md:7 svc/why\n"
                        "web/notes/20200101-c.md:7 web/notes\n");
    world_end(&world);
}

/* Records 1 to 5 stand beside the one under test, which is 0012. */
static void assert_relations(const char *body, const char *expected)
{
    struct world world;
    world_start(&world);
    static const char *const others[] = {"docs/adr/0001-a.md", "docs/adr/0002-b.md",
                                         "docs/adr/0003-c.md", "docs/adr/20200101-d.md"};
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        world_add(&world, others[i], NYGARD("Accepted"));
    world_add(&world, "docs/adr/0012-x.md", body);
    assert_string_equal(
        world_rows(&world, "adr_relation", "verb strong target target_text target_state"),
        expected);
    world_end(&world);
}

#define R "docs/adr/0012-x.md:"
static void relations_in_the_status(void **state)
{
    (void)state;
    assert_relations(NYGARD("Superceded by [1. A](0001-a.md)"),
                     R "7 superseded_by true docs/adr/0001-a.md 0001-a.md found\n");
    assert_relations(NYGARD("Accepted\n\nSupersedes ADR-0001, ADR 2 and [C](./0003-c.html#top)\n\n"
                            "Amended by 0002"),
                     R "9 supersedes true docs/adr/0001-a.md ADR-0001 found\n" R
                       "9 supersedes true docs/adr/0002-b.md ADR 2 found\n" R
                       "9 supersedes true docs/adr/0003-c.md ./0003-c.html#top found\n" R
                       "11 amended_by true docs/adr/0002-b.md 0002 found\n");
    assert_relations(
        NYGARD("Accepted\n\nSupersedes:\n\n* [A](0001-a.md)\n* parts of [B](0002-b.md)\n\n"
               "- unrelated text [C](0003-c.md)"),
        R "11 supersedes true docs/adr/0001-a.md 0001-a.md found\n" R
          "12 amends true docs/adr/0002-b.md 0002-b.md found\n" R
          "14 supersedes true docs/adr/0003-c.md 0003-c.md found\n");
    assert_relations(NYGARD("Superseded by [gone](0099-gone.md) and by ADR-98"),
                     R "7 superseded_by true none 0099-gone.md missing\n" R
                       "7 superseded_by true none ADR-98 missing\n");
    assert_relations(NYGARD("Superseded by https://acme.test/adr/7."),
                     R "7 superseded_by true none https://acme.test/adr/7 elsewhere\n");
    assert_relations(NYGARD("Superseded by [2](https://git.test/a/b/blob/main/docs/adr/0002-b.md)"),
                     R "7 superseded_by true docs/adr/0002-b.md"
                       " https://git.test/a/b/blob/main/docs/adr/0002-b.md found\n");
    /* A title that holds a verb is no relation. */
    assert_relations(NYGARD("Superseded by [1. Kafka replaces 0003-c.md](0001-a.md)"),
                     R "7 superseded_by true docs/adr/0001-a.md 0001-a.md found\n");
    assert_relations(NYGARD("[Superseded by ADR-1](0001-a.md)"),
                     R "7 superseded_by true docs/adr/0001-a.md ADR-1 found\n");
    assert_relations(NYGARD("Superseded by `20200101-d.md`"),
                     R "7 superseded_by true docs/adr/20200101-d.md 20200101-d.md found\n");
}

static void what_is_said_in_passing(void **state)
{
    (void)state;
    assert_relations(NYGARD("Effectively superseded by ADR-1"),
                     R "7 superseded_by false docs/adr/0001-a.md ADR-1 found\n");
    assert_relations(NYGARD("Accepted, not superseded by ADR-1"), "");
    assert_relations(NYGARD("Deprecated (no superseding ADR)"), "");
    assert_relations("# 12. X\n\n## Context\n\nThis replaces what ADR-2 asks for; see"
                     " https://acme.test/1. It depends on ADR-3.\n\n## Decision\n\nY.\n",
                     R "5 supersedes false docs/adr/0002-b.md ADR-2 found\n");
    assert_relations("# 12. X\n\n## Decision\n\nReplaces [the page](https://acme.test/1).\n\n"
                     "```\nSupersedes ADR-1\n```\n<!-- Supersedes ADR-2 -->\n",
                     "");
}

static void prose_that_counts_or_names_pages_is_no_relation(void **state)
{
    (void)state;
    assert_relations(NYGARD("Accepted\n\n* Replaces 3 cron jobs\n* Extends 1.5 GB of memory\n"
                            "* It replaces:\n  * 2 scripts of `ops/`\n  * 1 (the first)\n"),
                     R "13 supersedes true docs/adr/0001-a.md 1 found\n");
    assert_relations(NYGARD("Superseded by 3, 0002 of last year and 1 since March"),
                     R "7 superseded_by true docs/adr/0003-c.md 3 found\n" R
                       "7 superseded_by true docs/adr/0002-b.md 0002 found\n");
    assert_relations("# 12. X\n\n## Decision\n\nY.\n\n## More Information\n\n"
                     "* Replaces [the old guide](../guide/deploy.md)\n* Extends `docs/limits.md`\n"
                     "* Refines [a record](../decisions/gone.md)\n* Replaces [it](0077-gone.md)\n",
                     R "11 amends true none ../decisions/gone.md missing\n" R
                       "12 supersedes true none 0077-gone.md missing\n");
}

static void relations_in_fields_and_lists(void **state)
{
    (void)state;
    assert_relations("---\nstatus: superseded by ADR-0002\nsupersedes: [\"0001\", 3, none, TODO]\n"
                     "related:\n  - ./20200101-d.md\namends: 77\n---\n# X\n\n## Decision\n\nY.\n",
                     R "2 superseded_by true docs/adr/0002-b.md ADR-0002 found\n" R
                       "3 supersedes true docs/adr/0001-a.md 0001 found\n" R
                       "3 supersedes true docs/adr/0003-c.md 3 found\n" R
                       "5 relates true docs/adr/20200101-d.md ./20200101-d.md found\n" R
                       "6 amends true none 77 missing\n");
    assert_relations("# X\n\n## Decision\n\nY.\n\n## Links\n\n* Refines [A](0001-a.md)\n"
                     "* Clarified by ADR-2\n* ADR-3\n* [page](https://acme.test)\n",
                     R "9 amends true docs/adr/0001-a.md 0001-a.md found\n" R
                       "10 clarified_by true docs/adr/0002-b.md ADR-2 found\n" R
                       "11 relates false docs/adr/0003-c.md ADR-3 found\n");
    assert_relations(
        "---\nrelations:\n  - type: supersedes\n    target: ADR-0001\n"
        "  - {type: partially-supersedes, target: ADR-0002}\n  - {type: x, target: ADR-3}\n"
        "  - {target: ADR-3}\n  - {type: amended-by}\n  - 7\n---\n# X\n\n## Decision\n\nY.\n",
        R "4 supersedes true docs/adr/0001-a.md ADR-0001 found\n" R
          "5 amends true docs/adr/0002-b.md ADR-0002 found\n");
    /* The field says all of it, the sentence a part: the sentence is right. */
    assert_relations("---\nsupersedes: [\"0001\"]\n---\n# X\n\n## Status\n\nAccepted\n\nSupersedes"
                     " parts of [A](0001-a.md)\n\n## Decision\n\nY.\n",
                     R "10 amends true docs/adr/0001-a.md 0001-a.md found\n");
    /* To itself. */
    assert_relations("# X\n\n## Status\n\nSuperseded by ADR-12\n\n## Decision\n\nY.\n",
                     R "5 superseded_by true docs/adr/0012-x.md ADR-12 found\n");
}

/* Where pages are made of the files, a link without an ending is a route; one that
 * names a record's file is not. */
static void routes_of_a_site(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "_config.yml", "title: x\n");
    world_add(&world, "docs/adr/0001-a.md",
              NYGARD("Superseded by [9](/decisions/nine) and [8](0008-b.html)"));
    assert_string_equal(world_rows(&world, "adr_relation", "target target_text target_state"),
                        "docs/adr/0001-a.md:7 unknown /decisions/nine unknown\n"
                        "docs/adr/0001-a.md:7 none 0008-b.html missing\n");
    world_end(&world);
}

static void numbers_are_local(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a/docs/adr/0001-x.md", NYGARD("Superseded by ADR-2"));
    world_add(&world, "a/docs/adr/0002-x.md", NYGARD("Accepted"));
    world_add(&world, "b/docs/adr/0002-y.md", NYGARD("Accepted"));
    world_add(&world, "b/docs/adr/0003-y.md", NYGARD("Superseded by ADR-1"));
    world_add(&world, "c/docs/adr/0003-z.md", NYGARD("Superseded by ADR-2"));
    assert_string_equal(world_rows(&world, "adr_relation", "target"),
                        "a/docs/adr/0001-x.md:7 a/docs/adr/0002-x.md\n"
                        "b/docs/adr/0003-y.md:7 a/docs/adr/0001-x.md\n"
                        "c/docs/adr/0003-z.md:7 none\n");
    world_end(&world);
}

static void what_a_list_says(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "docs/adr/0001-a.md",
              "# 1. Keep it\n\n## Status\n\nAccepted\n\n## Decision\n\nA.\n");
    world_add(&world, "docs/adr/0002-b.md",
              "# 2. Use it\n\n## Status\n\nRejected\n\n## Decision\n\nB.\n");
    world_add(&world, "docs/adr/0003-c d.md",
              "# 3. See it\n\n## Status\n\nDraft\n\n## Decision\n\nC.\n");
    world_add(&world, "docs/adr/0004-e.md",
              "# 4. Ask it\n\n## Status\n\nDraft\n\n## Decision\n\nE.\n");
    /* Prose may name one before the list does. */
    world_add(&world, "docs/adr/README.md",
              "# Records\n\nAs [the first](0001-a.md) says.\n\n"
              "| No | Title | Status |\n|---|---|---|\n"
              "| [1](0001-a.md) | Keep it | superseded |\n"
              "| [Use it](0002-b.md#top) | x | Rejected |\n"
              "| [3](0003-c d.md) | See it | draft |\n"
              "| [9](0009-x.md) | Gone | draft |\n");
    assert_string_equal(
        world_rows(&world, "adr_index_entry",
                   "target state title title_agrees status status_agrees"),
        "docs/adr/README.md:1 docs/adr/0004-e.md missing none none none none\n"
        "docs/adr/README.md:7 docs/adr/0001-a.md listed none none superseded false\n"
        "docs/adr/README.md:8 docs/adr/0002-b.md listed Use it true rejected true\n"
        "docs/adr/README.md:9 docs/adr/0003-c d.md listed none none none none\n"
        "docs/adr/README.md:10 0009-x.md dead none none none none\n");
    world_end(&world);
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add_bytes(&world, "docs/adr/0001-x.md", "a\0b", 3, ENTRY_FILE);
    world_add(&world, "docs/adr/0002-y.md", NYGARD("Accepted"));
    assert_string_equal(world_rows(&world, "adr", "status"),
                        "docs/adr/0001-x.md gap\ndocs/adr/0002-y.md:7 accepted\n");
    assert_true(
        strncmp(world_rows(&world, "adr_section", "family"), "docs/adr/0001-x.md gap\n", 23) == 0);
    world_end(&world);
}

static void the_founding_record(void **state)
{
    (void)state;
    static const struct {
        const char *title, *founding;
    } cases[] = {
        {"1. Record architecture decisions", "true"},
        {"Use Markdown Architectural Decision Records", "true"},
        {"Adopt ADRs", "true"},
        {"Use Kafka to record payments", "false"},
        {"Use the decision service", "false"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[200], expected[60];
        snprintf(text, sizeof(text), "# %s\n\n## Decision\n\nX.\n", cases[i].title);
        snprintf(expected, sizeof(expected), "docs/adr/0001-x.md:1 %s\n", cases[i].founding);
        assert_rows_of("docs/adr/0001-x.md", text, "adr", "founding", expected);
    }
}

static void titles_without_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *heading, *title;
    } cases[] = {
        {"12. Use Kafka", "Use Kafka"},
        {"ADR-0012: Use Kafka", "Use Kafka"},
        {"ADR 12 - Use Kafka", "Use Kafka"},
        {"ADR: Use Kafka", "Use Kafka"},
        {"ADR link resolver", "ADR link resolver"},
        {"3 tiers of storage", "tiers of storage"},
        {"12 \xe2\x80\x94 Use Kafka", "Use Kafka"},
        {"12", "12"},
        {"2026", "2026"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[200], expected[90];
        snprintf(text, sizeof(text), "# %s\n\n## Decision\n\nX.\n", cases[i].heading);
        snprintf(expected, sizeof(expected), "docs/adr/0001-x.md:1 %s\n", cases[i].title);
        assert_rows_of("docs/adr/0001-x.md", text, "adr", "title", expected);
    }
}

static void pages_of_forges(void **state)
{
    (void)state;
    static const char own[] = "https://github.test/acme/pay.git";
    static const struct {
        const char *remote, *url, *expected;
    } cases[] = {
        {own, "https://github.test/acme/pay/blob/main/docs/adr/0001-x.md",
         "main docs/adr/0001-x.md"},
        {own, "github.test/acme/Pay/blob/v1/docs/a%20b.md#why", "v1 docs/a b.md"},
        {own, "https://gitlab.test/group/pay/-/blob/main/docs/x.md?plain=1", "main docs/x.md"},
        {"git@github.test:acme/pay", "https://github.test/fork/pay/tree/main/docs/", "main docs/"},
        /* The same path in another repository is another record. */
        {own, "https://github.test/acme/standards/blob/main/docs/adr/0001-x.md", NULL},
        {NULL, "https://github.test/acme/standards/blob/main/docs/0001-x.md",
         "main docs/0001-x.md"},
        {own, "https://github.test/acme/pay/blob/main", NULL},
        {own, "https://github.test/acme/pay/issues/7", NULL},
        {own, "/blob//", NULL},
    };
    struct arena arena;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct adr_page page;
        const char *got = adr_page_read(&arena, cases[i].remote, cases[i].url, &page)
                              ? arena_printf(&arena, "%s %s", page.revision, page.path)
                              : "none";
        assert_string_equal(got, cases[i].expected ? cases[i].expected : "none");
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_words),
        cmocka_unit_test(families_of_headings),
        cmocka_unit_test(a_record_of_nygard),
        cmocka_unit_test(where_the_status_stands),
        cmocka_unit_test(templates_fill_nothing),
        cmocka_unit_test(little_is_enough),
        cmocka_unit_test(records_of_other_shapes),
        cmocka_unit_test(enhancement_proposals),
        cmocka_unit_test(which_files_are_records),
        cmocka_unit_test(folders_by_configuration),
        cmocka_unit_test(relations_in_the_status),
        cmocka_unit_test(what_is_said_in_passing),
        cmocka_unit_test(prose_that_counts_or_names_pages_is_no_relation),
        cmocka_unit_test(relations_in_fields_and_lists),
        cmocka_unit_test(routes_of_a_site),
        cmocka_unit_test(numbers_are_local),
        cmocka_unit_test(what_a_list_says),
        cmocka_unit_test(what_cannot_be_read),
        cmocka_unit_test(the_founding_record),
        cmocka_unit_test(titles_without_numbers),
        cmocka_unit_test(pages_of_forges),
    };
    return cmocka_run_group_tests_name("adr", tests, NULL, NULL);
}
