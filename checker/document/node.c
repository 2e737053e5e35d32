#include "document/node.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *node_kind_name(enum node_kind kind)
{
    switch (kind) {
    case NODE_NULL:
        return "nothing";
    case NODE_BOOLEAN:
        return "a boolean";
    case NODE_NUMBER:
        return "a number";
    case NODE_TEXT:
        return "a text";
    case NODE_SEQUENCE:
        return "a list";
    case NODE_MAPPING:
        return "a mapping";
    }
    return "nothing";
}

static size_t find_index(const struct node *node, const char *key)
{
    if (!node || node->kind != NODE_MAPPING)
        return SIZE_MAX;
    size_t size = strlen(key);
    for (size_t i = 0; i < node->count; i++)
        if (node->keys[i]->size == size && memcmp(node->keys[i]->text, key, size) == 0)
            return i;
    return SIZE_MAX;
}

const struct node *node_find(const struct node *node, const char *key)
{
    size_t index = find_index(node, key);
    return index == SIZE_MAX ? NULL : node->items[index];
}

const struct node *node_key(const struct node *node, const char *key)
{
    size_t index = find_index(node, key);
    return index == SIZE_MAX ? NULL : node->keys[index];
}

bool node_is_scalar(const struct node *node)
{
    return node && node->kind != NODE_SEQUENCE && node->kind != NODE_MAPPING;
}

const char *node_string(const struct node *node, const char *key)
{
    const struct node *value = node_find(node, key);
    return node_is_scalar(value) && value->kind != NODE_NULL ? value->text : NULL;
}

bool node_boolean(const struct node *node, bool *out)
{
    if (!node || node->kind != NODE_BOOLEAN)
        return false;
    *out = node->text[0] == 't' || node->text[0] == 'T';
    return true;
}

static int digit_of(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return 16;
}

bool node_integer(const struct node *node, int64_t *out)
{
    if (!node || node->kind != NODE_NUMBER)
        return false;
    const char *digit = node->text;
    bool negative = *digit == '-';
    if (*digit == '-' || *digit == '+')
        digit++;
    int base = 10;
    if (digit[0] == '0' && (digit[1] == 'o' || digit[1] == 'x')) {
        base = digit[1] == 'o' ? 8 : 16;
        digit += 2;
    }
    if (!*digit)
        return false;
    int64_t value = 0;
    for (; *digit; digit++) {
        int next = digit_of(*digit);
        if (next >= base || __builtin_mul_overflow(value, base, &value) ||
            __builtin_sub_overflow(value, next, &value))
            return false;
    }
    /* Summed below zero, where there is one number more than above. */
    if (!negative && __builtin_sub_overflow((int64_t)0, value, &value))
        return false;
    *out = value;
    return true;
}

/* strtod reads the decimal point of the locale that the program may have set. */
static bool parse_decimal(const char *text, double *out)
{
    char copy[512];
    const char *point = localeconv()->decimal_point;
    const char *dot = strchr(text, '.');
    int size =
        dot ? snprintf(copy, sizeof(copy), "%.*s%s%s", (int)(dot - text), text, point, dot + 1)
            : snprintf(copy, sizeof(copy), "%s", text);
    if (size <= 0 || (size_t)size >= sizeof(copy))
        return false;
    char *end;
    double value = strtod(copy, &end);
    if (*end)
        return false;
    *out = value;
    return true;
}

bool node_number(const struct node *node, double *out)
{
    int64_t integer;
    if (!node || node->kind != NODE_NUMBER)
        return false;
    if (node_integer(node, &integer)) {
        *out = (double)integer;
        return true;
    }
    const char *text = node->text;
    bool negative = *text == '-';
    const char *unsigned_text = text + (*text == '-' || *text == '+');
    if (string_equals_folded(unsigned_text, ".inf")) {
        *out = negative ? -(double)INFINITY : (double)INFINITY;
        return true;
    }
    if (string_equals_folded(unsigned_text, ".nan")) {
        *out = (double)NAN;
        return true;
    }
    return parse_decimal(text, out);
}
