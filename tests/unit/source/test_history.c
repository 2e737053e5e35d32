/* Walks, compared with what git says of the same repository. */
#include "source_test.h"

#include "source/history.h"

static const struct identity ann = {"Ann", "ann@x.org", 1700000000};

static struct object_id commit_with(struct forge *forge, const char *path, const char *text,
                                    const char *message, int64_t time)
{
    struct forge_file file = {.path = path, .content = text_of(text)};
    struct identity who = {ann.name, ann.email, time};
    struct object_id id;
    DONE(forge_commit(forge,
                      &(struct forge_commit){.author = who,
                                             .committer = who,
                                             .message = message,
                                             .files = &file,
                                             .file_count = path ? 1 : 0},
                      &id));
    return id;
}

static const char *hex(const struct object_id *id, struct arena *arena)
{
    char *out = arena_alloc(arena, OBJECT_ID_HEX_SIZE, 1);
    object_id_format(id, out);
    return out;
}

static struct history walk(struct repository *repository, const char *head, const char *base,
                           int64_t since, struct arena *arena)
{
    struct commit_ids from = resolve(repository, head);
    struct commit_ids to = {.time = 0};
    if (base)
        to = resolve(repository, base);
    struct history_options options = {
        .base = base ? &to.commit : NULL, .since = since, .messages = true};
    struct history history;
    DONE(history_walk(&history, repository, &from.commit, &options, arena));
    return history;
}

/* Merges in all directions, dates that lie: commits of a fixed pseudo-random
 * graph. */
static void make_tangle(void)
{
    run("git init -q tangle && cd tangle && tree=$(git mktree </dev/null) && seed=7 && n=0 && "
        "rnd() { seed=$(( (seed * 1103515245 + 12345) %% 2147483648 )); r=$(( seed / 65536 %% $1 "
        ")); } && "
        "while [ $n -lt 120 ]; do p=''; if [ $n -gt 0 ]; then rnd 8; k=$((1 + r / 6)); "
        "while [ $k -gt 0 ]; do rnd 9; i=$((n - 1 - r)); [ $i -lt 0 ] && i=0; p=\"$p -p $(git "
        "rev-parse n$i)\"; k=$((k - 1)); done; fi; "
        "rnd 4000; d=$((1700000000 + n * 1000 - r)); "
        "c=$(echo $n | GIT_COMMITTER_DATE=\"$d +0000\" git commit-tree $tree $p) && git tag n$n $c "
        "&& n=$((n + 1)); done && "
        "git update-ref HEAD n119");
}

static size_t count_lines_of(struct text text)
{
    size_t count = 0;
    struct text line;
    while (text_next_line(&text, &line))
        count++;
    return count;
}

static void check_range(struct repository *repository, const char *base, const char *head,
                        struct arena *arena)
{
    struct history history = walk(repository, head, base, INT64_MIN, arena);
    run("cd tangle && git rev-list %s >../answer", head);
    assert_int_equal(history.count, count_lines_of(answer(arena)));
    run("cd tangle && git rev-list %s..%s >../answer", base, head);
    struct text listed = answer(arena);
    assert_true(history.range_known);
    assert_false(history.truncated);
    size_t in_range = 0;
    for (size_t i = 0; i < history.count; i++) {
        bool is_listed = text_find(listed, hex(&history.commits[i].id, arena)) != SIZE_MAX;
        if (history.commits[i].in_range != is_listed)
            fail_msg("%s..%s: %s", base, head, hex(&history.commits[i].id, arena));
        in_range += is_listed;
        if (i > 0)
            assert_true(history.commits[i - 1].committer.time >= history.commits[i].committer.time);
    }
    assert_int_equal(in_range, count_lines_of(listed));

    /* without the old ones the range is still whole */
    history = walk(repository, head, base, 1700000000 + 118000, arena);
    size_t still = 0;
    for (size_t i = 0; i < history.count; i++)
        still += history.commits[i].in_range;
    assert_int_equal(still, in_range);
}

