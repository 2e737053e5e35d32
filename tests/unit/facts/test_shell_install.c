/* What commands install, and how firmly they say which: a table. */
#include "facts/shell_install.h"

#include "facts/script_walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define COMMIT "0123456789abcdef0123456789abcdef01234567"

/* "tool package pin[ manifest]", parted by "; ". */
static const struct {
    const char *command, *expected;
} cases[] = {
    {"npm ci", "npm - lock"},
    {"npm --prefix web ci", "npm - lock"},
    {"npm install", "npm - manifest"},
    {"npm i -g a", "npm a loose"},
    {"npm i -g a@1.2.3 --userconfig ./.npmrc", "npm a@1.2.3 version"},
    {"npm install a@1.2.3 @b/c@4.5.6 @b/c",
     "npm a@1.2.3 version; npm @b/c@4.5.6 version; npm @b/c loose"},
    {"npm install a@^1.2.3 a@1 a@latest a@1.2.x",
     "npm a@^1.2.3 loose; npm a@1 loose; npm a@latest loose; npm a@1.2.x loose"},
    {"npm install git+https://a.example/b#" COMMIT, "npm git+https://a.example/b#" COMMIT " hash"},
    {"npm install a/b a/b#main", "npm a/b loose; npm a/b#main loose"},
    {"npm install ./a ../b.tgz a.tgz", "npm ./a local; npm ../b.tgz local; npm a.tgz local"},
    {"npm install a@$V \"$P\"", "npm a@$V unknown; npm $P unknown"},
    {"npm run install", ""},
    {"npm install --help", ""},
    {"npm install a --dry-run", ""},
    {"npm update", "npm - loose"},
    {"npx a", "npx a local"},
    {"npx -y a@1.0.0 b@2", "npx a@1.0.0 version"},
    {"npx a@latest", "npx a@latest loose"},
    {"yarn", "yarn - manifest"},
    {"yarn --frozen-lockfile", "yarn - lock"},
    {"yarn install --immutable", "yarn - lock"},
    {"yarn build", ""},
    {"yarn global add a", "yarn a loose"},
    {"corepack yarn add a@1.0.0", "yarn a@1.0.0 version"},
    {"pnpm i", "pnpm - lock"},
    {"pnpm install --no-frozen-lockfile", "pnpm - manifest"},
    {"pnpm add -g a", "pnpm a loose"},
    {"bun install", "bun - manifest"},
    {"bun ci", "bun - lock"},
    {"pip install a", "pip a loose"},
    {"pip3.12 install a==1.2", "pip a==1.2 version"},
    {"python -m pip install a==2 a==1.* 'a>=1' 'a==1.2 ; x'",
     "pip a==2 version; pip a==1.* loose; pip a>=1 loose; pip a==1.2 ; x version"},
    {"python3 -m build", ""},
    {"python3 setup.py install", ""},
    {"pip install -r a.txt -r b.txt c", "pip c loose; pip - manifest a.txt; pip - manifest b.txt"},
    {"pip install --require-hashes -r a.txt", "pip - lock a.txt"},
    {"pip install --requirement=a.txt", "pip - manifest a.txt"},
    {"pip install -e . .[dev] ./a dist/a.whl",
     "pip . local; pip .[dev] local; pip ./a local; pip dist/a.whl local"},
    {"pip install --no-index a", "pip a hash"},
    {"pip install git+https://a.example/b@" COMMIT, "pip git+https://a.example/b@" COMMIT " hash"},
    {"pip install git+https://a.example/b@main git+ssh://git@a.example/b",
     "pip git+https://a.example/b@main loose; pip git+ssh://git@a.example/b loose"},
    {"pip install https://a.example/b.zip", "pip https://a.example/b.zip loose"},
    {"pip install --upgrade pip -q", "pip pip loose"},
    {"pip --version", ""},
    {"pip install -h", ""},
    {"uv pip install a", "pip a loose"},
    {"uv sync", "uv - manifest"},
    {"uv sync --locked --group dev", "uv - lock"},
    {"uv tool install a@1.2.3", "uv a@1.2.3 version"},
    {"uvx a@latest b", "uv a@latest loose"},
    {"pipx run a==1.0", "pipx a==1.0 version"},
    {"poetry install --with dev", "poetry - lock"},
    {"pipenv install --deploy", "pipenv - lock"},
    {"pipenv install --dev", "pipenv - manifest"},
    {"pipenv sync", "pipenv - lock"},
    {"dart pub global activate a", "pub a loose"},
    {"flutter pub global activate a 1.2.3", "pub a version"},
    {"dart pub global activate a ^1.2.3", "pub a loose"},
    {"dart pub global activate --source path tool", "pub tool local"},
    {"dart pub global activate -s git https://a.example/b.git",
     "pub https://a.example/b.git loose"},
    {"dart pub global activate -s git https://a.example/b.git --git-ref " COMMIT,
     "pub https://a.example/b.git hash"},
    {"dart pub get", ""},
    {"go install a.example/b@v1.2.3", "go a.example/b@v1.2.3 version"},
    {"go install -tags x a.example/b@latest", "go a.example/b@latest loose"},
    {"go install a.example/b@" COMMIT, "go a.example/b@" COMMIT " hash"},
    {"go install a.example/b@v1", "go a.example/b@v1 loose"},
    {"go install ./... tool", "go ./... local; go tool local"},
    {"go get a.example/b", "go a.example/b loose"},
    {"go get a.example/b@none", "go a.example/b@none local"},
    {"go run a.example/b@v1.2.3 x y", "go a.example/b@v1.2.3 version"},
    {"go run main.go", "go main.go local"},
    {"go build", ""},
    {"gem install a -v 1.2.3", "gem a version"},
    {"gem install a:1.2.3 b ./c.gem", "gem a:1.2.3 version; gem b loose; gem ./c.gem local"},
    {"gem install --version '~> 1' a", "gem a loose"},
    {"bundle", "bundler - manifest"},
    {"bundle install --deployment", "bundler - lock"},
    {"bundle exec rake", ""},
    {"bundle add a", "bundler a loose"},
    {"cargo install a", "cargo a loose"},
    {"cargo install a --version 1.2.3 --locked", "cargo a version"},
    {"cargo install a@1.2.3", "cargo a@1.2.3 version"},
    {"cargo install --git https://a.example/b", "cargo - loose"},
    {"cargo install --git https://a.example/b --rev " COMMIT " c", "cargo c hash"},
    {"cargo install --path .", "cargo - local"},
    {"cargo build", ""},
    {"choco install -y a --version=1.2.3", "chocolatey a version"},
    {"choco install a --require-checksums", "chocolatey a hash"},
    {"nuget install a -Version 1.2.3", "nuget a version"},
    {"nuget restore a.sln -LockedMode", "nuget - lock"},
    {"dotnet tool install -g a --version 1.2.3", "dotnet a version"},
    {"dotnet tool restore", "dotnet - lock"},
    {"dotnet add package a", "dotnet a loose"},
    {"dotnet restore --locked-mode", "dotnet - lock"},
    {"dotnet restore", "dotnet - manifest"},
    {"sudo -H pip install a", "pip a loose"},
    {"pipenv run pip install a", "pip a loose"},
    {"poetry run python -m pip install a==1.0", "pip a==1.0 version"},
    {"python -Im pip install a", "pip a loose"},
    {"\"$PY\" -m pip install a", "pip a loose"},
    {".venv/bin/pip3 install a", "pip a loose"},
    {"bundle exec gem install a", "gem a loose"},
    {"python -m", ""},
    {"pipenv run", ""},
    {"uv run uv run uv run uv run uv run uv run uv run pip install a", ""},
    {"su builder --login --command 'npm install a'", "npm a loose"},
    {"runuser -l builder -c 'npm install a'", "npm a loose"},
    {"su builder 'npm install a'", ""},
    {"echo npm install a", ""},
    {"", ""},
};

