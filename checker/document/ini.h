/* ini.h - INI as its many readers agree on it (Python's configparser, EditorConfig,
 * git's config files, systemd): sections in brackets, `key = value` or `key: value`,
 * comments from `;` or `#` at the start of a line, indented lines that go on with the
 * value above. Every value is a text, as written, quotes included.
 *
 *   root = true          {"root": "true",
 *   [flake8]              "flake8": {"ignore": "E1\nE2", "x": ["1", "2"]}}
 *   ignore =
 *     E1
 *     E2
 *   x = 1
 *   x = 2
 *
 * A key without a sign is null. A section that comes again goes on; a key that comes
 * again within one makes a sequence of its values. A line that is none of these is
 * refused. */
#ifndef DOCUMENT_INI_H
#define DOCUMENT_INI_H

#include "document/node.h"

/* As json_parse. */
bool ini_parse(struct arena *arena, struct text text, struct document *out,
               struct document_problem *problem);

#endif
