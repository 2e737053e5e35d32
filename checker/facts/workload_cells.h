/* workload_cells.h - what objects of Kubernetes say of their pods, written into the
 * cells of `workload` and `container`: probes, resources, security, how they are
 * replaced and how they end. It reads nodes and knows no files. */
#ifndef FACTS_WORKLOAD_CELLS_H
#define FACTS_WORKLOAD_CELLS_H

#include "facts/workload_kinds.h"

/* Why a cell of a patch is not known. */
extern const char patch_reason[];
/* Does a template or a variable decide this text? */
bool text_is_open(const char *text);
/* The cell of a text, absent for NULL, unknown where it is open. */
struct value cell_of_text(struct arena *arena, const char *text);
/* The same of a scalar; of anything else absent. */
struct value cell_of_scalar(struct arena *arena, const struct node *node);
/* The same of an integer. */
struct value cell_of_integer(struct arena *arena, const struct node *node);
/* A capability of Linux in capitals, without CAP_: CAP_SYS_ADMIN and sys_admin are
 * SYS_ADMIN. */
const char *capability_name(struct arena *arena, const char *written);
/* A mapping's scalars as name=value, sorted; absent when it is no mapping. */
struct value cell_of_labels(struct arena *arena, const struct node *mapping);

/* Everything below the names and the place. `object` is the workload, `pod_spec` what
 * kubernetes_pod_spec() gives of it. */
void workload_write_pods(struct arena *arena, const struct node *object,
                         const struct node *pod_spec, struct value *cells);
void container_write_settings(struct arena *arena, const struct node *pod_spec,
                              const struct node *container, struct value *cells);

#endif
