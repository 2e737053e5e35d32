/* finding.h - findings: where they stand, what they say, what is related. */
#ifndef ENGINE_FINDING_H
#define ENGINE_FINDING_H

#include "engine/subject.h"

/* Judging of one snapshot: what the verdicts of all rules write to. */
struct judging {
    struct arena *arena;
    struct evaluator *evaluator;
    const struct snapshot *snapshot;
    int32_t today;
    const struct glob **only_paths; /* --only */
    size_t only_path_count;
    const struct table *renames;           /* for fingerprints of a base: old path -> new path */
    struct fingerprint_maker fingerprints; /* of the check at hand */
    struct table told;                     /* of the check at hand: what a reader has seen of it */
    const struct entry *stand_in; /* of the repository as a whole, once it was looked for */
    bool has_stand_in;
    struct table first_matches; /* written glob -> struct entry, or `no_entry` */
    struct finding *findings;
    size_t finding_count, finding_capacity;
};

/* What one finding is about. */
struct finding_subject {
    struct judge_context context;  /* subject NULL: the check as a whole */
    const struct message *message; /* NULL: `text` */
    const char *text;
    const struct place_candidate *places;
    size_t place_count;
    const char *whole;             /* names the check's own finding in the fingerprint */
    struct selection **selections; /* by binding, filled when asked for */
};

/* Fills place, stand_in and wanted. */
void finding_set_place(struct judging *judging, struct finding_subject *subject,
                       struct finding *finding);
/* Fills related, from what `require` found wanting. */
void finding_set_related(struct judging *judging, struct finding_subject *subject,
                         struct finding *finding);
const char *finding_message(struct judging *judging, struct finding_subject *subject);
/* The rows that a named quantifier selects. */
const struct selection *finding_selection(struct judging *judging, struct finding_subject *subject,
                                          size_t binding);
/* A copy at the end of the judging's findings. */
struct finding *finding_add(struct judging *judging, const struct finding *finding);
/* By place's path, line, column, rule, check, subject, fingerprint. */
void findings_sort(struct finding *findings, size_t count);
bool finding_is_at(const struct judging *judging, const struct finding *finding);

#endif
