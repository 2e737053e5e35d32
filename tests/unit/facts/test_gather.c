#include "facts/gather.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const word_key[] = {"path", "word", NULL};
static const struct fact_field word_fields[] = {
    {"word", {.kind = TYPE_TEXT}, false, "The word"},
    {"number", {.kind = TYPE_INTEGER}, true, "Its number"},
    {0},
};
static const struct fact_kind word = {"word", "A word", false, word_key, word_fields};
static const char *const other_key[] = {"word", NULL};
static const struct fact_kind other = {"other", "Another", true, other_key, word_fields};
static const struct fact_kind *const kinds[] = {&word, &other, NULL};

/* One row a line of a text file; the cell points into a copy. */
static void recognise_words(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        fact_add_gaps(writer, NULL, class, reason);
        return;
    }
    struct text rest = file->content.text;
    struct text line;
    uint32_t number = 0;
    while (text_next_line(&rest, &line)) {
        char *copy = arena_copy(fact_arena(writer), line);
        struct fact_row *row = fact_add(writer, &word, NULL, ++number, 1);
        row->cells[0] = value_text(copy);
        fact_add(writer, &other, NULL, 0, 0)->cells[0] = value_text(copy);
    }
}

static const char *const paths[] = {"*.txt", "/data/**/*.csv", NULL};
static const struct recogniser words = {.name = "words",
                                        .summary = "Words",
                                        .version = 1,
                                        .kinds = kinds,
                                        .paths = paths,
                                        .recognise_file = recognise_words};
static const char *const literals[] = {"magic", "other", NULL};
static const struct recogniser filtered = {.name = "filtered",
                                           .summary = "Words",
                                           .version = 1,
                                           .kinds = kinds,
                                           .paths = paths,
                                           .literals = literals,
                                           .recognise_file = recognise_words};

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, 4096);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

#define FILE_OF(name, bytes)                                     \
    {                                                            \
        .path = (name), .content = {(bytes), sizeof(bytes) - 1 } \
    }

static struct fact_table run(const struct recogniser *recogniser, const struct fact_kind *kind,
                             const struct memory_file *files, size_t count)
{
    struct fact_table table;
    struct failure *failure = fact_recognise_memory(recogniser, kind, files, count, &arena, &table);
    assert_null(failure);
    return table;
}

static void rows_come_by_path_and_line(void **state)
{
    (void)state;
    const struct memory_file files[] = {
        FILE_OF("b.txt", "x\ny\n"),     FILE_OF("a/a.txt", "z"),
        FILE_OF("a.md", "not wanted"),  FILE_OF("data/deep/er/n.csv", "n"),
        FILE_OF("n.csv", "not wanted"),
    };
    struct fact_table table = run(&words, &word, files, 5);
    assert_ptr_equal(table.kind, &word);
    assert_int_equal(table.count, 4);
    assert_string_equal(table.rows[0].path, "a/a.txt");
    assert_string_equal(table.rows[1].path, "b.txt");
    assert_string_equal(table.rows[1].cells[0].text, "x");
    assert_int_equal(table.rows[2].line, 2);
    assert_int_equal(table.rows[2].cells[1].kind, VALUE_ABSENT);
    assert_string_equal(table.rows[3].path, "data/deep/er/n.csv");
}

static void a_kind_that_is_nowhere_has_no_path_and_sorts_by_key(void **state)
{
    (void)state;
    const struct memory_file files[] = {FILE_OF("a.txt", "c\na\nb\na\n")};
    struct fact_table table = run(&words, &other, files, 1);
    assert_int_equal(table.count, 4);
    assert_null(table.rows[0].path);
    assert_string_equal(table.rows[0].cells[0].text, "a");
    assert_string_equal(table.rows[1].cells[0].text, "a");
    assert_string_equal(table.rows[2].cells[0].text, "b");
    assert_string_equal(table.rows[3].cells[0].text, "c");
}

static void a_file_without_any_literal_is_passed_over(void **state)
{
    (void)state;
    const struct memory_file files[] = {FILE_OF("a.txt", "plain"), FILE_OF("b.txt", "some magic")};
    struct fact_table table = run(&filtered, &word, files, 2);
    assert_int_equal(table.count, 1);
    assert_string_equal(table.rows[0].path, "b.txt");
}

static void what_cannot_be_read_is_a_gap_of_every_kind(void **state)
{
    (void)state;
    const struct memory_file files[] = {FILE_OF("a.txt", "a\0b")};
    for (size_t i = 0; kinds[i]; i++) {
        struct fact_table table = run(&words, kinds[i], files, 1);
        assert_int_equal(table.count, 1);
        assert_true(table.rows[0].gap);
        assert_int_equal(table.rows[0].cells[0].kind, VALUE_UNKNOWN);
        assert_int_equal(table.rows[0].cells[1].kind, VALUE_UNKNOWN);
        assert_int_equal(table.rows[0].cells[0].unknown->class, UNKNOWN_UNREADABLE);
        assert_non_null(strstr(table.rows[0].cells[0].unknown->reason, "binary"));
    }
}

