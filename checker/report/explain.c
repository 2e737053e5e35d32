#include "report/explain.h"

#include "base/date.h"
#include "report/json.h"

#include <string.h>

const char *const layer_words[] = {"built-in", "organisation", "repository"};

static const char *const unknown_words[] = {"block", "warn", "ignore"};

/* Settings as they are put together. */
struct rows {
    struct arena *arena;
    struct explained_setting *items;
    size_t count;
};

static struct explained_setting *add_row(struct rows *rows, const char *name, const char *value,
                                         const struct origin *from, const struct lock *lock)
{
    struct explained_setting *row = &rows->items[rows->count++];
    *row = (struct explained_setting){
        .name = name,
        .value = value,
        .from = from->place.path ? from : NULL,
        .lock = lock && lock->is_set ? lock : NULL,
    };
    return row;
}

static const char *joined(struct arena *arena, const char *const *words)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; words[i]; i++)
        buffer_printf(&out, "%s%s", i ? ", " : "", words[i]);
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static const char *day_of(struct arena *arena, int32_t day)
{
    char text[DATE_TEXT_SIZE];
    if (day == INT32_MIN)
        return "at once";
    date_format(day, text);
    return arena_strdup(arena, text);
}

static const char *unknown_word(enum unknown_action action, enum unknown_action unsaid)
{
    return unknown_words[action == UNKNOWN_DEFAULT ? unsaid : action];
}

static void add_param(struct rows *rows, const struct setting *setting, size_t index)
{
    struct arena *arena = rows->arena;
    const struct value *value = &setting->params[index];
    const char *name = arena_printf(arena, "params.%s", setting->rule->params[index].name);
    struct explained_setting *row =
        add_row(rows, name, value_format(arena, value), &setting->params_from[index],
                &setting->param_locks[index]);
    if (value->kind != VALUE_LIST)
        return;
    const char **items = ARENA_ARRAY(arena, const char *, value->list->count + 1);
    for (size_t i = 0; i < value->list->count; i++)
        items[i] = value_format(arena, &value->list->items[i]);
    row->items = items;
    if (value->list->count == 0)
        row->value = "none";
}

const struct explained_setting *explain_settings(struct arena *arena, const struct setting *setting,
                                                 size_t *count)
{
    enum { FIXED = 7 };
    struct rows rows = {.arena = arena};
    const struct setting *s = setting;
    rows.items = ARENA_ARRAY(arena, struct explained_setting, FIXED + s->rule->param_count);
    add_row(&rows, "severity", severity_words[s->severity], &s->severity_from, &s->severity_lock);
    add_row(&rows, "enforcement", enforcement_words[s->enforcement], &s->enforcement_from,
            &s->enforcement_lock);
    add_row(&rows, "effective_from", day_of(arena, s->effective_from), &s->effective_from_from,
            &s->effective_lock);
    struct explained_setting *paths = add_row(
        &rows, "for_paths", s->for_path_texts ? joined(arena, s->for_path_texts) : "everywhere",
        &s->for_paths_from, &s->paths_lock);
    paths->items = s->for_path_texts;
    for (size_t i = 0; i < s->rule->param_count; i++)
        add_param(&rows, s, i);
    add_row(&rows, "on_unreadable", unknown_word(s->on_unreadable, UNKNOWN_BLOCK),
            &s->on_unreadable_from, &s->enforcement_lock);
    add_row(&rows, "on_unobservable", unknown_word(s->on_unobservable, UNKNOWN_WARN),
            &s->on_unobservable_from, &s->enforcement_lock);
    add_row(&rows, "on_review", s->review_blocks ? "block" : "warn", &s->on_review_from,
            &s->enforcement_lock);
    *count = rows.count;
    return rows.items;
}

static void json_texts(struct json *json, const char *key, const char *const *texts)
{
    json_begin_list(json, key);
    for (; texts && *texts; texts++)
        json_string(json, NULL, *texts);
    json_end_list(json);
}

static void json_place(struct json *json, const char *key, const struct place *place)
{
    json_begin_object(json, key);
    json_string(json, "path", place->path);
    if (place->line > 0) {
        json_integer(json, "line", place->line);
        json_integer(json, "column", place->column);
    }
    json_end_object(json);
}

static void json_origin(struct json *json, const char *key, const struct origin *origin)
{
    if (!origin) {
        json_null(json, key);
        return;
    }
    json_begin_object(json, key);
    json_string(json, "layer", layer_words[origin->layer]);
    json_place(json, "place", &origin->place);
    json_end_object(json);
}

