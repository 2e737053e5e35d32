/* operations_dates.h - days as people write them in documents of operations. */
#ifndef FACTS_OPERATIONS_DATES_H
#define FACTS_OPERATIONS_DATES_H

#include "base/text.h"

#include <stdint.h>

/* The next day at or after `*from`, which is moved past it: 2026-03-01, 2026/03/01,
 * 20260301, 1 March 2026, March 1st, 2026. Days that do not exist are none. */
bool operations_date_next(struct text text, size_t *from, int32_t *out);
bool operations_date_find(struct text text, int32_t *out);

#endif
