/* placeholder - what templates left behind in documents that govern. */
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/prose.h"
#include "facts/residue.h"
#include "facts/template_reading.h"

enum { CELL_TEXT, CELL_SORT, CELL_ALONE, CELL_SECTION, CELL_TEMPLATE };

static const struct fact_kind kind = {
    .name = "placeholder",
    .summary = "Template residue in a document that governs: nobody filled it in.",
    .key = (const char *const[]){"path", "sort", "text", NULL},
    .fields =
        (const struct fact_field[]){
            {"text", {.kind = TYPE_TEXT}, false, "The placeholder itself, 120 bytes at most."},
            {"sort",
             {.kind = TYPE_WORD, .words = residue_sort_names},
             false,
             "What gives it away."},
            {"alone",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is it, with a few words, all that its section says?"},
            {"section", {.kind = TYPE_TEXT}, true, "The heading above it."},
            {"template",
             {.kind = TYPE_TEXT},
             true,
             "The template that the text is of, where that is known."},
            {0},
        },
};

enum { TEXT_MAX = 120 };

/* The start of a text, never cut within a character. */
static const char *shortened(struct fact_writer *writer, struct text text)
{
    text = text_trim(text);
    if (text.size > TEXT_MAX) {
        text.size = TEXT_MAX;
        while (text.size && ((unsigned char)text.bytes[text.size] & 0xc0) == 0x80)
            text.size--;
    }
    char *copy = arena_copy(fact_arena(writer), text);
    for (char *at = copy; *at; at++) {
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
    }
    return copy;
}

static void add_row(struct fact_writer *writer, const struct prose *prose, const bool *whole,
                    size_t line, struct text text, enum residue_sort sort, const char *template)
{
    const struct prose_line *at = &prose->lines[line];
    struct fact_row *row =
        fact_add(writer, &kind, NULL, (uint32_t)line + 1, prose_column(at->visible, text.bytes));
    row->cells[CELL_TEXT] = value_text(shortened(writer, text));
    row->cells[CELL_SORT] = value_text(residue_sort_names[sort]);
    row->cells[CELL_ALONE] = value_boolean(whole[at->section]);
    const char *heading = prose->sections[at->section].heading;
    row->cells[CELL_SECTION] = fact_text(writer, *heading ? heading : NULL);
    row->cells[CELL_TEMPLATE] = fact_text(writer, template);
}

/* The phrases of templates; of a section that is all a template's and holds none, its first
 * line. */
static void add_templates(struct fact_writer *writer, struct arena *scratch,
                          const struct prose *prose, const bool *whole)
{
    bool *told = ARENA_ARRAY(scratch, bool, prose->section_count);
    struct words words = words_read(scratch, prose->visible);
    const struct template *template;
    size_t end;
    for (size_t from = 0; template_next_phrase(templates_builtin(), &words, &from, &end, &template);
         from = end) {
        size_t begin = words.items[from].offset, last = words.items[end - 1].offset;
        struct text text = {prose->visible.bytes + begin,
                            last - begin + strlen(words.items[end - 1].text)};
        size_t line = words.items[from].line - 1;
        told[prose->lines[line].section] = true;
        add_row(writer, prose, whole, line, text, RESIDUE_TEMPLATE_TEXT, template->name);
    }
    struct template_reading reading = template_reading_of(scratch, prose);
    for (size_t i = 0; i < prose->section_count; i++) {
        size_t line = prose->sections[i].first;
        while (line < prose->sections[i].end && !text_trim(prose->lines[line].visible).size)
            line++;
        if (reading.unfilled[i] && !told[i] && line < prose->sections[i].end)
            add_row(writer, prose, whole, line, prose->lines[line].visible, RESIDUE_TEMPLATE_TEXT,
                    reading.name);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!document_is_prose(file->path) || document_is_template(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    if (!prose) {
        arena_release(&scratch);
        return;
    }
    bool *whole = ARENA_ARRAY(&scratch, bool, prose->section_count);
    for (size_t i = 0; i < prose->section_count; i++)
        whole[i] =
            prose_is_residue(&scratch, prose, prose->sections[i].first, prose->sections[i].end);
    for (size_t i = 0; i < prose->line_count; i++) {
        struct residue residue;
        for (size_t from = 0; residue_next(prose->lines[i].visible, &from, &residue);) {
            /* A heading "TODO" is a list of what is to come, not a placeholder. */
            if (prose->lines[i].heading && residue.sort == RESIDUE_TODO)
                continue;
            add_row(writer, prose, whole, i, residue.text, residue.sort, NULL);
        }
    }
    add_templates(writer, &scratch, prose, whole);
    arena_release(&scratch);
}

FACT(placeholder) = {
    .name = "placeholder",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "Template residue in documents that govern.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){README_PATHS,
                                   SECURITY_PATHS,
                                   CONTRIBUTING_PATHS,
                                   RUNBOOK_PATHS,
                                   DECISION_PATHS,
                                   "[Ss][Uu][Pp][Pp][Oo][Rr][Tt].*",
                                   "GOVERNANCE*",
                                   "[Cc][Oo][Dd][Ee]_[Oo][Ff]_[Cc][Oo][Nn][Dd][Uu][Cc][Tt]*",
                                   "CODE-OF-CONDUCT*",
                                   "code-of-conduct*",
                                   "MAINTAINERS*",
                                   "CODEOWNERS",
                                   "OWNERS.md",
                                   "security.txt",
                                   "**/threat-model*",
                                   "**/threat_model*",
                                   "**/postmortems/**",
                                   "**/incidents/**",
                                   "**/pir/**",
                                   "docs/dr/**",
                                   "**/disaster-recovery*",
                                   NULL},
    .recognise_file = recognise,
};
