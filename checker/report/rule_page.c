#include "report/rule_page.h"

#include "base/date.h"
#include "policy/exception.h"
#include "report/demand_words.h"
#include "report/framework.h"
#include "report/page.h"

#include <string.h>

enum {
    LINES_SHOWN = 40,     /* of a file of an example */
    PARTS_SHOWN = 12,     /* of an example */
    FINDINGS_SHOWN = 5,   /* of an example */
    DEFAULT_IN_CELL = 48, /* characters of a default that stands in the table */
    BASES_DEEP = 16       /* policies below a policy */
};

static const struct {
    const char *prefix, *title;
} areas[] = {
    {"ADR", "Decision records"},
    {"AIG", "AI governance"},
    {"DOC", "Documentation"},
    {"EXC", "Exceptions"},
    {"IAC", "Infrastructure"},
    {"OPS", "Operational readiness"},
    {"OWN", "Ownership"},
    {"REL", "Release governance"},
    {"SCA", "Software composition analysis"},
    {"SDL", "Secure software development"},
};

const char *rule_area(struct arena *arena, const struct rule *rule)
{
    for (size_t i = 0; rule->builtin && i < sizeof(areas) / sizeof(areas[0]); i++)
        if (string_starts_with(rule->id, areas[i].prefix))
            return areas[i].title;
    return arena_printf(arena, "%.3s", rule->id);
}

/* The entry for a rule: the policy's own, else of what it builds on. */
static const struct policy_rule *entry_of(const struct policy *policy, const char *id,
                                          const struct policy **out, unsigned depth)
{
    *out = policy;
    for (size_t r = 0; r < policy->rule_count; r++)
        if (strcmp(policy->rules[r].rule, id) == 0)
            return &policy->rules[r];
    for (size_t b = 0; depth > 0 && b < policy->base_count; b++) {
        const struct policy *base = policy->bases[b].policy;
        const struct policy_rule *entry = base ? entry_of(base, id, out, depth - 1) : NULL;
        if (entry)
            return entry;
    }
    return NULL;
}

size_t rule_uses(const struct library *library, const struct rule *rule, struct arena *arena,
                 struct rule_use **out)
{
    struct rule_use *uses = ARENA_ARRAY(arena, struct rule_use, library->policy_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < library->policy_count; i++) {
        const struct policy *said;
        const struct policy_rule *entry =
            entry_of(library->policies[i], rule->id, &said, BASES_DEEP);
        if (!entry)
            continue;
        uses[count++] = (struct rule_use){
            .policy = library->policies[i],
            .enforcement = entry->enforcement >= 0 ? (enum enforcement)entry->enforcement
                           : library->policies[i]->enforcement_is_said
                               ? library->policies[i]->enforcement
                               : said->enforcement,
            .severity = entry->severity < 0 ? rule->severity : (enum severity)entry->severity,
        };
    }
    *out = uses;
    return count;
}

static void add_day(struct buffer *out, const char *word, int32_t day)
{
    if (day == INT32_MIN)
        return;
    char text[DATE_TEXT_SIZE];
    date_format(day, text);
    buffer_printf(out, "%s %s", word, text);
}

static void add_stability(struct buffer *out, const struct library *library,
                          const struct rule *rule)
{
    buffer_printf(out, "This rule is %s", rule->stability);
    add_day(out, " from", rule->deprecated_on);
    add_day(out, ", refused from", rule->removed_on);
    /* Only rules of one kind have their pages in one folder. */
    const struct rule *other =
        rule->replaced_by ? library_find_rule(library, rule->replaced_by) : NULL;
    if (other && other->builtin == rule->builtin)
        buffer_printf(out, "; [%s](%s.md) took its place", other->id, other->id);
    else if (rule->replaced_by)
        buffer_printf(out, "; %s took its place", rule->replaced_by);
    buffer_add_string(out, ".\n\n");
}

