/* signature_file.h - where the signatures of records are kept: beside each, as `ID.sig`. Those of
 * the judged repository's records lie in its tree, those of a register's in the register: a file
 * of the judged repository proves nothing of a record that lies elsewhere, and need not be there.
 */
#ifndef ENGINE_SIGNATURE_FILE_H
#define ENGINE_SIGNATURE_FILE_H

#include "policy/exception.h"
#include "source/snapshot.h"

/* The registers that were given; each that lies in git is listed once, when it is asked. */
struct register_signatures {
    struct arena *arena;
    const char *const *registers; /* as the option says */
    struct register_tree *items;
    size_t count;
};

/* `registers`: NULL-ended, or NULL. */
void register_signatures_open(struct register_signatures *out, const char *const *registers,
                              struct arena *arena);
void register_signatures_close(struct register_signatures *signatures);
/* The signatures of a register's record; `why` when there are none. */
struct failure *register_signatures_read(struct register_signatures *signatures,
                                         const struct exception *record, struct text *out,
                                         const char **why) MUST_CHECK;

/* The text of a file of a snapshot, at most `limit` bytes; `why` when there is none. */
struct failure *text_of_snapshot(const struct snapshot *snapshot, const char *path, size_t limit,
                                 struct arena *arena, struct text *out,
                                 const char **why) MUST_CHECK;

#endif
