/* Where policies come from: files, folders, revisions of git, the .bylaw/ folder
 * of a snapshot; and what is refused rather than left out. */
#include "base/limits.h"
#include "policy_test.h"
#include "source/forge.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of the test's own. */
struct place_of_files {
    struct arena arena;
    char folder[64];
};

static void files_open(struct place_of_files *files)
{
    arena_init(&files->arena, 1 << 16);
    strcpy(files->folder, "/tmp/bylaw-origin-XXXXXX");
    assert_non_null(mkdtemp(files->folder));
    source_start();
}

static void files_close(struct place_of_files *files)
{
    char command[100];
    snprintf(command, sizeof(command), "rm -rf '%s'", files->folder);
    assert_int_equal(system(command), 0);
    arena_release(&files->arena);
}

static const char *at(struct place_of_files *files, const char *path)
{
    return arena_printf(&files->arena, "%s/%s", files->folder, path);
}

/* Makes the folders above, too. */
static const char *write_text(struct place_of_files *files, const char *path, const char *text)
{
    char *whole = arena_strdup(&files->arena, at(files, path));
    for (char *slash = strchr(whole + strlen(files->folder) + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(whole, 0700);
        *slash = '/';
    }
    FILE *file = fopen(whole, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return whole;
}

/* The paths that were read, without the folder, and the texts. */
static const char *read_paths(struct place_of_files *files, const char *path)
{
    struct policy_file *found = NULL;
    size_t count = 0;
    DONE(policy_files_of_path(&files->arena, path, &found, &count));
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        const char *shown = found[i].path;
        if (string_starts_with(shown, files->folder))
            shown += strlen(files->folder) + 1;
        buffer_printf(&out, "%s%s=%.*s", i ? " " : "", shown, (int)found[i].text.size,
                      found[i].text.bytes);
        assert_null(found[i].problem);
    }
    const char *copy = arena_strdup(&files->arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static void assert_path_refused(struct place_of_files *files, const char *path,
                                enum failure_kind kind, const char *words)
{
    struct policy_file *found = NULL;
    size_t count = 0;
    REFUSED(policy_files_of_path(&files->arena, path, &found, &count), kind, words);
    assert_null(found);
    assert_int_equal(count, 0);
}

static void test_a_file(void **state)
{
    (void)state;
    struct place_of_files files;
    files_open(&files);
    assert_string_equal(read_paths(&files, write_text(&files, "a.yml", "A")), "a.yml=A");
    assert_string_equal(read_paths(&files, write_text(&files, "b.yaml", "")), "b.yaml=");
    assert_path_refused(&files, write_text(&files, "c.txt", "C"), FAILURE_POLICY, "no YAML file");
    assert_path_refused(&files, at(&files, "none.yml"), FAILURE_USAGE, "no such file or folder");
    /* a link that is named is the user's own choice */
    assert_int_equal(symlink("a.yml", at(&files, "link.yml")), 0);
    assert_string_equal(read_paths(&files, at(&files, "link.yml")), "link.yml=A");
    assert_int_equal(mkfifo(at(&files, "pipe.yml"), 0600), 0);
    assert_path_refused(&files, at(&files, "pipe.yml"), FAILURE_POLICY, "it is no file");
    files_close(&files);
}

static void test_a_folder(void **state)
{
    (void)state;
    struct place_of_files files;
    files_open(&files);
    assert_path_refused(&files, files.folder, FAILURE_POLICY, "no policy or rule file");
    write_text(&files, "z.yml", "Z");
    write_text(&files, "deep/er/a.yaml", "A");
    write_text(&files, "README.md", "R");
    write_text(&files, ".hidden.yml", "H");
    write_text(&files, ".git/x.yml", "G");
    assert_string_equal(read_paths(&files, files.folder), "deep/er/a.yaml=A z.yml=Z");
    /* a policy folder: then only its policies and its rules */
    write_text(&files, "rules/b.yml", "B");
    assert_string_equal(read_paths(&files, files.folder), "rules/b.yml=B");
    write_text(&files, "policies/c.yml", "C");
    assert_string_equal(read_paths(&files, files.folder), "policies/c.yml=C rules/b.yml=B");
    files_close(&files);
}

static void test_links_in_a_folder(void **state)
{
    (void)state;
    static const char *const links[] = {"rules/b.yml", "rules/folder", "rules"};
    for (size_t i = 0; i < 3; i++) {
        struct place_of_files files;
        files_open(&files);
        write_text(&files, "policies/a.yml", "A");
        if (i < 2)
            write_text(&files, "rules/c.yml", "C");
        assert_int_equal(symlink("policies", at(&files, links[i])), 0);
        assert_path_refused(&files, files.folder, FAILURE_POLICY,
                            arena_printf(&files.arena, "%s' is a symbolic link", links[i]));
        files_close(&files);
    }
}

static void test_limits_of_a_folder(void **state)
{
    (void)state;
    struct place_of_files files;
    files_open(&files);
    const char *large = write_text(&files, "large.yml", "");
    assert_int_equal(truncate(large, LIMIT_POLICY_BYTES + 1), 0);
    assert_path_refused(&files, large, FAILURE_POLICY, "a policy file has at most");
    assert_path_refused(&files, files.folder, FAILURE_POLICY, "a policy file has at most");
    assert_int_equal(truncate(large, LIMIT_POLICY_BYTES), 0);
    struct policy_file *found;
    size_t count;
    DONE(policy_files_of_path(&files.arena, large, &found, &count));
    assert_int_equal(found[0].text.size, LIMIT_POLICY_BYTES);
    write_text(&files, "1/2/3/4/5/6/7/8/a.yml", "A");
    DONE(policy_files_of_path(&files.arena, files.folder, &found, &count));
    write_text(&files, "1/2/3/4/5/6/7/8/9/a.yml", "A");
    assert_path_refused(&files, files.folder, FAILURE_LIMIT, "folders deep");
    files_close(&files);
}

static const struct identity somebody = {.name = "A", .email = "a@acme.test", .time = 1700000000};

static struct forge_file file_of(const char *path, const char *content)
{
    return (struct forge_file){.path = path, .content = text_of(content)};
}

static struct object_id commit(struct forge *forge, const struct forge_file *files, size_t count)
{
    const struct forge_commit commit = {.author = somebody,
                                        .committer = somebody,
                                        .message = "work\n",
                                        .files = files,
                                        .file_count = count};
    struct object_id id;
    DONE(forge_commit(forge, &commit, &id));
    return id;
}

static void test_a_revision(void **state)
{
    (void)state;
    struct place_of_files files;
    files_open(&files);
    struct forge *forge;
    const char *path = at(&files, "re@po");
    DONE(forge_new(&forge, path));
    const struct forge_file first[] = {
        file_of("org/policies/p.yml", "P1"), file_of("org/rules/x/r.yml", "R1"),
        file_of("org/rules/README.md", "M"), file_of("org/other.yml", "O"),
        file_of("plain/a@b:c.yml", "C"),     file_of("plain/text.txt", "T"),
    };
    struct object_id old = commit(forge, first, 6);
    DONE(forge_branch(forge, "old", &old));
    const struct forge_file second[] = {file_of("org/policies/p.yml", "P2")};
    commit(forge, second, 1);
    struct arena *arena = &files.arena;
    assert_string_equal(read_paths(&files, arena_printf(arena, "%s@main:org", path)),
                        "re@po@main:org/policies/p.yml=P2 re@po@main:org/rules/x/r.yml=R1");
    assert_string_equal(read_paths(&files, arena_printf(arena, "%s@old:/org/", path)),
                        "re@po@old:org/policies/p.yml=P1 re@po@old:org/rules/x/r.yml=R1");
    assert_string_equal(read_paths(&files, arena_printf(arena, "%s@:org/other.yml", path)),
                        "re@po@:org/other.yml=O");
    assert_string_equal(read_paths(&files, arena_printf(arena, "%s@main:plain", path)),
                        "re@po@main:plain/a@b:c.yml=C");
    assert_string_equal(read_paths(&files, arena_printf(arena, "%s@main:plain/a@b:c.yml", path)),
                        "re@po@main:plain/a@b:c.yml=C");
    struct policy_file *found;
    size_t count;
    DONE(policy_files_of_path(arena, arena_printf(arena, "%s@main:", path), &found, &count));
    assert_int_equal(count, 4);
    assert_path_refused(&files, arena_printf(arena, "%s@none:org", path), FAILURE_USAGE,
                        "no revision 'none'");
    assert_path_refused(&files, arena_printf(arena, "%s@main:none", path), FAILURE_POLICY,
                        "no policy or rule file");
    assert_path_refused(&files, arena_printf(arena, "%s@main:plain/text.txt", path), FAILURE_POLICY,
                        "no YAML file");
    assert_path_refused(&files, arena_printf(arena, "%s/none@main:org", files.folder),
                        FAILURE_USAGE, "no repository at");
    assert_path_refused(&files, arena_printf(arena, "%s/none@main", files.folder), FAILURE_USAGE,
                        "no such file or folder");
    assert_path_refused(&files, "@main:x", FAILURE_USAGE, "no such file or folder");
    forge_free(forge);
    files_close(&files);
}

static void test_an_empty_repository(void **state)
{
    (void)state;
    struct place_of_files files;
    files_open(&files);
    struct forge *forge;
    DONE(forge_new(&forge, at(&files, "r")));
    assert_path_refused(&files, at(&files, "r@:"), FAILURE_USAGE, "no revision 'HEAD'");
    forge_free(forge);
    files_close(&files);
}

#define LFS_POINTER                                \
    "version https://git-lfs.github.com/spec/v1\n" \
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"

/* What a tree of these files gives; `words`: of the failure, or NULL. */
static void read_snapshot(struct arena *arena, const struct memory_file *files, size_t count,
                          enum failure_kind kind, const char *words,
                          struct repository_policy_files *out)
{
    struct snapshot snapshot;
    struct reader *reader;
    DONE(snapshot_of_memory(&snapshot, files, count, arena));
    DONE(reader_open(&reader, &snapshot));
    struct failure *failure = policy_files_of_snapshot(arena, &snapshot, reader, out);
    if (words)
        REFUSED(failure, kind, words);
    else
        DONE(failure);
    reader_close(reader);
}

static struct memory_file memory_of(const char *path, const char *content)
{
    return (struct memory_file){.path = path, .content = text_of(content)};
}

static void test_a_snapshot(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct memory_file all[] = {
        memory_of(".bylaw.yml", "C"),
        memory_of(".bylaw/README.md", "-"),
        memory_of(".bylaw/exceptions.yml", "E"),
        memory_of(".bylaw/exceptions/EXC-2026-0001.yml", "E1"),
        memory_of(".bylaw/exceptions/EXC-2026-0001.sig", "-"),
        memory_of(".bylaw/exceptions/deep/EXC-2026-0002.yaml", "E2"),
        memory_of(".bylaw/policies/p.yml", "P"),
        memory_of(".bylaw/rules-old/x.yml", "-"),
        memory_of(".bylaw/rules/a/r.yml", "R"),
        memory_of(".bylaw/rules/a/r.test.yml", "RT"),
        memory_of("sub/.bylaw/rules/r.yml", "-"),
    };
    struct repository_policy_files found;
    read_snapshot(&arena, all, sizeof(all) / sizeof(all[0]), FAILURE_BUG, NULL, &found);
    assert_string_equal(found.configuration.path, ".bylaw.yml");
    assert_true(text_equals(found.configuration.text, "C"));
    assert_int_equal(found.file_count, 3);
    assert_string_equal(found.files[0].path, ".bylaw/policies/p.yml");
    assert_string_equal(found.files[1].path, ".bylaw/rules/a/r.test.yml");
    assert_string_equal(found.files[2].path, ".bylaw/rules/a/r.yml");
    assert_int_equal(found.exception_count, 3);
    assert_string_equal(found.exceptions[0].path, ".bylaw/exceptions.yml");
    assert_true(text_equals(found.exceptions[2].text, "E2"));

    const struct memory_file other[] = {memory_of(".bylaw.yaml", "C"), memory_of("a", "A")};
    read_snapshot(&arena, other, 2, FAILURE_BUG, NULL, &found);
    assert_string_equal(found.configuration.path, ".bylaw.yaml");
    assert_int_equal(found.file_count + found.exception_count, 0);
    read_snapshot(&arena, &other[1], 1, FAILURE_BUG, NULL, &found);
    assert_null(found.configuration.path);
    arena_release(&arena);
}

/* A rule that is not read would be a rule that is kept. */
static void test_what_a_snapshot_cannot_give(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    char *large = arena_alloc(&arena, LIMIT_POLICY_BYTES + 2, 1);
    memset(large, '#', LIMIT_POLICY_BYTES + 1);
    const struct {
        struct memory_file files[2];
        enum failure_kind kind;
        const char *words;
    } rows[] = {
        {{memory_of(".bylaw.yml", "a"), memory_of(".bylaw.yaml", "b")}, FAILURE_POLICY, "keep one"},
        {{{".bylaw.yml", text_of("x"), ENTRY_LINK}, memory_of("x", "b")},
         FAILURE_POLICY,
         "'.bylaw.yml' is a symbolic link"},
        {{{".bylaw", text_of("x"), ENTRY_LINK}, memory_of("x", "b")},
         FAILURE_POLICY,
         "'.bylaw' is a symbolic link"},
        {{{".bylaw/rules", text_of("../x"), ENTRY_LINK}, memory_of("x", "b")},
         FAILURE_POLICY,
         "'.bylaw/rules' is a symbolic link"},
        {{{".bylaw/rules/team", text_of("../x"), ENTRY_LINK}, memory_of("x", "b")},
         FAILURE_POLICY,
         "'.bylaw/rules/team' is a symbolic link"},
        {{{".bylaw", text_of(""), ENTRY_SUBMODULE}, memory_of("x", "b")},
         FAILURE_POLICY,
         "'.bylaw' is a submodule"},
        {{memory_of(".bylaw/policies/p.yml", LFS_POINTER), memory_of("x", "b")},
         FAILURE_POLICY,
         "kept in Git LFS"},
        {{memory_of(".bylaw/rules/r.yml", large), memory_of("x", "b")},
         FAILURE_POLICY,
         "a policy file has at most"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct repository_policy_files found = {0};
        read_snapshot(&arena, rows[i].files, 2, rows[i].kind, rows[i].words, &found);
        assert_null(found.configuration.path);
        assert_int_equal(found.file_count, 0);
    }
    arena_release(&arena);
}

/* A record that cannot be read is a mistake in the record, and the run goes on. */
static void test_exceptions_that_cannot_be_read(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct memory_file files[] = {
        {".bylaw/exceptions/a.yml", text_of("../../x"), ENTRY_LINK},
        memory_of(".bylaw/exceptions/b.yml", LFS_POINTER),
        memory_of(".bylaw/exceptions/c.yml", "C"),
        {".bylaw/exceptions/team", text_of("../../x"), ENTRY_LINK},
    };
    struct repository_policy_files found;
    read_snapshot(&arena, files, 4, FAILURE_BUG, NULL, &found);
    assert_int_equal(found.exception_count, 4);
    assert_non_null(strstr(found.exceptions[0].problem, "symbolic link"));
    assert_non_null(strstr(found.exceptions[1].problem, "Git LFS"));
    assert_null(found.exceptions[2].problem);
    assert_true(text_equals(found.exceptions[2].text, "C"));
    assert_non_null(strstr(found.exceptions[3].problem, "symbolic link"));
    arena_release(&arena);
}

static void test_what_governs(void **state)
{
    (void)state;
    static const char *const governs[] = {
        ".bylaw.yml", ".bylaw.yaml",        ".bylaw/rules/a.yml", ".bylaw/exceptions.yml",
        "CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS",    ".gitlab/CODEOWNERS",
        ".bylaw",
    };
    static const char *const others[] = {"a/.bylaw.yml", ".bylaws/a.yml", "src/CODEOWNERS",
                                         "README.md",    "bylaw.yml",     ".bylaw.yml.orig"};
    for (size_t i = 0; i < sizeof(governs) / sizeof(governs[0]); i++)
        if (!policy_governs_path(governs[i]))
            fail_msg("'%s' governs", governs[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (policy_governs_path(others[i]))
            fail_msg("'%s' does not govern", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_file),
        cmocka_unit_test(test_a_folder),
        cmocka_unit_test(test_links_in_a_folder),
        cmocka_unit_test(test_limits_of_a_folder),
        cmocka_unit_test(test_a_revision),
        cmocka_unit_test(test_an_empty_repository),
        cmocka_unit_test(test_a_snapshot),
        cmocka_unit_test(test_what_a_snapshot_cannot_give),
        cmocka_unit_test(test_exceptions_that_cannot_be_read),
        cmocka_unit_test(test_what_governs),
    };
    return cmocka_run_group_tests_name("origin", tests, NULL, NULL);
}
