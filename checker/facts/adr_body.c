#include "facts/adr_body.h"

#include "facts/adr_reading.h"
#include "facts/freshness.h"

#include <string.h>

static const char *const later_words[] = {
    "update|updates|updated|amendment|amendments|amended|addendum|errata|erratum|changelog|note|"
    "notes|audit|history|revision|revisions|postscript|edit|retrospective",
    "change log",
    "change history",
    NULL,
};

static bool is_number_of(const char *word, size_t digits)
{
    return strlen(word) == digits && strspn(word, "0123456789") == digits;
}

static bool is_month(const struct words *words, size_t at)
{
    return words_match(words, at, words->count,
                       "january|february|march|april|may|june|july|august|september|october|"
                       "november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec",
                       NULL);
}

/* `2026-01-31`, `31/01/2026`, `January 2026`, `Jan 31, 2026`. */
static bool have_date(const struct words *words, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const char *word = words->items[i].text;
        bool year = is_number_of(word, 4) && (word[0] == '1' || word[0] == '2');
        if (!year)
            continue;
        if (i + 2 < to && is_number_of(words->items[i + 1].text, 2) &&
            is_number_of(words->items[i + 2].text, 2))
            return true;
        if (i >= from + 2 && is_number_of(words->items[i - 1].text, 2) &&
            is_number_of(words->items[i - 2].text, 2))
            return true;
        if ((i > from && is_month(words, i - 1)) || (i > from + 1 && is_month(words, i - 2)))
            return true;
    }
    return false;
}

static enum adr_part part_of(enum adr_family family)
{
    if (family == ADR_FAMILY_CONTEXT || family == ADR_FAMILY_DRIVERS)
        return ADR_PART_CONTEXT;
    if (family == ADR_FAMILY_DECISION || family == ADR_FAMILY_OUTCOME)
        return ADR_PART_DECISION;
    return family == ADR_FAMILY_CONSEQUENCES ? ADR_PART_CONSEQUENCES : ADR_PART_OTHER;
}

struct body_reading {
    struct arena *arena, *scratch;
    const struct prose *prose;
    enum adr_family *families; /* by section, inherited from the one above */
    bool *later;               /* by section, too */
    struct adr_unit *units;
    size_t count, capacity;
};

static void name_sections(struct body_reading *reading)
{
    const struct prose *prose = reading->prose;
    reading->families = ARENA_ARRAY(reading->scratch, enum adr_family, prose->section_count);
    reading->later = ARENA_ARRAY(reading->scratch, bool, prose->section_count);
    for (size_t i = 0; i < prose->section_count; i++) {
        const struct prose_section *section = &prose->sections[i];
        enum adr_family family =
            section->level ? adr_family_of(reading->scratch, section->heading) : ADR_FAMILY_NONE;
        bool has_parent = section->parent < i;
        if (family == ADR_FAMILY_NONE && has_parent)
            family = reading->families[section->parent];
        reading->families[i] = family;
        struct words words = words_read(reading->scratch, text_of(section->heading));
        /* "Notes on the release process" is no later note of this record. */
        reading->later[i] =
            (has_parent && reading->later[section->parent]) ||
            (words.count && words_have(&words, 0, words.count < 3 ? words.count : 3, later_words));
    }
}

static bool is_metadata(struct text line)
{
    static const char *const keys[] = {"date",
                                       "status",
                                       "deciders",
                                       "decision-makers",
                                       "decision makers",
                                       "tags",
                                       "updated",
                                       "author",
                                       "authors",
                                       "consulted",
                                       "informed",
                                       "owner",
                                       "reviewers",
                                       "approvers",
                                       "last updated",
                                       "technical story",
                                       "supersedes",
                                       "superseded by",
                                       "amends",
                                       "amended by",
                                       NULL};
    struct text value;
    for (size_t i = 0; keys[i]; i++)
        if (adr_value_of(line, keys[i], &value))
            return true;
    return false;
}

/* `[[000328|ADR-328]]` says "ADR-328": where a link leads is no part of what is said, and
 * its brackets stand between no words that were one. */
