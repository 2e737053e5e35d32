#include "base/limits.h"
#include "facts/adr_body.h"

#include <string.h>

/* What is left of one version when what both say is taken away. */
struct leftover {
    const struct adr_unit **units;
    size_t count;
};

struct comparison {
    struct arena *scratch;
    struct leftover removed, added; /* of the whole record */
    const char *from, *to;          /* the one name that was put for another */
    size_t replaced;                /* how often */
    bool other;                     /* something else was changed */
};

/* Spelling: a letter or two of a word of some length; another first letter or a number
 * means something else. */
static bool is_respelt(const char *a, size_t a_size, const char *b, size_t b_size)
{
    enum { LONGEST = 40 };
    size_t longer = a_size > b_size ? a_size : b_size;
    size_t shorter = a_size + b_size - longer;
    if (shorter < 4 || longer > LONGEST || longer - shorter > 2 || a[0] != b[0])
        return false;
    if (strcspn(a, "0123456789") < a_size || strcspn(b, "0123456789") < b_size)
        return false;
    unsigned row[LONGEST + 1];
    for (size_t j = 0; j <= b_size; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= a_size; i++) {
        unsigned corner = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_size; j++) {
            unsigned best = corner + (a[i - 1] != b[j - 1]);
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            corner = row[j];
            row[j] = best;
        }
    }
    return row[b_size] <= 2 && (size_t)row[b_size] * 3 <= shorter;
}

/* The same words, but for their spelling. */
static bool is_same_sentence(const char *a, const char *b)
{
    for (;;) {
        size_t a_size = strcspn(a, " "), b_size = strcspn(b, " ");
        if (!a_size || !b_size)
            return a_size == b_size;
        if ((a_size != b_size || memcmp(a, b, a_size) != 0) && !is_respelt(a, a_size, b, b_size))
            return false;
        a += a_size + (a[a_size] == ' ');
        b += b_size + (b[b_size] == ' ');
    }
}

static char *join(struct arena *scratch, const struct adr_unit *units, size_t count)
{
    struct buffer buffer = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(&buffer, units[i].words);
        if (i + 1 < count)
            buffer_add_byte(&buffer, ' ');
    }
    char *text = arena_strdup(scratch, buffer_string(&buffer));
    buffer_release(&buffer);
    return text;
}

static size_t count_words(const char *text)
{
    size_t count = *text != '\0';
    for (; *text; text++)
        count += *text == ' ';
    return count;
}

static void note_replacement(struct comparison *comparison, struct text from, struct text to)
{
    if (!comparison->replaced) {
        comparison->from = arena_copy(comparison->scratch, from);
        comparison->to = arena_copy(comparison->scratch, to);
    }
    comparison->replaced++;
    if (!text_equals(from, comparison->from) || !text_equals(to, comparison->to))
        comparison->other = true;
}

/* Which runs of words of a sentence stand in place of which. */
static void note_replacements(struct comparison *comparison, const char *a, const char *b)
{
    if (count_words(a) != count_words(b)) {
        comparison->other = true;
        return;
    }
    const char *run_a = NULL, *run_b = NULL;
    while (*a || run_a) {
        size_t a_size = strcspn(a, " "), b_size = strcspn(b, " ");
        bool same = a_size == b_size && memcmp(a, b, a_size) == 0;
        if (run_a && (same || !a_size)) {
            note_replacement(comparison, text_trim((struct text){run_a, (size_t)(a - run_a)}),
                             text_trim((struct text){run_b, (size_t)(b - run_b)}));
            run_a = run_b = NULL;
        }
        if (!same && !run_a) {
            run_a = a;
            run_b = b;
        }
        a += a_size + (a[a_size] == ' ');
        b += b_size + (b[b_size] == ' ');
    }
}

static void leave(struct leftover *leftover, const struct adr_unit *unit)
{
    leftover->units[leftover->count++] = unit;
}

/* What stands between two sentences that both versions have. */
static void compare_gap(struct comparison *comparison, const struct adr_unit *before,
                        size_t removed, const struct adr_unit *after, size_t added)
{
    struct arena *scratch = comparison->scratch;
    if (!removed && !added)
        return;
    /* A full stop more or less parts sentences and changes none. */
    if (removed && added &&
        strcmp(join(scratch, before, removed), join(scratch, after, added)) == 0)
        return;
    size_t pairs = removed < added ? removed : added;
    for (size_t i = 0; i < pairs; i++) {
        if (is_same_sentence(before[i].words, after[i].words))
            continue;
        if (removed == added)
            note_replacements(comparison, before[i].words, after[i].words);
        else
            comparison->other = true;
        leave(&comparison->removed, &before[i]);
        leave(&comparison->added, &after[i]);
    }
    comparison->other = comparison->other || removed != added;
    for (size_t i = pairs; i < removed; i++)
        leave(&comparison->removed, &before[i]);
    for (size_t i = pairs; i < added; i++)
        leave(&comparison->added, &after[i]);
}

