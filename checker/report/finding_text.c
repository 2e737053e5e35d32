#include "report/finding_text.h"

#include "base/digest.h"
#include "report/sarif_rules.h"

#include <stdlib.h>
#include <string.h>

enum finding_level finding_level(const struct finding *finding)
{
    if (finding->tolerated)
        return FINDING_NOTE;
    if (finding->verdict == VERDICT_REVIEW)
        return finding->blocks ? FINDING_ERROR : FINDING_NOTE;
    if (finding->verdict == VERDICT_UNKNOWN)
        return finding->blocks ? FINDING_ERROR : FINDING_WARNING;
    const char *level = sarif_level(finding->severity, finding->enforcement);
    return *level == 'e' ? FINDING_ERROR : *level == 'w' ? FINDING_WARNING : FINDING_NOTE;
}

static size_t count_findings(const struct evaluation *const *evaluations, size_t count)
{
    size_t findings = 0;
    for (size_t i = 0; i < count; i++)
        findings += evaluations[i]->finding_count;
    return findings;
}

/* What a change brought stands before what was there: on the lines that it wrote, then
 * elsewhere. */
enum { NEARNESS_OF_OLD = 2 };

static int nearness(const struct finding *finding)
{
    return finding->on_changed_line ? 0 : finding->baseline == BASELINE_NEW ? 1 : NEARNESS_OF_OLD;
}

static void add_told(struct told_list *list, const struct evaluation *evaluation,
                     enum finding_level level, int near, bool with_excused)
{
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding_level(finding) == level && nearness(finding) == near &&
            (with_excused || !finding->excused))
            list->items[list->count++] =
                (struct told){.evaluation = evaluation, .finding = finding};
    }
}

struct told_list told_list_new(const struct evaluation *const *evaluations, size_t count,
                               bool with_excused)
{
    struct told_list list = {0};
    list.items = calloc(count_findings(evaluations, count) + 1, sizeof(*list.items));
    if (!list.items)
        abort();
    for (enum finding_level level = FINDING_ERROR; level <= FINDING_NOTE; level++)
        for (int near = 0; near <= NEARNESS_OF_OLD; near++)
            for (size_t i = 0; i < count; i++)
                add_told(&list, evaluations[i], level, near, with_excused);
    return list;
}

void finding_add_sentence(struct buffer *out, const struct finding *finding)
{
    /* what a message quotes may begin with a NUL */
    const char *message = *finding->message ? finding->message : finding->setting->rule->title;
    buffer_add_string(out, message);
    if (!strchr(".!?", message[strlen(message) - 1]))
        buffer_add_byte(out, '.');
    if (finding->reason && !strstr(message, finding->reason))
        buffer_printf(out, " Not decided: %s.", finding->reason);
    if (finding->stand_in && finding->wanted)
        buffer_printf(out, " The file '%s' is not there.", finding->wanted);
}

void finding_add_owner_sentence(struct buffer *out, const struct finding *finding)
{
    if (!finding->owners || !*finding->owners)
        return;
    buffer_add_string(out, " Owner: ");
    for (size_t i = 0; finding->owners[i]; i++)
        buffer_printf(out, "%s%s", i > 0 ? ", " : "", finding->owners[i]);
    if (finding->owners_rest > 0)
        buffer_printf(out, " and %zu more", finding->owners_rest);
    buffer_add_byte(out, '.');
}

const char *finding_path(const struct finding *finding)
{
    return finding->place.path && *finding->place.path ? finding->place.path : ".bylaw.yml";
}

uint32_t finding_line(const struct finding *finding)
{
    bool exact = finding->place.path && !finding->stand_in && finding->place.line > 0;
    return exact ? finding->place.line : 1;
}

const char *finding_state(const struct finding *finding)
{
    return finding->excused ? "excused" : verdict_words[finding->verdict];
}

const char *finding_baseline(const struct finding *finding)
{
    static const char *const words[] = {NULL, "new", "unchanged"};
    return words[finding->baseline];
}

bool finding_excused_until(const struct finding *finding, char day[DATE_TEXT_SIZE])
{
    day[0] = '\0';
    if (!finding->excused || finding->returns_on == INT32_MIN)
        return false;
    date_format(finding->returns_on - 1, day);
    return true;
}

const char *finding_severity_name(const struct finding *finding)
{
    static const char *const words[] = {"Info", "Low", "Medium", "High", "Critical"};
    return finding->verdict == VERDICT_REVIEW ? words[0] : words[finding->severity];
}

void repository_add_name(struct buffer *out, const struct evaluation *evaluation)
{
    const char *remote = evaluation->remote;
    if (!remote || !string_starts_with(remote, "https://")) {
        buffer_add_string(out, evaluation->repository);
        return;
    }
    struct text name = text_of(remote + strlen("https://"));
    if (name.size > 4 && string_ends_with(remote, ".git"))
        name.size -= 4;
    buffer_add(out, name.bytes, name.size);
}

void finding_identity(const struct told *told, char out[65])
{
    struct buffer name = BUFFER_EMPTY;
    repository_add_name(&name, told->evaluation);
    struct sha256 digest;
    sha256_init(&digest);
    /* A repository that is named by where it lies has no name that stays. */
    sha256_add_string(&digest, told->evaluation->remote ? buffer_string(&name) : "");
    sha256_add_string(&digest, told->finding->fingerprint);
    sha256_finish_hex(&digest, out);
    buffer_release(&name);
}

void buffer_add_folded(struct buffer *out, const char *string)
{
    bool gap = false;
    bool begun = false;
    for (; *string; string++) {
        if (strchr(" \t\r\n\f\v", *string)) {
            gap = begun;
            continue;
        }
        if (gap)
            buffer_add_byte(out, ' ');
        gap = false;
        begun = true;
        buffer_add_byte(out, *string);
    }
}
