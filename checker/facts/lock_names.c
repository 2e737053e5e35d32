#include "facts/lock_names.h"

#include "base/text.h"
#include "facts/paths.h"

#include <string.h>

const struct lock_name lock_names[] = {
    {"package-lock.json", "npm", "npm", "lockfileVersion", false},
    {"npm-shrinkwrap.json", "npm", "npm", "lockfileVersion", false},
    {"yarn.lock", "npm", "yarn", "yarn", false},
    {"pnpm-lock.yaml", "npm", "pnpm", "lockfileVersion", false},
    {"bun.lock", "npm", "bun", "lockfileVersion", false},
    {"bun.lockb", "npm", "bun", NULL, false},
    {"deno.lock", "deno", "deno", "\"version\"", false},
    {"Pipfile.lock", "pip", "pipenv", "_meta", false},
    {"poetry.lock", "pip", "poetry", "[metadata]", false},
    {"uv.lock", "pip", "uv", "requires-python", false},
    {"pdm.lock", "pip", "pdm", "[metadata]", false},
    {"pylock.toml", "pip", "pylock", "lock-version", false},
    {"pylock.*.toml", "pip", "pylock", "lock-version", false},
    {"conda-lock.yml", "conda", "conda-lock", "package:", false},
    {"pixi.lock", "pixi", "pixi", "version:", false},
    {"go.sum", "gomod", "go", " h1:", false},
    {"go.work.sum", "gomod", "go", " h1:", false},
    {"Cargo.lock", "cargo", "cargo", "[[package]]", false},
    {"Gemfile.lock", "bundler", "bundler", "DEPENDENCIES", false},
    {"gems.locked", "bundler", "bundler", "DEPENDENCIES", false},
    {"composer.lock", "composer", "composer", "\"packages\"", false},
    {"packages.lock.json", "nuget", "nuget", "\"dependencies\"", false},
    {"packages.*.lock.json", "nuget", "nuget", "\"dependencies\"", false},
    {"paket.lock", "paket", "paket", "remote:", false},
    {"gradle.lockfile", "gradle", "gradle", "empty=", false},
    {"buildscript-gradle.lockfile", "gradle", "gradle", "empty=", false},
    {"verification-metadata.xml", "gradle", "gradle", "verification-metadata", false},
    {"*.sbt.lock", "sbt", "sbt-dependency-lock", "lockVersion", false},
    {"mix.lock", "mix", "mix", "%{", false},
    {"rebar.lock", "rebar", "rebar3", "].", false},
    {"manifest.toml", "gleam", "gleam", "packages = [", true},
    {"pubspec.lock", "pub", "pub", "packages:", false},
    {"Package.resolved", "swift", "swift", "\"pins\"", false},
    {"Podfile.lock", "cocoapods", "cocoapods", "COCOAPODS:", false},
    {"Chart.lock", "helm", "helm", "digest:", false},
    {"requirements.lock", "helm", "helm", "digest:", true},
    {"helmfile.lock", "helmfile", "helmfile", "digest:", false},
    {".terraform.lock.hcl", "terraform", "terraform", "provider \"", false},
    {"conan.lock", "conan", "conan", "\"version\"", false},
    {"MODULE.bazel.lock", "bazel", "bazel", "lockFileVersion", false},
    {"maven_install.json", "bazel", "rules_jvm_external", "artifacts", false},
    {"devcontainer-lock.json", "devcontainers", "devcontainer", "\"features\"", false},
    {".devcontainer-lock.json", "devcontainers", "devcontainer", "\"features\"", false},
    {"flake.lock", "nix", "nix", "\"nodes\"", false},
    {"renv.lock", "r", "renv", "\"Packages\"", false},
    {"Manifest.toml", "julia", "julia", "julia_version", true},
    {"Manifest-v*.toml", "julia", "julia", "julia_version", true},
    {"JuliaManifest.toml", "julia", "julia", "julia_version", false},
    {"JuliaManifest-v*.toml", "julia", "julia", "julia_version", false},
    {"cabal.project.freeze", "haskell-cabal", "cabal", "constraints:", false},
    {"stack.yaml.lock", "haskell-cabal", "stack", "snapshots:", false},
    {"*.opam.locked", "opam", "opam", "depends:", false},
    {"cpanfile.snapshot", "cpanfile", "carton", "carton", false},
    {"nimble.lock", "nim", "nimble", "\"packages\"", false},
    {"jsonnetfile.lock.json", "jsonnet-bundler", "jsonnet-bundler", "\"dependencies\"", false},
    {"vendir.lock.yml", "vendir", "vendir", "kind: LockConfig", false},
    {"devbox.lock", "devbox", "devbox", "lockfile_version", false},
    {"mise.lock", "mise", "mise", "tools", false},
};
const size_t lock_name_count = sizeof(lock_names) / sizeof(*lock_names);

static bool fits(const char *pattern, const char *base)
{
    const char *star = strchr(pattern, '*');
    if (!star)
        return strcmp(pattern, base) == 0;
    size_t before = (size_t)(star - pattern);
    return strlen(base) >= strlen(pattern) - 1 && strncmp(base, pattern, before) == 0 &&
           string_ends_with(base, star + 1);
}

const struct lock_name *lock_name_of(const char *path)
{
    const char *base = path_base(path);
    for (size_t i = 0; i < lock_name_count; i++)
        if (fits(lock_names[i].name, base))
            return &lock_names[i];
    return NULL;
}

const char *package_directory(struct arena *arena, const char *path)
{
    const char *directory = path_directory(arena, path);
    for (const char *above = directory; strcmp(above, ".") != 0;
         above = path_directory(arena, above))
        if (string_ends_with(above, ".xcodeproj") || string_ends_with(above, ".xcworkspace"))
            directory = path_directory(arena, above);
    return directory;
}
