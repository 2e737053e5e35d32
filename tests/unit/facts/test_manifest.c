#include "rows.h"

static void assert_parts(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "manifest_part", "ecosystem dependencies library wants_lock",
                   expected);
}

static void javascript(void **state)
{
    (void)state;
    assert_parts("package.json",
                 "{\"name\": \"a\", \"version\": \"1.0.0\", \"main\": \"a.js\",\n"
                 " \"dependencies\": {\"b\": \"1\", \"c\": \"workspace:*\"},\n"
                 " \"devDependencies\": {\"d\": \"2\"}, \"peerDependencies\": {\"e\": \"2\"}}",
                 "package.json:2 npm 2 true true\n");
    assert_parts("package.json",
                 "{\"name\": \"a\", \"version\": \"1.0.0\", \"main\": \"a.js\", \"private\": true}",
                 "package.json:1 npm 0 false true\n");
    assert_parts("package.json", "{\"dependencies\": ", "package.json gap ecosystem=npm\n");
    assert_parts(
        "composer.json",
        "{\"name\": \"a/b\", \"require\": {\"php\": \">=8\", \"ext-json\": \"*\", \"c/d\": \"1\"}}",
        "composer.json:1 composer 1 true true\n");
    assert_parts("composer.json", "{\"type\": \"project\", \"name\": \"a/b\", \"require\": {}}",
                 "composer.json:1 composer 0 false true\n");
}

static void python(void **state)
{
    (void)state;
    assert_parts("requirements.txt", "# a\nflask==3.0 # web\nrequests\n-r other.txt\n\n",
                 "requirements.txt:2 pip 2 false true\n");
    assert_parts("requirements.txt",
                 "flask==3.0 \\\n    --hash=sha256:aa\nrequests==2.0 ; python_version > '3'\n",
                 "requirements.txt:1 pip 2 false false\n");
    assert_parts("requirements.txt", "flask==3.*\n", "requirements.txt:1 pip 1 false true\n");
    assert_parts("requirements/dev.in", "flask\n", "requirements/dev.in:1 pip 1 false true\n");
    assert_parts("docs/notes.txt", "flask\n", "");
    assert_parts(
        "pyproject.toml",
        "[build-system]\nrequires = [\"hatchling\"]\n[project]\nname = \"a\"\n"
        "dependencies = [\n  \"b>=1\", # c\n  'd[e]',\n]\n"
        "[project.optional-dependencies]\ntest = [\"f\"]\n[dependency-groups]\ndev = [\"g\"]\n",
        "pyproject.toml:5 pip 4 true true\n");
    assert_parts("pyproject.toml", "[project]\nname = \"a\"\ndependencies = [\"b\"]\n",
                 "pyproject.toml:3 pip 1 false true\n");
    assert_parts("pyproject.toml",
                 "[tool.poetry]\nname = \"a\"\npackage-mode = false\n[tool.poetry.dependencies]\n"
                 "python = \"^3\"\nb = \"1\"\nc = {path = \"../c\"}\n"
                 "[tool.poetry.group.dev.dependencies]\nd = {version = \"1\"}\n[build-system]\n",
                 "pyproject.toml:6 pip 2 false true\n");
    assert_parts("pyproject.toml", "[tool.black]\nline-length = 100\n",
                 "pyproject.toml:1 pip 0 false true\n");
    /* the first declaration of the file; a list that includes another; classifiers */
    assert_parts("pyproject.toml",
                 "[dependency-groups]\ntest = [\"a\"]\ndev = [{include-group = \"test\"}, \"b\"]\n"
                 "[build-system]\n[project]\nname = \"c\"\ndependencies = ['''d''']\n"
                 "classifiers = [\"Private :: Do Not Upload\"]\n",
                 "pyproject.toml:2 pip 3 false true\n");
    assert_parts("pyproject.toml",
                 "tool.poetry.name = \"a\"\n[tool.poetry.dependencies.b]\nversion = \"1\"\n"
                 "[tool.poetry.dependencies.c]\npath = \"../c\"\n[build-system]\n",
                 "pyproject.toml:2 pip 1 true true\n");
    assert_parts("pyproject.toml", "[project\ndependencies = [\"b\"\n",
                 "pyproject.toml gap ecosystem=pip\n");
    assert_parts("Pipfile",
                 "[packages]\na = \"*\"\n[dev-packages]\nb = \"*\"\n[requires]\nc = \"3\"\n",
                 "Pipfile:2 pip 2 false true\n");
    assert_parts("setup.py",
                 "from setuptools import setup\nsetup(name='a', install_requires=['b', 'c'])\n",
                 "setup.py:2 pip 2 true true\n");
    assert_parts("setup.py", "from setuptools import setup\nsetup()\n",
                 "setup.py:1 pip 0 true false\n");
    assert_parts(
        "setup.cfg",
        "[metadata]\nname = a\n[options]\ninstall_requires =\n    b\n    c\nzip_safe = no\n",
        "setup.cfg:5 pip 2 true true\n");
}

