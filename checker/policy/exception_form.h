/* exception_form.h - exception records as they are written, and the one table
 * that their schema and reference come from. Private to policy/. */
#ifndef POLICY_EXCEPTION_FORM_H
#define POLICY_EXCEPTION_FORM_H

#include "document/schema.h"

struct scope_form {
    const struct node *node;
    struct schema_texts repositories, paths, subjects, findings;
};

struct approval_form {
    const struct node *node;
    const char *by;
    int evidence;
    int32_t on;
};

struct risk_form {
    const struct node *node;
    int level;
    const char *statement;
};

struct milestone_form {
    const struct node *node;
    int32_t due;
    const char *text;
};

struct remediation_form {
    const struct node *node;
    const char *plan;
    struct schema_objects milestones;
};

struct record_form {
    const struct node *node;
    int64_t format;
    const char *api_version, *kind, *id, *justification, *owner, *requested_by, *ticket,
        *close_when, *supersedes;
    int category;
    struct schema_texts rules, controls, tags;
    const struct scope_form *scope;
    struct schema_objects approvals;
    int32_t requested_on, valid_from, expires, review_by;
    const struct risk_form *risk;
    const struct remediation_form *remediation;
};

extern const struct schema exception_schema;

/* What is wrong with a reason; NULL when it says something. */
const char *exception_reason_problem(struct arena *arena, const char *reason);

#endif
