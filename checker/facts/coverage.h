/* coverage.h - the parts of the kind `coverage`: a manifest and the tools that look
 * after it. Each source of evidence (update bots, scanners, what only the forge knows)
 * is a file of its own that adds rows for one manifest after the other. */
#ifndef FACTS_COVERAGE_H
#define FACTS_COVERAGE_H

#include "facts/foreign_glob.h"
#include "facts/update_kinds.h"
#include "facts/workspace.h"

extern const struct fact_kind coverage_kind;
enum coverage_field {
    COVERAGE_MANIFEST,
    COVERAGE_ECOSYSTEM,
    COVERAGE_PURPOSE,
    COVERAGE_TOOL,
    COVERAGE_STATE,
    COVERAGE_REASON,
    COVERAGE_PROOF,
};
extern const char *const coverage_purposes[]; /* ended by NULL */

struct coverage_manifest {
    const char *path, *ecosystem, *directory, *root;
    const char *compiled; /* the *.txt beside this *.in, or NULL */
    /* What it stands in: itself, and the files that are one manifest with it. */
    const char **files;
    size_t file_count;
};

/* Best first. */
enum coverage_state {
    COVERAGE_ACTIVE,
    COVERAGE_ADVISORY,
    COVERAGE_DECLARED,
    COVERAGE_MANUAL,
    COVERAGE_DISABLED,
    COVERAGE_INVALID,
    COVERAGE_NONE, /* not about this manifest */
};

struct coverage_verdict {
    enum coverage_state state;
    const char *reason; /* or NULL */
    /* Set when it cannot be told: the state would be `state` if it held. */
    const char *not_known;
    const char *proof; /* what would tell */
};

struct coverage_run {
    struct arena *arena; /* the rows' */
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct path_patterns *patterns;
    const struct workspaces *workspaces;
    const char *host;   /* of the remote, or NULL */
    const char *branch; /* that HEAD stands on, or NULL */
};

/* A row, at the place of `evidence` (NULL: at the manifest). Nothing for COVERAGE_NONE. */
void coverage_add(const struct coverage_run *run, const struct coverage_manifest *manifest,
                  const char *purpose, const char *tool, const struct fact_row *evidence,
                  struct coverage_verdict verdict);

/* Why it stands for rows that nobody could read. */
const struct unknown *coverage_gap_reason(const struct fact_row *gap);
/* It cannot be known which rows there are, for the reason of the gap. The purpose and the
 * tool may be NULL: unknown, too. */
void coverage_add_gap(const struct coverage_run *run, const struct coverage_manifest *manifest,
                      const char *purpose, const char *tool, const struct fact_row *gap);
/* The state of that word, COVERAGE_NONE when it is none; and the word of a state. */
enum coverage_state coverage_state_find(const char *word);
const char *coverage_state_word(enum coverage_state state);
/* Is a purpose one for manifests of that ecosystem at all? */
bool coverage_purpose_fits(const char *purpose, const char *ecosystem);

struct coverage_update;
struct coverage_update *coverage_update_new(const struct coverage_run *run);
void coverage_update_add(struct coverage_update *update, const struct coverage_manifest *manifest);

/* The state that a runner of the bot in this repository's own automation gives: found
 * is false when there is none. */
struct coverage_runner {
    bool found, automatic;
    const char *place;    /* path:line */
    const char *settings; /* its own, beside those of the repository, that cannot be followed */
};
struct coverage_runner coverage_runner_of(const struct coverage_run *run, const char *tool);

#endif
