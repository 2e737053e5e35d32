/* problem.h - why a file is no document, as a mistake of its author. */
#ifndef DOCUMENT_PROBLEM_H
#define DOCUMENT_PROBLEM_H

#include "base/diagnostic.h"
#include "document/node.h"

struct diagnostic *document_problem_add(struct diagnostics *diagnostics, const char *path,
                                        const struct document_problem *problem);

#endif
