#include "facts/shell_request.h"

#include <string.h>

struct client {
    const char *name;
    const char *with_word;         /* letters of options that take a word */
    const char *const *long_words; /* long options that take a word */
    char output;                   /* the letter before the file */
    const char *long_output;
    char folder;
    const char *long_folder;
};

static const char *const curl_words[] = {
    "--cacert",      "--cert",        "--config",     "--connect-timeout", "--cookie",
    "--cookie-jar",  "--data",        "--data-raw",   "--data-binary",     "--data-urlencode",
    "--dump-header", "--form",        "--header",     "--interface",       "--json",
    "--key",         "--limit-rate",  "--max-redirs", "--max-time",        "--oauth2-bearer",
    "--proto",       "--proto-redir", "--proxy",      "--range",           "--referer",
    "--request",     "--resolve",     "--retry",      "--retry-delay",     "--retry-max-time",
    "--speed-limit", "--speed-time",  "--tls-max",    "--upload-file",     "--user",
    "--user-agent",  "--write-out",   "--ciphers",    "--max-filesize",    NULL};
static const char *const wget_words[] = {
    "--header",  "--tries",      "--timeout", "--user",    "--password",  "--user-agent",
    "--method",  "--post-data",  "--wait",    "--execute", "--body-data", "--output-file",
    "--referer", "--input-file", "--accept",  "--reject",  "--quota",     "--ca-certificate",
    NULL};
static const struct client clients[] = {
    {"curl", "AbcCdDeEFHKmPQrtTuUwxXyYz", curl_words, 'o', "--output", '\0', "--output-dir"},
    {"wget", "aABDeEiIloQRtTUwX", wget_words, 'O', "--output-document", 'P', "--directory-prefix"},
};

struct request {
    struct arena *arena;
    const struct client *client;
    const char *first; /* an argument that is no option */
    const char *file, *folder;
    bool by_name; /* the file is called as the address ends */
    struct shell_request out;
};

static void add_url(struct request *request, const char *url)
{
    enum shell_certainty pinned = shell_url_pin(url);
    bool worse = !request->out.url || pinned == SHELL_NO ||
                 (pinned == SHELL_UNKNOWN && request->out.pinned == SHELL_YES);
    if (!worse)
        return;
    request->out.url = url;
    request->out.pinned = pinned;
}

/* A cluster of letters; the index of the word that was taken last. */
static size_t read_letters(struct request *request, const struct shell_command *command, size_t at)
{
    const struct client *client = request->client;
    const char *word = command->words[at];
    bool is_curl = strcmp(client->name, "curl") == 0;
    if (!is_curl && word[1] == 'n') /* -nv, -nc, -nH */
        return at;
    for (const char *letter = word + 1; *letter; letter++) {
        bool output = *letter == client->output;
        bool folder = client->folder && *letter == client->folder;
        if (is_curl && (*letter == 'O' || *letter == 'J'))
            request->by_name = request->by_name || *letter == 'O';
        if (!output && !folder && !strchr(client->with_word, *letter))
            continue;
        const char *value = letter + 1;
        if (!*value) {
            at = shell_next_argument(command, at);
            value = at < command->count ? command->words[at] : "";
        }
        if (output)
            request->file = value;
        else if (folder)
            request->folder = value;
        return at;
    }
    return at;
}

/* The value of a long option when `word` is that option, in either form. */
static bool read_long(const struct shell_command *command, size_t *at, const char *option,
                      const char **out)
{
    const char *word = command->words[*at];
    size_t size = strlen(option);
    if (!string_starts_with(word, option))
        return false;
    if (word[size] == '=') {
        *out = word + size + 1;
        return true;
    }
    if (word[size] != '\0')
        return false;
    *at = shell_next_argument(command, *at);
    *out = *at < command->count ? command->words[*at] : "";
    return true;
}

static size_t read_long_option(struct request *request, const struct shell_command *command,
                               size_t at)
{
    const struct client *client = request->client;
    const char *value;
    if (read_long(command, &at, client->long_output, &value)) {
        request->file = value;
    } else if (read_long(command, &at, client->long_folder, &value)) {
        request->folder = value;
    } else if (read_long(command, &at, "--url", &value)) {
        add_url(request, value);
    } else if (string_starts_with(command->words[at], "--remote-name")) {
        request->by_name = true;
    } else if (string_is_one_of(command->words[at], client->long_words)) {
        return shell_next_argument(command, at);
    }
    return at;
}

static const char *last_part(struct arena *arena, const char *url)
{
    size_t size = strcspn(url, "?#");
    size_t start = size;
    while (start > 0 && url[start - 1] != '/')
        start--;
    return arena_copy(arena, (struct text){.bytes = url + start, .size = size - start});
}

