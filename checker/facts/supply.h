/* supply.h - the kinds of the supply chain that other recognisers read, with the
 * order of their cells. */
#ifndef FACTS_SUPPLY_H
#define FACTS_SUPPLY_H

#include <string.h>

#include "facts/fact.h"

enum manifest_part_field {
    PART_ECOSYSTEM,
    PART_DEPENDENCIES,
    PART_LIBRARY,
    PART_PROGRAM,
    PART_WANTS_LOCK,
    PART_ONLY_WORKSPACE,
    PART_MEMBERS,
    PART_TOOL,
    PART_GEMSPEC,
    PART_FIELD_COUNT,
};
extern const struct fact_kind manifest_part_kind;

enum ignore_rule_field { IGNORE_DIRECTORY, IGNORE_PATTERN, IGNORE_FIELD_COUNT };
extern const struct fact_kind ignore_rule_kind;

enum manifest_field {
    MANIFEST_ECOSYSTEM,
    MANIFEST_DIRECTORY,
    MANIFEST_WORKSPACE_ROOT,
    MANIFEST_ROLE,
    MANIFEST_VENDORED,
    MANIFEST_DEPENDENCIES,
    MANIFEST_LOCK_EXPECTED,
    MANIFEST_LOCK_IGNORED,
    MANIFEST_CHANGED,
    MANIFEST_MEMBER,
    MANIFEST_SKIPPED,
    MANIFEST_TOOL,
    MANIFEST_BOTS,
    MANIFEST_STANDS_FOR,
    MANIFEST_FIELD_COUNT,
};
extern const struct fact_kind manifest_kind;

enum lockfile_part_field {
    LOCK_PART_ECOSYSTEM,
    LOCK_PART_DIRECTORY,
    LOCK_PART_TOOL,
    LOCK_PART_WHOLE,
    LOCK_PART_CONFLICT,
    LOCK_PART_FIELD_COUNT,
};
extern const struct fact_kind lockfile_part_kind;

enum lockfile_field {
    LOCKFILE_ECOSYSTEM,
    LOCKFILE_DIRECTORY,
    LOCKFILE_TOOL,
    LOCKFILE_WHOLE,
    LOCKFILE_CONSISTENT,
    LOCKFILE_DIFFERENCE,
    LOCKFILE_RIVAL,
    LOCKFILE_SKIPPED,
    LOCKFILE_FIELD_COUNT,
};
extern const struct fact_kind lockfile_kind;

enum lock_problem_field {
    LOCK_PROBLEM_SORT,
    LOCK_PROBLEM_MANIFEST,
    LOCK_PROBLEM_NAME,
    LOCK_PROBLEM_DETAIL,
    LOCK_PROBLEM_FIELD_COUNT,
};
extern const struct fact_kind lock_problem_kind;
/* Is a lock file that has a problem of this sort another than its manifests ask for? */
bool lock_sort_differs(const char *sort);
struct lock_rule;
/* How lock files of a tool are compared with manifests; NULL when they are not. */
const struct lock_rule *lock_rule_find(const char *tool);

enum update_entry_field {
    UPDATE_TOOL,
    UPDATE_ECOSYSTEM,
    UPDATE_DIRECTORY,
    UPDATE_LIMIT,
    UPDATE_ENABLED,
    UPDATE_PROBLEM,
    UPDATE_BRANCH,
    UPDATE_MANAGERS,
    UPDATE_INCLUDES,
    UPDATE_EXCLUDES,
    UPDATE_BRANCHES,
    UPDATE_DEAD,
    UPDATE_SECURITY_ONLY,
    UPDATE_SILENT,
    UPDATE_SOME_ONLY,
    UPDATE_INTERVAL,
    UPDATE_COOLDOWN_DAYS,
    UPDATE_INSECURE_EXECUTION,
    UPDATE_GROUPS,
    UPDATE_OVERLAPS,
    UPDATE_UNRESOLVED,
    UPDATE_ADVISORIES,
    UPDATE_DOUBT,
    UPDATE_FIELD_COUNT,
};
extern const struct fact_kind update_entry_kind;

/* Cells of known kinds: NULL, false, `otherwise`, no items when absent or unknown. */
static inline const char *cell_text(const struct fact_row *row, size_t field)
{
    return row->cells[field].kind == VALUE_TEXT ? row->cells[field].text : NULL;
}

/* Whether it is a text and this one. */
static inline bool cell_is(const struct fact_row *row, size_t field, const char *text)
{
    const char *own = cell_text(row, field);
    return own && strcmp(own, text) == 0;
}

static inline bool cell_is_true(const struct fact_row *row, size_t field)
{
    return row->cells[field].kind == VALUE_BOOLEAN && row->cells[field].boolean;
}

static inline int64_t cell_integer(const struct fact_row *row, size_t field, int64_t otherwise)
{
    return row->cells[field].kind == VALUE_INTEGER ? row->cells[field].integer : otherwise;
}

static inline size_t cell_list(const struct fact_row *row, size_t field, const struct value **out)
{
    if (row->cells[field].kind != VALUE_LIST)
        return 0;
    *out = row->cells[field].list->items;
    return row->cells[field].list->count;
}

#endif
