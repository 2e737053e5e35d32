#include "facts/commands.h"

const char *const command_purpose_names[] = {"install", "build", "run", "test", "other", NULL};

static bool holds_any(const char *text, const char *const *phrases)
{
    for (; *phrases; phrases++) {
        if (prose_has_phrase(text, *phrases))
            return true;
    }
    return false;
}

static const char *const installs_said[] = {
    "install",
    "npm i",
    "npm ci",
    "pnpm i",
    "yarn add",
    "pnpm add",
    "npm add",
    "bun add",
    "go get",
    "brew",
    "apt",
    "apt-get",
    "apk",
    "dnf",
    "yum",
    "choco",
    "scoop",
    "winget",
    "git clone",
    "docker pull",
    "poetry add",
    "uv sync",
    "uv add",
    "uv pip",
    "uv tool",
    "uvx",
    "npx",
    "pipx",
    "conda",
    "cargo add",
    "composer require",
    "gem",
    "bundle",
    "yarn",
    "helm repo add",
    "nix-env",
    "pip",
    "pip3",
    "setup",
    "bootstrap",
    "curl",
    "wget",
    "opam",
    "vcpkg",
    "bunx",
    "nix profile",
    NULL,
};

static const char *const builds_said[] = {
    "build", "make", "cmake",     "compile", "mvn package",    "mvnw package",
    "mvn",   "mvnw", "gradle",    "gradlew", "meson",          "ninja",
    "bazel", "sbt",  "configure", "package", "dotnet publish", "xcodebuild",
    "zig",   "just", "task",      NULL,
};

