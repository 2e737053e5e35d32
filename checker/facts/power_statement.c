#include "facts/power_statement.h"

#include <string.h>

enum { STATEMENTS_MAX = 5000, DEPTH_MAX = 32 };

struct reader {
    struct arena *arena;
    enum power_language language;
    const char *at, *end;
    uint32_t line;
    struct power_statement *items;
    size_t count, capacity;
    struct power_statement current;
    struct buffer word;
    bool in_word, in_quotes;
    uint32_t word_line;
    unsigned depth;
    bool repeats[DEPTH_MAX + 1]; /* by depth: is that block, or one around it, of that kind? */
    bool whole;
};

static char peek(const struct reader *reader, size_t ahead)
{
    return reader->end - reader->at > (ptrdiff_t)ahead ? reader->at[ahead] : '\0';
}

static void take(struct reader *reader)
{
    reader->line += *reader->at == '\n';
    reader->at++;
}

static void begin_word(struct reader *reader)
{
    if (!reader->in_word)
        reader->word_line = reader->line;
    reader->in_word = true;
}

static void keep(struct reader *reader)
{
    begin_word(reader);
    buffer_add_byte(&reader->word, *reader->at);
    take(reader);
}

static void end_word(struct reader *reader)
{
    if (!reader->in_word)
        return;
    struct power_statement *current = &reader->current;
    if (current->count == 0)
        current->line = reader->word_line;
    current->words = arena_grow(reader->arena, current->words, current->count, &current->capacity,
                                sizeof(*current->words));
    current->words[current->count++] = arena_strdup(reader->arena, buffer_string(&reader->word));
    if (reader->in_quotes && current->count <= 64)
        current->quoted |= (uint64_t)1 << (current->count - 1);
    buffer_cut(&reader->word, 0);
    reader->in_word = false;
    reader->in_quotes = false;
}

static void end_statement(struct reader *reader, enum power_join next)
{
    end_word(reader);
    if (reader->current.count > 0 && reader->count < STATEMENTS_MAX) {
        reader->current.depth = reader->depth;
        reader->current.repeats = reader->repeats[reader->depth];
        reader->items = arena_grow(reader->arena, reader->items, reader->count, &reader->capacity,
                                   sizeof(*reader->items));
        reader->items[reader->count++] = reader->current;
    } else if (reader->current.count > 0) {
        reader->whole = false;
    } else if (next == POWER_NEW && reader->current.join != POWER_NEW) {
        return; /* a line's end behind `|` or `&&` */
    }
    reader->current = (struct power_statement){.join = next};
}

static void open_block(struct reader *reader)
{
    static const char *const once[] = {"if", "elseif", "else", "try", "catch", "finally", NULL};
    end_word(reader);
    const char *first = reader->current.count > 0 ? reader->current.words[0] : "";
    bool is_once = false;
    for (size_t i = 0; once[i]; i++)
        is_once |= string_equals_folded(first, once[i]);
    if (reader->language == POWER_CMD && *first)
        is_once = !string_equals_folded(first, "for");
    end_statement(reader, POWER_NEW);
    if (reader->depth == DEPTH_MAX) {
        reader->whole = false;
        return;
    }
    bool outer = reader->repeats[reader->depth];
    reader->repeats[++reader->depth] =
        outer || !(is_once || (reader->language == POWER_CMD && !*first));
}

static void close_block(struct reader *reader)
{
    end_statement(reader, POWER_NEW);
    reader->current.join = POWER_NEW;
    if (reader->depth > 0)
        reader->depth--;
}

/* From the quote at hand to its end. `escape` stands before a mark that does not count. */
static void take_quoted(struct reader *reader, char escape)
{
    char quote = *reader->at;
    reader->in_quotes = reader->in_quotes || !reader->in_word;
    begin_word(reader);
    take(reader);
    while (reader->at < reader->end) {
        bool doubled = *reader->at == quote && peek(reader, 1) == quote;
        bool escaped = escape && *reader->at == escape && reader->at + 1 < reader->end;
        if (escaped || doubled)
            take(reader);
        else if (*reader->at == quote)
            break;
        keep(reader);
    }
    if (reader->at == reader->end)
        reader->whole = false;
    else
        take(reader);
}

