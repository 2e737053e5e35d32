#include "base/table.h"
#include "facts/circleci_jobs.h"

#include <string.h>

/* Jobs of all workflows together, and rounds in which a hold or a job that never runs
 * spreads to what requires it; a longer chain is taken as running. */
enum { ENTRIES_MAX = 2000, ROUNDS = 16 };

struct workflow {
    const char *name;
    const struct node *node;
    struct pipeline_run run;
    struct circleci_entry *entries;
    size_t count;
    bool tags; /* a job of it runs for tags */
};

/* Is the filter a list that holds the pattern of everything? */
static bool is_everything(const struct node *patterns)
{
    const char *single = pipeline_string(patterns);
    if (single)
        return strcmp(single, "/.*/") == 0;
    for (size_t i = 0; patterns && patterns->kind == NODE_SEQUENCE && i < patterns->count; i++) {
        const char *one = pipeline_string(patterns->items[i]);
        if (one && strcmp(one, "/.*/") == 0)
            return true;
    }
    return false;
}

static const char *words_of(struct circleci_reader *reader, const struct node *patterns)
{
    struct arena *scratch = reader->pipeline->scratch;
    const char *single = pipeline_string(patterns);
    const char *words = single ? single : "";
    for (size_t i = 0; patterns && patterns->kind == NODE_SEQUENCE && i < patterns->count; i++)
        if (pipeline_string(patterns->items[i]))
            words = arena_printf(scratch, "%s%s%s", words, *words ? ", " : "",
                                 patterns->items[i]->text);
    return words;
}

/* Of a workflow that a clock starts, the clock alone. */
static struct value events_of(struct circleci_reader *reader, const struct workflow *workflow,
                              bool no_branch, bool tags)
{
    struct arena *arena = fact_arena(reader->pipeline->writer);
    const char *events[2];
    size_t count = 0;
    if (node_find(workflow->node, "triggers")) {
        events[count++] = "schedule";
    } else {
        if (!no_branch)
            events[count++] = "push";
        if (tags)
            events[count++] = "tag";
    }
    return count > 0 ? value_texts(arena, events, count) : value_text(NULL);
}

/* Which tags start a job, in words; NULL: none does. A filter that names those that do not
 * lets all others in (circleci.com/docs/reference/configuration-reference, "filters"). */
static const char *tags_of(struct circleci_reader *reader, const struct node *tags)
{
    struct arena *scratch = reader->pipeline->scratch;
    const struct node *only = node_find(tags, "only");
    const struct node *ignore = node_find(tags, "ignore");
    if (is_everything(ignore) || (!only && !ignore))
        return NULL;
    return only ? arena_printf(scratch, "tags: %s", words_of(reader, only))
                : arena_printf(scratch, "not tags: %s", words_of(reader, ignore));
}

/* A job runs for branches unless its filters leave none, and for tags only where they
 * let some in. */
static void apply_filters(struct circleci_reader *reader, struct workflow *workflow,
                          struct circleci_entry *entry)
{
    struct arena *scratch = reader->pipeline->scratch;
    const struct node *filters = node_find(entry->arguments, "filters");
    const struct node *branches = node_find(filters, "branches");
    const char *tags = tags_of(reader, node_find(filters, "tags"));
    const struct node *only = node_find(branches, "only");
    const struct node *ignore = node_find(branches, "ignore");
    bool no_branch = is_everything(ignore);
    workflow->tags = workflow->tags || tags;
    if (node_is_scalar(filters))
        entry->condition = pipeline_string(filters);
    else if (no_branch && tags)
        entry->condition = tags;
    else if (only && !is_everything(only))
        entry->condition = arena_printf(scratch, "branches: %s", words_of(reader, only));
    else if (ignore)
        entry->condition = arena_printf(scratch, "not branches: %s", words_of(reader, ignore));
    entry->events = events_of(reader, workflow, no_branch, tags);
    if (no_branch && !tags)
        entry->run = pipeline_within(
            entry->run, pipeline_stopped(PIPELINE_DISABLED, "its filters leave no branch"));
}

