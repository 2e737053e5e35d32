/* renovate_managers.h - the managers of Renovate with the files that each reads by
 * default: managerFilePatterns and enabled in lib/modules/manager of Renovate. */
#ifndef FACTS_RENOVATE_MANAGERS_H
#define FACTS_RENOVATE_MANAGERS_H

#include <stdbool.h>
#include <stddef.h>

enum { RENOVATE_PATTERNS_MAX = 8, RENOVATE_WORDS_MAX = 4 };

struct renovate_manager {
    const char *name;
    const char *ecosystems[RENOVATE_WORDS_MAX];  /* of manifests, beside its own name */
    const char *patterns[RENOVATE_PATTERNS_MAX]; /* as renovate_list of patterns; none: off */
    const char *categories[RENOVATE_WORDS_MAX];
    bool is_off; /* until it is enabled */
};

extern const struct renovate_manager renovate_managers[];
extern const size_t renovate_manager_count;

/* NULL when there is none of that name. */
const struct renovate_manager *renovate_manager_find(const char *name);
/* Does it read manifests of that ecosystem? */
bool renovate_manager_knows(const struct renovate_manager *manager, const char *ecosystem);

#endif
