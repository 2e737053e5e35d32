#include "base/date.h"
#include "base/diagnostic_page.h"
#include "cli/exceptions_actions.h"
#include "cli/judging.h"
#include "document/yaml.h"
#include "document/yaml_edit.h"
#include "engine/excuse.h"
#include "policy/exception_canonical.h"
#include "policy/exception_compare.h"
#include "report/json.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { RECORD_MOST = 1 << 20 };

const char *const exceptions_renew_options[] = {"until", "reason", "requested-by", NULL};

/* A record that is being renewed. */
struct renewal {
    const struct invocation *invocation;
    struct arena *arena;
    const char *root; /* of the work tree */
    const char *id;
    int32_t today, until, from; /* from: its new first day */
    const char *reason, *asked_by;
    struct exception_records records;
    const struct exception *record;
    struct exception_past past;
    struct text before, after; /* its file */
    bool drops_review;
};

/* A register lies where the option says, from here and not from the root. */
static bool is_in_register(const struct renewal *renewal)
{
    return renewal->record->layout == EXCEPTION_IN_REGISTER;
}

/* Why its renewals cannot be counted; NULL when they can be. */
static const char *past_unknown(const struct renewal *renewal)
{
    if (is_in_register(renewal))
        return "that of a register is not looked at";
    const char *truncated = renewal->records.history->truncated;
    return truncated ? arena_printf(renewal->arena, "it is cut: %s", truncated) : NULL;
}

const char *exceptions_meant(const struct exception_set *set, const char *id, struct arena *arena)
{
    const char **ids = ARENA_ARRAY(arena, const char *, set->count + 1);
    for (size_t i = 0; i < set->count; i++)
        ids[i] = set->items[i].id;
    const char *meant = suggest(id, ids);
    return meant ? arena_printf(arena, "; did you mean '%s'?", meant) : "";
}

static bool refuse_unknown(const struct renewal *renewal)
{
    print_error("no exception '%s' among the records as they lie there%s", renewal->id,
                exceptions_meant(&renewal->records.set, renewal->id, renewal->arena));
    return false;
}

/* Days: later than before, not over, and not more than each rule's severity is given. */
static bool check_days(struct renewal *renewal)
{
    const struct exception *record = renewal->record;
    const struct ruleset *ruleset = renewal->records.ruleset;
    char day[DATE_TEXT_SIZE];
    date_format(record->expires, day);
    if (renewal->until <= record->expires) {
        print_error("--until '%s' is not later than %s, the last valid day it has",
                    invocation_text(renewal->invocation, "until"), day);
        return false;
    }
    if (renewal->until < renewal->today) {
        print_error("--until '%s' lies before today",
                    invocation_text(renewal->invocation, "until"));
        return false;
    }
    struct exception renewed = *record;
    renewal->from = record->valid_from > renewal->today ? record->valid_from : renewal->today;
    renewed.valid_from = renewal->from;
    renewed.expires = renewal->until;
    for (size_t i = 0; i < ruleset->count; i++) {
        const struct setting *setting = &ruleset->settings[i];
        if (!exception_names_rule(record, setting->rule))
            continue;
        int32_t last = exception_last_day(&renewed, setting->severity, &ruleset->exceptions);
        date_format(last, day);
        if (last >= renewal->until)
            continue;
        print_error("--until '%s': the policies give %s (%s) at most %lld days, to %s",
                    invocation_text(renewal->invocation, "until"), setting->rule->id,
                    severity_words[setting->severity],
                    (long long)exception_most_days(&ruleset->exceptions, setting->severity), day);
        return false;
    }
    return true;
}

static bool check_renewals(const struct renewal *renewal)
{
    long long most = renewal->records.ruleset->exceptions.max_renewals;
    const char *unknown = past_unknown(renewal);
    if (most < 0)
        return true;
    if (unknown) {
        print_error("the policies give %lld renewals, and how many there were the history does "
                    "not tell (%s)",
                    most, unknown);
        return false;
    }
    if (renewal->past.renewals < most)
        return true;
    print_error("'%s' was renewed %lld times, and the policies give %lld: keep the rule, or ask "
                "for a record of its own",
                renewal->id, (long long)renewal->past.renewals, most);
    return false;
}

/* With the days to come; those that it had already are counted once. */
static bool check_total(const struct renewal *renewal)
{
    long long most = renewal->records.ruleset->exceptions.caps.max_total_days;
    const char *unknown = past_unknown(renewal);
    int32_t counted =
        renewal->record->expires >= renewal->from ? renewal->record->expires : renewal->from - 1;
    long long days = (long long)renewal->past.days + renewal->until - counted;
    if (most <= 0)
        return true;
    if (unknown) {
        print_error("the policies give %lld days in all, and how many there were the history does "
                    "not tell (%s)",
                    most, unknown);
        return false;
    }
    if (days > most)
        print_error("'%s' would have %lld days in all, and the policies give %lld", renewal->id,
                    days, most);
    return days <= most;
}

