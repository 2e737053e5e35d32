#include "report/framework.h"
#include "report/page.h"
#include "report/rule_page.h"

#include <string.h>

static bool is_shown(const struct rule *rule, bool builtin)
{
    return rule->builtin == builtin;
}

static void add_rule_link(struct buffer *out, const struct rule *rule)
{
    buffer_printf(out, "[%s](%s.md)", rule->id, rule->id);
}

static void add_row(struct buffer *out, struct arena *arena, const struct library *library,
                    const struct rule *rule)
{
    buffer_add_string(out, "| ");
    add_rule_link(out, rule);
    buffer_add_string(out, " | ");
    size_t from = out->size;
    page_sentence(out, rule->title);
    page_end_cell(out, from);
    buffer_printf(out, " | %s | ", severity_words[rule->severity]);
    struct rule_use *uses;
    size_t count = rule_uses(library, rule, arena, &uses);
    from = out->size;
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(out, i ? ", " : "");
        page_text(out, uses[i].policy->name);
        buffer_printf(out, ": %s", enforcement_words[uses[i].enforcement]);
    }
    page_end_cell(out, from);
    struct rule_facts facts;
    rule_facts_find(&facts, arena, rule);
    buffer_printf(out, "%s | %s |\n", count == 0 ? "no policy" : "",
                  rule_looks_words(arena, facts.looks));
}

static void add_areas(struct buffer *out, struct arena *arena, const struct library *library,
                      bool builtin)
{
    const char *area = "";
    for (size_t i = 0; i < library->rule_count; i++) {
        const struct rule *rule = library->rules[i];
        if (!is_shown(rule, builtin))
            continue;
        const char *here = rule_area(arena, rule);
        if (strcmp(here, area) != 0)
            buffer_printf(out,
                          "%s### %s\n\n| rule | what is true where it is kept | severity | in "
                          "force | looks at |\n| --- | --- | --- | --- | --- |\n",
                          *area ? "\n" : "", here);
        area = here;
        add_row(out, arena, library, rule);
    }
    buffer_add_byte(out, '\n');
}

/* "PW.9.1" before "PW.10.1": numbers by what they count. */
static int compare_controls(const char *a, const char *b)
{
    while (*a && *b) {
        size_t digits_a = strspn(a, "0123456789"), digits_b = strspn(b, "0123456789");
        if (digits_a != digits_b && digits_a > 0 && digits_b > 0)
            return digits_a < digits_b ? -1 : 1;
        if (*a != *b)
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        a++;
        b++;
    }
    return *a ? 1 : *b ? -1 : 0;
}

/* The controls of a framework that some rule supports, sorted, each once. */
struct controls {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

static void add_control(struct controls *controls, const char *control)
{
    size_t at = 0;
    while (at < controls->count && compare_controls(controls->items[at], control) < 0)
        at++;
    if (at < controls->count && strcmp(controls->items[at], control) == 0)
        return;
    controls->items = arena_grow(controls->arena, controls->items, controls->count,
                                 &controls->capacity, sizeof(*controls->items));
    for (size_t i = controls->count++; i > at; i--)
        controls->items[i] = controls->items[i - 1];
    controls->items[at] = control;
}

static void add_framework(struct buffer *out, struct arena *arena, const struct library *library,
                          bool builtin, int framework)
{
    struct controls controls = {.arena = arena};
    for (size_t i = 0; i < library->rule_count; i++)
        for (const char *const *control = library->rules[i]->controls; control && *control;
             control++)
            if (is_shown(library->rules[i], builtin) && framework_of(*control) == framework)
                add_control(&controls, *control);
    if (controls.count == 0)
        return;
    buffer_printf(out, "### %s\n\nIn rules: `%s/...`.\n\n| control | rules |\n| --- | --- |\n",
                  framework_title(arena, framework), frameworks[framework].prefix);
    for (size_t c = 0; c < controls.count; c++) {
        buffer_add_string(out, "| ");
        page_code(out, strchr(controls.items[c], '/') + 1);
        buffer_add_string(out, " | ");
        bool begun = false;
        for (size_t i = 0; i < library->rule_count; i++) {
            const struct rule *rule = library->rules[i];
            if (!is_shown(rule, builtin) || !rule->controls ||
                !string_is_one_of(controls.items[c], rule->controls))
                continue;
            buffer_add_string(out, begun ? ", " : "");
            add_rule_link(out, rule);
            begun = true;
        }
        buffer_add_string(out, " |\n");
    }
    buffer_add_byte(out, '\n');
}

void rule_index_write(struct buffer *out, struct arena *arena, const struct library *library,
                      bool builtin)
{
    buffer_add_string(out, "# Rules\n\n");
    size_t count = 0, controls = 0;
    for (size_t i = 0; i < library->rule_count; i++) {
        const struct rule *rule = library->rules[i];
        count += is_shown(rule, builtin);
        controls += is_shown(rule, builtin) && rule->controls && *rule->controls;
    }
    buffer_printf(out,
                  "%zu rule%s. Each has a page: what it demands and why, a repository that fails "
                  "and one that passes, how to mend it, what can be set, when to grant an "
                  "exception.\n\n"
                  "`looks at` says what a rule judges by: one that looks at `names` is kept by a "
                  "file that is merely there, one that looks at `content` is not. `in force` is "
                  "what the policies say: a finding of `block` blocks.\n\n## By area\n\n",
                  count, count == 1 ? "" : "s");
    add_areas(out, arena, library, builtin);
    if (controls == 0)
        return;
    buffer_add_string(out, "## By control\n\nA rule *supports* a control: it is evidence for it, "
                           "and never all that it asks.\n\n");
    for (int framework = 0; framework < FRAMEWORKS; framework++)
        add_framework(out, arena, library, builtin, framework);
}
