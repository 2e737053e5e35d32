/* json.h - a small writer of JSON: it keeps commas and indentation right, and
 * the order of keys as they are written, so that equal input gives equal bytes. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "document/node.h"

enum { JSON_DEPTH = 32 };

struct json {
    struct buffer *out;
    bool compact; /* no line breaks */
    unsigned depth;
    bool filled[JSON_DEPTH]; /* something stands at this depth already */
};

void json_begin_object(struct json *json, const char *key); /* key NULL: an item of a list */
void json_begin_list(struct json *json, const char *key);
void json_end_object(struct json *json);
void json_end_list(struct json *json);
void json_string(struct json *json, const char *key, const char *string); /* NULL: null */
void json_integer(struct json *json, const char *key, int64_t integer);
void json_boolean(struct json *json, const char *key, bool boolean);
void json_null(struct json *json, const char *key);
void json_raw(struct json *json, const char *key, const char *written); /* JSON already */
/* A string, left out altogether when it is NULL. */
void json_optional(struct json *json, const char *key, const char *string);
void json_day(struct json *json, const char *key, int32_t day); /* INT32_MIN: null */
void json_optional_day(struct json *json, const char *key, int32_t day);

/* A node of any format on one line. Numbers as JSON has them; infinity and what is no
 * number become texts. True when no more than `most` bytes were added, and false, with
 * what was added so far, when there would be more: a small file may name a large node
 * often. */
bool json_add_node(struct buffer *out, const struct node *node, size_t most);

#endif
