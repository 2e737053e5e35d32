/* runbook_page - what somebody finds who is called at night: which families of sections a
 * page has, whether there is something to do in them, and whether it is about trouble. */
#include "facts/commands.h"
#include "facts/contact.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/prose_script.h"
#include "facts/readiness.h"
#include "facts/residue.h"
#include "facts/runbook_kinds.h"
#include "facts/template_reading.h"

const char *const runbook_families[] = {"trigger",    "impact",     "diagnosis", "mitigation",
                                        "escalation", "validation", NULL};
enum { DIAGNOSIS = 2, MITIGATION = 3, FAMILIES = 6 };

const struct fact_kind fact_kind_runbook_page = {
    .name = "runbook_page",
    .summary = "A page where runbooks stand, by itself.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            RUNBOOK_COMMON_FIELDS,
            [RUNBOOK_PAGE_ADDRESSES] =
                {"addresses",
                 {.kind = TYPE_BOOLEAN},
                 false,
                 "Does it hold an address or a link that is no placeholder?"},
            [RUNBOOK_PAGE_FOREIGN] = {"foreign",
                                      {.kind = TYPE_BOOLEAN},
                                      false,
                                      "Are its headings in a script that is not understood?"},
            [RUNBOOK_PAGE_TEXT] = {"text", {.kind = TYPE_TEXT}, false, "All that it says."},
            {0},
        },
};

static const char *const headings[FAMILIES][32] = {
    {"symptom",       "symptoms",   "alert",       "alerts",      "trigger",  "triggers",
     "meaning",       "detection",  "when to use", "description", "summary",  "problem",
     "alarm",         "alarms",     "when",        "scenario",    "overview", "condition",
     "what it means", "background", "about",       NULL},
    {"impact", "severity", "blast radius", "priority", "consequence", "consequences", "affected",
     "criticality", "risk", NULL},
    {"diagnosis",   "diagnose",      "diagnostics",     "triage",
     "investigate", "investigation", "troubleshooting", "troubleshoot",
     "debugging",   "debug",         "initial checks",  "root cause",
     "causes",      "cause",         "analysis",        "check",
     "checks",      "logs",          "dashboards",      "dashboard",
     "metrics",     "how to check",  "decision tree",   "triaging",
     "inspect",     "investigating", "diagnosing",      NULL},
    {"mitigation", "mitigate", "mitigations",  "remediation", "remediate",
     "resolution", "resolve",  "fix",          "rollback",    "roll back",
     "restore",    "recovery", "recover",      "steps",       "procedure",
     "actions",    "action",   "workaround",   "what to do",  "solution",
     "solutions",  "response", "instructions", "repair",      NULL},
    {"escalation",  "escalate",      "contact",      "contacts",    "on-call",
     "on call",     "oncall",        "owner",        "owners",      "support",
     "who to call", "communication", "stakeholders", "ownership",   "help",
     "pager",       "team",          "teams",        "responsible", NULL},
    {"validation",   "validate",    "verification", "verify",           "post-check",
     "post check",   "post-checks", "exit",         "exit criteria",    "confirm",
     "confirmation", "follow-up",   "follow up",    "success criteria", "post-incident",
     "after",        "closing",     "sanity check", "postconditions",   NULL},
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Pages that list runbooks or that are copied to make one are none. */
static bool is_runbook(const char *path)
{
    const char *name = base_name(path);
    static const char *const pages[] = {
        "readme",    "index",        "_index",   "summary",  "codeowners", "owners",      "license",
        "changelog", "contributing", "_sidebar", "makefile", "dockerfile", "jenkinsfile", NULL};
    char stem[40];
    size_t size = strcspn(name, ".");
    if (size >= sizeof(stem))
        size = sizeof(stem) - 1;
    for (size_t i = 0; i < size; i++)
        stem[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] - 'A' + 'a') : name[i];
    stem[size] = '\0';
    const char *dot = strrchr(name, '.');
    bool text = dot && document_is_prose(path) && !string_equals_folded(dot, ".txt");
    bool named = text_find_folded(text_of(name), "runbook") != SIZE_MAX;
    return (text || (named && document_is_prose(path))) && !string_is_one_of(stem, pages) &&
           !document_is_template(path) && !document_is_foreign(path) && !readiness_is_review(path);
}

struct found {
    bool there[FAMILIES], filled[FAMILIES];
};

static void judge(struct found *found, const char *heading, bool filled)
{
    for (size_t family = 0; family < FAMILIES; family++) {
        for (size_t i = 0; headings[family][i]; i++) {
            if (!prose_has_phrase(heading, headings[family][i]))
                continue;
            found->there[family] = true;
            found->filled[family] = found->filled[family] || filled;
        }
    }
}

