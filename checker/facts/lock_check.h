/* lock_check.h - compares one lock file with the manifests that it speaks for. A rule
 * a tool, lock_<name>.c; each follows what the tool itself refuses to install from, and
 * says where that is written. Names and ranges are compared, never content hashes:
 * which keys go into a hash differs from version to version of a tool.
 *
 * A rule reports what surely differs. What it cannot compare (a manifest that is a
 * program, a range of an unknown form) it leaves out; when the lock file itself cannot
 * be read it says so, and then it is not known whether the two agree. */
#ifndef FACTS_LOCK_CHECK_H
#define FACTS_LOCK_CHECK_H

#include "base/table.h"
#include "facts/supply.h"

struct lock_manifest {
    const char *path;
    const char *directory; /* its folder */
    const char *below;     /* that folder seen from the lock's; "." for the same */
    struct text text;      /* of the file; empty unless `is_read` */
    bool is_read;
};

struct lock_check {
    struct arena *arena;   /* rows */
    struct arena *scratch; /* reset after each lock file */
    const struct fact_repository *repository;
    struct fact_writer *writer;
    const char *path, *directory, *tool;
    struct text text;
    struct lock_manifest *manifests; /* by path */
    size_t count;
};

/* `line` is of the lock file, 0 when the entry is not there. `name` and `manifest` may
 * be NULL. `sort` is a word of lock_problem. */
void lock_problem_add(struct lock_check *check, uint32_t line, const char *sort,
                      const struct lock_manifest *manifest, const char *name, const char *detail);
/* Nothing more is known of this lock file, or of this manifest in it. */
void lock_unknown(struct lock_check *check, enum unknown_class class, const char *reason);

/* The manifest of that base name whose folder is `below`; NULL when there is none. */
const struct lock_manifest *lock_manifest_find(const struct lock_check *check, const char *base,
                                               const char *below);
/* A text as a document of a format of document/format.h; NULL when it is none, which
 * is noted as unknown with `path` in the reason. */
const struct node *lock_document(struct lock_check *check, const char *path, struct text text,
                                 const char *format);
/* The lock file itself. */
const struct node *lock_root(struct lock_check *check, const char *format);

struct lock_rule {
    const char *tool;      /* of lock_names.h */
    const char *manifests; /* of base names: all of it, or a part behind a "*" */
    void (*check)(struct lock_check *check);
};
extern const struct lock_rule lock_rules[]; /* ended by a NULL tool */

void lock_check_npm(struct lock_check *check);
void lock_check_yarn(struct lock_check *check);
void lock_check_pnpm(struct lock_check *check);
void lock_check_bun(struct lock_check *check);
void lock_check_go(struct lock_check *check);
void lock_check_cargo(struct lock_check *check);
void lock_check_composer(struct lock_check *check);
void lock_check_bundler(struct lock_check *check);
void lock_check_uv(struct lock_check *check);
void lock_check_poetry(struct lock_check *check);
void lock_check_pdm(struct lock_check *check);
void lock_check_pipenv(struct lock_check *check);
void lock_check_nuget(struct lock_check *check);
void lock_check_helm(struct lock_check *check);
void lock_check_terraform(struct lock_check *check);
void lock_check_nix(struct lock_check *check);
void lock_check_mix(struct lock_check *check);
void lock_check_pub(struct lock_check *check);
void lock_check_cocoapods(struct lock_check *check);

#endif
