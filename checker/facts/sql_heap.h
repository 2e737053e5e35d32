/* sql_heap.h - how much memory SQLite may take for one connection of ours. The
 * limit that SQLite has itself is one for the whole process: of two repositories
 * judged side by side one would fail for what the other needs. A connection is
 * used by one thread, so what the thread takes while the heap is entered is its. */
#ifndef FACTS_SQL_HEAP_H
#define FACTS_SQL_HEAP_H

#include <stdbool.h>
#include <stddef.h>

struct sql_heap {
    size_t used, limit;
    bool reached; /* something was refused since this was last cleared */
};

/* Before anything else of SQLite in the process; any number of times. False when
 * somebody else was there first, and no limit can hold. */
bool sql_heap_install(void);
/* What SQLite takes and gives back from here on, on this thread, counts for the
 * heap (NULL: for nobody). Returns the one before, to be entered again. */
struct sql_heap *sql_heap_enter(struct sql_heap *heap);

#endif
