#include "facts/template_reading.h"
#include "facts/tool_catalogue.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

/* A template of nobody, so that these tests do not hang on the catalogue. */
static const char guidance[] = "Say who feeds the penguins and who cleans up after them. "
                               "Name the fish that they may not eat.";

static const struct templates *made_of(const char *text)
{
    struct buffer file = BUFFER_EMPTY;
    struct words words = words_read(&arena, text_of(text));
    buffer_printf(&file, "bylaw: 1\ntemplates:\n  - name: Penguins\n    headings: [Feeding]\n"
                         "    phrases: [of penguins|seals]\n    shingles: >-\n");
    for (size_t i = 0; i + SHINGLE_WORDS <= words.count; i++)
        buffer_printf(&file, "      %016" PRIx64 "\n", shingle_hash(&words.items[i]));
    const char *bytes = arena_strdup(&arena, buffer_string(&file));
    struct builtin_file builtin = {"templates.yml", bytes, file.size};
    buffer_release(&file);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    const struct templates *templates = templates_parse(&arena, &builtin, &diagnostics);
    assert_int_equal(diagnostics.count, 0);
    return templates;
}

static void the_built_in_file_is_right(void **state)
{
    (void)state;
    const struct builtin_file *file = catalogue_files;
    while (file->path && !string_ends_with(file->path, CATALOGUE_TEMPLATES))
        file++;
    assert_non_null(file->path);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    const struct templates *templates = templates_parse(&arena, file, &diagnostics);
    assert_int_equal(diagnostics.count, 0);
    assert_true(templates->count > 30);
    assert_true(templates->shingle_count > 5000);
    for (size_t i = 0; i < templates->count; i++) {
        const struct template *template = templates->items[i];
        if (template->name && (!template->source || !template->licence))
            fail_msg("%s: where is it from, and under which licence?", template->name);
        if (template->name && strstr(template->licence, "as its page says"))
            fail_msg("%s: whoever reads this wants the licence, or that none is stated",
                     template->name);
        if (!template->name && template->shingles)
            fail_msg("template %zu: whose are the shingles?", i);
        for (size_t j = 0; template->name && j < i; j++)
            if (templates->items[j]->name)
                assert_string_not_equal(template->name, templates->items[j]->name);
    }
}

/* What is in the file was made with this function: it must not change. */
static void the_hash_of_a_shingle_stays_what_it_is(void **state)
{
    (void)state;
    struct words words = words_read(&arena, text_of("Who Feeds the Penguin's chicks"));
    assert_int_equal(words.count, SHINGLE_WORDS);
    assert_int_equal(shingle_hash(words.items), UINT64_C(0xef9b6e93eb9fe785));
}

static bool explains(const char *text, const char *rest)
{
    const struct templates *templates = made_of(guidance);
    struct words words = words_read(&arena, text_of(text));
    return template_explains(templates, &arena, &words, rest ? rest : text);
}

static void guidance_is_a_templates_and_an_answer_is_not(void **state)
{
    (void)state;
    assert_true(explains(guidance, NULL));
    assert_true(explains("SAY who feeds, the penguins\nand who *cleans up* after them!", NULL));
    /* One of the two sentences, and a name that somebody put there. */
    assert_true(explains("Name the fish that they may not eat.", NULL));
    assert_true(explains("Say who feeds the penguins and who really cleans up after them. Name the "
                         "fish that they may not eat.",
                         NULL));
    assert_false(explains("", NULL));
    assert_false(explains("Ann feeds them.", NULL));
    assert_false(explains("Say who feeds the penguins and who cleans up after them. Ann.", NULL));
    assert_false(explains("Name the fish that they may not eat.\n\nCod\n", NULL));
    assert_false(explains("Name the fish that they may not eat.\n- Cod\n", NULL));
    assert_false(explains("| Name the fish that they may not eat | Cod |", NULL));
    /* More than a fifth of other words within a sentence. */
    assert_false(explains("We do name the fish that they may eat", NULL));
    /* A placeholder beside it, which is blanked. */
    assert_true(explains("Name the fish that they may not eat.\nTODO\n",
                         "Name the fish that they may not eat.\n    \n"));
}

static void words_between_are_covered(void **state)
{
    (void)state;
    const struct templates *templates = made_of(guidance);
    struct words words =
        words_read(&arena, text_of("say who feeds the penguins at night and who cleans up after "
                                   "them name the fish and more"));
    struct template_cover cover;
    template_cover(templates, &arena, &words, &cover);
    assert_int_equal(words.count, 18);
    assert_int_equal(cover.count, 16);
    assert_true(cover.words[5] && cover.words[6] && cover.words[15]);
    assert_false(cover.words[16] || cover.words[17]);
    assert_int_equal(cover.hits[0], 6);
    words = words_read(&arena, text_of("say who feeds the"));
    template_cover(templates, &arena, &words, &cover);
    assert_int_equal(cover.count, 0);
}

