/* Names and addresses, compared with `git check-mailmap`. */
#include "source_test.h"

#include "source/mailmap.h"

static const char mailmap_file[] = "# comment <a@x>\n"
                                   "Proper One <one@x.org>\n"
                                   "<two@new.org> <two@old.org>\r\n"
                                   "Proper Three <three@new.org> <three@old.org>\n"
                                   "Proper Four <four@new.org> Old Four <shared@x.org>\n"
                                   "Proper Five <five@new.org> old five <SHARED@x.org>\n"
                                   "Shared <shared@new.org> <shared@x.org>\n"
                                   "  Spaced   <spaced@x.org>   trailing\n"
                                   "no address\n"
                                   "Open <open@x.org\n"
                                   "Empty <>\n"
                                   "<added@new.org> <added@x.org>\n"
                                   "Added Later <added@x.org>\n"
                                   "Empty Old <empty@x.org> <>\n";

static const char *const people[][2] = {
    {"One", "one@x.org"},         {"One", "ONE@X.org"},         {"Two", "two@old.org"},
    {"Three", "three@old.org"},   {"Old Four", "shared@x.org"}, {"OLD four", "shared@x.org"},
    {"Old Five", "shared@x.org"}, {"Else", "shared@x.org"},     {"S", "spaced@x.org"},
    {"Open", "open@x.org"},       {"Nobody", "no@x.org"},       {"A", "added@x.org"},
    {"E", "empty@old.org"},
};

static void names_are_what_git_says(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    FILE *file = fopen(in_folder(&arena, "mailmap"), "we");
    assert_non_null(file);
    fputs(mailmap_file, file);
    fclose(file);
    run("git init -q names");
    struct mailmap mailmap;
    mailmap_init(&mailmap, text_of(mailmap_file), &arena);
    for (size_t i = 0; i < sizeof(people) / sizeof(*people); i++) {
        const char *name = people[i][0];
        const char *email = people[i][1];
        mailmap_resolve(&mailmap, &name, &email);
        run("cd names && git -c mailmap.file=../mailmap check-mailmap '%s <%s>' >../answer",
            people[i][0], people[i][1]);
        struct text theirs = text_trim(answer(&arena));
        const char *ours = arena_printf(&arena, "%s <%s>", name, email);
        if (!text_equals(theirs, ours))
            fail_msg("git '%s', we '%s'", theirs.bytes, ours);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_what_git_says)};
    return cmocka_run_group_tests_name("mailmap", tests, make_test_folder, remove_test_folder);
}
