#include "facts/licence.h"
#include "rows.h"

static const char mit[] =
    "MIT License\n\nCopyright (c) 2024 Acme\n\n"
    "Permission is hereby granted, free of charge, to any person obtaining a copy\n"
    "of this software and associated documentation files (the \"Software\"), to deal\n"
    "in the Software without restriction, including without limitation the rights\n"
    "to use, copy, modify, merge, publish, distribute, sublicense, and/or sell\n"
    "copies of the Software, and to permit persons to whom the Software is\n"
    "furnished to do so, subject to the following conditions:\n\n"
    "The above copyright notice and this permission notice shall be included in all\n"
    "copies or substantial portions of the Software.\n\n"
    "THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR\n"
    "IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,\n"
    "FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE\n"
    "AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER\n"
    "LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,\n"
    "OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE\n"
    "SOFTWARE.\n";

static const char isc[] =
    "Copyright 2024 Acme\n\n"
    "Permission to use, copy, modify, and/or distribute this software for any purpose\n"
    "with or without fee is hereby granted, provided that the above copyright notice\n"
    "and this permission notice appear in all copies.\n\n"
    "THE SOFTWARE IS PROVIDED \"AS IS\" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH\n"
    "REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND\n"
    "FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT,\n"
    "OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE,\n"
    "DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS\n"
    "ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OF THIS SOFTWARE.\n";

static const char *replaced(struct arena *arena, const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    assert_non_null(at);
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static void assert_licence(const char *content, const char *expected)
{
    char row[80];
    snprintf(row, sizeof(row), "LICENSE:1 %s\n", expected);
    assert_rows_of("LICENSE", content, "licence", "spdx sort", row);
}

static void texts_are_known(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    assert_licence(mit, "MIT full");
    assert_licence(isc, "ISC full");
    assert_licence(replaced(&arena, isc,
                            ", provided that the above copyright notice\nand this permission "
                            "notice appear in all copies",
                            ""),
                   "0BSD full");
    assert_licence(replaced(&arena, mit,
                            "The above copyright notice and this permission notice shall be "
                            "included in all\ncopies or substantial portions of the Software.",
                            ""),
                   "MIT-0 full");
    arena_release(&arena);
}

static void placeholders_and_fragments_are_told(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    assert_licence(replaced(&arena, mit, "2024 Acme", "[year] [fullname]"), "MIT placeholder");
    assert_licence(replaced(&arena, mit, "2024 Acme", "<year> <copyright holders>"),
                   "MIT placeholder");
    assert_licence(replaced(&arena, mit, "2024 Acme", "{{ year }} {{ organization }}"),
                   "MIT placeholder");
    char *cut = arena_strdup(&arena, mit);
    *strstr(cut, "IN NO EVENT") = '\0';
    assert_licence(cut, "MIT partial");
    assert_licence("MIT License\n\nCopyright 2024 Acme\n", "MIT header_only");
    assert_licence("Licensed under the Apache License, Version 2.0, see https://x.org\n",
                   "Apache-2.0 reference");
    static const char terms[] = "Nobody but Acme may sell what is made of these files, and whoever "
                                "does so pays. After two years the MIT License holds. ";
    assert_licence(arena_printf(&arena, "%s%s%s", terms, terms, terms), "none custom");
    assert_licence("See LICENSE.md\n", "none reference");
    assert_licence("All rights reserved by Acme.\n", "none custom");
    assert_licence(" \n", "none empty");
    arena_release(&arena);
}

static void licences_of_the_system_are_whole(void **state)
{
    (void)state;
    static const struct {
        const char *path, *spdx;
    } files[] = {
        {"/usr/share/common-licenses/Apache-2.0", "Apache-2.0"},
        {"/usr/share/common-licenses/GPL-2", "GPL-2.0"},
        {"/usr/share/common-licenses/GPL-3", "GPL-3.0"},
        {"/usr/share/common-licenses/LGPL-2.1", "LGPL-2.1"},
        {"/usr/share/common-licenses/LGPL-3", "LGPL-3.0"},
        {"/usr/share/common-licenses/MPL-2.0", "MPL-2.0"},
        {"/usr/share/common-licenses/CC0-1.0", "CC0-1.0"},
    };
    struct arena arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        FILE *file = fopen(files[i].path, "rb");
        /* Only Debian has these; elsewhere there is nothing to compare with. */
        if (!file)
            continue;
        char *bytes = arena_alloc(&arena, 1 << 17, 1);
        size_t size = fread(bytes, 1, 1 << 17, file);
        fclose(file);
        const char *spdx;
        enum licence_sort sort = licence_recognise(&arena, (struct text){bytes, size}, &spdx);
        if (!spdx || strcmp(spdx, files[i].spdx) != 0 || sort != LICENCE_FULL)
            fail_msg("%s: %s %s", files[i].path, spdx ? spdx : "none", licence_sort_names[sort]);
    }
    arena_release(&arena);
}

static void assert_agreement(const char *path, const char *manifest, const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, "LICENSE", mit);
    world_add(&world, path, manifest);
    assert_string_equal(world_rows(&world, "licence", "declared declared_in agree"), expected);
    world_end(&world);
}

