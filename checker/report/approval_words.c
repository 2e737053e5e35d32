#include "report/approval_words.h"

#include "base/date.h"
#include "engine/approval.h"

#include <string.h>

const char *approval_fault_in_words(const struct exception *record,
                                    const struct exception_approval *approval, int32_t today,
                                    struct arena *arena)
{
    const struct approval_proof *proof = approval->proof;
    if (!exception_approval_is_given(record, approval, today))
        return "it is given on a day that has not come";
    if (!proof)
        return NULL;
    if (proof->fault != APPROVAL_COUNTS)
        return proof->message;
    int claimed = EXCEPTION_EVIDENCE_WORDS - 1;
    while (claimed > 0 && strcmp(exception_evidence_words[claimed], approval->evidence) != 0)
        claimed--;
    if (proof->evidence < claimed)
        return arena_printf(arena, "the record says %s: %s", approval->evidence,
                            approval_why_less(proof, claimed, arena));
    return NULL;
}

const char *approval_evidence_in_words(const struct exception *record,
                                       const struct exception_approval *approval,
                                       const char *truncated)
{
    const struct approval_proof *proof = approval->proof;
    bool is_best = proof && proof->evidence == EXCEPTION_EVIDENCE_RECORD_SIGNATURE;
    bool is_cut = truncated && record->layout != EXCEPTION_IN_REGISTER;
    return proof && (is_best || !is_cut) ? exception_evidence_words[proof->evidence] : NULL;
}

void approval_add_json(struct json *json, const struct exception *record,
                       const struct exception_approval *approval, const char *truncated,
                       int32_t today, struct arena *arena)
{
    const char *fault = approval_fault_in_words(record, approval, today, arena);
    json_begin_object(json, NULL);
    json_string(json, "by", approval->by);
    json_day(json, "on", approval->on);
    json_string(json, "evidence", approval_evidence_in_words(record, approval, truncated));
    json_string(json, "key", approval->proof ? approval->proof->key : NULL);
    if (approval->proof || fault)
        json_boolean(json, "holds", !fault);
    else
        json_null(json, "holds");
    json_string(json, "fault", fault);
    json_end_object(json);
}
