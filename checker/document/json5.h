/* json5.h - JSON5 (https://spec.json5.org) as JSON with comments: quotes around
 * names, double quotes, plain numbers. Lines stay where they are, so that places in
 * the parsed document are right; columns may move. */
#ifndef DOCUMENT_JSON5_H
#define DOCUMENT_JSON5_H

#include "document/node.h"

/* As json_parse. */
bool json5_parse(struct arena *arena, struct text text, struct document *out,
                 struct document_problem *problem);

#endif
