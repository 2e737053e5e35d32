#include "engine/excuse.h"

#include "base/date.h"
#include "base/table.h"
#include "base/text.h"
#include "engine/exception_index.h"

#include <stdlib.h>
#include <string.h>

/* An exception that reaches a finding, as far as it does. */
struct excuse {
    const struct exception *exception;
    enum exception_state state;
    int32_t last_day;
    bool is_clamped;
};

struct excuse_lookup {
    struct exception_index *index;
    struct excuse *chain; /* room for one a record */
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

static bool is_empty(const char *const *list)
{
    return !list || !*list;
}

/* A scope of which no bound can be read names nothing, and not everything. */
static bool has_bounds(const struct exception *exception)
{
    return exception->layout == EXCEPTION_INLINE || exception->glob_count > 0 ||
           !is_empty(exception->subjects) || !is_empty(exception->findings);
}

/* A finding about what is not there stands somewhere else: its own place counts too. */
static bool covers_path(const struct exception *exception, const struct finding *finding)
{
    if (exception->glob_count == 0)
        /* Else there are some, and none can be read. */
        return is_empty(exception->paths) || exception->layout == EXCEPTION_INLINE;
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
    if (!exception_names_rule(exception, finding->setting->rule) || !has_bounds(exception) ||
        (exception->layout != EXCEPTION_IN_REGISTER &&
         !is_repository(exception->repositories, remote)) ||
        !covers_path(exception, finding) || !covers_line(exception, finding))
        return false;
    if (!is_empty(exception->subjects) && !is_listed(exception->subjects, finding->subject))
        return false;
    return is_empty(exception->findings) || is_listed(exception->findings, finding->fingerprint);
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

size_t exceptions_reaching(const struct evaluation *evaluation, const struct finding *finding,
                           const size_t **out)
{
    *out = NULL;
    return evaluation->excuse_lookup
               ? exception_index_find(evaluation->excuse_lookup->index, finding, out)
               : 0;
}

static int by_first_day(const void *a, const void *b)
{
    const struct excuse *one = a;
    const struct excuse *other = b;
    return (one->exception->valid_from > other->exception->valid_from) -
           (one->exception->valid_from < other->exception->valid_from);
}

/* The records that excuse the finding on some day from today on, by their ids. */
static size_t list_holding(const struct evaluation *evaluation, const struct finding *finding,
                           struct excuse *out)
{
    const size_t *numbers;
    size_t reaching = exceptions_reaching(evaluation, finding, &numbers);
    size_t count = 0;
    for (size_t i = 0; i < reaching; i++) {
        struct excuse excuse =
            excuse_of(evaluation->exceptions[numbers[i]].exception, finding,
                      &evaluation->ruleset->exceptions, time_to_date(evaluation->now));
        if (exception_is_alive(excuse.state) || excuse.state == EXCEPTION_SCHEDULED)
            out[count++] = excuse;
    }
    return count;
}

/* Of several that lapse on one day, the first by its id: they stand at the addresses of
 * one array. */
static void note_last(const struct excuse *chain, size_t count, int32_t day,
                      const struct exception **last)
{
    const struct exception *first = NULL;
    for (size_t i = 0; i < count; i++)
        if (chain[i].last_day + 1 == day && (!first || chain[i].exception < first))
            first = chain[i].exception;
    *last = first ? first : *last;
}

int32_t exception_gap(const struct evaluation *evaluation, const struct finding *finding,
                      int32_t from, const struct exception **last)
{
    if (!evaluation->excuse_lookup) /* nothing was excused */
        return from;
    struct excuse *chain = evaluation->excuse_lookup->chain;
    size_t count = list_holding(evaluation, finding, chain);
    int32_t day = from;
    if (count > 1)
        qsort(chain, count, sizeof(*chain), by_first_day);
    for (size_t i = 0; i < count && chain[i].exception->valid_from <= day; i++)
        if (chain[i].last_day >= day)
            day = chain[i].last_day + 1;
    if (day > from)
        note_last(chain, count, day, last);
    return day;
}

/* The next day on which something returns counts; of what has all lapsed the last one. */
static void note_day(struct exception_use *use, int32_t last, int32_t today)
{
    bool is_sooner = use->last_day >= today && last >= today && last < use->last_day;
    bool was_over = use->last_day < today && last > use->last_day;
    if (use->last_day == INT32_MIN || is_sooner || was_over)
        use->last_day = last;
}

static void note_use(struct exception_use *use, const struct excuse *excuse, int32_t today)
{
    use->matches++;
    if (excuse->state == EXCEPTION_INVALID)
        return;
    note_day(use, excuse->last_day, today);
    use->over_long = use->over_long || excuse->is_clamped;
}

static void excuse_finding(struct evaluation *evaluation, struct finding *finding, int32_t today)
{
    struct excuse best = {0};
    const size_t *numbers;
    size_t count = exceptions_reaching(evaluation, finding, &numbers);
    bool is_followed = false;
    for (size_t i = 0; i < count; i++) {
        struct exception_use *use = &evaluation->exceptions[numbers[i]];
        struct excuse excuse =
            excuse_of(use->exception, finding, &evaluation->ruleset->exceptions, today);
        note_use(use, &excuse, today);
        is_followed = is_followed || excuse.state == EXCEPTION_SCHEDULED;
        if (is_better(&excuse, &best))
            best = excuse;
    }
    if (!best.exception)
        return;
    finding->exception = best.exception;
    finding->exception_state = best.state;
    finding->excused = exception_is_alive(best.state);
    if (finding->excused)
        finding->returns_on = is_followed
                                  ? exception_gap(evaluation, finding, today, &best.exception)
                                  : best.last_day + 1;
}

/* What there is of a rule's findings. */
struct rule_findings {
    struct rule_result *rule;
    size_t failed, excused;
};

static void count_finding(struct rule_findings *of, const struct finding *finding)
{
    struct rule_result *rule = of->rule;
    bool counts = finding->verdict == VERDICT_FAIL && finding->severity > SEVERITY_INFO;
    of->failed += counts ? 1 : 0;
    of->excused += counts && finding->excused ? 1 : 0;
    for (size_t c = 0; c < rule->check_count && finding->excused; c++)
        if (rule->checks[c].check == finding->check)
            rule->checks[c].excused++;
}

static void count_excused(struct evaluation *evaluation, struct arena *arena)
{
    struct rule_findings *all =
        ARENA_ARRAY(arena, struct rule_findings, evaluation->rule_count + 1);
    struct table rules; /* id -> struct rule_findings */
    table_init(&rules, arena);
    for (size_t i = 0; i < evaluation->rule_count; i++) {
        all[i].rule = &evaluation->rules[i];
        table_set(&rules, all[i].rule->setting->rule->id, &all[i]);
    }
    for (size_t f = 0; f < evaluation->finding_count; f++) {
        const struct finding *finding = &evaluation->findings[f];
        struct rule_findings *of = table_find(&rules, finding->setting->rule->id);
        if (of)
            count_finding(of, finding);
    }
    for (size_t i = 0; i < evaluation->rule_count; i++) {
        struct rule_result *rule = all[i].rule;
        rule->excused =
            rule->verdict == VERDICT_FAIL && all[i].failed > 0 && all[i].failed == all[i].excused;
    }
}

/* Of what it reaches nothing is there: then its rules in force say when it would lapse. */
static void note_rules(const struct ruleset *ruleset, struct exception_use *use, int32_t today)
{
    for (size_t i = 0; i < ruleset->count; i++) {
        enum severity severity = ruleset->settings[i].severity;
        if (!exception_names_rule(use->exception, ruleset->settings[i].rule))
            continue;
        note_day(use, exception_last_day(use->exception, severity, &ruleset->exceptions), today);
        use->over_long =
            use->over_long || exception_is_clamped(use->exception, severity, &ruleset->exceptions);
    }
}

/* Clamped, it lapses, or has lapsed, sooner than it says: when nothing that it may excuse is
 * excused any more. */
static void settle(const struct ruleset *ruleset, struct exception_use *use, int32_t today)
{
    if (use->matches == 0 && use->state != EXCEPTION_INVALID)
        note_rules(ruleset, use, today);
    if (use->exception->expires != INT32_MIN)
        use->days_left = exception_lapses_on(use) - today;
    if (!exception_is_alive(use->state) || use->last_day == INT32_MIN)
        return;
    if (use->days_left < 0)
        use->state = EXCEPTION_EXPIRED;
    else if (use->days_left <= exception_notice(&ruleset->exceptions.caps))
        use->state = EXCEPTION_EXPIRING;
}

static struct exception_use untried(const struct exception *exception,
                                    const struct exception_limits *limits, int32_t today)
{
    return (struct exception_use){
        .exception = exception,
        .state = exception_state(exception, limits, today),
        .last_day = INT32_MIN,
        .approvals = exception_approvals(exception, today),
        .grace = (int32_t)limits->caps.grace_days,
    };
}

struct exception_use exception_use_of(const struct exception *exception,
                                      const struct ruleset *ruleset, int32_t today)
{
    struct exception_use use = untried(exception, &ruleset->exceptions, today);
    settle(ruleset, &use, today);
    return use;
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
        *use = untried(exception, limits, today);
    }
    evaluation->excuse_lookup = ARENA_NEW(arena, struct excuse_lookup);
    *evaluation->excuse_lookup = (struct excuse_lookup){
        .index = exception_index_new(evaluation, arena),
        .chain = ARENA_ARRAY(arena, struct excuse, exceptions->count + 1),
    };
    for (size_t i = 0; i < evaluation->finding_count; i++)
        excuse_finding(evaluation, &evaluation->findings[i], today);
    for (size_t i = 0; i < exceptions->count; i++)
        settle(evaluation->ruleset, &evaluation->exceptions[i], today);
    count_excused(evaluation, arena);
}

size_t excuse_asked(const struct evaluation *evaluation)
{
    return exception_index_asked(evaluation->excuse_lookup->index);
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

bool exception_was_judged(const struct evaluation *evaluation, const struct exception *exception)
{
    for (size_t i = 0; exception->rules[i]; i++)
        if (!was_judged(evaluation, exception->rules[i]))
            return false;
    return !evaluation->only_some_paths;
}

bool exception_is_unused(const struct evaluation *evaluation, const struct exception_use *use)
{
    return exception_is_alive(use->state) && use->matches == 0 &&
           use->exception->closes == EXCEPTION_CLOSES_RULE_PASSES &&
           exception_was_judged(evaluation, use->exception);
}

bool exception_is_to_be_closed(const struct exception_use *use)
{
    return exception_is_alive(use->state) && use->exception->is_closed;
}

/* The first of its rules in force for which it says too many days; NULL: none. */
static const struct setting *too_long_for(const struct exception *exception,
                                          const struct ruleset *ruleset)
{
    if (exception->expires == INT32_MIN || exception->valid_from == INT32_MIN)
        return NULL;
    for (size_t i = 0; i < ruleset->count; i++)
        if (exception_names_rule(exception, ruleset->settings[i].rule) &&
            exception_is_clamped(exception, ruleset->settings[i].severity, &ruleset->exceptions))
            return &ruleset->settings[i];
    return NULL;
}

bool exception_is_over_long(const struct evaluation *evaluation, const struct exception_use *use)
{
    return use->over_long || too_long_for(use->exception, evaluation->ruleset);
}

bool exception_ends_later(const struct exception *before, const struct exception *after,
                          const struct ruleset *ruleset)
{
    const struct exception_limits *limits = &ruleset->exceptions;
    bool is_later = after->expires > before->expires;
    for (size_t i = 0; i < ruleset->count && !is_later; i++) {
        const struct setting *setting = &ruleset->settings[i];
        is_later = exception_names_rule(before, setting->rule) &&
                   exception_names_rule(after, setting->rule) &&
                   exception_last_day(after, setting->severity, limits) >
                       exception_last_day(before, setting->severity, limits);
    }
    return is_later;
}

void exceptions_reject_over_long(struct exception_set *set, const struct ruleset *ruleset,
                                 struct arena *arena)
{
    if (!ruleset->exceptions.caps.no_over_long)
        return;
    for (size_t i = 0; i < set->count; i++) {
        struct exception *exception = &set->items[i];
        const struct setting *setting = too_long_for(exception, ruleset);
        if (!setting)
            continue;
        const struct diagnostic mistake = {
            .code = E621,
            .place = exception->place,
            .message = arena_printf(
                arena, "it holds for %lld days; %s (%s) is excused for %lld at most",
                (long long)exception->expires - exception->valid_from + 1, setting->rule->id,
                severity_words[setting->severity],
                (long long)exception_most_days(&ruleset->exceptions, setting->severity))};
        exception_add_mistake(exception, arena, &mistake);
    }
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
