#include "rows.h"

#include "facts/lock_range.h"

struct pair {
    const char *manifest, *manifest_text;
    const char *lock, *lock_text;
    const char *expected; /* rows of lock_problem: line, sort, name */
};

static void check_pairs(const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct world world;
        world_start(&world);
        world_add(&world, pairs[i].manifest, pairs[i].manifest_text);
        world_add(&world, pairs[i].lock, pairs[i].lock_text);
        const char *rows = world_rows(&world, "lock_problem", "sort name");
        if (strcmp(rows, pairs[i].expected) != 0)
            fail_msg("pair %zu of '%s': %s", i, pairs[i].lock, rows);
        struct fact_table table = world_table(&world, "lockfile");
        bool differs =
            strstr(rows, "missing_entry") || strstr(rows, "other_version") || strstr(rows, "stale");
        const struct value *cell = &table.rows[0].cells[fact_field_find(table.kind, "consistent")];
        if (strstr(rows, " gap"))
            assert_int_equal(cell->kind, VALUE_UNKNOWN);
        else if (cell->kind != VALUE_BOOLEAN || cell->boolean == differs)
            fail_msg("pair %zu of '%s': consistent does not follow", i, pairs[i].lock);
        world_end(&world);
    }
}

#define CHECK(pairs) check_pairs(pairs, sizeof(pairs) / sizeof(*(pairs)))

static void npm(void **state)
{
    (void)state;
    static const char a[] = "{\"dependencies\": {\"a\": \"^1.2.0\"}}";
    static const struct pair pairs[] = {
        {"package.json", a, "package-lock.json",
         "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"a\": \"^1.2.0\"}},\n"
         " \"node_modules/a\": {\"version\": \"1.3.0\"}}}",
         ""},
        {"package.json", a, "package-lock.json",
         "{\"lockfileVersion\": 3, \"packages\": {\"\": {}}}",
         "package-lock.json:1 missing_entry a\n"},
        {"package.json", a, "package-lock.json",
         "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"a\": \"^2\"}},\n"
         " \"node_modules/a\": {\"version\": \"2.0.0\"}}}",
         "package-lock.json:2 other_version a\n"},
        /* a range that was written otherwise but allows what is locked */
        {"package.json", a, "package-lock.json",
         "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"a\": \"1\"}},\n"
         " \"node_modules/a\": {\"version\": \"1.9.9\"}}}",
         ""},
        {"package.json", "{}", "package-lock.json",
         "{\"lockfileVersion\": 3, \"packages\": {\"\":\n {\"dependencies\": {\"b\": \"1\"}}}}",
         "package-lock.json:2 stale b\n"},
        {"package.json", a, "package-lock.json",
         "{\"lockfileVersion\": 1, \"dependencies\": {\"a\": {\"version\": \"1.2.3\"}}}", ""},
        {"package.json", a, "npm-shrinkwrap.json",
         "{\"lockfileVersion\": 1, \"dependencies\": {\"a\": {\"version\": \"1.1.3\"}}}",
         "npm-shrinkwrap.json:1 other_version a\n"},
        /* addresses, tags and pre-releases are not compared; a missing optional one may be */
        {"package.json",
         "{\"dependencies\": {\"a\": \"latest\", \"b\": \"github:o/b\", \"c\": \"npm:d@^1\", "
         "\"e\": \">=1\"}, \"optionalDependencies\": {\"f\": \"1\"}}",
         "package-lock.json",
         "{\"lockfileVersion\": 3, \"packages\": {\"\": {}, \"node_modules/a\": {\"version\": "
         "\"9.0.0\"}, \"node_modules/b\": {\"version\": \"1.0.0\"}, \"node_modules/c\": "
         "{\"version\": \"2.0.0\"}, \"node_modules/e\": {\"version\": \"2.0.0-rc.1\"}}}",
         "package-lock.json:1 other_version c\n"},
        {"package.json", "{\"overrides\": {\"a\": \"3\"}, \"dependencies\": {\"a\": \"1\"}}",
         "package-lock.json",
         "{\"lockfileVersion\": 3, \"packages\": {\"\": {}, \"node_modules/a\": {\"version\": "
         "\"3.0.0\"}}}",
         ""},
        {"package.json", a, "package-lock.json", "{\"lockfileVersion\": 3, ",
         "package-lock.json gap\n"},
        {"package.json", a, "bun.lock",
         "{\"lockfileVersion\": 1, \"workspaces\": {\"\": {\"dependencies\": {\"a\": "
         "\"^1.2.0\",},},},}",
         ""},
        {"package.json", a, "bun.lock",
         "{\"lockfileVersion\": 1,\n\"workspaces\": {\"\": {\"dependencies\": {\"a\": \"^1.1.0\", "
         "\"b\": \"1\",},},},}",
         "bun.lock:2 other_version a\nbun.lock:2 stale b\n"},
        {"package.json", a, "bun.lock", "{\"lockfileVersion\": 1, \"workspaces\": {\"\": {}}}",
         "bun.lock:1 missing_entry a\n"},
    };
    CHECK(pairs);
}

