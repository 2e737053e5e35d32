#include "facts/owners.h"

#include <string.h>

static bool is_one_of(const char *pattern, const char *const *words)
{
    return string_is_one_of(pattern, words);
}

bool owner_pattern_is_everything(const char *pattern)
{
    static const char *const all[] = {"*", "**", "/**", "**/*", "/**/*", "**/", "/**/", NULL};
    return is_one_of(pattern, all);
}

const char *owner_pattern_problem(enum owner_system system, const char *pattern)
{
    if (system == OWNER_GITLAB)
        return NULL;
    if (pattern[0] == '\\' && pattern[1] == '#')
        return "a pattern cannot begin with '\\#'";
    for (const char *at = pattern; *at; at++) {
        if (*at == '\\' && at[1])
            at++;
        else if (*at == '[' || *at == ']')
            return "ranges in brackets are not supported";
    }
    if (strstr(pattern, "***"))
        return "more than two asterisks in a row";
    if (strcmp(pattern, "/") == 0)
        return "'/' alone matches nothing";
    return NULL;
}

/* One segment in the words of base/glob.h. Asterisks in a row within a segment
 * are one; `classes` and `braces` are handed on where the forge knows them. */
static void add_segment(struct buffer *out, struct text segment, enum owner_system system)
{
    if (text_equals(segment, "**")) {
        buffer_add_string(out, "**");
        return;
    }
    for (size_t i = 0; i < segment.size; i++) {
        char byte = segment.bytes[i];
        if (byte == '\\') {
            byte = i + 1 < segment.size ? segment.bytes[++i] : '\\';
            buffer_add_byte(out, '\\');
        } else if (byte == '*' && i > 0 && segment.bytes[i - 1] == '*') {
            continue;
        } else if (byte == '[' && system == OWNER_GITLAB) {
            /* A class without its end is a bracket, as fnmatch(3) reads it. */
            if (!memchr(segment.bytes + i, ']', segment.size - i))
                buffer_add_byte(out, '\\');
        } else if (((byte == '{' || byte == '}' || byte == ',') && system != OWNER_BITBUCKET) ||
                   byte == '!' || byte == ']' || byte == '[') {
            bool in_class =
                byte == ']' && system == OWNER_GITLAB && memchr(segment.bytes, '[', i) != NULL;
            bool negates = byte == '!' && i > 0 && segment.bytes[i - 1] == '[';
            if (!in_class && !negates && byte != ',')
                buffer_add_byte(out, '\\');
        }
        buffer_add_byte(out, byte);
    }
}

static struct text next_segment(struct text *rest)
{
    const char *slash = rest->size ? memchr(rest->bytes, '/', rest->size) : NULL;
    struct text segment = {rest->bytes, slash ? (size_t)(slash - rest->bytes) : rest->size};
    size_t taken = segment.size + (slash ? 1 : 0);
    *rest = (struct text){rest->bytes + taken, rest->size - taken};
    return segment;
}

size_t owner_pattern_globs(struct arena *arena, enum owner_system system, const char *pattern,
                           const char *out[OWNER_GLOBS_MAX])
{
    if (owner_pattern_is_everything(pattern)) {
        out[0] = "*";
        return 1;
    }
    struct text rest = text_of(pattern);
    bool leading = rest.size && rest.bytes[0] == '/';
    bool folder = rest.size > 1 && rest.bytes[rest.size - 1] == '/';
    if (leading)
        rest = (struct text){rest.bytes + 1, rest.size - 1};
    if (folder && rest.size)
        rest.size--;
    if (!rest.size)
        return 0;
    bool middle = memchr(rest.bytes, '/', rest.size) != NULL;
    struct buffer glob = BUFFER_EMPTY;
    /* GitLab looks for a pattern at every depth unless it begins with a slash. */
    if (system == OWNER_GITLAB && !leading && middle)
        buffer_add_string(&glob, "**/");
    else if (leading || middle)
        buffer_add_byte(&glob, '/');
    struct text last = {0};
    bool broken = false;
    while (rest.size && !broken) {
        last = next_segment(&rest);
        broken = !last.size;
        /* To fnmatch of Ruby, two asterisks at the end are one. */
        if (system == OWNER_GITLAB && !rest.size && !folder && text_equals(last, "**"))
            buffer_add_byte(&glob, '*');
        else
            add_segment(&glob, last, system);
        if (rest.size)
            buffer_add_byte(&glob, '/');
    }
    size_t count = 0;
    const char *written = arena_strdup(arena, buffer_string(&glob));
    buffer_release(&glob);
    if (broken)
        return 0;
    if (!folder)
        out[count++] = written;
    /* A name may be a file's or a folder's; an asterisk is only what lies in it. */
    bool below = system != OWNER_GITLAB && !text_equals(last, "*") && !text_equals(last, "**");
    if (folder || below)
        out[count++] = arena_printf(arena, "%s/", written);
    return count;
}

