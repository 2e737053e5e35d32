#include "document/schema.h"

#include "base/date.h"
#include "document/schema_pattern.h"

#include <limits.h>
#include <string.h>

struct loader {
    struct arena *arena;
    const char *path;
    struct diagnostics *diagnostics;
};

static uint32_t length_of(const struct node *node)
{
    return node->line == node->end_line && node->end_column > node->column
               ? node->end_column - node->column
               : 1;
}

static struct place place_of(const struct loader *loader, const struct node *node)
{
    return (struct place){.path = loader->path, .line = node->line, .column = node->column};
}

#define ADD(loader, code, node, ...) \
    diagnostics_add((loader)->diagnostics, (code), place_of((loader), (node)), __VA_ARGS__)

static void set_pointer(void *object, size_t offset, const void *pointer)
{
    memcpy((char *)object + offset, &pointer, sizeof(pointer));
}

static void set_int(void *object, size_t offset, int value)
{
    memcpy((char *)object + offset, &value, sizeof(value));
}

static void set_absent(const struct schema *schema, void *object)
{
    const int32_t no_date = INT32_MIN;
    for (const struct schema_field *field = schema->fields; field->name; field++) {
        if (field->type == SCHEMA_WORD)
            set_int(object, field->offset, -1);
        else if (field->type == SCHEMA_DATE)
            memcpy((char *)object + field->offset, &no_date, sizeof(no_date));
    }
}

static void refuse_kind(const struct loader *loader, const char *name, const struct node *node,
                        const char *wanted)
{
    struct diagnostic *diagnostic = node->kind == NODE_NULL
                                        ? ADD(loader, E203, node, "'%s' has no value", name)
                                        : ADD(loader, E203, node, "'%s' must be %s, not %s", name,
                                              wanted, node_kind_name(node->kind));
    diagnostic->length = length_of(node);
    if (node->kind == NODE_NULL)
        diagnostic->expected = wanted;
}

