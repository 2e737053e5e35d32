#include "facts/manifest_read.h"

#include "document/dockerfile.h"
#include "facts/paths.h"

#include <string.h>

void manifest_add_member(struct manifest_reading *reading, const char *member)
{
    if (member[0] == '\0')
        return;
    reading->is_workspace = true;
    reading->members = arena_grow(reading->arena, reading->members, reading->member_count,
                                  &reading->member_capacity, sizeof(*reading->members));
    reading->members[reading->member_count++] = arena_strdup(reading->arena, member);
}

void manifest_count(struct manifest_reading *reading, uint32_t line)
{
    if (reading->dependencies == 0)
        reading->line = line;
    reading->dependencies++;
}

struct named_format {
    const char *name; /* the base name, or its end when it begins with '.' or '*' */
    struct manifest_format format;
};

static const struct named_format formats[] = {
    {"package.json", {"npm", false, manifest_read_npm}},
    {"pnpm-workspace.yaml", {"npm", true, manifest_read_pnpm_workspace}},
    {"lerna.json", {"npm", true, manifest_read_lerna}},
    {"pyproject.toml", {"pip", false, manifest_read_pyproject}},
    {"Pipfile", {"pip", false, manifest_read_pipfile}},
    {"setup.py", {"pip", false, manifest_read_setup_py}},
    {"setup.cfg", {"pip", false, manifest_read_setup_cfg}},
    {"go.mod", {"gomod", false, manifest_read_go_mod}},
    {"go.work", {"gomod", true, manifest_read_go_work}},
    {"Cargo.toml", {"cargo", false, manifest_read_cargo}},
    {"pom.xml", {"maven", false, manifest_read_maven}},
    {"build.gradle", {"gradle", false, manifest_read_gradle}},
    {"build.gradle.kts", {"gradle", false, manifest_read_gradle}},
    {"settings.gradle", {"gradle", true, manifest_read_gradle_settings}},
    {"settings.gradle.kts", {"gradle", true, manifest_read_gradle_settings}},
    {"libs.versions.toml", {"gradle", false, manifest_read_gradle_catalogue}},
    {"Gemfile", {"bundler", false, manifest_read_gemfile}},
    {"gems.rb", {"bundler", false, manifest_read_gemfile}},
    {"composer.json", {"composer", false, manifest_read_composer}},
    {"packages.config", {"nuget", false, manifest_read_nuget}},
    {"Directory.Packages.props", {"nuget", false, manifest_read_nuget}},
    {"*.csproj", {"nuget", false, manifest_read_nuget}},
    {"*.fsproj", {"nuget", false, manifest_read_nuget}},
    {"*.vbproj", {"nuget", false, manifest_read_nuget}},
    {"*.sln", {"nuget", true, manifest_read_solution}},
    {"*.slnx", {"nuget", true, manifest_read_solution}},
    {"mix.exs", {"mix", false, manifest_read_mix}},
    {"pubspec.yaml", {"pub", false, manifest_read_pub}},
    {"Package.swift", {"swift", false, manifest_read_swift}},
    {"Podfile", {"cocoapods", false, manifest_read_podfile}},
    {"Chart.yaml", {"helm", false, manifest_read_helm}},
    {"*.tf", {"terraform", false, manifest_read_terraform}},
    {"*.tofu", {"terraform", false, manifest_read_terraform}},
};

static const struct manifest_format requirements = {"pip", false, manifest_read_requirements};
static const struct manifest_format docker = {"docker", false, manifest_read_docker};
static const struct manifest_format compose = {"docker-compose", false, manifest_read_compose};
static const struct manifest_format workflow = {"github-actions", false, manifest_read_workflow};

/* requirements.txt, requirements-dev.txt, dev-requirements.in, and any .txt or .in
 * of a folder with that name. */
static bool is_requirements(const char *path, const char *base)
{
    if (!string_ends_with(base, ".txt") && !string_ends_with(base, ".in"))
        return false;
    if (text_find_folded(text_of(base), "requirements") != SIZE_MAX)
        return true;
    size_t folder = (size_t)(base - path);
    return folder > 12 && memcmp(base - 13, "requirements/", 13) == 0;
}

static bool is_yaml(const char *base)
{
    return string_ends_with(base, ".yml") || string_ends_with(base, ".yaml");
}

static bool is_compose(const char *base)
{
    return is_yaml(base) &&
           (string_starts_with(base, "docker-compose") || string_starts_with(base, "compose."));
}

static bool is_workflow(const char *path, const char *base)
{
    if (!is_yaml(base))
        return false;
    if (string_starts_with(path, ".github/workflows/") && base == path + 18)
        return true;
    return string_starts_with(base, "action.y");
}

const struct manifest_format *manifest_format_of(const char *path)
{
    const char *base = path_base(path);
    for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
        const char *name = formats[i].name;
        if (name[0] == '*' ? string_ends_with(base, name + 1) : strcmp(base, name) == 0)
            return &formats[i].format;
    }
    if (is_requirements(path, base))
        return &requirements;
    if (is_workflow(path, base))
        return &workflow;
    if (is_compose(base))
        return &compose;
    return dockerfile_is_name(path) ? &docker : NULL;
}
