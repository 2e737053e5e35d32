/* attribution_rule - what documents ask of commits that AI agents helped with. */
#include "facts/attribution.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/paths.h"

static const struct fact_field fields[] = {
    [ATTRIBUTION_RULE_STANCE] = {"stance",
                                 {.kind = TYPE_WORD, .words = attribution_stance_names},
                                 false,
                                 "must a commit say that an agent helped, or must it not"},
    [ATTRIBUTION_RULE_TRAILERS] = {"trailers",
                                   {.kind = TYPE_LIST, .of = TYPE_TEXT},
                                   false,
                                   "the trailers that it names, in lower case"},
    {0},
};

const struct fact_kind fact_kind_attribution_rule = {
    .name = "attribution_rule",
    .summary = "what a document asks of commits that AI agents helped with",
    .key = (const char *const[]){"path", "stance", NULL},
    .fields = fields,
};

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class = UNKNOWN_UNREADABLE;
    if (path_is_test(file->path) || document_is_foreign(file->path) ||
        file->content.state == CONTENT_LINK)
        return;
    const char *reason = fact_file_unreadable(file, &class);
    if (reason) {
        fact_add_gap(writer, &fact_kind_attribution_rule, NULL, class, reason);
        return;
    }
    struct attribution_demand demands[ATTRIBUTION_STANCES];
    attribution_read(file->arena, file->path, file->content.text, demands);
    for (size_t i = 0; i < ATTRIBUTION_STANCES; i++) {
        if (!demands[i].said)
            continue;
        const char **trailers = ARENA_ARRAY(fact_arena(writer), const char *, 8);
        size_t count = 0;
        for (size_t k = 0; attribution_trailers[k]; k++)
            if (demands[i].trailers >> k & 1)
                trailers[count++] = attribution_trailers[k];
        struct value *cells =
            fact_add(writer, &fact_kind_attribution_rule, NULL, demands[i].line, 1)->cells;
        cells[ATTRIBUTION_RULE_STANCE] = value_text(attribution_stance_names[i]);
        cells[ATTRIBUTION_RULE_TRAILERS] = value_texts(fact_arena(writer), trailers, count);
    }
}

FACT(attribution_rule) = {
    .name = "attribution_rule",
    .area = FACT_AREA_AI,
    .summary = "what documents ask of commits that AI agents helped with",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_attribution_rule, NULL},
    .paths = (const char *const[]){CONTRIBUTING_PATHS,
                                   "AGENTS.md",
                                   "CLAUDE.md",
                                   "GEMINI.md",
                                   ".github/copilot-instructions.md",
                                   ".cursorrules",
                                   "AI[-_]*.md",
                                   "AI[-_]*.rst",
                                   "ai[-_]*.{md,rst,adoc,txt}",
                                   "AIToolPolicy*",
                                   "*[-_]AI[-_][Pp][Oo][Ll][Ii][Cc][Yy].*",
                                   "*[-_]ai[-_]policy.*",
                                   "*[-_]ai[-_]usage.*",
                                   "generative-ai*",
                                   "generated-content.*",
                                   "CODING_ASSISTANTS*",
                                   "coding-assistants.*",
                                   "SubmittingPatches*",
                                   "code-provenance.*",
                                   "LLM*.md",
                                   NULL},
    .literals = (const char *const[]){"-by", "-By", "ttribution", "railer", "isclos", "ignature",
                                      "o-author", "o-Author", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
