/* trust.h - with a base: by whose word the head was judged, and what the head would
 * change of it (DESIGN.md section 5). The verdicts are the base's all the same: what
 * stands here is told beside them. */
#ifndef ENGINE_TRUST_H
#define ENGINE_TRUST_H

#include <stdbool.h>

struct trust {
    bool base_has_no_policy; /* nor was one given: the built-in baseline judged */
    bool head_has_policy;    /* files of its own that would be in force once it is merged */
};

/* One sentence where the base brings no policy; NULL where it does. */
const char *trust_bootstrap_sentence(const struct trust *trust);

#endif
