#include "facts/manifest_nodes.h"

#include <string.h>

/* conanfile.txt: requirements stand below the heads that end with it. */
void manifest_read_conan_text(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    bool in_list = false;
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "#");
        if (line.size > 0 && line.bytes[0] == '[')
            in_list = text_has(line, "requires]");
        else if (in_list && line.size > 0)
            manifest_count(out, lines.number);
    }
}

/* "zlib/1.3" or "zlib/[>=1.2]" in a list of requirements or a call for one. */
static void count_references(struct manifest_reading *out, struct text line, uint32_t number)
{
    for (size_t at = 0; at < line.size;) {
        struct text value = text_quoted(line, at);
        if (value.size == 0)
            return;
        if (memchr(value.bytes, '/', value.size))
            manifest_count(out, number);
        at = (size_t)(value.bytes - line.bytes) + value.size + 1;
    }
}

void manifest_read_conan_program(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    bool in_list = false;
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "#");
        bool starts = text_has(line, "requires") && (text_has(line, "=") || text_has(line, "("));
        if (starts || in_list)
            count_references(out, line, lines.number);
        bool opens = text_has(line, "(") || text_has(line, "[");
        bool closes = text_has(line, ")") || (text_has(line, "]") && !text_has(line, "/["));
        in_list = (starts && opens && !closes) || (in_list && !closes);
    }
    out->is_library = true;
}

/* Versions come from the baseline that the manifest or its configuration names. */
void manifest_read_vcpkg(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_json(out, file, true);
    manifest_count_items(out, node_find(root, "dependencies"));
    const struct node *features = node_find(root, "features");
    for (size_t i = 0; i < node_count_of(features, NODE_MAPPING); i++)
        manifest_count_items(out, node_find(features->items[i], "dependencies"));
}

void manifest_read_vcpkg_registries(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = manifest_json(out, file, true);
    const struct node *first = node_find(root, "default-registry");
    if (node_find(first, "baseline"))
        manifest_count_at(out, first);
    manifest_count_items(out, node_find(root, "registries"));
}

/* Rules that fetch. Bazel takes the least version that all ask for, and the registry
 * never changes one, so a module file says by itself what is built; a lock file is a
 * matter of taste. */
void manifest_read_bazel(struct manifest_reading *out, struct fact_file *file)
{
    static const char *const rules[] = {"bazel_dep(",      "http_archive(",   "http_file(",
                                        "http_jar(",       "git_repository(", "new_git_repository(",
                                        "go_repository(",  "maven_install(",  "oci.pull(",
                                        "container_pull(", "maven.install(",  NULL};
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines))
        for (size_t i = 0; rules[i]; i++)
            if (text_starts_with(lines.line, rules[i])) {
                manifest_count(out, lines.number);
                break;
            }
}

/* An Xcode project lists the packages that it fetches with their addresses. */
void manifest_read_xcode(struct manifest_reading *out, struct fact_file *file)
{
    static const char mark[] = "repositoryURL = ";
    struct text rest = file->content.text;
    uint32_t line = 1;
    for (;;) {
        size_t at = text_find(rest, mark);
        if (at == SIZE_MAX)
            break;
        line += text_line_at(rest, at) - 1;
        manifest_count(out, line);
        rest = (struct text){rest.bytes + at + 1, rest.size - at - 1};
    }
    out->wants_lock = true;
}
