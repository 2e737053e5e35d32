#include "facts/commands.h"

#include "base/limits.h"

enum { COMMAND_BYTES_MAX = 400 };

struct reading {
    struct arena *arena;
    struct commands commands;
    size_t capacity;
    const char *folder; /* of the code block that is being read */
    const char *anew;   /* the same as if no block stood above, or NULL */
    enum command_place place;
    const char *near;   /* of the paragraph, or of the one before the block */
    const char *cloned; /* the folder that `git clone` made, or NULL; "" when it is not said */
    size_t moved;       /* the section in which an earlier block went elsewhere, or SIZE_MAX */
};

const char **command_words(struct arena *arena, const char *text, size_t *count)
{
    size_t room = strlen(text) / 2 + 2;
    const char **words = ARENA_ARRAY(arena, const char *, room);
    *count = 0;
    while (*text) {
        text += strspn(text, " \t");
        size_t size = strcspn(text, " \t");
        struct text word = {text, size};
        text += size;
        while (word.size && strchr("'\"", word.bytes[0])) {
            word.bytes++;
            word.size--;
        }
        while (word.size && strchr("'\"", word.bytes[word.size - 1]))
            word.size--;
        if (word.size)
            words[(*count)++] = arena_copy(arena, word);
    }
    return words;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const char *const programs[] = {
    "ansible-playbook",
    "apk",
    "apt",
    "apt-get",
    "aws",
    "az",
    "bash",
    "bazel",
    "brew",
    "bun",
    "bundle",
    "bundler",
    "bunx",
    "buck2",
    "cargo",
    "choco",
    "cmake",
    "composer",
    "conda",
    "corepack",
    "ctest",
    "curl",
    "deno",
    "dnf",
    "docker",
    "docker-compose",
    "dotnet",
    "earthly",
    "flutter",
    "gcloud",
    "gem",
    "git",
    "go",
    "golangci-lint",
    "gradle",
    "gradlew",
    "hatch",
    "helm",
    "invoke",
    "java",
    "jest",
    "journalctl",
    "just",
    "kubectl",
    "kustomize",
    "lein",
    "make",
    "mage",
    "maven",
    "meson",
    "mix",
    "mvn",
    "mvnw",
    "ninja",
    "nix",
    "nix-build",
    "nix-env",
    "node",
    "nox",
    "npm",
    "npx",
    "nvm",
    "opam",
    "pdm",
    "php",
    "phpunit",
    "pip",
    "pip3",
    "pipenv",
    "pipx",
    "pnpm",
    "podman",
    "poetry",
    "pre-commit",
    "psql",
    "pytest",
    "python",
    "python3",
    "py",
    "rails",
    "rake",
    "redis-cli",
    "rspec",
    "ruby",
    "rustup",
    "rye",
    "sbt",
    "scoop",
    "sh",
    "skaffold",
    "source",
    "stack",
    "swift",
    "systemctl",
    "task",
    "terraform",
    "tilt",
    "tofu",
    "tox",
    "uv",
    "uvx",
    "vagrant",
    "vcpkg",
    "vitest",
    "wget",
    "winget",
    "xcodebuild",
    "yarn",
    "yum",
    "zig",
    "argocd",
    "oc",
    "flux",
    "jq",
    "dig",
    "ping",
    "ssh",
    "pg_dump",
    "mysql",
    "mysqldump",
    "restic",
    "velero",
    "crictl",
    "etcdctl",
    "promtool",
    "amtool",
    "kill",
    "tail",
    "grep",
    "ps",
    "df",
    "top",
    "cd",
    "gmake",
    "./configure",
    NULL,
};

static bool is_program(const char *word)
{
    return string_is_one_of(word, programs);
}

bool command_is_named_script(const char *word)
{
    static const char *const folders[] = {"script", "scripts", "ci",  "bin",   "tools",
                                          "tool",   "hack",    "dev", "build", NULL};
    static const char *const verbs[] = {"test",      "tests",   "check",  "build", "setup",
                                        "bootstrap", "install", "server", "serve", "start",
                                        "run",       "lint",    "verify", NULL};
    if (string_starts_with(word, "./"))
        word += 2;
    const char *slash = strchr(word, '/');
    if (!slash || strchr(slash + 1, '/'))
        return false;
    char name[32] = {0}, folder[32] = {0};
    size_t size = strlen(slash + 1), folder_size = (size_t)(slash - word);
    if (size > 3 && strcmp(slash + 1 + size - 3, ".sh") == 0)
        size -= 3;
    if (size >= sizeof(name) || folder_size >= sizeof(folder))
        return false;
    memcpy(name, slash + 1, size);
    memcpy(folder, word, folder_size);
    return string_is_one_of(folder, folders) && string_is_one_of(name, verbs);
}

static bool is_assignment(const char *word)
{
    const char *equals = strchr(word, '=');
    return equals && equals > word &&
           strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
               (size_t)(equals - word);
}

/* Takes environment, `sudo` and the like away from the front. */
static const char *without_prefix(struct arena *arena, const char *text)
{
    for (;;) {
        text += strspn(text, " \t");
        size_t size = strcspn(text, " \t");
        const char *word = arena_copy(arena, (struct text){text, size});
        static const char *const prefixes[] = {"sudo",   "time",  "env", "exec",
                                               "export", "nohup", NULL};
        if (!size || !text[size] || (!is_assignment(word) && !string_is_one_of(word, prefixes)))
            return text;
        text += size;
    }
}

static bool is_left_open(const char *word)
{
    return strpbrk(word, "$`{}<>*%[]") != NULL || strstr(word, "...") != NULL;
}

static const char *below(struct arena *arena, const char *folder, const char *name)
{
    return *folder ? arena_printf(arena, "%s/%s", folder, name) : name;
}

/* A path of its own, a home, or where one was before, is not told by the tree. */
static void change_folder(struct reading *reading, const char *const *words, size_t count)
{
    const char *to = count > 1 ? words[1] : "~";
    char *folder = arena_strdup(reading->arena, to);
    size_t size = strlen(folder);
    while (size > 1 && folder[size - 1] == '/')
        folder[--size] = '\0';
    bool open = is_left_open(folder);
    bool cloned = reading->cloned &&
                  (open || !*reading->cloned || strcmp(base_name(folder), reading->cloned) == 0);
    if (cloned) {
        reading->folder = "";
        reading->place = COMMAND_HERE;
        reading->anew = NULL;
        reading->cloned = open || !*reading->cloned ? NULL : reading->cloned;
    } else if (folder[0] == '/' || folder[0] == '~' || folder[0] == '-' ||
               string_starts_with(folder, "$HOME") || string_starts_with(folder, "$(mktemp")) {
        reading->place = COMMAND_OUTSIDE;
    } else if (open || strlen(reading->folder) + size >= LIMIT_PATH_BYTES) {
        reading->place = reading->place == COMMAND_OUTSIDE ? COMMAND_OUTSIDE : COMMAND_OPEN;
    } else {
        reading->folder = below(reading->arena, reading->folder, folder);
        if (reading->anew)
            reading->anew = below(reading->arena, reading->anew, folder);
    }
}

static void remember_clone(struct reading *reading, const char *const *words, size_t count)
{
    if (count < 2 || strcmp(words[1], "clone") != 0)
        return;
    /* `git clone URL --depth 1 && cd pay`: options stand before or behind. */
    size_t at = count - 1;
    while (at > 2 && !strpbrk(words[at], "/:") && strpbrk(words[at - 1], "/:-"))
        at--;
    bool said = count > 2 && !is_left_open(base_name(words[at]));
    char *name = arena_strdup(reading->arena, said ? base_name(words[at]) : "");
    if (string_ends_with(name, ".git"))
        name[strlen(name) - 4] = '\0';
    reading->cloned = name;
}

/* A path that nobody calls: it has an ending that no script has, or is a pattern. */
static bool is_plain_path(const char *word)
{
    static const char *const scripts[] = {".sh",  ".bash", ".py",  ".pl", ".rb",
                                          ".ps1", ".bat",  ".php", NULL};
    const char *dot = strrchr(base_name(word), '.');
    return strchr(word, '/') && (is_left_open(word) || (dot && dot != base_name(word) &&
                                                        !string_is_one_of(dot, scripts)));
}

/* `prompted`: it stands behind a prompt, so it is a command whatever it is called. */
static void add_command(struct reading *reading, uint32_t line, struct text text, bool span,
                        bool prompted)
{
    text = text_trim(text);
    if (text.size && text.bytes[text.size - 1] == '\\')
        text = text_trim((struct text){text.bytes, text.size - 1});
    if (!text.size || text.size > COMMAND_BYTES_MAX)
        return;
    const char *command = without_prefix(reading->arena, arena_copy(reading->arena, text));
    size_t count;
    const char **words = command_words(reading->arena, command, &count);
    if (!count)
        return;
    bool script = (string_starts_with(words[0], "./") || string_starts_with(words[0], "scripts/") ||
                   string_starts_with(words[0], "bin/")) &&
                  !string_ends_with(words[0], "/");
    bool named = command_is_named_script(words[0]);
    if (!is_program(words[0]) && !script && !named && !prompted)
        return;
    /* A span with a single word names a program, `make`, or a file, `./a.toml`. */
    if (span && count < 2 && is_plain_path(words[0]))
        return;
    if (span && count < 2 && !named && strcmp(words[0], "tox") != 0 &&
        strcmp(words[0], "pytest") != 0 && strcmp(words[0], "nox") != 0 &&
        !string_starts_with(words[0], "./"))
        return;
    if (strcmp(words[0], "cd") == 0) {
        if (!span)
            change_folder(reading, words, count);
        return;
    }
    if (strcmp(words[0], "git") == 0)
        remember_clone(reading, words, count);
    reading->commands.items =
        arena_grow(reading->arena, reading->commands.items, reading->commands.count,
                   &reading->capacity, sizeof(*reading->commands.items));
    reading->commands.items[reading->commands.count++] =
        (struct command){.line = line,
                         .text = command,
                         .folder = reading->folder,
                         .place = reading->place,
                         .anew = reading->anew,
                         .near = reading->near,
                         .span = span,
                         .purpose = command_purpose_of(reading->arena, command)};
}

/* The commands of one line: parted by `&&`, `;`, `||` and `|`, outside quotes. */
static void add_line(struct reading *reading, uint32_t line, struct text text, bool span)
{
    text = text_trim(text);
    static const char *const prompts[] = {"$ ", "% ", "> ", "PS> ", "C:\\> ", "❯ ", "➜ ", NULL};
    bool prompted = false;
    for (size_t i = 0; prompts[i]; i++) {
        if (text_starts_with(text, prompts[i])) {
            prompted = !span && prompts[i][0] != '>' && text.size > strlen(prompts[i]);
            text.bytes += strlen(prompts[i]);
            text.size -= strlen(prompts[i]);
            break;
        }
    }
    char quote = 0;
    size_t begin = 0;
    for (size_t i = 0; i <= text.size; i++) {
        char byte = i < text.size ? text.bytes[i] : ';';
        if (i < text.size && quote) {
            quote = byte == quote ? '\0' : quote;
            continue;
        }
        if (byte == '"' || byte == '\'') {
            quote = byte;
            continue;
        }
        bool comment = byte == '#' && (i == 0 || text.bytes[i - 1] == ' ');
        bool both = byte == '&' && i + 1 < text.size && text.bytes[i + 1] == '&';
        if (byte != ';' && byte != '|' && !both && !comment)
            continue;
        add_command(reading, line, (struct text){text.bytes + begin, i - begin}, span, prompted);
        prompted = false;
        if (comment)
            return;
        i += both;
        begin = i + 1;
    }
}

static bool is_shell(const char *language)
{
    static const char *const languages[] = {
        "",
        "sh",
        "bash",
        "shell",
        "console",
        "zsh",
        "shell-session",
        "shellsession",
        "terminal",
        "text",
        "cmd",
        "powershell",
        "ps1",
        "pwsh",
        "bat",
        "fish",
        "none",
        "sh-session",
        "$",
        "plaintext",
        "txt",
        "command",
        "cli",
        "batch",
        "ksh",
        "{.sh",
        "{.bash",
        NULL,
    };
    return string_is_one_of(language, languages);
}

static void read_spans(struct reading *reading, const struct prose_line *line, uint32_t number)
{
    struct text text = line->text;
    for (size_t i = 0; i < text.size; i++) {
        if (text.bytes[i] != '`')
            continue;
        while (i < text.size && text.bytes[i] == '`')
            i++;
        size_t end = i;
        while (end < text.size && text.bytes[end] != '`')
            end++;
        if (end >= text.size)
            return;
        add_line(reading, number, (struct text){text.bytes + i, end - i}, true);
        while (end + 1 < text.size && text.bytes[end + 1] == '`')
            end++;
        i = end;
    }
}

/* "From the `web/app` folder", "in `tests/unit/`", "`cd tests` and": what the spans of
 * a paragraph name that may be folders, a few of them. */
static void add_near(struct buffer *out, struct text span)
{
    enum { NEAR_BYTES_MAX = 400 };
    span = text_trim(span);
    bool moved = text_starts_with(span, "cd ");
    if (moved)
        span = text_trim((struct text){span.bytes + 3, span.size - 3});
    bool path = moved || text_find(span, "/") != SIZE_MAX;
    while (span.size && span.bytes[span.size - 1] == '/')
        span.size--;
    if (!path || !span.size || out->size + span.size >= NEAR_BYTES_MAX ||
        text_find(span, " ") != SIZE_MAX || text_find(span, "://") != SIZE_MAX ||
        span.bytes[0] == '-' || span.bytes[0] == '/')
        return;
    if (out->size)
        buffer_add_byte(out, '\n');
    buffer_add(out, span.bytes, span.size);
}

static bool ends_paragraph(const struct prose_line *line)
{
    struct text text = text_trim(line->text);
    return !text.size || line->code || text_starts_with(text, "```") ||
           text_starts_with(text, "~~~");
}

/* Of the paragraph that begins with the line. */
static const char *find_near(struct arena *arena, const struct prose *prose, size_t line)
{
    enum { PARAGRAPH_LINES_MAX = 40 };
    const struct prose_line *lines = prose->lines;
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = line; i < prose->line_count && i < line + PARAGRAPH_LINES_MAX; i++) {
        if (ends_paragraph(&lines[i]))
            break;
        struct text rest = lines[i].text;
        for (size_t open; (open = text_find(rest, "`")) != SIZE_MAX;) {
            rest = (struct text){rest.bytes + open + 1, rest.size - open - 1};
            size_t close = text_find(rest, "`");
            if (close == SIZE_MAX)
                break;
            add_near(&out, (struct text){rest.bytes, close});
            rest = (struct text){rest.bytes + close + 1, rest.size - close - 1};
        }
    }
    const char *near = arena_copy(arena, (struct text){out.bytes ? out.bytes : "", out.size});
    buffer_release(&out);
    return near;
}

