#include "report/policy_diff.h"

#include "report/json.h"
#include "report/markdown_change.h"
#include "report/markdown_rows.h"

#include <string.h>

const char *const policy_diff_formats[] = {"text", "markdown", "json", NULL};

enum group { GROUP_LOOSER, GROUP_UNCLEAR, GROUP_TIGHTER, GROUP_NEUTRAL, GROUPS };

static const char *const group_titles[] = {"looser", "cannot be compared: look at it", "tighter",
                                           "neutral"};

static enum group group_of(const struct policy_change *change)
{
    if (change->is_unclear)
        return GROUP_UNCLEAR;
    switch (change->direction) {
    case CHANGE_LOOSER:
        return GROUP_LOOSER;
    case CHANGE_TIGHTER:
        return GROUP_TIGHTER;
    case CHANGE_NEUTRAL:
        break;
    }
    return GROUP_NEUTRAL;
}

static size_t group_size(const struct policy_changes *changes, enum group group)
{
    const size_t sizes[] = {changes->looser, changes->unclear, changes->tighter, changes->neutral};
    return sizes[group];
}

static const char *subject_of(const struct policy_change *change)
{
    return change->rule ? change->rule : change->policy ? change->policy : "";
}

/* A demand or words that changed have no values worth a line: their keys are named. */
static bool is_about_keys(const struct policy_change *change)
{
    return strcmp(change->what, "demand") == 0 || strcmp(change->what, "words") == 0;
}

static const char *nothing_of(const struct policy_change *change)
{
    bool is_whole = strcmp(change->what, "rule") == 0 || strcmp(change->what, "policy") == 0;
    return is_whole ? "not in force" : "nothing";
}

static const char *before_of(const struct policy_change *change)
{
    return change->before ? change->before : nothing_of(change);
}

static const char *after_of(const struct policy_change *change)
{
    return change->after ? change->after : nothing_of(change);
}

/* How wide the first two columns of a group are. */
struct widths {
    size_t subject, what;
};

static struct widths widths_of(const struct policy_changes *changes, enum group group)
{
    struct widths widths = {0};
    for (size_t i = 0; i < changes->count; i++) {
        const struct policy_change *change = &changes->items[i];
        size_t subject = strlen(subject_of(change));
        size_t what = strlen(change->what);
        if (group_of(change) != group)
            continue;
        widths.subject = subject > widths.subject ? subject : widths.subject;
        widths.what = what > widths.what ? what : widths.what;
    }
    return widths;
}

static void text_place(struct buffer *out, const struct place *place)
{
    escape_visible(out, place->path);
    if (place->line > 0)
        buffer_printf(out, ":%u:%u", place->line, place->column);
}

/* Lists go on below, behind a comma, where a line is full. */
static void text_value(struct buffer *out, const char *value, size_t indent, size_t width)
{
    for (size_t column = indent; *value;) {
        const char *comma = strstr(value, ", ");
        size_t size = comma ? (size_t)(comma - value) + 1 : strlen(value);
        bool is_first = column == indent;
        bool is_full = !is_first && column + 1 + size > width;
        if (is_full)
            buffer_printf(out, "\n%*s", (int)indent, "");
        else if (!is_first)
            buffer_add_byte(out, ' ');
        struct buffer part = BUFFER_EMPTY;
        buffer_add(&part, value, size);
        escape_visible(out, buffer_string(&part));
        buffer_release(&part);
        column = (is_full ? indent : column + !is_first) + size;
        value += size + (comma ? 1 : 0);
    }
}

/* On one line where there is room, else each value on a line of its own. */
static void text_values(struct buffer *out, const struct policy_change *change, size_t indent,
                        size_t width)
{
    if (is_about_keys(change)) {
        buffer_add_string(out, "changed: ");
        escape_visible(out, after_of(change));
        return;
    }
    const char *arrow = " -> ";
    size_t needed = strlen(before_of(change)) + strlen(arrow) + strlen(after_of(change));
    bool is_long = indent + needed > width;
    text_value(out, before_of(change), indent, is_long ? width : SIZE_MAX);
    if (is_long)
        buffer_printf(out, "\n%*s-> ", (int)indent, "");
    else
        buffer_add_string(out, arrow);
    text_value(out, after_of(change), indent + 3, is_long ? width : SIZE_MAX);
}

static void text_change(struct buffer *out, const struct policy_change *change,
                        const struct widths *widths, size_t width)
{
    buffer_add_string(out, "  ");
    if (widths->subject > 0)
        buffer_printf(out, "%-*s  ", (int)widths->subject, subject_of(change));
    buffer_printf(out, "%-*s  ", (int)widths->what, change->what);
    size_t indent = 4 + widths->what + (widths->subject > 0 ? widths->subject + 2 : 0);
    text_values(out, change, indent, width);
    buffer_add_byte(out, '\n');
    if (!change->place.path)
        return;
    buffer_printf(out, "%*s", (int)(widths->subject > 0 ? widths->subject + 4 : 4), "");
    text_place(out, &change->place);
    buffer_add_byte(out, '\n');
}

