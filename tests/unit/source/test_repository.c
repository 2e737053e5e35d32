/* Each kind of repository, and what is stated about it. */
#include "source_test.h"

#include <dlfcn.h>

static void expect_status(const char *path, enum repository_status expected, const char *message)
{
    struct repository *repository = NULL;
    enum repository_status status = REPOSITORY_OPEN;
    assert_fails(repository_open(&repository, path, false, &status), message);
    assert_int_equal(status, expected);
}

static void what_is_no_repository_is_missing(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("mkdir plain && git init -q damaged-head && rm damaged-head/.git/HEAD");
    expect_status(in_folder(&arena, "nowhere"), REPOSITORY_MISSING, "No such file");
    expect_status(in_folder(&arena, "plain"), REPOSITORY_MISSING, "no git repository at or above");
    expect_status(in_folder(&arena, "damaged-head"), REPOSITORY_MISSING, "no git repository");
    arena_release(&arena);
}

static void sha256_and_unknown_extensions_are_unsupported(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q --object-format=sha256 sha256 && git init -q strange && cd strange && "
        "git config core.repositoryformatversion 1 && git config extensions.refStorage reftable && "
        "cd .. && "
        "git init -q newer && printf '[core]\\nrepositoryformatversion = 2\\n' >newer/.git/config");
    expect_status(in_folder(&arena, "sha256"), REPOSITORY_UNSUPPORTED, "SHA-256");
    expect_status(in_folder(&arena, "strange"), REPOSITORY_UNSUPPORTED, "refstorage");
    expect_status(in_folder(&arena, "newer"), REPOSITORY_UNSUPPORTED, "format version 2");
    arena_release(&arena);
}

static void harmless_extensions_are_accepted(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q extended && git -C extended commit -q --allow-empty -m x && put() { git "
        "config -f extended/.git/config $1 $2; } && "
        "put core.repositoryformatversion 1 && put extensions.worktreeConfig true && put "
        "extensions.preciousObjects true && put extensions.relativeWorktrees true");
    struct repository *repository = open_repository(in_folder(&arena, "extended"));
    resolve(repository, NULL);
    assert_false(repository_is_partial(repository));
    repository_close(repository);
    run("git config -f extended/.git/config extensions.partialClone origin");
    repository = open_repository(in_folder(&arena, "extended"));
    assert_true(repository_is_partial(repository));
    repository_close(repository);
    arena_release(&arena);
}

