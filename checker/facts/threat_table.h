/* threat_table.h - tables of a threat model in Markdown: which of them lists threats, by
 * the words of its head, and what its rows say of each. */
#ifndef FACTS_THREAT_TABLE_H
#define FACTS_THREAT_TABLE_H

#include "facts/threat_model.h"

/* Adds the threats of the tables of a section, and the assets of tables of assets.
 * `about_threats`: so says the section's heading. */
void threat_tables_read(struct arena *scratch, const struct prose *prose, size_t section,
                        bool about_threats, struct threat_model *out);
/* Rows of all tables of a section, their heads left out. */
size_t threat_table_rows(const struct prose *prose, size_t section);

#endif