static bool check_reason(const struct renewal *renewal)
{
    const char *before = renewal->record->justification;
    if (before && strcmp(exception_plain_text(renewal->arena, before),
                         exception_plain_text(renewal->arena, renewal->reason)) == 0) {
        print_error("--reason says what the record says already: say what is new since it was "
                    "granted, or it is no reason to prolong it");
        return false;
    }
    return true;
}

/* What somebody must put right before, said as lint does. */
static bool check_mistakes(const struct exception *record, bool is_renewed)
{
    for (size_t i = 0; i < record->mistake_count; i++) {
        const struct diagnostic *mistake = &record->mistakes[i];
        const struct diagnostic_page *page = diagnostic_page(mistake->code);
        print_error("%s:%u:%u: error[%s]: %s", mistake->place.path, mistake->place.line,
                    mistake->place.column, page ? page->code : "", mistake->message);
    }
    if (record->mistake_count > 0)
        print_error(is_renewed ? "nothing was written"
                               : "it excuses nothing as it is: put that right first");
    return record->mistake_count == 0;
}

/* A record whose own end is wrong has no day to prolong. */
static bool check(struct renewal *renewal)
{
    renewal->record = exceptions_find(&renewal->records.set, renewal->id);
    if (!renewal->record)
        return refuse_unknown(renewal);
    if (!check_mistakes(renewal->record, false))
        return false;
    if (!is_in_register(renewal))
        exception_past_of(&renewal->past, renewal->records.history, renewal->record,
                          renewal->arena);
    return check_days(renewal) && check_renewals(renewal) && check_total(renewal) &&
           check_reason(renewal);
}

static const struct node *list_of(const struct node *root)
{
    const struct node *inner = node_find(root, "exceptions");
    return inner ? inner : root;
}

/* Among the roots and the elements of lists. */
static const struct node *find_node(const struct document *document, const char *id)
{
    for (size_t i = 0; i < document->count; i++) {
        const struct node *list = list_of(document->roots[i]);
        size_t count = list->kind == NODE_SEQUENCE ? list->count : 1;
        for (size_t k = 0; k < count; k++) {
            const struct node *one = list->kind == NODE_SEQUENCE ? list->items[k] : list;
            const char *own = node_string(one, "id");
            if (own && strcmp(own, id) == 0)
                return one;
        }
    }
    return NULL;
}

static const char *date_text(struct arena *arena, int32_t day)
{
    char text[DATE_TEXT_SIZE];
    date_format(day, text);
    return arena_strdup(arena, text);
}

static const char *in_quotes(struct arena *arena, const char *string)
{
    struct buffer out = BUFFER_EMPTY;
    escape_json_string(&out, string);
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static bool edit_record(struct renewal *renewal, const struct node *node)
{
    struct yaml_edit edit;
    struct arena *arena = renewal->arena;
    int32_t review = renewal->record->review_by;
    yaml_edit_init(&edit, arena, renewal->before);
    bool done = yaml_edit_value(&edit, node, "expires", date_text(arena, renewal->until)) &&
                yaml_edit_prose(&edit, node, "justification", renewal->reason) &&
                yaml_edit_remove(&edit, node, "approvals");
    if (renewal->from != renewal->record->valid_from)
        done = done && yaml_edit_value(&edit, node, "valid_from", date_text(arena, renewal->from));
    if (node_find(node, "requested_on"))
        done =
            done && yaml_edit_value(&edit, node, "requested_on", date_text(arena, renewal->today));
    if (renewal->asked_by)
        done = done &&
               yaml_edit_value(&edit, node, "requested_by", in_quotes(arena, renewal->asked_by));
    renewal->drops_review = review != INT32_MIN && review < renewal->today;
    if (renewal->drops_review)
        done = done && yaml_edit_remove(&edit, node, "review_by");
    renewal->after = yaml_edit_apply(&edit);
    return done;
}

/* A mapping without what a renewal changes, as one text. */
static void add_rest(struct buffer *out, const struct node *record)
{
    static const char *const changed[] = {
        "expires",      "justification", "approvals", "valid_from",
        "requested_on", "requested_by",  "review_by", NULL};
    for (size_t i = 0; i < record->count; i++)
        if (!string_is_one_of(record->keys[i]->text, changed)) {
            buffer_printf(out, "%s: ", record->keys[i]->text);
            json_add_node(out, record->items[i], RECORD_MOST);
            buffer_add_byte(out, '\n');
        }
}

/* All that the file says, but for what a renewal changes in the record. */
static const char *rest_of(struct arena *arena, const struct document *document, const char *id)
{
    const struct node *record = find_node(document, id);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < document->count; i++) {
        const struct node *list = list_of(document->roots[i]);
        size_t count = list->kind == NODE_SEQUENCE ? list->count : 1;
        for (size_t k = 0; k < count; k++) {
            const struct node *one = list->kind == NODE_SEQUENCE ? list->items[k] : list;
            if (one == record)
                add_rest(&out, one);
            else
                json_add_node(&out, one, RECORD_MOST);
            buffer_add_byte(&out, '\n');
        }
    }
    const char *rest = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return rest;
}

