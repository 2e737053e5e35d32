/* Where a record says its status: a field of its front matter, a section, a line of
 * metadata. */
#include "facts/adr_reading.h"
#include "facts/residue.h"

#include <string.h>

bool adr_value_of(struct text line, const char *key, struct text *out)
{
    size_t at = 0;
    while (at < line.size && adr_is_among(line.bytes[at], " \t*-+_>|:!["))
        at++;
    struct text rest = {line.bytes + at, line.size - at};
    size_t length = strlen(key);
    if (rest.size <= length || text_find_folded((struct text){rest.bytes, length}, key) != 0)
        return false;
    bool parted = false;
    for (at = length; at < rest.size && adr_is_among(rest.bytes[at], " \t*_:|="); at++)
        parted = parted || rest.bytes[at] == ':' || rest.bytes[at] == '|' || rest.bytes[at] == '=';
    if (!parted)
        return false;
    rest = (struct text){rest.bytes + at, rest.size - at};
    bool table = text_starts_with(text_trim(line), "|");
    const char *bar = table && rest.size ? memchr(rest.bytes, '|', rest.size) : NULL;
    if (bar)
        rest.size = (size_t)(bar - rest.bytes);
    *out = text_trim(rest);
    return true;
}

/* The cell of a table row, from 0; empty when there is none. */
static struct text cell_of(struct text line, size_t index)
{
    line = text_trim(line);
    if (text_starts_with(line, "|"))
        line = (struct text){line.bytes + 1, line.size - 1};
    for (;; index--) {
        const char *bar = line.size ? memchr(line.bytes, '|', line.size) : NULL;
        size_t size = bar ? (size_t)(bar - line.bytes) : line.size;
        if (!index)
            return text_trim((struct text){line.bytes, size});
        if (!bar)
            return (struct text){"", 0};
        line = (struct text){bar + 1, line.size - size - 1};
    }
}

static bool is_delimiter_row(struct text line)
{
    line = text_trim(line);
    if (line.size < 3 || !memchr(line.bytes, '|', line.size))
        return false;
    for (size_t i = 0; i < line.size; i++)
        if (!adr_is_among(line.bytes[i], "|-: \t"))
            return false;
    return true;
}

/* A table whose first row names the columns: the value stands two rows below. */
static bool value_of_column(const struct prose *prose, size_t line, const char *key,
                            struct text *out)
{
    struct text row = prose->lines[line].text;
    if (line + 2 >= prose->line_count || !text_starts_with(text_trim(row), "|") ||
        !is_delimiter_row(prose->lines[line + 1].text))
        return false;
    for (size_t i = 0; i < 12; i++) {
        struct text name = cell_of(row, i);
        if (name.size != strlen(key) || text_find_folded(name, key) != 0)
            continue;
        *out = cell_of(prose->lines[line + 2].text, i);
        return out->size > 0;
    }
    return false;
}

/* By either form; a value that is itself a name of a column heads a table. */
static bool find_value(const struct prose *prose, size_t line, const char *key, struct text *out)
{
    static const char *const columns[] = {"date",     "status",  "owner",    "owners",
                                          "author",   "authors", "deciders", "version",
                                          "decision", "title",   "updated",  NULL};
    if (adr_value_of(prose->lines[line].text, key, out)) {
        bool heads = false;
        for (size_t i = 0; columns[i]; i++)
            heads = heads ||
                    (out->size == strlen(columns[i]) && text_find_folded(*out, columns[i]) == 0);
        if (!heads)
            return true;
    }
    return value_of_column(prose, line, key, out);
}

struct adr_source *adr_reading_add_source(struct adr_reading *reading, enum adr_source_place place,
                                          uint32_t line)
{
    struct adr_record *out = reading->out;
    if (out->source_count == ADR_SOURCES_MAX)
        return NULL;
    struct adr_source *source = &out->sources[out->source_count++];
    *source =
        (struct adr_source){.place = place, .state = ADR_STATUS_TEMPLATE, .text = "", .line = line};
    return source;
}

void adr_reading_set_status(struct adr_reading *reading, struct adr_source *source,
                            struct text text, uint32_t line)
{
    struct adr_record *out = reading->out;
    if (!source)
        return;
    text = text_trim(text);
    source->line = line;
    source->state = adr_status_read(reading->scratch, text, &source->status);
    source->text = arena_copy(reading->arena, text);
    size_t call = text_find_folded(text, "last call");
    if (call != SIZE_MAX && !out->has_last_call)
        out->has_last_call =
            adr_date_find((struct text){text.bytes + call, text.size - call}, &out->last_call);
}

