#include "facts/gitlab_rules.h"

#include <string.h>

static const char *scalar(const struct node *node)
{
    return node && node_is_scalar(node) && node->kind != NODE_NULL ? node->text : NULL;
}

const struct gitlab_scenario *gitlab_scenarios_of(const struct gitlab_config *config, size_t *count)
{
    *count = config->is_child ? GITLAB_CHILD_SCENARIOS : GITLAB_SCENARIOS;
    return config->is_child ? gitlab_child_scenarios : gitlab_scenarios;
}

static unsigned runs_of(const char *when)
{
    if (strcmp(when, "never") == 0)
        return GITLAB_RUNS_NEVER;
    return strcmp(when, "manual") == 0 ? GITLAB_RUNS_BY_HAND : GITLAB_RUNS_ITSELF;
}

enum { FAILURE_COUNTS = 1, FAILURE_IS_ALLOWED = 2 };

/* Exit codes that are allowed forgive what a program says by failing when 1 is one of
 * them: that is how nearly every program fails. */
static bool allows_code_one(const struct node *codes)
{
    if (codes && codes->kind == NODE_SEQUENCE) {
        for (size_t i = 0; i < codes->count; i++)
            if (allows_code_one(codes->items[i]))
                return true;
        return false;
    }
    const char *text = scalar(codes);
    return text && strcmp(text, "1") == 0;
}

static unsigned forgiveness(const struct node *allow, bool by_default)
{
    bool allowed = by_default;
    if (allow && allow->kind == NODE_MAPPING)
        allowed = allows_code_one(node_find(allow, "exit_codes"));
    const char *text = scalar(allow);
    if (text)
        allowed = strcmp(text, "true") == 0;
    return allowed ? FAILURE_IS_ALLOWED : FAILURE_COUNTS;
}

struct paths {
    const char **items;
    size_t count, capacity;
};

/* The rules of one job, read once: references make lists within the list. */
struct rules {
    struct gitlab_config *config;
    struct gitlab_asking *asking;
    const struct node *job;
    const char *when; /* of the job */
    struct gitlab_outcome *out;
    struct paths *paths; /* where it runs by itself, and where by hand; or NULL */
    bool ended;          /* a rule matched for certain */
};

static enum truth both(enum truth a, enum truth b)
{
    if (a == TRUTH_FALSE || b == TRUTH_FALSE)
        return TRUTH_FALSE;
    return a == TRUTH_OPEN || b == TRUTH_OPEN ? TRUTH_OPEN : TRUTH_TRUE;
}

static enum truth condition_truth(struct gitlab_asking *asking, const struct node *rule)
{
    const struct node *condition = node_find(rule, "if");
    if (!scalar(condition))
        return TRUTH_TRUE;
    return gitlab_expression_truth(asking, (struct text){condition->text, condition->size});
}

/* An outcome without `changes` comes of a change of any file. */
static void note_changes(struct rules *rules, unsigned runs, const struct node *changes)
{
    struct paths *paths = rules->paths ? &rules->paths[runs == GITLAB_RUNS_BY_HAND] : NULL;
    if (!paths ||
        !gitlab_add_changes(rules->config, changes, &paths->items, &paths->count, &paths->capacity))
        rules->out->any_change |= runs;
}

static void match_rule(struct rules *rules, const struct node *rule)
{
    struct gitlab_asking *asking = rules->asking;
    asking->names = false;
    if (!gitlab_spend(rules->config, 1))
        return;
    enum truth truth = both(condition_truth(asking, rule),
                            gitlab_exists_truth(rules->config, node_find(rule, "exists")));
    const struct node *changes = node_find(rule, "changes");
    bool has_changes = changes && changes->kind != NODE_NULL;
    if (has_changes && truth != TRUTH_FALSE)
        truth = both(truth, gitlab_changes_truth(asking));
    if (truth == TRUTH_FALSE)
        return;
    const char *when = scalar(node_find(rule, "when"));
    unsigned runs = runs_of(when ? when : rules->when);
    rules->out->runs |= runs;
    rules->ended = truth == TRUTH_TRUE;
    if (runs == GITLAB_RUNS_NEVER)
        return;
    const struct node *allow = node_find(rule, "allow_failure");
    bool by_default = strcmp(rules->when, "manual") == 0;
    rules->out->forgives |= forgiveness(scalar(allow) || (allow && allow->kind == NODE_MAPPING)
                                            ? allow
                                            : node_find(rules->job, "allow_failure"),
                                        by_default);
    rules->out->names |= asking->names;
    note_changes(rules, runs, has_changes ? changes : NULL);
}

