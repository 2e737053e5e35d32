/* plan_globs.h - the globs of many users as one matcher that tells which of them
 * want a path. Users are numbered by the caller. */
#ifndef ENGINE_PLAN_GLOBS_H
#define ENGINE_PLAN_GLOBS_H

#include "base/failure.h"
#include "base/glob.h"

struct plan;

struct plan_globs {
    struct glob_set *set; /* NULL: there is no user */
    size_t count;         /* of different globs */
    size_t *first;        /* users[first[N] .. first[N + 1]) named glob N */
    size_t *users;
};

struct plan_glob_user {
    size_t number;
    const char *const *globs; /* NULL-ended, or NULL */
};

struct failure *plan_globs_make(struct plan_globs *out, struct plan *plan,
                                const struct plan_glob_user *users, size_t count) MUST_CHECK;
/* Words that `hits` of plan_globs_match must have. */
size_t plan_globs_words(const struct plan_globs *globs);
/* Sets wanting[N] of every user N that wants the path; false when there is none. */
bool plan_globs_match(const struct plan_globs *globs, const char *path, uint64_t *hits,
                      unsigned char *wanting);

#endif
