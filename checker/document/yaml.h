/* yaml.h - YAML (libyaml's events) to nodes. Refused: duplicate keys, keys that
 * are no scalars, nesting, size and aliases beyond base/limits.h, undefined
 * aliases. Aliases are expanded by sharing; `<<` merge keys are applied for plain
 * reading as GitHub, GitLab and Compose do it. */
#ifndef DOCUMENT_YAML_H
#define DOCUMENT_YAML_H

#include "document/node.h"

/* False, with `problem` filled, when the text is no YAML stream we accept. */
bool yaml_parse(struct arena *arena, struct text text, struct document *out,
                struct document_problem *problem);

#endif
