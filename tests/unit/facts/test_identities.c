#include "facts/identities.h"

#include "facts/governs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_bots(void **state)
{
    (void)state;
    static const char *const bots[][2] = {
        {"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"},
        {"Dependabot", "support@github.com"},
        {"Renovate Bot", "x@y"},
        {"Mend Renovate", "bot@renovateapp.com"},
        {"anything", "29139614+renovate[bot]@users.noreply.github.com"},
        {"GitHub Actions", "action@github.com"},
        {"acme-release-bot", "release@acme.test"},
        {"Pre-Commit-CI[BOT]", "x@y"},
        {"k8s-ci-robot", "x@y"},
        {"Jenkins Release Bot", "x@y"},
        {"Houston (Bot)", "x@y"},
        {"jekyllbot", "x@y"},
        {"astrobot-houston", "x@y"},
        {"Acme Security CI", "x@y"},
        {"Auto Runner Releaser", "x@y"},
        {"Acme Automation", "x@y"},
    };
    static const char *const people[][2] = {
        {"Jane Roe", "jane@acme.test"},   {"Ann Abbot", "abbot@acme.test"},
        {"Robot Fan", "fan@robots.test"}, {"bot", "b@acme.test"},
        {"talbot", "t@acme.test"},        {"Ann Talbot", "t@acme.test"},
        {"Li Ci", "li@acme.test"},        {"CI", "ci@acme.test"},
        {"Bottega Ann", "ann@acme.test"}, {"", ""},
    };
    for (size_t i = 0; i < sizeof(bots) / sizeof(bots[0]); i++)
        if (!identity_is_bot(bots[i][0], bots[i][1]))
            fail_msg("%s is a bot", bots[i][0]);
    for (size_t i = 0; i < sizeof(people) / sizeof(people[0]); i++)
        if (identity_is_bot(people[i][0], people[i][1]))
            fail_msg("%s is a person", people[i][0]);
}

/* Values from real histories, and people who look like them. */
static void test_agents(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"Copilot <223556219+Copilot@users.noreply.github.com>", "Copilot"},
        {"copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>", "Copilot"},
        {"Copilot Autofix powered by AI <62310815+github-advanced-security[bot]@x>", "Copilot"},
        {"Claude <noreply@anthropic.com>", "Claude"},
        {"Claude Opus 4.6 (1M context) <noreply@anthropic.com>", "Claude"},
        {"Claude Sonnet 4.6 <person+claude-code@employer.test>", "Claude"},
        {"Claude &lt;noreply@anthropic.com&gt;", "Claude"},
        {"CLAUDE CODE", "Claude"},
        {"Claude:claude-4.8-opus", "Claude"},
        {"Claude Code (Sonnet 4.5)", "Claude"},
        {"Cursor <cursoragent@cursor.com>", "Cursor"},
        {"gemini-cli", "Gemini"},
        {"OpenCode claude-opus-4-6@default", "Claude"},
        {"devin-ai-integration[bot] <158243242+devin-ai-integration[bot]@users.noreply.github.com>",
         "Devin"},
        {"aider (gpt-4o) <noreply@aider.chat>", "Aider"},
        {"Code Quality <223894421+github-code-quality[bot]@users.noreply.github.com>", "Copilot"},
        {"Review <176961590+gemini-code-assist[bot]@users.noreply.github.com>", "Gemini"},
        {"Helper <209825114+claude[bot]@users.noreply.github.com>", "Claude"},
        {"Pair <199161495+cursoragent@users.noreply.github.com>", "Cursor"},
        {"Someone <noreply@opencode.ai>", "OpenCode"},
        {"Someone <openhands@all-hands.dev>", "OpenHands"},
        {"Someone <qwen-coder@alibabacloud.com>", "Qwen"},
        {"Someone <agent@warp.dev>", "Warp"},
        {"<anthropic/claude-opus-4.6>", "Claude"},
        {"Someone &lt;openai/gpt-5&gt;", "ChatGPT"},
        {"Claude", "Claude"},
        {"Gemini", "Gemini"},
        {"Codex <codex@acme.test>", "Codex"},
        {"gemini-2.5-pro", "Gemini"},
        {"Acme AI Agent <robot@acme.test>", "AI agent"},
        {"Loop Agent <agent@loop.ai>", "AI agent"},
        {"agent@loop.ai", "AI agent"},
        {"Build Agent <agent@acme.test>", NULL},
        {"Jo Poe <jo.agent@loop.ai>", NULL},
        {"Jo Poe <agent@loop.ai.evil.test>", NULL},
        {"Jo Poe <jo@loop.ai>", NULL},
        {"Gemini <gemini@family.test>", NULL},
        {"Devin <devin@acme.test>", NULL},
        {"Ann Codex <ann@acme.test>", NULL},
        {"Jo Poe <opencode.ai@acme.test>", NULL},
        {"Jo Poe <jo@warp.dev>", NULL},
        {"Jo <agent@warp.dev.evil.test>", NULL},
        {"Jane Roe <jane@acme.test>", NULL},
        {"Claude Dupont <claude@acme.test>", NULL},
        {"Claude <claude@family.test>", NULL},
        {"Jean-Claude Opus <jc@acme.test>", NULL},
        {"Devin Moore <devin@acme.test>", NULL},
        {"Ann Cursor <ann@acme.test>", NULL},
        {"Jo Poe <jo@anthropic.com>", NULL},
        {"Jo Poe <noreply@anthropic.com.evil.test>", NULL},
        {"Jo Poe <jo.noreply@anthropic.com>", NULL},
        {"Copiloted Ship <ship@acme.test>", NULL},
        {"jo@anthropic.com", NULL},
        {"", NULL},
        {"<>", NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *agent = identity_agent(rows[i][0]);
        if (!agent != !rows[i][1] || (agent && strcmp(agent, rows[i][1]) != 0))
            fail_msg("'%s' names %s", rows[i][0], agent ? agent : "nobody");
    }
}

