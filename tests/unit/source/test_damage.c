/* Damaged and hostile objects: a state or a defect, never a crash. */
#include "source_test.h"

struct opened {
    struct arena arena;
    struct repository *repository;
    struct snapshot snapshot;
    struct reader *reader;
};

static void open_all(struct opened *opened, const char *name, bool verify)
{
    enum repository_status status;
    DONE(repository_open(&opened->repository, in_folder(&opened->arena, name), verify, &status));
    struct commit_ids ids = resolve(opened->repository, NULL);
    DONE(snapshot_of_commit(&opened->snapshot, opened->repository, &ids, &opened->arena));
    DONE(reader_open(&opened->reader, &opened->snapshot));
}

static void close_all(struct opened *opened)
{
    reader_close(opened->reader);
    repository_close(opened->repository);
    arena_release(&opened->arena);
}

static enum content_state state_of(struct opened *opened, const char *path)
{
    return read_path(opened->reader, &opened->snapshot, path, &opened->arena).state;
}

static const char object_of[] = "object_of() { id=$(git rev-parse $1); echo .git/objects/$(echo "
                                "$id | cut -c1-2)/$(echo $id | cut -c3-); }";

/* The bytes of an id, without any tool that a machine may lack. */
static const char bin[] = "bin() { for h in $(echo $1 | sed 's/../& /g'); do "
                          "printf \"\\\\$(printf %03o 0x$h)\"; done; }";

static void loose_objects(void **state)
{
    (void)state;
    struct opened opened;
    arena_init(&opened.arena, 4096);
    run("%s; git init -q loose && cd loose && mkdir gone broken && for f in whole lost cut zero "
        "noise wrong other gone/x broken/x; do echo \"some text for $f\" >$f; done && "
        "seq 1 20000 >long && git add . && git commit -qm x && chmod -R u+w .git/objects && "
        "rm $(object_of HEAD:lost) $(object_of HEAD:gone) && : >$(object_of HEAD:zero) && echo "
        "garbage >$(object_of HEAD:noise) && "
        "f=$(object_of HEAD:cut) && head -c 12 $f >t && cp t $f && f=$(object_of HEAD:long) && "
        "head -c 9000 $f >t && cp t $f && "
        "cp $(object_of HEAD:other) $(object_of HEAD:wrong) && printf junk >$(object_of "
        "HEAD:broken)",
        object_of);
    open_all(&opened, "loose", false);
    assert_int_equal(state_of(&opened, "whole"), CONTENT_TEXT);
    assert_int_equal(state_of(&opened, "lost"), CONTENT_MISSING);
    assert_int_equal(state_of(&opened, "cut"), CONTENT_CORRUPT);
    assert_int_equal(state_of(&opened, "zero"), CONTENT_CORRUPT);
    assert_int_equal(state_of(&opened, "noise"), CONTENT_CORRUPT);
    assert_int_equal(state_of(&opened, "long"), CONTENT_CORRUPT);
    uint64_t size;
    assert_false(reader_size(opened.reader, snapshot_find(&opened.snapshot, "lost"), &size));
    assert_false(reader_size(opened.reader, snapshot_find(&opened.snapshot, "noise"), &size));
    /* after a miss others are still found */
    assert_int_equal(state_of(&opened, "whole"), CONTENT_TEXT);
    assert_int_equal(opened.snapshot.defect_count, 2);
    assert_string_equal(opened.snapshot.defects[0].path, "broken");
    assert_string_equal(opened.snapshot.defects[0].problem, "is a folder whose object is corrupt");
    assert_string_equal(opened.snapshot.defects[1].path, "gone");
    assert_string_equal(opened.snapshot.defects[1].problem,
                        "is a folder that is not in this object database");
    assert_null(snapshot_find(&opened.snapshot, "gone/x"));
    /* another object's bytes: only a check of the hash can tell */
    assert_int_equal(state_of(&opened, "wrong"), CONTENT_TEXT);
    close_all(&opened);

    arena_init(&opened.arena, 4096);
    open_all(&opened, "loose", true);
    assert_int_equal(state_of(&opened, "wrong"), CONTENT_CORRUPT);
    assert_int_equal(state_of(&opened, "whole"), CONTENT_TEXT);
    close_all(&opened);
}

