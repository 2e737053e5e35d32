#include "rows.h"

#define DIGEST "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void assert_stages(const char *content, const char *fields, const char *expected)
{
    assert_rows_of("Dockerfile", content, "dockerfile_stage", fields, expected);
}

static void stages_are_named_or_numbered(void **state)
{
    (void)state;
    assert_stages(
        "FROM golang:1.22 AS build\nRUN go build\n\nFROM alpine\nCOPY --from=build /a /a\n",
        "stage final image tag digest alias_of_stage",
        "Dockerfile:1 build false golang 1.22 none false\n"
        "Dockerfile:4 2 true alpine none none false\n");
}

static void a_reference_is_taken_apart(void **state)
{
    (void)state;
    assert_stages("FROM --platform=$BUILDPLATFORM registry.local:5000/team/app:1.2@" DIGEST "\n",
                  "image tag digest", "Dockerfile:1 registry.local:5000/team/app 1.2 " DIGEST "\n");
    assert_stages("from registry.local:5000/app as x\n", "stage image tag",
                  "Dockerfile:1 x registry.local:5000/app none\n");
}

static void an_alias_carries_user_and_command_on(void **state)
{
    (void)state;
    assert_stages("FROM debian AS Base\nUSER app\nENTRYPOINT [\"/a\"]\nHEALTHCHECK CMD true\n"
                  "FROM base\n",
                  "alias_of_stage image user root command healthcheck",
                  "Dockerfile:1 false debian app false true true\n"
                  "Dockerfile:5 true Base app false true true\n");
}

