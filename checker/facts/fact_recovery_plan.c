/* recovery_plan - documents about recovery: their objectives, whether they say what to do,
 * and the restores that they record. */
#include "facts/backup_kinds.h"
#include "facts/commands.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/operations_dates.h"
#include "facts/paths.h"
#include "facts/prose.h"
#include "facts/recovery_kinds.h"
#include "facts/recovery_objective.h"

#include <string.h>

const struct fact_kind fact_kind_recovery_plan = {
    .name = "recovery_plan",
    .summary = "A document about recovery from a disaster.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"rto",
             {.kind = TYPE_DURATION},
             true,
             "How soon the service is to be back; only where a number with a unit is written."},
            {"rpo", {.kind = TYPE_DURATION}, true, "For how long data may be lost."},
            {"procedure",
             {.kind = TYPE_BOOLEAN},
             false,
             "Does a section on recovery have a command, or two steps?"},
            {"test",
             {.kind = TYPE_BOOLEAN},
             false,
             "stands where test material, examples and templates stand"},
            {0},
        },
};

static bool has_folded(const char *path, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(text_of(path), words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* `dr` between marks; as letters it is in many words. */
static bool names_disaster(const char *path)
{
    for (size_t i = 0; path[i]; i++) {
        bool is_start = i == 0 || strchr("/-_.", path[i - 1]) != NULL;
        if (is_start && (path[i] | 0x20) == 'd' && (path[i + 1] | 0x20) == 'r' &&
            (!path[i + 2] || strchr("/-_.", path[i + 2])))
            return true;
    }
    return false;
}

static bool is_about_recovery(const char *path)
{
    static const char *const words[] = {"backup",   "restore",  "restoring",
                                        "disaster", "recovery", "continuity",
                                        "failover", "bcp",      NULL};
    return names_disaster(path) || has_folded(path, words);
}

static bool is_about_operation(const char *path)
{
    static const char *const words[] = {"runbook", "playbook", "operations/", "ops/",
                                        "sre/",    "game-day", "gameday",     NULL};
    return is_about_recovery(path) || has_folded(path, words);
}

/* What changed in a program says nothing of what was restored. */
static bool is_of_releases(const char *path)
{
    static const char *const words[] = {"change",  "history", "news", "release",
                                        "roadmap", "blog",    NULL};
    return has_folded(path, words);
}

static size_t count_steps(const struct prose *prose, size_t section)
{
    size_t steps = 0;
    for (size_t i = 0; i < prose->line_count; i++) {
        struct text line = text_trim(prose->lines[i].text);
        if (prose->lines[i].section != section || prose->lines[i].heading || !line.size)
            continue;
        size_t digits = 0;
        while (digits < line.size && line.bytes[digits] >= '0' && line.bytes[digits] <= '9')
            digits++;
        bool is_item = (digits && digits + 1 < line.size && strchr(".)", line.bytes[digits])) ||
                       (line.size > 2 && strchr("-*+", line.bytes[0]) && line.bytes[1] == ' ');
        steps += is_item;
    }
    return steps;
}

static bool has_procedure(struct arena *scratch, const struct prose *prose)
{
    static const char *const headings[] = {
        "recovery", "recover",    "recovering", "restore",     "restoring",  "restoration",
        "failover", "fail over",  "procedure",  "procedures",  "steps",      "runbook",
        "rebuild",  "rebuilding", "failback",   "switch over", "switchover", NULL};
    struct commands commands = commands_read(scratch, prose);
    for (size_t i = 0; i < prose->section_count; i++) {
        if (!prose_section_is_about(prose, i, headings))
            continue;
        if (count_steps(prose, i) >= 2)
            return true;
        for (size_t k = 0; k < commands.count; k++)
            if (prose->lines[commands.items[k].line - 1].section == i)
                return true;
    }
    return false;
}

static bool has_word(struct arena *scratch, struct text text, const char *const *patterns)
{
    struct words words = words_read(scratch, text);
    return words_have(&words, 0, words.count, patterns);
}

/* The first row of the table that the line is of; the line itself where it is of none. */
static struct text header_of(const struct prose *prose, size_t line)
{
    while (line > 0 && text_starts_with(text_trim(prose->lines[line].visible), "|") &&
           text_starts_with(text_trim(prose->lines[line - 1].visible), "|"))
        line--;
    return prose->lines[line].visible;
}

/* To come, of the page itself, or in vain. */
static bool says_otherwise(struct arena *scratch, struct text text)
{
    static const char *const words[] = {
        "next",     "planned", "scheduled", "due",        "updated", "review*",  "created",
        "version",  "author",  "expires",   "not",        "fail*",   "never",    "must",
        "should",   "partial", "deferred",  "aborted",    "overdue", "authored", "revised",
        "revision", "drafted", "edited",    "superseded", NULL};
    return has_word(scratch, text, words);
}

/* Is it said that something was brought back then, and not that the page was written? */
static bool records_restore(struct arena *scratch, const struct prose *prose, size_t line,
                            bool is_of_recovery)
{
    static const char *const restores[] = {"restor*",  "recover*", "drill*",  "exercise*", "dr",
                                           "failover", "game day", "gameday", NULL};
    static const char *const tests[] = {"test*",     "drill*",   "exercise*", "restored",
                                        "recovered", "success*", "verified",  "passed",
                                        "rehears*",  "result*",  "performed", "executed",
                                        "game day",  "gameday",  NULL};
    struct text text = prose->lines[line].visible, header = header_of(prose, line);
    size_t section = prose->lines[line].section;
    struct text heading = text_of(prose->sections[section].heading);
    bool is_about = has_word(scratch, text, restores) || has_word(scratch, header, restores) ||
                    (is_of_recovery && has_word(scratch, heading, restores));
    bool is_test = has_word(scratch, text, tests) || has_word(scratch, header, tests) ||
                   has_word(scratch, heading, tests);
    return is_about && is_test && !says_otherwise(scratch, text);
}

static void add_record(struct fact_writer *writer, struct fact_file *file, uint32_t line,
                       int32_t date, const char *text)
{
    struct value *cells = fact_add(writer, &fact_kind_restore_record, NULL, line, 1)->cells;
    cells[RESTORE_RECORD_SOURCE] = value_text("document");
    cells[RESTORE_RECORD_DATE] = value_date(date);
    cells[RESTORE_RECORD_TEXT] = fact_text(writer, text);
    cells[RESTORE_RECORD_TEST] = value_boolean(document_is_foreign(file->path));
}

static const char *title_of(const struct prose *prose)
{
    for (size_t i = 0; i < prose->section_count; i++)
        if (prose->sections[i].level > 0)
            return prose->sections[i].heading;
    return "";
}

static void read_records(struct fact_writer *writer, struct fact_file *file, struct arena *scratch,
                         const struct prose *prose)
{
    static const char *const names[] = {"test", "drill", "exercise", "restore", "record", NULL};
    int32_t date;
    if (is_of_releases(file->path) || !is_about_operation(file->path))
        return;
    if (operations_date_find(text_of(path_base(file->path)), &date) &&
        is_about_recovery(file->path) && has_folded(file->path, names) &&
        !says_otherwise(scratch, text_of(path_base(file->path))) &&
        !says_otherwise(scratch, text_of(title_of(prose))) &&
        prose_count_sentences(scratch, prose, 0, prose->line_count) > 0)
        add_record(writer, file, 1, date, path_base(file->path));
    for (size_t i = 0; i < prose->line_count; i++) {
        struct arena_mark mark = arena_mark(scratch);
        struct text text = text_trim(prose->lines[i].visible);
        if (!prose->lines[i].code && operations_date_find(text, &date) &&
            records_restore(scratch, prose, i, is_about_recovery(file->path)))
            add_record(writer, file, (uint32_t)i + 1, date, arena_copy(scratch, text));
        arena_reset(scratch, mark);
    }
}

static void read_plan(struct fact_writer *writer, struct fact_file *file, struct arena *scratch,
                      const struct prose *prose)
{
    int64_t time = recovery_objective_find(scratch, prose, RECOVERY_TIME);
    int64_t point = recovery_objective_find(scratch, prose, RECOVERY_POINT);
    if (time < 0 && point < 0 && !is_about_recovery(file->path))
        return;
    struct value *cells = fact_add(writer, &fact_kind_recovery_plan, NULL, 1, 1)->cells;
    if (time >= 0)
        cells[RECOVERY_PLAN_RTO] = value_duration(time);
    if (point >= 0)
        cells[RECOVERY_PLAN_RPO] = value_duration(point);
    cells[RECOVERY_PLAN_PROCEDURE] = value_boolean(has_procedure(scratch, prose));
    cells[RECOVERY_PLAN_TEST] =
        value_boolean(document_is_foreign(file->path) || document_is_template(file->path));
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct arena scratch;
    /* Texts of tests are long and of all sorts. */
    if ((file->content.state != CONTENT_TEXT || document_is_foreign(file->path)) &&
        !is_about_operation(file->path))
        return;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    if (prose) {
        if (fact_is_wanted(writer, &fact_kind_recovery_plan))
            read_plan(writer, file, &scratch, prose);
        if (fact_is_wanted(writer, &fact_kind_restore_record))
            read_records(writer, file, &scratch, prose);
    }
    arena_release(&scratch);
}

FACT(recovery_plan) = {
    .name = "recovery_plan",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Documents about recovery, and the restores that they record.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_recovery_plan, &fact_kind_restore_record,
                                               NULL},
    .paths = (const char *const[]){"*.md", "*.markdown", "*.rst", "*.adoc", "*.txt", "*.org", NULL},
    .literals = (const char *const[]){"RTO", "RPO", "ecovery", "ecover", "estor", "rill", "ailover",
                                      NULL},
    .recognise_file = recognise,
    .judges_lost_content = true,
};
