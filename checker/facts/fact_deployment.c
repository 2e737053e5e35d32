/* deployment - the jobs that put a release where it runs, and what has looked at it before. */
#include "facts/deployment_kinds.h"
#include "facts/invocation_kinds.h"
#include "facts/job_graph.h"
#include "facts/paths.h"
#include "facts/scanner_kinds.h"
#include "facts/supply.h"
#include "facts/words.h"
#include "facts/workflow_kinds.h"

#include <string.h>

static const char *const targets[] = {"production", "other", NULL};

const struct fact_kind fact_kind_deployment = {
    .name = "deployment",
    .summary = "a job that puts a release where it runs",
    .key = (const char *const[]){"workflow", "job", NULL},
    .fields =
        (const struct fact_field[]){
            {"workflow", {.kind = TYPE_PATH}, false, "the file that its system starts with"},
            {"job", {.kind = TYPE_TEXT}, false, "its id"},
            {"system", {.kind = TYPE_WORD, .words = workflow_systems}, false, "whose job it is"},
            {"tool", {.kind = TYPE_TEXT}, true, "what deploys; absent where only its name tells"},
            {"target",
             {.kind = TYPE_WORD, .words = targets},
             true,
             "as the environment or the name says; absent when neither does"},
            {"environment", {.kind = TYPE_TEXT}, true, "the environment of the job"},
            {"manual", {.kind = TYPE_BOOLEAN}, false, "somebody starts it, or lets it go on"},
            {"events",
             {.kind = TYPE_LIST, .of = TYPE_TEXT},
             false,
             "what starts it: push, tag, pull_request, ..."},
            {"tested",
             {.kind = TYPE_BOOLEAN},
             false,
             "tests that can stop it run before it: in its own steps, in jobs that it needs, or in "
             "a workflow whose success it waits for"},
            {"scanned",
             {.kind = TYPE_BOOLEAN},
             false,
             "the same of a scanner of code, dependencies, secrets, images or infrastructure"},
            {0},
        },
};

struct reader {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    struct automation automation;
    struct job_graph graph;
};

static const struct words *words_of(struct arena *arena, const char *text)
{
    struct words *words = ARENA_NEW(arena, struct words);
    *words = words_read(arena, text_of(text ? text : ""));
    return words;
}

static bool has_one(const struct words *words, const char *pattern)
{
    return words_have_one(words, 0, words->count, pattern);
}

/* What a job is called, and what stands around it. */
struct names {
    const struct words *own; /* with its environment */
    const struct words *all; /* also its pipeline and its file */
};

static struct names names_of(const struct reader *reader, const struct job_node *node)
{
    struct arena *arena = reader->graph.arena;
    const char *name = cell_text(node->row, WORKFLOW_JOB_NAME);
    const char *environment = cell_text(node->row, WORKFLOW_JOB_ENVIRONMENT);
    const char *own = arena_printf(arena, "%s %s %s", job_short_name(node->row), name ? name : "",
                                   environment ? environment : "");
    return (struct names){
        words_of(arena, own),
        words_of(arena, arena_printf(arena, "%s %s %s", own, cell_text(node->row, WORKFLOW_JOB_JOB),
                                     path_base(node->workflow)))};
}

/* What only looks, or is there for a while, or is no program. */
static bool is_another_matter(const struct words *names)
{
    return has_one(names, "test|tests|testing|e2e|integration|verify|check|lint|diff|plan|preview|"
                          "previews|review|doc|docs|documentation|pages|website|site|storybook|"
                          "cleanup|teardown|destroy|undeploy|rollback|notify|labels|benchmark|dry");
}

static bool is_named_deployment(const struct words *names)
{
    return has_one(names, "deploy|deploys|deployment|deployments|rollout|cd");
}

static bool is_production(const struct words *names)
{
    return has_one(names, "prod|production|prd|live");
}

static bool is_before_production(const struct words *names)
{
    return has_one(names, "staging|stage|stg|dev|development|sandbox|qa|uat|demo|nightly|test");
}