static void a_range_is_what_git_says(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    make_tangle();
    struct repository *repository = open_repository(in_folder(&arena, "tangle"));
    static const char *const pairs[][2] = {{"n0", "n119"},   {"n60", "n119"},  {"n118", "n119"},
                                           {"n119", "n60"},  {"n119", "n119"}, {"n100", "n110"},
                                           {"n111", "n115"}, {"n33", "n90"}};
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        check_range(repository, pairs[i][0], pairs[i][1], &arena);
    repository_close(repository);
    arena_release(&arena);
}

static void merge_bases_are_what_git_says(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct repository *repository = open_repository(in_folder(&arena, "tangle"));
    for (int a = 3; a < 120; a += 13)
        for (int b = 1; b < 120; b += 17) {
            struct commit_ids left = resolve(repository, arena_printf(&arena, "n%d", a));
            struct commit_ids right = resolve(repository, arena_printf(&arena, "n%d", b));
            struct commit_ids base;
            bool found = false;
            DONE(repository_merge_base(repository, &left.commit, &right.commit, &base, &found));
            assert_true(found);
            run("cd tangle && git merge-base --all n%d n%d >../answer", a, b);
            if (text_find(answer(&arena), hex(&base.commit, &arena)) == SIZE_MAX)
                fail_msg("n%d n%d: %s", a, b, hex(&base.commit, &arena));
        }
    run("cd tangle && git tag other $(echo x | git commit-tree $(git mktree </dev/null))");
    struct commit_ids left = resolve(repository, "n5");
    struct commit_ids right = resolve(repository, "other");
    struct commit_ids base;
    bool found = true;
    DONE(repository_merge_base(repository, &left.commit, &right.commit, &base, &found));
    assert_false(found);
    repository_close(repository);
    arena_release(&arena);
}

static void first_parents_alone(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct repository *repository = open_repository(in_folder(&arena, "tangle"));
    struct commit_ids head = resolve(repository, "n119");
    struct commit_ids base = resolve(repository, "n90");
    struct history_options options = {
        .base = &base.commit, .since = INT64_MIN, .first_parent = true};
    struct history history;
    DONE(history_walk(&history, repository, &head.commit, &options, &arena));
    run("cd tangle && git rev-list --first-parent n119 >../answer");
    assert_int_equal(history.count, count_lines_of(answer(&arena)));
    run("cd tangle && git rev-list --first-parent n119 | while read c; do git merge-base "
        "--is-ancestor $c n90 || echo $c; done >../answer");
    struct text listed = answer(&arena);
    for (size_t i = 0; i < history.count; i++) {
        assert_int_equal(history.commits[i].in_range,
                         text_find(listed, hex(&history.commits[i].id, &arena)) != SIZE_MAX);
        assert_string_equal(history.commits[i].message, "");
        assert_int_equal(history.commits[i].trailer_count, 0);
    }
    repository_close(repository);
    arena_release(&arena);
}

