/* shingles FILE... - prints the fingerprints of templates, for rules/catalogue/templates.yml:
 * the hashes of each five words that follow each other below one heading of a file, in their
 * order, each once. Take out of the file first what a filled document keeps: labels, boiler-
 * plate that is meant to stay, examples that somebody may have written. */
#include "base/table.h"
#include "facts/prose.h"
#include "facts/templates.h"

#include <inttypes.h>
#include <stdio.h>

enum { LINE_HASHES = 6 };

static char *read_file(struct arena *arena, const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    struct buffer content = BUFFER_EMPTY;
    for (int byte; (byte = getc(file)) != EOF;)
        buffer_add_byte(&content, (char)byte);
    bool failed = ferror(file) != 0;
    fclose(file);
    *size = content.size;
    char *copy = failed ? NULL : arena_copy(arena, (struct text){buffer_string(&content), *size});
    buffer_release(&content);
    return copy;
}

static void print_section(struct arena *arena, struct text body, struct table *seen, size_t *count)
{
    struct words words = words_read(arena, body);
    for (size_t i = 0; i + SHINGLE_WORDS <= words.count; i++) {
        const char *hash = arena_printf(arena, "%016" PRIx64, shingle_hash(&words.items[i]));
        if (table_has(seen, hash))
            continue;
        table_set(seen, hash, seen);
        printf("%s%s", *count % LINE_HASHES ? " " : *count ? "\n      " : "      ", hash);
        ++*count;
    }
}

int main(int count, char **arguments)
{
    struct arena arena;
    struct table seen;
    arena_init(&arena, 1 << 16);
    table_init(&seen, &arena);
    size_t hashes = 0;
    int status = count > 1 ? 0 : 2;
    for (int i = 1; i < count && !status; i++) {
        size_t size = 0;
        const char *bytes = read_file(&arena, arguments[i], &size);
        if (!bytes) {
            fprintf(stderr, "shingles: cannot read '%s'\n", arguments[i]);
            status = 1;
            break;
        }
        bool limit = false;
        struct text text = {bytes, size};
        const struct markdown *markdown = prose_syntax_of(arguments[i]) == PROSE_MARKDOWN
                                              ? markdown_parse(&arena, text, &limit)
                                              : NULL;
        const struct prose *prose = prose_read(&arena, arguments[i], text, markdown);
        for (size_t s = 0; s < prose->section_count; s++)
            print_section(&arena,
                          prose_body(prose, prose->sections[s].first, prose->sections[s].end),
                          &seen, &hashes);
    }
    if (status == 2)
        fprintf(stderr, "usage: shingles FILE...\n");
    else if (hashes)
        printf("\n");
    arena_release(&arena);
    return status;
}
