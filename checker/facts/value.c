#include "facts/value.h"

#include "base/date.h"
#include "base/text.h"
#include "base/version_pep440.h"
#include "base/version_semver.h"

#include <string.h>

struct value value_text(const char *text)
{
    if (!text)
        return (struct value){.kind = VALUE_ABSENT};
    return (struct value){.kind = VALUE_TEXT, .text = text};
}

struct value value_integer(int64_t integer)
{
    return (struct value){.kind = VALUE_INTEGER, .integer = integer};
}

struct value value_number(double number)
{
    return (struct value){.kind = VALUE_NUMBER, .number = number};
}

struct value value_share(double share)
{
    return (struct value){.kind = VALUE_SHARE, .number = share};
}

struct value value_boolean(bool boolean)
{
    return (struct value){.kind = VALUE_BOOLEAN, .boolean = boolean};
}

struct value value_date(int32_t days)
{
    return (struct value){.kind = VALUE_DATE, .integer = days};
}

struct value value_time(int64_t seconds)
{
    return (struct value){.kind = VALUE_TIME, .integer = seconds};
}

struct value value_duration(int64_t seconds)
{
    return (struct value){.kind = VALUE_DURATION, .integer = seconds};
}

struct value value_unknown(struct arena *arena, enum unknown_class class, const char *reason)
{
    struct unknown *unknown = ARENA_NEW(arena, struct unknown);
    unknown->class = class;
    unknown->reason = arena_strdup(arena, reason);
    return (struct value){.kind = VALUE_UNKNOWN, .unknown = unknown};
}

struct value value_list_of(struct arena *arena, const struct value *items, size_t count)
{
    struct value *copy = ARENA_ARRAY(arena, struct value, count);
    if (count > 0)
        memcpy(copy, items, count * sizeof(*items));
    struct value_list *list = ARENA_NEW(arena, struct value_list);
    list->items = copy;
    list->count = count;
    return (struct value){.kind = VALUE_LIST, .list = list};
}

struct value value_texts(struct arena *arena, const char *const *texts, size_t count)
{
    struct value *items = ARENA_ARRAY(arena, struct value, count);
    for (size_t i = 0; i < count; i++)
        items[i] = value_text(arena_strdup(arena, texts[i]));
    struct value_list *list = ARENA_NEW(arena, struct value_list);
    list->items = items;
    list->count = count;
    return (struct value){.kind = VALUE_LIST, .list = list};
}

/* Cut, not rounded: 99.96% must not read 100%. */
static const char *format_share(struct arena *arena, double share)
{
    if (!(share > -1e9 && share < 1e9))
        return arena_printf(arena, "%g%%", share * 100);
    long long tenths = (long long)(share * 1000 + 1e-6);
    if (tenths % 10 == 0)
        return arena_printf(arena, "%lld%%", tenths / 10);
    return arena_printf(arena, "%lld.%lld%%", tenths / 10,
                        tenths % 10 < 0 ? -(tenths % 10) : tenths % 10);
}

static const char *format_list(struct arena *arena, const struct value_list *list)
{
    size_t size = 0;
    const char **parts = ARENA_ARRAY(arena, const char *, list->count);
    for (size_t i = 0; i < list->count; i++) {
        parts[i] = value_format(arena, &list->items[i]);
        size += strlen(parts[i]) + 2;
    }
    char *joined = arena_alloc(arena, size + 1, 1);
    size_t at = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0) {
            joined[at++] = ',';
            joined[at++] = ' ';
        }
        size_t length = strlen(parts[i]);
        memcpy(joined + at, parts[i], length);
        at += length;
    }
    return joined;
}

