#include "rows.h"

#include "facts/ecosystem.h"
#include "facts/manifest_read.h"

static void assert_part(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "manifest_part", "ecosystem dependencies wants_lock", expected);
}

static void pipelines(void **state)
{
    (void)state;
    assert_part(".gitlab-ci.yml",
                "image: ruby:3.2\ninclude:\n  - local: /a.yml\n  - project: o/r\n    file: b.yml\n"
                "  - template: Jobs/SAST.gitlab-ci.yml\njob:\n  image: {name: node:20}\n"
                "  services: [postgres:16, $DB]\n",
                ".gitlab-ci.yml:1 gitlabci 5 false\n");
    assert_part("ci/build.gitlab-ci.yml", "job: {image: $IMAGE}\n",
                "ci/build.gitlab-ci.yml:1 gitlabci 0 false\n");
    assert_part(".circleci/config.yml",
                "orbs:\n  node: circleci/node@5.1\n  own: {jobs: {}}\njobs:\n  a:\n    docker:\n"
                "      - image: cimg/node:20.1\n",
                ".circleci/config.yml:2 circleci 2 false\n");
    assert_part("azure-pipelines.yml",
                "resources:\n  repositories:\n    - repository: t\nsteps:\n  - task: UseNode@1\n"
                "  - script: a\ncontainer: ubuntu:22.04\n",
                "azure-pipelines.yml:3 azure-pipelines 3 false\n");
    assert_part("bitbucket-pipelines.yml",
                "image: node:20\npipelines:\n  default:\n    - step:\n        script:\n"
                "          - pipe: atlassian/aws-s3-deploy:1.1.0\n",
                "bitbucket-pipelines.yml:1 bitbucket-pipelines 2 false\n");
    assert_part(".buildkite/pipeline.yml",
                "steps:\n  - command: a\n    plugins:\n      - docker#v5.0.0: {image: a}\n",
                ".buildkite/pipeline.yml:4 buildkite 1 false\n");
    assert_part(".drone.yml", "steps: [{image: golang:1.22}]\n---\nsteps: [{image: node:20}]\n",
                ".drone.yml:1 droneci 2 false\n");
    assert_part("plugins.txt", "git:5.2.1\n# a\nworkflow-aggregator:596.v8c21c963d92d\n",
                "plugins.txt:1 jenkins 2 false\n");
    assert_part("plugins.txt", "some words about plugins: many\n", "");
    assert_part("plugins.yaml", "plugins:\n  - artifactId: git\n    source: {version: '5'}\n",
                "plugins.yaml:2 jenkins 1 false\n");
}

static void machines(void **state)
{
    (void)state;
    assert_part(
        ".devcontainer/devcontainer.json",
        "{ // a\n \"image\": \"a/b:1\", \"features\": {\"ghcr.io/a/b:1\": {}, \"./c\": {}}}",
        ".devcontainer/devcontainer.json:2 devcontainers 2 false\n");
    assert_part(".pre-commit-config.yaml",
                "repos:\n  - repo: local\n  - repo: meta\n  - repo: https://a.org/b\n    rev: v1\n",
                ".pre-commit-config.yaml:4 pre-commit 1 false\n");
    assert_part("mise.toml", "[env]\nA = \"1\"\n[tools]\nnode = \"20\"\n",
                "mise.toml:4 mise 1 false\n");
    assert_part(".tool-versions", "# a\nnodejs 20.1.0\nruby\n", ".tool-versions:2 asdf 1 false\n");
    assert_part("devbox.json", "{\"packages\": [\"go@1.22\"]}", "devbox.json:1 devbox 1 true\n");
    assert_part("rust-toolchain.toml", "[toolchain]\nchannel = \"1.79\"\n",
                "rust-toolchain.toml:2 rust-toolchain 1 false\n");
    assert_part("rust-toolchain", "1.79.0\n", "rust-toolchain:1 rust-toolchain 1 false\n");
    assert_part("rust-toolchain", "notes\nabout it\n", "");
    assert_part("global.json", "{\"sdk\": {\"version\": \"8.0.100\"}}",
                "global.json:1 dotnet-sdk 1 false\n");
    assert_part("global.json", "{\"strings\": {}}", "");
    assert_part(".gitmodules", "[submodule \"a\"]\n\tpath = a\n\turl = https://a.org/a\n",
                ".gitmodules:1 gitsubmodule 1 false\n");
    assert_part("flake.nix",
                "{\n  description = \"a { b\"; # inputs.x.url = \"\"\n  inputs.nixpkgs.url = "
                "\"github:NixOS/nixpkgs\";\n  inputs = { b = { url = \"c\"; inputs.nixpkgs.follows"
                " = \"nixpkgs\"; }; d.follows = \"b\"; e.url = \"path:./e\"; };\n"
                "  outputs = { self, ... }: { inputs.z.url = \"x\"; };\n}\n",
                "flake.nix:3 nix 2 true\n");
}

