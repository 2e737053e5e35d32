#include "cli/fact_values.h"

#include "facts/secret_mask.h"
#include "report/report.h"

void fact_value_json(struct buffer *out, struct arena *arena, const struct value *value)
{
    switch (value->kind) {
    case VALUE_ABSENT:
        buffer_add_string(out, "null");
        return;
    case VALUE_UNKNOWN:
        buffer_add_string(out, "{\"unknown\": ");
        escape_json_string(out, value->unknown->reason);
        buffer_add_string(out, "}");
        return;
    case VALUE_INTEGER:
        buffer_printf(out, "%lld", (long long)value->integer);
        return;
    case VALUE_NUMBER:
    case VALUE_SHARE:
        buffer_printf(out, "%.15g", value->number);
        return;
    case VALUE_BOOLEAN:
        buffer_add_string(out, value->boolean ? "true" : "false");
        return;
    case VALUE_LIST:
        buffer_add_byte(out, '[');
        for (size_t i = 0; i < value->list->count; i++) {
            buffer_add_string(out, i ? ", " : "");
            fact_value_json(out, arena, &value->list->items[i]);
        }
        buffer_add_byte(out, ']');
        return;
    case VALUE_TEXT:
    case VALUE_DATE:
    case VALUE_TIME:
    case VALUE_DURATION:
    case VALUE_NODE:
        escape_json_string(out, value_format(arena, value));
        return;
    }
}

const char *fact_text_visible(struct arena *arena, const char *string)
{
    struct buffer out = BUFFER_EMPTY;
    escape_visible(&out, secret_mask_string(arena, string));
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

const char *fact_value_visible(struct arena *arena, const struct value *value)
{
    return fact_text_visible(arena, value_format(arena, value));
}
