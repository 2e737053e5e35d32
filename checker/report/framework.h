/* framework.h - the frameworks whose controls rules support, by their full names. */
#ifndef REPORT_FRAMEWORK_H
#define REPORT_FRAMEWORK_H

#include "base/arena.h"

struct framework {
    const char *prefix; /* as controls are written: "ssdf-1.1" */
    const char *name, *version, *organisation;
};

enum { FRAMEWORKS = 9 };
extern const struct framework frameworks[FRAMEWORKS];

/* Index of the framework of a control, `framework-version/id`, or -1. */
int framework_of(const char *control);
/* "PCI DSS 4.0.1 (PCI SSC)" */
const char *framework_title(struct arena *arena, int framework);

#endif
