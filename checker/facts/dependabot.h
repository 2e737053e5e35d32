/* dependabot.h - .github/dependabot.yml, version 2: the mistakes for which GitHub
 * refuses the whole file, and which folders an entry means. After GitHub's schema
 * of the file and dependabot-core (reference: docs of "dependabot options"). */
#ifndef FACTS_DEPENDABOT_H
#define FACTS_DEPENDABOT_H

#include "document/node.h"

struct dependabot_entry {
    uint32_t line;
    const char *ecosystem;    /* NULL when it is not said */
    const char **directories; /* as GitHub normalises them: "/", "/web"; may be globs */
    size_t directory_count;
    int64_t limit;
    bool ignores_all;
    const char *branch; /* target-branch, or NULL */
    const char **excludes;
    size_t exclude_count;
};

struct dependabot {
    struct dependabot_entry *entries;
    size_t count, capacity;
    const char *problem; /* why GitHub refuses the file, or NULL */
    uint32_t problem_line;
};

void dependabot_read(struct dependabot *out, struct arena *arena, const struct node *root);

/* Does `directory` of an entry mean this folder ("." is the root)? A pattern (of
 * `directories`) is read as Ruby's Dir.glob reads it with FNM_DOTMATCH. */
bool dependabot_directory_means(struct arena *arena, const char *directory, const char *folder);
/* Is the path taken out by a pattern of `exclude-paths`? */
bool dependabot_excludes(struct arena *arena, const char *pattern, const char *path);

#endif
