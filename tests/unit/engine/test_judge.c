/* Whole repositories, from opening to the exit status. */
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

enum { TODAY = 20500 }; /* 2026-02-16 */

struct site {
    struct arena arena;
    char folder[64];
    struct forge *forge;
    struct diagnostics diagnostics;
    struct evaluation *evaluation;
    int status;
    struct failure *failure;
};

static void site_open(struct site *site)
{
    *site = (struct site){0};
    arena_init(&site->arena, 1 << 16);
    snprintf(site->folder, sizeof(site->folder), "/tmp/bylaw-judge-XXXXXX");
    assert_non_null(mkdtemp(site->folder));
    char path[100];
    snprintf(path, sizeof(path), "%s/repository", site->folder);
    DONE(forge_new(&site->forge, path));
}

static void site_close(struct site *site)
{
    failure_free(site->failure);
    forge_free(site->forge);
    char command[100];
    snprintf(command, sizeof(command), "rm -rf '%s'", site->folder);
    assert_int_equal(system(command), 0);
    arena_release(&site->arena);
}

static struct forge_file file_of(const char *path, const char *content)
{
    return (struct forge_file){.path = path, .content = text_of(content)};
}

static struct object_id commit(struct site *site, const struct forge_file *files, size_t count)
{
    const struct identity person = {
        .name = "Jane", .email = "jane@acme.test", .time = (int64_t)(TODAY - 1) * 86400};
    const struct forge_commit commit = {.author = person,
                                        .committer = person,
                                        .message = "change\n",
                                        .files = files,
                                        .file_count = count};
    struct object_id id;
    DONE(forge_commit(site->forge, &commit, &id));
    return id;
}

/* A rule of the repository's own: no TODO in text files. */
static const char todo_rule[] =
    "bylaw: 1\nid: ACM001\nname: no-todo\ntitle: No TODO\nseverity: high\ntags: [test]\n"
    "why: W.\nfix: F.\ncontrols: []\n"
    "for_each: {text: ['*.txt'], match: 'TODO.*'}\nrequire: {match: never}\n"
    "on_empty: pass\nmessage: \"'{match}' is left.\"\n";

static const char policy_start[] = "bylaw: 1\npolicy: own\nversion: 1.0.0\ntitle: Own\nowner: us\n";

static struct forge_file policy_file(struct site *site, const char *rest)
{
    return file_of(".bylaw/policies/own.yml",
                   arena_printf(&site->arena, "%s%s", policy_start, rest));
}

/* A commit that names the repository's own policy, so that no built-in one holds. */
static void configure(struct site *site)
{
    const struct forge_file configuration =
        file_of(".bylaw.yml", "bylaw: 1\npolicies: [own]\nlabels: {lifecycle: production}\n");
    commit(site, &configuration, 1);
}

static struct judge_options options_of(const struct site *site)
{
    return (struct judge_options){
        .repository = forge_path(site->forge),
        .as_of = INT32_MIN,
        .today = TODAY,
        .jobs = 1,
        .excerpts = true,
        .line_hashes = true,
    };
}

static void judge_with(struct site *site, const struct judge_options *options)
{
    failure_free(site->failure);
    diagnostics_init(&site->diagnostics, &site->arena);
    site->failure =
        judge(&site->evaluation, options, &site->arena, &site->diagnostics, &site->status);
    if (site->failure)
        assert_null(site->evaluation);
}

static void judge_site(struct site *site)
{
    struct judge_options options = options_of(site);
    judge_with(site, &options);
    if (site->failure)
        print_error("%s\n", failure_message(site->failure));
    if (site->diagnostics.errors > 0) {
        struct buffer out = BUFFER_EMPTY;
        diagnostics_print(&site->diagnostics, &out, false, 0);
        print_error("%s", buffer_string(&out));
        buffer_release(&out);
    }
    assert_non_null(site->evaluation);
}