static bool is_relation_word(struct arena *scratch, struct text line)
{
    static const char *const words[] = {
        "supersedes|supercedes|superseeds|replaces|obsoletes|amends|amended|clarifies|clarified|"
        "extends|extended|refines|refined|date|deciders|author|authors|tags|related|relates",
        NULL};
    struct words read = words_read(scratch, line);
    return read.count > 0 && words_match(&read, 0, read.count, words[0], NULL);
}

/* "Status (2026-05-06)" over a list of what was done tells of the work. */
static bool is_progress(struct text line)
{
    enum { STATUS_WORDS = 3 };
    size_t words = 1;
    for (size_t i = 0; i < line.size; i++)
        words += line.bytes[i] == ' ';
    return words > STATUS_WORDS;
}

/* A line beside that of the status that is more than a word or a date. */
static bool has_sentence_beside(const struct adr_reading *reading,
                                const struct prose_section *section, uint32_t line)
{
    enum { SENTENCE_BYTES = 25 };
    for (size_t i = section->first; i < section->end && i < reading->prose->line_count; i++) {
        struct text text = text_trim(reading->prose->lines[i].text);
        if (i + 1 != line && !reading->prose->lines[i].code && text.size >= SENTENCE_BYTES &&
            !is_relation_word(reading->scratch, text))
            return true;
    }
    return false;
}

/* The first line that is a status and no relation; adr-tools takes the word away
 * where it puts `Superceded by`, which says the same. */
static void read_status_section(struct adr_reading *reading, const struct prose_section *section)
{
    struct text first = {0}, holds = {0};
    uint32_t first_line = 0, holds_line = 0;
    enum adr_status held = ADR_DRAFT;
    for (size_t i = section->first; i < section->end && i < reading->prose->line_count; i++) {
        struct text line = text_trim(reading->prose->lines[i].text);
        if (!line.size || reading->prose->lines[i].code || is_delimiter_row(line))
            continue;
        enum adr_status status;
        if (adr_status_read(reading->scratch, line, &status) == ADR_STATUS_KNOWN) {
            /* `Accepted`, and further down `Superseded by [..]`: the later one holds. */
            if (!holds.size || (status == ADR_SUPERSEDED && held != ADR_DEPRECATED)) {
                holds = line;
                holds_line = (uint32_t)i + 1;
                held = status;
            }
        } else if (!first.size && !is_relation_word(reading->scratch, line)) {
            first = line;
            first_line = (uint32_t)i + 1;
        }
    }
    reading->out->explains_status = has_sentence_beside(reading, section, holds_line);
    if (!holds.size && reading->out->source_count && is_progress(first))
        return;
    struct adr_source *source =
        adr_reading_add_source(reading, ADR_SOURCE_SECTION, (uint32_t)section->first);
    if (holds.size)
        adr_reading_set_status(reading, source, holds, holds_line);
    else if (first.size)
        adr_reading_set_status(reading, source, first, first_line);
}

/* Of a record that holds several decisions, each with its own status, the status of one
 * is not the record's. */
static bool is_of_part(const struct prose *prose, const struct prose_section *section)
{
    return section->parent != SIZE_MAX && prose->sections[section->parent].level > 1;
}

void adr_reading_read_status_sections(struct adr_reading *reading)
{
    const struct prose *prose = reading->prose;
    bool has_other = reading->out->source_count > 0;
    for (size_t i = 0; i < prose->section_count; i++) {
        if (reading->families[i] != ADR_FAMILY_STATUS ||
            (has_other && is_of_part(prose, &prose->sections[i])))
            continue;
        read_status_section(reading, &prose->sections[i]);
        return;
    }
}

/* `- [approved](..) (2022-07-12)`, `- [revised](..) - approved (2023-04-17)`: what a list
 * of changes says last, where nothing else says the status. */
void adr_reading_read_status_changes(struct adr_reading *reading)
{
    static const char *const headings[] = {"change log", "changelog", "revision history", NULL};
    const struct prose *prose = reading->prose;
    struct text last = {0};
    uint32_t last_line = 0;
    for (size_t i = 0; i < prose->section_count && !reading->out->source_count; i++) {
        const struct prose_section *section = &prose->sections[i];
        struct text heading = text_trim(text_of(section->heading));
        bool is_log = false;
        for (size_t h = 0; headings[h]; h++)
            is_log = is_log || (heading.size == strlen(headings[h]) &&
                                text_find_folded(heading, headings[h]) == 0);
        for (size_t at = section->first; is_log && at < section->end && at < prose->line_count;
             at++) {
            struct text line = text_trim(prose->lines[at].text);
            enum adr_status status;
            if (prose->lines[at].code || line.size < 2 || !adr_is_among(line.bytes[0], "-*+"))
                continue;
            size_t dash = text_find(line, ") - ");
            struct text behind = dash == SIZE_MAX
                                     ? line
                                     : (struct text){line.bytes + dash + 4, line.size - dash - 4};
            bool is_known = adr_status_read(reading->scratch, line, &status) == ADR_STATUS_KNOWN;
            if (!is_known && adr_status_read(reading->scratch, behind, &status) != ADR_STATUS_KNOWN)
                continue;
            last = is_known ? line : behind;
            last_line = (uint32_t)at + 1;
        }
    }
    if (last.size)
        adr_reading_set_status(reading,
                               adr_reading_add_source(reading, ADR_SOURCE_SECTION, last_line), last,
                               last_line);
}

