#include "facts/shell_install.h"

#include "facts/paths.h"
#include "facts/shell_flow.h"

#include <string.h>

/* A command of a package manager that installs, and how its words are read. */
struct installer {
    const char *tool;
    const char *program;
    const char *verbs;     /* words behind the program, `|` between those that mean the same */
    const char *with_word; /* options that take a word, spaces around each */
    const char *locks;     /* options that make it keep to a lock file or to digests */
    const char *version;   /* options behind which the version stands */
    enum shell_pin bare;   /* without a package */
    enum shell_pin (*pin)(const char *package);
};

static bool is_one_of(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = strstr(list, word); at; at = strstr(at + 1, word))
        if ((at == list || at[-1] == ' ' || at[-1] == '|') &&
            (at[size] == '\0' || at[size] == ' ' || at[size] == '|'))
            return size > 0;
    return false;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_commit(const char *text)
{
    size_t size = strspn(text, "0123456789abcdefABCDEF");
    return (size == 40 || size == 64) && text[size] == '\0';
}

/* One version and no range: digits and at least one dot, so that `1` and `^1.2` are none. */
static bool is_exact(const char *version)
{
    if (*version == 'v')
        version++;
    size_t size = strspn(version, "0123456789.");
    const char *dot = memchr(version, '.', size);
    if (!is_digit(*version) || !dot || !is_digit(version[size - 1]))
        return false;
    return strcspn(version, "*<>^~|, ") == strlen(version) && !strstr(version, ".x");
}

static enum shell_pin version_pin(const char *version)
{
    if (strchr(version, '$') || strchr(version, '`') || strchr(version, '%'))
        return SHELL_PIN_UNKNOWN;
    if (is_commit(version))
        return SHELL_PIN_HASH;
    return is_exact(version) ? SHELL_PIN_VERSION : SHELL_PIN_LOOSE;
}

static bool is_path(const char *package)
{
    return package[0] == '.' || package[0] == '/' || package[0] == '~' ||
           string_starts_with(package, "file:") || string_starts_with(package, "link:");
}

/* Archives and folders of the work tree; an address is none. */
static bool is_file(const char *package)
{
    static const char *const ends[] = {".tgz", ".tar.gz", ".whl", ".gem", ".nupkg", ".zip", NULL};
    for (size_t i = 0; ends[i] && !strstr(package, "://"); i++)
        if (string_ends_with(package, ends[i]))
            return true;
    return false;
}

static enum shell_pin behind(const char *package, char mark)
{
    const char *at = strrchr(package, mark);
    if (at && at > package)
        return version_pin(at + 1);
    return strchr(package, '$') || strchr(package, '`') ? SHELL_PIN_UNKNOWN : SHELL_PIN_LOOSE;
}

static enum shell_pin address_pin(const char *package, char mark)
{
    const char *at = strrchr(package, mark);
    const char *end = at ? strpbrk(at + 1, "#&") : NULL;
    if (!at)
        return SHELL_PIN_LOOSE;
    char commit[65];
    size_t size = end ? (size_t)(end - at) - 1 : strlen(at + 1);
    if (memchr(at, '$', size + 1))
        return SHELL_PIN_UNKNOWN;
    if (size >= sizeof(commit))
        return SHELL_PIN_LOOSE;
    memcpy(commit, at + 1, size);
    commit[size] = '\0';
    return is_commit(commit) ? SHELL_PIN_HASH : SHELL_PIN_LOOSE;
}

static enum shell_pin npm_pin(const char *package)
{
    if (is_path(package) || is_file(package))
        return SHELL_PIN_LOCAL;
    if (strstr(package, "://") || string_starts_with(package, "github:") ||
        (package[0] != '@' && strchr(package, '/')))
        return address_pin(package, '#');
    return behind(package, '@');
}

