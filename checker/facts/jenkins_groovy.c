#include "facts/jenkins_groovy.h"

#include <string.h>

enum { DEPTH_MAX = 150 };

struct parser {
    struct arena *arena;
    struct groovy_tokens tokens;
    size_t at;
    unsigned depth;
    struct groovy_problem *problem;
};

static const struct groovy *parse_expression(struct parser *parser);
static const struct groovy *parse_statement(struct parser *parser);
static struct groovy *parse_block(struct parser *parser);

static const struct groovy_token *token(const struct parser *parser, size_t ahead)
{
    size_t at = parser->at + ahead;
    return &parser->tokens.tokens[at < parser->tokens.count ? at : parser->tokens.count - 1];
}

static bool is_mark(const struct groovy_token *token, const char *mark)
{
    return token->kind == TOKEN_MARK && strcmp(token->text, mark) == 0;
}

static bool is_word(const struct groovy_token *token, const char *word)
{
    return token->kind == TOKEN_NAME && strcmp(token->text, word) == 0;
}

static bool take(struct parser *parser, const char *mark)
{
    if (!is_mark(token(parser, 0), mark))
        return false;
    parser->at++;
    return true;
}

static void refuse(struct parser *parser, const char *message)
{
    if (!parser->problem->message)
        *parser->problem =
            (struct groovy_problem){.line = token(parser, 0)->line, .message = message};
    parser->at = parser->tokens.count - 1;
}

static struct groovy *node(struct parser *parser, enum groovy_kind kind,
                           const struct groovy_token *place)
{
    struct groovy *made = ARENA_NEW(parser->arena, struct groovy);
    made->kind = kind;
    made->text = "";
    made->line = place->line;
    made->column = place->column;
    return made;
}

static void add(struct parser *parser, struct groovy *owner, const char *key,
                const struct groovy *item)
{
    size_t capacity = owner->capacity;
    owner->items =
        arena_grow(parser->arena, owner->items, owner->count, &capacity, sizeof(*owner->items));
    owner->keys = arena_grow(parser->arena, (void *)owner->keys, owner->count, &owner->capacity,
                             sizeof(*owner->keys));
    owner->items[owner->count] = item;
    owner->keys[owner->count++] = key;
}

/* The key of a named argument: `name:`, `'name':`, `(expression):`. */
static const char *take_key(struct parser *parser)
{
    const struct groovy_token *first = token(parser, 0);
    bool named =
        first->kind == TOKEN_NAME || first->kind == TOKEN_TEXT || first->kind == TOKEN_NUMBER;
    if (!named || !is_mark(token(parser, 1), ":"))
        return NULL;
    parser->at += 2;
    return first->text;
}

/* Arguments up to a closing mark, or, without one, to the end of the statement. */
static void parse_arguments(struct parser *parser, struct groovy *call, const char *close)
{
    while (!close || !is_mark(token(parser, 0), close)) {
        size_t before = parser->at;
        if (token(parser, 0)->kind == TOKEN_END) {
            refuse(parser, "a bracket without its end");
            return;
        }
        if (is_mark(token(parser, 0), ":")) /* [:] */
            parser->at++;
        const char *key = take_key(parser);
        const struct groovy *item = NULL;
        if (!close || !is_mark(token(parser, 0), close))
            item = parse_expression(parser);
        if (item)
            add(parser, call, key, item);
        /* `(expression): value` */
        if (take(parser, ":") && call->count > 0) {
            const struct groovy *value = parse_expression(parser);
            if (value)
                add(parser, call, NULL, value);
        }
        if (take(parser, ","))
            continue;
        if (!close)
            return;
        if (parser->at == before)
            parser->at++;
    }
    parser->at++;
}

static bool is_operand_start(const struct groovy_token *token)
{
    static const char *const operators[] = {"in", "instanceof", "as", "else", NULL};
    if (token->kind == TOKEN_NAME)
        return !string_is_one_of(token->text, operators);
    return token->kind == TOKEN_TEXT || token->kind == TOKEN_NUMBER;
}

static bool can_take_closure(const struct parser *parser)
{
    return is_mark(token(parser, 0), "{") && !token(parser, 0)->new_line;
}

