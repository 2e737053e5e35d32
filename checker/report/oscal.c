#include "report/oscal.h"

#include "base/date.h"
#include "base/digest.h"
#include "base/excerpt.h"
#include "engine/excuse.h"
#include "report/finding_text.h"
#include "report/sarif_rules.h"

#include <string.h>

static const char name_space[] = "https://bylaw.example/ns/oscal";

void oscal_uuid(const char *kind, const char *name, char out[37])
{
    struct buffer whole = BUFFER_EMPTY;
    buffer_printf(&whole, "oscal/%s/%s", kind, name);
    sarif_guid(buffer_string(&whole), out);
    buffer_release(&whole);
}

void oscal_add_uuid(struct json *json, const char *key, const char *kind, const char *name)
{
    char uuid[37];
    oscal_uuid(kind, name, uuid);
    json_string(json, key, uuid);
}

void oscal_add_time(struct json *json, const char *key, int64_t seconds)
{
    const int64_t first = (int64_t)date_from_civil(1900, 1, 1) * SECONDS_A_DAY;
    const int64_t last = (int64_t)date_from_civil(2999, 12, 31) * SECONDS_A_DAY;
    char text[TIME_TEXT_SIZE];
    time_format(seconds < first ? first : seconds > last ? last : seconds, text);
    json_string(json, key, text);
}

void oscal_add_day(struct json *json, const char *key, int32_t day)
{
    oscal_add_time(json, key, (int64_t)day * SECONDS_A_DAY);
}

/* The patterns of the schema take no white space at the ends of a string. */
static struct text without_spaces(struct text text)
{
    size_t end = 0;
    for (size_t at = 0; at < text.size;) {
        uint32_t code;
        size_t taken = utf8_decode(text.bytes + at, text.size - at, &code);
        if (visible_is_space(code) && end == 0) {
            text.bytes += taken;
            text.size -= taken;
            continue;
        }
        at += taken;
        if (!visible_is_space(code))
            end = at;
    }
    text.size = end;
    return text;
}

/* Visible, thus one line; false when nothing is left. */
static bool add_plain(struct buffer *out, const char *string)
{
    struct buffer visible = BUFFER_EMPTY;
    escape_visible(&visible, string);
    struct text text = without_spaces(text_of(buffer_string(&visible)));
    buffer_add(out, text.bytes, text.size);
    buffer_release(&visible);
    return out->size > 0;
}

void oscal_add_text(struct json *json, const char *key, const char *text)
{
    struct buffer plain = BUFFER_EMPTY;
    struct buffer escaped = BUFFER_EMPTY;
    if (!add_plain(&plain, text))
        buffer_add_byte(&plain, '-');
    for (const char *at = buffer_string(&plain); *at; at++) {
        bool begins_block = at == plain.bytes && strchr("+-=", *at);
        if (begins_block || strchr("\\`*_{}[]<>~^|!&@#", *at))
            buffer_add_byte(&escaped, '\\');
        buffer_add_byte(&escaped, *at);
    }
    json_string(json, key, buffer_string(&escaped));
    buffer_release(&plain);
    buffer_release(&escaped);
}

void oscal_add_prose(struct json *json, const char *key, const char *text)
{
    struct buffer folded = BUFFER_EMPTY;
    buffer_add_folded(&folded, text);
    oscal_add_text(json, key, buffer_string(&folded));
    buffer_release(&folded);
}

void oscal_add_token(struct json *json, const char *key, const char *text)
{
    struct buffer token = BUFFER_EMPTY;
    for (const char *at = text; *at; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at == '_';
        bool other = (*at >= '0' && *at <= '9') || *at == '.' || *at == '-';
        if (token.size == 0 && !letter)
            buffer_add_byte(&token, '_');
        buffer_add_byte(&token, letter || other ? *at : '-');
    }
    json_string(json, key, token.size > 0 ? buffer_string(&token) : "_");
    buffer_release(&token);
}

void oscal_add_property(struct json *json, const char *name, const char *value)
{
    struct buffer plain = BUFFER_EMPTY;
    if (value && add_plain(&plain, value)) {
        json_begin_object(json, NULL);
        json_string(json, "name", name);
        json_string(json, "ns", name_space);
        json_string(json, "value", buffer_string(&plain));
        json_end_object(json);
    }
    buffer_release(&plain);
}