static void deployments(void **state)
{
    (void)state;
    assert_part("kustomization.yaml",
                "resources:\n  - a.yaml\n  - https://github.com/o/r//x?ref=v1\nimages:\n"
                "  - name: a\n    newTag: '1'\n  - name: b\n    newName: c\n",
                "kustomization.yaml:3 kustomize 2 false\n");
    assert_part("requirements.yaml", "dependencies:\n  - name: a\n    repository: https://a.org\n",
                "requirements.yaml:2 helm 1 true\n");
    assert_part("values.yaml", "image: {repository: a/b, tag: '1'}\n", "");
    assert_part("helmfile.yaml", "releases:\n  - chart: ./own\n---\nreleases:\n  - chart: a/b\n",
                "helmfile.yaml:5 helmfile 1 false\n");
    assert_part("requirements.yml", "roles:\n  - name: a.b\ncollections: [c.d]\n",
                "requirements.yml:2 ansible-galaxy 2 false\n");
    assert_part("requirements.yml", "- src: https://a.org/b\n  version: v1\n",
                "requirements.yml:1 ansible-galaxy 1 false\n");
    assert_part("requirements.yml", "dependencies:\n  - name: a\n    repository: https://a.org\n",
                "");
    assert_part("galaxy.yml", "namespace: a\ndependencies: {c.d: '1.0'}\n",
                "galaxy.yml:2 ansible-galaxy 1 false\n");
    assert_part("Puppetfile", "mod 'puppetlabs/stdlib', '9.0.0'\nmod 'own', :local => true\n",
                "Puppetfile:1 puppet 1 false\n");
    assert_part("vendir.yml",
                "directories:\n  - path: v\n    contents:\n      - path: a\n        git: {}\n"
                "      - path: b\n        directory: {}\n",
                "vendir.yml:4 vendir 1 true\n");
    assert_part("jsonnetfile.json",
                "{\"dependencies\": [{\"source\": {\"git\": {}}}, {\"source\": {\"local\": {}}}]}",
                "jsonnetfile.json:1 jsonnet-bundler 1 true\n");
    assert_part("infra/terragrunt.hcl", "terraform {\n  source = \"tfr:///a/b?version=1\"\n}\n",
                "infra/terragrunt.hcl:2 terraform 1 false\n");
}

static void values_need_their_chart(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a/Chart.yaml", "name: a\n");
    world_add(&world, "a/values.yaml",
              "image:\n  repository: a/b\n  tag: '1'\nsub: {image: 'c/d:2'}\nempty: {image: ''}\n");
    world_add(&world, "b/values.yaml", "image: {repository: a/b, tag: '1'}\n");
    assert_string_equal(world_rows(&world, "manifest", "ecosystem dependencies lock_expected"),
                        "a/values.yaml:2 helm 2 false\n");
    world_end(&world);
}

