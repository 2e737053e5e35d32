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

/* The shell makes two commits; what has changed between them, and how many lines are gone, as
 * "D a -40, R new < y -0, ". */
static void assert_changes(const char *folder, const char *shell, const char *changes)
{
    static const char letters[] = {[CHANGE_ADDED] = 'A',
                                   [CHANGE_MODIFIED] = 'M',
                                   [CHANGE_DELETED] = 'D',
                                   [CHANGE_RENAMED] = 'R'};
    struct compared compared;
    struct buffer found = BUFFER_EMPTY;
    run("git init -q %s && cd %s && %s", folder, folder, shell);
    compare(&compared, folder);
    for (size_t i = 0; i < compared.count; i++) {
        const struct change *change = &compared.changes[i];
        buffer_printf(&found, "%c %s", letters[change->status], change->path);
        if (change->old_path)
            buffer_printf(&found, " < %s", change->old_path);
        buffer_printf(&found, " -%u, ", (unsigned)change->lines_removed);
    }
    assert_string_equal(buffer_string(&found), changes);
    assert_false(compared.is_cut);
    buffer_release(&found);
    arena_release(&compared.arena);
}

/* `a` is as similar as `z` when blanks do not count, and stands before it. */
static void what_is_identical_comes_first(void **state)
{
    (void)state;
    assert_changes("identical",
                   "seq 1 40 | sed 's/$/ /' >a && seq 1 40 >z && cp z y && git add . && "
                   "git commit -qm 1 && git rm -q a && git mv y new && git mv z other && "
                   "git add -A && git commit -qm 2",
                   "D a -40, R new < y -0, R other < z -0, ");
}

static void the_most_similar_are_paired(void **state)
{
    (void)state;
    assert_changes("most",
                   "seq 1 40 >a && seq 5 44 >b && seq 900 940 >c && git add . && git commit -qm 1 "
                   "&& git rm -q a b c && seq 6 45 >x && seq 2 41 >y && seq 1 60 >z && "
                   "git add -A && git commit -qm 2",
                   "D c -41, R x < b -1, R y < a -1, A z -0, ");
}

/* A file that leaves a link behind it has another name; one that takes the place of a link had
 * another one. A link has none. */
static void links_are_no_files(void **state)
{
    (void)state;
    assert_changes("links",
                   "seq 1 40 >left && ln -s left place && seq 70 99 >gone && ln -s there link && "
                   "git add . && git commit -qm 1 && git mv left moved && ln -s moved left && "
                   "rm place && git mv gone place && git mv link other && git add -A && "
                   "git commit -qm 2",
                   "A left -0, D link -1, R moved < left -0, A other -0, R place < gone -0, ");
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
