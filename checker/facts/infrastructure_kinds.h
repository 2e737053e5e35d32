/* infrastructure_kinds.h - templates of CloudFormation and SAM and projects of Pulumi, and
 * the secrets that they, objects of Kubernetes, values of charts and settings of Terraform show,
 * with the order of their cells. */
#ifndef FACTS_INFRASTRUCTURE_KINDS_H
#define FACTS_INFRASTRUCTURE_KINDS_H

#include "facts/fact.h"

enum infrastructure_template_field {
    INFRASTRUCTURE_SYSTEM,
    INFRASTRUCTURE_RESOURCES,
    INFRASTRUCTURE_TEST,
    INFRASTRUCTURE_VENDORED,
    INFRASTRUCTURE_FIELD_COUNT,
};

enum infrastructure_secret_field {
    SHOWN_SECRET_SYSTEM,
    SHOWN_SECRET_SORT,
    SHOWN_SECRET_NAME,
    SHOWN_SECRET_TEST,
    SHOWN_SECRET_VENDORED,
    SHOWN_SECRET_FIELD_COUNT,
};

extern const struct fact_kind fact_kind_infrastructure_template;
extern const struct fact_kind fact_kind_infrastructure_secret;

/* A gap of infrastructure_secret for the file that is being read; none where it is a test's: tests
 * of readers have files that nobody can read, and of those nothing is asked. */
void shown_secret_add_gap(struct fact_writer *writer, enum unknown_class class, const char *reason,
                          bool test, bool vendored);

#endif
