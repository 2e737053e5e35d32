#include "facts/tool_catalogue.h"

#include "facts/catalogue_file.h"
#include "facts/scanner_kinds.h"
#include "facts/wild.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct file {
    const struct node *node;
    int64_t version_of_format;
    struct schema_objects tools;
};

static const struct schema_field file_fields[] = {
    {.name = "bylaw",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct file, version_of_format),
     .required = true,
     .minimum = 1,
     .maximum = 2,
     .summary = "The version of the format."},
    {.name = "tools",
     .type = SCHEMA_OBJECTS,
     .offset = offsetof(struct file, tools),
     .required = true,
     .object = &tool_schema,
     .summary = "The tools."},
    {0},
};

static const struct schema file_schema = {
    .name = "catalogue",
    .summary = "Tools, and how they are known.",
    .size = sizeof(struct file),
    .node_offset = offsetof(struct file, node),
    .fields = file_fields,
};

struct parser {
    struct arena *arena;
    const char *path;
    struct diagnostics *diagnostics;
    struct tool_catalogue *catalogue;
    struct tool **tools;
    size_t capacity;
    struct table *exact, *images, *ids;
    struct tool_matches *globbed;
};

static void refuse(struct parser *parser, const struct node *node, const char *problem)
{
    diagnostics_add(
        parser->diagnostics, DIAGNOSTIC_ERROR,
        (struct place){.path = parser->path, .line = node->line, .column = node->column}, "%s",
        problem);
}

static const char **texts_of(struct parser *parser, const struct node *node, size_t *count)
{
    size_t room = node->kind == NODE_SEQUENCE ? node->count : 1;
    const char **texts = ARENA_ARRAY(parser->arena, const char *, room + 1);
    *count = 0;
    for (size_t i = 0; i < room; i++) {
        const struct node *item = node->kind == NODE_SEQUENCE ? node->items[i] : node;
        if (node_is_scalar(item))
            texts[(*count)++] = item->text;
        else
            refuse(parser, item, "a value of an option is a text");
    }
    return texts;
}

static void read_conditions(struct parser *parser, const struct node *node,
                            struct tool_conditions *out)
{
    if (!node)
        return;
    if (node->kind != NODE_MAPPING) {
        refuse(parser, node, "conditions are options with their values");
        return;
    }
    struct tool_condition *items =
        ARENA_ARRAY(parser->arena, struct tool_condition, node->count + 1);
    for (size_t i = 0; i < node->count; i++) {
        items[i].option = node->keys[i]->text;
        items[i].values = texts_of(parser, node->items[i], &items[i].count);
        for (size_t k = 0; k < items[i].count; k++)
            items[i].by_value |= *items[i].values[k] != '(' && strcmp(items[i].values[k], "*") != 0;
    }
    *out = (struct tool_conditions){.items = items, .count = node->count};
}

static void check_purpose(struct parser *parser, const struct node *node, const char *purpose)
{
    if (!string_is_one_of(purpose, scanner_purposes))
        refuse(parser, node, arena_printf(parser->arena, "'%s' is no purpose", purpose));
}

static void read_choice(struct parser *parser, struct tool_choice *choice)
{
    if (!choice || !choice->words_node || choice->words_node->kind != NODE_MAPPING)
        return;
    const struct node *node = choice->words_node;
    const char **words = ARENA_ARRAY(parser->arena, const char *, node->count + 1);
    const char **purposes = ARENA_ARRAY(parser->arena, const char *, node->count + 1);
    for (size_t i = 0; i < node->count; i++) {
        words[i] = node->keys[i]->text;
        purposes[i] = node_is_scalar(node->items[i]) ? node->items[i]->text : "";
        check_purpose(parser, node->items[i], purposes[i]);
    }
    choice->words = words;
    choice->purposes = purposes;
    choice->count = node->count;
}

