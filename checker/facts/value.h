/* value.h - the value of one cell, and the types of cells, parameters and
 * literals (LANGUAGE.md, Types). A value is there, absent (seen, and not there)
 * or unknown (with class and reason). */
#ifndef FACTS_VALUE_H
#define FACTS_VALUE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum unknown_class {
    UNKNOWN_UNOBSERVABLE, /* shallow history, an unrendered template, a forge setting */
    UNKNOWN_UNREADABLE,   /* malformed, over a limit, corrupt: the graver one */
};

struct unknown {
    enum unknown_class class;
    const char *reason; /* "shallow clone: fetch with fetch-depth: 0" */
};

enum type_kind {
    TYPE_TEXT,
    TYPE_PATH,
    TYPE_GLOB,
    TYPE_REGEX,
    TYPE_INTEGER,
    TYPE_NUMBER,
    TYPE_SHARE, /* written 95%; a value from 0 to 1 */
    TYPE_BOOLEAN,
    TYPE_DATE,     /* days since 1970-01-01 */
    TYPE_TIME,     /* seconds since 1970-01-01T00:00:00Z */
    TYPE_DURATION, /* seconds */
    TYPE_SEVERITY,
    TYPE_SEMVER, /* a text, compared as Semantic Versioning 2.0.0 says */
    TYPE_PEP440, /* a text, compared as PEP 440 says */
    TYPE_WORD,   /* one of a closed set */
    TYPE_LIST,
    TYPE_ANY, /* a cell of a `document` row: known only when it is read */
};

struct type {
    enum type_kind kind;
    enum type_kind of;        /* TYPE_LIST: of what */
    const char *const *words; /* TYPE_WORD, or a list of words: NULL-ended */
};

enum value_kind {
    VALUE_ABSENT, /* zero: a cell that was not set */
    VALUE_UNKNOWN,
    VALUE_TEXT, /* text, path, glob, regex, word, severity, semver, pep440 */
    VALUE_INTEGER,
    VALUE_NUMBER,
    VALUE_SHARE,
    VALUE_BOOLEAN,
    VALUE_DATE,
    VALUE_TIME,
    VALUE_DURATION,
    VALUE_LIST,
    VALUE_NODE, /* `document` rows only: a mapping or sequence of mappings */
};

struct value_list;
struct node;

struct value {
    enum value_kind kind;
    union {
        const char *text;
        int64_t integer; /* integer, date (days), time, duration (seconds) */
        double number;   /* number, share */
        bool boolean;
        const struct unknown *unknown;
        const struct value_list *list;
        const struct node *node;
    };
};

struct value_list {
    const struct value *items;
    size_t count;
};

struct value value_text(const char *text); /* NULL is absent */
struct value value_integer(int64_t integer);
struct value value_number(double number);
struct value value_share(double share);
struct value value_boolean(bool boolean);
struct value value_date(int32_t days);
struct value value_time(int64_t seconds);
struct value value_duration(int64_t seconds);
struct value value_unknown(struct arena *arena, enum unknown_class class, const char *reason);
struct value value_list_of(struct arena *arena, const struct value *items, size_t count);
struct value value_texts(struct arena *arena, const char *const *texts, size_t count);

/* As it is written for people: dates as dates, shares as `95%` or `94.2%`, lists
 * joined with ", ", absent as `none`, unknown as `unknown`. */
const char *value_format(struct arena *arena, const struct value *value);
/* `text`, `list of glob`, `word(a|b)` ... */
const char *type_format(struct arena *arena, const struct type *type);
bool type_is_version(const struct type *type);
/* The order of two texts as versions of that type, -1, 0 or 1; false when one of
 * them is no such version. */
bool version_order(const struct type *type, const char *a, const char *b, int *out);
/* A total order for sorting and equality of known values of one kind. */
int value_compare(const struct value *a, const struct value *b);

#endif
