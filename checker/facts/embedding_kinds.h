/* embedding_kinds.h - files that a program holds in itself when it is built, with the order
 * of their cells: what it hands out, and nobody builds or runs where it stands. */
#ifndef FACTS_EMBEDDING_KINDS_H
#define FACTS_EMBEDDING_KINDS_H

#include "facts/fact.h"

enum embedding_field { EMBEDDING_PATTERN, EMBEDDING_FIELD_COUNT };

enum embedded_file_field { EMBEDDED_FILE, EMBEDDED_FIELD_COUNT };

extern const struct fact_kind embedding_kind;
extern const struct fact_kind fact_kind_embedded_file;

#endif
