/* load_kinds.h - the kinds of tests under load and of what shows that they ran. */
#ifndef FACTS_LOAD_KINDS_H
#define FACTS_LOAD_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_load_test;
enum { LOAD_TEST_TOOL, LOAD_TEST_VENDORED };

extern const struct fact_kind fact_kind_load_run;
enum { LOAD_RUN_SOURCE, LOAD_RUN_DATE, LOAD_RUN_TEXT };

#endif
