#include "document/dockerfile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reading.h"

static void assert_read(const char *text, bool places, const char *wanted)
{
    assert_reads("dockerfile", text, places, wanted);
}

static void assert_refused(const char *text, const char *wanted)
{
    assert_refuses("dockerfile", text, wanted);
}

static void stages_have_their_instructions(void **state)
{
    (void)state;
    assert_read(
        "# syntax=docker/dockerfile:1\nARG V=1.22\nFROM --platform=linux/amd64 golang:${V} AS "
        "build\n"
        "run --mount=type=cache \\\n  # why\n  make \\\n  all\nFROM scratch\nCOPY --from=build /a "
        "/b\n"
        "CMD [\"/b\", \"-x\"]\n",
        false,
        "{arguments: [{instruction: \"ARG\", flags: [], arguments: \"V=1.22\", heredocs: []}], "
        "stages: [{image: \"golang:1.22\", written: \"golang:${V}\", name: \"build\", platform: "
        "\"linux/amd64\", instructions: [{instruction: \"RUN\", flags: [\"--mount=type=cache\"], "
        "arguments: \"make  all\", heredocs: []}]}, {image: \"scratch\", written: \"scratch\", "
        "instructions: [{instruction: \"COPY\", flags: [\"--from=build\"], arguments: \"/a /b\", "
        "heredocs: []}, {instruction: \"CMD\", flags: [], arguments: \"[\"/b\", \"-x\"]\", words: "
        "[\"/b\", \"-x\"], heredocs: []}]}]}");
}

static void images_of_unknown_variables_are_left_out(void **state)
{
    (void)state;
    assert_read("ARG V\nFROM a:$V\n", false,
                "{arguments: [{instruction: \"ARG\", flags: [], arguments: \"V\", heredocs: []}], "
                "stages: [{written: \"a:$V\", instructions: []}]}");
}

static void here_documents_have_their_lines(void **state)
{
    (void)state;
    assert_read(
        "FROM a\nRUN <<-EOF cat\n\t\tone\n\n\ttwo\n\tEOF\nUSER b\n", false,
        "{arguments: [], stages: [{image: \"a\", written: \"a\", instructions: [{instruction: "
        "\"RUN\", flags: [], arguments: \"<<-EOF cat\", heredocs: [\"one\n\ntwo\n\"]}, "
        "{instruction: \"USER\", flags: [], arguments: \"b\", heredocs: []}]}]}");
    assert_read(
        "#escape=`\nFROM a\nRUN b `\n  c\n", false,
        "{arguments: [], stages: [{image: \"a\", written: \"a\", instructions: [{instruction: "
        "\"RUN\", flags: [], arguments: \"b  c\", heredocs: []}]}]}");
}

static void everything_has_its_place(void **state)
{
    (void)state;
    assert_read(
        "\nFROM a\n\nUSER b\n", true,
        "1:1 {arguments: 1:1 [], stages: 1:1 [2:1 {image: 2:1 \"a\", written: 2:1 \"a\", "
        "instructions: 2:1 [4:1 {instruction: 4:1 \"USER\", flags: 4:1 [], arguments: 4:1 \"b\", "
        "heredocs: 4:1 []}]}]}");
}

static void what_does_not_build_is_refused(void **state)
{
    (void)state;
    assert_refused("", "1:1: it has no FROM");
    assert_refused("RUN x\n", "1:1: the first instruction is not FROM");
    assert_refused("FROM a b\n", "1:1: FROM wants an image, or an image, AS and a name");
    assert_refused("FROM a\nRUN <<E\nx\n", "2:1: a here-document has no end");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_have_their_instructions),
        cmocka_unit_test(images_of_unknown_variables_are_left_out),
        cmocka_unit_test(here_documents_have_their_lines),
        cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(what_does_not_build_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
