#include "facts/gitlab_reader.h"
#include "facts/paths.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *scalar(const struct node *node)
{
    return node && node_is_scalar(node) && node->kind != NODE_NULL ? node->text : NULL;
}

static const struct node *given(const struct node *owner, const char *keyword)
{
    const struct node *node = node_find(owner, keyword);
    return node && node->kind != NODE_NULL ? node : NULL;
}

/* `inherit:default` is a boolean, or the list of the keywords that are inherited. */
static bool inherits(const struct node *job, const char *keyword)
{
    const struct node *inherit = node_find(node_find(job, "inherit"), "default");
    if (!inherit || inherit->kind == NODE_NULL)
        return true;
    if (inherit->kind != NODE_SEQUENCE)
        return strcmp(inherit->text, "false") != 0;
    for (size_t i = 0; i < inherit->count; i++)
        if (scalar(inherit->items[i]) && strcmp(inherit->items[i]->text, keyword) == 0)
            return true;
    return false;
}

const struct node *gitlab_keyword(const struct gitlab_job *job, const char *keyword)
{
    const struct node *own = given(job->node, keyword);
    if (own || !inherits(job->node, keyword))
        return own;
    const struct gitlab_entry *defaults = gitlab_entry_find(job->config, "default");
    const struct node *found = defaults ? given(defaults->node, keyword) : NULL;
    return found ? found : given(job->config->root, keyword);
}