static void test_nothing_to_judge(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    struct judge_options options = options_of(&site);
    judge_with(&site, &options);
    assert_int_equal(site.status, 3); /* no commit yet */
    options.repository = "/nowhere/at/all";
    judge_with(&site, &options);
    assert_int_equal(site.status, 3);
    const struct forge_file empty = policy_file(&site, "rules: []\n");
    commit(&site, &empty, 1);
    configure(&site);
    options = options_of(&site);
    judge_with(&site, &options);
    assert_int_equal(site.status, 3); /* no rule in force */
    assert_non_null(site.failure);
    options.revision = "no-such-branch";
    judge_with(&site, &options);
    assert_int_equal(site.status, 2);
    options = options_of(&site);
    options.base = "no-such-branch";
    judge_with(&site, &options);
    assert_int_equal(site.status, 2);
    options = options_of(&site);
    options.as_of = 1;
    judge_with(&site, &options);
    assert_int_equal(site.status, 3);
    site_close(&site);
}

static void test_refused_files(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    configure(&site);
    const struct forge_file files[] = {
        file_of(".bylaw/rules/ACM001.yml", "bylaw: 1\nid: ACM001\nnmae: x\n"),
        policy_file(&site, "rules: [ACM001, ACM009]\n"),
    };
    commit(&site, files, 2);
    struct judge_options options = options_of(&site);
    judge_with(&site, &options);
    assert_null(site.failure);
    assert_null(site.evaluation);
    assert_int_equal(site.status, 2);
    assert_true(site.diagnostics.errors >= 2);
    site_close(&site);
}

static void test_findings_and_exit_status(void **state)
{
    (void)state;
    static const struct {
        const char *policy;
        enum fail_on fail_on;
        int status;
        enum enforcement enforcement;
    } rows[] = {
        {"enforcement: block\nrules: [ACM001]\n", FAIL_ON_BLOCK, 1, ENFORCEMENT_BLOCK},
        {"enforcement: warn\nrules: [ACM001]\n", FAIL_ON_BLOCK, 0, ENFORCEMENT_WARN},
        {"enforcement: warn\nrules: [ACM001]\n", FAIL_ON_WARN, 1, ENFORCEMENT_WARN},
        {"enforcement: block\nrules: [ACM001]\n", FAIL_ON_NEVER, 0, ENFORCEMENT_BLOCK},
        {"enforcement: advisory\nrules: [ACM001]\n", FAIL_ON_WARN, 0, ENFORCEMENT_ADVISORY},
        {"enforcement: block\nrules: [{rule: ACM001, effective_from: 2026-02-17}]\n", FAIL_ON_BLOCK,
         0, ENFORCEMENT_ADVISORY},
        {"enforcement: block\nrules: [{rule: ACM001, effective_from: 2026-02-16}]\n", FAIL_ON_BLOCK,
         1, ENFORCEMENT_BLOCK},
        {"enforcement: block\nrules: [{rule: ACM001, severity: info}]\n", FAIL_ON_WARN, 0,
         ENFORCEMENT_BLOCK},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct site site;
        site_open(&site);
        configure(&site);
        const struct forge_file files[] = {
            file_of(".bylaw/rules/ACM001.yml", todo_rule),
            policy_file(&site, rows[i].policy),
            file_of("a.txt", "one\n  TODO two\n"),
        };
        commit(&site, files, 3);
        struct judge_options options = options_of(&site);
        options.fail_on = rows[i].fail_on;
        judge_with(&site, &options);
        assert_non_null(site.evaluation);
        assert_int_equal(site.status, rows[i].status);
        assert_int_equal(site.evaluation->exit_status, rows[i].status);
        assert_int_equal(site.evaluation->finding_count, 1);
        const struct finding *finding = &site.evaluation->findings[0];
        assert_int_equal(finding->enforcement, rows[i].enforcement);
        assert_int_equal(finding->blocks, rows[i].status == 1);
        assert_string_equal(finding->place.path, "a.txt");
        assert_int_equal(finding->place.line, 2);
        assert_int_equal(finding->place.column, 3);
        assert_string_equal(finding->message, "'TODO two' is left.");
        assert_string_equal(finding->excerpt, "  TODO two");
        assert_non_null(finding->line_hash);
        assert_int_equal(finding->baseline, BASELINE_NONE);
        site_close(&site);
    }
}