static bool says_something(struct arena *scratch, const struct prose *prose, size_t first,
                           size_t end)
{
    bool blank = true;
    for (size_t i = first; i < end && blank; i++)
        blank = text_trim(prose->lines[i].text).size == 0;
    return !blank && !prose_is_residue(scratch, prose, first, end);
}

/* A line that is all bold, or bold before its text, heads what follows: `**Impact**`. */
static bool is_bold_label(struct text line, struct text *label, struct text *rest)
{
    line = text_trim(line);
    if (text_starts_with(line, "- ") || text_starts_with(line, "* "))
        line = text_trim((struct text){line.bytes + 2, line.size - 2});
    if (!text_starts_with(line, "**"))
        return false;
    struct text inside = {line.bytes + 2, line.size - 2};
    size_t close = text_find(inside, "**");
    if (close == SIZE_MAX || close == 0 || close > 60)
        return false;
    *label = (struct text){inside.bytes, close};
    *rest = (struct text){inside.bytes + close + 2, inside.size - close - 2};
    while (rest->size && strchr(": \t", rest->bytes[0])) {
        rest->bytes++;
        rest->size--;
    }
    return true;
}

static void read_labels(struct found *found, struct arena *scratch, const struct prose *prose)
{
    for (size_t i = 0; i < prose->line_count; i++) {
        struct text label, rest, next;
        if (prose->lines[i].heading || !is_bold_label(prose->lines[i].text, &label, &rest))
            continue;
        size_t first = i;
        if (!text_trim(rest).size) {
            first++;
            while (first < prose->line_count && first < i + 4 &&
                   !text_trim(prose->lines[first].text).size)
                first++;
        }
        bool filled = first < prose->line_count && !prose->lines[first].heading &&
                      (first == i || !is_bold_label(prose->lines[first].text, &next, &next)) &&
                      says_something(scratch, prose, first, first + 1);
        judge(found, prose_fold(scratch, arena_copy(scratch, label)), filled);
    }
}

/* What stands below a heading belongs to its family, subsections too; their
 * headings alone say nothing. */
static bool is_filled(struct arena *scratch, const struct prose *prose, size_t at)
{
    enum { SUBSECTIONS_MOST = 40 };
    const struct prose_section *sections = prose->sections;
    for (size_t i = at; i < prose->section_count && i <= at + SUBSECTIONS_MOST &&
                        (i == at || sections[i].level > sections[at].level);
         i++) {
        if (says_something(scratch, prose, sections[i].first, sections[i].end))
            return true;
    }
    return false;
}

static void read_sections(struct found *found, struct arena *scratch, const struct prose *prose)
{
    for (size_t i = 0; i < prose->section_count; i++) {
        const struct prose_section *section = &prose->sections[i];
        /* The title names the page, not a family. */
        if (section->level > 0 && (section->level > 1 || i > 1))
            judge(found, section->folded, is_filled(scratch, prose, i));
    }
}

/* A name in backticks with capitals inside, as alerts and resources have it. */
static bool names_thing(const struct prose *prose)
{
    for (size_t i = 0; i < prose->line_count; i++) {
        struct text line = prose->lines[i].text;
        size_t open = text_find(line, "`");
        if (prose->lines[i].code || open == SIZE_MAX)
            continue;
        struct text rest = {line.bytes + open + 1, line.size - open - 1};
        size_t close = text_find(rest, "`");
        if (close != SIZE_MAX && close >= 3 && close < 80 && !memchr(rest.bytes, '<', close) &&
            !memchr(rest.bytes, '{', close))
            return true;
    }
    return false;
}

static bool has_address(struct arena *scratch, const struct prose *prose)
{
    struct contact contact;
    for (size_t from = 0; contact_next(scratch, prose->text, &from, &contact);) {
        if (!residue_is_value(contact.value))
            return true;
    }
    return false;
}

static bool has_anchor(const struct prose *prose, const struct commands *commands)
{
    for (size_t i = 0; i < commands->count; i++) {
        if (!strpbrk(commands->items[i].text, "<{"))
            return true;
    }
    return names_thing(prose);
}

/* `CNPGClusterOffline` in words: alerts are named so, and their runbooks after them. */
static const char *in_words(struct arena *scratch, const char *text)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; text[i]; i++) {
        bool is_upper = text[i] >= 'A' && text[i] <= 'Z';
        bool before_lower = is_upper && text[i + 1] >= 'a' && text[i + 1] <= 'z';
        bool after_upper = i > 0 && text[i - 1] >= 'A' && text[i - 1] <= 'Z';
        bool after_lower = i > 0 && text[i - 1] >= 'a' && text[i - 1] <= 'z';
        if (is_upper && (after_lower || (after_upper && before_lower)))
            buffer_add_byte(&out, '-');
        buffer_add_byte(&out, text[i]);
    }
    const char *words = prose_squeeze(scratch, buffer_string(&out));
    buffer_release(&out);
    return words;
}