/* What the page is about, in one table of one row. */
static void add_head(struct buffer *out, struct arena *arena, const struct rule_page *page,
                     const struct rule_facts *facts)
{
    const struct rule *rule = page->rule;
    buffer_printf(out, "# %s: %s\n\n**", rule->id, rule->name);
    page_sentence(out, rule->title);
    buffer_add_string(out, ".**\n\n| severity | in force in | looks at | tags |\n"
                           "| --- | --- | --- | --- |\n| ");
    page_code(out, severity_words[rule->severity]);
    buffer_add_string(out, " | ");
    size_t from = out->size;
    struct rule_use *uses;
    size_t count = rule_uses(page->library, rule, arena, &uses);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(out, i ? ", " : "");
        page_code(out, uses[i].policy->name);
        buffer_printf(out, " (%s", enforcement_words[uses[i].enforcement]);
        if (uses[i].severity != rule->severity)
            buffer_printf(out, ", as %s", severity_words[uses[i].severity]);
        buffer_add_string(out, ")");
    }
    buffer_add_string(out, count == 0 ? "no policy" : "");
    page_end_cell(out, from);
    buffer_printf(out, " | %s | ", rule_looks_words(arena, facts->looks));
    from = out->size;
    page_code_list(out, rule->tags, ",");
    page_end_cell(out, from);
    buffer_add_string(out, " |\n\n");
    if (rule->stability && strcmp(rule->stability, "stable") != 0)
        add_stability(out, page->library, rule);
}

static void add_part(struct buffer *out, const struct example_part *part)
{
    switch (part->kind) {
    case EXAMPLE_FILE:
    case EXAMPLE_BASE_FILE:
        page_code(out, part->name);
        buffer_printf(out, "%s%s%s\n\n", part->executable ? " (executable)" : "",
                      part->kind == EXAMPLE_BASE_FILE ? " in the base" : "",
                      part->text.size > 0 ? ":" : " is empty.");
        if (part->text.size > 0)
            page_block(out, page_language(part->name), part->text, LINES_SHOWN);
        break;
    case EXAMPLE_LINK:
        page_code(out, part->name);
        buffer_add_string(out, " is a link to ");
        page_code(out, part->text.bytes);
        buffer_add_string(out, ".\n");
        break;
    case EXAMPLE_BINARY:
        page_code(out, part->name);
        buffer_add_string(out, " is a binary file.\n");
        break;
    case EXAMPLE_COMMIT:
        buffer_add_string(out, "A commit");
        if (*part->name) {
            buffer_add_string(out, " of ");
            page_code(out, part->name);
        }
        buffer_add_string(out, part->text.size > 0 ? ":\n\n" : ".\n");
        if (part->text.size > 0)
            page_block(out, "text", part->text, LINES_SHOWN);
        break;
    case EXAMPLE_TAG:
        buffer_add_string(out, "The tag ");
        page_code(out, part->name);
        buffer_add_string(out, ".\n");
        break;
    case EXAMPLE_SETTING:
        buffer_add_string(out, "With ");
        page_code(out, part->name);
        buffer_add_string(out, ": ");
        page_code(out, part->text.bytes);
        buffer_add_string(out, "\n");
        break;
    }
    buffer_add_byte(out, '\n');
}

static void add_example(struct buffer *out, const char *title, const struct example *example)
{
    buffer_printf(out, "## %s\n\n", title);
    page_sentence(out, example->name);
    buffer_add_string(out, ".\n\n");
    if (example->part_count == 0)
        buffer_add_string(out, "The repository is empty.\n\n");
    for (size_t i = 0; i < example->part_count && i < PARTS_SHOWN; i++)
        add_part(out, &example->parts[i]);
    if (example->part_count > PARTS_SHOWN)
        buffer_printf(out, "and %zu more.\n\n", example->part_count - PARTS_SHOWN);
}

static void add_found(struct buffer *out, struct arena *arena, const struct evaluation *found)
{
    size_t count = found ? found->finding_count : 0;
    if (count == 0)
        return;
    buffer_add_string(out, "What `bylaw check` says of it:\n\n");
    for (size_t i = 0; i < count && i < FINDINGS_SHOWN; i++) {
        const struct finding *finding = &found->findings[i];
        bool missing = finding->stand_in && finding->wanted;
        const char *path = missing ? finding->wanted : finding->place.path;
        buffer_add_string(out, "- ");
        page_code(out, missing || finding->place.line == 0
                           ? path
                           : arena_printf(arena, "%s:%u", path, finding->place.line));
        buffer_printf(out, "%s, %s: ", missing ? " (is not there)" : "",
                      severity_words[finding->severity]);
        page_text(out, finding->message);
        buffer_add_byte(out, '\n');
    }
    if (count > FINDINGS_SHOWN)
        buffer_printf(out, "- and %zu more\n", count - FINDINGS_SHOWN);
    buffer_add_byte(out, '\n');
}

