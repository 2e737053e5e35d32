/* fact.h - what a recogniser is, and the tables that it fills.
 *
 * A fact kind is a typed table of records with places. A recogniser is one C
 * file, facts/fact_<name>.c, that defines one constant, FACT(<name>), and makes
 * one kind or several. Recognisers know no policy.
 *
 * File-level recognisers see one file and are called from many threads at once;
 * they keep no state. Repository-level ones see the tables of the others. */
#ifndef FACTS_FACT_H
#define FACTS_FACT_H

#include "document/format.h"
#include "document/markdown.h"
#include "facts/value.h"
#include "source/lineage.h"

struct fact_field {
    const char *name;
    struct type type;
    bool optional;       /* may be absent */
    const char *summary; /* one line */
};

struct fact_kind {
    const char *name;
    const char *summary;
    bool nowhere;                    /* rows have no path in the tree: commits, tags */
    const char *const *key;          /* the fields that name a row for ever; NULL-ended */
    const struct fact_field *fields; /* ended by a NULL name; without path, line, column */
};

struct fact_row {
    const char *path; /* NULL when the kind is nowhere */
    uint32_t line, column;
    bool gap;            /* it is not known which rows are here */
    struct value *cells; /* one a field, in order */
};

struct fact_table {
    const struct fact_kind *kind;
    struct fact_row *rows; /* by path, line, column, key */
    size_t count;
};

/* Where a recogniser puts its rows. One a call; rows live in its arena. */
struct fact_writer;
struct arena *fact_arena(struct fact_writer *writer);
/* Is anybody asking for this kind? Skip work for what nobody wants. */
bool fact_is_wanted(const struct fact_writer *writer, const struct fact_kind *kind);
/* A row with every cell absent. `path` NULL: the file's own path. Its cells stay
 * good; the row itself may move when the next one is added, so set line and
 * column at once. What the cells point to must live in fact_arena(): documents and
 * contents of files are gone when the next file is read, so copy their texts. */
struct fact_row *fact_add(struct fact_writer *writer, const struct fact_kind *kind,
                          const char *path, uint32_t line, uint32_t column);
/* The cell of a text that lives elsewhere: a copy in fact_arena(); NULL is absent. */
struct value fact_text(struct fact_writer *writer, const char *text);
/* A gap: every cell unknown; the caller may then set those that the path tells. */
struct fact_row *fact_add_gap(struct fact_writer *writer, const struct fact_kind *kind,
                              const char *path, enum unknown_class class, const char *reason);
/* A gap of each of the recogniser's kinds that is wanted. */
void fact_add_gaps(struct fact_writer *writer, const char *path, enum unknown_class class,
                   const char *reason);

/* A file, read once and parsed at most once a format, whoever asks. */
struct fact_file {
    const char *path;
    const struct entry *entry;
    const struct snapshot *snapshot; /* for the listing only */
    struct content content;
    struct arena *arena;             /* rows and what they point to */
    struct pattern_matcher *matcher; /* the thread's own */
    /* Bit N: the text holds recogniser->literals[N]. NULL when nobody looked. */
    const uint64_t *literal_hits;
    struct fact_file_cache *cache;
};
/* NULL, with the problem, when it is not such a document. JSON files may hold
 * comments when `comments` is set. */
const struct document *fact_file_document(struct fact_file *file,
                                          const struct document_format *format,
                                          const struct document_problem **problem);
const struct document *fact_file_yaml(struct fact_file *file,
                                      const struct document_problem **problem);
const struct document *fact_file_toml(struct fact_file *file,
                                      const struct document_problem **problem);
const struct document *fact_file_json(struct fact_file *file, bool comments,
                                      const struct document_problem **problem);
const struct markdown *fact_file_markdown(struct fact_file *file);
/* False when a limit was reached and the Markdown is not all there. */
bool fact_file_markdown_is_whole(struct fact_file *file);
/* Does the text bear template marks ({{ }}, {% %}, <% %>) that make a YAML or
 * JSON reader fail? Then unreadable is really unobservable. */
bool fact_file_is_template(const struct fact_file *file);
/* Why the content is no text, in words, with its class; NULL when it is text. */
const char *fact_file_unreadable(const struct fact_file *file, enum unknown_class *class);

enum { FACT_KINDS_MAX = 16 };

struct fact_label {
    const char *name;
    const char *value;
};

/* A file of evidence from outside the repository, that the user passes with --facts. It
 * has a root or deployments. */
struct fact_evidence {
    const char *name;                      /* as it was named */
    const struct node *root;               /* of its JSON, or NULL */
    const struct deployments *deployments; /* of a deployments file (deployments.h), or NULL */
};

