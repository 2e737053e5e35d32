#include "facts/manifest_nodes.h"

#include <string.h>

static size_t indent_of(struct text line)
{
    size_t at = 0;
    while (at < line.size && (line.bytes[at] == ' ' || line.bytes[at] == '\t'))
        at++;
    return at;
}

static void count_commas(struct manifest_reading *out, struct text list, uint32_t number)
{
    bool in_item = false;
    for (size_t i = 0; i < list.size; i++) {
        if (list.bytes[i] == ',') {
            in_item = false;
        } else if (!in_item && list.bytes[i] != ' ') {
            in_item = true;
            manifest_count(out, number);
        }
    }
}

/* A field of a package description goes on as long as lines stand deeper than it. */
void manifest_read_cabal(struct manifest_reading *out, struct fact_file *file)
{
    struct text rest = file->content.text;
    struct text raw;
    size_t field = SIZE_MAX; /* the indent of build-depends; SIZE_MAX: not in one */
    for (uint32_t number = 1; text_next_line(&rest, &raw); number++) {
        struct text line = text_trim(raw);
        if (line.size == 0 || text_starts_with(line, "--"))
            continue;
        if (field != SIZE_MAX && indent_of(raw) > field) {
            count_commas(out, line, number);
            continue;
        }
        size_t colon = text_find(line, ":");
        struct text name = {line.bytes, colon == SIZE_MAX ? 0 : colon};
        bool is_list = text_find_folded(name, "build-depends") == 0 ||
                       text_find_folded(name, "build-tool-depends") == 0;
        field = is_list ? indent_of(raw) : SIZE_MAX;
        if (is_list)
            count_commas(out, (struct text){line.bytes + colon + 1, line.size - colon - 1}, number);
        out->is_library |= text_find_folded(line, "library") == 0;
        out->has_program |= text_find_folded(line, "executable ") == 0;
    }
}

/* packages: a b/b.cabal - the folders of what is built together. */
static void add_cabal_members(struct manifest_reading *out, struct text list)
{
    while (list.size > 0) {
        size_t size = 0;
        while (size < list.size && !strchr(" \t,", list.bytes[size]))
            size++;
        if (size > 0) {
            char *member = arena_copy(out->arena, (struct text){list.bytes, size});
            char *slash = strrchr(member, '/');
            if (string_ends_with(member, ".cabal") && slash)
                *slash = '\0';
            if (strcmp(member, ".") != 0 && strcmp(member, "./") != 0 &&
                !string_ends_with(member, ".cabal"))
                manifest_add_member(out, member);
        }
        size_t taken = size < list.size ? size + 1 : size;
        list = (struct text){list.bytes + taken, list.size - taken};
    }
}

void manifest_read_cabal_project(struct manifest_reading *out, struct fact_file *file)
{
    struct text rest = file->content.text;
    struct text raw;
    bool in_packages = false;
    for (uint32_t number = 1; text_next_line(&rest, &raw); number++) {
        struct text line = text_trim(raw);
        if (line.size == 0 || text_starts_with(line, "--"))
            continue;
        if (indent_of(raw) == 0)
            in_packages =
                text_starts_with(line, "packages:") || text_starts_with(line, "optional-packages:");
        size_t colon = text_find(line, ":");
        if (in_packages && indent_of(raw) == 0)
            line = (struct text){line.bytes + colon + 1, line.size - colon - 1};
        if (in_packages)
            add_cabal_members(out, line);
        if (text_starts_with(line, "source-repository-package"))
            manifest_count(out, number);
    }
}

/* A snapshot is a set of versions, and extra-deps are what it lacks. */
void manifest_read_stack(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_yaml(out, file);
    const struct node *snapshot = node_find(root, "snapshot");
    if (!snapshot)
        snapshot = node_find(root, "resolver");
    if (snapshot)
        manifest_count_at(out, snapshot);
    manifest_count_items(out, node_find(root, "extra-deps"));
    manifest_add_members(out, node_find(root, "packages"), "");
    out->is_library = snapshot; /* unless the package beside it makes a program */
    out->wants_lock = true;
}