static void a_tree_where_a_blob_should_be(void **state)
{
    (void)state;
    struct opened opened;
    arena_init(&opened.arena, 4096);
    run("%s; git init -q types && cd types && tree=$(git mktree </dev/null) && blob=$(echo x | git "
        "hash-object -w --stdin) && "
        "{ printf '100644 file\\0'; bin $tree; printf '40000 folder\\0'; echo $blob | "
        "xxd -r -p; } >t && "
        "top=$(git hash-object -w -t tree --literally t) && git update-ref HEAD $(git commit-tree "
        "-m x $top)",
        bin);
    open_all(&opened, "types", false);
    assert_int_equal(state_of(&opened, "file"), CONTENT_CORRUPT);
    assert_int_equal(opened.snapshot.defect_count, 1);
    assert_string_equal(opened.snapshot.defects[0].path, "folder");
    close_all(&opened);
}

/* Each byte in the pack, and each cut of it, in turn. */
static void packs(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q packed && cd packed && for i in $(seq 1 30); do seq $i $((i + 300)) >f$i; "
        "done && git add . && git commit -qm x && "
        "for i in 1 2 3; do echo $i >>f$i; done && git commit -qam y && git gc -q --aggressive && "
        "cp .git/objects/pack/*.pack ../whole.pack && cp .git/objects/pack/*.idx ../whole.idx && "
        "chmod -R u+w .git && basename .git/objects/pack/*.pack .pack >../answer && git rev-parse "
        "HEAD^{tree} >../tree && wc -c <../whole.pack >../size");
    const char *name = arena_copy(&arena, text_trim(answer(&arena)));
    const char *pack =
        arena_printf(&arena, "%s/packed/.git/objects/pack/%s.pack", test_folder, name);
    const char *index =
        arena_printf(&arena, "%s/packed/.git/objects/pack/%s.idx", test_folder, name);
    struct buffer whole = BUFFER_EMPTY;
    const char *const both[][2] = {{in_folder(&arena, "whole.pack"), pack},
                                   {in_folder(&arena, "whole.idx"), index}};
    for (size_t which = 0; which < 2; which++) {
        buffer_clear(&whole);
        FILE *file = fopen(both[which][0], "re");
        assert_non_null(file);
        for (int byte; (byte = fgetc(file)) != EOF;)
            buffer_add_byte(&whole, (char)byte);
        fclose(file);
        size_t read_well = 0;
        for (size_t at = 0; at < whole.size; at += which == 0 ? 41 : 53) {
            bool is_cut = at % 3 == 0;
            file = fopen(both[which][1], "we");
            assert_non_null(file);
            whole.bytes[at] ^= 0x55;
            fwrite(whole.bytes, 1, is_cut ? at : whole.size, file);
            whole.bytes[at] ^= 0x55;
            fclose(file);
            struct repository *repository = NULL;
            struct arena scratch;
            enum repository_status status;
            arena_init(&scratch, 4096);
            DONE(repository_open(&repository, in_folder(&scratch, "packed"), true, &status));
            struct commit_ids ids;
            bool found = false;
            struct snapshot snapshot;
            struct failure *failure = repository_resolve(repository, NULL, &ids, &found);
            if (!failure && found)
                failure = snapshot_of_commit(&snapshot, repository, &ids, &scratch);
            if (!failure && found) {
                struct reader *reader = NULL;
                DONE(reader_open(&reader, &snapshot));
                for (size_t i = 0; i < snapshot.count; i++) {
                    struct content content;
                    reader_read(reader, &snapshot.entries[i], 1 << 20, &scratch, &content);
                    if (content.state == CONTENT_TEXT)
                        read_well++;
                    else
                        assert_true(content.state == CONTENT_CORRUPT ||
                                    content.state == CONTENT_MISSING ||
                                    content.state == CONTENT_TOO_LARGE);
                }
                reader_close(reader);
            }
            failure_free(failure);
            repository_close(repository);
            arena_release(&scratch);
        }
        assert_true(read_well > 0);
        file = fopen(both[which][1], "we");
        assert_non_null(file);
        fwrite(whole.bytes, 1, whole.size, file);
        fclose(file);
    }
    buffer_release(&whole);
    arena_release(&arena);
}

