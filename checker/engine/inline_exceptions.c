#include "engine/inline_exceptions.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/table.h"
#include "engine/exception_index.h"
#include "engine/excuse.h"
#include "engine/publish.h"
#include "engine/waiver_past.h"
#include "facts/owners_file.h"
#include "policy/inline_waiver.h"
#include "source/entry.h"

#include <string.h>

struct search {
    struct hearing *hearing;
    const struct evaluation *evaluation; /* NULL: nothing was judged */
    struct arena *arena;
    struct arena scratch; /* one file's content */
    struct inline_waivers found;
    bool *reaches; /* of each: does a finding lie in its scope? NULL: nothing was judged */
    bool is_asked; /* one file's past is asked for, whatever its waivers are good for */
};

/* The file's text, kept, where it has such a comment; else empty. */
static struct text text_of_entry(struct search *search, struct reader *reader,
                                 const struct entry *entry)
{
    struct content content;
    struct text text = {0};
    struct arena_mark mark = arena_mark(&search->scratch);
    reader_read(reader, entry, LIMIT_BLOB_BYTES, &search->scratch, &content);
    if (content.state == CONTENT_TEXT && text_find(content.text, inline_waiver_word) != SIZE_MAX)
        text = (struct text){arena_copy(search->arena, content.text), content.text.size};
    arena_reset(&search->scratch, mark);
    return text;
}

/* One a file of the snapshot: is it to be looked at? */
static unsigned char *choose(const struct search *search, const struct collection *head,
                             const struct evaluation *evaluation, bool *any)
{
    const struct snapshot *snapshot = &search->hearing->head;
    unsigned char *chosen = ARENA_ARRAY(search->arena, unsigned char, snapshot->count + 1);
    for (size_t i = 0; head->seen && i < snapshot->count; i++) {
        chosen[i] = head->seen[i] == COLLECT_MENTIONS;
        *any = *any || chosen[i];
    }
    for (size_t f = 0; f < evaluation->finding_count; f++) {
        const char *path = evaluation->findings[f].place.path;
        const struct entry *entry = path ? snapshot_find(snapshot, path) : NULL;
        size_t number = entry ? (size_t)(entry - snapshot->entries) : 0;
        if (!entry || !entry_is_file(entry) || (head->seen && head->seen[number]) ||
            !inline_waivers_may_stand_in(path))
            continue;
        chosen[number] = 1;
        *any = true;
    }
    return chosen;
}

static struct failure *read_head(struct search *search, const unsigned char *chosen)
{
    const struct snapshot *snapshot = &search->hearing->head;
    struct reader *reader = NULL;
    TRY(reader_open_here(&reader, snapshot));
    for (size_t i = 0; i < snapshot->count; i++) {
        const struct entry *entry = &snapshot->entries[i];
        if (!chosen[i] || !entry_is_file(entry) || !inline_waivers_may_stand_in(entry->path))
            continue;
        struct text text = text_of_entry(search, reader, entry);
        if (text.size > 0)
            inline_waivers_parse(&search->found, search->arena, entry->path, text);
    }
    reader_close(reader);
    return NULL;
}

static bool is_same(struct text one, struct text other)
{
    return one.size == other.size &&
           (one.size == 0 || memcmp(one.bytes, other.bytes, one.size) == 0);
}

static bool stands_beside_the_same(const struct inline_waiver *one,
                                   const struct inline_waiver *other)
{
    return is_same(one->beside[0], other->beside[0]) && is_same(one->beside[1], other->beside[1]);
}

/* Each of the base's stands for one of the head's, first for one beside the same words. */
static void compare(struct inline_waiver *head, size_t count, const struct inline_waivers *base,
                    unsigned char *taken)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            struct exception *exception = &head[i].exception;
            for (size_t k = 0; k < base->count && exception->pending; k++) {
                if (taken[k] || !inline_waiver_is_same(&head[i], &base->items[k]))
                    continue;
                bool is_moved = !stands_beside_the_same(&head[i], &base->items[k]);
                if (pass == 0 && is_moved)
                    continue;
                taken[k] = 1;
                exception->pending = false;
                exception->is_moved = is_moved;
            }
        }
}

