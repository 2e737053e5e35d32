/* The same tree as a commit, as the index, as the work tree and in memory; one
 * set of expectations for all. */
#include "source_test.h"

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
    reader_read(subject->reader, snapshot_find(snapshot, "large"), 40, arena, &content);
    assert_int_equal(content.state, CONTENT_TEXT);

    /* git hash-object of "deep\r\n" */
    struct object_id id;
    char hex[OBJECT_ID_HEX_SIZE];
    assert_true(reader_identify(subject->reader, snapshot_find(snapshot, "a/z/deep.txt"), &id));
    object_id_format(&id, hex);
    assert_string_equal(hex, "651fd526894e7e02cd39faaf2e5fe7e5b65379c8");
}

static void check(struct subject *subject)
{
    check_listing(&subject->snapshot);
    DONE(reader_open(&subject->reader, &subject->snapshot));
    check_contents(subject);
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
        cmocka_unit_test(memory_refuses_what_no_tree_holds),
    };
    return cmocka_run_group_tests_name("snapshot", tests, make_test_folder, remove_test_folder);
}
