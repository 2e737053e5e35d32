#include "facts/migration_source.h"

#include <string.h>

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

uint32_t migration_line(struct text text, size_t offset)
{
    uint32_t line = 1;
    for (size_t i = 0; i < offset && i < text.size; i++)
        line += text.bytes[i] == '\n';
    return line;
}

static bool starts_at(struct text text, size_t at, const char *word)
{
    size_t size = strlen(word);
    return at + size <= text.size && memcmp(text.bytes + at, word, size) == 0;
}

static void blank(char *code, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        if (code[i] != '\n')
            code[i] = ' ';
}

static size_t line_end(struct text text, size_t at)
{
    const char *end = at < text.size ? memchr(text.bytes + at, '\n', text.size - at) : NULL;
    return end ? (size_t)(end - text.bytes) : text.size;
}

/* Behind the string that begins at `at`. */
static size_t string_end(struct text text, size_t at, enum migration_language language)
{
    char quote = text.bytes[at];
    bool is_verbatim = at > 0 && text.bytes[at - 1] == '@' && language == MIGRATION_BRACES;
    if (language == MIGRATION_PYTHON && at + 2 < text.size && text.bytes[at + 1] == quote &&
        text.bytes[at + 2] == quote) {
        for (size_t i = at + 3; i + 2 < text.size; i++)
            if (text.bytes[i] == '\\')
                i++;
            else if (text.bytes[i] == quote && text.bytes[i + 1] == quote &&
                     text.bytes[i + 2] == quote)
                return i + 3;
        return text.size;
    }
    bool is_long =
        language != MIGRATION_PYTHON &&
        (quote == '`' || is_verbatim || language == MIGRATION_RUBY || language == MIGRATION_BRACES);
    for (size_t i = at + 1; i < text.size; i++) {
        if (text.bytes[i] == '\\' && !is_verbatim)
            i++;
        else if (text.bytes[i] == quote)
            return i + 1;
        else if (text.bytes[i] == '\n' && !is_long)
            return i;
    }
    return text.size;
}

/* Behind the text of Ruby's `<<~SQL`, or `at` when it is none. */
static size_t heredoc_end(struct text text, size_t at)
{
    size_t name = at + 2;
    if (name < text.size && (text.bytes[name] == '~' || text.bytes[name] == '-'))
        name++;
    if (name < text.size && (text.bytes[name] == '\'' || text.bytes[name] == '"'))
        name++;
    size_t size = 0;
    while (name + size < text.size && is_word_byte(text.bytes[name + size]))
        size++;
    if (size == 0 || text.bytes[name] < 'A' || text.bytes[name] > 'Z')
        return at;
    for (size_t from = line_end(text, at); from < text.size;) {
        size_t end = line_end(text, from + 1);
        struct text line = text_trim((struct text){text.bytes + from, end - from});
        if (line.size == size && memcmp(line.bytes, text.bytes + name, size) == 0)
            return end;
        from = end;
    }
    return text.size;
}

static bool is_line_comment(struct text text, size_t at, enum migration_language language)
{
    return language == MIGRATION_SQL      ? starts_at(text, at, "--")
           : language == MIGRATION_BRACES ? starts_at(text, at, "//")
                                          : text.bytes[at] == '#';
}

/* Blanks what begins at `at` and gives where code goes on. */
static size_t skip_one(struct text text, char *code, size_t at, enum migration_language language)
{
    bool has_blocks = language == MIGRATION_SQL || language == MIGRATION_BRACES;
    char byte = text.bytes[at];
    if (is_line_comment(text, at, language)) {
        size_t end = line_end(text, at);
        blank(code, at, end);
        return end;
    }
    if (has_blocks && starts_at(text, at, "/*")) {
        size_t size = text_find((struct text){text.bytes + at, text.size - at}, "*/");
        size_t end = size == SIZE_MAX ? text.size : at + size + 2;
        blank(code, at, end);
        return end;
    }
    if (language == MIGRATION_RUBY && starts_at(text, at, "<<")) {
        size_t end = heredoc_end(text, at);
        if (end > at) {
            blank(code, line_end(text, at), end);
            return end;
        }
    }
    if (byte == '\'' || (language != MIGRATION_SQL && byte == '"') ||
        (language == MIGRATION_BRACES && byte == '`')) {
        size_t end = string_end(text, at, language);
        if (language != MIGRATION_SQL && end > at + 1)
            blank(code, at + 1, end - 1);
        return end;
    }
    return at + 1;
}

