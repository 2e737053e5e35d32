/* runner_command.h - lines that the log of a build runner obeys: workflow commands of
 * GitHub Actions and logging commands of Azure Pipelines. What stands in them is
 * escaped as the runner's own toolkit does, after everything that could end the line,
 * begin another command or move a cursor was made visible. */
#ifndef REPORT_RUNNER_COMMAND_H
#define REPORT_RUNNER_COMMAND_H

#include "report/finding_text.h"

enum runner { RUNNER_GITHUB, RUNNER_AZURE };

/* The value of a property: a path (exact, but for what no terminal should see) or a
 * text of one line. */
void command_add_path(struct buffer *out, enum runner runner, const char *path);
void command_add_property(struct buffer *out, enum runner runner, const char *string);
/* A line of the message; further lines of it are begun with command_add_line_end. */
void command_add_message(struct buffer *out, enum runner runner, const char *string);
void command_add_line_end(struct buffer *out);
/* "NAME: path:line: " where several repositories share one log, else nothing; then the
 * sentences of the finding, and on a line of its own what to do. */
void command_add_finding(struct buffer *out, enum runner runner, const struct told *told,
                         bool several);

#endif
