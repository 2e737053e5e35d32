/* adr_register.h - the decision records of a repository as a whole: which there are,
 * and which of them a link, a path or a number means. It fills no rows; the
 * adr_*_rows.c do, each for its kind. */
#ifndef FACTS_ADR_REGISTER_H
#define FACTS_ADR_REGISTER_H

#include "base/table.h"
#include "facts/adr_history.h"
#include "facts/site.h"

struct adr_register {
    struct arena *arena;
    const struct fact_repository *repository;
    const char *remote; /* NULL: not known */
    struct sites sites;
    struct adr_record *records;
    const struct adr_candidate **candidates; /* of the same index */
    struct adr_history *histories;           /* of the same index; NULL: nobody asked */
    size_t count;
    struct table by_number; /* "DIRECTORY\nNUMBER" -> index */
    struct table by_path;   /* folded path -> index */
    struct table by_folder; /* KEP: folder -> index */
};

/* Reads every record; what cannot be read becomes gaps of the recogniser's kinds. */
void adr_register_read(struct adr_register *out, struct fact_writer *writer,
                       const struct fact_repository *repository);

enum adr_target { ADR_TARGET_FOUND, ADR_TARGET_MISSING, ADR_TARGET_ELSEWHERE };
extern const char *const adr_target_names[];

/* The file that a link or an id in the file `path`, in a folder of records, means; NULL
 * when there is none here. A file that is found need not be a record. */
const char *adr_register_resolve(const struct adr_register *known, const char *path,
                                 const char *directory, const char *text, bool is_link,
                                 enum adr_target *state);
/* The record of a path, SIZE_MAX when it is none. */
size_t adr_register_find(const struct adr_register *known, const char *path);
/* By its number: in that folder, else the only one of the repository that has it. */
const char *adr_register_find_number(const struct adr_register *known, const char *directory,
                                     int64_t number);

/* What the parts of the recogniser `adr` add for one record, or for all. */
extern const struct fact_kind fact_kind_adr_relation;
void adr_relation_rows(struct fact_writer *writer, const struct adr_register *known, size_t index);
extern const struct fact_kind fact_kind_adr_succession;
void adr_succession_rows(struct fact_writer *writer, const struct adr_register *known);
extern const struct fact_kind fact_kind_adr_status_source;
void adr_source_rows(struct fact_writer *writer, const struct adr_register *known, size_t index);
extern const struct fact_kind fact_kind_adr_index_entry;
void adr_index_rows(struct fact_writer *writer, const struct adr_register *known);
/* It looks at the history of the folders itself. */
extern const struct fact_kind fact_kind_adr_missing;
struct failure *adr_missing_rows(struct fact_writer *writer,
                                 const struct adr_register *known) MUST_CHECK;
/* These need histories, the second with bodies. */
extern const struct fact_kind fact_kind_adr_evidence;
void adr_evidence_rows(struct fact_writer *writer, const struct adr_register *known);
extern const struct fact_kind fact_kind_adr_revision;
void adr_revision_rows(struct fact_writer *writer, const struct adr_register *known);
extern const struct fact_kind fact_kind_adr_acceptance;
void adr_acceptance_rows(struct fact_writer *writer, const struct adr_register *known);

#endif
