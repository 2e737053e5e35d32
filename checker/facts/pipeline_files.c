#include "base/limits.h"
#include "document/format.h"
#include "facts/pipeline_rows.h"
#include "facts/script_lines.h"

#include <string.h>

const struct node *pipeline_read_yaml(struct arena *scratch,
                                      const struct fact_repository *repository,
                                      const struct entry *entry, enum unknown_class *class,
                                      const char **reason)
{
    struct fact_file file = {
        .path = entry->path, .entry = entry, .snapshot = repository->snapshot, .arena = scratch};
    reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, scratch, &file.content);
    *class = UNKNOWN_UNREADABLE;
    *reason = fact_file_unreadable(&file, class);
    if (*reason)
        return NULL;
    struct document *document = ARENA_NEW(scratch, struct document);
    struct document_problem problem;
    if (!document_format_find("yaml")->parse(scratch, file.content.text, document, &problem)) {
        bool template = fact_file_is_template(&file) && !problem.limit;
        *class = template ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE;
        *reason = arena_printf(scratch, "line %u: %s", problem.line, problem.message);
        return NULL;
    }
    if (document->count == 1 && document->roots[0]->kind == NODE_MAPPING)
        return document->roots[0];
    *reason = document->count > 1 ? "several documents in one file"
                                  : "a mapping was expected, and there is none";
    return NULL;
}

/* One line of the file may become several, which all stand there. */
static void add_replaced(struct script_lines *out, struct value line, const char *text)
{
    struct text rest = text_of(text);
    struct text part;
    if (rest.size == 0)
        rest = text_of("\n");
    while (text_next_line(&rest, &part)) {
        out->lines =
            arena_grow(out->arena, out->lines, out->count, &out->capacity, sizeof(*out->lines));
        out->lines[out->count++] = line;
        buffer_add(out->text, part.bytes, part.size);
        buffer_add_byte(out->text, '\n');
    }
}

struct pipeline_script pipeline_script_of(struct pipeline *pipeline, const struct node *node,
                                          const char *(*replace)(void *state, const char *line),
                                          void *state)
{
    if (!pipeline_string(node))
        return (struct pipeline_script){0};
    struct arena *arena = fact_arena(pipeline->writer);
    struct buffer written_text = BUFFER_EMPTY;
    struct buffer text = BUFFER_EMPTY;
    struct script_lines written = {.arena = arena, .text = &written_text};
    struct script_lines out = {.arena = arena, .text = &text};
    script_lines_add(&written, node);
    struct text rest = {.bytes = buffer_string(&written_text), .size = written_text.size};
    struct text line;
    for (size_t i = 0; i < written.count && text_next_line(&rest, &line); i++) {
        const char *copy = arena_copy(pipeline->scratch, line);
        add_replaced(&out, written.lines[i], replace ? replace(state, copy) : copy);
    }
    /* A text of one line has no end of it, as it is written. */
    if (text.size > 0 && node->size > 0 && node->text[node->size - 1] != '\n')
        buffer_cut(&text, text.size - 1);
    struct pipeline_script script = {
        .text = arena_strdup(pipeline->scratch, buffer_string(&text)),
        .lines = script_lines_value(&out),
    };
    buffer_release(&written_text);
    buffer_release(&text);
    return script;
}