static void found_at_or_above_a_path(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q whole && cd whole && mkdir -p a/b && echo x >a/b/f && git add . && git commit "
        "-qm x && "
        "git clone -q --bare . ../whole.git && git worktree add -q ../linked -b side && "
        "cd .. && git init -q super && cd super && git -c protocol.file.allow=always submodule add "
        "-q ../whole sub && git commit -qm s");
    run("git clone -q --separate-git-dir=$PWD/apart whole together && git clone -q whole elsewhere "
        "&& "
        "mkdir tree && cp -r elsewhere/a tree/ && git -C elsewhere config core.worktree ../../tree "
        "&& git init -q other && git clone -q whole strayed && "
        "git -C strayed config core.worktree ../../other && git clone -q whole within && "
        "git -C within config core.worktree ../a && "
        "git clone -q --bare whole hub.git && git -C hub.git worktree add -q ../spoke -b spoke && "
        "mkdir dot && cp -r whole.git dot/.git && git clone -q whole whole-1 && "
        "git -C whole-1 config core.repositoryformatversion 1 && "
        "git -C whole-1 config extensions.worktreeConfig true");
    static const struct {
        const char *path;
        const char *git;
        const char *work_tree; /* NULL: bare */
        const char *branch;
    } places[] = {
        {"whole", "whole/.git/", "whole/", "master"},
        {"whole/a/b", "whole/.git/", "whole/", "master"},
        {"whole/.git", "whole/.git/", "whole/", "master"},
        {"whole.git", "whole.git/", NULL, "master"},
        {"whole.git/refs", "whole.git/", NULL, "master"},
        {"linked", "whole/.git/worktrees/linked/", "linked/", "side"},
        {"linked/a", "whole/.git/worktrees/linked/", "linked/", "side"},
        {"together", "apart/", "together/", "master"},
        {"together/a", "apart/", "together/", "master"},
        /* a work tree that knows nothing of the repository, or is another's */
        {"elsewhere", "elsewhere/.git/", "elsewhere/", "master"},
        {"strayed", "strayed/.git/", "strayed/", "master"},
        {"within", "within/.git/", "within/", "master"},
        {"super/.git/modules/sub", "super/.git/modules/sub/", "super/sub/", "master"},
        {"whole/.git/worktrees/linked", "whole/.git/worktrees/linked/", "linked/", "side"},
        {"spoke/a/b", "hub.git/worktrees/spoke/", "spoke/", "spoke"},
        {"hub.git", "hub.git/", NULL, "master"},
        {"dot", "dot/.git/", NULL, "master"},
        {"whole-1/a", "whole-1/.git/", "whole-1/", "master"},
        {"super/sub", "super/.git/modules/sub/", "super/sub/", "master"},
    };
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
        struct repository *repository = open_repository(in_folder(&arena, places[i].path));
        struct repository *again = NULL;
        DONE(repository_reopen(&again, repository));
        struct repository *const both[] = {repository, again};
        for (size_t k = 0; k < 2; k++) {
            assert_string_equal(repository_path(both[k]), in_folder(&arena, places[i].git));
            if (places[i].work_tree)
                assert_string_equal(repository_work_tree(both[k]),
                                    in_folder(&arena, places[i].work_tree));
            else
                assert_null(repository_work_tree(both[k]));
            assert_string_equal(repository_branch(both[k], &arena), places[i].branch);
            struct commit_ids ids = resolve(both[k], NULL);
            struct snapshot snapshot;
            DONE(snapshot_of_commit(&snapshot, both[k], &ids, &arena));
            assert_non_null(snapshot_find(&snapshot, "a/b/f"));
        }
        repository_close(again);
        repository_close(repository);
    }
    /* the outer repository of a submodule sees it as one entry, and what it declares */
    struct repository *outer = open_repository(in_folder(&arena, "super"));
    struct snapshot snapshot;
    DONE(snapshot_of_work_tree(&snapshot, outer, &arena));
    assert_int_equal(snapshot.count, 2);
    assert_int_equal(snapshot_find(&snapshot, "sub")->kind, ENTRY_SUBMODULE);
    repository_close(outer);
    arena_release(&arena);
}

static void without_a_commit_nothing_is_found(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q empty && git init -q --bare empty.git && git init -q orphan && cd orphan && "
        "echo x >f && git add f && git commit -qm x && git checkout -q --orphan fresh");
    static const char *const names[] = {"empty", "empty.git", "orphan"};
    for (size_t i = 0; i < 3; i++) {
        struct repository *repository = open_repository(in_folder(&arena, names[i]));
        struct commit_ids ids;
        bool found = true;
        DONE(repository_resolve(repository, NULL, &ids, &found));
        assert_false(found);
        found = true;
        DONE(repository_resolve(repository, "HEAD", &ids, &found));
        assert_false(found);
        found = true;
        DONE(repository_resolve_as_of(repository, 30000, &ids, &found));
        assert_false(found);
        assert_non_null(repository_branch(repository, &arena));
        struct snapshot snapshot;
        if (repository_work_tree(repository)) {
            DONE(snapshot_of_index(&snapshot, repository, &arena));
            assert_int_equal(snapshot.count, i == 2 ? 1 : 0);
            assert_true(object_id_is_zero(&snapshot.commit.commit));
        }
        repository_close(repository);
    }
    arena_release(&arena);
}

