/* inline_waiver.h - waivers in comments, beside what they excuse: the word `bylaw:ignore`, a
 * rule, `until=2026-09-30` and `reason="why, and what holds instead"`.
 * One in a line of its own is about the next line (and its own), one behind other words about
 * its own. Read here; which of them are in force, who owns them and which files are looked at
 * is the engine's (engine/inline_exceptions.h). */
#ifndef POLICY_INLINE_WAIVER_H
#define POLICY_INLINE_WAIVER_H

#include "policy/exception.h"

extern const char inline_waiver_word[]; /* what they begin with */

/* May a file of this name hold any? Not without comments; and worlds of rules
 * (`*.test.yml`) hold files of others, whose comments waive nothing here. */
bool inline_waivers_may_stand_in(const char *path);

struct inline_waiver {
    struct exception exception; /* without an owner and without `valid_from` */
    /* the line that it is about; or what of its own is no comment, before it and behind it */
    struct text beside[2];
};

struct inline_waivers {
    struct inline_waiver *items; /* by line */
    size_t count, capacity;
};

/* Adds those of a file, with their mistakes; past LIMIT_INLINE_WAIVERS a last one says that
 * there are more. The texts point into `text`, which outlives them. */
void inline_waivers_parse(struct inline_waivers *out, struct arena *arena, const char *path,
                          struct text text);
/* Do they say the same, wherever they stand? */
bool inline_waiver_is_same(const struct inline_waiver *one, const struct inline_waiver *other);

#endif
