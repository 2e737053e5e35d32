#include "facts/incident_actions.h"

#include "facts/operations_dates.h"
#include "facts/operations_item.h"
#include "facts/operations_table.h"

#include <string.h>

static const char *const headings[] = {"action",    "actions",    "action item", "action items",
                                       "follow-up", "follow-ups", "follow up",   "follow ups",
                                       "followup",  "followups",  "corrective",  "next steps",
                                       "todo",      "to do",      "open items",  NULL};

/* Where none of these is, what is said under others. */
static const char *const other_headings[] = {"preventive",  "preventative", "prevention", "prevent",
                                             "remediation", "improvements", "tasks",      NULL};

enum { NO_COLUMN = -1 };

struct columns {
    int owner, due, state;
};

struct reading {
    struct arena *arena;
    const struct prose *prose;
    struct incident_actions *out;
    size_t capacity;
};

static const char *folded(struct arena *arena, struct text text)
{
    return prose_fold(arena, arena_copy(arena, text));
}

static bool has_any(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (prose_has_phrase(text, words[i]))
            return true;
    return false;
}

static bool says_done(const char *text)
{
    static const char *const open[] = {"not done", "not started",  "incomplete", "to do",
                                       "todo",     "not complete", "undone",     NULL};
    static const char *const words[] = {"done",      "complete",  "completed", "closed",
                                        "fixed",     "resolved",  "merged",    "implemented",
                                        "shipped",   "deployed",  "landed",    "wontfix",
                                        "won't fix", "cancelled", NULL};
    if (strstr(text, "✅") || strstr(text, "[x]") || strstr(text, "☑") || strstr(text, "✔"))
        return true;
    return !has_any(text, open) && has_any(text, words);
}

/* Without the marks of Markdown and the box that somebody painted before it. */
static const char *plain(struct arena *arena, struct text text)
{
    static const char *const boxes[] = {"⬜", "☐", "🔲", NULL};
    for (size_t i = 0; boxes[i]; i++)
        if (text_starts_with(text, boxes[i]))
            text = text_trim(
                (struct text){text.bytes + strlen(boxes[i]), text.size - strlen(boxes[i])});
    char *out = arena_alloc(arena, text.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        bool is_bold = text.bytes[i] == '*' && i + 1 < text.size && text.bytes[i + 1] == '*';
        if (is_bold)
            i++;
        else
            out[size++] = text.bytes[i];
    }
    out[size] = '\0';
    return out;
}

static struct incident_action *add(struct reading *reading, struct text text, size_t line)
{
    struct incident_actions *out = reading->out;
    if (out->count == reading->capacity)
        return NULL;
    struct incident_action *action = &out->items[out->count++];
    *action = (struct incident_action){
        .text = plain(reading->arena, text),
        .line = (uint32_t)line + 1,
        .is_linked = operations_is_linked(reading->prose->lines[line].text),
    };
    return action;
}

static struct columns read_head(struct arena *arena, struct text line)
{
    static const char *const owners[] = {"owner",       "owners", "assignee",    "assigned",
                                         "assigned to", "who",    "responsible", "dri",
                                         "lead",        "person", "accountable", NULL};
    static const char *const dues[] = {"due",    "due date", "deadline", "by when",     "when",
                                       "target", "eta",      "date",     "target date", NULL};
    static const char *const states[] = {"status", "state", "done", "progress", NULL};
    struct columns columns = {NO_COLUMN, NO_COLUMN, NO_COLUMN};
    struct text cells[OPERATIONS_COLUMNS_MAX];
    size_t count = operations_split(line, cells);
    for (size_t i = 0; i < count; i++) {
        const char *head = folded(arena, cells[i]);
        if (columns.owner == NO_COLUMN && has_any(head, owners))
            columns.owner = (int)i;
        else if (columns.due == NO_COLUMN && has_any(head, dues))
            columns.due = (int)i;
        else if (columns.state == NO_COLUMN && has_any(head, states))
            columns.state = (int)i;
    }
    return columns;
}

static struct text cell_at(const struct text *cells, size_t count, int column)
{
    return column >= 0 && (size_t)column < count ? cells[column] : (struct text){"", 0};
}