/* Unreadable blocks and unobservable warns, unless the policy says otherwise. */
static void test_unknown_blocks(void **state)
{
    (void)state;
    static const char rule[] =
        "bylaw: 1\nid: ACM002\nname: x\ntitle: X\nseverity: high\ntags: [t]\nwhy: W.\nfix: F.\n"
        "controls: []\nfor_each: {document: ['*.yaml'], select: '$.a'}\nrequire: {'@': 1}\n"
        "on_empty: pass\nmessage: No.\n";
    static const struct {
        const char *policy, *content;
        int status;
    } rows[] = {
        {"", "a: [", 4},
        {"", "{{ if x }}\na: b: c\n{{ end }}\n", 0},
        {"on_unreadable: warn\n", "a: [", 0},
        {"on_unobservable: block\n", "{{ if x }}\na: b: c\n{{ end }}\n", 4},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct site site;
        site_open(&site);
        configure(&site);
        const struct forge_file files[] = {
            file_of(".bylaw/rules/ACM002.yml", rule),
            policy_file(&site, arena_printf(&site.arena, "enforcement: block\n%srules: [ACM002]\n",
                                            rows[i].policy)),
            file_of("a.yaml", rows[i].content),
        };
        commit(&site, files, 3);
        judge_site(&site);
        assert_int_equal(site.evaluation->rules[0].verdict, VERDICT_UNKNOWN);
        assert_int_equal(site.status, rows[i].status);
        site_close(&site);
    }
}

static const char *exception_text(struct arena *arena, const char *id, const char *scope,
                                  const char *from, const char *until)
{
    return arena_printf(
        arena,
        "bylaw: 1\nid: %s\nrules: [ACM001]\nscope: {%s}\ncategory: waiver\n"
        "justification: The vendor keeps these notes until the migration is done in spring.\n"
        "owner: team@acme.test\nrequested_by: dev@acme.test\nrequested_on: %s\n"
        "approvals: [{by: cto@acme.test, on: %s}]\nticket: PAY-1\nvalid_from: %s\nexpires: %s\n",
        id, scope, from, from, from, until);
}

static void test_exceptions(void **state)
{
    (void)state;
    static const struct {
        const char *scope, *from, *until, *policy;
        enum exception_state state;
        int status;
        int32_t returns_on;
    } rows[] = {
        {"paths: ['docs/**']", "2026-02-01", "2026-02-16", "", EXCEPTION_EXPIRING, 0, TODAY + 1},
        {"paths: ['docs/**']", "2026-02-01", "2026-04-30", "", EXCEPTION_ACTIVE, 0, TODAY + 74},
        {"paths: ['docs/**']", "2026-01-01", "2026-02-15", "", EXCEPTION_EXPIRED, 1, INT32_MIN},
        {"paths: ['docs/**']", "2026-02-17", "2026-03-15", "", EXCEPTION_SCHEDULED, 1, INT32_MIN},
        /* longer than the 90 days of a high rule: clamped, and over by now */
        {"paths: ['docs/**']", "2025-11-01", "2026-12-31", "", EXCEPTION_EXPIRED, 1, INT32_MIN},
        {"paths: ['docs/**']", "2026-02-01", "2026-03-01", "exceptions: {non_waivable: [ACM001]}\n",
         EXCEPTION_INVALID, 1, INT32_MIN},
        {"subjects: ['docs/a.txt, TODO now']", "2026-02-01", "2026-04-30", "", EXCEPTION_ACTIVE, 0,
         TODAY + 74},
        {"paths: ['docs/**'], subjects: ['docs/a.txt, TODO then']", "2026-02-01", "2026-04-30", "",
         EXCEPTION_ACTIVE, 1, INT32_MIN},
        {"paths: ['other/**']", "2026-02-01", "2026-04-30", "", EXCEPTION_ACTIVE, 1, INT32_MIN},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct site site;
        site_open(&site);
        configure(&site);
        const struct forge_file files[] = {
            file_of(".bylaw/rules/ACM001.yml", todo_rule),
            policy_file(&site, arena_printf(&site.arena, "enforcement: block\n%srules: [ACM001]\n",
                                            rows[i].policy)),
            file_of("docs/a.txt", "TODO now\n"),
            file_of(".bylaw/exceptions/EXC-2026-0001.yml",
                    exception_text(&site.arena, "EXC-2026-0001", rows[i].scope, rows[i].from,
                                   rows[i].until)),
        };
        commit(&site, files, 4);
        judge_site(&site);
        const struct finding *finding = &site.evaluation->findings[0];
        assert_int_equal(site.evaluation->exception_count, 1);
        const struct exception_use *use = &site.evaluation->exceptions[0];
        if (use->exception->mistake_count > 0)
            print_error("%s\n", use->exception->mistakes[0].message);
        assert_int_equal(site.status, rows[i].status);
        assert_int_equal(finding->excused, rows[i].status == 0);
        assert_int_equal(site.evaluation->rules[0].excused, finding->excused);
        assert_int_equal(finding->returns_on, rows[i].returns_on);
        assert_int_equal(site.evaluation->rules[0].verdict, VERDICT_FAIL); /* before exceptions */
        if (finding->exception)
            assert_int_equal(finding->exception_state, rows[i].state);
        assert_int_equal(use->matches, finding->exception ? 1 : 0);
        site_close(&site);
    }
}

