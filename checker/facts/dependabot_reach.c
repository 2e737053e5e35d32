#include "facts/dependabot_reach.h"

#include "base/glob.h"
#include "document/dockerfile.h"
#include "facts/paths.h"

#include <ctype.h>
#include <string.h>

bool dependabot_is_pattern(const char *directory)
{
    return strpbrk(directory, "*?") || (strchr(directory, '[') && strchr(directory, ']'));
}

static const struct glob *glob_of(struct arena *arena, const char *pattern)
{
    const char *problem = NULL;
    size_t at = 0;
    return glob_new(arena, pattern, &problem, &at);
}

/* Only `**` with a slash behind it descends; at the end it is a `*`. And with
 * FNM_DOTMATCH a last `*` also matches ".", the folder before it. */
struct dependabot_folder dependabot_folder_of(struct arena *arena, const char *directory)
{
    struct dependabot_folder out = {0};
    const char *below = directory + (directory[0] == '/');
    if (!dependabot_is_pattern(directory)) {
        out.top = below[0] == '\0' ? "." : arena_strdup(arena, below);
        return out;
    }
    const char *last = strrchr(below, '/');
    const char *name = last ? last + 1 : below;
    if (strcmp(name, "*") != 0 && strcmp(name, "**") != 0) {
        out.below = glob_of(arena, arena_printf(arena, "/%s", below));
        return out;
    }
    if (!last) {
        out.below = glob_of(arena, "/*");
        out.top = ".";
        return out;
    }
    const char *parent = arena_copy(arena, (struct text){below, (size_t)(last - below)});
    if (strcmp(parent, "**") == 0) {
        out.everything = true;
        return out;
    }
    out.below = glob_of(arena, arena_printf(arena, "/%s/*", parent));
    if (!dependabot_is_pattern(parent)) {
        out.top = parent;
        return out;
    }
    out.above = glob_of(arena, arena_printf(arena, "/%s", parent));
    size_t length = strlen(parent);
    if (length > 3 && strcmp(parent + length - 3, "/**") == 0) {
        const char *top = arena_copy(arena, (struct text){parent, length - 3});
        if (dependabot_is_pattern(top))
            out.above = glob_of(arena, arena_printf(arena, "/{%s,%s}", top, parent));
        else
            out.top = top;
    }
    return out;
}

bool dependabot_folder_means(const struct dependabot_folder *folder, const char *path)
{
    if (folder->everything || (folder->top && strcmp(folder->top, path) == 0))
        return true;
    if (strcmp(path, ".") == 0)
        return false;
    return (folder->below && glob_matches(folder->below, path)) ||
           (folder->above && glob_matches(folder->above, path));
}

bool dependabot_excludes(struct path_patterns *patterns, const char *pattern, const char *path)
{
    size_t length = strlen(pattern);
    while (length > 0 && pattern[length - 1] == '/')
        length--;
    if (length == 0)
        return false;
    bool is_below = strncmp(path, pattern, length) == 0;
    if (is_below && (path[length] == '\0' || path[length] == '/'))
        return true;
    if (length > 3 && memcmp(pattern + length - 3, "/**", 3) == 0 &&
        strncmp(path, pattern, length - 2) == 0 && path[length - 2] != '\0')
        return true;
    return path_pattern_matches(path_pattern_fnmatch(patterns, pattern), path);
}

struct names {
    const char *ecosystem;
    const char *names[12]; /* a base name, or the end of one behind a '*'; NULL-ended */
};