static bool has_one(const char *text, const char *const *phrases)
{
    for (size_t i = 0; phrases[i]; i++)
        if (prose_has_phrase(text, phrases[i]))
            return true;
    return false;
}

/* Is there nothing but headings and placeholders? */
static bool is_hollow(struct arena *scratch, const struct prose *prose)
{
    for (size_t i = 0; i < prose->section_count; i++) {
        size_t first = prose->sections[i].first, end = prose->sections[i].end;
        if (text_trim(prose_body(prose, first, end)).size &&
            !prose_is_residue(scratch, prose, first, end))
            return false;
    }
    return true;
}

/* What went wrong stands in the name of the file, in the title, or below a heading of its
 * own. A drill is planned, whatever it rehearses. A page that says nothing is what it is called. */
static bool is_response(struct arena *scratch, const char *path, const struct prose *prose)
{
    static const char *const planned[] = {"drill",      "drills",    "gameday",    "game-day",
                                          "exercise",   "rehearsal", "onboarding", "setup",
                                          "activation", "ci",        "test",       "tests",
                                          "testing",    "tracking",  "mapping",    NULL};
    static const char *const trouble[] = {
        "incident",        "incidents", "outage",     "outages",    "down",
        "failure",         "failures",  "failing",    "failed",     "fails",
        "crash",           "crashes",   "crashed",    "crashing",   "error",
        "errors",          "alert",     "alerts",     "triage",     "investigation",
        "investigate",     "emergency", "disaster",   "degraded",   "unavailable",
        "unreachable",     "stuck",     "slow",       "lag",        "is-full",
        "disk-full",       "exhausted", "exhaustion", "breach",     "compromise",
        "compromised",     "leak",      "leaked",     "hotfix",     "regression",
        "corruption",      "corrupted", "expired",    "mismatch",   "spike",
        "surge",           "broken",    "timeout",    "timeouts",   "oom",
        "backlog",         "overload",  "overloaded", "offline",    "stalled",
        "missing",         "unhealthy", "saturated",  "saturation", "throttling",
        "troubleshooting", NULL};
    static const char *const sections[] = {"symptom",  "symptoms",      "alert",    "alerts",
                                           "alarm",    "alarms",        "meaning",  "detection",
                                           "impact",   "diagnosis",     "diagnose", "mitigation",
                                           "mitigate", "when-it-fires", NULL};
    const char *name = in_words(scratch, base_name(path));
    if (has_one(name, planned))
        return false;
    bool found = has_one(name, trouble) || is_hollow(scratch, prose);
    for (size_t i = 0; i < prose->section_count; i++) {
        const struct prose_section *section = &prose->sections[i];
        bool is_title = section->level == 1 && i <= 1;
        const char *heading = in_words(scratch, section->heading);
        if (is_title && has_one(heading, planned))
            return false;
        found = found || (section->level > 0 && has_one(heading, is_title ? trouble : sections));
    }
    return found;
}

/* `TODO` where something is to be said: alone, or where a sentence or a cell begins. In
 * the midst of a sentence it speaks of work that is to come. */
static bool is_told(struct text line, const struct residue *residue)
{
    const char *at = residue->text.bytes;
    if (residue->sort != RESIDUE_TODO)
        return true;
    while (at > line.bytes && strchr(" \t*_[(>", at[-1]))
        at--;
    bool after_dash = at - line.bytes >= 3 && (memcmp(at - 3, "\xe2\x80\x93", 3) == 0 ||
                                               memcmp(at - 3, "\xe2\x80\x94", 3) == 0);
    return at == line.bytes || strchr(".:!?|-,;", at[-1]) || after_dash;
}

/* The first placeholder, with its line; NULL: none is left. */
static const char *residue_in(struct arena *scratch, const struct prose *prose)
{
    for (size_t i = 0; i < prose->line_count; i++) {
        struct residue residue;
        size_t at = 0;
        struct text line = prose->lines[i].visible;
        while (!prose->lines[i].heading && residue_next(line, &at, &residue))
            if (is_told(line, &residue))
                return arena_printf(scratch, "%s, line %zu", arena_copy(scratch, residue.text),
                                    i + 1);
    }
    return NULL;
}

static const char *phrase_in(struct arena *scratch, const struct words *words)
{
    const struct template *template;
    size_t from = 0, end;
    if (!template_next_phrase(templates_builtin(), words, &from, &end, &template))
        return NULL;
    if (!template->name)
        return "a sentence of a template";
    return arena_printf(scratch, "a sentence of the template '%s', line %u", template->name,
                        words->items[from].line);
}

