/* row.h - what a field of a row is worth, whatever source the row came from. */
#ifndef ENGINE_ROW_H
#define ENGINE_ROW_H

#include "engine/outcome.h"
#include "policy/condition.h"

/* A copy that points to nothing of the original. `path`: used as it is where the
 * row's path is equal to it. */
struct fact_row row_copy(struct arena *arena, const struct fact_kind *kind,
                         const struct fact_row *row, const char *path);
struct value value_copy(struct arena *arena, const struct value *value);
/* Scalars as their kind says, sequences as lists, mappings as nodes; null is absent. */
struct value row_value_of_node(struct arena *arena, const struct node *node);
/* `row` may be NULL: every field is absent then. */
struct value row_field(struct arena *arena, const struct fact_row *row, const struct field *field);
/* Unknown, for the reason that made the gap. `kind` may be NULL. */
struct outcome row_gap(const struct fact_row *row, const struct fact_kind *kind);

#endif
