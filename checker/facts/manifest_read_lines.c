#include "facts/manifest_nodes.h"
#include "facts/mix_dependencies.h"
#include "facts/paths.h"

#include <string.h>

/* Every quoted string of a line becomes a member. */
static void add_quoted(struct manifest_reading *out, struct text line)
{
    for (size_t at = 0; at < line.size;) {
        struct text value = text_quoted(line, at);
        if (value.bytes < line.bytes || value.bytes > line.bytes + line.size)
            return;
        char *member = arena_copy(out->arena, value);
        for (char *c = member; *c != '\0'; c++)
            if (*c == ':')
                *c = '/';
        manifest_add_member(out, member[0] == '/' ? member + 1 : member);
        at = (size_t)(value.bytes - line.bytes) + value.size + 1;
    }
}

/* A requirement is pinned by == without a wildcard, or by a URL with a hash. */
static bool is_pinned(struct text requirement)
{
    size_t equals = text_find(requirement, "==");
    if (equals != SIZE_MAX)
        return !memchr(requirement.bytes + equals, '*', requirement.size - equals);
    return text_has(requirement, "#sha256=") || text_has(requirement, "--hash=");
}

/* A file whose every requirement is exact is its own lock; the output of
 * pip-compile and `uv pip compile` is such a file. */
void manifest_read_requirements(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    bool all_pinned = true;
    bool continues = false;
    while (manifest_next_line(&lines)) {
        bool is_continuation = continues;
        continues = lines.line.size > 0 && lines.line.bytes[lines.line.size - 1] == '\\';
        struct text line = text_before(lines.line, " #");
        if (is_continuation || line.size == 0 || line.bytes[0] == '#')
            continue;
        if (line.bytes[0] == '-' || line.bytes[0] == '.' || line.bytes[0] == '/')
            continue;
        manifest_count(out, lines.number);
        all_pinned = all_pinned && is_pinned(line);
    }
    out->wants_lock = !all_pinned;
}

void manifest_read_setup_py(struct manifest_reading *out, struct fact_file *file)
{
    struct text text = file->content.text;
    out->is_library = text_has(text, "setup(");
    size_t at = text_find(text, "install_requires");
    if (!out->is_library || at == SIZE_MAX)
        return;
    struct text rest = {text.bytes + at, text.size - at};
    size_t end = text_find(rest, "]");
    rest.size = end == SIZE_MAX ? rest.size : end;
    uint32_t line = text_line_at(text, at);
    /* A list that is computed has no strings here; it is at least one. */
    manifest_count(out, line);
    for (size_t i = 0; i < rest.size; i++)
        if (rest.bytes[i] == ',')
            manifest_count(out, line);
    out->wants_lock = true;
}

void manifest_read_setup_cfg(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    bool in_list = false;
    struct text raw = lines.rest;
    while (text_next_line(&lines.rest, &raw)) {
        lines.number++;
        struct text line = text_trim(raw);
        bool is_indented = raw.size > 0 && (raw.bytes[0] == ' ' || raw.bytes[0] == '\t');
        if (text_starts_with(line, "[metadata]"))
            out->is_library = true;
        if (text_starts_with(line, "install_requires")) {
            in_list = true;
            size_t equals = text_find(line, "=");
            if (equals != SIZE_MAX && equals + 1 < line.size)
                manifest_count(out, lines.number);
        } else if (in_list && is_indented && line.size > 0 && line.bytes[0] != '#') {
            manifest_count(out, lines.number);
        } else if (line.size > 0 && !is_indented) {
            in_list = false;
        }
    }
    out->wants_lock = true;
}

/* `require a v1` or a block; `replace a => ./b` changes nothing that matters. */
void manifest_read_go_mod(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    bool in_require = false;
    bool in_other = false;
    bool is_module = false;
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "//");
        if (line.size == 0)
            continue;
        if (text_equals(line, ")")) {
            in_require = in_other = false;
        } else if (in_require) {
            manifest_count(out, lines.number);
        } else if (in_other) {
            continue;
        } else if (text_starts_with(line, "require")) {
            in_require = line.bytes[line.size - 1] == '(';
            if (!in_require)
                manifest_count(out, lines.number);
        } else if (line.bytes[line.size - 1] == '(') {
            in_other = true;
        } else if (text_starts_with(line, "module ")) {
            is_module = true;
        }
    }
    if (!is_module) {
        out->problem = "it names no module";
        out->problem_class =
            fact_file_is_template(file) ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE;
    }
    out->is_library = true; /* unless the tree holds a program of it */
    out->wants_lock = true;
}

void manifest_read_go_work(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    bool in_use = false;
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "//");
        if (text_equals(line, ")")) {
            in_use = false;
        } else if (in_use && line.size > 0) {
            manifest_add_member(out, arena_copy(out->arena, line));
        } else if (text_starts_with(line, "use")) {
            in_use = line.bytes[line.size - 1] == '(';
            if (!in_use)
                manifest_add_member(
                    out, arena_copy(out->arena,
                                    text_trim((struct text){line.bytes + 3, line.size - 3})));
        }
    }
}

/* A Gemfile that says `gemspec` belongs to a gem, that is, to a library. One without a gem
 * beside it is what a generator copies: it names nothing by that, which the listing tells. */
void manifest_read_gemfile(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines)) {
        if (text_starts_with(lines.line, "gem ") || text_starts_with(lines.line, "gem("))
            manifest_count(out, lines.number);
        if (text_starts_with(lines.line, "gemspec")) {
            out->is_library = true;
            if (text_has(lines.line, "path"))
                manifest_count(out, lines.number);
            else
                out->gemspec = lines.number;
        }
    }
    out->wants_lock = true;
}

