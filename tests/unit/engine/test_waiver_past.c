/* Since when waivers in comments are there, where commits say days that cannot be, where the
 * time runs out, and of what is made to be slow. */
#include "../source/source_test.h"

#include "base/date.h"
#include "base/limits.h"
#include "engine/waiver_past.h"

enum { WAIVERS = 300, LINE = 20000 };

static int make_repositories(void **state)
{
    if (make_test_folder(state) != 0)
        return -1;
    run("git init -q days && cd days && "
        "save() { git add -A && GIT_COMMITTER_DATE=\"$1T12:00:00Z\" git commit -qm \"$1\"; }; "
        "waive() { echo \"FROM alpine:3 # bylaw:ignore ACM001 until=$2 reason=R\" >\"$1\"; }; "
        "echo x >other && save 2026-01-10 && "
        "waive put-off.yml 2026-02-10 && save 2099-01-01 && "
        "waive put-off.yml 2026-03-10 && save 2099-01-02 && "
        "echo y >other && save 2026-02-20 && "
        "waive ahead.yml 2026-07-01 && save 2026-06-02 && "
        "echo z >other && save 2099-01-01 && "
        "waive behind.yml 2026-07-01 && save 2026-05-01 && "
        "waive put-off.yml 2026-07-01 && save 2099-01-01");
    return 0;
}

/* Of the file as HEAD has it, on 2026-06-01. */
static struct inline_waivers past_of(struct repository *repository, const char *path,
                                     struct deadline *deadline, struct arena *arena)
{
    struct commit_ids head = resolve(repository, "HEAD");
    struct waiver_search search = {.deadline = deadline, .is_whole = true};
    struct inline_waivers found = {0};
    struct snapshot snapshot;
    struct reader *reader = NULL;
    const struct entry *entry;
    struct content content;
    assert_true(date_parse("2026-06-01", &search.today));
    search.lineage = lineage_new(repository, &head.commit, arena);
    DONE(snapshot_of_commit(&snapshot, repository, &head, arena));
    DONE(reader_open_here(&reader, &snapshot));
    entry = snapshot_find(&snapshot, path);
    assert_non_null(entry);
    reader_read(reader, entry, 16 << 20, arena, &content);
    reader_close(reader);
    assert_int_equal(content.state, CONTENT_TEXT);
    inline_waivers_parse(&found, arena, path, content.text);
    assert_true(found.count > 0);
    DONE(waiver_past_read(&search, found.items, found.count, arena));
    return found;
}