static void match_rules(struct rules *rules, const struct node *list)
{
    for (size_t i = 0; i < list->count && !rules->ended; i++) {
        if (list->items[i]->kind == NODE_MAPPING)
            match_rule(rules, list->items[i]);
        else if (list->items[i]->kind == NODE_SEQUENCE)
            match_rules(rules, list->items[i]);
    }
}

static void apply_rules(struct rules *rules, const struct node *list)
{
    if (list->kind == NODE_SEQUENCE)
        match_rules(rules, list);
    if (!rules->ended)
        rules->out->runs |= GITLAB_RUNS_NEVER;
}

static void apply_only(struct rules *rules, bool has_workflow_rules)
{
    rules->asking->names = false;
    enum truth truth = gitlab_only_truth(rules->asking, rules->job, has_workflow_rules);
    if (truth != TRUTH_TRUE)
        rules->out->runs |= GITLAB_RUNS_NEVER;
    if (truth == TRUTH_FALSE)
        return;
    unsigned runs = runs_of(rules->when);
    rules->out->runs |= runs;
    rules->out->names |= rules->asking->names;
    rules->out->forgives |=
        forgiveness(node_find(rules->job, "allow_failure"), runs == GITLAB_RUNS_BY_HAND);
    const struct node *only = node_find(rules->job, "only");
    note_changes(rules, runs, node_find(only, "changes"));
}

static bool has_workflow_rules(const struct gitlab_config *config)
{
    const struct node *rules = node_find(node_find(config->root, "workflow"), "rules");
    return rules && rules->kind == NODE_SEQUENCE;
}

static struct gitlab_asking asking_for(struct gitlab_config *config, const struct node *job,
                                       const struct gitlab_scenario *scenario,
                                       enum gitlab_belief belief)
{
    return (struct gitlab_asking){
        .scenario = scenario,
        .variables = {node_find(job, "variables"), node_find(config->root, "variables")},
        .belief = belief,
        .scratch = config->scratch,
    };
}

void gitlab_workflow_outcomes(struct gitlab_config *config,
                              struct gitlab_outcome outcomes[GITLAB_SCENARIOS])
{
    size_t count;
    const struct gitlab_scenario *scenarios = gitlab_scenarios_of(config, &count);
    const struct gitlab_entry *workflow = gitlab_entry_find(config, "workflow");
    const struct node *list = workflow ? node_find(workflow->node, "rules") : NULL;
    for (size_t i = 0; i < count; i++) {
        outcomes[i] = (struct gitlab_outcome){0};
        struct gitlab_asking asking =
            asking_for(config, NULL, &scenarios[i], GITLAB_BELIEVES_NOTHING);
        struct rules rules = {
            .config = config,
            .asking = &asking,
            .when = "always",
            .out = &outcomes[i],
        };
        if (list && list->kind == NODE_SEQUENCE)
            apply_rules(&rules, list);
        else
            outcomes[i].runs = GITLAB_RUNS_ITSELF;
    }
}

bool gitlab_include_is_off(struct gitlab_config *config, const struct node *include)
{
    const struct node *list = node_find(include, "rules");
    if (!list || list->kind != NODE_SEQUENCE)
        return false;
    struct gitlab_asking asking =
        asking_for(config, NULL, &gitlab_any_scenario, GITLAB_BELIEVES_NOTHING);
    struct gitlab_outcome outcome = {0};
    struct rules rules = {
        .config = config,
        .asking = &asking,
        .when = "always",
        .out = &outcome,
    };
    apply_rules(&rules, list);
    return outcome.runs == GITLAB_RUNS_NEVER;
}

/* What the job does in each scenario. */
static void ask_all(struct gitlab_config *config, const struct node *job,
                    const struct gitlab_outcome *workflow, enum gitlab_belief belief,
                    struct paths *paths, struct gitlab_outcome outcomes[GITLAB_SCENARIOS])
{
    size_t count;
    const struct gitlab_scenario *scenarios = gitlab_scenarios_of(config, &count);
    const struct node *list = node_find(job, "rules");
    const char *when = scalar(node_find(job, "when"));
    for (size_t i = 0; i < count; i++) {
        outcomes[i] = (struct gitlab_outcome){0};
        struct gitlab_asking asking = asking_for(config, job, &scenarios[i], belief);
        struct rules rules = {
            .config = config,
            .asking = &asking,
            .job = job,
            .when = when ? when : "on_success",
            .out = &outcomes[i],
            .paths = paths,
        };
        if (workflow[i].runs == GITLAB_RUNS_NEVER)
            outcomes[i].runs = GITLAB_RUNS_NEVER;
        else if (list && list->kind != NODE_NULL)
            apply_rules(&rules, list);
        else
            apply_only(&rules, has_workflow_rules(config));
        outcomes[i].names |= workflow[i].names;
        outcomes[i].override = asking.override;
    }
}