struct migration_source migration_source_read(struct arena *arena, struct text text,
                                              enum migration_language language)
{
    char *code = arena_copy(arena, text);
    for (size_t at = 0; at < text.size;)
        at = skip_one(text, code, at, language);
    return (struct migration_source){language, text, {code, text.size}};
}

static size_t skip_space(struct text code, size_t at)
{
    while (at < code.size && is_space(code.bytes[at]))
        at++;
    return at;
}

/* Behind the bracket that closes the one at `at`. */
static size_t closing(struct text code, size_t at)
{
    size_t depth = 0;
    for (size_t i = at; i < code.size; i++) {
        char byte = code.bytes[i];
        depth += byte == '(' || byte == '{' || byte == '[';
        if ((byte == ')' || byte == '}' || byte == ']') && --depth == 0)
            return i + 1;
    }
    return code.size;
}

static void set_body(const struct migration_source *source, size_t name, size_t from, size_t end,
                     struct migration_body *out)
{
    out->text = (struct text){source->text.bytes + from, end - from};
    out->code = (struct text){source->code.bytes + from, end - from};
    out->line = migration_line(source->text, name);
}

static size_t indent_of(struct text code, size_t at)
{
    size_t start = at;
    while (start > 0 && code.bytes[start - 1] != '\n')
        start--;
    size_t indent = 0;
    while (start + indent < code.size &&
           (code.bytes[start + indent] == ' ' || code.bytes[start + indent] == '\t'))
        indent++;
    return indent;
}

/* The lines of a block: until one that is not further in than its head. */
static size_t block_end(struct text code, size_t from, size_t indent)
{
    for (size_t at = line_end(code, from); at < code.size;) {
        size_t end = line_end(code, at + 1);
        struct text line = {code.bytes + at + 1, end > at ? end - at - 1 : 0};
        if (text_trim(line).size > 0 && indent_of(code, at + 1) <= indent)
            return at;
        at = end;
    }
    return code.size;
}

static bool python_body(const struct migration_source *source, size_t name, size_t after,
                        struct migration_body *out, size_t *end)
{
    size_t at = skip_space(source->code, after);
    if (at >= source->code.size || source->code.bytes[at] != '(')
        return false;
    at = closing(source->code, at);
    while (at < source->code.size && source->code.bytes[at] != ':')
        at++;
    at += at < source->code.size;
    *end = block_end(source->code, at, indent_of(source->code, name));
    set_body(source, name, at, *end, out);
    return true;
}

static bool ruby_body(const struct migration_source *source, size_t name, size_t after,
                      struct migration_body *out, size_t *end)
{
    size_t last = line_end(source->code, after);
    struct text line = text_trim((struct text){source->code.bytes + after, last - after});
    if (line.size >= 3 && memcmp(line.bytes + line.size - 3, "end", 3) == 0) {
        *end = last;
        set_body(source, name, after, (size_t)(line.bytes - source->code.bytes) + line.size - 3,
                 out);
        return true;
    }
    *end = block_end(source->code, after, indent_of(source->code, name));
    set_body(source, name, after, *end, out);
    return true;
}

/* May a function be declared by this name? `db.down` is a call, `exports.down` none. */
static bool may_declare(struct text code, size_t name)
{
    bool is_member = name > 0 && code.bytes[name - 1] == '.';
    bool is_export = is_member && name >= 8 && starts_at(code, name - 8, "exports.");
    return (!is_member || is_export) && (name == 0 || code.bytes[name - 1] != '$');
}

/* From the `:` or `=` behind a name to the parameters of its function, or behind the arrow;
 * SIZE_MAX when no function stands there. */
static size_t find_function(struct text code, size_t at, bool *is_arrow)
{
    enum { HEAD_BYTES = 400 };
    size_t limit = at + HEAD_BYTES < code.size ? at + HEAD_BYTES : code.size;
    while (at < limit && !*is_arrow && !starts_at(code, at, "function") && code.bytes[at] != ';')
        *is_arrow = starts_at(code, at++, "=>");
    if (*is_arrow)
        return at + 1;
    if (at >= limit || code.bytes[at] == ';')
        return SIZE_MAX;
    while (at < limit && code.bytes[at] != '(')
        at++;
    return at;
}

