/* Which files have another name: identical ones first, links and types, and what happens when
 * there is too much to compare. */
#include "source_test.h"

#include "base/limits.h"
#include "source/history.h"

struct compared {
    struct arena arena;
    struct change *changes;
    size_t count;
    bool is_cut;
};

static void compare(struct compared *out, const char *folder)
{
    *out = (struct compared){.count = 0};
    arena_init(&out->arena, 4096);
    struct repository *repository = open_repository(in_folder(&out->arena, folder));
    struct commit_ids before = resolve(repository, "HEAD~1");
    struct commit_ids after = resolve(repository, "HEAD");
    DONE(history_changes(repository, &before.tree, &after.tree, &out->changes, &out->count,
                         &out->is_cut, &out->arena));
    repository_close(repository);
}

static void assert_change(const struct compared *compared, size_t at, enum change_status status,
                          const char *path, const char *old_path)
{
    assert_in_range(at, 0, compared->count - 1);
    const struct change *change = &compared->changes[at];
    assert_string_equal(change->path, path);
    assert_int_equal(change->status, status);
    assert_int_equal(!change->old_path, !old_path);
    if (old_path)
        assert_string_equal(change->old_path, old_path);
}

/* `a` is as similar as `z` when blanks do not count, and stands before it. */
static void what_is_identical_comes_first(void **state)
{
    (void)state;
    struct compared compared;
    run("git init -q identical && cd identical && seq 1 40 | sed 's/$/ /' >a && seq 1 40 >z && "
        "cp z y && git add . && git commit -qm 1 && git rm -q a && git mv y new && "
        "git mv z other && git add -A && git commit -qm 2");
    compare(&compared, "identical");
    assert_int_equal(compared.count, 3);
    assert_change(&compared, 0, CHANGE_DELETED, "a", NULL);
    assert_change(&compared, 1, CHANGE_RENAMED, "new", "y");
    assert_change(&compared, 2, CHANGE_RENAMED, "other", "z");
    assert_false(compared.is_cut);
    arena_release(&compared.arena);
}

static void the_most_similar_are_paired(void **state)
{
    (void)state;
    struct compared compared;
    run("git init -q most && cd most && seq 1 40 >a && seq 5 44 >b && seq 900 940 >c && git add . "
        "&& git commit -qm 1 && git rm -q a b c && seq 6 45 >x && seq 2 41 >y && seq 1 60 >z && "
        "git add -A && git commit -qm 2");
    compare(&compared, "most");
    assert_int_equal(compared.count, 4);
    assert_change(&compared, 0, CHANGE_DELETED, "c", NULL);
    assert_change(&compared, 1, CHANGE_RENAMED, "x", "b");
    assert_change(&compared, 2, CHANGE_RENAMED, "y", "a");
    assert_change(&compared, 3, CHANGE_ADDED, "z", NULL);
    arena_release(&compared.arena);
}

/* A file that leaves a link behind it has another name; one that takes the place of a link had
 * another one. A link has none. */
static void links_are_no_files(void **state)
{
    (void)state;
    struct compared compared;
    run("git init -q links && cd links && seq 1 40 >left && ln -s left place && seq 70 99 >gone && "
        "ln -s there link && git add . && git commit -qm 1 && git mv left moved && "
        "ln -s moved left && rm place && git mv gone place && git mv link other && git add -A && "
        "git commit -qm 2");
    compare(&compared, "links");
    assert_int_equal(compared.count, 5);
    assert_change(&compared, 0, CHANGE_ADDED, "left", NULL);
    assert_int_equal(compared.changes[0].lines_removed, 0);
    assert_change(&compared, 1, CHANGE_DELETED, "link", NULL);
    assert_change(&compared, 2, CHANGE_RENAMED, "moved", "left");
    assert_change(&compared, 3, CHANGE_ADDED, "other", NULL);
    assert_change(&compared, 4, CHANGE_RENAMED, "place", "gone");
    arena_release(&compared.arena);
}

/* 1001 new ones and 1000 that are gone are more than git compares. Those that moved as they
 * were are found all the same, and do not count. */
static void too_many_are_not_compared(void **state)
{
    (void)state;
    assert_int_equal(LIMIT_RENAME_PAIRS, 1000 * 1000);
    struct compared compared;
    run("git init -q many && cd many && mkdir a b && "
        "for i in $(seq 1 1000); do printf '%%s\\n' $i.1 $i.2 $i.3 $i.4 $i.5 >a/$i; done && "
        "mkdir same && for i in $(seq 1 30); do echo $i >same/$i; done && "
        "git add . && git commit -qm 1 && git mv a/* b/ && git mv same moved && "
        "for i in $(seq 1 1000); do echo more >>b/$i; done && git add -A && git commit -qm 2 && "
        "git checkout -q HEAD~1 && git rm -qr a && git checkout -q master -- b moved && "
        "git rm -qr same && seq 1 9 >b/new && git add -A && git commit -qm 3");
    compare(&compared, "many");
    assert_int_equal(compared.count, 2031);
    assert_true(compared.is_cut);
    for (size_t i = 0; i < 2001; i++)
        assert_int_not_equal(compared.changes[i].status, CHANGE_RENAMED);
    for (size_t i = 2001; i < 2031; i++)
        assert_int_equal(compared.changes[i].status, CHANGE_RENAMED);
    arena_release(&compared.arena);
    run("cd many && git checkout -q master");
    compare(&compared, "many");
    assert_int_equal(compared.count, 1030);
    assert_false(compared.is_cut);
    for (size_t i = 0; i < 1030; i++)
        assert_int_equal(compared.changes[i].status, CHANGE_RENAMED);
    arena_release(&compared.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_identical_comes_first),
        cmocka_unit_test(the_most_similar_are_paired),
        cmocka_unit_test(links_are_no_files),
        cmocka_unit_test(too_many_are_not_compared),
    };
    return cmocka_run_group_tests_name("renames", tests, make_test_folder, remove_test_folder);
}
