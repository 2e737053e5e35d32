#include "facts/shell_download.h"

#include <string.h>

/* A part of an address, between slashes. */
static struct text next_segment(const char **rest)
{
    size_t size = strcspn(*rest, "/?#");
    struct text segment = {.bytes = *rest, .size = size};
    *rest += size;
    if (**rest == '/')
        ++*rest;
    else
        *rest += strlen(*rest);
    return segment;
}

static bool is_hex(struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.bytes[i];
        if (!(byte >= '0' && byte <= '9') && !(byte >= 'a' && byte <= 'f') &&
            !(byte >= 'A' && byte <= 'F'))
            return false;
    }
    return text.size == 40 || text.size == 64;
}

/* Is it a variable that a system sets to the commit that it builds? After the systems'
 * manuals of predefined variables. */
static bool is_built_commit(struct text segment)
{
    static const char *const names[] = {
        "GITHUB_SHA",       "github.sha",          "CI_COMMIT_SHA",       "CIRCLE_SHA1",
        "BITBUCKET_COMMIT", "Build.SourceVersion", "BUILD_SOURCEVERSION", "GIT_COMMIT"};
    if (!text_starts_with(segment, "$"))
        return false;
    size_t start = 0;
    size_t end = segment.size;
    while (start < end && strchr("${( ", segment.bytes[start]))
        start++;
    while (end > start && strchr("}) ", segment.bytes[end - 1]))
        end--;
    struct text name = {.bytes = segment.bytes + start, .size = end - start};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (text_equals(name, names[i]))
            return true;
    return false;
}

/* A commit, alone or before `.tar.gz` and the like. */
static bool names_commit(struct text segment)
{
    if (is_built_commit(segment))
        return true;
    size_t dot = text_find(segment, ".");
    if (dot != SIZE_MAX)
        segment.size = dot;
    size_t mark = text_find(segment, "@");
    if (mark != SIZE_MAX) {
        segment.bytes += mark + 1;
        segment.size -= mark + 1;
    }
    return is_hex(segment);
}

/* Hosts that serve what a repository holds at a commit. `by`: the segment (from 1)
 * that must be one of these words for that; NULL: every address does. */
static const struct {
    const char *host;
    unsigned position;
    const char *words[6];
} forges[] = {
    {"raw.githubusercontent.com", 0, {NULL}},
    {"gist.githubusercontent.com", 3, {"raw", NULL}},
    {"github.com", 3, {"raw", "blob", "archive", "tarball", "zipball", NULL}},
    {"codeload.github.com", 0, {NULL}},
    {"api.github.com", 4, {"tarball", "zipball", "contents", NULL}},
    {"cdn.jsdelivr.net", 1, {"gh", NULL}},
    {"gitlab.com", 0, {NULL}},
    {"bitbucket.org", 3, {"raw", NULL}},
};

static enum shell_certainty forge_pin(size_t forge, const char *rest)
{
    bool open = false;
    for (unsigned position = 1; *rest; position++) {
        struct text segment = next_segment(&rest);
        bool fits = forges[forge].position != position;
        for (size_t i = 0; !fits && forges[forge].words[i]; i++)
            fits = text_equals(segment, forges[forge].words[i]);
        if (!fits)
            return SHELL_NO;
        if (position > 2 && names_commit(segment))
            return SHELL_YES;
        /* A ref stands behind the owner and the repository, and before the file. */
        open = open || (position > 2 && *rest && memchr(segment.bytes, '$', segment.size)) ||
               (forges[forge].position == 3 && position == 4 && !*rest &&
                memchr(segment.bytes, '$', segment.size));
    }
    return open ? SHELL_UNKNOWN : SHELL_NO;
}

enum shell_certainty shell_url_pin(const char *url)
{
    static const char *const own[] = {
        "localhost", "127.0.0.1", "[::1]", "0.0.0.0", "host.docker.internal", NULL};
    const char *scheme = strstr(url, "://");
    if (!scheme)
        return url[0] == '$' ? SHELL_UNKNOWN : SHELL_NO;
    const char *rest = scheme + 3;
    struct text authority = next_segment(&rest);
    const char *login = memchr(authority.bytes, '@', authority.size);
    if (login) {
        authority.size -= (size_t)(login + 1 - authority.bytes);
        authority.bytes = login + 1;
    }
    for (size_t i = 0; own[i]; i++) {
        size_t size = strlen(own[i]);
        if (text_starts_with(authority, own[i]) &&
            (authority.size == size || authority.bytes[size] == ':'))
            return SHELL_YES;
    }
    if (memchr(authority.bytes, '$', authority.size))
        return SHELL_UNKNOWN;
    bool secure = text_starts_with((struct text){.bytes = url, .size = strlen(url)}, "https:");
    for (size_t i = 0; secure && i < sizeof(forges) / sizeof(forges[0]); i++)
        if (text_equals(authority, forges[i].host))
            return forge_pin(i, rest);
    return SHELL_NO;
}
