#include "facts/bitbucket_reader.h"

#include <string.h>

/* Groups within groups: parallel steps of a stage are the deepest that there is. */
enum { DEPTH_MAX = 4 };

static const struct {
    const char *key;
    const char *event;
    int names; /* the list of the trigger that holds the names, or -1 */
} starts[] = {
    {"branches", "push", WORKFLOW_TRIGGER_BRANCHES},
    {"pull-requests", "pull_request", -1},
    {"tags", "tag", WORKFLOW_TRIGGER_TAGS},
    {"bookmarks", "push", -1},
    {"custom", "workflow_dispatch", -1},
};

static const char *id_of_job(struct bitbucket_reader *reader,
                             const struct bitbucket_pipeline *pipeline, const struct node *step)
{
    const char *name = node_string(step, "name");
    const char *id = arena_printf(reader->scratch, "%s/%s", pipeline->id, name ? name : "step");
    size_t *count = table_find(&reader->ids, id);
    if (!count) {
        count = ARENA_NEW(reader->scratch, size_t);
        table_set(&reader->ids, id, count);
    }
    return ++*count == 1 ? id : arena_printf(reader->scratch, "%s (%zu)", id, *count);
}

static bool is_manual(const struct node *owner)
{
    const char *trigger = node_string(owner, "trigger");
    return trigger && strcmp(trigger, "manual") == 0;
}

/* The jobs of one item of a pipeline, which run beside each other. */
struct group {
    const char *ids[BITBUCKET_BEFORE_MAX];
    size_t count;
    bool waits; /* one of them waits for a person, so all behind it do */
};

static void read_step(struct bitbucket_reader *reader, struct bitbucket_pipeline *pipeline,
                      const struct node *item, const struct node *stage, struct group *group)
{
    const struct node *step = node_find(item, "step");
    if (step->kind != NODE_MAPPING) {
        bitbucket_add_gaps(reader, BITBUCKET_GAP_STEPS, step->line, "a step is no mapping");
        return;
    }
    bool waits = is_manual(step);
    struct bitbucket_job job = {
        .id = id_of_job(reader, pipeline, step),
        .node = step,
        .stage = stage,
        .pipeline = pipeline,
        .is_alias = step->parent != item,
        .manual = waits ? "it waits for a person: trigger: manual" : pipeline->manual,
    };
    size_t steps = bitbucket_read_steps(reader, &job);
    bitbucket_add_job(reader, &job, steps);
    group->waits |= waits;
    if (group->count < BITBUCKET_BEFORE_MAX)
        group->ids[group->count++] = job.id;
}

static void end_group(struct bitbucket_pipeline *pipeline, const struct group *group)
{
    memcpy(pipeline->before, group->ids, sizeof(pipeline->before));
    pipeline->before_count = group->count;
    if (group->waits && !pipeline->manual)
        pipeline->manual = "it comes after a step that waits for a person";
}

static void read_items(struct bitbucket_reader *reader, struct bitbucket_pipeline *pipeline,
                       const struct node *items, const struct node *stage, struct group *group,
                       unsigned depth);

static void read_stage(struct bitbucket_reader *reader, struct bitbucket_pipeline *pipeline,
                       const struct node *stage, unsigned depth)
{
    if (is_manual(stage) && !pipeline->manual)
        pipeline->manual = "its stage waits for a person: trigger: manual";
    read_items(reader, pipeline, node_find(stage, "steps"), stage, NULL, depth + 1);
}

/* Items one after another; in a group, beside each other. */
static void read_items(struct bitbucket_reader *reader, struct bitbucket_pipeline *pipeline,
                       const struct node *items, const struct node *stage, struct group *group,
                       unsigned depth)
{
    for (size_t i = 0; items && items->kind == NODE_SEQUENCE && i < items->count; i++) {
        const struct node *item = items->items[i];
        const struct node *parallel = node_find(item, "parallel");
        const struct node *inner = node_find(item, "stage");
        struct group own = {.count = 0};
        struct group *here = group ? group : &own;
        if (depth == DEPTH_MAX) {
            bitbucket_add_gaps(reader, BITBUCKET_GAP_STEPS, item->line, "groups nested too deeply");
            return;
        }
        if (node_find(item, "step"))
            read_step(reader, pipeline, item, stage, here);
        else if (parallel)
            read_items(reader, pipeline,
                       parallel->kind == NODE_MAPPING ? node_find(parallel, "steps") : parallel,
                       stage, here, depth + 1);
        else if (inner)
            read_stage(reader, pipeline, inner, depth);
        if (!group && own.count > 0)
            end_group(pipeline, &own);
    }
}

static void read_pipeline(struct bitbucket_reader *reader, const char *id, const char *event,
                          const char *manual, const struct node *items)
{
    if (items->kind == NODE_MAPPING && node_find(items, "import")) {
        bitbucket_add_import(reader, node_find(items, "import"));
        return;
    }
    struct bitbucket_pipeline pipeline = {.id = id, .event = event, .manual = manual};
    read_items(reader, &pipeline, items, NULL, NULL, 0);
}

