/* manifest_read.h - what one manifest says by itself: how many outside packages it
 * declares, whether it is a library, which workspace members it names. Readers are
 * as exact as that needs; programs (setup.py, build.gradle, mix.exs, Gemfile) are
 * read as text and never run. */
#ifndef FACTS_MANIFEST_READ_H
#define FACTS_MANIFEST_READ_H

#include "facts/fact.h"

struct manifest_reading {
    struct arena *arena;
    size_t dependencies;  /* on packages from outside the repository */
    bool is_library;      /* made to be published, by the ecosystem's conventions */
    bool is_workspace;    /* `members` says which folders belong to it */
    bool has_program;     /* says itself that it makes a program */
    uint32_t gemspec;     /* the line that takes in the gemspec of its folder; 0: none */
    bool wants_lock;      /* its tool writes a lock file for it */
    const char **members; /* globs and paths, relative to its folder; `!x` excludes */
    size_t member_count, member_capacity;
    const char *tool;    /* the package manager that it names, or NULL */
    const char *problem; /* why it cannot be read, or NULL */
    enum unknown_class problem_class;
    uint32_t line; /* of the first declaration, 1 when unknown */
};

enum manifest_naming {
    MANIFEST_NAME_OWN,     /* the name alone says what it is */
    MANIFEST_NAME_MARKED,  /* the name is others' too: what it holds decides */
    MANIFEST_NAME_MEMBERS, /* names members, is no manifest: pnpm-workspace.yaml, go.work */
};

struct manifest_format {
    const char *ecosystem;
    enum manifest_naming naming;
    void (*read)(struct manifest_reading *out, struct fact_file *file);
};

/* How this path is read; NULL when it is no manifest. */
const struct manifest_format *manifest_format_of(const char *path);

void manifest_add_member(struct manifest_reading *reading, const char *member);
void manifest_count(struct manifest_reading *reading, uint32_t line);

