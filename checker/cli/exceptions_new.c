#include "base/date.h"
#include "base/diagnostic_page.h"
#include "cli/exceptions_actions.h"
#include "cli/judging.h"
#include "engine/excuse.h"
#include "report/exception_past.h"
#include "source/repository.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_WIDTH = 78, LINES_MOST = 16 };

static const char folder[] = ".bylaw/exceptions";

/* A record that is being written, and which option each of its lines comes from. */
struct draft {
    const struct invocation *invocation;
    struct buffer text;
    unsigned line;
    struct {
        unsigned line;
        const char *option; /* as somebody types it */
    } origins[LINES_MOST];
    size_t origin_count;
    const char *refused[LINES_MOST]; /* options whose values a record cannot have */
    size_t refused_count;
    bool asks; /* somebody is at a terminal, and was asked */
    int32_t today, expires;
    const char *id;
    const char *path; /* from the root of the work tree */
};

const char *const exceptions_new_options[] = {"rule",  "path",         "subject", "finding",
                                              "owner", "requested-by", "reason",  "expires",
                                              "days",  "ticket",       NULL};

static void end_line(struct draft *draft)
{
    buffer_add_byte(&draft->text, '\n');
    draft->line++;
}

/* What is written from here on comes from that option. */
static void begin(struct draft *draft, const char *option)
{
    draft->origins[draft->origin_count].line = draft->line;
    draft->origins[draft->origin_count++].option = option;
}

static void refuse(struct draft *draft, const char *option)
{
    if (draft->refused_count < LINES_MOST)
        draft->refused[draft->refused_count++] = option;
}

static const char *option_at(const struct draft *draft, unsigned line)
{
    const char *option = "the record";
    for (size_t i = 0; i < draft->origin_count && draft->origins[i].line <= line; i++)
        option = draft->origins[i].option;
    return option;
}

/* A scalar that YAML reads as this text: plain where that is safe, else quoted. */
static void add_scalar(struct buffer *out, const char *text)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./@+";
    static const char *const words[] = {"true", "false", "null", "yes", "no",
                                        "on",   "off",   "y",    "n",   NULL};
    bool is_plain = strspn(text, plain) == strlen(text) &&
                    ((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z'));
    for (size_t i = 0; words[i]; i++)
        is_plain = is_plain && !string_equals_folded(text, words[i]);
    if (is_plain)
        buffer_add_string(out, text);
    else
        escape_json_string(out, text);
}

static void add_text(struct draft *draft, const char *key, const char *option)
{
    const char *text = invocation_text(draft->invocation, option);
    if (!text)
        return;
    begin(draft, arena_printf(draft->invocation->arena, "--%s", option));
    buffer_printf(&draft->text, "%s: ", key);
    add_scalar(&draft->text, text);
    end_line(draft);
}

static void add_list(struct draft *draft, const char *key, const char *option)
{
    const char *const *texts = invocation_texts(draft->invocation, option);
    if (!texts)
        return;
    begin(draft, arena_printf(draft->invocation->arena, "--%s", option));
    buffer_printf(&draft->text, "%s: [", key);
    for (size_t i = 0; texts[i]; i++) {
        buffer_add_string(&draft->text, i ? ", " : "");
        add_scalar(&draft->text, texts[i]);
    }
    buffer_add_byte(&draft->text, ']');
    end_line(draft);
}

static void add_date(struct draft *draft, const char *key, const char *option, int32_t day)
{
    char text[DATE_TEXT_SIZE];
    date_format(day, text);
    begin(draft, option);
    buffer_printf(&draft->text, "%s: %s", key, text);
    end_line(draft);
}

/* Words in lines of a folded block, in which nothing has a meaning. */
static void add_reason(struct draft *draft)
{
    const char *rest = invocation_text(draft->invocation, "reason");
    size_t column = TEXT_WIDTH;
    begin(draft, "--reason");
    buffer_add_string(&draft->text, "justification: >-");
    if (!rest[strspn(rest, " ")])
        buffer_add_string(&draft->text, "\n  ");
    while (*(rest += strspn(rest, " "))) {
        size_t length = strcspn(rest, " ");
        bool breaks = column + 1 + length > TEXT_WIDTH;
        if (breaks)
            end_line(draft);
        buffer_add_string(&draft->text, breaks ? "  " : " ");
        buffer_add(&draft->text, rest, length);
        column = breaks ? 2 + length : column + 1 + length;
        rest += length;
    }
    end_line(draft);
}

static void write_draft(struct draft *draft)
{
    draft->line = 1;
    buffer_printf(&draft->text, "bylaw: 1\nid: %s\n", draft->id);
    draft->line = 3;
    add_list(draft, "rules", "rule");
    buffer_add_string(&draft->text, "scope:");
    end_line(draft);
    add_list(draft, "  paths", "path");
    add_list(draft, "  subjects", "subject");
    add_list(draft, "  findings", "finding");
    add_reason(draft);
    add_text(draft, "owner", "owner");
    add_text(draft, "requested_by", "requested-by");
    add_date(draft, "requested_on", "--now", draft->today);
    add_text(draft, "ticket", "ticket");
    add_date(draft, "valid_from", "--now", draft->today);
    add_date(draft, "expires", invocation_has(draft->invocation, "days") ? "--days" : "--expires",
             draft->expires);
}

bool exceptions_check_text(const char *option, const char *text)
{
    if (!utf8_is_valid(text_of(text))) {
        print_error("--%s is no UTF-8", option);
        return false;
    }
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f) {
            print_error("--%s holds a control character or a line end; write it in one line",
                        option);
            return false;
        }
    return true;
}

