/* remediation_term - how soon vulnerabilities are fixed, as documents promise it: a term
 * for each severity, and what starts the clock. */
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/prose.h"
#include "facts/words_time.h"

#include <string.h>

enum { CELL_SEVERITY, CELL_TERM, CELL_START };

static const char *const severities[] = {"critical", "high", "medium", "low", NULL};
static const char *const starts[] = {"detection", "report", "disclosure",
                                     "release",   "triage", NULL};

static const struct fact_kind kind = {
    .name = "remediation_term",
    .summary = "How soon a vulnerability of one severity is fixed, as a document promises it.",
    .key = (const char *const[]){"path", "severity", NULL},
    .fields =
        (const struct fact_field[]){
            {"severity", {.kind = TYPE_WORD, .words = severities}, false, "Of the vulnerability."},
            {"term", {.kind = TYPE_DURATION}, false, "How long it may take."},
            {"start", {.kind = TYPE_WORD, .words = starts}, true, "What starts the clock."},
            {0},
        },
};

static const char *const fixing[] = {"fix|fixes|fixed|fixing",
                                     "patch|patches|patched|patching",
                                     "remediat*",
                                     "resolv*",
                                     "resolution",
                                     "mitigat*",
                                     "sla|slas",
                                     "address|addressed",
                                     "correct|corrected",
                                     "time limit|limits",
                                     "deadline|deadlines",
                                     NULL};
static const char *const answering[] = {"acknowledg*", "respon*", "reply",    "triage*",
                                        "assess*",     "contact", "confirm*", NULL};

/* What the document calls the event that starts the clock. */
static const char *start_of(const struct words *words, size_t from, size_t to)
{
    static const struct {
        const char *start;
        const char *patterns[5];
    } events[] = {
        {"detection",
         {"of|from|after|since|upon ... detection|discovery|identification",
          "after|once|when ... detected|discovered|identified|found", "clock|term starts ... found",
          NULL}},
        {"triage",
         {"of|from|after|since|upon ... triage|confirmation|validation|verification",
          "after|once|when ... triaged|confirmed|validated|verified", NULL}},
        {"report",
         {"of|from|after|since|upon ... report|notification|receipt|submission",
          "after|once|when ... reported|notified|received", NULL}},
        {"disclosure",
         {"of|from|after|since|upon ... disclosure|publication",
          "after|once|when ... disclosed|published", NULL}},
        {"release",
         {"of|from|after|since|upon ... release|availability",
          "after|once|when ... released|available", NULL}},
    };
    for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++)
        if (words_have(words, from, to, events[i].patterns))
            return events[i].start;
    return NULL;
}

static int severity_at(const struct words *words, size_t at)
{
    const char *word = words->items[at].text;
    if (strcmp(word, "moderate") == 0)
        return 2;
    for (int i = 0; severities[i]; i++)
        if (strcmp(word, severities[i]) == 0)
            return i;
    return -1;
}

struct reading {
    struct fact_writer *writer;
    const struct prose *prose;
    const char *start; /* as the section says it */
    bool seen[4];
};

static void add(struct reading *reading, uint32_t line, int severity, int64_t term)
{
    if (reading->seen[severity])
        return;
    reading->seen[severity] = true;
    struct value *cells = fact_add(reading->writer, &kind, NULL, line, 1)->cells;
    cells[CELL_SEVERITY] = value_text(severities[severity]);
    cells[CELL_TERM] = value_duration(term);
    cells[CELL_START] = value_text(reading->start);
}

/* The term among the times of [from, to): one that stands with a word of fixing, else the
 * longest: an answer comes before a fix. */
static int64_t term_in(const struct words *words, size_t from, size_t to)
{
    int64_t longest = 0;
    for (size_t at = from; at < to; at++) {
        int64_t time = words_time_at(words, at, to);
        if (time > longest)
            longest = time;
    }
    return longest;
}

/* "Critical: 7 days, high and medium: 30 days": severities up to the next time share it. */
static void read_part(struct reading *reading, const struct words *words, uint32_t first)
{
    bool pending[4] = {false};
    uint32_t line = first;
    bool any = false;
    for (size_t at = 0; at < words->count; at++) {
        int severity = severity_at(words, at);
        if (severity >= 0) {
            pending[severity] = true;
            line = any ? line : first + words->items[at].line - 1;
            any = true;
            continue;
        }
        int64_t time = any ? words_time_at(words, at, words->count) : 0;
        if (!time)
            continue;
        size_t next = at + 1;
        while (next < words->count && severity_at(words, next) < 0)
            next++;
        int64_t longest = term_in(words, at, next);
        for (int i = 0; i < 4; i++)
            if (pending[i])
                add(reading, line, i, longest);
        memset(pending, 0, sizeof(pending));
        any = false;
        at = next - 1;
    }
}