static bool is_letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

static bool is_name(const char *name, size_t size, const char *more)
{
    for (size_t i = 0; i < size; i++)
        if (!is_letter_or_digit(name[i]) && (unsigned char)name[i] < 0x80 && !strchr(more, name[i]))
            return false;
    return size > 0;
}

static bool is_address(const char *word)
{
    const char *at = strchr(word, '@');
    if (!at || at == word || strchr(at + 1, '@'))
        return false;
    const char *dot = strchr(at + 1, '.');
    return dot && dot != at + 1 && dot[1] != '\0' && is_name(at + 1, strlen(at + 1), "-.") &&
           !strpbrk(word, "<>(),;:\"'");
}

/* `@name`, `@name/team`, and with more than one slash the nested groups of GitLab. */
static bool is_handle(const char *name, bool nested)
{
    unsigned slashes = 0;
    for (const char *part = name;; slashes++) {
        size_t size = strcspn(part, "/");
        if (!is_name(part, size, slashes || nested ? "-_." : "-_"))
            return false;
        if (!part[size])
            return nested || slashes <= 1;
        part += size + 1;
    }
}

static bool is_bitbucket_handle(const char *name)
{
    size_t length = strlen(name);
    if (*name == '"')
        return length > 2 && name[length - 1] == '"';
    if (*name == '{')
        return length > 2 && name[length - 1] == '}';
    size_t size = strcspn(name, ":");
    if (!is_name(name, size, "-_./ "))
        return false;
    const char *strategy = name + size;
    return !*strategy || strcmp(strategy, ":all") == 0 || string_starts_with(strategy, ":random") ||
           string_starts_with(strategy, ":least_busy");
}

const char *owner_problem(enum owner_system system, const char *owner)
{
    static const char *const roles[] = {
        "@@developer", "@@developers", "@@maintainer", "@@maintainers", "@@owner", "@@owners",
        NULL};
    if (owner[0] != '@')
        return is_address(owner) ? NULL : "is no owner: neither an @name nor an address";
    if (system == OWNER_GITLAB && owner[1] == '@')
        return is_one_of(owner, roles) ? NULL : "is no role";
    if (system == OWNER_BITBUCKET)
        return is_bitbucket_handle(owner + (owner[1] == '@' ? 2 : 1)) ? NULL : "is no owner";
    return is_handle(owner + 1, system == OWNER_GITLAB) ? NULL : "is no owner";
}

bool owner_is_placeholder(const char *owner)
{
    /* Of templates, and of the examples of the three manuals. */
    static const char *const names[] = {
        "org",
        "organization",
        "organisation",
        "orgname",
        "org-name",
        "org_name",
        "yourorg",
        "yourorganization",
        "myorg",
        "my-org",
        "my-organization",
        "company",
        "yourcompany",
        "mycompany",
        "my-company",
        "company-name",
        "example",
        "example-org",
        "exampleorg",
        "octo-org",
        "octocat",
        "doctocat",
        "global-owner1",
        "global-owner2",
        "js-owner",
        "default-codeowner",
        "default-owner",
        "owner",
        "user",
        "username",
        "yourusername",
        "yourname",
        "yourteam",
        "github-username",
        "team",
        "team-name",
        "teamname",
        "org-team",
        "todo",
        "tbd",
        "fixme",
        "changeme",
        "change-me",
        "placeholder",
        "replace-me",
        "replaceme",
        "name",
        "someone",
        "workspace-slug",
        "individual-username",
        "individual",
        NULL,
    };
    char folded[64];
    const char *name = owner[0] == '@' ? owner + 1 : strchr(owner, '@');
    if (!name)
        return false;
    name += owner[0] == '@' ? 0 : 1;
    size_t size = strcspn(name, "/:");
    if (!size || size >= sizeof(folded))
        return false;
    for (size_t i = 0; i < size; i++)
        folded[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] - 'A' + 'a' : name[i]);
    folded[size] = '\0';
    if (owner[0] != '@') {
        static const char *const hosts[] = {"example.com",     "example.org",      "example.net",
                                            "yourcompany.com", "your-company.com", "company.com",
                                            "domain.com",      "yourdomain.com",   NULL};
        return is_one_of(folded, hosts) || string_ends_with(folded, ".example.com");
    }
    return string_starts_with(folded, "your-") || string_starts_with(folded, "your_") ||
           is_one_of(folded, names);
}
