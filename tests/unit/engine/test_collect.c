#include "engine_test.h"

static const struct fact_table *table_of_source(const struct bench *bench, size_t source)
{
    return &bench->collection.tables[bench->plan->settings[0].sources[source].table];
}

static struct memory_file file_of(const char *path, const char *content)
{
    return (struct memory_file){.path = path, .content = text_of(content)};
}

static void test_text_sources_give_places(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, "for_each: {text: ['*.txt'], match: 'TODO\\w*$'}\nrequire: {match: x}\n"
                       "on_empty: pass\nmessage: '{match}.'\n");
    const struct memory_file files[] = {
        file_of("a.txt", "\xc3\xa9 TODO1\r\nno\n  TODOx\nTODO-no"),
        file_of("b.c", "TODO1\n"),
        file_of("sub/c.txt", "TODO"),
    };
    bench_collect(&bench, files, 3, 1);
    const struct fact_table *table = table_of_source(&bench, 0);
    assert_int_equal(bench.collection.blobs_read, 2);
    static const struct {
        const char *path, *match;
        uint32_t line, column;
    } wanted[] = {{"a.txt", "TODO1", 1, 3}, {"a.txt", "TODOx", 3, 3}, {"sub/c.txt", "TODO", 1, 1}};
    assert_int_equal(table->count, 3);
    for (size_t i = 0; i < table->count; i++) {
        assert_string_equal(table->rows[i].path, wanted[i].path);
        assert_string_equal(table->rows[i].cells[0].text, wanted[i].match);
        assert_int_equal(table->rows[i].line, wanted[i].line);
        assert_int_equal(table->rows[i].column, wanted[i].column);
    }
    bench_judge(&bench);
    assert_int_equal(bench.result.verdict, VERDICT_FAIL);
    assert_int_equal(bench.judging.finding_count, 3);
    assert_string_equal(bench.judging.findings[1].message, "TODOx.");
    bench_release(&bench);
}

/* Columns count code points; empty matches end. */
static void test_columns_and_empty_matches(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, "for_each: {text: ['*.txt'], match: 'b*'}\nrequire: {match: x}\n"
                       "on_empty: pass\nmessage: No.\n");
    const struct memory_file file = file_of("a.txt", "\xc3\xa9\xe2\x82\xac"
                                                     "b\nb");
    bench_collect(&bench, &file, 1, 1);
    const struct fact_table *table = table_of_source(&bench, 0);
    size_t found = 0;
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->rows[i].cells[0].text, "b") == 0) {
            assert_int_equal(table->rows[i].line, found + 1);
            assert_int_equal(table->rows[i].column, found == 0 ? 3 : 1);
            found++;
        }
    assert_int_equal(found, 2);
    assert_in_range(table->count, 4, 6);
    bench_release(&bench);
}

static void test_a_pattern_at_its_limit_is_a_gap(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, "for_each: {text: ['*'], match: '^(a+)+$'}\nrequire: {match: x}\n"
                       "on_empty: pass\nmessage: No.\n");
    char *long_line = arena_alloc(&bench.arena, 64, 1);
    memset(long_line, 'a', 40);
    long_line[40] = '!';
    const struct memory_file file = file_of("a.txt", long_line);
    bench_collect(&bench, &file, 1, 1);
    const struct fact_table *table = table_of_source(&bench, 0);
    assert_int_equal(table->count, 1);
    assert_true(table->rows[0].gap);
    bench_judge(&bench);
    assert_int_equal(bench.result.verdict, VERDICT_UNKNOWN);
    assert_int_equal(bench.result.checks[0].unknown_class, UNKNOWN_UNREADABLE);
    bench_release(&bench);
}

