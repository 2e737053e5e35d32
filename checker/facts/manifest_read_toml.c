#include "facts/manifest_read.h"
#include "facts/toml_outline.h"

#include <string.h>

static void refuse_when_malformed(struct manifest_reading *out, const struct toml_outline *outline,
                                  const struct fact_file *file)
{
    if (!outline->malformed)
        return;
    bool is_template = fact_file_is_template(file);
    out->problem = is_template ? "it is a template" : "it is no TOML";
    out->problem_class = is_template ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE;
}

static bool starts(const char *string, const char *prefix)
{
    return string_starts_with(string, prefix);
}

static void count_strings(struct manifest_reading *out, const struct toml_assignment *assignment)
{
    const char **strings = NULL;
    size_t count = toml_strings(out->arena, assignment->value, &strings);
    for (size_t i = 0; i < count; i++)
        manifest_count(out, assignment->line);
}

static void add_strings(struct manifest_reading *out, struct text value, const char *mark)
{
    const char **strings = NULL;
    size_t count = toml_strings(out->arena, value, &strings);
    for (size_t i = 0; i < count; i++)
        manifest_add_member(out, arena_printf(out->arena, "%s%s", mark, strings[i]));
}

/* tool.poetry.dependencies, tool.poetry.dev-dependencies, tool.poetry.group.X.dependencies */
static bool is_poetry_table(const char *table)
{
    return starts(table, "tool.poetry.") && string_ends_with(table, "dependencies");
}

struct pyproject {
    bool has_build_system, has_name, is_no_package, is_private;
};

static bool is_key(const struct toml_assignment *line, const char *table, const char *key)
{
    return strcmp(line->table, table) == 0 && strcmp(line->key, key) == 0;
}

/* Lists of requirements: of the project, its extras, its groups, older uv and PDM. */
static bool is_requirement_list(const struct toml_assignment *line)
{
    static const char *const tables[] = {"project.optional-dependencies", "dependency-groups",
                                         "tool.pdm.dev-dependencies", NULL};
    return string_is_one_of(line->table, tables) || is_key(line, "project", "dependencies") ||
           is_key(line, "tool.uv", "dev-dependencies");
}

static void read_pyproject_line(struct manifest_reading *out, struct pyproject *project,
                                const struct toml_assignment *line)
{
    bool is_false = text_equals(line->value, "false");
    project->has_build_system |= strcmp(line->table, "build-system") == 0;
    project->has_name |= is_key(line, "project", "name") || is_key(line, "tool.poetry", "name");
    project->is_no_package |= is_false && (is_key(line, "tool.poetry", "package-mode") ||
                                           is_key(line, "tool.uv", "package"));
    project->is_private |=
        is_key(line, "project", "classifiers") && text_find(line->value, "Private ::") != SIZE_MAX;
    if (line->is_header)
        return;
    if (is_requirement_list(line))
        count_strings(out, line);
    else if (is_poetry_table(line->table) && strcmp(line->key, "python") != 0 &&
             toml_inline(line->value, "path").size == 0)
        manifest_count(out, line->line);
    else if (is_key(line, "tool.uv.workspace", "members"))
        add_strings(out, line->value, "");
    else if (is_key(line, "tool.uv.workspace", "exclude"))
        add_strings(out, line->value, "!");
}

/* A build system and a name make a package that can be published; without the
 * first it is an application with its requirements. */
void manifest_read_pyproject(struct manifest_reading *out, struct fact_file *file)
{
    struct toml_outline outline;
    toml_outline_init(&outline, out->arena, file->content.text);
    struct pyproject project = {0};
    struct toml_assignment line;
    while (toml_outline_next(&outline, &line))
        read_pyproject_line(out, &project, &line);
    refuse_when_malformed(out, &outline, file);
    out->is_library = project.has_build_system && project.has_name && !project.is_no_package &&
                      !project.is_private;
    out->wants_lock = true;
}

void manifest_read_pipfile(struct manifest_reading *out, struct fact_file *file)
{
    struct toml_outline outline;
    toml_outline_init(&outline, out->arena, file->content.text);
    struct toml_assignment line;
    while (toml_outline_next(&outline, &line))
        if (!line.is_header &&
            (strcmp(line.table, "packages") == 0 || strcmp(line.table, "dev-packages") == 0))
            manifest_count(out, line.line);
    refuse_when_malformed(out, &outline, file);
    out->wants_lock = true;
}

/* A table of dependencies, also under target.'cfg(...)' and workspace. */
static bool is_cargo_table(const char *table)
{
    return string_ends_with(table, "dependencies");
}

/* [dependencies.serde] is one dependency, whatever stands in it. */
static bool is_cargo_dependency_header(const char *table)
{
    const char *at = strstr(table, "dependencies.");
    return at && (at == table || at[-1] == '.' || at[-1] == '-');
}

static void read_cargo_line(struct manifest_reading *out, const struct toml_assignment *line,
                            bool *is_kept)
{
    if (line->is_header) {
        if (is_cargo_dependency_header(line->table))
            manifest_count(out, line->line);
        out->has_program |= strcmp(line->table, "bin") == 0;
        out->is_workspace |= strcmp(line->table, "workspace") == 0;
        return;
    }
    if (is_cargo_table(line->table)) {
        struct text path = toml_inline(line->value, "path");
        struct text version = toml_inline(line->value, "version");
        if ((path.size == 0 || version.size > 0) && !string_ends_with(line->key, ".path"))
            manifest_count(out, line->line);
    } else if (strcmp(line->table, "workspace") == 0) {
        if (strcmp(line->key, "members") == 0)
            add_strings(out, line->value, "");
        else if (strcmp(line->key, "exclude") == 0)
            add_strings(out, line->value, "!");
    } else if (strcmp(line->table, "package") == 0 && strcmp(line->key, "publish") == 0) {
        *is_kept = text_equals(line->value, "false");
    }
}

void manifest_read_cargo(struct manifest_reading *out, struct fact_file *file)
{
    struct toml_outline outline;
    toml_outline_init(&outline, out->arena, file->content.text);
    struct toml_assignment line;
    bool is_kept = false;
    while (toml_outline_next(&outline, &line))
        read_cargo_line(out, &line, &is_kept);
    refuse_when_malformed(out, &outline, file);
    out->is_library = !is_kept;
    out->wants_lock = true;
}

/* A version catalogue: what the build files take their versions from. */
void manifest_read_gradle_catalogue(struct manifest_reading *out, struct fact_file *file)
{
    struct toml_outline outline;
    toml_outline_init(&outline, out->arena, file->content.text);
    struct toml_assignment line;
    while (toml_outline_next(&outline, &line))
        if (!line.is_header &&
            (strcmp(line.table, "libraries") == 0 || strcmp(line.table, "plugins") == 0))
            manifest_count(out, line.line);
    refuse_when_malformed(out, &outline, file);
}
