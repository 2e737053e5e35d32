#include "document/json.h"
#include "document/schema.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SCHEMAS = 64, WIDEST_LIST = 80 };

struct schemas {
    const struct schema *items[MOST_SCHEMAS];
    size_t count;
};

static void write_string(struct buffer *out, const char *string)
{
    buffer_add_byte(out, '"');
    for (; *string; string++) {
        unsigned char byte = (unsigned char)*string;
        if (byte == '"' || byte == '\\')
            buffer_printf(out, "\\%c", byte);
        else if (byte == '\n')
            buffer_add_string(out, "\\n");
        else if (byte < 0x20)
            buffer_printf(out, "\\u%04x", byte);
        else
            buffer_add_byte(out, (char)byte);
    }
    buffer_add_byte(out, '"');
}

static void write_member(struct buffer *out, const char *name, const char *value)
{
    write_string(out, name);
    buffer_add_string(out, ": ");
    write_string(out, value);
}

static int compare_names(const void *a, const void *b)
{
    const struct schema *const *left = a;
    const struct schema *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

static void collect(const struct schema *schema, struct schemas *out)
{
    for (const struct schema_field *field = schema->fields; field->name; field++) {
        if (!field->object)
            continue;
        bool known = false;
        for (size_t i = 0; i < out->count; i++)
            known |= strcmp(out->items[i]->name, field->object->name) == 0;
        if (known || out->count == MOST_SCHEMAS)
            continue;
        out->items[out->count++] = field->object;
        collect(field->object, out);
    }
}

static void write_text_type(struct buffer *out, const struct schema_field *field)
{
    if (field->pattern) {
        buffer_add_string(out, "\"type\": \"string\", ");
        write_member(out, "pattern", field->pattern);
    } else {
        /* Any plain scalar is a text: `version: 1.0` too. */
        buffer_add_string(out, "\"type\": [\"string\", \"number\", \"boolean\"], \"minLength\": 1");
    }
}

static void write_words(struct buffer *out, const char *const *words)
{
    buffer_add_string(out, "\"enum\": [");
    for (size_t i = 0; words[i]; i++) {
        buffer_add_string(out, i > 0 ? ", " : "");
        write_string(out, words[i]);
    }
    buffer_add_byte(out, ']');
}

static void write_reference_to(struct buffer *out, const struct schema *schema)
{
    buffer_printf(out, "{\"$ref\": \"#/definitions/%s\"}", schema->name);
}

/* A fragment of the table's author: its members, without the outer braces. */
static void write_fragment(struct buffer *out, const char *fragment)
{
    struct text text = text_trim(text_of(fragment));
    if (text.size >= 2 && text.bytes[0] == '{' && text.bytes[text.size - 1] == '}')
        buffer_add(out, text.bytes + 1, text.size - 2);
    else if (text_equals(text, "false"))
        buffer_add_string(out, "\"not\": {}");
}

static bool has_description(const char *fragment)
{
    struct arena arena;
    arena_init(&arena, 1024);
    struct document document;
    struct document_problem problem;
    bool has = fragment && json_parse(&arena, text_of(fragment), false, &document, &problem) &&
               node_find(document.roots[0], "description");
    arena_release(&arena);
    return has;
}

static void write_type(struct buffer *out, const struct schema_field *field)
{
    switch (field->type) {
    case SCHEMA_TEXT:
        write_text_type(out, field);
        break;
    case SCHEMA_WORD:
        write_words(out, field->words);
        break;
    case SCHEMA_BOOLEAN:
        buffer_add_string(out, "\"type\": \"boolean\"");
        break;
    case SCHEMA_INTEGER:
        if (field->node_schema) {
            write_fragment(out, field->node_schema);
            break;
        }
        buffer_add_string(out, "\"type\": \"integer\"");
        if (field->minimum < field->maximum)
            buffer_printf(out, ", \"minimum\": %lld, \"maximum\": %lld", (long long)field->minimum,
                          (long long)field->maximum);
        break;
    case SCHEMA_DATE:
        buffer_add_string(out, "\"type\": \"string\", \"format\": \"date\", "
                               "\"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"");
        break;
    case SCHEMA_TEXTS:
        buffer_add_string(out, "\"anyOf\": [{");
        write_text_type(out, field);
        buffer_printf(out, "}, {\"type\": \"array\", %s\"items\": {",
                      field->required ? "\"minItems\": 1, " : "");
        write_text_type(out, field);
        buffer_add_string(out, "}}]");
        break;
    case SCHEMA_OBJECT:
        /* In draft-07 nothing beside a $ref counts. */
        buffer_add_string(out, "\"allOf\": [");
        write_reference_to(out, field->object);
        buffer_add_byte(out, ']');
        break;
    case SCHEMA_OBJECTS:
        buffer_printf(
            out, "\"type\": \"array\", %s\"items\": ", field->required ? "\"minItems\": 1, " : "");
        write_reference_to(out, field->object);
        break;
    case SCHEMA_NODE:
        write_fragment(out, field->node_schema ? field->node_schema : "true");
        break;
    }
}

static void write_property(struct buffer *out, const struct schema_field *field)
{
    struct buffer type = BUFFER_EMPTY;
    write_string(out, field->name);
    buffer_add_string(out, ": {");
    write_type(&type, field);
    bool described =
        field->summary && !(field->type == SCHEMA_NODE && has_description(field->node_schema));
    if (described)
        write_member(out, "description", field->summary);
    bool has_type = text_trim((struct text){buffer_string(&type), type.size}).size > 0;
    if (described && has_type)
        buffer_add_string(out, ", ");
    buffer_add(out, buffer_string(&type), type.size);
    buffer_add_byte(out, '}');
    buffer_release(&type);
}

static void write_object(struct buffer *out, const struct schema *schema)
{
    if (schema->summary) {
        write_member(out, "description", schema->summary);
        buffer_add_string(out, ", ");
    }
    buffer_add_string(out, "\"type\": \"object\", \"additionalProperties\": false");
    bool any = false;
    for (const struct schema_field *field = schema->fields; field->name; field++) {
        if (!field->required)
            continue;
        buffer_add_string(out, any ? ", " : ", \"required\": [");
        write_string(out, field->name);
        any = true;
    }
    if (any)
        buffer_add_byte(out, ']');
    for (const char *const *one = schema->alternatives; one && *one; one++) {
        buffer_add_string(out, one == schema->alternatives ? ", \"anyOf\": [" : ", ");
        buffer_add_string(out, "{\"required\": [");
        write_string(out, *one);
        buffer_add_string(out, one[1] ? "]}" : "]}]");
    }
    buffer_add_string(out, ", \"properties\": {");
    for (const struct schema_field *field = schema->fields; field->name; field++) {
        buffer_add_string(out, field == schema->fields ? "" : ", ");
        write_property(out, field);
    }
    buffer_add_byte(out, '}');
}

static void write_scalar(struct buffer *out, const struct node *node)
{
    if (node->kind == NODE_TEXT)
        write_string(out, node->text);
    else
        buffer_add(out, node->text, node->size);
}

static bool is_short_list(const struct node *node)
{
    size_t width = 0;
    for (size_t i = 0; i < node->count; i++) {
        if (!node_is_scalar(node->items[i]))
            return false;
        width += node->items[i]->size + 4;
    }
    return node->kind == NODE_SEQUENCE && width <= WIDEST_LIST;
}

static void new_line(struct buffer *out, unsigned indent)
{
    buffer_printf(out, "\n%*s", (int)(2 * indent), "");
}

/* Recursive, but no deeper than the parser of JSON goes. */
static void write_pretty(struct buffer *out, const struct node *node, unsigned indent)
{
    if (node_is_scalar(node)) {
        write_scalar(out, node);
        return;
    }
    bool mapping = node->kind == NODE_MAPPING;
    bool flat = node->count == 0 || is_short_list(node);
    buffer_add_byte(out, mapping ? '{' : '[');
    for (size_t i = 0; i < node->count; i++) {
        if (i > 0)
            buffer_add_string(out, flat ? ", " : ",");
        if (!flat)
            new_line(out, indent + 1);
        if (mapping) {
            write_scalar(out, node->keys[i]);
            buffer_add_string(out, ": ");
        }
        write_pretty(out, node->items[i], indent + 1);
    }
    if (!flat)
        new_line(out, indent);
    buffer_add_byte(out, mapping ? '}' : ']');
}

void schema_write_json(const struct schema *schema, const char *id, struct buffer *out)
{
    struct schemas nested = {0};
    collect(schema, &nested);
    qsort(nested.items, nested.count, sizeof(*nested.items), compare_names);

    struct buffer compact = BUFFER_EMPTY;
    buffer_add_string(&compact, "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", ");
    write_member(&compact, "$id", id);
    buffer_add_string(&compact, ", ");
    write_member(&compact, "title", schema->name);
    buffer_add_string(&compact, ", ");
    write_object(&compact, schema);
    for (size_t i = 0; i < nested.count; i++) {
        buffer_add_string(&compact, i == 0 ? ", \"definitions\": {" : ", ");
        write_string(&compact, nested.items[i]->name);
        buffer_add_string(&compact, ": {");
        write_object(&compact, nested.items[i]);
        buffer_add_byte(&compact, '}');
    }
    buffer_add_string(&compact, nested.count > 0 ? "}}" : "}");

    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct document document;
    struct document_problem problem;
    struct text text = {buffer_string(&compact), compact.size};
    if (!json_parse(&arena, text, false, &document, &problem))
        abort(); /* a fragment in one of our tables is no JSON */
    write_pretty(out, document.roots[0], 0);
    buffer_add_byte(out, '\n');
    arena_release(&arena);
    buffer_release(&compact);
}

static void write_cell(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, *text == '\n' ? ' ' : *text);
    }
}

static void write_type_in_words(struct buffer *out, const struct schema_field *field)
{
    switch (field->type) {
    case SCHEMA_TEXT:
        buffer_add_string(out, "text");
        break;
    case SCHEMA_WORD:
        for (size_t i = 0; field->words[i]; i++)
            buffer_printf(out, "%s`%s`",
                          i == 0                ? ""
                          : field->words[i + 1] ? ", "
                                                : " or ",
                          field->words[i]);
        break;
    case SCHEMA_BOOLEAN:
        buffer_add_string(out, "`true` or `false`");
        break;
    case SCHEMA_INTEGER:
        buffer_add_string(out, "integer");
        if (field->minimum < field->maximum)
            buffer_printf(out, ", %lld to %lld", (long long)field->minimum,
                          (long long)field->maximum);
        break;
    case SCHEMA_DATE:
        buffer_add_string(out, "date (`YYYY-MM-DD`)");
        break;
    case SCHEMA_TEXTS:
        buffer_add_string(out, "text or list of texts");
        break;
    case SCHEMA_OBJECT:
        buffer_printf(out, "`%s`", field->object->name);
        break;
    case SCHEMA_OBJECTS:
        buffer_printf(out, "list of `%s`", field->object->name);
        break;
    case SCHEMA_NODE:
        buffer_add_string(out, "see the text");
        break;
    }
    if (field->pattern_hint) {
        buffer_add_string(out, ": ");
        write_cell(out, field->pattern_hint);
    }
}

static void write_table(struct buffer *out, const struct schema *schema)
{
    buffer_add_string(out, "| key | value | required | meaning |\n|---|---|---|---|\n");
    for (const struct schema_field *field = schema->fields; field->name; field++) {
        buffer_printf(out, "| `%s` | ", field->name);
        write_type_in_words(out, field);
        buffer_printf(out, " | %s | ", field->required ? "yes" : "no");
        write_cell(out, field->summary ? field->summary : "");
        buffer_add_string(out, " |\n");
    }
}

void schema_write_reference(const struct schema *schema, struct buffer *out)
{
    struct schemas nested = {0};
    collect(schema, &nested);
    if (schema->summary)
        buffer_printf(out, "%s\n\n", schema->summary);
    write_table(out, schema);
    for (size_t i = 0; i < nested.count; i++) {
        buffer_printf(out, "\n**`%s`**: %s\n\n", nested.items[i]->name,
                      nested.items[i]->summary ? nested.items[i]->summary : "");
        write_table(out, nested.items[i]);
    }
}
