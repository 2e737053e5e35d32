/* owners_file.h - the CODEOWNERS file that counts, read. */
#ifndef FACTS_OWNERS_FILE_H
#define FACTS_OWNERS_FILE_H

#include "facts/fact.h"
#include "facts/owners.h"

enum owners_reading { OWNERS_NONE, OWNERS_READ, OWNERS_LOST };

/* `out` is set but for OWNERS_NONE; of a file that is lost only its path. */
enum owners_reading owners_read(struct owners *out, struct arena *arena,
                                const struct fact_repository *repository);

#endif