static void yarn_and_pnpm(void **state)
{
    (void)state;
    static const char two[] = "{\"dependencies\": {\"a\": \"^1\", \"@b/c\": \"2.x\"}}";
    static const struct pair pairs[] = {
        {"package.json", two, "yarn.lock",
         "# yarn lockfile v1\n\n\"@b/c@2.x\", \"@b/c@^2.1\":\n  version \"2.1.0\"\na@^1:\n", ""},
        {"package.json", two, "yarn.lock", "# yarn lockfile v1\n\na@^1, a@^2:\n",
         "yarn.lock:1 missing_entry @b/c\n"},
        {"package.json", two, "yarn.lock",
         "# yarn\n__metadata:\n  version: 6\n\n\"@b/c@npm:2.x\":\n\n\"a@npm:^1, a@npm:^1.1\":\n",
         ""},
        {"package.json", two, "yarn.lock", "# yarn\n__metadata:\n\n\"a@npm:^2\":\n",
         "yarn.lock:1 missing_entry @b/c\nyarn.lock:1 missing_entry a\n"},
        {"package.json",
         "{\"resolutions\": {\"**/a\": \"1\"}, \"dependencies\": {\"a\": \"^1\", \"b\": "
         "\"workspace:*\", \"c\": \"o/c\"}}",
         "yarn.lock", "# yarn lockfile v1\n", ""},
        {"package.json", two, "pnpm-lock.yaml",
         "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      '@b/c':\n"
         "        specifier: 2.x\n        version: 2.1.0\n      a:\n        specifier: ^1\n"
         "        version: 1.0.0\n\npackages:\n\n  a@1.0.0:\n    specifier: no\n",
         ""},
        {"package.json", two, "pnpm-lock.yaml",
         "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n"
         "        specifier: ^2\n        version: 2.0.0\n    devDependencies:\n      d:\n"
         "        specifier: '1'\n        version: 1.0.0\n",
         "pnpm-lock.yaml:1 missing_entry @b/c\npnpm-lock.yaml:8 other_version a\n"
         "pnpm-lock.yaml:12 stale d\n"},
        /* two documents: that of the tool itself comes first */
        {"package.json", two, "pnpm-lock.yaml",
         "---\nlockfileVersion: '9.0'\nimporters:\n  .:\n    packageManagerDependencies:\n"
         "      pnpm:\n        specifier: 11.0.0\n\npackages:\n  pnpm@11.0.0: {}\n\n---\n"
         "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      '@b/c':\n"
         "        specifier: 2.x\n      a:\n        specifier: ^1\n",
         ""},
        {"package.json", two, "pnpm-lock.yaml",
         "lockfileVersion: 5.4\n\nspecifiers:\n  '@b/c': 2.x\n  a: ^1\n\ndependencies:\n"
         "  '@b/c': 2.1.0\n  a: 1.0.0\n",
         ""},
        {"package.json", two, "pnpm-lock.yaml",
         "lockfileVersion: '6.0'\n\noverrides:\n  a: '3'\n\ndependencies:\n  '@b/c':\n"
         "    specifier: 2.x\n    version: 2.1.0\n  a:\n    specifier: '3'\n    version: 3.0.0\n",
         ""},
    };
    CHECK(pairs);
}

