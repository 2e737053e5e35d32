/* First parents and the history of a path, compared with what git says. */
#include "source_test.h"

#include "base/limits.h"
#include "source/folder_walk.h"
#include "source/lineage.h"
#include "source/lineage_parts.h"

static const char *hex(const struct object_id *id, struct arena *arena)
{
    char *out = arena_alloc(arena, OBJECT_ID_HEX_SIZE, 1);
    object_id_format(id, out);
    return out;
}

static struct lineage *lineage_of(struct repository *repository, const char *revision,
                                  struct arena *arena)
{
    struct commit_ids head = resolve(repository, revision);
    return lineage_new(repository, &head.commit, arena);
}

/* Lines of `path id`, newest first. */
static const char *revisions_of(struct lineage *lineage, const char *path, struct arena *arena)
{
    struct buffer out = BUFFER_EMPTY;
    struct path_walk *walk = path_walk_new(lineage, path, arena);
    struct revision revision;
    bool found = true;
    for (;;) {
        DONE(path_walk_next(walk, &revision, &found));
        if (!found)
            break;
        struct text text;
        assert_true(path_walk_read(walk, &revision, 1 << 20, arena, &text));
        buffer_printf(&out, "%s %.*s\n", revision.path, (int)text_trim(text).size, text.bytes);
    }
    if (path_walk_truncated(walk))
        buffer_printf(&out, "cut: %s\n", path_walk_truncated(walk));
    /* An ended walk stays ended. */
    DONE(path_walk_next(walk, &revision, &found));
    assert_false(found);
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static int make_branch(void **state)
{
    if (make_test_folder(state) != 0)
        return -1;
    run("git init -q branch && cd branch && "
        "save() { git add -A && GIT_COMMITTER_DATE=\"$1 +0000\" git commit -qm \"$2\"; }; "
        "mkdir -p docs/old && "
        "long() { for i in 1 2 3 4 5 6 7 8 9; do echo \"line $i of a long text\"; done; }; "
        "echo one >docs/a && echo x >other && save 1700000000 first && "
        "echo y >other && save 1700000100 elsewhere && "
        "echo two >docs/a && save 1700000200 second && "
        "git checkout -qb side && echo three >docs/a && save 1700000300 'on the side' && "
        "echo four >docs/a && save 1700000400 'more on the side' && git checkout -q master && "
        "echo z >other && save 1700000500 'on the branch' && "
        "GIT_COMMITTER_DATE='1700000600 +0000' git merge -q --no-ff -m merged side && "
        "long >docs/old/b && save 1700000700 'a long one' && "
        "git mv docs/old/b docs/c && save 1700000800 moved && "
        "echo more >>docs/c && save 1700000900 changed && "
        "rm docs/a && save 1700001000 'taken away' && "
        "echo again >docs/a && save 1700001100 'back again'");
    return 0;
}

static void first_parents(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct repository *repository = open_repository(in_folder(&arena, "branch"));
    struct lineage *lineage = lineage_of(repository, "HEAD", &arena);
    run("cd branch && git log --first-parent --format='%%H %%T %%ct' >../answer");
    struct text listed = answer(&arena);
    struct text line;
    size_t count = 0;
    for (; text_next_line(&listed, &line); count++) {
        const struct lineage_commit *commit = lineage_commit(lineage, count);
        assert_non_null(commit);
        const char *text = arena_printf(&arena, "%s %s %lld", hex(&commit->id, &arena),
                                        hex(&commit->tree, &arena), (long long)commit->time);
        assert_string_equal(text, arena_copy(&arena, line));
    }
    assert_null(lineage_commit(lineage, count));
    assert_null(lineage_truncated(lineage));
    assert_false(lineage_is_damaged(lineage));
    assert_int_equal(lineage_commit(lineage, count - 1)->parents, 0);
    repository_close(repository);
    arena_release(&arena);
}

static void words_and_what_was_merged(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    run("cd branch && git -c user.name=Eve -c user.email=eve@x.org checkout -q --detach master~6 "
        "&& "
        "printf 'Ann <ann@x.org> <a@x.org>\\n' >.mailmap && git add -A && git commit -qm 'Who is "
        "who\n\nReviewed-by: Bob <bob@x.org>' && git tag who && "
        "git checkout -q side && GIT_AUTHOR_NAME=Cid GIT_AUTHOR_EMAIL=cid@x.org git commit -q "
        "--allow-empty -m side && git tag cid && git checkout -q who && "
        "git merge -q --no-ff -m 'Merge it' cid && git tag joined && git checkout -q master");
    struct repository *repository = open_repository(in_folder(&arena, "branch"));
    struct lineage *lineage = lineage_of(repository, "joined", &arena);
    struct history_commit commit;
    struct identity who;
    assert_true(lineage_describe(lineage, 0, &commit));
    assert_string_equal(commit.summary, "Merge it");
    assert_int_equal(commit.parents, 2);
    assert_true(lineage_merged_author(lineage, 0, &who));
    assert_string_equal(who.name, "Cid");
    assert_true(lineage_describe(lineage, 1, &commit));
    assert_string_equal(commit.author.name, "Ann");
    assert_int_equal(commit.trailer_count, 1);
    assert_string_equal(commit.trailers[0].value, "Bob <bob@x.org>");
    assert_false(lineage_merged_author(lineage, 1, &who));
    assert_false(lineage_describe(lineage, 1000, &commit));
    repository_close(repository);
    arena_release(&arena);
}

static void a_path_through_its_history(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct repository *repository = open_repository(in_folder(&arena, "branch"));
    struct lineage *lineage = lineage_of(repository, "HEAD", &arena);
    /* What was taken away and came back began anew. */
    assert_string_equal(revisions_of(lineage, "docs/a", &arena), "docs/a again\n");
    assert_string_equal(revisions_of(lineage, "other", &arena), "other z\nother y\nother x\n");
    assert_string_equal(revisions_of(lineage, "docs", &arena), "");
    assert_string_equal(revisions_of(lineage, "docs/a/b", &arena), "");
    assert_string_equal(revisions_of(lineage, "none", &arena), "");
    /* A merge is one step of the branch. */
    struct lineage *older = lineage_of(repository, "HEAD~2", &arena);
    assert_string_equal(revisions_of(older, "docs/a", &arena),
                        "docs/a four\ndocs/a two\ndocs/a one\n");
    repository_close(repository);
    arena_release(&arena);
}

/* Who asks for it is told what stood there before that. */
static void what_was_taken_away_before(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct repository *repository = open_repository(in_folder(&arena, "branch"));
    struct path_walk *walk =
        path_walk_new(lineage_of(repository, "HEAD", &arena), "docs/a", &arena);
    struct revision revision;
    size_t revisions = 0;
    bool found = false;
    assert_false(path_walk_resume(walk)); /* it has not ended */
    DONE(path_walk_next(walk, &revision, &found));
    assert_true(found);
    DONE(path_walk_next(walk, &revision, &found));
    assert_false(found);
    assert_true(path_walk_resume(walk));
    for (;; revisions++) {
        DONE(path_walk_next(walk, &revision, &found));
        if (!found)
            break;
    }
    assert_int_equal(revisions, 3);
    assert_false(path_walk_resume(walk));
    assert_null(path_walk_truncated(walk));
    repository_close(repository);
    arena_release(&arena);
}

static void a_path_that_was_renamed(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct repository *repository = open_repository(in_folder(&arena, "branch"));
    struct lineage *lineage = lineage_of(repository, "HEAD", &arena);
    struct path_walk *walk = path_walk_new(lineage, "docs/c", &arena);
    static const struct {
        const char *path;
        int64_t time;
    } expected[] = {{"docs/c", 1700000900}, {"docs/c", 1700000800}, {"docs/old/b", 1700000700}};
    struct revision revision;
    bool found = false;
    for (size_t i = 0; i < 3; i++) {
        DONE(path_walk_next(walk, &revision, &found));
        assert_true(found);
        assert_string_equal(revision.path, expected[i].path);
        assert_int_equal(revision.time, expected[i].time);
    }
    DONE(path_walk_next(walk, &revision, &found));
    assert_false(found);
    assert_null(path_walk_truncated(walk));
    repository_close(repository);
    arena_release(&arena);
}

static const char *events_of(struct lineage *lineage, const char *folder, const char *path,
                             struct arena *arena)
{
    struct folder_events events;
    folder_events_read(&events, lineage, &folder, 1, arena);
    struct buffer out = BUFFER_EMPTY;
    size_t at, end;
    folder_events_find(&events, path, &at, &end);
    for (; at < end; at++) {
        const struct folder_event *event = &events.items[at];
        buffer_printf(&out, "%zu%s ", event->number,
                      object_id_is_zero(&event->after)    ? " went"
                      : object_id_is_zero(&event->before) ? " came"
                                                          : "");
    }
    if (events.truncated)
        buffer_printf(&out, "cut: %s", events.truncated);
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static void what_happened_in_a_folder(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct repository *repository = open_repository(in_folder(&arena, "branch"));
    struct lineage *lineage = lineage_of(repository, "HEAD", &arena);
    /* As `git log --first-parent -- docs/a` lists it; the merge is one step. */
    assert_string_equal(events_of(lineage, "docs", "docs/a", &arena), "0 came 1 went 5 7 9 came ");
    assert_string_equal(events_of(lineage, "docs", "docs/c", &arena), "2 3 came ");
    assert_string_equal(events_of(lineage, "docs", "docs/old/b", &arena), "3 went 4 came ");
    assert_string_equal(events_of(lineage, "docs/old", "docs/old/b", &arena), "3 went 4 came ");
    assert_string_equal(events_of(lineage, "docs", "other", &arena), "");
    assert_string_equal(events_of(lineage, "none", "none/a", &arena), "");
    const char *before = NULL;
    DONE(lineage_name_before(lineage, 3, "docs/c", &before, &arena));
    assert_string_equal(before, "docs/old/b");
    DONE(lineage_name_before(lineage, 0, "docs/a", &before, &arena));
    assert_null(before);
    /* Each commit is compared once, whoever asks for which of its files. */
    assert_int_equal(lineage->renames_count, 2);
    const struct renamed *kept = lineage->renames[1].items;
    DONE(lineage_name_before(lineage, 3, "docs/other", &before, &arena));
    assert_null(before);
    DONE(lineage_name_before(lineage, 3, "docs/c", &before, &arena));
    assert_string_equal(before, "docs/old/b");
    assert_int_equal(lineage->renames_count, 2);
    assert_int_equal(lineage->renames[0].number, 0);
    assert_ptr_equal(lineage->renames[1].items, kept);
    DONE(lineage_name_before(lineage, 1000, "docs/c", &before, &arena));
    assert_null(before);
    /* Where there is no room left the answer is the same, and not kept. */
    lineage->renames_count = 0;
    lineage->renamed_count = LIMIT_LINEAGE_RENAMES;
    DONE(lineage_name_before(lineage, 3, "docs/c", &before, &arena));
    assert_string_equal(before, "docs/old/b");
    assert_int_equal(lineage->renames_count, 0);
    assert_true(lineage_has_file(lineage, 2, "docs/a", &arena));
    assert_false(lineage_has_file(lineage, 1, "docs/a", &arena));
    assert_false(lineage_has_file(lineage, 2, "docs", &arena));
    assert_false(lineage_has_file(lineage, 1000, "docs/a", &arena));
    /* From the middle of the branch on. */
    struct path_walk *walk = path_walk_new_at(lineage, "docs/a", 6, &arena);
    struct revision revision;
    bool found = false;
    DONE(path_walk_next(walk, &revision, &found));
    assert_true(found);
    assert_int_equal(revision.time, 1700000200);
    struct text text;
    assert_true(lineage_read_blob(lineage, &revision.blob, 1 << 20, &arena, &text));
    assert_string_equal(arena_copy(&arena, text), "two\n");
    assert_false(lineage_read_blob(lineage, &revision.blob, 1, &arena, &text));
    repository_close(repository);

    run("git clone -q --depth 3 \"file://$PWD/branch\" cut");
    repository = open_repository(in_folder(&arena, "cut"));
    lineage = lineage_of(repository, "HEAD", &arena);
    assert_string_equal(events_of(lineage, "docs", "docs/a", &arena),
                        "0 came 1 went cut: shallow clone: fetch with fetch-depth: 0");
    repository_close(repository);
    arena_release(&arena);
}

/* What could not be looked at is no file that went. */
static void a_folder_that_cannot_be_compared_is_a_cut(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    run("git init -q -b main bent && cd bent && mkdir docs && echo a >docs/a && git add . && "
        "git commit -qm one && printf '100644 cut' >t && "
        "tree=$(git hash-object -w -t tree --literally t) && "
        "tree=$(printf '040000 tree %%s\\tdocs\\n' $tree | git mktree) && "
        "git update-ref HEAD $(git commit-tree -p HEAD -m x $tree)");
    struct repository *repository = open_repository(in_folder(&arena, "bent"));
    struct lineage *lineage = lineage_of(repository, "HEAD", &arena);
    assert_non_null(strstr(events_of(lineage, "docs", "docs/a", &arena),
                           "cut: a folder of the history cannot be read"));
    repository_close(repository);

    run("git init -q -b main deep && cd deep && blob=$(echo a | git hash-object -w --stdin) && "
        "tree=$(printf '100644 blob %%s\\ta\\n' $blob | git mktree) && "
        "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do "
        "tree=$(printf '040000 tree %%s\\t%%0250d\\n' $tree 0 | git mktree); done && "
        "tree=$(printf '040000 tree %%s\\tdocs\\n' $tree | git mktree) && "
        "git update-ref HEAD $(git commit-tree -m x $tree)");
    repository = open_repository(in_folder(&arena, "deep"));
    lineage = lineage_of(repository, "HEAD", &arena);
    assert_string_equal(events_of(lineage, "docs", "docs/a", &arena),
                        "cut: a file lay deeper than the limit");
    repository_close(repository);
    arena_release(&arena);
}

static void a_shallow_clone_ends_in_a_cut(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    run("git clone -q --depth 3 \"file://$PWD/branch\" shallow");
    struct repository *repository = open_repository(in_folder(&arena, "shallow"));
    struct lineage *lineage = lineage_of(repository, "HEAD", &arena);
    assert_non_null(lineage_commit(lineage, 2));
    assert_null(lineage_commit(lineage, 3));
    assert_non_null(strstr(lineage_truncated(lineage), "fetch-depth: 0"));
    assert_false(lineage_is_damaged(lineage));
    /* Its last change is here, what was before is not. */
    const char *changed = revisions_of(lineage, "docs/a", &arena);
    assert_string_equal(changed, "docs/a again\n");
    assert_string_equal(revisions_of(lineage, "other", &arena),
                        "cut: shallow clone: fetch with fetch-depth: 0\n");
    repository_close(repository);
    arena_release(&arena);
}

static void a_missing_commit_and_a_corrupt_one(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    run("cp -r branch missing && cd missing && id=$(git rev-parse HEAD~1) && "
        "file=.git/objects/$(echo $id | sed 's|^..|&/|') && chmod u+w $file && rm $file && cd .. "
        "&& cp -r branch corrupt && cd corrupt && chmod u+w $file && echo no >$file");
    static const struct {
        const char *name, *reason;
        bool damaged;
    } cases[] = {{"missing", "a commit is not in this repository", false},
                 {"corrupt", "a commit is corrupt", true}};
    for (size_t i = 0; i < 2; i++) {
        struct repository *repository = open_repository(in_folder(&arena, cases[i].name));
        struct lineage *lineage = lineage_of(repository, "HEAD", &arena);
        struct path_walk *walk = path_walk_new(lineage, "other", &arena);
        struct revision revision;
        bool found = true;
        DONE(path_walk_next(walk, &revision, &found));
        assert_false(found);
        assert_string_equal(path_walk_truncated(walk), cases[i].reason);
        assert_int_equal(path_walk_is_damaged(walk), cases[i].damaged);
        assert_string_equal(lineage_truncated(lineage), cases[i].reason);
        assert_int_equal(lineage_is_damaged(lineage), cases[i].damaged);
        repository_close(repository);
    }
    arena_release(&arena);
}

static void signatures_of_tags(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    run("cd branch && git tag light && git tag -a -m plain plain && "
        "make() { printf 'object %%s\\ntype commit\\ntag %%s\\ntagger A <a@x.org> 1700000000 "
        "+0000\\n\\nmessage\\n%%s\\n' $(git rev-parse HEAD) \"$1\" \"$2\" | git hash-object -t tag "
        "-w --stdin --literally >id && git update-ref \"refs/tags/$1\" $(cat id); }; "
        "make pgp '-----BEGIN PGP SIGNATURE-----' && make ssh '-----BEGIN SSH SIGNATURE-----' && "
        "make x509 '-----BEGIN SIGNED MESSAGE-----' && make quoted '> -----BEGIN PGP "
        "SIGNATURE-----' && git tag -a -m outer outer pgp && rm id");
    struct repository *repository = open_repository(in_folder(&arena, "branch"));
    struct tag *tags = NULL;
    size_t count = 0;
    DONE(history_tags(repository, &tags, &count, &arena));
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        assert_true(tags[i].is_known);
        if (tags[i].signed_)
            buffer_printf(&out, "%s ", tags[i].name);
    }
    /* Of a tag of a tag the outer one speaks. */
    assert_string_equal(buffer_string(&out), "pgp ssh x509 ");
    buffer_release(&out);
    repository_close(repository);
    arena_release(&arena);
}

int main(void)
{
    source_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_parents),
        cmocka_unit_test(words_and_what_was_merged),
        cmocka_unit_test(a_path_through_its_history),
        cmocka_unit_test(what_was_taken_away_before),
        cmocka_unit_test(a_path_that_was_renamed),
        cmocka_unit_test(what_happened_in_a_folder),
        cmocka_unit_test(a_folder_that_cannot_be_compared_is_a_cut),
        cmocka_unit_test(a_shallow_clone_ends_in_a_cut),
        cmocka_unit_test(a_missing_commit_and_a_corrupt_one),
        cmocka_unit_test(signatures_of_tags),
    };
    return cmocka_run_group_tests(tests, make_branch, remove_test_folder);
}
