#include "policy/parse.h"

#include "base/date.h"

#include <math.h>
#include <string.h>

static void keep_pattern(struct parser *parser, struct pattern *pattern)
{
    parser->patterns = arena_grow(parser->arena, parser->patterns, parser->pattern_count,
                                  &parser->pattern_capacity, sizeof(struct pattern *));
    parser->patterns[parser->pattern_count++] = pattern;
}

struct pattern *literal_pattern(struct parser *parser, const struct node *node, bool multi_line)
{
    const char *problem = NULL;
    size_t at = 0;
    struct pattern *pattern = pattern_new(parser->arena, node->text, multi_line, &problem, &at);
    if (!pattern) {
        mistake_within(parser, E316, node, at, 1, "the regular expression does not compile: %s",
                       problem ? problem : "it is malformed");
        return NULL;
    }
    keep_pattern(parser, pattern);
    return pattern;
}

struct jsonpath *literal_jsonpath(struct parser *parser, const struct node *node, const char *text,
                                  size_t offset)
{
    struct jsonpath_problem problem = {0};
    struct jsonpath *path = jsonpath_new(parser->arena, text_of(text), &problem);
    size_t count = 0;
    struct pattern *const *patterns = path ? jsonpath_patterns(path, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        keep_pattern(parser, patterns[i]);
    const struct jsonpath_problem *wrong = path ? jsonpath_doubt(path) : &problem;
    if (!wrong)
        return path;
    struct diagnostic *diagnostic = mistake_within(
        parser, E318, node, offset + wrong->at, wrong->length, "the JSONPath '%s' cannot be %s: %s",
        shown(parser, text), path ? "meant" : "read", wrong->message);
    diagnostic->expected = wrong->expected;
    diagnostic->meant = wrong->meant;
    return NULL;
}

const struct glob *literal_glob(struct parser *parser, const struct node *node)
{
    const char *problem = NULL;
    size_t at = 0;
    const struct glob *glob = glob_new(parser->arena, node->text, &problem, &at);
    if (!glob)
        mistake_within(parser, E317, node, at, 1, "the glob '%s' is malformed: %s",
                       shown(parser, node->text), problem ? problem : "it cannot be read");
    return glob;
}

static bool wrong(struct parser *parser, const struct node *node, const struct type *type,
                  const char *expected)
{
    struct diagnostic *diagnostic =
        node_is_scalar(node) && node->kind != NODE_NULL
            ? mistake(parser, E305, node, "'%s' is no %s", shown(parser, node->text),
                      type_format(parser->arena, type))
            : mistake(parser, E305, node, "%s where %s is wanted", node_kind_name(node->kind),
                      type_format(parser->arena, type));
    diagnostic->expected = expected;
    return false;
}

/* `95%` or `94.5%`, from 0 to 100. */
static bool share_parse(const char *text, double *out)
{
    size_t size = strlen(text);
    if (size < 2 || size > 12 || text[size - 1] != '%' || text[0] == '.' || text[size - 2] == '.')
        return false;
    double value = 0, unit = 1;
    bool is_fraction = false;
    for (size_t i = 0; i + 1 < size; i++) {
        if (text[i] == '.' && !is_fraction) {
            is_fraction = true;
            continue;
        }
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
        if (is_fraction)
            unit *= 10;
    }
    value /= unit * 100;
    if (value > 1)
        return false;
    *out = value;
    return true;
}

static bool text_literal(struct parser *parser, const struct node *node, const struct type *type,
                         struct value *out)
{
    if (node->kind == NODE_NULL && !(type->kind == TYPE_WORD && node->size > 0))
        return wrong(parser, node, type, "a value; to ask for its absence say 'exists: false'");
    if (memchr(node->text, '\0', node->size)) {
        mistake(parser, E105, node, "a text of a rule cannot hold a NUL");
        return false;
    }
    *out = value_text(node->text);
    if (type->kind == TYPE_PATH && (node->text[0] == '/' || string_starts_with(node->text, "./"))) {
        mistake(parser, E319, node, "the path '%s' can never match", shown(parser, node->text))
            ->expected = "a path from the root of the tree, without '/' or './' before it";
        return false;
    }
    if (type->kind == TYPE_GLOB)
        return literal_glob(parser, node) != NULL;
    const char *const *words = type->kind == TYPE_SEVERITY ? severity_words : type->words;
    if ((type->kind == TYPE_SEVERITY || type->kind == TYPE_WORD) && words &&
        !string_is_one_of(node->text, words)) {
        struct diagnostic *diagnostic =
            mistake(parser, E205, node, "unknown word '%s'", shown(parser, node->text));
        mistake_candidates(parser, diagnostic, node->text, words);
        return false;
    }
    return true;
}

static bool version_literal(struct parser *parser, const struct node *node, const struct type *type,
                            struct value *out)
{
    int order;
    bool is_text = node->kind != NODE_NULL && !memchr(node->text, '\0', node->size);
    if (is_text && version_order(type, node->text, node->text, &order)) {
        *out = value_text(node->text);
        return true;
    }
    wrong(parser, node, type,
          type->kind == TYPE_SEMVER
              ? "MAJOR.MINOR.PATCH, such as 1.2.0 or 1.2.0-rc.1 (Semantic Versioning 2.0.0)"
              : "a version as PEP 440 has it, such as 1.2, 1.2rc1 or 1.2.post1");
    return false;
}

static bool time_literal(struct parser *parser, const struct node *node, const struct type *type,
                         struct value *out)
{
    int32_t days;
    int64_t seconds;
    if (type->kind == TYPE_DATE) {
        if (!date_parse(node->text, &days))
            return wrong(parser, node, type, "a day that exists, YYYY-MM-DD");
        *out = value_date(days);
    } else if (type->kind == TYPE_TIME) {
        if (!time_parse(node->text, &seconds))
            return wrong(parser, node, type, "YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SSZ");
        *out = value_time(seconds);
    } else {
        if (!duration_parse(node->text, &seconds))
            return wrong(parser, node, type, "a whole number and a unit, such as 90d or 12h");
        *out = value_duration(seconds);
    }
    return true;
}

/* `95` is meant to be 95%; `0.95` may be either. */
static const char *share_expected(struct parser *parser, const char *text)
{
    double share;
    const char *meant = arena_printf(parser->arena, "%s%%", text);
    if (!strchr(text, '.') && share_parse(meant, &share))
        return meant;
    return "a share from 0% to 100%, such as 95%";
}

static bool number_literal(struct parser *parser, const struct node *node, const struct type *type,
                           struct value *out)
{
    int64_t integer;
    double number;
    if (type->kind == TYPE_SHARE) {
        if (!share_parse(node->text, &number))
            return wrong(parser, node, type, share_expected(parser, node->text));
        *out = value_share(number);
    } else if (type->kind == TYPE_INTEGER) {
        if (node->quoted || !node_integer(node, &integer))
            return wrong(parser, node, type, "a whole number");
        *out = value_integer(integer);
    } else {
        if (node->quoted || !node_number(node, &number) || !isfinite(number))
            return wrong(parser, node, type, "a number");
        *out = value_number(number);
    }
    return true;
}

/* In a document's row only the YAML itself says what a literal is. */
static bool any_literal(struct parser *parser, const struct node *node, struct value *out)
{
    struct type text = {.kind = TYPE_TEXT};
    bool boolean;
    int64_t integer;
    double number;
    if (node->kind == NODE_BOOLEAN && node_boolean(node, &boolean))
        *out = value_boolean(boolean);
    else if (node->kind == NODE_NUMBER && node_integer(node, &integer))
        *out = value_integer(integer);
    else if (node->kind == NODE_NUMBER && node_number(node, &number))
        *out = value_number(number);
    else
        return text_literal(parser, node, &text, out);
    return true;
}

static bool list_literal(struct parser *parser, const struct node *node, const struct type *type,
                         struct value *out)
{
    if (node->kind != NODE_SEQUENCE)
        return wrong(parser, node, type, "a list: [...]");
    struct type item = type_item(type);
    size_t most = item.kind == TYPE_REGEX ? LIMIT_LIST_REGEXES : LIMIT_LIST_ITEMS;
    if (node->count > most) {
        mistake(parser, E104, node, "a list of more than %zu items", most);
        return false;
    }
    struct value *items = ARENA_ARRAY(parser->arena, struct value, node->count + 1);
    bool is_right = true;
    for (size_t i = 0; i < node->count; i++)
        if (!literal_parse(parser, node->items[i], &item, &items[i]))
            is_right = false;
    *out = value_list_of(parser->arena, items, node->count);
    return is_right;
}

bool literal_parse(struct parser *parser, const struct node *node, const struct type *type,
                   struct value *out)
{
    if (type->kind == TYPE_LIST)
        return list_literal(parser, node, type, out);
    if (!node_is_scalar(node))
        return wrong(parser, node, type, NULL);
    switch (type->kind) {
    case TYPE_ANY:
        return any_literal(parser, node, out);
    case TYPE_BOOLEAN: {
        bool boolean;
        if (node->quoted || !node_boolean(node, &boolean))
            return wrong(parser, node, type, "true or false");
        *out = value_boolean(boolean);
        return true;
    }
    case TYPE_INTEGER:
    case TYPE_NUMBER:
    case TYPE_SHARE:
        return number_literal(parser, node, type, out);
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_DURATION:
        return time_literal(parser, node, type, out);
    case TYPE_SEMVER:
    case TYPE_PEP440:
        return version_literal(parser, node, type, out);
    case TYPE_REGEX:
        return text_literal(parser, node, type, out) &&
               literal_pattern(parser, node, false) != NULL;
    case TYPE_TEXT:
    case TYPE_PATH:
    case TYPE_GLOB:
    case TYPE_SEVERITY:
    case TYPE_WORD:
        return text_literal(parser, node, type, out);
    case TYPE_LIST:
        break;
    }
    return false;
}