/* Sections that tell what to look at or what to do: by their heading or one above it. */
static bool is_for_action(const struct prose *prose, size_t section)
{
    for (size_t at = section; at != SIZE_MAX; at = prose->sections[at].parent) {
        const struct prose_section *one = &prose->sections[at];
        if (one->level == 0 || (one->level == 1 && at <= 1))
            continue;
        for (size_t family = DIAGNOSIS; family <= MITIGATION; family++)
            for (size_t i = 0; headings[family][i]; i++)
                if (prose_has_phrase(one->folded, headings[family][i]))
                    return true;
    }
    return false;
}

static bool holds_action(struct arena *scratch, const struct prose *prose, size_t line)
{
    struct contact contact;
    size_t from = 0;
    struct text text = prose->lines[line].text;
    if (prose->lines[line].code)
        return text_trim(text).size > 0;
    /* A page that is named as a file leads there too. */
    return text_find(text, "](") != SIZE_MAX || text_find(text, ".md`") != SIZE_MAX ||
           contact_next(scratch, text, &from, &contact);
}

static size_t count_actions(struct arena *scratch, const struct prose *prose,
                            const struct commands *commands)
{
    size_t actions = 0;
    bool has_section = false;
    for (size_t i = 0; i < prose->section_count; i++)
        has_section = has_section || is_for_action(prose, i);
    for (size_t i = 0; i < prose->line_count; i++)
        actions += (!has_section || is_for_action(prose, prose->lines[i].section)) &&
                   !prose->lines[i].heading && holds_action(scratch, prose, i);
    for (size_t i = 0; i < commands->count; i++) {
        const struct prose_line *line = &prose->lines[commands->items[i].line - 1];
        actions += !line->code && (!has_section || is_for_action(prose, line->section));
    }
    return actions;
}

static struct value family_list(struct fact_writer *writer, const bool *there, const bool *filled,
                                bool wanted)
{
    struct value items[FAMILIES];
    size_t count = 0;
    for (size_t family = 0; family < FAMILIES; family++) {
        if (there[family] && filled[family] == wanted)
            items[count++] = value_text(runbook_families[family]);
    }
    return value_list_of(fact_arena(writer), items, count);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!is_runbook(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    if (prose) {
        struct found found = {0};
        read_sections(&found, &scratch, prose);
        read_labels(&found, &scratch, prose);
        struct words words = words_read(&scratch, prose->visible);
        struct commands commands = commands_read(&scratch, prose);
        size_t lines = 0, count = 0, spans = 0;
        for (size_t i = 0; i < prose->line_count; i++)
            lines += prose->lines[i].code && text_trim(prose->lines[i].text).size;
        for (size_t i = 0; i < commands.count; i++)
            spans += !prose->lines[commands.items[i].line - 1].code;
        for (size_t family = 0; family < FAMILIES; family++)
            count += found.filled[family];
        struct value *cells = fact_add(writer, &fact_kind_runbook_page, NULL, 1, 1)->cells;
        cells[RUNBOOK_FAMILIES] = family_list(writer, found.there, found.filled, true);
        cells[RUNBOOK_FAMILY_COUNT] = value_integer((int64_t)count);
        cells[RUNBOOK_HOLLOW] = family_list(writer, found.there, found.filled, false);
        cells[RUNBOOK_COMMANDS] = value_integer((int64_t)(lines + spans));
        cells[RUNBOOK_ACTIONS] = value_integer((int64_t)count_actions(&scratch, prose, &commands));
        cells[RUNBOOK_ANCHORS] = value_boolean(has_anchor(prose, &commands));
        struct template_reading reading = template_reading_of(&scratch, prose);
        const char *residue = template_reading_words(&scratch, &reading);
        if (!residue)
            residue = residue_in(&scratch, prose);
        if (!residue)
            residue = phrase_in(&scratch, &words);
        cells[RUNBOOK_PLACEHOLDER] = value_boolean(residue != NULL);
        cells[RUNBOOK_RESIDUE] = fact_text(writer, residue);
        cells[RUNBOOK_FILLED] = value_boolean(count > 0);
        cells[RUNBOOK_RESPONSE] = value_boolean(is_response(&scratch, file->path, prose));
        cells[RUNBOOK_PAGE_ADDRESSES] = value_boolean(has_address(&scratch, prose));
        cells[RUNBOOK_PAGE_FOREIGN] = value_boolean(prose_is_in_other_script(prose));
        cells[RUNBOOK_PAGE_TEXT] = fact_text(writer, arena_copy(&scratch, prose->text));
    }
    arena_release(&scratch);
}

FACT(runbook_page) = {
    .name = "runbook_page",
    .area = FACT_AREA_OPERATIONS,
    .summary = "What pages hold for somebody on call, each by itself.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_runbook_page, NULL},
    .paths = (const char *const[]){RUNBOOK_PATHS, NULL},
    .recognise_file = recognise,
};
