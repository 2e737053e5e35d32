/* linguist-generated and linguist-vendored, checked against `git check-attr`. */
#include "source_test.h"

#include "source/attributes.h"

static const char root_file[] = "# a comment\n"
                                "*.gen.go linguist-generated\n"
                                "/api/** linguist-generated=true -diff\r\n"
                                "api/keep.go -linguist-generated\n"
                                "docs/* linguist-vendored linguist-documentation\n"
                                "\"with space.txt\" linguist-generated\n"
                                "\"oct\\303\\251.txt\" linguist-generated\n"
                                "!negated.go linguist-generated\n"
                                "folder/ linguist-generated\n"
                                "vendor/mine/** linguist-vendored=false\n"
                                "{a,b}.txt linguist-generated\n"
                                "[^x].md linguist-generated\n"
                                "go.sum linguist-generated=false\n"
                                "[open linguist-generated\n"
                                "*.reset linguist-generated\n"
                                "odd.reset !linguist-generated\n"
                                "   indented.c\tlinguist-generated\n"
                                "linguist-generated\n"
                                "near.c linguist-generated-not\n"
                                "yarn.lock !linguist-generated\n";
static const char deep_file[] = "*.go linguist-generated=false\n/only.c linguist-generated\n";
static const char dash_file[] = "*.gen.go -linguist-generated\n";

static const struct memory_file files[] = {
    {".gitattributes", {root_file, sizeof(root_file) - 1}, ENTRY_FILE},
    {"deep/.gitattributes", {deep_file, sizeof(deep_file) - 1}, ENTRY_FILE},
    {"deep/!first/.gitattributes", {dash_file, sizeof(dash_file) - 1}, ENTRY_FILE},
    {"deep/linked/.gitattributes", TEXT("../../elsewhere"), ENTRY_LINK},
};
enum { FILES = sizeof(files) / sizeof(*files) };

static const struct {
    const char *path;
    bool generated, vendored;
} expected[] = {
    {"x.gen.go", true, false},
    {"any/where/x.gen.go", true, false},
    {"x.go", false, false},
    {"api/a.go", true, false},
    {"api/b/c.go", true, false},
    {"not/api/a.go", false, false},
    {"api/keep.go", false, false},
    {"docs/a.md", true, true}, /* [^x].md */
    {"docs/x.md", false, true},
    {"docs/a/b.txt", false, false},
    {"with space.txt", true, false},
    {"oct\xc3\xa9.txt", true, false},
    {"negated.go", false, false},
    {"folder/a", false, false},
    {"vendor/mine/a.c", false, false},
    {"vendor/other/a.c", false, true},
    {"{a,b}.txt", true, false},
    {"a.txt", false, false},
    {"go.sum", false, false},
    {"sub/go.sum", false, false},
    {"Cargo.lock", true, false},
    {"odd.reset", false, false},
    {"even.reset", true, false},
    {"indented.c", true, false},
    {"near.c", false, false},
    {"yarn.lock", true, false}, /* unspecified: by convention */
    {"deep/x.gen.go", false, false},
    {"deep/er/x.gen.go", false, false},
    {"deep/only.c", true, false},
    {"deep/er/only.c", false, false},
    {"deep/!first/x.gen.go", false, false},
    {"a/node_modules/b/index.js", false, true},
    {"third_party/x", false, true},
    {"my_vendor/x", false, false},
    {"vendor", false, false},
    {"dist/app.min.js", true, false},
    {"api.pb.go", true, false},
    {"pkg/zz_generated.deepcopy.go", true, false},
};

static void the_last_match_wins_else_convention(void **state)
{
    (void)state;
    struct arena arena;
    struct snapshot snapshot;
    arena_init(&arena, 4096);
    DONE(snapshot_of_memory(&snapshot, files, FILES, &arena));
    for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
        if (snapshot_is_generated(&snapshot, expected[i].path) != expected[i].generated ||
            snapshot_is_vendored(&snapshot, expected[i].path) != expected[i].vendored)
            fail_msg("%s", expected[i].path);
    }
    arena_release(&arena);
}

/* Both sides of a change. */
struct sides {
    struct arena arena;
    struct snapshot before, after;
};

static void sides_open(struct sides *sides, const struct memory_file *old, size_t old_count,
                       const struct memory_file *new, size_t new_count)
{
    arena_init(&sides->arena, 4096);
    DONE(snapshot_of_memory(&sides->before, old, old_count, &sides->arena));
    DONE(snapshot_of_memory(&sides->after, new, new_count, &sides->arena));
}

