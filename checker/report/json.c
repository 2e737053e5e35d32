#include "report/json.h"

#include "base/date.h"
#include "report/report.h"

#include <stdlib.h>

static void line(struct json *json)
{
    if (json->compact)
        return;
    buffer_add_byte(json->out, '\n');
    for (unsigned i = 0; i < json->depth; i++)
        buffer_add_string(json->out, "  ");
}

static void next(struct json *json, const char *key)
{
    if (json->depth > 0) {
        if (json->filled[json->depth - 1])
            buffer_add_byte(json->out, ',');
        json->filled[json->depth - 1] = true;
        line(json);
    }
    if (key) {
        escape_json_string(json->out, key);
        buffer_add_string(json->out, json->compact ? ":" : ": ");
    }
}

static void begin(struct json *json, const char *key, char bracket)
{
    next(json, key);
    buffer_add_byte(json->out, bracket);
    if (json->depth == JSON_DEPTH)
        abort(); /* a report has a few levels, whatever it tells */
    json->filled[json->depth++] = false;
}

static void end(struct json *json, char bracket)
{
    json->depth--;
    if (json->filled[json->depth])
        line(json);
    buffer_add_byte(json->out, bracket);
}

void json_begin_object(struct json *json, const char *key)
{
    begin(json, key, '{');
}

void json_begin_list(struct json *json, const char *key)
{
    begin(json, key, '[');
}

void json_end_object(struct json *json)
{
    end(json, '}');
}

void json_end_list(struct json *json)
{
    end(json, ']');
}

void json_string(struct json *json, const char *key, const char *string)
{
    next(json, key);
    if (string)
        escape_json_string(json->out, string);
    else
        buffer_add_string(json->out, "null");
}

void json_integer(struct json *json, const char *key, int64_t integer)
{
    next(json, key);
    buffer_printf(json->out, "%lld", (long long)integer);
}

void json_boolean(struct json *json, const char *key, bool boolean)
{
    next(json, key);
    buffer_add_string(json->out, boolean ? "true" : "false");
}

void json_raw(struct json *json, const char *key, const char *written)
{
    next(json, key);
    buffer_add_string(json->out, written);
}

void json_null(struct json *json, const char *key)
{
    json_string(json, key, NULL);
}

void json_optional(struct json *json, const char *key, const char *string)
{
    if (string)
        json_string(json, key, string);
}

void json_optional_day(struct json *json, const char *key, int32_t day)
{
    char text[DATE_TEXT_SIZE];
    if (day == INT32_MIN)
        return;
    date_format(day, text);
    json_string(json, key, text);
}

void json_day(struct json *json, const char *key, int32_t day)
{
    if (day == INT32_MIN)
        json_null(json, key);
    else
        json_optional_day(json, key, day);
}