static void compiled_languages(void **state)
{
    (void)state;
    assert_parts("go.mod",
                 "module a.org/b\n\ngo 1.22\n\nrequire (\n\tc.org/d v1.0.0\n\te.org/f v1.0.0 // "
                 "indirect\n)\n"
                 "require g.org/h v1\nreplace (\n\tc.org/d => ./d\n)\n",
                 "go.mod:6 gomod 3 true true\n");
    assert_parts("go.mod", "module a.org/b\n", "go.mod:1 gomod 0 true true\n");
    assert_parts("Cargo.toml",
                 "[package]\nname = \"a\"\n[dependencies]\nb = \"1\"\nc = { path = \"../c\" }\n"
                 "d = { path = \"../d\", version = \"1\" "
                 "}\n[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n"
                 "[dev-dependencies.e]\nversion = \"1\"\n",
                 "Cargo.toml:4 cargo 4 true true\n");
    assert_parts("Cargo.toml", "[package]\npublish = false\n[dependencies]\nb = \"1\"\n",
                 "Cargo.toml:4 cargo 1 false true\n");
    /* however it is written, a dependency is one; a path without a version is none */
    assert_parts(
        "Cargo.toml",
        "[dev-dependencies]\nb.version = \"1\"\nb.features = []\n'c' = {workspace = true}\n"
        "d.path = \"../d\"\n[workspace.dependencies.e]\nversion = \"1\"\n"
        "[target.x.build-dependencies.f]\npath = \"../f\"\n",
        "Cargo.toml:2 cargo 3 true true\n");
    assert_parts("Cargo.toml", "dependencies = {b = \"1\"}\npackage.publish = false\n",
                 "Cargo.toml:1 cargo 1 false true\n");
    /* what cargo does not read is not known */
    assert_parts("Cargo.toml", "[dependencies]\nb = \"1\"\nb = \"2\"\n",
                 "Cargo.toml gap ecosystem=cargo\n");
    assert_parts(
        "pom.xml",
        "<project>\n<!-- <dependency> -->\n<parent></parent>\n<dependencies>\n<dependency>\n"
        "</dependency></dependencies></project>",
        "pom.xml:5 maven 2 false false\n");
    assert_parts("pom.xml", "nothing", "pom.xml gap ecosystem=maven\n");
    assert_parts("a.csproj",
                 "<Project>\n<ItemGroup>\n<PackageReference Include=\"B\" Version=\"1\" />\n",
                 "a.csproj:3 nuget 1 false false\n");
    assert_parts("a.csproj",
                 "<Project><RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>\n"
                 "<PackageReference Include=\"B\"/></Project>",
                 "a.csproj:2 nuget 1 false true\n");
    assert_parts("a.csproj",
                 "<Project>\n<PackageReference Remove=\"B\" />\n"
                 "<PackageReference Update=\"C\" Publish=\"false\" />\n"
                 "<PackageReference Update=\"D\" Version=\"1\" />\n"
                 "<PackageReference Update=\"E\"><Version>1</Version></PackageReference>\n",
                 "a.csproj:4 nuget 2 false false\n");
    assert_parts("b.props",
                 "<Project><PackageReference Update=\"C.Versions\" Publish=\"false\"/></Project>",
                 "b.props:1 nuget 0 false false\n");
    assert_parts("b.targets",
                 "<Project><PackageReference Update=\"@(PackageReference)\">\n"
                 "<Publish>true</Publish></PackageReference>\n"
                 "<PackageReference Update=\"D\" Version=\"1\" /></Project>",
                 "b.targets:3 nuget 1 false false\n");
    assert_parts("build.gradle.kts",
                 "plugins {\n  id(\"org.a\") version \"1\"\n}\ndependencies {\n"
                 "  implementation(project(\":b\"))\n  // api(\"x:y:1\")\n  api(\"c:d:1\")\n}\n",
                 "build.gradle.kts:2 gradle 2 false false\n");
    assert_parts("build.gradle",
                 "dependencyLocking { lockAllConfigurations() }\nimplementation 'a:b:1'\n",
                 "build.gradle:2 gradle 1 false true\n");
    assert_parts("gradle/libs.versions.toml",
                 "[versions]\na = \"1\"\n[libraries]\nb = { module = \"b:b\" }\n",
                 "gradle/libs.versions.toml:4 gradle 1 false false\n");
    assert_parts("Package.swift",
                 "let p = Package(\n  products: [.library(name: \"A\")],\n  dependencies: [\n"
                 "    .package(url: \"https://a.org\", from: \"1.0.0\"),\n    .package(path: "
                 "\"../B\"),\n  ])\n",
                 "Package.swift:4 swift 1 true true\n");
}

