#include "facts/adr_reading.h"
#include "facts/residue.h"
#include "facts/template_reading.h"

#include <string.h>

bool adr_reading_has_family(const struct adr_reading *reading, enum adr_family family)
{
    for (size_t i = 0; i < reading->prose->section_count; i++)
        if (reading->families[i] == family)
            return true;
    return false;
}

static bool has_heading(const struct adr_reading *reading, const char *phrase)
{
    for (size_t i = 0; i < reading->prose->section_count; i++)
        if (prose_has_phrase(reading->prose->sections[i].folded, phrase))
            return true;
    return false;
}

static bool is_structured(const struct node *fields)
{
    static const char *const keys[] = {"category", "tags",    "created", "updated",
                                       "author",   "project", NULL};
    const char *type = node_string(fields, "type");
    size_t found = 0;
    for (size_t i = 0; keys[i]; i++)
        found += node_find(fields, keys[i]) != NULL;
    return type && strcmp(type, "adr") == 0 && found >= 3;
}

/* Clauses of a Y-statement, in the order in which they stand. */
static const struct {
    const char *phrase;
    enum adr_family family;
} clauses[] = {
    {"in the context of", ADR_FAMILY_CONTEXT},
    {"facing", ADR_FAMILY_NONE},
    {"we decided|decide|choose|chose for|to|against", ADR_FAMILY_DECISION},
    {"to achieve", ADR_FAMILY_NONE},
    {"accepting", ADR_FAMILY_CONSEQUENCES},
};
enum { CLAUSES = sizeof(clauses) / sizeof(clauses[0]) };

/* The words of the text without its placeholders. */
static struct words clean_words(struct adr_reading *reading)
{
    struct text text = reading->prose->visible;
    char *copy = arena_copy(reading->scratch, text);
    struct text rest = text, line;
    while (text_next_line(&rest, &line)) {
        struct residue residue;
        for (size_t from = 0; residue_next(line, &from, &residue);)
            memset(copy + (residue.text.bytes - text.bytes), ' ', residue.text.size);
    }
    /* Brackets of the template of the Y-statement, which hold any words. */
    for (size_t i = 0; i < text.size; i++) {
        const char *close = copy[i] == '<' ? memchr(copy + i, '>', text.size - i) : NULL;
        if (close && close[-1] != '/' && close - (copy + i) < 200)
            memset(copy + i, ' ', (size_t)(close - (copy + i)) + 1);
    }
    return words_read(reading->scratch, (struct text){copy, text.size});
}

static bool find_clauses(const struct words *words, size_t at[CLAUSES], size_t ends[CLAUSES])
{
    size_t from = words_find(words, 0, words->count, clauses[0].phrase, &ends[0]);
    if (from == SIZE_MAX)
        return false;
    at[0] = from;
    unsigned found = 1;
    for (size_t i = 1; i < CLAUSES; i++) {
        size_t limit = from + 400 < words->count ? from + 400 : words->count;
        at[i] = words_find(words, from, limit, clauses[i].phrase, &ends[i]);
        if (at[i] != SIZE_MAX) {
            from = at[i];
            found++;
        }
    }
    return found >= 4 || (found == 3 && at[2] != SIZE_MAX && at[1] != SIZE_MAX);
}

/* Requests for comments have a motivation and a design, and no section that decides: what
 * they call background or rationale does not make them a record of another shape. */
static bool is_request_for_comments(const struct adr_reading *reading)
{
    return adr_reading_has_family(reading, ADR_FAMILY_MOTIVATION) &&
           (has_heading(reading, "detailed design") ||
            has_heading(reading, "reference-level explanation"));
}

void adr_reading_choose_format(struct adr_reading *reading, bool kep, const struct node *fields)
{
    struct adr_record *out = reading->out;
    bool options = adr_reading_has_family(reading, ADR_FAMILY_OPTIONS);
    bool madr_context = has_heading(reading, "context and problem statement");
    bool madr_outcome = has_heading(reading, "decision outcome");
    bool decision = adr_reading_has_family(reading, ADR_FAMILY_DECISION);
    bool consequences = adr_reading_has_family(reading, ADR_FAMILY_CONSEQUENCES);
    bool context = adr_reading_has_family(reading, ADR_FAMILY_CONTEXT);
    size_t at[CLAUSES], ends[CLAUSES];
    if (kep)
        out->format = ADR_KEP;
    else if (is_structured(fields))
        out->format = ADR_STRUCTURED;
    else if (madr_outcome || (madr_context && options))
        out->format = ADR_MADR;
    else if (is_request_for_comments(reading))
        out->format = ADR_OTHER;
    else if (decision || (consequences && context) ||
             (context && adr_reading_has_family(reading, ADR_FAMILY_STATUS)))
        out->format = ADR_NYGARD;
    else {
        struct words words = clean_words(reading);
        out->format = find_clauses(&words, at, ends) ? ADR_Y_STATEMENT : ADR_OTHER;
    }
}