void oscal_add_metadata(struct json *json, const char *title, int64_t now, const char *version)
{
    json_begin_object(json, "metadata");
    oscal_add_text(json, "title", title);
    oscal_add_time(json, "last-modified", now);
    json_string(json, "version", version);
    json_string(json, "oscal-version", "1.2.1");
    json_end_object(json);
}

void oscal_exception_name(const struct evaluation *evaluation, const struct exception *exception,
                          char out[65])
{
    struct buffer name = BUFFER_EMPTY;
    struct sha256 digest;
    sha256_init(&digest);
    if (evaluation->remote)
        repository_add_name(&name, evaluation);
    sha256_add_string(&digest, buffer_string(&name));
    sha256_add_string(&digest, exception->id);
    if (!exception_has_own_id(exception)) {
        buffer_clear(&name);
        buffer_printf(&name, "%s:%u:%u", exception->place.path, (unsigned)exception->place.line,
                      (unsigned)exception->place.column);
        sha256_add_string(&digest, buffer_string(&name));
    }
    sha256_finish_hex(&digest, out);
    buffer_release(&name);
}

static const char *risk_status(enum exception_state state)
{
    switch (state) {
    case EXCEPTION_ACTIVE:
    case EXCEPTION_EXPIRING:
        return "deviation-approved";
    case EXCEPTION_SCHEDULED:
    case EXCEPTION_PENDING:
    case EXCEPTION_UNAPPROVED:
        return "deviation-requested";
    case EXCEPTION_EXPIRED:
    case EXCEPTION_INVALID:
        break;
    }
    return "open";
}

static void add_rules(struct buffer *out, const struct exception *exception)
{
    for (const char *const *rule = exception->rules; rule && *rule; rule++)
        buffer_printf(out, "%s%s", rule == exception->rules ? "" : ", ", *rule);
}

static void add_properties(struct json *json, const struct exception_use *use)
{
    const struct exception *exception = use->exception;
    struct buffer text = BUFFER_EMPTY;
    json_begin_list(json, "props");
    oscal_add_property(json, "exception", exception->id);
    oscal_add_property(json, "exception-state", exception_state_words[use->state]);
    add_rules(&text, exception);
    oscal_add_property(json, "rules", buffer_string(&text));
    oscal_add_property(json, "owner", exception->owner);
    oscal_add_property(json, "requested-by", exception->requested_by);
    oscal_add_property(json, "ticket", exception->ticket);
    oscal_add_property(json, "supersedes", exception->supersedes);
    buffer_clear(&text);
    buffer_printf(&text, "%zu", use->matches);
    oscal_add_property(json, "findings", buffer_string(&text));
    json_end_list(json);
    buffer_release(&text);
}

void oscal_add_risk(struct json *json, const struct evaluation *evaluation,
                    const struct exception_use *use)
{
    const struct exception *exception = use->exception;
    const int32_t last = exception_lapses_on(use);
    char name[65];
    struct buffer text = BUFFER_EMPTY;
    oscal_exception_name(evaluation, exception, name);
    json_begin_object(json, NULL);
    oscal_add_uuid(json, "uuid", "exception", name);
    buffer_printf(&text, "Exception %s of ", exception->id);
    add_rules(&text, exception);
    oscal_add_text(json, "title", buffer_string(&text));
    buffer_clear(&text);
    buffer_printf(&text, "The record in %s, line %u, is %s; findings in its scope: %zu.",
                  exception->place.path ? exception->place.path : "the repository",
                  (unsigned)exception->place.line, exception_state_words[use->state], use->matches);
    oscal_add_text(json, "description", buffer_string(&text));
    add_properties(json, use);
    oscal_add_prose(json, "statement",
                    exception->justification ? exception->justification : "No justification.");
    json_string(json, "status", risk_status(use->state));
    if (last != INT32_MIN)
        oscal_add_day(json, "deadline", last == INT32_MAX ? last : last + 1);
    json_end_object(json);
    buffer_release(&text);
}
