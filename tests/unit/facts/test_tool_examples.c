/* Every example of the catalogue as a repository: a workflow or a hook that runs it, one
 * that differs by one line and does not, and one where it is commented out. */
#include "facts/scanner_kinds.h"
#include "facts/shell_words.h"
#include "facts/supply.h"
#include "facts/tool_catalogue.h"
#include "rows.h"

static size_t wrong, tried;

static const char head[] = "on: [push, pull_request, pull_request_target]\n"
                           "jobs:\n"
                           "  check:\n";
static const char head_of_release[] = "on: release\n"
                                      "jobs:\n"
                                      "  check:\n";

static const char *head_of(const struct tool_pattern *pattern)
{
    for (size_t i = 0; i < pattern->events.count; i++)
        if (strcmp(pattern->events.items[i], "release") == 0)
            return head_of_release;
    return head;
}

/* The lines of the example in a workflow or a file of hooks; `mark` stands before each. */
static const char *lines_of(struct arena *arena, const struct tool_pattern *pattern,
                            const char *example, const char *mark)
{
    if (strcmp(pattern->sort, "command") == 0)
        return arena_printf(arena, "          %s%s\n", mark, example);
    struct shell_script parsed;
    struct buffer out = BUFFER_EMPTY;
    shell_parse(arena, text_of(example), &parsed);
    const struct shell_command *command = &parsed.commands[0];
    bool is_hook = strcmp(pattern->sort, "hook") == 0;
    bool is_call = strcmp(pattern->sort, "workflow") == 0;
    const char *name = command->words[0];
    if (is_hook) {
        const char *hash = strchr(name, '#');
        size_t id = strcspn(hash + 1, "@");
        buffer_printf(&out, "  %s- repo: %.*s\n  %s  rev: v1\n  %s  hooks: [{id: %.*s, args: [",
                      mark, (int)(hash - name), name, mark, mark, (int)id, hash + 1);
        for (size_t i = 1; i < command->count; i++)
            buffer_printf(&out, "%s'%s'", i > 1 ? ", " : "", command->words[i]);
        buffer_add_string(&out, "]}]\n");
    } else {
        const char *indent = is_call ? "    " : "        ";
        buffer_printf(&out, "%s%suses: %s%s\n", is_call ? "    " : "      ", mark, name,
                      strchr(name, '@') ? "" : "@v1");
        if (!is_call) {
            buffer_clear(&out);
            buffer_printf(&out, "      %s- uses: %s%s\n", mark, name,
                          strchr(name, '@') ? "" : "@v1");
        }
        if (command->count > 1)
            buffer_printf(&out, "%s%swith:\n", indent, mark);
        for (size_t i = 1; i < command->count; i++) {
            size_t size = strcspn(command->words[i], "=");
            buffer_printf(&out, "%s%s  %.*s: '%s'\n", indent, mark, (int)size, command->words[i],
                          command->words[i] + size + 1);
        }
    }
    const char *lines = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return lines;
}

enum how { AS_IT_IS, SWITCHED_OFF, COMMENTED_OUT };

/* `NAME=VALUE ...` as lines of YAML behind `mark`. */
static void add_inputs(struct buffer *out, const struct shell_command *command, const char *head,
                       const char *indent)
{
    if (command->count > 1)
        buffer_add_string(out, head);
    for (size_t i = 1; i < command->count; i++) {
        size_t size = strcspn(command->words[i], "=");
        buffer_printf(out, "%s%.*s: '%s'\n", indent, (int)size, command->words[i],
                      command->words[i] + size + 1);
    }
}

/* The file of another system of CI. A comment takes away the line with the name. */
static bool add_other_system(struct world *world, const struct tool_pattern *pattern,
                             const char *example, enum how how)
{
    struct arena *arena = &world->arena;
    struct shell_script parsed;
    struct buffer out = BUFFER_EMPTY;
    const char *path = NULL;
    const char *mark = how == COMMENTED_OUT ? "# " : "";
    shell_parse(arena, text_of(example), &parsed);
    const struct shell_command *command = &parsed.commands[0];
    const char *name = command->words[0];
    size_t size = strcspn(name, "@");
    const char *version = name[size] ? name + size + 1 : "1";
    if (strcmp(pattern->sort, "include") == 0 || strcmp(pattern->sort, "component") == 0) {
        bool is_template = strcmp(pattern->sort, "include") == 0;
        path = ".gitlab-ci.yml";
        buffer_printf(&out, "stages: [test]\ninclude:\n%s  - %s: %s\nx: {script: 'true'}\n", mark,
                      is_template ? "template" : "component", name);
    } else if (strcmp(pattern->sort, "pipe") == 0) {
        path = "bitbucket-pipelines.yml";
        buffer_printf(&out, "pipelines:\n  %s\n    - step:\n        script:\n          - true\n",
                      how == SWITCHED_OFF ? "custom:\n   x:" : "default:");
        if (how != COMMENTED_OUT) {
            buffer_printf(&out, "          - pipe: %.*s:%s\n", (int)size, name, version);
            add_inputs(&out, command, "            variables:\n", "              ");
        }
    } else if (strcmp(pattern->sort, "orb") == 0) {
        size_t orb = strlen(name) - strlen(strrchr(name, '/'));
        const char *element =
            arena_copy(arena, (struct text){name + orb + 1, size > orb ? size - orb - 1 : 0});
        path = ".circleci/config.yml";
        buffer_printf(
            &out,
            "version: 2.1\norbs:\n  x: %.*s@%s\njobs:\n  check:\n    docker: [{image: a}]\n"
            "    steps:\n      - checkout\n",
            (int)orb, name, version);
        if (how != COMMENTED_OUT) {
            buffer_printf(&out, "      - x/%s%s\n", element, command->count > 1 ? ":" : "");
            add_inputs(&out, command, "", "          ");
        }
        buffer_printf(&out,
                      "  other:\n    docker: [{image: a}]\n    steps: [checkout]\n"
                      "workflows:\n  w:\n    jobs: [%s]\n",
                      how == SWITCHED_OFF ? "other" : "check");
    } else if (strcmp(pattern->sort, "task") == 0) {
        path = "azure-pipelines.yml";
        buffer_add_string(&out,
                          "trigger: [main]\npool: {vmImage: x}\nsteps:\n  - script: 'true'\n");
        if (how != COMMENTED_OUT) {
            buffer_printf(&out, "  - task: %.*s@%s\n%s", (int)size, name, version,
                          how == SWITCHED_OFF ? "    enabled: false\n" : "");
            add_inputs(&out, command, "    inputs:\n", "      ");
        }
    }
    if (path)
        world_add(world, path, arena_strdup(arena, buffer_string(&out)));
    buffer_release(&out);
    return path != NULL;
}

