/* Who wrote each line of a file, compared with what git says. */
#include "source_test.h"

#include "source/blame.h"

static int make_file(void **state)
{
    if (make_test_folder(state) != 0)
        return -1;
    run("git init -q blame && cd blame && "
        "by() { git add -A && GIT_AUTHOR_EMAIL=$1@x.org git commit -qm \"$1\"; }; "
        "long() { for i in 1 2 3 4 5 6 7 8 9; do echo \"line $i of a long text\"; done; }; "
        "long >old && by ann && "
        "sed -i '3s/.*/of bob/' old && by bob && "
        "git checkout -qb topic && sed -i '7s/.*/of cat/' old && by cat && "
        "git checkout -q master && sed -i '1s/.*/of dan/' old && by dan && "
        "git merge -q --no-ff -m merge topic && "
        "mkdir new && git mv old new/file && by eve && "
        "printf 'E <eve@new.org> <bob@x.org>\\n' >.mailmap && by eve && "
        "git clone -q --depth 2 file://%s/blame ../cut",
        test_folder);
    return 0;
}

/* "address*count", or a reason, in the order of the lines. */
static const char *authors_of(const char *name, const char *path, const struct text *now,
                              struct arena *arena)
{
    static const uint32_t all[2] = {1, 9};
    struct repository *repository = open_repository(in_folder(arena, name));
    struct commit_ids head = resolve(repository, "HEAD");
    struct blame blame;
    struct buffer out = BUFFER_EMPTY;
    blame_read(&blame, repository, &head, path, now, all, arena);
    for (uint32_t line = 1; blame_of_line(&blame, line); line++) {
        const struct blame_hunk *hunk = blame_of_line(&blame, line);
        buffer_printf(&out, "%s ", hunk->author ? hunk->author : hunk->unknown);
    }
    buffer_add_string(&out, blame.unknown ? blame.unknown : "");
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    repository_close(repository);
    return text;
}

/* Through a merge and a rename, with the .mailmap of the head. */
static void each_line_has_its_author(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    assert_string_equal(authors_of("blame", "new/file", NULL, &arena),
                        "dan@x.org ann@x.org eve@new.org ann@x.org ann@x.org ann@x.org cat@x.org "
                        "ann@x.org ann@x.org ");
    arena_release(&arena);
}

static void what_is_not_committed_is_of_nobody(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const struct text now = text_of("of dan\nmine\nof bob\n");
    assert_string_equal(authors_of("blame", "new/file", &now, &arena),
                        "dan@x.org no commit has them yet eve@new.org ");
    assert_string_equal(authors_of("blame", "none", NULL, &arena), "no commit has the file");
    arena_release(&arena);
}

/* Where the history is cut the oldest commit that is there has not written what it holds. */
static void a_cut_history_names_nobody(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const char *authors = authors_of("cut", "new/file", NULL, &arena);
    assert_non_null(strstr(authors, "shallow clone: fetch with fetch-depth: 0"));
    assert_null(strstr(authors, "@"));
    arena_release(&arena);
}

int main(void)
{
    source_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_has_its_author),
        cmocka_unit_test(what_is_not_committed_is_of_nobody),
        cmocka_unit_test(a_cut_history_names_nobody),
    };
    return cmocka_run_group_tests(tests, make_file, remove_test_folder);
}
