/* Every rule below rules/ is read without a word: no mistake, no warning, an id
 * and a place of its own. */
#include "policy/rule.h"

#include "base/table.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define RULES_FOLDER TESTS_FOLDER "/../rules"

enum { FILE_BYTES = 1 << 18 };

struct shipped {
    struct arena arena;
    struct table ids; /* id -> path */
    size_t rules, mistakes;
};

static const struct {
    const char *area, *prefix;
} areas[] = {
    {"secure-sdlc", "SDL"},
    {"sca-coverage", "SCA"},
    {"adr", "ADR"},
    {"operational-readiness", "OPS"},
    {"release-governance", "REL"},
    {"ownership", "OWN"},
    {"ai-governance", "AIG"},
    {"infrastructure", "IAC"},
    {"documentation", "DOC"},
    {"exceptions", "EXC"},
};

static void complain(struct shipped *shipped, const char *path, const char *what)
{
    print_error("%s: %s\n", path, what);
    shipped->mistakes++;
}

static struct text read_file(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = arena_alloc(arena, FILE_BYTES, 1);
    size_t size = fread(bytes, 1, FILE_BYTES, file);
    fclose(file);
    assert_true(size < FILE_BYTES);
    return (struct text){bytes, size};
}

/* rules/AREA/ID-name.yml, and the area is the id's. */
static void check_path(struct shipped *shipped, const struct rule *rule, const char *area,
                       const char *path)
{
    const char *expected =
        arena_printf(&shipped->arena, "%s/%s/%s-%s.yml", RULES_FOLDER, area, rule->id, rule->name);
    if (strcmp(expected, path) != 0)
        complain(shipped, path, "the file is not named after the rule's id and name");
    bool is_right = false;
    for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++)
        if (strcmp(areas[i].area, area) == 0 && string_starts_with(rule->id, areas[i].prefix))
            is_right = true;
    if (!is_right)
        complain(shipped, path, "the area is not the one of the id's prefix");
}

static void check_rule(struct shipped *shipped, const char *area, const char *path)
{
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &shipped->arena);
    struct rule *rule =
        rule_parse(&shipped->arena, path, read_file(&shipped->arena, path), true, &diagnostics);
    shipped->rules++;
    if (diagnostics.count > 0) {
        struct buffer out = BUFFER_EMPTY;
        diagnostics_sort(&diagnostics);
        diagnostics_print(&diagnostics, &out, false, 0);
        print_error("%s\n", buffer_string(&out));
        buffer_release(&out);
        shipped->mistakes++;
    }
    if (!rule)
        return;
    check_path(shipped, rule, area, path);
    if (!rule->controls[0])
        complain(shipped, path, "a built-in rule names the controls that it supports");
    for (const char *const *control = rule->controls; *control; control++)
        if (!control_is_known(*control))
            complain(shipped, path, *control);
    if (table_set(&shipped->ids, rule->id, arena_strdup(&shipped->arena, path)))
        complain(shipped, path, "the id is taken by another rule");
    rule_release(rule);
}

static void check_area(struct shipped *shipped, const char *area)
{
    const char *folder = arena_printf(&shipped->arena, "%s/%s", RULES_FOLDER, area);
    DIR *stream = opendir(folder);
    if (!stream)
        return;
    for (struct dirent *entry; (entry = readdir(stream)) != NULL;)
        if (string_ends_with(entry->d_name, ".yml") &&
            !string_ends_with(entry->d_name, ".test.yml"))
            check_rule(shipped, area,
                       arena_printf(&shipped->arena, "%s/%s", folder, entry->d_name));
    closedir(stream);
}

static void every_shipped_rule_is_right(void **state)
{
    (void)state;
    struct shipped shipped = {0};
    arena_init(&shipped.arena, 1 << 16);
    table_init(&shipped.ids, &shipped.arena);
    for (size_t i = 0; i < sizeof(areas) / sizeof(areas[0]); i++)
        check_area(&shipped, areas[i].area);
    assert_true(shipped.rules > 0);
    assert_int_equal(shipped.mistakes, 0);
    arena_release(&shipped.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shipped_rule_is_right),
    };
    return cmocka_run_group_tests_name("rules_shipped", tests, NULL, NULL);
}