struct texts {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

/* The scalars of a list, and of the lists in it that references make; of a mapping the
 * value of `key`. A need with a project or a pipeline is of another pipeline. */
static void add_texts(struct texts *texts, const struct node *node, const char *key)
{
    if (!node)
        return;
    if (node->kind == NODE_SEQUENCE) {
        for (size_t i = 0; i < node->count; i++)
            add_texts(texts, node->items[i], key);
        return;
    }
    bool elsewhere = node_find(node, "project") || node_find(node, "pipeline");
    const char *text = scalar(node)        ? node->text
                       : key && !elsewhere ? scalar(node_find(node, key))
                                           : NULL;
    if (!text)
        return;
    texts->items = arena_grow(texts->arena, texts->items, texts->count, &texts->capacity,
                              sizeof(*texts->items));
    texts->items[texts->count++] = text;
}

static struct value texts_of(const struct gitlab_job *job, const struct node *list, const char *key)
{
    struct texts texts = {.arena = job->config->scratch};
    add_texts(&texts, list, key);
    return value_texts(fact_arena(job->config->writer), texts.items, texts.count);
}

static struct value open_text(const struct gitlab_job *job, const char *text)
{
    if (!text || !strchr(text, '$'))
        return fact_text(job->config->writer, text);
    return value_unknown(fact_arena(job->config->writer), UNKNOWN_UNOBSERVABLE,
                         arena_printf(fact_arena(job->config->writer),
                                      "'%.200s' holds a variable: only a run tells", text));
}

/* The seconds of a unit that begins here; 0 for none. A month is not one of them. */
static int64_t unit_at(const char *at)
{
    switch (*at) {
    case 'w':
        return INT64_C(7) * 86400;
    case 'd':
        return 86400;
    case 'h':
        return 3600;
    case 'm':
        return at[1] != 'o' ? 60 : 0;
    case 's':
    case '\0':
        return 1;
    default:
        return 0;
    }
}

/* Adds one number with its unit; the text behind it, or NULL when it is none. */
static const char *add_time(const char *at, int64_t *seconds)
{
    char *end;
    long number = strtol(at, &end, 10);
    if (end == at || number < 0 || number >= 1000000)
        return NULL;
    end += strspn(end, " ");
    int64_t unit = unit_at(end);
    if (unit == 0)
        return NULL;
    *seconds += number * unit;
    while (isalpha((unsigned char)*end))
        end++;
    return end + strspn(end, " ,");
}

/* `1h 30m`, `90 minutes`, `3 hours 20 minutes`, `1 day`. */
static struct value timeout_of(const struct gitlab_job *job)
{
    const char *text = scalar(gitlab_keyword(job, "timeout"));
    if (!text)
        return value_text(NULL);
    int64_t seconds = 0;
    const char *at = *text ? text : NULL;
    while (at && *at)
        at = add_time(at, &seconds);
    if (at)
        return value_integer((seconds + 59) / 60);
    return value_unknown(fact_arena(job->config->writer), UNKNOWN_UNREADABLE,
                         "the time is not written as a number with its unit");
}

static const struct node *first_include(const struct node *trigger)
{
    const struct node *include = node_find(trigger, "include");
    return include && include->kind == NODE_SEQUENCE && include->count > 0 ? include->items[0]
                                                                           : include;
}

/* `./FILE` for a child pipeline of a file of the repository, else the other project. */
static const char *called_by(const struct gitlab_job *job)
{
    const struct node *trigger = given(job->node, "trigger");
    const struct node *include = first_include(trigger);
    const char *local = scalar(include) ? include->text : scalar(node_find(include, "local"));
    if (local)
        return arena_printf(job->config->scratch, "./%s", local + (local[0] == '/'));
    if (include)
        return scalar(node_find(include, "artifact"));
    return scalar(trigger) ? trigger->text : scalar(node_find(trigger, "project"));
}

static void set_blocking(const struct gitlab_job *job, struct value *cells)
{
    const struct gitlab_activation *activation = &job->activation;
    cells[WORKFLOW_JOB_BLOCKING] = activation->blocking;
    cells[WORKFLOW_JOB_ADVISORY_REASON] = value_text(activation->advisory);
    const struct node *trigger = given(job->node, "trigger");
    if (trigger && !given(trigger, "strategy") && !activation->advisory) {
        cells[WORKFLOW_JOB_BLOCKING] = value_boolean(false);
        cells[WORKFLOW_JOB_ADVISORY_REASON] =
            value_text("without 'strategy' it does not wait for the pipeline that it starts");
    }
}

static void set_activation(const struct gitlab_job *job, struct value *cells)
{
    const struct gitlab_activation *activation = &job->activation;
    cells[WORKFLOW_JOB_ENABLED] = value_boolean(activation->enabled);
    cells[WORKFLOW_JOB_ACTIVATION] = activation->activation;
    cells[WORKFLOW_JOB_ACTIVATION_REASON] = value_text(activation->reason);
    cells[WORKFLOW_JOB_CONDITION] = fact_text(job->config->writer, activation->condition);
    cells[WORKFLOW_JOB_EVENTS] = activation->events;
    cells[WORKFLOW_JOB_PATHS] = activation->paths;
}

void gitlab_add_job(const struct gitlab_job *job, size_t steps)
{
    struct fact_writer *writer = job->config->writer;
    if (!fact_is_wanted(writer, &fact_kind_workflow_job))
        return;
    struct value *cells =
        fact_add(writer, &fact_kind_workflow_job, job->path, job->key->line, job->key->column)
            ->cells;
    const struct node *needs = given(job->node, "needs");
    const struct node *environment = given(job->node, "environment");
    const struct node *image = steps > 0 ? gitlab_keyword(job, "image") : NULL;
    if (environment && environment->kind == NODE_MAPPING)
        environment = node_find(environment, "name");
    if (image && image->kind == NODE_MAPPING)
        image = node_find(image, "name");
    cells[WORKFLOW_JOB_SYSTEM] = value_text("gitlab");
    cells[WORKFLOW_JOB_JOB] = fact_text(writer, job->entry->name);
    cells[WORKFLOW_JOB_DECLARES_PERMISSIONS] = value_boolean(false);
    cells[WORKFLOW_JOB_NEEDS] =
        texts_of(job, needs ? needs : given(job->node, "dependencies"), "job");
    if (gitlab_keyword(job, "tags"))
        cells[WORKFLOW_JOB_RUNS_ON] = texts_of(job, gitlab_keyword(job, "tags"), NULL);
    cells[WORKFLOW_JOB_ENVIRONMENT] =
        open_text(job, scalar(environment) ? gitlab_expand(job, environment->text) : NULL);
    cells[WORKFLOW_JOB_USES] = fact_text(writer, called_by(job));
    cells[WORKFLOW_JOB_INHERITS_SECRETS] = value_boolean(false);
    cells[WORKFLOW_JOB_TIMEOUT_MINUTES] = timeout_of(job);
    cells[WORKFLOW_JOB_STEPS] = value_integer((int64_t)steps);
    cells[WORKFLOW_JOB_WORKFLOW] = fact_text(writer, job->config->start);
    cells[WORKFLOW_JOB_IMAGE] =
        open_text(job, scalar(image) ? gitlab_expand(job, image->text) : NULL);
    cells[WORKFLOW_JOB_MATRIX] = gitlab_matrix_values(job);
    set_activation(job, cells);
    set_blocking(job, cells);
}
