#include "facts/job_graph.h"

#include "facts/invocation_kinds.h"
#include "facts/paths.h"
#include "facts/rollback.h"
#include "facts/scanner_kinds.h"
#include "facts/supply.h"
#include "facts/words.h"
#include "facts/workflow_kinds.h"

#include <string.h>

/* Longer chains of jobs and of calls are taken to be no chains any more. */
enum { DEPTH_MAX = 24, CALLS_MAX = 10 };

const char *job_short_name(const struct fact_row *job)
{
    const char *name = cell_text(job, WORKFLOW_JOB_JOB);
    const char *slash = strrchr(name, '/');
    return slash && slash[1] ? slash + 1 : name;
}

static struct job_node *node_at(const struct job_graph *graph, const char *workflow,
                                const char *job)
{
    return table_find(&graph->nodes, arena_printf(graph->arena, "%s\n%s", workflow, job));
}

static struct job_node *node_for(struct job_graph *graph, const char *workflow, const char *job)
{
    struct job_node *node = node_at(graph, workflow, job);
    if (!node) {
        node = ARENA_NEW(graph->arena, struct job_node);
        node->workflow = workflow;
        for (size_t i = 0; i < JOB_PURPOSES; i++)
            node->first[i] = INT64_MAX;
        table_set(&graph->nodes, arena_printf(graph->arena, "%s\n%s", workflow, job), node);
    }
    return node;
}

static void add_tool(struct job_graph *graph, struct job_node *node, struct job_tool tool)
{
    node->tools = arena_grow(graph->arena, node->tools, node->tool_count, &node->tool_capacity,
                             sizeof(*node->tools));
    node->tools[node->tool_count++] = tool;
}

static const char *place_of(struct arena *arena, const struct fact_row *row, const char *job)
{
    return arena_printf(arena, "%s:%u:%u\n%s", row->path, row->line, row->column, job);
}

struct run {
    const struct fact_row *row;
    struct run *next;
};

/* Invocations by place and job: one line of a script may be run by several workflows. */
static void index_invocations(struct job_graph *graph, struct table *out)
{
    const struct fact_table *table =
        graph->repository->table(graph->repository, &fact_kind_invocation);
    table_init(out, graph->arena);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        const char *job = row->gap ? NULL : cell_text(row, INVOCATION_JOB);
        if (!job)
            continue;
        const char *key = place_of(graph->arena, row, job);
        struct run *run = ARENA_NEW(graph->arena, struct run);
        *run = (struct run){row, table_find(out, key)};
        table_set(out, key, run);
    }
}

static void read_tools(struct job_graph *graph)
{
    struct table runs;
    index_invocations(graph, &runs);
    const struct fact_table *scanners =
        graph->repository->table(graph->repository, &fact_kind_scanner);
    for (size_t i = 0; i < scanners->count; i++) {
        const struct fact_row *row = &scanners->rows[i];
        const char *job = row->gap ? NULL : cell_text(row, SCANNER_JOB);
        if (!job)
            continue;
        for (const struct run *run = table_find(&runs, place_of(graph->arena, row, job)); run;
             run = run->next)
            add_tool(graph,
                     node_for(graph, automation_workflow_of(run->row, INVOCATION_WORKFLOW), job),
                     (struct job_tool){row, run->row, cell_integer(run->row, INVOCATION_STEP, 0)});
    }
}

static void read_jobs(struct job_graph *graph)
{
    const struct fact_table *jobs = graph->automation->jobs;
    for (size_t i = 0; i < jobs->count; i++) {
        const char *job = jobs->rows[i].gap ? NULL : cell_text(&jobs->rows[i], WORKFLOW_JOB_JOB);
        if (!job)
            continue;
        struct job_node *node =
            node_for(graph, automation_workflow_of(&jobs->rows[i], WORKFLOW_JOB_WORKFLOW), job);
        node->row = &jobs->rows[i];
        const char *uses = cell_text(&jobs->rows[i], WORKFLOW_JOB_USES);
        if (uses && !string_starts_with(uses, "./") &&
            cell_is(&jobs->rows[i], WORKFLOW_JOB_SYSTEM, "github"))
            node->open = uses;
    }
}

static void found(struct job_node *node, enum job_purpose purpose, int64_t step)
{
    if (step < node->first[purpose])
        node->first[purpose] = step;
}