static void write_text(struct buffer *out, const struct policy_changes *changes,
                       const struct policy_diff_names *names, const struct report_options *options)
{
    escape_visible(out, names->before);
    buffer_add_string(out, " -> ");
    escape_visible(out, names->after);
    if (changes->count == 0) {
        buffer_add_string(out, "\nno change\n");
        return;
    }
    buffer_printf(out, "\n%zu looser, %zu not comparable, %zu tighter, %zu neutral\n",
                  changes->looser, changes->unclear, changes->tighter, changes->neutral);
    size_t width = options->width > 0 ? options->width : 80;
    for (int group = 0; group < GROUPS; group++) {
        if (group_size(changes, (enum group)group) == 0)
            continue;
        struct widths widths = widths_of(changes, (enum group)group);
        buffer_printf(out, "\n%s\n", group_titles[group]);
        for (size_t i = 0; i < changes->count; i++)
            if (group_of(&changes->items[i]) == (enum group)group)
                text_change(out, &changes->items[i], &widths, width);
    }
}

static void markdown_change(struct buffer *out, const struct policy_change *change)
{
    buffer_add_string(out, "| ");
    escape_markdown(out, subject_of(change));
    buffer_add_string(out, " | ");
    escape_markdown(out, change->what);
    buffer_add_string(out, " | ");
    if (!is_about_keys(change))
        escape_markdown(out, before_of(change));
    buffer_add_string(out, " | ");
    escape_markdown(out, after_of(change));
    buffer_add_string(out, " | ");
    if (change->place.path) {
        struct buffer place = BUFFER_EMPTY;
        text_place(&place, &change->place);
        escape_markdown(out, buffer_string(&place));
        buffer_release(&place);
    }
    buffer_add_string(out, " |\n");
}

static void write_markdown(struct buffer *out, const struct policy_changes *changes,
                           const struct policy_diff_names *names)
{
    buffer_add_string(out, "## Policies: ");
    escape_markdown(out, names->before);
    buffer_add_string(out, " to ");
    escape_markdown(out, names->after);
    buffer_printf(out, "\n\n%zu looser, %zu not comparable, %zu tighter, %zu neutral\n",
                  changes->looser, changes->unclear, changes->tighter, changes->neutral);
    for (int group = 0; group < GROUPS; group++) {
        size_t size = group_size(changes, (enum group)group);
        if (size == 0)
            continue;
        buffer_printf(out,
                      "\n### %c%s (%zu)\n\n| rule or policy | what | before | after | place |\n"
                      "| --- | --- | --- | --- | --- |\n",
                      group_titles[group][0] - 'a' + 'A', group_titles[group] + 1, size);
        struct markdown_rows rows = markdown_rows_of(out, MARKDOWN_BYTES_MOST);
        for (size_t i = 0; i < changes->count; i++) {
            if (group_of(&changes->items[i]) != (enum group)group)
                continue;
            markdown_row_begin(&rows);
            markdown_change(out, &changes->items[i]);
            markdown_row_end(&rows);
        }
        markdown_rows_end(&rows);
    }
}

static void json_change(struct json *json, const struct policy_change *change)
{
    json_begin_object(json, NULL);
    json_string(json, "direction", change_direction_words[change->direction]);
    json_boolean(json, "comparable", !change->is_unclear);
    json_string(json, "rule", change->rule);
    json_string(json, "policy", change->policy);
    json_string(json, "what", change->what);
    json_string(json, "before", change->before);
    json_string(json, "after", change->after);
    if (change->place.path) {
        json_begin_object(json, "place");
        json_string(json, "path", change->place.path);
        if (change->place.line > 0) {
            json_integer(json, "line", change->place.line);
            json_integer(json, "column", change->place.column);
        }
        json_end_object(json);
    } else {
        json_null(json, "place");
    }
    json_end_object(json);
}

static void write_json(struct buffer *out, const struct policy_changes *changes,
                       const struct policy_diff_names *names, const struct report_options *options)
{
    struct json json = {.out = out};
    json_begin_object(&json, NULL);
    json_string(&json, "schema_version", "1.0");
    json_begin_object(&json, "tool");
    json_string(&json, "name", "bylaw");
    json_string(&json, "version", options->version);
    json_end_object(&json);
    json_string(&json, "before", names->before);
    json_string(&json, "after", names->after);
    json_boolean(&json, "weaker", policy_changes_weaken(changes));
    json_begin_object(&json, "summary");
    json_integer(&json, "looser", (int64_t)changes->looser);
    json_integer(&json, "not_comparable", (int64_t)changes->unclear);
    json_integer(&json, "tighter", (int64_t)changes->tighter);
    json_integer(&json, "neutral", (int64_t)changes->neutral);
    json_end_object(&json);
    json_begin_list(&json, "changes");
    for (size_t i = 0; i < changes->count; i++)
        json_change(&json, &changes->items[i]);
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}

void policy_diff_write(struct buffer *out, const struct policy_changes *changes,
                       const struct policy_diff_names *names, const char *format,
                       const struct report_options *options)
{
    if (strcmp(format, "json") == 0)
        write_json(out, changes, names, options);
    else if (strcmp(format, "markdown") == 0)
        write_markdown(out, changes, names);
    else
        write_text(out, changes, names, options);
}
