/* github_hygiene.h - the parts of the recogniser of what GitHub's workflows and
 * actions do that is often a weakness. Each part reads one job, or the file, and
 * adds rows of its own kinds. */
#ifndef FACTS_GITHUB_HYGIENE_H
#define FACTS_GITHUB_HYGIENE_H

#include "facts/github_reader.h"
#include "facts/github_uses.h"
#include "facts/hygiene_kinds.h"
#include "facts/script_walk.h"

struct hygiene_handing;

struct hygiene {
    struct github_reader reader;
    const struct node *jobs;         /* of a workflow, else NULL */
    struct hygiene_handing *handing; /* files that jobs hand on; NULL: not asked yet */
    bool is_cut;                     /* a script was longer than is read, and gaps say so */
};

/* The step at an index from 0; NULL where it is no mapping. */
const struct node *hygiene_step(const struct github_job *job, size_t index);
size_t hygiene_step_count(const struct github_job *job);
/* What the step uses; its name is NULL where it uses nothing. */
struct github_use hygiene_use(struct hygiene *hygiene, const struct node *step);
/* Is it that action, in any case of letters? */
bool hygiene_is_action(const struct github_use *use, const char *name);
/* The text of an input of the step; NULL where it is not given. */
const char *hygiene_input(const struct node *step, const char *name);
/* Is a row of the kind wanted? */
bool hygiene_wants(const struct hygiene *hygiene, const struct fact_kind *kind);

/* The node of the step's script: `run`, or the input of an action that runs it in a
 * shell; NULL where there is none. */
const struct node *hygiene_code(struct hygiene *hygiene, const struct node *step);
/* The commands of the step's script; none where it has none, or is for an
 * interpreter that is no shell. */
void hygiene_script(struct hygiene *hygiene, const struct github_job *job, const struct node *step,
                    struct shell_script *out);
/* What the first command of the step's script that `asks` has an answer to is answered;
 * NULL: none. Commands of scripts within it are asked too, without what starts them. */
const char *hygiene_find_command(struct hygiene *hygiene, const struct github_job *job,
                                 const struct node *step,
                                 const char *(*asks)(const struct shell_command *command));
/* Where a line of the step's script stands in the file. */
void hygiene_line(const struct hygiene *hygiene, const struct node *run, uint32_t script_line,
                  uint32_t *line, uint32_t *column);

/* A text that is there without an expression, or is nothing but a constant one; NULL
 * where only a run tells. */
const char *hygiene_constant(struct hygiene *hygiene, const struct node *node);

void hygiene_read_checkouts(struct hygiene *hygiene, const struct github_job *job);
void hygiene_read_conditions(struct hygiene *hygiene, const struct github_job *job);
void hygiene_read_logins(struct hygiene *hygiene, const struct github_job *job);
void hygiene_read_secrets(struct hygiene *hygiene);
void hygiene_read_environment_writes(struct hygiene *hygiene, const struct github_job *job);
void hygiene_read_caches(struct hygiene *hygiene, const struct github_job *job);
void hygiene_read_artifacts(struct hygiene *hygiene, const struct github_job *job);
void hygiene_read_tools(struct hygiene *hygiene, const struct github_job *job);
void hygiene_read_runner(struct hygiene *hygiene, const struct github_job *job);
void hygiene_read_releases(struct hygiene *hygiene, const struct github_job *job);
void hygiene_read_release_triggers(struct hygiene *hygiene);
/* Does the job hand files on? */
bool hygiene_uploads(struct hygiene *hygiene, const struct github_job *job);
/* Is what the job makes published, by itself or by jobs that take its files? */
bool hygiene_reaches_release(struct hygiene *hygiene, const struct github_job *job);
/* By which `workflow_run` names it. */
const char *hygiene_workflow_name(const struct hygiene *hygiene);
/* What the job publishes first, and the step that does; NULL where nothing is known. */
const char *hygiene_publishes(struct hygiene *hygiene, const struct github_job *job, size_t from,
                              size_t *at, bool *by_command);

#endif
