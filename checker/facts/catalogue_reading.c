#include "facts/catalogue_reading.h"

#include "base/diagnostic.h"
#include "facts/paths.h"
#include "facts/residue.h"

#include <string.h>

bool catalogue_is_test(const char *path)
{
    static const char *const folders[] = {"skeleton/", "template/", "templates/", "scaffolder/"};
    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
        const char *at = strstr(path, folders[i]);
        if (at && (at == path || at[-1] == '/'))
            return true;
    }
    return path_is_test(path);
}

bool catalogue_is_foreign(const struct fact_file *file)
{
    return catalogue_is_test(file->path) || snapshot_is_vendored(file->snapshot, file->path);
}

bool catalogue_is_template(const char *text)
{
    return text && (strstr(text, "{{") || strstr(text, "${") || strstr(text, "{%"));
}

const char *catalogue_lower(struct arena *arena, const char *text)
{
    char *copy = text ? arena_strdup(arena, text) : NULL;
    for (char *at = copy; at && *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return copy;
}

bool catalogue_is_placeholder(const char *value)
{
    return catalogue_is_template(value) || residue_is_value(value);
}

/* The names that Backstage's own template and manual, and those of the others, give to
 * owners; the reference names the ones that public files are full of. */
bool catalogue_is_placeholder_owner(const char *owner)
{
    static const char *const names[] = {
        "guest",     "guests",      "unknown",      "team-a",     "team-b",    "team-x",
        "team-name", "my-team",     "myteam",       "my_team",    "your-team", "some-team",
        "teamname",  "owner",       "my-owner",     "owner-name", "your-name", "example",
        "sample",    "nobody",      "anyone",       "anybody",    "everyone",  "user1",
        "user",      "username",    "john.doe",     "johndoe",    "john-doe",  "jane.doe",
        "janedoe",   "jdoe",        "foo",          "test",       "team",      "test-user",
        "test-team", "sample-team", "example-team", "group",      "dummy",     "n/a",
        "na",        "null",        "undefined",    NULL};
    if (catalogue_is_placeholder(owner))
        return true;
    const char *name = strrchr(owner, ':');
    name = name ? name + 1 : owner;
    const char *slash = strrchr(name, '/');
    name = slash ? slash + 1 : name;
    if (!*name || residue_is_value(name))
        return true;
    for (size_t i = 0; names[i]; i++)
        if (string_equals_folded(name, names[i]))
            return true;
    return false;
}

/* `PXXXXXX`, `0000000`: one character again and again, perhaps after a letter. */
static bool is_one_character(const char *id)
{
    size_t size = strlen(id);
    if (size < 4)
        return size == 0;
    for (const char *at = id + 2; *at; at++)
        if (*at != id[1])
            return false;
    return true;
}

bool catalogue_is_placeholder_id(const char *id)
{
    static const char *const words[] = {
        "sample",  "example", "your",    "placeholder", "changeme", "change-me", "dummy",
        "replace", "insert",  "todo",    "xxxx",        "abc123",   "abcd123",   "12345",
        "99999",   "my-",     "myservi", "123e4567",    "abcdef",   NULL};
    if (catalogue_is_placeholder(id) || strpbrk(id, "<>[]"))
        return true;
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(text_of(id), words[i]) != SIZE_MAX)
            return true;
    const char *slash = strrchr(id, '/');
    return is_one_character(slash && slash[1] ? slash + 1 : id);
}

void catalogue_problem(const struct catalogue_reading *reading, const struct node *place,
                       enum problem_sort sort, const char *field, const char *text)
{
    struct fact_writer *writer = reading->writer;
    if (!fact_is_wanted(writer, &fact_kind_catalogue_problem))
        return;
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &fact_kind_catalogue_problem, NULL,
                                   place ? place->line : 1, place ? place->column : 1)
                              ->cells;
    const char *const *sorts = fact_kind_catalogue_problem.fields[PROBLEM_SORT].type.words;
    cells[PROBLEM_SYSTEM] = value_text(reading->system);
    cells[PROBLEM_ENTITY] =
        fact_text(writer, reading->name ? reading->name
                                        : arena_printf(arena, "document %zu", reading->number));
    cells[PROBLEM_KIND] = fact_text(writer, reading->kind);
    cells[PROBLEM_FIELD] = fact_text(writer, field);
    cells[PROBLEM_SORT] = value_text(sorts[sort]);
    cells[PROBLEM_TEXT] = fact_text(writer, text);
    cells[PROBLEM_TEST] = value_boolean(reading->test);
}

bool catalogue_is_substitution(const struct node *node)
{
    return node && node->kind == NODE_MAPPING && node->count == 1 && node->keys[0]->text &&
           node->keys[0]->text[0] == '$';
}

