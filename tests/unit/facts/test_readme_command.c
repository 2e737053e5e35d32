#include "rows.h"

static struct world world;

static void assert_commands(const char *expected)
{
    assert_string_equal(world_rows(&world, "readme_command", "command refers found"), expected);
    world_end(&world);
}

static void start(const char *readme)
{
    world_start(&world);
    world_add(&world, "README.md", readme);
}

static void targets_of_make_are_looked_up(void **state)
{
    (void)state;
    start("```\nmake\nmake test VERBOSE=1 -j 4\nmake missing\nmake -C sub deep\nmake "
          "<target>\n```\n");
    world_add(&world, "Makefile",
              "VERSION := 1\nall: build\nbuild test: x ; echo\n\tmissing: no\n.PHONY: lint\n"
              "X = missing: a\n# missing:\n%.o: %.c\n");
    world_add(&world, "sub/Makefile", "deep:\n");
    assert_commands("README.md:2 make Makefile true\n"
                    "README.md:3 make test VERBOSE=1 -j 4 make: test true\n"
                    "README.md:4 make missing make: missing false\n"
                    "README.md:5 make -C sub deep make: deep true\n"
                    "README.md:6 make <target> none none\n");
}

static void a_makefile_that_includes_others_is_open(void **state)
{
    (void)state;
    start("`make there` `make missing` `make other`\n");
    world_add(&world, "Makefile", "there:\ninclude build/other.mk\n");
    world_add(&world, "build/other.mk", "other:\n");
    assert_commands("README.md:1 make missing make: missing unknown\n"
                    "README.md:1 make other make: other true\n"
                    "README.md:1 make there make: there true\n");
    start("```\nmake it\n```\nLike `make it` in Linux.\n");
    assert_commands("README.md:2 make it Makefile false\n"
                    "README.md:4 make it Makefile unknown\n");
    start("`make it`\n");
    world_add(&world, "CMakeLists.txt", "");
    assert_commands("README.md:1 make it make unknown\n");
}

static void scripts_of_npm_are_looked_up(void **state)
{
    (void)state;
    start("```\nnpm ci\nnpm run build\nnpm run none\nnpm test\nyarn build\nyarn none\nyarn add x\n"
          "pnpm --filter a build\nnpm start\n```\n");
    world_add(&world, "package.json", "{\"scripts\": {\"build\": \"tsc\", \"test\": \"x\"}}");
    assert_commands("README.md:2 npm ci none none\n"
                    "README.md:3 npm run build npm: build true\n"
                    "README.md:4 npm run none npm: none false\n"
                    "README.md:5 npm test npm: test true\n"
                    "README.md:6 yarn build npm: build true\n"
                    "README.md:7 yarn none npm: none unknown\n"
                    "README.md:8 yarn add x none none\n"
                    "README.md:9 pnpm --filter a build package.json unknown\n"
                    "README.md:10 npm start npm: start false\n");
    start("`npm run build`\n");
    world_add(&world, "package.json", "{");
    assert_commands("README.md:1 npm run build npm: build unknown\n");
    start("```\nnpm run build\n```\n");
    assert_commands("README.md:2 npm run build package.json false\n");
}

static void recipes_and_tasks_are_looked_up(void **state)
{
    (void)state;
    start("`just build` `just none` `task test` `task none`\n");
    world_add(&world, "justfile", "set shell := [\"sh\"]\nbuild target=\"x\": dep\n  echo none:\n");
    world_add(&world, "Taskfile.yml", "version: 3\ntasks:\n  test: {cmds: [x]}\n");
    assert_commands("README.md:1 just build just: build true\n"
                    "README.md:1 just none just: none false\n"
                    "README.md:1 task none task: none false\n"
                    "README.md:1 task test task: test true\n");
}

