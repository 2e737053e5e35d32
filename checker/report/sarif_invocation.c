#include "report/sarif_invocation.h"

#include "report/caveats.h"
#include "report/sarif_place.h"
#include "report/trust_lines.h"

static void add_notification(struct json *json, const char *level, const char *path, uint32_t line,
                             const char *text)
{
    json_begin_object(json, NULL);
    json_string(json, "level", level);
    json_begin_object(json, "message");
    json_string(json, "text", text);
    json_end_object(json);
    if (path) {
        json_begin_list(json, "locations");
        json_begin_object(json, NULL);
        json_begin_object(json, "physicalLocation");
        sarif_add_artifact_location(json, path);
        if (line > 0) {
            json_begin_object(json, "region");
            json_integer(json, "startLine", line);
            json_end_object(json);
        }
        json_end_object(json);
        json_end_object(json);
        json_end_list(json);
    }
    json_end_object(json);
}

/* The gravest stand first; of the rest it is said how many are not there. */
static void add_left_out(struct json *json, const struct sarif_results *results)
{
    if (results->wanted == results->written)
        return;
    struct buffer text = BUFFER_EMPTY;
    buffer_printf(&text, "%zu of %zu findings are left out: the reader takes no more.",
                  results->wanted - results->written, results->wanted);
    add_notification(json, "warning", NULL, 0, buffer_string(&text));
    buffer_release(&text);
}

static void add_execution_notifications(struct json *json, const struct evaluation *evaluation,
                                        const struct sarif_results *results)
{
    json_begin_list(json, "toolExecutionNotifications");
    add_left_out(json, results);
    if (evaluation->shallow)
        add_notification(json, "warning", NULL, 0,
                         "The clone is shallow: what depends on history is unknown. Fetch with "
                         "fetch-depth: 0.");
    if (renames_cut_sentence(evaluation))
        add_notification(json, "warning", NULL, 0, renames_cut_sentence(evaluation));
    for (size_t i = 0; i < evaluation->skipped_count; i++) {
        struct buffer text = BUFFER_EMPTY;
        buffer_printf(&text, "'%s' was not read: %s.", evaluation->skipped[i].path,
                      evaluation->skipped[i].why);
        add_notification(json, "warning", evaluation->skipped[i].path, 0, buffer_string(&text));
        buffer_release(&text);
    }
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->verdict != VERDICT_UNKNOWN || !finding->blocks)
            continue;
        struct buffer text = BUFFER_EMPTY;
        buffer_printf(&text, "Rule '%s' blocks because it could not be decided: %s.",
                      finding->setting->rule->id, finding->reason ? finding->reason : "unknown");
        add_notification(json, "error", finding->place.path, finding->place.line,
                         buffer_string(&text));
        buffer_release(&text);
    }
    json_end_list(json);
}

static void add_mistake(struct json *json, const struct exception *exception,
                        const struct diagnostic *mistake)
{
    /* that of a register lies in another repository, and is named */
    bool is_ours = exception->layout != EXCEPTION_IN_REGISTER;
    struct buffer text = BUFFER_EMPTY;
    buffer_printf(&text, "Exception '%s' ", exception->id);
    if (!is_ours)
        buffer_printf(&text, "of '%s' ", mistake->place.path);
    buffer_printf(&text, "excuses nothing: %s.", mistake->message);
    add_notification(json, "warning", is_ours ? mistake->place.path : NULL, mistake->place.line,
                     buffer_string(&text));
    buffer_release(&text);
}

static void add_mistakes(struct json *json, const struct evaluation *evaluation)
{
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception *exception = evaluation->exceptions[i].exception;
        for (size_t j = 0; j < exception->mistake_count; j++)
            add_mistake(json, exception, &exception->mistakes[j]);
    }
}

static void add_loosenings(struct json *json, const struct trust *trust)
{
    struct buffer problem = BUFFER_EMPTY;
    trust_add_problem(&problem, trust);
    if (problem.size > 0)
        add_notification(json, "warning", NULL, 0, buffer_string(&problem));
    buffer_release(&problem);
    for (size_t i = 0; i < trust->loosening_count; i++) {
        const struct loosening *loosening = &trust->loosenings[i];
        struct buffer text = BUFFER_EMPTY;
        buffer_add_string(&text, "Once it is merged, this change loosens ");
        trust_add_loosening(&text, loosening);
        buffer_add_byte(&text, '.');
        bool is_ours =
            loosening->place.path && string_starts_with(loosening->place.path, "builtin:");
        add_notification(json, "warning", is_ours ? NULL : loosening->place.path,
                         loosening->place.line, buffer_string(&text));
        buffer_release(&text);
    }
}

static void add_configuration_notifications(struct json *json, const struct evaluation *evaluation)
{
    json_begin_list(json, "toolConfigurationNotifications");
    add_mistakes(json, evaluation);
    const char *sentences[TRUST_SENTENCES + 1];
    trust_sentences(sentences, evaluation->trust);
    for (size_t i = 0; sentences[i]; i++)
        add_notification(json, "warning", NULL, 0, sentences[i]);
    for (size_t i = 0; i < evaluation->governance_change_count; i++)
        add_notification(json, "warning", evaluation->governance_changes[i], 0,
                         "This change edits what judges it; the base's version was used.");
    if (evaluation->trust)
        add_loosenings(json, evaluation->trust);
    const struct diagnostics *head = evaluation->head_diagnostics;
    for (size_t i = 0; head && i < head->count; i++) {
        struct buffer text = BUFFER_EMPTY;
        buffer_printf(&text, "The head's own policy file has a mistake: %s.",
                      head->items[i].message);
        add_notification(json, "warning", head->items[i].place.path, head->items[i].place.line,
                         buffer_string(&text));
        buffer_release(&text);
    }
    json_end_list(json);
}

void sarif_add_invocations(struct json *json, const struct evaluation *evaluation,
                           const struct sarif_results *results)
{
    static const char *const meanings[] = {"nothing blocks", "a finding blocks", "usage",
                                           "nothing was evaluated", "a blocking rule is unknown"};
    int status = evaluation->exit_status;
    json_begin_list(json, "invocations");
    json_begin_object(json, NULL);
    json_boolean(json, "executionSuccessful", status != 4);
    json_integer(json, "exitCode", status);
    if (status >= 0 && status <= 4)
        json_string(json, "exitCodeDescription", meanings[status]);
    add_configuration_notifications(json, evaluation);
    add_execution_notifications(json, evaluation, results);
    json_end_object(json);
    json_end_list(json);
}
