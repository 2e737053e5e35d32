#include "facts/sql_heap.h"

#include <pthread.h>
#include <sqlite3.h>

/* The one place with mutable globals: SQLite's allocator is the process's, and it
 * is not told for whom it works. They are written once, before SQLite starts. */
static sqlite3_mem_methods plain;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool installed;
static _Thread_local struct sql_heap *entered;

static bool has_room(size_t given, int size)
{
    if (!entered || size <= 0 || entered->used - given + (size_t)size <= entered->limit)
        return true;
    entered->reached = true;
    return false;
}

static size_t size_of(void *block)
{
    int size = block ? plain.xSize(block) : 0;
    return size > 0 ? (size_t)size : 0;
}

/* What was taken while nobody was entered may be given back while somebody is. */
static void count(size_t given, void *taken)
{
    if (!entered)
        return;
    entered->used = entered->used > given ? entered->used - given : 0;
    entered->used += size_of(taken);
}

static void *take(int size)
{
    if (!has_room(0, size))
        return NULL;
    void *block = plain.xMalloc(size);
    count(0, block);
    return block;
}

static void give(void *block)
{
    count(size_of(block), NULL);
    plain.xFree(block);
}

static void *resize(void *block, int size)
{
    size_t before = size_of(block);
    if (entered && before > entered->used)
        before = entered->used;
    if (!has_room(before, size))
        return NULL;
    void *moved = plain.xRealloc(block, size);
    if (moved)
        count(before, moved);
    return moved;
}

static void install(void)
{
    /* Its counting of all memory of the process takes a lock each time. */
    if (sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK)
        return;
    sqlite3_mem_methods ours = plain;
    ours.xMalloc = take;
    ours.xFree = give;
    ours.xRealloc = resize;
    /* What SQLite takes for itself as it starts is nobody's. */
    installed = sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK &&
                sqlite3_initialize() == SQLITE_OK;
}

bool sql_heap_install(void)
{
    pthread_once(&once, install);
    return installed;
}

struct sql_heap *sql_heap_enter(struct sql_heap *heap)
{
    struct sql_heap *before = entered;
    entered = heap;
    return before;
}
