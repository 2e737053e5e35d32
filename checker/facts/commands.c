#include "facts/commands.h"

#include "base/limits.h"

enum { COMMAND_BYTES_MAX = 400 };

struct reading {
    struct arena *arena;
    struct commands commands;
    size_t capacity;
    const char *folder; /* of the code block that is being read */
    bool elsewhere;
    const char *cloned; /* the folder that `git clone` made, or NULL */
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

static bool is_shell_expression(const char *word)
{
    return strpbrk(word, "$`{}<>*%") != NULL;
}

static void change_folder(struct reading *reading, const char *const *words, size_t count)
{
    const char *to = count > 1 ? words[1] : "~";
    if (is_shell_expression(to) || to[0] == '/' || to[0] == '~' || to[0] == '-') {
        reading->elsewhere = true;
        return;
    }
    if (string_starts_with(to, "./"))
        to += 2;
    char *folder = arena_strdup(reading->arena, to);
    size_t size = strlen(folder);
    while (size && folder[size - 1] == '/')
        folder[--size] = '\0';
    if (!size || strcmp(folder, ".") == 0)
        return;
    if (reading->cloned && strcmp(base_name(folder), reading->cloned) == 0) {
        reading->folder = "";
        return;
    }
    if (string_starts_with(folder, "..")) {
        if (strcmp(folder, "..") == 0 && *reading->folder) {
            const char *slash = strrchr(reading->folder, '/');
            size_t length = slash ? (size_t)(slash - reading->folder) : 0;
            reading->folder = arena_copy(reading->arena, (struct text){reading->folder, length});
        } else {
            reading->elsewhere = true;
        }
        return;
    }
    if (strlen(reading->folder) + size >= LIMIT_PATH_BYTES) {
        reading->elsewhere = true;
        return;
    }
    reading->folder =
        *reading->folder ? arena_printf(reading->arena, "%s/%s", reading->folder, folder) : folder;
}

static void remember_clone(struct reading *reading, const char *const *words, size_t count)
{
    if (count < 3 || strcmp(words[1], "clone") != 0)
        return;
    char *name = arena_strdup(reading->arena, base_name(words[count - 1]));
    if (string_ends_with(name, ".git"))
        name[strlen(name) - 4] = '\0';
    reading->cloned = name;
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
    /* A span with a single word names a program: `make`, `git`. */
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
                         .span = span,
                         .elsewhere = reading->elsewhere,
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

struct commands commands_read(struct arena *arena, const struct prose *prose)
{
    struct reading reading = {.arena = arena, .folder = "", .moved = SIZE_MAX};
    bool block = false, continued = false;
    for (size_t i = 0; i < prose->line_count; i++) {
        const struct prose_line *line = &prose->lines[i];
        if (!line->code) {
            if (block && (*reading.folder || reading.elsewhere))
                reading.moved = line->section;
            block = continued = false;
            reading.folder = "";
            reading.elsewhere = reading.moved == line->section;
            read_spans(&reading, line, (uint32_t)i + 1);
            continue;
        }
        block = true;
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
