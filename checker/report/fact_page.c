#include "report/fact_page.h"

#include "report/page.h"
#include "report/rule_facts.h"

#include <string.h>

enum { STRINGS_IN_LINE = 6, STRINGS_IN_COLUMN = 40, COLUMNS = 78 };

/* A rule and the kinds that it names. */
struct used {
    const struct rule *rule;
    struct rule_facts facts;
};

static const char *title_of(enum fact_area area)
{
    return fact_area_titles[area];
}

/* In the sentence, or in a block behind it where there are many. */
static void add_strings(struct buffer *out, const char *head, const char *const *strings)
{
    size_t count = 0;
    while (strings[count])
        count++;
    buffer_add_string(out, head);
    if (count <= STRINGS_IN_LINE) {
        buffer_add_byte(out, ' ');
        page_code_list(out, strings, "and");
        buffer_add_string(out, ".\n\n");
        return;
    }
    struct buffer lines = BUFFER_EMPTY;
    size_t column = 0;
    for (size_t i = 0; i < count; i++) {
        bool follows =
            count > STRINGS_IN_COLUMN && column > 0 && column + strlen(strings[i]) + 1 <= COLUMNS;
        buffer_printf(&lines, "%s%s", i == 0 ? "" : follows ? " " : "\n", strings[i]);
        column = (follows ? column + 1 : 0) + strlen(strings[i]);
    }
    buffer_add_byte(&lines, '\n');
    buffer_add_string(out, "\n\n");
    page_block(out, "text", text_of(buffer_string(&lines)), SIZE_MAX);
    buffer_add_byte(out, '\n');
    buffer_release(&lines);
}

static void add_looks(struct buffer *out, const struct recogniser *recogniser)
{
    const char *const *paths = recogniser->paths;
    if (paths && strcmp(paths[0], "**") == 0)
        buffer_add_string(out, "It reads every file.\n\n");
    else if (paths)
        add_strings(out, "It reads", paths);
    if (recogniser->literals)
        add_strings(out, "Of these only files that hold one of", recogniser->literals);
    if (recogniser->needs) {
        buffer_add_string(out, "It is made of ");
        for (size_t i = 0; recogniser->needs[i]; i++)
            buffer_printf(out, "%s[`%s`](#%s)", i ? ", " : "", recogniser->needs[i]->name,
                          recogniser->needs[i]->name);
        buffer_add_string(out, ".\n\n");
    }
    if (recogniser->needs_history)
        buffer_add_string(out,
                          "It is read from the history; in a shallow clone it is unknown.\n\n");
    if (recogniser->names_only)
        buffer_add_string(out, "It looks at the listing of the tree, and into no file.\n\n");
}

/* A kind that several recognisers make, each of its own files. */
static void add_sources(struct buffer *out, const struct fact_kind *kind)
{
    buffer_add_string(out, "It comes from:\n\n");
    for (const struct recogniser *one = fact_recogniser_of(kind); one;
         one = fact_recogniser_after(kind, one)) {
        buffer_printf(out, "- %s", one->summary);
        if (one->paths) {
            buffer_add_string(out, ": ");
            page_code_list(out, one->paths, "and");
        }
        buffer_add_byte(out, '\n');
    }
    buffer_add_byte(out, '\n');
}

static void add_fields(struct buffer *out, struct arena *arena, const struct fact_kind *kind)
{
    buffer_add_string(out, "| field | type | |\n| --- | --- | --- |\n");
    for (const struct fact_field *field = kind->fields; field->name; field++) {
        buffer_printf(out, "| `%s` | ", field->name);
        size_t from = out->size;
        buffer_add_string(out, field->optional ? "optional " : "");
        page_type(out, type_format(arena, &field->type), field->type.words);
        page_end_cell(out, from);
        buffer_add_string(out, " | ");
        from = out->size;
        if (field->summary[strspn(field->summary, "abcdefghijklmnopqrstuvwxyz")] == ',')
            page_text(out, field->summary); /* a list of words as they are written */
        else
            page_sentence(out, field->summary);
        page_end_cell(out, from);
        buffer_add_string(out, " |\n");
    }
    buffer_add_byte(out, '\n');
}

