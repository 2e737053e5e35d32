/* kustomize_touch.h - which cells of `workload` and `container` a path in an object of
 * Kubernetes has to do with: those that stand there, below it or above it. It knows paths and
 * no values. */
#ifndef FACTS_KUSTOMIZE_TOUCH_H
#define FACTS_KUSTOMIZE_TOUCH_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct kustomize_touch {
    bool is_container;     /* `cell` is one of `container`, else of `workload` */
    const char *container; /* a name, or a number as workload_kustomize.h writes it; NULL: all */
    size_t cell;
    /* Nothing else says it, and all that says it stands at the path or below: what takes the
     * path away takes it away. */
    bool is_whole;
    bool is_below; /* it stands at the path or below: what replaces the path says it anew */
};

/* Calls `touched` for each cell. `tokens` are the parts of a path; a container is a name or a
 * number. */
void kustomize_touch_each(struct arena *arena, char *const *tokens, size_t count,
                          void (*touched)(void *state, const struct kustomize_touch *touch),
                          void *state);

#endif
