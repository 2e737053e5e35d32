/* suppression_reader.h - what files of scanners tell them to pass over, and what they are told
 * on their command lines. */
#ifndef FACTS_SUPPRESSION_READER_H
#define FACTS_SUPPRESSION_READER_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_suppression;

struct suppression {
    uint32_t line;
    const char *id;                     /* as written; "*" for all */
    const char *reason;                 /* or NULL */
    const char *expires;                /* a day or an instant as written, or NULL */
    const char *status, *justification; /* of VEX, or NULL */
    bool wildcard;
};

struct suppression_reading {
    struct arena *arena;
    struct text content;
    struct suppression *items;
    size_t count, capacity;
};

struct suppression_format {
    const char *tool;         /* a word of the kind's field */
    const char *const *names; /* of files, NULL-ended; `*` at an end only */
    const char *document;     /* the name of a format of documents, or NULL: as lines */
    /* False when the document is not of this format. */
    bool (*read)(struct suppression_reading *reading, const struct node *root);
};

extern const struct suppression_format suppression_formats[];
extern const size_t suppression_format_count;

struct suppression *suppression_add(struct suppression_reading *reading, const struct node *place,
                                    const char *id);
/* The comment on a line, or directly above it; NULL. */
const char *suppression_comment(const struct suppression_reading *reading, uint32_t line);
/* The day behind `until`, `expires`, `exp:` and the like in a reason; NULL. */
const char *suppression_day_in(struct arena *arena, const char *reason);
/* Adds a row; `path` NULL: that of the writer's file. */
void suppression_write(struct fact_writer *writer, const char *path, const char *tool,
                       const struct suppression *item);
/* A file that may tell to pass over something; `tool` NULL: any. */
void suppression_add_gap(struct fact_writer *writer, const char *path, const char *tool,
                         enum unknown_class class, const char *reason);
bool suppression_read_lines(struct suppression_reading *reading, const struct node *root);

#endif