/* "critical, high, medium or low" */
static const char *list_words(struct arena *arena, const char *const *words)
{
    struct buffer list = BUFFER_EMPTY;
    for (size_t i = 0; words[i]; i++)
        buffer_printf(&list, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
    const char *copy = arena_strdup(arena, buffer_string(&list));
    buffer_release(&list);
    return copy;
}

/* The text of a scalar that holds one, else NULL and a diagnostic. */
static const char *read_text(const struct loader *loader, const struct schema_field *field,
                             const struct node *node)
{
    if (!node_is_scalar(node) || node->kind == NODE_NULL) {
        refuse_kind(loader, field->name, node, "a text");
        return NULL;
    }
    if (text_trim((struct text){node->text, node->size}).size == 0) {
        ADD(loader, E204, node, "'%s' must not be empty", field->name)->length = length_of(node);
        return NULL;
    }
    if (strlen(node->text) != node->size) {
        ADD(loader, E105, node, "'%s' must not hold a NUL", field->name)->length = length_of(node);
        return NULL;
    }
    if (field->pattern && !schema_pattern_matches(field->pattern, node->text)) {
        struct diagnostic *diagnostic =
            ADD(loader, E206, node, "'%.200s' is not what '%s' takes", node->text, field->name);
        diagnostic->length = length_of(node);
        diagnostic->expected = field->pattern_hint ? field->pattern_hint : field->pattern;
        return NULL;
    }
    return node->text;
}

static void load_word(const struct loader *loader, const struct schema_field *field,
                      const struct node *node, void *object)
{
    const char *text = read_text(loader, field, node);
    if (!text)
        return;
    for (int i = 0; field->words[i]; i++) {
        if (strcmp(field->words[i], text) == 0) {
            set_int(object, field->offset, i);
            return;
        }
    }
    struct diagnostic *diagnostic =
        ADD(loader, E205, node, "'%s' cannot be '%.200s'", field->name, text);
    diagnostic->length = length_of(node);
    diagnostic->expected = list_words(loader->diagnostics->arena, field->words);
    diagnostic->meant = suggest(text, field->words);
}

static void load_boolean(const struct loader *loader, const struct schema_field *field,
                         const struct node *node, void *object)
{
    static const char *const yes[] = {"yes", "on", "y", NULL};
    static const char *const no[] = {"no", "off", "n", NULL};
    bool value;
    if (node_boolean(node, &value)) {
        memcpy((char *)object + field->offset, &value, sizeof(value));
        return;
    }
    refuse_kind(loader, field->name, node, "true or false");
    struct diagnostic *diagnostic = &loader->diagnostics->items[loader->diagnostics->count - 1];
    for (size_t i = 0; node->kind == NODE_TEXT && yes[i]; i++) {
        if (string_equals_folded(node->text, yes[i]))
            diagnostic->meant = "true";
        if (string_equals_folded(node->text, no[i]))
            diagnostic->meant = "false";
    }
}

static void load_integer(const struct loader *loader, const struct schema_field *field,
                         const struct node *node, void *object)
{
    int64_t value;
    if (!node_integer(node, &value)) {
        if (node->kind == NODE_NUMBER)
            ADD(loader, E207, node, "'%s' must be a whole number", field->name)->length =
                length_of(node);
        else
            refuse_kind(loader, field->name, node, "a whole number");
        return;
    }
    if (field->minimum < field->maximum && (value < field->minimum || value > field->maximum)) {
        struct diagnostic *diagnostic =
            ADD(loader, E207, node, "'%s' cannot be %s", field->name, node->text);
        diagnostic->length = length_of(node);
        diagnostic->expected = arena_printf(loader->diagnostics->arena, "%lld to %lld",
                                            (long long)field->minimum, (long long)field->maximum);
        return;
    }
    memcpy((char *)object + field->offset, &value, sizeof(value));
}

static void load_date(const struct loader *loader, const struct schema_field *field,
                      const struct node *node, void *object)
{
    const char *text = read_text(loader, field, node);
    int32_t days;
    if (!text)
        return;
    if (date_parse(text, &days)) {
        memcpy((char *)object + field->offset, &days, sizeof(days));
        return;
    }
    struct diagnostic *diagnostic =
        ADD(loader, E208, node, "'%s' is '%.200s', which is no date", field->name, text);
    diagnostic->length = length_of(node);
    diagnostic->expected = "a day that exists, as YYYY-MM-DD";
}

static void load_texts(const struct loader *loader, const struct schema_field *field,
                       const struct node *node, void *object)
{
    struct node *const *items = node->items;
    size_t count = node->count;
    struct node *single[] = {NULL};
    if (node_is_scalar(node) && node->kind != NODE_NULL) {
        memcpy(single, &node, sizeof(node));
        items = single;
        count = 1;
    } else if (node->kind != NODE_SEQUENCE) {
        refuse_kind(loader, field->name, node, "a list of texts");
        return;
    }
    if (count == 0 && field->required) {
        ADD(loader, E204, node, "'%s' must not be empty", field->name)->length = length_of(node);
        return;
    }
    struct schema_texts texts = {
        .items = ARENA_ARRAY(loader->arena, const char *, count + 1),
        .nodes = ARENA_ARRAY(loader->arena, const struct node *, count + 1),
    };
    for (size_t i = 0; i < count; i++) {
        const char *text = read_text(loader, field, items[i]);
        if (!text)
            continue;
        texts.items[texts.count] = text;
        texts.nodes[texts.count++] = items[i];
    }
    memcpy((char *)object + field->offset, &texts, sizeof(texts));
}

static void *load_object(const struct loader *loader, const struct schema *schema, const char *name,
                         const struct node *node)
{
    if (node->kind != NODE_MAPPING) {
        refuse_kind(loader, name, node, "a mapping");
        return NULL;
    }
    return schema_load(schema, loader->arena, loader->path, node, loader->diagnostics);
}

static void load_objects(const struct loader *loader, const struct schema_field *field,
                         const struct node *node, void *object)
{
    if (node->kind != NODE_SEQUENCE) {
        refuse_kind(loader, field->name, node, "a list of mappings");
        return;
    }
    if (node->count == 0 && field->required) {
        ADD(loader, E204, node, "'%s' must not be empty", field->name)->length = length_of(node);
        return;
    }
    struct schema_objects objects = {.items = ARENA_ARRAY(loader->arena, void *, node->count + 1)};
    for (size_t i = 0; i < node->count; i++) {
        void *item = load_object(loader, field->object, field->name, node->items[i]);
        if (item)
            objects.items[objects.count++] = item;
    }
    memcpy((char *)object + field->offset, &objects, sizeof(objects));
}

static void load_field(const struct loader *loader, const struct schema_field *field,
                       const struct node *node, void *object)
{
    switch (field->type) {
    case SCHEMA_TEXT:
        set_pointer(object, field->offset, read_text(loader, field, node));
        break;
    case SCHEMA_WORD:
        load_word(loader, field, node, object);
        break;
    case SCHEMA_BOOLEAN:
        load_boolean(loader, field, node, object);
        break;
    case SCHEMA_INTEGER:
        load_integer(loader, field, node, object);
        break;
    case SCHEMA_DATE:
        load_date(loader, field, node, object);
        break;
    case SCHEMA_TEXTS:
        load_texts(loader, field, node, object);
        break;
    case SCHEMA_OBJECT:
        set_pointer(object, field->offset, load_object(loader, field->object, field->name, node));
        break;
    case SCHEMA_OBJECTS:
        load_objects(loader, field, node, object);
        break;
    case SCHEMA_NODE:
        set_pointer(object, field->offset, node);
        break;
    }
}

static const struct schema_field *find_field(const struct schema *schema, const struct node *key)
{
    for (const struct schema_field *field = schema->fields; field->name; field++)
        if (text_equals((struct text){key->text, key->size}, field->name))
            return field;
    return NULL;
}

static void refuse_key(const struct loader *loader, const struct schema *schema,
                       const struct node *key)
{
    struct arena *arena = loader->diagnostics->arena;
    size_t count = 0;
    while (schema->fields[count].name)
        count++;
    const char **names = ARENA_ARRAY(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        names[i] = schema->fields[i].name;
    struct diagnostic *diagnostic =
        ADD(loader, E201, key, "'%.200s' is no key of %s", key->text, schema->name);
    diagnostic->length = length_of(key);
    diagnostic->meant = suggest(key->text, names);
    for (size_t i = 0; schema->elsewhere && schema->elsewhere[i][0]; i++)
        if (strcmp(schema->elsewhere[i][0], key->text) == 0) {
            diagnostic->meant = NULL;
            diagnostic->expected = schema->elsewhere[i][1];
        }
    if (!diagnostic->meant && !diagnostic->expected)
        diagnostic->expected = list_words(arena, names);
}

static void load_fields(const struct loader *loader, const struct schema *schema,
                        const struct node *node, void *object)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct schema_field *field = find_field(schema, node->keys[i]);
        if (field)
            load_field(loader, field, node->items[i], object);
        else
            refuse_key(loader, schema, node->keys[i]);
    }
    for (const struct schema_field *field = schema->fields; field->name; field++) {
        if (!field->required || node_find(node, field->name))
            continue;
        struct diagnostic *diagnostic =
            ADD(loader, E202, node, "%s has no '%s'", schema->name, field->name);
        diagnostic->expected = field->summary;
    }
    const char *const *one = schema->alternatives;
    while (one && *one && !node_find(node, *one))
        one++;
    if (one && !*one)
        ADD(loader, E202, node, "%s has no '%s'", schema->name, schema->alternatives[0])->expected =
            list_words(loader->arena, schema->alternatives);
}

void *schema_load(const struct schema *schema, struct arena *arena, const char *path,
                  const struct node *node, struct diagnostics *diagnostics)
{
    static const struct node nothing = {.kind = NODE_NULL, .text = "", .line = 1, .column = 1};
    if (!node)
        node = &nothing;
    struct loader loader = {.arena = arena, .path = path, .diagnostics = diagnostics};
    void *object = arena_alloc(arena, 1, schema->size);
    set_absent(schema, object);
    if (schema->node_offset != SIZE_MAX)
        set_pointer(object, schema->node_offset, node);
    if (node->kind == NODE_MAPPING)
        load_fields(&loader, schema, node, object);
    else
        refuse_kind(&loader, schema->name, node, "a mapping");
    return object;
}
