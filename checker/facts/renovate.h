/* renovate.h - Renovate's configuration as far as it says which manifests are kept up
 * to date: its own keys over those of its presets, old names as the new ones, after
 * lib/config of Renovate. The presets that Renovate ships and that matter here are
 * known; one of somebody's own cannot be read and is named. What the settings mean
 * for a manifest is renovate_judge.h. */
#ifndef FACTS_RENOVATE_H
#define FACTS_RENOVATE_H

#include "document/node.h"

struct renovate_list {
    const char **items;
    size_t count, capacity;
    bool is_set; /* also when it is empty */
};

enum renovate_switch { RENOVATE_UNSAID, RENOVATE_ON, RENOVATE_OFF };

/* A part of the configuration, in the order in which it holds. */
struct renovate_rule {
    const char *manager; /* the settings of this manager, `custom.regex` or another custom one;
                            NULL: a package rule */
    const char *source;  /* the preset that says it, or NULL */
    enum renovate_switch enabled;
    bool some_only;                                   /* asks for some packages or some updates */
    struct renovate_list managers, files, categories; /* what a package rule asks for */
    struct renovate_list includes, ignores, patterns; /* of the manager */
    struct renovate_list texts;                       /* matchStrings of a custom one */
    uint32_t line;
};

struct renovate {
    enum renovate_switch enabled;
    bool silent;                   /* makes no pull requests: mode */
    bool only_security;            /* no updates but for known vulnerabilities */
    bool knows_advisories;         /* looks packages up in OSV: osvVulnerabilityAlerts */
    struct renovate_list managers; /* enabledManagers; empty: all */
    struct renovate_list includes, ignores, branches;
    struct renovate_list unresolved; /* presets that cannot be read here */
    struct renovate_rule *rules;
    size_t rule_count, rule_capacity;
    const char *doubt;   /* why it perhaps refuses it, or NULL */
    const char *problem; /* why Renovate refuses it, or NULL */
    uint32_t problem_line;
};

/* `root` may be a text: one preset, as in package.json. */
void renovate_read(struct renovate *out, struct arena *arena, const struct node *root);

/* The configuration that a preset of Renovate's own stands for, as JSON; NULL when it
 * has no say in what is kept up to date. */
const char *renovate_preset(const char *name);
/* Is it one of those that Renovate ships? */
bool renovate_preset_is_known(const char *name);
/* The option that was perhaps meant; NULL for one that there is, and for what is near none. */
const char *renovate_option_meant(const char *name);
/* The name that a preset has today. */
const char *renovate_preset_today(const char *name);

#endif
