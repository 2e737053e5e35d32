#include "engine/inline_exceptions.h"

#include "base/limits.h"
#include "engine/excuse.h"
#include "facts/owners_file.h"
#include "policy/inline_waiver.h"

#include <string.h>

struct search {
    struct hearing *hearing;
    struct arena *arena;
    struct arena scratch; /* one file's content */
    struct inline_waivers found;
};

static bool is_regular(const struct entry *entry)
{
    return entry->kind == ENTRY_FILE || entry->kind == ENTRY_EXECUTABLE;
}

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
        if (!entry || !is_regular(entry) || (head->seen && head->seen[number]) ||
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
        if (!chosen[i] || !is_regular(entry) || !inline_waivers_may_stand_in(entry->path))
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
                bool is_moved = !stands_beside_the_same(&head[i], &base->items[k]);
                if (taken[k] || !inline_waiver_is_same(&head[i], &base->items[k]) ||
                    (pass == 0 && is_moved))
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
    if (!entry || !is_regular(entry))
        return;
    inline_waivers_parse(&before, search->arena, path, text_of_entry(search, reader, entry));
    compare(head, count, &before, ARENA_ARRAY(search->arena, unsigned char, before.count + 1));
}

/* The waivers of one file stand together. */
static struct failure *compare_with(struct search *search, const struct snapshot *base)
{
    struct reader *reader = NULL;
    TRY(reader_open_here(&reader, base));
    for (size_t i = 0, end; i < search->found.count; i = end) {
        const char *path = search->found.items[i].exception.place.path;
        for (end = i + 1; end < search->found.count; end++)
            if (strcmp(search->found.items[end].exception.place.path, path) != 0)
                break;
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

/* What only the policies can tell. */
static void check_limits(const struct search *search, struct exception *exception)
{
    const struct ruleset *ruleset = search->hearing->ruleset;
    const struct exception_limits *limits = &ruleset->exceptions;
    struct diagnostic mistake = {.code = E610, .place = exception->place};
    if (limits->caps.no_inline) {
        mistake.message = "the policies let no comment waive a rule";
        exception_add_mistake(exception, search->arena, &mistake);
    }
    for (size_t i = 0; i < ruleset->count && exception->expires != INT32_MIN; i++) {
        if (!exception_names_rule(exception, ruleset->settings[i].rule))
            continue;
        int64_t days = (int64_t)exception->expires - search->hearing->options->today + 1;
        int64_t most = exception_most_days(limits, ruleset->settings[i].severity);
        if (days <= most)
            continue;
        mistake.code = E621;
        mistake.message = arena_printf(search->arena, "it ends in %lld days; %lld are allowed",
                                       (long long)days, (long long)most);
        exception_add_mistake(exception, search->arena, &mistake);
        return;
    }
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
        check_limits(search, &found.items[i]);
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
    add_found(search);
    return NULL;
}

struct failure *inline_exceptions_add(struct hearing *hearing, const struct collection *head,
                                      const struct evaluation *evaluation)
{
    struct search search = {.hearing = hearing, .arena = hearing->arena};
    arena_init(&search.scratch, 1 << 16);
    struct failure *failure = find(&search, head, evaluation);
    arena_release(&search.scratch);
    return failure;
}