/* The body of an arrow without braces goes to a semicolon or an empty line. */
static size_t end_of_expression(struct text code, size_t at)
{
    while (at < code.size && code.bytes[at] != ';' &&
           !(code.bytes[at] == '\n' && at + 1 < code.size && code.bytes[at + 1] == '\n'))
        at++;
    return at;
}

/* `down(x) {`, `down: function (x) {`, `down = async (x) => {`, `down = x => f(x);` */
static bool braced_body(const struct migration_source *source, size_t name, size_t after,
                        struct migration_body *out, size_t *end)
{
    struct text code = source->code;
    size_t at = skip_space(code, after);
    bool is_arrow = false;
    if (at >= code.size || !may_declare(code, name))
        return false;
    if (code.bytes[at] == ':' || code.bytes[at] == '=')
        at = find_function(code, at, &is_arrow);
    else if (code.bytes[at] != '(')
        return false;
    if (at == SIZE_MAX)
        return false;
    at = is_arrow ? skip_space(code, at) : closing(code, at);
    while (!is_arrow && at < code.size && !strchr("{;}", code.bytes[at]))
        at++;
    if (at < code.size && code.bytes[at] == '{') {
        *end = closing(code, at);
        set_body(source, name, at + 1, *end > at + 1 ? *end - 1 : *end, out);
        return true;
    }
    if (!is_arrow)
        return false;
    *end = end_of_expression(code, at);
    set_body(source, name, at, *end, out);
    return true;
}

/* Is the word before `at` `def`? */
static bool follows_def(struct text code, size_t at)
{
    size_t from = at;
    while (from > 0 && (code.bytes[from - 1] == ' ' || code.bytes[from - 1] == '\t'))
        from--;
    return from < at && from >= 3 && starts_at(code, from - 3, "def") &&
           (from == 3 || !is_word_byte(code.bytes[from - 4]));
}

bool migration_function(const struct migration_source *source, const char *name, size_t from,
                        struct migration_body *out, size_t *end)
{
    struct text code = source->code;
    enum { TRIES = 64 }; /* a file that calls it so often is none of a migration */
    size_t size = strlen(name);
    for (size_t at = from, tries = 0; at + size <= code.size && tries < TRIES; at++) {
        if (!starts_at(code, at, name) || (at > 0 && is_word_byte(code.bytes[at - 1])) ||
            (at + size < code.size && is_word_byte(code.bytes[at + size])))
            continue;
        size_t after = at + size;
        tries++;
        bool found = source->language == MIGRATION_BRACES ? braced_body(source, at, after, out, end)
                     : !follows_def(code, at)             ? false
                     : source->language == MIGRATION_RUBY
                         ? ruby_body(source, at, after, out, end)
                         : python_body(source, at, after, out, end);
        if (found)
            return true;
    }
    return false;
}

/* A statement of SQL that changes nothing by itself. */
static bool is_idle_statement(struct text statement)
{
    static const char *const idle[] = {
        "begin",    "commit", "start transaction", "rollback", "end", "begin transaction",
        "select 1", "go",     "begin work",        NULL};
    statement = text_trim(statement);
    if (statement.size == 0)
        return true;
    if (statement.size > 4 && text_find_folded((struct text){statement.bytes, 4}, "set ") == 0)
        return true;
    for (size_t i = 0; idle[i]; i++)
        if (statement.size == strlen(idle[i]) && text_find_folded(statement, idle[i]) == 0)
            return true;
    return false;
}

static bool is_empty_sql(struct text code)
{
    for (size_t from = 0; from < code.size;) {
        const char *end = memchr(code.bytes + from, ';', code.size - from);
        size_t size = end ? (size_t)(end - code.bytes) - from : code.size - from;
        if (!is_idle_statement((struct text){code.bytes + from, size}))
            return false;
        from += size + 1;
    }
    return true;
}

