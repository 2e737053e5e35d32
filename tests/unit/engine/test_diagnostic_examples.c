/* Every page of the table of codes: what it calls wrong has the code, what it calls
 * right has no mistake and no warning. A page's example is a few keys; the rest of
 * the file stands here. */
#include "base/diagnostic_page.h"
#include "policy/exception.h"
#include "policy/lint.h"
#include "policy/policy_file.h"
#include "policy/ruleset.h"
#include "policy/test_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const files[] = {
    [DIAGNOSTIC_FILE_NOTHING] = "",
    [DIAGNOSTIC_FILE_RULE] = "bylaw: 1\n"
                             "id: ACM001\n"
                             "name: example\n"
                             "title: An example\n"
                             "severity: medium\n"
                             "why: It shows what the page says and nothing else.\n"
                             "fix: Do what the page says is right.\n"
                             "for_each: repository\n"
                             "require: {exists: {fact: file, where: {path: README.md}}}\n"
                             "place: [README.md]\n"
                             "message: \"There is none, and {repository.maintainers} care.\"\n",
    [DIAGNOSTIC_FILE_POLICY] = "bylaw: 1\n"
                               "policy: example\n"
                               "title: An example\n"
                               "owner: platform\n"
                               "rules: [SDL001]\n",
    [DIAGNOSTIC_FILE_CONFIGURATION] = "bylaw: 1\n",
    [DIAGNOSTIC_FILE_EXCEPTION] = "bylaw: 1\n"
                                  "id: EXC-2026-0001\n"
                                  "rules: [SDL009]\n"
                                  "category: waiver\n"
                                  "justification: The vendor signs its images from release 4 on, "
                                  "which we install in spring.\n"
                                  "scope: {paths: ['deploy/**']}\n"
                                  "owner: anna@acme.example\n"
                                  "requested_by: anna@acme.example\n"
                                  "requested_on: 2026-03-01\n"
                                  "approvals: [{by: carl@acme.example, on: 2026-03-02}]\n"
                                  "valid_from: 2026-03-02\n"
                                  "expires: 2026-06-01\n",
    [DIAGNOSTIC_FILE_TEST] = "bylaw: 1\n"
                             "rule: ACM001\n"
                             "worlds: [{name: one, kind: passes, expect: {verdict: pass}}]\n",
};

static bool gives_key(const char *example, struct text key)
{
    struct text line;
    for (struct text rest = text_of(example); text_next_line(&rest, &line);)
        if (line.size > key.size && memcmp(line.bytes, key.bytes, key.size) == 0 &&
            line.bytes[key.size] == ':')
            return true;
    return false;
}