static void root_is_told_by_the_user(void **state)
{
    (void)state;
    static const struct {
        const char *content, *root;
    } cases[] = {
        {"FROM debian\n", "true"},
        {"FROM docker.io/library/debian\n", "true"},
        {"FROM scratch\n", "true"},
        {"FROM gcr.io/distroless/static\n", "true"},
        {"FROM gcr.io/distroless/static:nonroot\n", "false"},
        {"FROM acme/base\n", "unknown"},
        {"FROM sonarqube\n", "unknown"},
        {"FROM postgres:16\nCOPY a.sql /docker-entrypoint-initdb.d/\n", "false"},
        {"FROM docker.io/library/redis AS cache\nRUN x\n", "false"},
        {"FROM postgres:16\nENTRYPOINT [\"/start.sh\"]\n", "true"},
        {"FROM postgres:16\nUSER root\n", "true"},
        {"FROM acme/postgres:16\n", "unknown"},
        {"FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled\n", "false"},
        {"FROM acme/base\nUSER 0\n", "true"},
        {"FROM acme/base\nUSER 0:0\n", "true"},
        {"FROM acme/base\nUSER root:root\n", "true"},
        {"FROM acme/base\nUSER rooted\n", "false"},
        {"FROM acme/base\nUSER 1000\n", "false"},
        {"FROM acme/base\nUSER 1000\nUSER root\n", "true"},
        {"FROM acme/base\nUSER root\nRUN x\nUSER app\n", "false"},
        {"FROM acme/base\nARG WHO\nUSER $WHO\n", "unknown"},
        {"FROM acme/base\nARG WHO=root\nUSER ${WHO}\n", "true"},
        {"FROM acme/base\nENV UID=1000 GID=0\nUSER $UID:$GID\n", "false"},
        {"FROM acme/base\nENV UID 0\nUSER $UID\n", "true"},
        {"FROM acme/base\nENV UID=\nUSER ${UID:-7}\n", "false"},
        {"FROM acme/base\nUSER ${WHO:-root}\n", "true"},
        {"FROM acme/base\nUSER ${WHO:-1000}\n", "false"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char expected[64];
        snprintf(expected, sizeof(expected), "Dockerfile:1 %s\n", cases[i].root);
        assert_stages(cases[i].content, "root", expected);
    }
}

static void the_environment_goes_on_to_later_stages(void **state)
{
    (void)state;
    assert_stages("FROM acme/base AS base\nENV WHO=999 A=b\nARG GROUP=1\nFROM base AS next\n"
                  "FROM next\nUSER $WHO\n",
                  "user root",
                  "Dockerfile:1 none unknown\nDockerfile:4 none unknown\n"
                  "Dockerfile:5 999 false\n");
    assert_stages("FROM acme/base AS base\nARG WHO=999\nFROM base\nUSER $WHO\n", "user",
                  "Dockerfile:1 none\nDockerfile:3 unknown\n");
    assert_stages("FROM acme/base AS base\nENV WHO=999\nFROM acme/base\nUSER $WHO\n", "user",
                  "Dockerfile:1 none\nDockerfile:3 unknown\n");
}

static void arguments_before_from_are_substituted(void **state)
{
    (void)state;
    assert_stages("ARG V=12\nARG IMAGE=debian:${V}\nFROM ${IMAGE}-slim AS a\nFROM $NOTHING\n",
                  "stage image tag",
                  "Dockerfile:3 a debian 12-slim\nDockerfile:4 2 unknown unknown\n");
    /* An argument of a stage says nothing to a later FROM. */
    assert_stages("FROM a\nARG V=1\nFROM b:$V\n", "tag",
                  "Dockerfile:1 none\nDockerfile:3 unknown\n");
    assert_stages("FROM BASEIMAGE\n", "image image_base tag",
                  "Dockerfile:1 unknown unknown unknown\n");
    assert_stages("FROM Registry.acme.net/shop/web:1\n", "image_base tag", "Dockerfile:1 web 1\n");
    assert_stages("FROM acme/base AS base\nFROM base\n", "image image_base",
                  "Dockerfile:1 acme/base base\nDockerfile:2 base none\n");
    assert_stages("FROM Acme/web:1\n", "image_base tag", "Dockerfile:1 unknown unknown\n");
    assert_stages("ARG IMAGE\nFROM $IMAGE@" DIGEST "\n", "image digest",
                  "Dockerfile:2 unknown " DIGEST "\n");
    assert_stages("ARG WHO=root\nFROM acme/a\nARG WHO\nUSER $WHO\n", "root", "Dockerfile:2 true\n");
}

static void lines_are_joined_as_docker_joins_them(void **state)
{
    (void)state;
    assert_stages("# a comment\nFROM debian\nRUN a && \\\n  # USER root\n\n  b\nUSER app\n", "user",
                  "Dockerfile:2 app\n");
    assert_stages("# escape=`\nFROM debian\nRUN a `\n USER root\nUSER app\n", "user",
                  "Dockerfile:2 app\n");
    assert_stages("FROM debian\r\nUSER app\r\n", "user", "Dockerfile:1 app\n");
    assert_stages("\xef\xbb\xbf"
                  "FROM debian",
                  "image", "Dockerfile:1 debian\n");
    /* Not a directive: something else stands above it. */
    assert_stages("FROM debian\n# escape=`\nRUN a \\\n USER root\nUSER app\n", "user",
                  "Dockerfile:1 app\n");
}

static void here_documents_are_no_instructions(void **state)
{
    (void)state;
    assert_stages("FROM debian\nRUN <<EOF cat\nUSER root\nFROM x\nEOF\nUSER app\n", "image user",
                  "Dockerfile:1 debian app\n");
    assert_stages("FROM debian\nCOPY <<-\"E\" <<F /\nUSER root\n\tE\nFROM x\nF\nUSER app\n",
                  "image user", "Dockerfile:1 debian app\n");
    assert_stages("FROM debian\nRUN x=$((1<<EOF))\nUSER app\n", "user", "Dockerfile:1 app\n");
}

/* Maven and others fill such names in before Docker sees the file. */
static void a_name_that_is_none_of_docker(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "Dockerfile", "FROM ${docker.base.image}\nUSER ${pkg.user}\n");
    struct fact_table table = world_table(&world, "dockerfile_stage");
    const struct value *cells = table.rows[0].cells;
    assert_string_equal(cells[fact_field_find(table.kind, "image")].unknown->reason,
                        "'docker.base.image' has no value in the Dockerfile");
    assert_string_equal(cells[fact_field_find(table.kind, "root")].unknown->reason,
                        "USER depends on 'pkg.user', which has no value here");
    world_end(&world);
}

