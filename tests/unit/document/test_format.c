#include "document/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_format(const char *path, const char *wanted)
{
    const struct document_format *format = document_format_of_path(path);
    if (!wanted) {
        assert_null(format);
        return;
    }
    assert_non_null(format);
    assert_string_equal(format->name, wanted);
}

static void names_tell_formats(void **state)
{
    (void)state;
    assert_format("a.yml", "yaml");
    assert_format("deploy/a.b.yaml", "yaml");
    assert_format(".clang-format", "yaml");
    assert_format("x/tsconfig.json", "jsonc");
    assert_format("composer.lock", "jsonc");
    assert_format("renovate.json5", "json5");
    assert_format("x/pyproject.toml", "toml");
    assert_format("x/Cargo.lock", "toml");
    assert_format("Pipfile", "toml");
    assert_format("Pipfile.lock", "jsonc");
    assert_format("folder.json/readme", NULL);
    assert_format("requirements.txt", "requirements");
    assert_format("a/requirements-dev.txt", "requirements");
    assert_format("dev-requirements.txt", "requirements");
    assert_format("requirements-dev.yml", "yaml");
    assert_format("Dockerfile.dev", "dockerfile");
    assert_format("api.Dockerfile", "dockerfile");
    assert_format(".env.local", "dotenv");
    assert_format("main.tf", "hcl");
    assert_format("main.tf.json", "jsonc");
    assert_format(".github/CODEOWNERS", "codeowners");
    assert_format("README", NULL);
    assert_format("A.YML", NULL);
    assert_format("", NULL);
}

static void formats_are_found_by_their_names(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    size_t count = 0;
    for (const char *const *name = document_format_names(&arena); *name; name++, count++) {
        const struct document_format *format = document_format_find(*name);
        assert_ptr_equal(format, document_formats + count);
        assert_non_null(format->title);
        struct document document = {0};
        struct document_problem problem = {0};
        /* no reader fails on nothing without a word */
        if (!format->parse(&arena, text_of(""), &document, &problem))
            assert_true(problem.message[0] != '\0');
    }
    assert_null(document_formats[count].name);
    assert_null(document_format_find("cobol"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_tell_formats),
        cmocka_unit_test(formats_are_found_by_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
