/* The recognisers of the repository and its history, over forged repositories. */
#include "engine/judge.h"
#include "source/forge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define DONE(call) assert_done((call), __FILE__, __LINE__)

static void assert_done(struct failure *failure, const char *file, int line)
{
    if (!failure)
        return;
    print_error("%s (from %s)\n", failure_message(failure), failure_origin(failure));
    failure_free(failure);
    _fail(file, line);
}

enum { TODAY = 20500 };

struct site {
    struct arena arena;
    char folder[64];
    struct forge *forge;
};

static void site_open(struct site *site)
{
    *site = (struct site){0};
    arena_init(&site->arena, 1 << 16);
    snprintf(site->folder, sizeof(site->folder), "/tmp/bylaw-facts-XXXXXX");
    assert_non_null(mkdtemp(site->folder));
    char path[100];
    snprintf(path, sizeof(path), "%s/repository", site->folder);
    DONE(forge_new(&site->forge, path));
}

static void site_close(struct site *site)
{
    forge_free(site->forge);
    char command[100];
    snprintf(command, sizeof(command), "rm -rf '%s'", site->folder);
    assert_int_equal(system(command), 0);
    arena_release(&site->arena);
}

static struct object_id commit(struct site *site, const char *name, const char *email, int day,
                               const char *message, const char *path, const char *content)
{
    const struct identity person = {.name = name, .email = email, .time = (int64_t)day * 86400};
    const struct forge_file file = {
        .path = path, .content = text_of(content ? content : ""), .deleted = content == NULL};
    const struct forge_commit commit = {
        .author = person, .committer = person, .message = message, .files = &file, .file_count = 1};
    struct object_id id;
    DONE(forge_commit(site->forge, &commit, &id));
    return id;
}

static const struct fact_table *table_of(struct site *site, const char *kind, const char *base,
                                         enum snapshot_kind snapshot)
{
    const struct fact_kind *kinds[] = {fact_kind_find(kind), NULL};
    assert_non_null(kinds[0]);
    const struct judge_options options = {
        .repository = forge_path(site->forge),
        .as_of = INT32_MIN,
        .base = base,
        .snapshot = snapshot,
        .today = TODAY,
        .jobs = 1,
    };
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &site->arena);
    const struct fact_table **tables = NULL;
    int status = 0;
    DONE(judge_facts(&tables, kinds, &options, &site->arena, &diagnostics, &status));
    return tables[0];
}

static const struct value *cell(const struct fact_table *table, size_t row, const char *field)
{
    int index = fact_field_find(table->kind, field);
    assert_true(index >= 0);
    assert_true(row < table->count);
    return &table->rows[row].cells[index];
}

/* The row whose field has this text. */
static size_t row_of(const struct fact_table *table, const char *field, const char *text)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct value *value = cell(table, i, field);
        if (value->kind == VALUE_TEXT && strcmp(value->text, text) == 0)
            return i;
    }
    fail_msg("no row whose %s is '%s'", field, text);
    return 0;
}

static void test_commits_and_trailers(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    struct object_id base = commit(&site, "Jane", "jane@acme.test", TODAY - 9, "First\n", "a", "1");
    DONE(forge_branch(site.forge, "trunk", &base));
    commit(&site, "dependabot[bot]", "x@y", TODAY - 2,
           "Bump\n\nSigned-off-by: dependabot[bot] <x@y>\n", "a", "2");
    commit(&site, "Copilot", "198982749+Copilot@users.noreply.github.com", TODAY - 1,
           "Code\n\nAssisted-by: gemini-cli\nFixes: #1\n", "a", "3");
    const struct fact_table *commits = table_of(&site, "commit", "trunk", SNAPSHOT_COMMIT);
    assert_int_equal(commits->count, 3);
    size_t first = row_of(commits, "summary", "First");
    size_t bump = row_of(commits, "summary", "Bump");
    size_t code = row_of(commits, "summary", "Code");
    assert_false(cell(commits, first, "in_range")->boolean);
    assert_true(cell(commits, bump, "in_range")->boolean);
    assert_false(cell(commits, first, "bot")->boolean);
    assert_true(cell(commits, bump, "bot")->boolean);
    assert_int_equal(cell(commits, first, "agent")->kind, VALUE_ABSENT);
    assert_string_equal(cell(commits, code, "agent")->text, "Copilot");
    assert_int_equal(cell(commits, code, "time")->integer, (int64_t)(TODAY - 1) * 86400);
    assert_int_equal(strlen(cell(commits, code, "commit")->text), 40);
    const struct fact_table *trailers = table_of(&site, "trailer", "trunk", SNAPSHOT_COMMIT);
    assert_int_equal(trailers->count, 3);
    size_t assisted = row_of(trailers, "key", "Assisted-by");
    assert_string_equal(cell(trailers, assisted, "agent")->text, "Gemini");
    assert_string_equal(cell(trailers, assisted, "commit")->text,
                        cell(commits, code, "commit")->text);
    assert_int_equal(cell(trailers, row_of(trailers, "key", "Fixes"), "agent")->kind, VALUE_ABSENT);
    assert_false(cell(table_of(&site, "commit", NULL, SNAPSHOT_COMMIT), 0, "in_range")->boolean);
    site_close(&site);
}

