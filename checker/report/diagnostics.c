#include "report/diagnostics.h"

#include "base/diagnostic_page.h"
#include "report/json.h"

static void write_place(struct json *json, struct place place, uint32_t length)
{
    json_string(json, "path", place.path);
    if (place.line > 0)
        json_integer(json, "line", place.line);
    if (place.line > 0 && place.column > 0) {
        json_integer(json, "column", place.column);
        json_integer(json, "end_column", (int64_t)place.column + (length > 0 ? length : 1));
    }
}

static void write_one(struct json *json, const struct diagnostic *diagnostic)
{
    const struct diagnostic_page *page = diagnostic_page(diagnostic->code);
    json_begin_object(json, NULL);
    json_string(json, "code", page ? page->code : NULL);
    json_string(json, "level", diagnostic_level_words[diagnostic->level]);
    json_string(json, "message", diagnostic->message);
    json_optional(json, "title", page ? page->title : NULL);
    write_place(json, diagnostic->place, diagnostic->length);
    json_optional(json, "expected", diagnostic->expected);
    json_optional(json, "meant", diagnostic->meant);
    json_begin_list(json, "related");
    for (size_t i = 0; i < diagnostic->note_count; i++) {
        json_begin_object(json, NULL);
        json_string(json, "message", diagnostic->notes[i].message);
        write_place(json, diagnostic->notes[i].place, diagnostic->notes[i].length);
        json_end_object(json);
    }
    json_end_list(json);
    json_end_object(json);
}

void diagnostics_write_json(const struct diagnostics *diagnostics, const char *version,
                            struct buffer *out)
{
    struct json json = {.out = out};
    json_begin_object(&json, NULL);
    json_string(&json, "schema_version", "1.0");
    json_begin_object(&json, "tool");
    json_string(&json, "name", "bylaw");
    json_string(&json, "version", version);
    json_end_object(&json);
    json_integer(&json, "errors", (int64_t)diagnostics->errors);
    json_integer(&json, "warnings", (int64_t)diagnostics->warnings);
    json_begin_list(&json, "diagnostics");
    for (size_t i = 0; i < diagnostics->count; i++)
        write_one(&json, &diagnostics->items[i]);
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}
