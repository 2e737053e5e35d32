/* terraform_kinds.h - the kinds of Terraform and OpenTofu: modules (a folder each), the
 * providers that they ask for and the modules that they call. A recogniser of files writes
 * the parts, a second one puts the files of a folder together. */
#ifndef FACTS_TERRAFORM_KINDS_H
#define FACTS_TERRAFORM_KINDS_H

#include "facts/fact.h"

enum terraform_part_field {
    TERRAFORM_PART_REQUIRED_VERSION,
    TERRAFORM_PART_BACKEND,
    TERRAFORM_PART_BACKEND_LINE,
    TERRAFORM_PART_LOCKS,
    TERRAFORM_PART_ENCRYPTS,
    TERRAFORM_PART_RESOURCES,
    TERRAFORM_PART_CONFIGURES,
    TERRAFORM_PART_LINK,
    TERRAFORM_PART_FIELD_COUNT,
};

enum terraform_module_field {
    TERRAFORM_DIRECTORY,
    TERRAFORM_ROOT,
    TERRAFORM_REQUIRED_VERSION,
    TERRAFORM_BACKEND,
    TERRAFORM_LOCKS,
    TERRAFORM_ENCRYPTS,
    TERRAFORM_RESOURCES,
    TERRAFORM_LOCK_FILE,
    TERRAFORM_TEST,
    TERRAFORM_VENDORED,
    TERRAFORM_FIELD_COUNT,
};

enum terraform_provider_field {
    PROVIDER_DIRECTORY,
    PROVIDER_NAME,
    PROVIDER_SOURCE,
    PROVIDER_VERSION,
    PROVIDER_BOUNDED,
    PROVIDER_ROOT,
    PROVIDER_TEST,
    PROVIDER_VENDORED,
    PROVIDER_FIELD_COUNT,
};

enum terraform_call_field {
    CALL_DIRECTORY,
    CALL_NAME,
    CALL_SOURCE,
    CALL_SORT,
    CALL_VERSION,
    CALL_TARGET,
    CALL_PINNED,
    CALL_TEST,
    CALL_VENDORED,
    CALL_FIELD_COUNT,
};

extern const struct fact_kind terraform_part_kind;
extern const struct fact_kind terraform_provider_part_kind;
extern const struct fact_kind fact_kind_terraform_module;
extern const struct fact_kind fact_kind_terraform_provider;
extern const struct fact_kind fact_kind_terraform_call;

#endif
