#include "report/page.h"

#include "base/excerpt.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The longest run of `c`. */
static size_t longest_run(struct text text, char c)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.size; i++) {
        run = text.bytes[i] == c ? run + 1 : 0;
        if (run > longest)
            longest = run;
    }
    return longest;
}

static void add_code(struct buffer *out, struct text text)
{
    struct buffer shown = BUFFER_EMPTY;
    visible_add(&shown, text);
    struct text code = {.bytes = buffer_string(&shown), .size = shown.size};
    if (code.size == 0)
        code = text_of("''");
    size_t fence = longest_run(code, '`') + 1;
    /* A blank at both ends is taken off again (CommonMark 6.1). */
    bool padded =
        code.bytes[0] == '`' || code.bytes[code.size - 1] == '`' ||
        (code.bytes[0] == ' ' && code.bytes[code.size - 1] == ' ' && text_trim(code).size > 0);
    for (size_t i = 0; i < fence; i++)
        buffer_add_byte(out, '`');
    buffer_add_string(out, padded ? " " : "");
    buffer_add(out, code.bytes, code.size);
    buffer_add_string(out, padded ? " " : "");
    for (size_t i = 0; i < fence; i++)
        buffer_add_byte(out, '`');
    buffer_release(&shown);
}

void page_code(struct buffer *out, const char *string)
{
    add_code(out, text_of(string));
}

/* A heading, an item of a list, a rule, or the line below a heading? */
static bool begins_block(const char *text)
{
    if (!*text || !strchr("#-+=", *text))
        return false;
    size_t run = 1;
    while (text[run] == *text)
        run++;
    return !text[run] || is_blank(text[run]);
}

/* Would a reader of Markdown or a forge take it for more than a character? */
static bool is_markup(const char *text, const char *at)
{
    if (strchr("\\`*[]<>~&$", *at))
        return true;
    char before = at > text ? at[-1] : ' ', after = at[1];
    if (*at == '_') /* within a word it means nothing */
        return is_blank(before) || is_blank(after) || !after || strchr("\"'(),.;:!?", before) ||
               strchr("\"'(),.;:!?", after);
    if (*at == '@') /* a mention, unless it is within an address */
        return is_blank(before) || before == '(';
    return at == text && begins_block(text);
}

static void add_escaped(struct buffer *out, const char *text, const char *from, const char *to)
{
    for (const char *at = from; at < to; at++) {
        bool bare_link = *at == ':' && at[1] == '/' && at[2] == '/';
        bool number = at > text && (*at == '.' || *at == ')') && is_blank(at[1]) &&
                      strspn(text, "0123456789") == (size_t)(at - text);
        if (is_markup(text, at) || bare_link || number)
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, *at);
    }
}

/* What is between two runs of backticks of the same length; 0 when it is no code. */
static size_t code_span(const char *at, struct text *out)
{
    size_t fence = strspn(at, "`");
    for (const char *end = at + fence; (end = strchr(end, '`'));) {
        size_t run = strspn(end, "`");
        if (run == fence) {
            *out = (struct text){.bytes = at + fence, .size = (size_t)(end - at) - fence};
            return (size_t)(end - at) + fence;
        }
        end += run;
    }
    return 0;
}

/* One line, one blank between words, what is unsafe made visible. */
static void flatten(struct buffer *out, const char *string)
{
    struct text text = text_trim(text_of(string));
    size_t from = 0;
    for (size_t i = 0; i <= text.size; i++) {
        if (i < text.size && !is_blank(text.bytes[i]))
            continue;
        if (i > from) {
            buffer_add_string(out, out->size > 0 ? " " : "");
            visible_add(out, (struct text){.bytes = text.bytes + from, .size = i - from});
        }
        from = i + 1;
    }
}

void page_text(struct buffer *out, const char *string)
{
    struct buffer line = BUFFER_EMPTY;
    flatten(&line, string);
    const char *text = buffer_string(&line);
    const char *from = text;
    for (const char *at = text; (at = strchr(at, '`'));) {
        struct text code;
        size_t taken = code_span(at, &code);
        if (taken == 0) {
            at += strspn(at, "`");
            continue;
        }
        add_escaped(out, text, from, at);
        add_code(out, text_trim(code));
        at += taken;
        from = at;
    }
    add_escaped(out, text, from, text + line.size);
    buffer_release(&line);
}

void page_sentence(struct buffer *out, const char *string)
{
    size_t from = out->size;
    page_text(out, string);
    if (out->size == from)
        return;
    const char *word = out->bytes + from;
    size_t letters = strspn(word, "abcdefghijklmnopqrstuvwxyz");
    if (letters > 0 && (!word[letters] || strchr(" ,;:.'", word[letters])) &&
        !string_starts_with(word + letters, ".y")) /* not a file's name */
        out->bytes[from] = (char)(out->bytes[from] - 'a' + 'A');
}

