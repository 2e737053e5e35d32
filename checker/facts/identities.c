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

/* "Jenkins Release Bot", "astrobot-houston", "jekyllbot", "Security CI": a word of the
 * name says it. Some people are called so. */
static bool has_bot_word(const char *name)
{
    static const char *const people[] = {"abbot", "cabot", "chabot", "talbot", "ribot", "barbot"};
    bool is_login = strchr(name, ' ') == NULL;
    for (const char *at = name; *at;) {
        size_t size = strcspn(at, " -_()[].");
        struct text word = {at, size};
        bool is_last = at[size] == '\0';
        if (size == 3 && text_find_folded(word, "bot") == 0 && !(at == name && is_last))
            return true;
        if (is_last && at != name &&
            (string_equals_folded(at, "releaser") || string_equals_folded(at, "automation") ||
             strcmp(at, "CI") == 0))
            return true;
        bool is_person = false;
        for (size_t i = 0; i < sizeof(people) / sizeof(*people); i++)
            is_person |= size == strlen(people[i]) && text_find_folded(word, people[i]) == 0;
        if (is_login && !is_person && size > 3 &&
            text_find_folded((struct text){at + size - 3, 3}, "bot") == 0)
            return true;
        at += is_last ? size : size + 1;
    }
    return false;
}

bool identity_is_bot(const char *name, const char *email)
{
    return has_bot_word(name) || strstr(email, "[bot]@") != NULL ||
           is_one_of_folded(name, bot_names) || is_one_of_folded(email, bot_addresses);
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
    {"ChatGPT", "gpt-3"},
    {"ChatGPT", "gpt-4"},
    {"ChatGPT", "gpt-4o"},
    {"ChatGPT", "gpt-5"},
    {"ChatGPT", "gpt-oss"},
    {"Codex", "openai codex"},
    {"Codex", "openai/"},
    {"Codex", "codex cli"},
    {"Codex", "chatgpt-codex-connector"},
    {"Gemini", "gemini cli"},
    {"Gemini", "gemini-cli"},
    {"Gemini", "gemini code assist"},
    {"Gemini", "gemini-code-assist"},
    {"Gemini", "google gemini"},
    {"Gemini", "gemini pro"},
    {"Gemini", "gemini flash"},
    {"Gemini", "gemini 2"},
    {"Gemini", "gemini 3"},
    {"Gemini", "gemini-2"},
    {"Gemini", "gemini-3"},
    {"Gemini", "gemini:"},
    {"DeepSeek", "deepseek"},
    {"Qwen", "qwen"},
    {"Qwen", "qwen-coder"},
    {"Qwen", "qwen3"},
    {"Grok", "grok-code"},
    {"Grok", "grok 4"},
    {"Grok", "grok-4"},
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
    {"Amp", "sourcegraph amp"},
    {"OpenHands", "openhands"},
    {"Cline", "cline ai"},
    {"Sweep", "sweep-ai"},
    {"Factory", "factory-droid"},
    {"Warp", "warp agent"},
    {"AI coder", "fullsend-ai-coder"},
    {"AI agent", "ai agent"},
    {"AI agent", "ai assistant"},
    {"AI agent", "coding agent"},
};

/* The whole name: with more beside it, each of these is a word or a surname. Those
 * that are also given names count where no address says who it is. */
static const struct {
    const char *agent;
    bool is_given_name;
} agent_names[] = {
    {"Cursor", false},    {"Codex", false}, {"Aider", false}, {"Windsurf", false},
    {"OpenHands", false}, {"Claude", true}, {"Gemini", true}, {"Devin", true},
    {"Jules", true},      {"Junie", true},  {"Cline", true},
};

