#include "engine/trial_write.h"

#include <string.h>

static void write_quoted(struct buffer *out, struct text text)
{
    buffer_add_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if (byte == '"' || byte == '\\')
            buffer_printf(out, "\\%c", byte);
        else if (byte < 0x20 || byte == 0x7f)
            buffer_printf(out, "\\x%02x", byte);
        else
            buffer_add_byte(out, (char)byte);
    }
    buffer_add_byte(out, '"');
}

void trial_write_json(struct buffer *out, const struct node *node)
{
    switch (node->kind) {
    case NODE_MAPPING:
        buffer_add_byte(out, '{');
        for (size_t i = 0; i < node->count; i++) {
            buffer_add_string(out, i ? ", " : "");
            struct node key = *node->keys[i];
            key.kind = NODE_TEXT;
            trial_write_json(out, &key);
            buffer_add_string(out, ": ");
            trial_write_json(out, node->items[i]);
        }
        buffer_add_byte(out, '}');
        return;
    case NODE_SEQUENCE:
        buffer_add_byte(out, '[');
        for (size_t i = 0; i < node->count; i++) {
            buffer_add_string(out, i ? ", " : "");
            trial_write_json(out, node->items[i]);
        }
        buffer_add_byte(out, ']');
        return;
    case NODE_NULL:
        buffer_add_string(out, "null");
        return;
    case NODE_BOOLEAN:
    case NODE_NUMBER:
        buffer_add(out, node->text, node->size);
        return;
    case NODE_TEXT:
        break;
    }
    write_quoted(out, (struct text){.bytes = node->text, .size = node->size});
}

/* Plain words and paths: letters, digits and a few marks, a letter or a dot before
 * another letter first, and none of the words that YAML reads as something else. */
static bool is_plain(const char *text)
{
    static const char *const words[] = {"true", "false", "null", "yes", "no",
                                        "on",   "off",   "y",    "n",   NULL};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char marks[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./";
    size_t first = *text == '.' ? 1 : 0;
    if (!text[first] || !strchr(letters, text[first]) || text[strspn(text, marks)])
        return false;
    for (size_t i = 0; words[i]; i++)
        if (string_equals_folded(words[i], text))
            return false;
    return !string_equals_folded(text, ".inf") && !string_equals_folded(text, ".nan");
}

void trial_write_text(struct buffer *out, const char *text)
{
    if (is_plain(text))
        buffer_add_string(out, text);
    else
        write_quoted(out, text_of(text));
}
