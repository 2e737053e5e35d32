/* Parses the bytes as Markdown: sections must follow one another and stay
 * within the page, links must have places within it. */
#include "document/markdown.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 4096);
    bool limit;
    struct text text = {(const char *)data, size};
    const struct markdown *markdown = markdown_parse(&arena, text, &limit);
    size_t line = 0;
    for (size_t i = 0; i < markdown->section_count; i++) {
        const struct markdown_section *section = &markdown->sections[i];
        if (section->line <= line || section->end_line + 1 < section->line ||
            section->line > size + 1 || section->body.size > size || section->level > 6 ||
            !section->heading || !section->anchor || !section->prose)
            abort();
        line = section->line;
    }
    uint32_t before = 0;
    for (size_t i = 0; i < markdown->link_count; i++) {
        const struct markdown_link *link = &markdown->links[i];
        if (link->line < before || link->line > size + 1 || link->column == 0 || !link->target ||
            !link->text)
            abort();
        before = link->line;
    }
    for (size_t i = 0; i < markdown->code_count; i++)
        if (markdown->codes[i].section >= markdown->section_count)
            abort();
    arena_release(&arena);
    return 0;
}
