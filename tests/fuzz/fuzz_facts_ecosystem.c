/* The first byte chooses a file's name: manifests of the smaller ecosystems, of which
 * most are programs or data that are read as text. Every row has a place within the
 * file, and every cell that must be there is there. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {
    ".gitlab-ci.yml",
    "ci/build.gitlab-ci.yml",
    ".circleci/config.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
    ".buildkite/pipeline.yml",
    ".drone.yml",
    "plugins.txt",
    "plugins.yaml",
    ".devcontainer/devcontainer.json",
    ".pre-commit-config.yaml",
    "mise.toml",
    ".tool-versions",
    "devbox.json",
    "rust-toolchain.toml",
    "rust-toolchain",
    "global.json",
    ".gitmodules",
    "flake.nix",
    "kustomization.yaml",
    "requirements.yaml",
    "values.yaml",
    "helmfile.yaml",
    "requirements.yml",
    "galaxy.yml",
    "Puppetfile",
    "vendir.yml",
    "jsonnetfile.json",
    "infra/terragrunt.hcl",
    "gradle/wrapper/gradle-wrapper.properties",
    ".mvn/wrapper/maven-wrapper.properties",
    ".mvn/extensions.xml",
    "build.sbt",
    "project/plugins.sbt",
    "project/build.properties",
    "project/Dependencies.scala",
    "project/Tool.scala",
    "project.clj",
    "deps.edn",
    "gradle/deps.gradle",
    "settings.gradle.kts",
    "conanfile.txt",
    "conanfile.py",
    "vcpkg.json",
    "vcpkg-configuration.json",
    "MODULE.bazel",
    "WORKSPACE",
    "App.xcodeproj/project.pbxproj",
    "paket.dependencies",
    ".config/dotnet-tools.json",
    "Directory.Build.props",
    "a.cabal",
    "cabal.project",
    "stack.yaml",
    "package.yaml",
    "a.opam",
    "opam",
    "dune-project",
    "rebar.config",
    "gleam.toml",
    "elm.json",
    "a.nimble",
    "a-1.rockspec",
    "environment.yml",
    "pixi.toml",
    "Project.toml",
    "DESCRIPTION",
    "renv.lock",
    "cpanfile",
    "META.json",
    "META.yml",
    "deno.json",
    "deno.jsonc",
    "a.gemspec",
};

static void check_row(const struct fact_kind *kind, const struct fact_row *row, uint32_t lines)
{
    if (!row->path || row->line == 0 || row->line > lines + 1)
        abort();
    for (size_t i = 0; kind->fields[i].name; i++) {
        const struct value *cell = &row->cells[i];
        if (cell->kind == VALUE_ABSENT && !kind->fields[i].optional)
            abort();
        if (cell->kind == VALUE_UNKNOWN && !cell->unknown->reason[0])
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const kinds[] = {"manifest_part", "manifest"};
    if (size == 0)
        return 0;
    const struct memory_file file = {
        .path = names[(size_t)(uint8_t)(data[0] - 33) % (sizeof(names) / sizeof(*names))],
        .content = {(const char *)data + 1, size - 1},
    };
    /* YAML knows more ends of lines than LF. */
    uint32_t lines = (uint32_t)size;
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
        const struct fact_kind *kind = fact_kind_find(kinds[k]);
        struct arena arena;
        struct fact_table table;
        arena_init(&arena, 4096);
        if (fact_recognise_memory(fact_recogniser_of(kind), kind, &file, 1, &arena, &table))
            abort();
        for (size_t i = 0; i < table.count; i++)
            check_row(kind, &table.rows[i], lines);
        arena_release(&arena);
    }
    return 0;
}