static struct value *add_trigger(struct bitbucket_reader *reader, const struct node *key,
                                 const char *event)
{
    struct value *cells =
        fact_add(reader->writer, &fact_kind_workflow_trigger, NULL, key->line, key->column)->cells;
    cells[WORKFLOW_TRIGGER_SYSTEM] = value_text("bitbucket");
    cells[WORKFLOW_TRIGGER_EVENT] = value_text(event);
    return cells;
}

static struct value names_of(struct bitbucket_reader *reader, const struct node *mapping)
{
    const char **names = ARENA_ARRAY(reader->scratch, const char *, mapping->count + 1);
    for (size_t i = 0; i < mapping->count; i++)
        names[i] = mapping->keys[i]->text;
    return value_texts(fact_arena(reader->writer), names, mapping->count);
}

static void add_triggers(struct bitbucket_reader *reader, const struct node *pipelines)
{
    const struct node *by_default = node_key(pipelines, "default");
    if (!fact_is_wanted(reader->writer, &fact_kind_workflow_trigger))
        return;
    if (by_default)
        add_trigger(reader, by_default, "push");
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        const struct node *key = node_key(pipelines, starts[i].key);
        const struct node *mapping = node_find(pipelines, starts[i].key);
        bool is_known = by_default && strcmp(starts[i].event, "push") == 0;
        if (!mapping || mapping->kind != NODE_MAPPING || mapping->count == 0 || is_known)
            continue;
        struct value *cells = add_trigger(reader, key, starts[i].event);
        if (starts[i].names >= 0)
            cells[starts[i].names] = names_of(reader, mapping);
    }
    const struct node *triggers = node_find(reader->root, "triggers");
    for (size_t i = 0; triggers && triggers->kind == NODE_MAPPING && i < triggers->count; i++) {
        const char *name = triggers->keys[i]->text;
        if (string_starts_with(name, "repository-push"))
            add_trigger(reader, triggers->keys[i], "push");
        else if (string_starts_with(name, "pullrequest-"))
            add_trigger(reader, triggers->keys[i], "pull_request");
    }
}

const char *bitbucket_event_of_custom(const struct bitbucket_reader *reader, const char *name)
{
    const struct node *triggers = node_find(reader->root, "triggers");
    for (size_t i = 0; triggers && triggers->kind == NODE_MAPPING && i < triggers->count; i++) {
        const struct node *list = triggers->items[i];
        for (size_t k = 0; list->kind == NODE_SEQUENCE && k < list->count; k++) {
            const struct node *names = node_find(list->items[k], "pipelines");
            for (size_t n = 0; names && names->kind == NODE_SEQUENCE && n < names->count; n++)
                if (bitbucket_string(names->items[n]) && strcmp(names->items[n]->text, name) == 0)
                    return string_starts_with(triggers->keys[i]->text, "pullrequest-")
                               ? "pull_request"
                               : "push";
        }
    }
    return NULL;
}

static void add_workflow(struct bitbucket_reader *reader, bool automatic, bool manual)
{
    struct value *cells = fact_add(reader->writer, &fact_kind_workflow, NULL, 1, 1)->cells;
    cells[WORKFLOW_SYSTEM] = value_text("bitbucket");
    cells[WORKFLOW_DECLARES_PERMISSIONS] = value_boolean(false);
    cells[WORKFLOW_ACTIVATION] = value_text(automatic ? "automatic" : manual ? "manual" : "called");
    cells[WORKFLOW_ACTIVATION_REASON] = value_text(automatic ? NULL
                                                   : manual  ? "only a person starts it"
                                                             : "only other workflows start it");
}

static void read_named(struct bitbucket_reader *reader, const char *sort, const char *event,
                       const struct node *mapping, bool *automatic, bool *manual)
{
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++) {
        const char *name = mapping->keys[i]->text;
        bool custom = strcmp(sort, "custom") == 0;
        const char *triggered = custom ? bitbucket_event_of_custom(reader, name) : NULL;
        bool by_hand = custom && !triggered;
        *manual |= by_hand;
        *automatic |= !by_hand;
        read_pipeline(reader, arena_printf(reader->scratch, "%s/%s", sort, name),
                      triggered ? triggered : event, by_hand ? "only a person starts it" : NULL,
                      mapping->items[i]);
    }
}

void bitbucket_read_pipelines(struct bitbucket_reader *reader, const struct node *pipelines)
{
    bool automatic = false;
    bool manual = false;
    const struct node *by_default = node_find(pipelines, "default");
    if (by_default && by_default->kind != NODE_NULL) {
        automatic = true;
        read_pipeline(reader, "default", "push", NULL, by_default);
    }
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        read_named(reader, starts[i].key, starts[i].event, node_find(pipelines, starts[i].key),
                   &automatic, &manual);
    bool ignored = false;
    const struct node *shared = node_find(node_find(reader->root, "definitions"), "pipelines");
    read_named(reader, "definitions", "workflow_call", shared, &ignored, &ignored);
    if (pipelines)
        add_triggers(reader, pipelines);
    add_workflow(reader, automatic, manual);
}
