#include "facts/hotfix_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void names_of_hotfixes(void **state)
{
    (void)state;
    static const char *const yes[] = {"hotfix/a",        "v1.0-hotfix1", "HOT-FIX",
                                      "release_hot_fix", "emergency-1",  NULL};
    static const char *const no[] = {"shothotfix", "nonemergency", "emergencycalls", "fix", "",
                                     NULL};
    for (size_t i = 0; yes[i]; i++)
        assert_true(hotfix_name_is(yes[i]));
    for (size_t i = 0; no[i]; i++)
        assert_false(hotfix_name_is(no[i]));
}

static bool is_in(const char *text, const char *name)
{
    struct arena arena;
    arena_init(&arena, 256);
    struct value words = hotfix_names_in(&arena, text_of(text));
    bool found = hotfix_name_is_in(&words, name);
    arena_release(&arena);
    return found;
}

static void words_that_name_one(void **state)
{
    (void)state;
    assert_true(is_in("as `1.0-hotfix`, later", "1.0-hotfix"));
    assert_true(is_in("ended\nwith 1.0-hotfix.", "1.0-hotfix"));
    assert_true(is_in("https://a.test/1.0-hotfix-2/1.0-hotfix", "1.0-hotfix"));
    assert_false(is_in("1.0-hotfix.2 1.0-hotfix-2 11.0-hotfix", "1.0-hotfix"));
    assert_false(is_in("", "1.0-hotfix"));
}

static void messages_that_link_a_review(void **state)
{
    (void)state;
    assert_true(hotfix_message_links_review("Fix\n\nPostmortem: INC-7\n"));
    assert_true(hotfix_message_links_review("Fix\n\nsee docs/incidents/7.md"));
    assert_true(hotfix_message_links_review("Fix\n\nPIR: 7"));
    assert_false(hotfix_message_links_review("Fix\n\nPostmortem:\n"));
    assert_false(hotfix_message_links_review("Fix the incident of https://a.test/7\n"));
    assert_false(hotfix_message_links_review("Fix\n\nSee coincidental/incidental\n"));
    assert_false(hotfix_message_links_review(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_hotfixes),
        cmocka_unit_test(words_that_name_one),
        cmocka_unit_test(messages_that_link_a_review),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
