/* Files of the whole history, compared with what git lists of the same repository. */
#include "source_test.h"

#include "source/blobs.h"

static struct past_blobs find(struct repository *repository, struct arena *arena)
{
    struct commit_ids head = {.time = 0};
    bool found = false;
    DONE(repository_resolve(repository, NULL, &head, &found));
    struct snapshot snapshot = {0};
    if (found)
        DONE(snapshot_of_commit(&snapshot, repository, &head, arena));
    struct past_blobs blobs;
    DONE(past_blobs_find(&blobs, repository, &snapshot, arena));
    return blobs;
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids, sorted, a line each. */
static const char *ids_of(const struct past_blobs *blobs, struct arena *arena)
{
    const char **lines = ARENA_ARRAY(arena, const char *, blobs->count + 1);
    for (size_t i = 0; i < blobs->count; i++) {
        char *hex = arena_alloc(arena, OBJECT_ID_HEX_SIZE, 1);
        object_id_format(&blobs->items[i].entry.id, hex);
        lines[i] = hex;
    }
    qsort(lines, blobs->count, sizeof(*lines), compare_lines);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < blobs->count; i++)
        buffer_printf(&out, "%s\n", lines[i]);
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static void make_history(void)
{
    run("git init -q many && cd many && mkdir -p a/b && echo 0 >a/b/keep && ln -s keep a/link && "
        "git add . && git commit -qm 0 && "
        "for n in 1 2 3 4 5; do echo $n >a/b/file; echo top$n >top$n; git add . && "
        "git commit -qm $n; done && git rm -q top1 top2 a/b/file && git commit -qm away && "
        "git checkout -q -b side HEAD~2 && echo side >a/side && git add . && "
        "git commit -qm side && git checkout -q master && git merge -q --no-edit side && "
        "git checkout -q -b loose HEAD~3 && echo loose >loose && git add . && "
        "git commit -qm loose && git checkout -q master && git branch -q -M loose other && "
        "git tag -a -m t marked other && git branch -q -D other && "
        "git update-ref refs/odd/tree $(git rev-parse HEAD^{tree})");
}

/* Every blob that a reference reaches and the tree of HEAD has not. */
static void they_are_what_git_lists(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    make_history();
    run("cd many && git ls-tree -r HEAD | awk '{print $3}' | sort -u >../head && git rev-list "
        "--objects --all | cut -d' ' -f1 | git cat-file --batch-check | awk '$2 == \"blob\" "
        "{print $1}' | sort -u | comm -23 - ../head >../answer");
    struct repository *repository = open_repository(in_folder(&arena, "many"));
    struct past_blobs blobs = find(repository, &arena);
    assert_int_equal(blobs.count, 8);
    assert_string_equal(ids_of(&blobs, &arena), answer(&arena).bytes);
    assert_false(blobs.truncated);
    repository_close(repository);
    arena_release(&arena);
}

/* The commit is the one that brought the file, and the versions of a path stand
 * together, the last one first. */
static void each_has_its_first_commit_and_path(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct repository *repository = open_repository(in_folder(&arena, "many"));
    struct past_blobs blobs = find(repository, &arena);
    for (size_t i = 0; i < blobs.count; i++) {
        char id[OBJECT_ID_HEX_SIZE];
        char commit[OBJECT_ID_HEX_SIZE];
        object_id_format(&blobs.items[i].entry.id, id);
        object_id_format(&blobs.commits[blobs.items[i].commit].id, commit);
        run("cd many && git log --all --reverse --topo-order --format=%%H --find-object=%s | head "
            "-n 1 >../answer",
            id);
        assert_string_equal(text_trim(answer(&arena)).bytes, arena_printf(&arena, "%s\n", commit));
        run("cd many && test \"$(git rev-parse %s:'%s')\" = %s", commit, blobs.items[i].entry.path,
            id);
        if (i > 0 && strcmp(blobs.items[i].entry.path, blobs.items[i - 1].entry.path) == 0)
            assert_true(blobs.items[i].commit < blobs.items[i - 1].commit);
    }
    repository_close(repository);
    arena_release(&arena);
}

static void assert_cut(const char *name, bool damaged, const char *reason)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct repository *repository = open_repository(in_folder(&arena, name));
    struct past_blobs blobs = find(repository, &arena);
    assert_true(blobs.truncated);
    assert_int_equal(blobs.damaged, damaged);
    assert_non_null(strstr(blobs.truncated_because, reason));
    repository_close(repository);
    arena_release(&arena);
}

static void what_is_cut_says_so(void **state)
{
    (void)state;
    run("git clone -q --depth 2 file://$PWD/many shallow");
    assert_cut("shallow", false, "fetch-depth: 0");
    run("cp -r many torn && cd torn && t=$(git rev-parse HEAD~4:a) && "
        "rm -f .git/objects/$(echo $t | cut -c1-2)/$(echo $t | cut -c3-)");
    assert_cut("torn", false, "not in this repository");
}

static void an_empty_repository_has_none(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    run("git init -q empty");
    struct repository *repository = open_repository(in_folder(&arena, "empty"));
    struct past_blobs blobs = find(repository, &arena);
    assert_int_equal(blobs.count, 0);
    assert_int_equal(blobs.commit_count, 0);
    assert_false(blobs.truncated);
    repository_close(repository);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_are_what_git_lists),
        cmocka_unit_test(each_has_its_first_commit_and_path),
        cmocka_unit_test(what_is_cut_says_so),
        cmocka_unit_test(an_empty_repository_has_none),
    };
    return cmocka_run_group_tests_name("blobs", tests, make_test_folder, remove_test_folder);
}
