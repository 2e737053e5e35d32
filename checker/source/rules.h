/* rules.h - private to this folder: the lines of .gitignore and .gitattributes
 * files (gitignore(5), gitattributes(5)). */
#ifndef SOURCE_RULES_H
#define SOURCE_RULES_H

#include "base/glob.h"

/* A pattern as git writes it, for paths relative to the file's own folder. NULL
 * when it can match nothing: empty, malformed. A slash at its end is dropped and
 * told in `folders_only`. */
const struct glob *rule_pattern(struct text pattern, bool *folders_only, struct arena *arena);

struct ignore_rule {
    const struct glob *glob;
    bool folders_only;
    bool is_negated;
};

/* One .gitignore file and those of the folders above it. */
struct ignore {
    const struct ignore *above;
    size_t folder_size; /* of the folder's path with its slash */
    const struct ignore_rule *rules;
    size_t count;
};

/* `above` may be NULL; `folder` is "" or ends with a slash. */
const struct ignore *ignore_new(const struct ignore *above, const char *folder, struct text lines,
                                struct arena *arena);
/* Whether the file or folder is ignored, by rules about its own path: those of
 * its folders were asked before. */
bool ignore_has(const struct ignore *ignore, const char *path, bool is_folder);

#endif