static void compiled(void **state)
{
    (void)state;
    static const char module[] = "module a\nrequire (\n\tb.org/c v1.0.0\n\td.org/e v1.2.0 // "
                                 "indirect\n)\n";
    static const struct pair pairs[] = {
        {"go.mod", module, "go.sum",
         "b.org/c v1.0.0 h1:x=\nb.org/c v1.0.0/go.mod h1:y=\nd.org/e v1.2.0/go.mod h1:z=\n", ""},
        {"go.mod", module, "go.sum", "b.org/c v1.0.0 h1:x=\nd.org/e v1.2.0/go.mod h1:z=\n",
         "go.sum:1 missing_entry b.org/c\n"},
        {"go.mod",
         "module a\nrequire b.org/c v1.0.0\nrequire d.org/e v1.0.0\nreplace b.org/c => ./c\n"
         "replace d.org/e v1.0.0 => f.org/e v1.1.0\n",
         "go.sum", "f.org/e v1.1.0/go.mod h1:y=\n", ""},
        {"Cargo.toml",
         "[package]\nname = \"a\"\n[dependencies]\nserde = \"1.0\"\nre = {package = \"regex\", "
         "version = \"1\"}\n[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n",
         "Cargo.lock",
         "[[package]]\nname = \"serde\"\nversion = \"1.0.200\"\n\n[[package]]\nname = \"regex\"\n"
         "version = \"1.9.0\"\n\n[[package]]\nname = \"libc\"\nversion = \"0.2.150\"\n",
         ""},
        {"Cargo.toml", "[dependencies]\nserde = \"2\"\nb = {path = \"b\"}\n", "Cargo.lock",
         "[[package]]\nname = \"serde\"\nversion = \"1.0.200\"\n[[package]]\nname = \"b\"\n",
         "Cargo.lock:1 missing_entry b\nCargo.lock:1 other_version serde\n"},
        {"Cargo.toml", "[dependencies]\nserde = \"1\"\n", "Cargo.lock",
         "[[package]]\nname = \"serde\"\nversion = \"2.0.0\"\n[[package]]\nname = \"serde\"\n"
         "version = \"1.1.0\"\n",
         ""},
        {"a.csproj",
         "<Project><ItemGroup><PackageReference Include=\"A\"/><PackageReference "
         "Include=\"$(D);E\"/><PackageReference Include=\"B\" "
         "Condition=\"'$(x)' == ''\"/></ItemGroup><ItemGroup Condition=\"c\"><PackageReference "
         "Include=\"C\"/></ItemGroup></Project>",
         "packages.lock.json", "{\"dependencies\": {\"net8.0\": {\"a\": {\"type\": \"Direct\"}}}}",
         ""},
        {"a.csproj", "<Project><ItemGroup><PackageReference Include=\"A\"/></ItemGroup></Project>",
         "packages.lock.json", "{\"dependencies\": {\"net8.0\": {}}}",
         "packages.lock.json:1 missing_entry A\n"},
    };
    CHECK(pairs);
}

