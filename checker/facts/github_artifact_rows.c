/* Files that jobs hand on: which job takes what another one uploads, in one run, from a called
 * workflow or from the run of another workflow (docs.github.com, "Store and share data with
 * workflow artifacts"; the action.yml of actions/upload-artifact and download-artifact). */
#include "base/table.h"
#include "facts/gather.h"
#include "facts/github_hygiene.h"

#include <string.h>

enum { SOURCES_MAX = 64, JOBS_MAX = 1000 };

enum reach { REACH_OPEN, REACH_LOOKING, REACH_NO, REACH_YES };

/* Names of artifacts; NULL stands for any. */
struct names {
    const char **items;
    size_t count, capacity;
};

struct handing_job {
    struct github_job job;
    struct names uploads, downloads;
    const bool *waits; /* one a job: this one starts when that one has ended; NULL: not asked */
    enum reach reach;
};

struct hygiene_handing {
    struct handing_job *jobs;
    size_t count;
    struct table by_id;
};

/* The name of what a step uploads or asks for; NULL: all, or only a run tells. */
static const char *artifact_name(struct hygiene *hygiene, const struct node *step, bool uploads)
{
    const struct node *name = github_find_folded(node_find(step, "with"), "name");
    if (!name)
        return uploads ? "artifact" : NULL;
    return hygiene_constant(hygiene, name);
}

static bool uploads_with(struct hygiene *hygiene, const struct node *step)
{
    struct github_use use = hygiene_use(hygiene, step);
    return hygiene_is_action(&use, "actions/upload-artifact");
}

static bool downloads_with(struct hygiene *hygiene, const struct node *step)
{
    struct github_use use = hygiene_use(hygiene, step);
    return hygiene_is_action(&use, "actions/download-artifact");
}

static const char *download_of(const struct shell_command *command)
{
    if (!shell_calls(command, "gh"))
        return NULL;
    for (size_t i = shell_program(command) + 1; i + 1 < command->count; i++)
        if (strcmp(command->words[i], "run") == 0 && strcmp(command->words[i + 1], "download") == 0)
            return "gh";
    return NULL;
}

static void add_name(struct hygiene *hygiene, struct names *names, const char *name)
{
    names->items = arena_grow(hygiene->reader.scratch, names->items, names->count, &names->capacity,
                              sizeof(*names->items));
    names->items[names->count++] = name;
}

static void read_handing_job(struct hygiene *hygiene, struct handing_job *out)
{
    for (size_t i = 0; i < hygiene_step_count(&out->job); i++) {
        const struct node *step = hygiene_step(&out->job, i);
        if (uploads_with(hygiene, step))
            add_name(hygiene, &out->uploads, artifact_name(hygiene, step, true));
        else if (downloads_with(hygiene, step))
            add_name(hygiene, &out->downloads, artifact_name(hygiene, step, false));
        else if (hygiene_find_command(hygiene, &out->job, step, download_of))
            add_name(hygiene, &out->downloads, NULL);
    }
}

static struct hygiene_handing *handing_of(struct hygiene *hygiene)
{
    if (hygiene->handing)
        return hygiene->handing;
    struct hygiene_handing *handing = ARENA_NEW(hygiene->reader.scratch, struct hygiene_handing);
    hygiene->handing = handing;
    table_init(&handing->by_id, hygiene->reader.scratch);
    size_t count = hygiene->jobs ? hygiene->jobs->count : 0;
    handing->jobs = ARENA_ARRAY(hygiene->reader.scratch, struct handing_job, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct handing_job *job = &handing->jobs[handing->count];
        job->job = (struct github_job){.id = hygiene->jobs->keys[i]->text,
                                       .node = hygiene->jobs->items[i]};
        if (job->job.node->kind != NODE_MAPPING)
            continue;
        read_handing_job(hygiene, job);
        table_set(&handing->by_id, job->job.id, job);
        handing->count++;
    }
    return handing;
}

static struct handing_job *find_job(struct hygiene *hygiene, const char *id)
{
    return id ? table_find(&handing_of(hygiene)->by_id, id) : NULL;
}

static const bool *waits_of(struct hygiene *hygiene, struct handing_job *job);

static void wait_for(struct hygiene *hygiene, bool *waits, const struct node *name)
{
    struct hygiene_handing *handing = hygiene->handing;
    struct handing_job *job = github_string(name) ? find_job(hygiene, name->text) : NULL;
    if (!job || waits[job - handing->jobs])
        return;
    waits[job - handing->jobs] = true;
    const bool *before = waits_of(hygiene, job);
    for (size_t i = 0; i < handing->count; i++)
        waits[i] = waits[i] || before[i];
}

/* The jobs that end before it starts. Jobs that wait for each other never run. */
static const bool *waits_of(struct hygiene *hygiene, struct handing_job *job)
{
    if (job->waits)
        return job->waits;
    bool *waits = ARENA_ARRAY(hygiene->reader.scratch, bool, hygiene->handing->count);
    job->waits = waits;
    const struct node *needed = node_find(job->job.node, "needs");
    wait_for(hygiene, waits, needed);
    for (size_t i = 0; needed && needed->kind == NODE_SEQUENCE && i < needed->count; i++)
        wait_for(hygiene, waits, needed->items[i]);
    return waits;
}