static const struct names files[] = {
    {"bazel", {"WORKSPACE", "WORKSPACE.bazel", "*MODULE.bazel"}},
    {"bun", {"package.json"}},
    {"bundler", {"Gemfile", "gems.rb", "*.gemspec"}},
    {"cargo", {"Cargo.toml"}},
    {"composer", {"composer.json"}},
    {"conda", {"environment.yml", "environment.yaml"}},
    {"deno", {"deno.json", "deno.jsonc"}},
    {"devcontainers", {".devcontainer.json", "devcontainer.json"}},
    {"dotnet-sdk", {"global.json"}},
    {"elm", {"elm.json"}},
    {"gitsubmodule", {".gitmodules"}},
    {"gomod", {"go.mod", "go.work"}},
    {"gradle",
     {"build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts",
      "libs.versions.toml", "gradle-wrapper.properties", "gradle.lockfile"}},
    {"helm", {"Chart.yaml", "Chart.lock", "values.yaml", "values.yml"}},
    {"julia", {"Project.toml", "JuliaProject.toml"}},
    {"maven", {"pom.xml", "extensions.xml", "maven-wrapper.properties"}},
    {"mix", {"mix.exs"}},
    {"nix", {"flake.nix"}},
    {"npm", {"package.json"}},
    {"nuget",
     {"*.sln", "*.slnx", "*.csproj", "*.fsproj", "*.vbproj", "*.proj", "dotnet-tools.json",
      "global.json", "packages.config"}},
    {"opentofu", {"*.tf", "*.tofu", "terragrunt.hcl"}},
    {"pip",
     {"Pipfile", "setup.py", "setup.cfg", "pyproject.toml", "poetry.lock", "pdm.lock",
      "Pipfile.lock"}},
    {"pub", {"pubspec.yaml"}},
    {"rust-toolchain", {"rust-toolchain", "rust-toolchain.toml"}},
    {"sbt", {"build.sbt", "plugins.sbt", "build.properties"}},
    {"swift", {"Package.swift", "Package.resolved"}},
    {"terraform", {"*.tf", "terragrunt.hcl"}},
    {"uv", {"uv.lock", "pyproject.toml"}},
    {"vcpkg", {"vcpkg.json", "vcpkg-configuration.json"}},
};

static bool has_name(const struct names *names, const char *base)
{
    for (size_t i = 0; names->names[i]; i++)
        if (names->names[i][0] == '*' ? string_ends_with(base, names->names[i] + 1)
                                      : strcmp(base, names->names[i]) == 0)
            return true;
    return false;
}

static bool is_yaml(const char *base)
{
    return string_ends_with(base, ".yml") || string_ends_with(base, ".yaml");
}

static size_t word_length(const char *at, bool dashes)
{
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '_' || (dashes && at[length] == '-'))
        length++;
    return length;
}

/* dependabot-core's expression for Compose files is not anchored: what stands before
 * "compose" and behind the extension does not matter. */
static bool is_compose(const char *base)
{
    size_t found = text_find_folded(text_of(base), "compose");
    if (found == SIZE_MAX)
        return false;
    const char *at = base + found + strlen("compose");
    if (*at == '-' && word_length(at + 1, false) > 0)
        at += 1 + word_length(at + 1, false);
    size_t word = *at == '.' ? word_length(at + 1, true) : 0;
    const char *ends[] = {at, at + 1 + word};
    for (size_t i = 0; i < (word > 0 ? 2 : 1); i++)
        if (text_starts_with(text_of(ends[i]), ".yml") ||
            text_starts_with(text_of(ends[i]), ".yaml"))
            return true;
    return false;
}

/* A Dockerfile by any part of the name; a Helm or Kubernetes file by its content. */
static enum dependabot_name reads_image_file(const char *base)
{
    if (text_find_folded(text_of(base), "dockerfile") != SIZE_MAX ||
        text_find_folded(text_of(base), "containerfile") != SIZE_MAX)
        return DEPENDABOT_READS;
    if (base[0] == '.' || !is_yaml(base))
        return DEPENDABOT_READS_NOT;
    return text_find_folded(text_of(base), "values") != SIZE_MAX ? DEPENDABOT_READS
                                                                 : DEPENDABOT_READS_PERHAPS;
}

static enum dependabot_name reads_by_name(const char *ecosystem, const char *base)
{
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
        if (strcmp(files[i].ecosystem, ecosystem) == 0)
            return has_name(&files[i], base) ? DEPENDABOT_READS : DEPENDABOT_READS_NOT;
    return DEPENDABOT_READS_NOT;
}

static bool is_python(const char *ecosystem)
{
    return strcmp(ecosystem, "pip") == 0 || strcmp(ecosystem, "uv") == 0;
}

static bool is_requirements(const char *base)
{
    return string_ends_with(base, ".txt") || string_ends_with(base, ".in");
}

