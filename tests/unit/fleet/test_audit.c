/* Many repositories: the order of the input, the same bytes for any number of
 * threads, and nobody's trouble stops another. */
#include "fleet/audit.h"

#include "../report/report_test.h"

#include <pthread.h>
#include <sys/stat.h>

enum { REPOSITORIES = 30, EMPTY = 4, CORRUPT = 11, SHALLOW = 17, REFUSED = 23, NO_RULE = 26 };

struct fleet {
    struct arena arena;
    char folder[64];
    const char *paths[REPOSITORIES + 1];
};

static void shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void shell(const char *format, ...)
{
    char command[1000];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof(command), format, arguments);
    va_end(arguments);
    assert_int_equal(system(command), 0);
}

static void make_repository(struct fleet *fleet, size_t number)
{
    struct site site = {.arena = fleet->arena};
    /* not in the order of their names */
    const char *path = arena_printf(&fleet->arena, "%s/%c/r%02zu", fleet->folder,
                                    (char)('a' + (number * 7) % 5), number);
    fleet->paths[number] = path;
    shell("mkdir -p '%s'", path);
    DONE(forge_new(&site.forge, path));
    fleet->arena = site.arena;
    if (number == EMPTY) {
        forge_free(site.forge);
        return;
    }
    commit_rules(&site, "rules: [ACM001, ACM002, ACM003, ACM004, ACM005, ACM006, ACM007]\n");
    struct object_id cut = {{0}};
    for (size_t i = 0; i <= number % 4; i++)
        cut = commit_file(&site, arena_printf(&site.arena, "f%zu.txt", i),
                          i % 2 ? "fine\n" : "TODO \xf0\x9f\x92\xa9\n");
    if (number % 3 == 0)
        commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [f0.txt]",
                         number % 2 ? "valid_from: 2026-02-01\nexpires: 2026-03-01"
                                    : "valid_from: 2026-01-01\nexpires: 2026-02-01",
                         APPROVED);
    if (number == SHALLOW)
        DONE(forge_mark_shallow(site.forge, &cut));
    if (number == REFUSED)
        commit_file(&site, ".bylaw/rules/ACM001.yml", "bylaw: 1\nid: ACM001\nnmae: x\n");
    if (number == NO_RULE)
        commit_file(&site, ".bylaw.yml", "bylaw: 1\npolicies: []\n");
    forge_free(site.forge);
    fleet->arena = site.arena;
    if (number == CORRUPT)
        shell("find '%s/objects' -type f | while read f; do chmod u+w \"$f\"; echo broken >\"$f\"; "
              "done",
              path);
}

static void fleet_open(struct fleet *fleet)
{
    memset(fleet, 0, sizeof(*fleet));
    arena_init(&fleet->arena, 1 << 16);
    strcpy(fleet->folder, "/tmp/bylaw-fleet-XXXXXX");
    assert_non_null(mkdtemp(fleet->folder));
    for (size_t i = 0; i < REPOSITORIES; i++)
        make_repository(fleet, i);
}

static void fleet_close(struct fleet *fleet)
{
    shell("rm -rf '%s'", fleet->folder);
    arena_release(&fleet->arena);
}

/* One fleet for all tests: they only read it. */
static int make_fleet(void **state)
{
    static struct fleet fleet;
    fleet_open(&fleet);
    *state = &fleet;
    return 0;
}

static int delete_fleet(void **state)
{
    fleet_close(*state);
    return 0;
}

static struct failure *write_file(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return failure_new(FAILURE_ENVIRONMENT, "cannot write '%s'", path);
    bool done = fwrite(bytes, 1, size, file) == size;
    fclose(file);
    return done ? NULL : failure_new(FAILURE_ENVIRONMENT, "cannot write '%s'", path);
}

