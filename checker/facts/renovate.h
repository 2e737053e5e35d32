/* renovate.h - Renovate's configuration as far as it says which manifests are kept
 * up to date: enabled, extends (Renovate's own presets), enabledManagers, paths
 * included and ignored, managers and package rules that are switched off. A preset
 * of somebody's own cannot be read and changes nothing. */
#ifndef FACTS_RENOVATE_H
#define FACTS_RENOVATE_H

#include "document/node.h"

struct renovate_list {
    const char **items;
    size_t count, capacity;
};

struct renovate {
    bool disabled;
    bool only_security;            /* no updates but for known vulnerabilities */
    struct renovate_list managers; /* enabledManagers; empty: all */
    struct renovate_list off;      /* managers that are switched off */
    struct renovate_list includes, ignores;
    struct renovate_list compiles; /* patterns of pip-compile, which has none by itself */
    const char *problem;           /* why Renovate refuses it, or NULL */
    uint32_t problem_line;
};

void renovate_read(struct renovate *out, struct arena *arena, const struct node *root);
/* The manager that reads this manifest by its default patterns; NULL for none. */
const char *renovate_manager_of(const char *ecosystem, const char *path);
/* managerFilePatterns: a glob, or a regex between slashes. */
bool renovate_pattern_matches(struct arena *arena, const char *pattern, const char *path);
/* includePaths and ignorePaths: a part of the path, or a glob. */
bool renovate_path_matches(struct arena *arena, const char *pattern, const char *path,
                           bool as_part);

#endif
