#include "document/gomod.h"

#include "document/cursor.h"

#include <string.h>

/* Of one line: `replace a v1 => b v2 // comment`; a range `[v1, v2]` of retract is
 * more words than any other directive has. */
enum { WORDS_MAX = 8 };

struct line {
    struct node *words[WORDS_MAX];
    size_t count;
    struct text comment; /* behind `//` */
    bool opens, closes;  /* ends with `(`, is `)` */
    struct position end;
};

struct reader {
    struct build build;
    struct cursor cursor;
    struct node *root;
};

struct directive {
    const char *word;
    const char *name; /* in JSON */
    bool (*read)(struct reader *reader, const struct directive *directive, struct line *line,
                 size_t first);
};

static bool is_word_end(const struct cursor *cursor)
{
    int byte = cursor_peek(cursor);
    return byte < 0 || byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == ',' ||
           byte == '[' || byte == ']' || byte == '(' || byte == ')' || cursor_is_at(cursor, "//");
}

static struct node *read_quoted(struct reader *reader)
{
    struct cursor *cursor = &reader->cursor;
    struct position at = cursor_position(cursor);
    int quote = cursor_peek(cursor);
    cursor_step(cursor);
    size_t start = cursor->at;
    while (cursor_peek(cursor) != quote) {
        if (cursor_peek(cursor) < 0 || cursor_peek(cursor) == '\n') {
            build_refuse(&reader->build, at, "the text has no closing quote");
            return NULL;
        }
        cursor_step(cursor);
    }
    struct node *node = build_text(&reader->build, cursor_since(cursor, start), at);
    cursor_step(cursor);
    if (node)
        node->end_column = cursor_position(cursor).column;
    return node;
}

static struct node *read_word(struct reader *reader)
{
    struct cursor *cursor = &reader->cursor;
    int byte = cursor_peek(cursor);
    if (byte == '"' || byte == '`')
        return read_quoted(reader);
    struct position at = cursor_position(cursor);
    size_t start = cursor->at;
    if (byte == '[' || byte == ']' || byte == ',')
        cursor_step(cursor);
    else
        while (!is_word_end(cursor))
            cursor_step(cursor);
    return build_text(&reader->build, cursor_since(cursor, start), at);
}

/* The words of the line that the cursor is on; it is moved behind it. */
static bool read_line(struct reader *reader, struct line *line)
{
    struct cursor *cursor = &reader->cursor;
    *line = (struct line){0};
    for (;;) {
        cursor_skip_blanks(cursor);
        line->end = cursor_position(cursor);
        int byte = cursor_peek(cursor);
        if (byte < 0 || byte == '\n')
            break;
        if (cursor_is_at(cursor, "//")) {
            size_t start = cursor->at + 2;
            cursor_skip_line(cursor);
            line->comment = text_trim(cursor_since(cursor, start));
            break;
        }
        if (line->opens || line->closes)
            return build_refuse(&reader->build, line->end, "the end of the line is expected");
        line->opens = byte == '(';
        line->closes = byte == ')';
        if (line->opens || line->closes) {
            cursor_step(cursor);
            continue;
        }
        if (line->count == WORDS_MAX)
            return build_refuse(&reader->build, line->end, "more words than a directive has");
        struct node *word = read_word(reader);
        if (!word)
            return false;
        line->words[line->count++] = word;
    }
    cursor_step(cursor);
    return true;
}

static bool want(struct reader *reader, const struct line *line, bool good, const char *form)
{
    struct position at = line->count > 0
                             ? (struct position){line->words[0]->line, line->words[0]->column}
                             : line->end;
    return good || build_refuse(&reader->build, at, "'%s' is expected", form);
}

/* The sequence of a directive that may come again. */
static struct node *list_of(struct reader *reader, const char *name, const struct node *first)
{
    const struct node *known = node_find(reader->root, name);
    for (size_t i = 0; known && i < reader->root->count; i++)
        if (reader->root->items[i] == known)
            return reader->root->items[i];
    struct node *list =
        build_node(&reader->build, NODE_SEQUENCE, (struct position){first->line, first->column});
    return build_field(&reader->build, reader->root, name, list) ? list : NULL;
}