static void add_files(struct world *world, const struct tool_pattern *pattern, const char *example,
                      enum how how)
{
    struct arena *arena = &world->arena;
    if (add_other_system(world, pattern, example, how))
        return;
    const char *lines = lines_of(arena, pattern, example, how == COMMENTED_OUT ? "# " : "");
    const char *off = how == SWITCHED_OFF ? "    if: false\n" : "";
    const char *before = strcmp(pattern->sort, "command") == 0
                             ? "    steps:\n      - run: |\n          true\n"
                             : "    steps:\n      - run: 'true'\n";
    if (strcmp(pattern->sort, "hook") == 0) {
        world_add(world, ".pre-commit-config.yaml", arena_printf(arena, "repos:\n%s", lines));
        lines = "      - uses: pre-commit/action@v3\n";
    }
    if (strcmp(pattern->sort, "workflow") == 0)
        before = how == COMMENTED_OUT ? "    steps: []\n" : "";
    world_add(world, ".github/workflows/check.yml",
              arena_printf(arena, "%s%s%s%s", head_of(pattern), off, before, lines));
}

static const char *state_of(struct world *world, const struct tool_pattern *pattern)
{
    struct fact_table table = world_table(world, "scanner");
    for (size_t i = 0; i < table.count; i++) {
        const struct fact_row *row = &table.rows[i];
        if (!row->gap && strcmp(cell_text(row, SCANNER_TOOL), pattern->tool->id) == 0 &&
            strcmp(cell_text(row, SCANNER_SORT), pattern->sort) == 0 &&
            string_is_one_of(cell_text(row, SCANNER_PURPOSE),
                             (const char *const *)pattern->purposes.items))
            return value_format(&world->arena, &row->cells[SCANNER_STATE]);
    }
    return "none";
}

static void try_one(const struct tool_pattern *pattern, const char *example, enum how how,
                    const char *wanted)
{
    struct world world;
    world_start(&world);
    add_files(&world, pattern, example, how);
    const char *found = state_of(&world, pattern);
    tried++;
    if (strcmp(found, wanted) != 0) {
        print_error("%s, line %u: %s: is %s, not %s, in\n%s\n", pattern->tool->id,
                    (unsigned)pattern->node->line, example, found, wanted,
                    world.files[world.count - 1].content.bytes);
        wrong++;
    }
    world_end(&world);
}

static void try_examples(const struct tool_pattern *pattern, const struct schema_texts *examples,
                         const char *wanted)
{
    for (size_t i = 0; i < examples->count; i++) {
        try_one(pattern, examples->items[i], AS_IT_IS, pattern->unverified ? "unknown" : wanted);
        if (strcmp(pattern->sort, "include") != 0 && strcmp(pattern->sort, "component") != 0)
            try_one(pattern, examples->items[i], SWITCHED_OFF,
                    strcmp(pattern->sort, "pipe") == 0 ? "manual" : "disabled");
        try_one(pattern, examples->items[i], COMMENTED_OUT, "none");
    }
}

static void every_example_as_a_repository(void **state)
{
    (void)state;
    static const char *const sorts[] = {"command",   "action", "workflow", "hook", "include",
                                        "component", "pipe",   "orb",      "task", NULL};
    const struct tool_catalogue *catalogue = tool_catalogue();
    for (size_t i = 0; i < catalogue->count; i++)
        for (size_t k = 0; k < catalogue->tools[i]->patterns.count; k++) {
            const struct tool_pattern *pattern = catalogue->tools[i]->patterns.items[k];
            if (!string_is_one_of(pattern->sort, sorts))
                continue;
            try_examples(pattern, &pattern->examples, "active");
            try_examples(pattern, &pattern->advisory_examples, "advisory");
        }
    assert_true(tried > 600);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_example_as_a_repository),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