static enum shell_pin pip_pin(const char *package)
{
    if (strstr(package, "git+")) {
        const char *scheme = strstr(package, "://");
        const char *host = scheme ? strchr(scheme + 3, '/') : NULL;
        return host && strchr(host, '@') ? address_pin(host, '@') : SHELL_PIN_LOOSE;
    }
    if (is_path(package) || is_file(package))
        return SHELL_PIN_LOCAL;
    if (strstr(package, "://"))
        return strstr(package, "#sha256=") ? SHELL_PIN_HASH : SHELL_PIN_LOOSE;
    const char *equals = strstr(package, "==");
    if (!equals)
        return strchr(package, '$') || strchr(package, '`') ? SHELL_PIN_UNKNOWN : SHELL_PIN_LOOSE;
    const char *version = equals + 2 + strspn(equals + 2, "= ");
    char first[64];
    size_t size = strcspn(version, ";, ");
    if (size >= sizeof(first))
        return SHELL_PIN_LOOSE;
    memcpy(first, version, size);
    first[size] = '\0';
    /* `==2` is 2.0, and nothing else: PEP 440 */
    bool bare = size > 0 && strspn(first, "0123456789") == size;
    return bare ? SHELL_PIN_VERSION : version_pin(first);
}

/* uvx and pipx take `name@version` too. */
static enum shell_pin tool_pin(const char *package)
{
    return strstr(package, "==") || !strchr(package, '@') || strstr(package, "git+")
               ? pip_pin(package)
               : behind(package, '@');
}

static enum shell_pin go_pin(const char *package)
{
    if (is_path(package) || string_ends_with(package, ".go"))
        return SHELL_PIN_LOCAL;
    const char *at = strchr(package, '@');
    /* A path without a dot in its first part is of the standard library or of this module. */
    if (!at) {
        size_t first = strcspn(package, "/");
        return memchr(package, '.', first) || memchr(package, '$', first) ? behind(package, '@')
                                                                          : SHELL_PIN_LOCAL;
    }
    if (strcmp(at + 1, "none") == 0)
        return SHELL_PIN_LOCAL;
    size_t hex = strspn(at + 1, "0123456789abcdef");
    if (hex >= 12 && at[1 + hex] == '\0' && !is_commit(at + 1))
        return SHELL_PIN_VERSION;
    return version_pin(at + 1);
}

static enum shell_pin gem_pin(const char *package)
{
    if (is_path(package) || is_file(package))
        return SHELL_PIN_LOCAL;
    return behind(package, ':');
}

static enum shell_pin at_pin(const char *package)
{
    return is_path(package) || is_file(package) ? SHELL_PIN_LOCAL : behind(package, '@');
}

static enum shell_pin name_pin(const char *package)
{
    if (is_path(package) || is_file(package))
        return SHELL_PIN_LOCAL;
    return strchr(package, '$') ? SHELL_PIN_UNKNOWN : SHELL_PIN_LOOSE;
}

#define PIP_WORDS                                                                               \
    " -r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links -t"     \
    " --target --prefix --root --platform --python-version --timeout --retries --trusted-host"  \
    " --cache-dir --progress-bar --only-binary --no-binary --config-settings -C --log --python" \
    " --src --proxy --cert --group "
#define NPM_WORDS                                                                      \
    " --prefix -C --registry --workspace -w --cache --loglevel --tag --omit --include" \
    " --userconfig --globalconfig "
#define UV_WORDS                                                                             \
    " -p --python --with --from --extra-index-url --index-url --index --directory --project" \
    " --group --extra --package -i --cache-dir --only-group --no-group "

#define PUB_WORDS " -s --source --git-path --git-ref --features -x --executable -u --hosted-url "

