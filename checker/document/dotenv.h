/* dotenv.h - .env files, as Docker Compose and the dotenv libraries agree on them, as
 * one mapping of texts: `NAME=value`, `export` before it, quotes that may go over
 * several lines, escapes in double quotes only, comments. Nothing is substituted. Of a
 * name that comes twice the last one holds. */
#ifndef DOCUMENT_DOTENV_H
#define DOCUMENT_DOTENV_H

#include "document/node.h"

/* As json_parse. */
bool dotenv_parse(struct arena *arena, struct text text, struct document *out,
                  struct document_problem *problem);

#endif
