/* The worked rules of the language's own page, in good/, are read without a word.
 * Some ask for facts that are not recognised yet: those wait for them. */
#include "policy/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *id;
    const char *needs; /* kinds and fields, by spaces */
} rules[] = {
    {"ADR002", "adr adr_section"},
    {"ADR006", "adr adr_relation"},
    {"ADR008", "adr adr.status_since adr.last_call"},
    {"ADR009", "adr_revision"},
    {"ADR012", "dependency"},
    {"OPS001", "alert"},
    {"OPS006", "container service_target"},
    {"OWN002", "owner_rule ownership"},
    {"REL002", "release changelog_entry"},
    {"SCA001", ""},
    {"SCA003", "manifest.changed"},
    {"SCA004", ""},
    {"SDL001", ""},
    {"SDL007", ""},
    {"SDL008", ""},
    {"SDL009", ""},
};

static bool is_known(struct arena *arena, const char *name)
{
    const char *dot = strchr(name, '.');
    size_t size = dot ? (size_t)(dot - name) : strlen(name);
    const struct fact_kind *kind = fact_kind_find(arena_copy(arena, (struct text){name, size}));
    return kind && (!dot || fact_field_find(kind, dot + 1) >= 0);
}

static bool are_known(struct arena *arena, const char *names)
{
    while (*names) {
        size_t size = strcspn(names, " ");
        if (!is_known(arena, arena_copy(arena, (struct text){names, size})))
            return false;
        names += size + (names[size] == ' ');
    }
    return true;
}

static size_t rule_mistakes(struct arena *arena, const char *id)
{
    const char *path = arena_printf(arena, "%s/unit/policy/good/%s.yml", TESTS_FOLDER, id);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = arena_alloc(arena, 1 << 16, 1);
    size_t size = fread(bytes, 1, 1 << 16, file);
    fclose(file);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, arena);
    struct rule *rule = rule_parse(arena, id, (struct text){bytes, size}, true, &diagnostics);
    diagnostics_sort(&diagnostics);
    struct buffer out = BUFFER_EMPTY;
    diagnostics_print(&diagnostics, &out, false, 0);
    if (out.size > 0)
        print_error("%s", buffer_string(&out));
    buffer_release(&out);
    if (rule)
        assert_string_equal(rule->id, id);
    rule_release(rule);
    return diagnostics.count;
}

static void every_worked_rule_is_right(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    size_t mistakes = 0, read = 0;
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (are_known(&arena, rules[i].needs)) {
            mistakes += rule_mistakes(&arena, rules[i].id);
            read++;
        }
    arena_release(&arena);
    assert_int_equal(mistakes, 0);
    assert_true(read >= 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_worked_rule_is_right),
    };
    return cmocka_run_group_tests_name("rule_good", tests, NULL, NULL);
}