/* `@'` to the line that begins with `'@`. */
static void take_here_string(struct reader *reader)
{
    const char mark[] = {'\n', peek(reader, 1), '@', '\0'};
    struct text rest = {reader->at, (size_t)(reader->end - reader->at)};
    size_t size = text_find(rest, mark);
    begin_word(reader);
    if (size == SIZE_MAX) {
        reader->whole = false;
        size = rest.size;
    } else {
        size += 3;
    }
    for (size_t i = 0; i < size; i++)
        take(reader);
}

/* A group in brackets, as it is written, into the word. */
static void take_group(struct reader *reader, char open, char close)
{
    unsigned depth = 0;
    while (reader->at < reader->end) {
        char byte = *reader->at;
        depth += byte == open;
        depth -= byte == close;
        if (byte == '\'' || byte == '"') {
            buffer_add_byte(&reader->word, byte);
            take_quoted(reader, byte == '"' ? '`' : '\0');
            buffer_add_byte(&reader->word, byte);
            continue;
        }
        keep(reader);
        if (depth == 0)
            return;
    }
    reader->whole = false;
}

static void skip_line(struct reader *reader)
{
    while (reader->at < reader->end && *reader->at != '\n')
        take(reader);
}

/* `${{ ... }}`, which the forge puts in before any shell sees it. */
static bool take_fence(struct reader *reader)
{
    if (peek(reader, 0) != '$' || peek(reader, 1) != '{' || peek(reader, 2) != '{')
        return false;
    struct text rest = {reader->at, (size_t)(reader->end - reader->at)};
    size_t size = text_find(rest, "}}");
    for (size_t i = 0; i < (size == SIZE_MAX ? 3 : size + 2); i++)
        keep(reader);
    return true;
}

/* What joins statements in both. */
static bool take_join(struct reader *reader)
{
    char byte = *reader->at;
    bool twice = peek(reader, 1) == byte;
    if (byte != '|' && (byte != '&' || !twice))
        return false;
    take(reader);
    if (twice)
        take(reader);
    end_statement(reader, byte == '&' ? POWER_AND : twice ? POWER_OR : POWER_PIPE);
    return true;
}

static bool is_word_of_grammar(const struct reader *reader)
{
    static const char *const words[] = {"if", "elseif", "while", "foreach", "for", "switch", NULL};
    for (size_t i = 0; reader->in_word && words[i]; i++)
        if (string_equals_folded(buffer_string(&reader->word), words[i]))
            return true;
    return false;
}

static void take_block_comment(struct reader *reader)
{
    while (reader->at < reader->end && (*reader->at != '#' || peek(reader, 1) != '>'))
        take(reader);
    for (unsigned i = 0; i < 2 && reader->at < reader->end; i++)
        take(reader);
}

/* A backtick: the end of the line goes on, any other byte is what it is. */
static void take_backtick(struct reader *reader)
{
    take(reader);
    if (peek(reader, 0) == '\r')
        take(reader);
    if (peek(reader, 0) == '\n') {
        end_word(reader);
        take(reader);
    } else if (reader->at < reader->end) {
        keep(reader);
    }
}

/* `(...)`, `[...]` and `${...}`. */
static bool take_power_group(struct reader *reader)
{
    char byte = *reader->at;
    if (byte == '(' || (byte == '[' && !reader->in_word)) {
        if (is_word_of_grammar(reader))
            end_word(reader); /* `if($x)` */
        take_group(reader, byte, byte == '(' ? ')' : ']');
        return true;
    }
    if ((byte == '@' || byte == '$') && peek(reader, 1) == '{') {
        keep(reader);
        take_group(reader, '{', '}');
        return true;
    }
    return false;
}