/* Nor does a change say which language that is, or what a folder is for. */
static void the_base_says_language_and_folder(void **state)
{
    (void)state;
    static const struct memory_file old[] = {
        {".gitattributes", TEXT("made.c linguist-language=Text\n"), ENTRY_FILE},
        {"a.c", TEXT("a"), ENTRY_FILE},
        {"b.c", TEXT("b"), ENTRY_FILE},
        {"docs/adr/1.md", TEXT("b"), ENTRY_FILE},
        {"docs/decisions/1.md", TEXT("b"), ENTRY_FILE},
        {"made.c", TEXT("a"), ENTRY_FILE},
        {"vendor/a.c", TEXT("a"), ENTRY_FILE},
    };
    static const struct memory_file new[] = {
        {".gitattributes", TEXT("*.c linguist-language=Shell\n*/**/x.md linguist-vendored\n"),
         ENTRY_FILE},
        {"a.c", TEXT("a"), ENTRY_FILE},
        {"c.c", TEXT("b"), ENTRY_FILE},
        {"docs/adr/1.md", TEXT("b"), ENTRY_FILE},
        {"docs/adrs/1.md", TEXT("b"), ENTRY_FILE},
        {"made.c", TEXT("a"), ENTRY_FILE},
        {"new.c", TEXT("a"), ENTRY_FILE},
        {"notes/1.md", TEXT("a"), ENTRY_FILE},
        {"vendor/a.c", TEXT("a"), ENTRY_FILE},
    };
    static const struct renamed renames[] = {
        {.path = "c.c", .old_path = "b.c"},
        {.path = "docs/adrs/1.md", .old_path = "docs/decisions/1.md"}};
    struct sides sides;
    sides_open(&sides, old, sizeof(old) / sizeof(*old), new, sizeof(new) / sizeof(*new));
    assert_string_equal(snapshot_language(&sides.after, "a.c"), "Shell");
    assert_true(snapshot_is_vendored(&sides.after, "docs/adr/x.md"));
    assert_true(attributes_mark_added(&sides.after, &sides.before));
    attributes_agree_with(&sides.after, &sides.before, renames, 2, &sides.arena);
    assert_null(snapshot_language(&sides.after, "a.c"));
    assert_null(snapshot_language(&sides.after, "c.c"));
    assert_string_equal(snapshot_language(&sides.after, "made.c"), "Text");
    assert_string_equal(snapshot_language(&sides.after, "new.c"), "Shell");
    assert_false(snapshot_is_vendored(&sides.after, "docs/adr/x.md"));
    assert_false(snapshot_is_vendored(&sides.after, "docs/adrs/x.md"));
    assert_true(snapshot_is_vendored(&sides.after, "notes/x.md"));
    assert_true(snapshot_is_vendored(&sides.after, "vendor/x.md"));
    arena_release(&sides.arena);
}

/* A change marks what was there: that gains nothing; what it brings, it may mark. */
static void both_sides_must_agree(void **state)
{
    (void)state;
    static const struct memory_file old[] = {
        {".gitattributes", TEXT("made.c linguist-generated\nback.c linguist-vendored\n"),
         ENTRY_FILE},
        {"a.c", TEXT("a"), ENTRY_FILE},
        {"b.c", TEXT("b"), ENTRY_FILE},
        {"back.c", TEXT("a"), ENTRY_FILE},
        {"made.c", TEXT("a"), ENTRY_FILE},
        {"vendor/a.c", TEXT("a"), ENTRY_FILE},
    };
    static const struct memory_file new[] = {
        {".gitattributes",
         TEXT("*.c linguist-generated linguist-documentation\nback.c -linguist-vendored\n"),
         ENTRY_FILE},
        {"a.c", TEXT("a"), ENTRY_FILE},
        {"back.c", TEXT("a"), ENTRY_FILE},
        {"made.c", TEXT("a"), ENTRY_FILE},
        {"new.c", TEXT("a"), ENTRY_FILE},
        {"third_party/b.c", TEXT("b"), ENTRY_FILE},
        {"vendor/a.c", TEXT("a"), ENTRY_FILE},
    };
    static const struct renamed renames[] = {{.path = "third_party/b.c", .old_path = "b.c"}};
    struct sides sides;
    sides_open(&sides, old, sizeof(old) / sizeof(*old), new, sizeof(new) / sizeof(*new));
    assert_true(snapshot_is_generated(&sides.after, "a.c"));
    assert_true(attributes_mark_added(&sides.after, &sides.before));
    assert_false(attributes_mark_added(&sides.before, &sides.before));
    attributes_agree_with(&sides.after, &sides.before, renames, 1, &sides.arena);
    assert_false(snapshot_is_generated(&sides.after, "a.c"));
    assert_false(snapshot_is_documentation(&sides.after, "a.c"));
    assert_true(snapshot_is_generated(&sides.after, "made.c"));
    assert_true(snapshot_is_generated(&sides.after, "new.c"));
    assert_true(snapshot_is_documentation(&sides.after, "new.c"));
    assert_false(snapshot_is_vendored(&sides.after, "back.c"));
    assert_true(snapshot_is_vendored(&sides.after, "vendor/a.c"));
    assert_false(snapshot_is_generated(&sides.after, "vendor/a.c"));
    assert_false(snapshot_is_generated(&sides.after, "third_party/b.c"));
    assert_false(snapshot_is_vendored(&sides.after, "third_party/b.c"));
    arena_release(&sides.arena);
}

