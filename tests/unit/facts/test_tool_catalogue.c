#include "facts/tool_catalogue.h"
#include "scanner_stage.h"

/* The catalogue proves itself: every example of every pattern is run as it is, switched
 * off, and as what only looks like it. */

static const char *in_words(const struct tool_pattern *pattern, const char *example)
{
    static char words[600];
    snprintf(words, sizeof(words), "%s, line %u: %s", pattern->tool->id,
             (unsigned)pattern->node->line, example);
    return words;
}

/* All that is wrong is told at once. */
static size_t wrong;

static bool is_command(const struct tool_pattern *pattern)
{
    return strcmp(pattern->sort, "command") == 0;
}

/* What a pattern's example makes of it; `activation` of what runs. */
static const char *state_of(struct stage *stage, const struct tool_pattern *pattern,
                            const char *example, const char *activation)
{
    stage_start(stage);
    struct value *cells = is_command(pattern) ? stage_script(stage, example)
                                              : stage_use(stage, pattern->sort, example);
    if (cells)
        cells[INVOCATION_ACTIVATION] = value_text(activation);
    if (cells && pattern->events.count > 0)
        cells[INVOCATION_EVENTS] =
            value_texts(&stage->arena, pattern->events.items, pattern->events.count);
    struct fact_table table = stage_run(stage);
    const char *found = NULL;
    for (size_t i = 0; i < pattern->purposes.count && !found; i++) {
        const struct fact_row *row =
            stage_find(&table, pattern->tool->id, pattern->purposes.items[i]);
        if (row)
            found = value_format(&stage->arena, &row->cells[SCANNER_STATE]);
    }
    return found;
}

static void assert_state(const struct tool_pattern *pattern, const char *example,
                         const char *activation, const char *wanted)
{
    struct stage stage;
    const char *found = state_of(&stage, pattern, example, activation);
    if (!found || strcmp(found, wanted) != 0) {
        print_error("%s: is %s, not %s\n", in_words(pattern, example), found ? found : "nothing",
                    wanted);
        wrong++;
    }
    stage_end(&stage);
}

static void assert_none(const struct tool_pattern *pattern, const char *sort, const char *example)
{
    struct stage stage;
    stage_start(&stage);
    if (strcmp(sort, "command") == 0)
        stage_script(&stage, example);
    else
        stage_use(&stage, sort, example);
    struct fact_table table = stage_run(&stage);
    const struct fact_row *row = stage_find(&table, pattern->tool->id, NULL);
    if (row && strcmp(cell_text(row, SCANNER_SORT), sort) == 0) {
        print_error("%s: is evidence and should be none\n", in_words(pattern, example));
        wrong++;
    }
    stage_end(&stage);
}

static void try_example(const struct tool_pattern *pattern, const char *example, const char *wanted)
{
    struct stage stage;
    assert_state(pattern, example, "automatic", pattern->unverified ? "unknown" : wanted);
    assert_state(pattern, example, "disabled", "disabled");
    assert_state(pattern, example, "manual", "manual");
    if (!is_command(pattern))
        return;
    stage_start(&stage);
    struct arena *arena = &stage.arena;
    const char *program = arena_copy(arena, (struct text){example, strcspn(example, " ")});
    assert_none(pattern, "command", arena_printf(arena, "# %s", example));
    assert_none(pattern, "command", arena_printf(arena, "echo \"%s\"", example));
    assert_none(pattern, "command", arena_printf(arena, "apt-get install -y %s", program));
    assert_none(pattern, "command", arena_printf(arena, "docker build -t %s .", program));
    assert_none(pattern, "command", arena_printf(arena, "which %s", program));
    stage_end(&stage);
}

static void for_every_pattern(void (*each)(const struct tool_pattern *pattern))
{
    const struct tool_catalogue *catalogue = tool_catalogue();
    for (size_t i = 0; i < catalogue->count; i++)
        for (size_t k = 0; k < catalogue->tools[i]->patterns.count; k++)
            each(catalogue->tools[i]->patterns.items[k]);
}