bool exceptions_check_texts(const struct invocation *invocation)
{
    for (size_t i = 0; i < invocation->option_count; i++) {
        const struct option_given *given = &invocation->options[i];
        if (given->option->value != OPTION_FLAG &&
            !exceptions_check_text(given->option->name, given->value))
            return false;
    }
    return true;
}

/* Is all there that a record wants, or somebody at a terminal who can be asked? What is
 * missing is said at once. */
static bool check_needed(const struct invocation *invocation, bool *asks)
{
    static const char *const needed[] = {"rule", "owner", "requested-by", "reason", NULL};
    struct buffer missing = BUFFER_EMPTY;
    for (size_t i = 0; needed[i]; i++)
        if (!invocation_has(invocation, needed[i]))
            buffer_printf(&missing, "%s--%s", missing.size > 0 ? "; " : "", needed[i]);
    if (!invocation_has(invocation, "path") && !invocation_has(invocation, "subject") &&
        !invocation_has(invocation, "finding"))
        buffer_printf(&missing, "%s--path, --subject or --finding", missing.size > 0 ? "; " : "");
    if (!invocation_has(invocation, "expires") && !invocation_has(invocation, "days"))
        buffer_printf(&missing, "%s--expires or --days", missing.size > 0 ? "; " : "");
    *asks = missing.size > 0 && exceptions_can_ask();
    bool complete = missing.size == 0 || *asks;
    if (!complete)
        print_error("exceptions new wants also: %s", buffer_string(&missing));
    buffer_release(&missing);
    if (complete && invocation_has(invocation, "expires") && invocation_has(invocation, "days")) {
        print_error("--expires and --days contradict each other");
        return false;
    }
    return complete;
}

/* N days from today on, of which today is the first. */
static bool take_expiry(struct draft *draft)
{
    const struct invocation *invocation = draft->invocation;
    int64_t days = invocation_number(invocation, "days", 1);
    int64_t last = (int64_t)draft->today + days - 1;
    if (days < 1 || last > date_from_civil(9999, 12, 31)) {
        print_error("--days '%s' is no number of days from 1 on that the calendar has",
                    invocation_text(invocation, "days"));
        refuse(draft, "--days");
        return false;
    }
    draft->expires = (int32_t)invocation_number(invocation, "expires", last);
    if (draft->expires >= draft->today)
        return true;
    print_error("--expires '%s' lies before today: give the last day on which it excuses",
                invocation_text(invocation, "expires"));
    refuse(draft, "--expires");
    return false;
}

static void take_number(const char *id, const char *prefix, unsigned long *highest)
{
    if (!string_starts_with(id, prefix))
        return;
    unsigned long number = strtoul(id + strlen(prefix), NULL, 10);
    if (number > *highest && number < 100000000)
        *highest = number;
}

/* The next of the year, behind every id that there is or was and every file that stands in
 * the tree: what was taken away does not come back as something else. */
static void take_id(struct draft *draft, const struct exception_records *records, const char *root)
{
    struct arena *arena = draft->invocation->arena;
    int year;
    unsigned month, day;
    unsigned long highest = 0;
    date_to_civil(draft->today, &year, &month, &day);
    const char *prefix = arena_printf(arena, "EXC-%04d-", year);
    for (const char *const *id = exception_past_ids(records, arena); *id; id++)
        take_number(*id, prefix, &highest);
    DIR *files = opendir(arena_printf(arena, "%s/%s", root, folder));
    for (struct dirent *entry; files && (entry = readdir(files));)
        take_number(entry->d_name, prefix, &highest);
    if (files)
        closedir(files);
    draft->id = arena_printf(arena, "%s%04lu", prefix, highest + 1);
    draft->path = arena_printf(arena, "%s/%s.yml", folder, draft->id);
}