enum kind { KIND_DISABLED, KIND_CALLED, KIND_MANUAL, KIND_AUTOMATIC };

static enum kind kind_of(const struct gitlab_config *config, const struct gitlab_outcome *outcomes)
{
    size_t count;
    const struct gitlab_scenario *scenarios = gitlab_scenarios_of(config, &count);
    enum kind kind = KIND_DISABLED;
    for (size_t i = 0; i < count; i++) {
        enum kind one = KIND_DISABLED;
        if (outcomes[i].runs & GITLAB_RUNS_BY_HAND)
            one = KIND_MANUAL;
        if (outcomes[i].runs & GITLAB_RUNS_ITSELF)
            one = scenarios[i].start == GITLAB_START_ITSELF ? KIND_AUTOMATIC
                  : scenarios[i].start == GITLAB_START_HAND ? KIND_MANUAL
                                                            : KIND_CALLED;
        kind = one > kind ? one : kind;
    }
    return kind;
}

static const struct node *first_rule(const struct node *list)
{
    while (list && list->kind == NODE_SEQUENCE)
        list = list->count > 0 ? list->items[0] : NULL;
    return list;
}

static bool allows_something(const struct gitlab_config *config,
                             const struct gitlab_outcome *workflow)
{
    size_t count;
    gitlab_scenarios_of(config, &count);
    for (size_t i = 0; i < count; i++)
        if (workflow[i].runs != GITLAB_RUNS_NEVER)
            return true;
    return false;
}

static const char *why_disabled(const struct gitlab_config *config, const struct node *job,
                                const struct gitlab_outcome *workflow)
{
    const struct node *list = node_find(job, "rules");
    const struct node *first = first_rule(list);
    if (!allows_something(config, workflow))
        return "the rules of the pipeline let nothing start it";
    const char *when = scalar(node_find(first, "when"));
    if (when && strcmp(when, "never") == 0 && first->count == 1)
        return "its first rule is 'when: never'";
    if (list && list->kind == NODE_SEQUENCE)
        return first ? "no rule of it lets it run" : "it has rules, and there is none in the list";
    if (list && list->kind != NODE_NULL)
        return "its rules are no list";
    if (node_find(job, "except"))
        return "'except' leaves nothing that starts it";
    if (node_find(job, "only"))
        return "'only' names nothing that starts it";
    return "nothing that the rules of the pipeline let start it is what it is for";
}

static bool starts_by_itself(const struct gitlab_config *config,
                             const struct gitlab_outcome *outcomes)
{
    size_t count;
    const struct gitlab_scenario *scenarios = gitlab_scenarios_of(config, &count);
    for (size_t i = 0; i < count; i++)
        if (scenarios[i].start == GITLAB_START_ITSELF &&
            (outcomes[i].runs & (GITLAB_RUNS_BY_HAND | GITLAB_RUNS_ITSELF)))
            return true;
    return false;
}

static const char *override_of(const struct gitlab_config *config,
                               const struct gitlab_outcome *outcomes)
{
    size_t count;
    gitlab_scenarios_of(config, &count);
    for (size_t i = 0; i < count; i++)
        if (outcomes[i].override)
            return outcomes[i].override;
    return NULL;
}

/* Where the values that the file gives to variables decide that it does not run by itself,
 * a setting, a schedule or a person may still decide otherwise. */
static void set_activation(struct gitlab_config *config, const struct gitlab_entry *job,
                           const struct gitlab_outcome *workflow, struct gitlab_activation *out)
{
    enum kind kind = kind_of(config, out->outcomes);
    const char *override = override_of(config, out->outcomes);
    out->enabled = kind != KIND_DISABLED;
    if (kind == KIND_AUTOMATIC && override) {
        struct gitlab_outcome by_default[GITLAB_SCENARIOS];
        ask_all(config, job->node, workflow, GITLAB_BELIEVES_VALUES, NULL, by_default);
        if (kind_of(config, by_default) != KIND_AUTOMATIC) {
            out->activation = value_unknown(
                fact_arena(config->writer), UNKNOWN_UNOBSERVABLE,
                arena_printf(fact_arena(config->writer),
                             "with '%s' as the file sets it, it does not run by itself: the "
                             "variables of the project and of its schedules would tell",
                             override));
            return;
        }
    }
    switch (kind) {
    case KIND_AUTOMATIC:
        out->activation = value_text("automatic");
        return;
    case KIND_MANUAL:
        out->activation = value_text("manual");
        out->reason = starts_by_itself(config, out->outcomes)
                          ? "it waits for a person: when: manual"
                          : "only a person starts it";
        return;
    case KIND_CALLED:
        out->activation = value_text("called");
        out->reason = "only the pipeline of another project starts it";
        return;
    case KIND_DISABLED:
        out->activation = value_text("disabled");
        out->reason = why_disabled(config, job->node, workflow);
        return;
    }
}

