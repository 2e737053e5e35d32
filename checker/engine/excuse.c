#include "engine/excuse.h"

#include "base/date.h"
#include "base/text.h"

#include <string.h>

/* An exception that reaches a finding, as far as it does. */
struct excuse {
    const struct exception *exception;
    enum exception_state state;
    int32_t last_day;
    bool is_clamped;
};

static bool is_listed(const char *const *list, const char *word)
{
    for (; list && *list; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

/* Host, owner and name of a remote: "https://github.com/acme/pay" names
 * "github.com/acme/pay". */
static bool is_repository(const char *const *repositories, const char *remote)
{
    if (!repositories || !*repositories)
        return true;
    if (!remote)
        return false;
    const char *scheme = strstr(remote, "://");
    const char *name = scheme ? scheme + 3 : remote;
    size_t size = strlen(name);
    if (string_ends_with(name, ".git"))
        size -= 4;
    for (; *repositories; repositories++)
        if (strlen(*repositories) == size &&
            text_find_folded((struct text){name, size}, *repositories) == 0)
            return true;
    return false;
}

/* A finding about what is not there stands somewhere else: its own place counts too. */
static bool covers_path(const struct exception *exception, const struct finding *finding)
{
    if (exception->glob_count == 0)
        return true;
    for (size_t i = 0; i < exception->glob_count; i++)
        if (glob_matches(exception->globs[i], finding->place.path) ||
            (finding->wanted && glob_matches(exception->globs[i], finding->wanted)))
            return true;
    return false;
}

/* By its id, or by one that it once had. */
bool exception_names_rule(const struct exception *exception, const struct rule *rule)
{
    if (is_listed(exception->rules, rule->id))
        return true;
    for (const char *const *alias = rule->aliases; alias && *alias; alias++)
        if (is_listed(exception->rules, *alias))
            return true;
    return false;
}

/* Beside the finding, in its file; moved from elsewhere, it knows nothing new. */
static bool covers_line(const struct exception *exception, const struct finding *finding)
{
    uint32_t line = finding->place.line > 0 ? finding->place.line : 1;
    if (exception->layout != EXCEPTION_INLINE)
        return true;
    return !finding->stand_in && finding->place.path &&
           strcmp(finding->place.path, exception->place.path) == 0 &&
           (line == exception->lines[0] || line == exception->lines[1]) &&
           !(exception->is_moved && finding->baseline == BASELINE_NEW);
}

bool exception_covers(const struct exception *exception, const struct finding *finding,
                      const char *remote)
{
    if (!exception_names_rule(exception, finding->setting->rule) ||
        (exception->layout != EXCEPTION_IN_REGISTER &&
         !is_repository(exception->repositories, remote)) ||
        !covers_path(exception, finding) || !covers_line(exception, finding))
        return false;
    if (exception->subjects && *exception->subjects &&
        !is_listed(exception->subjects, finding->subject))
        return false;
    return !exception->findings || !*exception->findings ||
           is_listed(exception->findings, finding->fingerprint);
}

bool exception_is_alive(enum exception_state state)
{
    return state == EXCEPTION_ACTIVE || state == EXCEPTION_EXPIRING;
}

static struct excuse excuse_of(const struct exception *exception, const struct finding *finding,
                               const struct exception_limits *limits, int32_t today)
{
    struct excuse excuse = {
        .exception = exception,
        .state = exception_state(exception, limits, today),
        .last_day = INT32_MIN,
    };
    if (excuse.state == EXCEPTION_INVALID)
        return excuse;
    excuse.last_day = exception_last_day(exception, finding->setting->severity, limits);
    excuse.is_clamped = exception_is_clamped(exception, finding->setting->severity, limits);
    /* An over-long record is clamped: it lapses sooner than it says. */
    if (exception_is_alive(excuse.state) && today > excuse.last_day)
        excuse.state = EXCEPTION_EXPIRED;
    else if (excuse.state == EXCEPTION_ACTIVE &&
             excuse.last_day - today <= exception_notice(&limits->caps))
        excuse.state = EXCEPTION_EXPIRING;
    if (is_listed(limits->non_waivable, finding->setting->rule->id))
        excuse.state = EXCEPTION_INVALID;
    return excuse;
}

/* Of several, one that excuses, the longest; else the one that says most about
 * why nothing does. */
static bool is_better(const struct excuse *excuse, const struct excuse *best)
{
    if (!best->exception)
        return true;
    if (exception_is_alive(excuse->state) != exception_is_alive(best->state))
        return exception_is_alive(excuse->state);
    return excuse->last_day > best->last_day;
}

int32_t exception_gap(const struct evaluation *evaluation, const struct finding *finding,
                      int32_t from, const struct exception **last)
{
    int32_t today = time_to_date(evaluation->now);
    int32_t day = from;
    /* Every turn reaches further, each by a record that no other turn took. */
    for (bool reaches = true; reaches;) {
        reaches = false;
        for (size_t i = 0; i < evaluation->exception_count; i++) {
            const struct exception *exception = evaluation->exceptions[i].exception;
            if (!exception_covers(exception, finding, evaluation->remote))
                continue;
            struct excuse excuse =
                excuse_of(exception, finding, &evaluation->ruleset->exceptions, today);
            bool holds = exception_is_alive(excuse.state) || excuse.state == EXCEPTION_SCHEDULED;
            if (!holds || exception->valid_from > day || excuse.last_day < day)
                continue;
            day = excuse.last_day + 1;
            *last = exception;
            reaches = true;
        }
    }
    return day;
}

static void note_use(struct exception_use *use, const struct excuse *excuse, int32_t today)
{
    use->matches++;
    if (excuse->state == EXCEPTION_INVALID)
        return;
    if (use->last_day == INT32_MIN || excuse->last_day < use->last_day)
        use->last_day = excuse->last_day;
    use->over_long = use->over_long || excuse->is_clamped;
    use->days_left = use->last_day - today;
    /* clamped: it lapses, or has lapsed, sooner than it says */
    if (excuse->state == EXCEPTION_EXPIRED ||
        (excuse->state == EXCEPTION_EXPIRING && use->state == EXCEPTION_ACTIVE))
        use->state = excuse->state;
}

static void excuse_finding(struct evaluation *evaluation, struct finding *finding, int32_t today)
{
    struct excuse best = {0};
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        struct exception_use *use = &evaluation->exceptions[i];
        if (!exception_covers(use->exception, finding, evaluation->remote))
            continue;
        struct excuse excuse =
            excuse_of(use->exception, finding, &evaluation->ruleset->exceptions, today);
        note_use(use, &excuse, today);
        if (is_better(&excuse, &best))
            best = excuse;
    }
    if (!best.exception)
        return;
    finding->exception = best.exception;
    finding->exception_state = best.state;
    finding->excused = exception_is_alive(best.state);
    if (finding->excused)
        finding->returns_on = best.last_day + 1;
}

static void count_excused(struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->rule_count; i++) {
        struct rule_result *rule = &evaluation->rules[i];
        size_t failed = 0;
        size_t excused = 0;
        for (size_t f = 0; f < evaluation->finding_count; f++) {
            const struct finding *finding = &evaluation->findings[f];
            if (finding->setting != rule->setting)
                continue;
            bool counts = finding->verdict == VERDICT_FAIL && finding->severity > SEVERITY_INFO;
            failed += counts ? 1 : 0;
            excused += counts && finding->excused ? 1 : 0;
            for (size_t c = 0; c < rule->check_count && finding->excused; c++)
                if (rule->checks[c].check == finding->check)
                    rule->checks[c].excused++;
        }
        rule->excused = rule->verdict == VERDICT_FAIL && failed > 0 && failed == excused;
    }
}

