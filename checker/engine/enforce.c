#include "engine/enforce.h"

/* In a blocking rule what cannot be read blocks and what cannot be seen warns. */
static bool unknown_blocks(const struct finding *finding)
{
    const struct setting *setting = finding->setting;
    bool unreadable = finding->unknown_class == UNKNOWN_UNREADABLE;
    enum unknown_action action = unreadable ? setting->on_unreadable : setting->on_unobservable;
    if (action == UNKNOWN_DEFAULT)
        action = unreadable ? UNKNOWN_BLOCK : UNKNOWN_WARN;
    return action == UNKNOWN_BLOCK;
}

bool enforcement_blocks(const struct finding *finding, enum enforcement enforcement,
                        enum fail_on fail_on)
{
    enum enforcement least = fail_on == FAIL_ON_WARN ? ENFORCEMENT_WARN : ENFORCEMENT_BLOCK;
    if (fail_on == FAIL_ON_NEVER || finding->severity == SEVERITY_INFO || enforcement < least)
        return false;
    switch (finding->verdict) {
    case VERDICT_FAIL:
        return true;
    case VERDICT_REVIEW:
        return finding->setting->review_blocks;
    case VERDICT_UNKNOWN:
        return unknown_blocks(finding);
    case VERDICT_NOT_APPLICABLE:
    case VERDICT_PASS:
        break;
    }
    return false;
}

void enforce(struct evaluation *evaluation, enum fail_on fail_on)
{
    bool broken = false;
    bool undecided = false;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        struct finding *finding = &evaluation->findings[i];
        bool counts = !finding->excused && !finding->tolerated &&
                      !(evaluation->only_new && finding->baseline == BASELINE_UNCHANGED);
        finding->blocks = counts && enforcement_blocks(finding, finding->enforcement, fail_on);
        undecided = undecided || (finding->blocks && finding->verdict == VERDICT_UNKNOWN);
        broken = broken || (finding->blocks && finding->verdict != VERDICT_UNKNOWN);
    }
    for (size_t i = 0; i < evaluation->rule_count; i++)
        evaluation->rules_by_verdict[evaluation->rules[i].verdict]++;
    evaluation->exit_status = undecided ? 4 : broken ? 1 : 0;
}
