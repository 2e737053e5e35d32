/* exception.h - exception records (reference: exceptions A3 to A6): parse, check,
 * state on a day. An invalid record never excuses; each mistake is kept with its
 * place, to become a finding, and the run goes on. */
#ifndef POLICY_EXCEPTION_H
#define POLICY_EXCEPTION_H

#include "facts/exception_kinds.h"
#include "policy/policy.h"

/* In the order of exception_state_words. */
enum exception_state {
    EXCEPTION_ACTIVE,
    EXCEPTION_EXPIRING,  /* active, and lapses within the days of notice */
    EXCEPTION_SCHEDULED, /* valid_from lies ahead */
    EXCEPTION_PENDING,   /* exists only in the head: excuses nothing */
    EXCEPTION_EXPIRED,
    EXCEPTION_UNAPPROVED, /* fewer people approved it than the policy asks for */
    EXCEPTION_INVALID,
};

struct exception_approval {
    const char *by;       /* NULL when it is a mistake */
    int32_t on;           /* INT32_MIN likewise */
    const char *evidence; /* that it claims, of exception_evidence_words */
    struct place place;
    const struct approval_proof *proof; /* set by the engine; NULL: nothing was asked of it */
};

/* In the order of approval_fault_words: why an approval does not count. */
enum approval_fault {
    APPROVAL_COUNTS,
    APPROVAL_NOT_ENTITLED,
    APPROVAL_NOT_SEPARATE, /* of a duty: the approver asked for, owns or wrote the record, or wrote
                              what it excuses */
    APPROVAL_NOT_PROVED,   /* less evidence than the policy asks for */
};

/* What is known of one approval, and whether it counts (engine/approval.h). */
struct approval_proof {
    int evidence;             /* what is proved, of exception_evidence_words */
    int wanted;               /* what the policies ask for; 0: nothing */
    const char *no_signature; /* why no signature of the record proves it; NULL: one does */
    const char *no_commit;    /* and why none of a commit does, where that was looked at */
    const char *key;          /* fingerprint of the key that proves it; or NULL */
    /* NULL: it is known whether it is as good as wanted, is given by somebody who may, and
     * not by who wrote the record or the lines that it excuses. Else why it is not; the fault is
     * that of any other. */
    const char *proved_unknown, *entitled_unknown, *separate_unknown;
    bool is_entitled, is_separate;
    bool is_about_lines; /* what is not separate, or not known to be: the lines that it excuses */
    enum approval_fault fault;
    const char *message; /* the fault in words; NULL: none */
};

/* In the order of exception_layout_words. */
enum exception_layout {
    EXCEPTION_IN_RECORD,   /* a file of its own */
    EXCEPTION_IN_LIST,     /* a file of several */
    EXCEPTION_IN_REGISTER, /* that of an organisation, about many repositories */
    EXCEPTION_INLINE,      /* a comment beside what it excuses (policy/inline_waiver.h) */
};

struct line_authors;
struct waiver_past;

/* When a record has done its work (`close_when`). */
enum exception_close {
    EXCEPTION_CLOSES_RULE_PASSES, /* its rules find nothing in its scope any more */
    EXCEPTION_CLOSES_DATE_ONLY,   /* not before its end */
    EXCEPTION_CLOSES_FILE_EXISTS,
};

struct exception {
    const char *id; /* of an inline one: its path and line */
    enum exception_layout layout;
    uint32_t lines[2];        /* inline: those of its file that it is about; 0: none */
    const char *const *rules; /* 1 to 5 exact ids; NULL-ended (as all lists here) */
    const struct place *rule_places;
    const char *const *paths; /* scope */
    const char *const *subjects;
    const char *const *findings; /* fingerprints */
    const char *const *repositories;
    const struct glob **globs; /* of paths */
    size_t glob_count;
    const char *category;
    const char *justification;
    const char *owner;
    const char *requested_by;
    const char *ticket;
    const char *plan;       /* of remediation, with its milestones, in one text; NULL: none */
    const char *supersedes; /* the id of the record that it follows, or NULL */
    enum exception_close closes;
    const char *closing_file; /* that closes it once it is there; NULL: another thing does */
    struct exception_approval *approvals;
    size_t approval_count;
    int32_t requested_on, valid_from, expires, review_by; /* INT32_MIN when unsaid */
    struct place place;
    bool pending;   /* set by the engine: only in the head */
    bool is_closed; /* likewise: its `closing_file` is there */
    bool is_moved;  /* likewise, inline: what it stands beside is not what it is in the base */
    const char *unapproved; /* likewise: what its approvals lack; or NULL */
    /* likewise, where the policies ask: engine/line_author.h; NULL: it would excuse nothing */
    const struct line_authors *line_authors;
    const struct waiver_past *past; /* likewise, inline: engine/waiver_past.h, or NULL */
    /* Hard mistakes: the record excuses nothing. One line each. */
    struct diagnostic *mistakes;
    size_t mistake_count;
};

struct exception_set {
    struct exception *items; /* by id */
    size_t count;
};

/* Parses every record of the files (a record a file, or a list). Mistakes go to
 * the records; a file that cannot be read or is no YAML gives one invalid record. */
void exceptions_load(struct exception_set *out, struct arena *arena,
                     const struct policy_file *files, size_t count);
/* Adds the mistakes that only the policies can tell: a rule that is not known, one
 * that no exception may excuse. Built-in rules are parsed for it as they are asked
 * for. */
void exceptions_check_rules(struct exception_set *set, struct library *library,
                            const struct exception_limits *limits, struct diagnostics *diagnostics);
/* False of "(no id)" and "(unreadable)", which stand where an id would. */
bool exception_has_id(const struct exception *exception);
/* Has it an id that no other record of its set has? */
bool exception_has_own_id(const struct exception *exception);
/* The first of that id; NULL: there is none. */
const struct exception *exceptions_find(const struct exception_set *set, const char *id);
/* One mistake more of a record that is loaded. */
void exception_add_mistake(struct exception *exception, struct arena *arena,
                           const struct diagnostic *mistake);
/* Had it been given by that day, or by the first on which the record is valid? */
bool exception_approval_is_given(const struct exception *exception,
                                 const struct exception_approval *approval, int32_t today);
bool exception_approval_counts(const struct exception *exception,
                               const struct exception_approval *approval, int32_t today);
/* How many people, each counted once, have approved it by then. An approval with a
 * fault does not count. */
size_t exception_approvals(const struct exception *exception, int32_t today);
/* State on a day (UTC; `expires` is the last valid day, the days of grace apart). NULL
 * limits ask for no approvals and give no grace. */
enum exception_state exception_state(const struct exception *exception,
                                     const struct exception_limits *limits, int32_t today);
/* How many days an exception for findings of this severity may last. */
int64_t exception_most_days(const struct exception_limits *limits, enum severity severity);
/* How many people must have approved it. Who reviews a change reads its comments: for
 * an inline one that counts as one. */
int64_t exception_approvals_needed(const struct exception *exception,
                                   const struct exception_limits *limits);
/* Does it say more days than the policy gives for this severity? */
bool exception_is_clamped(const struct exception *exception, enum severity severity,
                          const struct exception_limits *limits);
/* The last day on which it excuses findings of this severity: `expires`, clamped
 * to valid_from + max_days; and the days of grace behind it. */
int32_t exception_last_day(const struct exception *exception, enum severity severity,
                           const struct exception_limits *limits);

#endif
