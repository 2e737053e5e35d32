/* policy_file.h - the parsers of policy files and of .bylaw.yml, and the one
 * table of each that their schemas and references come from. Private to policy/. */
#ifndef POLICY_POLICY_FILE_H
#define POLICY_POLICY_FILE_H

#include "document/schema.h"
#include "policy/exception_form.h"
#include "policy/policy.h"

extern const struct schema policy_schema;
extern const struct schema configuration_schema;
extern const struct schema baseline_schema;
extern const struct schema rule_entry_schema; /* an entry of `rules` of both */

/* NULL when the file has an error. `version` is the program's, or NULL. */
struct policy *policy_parse(struct arena *arena, const char *path, struct text text,
                            enum layer layer, const char *version, struct diagnostics *diagnostics);
/* Frees the patterns of its conditions; the rest is the arena's. */
void policy_release(struct policy *policy);
struct configuration *configuration_parse(struct arena *arena, const char *path, struct text text,
                                          const char *version, struct diagnostics *diagnostics);

/* The first document of a YAML file; NULL, with a diagnostic, when it is none. */
const struct node *policy_file_root(struct arena *arena, const char *path, struct text text,
                                    struct diagnostics *diagnostics);
/* `bylaw: 1` at the top: false, with a diagnostic, for a newer version or none. */
bool policy_file_version(const char *path, const struct node *root,
                         struct diagnostics *diagnostics);
/* `min_version`: false, with a diagnostic, when this program is older. Asked before
 * anything else is read, since a newer program may know other keys. */
bool policy_file_min_version(const char *path, const struct node *root, const char *what,
                             const char *version, struct diagnostics *diagnostics);
struct place node_place(const char *path, const struct node *node);

#endif
