/* trial_write.h - nodes and findings as YAML. Private to the trial. */
#ifndef ENGINE_TRIAL_WRITE_H
#define ENGINE_TRIAL_WRITE_H

#include "document/node.h"

/* Appends a node as JSON, which is YAML too. */
void trial_write_json(struct buffer *out, const struct node *node);
/* Appends a text: plain where YAML reads it back as that text, else quoted. */
void trial_write_text(struct buffer *out, const char *text);

#endif
