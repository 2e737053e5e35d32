#include "facts/manifest_nodes.h"

#include <string.h>

/* An environment of conda lists packages, and pip's below a mapping. */
void manifest_read_conda(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *list = node_find(manifest_yaml(out, file), "dependencies");
    for (size_t i = 0; i < node_count_of(list, NODE_SEQUENCE); i++) {
        const struct node *pip = node_find(list->items[i], "pip");
        manifest_count_items(out, pip);
        if (node_is_scalar(list->items[i]))
            manifest_count_at(out, list->items[i]);
    }
}

static void count_pixi(struct manifest_reading *out, const struct node *section)
{
    static const char *const tables[] = {"dependencies", "host-dependencies", "build-dependencies",
                                         "pypi-dependencies", NULL};
    for (size_t t = 0; tables[t]; t++) {
        const struct node *table = node_find(section, tables[t]);
        for (size_t i = 0; i < node_count_of(table, NODE_MAPPING); i++)
            if (!node_find(table->items[i], "path"))
                manifest_count_at(out, table->keys[i]);
    }
}

void manifest_read_pixi(struct manifest_reading *out, struct fact_file *file)
{
    static const char *const groups[] = {"feature", "target", NULL};
    const struct node *root = manifest_toml(out, file);
    count_pixi(out, root);
    for (size_t g = 0; groups[g]; g++) {
        const struct node *group = node_find(root, groups[g]);
        for (size_t i = 0; i < node_count_of(group, NODE_MAPPING); i++)
            count_pixi(out, group->items[i]);
    }
    out->wants_lock = true;
}

static bool is_uuid(const struct node *node)
{
    return node && node->kind == NODE_TEXT && strlen(node->text) == 36 && node->text[8] == '-';
}

/* Julia's packages have an id; a Project.toml of another tool has none. A name and an
 * id of its own make it a package, else it is an environment (Pkg, "Project.toml"). */
void manifest_read_julia(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_toml(out, file);
    const struct node *dependencies = node_find(root, "deps");
    for (size_t i = 0; i < node_count_of(dependencies, NODE_MAPPING); i++)
        if (is_uuid(dependencies->items[i]))
            manifest_count_at(out, dependencies->keys[i]);
    manifest_add_members(out, node_find(node_find(root, "workspace"), "projects"), "");
    out->is_library = node_find(root, "name") && is_uuid(node_find(root, "uuid"));
    out->wants_lock = true;
}

/* The names of a list of R, without R itself: "R (>= 4.0), methods, utils". */
static void count_r_names(struct manifest_reading *out, struct text list, uint32_t number)
{
    while (list.size > 0) {
        size_t comma = text_find(list, ",");
        struct text item = {list.bytes, comma == SIZE_MAX ? list.size : comma};
        size_t taken = comma == SIZE_MAX ? list.size : comma + 1;
        list = (struct text){list.bytes + taken, list.size - taken};
        item = text_before(item, "(");
        if (item.size > 0 && !text_equals(item, "R"))
            manifest_count(out, number);
    }
}

/* A field goes on over indented lines (R, "Writing R Extensions", 1.1.1). */
void manifest_read_r_description(struct manifest_reading *out, struct fact_file *file)
{
    static const char *const fields[] = {"Imports:", "Depends:", "LinkingTo:", "Suggests:", NULL};
    struct text rest = file->content.text;
    struct text raw;
    bool in_list = false;
    if (!text_has(rest, "Package:") && !text_has(rest, "Type:"))
        return;
    for (uint32_t number = 1; text_next_line(&rest, &raw); number++) {
        bool is_indented = raw.size > 0 && (raw.bytes[0] == ' ' || raw.bytes[0] == '\t');
        struct text line = raw;
        for (size_t i = 0; !is_indented && fields[i]; i++) {
            in_list = text_starts_with(raw, fields[i]);
            size_t size = strlen(fields[i]);
            if (in_list) {
                line = (struct text){raw.bytes + size, raw.size - size};
                break;
            }
        }
        if (in_list)
            count_r_names(out, line, number);
    }
    out->is_library = true;
}

/* renv.lock declares and locks at once. */
void manifest_read_renv(struct manifest_reading *out, struct fact_file *file)
{
    manifest_count_keys(out, node_find(manifest_json(out, file, false), "Packages"));
}

void manifest_read_cpanfile(struct manifest_reading *out, struct fact_file *file)
{
    static const char *const words[] = {
        "requires ",       "recommends ",      "suggests ",           "test_requires ",
        "build_requires ", "author_requires ", "configure_requires ", NULL};
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines))
        for (size_t i = 0; words[i]; i++)
            if (text_starts_with(lines.line, words[i]) &&
                !text_equals(text_quoted(lines.line, 0), "perl")) {
                manifest_count(out, lines.number);
                break;
            }
}

static void count_perl(struct manifest_reading *out, const struct node *modules)
{
    for (size_t i = 0; i < node_count_of(modules, NODE_MAPPING); i++)
        if (strcmp(modules->keys[i]->text, "perl") != 0)
            manifest_count_at(out, modules->keys[i]);
}

/* CPAN::Meta::Spec 2: prereqs by phase and relation. */
void manifest_read_perl_meta(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_json(out, file, false);
    const struct node *phases = node_find(root, "prereqs");
    for (size_t p = 0; node_find(root, "meta-spec") && p < node_count_of(phases, NODE_MAPPING); p++)
        for (size_t r = 0; r < node_count_of(phases->items[p], NODE_MAPPING); r++)
            count_perl(out, phases->items[p]->items[r]);
    out->is_library = node_find(root, "meta-spec");
}

/* CPAN::Meta::Spec 1.4: requires, build_requires, ... at the root. */
void manifest_read_perl_meta_yaml(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_yaml(out, file);
    for (size_t i = 0; node_find(root, "meta-spec") && i < node_count_of(root, NODE_MAPPING); i++)
        if (string_ends_with(root->keys[i]->text, "requires"))
            count_perl(out, root->items[i]);
    out->is_library = node_find(root, "meta-spec");
}