static void python(void **state)
{
    (void)state;
    static const char project[] = "[project]\nname = \"a\"\ndependencies = [\"B_c >=1, <2\", "
                                  "\"a[x]\"]\n[dependency-groups]\ndev = [\"d\"]\n";
    static const struct pair pairs[] = {
        {"pyproject.toml", project, "uv.lock",
         "version = 1\nrequires-python = \">=3.12\"\n\n[[package]]\nname = \"a\"\n"
         "source = { virtual = \".\" }\n\n[package.metadata]\nrequires-dist = [\n"
         "    { name = \"b-c\", specifier = \"<2,>=1\" },\n]\n\n[package.metadata.requires-dev]\n"
         "dev = [{ name = \"d\" }]\n\n[[package]]\nname = \"b-c\"\n",
         ""},
        {"pyproject.toml", project, "uv.lock",
         "version = 1\nrequires-python = \">=3.12\"\n\n[[package]]\nname = \"a\"\n"
         "source = { editable = \".\" }\n\n[package.metadata]\nrequires-dist = [\n"
         "    { name = \"b-c\", specifier = \">=1\" },\n    { name = \"e\" },\n]\n",
         "uv.lock:1 missing_entry d\nuv.lock:1 other_version b-c\nuv.lock:1 stale e\n"},
        /* of a specifier with letters uv writes the version in its own way */
        {"pyproject.toml", "[project]\nname = \"a\"\ndependencies = [\"b>=1.0-rc1\"]\n", "uv.lock",
         "requires-python = \">=3.12\"\n\n[[package]]\nname = \"a\"\nsource = { virtual = \".\" "
         "}\n[package.metadata]\nrequires-dist = [{ name = \"b\", specifier = \">=1.0rc1\" }]\n",
         ""},
        {"pyproject.toml", "[project]\nname = \"a\"\ndynamic = [\"dependencies\"]\n", "uv.lock",
         "requires-python = \">=3.12\"\n\n[[package]]\nname = \"a\"\nsource = { editable = \".\" "
         "}\n"
         "[package.metadata]\nrequires-dist = [{ name = \"e\" }]\n",
         ""},
        {"pyproject.toml",
         "[tool.poetry.dependencies]\npython = \"^3\"\nB_c = \"^1\"\nown = {path = \"../own\"}\n"
         "[tool.poetry.group.dev.dependencies]\nd = \"1\"\n",
         "poetry.lock", "[[package]]\nname = \"b-c\"\nversion = \"1.0\"\n\n[metadata]\n",
         "poetry.lock:1 missing_entry d\n"},
        {"pyproject.toml", project, "pdm.lock",
         "[metadata]\ngroups = [\"default\"]\n[[package]]\nname = \"b-c\"\n", ""},
        {"pyproject.toml", project, "pdm.lock", "[metadata]\n", "pdm.lock:1 missing_entry b-c\n"},
        {"Pipfile", "[packages]\na = \"*\"\n[dev-packages]\nb = \"*\"\n", "Pipfile.lock",
         "{\"_meta\": {}, \"default\": {\"a\": {}, \"b\": {}}, \"develop\": {}}",
         "Pipfile.lock:1 missing_entry b\n"},
        {"Pipfile", "[packages]\nA_x = \"*\"\n", "Pipfile.lock",
         "{\"_meta\": {}, \"default\": {\"a-x\": {}}}", ""},
    };
    CHECK(pairs);
}

