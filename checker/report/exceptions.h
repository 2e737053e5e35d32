/* exceptions.h - the report about exceptions (reference: exceptions A9): one model, which
 * every format is written from. */
#ifndef REPORT_EXCEPTIONS_H
#define REPORT_EXCEPTIONS_H

#include "report/forecast.h"

/* The groups that a reader asks about, in order of urgency. */
enum exceptions_group {
    EXCEPTIONS_FAILING, /* expired, and what it excused still fails */
    EXCEPTIONS_INVALID,
    EXCEPTIONS_UNAPPROVED,
    EXCEPTIONS_30,
    EXCEPTIONS_60,
    EXCEPTIONS_90,
    EXCEPTIONS_LATER,
    EXCEPTIONS_SCHEDULED,
    EXCEPTIONS_PENDING,
    EXCEPTIONS_OVER, /* expired, and nothing fails */
    EXCEPTIONS_GROUPS
};
extern const char *const exceptions_group_titles[EXCEPTIONS_GROUPS]; /* for people */
extern const char *const exceptions_group_keys[EXCEPTIONS_GROUPS];   /* for programs */

/* A record, and all that is known of it. */
struct exceptions_record {
    const struct exception_use *use;
    const struct fact_row *row; /* of the kind exception; NULL where nobody asked for it */
    const struct node *node;    /* as it is written; NULL where that cannot be read */
    const char *file_digest;    /* SHA-256 of the file that it stands in; NULL likewise */
    enum exceptions_group group;
    bool alive, unused, to_be_closed, self_approved, over_long;
    bool review_overdue;
    int64_t age;        /* days for which it and those that it follows held; -1: not alive */
    const char *grant;  /* the commit that granted it, 40 digits; NULL: not known */
    size_t changes;     /* events of its id */
    int64_t changed_at; /* of the newest, or INT64_MIN */
    /* the latest end and review that its events tell; INT32_MIN: none */
    int32_t past_end, past_review;
};

/* What a day brings. */
enum exceptions_date_kind {
    EXCEPTIONS_BEGINS,
    EXCEPTIONS_REVIEW,
    EXCEPTIONS_LAST_DAY,
    EXCEPTIONS_RED
};
extern const char *const exceptions_date_words[];
struct exceptions_date {
    int32_t day;
    enum exceptions_date_kind kind;
    const struct exceptions_record *record; /* NULL: the gate turns red */
};

/* What became of records since a day. */
struct exceptions_change {
    int32_t day;
    int64_t at;         /* of the commit; of a lapse the first second */
    const char *what;   /* a word of exception_event_words, or "lapsed" */
    const char *ending; /* of a removal: a word of exception_ending_words; NULL: not known */
    const char *id;
    int32_t before, after; /* expires; INT32_MIN: none */
    int32_t began, begins; /* valid_from, likewise */
    const char *commit;    /* that did it; of a lapse the one that granted it; or NULL */
    const char *author;    /* or NULL */
};

/* A record that was there once and is not any more, by its last event. */
struct exceptions_removed {
    const char *id;
    int32_t expired; /* its last day then; INT32_MIN: not known */
    int32_t review;  /* a review that was promised, the last; INT32_MIN: none */
    int64_t at;
    size_t changes; /* events of its id */
};

/* What a policy allows of living and coming records, and how many there are. */
struct exceptions_budget {
    const char *of;   /* repository, owner or rule */
    const char *name; /* which of them; "" for the repository */
    int64_t used, allowed;
};

struct exceptions_totals {
    size_t groups[EXCEPTIONS_GROUPS];
    size_t alive, excused; /* records that excuse; findings that are excused */
    size_t within[3];      /* alive, and over within 30, 60 and 90 days */
    size_t unused, to_be_closed, self_approved, over_long;
    int64_t oldest, median;        /* ages of the living in days; -1 when there is none */
    int64_t days_past, days_ahead; /* exception-days of the living: so far, and to come */
};

/* What a report says beside the evaluation. */
struct exceptions_source {
    const struct evaluation *evaluation; /* with the tables of exceptions_kinds */
    /* Files that the records stand in, before anything in them was masked; or NULL. */
    const struct diagnostics *files;
    int32_t since;       /* changes from this day on */
    const char *command; /* the command line that writes the same again; or NULL */
};
/* The kinds to ask `judge` for; NULL-ended. */
extern const struct fact_kind *const exceptions_kinds[];

struct exceptions_report {
    struct exceptions_source source;
    const struct evaluation *evaluation;
    struct arena *arena;
    int32_t today;
    struct exceptions_totals totals;
    struct exceptions_record *records; /* by id */
    size_t count;
    struct exceptions_date *dates; /* from today on, the next first */
    size_t date_count;
    struct exceptions_change *changes; /* oldest first */
    size_t change_count;
    struct exceptions_budget *budgets; /* none where the policies have none */
    size_t budget_count;
    struct exceptions_removed *removed;
    size_t removed_count;
    const struct fact_table *events; /* of the kind exception_event; NULL: nobody asked */
    const char *truncated;           /* why older events are not known; NULL when all are */
    const struct forecast *forecast;
};

struct exceptions_report *exceptions_report_new(const struct exceptions_source *source,
                                                struct arena *arena);

/* Cells of a record's row: those that are there. */
const char *exceptions_text(const struct exceptions_record *record, int cell); /* or NULL */
bool exceptions_number(const struct exceptions_record *record, int cell, int64_t *out);
/* A list of texts as "a, b"; NULL where it is empty or not known. */
const char *exceptions_texts(const struct exceptions_record *record, int cell, struct arena *arena);
/* The setting of a rule that the record names; NULL where it is not in force. */
const struct setting *exceptions_setting(const struct evaluation *evaluation, const char *rule);

/* text markdown json html csv sarif prometheus oscal ics; NULL-ended */
extern const char *const exceptions_formats[];
void exceptions_write(struct buffer *out, const struct exceptions_report *report,
                      const char *format, const struct report_options *options);

#endif
