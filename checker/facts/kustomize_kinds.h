/* kustomize_kinds.h - what a kustomization says of images and replicas, with the order of its
 * cells: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/ */
#ifndef FACTS_KUSTOMIZE_KINDS_H
#define FACTS_KUSTOMIZE_KINDS_H

#include "facts/fact.h"

enum kustomize_image_field {
    KUSTOMIZE_IMAGE_NAME,
    KUSTOMIZE_IMAGE_TAG,
    KUSTOMIZE_IMAGE_DIGEST,
    KUSTOMIZE_IMAGE_TEST,
    KUSTOMIZE_IMAGE_FIELD_COUNT,
};

enum kustomize_replicas_field {
    KUSTOMIZE_REPLICAS_NAME,
    KUSTOMIZE_REPLICAS_COUNT,
    KUSTOMIZE_REPLICAS_TEST,
    KUSTOMIZE_REPLICAS_FIELD_COUNT,
};

extern const struct fact_kind fact_kind_kustomize_replicas;
extern const struct fact_kind fact_kind_kustomize_image;

#endif