static void compare_file(struct search *search, struct reader *reader, const struct snapshot *base,
                         struct inline_waiver *head, size_t count)
{
    const char *path = head->exception.place.path;
    const struct entry *entry = snapshot_find(base, path);
    struct inline_waivers before = {0};
    for (size_t i = 0; i < count; i++)
        head[i].exception.pending = true;
    if (!entry || !entry_is_file(entry))
        return;
    inline_waivers_parse(&before, search->arena, path, text_of_entry(search, reader, entry));
    compare(head, count, &before, ARENA_ARRAY(search->arena, unsigned char, before.count + 1));
}

/* The waivers of one file stand together: where those of the first one end. */
static size_t end_of_file(const struct search *search, size_t from)
{
    const char *path = search->found.items[from].exception.place.path;
    size_t end = from + 1;
    while (end < search->found.count &&
           strcmp(search->found.items[end].exception.place.path, path) == 0)
        end++;
    return end;
}

static struct failure *compare_with(struct search *search, const struct snapshot *base)
{
    struct reader *reader = NULL;
    TRY(reader_open_here(&reader, base));
    for (size_t i = 0, end; i < search->found.count; i = end) {
        end = end_of_file(search, i);
        compare_file(search, reader, base, &search->found.items[i], end - i);
    }
    reader_close(reader);
    return NULL;
}

static const char *owner_of(struct owner_matcher *matcher, const char *path)
{
    struct owner_verdict verdict = owner_matcher_match(matcher, path);
    if (verdict.state != OWNER_OWNED || verdict.rule_count == 0 ||
        verdict.rules[0]->owner_count == 0)
        return NULL;
    return verdict.rules[0]->owners[0];
}

static struct failure *set_owners(struct search *search, const struct snapshot *snapshot)
{
    struct fact_repository repository = {.snapshot = snapshot,
                                         .repository = search->hearing->repository};
    struct owners owners;
    TRY(reader_open_here(&repository.reader, snapshot));
    enum owners_reading reading = owners_read(&owners, search->arena, &repository);
    reader_close(repository.reader);
    if (reading != OWNERS_READ)
        return NULL;
    struct owner_matcher *matcher = owner_matcher_new(search->arena, &owners);
    const char *path = "";
    const char *owner = NULL;
    for (size_t i = 0; i < search->found.count; i++) {
        struct exception *exception = &search->found.items[i].exception;
        if (strcmp(exception->place.path, path) != 0)
            owner = owner_of(matcher, exception->place.path);
        path = exception->place.path;
        exception->owner = owner;
    }
    return NULL;
}

/* Looked up as those of all records are: neither the waivers nor the findings are few. */
static void find_reaching(struct search *search)
{
    const struct evaluation *evaluation = search->evaluation;
    size_t count = search->found.count;
    struct exception_use *uses = ARENA_ARRAY(search->arena, struct exception_use, count);
    const struct evaluation waivers = {
        .exceptions = uses, .exception_count = count, .remote = evaluation->remote};
    for (size_t i = 0; i < count; i++)
        uses[i].exception = &search->found.items[i].exception;
    struct exception_index *index = exception_index_new(&waivers, search->arena);
    search->reaches = ARENA_ARRAY(search->arena, bool, count);
    for (size_t f = 0; f < evaluation->finding_count; f++) {
        const size_t *numbers;
        for (size_t i = exception_index_find(index, &evaluation->findings[f], &numbers); i-- > 0;)
            search->reaches[numbers[i]] = true;
    }
}

/* Would it excuse something, as far as its file tells? `exception`: that of the number, with the
 * mistakes that are known by now. */
static bool is_of_use(const struct search *search, size_t number, const struct exception *exception)
{
    const struct exception_caps *caps = &search->hearing->ruleset->exceptions.caps;
    int64_t last = (int64_t)exception->expires + (caps->grace_days > 0 ? caps->grace_days : 0);
    if (exception->mistake_count > 0 || last < search->hearing->options->today)
        return false;
    return !search->reaches || search->reaches[number];
}

/* The past of the waivers of one file, where one of them is of use, or it is asked for. */
static struct failure *read_past(struct search *search, const struct waiver_search *past,
                                 size_t from, size_t end, size_t *read)
{
    bool any = search->is_asked;
    for (size_t i = from; i < end && !any; i++)
        any = is_of_use(search, i, &search->found.items[i].exception);
    if (!any || *read == LIMIT_WAIVER_HISTORIES || deadline_is_over(&search->hearing->deadline))
        return NULL;
    ++*read;
    return waiver_past_read(past, &search->found.items[from], end - from, search->arena);
}

