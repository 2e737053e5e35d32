/* bitbucket_reader.h - what the parts of the recogniser of Bitbucket Pipelines share: one
 * bitbucket-pipelines.yml that is being read, and where its rows go. What Bitbucket calls
 * a step, a container with a script of its own, is a job of the kinds; the script and
 * each pipe in it are its steps.
 *
 * Sources: support.atlassian.com/bitbucket-cloud/docs/ (pipeline-start-conditions,
 * step-options, stage-options, parallel-step-options, cache-service-and-export-pipelines-
 * definitions, yaml-sharing, dynamic-step-conditions, use-pipes-in-bitbucket-pipelines). */
#ifndef FACTS_BITBUCKET_READER_H
#define FACTS_BITBUCKET_READER_H

#include "base/table.h"
#include "facts/workflow_kinds.h"

enum { BITBUCKET_BEFORE_MAX = 100 };

struct bitbucket_reader {
    struct fact_writer *writer;
    struct arena *scratch;
    const struct node *root;
    enum unknown_class gap_class;
    struct table ids;     /* of jobs: how many bear a name */
    struct table images;  /* places of images that are written */
    size_t script_budget; /* bytes of scripts that may still be written */
};

/* One pipeline of the file: `default`, or one of `branches`, `tags` and so on. */
struct bitbucket_pipeline {
    const char *id;     /* default, branches/main, custom/deploy */
    const char *event;  /* in the words of workflow_trigger */
    const char *manual; /* why only a person goes on from here; NULL: nobody has to */
    /* The jobs that come right before the next one. */
    const char *before[BITBUCKET_BEFORE_MAX];
    size_t before_count;
};

/* A step of Bitbucket, with what its stage says. */
struct bitbucket_job {
    const char *id;
    const struct node *node;
    const struct node *stage; /* or NULL */
    const struct bitbucket_pipeline *pipeline;
    const char *manual; /* why only a person starts it, or NULL */
    bool is_alias;      /* it is written at another place of the file */
};

enum bitbucket_gap { BITBUCKET_GAP_FILE, BITBUCKET_GAP_PIPELINE, BITBUCKET_GAP_STEPS };
void bitbucket_add_gaps(struct bitbucket_reader *reader, enum bitbucket_gap gap, uint32_t line,
                        const char *reason);

const char *bitbucket_string(const struct node *node); /* NULL when it is no scalar */
/* An image may be a text, or a mapping with a name. */
const struct node *bitbucket_image_of(const struct node *image);

void bitbucket_read_pipelines(struct bitbucket_reader *reader, const struct node *pipelines);
void bitbucket_add_job(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                       size_t steps);
/* How many there are. */
size_t bitbucket_read_steps(struct bitbucket_reader *reader, const struct bitbucket_job *job);
void bitbucket_add_use(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                       size_t step, const char *kind, const struct node *place);
/* Once for each place of the file; of no job where several may share it. */
void bitbucket_add_image(struct bitbucket_reader *reader, const struct bitbucket_job *job,
                         const struct node *image);
/* A pipeline of another repository. */
void bitbucket_add_import(struct bitbucket_reader *reader, const struct node *import);
/* The event that the root's `triggers` start a custom pipeline for; NULL when none does. */
const char *bitbucket_event_of_custom(const struct bitbucket_reader *reader, const char *name);

#endif
