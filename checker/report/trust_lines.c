#include "report/trust_lines.h"

#include <string.h>

enum {
    LOOSENINGS_SHOWN = 20, /* json has all */
    VALUE_SHOWN = 160,     /* bytes of a list that goes on and on */
};

static const char *before_of(const struct loosening *loosening)
{
    return loosening->before ? loosening->before : "nothing";
}

/* A demand or words that changed have no values: their keys are named. */
static const char *after_of(const struct loosening *loosening)
{
    if (loosening->after)
        return loosening->after;
    return strcmp(loosening->what, "rule") == 0 || strcmp(loosening->what, "policy") == 0
               ? "not in force"
               : "nothing";
}

static bool is_about_keys(const struct loosening *loosening)
{
    return strcmp(loosening->what, "demand") == 0 || strcmp(loosening->what, "words") == 0;
}

/* At the end of a character, so that what is cut is still UTF-8. */
static void add_cut(struct buffer *out, const char *value)
{
    size_t size = strlen(value);
    if (size <= VALUE_SHOWN) {
        buffer_add_string(out, value);
        return;
    }
    size = VALUE_SHOWN;
    while (size > 0 && ((unsigned char)value[size] & 0xc0) == 0x80)
        size--;
    buffer_add(out, value, size);
    buffer_add_string(out, "...");
}

/* "SUBJECT what: " and what becomes of it. */
static void add_what(struct buffer *out, const struct loosening *loosening)
{
    if (loosening->subject) {
        add_cut(out, loosening->subject);
        buffer_add_byte(out, ' ');
    }
    buffer_printf(out, "%s: ", loosening->what);
}

static void add_place(struct buffer *out, const struct place *place)
{
    buffer_add_string(out, place->path);
    if (place->line > 0)
        buffer_printf(out, ":%u", place->line);
}

void trust_add_loosening(struct buffer *out, const struct loosening *loosening)
{
    add_what(out, loosening);
    if (is_about_keys(loosening)) {
        buffer_add_string(out, "changed: ");
    } else {
        add_cut(out, before_of(loosening));
        buffer_add_string(out, " -> ");
    }
    add_cut(out, after_of(loosening));
    if (loosening->is_unclear)
        buffer_add_string(out, " (look at it)");
}

/* On one line where there is room, else the arrow begins the next. */
static void text_line(struct buffer *out, const struct loosening *loosening, size_t width)
{
    struct buffer line = BUFFER_EMPTY;
    struct buffer after = BUFFER_EMPTY;
    add_what(&line, loosening);
    if (is_about_keys(loosening)) {
        buffer_add_string(&line, "changed: ");
        add_cut(&line, after_of(loosening));
    } else {
        add_cut(&line, before_of(loosening));
        buffer_add_string(&after, "-> ");
        add_cut(&after, after_of(loosening));
    }
    if (loosening->is_unclear)
        buffer_add_string(after.size > 0 ? &after : &line, " (look at it)");
    buffer_add_string(out, "  ");
    escape_visible(out, buffer_string(&line));
    if (after.size > 0) {
        bool is_long = 3 + line.size + after.size > width;
        buffer_add_string(out, is_long ? "\n    " : " ");
        escape_visible(out, buffer_string(&after));
    }
    buffer_add_byte(out, '\n');
    if (loosening->place.path && !string_starts_with(loosening->place.path, "builtin:")) {
        buffer_clear(&line);
        add_place(&line, &loosening->place);
        buffer_add_string(out, "    ");
        escape_visible(out, buffer_string(&line));
        buffer_add_byte(out, '\n');
    }
    buffer_release(&line);
    buffer_release(&after);
}

void trust_sentences(const char *out[TRUST_SENTENCES + 1], const struct trust *trust)
{
    const char *const all[TRUST_SENTENCES] = {trust_bootstrap_sentence(trust),
                                              trust_exceptions_sentence(trust),
                                              trust_evidence_sentence(trust)};
    size_t count = 0;
    for (size_t i = 0; i < TRUST_SENTENCES; i++)
        if (all[i])
            out[count++] = all[i];
    out[count] = NULL;
}

/* What cannot be compared is no change that loosens nothing. */
void trust_add_problem(struct buffer *out, const struct trust *trust)
{
    if (trust && trust->policy_problem)
        buffer_printf(out, "What this change loosens of the policies cannot be told: %s.",
                      trust->policy_problem);
}