static void revisions_are_resolved(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q revisions && cd revisions && echo 1 >f && git add f && git commit -qm one && "
        "echo 2 >f && git commit -qam two && "
        "git tag -a -m t v1 HEAD~1 && git tag -a -m t v1-again v1 && git tag blob HEAD:f && git "
        "checkout -q --detach && git rev-parse HEAD~1 >../answer");
    struct repository *repository = open_repository(in_folder(&arena, "revisions"));
    struct text first = text_trim(answer(&arena));
    assert_null(repository_branch(repository, &arena));
    static const char *const same[] = {"HEAD~1",   "HEAD^",        "v1",
                                       "v1-again", "refs/tags/v1", "master^1"};
    char hex[OBJECT_ID_HEX_SIZE];
    for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
        struct commit_ids ids = resolve(repository, same[i]);
        object_id_format(&ids.commit, hex);
        assert_true(text_equals(first, hex));
        assert_int_equal(ids.time, 1700000000);
    }
    /* an abbreviated id, of a loose and of a packed object */
    struct commit_ids ids = resolve(repository, arena_printf(&arena, "%.7s", first.bytes));
    object_id_format(&ids.commit, hex);
    assert_true(text_equals(first, hex));
    run("cd revisions && git gc -q && test ! -d .git/objects/$(git rev-parse HEAD | cut -c1-2)");
    struct repository *packed = open_repository(in_folder(&arena, "revisions"));
    ids = resolve(packed, arena_printf(&arena, "%.9s^{commit}", first.bytes));
    object_id_format(&ids.commit, hex);
    assert_true(text_equals(first, hex));
    repository_close(packed);
    static const char *const none[] = {"nonsense",
                                       "HEAD~7",
                                       "HEAD:f",
                                       "blob",
                                       "",
                                       "--help",
                                       "v1..HEAD",
                                       "HEAD^{tree}",
                                       "0000000000000000000000000000000000000000",
                                       "../../etc/passwd",
                                       ":/one",
                                       "HEAD^{/one}",
                                       ":/nothing like it",
                                       "HEAD^{/(}",
                                       "^",
                                       "@{",
                                       "HEAD@{yesterday",
                                       "HEAD^99999999999999999999"};
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
        bool found = true;
        DONE(repository_resolve(repository, none[i], &ids, &found));
        if (found)
            fail_msg("'%s' was found", none[i]);
    }
    repository_close(repository);
    arena_release(&arena);
}

static void the_owner_of_the_folder_is_not_asked(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q foreign && cd foreign && git commit -q --allow-empty -m x && chown -R "
        "12345:12345 . && "
        "! git rev-parse HEAD");
    struct repository *repository = open_repository(in_folder(&arena, "foreign"));
    resolve(repository, NULL);
    repository_close(repository);
    arena_release(&arena);
}

static void objects_in_quarantine_are_read_when_named(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q pushed && cd pushed && echo 1 >f && git add f && git commit -qm 1 && git gc "
        "-q && mkdir ../incoming && "
        "echo 2 >f && blob=$(GIT_OBJECT_DIRECTORY=$PWD/../incoming "
        "GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/.git/objects git hash-object -w f) && "
        "export GIT_OBJECT_DIRECTORY=$PWD/../incoming "
        "GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/.git/objects && "
        "tree=$(printf '100644 blob %%s\\tf\\n' $blob | git mktree) && git commit-tree -p HEAD -m "
        "2 $tree >../answer");
    const char *revision = arena_copy(&arena, text_trim(answer(&arena)));
    struct repository *repository = open_repository(in_folder(&arena, "pushed"));
    struct commit_ids ids;
    bool found = true;
    DONE(repository_resolve(repository, revision, &ids, &found));
    assert_false(found);
    assert_fails(repository_add_objects(repository, in_folder(&arena, "nothing")), "no folder");
    DONE(repository_add_objects(repository, in_folder(&arena, "incoming")));
    ids = resolve(repository, revision);
    struct snapshot snapshot;
    struct reader *reader = NULL;
    DONE(snapshot_of_commit(&snapshot, repository, &ids, &arena));
    DONE(reader_open(&reader, &snapshot)); /* opens the repository again */
    struct content content = read_path(reader, &snapshot, "f", &arena);
    assert_int_equal(content.state, CONTENT_TEXT);
    assert_string_equal(content.text.bytes, "2\n");
    reader_close(reader);
    repository_close(repository);
    arena_release(&arena);
}