static void parse_closures(struct parser *parser, struct groovy *call)
{
    while (can_take_closure(parser)) {
        const struct groovy *closure = parse_block(parser);
        if (closure)
            add(parser, call, NULL, closure);
    }
}

static struct groovy *named_node(struct parser *parser, enum groovy_kind kind,
                                 const struct groovy_token *name, const struct groovy *base)
{
    struct groovy *made = node(parser, kind, name);
    made->text = name->text;
    made->base = base;
    return made;
}

/* A name, alone, behind a dot, or called. `commands`: arguments may come without
 * parentheses. */
static struct groovy *parse_name(struct parser *parser, const struct groovy *base, bool commands)
{
    const struct groovy_token *name = token(parser, 0);
    parser->at++;
    const struct groovy_token *next = token(parser, 0);
    if (is_mark(next, "(") && !next->new_line) {
        struct groovy *call = named_node(parser, GROOVY_CALL, name, base);
        parser->at++;
        parse_arguments(parser, call, ")");
        parse_closures(parser, call);
        return call;
    }
    if (can_take_closure(parser)) {
        struct groovy *call = named_node(parser, GROOVY_CALL, name, base);
        parse_closures(parser, call);
        return call;
    }
    bool listed = is_mark(next, "[") && next->spaced && !next->new_line;
    bool named = next->kind == TOKEN_NAME || next->kind == TOKEN_TEXT;
    if (commands && !next->new_line && (listed || is_operand_start(next)) &&
        !(named && is_mark(token(parser, 1), "=")) && !(named && is_mark(token(parser, 1), "->"))) {
        struct groovy *call = named_node(parser, GROOVY_CALL, name, base);
        parse_arguments(parser, call, NULL);
        return call;
    }
    return named_node(parser, base ? GROOVY_PROPERTY : GROOVY_NAME, name, base);
}

static const struct groovy *parse_primary(struct parser *parser, bool commands)
{
    const struct groovy_token *first = token(parser, 0);
    if (first->kind == TOKEN_TEXT) {
        struct groovy *text = named_node(parser, GROOVY_TEXT, first, NULL);
        text->lines = first->lines;
        text->line_count = first->line_count;
        parser->at++;
        return text;
    }
    if (first->kind == TOKEN_NUMBER || is_word(first, "true") || is_word(first, "false") ||
        is_word(first, "null")) {
        parser->at++;
        return named_node(parser, GROOVY_WORD, first, NULL);
    }
    if (is_word(first, "new")) {
        parser->at++;
        return token(parser, 0)->kind == TOKEN_NAME ? parse_name(parser, NULL, false) : NULL;
    }
    if (first->kind == TOKEN_NAME)
        return parse_name(parser, NULL, commands);
    if (is_mark(first, "{"))
        return parse_block(parser);
    if (is_mark(first, "(") || is_mark(first, "[")) {
        bool list = is_mark(first, "[");
        struct groovy *made = node(parser, list ? GROOVY_LIST : GROOVY_OPERATION, first);
        parser->at++;
        parse_arguments(parser, made, list ? "]" : ")");
        return !list && made->count == 1 ? made->items[0] : made;
    }
    return NULL;
}

static const struct groovy *parse_postfix(struct parser *parser, bool commands)
{
    const struct groovy *made = parse_primary(parser, commands);
    unsigned length = 0;
    while (made) {
        const struct groovy_token *next = token(parser, 0);
        bool dot = is_mark(next, ".") || is_mark(next, "?.") || is_mark(next, "*.");
        if (++length > 1000) {
            refuse(parser, "nested too deeply");
            return made;
        }
        if (dot && token(parser, 1)->kind != TOKEN_MARK && token(parser, 1)->kind != TOKEN_END) {
            parser->at++;
            made = parse_name(parser, made, commands);
        } else if (is_mark(next, "[") && !next->new_line && !next->spaced) {
            struct groovy *index = node(parser, GROOVY_OPERATION, next);
            index->text = "[]";
            parser->at++;
            add(parser, index, NULL, made);
            parse_arguments(parser, index, "]");
            made = index;
        } else if (is_mark(next, "++") || is_mark(next, "--")) {
            parser->at++;
        } else {
            return made;
        }
    }
    return made;
}

