#include "facts/prose.h"

#include "base/limits.h"
#include "base/table.h"
#include "facts/gather.h"
#include "facts/residue.h"

static bool is_alphanumeric(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

const char *prose_fold(struct arena *arena, const char *text)
{
    char *folded = arena_strdup(arena, text);
    for (char *at = folded; *at; at++) {
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    }
    return folded;
}

const char *prose_squeeze(struct arena *arena, const char *text)
{
    const char *folded = prose_fold(arena, text);
    char *out = arena_alloc(arena, strlen(text) + 1, 1);
    size_t size = 0;
    for (const char *at = folded; *at; at++) {
        if (is_alphanumeric(*at) || (unsigned char)*at >= 0x80)
            out[size++] = *at;
        else if (size && out[size - 1] != '-')
            out[size++] = '-';
    }
    while (size && out[size - 1] == '-')
        size--;
    out[size] = '\0';
    return out;
}

bool prose_has_phrase(const char *folded, const char *phrase)
{
    size_t size = strlen(phrase);
    for (const char *at = folded; (at = strstr(at, phrase)) != NULL; at++) {
        bool begins = at == folded || !is_alphanumeric(at[-1]);
        if (begins && !is_alphanumeric(at[size]))
            return true;
    }
    return false;
}

enum prose_syntax prose_syntax_of(const char *path)
{
    static const struct {
        const char *ending;
        enum prose_syntax syntax;
    } endings[] = {
        {".md", PROSE_MARKDOWN},       {".markdown", PROSE_MARKDOWN}, {".mdown", PROSE_MARKDOWN},
        {".mkd", PROSE_MARKDOWN},      {".rst", PROSE_RST},           {".adoc", PROSE_ASCIIDOC},
        {".asciidoc", PROSE_ASCIIDOC},
    };
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        size_t size = strlen(endings[i].ending);
        if (length > size && string_equals_folded(path + length - size, endings[i].ending))
            return endings[i].syntax;
    }
    return PROSE_PLAIN;
}

static void blank(char *bytes, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (bytes[i] != '\n' && bytes[i] != '\r')
            bytes[i] = ' ';
    }
}

/* Code spans, labels and targets are shorter; so one line cannot cost its square. */
enum { SPAN_BYTES_MAX = 1000, COLUMN_BYTES_MAX = 10000 };

struct reading {
    struct arena *arena;
    struct prose *prose;
    char *text, *visible;
    size_t section_capacity;
    size_t *starts;           /* byte offset of each line, and the end */
    struct table definitions; /* labels of link definitions, folded */
};

static void split_lines(struct reading *reading, struct text text)
{
    struct prose *prose = reading->prose;
    size_t count = 1;
    for (size_t i = 0; i < text.size; i++)
        count += text.bytes[i] == '\n';
    reading->starts = ARENA_ARRAY(reading->arena, size_t, count + 1);
    prose->lines = ARENA_ARRAY(reading->arena, struct prose_line, count);
    size_t line = 1;
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] == '\n')
            reading->starts[line++] = i + 1;
    }
    reading->starts[count] = text.size;
    /* What follows the last line end is a line only if there is anything. */
    prose->line_count = reading->starts[count - 1] == text.size && count > 1 ? count - 1 : count;
}

static struct text line_text(const struct reading *reading, size_t line)
{
    size_t begin = reading->starts[line], end = reading->starts[line + 1];
    while (end > begin && (reading->text[end - 1] == '\n' || reading->text[end - 1] == '\r'))
        end--;
    return (struct text){reading->text + begin, end - begin};
}

static void blank_line(struct reading *reading, size_t line)
{
    blank(reading->text, reading->starts[line], reading->starts[line + 1]);
    blank(reading->visible, reading->starts[line], reading->starts[line + 1]);
}

