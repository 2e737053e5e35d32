/* badge - images that claim that something runs, and whether what runs it is there. Known are
 * the badges of GitHub's workflows (docs.github.com, "Adding a workflow status badge"; those of
 * shields.io as well), of Travis CI and of CircleCI. */
#include "facts/contact.h"
#include "facts/paths.h"
#include "facts/prose_kinds.h"
#include "facts/workflow_kinds.h"

#include <string.h>

static const char *const services[] = {"github", "travis", "circleci", NULL};
enum service { SERVICE_GITHUB, SERVICE_TRAVIS, SERVICE_CIRCLECI };
static const char *const states[] = {"runs", "disabled", "missing", NULL};
enum state { STATE_RUNS, STATE_DISABLED, STATE_MISSING };

enum { CELL_TARGET, CELL_SERVICE, CELL_WORKFLOW, CELL_OWN, CELL_STATE };

static const struct fact_kind kind = {
    .name = "badge",
    .summary = "An image of a page that claims that a pipeline runs, and whether it is there.",
    .key = (const char *const[]){"path", "target", NULL},
    .fields =
        (const struct fact_field[]){
            {"target", {.kind = TYPE_TEXT}, false, "The URL of the image, as written."},
            {"service",
             {.kind = TYPE_WORD, .words = services},
             false,
             "What is said to run the pipeline."},
            {"workflow", {.kind = TYPE_TEXT}, true, "The file or the name of the workflow."},
            {"own",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is it about this repository, by its remote, or else by its manifests?"},
            {"state",
             {.kind = TYPE_WORD, .words = states},
             false,
             "Is the file there, and may it run? Disabled: nothing starts it, or none of its jobs "
             "has a condition that can hold."},
            {0},
        },
};

struct badge {
    enum service service;
    const char *owner, *name;
    const char *file, *title; /* of a workflow: one of the two */
};

/* The parts of a URL's path, without its query, percent signs decoded. */
struct parts {
    const char *items[10];
    size_t count;
};

static struct parts parts_of(struct arena *arena, const char *url)
{
    struct parts parts = {.count = 0};
    const char *at = strstr(url, "://");
    at = at ? strchr(at + 3, '/') : NULL;
    while (at && *at == '/' && parts.count < sizeof(parts.items) / sizeof(*parts.items)) {
        size_t size = strcspn(++at, "/?#");
        parts.items[parts.count++] = percent_decode(arena, (struct text){at, size});
        at += size;
    }
    return parts;
}

static bool is_part(const struct parts *parts, size_t at, const char *name)
{
    return at < parts->count && strcmp(parts->items[at], name) == 0;
}

static bool is_github_badge(const struct parts *parts, struct text host, struct badge *out)
{
    out->service = SERVICE_GITHUB;
    if (text_equals(host, "github.com") && parts->count >= 5 &&
        is_part(parts, parts->count - 1, "badge.svg")) {
        out->owner = parts->items[0];
        out->name = parts->items[1];
        if (is_part(parts, 2, "actions") && is_part(parts, 3, "workflows") && parts->count == 6)
            out->file = parts->items[4];
        else if (is_part(parts, 2, "workflows") && parts->count == 5)
            out->title = parts->items[3];
        return out->file || out->title;
    }
    if (text_equals(host, "img.shields.io") && is_part(parts, 0, "github") &&
        is_part(parts, 1, "actions") && is_part(parts, 2, "workflow") &&
        is_part(parts, 3, "status") && parts->count >= 7) {
        out->owner = parts->items[4];
        out->name = parts->items[5];
        out->file = parts->items[6];
        return true;
    }
    return false;
}

static bool is_hosted_badge(const struct parts *parts, struct text host, struct badge *out)
{
    bool travis = text_equals(host, "travis-ci.org") || text_equals(host, "travis-ci.com") ||
                  text_equals(host, "api.travis-ci.org") ||
                  text_equals(host, "api.travis-ci.com") || text_equals(host, "app.travis-ci.com");
    bool circle = text_equals(host, "circleci.com") || text_equals(host, "dl.circleci.com");
    out->service = travis ? SERVICE_TRAVIS : SERVICE_CIRCLECI;
    if (travis && parts->count >= 2) {
        out->owner = parts->items[0];
        out->name = parts->items[1];
        return true;
    }
    for (size_t i = 0; circle && i + 2 < parts->count; i++)
        if (is_part(parts, i, "gh") || is_part(parts, i, "github")) {
            out->owner = parts->items[i + 1];
            out->name = parts->items[i + 2];
            return true;
        }
    return false;
}

static bool read_badge(struct arena *arena, const char *url, struct badge *out)
{
    struct text host = contact_host(url);
    *out = (struct badge){.service = SERVICE_GITHUB};
    struct parts parts = parts_of(arena, url);
    return is_github_badge(&parts, host, out) || is_hosted_badge(&parts, host, out);
}

static bool equals_name(const char *badge, const char *own)
{
    struct text text = text_of(badge);
    if (string_ends_with(badge, ".svg") || string_ends_with(badge, ".png"))
        text.size -= strlen(".svg");
    return text.size == strlen(own) && text_find_folded(text, own) == 0;
}

struct workflows {
    const struct fact_table *files, *jobs;
    const struct snapshot *snapshot;
};

/* Has the workflow jobs, and may none of them ever run? */
static bool is_idle(const struct workflows *workflows, const char *path)
{
    size_t jobs = 0;
    for (size_t i = 0; i < workflows->jobs->count; i++) {
        const struct fact_row *row = &workflows->jobs->rows[i];
        if (strcmp(row->path, path) != 0)
            continue;
        const struct value *enabled = &row->cells[WORKFLOW_JOB_ENABLED];
        if (row->gap || enabled->kind != VALUE_BOOLEAN || enabled->boolean)
            return false;
        jobs++;
    }
    return jobs > 0;
}

static bool is_meant(const struct badge *badge, const struct fact_row *row)
{
    if (badge->file)
        return strcmp(path_base(row->path), badge->file) == 0;
    const struct value *name = &row->cells[WORKFLOW_NAME];
    const char *title = name->kind == VALUE_TEXT ? name->text : row->path;
    return badge->title && strcmp(title, badge->title) == 0;
}

static enum state state_of(const struct workflows *workflows, const struct badge *badge)
{
    if (badge->service == SERVICE_TRAVIS)
        return snapshot_find(workflows->snapshot, ".travis.yml") ? STATE_RUNS : STATE_MISSING;
    if (badge->service == SERVICE_CIRCLECI)
        return snapshot_find(workflows->snapshot, ".circleci/config.yml") ? STATE_RUNS
                                                                          : STATE_MISSING;
    enum state state = STATE_MISSING;
    for (size_t i = 0; i < workflows->files->count; i++) {
        const struct fact_row *row = &workflows->files->rows[i];
        if (!string_starts_with(row->path, ".github/workflows/"))
            continue;
        if (row->gap) /* that it is there is known */
            state =
                badge->file && strcmp(path_base(row->path), badge->file) == 0 ? STATE_RUNS : state;
        else if (is_meant(badge, row)) {
            const struct value *activation = &row->cells[WORKFLOW_ACTIVATION];
            bool is_disabled =
                activation->kind == VALUE_TEXT && strcmp(activation->text, "disabled") == 0;
            return is_disabled || is_idle(workflows, row->path) ? STATE_DISABLED : STATE_RUNS;
        }
    }
    return state;
}

struct names {
    const char *owner, *name; /* of the remote; NULL when there is none */
    const struct fact_table *stated;
};

static bool is_name(const struct badge *badge, const char *owner, const char *name)
{
    return string_equals_folded(badge->owner, owner) && equals_name(badge->name, name);
}

/* By the remote; without one by the names that manifests state. */
static struct value is_own(struct arena *arena, const struct badge *badge,
                           const struct names *names)
{
    if (names->owner)
        return value_boolean(is_name(badge, names->owner, names->name));
    size_t stated = 0;
    for (size_t i = 0; i < names->stated->count; i++) {
        const struct fact_row *row = &names->stated->rows[i];
        /* What a badge states of itself is what is asked here. */
        if (row->gap || strcmp(row->cells[REPOSITORY_NAME_STATED_BY].text, "badge") == 0)
            continue;
        if (is_name(badge, row->cells[REPOSITORY_NAME_OWNER].text,
                    row->cells[REPOSITORY_NAME_NAME].text))
            return value_boolean(true);
        stated++;
    }
    return stated ? value_boolean(false)
                  : value_unknown(arena, UNKNOWN_UNOBSERVABLE, "there is no remote 'origin'");
}

static void add_badge(struct fact_writer *writer, const struct fact_row *target,
                      const struct badge *badge, const struct names *names,
                      const struct workflows *workflows)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells =
        fact_add(writer, &kind, target->path, target->line, target->column)->cells;
    cells[CELL_TARGET] = target->cells[MARKDOWN_TARGET_TARGET];
    cells[CELL_SERVICE] = value_text(services[badge->service]);
    cells[CELL_WORKFLOW] = fact_text(writer, badge->file ? badge->file : badge->title);
    cells[CELL_OWN] = is_own(arena, badge, names);
    if (cells[CELL_OWN].kind == VALUE_BOOLEAN && !cells[CELL_OWN].boolean)
        cells[CELL_STATE] =
            value_unknown(arena, UNKNOWN_UNOBSERVABLE, "it is about another repository");
    else
        cells[CELL_STATE] = value_text(states[state_of(workflows, badge)]);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const struct fact_table *targets = repository->table(repository, &fact_kind_markdown_target);
    const struct workflows workflows = {
        .files = repository->table(repository, &fact_kind_workflow),
        .jobs = repository->table(repository, &fact_kind_workflow_job),
        .snapshot = repository->snapshot,
    };
    struct names names = {.stated = repository->table(repository, &fact_kind_repository_name)};
    const char *remote =
        repository->repository ? repository_remote(repository->repository, arena) : NULL;
    if (!remote || !contact_remote_names(arena, remote, &names.owner, &names.name))
        names.owner = NULL;
    for (size_t i = 0; i < targets->count; i++) {
        const struct fact_row *target = &targets->rows[i];
        struct badge badge;
        if (!target->gap && target->cells[MARKDOWN_TARGET_IMAGE].boolean &&
            read_badge(arena, target->cells[MARKDOWN_TARGET_TARGET].text, &badge))
            add_badge(writer, target, &badge, &names, &workflows);
    }
    return NULL;
}

FACT(badge) = {
    .name = "badge",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "images that claim that a pipeline runs",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_markdown_target,
                                               &fact_kind_repository_name, &fact_kind_workflow,
                                               &fact_kind_workflow_job, NULL},
    .recognise_repository = recognise,
};
