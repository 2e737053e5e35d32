#include "report/worst.h"

#include "base/date.h"
#include "engine/recorded.h"

#include <stdlib.h>
#include <string.h>

static struct finding_list list_new(const struct evaluation *evaluation)
{
    struct finding_list list = {.items =
                                    calloc(evaluation->finding_count + 1, sizeof(*list.items))};
    if (!list.items)
        abort();
    return list;
}

static int by_badness(const void *a, const void *b)
{
    const struct finding *one = *(const struct finding *const *)a;
    const struct finding *two = *(const struct finding *const *)b;
    int order = (int)two->blocks - (int)one->blocks;
    if (order == 0)
        order = (int)two->on_changed_line - (int)one->on_changed_line;
    if (order == 0)
        order = (int)two->severity - (int)one->severity;
    return order ? order : (one > two) - (one < two); /* of one array, in order of place */
}

struct finding_list findings_of_change(const struct evaluation *evaluation)
{
    struct finding_list list = list_new(evaluation);
    for (size_t i = 0; evaluation->has_base && i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->baseline == BASELINE_NEW && finding->severity > SEVERITY_INFO &&
            !finding->excused)
            list.items[list.count++] = finding;
    }
    if (list.count > 1)
        qsort(list.items, list.count, sizeof(*list.items), by_badness);
    return list;
}

size_t findings_on_changed_lines(const struct finding_list *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += list->items[i]->on_changed_line;
    return count;
}

bool finding_is_owned(const struct finding *finding)
{
    return finding->owners && *finding->owners;
}

bool evaluation_has_owners(const struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->finding_count; i++)
        if (finding_is_owned(&evaluation->findings[i]))
            return true;
    return false;
}

void finding_add_owners(struct buffer *out, const struct finding *finding)
{
    for (size_t i = 0; finding->owners && finding->owners[i]; i++)
        buffer_printf(out, "%s%s", i > 0 ? " " : "", finding->owners[i]);
    if (finding->owners_rest > 0)
        buffer_printf(out, " and %zu more", finding->owners_rest);
}

/* Where it stands, or should. */
static const char *path_of(const struct finding *finding)
{
    const char *path = finding->stand_in && finding->wanted ? finding->wanted : finding->place.path;
    return path ? path : "(the repository)";
}

static int compare_owners(const struct finding *one, const struct finding *two)
{
    static const char *const nobody[] = {NULL};
    const char *const *a = one->owners ? one->owners : nobody;
    const char *const *b = two->owners ? two->owners : nobody;
    if (!*a || !*b) /* what nobody owns stands last */
        return (*a == NULL) - (*b == NULL);
    for (; *a && *b; a++, b++)
        if (strcmp(*a, *b) != 0)
            return strcmp(*a, *b);
    if (*a || *b)
        return (*a != NULL) - (*b != NULL);
    return (one->owners_rest > two->owners_rest) - (one->owners_rest < two->owners_rest);
}

static int compare_groups(const struct finding *one, const struct finding *two, enum group_by by)
{
    switch (by) {
    case GROUP_BY_OWNER:
        return compare_owners(one, two);
    case GROUP_BY_PATH:
        return strcmp(path_of(one), path_of(two));
    case GROUP_BY_RULE:
        break;
    }
    return strcmp(one->setting->rule->id, two->setting->rule->id);
}

static int in_order(const struct finding *one, const struct finding *two, enum group_by by)
{
    int order = compare_groups(one, two, by);
    if (order == 0)
        order = strcmp(one->setting->rule->id, two->setting->rule->id);
    return order ? order : (one > two) - (one < two);
}

static int by_owner(const void *a, const void *b)
{
    return in_order(*(const struct finding *const *)a, *(const struct finding *const *)b,
                    GROUP_BY_OWNER);
}

static int by_path(const void *a, const void *b)
{
    return in_order(*(const struct finding *const *)a, *(const struct finding *const *)b,
                    GROUP_BY_PATH);
}