static struct text without_wiki_targets(struct arena *scratch, struct text line)
{
    if (text_find(line, "[[") == SIZE_MAX)
        return line;
    char *copy = arena_copy(scratch, line);
    size_t size = 0;
    for (size_t at = 0; at < line.size; at++) {
        struct text rest = {line.bytes + at, line.size - at};
        size_t close = text_starts_with(rest, "[[") ? text_find(rest, "]]") : SIZE_MAX;
        if (close == SIZE_MAX) {
            copy[size++] = line.bytes[at];
            continue;
        }
        size_t bar = text_find((struct text){rest.bytes, close}, "|");
        size_t from = bar == SIZE_MAX ? 2 : bar + 1;
        memcpy(copy + size, rest.bytes + from, close - from);
        size += close - from;
        at += close + 1;
    }
    return (struct text){copy, size};
}

/* The words of the section, metadata left out. */
static struct words words_of_section(struct body_reading *reading, size_t index)
{
    const struct prose *prose = reading->prose;
    const struct prose_section *section = &prose->sections[index];
    struct buffer buffer = BUFFER_EMPTY;
    for (size_t i = section->first; i < section->end && i < prose->line_count; i++) {
        const struct prose_line *line = &prose->lines[i];
        if (line->heading || (section->level < 2 && is_metadata(line->text)))
            continue;
        struct text seen = freshness_seen(reading->scratch, line);
        seen = without_wiki_targets(reading->scratch, seen);
        /* A row of a table is one sentence, not one for each cell. */
        struct text row = text_trim(seen);
        bool is_row = text_starts_with(row, "|");
        for (size_t k = 0; k < seen.size; k++) {
            bool is_inner = is_row && seen.bytes[k] == '|' && seen.bytes + k != row.bytes;
            buffer_add_byte(&buffer, is_inner ? ',' : seen.bytes[k]);
        }
        buffer_add_byte(&buffer, '\n');
    }
    const char *text =
        arena_copy(reading->scratch, (struct text){buffer_string(&buffer), buffer.size});
    struct words words = words_read(reading->scratch, (struct text){text, buffer.size});
    buffer_release(&buffer);
    return words;
}

static void add_unit(struct body_reading *reading, const struct words *words, size_t from,
                     size_t to, enum adr_part part, bool later)
{
    struct buffer buffer = BUFFER_EMPTY;
    for (size_t i = from; i < to; i++) {
        buffer_add_string(&buffer, words->items[i].text);
        if (i + 1 < to)
            buffer_add_byte(&buffer, ' ');
    }
    bool begins = words_have(words, from, from + 2 < to ? from + 2 : to, later_words);
    later = later || (begins && have_date(words, from, to));
    reading->units = arena_grow(reading->arena, reading->units, reading->count, &reading->capacity,
                                sizeof(*reading->units));
    reading->units[reading->count++] = (struct adr_unit){
        .words = arena_strdup(reading->arena, buffer_string(&buffer)),
        .part = part,
        .later = later,
    };
    buffer_release(&buffer);
}

/* A heading above that bears the date dates what stands below. */
static bool is_dated_above(struct body_reading *reading, size_t index)
{
    for (; index != SIZE_MAX; index = reading->prose->sections[index].parent) {
        struct words words =
            words_read(reading->scratch, text_of(reading->prose->sections[index].heading));
        if (have_date(&words, 0, words.count))
            return true;
    }
    return false;
}

void adr_body_read(struct adr_body *out, struct arena *arena, struct arena *scratch,
                   const struct prose *prose, enum adr_format format)
{
    struct body_reading reading = {.arena = arena, .scratch = scratch, .prose = prose};
    name_sections(&reading);
    for (size_t i = 0; i < prose->section_count; i++) {
        if (reading.families[i] == ADR_FAMILY_STATUS)
            continue;
        enum adr_part part = part_of(reading.families[i]);
        if (format == ADR_OTHER || format == ADR_Y_STATEMENT)
            part = ADR_PART_CONTEXT;
        struct words words = words_of_section(&reading, i);
        bool later =
            reading.later[i] && (have_date(&words, 0, words.count) || is_dated_above(&reading, i));
        for (size_t from = 0, to = 0; from < words.count; from = to) {
            while (to < words.count && words.items[to].sentence == words.items[from].sentence)
                to++;
            add_unit(&reading, &words, from, to, part, later);
        }
    }
    *out = (struct adr_body){reading.units, reading.count};
}
