#include "rows.h"

static struct world world;

static void scripts_are_told_by_what_they_import(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a.js", "import http from 'k6/http';\n");
    world_add(&world, "b.py", "from locust import HttpUser\n");
    world_add(&world, "c.jmx", "<jmeterTestPlan version=\"1.2\">\n");
    world_add(&world, "d.scala", "import io.gatling.core.Predef._\n");
    world_add(&world, "e.yml", "config:\n  phases: [{arrivalRate: 5}]\n");
    world_add(&world, "f.yml", "config:\n  phases:\n    - arrivalRate: 5\n");
    world_add(&world, "g.js", "// k6 runs elsewhere\n");
    world_add(&world, "h.md", "k6/http\n");
    assert_string_equal(world_rows(&world, "load_test", "tool"),
                        "a.js:1 k6\nb.py:1 locust\nc.jmx:1 jmeter\nd.scala:1 gatling\n"
                        "e.yml:1 artillery\nf.yml:1 artillery\n");
    world_end(&world);
}

static void runs_are_jobs_and_dated_lines(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, ".github/workflows/a.yml",
              "# k6 run x\n  - run: k6 run x\n  - uses: grafana/setup-k6-action@v1\n");
    world_add(&world, "other.yml", "run: k6 run x\n");
    world_add(&world, "docs/load-tests.md",
              "# Runs\n2026-01-01: 400 requests per second\n2026-01-02: tea\n"
              "Next load test: 2026-02-01\n## Load tests\n- 3 March 2026: fine\n");
    world_add(&world, "docs/other.md", "Load test of 2026-01-01\n");
    world_add(&world, "docs/load-test-template.md", "Load test of 2026-01-01\n");
    assert_string_equal(world_rows(&world, "load_run", "source date"),
                        ".github/workflows/a.yml:2 job none\n"
                        "docs/load-tests.md:2 document 2026-01-01\n"
                        "docs/load-tests.md:6 document 2026-03-03\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scripts_are_told_by_what_they_import),
        cmocka_unit_test(runs_are_jobs_and_dated_lines),
    };
    return cmocka_run_group_tests_name("load", tests, NULL, NULL);
}
