#include "facts/review_date.h"

#include "base/digest.h"
#include "document/node.h"
#include "facts/freshness.h"
#include "facts/prose_date.h"

/* A line with more words than these says more than a day. */
enum { STATEMENT_WORDS_MAX = 14 };

bool review_date_is_line(struct arena *scratch, const struct prose_line *line, int32_t *day)
{
    static const char *const last[] = {
        ("last|latest reviewed|revised|updated|modified|verified|checked|tested|validated|"
         "exercised|changed|edited"),
        "last|latest|recent review|revision|update|verification|change|edit|exercise",
        "reviewed|updated|verified|revised on|at|in",
        "date of review|revision|update",
        "review|reviewed|revision|revised|update|updated date",
        "document date",
        "reviewed",
        NULL,
    };
    static const char *const next[] = {"next review|revision|update|exercise|test|check",
                                       "review|revision due|by|again", "valid until", NULL};
    size_t from = 0;
    int32_t found;
    *day = NO_REVIEW_DAY;
    if (line->code || !prose_date_next(line->visible, &from, &found))
        return false;
    struct arena_mark mark = arena_mark(scratch);
    struct words words = words_read(scratch, line->visible);
    bool is_short = words.count <= STATEMENT_WORDS_MAX;
    bool is_next = is_short && words_have(&words, 0, words.count, next);
    bool is_last = is_short && !is_next && words_have(&words, 0, words.count, last);
    arena_reset(scratch, mark);
    if (is_last)
        *day = found;
    return is_last || is_next;
}

static bool front_matter_day(const struct markdown *markdown, int32_t *day)
{
    static const char *const names[] = {
        "last_reviewed", "last-reviewed", "lastReviewed",  "reviewed",      "reviewed_on",
        "last_updated",  "last-updated",  "lastUpdated",   "updated",       "lastmod",
        "last_modified", "last-modified", "last_modified", "review_date",   "review-date",
        "last_review",   "last-review",   "last_verified", "last-verified", NULL,
    };
    bool found = false;
    for (size_t i = 0; markdown && markdown->front_matter && names[i]; i++) {
        const char *written = node_string(markdown->front_matter, names[i]);
        int32_t at;
        size_t from = 0;
        if (!written || !prose_date_next(text_of(written), &from, &at))
            continue;
        if (!found || at > *day)
            *day = at;
        found = true;
    }
    return found;
}

bool review_date_find(struct arena *scratch, const struct prose *prose,
                      const struct markdown *markdown, int32_t *day, uint32_t *line)
{
    bool found = front_matter_day(markdown, day);
    *line = 1;
    for (size_t i = 0; i < prose->line_count; i++) {
        int32_t at;
        if (!review_date_is_line(scratch, &prose->lines[i], &at) || at == NO_REVIEW_DAY)
            continue;
        if (!found || at > *day) {
            *day = at;
            *line = (uint32_t)i + 1;
        }
        found = true;
    }
    return found;
}

const char *review_date_digest(struct arena *scratch, const struct prose *prose)
{
    struct sha256 digest;
    char *hex = arena_alloc(scratch, SHA256_HEX_SIZE, 1);
    sha256_init(&digest);
    for (size_t i = 0; i < prose->line_count; i++) {
        int32_t day;
        if (!review_date_is_line(scratch, &prose->lines[i], &day))
            freshness_add_line(&digest, scratch, &prose->lines[i]);
    }
    sha256_finish_hex(&digest, hex);
    return hex;
}