static void test_document_sources(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, "for_each: {document: ['*.yaml', '*.json'], select: '$.items[*]'}\n"
                       "where: {'@.kind': Pod}\nrequire: {'@.size': {at_least: 2}}\n"
                       "on_empty: pass\nmessage: '{@.name}.'\n");
    const struct memory_file files[] = {
        file_of("a.yaml", "items:\n- {kind: Pod, size: 1, name: small}\n- {kind: Pod, size: 3}\n"
                          "- {kind: Job}\n---\nitems:\n- {kind: Pod, size: 2}\n"),
        file_of("b.json",
                "{\"items\": [\n {\"kind\": \"Pod\", \"size\": 1.5, \"name\": \"half\"}]}"),
        file_of("bad.yaml", "a: [\n"),
        file_of("none.yaml", ""),
        file_of("t.yaml", "{{ if .x }}\na: b: c\n{{ end }}\n"),
        file_of("text.yaml", "items:\n- {kind: Pod, size: '9', name: text}\n"),
    };
    bench_collect(&bench, files, 6, 1);
    bench_judge(&bench);
    const struct check_result *check = &bench.result.checks[0];
    assert_int_equal(check->passed, 2);
    assert_int_equal(check->failed, 3); /* another type is false, not an error */
    assert_int_equal(check->unknown, 2);
    const struct finding *findings = bench.judging.findings;
    assert_int_equal(bench.judging.finding_count, 5);
    assert_string_equal(findings[0].place.path, "a.yaml");
    assert_int_equal(findings[0].place.line, 2);
    assert_string_equal(findings[0].message, "small.");
    assert_string_equal(findings[0].subject, "a.yaml, $['items'][0]");
    assert_string_equal(findings[1].message, "half.");
    assert_string_equal(findings[2].place.path, "bad.yaml");
    assert_int_equal(findings[2].unknown_class, UNKNOWN_UNREADABLE);
    assert_string_equal(findings[3].place.path, "t.yaml");
    assert_int_equal(findings[3].unknown_class, UNKNOWN_UNOBSERVABLE);
    assert_string_equal(findings[4].message, "text.");
    bench_release(&bench);
}

static void test_what_is_too_large_is_skipped_and_known_so(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, "for_each: {text: ['*.log'], match: 'secret'}\nrequire: {match: x}\n"
                       "on_empty: pass\nmessage: No.\n");
    enum { HUGE_SIZE = (8 << 20) + 1 };
    char *bytes = arena_alloc(&bench.arena, HUGE_SIZE, 1);
    memset(bytes, 'a', HUGE_SIZE);
    const struct memory_file files[] = {
        {.path = "huge.log", .content = {bytes, HUGE_SIZE}},
        {.path = "nul.log", .content = {"a\0secret", 8}},
        {.path = "other.bin", .content = {bytes, HUGE_SIZE}},
    };
    bench_collect(&bench, files, 3, 1);
    assert_int_equal(bench.collection.skipped_count, 1);
    assert_string_equal(bench.collection.skipped[0].path, "huge.log");
    bench_judge(&bench);
    assert_int_equal(bench.result.verdict, VERDICT_UNKNOWN);
    assert_int_equal(bench.judging.finding_count, 1);
    assert_string_equal(bench.judging.findings[0].place.path, "huge.log");
    bench_release(&bench);
}

static void test_nothing_is_read_for_a_listing(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, "for_each: repository\nplace: [a]\nmessage: No.\n"
                       "require: {exists: {files: ['LICENSE*', 'COPYING']}}\n");
    const struct memory_file files[] = {file_of("LICENSE.md", "x"), file_of("src/a.c", "y")};
    bench_collect(&bench, files, 2, 1);
    assert_int_equal(bench.collection.blobs_read, 0);
    bench_judge(&bench);
    assert_int_equal(bench.result.verdict, VERDICT_PASS);
    bench_release(&bench);
}

/* A field that costs much is gathered only where somebody asks for it. */
static void test_fields_decide_what_is_needed(void **state)
{
    (void)state;
    static const struct {
        const char *field;
        bool wants_stages;
    } rows[] = {{"archived: false", false}, {"deploys: true", true}};
    const struct fact_kind *stage = fact_kind_find("dockerfile_stage");
    for (size_t i = 0; i < 2; i++) {
        struct bench bench = {0};
        char body[200];
        snprintf(body, sizeof(body),
                 "for_each: repository\nplace: [a]\nmessage: No.\nrequire: {%s}\n", rows[i].field);
        bench_plan(&bench, body);
        assert_int_equal(plan_find_table(bench.plan, SIDE_HEAD, stage) != SIZE_MAX,
                         rows[i].wants_stages);
        assert_int_equal(plan_find_table(bench.plan, SIDE_BASE, stage), SIZE_MAX);
        const struct memory_file file =
            file_of("Dockerfile", "FROM alpine\nEXPOSE 80\nCMD [\"x\"]\n");
        bench_collect(&bench, &file, 1, 1);
        assert_int_equal(bench.collection.blobs_read, rows[i].wants_stages ? 1 : 0);
        bench_judge(&bench);
        assert_int_equal(bench.result.verdict, VERDICT_PASS);
        bench_release(&bench);
    }
}

static void test_same_sources_share_a_table(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(
        &bench,
        "params:\n  kinds: {type: list of glob, default: ['*.c'], stricter: longer, why: W.}\n"
        "checks:\n"
        "- {name: a, for_each: {files: $params.kinds}, require: {size: {at_least: 1}}, "
        "on_empty: pass, message: No.}\n"
        "- {name: b, for_each: {files: ['*.c']}, require: {none: {files: ['*.h']}}, "
        "on_empty: pass, message: No.}\n");
    const struct plan_source *sources = bench.plan->settings[0].sources;
    assert_int_equal(bench.plan->settings[0].source_count, 3);
    assert_int_equal(sources[0].table, sources[1].table);
    assert_int_not_equal(sources[0].table, sources[2].table);
    bench_release(&bench);
}

