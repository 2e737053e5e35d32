#include "facts/contact.h"

/* What browsers still accept. */
enum { URL_BYTES_MAX = 2048 };

static bool is_alphanumeric(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

static bool is_local_byte(char byte)
{
    return is_alphanumeric(byte) || (byte && strchr("._%+-", byte) != NULL);
}

static bool is_host_byte(char byte)
{
    return is_alphanumeric(byte) || byte == '-' || byte == '.';
}

static char byte_at(struct text text, size_t at)
{
    return at < text.size ? text.bytes[at] : '\0';
}

static size_t skip_blanks(struct text text, size_t at)
{
    while (byte_at(text, at) == ' ' || byte_at(text, at) == '\t')
        at++;
    return at;
}

/* `[at]`, `(at)`, `{at}`, `<at>`, ` AT `, and the same for `dot`: the size of the
 * mark with the blanks around it, 0 when there is none. */
static size_t hidden_mark(struct text text, size_t at, const char *word)
{
    size_t begin = at, size = strlen(word);
    at = skip_blanks(text, at);
    bool blank = at > begin;
    char open = byte_at(text, at);
    bool bracket = open && strchr("[({<", open) != NULL;
    if (bracket)
        at = skip_blanks(text, at + 1);
    for (size_t i = 0; i < size; i++) {
        char byte = byte_at(text, at + i);
        if (byte != word[i] && byte != word[i] - 'a' + 'A')
            return 0;
        /* Without brackets only capitals hide an address: "reach us at home". */
        if (!bracket && byte == word[i])
            return 0;
    }
    at += size;
    if (bracket) {
        at = skip_blanks(text, at);
        if (!byte_at(text, at) || !strchr("])}>", text.bytes[at]))
            return 0;
        return skip_blanks(text, at + 1) - begin;
    }
    size_t end = skip_blanks(text, at);
    return blank && end > at ? end - begin : 0;
}

static size_t at_mark(struct text text, size_t at)
{
    return byte_at(text, at) == '@' ? 1 : hidden_mark(text, at, "at");
}

static size_t dot_mark(struct text text, size_t at)
{
    return hidden_mark(text, at, "dot");
}

static void add_folded(struct buffer *buffer, struct text text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        char byte = text.bytes[i];
        buffer_add_byte(buffer, byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte);
    }
}

/* A host that begins at `host`: where it ends, 0 when it is none. */
static size_t read_host(struct text text, size_t host, struct buffer *value, bool *dotted)
{
    for (size_t end = host;;) {
        size_t label = end;
        while (is_host_byte(byte_at(text, end)))
            end++;
        while (end > label && (text.bytes[end - 1] == '.' || text.bytes[end - 1] == '-'))
            end--;
        if (end == label)
            return 0;
        add_folded(value, text, label, end);
        *dotted = *dotted || memchr(text.bytes + label, '.', end - label);
        size_t dot = dot_mark(text, end);
        if (!dot || !is_alphanumeric(byte_at(text, end + dot)))
            return end;
        buffer_add_byte(value, '.');
        end += dot;
        *dotted = true;
    }
}

/* An address whose local part begins at `at`. */
static size_t read_address(struct text text, size_t at, struct buffer *value)
{
    size_t local = at;
    while (is_local_byte(byte_at(text, local)))
        local++;
    size_t mark = local > at ? at_mark(text, local) : 0;
    if (!mark)
        return 0;
    size_t sign = skip_blanks(text, local);
    bool bracketed = mark > 1 && strchr("[({<", text.bytes[sign]) != NULL;
    add_folded(value, text, at, local);
    buffer_add_byte(value, '@');
    bool dotted = false;
    size_t end = read_host(text, local + mark, value, &dotted);
    if (!end)
        return 0;
    /* A handle is no address; `someone [at] example` may be one with its ending
     * left out. */
    if (!dotted && !bracketed)
        return 0;
    if (dotted) {
        const char *last = strrchr(buffer_string(value), '.');
        size_t size = last ? strlen(last + 1) : 0;
        if (size < 2 || size > 24 || (last[1] >= '0' && last[1] <= '9'))
            return 0;
    }
    return end - at;
}

/* RFC 3986 leaves more bytes in; prose ends a URL at quotes, angles and closing
 * brackets that it did not open. */
static size_t read_url(struct text text, size_t at)
{
    size_t begin = at, depth = 0;
    at += text_starts_with((struct text){text.bytes + at, text.size - at}, "https://") ? 8 : 7;
    if (!is_alphanumeric(byte_at(text, at)) && byte_at(text, at) != '[')
        return 0;
    for (; at < text.size && at - begin < URL_BYTES_MAX; at++) {
        char byte = text.bytes[at];
        if ((unsigned char)byte <= ' ' || strchr("<>\"`|\\^", byte))
            break;
        if (byte == '(')
            depth++;
        if (byte == ')' && depth-- == 0)
            break;
        if (byte == ']' && byte_at(text, at + 1) == '(')
            break;
    }
    while (at > begin && strchr(".,;:!?'*_])}", text.bytes[at - 1])) {
        if ((text.bytes[at - 1] == ')' || text.bytes[at - 1] == ']') &&
            memchr(text.bytes + begin, text.bytes[at - 1] == ')' ? '(' : '[', at - begin))
            break;
        at--;
    }
    return at - begin;
}

