#include "facts/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_accounts(void **state)
{
    (void)state;
    static const struct {
        const char *email;
        const char *login; /* NULL: no account */
    } rows[] = {
        {"jane@users.noreply.github.com", "jane"},
        {"12345+jane@users.noreply.github.com", "jane"},
        {"12345-jane@users.noreply.gitlab.com", "jane"},
        {"7jane@users.noreply.github.com", "7jane"},
        {"12345+jane@Users.NoReply.GitHub.com", "jane"},
        {"12345+@users.noreply.github.com", NULL},
        {"jane@acme.test", NULL},
        {"jane", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct forge_account account;
        bool found = forge_account_of(rows[i].email, &account);
        if (found != (rows[i].login != NULL) ||
            (found && !text_equals(account.login, rows[i].login)))
            fail_msg("%s", rows[i].email);
    }
}

enum sameness { APART, MAYBE, SURE };

/* The last column is how many people both are. */
static void test_same(void **state)
{
    (void)state;
    static const struct {
        struct identity a;
        struct identity b;
        enum sameness same;
    } rows[] = {
        {{"Jane Roe", "jane@acme.test", 0}, {"J. Roe", "Jane@Acme.test", 0}, SURE},
        {{"Jane Roe", "jane@acme.test", 0}, {"jane roe", "jane@home.test", 0}, SURE},
        {{"Jane", "12345+jr@users.noreply.github.com", 0},
         {"Roe", "jr@users.noreply.github.com", 0},
         SURE},
        {{"Jane", "12345+JR@users.noreply.github.com", 0},
         {"Roe", "jr@users.noreply.github.com", 0},
         SURE},
        {{"janeroe", "jane@acme.test", 0}, {"Jane", "1+janeroe@users.noreply.github.com", 0}, SURE},
        {{"Jane", "1+janeroe@users.noreply.github.com", 0}, {"janeroe", "jane@acme.test", 0}, SURE},
        /* A given name that is spelt as somebody's login but for its capital. */
        {{"Jane", "j@acme.test", 0}, {"Roe", "1+jane@users.noreply.github.com", 0}, APART},
        {{"Jane", "jane@acme.test", 0}, {"Jane", "jane@home.test", 0}, MAYBE},
        {{"Jane", "1-jr@users.noreply.gitlab.com", 0},
         {"Roe", "jr@users.noreply.github.com", 0},
         APART},
        {{"Jane", "noreply@github.com", 0}, {"Bob", "noreply@github.com", 0}, APART},
        {{"Jane", "noreply@github.com", 0}, {"Jane", "noreply@github.com", 0}, SURE},
        {{"Your Name", "a@acme.test", 0}, {"Your Name", "b@acme.test", 0}, MAYBE},
        {{"Jane Roe", "jane@acme.test", 0}, {"Bob Doe", "bob@acme.test", 0}, APART},
        {{"Jane Roe", "", 0}, {"Bob Doe", "", 0}, APART},
        {{"", "jane@acme.test", 0}, {"", "bob@acme.test", 0}, APART},
    };
    struct arena arena;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct people_counter people;
        people_counter_init(&people, &arena);
        people_counter_see(&people, &rows[i].a);
        people_counter_see(&people, &rows[i].b);
        people_counter_see(&people, &rows[i].a);
        bool is_sure = rows[i].same == SURE;
        if (identity_is_same(&rows[i].a, &rows[i].b) != is_sure ||
            identity_is_same(&rows[i].b, &rows[i].a) != is_sure ||
            identity_may_be_same(&rows[i].a, &rows[i].b) != (rows[i].same != APART) ||
            people_counter_finish(&people) != (is_sure ? 1 : 2))
            fail_msg("row %zu: %s <%s>", i, rows[i].a.name, rows[i].a.email);
    }
    arena_release(&arena);
}

/* Nobody of them is like all the others; each is like the next. */
static void test_chain(void **state)
{
    (void)state;
    static const struct identity chain[] = {
        {"janeroe", "jane@old.test", 0},   {"janeroe", "jane@acme.test", 0},
        {"Jane Roe", "jane@acme.test", 0}, {"Jane Roe", "5+janeroe@users.noreply.github.com", 0},
        {"Bob Doe", "bob@acme.test", 0},
    };
    struct arena arena;
    arena_init(&arena, 4096);
    struct people_counter people;
    people_counter_init(&people, &arena);
    assert_int_equal(people_counter_finish(&people), 0);
    for (size_t i = 0; i < sizeof(chain) / sizeof(chain[0]); i++)
        people_counter_see(&people, &chain[i]);
    assert_int_equal(people_counter_finish(&people), 2);
    arena_release(&arena);
}

static void test_values(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct identity who = identity_of_value(&arena, "Jane Roe <jane@acme.test>");
    assert_string_equal(who.name, "Jane Roe");
    assert_string_equal(who.email, "jane@acme.test");
    who = identity_of_value(&arena, "jane@acme.test");
    assert_string_equal(who.email, "jane@acme.test");
    who = identity_of_value(&arena, "Jane <jane");
    assert_string_equal(who.name, "Jane");
    assert_string_equal(who.email, "");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_accounts),
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_chain),
        cmocka_unit_test(test_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
