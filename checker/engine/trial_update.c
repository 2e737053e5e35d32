#include "engine/trial_update.h"

#include "document/yaml.h"
#include "engine/trial_write.h"

#include <string.h>

struct edit {
    size_t start, end; /* bytes of the old text */
    const char *text;
};

struct update {
    struct arena *arena;
    struct text text;
    struct edit *edits; /* ascending: worlds are tried in their order */
    size_t count, capacity;
};

struct update *update_new(struct arena *arena, struct text text)
{
    struct update *update = ARENA_NEW(arena, struct update);
    update->arena = arena;
    update->text = text;
    return update;
}

/* Places count characters. */
static size_t offset_of(struct text text, uint32_t line, uint32_t column)
{
    struct text rest = text;
    struct text passed;
    for (uint32_t at = 1; at < line; at++)
        if (!text_next_line(&rest, &passed))
            return text.size;
    for (uint32_t at = 1; at < column && rest.size > 0; at++) {
        uint32_t code;
        size_t taken = utf8_decode(rest.bytes, rest.size, &code);
        rest.bytes += taken;
        rest.size -= taken;
    }
    return text.size - rest.size;
}

static void write_severity(struct buffer *out, const struct finding *finding)
{
    buffer_printf(out, "severity: %s", severity_words[finding->severity]);
}

/* As a person would write it: the check where it has a name, the verdict where it is
 * not the usual one. */
static void write_found(struct buffer *out, const struct finding *finding)
{
    const char *path = finding->stand_in && finding->wanted ? finding->wanted : finding->place.path;
    buffer_add_byte(out, '{');
    if (*finding->check->name) {
        buffer_add_string(out, "check: ");
        trial_write_text(out, finding->check->name);
        buffer_add_string(out, ", ");
    }
    if (finding->verdict != VERDICT_FAIL)
        buffer_printf(out, "verdict: %s, ", verdict_words[finding->verdict]);
    write_severity(out, finding);
    buffer_add_string(out, ", path: ");
    trial_write_text(out, path ? path : "none");
    if (!finding->stand_in && finding->place.line > 0)
        buffer_printf(out, ", line: %u", finding->place.line);
    buffer_add_byte(out, '}');
}

/* An expectation that fits already stays as it is written, where that is in one line. */
static void write_expected(struct buffer *out, struct text text,
                           const struct test_expectation *expected)
{
    const struct node *node = expected->node;
    size_t start = offset_of(text, node->line, node->column);
    size_t end = offset_of(text, node->end_line, node->end_column);
    if (node->line == node->end_line && start < end && text.bytes[start] == '{') {
        buffer_add(out, text.bytes + start, end - start);
        return;
    }
    buffer_add_byte(out, '{');
    for (size_t i = 0; i < node->count; i++) {
        const struct node *item = node->items[i];
        buffer_printf(out, "%s%s: ", i ? ", " : "", node->keys[i]->text);
        if (item->kind == NODE_TEXT)
            trial_write_text(out, item->text);
        else
            buffer_add(out, item->text, item->size);
    }
    buffer_add_byte(out, '}');
}

/* Is the world written as {…}, or its `expect` behind others on one line? */
static bool is_flow(struct text text, const struct test_world *world)
{
    size_t at = offset_of(text, world->node->line, world->node->column);
    return at < text.size && text.bytes[at] == '{';
}