static void java(void **state)
{
    (void)state;
    assert_part("gradle/wrapper/gradle-wrapper.properties", "a=b\ndistributionUrl=https://a\n",
                "gradle/wrapper/gradle-wrapper.properties:2 gradle 1 false\n");
    assert_part(".mvn/wrapper/maven-wrapper.properties", "distributionUrl=https://a\n",
                ".mvn/wrapper/maven-wrapper.properties:1 maven 1 false\n");
    assert_part(".mvn/extensions.xml", "<extensions>\n<extension/>\n<extension/></extensions>",
                ".mvn/extensions.xml:2 maven 2 false\n");
    assert_part("build.sbt",
                "libraryDependencies += \"a\" %% \"b\" % \"1\" // \"c\" % \"d\" % \"1\"\n"
                "lazy val core = project in file(\"core\")\n"
                "libraryDependencies ++= Seq(\"e\" % \"f\" % \"1\" % Test, \"g\" %%% \"h\" % v)\n",
                "build.sbt:1 sbt 3 false\n");
    assert_part("project/plugins.sbt", "addSbtPlugin(\"a\" % \"b\" % \"1\")\n",
                "project/plugins.sbt:1 sbt 1 false\n");
    assert_part("project/build.properties", "sbt.version=1.9.0\n",
                "project/build.properties:1 sbt 1 false\n");
    assert_part("project/build.properties", "other=1\n", "");
    assert_part("project/Dependencies.scala", "val a = \"b\" %% \"c\" % \"1\"\n",
                "project/Dependencies.scala:1 sbt 1 false\n");
    assert_part("project/Tool.scala", "val share = \"5%\"\n", "");
    assert_part("project.clj",
                "(defproject a \"1\"\n  :dependencies [[b/c \"1\"] ; [no \"1\"]\n"
                "    [d \"[2\" :exclusions [e]]]\n  :plugins [[f \"1\"]])\n",
                "project.clj:2 leiningen 3 false\n");
    assert_part("deps.edn",
                "{:deps {a/b {:mvn/version \"1\"} c/d {:git/sha \"e\" :git/tag \"v1\"}\n"
                " f/g {:local/root \"../g\"}}}",
                "deps.edn:1 deps-edn 2 false\n");
    assert_part("gradle/deps.gradle", "dependencies { }\napi 'a:b:1'\n",
                "gradle/deps.gradle:2 gradle 1 false\n");
    assert_part("settings.gradle.kts", "plugins {\n  id(\"a\") version \"1\"\n}\n",
                "settings.gradle.kts:2 gradle 1 false\n");
}

static void native(void **state)
{
    (void)state;
    assert_part("conanfile.txt",
                "[requires]\nzlib/1.3\n[generators]\nCMakeDeps\n[tool_requires]\nc/1\n",
                "conanfile.txt:2 conan 2 false\n");
    assert_part(
        "conanfile.py",
        "class A(ConanFile):\n    requires = (\"zlib/1.3\",\n        \"b/[>=2]\")\n"
        "    def requirements(self):\n        self.requires(\"c/1\")\n        x = \"d/1\"\n",
        "conanfile.py:2 conan 3 false\n");
    assert_part("vcpkg.json",
                "{\"dependencies\": [\"fmt\", {\"name\": \"b\"}], \"features\": {\"x\": "
                "{\"dependencies\": [\"c\"]}}}",
                "vcpkg.json:1 vcpkg 3 false\n");
    assert_part("vcpkg-configuration.json", "{\"default-registry\": {\"baseline\": \"a\"}}",
                "vcpkg-configuration.json:1 vcpkg 1 false\n");
    assert_part("MODULE.bazel",
                "module(name = \"a\")\nbazel_dep(name = \"b\", version = \"1\")\n"
                "# bazel_dep(name = \"c\")\n",
                "MODULE.bazel:2 bazel 1 false\n");
    assert_part("WORKSPACE", "http_archive(\n    name = \"a\",\n)\n",
                "WORKSPACE:1 bazel 1 false\n");
    assert_part("WORKSPACE", "a folder\n", "");
    assert_part(
        "App.xcodeproj/project.pbxproj",
        "\n\tA /* XCRemoteSwiftPackageReference */ = {\n\t\trepositoryURL = \"https://a\";\n"
        "\t\trepositoryURL = \"https://b\";\n",
        "App.xcodeproj/project.pbxproj:3 swift 2 true\n");
    assert_part("paket.dependencies", "source https://a\nnuget FSharp.Core >= 6\n  github a/b\n",
                "paket.dependencies:2 paket 2 true\n");
    assert_part(".config/dotnet-tools.json", "{\"tools\": {\"a\": {\"version\": \"1\"}}}",
                ".config/dotnet-tools.json:1 nuget 1 false\n");
    assert_part("Directory.Build.props", "<PackageReference Include=\"A\"/>",
                "Directory.Build.props:1 nuget 1 false\n");
}

