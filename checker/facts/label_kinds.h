/* label_kinds.h - the labels of .bylaw.yml as a kind, for recognisers that read them. */
#ifndef FACTS_LABEL_KINDS_H
#define FACTS_LABEL_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_label;
enum { LABEL_NAME, LABEL_VALUE };

#endif
