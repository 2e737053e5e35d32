/* form.h - the keys of a rule file as tables: what rule.c loads, and what the
 * reference and the JSON Schema are written from. Private to policy/. */
#ifndef POLICY_FORM_H
#define POLICY_FORM_H

#include "document/schema.h"

enum {
    LIMIT_CHECKS = 50, /* of a rule; more is several rules */
    LIMIT_GRADES = 50,
    LIMIT_PARAMS = 100,
    LIMIT_TEXTS = 100, /* controls, tags, places and the like */
};

struct grade_form {
    const struct node *node;
    const struct node *when;
    int severity, verdict; /* -1 when unsaid, as all words */
    const struct node *message;
};

struct on_empty_form {
    const struct node *node;
    int verdict;
    const struct node *message;
    struct schema_texts place;
};

struct check_form {
    const struct node *node;
    const char *name;
    int severity;
    const struct node *applies_when, *for_each, *where, *require, *on_empty, *message;
    struct schema_texts place;
    struct schema_objects grades; /* struct grade_form */
};

struct rule_form {
    const struct node *node;
    const struct node *bylaw;
    const char *id, *name, *title;
    int severity, stability;
    struct schema_texts tags, controls, references, aliases;
    const char *why, *fix, *replaced_by;
    int32_t deprecated_on, removed_on; /* INT32_MIN when unsaid */
    const struct node *params;
    struct check_form check;      /* written inline; its `applies_when` is the rule's */
    struct schema_objects checks; /* struct check_form */
};

struct parameter_form {
    const struct node *node;
    const struct node *type, *initial;
    int stricter;
    const char *why;
};

extern const struct schema rule_schema, check_schema, grade_schema, on_empty_schema,
    parameter_schema;

/* What may fill `on_empty`, in the order of on_empty_verdicts (rule.h's verdicts). */
extern const char *const on_empty_words[];
extern const char *const stricter_words[];

#endif
