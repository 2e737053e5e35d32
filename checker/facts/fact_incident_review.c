/* incident_review - what was learnt from incidents, and what is to be done about it. */
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/hotfix_name.h"
#include "facts/incident_actions.h"
#include "facts/incident_kinds.h"
#include "facts/operations_dates.h"
#include "facts/paths.h"
#include "facts/prose_script.h"
#include "facts/template_reading.h"

#include <string.h>

const struct fact_kind fact_kind_incident_review = {
    .name = "incident_review",
    .summary = "The review of an incident.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"date", {.kind = TYPE_DATE}, true, "Of its name, or the first that it has."},
            {"timeline", {.kind = TYPE_BOOLEAN}, false, "Does it say when what happened?"},
            {"impact", {.kind = TYPE_BOOLEAN}, false, "Does it say who was affected?"},
            {"cause", {.kind = TYPE_BOOLEAN}, false, "Does it say why?"},
            {"actions", {.kind = TYPE_INTEGER}, false, "What is to be done, how many."},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "stands where test material and examples stand"},
            {"hotfixes",
             {.kind = TYPE_LIST, .of = TYPE_TEXT},
             false,
             "The words of it that name a tag or a branch of a hotfix, as written."},
            {"template",
             {.kind = TYPE_TEXT},
             true,
             "The template whose words are all that some of its sections say."},
            {"unfilled", {.kind = TYPE_TEXT}, true, "The headings of those sections."},
            {0},
        },
};

const struct fact_kind fact_kind_incident_action = {
    .name = "incident_action",
    .summary = "What the review of an incident says is to be done.",
    .key = (const char *const[]){"text", NULL},
    .fields =
        (const struct fact_field[]){
            {"text", {.kind = TYPE_TEXT}, false, "What is to be done."},
            {"owned", {.kind = TYPE_BOOLEAN}, false, "Does it say by whom?"},
            {"due", {.kind = TYPE_DATE}, true, "By when."},
            {"done", {.kind = TYPE_BOOLEAN}, false, "Is it said to be done?"},
            {"linked",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does it name an issue or a page, where what became of it stands?"},
            {"date", {.kind = TYPE_DATE}, true, "Of the review."},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "stands where test material and examples stand"},
            {0},
        },
};

static const char *const timelines[] = {"timeline",   "time line",     "chronology",
                                        "key events", "what happened", "sequence of events",
                                        "events",     "history",       NULL};
static const char *const impacts[] = {"impact",   "effect",       "affected",
                                      "severity", "blast radius", NULL};
static const char *const causes[] = {
    "root cause",           "root causes",  "cause",     "causes", "why",
    "contributing factors", "contributing", "five whys", "5 whys", "analysis",
    "what went wrong",      "trigger",      NULL};

