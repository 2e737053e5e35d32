#include "policy/register.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct policy_file file_of(struct arena *arena, const char *repositories)
{
    const char *text = arena_printf(arena,
                                    "bylaw: 1\nid: EXC-2026-0001\nrules: [SDL009]\n"
                                    "scope: {%spaths: [docs/**]}\n"
                                    "justification: The vendor builds this on Alpine until "
                                    "September.\nowner: o@x.test\nrequested_by: d@x.test\n"
                                    "valid_from: 2026-01-01\nexpires: 2026-03-31\n",
                                    repositories);
    return (struct policy_file){.path = "r.yml", .text = text_of(text)};
}

/* How many records are about the repository, and the codes of what is told. */
static void assert_register(const char *repositories, const char *remote, size_t count,
                            const char *wanted)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct exception_set set = {0};
    const struct policy_file file = file_of(&arena, repositories);
    register_load(&set, &arena, &file, 1, remote, &diagnostics);
    if (set.count != count)
        fail_msg("%s for %s: %zu records", repositories, remote ? remote : "none", set.count);
    if (count > 0) {
        assert_int_equal(set.items[0].layout, EXCEPTION_IN_REGISTER);
        assert_int_equal(set.items[0].mistake_count, 0);
    }
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < diagnostics.count; i++)
        buffer_printf(&out, "%s%s", i ? " " : "",
                      strstr(diagnostics.items[i].message, "register excuses") ? "nameless"
                                                                               : "unbounded");
    assert_string_equal(buffer_string(&out), wanted);
    assert_int_equal(diagnostics.errors, 0);
    buffer_release(&out);
    arena_release(&arena);
}

static void test_which_repositories(void **state)
{
    (void)state;
    static const char remote[] = "https://github.com/Acme/pay-api";
    assert_register("repos: [github.com/acme/pay-api], ", remote, 1, "");
    assert_register("repos: [GitHub.com/ACME/pay-api], ", remote, 1, "");
    assert_register("repos: ['github.com/acme/*'], ", remote, 1, "");
    assert_register("repos: ['github.com/acme/pay-*', gitlab.com/a/b], ", remote, 1, "");
    assert_register("repos: [github.com/acme/pay-ap], ", remote, 0, "");
    assert_register("repos: [github.com/acme/pay-api-2], ", remote, 0, "");
    assert_register("repos: [github.com/other/pay-api], ", remote, 0, "");
    assert_register("repos: ['gitlab.com/acme/*'], ", remote, 0, "");
    assert_register("repos: ['gitlab.com/acme/*'], ", "https://gitlab.com/acme/group/pay", 0, "");
    assert_register("repos: ['gitlab.com/acme/**'], ", "https://gitlab.com/acme/group/pay", 1, "");
}

static void test_what_excuses_nothing(void **state)
{
    (void)state;
    static const char remote[] = "https://github.com/acme/pay-api";
    assert_register("", remote, 0, "unbounded");
    assert_register("repos: ['github.com/*/pay-api'], ", remote, 0, "unbounded");
    assert_register("repos: ['*/acme/pay-api'], ", remote, 0, "unbounded");
    assert_register("repos: ['**'], ", remote, 0, "unbounded");
    assert_register("repos: [acme/pay-api], ", remote, 0, "unbounded");
    assert_register("repos: ['{github.com/acme,x/y}/pay-api'], ", remote, 0, "unbounded");
    assert_register("repos: ['github.com/x/y://**'], ", remote, 0, "unbounded");
    assert_register("repos: [github.com/acme/], ", remote, 0, "unbounded");
    assert_register("repos: [github.com/acme/pay-api], ", NULL, 0, "nameless");
}

static void test_a_broken_file_is_refused(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct exception_set set = {0};
    const struct policy_file file = {.path = "r.yml", .text = text_of("bylaw: [")};
    register_load(&set, &arena, &file, 1, "https://github.com/acme/pay", &diagnostics);
    assert_int_equal(set.count, 0);
    assert_int_equal(diagnostics.errors, 1);
    arena_release(&arena);
}

static void test_own_records(void **state)
{
    (void)state;
    static const struct {
        const char *repositories, *remote;
        size_t mistakes;
    } rows[] = {
        {"", NULL, 0},
        {"", "https://github.com/acme/pay", 0},
        {"repos: [github.com/Acme/pay], ", "https://github.com/acme/pay", 0},
        {"repos: [github.com/acme/a, github.com/acme/pay], ", "https://github.com/acme/pay", 0},
        {"repos: [github.com/acme/other], ", "https://github.com/acme/pay", 1},
        {"repos: ['github.com/acme/*'], ", "https://github.com/acme/pay", 1},
        {"repos: [github.com/acme/pay], ", NULL, 1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 16);
        struct exception_set set;
        const struct policy_file file = file_of(&arena, rows[i].repositories);
        exceptions_load(&set, &arena, &file, 1);
        register_check_own(&set, &arena, rows[i].remote);
        assert_int_equal(set.items[0].mistake_count, rows[i].mistakes);
        assert_int_equal(set.items[0].layout, EXCEPTION_IN_RECORD);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_which_repositories),
        cmocka_unit_test(test_what_excuses_nothing),
        cmocka_unit_test(test_a_broken_file_is_refused),
        cmocka_unit_test(test_own_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
