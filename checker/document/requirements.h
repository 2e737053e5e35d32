/* requirements.h - pip's requirements and constraints files ("Requirements File
 * Format" of pip's manual; PEP 508) to nodes:
 *
 *   {"requirements": [{"name": "requests", "extras": ["socks"], "specifier": ">=2,<3",
 *                      "marker": "python_version < '3.9'", "hashes": ["sha256:..."],
 *                      "editable": false}],
 *    "options": [{"option": "--index-url", "value": "https://..."}]}
 *
 * A requirement that is an address or a path has `url`, with a `name` where `name @`
 * or `#egg=` tells it. Extras and hashes are always there. Names are as written. */
#ifndef DOCUMENT_REQUIREMENTS_H
#define DOCUMENT_REQUIREMENTS_H

#include "document/node.h"

/* As json_parse. */
bool requirements_parse(struct arena *arena, struct text text, struct document *out,
                        struct document_problem *problem);

#endif