/* The first row that fits speaks. */
static const struct installer installers[] = {
    {"npm", "npm", "ci|clean-install|ic|install-clean|install-ci-test|cit", NPM_WORDS, "", "",
     SHELL_PIN_LOCK, NULL},
    {"npm", "npm", "install|i|in|ins|inst|insta|instal|isnt|isntall|add|install-test|it", NPM_WORDS,
     " --package-lock-only ", "", SHELL_PIN_MANIFEST, npm_pin},
    {"npm", "npm", "update|up|upgrade|udpate", NPM_WORDS, "", "", SHELL_PIN_LOOSE, npm_pin},
    {"npx", "npx", "", NPM_WORDS " -p --package ", " --no-install --no ", "", SHELL_PIN_LOCAL,
     npm_pin},
    {"yarn", "yarn", "global add|add", " --cwd --registry ", "", "", SHELL_PIN_LOOSE, npm_pin},
    {"yarn", "yarn", "dlx", " -p --package ", "", "", SHELL_PIN_LOOSE, npm_pin},
    {"yarn", "yarn", "install|", " --cwd --registry --network-timeout --cache-folder ",
     " --frozen-lockfile --immutable ", "", SHELL_PIN_MANIFEST, NULL},
    {"pnpm", "pnpm", "add|dlx", " -C --dir --filter -F ", "", "", SHELL_PIN_LOOSE, npm_pin},
    /* in CI it keeps to the lock file unless it is told not to: pnpm.io/cli/install */
    {"pnpm", "pnpm", "install|i", " -C --dir --filter -F ", " --frozen-lockfile ", "",
     SHELL_PIN_LOCK, NULL},
    {"bun", "bun", "ci", "", "", "", SHELL_PIN_LOCK, NULL},
    {"bun", "bun", "add|a", " --cwd ", "", "", SHELL_PIN_LOOSE, npm_pin},
    {"bun", "bun", "install|i", " --cwd ", " --frozen-lockfile ", "", SHELL_PIN_MANIFEST, npm_pin},
    {"bun", "bunx", "", "", "", "", SHELL_PIN_LOCAL, npm_pin},
    {"pip", "pip", "install", PIP_WORDS, " --require-hashes --no-index ", "", SHELL_PIN_MANIFEST,
     pip_pin},
    {"pip", "pip3", "install", PIP_WORDS, " --require-hashes --no-index ", "", SHELL_PIN_MANIFEST,
     pip_pin},
    {"pip", "uv", "pip install", PIP_WORDS UV_WORDS, " --require-hashes --no-index ", "",
     SHELL_PIN_MANIFEST, pip_pin},
    {"pip", "uv", "pip sync", PIP_WORDS UV_WORDS, "", "", SHELL_PIN_LOCK, NULL},
    {"uv", "uv", "tool install|tool run", UV_WORDS, "", "", SHELL_PIN_LOOSE, tool_pin},
    {"uv", "uvx", "", UV_WORDS, "", "", SHELL_PIN_LOOSE, tool_pin},
    {"uv", "uv", "sync", UV_WORDS, " --locked --frozen ", "", SHELL_PIN_MANIFEST, NULL},
    {"uv", "uv", "add", UV_WORDS, "", "", SHELL_PIN_LOOSE, pip_pin},
    {"pipx", "pipx", "install|run", " --python --spec --pip-args --index-url ", "", "",
     SHELL_PIN_LOOSE, tool_pin},
    {"pipenv", "pipenv", "sync", "", "", "", SHELL_PIN_LOCK, NULL},
    {"pipenv", "pipenv", "install", " --python --categories ", " --deploy ", "", SHELL_PIN_MANIFEST,
     pip_pin},
    {"poetry", "poetry", "install|sync", " --with --without --only -C --directory -P -E --extras ",
     "", "", SHELL_PIN_LOCK, NULL},
    {"poetry", "poetry", "add|self add", "", "", "", SHELL_PIN_LOOSE, tool_pin},
    {"go", "go", "install", " -tags -ldflags -mod -modfile -C -o -gcflags -p ", "", "",
     SHELL_PIN_LOCAL, go_pin},
    {"go", "go", "get", " -tags -modfile -C ", "", "", SHELL_PIN_LOCAL, go_pin},
    {"go", "go", "run", " -tags -ldflags -mod -modfile -C -exec ", "", "", SHELL_PIN_LOCAL, go_pin},
    {"gem", "gem", "install|i", " --source -s -i --install-dir -n --bindir -P --platform ", "",
     " -v --version ", SHELL_PIN_MANIFEST, gem_pin},
    {"gem", "gem", "update", " --source -s ", "", "", SHELL_PIN_LOOSE, gem_pin},
    {"bundler", "bundle", "add|update", " --group -g --source -s --gem ", "", " -v --version ",
     SHELL_PIN_LOOSE, gem_pin},
    {"bundler", "bundle", "install|", " --path --jobs -j --retry --without --with --gemfile ",
     " --deployment --frozen ", "", SHELL_PIN_MANIFEST, NULL},
    {"cargo", "cargo", "install|binstall|quickinstall",
     " --git --branch --tag --rev --path --root --registry --index --features -F --bin --example"
     " --target --profile -j --jobs --target-dir --strategies --disable-strategies --targets ",
     "", " --version --vers ", SHELL_PIN_LOCAL, at_pin},
    {"chocolatey", "choco", "install|upgrade",
     " --source -s --params --package-parameters --install-arguments --ia --checksum --checksum64 ",
     " --requirechecksum --requirechecksums --require-checksums ", " --version ",
     SHELL_PIN_MANIFEST, name_pin},
    {"chocolatey", "cinst", "", " --source -s ", " --requirechecksums --require-checksums ",
     " --version ", SHELL_PIN_MANIFEST, name_pin},
    {"nuget", "nuget", "install",
     " -Source -OutputDirectory -ConfigFile -Verbosity -SolutionDirectory -Framework ", "",
     " -Version ", SHELL_PIN_MANIFEST, name_pin},
    {"nuget", "nuget", "restore", " -Source -PackagesDirectory -ConfigFile -MSBuildVersion ",
     " -LockedMode ", "", SHELL_PIN_MANIFEST, NULL},
    /* dart.dev/tools/pub/cmd/pub-global: a version stands behind the package as a word */
    {"pub", "dart", "pub global activate", PUB_WORDS, "", "", SHELL_PIN_LOOSE, name_pin},
    {"pub", "flutter", "pub global activate", PUB_WORDS, "", "", SHELL_PIN_LOOSE, name_pin},
    {"dotnet", "dotnet", "tool restore", "", "", "", SHELL_PIN_LOCK, NULL},
    {"dotnet", "dotnet", "tool install|tool update",
     " --add-source --tool-path --configfile --framework -v --verbosity --source ", "",
     " --version ", SHELL_PIN_LOOSE, at_pin},
    {"dotnet", "dotnet", "add package|package add",
     " -s --source -f --framework --package-directory ", "", " -v --version ", SHELL_PIN_LOOSE,
     at_pin},
    {"dotnet", "dotnet", "restore",
     " -s --source -r --runtime --configfile -v --verbosity --packages ", " --locked-mode ", "",
     SHELL_PIN_MANIFEST, NULL},
};

