/* policy.h - policy files, the repository's configuration (.bylaw.yml) and
 * where they come from. What was written, not what will run: see ruleset.h. */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H

#include "policy/approval_limits.h"
#include "policy/exception_caps.h"
#include "policy/rule.h"

enum layer { LAYER_BUILTIN, LAYER_ORGANISATION, LAYER_REPOSITORY };

enum unknown_action { UNKNOWN_BLOCK, UNKNOWN_WARN, UNKNOWN_IGNORE, UNKNOWN_DEFAULT };

/* `{rule: SDL009, severity: high, ...}` or a bare id. Unset: severity or
 * enforcement -1, effective_from INT32_MIN, NULL lists. */
struct policy_rule {
    const char *rule;
    int severity;
    int enforcement;
    int32_t effective_from;
    const struct node *params;    /* a mapping, or NULL; checked against the rule later */
    const char *const *for_paths; /* globs, NULL-ended, or NULL */
    const char *const *lock;      /* severity, enforcement, for_paths, params.NAME, or all */
    struct place place;
    const struct node *node; /* as written, for the places of its keys; NULL: a bare id */
};

struct exception_limits {
    int64_t max_days[5];             /* by severity; 0: the built-in 365, 365, 180, 90 and 30 */
    int64_t max_renewals;            /* -1: unlimited */
    const char *const *non_waivable; /* rule ids, NULL-ended */
    const struct place *non_waivable_places;
    int64_t approvals; /* how many approvals of other people a record needs; default 1 */
    struct exception_caps caps;
    struct approval_limits approving;
};

/* `extends: NAME@VERSION`: a policy that another one builds on. */
struct policy_base {
    const char *name;    /* with or without builtin: before it */
    const char *version; /* the same, or its first numbers; NULL: any */
    struct place place;
    struct policy *policy; /* found by library_resolve_bases; or NULL */
};

/* A rung of a ladder of maturity: reached where its rules and those of the levels
 * before it are kept. */
struct policy_level {
    const char *name;
    const char *const *rules; /* ids, NULL-ended */
    const struct place *rule_places;
    struct condition *expected_of; /* of which repositories it is expected; NULL: of none */
    struct place place;
};

struct policy {
    enum layer layer;
    const char *path;
    const char *digest; /* SHA-256 of the file; NULL: of none */
    const char *name;
    const char *version;
    const char *title;
    const char *owner;
    const char *min_version; /* of the program; or NULL */
    struct policy_base *bases;
    size_t base_count;
    int depth;                    /* of the policies below it: private to their lookup */
    struct condition *applies_to; /* or NULL */
    const char *applies_to_text;  /* in one line, so that two can be compared; or NULL */
    enum enforcement enforcement;
    bool enforcement_is_said;
    enum unknown_action on_unreadable, on_unobservable;
    bool review_blocks; /* on_review: block */
    bool review_is_said;
    struct policy_rule *rules;
    size_t rule_count;
    const char *const *controls; /* it takes every rule that supports one of them; or NULL */
    const struct place *control_places;
    bool is_expanded;            /* the rules of its controls stand among `rules` */
    struct policy_level *levels; /* the lowest first */
    size_t level_count;
    struct exception_limits exceptions;
    struct place place;
};

struct label {
    const char *name;
    const char *value;
};

/* .bylaw.yml */
struct configuration {
    const char *path;
    const char *digest; /* SHA-256 of the file */
    /* builtin:NAME, or NAME of .bylaw/policies, NULL-ended; an empty list is none,
     * NULL is unsaid. */
    const char *const *policies;
    const struct place *policy_places;
    struct label *labels; /* ended by a NULL name */
    size_t label_count;
    struct policy_rule *rules; /* the repository's adjustments */
    size_t rule_count;
    const char *min_version;
    struct place min_version_place;
    struct place place;
};

/* One file of a policy source. */
struct policy_file {
    const char *path; /* as shown in diagnostics */
    struct text text;
    const char *problem; /* an exception record that could not be read: why; else NULL */
};

/* Everything that was loaded, of every layer. */
struct library {
    struct arena *arena;
    const char *version;       /* the program's, for min_version; NULL: not checked */
    struct rule **rules;       /* by id */
    const char **rule_digests; /* SHA-256 of each rule's file, in the same order */
    size_t rule_count, rule_capacity, digest_capacity;
    const char **refused; /* ids of rules whose files have mistakes */
    size_t refused_count, refused_capacity;
    struct policy **policies;
    size_t policy_count, policy_capacity;
    struct configuration *configuration; /* or NULL */
    bool builtin_on_demand; /* library_use_builtin: rules not parsed yet may be wanted */
};

void library_init(struct library *library, struct arena *arena);
void library_release(struct library *library); /* frees the compiled patterns */
/* Loads the built-in rules that `ids` names (NULL: all) and all policies. Rules
 * are parsed only when they are wanted, so that start-up stays short. */
void library_add_builtin(struct library *library, const char *const *ids,
                         struct diagnostics *diagnostics);
/* Loads the built-in policies; a built-in rule is parsed when library_need_rule
 * first asks for it, so that start-up does not pay for what is not in force. */