static void phrases_are_found_with_whose_they_are(void **state)
{
    (void)state;
    const struct templates *templates = made_of(guidance);
    struct words words = words_read(&arena, text_of("the love of seals, of penguins"));
    const struct template *whose = NULL;
    size_t from = 0, end;
    assert_true(template_next_phrase(templates, &words, &from, &end, &whose));
    assert_int_equal(from, 2);
    assert_int_equal(end, 4);
    assert_string_equal(whose->name, "Penguins");
    from = end;
    assert_true(template_next_phrase(templates, &words, &from, &end, NULL));
    from = end;
    assert_false(template_next_phrase(templates, &words, &from, &end, NULL));
}

static void mistakes_of_a_file_are_told(void **state)
{
    (void)state;
    static const char *const files[] = {
        "bylaw: 1\ntemplates:\n  - {shingles: 0123456789abcde}\n",
        "bylaw: 1\ntemplates:\n  - {shingles: 0123456789abcdef0}\n",
        "bylaw: 1\ntemplates:\n  - {shingles: 0123456789ABCDEF}\n",
        "bylaw: 1\ntemplates:\n  - {shingles: '0000000000000000'}\n",
        "bylaw: 1\ntemplates:\n  - {shingles: '0123456789abcdef, 0123456789abcdef'}\n",
        "bylaw: 1\ntemplates:\n  - {phrases: ['Upper case']}\n",
        "bylaw: 1\ntemplates:\n  - {source: a page}\n",
        "bylaw: 1\ntemplates:\n  - {text: x}\n",
        "bylaw: 1\n",
        "[",
    };
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        struct builtin_file file = {"templates.yml", files[i], strlen(files[i])};
        struct diagnostics diagnostics;
        diagnostics_init(&diagnostics, &arena);
        const struct templates *templates = templates_parse(&arena, &file, &diagnostics);
        if (!diagnostics.count)
            fail_msg("not told: %s", files[i]);
        /* What is left can be used. */
        struct words words = words_read(&arena, text_of(guidance));
        struct template_cover cover;
        template_cover(templates, &arena, &words, &cover);
        assert_int_equal(cover.count, 0);
    }
    struct buffer many = BUFFER_EMPTY;
    buffer_printf(&many, "bylaw: 1\ntemplates:\n");
    for (size_t i = 0; i <= TEMPLATES_MAX; i++)
        buffer_printf(&many, "  - {name: t%zu}\n", i);
    struct builtin_file file = {"templates.yml", buffer_string(&many), many.size};
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    const struct templates *templates = templates_parse(&arena, &file, &diagnostics);
    assert_int_equal(diagnostics.count, 1);
    assert_int_equal(templates->count, TEMPLATES_MAX);
    buffer_release(&many);
}

static const struct prose *prose_from(const char *text)
{
    bool limit = false;
    const struct markdown *markdown = markdown_parse(&arena, text_of(text), &limit);
    return prose_read(&arena, "a.md", text_of(text), markdown);
}

static const char *read_words(const char *text)
{
    const struct prose *prose = prose_from(text);
    struct template_reading reading = template_reading_of(&arena, prose);
    const char *words = template_reading_words(&arena, &reading);
    return words ? words : "";
}

static void sections_that_nobody_filled_in_are_named(void **state)
{
    (void)state;
    assert_string_equal(read_words("# A\n## Context\nDescribe here the forces that influence the "
                                   "design decision.\n"),
                        "the template 'Merson', not filled in");
    assert_string_equal(read_words("# A\n## Context\nDescribe here the forces that influence the "
                                   "design decision.\n## Decision\nWe use Kafka.\n"),
                        "the text of the template 'Merson' in 'Context'");
    assert_string_equal(read_words("# A\n## Context\nDescribe here the forces that influence the "
                                   "design decision.\nQueues fill up.\n## Decision\n"),
                        "");
    /* Headings alone are nobody's, and an empty page says nothing. */
    assert_string_equal(read_words("# A\n## Context and Problem Statement\n## Decision Outcome\n"),
                        "");
    assert_string_equal(read_words("## Considered Options\n\n* Kafka\n* RabbitMQ\n"), "");
    assert_string_equal(read_words(""), "");
    /* Code is somebody's own. */
    assert_string_equal(read_words("# A\nDescribe here the forces that influence the design "
                                   "decision.\n```\nmake it\n```\n"),
                        "");
}

static void relatives_are_told_apart_by_the_whole(void **state)
{
    (void)state;
    const struct prose *prose =
        prose_from("# A\n## Context\nWhat is the issue that we're seeing that is motivating this "
                   "decision or change?\n## Decision\nWe use Kafka.\n");
    assert_string_equal(template_of_lines(&arena, prose, 1, 3), "Nygard");
    assert_null(template_of_lines(&arena, prose, 3, 5));
    prose = prose_from("# A\nDelete this section before you publish.\n");
    assert_null(template_of_lines(&arena, prose, 1, 2));
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 4096);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_file_is_right),
        cmocka_unit_test(the_hash_of_a_shingle_stays_what_it_is),
        cmocka_unit_test(guidance_is_a_templates_and_an_answer_is_not),
        cmocka_unit_test(words_between_are_covered),
        cmocka_unit_test(phrases_are_found_with_whose_they_are),
        cmocka_unit_test(mistakes_of_a_file_are_told),
        cmocka_unit_test(sections_that_nobody_filled_in_are_named),
        cmocka_unit_test(relatives_are_told_apart_by_the_whole),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
