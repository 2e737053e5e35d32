#include "facts/foreign_glob.h"

#include "base/pattern.h"
#include "base/table.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { EXPRESSIONS = 4, BRACES_DEPTH = 16, NOT_DEPTH = 4 };

struct path_pattern {
    struct pattern *expressions[EXPRESSIONS]; /* any of them */
    struct pattern_matcher *matcher;
    size_t count;
    bool negated;
    bool everything;
};

struct path_patterns {
    struct arena *arena;
    struct pattern_matcher *matcher;
    struct table known; /* dialect and text -> struct path_pattern */
};

struct dialect {
    bool crosses;  /* `*`, `?` and classes match a slash too */
    bool hidden;   /* a dot at the start of a name is nothing special */
    bool globstar; /* a segment `**` stands for any number of folders */
    bool extended; /* !(a|b) and the like */
    bool nocase;
};

struct translation {
    const struct dialect *dialect;
    struct buffer out;
    const char *start;
    unsigned depth;
    bool failed;
};

struct path_patterns *path_patterns_new(struct arena *arena)
{
    struct path_patterns *patterns = ARENA_NEW(arena, struct path_patterns);
    patterns->arena = arena;
    patterns->matcher = pattern_matcher_new();
    table_init(&patterns->known, arena);
    return patterns;
}

void path_patterns_free(struct path_patterns *patterns)
{
    if (!patterns)
        return;
    for (size_t i = 0; i < patterns->known.count; i++) {
        struct path_pattern *pattern = patterns->known.entries[i].value;
        for (size_t e = 0; e < pattern->count; e++)
            pattern_free(pattern->expressions[e]);
    }
    pattern_matcher_free(patterns->matcher);
}

static const char *translate(struct translation *to, const char *at, const char *stops);

static void add_literal(struct buffer *out, char byte)
{
    if (strchr("\\^$.|?*+()[]{}#", byte) || byte == ' ')
        buffer_add_byte(out, '\\');
    buffer_add_byte(out, byte);
}

static const char *one_of_any(const struct dialect *dialect)
{
    return dialect->crosses ? "[\\s\\S]" : "[^/]";
}

/* `at` stands behind the bracket. An open class is a bracket. */
static const char *translate_class(struct translation *to, const char *at)
{
    const char *first = at + (*at == '!' || *at == '^');
    const char *end = first;
    if (*end == ']')
        end++;
    while (*end != '\0' && *end != ']' && (to->dialect->crosses || *end != '/'))
        end += *end == '\\' && end[1] != '\0' ? 2 : 1;
    if (*end != ']') {
        add_literal(&to->out, '[');
        return at;
    }
    if (!to->dialect->crosses)
        buffer_add_string(&to->out, "(?!/)");
    buffer_add_string(&to->out, first != at ? "[^" : "[");
    for (const char *c = first; c < end; c++) {
        if (*c == '\\' && c + 1 < end)
            c++;
        else if (*c == '-' && c > first && c + 1 < end) {
            buffer_add_byte(&to->out, '-');
            continue;
        }
        if (strchr("\\]^[-", *c))
            buffer_add_byte(&to->out, '\\');
        buffer_add_byte(&to->out, *c);
    }
    buffer_add_byte(&to->out, ']');
    return end + 1;
}

/* Where the group that `at` stands in ends, or NULL: `separator` says if it has parts. */
static const char *group_end(const char *at, char open, char close, char separator, bool *parts)
{
    unsigned depth = 0;
    *parts = false;
    for (; *at != '\0'; at++) {
        if (*at == '\\' && at[1] != '\0')
            at++;
        else if (*at == open)
            depth++;
        else if (*at == close && depth-- == 0)
            return at;
        else if (*at == separator && depth == 0)
            *parts = true;
    }
    return NULL;
}

static const char *translate_parts(struct translation *to, const char *at, const char *stops)
{
    if (++to->depth > BRACES_DEPTH) {
        to->failed = true;
        return at + strlen(at);
    }
    buffer_add_string(&to->out, "(?:");
    for (;;) {
        at = translate(to, at, stops);
        if (*at != stops[0])
            break;
        buffer_add_byte(&to->out, '|');
        at++;
    }
    buffer_add_byte(&to->out, ')');
    to->depth--;
    return at + (*at != '\0');
}

static const char *translate_braces(struct translation *to, const char *at)
{
    bool parts;
    const char *end = group_end(at, '{', '}', ',', &parts);
    if (end && parts)
        return translate_parts(to, at, ",}");
    char *middle = NULL;
    char *behind = NULL;
    long low = end ? strtol(at, &middle, 10) : 0;
    bool is_range = end && middle > at && string_starts_with(middle, "..");
    long high = is_range ? strtol(middle + 2, &behind, 10) : 0;
    if (is_range && behind == end && low > -10000 && high < 10000 && low <= high &&
        high - low < 100) {
        buffer_add_string(&to->out, "(?:");
        for (long i = low; i <= high; i++)
            buffer_printf(&to->out, "%s%ld", i > low ? "|" : "", i);
        buffer_add_byte(&to->out, ')');
        return end + 1;
    }
    add_literal(&to->out, '{');
    return at;
}

