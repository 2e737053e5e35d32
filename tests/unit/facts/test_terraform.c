#include "facts/terraform_source.h"
#include "rows.h"

static void an_upper_end_of_a_constraint(void **state)
{
    (void)state;
    static const char *const bounded[] = {"1.2.3", "= 1.2", "~> 1.2", ">= 1, < 2",
                                          "v1.0",  "<=3",   " 1 ",    ">=1,~> 1.5"};
    static const char *const open[] = {">= 1.0", "> 1", "!= 2", "", ">= 1, != 1.2", "latest"};
    for (size_t i = 0; i < sizeof(bounded) / sizeof(*bounded); i++)
        assert_true(terraform_is_bounded(bounded[i]));
    for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++)
        assert_false(terraform_is_bounded(open[i]));
    assert_false(terraform_is_bounded(NULL));
}

static void where_modules_come_from(void **state)
{
    (void)state;
    static const struct {
        const char *source, *version, *expected;
    } cases[] = {
        {"./a", NULL, "local yes"},
        {"../..", NULL, "local yes"},
        {"terraform-aws-modules/vpc/aws", NULL, "registry no"},
        {"terraform-aws-modules/vpc/aws", "5.1.0", "registry yes"},
        {"terraform-aws-modules/vpc/aws//modules/x", "~> 5", "registry yes"},
        {"app.acme.test/a/b/c", ">= 1", "registry no"},
        {"git::https://acme.test/m.git", NULL, "git no"},
        {"git::https://acme.test/m.git?ref=main", NULL, "git no main"},
        {"git::https://acme.test/m.git?ref=v1.2", NULL, "git yes v1.2"},
        {"git::ssh://git@acme.test/m.git//a?depth=1&ref=abcdefabcdef", NULL,
         "git yes abcdefabcdef"},
        {"git::https://acme.test/m.git?ref=", NULL, "git no"},
        {"github.com/acme/m?reference=v1", NULL, "git no"},
        {"hg::https://acme.test/m?rev=v1", NULL, "git yes v1"},
        {"https://acme.test/a/m.git", NULL, "git no"},
        {"https://acme.test/v1/m.zip", NULL, "archive no"},
        {"https://acme.test/m-1.2.zip", NULL, "archive yes"},
        {"https://acme.test/m.zip?checksum=a", NULL, "archive yes"},
        {"s3::https://acme.test/m.zip?versionId=a", NULL, "archive yes"},
        {"oci://acme.test/m?tag=1", NULL, "archive yes"},
        {"acme", NULL, "other no"},
        {"", NULL, "other no"},
    };
    struct arena arena = {0};
    arena_init(&arena, 1 << 12);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct terraform_source source =
            terraform_source_read(&arena, cases[i].source, cases[i].version);
        assert_string_equal(arena_printf(&arena, "%s %s%s%s", source.sort,
                                         source.pinned ? "yes" : "no", source.ref ? " " : "",
                                         source.ref ? source.ref : ""),
                            cases[i].expected);
    }
    arena_release(&arena);
}