static void scripts_and_the_rest(void **state)
{
    (void)state;
    assert_parts("Gemfile", "source 'https://rubygems.org'\ngem 'rails'\n# gem 'x'\n",
                 "Gemfile:2 bundler 1 false true\n");
    assert_parts("Gemfile", "gemspec\ngem 'rake'\n", "Gemfile:2 bundler 1 true true\n");
    assert_parts("Gemfile", "gemspec path: 'a'\n", "Gemfile:1 bundler 1 true true\n");
    assert_parts(
        "mix.exs",
        "def project do\n  [deps: deps()]\nend\ndefp deps do\n  [\n    {:phoenix, \"~> 1.7\"},\n"
        "    {:b, path: \"../b\"}\n  ]\nend\n",
        "mix.exs:6 mix 1 false true\n");
    assert_parts(
        "pubspec.yaml",
        "name: a\npublish_to: none\ndependencies:\n  flutter:\n    sdk: flutter\n  http: ^1.0.0\n",
        "pubspec.yaml:6 pub 1 false true\n");
    assert_parts("pubspec.yaml",
                 "name: a\npublish_to: none\ndependencies:\n  http: ^1.0.0\n"
                 "flutter:\n  plugin:\n    platforms:\n      linux: {ffiPlugin: true}\n",
                 "pubspec.yaml:4 pub 1 true true\n");
    assert_parts("Podfile", "target 'A' do\n  pod 'B'\n  pod 'C', :path => '../C'\nend\n",
                 "Podfile:2 cocoapods 1 false true\n");
    assert_parts(
        "Chart.yaml",
        "apiVersion: v2\nname: a\ndependencies:\n  - name: b\n    repository: https://b.org\n"
        "  - name: c\n    repository: file://../c\n",
        "Chart.yaml:4 helm 1 false true\n");
    assert_parts(
        "main.tf",
        "terraform {\n  backend \"s3\" {}\n  required_providers {\n    aws = {\n"
        "      source = \"hashicorp/aws\"\n    }\n  }\n}\nmodule \"m\" {\n  source = \"./m\"\n}\n",
        "main.tf:5 terraform 1 false true\n");
    assert_parts("m/main.tf",
                 "module \"m\" {\n  source = \"git::https://a.org/b.git//sub?ref=v1\"\n}\n",
                 "m/main.tf:2 terraform 1 true false\n");
    assert_parts(".github/workflows/ci.yml",
                 "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - "
                 "uses: ./local\n"
                 "  b:\n    uses: o/r/.github/workflows/x.yml@v1\n",
                 ".github/workflows/ci.yml:5 github-actions 2 false false\n");
    assert_parts("compose.yaml",
                 "services:\n  db:\n    image: postgres:16\n  web:\n    image: web\n    build: .\n",
                 "compose.yaml:3 docker-compose 1 false false\n");
    assert_parts("Dockerfile", "FROM scratch AS a\nFROM debian\nFROM a\n",
                 "Dockerfile:2 docker 1 false false\n");
    assert_parts("Dockerfile", "ARG B\nARG C=2\nFROM ${B} AS a\nFROM c:${B}\nFROM c:${C}\n",
                 "Dockerfile:5 docker 1 false false\n");
    assert_parts("Dockerfile", "FROM a b\n", "Dockerfile gap ecosystem=docker\n");
    assert_parts("Dockerfile.tt", "FROM ruby:<%= v %>\n", "Dockerfile.tt:1 docker 0 false false\n");
}