struct fact_repository {
    const struct snapshot *snapshot;
    const struct snapshot *base;   /* NULL without --base */
    struct repository *repository; /* NULL for a snapshot of memory */
    struct reader *reader;
    const struct fact_label *labels; /* of .bylaw.yml; ended by a NULL name */
    const struct fact_evidence *evidence;
    size_t evidence_count;
    int64_t now;
    unsigned jobs;      /* threads; 0: as many as there are processors */
    bool whole_history; /* --history: what every reference reaches is looked at */
    /* Is the time that the run may take over? NULL: there is no end. */
    bool (*is_over)(const struct fact_repository *repository);
    /* The table of another kind, named in `needs`; never NULL. */
    const struct fact_table *(*table)(const struct fact_repository *repository,
                                      const struct fact_kind *kind);
    /* One walk, shared by every recogniser that asks; trailers included. */
    struct failure *(*history)(const struct fact_repository *repository,
                               const struct history **out);
    /* The first parents of the snapshot's commit, read once for all who ask; NULL where
     * there is no history, or nobody can have one. */
    struct failure *(*lineage)(const struct fact_repository *repository, struct lineage **out);
    /* Does a rule in force use this field? NULL: all are wanted. A field that
     * costs a walk through history or many files is left absent when nobody asks. */
    bool (*wants)(const struct fact_repository *repository, const struct fact_kind *kind,
                  const char *field);
    bool (*wants_path)(const struct fact_repository *repository, const struct fact_kind *kind,
                       const char *path); /* NULL: all are */
    void *state;
};
/* Is a row of this kind at that path wanted? Where globs choose them, few are. */
bool fact_wants_path(const struct fact_repository *repository, const struct fact_kind *kind,
                     const char *path);
bool fact_wants_field(const struct fact_repository *repository, const struct fact_kind *kind,
                      const char *field);

/* What a single field needs, beyond what its recogniser needs: gathered only
 * when a rule in force uses the field. */
struct fact_field_need {
    const char *field;
    const struct fact_kind *const *needs; /* NULL-ended, or NULL */
};

/* Where the reference lists the kinds of a recogniser. */
enum fact_area {
    FACT_AREA_UNSAID, /* a mistake: a test looks for it */
    FACT_AREA_REPOSITORY,
    FACT_AREA_FILES,
    FACT_AREA_DOCUMENTS,
    FACT_AREA_AUTOMATION,
    FACT_AREA_SUPPLY_CHAIN,
    FACT_AREA_SECURITY,
    FACT_AREA_DECISIONS,
    FACT_AREA_OWNERSHIP,
    FACT_AREA_OPERATIONS,
    FACT_AREA_WORKLOADS,
    FACT_AREA_HISTORY,
    FACT_AREA_AI,
    FACT_AREA_GOVERNANCE,
    FACT_AREAS
};
extern const char *const fact_area_titles[FACT_AREAS];

struct recogniser {
    const char *name;
    enum fact_area area;
    bool names_only; /* looks at the listing of the tree and into no file */
    const char *summary;
    unsigned version;                     /* raise it when the rows change: the memo's key */
    const struct fact_kind *const *kinds; /* NULL-ended; at most FACT_KINDS_MAX */
    /* Its rows come from above, when the rules that read none of them have been judged
     * (engine/publish.h); it has no function of its own. */
    bool is_published;
    /* Else a recogniser has one of the two. File-level: */
    const char *const *paths;    /* globs of the files that it wants; NULL-ended */
    const char *const *literals; /* the file must hold one of them, or NULL: no filter */
    void (*recognise_file)(struct fact_writer *writer, struct fact_file *file);
    /* It knows what to make of content that is too large, missing or corrupt; else
     * such a file of which it says nothing becomes a gap of each of its kinds. */
    bool judges_lost_content;
    /* Repository-level: */
    const struct fact_kind *const *needs; /* kinds whose tables it reads, or NULL */
    bool needs_history;
    const struct fact_field_need *field_needs; /* ended by a NULL field, or NULL */
    struct failure *(*recognise_repository)(struct fact_writer *writer,
                                            const struct fact_repository *repository);
};

/* FACT(owner_rule) = {...}; in facts/fact_owner_rule.c. The build lists it. */
#define FACT(name)                              \
    extern const struct recogniser fact_##name; \
    const struct recogniser fact_##name

/* Every recogniser, by file name; ends with NULL. */
extern const struct recogniser *const fact_table[];

/* The registry. */
const struct fact_kind *fact_kind_find(const char *name);
/* The first recogniser that makes this kind: its area is the kind's. */
const struct recogniser *fact_recogniser_of(const struct fact_kind *kind);
/* A kind may have several recognisers, each for its own files (the systems of CI).
 * The next one after `after`, the first after NULL; NULL at the end. */
const struct recogniser *fact_recogniser_after(const struct fact_kind *kind,
                                               const struct recogniser *after);
/* Index of a field, or -1; path, line and column are no fields here. */
int fact_field_find(const struct fact_kind *kind, const char *name);
/* Names of all kinds, sorted, NULL-ended (for suggestions and lists). */
const char *const *fact_kind_names(struct arena *arena);

#endif