/* The steps of an action of this repository, or NULL. */
static struct job_node *action_of(struct job_graph *graph, const char *uses)
{
    static const char *const names[] = {"action.yml", "action.yaml", NULL};
    if (!string_starts_with(uses, "./"))
        return NULL;
    for (size_t i = 0; names[i]; i++) {
        const char *path = path_resolve(graph->arena, ".",
                                        arena_printf(graph->arena, "%s/%s", uses + 2, names[i]));
        struct job_node *node = path ? node_at(graph, path, "runs") : NULL;
        if (node)
            return node;
    }
    return NULL;
}

/* What an action does, the step that calls it does. True when something is new. */
static bool take_action(struct job_graph *graph, struct table *seen, const struct fact_row *row,
                        const char *job, const struct job_node *action)
{
    struct job_node *node =
        node_for(graph, automation_workflow_of(row, WORKFLOW_STEP_WORKFLOW), job);
    int64_t step = cell_integer(row, WORKFLOW_STEP_POSITION, 0);
    bool changed = false;
    for (size_t i = 0; i < JOB_PURPOSES; i++)
        if (action->first[i] != INT64_MAX)
            found(node, (enum job_purpose)i, step);
    for (size_t i = 0; node != action && i < action->tool_count; i++) {
        struct job_tool tool = {action->tools[i].scanner, action->tools[i].invocation, step};
        const char *key = arena_printf(graph->arena, "%p %lld %p", (void *)node, (long long)step,
                                       (const void *)tool.scanner);
        if (table_has(seen, key))
            continue;
        table_set(seen, key, node);
        add_tool(graph, node, tool);
        changed = true;
    }
    return changed;
}

/* Actions call actions: once a round. */
static void read_actions(struct job_graph *graph)
{
    const struct fact_table *steps = graph->automation->steps;
    struct table seen;
    bool changed = true;
    table_init(&seen, graph->arena);
    for (size_t round = 0; changed && round < CALLS_MAX; round++) {
        changed = false;
        for (size_t i = 0; i < steps->count; i++) {
            const struct fact_row *row = &steps->rows[i];
            const char *uses = row->gap ? NULL : cell_text(row, WORKFLOW_STEP_USES);
            const char *job = uses ? cell_text(row, WORKFLOW_STEP_JOB) : NULL;
            const struct job_node *action = job ? action_of(graph, uses) : NULL;
            if (action && take_action(graph, &seen, row, job, action))
                changed = true;
        }
    }
}

/* Can a tool of the catalogue stop what comes after it? */
static bool is_gate(const struct fact_row *scanner, enum job_purpose purpose)
{
    static const char *const scans[] = {"sca", "sast", "secrets", "container", "iac", NULL};
    static const char *const tests[] = {"test", NULL};
    static const char *const states[] = {"active", "manual", NULL};
    const char *its = cell_text(scanner, SCANNER_PURPOSE);
    const char *state = cell_text(scanner, SCANNER_STATE);
    return its && state && string_is_one_of(state, states) &&
           string_is_one_of(its, purpose == JOB_TESTS ? tests : scans);
}

/* `inv test`, `make check`, `nox -s tests`: a word of the command is all that tells. */
static bool command_tests(const struct fact_row *row)
{
    static const char *const words[] = {"test", "tests", "check", "verify", "spec", NULL};
    const struct value *items = NULL;
    size_t count = cell_list(row, INVOCATION_WORDS, &items);
    const char *program = cell_text(row, INVOCATION_NAME);
    for (size_t i = 1; program && rollback_does_something(program) && i < count; i++)
        if (items[i].kind == VALUE_TEXT && string_is_one_of(items[i].text, words))
            return true;
    return false;
}

static bool can_stop(const struct fact_row *row)
{
    return !cell_is(row, INVOCATION_ACTIVATION, "disabled") &&
           row->cells[INVOCATION_BLOCKING].kind == VALUE_BOOLEAN &&
           row->cells[INVOCATION_BLOCKING].boolean;
}

