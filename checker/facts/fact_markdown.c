/* markdown - sections, anchors and links of Markdown files, as they are written. */
#include "facts/gather.h"
#include "facts/prose.h"
#include "facts/prose_kinds.h"
#include "facts/residue.h"

static const char *const states[] = {"filled", "empty", "placeholder", NULL};
enum state { FILLED, EMPTY, PLACEHOLDER };

const struct fact_kind fact_kind_markdown_section = {
    .name = "markdown_section",
    .summary = "A heading of a Markdown file and what stands below it.",
    .key = (const char *const[]){"path", "anchor", NULL},
    .fields =
        (const struct fact_field[]){
            {"heading", {.kind = TYPE_TEXT}, false, "The heading's plain text."},
            {"anchor",
             {.kind = TYPE_TEXT},
             false,
             "The name a link ends with, as GitHub makes it."},
            {"level", {.kind = TYPE_INTEGER}, false, "1 to 6."},
            {"sentences",
             {.kind = TYPE_INTEGER},
             false,
             "Sentences of prose, subsections left out."},
            {"items", {.kind = TYPE_INTEGER}, false, "List items, subsections left out."},
            {"rows", {.kind = TYPE_INTEGER}, false, "Rows of tables, subsections left out."},
            {"commands", {.kind = TYPE_INTEGER}, false, "Lines of code, subsections left out."},
            {"state",
             {.kind = TYPE_WORD, .words = states},
             false,
             "Whether there is anything, subsections included."},
            {0},
        },
};

static const char *const anchor_sorts[] = {"heading", "id", NULL};

const struct fact_kind fact_kind_markdown_anchor = {
    .name = "markdown_anchor",
    .summary = "A name inside a Markdown file that a link can end with.",
    .key = (const char *const[]){"path", "anchor", NULL},
    .fields =
        (const struct fact_field[]){
            {"anchor", {.kind = TYPE_TEXT}, false, "The name, without '#'."},
            {"sort",
             {.kind = TYPE_WORD, .words = anchor_sorts},
             false,
             "Made from a heading, or an id that somebody wrote."},
            {"words",
             {.kind = TYPE_TEXT},
             false,
             "The heading or the id, from which other generators make their names."},
            {0},
        },
};