static struct audit_options options_for(struct fleet *fleet, unsigned jobs, const char *folder)
{
    if (folder)
        assert_int_equal(mkdir(folder, 0700), 0);
    struct repository_report *reports = ARENA_ARRAY(&fleet->arena, struct repository_report, 3);
    reports[0] = (struct repository_report){.format = report_find("sarif"), .folder = folder};
    reports[1] = (struct repository_report){.format = report_find("oscal"), .folder = folder};
    reports[2] = (struct repository_report){
        .format = report_find("bitbucket"), .profile = "server", .folder = folder};
    return (struct audit_options){
        .judging = {.as_of = INT32_MIN, .today = TODAY},
        .paths = fleet->paths,
        .jobs = jobs,
        .reports = reports,
        .report_count = folder ? 3 : 0,
        .version = "1.2.3",
        .write_file = write_file,
    };
}

static const char *write_audit(struct fleet *fleet, const struct audit *audit, const char *format)
{
    struct buffer out = BUFFER_EMPTY;
    audit_write(&out, audit, format, "1.2.3");
    const char *copy = arena_strdup(&fleet->arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static void test_thirty_repositories(void **state)
{
    struct fleet *fleet = *state;
    const struct audit_options options = options_for(fleet, 3, NULL);
    struct audit audit;
    audit_run(&audit, &options, &fleet->arena);
    assert_int_equal(audit.count, REPOSITORIES);
    assert_int_equal(audit.today, TODAY);
    assert_int_equal(audit.judged, REPOSITORIES - 4);
    for (size_t i = 0; i < REPOSITORIES; i++) {
        const struct audit_repository *one = &audit.repositories[i];
        assert_string_equal(one->path, fleet->paths[i]);
        bool is_troubled = i == EMPTY || i == CORRUPT || i == REFUSED || i == NO_RULE;
        assert_int_equal(one->trouble != NULL, is_troubled);
        assert_int_equal(one->shallow, i == SHALLOW);
        if (is_troubled) {
            assert_int_equal(one->rule_count, 0);
            continue;
        }
        assert_int_equal(one->status, 1);
        assert_int_equal(strlen(one->commit), 40);
        assert_int_equal(one->rule_count, 7);
        assert_string_equal(one->rules[0].id, "ACM001");
        assert_string_equal(one->rules[0].policy, "own");
        assert_int_equal(one->rules[0].verdict, VERDICT_FAIL);
        /* files 0 and 2 have a TODO */
        size_t todos = i % 4 >= 2 ? 2 : 1;
        assert_int_equal(one->rules[0].findings, todos);
        bool has_record = i % 3 == 0;
        assert_int_equal(one->exception_count, has_record);
        bool excuses = has_record && i % 2 == 1;
        assert_int_equal(one->excused, excuses);
        assert_int_equal(one->rules[0].excused, excuses && todos == 1);
        if (has_record) {
            assert_int_equal(one->exceptions[0].state,
                             excuses ? EXCEPTION_EXPIRING : EXCEPTION_EXPIRED);
            assert_string_equal(one->exceptions[0].rules, "ACM001");
            assert_int_equal(one->exceptions[0].matches, 1);
        }
    }
    assert_int_equal(audit.repositories[EMPTY].status, 3);
    assert_non_null(strstr(audit.repositories[EMPTY].trouble, "no commit yet"));
    assert_int_equal(audit.repositories[CORRUPT].status, 4);
    assert_int_equal(audit.repositories[REFUSED].status, 2);
    assert_non_null(strstr(audit.repositories[REFUSED].trouble, ".bylaw/rules/ACM001.yml:1:1: "));
    assert_int_equal(audit.repositories[NO_RULE].status, 3);
    assert_non_null(strstr(audit.repositories[NO_RULE].trouble, "no rule is in force"));
}

static void test_any_number_of_threads_gives_the_same(void **state)
{
    struct fleet *fleet = *state;
    static const unsigned jobs[] = {1, 8, 64, 0};
    const char *reports[4][3];
    for (size_t i = 0; i < 4; i++) {
        const char *folder = arena_printf(&fleet->arena, "%s/sarif-%zu", fleet->folder, i);
        const struct audit_options options = options_for(fleet, jobs[i], folder);
        struct audit audit;
        audit_run(&audit, &options, &fleet->arena);
        for (size_t f = 0; f < 3; f++)
            reports[i][f] = write_audit(fleet, &audit, audit_formats[f]);
        for (size_t f = 0; f < 3; f++)
            assert_string_equal(reports[i][f], reports[0][f]);
    }
    for (size_t i = 1; i < 4; i++)
        shell("diff -r '%s/sarif-0' '%s/sarif-%zu'", fleet->folder, fleet->folder, i);
    static const char *const endings[] = {".sarif", ".oscal.json", ".server.bitbucket.json"};
    for (size_t i = 0; i < 3; i++)
        shell("test $(ls '%s'/sarif-0/*%s | wc -l) = %d", fleet->folder, endings[i],
              REPOSITORIES - 4);
    shell("test $(ls '%s/sarif-0' | wc -l) = %d", fleet->folder, 3 * (REPOSITORIES - 4));
}

/* What `check --format sarif` writes of the same repository. */
static void test_sarif_is_that_of_check(void **state)
{
    struct fleet *fleet = *state;
    const char *folder = arena_printf(&fleet->arena, "%s/sarif", fleet->folder);
    const struct audit_options options = options_for(fleet, 2, folder);
    struct audit audit;
    audit_run(&audit, &options, &fleet->arena);
    size_t compared = 0;
    for (size_t i = 0; i < REPOSITORIES; i++) {
        if (audit.repositories[i].trouble)
            continue;
        struct site site = {0};
        arena_init(&site.arena, 1 << 16);
        int status = 0;
        diagnostics_init(&site.diagnostics, &site.arena);
        const struct judge_options judging = {.repository = fleet->paths[i],
                                              .as_of = INT32_MIN,
                                              .today = TODAY,
                                              .jobs = 4,
                                              .excerpts = true,
                                              .line_hashes = true};
        DONE(judge(&site.evaluation, &judging, &site.arena, &site.diagnostics, &status));
        const char *wanted = write_report(&site, "sarif", "full");
        char name[300];
        snprintf(name, sizeof(name), "%s", fleet->paths[i]);
        for (char *byte = name; *byte; byte++)
            if (*byte == '/')
                *byte = '_';
        FILE *file =
            fopen(arena_printf(&site.arena, "%s/%04zu-%s.sarif", folder, i + 1, name), "rb");
        assert_non_null(file);
        char *got = arena_alloc(&site.arena, site.out.size + 2, 1);
        assert_int_equal(fread(got, 1, site.out.size + 1, file), site.out.size);
        fclose(file);
        assert_string_equal(got, wanted);
        buffer_release(&site.out);
        arena_release(&site.arena);
        compared++;
    }
    assert_int_equal(compared, REPOSITORIES - 4);
}

static void test_the_summary(void **state)
{
    struct fleet *fleet = *state;
    const struct audit_options options = options_for(fleet, 2, NULL);
    struct audit audit;
    audit_run(&audit, &options, &fleet->arena);
    const struct node *root = json_of(&fleet->arena, write_audit(fleet, &audit, "json"));
    assert_string_equal(json_text(root, "repositories_given"), "30");
    assert_string_equal(json_text(root, "repositories_judged"), "26");
    assert_string_equal(json_text(root, "repositories_blocked"), "26");
    assert_string_equal(json_text(root, "now"), "2026-02-16");
    assert_string_equal(json_text(root, "rules.0.rule"), "ACM001");
    assert_string_equal(json_text(root, "rules.0.fail"), "26");
    assert_string_equal(json_text(root, "rules.5.pass"), "26");
    assert_string_equal(json_text(root, "rules.6.not_applicable"), "26");
    assert_string_equal(json_text(root, "policies.0.policy"), "own");
    assert_string_equal(json_text(root, "policies.0.fail"), "52");
    const struct node *list = json_at(root, "repositories");
    assert_int_equal(list->count, REPOSITORIES);
    size_t expiring = 0;
    for (size_t i = 0; i < REPOSITORIES; i++) {
        assert_string_equal(json_text(list->items[i], "path"), fleet->paths[i]);
        const char *record = json_text(list->items[i], "exceptions.0.state");
        expiring += record && strcmp(record, "expiring") == 0;
    }
    assert_true(expiring > 0);
    int64_t lapsing = 0;
    assert_true(node_integer(json_at(root, "exceptions_lapsing.30"), &lapsing));
    assert_int_equal(lapsing, expiring);

    const char *markdown = write_audit(fleet, &audit, "markdown");
    assert_non_null(strstr(markdown, "26 of 30 repositories judged; a finding blocks in 26. "));
    assert_non_null(strstr(markdown, "| ACM001 | 0 of 26 (0.0%) | 26 | "));
    assert_non_null(strstr(markdown, "not judged: "));
    assert_non_null(strstr(markdown, " | shallow |\n"));
    assert_null(strstr(markdown, "| ACM006 |")); /* it fails nowhere */
    const char *text = write_audit(fleet, &audit, "text");
    assert_non_null(strstr(text, "  ACM001 fails in 26, kept in 0 of 26 (0.0%), unknown in 0\n"));
    assert_non_null(strstr(text, "\n26 of 30 repositories judged; a finding blocks in 26\n"));
}

static void test_no_repository(void **state)
{
    (void)state;
    struct fleet fleet = {.folder = ""};
    arena_init(&fleet.arena, 1 << 16);
    const struct audit_options options = options_for(&fleet, 8, NULL);
    struct audit audit;
    audit_run(&audit, &options, &fleet.arena);
    assert_int_equal(audit.count, 0);
    const struct node *root = json_of(&fleet.arena, write_audit(&fleet, &audit, "json"));
    assert_int_equal(json_at(root, "repositories")->count, 0);
    assert_non_null(strstr(write_audit(&fleet, &audit, "markdown"), "No rule fails."));
    arena_release(&fleet.arena);
}

static void test_a_folder_that_cannot_be_written(void **state)
{
    struct fleet *fleet = *state;
    struct audit_options options = options_for(fleet, 2, NULL);
    const struct repository_report report = {.format = report_find("sarif"),
                                             .folder = "/nowhere/at/all"};
    options.reports = &report;
    options.report_count = 1;
    struct audit audit;
    audit_run(&audit, &options, &fleet->arena);
    assert_int_equal(audit.judged, 0);
    assert_int_equal(audit.repositories[0].status, 4);
    assert_non_null(strstr(audit.repositories[0].trouble, "cannot write '/nowhere/at/all/0001-"));
}

static void test_finding_repositories(void **state)
{
    struct fleet *fleet = *state;
    shell("mkdir -p '%s/work/tree/.git' '%s/work/tree/sub/.git' '%s/work/.hidden/x/.git' "
          "'%s/work/1/2/3/4/5/x/.git' '%s/work/1/2/3/4/5/6/y/.git' '%s/none/at/all'",
          fleet->folder, fleet->folder, fleet->folder, fleet->folder, fleet->folder, fleet->folder);
    shell("ln -s ../a '%s/work/link'", fleet->folder);
    size_t count;
    const char **found = audit_find(&fleet->arena, fleet->folder, &count);
    size_t made = 0;
    size_t others = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || strcmp(found[i - 1], found[i]) < 0);
        bool is_made = false;
        for (size_t j = 0; j < REPOSITORIES; j++)
            is_made |= strcmp(found[i], fleet->paths[j]) == 0;
        made += is_made;
        others += !is_made;
    }
    assert_int_equal(made, REPOSITORIES);
    /* work/tree, but nothing within it; nothing hidden, too deep, or behind a link */
    assert_int_equal(others, 1);
    found =
        audit_find(&fleet->arena, arena_printf(&fleet->arena, "%s/work", fleet->folder), &count);
    assert_int_equal(count, 2); /* one folder less deep */
    /* what is asked for and cannot be judged is told with the rest */
    const char *none = arena_printf(&fleet->arena, "%s/none", fleet->folder);
    found = audit_find(&fleet->arena, none, &count);
    assert_int_equal(count, 1);
    assert_string_equal(found[0], none);
    found = audit_find(&fleet->arena, "/nowhere/at/all", &count);
    assert_int_equal(count, 1);
    const char *paths[] = {none, found[0], fleet->paths[0], NULL};
    struct audit_options options = options_for(fleet, 2, NULL);
    options.paths = paths;
    struct audit audit;
    audit_run(&audit, &options, &fleet->arena);
    assert_int_equal(audit.judged, 1);
    assert_int_equal(audit.repositories[0].status, 3);
    assert_int_equal(audit.repositories[1].status, 3);
}

