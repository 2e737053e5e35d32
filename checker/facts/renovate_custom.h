/* renovate_custom.h - what a custom manager of Renovate finds in a file: its matchStrings
 * are held against the text (docs.renovatebot.com, "Custom Manager Support using Regex").
 * RE2, which Renovate uses, and PCRE2 read such expressions alike; one that does not
 * compile here, or that takes too long, leaves it open. */
#ifndef FACTS_RENOVATE_CUSTOM_H
#define FACTS_RENOVATE_CUSTOM_H

#include "facts/coverage.h"

enum renovate_finds { RENOVATE_FINDS_NOTHING, RENOVATE_FINDS_SOME, RENOVATE_FINDS_PERHAPS };
enum renovate_finds renovate_custom_finds(const struct coverage_run *run,
                                          const struct cell_texts *expressions, const char *path);

#endif
