/* release_image_kind.h - images that `oc adm release new` replaces by digests in the manifests
 * of a release of OpenShift, with the order of the cells. */
#ifndef FACTS_RELEASE_IMAGE_KIND_H
#define FACTS_RELEASE_IMAGE_KIND_H

#include "facts/fact.h"

enum release_image_field {
    RELEASE_IMAGE_NAME,
    RELEASE_IMAGE_FIELD_COUNT,
};

extern const struct fact_kind release_image_kind;

#endif
