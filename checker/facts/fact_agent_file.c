/* agent_file, agent_smell - instructions and settings that a repository holds for
 * AI agents, and what is unsafe in them. */
#include "facts/agent.h"
#include "facts/gather.h"
#include "facts/paths.h"

#include <string.h>

enum {
    FILE_TOOL,
    FILE_SORT,
    FILE_HIDDEN,
    FILE_UNPINNED,
    FILE_SECRETS,
    FILE_ALLOWS_ALL,
    FILE_INDIRECTION,
    FILE_TEST,
};

static const char *const tools[] = {"agents",   "aider",   "amazon_q", "claude", "cline", "codex",
                                    "continue", "copilot", "cursor",   "gemini", "junie", "kiro",
                                    "mcp",      "roo",     "windsurf", NULL};
static const char *const sorts[] = {"instructions", "settings", NULL};

static const struct fact_kind agent_file_kind = {
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
            {0},
        },
};

enum { SMELL_SORT, SMELL_TEXT, SMELL_CHARACTERS };

static const struct fact_kind agent_smell_kind = {
    .name = "agent_smell",
    .summary = "What is unsafe in a file for AI agents.",
    .key = (const char *const[]){"path", "sort", "text", NULL},
    .fields =
        (const struct fact_field[]){
            {"sort", {.kind = TYPE_WORD, .words = agent_smell_names}, false, "What it is."},
            {"text",
             {.kind = TYPE_TEXT},
             false,
             "The code point, the package, the name of the secret or the setting."},
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

static void add_rows(struct fact_writer *writer, struct fact_file *file, size_t mark,
                     const struct agent_findings *findings, const char *indirection)
{
    size_t hidden = 0, counts[4] = {0};
    for (size_t i = 0; i < findings->count; i++) {
        const struct agent_finding *finding = &findings->items[i];
        counts[finding->smell]++;
        hidden += finding->smell == AGENT_HIDDEN_CHARACTER ? finding->count : 0;
        struct value *cells =
            fact_add(writer, &agent_smell_kind, NULL, finding->line, finding->column)->cells;
        cells[SMELL_SORT] = value_text(agent_smell_names[finding->smell]);
        cells[SMELL_TEXT] = value_text(finding->text);
        if (finding->smell == AGENT_HIDDEN_CHARACTER)
            cells[SMELL_CHARACTERS] = value_integer((int64_t)finding->count);
    }
    struct value *cells =
        fact_add(writer, &agent_file_kind, NULL, findings->count ? findings->items[0].line : 1, 1)
            ->cells;
    cells[FILE_TOOL] = value_text(marks[mark].tool);
    cells[FILE_SORT] = value_text(sorts[marks[mark].settings]);
    cells[FILE_HIDDEN] = value_integer((int64_t)hidden);
    cells[FILE_UNPINNED] = value_integer((int64_t)counts[AGENT_UNPINNED_SERVER]);
    cells[FILE_SECRETS] = value_boolean(counts[AGENT_INLINE_SECRET] > 0);
    cells[FILE_ALLOWS_ALL] = value_boolean(counts[AGENT_ALLOWS_ALL] > 0);
    cells[FILE_INDIRECTION] = value_text(indirection);
    cells[FILE_TEST] = value_boolean(path_is_test(file->path));
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
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&agent_file_kind, &agent_smell_kind, NULL},
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
