/* dependabot.h - .github/dependabot.yml, version 2: the mistakes for which GitHub
 * refuses the whole file, and what each entry asks for. After GitHub's reference
 * "Dependabot options", the schema of the file and dependabot-core. Which files an
 * entry reaches is dependabot_reach.h. */
#ifndef FACTS_DEPENDABOT_H
#define FACTS_DEPENDABOT_H

#include "document/node.h"

struct dependabot_texts {
    const char **items;
    size_t count;
};

struct dependabot_entry {
    uint32_t line;
    const char *ecosystem;    /* NULL when it is not said */
    const char **directories; /* as GitHub normalises them: "/", "/web"; may be globs */
    size_t directory_count;
    int64_t limit;
    bool ignores_all;
    bool some_only; /* its group of several ecosystems takes some packages only */
    bool insecure_execution;
    const char *branch;    /* target-branch, or NULL */
    const char *interval;  /* of its schedule or of its group's; NULL when it is not said */
    int64_t cooldown_days; /* default-days; -1 when it is not said */
    struct dependabot_texts excludes, groups;
};

struct dependabot {
    struct dependabot_entry *entries;
    size_t count, capacity;
    const char *problem; /* why GitHub refuses the file, or NULL */
    uint32_t problem_line;
};

void dependabot_read(struct dependabot *out, struct arena *arena, const struct node *root);

/* The words of `package-ecosystem`; NULL-ended. */
extern const char *const dependabot_ecosystems[];

#endif
