#include "base/glob.h"
#include "base/text.h"
#include "facts/fact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Words of the rule language that a field would hide. */
static const char *const reserved[] = {"path", "line",  "column", "all",   "any",  "not", "exists",
                                       "none", "count", "share",  "where", "that", "as",  NULL};

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

static bool is_summary(const char *summary)
{
    return summary && *summary && !strchr(summary, '\n');
}

static bool is_name(const char *name)
{
    if (!name || *name < 'a' || *name > 'z')
        return false;
    for (; *name; name++)
        if (!(*name >= 'a' && *name <= 'z') && !(*name >= '0' && *name <= '9') && *name != '_')
            return false;
    return true;
}

static void check_field(const struct fact_kind *kind, size_t index)
{
    const struct fact_field *field = &kind->fields[index];
    if (!is_name(field->name) || string_is_one_of(field->name, reserved))
        fail_msg("%s.%s is no good name", kind->name, field->name);
    if (!is_summary(field->summary))
        fail_msg("%s.%s has no summary", kind->name, field->name);
    if (fact_field_find(kind, field->name) != (int)index)
        fail_msg("%s.%s stands twice", kind->name, field->name);
    bool words = field->type.kind == TYPE_WORD ||
                 (field->type.kind == TYPE_LIST && field->type.of == TYPE_WORD);
    if (words != (field->type.words != NULL) || (words && !field->type.words[0]))
        fail_msg("%s.%s: words do not fit its type", kind->name, field->name);
}

static void check_kind(const struct fact_kind *kind)
{
    if (!is_name(kind->name) || !is_summary(kind->summary))
        fail_msg("kind '%s' is not described", kind->name);
    for (size_t i = 0; kind->fields[i].name; i++)
        check_field(kind, i);
    assert_non_null(kind->key);
    for (size_t i = 0; kind->key[i]; i++) {
        bool is_path = strcmp(kind->key[i], "path") == 0;
        if (is_path ? kind->nowhere : fact_field_find(kind, kind->key[i]) < 0)
            fail_msg("kind '%s' has no field '%s' for its key", kind->name, kind->key[i]);
        if (i >= 8)
            fail_msg("kind '%s' has a longer key than sorting has room for", kind->name);
    }
    assert_ptr_equal(fact_kind_find(kind->name), kind);
    assert_non_null(fact_recogniser_of(kind));
}

static void check_recogniser(const struct recogniser *recogniser)
{
    if (!is_name(recogniser->name) || !is_summary(recogniser->summary) || recogniser->version == 0)
        fail_msg("recogniser '%s' is not described", recogniser->name);
    size_t kinds = 0;
    while (recogniser->kinds[kinds])
        check_kind(recogniser->kinds[kinds++]);
    if (kinds == 0 || kinds > FACT_KINDS_MAX)
        fail_msg("recogniser '%s' makes %zu kinds", recogniser->name, kinds);
    int functions = (recogniser->recognise_file != NULL) +
                    (recogniser->recognise_repository != NULL) + recogniser->is_published;
    if (functions != 1)
        fail_msg("recogniser '%s' has %d ways to its rows", recogniser->name, functions);
    if ((recogniser->recognise_file != NULL) != (recogniser->paths != NULL))
        fail_msg("recogniser '%s': paths are for those of files", recogniser->name);
    if (recogniser->needs && !recogniser->recognise_repository)
        fail_msg("recogniser '%s': needs are for those of repositories", recogniser->name);
    for (size_t i = 0; recogniser->field_needs && recogniser->field_needs[i].field; i++) {
        bool found = false;
        for (size_t k = 0; k < kinds; k++)
            found = found ||
                    fact_field_find(recogniser->kinds[k], recogniser->field_needs[i].field) >= 0;
        if (!found)
            fail_msg("recogniser '%s' has no field '%s'", recogniser->name,
                     recogniser->field_needs[i].field);
    }
    for (size_t i = 0; recogniser->paths && recogniser->paths[i]; i++) {
        const char *problem = NULL;
        size_t at = 0;
        if (!glob_new(&arena, recogniser->paths[i], &problem, &at))
            fail_msg("recogniser '%s': '%s': %s", recogniser->name, recogniser->paths[i], problem);
    }
}