static const char *file_of(struct request *request)
{
    struct arena *arena = request->arena;
    const char *file = request->file;
    bool is_wget = strcmp(request->client->name, "wget") == 0;
    if (file && strcmp(file, "-") == 0)
        return NULL;
    if (!file && (request->by_name || is_wget) && request->out.url)
        file = last_part(arena, request->out.url);
    if (!file || strcmp(file, "/dev/stdout") == 0)
        return NULL;
    if (request->folder && !(is_wget && request->file))
        file = arena_printf(arena, "%s/%s", request->folder, file);
    return file;
}

static struct shell_request read_client(struct arena *arena, const struct client *client,
                                        const struct shell_command *command, size_t program)
{
    struct request request = {.arena = arena, .client = client, .out.program = client->name};
    for (size_t i = shell_next_argument(command, program); i < command->count;
         i = shell_next_argument(command, i)) {
        const char *word = command->words[i];
        if (word[0] == '-' && word[1] == '-')
            i = read_long_option(&request, command, i);
        else if (word[0] == '-' && word[1])
            i = read_letters(&request, command, i);
        else if (strstr(word, "://"))
            add_url(&request, word);
        else if (!request.first)
            request.first = word;
    }
    /* `curl example.com/x`, `curl "$URL"` */
    if (!request.out.url && request.first)
        add_url(&request, request.first);
    request.out.file = file_of(&request);
    if (!request.out.url)
        request.out.pinned = SHELL_UNKNOWN;
    return request.out;
}

/* `aws s3 cp FROM TO`, `gsutil cp FROM TO`: the last two words; `-` is the output. */
static struct shell_request read_copy(struct arena *arena, const struct shell_command *command,
                                      const char *program)
{
    const char *from = NULL;
    const char *to = NULL;
    bool copies = false;
    for (size_t i = shell_next_argument(command, shell_program(command)); i < command->count;
         i = shell_next_argument(command, i)) {
        const char *word = command->words[i];
        if (strcmp(word, "cp") == 0)
            copies = true;
        else if (copies && !from && strstr(word, "://"))
            from = word;
        else if (copies && from && !to && (word[0] != '-' || word[1] == '\0'))
            to = word;
    }
    if (!from || !to || strstr(to, "://"))
        return (struct shell_request){0};
    const char *file = strcmp(to, "-") == 0 ? NULL : to;
    if (file && (string_ends_with(file, "/") || strcmp(file, ".") == 0))
        file = arena_printf(arena, "%s%s%s", file, string_ends_with(file, "/") ? "" : "/",
                            last_part(arena, from));
    return (struct shell_request){
        .program = program, .url = from, .pinned = SHELL_NO, .file = file};
}

/* PowerShell: Invoke-WebRequest, its other names, and the class below it. */
static struct shell_request read_power_shell(struct arena *arena,
                                             const struct shell_command *command, size_t program)
{
    static const char *const names[] = {"iwr",  "irm",  "invoke-webrequest",  "invoke-restmethod",
                                        "wget", "curl", "start-bitstransfer", NULL};
    static const char method[] = ".DownloadString(";
    const char *called = command->words[program];
    if (text_find_folded(text_of(called), method) == 0) {
        struct request request = {.arena = arena, .out.program = "DownloadString"};
        add_url(&request, called + sizeof(method) - 1);
        return request.out;
    }
    bool requests = false;
    for (size_t i = 0; names[i] && !requests; i++)
        requests = string_equals_folded(command->words[program], names[i]);
    if (!requests)
        return (struct shell_request){0};
    struct request request = {.arena = arena, .out.program = command->words[program]};
    const char *file = NULL;
    for (size_t i = program + 1; i < command->count; i++) {
        const char *word = command->words[i];
        if ((string_equals_folded(word, "-outfile") ||
             string_equals_folded(word, "-destination")) &&
            i + 1 < command->count)
            file = command->words[++i];
        else if (strstr(word, "://") || (word[0] == '$' && !request.out.url))
            add_url(&request, word);
    }
    request.out.file = file;
    if (!request.out.url)
        request.out.pinned = SHELL_UNKNOWN;
    return request.out;
}

struct shell_request shell_request_of(struct arena *arena, const struct shell_command *command)
{
    size_t program = shell_program(command);
    if (program == command->count)
        return (struct shell_request){0};
    for (size_t i = 0; i < sizeof(clients) / sizeof(clients[0]); i++)
        if (shell_calls(command, clients[i].name))
            return read_client(arena, &clients[i], command, program);
    if (shell_calls(command, "aws"))
        return read_copy(arena, command, "aws");
    if (shell_calls(command, "gsutil"))
        return read_copy(arena, command, "gsutil");
    return read_power_shell(arena, command, program);
}