static void functional(void **state)
{
    (void)state;
    assert_part("a.cabal",
                "name: a\nlibrary\n  build-depends:\n      base >=4\n    , text\n  -- x, y\n"
                "  default-language: Haskell2010\nexecutable a\n  build-depends: base, a\n",
                "a.cabal:4 haskell-cabal 4 false\n");
    assert_part("cabal.project", "packages: .\nsource-repository-package\n  type: git\n",
                "cabal.project:2 haskell-cabal 1 false\n");
    assert_part("stack.yaml", "resolver: lts-22.1\nextra-deps: [a-1]\n",
                "stack.yaml:1 haskell-cabal 2 true\n");
    assert_part("stack.yaml", "services: {}\n", "");
    assert_part("package.yaml", "library: {}\ndependencies:\n  - base\n",
                "package.yaml:3 haskell-cabal 1 false\n");
    assert_part("package.yaml", "dependencies:\n  - base\n", "");
    assert_part("a.opam",
                "opam-version: \"2.0\"\ndepends: [\n  \"dune\" {>= \"3.0\"}\n  # \"no\"\n  \"b\" "
                "{with-test & >= \"1\"}\n]\nbuild: [\"dune\"]\n",
                "a.opam:3 opam 2 false\n");
    assert_part("opam", "notes\n", "");
    assert_part("dune-project",
                "(lang dune 3.0)\n(package (name a)\n (depends\n  dune\n  (b (>= 1)) ; c\n  d))\n",
                "dune-project:4 opam 3 false\n");
    assert_part("rebar.config",
                "%% {deps, [no]}.\n{erl_opts, [debug_info]}.\n{deps, [cowboy,\n  {jsx, \"3.0.0\"}, "
                "{a, {git, \"b\", {tag, \"1\"}}}]}.\n",
                "rebar.config:3 rebar 3 true\n");
    assert_part("gleam.toml", "[dependencies]\na = \"1\"\nb = {path = \"../b\"}\n",
                "gleam.toml:2 gleam 1 true\n");
    assert_part("elm.json",
                "{\"type\": \"application\", \"dependencies\": {\"direct\": {\"a/b\": \"1\"}, "
                "\"indirect\": {\"c/d\": \"1\"}}}",
                "elm.json:1 elm 2 false\n");
    assert_part("elm.json", "{\"type\": \"package\", \"dependencies\": {\"a/b\": \"1\"}}",
                "elm.json:1 elm 1 false\n");
    assert_part("a.nimble", "requires \"nim >= 1.6\", \"b\"\n", "a.nimble:1 nim 1 false\n");
    assert_part("a-1.rockspec", "dependencies = {\n  \"lua >= 5.1\",\n  \"luasocket\"\n}\n",
                "a-1.rockspec:3 lua 1 false\n");
}

static void science(void **state)
{
    (void)state;
    assert_part("environment.yml",
                "name: a\ndependencies:\n  - python=3.12\n  - pip\n  - pip:\n      - flask\n",
                "environment.yml:3 conda 3 false\n");
    assert_part("environment.yml", "production: {url: a}\n", "");
    assert_part("environment.yml", "a: [\n", "");
    assert_part("pixi.toml",
                "[dependencies]\npython = \"*\"\n[feature.x.dependencies]\na = \"1\"\n",
                "pixi.toml:2 pixi 2 true\n");
    assert_part("Project.toml", "[deps]\nA = \"7876af07-990d-54b4-ab0e-23690620f79a\"\n",
                "Project.toml:2 julia 1 true\n");
    assert_part("Project.toml", "[deps]\na = \"1\"\n", "");
    assert_part("DESCRIPTION",
                "Package: a\nDepends: R (>= 4.0), methods\nImports:\n    rlang (>= 1),\n    cli\n"
                "License: MIT\n",
                "DESCRIPTION:2 r 3 false\n");
    assert_part("DESCRIPTION", "A project.\n", "");
    assert_part("renv.lock", "{\"R\": {}, \"Packages\": {\"a\": {}, \"b\": {}}}",
                "renv.lock:1 r 2 false\n");
    assert_part("cpanfile", "requires 'perl', '5.010';\nrequires 'Moo';\n  requires 'A';\n",
                "cpanfile:2 cpanfile 2 false\n");
    assert_part(
        "META.json",
        "{\"meta-spec\": {}, \"prereqs\": {\"runtime\": {\"requires\": {\"perl\": 0, \"A\": "
        "0}}}}",
        "META.json:1 cpanfile 1 false\n");
    assert_part("META.json", "{\"prereqs\": {\"a\": {\"b\": {\"c\": 0}}}}", "");
    assert_part("META.yml", "meta-spec: {}\nrequires: {A: 0}\nbuild_requires: {B: 0}\n",
                "META.yml:2 cpanfile 2 false\n");
    assert_part("deno.json",
                "{\"imports\": {\"a\": \"jsr:@a/b@1\", \"c\": \"./c.ts\"}, \"lock\": true}",
                "deno.json:1 deno 1 true\n");
    assert_part("deno.jsonc", "{\"imports\": {\"a\": \"npm:b@1\"}, /* */ \"lock\": false}",
                "deno.jsonc:1 deno 1 false\n");
    assert_part("a.gemspec", "Gem::Specification.new do |s|\n  s.add_dependency 'b'\nend\n",
                "a.gemspec:2 bundler 1 false\n");
}