static void hostile_names_are_kept_out_and_remembered(void **state)
{
    (void)state;
    struct opened opened;
    arena_init(&opened.arena, 4096);
    run("%s; git init -q hostile && cd hostile && b=$(echo x | git hash-object -w --stdin) && "
        "add() { printf \"$1 $2\\0\"; bin $3; } && { add 100644 inner $b; add 120000 "
        ".GIT $b; } >t && s=$(git hash-object -w -t tree --literally t) && "
        "{ add 100644 .. $b; add 40000 .. $s; add 40000 .git $s; add 100644 '' $b; add 100644 a/b "
        "$b; add 40000 dir $s; add 100644 dir $b; "
        "add 100644 ok $b; add 100644 ok $b; add 140000 mode $b; add 100664 group $b; add 100644 "
        "... $b; add 100644 .gitfoo $b; add 100644 GIT~1 $b; add 100644 aaa $b; } >t && "
        "top=$(git hash-object -w -t tree --literally t) && git update-ref HEAD $(git commit-tree "
        "-m x $top)",
        bin);
    open_all(&opened, "hostile", false);
    static const char *const kept[] = {"...", ".gitfoo", "aaa", "dir", "dir/inner", "group", "ok"};
    assert_int_equal(opened.snapshot.count, sizeof(kept) / sizeof(*kept));
    for (size_t i = 0; i < opened.snapshot.count; i++)
        assert_string_equal(opened.snapshot.entries[i].path, kept[i]);
    static const char *const defects[][2] = {
        {"", "holds an entry without a name"},
        {"..", "has the name '..'"},
        {"..", "has the name '..'"},
        {".git", "has the name '.git'"},
        {"GIT~1", "has the name 'git~1'"},
        {"a/b", "has a name with a slash in it"},
        {"dir", "is both a file and a folder"},
        {"dir/.GIT", "has the name '.git'"},
        {"mode", "has a mode that git does not know"},
        {"ok", "stands twice in its folder"},
    };
    assert_int_equal(opened.snapshot.defect_count, sizeof(defects) / sizeof(*defects));
    for (size_t i = 0; i < opened.snapshot.defect_count; i++) {
        assert_string_equal(opened.snapshot.defects[i].path, defects[i][0]);
        assert_string_equal(opened.snapshot.defects[i].problem, defects[i][1]);
    }
    close_all(&opened);
}

static void malformed_trees(void **state)
{
    (void)state;
    static const char *const trees[] = {
        "printf '100644 cut'",
        "printf '100644 name\\0short'",
        "printf '100844 mode\\0%020d' 0",
        "printf ' name\\0%020d' 0",
        "printf '100644\\0%020d' 0",
        "printf '1006441006441 long\\0%020d' 0",
        "printf x",
    };
    for (size_t i = 0; i < sizeof(trees) / sizeof(*trees); i++) {
        struct opened opened;
        arena_init(&opened.arena, 4096);
        run("%s; rm -rf malformed && git init -q malformed && cd malformed && %s >t && s=$(git "
            "hash-object -w -t tree --literally t) && "
            "{ printf '40000 sub\\0'; bin $s; } >t && top=$(git hash-object -w -t "
            "tree --literally t) && git update-ref HEAD $(git commit-tree -m x $top)",
            bin, trees[i]);
        open_all(&opened, "malformed", false);
        assert_int_equal(opened.snapshot.count, 0);
        assert_int_equal(opened.snapshot.defect_count, 1);
        assert_string_equal(opened.snapshot.defects[0].path, "sub/");
        assert_string_equal(opened.snapshot.defects[0].problem, "is a malformed tree");
        close_all(&opened);
    }
}

