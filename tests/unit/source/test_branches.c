/* The branches of a repository, its own and those of remotes. */
#include "source_test.h"

#include "source/history.h"

static void own_and_remote_ones(void **state)
{
    (void)state;
    static const struct identity ann = {"Ann", "ann@x.org", 1700000000};
    struct arena arena;
    arena_init(&arena, 4096);
    struct forge *forge = NULL;
    DONE(forge_new(&forge, in_folder(&arena, "branches.git")));
    struct object_id one;
    struct object_id two;
    const struct forge_commit first = {.author = ann, .committer = ann, .message = "one\n"};
    const struct forge_commit second = {.author = ann, .committer = ann, .message = "two\n"};
    DONE(forge_commit(forge, &first, &one));
    DONE(forge_branch(forge, "hotfix/a", &one));
    DONE(forge_tag(forge, "v1", &one, NULL, NULL));
    DONE(forge_commit(forge, &second, &two));
    run("cd branches.git && git update-ref refs/remotes/origin/hotfix/a hotfix/a && "
        "git update-ref refs/remotes/origin/b main && git update-ref refs/remotes/other/b "
        "hotfix/a && git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/b && "
        "git symbolic-ref refs/heads/dangling refs/heads/none && "
        "git update-ref refs/notes/commits main");
    struct repository *repository = NULL;
    enum repository_status status;
    DONE(repository_open(&repository, in_folder(&arena, "branches.git"), false, &status));
    struct branch_tip *branches = NULL;
    size_t count = 0;
    DONE(history_branches(repository, &branches, &count, &arena));
    assert_int_equal(count, 4);
    assert_string_equal(branches[0].name, "b");
    assert_string_equal(branches[1].name, "b");
    assert_memory_not_equal(&branches[0].tip, &branches[1].tip, sizeof(one));
    assert_string_equal(branches[2].name, "hotfix/a");
    assert_memory_equal(&branches[2].tip, &one, sizeof(one));
    assert_string_equal(branches[3].name, "main");
    assert_memory_equal(&branches[3].tip, &two, sizeof(two));
    repository_close(repository);
    forge_free(forge);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_and_remote_ones),
    };
    return cmocka_run_group_tests_name("branches", tests, make_test_folder, remove_test_folder);
}
