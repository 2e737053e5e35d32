/* exception_past.h - what became of one exception and of those that it follows or that
 * follow it, from the history of the repository: text and JSON
 * (docs/schemas/exception-history.json). */
#ifndef REPORT_EXCEPTION_PAST_H
#define REPORT_EXCEPTION_PAST_H

#include "engine/judge.h"
#include "report/report.h"

struct exception_past_page {
    const char *id;
    const char *repository; /* as named on the command line */
    struct object_id commit;
    int32_t today;
    const struct ruleset *ruleset;
    const struct exception *record; /* NULL: it is not there any more */
    struct exception_use use;       /* of the record */
    const struct exception_history *history;
    struct exception_past past;
    const char **lineage; /* ids, the asked one among them, in the order of their events */
    size_t lineage_count;
    const struct exception_event **events; /* of the lineage, oldest first */
    size_t event_count;
};

extern const char *const exception_past_formats[]; /* text json NULL */
/* False when neither the records nor their history know the id. */
bool exception_past_find(struct exception_past_page *out, const struct exception_records *records,
                         const char *id, struct arena *arena);
/* Every id that the records and their history know, NULL-ended. */
const char *const *exception_past_ids(const struct exception_records *records, struct arena *arena);
void exception_past_write(struct buffer *out, const struct exception_past_page *page,
                          const char *format, const struct report_options *options);

#endif