static void a_tree_of_trees_of_trees_ends(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q bomb && cd bomb && b=$(echo x | git hash-object -w --stdin) && t=$(printf "
        "'100644 blob %%s\\tf\\n' $b | git mktree) && e=$(git mktree </dev/null) && "
        "for i in 1 2 3 4 5 6 7 8 9; do for n in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree "
        "%%s\\tn%%s\\n' $t $n; done | git mktree >../answer; t=$(cat ../answer); "
        "for n in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %%s\\tn%%s\\n' $e $n; done | git "
        "mktree >../answer; e=$(cat ../answer); done && "
        "git update-ref refs/heads/files $(git commit-tree -m x $t) && git update-ref "
        "refs/heads/folders $(git commit-tree -m x $e) && "
        "for i in $(seq 1 250); do t=$(printf '040000 tree %%s\\td\\n' $b | sed s/$b/${d:-$t}/ | "
        "git mktree --missing); d=$t; done; d=$(printf '100644 blob %%s\\tf\\n' $b | git mktree); "
        "for i in $(seq 1 250); do d=$(printf '040000 tree %%s\\td\\n' $d | git mktree); done; git "
        "update-ref refs/heads/deep $(git commit-tree -m x $d)");
    struct repository *repository = open_repository(in_folder(&arena, "bomb"));
    struct snapshot snapshot;
    static const char *const wide[] = {"files", "folders"};
    for (size_t i = 0; i < 2; i++) {
        struct arena scratch;
        arena_init(&scratch, 1 << 20);
        struct commit_ids ids = resolve(repository, wide[i]);
        assert_fails(snapshot_of_commit(&snapshot, repository, &ids, &scratch), "more than");
        arena_release(&scratch);
    }
    struct commit_ids ids = resolve(repository, "deep");
    DONE(snapshot_of_commit(&snapshot, repository, &ids, &arena));
    assert_int_equal(snapshot.count, 0);
    assert_int_equal(snapshot.defect_count, 1);
    assert_string_equal(snapshot.defects[0].problem, "lies too deep in the tree");
    repository_close(repository);
    arena_release(&arena);
}

static void damaged_commits_are_failures(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("%s; git init -q headless && cd headless && git commit -q --allow-empty -m x && chmod -R "
        "u+w .git && cp -r . ../headless2 && cp -r . ../headless3 && "
        "rm $(object_of HEAD) && cd ../headless2 && echo garbage >$(object_of HEAD) && cd "
        "../headless3 && "
        "git update-ref --no-deref HEAD $(printf 'tree zzz\\n' | git hash-object -w -t commit "
        "--literally --stdin) || "
        "git rev-parse HEAD >/dev/null && printf 'tree zzz\\n' | git hash-object -w -t commit "
        "--literally --stdin >.git/refs/heads/master",
        object_of);
    static const char *const names[] = {"headless", "headless2", "headless3"};
    static const char *const reasons[] = {"is missing", "is corrupt", "is corrupt"};
    for (size_t i = 0; i < 3; i++) {
        struct repository *repository = open_repository(in_folder(&arena, names[i]));
        struct commit_ids ids;
        bool found = true;
        assert_fails(repository_resolve(repository, NULL, &ids, &found), reasons[i]);
        repository_close(repository);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loose_objects),
        cmocka_unit_test(a_tree_where_a_blob_should_be),
        cmocka_unit_test(packs),
        cmocka_unit_test(hostile_names_are_kept_out_and_remembered),
        cmocka_unit_test(malformed_trees),
        cmocka_unit_test(a_tree_of_trees_of_trees_ends),
        cmocka_unit_test(damaged_commits_are_failures),
    };
    return cmocka_run_group_tests_name("damage", tests, make_test_folder, remove_test_folder);
}
