#include "facts/freshness.h"

#include "facts/governance_document.h"

#include <string.h>

static void add_words(struct sha256 *digest, struct arena *scratch, struct text text)
{
    struct words words = words_read(scratch, text);
    for (size_t i = 0; i < words.count; i++)
        sha256_add_string(digest, words.items[i].text);
}

struct text freshness_seen(struct arena *scratch, const struct prose_line *line)
{
    if (line->code || line->text.size != line->visible.size)
        return line->text;
    char *copy = arena_copy(scratch, line->visible);
    bool is_code = false;
    for (size_t i = 0; i < line->text.size; i++) {
        if (line->text.bytes[i] == '`')
            is_code = !is_code;
        else if (is_code)
            copy[i] = line->text.bytes[i];
    }
    return (struct text){copy, line->visible.size};
}

void freshness_add_line(struct sha256 *digest, struct arena *scratch, const struct prose_line *line)
{
    add_words(digest, scratch, freshness_seen(scratch, line));
}

static void add_prose(struct sha256 *digest, struct arena *scratch, const char *path,
                      struct text content)
{
    bool limit = false;
    const struct markdown *markdown =
        prose_syntax_of(path) == PROSE_MARKDOWN ? markdown_parse(scratch, content, &limit) : NULL;
    const struct prose *prose = prose_read(scratch, path, content, markdown);
    for (size_t i = 0; i < prose->line_count; i++)
        freshness_add_line(digest, scratch, &prose->lines[i]);
}

static void add_bytes(struct sha256 *digest, struct text content)
{
    bool was_space = true;
    for (size_t i = 0; i < content.size; i++) {
        bool is_space = strchr(" \t\r\n", content.bytes[i]) != NULL && content.bytes[i] != '\0';
        if (!is_space)
            sha256_add(digest, &content.bytes[i], 1);
        else if (!was_space)
            sha256_add(digest, " ", 1);
        was_space = is_space;
    }
}

const char *freshness_digest(struct arena *scratch, const char *path, struct text content)
{
    struct sha256 digest;
    char *hex = arena_alloc(scratch, SHA256_HEX_SIZE, 1);
    sha256_init(&digest);
    if (document_is_prose(path))
        add_prose(&digest, scratch, path, content);
    else
        add_bytes(&digest, text_trim(content));
    sha256_finish_hex(&digest, hex);
    return hex;
}

struct failure *freshness_of(struct value *out, const struct fact_repository *repository,
                             const char *path, struct arena *arena)
{
    return timeline_since(out, repository, path, freshness_digest, arena);
}