static const char *expect_text(const struct update *update, const struct test_world *world,
                               const struct evaluation *evaluation,
                               const struct test_expectation *const *matched)
{
    enum verdict verdict = evaluation->rules[0].verdict;
    bool says_findings = node_find(world->expect->node, "findings") || verdict != VERDICT_UNKNOWN;
    size_t count = says_findings ? evaluation->finding_count : 0;
    bool flow = is_flow(update->text, world) || count == 0;
    const struct node *key = node_key(world->node, "expect");
    int indent = (int)key->column - 1;
    struct buffer out = BUFFER_EMPTY;
    if (flow)
        buffer_printf(&out, " {verdict: %s", verdict_words[verdict]);
    else
        buffer_printf(&out, "\n%*s  verdict: %s\n%*s  findings:", indent, "",
                      verdict_words[verdict], indent, "");
    for (size_t i = 0; i < count; i++) {
        if (flow)
            buffer_add_string(&out, i ? ", " : ", findings: [");
        else
            buffer_printf(&out, "\n%*s    - ", indent, "");
        if (matched[i])
            write_expected(&out, update->text, matched[i]);
        else
            write_found(&out, &evaluation->findings[i]);
    }
    if (flow)
        buffer_add_string(&out, count > 0 ? "]}" : "}");
    const char *text = arena_strdup(update->arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static bool kind_allows(const struct test_world *world, enum verdict verdict)
{
    switch ((enum test_kind)world->kind) {
    case TEST_PASSES:
        return verdict == VERDICT_PASS;
    case TEST_FAILS:
        return verdict == VERDICT_FAIL || verdict == VERDICT_REVIEW;
    case TEST_NOT_APPLICABLE:
        return verdict == VERDICT_NOT_APPLICABLE;
    case TEST_UNKNOWN:
        return verdict == VERDICT_UNKNOWN;
    case TEST_NEAR_MISS:
    case TEST_THEATRE:
    case TEST_KINDS:
        break;
    }
    return true;
}

const char *update_add(struct update *update, const struct test_world *world,
                       const struct evaluation *evaluation,
                       const struct test_expectation *const *matched)
{
    struct text text = update->text;
    enum verdict verdict = evaluation->rules[0].verdict;
    const struct node *key = node_key(world->node, "expect");
    const struct node *value = world->expect->node;
    if (!kind_allows(world, verdict))
        return arena_printf(update->arena, "a world of the kind '%s' cannot expect '%s'",
                            test_kind_words[world->kind], verdict_words[verdict]);
    size_t start = offset_of(text, key->end_line, key->end_column);
    while (start < text.size && text.bytes[start] != ':')
        start++;
    size_t end = offset_of(text, value->end_line, value->end_column);
    while (end > start && strchr(" \t\r\n", text.bytes[end - 1]))
        end--;
    if (start >= end)
        return "its 'expect' is not found in the text";
    update->edits = arena_grow(update->arena, update->edits, update->count, &update->capacity,
                               sizeof(*update->edits));
    update->edits[update->count++] = (struct edit){
        .start = start + 1, .end = end, .text = expect_text(update, world, evaluation, matched)};
    return NULL;
}

/* All that a test file says, but what its worlds expect. */
static bool write_rest(struct arena *arena, struct text text, struct buffer *out)
{
    struct document document;
    struct document_problem problem;
    if (!yaml_parse(arena, text, &document, &problem) || document.count != 1 ||
        document.roots[0]->kind != NODE_MAPPING)
        return false;
    const struct node *root = document.roots[0];
    for (size_t i = 0; i < root->count; i++) {
        const struct node *worlds = root->items[i];
        buffer_printf(out, "%s: ", root->keys[i]->text);
        if (strcmp(root->keys[i]->text, "worlds") != 0) {
            trial_write_json(out, worlds);
            continue;
        }
        for (size_t w = 0; w < worlds->count; w++)
            for (size_t k = 0; k < worlds->items[w]->count; k++) {
                buffer_printf(out, "%s: ", worlds->items[w]->keys[k]->text);
                if (strcmp(worlds->items[w]->keys[k]->text, "expect") != 0)
                    trial_write_json(out, worlds->items[w]->items[k]);
            }
    }
    return true;
}

static bool says_the_same(struct arena *arena, struct text before, struct text after)
{
    struct buffer one = BUFFER_EMPTY;
    struct buffer other = BUFFER_EMPTY;
    bool same = write_rest(arena, before, &one) && write_rest(arena, after, &other) &&
                strcmp(buffer_string(&one), buffer_string(&other)) == 0;
    buffer_release(&one);
    buffer_release(&other);
    return same;
}

bool update_finish(struct update *update, struct text *out)
{
    struct buffer written = BUFFER_EMPTY;
    size_t at = 0;
    for (size_t i = 0; i < update->count; i++) {
        const struct edit *edit = &update->edits[i];
        buffer_add(&written, update->text.bytes + at, edit->start - at);
        buffer_add_string(&written, edit->text);
        at = edit->end;
    }
    buffer_add(&written, update->text.bytes + at, update->text.size - at);
    struct text whole = {.bytes = buffer_string(&written), .size = written.size};
    *out = (struct text){.bytes = arena_copy(update->arena, whole), .size = written.size};
    buffer_release(&written);
    return says_the_same(update->arena, update->text, *out);
}
