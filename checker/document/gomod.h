/* gomod.h - go.mod and go.work (Go Modules Reference, "go.mod files" and
 * "Workspaces") to nodes, in the form and with the names that `go mod edit -json` and
 * `go work edit -json` print: {"Module": {"Path": ...}, "Go": "1.22", "Require":
 * [{"Path": ..., "Version": ..., "Indirect": false}], ...}. Indirect is always there. */
#ifndef DOCUMENT_GOMOD_H
#define DOCUMENT_GOMOD_H

#include "document/node.h"

/* As json_parse. */
bool gomod_parse(struct arena *arena, struct text text, struct document *out,
                 struct document_problem *problem);

#endif
