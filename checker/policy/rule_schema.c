#include "policy/form.h"
#include "policy/parse.h"

#include <string.h>

static const char condition_reference[] = "{\"$ref\": \"#/properties/where\"}";
static const char predicates_reference[] =
    "{\"$ref\": \"#/properties/where/additionalProperties\"}";
static const char globs[] = "{\"type\": [\"string\", \"array\"], \"items\": {\"type\": "
                            "\"string\"}, \"minItems\": 1}";

static void words_write(struct buffer *out, const char *const *words)
{
    buffer_add_string(out, "{\"enum\": [");
    for (size_t i = 0; words[i]; i++)
        buffer_printf(out, "%s\"%s\"", i == 0 ? "" : ", ", words[i]);
    buffer_add_string(out, "]}");
}

/* The keys of a source, without the braces. */
static void source_keys_write(struct buffer *out, struct arena *arena)
{
    buffer_add_string(out, "\"fact\": ");
    words_write(out, fact_kind_names(arena));
    buffer_printf(out, ", \"files\": %s, \"document\": %s, \"text\": %s", globs, globs, globs);
    buffer_add_string(out, ", \"select\": {\"type\": \"string\"}, \"match\": {\"type\": "
                           "\"string\"}, \"at\": {\"const\": \"base\"}, \"list\": {\"type\": "
                           "\"string\", \"pattern\": \"^\\\\$params\\\\.\"}, \"format\": ");
    words_write(out, document_format_names(arena));
    buffer_add_string(out,
                      ", \"sql\": {\"type\": \"string\", \"minLength\": 1}, \"key\": {\"type\": "
                      "\"array\", \"items\": {\"type\": \"string\"}, \"minItems\": 1, "
                      "\"maxItems\": 8}");
}

static const char source_forms[] =
    "\"oneOf\": [{\"required\": [\"fact\"]}, {\"required\": [\"files\"]}, "
    "{\"required\": [\"document\", \"select\"]}, {\"required\": [\"text\", \"match\"]}, "
    "{\"required\": [\"list\"]}, {\"required\": [\"sql\", \"key\"]}]";

static void quantifier_write(struct buffer *out, struct arena *arena, const char *word,
                             const char *const *predicates, bool has_that)
{
    buffer_printf(out, "\"%s\": {\"type\": \"object\", \"properties\": {", word);
    source_keys_write(out, arena);
    buffer_printf(out,
                  ", \"where\": %s, \"as\": {\"type\": \"string\", \"pattern\": "
                  "\"^[a-z][a-z0-9_]*$\"}",
                  condition_reference);
    if (has_that)
        buffer_printf(out, ", \"that\": %s", condition_reference);
    for (; predicates && *predicates; predicates++)
        buffer_printf(out, ", \"%s\": %s", *predicates,
                      strcmp(*predicates, "not") == 0 ? predicates_reference : "true");
    buffer_printf(out, "}, %s%s, \"additionalProperties\": false}", source_forms,
                  has_that ? ", \"required\": [\"that\"]" : "");
}

static void predicates_write(struct buffer *out)
{
    buffer_add_string(out, "{\"type\": [\"string\", \"number\", \"boolean\", \"array\", "
                           "\"object\"], \"minProperties\": 1, \"minItems\": 1, \"properties\": {");
    for (size_t i = 0; predicate_words[i]; i++) {
        const char *word = predicate_words[i];
        const char *schema = "true";
        if (i == PREDICATE_NOT)
            schema = predicates_reference;
        else if (i == PREDICATE_EXISTS || i == PREDICATE_EMPTY)
            schema = "{\"type\": \"boolean\"}";
        else if (i == PREDICATE_IN)
            schema = "{\"type\": [\"array\", \"string\"]}";
        else if (i == PREDICATE_GLOB)
            schema = globs;
        buffer_printf(out, "%s\"%s\": %s", i == 0 ? "" : ", ", word, schema);
    }
    buffer_add_string(out, "}, \"additionalProperties\": false}");
}

