/* scalar.h - the core schema of YAML 1.2.2, section 10.3.2: what a plain scalar
 * is. `on`, `yes`, `no` and dates are texts. */
#ifndef DOCUMENT_SCALAR_H
#define DOCUMENT_SCALAR_H

#include "document/node.h"

enum node_kind scalar_kind(const char *bytes, size_t size);

#endif
