/* dependabot_reach.h - which folders an entry of Dependabot means, and which files it
 * reads there, as far as paths tell: after the file fetchers of dependabot-core. What
 * only the content of a manifest tells (the members of a workspace, files that
 * requirements include) is the caller's. */
#ifndef FACTS_DEPENDABOT_REACH_H
#define FACTS_DEPENDABOT_REACH_H

#include "facts/foreign_glob.h"

#include <stddef.h>

/* A folder of an entry, "/" or "/web", which may be a pattern of `directories`. */
struct dependabot_folder {
    const struct glob *below;
    const struct glob *above; /* NULL: the folder before a last `*` is not meant */
    const char *top;          /* a folder that is meant beside what `below` says, or NULL */
    bool everything;
};

bool dependabot_is_pattern(const char *directory);
/* A pattern is read as Ruby's Dir.glob reads it with FNM_DOTMATCH. */
struct dependabot_folder dependabot_folder_of(struct arena *arena, const char *directory);
/* Does it mean this folder ("." is the root)? */
bool dependabot_folder_means(const struct dependabot_folder *folder, const char *path);

/* Does an entry read a file of that name? */
enum dependabot_name {
    DEPENDABOT_READS_NOT,
    DEPENDABOT_READS_PERHAPS, /* its content decides */
    DEPENDABOT_READS,
};
enum dependabot_name dependabot_reads_name(const char *ecosystem, const char *path);

enum { DEPENDABOT_HOMES_MAX = 2 };
/* The folders that an entry may name to have this file read: its own, for most. */
size_t dependabot_homes(struct arena *arena, const char *ecosystem, const char *path,
                        const char *out[DEPENDABOT_HOMES_MAX]);

/* Is the path taken out by a pattern of `exclude-paths`? */
bool dependabot_excludes(struct path_patterns *patterns, const char *pattern, const char *path);

#endif
