/* baseline_file.h - .bylaw/baseline.yml: the findings that were there when the rules came
 * to a repository. They are reported and do not block; the file only gets shorter. Not the
 * base of a change, which engine/baseline.h judges. Everything lies in the caller's arena. */
#ifndef POLICY_BASELINE_FILE_H
#define POLICY_BASELINE_FILE_H

#include "policy/policy.h"

struct baseline_entry {
    const char *rule;
    const char *fingerprint;
    const char *path;     /* where it stood when it was written, or NULL */
    int32_t first_seen;   /* the day on which it was written down */
    int32_t until;        /* the last day on which it does not block; INT32_MIN: no end */
    enum verdict verdict; /* fail, unknown or review */
    struct place place;
};

struct baseline_file {
    const char *path;
    const char *commit; /* what was judged; renames since then are followed. NULL: unsaid */
    struct baseline_entry *entries; /* in the order of the file */
    size_t count;
};

/* NULL when the file has a mistake. A file that could not be read is one, too. */
const struct baseline_file *baseline_file_parse(struct arena *arena, const struct policy_file *file,
                                                struct diagnostics *diagnostics);
/* Writes the file; what it writes, baseline_file_parse reads. */
void baseline_file_write(const struct baseline_file *file, struct buffer *out);
/* The day has come on which the entry's finding counts again. */
bool baseline_entry_is_over(const struct baseline_entry *entry, int32_t today);

#endif
