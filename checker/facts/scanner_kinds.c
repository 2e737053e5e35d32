#include "facts/scanner_kinds.h"

const char *const scanner_purposes[] = {
    "sca",          "update",       "sast",    "secrets",       "container", "iac",
    "licence",      "dast",         "sbom",    "signing",       "test",      "coverage",
    "deploy",       "provisioning", "release", "observability", "incident",  "feature_flag",
    "secret_store", "cost",         "data",    "ticket",        "assistant", NULL,
};

const char *const scanner_states[] = {"active",   "advisory", "declared", "manual",
                                      "disabled", "invalid",  NULL};