static struct node *item_of(struct reader *reader, const char *name, const struct node *first)
{
    struct node *list = list_of(reader, name, first);
    struct node *item =
        build_node(&reader->build, NODE_MAPPING, (struct position){first->line, first->column});
    return build_add(&reader->build, list, item) ? item : NULL;
}

static bool set_once(struct reader *reader, const char *name, struct node *value)
{
    const struct node *earlier = node_find(reader->root, name);
    if (earlier)
        return build_refuse(&reader->build, (struct position){value->line, value->column},
                            "this was already given on line %u", earlier->line);
    return build_field(&reader->build, reader->root, name, value);
}

static bool read_module(struct reader *reader, const struct directive *directive, struct line *line,
                        size_t first)
{
    if (!want(reader, line, line->count == first + 1, "module PATH"))
        return false;
    struct node *path = line->words[first];
    struct node *module =
        build_node(&reader->build, NODE_MAPPING, (struct position){path->line, path->column});
    return build_field(&reader->build, module, "Path", path) &&
           set_once(reader, directive->name, module);
}

static bool read_version(struct reader *reader, const struct directive *directive,
                         struct line *line, size_t first)
{
    return want(reader, line, line->count == first + 1, "go VERSION") &&
           set_once(reader, directive->name, line->words[first]);
}

static bool read_path(struct reader *reader, const struct directive *directive, struct line *line,
                      size_t first)
{
    if (!want(reader, line, line->count == first + 1, "one path"))
        return false;
    struct node *path = line->words[first];
    struct node *item = item_of(reader, directive->name, path);
    bool is_use = strcmp(directive->word, "use") == 0;
    return build_field(&reader->build, item, is_use ? "DiskPath" : "Path", path);
}

static bool read_setting(struct reader *reader, const struct directive *directive,
                         struct line *line, size_t first)
{
    if (!want(reader, line, line->count == first + 1, "KEY=VALUE"))
        return false;
    struct node *word = line->words[first];
    struct node *item = item_of(reader, directive->name, word);
    const char *equals = strchr(word->text, '=');
    if (!want(reader, line, equals != NULL, "KEY=VALUE"))
        return false;
    struct position at = {word->line, word->column};
    struct text key = {word->text, (size_t)(equals - word->text)};
    return build_field(&reader->build, item, "Key", build_text(&reader->build, key, at)) &&
           build_field(&reader->build, item, "Value",
                       build_text(&reader->build, text_of(equals + 1), at));
}

static bool add_version(struct reader *reader, struct node *item, struct line *line, size_t first)
{
    return build_field(&reader->build, item, "Path", line->words[first]) &&
           build_field(&reader->build, item, "Version", line->words[first + 1]);
}

static bool read_exclude(struct reader *reader, const struct directive *directive,
                         struct line *line, size_t first)
{
    return want(reader, line, line->count == first + 2, "PATH VERSION") &&
           add_version(reader, item_of(reader, directive->name, line->words[first]), line, first);
}

/* `// indirect`, alone or before a semicolon. */
static bool is_indirect(struct text comment)
{
    return text_starts_with(comment, "indirect") &&
           (comment.size == 8 || comment.bytes[8] == ';' || comment.bytes[8] == ' ');
}

static bool read_require(struct reader *reader, const struct directive *directive,
                         struct line *line, size_t first)
{
    if (!want(reader, line, line->count == first + 2, "PATH VERSION"))
        return false;
    struct node *item = item_of(reader, directive->name, line->words[first]);
    return item && add_version(reader, item, line, first) &&
           build_field(&reader->build, item, "Indirect",
                       build_boolean(&reader->build, is_indirect(line->comment), line->end));
}

static struct node *module_version(struct reader *reader, struct line *line, size_t from, size_t to)
{
    const struct node *path = line->words[from];
    struct node *node =
        build_node(&reader->build, NODE_MAPPING, (struct position){path->line, path->column});
    if (!node || !build_field(&reader->build, node, "Path", line->words[from]))
        return NULL;
    if (to - from == 2 && !build_field(&reader->build, node, "Version", line->words[from + 1]))
        return NULL;
    return node;
}