/* The nearest name that says it. */
static const char *target_of(const struct names *names, bool has_environment)
{
    if (is_production(names->own))
        return "production";
    if (is_before_production(names->own))
        return "other";
    if (is_production(names->all))
        return "production";
    return is_before_production(names->all) || has_environment ? "other" : NULL;
}

/* A cluster that lives as long as the job. */
static bool makes_a_cluster(const struct reader *reader, const struct job_node *node)
{
    static const char *const programs[] = {"kind",     "minikube", "k3d",        "k3s",
                                           "microk8s", "ct",       "localstack", NULL};
    static const char *const actions[] = {"kind", "minikube", "k3d", "k3s", "microk8s", NULL};
    const struct fact_table *table =
        reader->repository->table(reader->repository, &fact_kind_invocation);
    const char *job = cell_text(node->row, WORKFLOW_JOB_JOB);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        const char *name = row->gap ? NULL : cell_text(row, INVOCATION_NAME);
        if (!name || !job || !cell_is(row, INVOCATION_JOB, job) ||
            strcmp(automation_workflow_of(row, INVOCATION_WORKFLOW), node->workflow) != 0)
            continue;
        if (cell_is(row, INVOCATION_SORT, "command") && string_is_one_of(name, programs))
            return true;
        for (size_t k = 0; !cell_is(row, INVOCATION_SORT, "command") && actions[k]; k++)
            if (has_one(words_of(reader->graph.arena, name), actions[k]))
                return true;
    }
    return false;
}

/* Pages of documentation and files that are copied are no deployments of a program. */
static bool deploys_a_program(const struct fact_row *invocation)
{
    static const char *const pages[] = {"actions/deploy-pages", "peaceiris/actions-gh-pages",
                                        "JamesIves/github-pages-deploy-action", NULL};
    const char *name = cell_text(invocation, INVOCATION_NAME);
    const struct value *words = NULL;
    size_t count = cell_list(invocation, INVOCATION_WORDS, &words);
    for (size_t i = 1; i < count && i < 4; i++)
        if (words[i].kind == VALUE_TEXT && strcmp(words[i].text, "s3") == 0)
            return false;
    return !name || !string_is_one_of(name, pages);
}

/* What a job runs through a Makefile or a script may be run there for another reason; its
 * name must say it too. */
static const struct job_tool *deploying_tool(const struct job_node *node, bool is_named)
{
    for (size_t i = 0; i < node->tool_count; i++) {
        const struct job_tool *tool = &node->tools[i];
        if (cell_is(tool->scanner, SCANNER_PURPOSE, "deploy") &&
            !cell_is(tool->scanner, SCANNER_STATE, "disabled") &&
            !path_is_test(tool->scanner->path) && deploys_a_program(tool->invocation) &&
            (is_named || strcmp(tool->scanner->path, node->row->path) == 0))
            return tool;
    }
    return NULL;
}

static struct value events_of(const struct reader *reader, const struct job_node *node,
                              const struct job_tool *tool)
{
    if (tool && tool->scanner->cells[SCANNER_EVENTS].kind == VALUE_LIST)
        return tool->scanner->cells[SCANNER_EVENTS];
    if (node->row->cells[WORKFLOW_JOB_EVENTS].kind == VALUE_LIST)
        return node->row->cells[WORKFLOW_JOB_EVENTS];
    const struct automation_start *start = automation_start_of(&reader->automation, node->workflow);
    return value_texts(reader->graph.arena, start->events, start->event_count);
}

/* What only requests start is there for a look, and gone with them. */
static bool is_only_for_requests(const struct value *events)
{
    static const char *const others[] = {"pull_request", "pull_request_target", "merge_group",
                                         NULL};
    if (events->kind != VALUE_LIST || events->list->count == 0)
        return false;
    for (size_t i = 0; i < events->list->count; i++)
        if (!string_is_one_of(events->list->items[i].text, others))
            return false;
    return true;
}