/* The longest cell that is none of these says what is to be done. */
static struct text longest(const struct text *cells, size_t count, const struct columns *columns)
{
    struct text found = {"", 0};
    for (size_t i = 0; i < count; i++)
        if (cells[i].size > found.size && (int)i != columns->owner && (int)i != columns->due &&
            (int)i != columns->state)
            found = cells[i];
    return found;
}

static void read_row(struct reading *reading, const struct columns *columns, size_t line)
{
    struct text cells[OPERATIONS_COLUMNS_MAX];
    size_t count = operations_split(reading->prose->lines[line].text, cells);
    struct text what = longest(cells, count, columns);
    if (!operations_is_filled(reading->arena, what))
        return;
    struct incident_action *action = add(reading, what, line);
    if (!action)
        return;
    struct text state = cell_at(cells, count, columns->state);
    action->is_owned = operations_is_filled(reading->arena, cell_at(cells, count, columns->owner));
    action->has_due = operations_date_find(cell_at(cells, count, columns->due), &action->due);
    action->is_done = says_done(folded(reading->arena, state)) ||
                      text_find(reading->prose->lines[line].text, "[x]") != SIZE_MAX;
}

/* `Owner: Ann`, `**Owner**: Ann`. */
static bool names_role(const char *text)
{
    static const char *const words[] = {"owner", "owners", "assignee", "dri", "responsible", NULL};
    for (size_t i = 0; words[i]; i++)
        for (const char *at = strstr(text, words[i]); at; at = strstr(at + 1, words[i])) {
            const char *end = at + strlen(words[i]);
            end += strspn(end, "*_ ");
            if ((at == text || strchr(" (*_[", at[-1])) && *end == ':')
                return true;
        }
    return strstr(text, "assigned to ") || strstr(text, "owned by ");
}

static bool names_person(struct arena *arena, struct text text)
{
    for (size_t i = 0; i + 1 < text.size; i++) {
        bool is_start = i == 0 || strchr(" (*[", text.bytes[i - 1]);
        if (text.bytes[i] == '@' && is_start && text.bytes[i + 1] != ' ')
            return true;
    }
    return names_role(folded(arena, text));
}

static void read_item(struct reading *reading, enum operations_box box, struct text rest,
                      size_t line)
{
    struct text whole = operations_whole_item(reading->prose, line);
    if (!operations_is_filled(reading->arena, rest))
        return;
    struct incident_action *action = add(reading, rest, line);
    if (!action)
        return;
    action->is_linked = operations_is_linked(whole);
    action->is_owned = names_person(reading->arena, whole);
    action->has_due = operations_date_find(whole, &action->due);
    action->is_done = box == OPERATIONS_TICKED_BOX ||
                      (box == OPERATIONS_NO_BOX && says_done(folded(reading->arena, whole)));
}

static void read_sections(struct reading *reading, const char *const *about)
{
    const struct prose *prose = reading->prose;
    struct columns columns = {NO_COLUMN, NO_COLUMN, NO_COLUMN};
    bool in_table = false;
    for (size_t i = 0; i < prose->line_count; i++) {
        const struct prose_line *line = &prose->lines[i];
        struct text rest;
        enum operations_box box;
        bool is_row = operations_is_row(line->text);
        bool is_about =
            !line->heading && !line->code && prose_section_is_about(prose, line->section, about);
        if (is_about && is_row && !in_table)
            columns = read_head(reading->arena, line->text);
        else if (is_about && is_row && !operations_is_rule(line->text))
            read_row(reading, &columns, i);
        else if (is_about && !is_row && line->text.size && line->text.bytes[0] != ' ' &&
                 operations_item(line->text, &box, &rest))
            read_item(reading, box, rest, i);
        in_table = is_row;
    }
}

struct incident_actions incident_actions_read(struct arena *arena, const struct prose *prose)
{
    struct incident_actions out = {0};
    struct reading reading = {arena, prose, &out, prose->line_count};
    out.items = ARENA_ARRAY(arena, struct incident_action, prose->line_count + 1);
    read_sections(&reading, headings);
    if (!out.count)
        read_sections(&reading, other_headings);
    return out;
}
