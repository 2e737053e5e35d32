/* toml_outline.h - the assignments of a TOML file, one after another, each with
 * the table that it stands in. Values stay as they are written. It tells what a
 * manifest declares; whether the file is TOML in every detail is not its matter. */
#ifndef FACTS_TOML_OUTLINE_H
#define FACTS_TOML_OUTLINE_H

#include "base/arena.h"
#include "base/text.h"

#include <stdint.h>

struct toml_outline {
    struct arena *arena;
    struct text rest;
    uint32_t line;
    const char *table; /* of the next assignment: tool.poetry.dependencies; "" at the top */
    bool malformed;    /* a string or an array has no end */
};

struct toml_assignment {
    const char *table;
    const char *key; /* without quotes, dotted when it is */
    struct text value;
    uint32_t line;
    bool is_header; /* no assignment: the table's own line; key and value are empty */
};

void toml_outline_init(struct toml_outline *outline, struct arena *arena, struct text text);
bool toml_outline_next(struct toml_outline *outline, struct toml_assignment *out);

/* The strings in a value: an array's, or the one that it is. */
size_t toml_strings(struct arena *arena, struct text value, const char ***out);
/* The text of a value that is one string, else NULL. */
const char *toml_string(struct arena *arena, struct text value);
/* `true` as a bare word. */
bool toml_is_true(struct text value);
/* The value of a key of an inline table; empty when it is not there. */
struct text toml_inline(struct text value, const char *key);

#endif
