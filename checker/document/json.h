/* json.h - JSON (RFC 8259) with places. Duplicate keys and lone surrogates are
 * refused; numbers keep their text. With `comments`, JSONC: comments and
 * trailing commas as VS Code and TypeScript accept them. */
#ifndef DOCUMENT_JSON_H
#define DOCUMENT_JSON_H

#include "document/node.h"

bool json_parse(struct arena *arena, struct text text, bool comments, struct document *out,
                struct document_problem *problem);

#endif
