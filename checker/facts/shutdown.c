#include "facts/shutdown.h"

#include "facts/migration_source.h"
#include "facts/paths.h"

#include <string.h>

enum form { FORM_BRACES, FORM_PYTHON, FORM_RUBY, FORM_RUST, FORM_SHELL, FORM_SETTINGS };

/* A call that handles the signal named beside it, or by itself where none is. */
struct way {
    const char *call;
    const char *signal;
};

/* The waiting for signals of each language, and what its frameworks say of ending: the
 * packages signal of Go and Python, controller-runtime, dskit, Node's process, Nest, terminus,
 * the JVM's hooks, Spring's and Quarkus' settings, .NET's generic host, actix and tokio. */
static const struct way go_ways[] = {{"signal.Notify(", "SIGTERM"},
                                     {"signal.NotifyContext(", "SIGTERM"},
                                     {"os.Signal{", "SIGTERM"},
                                     {"run.SignalHandler(", "SIGTERM"},
                                     {"SetupSignalHandler(", NULL},
                                     {"signals.NewHandler(", NULL},
                                     {NULL, NULL}};
static const struct way script_ways[] = {
    {"process.on(", "SIGTERM"},          {"process.once(", "SIGTERM"},
    {"process.addListener(", "SIGTERM"}, {"Deno.addSignalListener(", "SIGTERM"},
    {"enableShutdownHooks(", NULL},      {"createTerminus(", NULL},
    {"closeWithGrace(", NULL},           {NULL, NULL}};
static const struct way jvm_ways[] = {
    {"addShutdownHook(", NULL},     {"addShutdownHook {", NULL},     {"@PreDestroy", NULL},
    {"CoordinatedShutdown(", NULL}, {"registerShutdownHook(", NULL}, {NULL, NULL}};
static const struct way dotnet_ways[] = {{"ApplicationStopping", NULL},
                                         {"PosixSignalRegistration.Create(", NULL},
                                         {"ProcessExit", NULL},
                                         {"WebApplication.Create", NULL},
                                         {"Host.Create", NULL},
                                         {"WebHost.Create", NULL},
                                         {NULL, NULL}};
static const struct way python_ways[] = {{"signal(", "SIGTERM"},
                                         {"add_signal_handler(", "SIGTERM"},
                                         {"uvicorn.run(", NULL},
                                         {"web.run_app(", NULL},
                                         {NULL, NULL}};
static const struct way php_ways[] = {{"pcntl_signal(", "SIGTERM"}, {NULL, NULL}};
static const struct way ruby_ways[] = {
    {"trap(", "SIGTERM"}, {"trap ", "SIGTERM"}, {"trap(", "TERM"}, {"trap ", "TERM"}, {NULL, NULL}};
static const struct way rust_ways[] = {{"SignalKind::terminate", NULL},
                                       {"signal_hook", "SIGTERM"},
                                       {"Signals::new(", "SIGTERM"},
                                       {"HttpServer::new(", NULL},
                                       {NULL, NULL}};
static const struct way shell_ways[] = {
    {"trap ", "SIGTERM"}, {"trap ", "TERM"}, {"gunicorn ", NULL}, {"uvicorn ", NULL},
    {"hypercorn ", NULL}, {"puma ", NULL},   {NULL, NULL}};
static const struct way setting_ways[] = {{"server.shutdown=graceful", NULL},
                                          {"server.shutdown: graceful", NULL},
                                          {"shutdown: graceful", NULL},
                                          {"quarkus.shutdown.timeout", NULL},
                                          {NULL, NULL}};