static void test_what_governs(void **state)
{
    (void)state;
    static const char *const governs[] = {".bylaw.yml",
                                          ".bylaw/rules/a.yml",
                                          ".bylaw/exceptions/x.yml",
                                          "CODEOWNERS",
                                          ".github/CODEOWNERS",
                                          "docs/CODEOWNERS",
                                          ".gitlab/CODEOWNERS",
                                          ".bylaw/allowed_signers",
                                          ".github/allowed_signers",
                                          ".bylaw"};
    static const char *const others[] = {"src/.bylaw.yml",
                                         ".bylawx",
                                         "a/CODEOWNERS",
                                         "CODEOWNERS.md",
                                         "README.md",
                                         "docs/.bylaw/x.yml",
                                         ".bylaw/schemas/baseline.json",
                                         ""};
    for (size_t i = 0; i < sizeof(governs) / sizeof(governs[0]); i++)
        assert_true(path_governs(governs[i]));
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_false(path_governs(others[i]));
}

/* However long the rest of the name: a file system that folds case finds the folder. */
static void test_what_looks_governing(void **state)
{
    (void)state;
    static const char *const folders[] = {".Bylaw/policies/", ".bylaw\xe2\x80\x8b/", ".bylaw./"};
    static const size_t lengths[] = {1, 240, 255, 256, 4000};
    char path[4200];
    for (size_t f = 0; f < sizeof(folders) / sizeof(folders[0]); f++)
        for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
            size_t size = strlen(folders[f]);
            memcpy(path, folders[f], size);
            memset(path + size, 'a', lengths[i]);
            path[size + lengths[i]] = '\0';
            if (!path_looks_governing(path))
                fail_msg("%.20s with %zu more", path, lengths[i]);
        }
    assert_true(path_looks_governing(".BYLAW.yml"));
    assert_false(path_looks_governing(".bylaw.yml"));
    memset(path, ' ', sizeof(path));
    memcpy(path, ".bylaw.yml", 10);
    memcpy(path + sizeof(path) - 2, "x", 2);
    assert_false(path_looks_governing(path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bots),
        cmocka_unit_test(test_agents),
        cmocka_unit_test(test_what_governs),
        cmocka_unit_test(test_what_looks_governing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