static void scripts(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"Gemfile",
         "gem 'rails'\ngem \"a\" if x\nif y\n  gem 'b'\nend\ngroup :test do\n  gem 'c'\nend\n",
         "Gemfile.lock", "GEM\n  specs:\n    d (1)\n\nDEPENDENCIES\n  rails (~> 7.0)!\n",
         "Gemfile.lock:1 missing_entry c\n"},
        {"Gemfile", "gem 'rails' # a\n", "Gemfile.lock", "DEPENDENCIES\n  rails\n", ""},
        {"Gemfile",
         "gem 'em', '1.2'\ngem('b', \"~> 1.0\", '>=1.0.3', require: false)\ngem 'c', '2.0'\n"
         "gem 'd', '>= 0'\ngem 'e', '1', :git => 'x'\ngem 'f', VERSION\ngem 'g', ['1', '2']\n"
         "gem 'h', '1',\n  '2'\ngem 'i', \"~> #{x}\"\ngem 'j'\ngem 'k', '3' # k\n",
         "Gemfile.lock",
         "DEPENDENCIES\n  b (>= 1.0.3, ~> 1.0)\n  c (= 2)\n  d\n  e (= 1)!\n  em (= 1.2)\n"
         "  f (= 9)\n  g (= 9)\n  h (= 9)\n  i (= 9)\n  j (= 9)\n  k (= 3.0.0)\n",
         ""},
        {"Gemfile",
         "gem 'em', '1.2'\ngem 'b', '~> 1.0'\ngem 'c', '>= 1', '< 3'\ngem 'd', '1'\n"
         "gem 'e', '1', require: false\n",
         "Gemfile.lock", "DEPENDENCIES\n  b (~> 1)\n  c (>= 1)\n  d\n  e (= 2)!\n  em (= 1.3)\n",
         "Gemfile.lock:1 other_version b\nGemfile.lock:1 other_version c\n"
         "Gemfile.lock:1 other_version d\nGemfile.lock:1 other_version e\n"
         "Gemfile.lock:1 other_version em\n"},
        {"Gemfile", "gem 'a', '1', more\n", "Gemfile.lock", "DEPENDENCIES\n  a (= 1, < 2)\n", ""},
        {"Gemfile", "gemspec\ngem 'a', '1'\n", "Gemfile.lock", "DEPENDENCIES\n  a (= 2)\n", ""},
        {"Gemfile", "eval_gemfile 'x'\ngem 'a', '1'\n", "Gemfile.lock", "DEPENDENCIES\n  a (= 2)\n",
         ""},
        {"Podfile", "target 'A' do\n  pod 'B/C', '~> 1'\n  pod 'D'\nend\n", "Podfile.lock",
         "PODS:\n  - D (1)\n\nDEPENDENCIES:\n  - \"B/C (~> 1)\"\n\nCOCOAPODS: 1.15\n",
         "Podfile.lock:1 missing_entry D\n"},
        {"composer.json",
         "{\"require\": {\"php\": \">=8\", \"a/b\": \"1\", \"c/d\": \"1\", \"o/own\": \"1\"}, "
         "\"replace\": {\"o/own\": \"*\"}}",
         "composer.lock",
         "{\"packages\": [{\"name\": \"A/b\"}], \"packages-dev\": [{\"name\": "
         "\"e/f\", \"provide\": {\"c/d\": \"1\"}}]}",
         ""},
        {"composer.json", "{\"require-dev\": {\"a/b\": \"1\"}}", "composer.lock",
         "{\"packages\": []}", "composer.lock:1 missing_entry a/b\n"},
        {"mix.exs",
         "defp deps do\n  [\n    {:a, \"~> 1\"}, {:b, \"~> 1\"},\n    {:own,\n      path: "
         "\"../own\"}\n  ]\nend\n",
         "mix.lock", "%{\n  \"a\": {:hex, :a, \"1.0.0\"},\n}\n", "mix.lock:1 missing_entry b\n"},
        {"pubspec.yaml",
         "name: a\ndependencies:\n  http: ^1\n  a: any\ndev_dependencies: {test: any}\n",
         "pubspec.lock", "packages:\n  http:\n    version: \"1.0.0\"\n",
         "pubspec.lock:1 missing_entry test\n"},
        {"Chart.yaml",
         "dependencies:\n  - {name: a, version: ^1.0.0, repository: 'https://a'}\n"
         "  - {name: b, version: 2.x, repository: 'https://a'}\n",
         "Chart.lock",
         "dependencies:\n- name: a\n  version: 2.0.0\n- name: c\n  version: 1.0.0\n"
         "digest: sha256:x\n",
         "Chart.lock:1 missing_entry b\nChart.lock:2 other_version a\nChart.lock:4 stale c\n"},
        {"main.tf",
         "terraform {\n  required_providers {\n    aws = {\n      source = \"hashicorp/aws\"\n"
         "      version = \"~> 5.1\"\n    }\n    b = { source = \"o/b\" }\n  }\n}\n",
         ".terraform.lock.hcl",
         "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"4.9.0\"\n}\n",
         ".terraform.lock.hcl:1 missing_entry o/b\n.terraform.lock.hcl:1 other_version "
         "hashicorp/aws\n"},
        {"main.tf",
         "terraform {\n  required_providers {\n    aws = { source = \"hashicorp/aws\", version = "
         "\">= 5, < 6\" }\n  }\n}\n",
         ".terraform.lock.hcl",
         "provider \"registry.opentofu.org/hashicorp/aws\" {\n  version = \"5.9.0\"\n}\n", ""},
        {"flake.nix",
         "{ inputs.a.url = \"x\"; inputs = { b.follows = \"a\"; c = { url = \"y\"; }; }; }\n",
         "flake.lock",
         "{\"nodes\": {\"root\": {\"inputs\": {\"a\": \"a\", \"b\": [\"a\"]}}}, \"root\": "
         "\"root\"}",
         "flake.lock:1 missing_entry c\n"},
    };
    CHECK(pairs);
}