static void declarations_are_compared(void **state)
{
    (void)state;
    assert_agreement("package.json", "{\"license\": \"MIT\"}", "LICENSE:1 MIT package.json true\n");
    assert_agreement("package.json", "{\"license\": \"(MIT OR Apache-2.0)\"}",
                     "LICENSE:1 (MIT OR Apache-2.0) package.json true\n");
    assert_agreement("package.json", "{\"license\": \"MIT-0\"}",
                     "LICENSE:1 MIT-0 package.json false\n");
    assert_agreement("package.json", "{\"license\": \"SEE LICENSE IN LICENSE\"}",
                     "LICENSE:1 SEE LICENSE IN LICENSE package.json none\n");
    assert_agreement("package.json", "{\"licenses\": [{\"type\": \"MIT\"}]}",
                     "LICENSE:1 MIT package.json true\n");
    assert_agreement("package.json", "{\"name\": \"x\"}", "LICENSE:1 none none none\n");
    assert_agreement("package.json", "{", "LICENSE:1 unknown none unknown\n");
    assert_agreement("sub/package.json", "{\"license\": \"ISC\"}", "LICENSE:1 none none none\n");
    assert_agreement("Cargo.toml",
                     "[dependencies]\nlicense = \"ISC\"\n[package]\nlicense = \"ISC\"\n",
                     "LICENSE:1 ISC Cargo.toml false\n");
    assert_agreement("pyproject.toml", "[project]\nlicense = {text = \"MIT License\"}\n",
                     "LICENSE:1 MIT License pyproject.toml true\n");
    assert_agreement("Cargo.toml",
                     "[workspace.package]\n\"license\" = \"ISC\" # ours\n[package]\n"
                     "license.workspace = true\ndescription = \"\"\"\nlicense = 'MIT'\"\"\"\n",
                     "LICENSE:1 ISC Cargo.toml false\n");
    assert_agreement("pyproject.toml", "[project]\nlicense = {file = \"LICENSE\"}\n",
                     "LICENSE:1 none none none\n");
    assert_agreement("pom.xml", "<name>x</name>\n<licenses><license>\n<name>The MIT License</name>",
                     "LICENSE:1 none none none\n");
    assert_agreement("pom.xml",
                     "<name>x</name>\n<licenses><license>\n<name>The MIT License</name></license>",
                     "LICENSE:1 The MIT License pom.xml true\n");
    assert_agreement("x.gemspec", "  spec.license = 'ISC'\n", "LICENSE:1 ISC x.gemspec false\n");
}

static void names_of_files_are_exact(void **state)
{
    (void)state;
    static const char *const licences[] = {"LICENCE",        "license.md", "LICENSE-MIT",
                                           "COPYING.LESSER", "UNLICENSE",  "sub/LICENSE.txt"};
    static const char *const others[] = {"LICENSES.md", "license.go", "LICENSE.json", "licensed.md",
                                         "LICENSE_TEMPLATE"};
    for (size_t i = 0; i < sizeof(licences) / sizeof(*licences); i++) {
        char row[80];
        snprintf(row, sizeof(row), "%s:1 MIT %s\n", licences[i],
                 strchr(licences[i], '/') ? "false" : "true");
        assert_rows_of(licences[i], mit, "licence", "spdx root", row);
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        assert_rows_of(others[i], mit, "licence", "spdx", "");
}

static void expressions_name_licences(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    assert_true(licence_expression_names(&arena, "GPL-3.0-or-later", "GPL-3.0"));
    assert_true(licence_expression_names(&arena, "MIT/Apache-2.0", "Apache-2.0"));
    assert_true(licence_expression_names(&arena, "apache 2.0", "Apache-2.0"));
    assert_true(licence_expression_names(&arena, "BSD", "BSD-2-Clause"));
    assert_false(licence_expression_names(&arena, "BSD-3-Clause", "BSD-2-Clause"));
    assert_false(licence_expression_names(&arena, "GPL-2.0-only", "GPL-3.0"));
    assert_false(licence_expression_names(&arena, "UNLICENSED", "Unlicense"));
    assert_false(licence_expression_names(&arena, "", "MIT"));
    arena_release(&arena);
}

/* Who licenses need not be bound by covenants: most texts of it leave them out. */
static void a_business_source_licence_ends_with_its_disclaimer(void **state)
{
    (void)state;
    static const char *const ends[] = {"NON-INFRINGEMENT, AND TITLE.\n", "\n"};
    static const char *const sorts[] = {"BUSL-1.1 full", "BUSL-1.1 partial"};
    for (size_t end = 0; end < 2; end++) {
        struct buffer text = BUFFER_EMPTY;
        buffer_add_string(&text, "Business Source License 1.1\n\nParameters\n\nLicensor: Acme\n"
                                 "Change Date: 2029-01-01\nChange License: MPL 2.0\n\n");
        for (size_t i = 0; i < 100; i++)
            buffer_add_string(&text, "Here stands one of its terms. ");
        buffer_add_string(&text, ends[end]);
        buffer_add_byte(&text, '\0');
        assert_licence(text.bytes, sorts[end]);
        buffer_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_known),
        cmocka_unit_test(a_business_source_licence_ends_with_its_disclaimer),
        cmocka_unit_test(placeholders_and_fragments_are_told),
        cmocka_unit_test(licences_of_the_system_are_whole),
        cmocka_unit_test(declarations_are_compared),
        cmocka_unit_test(names_of_files_are_exact),
        cmocka_unit_test(expressions_name_licences),
    };
    return cmocka_run_group_tests_name("licence", tests, NULL, NULL);
}
