#include "facts/agent.h"
#include "rows.h"

static void assert_smells(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "agent_smell", "sort text characters", expected);
}

static void hidden_characters(void **state)
{
    (void)state;
    assert_smells("AGENTS.md",
                  "# Rules\n\nRun the tests.\xe2\x80\x8b\xe2\x81\xa0\n"
                  "if (admin\xe2\x80\xae) {\n"
                  "x\xf3\xa0\x81\x81\xf3\xa0\x81\x82\n"
                  "a\xef\xbb\xbf"
                  "b\n",
                  "AGENTS.md:3 hidden_character U+200B 2\n"
                  "AGENTS.md:4 hidden_character U+202E 1\n"
                  "AGENTS.md:5 hidden_character U+E0041 2\n"
                  "AGENTS.md:6 hidden_character U+FEFF 1\n");
    /* A mark at the start, emoji that are joined, a flag, Persian and a mark of direction. */
    assert_smells("AGENTS.md",
                  "\xef\xbb\xbf# Rules\n"
                  "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x92\xbb and"
                  " \xe2\x9d\xa4\xef\xb8\x8f\xe2\x80\x8d\xf0\x9f\x94\xa5\n"
                  "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xbf\n"
                  "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87\xd9\x85\n"
                  "\xd7\xa9\xe2\x80\x8f.\n",
                  "");
    /* Tags that follow no flag, and a flag's tags that go on after its end. */
    assert_smells("AGENTS.md", "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7\xf3\xa0\x81\xbf\xf3\xa0\x81\xa7\n",
                  "AGENTS.md:1 hidden_character U+E0067 1\n");
    assert_rows_of("docs/.cursor/rules/a.mdc", "a\xe2\x80\x8b\nb\xe2\x80\x8b\xe2\x80\x8b\n",
                   "agent_file", "tool sort hidden_characters",
                   "docs/.cursor/rules/a.mdc:1 cursor instructions 3\n");
}

static void which_servers_are_pinned(void **state)
{
    (void)state;
    static const struct {
        const char *words[12];
        const char *package;
    } cases[] = {
        {{"npx", "-y", "@acme/server"}, "@acme/server"},
        {{"npx", "-y", "@acme/server@latest"}, "@acme/server@latest"},
        {{"npx", "-y", "server@^1.2.3"}, "server@^1.2.3"},
        {{"npx", "-y", "server@1.2"}, "server@1.2"},
        {{"npx", "-y", "server@1.2.3"}, NULL},
        {{"npx", "-y", "@acme/server@1.2.3-beta.1", "--port", "1"}, NULL},
        {{"npx", "--package=@acme/server", "run"}, "@acme/server"},
        {{"npx", "-p", "@acme/server@2.0.0", "run"}, NULL},
        {{"npx", "--no-install", "server"}, NULL},
        {{"npx", "./tools/server"}, NULL},
        {{"C:/node/npx.cmd", "-y", "server"}, "server"},
        {{"pnpm", "dlx", "server"}, "server"},
        {{"pnpm", "run", "server"}, NULL},
        {{"npm", "exec", "--", "server"}, "server"},
        {{"uvx", "server"}, "server"},
        {{"uvx", "server==1.2"}, NULL},
        {{"uvx", "server==1.*"}, "server==1.*"},
        {{"uvx", "server@1.2.3"}, NULL},
        {{"uvx", "--python", "3.12", "server>=1"}, "server>=1"},
        {{"uvx", "--from", "git+https://git.test/a/b", "b"}, "git+https://git.test/a/b"},
        {{"uvx", "--from", "git+https://git.test/a/b@0123456789abcdef0123456789abcdef01234567",
          "b"},
         NULL},
        {{"uv", "tool", "run", "server"}, "server"},
        {{"uv", "run", "server.py"}, NULL},
        {{"pipx", "run", "server"}, "server"},
        {{"docker", "run", "-i", "--rm", "-e", "TOKEN", "acme/server"}, "acme/server"},
        {{"docker", "run", "-i", "acme/server:latest"}, "acme/server:latest"},
        {{"docker", "run", "host:5000/acme/server"}, "host:5000/acme/server"},
        {{"docker", "run", "acme/server:1.2"}, NULL},
        {{"docker", "run", "acme/server@sha256:00"}, NULL},
        {{"node", "server.js"}, NULL},
        {{"npx"}, NULL},
        {{"npx", "-p"}, NULL},
        {{"sh", "-c", "npx -y server"}, "server"},
        {{"cmd", "/c", "npx", "-y", "server"}, "server"},
        {{"env", "A=1", "npx", "server"}, "server"},
        {{"sh", "-c"}, NULL},
        {{"npx", "${SERVER}"}, NULL},
    };
    struct arena arena;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        size_t count = 0;
        while (cases[i].words[count])
            count++;
        const char *package = agent_unpinned_package(&arena, cases[i].words, count);
        if ((package == NULL) != (cases[i].package == NULL) ||
            (package && strcmp(package, cases[i].package) != 0))
            fail_msg("case %zu: %s", i, package ? package : "none");
    }
    arena_release(&arena);
}

