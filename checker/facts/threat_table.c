#include "facts/threat_table.h"

#include "facts/residue.h"

#include <string.h>

enum { COLUMNS_MAX = 32, NO_COLUMN = -1 };

struct columns {
    int threat, state, answer;
    bool is_assets;
};

static bool is_row(struct text line)
{
    line = text_trim(line);
    return line.size > 1 && line.bytes[0] == '|';
}

/* `|---|:--:|` */
static bool is_rule(struct text line)
{
    line = text_trim(line);
    bool has_dash = false;
    for (size_t i = 0; i < line.size; i++) {
        if (!strchr("|:- \t", line.bytes[i]) || line.bytes[i] == '\0')
            return false;
        has_dash = has_dash || line.bytes[i] == '-';
    }
    return has_dash;
}

static size_t split(struct text line, struct text cells[COLUMNS_MAX])
{
    line = text_trim(line);
    size_t count = 0;
    size_t start = 1;
    for (size_t i = 1; i <= line.size && count < COLUMNS_MAX; i++) {
        bool is_end = i == line.size || (line.bytes[i] == '|' && line.bytes[i - 1] != '\\');
        if (!is_end)
            continue;
        if (i < line.size || start < line.size)
            cells[count++] = text_trim((struct text){line.bytes + start, i - start});
        start = i + 1;
    }
    return count;
}

static bool names_any(const char *folded, const char *const *words)
{
    for (; *words; words++)
        if (prose_has_phrase(folded, *words))
            return true;
    return false;
}

static struct columns read_head(struct arena *scratch, struct text line)
{
    static const char *const threats[] = {"threat",        "threats", "attack",     "attacks",
                                          "risk",          "risks",   "abuse case", "scenario",
                                          "vulnerability", "concern", "hazard",     NULL};
    static const char *const no_threats[] = {"level", "rating", "score",    "id",
                                             "type",  "actor",  "category", "agent",
                                             "model", "class",  NULL};
    static const char *const states[] = {"status",     "state",    "disposition",
                                         "resolution", "decision", NULL};
    static const char *const answers[] = {
        "mitigation",     "mitigations",     "control",      "controls",
        "countermeasure", "countermeasures", "response",     "treatment",
        "defence",        "defense",         "remediation",  "safeguard",
        "safeguards",     "handling",        "mitigated by", NULL};
    static const char *const assets[] = {"asset", "assets", NULL};
    struct text cells[COLUMNS_MAX];
    struct columns columns = {NO_COLUMN, NO_COLUMN, NO_COLUMN, false};
    size_t count = split(line, cells);
    for (size_t i = 0; i < count; i++) {
        const char *name = prose_fold(scratch, arena_copy(scratch, cells[i]));
        if (columns.threat == NO_COLUMN && names_any(name, threats) && !names_any(name, no_threats))
            columns.threat = (int)i;
        else if (columns.state == NO_COLUMN && names_any(name, states))
            columns.state = (int)i;
        else if (columns.answer == NO_COLUMN && names_any(name, answers))
            columns.answer = (int)i;
        columns.is_assets = columns.is_assets || (i == 0 && names_any(name, assets));
    }
    return columns;
}

static bool says_something(struct arena *scratch, struct text cell)
{
    static const char *const nothing[] = {"-",    "--", "none", "n/a", "tbd",
                                          "todo", "?",  "...",  NULL};
    for (size_t i = 0; nothing[i]; i++)
        if (cell.size == strlen(nothing[i]) && text_find_folded(cell, nothing[i]) == 0)
            return false;
    return cell.size > 0 && !residue_is_whole(scratch, cell);
}

static void read_row(struct arena *scratch, const struct columns *columns, struct text line,
                     struct threat_model *out)
{
    struct text cells[COLUMNS_MAX];
    int count = (int)split(line, cells);
    int threat = columns->threat == NO_COLUMN ? 0 : columns->threat;
    enum threat_state state = THREAT_UNSTATED;
    if (threat >= count || !says_something(scratch, cells[threat]))
        return;
    if (columns->state != NO_COLUMN && columns->state < count)
        state = threat_state_of_word(arena_copy(scratch, cells[columns->state]));
    if (state == THREAT_UNSTATED && columns->answer != NO_COLUMN && columns->answer < count &&
        says_something(scratch, cells[columns->answer]))
        state = THREAT_ADDRESSED;
    threat_model_add(out, state);
}

/* The line behind the last row of a table whose head stands at `line`; `line` itself
 * when no table begins there. */
static size_t end_of_table(const struct prose *prose, size_t line, size_t end)
{
    if (line + 1 >= end || prose->lines[line].code || !is_row(prose->lines[line].visible) ||
        !is_rule(prose->lines[line + 1].visible))
        return line;
    size_t row = line + 2;
    while (row < end && is_row(prose->lines[row].visible))
        row++;
    return row;
}

void threat_tables_read(struct arena *scratch, const struct prose *prose, size_t section,
                        bool about_threats, struct threat_model *out)
{
    size_t end = prose->sections[section].end;
    for (size_t i = prose->sections[section].first; i < end; i++) {
        size_t table = end_of_table(prose, i, end);
        if (table == i)
            continue;
        struct columns columns = read_head(scratch, prose->lines[i].visible);
        bool has_answer = columns.answer != NO_COLUMN || columns.state != NO_COLUMN;
        bool has_threat = columns.threat != NO_COLUMN;
        if (about_threats ? has_threat || has_answer : has_threat && has_answer)
            for (size_t row = i + 2; row < table; row++)
                read_row(scratch, &columns, prose->lines[row].visible, out);
        else if (columns.is_assets)
            out->assets += table - i - 2;
        i = table - 1;
    }
}

size_t threat_table_rows(const struct prose *prose, size_t section)
{
    size_t rows = 0;
    size_t end = prose->sections[section].end;
    for (size_t i = prose->sections[section].first; i < end; i++) {
        size_t table = end_of_table(prose, i, end);
        if (table == i)
            continue;
        rows += table - i - 2;
        i = table - 1;
    }
    return rows;
}
