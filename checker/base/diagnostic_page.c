#include "base/diagnostic_page.h"

#include <string.h>

#define DIAGNOSTIC(code_, file_, title_, meaning_, wrong_, right_, mend_) \
    {.code = #code_,                                                      \
     .title = (title_),                                                   \
     .meaning = (meaning_),                                               \
     .wrong = (wrong_),                                                   \
     .right = (right_),                                                   \
     .mend = (mend_),                                                     \
     .file = DIAGNOSTIC_FILE_##file_},

static const struct diagnostic_page pages[] = {
#include "base/diagnostic_table.inc"
};
#undef DIAGNOSTIC

enum { PAGE_COUNT = sizeof(pages) / sizeof(pages[0]) };

const char *const diagnostic_level_words[] = {"error", "warning", "info", NULL};

const struct diagnostic_page *diagnostic_page(int code)
{
    bool is_known = code > DIAGNOSTIC_WITHOUT_CODE && code < DIAGNOSTIC_CODE_END;
    return is_known ? &pages[code - DIAGNOSTIC_WITHOUT_CODE - 1] : NULL;
}

enum diagnostic_level diagnostic_level_of(int code)
{
    const struct diagnostic_page *page = diagnostic_page(code);
    if (!page)
        return (enum diagnostic_level)code;
    return page->code[0] == 'E'   ? DIAGNOSTIC_ERROR
           : page->code[0] == 'W' ? DIAGNOSTIC_WARNING
                                  : DIAGNOSTIC_INFO;
}

const char *diagnostic_label(struct arena *arena, const struct diagnostic *diagnostic)
{
    const struct diagnostic_page *page = diagnostic_page(diagnostic->code);
    const char *level = diagnostic_level_words[diagnostic->level];
    return page ? arena_printf(arena, "%s[%s]", level, page->code) : level;
}

const struct diagnostic_page *diagnostic_page_find(const char *code)
{
    for (size_t i = 0; i < PAGE_COUNT; i++)
        if (string_equals_folded(code, pages[i].code))
            return &pages[i];
    return NULL;
}

bool diagnostic_is_code(const char *word)
{
    size_t digits = strspn(word + (*word != '\0'), "0123456789");
    return *word && strchr("EWIewi", *word) && digits > 0 && digits < 5 && !word[1 + digits];
}

const char *diagnostic_page_suggest(const char *word)
{
    const char *codes[PAGE_COUNT + 1];
    for (size_t i = 0; i < PAGE_COUNT; i++)
        codes[i] = pages[i].code;
    codes[PAGE_COUNT] = NULL;
    return suggest(word, codes);
}

/* Words in lines; the texts of the table are ASCII. */
static void add_wrapped(struct buffer *out, const char *before, const char *string, size_t width)
{
    buffer_add_string(out, before);
    size_t column = strlen(before);
    for (bool is_first = true; *string; is_first = false) {
        size_t length = strcspn(string, " ");
        if (!is_first && column + 1 + length > width) {
            buffer_add_byte(out, '\n');
            column = 0;
        } else if (!is_first) {
            buffer_add_byte(out, ' ');
            column++;
        }
        buffer_add(out, string, length);
        column += length;
        string += length;
        string += strspn(string, " ");
    }
    buffer_add_byte(out, '\n');
}

static void add_lines(struct buffer *out, const char *before, const char *string)
{
    struct text line;
    for (struct text rest = text_of(string); text_next_line(&rest, &line);) {
        buffer_add_string(out, before);
        buffer_add(out, line.bytes, line.size);
        buffer_add_byte(out, '\n');
    }
}

void diagnostic_page_print(const struct diagnostic_page *page, struct buffer *out, size_t width)
{
    buffer_printf(out, "%s  %s\n\n", page->code, page->title);
    add_wrapped(out, "", page->meaning, width);
    buffer_add_string(out, "\nwrong\n");
    add_lines(out, "    ", page->wrong);
    buffer_add_string(out, "right\n");
    add_lines(out, "    ", page->right);
    buffer_add_byte(out, '\n');
    add_wrapped(out, "to mend: ", page->mend, width);
}

void diagnostic_pages_write(struct buffer *out)
{
    static const char beginning[] =
        "# Diagnostics\n\n"
        "What can be wrong in a rule, a policy, the configuration, an exception or a test, by the\n"
        "code that is printed with it. `bylaw explain CODE` prints a page of this list. A code is\n"
        "never used again. `E` is an error: the file is refused. `W` is a warning of\n"
        "`bylaw policy validate`, which fails with `--strict` only; `I` is information and never\n"
        "fails. An example holds the keys that matter, not a whole file.\n\n"
        "| code | |\n| --- | --- |\n";
    buffer_add_string(out, beginning);
    for (size_t i = 0; i < PAGE_COUNT; i++)
        buffer_printf(out, "| [%s](#%c%s) | %s |\n", pages[i].code, pages[i].code[0] + 'a' - 'A',
                      pages[i].code + 1, pages[i].title);
    for (size_t i = 0; i < PAGE_COUNT; i++) {
        const struct diagnostic_page *page = &pages[i];
        buffer_printf(out, "\n## %s\n\n**%c%s.** ", page->code, page->title[0] + 'A' - 'a',
                      page->title + 1);
        add_wrapped(out, "", page->meaning, 100);
        buffer_add_string(out, "\nWrong:\n\n```yaml\n");
        add_lines(out, "", page->wrong);
        buffer_add_string(out, "```\n\nRight:\n\n```yaml\n");
        add_lines(out, "", page->right);
        buffer_add_string(out, "```\n\n");
        add_wrapped(out, "", page->mend, 100);
    }
}