static void only_declared_packages_make_a_manifest(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "package.json", "{\"name\": \"a\"}");
    world_add(&world, "go.mod", "module a.org/b\n");
    world_add(&world, "b/go.mod", "module a.org/b\nrequire c.org/d v1\n");
    world_add(&world, "b/cmd/x/x.go", "package main\n");
    world_add(&world, "c/Cargo.toml", "[dependencies\n");
    world_add(&world, "vendor/x/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    assert_string_equal(
        world_rows(&world, "manifest",
                   "ecosystem directory workspace_root role vendored lock_expected"),
        "b/go.mod:2 gomod b b application false true\n"
        "c/Cargo.toml gap ecosystem=cargo directory=c vendored=false\n"
        "vendor/x/package.json:1 npm vendor/x vendor/x application true true\n");
    world_end(&world);
}

static void members_belong_to_their_workspace(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "package.json", "{\"workspaces\": [\"packages/*\", \"!packages/no\"]}");
    world_add(&world, "packages/a/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    world_add(&world, "packages/no/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    world_add(&world, "packages/a/deep/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    world_add(&world, "p/pnpm-workspace.yaml", "packages:\n  - 'apps/**'\n");
    world_add(&world, "p/apps/x/y/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    world_add(&world, "r/Cargo.toml",
              "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/z\"]\n");
    world_add(&world, "r/crates/y/Cargo.toml", "[dependencies]\na = \"1\"\n");
    world_add(&world, "r/crates/z/Cargo.toml", "[dependencies]\na = \"1\"\n");
    world_add(&world, "go.work", "go 1.22\nuse (\n\t./g\n)\n");
    world_add(&world, "g/go.mod", "module g\nrequire a v1\n");
    world_add(&world, "m/pom.xml", "<project><modules><module>n</module></modules></project>");
    world_add(&world, "m/n/pom.xml", "<project><modules><module>o</module></modules></project>");
    world_add(&world, "m/n/o/pom.xml", "<project><dependency></dependency></project>");
    world_add(&world, "s/All.sln", "Project(\"{1}\") = \"A\", \"src\\A\\A.csproj\", \"{2}\"\n");
    world_add(&world, "s/src/A/A.csproj", "<PackageReference Include=\"B\"/>");
    world_add(&world, "u/pyproject.toml", "[tool.uv.workspace]\nmembers = [\"libs/*\"]\n");
    world_add(&world, "u/libs/v/pyproject.toml", "[project]\ndependencies = [\"a\"]\n");
    world_add(&world, "k/settings.gradle", "include ':app',\n  ':lib:core'\n");
    world_add(&world, "k/lib/core/build.gradle", "implementation 'a:b:1'\n");
    assert_string_equal(world_rows(&world, "manifest", "workspace_root"),
                        "g/go.mod:2 .\n"
                        "k/lib/core/build.gradle:1 k\n"
                        "m/n/o/pom.xml:1 m\n"
                        "p/apps/x/y/package.json:1 p\n"
                        "packages/a/deep/package.json:1 packages/a/deep\n"
                        "packages/a/package.json:1 .\n"
                        "packages/no/package.json:1 packages/no\n"
                        "r/crates/y/Cargo.toml:2 r\n"
                        "r/crates/z/Cargo.toml:2 r/crates/z\n"
                        "s/src/A/A.csproj:1 s\n"
                        "u/libs/v/pyproject.toml:2 u\n");
    world_add(&world, "p/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    assert_non_null(strstr(world_rows(&world, "manifest", "directory member"),
                           "p/apps/x/y/package.json:1 p/apps/x/y true\n"));
    assert_non_null(strstr(world_rows(&world, "manifest", "directory member"),
                           "packages/a/package.json:1 packages/a false\n"));
    assert_non_null(
        strstr(world_rows(&world, "manifest", "directory member"), "p/package.json:1 p false\n"));
    world_end(&world);
}

