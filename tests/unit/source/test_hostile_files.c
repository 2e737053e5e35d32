/* What stands in a .git folder and is no regular file, or no list of what it should list:
 * nothing waits for it, and what it hides is not taken for nothing. */
#include "source/lineage.h"
#include "source_test.h"

static void opened(struct repository **out, const char *name, struct arena *arena)
{
    enum repository_status status;
    DONE(repository_open(out, in_folder(arena, name), false, &status));
}

/* Makes `name` anew, with two commits; then runs the shell in it. */
static void make(const char *name, const char *change)
{
    run("rm -rf %s && git init -q %s && cd %s && echo a >a && git add a && git commit -qm one && "
        "echo b >a && git commit -qam two && %s",
        name, name, name, change);
}

static const char *pipe_at(struct arena *arena, const char *path)
{
    return arena_printf(arena, "mkdir -p $(dirname .git/%s) && rm -f .git/%s && mkfifo .git/%s",
                        path, path, path);
}

/* The alarm of main ends the program when one of them makes libgit2 or us wait. */
static void a_pipe_is_not_waited_for(void **state)
{
    (void)state;
    static const struct {
        const char *path, *opening, *head, *index, *tags; /* NULL: it is done */
    } cases[] = {
        {"HEAD", "there is no git repository", NULL, NULL, NULL},
        {"config", "cannot read the configuration", NULL, NULL, NULL},
        {"commondir", NULL, NULL, NULL, NULL},
        {"gitdir", NULL, NULL, NULL, NULL},
        {"shallow", NULL, NULL, NULL, NULL},
        {"objects/info/alternates", NULL, NULL, NULL, NULL},
        {"info/attributes", NULL, NULL, NULL, NULL},
        {"info/exclude", NULL, NULL, NULL, NULL},
        {"../.gitignore", NULL, NULL, NULL, NULL},
        {"../.gitattributes", NULL, NULL, NULL, NULL},
        {"index", NULL, NULL, "it is not a regular file", NULL},
        {"refs/heads/master", NULL, "cannot read HEAD", "cannot read HEAD", NULL},
        {"refs/tags/v1", NULL, NULL, NULL, NULL},
        {"packed-refs", NULL, NULL, NULL, "cannot list the tags"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena arena;
        arena_init(&arena, 4096);
        make("pipe", pipe_at(&arena, cases[i].path));
        struct repository *repository = NULL;
        enum repository_status status;
        struct failure *failure =
            repository_open(&repository, in_folder(&arena, "pipe"), false, &status);
        if (cases[i].opening) {
            assert_fails(failure, cases[i].opening);
            arena_release(&arena);
            continue;
        }
        DONE(failure);
        struct commit_ids ids;
        bool found = false;
        failure = repository_resolve(repository, NULL, &ids, &found);
        if (cases[i].head)
            assert_fails(failure, cases[i].head);
        else
            DONE(failure);
        struct snapshot snapshot;
        failure = snapshot_of_index(&snapshot, repository, &arena);
        if (cases[i].index)
            assert_fails(failure, cases[i].index);
        else
            DONE(failure);
        size_t changed;
        failure_free(snapshot_of_work_tree(&snapshot, repository, &arena));
        failure_free(repository_count_changes(repository, &changed));
        struct tag *tags;
        size_t count;
        failure = history_tags(repository, &tags, &count, &arena);
        if (cases[i].tags)
            assert_fails(failure, cases[i].tags);
        else
            DONE(failure);
        repository_close(repository);
        arena_release(&arena);
    }
}

static void an_include_is_followed_to_a_file_alone(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    make("include", "echo '[remote \"origin\"] url = https://git.acme.test/acme/pay' >../shared && "
                    "printf '[include]\\n\\tpath = ../../shared\\n' >>.git/config");
    struct repository *repository;
    opened(&repository, "include", &arena);
    assert_string_equal(repository_remote(repository, &arena), "https://git.acme.test/acme/pay");
    repository_close(repository);

    make("included-pipe", "mkfifo pipe && printf '[include]\\n\\tpath = /dev/null\\n\\tpath = "
                          "/dev/zero\\n[include]\\n\\tpath = ../pipe\\n' >>.git/config");
    enum repository_status status;
    assert_fails(repository_open(&repository, in_folder(&arena, "included-pipe"), false, &status),
                 "/pipe'");
    assert_int_equal(status, REPOSITORY_UNSUPPORTED);
    arena_release(&arena);
}

/* The list of a shallow clone's cuts cannot be read: all that is known is the head. */
static void a_damaged_shallow_cuts_everywhere(void **state)
{
    (void)state;
    static const char *const changes[][2] = {
        {"echo no-hex >.git/shallow", "holds a line that is no commit id"},
        {"git rev-parse HEAD^ >.git/shallow && echo more >>.git/shallow",
         "holds a line that is no commit id"},
        {"head -c 3000000 /dev/zero >.git/shallow", "holds a line that is no commit id"},
        {"for i in $(seq 200001); do echo 36a2b55675b70000000000000000000000000000; done "
         ">.git/shallow",
         "names more commits than are looked at"},
        {"mkdir .git/shallow", "is not a regular file"},
        {"mkfifo .git/shallow", "is not a regular file"},
    };
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        struct arena arena;
        arena_init(&arena, 4096);
        make("cut", changes[i][0]);
        struct repository *repository;
        opened(&repository, "cut", &arena);
        struct commit_ids head = resolve(repository, NULL);
        struct commit_ids older = resolve(repository, "HEAD^");
        struct history history;
        struct history_options options = {.since = INT64_MIN};
        DONE(history_walk(&history, repository, &head.commit, &options, &arena));
        assert_int_equal(history.count, 1);
        assert_true(history.truncated);
        assert_true(history.damaged);
        assert_non_null(strstr(history.truncated_because, changes[i][1]));
        struct lineage *lineage = lineage_new(repository, &head.commit, &arena);
        assert_non_null(lineage_commit(lineage, 0));
        assert_null(lineage_commit(lineage, 1));
        assert_true(lineage_is_damaged(lineage));
        assert_non_null(strstr(lineage_truncated(lineage), changes[i][1]));
        bool found;
        struct commit_ids ids;
        assert_fails(repository_resolve_as_of(repository, 0, &ids, &found), changes[i][1]);
        assert_fails(repository_merge_base(repository, &head.commit, &older.commit, &ids, &found),
                     changes[i][1]);
        DONE(repository_merge_base(repository, &head.commit, &head.commit, &ids, &found));
        assert_true(found);
        repository_close(repository);
        arena_release(&arena);
    }
}

/* What git takes for a whole clone is one. */
static void an_empty_shallow_cuts_nothing(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    make("whole", ": >.git/shallow");
    struct repository *repository;
    opened(&repository, "whole", &arena);
    assert_false(repository_is_shallow(repository));
    repository_close(repository);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pipe_is_not_waited_for),
        cmocka_unit_test(an_include_is_followed_to_a_file_alone),
        cmocka_unit_test(a_damaged_shallow_cuts_everywhere),
        cmocka_unit_test(an_empty_shallow_cuts_nothing),
    };
    alarm(100);
    return cmocka_run_group_tests_name("hostile files", tests, make_test_folder,
                                       remove_test_folder);
}