static const enum adr_family *required_of(enum adr_format format)
{
    static const enum adr_family nygard[] = {ADR_FAMILY_CONTEXT, ADR_FAMILY_DECISION,
                                             ADR_FAMILY_CONSEQUENCES, ADR_FAMILY_NONE};
    static const enum adr_family madr[] = {ADR_FAMILY_CONTEXT, ADR_FAMILY_OPTIONS,
                                           ADR_FAMILY_DECISION, ADR_FAMILY_NONE};
    static const enum adr_family structured[] = {
        ADR_FAMILY_STATUS,   ADR_FAMILY_CONTEXT,      ADR_FAMILY_DRIVERS, ADR_FAMILY_OPTIONS,
        ADR_FAMILY_DECISION, ADR_FAMILY_CONSEQUENCES, ADR_FAMILY_OUTCOME, ADR_FAMILY_RELATED,
        ADR_FAMILY_LINKS,    ADR_FAMILY_MORE,         ADR_FAMILY_AUDIT,   ADR_FAMILY_NONE};
    static const enum adr_family kep[] = {ADR_FAMILY_SUMMARY, ADR_FAMILY_MOTIVATION,
                                          ADR_FAMILY_PROPOSAL, ADR_FAMILY_NONE};
    static const enum adr_family other[] = {ADR_FAMILY_DECISION, ADR_FAMILY_NONE};
    switch (format) {
    case ADR_NYGARD:
    case ADR_Y_STATEMENT:
        return nygard;
    case ADR_MADR:
        return madr;
    case ADR_STRUCTURED:
        return structured;
    case ADR_KEP:
        return kep;
    case ADR_OTHER:
        break;
    }
    return other;
}

static bool is_required(enum adr_format format, enum adr_family family)
{
    for (const enum adr_family *one = required_of(format); *one != ADR_FAMILY_NONE; one++)
        if (*one == family)
            return true;
    return false;
}

static struct adr_section *add_section(struct adr_reading *reading, enum adr_family family)
{
    struct adr_record *out = reading->out;
    struct adr_section *section = &out->sections[out->section_count++];
    *section = (struct adr_section){.family = family,
                                    .line = 1,
                                    .required = is_required(out->format, family),
                                    .state = ADR_ABSENT};
    return section;
}

/* The first section of a family speaks for it, with the subsections that are no
 * family of their own. */
static void read_section(struct adr_reading *reading, enum adr_family family)
{
    const struct prose *prose = reading->prose;
    size_t found = 0;
    while (found < prose->section_count && reading->families[found] != family)
        found++;
    if (found == prose->section_count) {
        if (is_required(reading->out->format, family))
            add_section(reading, family);
        return;
    }
    const struct prose_section *section = &prose->sections[found];
    struct adr_section *row = add_section(reading, family);
    row->heading = arena_strdup(reading->arena, section->heading);
    row->line = (uint32_t)(section->first ? section->first : 1);
    row->state = adr_state_of_lines(reading->scratch, prose, section->first, section->end, family);
    size_t last = section->end;
    for (size_t i = found + 1; i < prose->section_count && row->state != ADR_FILLED; i++) {
        const struct prose_section *below = &prose->sections[i];
        if (below->level <= section->level)
            break;
        if (reading->families[i] != ADR_FAMILY_NONE && reading->families[i] != family)
            continue;
        enum adr_section_state state =
            adr_state_of_lines(reading->scratch, prose, below->first, below->end, family);
        if (state == ADR_FILLED || row->state == ADR_EMPTY)
            row->state = state;
        last = below->end;
    }
    if (row->state == ADR_TEMPLATE)
        row->template = template_of_lines(reading->scratch, prose, section->first, last);
}

static void read_clauses(struct adr_reading *reading)
{
    struct words words = clean_words(reading);
    size_t at[CLAUSES], ends[CLAUSES];
    if (!find_clauses(&words, at, ends))
        return;
    for (size_t i = 0; i < CLAUSES; i++) {
        if (clauses[i].family == ADR_FAMILY_NONE)
            continue;
        struct adr_section *row = add_section(reading, clauses[i].family);
        if (at[i] == SIZE_MAX)
            continue;
        size_t end = words.count;
        for (size_t next = i + 1; next < CLAUSES; next++)
            if (at[next] != SIZE_MAX && at[next] >= ends[i] && at[next] < end)
                end = at[next];
        row->line = words.items[at[i]].line;
        row->heading = "";
        row->state = end > ends[i] ? ADR_FILLED : ADR_TEMPLATE;
    }
}

/* A record of no known shape decides somewhere in its text, or nowhere. */
static void read_free_text(struct adr_reading *reading)
{
    const struct prose *prose = reading->prose;
    struct adr_section *row = add_section(reading, ADR_FAMILY_DECISION);
    row->state = ADR_EMPTY;
    for (size_t i = 0; i < prose->section_count && row->state != ADR_FILLED; i++) {
        const struct prose_section *section = &prose->sections[i];
        size_t first = section->first;
        /* Lines of metadata decide nothing. */
        struct text value;
        while (first < section->end && i < 2 &&
               (!text_trim(prose->lines[first].text).size ||
                adr_value_of(prose->lines[first].text, "status", &value) ||
                adr_value_of(prose->lines[first].text, "date", &value)))
            first++;
        if (reading->families[i] == ADR_FAMILY_STATUS)
            continue;
        enum adr_section_state state =
            adr_state_of_lines(reading->scratch, prose, first, section->end, ADR_FAMILY_DECISION);
        if (state != ADR_EMPTY)
            row->state = state;
    }
}

void adr_reading_add_sections(struct adr_reading *reading)
{
    struct adr_record *out = reading->out;
    out->sections = ARENA_ARRAY(reading->arena, struct adr_section, ADR_FAMILIES);
    if (out->format == ADR_Y_STATEMENT) {
        read_clauses(reading);
        return;
    }
    for (enum adr_family family = 0; family < ADR_FAMILY_NONE; family++) {
        if (out->format == ADR_OTHER && family == ADR_FAMILY_DECISION)
            read_free_text(reading);
        else
            read_section(reading, family);
    }
}

void adr_reading_add_absent_sections(struct adr_reading *reading)
{
    reading->out->sections = ARENA_ARRAY(reading->arena, struct adr_section, ADR_FAMILIES);
    for (const enum adr_family *family = required_of(reading->out->format);
         *family != ADR_FAMILY_NONE; family++)
        add_section(reading, *family);
}