static struct value needs_of(struct circleci_reader *reader, const struct workflow *workflow,
                             const struct node *requires)
{
    struct pipeline *pipeline = reader->pipeline;
    struct arena *arena = fact_arena(pipeline->writer);
    size_t count = 0;
    size_t most = requires && requires->kind == NODE_SEQUENCE ? requires->count : 0;
    const char **ids = ARENA_ARRAY(pipeline->scratch, const char *, most + 1);
    for (size_t i = 0; i < most; i++) {
        const struct node *item = requires->items[i];
        /* `- test: [success, failed]` says after which ends. */
        if (item->kind == NODE_MAPPING && item->count == 1)
            item = item->keys[0];
        const char *name = circleci_string(pipeline->scratch, item, reader->scope);
        if (name)
            ids[count++] = arena_printf(arena, "%s/%s", workflow->name, name);
    }
    return value_texts(arena, ids, count);
}

static void read_entry(struct circleci_reader *reader, struct workflow *workflow,
                       const struct node *item, struct circleci_entry *out)
{
    struct arena *scratch = reader->pipeline->scratch;
    bool is_mapping = item->kind == NODE_MAPPING && item->count > 0;
    const char *name = is_mapping ? item->keys[0]->text : pipeline_string(item);
    const struct node *arguments = is_mapping ? item->items[0] : NULL;
    const char *own = circleci_string_at(scratch, arguments, "name", reader->scope);
    const char *type = node_string(arguments, "type");
    const char *declared =
        name ? node_string(node_find(node_find(reader->scope->root, "jobs"), name), "type") : NULL;
    bool approval =
        (type && strcmp(type, "approval") == 0) || (declared && strcmp(declared, "approval") == 0);
    *out = (struct circleci_entry){
        .id = arena_printf(scratch, "%s/%s", workflow->name,
                           own    ? own
                           : name ? name
                                  : "?"),
        .name = approval ? NULL : name,
        .place = is_mapping ? item->keys[0] : item,
        .arguments = arguments,
        .needs = needs_of(reader, workflow, node_find(arguments, "requires")),
        .run = workflow->run,
    };
    if (approval)
        out->run = pipeline_within(
            out->run, pipeline_stopped(PIPELINE_MANUAL, "it waits for a person's approval"));
    apply_filters(reader, workflow, out);
}

static bool spread(struct workflow *workflow, const struct table *by_id)
{
    bool changed = false;
    for (size_t i = 0; i < workflow->count; i++) {
        struct circleci_entry *entry = &workflow->entries[i];
        size_t count = entry->needs.kind == VALUE_LIST ? entry->needs.list->count : 0;
        for (size_t k = 0; k < count; k++) {
            const struct circleci_entry *needed =
                table_find(by_id, entry->needs.list->items[k].text);
            if (!needed || needed->run.activation <= entry->run.activation ||
                needed->run.activation == PIPELINE_OPEN)
                continue;
            entry->run.activation = needed->run.activation;
            entry->run.reason = needed->run.activation == PIPELINE_MANUAL
                                    ? "a job that it requires waits for a person"
                                    : "a job that it requires never runs";
            changed = true;
        }
    }
    return changed;
}

/* What `triggers` say (only a clock, then), `when` and `unless`. */
static struct pipeline_run workflow_run(struct circleci_reader *reader, const struct node *node)
{
    struct pipeline_run when =
        circleci_condition(reader, node_find(node, "when"), reader->scope, false);
    struct pipeline_run unless =
        circleci_condition(reader, node_find(node, "unless"), reader->scope, true);
    return pipeline_within(when, unless);
}

static void read_workflow(struct circleci_reader *reader, struct workflow *workflow)
{
    const struct node *jobs = node_find(workflow->node, "jobs");
    workflow->run = workflow_run(reader, workflow->node);
    if (!jobs || jobs->kind != NODE_SEQUENCE || jobs->count > ENTRIES_MAX) {
        if (jobs && jobs->kind != NODE_NULL)
            pipeline_add_gaps(reader->pipeline, PIPELINE_GAP_JOBS, reader->path, UNKNOWN_UNREADABLE,
                              "the jobs of a workflow are no list, or too many");
        return;
    }
    struct table by_id;
    table_init(&by_id, reader->pipeline->scratch);
    workflow->entries =
        ARENA_ARRAY(reader->pipeline->scratch, struct circleci_entry, jobs->count + 1);
    for (size_t i = 0; i < jobs->count; i++) {
        struct circleci_entry *entry = &workflow->entries[workflow->count++];
        read_entry(reader, workflow, jobs->items[i], entry);
        table_set(&by_id, entry->id, entry);
    }
    for (unsigned round = 0; round < ROUNDS && spread(workflow, &by_id); round++) {
    }
    for (size_t i = 0; i < workflow->count; i++)
        circleci_read_job(reader, &workflow->entries[i]);
}

