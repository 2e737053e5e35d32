#include "report/trust_lines.h"

#include "engine/trust.h"

void trust_write_markdown(struct buffer *out, const struct evaluation *evaluation)
{
    const char *sentence = trust_bootstrap_sentence(evaluation->trust);
    if (sentence)
        buffer_printf(out, "%s\n\n", sentence);
}

void trust_write_json(struct json *json, const struct evaluation *evaluation)
{
    const struct trust *trust = evaluation->trust;
    if (!trust) {
        json_null(json, "trust");
        return;
    }
    json_begin_object(json, "trust");
    json_boolean(json, "base_has_policy", !trust->base_has_no_policy);
    json_boolean(json, "head_has_policy", trust->head_has_policy);
    json_end_object(json);
}