static void kubernetes_images_merge_by_folder(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "k/a.yaml",
              "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n"
              "    spec:\n      containers:\n        - {name: a, image: 'nginx:1.25'}\n"
              "        - {name: b, image: own}\n");
    world_add(&world, "k/b.yaml",
              "apiVersion: v1\nkind: Pod\nmetadata: {name: b}\nspec:\n  containers:\n"
              "    - {name: a, image: 'redis:7'}\n");
    world_add(&world, "t/c.yaml", "apiVersion: v1\nkind: Pod\nspec: {containers: [{{ x }}]}\n");
    assert_string_equal(world_rows(&world, "manifest", "ecosystem dependencies lock_expected"),
                        "k/a.yaml:8 kubernetes 2 false\n");
    world_end(&world);
}

static void more_workspaces(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "d/deno.json", "{\"workspace\": [\"./a\"]}");
    world_add(&world, "d/a/deno.json", "{\"imports\": {\"a\": \"npm:b@1\"}}");
    world_add(&world, "s/build.sbt", "lazy val core = (project in file(\"core\"))\n");
    world_add(&world, "s/core/build.sbt", "libraryDependencies += \"a\" % \"b\" % \"1\"\n");
    world_add(&world, "s/project/plugins.sbt", "addSbtPlugin(\"a\" % \"b\" % \"1\")\n");
    world_add(&world, "m/pom.xml",
              "<project><profiles><profile><modules><module>p</module></modules></profile>"
              "</profiles></project>");
    world_add(&world, "m/p/pom.xml", "<project><dependency></dependency></project>");
    world_add(&world, "n/Directory.Packages.props", "<PackageVersion Include=\"A\"/>");
    world_add(&world, "n/src/A/A.csproj", "<PackageReference Include=\"A\"/>");
    world_add(&world, "j/Project.toml", "[workspace]\nprojects = [\"docs\"]\n");
    world_add(&world, "j/docs/Project.toml",
              "[deps]\nA = \"7876af07-990d-54b4-ab0e-23690620f79a\"\n");
    world_add(&world, "h/cabal.project", "packages: a/*.cabal\n  ./b\n");
    world_add(&world, "h/a/a.cabal", "build-depends: base\n");
    world_add(&world, "h/b/b.cabal", "build-depends: base\n");
    world_add(&world, "e/mix.exs", "def project, do: [apps_path: \"apps\"]\n");
    world_add(&world, "e/apps/x/mix.exs", "defp deps do\n  [{:a, \"1\"}]\nend\n");
    world_add(&world, "r/rebar.config", "{deps, []}.\n");
    world_add(&world, "r/apps/x/rebar.config", "{deps, [a]}.\n");
    world_add(&world, "g/settings.gradle.kts",
              "include(\":x\")\nincludeBuild(\"build-logic\")\n"
              "project(\":x\").projectDir = file(\"y/x\")\n");
    world_add(&world, "g/build-logic/build.gradle.kts", "api(\"a:b:1\")\n");
    world_add(&world, "g/y/x/build.gradle.kts", "api(\"a:b:1\")\n");
    world_add(&world, "g/gradle/libs.versions.toml", "[libraries]\na = \"b:c:1\"\n");
    world_add(&world, "w/Package.swift", ".package(path: \"Sub\")\n");
    world_add(&world, "w/Sub/Package.swift", ".package(url: \"https://a\", from: \"1\")\n");
    world_add(&world, "p/pubspec.yaml", "workspace: [a]\n");
    world_add(&world, "p/a/pubspec.yaml", "dependencies: {http: ^1.0.0}\n");
    assert_string_equal(world_rows(&world, "manifest", "workspace_root"),
                        "d/a/deno.json:1 d\n"
                        "e/apps/x/mix.exs:2 e\n"
                        "g/build-logic/build.gradle.kts:1 g\n"
                        "g/gradle/libs.versions.toml:2 g\n"
                        "g/y/x/build.gradle.kts:1 g\n"
                        "h/a/a.cabal:1 h\n"
                        "h/b/b.cabal:1 h\n"
                        "j/docs/Project.toml:2 j\n"
                        "m/p/pom.xml:1 m\n"
                        "n/Directory.Packages.props:1 n\n"
                        "n/src/A/A.csproj:1 n/src/A\n"
                        "p/a/pubspec.yaml:1 p\n"
                        "r/apps/x/rebar.config:1 r\n"
                        "s/core/build.sbt:1 s\n"
                        "s/project/plugins.sbt:1 s\n"
                        "w/Sub/Package.swift:1 w\n");
    world_end(&world);
}

