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
    bool wants_lock;      /* its tool writes a lock file for it */
    const char **members; /* globs and paths, relative to its folder; `!x` excludes */
    size_t member_count, member_capacity;
    const char *problem; /* why it cannot be read, or NULL */
    enum unknown_class problem_class;
    uint32_t line; /* of the first declaration, 1 when unknown */
};

struct manifest_format {
    const char *ecosystem;
    bool only_workspace; /* names members, is no manifest: pnpm-workspace.yaml, go.work */
    void (*read)(struct manifest_reading *out, struct fact_file *file);
};

/* How this path is read; NULL when it is no manifest. */
const struct manifest_format *manifest_format_of(const char *path);

void manifest_add_member(struct manifest_reading *reading, const char *member);
void manifest_count(struct manifest_reading *reading, uint32_t line);

void manifest_read_npm(struct manifest_reading *out, struct fact_file *file);
void manifest_read_lerna(struct manifest_reading *out, struct fact_file *file);
void manifest_read_composer(struct manifest_reading *out, struct fact_file *file);
void manifest_read_pyproject(struct manifest_reading *out, struct fact_file *file);
void manifest_read_pipfile(struct manifest_reading *out, struct fact_file *file);
void manifest_read_cargo(struct manifest_reading *out, struct fact_file *file);
void manifest_read_requirements(struct manifest_reading *out, struct fact_file *file);
void manifest_read_setup_py(struct manifest_reading *out, struct fact_file *file);
void manifest_read_setup_cfg(struct manifest_reading *out, struct fact_file *file);
void manifest_read_go_mod(struct manifest_reading *out, struct fact_file *file);
void manifest_read_go_work(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gemfile(struct manifest_reading *out, struct fact_file *file);
void manifest_read_mix(struct manifest_reading *out, struct fact_file *file);
void manifest_read_swift(struct manifest_reading *out, struct fact_file *file);
void manifest_read_podfile(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gradle(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gradle_settings(struct manifest_reading *out, struct fact_file *file);
void manifest_read_gradle_catalogue(struct manifest_reading *out, struct fact_file *file);
void manifest_read_terraform(struct manifest_reading *out, struct fact_file *file);
void manifest_read_maven(struct manifest_reading *out, struct fact_file *file);
void manifest_read_nuget(struct manifest_reading *out, struct fact_file *file);
void manifest_read_solution(struct manifest_reading *out, struct fact_file *file);
void manifest_read_pub(struct manifest_reading *out, struct fact_file *file);
void manifest_read_helm(struct manifest_reading *out, struct fact_file *file);
void manifest_read_pnpm_workspace(struct manifest_reading *out, struct fact_file *file);
void manifest_read_compose(struct manifest_reading *out, struct fact_file *file);
void manifest_read_workflow(struct manifest_reading *out, struct fact_file *file);
void manifest_read_docker(struct manifest_reading *out, struct fact_file *file);

#endif
