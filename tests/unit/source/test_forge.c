/* What the forge makes, read by git itself. */
#include "source_test.h"

#include "source/history.h"

static const struct identity ann = {"Ann", "ann@x.org", 1700000000};

static struct object_id commit(struct forge *forge, const struct forge_file *files, size_t count,
                               const char *message)
{
    struct object_id id;
    DONE(forge_commit(forge,
                      &(struct forge_commit){.author = ann,
                                             .committer = ann,
                                             .message = message,
                                             .files = files,
                                             .file_count = count},
                      &id));
    return id;
}

static void git_finds_no_fault(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct forge *forge = NULL;
    DONE(forge_new(&forge, in_folder(&arena, "made.git")));
    static const char sub[] = "1111111111111111111111111111111111111111";
    const struct forge_file first[] = {
        {"a/b/c", TEXT("1\n"), ENTRY_FILE, false},
        {"a/d", TEXT("2\n"), ENTRY_EXECUTABLE, false},
        {"link", TEXT("a/d"), ENTRY_LINK, false},
        {"sub", {sub, sizeof(sub) - 1}, ENTRY_SUBMODULE, false},
        {"keep", TEXT(""), ENTRY_FILE, false},
    };
    struct object_id one = commit(forge, first, 5, "one\n");
    DONE(forge_branch(forge, "side", &one));
    const struct forge_file second[] = {{"a", {NULL, 0}, ENTRY_FILE, true},
                                        {"link", {NULL, 0}, ENTRY_FILE, true},
                                        {"keep/below", TEXT("x"), ENTRY_FILE, false}};
    commit(forge, second, 3, "two\n");
    DONE(forge_switch(forge, "side"));
    const struct forge_file other = {"other", TEXT("o\n"), ENTRY_FILE, false};
    struct object_id side = commit(forge, &other, 1, "side\n");
    DONE(forge_switch(forge, "main"));
    struct object_id merge;
    DONE(forge_commit(forge,
                      &(struct forge_commit){.author = ann,
                                             .committer = ann,
                                             .message = "merge\n",
                                             .merged = &side,
                                             .merged_count = 1,
                                             .signature = "-----BEGIN\n abc\n-----END"},
                      &merge));
    DONE(forge_tag(forge, "v1", &merge, "first\n", &ann));
    DONE(forge_tag(forge, "light", &one, NULL, NULL));
    DONE(forge_switch(forge, "orphan"));
    commit(forge, NULL, 0, "alone\n");
    run("cd made.git && git fsck --strict --no-dangling 2>&1 && git ls-tree -r v1 >../answer && "
        "git cat-file -p main | grep -q ^gpgsig && "
        "test $(git rev-list --count --merges main) = 1 && test $(git rev-list --count orphan) = 1 "
        "&& test $(git cat-file -t v1) = tag && "
        "test $(git cat-file -t light) = commit && test $(git symbolic-ref HEAD) = "
        "refs/heads/orphan && test $(git rev-parse --is-bare-repository) = true");
    struct text listed = answer(&arena);
    assert_true(text_find(listed, "160000 commit 1111111111") != SIZE_MAX);
    assert_true(text_find(listed, "\tkeep/below\n") != SIZE_MAX);
    assert_true(text_find(listed, "a/d") == SIZE_MAX);
    /* the same input gives the same ids, on every machine and day */
    struct forge *again = NULL;
    DONE(forge_new(&again, in_folder(&arena, "again.git")));
    struct object_id same = commit(again, first, 5, "one\n");
    assert_memory_equal(&same, &one, sizeof(one));
    run("cd made.git && git ls-tree -r light >../answer && git show -s --format=%%aI%%cn light "
        ">>../answer");
    listed = answer(&arena);
    assert_true(text_find(listed, "100755 blob") != SIZE_MAX);
    assert_true(text_find(listed, "120000 blob") != SIZE_MAX);
    assert_true(text_find(listed, "2023-11-14T22:13:20+00:00Ann") != SIZE_MAX);
    forge_free(again);
    forge_free(forge);
    arena_release(&arena);
}

static void what_it_cannot_make_is_refused(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct forge *forge = NULL;
    run("mkdir full && echo x >full/file && echo x >plain-file && mkdir free");
    assert_fails(forge_new(&forge, in_folder(&arena, "full")), "is not empty");
    assert_fails(forge_new(&forge, in_folder(&arena, "plain-file")), "");
    DONE(forge_new(&forge, in_folder(&arena, "free")));
    static const struct forge_file wrong[] = {
        {"../out", TEXT("x"), ENTRY_FILE, false},
        {".git/config", TEXT("x"), ENTRY_FILE, false},
        {"/abs", TEXT("x"), ENTRY_FILE, false},
        {"", TEXT("x"), ENTRY_FILE, false},
        {"sub", TEXT("no id"), ENTRY_SUBMODULE, false},
        {"nothing", {NULL, 0}, ENTRY_FILE, true},
    };
    struct object_id id;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        struct failure *failure = forge_commit(forge,
                                               &(struct forge_commit){.author = ann,
                                                                      .committer = ann,
                                                                      .message = "m",
                                                                      .files = &wrong[i],
                                                                      .file_count = 1},
                                               &id);
        if (!failure)
            fail_msg("'%s' was made", wrong[i].path);
        failure_free(failure);
    }
    struct forge_commit nobody = {.author = {"", "", 0}, .committer = ann, .message = "m"};
    assert_fails(forge_commit(forge, &nobody, &id), "cannot sign");
    struct object_id gone = {{1}};
    assert_fails(forge_branch(forge, "b", &gone), "cannot make the branch");
    assert_fails(forge_tag(forge, "t", &gone, NULL, NULL), "cannot read");
    assert_fails(forge_switch(forge, "bad..name"), "cannot switch");
    nobody = (struct forge_commit){
        .author = ann, .committer = ann, .message = "m", .merged = &gone, .merged_count = 1};
    assert_fails(forge_commit(forge, &nobody, &id), "to be merged");
    id = commit(forge, NULL, 0, "m");
    DONE(forge_tag(forge, "t", &id, NULL, NULL));
    assert_fails(forge_tag(forge, "t", &id, NULL, NULL), "cannot make the tag");
    forge_free(forge);
    arena_release(&arena);
}

