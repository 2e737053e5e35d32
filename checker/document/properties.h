/* properties.h - Java's .properties (the text format of java.util.Properties.load) as
 * one mapping of texts, keys as they are written: $['spring.datasource.url']. Of a key
 * that comes twice the last one holds, as there. Text is UTF-8, as Java reads resource
 * bundles since version 9. */
#ifndef DOCUMENT_PROPERTIES_H
#define DOCUMENT_PROPERTIES_H

#include "document/node.h"

/* As json_parse. */
bool properties_parse(struct arena *arena, struct text text, struct document *out,
                      struct document_problem *problem);

#endif