/* !(a|b): a name that is none of them; the others repeat as their sign says. */
static const char *translate_extended(struct translation *to, const char *at, const char *stops)
{
    char sign = *at;
    bool parts;
    if (!group_end(at + 2, '(', ')', '|', &parts))
        return NULL;
    if (sign == '!') {
        /* What follows belongs to what must not be, too; each one doubles the expression. */
        buffer_add_string(&to->out, "(?:(?!");
        at = translate_parts(to, at + 2, "|)");
        to->depth += NOT_DEPTH;
        if (to->depth > BRACES_DEPTH)
            to->failed = true;
        else
            translate(to, at, stops);
        to->depth -= NOT_DEPTH;
        buffer_add_string(&to->out, "(?:/|\\z))[^/]*?)");
        return at;
    }
    buffer_add_string(&to->out, "(?:");
    at = translate_parts(to, at + 2, "|)");
    buffer_add_byte(&to->out, ')');
    if (sign != '@')
        buffer_add_byte(&to->out, sign);
    return at;
}

static bool starts_name(const struct translation *to, const char *at)
{
    if (at == to->start)
        return true;
    return at[-1] == '/' && !to->dialect->crosses;
}

static const char *translate_star(struct translation *to, const char *at)
{
    const char *end = at + strspn(at, "*");
    bool begins = at == to->start || at[-1] == '/';
    const char *no_dot = starts_name(to, at) && !to->dialect->hidden ? "(?!\\.)" : "";
    if (to->dialect->globstar && end - at == 2 && begins && (*end == '/' || *end == '\0')) {
        if (*end == '\0') {
            buffer_printf(&to->out, "%s[\\s\\S]*", no_dot);
            return end;
        }
        buffer_printf(&to->out, "(?:%s[^/]+/)*", no_dot);
        return end + 1;
    }
    /* A name of `*` alone is not empty. */
    bool is_name = begins && !to->dialect->crosses && (*end == '/' || *end == '\0');
    buffer_printf(&to->out, "%s%s%c", no_dot, one_of_any(to->dialect), is_name ? '+' : '*');
    return end;
}

/* Up to one of `stops`, or the end; returns where it stopped. */
static const char *translate(struct translation *to, const char *at, const char *stops)
{
    while (*at != '\0' && !to->failed && !strchr(stops, *at)) {
        if (*at == '\\' && at[1] != '\0') {
            add_literal(&to->out, at[1]);
            at += 2;
        } else if (to->dialect->extended && strchr("!@+?*", *at) && at[1] == '(') {
            const char *next = translate_extended(to, at, stops);
            if (!next) {
                add_literal(&to->out, *at);
                next = at + 1;
            }
            at = next;
        } else if (*at == '*') {
            at = translate_star(to, at);
        } else if (*at == '?') {
            bool no_dot = starts_name(to, at) && !to->dialect->hidden;
            buffer_printf(&to->out, "%s%s", no_dot ? "(?!\\.)" : "", one_of_any(to->dialect));
            at++;
        } else if (*at == '[') {
            at = translate_class(to, at + 1);
        } else if (*at == '{') {
            at = translate_braces(to, at + 1);
        } else {
            add_literal(&to->out, *at++);
        }
    }
    return at;
}

static void add_expression(struct path_patterns *patterns, struct path_pattern *pattern,
                           const char *expression)
{
    const char *problem = NULL;
    size_t at = 0;
    struct pattern *compiled = pattern_new(patterns->arena, expression, false, &problem, &at);
    if (compiled)
        pattern->expressions[pattern->count++] = compiled;
}

static void add_glob(struct path_patterns *patterns, struct path_pattern *pattern,
                     const char *written, const struct dialect *dialect)
{
    struct translation to = {.dialect = dialect, .start = written};
    buffer_add_string(&to.out, dialect->nocase ? "(?i)\\A(?:" : "\\A(?:");
    translate(&to, written, "");
    buffer_add_string(&to.out, ")\\z");
    if (!to.failed)
        add_expression(patterns, pattern, buffer_string(&to.out));
    buffer_release(&to.out);
}

/* The pattern, and whether it was made already. */
static struct path_pattern *find(struct path_patterns *patterns, const char *dialect,
                                 const char *written, bool *known)
{
    const char *name = arena_printf(patterns->arena, "%s %s", dialect, written);
    struct path_pattern *pattern = table_find(&patterns->known, name);
    *known = pattern != NULL;
    if (pattern)
        return pattern;
    pattern = ARENA_NEW(patterns->arena, struct path_pattern);
    pattern->matcher = patterns->matcher;
    table_set(&patterns->known, name, pattern);
    return pattern;
}

static void fill_minimatch(struct path_patterns *patterns, struct path_pattern *pattern,
                           const char *written, bool nocase)
{
    const struct dialect dialect = {
        .hidden = true, .globstar = true, .extended = true, .nocase = nocase};
    if (written[0] == '#') /* a comment */
        return;
    while (written[0] == '!' && written[1] != '(') {
        pattern->negated = !pattern->negated;
        written++;
    }
    add_glob(patterns, pattern, written, &dialect);
}