static void a_commit_is_described(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct forge *forge = NULL;
    DONE(forge_new(&forge, in_folder(&arena, "described.git")));
    struct forge_file mailmap = {
        .path = ".mailmap",
        .content = TEXT("Ann Example <ann@example.org> <old@x.org>\nBob <bob@example.org> "
                        "robert <bob@x.org>\n")};
    struct object_id first;
    struct object_id second;
    struct forge_commit commit = {.author = {"A. E.", "old@x.org", 1600000000},
                                  .committer = {"Robert", "bob@x.org", 1600000060},
                                  .message =
                                      "\n\nfix: two\nlines\n\nBody.\n\nReviewed-by: R <r@x>\n",
                                  .files = &mailmap,
                                  .file_count = 1,
                                  .signature = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END"};
    DONE(forge_commit(forge, &commit, &first));
    second = commit_with(forge, "a", "1", "", 1600000120);
    struct repository *repository = open_repository(forge_path(forge));
    struct history history = walk(repository, "main", NULL, INT64_MIN, &arena);
    assert_int_equal(history.count, 2);
    assert_true(history.range_known);
    assert_null(history.truncated_because);
    const struct history_commit *newest = &history.commits[0];
    assert_memory_equal(&newest->id, &second, sizeof(second));
    assert_string_equal(newest->summary, "");
    assert_int_equal(newest->parents, 1);
    assert_false(newest->signed_);
    assert_false(newest->in_range);
    assert_string_equal(newest->author.email, "ann@x.org");
    const struct history_commit *oldest = &history.commits[1];
    assert_memory_equal(&oldest->id, &first, sizeof(first));
    assert_string_equal(oldest->author.name, "Ann Example");
    assert_string_equal(oldest->author.email, "ann@example.org");
    assert_int_equal(oldest->author.time, 1600000000);
    assert_string_equal(oldest->committer.name, "Bob");
    assert_string_equal(oldest->committer.email, "bob@example.org");
    assert_string_equal(oldest->summary, "fix: two lines");
    assert_true(oldest->signed_);
    assert_int_equal(oldest->parents, 0);
    assert_int_equal(oldest->trailer_count, 1);
    assert_string_equal(oldest->trailers[0].key, "Reviewed-by");
    assert_string_equal(oldest->trailers[0].value, "R <r@x>");

    history = walk(repository, "main", NULL, 1600000061, &arena);
    assert_int_equal(history.count, 1);
    assert_false(history.truncated);
    repository_close(repository);
    forge_free(forge);
    arena_release(&arena);
}

/* Messages on which readers of trailers differ; git interpret-trailers decides. */
static const char *const odd_messages[] = {
    "subject\n\nSigned-off-by: A <a@x>\nCo-authored-by: B <b@x>\n",
    "subject\n\nbody\n\nKey: value\nnot a trailer at all\n",
    "subject\n\nKey: one\nfree text\nfree text\nSigned-off-by: A <a@x>\n",
    "subject\n\nKey: one\nlong text\nlong text\nlong text\nOther: two\n",
    "Key: in the subject\n",
    "subject\n\nKey: folded\n  over two\n\tlines\nNext: x\n",
    "subject\n\nKey : space before\nNo space: x\nKey:tight\n",
    "subject\n\nKey: value\r\nOther: crlf\r\n",
    "subject\n\nEmpty:\nOther: x\n",
    "subject\n\nfirst: paragraph\n\nlast: paragraph\n\n\n\n",
    "subject\n\nbody\n---\nKey: after the divider\n",
    "subject\n\nKey: value\n\n# a comment\n",
    "subject\n\n(cherry picked from commit 1111111111111111111111111111111111111111)\nKey: v\n",
    "subject\n\nhttp://example.org/x\n",
    "subject\n\nBREAKING CHANGE: not one word\nRefs: #1\n",
    "subject\n\nK\xc3\xa9y: not ASCII\nGood: yes\n",
    "subject\nSigned-off-by: directly below\n",
    "subject\n\n Indented: no\n",
    "subject\n\nA: 1\nA: 2\na: 3\n",
    "subject\n\nKey= equals\n",
    "",
    "\n\n\n",
    "subject",
    "subject\n\nKey: no newline at the end",
    "subject\n\nKey: value\n\nConflicts:\n\ta.c\n\tb.c\n",
    "subject\n\nKey: value\nConflicts:\n\ta.c\n",
    "subject\n\nKey: value\n# ------------------------ >8 ------------------------\nB: cut\n",
    "subject\n\nA: 1\n# in between\nB: 2\n",
    "subject\n\nA: 1\n  folded\n# in between\n  folded?\nB: 2\n",
    "subject\n\n  folded from nothing\nA: 1\n",
    "subject\n\na\nb\nc\nd\nSigned-off-by: A <a@x>\n",
    "subject\n\na\nb\nc\nSigned-off-by: A <a@x>\n",
    "# comment title\n\nKey: v\n",
    "subject\n  \t\nKey: after a line of spaces\n",
    "subject\n\nKey: v\n   \n \n",
    "subject\n\n: no key\n-: dash\n",
    "subject\n\nA: x\n\n\tFolded: after a blank\n",
    "subject\n\nA: x\n \n  y\nB: z\n",
};

static void trailers_are_what_git_reads(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct forge *forge = NULL;
    DONE(forge_new(&forge, in_folder(&arena, "trailers.git")));
    struct repository *repository = open_repository(forge_path(forge));
    for (size_t i = 0; i < sizeof(odd_messages) / sizeof(*odd_messages); i++) {
        commit_with(forge, NULL, "", odd_messages[i], 1700000000);
        struct history history = walk(repository, "main", NULL, INT64_MIN, &arena);
        struct object_id head = resolve(repository, "main").commit;
        const struct history_commit *commit = history.commits;
        while (memcmp(&commit->id, &head, sizeof(head)) != 0)
            commit++;
        assert_string_equal(commit->message, odd_messages[i]);
        struct buffer ours = BUFFER_EMPTY;
        for (size_t t = 0; t < commit->trailer_count; t++)
            buffer_printf(&ours, "%s: %s\n", commit->trailers[t].key, commit->trailers[t].value);
        FILE *file = fopen(in_folder(&arena, "message"), "we");
        assert_non_null(file);
        fputs(odd_messages[i], file);
        fclose(file);
        run("git interpret-trailers --no-divider --parse <message >answer");
        struct text theirs = answer(&arena);
        if (!text_equals(theirs, buffer_string(&ours)))
            print_error("for '%s'\ngit: '%s'\nwe: '%s'\n", odd_messages[i], theirs.bytes,
                        buffer_string(&ours));
        assert_true(text_equals(theirs, buffer_string(&ours)));
        buffer_release(&ours);
    }
    repository_close(repository);
    forge_free(forge);
    arena_release(&arena);
}

static void a_cut_history_says_so(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct forge *forge = NULL;
    struct object_id ids[6];
    DONE(forge_new(&forge, in_folder(&arena, "cut.git")));
    for (int i = 0; i < 6; i++)
        ids[i] = commit_with(forge, "a", arena_printf(&arena, "%d", i), "m", 1700000000 + i * 100);
    DONE(forge_mark_shallow(forge, &ids[2]));
    struct repository *repository = open_repository(forge_path(forge));
    assert_true(repository_is_shallow(repository));
    struct history history = walk(repository, "main", NULL, INT64_MIN, &arena);
    assert_int_equal(history.count, 4);
    assert_true(history.truncated);
    assert_string_equal(history.truncated_because, "shallow clone: fetch with fetch-depth: 0");
    /* what is younger than the cut is whole */
    history = walk(repository, "main", NULL, 1700000000 + 300, &arena);
    assert_int_equal(history.count, 3);
    assert_false(history.truncated);
    /* the base lies before the cut, and behind it */
    history = walk(repository, "main", hex(&ids[4], &arena), INT64_MIN, &arena);
    assert_true(history.range_known);
    history = walk(repository, "main", hex(&ids[1], &arena), INT64_MIN, &arena);
    assert_false(history.range_known);
    struct object_id gone = {{1, 2, 3}};
    struct history_options options = {.base = &gone, .since = INT64_MIN};
    DONE(history_walk(&history, repository, &ids[5], &options, &arena));
    assert_false(history.range_known);
    assert_false(history.commits[0].in_range);
    assert_fails(history_walk(&history, repository, &gone, &options, &arena), "cannot be read");

    struct commit_ids as_of;
    bool found = true;
    DONE(repository_resolve_as_of(repository, 1700000000 / 86400 - 1, &as_of, &found));
    assert_false(found);
    const char *paths[] = {"a", "nowhere"};
    int64_t times[2];
    bool truncated = true;
    DONE(history_last_changed(repository, &ids[5], paths, 1, times, &truncated, &arena));
    assert_false(truncated);
    assert_int_equal(times[0], 1700000500);
    DONE(history_last_changed(repository, &ids[5], paths, 2, times, &truncated, &arena));
    assert_true(truncated);
    assert_true(times[1] == INT64_MIN);
    repository_close(repository);
    forge_free(forge);

    /* as git cuts it */
    run("git clone -q --bare --depth 3 file://%s/cut.git depth.git 2>/dev/null || true",
        test_folder);
    run("rm cut.git/shallow && rm -rf depth.git && git clone -q --bare --depth 3 file://%s/cut.git "
        "depth.git",
        test_folder);
    repository = open_repository(in_folder(&arena, "depth.git"));
    history = walk(repository, "main", NULL, INT64_MIN, &arena);
    assert_int_equal(history.count, 3);
    assert_true(history.truncated);
    repository_close(repository);
    arena_release(&arena);
}

static void a_missing_parent_is_a_cut(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct forge *forge = NULL;
    struct object_id ids[4];
    DONE(forge_new(&forge, in_folder(&arena, "gone.git")));
    for (int i = 0; i < 4; i++)
        ids[i] = commit_with(forge, "a", arena_printf(&arena, "%d", i), "m", 1700000000 + i * 100);
    const char *lost = hex(&ids[1], &arena);
    run("cd gone.git/objects && rm -f %.2s/%s", lost, lost + 2);
    struct repository *repository = open_repository(forge_path(forge));
    struct history history = walk(repository, "main", NULL, INT64_MIN, &arena);
    assert_int_equal(history.count, 2);
    assert_true(history.truncated);
    assert_string_equal(history.truncated_because, "a commit is not in this repository");
    const char *paths[] = {"other"};
    int64_t time;
    bool truncated = false;
    DONE(history_last_changed(repository, &ids[3], paths, 1, &time, &truncated, &arena));
    assert_true(truncated);
    repository_close(repository);
    forge_free(forge);
    arena_release(&arena);
}

static void a_day_chooses_a_commit(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct forge *forge = NULL;
    DONE(forge_new(&forge, in_folder(&arena, "days.git")));
    enum { DAY = 19000, NOON = 43200 };
    struct object_id first = commit_with(forge, "a", "1", "m", (int64_t)DAY * 86400 + NOON);
    struct object_id second = commit_with(forge, "a", "2", "m", (int64_t)(DAY + 1) * 86400 + 86399);
    commit_with(forge, "a", "3", "m", (int64_t)(DAY + 2) * 86400);
    struct repository *repository = open_repository(forge_path(forge));
    struct commit_ids ids;
    bool found = false;
    DONE(repository_resolve_as_of(repository, DAY + 1, &ids, &found));
    assert_true(found);
    assert_memory_equal(&ids.commit, &second, sizeof(second));
    assert_int_equal(ids.time, (int64_t)(DAY + 1) * 86400 + 86399);
    DONE(repository_resolve_as_of(repository, DAY, &ids, &found));
    assert_true(found);
    assert_memory_equal(&ids.commit, &first, sizeof(first));
    DONE(repository_resolve_as_of(repository, DAY - 1, &ids, &found));
    assert_false(found);
    repository_close(repository);
    forge_free(forge);
    arena_release(&arena);
}

static void tags_are_peeled(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q tags && cd tags && echo 1 >f && git add f && git commit -qm 1 && git tag "
        "light && "
        "GIT_COMMITTER_DATE='1700000500 +0000' git tag -a -m one v1.0 && "
        "GIT_COMMITTER_DATE='1700000600 +0000' git tag -a -m nested zz/nested v1.0 2>/dev/null && "
        "git tag tree HEAD^{tree} && git tag -a -m blob blob HEAD:f && "
        "printf 'object %%s\\ntype commit\\ntag old\\n\\nno tagger\\n' $(git rev-parse HEAD) | git "
        "hash-object -t tag -w --stdin >id && "
        "git update-ref refs/tags/no-tagger $(cat id) && git symbolic-ref refs/tags/symbolic "
        "refs/tags/light && "
        "git symbolic-ref refs/tags/dangling refs/tags/nothing && git pack-refs --all && git tag "
        "after && "
        "git rev-parse HEAD HEAD^{tree} HEAD:f >../answer");
    struct text ids = answer(&arena);
    struct text commit;
    struct text tree;
    struct text blob;
    assert_true(text_next_line(&ids, &commit) && text_next_line(&ids, &tree) &&
                text_next_line(&ids, &blob));
    const struct {
        const char *name;
        struct text target;
        bool annotated, points_to_commit;
        int64_t time;
    } expected[] = {
        {"after", commit, false, true, 1700000000},
        {"blob", blob, true, false, 1700000000},
        {"light", commit, false, true, 1700000000},
        {"no-tagger", commit, true, true, 1700000000},
        {"symbolic", commit, false, true, 1700000000},
        {"tree", tree, false, false, INT64_MIN},
        {"v1.0", commit, true, true, 1700000500},
        {"zz/nested", commit, true, true, 1700000600},
    };
    struct repository *repository = open_repository(in_folder(&arena, "tags"));
    struct tag *tags = NULL;
    size_t count = 0;
    DONE(history_tags(repository, &tags, &count, &arena));
    assert_int_equal(count, sizeof(expected) / sizeof(*expected));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(tags[i].name, expected[i].name);
        assert_true(text_equals(expected[i].target, hex(&tags[i].target, &arena)));
        assert_int_equal(tags[i].annotated, expected[i].annotated);
        assert_int_equal(tags[i].points_to_commit, expected[i].points_to_commit);
        assert_true(tags[i].time == expected[i].time);
    }
    repository_close(repository);
    arena_release(&arena);
}

