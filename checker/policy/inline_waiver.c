#include "policy/inline_waiver.h"

#include "base/date.h"
#include "base/limits.h"
#include "policy/comment_marker.h"
#include "policy/exception_form.h"
#include "policy/rule_id.h"

#include <string.h>

const char inline_waiver_word[] = "bylaw:ignore";

static const char *const no_texts[] = {NULL};
static const char *const keys[] = {"reason", "ticket", "until", NULL};
enum { REASON, TICKET, UNTIL, KEYS };

/* What one comment says, while it is read. */
struct reading {
    struct arena *arena;
    struct diagnostics mistakes;
    struct place place;
    struct text rest;
    const char *begin; /* where the column of `place` stands */
    const char *rule;
    struct place rule_place;
    const char *values[KEYS];
    struct place value_places[KEYS];
};

static struct place place_at(const struct reading *reading, const char *at)
{
    struct place place = reading->place;
    place.column += (uint32_t)(at - reading->begin);
    return place;
}

static void skip(struct reading *reading, size_t size)
{
    reading->rest.bytes += size;
    reading->rest.size -= size;
}

/* Bytes up to a blank or to the sign, NO_SIGN where none ends it. A NUL is a byte as others. */
enum { NO_SIGN = ' ' };
static size_t word_size(struct text text, char sign)
{
    size_t size = 0;
    while (size < text.size && text.bytes[size] != sign && text.bytes[size] != ' ' &&
           text.bytes[size] != '\t')
        size++;
    return size;
}

static bool take_value(struct reading *reading, struct text *value)
{
    struct text *rest = &reading->rest;
    if (rest->size == 0 || *rest->bytes != '"') {
        *value = (struct text){rest->bytes, word_size(*rest, NO_SIGN)};
        skip(reading, value->size);
        return true;
    }
    const char *close = memchr(rest->bytes + 1, '"', rest->size - 1);
    if (!close) {
        diagnostics_add(&reading->mistakes, E622, place_at(reading, rest->bytes),
                        "the text has no end: a \" is missing");
        skip(reading, rest->size);
        return false;
    }
    *value = (struct text){rest->bytes + 1, (size_t)(close - rest->bytes) - 1};
    skip(reading, value->size + 2);
    return true;
}

static void take_key(struct reading *reading, struct text key)
{
    const char *name = arena_copy(reading->arena, key);
    struct text value = {0};
    size_t number = 0;
    while (keys[number] && strcmp(keys[number], name) != 0)
        number++;
    skip(reading, key.size + 1);
    if (!take_value(reading, &value))
        return;
    if (!keys[number]) {
        struct diagnostic *mistake =
            diagnostics_add(&reading->mistakes, E201, place_at(reading, key.bytes),
                            "'%.200s' is no key of %s", name, inline_waiver_word);
        mistake->meant = suggest(name, keys);
        mistake->expected = "until, reason or ticket";
    } else if (reading->values[number]) {
        diagnostics_add(&reading->mistakes, E622, place_at(reading, key.bytes),
                        "'%s' is there twice", name);
    } else {
        reading->values[number] = arena_copy(reading->arena, value);
        reading->value_places[number] = place_at(reading, key.bytes);
    }
}

static void take_rule(struct reading *reading, struct text word)
{
    struct place place = place_at(reading, word.bytes);
    const char *rule = arena_copy(reading->arena, word);
    skip(reading, word.size);
    if (reading->rule) {
        diagnostics_add(&reading->mistakes, E622, place,
                        "'%.200s' is neither key=value nor the one rule", rule);
        return;
    }
    reading->rule = rule;
    reading->rule_place = place;
    if (!is_rule_id(rule))
        diagnostics_add(&reading->mistakes, E206, place, "'%.200s' is not what '%s' takes", rule,
                        inline_waiver_word)
            ->expected = "an exact rule id";
}

static void take_words(struct reading *reading)
{
    while ((reading->rest = text_trim(reading->rest)).size > 0) {
        size_t size = word_size(reading->rest, '=');
        struct text word = {reading->rest.bytes, size};
        if (size > 0 && size < reading->rest.size && reading->rest.bytes[size] == '=')
            take_key(reading, word);
        else
            take_rule(reading,
                      (struct text){reading->rest.bytes, word_size(reading->rest, NO_SIGN)});
    }
}

static void need(struct reading *reading, const char *what, bool is_there)
{
    if (!is_there)
        diagnostics_add(&reading->mistakes, E202, reading->place, "%s has no '%s'",
                        inline_waiver_word, what);
}

static void take_until(struct reading *reading, struct exception *out)
{
    const char *until = reading->values[UNTIL];
    need(reading, "until", until != NULL);
    if (until && !date_parse(until, &out->expires))
        diagnostics_add(&reading->mistakes, E208, reading->value_places[UNTIL],
                        "'until' is '%.200s', which is no date", until);
}