static bool is_manual(const struct reader *reader, const struct job_node *node,
                      const struct job_tool *tool)
{
    return cell_is(node->row, WORKFLOW_JOB_ACTIVATION, "manual") ||
           (tool && cell_is(tool->scanner, SCANNER_STATE, "manual")) ||
           automation_start_of(&reader->automation, node->workflow)->activation ==
               ACTIVATION_MANUAL;
}

static struct value gate(struct arena *arena, const struct job_gates *gates,
                         enum job_purpose purpose)
{
    if (gates->has[purpose] || !gates->open)
        return value_boolean(gates->has[purpose]);
    return value_unknown(
        arena, UNKNOWN_UNOBSERVABLE,
        arena_printf(arena, "what '%s' runs is not in this repository", gates->open));
}

static void add_deployment(struct reader *reader, const struct job_node *node,
                           const struct job_tool *tool, const struct names *names)
{
    struct arena *arena = reader->graph.arena;
    const struct fact_row *at =
        tool && strcmp(tool->scanner->path, node->row->path) == 0 ? tool->scanner : node->row;
    struct value *cells =
        fact_add(reader->writer, &fact_kind_deployment, at->path, at->line, at->column)->cells;
    struct job_gates gates = job_graph_gates(&reader->graph, node, tool ? tool->step : INT64_MAX);
    cells[DEPLOYMENT_WORKFLOW] = value_text(node->workflow);
    cells[DEPLOYMENT_JOB] = node->row->cells[WORKFLOW_JOB_JOB];
    cells[DEPLOYMENT_SYSTEM] = node->row->cells[WORKFLOW_JOB_SYSTEM];
    if (tool)
        cells[DEPLOYMENT_TOOL] = tool->scanner->cells[SCANNER_TITLE];
    cells[DEPLOYMENT_TARGET] =
        value_text(target_of(names, node->row->cells[WORKFLOW_JOB_ENVIRONMENT].kind == VALUE_TEXT));
    cells[DEPLOYMENT_ENVIRONMENT] = node->row->cells[WORKFLOW_JOB_ENVIRONMENT];
    cells[DEPLOYMENT_MANUAL] = value_boolean(is_manual(reader, node, tool));
    cells[DEPLOYMENT_EVENTS] = events_of(reader, node, tool);
    cells[DEPLOYMENT_TESTED] = gate(arena, &gates, JOB_TESTS);
    cells[DEPLOYMENT_SCANNED] = gate(arena, &gates, JOB_SCANS);
}

static void read_job(struct reader *reader, const struct job_node *node)
{
    if (!node->row || cell_is(node->row, WORKFLOW_JOB_ACTIVATION, "disabled") ||
        path_is_test(node->row->path))
        return;
    struct names names = names_of(reader, node);
    if (is_another_matter(names.all))
        return;
    const struct job_tool *tool = deploying_tool(node, is_named_deployment(names.all));
    bool says_where = is_production(names.all) || has_one(names.own, "staging|stg|environment");
    struct value events = events_of(reader, node, tool);
    if ((!tool && !(node->works && is_named_deployment(names.own) && says_where)) ||
        is_only_for_requests(&events) || (tool && makes_a_cluster(reader, node)))
        return;
    add_deployment(reader, node, tool, &names);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct reader reader = {.writer = writer, .repository = repository};
    const char *branch =
        repository->repository ? repository_branch(repository->repository, arena) : NULL;
    automation_read(&reader.automation, repository, branch, arena);
    job_graph_read(&reader.graph, repository, &reader.automation, arena);
    for (size_t i = 0; i < reader.graph.nodes.count; i++)
        read_job(&reader, reader.graph.nodes.entries[i].value);
    return NULL;
}

FACT(deployment) = {
    .name = "deployment",
    .area = FACT_AREA_AUTOMATION,
    .summary = "the jobs that put a release where it runs, and what has looked at it before",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_deployment, NULL},
    .needs = (const struct fact_kind *const[]){JOB_GRAPH_NEEDS, NULL},
    .recognise_repository = recognise,
};
