/* github_reader.h - what the parts of the recogniser of GitHub Actions share: one
 * file that is being read, and where its rows go. */
#ifndef FACTS_GITHUB_READER_H
#define FACTS_GITHUB_READER_H

#include "facts/github_context.h"
#include "facts/workflow_kinds.h"

struct github_reader {
    struct fact_writer *writer;
    struct arena *scratch; /* until the file is done */
    struct text content;
    size_t *line_starts; /* offsets of the lines */
    size_t line_count;
    const struct node *root;
    bool action;
    enum unknown_class gap_class; /* of gaps */
};

/* One job, or the runs of an action. */
struct github_job {
    const char *id;
    const struct node *node;
    bool enabled;
};

/* It is not known what is in the file, in a job, in a job's steps: gaps of the
 * kinds that this leaves open. */
enum github_gap { GITHUB_GAP_FILE, GITHUB_GAP_JOB, GITHUB_GAP_STEPS };
void github_add_gaps(struct github_reader *reader, enum github_gap gap, const char *reason);

void github_reader_init(struct github_reader *reader, struct text content);
/* The offset of a place in the file; SIZE_MAX when there is no such place. */
size_t github_offset(const struct github_reader *reader, uint32_t line, uint32_t column);
void github_place(const struct github_reader *reader, size_t offset, uint32_t *line,
                  uint32_t *column);

struct github_scope github_scope_of(const struct github_reader *reader, const struct node *job,
                                    const struct node *step, unsigned levels, unsigned *budget);
/* What one expression or text may cost before it is given up as unknown. */
enum { GITHUB_BUDGET = 5000 };

bool github_has_fence(const struct node *scalar);
/* The text of a scalar that is there and not null, else NULL. */
const char *github_string(const struct node *node);
/* A scalar, or a sequence of scalars, as a list; absent for anything else. */
struct value github_texts(struct github_reader *reader, const struct node *node);
/* `if:`, `continue-on-error:` and the like. `bare`: no fence is needed. */
enum truth github_truth(struct github_reader *reader, const struct node *node, bool bare);
bool github_asks_status(struct github_reader *reader, const struct node *condition);
/* The texts that `${{ matrix.NAME }}` in a text stands for, where the matrix is
 * written out; 0 where the text has other expressions. At most `most`. */
size_t github_matrix_expand(struct github_reader *reader, const struct node *job, const char *text,
                            const char **out, size_t most);

void github_read_triggers(struct github_reader *reader);
void github_read_permissions(struct github_reader *reader, const struct node *permissions,
                             const char *job);
bool github_declares_permissions(const struct node *owner);
void github_read_jobs(struct github_reader *reader, const struct node *jobs);
void github_read_steps(struct github_reader *reader, const struct github_job *job);
/* A step's own `shell` or `working-directory`, else that of `defaults.run` of its job or
 * workflow; NULL when nobody says it. */
const char *github_run_setting(const struct github_reader *reader, const struct github_job *job,
                               const struct node *step, const char *name);
void github_read_inputs(struct github_reader *reader, const struct github_job *job,
                        const struct node *step, size_t position);
/* `uses` may be NULL; `step` 0: of the job itself. */
void github_read_use(struct github_reader *reader, const struct github_job *job, size_t step,
                     const struct node *uses);
/* The version that the comment behind a scalar tells; NULL where there is none. */
const char *github_version_comment_of(struct github_reader *reader, const struct node *node);
void github_read_images(struct github_reader *reader, const struct github_job *job);
void github_read_image(struct github_reader *reader, const struct github_job *job,
                       const struct node *image);
/* Does the step ask for the head of a pull request? Yes, no or unknown. */
struct value github_checks_out_head(struct github_reader *reader, const struct github_job *job,
                                    const struct node *step);

/* `NAME=value` of a job's matrix for the values that are plain texts; absent for none. */
struct value github_matrix_values(struct github_reader *reader, const struct node *job);

/* Does the job's failure fail the workflow, in some leg of its matrix at least? `with`: the
 * `NAME=value` with which it does not; absent when it is the same for all. */
struct value github_job_blocking(struct github_reader *reader, const struct node *job,
                                 struct value *with);

/* What starts the workflow, what a condition leaves of a job or a step, and why. */
void github_set_workflow_activation(struct github_reader *reader, struct value *cells);
struct value github_activation(bool enabled);
const char *github_activation_reason(struct github_reader *reader, const struct node *owner);
/* The line of the file of each line of a script. */
struct value github_script_lines(struct github_reader *reader, const struct node *run);
/* `env` of the workflow (no job), a job (step 0) or a step. */
void github_read_variables(struct github_reader *reader, const struct node *owner,
                           const struct github_job *job, size_t step);

enum github_sink { SINK_RUN, SINK_SCRIPT, SINK_INPUT, SINK_CONDITION, SINK_ENVIRONMENT };
/* All expressions of the file's own env, of a job, of a step (position from 1). */
void github_read_root_expressions(struct github_reader *reader);
void github_read_job_expressions(struct github_reader *reader, const struct github_job *job);
void github_read_step_expressions(struct github_reader *reader, const struct github_job *job,
                                  const struct node *step, size_t position);

#endif
