#include "document/dockerfile_reader.h"

#include <string.h>

enum {
    HEREDOCS_MAX = 16,         /* of one instruction */
    INSTRUCTION_MAX = 1 << 20, /* bytes; BuildKit's own scanner stops at 1 MiB a line */
};

static void refuse(struct dockerfile_reader *reader, uint32_t line, const char *problem)
{
    if (reader->problem)
        return;
    reader->problem = problem;
    reader->problem_line = line;
}

static bool next_line(struct dockerfile_reader *reader, struct text *line)
{
    if (!text_next_line(&reader->rest, line))
        return false;
    reader->line++;
    return true;
}

static char byte_at(struct text text, size_t at)
{
    static const char end = '\0';
    return *(at < text.size ? &text.bytes[at] : &end);
}

bool dockerfile_is_name_byte(char c, bool first)
{
    return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (!first && c >= '0' && c <= '9');
}

/* `# escape=X` counts only above everything but other directives. */
static void read_directives(struct dockerfile_reader *reader)
{
    struct text rest = reader->rest;
    struct text line;
    while (text_next_line(&rest, &line)) {
        line = text_trim(line);
        if (line.size == 0 || line.bytes[0] != '#')
            return;
        line = text_trim((struct text){line.bytes + 1, line.size - 1});
        size_t equals = text_find(line, "=");
        if (equals == SIZE_MAX)
            return;
        struct text name = text_trim((struct text){line.bytes, equals});
        struct text value =
            text_trim((struct text){line.bytes + equals + 1, line.size - equals - 1});
        if (name.size == 0)
            return;
        for (size_t i = 0; i < name.size; i++)
            if (!dockerfile_is_name_byte(name.bytes[i], i == 0))
                return;
        if (name.size == 6 && text_find_folded(name, "escape") == 0 && text_equals(value, "`"))
            reader->escape = '`';
    }
}

/* Joins continuation lines; comment lines and empty lines between them vanish.
 * False at the end of the file. */
static bool next_instruction(struct dockerfile_reader *reader, struct buffer *out,
                             uint32_t *line_out)
{
    buffer_clear(out);
    bool started = false;
    struct text line;
    while (next_line(reader, &line)) {
        struct text trimmed = text_trim(line);
        if (trimmed.size == 0 || trimmed.bytes[0] == '#')
            continue;
        if (!started)
            *line_out = reader->line;
        started = true;
        bool continues = trimmed.bytes[trimmed.size - 1] == reader->escape;
        if (out->size + trimmed.size < INSTRUCTION_MAX) {
            if (out->size > 0)
                buffer_add_byte(out, ' ');
            buffer_add(out, trimmed.bytes, trimmed.size - (size_t)continues);
        } else {
            refuse(reader, *line_out, "an instruction is too long");
        }
        if (!continues)
            return true;
    }
    return started;
}

struct heredoc {
    struct text word;
    bool strips_tabs;
};

/* `<<EOF`, `<<-EOF`, `<<"EOF"` as words of RUN, COPY or ADD. */
static size_t find_heredocs(struct text arguments, struct heredoc out[HEREDOCS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i + 2 < arguments.size && count < HEREDOCS_MAX; i++) {
        if (arguments.bytes[i] != '<' || arguments.bytes[i + 1] != '<')
            continue;
        /* `3<<EOF` names a descriptor; `$((1<<N))` shifts. */
        size_t before = i;
        while (before > 0 && arguments.bytes[before - 1] >= '0' &&
               arguments.bytes[before - 1] <= '9')
            before--;
        bool is_word_start = before == 0 || strchr(" \t;&|", arguments.bytes[before - 1]) != NULL;
        size_t at = i + 2;
        bool strips = at < arguments.size && arguments.bytes[at] == '-';
        at += strips;
        char quote = byte_at(arguments, at);
        bool is_quoted = quote == '"' || quote == '\'';
        at += is_quoted;
        size_t start = at;
        while (at < arguments.size && dockerfile_is_name_byte(arguments.bytes[at], at == start))
            at++;
        bool ends = !is_quoted || (at < arguments.size && arguments.bytes[at] == quote);
        if (is_word_start && ends && at > start)
            out[count++] = (struct heredoc){{arguments.bytes + start, at - start}, strips};
        i = at > i + 1 ? at - 1 : i + 1;
    }
    return count;
}

/* The lines of a here-document, up to its word; the last ones when it has no end. */
static const char *read_heredoc(struct dockerfile_reader *reader, const struct heredoc *heredoc)
{
    uint32_t start = reader->line;
    struct buffer content = BUFFER_EMPTY;
    struct text line;
    bool ended = false;
    while (!ended && next_line(reader, &line)) {
        while (heredoc->strips_tabs && line.size > 0 && line.bytes[0] == '\t')
            line = (struct text){line.bytes + 1, line.size - 1};
        ended = line.size == heredoc->word.size &&
                memcmp(line.bytes, heredoc->word.bytes, line.size) == 0;
        if (ended)
            break;
        buffer_add(&content, line.bytes, line.size);
        buffer_add_byte(&content, '\n');
    }
    if (!ended)
        refuse(reader, start, "a here-document has no end");
    const char *copy = arena_strdup(reader->arena, buffer_string(&content));
    buffer_release(&content);
    return copy;
}

static void read_heredocs(struct dockerfile_reader *reader, struct dockerfile_instruction *out)
{
    struct heredoc heredocs[HEREDOCS_MAX];
    size_t count = find_heredocs(out->arguments, heredocs);
    out->heredocs = ARENA_ARRAY(reader->arena, struct dockerfile_heredoc, count);
    for (size_t i = 0; i < count; i++)
        out->heredocs[out->heredoc_count++] = (struct dockerfile_heredoc){
            .name = arena_copy(reader->arena, heredocs[i].word),
            .content = read_heredoc(reader, &heredocs[i]),
        };
}

void dockerfile_reader_open(struct dockerfile_reader *reader, struct arena *arena, struct text text)
{
    *reader = (struct dockerfile_reader){.arena = arena, .rest = text, .escape = '\\'};
    if (text_starts_with(text, "\xef\xbb\xbf"))
        reader->rest = (struct text){text.bytes + 3, text.size - 3};
    read_directives(reader);
}

bool dockerfile_reader_next(struct dockerfile_reader *reader, struct dockerfile_instruction *out)
{
    *out = (struct dockerfile_instruction){0};
    if (!next_instruction(reader, &reader->joined, &out->line))
        return false;
    struct text joined = {buffer_string(&reader->joined), reader->joined.size};
    char *copy = arena_copy(reader->arena, joined);
    struct text text = text_trim((struct text){copy, joined.size});
    size_t size = 0;
    while (size < text.size && text.bytes[size] != ' ' && text.bytes[size] != '\t')
        size++;
    char *name = arena_copy(reader->arena, (struct text){text.bytes, size});
    for (char *byte = name; *byte; byte++)
        if (*byte >= 'a' && *byte <= 'z')
            *byte = (char)(*byte - 'a' + 'A');
    out->name = name;
    out->arguments = text_trim((struct text){text.bytes + size, text.size - size});
    static const char *const with_heredocs[] = {"RUN", "COPY", "ADD", NULL};
    if (string_is_one_of(name, with_heredocs))
        read_heredocs(reader, out);
    out->end_line = reader->line;
    return true;
}

void dockerfile_reader_close(struct dockerfile_reader *reader)
{
    buffer_release(&reader->joined);
}
