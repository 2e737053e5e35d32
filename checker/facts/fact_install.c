/* install - commands of automation that install what a project depends on, and whether they
 * keep to its lock file. What each program does without an option is from its own pages:
 * docs.npmjs.com (npm ci), classic.yarnpkg.com and yarnpkg.com (--frozen-lockfile,
 * enableImmutableInstalls), pnpm.io (frozen-lockfile in CI), bun.sh, docs.astral.sh (uv sync
 * --locked, uv run), python-poetry.org, pipenv.pypa.io (--deploy), pip.pypa.io (hash-checking
 * mode), bundler.io (frozen, deployment), getcomposer.org, doc.rust-lang.org (--locked), go.dev
 * (-mod=readonly is the default), learn.microsoft.com (--locked-mode), hexdocs.pm
 * (--check-locked), dart.dev (--enforce-lockfile), developer.hashicorp.com
 * (-lockfile=readonly), helm.sh (dependency build). */
#include "facts/invocation_kinds.h"
#include "facts/lock_names.h"
#include "facts/paths.h"
#include "facts/supply.h"

#include "base/limits.h"
#include "base/table.h"

#include <string.h>

enum { WORD_SHOWN_MAX = 60 };
enum { TOOL, ECOSYSTEM, COMMAND, DIRECTORY, FROZEN, LOCK, JOB, ACTIVATION, RELEASES, FIELD_COUNT };

static const char *const tools[] = {
    "npm",     "yarn",     "pnpm",  "bun", "deno",   "pip", "uv",  "poetry",    "pipenv", "pdm",
    "bundler", "composer", "cargo", "go",  "dotnet", "mix", "pub", "terraform", "helm",   NULL};
static const char *const activations[] = {"automatic", "manual", "disabled", NULL};

static const struct fact_field fields[] = {
    [TOOL] = {"tool", {.kind = TYPE_WORD, .words = tools}, false, "what installs"},
    [ECOSYSTEM] = {"ecosystem", {.kind = TYPE_TEXT}, false, "of the packages"},
    [COMMAND] = {"command", {.kind = TYPE_TEXT}, false, "its words"},
    [DIRECTORY] = {"directory", {.kind = TYPE_PATH}, false, "where it runs"},
    [FROZEN] = {"frozen",
                {.kind = TYPE_BOOLEAN},
                false,
                "it installs what the lock file says, or fails"},
    [LOCK] = {"lock", {.kind = TYPE_PATH}, true, "the lock file that there is for it"},
    [JOB] = {"job", {.kind = TYPE_TEXT}, true, "the job's id"},
    [ACTIVATION] = {"activation",
                    {.kind = TYPE_WORD, .words = activations},
                    false,
                    "does it run by itself?"},
    [RELEASES] = {"releases", {.kind = TYPE_BOOLEAN}, false, "it belongs to what makes a release"},
    [FIELD_COUNT] = {0},
};

static const struct fact_kind kind = {
    .name = "install",
    .summary = "a command of automation that installs what a project depends on",
    .key = (const char *const[]){"path", "job", "command", "directory", NULL},
    .fields = fields,
};

/* One command, as its words. */
struct command {
    const struct fact_row *row;
    const struct value *words;
    size_t count;
    struct arena *arena;
    const struct fact_repository *repository;
    const char *directory; /* NULL: not constant */
    const char *compiled;  /* a file of requirements that a tool compiled: a lock file */
};

static bool has_option(const struct command *command, const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 1; i < command->count; i++) {
        const char *word = command->words[i].text;
        if (strncmp(word, name, size) == 0 && (!word[size] || strcmp(word + size, "=true") == 0))
            return true;
    }
    return false;
}

static bool has_any(const struct command *command, const char *const *names)
{
    for (size_t i = 0; names[i]; i++)
        if (has_option(command, names[i]))
            return true;
    return false;
}

/* The Nth word that is no option, behind the program. */
static const char *plain_word(const struct command *command, size_t number)
{
    for (size_t i = 1; i < command->count; i++) {
        const char *word = command->words[i].text;
        if (strcmp(word, "--") == 0 || strchr(word, '>') || strchr(word, '<'))
            return NULL;
        if (word[0] != '-' && number-- == 0)
            return word;
    }
    return NULL;
}

static bool is_verb(const struct command *command, const char *const *verbs)
{
    const char *verb = plain_word(command, 0);
    return verb && string_is_one_of(verb, verbs);
}