/* One a form of manifests; manifest_table.inc says which reads which. */
void manifest_read_npm(struct manifest_reading *out, struct fact_file *file);
void manifest_read_pnpm_workspace(struct manifest_reading *out, struct fact_file *file);
void manifest_read_lerna(struct manifest_reading *out, struct fact_file *file);
void manifest_read_deno(struct manifest_reading *out, struct fact_file *file);
void manifest_read_pyproject(struct manifest_reading *out, struct fact_file *file);
void manifest_read_pipfile(struct manifest_reading *out, struct fact_file *file);
void manifest_read_setup_py(struct manifest_reading *out, struct fact_file *file);
void manifest_read_setup_cfg(struct manifest_reading *out, struct fact_file *file);
void manifest_read_conda(struct manifest_reading *out, struct fact_file *file);
void manifest_read_pixi(struct manifest_reading *out, struct fact_file *file);
void manifest_read_go_mod(struct manifest_reading *out, struct fact_file *file);
void manifest_read_go_work(struct manifest_reading *out, struct fact_file *file);
void manifest_read_cargo(struct manifest_reading *out, struct fact_file *file);
void manifest_read_rust_toolchain(struct manifest_reading *out, struct fact_file *file);
void manifest_read_maven(struct manifest_reading *out, struct fact_file *file);
void manifest_read_maven_extensions(struct manifest_reading *out, struct fact_file *file);
void manifest_read_wrapper(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gradle_settings(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gradle(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gradle_catalogue(struct manifest_reading *out, struct fact_file *file);
void manifest_read_sbt(struct manifest_reading *out, struct fact_file *file);
void manifest_read_leiningen(struct manifest_reading *out, struct fact_file *file);
void manifest_read_deps_edn(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gemfile(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gemspec(struct manifest_reading *out, struct fact_file *file);
void manifest_read_composer(struct manifest_reading *out, struct fact_file *file);
void manifest_read_nuget(struct manifest_reading *out, struct fact_file *file);
void manifest_read_dotnet_tools(struct manifest_reading *out, struct fact_file *file);
void manifest_read_solution(struct manifest_reading *out, struct fact_file *file);
void manifest_read_paket(struct manifest_reading *out, struct fact_file *file);
void manifest_read_dotnet_sdk(struct manifest_reading *out, struct fact_file *file);
void manifest_read_mix(struct manifest_reading *out, struct fact_file *file);
void manifest_read_rebar(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gleam(struct manifest_reading *out, struct fact_file *file);
void manifest_read_pub(struct manifest_reading *out, struct fact_file *file);
void manifest_read_swift(struct manifest_reading *out, struct fact_file *file);
void manifest_read_xcode(struct manifest_reading *out, struct fact_file *file);
void manifest_read_podfile(struct manifest_reading *out, struct fact_file *file);
void manifest_read_helm(struct manifest_reading *out, struct fact_file *file);
void manifest_read_helm_requirements(struct manifest_reading *out, struct fact_file *file);
void manifest_read_helm_values(struct manifest_reading *out, struct fact_file *file);
void manifest_read_helmfile(struct manifest_reading *out, struct fact_file *file);
void manifest_read_kustomize(struct manifest_reading *out, struct fact_file *file);
void manifest_read_terraform(struct manifest_reading *out, struct fact_file *file);
void manifest_read_elm(struct manifest_reading *out, struct fact_file *file);
void manifest_read_conan_text(struct manifest_reading *out, struct fact_file *file);
void manifest_read_conan_program(struct manifest_reading *out, struct fact_file *file);
void manifest_read_vcpkg(struct manifest_reading *out, struct fact_file *file);
void manifest_read_vcpkg_registries(struct manifest_reading *out, struct fact_file *file);
void manifest_read_bazel(struct manifest_reading *out, struct fact_file *file);
void manifest_read_devcontainer(struct manifest_reading *out, struct fact_file *file);
void manifest_read_pre_commit(struct manifest_reading *out, struct fact_file *file);
void manifest_read_flake(struct manifest_reading *out, struct fact_file *file);
void manifest_read_r_description(struct manifest_reading *out, struct fact_file *file);
void manifest_read_renv(struct manifest_reading *out, struct fact_file *file);
void manifest_read_julia(struct manifest_reading *out, struct fact_file *file);
void manifest_read_cabal(struct manifest_reading *out, struct fact_file *file);
void manifest_read_cabal_project(struct manifest_reading *out, struct fact_file *file);
void manifest_read_stack(struct manifest_reading *out, struct fact_file *file);
void manifest_read_hpack(struct manifest_reading *out, struct fact_file *file);
void manifest_read_opam(struct manifest_reading *out, struct fact_file *file);
void manifest_read_dune(struct manifest_reading *out, struct fact_file *file);
void manifest_read_cpanfile(struct manifest_reading *out, struct fact_file *file);
void manifest_read_perl_meta(struct manifest_reading *out, struct fact_file *file);
void manifest_read_perl_meta_yaml(struct manifest_reading *out, struct fact_file *file);
void manifest_read_rockspec(struct manifest_reading *out, struct fact_file *file);
void manifest_read_nimble(struct manifest_reading *out, struct fact_file *file);
void manifest_read_ansible(struct manifest_reading *out, struct fact_file *file);
void manifest_read_galaxy(struct manifest_reading *out, struct fact_file *file);
void manifest_read_puppetfile(struct manifest_reading *out, struct fact_file *file);
void manifest_read_jsonnet(struct manifest_reading *out, struct fact_file *file);
void manifest_read_vendir(struct manifest_reading *out, struct fact_file *file);
void manifest_read_devbox(struct manifest_reading *out, struct fact_file *file);
void manifest_read_mise(struct manifest_reading *out, struct fact_file *file);
void manifest_read_asdf(struct manifest_reading *out, struct fact_file *file);
void manifest_read_submodules(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gitlab(struct manifest_reading *out, struct fact_file *file);
void manifest_read_circleci(struct manifest_reading *out, struct fact_file *file);
void manifest_read_azure(struct manifest_reading *out, struct fact_file *file);
void manifest_read_bitbucket(struct manifest_reading *out, struct fact_file *file);
void manifest_read_buildkite(struct manifest_reading *out, struct fact_file *file);
void manifest_read_drone(struct manifest_reading *out, struct fact_file *file);
void manifest_read_jenkins(struct manifest_reading *out, struct fact_file *file);
void manifest_read_jenkins_yaml(struct manifest_reading *out, struct fact_file *file);
void manifest_read_workflow(struct manifest_reading *out, struct fact_file *file);
void manifest_read_requirements(struct manifest_reading *out, struct fact_file *file);
void manifest_read_docker(struct manifest_reading *out, struct fact_file *file);
void manifest_read_compose(struct manifest_reading *out, struct fact_file *file);

#endif