static void test_a_cut_history_is_a_gap(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    struct object_id base = commit(&site, "Jane", "jane@acme.test", TODAY - 9, "First\n", "a", "1");
    struct object_id cut = commit(&site, "Jane", "jane@acme.test", TODAY - 8, "Cut\n", "a", "2");
    DONE(forge_branch(site.forge, "trunk", &cut));
    (void)base;
    commit(&site, "Jane", "jane@acme.test", TODAY - 1, "Last\n", "a", "3");
    DONE(forge_mark_shallow(site.forge, &cut));
    const struct fact_table *commits = table_of(&site, "commit", "trunk", SNAPSHOT_COMMIT);
    size_t gaps = 0;
    for (size_t i = 0; i < commits->count; i++) {
        if (!commits->rows[i].gap)
            continue;
        gaps++;
        assert_int_equal(cell(commits, i, "bot")->kind, VALUE_UNKNOWN);
        assert_int_equal(cell(commits, i, "bot")->unknown->class, UNKNOWN_UNOBSERVABLE);
        /* the range ends before the cut, so what lies behind is not in it */
        assert_int_equal(cell(commits, i, "in_range")->kind, VALUE_BOOLEAN);
        assert_false(cell(commits, i, "in_range")->boolean);
    }
    assert_int_equal(gaps, 1);
    assert_int_equal(commits->count, 3);
    const struct fact_table *repository = table_of(&site, "repository", NULL, SNAPSHOT_COMMIT);
    assert_true(cell(repository, 0, "shallow")->boolean);
    assert_int_equal(cell(repository, 0, "maintainers")->kind, VALUE_UNKNOWN);
    site_close(&site);
}

static void test_maintainers_are_people_of_this_year(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit(&site, "Old", "old@acme.test", TODAY - 366, "a\n", "a", "1");
    commit(&site, "Edge", "edge@acme.test", TODAY - 365, "a\n", "a", "2");
    commit(&site, "Jane", "jane@acme.test", TODAY - 30, "a\n", "a", "3");
    commit(&site, "Jane Roe", "JANE@acme.test", TODAY - 20, "a\n", "a", "4");
    commit(&site, "renovate[bot]", "r@y", TODAY - 10, "a\n", "a", "5");
    commit(&site, "Claude", "noreply@anthropic.com", TODAY - 9, "a\n", "a", "6");
    commit(&site, "John", "john@home.test", TODAY - 5, "a\n", "a", "7");
    commit(&site, "John", "john@acme.test", TODAY - 4, "a\n", ".mailmap",
           "John <john@acme.test> <john@home.test>\n");
    const struct fact_table *table = table_of(&site, "repository", NULL, SNAPSHOT_COMMIT);
    assert_int_equal(table->count, 1);
    assert_int_equal(cell(table, 0, "maintainers")->integer, 3);
    assert_false(cell(table, 0, "has_base")->boolean);
    assert_false(cell(table, 0, "shallow")->boolean);
    assert_false(cell(table, 0, "archived")->boolean);
    assert_int_equal(cell(table, 0, "lifecycle")->kind, VALUE_ABSENT);
    assert_int_equal(cell(table, 0, "remote")->kind, VALUE_ABSENT);
    assert_false(cell(table, 0, "deploys")->boolean);
    site_close(&site);
}