static int by_rule(const void *a, const void *b)
{
    return in_order(*(const struct finding *const *)a, *(const struct finding *const *)b,
                    GROUP_BY_RULE);
}

struct finding_list findings_by_group(const struct evaluation *evaluation, enum group_by by)
{
    struct finding_list list = list_new(evaluation);
    for (size_t i = 0; i < evaluation->finding_count; i++)
        list.items[list.count++] = &evaluation->findings[i];
    if (list.count > 1)
        qsort(list.items, list.count, sizeof(*list.items),
              by == GROUP_BY_OWNER  ? by_owner
              : by == GROUP_BY_PATH ? by_path
                                    : by_rule);
    return list;
}

size_t finding_group_size(const struct finding_list *list, size_t from, enum group_by by)
{
    size_t end = from;
    while (end < list->count && compare_groups(list->items[from], list->items[end], by) == 0)
        end++;
    return end - from;
}

void finding_add_group(struct buffer *out, const struct finding *finding, enum group_by by)
{
    if (by == GROUP_BY_PATH)
        buffer_add_string(out, path_of(finding));
    else if (by == GROUP_BY_RULE)
        buffer_add_string(out, finding->setting->rule->id);
    else if (finding_is_owned(finding))
        finding_add_owners(out, finding);
    else
        buffer_add_string(out, "(nobody)");
}

void finding_add_known(struct buffer *out, const struct finding *finding)
{
    char day[DATE_TEXT_SIZE];
    if (finding->recorded) {
        bool over = !finding->tolerated;
        date_format(over ? finding->recorded->until : finding->recorded->first_seen, day);
        buffer_printf(out, "unchanged (baseline %s %s)", over ? "ended on" : "since", day);
    } else if (finding->baseline == BASELINE_NEW) {
        buffer_add_string(out, "new");
    } else if (finding->baseline == BASELINE_UNCHANGED) {
        buffer_add_string(out, "unchanged");
    }
}

void baseline_add_state(struct buffer *out, const struct evaluation *evaluation)
{
    static const struct {
        enum baseline_entry_state state;
        const char *words;
    } parts[] = {
        {BASELINE_ENTRY_OVER, "ended"},
        {BASELINE_ENTRY_REMOVABLE, "removable ('bylaw init --baseline' takes it out)"},
        {BASELINE_ENTRY_UNTRIED, "not looked for"},
        {BASELINE_ENTRY_REFUSED, "of rules that no baseline may name"},
        {BASELINE_ENTRY_PROPOSED, "added by this change, without effect"},
    };
    if (evaluation->recorded_count == 0)
        return;
    int32_t since = recorded_since(evaluation);
    size_t holds = recorded_count(evaluation, BASELINE_ENTRY_HOLDS);
    buffer_printf(out, "baseline: %zu known finding%s do%s not block", holds, holds == 1 ? "" : "s",
                  holds == 1 ? "es" : "");
    if (since != INT32_MIN) {
        char day[DATE_TEXT_SIZE];
        date_format(since, day);
        buffer_printf(out, " (since %s)", day);
    }
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        size_t count = recorded_count(evaluation, parts[i].state);
        if (count > 0)
            buffer_printf(out, ", %zu %s", count, parts[i].words);
    }
}

size_t evaluation_blocked_before(const struct evaluation *evaluation)
{
    size_t count = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->blocks && finding->baseline != BASELINE_UNCHANGED)
            return 0;
        count += finding->blocks;
    }
    return count;
}

size_t evaluation_new_count(const struct evaluation *evaluation)
{
    size_t count = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++)
        count += evaluation->findings[i].baseline == BASELINE_NEW &&
                 evaluation->findings[i].severity > SEVERITY_INFO;
    return count;
}

size_t evaluation_unchanged_count(const struct evaluation *evaluation)
{
    size_t count = evaluation->unchanged;
    for (size_t i = 0; i < evaluation->finding_count; i++)
        count += evaluation->findings[i].baseline == BASELINE_UNCHANGED;
    return count;
}