static bool read_replace(struct reader *reader, const struct directive *directive,
                         struct line *line, size_t first)
{
    size_t arrow = first;
    while (arrow < line->count && strcmp(line->words[arrow]->text, "=>") != 0)
        arrow++;
    size_t before = arrow - first;
    size_t behind = arrow < line->count ? line->count - arrow - 1 : 0;
    if (!want(reader, line, (before == 1 || before == 2) && (behind == 1 || behind == 2),
              "PATH [VERSION] => PATH [VERSION]"))
        return false;
    struct node *item = item_of(reader, directive->name, line->words[first]);
    return item &&
           build_field(&reader->build, item, "Old", module_version(reader, line, first, arrow)) &&
           build_field(&reader->build, item, "New",
                       module_version(reader, line, arrow + 1, line->count));
}

static bool read_retract(struct reader *reader, const struct directive *directive,
                         struct line *line, size_t first)
{
    size_t count = line->count - first;
    bool is_range = count == 5 && strcmp(line->words[first]->text, "[") == 0 &&
                    strcmp(line->words[first + 2]->text, ",") == 0 &&
                    strcmp(line->words[first + 4]->text, "]") == 0;
    if (!want(reader, line, count == 1 || is_range, "VERSION or [LOW, HIGH]"))
        return false;
    struct node *low = line->words[is_range ? first + 1 : first];
    struct node *item = item_of(reader, directive->name, low);
    struct node *high = is_range ? line->words[first + 3]
                                 : build_text(&reader->build, text_of(low->text),
                                              (struct position){low->line, low->column});
    if (!item || !build_field(&reader->build, item, "Low", low) ||
        !build_field(&reader->build, item, "High", high))
        return false;
    return line->comment.size == 0 ||
           build_field(&reader->build, item, "Rationale",
                       build_text(&reader->build, line->comment, line->end));
}

static const struct directive directives[] = {
    {"module", "Module", read_module},        {"go", "Go", read_version},
    {"toolchain", "Toolchain", read_version}, {"require", "Require", read_require},
    {"exclude", "Exclude", read_exclude},     {"replace", "Replace", read_replace},
    {"retract", "Retract", read_retract},     {"tool", "Tool", read_path},
    {"ignore", "Ignore", read_path},          {"use", "Use", read_path},
    {"godebug", "Godebug", read_setting},     {0},
};

static const struct directive *directive_find(const char *word)
{
    for (const struct directive *directive = directives; directive->word; directive++)
        if (strcmp(directive->word, word) == 0)
            return directive;
    return NULL;
}

/* The lines between a directive's parentheses. */
static bool read_group(struct reader *reader, const struct directive *directive,
                       struct position start)
{
    for (;;) {
        struct line line;
        if (cursor_peek(&reader->cursor) < 0)
            return build_refuse(&reader->build, start, "'(' has no ')'");
        if (!read_line(reader, &line))
            return false;
        if (line.closes && line.count == 0)
            return true;
        if (line.closes || line.opens)
            return build_refuse(&reader->build, line.end, "a parenthesis within parentheses");
        if (line.count > 0 && !directive->read(reader, directive, &line, 0))
            return false;
    }
}

static bool read_all(struct reader *reader)
{
    while (cursor_peek(&reader->cursor) >= 0) {
        struct line line;
        if (!read_line(reader, &line))
            return false;
        if (line.count == 0 && !line.opens && !line.closes)
            continue;
        const struct directive *directive =
            line.count > 0 && !line.closes ? directive_find(line.words[0]->text) : NULL;
        struct position start = line.count > 0
                                    ? (struct position){line.words[0]->line, line.words[0]->column}
                                    : line.end;
        if (!directive)
            return build_refuse(&reader->build, start, "a directive is expected, not '%.100s'",
                                line.count > 0 ? line.words[0]->text : "a parenthesis");
        bool good = line.opens ? want(reader, &line, line.count == 1, "DIRECTIVE (") &&
                                     read_group(reader, directive, line.end)
                               : directive->read(reader, directive, &line, 1);
        if (!good)
            return false;
    }
    return true;
}

bool gomod_parse(struct arena *arena, struct text text, struct document *out,
                 struct document_problem *problem)
{
    struct reader reader = {.build = {.arena = arena, .problem = problem}};
    if (!build_accepts(&reader.build, &text))
        return false;
    reader.cursor = cursor_of(text);
    reader.root = build_node(&reader.build, NODE_MAPPING, (struct position){1, 1});
    return reader.root && read_all(&reader) && build_document(&reader.build, reader.root, out);
}
