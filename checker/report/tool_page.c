#include "report/tool_page.h"

#include "facts/scanner_kinds.h"
#include "facts/tool_catalogue.h"
#include "report/page.h"

#include <string.h>

static void add_codes(struct buffer *out, const struct schema_texts *texts, const char *joint)
{
    for (size_t i = 0; i < texts->count; i++) {
        buffer_add_string(out, i ? joint : "");
        page_code(out, texts->items[i]);
    }
}

/* `--exit-code` is absent or `0` */
static void add_condition(struct buffer *out, struct arena *arena,
                          const struct tool_condition *condition)
{
    page_code(out,
              arena_copy(arena, (struct text){condition->option, strcspn(condition->option, "|")}));
    for (size_t i = 0; i < condition->count; i++) {
        const char *value = condition->values[i];
        buffer_add_string(out, i ? " or " : " is ");
        if (strcmp(value, "(absent)") == 0)
            buffer_add_string(out, "not given");
        else if (strcmp(value, "(set)") == 0 || strcmp(value, "*") == 0)
            buffer_add_string(out, "given");
        else
            page_code(out, value);
    }
}

static void add_conditions(struct buffer *out, struct arena *arena, const char *head,
                           const struct tool_conditions *conditions, const char *joint)
{
    if (conditions->count > 0)
        buffer_add_string(out, head);
    for (size_t i = 0; i < conditions->count; i++) {
        buffer_add_string(out, i ? joint : "");
        add_condition(out, arena, &conditions->items[i]);
    }
    buffer_add_string(out, conditions->count > 0 ? ". " : "");
}

static void add_state(struct buffer *out, struct arena *arena, const struct tool_pattern *pattern)
{
    if (strcmp(pattern->sort, "config") == 0)
        buffer_add_string(out, "Declared. ");
    if (pattern->unverified) {
        buffer_add_string(out, "Unknown: ");
        page_text(out, pattern->unverified);
        buffer_add_string(out, ". ");
    }
    add_conditions(out, arena, "Only where ", &pattern->when, " and ");
    add_conditions(out, arena, "Off where ", &pattern->off, ", or where ");
    if (pattern->never_fails) {
        buffer_add_string(out, "Advisory: ");
        page_text(out, pattern->never_fails);
        buffer_add_string(out, ". ");
    }
    add_conditions(out, arena, "Advisory where ", &pattern->advisory, ", or where ");
    if (pattern->enforced_by.count > 0) {
        buffer_add_string(out, "What makes it fail: ");
        add_codes(out, &pattern->enforced_by, ", ");
        buffer_add_string(out, ". ");
    }
    if (pattern->maven_plugin)
        buffer_printf(out, "What pom.xml sets of `%s` counts as `-D`. ", pattern->maven_plugin);
    if (pattern->installed_by.count > 0) {
        buffer_add_string(out, "Without a file or a folder it looks at what is installed: by ");
        add_codes(out, &pattern->installed_by, ", ");
        buffer_add_string(out, ". ");
    }
    if (pattern->events.count > 0) {
        buffer_add_string(out, "Only for ");
        add_codes(out, &pattern->events, ", ");
        buffer_add_string(out, ". ");
    }
}

static void add_scope(struct buffer *out, const struct tool_pattern *pattern)
{
    bool is_config = strcmp(pattern->sort, "config") == 0;
    if (pattern->no_directory || is_config) {
        buffer_add_string(out, pattern->no_directory && !is_config ? "no folder" : "");
        return;
    }
    if (pattern->directory.count > 0)
        add_codes(out, &pattern->directory, " or ");
    else
        buffer_add_string(out, "where it runs");
    if (pattern->depth == -1)
        buffer_add_string(out, ", all below");
    else if (pattern->depth > 0)
        buffer_printf(out, ", %d below", (int)pattern->depth);
    if (pattern->deeper.count > 0) {
        buffer_add_string(out, "; deeper with ");
        add_codes(out, &pattern->deeper, ", ");
    }
    if (pattern->first_only)
        buffer_add_string(out, "; the first manifest only");
}

