/* json.h - JSON (RFC 8259) with places. Lone surrogates are refused; numbers keep their
 * text. */
#ifndef DOCUMENT_JSON_H
#define DOCUMENT_JSON_H

#include "document/node.h"

/* Duplicate keys are refused. With `comments`, JSONC: comments and trailing commas as
 * VS Code and TypeScript accept them. */
bool json_parse(struct arena *arena, struct text text, bool comments, struct document *out,
                struct document_problem *problem);
/* As the tools read it whose files they are: of equal keys the last one holds, which
 * RFC 8259, section 4, leaves to the reader. */
bool json_parse_last_key(struct arena *arena, struct text text, struct document *out,
                         struct document_problem *problem);

#endif
