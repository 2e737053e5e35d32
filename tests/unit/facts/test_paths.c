#include "facts/paths.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void folders(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    assert_string_equal(path_base("a/b/c"), "c");
    assert_string_equal(path_base("c"), "c");
    assert_string_equal(path_directory(&arena, "a/b/c"), "a/b");
    assert_string_equal(path_directory(&arena, "c"), ".");
    assert_string_equal(path_join(&arena, ".", "c"), "c");
    assert_string_equal(path_join(&arena, "a", "c"), "a/c");
    assert_string_equal(path_resolve(&arena, "a/b", "../c"), "a/c");
    assert_string_equal(path_resolve(&arena, "a/b", "./c//d/."), "a/b/c/d");
    assert_string_equal(path_resolve(&arena, "a/b", "/c"), "c");
    assert_string_equal(path_resolve(&arena, "a/b", "../.."), ".");
    assert_string_equal(path_resolve(&arena, ".", "."), ".");
    assert_null(path_resolve(&arena, "a/b", "../../.."));
    assert_null(path_resolve(&arena, ".", ".."));
    arena_release(&arena);
}

static void within(void **state)
{
    (void)state;
    assert_true(path_is_within("a/b", "."));
    assert_true(path_is_within("a/b", "a"));
    assert_true(path_is_within("a", "a"));
    assert_false(path_is_within("ab", "a"));
}

static void test_material(void **state)
{
    (void)state;
    assert_true(path_is_test("pkg/testdata/key.pem"));
    assert_true(path_is_test("tests/a.py"));
    assert_true(path_is_test("examples/a/b"));
    assert_true(path_is_test("pkg/test_files/pod.yaml"));
    assert_true(path_is_test("test-files/go.mod"));
    assert_true(path_is_test("pkg/a_test.go"));
    assert_true(path_is_test("src/a.spec.ts"));
    assert_true(path_is_test("test_a.py"));
    assert_true(path_is_test("_tests/a.py"));
    assert_true(path_is_test("_integration-test/web/package.json"));
    assert_true(path_is_test("Tests/AcmeTests/Pay.swift"));
    assert_true(path_is_test("Examples/Pay/key.pem"));
    assert_true(path_is_test("src/Acme.Pay.UnitTests/key.pem"));
    assert_true(path_is_test("src/Tests.Acme.Pay/Pay.cs"));
    assert_true(path_is_test("pay-acceptance-tests/Dockerfile"));
    assert_true(path_is_test("ci/e2e-tests/Dockerfile"));
    assert_true(path_is_test("core/its/environments/Dockerfile"));
    assert_true(path_is_test("src/integrationtest/main.tf"));
    assert_true(path_is_test("src/integrationTests/main.tf"));
    assert_true(path_is_test("system_tests/main.tf"));
    assert_false(path_is_test("speed-test/Dockerfile"));
    assert_false(path_is_test("-tests/Dockerfile"));
    assert_false(path_is_test("integrationtesting/Dockerfile"));
    assert_false(path_is_test("src/acme.contest/Pay.cs"));
    assert_false(path_is_test("src/Latest.Pay/Pay.cs"));
    assert_false(path_is_test("src/TestPay/Pay.cs"));
    assert_false(path_is_test("_contest/package.json"));
    assert_false(path_is_test("___tests__/package.json"));
    assert_false(path_is_test("src/contest/a.go"));
    assert_false(path_is_test("latest/key.pem"));
    assert_false(path_is_test("it/messages.json"));
    assert_false(path_is_test("test"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders),
        cmocka_unit_test(within),
        cmocka_unit_test(test_material),
    };
    return cmocka_run_group_tests_name("paths", tests, NULL, NULL);
}