static const struct finding *find_at(const struct site *site, const char *path)
{
    for (size_t i = 0; i < site->evaluation->finding_count; i++)
        if (strcmp(site->evaluation->findings[i].place.path, path) == 0)
            return &site->evaluation->findings[i];
    return NULL;
}

/* The base governs; the head is only data. */
static void test_base_and_head(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    configure(&site);
    static const char long_text[] = "TODO old\nline two\nline three\nline four\nline five\n";
    const struct forge_file base[] = {
        file_of(".bylaw/rules/ACM001.yml", todo_rule),
        policy_file(&site, "enforcement: block\nrules: [ACM001]\n"),
        file_of("moved.txt", long_text),
        file_of("same.txt", "one\nTODO same\n"),
        file_of(".bylaw/exceptions/EXC-2026-0001.yml",
                exception_text(&site.arena, "EXC-2026-0001", "paths: ['same.txt']", "2026-02-01",
                               "2026-04-30")),
    };
    struct object_id base_id = commit(&site, base, 5);
    DONE(forge_branch(site.forge, "trunk", &base_id));
    struct forge_file gone = {.path = "moved.txt", .deleted = true};
    const struct forge_file head[] = {
        gone,
        file_of("now/here.txt", long_text),
        file_of("same.txt", "one\ntwo\nthree\nTODO same\n"),
        file_of("new.txt", "TODO new\n"),
        policy_file(&site, "enforcement: advisory\nrules: [ACM001]\n"),
        file_of(".bylaw/rules/ACM003.yml", "id: [\n"),
        file_of(".bylaw/exceptions/EXC-2026-0002.yml",
                exception_text(&site.arena, "EXC-2026-0002", "paths: ['new.txt']", "2026-02-01",
                               "2026-04-30")),
    };
    commit(&site, head, 7);
    struct judge_options options = options_of(&site);
    options.base = "trunk";
    judge_with(&site, &options);
    assert_null(site.failure);
    assert_int_equal(site.status, 1); /* the head's own policy would not block */
    const struct evaluation *evaluation = site.evaluation;
    assert_true(evaluation->has_base);
    assert_int_equal(evaluation->finding_count, 3);
    assert_int_equal(find_at(&site, "now/here.txt")->baseline, BASELINE_UNCHANGED);
    assert_int_equal(find_at(&site, "same.txt")->baseline, BASELINE_UNCHANGED);
    assert_true(find_at(&site, "same.txt")->excused);
    const struct finding *new = find_at(&site, "new.txt");
    assert_int_equal(new->baseline, BASELINE_NEW);
    assert_false(new->excused);
    assert_int_equal(new->exception_state, EXCEPTION_PENDING);
    assert_string_equal(new->exception->id, "EXC-2026-0002");
    assert_int_equal(evaluation->exception_count, 2);
    assert_int_equal(evaluation->exceptions[1].state, EXCEPTION_PENDING);
    static const char *const changed[] = {".bylaw/exceptions/EXC-2026-0002.yml",
                                          ".bylaw/policies/own.yml", ".bylaw/rules/ACM003.yml"};
    assert_int_equal(evaluation->governance_change_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(evaluation->governance_changes[i], changed[i]);
    assert_true(evaluation->head_diagnostics->errors > 0); /* shown, and not refused */
    options.exceptions_from_head = true;
    judge_with(&site, &options);
    assert_true(find_at(&site, "new.txt")->excused);
    site_close(&site);
}

static void test_only_some_paths(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    configure(&site);
    const struct forge_file files[] = {
        file_of(".bylaw/rules/ACM001.yml", todo_rule),
        policy_file(&site, "enforcement: block\nrules: [ACM001]\n"),
        file_of("a/a.txt", "TODO a\n"),
        file_of("b/b.txt", "TODO b\n"),
    };
    commit(&site, files, 4);
    static const char *const only[] = {"b/**", NULL};
    static const char *const elsewhere[] = {"c/**", NULL};
    static const char *const malformed[] = {"[", NULL};
    struct judge_options options = options_of(&site);
    options.only_paths = only;
    judge_with(&site, &options);
    assert_int_equal(site.status, 1);
    assert_int_equal(site.evaluation->finding_count, 1);
    assert_non_null(find_at(&site, "b/b.txt"));
    options.only_paths = elsewhere;
    judge_with(&site, &options);
    assert_int_equal(site.status, 0);
    assert_int_equal(site.evaluation->finding_count, 0);
    options.only_paths = malformed;
    judge_with(&site, &options);
    assert_int_equal(site.status, 2);
    site_close(&site);
}

/* What is not there stands where its absence is told, and can be excused there. */
static void test_absence_has_a_place(void **state)
{
    (void)state;
    static const char rule[] =
        "bylaw: 1\nid: ACM004\nname: x\ntitle: X\nseverity: high\ntags: [t]\nwhy: W.\nfix: F.\n"
        "controls: []\nfor_each: {files: ['NOTICE']}\nrequire: {size: {at_least: 1}}\n"
        "on_empty: {verdict: fail, message: There is none., place: ['legal/*.md', NOTICE]}\n"
        "message: It is empty.\n";
    struct site site;
    site_open(&site);
    configure(&site);
    const struct forge_file files[] = {
        file_of(".bylaw/rules/ACM004.yml", rule),
        policy_file(&site, "enforcement: block\nrules: [ACM004]\n"),
        file_of("README.md", "# x\n"),
    };
    commit(&site, files, 3);
    judge_site(&site);
    const struct finding *finding = &site.evaluation->findings[0];
    assert_string_equal(finding->place.path, ".bylaw.yml");
    assert_true(finding->stand_in);
    assert_string_equal(finding->wanted, "NOTICE");
    assert_string_equal(finding->message, "There is none.");
    assert_null(finding->excerpt);
    assert_non_null(finding->line_hash);
    const char *hash = arena_strdup(&site.arena, finding->line_hash);
    const struct forge_file other[] = {file_of(".bylaw.yml", "bylaw: 1\npolicies: [own]\n")};
    commit(&site, other, 1);
    judge_site(&site);
    assert_string_equal(site.evaluation->findings[0].line_hash, hash);
    const struct forge_file there[] = {file_of("legal/a.md", "x\n")};
    commit(&site, there, 1);
    judge_site(&site);
    assert_string_equal(site.evaluation->findings[0].place.path, "legal/a.md");
    assert_false(site.evaluation->findings[0].stand_in);
    site_close(&site);
}

static void test_applies_to(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    const struct forge_file files[] = {
        file_of(".bylaw/rules/ACM001.yml", todo_rule),
        policy_file(&site, "applies_to: {lifecycle: [production]}\nrules: [ACM001]\n"),
        file_of("a.txt", "TODO a\n"),
        file_of(".bylaw.yml", "bylaw: 1\npolicies: [own]\nlabels: {lifecycle: archived}\n"),
    };
    commit(&site, files, 4);
    struct judge_options options = options_of(&site);
    judge_with(&site, &options);
    assert_int_equal(site.status, 3);
    const struct forge_file label =
        file_of(".bylaw.yml", "bylaw: 1\npolicies: [own]\nlabels: {lifecycle: production}\n");
    commit(&site, &label, 1);
    judge_site(&site);
    assert_int_equal(site.evaluation->finding_count, 1);
    site_close(&site);
}

static void test_facts(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    const struct forge_file files[] = {
        file_of("a.txt", "x\n"),
        file_of(".bylaw.yml", "bylaw: 1\nlabels: {tier: 1, lifecycle: archived}\n"),
    };
    commit(&site, files, 2);
    const struct fact_kind *kinds[] = {fact_kind_find("file"), fact_kind_find("repository"),
                                       fact_kind_find("commit"), NULL};
    const struct fact_table **tables = NULL;
    struct judge_options options = options_of(&site);
    diagnostics_init(&site.diagnostics, &site.arena);
    DONE(judge_facts(&tables, kinds, &options, &site.arena, &site.diagnostics, &site.status));
    assert_int_equal(site.status, 0);
    assert_int_equal(tables[0]->count, 2);
    assert_int_equal(tables[1]->count, 1);
    assert_int_equal(tables[2]->count, 1);
    const struct value *cells = tables[1]->rows[0].cells;
    assert_true(cells[fact_field_find(kinds[1], "archived")].boolean);
    assert_int_equal(cells[fact_field_find(kinds[1], "tier")].integer, 1);
    assert_int_equal(cells[fact_field_find(kinds[1], "maintainers")].integer, 1);
    site_close(&site);
}

enum { MANY = 10000 };

static void write_evaluation(const struct evaluation *evaluation, struct buffer *out)
{
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        buffer_printf(out, "%s:%u %s %s %s %s\n", finding->place.path, finding->place.line,
                      finding->message, finding->fingerprint, finding->line_hash, finding->excerpt);
    }
}

