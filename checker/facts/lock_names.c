#include "facts/lock_names.h"

#include "base/text.h"
#include "facts/paths.h"

#include <string.h>

const struct lock_name lock_names[] = {
    {"package-lock.json", "npm", "npm", "lockfileVersion"},
    {"npm-shrinkwrap.json", "npm", "npm", "lockfileVersion"},
    {"yarn.lock", "npm", "yarn", "yarn"},
    {"pnpm-lock.yaml", "npm", "pnpm", "lockfileVersion"},
    {"bun.lock", "npm", "bun", "lockfileVersion"},
    {"bun.lockb", "npm", "bun", NULL},
    {"Pipfile.lock", "pip", "pipenv", "_meta"},
    {"poetry.lock", "pip", "poetry", "[metadata]"},
    {"uv.lock", "pip", "uv", "requires-python"},
    {"pdm.lock", "pip", "pdm", "[metadata]"},
    {"pylock.toml", "pip", "pylock", "lock-version"},
    {"go.sum", "gomod", "go", " h1:"},
    {"Cargo.lock", "cargo", "cargo", "[[package]]"},
    {"Gemfile.lock", "bundler", "bundler", "DEPENDENCIES"},
    {"gems.locked", "bundler", "bundler", "DEPENDENCIES"},
    {"composer.lock", "composer", "composer", "\"packages\""},
    {"packages.lock.json", "nuget", "nuget", "\"dependencies\""},
    {"gradle.lockfile", "gradle", "gradle", "empty="},
    {"buildscript-gradle.lockfile", "gradle", "gradle", "empty="},
    {"verification-metadata.xml", "gradle", "gradle", "verification-metadata"},
    {"mix.lock", "mix", "mix", "%{"},
    {"pubspec.lock", "pub", "pub", "packages:"},
    {"Package.resolved", "swift", "swift", "\"pins\""},
    {"Podfile.lock", "cocoapods", "cocoapods", "COCOAPODS:"},
    {"Chart.lock", "helm", "helm", "digest:"},
    {".terraform.lock.hcl", "terraform", "terraform", "provider \""},
};
const size_t lock_name_count = sizeof(lock_names) / sizeof(*lock_names);

/* PEP 751 names further locks pylock.NAME.toml. */
static const struct lock_name named_pylock = {"pylock.*.toml", "pip", "pylock", "lock-version"};

const struct lock_name *lock_name_of(const char *path)
{
    const char *base = path_base(path);
    for (size_t i = 0; i < lock_name_count; i++)
        if (strcmp(base, lock_names[i].name) == 0)
            return &lock_names[i];
    if (string_starts_with(base, "pylock.") && string_ends_with(base, ".toml"))
        return &named_pylock;
    return NULL;
}
