/* licence_header.h - does a source file say at its top which licence it is under: an SPDX tag
 * (SPDX 2.3, annex E; REUSE 3.3) or the words of a licence's own notice. */
#ifndef FACTS_LICENCE_HEADER_H
#define FACTS_LICENCE_HEADER_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_licence_header;
enum { LICENCE_HEADER_PRESENT, LICENCE_HEADER_SPDX };
extern const struct fact_kind fact_kind_reuse_annotation;
enum { REUSE_ANNOTATION_GLOB };

#endif
