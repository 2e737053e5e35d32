/* oscal.h - what documents of OSCAL 1.2.1 have in common, whatever the model:
 * identifiers, metadata, properties, texts, and an exception as a risk. Texts of OSCAL
 * are a subset of Markdown; what comes from a repository is written so that none of it
 * is markup. */
#ifndef REPORT_OSCAL_H
#define REPORT_OSCAL_H

#include "engine/evaluation.h"
#include "report/json.h"

/* Of version 5's shape, from a kind of thing and its name, so that the same thing has the
 * same one in every document. */
void oscal_uuid(const char *kind, const char *name, char out[37]);
void oscal_add_uuid(struct json *json, const char *key, const char *kind, const char *name);
/* A day as its first second, a moment as it is; both within the years that the type
 * date-time-with-timezone allows, 1900 to 2999. */
void oscal_add_day(struct json *json, const char *key, int32_t day);
void oscal_add_time(struct json *json, const char *key, int64_t seconds);
/* markup-line, markup-multiline: never empty; line ends are written out. */
void oscal_add_text(struct json *json, const char *key, const char *text);
/* The same of a text of several lines: a run of white space becomes one space. */
void oscal_add_prose(struct json *json, const char *key, const char *text);
/* token: letters, digits, `.`, `-`, `_`; anything else is written as `-`. */
void oscal_add_token(struct json *json, const char *key, const char *text);
/* An item of `props`, left out when there is no value. `name` is a token. */
void oscal_add_property(struct json *json, const char *name, const char *value);
/* The key `metadata`. */
void oscal_add_metadata(struct json *json, const char *title, int64_t now, const char *version);

/* What names an exception in all documents: its id and the repository. `out` holds 65. */
void oscal_exception_name(const struct evaluation *evaluation, const struct exception *exception,
                          char out[65]);
/* An item of `risks`: deviation-requested while it is pending, scheduled or not approved,
 * deviation-approved while it excuses, else open; its deadline is the day on which what it
 * excuses returns. */
void oscal_add_risk(struct json *json, const struct evaluation *evaluation,
                    const struct exception_use *use);

#endif
