#include "facts/contact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static const char *contacts(const char *text)
{
    struct buffer out = BUFFER_EMPTY;
    struct contact contact;
    for (size_t from = 0; contact_next(&arena, text_of(text), &from, &contact);)
        buffer_printf(&out, "%s%s", out.size ? " " : "", contact.value);
    const char *values = arena_strdup(&arena, buffer_string(&out));
    buffer_release(&out);
    return values;
}

static void addresses_are_found_as_people_write_them(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Write to Security@Acme.IO.", "security@acme.io"},
        {"<mailto:a.b+c@acme.co.uk>", "a.b+c@acme.co.uk"},
        {"security [at] acme [dot] org", "security@acme.org"},
        {"security(at)acme.org", "security@acme.org"},
        {"security [at] example", "security@example"},
        {"security AT acme DOT org", "security@acme.org"},
        {"a@b.io, c@d.io", "a@b.io c@d.io"},
        {"meet us at acme dot org", ""},
        {"LOOK AT THIS", ""},
        {"@octocat and x@y", ""},
        {"uses: actions/checkout@v4.1", ""},
        {"lodash@4.17.21", ""},
        {"a@", ""},
        {"[at]", ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(contacts(cases[i][0]), cases[i][1]);
}

static void urls_end_where_prose_goes_on(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"(https://acme.io/a).", "https://acme.io/a"},
        {"[x](https://acme.io/a_(b))", "https://acme.io/a_(b)"},
        {"<https://acme.io/a>", "https://acme.io/a"},
        {"see https://acme.io/a, or http://acme.io/b;", "https://acme.io/a http://acme.io/b"},
        {"[https://acme.io](https://acme.io/c)", "https://acme.io https://acme.io/c"},
        {"https://gitlab.com/a/b/-/issues/new?issue[confidential]=true",
         "https://gitlab.com/a/b/-/issues/new?issue[confidential]=true"},
        {"https://", ""},
        {"xhttps://acme.io", ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(contacts(cases[i][0]), cases[i][1]);
}

static void names_are_read_from_forges(void **state)
{
    (void)state;
    static const struct {
        const char *url, *owner, *name, *rest;
    } cases[] = {
        {"https://github.com/acme/pay/security", "acme", "pay", "/security"},
        {"https://github.com/acme/pay.git", "acme", "pay", ""},
        {"https://user:token@github.com:443/acme/pay?x=1", "acme", "pay", "?x=1"},
        {"https://gitlab.com/acme/sub/pay/-/issues", "acme/sub", "pay", "/-/issues"},
        {"https://github.acme.io/team/pay", "team", "pay", ""},
    };
    const char *owner, *name, *rest;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_true(contact_forge_names(&arena, cases[i].url, &owner, &name, &rest));
        assert_string_equal(owner, cases[i].owner);
        assert_string_equal(name, cases[i].name);
        assert_string_equal(rest, cases[i].rest);
    }
    assert_false(contact_forge_names(&arena, "https://github.com/acme", &owner, &name, &rest));
    assert_false(contact_forge_names(&arena, "https://github.com/", &owner, &name, &rest));
    assert_false(contact_forge_names(&arena, "https://acme.io/a/b", &owner, &name, &rest));
    assert_false(contact_forge_names(&arena, "https://docs.github.com/en/x", &owner, &name, &rest));
    assert_false(contact_forge_names(&arena, "https://help.github.com/en/x", &owner, &name, &rest));
    assert_true(contact_remote_names(&arena, "https://git.acme.io/team/pay", &owner, &name));
    assert_string_equal(owner, "team");
    static const struct {
        const char *url, *owner, *name;
    } remotes[] = {
        {"https://gitlab.com/acme/sub/pay", "acme/sub", "pay"},
        {"https://gitlab.acme.io/acme/sub/deep/pay.git", "acme/sub/deep", "pay"},
        {"https://git.acme.io/team/pay/", "team", "pay"},
        {"https://github.com/acme/pay?x=/y", "acme", "pay"},
    };
    for (size_t i = 0; i < sizeof(remotes) / sizeof(*remotes); i++) {
        assert_true(contact_remote_names(&arena, remotes[i].url, &owner, &name));
        assert_string_equal(owner, remotes[i].owner);
        assert_string_equal(name, remotes[i].name);
    }
    assert_false(contact_remote_names(&arena, "https://git.acme.io/pay", &owner, &name));
    assert_false(contact_remote_names(&arena, "https://git.acme.io", &owner, &name));
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 4096);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(addresses_are_found_as_people_write_them, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(urls_end_where_prose_goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_are_read_from_forges, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("contact", tests, NULL, NULL);
}
