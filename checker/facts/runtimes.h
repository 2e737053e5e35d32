/* runtimes.h - until when the versions of runtimes get fixes: rules/catalogue/runtimes.yml,
 * compiled into the program, parsed once a process and never changed. A cycle is what gets
 * fixes together: `16` of Node.js, `3.8` of Python. */
#ifndef FACTS_RUNTIMES_H
#define FACTS_RUNTIMES_H

#include "base/arena.h"
#include "base/builtin_file.h"
#include "base/diagnostic.h"
#include "document/schema.h"

struct runtime_cycle {
    const char *runtime; /* node, python, ruby, php, go, dotnet */
    const char *cycle;
    int32_t end;               /* the last day, in days; INT32_MIN: it is not announced */
    struct schema_texts names; /* other names of the cycle: gallium */
    const char *source;        /* the page that says it */
    int32_t seen;              /* the day of that page's text */
};

/* In the order of the file: by runtime, then from the oldest to the newest. */
struct runtimes {
    const struct runtime_cycle *const *cycles;
    size_t count;
};

enum runtime_answer {
    RUNTIME_UNSAID, /* `latest`, `lts`, a variable, a version that never was */
    RUNTIME_KNOWN,
    RUNTIME_NEWER, /* than all that the file knows */
};

struct runtime_support {
    const char *cycle; /* of a version that leaves it open (`3`) the newest that it can be */
    int32_t end;       /* INT32_MIN: it is not announced */
};

const struct runtimes *runtimes_builtin(void);
/* Mistakes are diagnostics; what is right is taken. */
struct runtimes *runtimes_parse(struct arena *arena, const struct builtin_file *file,
                                struct diagnostics *diagnostics);
/* `version` as people write it: `v16.13.1`, `3.8-slim`, `lts/gallium`. `out` is set when
 * the answer is RUNTIME_KNOWN. */
enum runtime_answer runtimes_find(const struct runtimes *runtimes, const char *runtime,
                                  const char *version, struct runtime_support *out);

#endif