struct words {
    const struct shell_command *command;
    size_t at; /* of the word before the next one */
};

static const char *next_word(struct words *words)
{
    words->at = shell_next_argument(words->command, words->at);
    return words->at < words->command->count ? words->command->words[words->at] : NULL;
}

/* `pip3.12` is pip. */
static const char *program_of(struct words *words)
{
    words->at = shell_program(words->command);
    if (words->at == words->command->count)
        return "";
    const char *name = path_base(words->command->words[words->at]);
    return string_starts_with(name, "pip3.") ? "pip3" : name;
}

/* Do the words go on with those of the verb, options between them left out? */
static bool follows(const struct installer *installer, struct words *ahead, struct text verb)
{
    while (verb.size > 0) {
        size_t size = 0;
        while (size < verb.size && verb.bytes[size] != ' ')
            size++;
        const char *word = next_word(ahead);
        while (word && word[0] == '-') {
            if (is_one_of(installer->with_word, word))
                next_word(ahead);
            word = next_word(ahead);
        }
        if (!word || !text_equals((struct text){.bytes = verb.bytes, .size = size}, word))
            return false;
        size_t taken = size < verb.size ? size + 1 : size;
        verb.bytes += taken;
        verb.size -= taken;
    }
    return true;
}

/* Do the words behind the program say one of the verbs? An empty verb is: none. */
static bool says(const struct installer *installer, struct words *words)
{
    struct text rest = text_of(installer->verbs);
    struct words start = *words;
    for (;;) {
        size_t size = 0;
        while (size < rest.size && rest.bytes[size] != '|')
            size++;
        struct words ahead = start;
        bool fits = follows(installer, &ahead, (struct text){.bytes = rest.bytes, .size = size});
        struct words after = ahead;
        const char *next = next_word(&after);
        /* `yarn` alone, or with options only */
        bool lone = size > 0 || installer->verbs[0] == '\0' || !next || next[0] == '-';
        if (fits && lone) {
            *words = ahead;
            return true;
        }
        if (size == rest.size)
            return false;
        rest.bytes += size + 1;
        rest.size -= size + 1;
    }
}