static bool has_variable(const struct command *command, const char *name)
{
    const struct value *items = NULL;
    size_t count = cell_list(command->row, INVOCATION_VARIABLES, &items);
    size_t size = strlen(name);
    for (size_t i = 0; i < count; i++)
        if (strncmp(items[i].text, name, size) == 0 && items[i].text[size] == '=') {
            const char *value = items[i].text + size + 1;
            return strcmp(value, "") != 0 && strcmp(value, "0") != 0 && strcmp(value, "false") != 0;
        }
    return false;
}

/* `cargo clippy -V` says its version and ends. */
static bool only_asks(const struct command *command)
{
    return has_any(command, (const char *const[]){"--version", "-V", "--help", "-h", NULL});
}

/* A check of the lock file installs nothing, but what comes after finds it right. */
enum frozen { NO_INSTALL, FROZEN_YES, FROZEN_NO, LOCK_CHECKED };

static enum frozen frozen_if(bool frozen)
{
    return frozen ? FROZEN_YES : FROZEN_NO;
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static enum frozen npm(struct command *command)
{
    if (is_verb(command, WORDS("ci", "clean-install", "ic", "install-clean", "cit")))
        return FROZEN_YES;
    bool installs = is_verb(command, WORDS("install", "i", "in", "add", "it", "install-test"));
    if (!installs || plain_word(command, 1) || has_any(command, WORDS("-g", "--global")))
        return NO_INSTALL;
    return FROZEN_NO;
}

/* Yarn 2 and later refuses to change its lock file in CI unless it is told to. */
static enum frozen yarn(struct command *command)
{
    const char *verb = plain_word(command, 0);
    if (verb && strcmp(verb, "install") != 0)
        return NO_INSTALL;
    if (has_any(command, WORDS("--version", "-v", "--help")))
        return NO_INSTALL;
    if (has_any(command, WORDS("--frozen-lockfile", "--immutable", "--pure-lockfile")))
        return FROZEN_YES;
    bool modern = snapshot_find(command->repository->snapshot, ".yarnrc.yml") != NULL;
    return frozen_if(modern && !has_any(command, WORDS("--no-immutable")));
}

static enum frozen pnpm(struct command *command)
{
    if (!is_verb(command, WORDS("install", "i", "ci")) || plain_word(command, 1))
        return NO_INSTALL;
    return frozen_if(!has_any(
        command, WORDS("--no-frozen-lockfile", "--frozen-lockfile=false", "--fix-lockfile")));
}

static enum frozen bun(struct command *command)
{
    if (is_verb(command, WORDS("ci")))
        return FROZEN_YES;
    if (!is_verb(command, WORDS("install", "i")) || plain_word(command, 1))
        return NO_INSTALL;
    return frozen_if(has_option(command, "--frozen-lockfile"));
}

static enum frozen deno(struct command *command)
{
    if (!is_verb(command, WORDS("install", "cache")))
        return NO_INSTALL;
    return frozen_if(has_option(command, "--frozen"));
}

/* One digest in a file of requirements turns hash-checking on for all. */
static bool has_hashes(struct command *command, const char *file)
{
    const char *path =
        command->directory ? path_resolve(command->arena, command->directory, file) : NULL;
    const struct entry *entry = path ? snapshot_find(command->repository->snapshot, path) : NULL;
    if (!entry)
        return false;
    struct content content;
    reader_read(command->repository->reader, entry, LIMIT_BLOB_BYTES, command->arena, &content);
    if (content.state != CONTENT_TEXT)
        return false;
    struct text head = {content.text.bytes, content.text.size < 400 ? content.text.size : 400};
    bool hashes = text_find(content.text, "--hash=sha") != SIZE_MAX;
    if (hashes || text_find(head, "pip-compile") != SIZE_MAX ||
        text_find(head, "uv pip compile") != SIZE_MAX || text_find(head, "uv export") != SIZE_MAX)
        command->compiled = path;
    return hashes;
}

static enum frozen pip(struct command *command)
{
    if (!is_verb(command, WORDS("install", "sync")))
        return NO_INSTALL;
    const char *file = NULL;
    for (size_t i = 1; i + 1 < command->count; i++)
        if (string_is_one_of(command->words[i].text, WORDS("-r", "--requirement")))
            file = command->words[i + 1].text;
    if (!file && is_verb(command, WORDS("sync")))
        file = plain_word(command, 1);
    if (!file)
        return NO_INSTALL;
    bool hashes = has_hashes(command, file);
    return frozen_if(hashes || has_option(command, "--require-hashes"));
}

static enum frozen uv(struct command *command)
{
    if (is_verb(command, WORDS("lock")))
        return has_any(command, WORDS("--check", "--locked")) ? LOCK_CHECKED : NO_INSTALL;
    bool runs = is_verb(command, WORDS("run"));
    if (!runs && !is_verb(command, WORDS("sync")))
        return NO_INSTALL;
    if (runs && (has_any(command, WORDS("--no-sync", "--no-project", "--script", "-s")) ||
                 has_variable(command, "UV_NO_SYNC")))
        return NO_INSTALL;
    return frozen_if(has_any(command, WORDS("--locked", "--frozen")) ||
                     has_variable(command, "UV_LOCKED") || has_variable(command, "UV_FROZEN"));
}

static enum frozen poetry(struct command *command)
{
    return is_verb(command, WORDS("install", "sync")) ? FROZEN_YES : NO_INSTALL;
}

static enum frozen pipenv(struct command *command)
{
    if (is_verb(command, WORDS("sync")))
        return FROZEN_YES;
    if (!is_verb(command, WORDS("install")) || plain_word(command, 1))
        return NO_INSTALL;
    return frozen_if(has_any(command, WORDS("--deploy", "--ignore-pipfile")));
}

static enum frozen pdm(struct command *command)
{
    if (is_verb(command, WORDS("sync")))
        return FROZEN_YES;
    if (!is_verb(command, WORDS("install")))
        return NO_INSTALL;
    return frozen_if(has_any(command, WORDS("--frozen-lockfile", "--check")));
}

static enum frozen bundler(struct command *command)
{
    const char *verb = plain_word(command, 0);
    if (verb && strcmp(verb, "install") != 0)
        return NO_INSTALL;
    return frozen_if(has_any(command, WORDS("--frozen", "--deployment")) ||
                     has_variable(command, "BUNDLE_FROZEN") ||
                     has_variable(command, "BUNDLE_DEPLOYMENT"));
}

static enum frozen composer(struct command *command)
{
    if (is_verb(command, WORDS("install", "i")))
        return FROZEN_YES;
    return is_verb(command, WORDS("update", "u", "upgrade")) && !plain_word(command, 1)
               ? FROZEN_NO
               : NO_INSTALL;
}

static enum frozen cargo(struct command *command)
{
    const char *verb = plain_word(command, 0);
    if (verb && verb[0] == '+') /* of rustup: which toolchain */
        verb = plain_word(command, 1);
    if (!verb ||
        !string_is_one_of(verb, WORDS("build", "b", "test", "t", "check", "c", "clippy", "run", "r",
                                      "bench", "doc", "fetch", "nextest", "hack")))
        return NO_INSTALL;
    return frozen_if(has_any(command, WORDS("--locked", "--frozen")));
}

static enum frozen go(struct command *command)
{
    if (!is_verb(command, WORDS("build", "test", "vet", "install", "generate", "list")))
        return NO_INSTALL;
    return has_any(command, WORDS("-mod=mod", "--mod=mod")) ? FROZEN_NO : NO_INSTALL;
}

static enum frozen dotnet(struct command *command)
{
    if (!is_verb(command, WORDS("restore")))
        return NO_INSTALL;
    return frozen_if(
        has_any(command, WORDS("--locked-mode", "-p:RestoreLockedMode", "/p:RestoreLockedMode")));
}

/* `mix do ONE, OTHER` and `mix do ONE + OTHER` run several tasks. */
static bool does_get(const struct command *command)
{
    if (!is_verb(command, WORDS("do")))
        return false;
    for (size_t i = 2; i < command->count; i++)
        if (string_is_one_of(command->words[i].text, WORDS("deps.get", "deps.get,")))
            return true;
    return false;
}

static enum frozen mix(struct command *command)
{
    if (does_get(command))
        return frozen_if(has_any(command, WORDS("--check-locked", "--check-locked,")));
    return is_verb(command, WORDS("deps.get")) ? frozen_if(has_option(command, "--check-locked"))
                                               : NO_INSTALL;
}

static enum frozen pub(struct command *command)
{
    const char *verb = plain_word(command, 1);
    if (!is_verb(command, WORDS("pub")) || !verb || strcmp(verb, "get") != 0)
        return NO_INSTALL;
    return frozen_if(has_option(command, "--enforce-lockfile"));
}

static enum frozen terraform(struct command *command)
{
    if (!is_verb(command, WORDS("init")))
        return NO_INSTALL;
    return frozen_if(has_any(command, WORDS("-lockfile=readonly", "--lockfile=readonly")));
}

static enum frozen helm(struct command *command)
{
    const char *verb = plain_word(command, 1);
    if (!is_verb(command, WORDS("dependency", "dep")) || !verb)
        return NO_INSTALL;
    return strcmp(verb, "build") == 0                               ? FROZEN_YES
           : strcmp(verb, "update") == 0 || strcmp(verb, "up") == 0 ? FROZEN_NO
                                                                    : NO_INSTALL;
}

static const struct {
    const char *program, *tool, *ecosystem;
    enum frozen (*read)(struct command *command);
} programs[] = {
    {"npm", "npm", "npm", npm},
    {"yarn", "yarn", "npm", yarn},
    {"yarnpkg", "yarn", "npm", yarn},
    {"pnpm", "pnpm", "npm", pnpm},
    {"bun", "bun", "npm", bun},
    {"deno", "deno", "deno", deno},
    {"pip", "pip", "pip", pip},
    {"pip3", "pip", "pip", pip},
    {"pip-sync", "pip", "pip", pip},
    {"uv", "uv", "pip", uv},
    {"poetry", "poetry", "pip", poetry},
    {"pipenv", "pipenv", "pip", pipenv},
    {"pdm", "pdm", "pip", pdm},
    {"bundle", "bundler", "bundler", bundler},
    {"composer", "composer", "composer", composer},
    {"cargo", "cargo", "cargo", cargo},
    {"go", "go", "gomod", go},
    {"dotnet", "dotnet", "nuget", dotnet},
    {"mix", "mix", "mix", mix},
    {"dart", "pub", "pub", pub},
    {"flutter", "pub", "pub", pub},
    {"terraform", "terraform", "terraform", terraform},
    {"tofu", "terraform", "terraform", terraform},
    {"helm", "helm", "helm", helm},
};

/* Options with which a program looks into another folder, or at a file in one. What
 * cargo runs has options of its own. */
static const char *folder_of(const struct command *command)
{
    static const char manifest[] = "--manifest-path";
    static const char *const usual[] = {"--prefix",      "-C",          "--cwd",
                                        "--dir",         "--directory", "--project",
                                        "--working-dir", "-chdir",      NULL};
    static const char *const of_cargo[] = {manifest, "-C", NULL};
    const char *name = cell_text(command->row, INVOCATION_NAME);
    const char *const *options = name && strcmp(name, "cargo") == 0 ? of_cargo : usual;
    for (size_t i = 1; i < command->count; i++) {
        const char *word = command->words[i].text;
        if (!word || strcmp(word, "--") == 0)
            break;
        for (size_t k = 0; options[k]; k++) {
            size_t size = strlen(options[k]);
            const char *value = NULL;
            if (strncmp(word, options[k], size) == 0 && word[size] == '=')
                value = word + size + 1;
            else if (strcmp(word, options[k]) == 0 && i + 1 < command->count)
                value = command->words[i + 1].text;
            if (!value)
                continue;
            const char *path = command->directory && !strchr(value, '$')
                                   ? path_resolve(command->arena, command->directory, value)
                                   : NULL;
            return path && options[k] == manifest ? path_directory(command->arena, path) : path;
        }
    }
    return command->directory;
}

/* A lock file of the ecosystem in the folder or above it. */
static const char *lock_of(const struct command *command, const char *tool, const char *ecosystem,
                           const char *directory)
{
    /* Where several programs read one manifest each has a lock file of its own. */
    bool own = string_is_one_of(ecosystem, WORDS("npm", "pip"));
    for (;;) {
        for (size_t i = 0; i < lock_name_count; i++) {
            if (strcmp(lock_names[i].ecosystem, ecosystem) != 0 ||
                (own && strcmp(lock_names[i].tool, tool) != 0))
                continue;
            const char *path = path_join(command->arena, directory, lock_names[i].name);
            if (snapshot_find(command->repository->snapshot, path))
                return path;
        }
        if (strcmp(directory, ".") == 0)
            return NULL;
        directory = path_directory(command->arena, directory);
    }
}

/* What builds or runs also fetches: the first command of a job decides, the others find it
 * done. `uv sync` is written to install, and always tells. */
static bool is_done(const struct command *command, struct table *builds, const char *tool)
{
    if (!string_is_one_of(tool, WORDS("cargo", "go", "uv")))
        return false;
    const struct fact_row *row = command->row;
    const char *job = cell_text(row, INVOCATION_JOB);
    const char *folder = folder_of(command);
    const char *place =
        arena_printf(command->arena, "%s\n%s\n%s\n%s",
                     cell_text(row, INVOCATION_WORKFLOW) ? cell_text(row, INVOCATION_WORKFLOW) : "",
                     job ? job : "", tool, folder ? folder : "?");
    return table_set(builds, place, builds) != NULL && !is_verb(command, WORDS("sync"));
}

/* Its words; one that is long enough to hide the others is left out. */
static const char *words_of(const struct command *command)
{
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < command->count; i++) {
        const char *word = command->words[i].text;
        buffer_printf(&text, "%s%s", i ? " " : "", strlen(word) > WORD_SHOWN_MAX ? "..." : word);
    }
    const char *words = arena_strdup(command->arena, buffer_string(&text));
    buffer_release(&text);
    return words;
}

