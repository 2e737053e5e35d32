/* jenkins_reader.h - what the parts of the recogniser of Jenkins share: one pipeline
 * that is being read, and where its rows go. A stage that holds steps is a job; its id is
 * the way through the stages around it. */
#ifndef FACTS_JENKINS_READER_H
#define FACTS_JENKINS_READER_H

#include "base/table.h"
#include "facts/github_expression.h"
#include "facts/jenkins_groovy.h"
#include "facts/pipeline_rows.h"

enum { JENKINS_DEPTH_MAX = 60, JENKINS_STEPS_MAX = 20000, JENKINS_VARIABLES_MAX = 64 };

struct jenkins_job {
    const char *id;
    const char *name;
    struct pipeline_place place;
    size_t position; /* of the last step */
    const char *image;
    const char *label;
    const char *condition;
    struct value events, paths;
    struct pipeline_run run;
};

/* A variable of `withEnv` or `environment`. */
struct jenkins_variable {
    const char *name, *value;
    struct pipeline_place place;
};

/* What stands around a statement. */
struct jenkins_place {
    struct jenkins_job *job; /* NULL: none yet */
    const char *stage;       /* the way through the stages around it; "" */
    const char *image, *label;
    const char *directory; /* NULL: the root of the workspace */
    const char *condition; /* of an `if`, or what of `post` */
    struct pipeline_run run;
    const struct jenkins_variable *variables[JENKINS_VARIABLES_MAX];
    size_t variable_count;
    unsigned depth;
};

struct jenkins_reader {
    struct pipeline *pipeline;
    const char *path;
    struct text text;
    struct table methods;                 /* name -> struct groovy of GROOVY_METHOD */
    struct table constants;               /* name -> text */
    struct table locals;                  /* names that the file gives values to */
    struct table choices;                 /* boolean parameters: name -> "true" or "false" */
    struct jenkins_job *loose;            /* of steps that stand in no stage */
    const char *calls[JENKINS_DEPTH_MAX]; /* methods that are being followed */
    size_t call_count;
    bool waits;        /* a person was asked before */
    const char *hides; /* what else may hold stages or steps; NULL: nothing */
    bool any;          /* a step or a use was written */
    size_t rest;
};

struct pipeline_place jenkins_at(const struct jenkins_reader *reader, const struct groovy *node);
/* A text with what is constant put in; NULL when it is none. */
const char *jenkins_text(struct jenkins_reader *reader, const struct groovy *expression);

/* What the call runs stands in no file here. */
void jenkins_note_hiding(struct jenkins_reader *reader, const struct groovy *node);
void jenkins_walk(struct jenkins_reader *reader, const struct groovy *block,
                  const struct jenkins_place *place);
/* `pipeline { ... }`. */
void jenkins_read_declarative(struct jenkins_reader *reader, const struct groovy *block);

/* The job of a stage; of none, the one that stands for the file. */
struct jenkins_job *jenkins_job_new(struct jenkins_reader *reader, const struct groovy *place,
                                    const char *id, const struct jenkins_place *outer);
struct jenkins_job *jenkins_loose_job(struct jenkins_reader *reader, const struct groovy *place,
                                      const struct jenkins_place *outer);
void jenkins_job_write(struct jenkins_reader *reader, const struct jenkins_job *job);

/* One step: a script, or anything else that is called. */
void jenkins_add_script(struct jenkins_reader *reader, const struct groovy *call,
                        struct jenkins_place *place);
void jenkins_add_plugin(struct jenkins_reader *reader, const struct groovy *call, const char *name,
                        struct jenkins_place *place);
bool jenkins_is_script(const char *name);
void jenkins_add_library(struct jenkins_reader *reader, const struct groovy *place,
                         const char *text);

/* Is an expression always true or false? `chosen`: a person may choose otherwise. */
enum truth jenkins_truth(struct jenkins_reader *reader, const struct groovy *expression,
                         bool *chosen);
/* What `when { ... }` leaves of a stage. */
void jenkins_read_when(struct jenkins_reader *reader, const struct groovy *block,
                       struct jenkins_job *job);
/* The text of a closure on one line, for people; short. */
const char *jenkins_words(struct jenkins_reader *reader, const struct groovy *closure);
/* Rows of what starts it: triggers of a block, or of `pipelineTriggers([...])`. */
void jenkins_read_triggers(struct jenkins_reader *reader, const struct groovy *list);

#endif