static void the_files_are_right(void **state)
{
    (void)state;
    struct arena arena;
    struct diagnostics diagnostics;
    struct buffer out = BUFFER_EMPTY;
    arena_init(&arena, 1 << 18);
    diagnostics_init(&diagnostics, &arena);
    for (const struct builtin_file *file = catalogue_files; file->path; file++)
        diagnostics_add_source(&diagnostics, file->path, (struct text){file->bytes, file->size});
    struct tool_catalogue *catalogue = tool_catalogue_parse(&arena, catalogue_files, &diagnostics);
    diagnostics_sort(&diagnostics);
    diagnostics_print(&diagnostics, &out, false, 0);
    assert_string_equal(buffer_string(&out), "");
    assert_true(catalogue->count >= 100);
    buffer_release(&out);
    arena_release(&arena);
}

static void check_pattern(const struct tool_pattern *pattern)
{
    bool is_config = strcmp(pattern->sort, "config") == 0;
    if (!is_config && pattern->examples.count + pattern->advisory_examples.count == 0)
        fail_msg("%s: has no example", in_words(pattern, pattern->names.items[0]));
    if (pattern->source && !string_starts_with(pattern->source, "https://"))
        fail_msg("%s: a source is the address of a page", in_words(pattern, pattern->source));
}

static void every_pattern_has_a_source_and_an_example(void **state)
{
    (void)state;
    for_every_pattern(check_pattern);
}

static void try_pattern(const struct tool_pattern *pattern)
{
    for (size_t i = 0; i < pattern->examples.count; i++)
        try_example(pattern, pattern->examples.items[i], "active");
    for (size_t i = 0; i < pattern->advisory_examples.count; i++)
        try_example(pattern, pattern->advisory_examples.items[i], "advisory");
    for (size_t i = 0; i < pattern->no_examples.count; i++)
        assert_none(pattern, pattern->sort, pattern->no_examples.items[i]);
}

static void every_example_is_what_it_says(void **state)
{
    (void)state;
    wrong = 0;
    for_every_pattern(try_pattern);
    assert_int_equal(wrong, 0);
}

static void a_mistake_in_a_file_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *tool, *problem;
    } cases[] = {
        {"{id: a, title: A, vendor: https://a, purposes: [sca], patterns: [{command: a, source: "
         "https://a, comand: b}]}",
         "'comand' is no key of pattern"},
        {"{id: a, title: A, vendor: https://a, purposes: [sca], patterns: [{command: a, action: b, "
         "source: https://a}]}",
         "a pattern has one sort of evidence: command, action, ..."},
        {"{id: a, title: A, vendor: https://a, purposes: [sca], patterns: [{command: a}]}",
         "no source"},
        {"{id: a, title: A, vendor: https://a, purposes: [sac], unobservable: x}",
         "'sac' is no purpose"},
        {"{id: a, title: A, vendor: https://a, purposes: [sca]}",
         "a tool has patterns, or a reason why there is nothing to see"},
        {"{id: a, title: A, vendor: https://a, purposes: [sca], images: [x], unobservable: x}",
         "images have an entrypoint, and it is that of images"},
        {"{id: a, title: A, vendor: https://a, purposes: [sca], patterns: [{command: a, source: "
         "https://a, purpose: sast}]}",
         "a purpose that the tool does not have"},
        {"{id: a, title: A, vendor: https://a, purposes: [sca], patterns: [{command: a, source: "
         "https://a, off: [x]}]}",
         "conditions are options with their values"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct arena arena;
        struct diagnostics diagnostics;
        arena_init(&arena, 4096);
        diagnostics_init(&diagnostics, &arena);
        const char *text = arena_printf(&arena, "bylaw: 1\ntools:\n  - %s\n", cases[i].tool);
        const struct builtin_file files[] = {{"a.yml", text, strlen(text)}, {0}};
        tool_catalogue_parse(&arena, files, &diagnostics);
        assert_int_equal(diagnostics.count, 1);
        assert_string_equal(diagnostics.items[0].message, cases[i].problem);
        assert_int_equal(diagnostics.items[0].place.line, 3);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_files_are_right),
        cmocka_unit_test(every_pattern_has_a_source_and_an_example),
        cmocka_unit_test(every_example_is_what_it_says),
        cmocka_unit_test(a_mistake_in_a_file_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
