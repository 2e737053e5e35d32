#include "facts/manifest_nodes.h"

#include <string.h>

/* The address of the build tool that a wrapper fetches. */
void manifest_read_wrapper(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines))
        if (text_starts_with(lines.line, "distributionUrl") ||
            text_starts_with(lines.line, "wrapperUrl"))
            manifest_count(out, lines.number);
}

void manifest_read_maven_extensions(struct manifest_reading *out, struct fact_file *file)
{
    const struct node *root = node_find(manifest_xml(out, file), "extensions");
    manifest_count_items(out, node_find(root, "extension"));
}

/* `"org" %% "name" % "1.0"`: the operator behind a text that none stands before. */
static void count_sbt_line(struct manifest_reading *out, struct text line, uint32_t number)
{
    bool is_left = true;
    for (size_t at = 0; at < line.size;) {
        char byte = line.bytes[at];
        if (byte == '"') {
            const char *end = memchr(line.bytes + at + 1, '"', line.size - at - 1);
            if (!end)
                return;
            at = (size_t)(end - line.bytes) + 1;
            while (at < line.size && line.bytes[at] == ' ')
                at++;
            if (is_left && at < line.size && line.bytes[at] == '%')
                manifest_count(out, number);
            is_left = true;
        } else {
            if (byte == '%')
                is_left = false;
            else if (strchr(",()", byte))
                is_left = true;
            at++;
        }
    }
}

/* project in file("x"), and what says so in fewer words. */
static void add_sbt_member(struct manifest_reading *out, struct text line)
{
    size_t at = text_find(line, "file(\"");
    if (at == SIZE_MAX || !text_has(line, "project"))
        return;
    struct text folder = text_quoted(line, at);
    if (folder.size > 0 && !text_equals(folder, "."))
        manifest_add_member(out, arena_copy(out->arena, folder));
}

/* sbt writes no lock file by itself; the plugin sbt-dependency-lock does. */
void manifest_read_sbt(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    if (string_ends_with(file->path, "build.sbt"))
        manifest_add_member(out, "project"); /* its plugins, and the version of sbt */
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "//");
        if (text_starts_with(line, "sbt.version"))
            manifest_count(out, lines.number);
        count_sbt_line(out, line, lines.number);
        add_sbt_member(out, line);
        out->is_library |= text_starts_with(line, "publishTo");
        out->has_program |= text_has(line, "mainClass");
    }
}

/* Clojure's data, byte by byte: `at` stands on a token outside of comments and texts. */
struct forms {
    struct text text;
    size_t at;
    uint32_t line;
};

static void forms_step(struct forms *forms)
{
    forms->line += forms->text.bytes[forms->at++] == '\n';
}

/* To the next byte that is neither space, comment nor text; false at the end. */
static bool forms_next(struct forms *forms)
{
    while (forms->at < forms->text.size) {
        char byte = forms->text.bytes[forms->at];
        if (byte == ';') {
            while (forms->at < forms->text.size && forms->text.bytes[forms->at] != '\n')
                forms->at++;
        } else if (byte == '"') {
            forms_step(forms);
            while (forms->at < forms->text.size && forms->text.bytes[forms->at] != '"') {
                if (forms->text.bytes[forms->at] == '\\')
                    forms->at++;
                if (forms->at < forms->text.size)
                    forms_step(forms);
            }
            if (forms->at < forms->text.size)
                forms->at++;
        } else if (strchr(" \t\r\n,", byte)) {
            forms_step(forms);
        } else {
            return true;
        }
    }
    return false;
}

static struct text forms_word(struct forms *forms)
{
    struct text word = {forms->text.bytes + forms->at, 0};
    while (forms->at < forms->text.size &&
           !strchr(" \t\r\n,()[]{}\";", forms->text.bytes[forms->at])) {
        forms->at++;
        word.size++;
    }
    if (word.size == 0 && forms->at < forms->text.size)
        forms_step(forms);
    return word;
}

/* The vectors right within the one that comes next: [[a "1"] [b "2"]]. */
static void count_vectors(struct manifest_reading *out, struct forms *forms)
{
    if (!forms_next(forms) || forms->text.bytes[forms->at] != '[')
        return;
    unsigned depth = 0;
    do {
        char byte = forms->text.bytes[forms->at];
        if (byte == '[' && depth++ == 1)
            manifest_count(out, forms->line);
        depth -= byte == ']';
        forms_step(forms);
    } while (depth > 0 && forms_next(forms));
}

void manifest_read_leiningen(struct manifest_reading *out, struct fact_file *file)
{
    struct forms forms = {.text = file->content.text, .line = 1};
    while (forms_next(&forms)) {
        struct text word = forms_word(&forms);
        if (text_equals(word, ":dependencies") || text_equals(word, ":plugins") ||
            text_equals(word, ":managed-dependencies"))
            count_vectors(out, &forms);
        out->has_program |= text_equals(word, ":main");
    }
}

/* A library of deps.edn has a version of Maven or a commit of git. */
void manifest_read_deps_edn(struct manifest_reading *out, struct fact_file *file)
{
    struct forms forms = {.text = file->content.text, .line = 1};
    while (forms_next(&forms)) {
        struct text word = forms_word(&forms);
        if (text_equals(word, ":mvn/version") || text_equals(word, ":git/sha") ||
            text_equals(word, ":sha"))
            manifest_count(out, forms.line);
    }
}