static void skipped_by_convention(void **state)
{
    (void)state;
    static const char npm[] = "{\"dependencies\": {\"a\": \"1\"}}";
    struct world world;
    world_start(&world);
    world_add(&world, "a/package.json", npm);
    world_add(&world, "a/testdata/package.json", npm);
    world_add(&world, "examples/x/package.json", npm);
    world_add(&world, "test/package.json", npm);
    world_add(&world, "test-requirements.txt", "flask\n");
    world_add(&world, "vendor/x/package.json", npm);
    world_add(&world, ".gitattributes", "made/** linguist-generated\n");
    world_add(&world, "made/package.json", npm);
    assert_string_equal(world_rows(&world, "manifest", "skipped"),
                        "a/package.json:1 none\n"
                        "a/testdata/package.json:1 fixture\n"
                        "examples/x/package.json:1 example\n"
                        "made/package.json:1 generated\n"
                        "test-requirements.txt:1 none\n"
                        "test/package.json:1 test\n"
                        "vendor/x/package.json:1 vendored\n");
    world_end(&world);
}

static void tools_of_manifests(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a/package.json",
              "{\"packageManager\": \"pnpm@9.1.0\", \"dependencies\": {\"a\": \"1\"}}");
    world_add(&world, "a/yarn.lock", "# yarn lockfile v1\n");
    world_add(&world, "b/package.json", "{\"workspaces\": [\"c\"]}");
    world_add(&world, "b/yarn.lock", "# yarn lockfile v1\n");
    world_add(&world, "b/c/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    world_add(&world, "d/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    world_add(&world, "e/pyproject.toml", "[tool.poetry.dependencies]\na = \"1\"\n");
    world_add(&world, "g/package.json",
              "{\"packageManager\": \"pnpm@9\", \"workspaces\": [\"h\"]}");
    world_add(&world, "g/yarn.lock", "");
    world_add(&world, "g/h/package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    world_add(&world, "f/go.mod", "module a\nrequire b v1\n");
    world_add(&world, "f/go.sum", "");
    assert_string_equal(world_rows(&world, "manifest", "tool"), "a/package.json:1 pnpm\n"
                                                                "b/c/package.json:1 yarn\n"
                                                                "d/package.json:1 none\n"
                                                                "e/pyproject.toml:2 poetry\n"
                                                                "f/go.mod:2 go\n"
                                                                "g/h/package.json:1 pnpm\n");
    world_end(&world);
}

static void roles_of_environments(void **state)
{
    (void)state;
    static const char environment[] = "[deps]\nA = \"7876af07-990d-54b4-ab0e-23690620f79a\"\n";
    struct world world;
    world_start(&world);
    world_add(&world, "a/Project.toml",
              "name = \"A\"\nuuid = \"7876af07-990d-54b4-ab0e-23690620f79b\"\n[deps]\n");
    world_add(&world, "a/docs/Project.toml", environment);
    world_add(&world, "b/Project.toml", environment);
    world_add(&world, "b/sub/Project.toml", environment);
    world_add(&world, "c/stack.yaml", "resolver: lts-22.1\n");
    world_add(&world, "c/c.cabal", "library\n  build-depends: base\n");
    world_add(&world, "d/stack.yaml", "resolver: lts-22.1\n");
    world_add(&world, "d/package.yaml", "dependencies: [base]\nexecutables: {d: {}}\n");
    assert_string_equal(world_rows(&world, "manifest", "role"), "a/docs/Project.toml:2 library\n"
                                                                "b/Project.toml:2 application\n"
                                                                "b/sub/Project.toml:2 application\n"
                                                                "c/c.cabal:2 library\n"
                                                                "c/stack.yaml:1 library\n"
                                                                "d/package.yaml:1 application\n"
                                                                "d/stack.yaml:1 application\n");
    world_end(&world);
}

static void bots_that_read_them(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "Podfile", "pod 'A'\n");
    world_add(&world, "elm.json", "{\"dependencies\": {\"direct\": {\"a/b\": \"1\"}}}");
    world_add(&world, "go.mod", "module a\nrequire b v1\n");
    world_add(&world, "package.json", "{");
    world_add(&world, "paket.dependencies", "nuget A\n");
    assert_string_equal(world_rows(&world, "manifest", "bots"),
                        "Podfile:1 renovate\n"
                        "elm.json:1 dependabot\n"
                        "go.mod:2 dependabot, renovate\n"
                        "package.json gap bots=dependabot, renovate\n"
                        "paket.dependencies:1 \n");
    world_end(&world);
}