/* The whole file: its lines whose keys the example does not give, then the example. */
static const char *complete(struct arena *arena, const struct diagnostic_page *page,
                            const char *example)
{
    struct buffer out = BUFFER_EMPTY;
    struct text line;
    for (struct text rest = text_of(files[page->file]); text_next_line(&rest, &line);) {
        const char *colon = memchr(line.bytes, ':', line.size);
        struct text key = {line.bytes, (size_t)(colon - line.bytes)};
        bool is_inline = text_equals(key, "for_each") || text_equals(key, "require") ||
                         text_equals(key, "message") || text_equals(key, "place");
        if (gives_key(example, key) || (is_inline && strstr(example, "checks:\n")))
            continue;
        buffer_add(&out, line.bytes, line.size);
        buffer_add_byte(&out, '\n');
    }
    buffer_add_string(&out, example);
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static void read_exception(struct arena *arena, struct library *library, struct policy_file *file,
                           struct diagnostics *out)
{
    struct exception_set set;
    struct exception_limits limits = {.max_renewals = -1, .approvals = 1};
    exceptions_load(&set, arena, file, 1);
    exceptions_check_rules(&set, library, &limits, out);
    for (size_t i = 0; i < set.count; i++)
        for (size_t j = 0; j < set.items[i].mistake_count; j++) {
            const struct diagnostic *mistake = &set.items[i].mistakes[j];
            *diagnostics_add(out, mistake->code, mistake->place, "%s", mistake->message) = *mistake;
        }
}

static void read_example(struct arena *arena, const struct diagnostic_page *page,
                         const char *example, struct diagnostics *out)
{
    struct policy_file file = {.path = "example.yml",
                               .text = text_of(complete(arena, page, example))};
    struct library library;
    library_init(&library, arena);
    library_add_builtin(&library, NULL, out);
    diagnostics_init(out, arena);
    struct ruleset ruleset;
    struct ruleset_options options = {0};
    library.version = "1.0.0";
    switch (page->file) {
    case DIAGNOSTIC_FILE_RULE:
    case DIAGNOSTIC_FILE_POLICY:
        library_add_files(&library, LAYER_ORGANISATION, &file, 1, out);
        library_lint(&library, out);
        ruleset_resolve(&ruleset, &library, &options, arena, out);
        break;
    case DIAGNOSTIC_FILE_CONFIGURATION:
        library_add_configuration(&library, &file, out);
        ruleset_resolve(&ruleset, &library, &options, arena, out);
        break;
    case DIAGNOSTIC_FILE_EXCEPTION:
        read_exception(arena, &library, &file, out);
        break;
    case DIAGNOSTIC_FILE_TEST:
        test_file_load(arena, file.path, file.text, NULL, out);
        break;
    case DIAGNOSTIC_FILE_NOTHING:
        break;
    }
    library_release(&library);
    diagnostics_sort(out);
}

static bool has_code(const struct diagnostics *diagnostics, int code)
{
    for (size_t i = 0; i < diagnostics->count; i++)
        if (diagnostics->items[i].code == code)
            return true;
    return false;
}

static void every_page_is_right(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (int code = DIAGNOSTIC_WITHOUT_CODE + 1; code < DIAGNOSTIC_CODE_END; code++) {
        const struct diagnostic_page *page = diagnostic_page(code);
        if (page->file == DIAGNOSTIC_FILE_NOTHING)
            continue;
        struct arena arena;
        arena_init(&arena, 1 << 16);
        struct diagnostics diagnostics;
        diagnostics_init(&diagnostics, &arena);
        read_example(&arena, page, page->wrong, &diagnostics);
        struct buffer out = BUFFER_EMPTY;
        if (!has_code(&diagnostics, code)) {
            wrong++;
            diagnostics_print(&diagnostics, &out, false, 5);
            print_error("%s is not told of what it calls wrong, but:\n%s", page->code,
                        buffer_string(&out));
        }
        buffer_release(&out);
        read_example(&arena, page, page->right, &diagnostics);
        out = BUFFER_EMPTY;
        if (diagnostics.count > 0) {
            wrong++;
            diagnostics_print(&diagnostics, &out, false, 5);
            print_error("%s calls right what is not:\n%s", page->code, buffer_string(&out));
        }
        buffer_release(&out);
        arena_release(&arena);
    }
    assert_int_equal(wrong, 0);
}

static void codes_are_in_order_and_none_is_there_twice(void **state)
{
    (void)state;
    static const char letters[] = "EWI";
    for (int code = DIAGNOSTIC_WITHOUT_CODE + 2; code < DIAGNOSTIC_CODE_END; code++) {
        const char *before = diagnostic_page(code - 1)->code;
        const char *now = diagnostic_page(code)->code;
        const char *first = strchr(letters, before[0]);
        const char *second = strchr(letters, now[0]);
        assert_true(first < second || (first == second && strcmp(before, now) < 0));
        assert_int_equal(strlen(now), 4);
    }
}

static void a_page_is_found_by_its_code(void **state)
{
    (void)state;
    assert_ptr_equal(diagnostic_page_find("E101"), diagnostic_page(E101));
    assert_ptr_equal(diagnostic_page_find("w101"), diagnostic_page(W101));
    assert_null(diagnostic_page_find("E999"));
    assert_null(diagnostic_page(DIAGNOSTIC_ERROR));
    assert_null(diagnostic_page(DIAGNOSTIC_CODE_END));
    assert_true(diagnostic_is_code("E1"));
    assert_true(diagnostic_is_code("w1010"));
    assert_false(diagnostic_is_code("E"));
    assert_false(diagnostic_is_code(""));
    assert_false(diagnostic_is_code("SDL001"));
    assert_false(diagnostic_is_code("e1234567"));
    assert_string_equal(diagnostic_page_suggest("E30"), "E301");
    assert_int_equal(diagnostic_level_of(E101), DIAGNOSTIC_ERROR);
    assert_int_equal(diagnostic_level_of(W101), DIAGNOSTIC_WARNING);
    assert_int_equal(diagnostic_level_of(I101), DIAGNOSTIC_INFO);
    assert_int_equal(diagnostic_level_of(DIAGNOSTIC_WARNING), DIAGNOSTIC_WARNING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_is_right),
        cmocka_unit_test(codes_are_in_order_and_none_is_there_twice),
        cmocka_unit_test(a_page_is_found_by_its_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