static void read_commands(struct job_graph *graph)
{
    const struct fact_table *table =
        graph->repository->table(graph->repository, &fact_kind_invocation);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        const char *job = row->gap ? NULL : cell_text(row, INVOCATION_JOB);
        const char *name = job ? cell_text(row, INVOCATION_NAME) : NULL;
        if (!name || !cell_is(row, INVOCATION_SORT, "command") || !can_stop(row))
            continue;
        struct job_node *node =
            node_for(graph, automation_workflow_of(row, INVOCATION_WORKFLOW), job);
        node->works |= rollback_does_something(name);
        if (command_tests(row))
            found(node, JOB_TESTS, cell_integer(row, INVOCATION_STEP, 0));
    }
}

/* A job that is called so and does something. */
static void read_name(struct job_graph *graph, struct job_node *node)
{
    static const char *const patterns[] = {
        [JOB_TESTS] = "test|tests|testing|unittest|unittests|spec|specs|e2e|check|checks|verify|qa",
        [JOB_SCANS] = "scan|scans|scanning|sast|sca|security|codeql|audit|vulnerabilities"};
    if (!node->row || !node->works || !cell_is_true(node->row, WORKFLOW_JOB_BLOCKING))
        return;
    const char *name = cell_text(node->row, WORKFLOW_JOB_NAME);
    struct words words = words_read(
        graph->arena,
        text_of(arena_printf(graph->arena, "%s %s", name ? name : "", job_short_name(node->row))));
    for (size_t i = 0; i < JOB_PURPOSES; i++)
        if (words_have_one(&words, 0, words.count, patterns[i]))
            found(node, (enum job_purpose)i, 0);
}

static void read_purposes(struct job_graph *graph)
{
    for (size_t i = 0; i < graph->nodes.count; i++) {
        struct job_node *node = graph->nodes.entries[i].value;
        read_name(graph, node);
        for (size_t k = 0; k < node->tool_count; k++)
            for (size_t purpose = 0; purpose < JOB_PURPOSES; purpose++)
                if (is_gate(node->tools[k].scanner, (enum job_purpose)purpose))
                    found(node, (enum job_purpose)purpose, node->tools[k].step);
    }
}

void job_graph_read(struct job_graph *out, const struct fact_repository *repository,
                    const struct automation *automation, struct arena *arena)
{
    *out = (struct job_graph){.arena = arena, .repository = repository, .automation = automation};
    table_init(&out->nodes, arena);
    read_jobs(out);
    read_tools(out);
    read_commands(out);
    read_purposes(out);
    read_actions(out);
}

struct walk {
    const struct job_graph *graph;
    struct table seen;
    struct job_gates *out;
};

static void add_own(struct walk *walk, const struct job_node *node, int64_t before)
{
    for (size_t i = 0; i < JOB_PURPOSES; i++)
        walk->out->has[i] |= node->first[i] < before;
}

static void add_before(struct walk *walk, const struct job_node *node, size_t depth);

static void add_workflow(struct walk *walk, const char *path)
{
    for (size_t i = 0; i < walk->graph->nodes.count; i++) {
        const struct job_node *node = walk->graph->nodes.entries[i].value;
        if (strcmp(node->workflow, path) == 0 &&
            !table_has(&walk->seen, walk->graph->nodes.entries[i].key)) {
            table_set(&walk->seen, walk->graph->nodes.entries[i].key, walk);
            add_own(walk, node, INT64_MAX);
            if (node->open)
                walk->out->open = node->open;
        }
    }
}

/* A job that is needed has run wholly, with what it calls. */
static void add_needed(struct walk *walk, const struct job_node *node, size_t depth)
{
    const char *key = arena_printf(walk->graph->arena, "needed %p", (const void *)node);
    if (depth >= DEPTH_MAX || table_has(&walk->seen, key))
        return;
    table_set(&walk->seen, key, walk);
    add_own(walk, node, INT64_MAX);
    if (node->open)
        walk->out->open = node->open;
    const char *uses = node->row ? cell_text(node->row, WORKFLOW_JOB_USES) : NULL;
    if (uses && string_starts_with(uses, "./"))
        add_workflow(walk, path_resolve(walk->graph->arena, ".", uses + 2));
    add_before(walk, node, depth + 1);
}

/* Jobs of GitLab wait for the stages before theirs, unless they say what they need. */
static void add_stages(struct walk *walk, const struct job_node *node)
{
    for (size_t i = 0; i < walk->graph->nodes.count; i++) {
        const struct job_node *other = walk->graph->nodes.entries[i].value;
        if (other != node && strcmp(other->workflow, node->workflow) == 0)
            add_own(walk, other, INT64_MAX);
    }
}