static void roles_follow_the_ecosystem(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a/pyproject.toml",
              "[build-system]\n[project]\nname = \"a\"\ndependencies = [\"b\"]\n");
    world_add(&world, "a/docs/requirements.txt", "sphinx\n");
    world_add(&world, "b/requirements.txt", "flask\n");
    world_add(&world, "c/Cargo.toml", "[package]\n[dependencies]\na = \"1\"\n");
    world_add(&world, "c/src/lib.rs", "");
    world_add(&world, "d/Cargo.toml", "[package]\n[dependencies]\na = \"1\"\n");
    world_add(&world, "d/src/main.rs", "");
    world_add(&world, "e/Cargo.toml",
              "[workspace]\nmembers = [\"f\"]\n[workspace.dependencies]\na = \"1\"\n");
    world_add(&world, "e/f/Cargo.toml", "[[bin]]\nname = \"f\"\n");
    world_add(&world, "g/go.mod", "module g\nrequire a v1\n");
    world_add(&world, "g/g.go", "package g\n");
    world_add(&world, "h/go.mod", "module h\nrequire a v1\n");
    world_add(&world, "h/server.go", "package main\n");
    world_add(&world, "h/Dockerfile", "FROM scratch\n");
    world_add(&world, "i/package.json",
              "{\"name\": \"i\", \"version\": \"1.0.0\", \"main\": \"i.js\","
              " \"scripts\": {\"start\": \"node i.js\"}, \"dependencies\": {\"a\": \"1\"}}");
    assert_string_equal(world_rows(&world, "manifest", "role"),
                        "a/docs/requirements.txt:1 library\n"
                        "a/pyproject.toml:4 library\n"
                        "b/requirements.txt:1 application\n"
                        "c/Cargo.toml:3 library\n"
                        "d/Cargo.toml:3 application\n"
                        "e/Cargo.toml:4 application\n"
                        "g/go.mod:2 library\n"
                        "h/go.mod:2 application\n"
                        "i/package.json:1 application\n");
    world_end(&world);
}

/* What a generator copies says `gemspec` for the gem that it will make. */
static void a_gemfile_stands_beside_its_gem(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "gem/Gemfile", "gemspec\n");
    world_add(&world, "gem/gem.gemspec", "Gem::Specification.new\n");
    world_add(&world, "skeleton/Gemfile", "gemspec\n");
    world_add(&world, "skeleton/lib/other.gemspec", "Gem::Specification.new\n");
    world_add(&world, "skeleton/name.gemspec.erb", "Gem::Specification.new\n");
    assert_string_equal(world_rows(&world, "manifest", "dependencies role"),
                        "gem/Gemfile:1 1 library\n");
    world_end(&world);
}

