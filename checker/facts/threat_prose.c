#include "facts/threat_model.h"

#include "facts/residue.h"
#include "facts/threat_table.h"

#include <string.h>

/* So many placeholders and nobody filled it in; a filled one may have one or two. */
enum { RESIDUE_MANY = 5, RESIDUE_FEW = 2, THREATS_FEW = 3 };
/* So few words only name a threat; more may say what is done about it. */
enum { NAME_WORDS = 8 };
/* So much text is more than a stub or a pointer to a model elsewhere. */
enum { SENTENCES_MANY = 10 };

struct scan {
    struct arena *scratch;
    const struct prose *prose;
    bool is_section;
    size_t top; /* the section "Threat model", SIZE_MAX when all count */
};

static bool has_any(const char *folded, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (prose_has_phrase(folded, *phrases))
            return true;
    return false;
}

static bool is_about_models(const char *heading)
{
    static const char *const phrases[] = {"threat model", "threat models", "threat modeling",
                                          "threat modelling", NULL};
    return has_any(heading, phrases);
}

/* A heading over threats; who attacks and how one models is another matter. */
static bool is_about_threats(const char *heading)
{
    static const char *const phrases[] = {
        "threat", "threats", "attack",         "attacks",          "stride",        "risks", "risk",
        "abuse",  "misuse",  "attack vectors", "attack scenarios", "risk register", NULL};
    static const char *const others[] = {
        "actor",        "actors",      "agent",     "agents",
        "adversary",    "adversaries", "attackers", "attack surface",
        "out of scope", "methodology", "rating",    "matrix",
        "non threats",  NULL};
    return has_any(heading, phrases) && !is_about_models(heading) && !has_any(heading, others);
}

static bool is_about_mitigations(const char *heading)
{
    static const char *const phrases[] = {"mitigation",        "mitigations", "countermeasure",
                                          "countermeasures",   "controls",    "safeguards",
                                          "defences",          "defenses",    "mitigating",
                                          "security controls", NULL};
    return has_any(heading, phrases);
}

static bool is_about_boundaries(const char *heading)
{
    static const char *const phrases[] = {
        "trust boundary",    "trust boundaries",    "trust zones", "trust zone",
        "security boundary", "security boundaries", "boundaries",  NULL};
    return has_any(heading, phrases);
}

static bool is_about_assets(const char *heading)
{
    static const char *const phrases[] = {"asset", "assets", "data classification",
                                          "sensitive data", NULL};
    return has_any(heading, phrases);
}

static bool counts(const struct scan *scan, size_t section)
{
    for (size_t at = section; scan->top != SIZE_MAX; at = scan->prose->sections[at].parent) {
        if (at == scan->top)
            return true;
        if (at == SIZE_MAX || scan->prose->sections[at].parent == SIZE_MAX)
            return false;
    }
    return true;
}

static bool is_below(const struct scan *scan, size_t section, size_t above)
{
    for (size_t at = section; at != SIZE_MAX; at = scan->prose->sections[at].parent)
        if (at == above)
            return true;
    return false;
}

static bool is_item(struct text line)
{
    size_t at = 0;
    while (at < line.size && line.bytes[at] == ' ')
        at++;
    size_t digits = at;
    while (digits < line.size && line.bytes[digits] >= '0' && line.bytes[digits] <= '9')
        digits++;
    if (at > 1 || line.size < at + 3)
        return false;
    if (digits > at)
        return line.size > digits + 1 && strchr(".)", line.bytes[digits]) &&
               line.bytes[digits + 1] == ' ';
    return strchr("-*+", line.bytes[at]) && line.bytes[at + 1] == ' ';
}

/* What a text says of its threat: a state in words, how it is met, or something else. */
static void add_told(struct arena *scratch, struct text text, struct threat_model *out)
{
    static const char *const open[] = {
        "status open", "state open", "unmitigated", "not mitigated", "no mitigation|mitigations",
        NULL};
    static const char *const met[] = {
        "mitigat*",     "countermeasure*", "prevent*",      "accepted",
        "accept",       "transfer*",       "protect*",      "control|controls",
        "defen*",       "avoid*",          "status closed", "not applicable",
        "out of scope", "reject*",         "limited by",    NULL};
    struct words words = words_read(scratch, text);
    if (words_have(&words, 0, words.count, open))
        threat_model_add(out, THREAT_OPEN);
    else if (words_have(&words, 0, words.count, met))
        threat_model_add(out, THREAT_ADDRESSED);
    else if (words.count < NAME_WORDS)
        threat_model_add(out, THREAT_UNSTATED);
    else
        out->told++;
}