/* Was nothing else touched? Then every key that was to change says what it should. */
static bool is_faithful(const struct renewal *renewal, const struct document *before)
{
    struct document after;
    struct document_problem problem;
    struct arena *arena = renewal->arena;
    if (!yaml_parse(arena, renewal->after, &after, &problem) ||
        strcmp(rest_of(arena, before, renewal->id), rest_of(arena, &after, renewal->id)) != 0)
        return false;
    const struct node *node = find_node(&after, renewal->id);
    const char *until = node_string(node, "expires");
    const char *reason = node_string(node, "justification");
    return until && strcmp(until, date_text(arena, renewal->until)) == 0 && reason &&
           strcmp(exception_plain_text(arena, reason),
                  exception_plain_text(arena, renewal->reason)) == 0 &&
           !node_find(node, "approvals");
}

static bool edit(struct renewal *renewal, const struct diagnostics *files)
{
    struct document document;
    struct document_problem problem;
    const char *path = renewal->record->place.path;
    for (size_t i = 0; i < files->source_count; i++)
        if (strcmp(files->sources[i].path, path) == 0)
            renewal->before = files->sources[i].text;
    const struct node *node = NULL;
    if (renewal->before.bytes && yaml_parse(renewal->arena, renewal->before, &document, &problem))
        node = find_node(&document, renewal->id);
    if (node && edit_record(renewal, node) && is_faithful(renewal, &document))
        return true;
    print_error("%s: the record is written in a way that cannot be changed without touching what "
                "is beside it: renew it by hand",
                path);
    return false;
}

/* No link on the way: the record is written where it was read. */
static struct failure *check_path(const struct renewal *renewal)
{
    const char *path = renewal->record->place.path;
    struct stat status;
    for (const char *slash = path; slash; slash = strchr(slash + 1, '/')) {
        const char *part =
            slash == path ? ""
                          : arena_copy(renewal->arena, (struct text){path, (size_t)(slash - path)});
        const char *whole = arena_printf(renewal->arena, "%s/%s", renewal->root, part);
        if (lstat(whole, &status) != 0)
            return failure_new(FAILURE_ENVIRONMENT, "cannot look at '%s': %s", whole,
                               strerror(errno));
        if (*part && !S_ISDIR(status.st_mode))
            return failure_new(FAILURE_USAGE, "'%s' is no folder; links are not followed", whole);
    }
    const char *whole = arena_printf(renewal->arena, "%s/%s", renewal->root, path);
    if (lstat(whole, &status) != 0 || !S_ISREG(status.st_mode))
        return failure_new(FAILURE_USAGE, "'%s' is no file; links are not followed", whole);
    return NULL;
}

static struct failure *check_register_path(const struct renewal *renewal)
{
    const char *path = renewal->record->place.path;
    struct stat status;
    TRY(exceptions_check_links(renewal->root, path, renewal->arena));
    if (lstat(path, &status) != 0)
        return failure_new(FAILURE_USAGE,
                           "'%s' lies in a register that is no folder or file here: renew it "
                           "there, by hand",
                           path);
    return S_ISREG(status.st_mode)
               ? NULL
               : failure_new(FAILURE_USAGE, "'%s' is no file; links are not followed", path);
}

/* Where the record is written: where it was read. */
static struct failure *find_target(const struct renewal *renewal, const char **out)
{
    const char *path = renewal->record->place.path;
    if (is_in_register(renewal)) {
        *out = path;
        return check_register_path(renewal);
    }
    *out = arena_printf(renewal->arena, "%s/%s", renewal->root, path);
    return check_path(renewal);
}