static void count_hpack(struct manifest_reading *out, const struct node *section)
{
    const struct node *list = node_find(section, "dependencies");
    manifest_count_items(out, list);
    manifest_count_keys(out, list);
}

/* hpack's package.yaml, of which a .cabal file is made. */
void manifest_read_hpack(struct manifest_reading *out, struct fact_file *file)
{
    static const char *const groups[] = {"executables", "tests", "benchmarks", NULL};
    const struct node *root = manifest_yaml(out, file);
    const struct node *library = node_find(root, "library");
    out->has_program = node_find(root, "executables") || node_find(root, "executable");
    if (!library && !out->has_program && !node_find(root, "ghc-options"))
        return;
    out->is_library = library;
    count_hpack(out, root);
    count_hpack(out, library);
    count_hpack(out, node_find(root, "executable"));
    for (size_t g = 0; groups[g]; g++) {
        const struct node *group = node_find(root, groups[g]);
        for (size_t i = 0; i < node_count_of(group, NODE_MAPPING); i++)
            count_hpack(out, group->items[i]);
    }
}

/* Texts right within a list; those in braces are conditions. `comment` begins one. */
static void count_list(struct manifest_reading *out, struct text text, size_t at, char comment)
{
    unsigned lists = 0;
    unsigned braces = 0;
    uint32_t line = text_line_at(text, at);
    for (; at < text.size; at++) {
        char byte = text.bytes[at];
        line += byte == '\n';
        if (byte == comment)
            while (at + 1 < text.size && text.bytes[at + 1] != '\n')
                at++;
        lists += byte == '[';
        braces += byte == '{';
        braces -= braces > 0 && byte == '}';
        if (byte == ']' && --lists == 0)
            return;
        if (byte != '"')
            continue;
        if (lists > 0 && braces == 0)
            manifest_count(out, line);
        while (at + 1 < text.size && text.bytes[at + 1] != '"')
            line += text.bytes[++at] == '\n';
        at++;
    }
}

/* depends: [ "dune" {>= "3.0"} "ocaml" ] of an opam file (opam manual, "opam"). */
void manifest_read_opam(struct manifest_reading *out, struct fact_file *file)
{
    struct text text = file->content.text;
    if (!text_has(text, "opam-version:"))
        return;
    size_t at = text_starts_with(text, "depends:") ? 0 : text_find(text, "\ndepends:");
    if (at != SIZE_MAX && text_has((struct text){text.bytes + at, text.size - at}, "["))
        count_list(out, text, at, '#');
    out->is_library = true;
}

/* (depends (ocaml (>= 5.0)) dune): names and lists right within it. */
void manifest_read_dune(struct manifest_reading *out, struct fact_file *file)
{
    struct text text = file->content.text;
    size_t at = text_find(text, "(depends");
    if (at == SIZE_MAX)
        return;
    uint32_t line = text_line_at(text, at);
    unsigned depth = 1;
    bool in_word = false;
    for (at += strlen("(depends"); at < text.size && depth > 0; at++) {
        char byte = text.bytes[at];
        if (byte == ';')
            while (at + 1 < text.size && text.bytes[at + 1] != '\n')
                at++;
        bool is_edge = strchr(" \t\r\n();", byte);
        if (depth == 1 && (byte == '(' || (!is_edge && !in_word)))
            manifest_count(out, line);
        in_word = !is_edge;
        depth += byte == '(';
        depth -= byte == ')';
        line += byte == '\n';
    }
    out->is_library = true;
}