static bool is_filled(struct arena *scratch, struct text text)
{
    return text_trim(text).size > 0 && !residue_is_whole(scratch, text);
}

/* The text of an item: to the next one, or the end of the section. */
static size_t end_of_item(const struct prose *prose, size_t line, size_t end)
{
    for (line++; line < end && !is_item(prose->lines[line].visible); line++)
        ;
    return line;
}

static void add_items(const struct scan *scan, const struct prose_section *section,
                      struct threat_model *out)
{
    const struct prose *prose = scan->prose;
    for (size_t i = section->first; i < section->end; i++) {
        if (!is_item(prose->lines[i].visible))
            continue;
        struct text text = prose_body(prose, i, end_of_item(prose, i, section->end));
        if (is_filled(scan->scratch, text))
            add_told(scan->scratch, text, out);
    }
}

static size_t count_items(const struct prose *prose, const struct prose_section *section)
{
    size_t items = 0;
    for (size_t i = section->first; i < section->end; i++)
        items += is_item(prose->lines[i].visible) ? 1 : 0;
    return items;
}

/* `T1: forged tokens`, `Threat 3 - ...`, `TH-01`: a heading that is one threat itself. */
static bool is_numbered_threat(const char *heading)
{
    const char *at = heading;
    while (*at >= 'a' && *at <= 'z')
        at++;
    struct text word = {heading, (size_t)(at - heading)};
    if (!text_equals(word, "t") && !text_equals(word, "th") && !text_equals(word, "tm") &&
        !text_equals(word, "threat") && !text_equals(word, "thr"))
        return false;
    while (*at == ' ' || *at == '-' || *at == '#')
        at++;
    return *at >= '0' && *at <= '9';
}

/* A section right below one about threats, or one with a number of a threat. */
static bool is_threat(const struct scan *scan, size_t number)
{
    const struct prose_section *section = &scan->prose->sections[number];
    const struct prose_section *parent =
        section->parent == SIZE_MAX ? NULL : &scan->prose->sections[section->parent];
    if (is_numbered_threat(section->folded))
        return true;
    return parent && is_about_threats(parent->folded) && parent->level > 0 &&
           !is_about_mitigations(section->folded) && !is_about_boundaries(section->folded);
}

static void add_headed(const struct scan *scan, size_t number, struct threat_model *out)
{
    const struct prose *prose = scan->prose;
    size_t end = prose->sections[number].end;
    for (size_t i = number + 1; i < prose->section_count && is_below(scan, i, number); i++)
        end = prose->sections[i].end;
    struct text text = prose_body(prose, prose->sections[number].first, end);
    if (is_filled(scan->scratch, text))
        add_told(scan->scratch, text, out);
}

static size_t total(const struct threat_model *model)
{
    return model->threats[THREAT_UNSTATED] + model->threats[THREAT_OPEN] +
           model->threats[THREAT_ADDRESSED] + model->told;
}

/* Threats are told once in a table, under headings or in a list, and often told again
 * in another way: the way that tells most of them counts. */
static void add_threats(const struct scan *scan, struct threat_model *out, size_t *answers)
{
    struct threat_model ways[3] = {0};
    for (size_t i = 0; i < scan->prose->section_count; i++) {
        const struct prose_section *section = &scan->prose->sections[i];
        bool is_threats = is_about_threats(section->folded) || is_about_models(section->folded);
        if (!counts(scan, i))
            continue;
        threat_tables_read(scan->scratch, scan->prose, i, is_threats, &ways[0]);
        if (is_threat(scan, i))
            add_headed(scan, i, &ways[1]);
        if (is_threats)
            add_items(scan, section, &ways[2]);
        if (is_about_mitigations(section->folded) && !is_threats)
            *answers +=
                count_items(scan->prose, section) +
                (i + 1 < scan->prose->section_count && scan->prose->sections[i + 1].parent == i
                     ? 1
                     : 0);
    }
    size_t best = 0;
    for (size_t i = 1; i < 3; i++)
        if (total(&ways[i]) > total(&ways[best]))
            best = i;
    memcpy(out->threats, ways[best].threats, sizeof(out->threats));
    out->told = ways[best].told;
    out->assets += ways[0].assets;
}