/* `always()` lets a job run although what it needs failed, unless it asks for results. */
static bool runs_anyway(const struct job_node *node)
{
    const char *condition = node->row ? cell_text(node->row, WORKFLOW_JOB_CONDITION) : NULL;
    return condition && cell_is(node->row, WORKFLOW_JOB_SYSTEM, "github") &&
           (strstr(condition, "always()") || strstr(condition, "cancelled()")) &&
           !strstr(condition, ".result");
}

static void add_before(struct walk *walk, const struct job_node *node, size_t depth)
{
    const struct value *needs = NULL;
    size_t count =
        node->row && !runs_anyway(node) ? cell_list(node->row, WORKFLOW_JOB_NEEDS, &needs) : 0;
    for (size_t i = 0; i < count; i++) {
        const struct job_node *needed = needs[i].kind == VALUE_TEXT
                                            ? node_at(walk->graph, node->workflow, needs[i].text)
                                            : NULL;
        if (needed)
            add_needed(walk, needed, depth);
    }
    if (count == 0 && node->row && cell_is(node->row, WORKFLOW_JOB_SYSTEM, "gitlab"))
        add_stages(walk, node);
}

/* `on: workflow_run` with a condition that the run ended well. */
static void add_waited(struct walk *walk, const struct job_node *node)
{
    const char *condition = node->row ? cell_text(node->row, WORKFLOW_JOB_CONDITION) : NULL;
    const struct fact_table *triggers = walk->graph->automation->triggers;
    const struct fact_table *workflows = walk->graph->automation->workflows;
    if (!condition || !strstr(condition, "workflow_run.conclusion") ||
        !strstr(condition, "success"))
        return;
    for (size_t i = 0; i < triggers->count; i++) {
        const struct value *names = NULL;
        size_t count = triggers->rows[i].gap || strcmp(triggers->rows[i].path, node->workflow) != 0
                           ? 0
                           : cell_list(&triggers->rows[i], WORKFLOW_TRIGGER_WORKFLOWS, &names);
        for (size_t k = 0; k < count; k++)
            for (size_t n = 0; n < workflows->count; n++)
                if (!workflows->rows[n].gap && names[k].kind == VALUE_TEXT &&
                    cell_is(&workflows->rows[n], WORKFLOW_NAME, names[k].text))
                    add_workflow(walk, workflows->rows[n].path);
    }
}

static struct job_gates gates_of(const struct job_graph *graph, const struct job_node *node,
                                 int64_t step, size_t calls);

/* A called workflow runs where its callers stand: a gate counts when all of them have it. */
static void add_callers(const struct job_graph *graph, const struct job_node *node, size_t calls,
                        struct job_gates *out)
{
    struct job_gates common = {.has = {true, true}};
    size_t callers = 0;
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const struct job_node *caller = graph->nodes.entries[i].value;
        const char *uses = caller->row ? cell_text(caller->row, WORKFLOW_JOB_USES) : NULL;
        const char *path = uses && string_starts_with(uses, "./")
                               ? path_resolve(graph->arena, ".", uses + 2)
                               : NULL;
        if (!path || strcmp(path, node->workflow) != 0)
            continue;
        struct job_gates gates = gates_of(graph, caller, 0, calls + 1);
        for (size_t purpose = 0; purpose < JOB_PURPOSES; purpose++)
            common.has[purpose] &= gates.has[purpose];
        if (gates.open)
            out->open = gates.open;
        callers++;
    }
    for (size_t purpose = 0; callers > 0 && purpose < JOB_PURPOSES; purpose++)
        out->has[purpose] |= common.has[purpose];
}

static struct job_gates gates_of(const struct job_graph *graph, const struct job_node *node,
                                 int64_t step, size_t calls)
{
    struct job_gates out = {0};
    struct walk walk = {.graph = graph, .out = &out};
    table_init(&walk.seen, graph->arena);
    if (calls >= CALLS_MAX)
        return out;
    add_own(&walk, node, step);
    add_before(&walk, node, 0);
    add_waited(&walk, node);
    add_callers(graph, node, calls, &out);
    return out;
}

struct job_gates job_graph_gates(const struct job_graph *graph, const struct job_node *node,
                                 int64_t step)
{
    return gates_of(graph, node, step, 0);
}
