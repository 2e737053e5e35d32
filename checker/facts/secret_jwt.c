#include "facts/secret_jwt.h"

#include "document/json.h"
#include "facts/base64.h"
#include "facts/secret_value.h"

#include <string.h>

enum { TOKEN_MAX = 8192, PART_MIN = 10, SIGNATURE_MIN = 20 };

static bool is_part_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

/* A part from `at`: its end. */
static size_t part_end(struct text text, size_t at)
{
    size_t end = at;
    while (end < text.size && end - at < TOKEN_MAX && is_part_byte(text.bytes[end]))
        end++;
    return end;
}

static const struct node *object_of(struct arena *arena, struct text part)
{
    struct text decoded;
    struct document document = {0};
    struct document_problem problem;
    if (!base64_decode(arena, part, &decoded) ||
        !json_parse_last_key(arena, decoded, &document, &problem) || document.count != 1)
        return NULL;
    return document.roots[0]->kind == NODE_MAPPING ? document.roots[0] : NULL;
}

/* The token of jwt.io and of a hundred tutorials; and the anonymous one of Supabase,
 * which stands in every page that a browser loads. */
static bool is_example(const struct node *claims)
{
    const char *subject = node_string(claims, "sub");
    const char *name = node_string(claims, "name");
    const char *role = node_string(claims, "role");
    return (subject && strcmp(subject, "1234567890") == 0) ||
           (name && strcmp(name, "John Doe") == 0) || (role && strcmp(role, "anon") == 0);
}

static int64_t expiry_of(const struct node *claims)
{
    double seconds = 0;
    const struct node *expires = node_find(claims, "exp");
    if (!expires || expires->kind != NODE_NUMBER || !node_number(expires, &seconds) ||
        !(seconds > 0 && seconds < 1e12))
        return INT64_MIN;
    return (int64_t)seconds;
}

/* What a machine signed looks random; what was made up for a page does not. */
static bool is_signature(struct text part)
{
    return part.size >= SIGNATURE_MIN && text_find_folded(part, "signature") == SIZE_MAX &&
           !secret_is_made_up(part);
}

static bool read_token(struct arena *arena, struct text text, size_t start, struct secret_jwt *out)
{
    size_t first = part_end(text, start);
    if (first - start < PART_MIN || first >= text.size || text.bytes[first] != '.')
        return false;
    size_t second = part_end(text, first + 1);
    if (second - first < PART_MIN || second >= text.size || text.bytes[second] != '.')
        return false;
    size_t third = part_end(text, second + 1);
    const struct node *header = object_of(arena, (struct text){text.bytes + start, first - start});
    const struct node *claims =
        object_of(arena, (struct text){text.bytes + first + 1, second - first - 1});
    const char *algorithm = header ? node_string(header, "alg") : NULL;
    if (!algorithm || !claims)
        return false;
    struct text signature = {text.bytes + second + 1, third - second - 1};
    *out = (struct secret_jwt){
        .start = start,
        .end = third,
        .is_secret = !string_equals_folded(algorithm, "none") && is_signature(signature) &&
                     !is_example(claims),
        .expires = expiry_of(claims),
    };
    return true;
}

bool secret_jwt_find(struct arena *arena, struct text text, size_t from, struct secret_jwt *out)
{
    while (from < text.size) {
        size_t found = text_find((struct text){text.bytes + from, text.size - from}, "eyJ");
        if (found == SIZE_MAX)
            return false;
        size_t start = from + found;
        from = start + 3;
        if (start > 0 && (is_part_byte(text.bytes[start - 1]) || text.bytes[start - 1] == '.'))
            continue;
        struct arena_mark mark = arena_mark(arena);
        bool is_token = read_token(arena, text, start, out);
        arena_reset(arena, mark);
        if (is_token)
            return true;
    }
    return false;
}
