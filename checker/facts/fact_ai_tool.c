/* ai_tool, agent_excluded_file - the AI tools that work here, and the files of the tree that
 * each of them is kept from. */
#include "facts/agent.h"
#include "facts/agent_exclusion.h"
#include "facts/ai_policy_kinds.h"
#include "facts/governance_document.h"
#include "facts/hidden_paths.h"

#include <string.h>

enum { TOOL_NAME, TOOL_FILES, TOOL_LAST_SEEN, TOOL_KEPT_BY_FORGE };

static const struct fact_kind tool_kind = {
    .name = "ai_tool",
    .summary = "An AI tool that files of the tree or commits show, of those that can be kept from "
               "paths.",
    .nowhere = true,
    .key = (const char *const[]){"tool", NULL},
    .fields =
        (const struct fact_field[]){
            [TOOL_NAME] =
                {"tool", {.kind = TYPE_WORD, .words = agent_exclusion_tools}, false, "Its name."},
            [TOOL_FILES] = {"files",
                            {.kind = TYPE_BOOLEAN},
                            false,
                            "Does a file of the tree instruct it, or keep it from paths?"},
            [TOOL_LAST_SEEN] =
                {"last_seen", {.kind = TYPE_TIME}, true, "The newest commit's that shows it."},
            [TOOL_KEPT_BY_FORGE] = {"kept_by_forge",
                                    {.kind = TYPE_BOOLEAN},
                                    false,
                                    "Does a setting of the forge keep it from paths? Unknown of "
                                    "Copilot: GitHub's content exclusion is not in git."},
            {0},
        },
};

enum { EXCLUDED_TOOL };

static const struct fact_kind excluded_kind = {
    .name = "agent_excluded_file",
    .summary = "A file of the tree that an AI tool is kept from.",
    .key = (const char *const[]){"path", "tool", NULL},
    .fields =
        (const struct fact_field[]){
            [EXCLUDED_TOOL] =
                {"tool", {.kind = TYPE_WORD, .words = agent_exclusion_tools}, false, "The tool."},
            {0},
        },
};

/* The agents of commits, by the tool that commits so. */
static const char *const agents[][2] = {
    {"Aider", "aider"},   {"Claude", "claude"}, {"Cline", "cline"}, {"Copilot", "copilot"},
    {"Cursor", "cursor"}, {"Gemini", "gemini"}, {"Junie", "junie"}, {"Windsurf", "windsurf"},
};

static bool has_file(const struct fact_repository *repository, const char *tool)
{
    const struct fact_table *files = repository->table(repository, &fact_kind_agent_file);
    const struct fact_table *lines = repository->table(repository, &fact_kind_agent_exclusion);
    for (size_t i = 0; i < files->count; i++)
        if (!files->rows[i].gap && cell_is(&files->rows[i], AGENT_FILE_TOOL, tool) &&
            !files->rows[i].cells[AGENT_FILE_TEST].boolean &&
            !document_is_foreign(files->rows[i].path))
            return true;
    for (size_t i = 0; i < lines->count; i++)
        if (cell_is(&lines->rows[i], AGENT_EXCLUSION_TOOL, tool))
            return true;
    return false;
}

static struct value last_seen(const struct fact_repository *repository, const char *tool)
{
    const struct fact_table *table = repository->table(repository, &fact_kind_ai_attribution);
    struct value newest = {0};
    for (size_t i = 0; i < table->count; i++)
        for (size_t k = 0; k < sizeof(agents) / sizeof(*agents); k++) {
            const struct fact_row *row = &table->rows[i];
            if (row->gap || strcmp(agents[k][1], tool) != 0 ||
                !cell_is(row, AI_ATTRIBUTION_AGENT, agents[k][0]))
                continue;
            if (newest.kind == VALUE_ABSENT ||
                row->cells[AI_ATTRIBUTION_TIME].integer > newest.integer)
                newest = row->cells[AI_ATTRIBUTION_TIME];
        }
    return newest;
}

