/* prose_date.h - days as people write them in prose, in English: 2026-01-31, 2026/01/31,
 * 31.01.2026, 31/01/2026, 31 January 2026, Jan 31, 2026, January 31st 2026. 01/02/2026 is read
 * day first unless that is no day; a month without a day is no day. */
#ifndef FACTS_PROSE_DATE_H
#define FACTS_PROSE_DATE_H

#include "base/text.h"

#include <stdint.h>

/* The next day at or after `*from`, which is moved past it; `day` counts from 1970-01-01. */
bool prose_date_next(struct text text, size_t *from, int32_t *day);

#endif