static void json_rule(struct json *json, const struct rule *rule)
{
    json_begin_object(json, "rule");
    json_string(json, "id", rule->id);
    json_string(json, "name", rule->name);
    json_string(json, "title", rule->title);
    json_string(json, "severity", severity_words[rule->severity]);
    json_string(json, "why", rule->why);
    json_string(json, "fix", rule->fix);
    json_string(json, "stability", rule->stability);
    json_optional(json, "replaced_by", rule->replaced_by);
    json_optional_day(json, "deprecated_on", rule->deprecated_on);
    json_optional_day(json, "removed_on", rule->removed_on);
    json_texts(json, "aliases", rule->aliases);
    json_texts(json, "tags", rule->tags);
    json_texts(json, "controls", rule->controls);
    json_texts(json, "references", rule->references);
    json_place(json, "place", &rule->place);
    json_end_object(json);
}

static void json_setting(struct json *json, const struct setting *setting,
                         const struct explained_setting *row)
{
    json_begin_object(json, NULL);
    json_string(json, "name", row->name);
    if (row->items)
        json_texts(json, "value", row->items);
    else
        json_string(json, "value", row->value);
    json_origin(json, "from", row->from);
    json_origin(json, "locked", row->lock ? &row->lock->by : NULL);
    json_begin_list(json, "refused");
    for (size_t i = 0; i < setting->refused_count; i++) {
        const struct attempt *attempt = &setting->refused[i];
        if (strcmp(attempt->what, row->name) != 0)
            continue;
        json_begin_object(json, NULL);
        json_string(json, "value", attempt->value);
        json_origin(json, "from", &attempt->from);
        json_end_object(json);
    }
    json_end_list(json);
    json_end_object(json);
}

static void json_finding(struct json *json, const struct finding *finding)
{
    json_begin_object(json, NULL);
    json_string(json, "fingerprint", finding->fingerprint);
    json_string(json, "check", finding->check->name);
    json_string(json, "verdict", verdict_words[finding->verdict]);
    json_string(json, "severity", severity_words[finding->severity]);
    json_boolean(json, "blocks", finding->blocks);
    json_string(json, "subject", finding->subject);
    json_place(json, "place", &finding->place);
    json_string(json, "message", finding->message);
    json_optional(json, "reason", finding->reason);
    if (finding->exception) {
        json_string(json, "exception", finding->exception->id);
        json_string(json, "exception_state", exception_state_words[finding->exception_state]);
        json_boolean(json, "excused", finding->excused);
    }
    json_end_object(json);
}

static const struct rule_result *result_of(const struct explanation *explanation)
{
    const struct evaluation *evaluation = explanation->evaluation;
    for (size_t i = 0; evaluation && i < evaluation->rule_count; i++)
        if (evaluation->rules[i].setting == explanation->setting)
            return &evaluation->rules[i];
    return NULL;
}

static void json_verdict(struct json *json, const struct explanation *explanation)
{
    const struct rule_result *result = result_of(explanation);
    if (!result) {
        json_null(json, "verdict");
        return;
    }
    json_begin_object(json, "verdict");
    json_string(json, "verdict", verdict_words[result->verdict]);
    json_boolean(json, "excused", result->excused);
    json_optional(json, "reason", result->reason);
    json_begin_list(json, "checks");
    for (size_t i = 0; i < result->check_count; i++) {
        const struct check_result *check = &result->checks[i];
        json_begin_object(json, NULL);
        json_string(json, "name", check->check->name);
        json_string(json, "verdict", verdict_words[check->verdict]);
        json_optional(json, "reason", check->reason);
        json_integer(json, "passed", (int64_t)check->passed);
        json_integer(json, "failed", (int64_t)check->failed);
        json_integer(json, "unknown", (int64_t)check->unknown);
        json_integer(json, "review", (int64_t)check->review);
        json_integer(json, "excused", (int64_t)check->excused);
        json_end_object(json);
    }
    json_end_list(json);
    json_begin_list(json, "findings");
    const struct evaluation *evaluation = explanation->evaluation;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (finding->setting == explanation->setting &&
            (!explanation->fingerprint ||
             string_starts_with(finding->fingerprint, explanation->fingerprint)))
            json_finding(json, finding);
    }
    json_end_list(json);
    json_end_object(json);
}

void explain_write_json(struct buffer *out, const struct explanation *explanation,
                        struct arena *arena, const char *version)
{
    struct json json = {.out = out};
    const struct setting *setting = explanation->setting;
    json_begin_object(&json, NULL);
    json_string(&json, "schema_version", "1.0");
    json_begin_object(&json, "tool");
    json_string(&json, "name", "bylaw");
    json_string(&json, "version", version);
    json_end_object(&json);
    json_rule(&json, explanation->rule);
    json_boolean(&json, "in_force", setting != NULL);
    json_begin_list(&json, "settings");
    size_t count = 0;
    const struct explained_setting *rows =
        setting ? explain_settings(arena, setting, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        json_setting(&json, setting, &rows[i]);
    json_end_list(&json);
    json_verdict(&json, explanation);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}