static void mark_code(struct reading *reading, size_t line, const char *language)
{
    if (line >= reading->prose->line_count)
        return;
    reading->prose->lines[line].code = true;
    reading->prose->lines[line].language = language;
    blank(reading->visible, reading->starts[line], reading->starts[line + 1]);
}

static void add_section(struct reading *reading, const char *heading, unsigned level, size_t first)
{
    struct prose *prose = reading->prose;
    size_t parent = prose->section_count ? prose->section_count - 1 : SIZE_MAX;
    if (parent != SIZE_MAX)
        prose->sections[parent].end = first;
    while (parent != SIZE_MAX && prose->sections[parent].level >= level)
        parent = prose->sections[parent].parent;
    prose->sections = arena_grow(reading->arena, prose->sections, prose->section_count,
                                 &reading->section_capacity, sizeof(*prose->sections));
    prose->sections[prose->section_count++] =
        (struct prose_section){.heading = heading,
                               .folded = prose_fold(reading->arena, heading),
                               .level = level,
                               .parent = parent,
                               .first = first,
                               .end = prose->line_count};
}

static void mark_heading(struct reading *reading, size_t line, const char *heading, unsigned level,
                         size_t first)
{
    if (line >= reading->prose->line_count)
        return;
    struct prose *prose = reading->prose;
    prose->lines[line].heading = true;
    add_section(reading, heading, level, first);
    /* The heading's own lines belong to no body. */
    if (prose->section_count > 1)
        prose->sections[prose->section_count - 2].end = line;
}

static bool is_underline(struct text line, char *mark)
{
    static const char marks[] = "=-`:.'\"~^_*+#";
    line = text_trim(line);
    if (line.size < 3 || !strchr(marks, line.bytes[0]))
        return false;
    for (size_t i = 1; i < line.size; i++) {
        if (line.bytes[i] != line.bytes[0])
            return false;
    }
    *mark = line.bytes[0];
    return true;
}

/* `[label]: target` on a line of its own; NULL when the line is none. */
static const char *definition_label(struct reading *reading, struct text line)
{
    line = text_trim(line);
    size_t close = line.size && line.bytes[0] == '[' ? text_find(line, "]:") : SIZE_MAX;
    if (close == SIZE_MAX || close == 1)
        return NULL;
    struct text label = {line.bytes + 1, close - 1};
    return prose_fold(reading->arena, arena_copy(reading->arena, label));
}

static void read_definitions(struct reading *reading)
{
    table_init(&reading->definitions, reading->arena);
    for (size_t line = 0; line < reading->prose->line_count; line++) {
        const char *label = definition_label(reading, line_text(reading, line));
        if (label)
            table_set(&reading->definitions, label, reading);
    }
}

/* `[label]` with a definition is a link: its brackets are no part of the words. */
static void blank_shortcut(struct reading *reading, struct text text, size_t at, size_t base)
{
    size_t close = at + 1;
    while (close < text.size && close < at + SPAN_BYTES_MAX && text.bytes[close] != ']' &&
           text.bytes[close] != '[')
        close++;
    if (close >= text.size || text.bytes[close] != ']' || reading->definitions.count == 0)
        return;
    struct arena_mark mark = arena_mark(reading->arena);
    struct text label = {text.bytes + at + 1, close - at - 1};
    if (table_has(&reading->definitions,
                  prose_fold(reading->arena, arena_copy(reading->arena, label)))) {
        reading->visible[base + at] = ' ';
        reading->visible[base + close] = ' ';
    }
    arena_reset(reading->arena, mark);
}

/* The last byte of the code span, or of its ticks where none closes it. */
static size_t blank_code_span(struct reading *reading, struct text text, size_t at, size_t base)
{
    size_t ticks = 1;
    while (at + ticks < text.size && text.bytes[at + ticks] == '`')
        ticks++;
    for (size_t close = at + ticks; close < text.size && close < at + SPAN_BYTES_MAX; close++) {
        size_t run = 0;
        while (close + run < text.size && text.bytes[close + run] == '`')
            run++;
        if (run == ticks) {
            blank(reading->visible, base + at, base + close + ticks);
            return close + ticks - 1;
        }
        close += run;
    }
    return at + ticks - 1;
}