static void a_broken_file_without_locks_expects_none(void **state)
{
    (void)state;
    assert_rows_of("Dockerfile", "FROM a b\n", "manifest", "ecosystem lock_expected",
                   "Dockerfile gap ecosystem=docker lock_expected=false\n");
    assert_rows_of("package.json", "{", "manifest", "ecosystem lock_expected",
                   "package.json gap ecosystem=npm\n");
}

static void ecosystems_have_one_table(void **state)
{
    (void)state;
    for (const struct ecosystem *one = ecosystems; one->name; one++) {
        assert_non_null(one->title);
        assert_non_null(one->manifests[0]);
        assert_ptr_equal(ecosystem_find(one->name), one);
        if (one[1].name)
            assert_true(strcmp(one->name, one[1].name) < 0);
    }
    assert_null(ecosystem_find("no"));
    assert_true(ecosystem_is_read_by(ecosystem_find("npm"), "bun"));
    assert_false(ecosystem_is_read_by(ecosystem_find("npm"), "pip"));
    static const char *const paths[] = {"package.json",
                                        "a.csproj",
                                        ".circleci/config.yml",
                                        "a/requirements/dev.in",
                                        "Dockerfile",
                                        "compose.yml",
                                        "x.tofu",
                                        "action.yml",
                                        "App.xcodeproj/project.pbxproj"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        const struct manifest_format *format = manifest_format_of(paths[i]);
        assert_non_null(format);
        assert_non_null(ecosystem_find(format->ecosystem));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipelines),
        cmocka_unit_test(machines),
        cmocka_unit_test(deployments),
        cmocka_unit_test(values_need_their_chart),
        cmocka_unit_test(java),
        cmocka_unit_test(native),
        cmocka_unit_test(functional),
        cmocka_unit_test(science),
        cmocka_unit_test(kubernetes_images_merge_by_folder),
        cmocka_unit_test(more_workspaces),
        cmocka_unit_test(skipped_by_convention),
        cmocka_unit_test(tools_of_manifests),
        cmocka_unit_test(roles_of_environments),
        cmocka_unit_test(bots_that_read_them),
        cmocka_unit_test(a_broken_file_without_locks_expects_none),
        cmocka_unit_test(ecosystems_have_one_table),
    };
    return cmocka_run_group_tests_name("manifest_ecosystems", tests, NULL, NULL);
}