static void replaced_objects_are_not_followed(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q replaced && cd replaced && echo real >f && git add f && git commit -qm 1 && "
        "git replace $(git rev-parse HEAD:f) $(echo false | git hash-object -w --stdin) && test "
        "\"$(git show HEAD:f)\" = false");
    struct repository *repository = open_repository(in_folder(&arena, "replaced"));
    struct commit_ids ids = resolve(repository, NULL);
    struct snapshot snapshot;
    struct reader *reader = NULL;
    DONE(snapshot_of_commit(&snapshot, repository, &ids, &arena));
    DONE(reader_open(&reader, &snapshot));
    assert_string_equal(read_path(reader, &snapshot, "f", &arena).text.bytes, "real\n");
    reader_close(reader);
    repository_close(repository);
    arena_release(&arena);
}

static void contents_of_a_partial_clone_are_missing(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q full && cd full && git config uploadpack.allowFilter true && mkdir d && echo "
        "1 >f && echo 2 >d/g && git add . && git commit -qm 1 && "
        "git clone -q --no-checkout --filter=blob:none file://$PWD ../blobless && git clone -q "
        "--no-checkout --filter=tree:0 file://$PWD ../treeless");
    struct repository *repository = open_repository(in_folder(&arena, "blobless"));
    assert_true(repository_is_partial(repository));
    struct commit_ids ids = resolve(repository, NULL);
    struct snapshot snapshot;
    struct reader *reader = NULL;
    DONE(snapshot_of_commit(&snapshot, repository, &ids, &arena));
    assert_int_equal(snapshot.count, 2);
    assert_int_equal(snapshot.defect_count, 0);
    DONE(reader_open(&reader, &snapshot));
    assert_int_equal(read_path(reader, &snapshot, "d/g", &arena).state, CONTENT_MISSING);
    uint64_t size;
    assert_false(reader_size(reader, snapshot_find(&snapshot, "f"), &size));
    reader_close(reader);
    repository_close(repository);

    repository = open_repository(in_folder(&arena, "treeless"));
    ids = resolve(repository, NULL);
    assert_fails(snapshot_of_commit(&snapshot, repository, &ids, &arena), "is missing");
    repository_close(repository);
    arena_release(&arena);
}

static void the_remote_is_told_without_secrets(void **state)
{
    (void)state;
    static const char *const urls[][2] = {
        {"https://github.com/a/b.git", "https://github.com/a/b"},
        {"https://user:token@github.com/a/b", "https://github.com/a/b"},
        {"https://user:to@ken@github.com/a/b/", "https://github.com/a/b"},
        {"https://x-access-token:ghs_1@host:8443/a/b.git/", "https://host:8443/a/b"},
        {"https://host/a/b?private_token=1", "https://host/a/b"},
        {"git@github.com:a/b.git", "https://github.com/a/b"},
        {"ssh://git@host.org:7999/a/b.git", "https://host.org/a/b"},
        {"git://host/a.git", "https://host/a"},
        {"http://host/a", "https://host/a"},
        {"/srv/git/a.git", NULL},
        {"../a", NULL},
        {"file:///srv/a", NULL},
        {"C:\\\\a", NULL},
        {"https://host", NULL},
        {"https://", NULL},
    };
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q remote");
    for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
        run("cd remote && git config remote.origin.url '%s'", urls[i][0]);
        struct repository *repository = open_repository(in_folder(&arena, "remote"));
        const char *remote = repository_remote(repository, &arena);
        if (urls[i][1])
            assert_string_equal(remote, urls[i][1]);
        else
            assert_null(remote);
        repository_close(repository);
    }
    arena_release(&arena);
}