/* A line of a Makefile that several jobs run is one line to mend. */
static bool is_told(const struct command *command, struct table *lines, const char *words)
{
    const struct fact_row *row = command->row;
    const char *activation = cell_text(row, INVOCATION_ACTIVATION);
    const char *line =
        arena_printf(command->arena, "%s\n%u\n%s\n%s\n%s\n%d", row->path, row->line, words,
                     command->directory ? command->directory : "?", activation ? activation : "",
                     row->cells[INVOCATION_RELEASES].boolean);
    return table_set(lines, line, lines) != NULL;
}

static void add(struct fact_writer *writer, struct command *command, size_t program,
                enum frozen frozen, const char *words)
{
    const struct fact_row *row = command->row;
    const char *directory = folder_of(command);
    struct value *cells = fact_add(writer, &kind, row->path, row->line, row->column)->cells;
    cells[TOOL] = value_text(programs[program].tool);
    cells[ECOSYSTEM] = value_text(programs[program].ecosystem);
    cells[COMMAND] = value_text(words);
    cells[FROZEN] = value_boolean(frozen == FROZEN_YES);
    cells[DIRECTORY] = directory ? value_text(directory)
                                 : value_unknown(command->arena, UNKNOWN_UNOBSERVABLE,
                                                 "the folder that it runs in is not constant");
    if (directory)
        cells[LOCK] = value_text(
            lock_of(command, programs[program].tool, programs[program].ecosystem, directory));
    if (command->compiled)
        cells[LOCK] = value_text(command->compiled);
    cells[JOB] = row->cells[INVOCATION_JOB];
    cells[ACTIVATION] = row->cells[INVOCATION_ACTIVATION];
    cells[RELEASES] = row->cells[INVOCATION_RELEASES];
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *invocations = repository->table(repository, &fact_kind_invocation);
    struct table builds, lines;
    table_init(&builds, fact_arena(writer));
    table_init(&lines, fact_arena(writer));
    for (size_t i = 0; i < invocations->count; i++) {
        const struct fact_row *row = &invocations->rows[i];
        const char *name = row->gap ? NULL : cell_text(row, INVOCATION_NAME);
        const char *sort = row->gap ? NULL : cell_text(row, INVOCATION_SORT);
        struct command command = {.row = row,
                                  .arena = fact_arena(writer),
                                  .repository = repository,
                                  .directory = cell_text(row, INVOCATION_DIRECTORY)};
        command.count = cell_list(row, INVOCATION_WORDS, &command.words);
        if (row->gap) {
            const struct value *cell = &row->cells[INVOCATION_NAME];
            if (cell->kind == VALUE_UNKNOWN)
                fact_add_gap(writer, &kind, row->path, cell->unknown->class, cell->unknown->reason);
            continue;
        }
        if (!name || !sort || strcmp(sort, "command") != 0 || command.count == 0)
            continue;
        for (size_t k = 0; k < sizeof(programs) / sizeof(*programs); k++) {
            if (strcmp(programs[k].program, name) != 0)
                continue;
            enum frozen frozen = only_asks(&command) ? NO_INSTALL : programs[k].read(&command);
            const char *words = words_of(&command);
            if (frozen != NO_INSTALL && !is_done(&command, &builds, programs[k].tool) &&
                frozen != LOCK_CHECKED && !is_told(&command, &lines, words))
                add(writer, &command, k, frozen, words);
            break;
        }
    }
    return NULL;
}

FACT(install) = {
    .name = "install",
    .area = FACT_AREA_AUTOMATION,
    .summary = "commands that install what a project depends on, with or without its lock file",
    .version = 3,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_invocation, NULL},
    .recognise_repository = recognise,
};