static bool is_any(const char *path)
{
    return path != NULL;
}

static bool is_edit(const char *path)
{
    return strcmp(path, "edit") == 0;
}

/* Of the two commits below: 3 lines of `edit`, 3 of `gone`, 1 of `added`, 2 of `type`, and
 * `moved.txt`, which is no mere move; what is binary has none, and `same2` was moved. */
static void assert_churn(struct repository *repository, const struct object_id *from,
                         const struct object_id *to)
{
    uint64_t lines = 0;
    DONE(history_churn(repository, from, to, is_any, 1000, &lines));
    assert_int_equal(lines, 3 + 3 + 1 + 2 + 40 + 41);
    DONE(history_churn(repository, from, to, is_edit, 1000, &lines));
    assert_int_equal(lines, 3);
    DONE(history_churn(repository, from, to, is_any, 1, &lines));
    assert_in_range(lines, 1, 41);
    DONE(history_churn(repository, from, from, is_any, 1, &lines));
    assert_int_equal(lines, 0);
}

static void changes_are_what_git_says(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q changes && cd changes && mkdir d && seq 1 40 >d/old.txt && seq 1 5 >edit && "
        "seq 1 3 >gone && printf 'a\\0b' >bin && echo t >link && seq 50 60 >same && echo x >type "
        "&& "
        "printf 'edit -diff\\n* diff=x\\n' >.gitattributes && git add . && git commit -qm 1 && "
        "git mv d/old.txt moved.txt && echo more >>moved.txt && seq 2 7 >edit && git rm -q gone && "
        "printf 'a\\0c' >bin && git mv same same2 && echo new >added && rm type && ln -s x type && "
        "git add -A && git commit -qm 2");
    struct repository *repository = open_repository(in_folder(&arena, "changes"));
    struct commit_ids old_ids = resolve(repository, "HEAD~1");
    struct commit_ids new_ids = resolve(repository, "HEAD");
    const struct change expected[] = {
        {CHANGE_ADDED, "added", NULL, true, 1, 0},
        {CHANGE_MODIFIED, "bin", NULL, false, 0, 0},
        {CHANGE_MODIFIED, "edit", NULL, true, 2, 1},
        {CHANGE_DELETED, "gone", NULL, true, 0, 3},
        {CHANGE_RENAMED, "moved.txt", "d/old.txt", true, 1, 0},
        {CHANGE_RENAMED, "same2", "same", true, 0, 0},
        {CHANGE_MODIFIED, "type", NULL, true, 1, 1},
    };
    struct change *changes = NULL;
    size_t count = 0;
    DONE(history_changes(repository, &old_ids.tree, &new_ids.tree, &changes, &count, NULL, &arena));
    assert_int_equal(count, sizeof(expected) / sizeof(*expected));
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(changes[i].path, expected[i].path);
        assert_int_equal(changes[i].status, expected[i].status);
        assert_int_equal(changes[i].lines_known, expected[i].lines_known);
        assert_int_equal(changes[i].lines_added, expected[i].lines_added);
        assert_int_equal(changes[i].lines_removed, expected[i].lines_removed);
        assert_true(!changes[i].old_path == !expected[i].old_path);
        if (changes[i].old_path)
            assert_string_equal(changes[i].old_path, expected[i].old_path);
    }
    DONE(history_changes(repository, &new_ids.tree, &new_ids.tree, &changes, &count, NULL, &arena));
    assert_int_equal(count, 0);
    DONE(history_changes(repository, NULL, &old_ids.tree, &changes, &count, NULL, &arena));
    assert_int_equal(count, 8);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(changes[i].status, CHANGE_ADDED);
    assert_churn(repository, &old_ids.tree, &new_ids.tree);
    struct object_id gone = {{1}};
    assert_fails(history_changes(repository, &gone, &new_ids.tree, &changes, &count, NULL, &arena),
                 "cannot read the tree");
    repository_close(repository);
    arena_release(&arena);
}