/* "Within 7 days for critical ones": the time stands first. */
static void read_part_backwards(struct reading *reading, const struct words *words, uint32_t first)
{
    int64_t time = 0;
    for (size_t at = 0; at < words->count; at++) {
        int64_t here = words_time_at(words, at, words->count);
        if (here)
            time = here;
        int severity = severity_at(words, at);
        if (severity >= 0 && time)
            add(reading, first + words->items[at].line - 1, severity, time);
    }
}

static bool begins_with_time(const struct words *words)
{
    for (size_t at = 0; at < words->count; at++) {
        if (severity_at(words, at) >= 0)
            return false;
        if (words_time_at(words, at, words->count))
            return true;
    }
    return false;
}

/* Lines that speak of answers alone promise no fix. */
static bool is_about_fixing(const struct words *line, const struct words *section)
{
    if (words_have(line, 0, line->count, fixing))
        return true;
    return !words_have(line, 0, line->count, answering) &&
           words_have(section, 0, section->count, fixing);
}

/* A row of a table stands alone; an item of a list and a paragraph go on over lines. */
static bool begins_part(struct text line)
{
    struct text trimmed = text_trim(line);
    size_t digits = 0;
    while (digits < trimmed.size && trimmed.bytes[digits] >= '0' && trimmed.bytes[digits] <= '9')
        digits++;
    if (trimmed.size == 0 || trimmed.bytes[0] == '|')
        return true;
    if (digits > 0)
        return digits + 1 < trimmed.size && trimmed.bytes[digits] == '.' &&
               trimmed.bytes[digits + 1] == ' ';
    return trimmed.size > 1 && strchr("-*+", trimmed.bytes[0]) && trimmed.bytes[1] == ' ';
}

static size_t end_of_part(const struct prose *prose, size_t from, size_t end)
{
    struct text first = text_trim(prose->lines[from].visible);
    size_t to = from + 1;
    if (first.size == 0 || first.bytes[0] == '|')
        return to;
    while (to < end && !prose->lines[to].code && !begins_part(prose->lines[to].visible))
        to++;
    return to;
}

static void read_section(struct reading *reading, const struct prose_section *section,
                         struct arena *scratch)
{
    const struct prose *prose = reading->prose;
    struct words words = words_read(scratch, prose_body(prose, section->first, section->end));
    struct words heading = words_read(scratch, text_of(section->folded));
    reading->start = start_of(&words, 0, words.count);
    bool about = words_have(&heading, 0, heading.count, fixing);
    for (size_t from = section->first, to; from < section->end; from = to) {
        to = end_of_part(prose, from, section->end);
        if (prose->lines[from].code)
            continue;
        struct words part = words_read(scratch, prose_body(prose, from, to));
        if (!about && !is_about_fixing(&part, &words))
            continue;
        if (begins_with_time(&part))
            read_part_backwards(reading, &part, (uint32_t)from + 1);
        else
            read_part(reading, &part, (uint32_t)from + 1);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!document_is_prose(file->path) || document_is_template(file->path) ||
        document_is_foreign(file->path))
        return;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        fact_add_gap(writer, &kind, NULL, class, reason);
        return;
    }
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    struct reading reading = {.writer = writer, .prose = prose};
    for (size_t i = 0; prose && i < prose->section_count; i++)
        read_section(&reading, &prose->sections[i], &scratch);
    arena_release(&scratch);
}

FACT(remediation_term) = {
    .name = "remediation_term",
    .area = FACT_AREA_SECURITY,
    .summary = "How soon vulnerabilities are fixed, as documents promise it.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .paths = (const char *const[]){SECURITY_PATHS, DISCLOSURE_PATHS,
                                   ("*[Vv]ulnerab*" DOCUMENT_ENDS),
                                   ("*[Rr]emediation*" DOCUMENT_ENDS), "*[Pp]atch[-_]*.md",
                                   "*[Ss][Ll][Aa].md", "docs/**/[Ss]ecurity/*.md",
                                   "*[Ss]ecurity[-_]*.md", NULL},
    .literals = (const char *const[]){"ritical", "CRITICAL", NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
