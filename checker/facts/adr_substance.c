/* How a record weighed what it decided: which options it names, and whether it names a
 * cost. */
#include "base/text.h"
#include "facts/adr_reading.h"
#include "facts/residue.h"

#include <string.h>

/* The families of a section and of those above it. */
static bool is_within(const struct adr_reading *reading, size_t section, enum adr_family family)
{
    for (; section != SIZE_MAX; section = reading->prose->sections[section].parent)
        if (reading->families[section] == family)
            return true;
    return false;
}

/* `* x`, `- x`, `1. x` at the margin; what follows the mark. */
static bool is_item(struct text line, struct text *out)
{
    size_t at = 0;
    while (at < line.size && at < 3 && line.bytes[at] == ' ')
        at++;
    size_t mark = at;
    while (at < line.size && line.bytes[at] >= '0' && line.bytes[at] <= '9')
        at++;
    bool is_numbered = at > mark && at < line.size && adr_is_among(line.bytes[at], ".)");
    bool is_bullet = at == mark && at < line.size && adr_is_among(line.bytes[at], "*-+");
    if ((!is_numbered && !is_bullet) || at + 1 >= line.size || line.bytes[at + 1] != ' ')
        return false;
    *out = text_trim((struct text){line.bytes + at + 1, line.size - at - 1});
    return out->size > 0;
}

/* What a template has there, and a tail like "etc.", are none. */
static bool is_option(struct arena *scratch, struct text text)
{
    struct words words = words_read(scratch, text);
    if (!words.count || words_match(&words, 0, words.count, "etc|tbd|todo|none", NULL))
        return false;
    return !residue_is_whole(scratch, text);
}

static size_t count_items(const struct adr_reading *reading, const struct prose_section *section)
{
    size_t items = 0;
    for (size_t i = section->first; i < section->end && i < reading->prose->line_count; i++) {
        struct text item;
        if (!reading->prose->lines[i].code && is_item(reading->prose->lines[i].text, &item))
            items += is_option(reading->scratch, item);
    }
    return items;
}

static size_t count_parts(const struct adr_reading *reading, size_t section)
{
    size_t parts = 0;
    for (size_t i = 0; i < reading->prose->section_count; i++)
        if (reading->prose->sections[i].parent == section)
            parts += is_option(reading->scratch, text_of(reading->prose->sections[i].heading));
    return parts;
}

/* The rows of its tables, without their heads. */
static size_t count_rows(const struct adr_reading *reading, const struct prose_section *section)
{
    size_t rows = 0;
    for (size_t i = section->first; i < section->end && i < reading->prose->line_count; i++)
        rows += text_starts_with(text_trim(reading->prose->lines[i].text), "|");
    return rows > 2 ? rows - 2 : 0;
}

/* A list, headings or a table; where they are told in prose nobody counts them. */
static int64_t count_options(const struct adr_reading *reading)
{
    int64_t most = -1;
    for (size_t i = 0; i < reading->prose->section_count; i++) {
        const struct prose_section *section = &reading->prose->sections[i];
        if (reading->families[i] != ADR_FAMILY_OPTIONS)
            continue;
        size_t counts[] = {count_items(reading, section), count_parts(reading, i),
                           count_rows(reading, section)};
        bool is_prose =
            !counts[0] && !counts[1] && !counts[2] &&
            !prose_is_residue(reading->scratch, reading->prose, section->first, section->end);
        for (size_t k = 0; !is_prose && k < 3; k++)
            most = (int64_t)counts[k] > most ? (int64_t)counts[k] : most;
    }
    return most;
}

bool adr_is_of_other_script(struct text text)
{
    enum { PART = 4 };
    size_t latin = 0, other = 0;
    for (size_t at = 0, taken = 0; at < text.size; at += taken) {
        uint32_t code = 0;
        taken = utf8_decode(text.bytes + at, text.size - at, &code);
        if (!taken)
            break;
        latin += (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
        other += (code >= 0x370 && code < 0x2000) || (code >= 0x3040 && code < 0xe000);
    }
    return other * PART > latin;
}

static bool names_cost(const struct adr_reading *reading)
{
    static const char *const words[] = {
        "bad|negative|negatives|risk|risks|risky|drawback|drawbacks|harder|hard|cost|costs|costly|"
        "expensive|downside|downsides|tradeoff|tradeoffs|disadvantage|disadvantages|con|cons|"
        "accepting|however|but|although|though|unfortunately|slower|slow|complex|complexity|"
        "complicated|overhead|difficult|difficulty|limitation|limitations|limited|burden|effort|"
        "deletion|deleted|"
        "lose|loses|losing|loss|lost|worse|breaking|break|breaks|confusion|confusing|confuse|"
        "duplicate|duplication|maintenance|maintain|lock|debt|cannot|unable|impossible|inability|"
        "issue|issues|problem|problems|concern|concerns|challenge|challenges|manual|manually|must|"
        "require|requires|required|requirement|requirements|additional|extra|longer|less|fewer|"
        "still|never|fail|failure|"
        "delay|delays|sacrifice|sacrifices|compromise|price|pay|vulnerable|danger|dangerous|"
        "inconsistent|inconsistency|ambiguity|uncertain|unknown|migrate|migration|deprecated|"
        "nachteil|nachteile|inconvénient|inconvénients|riesgo|desventaja|desventajas",
        "trade off|offs",
        "more work",
        "no longer",
        "not",
        "need to",
        "needs to",
        "have to",
        "has to",
        "will have to",
        "lock in",
        "learning curve",
        NULL};
    const struct prose *prose = reading->prose;
    for (size_t i = 0; i < prose->section_count; i++) {
        const struct prose_section *section = &prose->sections[i];
        bool is_before = is_within(reading, i, ADR_FAMILY_CONTEXT) ||
                         is_within(reading, i, ADR_FAMILY_DRIVERS) ||
                         is_within(reading, i, ADR_FAMILY_STATUS);
        if (is_before || section->level == 0)
            continue;
        struct words heading = words_read(reading->scratch, text_of(section->heading));
        struct words body =
            words_read(reading->scratch, prose_body(prose, section->first, section->end));
        if (words_have(&body, 0, body.count, words) ||
            (body.count && words_have(&heading, 0, heading.count, words)))
            return true;
    }
    return false;
}

static bool is_retrospective(const struct adr_reading *reading)
{
    static const char *const words[] = {
        "retrospective|retrospectively|retroactive|retroactively|backfilled|backfill|backdated",
        "after the fact", "written|recorded|documented later|afterwards",
        "imported|migrated|moved|copied|ported from", NULL};
    struct words read = words_read(reading->scratch, reading->prose->visible);
    return words_have(&read, 0, read.count, words);
}

void adr_reading_weigh(struct adr_reading *reading)
{
    reading->out->option_count = count_options(reading);
    reading->out->has_cost = names_cost(reading);
    reading->out->is_retrospective = is_retrospective(reading);
    reading->out->is_of_other_script = adr_is_of_other_script(reading->prose->visible);
}