static const struct groovy *parse_unary(struct parser *parser, bool commands)
{
    static const char *const marks[] = {"!", "-", "+", "~", "*", "++", "--", NULL};
    const struct groovy_token *first = token(parser, 0);
    if (first->kind != TOKEN_MARK || !string_is_one_of(first->text, marks))
        return parse_postfix(parser, commands);
    if (parser->depth >= DEPTH_MAX) {
        refuse(parser, "nested too deeply");
        return NULL;
    }
    parser->at++;
    parser->depth++;
    struct groovy *made = named_node(parser, GROOVY_OPERATION, first, NULL);
    const struct groovy *operand = parse_unary(parser, commands);
    parser->depth--;
    if (operand)
        add(parser, made, NULL, operand);
    return made;
}

static bool is_operator(const struct groovy_token *token)
{
    static const char *const words[] = {"in", "instanceof", "as", NULL};
    static const char *const marks[] = {"==", "!=", "<=",  ">=", "&&", "||", "+",  "-",
                                        "*",  "/",  "%",   "<",  ">",  "?:", "=~", "==~",
                                        "..", "<<", "<=>", "&",  "|",  "^",  "?",  NULL};
    /* A minus or a plus at the start of a line begins a statement. */
    if (token->new_line && token->kind == TOKEN_MARK && strchr("+-*", token->text[0]))
        return false;
    if (token->kind == TOKEN_NAME)
        return !token->new_line && string_is_one_of(token->text, words);
    return token->kind == TOKEN_MARK && string_is_one_of(token->text, marks);
}

/* Operators are not ranked: what matters is what stands between them. One operator all
 * along gives its name, several give none. */
static const struct groovy *parse_operation(struct parser *parser, bool commands)
{
    const struct groovy *left = parse_unary(parser, commands);
    if (!left || !is_operator(token(parser, 0)))
        return left;
    struct groovy *made = named_node(parser, GROOVY_OPERATION, token(parser, 0), NULL);
    made->line = left->line;
    made->column = left->column;
    add(parser, made, NULL, left);
    while (is_operator(token(parser, 0))) {
        if (strcmp(token(parser, 0)->text, made->text) != 0)
            made->text = "";
        bool choice = is_mark(token(parser, 0), "?");
        parser->at++;
        const struct groovy *right = parse_unary(parser, false);
        if (!right)
            break;
        add(parser, made, NULL, right);
        if (choice && take(parser, ":")) {
            right = parse_unary(parser, false);
            if (right)
                add(parser, made, NULL, right);
        }
    }
    return made;
}

static const struct groovy *parse_assigned(struct parser *parser, bool commands)
{
    static const char *const marks[] = {"=", "+=", "-=", "*=", "/=", NULL};
    if (parser->depth >= DEPTH_MAX) {
        refuse(parser, "nested too deeply");
        return NULL;
    }
    parser->depth++;
    const struct groovy *left = parse_operation(parser, commands);
    const struct groovy_token *next = token(parser, 0);
    if (left && next->kind == TOKEN_MARK && string_is_one_of(next->text, marks)) {
        struct groovy *made = named_node(parser, GROOVY_ASSIGN, next, NULL);
        made->line = left->line;
        made->column = left->column;
        parser->at++;
        const struct groovy *right = parse_assigned(parser, true);
        add(parser, made, NULL, left);
        if (right)
            add(parser, made, NULL, right);
        left = made->count == 2 ? made : left;
    }
    parser->depth--;
    return left;
}

static const struct groovy *parse_expression(struct parser *parser)
{
    return parse_assigned(parser, false);
}

/* `a, b ->` at the beginning of a closure. */
static void skip_closure_head(struct parser *parser)
{
    for (size_t ahead = 0; ahead < 40; ahead++) {
        const struct groovy_token *next = token(parser, ahead);
        if (is_mark(next, "->")) {
            parser->at += ahead + 1;
            return;
        }
        if (next->kind == TOKEN_END || is_mark(next, "{") || is_mark(next, "}") ||
            is_mark(next, "(") || is_mark(next, ";") || (ahead > 0 && next->new_line))
            return;
    }
}

static void parse_statements(struct parser *parser, struct groovy *block)
{
    while (token(parser, 0)->kind != TOKEN_END && !is_mark(token(parser, 0), "}")) {
        size_t before = parser->at;
        const struct groovy *statement = parse_statement(parser);
        if (statement)
            add(parser, block, NULL, statement);
        if (parser->at == before)
            parser->at++;
    }
}

