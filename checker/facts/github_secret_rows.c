#include "base/table.h"
#include "facts/github_hygiene.h"

#include <string.h>

enum { DEPTH_MAX = 64 };

/* Where in the workflow a scalar stands. */
struct secret_place {
    const char *job;
    size_t step;
};

static void add_secret(struct hygiene *hygiene, const struct secret_place *place,
                       const struct node *node, const char *name, const char *form)
{
    struct fact_writer *writer = hygiene->reader.writer;
    struct value *cells =
        fact_add(writer, &fact_kind_workflow_secret, NULL, node->line, node->column)->cells;
    cells[WORKFLOW_SECRET_JOB] = fact_text(writer, place->job);
    if (place->step > 0)
        cells[WORKFLOW_SECRET_STEP] = value_integer((int64_t)place->step);
    cells[WORKFLOW_SECRET_NAME] = fact_text(writer, name);
    cells[WORKFLOW_SECRET_FORM] = value_text(form);
}

/* The runner gets the secrets that a job names; all of them where it names the whole,
 * or an index of it that only a run tells. */
static void read_use(struct hygiene *hygiene, const struct secret_place *place,
                     const struct node *node, struct table *seen, struct context_use use)
{
    static const char root[] = "secrets";
    struct text path = text_of(use.path);
    if (text_find_folded(path, root) != 0)
        return;
    const char *rest = use.path + sizeof(root) - 1;
    if (*rest && *rest != '.')
        return;
    if (table_has(seen, use.path))
        return;
    table_set(seen, use.path, hygiene);
    if (!*rest && use.serialised)
        add_secret(hygiene, place, node, NULL, "all");
    else if (strcmp(rest, ".*") == 0)
        add_secret(hygiene, place, node, NULL, "computed");
    else if (*rest)
        add_secret(hygiene, place, node, rest + 1, "named");
}

static void read_scalar(struct hygiene *hygiene, const struct secret_place *place,
                        const struct node *node)
{
    struct arena *scratch = hygiene->reader.scratch;
    if (!github_has_fence(node))
        return;
    struct text text = {.bytes = node->text, .size = node->size};
    struct table seen;
    table_init(&seen, scratch);
    struct expression_fence fence;
    for (size_t at = 0; expression_fence_find(text, at, &fence); at = fence.end) {
        const struct expression *expression = expression_parse(scratch, fence.body, NULL);
        struct context_use *uses = NULL;
        size_t count = expression ? expression_contexts(scratch, expression, &uses) : 0;
        for (size_t i = 0; i < count; i++)
            read_use(hygiene, place, node, &seen, uses[i]);
    }
}

static void read_tree(struct hygiene *hygiene, struct secret_place place, const struct node *node,
                      unsigned depth)
{
    if (!node || depth > DEPTH_MAX)
        return;
    if (node_is_scalar(node)) {
        read_scalar(hygiene, &place, node);
        return;
    }
    bool steps = place.job && place.step == 0 && node->kind == NODE_SEQUENCE && depth == 1;
    for (size_t i = 0; i < node->count; i++) {
        struct secret_place inner = place;
        if (steps)
            inner.step = i + 1;
        read_tree(hygiene, inner, node->items[i], depth + 1);
    }
}

/* A job's own tree, its steps counted. */
static void read_job(struct hygiene *hygiene, const char *id, const struct node *job)
{
    for (size_t i = 0; job->kind == NODE_MAPPING && i < job->count; i++) {
        bool steps = strcmp(job->keys[i]->text, "steps") == 0;
        read_tree(hygiene, (struct secret_place){.job = id}, job->items[i], steps ? 1 : 2);
    }
}

void hygiene_read_secrets(struct hygiene *hygiene)
{
    const struct node *root = hygiene->reader.root;
    if (!hygiene_wants(hygiene, &fact_kind_workflow_secret))
        return;
    for (size_t i = 0; i < root->count; i++) {
        const char *key = root->keys[i]->text;
        const struct node *value = root->items[i];
        if (hygiene->reader.action && strcmp(key, "runs") == 0) {
            read_job(hygiene, "runs", value);
        } else if (!hygiene->reader.action && strcmp(key, "jobs") == 0) {
            for (size_t k = 0; value->kind == NODE_MAPPING && k < value->count; k++)
                read_job(hygiene, value->keys[k]->text, value->items[k]);
        } else {
            read_tree(hygiene, (struct secret_place){0}, value, 2);
        }
    }
}

static void read_login(struct hygiene *hygiene, const struct github_job *job, const char *service,
                       const struct node *container)
{
    struct fact_writer *writer = hygiene->reader.writer;
    const struct node *credentials =
        container && container->kind == NODE_MAPPING ? node_find(container, "credentials") : NULL;
    if (!credentials || credentials->kind == NODE_NULL)
        return;
    const struct node *password = node_find(credentials, "password");
    const struct node *place = password ? password : credentials;
    bool open = node_is_scalar(credentials);
    if (!open && !github_string(password))
        return;
    const char *constant = open ? NULL : hygiene_constant(hygiene, password);
    struct value *cells =
        fact_add(writer, &fact_kind_workflow_login, NULL, place->line, place->column)->cells;
    cells[WORKFLOW_LOGIN_JOB] = fact_text(writer, job->id);
    cells[WORKFLOW_LOGIN_SERVICE] = fact_text(writer, service);
    cells[WORKFLOW_LOGIN_LITERAL] =
        open ? value_unknown(fact_arena(writer), UNKNOWN_UNOBSERVABLE,
                             "the credentials are an expression: only a run tells")
             : value_boolean(constant && *constant);
}

void hygiene_read_logins(struct hygiene *hygiene, const struct github_job *job)
{
    if (!hygiene_wants(hygiene, &fact_kind_workflow_login))
        return;
    read_login(hygiene, job, NULL, node_find(job->node, "container"));
    const struct node *services = node_find(job->node, "services");
    for (size_t i = 0; services && services->kind == NODE_MAPPING && i < services->count; i++)
        read_login(hygiene, job, services->keys[i]->text, services->items[i]);
}