/* Of the rules in force. */
static const struct table *former_names(const struct search *search)
{
    const struct ruleset *ruleset = search->hearing->ruleset;
    struct table *names = ARENA_NEW(search->arena, struct table);
    table_init(names, search->arena);
    for (size_t i = 0; i < ruleset->count; i++) {
        const struct rule *rule = ruleset->settings[i].rule;
        for (const char *const *alias = rule->aliases; alias && *alias; alias++)
            table_set(names, *alias, arena_strdup(search->arena, rule->id));
    }
    return names;
}

static struct failure *read_pasts(struct search *search, bool is_whole)
{
    struct hearing *hearing = search->hearing;
    const struct exception_limits *limits = &hearing->ruleset->exceptions;
    const struct object_id *commit = &hearing_records(hearing)->commit.commit;
    struct waiver_search past = {
        .today = hearing->options->today,
        .deadline = &hearing->deadline,
        .names = former_names(search),
        .is_whole = limits->caps.max_total_days > 0 || limits->max_renewals >= 0 || is_whole,
    };
    size_t read = 0;
    if (!object_id_is_zero(commit))
        past.lineage = lineage_new(hearing->repository, commit, search->arena);
    for (size_t i = 0, end; i < search->found.count; i = end) {
        end = end_of_file(search, i);
        TRY(read_past(search, &past, i, end, &read));
    }
    return NULL;
}

static const char *day_words(struct arena *arena, int32_t day)
{
    char text[DATE_TEXT_SIZE];
    date_format(day, text);
    return arena_strdup(arena, text);
}

/* How it breaks a limit, counted from when its end was written; NULL: it does not, as far as is
 * known. */
static const char *excess(const struct search *search, const struct exception *exception,
                          enum severity severity)
{
    const struct exception_limits *limits = &search->hearing->ruleset->exceptions;
    const struct waiver_past *past = exception->past;
    struct arena *arena = search->arena;
    int32_t today = search->hearing->options->today;
    int32_t from = past && !past->last_unknown ? past->writings[0].on : today;
    int64_t days = (int64_t)exception->expires - from + 1;
    int64_t most = exception_most_days(limits, severity);
    if (days > most && from == today)
        return arena_printf(arena, "it ends in %lld days; %lld are allowed", (long long)days,
                            (long long)most);
    if (days > most)
        return arena_printf(arena,
                            "it ends %lld days after %s, when that was written; %lld are allowed",
                            (long long)days, day_words(arena, from), (long long)most);
    most = limits->caps.max_total_days;
    if (past && most > 0 && past->days > most)
        return arena_printf(arena, "it was given for %lld days in all; %lld are allowed",
                            (long long)past->days, (long long)most);
    most = limits->max_renewals;
    if (past && most >= 0 && past->renewals > most)
        return arena_printf(arena, "its end was put off %lld times; %lld are allowed",
                            (long long)past->renewals, (long long)most);
    return NULL;
}

/* Why it is not known whether it keeps the limits; NULL: it is. */
static const char *doubt(const struct search *search, const struct waiver_past *past)
{
    const struct exception_limits *limits = &search->hearing->ruleset->exceptions;
    bool counts = limits->caps.max_total_days > 0 || limits->max_renewals >= 0;
    if (!past)
        return deadline_is_over(&search->hearing->deadline)
                   ? waiver_past_no_time
                   : "more files hold waivers than those whose history is read";
    return past->last_unknown ? past->last_unknown : counts ? past->unknown : NULL;
}

