/* kustomize_patch_kinds.h - what patches of Kustomize change beyond those that are read as
 * objects (workload_kustomize.h), and which files kustomizations take in, with the order of
 * the cells. Kustomizations of Flux and Applications of Argo CD have such patches too. */
#ifndef FACTS_KUSTOMIZE_PATCH_KINDS_H
#define FACTS_KUSTOMIZE_PATCH_KINDS_H

#include "facts/fact.h"

/* A setting of a workload or of its containers that a patch changes. */
enum kustomize_patch_field {
    KUSTOMIZE_PATCH_FOLDER, /* whose objects it patches, as written: "." is its own folder's */
    KUSTOMIZE_PATCH_TARGET_KIND,
    KUSTOMIZE_PATCH_TARGET_NAME,
    KUSTOMIZE_PATCH_TARGET_LABELS,
    KUSTOMIZE_PATCH_TARGET_ANNOTATIONS,
    KUSTOMIZE_PATCH_FILE,
    KUSTOMIZE_PATCH_CONTAINER,
    KUSTOMIZE_PATCH_SETTING,
    KUSTOMIZE_PATCH_VALUE,
    KUSTOMIZE_PATCH_REMOVED,
    KUSTOMIZE_PATCH_FIELD_COUNT,
};

/* A file or folder that a kustomization takes in. */
enum kustomize_source_field {
    KUSTOMIZE_SOURCE_ENTRY, /* as written */
    KUSTOMIZE_SOURCE_COMPONENT,
    KUSTOMIZE_SOURCE_FIELD_COUNT,
};

/* The labels and annotations by which a selector finds an object that makes pods. */
enum manifest_label_field {
    MANIFEST_LABEL_KIND,
    MANIFEST_LABEL_NAME,
    MANIFEST_LABEL_LABELS,
    MANIFEST_LABEL_ANNOTATIONS,
    MANIFEST_LABEL_FIELD_COUNT,
};

extern const struct fact_kind kustomize_patch_kind;
extern const struct fact_kind kustomize_source_kind;
extern const struct fact_kind manifest_label_kind;

#endif
