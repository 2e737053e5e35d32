/* hook - hooks of pre-commit (pre-commit.com, "Adding pre-commit plugins to your project"
 * and "pre-commit.ci configuration"). Only `.pre-commit-config.yaml` at the root is read. */
#include "facts/gather.h"
#include "facts/hook_kinds.h"

#include <string.h>

#define TEXT              \
    {                     \
        .kind = TYPE_TEXT \
    }
#define TEXTS                              \
    {                                      \
        .kind = TYPE_LIST, .of = TYPE_TEXT \
    }
#define BOOLEAN              \
    {                        \
        .kind = TYPE_BOOLEAN \
    }

static const struct fact_field fields[] = {
    [HOOK_REPOSITORY] = {"repository", TEXT, false, "where it comes from; local or meta"},
    [HOOK_ID] = {"id", TEXT, false, "as the repository calls it"},
    [HOOK_VERSION] = {"version", TEXT, true, "its rev"},
    [HOOK_ENTRY] = {"entry", TEXT, true, "the command of a local hook"},
    [HOOK_ARGUMENTS] = {"arguments", TEXTS, true, "what it is called with"},
    [HOOK_STAGES] = {"stages", TEXTS, true, "when it runs, where that is said"},
    [HOOK_FILES] = {"files", TEXT, true, "a pattern of the files that it sees"},
    [HOOK_EXCLUDE] = {"exclude", TEXT, true, "a pattern of the files that it does not see"},
    [HOOK_ENABLED] = {"enabled", BOOLEAN, false, "some file and some stage starts it"},
    [HOOK_REASON] = {"reason", TEXT, true, "why nothing does"},
    [HOOK_SERVICE] = {"service", BOOLEAN, false, "pre-commit.ci is told to run it"},
    [HOOK_FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_hook = {
    .name = "hook",
    .summary = "a hook of pre-commit",
    .key = (const char *const[]){"path", "repository", "id", NULL},
    .fields = fields,
};

struct settings {
    struct value stages; /* default_stages */
    const char *files, *exclude;
    bool service;
    const struct node *skipped; /* by pre-commit.ci */
};

static struct value texts_of(struct fact_writer *writer, const struct node *node)
{
    if (!node || node->kind != NODE_SEQUENCE)
        return value_text(NULL);
    const char **texts = ARENA_ARRAY(fact_arena(writer), const char *, node->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < node->count; i++)
        if (node_is_scalar(node->items[i]))
            texts[count++] = arena_strdup(fact_arena(writer), node->items[i]->text);
    return value_texts(fact_arena(writer), texts, count);
}

static bool holds(const struct node *list, const char *text)
{
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
        if (node_is_scalar(list->items[i]) && strcmp(list->items[i]->text, text) == 0)
            return true;
    return false;
}

static bool only_manual(const struct value *stages)
{
    return stages->kind == VALUE_LIST && stages->list->count == 1 &&
           strcmp(stages->list->items[0].text, "manual") == 0;
}

/* Patterns that take out every path. */
static bool excludes_all(const char *pattern)
{
    static const char *const all[] = {".*", "^.*$", "^.*", ".*$", "", ".", "^", NULL};
    return pattern && string_is_one_of(pattern, all);
}

static const char *why_off(const struct settings *settings, const struct value *stages,
                           const char *exclude)
{
    if (stages->kind == VALUE_LIST && stages->list->count == 0)
        return "its list of stages is empty";
    if (only_manual(stages))
        return "its only stage is manual";
    if (excludes_all(exclude) || excludes_all(settings->exclude))
        return "`exclude` takes out every file";
    return NULL;
}

static void add_hook(struct fact_writer *writer, const struct settings *settings,
                     const struct node *repository, const struct node *hook)
{
    const char *id = node_string(hook, "id");
    const char *from = node_string(repository, "repo");
    if (!id || !from)
        return;
    struct value *cells = fact_add(writer, &fact_kind_hook, NULL, hook->line, hook->column)->cells;
    struct value stages = texts_of(writer, node_find(hook, "stages"));
    if (stages.kind != VALUE_LIST)
        stages = settings->stages;
    const char *exclude = node_string(hook, "exclude");
    const char *reason = why_off(settings, &stages, exclude);
    cells[HOOK_REPOSITORY] = fact_text(writer, from);
    cells[HOOK_ID] = fact_text(writer, id);
    cells[HOOK_VERSION] = fact_text(writer, node_string(repository, "rev"));
    cells[HOOK_ENTRY] = fact_text(writer, node_string(hook, "entry"));
    cells[HOOK_ARGUMENTS] = texts_of(writer, node_find(hook, "args"));
    cells[HOOK_STAGES] = stages;
    cells[HOOK_FILES] = fact_text(writer, node_string(hook, "files"));
    cells[HOOK_EXCLUDE] = fact_text(writer, exclude);
    cells[HOOK_ENABLED] = value_boolean(!reason);
    cells[HOOK_REASON] = value_text(reason);
    cells[HOOK_SERVICE] = value_boolean(settings->service && !holds(settings->skipped, id));
}

static void read_document(struct fact_writer *writer, const struct node *root)
{
    const struct node *repositories = node_find(root, "repos");
    if (!repositories || repositories->kind != NODE_SEQUENCE) {
        fact_add_gap(writer, &fact_kind_hook, NULL, UNKNOWN_UNREADABLE, "it has no list `repos`");
        return;
    }
    const struct node *service = node_find(root, "ci");
    struct settings settings = {
        .stages = texts_of(writer, node_find(root, "default_stages")),
        .exclude = node_string(root, "exclude"),
        .service = service && service->kind == NODE_MAPPING,
        .skipped = node_find(service, "skip"),
    };
    for (size_t i = 0; i < repositories->count; i++) {
        const struct node *hooks = node_find(repositories->items[i], "hooks");
        for (size_t k = 0; hooks && hooks->kind == NODE_SEQUENCE && k < hooks->count; k++)
            add_hook(writer, &settings, repositories->items[i], hooks->items[k]);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document_problem *problem = NULL;
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    if (document && document->count == 1)
        read_document(writer, document->roots[0]);
    else
        fact_add_gap(writer, &fact_kind_hook, NULL, class,
                     reason    ? reason
                     : problem ? arena_printf(fact_arena(writer), "line %u: %s", problem->line,
                                              problem->message)
                               : "it is no YAML document");
}

FACT(hook) = {
    .name = "hook",
    .area = FACT_AREA_AUTOMATION,
    .summary = "hooks of pre-commit, and whether anything starts them",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_hook, NULL},
    .paths = (const char *const[]){"/.pre-commit-config.yaml", NULL},
    .recognise_file = recognise,
};
