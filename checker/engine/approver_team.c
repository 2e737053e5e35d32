#include "engine/approver_team.h"

#include "base/text.h"
#include "facts/catalogue_kinds.h"
#include "facts/supply.h"

#include <string.h>

static const char *cell(const struct fact_row *row, size_t field)
{
    return row->cells[field].kind == VALUE_TEXT ? row->cells[field].text : "";
}

static bool is_entity(const struct fact_row *row, const char *kind)
{
    return !row->gap && cell_is(row, ENTITY_KIND, kind) && !cell_is_true(row, ENTITY_TEST);
}

/* ORGANISATION/TEAM, or the team's name alone where the entry says no more. */
static bool is_team(const struct fact_row *row, const char *handle)
{
    const char *slug = cell(row, ENTITY_SLUG);
    const char *slash = strrchr(handle, '/');
    if (!is_entity(row, "group"))
        return false;
    if (strchr(slug, '/'))
        return string_equals_folded(slug, handle);
    return string_equals_folded(*slug ? slug : cell(row, ENTITY_NAME), slash + 1);
}

static bool is_person(const struct fact_row *row, const char *by)
{
    return is_entity(row, "user") &&
           (string_equals_folded(cell(row, ENTITY_ADDRESS), by) ||
            (by[0] == '@' && string_equals_folded(cell(row, ENTITY_SLUG), by + 1)));
}

static bool names(const struct fact_row *row, const char *name)
{
    const struct value *members = &row->cells[ENTITY_MEMBERS];
    for (size_t i = 0; members->kind == VALUE_LIST && i < members->list->count; i++)
        if (members->list->items[i].kind == VALUE_TEXT &&
            string_equals_folded(members->list->items[i].text, name))
            return true;
    return false;
}

/* The one group of that name; NULL when there is none, or more than one. */
static const struct fact_row *find_team(const struct fact_table *entities, const char *team)
{
    const struct fact_row *found = NULL;
    for (size_t i = 0; i < entities->count; i++) {
        if (!is_team(&entities->rows[i], team + 1))
            continue;
        if (found)
            return NULL;
        found = &entities->rows[i];
    }
    return found;
}

enum team_answer approver_team_has(const struct fact_table *entities, const char *team,
                                   const char *by)
{
    const struct fact_row *group = find_team(entities, team);
    enum team_answer answer = TEAM_UNKNOWN;
    for (size_t i = 0; group && i < entities->count; i++) {
        const struct fact_row *row = &entities->rows[i];
        if (row->gap)
            return TEAM_UNKNOWN;
        if (!is_person(row, by))
            continue;
        if (names(group, cell(row, ENTITY_NAME)) || names(row, cell(group, ENTITY_NAME)))
            return TEAM_MEMBER;
        answer = TEAM_NO_MEMBER;
    }
    return answer;
}