static void what_grows_without_end_is_cut_off(void **state)
{
    (void)state;
    struct buffer content = BUFFER_EMPTY;
    buffer_add_string(&content, "FROM acme/base\nARG A0=xxxxxxxx\n");
    for (unsigned i = 1; i < 64; i++)
        buffer_printf(&content, "ARG A%u=$A%u$A%u\n", i, i - 1, i - 1);
    buffer_add_string(&content, "USER $A63\n");
    assert_stages(buffer_string(&content), "user", "Dockerfile:1 unknown\n");
    buffer_clear(&content);
    for (unsigned i = 0; i < 2000; i++)
        buffer_printf(&content, "FROM s%u AS s%u\nENV V%u=1\n", i - 1, i, i);
    assert_stages(buffer_string(&content), "stage", "Dockerfile gap\n");
    buffer_release(&content);
}

static void what_is_no_dockerfile_is_a_gap(void **state)
{
    (void)state;
    assert_stages("", "test", "Dockerfile gap test=false\n");
    assert_stages("RUN make\nFROM debian\n", "test", "Dockerfile gap test=false\n");
    assert_stages("FROM a b c\n", "stage", "Dockerfile gap\n");
    assert_stages("FROM {{ image }}\n", "stage", "Dockerfile gap\n");
    assert_stages("FROM ruby:<%=v%>-slim AS base\n", "stage", "Dockerfile gap\n");
    struct world world;
    world_start(&world);
    world_add(&world, "a/Dockerfile", "FROM {{ image }} x\n");
    world_add(&world, "b/Dockerfile", "FROM a b\n");
    struct fact_table table = world_table(&world, "dockerfile_stage");
    assert_int_equal(table.count, 2);
    assert_int_equal(table.rows[0].cells[0].unknown->class, UNKNOWN_UNOBSERVABLE);
    assert_int_equal(table.rows[1].cells[0].unknown->class, UNKNOWN_UNREADABLE);
    world_end(&world);
}

static void names_of_dockerfiles(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        bool wanted;
    } cases[] = {
        {"Dockerfile", true},
        {"a/Dockerfile.dev", true},
        {"a/dev.Dockerfile", true},
        {"dev.dockerfile", true},
        {"Containerfile", true},
        {"Dockerfile-arm", true},
        {"Dockerfile.dockerignore", false},
        {"Dockerfile.md", false},
        {"dockerfile.go", false},
        {"MyDockerfiles", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, cases[i].path, "FROM a\n");
        assert_int_equal(world_table(&world, "dockerfile_stage").count, cases[i].wanted);
        world_end(&world);
    }
}

static void health_and_command(void **state)
{
    (void)state;
    assert_stages("FROM a\nHEALTHCHECK none\nCMD []\n", "healthcheck command",
                  "Dockerfile:1 false false\n");
    assert_stages("FROM a\nHEALTHCHECK --interval=5s CMD curl x\nCMD x\n", "healthcheck command",
                  "Dockerfile:1 true true\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_are_named_or_numbered),
        cmocka_unit_test(a_reference_is_taken_apart),
        cmocka_unit_test(an_alias_carries_user_and_command_on),
        cmocka_unit_test(root_is_told_by_the_user),
        cmocka_unit_test(the_environment_goes_on_to_later_stages),
        cmocka_unit_test(arguments_before_from_are_substituted),
        cmocka_unit_test(lines_are_joined_as_docker_joins_them),
        cmocka_unit_test(here_documents_are_no_instructions),
        cmocka_unit_test(a_name_that_is_none_of_docker),
        cmocka_unit_test(what_grows_without_end_is_cut_off),
        cmocka_unit_test(what_is_no_dockerfile_is_a_gap),
        cmocka_unit_test(names_of_dockerfiles),
        cmocka_unit_test(health_and_command),
    };
    return cmocka_run_group_tests_name("dockerfile_stage", tests, NULL, NULL);
}