bool contact_next(struct arena *arena, struct text text, size_t *from, struct contact *out)
{
    for (size_t at = *from; at < text.size; at++) {
        struct text rest = {text.bytes + at, text.size - at};
        bool begins = at == 0 || !is_local_byte(text.bytes[at - 1]);
        if (!begins)
            continue;
        if (text.bytes[at] == 'h' &&
            (text_starts_with(rest, "http://") || text_starts_with(rest, "https://"))) {
            size_t size = read_url(text, at);
            if (!size)
                continue;
            *out = (struct contact){.kind = CONTACT_URL, .offset = at, .size = size};
            out->value = arena_copy(arena, (struct text){text.bytes + at, size});
            *from = at + size;
            return true;
        }
        if (!is_alphanumeric(text.bytes[at]))
            continue;
        struct buffer value = BUFFER_EMPTY;
        size_t size = read_address(text, at, &value);
        if (size) {
            *out = (struct contact){.kind = CONTACT_ADDRESS, .offset = at, .size = size};
            out->value = arena_strdup(arena, buffer_string(&value));
            *from = at + size;
        }
        buffer_release(&value);
        if (size)
            return true;
    }
    *from = text.size;
    return false;
}

struct text contact_host(const char *url)
{
    const char *host = strstr(url, "://");
    host = host ? host + 3 : url;
    size_t size = strcspn(host, "/?#");
    const char *user = memchr(host, '@', size);
    if (user) {
        size -= (size_t)(user + 1 - host);
        host = user + 1;
    }
    const char *port = memchr(host, ':', size);
    return (struct text){host, port ? (size_t)(port - host) : size};
}

static bool is_forge(struct text host)
{
    static const char *const names[] = {"github",    "gitlab",  "codeberg", "gitea",
                                        "bitbucket", "forgejo", "sr.ht",    NULL};
    for (size_t i = 0; names[i]; i++) {
        if (text_find_folded(host, names[i]) != SIZE_MAX)
            return true;
    }
    return false;
}

static bool read_names(struct arena *arena, const char *url, const char **owner, const char **name,
                       const char **rest)
{
    struct text host = contact_host(url);
    const char *path = host.bytes + host.size;
    path += strcspn(path, "/?#");
    path += *path == '/';
    size_t whole = strcspn(path, "?#");
    /* GitLab parts a project's path from its pages by `/-/`; without that only two
     * names are sure. */
    size_t project = whole;
    struct text text = {path, whole};
    size_t dash = text_find(text, "/-/");
    bool groups = dash != SIZE_MAX;
    if (groups)
        project = dash;
    size_t slash = strcspn(path, "/");
    if (groups) {
        for (size_t i = 0; i < project; i++)
            slash = path[i] == '/' ? i : slash;
    }
    if (slash == 0 || slash + 1 >= project)
        return false;
    size_t size = groups ? project - slash - 1 : strcspn(path + slash + 1, "/?#");
    *owner = arena_copy(arena, (struct text){path, slash});
    struct text project_name = {path + slash + 1, size};
    if (size > 4 && memcmp(project_name.bytes + size - 4, ".git", 4) == 0)
        project_name.size -= 4;
    *name = arena_copy(arena, project_name);
    *rest = path + slash + 1 + size;
    return project_name.size > 0;
}

/* Pages about a forge are no repositories: docs.github.com, help.github.com. */
static bool is_below(struct text host)
{
    static const char *const names[] = {"docs.", "help.",  "support.",   "gist.",   "raw.",
                                        "api.",  "about.", "developer.", "status.", NULL};
    for (size_t i = 0; names[i]; i++) {
        if (text_starts_with(host, names[i]))
            return true;
    }
    return false;
}

bool contact_forge_names(struct arena *arena, const char *url, const char **owner,
                         const char **name, const char **rest)
{
    struct text host = contact_host(url);
    bool pages = text_find_folded(host, "githubusercontent") != SIZE_MAX ||
                 text_find_folded(host, ".github.io") != SIZE_MAX || is_below(host);
    return is_forge(host) && !pages && read_names(arena, url, owner, name, rest);
}

bool contact_remote_names(struct arena *arena, const char *url, const char **owner,
                          const char **name)
{
    struct text host = contact_host(url);
    const char *path = host.bytes + host.size;
    path += strcspn(path, "/?#");
    path += *path == '/';
    struct text whole = {path, strcspn(path, "?#")};
    while (whole.size > 0 && whole.bytes[whole.size - 1] == '/')
        whole.size--;
    size_t slash = 0;
    for (size_t i = 0; i < whole.size; i++)
        slash = whole.bytes[i] == '/' ? i : slash;
    if (slash == 0)
        return false;
    struct text last = {whole.bytes + slash + 1, whole.size - slash - 1};
    if (last.size > 4 && memcmp(last.bytes + last.size - 4, ".git", 4) == 0)
        last.size -= 4;
    *owner = arena_copy(arena, (struct text){whole.bytes, slash});
    *name = arena_copy(arena, last);
    return true;
}