static void scripts_and_programs_are_files(void **state)
{
    (void)state;
    start("```\n./run.sh\n./none.sh\n./built\npython tools/x.py --all\npython none.py\n"
          "python -m venv x\ngo run ./cmd/a\ngo run ./none\ngo test ./...\nbash other.sh\n```\n");
    world_add(&world, "run.sh", "");
    world_add(&world, "tools/x.py", "");
    world_add(&world, "cmd/a/main.go", "");
    world_add(&world, "go.mod", "module x\n");
    world_add(&world, "deep/other.sh", "");
    assert_commands("README.md:2 ./run.sh run.sh true\n"
                    "README.md:3 ./none.sh none.sh false\n"
                    "README.md:4 ./built none none\n"
                    "README.md:5 python tools/x.py --all tools/x.py true\n"
                    "README.md:6 python none.py none.py false\n"
                    "README.md:7 python -m venv x none none\n"
                    "README.md:8 go run ./cmd/a cmd/a true\n"
                    "README.md:9 go run ./none none false\n"
                    "README.md:10 go test ./... go.mod true\n"
                    "README.md:11 bash other.sh other.sh unknown\n");
}

static void tools_need_their_manifests(void **state)
{
    (void)state;
    start("```\ncargo test\nmvn verify\n./mvnw verify\ngradle build\ndocker compose up -d\n"
          "docker-compose -f dev.yml up\n```\n");
    world_add(&world, "Cargo.toml", "");
    world_add(&world, "dev.yml", "");
    assert_commands("README.md:2 cargo test Cargo.toml true\n"
                    "README.md:3 mvn verify pom.xml false\n"
                    "README.md:4 ./mvnw verify pom.xml false\n"
                    "README.md:5 gradle build build.gradle false\n"
                    "README.md:6 docker compose up -d compose.yml false\n"
                    "README.md:7 docker-compose -f dev.yml up dev.yml true\n");
}

static void cd_changes_the_folder(void **state)
{
    (void)state;
    start("```\ncd sub && make deep\ncd .. && make top\ncd $HOME\nmake top\n```\n\n"
          "```\ngit clone https://github.com/acme/pay.git\ncd pay\nmake top\n```\n"
          "# Next\n```\nmake top\ncd made\nmake any\n```\n");
    world_add(&world, "Makefile", "top:\n");
    world_add(&world, "sub/Makefile", "deep:\n");
    assert_commands("README.md:2 make deep make: deep true\n"
                    "README.md:3 make top make: top true\n"
                    "README.md:5 make top none none\n"
                    "README.md:9 git clone https://github.com/acme/pay.git none none\n"
                    "README.md:11 make top make: top true\n"
                    "README.md:15 make top make: top true\n"
                    "README.md:17 make any make: any unknown\n");
}

static void a_folder_of_the_clone_is_the_root(void **state)
{
    (void)state;
    start("```\ngit clone https://github.com/acme/pay.git && cd pay\n```\n\n```\ncd pay\nmake top\n"
          "```\n");
    world_add(&world, "Makefile", "top:\n");
    world_add(&world, "pay/Makefile", "other:\n");
    assert_commands("README.md:2 git clone https://github.com/acme/pay.git none none\n"
                    "README.md:7 make top make: top true\n");
}

static void documents_below_call_beside_them_or_in_the_root(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a/README.md", "`make near` `make far` `make none`\n");
    world_add(&world, "Makefile", "far:\n");
    world_add(&world, "a/Makefile", "near:\n");
    assert_commands("a/README.md:1 make far make: far true\n"
                    "a/README.md:1 make near make: near true\n"
                    "a/README.md:1 make none make: none false\n");
}

static void scripts_named_after_what_they_do_are_looked_up(void **state)
{
    (void)state;
    start("Run `ci/test`, then `script/setup.sh`; see `ci/notes` and `src/test`.\n");
    world_add(&world, "ci/test", "#!/bin/sh\n");
    assert_commands("README.md:1 ci/test ci/test true\n"
                    "README.md:1 script/setup.sh script/setup.sh false\n");
}

static void what_stands_behind_a_prompt_is_a_command(void **state)
{
    (void)state;
    start("```\n$ teapot run\n  * Running\n$\n> quoted\n```\n`$ spanned`\n");
    assert_commands("README.md:2 teapot run none none\n");
}

