#include "source/state.h"

#include "base/text.h"

#include <string.h>

/* What linguist (vendor.yml, generated.rb) and every ecosystem's tools hold to. */
static const char *const vendored_folders[] = {
    "vendor",   "vendors",   "node_modules",     "third_party", "third-party",   "thirdparty",
    "3rdparty", "3rd_party", "bower_components", "Godeps",      "site-packages", ".bundle",
    "Pods",     "Carthage",  "jspm_packages",    NULL,
};
static const char *const generated_names[] = {
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "deno.lock",
    "Cargo.lock",
    "poetry.lock",
    "Pipfile.lock",
    "pdm.lock",
    "uv.lock",
    "pixi.lock",
    "composer.lock",
    "Gemfile.lock",
    "go.sum",
    "go.work.sum",
    "mix.lock",
    "pubspec.lock",
    "flake.lock",
    "Package.resolved",
    "Podfile.lock",
    "Cartfile.resolved",
    "packages.lock.json",
    "project.assets.json",
    "gradle.lockfile",
    "buildscript-gradle.lockfile",
    ".terraform.lock.hcl",
    "conan.lock",
    "Chart.lock",
    "MODULE.bazel.lock",
    "cabal.project.freeze",
    "stack.yaml.lock",
    "renv.lock",
    NULL,
};
static const char *const generated_endings[] = {
    ".min.js",   ".min.css",  ".js.map",   ".css.map",      ".pb.go",       ".pb.gw.go",
    ".pb.cc",    ".pb.h",     ".pb.c",     "_pb2.py",       "_pb2_grpc.py", "_pb2.pyi",
    ".pb.swift", ".pb.rb",    ".g.dart",   ".freezed.dart", ".designer.cs", ".Designer.cs",
    ".g.cs",     ".pbobjc.h", ".pbobjc.m", "_pb.js",        "_pb.d.ts",     NULL,
};

static bool is_vendored_by_convention(const char *path)
{
    for (size_t size; path[size = strcspn(path, "/")]; path += size + 1)
        for (const char *const *folder = vendored_folders; *folder; folder++)
            if (text_equals((struct text){path, size}, *folder))
                return true;
    return false;
}

static bool is_generated_by_convention(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (string_is_one_of(name, generated_names))
        return true;
    for (const char *const *ending = generated_endings; *ending; ending++)
        if (string_ends_with(name, *ending))
            return true;
    return string_starts_with(name, "zz_generated");
}

bool snapshot_is_generated(const struct snapshot *snapshot, const char *path)
{
    (void)snapshot;
    return is_generated_by_convention(path);
}

bool snapshot_is_vendored(const struct snapshot *snapshot, const char *path)
{
    (void)snapshot;
    return is_vendored_by_convention(path);
}

struct failure *attributes_load(const struct attributes **out, const struct snapshot *snapshot,
                                struct arena *arena)
{
    (void)snapshot, (void)arena;
    *out = NULL;
    return NULL;
}
