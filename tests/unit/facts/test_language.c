#include "facts/language.h"
#include "rows.h"

static void languages_by_bytes(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "main.go", "12345678");
    world_add(&world, "web/app.ts", "12");
    world_add(&world, "README.md", "1234567890");
    world_add(&world, "vendor/x/y.go", "1234567890");
    world_add(&world, "api/x.pb.go", "1234567890");
    world_add(&world, "docs/conf.py", "1234567890");
    world_add(&world, "empty.rb", "");
    world_add_bytes(&world, "link.go", "main.go", 7, ENTRY_LINK);
    assert_string_equal(world_rows(&world, "language", "name bytes portion files"),
                        "-:0 go 8 80% 1\n-:0 typescript 2 20% 1\n");
    world_end(&world);
}

static void attributes_decide(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".gitattributes",
              "*.inc linguist-language=PHP\n"
              "tool linguist-language=Python\n"
              "third/** linguist-vendored=false\n"
              "docs/** -linguist-documentation\n"
              "samples.rb linguist-documentation\n"
              "*.weird linguist-language=Klingon\n");
    world_add(&world, "a.inc", "1");
    world_add(&world, "tool", "22");
    world_add(&world, "docs/b.rb", "333");
    world_add(&world, "samples.rb", "1");
    world_add(&world, "a.weird", "1");
    assert_string_equal(world_rows(&world, "language", "name bytes"),
                        "-:0 php 1\n-:0 python 2\n-:0 ruby 3\n");
    world_end(&world);
}

static void headers_go_with_the_most(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a.h", "1234");
    world_add(&world, "a.cpp", "123");
    world_add(&world, "b.c", "1");
    assert_string_equal(world_rows(&world, "language", "name bytes"), "-:0 c 1\n-:0 c++ 7\n");
    world_end(&world);
    world_start(&world);
    world_add(&world, "a.h", "1234");
    world_add(&world, "a.cpp", "1");
    world_add(&world, "b.c", "12");
    assert_string_equal(world_rows(&world, "language", "name bytes"), "-:0 c 6\n-:0 c++ 1\n");
    world_end(&world);
}

static void nothing_is_no_language(void **state)
{
    (void)state;
    assert_rows_of("README.md", "# x\n", "language", "name", "");
    assert_null(language_of_name("Makefile"));
    assert_null(language_of_name("a.json"));
    assert_null(language_of_name("go"));
    assert_string_equal(language_of_name("a/b.go"), "go");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_by_bytes),
        cmocka_unit_test(attributes_decide),
        cmocka_unit_test(headers_go_with_the_most),
        cmocka_unit_test(nothing_is_no_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