static void every_recogniser_describes_itself(void **state)
{
    (void)state;
    assert_non_null(fact_table[0]);
    for (size_t i = 0; fact_table[i]; i++) {
        check_recogniser(fact_table[i]);
        for (size_t k = 0; k < i; k++)
            if (strcmp(fact_table[i]->name, fact_table[k]->name) == 0)
                fail_msg("two recognisers are called '%s'", fact_table[i]->name);
    }
}

static void names_of_kinds_are_sorted_and_unique(void **state)
{
    (void)state;
    const char *const *names = fact_kind_names(&arena);
    size_t count = 0;
    for (size_t i = 0; fact_table[i]; i++)
        for (size_t k = 0; fact_table[i]->kinds[k]; k++)
            count += fact_recogniser_of(fact_table[i]->kinds[k]) == fact_table[i];
    for (size_t i = 0; i < count; i++) {
        assert_non_null(names[i]);
        assert_non_null(fact_kind_find(names[i]));
        if (i > 0 && strcmp(names[i - 1], names[i]) >= 0)
            fail_msg("'%s' stands before '%s'", names[i - 1], names[i]);
    }
    assert_null(names[count]);
    assert_null(fact_kind_find("no_such_kind"));
    assert_null(fact_kind_find(""));
}

static void check_recogniser_needs(const struct recogniser *recogniser,
                                   const struct recogniser **way, size_t depth);

static void check_needs(const struct recogniser *recogniser, const struct fact_kind *const *needs,
                        const struct recogniser **way, size_t depth)
{
    for (size_t i = 0; needs && needs[i]; i++) {
        const struct recogniser *maker = fact_recogniser_of(needs[i]);
        if (!maker)
            fail_msg("recogniser '%s' needs '%s', which nobody makes", recogniser->name,
                     needs[i]->name);
        check_recogniser_needs(maker, way, depth + 1);
    }
}

/* Depth first; a recogniser met again on the way down needs itself. */
static void check_recogniser_needs(const struct recogniser *recogniser,
                                   const struct recogniser **way, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        if (way[i] == recogniser)
            fail_msg("recogniser '%s' needs itself", recogniser->name);
    assert_true(depth < 15);
    way[depth] = recogniser;
    check_needs(recogniser, recogniser->needs, way, depth);
    for (size_t i = 0; recogniser->field_needs && recogniser->field_needs[i].field; i++)
        check_needs(recogniser, recogniser->field_needs[i].needs, way, depth);
}

static void needs_are_made_and_have_no_cycle(void **state)
{
    (void)state;
    for (size_t i = 0; fact_table[i]; i++) {
        const struct recogniser *way[16];
        check_recogniser_needs(fact_table[i], way, 0);
    }
}

/* The reference lists kinds by area; only names are listed without being read. */
static void every_recogniser_has_its_place_in_the_reference(void **state)
{
    (void)state;
    for (size_t i = 0; fact_table[i]; i++) {
        const struct recogniser *recogniser = fact_table[i];
        if (recogniser->area <= FACT_AREA_UNSAID || recogniser->area >= FACT_AREAS)
            fail_msg("recogniser '%s' says no area", recogniser->name);
        assert_non_null(fact_area_titles[recogniser->area]);
        if (recogniser->names_only)
            assert_null(recogniser->recognise_file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_recogniser_describes_itself),
        cmocka_unit_test(names_of_kinds_are_sorted_and_unique),
        cmocka_unit_test(needs_are_made_and_have_no_cycle),
        cmocka_unit_test(every_recogniser_has_its_place_in_the_reference),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