static void kinds_that_nobody_wants_keep_no_rows(void **state)
{
    (void)state;
    const bool wanted[] = {false, true};
    struct fact_writer writer;
    fact_writer_init(&writer, &words, &arena, "a.txt", wanted);
    assert_false(fact_is_wanted(&writer, &word));
    assert_true(fact_is_wanted(&writer, &other));
    fact_add(&writer, &word, NULL, 1, 1)->cells[0] = value_text("thrown away");
    fact_add_gaps(&writer, NULL, UNKNOWN_UNOBSERVABLE, "shallow");
    assert_int_equal(writer.rows[0].count, 0);
    assert_int_equal(writer.rows[1].count, 1);
    assert_true(writer.rows[1].rows[0].gap);
}

/* A recogniser goes on as before; what it says is not kept. */
static void behind_the_last_row_is_a_gap(void **state)
{
    (void)state;
    struct fact_writer writer;
    fact_writer_init(&writer, &words, &arena, "a.txt", NULL);
    struct fact_rows *rows = &writer.rows[0];
    rows->rows = ARENA_ARRAY(&arena, struct fact_row, LIMIT_FACT_ROWS + 2);
    rows->capacity = LIMIT_FACT_ROWS + 2;
    rows->count = LIMIT_FACT_ROWS;
    for (size_t i = 0; i < 3; i++)
        fact_add(&writer, &word, NULL, 1, 1)->cells[1] = value_integer(5);
    fact_add_gaps(&writer, NULL, UNKNOWN_UNOBSERVABLE, "shallow");
    assert_int_equal(rows->count, LIMIT_FACT_ROWS + 1);
    const struct fact_row *last = &rows->rows[LIMIT_FACT_ROWS];
    assert_true(last->gap);
    assert_int_equal(last->cells[1].kind, VALUE_UNKNOWN);
    assert_string_equal(last->cells[1].unknown->reason, "more rows than are read");
}

static void cells_stay_good_when_rows_move(void **state)
{
    (void)state;
    struct fact_writer writer;
    fact_writer_init(&writer, &words, &arena, "a.txt", NULL);
    struct fact_row *first = fact_add(&writer, &word, "other/path", 7, 3);
    struct value *cells = first->cells;
    for (unsigned i = 0; i < 1000; i++)
        fact_add(&writer, &word, NULL, i, 1);
    cells[0] = fact_text(&writer, "late");
    cells[1] = fact_text(&writer, NULL);
    assert_string_equal(writer.rows[0].rows[0].cells[0].text, "late");
    assert_int_equal(writer.rows[0].rows[0].cells[1].kind, VALUE_ABSENT);
    assert_string_equal(writer.rows[0].rows[0].path, "other/path");
    assert_int_equal(writer.rows[0].rows[0].line, 7);
    assert_int_equal(writer.rows[0].rows[0].column, 3);
    assert_string_equal(writer.rows[0].rows[1000].path, "a.txt");
}

static void sorting_is_stable_and_complete(void **state)
{
    (void)state;
    enum { COUNT = 1000 };
    struct fact_row rows[COUNT];
    struct fact_table table = {.kind = &word, .rows = rows, .count = COUNT};
    uint32_t seed = 1;
    for (size_t i = 0; i < COUNT; i++) {
        seed = seed * 1103515245u + 12345u;
        rows[i] = (struct fact_row){.path = (seed >> 16) % 2 ? "a" : "b",
                                    .line = (seed >> 18) % 7,
                                    .column = (seed >> 22) % 3,
                                    .cells = ARENA_ARRAY(&arena, struct value, 2)};
        rows[i].cells[0] = value_text((seed >> 25) % 2 ? "k" : "l");
        rows[i].cells[1] = value_integer((int64_t)i);
    }
    fact_table_sort(&table);
    for (size_t i = 1; i < COUNT; i++) {
        const struct fact_row *a = &rows[i - 1];
        const struct fact_row *b = &rows[i];
        int order = strcmp(a->path, b->path);
        if (order == 0)
            order =
                a->line != b->line ? (a->line < b->line ? -1 : 1) : (int)a->column - (int)b->column;
        if (order == 0)
            order = strcmp(a->cells[0].text, b->cells[0].text);
        if (order == 0)
            order = a->cells[1].integer < b->cells[1].integer ? -1 : 1;
        assert_true(order < 0);
    }
}

static struct fact_file file_of(const char *path, const char *content)
{
    return (struct fact_file){.path = path,
                              .content = {.state = CONTENT_TEXT, .text = text_of(content)},
                              .arena = &arena,
                              .cache = fact_file_cache_new(&arena)};
}