/* The bracket that opens the text whose closing one is at `at`. */
static void blank_opening_bracket(struct reading *reading, struct text text, size_t at, size_t base)
{
    size_t open = at, nested = 1;
    while (open > 0 && open + SPAN_BYTES_MAX > at && nested) {
        open--;
        nested += text.bytes[open] == ']';
        nested -= text.bytes[open] == '[';
    }
    if (!nested)
        reading->visible[base + open] = ' ';
}

/* `](target)`, whose first byte is at `at`; its last byte. */
static size_t blank_target(struct reading *reading, struct text text, size_t at, size_t base)
{
    size_t close = at + 2, depth = 1;
    for (; close < text.size && close < at + SPAN_BYTES_MAX && depth; close++)
        depth += (text.bytes[close] == '(') - (size_t)(text.bytes[close] == ')');
    if (depth)
        return at + 1;
    blank(reading->visible, base + at, base + close);
    blank_opening_bracket(reading, text, at, base);
    return close - 1;
}

/* Code spans and the targets of links are not prose. */
static void blank_spans(struct reading *reading, size_t line)
{
    struct text text = line_text(reading, line);
    size_t base = reading->starts[line];
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] == '`')
            i = blank_code_span(reading, text, i, base);
        else if (text.bytes[i] == '[')
            blank_shortcut(reading, text, i, base);
        else if (text.bytes[i] == ']' && i + 1 < text.size && text.bytes[i + 1] == '(')
            i = blank_target(reading, text, i, base);
    }
}

static void blank_both(struct reading *reading, size_t from, size_t to)
{
    blank(reading->text, from, to);
    blank(reading->visible, from, to);
}

/* Blanks what a line has of comments; says whether one goes on behind it. */
static bool blank_comments_of(struct reading *reading, size_t line, bool inside)
{
    size_t at = reading->starts[line], end = reading->starts[line + 1];
    while (at < end) {
        struct text rest = {reading->text + at, end - at};
        size_t found = text_find(rest, inside ? "-->" : "<!--");
        if (found == SIZE_MAX && inside)
            blank_both(reading, at, end);
        if (found == SIZE_MAX)
            return inside;
        size_t past = at + found + (inside ? 3 : 4);
        blank_both(reading, inside ? at : at + found, past);
        at = past;
        inside = !inside;
    }
    return inside;
}

static void blank_markdown_comments(struct reading *reading)
{
    struct prose *prose = reading->prose;
    bool inside = false;
    for (size_t line = 0; line < prose->line_count; line++)
        if (inside || !prose->lines[line].code)
            inside = blank_comments_of(reading, line, inside);
}

static void blank_front_matter(struct reading *reading)
{
    struct prose *prose = reading->prose;
    if (!text_equals(text_trim(line_text(reading, 0)), "---"))
        return;
    for (size_t line = 1; line < prose->line_count; line++) {
        if (!text_equals(text_trim(line_text(reading, line)), "---"))
            continue;
        for (size_t i = 0; i <= line; i++)
            blank_line(reading, i);
        return;
    }
}