static const struct {
    const char *agent;
    const char *address;
} agent_addresses[] = {
    {"Claude", "noreply@anthropic.com"},
    {"Claude", "+claude-code@"},
    {"Claude", "claude[bot]@users.noreply.github.com"},
    {"Copilot", "+copilot@users.noreply.github.com"},
    {"Copilot", "copilot@github.com"},
    {"Copilot", "copilot@users.noreply.github.com"},
    {"Copilot", "copilot-swe-agent[bot]@users.noreply.github.com"},
    {"Copilot", "github-code-quality[bot]@users.noreply.github.com"},
    {"Cursor", "cursoragent@cursor.com"},
    {"Cursor", "cursor[bot]@users.noreply.github.com"},
    {"Cursor", "+cursoragent@users.noreply.github.com"},
    {"Devin", "devin-ai-integration[bot]@users.noreply.github.com"},
    {"Gemini", "gemini-code-assist[bot]@users.noreply.github.com"},
    {"Gemini", "gemini-cli[bot]@users.noreply.github.com"},
    {"Codex", "chatgpt-codex-connector[bot]@users.noreply.github.com"},
    {"Amazon Q", "amazon-q-developer[bot]@users.noreply.github.com"},
    {"CodeRabbit", "coderabbitai[bot]@users.noreply.github.com"},
    {"OpenCode", "noreply@opencode.ai"},
    {"OpenHands", "openhands@all-hands.dev"},
    {"Qwen", "qwen-coder@alibabacloud.com"},
    {"Warp", "agent@warp.dev"},
    {"Crush", "crush@charm.land"},
    {"Factory", "factory-droid[bot]@users.noreply.github.com"},
    {"AI coder", "fullsend-ai-coder[bot]@users.noreply.github.com"},
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

/* agent@MAKER.ai: whoever makes an agent calls its letter box so; a build agent's is
 * at the company that runs it. */
static bool is_agent_of_a_maker(const char *value)
{
    static const char local[] = "agent@";
    size_t at = text_find_folded(text_of(value), local);
    if (at == SIZE_MAX ||
        (at > 0 && (is_word_byte(value[at - 1]) || strchr(".-_+", value[at - 1]))))
        return false;
    const char *host = value + at + sizeof(local) - 1;
    size_t size = 0;
    while (is_word_byte(host[size]) || host[size] == '.' || host[size] == '-')
        size++;
    return size > 3 && text_find_folded((struct text){host + size - 3, 3}, ".ai") == 0;
}

/* What stands before the address: words of its host ("jane@anthropic.com") say where
 * somebody works. A model may be written where an address is expected: <maker/model>. */
static bool read_name(const char *value, char *name, size_t capacity)
{
    const char *bracket = strchr(value, '<');
    const char *escaped = strstr(value, "&lt;");
    const char *end = bracket && (!escaped || bracket < escaped) ? bracket : escaped;
    bool has_mail = strchr(value, '@') != NULL;
    if (end && !strchr(end, '@'))
        end = NULL;
    struct text text = text_trim((struct text){value, end ? (size_t)(end - value) : strlen(value)});
    size_t size = text.size < capacity ? text.size : capacity - 1;
    memcpy(name, text.bytes, size);
    name[size] = '\0';
    return has_mail;
}

static const char *agent_of_name(const char *name, bool has_mail)
{
    for (size_t i = 0; i < sizeof(agent_names) / sizeof(agent_names[0]); i++)
        if (string_equals_folded(name, agent_names[i].agent) &&
            !(agent_names[i].is_given_name && has_mail))
            return agent_names[i].agent;
    for (size_t i = 0; i < sizeof(agent_words) / sizeof(agent_words[0]); i++)
        if (has_words(name, agent_words[i].words))
            return agent_words[i].agent;
    return NULL;
}

const char *identity_agent(const char *value)
{
    for (size_t i = 0; i < sizeof(agent_addresses) / sizeof(agent_addresses[0]); i++)
        if (has_address(value, agent_addresses[i].address))
            return agent_addresses[i].agent;
    if (is_agent_of_a_maker(value))
        return "AI agent";
    char name[256];
    bool has_mail = read_name(value, name, sizeof(name));
    /* A bare address names nobody. */
    if (strchr(name, '@') && !strchr(name, ' '))
        return NULL;
    return agent_of_name(name, has_mail);
}