enum { MANY = 10000 };

static void make_files(struct arena *arena, struct memory_file *files)
{
    for (size_t i = 0; i < MANY; i++) {
        bool yaml = i % 3 == 0;
        files[i].path =
            arena_printf(arena, "folder%zu/file%zu.%s", i % 97, i, yaml ? "yaml" : "txt");
        const char *content = yaml ? arena_printf(arena, "items:\n- {n: %zu}\n- {n: %zu}\n%s", i,
                                                  i + 1, i % 30 == 0 ? "bad: [" : "")
                                   : arena_printf(arena, "line %zu\nFIXME %zu\n", i, i % 7);
        files[i].content = text_of(content);
        files[i].kind = ENTRY_FILE;
    }
}

static const char many_body[] =
    "checks:\n"
    "- {name: text, for_each: {text: ['**'], match: 'FIXME [0-3]'}, require: {match: 'FIXME 0'}, "
    "on_empty: pass, message: '{match}.'}\n"
    "- {name: document, for_each: {document: ['*.yaml'], select: '$.items[*]'}, "
    "require: {'@.n': {at_most: 5000}}, on_empty: pass, message: '{@.n}.'}\n";

static void write_findings(const struct bench *bench, struct buffer *out)
{
    for (size_t i = 0; i < bench->judging.finding_count; i++) {
        const struct finding *finding = &bench->judging.findings[i];
        buffer_printf(out, "%s:%u:%u %s %s\n", finding->place.path, finding->place.line,
                      finding->place.column, finding->message, finding->fingerprint);
    }
}

/* The number of threads changes nothing but the time. */
static void test_threads_change_nothing(void **state)
{
    (void)state;
    struct buffer wanted = BUFFER_EMPTY;
    static const unsigned jobs[] = {1, 8, 3, 8};
    for (size_t round = 0; round < 4; round++) {
        struct bench bench = {0};
        bench_plan(&bench, many_body);
        struct memory_file *files = ARENA_ARRAY(&bench.arena, struct memory_file, MANY);
        make_files(&bench.arena, files);
        bench_collect(&bench, files, MANY, jobs[round]);
        assert_int_equal(bench.collection.blobs_read, MANY); /* each once */
        assert_int_equal(bench.collection.threads_used, jobs[round]);
        size_t read = 0;
        for (unsigned i = 0; i < jobs[round]; i++) {
            assert_true(bench.collection.blobs_by_thread[i] > 0);
            read += bench.collection.blobs_by_thread[i];
        }
        assert_int_equal(read, MANY);
        bench_judge(&bench);
        struct buffer got = BUFFER_EMPTY;
        write_findings(&bench, &got);
        assert_true(got.size > 1000);
        if (round == 0)
            wanted = got;
        else {
            assert_string_equal(buffer_string(&got), buffer_string(&wanted));
            buffer_release(&got);
        }
        bench_release(&bench);
    }
    buffer_release(&wanted);
}

/* A few files are not worth a second thread. */
static void test_little_work_stays_on_one_thread(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, many_body);
    const struct memory_file file = file_of("a.yaml", "items: []\n");
    bench_collect(&bench, &file, 1, 8);
    assert_int_equal(bench.collection.threads_used, 1);
    bench_release(&bench);
}

/* What lies in a folder that cannot be read is not known to be absent. */
static void test_defects_of_the_tree_are_gaps(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        enum verdict wanted;
    } rows[] = {
        {"for_each: {text: ['src/**/*.txt'], match: TODO}\nrequire: {match: x}\n", VERDICT_UNKNOWN},
        {"for_each: {text: ['*.txt'], match: TODO}\nrequire: {match: x}\n", VERDICT_UNKNOWN},
        {"for_each: {text: ['docs/**'], match: TODO}\nrequire: {match: x}\n", VERDICT_PASS},
        {"for_each: {text: ['src/library/*'], match: TODO}\nrequire: {match: x}\n", VERDICT_PASS},
        {"for_each: {files: ['src/lib/key.pem']}\nrequire: {link: true}\n", VERDICT_UNKNOWN},
        {"for_each: {files: ['docs/*.pem']}\nrequire: {link: true}\n", VERDICT_PASS},
        {"for_each: {document: ['src/**/*.json'], select: '$.a'}\nrequire: {'@': 1}\n",
         VERDICT_UNKNOWN},
        {"for_each: {fact: dockerfile_stage}\nrequire: {scratch: true}\n", VERDICT_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench = {0};
        char body[300];
        snprintf(body, sizeof(body), "%son_empty: pass\nmessage: No.\n", rows[i].body);
        bench_plan(&bench, body);
        const struct memory_file file = file_of("README", "x");
        DONE(snapshot_of_memory(&bench.snapshot, &file, 1, &bench.arena));
        const struct defect defect = {.path = "src/lib", .problem = "is missing"};
        bench.snapshot.defects = &defect;
        bench.snapshot.defect_count = 1;
        const struct collect_options options = {.snapshot = &bench.snapshot, .jobs = 1};
        DONE(collect(&bench.collection, bench.plan, &options, &bench.arena));
        assert_int_equal(bench.collection.skipped_count, 1);
        assert_string_equal(bench.collection.skipped[0].path, "src/lib");
        bench_judge(&bench);
        if (bench.result.verdict != rows[i].wanted)
            fail_msg("%s", rows[i].body);
        bench_release(&bench);
    }
}