static void members_and_their_root(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "package.json", "{\"workspaces\": [\"p/*\"]}");
    world_add(&world, "p/a/package.json", "{\"dependencies\": {\"x\": \"1\"}}");
    world_add(&world, "p/b/package.json", "{\"dependencies\": {\"x\": \"2\"}}");
    world_add(&world, "p/c/package.json", "{}");
    world_add(&world, "package-lock.json",
              "{\"lockfileVersion\": 3, \"packages\": {\"\": {}, \"p/a\": {}, \"p/b\": {},\n"
              "\"node_modules/x\": {\"version\": \"1.0.0\"},\n"
              "\"p/a/node_modules/x\": {\"version\": \"1.1.0\"}}}");
    assert_string_equal(world_rows(&world, "lock_problem", "sort manifest name"),
                        "package-lock.json:1 missing_entry p/c/package.json none\n"
                        "package-lock.json:2 other_version p/b/package.json x\n");
    assert_string_equal(world_rows(&world, "lockfile", "consistent difference"),
                        "package-lock.json:1 false 'p/c/package.json' is not in it, and 1 more\n");
    /* a member with a lock file of its own is that one's */
    world_add(&world, "p/c/package-lock.json",
              "{\"lockfileVersion\": 3, \"packages\": {\"\": {}}}");
    assert_string_equal(world_rows(&world, "lock_problem", "sort manifest name"),
                        "package-lock.json:2 other_version p/b/package.json x\n");
    world_end(&world);
    world_start(&world);
    world_add(
        &world, "Cargo.toml",
        "[workspace]\nmembers = [\"a\"]\n[workspace.dependencies]\nb = \"2\"\nunused = \"1\"\n");
    world_add(&world, "a/Cargo.toml", "[dependencies]\nb.workspace = true\n");
    world_add(&world, "Cargo.lock", "[[package]]\nname = \"b\"\nversion = \"1.0.0\"\n");
    world_add(&world, "g/go.mod", "module g\nrequire b.org/c v1.0.0\n");
    world_add(&world, "g/go.sum", "x v1 h1:y=\n");
    world_add(&world, "go.work.sum", "b.org/c v1.0.0/go.mod h1:y=\n");
    assert_string_equal(world_rows(&world, "lock_problem", "sort manifest name"),
                        "Cargo.lock:1 other_version a/Cargo.toml b\n");
    world_end(&world);
}

