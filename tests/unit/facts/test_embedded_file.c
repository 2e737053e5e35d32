#include "rows.h"

static void assert_embedded(const char *source, const char *text, const char *expected)
{
    static const char *const others[] = {"cmd/a.yml",       "cmd/b.yml",       "cmd/sub/c.yml",
                                         "cmd/files/a b",   "cmd/files/d/e.f", "other/a.yml",
                                         "cmd/web/page.htm"};
    struct world world;
    world_start(&world);
    world_add(&world, source, text);
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        world_add(&world, others[i], "x");
    assert_string_equal(world_rows(&world, "embedded_file", "file"), expected);
    world_end(&world);
}

static void what_each_language_embeds(void **state)
{
    (void)state;
    assert_embedded("cmd/main.go", "package main\n//go:embed *.yml\nvar x embed.FS\n",
                    "cmd/main.go:2 cmd/a.yml\ncmd/main.go:2 cmd/b.yml\n");
    assert_embedded("cmd/main.go", "//go:embed all:files\n",
                    "cmd/main.go:1 cmd/files/a b\ncmd/main.go:1 cmd/files/d/e.f\n");
    assert_embedded("cmd/main.go", "//go:embed \"files/a b\" `web/*.htm` b.yml\n",
                    "cmd/main.go:1 cmd/b.yml\ncmd/main.go:1 cmd/files/a b\n"
                    "cmd/main.go:1 cmd/web/page.htm\n");
    assert_embedded("cmd/main.rs",
                    "const A: &str = include_str!(\"a.yml\");\n"
                    "const B: &[u8] = include_bytes!(\"../other/a.yml\");\n",
                    "cmd/main.rs:1 cmd/a.yml\ncmd/main.rs:2 other/a.yml\n");
    assert_embedded("cmd/a.csproj",
                    "<ItemGroup>\n<EmbeddedResource Include=\"files\\d\\**;"
                    "$(MSBuildThisFileDirectory)a.yml\">\n<None Include=\"b.yml\" />\n",
                    "cmd/a.csproj:2 cmd/a.yml\ncmd/a.csproj:2 cmd/files/d/e.f\n");
}

static void what_embeds_nothing(void **state)
{
    (void)state;
    assert_embedded("cmd/main.go", "// go:embed *.yml\nx := \"//go:embed a.yml\"\n//go:embed .\n",
                    "");
    assert_embedded("cmd/main.rs",
                    "include_str!(concat!(\"a.yml\"));\ninclude_str!(\"a.yml\n"
                    "include_str!(\"../../../a\")\n",
                    "");
    assert_embedded("cmd/a.props",
                    "<EmbeddedResource Include=\"$(Other)a.yml;;\" />\n"
                    "<EmbeddedResource Update=\"a.yml\" />\n",
                    "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_each_language_embeds),
        cmocka_unit_test(what_embeds_nothing),
    };
    return cmocka_run_group_tests_name("embedded_file", tests, NULL, NULL);
}
