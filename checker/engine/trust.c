#include "engine/trust.h"

#include <stddef.h>

const char *const loosening_words[] = {"policy", "exception", "owner", "signer", NULL};

const char *trust_bootstrap_sentence(const struct trust *trust)
{
    if (!trust || !trust->base_has_no_policy)
        return NULL;
    return trust->head_has_policy
               ? "The base has no policy of its own: the built-in baseline judged this change, and "
                 "the policy that the head proposes did not."
               : "The base has no policy of its own: the built-in baseline judged this change.";
}

const char *trust_exceptions_sentence(const struct trust *trust)
{
    return trust && trust->has_head_exceptions ? "The exceptions of the head were used, as "
                                                 "--exceptions-from head asks: this change "
                                                 "may have written them for itself."
                                               : NULL;
}

const char *trust_evidence_sentence(const struct trust *trust)
{
    return trust && trust->evidence_in_tree ? "Facts of --facts lie in the work tree of what is "
                                              "judged: this change may have written them for "
                                              "itself."
                                            : NULL;
}
