/* ruleset_diff.h - what a change of policies means: every difference between two
 * rulesets is tighter, looser or neutral. Where nobody can tell without looking - a
 * condition was rewritten, a text parameter has no order - it counts as looser and
 * says so. Compared is what holds for a repository to which every policy applies; a
 * change of `applies_to` is a difference of its own. */
#ifndef POLICY_RULESET_DIFF_H
#define POLICY_RULESET_DIFF_H

#include "policy/ruleset.h"

enum change_direction { CHANGE_LOOSER, CHANGE_TIGHTER, CHANGE_NEUTRAL };

extern const char *const change_direction_words[]; /* looser, tighter, neutral */

struct policy_change {
    enum change_direction direction;
    bool is_unclear;    /* looser only because nobody can tell: look at it */
    const char *rule;   /* the id that it has now, or had; NULL: of no rule */
    const char *policy; /* of a policy's own keys: its name; else NULL */
    const char *what;   /* severity, params.NAME, condition, exceptions.max_days.high ... */
    const char *before; /* for people; NULL: there was nothing */
    const char *after;  /* NULL: there is nothing any more */
    struct place place; /* where it stands now; of what is gone, where it stood */
};

struct policy_changes {
    struct policy_change *items; /* by direction, the unclear after the looser; then by rule */
    size_t count, capacity;
    size_t looser, unclear, tighter, neutral; /* `looser` without the unclear */
};

/* One side: what was loaded, and what came of it. */
struct policy_side {
    struct library *library;
    const struct ruleset *ruleset;
};

struct policy_sides_options {
    /* What to compare: all that --policy accepts, or the root of a repository (a
     * folder, or REPOSITORY@REV:) with its configuration and its own policies. Beside
     * such a root a repository without any of these is one that governs nothing yet. */
    const char *before, *after;
    const char *const *above; /* --policy: what holds above both sides, or NULL */
    const char *version;      /* the program's */
    int32_t today;
};

struct policy_sides {
    struct policy_side before, after;
};

/* Reads and resolves both sides. Mistakes are diagnostics; then a ruleset is NULL. */
struct failure *policy_sides_load(struct policy_sides *out,
                                  const struct policy_sides_options *options, struct arena *arena,
                                  struct diagnostics *diagnostics) MUST_CHECK;
/* The same of the files of two roots that are read already; before and after of the options
 * say nothing. */
struct failure *policy_sides_of_files(struct policy_sides *out,
                                      const struct repository_policy_files *before,
                                      const struct repository_policy_files *after,
                                      const struct policy_sides_options *options,
                                      struct arena *arena,
                                      struct diagnostics *diagnostics) MUST_CHECK;
void policy_sides_release(struct policy_sides *sides);

void ruleset_diff(struct policy_changes *out, const struct policy_side *before,
                  const struct policy_side *after, struct arena *arena);
/* Is anything looser, or unclear? */
bool policy_changes_weaken(const struct policy_changes *changes);

/* What of two files of a rule differs: the keys that change what is demanded, and
 * those that only say it, each list NULL-ended and perhaps empty. */
struct rule_difference {
    const char *const *demands;
    const char *const *words;
};
void rule_compare(struct rule_difference *out, const struct rule *before, const struct rule *after,
                  struct arena *arena);

#endif