static const struct node *schedule_of(const struct node *trigger)
{
    return node_find(trigger, "schedule");
}

static void add_triggers(struct circleci_reader *reader, const struct workflow *workflow,
                         bool *pushed, bool *tagged)
{
    const struct node *triggers = node_find(workflow->node, "triggers");
    struct arena *arena = fact_arena(reader->pipeline->writer);
    for (size_t i = 0; triggers && triggers->kind == NODE_SEQUENCE && i < triggers->count; i++) {
        const struct node *schedule = schedule_of(triggers->items[i]);
        const char *cron = node_string(schedule, "cron");
        if (!cron)
            continue;
        cron = arena_strdup(arena, cron);
        const struct node *only =
            node_find(node_find(node_find(schedule, "filters"), "branches"), "only");
        pipeline_add_trigger(reader->pipeline, circleci_place(reader, triggers->items[i]),
                             &(struct pipeline_trigger){
                                 .event = "schedule",
                                 .schedules = value_texts(arena, &cron, 1),
                                 .branches = pipeline_texts(reader->pipeline, only),
                             });
    }
    if (triggers || workflow->run.activation >= PIPELINE_MANUAL)
        return;
    *pushed = true;
    *tagged = *tagged || workflow->tags;
}

/* Jobs that no workflow runs stand there and do nothing. */
static void read_unused(struct circleci_reader *reader, const struct table *used)
{
    const struct node *jobs = node_find(reader->scope->root, "jobs");
    for (size_t i = 0; jobs && jobs->kind == NODE_MAPPING && i < jobs->count; i++) {
        const char *name = jobs->keys[i]->text;
        if (table_has(used, name))
            continue;
        circleci_read_job(reader,
                          &(struct circleci_entry){
                              .id = name,
                              .name = name,
                              .place = jobs->keys[i],
                              .run = pipeline_stopped(PIPELINE_DISABLED, "no workflow runs it"),
                          });
    }
}

/* Without workflows the job `build` runs, for every push. */
static void read_bare(struct circleci_reader *reader, struct table *used)
{
    const struct node *jobs = node_find(reader->scope->root, "jobs");
    if (!node_find(jobs, "build"))
        return;
    table_set(used, "build", used);
    circleci_read_job(
        reader,
        &(struct circleci_entry){.id = "build", .name = "build", .place = node_key(jobs, "build")});
}

void circleci_read_workflows(struct circleci_reader *reader)
{
    const struct node *workflows = node_find(reader->scope->root, "workflows");
    struct table used;
    table_init(&used, reader->pipeline->scratch);
    bool pushed = false;
    bool tagged = false;
    bool any = false;
    struct pipeline_run whole = pipeline_stopped(PIPELINE_DISABLED, "no workflow runs a job");
    for (size_t i = 0; workflows && workflows->kind == NODE_MAPPING && i < workflows->count; i++) {
        struct workflow workflow = {.name = workflows->keys[i]->text, .node = workflows->items[i]};
        if (workflow.node->kind != NODE_MAPPING)
            continue;
        any = true;
        read_workflow(reader, &workflow);
        add_triggers(reader, &workflow, &pushed, &tagged);
        for (size_t k = 0; k < workflow.count; k++) {
            if (workflow.entries[k].name)
                table_set(&used, workflow.entries[k].name, &used);
            if (workflow.entries[k].run.activation < whole.activation)
                whole = workflow.entries[k].run;
        }
    }
    if (!any) {
        read_bare(reader, &used);
        pushed = used.count > 0;
        if (pushed)
            whole = (struct pipeline_run){0};
    }
    read_unused(reader, &used);
    struct pipeline_place place = {.path = reader->path};
    if (pushed)
        pipeline_add_trigger(reader->pipeline, place, &(struct pipeline_trigger){.event = "push"});
    if (tagged)
        pipeline_add_trigger(reader->pipeline, place, &(struct pipeline_trigger){.event = "tag"});
    if (whole.activation == PIPELINE_MANUAL)
        pipeline_add_trigger(reader->pipeline, place,
                             &(struct pipeline_trigger){.event = "workflow_dispatch"});
    pipeline_add_workflow(reader->pipeline, NULL, 1, whole, false);
}
