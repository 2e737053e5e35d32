/* coverage_readers.h - which files each reader of packages takes: a manifest is seen by
 * one that reads lock files only when such a file stands beside it or at the root of its
 * workspace. From the tools' own documents and sources: Trivy ("Language coverage"), Syft
 * (the cataloguers' globs), OSV-Scanner (scalibr's FileRequired), GitHub ("Dependency graph
 * supported package ecosystems"), GitLab (the rules of its template), Snyk (detect.ts). */
#ifndef FACTS_COVERAGE_READERS_H
#define FACTS_COVERAGE_READERS_H

#include "facts/coverage.h"

struct coverage_readers;
struct coverage_readers *coverage_readers_new(const struct coverage_run *run);

/* Is anything known of what it reads? `ecosystem:NAME` is one, too. */
bool coverage_reader_is_known(const char *reader);

enum { READER_FILES_MAX = 24 };
/* The files through which the reader sees the manifest: itself, or what stands beside it
 * or at its root. Returns how many. */
size_t coverage_reader_files(const struct coverage_readers *readers, const char *reader,
                             const struct coverage_manifest *manifest,
                             const char *out[READER_FILES_MAX]);
/* Does `snyk test`, which takes the first manifest of a folder, take this one there? */
bool coverage_reader_takes_first(const struct coverage_readers *readers, const char *folder,
                                 const struct coverage_manifest *manifest);

#endif
