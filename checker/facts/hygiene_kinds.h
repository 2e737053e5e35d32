/* hygiene_kinds.h - what workflows and actions do that is often a weakness, with the
 * order of the cells. The rows tell what is there; whether it is a weakness is the
 * rules' business. */
#ifndef FACTS_HYGIENE_KINDS_H
#define FACTS_HYGIENE_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_workflow_checkout;
enum {
    WORKFLOW_CHECKOUT_JOB,
    WORKFLOW_CHECKOUT_STEP,
    WORKFLOW_CHECKOUT_PERSISTS,
    WORKFLOW_CHECKOUT_WRITTEN,
    WORKFLOW_CHECKOUT_UPLOADS_TREE,
    WORKFLOW_CHECKOUT_PUSHES,
    WORKFLOW_CHECKOUT_MAJOR,
};

extern const struct fact_kind fact_kind_workflow_condition;
enum {
    WORKFLOW_CONDITION_JOB,
    WORKFLOW_CONDITION_STEP,
    WORKFLOW_CONDITION_CONDITION,
    WORKFLOW_CONDITION_CONSTANT,
    WORKFLOW_CONDITION_SEARCHED,
    WORKFLOW_CONDITION_CHOSEN,
    WORKFLOW_CONDITION_BOT,
};

extern const struct fact_kind fact_kind_workflow_secret;
enum {
    WORKFLOW_SECRET_JOB,
    WORKFLOW_SECRET_STEP,
    WORKFLOW_SECRET_NAME,
    WORKFLOW_SECRET_FORM,
};

extern const struct fact_kind fact_kind_workflow_login;
enum {
    WORKFLOW_LOGIN_JOB,
    WORKFLOW_LOGIN_SERVICE,
    WORKFLOW_LOGIN_LITERAL,
};

extern const struct fact_kind fact_kind_workflow_environment_write;
enum {
    WORKFLOW_ENVIRONMENT_WRITE_JOB,
    WORKFLOW_ENVIRONMENT_WRITE_STEP,
    WORKFLOW_ENVIRONMENT_WRITE_FILE,
    WORKFLOW_ENVIRONMENT_WRITE_NAME,
    WORKFLOW_ENVIRONMENT_WRITE_VALUE,
    WORKFLOW_ENVIRONMENT_WRITE_CONTROL,
};

extern const struct fact_kind fact_kind_workflow_download;
enum {
    WORKFLOW_DOWNLOAD_JOB,
    WORKFLOW_DOWNLOAD_STEP,
    WORKFLOW_DOWNLOAD_PROGRAM,
    WORKFLOW_DOWNLOAD_URL,
    WORKFLOW_DOWNLOAD_WAY,
    WORKFLOW_DOWNLOAD_RUNS,
    WORKFLOW_DOWNLOAD_PINNED,
    WORKFLOW_DOWNLOAD_VERIFIED,
    WORKFLOW_DOWNLOAD_SYSTEM,
};

extern const struct fact_kind fact_kind_workflow_install;
enum {
    WORKFLOW_INSTALL_JOB,
    WORKFLOW_INSTALL_STEP,
    WORKFLOW_INSTALL_TOOL,
    WORKFLOW_INSTALL_PACKAGE,
    WORKFLOW_INSTALL_PIN,
    WORKFLOW_INSTALL_MANIFEST,
    WORKFLOW_INSTALL_SYSTEM,
};

extern const struct fact_kind fact_kind_workflow_cache;
enum {
    WORKFLOW_CACHE_JOB,
    WORKFLOW_CACHE_STEP,
    WORKFLOW_CACHE_ACTION,
    WORKFLOW_CACHE_RESTORES,
    WORKFLOW_CACHE_PUBLISHED,
    WORKFLOW_CACHE_WORKFLOW,
    WORKFLOW_CACHE_UPLOADS,
};

extern const struct fact_kind fact_kind_workflow_artifact;
enum {
    WORKFLOW_ARTIFACT_JOB,
    WORKFLOW_ARTIFACT_STEP,
    WORKFLOW_ARTIFACT_SOURCES,
    WORKFLOW_ARTIFACT_PUBLISHED,
};

extern const struct fact_kind fact_kind_workflow_release;
enum {
    WORKFLOW_RELEASE_JOB,
    WORKFLOW_RELEASE_STEP,
    WORKFLOW_RELEASE_SIGN,
    WORKFLOW_RELEASE_NAME,
};

extern const struct fact_kind fact_kind_workflow_runner;
enum {
    WORKFLOW_RUNNER_JOB,
    WORKFLOW_RUNNER_LABELS,
    WORKFLOW_RUNNER_GROUP,
    WORKFLOW_RUNNER_SELF_HOSTED,
};

extern const struct fact_kind fact_kind_workflow_tool;
enum {
    WORKFLOW_TOOL_JOB,
    WORKFLOW_TOOL_STEP,
    WORKFLOW_TOOL_ACTION,
    WORKFLOW_TOOL_INPUT,
    WORKFLOW_TOOL_VERSION,
};

#endif
