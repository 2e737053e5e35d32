/* scanner_kinds.h - the tools that look after a repository, as the catalogue
 * rules/catalogue/tools.yml finds them: in what automation runs (invocation_kinds.h)
 * and in files of settings. */
#ifndef FACTS_SCANNER_KINDS_H
#define FACTS_SCANNER_KINDS_H

#include "facts/fact.h"

/* One row for each tool, purpose and place of evidence. */
extern const struct fact_kind fact_kind_scanner;
enum {
    SCANNER_TOOL,       /* its id in the catalogue: trivy */
    SCANNER_TITLE,      /* as people call it: Trivy */
    SCANNER_PURPOSE,    /* a word of scanner_purposes */
    SCANNER_STATE,      /* active, advisory, declared, manual, disabled, invalid */
    SCANNER_REASON,     /* why it is not active */
    SCANNER_SORT,       /* where the evidence is: invocation's sorts, and `config` */
    SCANNER_SYSTEM,     /* invocation's system; absent for config */
    SCANNER_JOB,        /* of the invocation */
    SCANNER_STEP,       /* of the invocation */
    SCANNER_DIRECTORY,  /* what it looks at: a folder, "." is the root; unknown when not constant;
                           absent when it looks at no folder (an image, the changes of a request) */
    SCANNER_DEPTH,      /* folders below that it goes down: 0 only the folder, -1 all */
    SCANNER_FILES,      /* only these files (--file, --lockfile); absent: all of the folder */
    SCANNER_EXCLUDES,   /* globs that it passes over; absent: none */
    SCANNER_FIRST_ONLY, /* it takes the first manifest that it finds (snyk test) */
    SCANNER_READS,      /* how it finds packages: a name of the readers' table (trivy, syft,
                           osv_scanner, ...), or the ecosystems themselves as `ecosystem:npm`;
                           absent when the purpose is not packages */
    SCANNER_LANGUAGES,  /* SAST: languages that it is told to read; absent: all that it knows */
    SCANNER_FAILS_AT,   /* the least severity that fails: any, low, medium, high, critical;
                           absent when nothing says it */
    SCANNER_IGNORES_UNFIXED,
    SCANNER_EVENTS,       /* what starts it */
    SCANNER_PATHS,        /* changed files that start it; absent: any */
    SCANNER_PATHS_IGNORE, /* changed files that do not */
    SCANNER_RELEASES,     /* it is a part of making a release */
    SCANNER_FIELD_COUNT,
};

/* Words, NULL-ended. */
extern const char *const scanner_purposes[];
extern const char *const scanner_states[];
extern const char *const scanner_sorts[];      /* invocation's, and `config` */
extern const char *const scanner_thresholds[]; /* from the least */

#endif