struct found {
    struct buffer text;
    bool modern_yarn;
    size_t most;
};

static void visit(void *state, const struct script_point *point)
{
    static const char *const pins[] = {"lock",     "hash",  "local",  "version",
                                       "manifest", "loose", "unknown"};
    struct found *found = state;
    struct shell_install installs[8];
    size_t count = shell_installs(point->started, found->modern_yarn, installs, found->most);
    for (size_t k = 0; k < count; k++)
        buffer_printf(&found->text, "%s%s %s %s%s%s", found->text.size ? "; " : "",
                      installs[k].tool, installs[k].package ? installs[k].package : "-",
                      pins[installs[k].pin], installs[k].manifest ? " " : "",
                      installs[k].manifest ? installs[k].manifest : "");
}

static void assert_installs(const char *command, bool modern_yarn, size_t most,
                            const char *expected)
{
    struct arena arena;
    arena_init(&arena, 4096);
    struct found found = {.text = BUFFER_EMPTY, .modern_yarn = modern_yarn, .most = most};
    const struct script_setting setting = {.stops = true, .directory = "."};
    script_walk(&arena, text_of(command), &setting, visit, &found);
    if (strcmp(buffer_string(&found.text), expected) != 0)
        fail_msg("%s: '%s', not '%s'", command, buffer_string(&found.text), expected);
    buffer_release(&found.text);
    arena_release(&arena);
}

static void commands_install(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_installs(cases[i].command, false, 8, cases[i].expected);
}

static void modern_yarn_keeps_its_lock_file(void **state)
{
    (void)state;
    assert_installs("yarn install", true, 8, "yarn - lock");
    assert_installs("yarn --no-immutable", true, 8, "yarn - manifest");
    assert_installs("npm i a b c", true, 1, "npm a loose");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_install),
        cmocka_unit_test(modern_yarn_keeps_its_lock_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