static bool holds(const char *path, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(text_of(path), words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* What tells how reviews are written is none. */
static bool may_be_review(const char *path)
{
    static const char *const folders[] = {"postmortem",  "post-mortem", "post_mortem", "incidents/",
                                          "incident-re", "incident_re", "pir/",        "pirs/",
                                          "outages/",    NULL};
    static const char *const others[] = {
        "readme",   "index", "template", "policy", "process",  "guide",     "playbook",  "runbook",
        "response", "plan.", "how-to",   "write-", "severity", "checklist", "changelog", NULL};
    return holds(path, folders) && !holds(path_base(path), others) && !document_is_template(path) &&
           document_is_prose(path) && strchr(path_base(path), '.') != NULL;
}

static bool is_about(const char *folded, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (prose_has_phrase(folded, words[i]))
            return true;
    return false;
}

/* Does the section, or one below it, say something? */
static bool is_filled(struct arena *scratch, const struct prose *prose, size_t section)
{
    const struct prose_section *sections = prose->sections;
    for (size_t i = section;
         i < prose->section_count && (i == section || sections[i].level > sections[section].level);
         i++) {
        struct text body = prose_body(prose, sections[i].first, sections[i].end);
        if (text_trim(body).size &&
            !prose_is_residue(scratch, prose, sections[i].first, sections[i].end))
            return true;
    }
    return false;
}

/* The bold label at a line's beginning that heads what follows, as in `**Timeline**`; in lower
 * case, NULL when there is none. */
static const char *label_of(struct arena *scratch, const struct prose_line *line)
{
    enum { LABEL_MAX = 40 };
    struct text text = text_trim(line->visible);
    size_t marks = 0;
    while (marks < text.size && strchr("-*_ ", text.bytes[marks]))
        marks++;
    text.bytes += marks;
    text.size -= marks;
    size_t end = marks < 2 || line->heading ? SIZE_MAX : text_find(text, "**");
    if (end == SIZE_MAX || end > LABEL_MAX)
        return NULL;
    return prose_fold(scratch, arena_copy(scratch, (struct text){text.bytes, end}));
}

/* Something behind the label, or below it before the next one. */
static bool is_label_filled(struct arena *scratch, const struct prose *prose, size_t at)
{
    struct text text = text_trim(prose->lines[at].visible);
    size_t open = text_find(text, "**");
    struct text inside = {text.bytes + open + 2, text.size - open - 2};
    size_t close = text_find(inside, "**");
    struct text rest = {inside.bytes + close + 2, inside.size - close - 2};
    while (rest.size && strchr(":. \t-", rest.bytes[0]))
        rest = (struct text){rest.bytes + 1, rest.size - 1};
    if (rest.size)
        return true;
    for (size_t i = at + 1; i < prose->line_count && !prose->lines[i].heading; i++) {
        if (!text_trim(prose->lines[i].text).size)
            continue;
        return !label_of(scratch, &prose->lines[i]) && !prose_is_residue(scratch, prose, i, i + 1);
    }
    return false;
}

/* Filled sections whose headings are about it, or a label that is. */
static bool has_family(struct arena *scratch, const struct prose *prose, const char *const *words)
{
    for (size_t i = 0; i < prose->section_count; i++)
        if (prose->sections[i].level > 1 && is_about(prose->sections[i].folded, words) &&
            is_filled(scratch, prose, i))
            return true;
    for (size_t i = 0; i < prose->line_count; i++) {
        const char *label = label_of(scratch, &prose->lines[i]);
        if (label && is_about(label, words) && is_label_filled(scratch, prose, i))
            return true;
    }
    return false;
}

static bool date_of(const char *path, const struct prose *prose, int32_t *out)
{
    enum { LINES_MOST = 40 };
    if (operations_date_find(text_of(path_base(path)), out))
        return true;
    for (size_t i = 0; i < prose->line_count && i < LINES_MOST; i++)
        if (operations_date_find(prose->lines[i].text, out))
            return true;
    return false;
}

/* By its name or its title; a page that only lies beside reviews may be of another sort. */
static bool calls_itself_review(const char *path, const struct prose *prose)
{
    static const char *const words[] = {"postmortem", "post-mortem", "post mortem",   "post_mortem",
                                        "incident",   "outage",      "retrospective", "rca",
                                        "pm-",        "inc-",        "pir-",          "sev",
                                        NULL};
    int32_t day;
    const char *base = path_base(path);
    if (holds(base, words) || operations_date_find(text_of(base), &day))
        return true;
    for (size_t i = 0; i < prose->section_count && i <= 1; i++)
        if (prose->sections[i].level == 1 && holds(prose->sections[i].folded, words))
            return true;
    return false;
}

static void add_actions(struct fact_writer *writer, const struct incident_actions *actions,
                        const struct value *date, bool is_test)
{
    for (size_t i = 0; i < actions->count; i++) {
        const struct incident_action *action = &actions->items[i];
        struct value *cells =
            fact_add(writer, &fact_kind_incident_action, NULL, action->line, 1)->cells;
        cells[INCIDENT_ACTION_TEXT] = fact_text(writer, action->text);
        cells[INCIDENT_ACTION_OWNED] = value_boolean(action->is_owned);
        if (action->has_due)
            cells[INCIDENT_ACTION_DUE] = value_date(action->due);
        cells[INCIDENT_ACTION_DONE] = value_boolean(action->is_done);
        cells[INCIDENT_ACTION_LINKED] = value_boolean(action->is_linked);
        cells[INCIDENT_ACTION_DATE] = *date;
        cells[INCIDENT_ACTION_TEST] = value_boolean(is_test);
    }
}

static void read_review(struct fact_writer *writer, struct fact_file *file, struct arena *scratch,
                        const struct prose *prose)
{
    struct incident_actions actions = incident_actions_read(scratch, prose);
    bool timeline = has_family(scratch, prose, timelines);
    bool impact = has_family(scratch, prose, impacts), cause = has_family(scratch, prose, causes);
    bool is_test = document_is_foreign(file->path);
    struct value date = {.kind = VALUE_ABSENT};
    int32_t day;
    if (date_of(file->path, prose, &day))
        date = value_date(day);
    if (!(timeline && cause) && prose_is_in_other_script(prose)) {
        fact_add_gaps(writer, NULL, UNKNOWN_UNOBSERVABLE,
                      "its headings are in a script that is not understood");
        return;
    }
    /* A page of that folder that tells of no day and of none of these is another page. */
    static const char *const sundry[] = {"audit", "fixes", "fix-summary", "improvement", NULL};
    bool is_thin = (int)timeline + impact + cause < 2 || holds(path_base(file->path), sundry);
    bool is_other = is_thin && !calls_itself_review(file->path, prose);
    if (is_other || (date.kind == VALUE_ABSENT && !timeline && !cause))
        return;
    struct value *cells = fact_add(writer, &fact_kind_incident_review, NULL, 1, 1)->cells;
    cells[INCIDENT_REVIEW_DATE] = date;
    cells[INCIDENT_REVIEW_TIMELINE] = value_boolean(timeline);
    cells[INCIDENT_REVIEW_IMPACT] = value_boolean(impact);
    cells[INCIDENT_REVIEW_CAUSE] = value_boolean(cause);
    cells[INCIDENT_REVIEW_ACTIONS] = value_integer((int64_t)actions.count);
    cells[INCIDENT_REVIEW_TEST] = value_boolean(is_test);
    cells[INCIDENT_REVIEW_HOTFIXES] = hotfix_names_in(fact_arena(writer), prose->text);
    struct template_reading reading = template_reading_of(scratch, prose);
    if (reading.count) {
        cells[INCIDENT_REVIEW_TEMPLATE] = fact_text(writer, reading.name);
        cells[INCIDENT_REVIEW_UNFILLED] = fact_text(writer, reading.headings);
    }
    add_actions(writer, &actions, &date, is_test);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (!may_be_review(file->path))
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    if (prose)
        read_review(writer, file, &scratch, prose);
    arena_release(&scratch);
}

FACT(incident_review) = {
    .name = "incident_review",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Reviews of incidents, and what they say is to be done.",
    .version = 3,
    .kinds = (const struct fact_kind *const[]){&fact_kind_incident_review,
                                               &fact_kind_incident_action, NULL},
    .paths = (const char *const[]){"*.md", "*.markdown", "*.rst", "*.adoc", "*.org", NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