const struct fact_kind fact_kind_markdown_target = {
    .name = "markdown_target",
    .summary = "A link or an image of a Markdown file, as it is written.",
    .key = (const char *const[]){"path", "target", NULL},
    .fields =
        (const struct fact_field[]){
            {"target", {.kind = TYPE_TEXT}, false, "Where the link leads, as written."},
            {"image", {.kind = TYPE_BOOLEAN}, false, "Is it an image?"},
            {"reference",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is the target a label that nothing defines?"},
            {"site_page",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does the front matter show that a site generator places this page?"},
            {0},
        },
};

static enum state own_state(struct arena *scratch, const struct markdown_section *section)
{
    if (!section->sentences && !section->items && !section->rows && !section->commands &&
        !section->images && !section->links && !text_trim(text_of(section->prose)).size)
        return EMPTY;
    if (!section->commands && residue_is_whole(scratch, text_of(section->prose)))
        return PLACEHOLDER;
    return FILLED;
}

static enum state graver(enum state a, enum state b)
{
    if (a == FILLED || b == FILLED)
        return FILLED;
    return a == PLACEHOLDER || b == PLACEHOLDER ? PLACEHOLDER : EMPTY;
}

/* A heading over subsections is filled when one of them is: from the last section
 * to the first, so that each is looked at once. */
static void include_subsections(const struct markdown *markdown, enum state *sections)
{
    enum { LEVELS = 7 };
    enum state below[LEVELS] = {EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY};
    for (size_t i = markdown->section_count; i-- > 0;) {
        size_t level = markdown->sections[i].level < LEVELS ? markdown->sections[i].level : 6;
        for (size_t deeper = level + 1; deeper < LEVELS; deeper++) {
            sections[i] = graver(sections[i], below[deeper]);
            below[deeper] = EMPTY;
        }
        below[level] = graver(below[level], sections[i]);
    }
}

static void add_sections(struct fact_writer *writer, const struct markdown *markdown,
                         struct arena *scratch)
{
    enum state *all = ARENA_ARRAY(scratch, enum state, markdown->section_count + 1);
    for (size_t i = 0; i < markdown->section_count; i++)
        all[i] = own_state(scratch, &markdown->sections[i]);
    include_subsections(markdown, all);
    for (size_t i = 0; i < markdown->section_count; i++) {
        const struct markdown_section *section = &markdown->sections[i];
        if (section->level == 0)
            continue;
        struct fact_row *row =
            fact_add(writer, &fact_kind_markdown_section, NULL, section->line, 1);
        row->cells[MARKDOWN_SECTION_HEADING] = fact_text(writer, section->heading);
        row->cells[MARKDOWN_SECTION_ANCHOR] = fact_text(writer, section->anchor);
        row->cells[MARKDOWN_SECTION_LEVEL] = value_integer(section->level);
        row->cells[MARKDOWN_SECTION_SENTENCES] = value_integer(section->sentences);
        row->cells[MARKDOWN_SECTION_ITEMS] = value_integer(section->items);
        row->cells[MARKDOWN_SECTION_ROWS] = value_integer(section->rows);
        row->cells[MARKDOWN_SECTION_COMMANDS] = value_integer(section->commands);
        row->cells[MARKDOWN_SECTION_STATE] = value_text(states[all[i]]);
    }
}

static void add_anchor(struct fact_writer *writer, uint32_t line, struct text anchor,
                       const char *heading)
{
    anchor = text_trim(anchor);
    if (!anchor.size)
        return;
    struct fact_row *row = fact_add(writer, &fact_kind_markdown_anchor, NULL, line, 1);
    row->cells[MARKDOWN_ANCHOR_ANCHOR] = value_text(arena_copy(fact_arena(writer), anchor));
    row->cells[MARKDOWN_ANCHOR_SORT] = value_text(anchor_sorts[heading ? 0 : 1]);
    row->cells[MARKDOWN_ANCHOR_WORDS] =
        heading ? fact_text(writer, heading) : row->cells[MARKDOWN_ANCHOR_ANCHOR];
}

/* Ids that site generators read out of the text: `{#id}` (Docusaurus, Hugo,
 * kramdown, Pandoc), `{: #id }` (attribute lists), `(label)=` (MyST). */
static void add_written_ids(struct fact_writer *writer, uint32_t number, struct text line)
{
    size_t from = 0;
    for (;;) {
        struct text rest = {line.bytes + from, line.size - from};
        size_t at = text_find(rest, "{");
        if (at == SIZE_MAX)
            break;
        from += at + 1;
        size_t begin = from;
        while (begin < line.size && (line.bytes[begin] == ':' || line.bytes[begin] == ' '))
            begin++;
        if (begin >= line.size || line.bytes[begin] != '#')
            continue;
        size_t end = ++begin;
        while (end < line.size && !strchr(" }\t", line.bytes[end]))
            end++;
        add_anchor(writer, number, (struct text){line.bytes + begin, end - begin}, NULL);
    }
    line = text_trim(line);
    if (line.size > 3 && line.bytes[0] == '(' && line.bytes[line.size - 1] == '=' &&
        line.bytes[line.size - 2] == ')')
        add_anchor(writer, number, (struct text){line.bytes + 1, line.size - 3}, NULL);
}

/* Marks of pages that a generator completes with text from elsewhere. */
static bool is_assembled(struct text line)
{
    static const char *const marks[] = {
        "{{<", "{{%",          "{% include",    "{%- include", "--8<--",    "{!", "<!--@include",
        "<<<", "```{include}", "```{eval-rst}", "```{auto",    "{% render", NULL};
    for (size_t i = 0; marks[i]; i++) {
        if (text_find(line, marks[i]) != SIZE_MAX)
            return true;
    }
    line = text_trim(line);
    return text_starts_with(line, "::: ") || text_starts_with(line, ".. include::") ||
           (text_starts_with(line, "import ") && text_find(line, " from ") != SIZE_MAX) ||
           text_starts_with(line, "{{#include") || text_starts_with(line, "[[include") ||
           text_starts_with(line, "[[_TOC_]]");
}

/* What a block of code shows is put into no page: `import` there is the reader's. */
static bool *code_lines(struct arena *arena, const struct markdown *markdown, size_t count)
{
    bool *code = ARENA_ARRAY(arena, bool, count + 2);
    for (size_t i = 0; i < markdown->code_count; i++) {
        size_t line = markdown->codes[i].line;
        struct text rest = markdown->codes[i].text, one;
        for (; line <= count && text_next_line(&rest, &one); line++)
            code[line] = true;
    }
    return code;
}

static size_t count_lines(struct text text)
{
    size_t count = 0;
    for (struct text line; text_next_line(&text, &line);)
        count++;
    return count;
}

static void add_anchors(struct fact_writer *writer, struct fact_file *file,
                        const struct markdown *markdown)
{
    for (size_t i = 0; i < markdown->section_count; i++) {
        if (markdown->sections[i].level)
            add_anchor(writer, markdown->sections[i].line, text_of(markdown->sections[i].anchor),
                       markdown->sections[i].heading);
    }
    for (size_t i = 0; i < markdown->anchor_count; i++)
        add_anchor(writer, 1, text_of(markdown->anchors[i]), NULL);
    struct text rest = file->content.text, line;
    const bool *code = code_lines(file->arena, markdown, count_lines(rest));
    bool assembled = false;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        add_written_ids(writer, number, line);
        assembled = assembled || (!code[number] && is_assembled(line));
    }
    if (assembled)
        fact_add_gap(writer, &fact_kind_markdown_anchor, NULL, UNKNOWN_UNOBSERVABLE,
                     "a site generator puts this page together");
}

static bool is_site_page(const struct markdown *markdown)
{
    static const char *const keys[] = {
        "layout",
        "permalink",
        "weight",
        "slug",
        "sidebar_label",
        "sidebar_position",
        "sidebar",
        "linktitle",
        "linkTitle",
        "nav_order",
        "parent",
        "aliases",
        "url",
        "menu",
        "draft",
        "type",
        "pagination_next",
        "sidebar_title",
        "redirect_from",
        "hide_title",
        "title",
        "template",
        "cascade",
        "outline",
        NULL,
    };
    if (markdown->front_matter_malformed)
        return true;
    for (size_t i = 0; keys[i]; i++) {
        if (node_find(markdown->front_matter, keys[i]))
            return true;
    }
    return false;
}

static void add_targets(struct fact_writer *writer, const struct markdown *markdown)
{
    bool site_page = is_site_page(markdown);
    for (size_t i = 0; i < markdown->link_count; i++) {
        const struct markdown_link *link = &markdown->links[i];
        struct fact_row *row =
            fact_add(writer, &fact_kind_markdown_target, NULL, link->line, link->column);
        row->cells[MARKDOWN_TARGET_TARGET] = fact_text(writer, link->target ? link->target : "");
        row->cells[MARKDOWN_TARGET_IMAGE] = value_boolean(link->image);
        row->cells[MARKDOWN_TARGET_REFERENCE] = value_boolean(link->reference);
        row->cells[MARKDOWN_TARGET_SITE_PAGE] = value_boolean(site_page);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        fact_add_gaps(writer, NULL, class, reason);
        return;
    }
    const struct markdown *markdown = fact_file_markdown(file);
    if (!fact_file_markdown_is_whole(file))
        fact_add_gaps(writer, NULL, UNKNOWN_UNREADABLE, "larger or deeper than what is read");
    if (fact_is_wanted(writer, &fact_kind_markdown_section)) {
        struct arena scratch;
        arena_init(&scratch, 1 << 14);
        add_sections(writer, markdown, &scratch);
        arena_release(&scratch);
    }
    if (fact_is_wanted(writer, &fact_kind_markdown_anchor))
        add_anchors(writer, file, markdown);
    if (fact_is_wanted(writer, &fact_kind_markdown_target))
        add_targets(writer, markdown);
}

FACT(markdown) = {
    .name = "markdown",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "Sections, anchors and links of Markdown files.",
    .version = 3,
    .kinds = (const struct fact_kind *const[]){&fact_kind_markdown_section,
                                               &fact_kind_markdown_anchor,
                                               &fact_kind_markdown_target, NULL},
    .paths = (const char *const[]){"*.md", "*.markdown", NULL},
    .recognise_file = recognise,
};
