/* invocation_reader.h - what the parts of the recogniser of invocations share. */
#ifndef FACTS_INVOCATION_READER_H
#define FACTS_INVOCATION_READER_H

#include "facts/automation.h"
#include "facts/invocation_kinds.h"
#include "facts/script_commands.h"
#include "facts/step_scripts.h"

struct invocation_reader {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct automation automation;
    const struct fact_table *uses, *hooks;
    struct step_scripts scripts;
    size_t followed;           /* scripts and targets, against a limit */
    bool cut;                  /* there are more, and a gap says so */
    struct table scripts_seen; /* commands of those that have their row */
    struct table scripts_read; /* how each was read, with the least depth */
    struct value **runners;    /* cells of what runs the hooks of pre-commit */
    size_t runner_count, runner_capacity;
};

/* What all invocations of a step have in common. */
struct invocation_place {
    const struct fact_row *row; /* of a step, or a job that calls */
    const char *system, *workflow, *job;
    int64_t step; /* 0: none */
    const struct automation_start *start;
    enum activation activation;
    const char *activation_reason;
    struct value blocking;
    const char *advisory;
    const char *image;
    struct value events, paths; /* of the job, where it says so itself */
    bool releases;
    struct table *seen;               /* of a matrix: commands that have their row, or NULL */
    struct shell_variables variables; /* of the workflow, the job, the step */
    struct value variable_texts;
};

/* A row at `path` (NULL: the place's own) with the cells that the place tells. */
struct value *invocation_add(struct invocation_reader *reader, const struct invocation_place *place,
                             const char *path, uint32_t line, uint32_t column);
/* A script that stands in `path`; line N of it stands on `lines[N - 1]` there, or on
 * `first + N - 1` without. Scripts, targets and tasks of the repository that it calls are
 * followed (invocation_follow.c). */
struct invocation_script {
    const char *path;
    struct text text;
    const struct value *lines;
    size_t line_count;
    uint32_t first;
    struct script_setting setting;
    const struct invocation_script *caller; /* whose command it is, or NULL */
    unsigned depth;                         /* of scripts that call scripts */
    const char *advisory;                   /* why its failure as a whole does not count, or NULL */
};
void invocation_read_script(struct invocation_reader *reader, const struct invocation_place *place,
                            const struct invocation_script *script);
/* Adds to `key` what the place tells of each of its commands, but for the step. */
void invocation_key(struct arena *arena, const struct invocation_place *place, struct buffer *key);
/* What a command runs of this repository: `make lint`, `npm run scan`, `./ci/scan.sh`. */
void invocation_follow(struct invocation_reader *reader, const struct invocation_place *place,
                       const struct invocation_script *from, const struct script_command *command);
/* Does it run the hooks of pre-commit? Then it is kept for invocation_read_hooks(). */
void invocation_note(struct invocation_reader *reader, struct value *cells);
/* Hooks of pre-commit, as far as something runs them. */
void invocation_read_hooks(struct invocation_reader *reader);

#endif
