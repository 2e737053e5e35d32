#include "facts/identities.h"

#include "base/text.h"

#include <string.h>

/* Bots that do not bear the suffix. */
static const char *const bot_names[] = {
    "dependabot",
    "dependabot-preview",
    "dependabot support",
    "renovate",
    "renovate bot",
    "renovate-bot",
    "mend renovate",
    "whitesource renovate",
    "github actions",
    "github-actions",
    "github action",
    "greenkeeper",
    "snyk-bot",
    "pyup-bot",
    "pyup.io bot",
    "semantic-release-bot",
    "pre-commit-ci",
    "weblate",
    "hosted weblate",
    "k8s-ci-robot",
    "copybara-service",
    "gitlab-ci",
    "gitlab bot",
    "jenkins",
    "travis ci",
    "web-flow",
    "mergify",
    "bors",
    NULL,
};

static const char *const bot_addresses[] = {
    "bot@renovateapp.com",
    "renovate@whitesourcesoftware.com",
    "support@dependabot.com",
    "action@github.com",
    "actions@github.com",
    "github-actions@github.com",
    "support@greenkeeper.io",
    "snyk-bot@snyk.io",
    "semantic-release-bot@martynus.net",
    NULL,
};

static bool is_one_of_folded(const char *string, const char *const *words)
{
    for (; *words; words++)
        if (string_equals_folded(string, *words))
            return true;
    return false;
}

static bool ends_with_folded(const char *string, const char *suffix)
{
    size_t size = strlen(string);
    size_t tail = strlen(suffix);
    return size >= tail && string_equals_folded(string + size - tail, suffix);
}

bool identity_is_bot(const char *name, const char *email)
{
    return ends_with_folded(name, "[bot]") || ends_with_folded(name, "-bot") ||
           strstr(email, "[bot]@") != NULL || is_one_of_folded(name, bot_names) ||
           is_one_of_folded(email, bot_addresses);
}

/* `claude` alone is a given name: it needs a further word, a version or an address. */
static const struct {
    const char *agent;
    const char *words;
} agent_words[] = {
    {"Claude", "claude code"},
    {"Claude", "claude opus"},
    {"Claude", "claude sonnet"},
    {"Claude", "claude haiku"},
    {"Claude", "claude-code"},
    {"Claude", "claude-opus"},
    {"Claude", "claude-sonnet"},
    {"Claude", "claude-haiku"},
    {"Claude", "claude 3"},
    {"Claude", "claude 4"},
    {"Claude", "claude 5"},
    {"Claude", "claude-3"},
    {"Claude", "claude-4"},
    {"Claude", "claude-5"},
    {"Claude", "claude[bot]"},
    {"Claude", "claude:"},
    {"Claude", "claude ai"},
    {"Claude", "anthropic"},
    {"Copilot", "copilot"},
    {"Copilot", "copilot-swe-agent"},
    {"Cursor", "cursoragent"},
    {"Cursor", "cursor agent"},
    {"Cursor", "cursor ai"},
    {"Devin", "devin ai"},
    {"Devin", "devin-ai-integration"},
    {"ChatGPT", "chatgpt"},
    {"ChatGPT", "gpt-4"},
    {"ChatGPT", "gpt-4o"},
    {"ChatGPT", "gpt-5"},
    {"Codex", "openai codex"},
    {"Codex", "codex cli"},
    {"Codex", "chatgpt-codex-connector"},
    {"Gemini", "gemini cli"},
    {"Gemini", "gemini-cli"},
    {"Gemini", "gemini code assist"},
    {"Gemini", "gemini-code-assist"},
    {"Gemini", "google gemini"},
    {"Jules", "google-labs-jules"},
    {"Aider", "aider.chat"},
    {"Aider", "aider ("},
    {"OpenCode", "opencode"},
    {"Amazon Q", "amazon q"},
    {"Amazon Q", "amazon-q-developer"},
    {"CodeRabbit", "coderabbitai"},
    {"Windsurf", "windsurf cascade"},
    {"Windsurf", "codeium"},
    {"Amp", "ampcode"},
    {"AI coder", "fullsend-ai-coder"},
};

static const struct {
    const char *agent;
    const char *address;
} agent_addresses[] = {
    {"Claude", "noreply@anthropic.com"},
    {"Claude", "+claude-code@"},
    {"Copilot", "+copilot@users.noreply.github.com"},
    {"Copilot", "copilot@github.com"},
    {"Cursor", "cursoragent@cursor.com"},
    {"Devin", "devin-ai-integration[bot]@users.noreply.github.com"},
    {"Codex", "codex@openai.com"},
    {"Codex", "noreply@openai.com"},
    {"Aider", "noreply@aider.chat"},
    {"Amp", "amp@ampcode.com"},
    {"Jules", "google-labs-jules[bot]@users.noreply.github.com"},
};

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80;
}

/* Whole: not within a longer word, on either side; "Jean-Claude" is one word. */
static bool has_words(const char *value, const char *words)
{
    size_t size = strlen(words);
    struct text rest = text_of(value);
    for (;;) {
        size_t at = text_find_folded(rest, words);
        if (at == SIZE_MAX)
            return false;
        const char *start = rest.bytes + at;
        bool begins = start == value || (!is_word_byte(start[-1]) && start[-1] != '-');
        bool ends = !is_word_byte(words[size - 1]) || !is_word_byte(start[size]);
        if (begins && ends)
            return true;
        rest.bytes = start + 1;
        rest.size -= at + 1;
    }
}

/* "noreply@anthropic.com.example" is another address. */
static bool has_address(const char *value, const char *address)
{
    size_t size = strlen(address);
    struct text rest = text_of(value);
    for (;;) {
        size_t at = text_find_folded(rest, address);
        if (at == SIZE_MAX)
            return false;
        const char *start = rest.bytes + at;
        char before = ' ';
        if (start != value)
            before = start[-1];
        char after = start[size];
        bool begins = address[0] == '+' ||
                      (!is_word_byte(before) && before != '.' && before != '-' && before != '_') ||
                      before == '+';
        bool ends =
            address[size - 1] == '@' || (!is_word_byte(after) && after != '.' && after != '-');
        if (begins && ends)
            return true;
        rest.bytes = start + 1;
        rest.size -= at + 1;
    }
}

const char *identity_agent(const char *value)
{
    for (size_t i = 0; i < sizeof(agent_addresses) / sizeof(agent_addresses[0]); i++)
        if (has_address(value, agent_addresses[i].address))
            return agent_addresses[i].agent;
    /* What stands before the address is the name; words of the address's host
     * ("jane@anthropic.com") say where somebody works. */
    const char *bracket = strchr(value, '<');
    const char *escaped = strstr(value, "&lt;");
    const char *end = bracket && (!escaped || bracket < escaped) ? bracket : escaped;
    char name[256];
    size_t size = end ? (size_t)(end - value) : strlen(value);
    if (size >= sizeof(name))
        size = sizeof(name) - 1;
    memcpy(name, value, size);
    name[size] = '\0';
    if (strchr(name, '@') && !strchr(name, ' '))
        return NULL;
    for (size_t i = 0; i < sizeof(agent_words) / sizeof(agent_words[0]); i++)
        if (has_words(name, agent_words[i].words))
            return agent_words[i].agent;
    return NULL;
}