static void add_pattern(struct buffer *out, struct arena *arena, const struct tool_pattern *pattern)
{
    buffer_printf(out, "| %s | ", pattern->sort);
    size_t from = out->size;
    add_codes(out, &pattern->names, ", ");
    page_end_cell(out, from);
    buffer_add_string(out, " | ");
    for (size_t i = 0; i < pattern->purposes.count; i++)
        buffer_printf(out, "%s%s", i ? ", " : "", pattern->purposes.items[i]);
    buffer_add_string(out, " | ");
    from = out->size;
    add_scope(out, pattern);
    page_end_cell(out, from);
    buffer_add_string(out, " | ");
    from = out->size;
    add_state(out, arena, pattern);
    if (out->size == from)
        buffer_add_string(out, "Active. ");
    buffer_cut(out, out->size - 1);
    page_end_cell(out, from);
    if (pattern->source)
        buffer_printf(out, " | [page](%s) |\n", pattern->source);
    else
        buffer_add_string(out, " | |\n");
}

static void add_tool(struct buffer *out, struct arena *arena, const struct tool *tool)
{
    buffer_add_string(out, "### ");
    page_text(out, tool->title);
    buffer_printf(out, "\n\n`%s`, of [its vendor](%s): ", tool->id, tool->vendor);
    for (size_t i = 0; i < tool->purposes.count; i++)
        buffer_printf(out, "%s%s", i ? ", " : "", tool->purposes.items[i]);
    buffer_add_string(out, ".\n\n");
    if (tool->unobservable) {
        buffer_add_string(out, "Git does not show it: ");
        page_text(out, tool->unobservable);
        buffer_add_string(out, ".\n\n");
    }
    if (tool->images.count > 0) {
        buffer_add_string(out, "Its images run `");
        buffer_add_string(out, tool->entrypoint);
        buffer_add_string(out, "`: ");
        add_codes(out, &tool->images, ", ");
        buffer_add_string(out, ".\n\n");
    }
    if (tool->patterns.count == 0)
        return;
    buffer_add_string(out, "| evidence | names | purpose | looks at | state | source |\n"
                           "| --- | --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < tool->patterns.count; i++)
        add_pattern(out, arena, tool->patterns.items[i]);
    buffer_add_byte(out, '\n');
}

static void add_index(struct buffer *out, const struct tool_catalogue *catalogue)
{
    buffer_add_string(out, "| purpose | tools |\n| --- | --- |\n");
    for (size_t i = 0; scanner_purposes[i]; i++) {
        const char *joint = "";
        buffer_printf(out, "| %s | ", scanner_purposes[i]);
        for (size_t k = 0; k < catalogue->count; k++) {
            const struct tool *tool = catalogue->tools[k];
            if (!string_is_one_of(scanner_purposes[i], (const char *const *)tool->purposes.items))
                continue;
            buffer_add_string(out, joint);
            size_t from = out->size;
            page_text(out, tool->title);
            page_end_cell(out, from);
            joint = ", ";
        }
        buffer_add_string(out, " |\n");
    }
    buffer_add_byte(out, '\n');
}

void tool_page_write(struct buffer *out, struct arena *arena)
{
    const struct tool_catalogue *catalogue = tool_catalogue();
    buffer_printf(
        out,
        "# The catalogue of tools\n\n"
        "%zu tools that look after a repository, and what tells that one is at work: a command "
        "that "
        "automation runs, an action, a template, a hook, or a file that switches a hosted service "
        "on. `bylaw facts scanner` shows what of it is in a repository; the kind is described "
        "under "
        "[facts](facts.md#scanner). A tool is an entry of `rules/catalogue/*.yml`: adding one "
        "needs no "
        "C.\n\n"
        "A row's state is *active* when the tool runs by itself and what it finds can fail the "
        "pipeline; *advisory* when it cannot; *declared* when a hosted service is told to; "
        "*manual*, "
        "*disabled* and *invalid* when nothing happens by itself. What only a run knows is "
        "unknown. A "
        "pattern that could not be seen in its vendor's documents says so, and its state is never "
        "known.\n\n",
        catalogue->count);
    add_index(out, catalogue);
    buffer_add_string(out, "## Tools\n\n");
    for (size_t i = 0; i < catalogue->count; i++)
        add_tool(out, arena, catalogue->tools[i]);
}