void library_use_builtin(struct library *library, struct diagnostics *diagnostics);
/* As library_find_rule, also by alias, parsing a built-in rule when it must. */
const struct rule *library_need_rule(struct library *library, const char *id,
                                     struct diagnostics *diagnostics);
/* Parses the built-in rules that are not there yet, where they are parsed on demand. */
void library_need_all(struct library *library, struct diagnostics *diagnostics);
/* Adds the rules that the policy selects to those that it names, with its own
 * enforcement; built-in ones are parsed for it. A second call does nothing. */
void library_expand(struct library *library, const struct policy *wanted,
                    struct diagnostics *diagnostics);
/* Does the policy ask for this control? */
bool policy_asks_for(const struct policy *policy, const char *control);
/* Is there a file of this rule that was refused? That it is missing needs no words then. */
bool library_has_refused(const struct library *library, const char *id);
/* Loads policies and rules (below policies and rules; .test.yml left out)
 * of one layer. A rule id twice is a diagnostic that names both places. */
void library_add_files(struct library *library, enum layer layer, const struct policy_file *files,
                       size_t count, struct diagnostics *diagnostics);
/* Rules that were given without any policy are in force, all of them, at `block`:
 * to be called when the files of the organisation are loaded and no other. */
void library_enforce_rules(struct library *library, struct diagnostics *diagnostics);
void library_add_configuration(struct library *library, const struct policy_file *file,
                               struct diagnostics *diagnostics);
const struct rule *library_find_rule(const struct library *library, const char *id);
/* The rule of that id, or the one that once had it. */
const struct rule *library_find_rule_or_alias(const struct library *library, const char *id);
/* The nearest id to a word that is none, or NULL. */
const char *library_suggest_rule(const struct library *library, struct arena *arena,
                                 const char *word);
/* The SHA-256 of the file that holds the rule, "" for a rule of none. */
const char *library_rule_digest(const struct library *library, const struct rule *rule);
/* The nearest policy of that name - builtin:NAME the built-in one -, or NULL. */
const struct policy *library_find_policy(const struct library *library, const char *name);
/* Finds what each policy builds on: the nearest policy of that name, itself and all
 * that are nearer than itself left out, so that no repository can slip its own under
 * one of the organisation's. One that is not there or of another version, and
 * circles, are diagnostics. */
void library_resolve_bases(struct library *library, struct diagnostics *diagnostics);

/* Reads the files of a policy source: a file, a folder, or REPOSITORY@REV:PATH.
 * A folder gives the YAML files below its policies/ and rules/, or, where it has
 * neither, its own. What is named must be YAML, and a link within is refused. */
struct failure *policy_files_of_path(struct arena *arena, const char *path,
                                     struct policy_file **out, size_t *count) MUST_CHECK;
/* Files with records of exceptions, for a register: a file, all of a folder, or
 * REPOSITORY@REVISION:PATH. */
struct failure *exception_files_of_path(struct arena *arena, const char *path,
                                        struct policy_file **out, size_t *count) MUST_CHECK;
/* The repository and the commit of a register that is REPOSITORY@REVISION:PATH, and that PATH. */
struct failure *exception_commit_of_path(struct arena *arena, const char *path,
                                         struct repository **out, struct commit_ids *commit,
                                         const char **inside) MUST_CHECK;
/* What policy_files_of_snapshot looks at: names in the root, NULL-ended. */
extern const char *const policy_root_names[];
/* The .bylaw/ folder, .bylaw.yml (out->path NULL when absent) and the exception
 * records of a snapshot. A policy or rule that cannot be read (a link, a file in
 * Git LFS, too large) is a failure; a record that cannot is one with a `problem`. */
struct repository_policy_files {
    struct policy_file configuration;
    struct policy_file *files; /* .bylaw/policies, .bylaw/rules */
    size_t file_count;
    struct policy_file *exceptions; /* .bylaw/exceptions.yml and those of .bylaw/exceptions */
    size_t exception_count;
    struct policy_file baseline; /* .bylaw/baseline.yml; its path NULL when absent */
};
struct failure *policy_files_of_snapshot(struct arena *arena, const struct snapshot *snapshot,
                                         struct reader *reader,
                                         struct repository_policy_files *out) MUST_CHECK;
/* The same of the root of a repository, written as a folder or REPOSITORY@REV:, or of
 * a configuration alone (a file .bylaw.yml), shown with what was written before each
 * path. `out` is empty where the place is nothing of the kind; `is_bare_root` says
 * that it may be a repository all the same, one that governs nothing yet. */
struct failure *policy_files_of_root(struct arena *arena, const char *path,
                                     struct repository_policy_files *out,
                                     bool *is_bare_root) MUST_CHECK;
/* Does the path belong to what governs: .bylaw.yml, .bylaw/, CODEOWNERS in its
 * places, the allowed signers? */
bool policy_governs_path(const char *path);

/* JSON Schemas and references of `policy`, `configuration`, `exception`, `baseline`, `test`,
 * `rule`. */
bool policy_write_schema(const char *kind, struct buffer *out);
bool policy_write_reference(const char *kind, struct buffer *out);

#endif
