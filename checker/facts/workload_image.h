/* workload_image.h - the images that containers run once Kustomize, or whoever puts a release
 * of OpenShift together, has changed them. */
#ifndef FACTS_WORKLOAD_IMAGE_H
#define FACTS_WORKLOAD_IMAGE_H

#include "facts/fact.h"

/* `cells` are those of `containers`, row by row, of which tags and digests change. */
void workload_image_apply(struct arena *arena, const struct fact_table *images,
                          const struct fact_table *containers, struct value *const *cells);
/* `images` are rows of release_image: the digest that takes the place of an image without one is
 * not here, and not known. */
void workload_image_release(struct arena *arena, const struct fact_table *images,
                            const struct fact_table *containers, struct value *const *cells);

#endif