static void read_markdown(struct reading *reading, const struct markdown *markdown)
{
    for (size_t i = 0; i < markdown->code_count; i++) {
        const struct markdown_code *code = &markdown->codes[i];
        size_t line = code->line - 1;
        const char *language = prose_fold(reading->arena, code->language);
        for (size_t at = 0; at < code->text.size; at++) {
            if (at == 0 || code->text.bytes[at - 1] == '\n')
                mark_code(reading, line++, language);
        }
    }
    blank_markdown_comments(reading);
    if (markdown->front_matter || markdown->front_matter_malformed)
        blank_front_matter(reading);
    for (size_t i = 0; i < markdown->section_count; i++) {
        const struct markdown_section *section = &markdown->sections[i];
        if (section->level == 0)
            continue;
        size_t line = section->line - 1, first = line + 1;
        char mark;
        /* A heading with an underline takes two lines. */
        if (first < reading->prose->line_count && line_text(reading, line).size &&
            line_text(reading, line).bytes[0] != '#' &&
            is_underline(line_text(reading, first), &mark))
            first++;
        mark_heading(reading, line, section->heading, section->level, first);
    }
    read_definitions(reading);
    for (size_t line = 0; line < reading->prose->line_count; line++) {
        if (!reading->prose->lines[line].code)
            blank_spans(reading, line);
    }
}

static size_t indent_of(struct text line)
{
    size_t indent = 0;
    while (indent < line.size && (line.bytes[indent] == ' ' || line.bytes[indent] == '\t'))
        indent++;
    return indent;
}

/* Lines after `line` that are blank or indented more than it: a block of rst. */
static size_t rst_block_end(const struct reading *reading, size_t line)
{
    size_t indent = indent_of(line_text(reading, line)), end = line + 1;
    for (size_t i = line + 1; i < reading->prose->line_count; i++) {
        struct text text = line_text(reading, i);
        if (!text_trim(text).size)
            continue;
        if (indent_of(text) <= indent)
            break;
        end = i + 1;
    }
    return end;
}

static unsigned rst_level(char *marks, char mark)
{
    size_t level = 0;
    while (marks[level] && marks[level] != mark)
        level++;
    if (level < 15)
        marks[level] = mark;
    return (unsigned)(level < 6 ? level + 1 : 6);
}

static bool is_rst_heading(const struct reading *reading, size_t line, char *mark)
{
    if (line + 1 >= reading->prose->line_count)
        return false;
    struct text title = text_trim(line_text(reading, line));
    struct text under = line_text(reading, line + 1);
    char other;
    return title.size && !is_underline(title, &other) && is_underline(under, mark) &&
           text_trim(under).size + 3 >= title.size && indent_of(under) == 0;
}

static bool is_code_directive(struct text line)
{
    return text_find(line, "code-block::") != SIZE_MAX ||
           text_find(line, ".. code::") != SIZE_MAX ||
           text_find(line, "sourcecode::") != SIZE_MAX || text_find(line, "prompt::") != SIZE_MAX ||
           text_find(line, "parsed-literal::") != SIZE_MAX;
}

/* A line that is no heading; the last line of the block that it begins. */
static size_t read_rst_line(struct reading *reading, size_t line, struct text text)
{
    bool directive = text_starts_with(text, "..");
    bool code = directive ? is_code_directive(text)
                          : text.size >= 2 &&
                                text_equals((struct text){text.bytes + text.size - 2, 2}, "::");
    size_t end = rst_block_end(reading, line);
    if (code) {
        if (directive)
            blank_line(reading, line);
        size_t colon = directive ? text_find(text, "::") + 2 : text.size;
        struct text said = text_trim((struct text){text.bytes + colon, text.size - colon});
        const char *language = prose_fold(reading->arena, arena_copy(reading->arena, said));
        for (size_t i = line + 1; i < end; i++)
            mark_code(reading, i, language);
        return end - 1;
    }
    if (!directive) {
        blank_spans(reading, line);
        return line;
    }
    bool comment = (text.size == 2 || text.bytes[2] == ' ') && text_find(text, "::") == SIZE_MAX &&
                   text_find(text, ".. _") == SIZE_MAX;
    if (!comment) {
        blank(reading->visible, reading->starts[line], reading->starts[line + 1]);
        return line;
    }
    for (size_t i = line; i < end; i++)
        blank_line(reading, i);
    return end - 1;
}

