/* adr.h - one decision record: its format, status, dates, sections and what it
 * says of other records, whatever it is written in (Nygard, MADR 1 to 4,
 * Structured MADR, Y-statements, KEPs). It knows neither other records nor the
 * tree; adr_places.h says which files are records, fact_adr.c joins the two. */
#ifndef FACTS_ADR_H
#define FACTS_ADR_H

#include "base/table.h"
#include "facts/prose.h"

#include <string.h>

enum adr_format {
    ADR_NYGARD,
    ADR_MADR,
    ADR_STRUCTURED,
    ADR_Y_STATEMENT,
    ADR_KEP,
    ADR_OTHER,
};
extern const char *const adr_format_names[];

enum adr_status {
    ADR_DRAFT,
    ADR_PROPOSED,
    ADR_ACCEPTED,
    ADR_IMPLEMENTED,
    ADR_REJECTED,
    ADR_DEFERRED,
    ADR_DEPRECATED,
    ADR_SUPERSEDED,
};
extern const char *const adr_status_names[];

enum adr_status_state {
    ADR_STATUS_KNOWN,
    ADR_STATUS_OTHER,    /* a word that is none of ours */
    ADR_STATUS_TEMPLATE, /* what a template has there, or nothing */
    ADR_STATUS_MISSING,  /* it has no place for a status */
};
extern const char *const adr_status_state_names[];

/* Does a record of this status hold? */
static inline bool adr_status_is_in_force(enum adr_status status)
{
    return status == ADR_ACCEPTED || status == ADR_IMPLEMENTED;
}

/* The first word or phrase decides; a later "superseded by" does too, but for one
 * of a part. */
enum adr_status_state adr_status_read(struct arena *scratch, struct text text,
                                      enum adr_status *out);

enum adr_family {
    ADR_FAMILY_STATUS,
    ADR_FAMILY_CONTEXT,
    ADR_FAMILY_DRIVERS,
    ADR_FAMILY_OPTIONS,
    ADR_FAMILY_DECISION,
    ADR_FAMILY_CONSEQUENCES,
    ADR_FAMILY_OUTCOME, /* Structured MADR, where it stands beside the decision */
    ADR_FAMILY_RELATED,
    ADR_FAMILY_LINKS,
    ADR_FAMILY_MORE,
    ADR_FAMILY_AUDIT,
    ADR_FAMILY_CONFIRMATION,
    ADR_FAMILY_SUMMARY,
    ADR_FAMILY_MOTIVATION,
    ADR_FAMILY_PROPOSAL,
    ADR_FAMILY_NONE,
};
enum { ADR_FAMILIES = ADR_FAMILY_NONE };
extern const char *const adr_family_names[];

enum adr_section_state { ADR_FILLED, ADR_EMPTY, ADR_TEMPLATE, ADR_ABSENT };
extern const char *const adr_section_state_names[];

struct adr_section {
    enum adr_family family;
    const char *heading; /* NULL when it is absent */
    uint32_t line;
    bool required;
    enum adr_section_state state;
    const char *template; /* whose words stand there; NULL: of none that is known */
};

/* The family of a heading, by what it is called. */
enum adr_family adr_family_of(struct arena *scratch, const char *heading);
/* What is left of [first, end) when templates' words are taken away. `lines` are
 * those of the prose. */
enum adr_section_state adr_state_of_lines(struct arena *scratch, const struct prose *prose,
                                          size_t first, size_t end, enum adr_family family);

enum adr_verb {
    ADR_SUPERSEDES,
    ADR_SUPERSEDED_BY,
    ADR_AMENDS,
    ADR_AMENDED_BY,
    ADR_CLARIFIES,
    ADR_CLARIFIED_BY,
    ADR_RELATES,
};
enum { ADR_VERBS = ADR_RELATES + 1 };
extern const char *const adr_verb_names[];
enum adr_verb adr_verb_inverse(enum adr_verb verb);

/* Where a relation may stand. */
enum adr_zone {
    ADR_ZONE_STATUS, /* the status and what stands beside it */
    ADR_ZONE_LINKS,  /* sections and lists of links */
    ADR_ZONE_BODY,   /* prose */
};

struct adr_relation {
    enum adr_verb verb;
    bool strong; /* said as a relation, not in passing */
    uint32_t line, column;
    const char *target; /* as written: the link's, or the id */
    bool is_link;
    enum adr_zone zone; /* a field counts as the status */
};

/* One place where a record says its status. */
enum adr_source_place { ADR_SOURCE_FIELD, ADR_SOURCE_SECTION, ADR_SOURCE_LINE };
extern const char *const adr_source_names[];
struct adr_source {
    enum adr_source_place place;
    enum adr_status_state state;
    enum adr_status status; /* ADR_STATUS_KNOWN */
    const char *text;
    uint32_t line;
};
enum { ADR_SOURCES_MAX = 4 };

struct adr_record {
    const char *path;
    const char *title; /* NULL when it has none */
    uint32_t title_line;
    int64_t title_number; /* -1: none that is surely one */
    enum adr_format format;
    enum adr_status status;
    enum adr_status_state status_state;
    struct adr_source sources[ADR_SOURCES_MAX]; /* the first is the one that counts */
    size_t source_count;
    const char *status_text; /* NULL when missing */
    uint32_t status_line;
    bool explains_status; /* its section says more than the status */
    bool has_date, has_last_call;
    int32_t date, last_call;
    bool has_deciders;        /* it names who decided */
    int64_t option_count;     /* -1: it has no list of options */
    bool has_cost;            /* it names a price of the decision */
    bool is_of_other_script;  /* its text: what it says is not looked for */
    bool has_unread_headings; /* of another script, and of no known family */
    bool is_retrospective;    /* it says that it was written down afterwards, or elsewhere */
    bool founding;            /* the record that records will be kept */
    bool untouched;           /* its title is a template's */
    struct adr_section *sections;
    size_t section_count;
    struct adr_relation *relations;
    size_t relation_count;
    size_t relation_capacity;
};

/* Does not fail: any text says something, or nothing. `kep` is the kep.yaml beside
 * it, or NULL. What the record points to lives in `arena`. */
void adr_record_read(struct adr_record *out, struct arena *arena, struct arena *scratch,
                     const struct prose *prose, const struct markdown *markdown,
                     const struct node *kep);
/* Only a kep.yaml, without its README.md. */
void adr_record_read_kep(struct adr_record *out, struct arena *arena, struct arena *scratch,
                         const struct node *kep);

struct adr_relations {
    struct arena *arena, *scratch;
    struct adr_record *record;
    struct table known; /* by verb and target: index among the record's relations */
    enum adr_zone zone; /* of the line that is read */
    bool open;          /* the line before ended with `Supersedes:` */
    enum adr_verb open_verb;
    bool open_strong;
};
void adr_relations_read_line(struct adr_relations *relations, struct text line, uint32_t number,
                             enum adr_zone zone);
/* `supersedes: ["0008"]` and the like. */
void adr_relations_read_fields(struct adr_relations *relations, const struct node *fields);

/* Is it one of the characters of `set`? Unlike strchr(3), a NUL is none. */
static inline bool adr_is_among(char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

/* Dates as records write them: YYYY-MM-DD, and DD/MM/YYYY of old adr-tools. */
bool adr_date_find(struct text text, int32_t *out);

#endif