static void backends_lock_and_encrypt(void **state)
{
    (void)state;
    static const struct {
        const char *block, *expected;
    } cases[] = {
        {"backend \"s3\" {}", "s3 unknown true"},
        {"backend \"s3\" {\nbucket = \"b\"\nkey = \"k\"\n}", "s3 false true"},
        {"backend \"s3\" {\nbucket = \"b\"\nkey = \"k\"\nencrypt = false\n}", "s3 false false"},
        {"backend \"s3\" {\nuse_lockfile = true\n}", "s3 true true"},
        {"backend \"s3\" {\nbucket = \"b\"\nkey = \"k\"\nuse_lockfile = false\n}", "s3 false true"},
        {"backend \"s3\" {\ndynamodb_table = \"t\"\n}", "s3 true true"},
        {"backend \"gcs\" {}", "gcs true true"},
        {"backend \"azurerm\" {}", "azurerm true true"},
        {"backend \"pg\" {}", "pg true unknown"},
        {"backend \"http\" {\naddress = \"a\"\n}", "http false unknown"},
        {"backend \"http\" {\nlock_address = \"a\"\n}", "http true unknown"},
        {"backend \"http\" {}", "http unknown unknown"},
        {"backend \"oss\" {\nbucket = \"b\"\n}", "oss false false"},
        {"backend \"consul\" {\nlock = false\n}", "consul false unknown"},
        {"backend \"consul\" {}", "consul true unknown"},
        {"backend \"cos\" {}", "cos true true"},
        {"backend \"local\" {}", "local false false"},
        {"backend \"acme\" {}", "acme unknown unknown"},
        {"cloud {\norganization = \"a\"\n}", "cloud true true"},
        {"encryption {}\nbackend \"pg\" {}", "pg true true"},
        {"required_version = \"1\"", "none none none"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char content[300], expected[100];
        snprintf(content, sizeof(content), "terraform {\n%s\n}\n", cases[i].block);
        snprintf(expected, sizeof(expected), "a.tf:1 %s\n", cases[i].expected);
        assert_rows_of("a.tf", content, "terraform_part", "backend locks encrypts", expected);
    }
    assert_rows_of("a.tf.json", "{\"terraform\": [{\"backend\": {\"gcs\": {\"bucket\": \"b\"}}}]}",
                   "terraform_part", "backend locks", "a.tf.json:1 gcs true\n");
}

static void roots_are_applied_by_themselves(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    static const char resource[] = "resource \"a_b\" \"c\" {}\n";
    static const char provider[] =
        "provider \"aws\" {\n  region = \"a\"\n}\nresource \"a_b\" \"c\" {}\n";
    world_add(&world, "backend/x.tf", "terraform {\n  backend \"gcs\" {}\n}\n");
    world_add(&world, "called/x.tf", provider);
    world_add(&world, "calls/x.tf", "module \"c\" {\n  source = \"../called\"\n}\n");
    world_add(&world, "empty/x.tf", "provider \"aws\" {}\nresource \"a_b\" \"c\" {}\n");
    world_add(&world, "modules/m/x.tf", provider);
    world_add(&world, "plain/x.tf", resource);
    world_add(&world, "provider/x.tf", provider);
    world_add(&world, "unread/x.tf", "terraform {\n");
    world_add(&world, "values/x.tf", resource);
    world_add(&world, "values/live.auto.tfvars", "");
    world_add(&world, "wrapped/x.tf", resource);
    world_add(&world, "wrapped/terragrunt.hcl", "");
    assert_string_equal(world_rows(&world, "terraform_module", "directory root backend"),
                        "backend/x.tf:2 backend true gcs\n"
                        "called/x.tf:1 called false none\n"
                        "calls/x.tf:1 calls false none\n"
                        "empty/x.tf:1 empty false none\n"
                        "modules/m/x.tf:1 modules/m false none\n"
                        "plain/x.tf:1 plain false none\n"
                        "provider/x.tf:1 provider true none\n"
                        "unread/x.tf:1 unread unknown unknown\n"
                        "values/x.tf:1 values true none\n"
                        "wrapped/x.tf:1 wrapped true unknown\n");
    world_end(&world);
}

static void links_speak_for_their_folder(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a/main.tf", "resource \"a_b\" \"c\" {}\n");
    world_add_bytes(&world, "a/backend.tf", "../shared/backend.tf", 20, ENTRY_LINK);
    world_add_bytes(&world, "a/gone.tf", "../gone.tf", 10, ENTRY_LINK);
    world_add_bytes(&world, "a/out.tf", "../../out.tf", 12, ENTRY_LINK);
    world_add_bytes(&world, "a/self.tf", "self.tf", 7, ENTRY_LINK);
    world_add(&world, "shared/backend.tf", "terraform {\n  backend \"gcs\" {}\n}\n");
    /* What only reads, and calls what all call through a link, is applied by nobody. */
    world_add(&world, "b/providers.tf", "provider \"a\" {\n  x = 1\n}\n");
    world_add_bytes(&world, "b/helpers.tf", "../shared/helpers.tf", 20, ENTRY_LINK);
    world_add(&world, "shared/helpers.tf", "module \"h\" {\n  source = \"./h\"\n}\n");
    assert_string_equal(world_rows(&world, "terraform_module", "directory root backend resources"),
                        "a/main.tf:1 a true gcs 1\nb/providers.tf:1 b false none 1\n"
                        "shared/backend.tf:2 shared false gcs 1\n");
    world_end(&world);
}

static void providers_are_asked_for_once(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a.tf",
              "provider \"aws\" {}\nprovider \"tls\" {}\nprovider \"old\" {\n  version = \"1\"\n}\n"
              "terraform {\n  required_providers {\n    aws = {\n      version = \"~> 1\"\n    }\n"
              "    short = \">= 2\"\n  }\n}\n");
    world_add(&world, "b.tf", "provider \"tls\" {}\n");
    assert_string_equal(world_rows(&world, "terraform_provider", "name version bounded root"),
                        "a.tf:2 tls none false false\na.tf:3 old 1 true false\n"
                        "a.tf:8 aws ~> 1 true false\na.tf:11 short >= 2 false false\n");
    world_end(&world);
}

static void malformed_files_hold_nothing(void **state)
{
    (void)state;
    assert_rows_of("a.tf.json", "[1]", "terraform_part", "resources", "a.tf.json:1 0\n");
    assert_rows_of("a.tf.json",
                   "{\"terraform\": 1, \"module\": [1], \"provider\": {\"a\": []},"
                   " \"resource\": {\"b\": 2}}",
                   "terraform_part", "resources backend", "a.tf.json:1 0 none\n");
    assert_rows_of("a.tf.json", "{\"module\": {\"a\": [], \"b\": 1, \"c\": {\"source\": [1]}}}",
                   "terraform_call", "name source pinned",
                   "a.tf.json:1 b none none\na.tf.json:1 c none none\n");
    assert_rows_of("a.tf.json", "{\"terraform\": {\"backend\": {\"s3\": 1}}}", "terraform_part",
                   "backend locks", "a.tf.json:1 s3 unknown\n");
    assert_rows_of("a.tf", "terraform {", "terraform_call", "directory test",
                   "a.tf gap directory=. test=false\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_upper_end_of_a_constraint),
        cmocka_unit_test(where_modules_come_from),
        cmocka_unit_test(backends_lock_and_encrypt),
        cmocka_unit_test(roots_are_applied_by_themselves),
        cmocka_unit_test(links_speak_for_their_folder),
        cmocka_unit_test(providers_are_asked_for_once),
        cmocka_unit_test(malformed_files_hold_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