static const char *lower_key(struct arena *arena, const char *sort, const char *name)
{
    bool folded = strcmp(sort, "command") != 0;
    size_t length = folded ? strlen(name) : strcspn(name, " ");
    char *key = arena_printf(arena, "%s %.*s", sort, (int)length, name);
    for (char *at = key; folded && *at; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
    return key;
}

static void add_match(struct parser *parser, struct tool_matches *matches,
                      const struct tool_pattern *pattern, const char *name)
{
    size_t names_capacity = matches->capacity;
    matches->patterns = arena_grow(parser->arena, matches->patterns, matches->count,
                                   &matches->capacity, sizeof(*matches->patterns));
    matches->names = arena_grow(parser->arena, matches->names, matches->count, &names_capacity,
                                sizeof(*matches->names));
    matches->patterns[matches->count] = pattern;
    matches->names[matches->count++] = name;
}

static void index_name(struct parser *parser, const struct tool_pattern *pattern, const char *name)
{
    bool is_command = strcmp(pattern->sort, "command") == 0;
    size_t length = is_command ? strcspn(name, " ") : strlen(name);
    if (memchr(name, '*', length)) {
        add_match(parser, parser->globbed, pattern, name);
        return;
    }
    const char *key = lower_key(parser->arena, pattern->sort, name);
    struct tool_matches *matches = table_find(parser->exact, key);
    if (!matches) {
        matches = ARENA_NEW(parser->arena, struct tool_matches);
        table_set(parser->exact, key, matches);
    }
    add_match(parser, matches, pattern, name);
}

/* Lists end with NULL, for string_is_one_of. */
static void end_lists(struct arena *arena, struct schema_texts *texts)
{
    const char **items = ARENA_ARRAY(arena, const char *, texts->count + 1);
    for (size_t i = 0; i < texts->count; i++)
        items[i] = texts->items[i];
    texts->items = items;
}

static void finish_pattern(struct parser *parser, const struct tool *tool,
                           struct tool_pattern *pattern)
{
    size_t given = 0;
    pattern->tool = tool;
    for (size_t i = 0; scanner_sorts[i]; i++)
        if (pattern->by_sort[i].count > 0) {
            given++;
            pattern->sort = scanner_sorts[i];
            pattern->names = pattern->by_sort[i];
        }
    if (given != 1) {
        refuse(parser, pattern->node, "a pattern has one sort of evidence: command, action, ...");
        return;
    }
    if (pattern->purposes.count == 0)
        pattern->purposes = tool->purposes;
    end_lists(parser->arena, &pattern->purposes);
    for (size_t i = 0; i < pattern->purposes.count; i++)
        if (!string_is_one_of(pattern->purposes.items[i],
                              (const char *const *)tool->purposes.items))
            refuse(parser, pattern->node, "a purpose that the tool does not have");
    if (!pattern->source)
        pattern->source = tool->source;
    if (!pattern->source && !pattern->unverified)
        refuse(parser, pattern->node, "no source");
    read_conditions(parser, pattern->when_node, &pattern->when);
    read_conditions(parser, pattern->off_node, &pattern->off);
    read_conditions(parser, pattern->advisory_node, &pattern->advisory);
    read_choice(parser, pattern->choice);
    for (size_t i = 0; i < pattern->names.count; i++)
        index_name(parser, pattern, pattern->names.items[i]);
}

static void finish_tool(struct parser *parser, struct tool *tool)
{
    if (!tool->id || !tool->title)
        return;
    if (table_set(parser->ids, tool->id, tool))
        refuse(parser, tool->node, arena_printf(parser->arena, "'%s' is there twice", tool->id));
    for (size_t i = 0; i < tool->purposes.count; i++)
        check_purpose(parser, tool->purposes.nodes[i], tool->purposes.items[i]);
    if ((tool->patterns.count == 0) != (tool->unobservable != NULL) && !tool->unobservable)
        refuse(parser, tool->node, "a tool has patterns, or a reason why there is nothing to see");
    if ((tool->images.count > 0) != (tool->entrypoint != NULL))
        refuse(parser, tool->node, "images have an entrypoint, and it is that of images");
    for (size_t i = 0; i < tool->images.count; i++)
        table_set(parser->images, tool->images.items[i], tool);
    for (size_t i = 0; i < tool->patterns.count; i++)
        finish_pattern(parser, tool, tool->patterns.items[i]);
    size_t count = parser->catalogue->count++;
    parser->tools =
        arena_grow(parser->arena, parser->tools, count, &parser->capacity, sizeof(*parser->tools));
    parser->tools[count] = tool;
}

static void parse_file(struct parser *parser, const struct builtin_file *file)
{
    parser->path = file->path;
    struct file *loaded =
        catalogue_file_load(&file_schema, parser->arena, file, parser->diagnostics);
    for (size_t i = 0; loaded && i < loaded->tools.count; i++) {
        struct tool *tool = loaded->tools.items[i];
        end_lists(parser->arena, &tool->purposes);
        finish_tool(parser, tool);
    }
}

static int by_title(const void *a, const void *b)
{
    const struct tool *const *first = a;
    const struct tool *const *second = b;
    const char *a_title = (*first)->title;
    const char *b_title = (*second)->title;
    while (*a_title && wild_fold(*a_title) == wild_fold(*b_title)) {
        a_title++;
        b_title++;
    }
    return wild_fold(*a_title) - wild_fold(*b_title);
}

struct tool_catalogue *tool_catalogue_parse(struct arena *arena, const struct builtin_file *files,
                                            struct diagnostics *diagnostics)
{
    struct parser parser = {
        .arena = arena,
        .diagnostics = diagnostics,
        .catalogue = ARENA_NEW(arena, struct tool_catalogue),
        .exact = ARENA_NEW(arena, struct table),
        .images = ARENA_NEW(arena, struct table),
        .ids = ARENA_NEW(arena, struct table),
        .globbed = ARENA_NEW(arena, struct tool_matches),
    };
    table_init(parser.exact, arena);
    table_init(parser.images, arena);
    table_init(parser.ids, arena);
    for (; files->path; files++)
        if (!string_ends_with(files->path, CATALOGUE_RUNTIMES) &&
            !string_ends_with(files->path, CATALOGUE_TEMPLATES))
            parse_file(&parser, files);
    struct tool_catalogue *catalogue = parser.catalogue;
    if (parser.tools && catalogue->count > 1)
        qsort(parser.tools, catalogue->count, sizeof(*parser.tools), by_title);
    catalogue->tools = (const struct tool *const *)parser.tools;
    catalogue->exact = parser.exact;
    catalogue->images = parser.images;
    catalogue->globbed = parser.globbed;
    return catalogue;
}

/* Written once, under pthread_once, and only read from then on. */
static struct {
    pthread_once_t once;
    struct arena arena;
    const struct tool_catalogue *catalogue;
} builtin = {.once = PTHREAD_ONCE_INIT};

static void parse_builtin(void)
{
    struct diagnostics diagnostics;
    arena_init(&builtin.arena, 1 << 18);
    diagnostics_init(&diagnostics, &builtin.arena);
    builtin.catalogue = tool_catalogue_parse(&builtin.arena, catalogue_files, &diagnostics);
}

const struct tool_catalogue *tool_catalogue(void)
{
    pthread_once(&builtin.once, parse_builtin);
    return builtin.catalogue;
}

enum { NAME_MAX_BYTES = 300 };

void tool_catalogue_find(const struct tool_catalogue *catalogue, const char *sort, const char *name,
                         void (*each)(void *context, const struct tool_pattern *pattern,
                                      const char *as_written),
                         void *context)
{
    char key[NAME_MAX_BYTES];
    size_t length = strlen(sort);
    size_t size = strlen(name);
    if (length + size + 2 > sizeof(key)) /* longer than any name that is known */
        return;
    bool folded = strcmp(sort, "command") != 0;
    for (size_t i = 0; i < length; i++)
        key[i] = sort[i];
    key[length] = ' ';
    for (size_t i = 0; i <= size; i++)
        key[length + 1 + i] = folded ? wild_fold(name[i]) : name[i];
    const struct tool_matches *matches = table_find(catalogue->exact, key);
    for (size_t i = 0; matches && i < matches->count; i++)
        each(context, matches->patterns[i], matches->names[i]);
    for (size_t i = 0; i < catalogue->globbed->count; i++) {
        const struct tool_pattern *pattern = catalogue->globbed->patterns[i];
        const char *glob = catalogue->globbed->names[i];
        if (strcmp(pattern->sort, sort) != 0)
            continue;
        size_t end = folded ? strlen(glob) : strcspn(glob, " ");
        if (wild_matches((struct text){glob, end}, text_of(name), folded))
            each(context, pattern, glob);
    }
}

const struct tool *tool_catalogue_image(const struct tool_catalogue *catalogue, const char *name)
{
    return table_find(catalogue->images, name);
}