static void read_rst(struct reading *reading)
{
    char marks[16] = {0};
    size_t count = reading->prose->line_count;
    for (size_t line = 0; line < count; line++) {
        struct text text = text_trim(line_text(reading, line));
        char mark;
        if (!is_rst_heading(reading, line, &mark)) {
            line = read_rst_line(reading, line, text);
            continue;
        }
        mark_heading(reading, line, arena_copy(reading->arena, text), rst_level(marks, mark),
                     line + 2);
        line++;
    }
}

static void read_asciidoc(struct reading *reading)
{
    char fence = 0;
    for (size_t line = 0; line < reading->prose->line_count; line++) {
        struct text text = text_trim(line_text(reading, line));
        char mark = 0;
        bool delimiter =
            text.size >= 4 && is_underline(text, &mark) && (mark == '-' || mark == '.');
        if (fence) {
            if (delimiter && mark == fence)
                fence = 0;
            else
                mark_code(reading, line, "");
            continue;
        }
        if (delimiter) {
            fence = mark;
            continue;
        }
        size_t level = 0;
        while (level < text.size && text.bytes[level] == '=')
            level++;
        if (level && level <= 6 && level < text.size && text.bytes[level] == ' ') {
            struct text title = text_trim((struct text){text.bytes + level, text.size - level});
            mark_heading(reading, line, arena_copy(reading->arena, title), (unsigned)level,
                         line + 1);
        } else if (text_starts_with(text, "//")) {
            blank_line(reading, line);
        } else {
            blank_spans(reading, line);
        }
    }
}

static void read_plain(struct reading *reading)
{
    char marks[16] = {0};
    for (size_t line = 0; line < reading->prose->line_count; line++) {
        struct text text = text_trim(line_text(reading, line));
        char mark;
        size_t hashes = 0;
        while (hashes < text.size && text.bytes[hashes] == '#')
            hashes++;
        if (is_rst_heading(reading, line, &mark)) {
            mark_heading(reading, line, arena_copy(reading->arena, text), rst_level(marks, mark),
                         line + 2);
            line++;
        } else if (hashes && hashes <= 6 && hashes < text.size && text.bytes[hashes] == ' ') {
            struct text title = text_trim((struct text){text.bytes + hashes, text.size - hashes});
            mark_heading(reading, line, arena_copy(reading->arena, title), (unsigned)hashes,
                         line + 1);
        }
    }
}

const struct prose *prose_read(struct arena *arena, const char *path, struct text text,
                               const struct markdown *markdown)
{
    struct prose *prose = ARENA_NEW(arena, struct prose);
    struct reading reading = {.arena = arena, .prose = prose};
    reading.text = arena_copy(arena, text);
    reading.visible = arena_copy(arena, text);
    if (text.size >= 3 && memcmp(text.bytes, "\xef\xbb\xbf", 3) == 0) {
        blank(reading.text, 0, 3);
        blank(reading.visible, 0, 3);
    }
    prose->syntax = prose_syntax_of(path);
    prose->text = (struct text){reading.text, text.size};
    prose->visible = (struct text){reading.visible, text.size};
    split_lines(&reading, text);
    add_section(&reading, "", 0, 0);
    if (prose->syntax == PROSE_MARKDOWN && markdown)
        read_markdown(&reading, markdown);
    else if (prose->syntax == PROSE_RST)
        read_rst(&reading);
    else if (prose->syntax == PROSE_ASCIIDOC)
        read_asciidoc(&reading);
    else
        read_plain(&reading);
    size_t section = 0;
    for (size_t line = 0; line < prose->line_count; line++) {
        struct text whole = line_text(&reading, line);
        prose->lines[line].text = whole;
        if (!prose->lines[line].language)
            prose->lines[line].language = "";
        prose->lines[line].visible =
            (struct text){reading.visible + reading.starts[line], whole.size};
        if (prose->lines[line].heading)
            section++;
        prose->lines[line].section = section < prose->section_count ? section : 0;
    }
    return prose;
}

