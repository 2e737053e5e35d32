/* step_scripts.h - the scripts of the steps of every system of CI, with what stands around
 * each: variables, inputs, the folder, the shell. For recognisers that look at what is run;
 * it reads the tables of workflow_kinds.h. */
#ifndef FACTS_STEP_SCRIPTS_H
#define FACTS_STEP_SCRIPTS_H

#include "facts/fact.h"
#include "facts/script_walk.h"

struct step_scripts {
    struct arena *arena;
    const struct fact_repository *repository;
    const struct fact_table *steps, *inputs, *variables;
    struct table inputs_by_step, variables_by_place; /* by step_place() to struct row_list */
    struct table jobs;                               /* the same of a job to its struct fact_row */
    struct table checkouts;                          /* and to a folder */
    struct table files;                              /* path to struct text */
};

/* The kinds of which recognisers that use it must say that they need them, beside the jobs
 * and the steps. */
#define STEP_SCRIPTS_NEEDS &fact_kind_workflow_input, &fact_kind_workflow_variable

void step_scripts_init(struct step_scripts *scripts, const struct fact_repository *repository,
                       struct arena *arena);

/* The name of a step in tables; `job` may be NULL and `step` 0: of the file, of the job. */
const char *step_place(struct arena *arena, const char *path, const char *job, int64_t step);

/* What the rows of a step, a call or a use say of it. `workflow`: the file that the system
 * starts with. */
struct value step_inputs(const struct step_scripts *scripts, const struct fact_row *row,
                         const char *workflow, const char *job, int64_t step);
/* The value of `name=value` among them, or NULL. */
const char *step_input(const struct value *inputs, const char *name);
void step_variables(const struct step_scripts *scripts, const struct fact_row *row,
                    const char *workflow, const char *job, int64_t step,
                    struct shell_variables *out);
/* The steps of an action of this repository run beside its files: adds where that is. */
void step_action_path(const struct fact_row *row, struct shell_variables *out);

/* How the shell of a step's row begins, and its language. False: it is neither a shell of
 * Unix nor PowerShell nor cmd. */
bool step_setting(const struct step_scripts *scripts, const struct fact_row *row,
                  const struct shell_variables *variables, struct script_setting *out);

/* What a step runs: its own script, or the input of its action that a shell runs. */
struct step_script {
    struct text text; /* of PowerShell and cmd: as script_shell_of_power() makes it */
    const struct value *lines;
    size_t line_count;
    uint32_t first;
    struct shell_variables variables;
    struct script_setting setting;
};
/* False when it runs none, or another interpreter reads it. Its texts live in `arena`. */
bool step_script_of(const struct step_scripts *scripts, const struct fact_row *row,
                    struct arena *arena, struct step_script *out);
/* Does the failure of the step end its job? */
bool step_is_strict(const struct step_scripts *scripts, const struct fact_row *row);

/* On which line of its file line `line` of a script stands: on `lines[line - 1]`, or on
 * `first + line - 1` where there are none. */
uint32_t step_line(const struct value *lines, size_t count, uint32_t first, uint32_t line);

/* The text of a file of the tree; NULL when it is none. Read once. */
const struct text *step_file(struct step_scripts *scripts, const char *path);

#endif