static void servers_of_settings(void **state)
{
    (void)state;
    const char *text =
        "{\n \"mcpServers\": {\n"
        "  \"a\": {\"command\": \"npx\", \"args\": [\"-y\",\n   \"@acme/a\"],\n"
        "   \"env\": {\"API_TOKEN\": \"qR7xWb2LmZ9vKd4T\", \"HOST\": \"qR7xWb2LmZ9vKd4T\"}},\n"
        "  \"b\": {\"url\": \"https://acme.test\",\n"
        "   \"headers\": {\"Authorization\": \"Bearer qR7xWb2LmZ9vKd4T\"}},\n"
        "  \"c\": {\"command\": \"uvx c\",\n"
        "   \"env\": {\"A_KEY\": \"${A_KEY}\", \"B_KEY\": \"<your key>\","
        " \"C_KEY\": \"your-api-key-here\", \"KEY_FILE\": \"./keys/a.pem\"}}\n }\n}\n";
    const char *expected = ".mcp.json:4 unpinned_server @acme/a none\n"
                           ".mcp.json:5 inline_secret API_TOKEN none\n"
                           ".mcp.json:7 inline_secret Authorization none\n"
                           ".mcp.json:8 unpinned_server c none\n";
    assert_smells(".mcp.json", text, expected);
    assert_rows_of(".mcp.json", text, "agent_file",
                   "tool sort unpinned_servers secrets_inline allows_all",
                   ".mcp.json:4 mcp settings 2 true false\n");
    assert_smells(
        ".vscode/mcp.json",
        "{ // of VS Code\n \"servers\": {\"a\": {\"command\": \"npx\", \"args\": [\"a\"]}},}\n",
        ".vscode/mcp.json:2 unpinned_server a none\n");
    assert_smells(".codex/config.toml",
                  "approval_policy = \"never\"\nsandbox_mode = \"danger-full-access\"\n"
                  "[mcp_servers.a]\ncommand = \"npx\"\nargs = [\"-y\", \"a\"]\n"
                  "[mcp_servers.b]\ncommand = \"npx\"\nargs = [\"-y\", \"b@1.0.0\"]\n",
                  ".codex/config.toml:2 allows_all sandbox_mode: danger-full-access none\n"
                  ".codex/config.toml:5 unpinned_server a none\n");
    assert_smells(".codex/config.toml",
                  "approval_policy = \"never\"\nsandbox_mode = \"workspace-write\"\n", "");
    assert_smells(".codex/config.toml",
                  "approval_policy = \"never\"\n[profiles.a]\nmodel = \"b\"\n[profiles.c]\n"
                  "sandbox_mode = \"danger-full-access\"\n[mcp_servers]\n"
                  "d = {args = [\"d\"], command = \"npx\", env = {API_KEY = \"$KEY\"}}\n",
                  ".codex/config.toml:5 allows_all sandbox_mode: danger-full-access none\n"
                  ".codex/config.toml:7 unpinned_server d none\n");
    assert_smells(".codex/config.toml",
                  "sandbox_mode = \"danger-full-access\"\n[profiles.a]\n"
                  "approval_policy = \"never\"\nsandbox_mode = \"read-only\"\n",
                  "");
    assert_smells(".codex/config.toml", "approval_policy = never\n", ".codex/config.toml gap\n");
    assert_smells(".mcp.json", "{", ".mcp.json gap\n");
    assert_smells(".mcp.json", "[1, {\"mcpServers\": 3}]", "");
}

