/* adr_reading.h - what the parts of adr_record.c share while one record is read.
 * Nothing else includes it. */
#ifndef FACTS_ADR_READING_H
#define FACTS_ADR_READING_H

#include "facts/adr.h"

struct adr_reading {
    struct adr_record *out;
    struct arena *arena, *scratch;
    const struct prose *prose;
    const struct markdown *markdown;
    enum adr_family *families; /* by section of the prose */
    size_t preamble_end;       /* lines before the first section of the second level */
    struct adr_relations relations;
};

/* `* Status: x`, `**Status:** x`, `| Status | x |`, `:status: x`, `![Status: x](..)`: the
 * value of a key at the start of a line. */
bool adr_value_of(struct text line, const char *key, struct text *out);

/* adr_sources.c: where it says its status, and its lines of metadata. NULL: it says it in
 * more places than anybody would. */
struct adr_source *adr_reading_add_source(struct adr_reading *reading, enum adr_source_place place,
                                          uint32_t line);
void adr_reading_set_status(struct adr_reading *reading, struct adr_source *source,
                            struct text text, uint32_t line);
void adr_reading_read_status_sections(struct adr_reading *reading);
void adr_reading_read_status_changes(struct adr_reading *reading);
void adr_reading_read_preamble(struct adr_reading *reading);
void adr_reading_take_status(struct adr_reading *reading);
extern const char *const adr_decider_keys[]; /* NULL-ended */
void adr_reading_set_deciders(struct adr_reading *reading, struct text text);
/* adr_record.c: the first one found counts. */
void adr_reading_set_date(struct adr_reading *reading, struct text text);

/* adr_substance.c: the options that it weighed, and the cost that it names. */
/* Letters of neither Latin alphabet nor punctuation make a good part of it: words that
 * are looked for are not there, and that says nothing. */
bool adr_is_of_other_script(struct text text);
void adr_reading_weigh(struct adr_reading *reading);

/* adr_shape.c: which format it is, and which sections it has. */
bool adr_reading_has_family(const struct adr_reading *reading, enum adr_family family);
void adr_reading_choose_format(struct adr_reading *reading, bool kep, const struct node *fields);
void adr_reading_add_sections(struct adr_reading *reading);
/* A KEP without its document: all are absent. */
void adr_reading_add_absent_sections(struct adr_reading *reading);

#endif