/* The same files in a repository: where git says something, so do we. */
static void git_says_the_same(void **state)
{
    (void)state;
    struct arena arena;
    struct snapshot snapshot;
    arena_init(&arena, 4096);
    DONE(snapshot_of_memory(&snapshot, files, FILES, &arena));
    run("git init -q attributes && mkdir -p 'attributes/deep/!first' attributes/deep/linked");
    for (size_t i = 0; i < FILES; i++) {
        FILE *file =
            fopen(arena_printf(&arena, "%s/attributes/%s", test_folder, files[i].path), "w");
        assert_non_null(file);
        fwrite(files[i].content.bytes, 1, files[i].content.size, file);
        fclose(file);
    }
    run("rm attributes/deep/linked/.gitattributes");
    FILE *paths = fopen(in_folder(&arena, "paths"), "w");
    assert_non_null(paths);
    for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++)
        fprintf(paths, "%s%c", expected[i].path, 0);
    fclose(paths);
    run("cd attributes && git check-attr -z --stdin linguist-generated <../paths >../answers");
    FILE *answers = fopen(in_folder(&arena, "answers"), "r");
    assert_non_null(answers);
    char path[256];
    char attribute[256];
    char value[256];
    size_t asked = 0;
    char *const parts[] = {path, attribute, value};
    for (size_t part = 0, at = 0;;) {
        int byte = fgetc(answers);
        if (byte == EOF)
            break;
        parts[part][at++] = (char)byte;
        if (byte != 0)
            continue;
        at = 0;
        part = (part + 1) % 3;
        if (part != 0)
            continue;
        asked++;
        if (strcmp(value, "unspecified") == 0)
            continue;
        bool is_true = strcmp(value, "unset") != 0 && strcmp(value, "false") != 0;
        if (snapshot_is_generated(&snapshot, path) != is_true)
            fail_msg("%s is %s for git", path, value);
    }
    fclose(answers);
    assert_int_equal(asked, sizeof(expected) / sizeof(*expected));
    arena_release(&arena);
}

static void a_file_that_cannot_be_read_is_a_defect(void **state)
{
    (void)state;
    struct arena arena;
    struct snapshot snapshot;
    arena_init(&arena, 4096);
    const struct memory_file binary = {"a/.gitattributes", {"*\0", 2}, ENTRY_FILE};
    DONE(snapshot_of_memory(&snapshot, &binary, 1, &arena));
    assert_int_equal(snapshot.defect_count, 1);
    assert_string_equal(snapshot.defects[0].path, "a/.gitattributes");
    assert_string_equal(snapshot.defects[0].problem, "cannot be read");
    const struct memory_file other = {"a/x.gitattributes", {"*\0", 2}, ENTRY_FILE};
    DONE(snapshot_of_memory(&snapshot, &other, 1, &arena));
    assert_int_equal(snapshot.defect_count, 0);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_match_wins_else_convention),
        cmocka_unit_test(both_sides_must_agree),
        cmocka_unit_test(the_base_says_language_and_folder),
        cmocka_unit_test(git_says_the_same),
        cmocka_unit_test(a_file_that_cannot_be_read_is_a_defect),
    };
    return cmocka_run_group_tests_name("attributes", tests, make_test_folder, remove_test_folder);
}