static const char *writings_of(struct repository *repository, const char *path,
                               struct deadline *deadline, struct arena *arena)
{
    const struct waiver_past *past =
        past_of(repository, path, deadline, arena).items->exception.past;
    struct buffer out = BUFFER_EMPTY;
    assert_non_null(past);
    for (size_t i = 0; i < past->count; i++) {
        char on[DATE_TEXT_SIZE];
        char until[DATE_TEXT_SIZE];
        date_format(past->writings[i].on, on);
        date_format(past->writings[i].until, until);
        buffer_printf(&out, "%s until %s\n", on, until);
    }
    if (past->last_unknown)
        buffer_printf(&out, "not known: %s\n", past->last_unknown);
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static void a_day_to_come_is_that_of_the_commit_before(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct repository *repository = open_repository(in_folder(&arena, "days"));
    assert_string_equal(writings_of(repository, "put-off.yml", NULL, &arena),
                        "2026-05-01 until 2026-07-01\n"
                        "2026-01-10 until 2026-03-10\n"
                        "2026-01-10 until 2026-02-10\n");
    /* One clock is a day ahead of the other: no day is taken away. */
    assert_string_equal(writings_of(repository, "ahead.yml", NULL, &arena),
                        "2026-06-01 until 2026-07-01\n");
    assert_string_equal(writings_of(repository, "behind.yml", NULL, &arena),
                        "2026-05-01 until 2026-07-01\n");
    repository_close(repository);
    arena_release(&arena);
}

static void a_history_that_ends_in_days_to_come_is_not_known(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    run("git init -q late && cd late && "
        "save() { git add -A && GIT_COMMITTER_DATE=2099-01-01T00:00:00Z git commit -qm x; }; "
        "echo x >other && save && echo y >other && save && "
        "echo 'FROM alpine:3 # bylaw:ignore ACM001 until=2026-07-01 reason=R' >new.yml && save && "
        "cd .. && git clone -q --depth 2 \"file://$PWD/late\" cut");
    struct repository *repository = open_repository(in_folder(&arena, "cut"));
    assert_string_equal(writings_of(repository, "new.yml", NULL, &arena),
                        "2026-06-01 until 2026-07-01\n"
                        "not known: shallow clone: fetch with fetch-depth: 0\n");
    repository_close(repository);
    repository = open_repository(in_folder(&arena, "late"));
    assert_string_equal(writings_of(repository, "new.yml", NULL, &arena),
                        "2026-06-01 until 2026-07-01\nnot known: all commits say days to come\n");
    repository_close(repository);
    arena_release(&arena);
}

static void what_there_is_no_time_for_is_not_known(void **state)
{
    (void)state;
    struct arena arena;
    struct deadline over = {.set = true};
    arena_init(&arena, 1 << 12);
    struct repository *repository = open_repository(in_folder(&arena, "days"));
    atomic_store(&over.over, true);
    assert_string_equal(writings_of(repository, "put-off.yml", &over, &arena),
                        "2026-06-01 until 2026-07-01\nnot known: there was no time to read it\n");
    repository_close(repository);
    arena_release(&arena);
}

/* Whoever compares every waiver with every other by its line would read terabytes. */
static void long_lines_are_compared_at_once(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    run("git init -q long && cd long && line=$(printf '%%%ds' | tr ' ' y) && "
        "for commit in $(seq 12); do for i in $(seq %d); do "
        "echo \"x: $commit$i$line # bylaw:ignore ACM001 until=2026-07-01 reason=R\"; done "
        ">f.yml && git add -A && git commit -qm \"$commit\"; done",
        LINE, WAIVERS);
    struct repository *repository = open_repository(in_folder(&arena, "long"));
    const struct inline_waivers found = past_of(repository, "f.yml", NULL, &arena);
    assert_int_equal(found.count, WAIVERS);
    for (size_t i = 0; i < found.count; i++) {
        assert_non_null(found.items[i].exception.past);
        assert_int_equal(found.items[i].exception.past->count, 1);
    }
    repository_close(repository);
    arena_release(&arena);
}

static void more_than_are_followed_are_not_known(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    run("git init -q many && cd many && for i in $(seq %d); do "
        "echo \"x: $i # bylaw:ignore ACM001 until=2026-07-01 reason=R\"; done >f.yml && "
        "git add -A && git commit -qm one",
        LIMIT_WAIVERS_FOLLOWED + 1);
    struct repository *repository = open_repository(in_folder(&arena, "many"));
    const struct inline_waivers found = past_of(repository, "f.yml", NULL, &arena);
    assert_int_equal(found.count, LIMIT_WAIVERS_FOLLOWED + 1);
    for (size_t i = 0; i < found.count; i++) {
        assert_non_null(found.items[i].exception.past);
        assert_string_equal(found.items[i].exception.past->last_unknown,
                            "the file has or had more waivers than are followed");
    }
    repository_close(repository);
    arena_release(&arena);
}

int main(void)
{
    source_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_to_come_is_that_of_the_commit_before),
        cmocka_unit_test(a_history_that_ends_in_days_to_come_is_not_known),
        cmocka_unit_test(what_there_is_no_time_for_is_not_known),
        cmocka_unit_test(more_than_are_followed_are_not_known),
        cmocka_unit_test(long_lines_are_compared_at_once),
    };
    return cmocka_run_group_tests(tests, make_repositories, remove_test_folder);
}
