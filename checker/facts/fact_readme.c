/* readme - what a README tells a newcomer. */
#include "facts/commands.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/residue.h"
#include "facts/template_reading.h"

enum {
    CELL_ROOT,
    CELL_PURPOSE,
    CELL_SENTENCES,
    CELL_INSTALL_COMMAND,
    CELL_RUN_COMMAND,
    CELL_TEST_COMMAND,
    CELL_SUPPORT,
    CELL_DOCUMENTATION,
    CELL_COMMANDS,
    CELL_PLACEHOLDER,
};

static const struct fact_kind kind = {
    .name = "readme",
    .summary = "A README and what it tells a newcomer.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"root",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it stand for the whole repository (in the root, .github/ or docs/)?"},
            {"purpose",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does a sentence of its own say what this is?"},
            {"sentences", {.kind = TYPE_INTEGER}, false, "Sentences of prose in the whole page."},
            {"install_command",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is there a command that installs or builds?"},
            {"run_command", {.kind = TYPE_BOOLEAN}, false, "Is there a command that starts it?"},
            {"test_command", {.kind = TYPE_BOOLEAN}, false, "Is there a command that tests it?"},
            {"support", {.kind = TYPE_BOOLEAN}, false, "Does it say where to ask or whom?"},
            {"documentation",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it link to a guide: documentation, installation, getting started?"},
            {"commands", {.kind = TYPE_INTEGER}, false, "Commands shown."},
            {"placeholder",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is there text of a template, or a name that was to be put in?"},
            {0},
        },
};

static bool has_residue(struct arena *scratch, const struct prose *prose, const struct words *words)
{
    size_t from = 0, end;
    if (residue_next_phrase(words, &from, &end) || template_reading_of(scratch, prose).count)
        return true;
    for (size_t i = 0; i < prose->line_count; i++) {
        struct residue residue;
        for (size_t at = 0; residue_next(prose->lines[i].visible, &at, &residue);) {
            if (residue.sort == RESIDUE_INSERT || residue.sort == RESIDUE_LOREM ||
                (residue.sort == RESIDUE_BRACE && text_starts_with(residue.text, "{{")))
                return true;
        }
    }
    return false;
}

/* A sentence in the title's section, in the text before it, or in one that says
 * what this is; residue does not count. */
static bool says_purpose(struct arena *scratch, const struct prose *prose)
{
    static const char *const about[] = {"about",      "overview", "introduction", "description",
                                        "what is",    "what",     "purpose",      "summary",
                                        "background", "why",      "intro",        NULL};
    size_t titled = 0;
    for (size_t i = 0; i < prose->section_count; i++) {
        const struct prose_section *section = &prose->sections[i];
        bool first = titled < 2;
        titled += section->level > 0;
        if (!first && !prose_section_is_about(prose, i, about))
            continue;
        if (section->first >= section->end ||
            prose_count_sentences(scratch, prose, section->first, section->end) == 0)
            continue;
        struct text body = prose_body(prose, section->first, section->end);
        struct words words = words_read(scratch, body);
        size_t from = 0, end;
        if (!prose_is_residue(scratch, prose, section->first, section->end) &&
            !residue_next_phrase(&words, &from, &end))
            return true;
    }
    return false;
}

/* "Ask in #payments": a channel of a chat is a word behind a hash behind one that
 * says what to do there; "#42" is an issue, and `#define` none of either. */
static bool names_channel(const struct words *words, struct text text)
{
    static const char *const invitations[] = {
        "ask|asking|questions|question|help|join|ping|reach|chat|talk|find|contact|discuss|post "
        "... in|on|at|via|through",
        "channel|channels", NULL};
    for (size_t at = 0; at < words->count; at++) {
        size_t offset = words->items[at].offset;
        char first = words->items[at].text[0];
        if (!offset || text.bytes[offset - 1] != '#' || first < 'a' || first > 'z')
            continue;
        if (offset > 1 && !strchr(" \t\n([*_", text.bytes[offset - 2]))
            continue;
        size_t from, to;
        words_sentence(words, at, &from, &to);
        if (words_have(words, from, to, invitations))
            return true;
    }
    return false;
}

static bool says_support(struct arena *scratch, const struct prose *prose,
                         const struct words *words)
{
    static const char *const headings[] = {
        "support",      "help",         "contact",       "contacts",   "questions",    "community",
        "getting help", "feedback",     "maintainers",   "maintainer", "authors",      "author",
        "team",         "owners",       "communication", "discussion", "chat",         "issues",
        "reporting",    "get in touch", "contributors",  "bugs",       "mailing list", "credits",
        "where to ask", NULL,
    };
    static const char *const wording[] = {
        "issue tracker",
        "open|file|create|submit|raise ... issue|issues",
        "mailing list",
        "discord",
        "slack channel|workspace",
        "github discussions",
        "stack overflow",
        "maintained by",
        "contact us|me|the",
        "gitter",
        "irc",
        "ask|asking ... question|questions",
        "report|reporting ... bug|bugs|issue|issues",
        "owned by",
        "slack",
        "matrix room|channel|chat",
        "zulip",
        "reach out",
        "developed by",
        "issue|issues|bug|bugs|problem|problems ... reported",
        "share|sharing|send|give|giving|sending ... feedback",
        NULL,
    };
    if (words_have(words, 0, words->count, wording) || names_channel(words, prose->visible))
        return true;
    for (size_t i = 0; i < prose->section_count; i++) {
        const struct prose_section *section = &prose->sections[i];
        bool about = false;
        for (size_t h = 0; headings[h] && !about; h++)
            about = section->level > 1 && prose_has_phrase(section->folded, headings[h]);
        if (!about || section->first >= section->end)
            continue;
        bool filled = false;
        for (size_t line = section->first; line < section->end && !filled; line++)
            filled = text_trim(prose->lines[line].text).size > 0;
        if (filled && !prose_is_residue(scratch, prose, section->first, section->end))
            return true;
    }
    return text_find_folded(prose->text, "support.md") != SIZE_MAX;
}

static bool links_documentation(const struct prose *prose)
{
    static const char *const marks[] = {
        "readthedocs",     "docs/",           "docs.",      "/doc",        "documentation",
        "getting-started", "getting_started", "quickstart", "quick-start", "install",
        "/guide",          "/wiki",           "tutorial",   NULL};
    for (size_t i = 0; i < prose->line_count; i++) {
        struct text line = prose->lines[i].text;
        if (prose->lines[i].code)
            continue;
        bool link = text_find(line, "](") != SIZE_MAX || text_find(line, "http") != SIZE_MAX ||
                    text_find(line, "]:") != SIZE_MAX || text_find(line, "href=") != SIZE_MAX ||
                    text_find(line, "`_") != SIZE_MAX || text_find(line, "link:") != SIZE_MAX;
        for (size_t m = 0; link && marks[m]; m++) {
            if (text_find_folded(line, marks[m]) != SIZE_MAX)
                return true;
        }
    }
    return false;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!document_is_prose(file->path) || document_is_template(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    if (prose) {
        struct words words = words_read(&scratch, prose->visible);
        struct commands commands = commands_read(&scratch, prose);
        struct fact_row *row = fact_add(writer, &kind, NULL, 1, 1);
        row->cells[CELL_ROOT] = value_boolean(document_is_of_repository(file->path));
        row->cells[CELL_PURPOSE] = value_boolean(says_purpose(&scratch, prose));
        row->cells[CELL_SENTENCES] =
            value_integer((int64_t)prose_count_sentences(&scratch, prose, 0, prose->line_count));
        row->cells[CELL_INSTALL_COMMAND] =
            value_boolean(commands_count(&commands, COMMAND_INSTALL) > 0 ||
                          commands_count(&commands, COMMAND_BUILD) > 0);
        row->cells[CELL_RUN_COMMAND] = value_boolean(commands_count(&commands, COMMAND_RUN) > 0);
        row->cells[CELL_TEST_COMMAND] = value_boolean(commands_count(&commands, COMMAND_TEST) > 0);
        row->cells[CELL_SUPPORT] = value_boolean(says_support(&scratch, prose, &words));
        row->cells[CELL_DOCUMENTATION] = value_boolean(links_documentation(prose));
        row->cells[CELL_COMMANDS] = value_integer((int64_t)commands.count);
        row->cells[CELL_PLACEHOLDER] = value_boolean(has_residue(&scratch, prose, &words));
    }
    arena_release(&scratch);
}

FACT(readme) = {
    .name = "readme",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "What a README tells a newcomer.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){README_PATHS, NULL},
    .recognise_file = recognise,
};