static struct groovy *parse_block(struct parser *parser)
{
    struct groovy *block = node(parser, GROOVY_CLOSURE, token(parser, 0));
    block->start = token(parser, 0)->end;
    if (parser->depth >= DEPTH_MAX) {
        refuse(parser, "nested too deeply");
        return block;
    }
    parser->at++;
    parser->depth++;
    skip_closure_head(parser);
    parse_statements(parser, block);
    parser->depth--;
    block->end = token(parser, 0)->start;
    if (!take(parser, "}"))
        refuse(parser, "a brace without its end");
    return block;
}

/* The body of `if`, `for` and the like: a block, or one statement. */
static const struct groovy *parse_body(struct parser *parser)
{
    if (is_mark(token(parser, 0), "{"))
        return parse_block(parser);
    struct groovy *block = node(parser, GROOVY_CLOSURE, token(parser, 0));
    const struct groovy *statement = parse_statement(parser);
    if (statement)
        add(parser, block, NULL, statement);
    return block;
}

static const struct groovy *parse_head(struct parser *parser)
{
    struct groovy *head = node(parser, GROOVY_OPERATION, token(parser, 0));
    if (!take(parser, "("))
        return head;
    parse_arguments(parser, head, ")");
    return head->count == 1 ? head->items[0] : head;
}

static const struct groovy *parse_if(struct parser *parser)
{
    struct groovy *made = node(parser, GROOVY_IF, token(parser, 0));
    parser->at++;
    add(parser, made, NULL, parse_head(parser));
    add(parser, made, NULL, parse_body(parser));
    take(parser, ";");
    if (is_word(token(parser, 0), "else")) {
        parser->at++;
        add(parser, made, NULL, parse_body(parser));
    }
    return made;
}

/* The head of a `for` may hold semicolons: it is walked over. */
static const struct groovy *parse_loop(struct parser *parser)
{
    struct groovy *made = node(parser, GROOVY_LOOP, token(parser, 0));
    parser->at++;
    add(parser, made, NULL, parse_head(parser));
    add(parser, made, NULL, parse_body(parser));
    return made;
}

static const struct groovy *parse_try(struct parser *parser)
{
    struct groovy *made = node(parser, GROOVY_TRY, token(parser, 0));
    parser->at++;
    add(parser, made, "try", parse_body(parser));
    while (is_word(token(parser, 0), "catch") || is_word(token(parser, 0), "finally")) {
        const char *word = token(parser, 0)->text;
        parser->at++;
        if (is_mark(token(parser, 0), "("))
            (void)parse_head(parser);
        add(parser, made, word, parse_body(parser));
    }
    return made;
}

static const struct groovy *parse_return(struct parser *parser)
{
    struct groovy *made = named_node(parser, GROOVY_RETURN, token(parser, 0), NULL);
    parser->at++;
    const struct groovy_token *next = token(parser, 0);
    if (!next->new_line && !is_mark(next, "}") && !is_mark(next, ";") && next->kind != TOKEN_END) {
        const struct groovy *value = parse_assigned(parser, true);
        if (value)
            add(parser, made, NULL, value);
    }
    return made;
}

/* What stands before a name that is declared. */
static bool is_modifier(const struct groovy_token *token)
{
    static const char *const words[] = {"def",    "final",     "static", "void",    "private",
                                        "public", "protected", "String", "boolean", "Boolean",
                                        "int",    "Integer",   "Map",    "List",    "Object",
                                        "long",   "var",       NULL};
    return token->kind == TOKEN_NAME && string_is_one_of(token->text, words);
}

static void skip_balanced(struct parser *parser)
{
    unsigned depth = 0;
    do {
        if (is_mark(token(parser, 0), "("))
            depth++;
        else if (is_mark(token(parser, 0), ")"))
            depth--;
        parser->at++;
    } while (depth > 0 && token(parser, 0)->kind != TOKEN_END);
}