/* What lint would refuse, said of the option that it comes from. */
static bool check_record(struct draft *draft, const struct exception_set *set)
{
    bool is_right = true;
    for (size_t i = 0; i < set->count; i++)
        for (size_t j = 0; j < set->items[i].mistake_count; j++) {
            const struct diagnostic *mistake = &set->items[i].mistakes[j];
            const struct diagnostic_page *page = diagnostic_page(mistake->code);
            print_error("%s: error[%s]: %s%s%s%s%s%s", option_at(draft, mistake->place.line),
                        page ? page->code : "", mistake->message,
                        mistake->expected ? "; expected " : "",
                        mistake->expected ? mistake->expected : "",
                        mistake->meant ? "; did you mean '" : "",
                        mistake->meant ? mistake->meant : "", mistake->meant ? "'?" : "");
            refuse(draft, option_at(draft, mistake->place.line));
            is_right = false;
        }
    if (!is_right && !draft->asks)
        print_error("nothing was written");
    return is_right;
}

static struct failure *make_folder(const char *path)
{
    struct stat status;
    if (mkdir(path, 0777) == 0)
        return NULL;
    if (errno != EEXIST)
        return failure_new(FAILURE_ENVIRONMENT, "cannot make the folder '%s': %s", path,
                           strerror(errno));
    if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return NULL;
    return failure_new(FAILURE_USAGE, "'%s' is no folder; links are not followed", path);
}

struct failure *exceptions_make_folder(const char *root, struct arena *arena)
{
    TRY(make_folder(arena_printf(arena, "%s/.bylaw", root)));
    return make_folder(arena_printf(arena, "%s/%s", root, folder));
}

/* Never over a file that is there, and never through a link. */
static struct failure *write_record(const struct draft *draft, const char *root)
{
    struct arena *arena = draft->invocation->arena;
    const char *path = arena_printf(arena, "%s/%s", root, draft->path);
    TRY(exceptions_make_folder(root, arena));
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot write '%s': %s", path, strerror(errno));
    const char *text = buffer_string(&draft->text);
    ssize_t written = write(descriptor, text, draft->text.size);
    if (close(descriptor) == 0 && written == (ssize_t)draft->text.size)
        return NULL;
    unlink(path);
    return failure_new(FAILURE_ENVIRONMENT, "cannot write '%s' whole", path);
}

/* What the policies make of it, though it is no mistake. */
static void say_limits(const struct exception_records *records)
{
    const struct exception *record = &records->proposed.items[0];
    const struct exception_limits *limits = &records->ruleset->exceptions;
    for (size_t i = 0; record->rules[i]; i++) {
        const struct setting *setting = NULL;
        for (size_t j = 0; j < records->ruleset->count && !setting; j++)
            if (strcmp(records->ruleset->settings[j].rule->id, record->rules[i]) == 0)
                setting = &records->ruleset->settings[j];
        char day[DATE_TEXT_SIZE];
        int32_t last = setting ? exception_last_day(record, setting->severity, limits) : 0;
        date_format(last, day);
        if (!setting)
            print_error("note: rule '%s' is not in force here: there is nothing to excuse",
                        record->rules[i]);
        else if (exception_is_clamped(record, setting->severity, limits))
            print_error("note: the policies give %s at most %lld days: it lapses after %s",
                        record->rules[i], (long long)exception_most_days(limits, setting->severity),
                        day);
    }
}

static void say_next(const struct draft *draft, const struct exception_records *records)
{
    const struct exception *record = &records->proposed.items[0];
    long long needed = records->ruleset->exceptions.approvals;
    struct buffer out = BUFFER_EMPTY;
    char day[DATE_TEXT_SIZE];
    date_format(draft->today, day);
    buffer_printf(&out, "%s\n", draft->path);
    if (needed > 0)
        buffer_printf(&out,
                      "next: it excuses nothing until %lld %s approved it,\n"
                      "neither '%s' (asked) nor '%s' (owns). Add to it:\n"
                      "  approvals:\n    - {by: WHO, on: %s}\n"
                      "then: bylaw exceptions lint, and commit it\n",
                      needed, needed == 1 ? "person has" : "people have", record->requested_by,
                      record->owner, day);
    else
        buffer_add_string(&out, "next: bylaw exceptions lint, and commit it\n");
    if (approval_limits_ask(&records->ruleset->exceptions.approving))
        buffer_printf(&out, "'bylaw exceptions verify %s' says who may approve it, and how\n",
                      record->id);
    print_lines(buffer_string(&out));
    buffer_release(&out);
}

