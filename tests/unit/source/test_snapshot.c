/* The same tree as a commit, as the index, as the work tree and in memory; one
 * set of expectations for all. */
#include "source_test.h"

#include <pthread.h>

static const char lfs[] =
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n"
    "size 12345\n";
static const char commit_hex[] = "1111111111111111111111111111111111111111";

static const struct memory_file files[] = {
    {"a.b", TEXT("dot sorts before slash\n"), ENTRY_FILE},
    {"a/z/deep.txt", TEXT("deep\r\n"), ENTRY_FILE},
    {"a-b/x", TEXT("dash\n"), ENTRY_FILE},
    {"a0", TEXT("after slash\n"), ENTRY_FILE},
    {"a/b", TEXT(""), ENTRY_FILE},
    {"bin/run", TEXT("#!/bin/sh\n"), ENTRY_EXECUTABLE},
    {"binary", {"ab\0cd", 5}, ENTRY_FILE},
    {"big.bin", {lfs, sizeof(lfs) - 1}, ENTRY_FILE},
    {"link", TEXT("../../etc/passwd"), ENTRY_LINK},
    {"dangling", TEXT("nowhere"), ENTRY_LINK},
    {"sub", {commit_hex, sizeof(commit_hex) - 1}, ENTRY_SUBMODULE},
    {"large", TEXT("0123456789012345678901234567890123456789"), ENTRY_FILE},
    {"new\nline \xc3\xa9", TEXT("odd name\n"), ENTRY_FILE},
    {".hidden/.file", TEXT("hidden\n"), ENTRY_FILE},
};
enum { FILES = sizeof(files) / sizeof(*files) };

static const char *const sorted[] = {
    ".hidden/.file", "a-b/x",    "a.b",   "a/b",  "a/z/deep.txt",       "a0",  "big.bin", "bin/run",
    "binary",        "dangling", "large", "link", "new\nline \xc3\xa9", "sub",
};
static const char *const folders[] = {".hidden", "a", "a-b", "a/z", "bin"};

struct subject {
    struct arena arena;
    struct repository *repository;
    struct snapshot snapshot;
    struct reader *reader;
};

static void check_listing(const struct snapshot *snapshot)
{
    assert_int_equal(snapshot->count, FILES);
    for (size_t i = 0; i < FILES; i++)
        assert_string_equal(snapshot->entries[i].path, sorted[i]);
    assert_int_equal(snapshot->folder_count, sizeof(folders) / sizeof(*folders));
    for (size_t i = 0; i < snapshot->folder_count; i++)
        assert_string_equal(snapshot->folders[i], folders[i]);
    assert_int_equal(snapshot->defect_count, 0);

    for (size_t i = 0; i < FILES; i++) {
        const struct entry *entry = snapshot_find(snapshot, files[i].path);
        assert_non_null(entry);
        assert_int_equal(entry->kind, files[i].kind);
    }
    assert_null(snapshot_find(snapshot, "a"));
    assert_null(snapshot_find(snapshot, "a/"));
    assert_null(snapshot_find(snapshot, ""));
    assert_null(snapshot_find(snapshot, "zzz"));
    assert_true(snapshot_has_folder(snapshot, ""));
    assert_true(snapshot_has_folder(snapshot, "a/z"));
    assert_false(snapshot_has_folder(snapshot, "a/b"));
    assert_false(snapshot_has_folder(snapshot, "a/"));
}

static const char *files_content(const char *path)
{
    for (size_t i = 0; i < FILES; i++)
        if (strcmp(files[i].path, path) == 0)
            return files[i].content.bytes;
    return NULL;
}

