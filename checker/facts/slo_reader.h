/* slo_reader.h - the readers of the formats in which service level objectives are
 * written. Each gives what it found; the recogniser makes rows of it. */
#ifndef FACTS_SLO_READER_H
#define FACTS_SLO_READER_H

#include "facts/slo_kinds.h"

enum slo_answer { SLO_NO, SLO_YES, SLO_NOT_KNOWN };

struct slo {
    const char *system, *name, *service;
    bool has_target;
    double target;       /* 0 to 1 */
    const char *problem; /* NULL: none was found */
    enum slo_answer identical, placeholder, alerted;
    const struct node *all;
    uint32_t line, column;
};

/* What a reader calls for each objective. */
struct slo_sink {
    void (*add)(struct slo_sink *sink, const struct slo *slo);
    struct arena *scratch;
    const struct document *document; /* others of the file, which it may refer to */
};

void slo_read_openslo(struct slo_sink *sink, const struct node *root);
void slo_read_sloth(struct slo_sink *sink, const struct node *root);
void slo_read_pyrra(struct slo_sink *sink, const struct node *root);

/* Are two queries, whatever nodes hold them, the same? False when one is NULL. */
bool slo_is_same(const struct node *a, const struct node *b);
/* Empty, a placeholder, or `up` with no more than labels. */
bool slo_is_hollow(const char *query);
/* A number of a scalar, also of one that is quoted. */
bool slo_number(const struct node *node, double *out);
enum slo_answer slo_answer_of(bool yes);

#endif