static void set_blocking(struct gitlab_config *config, const struct gitlab_entry *job,
                         struct gitlab_activation *out)
{
    size_t count;
    gitlab_scenarios_of(config, &count);
    unsigned forgives = 0;
    for (size_t i = 0; i < count; i++)
        forgives |= out->outcomes[i].forgives;
    const struct node *allow = node_find(job->node, "allow_failure");
    const struct node *when = node_find(job->node, "when");
    if (forgives == 0)
        forgives = forgiveness(allow, scalar(when) && strcmp(when->text, "manual") == 0);
    out->blocking = value_boolean((forgives & FAILURE_COUNTS) != 0);
    if (!out->blocking.boolean)
        out->advisory = allow && allow->kind == NODE_MAPPING
                            ? "allow_failure allows the exit code 1"
                        : scalar(allow) || !scalar(when) || strcmp(when->text, "manual") != 0
                            ? "allow_failure is true"
                            : "a manual job may fail, unless it says otherwise";
}

static const char *only_condition(const struct node *list)
{
    const char *found = NULL;
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const char *condition = list->items[i]->kind == NODE_SEQUENCE
                                    ? only_condition(list->items[i])
                                    : scalar(node_find(list->items[i], "if"));
        if (condition && found)
            return NULL;
        found = condition ? condition : found;
    }
    return found;
}

/* Is the job for this scenario, as far as the file tells? A merge request that nobody asks
 * for by its words is one where the file alone lets the job run. */
static bool is_for(const struct gitlab_scenario *scenario, const struct gitlab_outcome *outcome,
                   const struct gitlab_outcome *by_file)
{
    static const unsigned runs = GITLAB_RUNS_ITSELF | GITLAB_RUNS_BY_HAND;
    if (!(outcome->runs & runs))
        return false;
    if (scenario->implied || outcome->names)
        return true;
    return scenario->ref == GITLAB_REF_MERGE_REQUEST && (by_file->runs & runs);
}

static void set_events(struct gitlab_config *config, const struct gitlab_entry *job,
                       const struct gitlab_outcome *workflow, struct gitlab_activation *out)
{
    size_t count;
    const struct gitlab_scenario *scenarios = gitlab_scenarios_of(config, &count);
    struct gitlab_outcome by_file[GITLAB_SCENARIOS];
    ask_all(config, job->node, workflow, GITLAB_BELIEVES_FILE, NULL, by_file);
    const char *events[GITLAB_SCENARIOS];
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        out->outcomes[i].is_for = is_for(&scenarios[i], &out->outcomes[i], &by_file[i]);
        if (!out->outcomes[i].is_for)
            continue;
        if (found == 0 || strcmp(events[found - 1], scenarios[i].event) != 0)
            events[found++] = scenarios[i].event;
    }
    if (found > 0)
        out->events = value_texts(fact_arena(config->writer), events, found);
}

/* Of a job that runs by itself somewhere, what makes it do so. */
static void set_paths(struct gitlab_config *config, const struct paths paths[2],
                      struct gitlab_activation *out)
{
    size_t count;
    gitlab_scenarios_of(config, &count);
    unsigned runs = 0;
    unsigned any_change = 0;
    for (size_t i = 0; i < count; i++) {
        runs |= out->outcomes[i].is_for ? out->outcomes[i].runs : 0;
        any_change |= out->outcomes[i].is_for ? out->outcomes[i].any_change : 0;
    }
    bool by_itself = (runs & GITLAB_RUNS_ITSELF) != 0;
    const struct paths *own = &paths[by_itself ? 0 : 1];
    if (!(any_change & (by_itself ? GITLAB_RUNS_ITSELF : GITLAB_RUNS_BY_HAND)) && own->count > 0)
        out->paths = value_texts(fact_arena(config->writer), own->items, own->count);
}

void gitlab_activation_of(struct gitlab_config *config, const struct gitlab_entry *job,
                          const struct gitlab_outcome *workflow, struct gitlab_activation *out)
{
    *out = (struct gitlab_activation){0};
    struct paths paths[2] = {{0}};
    ask_all(config, job->node, workflow, GITLAB_BELIEVES_NOTHING, paths, out->outcomes);
    set_activation(config, job, workflow, out);
    set_blocking(config, job, out);
    set_events(config, job, workflow, out);
    set_paths(config, paths, out);
    out->condition = only_condition(node_find(job->node, "rules"));
}