/* Recognisers that read the tables of others meet rows of which nothing is known. */
static void test_every_recogniser_bears_gaps(void **state)
{
    (void)state;
    static const char *const folders[] = {".github", "docs",     "src", ".gitlab",   "deploy",
                                          "charts",  "runbooks", "adr", ".circleci", "x"};
    static const char *const large[] = {"README.md",    "LICENSE",        "SECURITY.md",
                                        "package.json", "CODEOWNERS",     "Dockerfile",
                                        "k8s.yaml",     "CONTRIBUTING.md"};
    enum { FOLDERS = 10, LARGE = 8, HUGE_SIZE = (8 << 20) + 1 };
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const char *const *names = fact_kind_names(&arena);
    const struct fact_kind *kinds[256] = {NULL};
    for (size_t i = 0; names[i]; i++)
        kinds[i] = fact_kind_find(names[i]);
    const struct plan_extra extra = {.kinds = kinds};
    struct plan *plan = NULL;
    DONE(plan_new(&plan, NULL, &extra, &arena));
    char *bytes = arena_alloc(&arena, HUGE_SIZE, 1);
    memset(bytes, 'a', HUGE_SIZE);
    for (size_t round = 0; round < 2; round++) {
        struct memory_file files[LARGE + 1];
        for (size_t i = 0; i < LARGE; i++)
            files[i] = (struct memory_file){.path = large[i],
                                            .content = {bytes, round == 0 ? HUGE_SIZE : 5}};
        files[LARGE] = file_of("go.mod", "module x\n");
        struct snapshot snapshot;
        DONE(snapshot_of_memory(&snapshot, files, LARGE + 1, &arena));
        struct defect defects[FOLDERS];
        for (size_t i = 0; i < FOLDERS; i++)
            defects[i] = (struct defect){.path = folders[i], .problem = "is missing"};
        snapshot.defects = defects;
        snapshot.defect_count = FOLDERS;
        struct collection collection;
        static const struct fact_label no_labels[] = {{0}};
        const struct collect_options options = {
            .snapshot = &snapshot, .labels = no_labels, .jobs = 1};
        DONE(collect(&collection, plan, &options, &arena));
        assert_int_equal(collection.skipped_count, FOLDERS + (round == 0 ? LARGE : 0));
    }
    plan_release(plan);
    arena_release(&arena);
}

static void test_time_runs_out(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, many_body);
    const struct memory_file file = file_of("a.yaml", "items: []\n");
    DONE(snapshot_of_memory(&bench.snapshot, &file, 1, &bench.arena));
    struct deadline deadline;
    deadline_init(&deadline, 1);
    deadline.at = 0;
    const struct collect_options options = {.snapshot = &bench.snapshot, .deadline = &deadline};
    struct failure *failure = collect(&bench.collection, bench.plan, &options, &bench.arena);
    assert_non_null(failure);
    assert_int_equal(failure_kind(failure), FAILURE_LIMIT);
    failure_free(failure);
    bench_release(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_sources_give_places),
        cmocka_unit_test(test_columns_and_empty_matches),
        cmocka_unit_test(test_a_pattern_at_its_limit_is_a_gap),
        cmocka_unit_test(test_document_sources),
        cmocka_unit_test(test_what_is_too_large_is_skipped_and_known_so),
        cmocka_unit_test(test_nothing_is_read_for_a_listing),
        cmocka_unit_test(test_fields_decide_what_is_needed),
        cmocka_unit_test(test_same_sources_share_a_table),
        cmocka_unit_test(test_threads_change_nothing),
        cmocka_unit_test(test_little_work_stays_on_one_thread),
        cmocka_unit_test(test_defects_of_the_tree_are_gaps),
        cmocka_unit_test(test_every_recogniser_bears_gaps),
        cmocka_unit_test(test_time_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
