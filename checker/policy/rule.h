/* rule.h - a rule: one demand, in YAML (LANGUAGE.md). A rule is parsed and
 * checked here; nothing is evaluated. Every mistake of a file is a diagnostic,
 * all in one run. */
#ifndef POLICY_RULE_H
#define POLICY_RULE_H

#include "base/diagnostic.h"
#include "policy/condition.h"
#include "policy/words.h"

enum stricter {
    STRICTER_UNSAID,
    STRICTER_LOWER,
    STRICTER_HIGHER,
    STRICTER_LONGER,
    STRICTER_SHORTER
};

struct parameter {
    const char *name;
    struct type type;
    struct value initial; /* `default` */
    enum stricter stricter;
    const char *why;
    struct place place;
};

/* A message is literal text and names in turn. */
enum message_name_kind {
    MESSAGE_TEXT,       /* literal */
    MESSAGE_FIELD,      /* {field} of the subject */
    MESSAGE_PARAM,      /* {params.NAME} */
    MESSAGE_REPOSITORY, /* {repository.FIELD} */
    MESSAGE_COUNT,      /* {NAME.count}: selected; for share those that satisfy */
    MESSAGE_TOTAL,
    MESSAGE_REST,
    MESSAGE_SHARE,
    MESSAGE_FIRST, /* three keys and "and N more" */
};

struct message_part {
    enum message_name_kind kind;
    const char *text;
    struct field field;
    size_t index; /* parameter or binding */
};

struct message {
    const char *written;
    struct message_part *parts;
    size_t count;
    struct place place;
};

enum candidate_kind { CANDIDATE_GLOB, CANDIDATE_FIELD, CANDIDATE_BINDING };

struct place_candidate {
    enum candidate_kind kind;
    const char *written;
    const struct glob *glob; /* a plain path is a glob too, anchored at the root of the tree */
    bool plain;              /* no glob characters */
    struct field field;      /* $each.FIELD */
    size_t binding;          /* $NAME */
};

struct grade {
    struct condition *when;
    bool has_severity, is_review;
    enum severity severity;
    struct message *message; /* NULL: the check's */
};

struct on_empty {
    enum verdict verdict;
    struct message *message; /* NULL: the check's */
    struct place_candidate *places;
    size_t place_count;
};

/* A named quantifier of the check or of an applies_when above it. */
struct binding {
    const char *name;
    const struct condition *condition; /* the quantifier's */
    bool nested; /* stands within another quantifier: messages and places cannot name it */
    bool early;  /* of an applies_when: known before there are subjects */
};

struct check {
    const char *name; /* "" for the check written inline */
    struct place place;
    enum severity severity;
    struct condition *applies_when; /* the check's own, or NULL */
    struct source for_each;
    struct condition *where; /* NULL: every row */
    struct condition *require;
    bool has_on_empty;
    struct on_empty on_empty;
    struct place_candidate *places; /* `place`; count 0: the subject's own */
    size_t place_count;
    struct grade *grades;
    size_t grade_count;
    struct message message;
    struct binding *bindings; /* outer applies_when's first */
    size_t binding_count;
};

struct rule {
    const char *path; /* of the file, as shown: "builtin:rules/..." */
    bool builtin;
    const char *id;
    const char *name;
    const char *title;
    enum severity severity;
    const char *const *tags; /* each of these four ends with NULL */
    const char *const *controls;
    const char *const *references;
    const char *const *aliases;
    const char *why;
    const char *fix;
    const char *stability;   /* experimental, stable or deprecated */
    const char *replaced_by; /* or NULL */
    /* Of a deprecated rule: from when on it is warned of, and refused. INT32_MIN: at
     * once; never. */
    int32_t deprecated_on, removed_on;
    const struct node *node; /* as written */
    struct parameter *params;
    size_t param_count;
    struct condition *applies_when; /* the outer one, over the repository's row; or NULL */
    struct check *checks;
    size_t check_count;
    size_t source_count;       /* of all its sources, numbered from 0 */
    struct place place;        /* of the file's `id` */
    struct pattern **patterns; /* every one compiled for its conditions and sources */
    size_t pattern_count;
};

/* Parses and checks one rule file. NULL when it has an error. */
struct rule *rule_parse(struct arena *arena, const char *path, struct text text, bool builtin,
                        struct diagnostics *diagnostics);
/* The same of a document that was parsed already: what `policy test` needs. */
struct rule *rule_of_node(struct arena *arena, const char *path, const struct node *node,
                          bool builtin, struct diagnostics *diagnostics);
/* Frees the rule's patterns; the rest is the arena's. NULL is nothing. */
void rule_release(struct rule *rule);
/* A condition over the row of the kind `repository`: `applies_to` of a policy. It
 * holds no quantifiers. NULL when it has an error. */
struct condition *condition_of_node(struct arena *arena, const char *path, const struct node *node,
                                    struct diagnostics *diagnostics);
/* Frees the patterns of a condition that condition_of_node gave. NULL is nothing. */
void condition_release(struct condition *condition);
/* The value of a parameter as written in a policy, checked against its type. */
bool parameter_value(struct arena *arena, const struct parameter *parameter, const char *path,
                     const struct node *node, struct diagnostics *diagnostics, struct value *out);
/* Is `after` looser than `before`? 1 looser, -1 tighter, 0 equal or not comparable. */
int parameter_loosens(const struct parameter *parameter, const struct value *before,
                      const struct value *after);
/* Is this a control id of reference: `framework-version/id`, both known? */
bool control_is_known(const char *control);
/* The frameworks known, sorted, NULL-ended, for suggestions. */
const char *const *control_frameworks(void);
/* The ids of one framework, NULL-ended, for suggestions; NULL when it is unknown. */
const char *const *control_ids(struct arena *arena, const char *name);
/* Why git cannot show anything of this control, or NULL where it may. */
const char *control_unobservable(const char *control);
/* Appends JSON Schema (draft-07) or the Markdown reference of rule files. */
void rule_write_schema(struct buffer *out);
void rule_write_reference(struct buffer *out);

#endif
