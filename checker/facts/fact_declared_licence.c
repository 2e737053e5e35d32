/* declared_licence - the licence that a manifest of a package states. */
#include "facts/gather.h"
#include "facts/prose_kinds.h"

#include <string.h>

const struct fact_kind fact_kind_declared_licence = {
    .name = "declared_licence",
    .summary = "The licence that a manifest states for its package.",
    .key = (const char *const[]){"path", "expression", NULL},
    .fields =
        (const struct fact_field[]){
            {"expression", {.kind = TYPE_TEXT}, false, "An SPDX expression or a name, as written."},
            {"ecosystem",
             {.kind = TYPE_TEXT},
             false,
             "npm, cargo, python, maven, composer or gem."},
            {0},
        },
};

static void add(struct fact_writer *writer, uint32_t line, struct text expression,
                const char *ecosystem)
{
    expression = text_trim(expression);
    if (!expression.size)
        return;
    struct fact_row *row = fact_add(writer, &fact_kind_declared_licence, NULL, line, 1);
    row->cells[DECLARED_LICENCE_EXPRESSION] =
        value_text(arena_copy(fact_arena(writer), expression));
    row->cells[DECLARED_LICENCE_ECOSYSTEM] = value_text(ecosystem);
}

static void read_json(struct fact_writer *writer, struct fact_file *file, const char *ecosystem)
{
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_json(file, false, &problem);
    if (!document) {
        fact_add_gaps(writer, NULL, UNKNOWN_UNREADABLE,
                      arena_strdup(fact_arena(writer), problem ? problem->message : "malformed"));
        return;
    }
    const struct node *root = document->count ? document->roots[0] : NULL;
    const struct node *licence = node_find(root, "license");
    if (!licence)
        licence = node_find(root, "licenses");
    if (licence && licence->kind == NODE_SEQUENCE && licence->count == 1)
        licence = licence->items[0];
    if (licence && licence->kind == NODE_MAPPING)
        licence = node_find(licence, "type");
    if (licence && licence->kind == NODE_TEXT)
        add(writer, licence->line, text_of(licence->text), ecosystem);
}

/* The text between the first two quotes of one kind; empty when there is none. */
static struct text quoted(struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] != '"' && text.bytes[i] != '\'')
            continue;
        for (size_t end = i + 1; end < text.size; end++) {
            if (text.bytes[end] == text.bytes[i])
                return (struct text){text.bytes + i + 1, end - i - 1};
        }
        break;
    }
    return (struct text){"", 0};
}

/* `license` of the table: a text, or {text = "MIT"}; {file = "LICENSE"} and
 * {workspace = true} name none. */
static void add_of_table(struct fact_writer *writer, const struct node *table,
                         const char *ecosystem)
{
    const struct node *licence = node_find(table, "license");
    if (licence && licence->kind == NODE_MAPPING)
        licence = node_find(licence, "text");
    if (licence && licence->kind == NODE_TEXT)
        add(writer, licence->line, text_of(licence->text), ecosystem);
}

static const struct node *read_toml(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_toml(file, &problem);
    if (document)
        return document->roots[0];
    fact_add_gaps(writer, NULL, UNKNOWN_UNREADABLE,
                  arena_strdup(fact_arena(writer), problem->message));
    return NULL;
}

static void read_cargo(struct fact_writer *writer, struct fact_file *file)
{
    const struct node *root = read_toml(writer, file);
    add_of_table(writer, node_find(root, "package"), "cargo");
    add_of_table(writer, node_find(node_find(root, "workspace"), "package"), "cargo");
}

static void read_pyproject(struct fact_writer *writer, struct fact_file *file)
{
    const struct node *root = read_toml(writer, file);
    add_of_table(writer, node_find(root, "project"), "python");
    add_of_table(writer, node_find(node_find(root, "tool"), "poetry"), "python");
}

static void read_pom(struct fact_writer *writer, struct fact_file *file)
{
    struct text text = file->content.text;
    size_t begin = text_find(text, "<license>");
    size_t end = begin == SIZE_MAX ? SIZE_MAX
                                   : text_find((struct text){text.bytes + begin, text.size - begin},
                                               "</license>");
    if (end == SIZE_MAX)
        return;
    struct text block = {text.bytes + begin, end};
    size_t name = text_find(block, "<name>");
    if (name == SIZE_MAX)
        return;
    struct text rest = {block.bytes + name + 6, block.size - name - 6};
    size_t close = text_find(rest, "</name>");
    uint32_t line = 1;
    for (size_t i = 0; i < begin + name; i++)
        line += text.bytes[i] == '\n';
    if (close != SIZE_MAX)
        add(writer, line, (struct text){rest.bytes, close}, "maven");
}

static void read_gemspec(struct fact_writer *writer, struct fact_file *file)
{
    struct text rest = file->content.text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        line = text_trim(line);
        size_t at = text_find(line, ".license");
        if (line.size && line.bytes[0] != '#' && at != SIZE_MAX && text_find(line, "=") != SIZE_MAX)
            add(writer, number, quoted(line), "gem");
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        fact_add_gaps(writer, NULL, class, reason);
        return;
    }
    const char *slash = strrchr(file->path, '/');
    const char *name = slash ? slash + 1 : file->path;
    if (strcmp(name, "package.json") == 0)
        read_json(writer, file, "npm");
    else if (strcmp(name, "composer.json") == 0)
        read_json(writer, file, "composer");
    else if (strcmp(name, "Cargo.toml") == 0)
        read_cargo(writer, file);
    else if (strcmp(name, "pyproject.toml") == 0)
        read_pyproject(writer, file);
    else if (strcmp(name, "pom.xml") == 0)
        read_pom(writer, file);
    else
        read_gemspec(writer, file);
}

FACT(declared_licence) = {
    .name = "declared_licence",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "The licences that manifests state.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&fact_kind_declared_licence, NULL},
    .paths = (const char *const[]){"package.json", "composer.json", "Cargo.toml", "pyproject.toml",
                                   "pom.xml", "*.gemspec", NULL},
    .recognise_file = recognise,
};