/* What only the policies can tell. */
static void check_limits(const struct search *search, size_t number, struct exception *exception)
{
    const struct ruleset *ruleset = search->hearing->ruleset;
    struct diagnostic mistake = {.code = E610, .place = exception->place};
    if (ruleset->exceptions.caps.no_inline) {
        mistake.message = "the policies let no comment waive a rule";
        exception_add_mistake(exception, search->arena, &mistake);
    }
    for (size_t i = 0; i < ruleset->count && exception->expires != INT32_MIN; i++) {
        if (!exception_names_rule(exception, ruleset->settings[i].rule))
            continue;
        mistake.code = E621;
        mistake.message = excess(search, exception, ruleset->settings[i].severity);
        if (!mistake.message)
            continue;
        exception_add_mistake(exception, search->arena, &mistake);
        return;
    }
    const char *why = is_of_use(search, number, exception) ? doubt(search, exception->past) : NULL;
    if (why)
        exception->unapproved =
            arena_printf(search->arena, "how long it has been there is not known (%s)", why);
}

static int by_id(const void *a, const void *b)
{
    const struct exception *one = a;
    const struct exception *two = b;
    int order = strcmp(one->id, two->id);
    return order ? order : (int)one->pending - (int)two->pending;
}

static void add_found(struct search *search)
{
    struct hearing *hearing = search->hearing;
    struct exception_set *set = &hearing->exceptions;
    struct exception_set found = {
        .items = ARENA_ARRAY(search->arena, struct exception, search->found.count),
        .count = search->found.count};
    struct diagnostics notes; /* that a rule has another name now is told of records only */
    for (size_t i = 0; i < found.count; i++)
        found.items[i] = search->found.items[i].exception;
    diagnostics_init(&notes, search->arena);
    exceptions_check_rules(&found, &hearing->library, &hearing->ruleset->exceptions, &notes);
    for (size_t i = 0; i < found.count; i++)
        check_limits(search, i, &found.items[i]);
    struct exception *all = ARENA_ARRAY(search->arena, struct exception, set->count + found.count);
    if (set->count > 0)
        memcpy(all, set->items, set->count * sizeof(*all));
    memcpy(all + set->count, found.items, found.count * sizeof(*all));
    *set = (struct exception_set){.items = all, .count = set->count + found.count};
    qsort(all, set->count, sizeof(*all), by_id);
}

static struct failure *find(struct search *search, const struct collection *head,
                            const struct evaluation *evaluation)
{
    struct hearing *hearing = search->hearing;
    bool any = false;
    bool of_base = hearing->has_base && !hearing->options->exceptions_from_head;
    const unsigned char *chosen = choose(search, head, evaluation, &any);
    struct snapshot tip;
    if (any)
        TRY(read_head(search, chosen));
    if (search->found.count == 0)
        return NULL;
    if (of_base) {
        /* listed here, for only its policies are at hand */
        const struct commit_ids commit = hearing->policy.commit;
        TRY(snapshot_of_commit(&tip, hearing->repository, &commit, search->arena));
        TRY(compare_with(search, &tip));
    }
    TRY(set_owners(search, of_base ? &tip : &hearing->head));
    if (evaluation)
        find_reaching(search);
    TRY(read_pasts(search, publish_asks_past(head->plan)));
    add_found(search);
    return NULL;
}

struct failure *inline_exceptions_add(struct hearing *hearing, const struct collection *head,
                                      const struct evaluation *evaluation)
{
    struct search search = {.hearing = hearing, .evaluation = evaluation, .arena = hearing->arena};
    arena_init(&search.scratch, 1 << 16);
    struct failure *failure = find(&search, head, evaluation);
    arena_release(&search.scratch);
    return failure;
}

static struct failure *find_unjudged(struct search *search, const char *path)
{
    const struct snapshot *snapshot = &search->hearing->head;
    TRY(hearing_list(search->hearing));
    unsigned char *chosen = ARENA_ARRAY(search->arena, unsigned char, snapshot->count + 1);
    for (size_t i = 0; i < snapshot->count; i++)
        chosen[i] = !path || strcmp(snapshot->entries[i].path, path) == 0;
    TRY(read_head(search, chosen));
    if (search->found.count == 0)
        return NULL;
    TRY(set_owners(search, snapshot));
    TRY(read_pasts(search, search->is_asked));
    add_found(search);
    return NULL;
}

struct failure *inline_exceptions_add_unjudged(struct hearing *hearing, const char *path)
{
    struct search search = {.hearing = hearing, .arena = hearing->arena, .is_asked = path != NULL};
    arena_init(&search.scratch, 1 << 16);
    struct failure *failure = find_unjudged(&search, path);
    arena_release(&search.scratch);
    return failure;
}