static const struct language {
    const char *ending;
    enum form form;
    const struct way *ways;
} languages[] = {{".go", FORM_BRACES, go_ways},
                 {".js", FORM_BRACES, script_ways},
                 {".mjs", FORM_BRACES, script_ways},
                 {".cjs", FORM_BRACES, script_ways},
                 {".ts", FORM_BRACES, script_ways},
                 {".mts", FORM_BRACES, script_ways},
                 {".java", FORM_BRACES, jvm_ways},
                 {".kt", FORM_BRACES, jvm_ways},
                 {".scala", FORM_BRACES, jvm_ways},
                 {".groovy", FORM_BRACES, jvm_ways},
                 {".cs", FORM_BRACES, dotnet_ways},
                 {".php", FORM_BRACES, php_ways},
                 {".py", FORM_PYTHON, python_ways},
                 {".rb", FORM_RUBY, ruby_ways},
                 {".rs", FORM_RUST, rust_ways},
                 {".sh", FORM_SHELL, shell_ways},
                 {".properties", FORM_SETTINGS, setting_ways},
                 {".yml", FORM_SETTINGS, setting_ways},
                 {".yaml", FORM_SETTINGS, setting_ways}};

static const struct language *language_at(const char *path)
{
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
        if (string_ends_with(path, languages[i].ending))
            return &languages[i];
    return NULL;
}

bool shutdown_is_source(const char *path)
{
    const struct language *language = language_at(path);
    return language && language->form < FORM_SHELL;
}

bool shutdown_is_main(const char *path, struct text text)
{
    struct text line;
    if (!string_ends_with(path, ".go"))
        return false;
    while (text_next_line(&text, &line))
        if (text_starts_with(line, "package "))
            return text_equals(text_trim((struct text){line.bytes + 8, line.size - 8}), "main");
    return false;
}

/* Comments that go to the end of a line. Rust's lifetimes look like strings that do not end, so
 * that its strings are left as they are. */
static struct text without_line_comments(struct arena *scratch, struct text text, const char *mark)
{
    char *code = arena_copy(scratch, text);
    struct text rest = text, line;
    while (text_next_line(&rest, &line)) {
        size_t at = text_find(line, mark);
        bool begins = at != SIZE_MAX && (at == 0 || line.bytes[at - 1] == ' ' ||
                                         line.bytes[at - 1] == '\t' || mark[0] == '/');
        if (begins)
            memset(code + (line.bytes - text.bytes) + at, ' ', line.size - at);
    }
    return (struct text){code, text.size};
}

static struct text code_of(struct arena *scratch, enum form form, struct text text)
{
    if (form == FORM_RUST)
        return without_line_comments(scratch, text, "//");
    if (form == FORM_SHELL || form == FORM_SETTINGS)
        return without_line_comments(scratch, text, "#");
    return migration_source_read(scratch, text,
                                 form == FORM_PYTHON ? MIGRATION_PYTHON
                                 : form == FORM_RUBY ? MIGRATION_RUBY
                                                     : MIGRATION_BRACES)
        .code;
}

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

static bool stands_alone(struct text text, size_t at, size_t size)
{
    return !(at > 0 && is_word_byte(text.bytes[at - 1])) &&
           !(at + size < text.size && is_word_byte(text.bytes[at + size]));
}

static struct text line_around(struct text text, size_t at)
{
    size_t from = at, end = at;
    while (from > 0 && text.bytes[from - 1] != '\n')
        from--;
    while (end < text.size && text.bytes[end] != '\n')
        end++;
    return (struct text){text.bytes + from, end - from};
}

/* A line that sends the signal, or that asks for it to be left alone. */
static bool is_handled_there(struct text line)
{
    static const char *const others[] = {"kill(",   "Kill(",   ".Signal(", "send_signal(",
                                         "SIG_IGN", "SIG_DFL", NULL};
    for (size_t i = 0; others[i]; i++)
        if (text_find(line, others[i]) != SIZE_MAX)
            return false;
    return true;
}

