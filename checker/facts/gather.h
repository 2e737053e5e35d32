/* gather.h - runs recognisers over files and keeps their rows: the mechanism
 * that the engine drives. It knows neither rules nor threads. */
#ifndef FACTS_GATHER_H
#define FACTS_GATHER_H

#include "facts/fact.h"

struct fact_rows {
    struct fact_row *rows;
    size_t count, capacity;
};

struct fact_writer {
    struct arena *arena;
    const struct recogniser *recogniser;
    const char *path;                      /* the file's, NULL at repository level */
    const bool *wanted;                    /* one a kind of the recogniser; NULL: all */
    struct fact_rows rows[FACT_KINDS_MAX]; /* one a kind of the recogniser, in order */
};

void fact_writer_init(struct fact_writer *writer, const struct recogniser *recogniser,
                      struct arena *arena, const char *path, const bool *wanted);

/* The caches of parsed documents of one file: a new one for each file, in an
 * arena that is reset when the file is done. */
struct fact_file_cache *fact_file_cache_new(struct arena *arena);

/* By path, line, column, key; duplicates stay. */
void fact_table_sort(struct fact_table *table);

/* For unit tests of recognisers: runs one recogniser, or with NULL all of the kind (and, at
 * repository level, those that it needs) over files given in memory and gives the sorted table of
 * one kind. Documents and contents are freed before it returns, so a sanitizer sees a row that
 * points into them. */
struct failure *fact_recognise_memory(const struct recogniser *recogniser,
                                      const struct fact_kind *kind, const struct memory_file *files,
                                      size_t count, struct arena *arena,
                                      struct fact_table *out) MUST_CHECK;

#endif