static void condition_write(struct buffer *out, struct arena *arena)
{
    static const char *const numbers[] = {"equals",  "in",       "not",       "less_than",
                                          "at_most", "at_least", "more_than", NULL};
    static const char *const shares[] = {"less_than", "at_most", "at_least", "more_than", NULL};
    buffer_add_string(out, "{\"type\": \"object\", \"minProperties\": 1, \"properties\": {");
    for (int i = 0; i < 2; i++)
        buffer_printf(out, "\"%s\": {\"type\": \"array\", \"minItems\": 1, \"items\": %s}, ",
                      i == 0 ? "all" : "any", condition_reference);
    buffer_printf(out, "\"not\": %s, ", condition_reference);
    quantifier_write(out, arena, "exists", NULL, false);
    buffer_add_string(out, ", ");
    quantifier_write(out, arena, "none", NULL, false);
    buffer_add_string(out, ", ");
    quantifier_write(out, arena, "count", numbers, false);
    buffer_add_string(out, ", ");
    quantifier_write(out, arena, "share", shares, true);
    buffer_add_string(out, "}, \"additionalProperties\": ");
    predicates_write(out);
    buffer_add_byte(out, '}');
}

static void for_each_write(struct buffer *out, struct arena *arena)
{
    buffer_add_string(out, "{\"anyOf\": [{\"const\": \"repository\"}, {\"type\": \"object\", "
                           "\"properties\": {");
    source_keys_write(out, arena);
    buffer_printf(out, "}, %s, \"additionalProperties\": false}]}", source_forms);
}

static void on_empty_write(struct buffer *out)
{
    buffer_add_string(out, "{\"anyOf\": [");
    words_write(out, on_empty_words);
    buffer_add_string(out, ", {\"type\": \"object\", \"required\": [\"verdict\"], "
                           "\"properties\": {\"verdict\": ");
    words_write(out, on_empty_words);
    buffer_printf(out,
                  ", \"message\": {\"type\": \"string\", \"minLength\": 1}, \"place\": %s}, "
                  "\"additionalProperties\": false}]}",
                  globs);
}

static void params_write(struct buffer *out)
{
    buffer_add_string(out, "{\"type\": \"object\", \"propertyNames\": {\"pattern\": "
                           "\"^[a-z][a-z0-9_]*$\"}, \"additionalProperties\": {\"type\": "
                           "\"object\", \"required\": [\"type\", \"default\"], \"properties\": {"
                           "\"type\": {\"type\": \"string\", \"minLength\": 1}, \"default\": true, "
                           "\"stricter\": ");
    words_write(out, stricter_words);
    buffer_add_string(out, ", \"why\": {\"type\": \"string\", \"minLength\": 1}}, "
                           "\"additionalProperties\": false}}");
}

/* The table of the rule with what only the registry knows put in: everything else
 * refers to the properties of the rule itself. */
void rule_write_schema(struct buffer *out)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    size_t count = 0;
    while (rule_schema.fields[count].name)
        count++;
    struct schema_field *fields = ARENA_ARRAY(&arena, struct schema_field, count + 1);
    memcpy(fields, rule_schema.fields, (count + 1) * sizeof(*fields));
    for (size_t i = 0; i < count; i++) {
        struct buffer fragment = BUFFER_EMPTY;
        if (strcmp(fields[i].name, "where") == 0)
            condition_write(&fragment, &arena);
        else if (strcmp(fields[i].name, "for_each") == 0)
            for_each_write(&fragment, &arena);
        else if (strcmp(fields[i].name, "on_empty") == 0)
            on_empty_write(&fragment);
        else if (strcmp(fields[i].name, "params") == 0)
            params_write(&fragment);
        if (fragment.size > 0)
            fields[i].node_schema = arena_strdup(&arena, buffer_string(&fragment));
        buffer_release(&fragment);
    }
    struct schema schema = rule_schema;
    schema.fields = fields;
    schema_write_json(&schema, "https://bylaw.example/schemas/rule-1.json", out);
    arena_release(&arena);
}