/* Threats here, and what is done about them there. */
static void answer(struct threat_model *model, size_t answers)
{
    if (answers > 0) {
        model->threats[THREAT_UNSTATED] += model->told;
        model->told = 0;
    }
    size_t answered =
        model->threats[THREAT_UNSTATED] < answers ? model->threats[THREAT_UNSTATED] : answers;
    model->threats[THREAT_UNSTATED] -= answered;
    model->threats[THREAT_ADDRESSED] += answered;
}

static size_t things_of(const struct scan *scan, size_t number)
{
    const struct prose_section *section = &scan->prose->sections[number];
    size_t things = count_items(scan->prose, section) + threat_table_rows(scan->prose, number);
    bool is_said = is_filled(scan->scratch, prose_body(scan->prose, section->first, section->end));
    return things == 0 && is_said ? 1 : is_said ? things : 0;
}

static void add_surroundings(const struct scan *scan, struct threat_model *out)
{
    for (size_t i = 0; i < scan->prose->section_count; i++) {
        const char *heading = scan->prose->sections[i].folded;
        if (!counts(scan, i) || is_about_threats(heading))
            continue;
        if (is_about_boundaries(heading))
            out->boundaries += things_of(scan, i);
        else if (is_about_assets(heading))
            out->assets += things_of(scan, i);
    }
    if (out->boundaries > 0)
        return;
    struct words words = words_read(scan->scratch, scan->prose->visible);
    if (words_have_one(&words, 0, words.count, "trust boundary|boundaries"))
        out->boundaries = 1;
}

static size_t count_residue(const struct scan *scan)
{
    size_t found = 0;
    struct residue residue;
    for (size_t i = 0; i < scan->prose->line_count; i++)
        if (counts(scan, scan->prose->lines[i].section))
            for (size_t from = 0; residue_next(scan->prose->lines[i].visible, &from, &residue);)
                found++;
    return found;
}

/* Sentences and items of what counts. */
static size_t count_substance(const struct scan *scan)
{
    size_t substance = 0;
    for (size_t i = 0; i < scan->prose->section_count; i++) {
        const struct prose_section *section = &scan->prose->sections[i];
        if (counts(scan, i))
            substance +=
                prose_count_sentences(scan->scratch, scan->prose, section->first, section->end) +
                count_items(scan->prose, section);
    }
    return substance;
}

static size_t find_top(const struct prose *prose)
{
    for (size_t i = 0; i < prose->section_count; i++)
        if (is_about_models(prose->sections[i].folded))
            return i;
    return SIZE_MAX;
}

bool threat_model_of_prose(struct arena *scratch, const struct prose *prose, bool is_section,
                           struct threat_model *out)
{
    size_t top = find_top(prose);
    struct words words = words_read(scratch, prose->visible);
    if (is_section ? top == SIZE_MAX
                   : !words_have_one(&words, 0, words.count, "threat|threats|attack*|adversar*"))
        return false;
    struct scan scan = {.scratch = scratch,
                        .prose = prose,
                        .is_section = is_section,
                        .top = is_section ? top : SIZE_MAX};
    struct threat_model model = {.format = THREAT_MARKDOWN, .line = 1};
    size_t answers = 0;
    if (top != SIZE_MAX)
        model.title = prose->sections[top].heading;
    if (is_section)
        model.line = (uint32_t)prose->sections[top].first;
    add_threats(&scan, &model, &answers);
    answer(&model, answers);
    add_surroundings(&scan, &model);
    if (total(&model) == 0) {
        if (count_substance(&scan) >= SENTENCES_MANY)
            model.not_there = "it tells of threats in words of its own, which are not counted";
        else if (is_section)
            return false;
    }
    size_t residue = count_residue(&scan);
    model.is_template =
        residue >= RESIDUE_MANY || (residue >= RESIDUE_FEW && total(&model) < THREATS_FEW);
    *out = model;
    return true;
}
