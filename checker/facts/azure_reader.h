/* azure_reader.h - what the parts of the recogniser of Azure Pipelines share: one
 * pipeline that is being read, the templates that it uses, and its jobs, which are
 * gathered first and written when it is known which of them run. */
#ifndef FACTS_AZURE_READER_H
#define FACTS_AZURE_READER_H

#include "facts/azure_expand.h"

/* Azure Pipelines takes 100 files and 100 levels (learn.microsoft.com/azure/devops/
 * pipelines/process/templates, "Imposed limits"); a file may be used many times. */
enum {
    AZURE_TEMPLATES_MAX = 1000,
    AZURE_TEMPLATE_DEPTH_MAX = 30,
    AZURE_ITEMS_MAX = 200000,
    AZURE_JOBS_MAX = 3000
};

struct azure_file {
    const char *path;
    const struct node *root; /* NULL: it cannot be read */
    const char *reason;
    enum unknown_class class;
    bool used; /* a pipeline uses it as a template */
};

/* The files that may be pipelines or templates, read once for all pipelines. */
struct azure_files {
    const struct fact_repository *repository;
    struct arena *scratch;
    struct table by_path;
};
struct azure_file *azure_file_read(struct azure_files *files, const char *path);

struct azure_stage {
    const char *id; /* NULL: the one that is not written */
    struct pipeline_run run;
    struct azure_mapping mapping;
    const char *const *needs;
    size_t need_count;
    bool conditional; /* it says itself when it runs */
};

struct azure_job {
    const char *id;
    const struct azure_stage *stage;
    struct pipeline_place place;
    struct azure_mapping mapping;
    struct azure_value steps; /* of a job that is not written as one */
    bool bare;
    struct pipeline_run run;
    const char *const *needs; /* ids */
    size_t need_count;
    bool conditional;
    size_t position;        /* of the last step that was written */
    const char *system;     /* of the agent, as far as it is told: `windows` or NULL */
    struct table variables; /* its own, and its stage's: constants, NULL for others */
};

struct azure_reader {
    struct pipeline *pipeline;
    struct azure_files *files;
    struct azure_expander expander;
    struct table variables;    /* constants of the pipeline */
    struct table containers;   /* name -> image */
    struct table repositories; /* name -> struct azure_repository */
    bool called;               /* a template: its containers are named by who uses it */
    size_t templates;
    struct azure_stage **stages;
    size_t stage_count, stage_capacity;
    struct azure_job **jobs;
    size_t job_count, job_capacity;
};

struct azure_repository {
    const char *name, *ref;
};

/* What a template is used for. */
enum azure_level { AZURE_LEVEL_STAGES, AZURE_LEVEL_JOBS, AZURE_LEVEL_STEPS, AZURE_LEVEL_VARIABLES };

struct azure_call {
    enum azure_level level;
    struct azure_stage *stage; /* NULL: none yet */
    struct azure_job *job;     /* of steps and of variables */
    struct pipeline_run run;
};
/* Follows `template` of a mapping to a file of this repository; one of another is a use,
 * and what it leaves open a gap. What is passed to it as stages, jobs or steps is read. */
void azure_follow(struct azure_reader *reader, const struct azure_mapping *mapping,
                  const struct azure_call *call);

void azure_read_stages(struct azure_reader *reader, const struct azure_value *value,
                       struct pipeline_run run);
void azure_read_jobs(struct azure_reader *reader, const struct azure_value *value,
                     struct azure_stage *stage, struct pipeline_run run);
/* Steps that stand where jobs or stages do: a job of this id. */
void azure_read_bare_steps(struct azure_reader *reader, const struct azure_value *steps,
                           struct azure_stage *stage, const char *id, struct pipeline_place place,
                           struct pipeline_run run);
/* Everything that stands at the top of a file. */
void azure_read_content(struct azure_reader *reader, const struct azure_mapping *mapping,
                        struct azure_stage *stage, struct pipeline_run run);
void azure_read_steps(struct azure_reader *reader, struct azure_job *job,
                      const struct azure_value *value, struct pipeline_run run);
/* Rows of `variables`, a mapping or a list; without a job they are constants too. */
void azure_read_variables(struct azure_reader *reader, const struct azure_value *variables,
                          struct azure_job *job);
/* `$(NAME)` of constant variables put in: the job's, else the pipeline's. */
const char *azure_macros(struct azure_reader *reader, const struct azure_job *job,
                         const char *text);
/* What hangs on one another spreads; then every job is written. */
void azure_write_jobs(struct azure_reader *reader, const struct azure_mapping *root);

/* Containers and repositories that `resources` names; gives the mapping itself. */
struct azure_mapping azure_read_resources(struct azure_reader *reader,
                                          const struct azure_mapping *root);
/* Rows of what starts the pipeline; what that leaves of it. */
struct pipeline_run azure_read_triggers(struct azure_reader *reader,
                                        const struct azure_mapping *root);

struct pipeline_place azure_place(const struct azure_scope *scope, const struct node *node);
/* `condition`, `enabled` and `continueOnError` of a stage, a job or a step. */
struct pipeline_run azure_run_of(struct azure_reader *reader, const struct azure_mapping *mapping);
const char *azure_condition(struct azure_reader *reader, const struct azure_mapping *mapping);
void azure_gap(struct azure_reader *reader, enum azure_level level, const char *path,
               enum unknown_class class, const char *reason);

#endif
