#include "facts/coverage_readers.h"

#include "base/table.h"
#include "facts/paths.h"

#include <string.h>

enum { FILES_MAX = 10 };

struct reader_rule {
    const char *reader, *ecosystem;
    const char *manifest;         /* of that base name; a glob */
    const char *files[FILES_MAX]; /* base names, or globs of them */
};

static const struct reader_rule rules[] = {
    {"trivy",
     "npm",
     "package.json",
     {"package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"}},
    {"trivy", "pip", "requirements.txt", {"requirements.txt"}},
    {"trivy", "pip", "Pipfile", {"Pipfile.lock"}},
    {"trivy", "pip", "pyproject.toml", {"poetry.lock", "uv.lock", "pylock.toml"}},
    {"trivy", "gomod", "go.mod", {"go.mod"}},
    {"trivy", "cargo", "Cargo.toml", {"Cargo.lock"}},
    {"trivy", "maven", "*pom.xml", {"*pom.xml"}},
    {"trivy", "gradle", "*", {"*gradle.lockfile"}},
    {"trivy", "sbt", "*", {"*.sbt.lock"}},
    {"trivy", "nuget", "packages.config", {"packages.config"}},
    {"trivy", "nuget", "*Packages.props", {"*Packages.props"}},
    {"trivy", "nuget", "*proj", {"packages.lock.json", "packages.config", "*.deps.json"}},
    {"trivy", "bundler", "Gemfile", {"Gemfile.lock"}},
    {"trivy", "composer", "composer.json", {"composer.lock"}},
    {"trivy", "mix", "mix.exs", {"mix.lock"}},
    {"trivy", "pub", "pubspec.yaml", {"pubspec.lock"}},
    {"trivy", "swift", "*", {"Package.resolved"}},
    {"trivy", "cocoapods", "Podfile", {"Podfile.lock"}},
    {"trivy", "conan", "conanfile.*", {"conan.lock"}},
    {"trivy", "julia", "*Project.toml", {"Manifest.toml"}},

    {"syft",
     "npm",
     "package.json",
     {"package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"}},
    {"syft", "deno", "deno.json*", {"deno.lock"}},
    {"syft", "pip", "*requirements*.txt", {"*requirements*.txt"}},
    {"syft", "pip", "Pipfile", {"Pipfile.lock"}},
    {"syft", "pip", "pyproject.toml", {"poetry.lock", "uv.lock", "pdm.lock", "*.py.lock"}},
    {"syft", "pip", "setup.py", {"setup.py"}},
    {"syft", "gomod", "go.mod", {"go.mod"}},
    {"syft", "cargo", "Cargo.toml", {"Cargo.lock"}},
    {"syft", "maven", "*pom.xml", {"pom.xml"}},
    {"syft", "gradle", "*", {"gradle.lockfile*"}},
    {"syft", "nuget", "*proj", {"packages.lock.json", "*.deps.json"}},
    {"syft", "bundler", "Gemfile", {"Gemfile.lock", "Gemfile.next.lock"}},
    {"syft", "bundler", "*.gemspec", {"*.gemspec"}},
    {"syft", "composer", "composer.json", {"composer.lock"}},
    {"syft", "mix", "mix.exs", {"mix.lock"}},
    {"syft", "rebar", "*", {"rebar.lock"}},
    {"syft", "pub", "pubspec.y*ml", {"pubspec.lock", "pubspec.yml", "pubspec.yaml"}},
    {"syft", "swift", "*", {"Package.resolved"}},
    {"syft", "cocoapods", "Podfile", {"Podfile.lock"}},
    {"syft", "conan", "conanfile.*", {"conan.lock", "conanfile.txt"}},
    {"syft", "vcpkg", "vcpkg.json", {"vcpkg.json"}},
    {"syft", "haskell-cabal", "*", {"stack.yaml", "stack.yaml.lock", "cabal.project.freeze"}},
    {"syft", "r", "*", {"DESCRIPTION"}},
    {"syft", "opam", "*", {"*opam"}},
    {"syft", "terraform", "*", {".terraform.lock.hcl"}},
    {"syft", "github-actions", "*", {"*.yml", "*.yaml"}},

    {"osv_scanner",
     "npm",
     "package.json",
     {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"}},
    {"osv_scanner", "deno", "deno.json", {"deno.json"}},
    {"osv_scanner", "pip", "*requirements*.txt", {"*requirements*.txt"}},
    {"osv_scanner", "pip", "Pipfile", {"Pipfile.lock"}},
    {"osv_scanner",
     "pip",
     "pyproject.toml",
     {"pyproject.toml", "poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "pylock.*.toml"}},
    {"osv_scanner", "pip", "setup.py", {"setup.py"}},
    {"osv_scanner", "gomod", "go.mod", {"go.mod"}},
    {"osv_scanner", "cargo", "Cargo.toml", {"Cargo.lock", "Cargo.toml"}},
    {"osv_scanner", "maven", "*pom.xml", {"pom.xml", "*.pom"}},
    {"osv_scanner",
     "gradle",
     "*",
     {"gradle.lockfile", "buildscript-gradle.lockfile", "verification-metadata.xml",
      "libs.versions.toml"}},
    {"osv_scanner",
     "nuget",
     "*",
     {"packages.lock.json", "packages.config", "*.deps.json", "*.csproj", "*.vbproj", "*.fsproj",
      "Directory.Packages.props", "Directory.Build.props", "project.assets.json"}},
    {"osv_scanner", "paket", "*", {"paket.*"}},
    {"osv_scanner", "bundler", "Gemfile", {"Gemfile.lock"}},
    {"osv_scanner", "bundler", "gems.rb", {"gems.locked"}},
    {"osv_scanner", "composer", "composer.json", {"composer.lock"}},
    {"osv_scanner", "mix", "mix.exs", {"mix.lock"}},
    {"osv_scanner", "pub", "pubspec.y*ml", {"pubspec.lock"}},
    {"osv_scanner", "swift", "*", {"Package.resolved"}},
    {"osv_scanner", "cocoapods", "Podfile", {"Podfile.lock"}},
    {"osv_scanner", "conan", "conanfile.*", {"conan.lock"}},
    {"osv_scanner", "julia", "*", {"Manifest.toml", "Project.toml"}},
    {"osv_scanner", "haskell-cabal", "*", {"stack.yaml.lock", "cabal.project.freeze"}},
    {"osv_scanner", "r", "*", {"renv.lock"}},
    {"osv_scanner", "github-actions", "*", {"*.yml", "*.yaml"}},
    {"osv_scanner", "docker", "*", {"Dockerfile", "Dockerfile.*", "*.[dD]ockerfile"}},
    {"osv_scanner", "bazel", "*", {"BUILD.bazel", "MODULE.bazel", "WORKSPACE"}},

    {"dependency_graph", "cargo", "Cargo.toml", {"Cargo.toml", "Cargo.lock"}},
    {"dependency_graph", "composer", "composer.json", {"composer.json", "composer.lock"}},
    {"dependency_graph",
     "nuget",
     "*",
     {"*.csproj", "*.vbproj", "*.nuspec", "*.vcxproj", "*.fsproj", "packages.config"}},
    {"dependency_graph", "github-actions", ".github/workflows", {"*.yml", "*.yaml"}},
    {"dependency_graph", "gomod", "go.mod", {"go.mod"}},
    {"dependency_graph", "maven", "pom.xml", {"pom.xml"}},
    {"dependency_graph",
     "npm",
     "package.json",
     {"package.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock"}},
    {"dependency_graph", "pip", "requirements.txt", {"requirements.txt"}},
    {"dependency_graph", "pip", "Pipfile", {"Pipfile", "Pipfile.lock"}},
    {"dependency_graph", "pip", "setup.py", {"setup.py"}},
    {"dependency_graph", "pip", "pyproject.toml", {"pyproject.toml", "poetry.lock"}},
    {"dependency_graph", "pub", "pubspec.yaml", {"pubspec.yaml", "pubspec.lock"}},
    {"dependency_graph", "bundler", "*", {"Gemfile", "Gemfile.lock", "*.gemspec"}},
    {"dependency_graph", "swift", "*", {"Package.resolved"}},

    {"gitlab",
     "npm",
     "package.json",
     {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"}},
    {"gitlab", "pip", "requirements.txt", {"requirements.txt"}},
    {"gitlab", "pip", "Pipfile", {"Pipfile", "Pipfile.lock"}},
    {"gitlab", "pip", "setup.py", {"setup.py"}},
    {"gitlab", "pip", "pyproject.toml", {"poetry.lock", "uv.lock"}},
    {"gitlab", "gomod", "go.mod", {"go.mod", "go.sum"}},
    {"gitlab", "maven", "pom.xml", {"pom.xml"}},
    {"gitlab", "gradle", "*", {"build.gradle", "build.gradle.kts"}},
    {"gitlab", "sbt", "*", {"build.sbt"}},
    {"gitlab", "nuget", "*", {"packages.lock.json"}},
    {"gitlab", "conan", "*", {"conan.lock"}},
    {"gitlab", "composer", "composer.json", {"composer.lock"}},
    {"gitlab", "bundler", "*", {"Gemfile.lock", "gems.locked"}},
    {"gitlab", "cargo", "Cargo.toml", {"Cargo.lock"}},
    {"gitlab", "swift", "*", {"Package.resolved"}},
    {"gitlab", "cocoapods", "*", {"Podfile.lock"}},
    {"gitlab", "pub", "*", {"pubspec.lock"}},

    {"component_detection",
     "npm",
     "package.json",
     {"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"}},
    {"component_detection", "pip", "requirements*.txt", {"requirements*.txt"}},
    {"component_detection", "pip", "setup.py", {"setup.py"}},
    {"component_detection", "pip", "pyproject.toml", {"poetry.lock", "uv.lock"}},
    {"component_detection", "gomod", "go.mod", {"go.mod"}},
    {"component_detection", "cargo", "Cargo.toml", {"Cargo.lock"}},
    {"component_detection", "maven", "pom.xml", {"pom.xml"}},
    {"component_detection", "gradle", "*", {"*.lockfile"}},
    {"component_detection", "nuget", "*", {"project.assets.json", "packages.config", "*.nuspec"}},
    {"component_detection", "bundler", "*", {"Gemfile.lock"}},
    {"component_detection", "cocoapods", "*", {"Podfile.lock"}},
    {"component_detection", "swift", "*", {"Package.resolved"}},

    {"dependency_check",
     "npm",
     "package.json",
     {"package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml"}},
    {"dependency_check",
     "nuget",
     "*",
     {"*.csproj", "*.vbproj", "packages.config", "Directory.Packages.props"}},
    {"dependency_check",
     "pip",
     "*",
     {"requirements.txt", "Pipfile", "Pipfile.lock", "poetry.lock"}},
    {"dependency_check", "gomod", "go.mod", {"go.mod"}},
    {"dependency_check", "bundler", "*", {"Gemfile.lock"}},
    {"dependency_check", "composer", "*", {"composer.lock"}},
    {"dependency_check", "mix", "*", {"mix.lock"}},
    {"dependency_check", "swift", "*", {"Package.resolved", "Package.swift"}},
    {"dependency_check", "cocoapods", "*", {"Podfile.lock"}},
};

/* Hosted services and their agents, which find packages by building or by the manifests
 * themselves, in the ecosystems that their documents name. */
static const struct {
    const char *reader;
    const char *ecosystems[24];
} builders[] = {
    {"snyk",
     {"npm", "pip", "gomod", "maven", "gradle", "sbt", "nuget", "bundler", "composer", "mix",
      "swift", "cocoapods"}},
    {"black_duck",
     {"npm", "pip", "gomod", "maven", "gradle", "sbt", "nuget", "bundler", "composer", "cargo",
      "swift", "cocoapods", "conan", "mix", "pub", "rebar"}},
    {"mend",
     {"npm", "pip", "gomod", "maven", "gradle", "sbt", "nuget", "bundler", "composer", "cargo",
      "swift", "cocoapods", "mix", "pub", "docker", "terraform"}},
    {"fossa", {"npm",     "pip",      "gomod",         "maven",     "gradle",    "sbt",   "nuget",
               "bundler", "composer", "cargo",         "swift",     "cocoapods", "mix",   "pub",
               "rebar",   "conda",    "haskell-cabal", "leiningen", "nim",       "paket", "r"}},
    {"socket",
     {"npm", "pip", "gomod", "maven", "gradle", "sbt", "nuget", "bundler", "cargo",
      "github-actions"}},
    {"sonatype",
     {"npm", "pip", "gomod", "maven", "gradle", "nuget", "bundler", "composer", "cargo",
      "cocoapods", "conan", "conda"}},
    {"checkmarx",
     {"npm", "pip", "gomod", "maven", "gradle", "sbt", "nuget", "bundler", "composer", "swift",
      "cocoapods", "pub", "conan"}},
    {"veracode",
     {"npm", "pip", "gomod", "maven", "gradle", "sbt", "nuget", "bundler", "composer", "swift",
      "cocoapods"}},
};

/* The order in which Snyk looks: src/lib/detect.ts. */
static const struct {
    const char *file, *ecosystem, *manifest;
} first_files[] = {
    {"yarn.lock", "npm", "package.json"},
    {"package-lock.json", "npm", "package.json"},
    {"package.json", "npm", "package.json"},
    {"Gemfile", "bundler", "Gemfile"},
    {"Gemfile.lock", "bundler", "Gemfile"},
    {"pom.xml", "maven", "pom.xml"},
    {"build.gradle", "gradle", "build.gradle"},
    {"build.gradle.kts", "gradle", "build.gradle.kts"},
    {"build.sbt", "sbt", "build.sbt"},
    {"Pipfile", "pip", "Pipfile"},
    {"requirements.txt", "pip", "requirements.txt"},
    {"go.mod", "gomod", "go.mod"},
    {"packages.config", "nuget", "packages.config"},
    {"paket.dependencies", "paket", "paket.dependencies"},
    {"composer.lock", "composer", "composer.json"},
    {"Podfile", "cocoapods", "Podfile"},
    {"Podfile.lock", "cocoapods", "Podfile"},
    {"poetry.lock", "pip", "pyproject.toml"},
    {"mix.exs", "mix", "mix.exs"},
    {"mix.lock", "mix", "mix.exs"},
    {"Package.swift", "swift", "Package.swift"},
};

struct names {
    const char **items;
    size_t count, capacity;
};

struct coverage_readers {
    const struct coverage_run *run;
    struct table folders; /* -> struct names: the files that stand directly there */
};

struct coverage_readers *coverage_readers_new(const struct coverage_run *run)
{
    struct arena *arena = run->arena;
    struct coverage_readers *readers = ARENA_NEW(arena, struct coverage_readers);
    readers->run = run;
    table_init(&readers->folders, arena);
    const struct snapshot *snapshot = run->repository->snapshot;
    struct names *names = NULL;
    const char *folder = NULL;
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        const char *base = path_base(path);
        size_t length = (size_t)(base - path);
        /* Most files stand beside the one before them. */
        if (!folder || strlen(folder) + (length > 0) != length + (strcmp(folder, ".") == 0) ||
            strncmp(folder, path, length > 0 ? length - 1 : 0) != 0) {
            folder = path_directory(arena, path);
            names = table_find(&readers->folders, folder);
        }
        if (!names) {
            names = ARENA_NEW(arena, struct names);
            table_set(&readers->folders, folder, names);
        }
        names->items =
            arena_grow(arena, names->items, names->count, &names->capacity, sizeof(*names->items));
        names->items[names->count++] = base;
    }
    return readers;
}

static const char *own_ecosystem(const char *reader)
{
    if (!string_starts_with(reader, "ecosystem:"))
        return NULL;
    const char *name = reader + strlen("ecosystem:");
    return strcmp(name, "go") == 0 ? "gomod" : name;
}

bool coverage_reader_is_known(const char *reader)
{
    if (own_ecosystem(reader))
        return true;
    for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
        if (strcmp(rules[i].reader, reader) == 0)
            return true;
    for (size_t i = 0; i < sizeof(builders) / sizeof(*builders); i++)
        if (strcmp(builders[i].reader, reader) == 0)
            return true;
    return false;
}

static bool name_matches(const struct coverage_readers *readers, const char *pattern,
                         const char *name)
{
    if (!strpbrk(pattern, "*["))
        return strcmp(pattern, name) == 0;
    return strcmp(pattern, "*") == 0 ||
           path_pattern_matches(path_pattern_minimatch(readers->run->patterns, pattern, false),
                                name);
}

struct files {
    const char **out;
    size_t count;
};

static void add_file(struct files *files, const char *path)
{
    if (files->count < READER_FILES_MAX)
        files->out[files->count++] = path;
}

/* The files of a folder with one of the names. */
static void add_from_folder(const struct coverage_readers *readers, struct files *files,
                            const char *folder, const struct reader_rule *rule)
{
    const struct names *names = table_find(&readers->folders, folder);
    for (size_t i = 0; names && i < names->count; i++)
        for (size_t f = 0; f < FILES_MAX && rule->files[f]; f++)
            if (name_matches(readers, rule->files[f], names->items[i])) {
                add_file(files, path_join(readers->run->arena, folder, names->items[i]));
                break;
            }
}

static bool is_about(const struct coverage_readers *readers, const struct reader_rule *rule,
                     const struct coverage_manifest *manifest, const char *base)
{
    if (strcmp(rule->ecosystem, manifest->ecosystem) != 0)
        return false;
    if (strchr(rule->manifest, '/'))
        return strcmp(rule->manifest, manifest->directory) == 0;
    return name_matches(readers, rule->manifest, base);
}

static void add_by_rule(const struct coverage_readers *readers, const struct reader_rule *rule,
                        const struct coverage_manifest *manifest, struct files *files)
{
    bool is_itself = false;
    for (size_t i = 0; i < manifest->file_count; i++)
        for (size_t f = 0; f < FILES_MAX && rule->files[f]; f++)
            if (name_matches(readers, rule->files[f], path_base(manifest->files[i]))) {
                add_file(files, manifest->files[i]);
                is_itself = true;
                break;
            }
    /* Requirements stand for themselves: another file of them beside is no lock. */
    if (is_itself && strcmp(manifest->ecosystem, "pip") == 0 &&
        string_ends_with(manifest->files[0], ".txt"))
        return;
    add_from_folder(readers, files, manifest->directory, rule);
    if (strcmp(manifest->root, manifest->directory) != 0)
        add_from_folder(readers, files, manifest->root, rule);
}

/* A tool of the ecosystem itself works on the project: on the manifest, or on the root
 * of the workspace, but each module of Go is one of its own. */
static void add_project(const struct coverage_readers *readers,
                        const struct coverage_manifest *manifest, struct files *files)
{
    for (size_t i = 0; i < manifest->file_count; i++)
        add_file(files, manifest->files[i]);
    if (strcmp(manifest->root, manifest->directory) != 0 &&
        strcmp(manifest->ecosystem, "gomod") != 0)
        add_file(files, path_join(readers->run->arena, manifest->root, path_base(manifest->path)));
}

size_t coverage_reader_files(const struct coverage_readers *readers, const char *reader,
                             const struct coverage_manifest *manifest,
                             const char *out[READER_FILES_MAX])
{
    struct files files = {.out = out};
    const char *own = own_ecosystem(reader);
    if (own && strcmp(own, manifest->ecosystem) == 0)
        add_project(readers, manifest, &files);
    for (size_t i = 0; !own && i < sizeof(builders) / sizeof(*builders); i++)
        if (strcmp(builders[i].reader, reader) == 0 &&
            string_is_one_of(manifest->ecosystem, builders[i].ecosystems))
            add_project(readers, manifest, &files);
    const char *base = path_base(manifest->files[0]);
    for (size_t i = 0; !own && i < sizeof(rules) / sizeof(*rules); i++)
        if (strcmp(rules[i].reader, reader) == 0 && is_about(readers, &rules[i], manifest, base))
            add_by_rule(readers, &rules[i], manifest, &files);
    return files.count;
}

bool coverage_reader_takes_first(const struct coverage_readers *readers, const char *folder,
                                 const struct coverage_manifest *manifest)
{
    struct arena *arena = readers->run->arena;
    for (size_t i = 0; i < sizeof(first_files) / sizeof(*first_files); i++) {
        if (!snapshot_find(readers->run->repository->snapshot,
                           path_join(arena, folder, first_files[i].file)))
            continue;
        return strcmp(first_files[i].ecosystem, manifest->ecosystem) == 0 &&
               strcmp(manifest->directory, folder) == 0 &&
               strcmp(path_base(manifest->path), first_files[i].manifest) == 0;
    }
    return false;
}
