/* agent_file, agent_smell - instructions and settings that a repository holds for
 * AI agents, and what is unsafe in them. */
#include "facts/agent.h"
#include "facts/gather.h"
#include "facts/paths.h"

#include <string.h>

static const char *const tools[] = {"agents",   "aider",   "amazon_q", "claude", "cline", "codex",
                                    "continue", "copilot", "cursor",   "gemini", "junie", "kiro",
                                    "mcp",      "roo",     "windsurf", NULL};
static const char *const sorts[] = {"instructions", "settings", NULL};

const struct fact_kind fact_kind_agent_file = {
    .name = "agent_file",
    .summary = "A file of instructions or settings for AI agents.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"tool", {.kind = TYPE_WORD, .words = tools}, false, "Which agent reads it."},
            {"sort", {.kind = TYPE_WORD, .words = sorts}, false, "Text, or configuration."},
            {"hidden_characters",
             {.kind = TYPE_INTEGER},
             false,
             "Characters that a reader does not see: controls of direction, without width, tags."},
            {"unpinned_servers",
             {.kind = TYPE_INTEGER},
             false,
             "MCP servers that are fetched when they start, without an exact version."},
            {"secrets_inline",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is a secret written into a server's environment or headers?"},
            {"allows_all",
             {.kind = TYPE_BOOLEAN},
             false,
             "May the agent run what it likes without being asked?"},
            {"indirection",
             {.kind = TYPE_PATH},
             true,
             "The file that it is a link to, or names as all that it says."},
            {"test", {.kind = TYPE_BOOLEAN}, false, "Does it stand among tests or examples?"},
            {"imports",
             {.kind = TYPE_LIST, .of = TYPE_TEXT},
             false,
             "What it takes in with `@path`, from the root of the repository."},
            {0},
        },
};

enum { SMELL_SORT, SMELL_TEXT, SMELL_CHARACTERS };

const struct fact_kind fact_kind_agent_smell = {
    .name = "agent_smell",
    .summary = "What is unsafe in a file for AI agents.",
    .key = (const char *const[]){"path", "sort", "text", NULL},
    .fields =
        (const struct fact_field[]){
            {"sort", {.kind = TYPE_WORD, .words = agent_smell_names}, false, "What it is."},
            {"text",
             {.kind = TYPE_TEXT},
             false,
             "The code point, the package, the name of the secret or the setting, the words."},
            {"characters",
             {.kind = TYPE_INTEGER},
             true,
             "How many of them the line holds, when it is hidden ones."},
            {0},
        },
};

/* By a folder (with its slash at the end) or the name, wherever it stands. */
static const struct {
    const char *mark, *tool;
    bool settings;
} marks[] = {
    {".claude/settings.json", "claude", true},
    {".claude/settings.local.json", "claude", true},
    {".claude/", "claude", false},
    {".agents/", "agents", false},
    {".agent/rules/", "agents", false},
    {".agent/skills/", "agents", false},
    {".agent/workflows/", "agents", false},
    {".mcp.json", "mcp", true},
    {".vscode/mcp.json", "copilot", true},
    {".vscode/settings.json", "copilot", true},
    {".cursor/mcp.json", "cursor", true},
    {".cursor/rules/", "cursor", false},
    {".cursor/commands/", "cursor", false},
    {".cursorrules", "cursor", false},
    {".gemini/settings.json", "gemini", true},
    {".codex/config.toml", "codex", true},
    {".aider.conf.yml", "aider", true},
    {".amazonq/mcp.json", "amazon_q", true},
    {".amazonq/rules/", "amazon_q", false},
    {".kiro/settings/mcp.json", "kiro", true},
    {".kiro/steering/", "kiro", false},
    {".roo/mcp.json", "roo", true},
    {".roo/", "roo", false},
    {".roorules", "roo", false},
    {".clinerules/", "cline", false},
    {".clinerules", "cline", false},
    {".windsurfrules", "windsurf", false},
    {".windsurf/rules/", "windsurf", false},
    {".junie/guidelines.md", "junie", false},
    {".continue/", "continue", false},
    {".github/copilot-instructions.md", "copilot", false},
    {".github/instructions/", "copilot", false},
    {".github/prompts/", "copilot", false},
    {".github/chatmodes/", "copilot", false},
    {".github/agents/", "copilot", false},
    {"AGENTS.md", "agents", false},
    {"AGENT.md", "agents", false},
    {"CLAUDE.md", "claude", false},
    {"CLAUDE.local.md", "claude", false},
    {"GEMINI.md", "gemini", false},
};

