#include "facts/runtimes.h"
#include "facts/tool_catalogue.h"
#include "rows.h"

#include <stdlib.h>

static void the_file_is_right(void **state)
{
    (void)state;
    struct arena arena;
    struct diagnostics diagnostics;
    struct buffer out = BUFFER_EMPTY;
    arena_init(&arena, 1 << 16);
    diagnostics_init(&diagnostics, &arena);
    const struct builtin_file *file = catalogue_files;
    while (file->path && !string_ends_with(file->path, CATALOGUE_RUNTIMES))
        file++;
    assert_non_null(file->path);
    const struct runtimes *runtimes = runtimes_parse(&arena, file, &diagnostics);
    diagnostics_print(&diagnostics, &out, false, 0);
    assert_string_equal(buffer_string(&out), "");
    assert_true(runtimes->count > 90);
    for (size_t i = 0; i + 1 < runtimes->count; i++) {
        const struct runtime_cycle *here = runtimes->cycles[i], *next = runtimes->cycles[i + 1];
        assert_true(here->seen != INT32_MIN);
        assert_true(strcmp(here->runtime, next->runtime) <= 0);
        /* The oldest first: a version is older than all only when it is older than that. */
        if (strcmp(here->runtime, next->runtime) == 0)
            assert_true(strtod(here->cycle, NULL) < strtod(next->cycle, NULL) ||
                        strtol(strchr(here->cycle, '.') + 1, NULL, 10) <
                            strtol(strchr(next->cycle, '.') + 1, NULL, 10));
    }
    buffer_release(&out);
    arena_release(&arena);
}

static void mistakes_in_the_file(void **state)
{
    (void)state;
    struct arena arena;
    struct diagnostics diagnostics;
    struct buffer out = BUFFER_EMPTY;
    static const char text[] = "bylaw: 1\nruntimes:\n  - {runtime: node, cycle: x, seen: soon}\n";
    const struct builtin_file file = {.path = "r.yml", .bytes = text, .size = sizeof(text) - 1};
    arena_init(&arena, 1 << 16);
    diagnostics_init(&diagnostics, &arena);
    runtimes_parse(&arena, &file, &diagnostics);
    diagnostics_print(&diagnostics, &out, false, 0);
    assert_non_null(strstr(buffer_string(&out), "numbers parted by dots"));
    assert_non_null(strstr(buffer_string(&out), "source"));
    assert_non_null(strstr(buffer_string(&out), "soon"));
    buffer_release(&out);
    arena_release(&arena);
}

static void versions_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *runtime, *version, *cycle;
    } cases[] = {
        {"node", "16", "16"},
        {"node", "v16.13.1", "16"},
        {"node", "16-alpine", "16"},
        {"node", "lts/gallium", "16"},
        {"node", "Hydrogen-slim", "18"},
        {"node", "0.10.3", "0.10"},
        {"node", "lts/*", "unsaid"},
        {"node", "latest", "unsaid"},
        {"node", "3", "unsaid"},
        {"node", "99.1", "newer"},
        {"python", "3.8-slim-buster", "3.8"},
        {"python", "3.10.1", "3.10"},
        {"python", "python-3.9.1", "3.9"},
        {"python", "2", "2.7"},
        {"python", "1.5", "2.6"}, /* older than all that is known */
        {"python", "4.0", "newer"},
        {"ruby", "ruby-2.7.3", "2.7"},
        {"ruby", "jruby-9.2", "unsaid"},
        {"ruby", "2.8", "unsaid"},
        {"php", "7.4-fpm", "7.4"},
        {"go", "go1.18.2", "1.18"},
        {"dotnet", "6.0.400", "6.0"},
        {"dotnet", "5.0-alpine", "5.0"},
        {"perl", "5.1", "unsaid"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct runtime_support support = {.cycle = ""};
        enum runtime_answer answer =
            runtimes_find(runtimes_builtin(), cases[i].runtime, cases[i].version, &support);
        const char *given = answer == RUNTIME_KNOWN   ? support.cycle
                            : answer == RUNTIME_NEWER ? "newer"
                                                      : "unsaid";
        if (strcmp(given, cases[i].cycle) != 0)
            fail_msg("%s %s: %s", cases[i].runtime, cases[i].version, given);
    }
}

static void assert_runtimes(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "runtime", "name version end sort test", expected);
}

static void files_of_version_managers(void **state)
{
    (void)state;
    assert_runtimes(".tool-versions",
                    "# nodejs 12\nnodejs 16.13.0 system\n\tpython\t3.8.1 # x\nterraform 1.5\nruby\n"
                    "golang 1.18",
                    ".tool-versions:2 node 16.13.0 2023-09-11 file false\n"
                    ".tool-versions:3 python 3.8.1 2024-10-07 file false\n"
                    ".tool-versions:6 go 1.18 2023-02-01 file false\n");
    assert_runtimes("web/.nvmrc", "# old\nv14\n16\n",
                    "web/.nvmrc:2 node v14 2023-04-30 file false\n");
    assert_runtimes("runtime.txt", "python-3.8.12\n",
                    "runtime.txt:1 python python-3.8.12 2024-10-07 file false\n");
    assert_runtimes("runtime.txt", "3.8.12\n", "");
    assert_runtimes("global.json", "{\"sdk\": {\"version\": \"6.0.100\"}} // x",
                    "global.json:1 dotnet 6.0.100 2024-11-12 file false\n");
    assert_runtimes("global.json",
                    "{\"sdk\": {\"version\": \"6.0.100\", \"rollForward\": \"latestMajor\"}}", "");
    assert_runtimes("global.json", "{\"sdk\": 6}", "");
    assert_runtimes("examples/.ruby-version", "2.7\n",
                    "examples/.ruby-version:1 ruby 2.7 2023-03-31 file true\n");
    assert_runtimes(".node-version", "99\n", ".node-version:1 node 99 unknown file false\n");
}

static void images_of_dockerfiles(void **state)
{
    (void)state;
    assert_runtimes("Dockerfile",
                    "ARG V=16\nFROM node:${V}-alpine AS build\nFROM build\n"
                    "FROM mcr.microsoft.com/dotnet/aspnet:6.0\n"
                    "FROM gcr.io/distroless/nodejs18-debian12\nFROM acme.internal/node:16\n"
                    "FROM public.ecr.aws/docker/library/ruby:2.7\nFROM node\n"
                    "FROM public.ecr.aws/lambda/python:3.8\n",
                    "Dockerfile:2 node 16-alpine 2023-09-11 image false\n"
                    "Dockerfile:4 dotnet 6.0 2024-11-12 image false\n"
                    "Dockerfile:5 node 18-debian12 2025-04-30 image false\n"
                    "Dockerfile:7 ruby 2.7 2023-03-31 image false\n"
                    "Dockerfile:9 python 3.8 2024-10-07 image false\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_is_right),
        cmocka_unit_test(mistakes_in_the_file),
        cmocka_unit_test(versions_as_people_write_them),
        cmocka_unit_test(files_of_version_managers),
        cmocka_unit_test(images_of_dockerfiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