static const struct groovy *parse_declaration(struct parser *parser)
{
    while (is_modifier(token(parser, 0)))
        parser->at++;
    const struct groovy_token *name = token(parser, 0);
    if ((name->kind == TOKEN_NAME || name->kind == TOKEN_TEXT) && is_mark(token(parser, 1), "(")) {
        size_t before = parser->at;
        parser->at++;
        skip_balanced(parser);
        if (is_mark(token(parser, 0), "{")) {
            struct groovy *method = named_node(parser, GROOVY_METHOD, name, NULL);
            add(parser, method, NULL, parse_block(parser));
            return method;
        }
        parser->at = before;
    }
    return parse_assigned(parser, true);
}

/* `@Library('x') _`: the annotation as a call; the name behind it is nothing. */
static const struct groovy *parse_annotation(struct parser *parser)
{
    parser->at++;
    if (token(parser, 0)->kind != TOKEN_NAME)
        return NULL;
    struct groovy *made = parse_name(parser, NULL, false);
    if (made->kind == GROOVY_CALL)
        made->text = arena_printf(parser->arena, "@%s", made->text);
    if (is_word(token(parser, 0), "_"))
        parser->at++;
    return made->kind == GROOVY_CALL ? made : NULL;
}

/* A class is a loop over its methods: which of them is called is not followed. */
static const struct groovy *parse_class(struct parser *parser)
{
    struct groovy *made = node(parser, GROOVY_LOOP, token(parser, 0));
    made->text = "class";
    while (token(parser, 0)->kind != TOKEN_END && !is_mark(token(parser, 0), "{"))
        parser->at++;
    if (token(parser, 0)->kind == TOKEN_END)
        return NULL;
    add(parser, made, NULL, parse_block(parser));
    return made;
}

static void skip_line(struct parser *parser)
{
    do
        parser->at++;
    while (token(parser, 0)->kind != TOKEN_END && !token(parser, 0)->new_line &&
           !is_mark(token(parser, 0), ";"));
}

static const struct groovy *parse_any_statement(struct parser *parser)
{
    const struct groovy_token *first = token(parser, 0);
    if (is_mark(first, "@"))
        return parse_annotation(parser);
    if (is_word(first, "import") || is_word(first, "package")) {
        skip_line(parser);
        return NULL;
    }
    if (is_word(first, "if"))
        return parse_if(parser);
    if (is_word(first, "for") || is_word(first, "while") || is_word(first, "switch"))
        return parse_loop(parser);
    if (is_word(first, "try"))
        return parse_try(parser);
    if (is_word(first, "class") || is_word(first, "interface") || is_word(first, "enum"))
        return parse_class(parser);
    if (is_word(first, "return") || is_word(first, "throw"))
        return parse_return(parser);
    if (is_modifier(first) && token(parser, 1)->kind != TOKEN_MARK)
        return parse_declaration(parser);
    if (is_modifier(first) && is_mark(token(parser, 1), "(")) {
        /* def (a, b) = ... */
        parser->at++;
        return parse_assigned(parser, true);
    }
    if (is_word(first, "case") || is_word(first, "default")) {
        while (token(parser, 0)->kind != TOKEN_END && !is_mark(token(parser, 0), ":") &&
               !is_mark(token(parser, 0), "}"))
            parser->at++;
        take(parser, ":");
        return NULL;
    }
    if (is_mark(first, ";")) {
        parser->at++;
        return NULL;
    }
    const struct groovy *made = parse_assigned(parser, true);
    take(parser, ",");
    return made;
}

static const struct groovy *parse_statement(struct parser *parser)
{
    if (parser->depth >= DEPTH_MAX) {
        refuse(parser, "nested too deeply");
        return NULL;
    }
    parser->depth++;
    const struct groovy *made = parse_any_statement(parser);
    parser->depth--;
    return made;
}

const struct groovy *groovy_parse(struct arena *arena, struct text text,
                                  struct groovy_problem *problem)
{
    *problem = (struct groovy_problem){0};
    struct parser parser = {.arena = arena, .problem = problem};
    groovy_tokens_read(arena, text, &parser.tokens, problem);
    struct groovy *file = node(&parser, GROOVY_CLOSURE, token(&parser, 0));
    while (token(&parser, 0)->kind != TOKEN_END) {
        parse_statements(&parser, file);
        if (is_mark(token(&parser, 0), "}")) {
            refuse(&parser, "a brace without its beginning");
            break;
        }
    }
    return file;
}