static void check_contents(struct subject *subject)
{
    struct arena *arena = &subject->arena;
    const struct snapshot *snapshot = &subject->snapshot;
    for (size_t i = 0; i < FILES; i++) {
        if (files[i].kind == ENTRY_SUBMODULE)
            continue;
        struct content content = read_path(subject->reader, snapshot, files[i].path, arena);
        assert_int_equal(content.size, files[i].content.size);
        assert_int_equal(content.text.size, files[i].content.size);
        assert_memory_equal(content.text.bytes, files[i].content.bytes, content.text.size);
        assert_int_equal(content.text.bytes[content.text.size], 0);
        uint64_t size = 0;
        assert_true(reader_size(subject->reader, snapshot_find(snapshot, files[i].path), &size));
        assert_int_equal(size, files[i].content.size);
    }
    assert_int_equal(read_path(subject->reader, snapshot, "a/b", arena).state, CONTENT_TEXT);
    assert_int_equal(read_path(subject->reader, snapshot, "binary", arena).state, CONTENT_BINARY);
    assert_int_equal(read_path(subject->reader, snapshot, "big.bin", arena).state,
                     CONTENT_LFS_POINTER);
    assert_int_equal(read_path(subject->reader, snapshot, "link", arena).state, CONTENT_LINK);
    struct content content = read_path(subject->reader, snapshot, "sub", arena);
    assert_int_equal(content.state, CONTENT_SUBMODULE);
    assert_null(content.text.bytes);
    uint64_t size = 0;
    assert_false(reader_size(subject->reader, snapshot_find(snapshot, "sub"), &size));

    reader_read(subject->reader, snapshot_find(snapshot, "large"), 39, arena, &content);
    assert_int_equal(content.state, CONTENT_TOO_LARGE);
    assert_int_equal(content.size, 40);
    assert_null(content.text.bytes);
    assert_int_equal(content.head.size, 40);
    assert_memory_equal(content.head.bytes, files_content("large"), 40);
    assert_int_equal(content.head.bytes[40], 0);
    reader_read(subject->reader, snapshot_find(snapshot, "large"), 40, arena, &content);
    assert_int_equal(content.state, CONTENT_TEXT);

    /* git hash-object of "deep\r\n" */
    struct object_id id;
    char hex[OBJECT_ID_HEX_SIZE];
    assert_true(reader_identify(subject->reader, snapshot_find(snapshot, "a/z/deep.txt"), &id));
    object_id_format(&id, hex);
    assert_string_equal(hex, "651fd526894e7e02cd39faaf2e5fe7e5b65379c8");
}

/* A listing is shared by threads, each with a reader of its own. */
static void *read_everything(void *argument)
{
    const struct snapshot *snapshot = argument;
    struct reader *reader = NULL;
    struct arena arena;
    size_t bytes = 0;
    struct failure *failure = reader_open(&reader, snapshot);
    arena_init(&arena, 4096);
    for (size_t i = 0; !failure && i < snapshot->count * 50; i++) {
        struct content content;
        const struct entry *entry = &snapshot->entries[i % snapshot->count];
        reader_read(reader, entry, 1 << 20, &arena, &content);
        bytes += content.text.size;
        bytes += snapshot_is_generated(snapshot, entry->path);
    }
    failure_free(failure);
    reader_close(reader);
    arena_release(&arena);
    return (void *)(uintptr_t)bytes;
}

static void read_by_threads(const struct snapshot *snapshot)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    size_t wanted = 0;
    for (size_t i = 0; i < FILES; i++)
        wanted += files[i].kind == ENTRY_SUBMODULE ? 0 : files[i].content.size;
    for (size_t i = 0; i < THREADS; i++) {
        union {
            const struct snapshot *shared;
            void *argument;
        } passed = {snapshot};
        assert_int_equal(pthread_create(&threads[i], NULL, read_everything, passed.argument), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        void *bytes;
        assert_int_equal(pthread_join(threads[i], &bytes), 0);
        assert_int_equal((uintptr_t)bytes, wanted * 50);
    }
}

static void check(struct subject *subject)
{
    check_listing(&subject->snapshot);
    DONE(reader_open(&subject->reader, &subject->snapshot));
    check_contents(subject);
    read_by_threads(&subject->snapshot);
    reader_close(subject->reader);
    repository_close(subject->repository);
    arena_release(&subject->arena);
}

static void in_memory(void **state)
{
    (void)state;
    struct subject subject = {.repository = NULL};
    arena_init(&subject.arena, 4096);
    DONE(snapshot_of_memory(&subject.snapshot, files, FILES, &subject.arena));
    check(&subject);
}

static void forge_files(const char *folder)
{
    struct forge_file wanted[FILES];
    for (size_t i = 0; i < FILES; i++)
        wanted[i] = (struct forge_file){
            .path = files[i].path, .content = files[i].content, .kind = files[i].kind};
    struct forge *forge = NULL;
    DONE(forge_new(&forge, folder));
    struct identity who = {"A", "a@x.org", 1700000000};
    struct object_id id;
    DONE(forge_commit(forge,
                      &(struct forge_commit){.author = who,
                                             .committer = who,
                                             .message = "all",
                                             .files = wanted,
                                             .file_count = FILES},
                      &id));
    forge_free(forge);
}

static void of_a_commit_of_loose_objects(void **state)
{
    (void)state;
    struct subject subject = {.repository = NULL};
    arena_init(&subject.arena, 4096);
    const char *folder = in_folder(&subject.arena, "commit.git");
    forge_files(folder);
    subject.repository = open_repository(folder);
    struct commit_ids ids = resolve(subject.repository, NULL);
    DONE(snapshot_of_commit(&subject.snapshot, subject.repository, &ids, &subject.arena));
    check(&subject);
}