static bool is_marked(const char *path, const char *mark)
{
    size_t length = strlen(path), size = strlen(mark);
    if (mark[size - 1] == '/') {
        for (const char *at = path; (at = strstr(at, mark)) != NULL; at++)
            if (at == path || at[-1] == '/')
                return true;
        return false;
    }
    return length >= size && strcmp(path + length - size, mark) == 0 &&
           (length == size || path[length - size - 1] == '/');
}

/* In folders of instructions, scripts and data are what the agent is told to use, not
 * what tells it. */
static bool is_instruction(const char *path)
{
    const char *dot = strrchr(path_base(path), '.');
    static const char *const endings[] = {".md", ".mdc", ".txt", ".mdx", NULL};
    return !dot || dot == path_base(path) || string_is_one_of(dot, endings);
}

static void read_json(struct agent_findings *findings, struct fact_writer *writer,
                      struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_json(file, true, &problem);
    if (!document || document->count != 1) {
        fact_add_gaps(writer, NULL, UNKNOWN_UNREADABLE, "it is no JSON document");
        return;
    }
    agent_find_servers(findings, document->roots[0]);
    agent_find_permissions(findings, document->roots[0]);
}

static void read_settings(struct agent_findings *findings, struct fact_writer *writer,
                          struct fact_file *file)
{
    if (string_ends_with(file->path, ".toml")) {
        const struct document *document = fact_file_toml(file, NULL);
        if (!document) {
            fact_add_gaps(writer, NULL, UNKNOWN_UNREADABLE, "it is no TOML document");
        } else {
            agent_find_servers(findings, document->roots[0]);
            agent_find_codex(findings, document->roots[0]);
        }
    } else if (string_ends_with(file->path, ".yml")) {
        const struct document_problem *problem = NULL;
        const struct document *document = fact_file_yaml(file, &problem);
        if (!document)
            fact_add_gaps(writer, NULL, UNKNOWN_UNREADABLE, "it is no YAML document");
        else if (document->count > 0)
            agent_find_permissions(findings, document->roots[0]);
    } else {
        read_json(findings, writer, file);
    }
}

/* `@AGENTS.md`, or one link and nothing else. */
static const char *indirection_of(struct arena *arena, const char *path, struct text text)
{
    text = text_trim(text);
    if (text.size < 4 || text.size > 300)
        return NULL;
    if (text.bytes[0] == '@')
        text = (struct text){text.bytes + 1, text.size - 1};
    const char *name = arena_copy(arena, text);
    if (name[strcspn(name, " \t\r\n")] || !strchr(name, '.'))
        return NULL;
    return path_resolve(arena, path_directory(arena, path), name);
}

void agent_add_smells(struct fact_writer *writer, const char *path,
                      const struct agent_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct agent_finding *finding = &findings->items[i];
        struct value *cells =
            fact_add(writer, &fact_kind_agent_smell, path, finding->line, finding->column)->cells;
        cells[SMELL_SORT] = value_text(agent_smell_names[finding->smell]);
        cells[SMELL_TEXT] = value_text(finding->text);
        if (finding->smell == AGENT_HIDDEN_CHARACTER)
            cells[SMELL_CHARACTERS] = value_integer((int64_t)finding->count);
    }
}

static struct value imports_of(struct fact_writer *writer, const struct fact_file *file)
{
    enum { IMPORTS_MAX = 64 };
    struct arena *arena = fact_arena(writer);
    const char *const *written = agent_imports(arena, file->content.text);
    const char *paths[IMPORTS_MAX];
    size_t count = 0;
    for (size_t i = 0; written[i] && count < IMPORTS_MAX; i++) {
        const char *path = path_resolve(arena, path_directory(arena, file->path), written[i]);
        if (path)
            paths[count++] = path;
    }
    return value_texts(arena, paths, count);
}

