/* workload_image.h - the images that containers run once Kustomize has changed them. */
#ifndef FACTS_WORKLOAD_IMAGE_H
#define FACTS_WORKLOAD_IMAGE_H

#include "facts/fact.h"

/* `cells` are those of `containers`, row by row, of which tags and digests change. */
void workload_image_apply(struct arena *arena, const struct fact_table *images,
                          const struct fact_table *containers, struct value *const *cells);

#endif