static const char *const runs_said[] = {
    "run",        "start",  "serve",   "up",      "dev",   "server",
    "docker run", "launch", "rails s", "preview", "watch", NULL,
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* One of the parts of a name is of tests: `test:unit`, `run-tests`, `testacc`, `e2e`. */
static bool names_tests(const char *name)
{
    static const char *const parts[] = {"e2e",      "spec",      "specs",   "unit",
                                        "runtests", "unittests", "runtest", NULL};
    char part[32];
    for (const char *at = name; *at;) {
        size_t size = strcspn(at, ":-_./+@");
        if (size < sizeof(part)) {
            memcpy(part, at, size);
            part[size] = '\0';
            if (string_is_one_of(part, parts) ||
                (string_starts_with(part, "test") && strcmp(part, "testdata") != 0))
                return true;
        }
        at += size;
        at += *at != '\0';
    }
    return false;
}

/* Programs that do nothing but run tests. */
static bool is_runner(const char *name)
{
    static const char *const runners[] = {
        "pytest", "py.test", "tox",    "nox",      "ctest",     "rspec",     "jest",   "vitest",
        "mocha",  "phpunit", "pest",   "bats",     "prove",     "nosetests", "nose2",  "behave",
        "ginkgo", "busted",  "karma",  "cypress",  "gotestsum", "cucumber",  "stestr", "unittest",
        "ava",    "jasmine", "testem", "molecule", "elm-test",  NULL};
    return string_is_one_of(name, runners);
}

/* The first argument is what to do: `go test`, `cargo nextest run`. */
static bool has_test_verb(const char *program, const char *const *words, size_t count)
{
    static const char *const programs[] = {
        "go",    "cargo", "dotnet",   "swift",    "mix",      "lein",      "stack",
        "cabal", "dart",  "flutter",  "bazel",    "bazelisk", "buck",      "buck2",
        "meson", "rails", "deno",     "composer", "hatch",    "terraform", "tofu",
        "opa",   "forge", "promtool", "pants",    "artisan",  NULL};
    static const char *const verbs[] = {"test", "tests", "t", "nextest", "coverage", NULL};
    if (!string_is_one_of(program, programs))
        return false;
    size_t at = 1;
    while (at < count && (words[at][0] == '-' || words[at][0] == '+'))
        at++;
    return at < count && string_is_one_of(words[at], verbs);
}

/* Any argument may name what to make: `make -j4 check`, `mvn clean verify`. */
static bool has_test_target(const char *program, const char *const *words, size_t count)
{
    static const char *const programs[] = {
        "make",  "gmake", "bmake", "just",   "task",  "invoke",  "inv", "mage",        "rake",
        "ninja", "mvn",   "mvnw",  "gradle", "sbt",   "gradlew", "zig", "xcodebuild",  "earthly",
        "ant",   "nx",    "turbo", "lerna",  "grunt", "gulp",    "poe", "ninja-build", NULL};
    static const char *const checks[] = {"check", "verify", "integration-test", NULL};
    static const char *const valued[] = {"-c", "-f", "--directory", "--file", "-p", NULL};
    if (!string_is_one_of(program, programs))
        return false;
    for (size_t i = 1; i < count; i++) {
        if (string_is_one_of(words[i], valued))
            i++;
        else if (words[i][0] != '-' && !strchr(words[i], '=') &&
                 (names_tests(words[i]) || string_is_one_of(words[i], checks) ||
                  (strstr(program, "gradle") && string_ends_with(words[i], "test"))))
            return true;
    }
    return false;
}

/* `npm t`, `npm run test:unit`, `yarn workspace web test`. */
static bool has_test_script(const char *program, const char *const *words, size_t count)
{
    static const char *const programs[] = {"npm", "yarn", "pnpm", "bun", NULL};
    static const char *const valued[] = {"-w",       "--workspace", "-f",    "--filter",  "-c",
                                         "--prefix", "--cwd",       "--dir", "workspace", NULL};
    static const char *const own[] = {"run", "run-script", NULL};
    if (!string_is_one_of(program, programs))
        return false;
    size_t at = 1;
    for (; at < count; at++) {
        if (string_is_one_of(words[at], valued))
            at++;
        else if (words[at][0] != '-' && !string_is_one_of(words[at], own))
            break;
    }
    return at < count && (strcmp(words[at], "t") == 0 || names_tests(words[at]));
}

static bool is_test_script(const char *word)
{
    static const char *const endings[] = {".sh", ".bash", ".py",  ".js",  ".mjs", ".ts",
                                          ".pl", ".rb",   ".php", ".ps1", ".bat", NULL};
    const char *name = base_name(word);
    const char *dot = strrchr(name, '.');
    if (dot && !string_is_one_of(dot, endings))
        return false;
    bool in_tests = string_starts_with(word, "tests/") || string_starts_with(word, "test/") ||
                    string_starts_with(word, "./tests/") || string_starts_with(word, "./test/");
    return (dot || name != word) &&
           (names_tests(name) || (in_tests && string_starts_with(name, "run")));
}

static bool is_test(const char *const *words, size_t count, unsigned depth);

/* A program that runs another one: `poetry run pytest`, `docker compose run web rspec`. */
static bool wraps_test(const char *program, const char *const *words, size_t count, unsigned depth)
{
    static const char *const wrappers[] = {
        "poetry", "uv",    "uvx",  "pipx",           "pipenv",   "pdm",   "rye",       "hatch",
        "bundle", "npx",   "bunx", "docker",         "podman",   "nix",   "nix-shell", "xvfb-run",
        "pnpm",   "yarn",  "npm",  "docker-compose", "coverage", "conda", "php",       "mise",
        "direnv", "hatch", NULL};
    enum { DEEPEST = 3 };
    if (depth >= DEEPEST || !string_is_one_of(program, wrappers))
        return false;
    for (size_t i = 1; i < count; i++) {
        bool option = words[i][0] == '-';
        if (!option && is_test(words + i, count - i, depth + 1))
            return true;
        if (strcmp(words[i], "run") == 0 && i + 1 < count && strcmp(words[i + 1], "test") == 0)
            return true;
        bool file = strcmp(words[i], "-f") == 0 || strcmp(words[i], "--file") == 0;
        if (file && i + 1 < count && strstr(words[i + 1], "compose") && names_tests(words[i + 1]))
            return true;
    }
    return false;
}

static bool is_python_test(const char *program, const char *const *words, size_t count)
{
    static const char *const programs[] = {"python", "python3", "py", NULL};
    if (!string_is_one_of(program, programs))
        return false;
    for (size_t i = 1; i < count; i++) {
        if (strcmp(words[i], "-m") == 0)
            return i + 1 < count && (is_runner(words[i + 1]) || names_tests(words[i + 1]));
        if (words[i][0] == '-')
            continue;
        bool managed =
            string_ends_with(words[i], "manage.py") || string_ends_with(words[i], "setup.py");
        return is_test_script(words[i]) ||
               (managed && i + 1 < count && strcmp(words[i + 1], "test") == 0);
    }
    return false;
}

/* Does this command run the tests of the repository? The word alone does not: other
 * programs test routes, connections and configurations. */
static bool is_test(const char *const *words, size_t count, unsigned depth)
{
    static const char *const shells[] = {"bash", "sh",   "source", "node",
                                         "perl", "ruby", "php",    NULL};
    if (!count)
        return false;
    const char *program = base_name(words[0]);
    if (is_runner(program) || has_test_verb(program, words, count) ||
        has_test_target(program, words, count) || has_test_script(program, words, count) ||
        is_python_test(program, words, count) || wraps_test(program, words, count, depth))
        return true;
    if (string_is_one_of(program, shells) && count > 1)
        return is_test_script(words[1]) || strcmp(words[1], "--test") == 0;
    if (strcmp(program, "cmake") == 0) {
        for (size_t i = 1; i + 1 < count; i++)
            if ((strcmp(words[i], "--target") == 0 || strcmp(words[i], "-t") == 0) &&
                (names_tests(words[i + 1]) || strcmp(words[i + 1], "check") == 0))
                return true;
        return false;
    }
    /* `acme/test` behind `docker run` is an image. */
    return is_test_script(words[0]) &&
           (depth == 0 || words[0][0] == '.' || strchr(base_name(words[0]), '.'));
}

enum command_purpose command_purpose_of(struct arena *arena, const char *text)
{
    const char *folded = prose_fold(arena, text);
    size_t count;
    const char **words = command_words(arena, folded, &count);
    static const char *const verbs[] = {"install", "add", "clone", NULL};
    bool module = count > 3 && strcmp(words[1], "-m") == 0;
    if (count > 1 &&
        (string_is_one_of(words[1], verbs) || (module && strcmp(words[3], "install") == 0)))
        return COMMAND_INSTALL;
    if (is_test(words, count, 0))
        return COMMAND_TEST;
    if (holds_any(folded, runs_said) && !string_starts_with(folded, "npm run build") &&
        !prose_has_phrase(folded, "build"))
        return COMMAND_RUN;
    /* A bare `yarn` installs, `yarn build` builds. */
    if (string_starts_with(folded, "yarn ") && holds_any(folded, builds_said))
        return COMMAND_BUILD;
    if (holds_any(folded, installs_said))
        return COMMAND_INSTALL;
    if (holds_any(folded, builds_said))
        return COMMAND_BUILD;
    if (count && command_is_named_script(words[0]) && !string_ends_with(words[0], "lint"))
        return strstr(words[0], "check") || strstr(words[0], "verify") ? COMMAND_TEST : COMMAND_RUN;
    return string_starts_with(folded, "./") ? COMMAND_RUN : COMMAND_OTHER;
}