enum { FILES_MAX = 8 };

/* What the options of a command say, before its packages are judged. */
struct options {
    bool help, locked, git, commit, local, manifest, dry, unlocked;
    const char *version;
    const char *files[FILES_MAX]; /* of requirements */
    size_t file_count;
};

static void read_option(const struct installer *installer, struct words *words,
                        struct options *options)
{
    const char *option = words->command->words[words->at];
    const char *equals = strchr(option, '=');
    char name[64];
    size_t size = equals ? (size_t)(equals - option) : strlen(option);
    if (size >= sizeof(name))
        return;
    memcpy(name, option, size);
    name[size] = '\0';
    options->help = options->help || is_one_of("--help --version -h -V", option);
    options->dry = options->dry || is_one_of("--dry-run --download-only", option);
    options->locked = options->locked || is_one_of(installer->locks, name);
    options->unlocked = options->unlocked ||
                        is_one_of("--no-frozen-lockfile --no-lockfile --no-immutable", name) ||
                        strcmp(option, "--frozen-lockfile=false") == 0;
    bool takes = is_one_of(installer->with_word, name);
    bool version = is_one_of(installer->version, name);
    const char *value = equals ? equals + 1 : takes || version ? next_word(words) : NULL;
    if (version && value) {
        options->version = value;
        options->help = options->help && strcmp(option, "--version") != 0;
    }
    if (is_one_of("--rev --git-ref", name) && value)
        options->commit = is_commit(value);
    bool source = strcmp(installer->tool, "pub") == 0 && is_one_of("-s --source", name) && value;
    options->git =
        options->git || strcmp(name, "--git") == 0 || (source && strcmp(value, "git") == 0);
    options->local =
        options->local || strcmp(name, "--path") == 0 || (source && strcmp(value, "path") == 0);
    bool file = is_one_of("-r --requirement", name);
    if (file && value && options->file_count < FILES_MAX)
        options->files[options->file_count++] = value;
    options->manifest = options->manifest || ((file || is_one_of("--group --spec", name)) && value);
}

static void add(struct shell_install *out, size_t *count, size_t most, struct shell_install install)
{
    if (*count < most)
        out[(*count)++] = install;
}