static void documents_are_parsed_once(void **state)
{
    (void)state;
    struct fact_file file = file_of("a.yml", "a: 1\n");
    const struct document_problem *problem = NULL;
    const struct document *first = fact_file_yaml(&file, &problem);
    assert_non_null(first);
    assert_null(problem);
    assert_ptr_equal(fact_file_yaml(&file, NULL), first);
    assert_null(fact_file_json(&file, false, &problem));
    assert_non_null(problem);
    assert_true(problem->message[0] != '\0');
    const struct document_problem *again = NULL;
    assert_null(fact_file_json(&file, false, &again));
    assert_ptr_equal(again, problem);

    struct fact_file json = file_of("a.json", "{\"a\": 1 /* c */}");
    assert_null(fact_file_json(&json, false, &problem));
    assert_non_null(fact_file_json(&json, true, &problem));
    assert_null(problem);

    struct fact_file markdown = file_of("a.md", "# One\n");
    assert_int_equal(fact_file_markdown(&markdown)->section_count > 0, 1);
    assert_ptr_equal(fact_file_markdown(&markdown), fact_file_markdown(&markdown));
    assert_true(fact_file_markdown_is_whole(&markdown));
}

static void template_marks_are_told_from_expressions(void **state)
{
    (void)state;
    static const struct {
        const char *content;
        bool template;
    } cases[] = {
        {"a: 1", false},
        {"a: {{ .Values.a }}", true},
        {"{{- if .Values.a }}\n", true},
        {"a: ${{ github.sha }}", false},
        {"a: ${{ github.sha }} {{ x }}", true},
        {"a: {{ no end", false},
        {"a: }} {{", false},
        {"{% if a %}", true},
        {"{% a", false},
        {"<% a %>", true},
        {"", false},
        {"{{", false},
        {"{{}", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct fact_file file = file_of("a.yml", cases[i].content);
        if (fact_file_is_template(&file) != cases[i].template)
            fail_msg("'%s'", cases[i].content);
    }
}

static void files_of_a_chart_are_templates(void **state)
{
    (void)state;
    const struct memory_file files[] = {
        FILE_OF("charts/app/Chart.yaml", "name: app"),
        FILE_OF("charts/app/templates/sub/a.yaml", "a: 1"),
        FILE_OF("charts/app/mytemplates/a.yaml", "a: 1"),
        FILE_OF("other/templates/a.yaml", "a: 1"),
    };
    struct snapshot snapshot;
    struct failure *failure = snapshot_of_memory(&snapshot, files, 4, &arena);
    assert_null(failure);
    struct fact_file file = file_of("charts/app/templates/sub/a.yaml", "a: 1");
    file.snapshot = &snapshot;
    assert_true(fact_file_is_template(&file));
    file.path = "charts/app/mytemplates/a.yaml";
    assert_false(fact_file_is_template(&file));
    file.path = "other/templates/a.yaml";
    assert_false(fact_file_is_template(&file));
}

static void every_state_but_text_has_a_reason(void **state)
{
    (void)state;
    static const struct {
        enum content_state state;
        enum unknown_class class;
    } cases[] = {
        {CONTENT_BINARY, UNKNOWN_UNREADABLE},    {CONTENT_LFS_POINTER, UNKNOWN_UNOBSERVABLE},
        {CONTENT_LINK, UNKNOWN_UNOBSERVABLE},    {CONTENT_SUBMODULE, UNKNOWN_UNOBSERVABLE},
        {CONTENT_TOO_LARGE, UNKNOWN_UNREADABLE}, {CONTENT_MISSING, UNKNOWN_UNREADABLE},
        {CONTENT_CORRUPT, UNKNOWN_UNREADABLE},
    };
    struct fact_file file = file_of("a.yml", "a: 1");
    enum unknown_class class;
    assert_null(fact_file_unreadable(&file, &class));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        file.content.state = cases[i].state;
        assert_non_null(fact_file_unreadable(&file, &class));
        assert_int_equal(class, cases[i].class);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_by_path_and_line),
        cmocka_unit_test(a_kind_that_is_nowhere_has_no_path_and_sorts_by_key),
        cmocka_unit_test(a_file_without_any_literal_is_passed_over),
        cmocka_unit_test(what_cannot_be_read_is_a_gap_of_every_kind),
        cmocka_unit_test(kinds_that_nobody_wants_keep_no_rows),
        cmocka_unit_test(behind_the_last_row_is_a_gap),
        cmocka_unit_test(cells_stay_good_when_rows_move),
        cmocka_unit_test(sorting_is_stable_and_complete),
        cmocka_unit_test(documents_are_parsed_once),
        cmocka_unit_test(template_marks_are_told_from_expressions),
        cmocka_unit_test(files_of_a_chart_are_templates),
        cmocka_unit_test(every_state_but_text_has_a_reason),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
