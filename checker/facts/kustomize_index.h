/* kustomize_index.h - what kustomizations say of things by name, found from the manifest
 * that they change. One in the manifest's folder, or the nearest one above it, changes it
 * for everybody; what one elsewhere says holds where that one is applied. */
#ifndef FACTS_KUSTOMIZE_INDEX_H
#define FACTS_KUSTOMIZE_INDEX_H

#include "base/table.h"
#include "facts/fact.h"

struct kustomize_index {
    struct arena *arena;
    struct table here;     /* folder and name -> row */
    struct table anywhere; /* name -> row, of what is no test and `fixes` */
};

/* `name` and `test` are cells of the table's kind. `fixes` tells whether a row says
 * something that a manifest elsewhere may lack. */
void kustomize_index_init(struct kustomize_index *index, struct arena *arena,
                          const struct fact_table *table, size_t name, size_t test,
                          bool (*fixes)(const struct value *cells));
/* Both NULL: there is none. */
const struct fact_row *kustomize_index_nearest(const struct kustomize_index *index,
                                               const char *path, const char *name);
const struct fact_row *kustomize_index_elsewhere(const struct kustomize_index *index,
                                                 const char *name);

#endif