/* The signal as a name of the code, or as a string that is it alone. */
static bool names_signal(struct text text, struct text code, const char *signal)
{
    enum { TRIES = 100 };
    size_t size = strlen(signal), at = 0;
    for (unsigned tries = 0; tries < TRIES; tries++) {
        size_t found = text_find((struct text){text.bytes + at, text.size - at}, signal);
        if (found == SIZE_MAX)
            return false;
        at += found;
        bool is_code = code.bytes[at] == text.bytes[at];
        bool is_quoted = at > 0 && strchr("'\"`", text.bytes[at - 1]) &&
                         code.bytes[at - 1] == text.bytes[at - 1] && at + size < text.size &&
                         text.bytes[at + size] == text.bytes[at - 1];
        if ((is_code || is_quoted) && stands_alone(text, at, size) &&
            is_handled_there(line_around(text, at)))
            return true;
        at += size;
    }
    return false;
}

static size_t find_call(struct text code, const char *call)
{
    enum { TRIES = 100 };
    size_t size = strlen(call), at = 0;
    for (unsigned tries = 0; tries < TRIES; tries++) {
        size_t found = text_find((struct text){code.bytes + at, code.size - at}, call);
        if (found == SIZE_MAX)
            return SIZE_MAX;
        at += found;
        if (at == 0 || !is_word_byte(call[0]) || !is_word_byte(code.bytes[at - 1]))
            return at;
        at += size;
    }
    return SIZE_MAX;
}

/* The first of the words of a line of a Dockerfile that is listed, or NULL; of an image only
 * the first word counts, without registry, tag and options. */
static const char *listed_word(struct arena *scratch, const char *words, bool is_image,
                               const char *const *listed)
{
    static const char between[] = " \t\"'[],\\";
    while (*(words += strspn(words, between))) {
        size_t size = strcspn(words, between);
        const char *name = path_base(arena_copy(scratch, (struct text){words, size}));
        bool is_option = strncmp(words, "--", 2) == 0;
        words += size;
        if (is_image && is_option)
            continue;
        if (is_image)
            name = arena_copy(scratch, (struct text){name, strcspn(name, ":@")});
        for (const char *const *known = listed; *known; known++)
            if (strcmp(*known, name) == 0)
                return *known;
        if (is_image)
            return NULL;
    }
    return NULL;
}

/* The words of CMD and ENTRYPOINT, and the image that is shipped. Official images of nginx and
 * httpd are told to end by the signal with which they finish their requests (STOPSIGNAL). */
static const char *dockerfile_way(struct arena *scratch, struct text text, uint32_t *at)
{
    static const char *const servers[] = {"gunicorn", "uvicorn", "hypercorn",
                                          "puma",     "caddy",   NULL};
    static const char *const images[] = {"nginx", "nginx-unprivileged", "httpd", "caddy", NULL};
    const char *way = NULL;
    bool is_command = false, goes_on = false;
    struct text rest = text, line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        const char *copy = arena_copy(scratch, text_trim(line));
        size_t first = goes_on ? 0 : strcspn(copy, " \t");
        const char *instruction = arena_copy(scratch, (struct text){copy, first});
        bool is_from = !goes_on && string_equals_folded(instruction, "from");
        if (!goes_on)
            is_command = string_equals_folded(instruction, "cmd") ||
                         string_equals_folded(instruction, "entrypoint");
        if (is_from)
            way = NULL;
        if (!way && copy[0] != '#' && (is_from || is_command)) {
            way = listed_word(scratch, copy + first, is_from, is_from ? images : servers);
            *at = way ? number : *at;
        }
        goes_on = string_ends_with(copy, "\\");
    }
    return way;
}

const char *shutdown_way(struct arena *scratch, const char *path, struct text text, uint32_t *line)
{
    const struct language *language = language_at(path);
    if (!language)
        return dockerfile_way(scratch, text, line);
    struct text code = code_of(scratch, language->form, text);
    for (const struct way *way = language->ways; way->call; way++) {
        size_t at = find_call(code, way->call);
        if (at == SIZE_MAX || (way->signal && !names_signal(text, code, way->signal)))
            continue;
        *line = migration_line(text, at);
        return way->call;
    }
    return NULL;
}
