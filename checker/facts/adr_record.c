#include "facts/adr_reading.h"

#include "base/date.h"
#include "facts/residue.h"

#include <string.h>

void adr_reading_set_date(struct adr_reading *reading, struct text text)
{
    if (!reading->out->has_date)
        reading->out->has_date = adr_date_find(text, &reading->out->date);
}

/* A flow mapping is the `{YYYY-MM-DD when ...}` of MADR's template. */
static void read_fields(struct adr_reading *reading, const struct node *fields)
{
    const struct node *status = node_find(fields, "status");
    if (status) {
        struct adr_source *source = adr_reading_add_source(reading, ADR_SOURCE_FIELD, status->line);
        if (node_is_scalar(status) && status->kind != NODE_NULL)
            adr_reading_set_status(reading, source, text_of(status->text), status->line);
    }
    static const char *const dates[] = {"date",    "updated",       "last-updated",
                                        "created", "creation-date", NULL};
    for (size_t i = 0; dates[i]; i++) {
        const char *written = node_string(fields, dates[i]);
        if (written)
            adr_reading_set_date(reading, text_of(written));
    }
    for (size_t i = 0; adr_decider_keys[i]; i++) {
        const struct node *named = node_find(fields, adr_decider_keys[i]);
        const struct node *first =
            named && named->kind == NODE_SEQUENCE && named->count ? named->items[0] : named;
        if (first && node_is_scalar(first) && first->kind != NODE_NULL)
            adr_reading_set_deciders(reading, text_of(first->text));
    }
    const char *title = node_string(fields, "title");
    if (title && !reading->out->title)
        reading->out->title = arena_strdup(reading->arena, title);
    adr_relations_read_fields(&reading->relations, fields);
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

/* `12. Title`, `ADR-0012: Title`, `0012 - Title`; not `3 tiers`. */
static int64_t number_of_title(const char *heading)
{
    enum { DIGITS_MAX = 5 };
    const char *at = heading + strspn(heading, " [");
    bool named = (string_starts_with(at, "ADR") || string_starts_with(at, "adr") ||
                  string_starts_with(at, "Adr")) &&
                 adr_is_among(at[3], " -_#:0123456789");
    if (named)
        at += 3 + strspn(at + 3, " -_#:");
    size_t digits = strspn(at, "0123456789");
    const char *rest = at + digits + strspn(at + digits, " ");
    bool parted = adr_is_among(*rest, ".:)-]") || string_starts_with(rest, "\xe2\x80");
    /* `1.5 times as many`, `2-3 tiers` */
    bool is_more = adr_is_among(*rest, ".-") && rest[1] >= '0' && rest[1] <= '9';
    if (!digits || digits > DIGITS_MAX || is_more || (!named && !parted))
        return -1;
    int64_t number = 0;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (at[i] - '0');
    return number;
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
        out->title_number = number_of_title(heading);
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
    *out = (struct adr_record){
        .path = path, .title_number = -1, .status_state = ADR_STATUS_MISSING, .status_line = 1};
    *reading = (struct adr_reading){
        .out = out,
        .arena = arena,
        .scratch = scratch,
        .relations = {.arena = arena, .scratch = scratch, .record = out},
    };
    table_init(&reading->relations.known, scratch);
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
        if (section->level > 1 && reading->families[i] == ADR_FAMILY_NONE &&
            adr_is_of_other_script(text_of(section->heading)))
            reading->out->has_unread_headings = true;
        if (i > 0 && (section->level > 1 || i > 1) && section->first <= reading->preamble_end)
            reading->preamble_end = section->first ? section->first - 1 : 0;
    }
}

/* "Design" and "How" tell what is to be done where no section of a surer name does; below
 * one they are parts of it. */
static void name_designs(struct adr_reading *reading)
{
    const struct prose *prose = reading->prose;
    for (size_t i = 0; i < prose->section_count; i++) {
        const char *heading = prose->sections[i].folded;
        if (prose->sections[i].level == 2 && reading->families[i] == ADR_FAMILY_NONE &&
            (strcmp(heading, "design") == 0 || strcmp(heading, "how") == 0))
            reading->families[i] = ADR_FAMILY_PROPOSAL;
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
    if (reading->out->format == ADR_NYGARD && !adr_reading_has_family(reading, ADR_FAMILY_CONTEXT))
        rename_family(reading, ADR_FAMILY_MOTIVATION, ADR_FAMILY_CONTEXT);
    bool proposes = adr_reading_has_family(reading, ADR_FAMILY_PROPOSAL) ||
                    adr_reading_has_family(reading, ADR_FAMILY_DECISION);
    if (!proposes && (reading->out->format == ADR_KEP || reading->out->format == ADR_NYGARD))
        name_designs(reading);
    if (reading->out->format == ADR_NYGARD && !adr_reading_has_family(reading, ADR_FAMILY_DECISION))
        rename_family(reading, ADR_FAMILY_PROPOSAL, ADR_FAMILY_DECISION);
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
    for (size_t i = 0; kep && i < out->source_count; i++)
        out->sources[i].line = 1;
    adr_reading_read_preamble(&reading);
    if (!kep)
        adr_reading_read_status_sections(&reading);
    if (!kep)
        adr_reading_read_status_changes(&reading);
    adr_reading_take_status(&reading);
    adr_reading_weigh(&reading);
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
    adr_reading_take_status(&reading);
    adr_reading_add_absent_sections(&reading);
}