/* Of a workflow with more jobs than anybody writes each is taken to wait for all. */
static bool waits_for(struct hygiene *hygiene, struct handing_job *job,
                      const struct handing_job *other)
{
    const struct hygiene_handing *handing = hygiene->handing;
    return handing->count > JOBS_MAX || waits_of(hygiene, job)[other - handing->jobs];
}

static bool has_common(const struct names *uploads, const struct names *downloads)
{
    for (size_t i = 0; i < uploads->count; i++)
        for (size_t k = 0; k < downloads->count; k++)
            if (!uploads->items[i] || !downloads->items[k] ||
                strcmp(uploads->items[i], downloads->items[k]) == 0)
                return true;
    return false;
}

static bool reaches(struct hygiene *hygiene, struct handing_job *job)
{
    struct hygiene_handing *handing = hygiene->handing;
    if (job->reach != REACH_OPEN)
        return job->reach == REACH_YES;
    job->reach = REACH_LOOKING;
    bool many = handing->count > JOBS_MAX && job->uploads.count > 0;
    bool found = many || hygiene_publishes(hygiene, &job->job, 0, NULL, NULL);
    for (size_t i = 0; !found && job->uploads.count > 0 && i < handing->count; i++) {
        struct handing_job *other = &handing->jobs[i];
        found = has_common(&job->uploads, &other->downloads) && waits_for(hygiene, other, job) &&
                reaches(hygiene, other);
    }
    job->reach = found ? REACH_YES : REACH_NO;
    return found;
}

bool hygiene_uploads(struct hygiene *hygiene, const struct github_job *job)
{
    const struct handing_job *found = find_job(hygiene, job->id);
    return found && found->uploads.count > 0;
}

bool hygiene_reaches_release(struct hygiene *hygiene, const struct github_job *job)
{
    struct handing_job *found = find_job(hygiene, job->id);
    return found ? reaches(hygiene, found) : hygiene_publishes(hygiene, job, 0, NULL, NULL) != NULL;
}

const char *hygiene_workflow_name(const struct hygiene *hygiene)
{
    const struct node *name = node_find(hygiene->reader.root, "name");
    return github_string(name) && *name->text ? name->text : hygiene->reader.writer->path;
}

/* The workflows whose end starts this one. */
static size_t add_starters(struct hygiene *hygiene, const char **out, size_t count)
{
    const struct node *run = node_find(node_find(hygiene->reader.root, "on"), "workflow_run");
    const struct node *names = node_find(run, "workflows");
    if (github_string(names) && count < SOURCES_MAX)
        out[count++] = names->text;
    for (size_t i = 0; names && names->kind == NODE_SEQUENCE && i < names->count; i++)
        if (github_string(names->items[i]) && count < SOURCES_MAX)
            out[count++] = names->items[i]->text;
    return count;
}

/* The workflows of this repository that jobs call for which this one waits. */
static size_t add_called(struct hygiene *hygiene, const struct github_job *job, const char **out,
                         size_t count)
{
    struct handing_job *own = find_job(hygiene, job->id);
    for (size_t i = 0; own && i < hygiene->handing->count && count < SOURCES_MAX; i++) {
        const struct handing_job *other = &hygiene->handing->jobs[i];
        const struct node *uses = node_find(other->job.node, "uses");
        if (github_string(uses) && string_starts_with(uses->text, "./") &&
            waits_for(hygiene, own, other))
            out[count++] = uses->text + 2;
    }
    return count;
}

void hygiene_read_artifacts(struct hygiene *hygiene, const struct github_job *job)
{
    struct fact_writer *writer = hygiene->reader.writer;
    if (!hygiene_wants(hygiene, &fact_kind_workflow_artifact))
        return;
    enum truth published = TRUTH_OPEN; /* not asked yet */
    for (size_t i = 0; i < hygiene_step_count(job); i++) {
        const struct node *step = hygiene_step(job, i);
        bool action = downloads_with(hygiene, step);
        if (!action && !hygiene_find_command(hygiene, job, step, download_of))
            continue;
        /* Without `run-id` the action looks in its own run, where called workflows are too. */
        const char *sources[SOURCES_MAX];
        size_t count = add_called(hygiene, job, sources, 0);
        if (!action || hygiene_input(step, "run-id"))
            count = add_starters(hygiene, sources, count);
        if (count == 0)
            continue;
        if (published == TRUTH_OPEN)
            published = hygiene_reaches_release(hygiene, job) ? TRUTH_TRUE : TRUTH_FALSE;
        const struct node *place = action ? node_find(step, "uses") : hygiene_code(hygiene, step);
        struct value *cells =
            fact_add(writer, &fact_kind_workflow_artifact, NULL, place->line, place->column)->cells;
        for (size_t k = 0; k < count; k++)
            sources[k] = arena_strdup(fact_arena(writer), sources[k]);
        cells[WORKFLOW_ARTIFACT_JOB] = fact_text(writer, job->id);
        cells[WORKFLOW_ARTIFACT_STEP] = value_integer((int64_t)i + 1);
        cells[WORKFLOW_ARTIFACT_SOURCES] = value_texts(fact_arena(writer), sources, count);
        cells[WORKFLOW_ARTIFACT_PUBLISHED] = value_boolean(published == TRUTH_TRUE);
    }
}