const struct prose *prose_of_file(struct fact_writer *writer, struct fact_file *file,
                                  struct arena *scratch)
{
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        fact_add_gaps(writer, NULL, class, reason);
        return NULL;
    }
    if (file->content.text.size > LIMIT_PROSE_BYTES) {
        fact_add_gaps(writer, NULL, UNKNOWN_UNREADABLE, "longer than what is read as prose");
        return NULL;
    }
    const struct markdown *markdown =
        prose_syntax_of(file->path) == PROSE_MARKDOWN ? fact_file_markdown(file) : NULL;
    return prose_read(scratch, file->path, file->content.text, markdown);
}

bool prose_section_is_about(const struct prose *prose, size_t section, const char *const *phrases)
{
    for (size_t i = section; i != SIZE_MAX; i = prose->sections[i].parent) {
        for (const char *const *phrase = phrases; *phrase; phrase++) {
            if (prose_has_phrase(prose->sections[i].folded, *phrase))
                return true;
        }
    }
    return false;
}

uint32_t prose_column(struct text line, const char *at)
{
    size_t target = (size_t)(at - line.bytes);
    if (target > COLUMN_BYTES_MAX)
        return 1;
    uint32_t column = 1, code;
    for (size_t i = 0; i < target; column++) {
        size_t size = utf8_decode(line.bytes + i, line.size - i, &code);
        i += size ? size : 1;
    }
    return column;
}

static bool is_reference_definition(struct text line)
{
    line = text_trim(line);
    return line.size > 3 && line.bytes[0] == '[' && text_find(line, "]:") != SIZE_MAX;
}

size_t prose_count_sentences(struct arena *arena, const struct prose *prose, size_t first,
                             size_t end)
{
    struct buffer buffer = BUFFER_EMPTY;
    for (size_t line = first; line < end && line < prose->line_count; line++) {
        struct text visible = prose->lines[line].visible;
        if (prose->lines[line].heading || is_reference_definition(visible))
            visible.size = 0;
        /* Tags and addresses are no words of a sentence. */
        for (size_t i = 0; i < visible.size; i++) {
            const char *close =
                visible.bytes[i] == '<' ? memchr(visible.bytes + i, '>', visible.size - i) : NULL;
            struct text rest = {visible.bytes + i, visible.size - i};
            if (close) {
                i = (size_t)(close - visible.bytes);
            } else if (text_starts_with(rest, "http://") || text_starts_with(rest, "https://")) {
                while (i + 1 < visible.size && visible.bytes[i + 1] != ' ')
                    i++;
            } else {
                buffer_add_byte(&buffer, visible.bytes[i]);
            }
        }
        buffer_add_byte(&buffer, '\n');
    }
    struct words words = words_read(arena, (struct text){buffer_string(&buffer), buffer.size});
    buffer_release(&buffer);
    size_t sentences = 0;
    for (size_t at = 0, from, to; at < words.count; at = to) {
        words_sentence(&words, at, &from, &to);
        sentences += to - from >= 4;
    }
    return sentences;
}

struct text prose_body(const struct prose *prose, size_t first, size_t end)
{
    if (end > prose->line_count)
        end = prose->line_count;
    if (first >= end)
        return (struct text){"", 0};
    const char *begin = prose->lines[first].visible.bytes;
    struct text last = prose->lines[end - 1].visible;
    return (struct text){begin, (size_t)(last.bytes + last.size - begin)};
}

bool prose_is_residue(struct arena *scratch, const struct prose *prose, size_t first, size_t end)
{
    for (size_t i = first; i < end && i < prose->line_count; i++) {
        const struct prose_line *line = &prose->lines[i];
        size_t tick = line->code ? SIZE_MAX : text_find(line->text, "`");
        if (line->code ? text_trim(line->text).size > 0
                       : tick != SIZE_MAX && line->visible.bytes[tick] == ' ')
            return false;
    }
    return residue_is_whole(scratch, prose_body(prose, first, end));
}