static void take_reason(struct reading *reading, struct exception *out)
{
    const char *reason = reading->values[REASON];
    need(reading, "reason", reason != NULL);
    const char *problem = reason ? exception_reason_problem(reading->arena, reason) : NULL;
    if (problem)
        diagnostics_add(&reading->mistakes, E601, reading->value_places[REASON], "%s", problem);
    out->justification = reason;
}

static void take_marker(struct arena *arena, const char *path, const struct comment_marker *marker,
                        struct inline_waiver *out)
{
    struct reading reading = {
        .arena = arena,
        .place = {.path = path, .line = marker->line, .column = marker->column},
        .rest = marker->words,
        .begin = marker->words.bytes - strlen(inline_waiver_word),
    };
    diagnostics_init(&reading.mistakes, arena);
    *out = (struct inline_waiver){
        .exception =
            {
                .id = arena_printf(arena, "%s:%u", path, marker->line),
                .layout = EXCEPTION_INLINE,
                .lines = {marker->line, marker->is_alone ? marker->line + 1 : marker->line},
                .rules = no_texts,
                .subjects = no_texts,
                .findings = no_texts,
                .repositories = no_texts,
                .category = exception_category_words[0],
                .requested_on = INT32_MIN,
                .valid_from = INT32_MIN,
                .expires = INT32_MIN,
                .review_by = INT32_MIN,
                .place = reading.place,
            },
        .beside = {marker->before, marker->behind},
    };
    struct exception *exception = &out->exception;
    const char **paths = ARENA_ARRAY(arena, const char *, 2);
    paths[0] = path;
    exception->paths = paths;
    take_words(&reading);
    need(&reading, "rule", reading.rule != NULL);
    take_until(&reading, exception);
    take_reason(&reading, exception);
    exception->ticket = reading.values[TICKET];
    const char **rules = ARENA_ARRAY(arena, const char *, 2);
    struct place *places = ARENA_ARRAY(arena, struct place, 1);
    rules[0] = reading.rule;
    places[0] = reading.rule_place;
    exception->rules = rules;
    exception->rule_places = places;
    diagnostics_sort(&reading.mistakes);
    exception->mistakes = reading.mistakes.items;
    exception->mistake_count = reading.mistakes.count;
}

static void say_too_many(struct inline_waiver *last, struct arena *arena)
{
    struct diagnostics mistakes;
    diagnostics_init(&mistakes, arena);
    diagnostics_add(&mistakes, E622, last->exception.place,
                    "more waivers in comments than are read: %d", LIMIT_INLINE_WAIVERS);
    last->exception.mistakes = mistakes.items;
    last->exception.mistake_count = mistakes.count;
}

/* Comments that stand alone in a row are about the line behind them all. */
static void find_lines(struct inline_waiver *items, size_t count, struct text text)
{
    for (size_t i = count; i-- > 1;) {
        const struct exception *below = &items[i].exception;
        struct exception *above = &items[i - 1].exception;
        if (above->lines[1] == below->lines[0] && below->lines[1] != below->lines[0])
            above->lines[1] = below->lines[1];
    }
    struct text line = {0};
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        const struct exception *exception = &items[i].exception;
        if (exception->lines[1] == exception->lines[0])
            continue;
        while (number < exception->lines[1] && text_next_line(&text, &line))
            number++;
        if (number == exception->lines[1])
            items[i].beside[0] = text_trim(line);
    }
}

bool inline_waivers_may_stand_in(const char *path)
{
    return comment_has_syntax(path) && !string_ends_with(path, ".test.yml") &&
           !string_ends_with(path, ".test.yaml");
}

void inline_waivers_parse(struct inline_waivers *out, struct arena *arena, const char *path,
                          struct text text)
{
    struct comment_scan scan;
    struct comment_marker marker;
    size_t first = out->count;
    comment_scan_init(&scan, path, text, inline_waiver_word);
    while (comment_scan_next(&scan, &marker)) {
        if (out->count == LIMIT_INLINE_WAIVERS) {
            say_too_many(&out->items[out->count - 1], arena);
            break;
        }
        out->items = arena_grow(arena, out->items, out->count, &out->capacity, sizeof(*out->items));
        take_marker(arena, path, &marker, &out->items[out->count++]);
    }
    if (out->count > first)
        find_lines(out->items + first, out->count - first, text);
}

static bool is_same_text(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

bool inline_waiver_is_same(const struct inline_waiver *one, const struct inline_waiver *other)
{
    const struct exception *a = &one->exception;
    const struct exception *b = &other->exception;
    return a->expires == b->expires && is_same_text(a->rules[0], b->rules[0]) &&
           is_same_text(a->justification, b->justification) && is_same_text(a->ticket, b->ticket);
}