static void of_a_commit_of_a_pack(void **state)
{
    (void)state;
    struct subject subject = {.repository = NULL};
    arena_init(&subject.arena, 4096);
    const char *folder = in_folder(&subject.arena, "packed.git");
    forge_files(folder);
    run("git -C packed.git gc -q && test -z \"$(find packed.git/objects/?? -type f)\"");
    subject.repository = open_repository(folder);
    struct commit_ids ids = resolve(subject.repository, "HEAD");
    DONE(snapshot_of_commit(&subject.snapshot, subject.repository, &ids, &subject.arena));
    assert_int_equal(subject.snapshot.kind, SNAPSHOT_COMMIT);
    assert_int_equal(subject.snapshot.commit.time, 1700000000);
    check(&subject);
}

/* A clone with that tree checked out; the submodule's folder is there, empty. */
static struct repository *clone_with_files(const char *name, struct subject *subject)
{
    arena_init(&subject->arena, 4096);
    const char *bare = arena_printf(&subject->arena, "%s/%s.git", test_folder, name);
    forge_files(bare);
    run("git clone -q %s.git %s", name, name);
    return open_repository(in_folder(&subject->arena, name));
}

static void of_the_index(void **state)
{
    (void)state;
    struct subject subject;
    subject.repository = clone_with_files("index", &subject);
    /* what is not staged is not seen */
    run("cd index && echo changed >a0 && rm a.b && echo new >untracked && git add -N untracked");
    DONE(snapshot_of_index(&subject.snapshot, subject.repository, &subject.arena));
    assert_int_equal(subject.snapshot.kind, SNAPSHOT_INDEX);
    assert_int_equal(subject.snapshot.commit.time, 1700000000);
    check(&subject);
}

static void of_the_work_tree(void **state)
{
    (void)state;
    struct subject subject;
    subject.repository = clone_with_files("tree", &subject);
    /* deleted and restored by hand: stat data differs, an untracked file is seen,
     * ignored and special ones are not, nor another repository, nor .git */
    run("cd tree && rm -r a && git rm -q --cached a0 && mkdir -p a/z && printf 'deep\r\n' "
        ">a/z/deep.txt"
        " && : >a/b && mkfifo pipe && git init -q other && echo x >other/x"
        " && echo '/ignored*' >.git/info/exclude && echo y >ignored.txt && mkdir ignored && echo z "
        ">ignored/z");
    DONE(snapshot_of_work_tree(&subject.snapshot, subject.repository, &subject.arena));
    assert_int_equal(subject.snapshot.kind, SNAPSHOT_WORK_TREE);
    assert_int_equal(subject.snapshot.commit.time, 1700000000);
    check(&subject);
}

static void of_a_sparse_work_tree(void **state)
{
    (void)state;
    struct subject subject;
    subject.repository = clone_with_files("sparse", &subject);
    run("cd sparse && git sparse-checkout set --no-cone /a/ /sub && test ! -e bin && test ! -e "
        "binary");
    DONE(snapshot_of_work_tree(&subject.snapshot, subject.repository, &subject.arena));
    check(&subject);
}

static void ignore_rules_hold_but_not_for_tracked_files(void **state)
{
    (void)state;
    struct subject subject;
    arena_init(&subject.arena, 4096);
    run("git init -q ignore && cd ignore && mkdir -p out sub keep && echo '*.log' >.gitignore && "
        "echo 'out/' >>.gitignore"
        " && echo t >tracked.log && git add -f tracked.log && echo u >u.log && echo o >out/o && "
        "printf '!yes.log\n' >sub/.gitignore"
        " && echo 1 >sub/yes.log && echo 2 >sub/no.log && echo o2 >out/t && git add -f out/t && ln "
        "-s /etc keep/outside && echo e >'sp ace'");
    subject.repository = open_repository(in_folder(&subject.arena, "ignore"));
    DONE(snapshot_of_work_tree(&subject.snapshot, subject.repository, &subject.arena));
    static const char *const seen[] = {".gitignore",     "keep/outside", "out/t",      "sp ace",
                                       "sub/.gitignore", "sub/yes.log",  "tracked.log"};
    assert_int_equal(subject.snapshot.count, sizeof(seen) / sizeof(*seen));
    for (size_t i = 0; i < subject.snapshot.count; i++)
        assert_string_equal(subject.snapshot.entries[i].path, seen[i]);
    assert_true(object_id_is_zero(&subject.snapshot.commit.commit)); /* unborn HEAD */
    size_t changes = 0;
    DONE(repository_count_changes(subject.repository, &changes));
    assert_int_equal(changes, 7);
    repository_close(subject.repository);
    arena_release(&subject.arena);
}