static void test_lists_of_repositories(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    size_t count;
    const char **paths = audit_read_list(
        &arena, text_of("# ours\n/a/b\r\n\n  /c d  \n#/e\n\xc3\xa9\n/last"), &count);
    assert_int_equal(count, 4);
    assert_string_equal(paths[0], "/a/b");
    assert_string_equal(paths[1], "/c d");
    assert_string_equal(paths[2], "\xc3\xa9");
    assert_string_equal(paths[3], "/last");
    audit_read_list(&arena, text_of(""), &count);
    assert_int_equal(count, 0);
    arena_release(&arena);
}

static void test_hostile_names(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct audit_exception exception = {.id = "EXC\n@x",
                                        .owner = "@octocat\x1b[31m",
                                        .rules = "ACM001|",
                                        .state = EXCEPTION_UNAPPROVED,
                                        .expires = INT32_MIN};
    struct audit_repository repository = {.path = "::error::\x1b[2J\xff|@org",
                                          .trouble = "##[x] <b>\n`y`",
                                          .exceptions = &exception,
                                          .exception_count = 1};
    const struct audit audit = {.repositories = &repository, .count = 1, .today = TODAY};
    for (size_t i = 0; i < 3; i++) {
        struct buffer out = BUFFER_EMPTY;
        audit_write(&out, &audit, audit_formats[i], "1.2.3");
        const char *text = buffer_string(&out);
        assert_true(utf8_is_valid(text_of(text)));
        assert_null(strchr(text, '\x1b'));
        assert_null(strstr(text, "##["));
        assert_int_not_equal(strncmp(text, "::", 2), 0);
        if (strcmp(audit_formats[i], "json") == 0) {
            const struct node *root = json_of(&arena, text);
            assert_string_equal(json_text(root, "repositories.0.trouble"), "##[x] <b>\n`y`");
            assert_string_equal(json_text(root, "repositories.0.exceptions.0.state"), "unapproved");
        } else if (strcmp(audit_formats[i], "markdown") == 0) {
            assert_null(strstr(text, "@octocat"));
            assert_null(strstr(text, "<b>"));
            assert_null(strchr(text, '`'));
        }
        buffer_release(&out);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_thirty_repositories),
        cmocka_unit_test(test_any_number_of_threads_gives_the_same),
        cmocka_unit_test(test_sarif_is_that_of_check),
        cmocka_unit_test(test_the_summary),
        cmocka_unit_test(test_no_repository),
        cmocka_unit_test(test_a_folder_that_cannot_be_written),
        cmocka_unit_test(test_finding_repositories),
        cmocka_unit_test(test_lists_of_repositories),
        cmocka_unit_test(test_hostile_names),
    };
    return cmocka_run_group_tests_name("audit", tests, make_fleet, delete_fleet);
}