static void add_rows(struct fact_writer *writer, struct fact_file *file, size_t mark,
                     const struct agent_findings *findings, const char *indirection)
{
    size_t hidden = 0, counts[AGENT_SMELLS] = {0};
    for (size_t i = 0; i < findings->count; i++) {
        const struct agent_finding *finding = &findings->items[i];
        counts[finding->smell]++;
        hidden += finding->smell == AGENT_HIDDEN_CHARACTER ? finding->count : 0;
    }
    agent_add_smells(writer, NULL, findings);
    struct value *cells = fact_add(writer, &fact_kind_agent_file, NULL,
                                   findings->count ? findings->items[0].line : 1, 1)
                              ->cells;
    cells[AGENT_FILE_TOOL] = value_text(marks[mark].tool);
    cells[AGENT_FILE_SORT] = value_text(sorts[marks[mark].settings]);
    cells[AGENT_FILE_HIDDEN] = value_integer((int64_t)hidden);
    cells[AGENT_FILE_UNPINNED] = value_integer((int64_t)counts[AGENT_UNPINNED_SERVER]);
    cells[AGENT_FILE_SECRETS] = value_boolean(counts[AGENT_INLINE_SECRET] > 0);
    cells[AGENT_FILE_ALLOWS_ALL] = value_boolean(counts[AGENT_ALLOWS_ALL] > 0);
    cells[AGENT_FILE_INDIRECTION] = value_text(indirection);
    cells[AGENT_FILE_TEST] = value_boolean(path_is_test(file->path));
    cells[AGENT_FILE_IMPORTS] = file->content.state == CONTENT_LINK || marks[mark].settings
                                    ? value_texts(fact_arena(writer), NULL, 0)
                                    : imports_of(writer, file);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum { MARKS = sizeof(marks) / sizeof(marks[0]) };
    size_t mark = 0;
    while (mark < MARKS && !is_marked(file->path, marks[mark].mark))
        mark++;
    if (mark == MARKS || (!marks[mark].settings && !is_instruction(file->path)))
        return;
    struct agent_findings findings = {.arena = fact_arena(writer)};
    if (file->content.state == CONTENT_LINK) {
        const char *target =
            path_resolve(fact_arena(writer), path_directory(fact_arena(writer), file->path),
                         arena_copy(fact_arena(writer), file->content.text));
        add_rows(writer, file, mark, &findings, target);
        return;
    }
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        fact_add_gaps(writer, NULL, class, reason);
        return;
    }
    agent_find_hidden(&findings, file->content.text);
    if (marks[mark].settings)
        read_settings(&findings, writer, file);
    else
        agent_find_words(&findings, file->content.text);
    /* Settings of the editor concern agents only where they say so. */
    bool editor = string_ends_with(file->path, ".vscode/settings.json");
    if (!editor || findings.count > 0)
        add_rows(writer, file, mark, &findings,
                 marks[mark].settings
                     ? NULL
                     : indirection_of(fact_arena(writer), file->path, file->content.text));
}

FACT(agent_file) = {
    .name = "agent_file",
    .area = FACT_AREA_AI,
    .summary = "Instructions and settings for AI agents, and what is unsafe in them.",
    .version = 3,
    .kinds = (const struct fact_kind *const[]){&fact_kind_agent_file, &fact_kind_agent_smell, NULL},
    .paths = (const char *const[]){"AGENTS.md",
                                   "AGENT.md",
                                   "CLAUDE.md",
                                   "CLAUDE.local.md",
                                   "GEMINI.md",
                                   "**/.agents/**",
                                   "**/.agent/**",
                                   "**/.claude/**",
                                   "**/.gemini/**",
                                   "**/.codex/**",
                                   "**/.cursor/**",
                                   "**/.roo/**",
                                   "**/.clinerules/**",
                                   "**/.windsurf/**",
                                   "**/.junie/**",
                                   "**/.continue/**",
                                   "**/.amazonq/**",
                                   "**/.kiro/**",
                                   "**/.github/copilot-instructions.md",
                                   "**/.github/instructions/**",
                                   "**/.github/prompts/**",
                                   "**/.github/chatmodes/**",
                                   "**/.github/agents/**",
                                   "**/.vscode/mcp.json",
                                   "**/.vscode/settings.json",
                                   ".mcp.json",
                                   ".cursorrules",
                                   ".roorules",
                                   ".clinerules",
                                   ".windsurfrules",
                                   ".aider.conf.yml",
                                   NULL},
    .recognise_file = recognise,
};
