#include "facts/sql_token.h"
#include "policy/parse.h"

#include <stdint.h>
#include <string.h>

/* As many as fact_table_sort() sorts by. */
enum { KEY_COLUMNS_MAX = 8 };

static struct text file_text(const struct parser *parser)
{
    const struct diagnostics *diagnostics = parser->diagnostics;
    for (size_t i = 0; i < diagnostics->source_count; i++)
        if (strcmp(diagnostics->sources[i].path, parser->path) == 0)
            return diagnostics->sources[i].text;
    return (struct text){0};
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

enum along { ALONG_ON, ALONG_FOUND, ALONG_DIFFERENT };

/* Goes along a line of the file from a byte of it, and along the text from `at`, both
 * without their white space, up to `offset` of the text; `column` is that of the byte. */
static enum along go_along(const struct node *node, size_t offset, struct text line, size_t from,
                           size_t *at, uint32_t *column)
{
    for (; from < line.size; from++) {
        /* columns are counted in code points */
        if (((unsigned char)line.bytes[from] & 0xc0) != 0x80)
            ++*column;
        while (*at < node->size && *at < offset && is_space(node->text[*at]))
            ++*at;
        if (is_space(line.bytes[from]))
            continue;
        if (*at >= node->size || line.bytes[from] != node->text[*at])
            return ALONG_DIFFERENT;
        if (*at == offset)
            return ALONG_FOUND;
        ++*at;
    }
    return ALONG_ON;
}

/* The place of a byte of a scalar that is written over several lines. YAML indents
 * and folds such a text, but of what is no white space all stands in the file as it
 * is, in the same order. False where it does not: escapes. */
static bool place_in_lines(const struct parser *parser, const struct node *node, size_t offset,
                           struct place *out)
{
    struct text rest = file_text(parser);
    struct text line = {0};
    size_t at = 0;
    for (uint32_t number = 1; number <= node->end_line && text_next_line(&rest, &line); number++) {
        if (number < node->line || (node->block && number == node->line))
            continue;
        uint32_t column = number == node->line ? node->column - 1 + (node->quoted ? 1 : 0) : 0;
        switch (go_along(node, offset, line, column, &at, &column)) {
        case ALONG_FOUND:
            *out = (struct place){parser->path, number, column};
            return true;
        case ALONG_DIFFERENT:
            return false;
        case ALONG_ON:
            break;
        }
    }
    return false;
}

static struct diagnostic *mistake_in_sql(struct parser *parser, const struct node *node, size_t at,
                                         size_t size, const char *message)
{
    if (node->line == node->end_line && !node->block)
        return mistake_within(parser, E323, node, at, size, "%s", message);
    struct diagnostic *diagnostic = mistake(parser, E323, node, "%s", message);
    struct place place;
    if (size > 0 && place_in_lines(parser, node, at, &place)) {
        diagnostic->place = place;
        diagnostic->length = (uint32_t)size;
    }
    return diagnostic;
}

static void tell_problem(struct parser *parser, const struct node *node,
                         const struct sql_problem *problem)
{
    struct diagnostic *diagnostic =
        problem->size > 0
            ? mistake_in_sql(parser, node, problem->at, problem->size, problem->message)
            : mistake(parser, E323, node, "%s", problem->message);
    diagnostic->expected = problem->expected;
    if (problem->candidates)
        mistake_candidates(parser, diagnostic, problem->word, problem->candidates);
}

/* Parameters of the rule in the place of those of the statement. */
static bool params_parse(struct parser *parser, const struct node *node, struct source *out)
{
    static const char prefix[] = ":params_";
    const char *const *names = out->sql->parameters;
    size_t count = 0;
    while (names[count])
        count++;
    size_t *params = ARENA_ARRAY(parser->arena, size_t, count + 1);
    size_t before = parser->mistakes;
    for (size_t i = 0; i < count; i++) {
        size_t at = out->sql->parameter_places[i];
        size_t offset = strlen(prefix);
        bool is_ours = string_starts_with(names[i], prefix);
        size_t p = 0;
        while (is_ours && p < parser->param_count &&
               strcmp(parser->params[p].name, names[i] + offset) != 0)
            p++;
        if (is_ours && p < parser->param_count) {
            params[i] = p;
            parser->param_used[p] = true;
            continue;
        }
        struct diagnostic *diagnostic =
            mistake_in_sql(parser, node, at, strlen(names[i]),
                           arena_printf(parser->arena, "%s '%s'",
                                        is_ours ? "undeclared parameter" : "no parameter",
                                        shown(parser, is_ours ? names[i] + offset : names[i])));
        if (!is_ours)
            diagnostic->expected = ":params_NAME, a parameter of the rule";
        else if (parser->param_count > 0)
            mistake_candidates(parser, diagnostic, names[i] + offset, parser->param_names);
    }
    out->sql_params = params;
    return parser->mistakes == before;
}

/* What a condition could not ask, or not tell apart. */
static void columns_check(struct parser *parser, const struct node *node,
                          const struct sql_statement *sql)
{
    static const char *const words[] = {"all",  "any",   "not",   "exists",
                                        "none", "count", "share", NULL};
    for (size_t i = 0; i < sql->column_count; i++) {
        const char *name = sql->columns[i].name;
        if (string_is_one_of(name, words))
            mistake(parser, E324, node,
                    "a column '%s' cannot be asked for: it is a word of conditions", name)
                ->expected = "another name: ... AS NAME";
        for (size_t k = 0; k < i; k++)
            if (string_equals_folded(sql->columns[k].name, name))
                mistake(parser, E324, node, "two columns are named '%s'", shown(parser, name))
                    ->expected = "other names: ... AS NAME";
    }
}

static bool is_word(const struct sql_token *token, const char *word)
{
    return token->kind == SQL_WORD && sql_token_is(token, word);
}

/* Which rows a LIMIT leaves out must not depend on the version of SQLite. */
static void limit_check(struct parser *parser, const struct node *node,
                        const struct sql_statement *sql)
{
    size_t from = 0;
    int depth = 0;
    struct sql_token token = {.kind = SQL_SYMBOL};
    while (!sql->is_ordered && token.kind != SQL_END) {
        token = sql_token_next(text_of(sql->text), &from);
        char first = token.text.size == 1 ? token.text.bytes[0] : '\0';
        depth += first == '(' ? 1 : first == ')' ? -1 : 0;
        if (depth == 0 && is_word(&token, "limit")) {
            mistake_in_sql(parser, node, token.at, token.text.size,
                           "LIMIT takes any rows where there is no order")
                ->expected = "ORDER BY ... LIMIT ...";
            return;
        }
    }
}

static bool is_column(const struct sql_statement *sql, const char *name)
{
    for (size_t i = 0; i < sql->column_count; i++)
        if (strcmp(sql->columns[i].name, name) == 0)
            return true;
    return false;
}

static void key_column_parse(struct parser *parser, const struct node *node,
                             const struct sql_statement *sql)
{
    if (!node_is_scalar(node)) {
        mistake(parser, E324, node, "a key names columns, not %s", node_kind_name(node->kind));
        return;
    }
    for (size_t i = 0; i < sql->column_count; i++) {
        enum sql_column_place place = sql->columns[i].place;
        if ((place == SQL_LINE || place == SQL_COLUMN) &&
            strcmp(sql->columns[i].name, node->text) == 0)
            mistake(parser, E324, node,
                    "'%s' cannot be of the key: a row keeps its name when it moves", node->text);
    }
    if (is_column(sql, node->text))
        return;
    const char **names = ARENA_ARRAY(parser->arena, const char *, sql->column_count + 1);
    for (size_t i = 0; i < sql->column_count; i++)
        names[i] = sql->columns[i].name;
    struct diagnostic *diagnostic =
        mistake(parser, E324, node, "the SQL has no column '%s'", shown(parser, node->text));
    mistake_candidates(parser, diagnostic, node->text, names);
}

static const char *const *key_parse(struct parser *parser, const struct node *node,
                                    const struct sql_statement *sql)
{
    bool is_list = node->kind == NODE_SEQUENCE;
    if (!is_list || node->count == 0) {
        mistake(parser, E203, node, "'key' is a list of columns, not %s",
                is_list ? "an empty one" : node_kind_name(node->kind))
            ->expected = "key: [COLUMN], those that name a row for ever";
        return NULL;
    }
    if (node->count > KEY_COLUMNS_MAX) {
        mistake(parser, E324, node, "a key of more than %d columns", KEY_COLUMNS_MAX);
        return NULL;
    }
    const char **key = ARENA_ARRAY(parser->arena, const char *, node->count + 1);
    for (size_t i = 0; i < node->count; i++) {
        key_column_parse(parser, node->items[i], sql);
        key[i] = node->items[i]->text;
    }
    return key;
}

void source_sql_parse(struct parser *parser, const struct node *node, const struct node *key,
                      struct source *out)
{
    if (node->kind != NODE_TEXT) {
        mistake(parser, E203, node, "'sql' is a SELECT, not %s", node_kind_name(node->kind));
        return;
    }
    size_t before = parser->mistakes;
    struct sql_statement *sql = ARENA_NEW(parser->arena, struct sql_statement);
    struct sql_problem problem;
    if (!sql_understand(parser->arena, node->text, sql, &problem)) {
        tell_problem(parser, node, &problem);
        return;
    }
    out->sql = sql;
    columns_check(parser, node, sql);
    limit_check(parser, node, sql);
    params_parse(parser, node, out);
    const char *const *columns = key ? key_parse(parser, key, sql) : NULL;
    if (columns && parser->mistakes == before)
        out->fact = sql_kind_of(parser->arena, sql, columns);
}