/* `-e .` and `-e git+...`: the word behind is the package; the option is passed over. */
static size_t read_packages(const struct installer *installer, struct words words,
                            const struct options *options, struct shell_install *out, size_t most)
{
    size_t count = 0;
    bool single = is_one_of("npx bunx uvx", installer->program) ||
                  strcmp(installer->verbs, "run") == 0 || strcmp(installer->verbs, "dlx") == 0 ||
                  strcmp(installer->verbs, "install|run") == 0;
    bool with_version = strcmp(installer->tool, "pub") == 0; /* as the word behind */
    for (const char *word = next_word(&words); word; word = next_word(&words)) {
        if (word[0] == '-') {
            struct options ignored = {0};
            read_option(installer, &words, &ignored);
            continue;
        }
        enum shell_pin pin = installer->pin(word);
        if (options->locked || options->commit)
            pin = SHELL_PIN_HASH;
        else if (options->git)
            pin = SHELL_PIN_LOOSE;
        else if (options->local)
            pin = SHELL_PIN_LOCAL;
        else if (options->version && pin == SHELL_PIN_LOOSE)
            pin = version_pin(options->version);
        struct words behind = words;
        const char *version = with_version ? next_word(&behind) : NULL;
        if (version && version[0] != '-' && pin == SHELL_PIN_LOOSE && !options->git)
            pin = version_pin(version);
        add(out, &count, most,
            (struct shell_install){.tool = installer->tool, .package = word, .pin = pin});
        if (single || with_version)
            break;
    }
    return count;
}

/* How firmly a command without packages says what it installs. */
static enum shell_pin bare_pin(const struct installer *installer, const struct options *options,
                               bool modern_yarn)
{
    if (modern_yarn && strcmp(installer->tool, "yarn") == 0 && !options->unlocked)
        return SHELL_PIN_LOCK;
    if (options->git)
        return options->commit ? SHELL_PIN_HASH : SHELL_PIN_LOOSE;
    enum shell_pin pin = options->locked ? SHELL_PIN_LOCK : installer->bare;
    return options->unlocked && pin == SHELL_PIN_LOCK ? SHELL_PIN_MANIFEST : pin;
}

static size_t read_install(const struct installer *installer, struct words words, bool modern_yarn,
                           struct shell_install *out, size_t most)
{
    struct options options = {0};
    struct words ahead = words;
    bool any_package = false;
    for (const char *word = next_word(&ahead); word; word = next_word(&ahead)) {
        if (word[0] == '-')
            read_option(installer, &ahead, &options);
        else
            any_package = true;
    }
    if (options.help || options.dry)
        return 0;
    size_t count = 0;
    if (installer->pin && any_package)
        count = read_packages(installer, words, &options, out, most);
    /* `npx tool` and `bunx tool` run what is installed, where it is. */
    bool runs = is_one_of("npx bunx", installer->program);
    for (size_t i = 0; runs && i < count; i++)
        if (out[i].pin == SHELL_PIN_LOOSE && !strchr(out[i].package + 1, '@'))
            out[i].pin = SHELL_PIN_LOCAL;
    if (any_package && installer->pin && !options.manifest)
        return count;
    enum shell_pin pin = bare_pin(installer, &options, modern_yarn);
    bool nothing = strcmp(installer->tool, "pip") == 0 && !options.manifest && installer->pin;
    for (size_t i = 0; i < options.file_count; i++)
        add(out, &count, most,
            (struct shell_install){
                .tool = installer->tool, .pin = pin, .manifest = options.files[i]});
    if (!nothing && options.file_count == 0 && !(runs && !any_package))
        add(out, &count, most, (struct shell_install){.tool = installer->tool, .pin = pin});
    return count;
}

size_t shell_installs(const struct shell_command *command, bool modern_yarn,
                      struct shell_install *out, size_t most)
{
    struct words words = {.command = command};
    const char *program = program_of(&words);
    for (size_t i = 0; i < sizeof(installers) / sizeof(installers[0]); i++) {
        struct words ahead = words;
        if (strcmp(installers[i].program, program) == 0 && says(&installers[i], &ahead))
            return read_install(&installers[i], ahead, modern_yarn, out, most);
    }
    return 0;
}