const char *value_format(struct arena *arena, const struct value *value)
{
    switch (value->kind) {
    case VALUE_ABSENT:
        return "none";
    case VALUE_UNKNOWN:
        return "unknown";
    case VALUE_TEXT:
        return value->text;
    case VALUE_INTEGER:
        return arena_printf(arena, "%lld", (long long)value->integer);
    case VALUE_NUMBER:
        return arena_printf(arena, "%.15g", value->number);
    case VALUE_SHARE:
        return format_share(arena, value->number);
    case VALUE_BOOLEAN:
        return value->boolean ? "true" : "false";
    case VALUE_DATE: {
        char text[DATE_TEXT_SIZE];
        date_format((int32_t)value->integer, text);
        return arena_strdup(arena, text);
    }
    case VALUE_TIME: {
        char text[TIME_TEXT_SIZE];
        time_format(value->integer, text);
        return arena_strdup(arena, text);
    }
    case VALUE_DURATION: {
        char text[24];
        duration_format(value->integer, text);
        return arena_strdup(arena, text);
    }
    case VALUE_LIST:
        return format_list(arena, value->list);
    case VALUE_NODE:
        return "a node";
    }
    return "unknown";
}

static const char *format_words(struct arena *arena, const char *const *words)
{
    const char *joined = "";
    for (size_t i = 0; words && words[i]; i++)
        joined = i == 0 ? words[i] : arena_printf(arena, "%s|%s", joined, words[i]);
    return arena_printf(arena, "word(%s)", joined);
}

const char *type_format(struct arena *arena, const struct type *type)
{
    switch (type->kind) {
    case TYPE_TEXT:
        return "text";
    case TYPE_PATH:
        return "path";
    case TYPE_GLOB:
        return "glob";
    case TYPE_REGEX:
        return "regex";
    case TYPE_INTEGER:
        return "integer";
    case TYPE_NUMBER:
        return "number";
    case TYPE_SHARE:
        return "share";
    case TYPE_BOOLEAN:
        return "boolean";
    case TYPE_DATE:
        return "date";
    case TYPE_TIME:
        return "time";
    case TYPE_DURATION:
        return "duration";
    case TYPE_SEVERITY:
        return "severity";
    case TYPE_SEMVER:
        return "semver";
    case TYPE_PEP440:
        return "pep440";
    case TYPE_WORD:
        return format_words(arena, type->words);
    case TYPE_LIST: {
        const struct type item = {.kind = type->of == TYPE_LIST ? TYPE_ANY : type->of,
                                  .words = type->words};
        return arena_printf(arena, "list of %s", type_format(arena, &item));
    }
    case TYPE_ANY:
        return "any";
    }
    return "any";
}

bool type_is_version(const struct type *type)
{
    return type->kind == TYPE_SEMVER || type->kind == TYPE_PEP440;
}

bool version_order(const struct type *type, const char *a, const char *b, int *out)
{
    return type->kind == TYPE_SEMVER ? semver_compare(text_of(a), text_of(b), out)
                                     : pep440_compare(text_of(a), text_of(b), out);
}

static int compare_lists(const struct value_list *a, const struct value_list *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        int order = value_compare(&a->items[i], &b->items[i]);
        if (order != 0)
            return order;
    }
    return (a->count > b->count) - (a->count < b->count);
}

int value_compare(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    switch (a->kind) {
    case VALUE_ABSENT:
    case VALUE_UNKNOWN:
        return 0;
    case VALUE_TEXT:
        return strcmp(a->text, b->text);
    case VALUE_INTEGER:
    case VALUE_DATE:
    case VALUE_TIME:
    case VALUE_DURATION:
        return (a->integer > b->integer) - (a->integer < b->integer);
    case VALUE_NUMBER:
    case VALUE_SHARE:
        return (a->number > b->number) - (a->number < b->number);
    case VALUE_BOOLEAN:
        return (int)a->boolean - (int)b->boolean;
    case VALUE_LIST:
        return compare_lists(a->list, b->list);
    case VALUE_NODE:
        return ((uintptr_t)a->node > (uintptr_t)b->node) -
               ((uintptr_t)a->node < (uintptr_t)b->node);
    }
    return 0;
}
