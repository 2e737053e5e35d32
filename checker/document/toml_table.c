#include "document/toml_table.h"

#include "document/keys.h"

#include <string.h>

static int compare(const struct node *a, const struct node *b)
{
    size_t size = a->size < b->size ? a->size : b->size;
    int difference = memcmp(a->text, b->text, size);
    return difference != 0 ? difference : (a->size > b->size) - (a->size < b->size);
}

static struct toml_entry *find(const struct toml_table *table, const struct node *key)
{
    struct toml_entry *entry = table->root;
    while (entry) {
        int difference = compare(key, entry->key);
        if (difference == 0)
            return entry;
        entry = difference < 0 ? entry->left : entry->right;
    }
    return NULL;
}

/* An AA tree (Andersson, 1993): a left child is of a lower level, and no two right
 * ones in a row are of the same. */
static struct toml_entry *skew(struct toml_entry *top)
{
    struct toml_entry *left = top->left;
    if (!left || left->level != top->level)
        return top;
    top->left = left->right;
    left->right = top;
    return left;
}

static struct toml_entry *split(struct toml_entry *top)
{
    struct toml_entry *right = top->right;
    if (!right || !right->right || right->right->level != top->level)
        return top;
    top->right = right->left;
    right->left = top;
    right->level++;
    return right;
}

/* As deep as twice the logarithm of the nodes that a document may have. */
static struct toml_entry *insert(struct toml_entry *top, struct toml_entry *entry)
{
    if (!top)
        return entry;
    if (compare(entry->key, top->key) < 0)
        top->left = insert(top->left, entry);
    else
        top->right = insert(top->right, entry);
    return split(skew(top));
}

static struct toml_entry *add(struct toml_reader *reader, struct toml_table *table,
                              struct node *key)
{
    struct toml_entry *entry = ARENA_NEW(&reader->scratch, struct toml_entry);
    entry->key = key;
    entry->level = 1;
    key->parent = table->node;
    table->root = insert(table->root, entry);
    if (table->last)
        table->last->next = entry;
    else
        table->first = entry;
    table->last = entry;
    return entry;
}

struct toml_table *toml_table_new(struct toml_reader *reader, enum toml_table_kind kind,
                                  struct node *node, unsigned depth)
{
    if (depth > LIMIT_DOCUMENT_DEPTH) {
        toml_refuse_deep(reader);
        return NULL;
    }
    struct toml_table *table = ARENA_NEW(&reader->scratch, struct toml_table);
    table->kind = kind;
    table->node = node;
    table->depth = depth;
    return table;
}

/* A table, or an array of them, under a key that `table` has not had. */
static struct toml_entry *add_table(struct toml_reader *reader, struct toml_table *table,
                                    struct node *key, enum toml_table_kind kind)
{
    struct node *node =
        toml_node_new(reader, kind == TOML_TABLES ? NODE_SEQUENCE : NODE_MAPPING, table->node);
    if (!node)
        return NULL;
    toml_node_place(node, key);
    struct toml_table *value = toml_table_new(reader, kind, node, table->depth + 1);
    if (!value)
        return NULL;
    value->above = table;
    struct toml_entry *entry = add(reader, table, key);
    entry->value = node;
    entry->table = value;
    return entry;
}

enum { NAME_SHOWN = 60 }; /* bytes of a key in a message */

static void clash_value(struct toml_reader *reader, const struct node *key,
                        const struct toml_entry *entry)
{
    document_problem_set(reader->problem, false, key->line, key->column,
                         "'%.*s' is %s since line %u, and no table", NAME_SHOWN, key->text,
                         node_kind_name(entry->value->kind), entry->key->line);
}

static void clash_inline(struct toml_reader *reader, const struct node *key,
                         const struct toml_entry *entry)
{
    document_problem_set(reader->problem, false, key->line, key->column,
                         "nothing can be added to the inline table '%.*s' of line %u", NAME_SHOWN,
                         key->text, entry->key->line);
}

/* The table to go on in below a part of a header before its last. */
static struct toml_table *pass_header(struct toml_reader *reader, struct toml_table *table,
                                      struct node *key)
{
    struct toml_entry *entry = find(table, key);
    if (!entry)
        entry = add_table(reader, table, key, TOML_IMPLIED);
    if (!entry)
        return NULL;
    if (!entry->table) {
        clash_value(reader, key, entry);
        return NULL;
    }
    if (entry->table->kind == TOML_INLINE) {
        clash_inline(reader, key, entry);
        return NULL;
    }
    return entry->table->kind == TOML_TABLES ? entry->table->newest : entry->table;
}

static struct toml_table *open_element(struct toml_reader *reader, struct toml_table *table,
                                       struct node *key, const struct node *header)
{
    struct toml_entry *entry = find(table, key);
    bool first = !entry;
    if (first)
        entry = add_table(reader, table, key, TOML_TABLES);
    if (!entry)
        return NULL;
    if (!entry->table || entry->table->kind != TOML_TABLES) {
        document_problem_set(reader->problem, false, key->line, key->column,
                             "'%.*s' is %s since line %u, and no array of tables", NAME_SHOWN,
                             key->text,
                             entry->value->kind == NODE_SEQUENCE ? "an array of values"
                             : entry->table                      ? "a table"
                                            : node_kind_name(entry->value->kind),
                             entry->key->line);
        return NULL;
    }
    struct toml_table *array = entry->table;
    struct node *node = toml_node_new(reader, NODE_MAPPING, array->node);
    struct toml_table *element =
        node ? toml_table_new(reader, TOML_HEADED, node, array->depth + 1) : NULL;
    if (!element)
        return NULL;
    toml_node_place(node, header);
    if (first)
        toml_node_place(array->node, header);
    element->elder = array->newest;
    array->newest = element;
    array->node->count++;
    return element;
}