void trust_write_text(struct buffer *out, const struct evaluation *evaluation,
                      const struct report_options *options)
{
    const struct trust *trust = evaluation->trust;
    if (!trust)
        return;
    if (trust->loosening_count > 0)
        buffer_add_string(out, "\nonce it is merged, this change loosens:\n");
    size_t shown = options->verbose ? trust->loosening_count : LOOSENINGS_SHOWN;
    for (size_t i = 0; i < trust->loosening_count && i < shown; i++)
        text_line(out, &trust->loosenings[i], options->width);
    if (trust->loosening_count > shown)
        buffer_printf(out, "  and %zu more\n", trust->loosening_count - shown);
    /* The head's mistakes are shown as they are; what it is only warned of explains nothing. */
    if (trust->policy_problem &&
        !(evaluation->head_diagnostics && evaluation->head_diagnostics->errors > 0)) {
        buffer_add_string(out, "\nwhat this change loosens of the policies cannot be told:\n  ");
        escape_visible(out, trust->policy_problem);
        buffer_add_byte(out, '\n');
    }
}

static void markdown_cell(struct buffer *out, const char *value)
{
    struct buffer cut = BUFFER_EMPTY;
    add_cut(&cut, value);
    buffer_add_string(out, " | ");
    escape_markdown(out, buffer_string(&cut));
    buffer_release(&cut);
}

static void markdown_row(struct buffer *out, const struct loosening *loosening)
{
    struct buffer place = BUFFER_EMPTY;
    if (loosening->place.path)
        add_place(&place, &loosening->place);
    buffer_add_byte(out, '|');
    buffer_add_string(out, loosening->is_unclear ? " look at it" : " looser");
    markdown_cell(out, loosening->subject ? loosening->subject : "");
    markdown_cell(out, loosening->what);
    markdown_cell(out, is_about_keys(loosening) ? "" : before_of(loosening));
    markdown_cell(out, after_of(loosening));
    markdown_cell(out, buffer_string(&place));
    buffer_add_string(out, " |\n");
    buffer_release(&place);
}

void trust_write_markdown(struct buffer *out, const struct evaluation *evaluation)
{
    const struct trust *trust = evaluation->trust;
    if (trust && trust->policy_problem) {
        buffer_add_string(out, "What this change loosens of the policies cannot be told: ");
        escape_markdown(out, trust->policy_problem);
        buffer_add_string(out, ".\n\n");
    }
    if (!trust || trust->loosening_count == 0)
        return;
    buffer_add_string(out, "### Once it is merged, this change loosens what judges\n\n"
                           "| | of | what | before | after | place |\n"
                           "| --- | --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < trust->loosening_count && i < LOOSENINGS_SHOWN; i++)
        markdown_row(out, &trust->loosenings[i]);
    if (trust->loosening_count > LOOSENINGS_SHOWN)
        buffer_printf(out, "\nand %zu more.\n", trust->loosening_count - LOOSENINGS_SHOWN);
    buffer_add_byte(out, '\n');
}

static void json_loosening(struct json *json, const struct loosening *loosening)
{
    json_begin_object(json, NULL);
    json_string(json, "of", loosening_words[loosening->of]);
    json_string(json, "subject", loosening->subject);
    json_string(json, "what", loosening->what);
    json_string(json, "before", loosening->before);
    json_string(json, "after", loosening->after);
    json_boolean(json, "comparable", !loosening->is_unclear);
    if (loosening->place.path) {
        json_begin_object(json, "place");
        json_string(json, "path", loosening->place.path);
        json_integer(json, "line", loosening->place.line);
        json_integer(json, "column", loosening->place.column);
        json_end_object(json);
    } else {
        json_null(json, "place");
    }
    json_end_object(json);
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
    json_boolean(json, "head_exceptions", trust->has_head_exceptions);
    json_begin_list(json, "facts_in_work_tree");
    for (const char *const *place = trust->evidence_in_tree; place && *place; place++)
        json_string(json, NULL, *place);
    json_end_list(json);
    json_begin_list(json, "loosenings");
    for (size_t i = 0; i < trust->loosening_count; i++)
        json_loosening(json, &trust->loosenings[i]);
    json_end_list(json);
    json_string(json, "not_compared", trust->policy_problem);
    json_end_object(json);
}
