/* migration_liquibase.h - changelogs of Liquibase in XML, YAML and JSON: which of their
 * changesets have a way back. Formatted SQL is of facts/fact_migration_part.c. */
#ifndef FACTS_MIGRATION_LIQUIBASE_H
#define FACTS_MIGRATION_LIQUIBASE_H

#include "document/node.h"

/* What a changelog says of its changesets together. */
struct liquibase_way_back {
    const char *state;   /* of `migration_states`; NULL: not known, as an extension decides it */
    const char *reason;  /* of "irreversible", the file's words; else NULL */
    uint32_t line;       /* of the first changeset of that state */
    size_t change_count; /* changesets */
};

/* `root` is the document of a changelog, `text` the file: reasons stand in its comments, which
 * nodes do not have. Docs: "Automatic and custom rollbacks", docs.liquibase.com. */
struct liquibase_way_back liquibase_way_back_of(struct arena *arena, const struct node *root,
                                                struct text text);

#endif
