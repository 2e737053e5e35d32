#include "report/json.h"
#include "report/report.h"

#include <math.h>
#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static const char *skip_digits(const char *at)
{
    while (is_digit(*at))
        at++;
    return at;
}

/* `number` of RFC 8259, section 6. */
static bool is_json_number(const char *text)
{
    const char *whole = text + (*text == '-');
    const char *at = skip_digits(whole);
    if (at == whole || (*whole == '0' && at - whole > 1))
        return false;
    if (*at == '.') {
        const char *fraction = skip_digits(at + 1);
        if (fraction == at + 1)
            return false;
        at = fraction;
    }
    if (*at == 'e' || *at == 'E') {
        const char *exponent = at + 1 + (at[1] == '+' || at[1] == '-');
        at = skip_digits(exponent);
        if (at == exponent)
            return false;
    }
    return !*at;
}

static void add_number(struct buffer *out, const struct node *node)
{
    int64_t integer;
    double number;
    if (is_json_number(node->text))
        buffer_add_string(out, node->text);
    else if (node_integer(node, &integer))
        buffer_printf(out, "%lld", (long long)integer);
    else if (node_number(node, &number) && isfinite(number))
        buffer_printf(out, "%.17g", number);
    else
        escape_json_text(out, (struct text){node->text, node->size});
}

static void add_scalar(struct buffer *out, const struct node *node)
{
    bool boolean = false;
    switch (node->kind) {
    case NODE_NULL:
        buffer_add_string(out, "null");
        break;
    case NODE_BOOLEAN:
        buffer_add_string(out, node_boolean(node, &boolean) && boolean ? "true" : "false");
        break;
    case NODE_NUMBER:
        add_number(out, node);
        break;
    case NODE_TEXT:
    case NODE_SEQUENCE:
    case NODE_MAPPING:
        escape_json_text(out, (struct text){node->text, node->size});
        break;
    }
}

/* Documents are limited in depth, so this is. */
static bool add_until(struct buffer *out, const struct node *node, size_t end)
{
    if (out->size > end)
        return false;
    if (node_is_scalar(node)) {
        add_scalar(out, node);
        return out->size <= end;
    }
    bool mapping = node->kind == NODE_MAPPING;
    buffer_add_byte(out, mapping ? '{' : '[');
    for (size_t i = 0; i < node->count; i++) {
        buffer_add_string(out, i ? ", " : "");
        if (mapping) {
            escape_json_text(out, (struct text){node->keys[i]->text, node->keys[i]->size});
            buffer_add_string(out, ": ");
        }
        if (!add_until(out, node->items[i], end))
            return false;
    }
    buffer_add_byte(out, mapping ? '}' : ']');
    return out->size <= end;
}

bool json_add_node(struct buffer *out, const struct node *node, size_t most)
{
    size_t end = most < SIZE_MAX - out->size ? out->size + most : SIZE_MAX;
    return add_until(out, node, end);
}