static void prompts_comments_and_environment_are_taken_away(void **state)
{
    (void)state;
    start("```sh\n$ sudo CC=gcc make all # make none\n# make none\nmake all \\\n  make none\n"
          "echo \"; make none\"\n```\n");
    world_add(&world, "Makefile", "all:\n");
    assert_commands("README.md:2 make all make: all true\n"
                    "README.md:4 make all make: all true\n");
}

static void packages_are_found_by_name_and_path(void **state)
{
    (void)state;
    start("```\nnpm start --workspace web\npnpm --filter @a/api run none\nyarn workspace api dev\n"
          "npm --prefix packages/web start\npnpm -F 'web...' start\nnpm -w gone start\n"
          "npm -w packages/web run start\npnpm -r build\n```\n");
    world_add(&world, "package.json", "{\"name\": \"all\"}");
    world_add(&world, "packages/web/package.json",
              "{\"name\": \"web\", \"scripts\": {\"start\": \"x\"}}");
    world_add(&world, "packages/api/package.json",
              "{\"name\": \"@a/api\", \"scripts\": {\"dev\": \"x\"}}");
    assert_commands("README.md:2 npm start --workspace web npm: start true\n"
                    "README.md:3 pnpm --filter @a/api run none npm: none false\n"
                    "README.md:4 yarn workspace api dev npm: dev true\n"
                    "README.md:5 npm --prefix packages/web start npm: start true\n"
                    "README.md:6 pnpm -F 'web...' start none none\n"
                    "README.md:7 npm -w gone start package.json unknown\n"
                    "README.md:8 npm -w packages/web run start npm: start true\n"
                    "README.md:9 pnpm -r build none none\n");
}

static void tools_look_into_the_folders_above(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a/b/README.md",
              "`npm run up` `cargo test` `just all` `make all` `npm run none`\n");
    world_add(&world, "a/package.json", "{\"scripts\": {\"up\": \"x\"}}");
    world_add(&world, "a/Cargo.toml", "");
    world_add(&world, "a/justfile", "all:\n");
    world_add(&world, "a/Makefile", "all:\n");
    assert_commands("a/b/README.md:1 cargo test a/Cargo.toml true\n"
                    "a/b/README.md:1 just all just: all true\n"
                    "a/b/README.md:1 make all a/b/Makefile unknown\n"
                    "a/b/README.md:1 npm run none npm: none false\n"
                    "a/b/README.md:1 npm run up npm: up true\n");
}

static void a_paragraph_names_the_folder(void **state)
{
    (void)state;
    start("From the `./web/app` folder call\n`npm run up` or `npm run none`.\n\n`npm run up`\n\n"
          "Go into `web/app/`:\n\n```\nnpm run up\n```\nYou can `cd web/app` and `./run.sh`.\n");
    world_add(&world, "package.json", "{\"scripts\": {\"down\": \"x\"}}");
    world_add(&world, "web/app/package.json", "{\"scripts\": {\"up\": \"x\"}}");
    world_add(&world, "web/app/run.sh", "");
    assert_commands("README.md:1 ./web/app web/app true\n"
                    "README.md:2 npm run none npm: none false\n"
                    "README.md:2 npm run up npm: up true\n"
                    "README.md:4 npm run up npm: up false\n"
                    "README.md:9 npm run up npm: up true\n"
                    "README.md:11 ./run.sh web/app/run.sh true\n");
}

static void what_follows_a_block_is_called_there_or_anew(void **state)
{
    (void)state;
    start("```\ncd web && npm run up\n```\n`npm run up`, `make all` or `make none`.\n"
          "```\ncd api\nmake it\n```\n# Next\n`npm run up`\n");
    world_add(&world, "Makefile", "all:\n");
    world_add(&world, "api/Makefile", "it:\n");
    world_add(&world, "web/package.json", "{\"scripts\": {\"up\": \"x\"}}");
    assert_commands("README.md:2 npm run up npm: up true\n"
                    "README.md:4 make all make: all true\n"
                    "README.md:4 make none make: none false\n"
                    "README.md:4 npm run up npm: up true\n"
                    "README.md:7 make it make: it true\n"
                    "README.md:10 npm run up package.json unknown\n");
}

