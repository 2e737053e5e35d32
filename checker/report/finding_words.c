#include "report/finding_words.h"

#include <string.h>

static void add(struct finding_words *words, const char *name, const char *title, const char *value)
{
    if (value && *value)
        words->items[words->count++] =
            (struct finding_word){.name = name, .title = title, .value = value};
}

static void add_exception(struct finding_words *words, const struct finding *finding)
{
    if (!finding->exception)
        return;
    add(words, "exception", "Exception", finding->exception->id);
    add(words, "exception-state", "State of the exception",
        exception_state_words[finding->exception_state]);
    finding_excused_until(finding, words->excused_until);
    add(words, "excused-until", "Excused until", words->excused_until);
}

/* As many as fit, and how many do not: there is always room for that. */
static void add_owners(struct finding_words *words, const struct finding *finding)
{
    enum { ROOM_FOR_MORE = 32 };
    size_t used = 0;
    size_t i = 0;
    size_t more = finding->owners_rest;
    words->owners[0] = '\0';
    for (; finding->owners && finding->owners[i]; i++) {
        size_t length = strlen(finding->owners[i]) + (used > 0 ? 1 : 0);
        if (used + length >= sizeof(words->owners) - ROOM_FOR_MORE)
            break;
        snprintf(words->owners + used, sizeof(words->owners) - used, "%s%s", used > 0 ? " " : "",
                 finding->owners[i]);
        used += length;
    }
    for (; finding->owners && finding->owners[i]; i++)
        more++;
    if (more > 0)
        snprintf(words->owners + used, sizeof(words->owners) - used, "%s%zu more",
                 used > 0 ? " and " : "", more);
    add(words, "owners", "Owners", words->owners);
}

void finding_words_init(struct finding_words *words, const struct finding *finding)
{
    words->count = 0;
    add(words, "rule", "Rule", finding->setting->rule->id);
    add(words, "fingerprint", "Fingerprint", finding->fingerprint);
    add(words, "severity", "Severity", severity_words[finding->severity]);
    add(words, "enforcement", "Enforcement", enforcement_words[finding->enforcement]);
    add(words, "state", "State", finding_state(finding));
    add(words, "blocks", "Blocks", finding->blocks ? "yes" : "no");
    add(words, "check", "Check", finding->check->name);
    add(words, "subject", "Subject", finding->subject);
    add(words, "baseline", "Against the base", finding_baseline(finding));
    if (finding->recorded) {
        date_format(finding->recorded->first_seen, words->first_seen);
        add(words, "first-seen", "In the baseline since", words->first_seen);
    }
    add_owners(words, finding);
    add_exception(words, finding);
}
