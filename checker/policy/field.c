#include "policy/parse.h"

#include <string.h>

static const struct {
    const char *name;
    enum field_kind kind;
    enum type_kind type;
} own_fields[] = {
    {"path", FIELD_PATH, TYPE_PATH},        {"line", FIELD_LINE, TYPE_INTEGER},
    {"column", FIELD_COLUMN, TYPE_INTEGER}, {"value", FIELD_VALUE, TYPE_ANY},
    {"match", FIELD_MATCH, TYPE_TEXT},
};

static bool row_has_own(const struct row *row, enum field_kind kind)
{
    switch (kind) {
    case FIELD_PATH:
        return row_has_path(row);
    case FIELD_LINE:
    case FIELD_COLUMN:
        return row_has_path(row) && (row->kind != SOURCE_FILES || row->fact);
    case FIELD_VALUE:
        return row->kind == SOURCE_DOCUMENT || row->kind == SOURCE_LIST;
    case FIELD_MATCH:
        return row->kind == SOURCE_TEXT;
    case FIELD_CELL:
    case FIELD_NODE:
        break;
    }
    return false;
}

bool row_has_path(const struct row *row)
{
    switch (row->kind) {
    case SOURCE_FACT:
    case SOURCE_SQL:
        return !row->fact || !row->fact->nowhere;
    case SOURCE_FILES:
    case SOURCE_DOCUMENT:
    case SOURCE_TEXT:
        return true;
    case SOURCE_REPOSITORY:
    case SOURCE_LIST:
        break;
    }
    return false;
}

struct row row_repository(void)
{
    return (struct row){.kind = SOURCE_REPOSITORY, .fact = fact_kind_find("repository")};
}

struct row row_of_source(const struct parser *parser, const struct source *source)
{
    struct row row = {.kind = source->kind, .fact = source->fact};
    if (source->kind == SOURCE_LIST && source->param < parser->param_count)
        row.item = type_item(&parser->params[source->param].type);
    return row;
}

static const char *row_name(struct parser *parser, const struct row *row)
{
    switch (row->kind) {
    case SOURCE_FACT:
        return arena_printf(parser->arena, "the fact '%s'", row->fact ? row->fact->name : "?");
    case SOURCE_FILES:
        return "a file";
    case SOURCE_DOCUMENT:
        return "a row of a document";
    case SOURCE_TEXT:
        return "a match in a text";
    case SOURCE_SQL:
        return "a row of this SQL";
    case SOURCE_LIST:
        return "an item of a list";
    case SOURCE_REPOSITORY:
        break;
    }
    return "the repository";
}

static const char *const *row_names(struct parser *parser, const struct row *row)
{
    const char **names = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; row->fact && row->fact->fields[i].name; i++) {
        names = arena_grow(parser->arena, names, count, &capacity, sizeof(*names));
        names[count++] = row->fact->fields[i].name;
    }
    for (size_t i = 0; i < sizeof(own_fields) / sizeof(own_fields[0]); i++)
        if (row_has_own(row, own_fields[i].kind)) {
            names = arena_grow(parser->arena, names, count, &capacity, sizeof(*names));
            names[count++] = own_fields[i].name;
        }
    names = arena_grow(parser->arena, names, count, &capacity, sizeof(*names));
    names[count] = NULL;
    return names;
}

static bool field_of_kind(const struct row *row, const char *name, struct field *out)
{
    int index = row->fact ? fact_field_find(row->fact, name) : -1;
    if (index < 0)
        return false;
    *out = (struct field){.kind = FIELD_CELL,
                          .name = row->fact->fields[index].name,
                          .index = (size_t)index,
                          .type = row->fact->fields[index].type};
    return true;
}

static bool field_of_row(const struct row *row, const char *name, struct field *out)
{
    for (size_t i = 0; i < sizeof(own_fields) / sizeof(own_fields[0]); i++) {
        if (strcmp(own_fields[i].name, name) != 0 || !row_has_own(row, own_fields[i].kind))
            continue;
        *out = (struct field){.kind = own_fields[i].kind,
                              .name = own_fields[i].name,
                              .type = {.kind = own_fields[i].type}};
        if (out->kind == FIELD_VALUE && row->kind == SOURCE_LIST)
            out->type = row->item;
        return true;
    }
    return false;
}

/* '@.spec.replicas' */
static bool field_of_node(struct parser *parser, const char *name, const struct node *at,
                          size_t offset, struct field *out)
{
    struct jsonpath *path = literal_jsonpath(parser, at, name, offset);
    if (!path)
        return false;
    *out = (struct field){.kind = FIELD_NODE,
                          .name = arena_strdup(parser->arena, name),
                          .type = {.kind = TYPE_ANY},
                          .node = path};
    return true;
}

bool field_parse(struct parser *parser, const struct row *row, const char *name,
                 const struct node *at, size_t offset, struct field *out)
{
    *out = (struct field){.kind = FIELD_VALUE, .name = "", .type = {.kind = TYPE_ANY}};
    if (name[0] == '@' && (row->kind == SOURCE_DOCUMENT || row->mistaken))
        return field_of_node(parser, name, at, offset, out);
    if (field_of_kind(row, name, out) || field_of_row(row, name, out))
        return true;
    if (row->mistaken)
        return true;
    struct diagnostic *diagnostic =
        mistake_within(parser, E302, at, offset, strlen(name), "%s has no field '%s'",
                       row_name(parser, row), shown(parser, name));
    if (row->kind == SOURCE_DOCUMENT && name[0] != '@')
        diagnostic->expected = "path, line, column, value, or a JSONPath such as '@.name'";
    else
        mistake_candidates(parser, diagnostic, name, row_names(parser, row));
    return false;
}