const struct path_pattern *path_pattern_minimatch(struct path_patterns *patterns,
                                                  const char *written, bool nocase)
{
    bool known;
    struct path_pattern *pattern =
        find(patterns, nocase ? "minimatch-nocase" : "minimatch", written, &known);
    if (!known)
        fill_minimatch(patterns, pattern, written, nocase);
    return pattern;
}

const struct path_pattern *path_pattern_renovate(struct path_patterns *patterns,
                                                 const char *written)
{
    bool known;
    struct path_pattern *pattern = find(patterns, "renovate", written, &known);
    if (known)
        return pattern;
    const char *start = written + (written[0] == '!');
    size_t size = strlen(start);
    bool nocase = size > 1 && start[size - 1] == 'i' && start[size - 2] == '/';
    size -= nocase;
    pattern->everything = strcmp(written, "*") == 0;
    if (size < 2 || start[0] != '/' || start[size - 1] != '/') {
        fill_minimatch(patterns, pattern, written, true);
        return pattern;
    }
    pattern->negated = written[0] == '!';
    add_expression(
        patterns, pattern,
        arena_printf(patterns->arena, "%s%.*s", nocase ? "(?i)" : "", (int)(size - 2), start + 1));
    return pattern;
}

const struct path_pattern *path_pattern_fnmatch(struct path_patterns *patterns, const char *written)
{
    bool known;
    struct path_pattern *pattern = find(patterns, "fnmatch", written, &known);
    if (known)
        return pattern;
    static const struct dialect dialects[] = {
        {.crosses = true},
        {.globstar = true},
        {.globstar = true, .hidden = true},
    };
    for (size_t i = 0; i < sizeof(dialects) / sizeof(*dialects); i++)
        add_glob(patterns, pattern, written, &dialects[i]);
    return pattern;
}

static void add_escaped(struct buffer *out, char byte)
{
    if (byte > 0 && byte < 127 && strchr("\\^$.|?*+()[]{}-#/ ", byte))
        buffer_add_byte(out, '\\');
    buffer_add_byte(out, byte);
}

/* `[CR]`, `[0-9]`; NULL when it does not end. */
static const char *add_class(struct buffer *out, const char *at)
{
    const char *end = strchr(at + 1, ']');
    if (!end || end == at + 1)
        return NULL;
    buffer_add_byte(out, '[');
    for (const char *byte = at + 1; byte < end; byte++) {
        if (strchr("\\^[", *byte))
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, *byte);
    }
    buffer_add_byte(out, ']');
    return end;
}

/* docs.github.com, "Filter pattern cheat sheet": `?` and `+` are about the character before
 * them, and `**` with a slash also stands for no folder at all. */
static void add_filter(struct path_patterns *patterns, struct path_pattern *pattern,
                       const char *written)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, "\\A(?:");
    bool atom = false; /* is there a character that `?` and `+` can be about? */
    for (const char *at = written; *at; at++) {
        bool begins = at == written || at[-1] == '/';
        const char *end = *at == '[' ? add_class(&out, at) : NULL;
        bool quantifies = atom && (*at == '?' || *at == '+');
        atom = !quantifies;
        if (end) {
            at = end;
        } else if (begins && strncmp(at, "**/", 3) == 0) {
            buffer_add_string(&out, "(?:.*\\/)?");
            at += 2;
            atom = false;
        } else if (at[0] == '*') {
            buffer_add_string(&out, at[1] == '*' ? ".*" : "[^\\/]*");
            at += at[1] == '*' ? 1 : 0;
            atom = false;
        } else if (quantifies) {
            buffer_add_byte(&out, *at);
        } else {
            at += at[0] == '\\' && at[1] ? 1 : 0;
            add_escaped(&out, *at);
        }
    }
    buffer_add_string(&out, ")\\z");
    add_expression(patterns, pattern, buffer_string(&out));
    buffer_release(&out);
}

const struct path_pattern *path_pattern_github(struct path_patterns *patterns, const char *written)
{
    bool known;
    struct path_pattern *pattern = find(patterns, "github", written, &known);
    if (!known)
        add_filter(patterns, pattern, written);
    return pattern;
}

bool path_pattern_matches(const struct path_pattern *pattern, const char *path)
{
    if (pattern->everything)
        return true;
    size_t start, end;
    for (size_t i = 0; i < pattern->count; i++)
        if (pattern_search(pattern->expressions[i], pattern->matcher, text_of(path), 0, &start,
                           &end) == PATTERN_MATCH)
            return !pattern->negated;
    return pattern->negated && pattern->count > 0;
}

bool path_pattern_list_matches(struct path_patterns *patterns, const char *const *written,
                               size_t count, const char *text)
{
    bool asks = false;
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        bool holds = path_pattern_matches(path_pattern_renovate(patterns, written[i]), text);
        if (written[i][0] != '!') {
            asks = true;
            found |= holds;
        } else if (!holds) {
            return false;
        }
    }
    return count > 0 && (found || !asks);
}