/* Worlds of one outcome by name; those that are shown whole are left out. */
static void add_names(struct buffer *out, const char *title, const struct rule_page *page,
                      bool (*belongs)(const struct example *example))
{
    bool begun = false;
    for (size_t i = 0; i < page->examples->count; i++) {
        const struct example *example = &page->examples->items[i];
        if (!belongs(example) || example == page->bad || example == page->theatre ||
            example == page->good)
            continue;
        if (!begun)
            buffer_printf(out, "## %s\n\n", title);
        begun = true;
        buffer_add_string(out, "- ");
        page_sentence(out, example->name);
        if (example->kind == TEST_THEATRE && example->verdict != VERDICT_PASS)
            buffer_add_string(out, " (it looks kept, and is not)");
        if (example->summary) {
            buffer_add_string(out, ": ");
            page_text(out, example->summary);
        }
        buffer_add_byte(out, '\n');
    }
    if (begun)
        buffer_add_byte(out, '\n');
}

static bool is_fault(const struct example *example)
{
    return example->verdict == VERDICT_FAIL || example->verdict == VERDICT_REVIEW;
}

static bool is_no_fault(const struct example *example)
{
    return example->verdict == VERDICT_PASS;
}

static bool is_not_judged(const struct example *example)
{
    return example->verdict == VERDICT_NOT_APPLICABLE;
}

static bool is_unknown(const struct example *example)
{
    return example->verdict == VERDICT_UNKNOWN;
}

static const char *const stricter_says[] = {"", "lower", "higher", "longer", "shorter"};

/* A default that is too long for the table stands below it. */
static bool is_long(struct arena *arena, const struct parameter *parameter)
{
    return strlen(value_format(arena, &parameter->initial)) > DEFAULT_IN_CELL;
}

static void add_parameter(struct buffer *out, struct arena *arena,
                          const struct parameter *parameter)
{
    const char *initial = value_format(arena, &parameter->initial);
    buffer_printf(out, "| `%s` | ", parameter->name);
    size_t from = out->size;
    page_type(out, type_format(arena, &parameter->type), parameter->type.words);
    page_end_cell(out, from);
    buffer_add_string(out, " | ");
    from = out->size;
    if (is_long(arena, parameter))
        buffer_add_string(out, "below");
    else if (*initial)
        page_code(out, initial);
    else
        buffer_add_string(out, "nothing");
    page_end_cell(out, from);
    buffer_printf(out, " | %s | ", stricter_says[parameter->stricter]);
    from = out->size;
    page_text(out, parameter->why ? parameter->why : "");
    page_end_cell(out, from);
    buffer_add_string(out, " |\n");
}

static void add_long_default(struct buffer *out, struct arena *arena,
                             const struct parameter *parameter)
{
    const struct value *initial = &parameter->initial;
    struct buffer items = BUFFER_EMPTY;
    if (initial->kind != VALUE_LIST)
        buffer_add_string(&items, value_format(arena, initial));
    for (size_t i = 0; initial->kind == VALUE_LIST && i < initial->list->count; i++)
        buffer_printf(&items, "%s\n", value_format(arena, &initial->list->items[i]));
    buffer_printf(out, "The default of `%s`:\n\n", parameter->name);
    page_block(out, "text", text_of(buffer_string(&items)), SIZE_MAX);
    buffer_add_byte(out, '\n');
    buffer_release(&items);
}

