/* ai_policy - what a repository says about contributions that AI tools helped with. */
#include "facts/ai_policy_elsewhere.h"
#include "facts/ai_policy_kinds.h"
#include "facts/gather.h"
#include "facts/governance_document.h"
#include "facts/paths.h"
#include "facts/prose.h"
#include "facts/review_date.h"

enum { CELL_TOPICS = AI_POLICY_COMMON_CELLS, CELLS };

const struct fact_kind fact_kind_ai_policy = {
    .name = "ai_policy",
    .summary = "A document that says how AI tools may be used in contributions, or where that is "
               "said.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            AI_POLICY_COMMON_FIELDS,
            [CELL_TOPICS] = {"topics",
                             {.kind = TYPE_LIST, .of = TYPE_WORD, .words = ai_policy_topic_names},
                             false,
                             "Which of these it speaks about: tools, review by people, disclosure, "
                             "licence and rights, confidential data. Unknown where it points out "
                             "of the repository."},
            [CELLS] = {0},
        },
};

static bool has_name(const char *path, const char *begin)
{
    return text_find_folded(text_of(path_base(path)), begin) == 0;
}

static bool has_page_for_contributors(const struct snapshot *snapshot)
{
    static const char *const names[] = {"CONTRIBUTING.md",       ".github/CONTRIBUTING.md",
                                        "docs/CONTRIBUTING.md",  "CONTRIBUTING",
                                        "CONTRIBUTING.rst",      "docs/contributing.md",
                                        "CONTRIBUTING.txt",      "contributing.md",
                                        "CONTRIBUTING.adoc",     ".github/contributing.md",
                                        "docs/CONTRIBUTE.md",    "Contributing.md",
                                        "docs/contributing.rst", "docs/CONTRIBUTING.rst",
                                        "CONTRIBUTE.md",         NULL};
    for (size_t i = 0; names[i]; i++)
        if (snapshot_find(snapshot, names[i]))
            return true;
    return false;
}

static enum ai_document sort_of(const struct fact_file *file, bool named)
{
    if (named)
        return AI_DOCUMENT_POLICY;
    if (has_name(file->path, "contribut"))
        return AI_DOCUMENT_CONTRIBUTING;
    bool readme = has_name(file->path, "readme") && document_is_of_repository(file->path);
    return readme && !has_page_for_contributors(file->snapshot) ? AI_DOCUMENT_ONLY_README
                                                                : AI_DOCUMENT_OTHER;
}

static void add_elsewhere(struct fact_writer *writer, uint32_t line)
{
    struct value *cells = fact_add(writer, &fact_kind_ai_policy, NULL, line, 1)->cells;
    struct value unknown = value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                                         "it points to a page that is not in this repository");
    for (size_t i = 0; i < CELLS; i++)
        cells[i] = unknown;
    cells[AI_POLICY_ELSEWHERE] = value_boolean(true);
    cells[AI_POLICY_SECTION] = (struct value){0};
}

static void add_policy(struct fact_writer *writer, struct fact_file *file, struct arena *scratch,
                       const struct prose *prose)
{
    struct ai_policy policy;
    const char *names[AI_POLICY_AGENTS_MAX];
    struct arena *arena = fact_arena(writer);
    ai_policy_read(scratch, file->path, prose, &policy);
    if (!policy.covered)
        return;
    struct value *cells = fact_add(writer, &fact_kind_ai_policy, NULL, policy.line, 1)->cells;
    cells[AI_POLICY_COVERED] = value_integer((int64_t)policy.covered);
    cells[AI_POLICY_FORBIDS] = value_boolean(policy.forbids);
    cells[AI_POLICY_ANY_TOOL] = value_boolean(policy.any_tool);
    cells[AI_POLICY_ELSEWHERE] = value_boolean(false);
    cells[AI_POLICY_SECTION] = fact_text(writer, policy.section[0] ? policy.section : NULL);
    size_t count = ai_policy_tools(&policy, names);
    cells[AI_POLICY_TOOLS] = value_texts(arena, names, count);
    count = 0;
    for (size_t topic = 0; topic < AI_POLICY_TOPICS; topic++)
        if (policy.topics[topic])
            names[count++] = ai_policy_topic_names[topic];
    cells[CELL_TOPICS] = value_texts(arena, names, count);
    const struct markdown *markdown =
        prose->syntax == PROSE_MARKDOWN ? fact_file_markdown(file) : NULL;
    int32_t day;
    uint32_t line;
    if (review_date_find(scratch, prose, markdown, &day, &line))
        cells[AI_POLICY_REVIEWED_ON] = value_date(day);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    /* What a link leads to is read at its own path. */
    bool asks = has_name(file->path, "pull_request_template");
    if ((document_is_template(file->path) && !asks) || document_is_foreign(file->path) ||
        file->content.state == CONTENT_LINK)
        return;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct prose *prose = prose_of_file(writer, file, &scratch);
    bool named = ai_policy_is_name(&scratch, path_base(file->path));
    /* What these say of AI is about the product, or asks what was done. */
    bool links_only = asks || has_name(file->path, "readme");
    if (prose && !links_only)
        add_policy(writer, file, &scratch, prose);
    uint32_t line = prose ? ai_policy_elsewhere(&scratch, sort_of(file, named), prose) : 0;
    if (line > 0)
        add_elsewhere(writer, line);
    arena_release(&scratch);
}

FACT(ai_policy) = {
    .name = "ai_policy",
    .area = FACT_AREA_AI,
    .summary = "What a repository says about contributions that AI tools helped with.",
    .version = 3,
    .kinds = (const struct fact_kind *const[]){&fact_kind_ai_policy, NULL},
    .paths =
        (const char *const[]){
            CONTRIBUTING_PATHS,
            "CONTRIBUTE.*",
            "AGENTS.md",
            "AI[-_]*",
            "ai[-_]*.{md,rst,adoc,txt}",
            "AIToolPolicy*",
            "*[-_]AI[-_][Pp][Oo][Ll][Ii][Cc][Yy].*",
            "*[-_]ai[-_]policy.*",
            "*[-_]ai[-_]usage.*",
            "GENERATIVE*",
            "generative-ai*",
            "generated-content.*",
            "CODING_ASSISTANTS*",
            "coding-assistants.*",
            "SubmittingPatches*",
            "code-provenance.*",
            "GOVERNANCE*",
            "LLM*",
            README_PATHS,
            "[Pp][Uu][Ll][Ll]_[Rr][Ee][Qq][Uu][Ee][Ss][Tt]_[Tt][Ee][Mm][Pp][Ll][Aa][Tt][Ee].*",
            NULL},
    .literals = (const char *const[]){"AI", "LLM", "Copilot", "ChatGPT", "language model",
                                      "enerative", "://", NULL},
    .recognise_file = recognise,
};