static void say_next(const struct renewal *renewal)
{
    const struct exception *record = renewal->record;
    const struct exception_limits *limits = &renewal->records.ruleset->exceptions;
    long long needed = limits->approvals;
    struct buffer out = BUFFER_EMPTY;
    buffer_printf(&out, "%s\n%s: %s -> %s, valid from %s", record->place.path, renewal->id,
                  date_text(renewal->arena, record->expires),
                  date_text(renewal->arena, renewal->until),
                  date_text(renewal->arena, renewal->from));
    if (!past_unknown(renewal))
        buffer_printf(&out, "; renewal %lld", (long long)renewal->past.renewals + 1);
    if (limits->max_renewals >= 0)
        buffer_printf(&out, " of %lld", (long long)limits->max_renewals);
    buffer_add_byte(&out, '\n');
    if (record->approval_count > 0)
        buffer_printf(&out, "its %zu approval%s gone: what was approved was another end\n",
                      record->approval_count, record->approval_count == 1 ? " is" : "s are");
    if (renewal->drops_review)
        buffer_printf(&out, "its review_by, %s, is gone: that day is over\n",
                      date_text(renewal->arena, record->review_by));
    const char *signature = exception_signature_path(renewal->arena, record);
    struct stat status;
    const char *place = is_in_register(renewal)
                            ? signature
                            : arena_printf(renewal->arena, "%s/%s", renewal->root, signature);
    if (lstat(place, &status) == 0)
        buffer_printf(&out, "its signature %s holds no more\n", signature);
    if (needed > 0)
        buffer_printf(&out,
                      "next: it excuses nothing until %lld %s approved it,\n"
                      "neither '%s' (asked) nor '%s' (owns). Add to it:\n"
                      "  approvals:\n    - {by: WHO, on: %s}\n",
                      needed, needed == 1 ? "person has" : "people have",
                      renewal->asked_by ? renewal->asked_by : record->requested_by, record->owner,
                      date_text(renewal->arena, renewal->today));
    buffer_printf(&out, "%s bylaw exceptions lint, and commit it\n",
                  needed > 0 ? "then:" : "next:");
    print_lines(buffer_string(&out));
    buffer_release(&out);
}

static struct failure *renew(struct renewal *renewal, const struct judge_options *options,
                             int *status)
{
    struct diagnostics diagnostics;
    struct exception_records lint;
    diagnostics_init(&diagnostics, renewal->arena);
    TRY(judge_exceptions(&renewal->records, NULL, options, renewal->arena, &diagnostics, status));
    if (*status != EXIT_CLEAN) {
        judging_print_diagnostics(renewal->invocation, &diagnostics);
        return NULL;
    }
    *status = EXIT_USAGE;
    if (!check(renewal) || !edit(renewal, &diagnostics))
        return NULL;
    const struct policy_file file = {.path = renewal->record->place.path, .text = renewal->after};
    TRY(judge_exceptions(&lint, &file, options, renewal->arena, &diagnostics, status));
    *status = EXIT_USAGE;
    const struct exception *renewed = exceptions_find(&lint.proposed, renewal->id);
    if (!renewed || !check_mistakes(renewed, true))
        return NULL;
    const char *target = NULL;
    TRY(find_target(renewal, &target));
    *status = EXIT_TROUBLE;
    TRY(write_file_whole(target, renewal->after.bytes, renewal->after.size));
    say_next(renewal);
    *status = EXIT_CLEAN;
    return NULL;
}

static bool check_needed(const struct invocation *invocation)
{
    static const char *const needed[] = {"until", "reason", NULL};
    static const char *const others[] = {"rev", "base", "exceptions-from", "format", NULL};
    for (size_t i = 0; needed[i]; i++)
        if (!invocation_has(invocation, needed[i])) {
            print_error("exceptions renew wants --until DATE and --reason TEXT");
            return false;
        }
    for (size_t i = 0; others[i]; i++)
        if (invocation_has(invocation, others[i])) {
            print_error("exceptions renew does not take --%s", others[i]);
            return false;
        }
    return exceptions_check_texts(invocation);
}

int exceptions_renew(const struct invocation *invocation, const char *repository, const char *id)
{
    struct judge_options options;
    int status = EXIT_USAGE;
    if (!check_needed(invocation) || !judging_options(invocation, repository, &options))
        return EXIT_USAGE;
    options.snapshot = SNAPSHOT_WORK_TREE;
    options.exception_history = true;
    struct renewal renewal = {
        .invocation = invocation,
        .arena = invocation->arena,
        .root = exceptions_root(invocation, repository, &status),
        .id = id,
        .today = options.today,
        .until = (int32_t)invocation_number(invocation, "until", 0),
        .reason = invocation_text(invocation, "reason"),
        .asked_by = invocation_text(invocation, "requested-by"),
    };
    if (!renewal.root)
        return status;
    struct failure *failure = renew(&renewal, &options, &status);
    if (!failure)
        return status;
    if (failure_kind(failure) == FAILURE_ENVIRONMENT)
        status = EXIT_TROUBLE;
    print_failure(failure);
    failure_free(failure);
    return status;
}
