#include "facts/secret_address.h"

#include "facts/secret_value.h"

#include <string.h>

enum { SCHEME_MAX = 16, USER_MAX = 128, PASSWORD_MAX = 256, HOST_MAX = 253 };

static const char *const databases[] = {
    "postgres",  "postgresql", "mysql", "mariadb", "mongodb",     "mongodb+srv",
    "redis",     "rediss",     "amqp",  "amqps",   "mssql",       "sqlserver",
    "cockroach", "clickhouse", "nats",  "couchdb", "cassandra",   "neo4j",
    "neo4j+s",   "bolt",       "kafka", "oracle",  "clickhouses", NULL};
static const char *const others[] = {"http",   "https", "ftp",  "ftps",    "sftp", "ssh",
                                     "smtp",   "smtps", "imap", "imaps",   "ldap", "ldaps",
                                     "socks5", "git",   "svn",  "svn+ssh", NULL};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_host_byte(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

/* RFC 3986, 3.2.1, and what people write there all the same. */
static bool ends_user(char c)
{
    return (unsigned char)c <= ' ' || strchr("\"'<>`\\/?#:(){}[],;|", c) != NULL;
}

static bool ends_password(char c)
{
    return (unsigned char)c <= ' ' || strchr("\"'<>`\\/@|", c) != NULL;
}

/* Behind an `@` what follows is the host, unless another comes before all that ends one. */
static bool ends_host(char c)
{
    return ends_password(c) || strchr(",;?#()[]{}", c) != NULL;
}

/* How many bytes before `end` are the scheme's name, without suffixes of drivers:
 * postgresql+psycopg is postgresql. */
static struct text scheme_before(struct text text, size_t end)
{
    size_t start = end;
    while (start > 0 && end - start < (size_t)SCHEME_MAX * 2 &&
           (is_letter(text.bytes[start - 1]) || strchr("+0123456789", text.bytes[start - 1])))
        start--;
    return (struct text){text.bytes + start, end - start};
}

static bool is_scheme(struct text scheme, const char *const *names)
{
    for (size_t i = 0; names[i]; i++) {
        size_t size = strlen(names[i]);
        if (text_equals(scheme, names[i]) ||
            (scheme.size > size && scheme.bytes[size] == '+' && text_starts_with(scheme, names[i])))
            return true;
    }
    return false;
}

static bool ends_with(struct text text, const char *suffix)
{
    size_t size = strlen(suffix);
    return text.size >= size &&
           text_find_folded((struct text){text.bytes + text.size - size, size}, suffix) == 0;
}

static bool is_number_or_dot(struct text host)
{
    for (size_t i = 0; i < host.size; i++)
        if (host.bytes[i] != '.' && (host.bytes[i] < '0' || host.bytes[i] > '9'))
            return false;
    return true;
}

static bool has_ending(struct text host, const char *const *endings)
{
    for (size_t i = 0; endings[i]; i++)
        if (ends_with(host, endings[i]))
            return true;
    return false;
}

static bool has_beginning(struct text host, const char *const *beginnings)
{
    for (size_t i = 0; beginnings[i]; i++)
        if (text_starts_with(host, beginnings[i]))
            return true;
    return false;
}

/* Names without a dot, which a network of containers gives to its members, and those of a
 * cluster and of a house. */
static bool is_of_network(struct text host)
{
    static const char *const endings[] = {".local", ".internal", ".lan", ".localdomain", NULL};
    static const char *const numbers[] = {"192.168.", NULL};
    return memchr(host.bytes, '.', host.size) == NULL || has_ending(host, endings) ||
           has_beginning(host, numbers);
}

/* Names that RFC 2606 and RFC 6761 keep for examples, addresses of documentation (RFC
 * 5737), which pages show, and the machine itself. */
static bool is_nowhere(struct text host)
{
    static const char *const parts[] = {
        "example",    "localhost", "yourdomain", "mydomain",    "your-",   "my-domain", "your_",
        "domain.com", "host.com",  "hostname",   "company.com", "foo.bar", NULL};
    static const char *const endings[] = {".test", ".invalid", NULL};
    static const char *const numbers[] = {"127.",        "0.0.0.0",    "192.0.2.",
                                          "198.51.100.", "203.0.113.", NULL};
    for (size_t i = 0; parts[i]; i++)
        if (text_find_folded(host, parts[i]) != SIZE_MAX)
            return true;
    return host.size == 0 || has_ending(host, endings) || has_beginning(host, numbers);
}

/* 1.2.3.4 is a host, v1.2 and a.b- are none. */
static bool is_host(struct text host)
{
    enum { LEAST_SIZE = 4 };
    return host.size >= LEAST_SIZE &&
           (is_letter(host.bytes[host.size - 1]) || is_number_or_dot(host));
}

/* pass%40word stands for pass@word; a reference to a variable begins with $, % or {. */
static bool is_password(struct text user, struct text password)
{
    static const char *const users[] = {"user", "username", "usr", "foo", "user1", NULL};
    const char *domain = memchr(user.bytes, '@', user.size);
    if (domain)
        user.size = (size_t)(domain - user.bytes);
    for (size_t i = 0; users[i]; i++)
        if (text_equals(user, users[i]))
            return false;
    if (text_find(password, "${") != SIZE_MAX || text_find(password, "%s") != SIZE_MAX ||
        text_find(password, "%(") != SIZE_MAX || strchr("$%{[(<:", password.bytes[0]))
        return false;
    for (size_t i = 0; i < password.size; i++)
        if (strchr("{}()<>$", password.bytes[i]))
            return false;
    return !secret_password_is_stand_in(password);
}

static size_t run(struct text text, size_t at, size_t max, bool (*ends)(char))
{
    size_t end = at;
    while (end < text.size && end - at < max && !ends(text.bytes[end]))
        end++;
    return end;
}

/* The `@` that ends the user and the password, of which people write some unescaped in both:
 * the last of the authority (WHATWG, URL, 4.4), as every reader takes it. `end`: the first. */
static size_t last_at(struct text text, size_t colon, size_t end)
{
    for (;;) {
        size_t next = run(text, end + 1, PASSWORD_MAX, ends_host);
        if (next >= text.size || text.bytes[next] != '@' || next - colon > PASSWORD_MAX)
            return end;
        end = next;
    }
}

/* Behind `://`. False when no user and password stand there. */
static bool read_authority(struct text text, size_t at, struct secret_address *out,
                           struct text *user, struct text *host)
{
    size_t colon = run(text, at, USER_MAX, ends_user);
    if (colon >= text.size || text.bytes[colon] != ':')
        return false;
    *user = (struct text){text.bytes + at, colon - at};
    bool is_open = memchr(user->bytes, '@', user->size) == NULL;
    size_t end = run(text, colon + 1, PASSWORD_MAX, is_open ? ends_password : ends_host);
    if (end >= text.size || text.bytes[end] != '@' || end == colon + 1)
        return false;
    end = last_at(text, colon, end);
    size_t host_end = end + 1;
    while (host_end < text.size && host_end - end <= HOST_MAX && is_host_byte(text.bytes[host_end]))
        host_end++;
    *host = (struct text){text.bytes + end + 1, host_end - end - 1};
    out->password_start = colon + 1;
    out->password_end = end;
    out->end = host_end;
    return true;
}

/* Where `://` stands before the user and the password that end at `at`; SIZE_MAX: none.
 * Going back from `@`, which is rare, is several times faster than looking for `://`. */
static size_t mark_before(struct text text, size_t at)
{
    size_t least = at > USER_MAX + PASSWORD_MAX ? at - USER_MAX - PASSWORD_MAX : 0;
    while (at > least && !ends_password(text.bytes[at - 1]))
        at--;
    return at >= 3 && memcmp(text.bytes + at - 3, "://", 3) == 0 ? at - 3 : SIZE_MAX;
}

bool secret_address_find(struct text text, size_t from, struct secret_address *out)
{
    while (from < text.size) {
        const char *found = memchr(text.bytes + from, '@', text.size - from);
        if (!found)
            return false;
        size_t mark = mark_before(text, (size_t)(found - text.bytes));
        from = (size_t)(found - text.bytes) + 1;
        struct text user = {0};
        struct text host = {0};
        struct secret_address address = {0};
        if (mark == SIZE_MAX || !read_authority(text, mark + 3, &address, &user, &host))
            continue;
        struct text scheme = scheme_before(text, mark);
        address.start = mark - scheme.size;
        address.scheme_size = scheme.size;
        address.is_database = is_scheme(scheme, databases);
        struct text password = {text.bytes + address.password_start,
                                address.password_end - address.password_start};
        address.is_password = (address.is_database || is_scheme(scheme, others)) &&
                              !is_nowhere(host) && is_password(user, password);
        address.is_secret = address.is_password && !is_of_network(host) && is_host(host);
        *out = address;
        return true;
    }
    return false;
}