static void what_is_left_open_calls_for_nothing(void **state)
{
    (void)state;
    start("```\ncd /tmp/x && make none\n```\n# A\n```\ngit clone && cd ...\nmake all\n```\n"
          "# B\n```\ncd <folder>\nmake all\nmake none\n```\n# C\nThe `./a/b.toml`, `./src/*` and "
          "`./run.sh`.\n```\nmake all > ../x 2>&1\nmake -f other.mk x\n```\n");
    world_add(&world, "Makefile", "all:\n");
    assert_commands("README.md:2 make none none none\n"
                    "README.md:6 git clone none none\n"
                    "README.md:7 make all make: all true\n"
                    "README.md:12 make all make: all true\n"
                    "README.md:13 make none make: none unknown\n"
                    "README.md:16 ./run.sh run.sh false\n"
                    "README.md:18 make all > ../x 2>&1 make: all true\n"
                    "README.md:19 make -f other.mk x other.mk false\n");
}

static void why_it_is_not_known_is_said(void **state)
{
    (void)state;
    start("```\n./run.sh\nyarn go\n```\n`make it`\n");
    world_add(&world, "tools/run.sh", "");
    world_add(&world, "package.json", "{\"scripts\": {\"up\": \"x\"}}");
    struct fact_table table = world_table(&world, "readme_command");
    static const char *const wanted[] = {
        "'./run.sh': there is 'tools/run.sh', and the text does not say where it is called",
        "'yarn go': 'go' is no script, but may be a program of a package",
        "'make it': nothing here is built that way, and prose may speak of another project",
    };
    assert_int_equal(table.count, 3);
    int found = fact_field_find(table.kind, "found");
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(table.rows[i].cells[found].kind, VALUE_UNKNOWN);
        assert_string_equal(table.rows[i].cells[found].unknown->reason, wanted[i]);
    }
    world_end(&world);
}

static void automake_makes_targets_of_its_own(void **state)
{
    (void)state;
    start("```\nmake\nmake check\nmake own\nmake lint\n```\n");
    world_add(&world, "Makefile.am", "SUBDIRS = src\nlint:\n");
    assert_commands("README.md:2 make make true\nREADME.md:3 make check make true\n"
                    "README.md:4 make own make unknown\nREADME.md:5 make lint make true\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets_of_make_are_looked_up),
        cmocka_unit_test(a_makefile_that_includes_others_is_open),
        cmocka_unit_test(scripts_of_npm_are_looked_up),
        cmocka_unit_test(recipes_and_tasks_are_looked_up),
        cmocka_unit_test(scripts_and_programs_are_files),
        cmocka_unit_test(tools_need_their_manifests),
        cmocka_unit_test(cd_changes_the_folder),
        cmocka_unit_test(a_folder_of_the_clone_is_the_root),
        cmocka_unit_test(documents_below_call_beside_them_or_in_the_root),
        cmocka_unit_test(scripts_named_after_what_they_do_are_looked_up),
        cmocka_unit_test(packages_are_found_by_name_and_path),
        cmocka_unit_test(tools_look_into_the_folders_above),
        cmocka_unit_test(a_paragraph_names_the_folder),
        cmocka_unit_test(what_follows_a_block_is_called_there_or_anew),
        cmocka_unit_test(what_is_left_open_calls_for_nothing),
        cmocka_unit_test(why_it_is_not_known_is_said),
        cmocka_unit_test(automake_makes_targets_of_its_own),
        cmocka_unit_test(what_stands_behind_a_prompt_is_a_command),
        cmocka_unit_test(prompts_comments_and_environment_are_taken_away),
    };
    return cmocka_run_group_tests_name("readme_command", tests, NULL, NULL);
}