static void no_path_of_the_work_tree_leads_out_of_it(void **state)
{
    (void)state;
    struct subject subject;
    arena_init(&subject.arena, 4096);
    run("mkdir outside && echo secret >outside/file && git init -q within && cd within && mkdir "
        "folder"
        " && echo mine >folder/file && echo plain >plain && git add . && git commit -qm x");
    subject.repository = open_repository(in_folder(&subject.arena, "within"));
    DONE(snapshot_of_work_tree(&subject.snapshot, subject.repository, &subject.arena));
    DONE(reader_open(&subject.reader, &subject.snapshot));
    /* the tree changes after it was listed: a folder, a file become links */
    run("cd within && rm -r folder plain && ln -s ../outside folder && ln -s ../outside/file "
        "plain");
    struct content content =
        read_path(subject.reader, &subject.snapshot, "folder/file", &subject.arena);
    assert_int_equal(content.state, CONTENT_MISSING);
    content = read_path(subject.reader, &subject.snapshot, "plain", &subject.arena);
    assert_int_equal(content.state, CONTENT_MISSING);
    uint64_t size = 0;
    struct object_id id;
    const struct entry *entry = snapshot_find(&subject.snapshot, "folder/file");
    assert_false(reader_size(subject.reader, entry, &size));
    assert_false(reader_identify(subject.reader, entry, &id));
    run("cd within && rm plain && mkfifo plain");
    content = read_path(subject.reader, &subject.snapshot, "plain", &subject.arena);
    assert_int_equal(content.state, CONTENT_MISSING);
    reader_close(subject.reader);
    /* listed now, the link is a link and what is behind it is not seen */
    DONE(snapshot_of_work_tree(&subject.snapshot, subject.repository, &subject.arena));
    assert_int_equal(subject.snapshot.count, 1);
    assert_string_equal(subject.snapshot.entries[0].path, "folder");
    assert_int_equal(subject.snapshot.entries[0].kind, ENTRY_LINK);
    repository_close(subject.repository);
    arena_release(&subject.arena);
}

static void modes_come_from_the_index_where_the_file_system_has_none(void **state)
{
    (void)state;
    struct arena arena;
    struct snapshot snapshot;
    arena_init(&arena, 4096);
    run("git init -q modes && cd modes && echo 1 >plain && echo 2 >program && chmod +x program && "
        "git add . && git commit -qm x && "
        "git config core.fileMode false && chmod +x plain && chmod -x program && echo 3 >new && "
        "chmod +x new");
    struct repository *repository = open_repository(in_folder(&arena, "modes"));
    DONE(snapshot_of_work_tree(&snapshot, repository, &arena));
    assert_int_equal(snapshot_find(&snapshot, "plain")->kind, ENTRY_FILE);
    assert_int_equal(snapshot_find(&snapshot, "program")->kind, ENTRY_EXECUTABLE);
    assert_int_equal(snapshot_find(&snapshot, "new")->kind, ENTRY_FILE);
    repository_close(repository);
    arena_release(&arena);
}

static void a_work_tree_has_limits_too(void **state)
{
    (void)state;
    struct arena arena;
    struct snapshot snapshot;
    arena_init(&arena, 4096);
    run("git init -q limits && cd limits && mkdir ok && echo x >ok/file && d=deep && for i in "
        "$(seq 1 210); do d=$d/d; done && mkdir -p $d && echo x >$d/file && "
        "mkdir 'git~1' && echo x >'git~1/config' && mkdir linked && ln -s ../ok/file "
        "linked/.gitignore && mkdir -p folder/.gitignore && echo y >folder/y");
    struct repository *repository = open_repository(in_folder(&arena, "limits"));
    DONE(snapshot_of_work_tree(&snapshot, repository, &arena));
    assert_int_equal(snapshot.count, 3);
    assert_non_null(snapshot_find(&snapshot, "ok/file"));
    assert_non_null(snapshot_find(&snapshot, "folder/y"));
    assert_int_equal(snapshot_find(&snapshot, "linked/.gitignore")->kind, ENTRY_LINK);
    assert_int_equal(snapshot.defect_count, 2);
    assert_string_equal(snapshot.defects[0].problem, "lies too deep in the tree");
    assert_string_equal(snapshot.defects[1].problem, "has the name 'git~1'");
    run("cd limits && head -c 1100000 /dev/zero | tr '\\0' '#' >ok/.gitignore");
    assert_fails(snapshot_of_work_tree(&snapshot, repository, &arena), "'ok/.gitignore' is larger");
    size_t changes;
    assert_fails(repository_count_changes(repository, &changes), "'ok/.gitignore' is larger");
    repository_close(repository);
    arena_release(&arena);
}

