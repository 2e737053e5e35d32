/* fact_values.h - cells of facts for people and programs, shared by the commands that
 * print them. */
#ifndef CLI_FACT_VALUES_H
#define CLI_FACT_VALUES_H

#include "facts/value.h"

#include "base/text.h"

/* Appends it as JSON: absent is null, unknown an object with the reason. */
void fact_value_json(struct buffer *out, struct arena *arena, const struct value *value);
/* A copy in which nothing is left that a terminal would obey. */
const char *fact_text_visible(struct arena *arena, const char *string);
/* As people read it, visible. */
const char *fact_value_visible(struct arena *arena, const struct value *value);

#endif
