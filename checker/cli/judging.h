/* judging.h - what the commands that judge share: options to judge by, and
 * reports to where they were asked for. */
#ifndef CLI_JUDGING_H
#define CLI_JUDGING_H

#include "cli/arguments.h"
#include "engine/judge.h"
#include "report/report.h"

/* The options of `check`; `explain` and `facts` take the same snapshots. */
extern const struct option snapshot_options[];

/* Today in UTC: the only clock there is, unless --now is given. */
int32_t judging_today(const struct invocation *invocation);
/* False, with a message printed, when the options contradict each other. */
bool judging_options(const struct invocation *invocation, const char *repository,
                     struct judge_options *out);
/* Prints diagnostics to standard error. */
void judging_print_diagnostics(const struct invocation *invocation,
                               struct diagnostics *diagnostics);

/* One --format: where it goes to. */
struct output {
    const struct report_format *format;
    const char *profile;
    const char *file; /* NULL: standard output */
};

/* Reads NAME[:PROFILE][=FILE], the value of that option. False, with a message printed,
 * when it is wrong. */
bool judging_output(struct arena *arena, const char *option, const char *written,
                    struct output *out);
/* The outputs asked for; text on standard output when none is. A FILE that ends in a slash
 * is a folder, and the file in it bylaw-NAME[-PROFILE].EXTENSION. False, with a
 * message printed, when one is wrong. */
bool judging_outputs(const struct invocation *invocation, struct output **out, size_t *count);
/* Writes every output; files appear whole or not at all. */
struct failure *judging_write(const struct invocation *invocation, const struct output *outputs,
                              size_t count, const struct evaluation *const *evaluations,
                              size_t evaluation_count) MUST_CHECK;
/* --format NAME[=FILE] of a command that has formats of its own (NULL-ended): the
 * audit's, the exceptions'. False, with a message printed, when one is wrong. */
bool judging_own_formats(const struct invocation *invocation, const char *const *names);
/* Writes each format asked for, else the first of `names`, to where it goes. */
struct failure *judging_write_own(const struct invocation *invocation, const char *const *names,
                                  void (*write)(struct buffer *out, const char *name,
                                                const void *state),
                                  const void *state) MUST_CHECK;
/* Writes a file whole, by way of a temporary one beside it. */
struct failure *write_file_whole(const char *path, const char *bytes, size_t size) MUST_CHECK;

#endif