static void workflows_and_modules_merge(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/workflows/a.yml", "jobs: {}\n");
    world_add(&world, ".github/workflows/b.yml", "jobs:\n  x:\n    steps:\n      - uses: a/b@v1\n");
    world_add(&world, ".github/workflows/c.yml", "jobs:\n  x:\n    steps:\n      - uses: a/b@v1\n");
    world_add(&world, "infra/main.tf", "provider \"aws\" {}\n");
    world_add(&world, "infra/versions.tf", "source = \"hashicorp/aws\"\n");
    world_add(&world, "web/Dockerfile", "FROM scratch\n");
    world_add(&world, "web/Dockerfile.debug", "FROM debian\n");
    world_add(&world, "web/Dockerfile.dev", "FROM debian\n");
    world_add(&world, "web/compose.yml", "services: {a: {image: b}}\n");
    assert_string_equal(world_rows(&world, "manifest", "ecosystem dependencies lock_expected"),
                        ".github/workflows/b.yml:4 github-actions 2 false\n"
                        "infra/versions.tf:1 terraform 1 true\n"
                        "web/Dockerfile.debug:1 docker 2 false\n"
                        "web/compose.yml:1 docker-compose 1 false\n");
    world_end(&world);
}

static void a_gitignore_hides_locks(void **state)
{
    (void)state;
    static const struct {
        const char *path, *lines, *expected;
    } cases[] = {
        {".gitignore", "*.lock\n", "true"},
        {".gitignore", "package-lock.json\n", "true"},
        {".gitignore", "/a/\n", "true"},
        {".gitignore", "/package-lock.json\n", "false"},
        {".gitignore", "*.lock\n!yarn.lock\n!bun.lock\n", "false"},
        {".gitignore", "# *.lock\nnode_modules\n", "false"},
        {".gitignore", "*.lock/\n", "false"},
        {"a/.gitignore", "/yarn.lock\r\n", "true"},
        {"b/.gitignore", "yarn.lock\n", "false"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, cases[i].path, cases[i].lines);
        world_add(&world, "a/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
        char expected[64];
        snprintf(expected, sizeof(expected), "a/package.json:1 %s\n", cases[i].expected);
        assert_string_equal(world_rows(&world, "manifest", "lock_ignored"), expected);
        world_end(&world);
    }
    struct world world;
    world_start(&world);
    world_add(&world, ".gitignore", "yarn.lock\n");
    world_add(&world, "a/.gitignore", "!yarn.lock\n");
    world_add(&world, "a/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    assert_string_equal(world_rows(&world, "manifest", "lock_ignored"), "a/package.json:1 false\n");
    world_end(&world);
}

static void locks_hold_what_their_tools_write(void **state)
{
    (void)state;
    static const struct {
        const char *path, *content, *expected;
    } cases[] = {
        {"package-lock.json", "{\"lockfileVersion\": 3}", "package-lock.json:1 npm . npm true\n"},
        {"a/yarn.lock", "# yarn lockfile v1\n", "a/yarn.lock:1 npm a yarn true\n"},
        {"yarn.lock", "", "yarn.lock:1 npm . yarn false\n"},
        {"go.sum", "a.org/b v1 h1:x=\n<<<<<<< HEAD\n", "go.sum:1 gomod . go false\n"},
        {"Cargo.lock", "[[package]]\n", "Cargo.lock:1 cargo . cargo true\n"},
        {"requirements.txt", "#\n# This file is autogenerated by pip-compile\n#\na==1\n",
         "requirements.txt:1 pip . pip-compile true\n"},
        {"requirements.txt", "a==1\n", ""},
        {"pylock.dev.toml", "lock-version = \"1.0\"\n", "pylock.dev.toml:1 pip . pylock true\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_rows_of(cases[i].path, cases[i].content, "lockfile",
                       "ecosystem directory tool whole", cases[i].expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(javascript),
        cmocka_unit_test(python),
        cmocka_unit_test(compiled_languages),
        cmocka_unit_test(scripts_and_the_rest),
        cmocka_unit_test(only_declared_packages_make_a_manifest),
        cmocka_unit_test(members_belong_to_their_workspace),
        cmocka_unit_test(roles_follow_the_ecosystem),
        cmocka_unit_test(workflows_and_modules_merge),
        cmocka_unit_test(a_gemfile_stands_beside_its_gem),
        cmocka_unit_test(a_gitignore_hides_locks),
        cmocka_unit_test(locks_hold_what_their_tools_write),
    };
    return cmocka_run_group_tests_name("manifest", tests, NULL, NULL);
}
