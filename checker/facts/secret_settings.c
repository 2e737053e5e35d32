#include "facts/secret_settings.h"

#include "facts/base64.h"
#include "facts/paths.h"
#include "facts/secret_value.h"

#include <string.h>

enum settings_kind {
    SETTINGS_NONE,
    SETTINGS_DOTENV,
    SETTINGS_TFVARS,
    SETTINGS_NETRC,
    SETTINGS_PYPIRC,
    SETTINGS_GIT,
    SETTINGS_DOCKER,
    SETTINGS_PGPASS,
    SETTINGS_WORDPRESS,
    SETTINGS_NPM,
    SETTINGS_HASHES,
    SETTINGS_KUBECONFIG,
};

static bool is_template_name(const char *base)
{
    static const char *const words[] = {"example", "sample", "template", "tmpl", "dist",
                                        "default", "schema", "skel",     ".j2",  NULL};
    struct text name = text_of(base);
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(name, words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
static bool is_kubeconfig_name(const char *path, const char *base)
{
    return strcmp(path, ".kube/config") == 0 || string_ends_with(path, "/.kube/config") ||
           strcmp(base, "kubeconfig") == 0 || string_ends_with(base, ".kubeconfig") ||
           strcmp(base, "kubeconfig.yaml") == 0 || strcmp(base, "kubeconfig.yml") == 0;
}

static enum settings_kind kind_of(const char *path)
{
    const char *base = path_base(path);
    if (is_template_name(base))
        return SETTINGS_NONE;
    if (strcmp(base, ".env") == 0 || string_starts_with(base, ".env.") ||
        string_ends_with(base, ".env"))
        return SETTINGS_DOTENV;
    static const char *const shells[] = {".bash_profile", ".bashrc", ".zshrc", ".zshenv",
                                         ".profile",      ".envrc",  ".s3cfg", NULL};
    if (string_is_one_of(base, shells))
        return SETTINGS_DOTENV;
    if (strcmp(base, ".npmrc") == 0)
        return SETTINGS_NPM;
    if (strcmp(base, ".htpasswd") == 0 || strcmp(base, "htpasswd") == 0 ||
        string_ends_with(base, ".htpasswd"))
        return SETTINGS_HASHES;
    if (is_kubeconfig_name(path, base))
        return SETTINGS_KUBECONFIG;
    if (strcmp(base, ".pgpass") == 0)
        return SETTINGS_PGPASS;
    if (strcmp(base, "wp-config.php") == 0)
        return SETTINGS_WORDPRESS;
    if (string_ends_with(base, ".tfvars"))
        return SETTINGS_TFVARS;
    if (strcmp(base, ".netrc") == 0 || strcmp(base, "_netrc") == 0)
        return SETTINGS_NETRC;
    if (strcmp(base, ".pypirc") == 0)
        return SETTINGS_PYPIRC;
    if (strcmp(base, ".git-credentials") == 0)
        return SETTINGS_GIT;
    if (string_ends_with(path, ".docker/config.json") || strcmp(base, ".dockerconfigjson") == 0 ||
        strcmp(base, ".dockercfg") == 0)
        return SETTINGS_DOCKER;
    return SETTINGS_NONE;
}

bool secret_settings_are_in(const char *path)
{
    return kind_of(path) != SETTINGS_NONE;
}

static void add(struct arena *arena, struct secret_settings *out, struct secret_setting setting)
{
    out->items = arena_grow(arena, out->items, out->count, &out->capacity, sizeof(*out->items));
    out->items[out->count++] = setting;
}

/* DB_PASSWORD and api_token hold a secret; TOKEN_TTL and PASSWORD_FILE do not. */
static bool names_a_secret(struct text name)
{
    static const char *const words[] = {"password",   "passwd",     "passphrase",     "secret",
                                        "token",      "api_key",    "apikey",         "private_key",
                                        "access_key", "credential", "encryption_key", "signing_key",
                                        "auth_key",   NULL};
    static const char *const endings[] = {
        "_file",    "_path",     "_dir",        "_ttl",       "_name",     "_id",
        "_expiry",  "_expires",  "_expiration", "_length",    "_header",   "_url",
        "_uri",     "_issuer",   "_audience",   "_algorithm", "_policy",   "_type",
        "_enabled", "_arn",      "_version",    "_hash",      "_field",    "_prefix",
        "_days",    "_minutes",  "_seconds",    "_limit",     "_endpoint", "_ref",
        "_key_id",  "_rotation", "_lifetime",   "_timeout",   "_public",   NULL};
    if (text_find_folded(name, "public") != SIZE_MAX)
        return false;
    for (size_t i = 0; endings[i]; i++) {
        size_t length = strlen(endings[i]);
        if (name.size > length &&
            text_find_folded((struct text){name.bytes + name.size - length, length}, endings[i]) ==
                0)
            return false;
    }
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(name, words[i]) != SIZE_MAX)
            return true;
    static const char *const short_endings[] = {"_pass", "_pwd", "_key", NULL};
    for (size_t i = 0; short_endings[i]; i++) {
        size_t length = strlen(short_endings[i]);
        if (name.size > length &&
            text_find_folded((struct text){name.bytes + name.size - length, length},
                             short_endings[i]) == 0)
            return true;
    }
    return false;
}

/* Without quotes, and without a comment behind an unquoted value. */
static struct text unquote(struct text value)
{
    value = text_trim(value);
    if (value.size > 1 && (value.bytes[0] == '"' || value.bytes[0] == '\'')) {
        const char *end = memchr(value.bytes + 1, value.bytes[0], value.size - 1);
        size_t size = end ? (size_t)(end - value.bytes) - 1 : value.size - 1;
        return (struct text){value.bytes + 1, size};
    }
    size_t comment = text_find(value, " #");
    if (comment != SIZE_MAX)
        value.size = comment;
    return text_trim(value);
}

static bool is_name(struct text name)
{
    for (size_t i = 0; i < name.size; i++) {
        char c = name.bytes[i];
        bool is_part = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-' || c == '.';
        if (!is_part)
            return false;
    }
    return name.size > 0;
}

static void find_assignments(struct arena *arena, struct text text, enum settings_kind kind,
                             struct secret_settings *out)
{
    struct text rest = text;
    struct text line;
    while (text_next_line(&rest, &line)) {
        line = text_trim(line);
        if (line.size == 0 || line.bytes[0] == '#' || line.bytes[0] == ';')
            continue;
        if (text_starts_with(line, "export "))
            line = text_trim((struct text){line.bytes + 7, line.size - 7});
        size_t equals = text_find(line, "=");
        if (equals == SIZE_MAX)
            continue;
        struct text name = text_trim((struct text){line.bytes, equals});
        struct text value = unquote((struct text){line.bytes + equals + 1, line.size - equals - 1});
        bool is_secret =
            kind == SETTINGS_PYPIRC ? text_equals(name, "password") : names_a_secret(name);
        if (!is_name(name) || !is_secret || secret_password_is_stand_in(value))
            continue;
        size_t start = (size_t)(value.bytes - text.bytes);
        add(arena, out,
            (struct secret_setting){
                .detector = kind == SETTINGS_DOTENV ? "dotenv-password" : "pypirc-password",
                .sort = kind == SETTINGS_DOTENV ? "env_file" : "password",
                .name = arena_copy(arena, name),
                .start = start,
                .end = start + value.size,
            });
    }
}

/* The text in quotes that begins at `from`, in which a backslash quotes; up to the line's end
 * where nothing closes it. */
static struct text quoted_text(struct text line, size_t from)
{
    size_t end = from + 1;
    while (end < line.size && line.bytes[end] != '"')
        end += line.bytes[end] == '\\' && end + 1 < line.size ? 2 : 1;
    return (struct text){line.bytes + from + 1, end - from - 1};
}

static size_t skip_blanks(struct text line, size_t at)
{
    while (at < line.size && (line.bytes[at] == ' ' || line.bytes[at] == '\t'))
        at++;
    return at;
}

/* What could be a name there; empty where nothing could. */
static struct text name_at(struct text line, size_t at)
{
    struct text name = {line.bytes + at, 0};
    while (at + name.size < line.size && is_name((struct text){name.bytes + name.size, 1}))
        name.size++;
    return name;
}

/* `name = "value"`, `"name" : "value"` in objects, as many as the line has: HCL's native syntax,
 * "Attribute Definitions" and "Collection Values". What is no text in quotes is no password. */
static void find_tfvars_of_line(struct arena *arena, struct text text, struct text line,
                                struct secret_settings *out)
{
    struct text name = {0};
    for (size_t at = 0; at < line.size;) {
        char c = line.bytes[at];
        if (c == '#' || (c == '/' && at + 1 < line.size && line.bytes[at + 1] == '/'))
            return;
        bool is_quoted = c == '"';
        struct text word = is_quoted ? quoted_text(line, at) : name_at(line, at);
        if (word.size == 0 && !is_quoted) {
            at++;
            continue;
        }
        at = (size_t)(word.bytes - line.bytes) + word.size + is_quoted;
        size_t start = (size_t)(word.bytes - text.bytes);
        if (is_quoted && name.size > 0 && !secret_password_is_stand_in(word))
            add(arena, out,
                (struct secret_setting){"tfvars-password", "password", arena_copy(arena, name),
                                        start, start + word.size});
        size_t next = skip_blanks(line, at);
        bool is_key = next < line.size && (line.bytes[next] == '=' || line.bytes[next] == ':') &&
                      is_name(word) && names_a_secret(word);
        name = is_key ? word : (struct text){0};
        at = is_key ? skip_blanks(line, next + 1) : at;
        if (is_key && (at == line.size || line.bytes[at] != '"'))
            name.size = 0;
    }
}

static void find_tfvars(struct arena *arena, struct text text, struct secret_settings *out)
{
    struct text rest = text;
    struct text line;
    while (text_next_line(&rest, &line))
        find_tfvars_of_line(arena, text, line, out);
}

/* `machine HOST login NAME password VALUE`, on one line or several. */
static void find_netrc(struct arena *arena, struct text text, struct secret_settings *out)
{
    size_t at = 0;
    for (;;) {
        size_t next = text_find((struct text){text.bytes + at, text.size - at}, "password");
        if (next == SIZE_MAX)
            return;
        at += next + strlen("password");
        size_t start = at;
        while (start < text.size && strchr(" \t", text.bytes[start]))
            start++;
        size_t end = start;
        while (end < text.size && !strchr(" \t\r\n", text.bytes[end]))
            end++;
        struct text value = {text.bytes + start, end - start};
        if (start > at && value.size > 0 && !secret_password_is_stand_in(value))
            add(arena, out,
                (struct secret_setting){"netrc-password", "password", "password", start, end});
    }
}

/* git-credential-store: https://USER:PASSWORD@HOST on each line. */
static void find_git_credentials(struct arena *arena, struct text text, struct secret_settings *out)
{
    struct text rest = text;
    struct text line;
    while (text_next_line(&rest, &line)) {
        size_t scheme = text_find(line, "://");
        const char *at = memchr(line.bytes, '@', line.size);
        if (scheme == SIZE_MAX || !at)
            continue;
        const char *user = line.bytes + scheme + 3;
        const char *colon = user < at ? memchr(user, ':', (size_t)(at - user)) : NULL;
        if (!colon)
            continue;
        struct text value = {colon + 1, (size_t)(at - colon) - 1};
        size_t start = (size_t)(value.bytes - text.bytes);
        if (value.size > 0 && !secret_password_is_stand_in(value))
            add(arena, out,
                (struct secret_setting){"git-credentials", "password", "password", start,
                                        start + value.size});
    }
}

/* `host:port:database:user:password`; a backslash quotes a colon. */
static void find_pgpass(struct arena *arena, struct text text, struct secret_settings *out)
{
    struct text rest = text;
    struct text line;
    while (text_next_line(&rest, &line)) {
        size_t colons = 0;
        size_t at = 0;
        for (; at < line.size && colons < 4; at++) {
            at += line.bytes[at] == '\\';
            colons += at < line.size && line.bytes[at] == ':';
        }
        if (colons < 4 || at >= line.size || line.bytes[0] == '#')
            continue;
        struct text value = {line.bytes + at, line.size - at};
        size_t start = (size_t)(value.bytes - text.bytes);
        if (!secret_password_is_stand_in(value))
            add(arena, out,
                (struct secret_setting){"pgpass-password", "password", "password", start,
                                        start + value.size});
    }
}

static struct text quoted_at(struct text text, size_t from)
{
    while (from < text.size && text.bytes[from] != '"' && text.bytes[from] != '\'')
        from++;
    const char *end = from + 1 < text.size
                          ? memchr(text.bytes + from + 1, text.bytes[from], text.size - from - 1)
                          : NULL;
    if (!end)
        return (struct text){text.bytes + text.size, 0};
    return (struct text){text.bytes + from + 1, (size_t)(end - text.bytes) - from - 1};
}

/* `define( 'DB_PASSWORD', '...' );` */
static void find_wordpress(struct arena *arena, struct text text, struct secret_settings *out)
{
    struct text rest = text;
    struct text line;
    while (text_next_line(&rest, &line)) {
        line = text_trim(line);
        if (!text_starts_with(line, "define"))
            continue;
        struct text name = quoted_at(line, 0);
        struct text value = quoted_at(line, (size_t)(name.bytes - line.bytes) + name.size + 1);
        size_t start = (size_t)(value.bytes - text.bytes);
        if (is_name(name) && names_a_secret(name) && !secret_password_is_stand_in(value))
            add(arena, out,
                (struct secret_setting){"wordpress-password", "password", arena_copy(arena, name),
                                        start, start + value.size});
    }
}

/* `"auth": "BASE64 of user:password"`. */
static void find_docker_auth(struct arena *arena, struct text text, struct secret_settings *out)
{
    size_t at = 0;
    for (;;) {
        size_t next = text_find((struct text){text.bytes + at, text.size - at}, "\"auth\"");
        if (next == SIZE_MAX)
            return;
        at += next + strlen("\"auth\"");
        size_t start = at;
        while (start < text.size && strchr(" \t\r\n:\"", text.bytes[start]))
            start++;
        size_t end = start;
        while (end < text.size && (base64_is_digit(text.bytes[end]) || text.bytes[end] == '='))
            end++;
        struct text decoded;
        if (end - start < 12 ||
            !base64_decode(arena, (struct text){text.bytes + start, end - start}, &decoded))
            continue;
        size_t colon = text_find(decoded, ":");
        if (colon == SIZE_MAX || colon + 1 >= decoded.size)
            continue;
        struct text password = {decoded.bytes + colon + 1, decoded.size - colon - 1};
        if (!secret_password_is_stand_in(password))
            add(arena, out, (struct secret_setting){"docker-auth", "password", "auth", start, end});
    }
}

static bool is_base64_password(struct arena *arena, struct text value, bool has_user)
{
    struct text decoded;
    if (value.size < 8 || !base64_decode(arena, value, &decoded))
        return false;
    size_t colon = has_user ? text_find(decoded, ":") : 0;
    if (colon == SIZE_MAX)
        return false;
    size_t start = has_user ? colon + 1 : 0;
    return !secret_password_is_stand_in((struct text){decoded.bytes + start, decoded.size - start});
}

/* `//HOST/:_password=BASE64` and `_auth=BASE64 of user:password`; what has _authToken
 * is found in any file. */
static void find_npm(struct arena *arena, struct text text, struct secret_settings *out)
{
    struct text rest = text;
    struct text line;
    while (text_next_line(&rest, &line)) {
        line = text_trim(line);
        size_t equals = text_find(line, "=");
        if (equals == SIZE_MAX || line.bytes[0] == '#' || line.bytes[0] == ';')
            continue;
        const char *name = arena_copy(arena, text_trim((struct text){line.bytes, equals}));
        struct text value = unquote((struct text){line.bytes + equals + 1, line.size - equals - 1});
        bool is_pair = strcmp(name, "_auth") == 0 || string_ends_with(name, ":_auth");
        bool is_password = strcmp(name, "_password") == 0 || string_ends_with(name, ":_password");
        if ((!is_pair && !is_password) || !is_base64_password(arena, value, is_pair))
            continue;
        size_t start = (size_t)(value.bytes - text.bytes);
        add(arena, out,
            (struct secret_setting){"npmrc-password", "password", is_pair ? "_auth" : "_password",
                                    start, start + value.size});
    }
}

/* `user:HASH` as htpasswd of Apache writes it: bcrypt, its own MD5, SHA and those of
 * crypt(3). */
static void find_hashes(struct arena *arena, struct text text, struct secret_settings *out)
{
    static const char *const marks[] = {"$apr1$", "$2y$", "$2a$",  "$2b$",
                                        "$5$",    "$6$",  "{SHA}", NULL};
    enum { HASH_MIN = 20 };
    struct text rest = text;
    struct text line;
    while (text_next_line(&rest, &line)) {
        size_t colon = text_find(line, ":");
        if (colon == SIZE_MAX || colon == 0 || line.bytes[0] == '#')
            continue;
        struct text value = text_trim((struct text){line.bytes + colon + 1, line.size - colon - 1});
        bool is_hash = false;
        for (size_t i = 0; marks[i]; i++)
            is_hash |= text_starts_with(value, marks[i]);
        size_t start = (size_t)(value.bytes - text.bytes);
        if (is_hash && value.size >= HASH_MIN && secret_entropy(value) > 3.0)
            add(arena, out,
                (struct secret_setting){"htpasswd-hash", "password_hash", "hash", start,
                                        start + value.size});
    }
}

/* `token:` and `password:` of a user. */
static void find_kubeconfig(struct arena *arena, struct text text, struct secret_settings *out)
{
    static const char *const names[] = {"token",         "password",      "id-token",
                                        "refresh-token", "client-secret", NULL};
    struct text rest = text;
    struct text line;
    if (text_find(text, "Config") == SIZE_MAX)
        return;
    while (text_next_line(&rest, &line)) {
        line = text_trim(line);
        if (text_starts_with(line, "- "))
            line = text_trim((struct text){line.bytes + 2, line.size - 2});
        size_t colon = text_find(line, ": ");
        if (colon == SIZE_MAX)
            continue;
        const char *name = arena_copy(arena, (struct text){line.bytes, colon});
        struct text value = unquote((struct text){line.bytes + colon + 2, line.size - colon - 2});
        size_t start = (size_t)(value.bytes - text.bytes);
        if (string_is_one_of(name, names) && !secret_password_is_stand_in(value))
            add(arena, out,
                (struct secret_setting){"kubeconfig-token", "kubeconfig", name, start,
                                        start + value.size});
    }
}

void secret_settings_find(struct arena *arena, const char *path, struct text text,
                          struct secret_settings *out)
{
    enum settings_kind kind = kind_of(path);
    switch (kind) {
    case SETTINGS_NONE:
        return;
    case SETTINGS_DOTENV:
    case SETTINGS_PYPIRC:
        find_assignments(arena, text, kind, out);
        return;
    case SETTINGS_TFVARS:
        find_tfvars(arena, text, out);
        return;
    case SETTINGS_NETRC:
        find_netrc(arena, text, out);
        return;
    case SETTINGS_GIT:
        find_git_credentials(arena, text, out);
        return;
    case SETTINGS_DOCKER:
        find_docker_auth(arena, text, out);
        return;
    case SETTINGS_PGPASS:
        find_pgpass(arena, text, out);
        return;
    case SETTINGS_WORDPRESS:
        find_wordpress(arena, text, out);
        return;
    case SETTINGS_NPM:
        find_npm(arena, text, out);
        return;
    case SETTINGS_HASHES:
        find_hashes(arena, text, out);
        return;
    case SETTINGS_KUBECONFIG:
        find_kubeconfig(arena, text, out);
        return;
    }
}