static void a_bare_repository_and_a_conflict_are_refused(void **state)
{
    (void)state;
    struct arena arena;
    struct snapshot snapshot;
    arena_init(&arena, 4096);
    run("git init -q --bare bare.git && git init -q conflict && cd conflict && echo 1 >f && git "
        "add f && git commit -qm 1"
        " && git checkout -qb other && echo 2 >f && git commit -qam 2 && git checkout -q - && echo "
        "3 >f && git commit -qam 3"
        " && ! git merge other");
    struct repository *bare = open_repository(in_folder(&arena, "bare.git"));
    assert_fails(snapshot_of_index(&snapshot, bare, &arena), "is bare");
    assert_fails(snapshot_of_work_tree(&snapshot, bare, &arena), "is bare");
    size_t changes = 7;
    DONE(repository_count_changes(bare, &changes));
    assert_int_equal(changes, 0);
    repository_close(bare);
    struct repository *conflict = open_repository(in_folder(&arena, "conflict"));
    assert_fails(snapshot_of_index(&snapshot, conflict, &arena), "unmerged paths ('f')");
    DONE(snapshot_of_work_tree(&snapshot, conflict, &arena));
    assert_int_equal(snapshot.count, 1);
    assert_string_equal(snapshot.entries[0].path, "f");
    repository_close(conflict);
    arena_release(&arena);
}

static void changes_are_counted_against_head(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q count && cd count && for i in 1 2 3 4; do echo $i >f$i; done && echo '*.o' "
        ">.gitignore && git add . && git commit -qm x");
    struct repository *repository = open_repository(in_folder(&arena, "count"));
    size_t changes = 7;
    DONE(repository_count_changes(repository, &changes));
    assert_int_equal(changes, 0);
    run("cd count && echo changed >f1 && rm f2 && echo staged >f3 && git add f3 && mkdir d && echo "
        "n >d/new && echo o >x.o && touch f4");
    DONE(repository_count_changes(repository, &changes));
    assert_int_equal(changes, 4);
    repository_close(repository);
    arena_release(&arena);
}

static void memory_refuses_what_no_tree_holds(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "/a", "a//b", "a/", "../a", "a/../b", "a/.", ".git/config", "x/.GIT/hooks/y", "git~1"};
    struct arena arena;
    struct snapshot snapshot;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct memory_file file = {bad[i], TEXT("x"), ENTRY_FILE};
        assert_fails(snapshot_of_memory(&snapshot, &file, 1, &arena), "the path '");
    }
    const struct memory_file twice[] = {{"a", TEXT("x"), ENTRY_FILE}, {"a", TEXT("y"), ENTRY_FILE}};
    assert_fails(snapshot_of_memory(&snapshot, twice, 2, &arena), "stands twice");
    const struct memory_file both[] = {{"a", TEXT("x"), ENTRY_FILE},
                                       {"a/b", TEXT("y"), ENTRY_FILE}};
    assert_fails(snapshot_of_memory(&snapshot, both, 2, &arena), "both a file and a folder");
    DONE(snapshot_of_memory(&snapshot, NULL, 0, &arena));
    assert_int_equal(snapshot.count, 0);
    assert_null(snapshot_find(&snapshot, "a"));
    assert_true(snapshot_has_folder(&snapshot, ""));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_memory),
        cmocka_unit_test(of_a_commit_of_loose_objects),
        cmocka_unit_test(of_a_commit_of_a_pack),
        cmocka_unit_test(of_the_index),
        cmocka_unit_test(of_the_work_tree),
        cmocka_unit_test(of_a_sparse_work_tree),
        cmocka_unit_test(ignore_rules_hold_but_not_for_tracked_files),
        cmocka_unit_test(no_path_of_the_work_tree_leads_out_of_it),
        cmocka_unit_test(modes_come_from_the_index_where_the_file_system_has_none),
        cmocka_unit_test(a_work_tree_has_limits_too),
        cmocka_unit_test(a_bare_repository_and_a_conflict_are_refused),
        cmocka_unit_test(changes_are_counted_against_head),
        cmocka_unit_test(memory_refuses_what_no_tree_holds),
    };
    return cmocka_run_group_tests_name("snapshot", tests, make_test_folder, remove_test_folder);
}