void excuse_findings(struct evaluation *evaluation, const struct exception_set *exceptions,
                     int32_t today, struct arena *arena)
{
    const struct exception_limits *limits = &evaluation->ruleset->exceptions;
    evaluation->exceptions = ARENA_ARRAY(arena, struct exception_use, exceptions->count + 1);
    evaluation->exception_count = exceptions->count;
    for (size_t i = 0; i < exceptions->count; i++) {
        const struct exception *exception = &exceptions->items[i];
        struct exception_use *use = &evaluation->exceptions[i];
        *use = (struct exception_use){
            .exception = exception,
            .state = exception_state(exception, limits, today),
            .last_day = INT32_MIN,
            .approvals = exception_approvals(exception, today),
            .grace = (int32_t)limits->caps.grace_days,
        };
        if (exception->expires != INT32_MIN)
            use->days_left = exception_lapses_on(use) - today;
    }
    for (size_t i = 0; i < evaluation->finding_count; i++)
        excuse_finding(evaluation, &evaluation->findings[i], today);
    count_excused(evaluation);
}

static bool was_judged(const struct evaluation *evaluation, const char *id)
{
    for (size_t i = 0; i < evaluation->rule_count; i++) {
        const struct rule_result *result = &evaluation->rules[i];
        const struct rule *rule = result->setting->rule;
        if (strcmp(rule->id, id) == 0 || (rule->aliases && string_is_one_of(id, rule->aliases)))
            return result->verdict != VERDICT_UNKNOWN;
    }
    return false;
}

bool exception_is_unused(const struct evaluation *evaluation, const struct exception_use *use)
{
    if (!exception_is_alive(use->state) || use->matches > 0 || evaluation->only_some_paths)
        return false;
    for (size_t i = 0; use->exception->rules[i]; i++)
        if (!was_judged(evaluation, use->exception->rules[i]))
            return false;
    return true;
}

bool exception_is_over_long(const struct evaluation *evaluation, const struct exception_use *use)
{
    const struct exception *exception = use->exception;
    const struct ruleset *ruleset = evaluation->ruleset;
    if (use->over_long)
        return true;
    if (exception->expires == INT32_MIN || exception->valid_from == INT32_MIN)
        return false;
    for (size_t i = 0; i < ruleset->count; i++)
        if (exception_names_rule(exception, ruleset->settings[i].rule) &&
            exception_is_clamped(exception, ruleset->settings[i].severity, &ruleset->exceptions))
            return true;
    return false;
}

bool exception_is_self_approved(const struct exception *exception)
{
    for (size_t i = 0; i < exception->mistake_count; i++)
        if (exception->mistakes[i].code == E604)
            return true;
    for (size_t i = 0; i < exception->approval_count; i++) {
        const struct approval_proof *proof = exception->approvals[i].proof;
        if (proof && !proof->is_separate)
            return true;
    }
    return false;
}

int32_t exception_lapses_on(const struct exception_use *use)
{
    if (use->last_day != INT32_MIN || use->exception->expires == INT32_MIN)
        return use->last_day;
    return use->exception->expires + use->grace;
}
