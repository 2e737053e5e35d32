#include "base/diagnostic_page.h"
#include "report/diagnostics.h"
#include "report/json.h"
#include "report/report.h"

#include <string.h>

static void add_text(struct json *json, const char *key, const char *string)
{
    json_begin_object(json, key);
    json_string(json, "text", string);
    json_end_object(json);
}

/* A sentence of what is written as the rest of one: "unknown fact 'x'". */
static void add_sentence(struct json *json, const char *key, const char *string, const char *more)
{
    struct buffer out = BUFFER_EMPTY;
    bool is_small = *string >= 'a' && *string <= 'z';
    buffer_add_byte(&out, is_small ? (char)(*string - 'a' + 'A') : *string);
    buffer_add_string(&out, *string ? string + 1 : "");
    buffer_add_string(&out, more ? "; did you mean '" : "");
    buffer_add_string(&out, more ? more : "");
    buffer_add_string(&out, more ? "'?" : ".");
    add_text(json, key, buffer_string(&out));
    buffer_release(&out);
}

static void add_location(struct json *json, struct place place, uint32_t length,
                         const char *message)
{
    struct buffer uri = BUFFER_EMPTY;
    const char *path = place.path ? place.path : ".bylaw.yml";
    while (string_starts_with(path, "./"))
        path += 2;
    escape_uri(&uri, path);
    json_begin_object(json, NULL);
    json_begin_object(json, "physicalLocation");
    json_begin_object(json, "artifactLocation");
    json_string(json, "uri", buffer_string(&uri));
    json_end_object(json);
    json_begin_object(json, "region");
    json_integer(json, "startLine", place.line > 0 ? place.line : 1);
    if (place.line > 0 && place.column > 0) {
        json_integer(json, "startColumn", place.column);
        json_integer(json, "endColumn", (int64_t)place.column + (length > 0 ? length : 1));
    }
    json_end_object(json);
    json_end_object(json);
    if (message)
        add_sentence(json, "message", message, NULL);
    json_end_object(json);
    buffer_release(&uri);
}

/* By enum diagnostic_level. */
static const char *const levels[] = {"error", "warning", "note"};

static void add_rule(struct json *json, const struct diagnostic_page *page,
                     enum diagnostic_level level)
{
    struct buffer help = BUFFER_EMPTY;
    diagnostic_page_print(page, &help, 100);
    json_begin_object(json, NULL);
    json_string(json, "id", page->code);
    add_sentence(json, "shortDescription", page->title, NULL);
    add_text(json, "fullDescription", page->meaning);
    add_text(json, "help", buffer_string(&help));
    json_begin_object(json, "defaultConfiguration");
    json_string(json, "level", levels[level]);
    json_end_object(json);
    json_end_object(json);
    buffer_release(&help);
}

/* Only the codes that are there, in order; `index` gets each one's number. */
static void add_rules(struct json *json, const struct diagnostics *diagnostics,
                      int64_t index[DIAGNOSTIC_CODE_END])
{
    memset(index, 0xff, DIAGNOSTIC_CODE_END * sizeof(*index));
    for (size_t i = 0; i < diagnostics->count; i++)
        index[diagnostics->items[i].code] = 0;
    int64_t count = 0;
    json_begin_list(json, "rules");
    for (int code = DIAGNOSTIC_WITHOUT_CODE + 1; code < DIAGNOSTIC_CODE_END; code++) {
        if (index[code] < 0)
            continue;
        index[code] = count++;
        add_rule(json, diagnostic_page(code), diagnostic_level_of(code));
    }
    json_end_list(json);
}

static void add_result(struct json *json, const struct diagnostic *diagnostic, int64_t index)
{
    const struct diagnostic_page *page = diagnostic_page(diagnostic->code);
    json_begin_object(json, NULL);
    if (page) {
        json_string(json, "ruleId", page->code);
        json_integer(json, "ruleIndex", index);
    }
    json_string(json, "level", levels[diagnostic->level]);
    add_sentence(json, "message", diagnostic->message, diagnostic->meant);
    json_begin_list(json, "locations");
    add_location(json, diagnostic->place, diagnostic->length, NULL);
    json_end_list(json);
    if (diagnostic->note_count > 0) {
        json_begin_list(json, "relatedLocations");
        for (size_t i = 0; i < diagnostic->note_count; i++)
            add_location(json, diagnostic->notes[i].place, diagnostic->notes[i].length,
                         diagnostic->notes[i].message);
        json_end_list(json);
    }
    json_end_object(json);
}

void diagnostics_write_sarif(const struct diagnostics *diagnostics, const char *version,
                             struct buffer *out)
{
    int64_t index[DIAGNOSTIC_CODE_END];
    struct json json = {.out = out};
    json_begin_object(&json, NULL);
    json_string(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_string(&json, "version", "2.1.0");
    json_begin_list(&json, "runs");
    json_begin_object(&json, NULL);
    json_begin_object(&json, "tool");
    json_begin_object(&json, "driver");
    json_string(&json, "name", "bylaw");
    json_string(&json, "version", version);
    json_string(&json, "semanticVersion", version);
    json_string(&json, "informationUri", "https://bylaw.example/");
    add_rules(&json, diagnostics, index);
    json_end_object(&json);
    json_end_object(&json);
    json_string(&json, "columnKind", "unicodeCodePoints");
    json_begin_list(&json, "results");
    for (size_t i = 0; i < diagnostics->count; i++)
        add_result(&json, &diagnostics->items[i], index[diagnostics->items[i].code]);
    json_end_list(&json);
    json_end_object(&json);
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
}
