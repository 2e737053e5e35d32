#include "facts/delivery_metric.h"

#include "base/date.h"

#include <stdlib.h>

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return a < b ? -1 : a > b;
}

void delivery_numbers_add(struct delivery_numbers *numbers, int64_t seconds)
{
    numbers->items = arena_grow(numbers->arena, numbers->items, numbers->count, &numbers->capacity,
                                sizeof(*numbers->items));
    numbers->items[numbers->count++] = (double)seconds / SECONDS_A_DAY;
}

double delivery_numbers_median(struct delivery_numbers *numbers)
{
    qsort(numbers->items, numbers->count, sizeof(*numbers->items), by_value);
    size_t middle = numbers->count / 2;
    return numbers->count % 2 == 1 ? numbers->items[middle]
                                   : (numbers->items[middle - 1] + numbers->items[middle]) / 2;
}
