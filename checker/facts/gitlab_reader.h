/* gitlab_reader.h - the rows of one pipeline of GitLab CI, when its configuration is put
 * together and its rules are asked: docs.gitlab.com/ci/yaml/ (default, inherit, script,
 * image, services, needs, trigger, parallel:matrix, environment, timeout). */
#ifndef FACTS_GITLAB_READER_H
#define FACTS_GITLAB_READER_H

#include "facts/gitlab_rules.h"

struct gitlab_job {
    struct gitlab_config *config;
    const struct gitlab_entry *entry;
    const struct node *node; /* of the entry */
    const struct node *own;  /* what is written of it, without what it extends */
    const struct node *key;  /* where it is named */
    const char *path;        /* the file that names it */
    struct gitlab_activation activation;
};

/* The keyword of a job, else that of `default` or of the root, unless it does not inherit
 * it; NULL when there is none. */
const struct node *gitlab_keyword(const struct gitlab_job *job, const char *keyword);
/* A text with the variables in it that are constant in the file; `$NAME` of the others
 * stays. */
const char *gitlab_expand(const struct gitlab_job *job, const char *text);

void gitlab_add_job(const struct gitlab_job *job, size_t steps);
/* How many there are. */
size_t gitlab_read_steps(const struct gitlab_job *job);
/* An image that the job takes from elsewhere is written once, of no job: `written` holds
 * those that are. */
void gitlab_read_images(const struct gitlab_job *job, struct table *written);
/* `NAME=value` of `parallel:matrix`; absent when there is none. */
struct value gitlab_matrix_values(const struct gitlab_job *job);
/* Of one job, or of the whole pipeline when `job` is NULL. */
void gitlab_read_variables(struct gitlab_config *config, const struct gitlab_job *job,
                           const struct node *variables);
/* A pipeline that a job starts, known by the first file of its `trigger:include`. */
struct gitlab_child {
    const struct node *include;
    const char *owner; /* the file that holds it */
};
/* All of one pipeline. `children` gets those that its jobs start, by their files. */
void gitlab_read_pipeline(struct gitlab_config *config, struct table *children);

#endif