static const char *a_kind(const struct catalogue_reading *reading, const char *wanted,
                          const struct node *node)
{
    return arena_printf(fact_arena(reading->writer), "must be %s and is %s", wanted,
                        node_kind_name(node->kind));
}

bool catalogue_require_text(const struct catalogue_reading *reading, const struct node *owner,
                            const char *key, const char *field)
{
    const struct node *node = node_find(owner, key);
    if (!node) {
        catalogue_problem(reading, owner, PROBLEM_MISSING, field, "is required and not there");
        return false;
    }
    if (catalogue_is_substitution(node))
        return true;
    if (node->kind == NODE_NULL || (node_is_scalar(node) && !text_trim(text_of(node->text)).size)) {
        catalogue_problem(reading, node, PROBLEM_MISSING, field, "is required and empty");
        return false;
    }
    if (!node_is_scalar(node)) {
        catalogue_problem(reading, node, PROBLEM_TYPE, field, a_kind(reading, "a text", node));
        return false;
    }
    return true;
}

const struct node *catalogue_sequence(const struct catalogue_reading *reading,
                                      const struct node *owner, const char *key, const char *field)
{
    const struct node *node = node_find(owner, key);
    if (!node || node->kind == NODE_NULL || catalogue_is_substitution(node))
        return NULL;
    if (node->kind == NODE_SEQUENCE)
        return node;
    if (!node_is_scalar(node) || !catalogue_is_template(node->text))
        catalogue_problem(reading, node, PROBLEM_TYPE, field, a_kind(reading, "a list", node));
    return NULL;
}

const struct node *catalogue_mapping(const struct catalogue_reading *reading,
                                     const struct node *owner, const char *key, const char *field,
                                     bool required)
{
    const struct node *node = node_find(owner, key);
    if (node && node->kind == NODE_MAPPING)
        return node;
    if (!node || node->kind == NODE_NULL) {
        if (required)
            catalogue_problem(reading, owner, PROBLEM_MISSING, field, "is required and not there");
        return NULL;
    }
    if (!node_is_scalar(node) || !catalogue_is_template(node->text))
        catalogue_problem(reading, node, PROBLEM_TYPE, field, a_kind(reading, "a mapping", node));
    return NULL;
}

void catalogue_require_items(const struct catalogue_reading *reading, const struct node *sequence,
                             const char *field, const char *const *keys)
{
    struct arena *arena = fact_arena(reading->writer);
    for (size_t i = 0; sequence && i < sequence->count; i++) {
        const struct node *item = sequence->items[i];
        const char *name = arena_printf(arena, "%s[%zu]", field, i);
        if (item->kind != NODE_MAPPING) {
            catalogue_problem(reading, item, PROBLEM_TYPE, name,
                              a_kind(reading, "a mapping", item));
            continue;
        }
        for (size_t k = 0; keys[k]; k++)
            catalogue_require_text(reading, item, keys[k],
                                   arena_printf(arena, "%s.%s", name, keys[k]));
    }
}

void catalogue_know_keys(const struct catalogue_reading *reading, const struct node *mapping,
                         const char *prefix, const char *const *known)
{
    struct arena *arena = fact_arena(reading->writer);
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++) {
        const char *key = mapping->keys[i]->text;
        if (!key || string_is_one_of(key, known))
            continue;
        const char *near = suggest(key, known);
        catalogue_problem(reading, mapping->keys[i], PROBLEM_KEY,
                          arena_printf(arena, "%s%s", prefix, key),
                          near ? arena_printf(arena, "is no field; '%s' is near", near)
                               : "is no field of this format");
    }
}

/* `sunset: 2027-01-01`, `replaced-by: bank`. */
static bool is_about_end(const char *key)
{
    static const char *const words[] = {
        "sunset",    "retire",     "end-of-life", "endoflife",   "end_of_life", "eol",
        "successor", "replacedby", "replaced-by", "replaced_by", "deprecation", "decommission"};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (text_find_folded(text_of(key), words[i]) != SIZE_MAX)
            return true;
    return false;
}

static bool names_successor(const char *description)
{
    static const char *const phrases[] = {"replaced by",      "replaced with", "superseded by",
                                          "in favour of",     "in favor of",   "successor",
                                          "will be removed",  "migrate to",    "moved to",
                                          "to be retired on", "sunset on",     "until 20"};
    for (size_t i = 0; i < sizeof(phrases) / sizeof(*phrases); i++)
        if (text_find_folded(text_of(description), phrases[i]) != SIZE_MAX)
            return true;
    return false;
}

static bool says(const struct node *value)
{
    return node_is_scalar(value) && value->kind != NODE_NULL && value->kind != NODE_BOOLEAN &&
           !catalogue_is_placeholder(value->text);
}