static void what_else_is_wrong_with_locks(void **state)
{
    (void)state;
    static const char npm[] = "{\"dependencies\": {}}";
    struct world world;
    world_start(&world);
    world_add(&world, ".gitignore", "*.lock\n!c/yarn.lock\n!e/*\n");
    world_add(&world, "a/package.json", "{\"packageManager\": \"yarn@4.0.0\"}");
    world_add(&world, "a/package-lock.json", "{\"lockfileVersion\": 3}");
    world_add(&world, "a/yarn.lock", "# yarn lockfile v1\n");
    world_add(&world, "b/package.json", npm);
    world_add(&world, "b/.npmrc", "# a\npackage-lock = false\n");
    world_add(&world, "c/package.json", npm);
    world_add(&world, "c/yarn.lock", "# yarn lockfile v1\n\n<<<<<<< HEAD\n");
    world_add(&world, "d/package.json", npm);
    world_add(&world, "d/package-lock.json", "{\"lockfileVersion\": 3}");
    world_add(&world, "d/pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
    world_add(&world, "e/pyproject.toml", "[tool.uv]\n");
    world_add(&world, "e/uv.lock", "requires-python = \">=3\"\n");
    world_add(&world, "e/pylock.toml", "lock-version = \"1.0\"\n");
    world_add(&world, "e/a-requirements.txt", "flask\n");
    world_add(&world, "e/poetry.lock", "[metadata]\n");
    world_add(&world, "f/package.json", "{\"dependencies\": ");
    world_add(&world, "f/package-lock.json", "{\"lockfileVersion\": 3}");
    assert_string_equal(world_rows(&world, "lock_problem", "sort manifest"),
                        "a/package-lock.json:1 other_tool a/package.json\n"
                        "a/yarn.lock:1 ignored a/package.json\n"
                        "b/.npmrc:2 off b/package.json\n"
                        "c/yarn.lock:3 conflict_marks c/yarn.lock\n"
                        "d/pnpm-lock.yaml:1 other_tool d/package.json\n"
                        "e/poetry.lock:1 other_tool e/pyproject.toml\n"
                        "f/package-lock.json gap\n");
    assert_string_equal(world_rows(&world, "lockfile", "whole consistent rival"),
                        "a/package-lock.json:1 true true a/yarn.lock\n"
                        "a/yarn.lock:1 true true none\n"
                        "c/yarn.lock:1 false false none\n"
                        "d/package-lock.json:1 true true none\n"
                        "d/pnpm-lock.yaml:1 true true d/package-lock.json\n"
                        "e/poetry.lock:1 true true e/uv.lock\n"
                        "e/pylock.toml:1 true unknown none\n"
                        "e/uv.lock:1 true true none\n"
                        "f/package-lock.json:1 true unknown none\n");
    world_end(&world);
}

static void ranges(void **state)
{
    (void)state;
    static const struct {
        enum range_dialect dialect;
        const char *range, *version;
        enum range_answer answer;
    } cases[] = {
        {RANGE_NPM, "^1.2.3", "1.9.0", RANGE_YES},
        {RANGE_NPM, "^1.2.3", "1.2.2", RANGE_NO},
        {RANGE_NPM, "^1.2.3", "2.0.0", RANGE_NO},
        {RANGE_NPM, "^0.2.3", "0.2.9", RANGE_YES},
        {RANGE_NPM, "^0.2.3", "0.3.0", RANGE_NO},
        {RANGE_NPM, "^0.0.3", "0.0.4", RANGE_NO},
        {RANGE_NPM, "^0", "0.9.0", RANGE_YES},
        {RANGE_NPM, "^0", "1.0.0", RANGE_NO},
        {RANGE_NPM, "~1.2.3", "1.2.9", RANGE_YES},
        {RANGE_NPM, "~1.2.3", "1.3.0", RANGE_NO},
        {RANGE_NPM, "~1", "1.9.0", RANGE_YES},
        {RANGE_NPM, "~1", "2.0.0", RANGE_NO},
        {RANGE_NPM, "1.2", "1.2.7", RANGE_YES},
        {RANGE_NPM, "1.x", "1.2.7", RANGE_YES},
        {RANGE_NPM, "1.x", "2.2.7", RANGE_NO},
        {RANGE_NPM, "*", "2.2.7", RANGE_YES},
        {RANGE_NPM, "", "2.2.7", RANGE_YES},
        {RANGE_NPM, "1.2.3", "1.2.3", RANGE_YES},
        {RANGE_NPM, "1.2.3", "1.2.4", RANGE_NO},
        {RANGE_NPM, "=v1.2.3", "1.2.3", RANGE_YES},
        {RANGE_NPM, ">=1 <2", "1.5.0", RANGE_YES},
        {RANGE_NPM, ">= 1.2 < 1.4.1", "1.4.1", RANGE_NO},
        {RANGE_NPM, ">1.2", "1.2.9", RANGE_NO},
        {RANGE_NPM, ">1.2", "1.3.0", RANGE_YES},
        {RANGE_NPM, "<=1.2", "1.2.9", RANGE_YES},
        {RANGE_NPM, "1.0.0 - 1.2.0", "1.2.0", RANGE_YES},
        {RANGE_NPM, "1.0.0 - 1.2.0", "1.2.1", RANGE_NO},
        {RANGE_NPM, "^1 || ^3", "3.1.0", RANGE_YES},
        {RANGE_NPM, "^1 || ^3", "2.1.0", RANGE_NO},
        {RANGE_NPM, "latest", "2.1.0", RANGE_UNKNOWN},
        {RANGE_NPM, "^1 || beta", "2.1.0", RANGE_UNKNOWN},
        {RANGE_NPM, "^2.0.0-rc.1", "2.0.0", RANGE_UNKNOWN},
        {RANGE_NPM, "^2.0.0", "2.0.0-rc.1", RANGE_UNKNOWN},
        {RANGE_NPM, "2.0.0-rc.1", "2.0.0-rc.1", RANGE_YES},
        {RANGE_NPM, "^1", "99999999999.0.0", RANGE_UNKNOWN},
        {RANGE_CARGO, "1.2", "1.9.0", RANGE_YES},
        {RANGE_CARGO, "0.2", "0.3.0", RANGE_NO},
        {RANGE_CARGO, "=1.2.3", "1.2.4", RANGE_NO},
        {RANGE_CARGO, ">=1, <1.4", "1.4.0", RANGE_NO},
        {RANGE_CARGO, "1.*", "1.4.0", RANGE_YES},
        {RANGE_HELM, "1.2.x", "1.2.9", RANGE_YES},
        {RANGE_HELM, ">=1.0.0, <2.0.0", "2.0.0", RANGE_NO},
        {RANGE_HELM, "^1 || ^2", "2.0.0", RANGE_YES},
        {RANGE_TERRAFORM, "~> 5.1", "5.9.0", RANGE_YES},
        {RANGE_TERRAFORM, "~> 5.1", "6.0.0", RANGE_NO},
        {RANGE_TERRAFORM, "~> 5.1.2", "5.2.0", RANGE_NO},
        {RANGE_TERRAFORM, "~> 5", "5.2.0", RANGE_UNKNOWN},
        {RANGE_TERRAFORM, "5.1", "5.1.0", RANGE_YES},
        {RANGE_TERRAFORM, "5.1", "5.1.1", RANGE_NO},
        {RANGE_TERRAFORM, "!= 5.1.1", "5.1.1", RANGE_NO},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        if (range_holds(cases[i].dialect, cases[i].range, cases[i].version) != cases[i].answer)
            fail_msg("'%s' and '%s'", cases[i].range, cases[i].version);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(npm),
        cmocka_unit_test(yarn_and_pnpm),
        cmocka_unit_test(compiled),
        cmocka_unit_test(python),
        cmocka_unit_test(scripts),
        cmocka_unit_test(members_and_their_root),
        cmocka_unit_test(what_else_is_wrong_with_locks),
        cmocka_unit_test(ranges),
    };
    return cmocka_run_group_tests_name("lock_problem", tests, NULL, NULL);
}
