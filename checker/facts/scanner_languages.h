/* scanner_languages.h - the languages that a tool is told to read, in the words of the kind
 * `language`: from its own options, from another step of its job, or from a matrix that is
 * constant; else those that the catalogue says it knows. */
#ifndef FACTS_SCANNER_LANGUAGES_H
#define FACTS_SCANNER_LANGUAGES_H

#include "facts/scanner_match.h"

/* Absent when nothing limits it, unknown when only a run knows. */
struct value scanner_languages_of(const struct scanner_match *match,
                                  const struct fact_table *invocations,
                                  const struct fact_table *jobs);

#endif
