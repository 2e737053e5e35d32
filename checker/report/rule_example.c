#include "report/rule_page.h"

#include <string.h>

/* What is worse than so many bytes of a file. Who writes worlds begins with the plainest,
 * so a later one must be shorter. */
enum {
    OTHER_PART = 300,
    NO_FILE = 4000,
    FINDING_ELSEWHERE = 2000,
    LATER = 150,
    THEATRE = 1000, /* it shows well what is not enough, where nothing plainer does */
    NEAR_MISS = 3000,
    NO_FAULT = 100000
};

static bool has_file(const struct example *example, const char *path)
{
    for (size_t i = 0; path && i < example->part_count; i++)
        if (example->parts[i].kind == EXAMPLE_FILE && strcmp(example->parts[i].name, path) == 0)
            return true;
    return false;
}

/* How much there is to read before the point is seen. */
static size_t effort(const struct example *example)
{
    size_t effort = example->size;
    for (size_t i = 0; i < example->part_count; i++)
        if (example->parts[i].kind != EXAMPLE_FILE)
            effort += OTHER_PART;
    return example->file_count == 0 ? effort + NO_FILE : effort;
}

static bool shares_file(const struct example *example, const struct example *other)
{
    for (size_t i = 0; other && i < other->part_count; i++)
        if (other->parts[i].kind == EXAMPLE_FILE && has_file(example, other->parts[i].name))
            return true;
    return false;
}

const struct example *example_bad(const struct example_list *examples)
{
    const struct example *best = NULL;
    size_t least = SIZE_MAX, before = 0;
    for (size_t i = 0; i < examples->count; i++) {
        const struct example *example = &examples->items[i];
        if (example->verdict != VERDICT_FAIL && example->verdict != VERDICT_REVIEW)
            continue;
        size_t cost = effort(example) + LATER * before++;
        if (!has_file(example, example->path))
            cost += FINDING_ELSEWHERE;
        if (example->kind != TEST_FAILS)
            cost += example->kind == TEST_THEATRE ? THEATRE : NEAR_MISS;
        if (example->verdict != VERDICT_FAIL)
            cost += NO_FAULT;
        if (cost < least) {
            least = cost;
            best = example;
        }
    }
    return best;
}

const struct example *example_good(const struct example_list *examples,
                                   const struct example *beside)
{
    const struct example *best = NULL;
    size_t least = SIZE_MAX, before = 0;
    for (size_t i = 0; i < examples->count; i++) {
        const struct example *example = &examples->items[i];
        if (example->verdict != VERDICT_PASS)
            continue;
        size_t cost = effort(example) + LATER * before++;
        if (shares_file(example, beside))
            cost /= 2;
        if (example->kind != TEST_PASSES)
            cost += NEAR_MISS;
        if (cost < least) {
            least = cost;
            best = example;
        }
    }
    return best;
}

const struct example *example_theatre(const struct example_list *examples,
                                      const struct example *bad)
{
    const struct example *best = NULL;
    size_t least = SIZE_MAX, before = 0;
    for (size_t i = 0; i < examples->count; i++) {
        const struct example *example = &examples->items[i];
        if (example->kind != TEST_THEATRE || example == bad || example->file_count == 0 ||
            (example->verdict != VERDICT_FAIL && example->verdict != VERDICT_REVIEW))
            continue;
        size_t cost = effort(example) + LATER * before++;
        if (cost < least) {
            least = cost;
            best = example;
        }
    }
    return best;
}