static void last_changes_are_what_git_says(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    run("git init -q touched && cd touched && t=1700000000 && c() { t=$((t + 100)); git add -A && "
        "GIT_COMMITTER_DATE=\"$t +0000\" git commit -qm $t; } && mkdir -p a/b a.b && echo 1 >a/b/x "
        "&& echo 1 >a/y && echo 1 >a.b/z && echo 1 >top && c && "
        "echo 2 >a/b/x && c && chmod +x top && c && echo 3 >a.b/z && c && git checkout -qb side && "
        "echo s >a/side && c && git checkout -q - && "
        "echo 4 >other && c && GIT_COMMITTER_DATE='1700009999 +0000' git merge -q --no-ff -m merge "
        "side && rm other && c && mkdir other && echo f >other/f && c");
    static const char *const paths[] = {"top", "a/b/x", "a/y", "a.b/z",   "a/side", "other",
                                        "a/b", "a",     "a.b", "other/f", "top",    "never"};
    enum { PATHS = sizeof(paths) / sizeof(*paths) };
    struct repository *repository = open_repository(in_folder(&arena, "touched"));
    struct commit_ids head = resolve(repository, NULL);
    int64_t times[PATHS];
    bool truncated = true;
    DONE(history_last_changed(repository, &head.commit, paths, PATHS, times, &truncated, &arena));
    assert_false(truncated);
    for (size_t i = 0; i + 1 < PATHS; i++) {
        run("cd touched && git log -1 --first-parent -m --format=%%ct -- '%s' >../answer",
            paths[i]);
        struct text expected = text_trim(answer(&arena));
        if (!text_equals(expected, arena_printf(&arena, "%lld", (long long)times[i])))
            fail_msg("%s: git %s, we %lld", paths[i], expected.bytes, (long long)times[i]);
    }
    assert_true(times[PATHS - 1] == INT64_MIN);
    repository_close(repository);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_range_is_what_git_says),
        cmocka_unit_test(merge_bases_are_what_git_says),
        cmocka_unit_test(first_parents_alone),
        cmocka_unit_test(a_commit_is_described),
        cmocka_unit_test(trailers_are_what_git_reads),
        cmocka_unit_test(a_cut_history_says_so),
        cmocka_unit_test(a_missing_parent_is_a_cut),
        cmocka_unit_test(a_day_chooses_a_commit),
        cmocka_unit_test(tags_are_peeled),
        cmocka_unit_test(changes_are_what_git_says),
        cmocka_unit_test(last_changes_are_what_git_says),
    };
    return cmocka_run_group_tests_name("history", tests, make_test_folder, remove_test_folder);
}
