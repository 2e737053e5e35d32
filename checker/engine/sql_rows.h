/* sql_rows.h - SELECTs of rules: what a plan must gather for them, and their rows. */
#ifndef ENGINE_SQL_ROWS_H
#define ENGINE_SQL_ROWS_H

#include "engine/evaluator.h"

/* Adds the kinds and the fields that the statement reads, and no others. */
void sql_plan_reads(struct plan *plan, const struct sql_statement *sql);
/* Runs the statement of a source of the kind SOURCE_SQL; one gap is all when it cannot
 * be run to its end. */
struct judge_rows sql_rows(struct judge_context *context, const struct source *source);

#endif
