/* entry.h - what an entry of a listing is (source/snapshot.h). */
#ifndef SOURCE_ENTRY_H
#define SOURCE_ENTRY_H

#include "source/snapshot.h"

#include <stdbool.h>

/* A file with bytes of its own: no link, which says where another lies, and no submodule. */
static inline bool entry_is_file(const struct entry *entry)
{
    return entry->kind == ENTRY_FILE || entry->kind == ENTRY_EXECUTABLE;
}

#endif