static void test_ten_thousand_files(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    configure(&site);
    struct forge_file *files = ARENA_ARRAY(&site.arena, struct forge_file, MANY + 2);
    for (size_t i = 0; i < MANY; i++)
        files[i] = file_of(arena_printf(&site.arena, "d%zu/f%zu.txt", i % 53, i),
                           arena_printf(&site.arena, "%zu\n%s\n", i, i % 9 ? "fine" : "TODO x"));
    files[MANY] = file_of(".bylaw/rules/ACM001.yml", todo_rule);
    files[MANY + 1] = policy_file(&site, "enforcement: block\nrules: [ACM001]\n");
    commit(&site, files, MANY + 2);
    struct buffer wanted = BUFFER_EMPTY;
    struct buffer got = BUFFER_EMPTY;
    judge_site(&site);
    assert_int_equal(site.evaluation->threads_used, 1);
    assert_int_equal(site.evaluation->blobs_read, MANY);
    write_evaluation(site.evaluation, &wanted);
    struct judge_options options = options_of(&site);
    options.jobs = 8;
    judge_with(&site, &options);
    assert_int_equal(site.evaluation->threads_used, 8);
    assert_int_equal(site.evaluation->blobs_read, MANY);
    write_evaluation(site.evaluation, &got);
    assert_true(got.size > 1000);
    assert_string_equal(buffer_string(&got), buffer_string(&wanted));
    buffer_release(&wanted);
    buffer_release(&got);
    site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_to_judge),
        cmocka_unit_test(test_refused_files),
        cmocka_unit_test(test_findings_and_exit_status),
        cmocka_unit_test(test_unknown_blocks),
        cmocka_unit_test(test_exceptions),
        cmocka_unit_test(test_base_and_head),
        cmocka_unit_test(test_only_some_paths),
        cmocka_unit_test(test_absence_has_a_place),
        cmocka_unit_test(test_applies_to),
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_ten_thousand_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
