/* diagnostic_page.h - the table of codes as data: what `bylaw explain E101` and
 * docs/diagnostics.md show. */
#ifndef BASE_DIAGNOSTIC_PAGE_H
#define BASE_DIAGNOSTIC_PAGE_H

#include "base/diagnostic.h"

/* The kind of file that a page's examples are of; NOTHING: more than a file. */
enum diagnostic_file {
    DIAGNOSTIC_FILE_NOTHING,
    DIAGNOSTIC_FILE_RULE,
    DIAGNOSTIC_FILE_POLICY,
    DIAGNOSTIC_FILE_CONFIGURATION,
    DIAGNOSTIC_FILE_EXCEPTION,
    DIAGNOSTIC_FILE_TEST,
};

struct diagnostic_page {
    const char *code;  /* "E101" */
    const char *title; /* lower case, no full stop */
    const char *meaning;
    const char *wrong, *right; /* lines of YAML */
    const char *mend;
    enum diagnostic_file file;
};

/* "error", "warning", "info": by enum diagnostic_level. */
extern const char *const diagnostic_level_words[];
/* That of the code's letter. */
enum diagnostic_level diagnostic_level_of(int code);
/* NULL for what has no code. Codes are sorted; the first is the one after
 * DIAGNOSTIC_WITHOUT_CODE, the last the one before DIAGNOSTIC_CODE_END. */
const struct diagnostic_page *diagnostic_page(int code);
/* "error[E101]", or the level alone where there is no code. */
const char *diagnostic_label(struct arena *arena, const struct diagnostic *diagnostic);
/* By "E101"; case does not matter. */
const struct diagnostic_page *diagnostic_page_find(const char *code);
/* One letter of E, W or I, and digits: is a code meant, known or not? */
bool diagnostic_is_code(const char *word);
/* The nearest code there is, or NULL. */
const char *diagnostic_page_suggest(const char *word);
/* Adds the page as text of at most `width` columns, where its examples allow. */
void diagnostic_page_print(const struct diagnostic_page *page, struct buffer *out, size_t width);
/* Adds all pages as one Markdown document. */
void diagnostic_pages_write(struct buffer *out);

#endif