static struct failure *draft_and_write(struct draft *draft, const struct judge_options *options,
                                       const char *root, int *status)
{
    struct arena *arena = draft->invocation->arena;
    struct diagnostics diagnostics;
    struct exception_records records;
    struct judge_options with_past = *options;
    with_past.exception_history = true;
    diagnostics_init(&diagnostics, arena);
    TRY(judge_exceptions(&records, NULL, &with_past, arena, &diagnostics, status));
    if (*status == EXIT_CLEAN) {
        take_id(draft, &records, root);
        write_draft(draft);
        const struct policy_file file = {
            .path = draft->path,
            .text = {.bytes = buffer_string(&draft->text), .size = draft->text.size}};
        diagnostics_init(&diagnostics, arena);
        TRY(judge_exceptions(&records, &file, options, arena, &diagnostics, status));
    }
    if (*status != EXIT_CLEAN) {
        judging_print_diagnostics(draft->invocation, &diagnostics);
        return NULL;
    }
    *status = EXIT_USAGE;
    if (!check_record(draft, &records.proposed))
        return NULL;
    TRY(write_record(draft, root));
    say_limits(&records);
    say_next(draft, &records);
    *status = EXIT_CLEAN;
    return NULL;
}

const char *exceptions_root(const struct invocation *invocation, const char *path, int *status)
{
    struct repository *repository = NULL;
    enum repository_status opened = REPOSITORY_OPEN;
    struct failure *failure = repository_open(&repository, path, false, &opened);
    *status = opened == REPOSITORY_MISSING ? EXIT_NOTHING : EXIT_TROUBLE;
    if (failure) {
        print_failure(failure);
        failure_free(failure);
        return NULL;
    }
    const char *root = repository_work_tree(repository);
    *status = EXIT_USAGE;
    size_t length = root ? strlen(root) : 0;
    while (length > 1 && root[length - 1] == '/')
        length--;
    if (root)
        root = arena_copy(invocation->arena, (struct text){.bytes = root, .size = length});
    else
        print_error("'%s' is bare: there is no work tree to write to", path);
    repository_close(repository);
    return root;
}

/* Forgets what was refused, to ask for it again; false when nothing of that was an option. */
static bool forget_refused(struct invocation *invocation, const struct draft *draft)
{
    bool forgot = false;
    for (size_t i = 0; i < draft->refused_count; i++)
        if (string_starts_with(draft->refused[i], "--") &&
            strcmp(draft->refused[i], "--now") != 0) {
            invocation_take_back(invocation, draft->refused[i] + 2);
            forgot = true;
        }
    return forgot;
}

/* One after the other, until a record is written or the answers end. */
static struct failure *ask_and_write(struct invocation *invocation, bool asks,
                                     const struct judge_options *options, const char *root,
                                     int *status)
{
    bool again = false;
    do {
        struct draft draft = {.invocation = invocation,
                              .text = BUFFER_EMPTY,
                              .asks = asks,
                              .today = judging_today(invocation)};
        struct failure *failure = NULL;
        *status = EXIT_USAGE;
        if (asks && !exceptions_ask(invocation, again))
            return NULL;
        if (take_expiry(&draft))
            failure = draft_and_write(&draft, options, root, status);
        buffer_release(&draft.text);
        if (failure)
            return failure;
        again = asks && forget_refused(invocation, &draft);
    } while (again);
    return NULL;
}

int exceptions_new(const struct invocation *invocation, const char *repository)
{
    struct invocation completed = *invocation; /* by what is asked for */
    struct judge_options options;
    bool asks = false;
    int status = EXIT_USAGE;
    static const char *const others[] = {"rev",     "base",   "exceptions-from",
                                         "fail-on", "format", NULL};
    for (size_t i = 0; others[i]; i++)
        if (invocation_has(invocation, others[i])) {
            print_error("exceptions new does not take --%s", others[i]);
            return EXIT_USAGE;
        }
    if (!check_needed(invocation, &asks) || !exceptions_check_texts(invocation) ||
        !judging_options(invocation, repository, &options))
        return EXIT_USAGE;
    options.only_rules = NULL; /* --rule says something else here */
    options.snapshot = SNAPSHOT_WORK_TREE;
    const char *root = exceptions_root(invocation, repository, &status);
    if (!root)
        return status;
    struct failure *failure = ask_and_write(&completed, asks, &options, root, &status);
    if (!failure)
        return status;
    if (status == EXIT_USAGE && failure_kind(failure) == FAILURE_ENVIRONMENT)
        status = EXIT_TROUBLE;
    print_failure(failure);
    failure_free(failure);
    return status;
}