static void permission_for_everything(void **state)
{
    (void)state;
    assert_smells(".claude/settings.json",
                  "{\"permissions\": {\n\"allow\": [\"Bash(git *)\",\n\"Bash(*)\", \"Read\"],\n"
                  "\"defaultMode\": \"bypassPermissions\"}}\n",
                  ".claude/settings.json:3 allows_all allow: Bash(*) none\n"
                  ".claude/settings.json:4 allows_all defaultMode: bypassPermissions none\n");
    assert_smells(
        ".claude/settings.json",
        "{\"permissions\": {\"deny\": [\"Bash(*)\"], \"defaultMode\": \"acceptEdits\"}}\n", "");
    assert_smells(".vscode/settings.json", "{\"chat.tools.autoApprove\": true}\n",
                  ".vscode/settings.json:1 allows_all chat.tools.autoApprove none\n");
    assert_rows_of(".vscode/settings.json", "{\"editor.tabSize\": 4}\n", "agent_file", "tool", "");
    assert_smells(".aider.conf.yml", "model: x\nyes-always: true\n",
                  ".aider.conf.yml:2 allows_all yes-always none\n");
    assert_smells("svc/.gemini/settings.json", "{\"autoAccept\": false}", "");
}

static void which_files_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *path, *expected;
    } cases[] = {
        {"AGENTS.md", "agents"},
        {"services/pay/AGENTS.md", "agents"},
        {"CLAUDE.md", "claude"},
        {".claude/commands/release.md", "claude"},
        {".claude/skills/x/SKILL.md", "claude"},
        {".claude/hooks/check.sh", NULL},
        {"NOTAGENTS.md", NULL},
        {"docs/agents.md", NULL},
        {".github/copilot-instructions.md", "copilot"},
        {".github/instructions/c.instructions.md", "copilot"},
        {".cursorrules", "cursor"},
        {".windsurfrules", "windsurf"},
        {".clinerules", "cline"},
        {".clinerules/a.md", "cline"},
        {".junie/guidelines.md", "junie"},
        {"GEMINI.md", "gemini"},
        {".roo/rules/a.md", "roo"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char expected[100] = "";
        if (cases[i].expected)
            snprintf(expected, sizeof(expected), "%s:1 %s false\n", cases[i].path,
                     cases[i].expected);
        assert_rows_of(cases[i].path, "Run the tests.\n", "agent_file", "tool test", expected);
    }
    assert_rows_of("testdata/AGENTS.md", "x\n", "agent_file", "test",
                   "testdata/AGENTS.md:1 true\n");
}

static void files_that_point_elsewhere(void **state)
{
    (void)state;
    assert_rows_of("web/CLAUDE.md", "@AGENTS.md\n", "agent_file", "indirection",
                   "web/CLAUDE.md:1 web/AGENTS.md\n");
    assert_rows_of("CLAUDE.md", "Read AGENTS.md first.\n", "agent_file", "indirection",
                   "CLAUDE.md:1 none\n");
    assert_rows_of("CLAUDE.md", "@../../outside.md\n", "agent_file", "indirection",
                   "CLAUDE.md:1 none\n");
    struct world world;
    world_start(&world);
    world_add_bytes(&world, "web/CLAUDE.md", "../AGENTS.md", 12, ENTRY_LINK);
    world_add_bytes(&world, "AGENTS.md", "a\0b", 3, ENTRY_FILE);
    assert_string_equal(world_rows(&world, "agent_file", "indirection"),
                        "AGENTS.md gap\nweb/CLAUDE.md:1 AGENTS.md\n");
    world_end(&world);
}

static void skills_are_instructions(void **state)
{
    (void)state;
    static const char *const paths[] = {".agents/skills/review/SKILL.md",
                                        "apps/pay/.agents/rules.md", ".agent/workflows/release.md"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, paths[i], "Check it.\xe2\x80\xae\n");
        assert_string_equal(world_rows(&world, "agent_file", "tool sort hidden_characters"),
                            arena_printf(&world.arena, "%s:1 agents instructions 1\n", paths[i]));
        world_end(&world);
    }
    assert_rows_of(".agents/skills/review/run.py", "x", "agent_file", "tool", "");
    assert_rows_of(".agent/state.md", "x", "agent_file", "tool", "");
    assert_rows_of("src/agents/readme.md", "x", "agent_file", "tool", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hidden_characters),       cmocka_unit_test(which_servers_are_pinned),
        cmocka_unit_test(servers_of_settings),     cmocka_unit_test(permission_for_everything),
        cmocka_unit_test(which_files_are_read),    cmocka_unit_test(files_that_point_elsewhere),
        cmocka_unit_test(skills_are_instructions),
    };
    return cmocka_run_group_tests_name("agent_file", tests, NULL, NULL);
}
