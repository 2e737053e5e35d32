/* program_kinds.h - the kind of programs that Dockerfiles of this repository put into
 * images, with what is known of the code behind each. */
#ifndef FACTS_PROGRAM_KINDS_H
#define FACTS_PROGRAM_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_program;
enum {
    PROGRAM_NAMES,
    PROGRAM_HANDLES_END,
    PROGRAM_HANDLER,
    PROGRAM_SHARED_HANDLER,
    PROGRAM_TEST,
    PROGRAM_VENDORED,
};

#endif