/* What a gem depends on; only a Gemfile has a lock file. */
void manifest_read_gemspec(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "# ");
        if (text_has(line, ".add_dependency") || text_has(line, ".add_runtime_dependency") ||
            text_has(line, ".add_development_dependency"))
            manifest_count(out, lines.number);
    }
    out->is_library = true;
}

static void count_mix(void *context, const struct mix_dependency *dependency)
{
    if (!dependency->is_local)
        manifest_count(context, dependency->line);
}

void manifest_read_mix(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    mix_each_dependency(file->content.text, count_mix, out);
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "#");
        if (text_has(line, "apps_path:")) {
            struct text apps = text_quoted(line, text_find(line, "apps_path:"));
            manifest_add_member(out,
                                arena_printf(out->arena, "%.*s/*", (int)apps.size, apps.bytes));
        }
        out->is_library |= text_has(line, "package:") || text_has(line, "package()");
    }
    out->wants_lock = true;
}

void manifest_read_swift(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "//");
        size_t path = text_find(line, "path:");
        if (text_starts_with(line, ".package(") && path == SIZE_MAX)
            manifest_count(out, lines.number);
        else if (text_starts_with(line, ".package("))
            manifest_add_member(out, arena_copy(out->arena, text_quoted(line, path)));
        out->is_library |= text_has(line, ".library(");
        out->has_program |= text_has(line, ".executable(") || text_has(line, ".executableTarget(");
    }
    out->wants_lock = true;
}

void manifest_read_podfile(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines))
        if (text_starts_with(lines.line, "pod ") && !text_has(lines.line, ":path"))
            manifest_count(out, lines.number);
    out->wants_lock = true;
}

/* implementation("a:b:1"), api 'a:b:1', testImplementation(libs.x), plugins with
 * a version. project(":x") stays inside. */
static bool is_gradle_dependency(struct text line)
{
    static const char *const configurations[] = {"implementation",
                                                 "api",
                                                 "compile",
                                                 "compileOnly",
                                                 "runtimeOnly",
                                                 "runtime",
                                                 "classpath",
                                                 "testImplementation",
                                                 "testCompile",
                                                 "testRuntimeOnly",
                                                 "annotationProcessor",
                                                 "kapt",
                                                 "ksp",
                                                 "androidTestImplementation",
                                                 "debugImplementation",
                                                 "developmentOnly",
                                                 "testCompileOnly",
                                                 "compileOnlyApi",
                                                 NULL};
    for (size_t i = 0; configurations[i]; i++) {
        size_t length = strlen(configurations[i]);
        if (line.size > length && text_starts_with(line, configurations[i]) &&
            (line.bytes[length] == ' ' || line.bytes[length] == '('))
            return !text_has(line, "project(") && !text_has(line, "files(") &&
                   !text_has(line, "fileTree(");
    }
    return text_starts_with(line, "id") && text_has(line, "version");
}

/* Gradle locks only what is told to: dependencyLocking. */
void manifest_read_gradle(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "//");
        if (is_gradle_dependency(line))
            manifest_count(out, lines.number);
        out->wants_lock |= text_has(line, "dependencyLocking");
        out->is_library |= text_has(line, "maven-publish") || text_has(line, "java-library");
        out->has_program |= text_has(line, "mainClass");
    }
}

/* Settings name the projects of a build, and may have plugins of their own. */
void manifest_read_gradle_settings(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    bool in_include = false;
    manifest_add_member(out, "buildSrc");
    manifest_add_member(out, "gradle"); /* the catalogue of versions and the wrapper */
    manifest_add_member(out, "gradle/wrapper");
    while (manifest_next_line(&lines)) {
        struct text line = text_before(lines.line, "//");
        if (is_gradle_dependency(line))
            manifest_count(out, lines.number);
        size_t moved = text_has(line, ".projectDir") ? text_find(line, "file(") : SIZE_MAX;
        if (moved != SIZE_MAX)
            add_quoted(out, (struct text){line.bytes + moved, line.size - moved});
        bool starts = text_starts_with(line, "include ") || text_starts_with(line, "include(") ||
                      text_starts_with(line, "includeBuild");
        if (starts || in_include)
            add_quoted(out, line);
        bool goes_on =
            line.size > 0 && (line.bytes[line.size - 1] == ',' || line.bytes[line.size - 1] == '(');
        in_include = (starts || in_include) && goes_on;
    }
}

/* Providers with a source and modules from outside count; modules of the tree are
 * members, as Dependabot follows them. A backend makes it a root module. */
void manifest_read_terraform(struct manifest_reading *out, struct fact_file *file)
{
    struct manifest_lines lines = {.rest = file->content.text};
    bool is_root = false;
    while (manifest_next_line(&lines)) {
        struct text line = text_before(text_before(lines.line, "#"), "//");
        is_root |= text_starts_with(line, "backend ") || text_starts_with(line, "cloud {") ||
                   text_starts_with(line, "provider \"");
        /* `source = "hashicorp/aws"` loses what follows a // above: a subfolder. */
        size_t at = text_find(line, "source");
        bool is_source = at != SIZE_MAX && text_find(line, "=") != SIZE_MAX &&
                         (at == 0 || strchr("{ ,\t", line.bytes[at - 1]));
        if (!is_source)
            continue;
        struct text source = text_quoted(lines.line, text_find(lines.line, "source"));
        if (text_starts_with(source, "./") || text_starts_with(source, "../"))
            manifest_add_member(out, arena_copy(out->arena, source));
        else if (source.size > 0 && memchr(source.bytes, '/', source.size))
            manifest_count(out, lines.number);
    }
    out->is_library = !is_root;
    out->wants_lock = is_root;
}