void page_end_cell(struct buffer *out, size_t from)
{
    struct buffer cell = BUFFER_EMPTY;
    /* GFM takes the backslash off before it looks for code (4.10). */
    for (size_t i = from; i < out->size; i++) {
        if (out->bytes[i] == '|')
            buffer_add_byte(&cell, '\\');
        buffer_add_byte(&cell, out->bytes[i] == '\n' ? ' ' : out->bytes[i]);
    }
    buffer_cut(out, from);
    buffer_add(out, buffer_string(&cell), cell.size);
    buffer_release(&cell);
}

enum { RANDOM_LEAST = 30, RANDOM_SHOWN = 8 };

static bool is_key_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c && strchr("+/_", c));
}

/* Bytes of a word at `at` that is as long and as mixed as keys and tokens are. */
static size_t random_word(struct text line, size_t at)
{
    bool upper = false, lower = false, digit = false;
    size_t end = at;
    for (; end < line.size && is_key_letter(line.bytes[end]); end++) {
        char c = line.bytes[end];
        upper = upper || (c >= 'A' && c <= 'Z');
        lower = lower || (c >= 'a' && c <= 'z');
        digit = digit || (c >= '0' && c <= '9');
    }
    return end - at >= RANDOM_LEAST && upper && lower && digit ? end - at : 0;
}

/* Tabs stay: they mean something in a Makefile. Of what looks like a key only the
 * beginning is shown, so that no scanner takes the page for a file that holds it. */
static void add_line(struct buffer *out, struct text line)
{
    size_t from = 0, at = 0;
    while (at <= line.size) {
        bool begins = at < line.size && (at == 0 || !is_key_letter(line.bytes[at - 1]));
        size_t word = begins ? random_word(line, at) : 0;
        bool is_tab = at < line.size && line.bytes[at] == '\t';
        if (at < line.size && !is_tab && word == 0) {
            at++;
            continue;
        }
        size_t end = word > 0 ? at + RANDOM_SHOWN : at;
        visible_add(out, (struct text){.bytes = line.bytes + from, .size = end - from});
        buffer_add_string(out, word > 0 ? "..." : is_tab ? "\t" : "");
        at += word > 0 ? word : 1;
        from = at;
    }
    buffer_add_byte(out, '\n');
}

void page_block(struct buffer *out, const char *language, struct text text, size_t lines)
{
    size_t fence = longest_run(text, '`') + 1;
    if (fence < 3)
        fence = 3;
    for (size_t i = 0; i < fence; i++)
        buffer_add_byte(out, '`');
    buffer_printf(out, "%s\n", language);
    size_t shown = 0, rest = 0;
    struct text line;
    while (text_next_line(&text, &line)) {
        if (shown++ < lines)
            add_line(out, line);
        else
            rest++;
    }
    for (size_t i = 0; i < fence; i++)
        buffer_add_byte(out, '`');
    buffer_add_byte(out, '\n');
    if (rest > 0)
        buffer_printf(out, "\n(and %zu line%s more)\n", rest, rest == 1 ? "" : "s");
}

const char *page_language(const char *path)
{
    static const struct {
        const char *end, *language;
    } languages[] = {
        {".yml", "yaml"},
        {".yaml", "yaml"},
        {".json", "json"},
        {".toml", "toml"},
        {".md", "markdown"},
        {".tf", "hcl"},
        {".xml", "xml"},
        {".sh", "sh"},
        {".c", "c"},
        {".py", "python"},
        {".js", "js"},
        {".ts", "ts"},
        {".go", "go"},
        {"Dockerfile", "dockerfile"},
        {".dockerfile", "dockerfile"},
        {"Makefile", "make"},
        {".cff", "yaml"},
        {".properties", "properties"},
        {".ini", "ini"},
    };
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
        if (string_ends_with(path, languages[i].end))
            return languages[i].language;
    return "text";
}

void page_code_list(struct buffer *out, const char *const *words, const char *last)
{
    for (size_t i = 0; words && words[i]; i++) {
        if (i > 0 && words[i + 1])
            buffer_add_string(out, ", ");
        else if (i > 0)
            buffer_printf(out, "%s%s ", last[0] == ',' ? "" : " ", last);
        page_code(out, words[i]);
    }
}

void page_type(struct buffer *out, const char *type, const char *const *words)
{
    size_t open = strcspn(type, "(");
    if (!words || !type[open]) {
        buffer_add_string(out, type);
        return;
    }
    buffer_add(out, type, open);
    buffer_add_string(out, ": ");
    page_code_list(out, words, "or");
}