static void test_a_program_is_deployed(void **state)
{
    (void)state;
    static const struct {
        const char *path, *content;
        bool deploys;
    } rows[] = {
        {"Dockerfile", "FROM alpine\nEXPOSE 80\nCMD [\"serve\"]\n", true},
        {"Dockerfile", "FROM alpine AS build\nCMD [\"x\"]\nFROM alpine\nRUN true\n", false},
        {"testdata/Dockerfile", "FROM alpine\nCMD [\"serve\"]\n", false},
        {"README.md", "FROM alpine\nCMD [\"serve\"]\n", false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct site site;
        site_open(&site);
        commit(&site, "Jane", "jane@acme.test", TODAY - 1, "a\n", rows[i].path, rows[i].content);
        const struct fact_table *table = table_of(&site, "repository", NULL, SNAPSHOT_COMMIT);
        assert_int_equal(cell(table, 0, "deploys")->kind, VALUE_BOOLEAN);
        assert_int_equal(cell(table, 0, "deploys")->boolean, rows[i].deploys);
        site_close(&site);
    }
}

static void test_changes(void **state)
{
    (void)state;
    static const char text[] = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n";
    struct site site;
    site_open(&site);
    commit(&site, "J", "j@a", TODAY - 9, "a\n", "kept.txt", "x\n");
    commit(&site, "J", "j@a", TODAY - 9, "a\n", "changed.txt", "a\nb\n");
    commit(&site, "J", "j@a", TODAY - 9, "a\n", "CODEOWNERS", text);
    struct object_id base = commit(&site, "J", "j@a", TODAY - 9, "a\n", "gone.txt", "gone\n");
    DONE(forge_branch(site.forge, "trunk", &base));
    commit(&site, "J", "j@a", TODAY - 8, "a\n", "gone.txt", NULL);
    commit(&site, "J", "j@a", TODAY - 8, "a\n", "changed.txt", "a\nc\nd\n");
    commit(&site, "J", "j@a", TODAY - 8, "a\n", "new.txt", "new\n");
    const struct identity person = {.name = "J", .email = "j@a", .time = (TODAY - 7) * 86400LL};
    const struct forge_file moved[] = {
        {.path = "CODEOWNERS", .deleted = true},
        {.path = "owners.txt", .content = text_of(text)},
    };
    const struct forge_commit move = {
        .author = person, .committer = person, .message = "m\n", .files = moved, .file_count = 2};
    struct object_id id;
    DONE(forge_commit(site.forge, &move, &id));
    const struct fact_table *table = table_of(&site, "change", "trunk", SNAPSHOT_COMMIT);
    assert_int_equal(table->count, 4);
    static const struct {
        const char *path, *status;
        int64_t added, removed;
        bool governs;
    } wanted[] = {
        {"changed.txt", "modified", 2, 1, false},
        {"gone.txt", "deleted", 0, 1, false},
        {"new.txt", "added", 1, 0, false},
        {"owners.txt", "renamed", 0, 0, true},
    };
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(table->rows[i].path, wanted[i].path);
        assert_string_equal(cell(table, i, "status")->text, wanted[i].status);
        assert_int_equal(cell(table, i, "lines_added")->integer, wanted[i].added);
        assert_int_equal(cell(table, i, "lines_removed")->integer, wanted[i].removed);
        assert_int_equal(cell(table, i, "governs")->boolean, wanted[i].governs);
    }
    assert_string_equal(cell(table, 3, "old_path")->text, "CODEOWNERS");
    assert_int_equal(cell(table, 0, "old_path")->kind, VALUE_ABSENT);
    const struct fact_table *none = table_of(&site, "change", NULL, SNAPSHOT_COMMIT);
    assert_int_equal(none->count, 1);
    assert_true(none->rows[0].gap);
    site_close(&site);
}

/* The index has no tree: its listing is compared. */
static void test_changes_of_the_index(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    char command[400];
    snprintf(command, sizeof(command),
             "cd '%s' && git init -q work && cd work && git config user.email a@b && "
             "git config user.name a && echo one >a && echo two >b && git add . && "
             "git commit -qm x && echo three >a && echo new >.bylaw.yml && git rm -q b && "
             "git add .",
             site.folder);
    assert_int_equal(system(command), 0);
    const struct fact_kind *kinds[] = {fact_kind_find("change"), NULL};
    static const enum snapshot_kind snapshots[] = {SNAPSHOT_INDEX, SNAPSHOT_WORK_TREE};
    for (size_t i = 0; i < 2; i++) {
        const struct judge_options options = {
            .repository = arena_printf(&site.arena, "%s/work", site.folder),
            .as_of = INT32_MIN,
            .base = "HEAD",
            .snapshot = snapshots[i],
            .today = TODAY,
            .jobs = 1,
        };
        struct diagnostics diagnostics;
        diagnostics_init(&diagnostics, &site.arena);
        const struct fact_table **tables = NULL;
        int status = 0;
        DONE(judge_facts(&tables, kinds, &options, &site.arena, &diagnostics, &status));
        const struct fact_table *table = tables[0];
        assert_int_equal(table->count, 3);
        assert_string_equal(table->rows[0].path, ".bylaw.yml");
        assert_string_equal(cell(table, 0, "status")->text, "added");
        assert_true(cell(table, 0, "governs")->boolean);
        assert_string_equal(table->rows[1].path, "a");
        assert_string_equal(cell(table, 1, "status")->text, "modified");
        assert_int_equal(cell(table, 1, "lines_added")->kind, VALUE_UNKNOWN);
        assert_string_equal(table->rows[2].path, "b");
        assert_string_equal(cell(table, 2, "status")->text, "deleted");
    }
    site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commits_and_trailers),
        cmocka_unit_test(test_a_cut_history_is_a_gap),
        cmocka_unit_test(test_maintainers_are_people_of_this_year),
        cmocka_unit_test(test_a_program_is_deployed),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_changes_of_the_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
