/* json5.h - JSON5 (https://spec.json5.org) with places: names without quotes, single
 * quotes, comments, commas at ends, and more ways to write numbers. Numbers get the
 * form of JSON; Infinity and NaN are null. Duplicate keys are refused. */
#ifndef DOCUMENT_JSON5_H
#define DOCUMENT_JSON5_H

#include "document/node.h"

/* As json_parse. */
bool json5_parse(struct arena *arena, struct text text, struct document *out,
                 struct document_problem *problem);

#endif