/* Without white space, quotes and what ends statements, into a small room; false: it is longer. */
static bool squeeze(struct text code, char *out, size_t room)
{
    size_t size = 0;
    for (size_t i = 0; i < code.size; i++) {
        char byte = code.bytes[i];
        if (is_space(byte) || byte == ';' || byte == '"' || byte == '\'' || byte == '`')
            continue;
        if (size + 1 >= room)
            return false;
        out[size++] = byte;
    }
    out[size] = '\0';
    return true;
}

bool migration_is_empty(const struct migration_source *source, const struct migration_body *body)
{
    static const char *const idle[] = {"",
                                       "pass",
                                       "...",
                                       "return",
                                       "nil",
                                       "true",
                                       "null",
                                       "undefined",
                                       "returnNone",
                                       "returnnil",
                                       "returnnull",
                                       "returntrue",
                                       "returnundefined",
                                       "Promise.resolve()",
                                       "returnPromise.resolve()",
                                       "awaitPromise.resolve()",
                                       "op.executeselect1",
                                       NULL};
    char words[40];
    if (source->language == MIGRATION_SQL)
        return is_empty_sql(body->code);
    return squeeze(body->code, words, sizeof(words)) && string_is_one_of(words, idle);
}

bool migration_refuses(const struct migration_body *body)
{
    struct text code = text_trim(body->code);
    return text_starts_with(code, "raise") || text_starts_with(code, "throw");
}

/* Words of any language: letters beyond ASCII are letters. */
static size_t count_words(struct text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += (is_word_byte(text.bytes[i]) || (unsigned char)text.bytes[i] >= 0x80) &&
                 (i == 0 || is_space(text.bytes[i - 1]) || text.bytes[i - 1] == '(');
    return count;
}

/* Where the reason begins behind a word that announces it, or SIZE_MAX. */
static size_t find_announced(struct text line)
{
    static const char *const words[] = {
        "irreversible:", "no_rollback:",    "no-rollback:", "no rollback:",
        "no_undo:",      "not reversible:", "one-way:",     NULL};
    for (size_t i = 0; words[i]; i++) {
        size_t at = text_find_folded(line, words[i]);
        if (at != SIZE_MAX)
            return at + strlen(words[i]);
    }
    return SIZE_MAX;
}

const char *migration_stated_reason(struct arena *arena, struct text text)
{
    struct text rest = text;
    struct text line;
    while (text_next_line(&rest, &line)) {
        size_t at = find_announced(line);
        if (at == SIZE_MAX)
            continue;
        struct text reason = text_trim((struct text){line.bytes + at, line.size - at});
        if (count_words(reason) >= 2 && text_find_folded(reason, "todo") != 0)
            return arena_copy(arena, reason);
    }
    return NULL;
}

static bool says_why(struct text line)
{
    static const char *const phrases[] = {
        "irreversible", "cannot",      "can't",      "can not",       "not possible",
        "impossible",   "no way back", "reversible", "one-way",       "one way",
        "not needed",   "no need",     "nothing to", "no-op",         "noop",
        "intentional",  "because",     "lossy",      "not supported", "not be revert",
        "not revert",   "do not undo", "don't undo", "not be undone", "deliberate",
        "safe to keep", "left as is",  "is lost",    "unsupported",   NULL};
    for (size_t i = 0; phrases[i]; i++)
        if (text_find_folded(line, phrases[i]) != SIZE_MAX)
            return true;
    return false;
}

/* What of a line is no code: comments, and what stands between quotes. */
static struct text said_in(struct text line, struct text code)
{
    size_t from = 0;
    while (from < line.size && code.bytes[from] == line.bytes[from])
        from++;
    size_t end = line.size;
    while (end > from && code.bytes[end - 1] == line.bytes[end - 1])
        end--;
    return text_trim((struct text){line.bytes + from, end - from});
}

const char *migration_reason(struct arena *arena, const struct migration_source *source,
                             const struct migration_body *body)
{
    const char *stated = migration_stated_reason(arena, source->text);
    if (stated)
        return stated;
    bool refuses = migration_refuses(body);
    struct text rest = body->text;
    struct text line;
    while (text_next_line(&rest, &line)) {
        struct text code = {body->code.bytes + (line.bytes - body->text.bytes), line.size};
        struct text said = said_in(line, code);
        if (count_words(said) >= 3 && (refuses || says_why(said)))
            return arena_copy(arena, said);
    }
    return NULL;
}