const char *const adr_decider_keys[] = {"deciders",        "decision-makers", "decision_makers",
                                        "decision makers", "approvers",       "approved by",
                                        "approved-by",     "decided by",      NULL};

/* `[list everyone involved in the decision]` names nobody. */
void adr_reading_set_deciders(struct adr_reading *reading, struct text text)
{
    text = text_trim(text);
    bool template = !text.size || (text.bytes[0] == '[' && text_find(text, "](") == SIZE_MAX) ||
                    text.bytes[0] == '{' || residue_is_value(arena_copy(reading->scratch, text));
    reading->out->has_deciders = reading->out->has_deciders || !template;
}

/* Ukrainian and Russian, Japanese, Chinese. */
static const char *const foreign_status[] = {"Статус", "статус", "ステータス",
                                             "状态",   "狀態",   NULL};
static const char *const foreign_date[] = {"Дата", "дата", "日付", "日期", NULL};

static bool is_foreign_key(struct text line, const char *const *keys, struct text *out)
{
    for (size_t i = 0; keys[i]; i++)
        if (adr_value_of(line, keys[i], out))
            return true;
    return false;
}

/* `| Decided | 2023-01-27 |` and `| Superseded | [..](..) |`, where there is no line of the
 * status: the last of them holds. */
static void read_dated_status(struct adr_reading *reading)
{
    static const struct {
        const char *key;
        bool needs_date;
    } keys[] = {{"superseded", false}, {"rejected", true}, {"decided", true}, {"started", true}};
    static const char *const says[] = {"superseded", "rejected", "decided", "proposed"};
    const struct prose *prose = reading->prose;
    bool is_decided = false;
    for (size_t i = 0; i < reading->preamble_end; i++) {
        struct text value;
        is_decided = is_decided || (!prose->lines[i].code &&
                                    adr_value_of(prose->lines[i].text, "decided", &value));
    }
    for (size_t k = 0; is_decided && k < sizeof(keys) / sizeof(keys[0]); k++)
        for (size_t i = 0; i < reading->preamble_end; i++) {
            struct text value;
            int32_t day;
            if (prose->lines[i].code || !adr_value_of(prose->lines[i].text, keys[k].key, &value) ||
                value.size < 4 || (keys[k].needs_date && !adr_date_find(value, &day)))
                continue;
            adr_reading_set_status(
                reading, adr_reading_add_source(reading, ADR_SOURCE_LINE, (uint32_t)i + 1),
                text_of(says[k]), (uint32_t)i + 1);
            return;
        }
}

void adr_reading_read_preamble(struct adr_reading *reading)
{
    const struct prose *prose = reading->prose;
    bool has_line = false;
    for (size_t i = 0; i < reading->preamble_end; i++) {
        struct text line = prose->lines[i].text, value;
        if (prose->lines[i].code)
            continue;
        if (!has_line && (find_value(prose, i, "status", &value) ||
                          is_foreign_key(line, foreign_status, &value))) {
            has_line = true;
            adr_reading_set_status(
                reading, adr_reading_add_source(reading, ADR_SOURCE_LINE, (uint32_t)i + 1), value,
                (uint32_t)i + 1);
        }
        for (size_t k = 0; adr_decider_keys[k]; k++)
            if (adr_value_of(line, adr_decider_keys[k], &value))
                adr_reading_set_deciders(reading, value);
        if (find_value(prose, i, "date", &value) || is_foreign_key(line, foreign_date, &value) ||
            adr_value_of(line, "date accepted", &value) ||
            adr_value_of(line, "last updated", &value))
            adr_reading_set_date(reading, value);
        if (adr_value_of(line, "last call", &value) && !reading->out->has_last_call)
            reading->out->has_last_call = adr_date_find(value, &reading->out->last_call);
    }
    if (!has_line && !reading->out->source_count)
        read_dated_status(reading);
}

/* The first of them is the record's. */
void adr_reading_take_status(struct adr_reading *reading)
{
    struct adr_record *out = reading->out;
    if (!out->source_count)
        return;
    const struct adr_source *source = &out->sources[0];
    out->status_state = source->state;
    out->status = source->status;
    out->status_text = source->text;
    out->status_line = source->line;
}
