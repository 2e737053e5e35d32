/* plan.h - what must be read to judge by a set of rules, and nothing else: an
 * immutable thing, made once and shared by all threads.
 *
 * Every source of every rule becomes a table; sources that ask for the same rows
 * share one. Each side (the snapshot that is judged, and the base for `at: base`)
 * has its readers, one matcher for all their globs and one filter for all the
 * literals that they require. A filter never gives a verdict. */
#ifndef ENGINE_PLAN_H
#define ENGINE_PLAN_H

#include "base/failure.h"
#include "base/literals.h"
#include "base/table.h"
#include "engine/plan_globs.h"
#include "policy/ruleset.h"

enum plan_side { SIDE_HEAD, SIDE_BASE };
enum { SIDE_COUNT = 2 };

enum plan_table_kind {
    PLAN_FACT,
    PLAN_FILES,    /* rows of the kind `file` whose path matches */
    PLAN_DOCUMENT, /* cells: the value, the node */
    PLAN_TEXT,     /* cells: what was matched */
    PLAN_SQL,      /* rows of a SELECT, made by the evaluator when they are asked for */
};

struct plan_table {
    enum plan_table_kind kind;
    enum plan_side side;
    const struct fact_kind *fact;         /* fact, files and sql */
    bool whole;                           /* fact: somebody wants more than the rows of globs */
    size_t part_of;                       /* files: number of the table of the kind `file` */
    const char *const *globs;             /* files, document, text; NULL-ended */
    const struct glob **compiled_globs;   /* one a glob */
    const struct document_format *format; /* document; NULL: as the file's name says */
    struct jsonpath *select;
    const struct pattern *pattern;
};

enum plan_reader_kind { READER_RECOGNISER, READER_DOCUMENT, READER_TEXT };

/* Something that wants files. */
struct plan_reader {
    enum plan_reader_kind kind;
    size_t index;           /* of the recogniser in its part, or of the table */
    const size_t *literals; /* numbers in the filter, any of which must be there */
    size_t literal_count;   /* 0: no filter */
};

struct plan_recogniser {
    const struct recogniser *recogniser;
    bool *wanted;   /* one a kind */
    size_t *tables; /* number of each kind's table; SIZE_MAX when it is not wanted */
};

struct plan_part {
    struct plan_recogniser *recognisers; /* repository-level ones in the order of their needs */
    size_t recogniser_count;
    struct plan_reader *readers;
    size_t reader_count;
    struct plan_globs reader_globs; /* the files that readers want */
    struct plan_globs table_globs;  /* the rows of the kind `file` that tables want */
    struct literals *literals;      /* NULL: nobody filters */
};

/* `where: {path: $each.path}`: what a hash of the source's rows can answer. */
struct plan_equality {
    const struct field *field;
    const struct operand *operand;
};

/* A row that is selected, or may be, satisfies one of these equalities: one, or as many
 * as an `any` has branches. */
struct plan_probe {
    const struct plan_equality *equalities;
    size_t count;
};

struct plan_source {
    size_t table; /* SIZE_MAX: a list, or the repository's row */
    const struct source *source;
    const struct quantifier *quantifier; /* NULL for a `for_each` */
    const struct operand **references;   /* to rows outside the quantifier */
    size_t reference_count;
    struct plan_probe *probes; /* each by itself is enough */
    size_t probe_count;
};

struct plan_setting {
    const struct setting *setting; /* NULL for conditions that belong to no rule */
    bool is_late;                /* reads what is published when the other rules have been judged */
    struct plan_source *sources; /* by struct source's number */
    size_t source_count;
};

struct plan {
    struct arena *arena;
    struct plan_table *tables;
    size_t table_count, table_capacity;
    struct plan_part parts[SIDE_COUNT];
    struct plan_setting *settings;
    size_t setting_count;
    struct table fields;        /* "kind.field" or "kind." (all of them) that somebody uses */
    struct table globs;         /* written glob -> struct glob */
    struct table patterns;      /* written regex -> struct pattern; freed with the plan */
    struct table line_patterns; /* the same, `^` and `$` at lines */
    const struct fact_kind *repository; /* NULL when nobody asks for it */
    bool is_published; /* somebody asks for what is published when rules have been judged */
};

/* Which kinds are asked for besides those of the rules. */
struct plan_extra {
    const struct fact_kind *const *kinds; /* every field of each, NULL-ended; or NULL */
    struct condition *const *conditions;  /* over the repository's row; `applies_to` */
    size_t condition_count;
    const struct sql_statement *sql; /* what a SELECT reads; or NULL */
};

/* Fails on a source that cannot be planned, and on recognisers that need each
 * other. `extra` conditions become settings of their own, behind the ruleset's. */
struct failure *plan_new(struct plan **out, const struct ruleset *ruleset,
                         const struct plan_extra *extra, struct arena *arena) MUST_CHECK;
void plan_release(struct plan *plan);

/* Number of the table of a fact kind; SIZE_MAX when it is not in the plan. */
size_t plan_find_table(const struct plan *plan, enum plan_side side, const struct fact_kind *kind);
bool plan_wants_field(const struct plan *plan, const struct fact_kind *kind, const char *field);
bool plan_wants_side(const struct plan *plan, enum plan_side side);

#endif
