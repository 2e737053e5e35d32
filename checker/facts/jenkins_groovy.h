/* jenkins_groovy.h - the Groovy that pipelines of Jenkins are written in, as a tree with
 * places: calls with and without parentheses, closures, texts, lists and maps, and the
 * statements around them. Nothing is run. What it has no word for becomes an operation,
 * whose parts are still there. Syntax: groovy-lang.org/syntax.html. */
#ifndef FACTS_JENKINS_GROOVY_H
#define FACTS_JENKINS_GROOVY_H

#include "base/text.h"

enum groovy_kind {
    GROOVY_TEXT,      /* `text`; what is put into it stays as it is written */
    GROOVY_WORD,      /* true, false, null or a number */
    GROOVY_NAME,      /* a variable */
    GROOVY_PROPERTY,  /* base.text */
    GROOVY_CALL,      /* text(items) or base.text(items); closures are its last items */
    GROOVY_LIST,      /* [items], or a map when it has keys */
    GROOVY_CLOSURE,   /* { items } */
    GROOVY_OPERATION, /* items, joined by `text`; of one item: before or behind it */
    GROOVY_ASSIGN,    /* items[0] = items[1] */
    GROOVY_IF,        /* items[0] the condition, items[1] and items[2] (or NULL) closures */
    GROOVY_LOOP,      /* items: the head and the body; of `text` class: the body alone */
    GROOVY_TRY,       /* items[0] the body, then those of catch and finally: `text` of each */
    GROOVY_METHOD,    /* `text`, items[0] the body */
    GROOVY_RETURN,    /* return, throw: `text`; items[0] or none */
};

struct groovy {
    enum groovy_kind kind;
    const char *text;
    const struct groovy *base;
    const struct groovy **items;
    const char **keys; /* of named arguments and of maps, NULL for those without a name */
    size_t count, capacity;
    uint32_t line, column;
    size_t start, end;     /* of a closure: where its text stands in the file */
    const uint32_t *lines; /* of a text: the line of the file that each of its lines stands on */
    size_t line_count;
};

struct groovy_problem {
    uint32_t line;
    const char *message; /* NULL: all was read */
};

/* The file as a closure. What could be read before a problem is there. */
const struct groovy *groovy_parse(struct arena *arena, struct text text,
                                  struct groovy_problem *problem);

/* The argument of that name; NULL when there is none. */
const struct groovy *groovy_named(const struct groovy *call, const char *key);
/* The n-th argument without a name that is no closure. */
const struct groovy *groovy_argument(const struct groovy *call, size_t index);
/* The last closure of a call; NULL when there is none. */
const struct groovy *groovy_closure(const struct groovy *call);
/* The text that an expression makes, names and other parts as `${...}`; NULL when it is
 * no text. */
const char *groovy_text(struct arena *arena, const struct groovy *expression);

/* For the parser: the tokens of a file. */
enum groovy_token_kind { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_TEXT, TOKEN_MARK };
struct groovy_token {
    enum groovy_token_kind kind;
    const char *text;
    size_t start, end;
    uint32_t line, column;
    bool spaced, new_line; /* white space, a line's end before it */
    const uint32_t *lines;
    size_t line_count;
};
struct groovy_tokens {
    struct groovy_token *tokens; /* the last is TOKEN_END */
    size_t count;
};
void groovy_tokens_read(struct arena *arena, struct text text, struct groovy_tokens *out,
                        struct groovy_problem *problem);

#endif
