/* dependency_note - what documents say of one of the things that a service depends on: rows
 * of tables, items of lists and headings, in sections about dependencies and how they fail. */
#include "facts/catalogue_reading.h"
#include "facts/governance_document.h"
#include "facts/prose.h"
#include "facts/residue.h"

#include <string.h>

enum { TEXT, SECTION, TEST };

static const struct fact_kind kind = {
    .name = "dependency_note",
    .summary = "a line of a document that says something of a dependency, or how it fails",
    .key = (const char *const[]){"path", "section", "text", NULL},
    .fields =
        (const struct fact_field[]){
            {"text",
             {.kind = TYPE_TEXT},
             false,
             "in lower case, a hyphen for whatever is neither letter nor digit"},
            {"section", {.kind = TYPE_TEXT}, false, "the heading that it stands below"},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "stands where test material, examples and templates stand"},
            {0},
        },
};

static const char *const about[] = {"dependency",   "dependencies", "failure mode", "failure modes",
                                    "degradation",  "fallback",     "fallbacks",    "fall-backs",
                                    "blast radius", "upstreams",    "depends on",   NULL};

/* A name alone says nothing of what happens when the thing is gone. */
enum { WORDS_LEAST = 5 };

static size_t count_words(const char *squeezed)
{
    size_t count = *squeezed ? 1 : 0;
    for (const char *at = squeezed; *at; at++)
        count += *at == '-' && at[1] && at != squeezed;
    return count;
}

static bool is_item(struct text line)
{
    size_t digits = 0;
    line = text_trim(line);
    while (digits < line.size && line.bytes[digits] >= '0' && line.bytes[digits] <= '9')
        digits++;
    return text_starts_with(line, "|") || text_starts_with(line, "- ") ||
           text_starts_with(line, "* ") || text_starts_with(line, "+ ") ||
           (digits && digits < line.size && strchr(".)", line.bytes[digits]));
}

static void add(struct fact_writer *writer, struct fact_file *file, const struct prose *prose,
                size_t line, const char *text)
{
    struct value *cells = fact_add(writer, &kind, NULL, (uint32_t)line + 1, 1)->cells;
    cells[TEXT] = fact_text(writer, text);
    cells[SECTION] = fact_text(writer, prose->sections[prose->lines[line].section].heading);
    cells[TEST] = value_boolean(catalogue_is_foreign(file));
}

/* A heading counts with what stands below it: `### Redis` and a paragraph. */
static const char *text_below(struct arena *scratch, const struct prose *prose, size_t line)
{
    const struct prose_section *section = &prose->sections[prose->lines[line].section];
    struct text body = prose_body(prose, section->first, section->end);
    return arena_printf(scratch, "%s %.*s", section->heading,
                        body.size > 400 ? 400 : (int)body.size, body.bytes);
}

/* `## Dependencies` itself is about all of them and so about none. */
static bool is_title(const struct prose *prose, const struct prose_line *line)
{
    for (size_t i = 0; line->heading && about[i]; i++)
        if (prose_has_phrase(prose->sections[line->section].folded, about[i]))
            return true;
    return false;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!document_is_prose(file->path) || document_is_template(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    for (size_t i = 0; prose && i < prose->line_count; i++) {
        const struct prose_line *line = &prose->lines[i];
        if (line->code || !prose_section_is_about(prose, line->section, about) ||
            (line->heading ? is_title(prose, line) : !is_item(line->text)))
            continue;
        const char *text =
            line->heading ? text_below(&scratch, prose, i) : arena_copy(&scratch, line->text);
        struct residue residue;
        size_t from = 0;
        text = prose_squeeze(&scratch, text);
        if (count_words(text) >= WORDS_LEAST && !residue_next(line->visible, &from, &residue))
            add(writer, file, prose, i, text);
    }
    arena_release(&scratch);
}

FACT(dependency_note) = {
    .name = "dependency_note",
    .area = FACT_AREA_OPERATIONS,
    .summary = "what documents say of dependencies and how they fail",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){"*.md", "*.markdown", "*.rst", "*.adoc", "*.txt", NULL},
    .literals = (const char *const[]){"ependenc", "EPENDENC", "ailure", "egradation", "all-back",
                                      "allback", "last radius", "pstreams", "epends on", NULL},
    .recognise_file = recognise,
};
