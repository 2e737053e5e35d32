/* exceptions_sections.h - the report about exceptions as tables of plain texts, for every
 * format that people read: text, Markdown, HTML. Each escapes them for itself. */
#ifndef REPORT_EXCEPTIONS_SECTIONS_H
#define REPORT_EXCEPTIONS_SECTIONS_H

#include "report/exceptions.h"

enum { SECTION_COLUMNS = 10 };

struct section {
    const char *title;
    const char *note;                     /* a sentence below the title, or NULL */
    const char *none;                     /* said where there is no row */
    const char *columns[SECTION_COLUMNS]; /* heads; "" where the value says what it is */
    size_t width;                         /* how many */
    unsigned numbers;                     /* bit N: column N is aligned as a number */
    const char **cells;                   /* row by row */
    size_t cell_count, capacity;
};

/* The column of a cell. */
static inline size_t section_column(const struct section *section, size_t cell)
{
    return section->width ? cell % section->width : 0;
}

struct sections {
    struct arena *arena;
    struct section *items;
    size_t count, capacity;
};

/* Next events, forecast, what returns, by policy, severity, owner and category, renewals,
 * budget, hygiene, changes, register, approvals, evidence, attestations; in this order. */
void sections_of(struct sections *out, const struct exceptions_report *report, struct arena *arena,
                 const char *version);

/* The numbers that are said first: "lapse within 30 days" and "1". */
struct headline {
    const char *name, *value;
    bool is_bad; /* somebody must do something */
};
enum { HEADLINES = 17 };
size_t headlines_of(struct headline out[HEADLINES], const struct exceptions_report *report,
                    struct arena *arena);

/* Its id; of a record that has none the place of its file, and why there is none. */
const char *record_name(const struct exception *exception, struct arena *arena);
/* A remark on a record in a few words, or "". */
const char *record_remark(const struct exceptions_record *record);
/* A field of a record as it is written, in one line: a text as it is, else JSON. */
const char *record_field(const struct node *value, struct arena *arena);

#endif