static struct toml_table *open_table(struct toml_reader *reader, struct toml_table *table,
                                     struct node *key, const struct node *header)
{
    struct toml_entry *entry = find(table, key);
    if (!entry) {
        entry = add_table(reader, table, key, TOML_HEADED);
    } else if (!entry->table) {
        clash_value(reader, key, entry);
        return NULL;
    } else if (entry->table->kind == TOML_INLINE) {
        clash_inline(reader, key, entry);
        return NULL;
    } else if (entry->table->kind == TOML_TABLES) {
        document_problem_set(reader->problem, false, key->line, key->column,
                             "'%.*s' is an array of tables since line %u: its headers are in [[ ]]",
                             NAME_SHOWN, key->text, entry->key->line);
        return NULL;
    } else if (entry->table->kind != TOML_IMPLIED) {
        document_problem_set(reader->problem, false, key->line, key->column,
                             "the table '%.*s' was already defined on line %u", NAME_SHOWN,
                             key->text, entry->key->line);
        return NULL;
    } else {
        /* From here on it stands where its own header is. */
        toml_node_place(entry->key, key);
    }
    if (!entry)
        return NULL;
    entry->table->kind = TOML_HEADED;
    toml_node_place(entry->value, header);
    return entry->table;
}

struct toml_table *toml_table_open(struct toml_reader *reader, struct toml_table *root,
                                   const struct toml_path *path, bool element,
                                   const struct node *header)
{
    struct toml_table *table = root;
    for (size_t i = 0; table && i + 1 < path->count; i++)
        table = pass_header(reader, table, path->parts[i]);
    if (!table)
        return NULL;
    struct node *last = path->parts[path->count - 1];
    return element ? open_element(reader, table, last, header)
                   : open_table(reader, table, last, header);
}

/* The table to go on in below a part of a key with dots before its last. */
static struct toml_table *pass_dotted(struct toml_reader *reader, const struct toml_table *section,
                                      struct toml_table *table, struct node *key)
{
    struct toml_entry *entry = find(table, key);
    if (!entry) {
        entry = add_table(reader, table, key, TOML_DOTTED);
        if (!entry)
            return NULL;
        entry->table->section = section;
        return entry->table;
    }
    struct toml_table *found = entry->table;
    if (!found) {
        clash_value(reader, key, entry);
        return NULL;
    }
    if (found->kind == TOML_IMPLIED) {
        found->kind = TOML_DOTTED;
        found->section = section;
        toml_node_place(entry->key, key);
        toml_node_place(entry->value, key);
    }
    if (found->kind == TOML_DOTTED && found->section == section)
        return found;
    if (found->kind == TOML_INLINE)
        clash_inline(reader, key, entry);
    else
        document_problem_set(
            reader->problem, false, key->line, key->column,
            "'%.*s' is %s since line %u: a dotted key cannot add to it", NAME_SHOWN, key->text,
            found->kind == TOML_TABLES ? "an array of tables" : "a table with a header",
            entry->key->line);
    return NULL;
}

struct toml_entry *toml_table_add(struct toml_reader *reader, struct toml_table *section,
                                  const struct toml_path *path, struct toml_table **out)
{
    struct toml_table *table = section;
    for (size_t i = 0; table && i + 1 < path->count; i++)
        table = pass_dotted(reader, section, table, path->parts[i]);
    if (!table)
        return NULL;
    struct node *last = path->parts[path->count - 1];
    const struct toml_entry *earlier = find(table, last);
    if (earlier) {
        document_problem_duplicate(reader->problem, earlier->key, last);
        return NULL;
    }
    *out = table;
    return add(reader, table, last);
}

static void finish_tables(struct toml_reader *reader, const struct toml_table *array)
{
    struct node *node = array->node;
    node->items = ARENA_ARRAY(reader->arena, struct node *, node->count);
    size_t at = node->count;
    for (struct toml_table *element = array->newest; element; element = element->elder) {
        /* It ends where its last element does. */
        if (element == array->newest) {
            node->end_line = element->node->end_line;
            node->end_column = element->node->end_column;
        }
        toml_table_finish(reader, element);
        node->items[--at] = element->node;
        element->node->index = at;
    }
}

void toml_table_finish(struct toml_reader *reader, struct toml_table *table)
{
    struct node *node = table->node;
    size_t count = 0;
    for (const struct toml_entry *entry = table->first; entry; entry = entry->next)
        count++;
    node->count = count;
    node->items = ARENA_ARRAY(reader->arena, struct node *, count);
    node->keys = ARENA_ARRAY(reader->arena, struct node *, count);
    size_t at = 0;
    for (struct toml_entry *entry = table->first; entry; entry = entry->next, at++) {
        node->keys[at] = entry->key;
        node->items[at] = entry->value;
        entry->value->index = at;
        if (entry->table && entry->table->kind == TOML_TABLES)
            finish_tables(reader, entry->table);
        else if (entry->table && entry->table->kind != TOML_INLINE)
            toml_table_finish(reader, entry->table);
    }
}
