/* pipeline_rows.h - how the readers of Azure Pipelines, CircleCI and Jenkins write the
 * kinds of workflow_kinds.h: plain structs in, rows out. Every text is copied into the
 * rows; paths must live as long as the listing. It knows no system. */
#ifndef FACTS_PIPELINE_ROWS_H
#define FACTS_PIPELINE_ROWS_H

#include "base/table.h"
#include "document/node.h"
#include "facts/workflow_kinds.h"

struct pipeline {
    struct fact_writer *writer;
    struct arena *scratch;
    const char *system;   /* a word of workflow_systems */
    const char *workflow; /* the file that the system starts with */
    struct table gaps;    /* those that were added: each once */
};

/* The kinds that these readers write; NULL-ended. */
extern const struct fact_kind *const pipeline_kinds[];

/* From weak to strong: what stands around a step and what it says itself are worth the
 * stronger of the two. */
enum pipeline_activation {
    PIPELINE_AUTOMATIC,
    PIPELINE_OPEN, /* it is not known; the reason says what would tell */
    PIPELINE_MANUAL,
    PIPELINE_DISABLED,
};

enum pipeline_blocking { PIPELINE_BLOCKS, PIPELINE_MAY_BLOCK, PIPELINE_ADVISES };

/* Whether something runs by itself, and whether its failure counts. */
struct pipeline_run {
    enum pipeline_activation activation;
    const char *reason; /* NULL when automatic */
    enum pipeline_blocking blocking;
    const char *advisory; /* why it does not count, or why that is not known */
};
struct pipeline_run pipeline_within(struct pipeline_run outer, struct pipeline_run inner);
struct pipeline_run pipeline_stopped(enum pipeline_activation activation, const char *reason);

struct pipeline_place {
    const char *path;
    uint32_t line, column;
};

/* A script, and the line of the file that each of its lines stands on. */
struct pipeline_script {
    const char *text; /* NULL: none */
    struct value lines;
};
/* A scalar's text is taken line by line through `replace` (NULL: as it is), which gives
 * what stands there instead. */
struct pipeline_script pipeline_script_of(struct pipeline *pipeline, const struct node *node,
                                          const char *(*replace)(void *state, const char *line),
                                          void *state);

void pipeline_add_workflow(struct pipeline *pipeline, const char *name, uint32_t line,
                           struct pipeline_run run, bool called);

struct pipeline_trigger {
    const char *event; /* in GitHub's words, and `tag` */
    struct value branches, branches_ignore, tags, tags_ignore, paths, paths_ignore;
    struct value workflows, schedules;
};
void pipeline_add_trigger(struct pipeline *pipeline, struct pipeline_place place,
                          const struct pipeline_trigger *trigger);

struct pipeline_job {
    struct pipeline_place place;
    const char *id;
    const char *name, *environment, *uses, *condition, *image; /* NULL: not written */
    struct value needs, runs_on;                               /* lists, or absent */
    struct value timeout_minutes;
    struct value events; /* where the job says itself what starts it; else absent */
    struct value paths;  /* the same of changed files */
    size_t steps;
    struct pipeline_run run;
};
void pipeline_add_job(struct pipeline *pipeline, const struct pipeline_job *job);

struct pipeline_step {
    struct pipeline_place place;
    const char *job;
    size_t position;
    const char *id, *name, *uses, *condition, *shell, *directory; /* NULL: not written */
    struct pipeline_script script;
    struct pipeline_run run;
};
/* What the script itself forgives (`|| true`) makes it advisory too, unless the shell is
 * none of Unix. */
void pipeline_add_step(struct pipeline *pipeline, const struct pipeline_step *step);

/* `job` may be NULL and `step` 0: of the whole file, of the whole job. */
void pipeline_add_input(struct pipeline *pipeline, struct pipeline_place place, const char *job,
                        size_t step, const char *name, const char *value);
void pipeline_add_variable(struct pipeline *pipeline, struct pipeline_place place, const char *job,
                           size_t step, const char *name, const char *value);

struct pipeline_use {
    const char *kind; /* task, orb, plugin, image, include */
    const char *uses, *owner, *name, *ref;
};
void pipeline_add_use(struct pipeline *pipeline, struct pipeline_place place, const char *job,
                      size_t step, const struct pipeline_use *use);
/* An image, cut into name and tag or digest. */
void pipeline_add_image(struct pipeline *pipeline, struct pipeline_place place, const char *job,
                        const char *image);

/* It is not known what is in a file, in its jobs, in steps: gaps of the kinds that this
 * leaves open. */
enum pipeline_gap { PIPELINE_GAP_FILE, PIPELINE_GAP_JOBS, PIPELINE_GAP_STEPS };
void pipeline_add_gaps(struct pipeline *pipeline, enum pipeline_gap gap, const char *path,
                       enum unknown_class class, const char *reason);

/* Reads and parses another file of the snapshot; NULL with the reason and its class. */
const struct node *pipeline_read_yaml(struct arena *scratch,
                                      const struct fact_repository *repository,
                                      const struct entry *entry, enum unknown_class *class,
                                      const char **reason);

/* The text of a scalar that is there and not null, else NULL. */
const char *pipeline_string(const struct node *node);
/* A scalar, or the scalars of a sequence, as a list of copies; absent for anything else. */
struct value pipeline_texts(struct pipeline *pipeline, const struct node *node);

#endif
