#include "report/sarif_place.h"

#include "report/report.h"

#include <ctype.h>
#include <string.h>

/* Columns of SARIF count UTF-16 code units, ours count code points. */
static uint32_t utf16_column(const struct finding *finding)
{
    uint32_t column = finding->place.column ? finding->place.column : 1;
    if (!finding->excerpt)
        return column;
    struct text rest = text_of(finding->excerpt);
    uint32_t wide = 0;
    for (uint32_t at = 1; at < column && rest.size > 0; at++) {
        uint32_t code;
        size_t taken = utf8_decode(rest.bytes, rest.size, &code);
        wide += code > 0xffff;
        rest.bytes += taken;
        rest.size -= taken;
    }
    return column + wide;
}

/* RFC 3986, section 2. */
static bool is_of_uri(const char *at)
{
    if (*at == '%')
        return isxdigit((unsigned char)at[1]) && isxdigit((unsigned char)at[2]);
    return *at > ' ' && *at < 0x7f && !strchr("\"<>\\^`{|}", *at);
}

void sarif_add_uri(struct json *json, const char *key, const char *address)
{
    struct buffer uri = BUFFER_EMPTY;
    for (; *address; address++) {
        if (is_of_uri(address))
            buffer_add_byte(&uri, *address);
        else
            buffer_printf(&uri, "%%%02X", (unsigned)(unsigned char)*address);
    }
    json_string(json, key, buffer_string(&uri));
    buffer_release(&uri);
}

void sarif_add_artifact_location(struct json *json, const char *path)
{
    struct buffer uri = BUFFER_EMPTY;
    escape_uri(&uri, path ? path : ".bylaw.yml");
    json_begin_object(json, "artifactLocation");
    json_string(json, "uri", buffer_string(&uri));
    json_string(json, "uriBaseId", "SRCROOT");
    json_end_object(json);
    buffer_release(&uri);
}

void sarif_add_finding_location(struct json *json, const struct finding *finding)
{
    json_begin_list(json, "locations");
    json_begin_object(json, NULL);
    json_begin_object(json, "physicalLocation");
    sarif_add_artifact_location(json, finding->place.path);
    json_begin_object(json, "region");
    bool exact = finding->place.path && !finding->stand_in && finding->place.line > 0;
    json_integer(json, "startLine", exact ? finding->place.line : 1);
    if (exact && finding->place.column > 0)
        json_integer(json, "startColumn", utf16_column(finding));
    if (exact && finding->excerpt && strlen(finding->excerpt) < 1000) {
        json_begin_object(json, "snippet");
        json_string(json, "text", finding->excerpt);
        json_end_object(json);
    }
    json_end_object(json);
    json_end_object(json);
    json_end_object(json);
    json_end_list(json);
}

void sarif_add_related(struct json *json, const struct finding *finding)
{
    if (finding->related_count == 0)
        return;
    json_begin_list(json, "relatedLocations");
    for (size_t i = 0; i < finding->related_count; i++) {
        const struct related_place *related = &finding->related[i];
        if (!related->place.path)
            continue;
        json_begin_object(json, NULL);
        json_integer(json, "id", (int64_t)i + 1);
        json_begin_object(json, "physicalLocation");
        sarif_add_artifact_location(json, related->place.path);
        if (related->place.line > 0) {
            json_begin_object(json, "region");
            json_integer(json, "startLine", related->place.line);
            json_end_object(json);
        }
        json_end_object(json);
        if (related->message) {
            json_begin_object(json, "message");
            json_string(json, "text", related->message);
            json_end_object(json);
        }
        json_end_object(json);
    }
    json_end_list(json);
}
