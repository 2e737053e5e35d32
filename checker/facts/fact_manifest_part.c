#include "facts/manifest_read.h"
#include "facts/paths.h"
#include "facts/supply.h"

static const struct fact_field fields[] = {
    [PART_ECOSYSTEM] = {"ecosystem", {.kind = TYPE_TEXT}, false, "npm, pip, gomod, cargo, ..."},
    [PART_DEPENDENCIES] = {"dependencies",
                           {.kind = TYPE_INTEGER},
                           false,
                           "packages from outside the repository that it declares"},
    [PART_LIBRARY] = {"library", {.kind = TYPE_BOOLEAN}, false, "made to be published"},
    [PART_PROGRAM] = {"program", {.kind = TYPE_BOOLEAN}, false, "says that it makes a program"},
    [PART_WANTS_LOCK] = {"wants_lock",
                         {.kind = TYPE_BOOLEAN},
                         false,
                         "its tool writes a lock file for it"},
    [PART_ONLY_WORKSPACE] = {"only_workspace",
                             {.kind = TYPE_BOOLEAN},
                             false,
                             "names the members of a workspace and nothing else"},
    [PART_MEMBERS] = {"members",
                      {.kind = TYPE_LIST, .of = TYPE_TEXT},
                      true,
                      "folders of its workspace, as written; !x excludes"},
    [PART_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", "ecosystem", NULL};

const struct fact_kind manifest_part_kind = {
    .name = "manifest_part",
    .summary = "what one manifest says by itself; `manifest` puts them together",
    .key = key,
    .fields = fields,
};

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct manifest_format *format = manifest_format_of(file->path);
    if (!format || file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    struct arena *arena = fact_arena(writer);
    struct manifest_reading reading = {.arena = arena, .line = 1};
    reading.problem = fact_file_unreadable(file, &reading.problem_class);
    if (!reading.problem)
        format->read(&reading, file);
    if (reading.problem) {
        struct fact_row *row =
            fact_add_gap(writer, &manifest_part_kind, NULL, reading.problem_class, reading.problem);
        row->cells[PART_ECOSYSTEM] = value_text(format->ecosystem);
        return;
    }
    struct value *cells = fact_add(writer, &manifest_part_kind, NULL, reading.line, 1)->cells;
    cells[PART_ECOSYSTEM] = value_text(format->ecosystem);
    cells[PART_DEPENDENCIES] = value_integer((int64_t)reading.dependencies);
    cells[PART_LIBRARY] = value_boolean(reading.is_library);
    cells[PART_PROGRAM] = value_boolean(reading.has_program);
    cells[PART_WANTS_LOCK] = value_boolean(reading.wants_lock);
    cells[PART_ONLY_WORKSPACE] = value_boolean(format->only_workspace);
    if (reading.is_workspace)
        cells[PART_MEMBERS] = value_texts(arena, reading.members, reading.member_count);
}

static const struct fact_kind *const kinds[] = {&manifest_part_kind, NULL};
static const char *const paths[] = {
    "package.json",
    "pnpm-workspace.yaml",
    "lerna.json",
    "pyproject.toml",
    "Pipfile",
    "setup.py",
    "setup.cfg",
    "go.mod",
    "go.work",
    "Cargo.toml",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "settings.gradle",
    "settings.gradle.kts",
    "libs.versions.toml",
    "Gemfile",
    "gems.rb",
    "composer.json",
    "packages.config",
    "Directory.Packages.props",
    "*.csproj",
    "*.fsproj",
    "*.vbproj",
    "*.sln",
    "*.slnx",
    "mix.exs",
    "pubspec.yaml",
    "Package.swift",
    "Podfile",
    "Chart.yaml",
    "*.tf",
    "*.tofu",
    "*[rR]equirements*.txt",
    "*[rR]equirements*.in",
    "**/requirements/*.txt",
    "**/requirements/*.in",
    ".github/workflows/*.yml",
    ".github/workflows/*.yaml",
    "action.yml",
    "action.yaml",
    "docker-compose*.yml",
    "docker-compose*.yaml",
    "compose.*yml",
    "compose.*yaml",
    "*[dD]ockerfile*",
    "*[cC]ontainerfile*",
    NULL,
};

FACT(manifest_part) = {
    .name = "manifest_part",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "each manifest read by itself: dependencies, role, members of its workspace",
    .version = 3,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
};