static bool is_equal(const struct adr_unit *a, const struct adr_unit *b)
{
    return a->part == b->part && strcmp(a->words, b->words) == 0;
}

/* The longest common subsequence of what lies between the same beginning and end. */
static void compare_middle(struct comparison *comparison, const struct adr_unit *before, size_t n,
                           const struct adr_unit *after, size_t m)
{
    uint16_t *length = ARENA_ARRAY(comparison->scratch, uint16_t, (n + 1) * (m + 1));
#define AT(i, j) length[(i) * (m + 1) + (j)]
    for (size_t i = n; i-- > 0;)
        for (size_t j = m; j-- > 0;) {
            if (is_equal(&before[i], &after[j]))
                AT(i, j) = (uint16_t)(AT(i + 1, j + 1) + 1);
            else
                AT(i, j) = AT(i + 1, j) > AT(i, j + 1) ? AT(i + 1, j) : AT(i, j + 1);
        }
    size_t i = 0, j = 0, gap_i = 0, gap_j = 0;
    while (i < n && j < m) {
        if (is_equal(&before[i], &after[j])) {
            compare_gap(comparison, before + gap_i, i - gap_i, after + gap_j, j - gap_j);
            gap_i = ++i;
            gap_j = ++j;
        } else if (AT(i + 1, j) >= AT(i, j + 1)) {
            i++;
        } else {
            j++;
        }
    }
#undef AT
    compare_gap(comparison, before + gap_i, n - gap_i, after + gap_j, m - gap_j);
}

/* A sentence that only moved within its part is left in neither. */
static void cancel_moved(struct leftover *removed, struct leftover *added)
{
    for (size_t i = 0; i < removed->count; i++) {
        size_t at = 0;
        while (at < added->count && !is_equal(removed->units[i], added->units[at]))
            at++;
        if (at == added->count)
            continue;
        added->units[at] = added->units[--added->count];
        removed->units[i--] = removed->units[--removed->count];
    }
}

static size_t count_part(const struct leftover *leftover, enum adr_part part)
{
    size_t count = 0;
    for (size_t i = 0; i < leftover->count; i++)
        count += leftover->units[i]->part == part;
    return count;
}

static size_t count_changed(const struct comparison *comparison, enum adr_part part)
{
    size_t removed = count_part(&comparison->removed, part);
    size_t added = count_part(&comparison->added, part);
    return removed > added ? removed : added;
}

static bool adds_only_later_notes(const struct comparison *comparison)
{
    if (comparison->removed.count || !comparison->added.count)
        return false;
    for (size_t i = 0; i < comparison->added.count; i++)
        if (!comparison->added.units[i]->later)
            return false;
    return true;
}

struct adr_difference adr_body_compare(struct arena *scratch, const struct adr_body *before,
                                       const struct adr_body *after)
{
    struct adr_difference out = {.known = true};
    size_t n = before->count, m = after->count, start = 0;
    for (size_t i = 0; i < n; i++)
        out.core_before += before->units[i].part != ADR_PART_OTHER;
    while (start < n && start < m && is_equal(&before->units[start], &after->units[start]))
        start++;
    while (n > start && m > start && is_equal(&before->units[n - 1], &after->units[m - 1])) {
        n--;
        m--;
    }
    n -= start;
    m -= start;
    if (n > LIMIT_ADR_UNITS || m > LIMIT_ADR_UNITS) {
        out.known = false;
        out.changed = true;
        return out;
    }
    struct comparison comparison = {.scratch = scratch};
    comparison.removed.units = ARENA_ARRAY(scratch, const struct adr_unit *, n + 1);
    comparison.added.units = ARENA_ARRAY(scratch, const struct adr_unit *, m + 1);
    static const struct adr_unit nothing; /* a body without units has no array */
    compare_middle(&comparison, before->count ? before->units + start : &nothing, n,
                   after->count ? after->units + start : &nothing, m);
    cancel_moved(&comparison.removed, &comparison.added);
    out.changed = comparison.removed.count + comparison.added.count > 0;
    out.substitution = out.changed && !comparison.other && comparison.replaced > 1;
    out.dated_addition = adds_only_later_notes(&comparison);
    out.decision = count_changed(&comparison, ADR_PART_DECISION);
    out.core = out.decision + count_changed(&comparison, ADR_PART_CONTEXT) +
               count_changed(&comparison, ADR_PART_CONSEQUENCES);
    return out;
}