struct commands commands_read(struct arena *arena, const struct prose *prose)
{
    struct reading reading = {.arena = arena, .folder = "", .near = "", .moved = SIZE_MAX};
    bool block = false, continued = false, paragraph = false;
    for (size_t i = 0; i < prose->line_count; i++) {
        const struct prose_line *line = &prose->lines[i];
        if (!line->code) {
            if (block && (*reading.folder || reading.place != COMMAND_HERE))
                reading.moved = line->section;
            block = continued = false;
            reading.anew = reading.moved == line->section ? "" : NULL;
            if (!reading.anew) {
                reading.folder = "";
                reading.place = COMMAND_HERE;
            }
            bool ends = ends_paragraph(line);
            if (!ends && !paragraph)
                reading.near = find_near(arena, prose, i);
            paragraph = !ends;
            read_spans(&reading, line, (uint32_t)i + 1);
            continue;
        }
        block = true;
        paragraph = false;
        /* What a backslash carries over belongs to the command above. */
        if (!continued && is_shell(line->language))
            add_line(&reading, (uint32_t)i + 1, line->text, false);
        struct text end = text_trim(line->text);
        continued = end.size && end.bytes[end.size - 1] == '\\';
    }
    return reading.commands;
}

size_t commands_count(const struct commands *commands, enum command_purpose purpose)
{
    size_t count = 0;
    for (size_t i = 0; i < commands->count; i++)
        count += commands->items[i].purpose == purpose;
    return count;
}
