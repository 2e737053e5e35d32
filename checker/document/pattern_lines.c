#include "document/pattern_lines.h"

#include "document/build.h"

#include <string.h>

struct reader {
    struct build build;
    uint32_t line;
    struct node *rules;
    struct text section;
    struct position section_at;
};

typedef bool read_line(struct reader *reader, struct text line);

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* The end of the word at `at`: at a blank that no backslash stands before. */
static size_t word_end(struct text line, size_t at)
{
    while (at < line.size && !is_blank(line.bytes[at]))
        at += line.bytes[at] == '\\' && at + 1 < line.size ? 2 : 1;
    return at;
}

static size_t skip_blanks(struct text line, size_t at)
{
    while (at < line.size && is_blank(line.bytes[at]))
        at++;
    return at;
}

/* `[Section]`, `^[Section][2]`: GitLab's, when nothing but owners stands behind. */
static bool find_section(struct text line, size_t at, struct text *out)
{
    at += line.bytes[at] == '^';
    if (at >= line.size || line.bytes[at] != '[')
        return false;
    struct text rest = {line.bytes + at, line.size - at};
    size_t end = text_find(rest, "]");
    if (end == SIZE_MAX || end < 2)
        return false;
    *out = text_trim((struct text){rest.bytes + 1, end - 1});
    return true;
}

static struct node *add_rule(struct reader *reader, struct text pattern, struct position at)
{
    struct node *rule = build_node(&reader->build, NODE_MAPPING, at);
    bool good =
        rule &&
        build_field(&reader->build, rule, "pattern", build_text(&reader->build, pattern, at)) &&
        build_add(&reader->build, reader->rules, rule);
    return good ? rule : NULL;
}

static bool read_owners(struct reader *reader, struct node *rule, struct text line, size_t at)
{
    struct node *owners =
        build_node(&reader->build, NODE_SEQUENCE, position_in(reader->line, line, at));
    if (!build_field(&reader->build, rule, "owners", owners))
        return false;
    /* Columns are counted on from the last owner, so that a long line is counted once. */
    size_t counted = at;
    struct position place = {owners->line, owners->column};
    while ((at = skip_blanks(line, at)) < line.size && line.bytes[at] != '#') {
        struct text step = {line.bytes + counted, at - counted};
        place.column += position_in(reader->line, step, step.size).column - 1;
        counted = at;
        size_t end = word_end(line, at);
        struct text owner = {line.bytes + at, end - at};
        if (!build_add(&reader->build, owners, build_text(&reader->build, owner, place)))
            return false;
        at = end;
    }
    return true;
}

static bool read_owner_line(struct reader *reader, struct text line)
{
    size_t at = skip_blanks(line, 0);
    if (at == line.size || line.bytes[at] == '#')
        return true;
    if (find_section(line, at, &reader->section)) {
        reader->section_at = position_in(reader->line, line, at);
        return true;
    }
    size_t end = word_end(line, at);
    struct node *rule = add_rule(reader, (struct text){line.bytes + at, end - at},
                                 position_in(reader->line, line, at));
    if (!rule || !read_owners(reader, rule, line, end))
        return false;
    return reader->section.size == 0 ||
           build_field(&reader->build, rule, "section",
                       build_text(&reader->build, reader->section, reader->section_at));
}

/* Blanks at the end count only behind a backslash. */
static struct text without_trailing_blanks(struct text line)
{
    while (line.size > 0 && is_blank(line.bytes[line.size - 1]) &&
           !(line.size > 1 && line.bytes[line.size - 2] == '\\'))
        line.size--;
    return line;
}

static bool read_ignore_line(struct reader *reader, struct text line)
{
    line = without_trailing_blanks(line);
    if (line.size == 0 || line.bytes[0] == '#')
        return true;
    bool negated = line.bytes[0] == '!';
    struct position at = {reader->line, 1};
    struct node *rule =
        add_rule(reader, (struct text){line.bytes + negated, line.size - negated}, at);
    return rule &&
           build_field(&reader->build, rule, "negated", build_boolean(&reader->build, negated, at));
}

static bool parse(struct arena *arena, struct text text, read_line *read, struct document *out,
                  struct document_problem *problem)
{
    struct reader reader = {.build = {.arena = arena, .problem = problem}};
    if (!build_accepts(&reader.build, &text))
        return false;
    struct position start = {1, 1};
    struct node *root = build_node(&reader.build, NODE_MAPPING, start);
    reader.rules = build_node(&reader.build, NODE_SEQUENCE, start);
    if (!build_field(&reader.build, root, "rules", reader.rules))
        return false;
    struct text line;
    while (text_next_line(&text, &line)) {
        reader.line++;
        if (!read(&reader, line))
            return false;
    }
    return build_document(&reader.build, root, out);
}

bool codeowners_parse(struct arena *arena, struct text text, struct document *out,
                      struct document_problem *problem)
{
    return parse(arena, text, read_owner_line, out, problem);
}

bool gitignore_parse(struct arena *arena, struct text text, struct document *out,
                     struct document_problem *problem)
{
    return parse(arena, text, read_ignore_line, out, problem);
}