enum dependabot_name dependabot_reads_name(const char *ecosystem, const char *path)
{
    const char *base = path_base(path);
    if (strcmp(ecosystem, "docker") == 0)
        return reads_image_file(base);
    if (strcmp(ecosystem, "docker-compose") == 0)
        return is_compose(base) ? DEPENDABOT_READS : DEPENDABOT_READS_NOT;
    if (strcmp(ecosystem, "github-actions") == 0) {
        bool is_own = string_starts_with(path, ".github/workflows/") ||
                      strcmp(base, "action.yml") == 0 || strcmp(base, "action.yaml") == 0;
        return !is_yaml(base) ? DEPENDABOT_READS_NOT
               : is_own       ? DEPENDABOT_READS
                              : DEPENDABOT_READS_PERHAPS;
    }
    if (strcmp(ecosystem, "pre-commit") == 0)
        return is_yaml(base) &&
                       (text_find_folded(text_of(base), ".pre-commit.y") != SIZE_MAX ||
                        text_find_folded(text_of(base), ".pre-commit-config.y") != SIZE_MAX)
                   ? DEPENDABOT_READS
                   : DEPENDABOT_READS_NOT;
    if (is_python(ecosystem) && is_requirements(base))
        return strstr(path, "requirements") ? DEPENDABOT_READS : DEPENDABOT_READS_PERHAPS;
    enum dependabot_name named = reads_by_name(ecosystem, base);
    if (named == DEPENDABOT_READS_NOT && strcmp(ecosystem, "helm") == 0 && is_yaml(base))
        return DEPENDABOT_READS_PERHAPS;
    return named;
}

/* The folder so many levels above the file's. */
static const char *above(struct arena *arena, const char *path, unsigned levels)
{
    const char *folder = path_directory(arena, path);
    while (levels-- > 0)
        folder = path_directory(arena, folder);
    return folder;
}

static bool is_in(struct arena *arena, const char *path, unsigned levels, const char *name)
{
    return strcmp(path_base(above(arena, path, levels)), name) == 0;
}

/* How many levels below the folder of its entry a file stands, where that is fixed. */
static unsigned depth_of(struct arena *arena, const char *ecosystem, const char *path)
{
    const char *base = path_base(path);
    if (strcmp(ecosystem, "gradle") == 0) {
        if (strcmp(base, "libs.versions.toml") == 0 && is_in(arena, path, 0, "gradle"))
            return 1;
        if (strcmp(base, "gradle-wrapper.properties") == 0)
            return 2;
    }
    if (strcmp(ecosystem, "maven") == 0) {
        if (is_in(arena, path, 0, ".mvn"))
            return 1;
        if (is_in(arena, path, 0, "wrapper") && is_in(arena, path, 1, ".mvn"))
            return 2;
    }
    if (strcmp(ecosystem, "sbt") == 0 && is_in(arena, path, 0, "project"))
        return 1;
    if (strcmp(ecosystem, "devcontainers") == 0 && strcmp(base, "devcontainer.json") == 0)
        return is_in(arena, path, 0, ".devcontainer")   ? 1
               : is_in(arena, path, 1, ".devcontainer") ? 2
                                                        : 0;
    if (strcmp(ecosystem, "nuget") == 0 && is_in(arena, path, 0, ".config"))
        return 1;
    return 0;
}

/* A second folder from which the file is read too. */
static const char *second_home(struct arena *arena, const char *ecosystem, const char *path)
{
    static const char *const not_sbt[] = {"project", "target", ".git", ".github", NULL};
    const char *folder = path_directory(arena, path);
    const char *base = path_base(path);
    if (strcmp(folder, ".") == 0)
        return NULL;
    if (is_python(ecosystem) && is_requirements(base)) /* those of each folder in it */
        return path_directory(arena, folder);
    if (strcmp(ecosystem, "sbt") == 0 && strcmp(base, "build.sbt") == 0 &&
        !string_is_one_of(path_base(folder), not_sbt))
        return path_directory(arena, folder);
    if (strcmp(ecosystem, "gradle") == 0 && strcmp(path_base(folder), "buildSrc") == 0)
        return path_directory(arena, folder);
    if (strcmp(ecosystem, "github-actions") == 0 && strcmp(folder, ".github/workflows") == 0)
        return ".";
    return NULL;
}

size_t dependabot_homes(struct arena *arena, const char *ecosystem, const char *path,
                        const char *out[DEPENDABOT_HOMES_MAX])
{
    out[0] = above(arena, path, depth_of(arena, ecosystem, path));
    out[1] = second_home(arena, ecosystem, path);
    return out[1] ? 2 : 1;
}
