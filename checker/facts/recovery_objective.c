#include "facts/recovery_objective.h"

#include "facts/operations_table.h"
#include "facts/words_time.h"

#include <string.h>

static const struct {
    const char *word, *phrase;
} names[] = {
    [RECOVERY_TIME] = {"rto", "recovery time objective"},
    [RECOVERY_POINT] = {"rpo", "recovery point objective"},
};

/* Units below an hour: `15 minutes`, `15min`, `30s`; 0 for none. */
static int64_t short_time_at(const struct words *words, size_t at, size_t to)
{
    static const char *const minutes[] = {"m", "min", "mins", "minute", "minutes", NULL};
    static const char *const seconds[] = {"s", "sec", "secs", "second", "seconds", NULL};
    const char *text = words->items[at].text;
    size_t digits = strspn(text, "0123456789");
    if (!digits || digits > 4)
        return 0;
    int64_t number = 0;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (text[i] - '0');
    const char *unit = text[digits] ? text + digits : at + 1 < to ? words->items[at + 1].text : "";
    if (string_is_one_of(unit, minutes))
        return number * 60;
    return string_is_one_of(unit, seconds) ? number : 0;
}

/* A number without a unit is none, but nothing needs none. */
static int64_t time_at(const struct words *words, size_t at, size_t to)
{
    int64_t time = words_time_at(words, at, to);
    if (time <= 0)
        time = short_time_at(words, at, to);
    if (time > 0)
        return time;
    const char *text = words->items[at].text;
    return strcmp(text, "zero") == 0 || strcmp(text, "0") == 0 ? 0 : -1;
}

static int64_t first_time(const struct words *words, size_t from, size_t to)
{
    for (size_t at = from; at < to; at++) {
        int64_t time = time_at(words, at, to);
        if (time >= 0)
            return time;
    }
    return -1;
}

static bool names_it(const struct words *words, size_t at, enum recovery_objective objective,
                     size_t *end)
{
    return words_match(words, at, words->count, names[objective].word, end) ||
           words_match(words, at, words->count, names[objective].phrase, end);
}

/* What follows its name, up to the other objective; a heading's follows below it. */
static int64_t time_after(const struct prose *prose, const struct words *words, size_t end,
                          enum recovery_objective objective)
{
    enum { WORDS_MOST = 14 };
    const struct word *name = &words->items[end - 1];
    bool is_heading = prose->lines[name->line - 1].heading;
    bool in_row = operations_is_row(prose->lines[name->line - 1].visible);
    size_t to = end, other;
    enum recovery_objective opposite = objective == RECOVERY_TIME ? RECOVERY_POINT : RECOVERY_TIME;
    while (to < words->count && to < end + WORDS_MOST && !names_it(words, to, opposite, &other) &&
           (is_heading || words->items[to].sentence == name->sentence ||
            (in_row && words->items[to].line == name->line)))
        to++;
    return first_time(words, end, to);
}

/* The text of a cell; empty where the row has no such column. */
static struct text cell_of(struct text row, size_t column)
{
    struct text cells[OPERATIONS_COLUMNS_MAX];
    return column < operations_split(row, cells) ? cells[column] : (struct text){0};
}

static int64_t time_in_column(struct arena *scratch, const struct prose *prose, size_t header,
                              size_t column)
{
    for (size_t i = header + 1; i < prose->line_count && operations_is_row(prose->lines[i].visible);
         i++) {
        struct words words = words_read(scratch, cell_of(prose->lines[i].visible, column));
        int64_t time = first_time(&words, 0, words.count);
        if (time >= 0)
            return time;
    }
    return -1;
}

static int64_t time_in_tables(struct arena *scratch, const struct prose *prose,
                              enum recovery_objective objective)
{
    for (size_t i = 0; i < prose->line_count; i++) {
        if (!operations_is_row(prose->lines[i].visible) ||
            (i > 0 && operations_is_row(prose->lines[i - 1].visible)))
            continue;
        for (size_t column = 0; column < OPERATIONS_COLUMNS_MAX; column++) {
            struct words words = words_read(scratch, cell_of(prose->lines[i].visible, column));
            if (!words_have_one(&words, 0, words.count, names[objective].word) &&
                !words_have_one(&words, 0, words.count, names[objective].phrase))
                continue;
            int64_t time = time_in_column(scratch, prose, i, column);
            if (time >= 0)
                return time;
        }
    }
    return -1;
}

int64_t recovery_objective_find(struct arena *scratch, const struct prose *prose,
                                enum recovery_objective objective)
{
    struct words words = words_read(scratch, prose->visible);
    for (size_t at = 0, end; at < words.count; at++) {
        if (!names_it(&words, at, objective, &end))
            continue;
        int64_t time = time_after(prose, &words, end, objective);
        if (time >= 0)
            return time;
    }
    return time_in_tables(scratch, prose, objective);
}