/* {deps, [cowboy, {jsx, "3.0.0"}]}. of rebar.config: atoms and tuples right within. */
static void count_terms(struct manifest_reading *out, struct text text, size_t at)
{
    uint32_t line = text_line_at(text, at);
    unsigned depth = 0;
    bool in_atom = false;
    for (; at < text.size; at++) {
        char byte = text.bytes[at];
        line += byte == '\n';
        if (byte == '%')
            while (at + 1 < text.size && text.bytes[at + 1] != '\n')
                at++;
        bool is_letter = (byte >= 'a' && byte <= 'z') || byte == '_' || byte == '\'' ||
                         (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z');
        if (depth == 1 && (byte == '{' || (is_letter && !in_atom)))
            manifest_count(out, line);
        in_atom = is_letter;
        if (byte == '"')
            while (at + 1 < text.size && text.bytes[++at] != '"')
                line += text.bytes[at] == '\n';
        depth += byte == '[' || byte == '{';
        if ((byte == ']' || byte == '}') && (depth == 0 || --depth == 0))
            return;
    }
}

/* The first one that no comment holds. */
static size_t find_term(struct text text, const char *term)
{
    size_t from = 0;
    for (;;) {
        size_t at = text_find((struct text){text.bytes + from, text.size - from}, term);
        if (at == SIZE_MAX)
            return SIZE_MAX;
        at += from;
        size_t start = at;
        while (start > 0 && text.bytes[start - 1] != '\n')
            start--;
        if (!memchr(text.bytes + start, '%', at - start))
            return at;
        from = at + 1;
    }
}

void manifest_read_rebar(struct manifest_reading *out, struct fact_file *file)
{
    static const char *const lists[] = {"{deps,", "{plugins,", "{project_plugins,", NULL};
    struct text text = file->content.text;
    for (size_t i = 0; lists[i]; i++) {
        size_t at = find_term(text, lists[i]);
        if (at != SIZE_MAX)
            count_terms(out, text, at + strlen(lists[i]));
    }
    /* The applications of an umbrella (rebar3, "Directory structure"). */
    manifest_add_member(out, "apps/*");
    manifest_add_member(out, "lib/*");
    out->is_library = !text_has(text, "{relx,") && !text_has(text, "{escript_");
    out->wants_lock = true;
}

void manifest_read_gleam(struct manifest_reading *out, struct fact_file *file)
{
    static const char *const tables[] = {"dependencies", "dev-dependencies", "dev_dependencies",
                                         NULL};
    const struct node *root = manifest_toml(out, file);
    for (size_t t = 0; tables[t]; t++) {
        const struct node *table = node_find(root, tables[t]);
        for (size_t i = 0; i < node_count_of(table, NODE_MAPPING); i++)
            if (!node_find(table->items[i], "path"))
                manifest_count_at(out, table->keys[i]);
    }
    out->wants_lock = true;
}

/* The file of an application has every version, also of what is indirect: it is its own
 * lock (Elm guide, "elm.json"). */
void manifest_read_elm(struct manifest_reading *out, struct fact_file *file)
{
    static const char *const tables[] = {"dependencies", "test-dependencies", NULL};
    const struct node *root = manifest_json(out, file, false);
    const char *type = node_string(root, "type");
    out->is_library = type && strcmp(type, "package") == 0;
    for (size_t t = 0; tables[t]; t++) {
        const struct node *table = node_find(root, tables[t]);
        if (out->is_library)
            manifest_count_keys(out, table);
        manifest_count_keys(out, node_find(table, "direct"));
        if (!out->is_library)
            manifest_count_keys(out, node_find(table, "indirect"));
    }
}

/* Texts of a line, but for those that begin with the language's own name. */
static void count_texts(struct manifest_reading *out, struct text line, const char *language,
                        uint32_t number)
{
    for (size_t at = 0; at < line.size;) {
        struct text value = text_quoted(line, at);
        if (value.size == 0)
            return;
        size_t size = strlen(language);
        bool is_language = text_starts_with(value, language) &&
                           (value.size == size || strchr(" <>=~", value.bytes[size]));
        if (!is_language)
            manifest_count(out, number);
        at = (size_t)(value.bytes - line.bytes) + value.size + 1;
    }
}

void manifest_read_nimble(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "#");
        if (text_starts_with(line, "requires"))
            count_texts(out, line, "nim", lines.number);
        out->has_program |= text_starts_with(line, "bin ") || text_starts_with(line, "bin=");
    }
    out->is_library = true;
}

void manifest_read_rockspec(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    bool in_list = false;
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "--");
        bool starts = text_has(line, "dependencies") && text_has(line, "{");
        if (starts || in_list)
            count_texts(out, line, "lua", lines.number);
        in_list = (starts || in_list) && !text_has(line, "}");
    }
    out->is_library = true;
}