/* main() sets HOME to a folder with a configuration that would show, and GIT_DIR. */
static void the_machine_has_no_say(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("mkdir -p home/.config/git && git init -q machine && cd machine && echo x >seen && "
        "printf '[remote "
        "\"origin\"]\\nurl=https://evil.example/a\\n[core]\\nexcludesFile=%s/exclude\\n' "
        ">../home/.gitconfig && "
        "echo seen >../exclude && echo seen >../home/.config/git/ignore && "
        "printf '* linguist-generated\\n' >../home/.config/git/attributes && cp "
        "../home/.config/git/attributes .git/info/attributes",
        test_folder);
    struct repository *repository = open_repository(in_folder(&arena, "machine"));
    assert_null(repository_remote(repository, &arena));
    struct snapshot snapshot;
    DONE(snapshot_of_work_tree(&snapshot, repository, &arena));
    assert_int_equal(snapshot.count, 1);
    assert_false(snapshot_is_generated(&snapshot, "seen"));
    size_t changes = 0;
    DONE(repository_count_changes(repository, &changes));
    assert_int_equal(changes, 1);
    repository_close(repository);
    arena_release(&arena);
}

#ifdef BYLAW_SHARED_LIBGIT2
/* The loader must find our function before the library's, or each start reads
 * the machine's certificates. */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);

static void no_certificate_is_read_at_the_start(void **state)
{
    (void)state;
    void *program = dlopen(NULL, RTLD_NOW);
    assert_non_null(program);
    union {
        int (*function)(void *, const char *);
        void *address;
    } ours = {mbedtls_x509_crt_parse_file};
    assert_ptr_equal(dlsym(program, "mbedtls_x509_crt_parse_file"), ours.address);
    assert_int_equal(mbedtls_x509_crt_parse_file(NULL, "/nowhere"), 0);
    dlclose(program);
}
#else
/* Nothing that could read one, or speak to anybody, is in the program. */
static void no_certificate_is_read_at_the_start(void **state)
{
    (void)state;
    source_start();
    FILE *maps = fopen("/proc/self/maps", "re");
    assert_non_null(maps);
    char line[5000];
    bool has_c_library = false;
    while (fgets(line, sizeof(line), maps)) {
        has_c_library |= strstr(line, "/libc.so") != NULL;
        assert_null(strstr(line, "/libmbed"));
        assert_null(strstr(line, "/libssh2"));
    }
    fclose(maps);
    assert_true(has_c_library);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_repository_is_missing),
        cmocka_unit_test(sha256_and_unknown_extensions_are_unsupported),
        cmocka_unit_test(harmless_extensions_are_accepted),
        cmocka_unit_test(found_at_or_above_a_path),
        cmocka_unit_test(without_a_commit_nothing_is_found),
        cmocka_unit_test(revisions_are_resolved),
        cmocka_unit_test(the_owner_of_the_folder_is_not_asked),
        cmocka_unit_test(objects_in_quarantine_are_read_when_named),
        cmocka_unit_test(replaced_objects_are_not_followed),
        cmocka_unit_test(contents_of_a_partial_clone_are_missing),
        cmocka_unit_test(the_remote_is_told_without_secrets),
        cmocka_unit_test(the_machine_has_no_say),
        cmocka_unit_test(no_certificate_is_read_at_the_start),
    };
    if (make_test_folder(NULL) != 0)
        return 1;
    struct arena arena;
    arena_init(&arena, 4096);
    setenv("HOME", in_folder(&arena, "home"), 1);
    setenv("GIT_DIR", "/nowhere/at/all", 1);
    setenv("GIT_WORK_TREE", "/nowhere", 1);
    arena_release(&arena);
    return cmocka_run_group_tests_name("repository", tests, NULL, remove_test_folder);
}
