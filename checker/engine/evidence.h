/* evidence.h - files of evidence from outside the repository (--facts): forge settings as
 * the forges' interfaces print them, SARIF of scanners, and deployments. */
#ifndef ENGINE_EVIDENCE_H
#define ENGINE_EVIDENCE_H

#include "base/failure.h"
#include "facts/fact.h"

struct evidence_list {
    struct fact_evidence *items;
    size_t count, capacity;
};

/* A file's content: JSON, or a deployments file by its name (facts/deployments.h). What
 * cannot be read is a failure of usage that names the place. */
struct failure *evidence_parse(const char *name, struct text text, struct arena *arena,
                               struct fact_evidence *out) MUST_CHECK;
/* Adds a file, or the files of a folder that end in .json, .sarif or .jsonl, by name. What
 * cannot be read, is too large or is no JSON is a failure of usage that names the place. */
struct failure *evidence_add(struct evidence_list *list, const char *path,
                             struct arena *arena) MUST_CHECK;
/* For an audit: of each of `paths` (folders) the folder or file below it that is called
 * as the repository at `repository`; nothing when there is none. */
struct failure *evidence_add_of(struct evidence_list *list, const char *const *paths,
                                const char *repository, struct arena *arena) MUST_CHECK;

#endif
