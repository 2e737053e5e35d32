#include "facts/agent.h"

#include "facts/paths.h"
#include "facts/residue.h"
#include "facts/secret_value.h"

#include <string.h>

enum { WORDS_MAX = 64, LAUNCHER_DEPTH_MAX = 3 };

static void add_finding(struct agent_findings *out, enum agent_smell smell, uint32_t line,
                        uint32_t column, const char *text)
{
    out->items =
        arena_grow(out->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
    out->items[out->count++] = (struct agent_finding){
        .smell = smell,
        .line = line ? line : 1,
        .column = column ? column : 1,
        .count = 1,
        .text = arena_strdup(out->arena, text),
    };
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* `1.2.3`, with what may follow: a pre-release, a build. */
static bool is_exact_version(const char *version)
{
    if (*version == 'v' || *version == '=')
        version++;
    for (unsigned part = 0; part < 3; part++) {
        size_t digits = 0;
        while (is_digit(version[digits]))
            digits++;
        if (!digits)
            return false;
        version += digits;
        if (part < 2 && *version++ != '.')
            return false;
    }
    return *version == '\0' || *version == '-' || *version == '+' || *version == '.';
}

static bool ends_with_commit(const char *text)
{
    size_t length = strlen(text), hex = 0;
    while (hex < length && strchr("0123456789abcdef", text[length - hex - 1]))
        hex++;
    return hex >= 40;
}

/* Files of the tree are reviewed with it. */
static bool is_path(const char *name)
{
    return name[0] == '.' || name[0] == '/' || string_starts_with(name, "file:");
}

static bool is_pinned_npm(const char *name)
{
    const char *at = strrchr(name, '@');
    if (is_path(name) || ends_with_commit(name))
        return true;
    return at && at != name && is_exact_version(at + 1);
}

static bool is_pinned_python(const char *name)
{
    const char *exact = strstr(name, "==");
    const char *at = strrchr(name, '@');
    if (is_path(name) || ends_with_commit(name))
        return true;
    /* PyPI knows versions of two parts. */
    if (exact)
        return is_digit(exact[2]) && !strchr(exact, '*');
    return at && is_digit(at[1]) && strchr(at, '.');
}

/* A tag can be moved; that one is set at all tells of a choice, and `latest` of none. */
static bool is_pinned_image(const char *name)
{
    if (strstr(name, "@sha256:"))
        return true;
    const char *slash = strrchr(name, '/');
    const char *colon = strchr(slash ? slash : name, ':');
    return colon && is_digit(colon[1 + (colon[1] == 'v')]);
}

struct launcher {
    const char *program;
    const char *subcommand; /* `uv tool run`: the words between; NULL for none */
    bool (*is_pinned)(const char *name);
    const char *const *package_options; /* whose word is the package */
    const char *const *word_options;    /* that take a word */
};

static const char *const npm_package[] = {"-p", "--package", NULL};
static const char *const npm_words[] = {"--registry", "--cache", "--prefix", NULL};
static const char *const uv_package[] = {"--from", NULL};
static const char *const uv_words[] = {"--python", "-p",          "--with",          "--index-url",
                                       "--index",  "--directory", "--with-editable", NULL};
static const char *const pipx_package[] = {"--spec", NULL};
static const char *const docker_words[] = {
    "-e",        "--env",      "-v",         "--volume", "--mount",      "--name",
    "--network", "-p",         "--publish",  "--user",   "-u",           "-w",
    "--workdir", "--env-file", "--platform", "--pull",   "--entrypoint", "--memory",
    "--cpus",    "--add-host", "--net",      "--label",  "-l",           NULL};
static const char *const no_options[] = {NULL};

static const struct launcher launchers[] = {
    {"npx", NULL, is_pinned_npm, npm_package, npm_words},
    {"bunx", NULL, is_pinned_npm, npm_package, npm_words},
    {"pnpx", NULL, is_pinned_npm, npm_package, npm_words},
    {"npm", "exec", is_pinned_npm, npm_package, npm_words},
    {"pnpm", "dlx", is_pinned_npm, npm_package, npm_words},
    {"yarn", "dlx", is_pinned_npm, npm_package, npm_words},
    {"bun", "x", is_pinned_npm, npm_package, npm_words},
    {"uvx", NULL, is_pinned_python, uv_package, uv_words},
    {"uv", "tool run", is_pinned_python, uv_package, uv_words},
    {"pipx", "run", is_pinned_python, pipx_package, no_options},
    {"docker", "run", is_pinned_image, no_options, docker_words},
    {"podman", "run", is_pinned_image, no_options, docker_words},
};

static size_t skip_subcommand(const char *const *words, size_t at, size_t count,
                              const char *subcommand)
{
    while (subcommand && *subcommand) {
        size_t size = strcspn(subcommand, " ");
        if (at >= count || strlen(words[at]) != size || strncmp(words[at], subcommand, size) != 0)
            return SIZE_MAX;
        at++;
        subcommand += size + (subcommand[size] == ' ');
    }
    return at;
}

static const char *package_of(const struct launcher *launcher, const char *const *words, size_t at,
                              size_t count)
{
    static const char *const local[] = {"--no-install", "--no", "--offline", NULL};
    for (; at < count; at++) {
        const char *word = words[at];
        if (word[0] != '-')
            return word;
        const char *equals = strchr(word, '=');
        for (size_t i = 0; launcher->package_options[i]; i++) {
            size_t size = strlen(launcher->package_options[i]);
            if (strcmp(word, launcher->package_options[i]) == 0)
                return at + 1 < count ? words[at + 1] : NULL;
            if (equals && (size_t)(equals - word) == size &&
                strncmp(word, launcher->package_options[i], size) == 0)
                return equals + 1;
        }
        if (string_is_one_of(word, local))
            return NULL;
        at += string_is_one_of(word, launcher->word_options);
    }
    return NULL;
}

static const char *unpinned_of(const char *const *words, size_t count)
{
    const char *program = path_base(words[0]);
    for (size_t i = 0; i < sizeof(launchers) / sizeof(launchers[0]); i++) {
        const struct launcher *launcher = &launchers[i];
        size_t length = strlen(launcher->program);
        if (strncmp(program, launcher->program, length) != 0 ||
            (program[length] && strcmp(program + length, ".cmd") != 0 &&
             strcmp(program + length, ".exe") != 0))
            continue;
        size_t at = skip_subcommand(words, 1, count, launcher->subcommand);
        const char *package = at == SIZE_MAX ? NULL : package_of(launcher, words, at, count);
        if (package && !launcher->is_pinned(package) && package[0] != '$')
            return package;
    }
    return NULL;
}

/* `sh -c "npx x"` and `cmd /c npx x` run what follows. */
static size_t split_words(struct arena *arena, const char *line, const char **out)
{
    size_t count = 0;
    while (*line && count < WORDS_MAX) {
        line += strspn(line, " \t");
        size_t size = strcspn(line, " \t");
        if (size)
            out[count++] = arena_copy(arena, (struct text){line, size});
        line += size;
    }
    return count;
}

const char *agent_unpinned_package(struct arena *arena, const char *const *words, size_t count)
{
    static const char *const shells[] = {"sh", "bash", "zsh", "cmd", "cmd.exe", "env", "wsl", NULL};
    const char *split[WORDS_MAX];
    for (unsigned depth = 0; count > 0 && depth < LAUNCHER_DEPTH_MAX; depth++) {
        if (!string_is_one_of(path_base(words[0]), shells))
            return unpinned_of(words, count);
        size_t at = 1;
        while (at < count && (words[at][0] == '-' || strcmp(words[at], "/c") == 0 ||
                              strcmp(words[at], "/C") == 0 || strchr(words[at], '=')))
            at++;
        if (at + 1 == count && strchr(words[at], ' ')) {
            const char *line = words[at];
            count = split_words(arena, line, split);
            words = split;
        } else {
            words += at;
            count -= at;
        }
    }
    return NULL;
}

/* A value that is filled in when it is used, or that nobody filled in. */
static bool is_reference(const char *value)
{
    return strchr(value, '$') || strchr(value, '{') || strchr(value, '<') || strchr(value, '%') ||
           strlen(value) < 8;
}

static bool names_secret(const char *key)
{
    static const char *const words[] = {"key",    "token",         "secret",     "password",
                                        "passwd", "authorization", "credential", NULL};
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(text_of(key), words[i]) != SIZE_MAX)
            return true;
    return false;
}

static bool is_secret(const char *text)
{
    if (string_starts_with(text, "Bearer ") || string_starts_with(text, "bearer "))
        text += 7;
    struct text secret = text_of(text);
    return !(is_reference(text) || is_path(text) || residue_is_value(text) ||
             secret_is_made_up(secret) || secret_password_is_stand_in(secret) || strchr(text, ' '));
}

static void find_secrets(struct agent_findings *out, const struct node *mapping)
{
    if (!mapping || mapping->kind != NODE_MAPPING)
        return;
    for (size_t i = 0; i < mapping->count; i++) {
        const struct node *value = mapping->items[i];
        if (value->kind == NODE_TEXT && names_secret(mapping->keys[i]->text) &&
            is_secret(value->text))
            add_finding(out, AGENT_INLINE_SECRET, value->line, value->column,
                        mapping->keys[i]->text);
    }
}

/* `--api-key VALUE`, `--token=VALUE`; a value without a digit is a name or a word. */
static void find_secret_arguments(struct agent_findings *out, const struct node *arguments)
{
    for (size_t i = 0; arguments && arguments->kind == NODE_SEQUENCE && i < arguments->count; i++) {
        const struct node *item = arguments->items[i];
        if (!node_is_scalar(item) || item->text[0] != '-')
            continue;
        const char *equals = strchr(item->text, '=');
        const struct node *next = i + 1 < arguments->count ? arguments->items[i + 1] : NULL;
        const char *name =
            arena_copy(out->arena, (struct text){item->text, equals ? (size_t)(equals - item->text)
                                                                    : strlen(item->text)});
        const char *value = equals ? equals + 1 : next && node_is_scalar(next) ? next->text : "-";
        if (names_secret(name) && value[0] != '-' && strpbrk(value, "0123456789") &&
            is_secret(value))
            add_finding(out, AGENT_INLINE_SECRET, item->line, item->column, name);
    }
}

/* `https://host/mcp?api_key=VALUE`. */
static void find_secret_query(struct agent_findings *out, const struct node *server)
{
    const struct node *node = node_find(server, "url");
    const char *url = node_string(server, "url");
    for (const char *at = url ? strchr(url, '?') : NULL; at && *at;) {
        size_t name_size = strcspn(++at, "=&#"), size = strcspn(at, "&#");
        const char *name = arena_copy(out->arena, (struct text){at, name_size});
        if (name_size < size && names_secret(name)) {
            struct text value = {at + name_size + 1, size - name_size - 1};
            const char *secret = arena_copy(out->arena, value);
            if (strpbrk(secret, "0123456789") && is_secret(secret))
                add_finding(out, AGENT_INLINE_SECRET, node->line, node->column, name);
        }
        at += size;
    }
}

static void find_server(struct agent_findings *out, const struct node *server)
{
    const char *words[WORDS_MAX];
    size_t count = 0;
    const char *command = node_string(server, "command");
    const struct node *arguments = node_find(server, "args");
    if (command && *command && strchr(command, ' ') && !arguments)
        count = split_words(out->arena, command, words);
    else if (command && *command)
        words[count++] = command;
    for (size_t i = 0; arguments && arguments->kind == NODE_SEQUENCE && i < arguments->count; i++)
        if (node_is_scalar(arguments->items[i]) && count > 0 && count < WORDS_MAX)
            words[count++] = arguments->items[i]->text;
    const char *package = agent_unpinned_package(out->arena, words, count);
    if (package) {
        const struct node *place = node_find(server, "command");
        for (size_t i = 0; arguments && arguments->kind == NODE_SEQUENCE && i < arguments->count;
             i++)
            if (node_is_scalar(arguments->items[i]) &&
                strcmp(arguments->items[i]->text, package) == 0)
                place = arguments->items[i];
        add_finding(out, AGENT_UNPINNED_SERVER, place->line, place->column, package);
    }
    find_secrets(out, node_find(server, "env"));
    find_secrets(out, node_find(server, "headers"));
    find_secret_arguments(out, arguments);
    find_secret_query(out, server);
}

void agent_find_servers(struct agent_findings *out, const struct node *root)
{
    static const char *const keys[] = {"mcpServers", "servers", "mcp_servers", "context_servers",
                                       NULL};
    for (size_t k = 0; keys[k]; k++) {
        const struct node *servers = node_find(root, keys[k]);
        for (size_t i = 0; servers && servers->kind == NODE_MAPPING && i < servers->count; i++)
            find_server(out, servers->items[i]);
    }
    /* VS Code keeps them one deeper in its settings. */
    const struct node *nested = node_find(node_find(root, "mcp"), "servers");
    for (size_t i = 0; nested && nested->kind == NODE_MAPPING && i < nested->count; i++)
        find_server(out, nested->items[i]);
    find_secrets(out, node_find(root, "env"));
}

static void find_true(struct agent_findings *out, const struct node *root, const char *key)
{
    bool on = false;
    const struct node *value = node_find(root, key);
    if (value && node_boolean(value, &on) && on)
        add_finding(out, AGENT_ALLOWS_ALL, value->line, value->column, key);
}

static void find_word(struct agent_findings *out, const struct node *mapping, const char *key,
                      const char *word)
{
    const char *value = node_string(mapping, key);
    const struct node *node = node_find(mapping, key);
    if (value && strcmp(value, word) == 0)
        add_finding(out, AGENT_ALLOWS_ALL, node->line, node->column,
                    arena_printf(out->arena, "%s: %s", key, word));
}

void agent_find_permissions(struct agent_findings *out, const struct node *root)
{
    static const char *const all[] = {"*", "Bash", "Bash(*)", "Bash(:*)", "Bash(*:*)", NULL};
    const struct node *permissions = node_find(root, "permissions");
    const struct node *allow = node_find(permissions, "allow");
    for (size_t i = 0; allow && allow->kind == NODE_SEQUENCE && i < allow->count; i++) {
        const struct node *item = allow->items[i];
        if (node_is_scalar(item) && string_is_one_of(item->text, all))
            add_finding(out, AGENT_ALLOWS_ALL, item->line, item->column,
                        arena_printf(out->arena, "allow: %s", item->text));
    }
    find_word(out, permissions, "defaultMode", "bypassPermissions");
    find_true(out, root, "chat.tools.autoApprove");
    find_true(out, root, "chat.tools.global.autoApprove");
    find_true(out, root, "yes-always");
    find_true(out, root, "autoAccept");
    find_word(out, root, "approvalMode", "yolo");
    find_word(out, node_find(root, "general"), "defaultApprovalMode", "yolo");
}

static bool is_word(const char *text, const char *word)
{
    return text && strcmp(text, word) == 0;
}

/* `approval_policy = "never"` alone keeps the sandbox; with full access nothing holds.
 * What a profile does not say, the root says. */
static void find_codex_access(struct agent_findings *out, const struct node *root,
                              const struct node *profile)
{
    const char *approval = node_string(profile, "approval_policy");
    const char *sandbox = node_string(profile, "sandbox_mode");
    if (!approval && !sandbox)
        return;
    const struct node *place = node_find(sandbox ? profile : root, "sandbox_mode");
    if (is_word(approval ? approval : node_string(root, "approval_policy"), "never") &&
        is_word(sandbox ? sandbox : node_string(root, "sandbox_mode"), "danger-full-access"))
        add_finding(out, AGENT_ALLOWS_ALL, place->line, place->column,
                    "sandbox_mode: danger-full-access");
}

void agent_find_codex(struct agent_findings *out, const struct node *root)
{
    find_codex_access(out, root, root);
    const struct node *profiles = node_find(root, "profiles");
    for (size_t i = 0; profiles && profiles->kind == NODE_MAPPING && i < profiles->count; i++)
        find_codex_access(out, root, profiles->items[i]);
}