/* `tags: [sunset:2027-01-01]`, `tags: [{key: sunset, value: 2027-01-01}]`. */
static const struct node *retirement_in_tags(const struct node *tags)
{
    for (size_t i = 0; tags && tags->kind == NODE_SEQUENCE && i < tags->count; i++) {
        const struct node *tag = tags->items[i];
        const char *key = node_string(tag, "key");
        const struct node *value = node_find(tag, "value");
        const char *colon = node_is_scalar(tag) && tag->text ? strchr(tag->text, ':') : NULL;
        if (key && value && is_about_end(key) && says(value))
            return value;
        if (colon && colon[1] && is_about_end(tag->text) && says(tag))
            return tag;
    }
    return NULL;
}

const struct node *catalogue_retirement(const struct node *const *places, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct node *place = places[i];
        for (size_t p = 0; place && place->kind == NODE_MAPPING && p < place->count; p++) {
            const char *key = place->keys[p]->text;
            const struct node *value = place->items[p];
            if (!key)
                continue;
            if (says(value) && (is_about_end(key) ||
                                (strcmp(key, "description") == 0 && names_successor(value->text))))
                return value;
            const struct node *tag = strcmp(key, "tags") == 0 ? retirement_in_tags(value) : NULL;
            if (tag)
                return tag;
        }
    }
    return NULL;
}

struct value *catalogue_entity(const struct catalogue_reading *reading, const struct node *place,
                               const char *type, const char *lifecycle, const char *owner)
{
    struct fact_writer *writer = reading->writer;
    struct arena *arena = fact_arena(writer);
    struct value *cells =
        fact_add(writer, &fact_kind_catalogue_entity, NULL, place->line, place->column)->cells;
    cells[ENTITY_SYSTEM] = value_text(reading->system);
    cells[ENTITY_KIND] = fact_text(writer, reading->kind);
    cells[ENTITY_NAMESPACE] = fact_text(writer, reading->space ? reading->space : "default");
    cells[ENTITY_NAME] = fact_text(writer, reading->name);
    cells[ENTITY_TYPE] = fact_text(writer, catalogue_lower(arena, type));
    cells[ENTITY_LIFECYCLE] = fact_text(writer, catalogue_lower(arena, lifecycle));
    cells[ENTITY_OWNER] = fact_text(writer, owner);
    cells[ENTITY_TEST] = value_boolean(reading->test);
    return cells;
}

void catalogue_reference(const struct catalogue_reading *reading, const struct node *place,
                         enum reference_verb verb, const char *kind, const char *space,
                         const char *name)
{
    struct fact_writer *writer = reading->writer;
    struct arena *arena = fact_arena(writer);
    if (!fact_is_wanted(writer, &fact_kind_catalogue_reference) || !*name || !reading->name)
        return;
    struct value *cells =
        fact_add(writer, &fact_kind_catalogue_reference, NULL, place->line, place->column)->cells;
    cells[REFERENCE_SYSTEM] = value_text(reading->system);
    cells[REFERENCE_SOURCE_KIND] = fact_text(writer, reading->kind);
    cells[REFERENCE_SOURCE] = fact_text(writer, reading->name);
    cells[REFERENCE_VERB] = value_text(catalogue_verbs[verb]);
    cells[REFERENCE_WRITTEN] = fact_text(writer, place->text);
    cells[REFERENCE_KIND] = fact_text(writer, catalogue_lower(arena, kind));
    cells[REFERENCE_NAMESPACE] = fact_text(writer, catalogue_lower(arena, space));
    cells[REFERENCE_NAME] = fact_text(writer, catalogue_lower(arena, name));
    cells[REFERENCE_TEST] = value_boolean(reading->test);
}

void catalogue_oncall(const struct catalogue_reading *reading, const struct node *place,
                      enum oncall_sort sort, const char *tool, const char *value, bool secret)
{
    struct fact_writer *writer = reading->writer;
    if (!fact_is_wanted(writer, &fact_kind_oncall) || !value)
        return;
    bool placeholder = sort == ONCALL_CONTACT ? catalogue_is_placeholder(value)
                                              : catalogue_is_placeholder_id(value);
    struct value *cells =
        fact_add(writer, &fact_kind_oncall, NULL, place->line, place->column)->cells;
    cells[ONCALL_SORT] = value_text(oncall_sorts[sort]);
    cells[ONCALL_TOOL] = fact_text(writer, catalogue_lower(fact_arena(writer), tool));
    cells[ONCALL_COMPONENT] = fact_text(writer, reading->name);
    if (!secret || placeholder)
        cells[ONCALL_VALUE] = fact_text(writer, value);
    cells[ONCALL_PLACEHOLDER] = value_boolean(placeholder);
    cells[ONCALL_SECRET] = value_boolean(secret && !placeholder);
    cells[ONCALL_REACHABLE] = value_boolean(sort != ONCALL_CONTACT && !placeholder);
    cells[ONCALL_TEST] = value_boolean(reading->test);
}