static void add_kind(struct buffer *out, struct arena *arena, const struct fact_kind *kind,
                     const struct recogniser *recogniser, const struct used *used, size_t count)
{
    buffer_printf(out, "### %s\n\n", kind->name);
    page_sentence(out, kind->summary);
    size_t length = strlen(kind->summary);
    buffer_add_string(out, length > 0 && kind->summary[length - 1] == '.' ? "" : ".");
    if (kind->nowhere)
        buffer_add_string(out, " Its rows have no place in the tree: no `path`, `line` and "
                               "`column`.");
    buffer_add_string(out, "\n\n");
    if (fact_recogniser_after(kind, recogniser))
        add_sources(out, kind);
    else
        add_looks(out, recogniser);
    add_fields(out, arena, kind);
    bool has_key = kind->key && *kind->key;
    if (has_key) {
        buffer_add_string(out, "Key: ");
        page_code_list(out, kind->key, "and");
        buffer_add_string(out, ".");
    }
    bool begun = false;
    for (size_t i = 0; i < count; i++) {
        if (!string_is_one_of(kind->name, used[i].facts.kinds))
            continue;
        buffer_printf(out, "%s[%s](rules/%s.md)",
                      begun     ? ", "
                      : has_key ? " Rules: "
                                : "Rules: ",
                      used[i].rule->id, used[i].rule->id);
        begun = true;
    }
    buffer_add_string(out, begun ? ".\n\n" : has_key ? "\n\n" : "");
}

static void add_area(struct buffer *out, struct arena *arena, enum fact_area area,
                     const struct used *used, size_t count)
{
    const char *const *names = fact_kind_names(arena);
    bool begun = false;
    for (; *names; names++) {
        const struct fact_kind *kind = fact_kind_find(*names);
        const struct recogniser *recogniser = fact_recogniser_of(kind);
        if (recogniser->area != area)
            continue;
        if (!begun)
            buffer_printf(out, "## %s\n\n", title_of(area));
        begun = true;
        add_kind(out, arena, kind, recogniser, used, count);
    }
}

static void add_contents(struct buffer *out, struct arena *arena)
{
    for (int area = 1; area <= FACT_AREAS; area++) {
        enum fact_area here = area == FACT_AREAS ? FACT_AREA_UNSAID : (enum fact_area)area;
        bool begun = false;
        for (const char *const *names = fact_kind_names(arena); *names; names++) {
            if (fact_recogniser_of(fact_kind_find(*names))->area != here)
                continue;
            if (begun)
                buffer_add_string(out, ", ");
            else
                buffer_printf(out, "- %s: ", title_of(here));
            buffer_printf(out, "[`%s`](#%s)", *names, *names);
            begun = true;
        }
        buffer_add_string(out, begun ? "\n" : "");
    }
    buffer_add_byte(out, '\n');
}

void fact_page_write(struct buffer *out, struct arena *arena, const struct library *library,
                     bool builtin)
{
    struct used *used = ARENA_ARRAY(arena, struct used, library->rule_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < library->rule_count; i++) {
        if (library->rules[i]->builtin != builtin)
            continue;
        used[count].rule = library->rules[i];
        rule_facts_find(&used[count++].facts, arena, library->rules[i]);
        if (!used[count - 1].facts.kinds)
            used[count - 1].facts.kinds = ARENA_ARRAY(arena, const char *, 1);
    }
    buffer_add_string(
        out, "# Facts\n\n"
             "What the program sees of a repository: tables of rows, which rules judge. Every row "
             "has `path`, `line` and `column` unless its kind says otherwise. A field that is "
             "`optional` may be absent: it was looked for, and is not there. Every field may be "
             "unknown, where what it says cannot be read. The key names a row for ever: "
             "fingerprints are made of it.\n\n"
             "`bylaw facts KIND .` shows the rows of a repository, `bylaw facts --declare` this "
             "page as text.\n\n");
    add_contents(out, arena);
    for (int area = 1; area < FACT_AREAS; area++)
        add_area(out, arena, (enum fact_area)area, used, count);
    add_area(out, arena, FACT_AREA_UNSAID, used, count);
}
