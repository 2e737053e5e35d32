/* audit.h - many repositories judged in one process: one repository a task,
 * results in the order of the input, the trouble of one never stopping another.
 * What is kept of a repository is small: its evaluation is written out when
 * asked for, summed up, and let go. */
#ifndef FLEET_AUDIT_H
#define FLEET_AUDIT_H

#include "engine/judge.h"
#include "fleet/repository_report.h"

struct audit_rule {
    const char *id;
    const char *policy;
    enum verdict verdict;
    bool excused; /* it fails, and every failing subject is excused */
    size_t findings;
};

struct audit_exception {
    const char *id;
    const char *owner; /* or NULL */
    const char *rules; /* "SDL009, SDL008" */
    enum exception_state state;
    int32_t expires; /* clamped; INT32_MIN when it has no day */
    int32_t days_left;
    size_t matches;
};

/* How far a repository has come on the ladder of one policy. */
struct audit_ladder {
    const char *policy;
    const char *reached;  /* the highest level that is; or NULL */
    const char *expected; /* the highest that is expected of it; or NULL */
    bool is_short;        /* less is reached than is expected */
    const char *state;    /* the same in words */
    const char *needs;    /* what the next level needs, or "" */
};

/* A document that must be kept current: which, and what it holds. */
struct audit_document {
    const char *path;
    const char *sort;
    char blob[OBJECT_ID_HEX_SIZE];
};

/* What a repository is called, as facts/service_names.h has it: "-pay-api-". */
struct audit_name {
    const char *words;
    bool loose;
};

/* A document that is about another repository and never names its own (fleet/anchor.h). */
struct audit_anchor {
    const struct audit_document *document;
    const char *name; /* what it names: "pay-api" */
    size_t other;     /* the number of the repository that is called so */
    size_t mentions;
    uint32_t line;     /* of the first one */
    const char *where; /* the most telling place: heading, command or text */
};

struct audit_repository {
    const char *path;
    int status;            /* as `check` would exit */
    const char *trouble;   /* why it could not be judged, or NULL */
    const char **warnings; /* about its policies, records and options: a line each */
    size_t warning_count;
    char commit[OBJECT_ID_HEX_SIZE];
    int64_t commit_time;
    bool shallow;
    size_t files, findings, blocking, excused;
    struct audit_rule *rules;
    size_t rule_count;
    struct audit_exception *exceptions;
    size_t exception_count;
    struct audit_ladder *ladders;
    size_t ladder_count;
    struct audit_document *documents;
    size_t document_count;
    const char *owner; /* the first name of the remote's path; NULL: no remote */
    struct audit_name *names;
    size_t name_count;
    struct audit_anchor *anchors; /* by the path of the document */
    size_t anchor_count;
};

struct audit {
    struct audit_repository *repositories;
    size_t count;
    int32_t today;
    size_t judged;
};

struct audit_options {
    struct judge_options judging;            /* `repository` and `jobs` are set here */
    const char *const *paths;                /* NULL-ended */
    unsigned jobs;                           /* 0: as many as there are processors */
    const struct repository_report *reports; /* of each repository */
    size_t report_count;
    const char *version;
    struct failure *(*write_file)(const char *path, const char *bytes, size_t size);
};

/* Every repository at or below a folder (bare or not, at most 6 folders deep;
 * what lies within a repository is not looked at), sorted. A folder that cannot be
 * read, or the place itself where there is none below it, is in the list too: what
 * is asked for and not judged must be seen. */
const char **audit_find(struct arena *arena, const char *folder, size_t *count);
/* The paths in a text: one a line; empty lines and those with a # are left out. */
const char **audit_read_list(struct arena *arena, struct text text, size_t *count);

void audit_run(struct audit *out, const struct audit_options *options, struct arena *arena);

/* The summary, for people (markdown, text) and for programs (json). */
extern const char *const audit_formats[]; /* text markdown json NULL */
void audit_write(struct buffer *out, const struct audit *audit, const char *format,
                 const char *version);

/* What the repositories were judged with a warning about, each warning once, with the first
 * of them that has it: lines for people. */
void audit_write_warnings(struct buffer *out, const struct audit *audit);

#endif
