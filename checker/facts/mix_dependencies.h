/* mix_dependencies.h - the dependencies that a mix.exs declares, read as text: the
 * tuples `{:name, ...}` of its function `deps` (Mix docs, "mix deps"). */
#ifndef FACTS_MIX_DEPENDENCIES_H
#define FACTS_MIX_DEPENDENCIES_H

#include "base/text.h"

struct mix_dependency {
    struct text name;
    bool is_local; /* path: or in_umbrella: */
    uint32_t line;
};

void mix_each_dependency(struct text text,
                         void (*each)(void *context, const struct mix_dependency *dependency),
                         void *context);

#endif
