/* circleci_reader.h - what the parts of the recogniser of CircleCI share: one
 * configuration that is being read, and where its rows go. */
#ifndef FACTS_CIRCLECI_READER_H
#define FACTS_CIRCLECI_READER_H

#include "facts/circleci_scope.h"

struct circleci_reader {
    struct pipeline *pipeline;
    const char *path;
    const struct circleci_scope *scope; /* of the whole configuration */
    size_t rest;                        /* steps that may still be read */
};

/* Steps of a configuration after its commands are followed: far more than anybody runs. */
enum { CIRCLECI_STEPS_MAX = 20000, CIRCLECI_DEPTH_MAX = 30 };

/* What a name of a job, a command or an executor means at a place: something of the
 * configuration or of an inline orb (`node`), or of an orb that is elsewhere (`orb`). */
struct circleci_element {
    const struct node *node;
    const struct node *root; /* the scope's root for what is in it */
    const char *orb;         /* `NAMESPACE/ORB/ELEMENT` */
    const char *version;
};
struct circleci_element circleci_find(struct circleci_reader *reader,
                                      const struct circleci_scope *scope, const char *section,
                                      const char *name);
/* The use of an orb's element, as a row. */
void circleci_add_orb(struct circleci_reader *reader, const struct node *place, const char *job,
                      size_t step, const struct circleci_element *element);
void circleci_add_inputs(struct circleci_reader *reader, const struct node *arguments,
                         const struct circleci_scope *scope, const char *job, size_t step);
/* A mapping `NAME: value`, or a list of such and of `NAME=value`. */
void circleci_add_variables(struct circleci_reader *reader, const struct node *environment,
                            const struct circleci_scope *scope, const char *job, size_t step);

struct circleci_job {
    const char *id;
    const char *shell;     /* of the job or its executor; NULL: the default */
    const char *directory; /* where the job works: the root of the checkout */
    size_t position;       /* of the last step that was read */
};
void circleci_read_steps(struct circleci_reader *reader, struct circleci_job *job,
                         const struct node *steps, const struct circleci_scope *scope,
                         struct pipeline_run run, unsigned depth);
void circleci_read_workflows(struct circleci_reader *reader);

struct pipeline_place circleci_place(const struct circleci_reader *reader, const struct node *node);
/* What `when` or `unless` leaves of what stands under it. */
struct pipeline_run circleci_condition(struct circleci_reader *reader, const struct node *condition,
                                       const struct circleci_scope *scope, bool unless);

#endif