/* OpenSSH and git take the signature for what it is, and miss every changed byte. */
static void git_verifies_a_signed_commit(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct forge *forge = NULL;
    DONE(forge_new(&forge, in_folder(&arena, "signed")));
    struct ssh_key ann_key, other_key;
    ssh_key_derive(&ann_key, "ann");
    ssh_key_derive(&other_key, "another");
    assert_string_not_equal(ssh_key_public(&arena, &ann_key), ssh_key_public(&arena, &other_key));
    struct object_id id;
    DONE(forge_commit(forge,
                      &(struct forge_commit){
                          .author = ann, .committer = ann, .message = "m\n", .signer = &ann_key},
                      &id));
    forge_free(forge);
    FILE *file = fopen(in_folder(&arena, "signers"), "w");
    assert_non_null(file);
    fprintf(file, "ann@bylaw.test %s\n", ssh_key_public(&arena, &ann_key));
    fclose(file);
    file = fopen(in_folder(&arena, "others"), "w");
    assert_non_null(file);
    fprintf(file, "ann@bylaw.test %s\n", ssh_key_public(&arena, &other_key));
    fclose(file);
    run("git -C signed -c gpg.ssh.allowedSignersFile=$PWD/signers verify-commit main 2>said");
    run("grep -q 'Good \"git\" signature for ann@bylaw.test with ED25519 key' said");
    run("! git -C signed -c gpg.ssh.allowedSignersFile=$PWD/others verify-commit main 2>said");
    run("git -C signed cat-file commit main | sed s/^m/n/ >changed && "
        "git -C signed update-ref refs/heads/main $(git -C signed hash-object -t commit -w "
        "../changed) "
        "&& ! git -C signed -c gpg.ssh.allowedSignersFile=$PWD/signers verify-commit main 2>said");
    arena_release(&arena);
}

/* The same as `git clone --depth`: what is beyond is not there. */
static void a_shallow_repository_holds_what_a_clone_of_it_would(void **state)
{
    (void)state;
    for (unsigned depth = 1; depth <= 5; depth++) {
        struct arena arena;
        arena_init(&arena, 4096);
        struct forge *forge = NULL;
        const char *name = arena_printf(&arena, "deep%u", depth);
        DONE(forge_new(&forge, in_folder(&arena, name)));
        static const struct forge_file files[] = {{"a/b", TEXT("1"), ENTRY_FILE, false},
                                                  {"c", TEXT("2"), ENTRY_LINK, false},
                                                  {"a/b", TEXT("3"), ENTRY_FILE, false},
                                                  {"d", TEXT("4"), ENTRY_FILE, false}};
        struct object_id first = commit(forge, &files[0], 1, "one");
        DONE(forge_tag(forge, "light", &first, NULL, NULL));
        struct object_id second = commit(forge, &files[1], 1, "two");
        DONE(forge_tag(forge, "annotated", &second, "v", &ann));
        DONE(forge_branch(forge, "topic", &second));
        DONE(forge_switch(forge, "topic"));
        struct object_id aside = commit(forge, &files[3], 1, "aside");
        DONE(forge_switch(forge, "main"));
        struct object_id third = commit(forge, &files[2], 1, "three");
        DONE(forge_tag(forge, "near", &third, "v", &ann));
        struct object_id merge;
        DONE(forge_commit(forge,
                          &(struct forge_commit){.author = ann,
                                                 .committer = ann,
                                                 .message = "merge",
                                                 .merged = &aside,
                                                 .merged_count = 1},
                          &merge));
        run(arena_printf(&arena,
                         "rm -rf real && git clone -q --bare --depth %u --branch main "
                         "file://$PWD/%s real",
                         depth, name));
        DONE(forge_make_shallow(forge, depth));
        forge_free(forge);
        run(arena_printf(&arena, "git -C %s fsck --full --strict --no-dangling >said 2>&1", name));
        run(arena_printf(
            &arena,
            "for r in %s real; do git -C $r cat-file --batch-check "
            "--batch-all-objects >$r.objects; git -C $r rev-list HEAD >$r.commits; "
            "{ cat $r/shallow 2>/dev/null || true; } | sort >$r.shallow; "
            "git -C $r show-ref --head >$r.names; done && cmp %s.objects real.objects && "
            "cmp %s.commits real.commits && cmp %s.shallow real.shallow && "
            "cmp %s.names real.names",
            name, name, name, name, name));
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(git_finds_no_fault),
        cmocka_unit_test(what_it_cannot_make_is_refused),
        cmocka_unit_test(git_verifies_a_signed_commit),
        cmocka_unit_test(a_shallow_repository_holds_what_a_clone_of_it_would),
    };
    return cmocka_run_group_tests_name("forge", tests, make_test_folder, remove_test_folder);
}
