#include "facts/adr_reading.h"

#include "base/date.h"
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

static void set_status(struct adr_reading *reading, struct text text, uint32_t line)
{
    struct adr_record *out = reading->out;
    text = text_trim(text);
    out->status_line = line;
    out->status_state = adr_status_read(reading->scratch, text, &out->status);
    out->status_text = arena_copy(reading->arena, text);
    size_t call = text_find_folded(text, "last call");
    if (call != SIZE_MAX)
        out->has_last_call =
            adr_date_find((struct text){text.bytes + call, text.size - call}, &out->last_call);
}

static void set_date(struct adr_reading *reading, struct text text)
{
    if (!reading->out->has_date)
        reading->out->has_date = adr_date_find(text, &reading->out->date);
}

/* A flow mapping is the `{YYYY-MM-DD when ...}` of MADR's template. */
static void read_fields(struct adr_reading *reading, const struct node *fields)
{
    const struct node *status = node_find(fields, "status");
    if (status && node_is_scalar(status) && status->kind != NODE_NULL)
        set_status(reading, text_of(status->text), status->line);
    else if (status) {
        reading->out->status_state = ADR_STATUS_TEMPLATE;
        reading->out->status_text = "";
        reading->out->status_line = status->line;
    }
    static const char *const dates[] = {"date",    "updated",       "last-updated",
                                        "created", "creation-date", NULL};
    for (size_t i = 0; dates[i]; i++) {
        const char *written = node_string(fields, dates[i]);
        if (written)
            set_date(reading, text_of(written));
    }
    const char *title = node_string(fields, "title");
    if (title && !reading->out->title)
        reading->out->title = arena_strdup(reading->arena, title);
    adr_relations_read_fields(&reading->relations, fields);
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

/* The first line that is a status and no relation; adr-tools takes the word away
 * where it puts `Superceded by`, which says the same. */
static void read_status_section(struct adr_reading *reading, const struct prose_section *section)
{
    struct text first = {0};
    uint32_t first_line = 0;
    bool known = false;
    for (size_t i = section->first; i < section->end && i < reading->prose->line_count; i++) {
        struct text line = text_trim(reading->prose->lines[i].text);
        if (!line.size || reading->prose->lines[i].code || is_delimiter_row(line))
            continue;
        enum adr_status status;
        if (adr_status_read(reading->scratch, line, &status) == ADR_STATUS_KNOWN) {
            /* `Accepted`, and further down `Superseded by [..]`: the later one holds. */
            if (!known || (status == ADR_SUPERSEDED && reading->out->status != ADR_DEPRECATED))
                set_status(reading, line, (uint32_t)i + 1);
            known = true;
        } else if (!first.size && !is_relation_word(reading->scratch, line)) {
            first = line;
            first_line = (uint32_t)i + 1;
        }
    }
    if (known)
        return;
    if (first.size)
        set_status(reading, first, first_line);
    else if (reading->out->status_state == ADR_STATUS_MISSING) {
        reading->out->status_state = ADR_STATUS_TEMPLATE;
        reading->out->status_text = "";
        reading->out->status_line = (uint32_t)section->first;
    }
}

static void read_preamble(struct adr_reading *reading)
{
    const struct prose *prose = reading->prose;
    for (size_t i = 0; i < reading->preamble_end; i++) {
        struct text line = prose->lines[i].text, value;
        if (prose->lines[i].code)
            continue;
        if (reading->out->status_state == ADR_STATUS_MISSING &&
            find_value(prose, i, "status", &value))
            set_status(reading, value, (uint32_t)i + 1);
        if (find_value(prose, i, "date", &value) || adr_value_of(line, "date accepted", &value) ||
            adr_value_of(line, "last updated", &value))
            set_date(reading, value);
        if (adr_value_of(line, "last call", &value) && !reading->out->has_last_call)
            reading->out->has_last_call = adr_date_find(value, &reading->out->last_call);
    }
}

static void read_relations(struct adr_reading *reading)
{
    const struct prose *prose = reading->prose;
    for (size_t i = 0; i < prose->line_count; i++) {
        const struct prose_line *line = &prose->lines[i];
        if (line->code || line->heading)
            continue;
        enum adr_family family = reading->families[line->section];
        enum adr_zone zone = ADR_ZONE_BODY;
        if (family == ADR_FAMILY_STATUS)
            zone = ADR_ZONE_STATUS;
        else if (i < reading->preamble_end || family == ADR_FAMILY_LINKS ||
                 family == ADR_FAMILY_RELATED || family == ADR_FAMILY_MORE)
            zone = ADR_ZONE_LINKS;
        adr_relations_read_line(&reading->relations, line->text, (uint32_t)i + 1, zone);
    }
}

/* `# 12. Title`, `# ADR-0012: Title`, `# ADR 12 - Title`. */
static const char *without_number(struct arena *arena, const char *heading)
{
    const char *at = heading;
    while (*at == ' ' || *at == '[')
        at++;
    bool named = false;
    static const char *const names[] = {"ADR", "adr", "KEP", "RFC", "Adr"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !named; i++)
        named = string_starts_with(at, names[i]) && adr_is_among(at[3], " -_#:0123456789");
    if (named)
        at += 3 + strspn(at + 3, " -_#:");
    size_t digits = strspn(at, "0123456789");
    const char *rest = at + digits;
    /* An en or em dash parts them too. */
    const char *dash = rest + strspn(rest, " ");
    if (digits && string_starts_with(dash, "\xe2\x80"))
        return arena_strdup(arena, dash + 3 + strspn(dash + 3, " "));
    size_t marks = strspn(rest, ".:)-] ");
    bool named_alone = named && !digits && (at[-1] == ':' || at[-2] == ':');
    if ((digits && marks && rest[marks]) || (named_alone && *rest))
        return arena_strdup(arena, rest + marks);
    return arena_strdup(arena, heading);
}

static void read_title(struct adr_reading *reading)
{
    const struct prose *prose = reading->prose;
    struct adr_record *out = reading->out;
    for (size_t i = 1; i < prose->section_count; i++) {
        if (prose->sections[i].level > 1 && i > 1)
            break;
        if (reading->families[i] != ADR_FAMILY_NONE)
            continue;
        const char *heading = prose->sections[i].heading;
        out->title = without_number(reading->arena, heading);
        out->title_line = (uint32_t)prose->sections[i].first;
        struct residue residue;
        size_t from = 0;
        out->untouched = residue_next(text_of(heading), &from, &residue) ||
                         residue_is_value(heading) || strchr(heading, '{') ||
                         (heading[0] == '[' && strstr(heading, " of "));
        break;
    }
    if (out->title)
        return;
    out->untouched = false;
}

/* The record of having records says that there is a practice, not what was decided
 * of the system. */
static bool is_founding(struct arena *scratch, const char *title, const char *path)
{
    static const char *const phrases[] = {
        "record architecture|architectural|technical|design|our|the decisions|decision",
        "recording architecture|architectural|design decisions|decision",
        "record our architecture|architectural decisions",
        "use ... architecture|architectural|any decision|decisions records|record|log",
        "use markdown architectural|architecture|any",
        "use adr|adrs|madr|log4brains",
        "adopt adr|adrs|madr",
        "what is an adr",
        "architecture|architectural decision records|record",
        NULL,
    };
    struct words words = words_read(scratch, text_of(title ? title : path));
    return words.count <= 12 && words_have(&words, 0, words.count, phrases);
}

static void start_reading(struct adr_reading *reading, struct adr_record *out, struct arena *arena,
                          struct arena *scratch)
{
    const char *path = out->path;
    *out = (struct adr_record){.path = path, .status_state = ADR_STATUS_MISSING, .status_line = 1};
    *reading = (struct adr_reading){
        .out = out,
        .arena = arena,
        .scratch = scratch,
        .relations = {.arena = arena, .scratch = scratch, .record = out},
    };
}

/* A banner on top that says "superseded by" is a status where there is no other. */
static void take_status_of_relations(struct adr_record *out)
{
    for (size_t i = 0; i < out->relation_count; i++) {
        const struct adr_relation *relation = &out->relations[i];
        if (relation->verb != ADR_SUPERSEDED_BY || !relation->strong ||
            out->status_state != ADR_STATUS_MISSING)
            continue;
        out->status_state = ADR_STATUS_KNOWN;
        out->status = ADR_SUPERSEDED;
        out->status_text = "superseded by";
        out->status_line = relation->line;
    }
}

static void rename_family(struct adr_reading *reading, enum adr_family from, enum adr_family to)
{
    for (size_t i = 0; i < reading->prose->section_count; i++)
        if (reading->families[i] == from)
            reading->families[i] = to;
}

static void name_sections(struct adr_reading *reading)
{
    const struct prose *prose = reading->prose;
    reading->families = ARENA_ARRAY(reading->scratch, enum adr_family, prose->section_count);
    reading->preamble_end = prose->line_count;
    for (size_t i = 0; i < prose->section_count; i++) {
        const struct prose_section *section = &prose->sections[i];
        reading->families[i] =
            section->level ? adr_family_of(reading->scratch, section->heading) : ADR_FAMILY_NONE;
        if (i > 0 && (section->level > 1 || i > 1) && section->first <= reading->preamble_end)
            reading->preamble_end = section->first ? section->first - 1 : 0;
    }
}

/* What the same heading means depends on the format. */
static void settle_families(struct adr_reading *reading)
{
    const struct prose *prose = reading->prose;
    if (reading->out->format == ADR_STRUCTURED)
        for (size_t i = 0; i < prose->section_count; i++)
            if (prose_has_phrase(prose->sections[i].folded, "decision outcome"))
                reading->families[i] = ADR_FAMILY_OUTCOME;
    if (reading->out->format == ADR_NYGARD && !adr_reading_has_family(reading, ADR_FAMILY_DECISION))
        rename_family(reading, ADR_FAMILY_PROPOSAL, ADR_FAMILY_DECISION);
}

static void read_status_sections(struct adr_reading *reading)
{
    for (size_t i = 0; i < reading->prose->section_count; i++)
        if (reading->families[i] == ADR_FAMILY_STATUS &&
            reading->out->status_state == ADR_STATUS_MISSING)
            read_status_section(reading, &reading->prose->sections[i]);
}

void adr_record_read(struct adr_record *out, struct arena *arena, struct arena *scratch,
                     const struct prose *prose, const struct markdown *markdown,
                     const struct node *kep)
{
    struct adr_reading reading;
    start_reading(&reading, out, arena, scratch);
    reading.prose = prose;
    reading.markdown = markdown;
    name_sections(&reading);
    const struct node *fields = markdown ? markdown->front_matter : NULL;
    bool is_kep = kep || node_find(fields, "kep-number") || node_find(fields, "owning-sig");
    adr_reading_choose_format(&reading, is_kep, fields);
    settle_families(&reading);
    read_title(&reading);
    read_fields(&reading, kep ? kep : fields);
    /* Those lines are of another file. */
    for (size_t i = 0; kep && i < out->relation_count; i++)
        out->relations[i].line = out->relations[i].column = 1;
    out->status_line = kep ? 1 : out->status_line;
    if (!kep)
        read_status_sections(&reading);
    read_preamble(&reading);
    read_relations(&reading);
    if (out->status_text && fields && node_find(fields, "status")) {
        struct text status = text_of(out->status_text);
        adr_relations_read_line(&reading.relations, status, out->status_line, ADR_ZONE_STATUS);
    }
    take_status_of_relations(out);
    adr_reading_add_sections(&reading);
    out->founding = is_founding(scratch, out->title, out->path);
}

void adr_record_read_kep(struct adr_record *out, struct arena *arena, struct arena *scratch,
                         const struct node *kep)
{
    struct adr_reading reading;
    start_reading(&reading, out, arena, scratch);
    out->format = ADR_KEP;
    read_fields(&reading, kep);
    adr_reading_add_absent_sections(&reading);
}