/* The lines of one tool as those of a .gitignore. */
static struct fact_table lines_of(struct arena *arena, const struct fact_table *all,
                                  const char *tool)
{
    struct fact_table lines = {.kind = &ignore_rule_kind,
                               .rows = ARENA_ARRAY(arena, struct fact_row, all->count + 1)};
    for (size_t i = 0; i < all->count; i++) {
        const struct fact_row *row = &all->rows[i];
        if (row->gap || !cell_is(row, AGENT_EXCLUSION_TOOL, tool))
            continue;
        struct fact_row *line = &lines.rows[lines.count++];
        *line = *row;
        line->cells = ARENA_ARRAY(arena, struct value, IGNORE_FIELD_COUNT);
        line->cells[IGNORE_DIRECTORY] = row->cells[AGENT_EXCLUSION_DIRECTORY];
        line->cells[IGNORE_PATTERN] = row->cells[AGENT_EXCLUSION_PATTERN];
    }
    return lines;
}

static void add_excluded(struct fact_writer *writer, const struct fact_repository *repository,
                         const char *tool)
{
    struct arena *arena = fact_arena(writer);
    const struct fact_table *all = repository->table(repository, &fact_kind_agent_exclusion);
    struct fact_table lines = lines_of(arena, all, tool);
    struct hidden_paths *hidden = lines.count ? hidden_paths_new(arena, &lines) : NULL;
    for (size_t i = 0; hidden && i < repository->snapshot->count; i++) {
        const char *path = repository->snapshot->entries[i].path;
        if (hidden_paths_have(hidden, path))
            fact_add(writer, &excluded_kind, path, 1, 1)->cells[EXCLUDED_TOOL] = value_text(tool);
    }
    for (size_t i = 0; i < all->count; i++) {
        if (!all->rows[i].gap || !cell_is(&all->rows[i], AGENT_EXCLUSION_TOOL, tool))
            continue;
        const struct unknown *why = all->rows[i].cells[AGENT_EXCLUSION_PATTERN].unknown;
        struct fact_row *gap = fact_add_gap(writer, &excluded_kind, NULL, why->class, why->reason);
        gap->cells[EXCLUDED_TOOL] = value_text(tool);
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *history = repository->table(repository, &fact_kind_ai_attribution);
    for (size_t i = 0; agent_exclusion_tools[i]; i++) {
        const char *tool = agent_exclusion_tools[i];
        bool files = has_file(repository, tool);
        struct value seen = last_seen(repository, tool);
        if (!files && seen.kind == VALUE_ABSENT)
            continue;
        struct value *cells = fact_add(writer, &tool_kind, NULL, 0, 0)->cells;
        cells[TOOL_NAME] = value_text(tool);
        cells[TOOL_FILES] = value_boolean(files);
        cells[TOOL_LAST_SEEN] = seen;
        cells[TOOL_KEPT_BY_FORGE] =
            strcmp(tool, "copilot") == 0
                ? value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                                "what Copilot is kept from is a setting of GitHub that git does "
                                "not show")
                : value_boolean(false);
        if (fact_is_wanted(writer, &excluded_kind))
            add_excluded(writer, repository, tool);
    }
    for (size_t i = 0; i < history->count; i++)
        if (history->rows[i].gap) {
            const struct unknown *why = history->rows[i].cells[AI_ATTRIBUTION_AGENT].unknown;
            fact_add_gap(writer, &tool_kind, NULL, why->class, why->reason)->cells[TOOL_FILES] =
                value_boolean(false);
        }
    return NULL;
}

FACT(ai_tool) = {
    .name = "ai_tool",
    .area = FACT_AREA_AI,
    .summary = "The AI tools that work here, and the files that each is kept from.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&tool_kind, &excluded_kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_agent_file, &fact_kind_agent_exclusion,
                                               &fact_kind_ai_attribution, NULL},
    .recognise_repository = recognise,
};