static bool take_block_mark(struct reader *reader)
{
    char byte = *reader->at;
    if (byte != '{' && byte != '}' && byte != ';')
        return false;
    take(reader);
    if (byte == '{')
        open_block(reader);
    else if (byte == '}')
        close_block(reader);
    else
        end_statement(reader, POWER_NEW);
    return true;
}

static bool take_power_mark(struct reader *reader)
{
    char byte = *reader->at;
    char next = peek(reader, 1);
    if (byte == '<' && next == '#')
        take_block_comment(reader);
    else if (byte == '#' && !reader->in_word)
        skip_line(reader);
    else if (byte == '@' && !reader->in_word && (next == '\'' || next == '"'))
        take_here_string(reader);
    else if (byte == '`')
        take_backtick(reader);
    else
        return take_power_group(reader) || take_block_mark(reader);
    return true;
}

static bool is_remark(const struct reader *reader)
{
    struct text rest = {reader->at, (size_t)(reader->end - reader->at)};
    bool begins = reader->current.count == 0 && !reader->in_word;
    return begins && (text_starts_with(rest, "::") ||
                      (text_find_folded((struct text){rest.bytes, rest.size < 4 ? rest.size : 4},
                                        "rem") == 0 &&
                       (rest.size == 3 || strchr(" \t\r\n", rest.bytes[3]))));
}

/* `for %%d in (a b) do ...` */
static bool is_list_of_for(const struct reader *reader)
{
    const struct power_statement *current = &reader->current;
    return !reader->in_word && current->count > 1 &&
           string_equals_folded(current->words[0], "for") &&
           string_equals_folded(current->words[current->count - 1], "in");
}

static bool take_cmd_mark(struct reader *reader)
{
    char byte = *reader->at;
    if (is_remark(reader)) {
        skip_line(reader);
    } else if (byte == '^') {
        take(reader);
        if (peek(reader, 0) == '\r')
            take(reader);
        if (reader->at < reader->end)
            *reader->at == '\n' ? take(reader) : keep(reader);
    } else if (byte == '@' && reader->current.count == 0 && !reader->in_word) {
        take(reader);
    } else if (byte == '(' && is_list_of_for(reader)) {
        take_group(reader, '(', ')');
    } else if (byte == '(' && !reader->in_word) {
        take(reader);
        open_block(reader);
    } else if (byte == ')' && reader->depth > 0) {
        take(reader);
        close_block(reader);
    } else if (byte == '&' && (reader->word.size == 0 ||
                               buffer_string(&reader->word)[reader->word.size - 1] != '>')) {
        take(reader);
        end_statement(reader, POWER_NEW);
    } else {
        return false;
    }
    return true;
}

static void read_one(struct reader *reader)
{
    char byte = *reader->at;
    bool power = reader->language == POWER_SHELL;
    if (byte == '\n') {
        end_statement(reader, POWER_NEW);
        take(reader);
    } else if (strchr(" \t\r", byte)) {
        end_word(reader);
        take(reader);
    } else if (byte == '"' || (power && byte == '\'')) {
        take_quoted(reader, power && byte == '"' ? '`' : '\0');
    } else if (!take_fence(reader) && !take_join(reader) &&
               !(power ? take_power_mark(reader) : take_cmd_mark(reader))) {
        keep(reader);
    }
}

bool power_statements_read(struct arena *arena, struct text script, enum power_language language,
                           struct power_statement **out, size_t *count)
{
    struct reader reader = {
        .arena = arena,
        .language = language,
        .at = script.bytes,
        .end = script.bytes + script.size,
        .line = 1,
        .word = BUFFER_EMPTY,
        .whole = true,
    };
    while (reader.at < reader.end) {
        if (*reader.at == '\0')
            take(&reader);
        else
            read_one(&reader);
    }
    end_statement(&reader, POWER_NEW);
    buffer_release(&reader.word);
    *out = reader.items;
    *count = reader.count;
    return reader.whole && reader.depth == 0;
}
