/* adr_kinds.h - kinds of the recognisers of decision records that other recognisers
 * read, with the order of their cells. */
#ifndef FACTS_ADR_KINDS_H
#define FACTS_ADR_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_adr;
enum {
    ADR_ID,
    ADR_TITLE,
    ADR_NUMBER,
    ADR_HEADING_NUMBER,
    ADR_DIRECTORY,
    ADR_FORMAT_CELL,
    ADR_STATUS_CELL,
    ADR_STATUS_TEXT,
    ADR_STATUS_STATE,
    ADR_IN_FORCE,
    ADR_STATUS_SINCE,
    ADR_FIRST_SEEN,
    ADR_LAST_CALL,
    ADR_DATE,
    ADR_COMPLETE,
    ADR_FOUNDING,
    ADR_OPTIONS_CELL,
    ADR_NAMES_COST,
    ADR_PREDATES,
    ADR_RETROSPECTIVE,
    ADR_FIELDS_IN,
};

/* What looks like the name of a decision record, in any file. */
extern const struct fact_kind fact_kind_adr_mention;
enum { ADR_MENTION_TEXT, ADR_MENTION_NUMBER, ADR_MENTION_HISTORICAL };

#endif