static void add_parameters(struct buffer *out, struct arena *arena, const struct rule *rule)
{
    if (rule->param_count == 0)
        return;
    buffer_add_string(out, "## Parameters\n\nA policy sets them with `params`. Where one is "
                           "locked, a repository may only make it stricter: longer, shorter, "
                           "lower or higher, as the table says.\n\n"
                           "| parameter | type | default | stricter | |\n"
                           "| --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < rule->param_count; i++)
        add_parameter(out, arena, &rule->params[i]);
    buffer_add_byte(out, '\n');
    for (size_t i = 0; i < rule->param_count; i++)
        if (is_long(arena, &rule->params[i]))
            add_long_default(out, arena, &rule->params[i]);
}

/* The parameters that say what is accepted: the shorter the stricter. */
static size_t accepting(struct arena *arena, const struct rule *rule, const char ***out)
{
    const char **names = ARENA_ARRAY(arena, const char *, rule->param_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < rule->param_count; i++)
        if (rule->params[i].type.kind == TYPE_LIST && rule->params[i].stricter == STRICTER_SHORTER)
            names[count++] = rule->params[i].name;
    *out = names;
    return count;
}

/* What a policy and all that it builds on allow together: the strictest. */
struct allowed {
    int64_t days, people;
    bool waivable;
};

static void restrict_by(struct allowed *allowed, const struct policy *policy, const char *id,
                        enum severity severity, unsigned depth)
{
    const struct exception_limits *limits = &policy->exceptions;
    int64_t days = exception_most_days(limits, severity);
    if (days < allowed->days)
        allowed->days = days;
    if (limits->approvals > allowed->people)
        allowed->people = limits->approvals;
    if (limits->non_waivable && string_is_one_of(id, limits->non_waivable))
        allowed->waivable = false;
    for (size_t b = 0; depth > 0 && b < policy->base_count; b++)
        if (policy->bases[b].policy)
            restrict_by(allowed, policy->bases[b].policy, id, severity, depth - 1);
}

static void add_limits(struct buffer *out, const struct rule *rule, const struct rule_use *use)
{
    struct allowed allowed = {.days = INT64_MAX, .people = -1, .waivable = true};
    restrict_by(&allowed, use->policy, rule->id, use->severity, BASES_DEEP);
    buffer_add_string(out, "- ");
    page_code(out, use->policy->name);
    if (!allowed.waivable) {
        buffer_add_string(out, " lets nobody grant one\n");
        return;
    }
    buffer_printf(out, ": at most %lld days (severity `%s`)", (long long)allowed.days,
                  severity_words[use->severity]);
    /* one person where nobody says a number */
    if (allowed.people < 0 || allowed.people == 1)
        buffer_add_string(out, ", approved by somebody who neither asks for it nor owns it");
    else if (allowed.people > 1)
        buffer_printf(out, ", approved by %lld people who neither ask for it nor own it",
                      (long long)allowed.people);
    buffer_add_byte(out, '\n');
}

static bool has_unknown(const struct rule_page *page)
{
    for (size_t i = 0; i < page->examples->count; i++)
        if (page->examples->items[i].verdict == VERDICT_UNKNOWN)
            return true;
    return false;
}

static void add_exceptions(struct buffer *out, struct arena *arena, const struct rule_page *page)
{
    const struct rule *rule = page->rule;
    buffer_add_string(out, "## When to grant an exception\n\n");
    if (rule->severity == SEVERITY_INFO) {
        buffer_add_string(out, "Never: its findings are notes, which block nothing.\n\n");
        return;
    }
    buffer_add_string(
        out, "When a finding is right, cannot be mended in time, and somebody answers for the risk "
             "until the day on which it will be. An [exception](../reference/exception.md) names "
             "an owner, that day, and as little as possible: ");
    const struct finding *finding =
        page->found && page->found->finding_count > 0 ? &page->found->findings[0] : NULL;
    if (finding) {
        buffer_add_string(out, "the path of the finding, as ");
        page_code(out,
                  finding->stand_in && finding->wanted ? finding->wanted : finding->place.path);
        buffer_add_string(out, " above, or better its fingerprint, which `bylaw check -v` "
                               "prints.");
    } else {
        buffer_add_string(out, "the path of the finding, or better its fingerprint, which `bylaw "
                               "check -v` prints.");
    }
    buffer_add_string(out, " Until then the finding stays in every report.\n\n");
    if (has_unknown(page))
        buffer_add_string(out, "What cannot be known (above) is no fault yet: make it visible "
                               "first, by the whole history or a file that can be read.\n\n");
    const char **names;
    if (accepting(arena, rule, &names) > 0) {
        buffer_add_string(out, "What is meant to stay as it is belongs in the policy instead: ");
        page_code_list(out, names, "and");
        buffer_add_string(out, " above. ");
    }
    buffer_add_string(out, "A finding that is wrong is a mistake of the rule: report it.\n\n");
    struct rule_use *uses;
    size_t count = rule_uses(page->library, rule, arena, &uses);
    if (count > 0)
        buffer_add_string(out, "What the policies allow:\n\n");
    for (size_t i = 0; i < count; i++)
        add_limits(out, rule, &uses[i]);
    buffer_add_string(out, count > 0 ? "\n" : "");
}

static void add_controls(struct buffer *out, struct arena *arena, const struct rule *rule)
{
    if (!rule->controls || !*rule->controls)
        return;
    buffer_add_string(out, "## Controls\n\nIt supports these controls; it is evidence for them, "
                           "and never all that they ask.\n\n| control | framework |\n"
                           "| --- | --- |\n");
    for (int framework = 0; framework < FRAMEWORKS; framework++)
        for (const char *const *control = rule->controls; *control; control++) {
            if (framework_of(*control) != framework)
                continue;
            buffer_add_string(out, "| ");
            page_code(out, strchr(*control, '/') + 1);
            buffer_printf(out, " | %s |\n", framework_title(arena, framework));
        }
    buffer_add_byte(out, '\n');
}

/* `https://...` as it is; what else stands there is prose. */
static void add_reference(struct buffer *out, const char *reference)
{
    bool is_link = string_starts_with(reference, "https://") &&
                   strspn(reference, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789-._~:/?#@!$&'*+,;=%()") == strlen(reference);
    buffer_add_string(out, "- ");
    if (is_link)
        buffer_printf(out, "<%s>", reference);
    else
        page_text(out, reference);
    buffer_add_byte(out, '\n');
}

static void add_see_also(struct buffer *out, const struct rule_page *page,
                         const struct rule_facts *facts)
{
    const struct rule *rule = page->rule;
    buffer_add_string(out, "## See also\n\n- the rule itself: ");
    page_code(out, string_starts_with(rule->path, "builtin:") ? rule->path + 8 : rule->path);
    buffer_add_byte(out, '\n');
    if (facts->count > 0) {
        buffer_printf(out, "- the fact%s that it is about: ", facts->count == 1 ? "" : "s");
        for (size_t i = 0; i < facts->count; i++)
            buffer_printf(out, "%s[`%s`](../facts.md#%s)", i ? ", " : "", facts->kinds[i],
                          facts->kinds[i]);
        buffer_add_byte(out, '\n');
    }
    for (const char *const *alias = rule->aliases; alias && *alias; alias++) {
        buffer_add_string(out, "- it was once called ");
        page_code(out, *alias);
        buffer_add_byte(out, '\n');
    }
    for (const char *const *reference = rule->references; reference && *reference; reference++)
        add_reference(out, *reference);
    buffer_add_string(out, "- [all rules](README.md)\n");
}

void rule_page_write(struct buffer *out, struct arena *arena, const struct rule_page *page)
{
    const struct rule *rule = page->rule;
    struct rule_facts facts;
    rule_facts_find(&facts, arena, rule);
    add_head(out, arena, page, &facts);
    buffer_add_string(out, "## Why\n\n");
    page_text(out, rule->why);
    buffer_add_string(out, "\n\n## What it demands\n\n");
    demand_write(out, arena, rule);
    if (page->bad) {
        add_example(out, "A repository that fails", page->bad);
        add_found(out, arena, page->found);
    }
    if (page->theatre) {
        add_example(out, "One that only looks right", page->theatre);
        add_found(out, arena, page->found_in_theatre);
    }
    buffer_add_string(out, "## How to mend it\n\n");
    page_text(out, rule->fix);
    buffer_add_string(out, "\n\n");
    if (page->good)
        add_example(out, "A repository that passes", page->good);
    if (page->examples->count == 0)
        buffer_add_string(out, "## Examples\n\nThe rule has no worlds that could be shown.\n\n");
    add_names(out, "What does not pass either", page, is_fault);
    add_names(out, "What is no fault", page, is_no_fault);
    add_names(out, "What it does not apply to", page, is_not_judged);
    add_names(out, "What cannot be known", page, is_unknown);
    add_parameters(out, arena, rule);
    add_exceptions(out, arena, page);
    add_controls(out, arena, rule);
    add_see_also(out, page, &facts);
}
