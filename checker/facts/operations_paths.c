#include "facts/operations_paths.h"

#include "facts/paths.h"

#include <string.h>

const char *path_chart_of_template(struct arena *arena, const struct snapshot *snapshot,
                                   const char *path)
{
    static const char folder_name[] = "templates/";
    for (const char *at = strstr(path, folder_name); at; at = strstr(at + 1, folder_name)) {
        if (at != path && at[-1] != '/')
            continue;
        const char *chart = arena_printf(arena, "%.*sChart.yaml", (int)(at - path), path);
        if (snapshot_find(snapshot, chart))
            return chart;
    }
    return NULL;
}

bool path_is_chart_template(const struct snapshot *snapshot, const char *path)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 10);
    bool found = path_chart_of_template(&scratch, snapshot, path) != NULL;
    arena_release(&scratch);
    return found;
}

bool path_is_generator(const char *path)
{
    static const char *const endings[] = {".j2",  ".jinja",   ".jinja2",    ".tpl", ".tmpl",
                                          ".erb", ".jsonnet", ".libsonnet", NULL};
    for (size_t i = 0; endings[i]; i++)
        if (string_ends_with(path, endings[i]))
            return true;
    return false;
}

static const struct document_format *format_of(const char *path)
{
    if (string_ends_with(path, ".tf"))
        return document_format_find("hcl");
    return document_format_find(string_ends_with(path, ".json") ? "jsonc" : "yaml");
}

const struct document *operations_document(struct fact_file *file, enum unknown_class *class,
                                           const char **reason)
{
    *reason = fact_file_unreadable(file, class);
    if (*reason)
        return NULL;
    *class = UNKNOWN_UNOBSERVABLE;
    if (path_is_chart_template(file->snapshot, file->path)) {
        *reason = "a template of a chart that is not rendered";
        return NULL;
    }
    if (path_is_generator(file->path)) {
        *reason = "a program makes it, and programs are not run";
        return NULL;
    }
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_document(file, format_of(file->path), &problem);
    if (document)
        return document;
    if (fact_file_is_template(file)) {
        *reason = "a template that is not rendered";
    } else {
        *class = UNKNOWN_UNREADABLE;
        *reason = "it cannot be parsed";
    }
    return NULL;
}

bool operations_bears(const struct fact_file *file, const char *const *marks)
{
    for (size_t i = 0; file->content.state == CONTENT_TEXT && marks[i]; i++)
        if (text_find(file->content.text, marks[i]) != SIZE_MAX)
            return true;
    return false;
}

size_t operations_items(const struct node *node, const struct node *const **out)
{
    *out = NULL;
    if (!node || node->kind != NODE_SEQUENCE)
        return 0;
    *out = (const struct node *const *)node->items;
    return node->count;
}

const char *operations_string(const struct node *node, const char *key)
{
    const struct node *value = node_find(node, key);
    if (value && value->kind == NODE_SEQUENCE && value->count == 1)
        value = value->items[0];
    return value && node_is_scalar(value) && value->kind != NODE_NULL ? value->text : NULL;
}

bool operations_is_templated(const char *text)
{
    static const char *const marks[] = {"{{", "${", "$(", "{%", "<%", "%(", "[[", NULL};
    for (size_t i = 0; marks[i]; i++)
        if (strstr(text, marks[i]))
            return true;
    return false;
}

struct value operations_text(struct fact_writer *writer, const char *text)
{
    if (text && operations_is_templated(text))
        return value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                             "a template or a variable decides it");
    return fact_text(writer, text);
}
